//! Conversion between formats, to and from integers, and to integral values.

use crate::format::{Exact, Format, Kind, Unpacked, infinity, zero};
use crate::round::{round_pack, shift_round};
use crate::{Env, Flags, NanMode, Outcome, Rounding, nan};

/// Converts a value from format `S` to format `D`.
pub fn convert<S: Format, D: Format>(a: u64, env: Env) -> Outcome {
    let x = Unpacked::new::<S>(a);
    match x.kind {
        Kind::Zero => (zero::<D>(x.sign), Flags::NONE),
        Kind::Infinity => (infinity::<D>(x.sign), Flags::NONE),
        Kind::Finite => round_pack::<D>(x.exact(), env),
        Kind::QuietNan | Kind::SignalingNan => {
            let bits = match env.nan {
                NanMode::Default => D::DEFAULT_NAN,
                NanMode::ArmPropagate => {
                    zero::<D>(x.sign) | D::DEFAULT_NAN | payload::<S, D>(x.bits)
                }
            };
            (bits, nan::signaling(&[x]))
        }
    }
}

/// The trailing significand of an `S`, its high end kept, as that of a `D`.
fn payload<S: Format, D: Format>(bits: u64) -> u64 {
    let top = (bits & ((1 << S::FRAC_BITS) - 1)) << (64 - S::FRAC_BITS);
    top >> (64 - D::FRAC_BITS)
}

/// Converts a signed integer.
pub fn from_signed<F: Format>(value: i64, env: Env) -> Outcome {
    from_magnitude::<F>(value < 0, value.unsigned_abs(), env)
}

/// Converts an unsigned integer.
pub fn from_unsigned<F: Format>(value: u64, env: Env) -> Outcome {
    from_magnitude::<F>(false, value, env)
}

fn from_magnitude<F: Format>(sign: bool, magnitude: u64, env: Env) -> Outcome {
    match magnitude {
        0 => (0, Flags::NONE),
        _ => round_pack::<F>(
            Exact {
                sign,
                sig: u128::from(magnitude),
                exp: 0,
            },
            env,
        ),
    }
}

/// An integer type that a value is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntType {
    /// Signed, 32 bits.
    I32,
    /// Unsigned, 32 bits.
    U32,
    /// Signed, 64 bits.
    I64,
    /// Unsigned, 64 bits.
    U64,
}

impl IntType {
    /// The largest magnitudes of a negative and of a positive value.
    const fn limits(self) -> (u64, u64) {
        match self {
            IntType::I32 => (1 << 31, (1 << 31) - 1),
            IntType::U32 => (0, u32::MAX as u64),
            IntType::I64 => (1 << 63, (1 << 63) - 1),
            IntType::U64 => (0, u64::MAX),
        }
    }

    const fn mask(self) -> u64 {
        match self {
            IntType::I32 | IntType::U32 => u32::MAX as u64,
            IntType::I64 | IntType::U64 => u64::MAX,
        }
    }
}

/// The integer that a NaN converts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NanToInt {
    /// The type's largest value (RISC-V).
    Max,
    /// Zero (Arm).
    Zero,
}

/// Converts to an integer; a value out of range saturates and is invalid instead of inexact. A 32-bit result
/// is in the low half, the high half is zero.
pub fn to_int<F: Format>(a: u64, int: IntType, nan: NanToInt, rounding: Rounding) -> Outcome {
    let x = Unpacked::new::<F>(a);
    let (negative_limit, positive_limit) = int.limits();
    let saturated = |sign: bool| {
        let bits = if sign {
            negative_limit.wrapping_neg()
        } else {
            positive_limit
        };
        (bits & int.mask(), Flags::INVALID)
    };
    match x.kind {
        Kind::QuietNan | Kind::SignalingNan => match nan {
            NanToInt::Max => saturated(false),
            NanToInt::Zero => (0, Flags::INVALID),
        },
        Kind::Infinity => saturated(x.sign),
        Kind::Zero => (0, Flags::NONE),
        Kind::Finite => {
            let limit = if x.sign {
                negative_limit
            } else {
                positive_limit
            };
            match integral_magnitude(x, rounding) {
                Some((magnitude, inexact)) if magnitude <= u128::from(limit) => {
                    let magnitude = magnitude as u64;
                    let bits = if x.sign {
                        magnitude.wrapping_neg()
                    } else {
                        magnitude
                    };
                    (bits & int.mask(), Flags::when(inexact, Flags::INEXACT))
                }
                _ => saturated(x.sign),
            }
        }
    }
}

/// |x| rounded to an integer, and whether that was inexact; `None` above 2^120.
fn integral_magnitude(x: Unpacked, rounding: Rounding) -> Option<(u128, bool)> {
    match x.exp {
        exp if exp < 0 => Some(shift_round(
            u128::from(x.sig),
            exp.unsigned_abs(),
            x.sign,
            rounding,
        )),
        // A significand has at most 53 bits.
        exp @ 0..=67 => Some((u128::from(x.sig) << exp, false)),
        _ => None,
    }
}

/// Converts to a signed 32-bit integer modulo 2^32, truncating: RISC-V's `fcvtmod.w.d`. NaNs and infinities
/// give zero; the flags are those of the saturating conversion. The high half of the result is zero.
pub fn to_int_modular<F: Format>(a: u64) -> Outcome {
    let x = Unpacked::new::<F>(a);
    let (_, flags) = to_int::<F>(a, IntType::I32, NanToInt::Zero, Rounding::Rtz);
    if x.kind != Kind::Finite {
        return (0, flags);
    }
    // Beyond the range of `integral_magnitude` every value is a multiple of 2^32.
    let magnitude =
        integral_magnitude(x, Rounding::Rtz).map_or(0, |(magnitude, _)| magnitude as u32);
    let bits = if x.sign {
        magnitude.wrapping_neg()
    } else {
        magnitude
    };
    (u64::from(bits), flags)
}

/// Rounds to an integral value in the same format. A zero result keeps the operand's sign. INEXACT is raised
/// only if `signal_inexact` (RISC-V froundnx, Arm FRINTX).
pub fn round_to_integral<F: Format>(a: u64, signal_inexact: bool, env: Env) -> Outcome {
    let x = Unpacked::new::<F>(a);
    if x.is_nan() {
        return nan::propagate::<F>(&[x], env);
    }
    if x.kind != Kind::Finite || x.exp >= 0 {
        return (x.bits, Flags::NONE);
    }
    let (sig, inexact) = shift_round(
        u128::from(x.sig),
        x.exp.unsigned_abs(),
        x.sign,
        env.rounding,
    );
    let flags = Flags::when(inexact && signal_inexact, Flags::INEXACT);
    if sig == 0 {
        return (zero::<F>(x.sign), flags);
    }
    // An integer of no more bits than the operand's significand: exact.
    let (bits, _) = round_pack::<F>(
        Exact {
            sign: x.sign,
            sig,
            exp: 0,
        },
        env,
    );
    (bits, flags)
}
