//! Every operation against the host's SSE, FMA and F16C units: results and exception flags, in the four
//! rounding directions that the hardware has.

use softfloat::{Env, F16, F32, F64, Flags, Format, IntType, NanToInt, Outcome, Rounding};
use std::arch::asm;

mod operands;
use operands::Operands;

const ROUNDS: usize = 100_000;
const MODES: [(Rounding, u32); 4] = [
    (Rounding::Rne, 0),
    (Rounding::Rdn, 1),
    (Rounding::Rup, 2),
    (Rounding::Rtz, 3),
];

/// The MXCSR of a fresh process: all exceptions masked, no flag set, round to nearest.
const MXCSR_DEFAULT: u32 = 0x1f80;

/// What one instruction left: the xmm register, the general register and MXCSR's flags as `fflags`.
struct Hw {
    x: u64,
    r: u64,
    flags: u8,
}

/// Runs one instruction on `x` (in and out), `y`, `z` and the general register `r` (in and out).
macro_rules! hw {
    ($insn:expr, $mode:expr, $x:expr, $y:expr, $z:expr, $r:expr) => {{
        let mut mxcsr = MXCSR_DEFAULT | $mode << 13;
        let mut x = f64::from_bits($x);
        let mut r: u64 = $r;
        // SAFETY: the instructions work on the named registers and on the two words that they are given;
        // MXCSR is back at its default before any other code runs.
        unsafe {
            asm!(
                "ldmxcsr [{mxcsr}]",
                $insn,
                "stmxcsr [{mxcsr}]",
                "ldmxcsr [{default}]",
                "/* {x} {y} {z} {r} */",
                mxcsr = in(reg) &mut mxcsr,
                default = in(reg) &MXCSR_DEFAULT,
                x = inout(xmm_reg) x,
                y = in(xmm_reg) f64::from_bits($y),
                z = in(xmm_reg) f64::from_bits($z),
                r = inout(reg) r,
            );
        }
        let bit = |from: u32, to: u8| if mxcsr >> from & 1 != 0 { to } else { 0 };
        let flags = bit(0, 16) | bit(2, 8) | bit(3, 4) | bit(4, 2) | bit(5, 1);
        Hw { x: x.to_bits(), r, flags }
    }};
}

fn is_nan<F: Format>(bits: u64) -> bool {
    bits & F::MASK & !F::SIGN > F::INFINITY
}

/// The hardware's value with any NaN replaced by the default one.
fn canonical<F: Format>(bits: u64) -> u64 {
    if is_nan::<F>(bits) {
        F::DEFAULT_NAN
    } else {
        bits & F::MASK
    }
}

fn agree<F: Format>(what: &str, operands: &[u64], mode: Rounding, ours: Outcome, theirs: &Hw) {
    assert!(
        ours.0 == canonical::<F>(theirs.x) && ours.1.bits() == theirs.flags,
        "{what} {operands:x?} {mode:?}: got {:x} flags {:x}, hardware {:x} flags {:x}",
        ours.0,
        ours.1.bits(),
        canonical::<F>(theirs.x),
        theirs.flags,
    );
}

macro_rules! binary_test {
    ($name:ident, $format:ty, $op:path, $insn:literal) => {
        #[test]
        fn $name() {
            let mut operands = Operands::new();
            for _ in 0..ROUNDS {
                let (a, b) = operands.pair::<$format>();
                for (mode, bits) in MODES {
                    let theirs = hw!($insn, bits, a, b, 0, 0);
                    let ours = $op(a, b, Env::riscv(mode));
                    agree::<$format>(stringify!($name), &[a, b], mode, ours, &theirs);
                }
            }
        }
    };
}

binary_test!(add_f32, F32, softfloat::add::<F32>, "addss {x}, {y}");
binary_test!(add_f64, F64, softfloat::add::<F64>, "addsd {x}, {y}");
binary_test!(sub_f32, F32, softfloat::sub::<F32>, "subss {x}, {y}");
binary_test!(sub_f64, F64, softfloat::sub::<F64>, "subsd {x}, {y}");
binary_test!(mul_f32, F32, softfloat::mul::<F32>, "mulss {x}, {y}");
binary_test!(mul_f64, F64, softfloat::mul::<F64>, "mulsd {x}, {y}");
binary_test!(div_f32, F32, softfloat::div::<F32>, "divss {x}, {y}");
binary_test!(div_f64, F64, softfloat::div::<F64>, "divsd {x}, {y}");

macro_rules! unary_test {
    ($name:ident, $from:ty, $to:ty, $op:expr, $insn:literal) => {
        #[test]
        fn $name() {
            let mut operands = Operands::new();
            for _ in 0..ROUNDS {
                let a = operands.one::<$from>();
                for (mode, bits) in MODES {
                    let theirs = hw!($insn, bits, 0, a, 0, 0);
                    let ours = $op(a, Env::riscv(mode));
                    agree::<$to>(stringify!($name), &[a], mode, ours, &theirs);
                }
            }
        }
    };
}

unary_test!(
    sqrt_f32,
    F32,
    F32,
    softfloat::sqrt::<F32>,
    "sqrtss {x}, {y}"
);
unary_test!(
    sqrt_f64,
    F64,
    F64,
    softfloat::sqrt::<F64>,
    "sqrtsd {x}, {y}"
);
unary_test!(
    f32_to_f64,
    F32,
    F64,
    softfloat::convert::<F32, F64>,
    "cvtss2sd {x}, {y}"
);
unary_test!(
    f64_to_f32,
    F64,
    F32,
    softfloat::convert::<F64, F32>,
    "cvtsd2ss {x}, {y}"
);
unary_test!(
    f32_to_f16,
    F32,
    F16,
    softfloat::convert::<F32, F16>,
    "vcvtps2ph {x}, {y}, 4"
);
unary_test!(
    f16_to_f32,
    F16,
    F32,
    softfloat::convert::<F16, F32>,
    "vcvtph2ps {x}, {y}"
);
unary_test!(
    round_f32,
    F32,
    F32,
    |a, env| softfloat::round_to_integral::<F32>(a, true, env),
    "roundss {x}, {y}, 4"
);
unary_test!(
    round_f64,
    F64,
    F64,
    |a, env| softfloat::round_to_integral::<F64>(a, true, env),
    "roundsd {x}, {y}, 4"
);
unary_test!(
    round_f32_quietly,
    F32,
    F32,
    |a, env| softfloat::round_to_integral::<F32>(a, false, env),
    "roundss {x}, {y}, 12"
);
unary_test!(
    round_f64_quietly,
    F64,
    F64,
    |a, env| softfloat::round_to_integral::<F64>(a, false, env),
    "roundsd {x}, {y}, 12"
);

macro_rules! fma_test {
    ($name:ident, $format:ty, $insn:literal) => {
        #[test]
        fn $name() {
            let mut operands = Operands::new();
            for _ in 0..ROUNDS {
                let (a, b, c) = operands.triple::<$format>();
                for (mode, bits) in MODES {
                    let mut theirs = hw!($insn, bits, a, b, c, 0);
                    let (_, product) = softfloat::mul::<$format>(a, b, Env::riscv(mode));
                    if is_nan::<$format>(c) && product == Flags::INVALID {
                        // x86 lets a quiet NaN addend hide infinity * 0.
                        theirs.flags |= Flags::INVALID.bits();
                    }
                    let ours = softfloat::fma::<$format>(a, b, c, Env::riscv(mode));
                    agree::<$format>(stringify!($name), &[a, b, c], mode, ours, &theirs);
                }
            }
        }
    };
}

fma_test!(fma_f32, F32, "vfmadd213ss {x}, {y}, {z}");
fma_test!(fma_f64, F64, "vfmadd213sd {x}, {y}, {z}");

macro_rules! from_int_test {
    ($name:ident, $format:ty, $insn:literal, $narrow:expr) => {
        #[test]
        fn $name() {
            let mut operands = Operands::new();
            for _ in 0..ROUNDS {
                let value = operands.integer();
                let value = if $narrow {
                    i64::from(value as i32)
                } else {
                    value as i64
                };
                for (mode, bits) in MODES {
                    let theirs = hw!($insn, bits, 0, 0, 0, value as u64);
                    let ours = softfloat::from_signed::<$format>(value, Env::riscv(mode));
                    agree::<$format>(stringify!($name), &[value as u64], mode, ours, &theirs);
                    if value >= 0 {
                        let ours =
                            softfloat::from_unsigned::<$format>(value as u64, Env::riscv(mode));
                        agree::<$format>("unsigned", &[value as u64], mode, ours, &theirs);
                    }
                }
            }
        }
    };
}

from_int_test!(i32_to_f32, F32, "cvtsi2ss {x}, {r:e}", true);
from_int_test!(i32_to_f64, F64, "cvtsi2sd {x}, {r:e}", true);
from_int_test!(i64_to_f32, F32, "cvtsi2ss {x}, {r}", false);
from_int_test!(i64_to_f64, F64, "cvtsi2sd {x}, {r}", false);

/// The top bit cannot be asked of SSE2, but halving with a sticky lowest bit and doubling can.
#[test]
fn large_unsigned_to_float() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let value = operands.integer() | 1 << 63;
        let half = value >> 1 | value & 1;
        for (mode, bits) in MODES {
            let f64_half = hw!("cvtsi2sd {x}, {r}", bits, 0, 0, 0, half);
            let theirs = Hw {
                x: f64_half.x + (1 << 52),
                ..f64_half
            };
            agree::<F64>(
                "u64",
                &[value],
                mode,
                softfloat::from_unsigned::<F64>(value, Env::riscv(mode)),
                &theirs,
            );
            let f32_half = hw!("cvtsi2ss {x}, {r}", bits, 0, 0, 0, half);
            let theirs = Hw {
                x: (f32_half.x & F32::MASK) + (1 << 23),
                ..f32_half
            };
            agree::<F32>(
                "u64",
                &[value],
                mode,
                softfloat::from_unsigned::<F32>(value, Env::riscv(mode)),
                &theirs,
            );
        }
    }
}

/// The value rounded to an integer by the hardware, and whether that was inexact; `None` for NaNs and for
/// magnitudes from about 2^64.
fn hw_integer(f64_bits: u64, mode: u32) -> Option<(i128, bool)> {
    let value = f64::from_bits(f64_bits);
    let two63 = 2f64.powi(63);
    // Subtracting 2^63 from a double in [2^63, 2^64) is exact.
    let (small, offset) = if value >= two63 {
        (value - two63, 1i128 << 63)
    } else {
        (value, 0)
    };
    let theirs = hw!("cvtsd2si {r}, {y}", mode, 0, small.to_bits(), 0, 0);
    (theirs.flags & 16 == 0)
        .then_some((i128::from(theirs.r as i64) + offset, theirs.flags & 1 != 0))
}

fn expected_int(f64_bits: u64, mode: u32, min: i128, max: i128) -> (u64, u8) {
    let value = f64::from_bits(f64_bits);
    match hw_integer(f64_bits, mode) {
        _ if value.is_nan() => (max as u64, 16),
        Some((int, inexact)) if (min..=max).contains(&int) => (int as u64, u8::from(inexact)),
        _ if value < 0.0 => (min as u64, 16),
        _ => (max as u64, 16),
    }
}

fn check_to_int<F: Format>() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let a = operands.near_integer::<F>();
        let wide = softfloat::convert::<F, F64>(a, Env::riscv(Rounding::Rne)).0;
        for (mode, bits) in MODES {
            for (int, min, max, mask) in [
                (
                    IntType::I32,
                    i128::from(i32::MIN),
                    i128::from(i32::MAX),
                    u64::from(u32::MAX),
                ),
                (IntType::U32, 0, i128::from(u32::MAX), u64::from(u32::MAX)),
                (
                    IntType::I64,
                    i128::from(i64::MIN),
                    i128::from(i64::MAX),
                    u64::MAX,
                ),
                (IntType::U64, 0, i128::from(u64::MAX), u64::MAX),
            ] {
                let (value, flags) = expected_int(wide, bits, min, max);
                let ours = softfloat::to_int::<F>(a, int, NanToInt::Max, Env::riscv(mode));
                assert_eq!(
                    (ours.0, ours.1.bits()),
                    (value & mask, flags),
                    "{a:x} to {int:?} {mode:?}"
                );
                if is_nan::<F>(a) {
                    let (zero, flags) =
                        softfloat::to_int::<F>(a, int, NanToInt::Zero, Env::riscv(mode));
                    assert_eq!((zero, flags), (0, Flags::INVALID));
                }
            }
        }
    }
}

#[test]
fn float_to_int() {
    check_to_int::<F16>();
    check_to_int::<F32>();
    check_to_int::<F64>();
}

/// `fcvtmod.w.d` against the truncated value, which the hardware gives as a double.
#[test]
fn modular_to_int() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let a = operands.near_integer::<F64>();
        let (ours, flags) = softfloat::to_int_modular::<F64>(a);
        let truncated = f64::from_bits(hw!("roundsd {x}, {y}, 11", 0, 0, a, 0, 0).x);
        // The remainder of a division by a power of two is exact.
        let expected = if truncated.is_finite() {
            (truncated % 2f64.powi(32)) as i64 as u32
        } else {
            0
        };
        let plain =
            softfloat::to_int::<F64>(a, IntType::I32, NanToInt::Max, Env::riscv(Rounding::Rtz)).1;
        assert_eq!((ours, flags), (u64::from(expected), plain), "{a:x}");
    }
}

macro_rules! compare_test {
    ($name:ident, $format:ty, $quiet:literal, $signaling:literal) => {
        #[test]
        fn $name() {
            let mut operands = Operands::new();
            for _ in 0..ROUNDS {
                let (a, b) = operands.pair::<$format>();
                // Of the flags of `b ? a`: "above" reads a < b, "above or equal" a <= b.
                let lt = hw!(concat!($signaling, " {y}, {x}\n seta {r:l}"), 0, a, b, 0, 0);
                let le = hw!(
                    concat!($signaling, " {y}, {x}\n setae {r:l}"),
                    0,
                    a,
                    b,
                    0,
                    0
                );
                let lt_quiet = hw!(concat!($quiet, " {y}, {x}\n seta {r:l}"), 0, a, b, 0, 0);
                let le_quiet = hw!(concat!($quiet, " {y}, {x}\n setae {r:l}"), 0, a, b, 0, 0);
                let eq = hw!(concat!($quiet, " {y}, {x}\n sete {r:l}"), 0, a, b, 0, 0);
                let unordered =
                    hw!(concat!($quiet, " {y}, {x}\n setp {r:l}"), 0, a, b, 0, 0).r == 1;
                for (ours, theirs, what) in [
                    (softfloat::lt::<$format>(a, b), lt, "lt"),
                    (softfloat::le::<$format>(a, b), le, "le"),
                    (softfloat::lt_quiet::<$format>(a, b), lt_quiet, "lt_quiet"),
                    (softfloat::le_quiet::<$format>(a, b), le_quiet, "le_quiet"),
                    (softfloat::eq::<$format>(a, b), eq, "eq"),
                ] {
                    let theirs = (theirs.r == 1 && !unordered, theirs.flags);
                    assert_eq!((ours.0, ours.1.bits()), theirs, "{what} {a:x} {b:x}");
                }
            }
        }
    };
}

compare_test!(compare_f32, F32, "ucomiss", "comiss");
compare_test!(compare_f64, F64, "ucomisd", "comisd");
