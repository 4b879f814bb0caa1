//! Every operation by itself. Expected values are worked out by hand from the operation's row.

use std::sync::LazyLock;

use guest_mem::{AddressSpace, MapRequest, PAGE_SIZE, Prot, access};
use ir::{
    Block, Cond, ExitKind, FCond, Fence, Helper, Inst, MemKind, MinMax, NanMode, Op, Reg, RegFile,
    RegInfo, Rmw, Round, Terminal, Trap, Type, Value, Width,
};

use crate::{Exit, Guest, Interp};

const I32: Type = Type::I32;
const I64: Type = Type::I64;
const F16: Type = Type::F16;
const F32: Type = Type::F32;
const F64: Type = Type::F64;

const fn reg(name: &'static str, ty: Type, offset: u16) -> RegInfo {
    RegInfo { name, ty, offset }
}

static REGS: RegFile = REGS_BASE;

const REGS_BASE: RegFile = RegFile {
    isa: "test",
    regs: &[
        reg("x0", I64, 0),
        reg("w1", I32, 8),
        reg("v2", Type::V128, 16),
        reg("v3", Type::V128, 32),
    ],
    hot_gprs: &[],
    hot_fprs: &[],
    pc_offset: 48,
    frm_offset: 56,
    fflags_offset: 60,
    state_size: 64,
    nan_mode: NanMode::Canonical,
    fp_mode_offset: None,
    tiny_before_rounding: false,
    pc_align_shift: 1,
};

const ARM_REGS_BASE: RegFile = RegFile {
    nan_mode: NanMode::ArmPropagate,
    tiny_before_rounding: true,
    ..REGS_BASE
};

static ARM_REGS: RegFile = ARM_REGS_BASE;

extern "C" fn weigh(a: u64, b: u64, c: u64, d: u64) -> u64 {
    a + 10 * b + 100 * c + 1000 * d
}

static HELPERS: [Helper; 1] = [Helper {
    name: "weigh",
    args: 4,
    pure_: true,
    func: weigh,
}];

/// A guest thread with its interpreter.
pub(crate) struct Machine {
    interp: Interp,
    state: [u8; 64],
    regs: &'static RegFile,
}

impl Machine {
    pub(crate) fn new() -> Machine {
        Machine {
            interp: Interp::new(),
            state: [0; 64],
            regs: &REGS,
        }
    }

    fn guest(&mut self) -> Guest<'_> {
        Guest {
            regs: self.regs,
            helpers: &HELPERS,
            state: &mut self.state,
        }
    }

    /// Result `v` of the block run last, as integer and as vector.
    pub(crate) fn result(&self, v: Value) -> (u64, u128) {
        (self.interp.values[v.index()], self.interp.wide[v.index()])
    }

    pub(crate) fn run(&mut self, block: &Block) -> Exit {
        let mut guest = Guest {
            regs: self.regs,
            helpers: &HELPERS,
            state: &mut self.state,
        };
        self.interp.run(block, &mut guest)
    }

    fn fflags(&mut self) -> u32 {
        self.guest().read_u32(REGS.fflags_offset)
    }

    fn set_frm(&mut self, frm: u32) {
        self.guest().write_u32(REGS.frm_offset, frm);
    }

    /// The result of one operation on constants.
    fn value_of(&mut self, op: Inst, operands: &[(Type, u64)]) -> Result<u64, Exit> {
        let mut asm = Asm::new();
        let operands: Vec<Value> = operands
            .iter()
            .map(|&(ty, bits)| asm.constant(ty, bits))
            .collect();
        let result = asm.push(op, &operands);
        match self.run(&asm.block) {
            Exit::Kind(ExitKind::Syscall) => Ok(self.interp.values[result.index()]),
            exit => Err(exit),
        }
    }
}

/// A block under construction. It ends with a system call at 0x1004.
pub(crate) struct Asm {
    pub(crate) block: Block,
}

impl Asm {
    pub(crate) fn new() -> Asm {
        let mut block = Block::default();
        block.clear(0x1000);
        block.terminal = Terminal::Exit {
            kind: ExitKind::Syscall,
            pc: 0x1004,
        };
        let mut asm = Asm { block };
        asm.push(inst(Op::InsnStart, Type::Void, 4, 0x1000), &[]);
        asm
    }

    pub(crate) fn push(&mut self, mut inst: Inst, operands: &[Value]) -> Value {
        if inst.op.has_extra() {
            inst.args[0] = Value(self.block.extra.len() as u32);
            inst.args[1] = Value(operands.len() as u32);
            self.block.extra.extend_from_slice(operands);
        } else {
            assert_eq!(operands.len(), inst.op.arity(), "{}", inst.op.name());
            inst.args[..operands.len()].copy_from_slice(operands);
        }
        self.block.insts.push(inst);
        Value(self.block.insts.len() as u32 - 1)
    }

    pub(crate) fn constant(&mut self, ty: Type, bits: u64) -> Value {
        let op = if ty.is_float() {
            Op::FConst
        } else {
            Op::IConst
        };
        self.push(inst(op, ty, 0, bits as i64), &[])
    }
}

pub(crate) fn inst(op: Op, ty: Type, aux: u8, imm: i64) -> Inst {
    Inst {
        op,
        ty,
        aux,
        args: [Value::NONE; 3],
        imm,
    }
}

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

const NAN32: u64 = 0x7fc0_0000;
const NAN64: u64 = 0x7ff8 << 48;
const SIGNALING32: u64 = 0x7f80_0001;
const ONE16: u64 = 0x3c00;
const ONE32: u64 = 0x3f80_0000;
const ONE64: u64 = 0x3ff0 << 48;
const MINUS64: u64 = 1 << 63;

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

/// Operations that the tests below exercise one by one.
const OTHER_TESTS: &[Op] = &[
    Op::InsnStart,
    Op::IConst,
    Op::FConst,
    Op::GetReg,
    Op::SetReg,
    Op::ICmp,
    Op::Select,
    Op::FlagsAdd,
    Op::FlagsSub,
    Op::FlagsAdc,
    Op::FlagsLogic,
    Op::FlagsFCmp,
    Op::FlagsFromBits,
    Op::FlagsBits,
    Op::FlagTest,
    Op::FMin,
    Op::FMax,
    Op::FCmp,
    Op::FRound,
    Op::FFlagsGet,
    Op::FFlagsSet,
    Op::FrmSet,
    Op::FFromV,
    Op::VFromF,
    Op::Load,
    Op::Store,
    Op::MemMove,
    Op::MemFill,
    Op::AtomicRmw,
    Op::AtomicCas,
    Op::AtomicCas128,
    Op::AtomicCas128Hi,
    Op::LoadExclusive,
    Op::StoreExclusive,
    Op::LoadExclusive128,
    Op::LoadExclusive128Hi,
    Op::StoreExclusive128,
    Op::ClearExclusive,
    Op::Fence,
    Op::TrapIf,
    Op::CallHelper,
];

#[test]
fn every_operation_has_a_test() {
    for op in Op::ALL {
        let tested = INTEGER_CASES
            .iter()
            .chain(FLOAT_CASES)
            .any(|case| case.0 == *op)
            || CONVERSION_CASES.iter().any(|case| case.0 == *op)
            || crate::vector_tests::tested(*op)
            || OTHER_TESTS.contains(op)
            || crate::crypto_tests::TESTED.contains(op);
        assert!(tested, "{} has no test", op.name());
    }
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

/// N, Z, C, V in bits 3..0 of an operation that makes flags.
fn nzcv(op: Inst, operands: &[(Type, u64)]) -> u64 {
    let flags = Machine::new().value_of(op, operands).expect("flags");
    ir::nzcv::to_bits(flags) >> 28
}

#[test]
fn flags_of_integers() {
    const MIN32: u64 = 1 << 31;
    const MIN64: u64 = 1 << 63;
    let cases = [
        (Op::FlagsAdd, I32, u32::MAX as u64, 1, 0, 0b0110),
        (Op::FlagsAdd, I32, MIN32 - 1, 1, 0, 0b1001),
        (Op::FlagsAdd, I64, u64::MAX, 1, 0, 0b0110),
        (Op::FlagsAdd, I64, MIN64, MIN64, 0, 0b0111),
        (Op::FlagsSub, I32, 0, 0, 0, 0b0110),
        (Op::FlagsSub, I32, 1, 2, 0, 0b1000),
        (Op::FlagsSub, I64, MIN64, 1, 0, 0b0011),
        (Op::FlagsSub, I64, 2, 1, 0, 0b0010),
        (Op::FlagsAdc, I32, u32::MAX as u64, 0, 1, 0b0110),
        (Op::FlagsAdc, I64, 5, !5, 0, 0b1000),
        (Op::FlagsAdc, I64, 5, !5, 1, 0b0110),
    ];
    for (op, ty, a, b, carry, expected) in cases {
        let operands = [(ty, a), (ty, b), (I64, carry)];
        let found = nzcv(inst(op, ty, 0, 0), &operands[..op.arity()]);
        assert_eq!(found, expected, "{op:?} {a:#x} {b:#x} {carry}");
    }
    for (ty, a, expected) in [(I32, 0, 0b0100), (I32, MIN32, 0b1000), (I64, MIN32, 0)] {
        let found = nzcv(inst(Op::FlagsLogic, ty, 0, 0), &[(ty, a)]);
        assert_eq!(found, expected, "{a:#x}");
    }
}

#[test]
fn flags_of_floats_and_bits() {
    let cases = [
        (ONE32, NAN32, 0b0011),
        (ONE32, ONE32, 0b0110),
        (0, ONE32, 0b1000),
        (ONE32, 0, 0b0010),
    ];
    for (a, b, expected) in cases {
        let op = inst(Op::FlagsFCmp, F32, 0, 0);
        assert_eq!(nzcv(op, &[(F32, a), (F32, b)]), expected, "{a:#x} {b:#x}");
    }
    for (signaling, invalid) in [(0, 0), (1, 16)] {
        let mut machine = Machine::new();
        let op = inst(Op::FlagsFCmp, F32, 0, signaling);
        machine
            .value_of(op, &[(F32, ONE32), (F32, NAN32)])
            .expect("flags");
        assert_eq!(machine.fflags(), invalid);
    }
    let mut asm = Asm::new();
    let bits = asm.constant(I64, 0xafff_ffff);
    let flags = asm.push(inst(Op::FlagsFromBits, Type::Flags, 0, 0), &[bits]);
    let back = asm.push(inst(Op::FlagsBits, I64, 0, 0), &[flags]);
    let carry = asm.push(inst(Op::FlagTest, I64, ir::FlagCond::Cs as u8, 0), &[flags]);
    let zero = asm.push(inst(Op::FlagTest, I64, ir::FlagCond::Eq as u8, 0), &[flags]);
    let mut machine = Machine::new();
    machine.run(&asm.block);
    let value = |v: Value| machine.interp.values[v.index()];
    assert_eq!(
        (value(back), value(carry), value(zero)),
        (0xa000_0000, 1, 0)
    );
}

#[test]
fn float_conditions_and_flags() {
    let cases = [
        (FCond::Eq, ONE32, ONE32, 1, 0),
        (FCond::Eq, ONE32, NAN32, 0, 0),
        (FCond::Eq, ONE32, SIGNALING32, 0, 16),
        (FCond::Lt, 0, ONE32, 1, 0),
        (FCond::Lt, NAN32, ONE32, 0, 16),
        (FCond::Le, 0, 1 << 31, 1, 0),
        (FCond::Le, NAN32, ONE32, 0, 16),
        (FCond::LtQuiet, 1, 0, 0, 0),
        (FCond::LtQuiet, NAN32, ONE32, 0, 0),
        (FCond::LeQuiet, ONE32, ONE32, 1, 0),
        (FCond::LeQuiet, NAN32, SIGNALING32, 0, 16),
    ];
    for (cond, a, b, expected, flags) in cases {
        let mut machine = Machine::new();
        let fcmp = inst(Op::FCmp, F32, cond as u8, 0);
        assert_eq!(
            machine.value_of(fcmp, &[(F32, a), (F32, b)]),
            Ok(expected),
            "{}",
            cond.name()
        );
        assert_eq!(machine.fflags(), flags, "{}", cond.name());
    }
}

#[test]
fn minimum_and_maximum_follow_their_rule() {
    let cases = [
        (Op::FMin, MinMax::Number, 0, 1 << 31, 1 << 31, 0),
        (Op::FMax, MinMax::Number, 0, 1 << 31, 0, 0),
        (Op::FMin, MinMax::Number, NAN32, ONE32, ONE32, 0),
        (Op::FMax, MinMax::Number, SIGNALING32, ONE32, ONE32, 16),
        (Op::FMin, MinMax::Propagate, NAN32, ONE32, NAN32, 0),
        (Op::FMax, MinMax::Propagate, ONE32, SIGNALING32, NAN32, 16),
    ];
    for (op, rule, a, b, expected, flags) in cases {
        let mut machine = Machine::new();
        let result = machine.value_of(inst(op, F32, rule as u8, 0), &[(F32, a), (F32, b)]);
        assert_eq!(
            (result, machine.fflags()),
            (Ok(expected), flags),
            "{} {a:x}",
            op.name()
        );
    }
}

#[test]
fn rounding_modes_static_and_dynamic() {
    // -2.5 to an integral value, by mode in the order of frm.
    let rounded = [-2f64, -2.0, -3.0, -2.0, -3.0];
    let modes = [Round::Rne, Round::Rtz, Round::Rdn, Round::Rup, Round::Rmm];
    for (frm, (mode, expected)) in modes.into_iter().zip(rounded).enumerate() {
        let operand = [(F64, (-2.5f64).to_bits())];
        for (round, signal) in [(mode, 0), (mode, 1), (Round::Dyn, 1)] {
            let mut machine = Machine::new();
            machine.set_frm(frm as u32);
            let result = machine.value_of(inst(Op::FRound, F64, round as u8, signal), &operand);
            assert_eq!(result, Ok(expected.to_bits()), "{}", round.name());
            assert_eq!(machine.fflags(), signal as u32);
        }
    }
    for reserved in [5, 6, 7, 256] {
        let mut machine = Machine::new();
        machine.set_frm(reserved);
        let add = inst(Op::FAdd, F64, Round::Dyn as u8, 0);
        let result = machine.value_of(add, &[(F64, ONE64), (F64, ONE64)]);
        assert_eq!(result, Err(Exit::Kind(ExitKind::Illegal)));
        assert_eq!(machine.guest().pc(), 0x1000);
    }
}

#[test]
fn float_flags_accumulate() {
    let mut machine = Machine::new();
    let set = inst(Op::FFlagsSet, I64, 0, 0);
    assert_eq!(machine.value_of(set, &[(I64, 0xffe2)]), Ok(0));
    let div = inst(Op::FDiv, F64, Round::Rne as u8, 0);
    assert_eq!(
        machine.value_of(div, &[(F64, ONE64), (F64, 0)]),
        Ok(0x7ff0 << 48)
    );
    assert_eq!(
        machine.value_of(inst(Op::FFlagsGet, I64, 0, 0), &[]),
        Ok(0b01010)
    );
    machine
        .value_of(inst(Op::FrmSet, I64, 0, 0), &[(I64, 4)])
        .expect("FrmSet stays in the block");
    assert_eq!(machine.guest().read_u32(REGS.frm_offset), 4);
}

#[test]
fn nans_follow_the_guest() {
    let payload = NAN64 | 5;
    for (regs, sum, int) in [(&REGS, NAN64, i64::MAX as u64), (&ARM_REGS, payload, 0)] {
        let mut machine = Machine {
            regs,
            ..Machine::new()
        };
        let add = inst(Op::FAdd, F64, Round::Rne as u8, 0);
        assert_eq!(
            machine.value_of(add, &[(F64, ONE64), (F64, payload)]),
            Ok(sum)
        );
        let to_int = inst(Op::FToSI, I64, Round::Rtz as u8, F64 as i64);
        assert_eq!(machine.value_of(to_int, &[(F64, payload)]), Ok(int));
    }
}

#[test]
fn registers_of_each_width() {
    let mut machine = Machine::new();
    machine.state = std::array::from_fn(|i| i as u8);
    let mut asm = Asm::new();
    let long = asm.push(inst(Op::GetReg, I64, 0, 0), &[]);
    let word = asm.push(inst(Op::GetReg, I32, 0, 1), &[]);
    let vector = asm.push(inst(Op::GetReg, Type::V128, 0, 2), &[]);
    let other = asm.push(inst(Op::GetReg, Type::V128, 0, 3), &[]);
    let zero = asm.constant(I64, 0);
    let chosen = asm.push(inst(Op::Select, Type::V128, 0, 0), &[zero, vector, other]);
    asm.push(inst(Op::SetReg, Type::V128, 0, 2), &[chosen]);
    let wide_word = asm.push(inst(Op::SExt32, I64, 0, 0), &[word]);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[wide_word]);
    let narrow_long = asm.push(inst(Op::Trunc, I32, 0, 0), &[long]);
    asm.push(inst(Op::SetReg, I32, 0, 1), &[narrow_long]);
    asm.block.terminal = Terminal::JumpInd { target: long };
    assert_eq!(machine.run(&asm.block), Exit::Kind(ExitKind::Lookup));
    let expected: [u8; 56] = std::array::from_fn(|i| match i {
        0..4 => i as u8 + 8,
        4..8 => 0,
        8..12 => i as u8 - 8,
        16..32 => i as u8 + 16,
        48..56 => i as u8 - 48,
        _ => i as u8,
    });
    assert_eq!(machine.state[..56], expected);
    assert_eq!(
        machine.guest().pc(),
        u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7])
    );
    assert_eq!(Reg(2).index(), 2);
}

/// Guest memory of a test: two words next to each other at the start of a page of their own.
struct Memory(u64);

impl Memory {
    fn new(low: u64, high: u64) -> Memory {
        static SPACE: LazyLock<AddressSpace> = LazyLock::new(AddressSpace::new);
        let page = MapRequest {
            addr: 0,
            len: PAGE_SIZE,
            prot: Prot(Prot::READ.0 | Prot::WRITE.0),
            flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            fd: -1,
            offset: 0,
        };
        let memory = Memory(SPACE.map(page).expect("the window has room"));
        memory.set_low(low);
        access::store(memory.addr() + 8, 8, high).expect("the page is writable");
        memory
    }

    fn addr(&self) -> u64 {
        self.0
    }

    fn set_low(&self, low: u64) {
        access::store(self.addr(), 8, low).expect("the page is writable");
    }

    fn words(&self) -> (u64, u64) {
        let word = |offset| access::load(self.addr() + offset, 8).expect("the page is readable");
        (word(0), word(8))
    }
}

/// `Inst::aux` of an access.
fn mem_aux(kind: MemKind) -> u8 {
    kind.width as u8 | u8::from(kind.signed) << 7
}

#[test]
fn loads_extend_to_their_type() {
    let memory = Memory::new(0x8877_6655_c433_8281, 0);
    let cases = [
        (I64, MemKind::u(Width::B1), 0, 0x81),
        (I64, MemKind::s(Width::B1), 0, 0xffff_ffff_ffff_ff81),
        (I32, MemKind::s(Width::B1), 1, 0xffff_ff82),
        (I64, MemKind::s(Width::B2), 0, 0xffff_ffff_ffff_8281),
        (I32, MemKind::u(Width::B2), 1, 0x3382),
        (I64, MemKind::s(Width::B4), 0, 0xffff_ffff_c433_8281),
        (I32, MemKind::s(Width::B4), 0, 0xc433_8281),
        (I64, MemKind::u(Width::B8), 1, 0x0088_7766_55c4_3382),
        (F16, MemKind::u(Width::B2), 6, 0x8877),
        (F32, MemKind::u(Width::B4), 4, 0x8877_6655),
        (F64, MemKind::u(Width::B8), 0, 0x8877_6655_c433_8281),
    ];
    for (ty, kind, offset, expected) in cases {
        // The displacement is signed.
        let load = inst(Op::Load, ty, mem_aux(kind), offset - 16);
        let result = Machine::new().value_of(load, &[(I64, memory.addr() + 16)]);
        assert_eq!(result, Ok(expected), "{} {kind:?}", ty.name());
    }
}

#[test]
fn stores_write_their_width() {
    for (ty, width, expected) in [
        (I64, Width::B1, 0x11ff_ffff_ffff_ffff),
        (I32, Width::B2, 0x2211_ffff_ffff_ffff),
        (F32, Width::B4, 0x4433_2211_ffff_ffff),
        (I64, Width::B8, 0x4433_2211_ffff_ffff),
    ] {
        let memory = Memory::new(u64::MAX, 0);
        let offset = 8 - i64::from(width.bytes().min(4));
        let store = inst(Op::Store, ty, mem_aux(MemKind::u(width)), offset);
        let operands = [(I64, memory.addr()), (ty, 0x4433_2211)];
        Machine::new()
            .value_of(store, &operands)
            .expect("the store succeeds");
        assert_eq!(memory.words(), (expected, 0), "{width:?}");
    }
}

#[test]
fn vectors_go_through_memory() {
    let memory = Memory::new(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
    let copy = Memory::new(0, 0);
    let mut asm = Asm::new();
    let (from, to) = (
        asm.constant(I64, memory.addr()),
        asm.constant(I64, copy.addr()),
    );
    let kind = mem_aux(MemKind::u(Width::B16));
    let value = asm.push(inst(Op::Load, Type::V128, kind, 0), &[from]);
    asm.push(inst(Op::Store, Type::V128, kind, 0), &[to, value]);
    Machine::new().run(&asm.block);
    assert_eq!(copy.words(), memory.words());
}

#[test]
fn bytes_move_and_are_filled_from_either_end() {
    let cases = [
        // to, from (as distances), count, low and high word after
        (16, 8, -8, 0x0706_0504_0302_0100, 0x0706_0504_0302_0100),
        (8, 7, -3, 0x0605_0404_0302_0100, 0),
        (0, 8, 2, 0x0706_0504_0302_0908, 0),
        (1, 0, 7, 0x0605_0403_0201_0000, 0),
        (4, 4, 0, 0x0706_0504_0302_0100, 0),
    ];
    let high = 0x0f0e_0d0c_0b0a_0908;
    for (to, from, count, low_after, high_after) in cases {
        let memory = Memory::new(0x0706_0504_0302_0100, high);
        let (to, from) = (memory.addr() + to, memory.addr() + from);
        let operands = [(I64, to), (I64, from), (I64, count as u64)];
        let left = Machine::new().value_of(inst(Op::MemMove, I64, 0, 0), &operands);
        assert_eq!(left.ok(), Some(0));
        let high_after = if high_after == 0 { high } else { high_after };
        assert_eq!(memory.words(), (low_after, high_after), "{count}");
    }
    let memory = Memory::new(0, 0);
    let operands = [
        (I64, memory.addr() + 4),
        (I64, 0x1_23ab),
        (I64, -3i64 as u64),
    ];
    let left = Machine::new().value_of(inst(Op::MemFill, I64, 0, 0), &operands);
    assert_eq!((left.ok(), memory.words()), (Some(0), (0xabab_ab00, 0)));
}

#[test]
fn read_modify_write_by_operation_and_width() {
    // Old byte 0x80 (-128), operand 1; the bytes above must stay.
    let cases = [
        (Rmw::Swap, 0x01),
        (Rmw::Add, 0x81),
        (Rmw::And, 0x00),
        (Rmw::Or, 0x81),
        (Rmw::Xor, 0x81),
        (Rmw::Smin, 0x80),
        (Rmw::Smax, 0x01),
        (Rmw::Umin, 0x01),
        (Rmw::Umax, 0x80),
    ];
    for (op, new) in cases {
        for width in [Width::B1, Width::B2, Width::B4, Width::B8] {
            let shift = width.bytes() * 8 - 8;
            let memory = Memory::new(u64::MAX, 7);
            let old = 0x80u64 << shift;
            let others = (u64::MAX << shift) << 8;
            memory.set_low(others | old);
            let rmw = inst(Op::AtomicRmw, I64, op as u8, width as i64);
            let operands = [(I64, memory.addr()), (I64, 1 << shift)];
            let result = Machine::new().value_of(rmw, &operands);
            assert_eq!(
                result,
                Ok(others | old),
                "{} {width:?}: sign-extended",
                op.name()
            );
            assert_eq!(
                memory.words(),
                (others | new << shift, 7),
                "{} {width:?}",
                op.name()
            );
        }
    }
}

#[test]
fn compare_and_swap_at_its_width() {
    for (expected, stored) in [(0xaaaa_aa80u64, true), (0xaaaa_aa81, false)] {
        let memory = Memory::new(0x1122_3344_5566_7780, 0);
        let cas = inst(Op::AtomicCas, I32, Width::B1 as u8, 0);
        let operands = [(I64, memory.addr()), (I32, expected), (I32, 0xbbbb_bb05)];
        assert_eq!(Machine::new().value_of(cas, &operands), Ok(0xffff_ff80));
        let low = if stored { 0x05 } else { 0x80 };
        assert_eq!(memory.words().0, 0x1122_3344_5566_7700 | low);
    }
}

#[test]
fn compare_and_swap_of_sixteen_bytes() {
    for (high, after) in [(2, (3, 4)), (9, (1, 2))] {
        let memory = Memory::new(1, 2);
        let mut asm = Asm::new();
        let operands = [memory.addr(), 1, high, 3, 4].map(|bits| asm.constant(I64, bits));
        let low = asm.push(inst(Op::AtomicCas128, I64, 0, 0), &operands);
        let hi = asm.push(inst(Op::AtomicCas128Hi, I64, 0, 0), &[]);
        let mut machine = Machine::new();
        machine.run(&asm.block);
        let values = &machine.interp.values;
        assert_eq!((values[low.index()], values[hi.index()]), (1, 2));
        assert_eq!(memory.words(), after);
    }
}

#[test]
fn exclusives_pair_up() {
    let memory = Memory::new(0x8000_0000, 0);
    let addr = (I64, memory.addr());
    let mut machine = Machine::new();
    let load = inst(Op::LoadExclusive, I64, Width::B4 as u8, 0);
    let store = inst(Op::StoreExclusive, I64, Width::B4 as u8, 0);
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 5)]),
        Ok(1),
        "no reservation"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(0xffff_ffff_8000_0000));
    assert_eq!(machine.value_of(store, &[addr, (I64, 5)]), Ok(0));
    assert_eq!(memory.words(), (5, 0));
    assert_eq!(machine.value_of(store, &[addr, (I64, 6)]), Ok(1), "used up");
    assert_eq!(machine.value_of(load, &[addr]), Ok(5));
    memory.set_low(7);
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 6)]),
        Ok(1),
        "overwritten"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    let elsewhere = (I64, memory.addr() + 8);
    assert_eq!(
        machine.value_of(store, &[elsewhere, (I64, 6)]),
        Ok(1),
        "another address"
    );
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    let clear = inst(Op::ClearExclusive, Type::Void, 0, 0);
    assert_eq!(machine.value_of(clear, &[]), Ok(0));
    assert_eq!(machine.value_of(store, &[addr, (I64, 6)]), Ok(1), "cleared");
    assert_eq!(machine.value_of(load, &[addr]), Ok(7));
    machine.interp.clear_reservation();
    assert_eq!(
        machine.value_of(store, &[addr, (I64, 6)]),
        Ok(1),
        "given up"
    );
    assert_eq!(memory.words(), (7, 0));
}

#[test]
fn exclusives_of_sixteen_bytes() {
    let memory = Memory::new(1, 2);
    let mut asm = Asm::new();
    let [addr, five, six] = [memory.addr(), 5, 6].map(|bits| asm.constant(I64, bits));
    let op = |op| inst(op, I64, 0, 0);
    let low = asm.push(op(Op::LoadExclusive128), &[addr]);
    let high = asm.push(op(Op::LoadExclusive128Hi), &[]);
    let stored = asm.push(op(Op::StoreExclusive128), &[addr, five, six]);
    let again = asm.push(op(Op::StoreExclusive128), &[addr, six, six]);
    let mut machine = Machine::new();
    machine.run(&asm.block);
    let results = [low, high, stored, again].map(|v| machine.interp.values[v.index()]);
    assert_eq!(results, [1, 2, 0, 1]);
    assert_eq!(memory.words(), (5, 6));
    let load = inst(Op::LoadExclusive128, I64, 0, 0);
    let store = inst(Op::StoreExclusive128, I64, 0, 0);
    let addr = (I64, memory.addr());
    assert_eq!(machine.value_of(load, &[addr]), Ok(5));
    memory.set_low(7);
    let operands = [addr, (I64, 8), (I64, 8)];
    assert_eq!(machine.value_of(store, &operands), Ok(1), "overwritten");
    assert_eq!(memory.words(), (7, 6));
}

#[test]
fn fences_have_no_result() {
    for kind in Fence::ALL {
        assert_eq!(
            Machine::new().value_of(inst(Op::Fence, Type::Void, *kind as u8, 0), &[]),
            Ok(0)
        );
    }
}

#[test]
fn traps_report_at_their_instruction() {
    for (trap, exit) in [
        (Trap::Misaligned, Exit::Misaligned(0x77)),
        (Trap::Illegal, Exit::Kind(ExitKind::Illegal)),
        (Trap::FlushCode, Exit::Kind(ExitKind::FlushCode)),
    ] {
        let trap = inst(Op::TrapIf, Type::Void, trap as u8, 0);
        let mut machine = Machine::new();
        assert_eq!(machine.value_of(trap, &[(I64, 0), (I64, 0x77)]), Ok(0));
        assert_eq!(machine.guest().pc(), 0x1004);
        assert_eq!(machine.value_of(trap, &[(I64, 1), (I64, 0x77)]), Err(exit));
        assert_eq!(machine.guest().pc(), 0x1000);
    }
}

#[test]
fn a_trap_keeps_the_state_of_earlier_instructions() {
    let mut asm = Asm::new();
    let one = asm.constant(I64, 1);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[one]);
    asm.push(inst(Op::InsnStart, Type::Void, 2, 0x1004), &[]);
    asm.push(
        inst(Op::TrapIf, Type::Void, Trap::Illegal as u8, 0),
        &[one, one],
    );
    let two = asm.constant(I64, 2);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[two]);
    let mut machine = Machine::new();
    assert_eq!(machine.run(&asm.block), Exit::Kind(ExitKind::Illegal));
    assert_eq!(
        (machine.guest().pc(), machine.guest().read_u64(0)),
        (0x1004, 1)
    );
}

#[test]
fn helpers_get_their_operands() {
    let call = inst(Op::CallHelper, I64, 0, 0);
    let operands = [(I64, 1), (I64, 2), (I64, 3), (I64, 4)];
    assert_eq!(Machine::new().value_of(call, &operands), Ok(4321));
    assert_eq!(Machine::new().value_of(call, &operands[..2]), Ok(21));
}

#[test]
fn terminals_set_pc() {
    let (taken, next, ret) = (0x2000, 0x1004, 0x1008);
    for cond in [0, 1] {
        let mut asm = Asm::new();
        let value = asm.constant(I64, cond);
        let after_branch = if cond == 1 { taken } else { next };
        for (terminal, pc, kind) in [
            (Terminal::Jump { target: taken }, taken, ExitKind::Lookup),
            (
                Terminal::Branch {
                    cond: value,
                    taken,
                    next,
                },
                after_branch,
                ExitKind::Lookup,
            ),
            (
                Terminal::Call { target: taken, ret },
                taken,
                ExitKind::Lookup,
            ),
            (
                Terminal::CallInd { target: value, ret },
                cond,
                ExitKind::Lookup,
            ),
            (Terminal::JumpInd { target: value }, cond, ExitKind::Lookup),
            (Terminal::Return { target: value }, cond, ExitKind::Lookup),
            (
                Terminal::Exit {
                    kind: ExitKind::Breakpoint,
                    pc: next,
                },
                next,
                ExitKind::Breakpoint,
            ),
        ] {
            asm.block.terminal = terminal;
            let mut machine = Machine::new();
            assert_eq!(machine.run(&asm.block), Exit::Kind(kind));
            assert_eq!(machine.guest().pc(), pc, "{terminal:?}");
        }
    }
}

/// A float read from the lowest lane of a vector register, and put into one.
#[test]
fn floats_in_vectors() {
    let mut machine = Machine::new();
    let mut asm = Asm::new();
    let vector = asm.push(inst(Op::GetReg, Type::V128, 0, 2), &[]);
    let float = asm.push(inst(Op::FFromV, F32, 0, 0), &[vector]);
    let again = asm.push(inst(Op::VFromF, Type::V128, 0, F32 as i64), &[float]);
    asm.push(inst(Op::SetReg, Type::V128, 0, 3), &[again]);
    machine.state[16..48].fill(0xff);
    machine.state[16..20].copy_from_slice(&(ONE32 as u32).to_le_bytes());
    machine.run(&asm.block);
    assert_eq!(machine.interp.values[float.index()], ONE32);
    assert_eq!(machine.state[32..48], u128::from(ONE32).to_le_bytes());
}

/// Modes that a guest switches on: default NaN, flushing to zero.
#[test]
fn float_modes() {
    static MODE_REGS: RegFile = RegFile {
        fp_mode_offset: Some(0),
        ..ARM_REGS_BASE
    };
    let sum = |mode: u32, a: u64, b: u64| {
        let mut machine = Machine::new();
        machine.regs = &MODE_REGS;
        machine.state[..4].copy_from_slice(&mode.to_ne_bytes());
        let fadd = inst(Op::FAdd, F32, Round::Rne as u8, 0);
        let bits = machine.value_of(fadd, &[(F32, a), (F32, b)]);
        (bits, machine.fflags())
    };
    let flags = |flags: u64| flags as u32;
    assert_eq!(sum(0, 0x7fc0_1234, ONE32), (Ok(0x7fc0_1234), 0));
    let default_nan = ir::fp_mode::DEFAULT_NAN;
    assert_eq!(sum(default_nan, 0x7fc0_1234, ONE32), (Ok(NAN32), 0));
    assert_eq!(sum(0, 1, 1), (Ok(2), 0));
    let id = flags(ir::fflags::ID);
    assert_eq!(sum(ir::fp_mode::FLUSH, 1, 1 << 31 | 1), (Ok(0), id));
    let uf = flags(ir::fflags::UF);
    let (a, b) = (0x0080_0001, 0x8080_0000);
    assert_eq!(sum(ir::fp_mode::FLUSH, a, b), (Ok(0), uf));
}
