//! Conversion between formats, to and from integers, and to integral values.

use crate::format::{Exact, F16, Format, Kind, Unpacked, infinity, zero};
use crate::round::{round_pack, shift_round};
use crate::{Env, Flags, NanMode, Outcome, Rounding, nan};

/// Converts a value from format `S` to format `D`.
pub fn convert<S: Format, D: Format>(a: u64, env: Env) -> Outcome {
    let env = Env {
        flush_half: false,
        ..env
    };
    if env.alternative_half && S::IS_HALF {
        return from_alternative_half::<D>(a, env);
    }
    env.inputs::<S, 1>([a], |[x]| {
        if env.alternative_half && D::IS_HALF {
            to_alternative_half(x, env)
        } else {
            convert_unpacked::<S, D>(x, env)
        }
    })
}

/// From Arm's alternative half-precision format: the highest exponent is one like the others.
fn from_alternative_half<D: Format>(a: u64, env: Env) -> Outcome {
    let x = Unpacked::new::<F16>(a);
    match x.kind {
        Kind::Zero => (zero::<D>(x.sign), Flags::NONE),
        // The significand and exponent of an `Unpacked` do not depend on its kind.
        _ => round_pack::<D>(x.exact(), env),
    }
}

/// To Arm's alternative half-precision format: what it cannot represent is invalid.
fn to_alternative_half(x: Unpacked, env: Env) -> Outcome {
    let sign = zero::<F16>(x.sign);
    let largest = (sign | 0x7fff, Flags::INVALID);
    match x.kind {
        Kind::Zero => (sign, Flags::NONE),
        Kind::QuietNan | Kind::SignalingNan => (sign, Flags::INVALID),
        Kind::Infinity => largest,
        Kind::Finite => {
            // Round with a wider exponent range, then see whether the result fits.
            let unflushed = Env {
                flush: false,
                ..env
            };
            let (bits, flags) = round_pack::<WideHalf>(x.exact(), unflushed);
            let magnitude = bits & !WideHalf::SIGN;
            if flags.bits() & Flags::OVERFLOW.bits() != 0 || magnitude > 0x7fff {
                largest
            } else {
                (sign | magnitude, flags)
            }
        }
    }
}

/// binary16 with one more exponent bit above the same smallest exponent.
enum WideHalf {}

impl Format for WideHalf {
    const EXP_BITS: u32 = 6;
    const FRAC_BITS: u32 = 10;
    const EXP_MIN: i32 = F16::EXP_MIN;
}

fn convert_unpacked<S: Format, D: Format>(x: Unpacked, env: Env) -> Outcome {
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
    from_signed_scaled::<F>(value, 0, env)
}

/// Converts a signed fixed-point number with `fraction_bits` bits behind the point.
pub fn from_signed_scaled<F: Format>(value: i64, fraction_bits: u32, env: Env) -> Outcome {
    from_magnitude::<F>(value < 0, value.unsigned_abs(), fraction_bits, env)
}

/// Converts an unsigned integer.
pub fn from_unsigned<F: Format>(value: u64, env: Env) -> Outcome {
    from_unsigned_scaled::<F>(value, 0, env)
}

/// Converts an unsigned fixed-point number with `fraction_bits` bits behind the point.
pub fn from_unsigned_scaled<F: Format>(value: u64, fraction_bits: u32, env: Env) -> Outcome {
    from_magnitude::<F>(false, value, fraction_bits, env)
}

fn from_magnitude<F: Format>(sign: bool, magnitude: u64, fraction_bits: u32, env: Env) -> Outcome {
    match magnitude {
        0 => (0, Flags::NONE),
        _ => round_pack::<F>(
            Exact {
                sign,
                sig: u128::from(magnitude),
                exp: -(fraction_bits as i32),
            },
            env,
        ),
    }
}

/// An integer type that a value is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntType {
    /// Signed, 16 bits.
    I16,
    /// Unsigned, 16 bits.
    U16,
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
            IntType::I16 => (1 << 15, (1 << 15) - 1),
            IntType::U16 => (0, u16::MAX as u64),
            IntType::I32 => (1 << 31, (1 << 31) - 1),
            IntType::U32 => (0, u32::MAX as u64),
            IntType::I64 => (1 << 63, (1 << 63) - 1),
            IntType::U64 => (0, u64::MAX),
        }
    }

    const fn mask(self) -> u64 {
        match self {
            IntType::I16 | IntType::U16 => u16::MAX as u64,
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

/// Converts to an integer; a value out of range saturates and is invalid instead of inexact. A narrow result is in the low
/// bits, the others are zero.
pub fn to_int<F: Format>(a: u64, int: IntType, nan: NanToInt, env: Env) -> Outcome {
    to_int_scaled::<F>(a, int, 0, nan, env)
}

/// As [`to_int`], to a fixed-point number with `fraction_bits` bits behind the point.
pub fn to_int_scaled<F: Format>(
    a: u64,
    int: IntType,
    fraction_bits: u32,
    nan: NanToInt,
    env: Env,
) -> Outcome {
    env.inputs::<F, 1>([a], |[x]| {
        let scaled = Unpacked {
            exp: x.exp + fraction_bits as i32,
            ..x
        };
        to_int_unpacked(scaled, int, nan, env.rounding)
    })
}

fn to_int_unpacked(x: Unpacked, int: IntType, nan: NanToInt, rounding: Rounding) -> Outcome {
    let (negative_limit, positive_limit) = int.limits();
    let saturated = |sign: bool| {
        let limit = if sign {
            negative_limit.wrapping_neg()
        } else {
            positive_limit
        };
        (limit & int.mask(), Flags::INVALID)
    };
    match (x.kind, nan) {
        (Kind::QuietNan | Kind::SignalingNan, NanToInt::Max) => saturated(false),
        (Kind::QuietNan | Kind::SignalingNan, NanToInt::Zero) => (0, Flags::INVALID),
        (Kind::Infinity, _) => saturated(x.sign),
        (Kind::Zero, _) => (0, Flags::NONE),
        (Kind::Finite, _) => {
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
pub(crate) fn integral_magnitude(x: Unpacked, rounding: Rounding) -> Option<(u128, bool)> {
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
    let (_, flags) = to_int::<F>(a, IntType::I32, NanToInt::Zero, Env::riscv(Rounding::Rtz));
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
    env.inputs::<F, 1>([a], |[x]| integral::<F>(x, signal_inexact, env))
}

fn integral<F: Format>(x: Unpacked, signal_inexact: bool, env: Env) -> Outcome {
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
