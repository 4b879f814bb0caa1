//! Every vector operation by itself. Expected values are worked out by hand from the operation's row.

use ir::{Cond, Inst, Lane, Narrow, Op, Type, Value};

use super::{Asm, Machine, inst};

const SIGNED: u8 = 4;
const HIGH: u8 = 8;
const B: u8 = Lane::B as u8;
const H: u8 = Lane::H as u8;
const S: u8 = Lane::S as u8;
const D: u8 = Lane::D as u8;

/// The bytes 0 to 15.
const COUNT: u128 = 0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100;
/// The bytes 16 to 31.
const COUNT_ON: u128 = COUNT + (0x10 * ONES_B);
const ONES_B: u128 = u128::MAX / 0xff;

/// An operation with `aux` and `imm` on vectors, and its result.
type Case = (Op, u8, i64, &'static [u128], u128);

const HALF: u8 = 4;
const ONE: u8 = 8;
/// Singles 1 and 2, low to high.
const S12: u128 = 0x4000_0000_3f80_0000;
/// Doubles 1 and 2.
const D12: u128 = 0x4000 << 112 | 0x3ff0 << 48;

/// Floats: `aux` is lane and span, `imm` small number, flag and number.
const FLOAT_CASES: &[Case] = &[
    (
        Op::VFAdd,
        S,
        0,
        &[S12 << 64 | S12, S12],
        0x4000_0000_3f80_0000_4080_0000_4000_0000,
    ),
    (
        Op::VFAdd,
        S | HALF,
        0,
        &[S12 << 64 | S12, S12],
        0x4080_0000_4000_0000,
    ),
    (Op::VFAdd, S | ONE, 0, &[S12, S12], 0x4000_0000),
    (Op::VFSub, D, 0, &[D12, D12], 0),
    (Op::VFMul, H, 0, &[0x4000_3c00, 0x4000_3c00], 0x4400_3c00),
    (Op::VFMulX, S | ONE, 0, &[0xff80_0000, 0], 0xc000_0000),
    (Op::VFDiv, D | ONE, 0, &[D12, D12], 0x3ff0 << 48),
    (
        Op::VFMulAdd,
        S | HALF,
        0,
        &[S12, S12, S12],
        0x40c0_0000_4000_0000,
    ),
    (
        Op::VFMulAdd,
        S | HALF,
        8,
        &[S12, S12, S12],
        0xc000_0000_0000_0000,
    ),
    (
        Op::VFMin,
        S | HALF,
        1,
        &[S12, 0x3f80_0000_4000_0000],
        0x3f80_0000_3f80_0000,
    ),
    (
        Op::VFMax,
        S | HALF,
        2,
        &[S12, 0x7fc0_0000_4000_0000],
        0x4000_0000_4000_0000,
    ),
    (Op::VFSqrt, S | ONE, 0, &[0x4080_0000], 0x4000_0000),
    (Op::VFCmp, S | HALF, 0, &[S12, 0x3f80_0000], 0xffff_ffff),
    (
        Op::VFCmp,
        S | HALF,
        1,
        &[0x3f80_0000, S12],
        0xffff_ffff << 32,
    ),
    (
        Op::VFRound,
        S | HALF,
        2,
        &[0xbfc0_0000_3fc0_0000],
        0xbf80_0000_3f80_0000,
    ),
    (
        Op::VFRound,
        S | ONE,
        2 | 8 | 32 << 4,
        &[0x7fc0_0000],
        0xcf00_0000,
    ),
    (Op::VFToInt, S | HALF, 2 | 8, &[0xbf80_0000_4040_0000], 3),
    (Op::VFToInt, S | ONE, 2 | 1 << 4, &[0x3fc0_0000], 3),
    (
        Op::VFFromInt,
        S | HALF,
        0,
        &[0xffff_ffff_0000_0001],
        0xbf80_0000_3f80_0000,
    ),
    (
        Op::VFFromInt,
        S | ONE,
        8 | 32 << 4,
        &[0x8000_0000],
        0x3f00_0000,
    ),
    (Op::VFWiden, S, 0, &[S12], D12),
    (Op::VFWiden, H, 8, &[0x4000_3c00 << 64], S12),
    (Op::VFNarrow, D, 0, &[D12], S12),
    (
        Op::VFNarrow,
        D | ONE,
        1,
        &[0x3ff0_0000_0000_0001],
        0x3f80_0001,
    ),
    (Op::VFNarrow, S, 2, &[S12], 0x4000_3f80),
    (Op::VFEstimate, S | ONE, 0, &[0x3f80_0000], 0x3f7f_8000),
    (
        Op::VFEstimate,
        S | HALF,
        3,
        &[0x8000_0000_0000_0000],
        0xff80_0000_ffff_ffff,
    ),
    (
        Op::VFMulAddWide,
        S | HALF,
        0,
        &[0x4000_3c00, 0x4200_4000, S12],
        0x4100_0000_4040_0000,
    ),
    (
        Op::VFMulAddWide,
        S,
        8,
        &[0x3c00 << 48, 0x4000 << 48, 0x3f80_0000 << 96],
        0xbf80_0000 << 96,
    ),
    (Op::VFStep, S | HALF, 0, &[S12, S12], 0xc000_0000_3f80_0000),
    (Op::VFStep, S | HALF, 1, &[S12, S12], 0xbf00_0000_3f80_0000),
];

const CASES: &[Case] = &[
    (Op::VConst, 0, -1, &[], u64::MAX as u128),
    (Op::VConst, 1, 5, &[], 5 << 64 | 5),
    (Op::VAnd, 0, 0, &[0b1100, 0b1010], 0b1000),
    (Op::VOr, 0, 0, &[0b1100, 0b1010], 0b1110),
    (
        Op::VXor,
        0,
        0,
        &[0b1100 << 100, 0b1010 << 100],
        0b0110 << 100,
    ),
    (Op::VAndN, 0, 0, &[0b1100, 0b1010], 0b0100),
    (Op::VBsl, 0, 0, &[0xf0, 0x1234, 0xabcd], 0xab3d),
    (Op::VAdd, B, 0, &[0x01ff, 0x0101], 0x0200),
    (Op::VAdd, D, 0, &[u128::MAX, 1], (u64::MAX as u128) << 64),
    (Op::VSub, H, 0, &[0x1_0000, 1], 0x1_ffff),
    (Op::VMul, H, 0, &[0x0003_0101, 0x0005_0101], 0x000f_0201),
    (Op::VAddSat, B | SIGNED, 0, &[0x807f, 0xff01], 0x807f),
    (Op::VAddSat, D, 0, &[u64::MAX as u128, 1], u64::MAX as u128),
    (Op::VSubSat, S | SIGNED, 0, &[0x8000_0000, 1], 0x8000_0000),
    (Op::VSubSat, H, 0, &[0x0002_0001, 0x0001_0002], 0x0001_0000),
    (Op::VAvg, B, 0, &[0xff02, 0xff01], 0xff02),
    (Op::VMin, B | SIGNED, 0, &[0xff01, 0x0102], 0xff01),
    (Op::VMin, B, 0, &[0xff01, 0x0102], 0x0101),
    (Op::VMax, H, 0, &[0xffff_0001, 1], 0xffff_0001),
    (Op::VMax, S | SIGNED, 0, &[0xffff_ffff, 1], 1),
    (Op::VAbs, B, 0, &[0x0080_01ff], 0x0080_0101),
    (
        Op::VCmp,
        H | (Cond::Sgt as u8) << 2,
        0,
        &[0x0001_0001, 0xffff_0001],
        0xffff_0000,
    ),
    (
        Op::VCmp,
        D | (Cond::Ule as u8) << 2,
        0,
        &[1 << 64 | 5, 2 << 64 | 4],
        (u64::MAX as u128) << 64,
    ),
    (Op::VShl, B, 4, &[0x1234], 0x2040),
    (Op::VShr, H | SIGNED, 16, &[0x8000_7fff], 0xffff_0000),
    (Op::VShr, D, 64, &[u128::MAX], 0),
    (
        Op::VShiftBy,
        S | SIGNED,
        0,
        &[0x8000_0000_0000_0001, 0x0000_00ff_ffff_ff04],
        0xc000_0000_0000_0010,
    ),
    (Op::VShiftBy, D, 0, &[u128::MAX, 0x80 << 64 | 0x7f], 0),
    (Op::VMulL, B | SIGNED, 0, &[0xff02, 0x0203], 0xfffe_0006),
    (
        Op::VMulL,
        S | HIGH,
        0,
        &[0xffff_ffff << 64, 0xffff_ffff << 64],
        0xffff_fffe_0000_0001,
    ),
    (Op::VPMulL, B, 0, &[0x0503, 0x0303], 0x000f_0005),
    (Op::VWiden, B | SIGNED, 0, &[0x80_7f], 0xff80_007f),
    (
        Op::VWiden,
        H | HIGH,
        0,
        &[0x1234_8000 << 64],
        0x1234_0000_8000,
    ),
    (Op::VNarrow, H, 0, &[0x0102_0304], 0x0204),
    (
        Op::VNarrow,
        H | (Narrow::Signed as u8) << 2,
        0,
        &[0x8000_0080],
        0x807f,
    ),
    (
        Op::VNarrow,
        S | (Narrow::SignedToUnsigned as u8) << 2,
        0,
        &[0x0001_0000_ffff_ffff],
        0xffff_0000,
    ),
    (
        Op::VNarrow,
        D | (Narrow::Unsigned as u8) << 2,
        0,
        &[7 << 64 | 1 << 63],
        7 << 32 | 0xffff_ffff,
    ),
    (
        Op::VZip,
        H | HIGH,
        0,
        &[COUNT, COUNT_ON],
        0x1f1e_0f0e_1d1c_0d0c_1b1a_0b0a_1918_0908,
    ),
    (
        Op::VUzp,
        B,
        0,
        &[COUNT, COUNT_ON],
        0x1e1c_1a18_1614_1210_0e0c_0a08_0604_0200,
    ),
    (
        Op::VTrn,
        S | HIGH,
        0,
        &[COUNT, COUNT_ON],
        0x1f1e_1d1c_0f0e_0d0c_1716_1514_0706_0504,
    ),
    (
        Op::VExt,
        0,
        3,
        &[COUNT, COUNT_ON],
        0x1211_100f_0e0d_0c0b_0a09_0807_0605_0403,
    ),
    (
        Op::VRev,
        H,
        8,
        &[COUNT],
        0x0908_0b0a_0d0c_0f0e_0100_0302_0504_0706,
    ),
    (
        Op::VTbl,
        0,
        0,
        &[COUNT_ON, 0x10ff_0f03],
        0x1f13 | 0x1010_1010_1010_1010_1010_1010 << 32,
    ),
    (Op::VDupLane, H, 3, &[COUNT], 0x0706 * (u128::MAX / 0xffff)),
    (Op::VLow, B, 0, &[COUNT_ON], 0x10),
    (Op::VPopCnt, B, 0, &[0x00ff_01f0], 0x0008_0104),
    (Op::VBitRev, B, 0, &[0x0001_800f], 0x0080_01f0),
    (Op::VClz, H, 0, &[0xffff_0001], 0x000f | CLZ_REST),
];

/// Six lanes of 16 bits without ones, above two others.
const CLZ_REST: u128 = 0x0010_0010_0010_0010_0010_0010 << 32;

fn run(op: Inst, vectors: &[u128], integers: &[(Type, u64)]) -> (u64, u128) {
    let mut asm = Asm::new();
    let mut operands: Vec<Value> = Vec::new();
    // Constants of two halves, by operations that have cases of their own.
    for &v in vectors {
        let half =
            |asm: &mut Asm, bits: u64| asm.push(inst(Op::VConst, Type::V128, 0, bits as i64), &[]);
        let (low, high) = (half(&mut asm, v as u64), half(&mut asm, (v >> 64) as u64));
        operands.push(asm.push(inst(Op::VZip, Type::V128, D, 0), &[low, high]));
    }
    for &(ty, bits) in integers {
        operands.push(asm.constant(ty, bits));
    }
    let result = asm.push(op, &operands);
    let mut machine = Machine::new();
    machine.run(&asm.block);
    machine.result(result)
}

#[test]
fn operations_on_vectors() {
    for &(op, aux, imm, operands, expected) in CASES.iter().chain(FLOAT_CASES) {
        let (_, found) = run(inst(op, Type::V128, aux, imm), operands, &[]);
        let name = op.name();
        assert_eq!(
            found, expected,
            "{name} {aux} {imm} {operands:x?}: {found:x}, expected {expected:x}"
        );
    }
}

/// Operations with integers.
const OTHERS: [Op; 4] = [Op::VDup, Op::VFromInt, Op::VGetLane, Op::VSetLane];

#[test]
fn lanes_and_integers() {
    let word = (Type::I32, 0xffff_fff8);
    let (_, dup) = run(inst(Op::VDup, Type::V128, B, 0), &[], &[word]);
    assert_eq!(dup, 0xf8 * ONES_B);
    let (_, from_int) = run(inst(Op::VFromInt, Type::V128, S, 0), &[], &[word]);
    assert_eq!(from_int, 0xffff_fff8);
    let (_, set) = run(inst(Op::VSetLane, Type::V128, H, 7), &[COUNT], &[word]);
    assert_eq!(set, COUNT & u128::MAX >> 16 | 0xfff8 << 112);
    for (ty, aux, imm, expected) in [
        (Type::I32, B, 15, 0x8f),
        (Type::I32, B | SIGNED, 15, 0xffff_ff8f),
        (Type::I64, H | SIGNED, 7, 0xffff_ffff_ffff_8f0e),
        (Type::I64, S, 3, 0x8f0e_0d0c),
        (Type::I64, D, 0, 0x0706_0504_0302_0100),
    ] {
        let (found, _) = run(inst(Op::VGetLane, ty, aux, imm), &[COUNT | 1 << 127], &[]);
        assert_eq!(found, expected, "{aux} {imm}");
    }
}

/// True if a test here covers `op`.
pub fn tested(op: Op) -> bool {
    OTHERS.contains(&op) || CASES.iter().chain(FLOAT_CASES).any(|case| case.0 == op)
}
