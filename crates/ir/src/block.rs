//! A block as flat arrays: no allocation per instruction, buffers reused from block to block.

use crate::ops::Op;
use crate::terminal::Terminal;
use crate::types::{
    Cond, DotKind, FCond, Fence, FlagCond, GuestAddr, Lane, MemKind, MinMax, Narrow, Rmw, Round,
    Sha1Fn, Span, Trap, Type, Width,
};

/// The result of the [`Inst`] with this index (SSA).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Value(pub u32);

impl Value {
    /// Placeholder for an operand that an operation does not have.
    pub const NONE: Value = Value(u32::MAX);

    /// Index into [`Block::insts`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation with its operands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Inst {
    /// What to do.
    pub op: Op,
    /// The type named T in the operation's row.
    pub ty: Type,
    /// Small attribute: Cond, FCond, Round, MemKind, Rmw, Width, Fence, MinMax, Trap, or a length.
    pub aux: u8,
    /// Operands; unused ones are [`Value::NONE`]. For operations with extra operands: `args[0]` = start and
    /// `args[1]` = count in [`Block::extra`], as plain numbers.
    pub args: [Value; 3],
    /// Constant, displacement, register index, operand type, helper index or pc.
    pub imm: i64,
}

/// By operation number: the type of results that do not have the operation's own type.
const RESULTS: [Option<Type>; Op::ALL.len()] = {
    let mut results = [None; Op::ALL.len()];
    let mut i = 0;
    while i < results.len() {
        results[i] = match Op::ALL[i] {
            Op::ICmp | Op::FCmp | Op::FClass => Some(Type::I64),
            Op::FlagsAdd | Op::FlagsSub | Op::FlagsAdc | Op::FlagsLogic | Op::FlagsFCmp => {
                Some(Type::Flags)
            }
            Op::InsnStart
            | Op::SetReg
            | Op::Store
            | Op::FFlagsSet
            | Op::FrmSet
            | Op::ClearExclusive
            | Op::Fence
            | Op::TrapIf => Some(Type::Void),
            _ => None,
        };
        i += 1;
    }
    results
};

impl Inst {
    /// Type of the value this operation defines (`Void` if none).
    #[inline]
    pub const fn result_type(&self) -> Type {
        match RESULTS[self.op as usize] {
            Some(ty) => ty,
            None => self.ty,
        }
    }

    /// For a SetReg of condition flags that are overwritten before anybody reads them in memory: the last operation of the block
    /// that works with their value. They need not be written if the block cannot be left before it.
    pub const fn needed_until(&self) -> Option<u32> {
        match self.op {
            Op::SetReg if self.aux == 1 => Some(self.args[1].0),
            _ => None,
        }
    }

    /// Says so of a SetReg.
    pub const fn set_needed_until(&mut self, last: u32) {
        self.aux = 1;
        self.args[1] = Value(last);
    }

    /// For a SetReg of condition flags, the last in its block, that only one way of its Branch needs: whether that is the way taken. They
    /// need not be written before, if the block cannot be left before its end.
    pub const fn needed_on_way(&self) -> Option<bool> {
        match self.op {
            Op::SetReg if self.aux >= 2 => Some(self.aux == 3),
            _ => None,
        }
    }

    /// Says so of a SetReg.
    pub const fn set_needed_on_way(&mut self, taken: bool) {
        self.aux = 2 + taken as u8;
    }

    /// `aux` of an ICmp.
    pub const fn cond(&self) -> Cond {
        Cond::from_u8(self.aux)
    }

    /// `aux` of a FlagTest.
    pub const fn flag_cond(&self) -> FlagCond {
        FlagCond::from_u8(self.aux)
    }

    /// `aux` of an FCmp.
    pub const fn fcond(&self) -> FCond {
        FCond::from_u8(self.aux)
    }

    /// `aux` of a rounding operation.
    pub const fn round(&self) -> Round {
        Round::from_u8(self.aux)
    }

    /// `aux` of FMin and FMax.
    pub const fn min_max(&self) -> MinMax {
        MinMax::from_u8(self.aux)
    }

    /// `aux` of Load and Store.
    pub const fn mem(&self) -> MemKind {
        MemKind::from_aux(self.aux)
    }

    /// `aux` of an AtomicRmw.
    pub const fn rmw(&self) -> Rmw {
        Rmw::from_u8(self.aux)
    }

    /// Access width of the atomic and exclusive operations.
    pub const fn width(&self) -> Width {
        match self.op {
            Op::AtomicRmw => Width::from_u8(self.imm as u8),
            _ => Width::from_u8(self.aux),
        }
    }

    /// `aux` of a Fence.
    pub const fn fence(&self) -> Fence {
        Fence::from_u8(self.aux)
    }

    /// `aux` of a TrapIf.
    pub const fn trap(&self) -> Trap {
        Trap::from_u8(self.aux)
    }

    /// Lanes of a vector operation.
    pub const fn lane(&self) -> Lane {
        Lane::from_u8(self.aux & 3)
    }

    /// Whether a vector operation takes its lanes as signed numbers.
    pub const fn is_signed(&self) -> bool {
        self.aux & 4 != 0
    }

    /// Whether a vector operation works on the high half (VUzp and VTrn: the odd lanes).
    pub const fn is_high(&self) -> bool {
        self.aux & 8 != 0
    }

    /// Condition of a VCmp.
    pub const fn lane_cond(&self) -> Cond {
        Cond::from_u8(self.aux >> 2)
    }

    /// Kind of a VNarrow.
    pub const fn narrow(&self) -> Narrow {
        Narrow::from_u8(self.aux >> 2)
    }

    /// `aux` of an operation on floats in vectors.
    pub const fn span(&self) -> Span {
        Span::from_u8(self.aux >> 2 & 3)
    }

    /// Lanes that an operation on floats in vectors works on.
    pub const fn active_lanes(&self) -> u32 {
        match self.span() {
            Span::Full => 128 / self.lane().bits(),
            Span::Half => 64 / self.lane().bits(),
            Span::One => 1,
        }
    }

    /// `imm` of an operation on floats in vectors: the small number.
    pub const fn vf_small(&self) -> u8 {
        self.imm as u8 & 7
    }

    /// `imm` of an operation on floats in vectors: the flag.
    pub const fn vf_flag(&self) -> bool {
        self.imm & 8 != 0
    }

    /// `imm` of an operation on floats in vectors: the number.
    pub const fn vf_number(&self) -> u32 {
        self.imm as u32 >> 4
    }

    /// Bits behind the point of the integer operand or result of a conversion, kept in `imm` above the operand type.
    pub const fn fraction_bits(&self) -> u32 {
        (self.imm >> 8) as u32 & 0xff
    }

    /// `aux` of a Sha1Rounds.
    pub const fn sha1_fn(&self) -> Sha1Fn {
        Sha1Fn::from_u8(self.aux)
    }

    /// `aux` of a Dot.
    pub const fn dot_kind(&self) -> DotKind {
        DotKind::from_u8(self.aux)
    }

    /// Operand type of conversions, kept in the low byte of `imm`.
    pub const fn operand_type(&self) -> Type {
        const TYPES: [Type; 8] = [
            Type::Void,
            Type::I32,
            Type::I64,
            Type::F16,
            Type::F32,
            Type::F64,
            Type::V128,
            Type::Flags,
        ];
        let n = self.imm as u8 as usize;
        if n < TYPES.len() {
            TYPES[n]
        } else {
            Type::Void
        }
    }
}

/// Straight line of operations with one entry and one ending.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Guest address of the first instruction.
    pub pc: GuestAddr,
    /// Guest bytes covered, from `pc`.
    pub guest_len: u32,
    /// Number of guest instructions.
    pub guest_insns: u32,
    /// Operations in program order.
    pub insts: Vec<Inst>,
    /// Operands of operations with more than three (see [`Inst::args`]).
    pub extra: Vec<Value>,
    /// How the block ends.
    pub terminal: Terminal,
    /// An instruction reads or writes the accumulated exception flags as such.
    pub uses_fflags: bool,
}

impl Inst {
    /// The operands to be changed, wherever they are stored; `extra` is the block's.
    pub fn args_mut<'a>(&'a mut self, extra: &'a mut [Value]) -> &'a mut [Value] {
        if self.op.has_extra() {
            let start = self.args[0].index();
            &mut extra[start..start + self.args[1].index()]
        } else {
            let arity = self.op.arity();
            &mut self.args[..arity]
        }
    }
}

impl Block {
    /// Empties the block for reuse; capacity stays.
    pub fn clear(&mut self, pc: GuestAddr) {
        self.pc = pc;
        self.guest_len = 0;
        self.guest_insns = 0;
        self.insts.clear();
        self.extra.clear();
        self.terminal = Terminal::default();
        self.uses_fflags = false;
    }

    /// The operation that defines `v`.
    pub fn inst(&self, v: Value) -> &Inst {
        &self.insts[v.index()]
    }

    /// The operands of `inst`, wherever they are stored.
    pub fn args<'a>(&'a self, inst: &'a Inst) -> &'a [Value] {
        if inst.op.has_extra() {
            let start = inst.args[0].index();
            &self.extra[start..start + inst.args[1].index()]
        } else {
            &inst.args[..inst.op.arity()]
        }
    }

    /// The constant that defines `v`, if an IConst does. I32 constants come zero-extended.
    pub fn iconst(&self, v: Value) -> Option<u64> {
        let inst = self.inst(v);
        match (inst.op, inst.ty) {
            (Op::IConst, Type::I32) => Some(inst.imm as u32 as u64),
            (Op::IConst, _) => Some(inst.imm as u64),
            _ => None,
        }
    }
}
