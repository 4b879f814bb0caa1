//! What the host's hardware cannot be asked: binary16 arithmetic, the rounding directions it lacks, Arm's
//! rules, and the operations it has no instruction for. Expected values are worked out here by exact
//! arithmetic or written down from the standards.

use softfloat::{
    Env, F16, F32, F64, Flags, Format, MinMax, NanMode, Outcome, Rounding, Tininess, classify,
    convert,
};

mod operands;
use operands::Operands;

const ROUNDS: usize = 200_000;
const RNE: Env = Env::riscv(Rounding::Rne);
const ALL_MODES: [Rounding; 6] = [
    Rounding::Rne,
    Rounding::Rtz,
    Rounding::Rdn,
    Rounding::Rup,
    Rounding::Rmm,
    Rounding::Odd,
];

fn is_nan<F: Format>(bits: u64) -> bool {
    bits & F::MASK & !F::SIGN > F::INFINITY
}

fn to_f64<F: Format>(bits: u64) -> f64 {
    f64::from_bits(convert::<F, F64>(bits, RNE).0)
}

/// binary16 sums and products are exact in binary64: rounding those must give the same result.
#[test]
fn f16_arithmetic_is_rounded_f64_arithmetic() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let (a, b, c) = operands.triple::<F16>();
        let (x, y) = (to_f64::<F16>(a), to_f64::<F16>(b));
        if is_nan::<F16>(a) || is_nan::<F16>(b) {
            continue;
        }
        for mode in ALL_MODES {
            let env = Env::riscv(mode);
            let narrow = |exact: f64| convert::<F64, F16>(exact.to_bits(), env);
            if !(x * y).is_nan() {
                assert_eq!(
                    softfloat::mul::<F16>(a, b, env),
                    narrow(x * y),
                    "{a:x} * {b:x} {mode:?}"
                );
            }
            let sum = x + y;
            // A zero sum's sign depends on the mode.
            if !sum.is_nan() && sum != 0.0 {
                assert_eq!(
                    softfloat::add::<F16>(a, b, env),
                    narrow(sum),
                    "{a:x} + {b:x} {mode:?}"
                );
            }
            let z = to_f64::<F16>(c);
            let exact = (x * y) + z;
            // Exact as long as the exponents are within 53 bits of each other.
            if exact.is_finite() && exact != 0.0 && exact - z == x * y && exact - x * y == z {
                assert_eq!(
                    softfloat::fma::<F16>(a, b, c, env),
                    narrow(exact),
                    "{a:x} * {b:x} + {c:x} {mode:?}"
                );
            }
        }
    }
}

/// With at least 2 * 11 + 2 bits in the first rounding, the second one to 11 bits is innocuous.
#[test]
fn f16_quotient_and_root() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let (a, b) = operands.pair::<F16>();
        if is_nan::<F16>(a) || is_nan::<F16>(b) {
            continue;
        }
        let (x, y) = (to_f64::<F16>(a), to_f64::<F16>(b));
        if x.is_finite() && y != 0.0 {
            assert_eq!(
                softfloat::div::<F16>(a, b, RNE),
                convert::<F64, F16>((x / y).to_bits(), RNE)
            );
        }
        if x > 0.0 {
            assert_eq!(
                softfloat::sqrt::<F16>(a, RNE),
                convert::<F64, F16>(x.sqrt().to_bits(), RNE)
            );
        }
    }
}

/// `outcome(mode)` checked in the modes that the hardware lacks, given the exact value as a double.
fn check_other_modes<F: Format>(exact: f64, outcome: impl Fn(Rounding) -> Outcome) {
    let (down, up) = (outcome(Rounding::Rdn), outcome(Rounding::Rup));
    let (low, high) = (to_f64::<F>(down.0), to_f64::<F>(up.0));
    if !low.is_finite() || !high.is_finite() {
        return;
    }
    let away = if exact < 0.0 { down.0 } else { up.0 };
    let nearest = match (exact - low).total_cmp(&(high - exact)) {
        std::cmp::Ordering::Less => down.0,
        std::cmp::Ordering::Equal => away,
        std::cmp::Ordering::Greater => up.0,
    };
    assert_eq!(outcome(Rounding::Rmm).0, nearest, "ties away: {exact:e}");
    let odd = if down.0 & 1 == 1 { down.0 } else { up.0 };
    assert_eq!(outcome(Rounding::Odd).0, odd, "to odd: {exact:e}");
    let inexact = |o: Outcome| o.1.bits() & 1;
    assert_eq!(inexact(outcome(Rounding::Rmm)), inexact(down));
    assert_eq!(inexact(outcome(Rounding::Odd)), inexact(down));
}

/// A product of binary32 values is exact in binary64, and so is its distance to the neighbouring binary32 values.
#[test]
fn f32_products_ties_away_and_odd() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let (a, b) = operands.pair::<F32>();
        let exact = to_f64::<F32>(a) * to_f64::<F32>(b);
        if exact.is_finite() {
            check_other_modes::<F32>(exact, |mode| softfloat::mul::<F32>(a, b, Env::riscv(mode)));
        }
    }
}

#[test]
fn narrowing_ties_away_and_odd() {
    let mut operands = Operands::new();
    for _ in 0..ROUNDS {
        let a = f64::from_bits(convert::<F32, F64>(operands.one::<F32>(), RNE).0);
        if a.is_finite() {
            check_other_modes::<F16>(a, |mode| convert::<F64, F16>(a.to_bits(), Env::riscv(mode)));
        }
        let a = f64::from_bits(operands.one::<F16>() << 48 | operands.bits() >> 16);
        let tie = f64::from_bits(a.to_bits() & !((1 << 28) - 1));
        for exact in [a, tie] {
            if exact.is_finite() && exact.abs() > 1e-30 {
                check_other_modes::<F32>(exact, |mode| {
                    convert::<F64, F32>(exact.to_bits(), Env::riscv(mode))
                });
            }
        }
    }
}

#[test]
fn integral_values_ties_away() {
    for (value, away) in [
        (0.5, 1.0),
        (2.5, 3.0),
        (-2.5, -3.0),
        (-0.5, -1.0),
        (0.49999999999999994, 0.0),
        (7.0, 7.0),
    ] {
        let value: f64 = value;
        let away: f64 = away;
        let env = Env::riscv(Rounding::Rmm);
        let (bits, flags) = softfloat::round_to_integral::<F64>(value.to_bits(), true, env);
        assert_eq!(
            (bits, flags == Flags::NONE),
            (away.to_bits(), value == away)
        );
    }
}

#[test]
fn overflow_to_odd_is_finite() {
    let max = F32::INFINITY - 1;
    let overflow = Flags::OVERFLOW | Flags::INEXACT;
    let add = |mode| softfloat::add::<F32>(max, max, Env::riscv(mode));
    assert_eq!(add(Rounding::Odd), (max, overflow));
    assert_eq!(add(Rounding::Rmm), (F32::INFINITY, overflow));
}

#[test]
fn tininess_before_and_after_rounding() {
    // The largest subnormal times 1 + 2^-23 rounds up to the smallest normal number.
    let (a, b) = (0x007f_ffff, 0x3f80_0001);
    let after = softfloat::mul::<F32>(
        a,
        b,
        Env {
            tininess: Tininess::AfterRounding,
            ..RNE
        },
    );
    let before = softfloat::mul::<F32>(
        a,
        b,
        Env {
            tininess: Tininess::BeforeRounding,
            ..RNE
        },
    );
    assert_eq!((after.0, before.0), (0x0080_0000, 0x0080_0000));
    assert_eq!(before.1, Flags::INEXACT | Flags::UNDERFLOW);
    // (1 - 2^-23) * (1 + 2^-23) = 1 - 2^-46, which rounds to 1 in 24 bits: not tiny afterwards.
    assert_eq!(after.1, Flags::INEXACT);
    // 2^-126 * (1 - 2^-24) is a tie in the subnormal range but exact in 24 bits: tiny both ways.
    let (a, b) = (0x0080_0000, 0x3f7f_ffff);
    for tininess in [Tininess::AfterRounding, Tininess::BeforeRounding] {
        let outcome = softfloat::mul::<F32>(a, b, Env { tininess, ..RNE });
        assert_eq!(outcome, (0x0080_0000, Flags::INEXACT | Flags::UNDERFLOW));
    }
}

#[test]
fn arm_propagates_nans() {
    let arm = Env::arm(Rounding::Rne, NanMode::ArmPropagate);
    let (quiet, signaling, one) = (0xffc0_1234, 0x7f80_0055, 0x3f80_0000);
    assert_eq!(
        softfloat::add::<F32>(quiet, signaling, arm),
        (signaling | F32::QUIET, Flags::INVALID)
    );
    assert_eq!(softfloat::sub::<F32>(one, quiet, arm), (quiet, Flags::NONE));
    assert_eq!(
        softfloat::sqrt::<F32>(0xbf80_0000, arm),
        (F32::DEFAULT_NAN, Flags::INVALID)
    );
    assert_eq!(
        softfloat::fma::<F32>(quiet, one, 0x7fc0_0001, arm),
        (0x7fc0_0001, Flags::NONE)
    );
    assert_eq!(
        convert::<F32, F64>(quiet, arm),
        (0xfff8_0246_8000_0000, Flags::NONE)
    );
    assert_eq!(
        convert::<F32, F16>(signaling, arm),
        (F16::DEFAULT_NAN, Flags::INVALID)
    );
    assert_eq!(
        convert::<F64, F32>(0xfff4_0246_8fff_ffff, arm),
        (0xffe0_1234, Flags::INVALID)
    );
}

#[test]
fn fma_of_infinity_times_zero() {
    let infinity = F64::INFINITY;
    let quiet = F64::DEFAULT_NAN | 7;
    for env in [RNE, Env::arm(Rounding::Rne, NanMode::ArmPropagate)] {
        assert_eq!(
            softfloat::fma::<F64>(infinity, 0, quiet, env),
            (F64::DEFAULT_NAN, Flags::INVALID)
        );
        assert_eq!(
            softfloat::fma::<F64>(0, infinity, 0, env),
            (F64::DEFAULT_NAN, Flags::INVALID)
        );
    }
}

#[test]
fn minimum_and_maximum() {
    let (one, two) = (1f64.to_bits(), 2f64.to_bits());
    let (quiet, signaling) = (F64::DEFAULT_NAN, F64::INFINITY | 1);
    let (none, invalid, nan) = (Flags::NONE, Flags::INVALID, F64::DEFAULT_NAN);
    let both = |a, b, kind| {
        (
            softfloat::min::<F64>(a, b, kind, RNE),
            softfloat::max::<F64>(a, b, kind, RNE),
        )
    };
    for kind in [MinMax::Number, MinMax::Nan, MinMax::NumberUnlessSignaling] {
        for (a, b) in [(one, two), (two, one)] {
            assert_eq!(both(a, b, kind), ((one, none), (two, none)));
        }
        for (a, b) in [(0, F64::SIGN), (F64::SIGN, 0)] {
            assert_eq!(both(a, b, kind), ((F64::SIGN, none), (0, none)));
        }
        assert_eq!(
            both(two | F64::SIGN, one, kind),
            ((two | F64::SIGN, none), (one, none))
        );
        assert_eq!(both(quiet | 5, quiet, kind), ((nan, none), (nan, none)));
        assert_eq!(
            both(signaling, quiet, kind),
            ((nan, invalid), (nan, invalid))
        );
    }
    for (a, b) in [(one, quiet), (quiet, one)] {
        assert_eq!(both(a, b, MinMax::Number), ((one, none), (one, none)));
        assert_eq!(
            both(a, b, MinMax::NumberUnlessSignaling),
            ((one, none), (one, none))
        );
        assert_eq!(both(a, b, MinMax::Nan), ((nan, none), (nan, none)));
    }
    for (a, b) in [(one, signaling), (signaling, one)] {
        assert_eq!(both(a, b, MinMax::Number), ((one, invalid), (one, invalid)));
        assert_eq!(
            both(a, b, MinMax::NumberUnlessSignaling),
            ((nan, invalid), (nan, invalid))
        );
        assert_eq!(both(a, b, MinMax::Nan), ((nan, invalid), (nan, invalid)));
    }
}

fn check_classes<F: Format>() {
    let positive = [
        (0, 4),
        (1, 5),
        ((1 << F::FRAC_BITS) - 1, 5),
        (1 << F::FRAC_BITS, 6),
        (F::INFINITY - 1, 6),
        (F::INFINITY, 7),
    ];
    for (bits, class) in positive {
        assert_eq!(classify::<F>(bits), 1 << class, "{bits:x}");
        assert_eq!(classify::<F>(bits | F::SIGN), 1 << (7 - class), "-{bits:x}");
    }
    for sign in [0, F::SIGN] {
        assert_eq!(classify::<F>(sign | F::INFINITY | 1), 1 << 8);
        assert_eq!(classify::<F>(sign | F::DEFAULT_NAN), 1 << 9);
    }
}

#[test]
fn classes() {
    check_classes::<F16>();
    check_classes::<F32>();
    check_classes::<F64>();
}

#[test]
fn bits_above_the_format_are_ignored() {
    let one = 0x3c00;
    assert_eq!(
        softfloat::add::<F16>(one | 0xdead_0000, one | !0xffff, RNE),
        (0x4000, Flags::NONE)
    );
}

#[test]
fn integers_overflow_f16() {
    let overflow = (F16::INFINITY, Flags::OVERFLOW | Flags::INEXACT);
    assert_eq!(softfloat::from_unsigned::<F16>(65520, RNE), overflow);
    assert_eq!(
        softfloat::from_unsigned::<F16>(65519, RNE),
        (F16::INFINITY - 1, Flags::INEXACT)
    );
    assert_eq!(
        softfloat::from_signed::<F16>(-65504, RNE),
        (F16::SIGN | (F16::INFINITY - 1), Flags::NONE)
    );
}
