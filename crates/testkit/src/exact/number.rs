//! Floats as exact numbers, and rounding.

use super::big::Big;

/// IEEE exception flags, in RISC-V's bits.
pub mod flags {
    /// Inexact.
    pub const NX: u32 = 1;
    /// Underflow.
    pub const UF: u32 = 2;
    /// Overflow.
    pub const OF: u32 = 4;
    /// Division by zero.
    pub const DZ: u32 = 8;
    /// Invalid operation.
    pub const NV: u32 = 16;
}

/// Bits of the exponent and of the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Of the exponent.
    pub exponent: u32,
    /// Of the fraction.
    pub fraction: u32,
}

/// Direction of rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To nearest, ties to even.
    Nearest,
    /// Towards zero.
    Zero,
    /// Towards minus infinity.
    Down,
    /// Towards plus infinity.
    Up,
    /// To nearest, ties away from zero.
    Away,
}

/// What the bits of a float stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// Not a number.
    Nan {
        /// Raises invalid when used.
        signaling: bool,
    },
    /// Infinity.
    Infinite {
        /// Minus.
        negative: bool,
    },
    /// `magnitude` times 2 to the `exponent`, and less than one more of these if `more`.
    Finite {
        /// Minus; zero has a sign too.
        negative: bool,
        /// Its digits.
        magnitude: Big,
        /// Of 2.
        exponent: i64,
        /// The number is a little larger than that.
        more: bool,
    },
}

/// Bits of a float, and the flags that rounding raised.
pub type Rounded = (u64, u32);

impl Number {
    /// A whole number.
    pub fn whole(negative: bool, magnitude: u128) -> Number {
        Number::scaled(negative, Big::new(magnitude), 0)
    }

    /// `magnitude` times 2 to the `exponent`.
    pub fn scaled(negative: bool, magnitude: Big, exponent: i64) -> Number {
        Number::Finite {
            negative,
            magnitude,
            exponent,
            more: false,
        }
    }

    /// The sign; false for NaN.
    pub fn is_negative(&self) -> bool {
        match self {
            Number::Nan { .. } => false,
            Number::Infinite { negative } | Number::Finite { negative, .. } => *negative,
        }
    }

    /// True for zeros.
    pub fn is_zero(&self) -> bool {
        matches!(self, Number::Finite { magnitude, more: false, .. } if magnitude.is_zero())
    }
}

impl Format {
    /// binary16, binary32, binary64.
    pub const ALL: [Format; 3] = [
        Format {
            exponent: 5,
            fraction: 10,
        },
        Format {
            exponent: 8,
            fraction: 23,
        },
        Format {
            exponent: 11,
            fraction: 52,
        },
    ];

    /// All bits.
    pub fn bits(self) -> u32 {
        1 + self.exponent + self.fraction
    }

    fn bias(self) -> i64 {
        (1 << (self.exponent - 1)) - 1
    }

    /// The exponent of the smallest number.
    fn least(self) -> i64 {
        1 - self.bias() - i64::from(self.fraction)
    }

    /// The sign bit.
    pub fn sign(self) -> u64 {
        1 << (self.bits() - 1)
    }

    /// Plus infinity.
    pub fn infinity(self) -> u64 {
        ((1 << self.exponent) - 1) << self.fraction
    }

    /// The bit that makes a NaN quiet.
    pub fn quiet(self) -> u64 {
        1 << (self.fraction - 1)
    }

    /// What `bits` stand for.
    pub fn number(self, bits: u64) -> Number {
        let negative = bits & self.sign() != 0;
        let fraction = bits & ((1 << self.fraction) - 1);
        let exponent = (bits & self.infinity()) >> self.fraction;
        let top = (1 << self.exponent) - 1;
        let (magnitude, exponent) = match exponent {
            0 => (fraction, 0),
            e if e == top && fraction == 0 => return Number::Infinite { negative },
            e if e == top => {
                let signaling = fraction & self.quiet() == 0;
                return Number::Nan { signaling };
            }
            e => (fraction | 1 << self.fraction, e as i64 - 1),
        };
        Number::scaled(
            negative,
            Big::new(magnitude.into()),
            exponent + self.least(),
        )
    }

    /// The float nearest to a number in the given direction. `tiny_after`: what is tiny is decided after rounding as if
    /// the exponent had no limit (RISC-V, x86), not before (Arm).
    ///
    /// # Panics
    /// For NaN: which one is not a matter of rounding.
    pub fn round(self, number: &Number, rounding: Rounding, tiny_after: bool) -> Rounded {
        let (negative, magnitude, exponent, more) = match number {
            Number::Nan { .. } => panic!("NaN has no value"),
            Number::Infinite { negative } => return (self.signed(*negative, self.infinity()), 0),
            Number::Finite {
                negative,
                magnitude,
                exponent,
                more,
            } => (*negative, magnitude, *exponent, *more),
        };
        if magnitude.is_zero() && !more {
            return (self.signed(negative, 0), 0);
        }
        // The exponent of the last digit that a float of this size has.
        let digits = i64::from(self.fraction) + 1;
        let own = magnitude.bits() + exponent - digits;
        let last = own.max(self.least());
        let (kept, inexact) = round_at(magnitude, exponent, more, last, negative, rounding);
        let tiny = if tiny_after {
            // With all digits: is it still less than the smallest normal number?
            let (kept, _) = round_at(magnitude, exponent, more, own, negative, rounding);
            kept.bits() + own < self.least() + digits
        } else {
            magnitude.bits() + exponent < self.least() + digits
        };
        let mut raised = if inexact { flags::NX } else { 0 };
        if inexact && tiny {
            raised |= flags::UF;
        }
        // A carry into one digit more is the next exponent with a fraction of 0, in value and in bits.
        let kept = kept.value().expect("few digits") as u64;
        let bits = kept + (((last - self.least()) as u64) << self.fraction);
        if bits >= self.infinity() || last - self.least() >= 1 << self.exponent {
            return (
                self.signed(negative, self.overflow(negative, rounding)),
                flags::OF | flags::NX,
            );
        }
        (self.signed(negative, bits), raised)
    }

    fn overflow(self, negative: bool, rounding: Rounding) -> u64 {
        let to_infinity = match rounding {
            Rounding::Nearest | Rounding::Away => true,
            Rounding::Zero => false,
            Rounding::Down => negative,
            Rounding::Up => !negative,
        };
        self.infinity() - (!to_infinity) as u64
    }

    fn signed(self, negative: bool, bits: u64) -> u64 {
        if negative { bits | self.sign() } else { bits }
    }
}

/// How many times 2 to the `last` a number is, rounded, and whether that is not exact.
pub(super) fn round_at(
    magnitude: &Big,
    exponent: i64,
    more: bool,
    last: i64,
    negative: bool,
    rounding: Rounding,
) -> (Big, bool) {
    if exponent >= last {
        assert!(!more, "enough digits for everything that is not exact");
        return (magnitude.shl((exponent - last) as u32), false);
    }
    let dropped = (last - exponent) as u32;
    let (kept, rest) = magnitude.split(dropped);
    let half = rest
        .cmp(&Big::new(1).shl(dropped - 1))
        .then(more.cmp(&false));
    let inexact = more || !rest.is_zero();
    let up = match rounding {
        Rounding::Nearest => half.is_gt() || half.is_eq() && kept.is_odd(),
        Rounding::Away => half.is_ge(),
        Rounding::Zero => false,
        Rounding::Down => inexact && negative,
        Rounding::Up => inexact && !negative,
    };
    (if up { kept.add(&Big::new(1)) } else { kept }, inexact)
}
