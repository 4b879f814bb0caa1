//! Operations whose result depends on their operands alone, and the shape of constants.

use ir::{Cond, Op, Round, Type};

use super::{
    F16, F32, F64, I32, I64, MINUS64, Machine, NAN32, NAN64, ONE16, ONE32, ONE64, SIGNALING32, inst,
};

/// An operation of type `ty` on operands of that type, and its result.
type Case = (Op, Type, &'static [u64], u64);

/// Operations without attributes, on integers.
const INTEGER_CASES: &[Case] = &[
    (Op::Add, I32, &[0xffff_ffff, 2], 1),
    (Op::Add, I64, &[u64::MAX, 2], 1),
    (Op::Sub, I32, &[1, 2], 0xffff_ffff),
    (Op::Sub, I64, &[1, 2], u64::MAX),
    (Op::Mul, I32, &[0x1_0001, 0x1_0001], 0x2_0001),
    (Op::Mul, I64, &[1 << 63 | 3, 5], 1 << 63 | 15),
    (Op::MulHU, I64, &[u64::MAX, u64::MAX], u64::MAX - 1),
    (Op::MulHS, I64, &[u64::MAX, u64::MAX], 0),
    (Op::MulHS, I64, &[1 << 63, 2], u64::MAX),
    (Op::MulHSU, I64, &[u64::MAX, u64::MAX], u64::MAX),
    (Op::MulHSU, I64, &[2, u64::MAX], 1),
    (Op::SDiv, I32, &[0x8000_0000, 0xffff_ffff], 0x8000_0000),
    (Op::SDiv, I32, &[0xffff_fff9, 2], 0xffff_fffd),
    (Op::SDiv, I64, &[7, 0], 0),
    (Op::SDiv, I64, &[1 << 63, u64::MAX], 1 << 63),
    (Op::UDiv, I32, &[0xffff_fff9, 2], 0x7fff_fffc),
    (Op::UDiv, I64, &[7, 0], 0),
    (Op::SRem, I32, &[0x8000_0000, 0xffff_ffff], 0),
    (Op::SRem, I32, &[0xffff_fff9, 0], 0xffff_fff9),
    (Op::SRem, I64, &[-7i64 as u64, 2], u64::MAX),
    (Op::URem, I32, &[0xffff_fff9, 10], 9),
    (Op::URem, I64, &[7, 0], 7),
    (Op::And, I64, &[0b1100, 0b1010], 0b1000),
    (Op::Or, I64, &[0b1100, 0b1010], 0b1110),
    (Op::Xor, I64, &[0b1100, 0b1010], 0b0110),
    (Op::AndN, I32, &[0b1100, 0b1010], 0b0100),
    (Op::OrN, I32, &[0b1100, 0b1010], 0xffff_fffd),
    (Op::XNor, I32, &[0b1100, 0b1010], 0xffff_fff9),
    (Op::Shl, I32, &[3, 63], 0x8000_0000),
    (Op::Shl, I64, &[3, 127], 1 << 63),
    (Op::Shr, I32, &[0x8000_0000, 33], 0x4000_0000),
    (Op::Shr, I64, &[1 << 63, 65], 1 << 62),
    (Op::Sar, I32, &[0x8000_0000, 33], 0xc000_0000),
    (Op::Sar, I64, &[1 << 63, 63], u64::MAX),
    (Op::RotR, I32, &[0x1234_5678, 40], 0x7812_3456),
    (Op::RotR, I64, &[0x1, 1], 1 << 63),
    (Op::SMin, I32, &[0xffff_ffff, 1], 0xffff_ffff),
    (Op::SMax, I64, &[u64::MAX, 1], 1),
    (Op::UMin, I32, &[0xffff_ffff, 1], 1),
    (Op::UMax, I64, &[u64::MAX, 1], u64::MAX),
    (Op::ClMul, I64, &[0b101, 0b111], 0b11011),
    (Op::ClMulH, I64, &[u64::MAX, 1 << 63], u64::MAX >> 1),
    (Op::Clz, I32, &[0], 32),
    (Op::Clz, I32, &[1], 31),
    (Op::Clz, I64, &[0], 64),
    (Op::Ctz, I32, &[0], 32),
    (Op::Ctz, I64, &[0x100], 8),
    (Op::PopCnt, I32, &[0xf0f0_f0f0], 16),
    (Op::PopCnt, I64, &[u64::MAX], 64),
    (Op::BSwap, I32, &[0x1234_5678], 0x7856_3412),
    (
        Op::BSwap,
        I64,
        &[0x0123_4567_89ab_cdef],
        0xefcd_ab89_6745_2301,
    ),
    (Op::BitRev, I32, &[1], 0x8000_0000),
    (Op::BitRev, I64, &[0b110], 0b11 << 61),
    (Op::BitRev8, I32, &[0x0180_4000], 0x8001_0200),
    (
        Op::BitRev8,
        I64,
        &[0x0f00_0000_0000_0001],
        0xf000_0000_0000_0080,
    ),
    (Op::OrcB, I32, &[0x0100_8000], 0xff00_ff00),
    (
        Op::OrcB,
        I64,
        &[0x8000_0000_007f_0001],
        0xff00_0000_00ff_00ff,
    ),
    (Op::SExt8, I32, &[0x1234_5680], 0xffff_ff80),
    (Op::SExt8, I64, &[0x17f], 0x7f),
    (Op::SExt16, I32, &[0x7fff], 0x7fff),
    (Op::SExt16, I64, &[0x8000], 0xffff_ffff_ffff_8000),
];

/// Operations without attributes, on floats.
const FLOAT_CASES: &[Case] = &[
    (Op::FAdd, F16, &[ONE16, ONE16], 0x4000),
    (Op::FAdd, F32, &[ONE32, ONE32], 0x4000_0000),
    (Op::FSub, F64, &[ONE64, ONE64], 0),
    (Op::FMul, F64, &[0x4008 << 48, 0x4008 << 48], 0x4022 << 48),
    (Op::FDiv, F32, &[ONE32, 0x4000_0000], 0x3f00_0000),
    (Op::FSqrt, F64, &[0x4010 << 48], 0x4000 << 48),
    (
        Op::Fma,
        F32,
        &[0x4000_0000, 0x4040_0000, ONE32],
        0x40e0_0000,
    ),
    (Op::FNeg, F32, &[SIGNALING32], SIGNALING32 | 1 << 31),
    (Op::FAbs, F16, &[0xbc00], ONE16),
    (Op::FCopySign, F64, &[ONE64, MINUS64], ONE64 | MINUS64),
    (Op::FCopySign, F32, &[ONE32 | 1 << 31, NAN32], ONE32),
    (Op::FXorSign, F32, &[ONE32 | 1 << 31, 1 << 31], ONE32),
    (Op::FXorSign, F64, &[ONE64, MINUS64], ONE64 | MINUS64),
    (Op::FClass, F16, &[0xfc00], 1),
    (Op::FClass, F32, &[SIGNALING32], 1 << 8),
    (Op::FClass, F64, &[1], 1 << 5),
    (Op::FRoundTo, F64, &[ONE64], ONE64),
    (Op::FCvtMod, F64, &[0x41f0_0000_00e0_0000], 14),
    (Op::FCvtMod, F64, &[0xc1e0_0000_0020_0000], 0x7fff_ffff),
];

/// Operations whose operand has another type: operation, result type, operand type, operand, result.
const CONVERSION_CASES: &[(Op, Type, Type, u64, u64)] = &[
    (Op::Trunc, I32, I64, 0x1234_5678_9abc_def0, 0x9abc_def0),
    (Op::SExt32, I64, I32, 0x8000_0000, 0xffff_ffff_8000_0000),
    (Op::ZExt32, I64, I32, 0x8000_0000, 0x8000_0000),
    (Op::FToSI, I32, F32, 0xbfc0_0000, 0xffff_fffe),
    (Op::FToSI, I64, F64, NAN64, i64::MAX as u64),
    (Op::FToUI, I32, F64, 0x41ef_ffff_ffe0_0000, 0xffff_ffff),
    (Op::FToUI, I64, F16, 0xbc00, 0),
    (Op::SIToF, F32, I32, 0xffff_ffff, ONE32 | 1 << 31),
    (Op::SIToF, F64, I64, u64::MAX, ONE64 | MINUS64),
    (Op::UIToF, F64, I32, 0xffff_ffff, 0x41ef_ffff_ffe0_0000),
    (Op::UIToF, F16, I64, 1, ONE16),
    (Op::FCvt, F64, F16, ONE16, ONE64),
    (Op::FCvt, F32, F64, ONE64, ONE32),
    (Op::FBits, I64, F64, ONE64, ONE64),
    (Op::FBits, I32, F16, 0xfc00, 0xfc00),
    (Op::FFromBits, F16, I32, 0xffff_3c00, ONE16),
    (Op::FFromBits, F64, I64, ONE64, ONE64),
    (Op::FBox, F64, F32, ONE32, 0xffff_ffff_3f80_0000),
    (Op::FBox, F64, F16, ONE16, 0xffff_ffff_ffff_3c00),
    (Op::FUnbox, F32, F64, 0xffff_ffff_3f80_0000, ONE32),
    (Op::FUnbox, F32, F64, 0xffff_fffe_3f80_0000, NAN32),
    (Op::FUnbox, F16, F64, 0xffff_ffff_3f80_0000, 0x7e00),
];

/// The operations tested here and not in the tables.
pub(super) const TESTED: &[Op] = &[Op::IConst, Op::FConst, Op::ICmp, Op::Select];

/// Whether one of the tables has a case for `op`.
pub(super) fn in_tables(op: Op) -> bool {
    let on_one_type = INTEGER_CASES.iter().chain(FLOAT_CASES);
    on_one_type.clone().any(|case| case.0 == op) || CONVERSION_CASES.iter().any(|case| case.0 == op)
}

#[test]
fn operations_on_one_type() {
    for &(op, ty, operands, expected) in INTEGER_CASES.iter().chain(FLOAT_CASES) {
        let operands: Vec<_> = operands.iter().map(|&bits| (ty, bits)).collect();
        // FRoundTo wants a number of bits; the others ignore it.
        let result = Machine::new().value_of(inst(op, ty, Round::Rne as u8, 32), &operands);
        assert_eq!(
            result,
            Ok(expected),
            "{}.{} {operands:x?}",
            op.name(),
            ty.name()
        );
    }
}

#[test]
fn conversions() {
    for &(op, to, from, bits, expected) in CONVERSION_CASES {
        let op_inst = inst(op, to, Round::Rne as u8, from as i64);
        let result = Machine::new().value_of(op_inst, &[(from, bits)]);
        assert_eq!(result, Ok(expected), "{}.{} {bits:x}", op.name(), to.name());
    }
}

#[test]
fn constants_are_cut_to_their_type() {
    let mut machine = Machine::new();
    for (op, ty, expected) in [
        (Op::IConst, I32, 0xffff_ffff),
        (Op::IConst, I64, u64::MAX),
        (Op::FConst, F16, 0xffff),
        (Op::FConst, F32, 0xffff_ffff),
        (Op::FConst, F64, u64::MAX),
    ] {
        assert_eq!(machine.value_of(inst(op, ty, 0, -1), &[]), Ok(expected));
    }
}

#[test]
fn integer_conditions() {
    // a = -1, b = 1, in both widths.
    let holding = [Cond::Ne, Cond::Slt, Cond::Sle, Cond::Ugt, Cond::Uge];
    for (ty, minus_one) in [(I32, 0xffff_ffff), (I64, u64::MAX)] {
        for cond in Cond::ALL {
            let icmp = inst(Op::ICmp, ty, *cond as u8, 0);
            let mut machine = Machine::new();
            let unequal = machine.value_of(icmp, &[(ty, minus_one), (ty, 1)]);
            assert_eq!(
                unequal,
                Ok(u64::from(holding.contains(cond))),
                "{}",
                cond.name()
            );
            let equal = machine.value_of(icmp, &[(ty, 5), (ty, 5)]);
            let includes_equal = matches!(
                cond,
                Cond::Eq | Cond::Sge | Cond::Sle | Cond::Uge | Cond::Ule
            );
            assert_eq!(equal, Ok(u64::from(includes_equal)), "{}", cond.name());
        }
    }
}

#[test]
fn select_picks_by_zero() {
    let select = inst(Op::Select, F32, 0, 0);
    for (cond, expected) in [(0, NAN32), (1, ONE32), (1 << 63, ONE32)] {
        let operands = [(I64, cond), (F32, ONE32), (F32, NAN32)];
        assert_eq!(Machine::new().value_of(select, &operands), Ok(expected));
    }
}
