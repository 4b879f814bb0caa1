//! The binary formats and the one place that takes a value apart.

/// A binary interchange format of at most 64 bits (IEEE 754-2019, 3.4).
pub trait Format {
    /// Width of the biased exponent field.
    const EXP_BITS: u32;
    /// Width of the trailing significand field (the precision is one more).
    const FRAC_BITS: u32;

    /// Width of the whole format.
    const BITS: u32 = 1 + Self::EXP_BITS + Self::FRAC_BITS;
    /// True for binary16.
    const IS_HALF: bool = Self::EXP_BITS == 5;
    /// All bits of the format.
    const MASK: u64 = u64::MAX >> (64 - Self::BITS);
    /// The sign bit.
    const SIGN: u64 = 1 << (Self::BITS - 1);
    /// Positive infinity: all exponent bits set.
    const INFINITY: u64 = ((1 << Self::EXP_BITS) - 1) << Self::FRAC_BITS;
    /// The bit that tells a quiet NaN from a signalling one.
    const QUIET: u64 = 1 << (Self::FRAC_BITS - 1);
    /// The default NaN: positive, quiet, empty payload.
    const DEFAULT_NAN: u64 = Self::INFINITY | Self::QUIET;
    /// Exponent of the smallest normal number, 2^`EXP_MIN`.
    const EXP_MIN: i32 = 2 - (1 << (Self::EXP_BITS - 1));
}

/// binary16.
#[derive(Clone, Copy, Debug)]
pub enum F16 {}
/// binary32.
#[derive(Clone, Copy, Debug)]
pub enum F32 {}
/// binary64.
#[derive(Clone, Copy, Debug)]
pub enum F64 {}

/// bfloat16.
#[derive(Clone, Copy, Debug)]
pub enum BF16 {}

impl Format for BF16 {
    const EXP_BITS: u32 = 8;
    const FRAC_BITS: u32 = 7;
}

impl Format for F16 {
    const EXP_BITS: u32 = 5;
    const FRAC_BITS: u32 = 10;
}

impl Format for F32 {
    const EXP_BITS: u32 = 8;
    const FRAC_BITS: u32 = 23;
}

impl Format for F64 {
    const EXP_BITS: u32 = 11;
    const FRAC_BITS: u32 = 52;
}

/// What sort of value an operand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Zero,
    /// Subnormal or normal.
    Finite,
    Infinity,
    QuietNan,
    SignalingNan,
}

/// An operand taken apart. For `Zero` and `Finite` its magnitude is `sig` * 2^`exp`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpacked {
    pub bits: u64,
    pub sign: bool,
    pub kind: Kind,
    pub exp: i32,
    pub sig: u64,
}

impl Unpacked {
    pub fn new<F: Format>(bits: u64) -> Unpacked {
        let bits = bits & F::MASK;
        let frac = bits & ((1 << F::FRAC_BITS) - 1);
        let field = (bits & F::INFINITY) >> F::FRAC_BITS;
        let kind = if bits & F::INFINITY == F::INFINITY {
            match frac {
                0 => Kind::Infinity,
                _ if frac & F::QUIET != 0 => Kind::QuietNan,
                _ => Kind::SignalingNan,
            }
        } else if field == 0 && frac == 0 {
            Kind::Zero
        } else {
            Kind::Finite
        };
        let hidden = u64::from(field != 0) << F::FRAC_BITS;
        // Subnormals share the exponent of the smallest normal numbers.
        let exp = F::EXP_MIN - F::FRAC_BITS as i32 + field.max(1) as i32 - 1;
        Unpacked {
            bits,
            sign: bits & F::SIGN != 0,
            kind,
            exp,
            sig: frac | hidden,
        }
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::QuietNan | Kind::SignalingNan)
    }

    pub fn is_signaling(&self) -> bool {
        self.kind == Kind::SignalingNan
    }

    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinity
    }

    pub fn is_zero(&self) -> bool {
        self.kind == Kind::Zero
    }

    /// The value of a `Zero` or `Finite` operand.
    pub fn exact(&self) -> Exact {
        Exact {
            sign: self.sign,
            sig: u128::from(self.sig),
            exp: self.exp,
        }
    }
}

/// An intermediate result: (-1)^`sign` * `sig` * 2^`exp`, with `sig` below 2^127.
///
/// A producer that cannot keep all bits makes the lowest bit of `sig` sticky (set when any lost bit was); it
/// must then leave at least two more bits than the destination's precision.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    pub sign: bool,
    pub sig: u128,
    pub exp: i32,
}

/// A zero of the given sign.
pub(crate) fn zero<F: Format>(sign: bool) -> u64 {
    if sign { F::SIGN } else { 0 }
}

/// An infinity of the given sign.
pub(crate) fn infinity<F: Format>(sign: bool) -> u64 {
    zero::<F>(sign) | F::INFINITY
}
