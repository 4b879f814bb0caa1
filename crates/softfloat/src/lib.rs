//! IEEE 754 arithmetic on binary16, binary32 and binary64, computed in integers only.
//!
//! Values are carried as their bits in the low end of a `u64`; bits above the format's width are ignored on
//! the way in and zero on the way out. Every operation takes an [`Env`] and returns the result with the
//! exception [`Flags`] it raised; nothing is kept between calls.
//!
//! May touch: nothing. **Invariant: the host's floating point is never used, so that this can be its judge.**
//!
//! The method is the same everywhere: unpack the operands to integers, compute the result exactly (or exactly
//! enough, with a sticky lowest bit) in 128 bits, and round once in the `round` module.

#![forbid(unsafe_code)]

mod arith;
mod arm;
mod compare;
mod convert;
mod format;
mod nan;
mod round;

pub use arith::{add, div, fma, fma_wide, mul, sqrt, sub};
pub use arm::{
    mul_extended, recip_estimate, recip_estimate_fixed, recip_exponent, recip_step,
    round_to_int_range, rsqrt_estimate, rsqrt_estimate_fixed, rsqrt_step,
};
pub use compare::{MinMax, classify, eq, le, le_quiet, lt, lt_quiet, max, min};
pub use convert::{
    IntType, NanToInt, convert, from_signed, from_signed_scaled, from_unsigned,
    from_unsigned_scaled, round_to_integral, to_int, to_int_modular, to_int_scaled,
};
pub use format::{BF16, F16, F32, F64, Format};
pub use round::{Rounding, Tininess};

/// Result bits and the exceptions raised in computing them.
pub type Outcome = (u64, Flags);

/// Accrued exceptions, at the bit positions of RISC-V's `fflags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    /// No exception.
    pub const NONE: Flags = Flags(0);
    /// NX: the result is not the exact value.
    pub const INEXACT: Flags = Flags(1);
    /// UF: the result is tiny and not exact.
    pub const UNDERFLOW: Flags = Flags(2);
    /// OF: the rounded result is larger than the largest finite number.
    pub const OVERFLOW: Flags = Flags(4);
    /// DZ: an exact infinity from finite operands.
    pub const DIVIDE_BY_ZERO: Flags = Flags(8);
    /// NV: no usefully definable result, or a signalling NaN operand.
    pub const INVALID: Flags = Flags(16);
    /// A subnormal operand was taken as zero (Arm's IDC; not part of `fflags`).
    pub const INPUT_DENORMAL: Flags = Flags(32);

    /// The flags as an `fflags` value, 0..=31; bit 5 is [`Flags::INPUT_DENORMAL`].
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// `flag` when `raised`, else none.
    pub(crate) const fn when(raised: bool, flag: Flags) -> Flags {
        if raised { flag } else { Flags::NONE }
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// Which NaN an operation yields when its result is a NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NanMode {
    /// Always the format's default NaN: positive, quiet, empty payload (RISC-V, and Arm with FPCR.DN = 1).
    Default,
    /// The first signalling, else the first quiet operand NaN, made quiet (Arm with FPCR.DN = 0).
    ArmPropagate,
}

/// What an operation needs to know besides its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Env {
    /// How a result that is not representable is rounded.
    pub rounding: Rounding,
    /// When a result counts as tiny.
    pub tininess: Tininess,
    /// Which NaN is delivered.
    pub nan: NanMode,
    /// Subnormal operands and results of binary32 and binary64 become zeros (Arm's FPCR.FZ).
    pub flush: bool,
    /// The same for binary16 (Arm's FPCR.FZ16), silently for operands. Conversions between formats are exempt.
    pub flush_half: bool,
    /// Conversions take binary16 as Arm's alternative format, without infinities and NaNs (FPCR.AHP).
    pub alternative_half: bool,
}

impl Env {
    /// RISC-V: default NaN, tininess detected after rounding.
    pub const fn riscv(rounding: Rounding) -> Env {
        Env {
            rounding,
            tininess: Tininess::AfterRounding,
            nan: NanMode::Default,
            flush: false,
            flush_half: false,
            alternative_half: false,
        }
    }

    /// Arm A64 with FPCR.AH = 0: tininess detected before rounding; `nan` follows FPCR.DN.
    pub const fn arm(rounding: Rounding, nan: NanMode) -> Env {
        Env {
            rounding,
            tininess: Tininess::BeforeRounding,
            nan,
            flush: false,
            flush_half: false,
            alternative_half: false,
        }
    }

    /// Whether subnormal numbers of this format become zeros.
    pub(crate) const fn flushes<F: Format>(self) -> bool {
        if F::IS_HALF {
            self.flush_half
        } else {
            self.flush
        }
    }

    /// `operation` on operands taken apart, subnormal ones flushed as the environment says.
    pub(crate) fn inputs<F: Format, const N: usize>(
        self,
        operands: [u64; N],
        operation: impl FnOnce([format::Unpacked; N]) -> Outcome,
    ) -> Outcome {
        let mut flushed = Flags::NONE;
        let operands = operands.map(|a| {
            let (a, flags) = input::<F>(a, self);
            flushed |= flags;
            format::Unpacked::new::<F>(a)
        });
        let (bits, flags) = operation(operands);
        (bits, flags | flushed)
    }
}

/// An operand as operations see it: a zero of its sign if it is subnormal and the environment flushes such.
pub fn input<F: Format>(a: u64, env: Env) -> Outcome {
    let magnitude = a & F::MASK & !F::SIGN;
    let subnormal = magnitude != 0 && magnitude & F::INFINITY == 0;
    if !subnormal || !env.flushes::<F>() {
        return (a & F::MASK, Flags::NONE);
    }
    let reported = Flags::when(!F::IS_HALF, Flags::INPUT_DENORMAL);
    (a & F::SIGN, reported)
}
