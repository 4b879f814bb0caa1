//! Addition, multiplication, division, square root and fused multiply-add.

use crate::format::{Exact, F16, F32, Format, Unpacked, infinity, zero};
use crate::round::round_pack;
use crate::{Env, Flags, Outcome, Rounding, nan};

/// `a + b`.
pub fn add<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| sum_or_nan::<F>(x, y, y.sign, env))
}

/// `a - b`. A NaN `b` keeps its sign.
pub fn sub<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| sum_or_nan::<F>(x, y, !y.sign, env))
}

fn sum_or_nan<F: Format>(x: Unpacked, y: Unpacked, y_sign: bool, env: Env) -> Outcome {
    if x.is_nan() || y.is_nan() {
        return nan::propagate::<F>(&[x, y], env);
    }
    match (x.is_infinite(), y.is_infinite()) {
        (true, true) if x.sign != y_sign => nan::invalid::<F>(),
        (true, _) => (infinity::<F>(x.sign), Flags::NONE),
        (false, true) => (infinity::<F>(y_sign), Flags::NONE),
        (false, false) => sum::<F>(
            x.exact(),
            Exact {
                sign: y_sign,
                ..y.exact()
            },
            env,
        ),
    }
}

/// The rounded sum of two finite values, either of which may be zero.
pub(crate) fn sum<F: Format>(x: Exact, y: Exact, env: Env) -> Outcome {
    if x.sig == 0 && y.sig == 0 {
        return (zero::<F>(zero_sum_sign(x.sign, y.sign, env)), Flags::NONE);
    }
    if x.sig == 0 {
        return round_pack::<F>(y, env);
    }
    if y.sig == 0 {
        return round_pack::<F>(x, env);
    }
    let (x, y) = (top_aligned(x), top_aligned(y));
    let (big, small) = if x.exp >= y.exp { (x, y) } else { (y, x) };
    let small_sig = shift_right_sticky(small.sig, (big.exp - small.exp) as u32);
    if big.sign == small.sign {
        return round_pack::<F>(
            Exact {
                sig: big.sig + small_sig,
                ..big
            },
            env,
        );
    }
    match big.sig.checked_sub(small_sig) {
        Some(0) => (zero::<F>(zero_sum_sign(true, false, env)), Flags::NONE),
        Some(sig) => round_pack::<F>(Exact { sig, ..big }, env),
        None => round_pack::<F>(
            Exact {
                sign: small.sign,
                sig: small_sig - big.sig,
                exp: big.exp,
            },
            env,
        ),
    }
}

/// The sign of an exact zero sum (IEEE 754-2019, 6.3).
fn zero_sum_sign(x: bool, y: bool, env: Env) -> bool {
    if x == y {
        x
    } else {
        env.rounding == Rounding::Rdn
    }
}

/// The same value with its highest bit at position 125, which leaves room for a carry. A product has at most
/// 106 bits, so at least 20 zero bits follow it: bits are lost in aligning only when the exponents are so far
/// apart that the difference keeps 124 bits, far above any format's precision.
fn top_aligned(value: Exact) -> Exact {
    let shift = value.sig.leading_zeros() - 2;
    Exact {
        sign: value.sign,
        sig: value.sig << shift,
        exp: value.exp - shift as i32,
    }
}

fn shift_right_sticky(sig: u128, shift: u32) -> u128 {
    if shift >= 128 {
        return u128::from(sig != 0);
    }
    let lost = sig & ((1 << shift) - 1);
    (sig >> shift) | u128::from(lost != 0)
}

/// `a * b`.
pub fn mul<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| mul_unpacked::<F>(x, y, env))
}

fn mul_unpacked<F: Format>(x: Unpacked, y: Unpacked, env: Env) -> Outcome {
    if x.is_nan() || y.is_nan() {
        return nan::propagate::<F>(&[x, y], env);
    }
    let sign = x.sign != y.sign;
    let any_zero = x.is_zero() || y.is_zero();
    match (x.is_infinite() || y.is_infinite(), any_zero) {
        (true, true) => nan::invalid::<F>(),
        (true, false) => (infinity::<F>(sign), Flags::NONE),
        (false, true) => (zero::<F>(sign), Flags::NONE),
        (false, false) => round_pack::<F>(product(x, y), env),
    }
}

pub(crate) fn product(x: Unpacked, y: Unpacked) -> Exact {
    Exact {
        sign: x.sign != y.sign,
        sig: u128::from(x.sig) * u128::from(y.sig),
        exp: x.exp + y.exp,
    }
}

/// `a * b + c`, rounded once. Infinity times zero is invalid even when `c` is a quiet NaN.
pub fn fma<F: Format>(a: u64, b: u64, c: u64, env: Env) -> Outcome {
    env.inputs::<F, 3>([a, b, c], |[x, y, z]| fma_unpacked::<F>(x, y, z, env))
}

fn fma_unpacked<F: Format>(x: Unpacked, y: Unpacked, z: Unpacked, env: Env) -> Outcome {
    let undefined_product = x.is_infinite() && y.is_zero() || x.is_zero() && y.is_infinite();
    if undefined_product && !z.is_signaling() {
        return nan::invalid::<F>();
    }
    if x.is_nan() || y.is_nan() || z.is_nan() {
        return nan::propagate::<F>(&[z, x, y], env);
    }
    let sign = x.sign != y.sign;
    match (x.is_infinite() || y.is_infinite(), z.is_infinite()) {
        (true, true) if sign != z.sign => nan::invalid::<F>(),
        (true, _) => (infinity::<F>(sign), Flags::NONE),
        (false, true) => (infinity::<F>(z.sign), Flags::NONE),
        (false, false) => sum::<F>(product(x, y), z.exact(), env),
    }
}

/// `a * b + c`, rounded once, of binary16 `a` and `b` and binary32 `c` (Arm ARM, shared pseudocode: FPMulAddH).
pub fn fma_wide(a: u64, b: u64, c: u64, env: Env) -> Outcome {
    let factor = |v: u64| widened(crate::input::<F16>(v, env).0);
    fma::<F32>(factor(a), factor(b), c, env)
}

/// The same value in binary32; a signalling NaN remains one.
fn widened(half: u64) -> u64 {
    let x = Unpacked::new::<F16>(half);
    let sign = zero::<F32>(x.sign);
    if x.is_nan() {
        let payload = (half & (F16::QUIET | (F16::QUIET - 1))) << (F32::FRAC_BITS - F16::FRAC_BITS);
        return sign | F32::INFINITY | payload;
    }
    if x.is_infinite() || x.is_zero() {
        return if x.is_zero() {
            sign
        } else {
            sign | F32::INFINITY
        };
    }
    let exactly = Env::arm(Rounding::Rne, crate::NanMode::Default);
    round_pack::<F32>(x.exact(), exactly).0
}

/// `a / b`.
pub fn div<F: Format>(a: u64, b: u64, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| div_unpacked::<F>(x, y, env))
}

fn div_unpacked<F: Format>(x: Unpacked, y: Unpacked, env: Env) -> Outcome {
    if x.is_nan() || y.is_nan() {
        return nan::propagate::<F>(&[x, y], env);
    }
    let sign = x.sign != y.sign;
    if x.is_infinite() && y.is_infinite() || x.is_zero() && y.is_zero() {
        return nan::invalid::<F>();
    }
    if x.is_infinite() {
        return (infinity::<F>(sign), Flags::NONE);
    }
    if y.is_zero() {
        return (infinity::<F>(sign), Flags::DIVIDE_BY_ZERO);
    }
    if y.is_infinite() || x.is_zero() {
        return (zero::<F>(sign), Flags::NONE);
    }
    round_pack::<F>(
        Exact {
            sign,
            ..quotient(x, y)
        },
        env,
    )
}

/// |x / y| to at least 63 bits and a sticky one.
fn quotient(x: Unpacked, y: Unpacked) -> Exact {
    let (x_shift, y_shift) = (x.sig.leading_zeros(), y.sig.leading_zeros());
    let dividend = u128::from(x.sig << x_shift) << 63;
    let divisor = u128::from(y.sig << y_shift);
    let quotient = dividend / divisor;
    let inexact = quotient * divisor != dividend;
    let exp = (x.exp - x_shift as i32 - 63) - (y.exp - y_shift as i32) - 1;
    Exact {
        sign: false,
        sig: quotient << 1 | u128::from(inexact),
        exp,
    }
}

/// Square root. That of -0 is -0.
pub fn sqrt<F: Format>(a: u64, env: Env) -> Outcome {
    env.inputs::<F, 1>([a], |[x]| sqrt_unpacked::<F>(x, env))
}

fn sqrt_unpacked<F: Format>(x: Unpacked, env: Env) -> Outcome {
    if x.is_nan() {
        return nan::propagate::<F>(&[x], env);
    }
    if x.is_zero() {
        return (x.bits, Flags::NONE);
    }
    if x.sign {
        return nan::invalid::<F>();
    }
    if x.is_infinite() {
        return (x.bits, Flags::NONE);
    }
    // Scaled so that the exponent is even; the root then has at least 63 bits.
    let mut value = top_aligned(x.exact());
    if value.exp & 1 != 0 {
        value = Exact {
            sig: value.sig << 1,
            exp: value.exp - 1,
            ..value
        };
    }
    let root = value.sig.isqrt();
    let inexact = root * root != value.sig;
    round_pack::<F>(
        Exact {
            sign: false,
            sig: root << 1 | u128::from(inexact),
            exp: value.exp / 2 - 1,
        },
        env,
    )
}
