//! Comparison, minimum and maximum, classification.

use crate::format::{Format, Kind, Unpacked};
use crate::{Env, Flags, Outcome, nan};

/// A key that orders all values that are not NaNs as numbers, with -0 just below +0.
fn order_key<F: Format>(x: Unpacked) -> i64 {
    let magnitude = (x.bits & !F::SIGN) as i64;
    if x.sign { -magnitude - 1 } else { magnitude }
}

fn less<F: Format>(x: Unpacked, y: Unpacked) -> bool {
    !(x.is_zero() && y.is_zero()) && order_key::<F>(x) < order_key::<F>(y)
}

fn equal(x: Unpacked, y: Unpacked) -> bool {
    x.bits == y.bits || x.is_zero() && y.is_zero()
}

/// Whether a predicate raises invalid for quiet NaNs as well.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unordered {
    Quiet,
    Signaling,
}

fn predicate<F: Format>(
    a: u64,
    b: u64,
    unordered: Unordered,
    holds: impl Fn(Unpacked, Unpacked) -> bool,
) -> (bool, Flags) {
    let (x, y) = (Unpacked::new::<F>(a), Unpacked::new::<F>(b));
    if !x.is_nan() && !y.is_nan() {
        return (holds(x, y), Flags::NONE);
    }
    match unordered {
        Unordered::Quiet => (false, nan::signaling(&[x, y])),
        Unordered::Signaling => (false, Flags::INVALID),
    }
}

/// `a == b`; quiet: only a signalling NaN is invalid.
pub fn eq<F: Format>(a: u64, b: u64) -> (bool, Flags) {
    predicate::<F>(a, b, Unordered::Quiet, equal)
}

/// `a < b`; any NaN is invalid.
pub fn lt<F: Format>(a: u64, b: u64) -> (bool, Flags) {
    predicate::<F>(a, b, Unordered::Signaling, less::<F>)
}

/// `a <= b`; any NaN is invalid.
pub fn le<F: Format>(a: u64, b: u64) -> (bool, Flags) {
    predicate::<F>(a, b, Unordered::Signaling, |x, y| {
        equal(x, y) || less::<F>(x, y)
    })
}

/// `a < b`; only a signalling NaN is invalid.
pub fn lt_quiet<F: Format>(a: u64, b: u64) -> (bool, Flags) {
    predicate::<F>(a, b, Unordered::Quiet, less::<F>)
}

/// `a <= b`; only a signalling NaN is invalid.
pub fn le_quiet<F: Format>(a: u64, b: u64) -> (bool, Flags) {
    predicate::<F>(a, b, Unordered::Quiet, |x, y| {
        equal(x, y) || less::<F>(x, y)
    })
}

/// What minimum and maximum make of a NaN operand. In each, -0 is less than +0 and a signalling NaN is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinMax {
    /// minimumNumber, maximumNumber of IEEE 754-2019: the operand that is a number (RISC-V fmin, fmax).
    Number,
    /// minimum, maximum of IEEE 754-2019: a NaN (RISC-V fminm, fmaxm; Arm FMIN, FMAX).
    Nan,
    /// minNum, maxNum of IEEE 754-2008: the number, unless the NaN is signalling (Arm FMINNM, FMAXNM).
    NumberUnlessSignaling,
}

/// The lesser operand.
pub fn min<F: Format>(a: u64, b: u64, kind: MinMax, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| {
        let first = order_key::<F>(x) <= order_key::<F>(y);
        select::<F>(x, y, first, kind, env)
    })
}

/// The greater operand.
pub fn max<F: Format>(a: u64, b: u64, kind: MinMax, env: Env) -> Outcome {
    env.inputs::<F, 2>([a, b], |[x, y]| {
        let first = order_key::<F>(x) >= order_key::<F>(y);
        select::<F>(x, y, first, kind, env)
    })
}

fn select<F: Format>(x: Unpacked, y: Unpacked, first: bool, kind: MinMax, env: Env) -> Outcome {
    if !x.is_nan() && !y.is_nan() {
        return (if first { x.bits } else { y.bits }, Flags::NONE);
    }
    let signaling = nan::signaling(&[x, y]);
    let ignore_nan = match kind {
        MinMax::Number => true,
        MinMax::Nan => false,
        MinMax::NumberUnlessSignaling => signaling == Flags::NONE,
    };
    match (x.is_nan(), y.is_nan()) {
        (true, false) if ignore_nan => (y.bits, signaling),
        (false, true) if ignore_nan => (x.bits, signaling),
        _ => nan::propagate::<F>(&[x, y], env),
    }
}

/// The class of a value as RISC-V's `fclass` mask: exactly one of ten bits.
///
/// 0 -infinity, 1 negative normal, 2 negative subnormal, 3 -0, 4 +0, 5 positive subnormal, 6 positive normal,
/// 7 +infinity, 8 signalling NaN, 9 quiet NaN.
pub fn classify<F: Format>(a: u64) -> u64 {
    let x = Unpacked::new::<F>(a);
    let distance_from_zero = match x.kind {
        Kind::SignalingNan => return 1 << 8,
        Kind::QuietNan => return 1 << 9,
        Kind::Zero => 0,
        Kind::Finite if x.bits & F::INFINITY == 0 => 1,
        Kind::Finite => 2,
        Kind::Infinity => 3,
    };
    1 << if x.sign {
        3 - distance_from_zero
    } else {
        4 + distance_from_zero
    }
}
