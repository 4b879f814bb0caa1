//! Chains of float arithmetic, whose results are looked at once.
//!
//! **Problem.** The host's NaNs are not the guest's, so every result must be looked at; but looking costs as much as computing.
//!
//! **Choice.** What is computed of a NaN is a NaN again. So the look can wait, while only arithmetic uses the result, until
//! something else might see it; most results are by then operands of others, and two of the rest are looked at by one
//! comparison. If there is a NaN, what has been done since the chain began is put right out of line: where NaNs propagate
//! ([`ir::NanMode::ArmPropagate`]) all steps are done again, with a look after each; where there is one NaN, it replaces
//! those in registers.
//!
//! For that, registers that the chain has read must keep their values until the look ([`Emitter::make_way`]), and there
//! is no boundary between guest instructions on the way ([`Emitter::chain_is_open`]).

use host_x64::Xmm;
use host_x64::asm::{Cc, Rm};
use host_x64::opcodes::{self as o, Opcode};
use ir::{FCond, Inst, Op, Round, Type, Value};

use crate::cold::{Cold, ColdCode, SoftArg, SoftCall, canonical_nan};
use crate::emit::Emitter;

/// Longest chain: bounds the code out of line, which is long.
const LONGEST: usize = 24;

/// An instruction on vector registers, to be emitted again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HostInsn {
    opcode: Opcode,
    /// VEX.W
    wide: bool,
    reg: Xmm,
    v: Xmm,
    rm: Rm,
    imm: Option<u8>,
    /// `reg` is read.
    stores: bool,
}

impl HostInsn {
    pub fn new(opcode: Opcode, reg: Xmm, v: Xmm, rm: impl Into<Rm>) -> HostInsn {
        HostInsn {
            opcode,
            wide: false,
            reg,
            v,
            rm: rm.into(),
            imm: None,
            stores: false,
        }
    }

    /// A move to memory.
    pub fn store(opcode: Opcode, reg: Xmm, rm: impl Into<Rm>) -> HostInsn {
        HostInsn {
            stores: true,
            ..HostInsn::two(opcode, reg, rm)
        }
    }

    /// Without a vvvv operand.
    pub fn two(opcode: Opcode, reg: Xmm, rm: impl Into<Rm>) -> HostInsn {
        HostInsn::new(opcode, reg, Xmm(0), rm)
    }

    pub fn wide(self, wide: bool) -> HostInsn {
        HostInsn { wide, ..self }
    }

    /// What it writes, if it does not store.
    pub fn reg(&self) -> Xmm {
        self.reg
    }

    pub fn imm(self, imm: u8) -> HostInsn {
        let imm = Some(imm);
        HostInsn { imm, ..self }
    }
}

/// What a chain has done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A move, load or store.
    Plain(HostInsn),
    /// Its result is looked at when it is done again.
    Arithmetic {
        insn: HostInsn,
        double: bool,
        /// Where NaNs propagate: the operation in software.
        fix: Option<SoftCall>,
    },
}

impl Step {
    /// It reads `to` instead of `from`, which no step before has written.
    fn read_from(&mut self, from: Xmm, to: Xmm) {
        let (Step::Plain(insn) | Step::Arithmetic { insn, .. }) = self;
        if insn.v == from {
            insn.v = to;
        }
        if insn.rm == Rm::Reg(from.0) {
            insn.rm = to.into();
        }
        if insn.stores && insn.reg == from {
            insn.reg = to;
        }
        if let Step::Arithmetic { fix: Some(fix), .. } = self {
            for arg in &mut fix.args {
                if *arg == SoftArg::Xmm(from) {
                    *arg = SoftArg::Xmm(to);
                }
            }
        }
    }

    fn insn(&self) -> &HostInsn {
        let (Step::Plain(insn) | Step::Arithmetic { insn, .. }) = self;
        insn
    }
}

/// The chain that is open, if it has steps. Registers are bits by number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Chain {
    /// Its first step among the block's.
    first: usize,
    /// Read before the chain wrote them.
    read: u16,
    written: u16,
    /// They hold results, or copies.
    results: u16,
    /// Results that have not become operands.
    unseen: u16,
    /// Those of the results that are doubles.
    doubles: u16,
}

fn bit(x: Xmm) -> u16 {
    1 << x.0
}

fn registers(set: u16) -> impl Iterator<Item = Xmm> {
    (0..16).filter(move |n| set >> n & 1 != 0).map(Xmm)
}

impl Emitter<'_> {
    /// True if there are results that nobody has looked at.
    pub(crate) fn chain_is_open(&self) -> bool {
        self.chain.first < self.steps.len()
    }

    /// True if `inst` needs no operand to be right, but for being NaN or not, and tells the chain of what it writes.
    pub(crate) fn leaves_chain_open(&self, inst: &Inst) -> bool {
        let wide = |ty: Type| matches!(ty, Type::F32 | Type::F64);
        match inst.op {
            Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt => {
                wide(inst.ty) && inst.round() == Round::Dyn
            }
            Op::Fma => wide(inst.ty) && inst.round() == Round::Dyn && self.arm(),
            Op::FCmp => wide(inst.ty) && inst.fcond() != FCond::Eq,
            Op::FlagsFCmp => wide(inst.ty),
            Op::FNeg | Op::FAbs => wide(inst.ty) && self.replays,
            Op::FCvt => {
                wide(inst.ty)
                    && wide(inst.operand_type())
                    && inst.round() == Round::Dyn
                    && self.replays
            }
            Op::SIToF => wide(inst.ty) && inst.fraction_bits() == 0 && inst.round() == Round::Dyn,
            Op::FConst => true,
            Op::Add
            | Op::Sub
            | Op::And
            | Op::Or
            | Op::Xor
            | Op::AndN
            | Op::OrN
            | Op::XNor
            | Op::Shl
            | Op::Shr
            | Op::Sar
            | Op::SExt8
            | Op::SExt16
            | Op::SExt32
            | Op::ZExt32
            | Op::Mul
            | Op::ICmp => true,
            _ => false,
        }
    }

    /// `x` is about to get another value.
    pub(crate) fn make_way(&mut self, x: Xmm) {
        if (self.chain.read | self.chain.written) & bit(x) != 0 {
            self.look();
        }
    }

    /// As [`Emitter::make_way`] for a step of the chain that reads `operands`.
    fn make_way_in_chain(&mut self, x: Xmm, operands: u16) {
        let kept = self.chain.read | self.chain.unseen & !operands;
        if kept & bit(x) != 0 {
            self.look();
        }
    }

    /// Emits an instruction that reads `from` and writes `to`, as a step if a chain is open. A value that is moved is still
    /// to be looked at where it goes.
    pub(crate) fn plain(&mut self, insn: HostInsn, from: Option<Xmm>, to: Option<Xmm>) {
        let operands = from.map_or(0, bit);
        match to {
            Some(to) if Some(to) == from && self.chain.read & bit(to) != 0 => self.look(),
            Some(to) => self.make_way_in_chain(to, operands),
            None => self.make_way_in_memory(insn.rm),
        }
        self.emit_insn(&insn);
        if self.chain_is_open() {
            self.remember_plain(insn, from, to);
        }
    }

    /// As [`Emitter::plain`], and a chain begins with it if none is open: makes of a register what the operation to follow
    /// overwrites; `emit`: not if it has that value already.
    pub(crate) fn begin_with(&mut self, insn: HostInsn, from: Option<Xmm>, emit: bool) {
        let (d, operands) = (insn.reg, from.map_or(0, bit));
        if self.steps.len() - self.chain.first + 1 >= LONGEST {
            self.look();
        }
        self.make_way_in_chain(d, operands);
        if emit {
            self.emit_insn(&insn);
        }
        self.steps.push(Step::Plain(insn));
        self.chain.read |= operands & !self.chain.written;
        self.chain.written |= bit(d);
        self.chain.results &= !bit(d);
    }

    fn remember_plain(&mut self, insn: HostInsn, from: Option<Xmm>, to: Option<Xmm>) {
        self.steps.push(Step::Plain(insn));
        let chain = &mut self.chain;
        let source = from.map_or(0, bit);
        if self.replays {
            chain.read |= source & !chain.written;
        } else if to.is_none() {
            // The register is stored again.
            chain.read |= source;
        }
        let Some(to) = to else { return };
        let target = bit(to);
        let has = |set: u16| if set & source != 0 { target } else { 0 };
        chain.written |= target;
        chain.doubles = chain.doubles & !target | has(chain.doubles);
        chain.results = chain.results & !target | has(chain.results);
        if has(chain.unseen) != 0 {
            chain.unseen = chain.unseen & !source | target;
        }
    }

    /// `x` is about to be read as single or double: as part of a result of the other type it must be right.
    pub(crate) fn read_as(&mut self, double: bool, x: Xmm) {
        let of_type = if double {
            self.chain.doubles
        } else {
            !self.chain.doubles
        };
        if self.chain.results & !of_type & bit(x) != 0 {
            self.look();
        }
    }

    /// As [`Emitter::xmm`] for an operand that is to be read as the type of `v`.
    pub(crate) fn float_operand(&mut self, v: Value) -> Xmm {
        let x = self.xmm(v);
        self.read_as(self.block.inst(v).result_type() == Type::F64, x);
        x
    }

    /// A place in memory that the chain has loaded from must keep its value too.
    fn make_way_in_memory(&mut self, place: Rm) {
        let steps = &self.steps[self.chain.first..];
        if steps.iter().any(|s| s.insn().rm == place) {
            self.look();
        }
    }

    /// Emits `now`, arithmetic that writes `insn.reg`. When it is done again it is `insn`, which reads the copies that
    /// [`Emitter::step_dst`] made; `fix` does it again if the result is NaN.
    pub(crate) fn arithmetic_step(
        &mut self,
        now: HostInsn,
        insn: HostInsn,
        double: bool,
        operands: [Option<Xmm>; 3],
        fix: Option<SoftCall>,
    ) {
        let mut operands = operands.iter().flatten().fold(0, |set, x| set | bit(*x));
        let d = insn.reg;
        if self.steps.len() - self.chain.first >= LONGEST {
            self.look();
        }
        self.make_way_in_chain(d, operands);
        self.emit_insn(&now);
        self.steps.push(Step::Arithmetic { insn, double, fix });
        let chain = &mut self.chain;
        chain.unseen &= !operands;
        if !self.replays {
            operands = 0;
        }
        chain.read |= operands & !chain.written;
        chain.written |= bit(d);
        chain.results |= bit(d);
        chain.unseen |= bit(d);
        chain.doubles = chain.doubles & !bit(d) | if double { bit(d) } else { 0 };
    }

    fn emit_insn(&mut self, insn: &HostInsn) {
        let HostInsn {
            opcode,
            wide,
            reg,
            v,
            rm,
            imm,
            ..
        } = *insn;
        match imm {
            None => self.asm.vex_w(opcode, wide, reg, v, rm),
            Some(imm) => self.asm.vex_iw(opcode, wide, reg, v, rm, imm),
        }
    }

    /// Looks at the results of the open chain, which ends.
    pub(crate) fn look(&mut self) {
        if !self.chain_is_open() {
            return;
        }
        let (chain, end) = (self.chain, self.steps.len());
        self.chain = Chain {
            first: end,
            ..Chain::default()
        };
        let label = self.asm.label();
        for double in [false, true] {
            let of_type = if double {
                chain.doubles
            } else {
                !chain.doubles
            };
            let mut unseen = registers(chain.unseen & of_type);
            while let Some(a) = unseen.next() {
                let b = unseen.next().unwrap_or(a);
                self.asm.vex2(o::compare(double, o::VUCOMI), a, b);
                self.asm.jcc(Cc::P, label);
            }
        }
        let resume = self.asm.label_here();
        let steps = (chain.first as u32, end as u32);
        let code = if self.replays {
            ColdCode::Replay { steps }
        } else {
            let (results, doubles) = (chain.results, chain.doubles);
            ColdCode::Canonical {
                steps,
                results,
                doubles,
            }
        };
        self.push_cold(Cold::new(label, Some(resume), code));
    }

    /// Out of line: everything again, looking at each result.
    pub(crate) fn replay(&mut self, (first, end): (u32, u32)) {
        let single = self.steps[first as usize..end as usize]
            .iter()
            .all(|s| matches!(s, Step::Arithmetic { .. }))
            && end - first == 1;
        for n in first..end {
            match self.steps[n as usize] {
                Step::Arithmetic { fix: None, .. } => {}
                Step::Arithmetic { fix: Some(fix), .. } if single => {
                    self.soft_call_keeping_rax(&fix);
                }
                Step::Plain(insn) => self.emit_insn(&insn),
                Step::Arithmetic {
                    insn,
                    double,
                    fix: Some(fix),
                } => self.replay_step(insn, double, &fix),
            }
        }
    }

    /// The operands go where the call takes them from before one of them is overwritten.
    fn replay_step(&mut self, insn: HostInsn, double: bool, fix: &SoftCall) {
        self.soft_arguments(fix);
        self.emit_insn(&insn);
        let compare = o::compare(double, o::VUCOMI);
        self.asm.vex2(compare, insn.reg, insn.reg);
        let right = self.asm.label();
        self.asm.jcc_short(Cc::Np, right);
        self.soft_call_with_arguments(fix);
        self.asm.bind(right);
    }

    /// Out of line: the canonical NaN wherever there is another, and what was stored once more.
    pub(crate) fn make_canonical(&mut self, steps: (u32, u32), results: u16, doubles: u16) {
        for x in registers(results) {
            let double = doubles & bit(x) != 0;
            let right = self.asm.label();
            self.asm.vex2(o::compare(double, o::VUCOMI), x, x);
            self.asm.jcc_short(Cc::Np, right);
            let ty = if double { Type::F64 } else { Type::F32 };
            let nan = canonical_nan(ty).mem();
            self.asm.vex2(o::VMOVSD_LOAD, x, nan);
            self.asm.bind(right);
        }
        for n in steps.0..steps.1 {
            let step = self.steps[n as usize];
            if step.insn().stores {
                self.emit_insn(step.insn());
            }
        }
    }

    /// As [`Emitter::xdst`] for the result of a step. What the chain itself has written may be written again, also an
    /// operand; of a register that it has only read, it reads a copy from now on: `operands` are then others.
    pub(crate) fn step_dst(&mut self, v: u32, operands: &mut [Option<Xmm>; 3]) -> Xmm {
        let x = match self.wanted_xmm(v, true) {
            Some(x) if self.may_be_written(x, operands) => x,
            _ => self.step_scratch(operands),
        };
        self.rf.hold_xmm(x);
        x
    }

    /// As [`Emitter::step_dst`], but no operand, and what the chain has read stays.
    pub(crate) fn step_dst_apart(&mut self, v: u32) -> Xmm {
        let want = self.wanted_xmm(v, false);
        let x = want.filter(|x| self.chain.read & bit(*x) == 0);
        let x = x.unwrap_or_else(|| self.pick_scratch_xmm());
        self.rf.hold_xmm(x);
        x
    }

    fn step_scratch(&mut self, operands: &[Option<Xmm>; 3]) -> Xmm {
        if self.replays {
            self.pick_scratch_xmm()
        } else {
            self.any_xdst(operands[0])
        }
    }

    fn may_be_written(&mut self, x: Xmm, operands: &mut [Option<Xmm>; 3]) -> bool {
        let is_read = self.chain.read & bit(x) != 0;
        if !self.replays || (!is_read && self.chain.written & bit(x) != 0) {
            return !is_read;
        }
        if !is_read && !operands.contains(&Some(x)) {
            return true;
        }
        let in_chain = self.chain.read | self.chain.written;
        let Some(copy) = self.spare_scratch_xmm(in_chain) else {
            return false;
        };
        self.rf.hold_xmm(copy);
        self.asm.vex2(o::VMOVAPS, copy, x);
        let first = self.chain.first;
        self.steps[first..]
            .iter_mut()
            .for_each(|s| s.read_from(x, copy));
        if is_read {
            self.chain.read = self.chain.read & !bit(x) | bit(copy);
        }
        operands.iter_mut().for_each(|o| {
            if *o == Some(x) {
                *o = Some(copy);
            }
        });
        true
    }

    /// Among free scratch registers, those that the open chain does not need are better.
    pub(crate) fn chain_needs(&self, x: Xmm) -> bool {
        (self.chain.read | self.chain.unseen) & bit(x) != 0
    }
}
