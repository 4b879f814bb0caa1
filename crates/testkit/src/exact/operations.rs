//! The operations, with the two guests' rules for NaNs.

use std::cmp::Ordering;

use super::big::Big;
use super::number::{Format, Number, Rounded, Rounding, flags, round_at};

/// Which NaN an operation returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nans {
    /// Always the positive quiet one without payload (RISC-V unprivileged manual, 11.3 "NaN Generation and Propagation").
    Canonical,
    /// The first signaling operand made quiet, else the first quiet one, else the positive one without payload (Arm ARM, J1.3
    /// `FPProcessNaNs`).
    Operand,
}

/// An integer format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    /// 32 or 64.
    pub bits: u32,
    /// Two's complement.
    pub signed: bool,
}

/// Floating point of one guest in one rounding mode.
#[derive(Clone, Copy, Debug)]
pub struct Math {
    /// For NaNs.
    pub nans: Nans,
    /// For everything else.
    pub rounding: Rounding,
    /// See [`Format::round`].
    pub tiny_after: bool,
}

/// Exact sum of two finite numbers; the sign of a zero is `zero`.
fn sum(a: &Number, b: &Number, zero: bool) -> Number {
    let (
        Number::Finite {
            negative: na,
            magnitude: ma,
            exponent: ea,
            ..
        },
        Number::Finite {
            negative: nb,
            magnitude: mb,
            exponent: eb,
            ..
        },
    ) = (a, b)
    else {
        panic!("finite numbers only");
    };
    let exponent = *ea.min(eb);
    let (x, y) = (
        ma.shl((ea - exponent) as u32),
        mb.shl((eb - exponent) as u32),
    );
    if na == nb {
        return Number::scaled(*na, x.add(&y), exponent);
    }
    match x.cmp(&y) {
        Ordering::Equal => Number::scaled(zero, Big::default(), exponent),
        Ordering::Greater => Number::scaled(*na, x.sub(&y), exponent),
        Ordering::Less => Number::scaled(*nb, y.sub(&x), exponent),
    }
}

/// Exact product of two numbers that are not NaN; none for zero times infinity.
fn product(a: &Number, b: &Number) -> Option<Number> {
    let negative = a.is_negative() != b.is_negative();
    match (a, b) {
        (
            Number::Finite {
                magnitude: ma,
                exponent: ea,
                ..
            },
            Number::Finite {
                magnitude: mb,
                exponent: eb,
                ..
            },
        ) => Some(Number::scaled(negative, ma.mul(mb), ea + eb)),
        _ if a.is_zero() || b.is_zero() => None,
        _ => Some(Number::Infinite { negative }),
    }
}

impl Math {
    /// The NaN of an operation on these operands, of which one is NaN; the flag.
    fn nan(&self, format: Format, operands: &[u64]) -> Rounded {
        let kind =
            |bits: &&u64, wanted: bool| format.number(**bits) == Number::Nan { signaling: wanted };
        let signaling = operands.iter().find(|bits| kind(bits, true));
        let flag = if signaling.is_some() { flags::NV } else { 0 };
        let chosen = signaling.or(operands.iter().find(|bits| kind(bits, false)));
        let bits = match (self.nans, chosen) {
            (Nans::Operand, Some(bits)) => bits | format.quiet(),
            _ => format.infinity() | format.quiet(),
        };
        (bits, flag)
    }

    fn invalid(&self, format: Format) -> Rounded {
        (format.infinity() | format.quiet(), flags::NV)
    }

    fn round(&self, format: Format, number: &Number) -> Rounded {
        format.round(number, self.rounding, self.tiny_after)
    }

    fn has_nan(format: Format, operands: &[u64]) -> bool {
        operands
            .iter()
            .any(|bits| matches!(format.number(*bits), Number::Nan { .. }))
    }

    /// a + b of numbers that are not NaN.
    fn add_numbers(&self, format: Format, a: &Number, b: &Number) -> Rounded {
        match (a, b) {
            (Number::Infinite { negative: x }, Number::Infinite { negative: y }) if x != y => {
                self.invalid(format)
            }
            (Number::Infinite { .. }, _) => self.round(format, a),
            (_, Number::Infinite { .. }) => self.round(format, b),
            _ => self.round(format, &sum(a, b, self.rounding == Rounding::Down)),
        }
    }

    /// a + b.
    pub fn add(&self, format: Format, a: u64, b: u64) -> Rounded {
        if Math::has_nan(format, &[a, b]) {
            return self.nan(format, &[a, b]);
        }
        self.add_numbers(format, &format.number(a), &format.number(b))
    }

    /// a - b: NaNs keep their sign.
    pub fn sub(&self, format: Format, a: u64, b: u64) -> Rounded {
        if Math::has_nan(format, &[a, b]) {
            return self.nan(format, &[a, b]);
        }
        self.add(format, a, b ^ format.sign())
    }

    /// a * b.
    pub fn mul(&self, format: Format, a: u64, b: u64) -> Rounded {
        if Math::has_nan(format, &[a, b]) {
            return self.nan(format, &[a, b]);
        }
        match product(&format.number(a), &format.number(b)) {
            Some(number) => self.round(format, &number),
            None => self.invalid(format),
        }
    }

    /// a / b.
    pub fn div(&self, format: Format, a: u64, b: u64) -> Rounded {
        if Math::has_nan(format, &[a, b]) {
            return self.nan(format, &[a, b]);
        }
        let (x, y) = (format.number(a), format.number(b));
        let negative = x.is_negative() != y.is_negative();
        match (&x, &y) {
            (Number::Infinite { .. }, Number::Infinite { .. }) => self.invalid(format),
            (Number::Infinite { .. }, _) => self.round(format, &Number::Infinite { negative }),
            (_, Number::Infinite { .. }) => self.round(format, &Number::whole(negative, 0)),
            _ if x.is_zero() && y.is_zero() => self.invalid(format),
            _ if y.is_zero() => (
                self.round(format, &Number::Infinite { negative }).0,
                flags::DZ,
            ),
            (
                Number::Finite {
                    magnitude: ma,
                    exponent: ea,
                    ..
                },
                Number::Finite {
                    magnitude: mb,
                    exponent: eb,
                    ..
                },
            ) => {
                // More digits than any format has.
                let (magnitude, more) = ma.shl(256).div(mb);
                let exponent = ea - eb - 256;
                self.round(
                    format,
                    &Number::Finite {
                        negative,
                        magnitude,
                        exponent,
                        more,
                    },
                )
            }
            _ => unreachable!("NaN was dealt with"),
        }
    }

    /// The square root.
    pub fn sqrt(&self, format: Format, a: u64) -> Rounded {
        if Math::has_nan(format, &[a]) {
            return self.nan(format, &[a]);
        }
        let x = format.number(a);
        match &x {
            _ if x.is_zero() => (a, 0),
            _ if x.is_negative() => self.invalid(format),
            Number::Finite {
                magnitude,
                exponent,
                ..
            } => {
                let shift = 256 + (exponent & 1) as u32;
                let (magnitude, more) = magnitude.shl(shift).sqrt();
                let exponent = (exponent - i64::from(shift)) / 2;
                self.round(
                    format,
                    &Number::Finite {
                        negative: false,
                        magnitude,
                        exponent,
                        more,
                    },
                )
            }
            _ => (a, 0),
        }
    }

    /// a * b + c, rounded once. A NaN is looked for in c first (Arm); zero times infinity is invalid whatever c is.
    pub fn fma(&self, format: Format, a: u64, b: u64, c: u64) -> Rounded {
        let [x, y, z] = [a, b, c].map(|bits| format.number(bits));
        let nan = Math::has_nan(format, &[a, b, c]);
        if Math::has_nan(format, &[a, b]) || nan && product(&x, &y).is_some() {
            return self.nan(format, &[c, a, b]);
        }
        let Some(product) = product(&x, &y) else {
            // A signaling c is returned all the same.
            let signaling = z == Number::Nan { signaling: true };
            return if signaling {
                self.nan(format, &[c])
            } else {
                self.invalid(format)
            };
        };
        self.add_numbers(format, &product, &z)
    }

    /// To another format.
    pub fn convert(&self, from: Format, to: Format, a: u64) -> Rounded {
        let number = from.number(a);
        let Number::Nan { signaling } = number else {
            return self.round(to, &number);
        };
        let flag = if signaling { flags::NV } else { 0 };
        let quiet = to.infinity() | to.quiet();
        if self.nans == Nans::Canonical {
            return (quiet, flag);
        }
        // The sign and the upper bits of the payload are kept.
        let payload = a & (from.quiet() - 1);
        let moved = match from.fraction.cmp(&to.fraction) {
            Ordering::Greater => payload >> (from.fraction - to.fraction),
            _ => payload << (to.fraction - from.fraction),
        };
        let sign = if a & from.sign() != 0 { to.sign() } else { 0 };
        (sign | quiet | moved, flag)
    }

    /// From an integer.
    pub fn from_integer(&self, from: Integer, to: Format, a: u64) -> Rounded {
        let value = match (from.bits, from.signed) {
            (32, true) => i128::from(a as i32),
            (32, false) => i128::from(a as u32),
            (_, true) => i128::from(a as i64),
            _ => i128::from(a),
        };
        self.round(to, &Number::whole(value < 0, value.unsigned_abs()))
    }

    /// To an integer, as 64 bits; what does not fit becomes the nearest that does. NaN is the largest (RISC-V) or 0 (Arm).
    pub fn to_integer(&self, from: Format, to: Integer, a: u64) -> (i128, u32) {
        let largest = (1i128 << (to.bits - to.signed as u32)) - 1;
        let smallest = if to.signed { -largest - 1 } else { 0 };
        let (value, inexact) = match &from.number(a) {
            Number::Nan { .. } if self.nans == Nans::Canonical => return (largest, flags::NV),
            Number::Nan { .. } => return (0, flags::NV),
            Number::Infinite { negative } => {
                return (if *negative { smallest } else { largest }, flags::NV);
            }
            Number::Finite {
                negative,
                magnitude,
                exponent,
                more,
            } => {
                let (kept, inexact) =
                    round_at(magnitude, *exponent, *more, 0, *negative, self.rounding);
                let kept = match kept.bits() {
                    0..100 => kept.value().unwrap_or(0) as i128,
                    _ => 1 << 100,
                };
                (if *negative { -kept } else { kept }, inexact)
            }
        };
        if value < smallest || value > largest {
            return (value.clamp(smallest, largest), flags::NV);
        }
        (value, if inexact { flags::NX } else { 0 })
    }

    /// To an integer in the same format. `exact`: raises inexact.
    pub fn round_to_integer(&self, format: Format, a: u64, exact: bool) -> Rounded {
        let number = format.number(a);
        match &number {
            Number::Nan { .. } => self.nan(format, &[a]),
            Number::Infinite { .. } => (a, 0),
            Number::Finite {
                negative,
                magnitude,
                exponent,
                more,
            } => {
                if *exponent >= 0 {
                    return (a, 0);
                }
                let (kept, inexact) =
                    round_at(magnitude, *exponent, *more, 0, *negative, self.rounding);
                let (bits, _) = self.round(format, &Number::scaled(*negative, kept, 0));
                (bits, if inexact && exact { flags::NX } else { 0 })
            }
        }
    }

    /// The order of two floats, none with a NaN; `quiet`: only signaling NaNs are invalid.
    pub fn compare(&self, format: Format, a: u64, b: u64, quiet: bool) -> (Option<Ordering>, u32) {
        if Math::has_nan(format, &[a, b]) {
            let flag = if quiet {
                self.nan(format, &[a, b]).1
            } else {
                flags::NV
            };
            return (None, flag);
        }
        let key = |bits: u64| {
            let magnitude = (bits & !format.sign()) as i128;
            if bits & format.sign() != 0 {
                -magnitude
            } else {
                magnitude
            }
        };
        (Some(key(a).cmp(&key(b))), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATH: Math = Math {
        nans: Nans::Canonical,
        rounding: Rounding::Nearest,
        tiny_after: true,
    };
    const DOUBLE: Format = Format::ALL[2];
    const SINGLE: Format = Format::ALL[1];

    /// The host's own arithmetic, to nearest, is a witness nobody here wrote.
    #[test]
    fn agrees_with_the_host() {
        let mut random = crate::random::Random::new(5);
        let format = crate::differential::states::FORMATS[2];
        let same = |ours: u64, host: f64| {
            host.is_nan() && f64::from_bits(ours).is_nan() || ours == host.to_bits()
        };
        for _ in 0..3000 {
            let [a, b, c] = [0; 3].map(|_| format.value(&mut random));
            let [x, y, z] = [a, b, c].map(f64::from_bits);
            assert!(same(MATH.add(DOUBLE, a, b).0, x + y), "{x} + {y}");
            assert!(same(MATH.sub(DOUBLE, a, b).0, x - y), "{x} - {y}");
            assert!(same(MATH.mul(DOUBLE, a, b).0, x * y), "{x} * {y}");
            assert!(same(MATH.div(DOUBLE, a, b).0, x / y), "{x} / {y}");
            assert!(same(MATH.sqrt(DOUBLE, a).0, x.sqrt()), "sqrt {x}");
            assert!(
                same(MATH.fma(DOUBLE, a, b, c).0, x.mul_add(y, z)),
                "{x} * {y} + {z}"
            );
            let single = MATH.convert(DOUBLE, SINGLE, a).0 as u32;
            assert!(x.is_nan() || single == (x as f32).to_bits(), "{x} as f32");
            let whole = Integer {
                bits: 64,
                signed: true,
            };
            let toward_zero = Math {
                rounding: Rounding::Zero,
                ..MATH
            };
            assert!(x.is_nan() || toward_zero.to_integer(DOUBLE, whole, a).0 as i64 == x as i64);
            assert_eq!(
                MATH.from_integer(whole, DOUBLE, a).0,
                (a as i64 as f64).to_bits()
            );
            assert!(
                same(
                    MATH.round_to_integer(DOUBLE, a, false).0,
                    x.round_ties_even()
                ),
                "round {x}"
            );
            assert_eq!(MATH.compare(DOUBLE, a, b, true).0, x.partial_cmp(&y));
        }
    }

    #[test]
    fn flags_of_the_edges() {
        let least = 1;
        let max = DOUBLE.infinity() - 1;
        let min_normal = 1 << 52;
        assert_eq!(
            MATH.mul(DOUBLE, least, 0x3fe0_0000_0000_0000),
            (0, flags::UF | flags::NX)
        );
        assert_eq!(
            MATH.add(DOUBLE, max, max),
            (DOUBLE.infinity(), flags::OF | flags::NX)
        );
        let zero = Math {
            rounding: Rounding::Zero,
            ..MATH
        };
        assert_eq!(zero.add(DOUBLE, max, max), (max, flags::OF | flags::NX));
        assert_eq!(MATH.div(DOUBLE, max, 0), (DOUBLE.infinity(), flags::DZ));
        // The largest number below the smallest normal one, rounded to it: tiny before, not after.
        let below_one = 0x3fef_ffff_ffff_ffff;
        let after = MATH.mul(DOUBLE, min_normal, below_one);
        let before = Math {
            tiny_after: false,
            ..MATH
        }
        .mul(DOUBLE, min_normal, below_one);
        assert_eq!(
            (after, before),
            (
                (min_normal, flags::UF | flags::NX),
                (min_normal, flags::UF | flags::NX)
            )
        );
        // A little more, and rounding with all digits reaches it: tiny before only.
        let up = |tiny_after| Math {
            rounding: Rounding::Up,
            tiny_after,
            ..MATH
        };
        let factor = 0x3ff0_0000_0000_0001;
        let largest_subnormal = min_normal - 1;
        assert_eq!(
            up(true).mul(DOUBLE, largest_subnormal, factor),
            (min_normal, flags::NX)
        );
        assert_eq!(
            up(false).mul(DOUBLE, largest_subnormal, factor),
            (min_normal, flags::NX | flags::UF)
        );
    }
}
