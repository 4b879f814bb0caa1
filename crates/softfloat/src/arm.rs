//! Operations that only Arm has: estimates and steps of reciprocals, and their relatives (Arm ARM, shared
//! pseudocode: FPRecipEstimate, FPRSqrtEstimate, FPRecipStepFused, FPRSqrtStepFused, FPMulX, FPRecpX, FPRoundIntN).

use crate::arith::{product, sum};
use crate::convert::integral_magnitude;
use crate::format::{Exact, Format, Kind, Unpacked, infinity, zero};
use crate::round::round_pack;
use crate::{Env, Flags, Outcome, Rounding, nan};

/// 2.0 in the format, with a sign.
fn two<F: Format>(sign: bool) -> u64 {
    zero::<F>(sign) | (F::INFINITY & !(F::INFINITY >> 1))
}

/// 1.5 in the format.
fn one_and_a_half<F: Format>() -> u64 {
    (F::INFINITY >> 1 & F::INFINITY) | F::QUIET
}

fn undefined_product(x: Unpacked, y: Unpacked) -> bool {
    x.is_infinite() && y.is_zero() || x.is_zero() && y.is_infinite()
}

/// `a * b`, but infinity times zero is 2 (FMULX).
pub fn mul_extended<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| {
        if undefined_product(x, y) {
            (two::<F>(x.sign != y.sign), Flags::NONE)
        } else {
            crate::mul::<F>(x.bits, y.bits, env)
        }
    })
}

/// What both steps have in common: -a and b, NaN rules, infinities; `finite` for the rest.
fn step<F: Format>(
    a: u64,
    b: u64,
    env: Env,
    undefined: u64,
    finite: impl FnOnce(Unpacked, Unpacked) -> Outcome,
) -> Outcome {
    env.inputs::<F, 2>([a ^ F::SIGN, b], |[x, y]| {
        if x.is_nan() || y.is_nan() {
            nan::propagate::<F>(&[x, y], env)
        } else if undefined_product(x, y) {
            (undefined, Flags::NONE)
        } else if x.is_infinite() || y.is_infinite() {
            (infinity::<F>(x.sign != y.sign), Flags::NONE)
        } else {
            finite(x, y)
        }
    })
}

/// `2 - a * b`, rounded once; 2 for infinity times zero (FRECPS).
pub fn recip_step<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    step::<F>(a, b, env, two::<F>(false), |x, y| {
        let two = Exact {
            sign: false,
            sig: 2,
            exp: 0,
        };
        sum::<F>(product(x, y), two, env)
    })
}

/// `(3 - a * b) / 2`, rounded once; 1.5 for infinity times zero (FRSQRTS).
pub fn rsqrt_step<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    step::<F>(a, b, env, one_and_a_half::<F>(), |x, y| {
        let three_halves = Exact {
            sign: false,
            sig: 3,
            exp: -1,
        };
        let mut half = product(x, y);
        half.exp -= 1;
        sum::<F>(half, three_halves, env)
    })
}

/// The eight bits behind the leading one of an estimate of 1/`x`, `x` = 0.1xxxxxxxx in binary given as 256..=511.
fn recip_table(x: u64) -> u64 {
    (0x8_0000 / (2 * x + 1)).div_ceil(2) & 0xff
}

/// The same of 1/sqrt(`x`), `x` in 128..=511, a multiple of 1/512.
fn rsqrt_table(x: u64) -> u64 {
    let x = if x < 256 {
        2 * x + 1
    } else {
        2 * ((x & !1) + 1)
    };
    let mut root = 512;
    while x * (root + 1) * (root + 1) < 1 << 28 {
        root += 1;
    }
    u64::div_ceil(root, 2) & 0xff
}

/// URECPE: estimate of the reciprocal of a fraction of 2^32.
pub fn recip_estimate_fixed(a: u32) -> u32 {
    if a >> 31 == 0 {
        return u32::MAX;
    }
    1 << 31 | (recip_table(u64::from(a >> 23)) as u32) << 23
}

/// URSQRTE: estimate of the reciprocal square root of a fraction of 2^32.
pub fn rsqrt_estimate_fixed(a: u32) -> u32 {
    if a >> 30 == 0 {
        return u32::MAX;
    }
    1 << 31 | (rsqrt_table(u64::from(a >> 23)) as u32) << 23
}

/// Biased exponent and 52-bit fraction of a finite operand that is not zero, normalised: the exponent may be negative.
fn normalized<F: Format>(x: Unpacked) -> (i64, u64) {
    let shift = x.sig.leading_zeros();
    let fraction = x.sig << shift << 1 >> 12;
    let field = (x.bits & F::INFINITY) >> F::FRAC_BITS;
    let lost = shift as i64 - (63 - F::FRAC_BITS as i64);
    (field.max(1) as i64 - lost, fraction)
}

/// FRECPE: the reciprocal to about 8 bits.
pub fn recip_estimate<F: Format>(a: u64, env: Env) -> Outcome {
    env.inputs::<F, 1>([a], |[x]| match x.kind {
        Kind::QuietNan | Kind::SignalingNan => nan::propagate::<F>(&[x], env),
        Kind::Infinity => (zero::<F>(x.sign), Flags::NONE),
        Kind::Zero => (infinity::<F>(x.sign), Flags::DIVIDE_BY_ZERO),
        Kind::Finite => recip_of_finite::<F>(x, env),
    })
}

fn recip_of_finite<F: Format>(x: Unpacked, env: Env) -> Outcome {
    let top = (1 << F::EXP_BITS) - 1;
    let (exponent, fraction) = normalized::<F>(x);
    if exponent < -1 {
        let to_infinity = match env.rounding {
            Rounding::Rup => !x.sign,
            Rounding::Rdn => x.sign,
            Rounding::Rtz | Rounding::Odd => false,
            Rounding::Rne | Rounding::Rmm => true,
        };
        let bits = infinity::<F>(x.sign) - u64::from(!to_infinity);
        return (bits, Flags::OVERFLOW | Flags::INEXACT);
    }
    if env.flushes::<F>() && exponent >= top - 2 {
        return (zero::<F>(x.sign), Flags::UNDERFLOW);
    }
    let estimate = recip_table(256 | fraction >> 44) << 44;
    let (exponent, fraction) = match top - 2 - exponent {
        0 => (0, 1 << 51 | estimate >> 1),
        -1 => (0, 1 << 50 | estimate >> 2),
        exponent => (exponent as u64, estimate),
    };
    let bits = exponent << F::FRAC_BITS | fraction >> (52 - F::FRAC_BITS);
    (zero::<F>(x.sign) | bits, Flags::NONE)
}

/// FRSQRTE: the reciprocal of the square root to about 8 bits.
pub fn rsqrt_estimate<F: Format>(a: u64, env: Env) -> Outcome {
    env.inputs::<F, 1>([a], |[x]| match x.kind {
        Kind::QuietNan | Kind::SignalingNan => nan::propagate::<F>(&[x], env),
        Kind::Zero => (infinity::<F>(x.sign), Flags::DIVIDE_BY_ZERO),
        _ if x.sign => nan::invalid::<F>(),
        Kind::Infinity => (0, Flags::NONE),
        Kind::Finite => {
            let (exponent, fraction) = normalized::<F>(x);
            let scaled = if exponent & 1 == 0 {
                256 | fraction >> 44
            } else {
                128 | fraction >> 45
            };
            let bias = (1i64 << (F::EXP_BITS - 1)) - 1;
            let exponent = ((3 * bias - 1 - exponent) / 2) as u64;
            let estimate = rsqrt_table(scaled) << (F::FRAC_BITS - 8);
            (exponent << F::FRAC_BITS | estimate, Flags::NONE)
        }
    })
}

/// FRECPX: a power of two of about the reciprocal's size.
pub fn recip_exponent<F: Format>(a: u64, env: Env) -> Outcome {
    env.inputs::<F, 1>([a], |[x]| {
        if x.is_nan() {
            return nan::propagate::<F>(&[x], env);
        }
        let field = x.bits & F::INFINITY;
        let exponent = if field == 0 {
            F::INFINITY - (1 << F::FRAC_BITS)
        } else {
            !field & F::INFINITY
        };
        (zero::<F>(x.sign) | exponent, Flags::NONE)
    })
}

/// FRINT32X and its relatives: to an integral value that a signed integer of `bits` bits can hold; all else gives the least of
/// those and is invalid.
pub fn round_to_int_range<F: Format>(a: u64, bits: u32, env: Env) -> Outcome {
    let limit = |sig| Exact {
        sign: true,
        sig,
        exp: bits as i32 - 1,
    };
    env.inputs::<F, 1>([a], |[x]| {
        let rounded = match x.kind {
            Kind::Zero => return (x.bits, Flags::NONE),
            Kind::Finite => integral_magnitude(x, env.rounding),
            _ => None,
        };
        let fits =
            |magnitude| magnitude < 1u128 << (bits - 1) || x.sign && magnitude == 1 << (bits - 1);
        match rounded {
            Some((0, inexact)) => (zero::<F>(x.sign), Flags::when(inexact, Flags::INEXACT)),
            Some((sig, inexact)) if fits(sig) => {
                let value = Exact {
                    sign: x.sign,
                    sig,
                    exp: 0,
                };
                // No more bits than the operand has: exact.
                let (bits, _) = round_pack::<F>(value, env);
                (bits, Flags::when(inexact, Flags::INEXACT))
            }
            _ => (round_pack::<F>(limit(1), env).0, Flags::INVALID),
        }
    })
}
