//! Every operation by itself. Expected values are worked out by hand from the operation's row.

mod blocks;
mod crypto;
mod flags;
mod floats;
mod memory;
mod operations;
mod vector;

use ir::{Block, ExitKind, Helper, Inst, NanMode, Op, RegFile, RegInfo, Terminal, Type, Value};

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
    stale_code_offset: None,
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

const NAN32: u64 = 0x7fc0_0000;

const NAN64: u64 = 0x7ff8 << 48;

const SIGNALING32: u64 = 0x7f80_0001;

const ONE16: u64 = 0x3c00;

const ONE32: u64 = 0x3f80_0000;

const ONE64: u64 = 0x3ff0 << 48;

const MINUS64: u64 = 1 << 63;

#[test]
fn every_operation_has_a_test() {
    let listed = [
        blocks::TESTED,
        crypto::TESTED,
        flags::TESTED,
        floats::TESTED,
        memory::TESTED,
        operations::TESTED,
    ];
    for op in Op::ALL {
        let tested = operations::in_tables(*op)
            || vector::tested(*op)
            || listed.iter().any(|list| list.contains(op));
        assert!(tested, "{} has no test", op.name());
    }
}
