//! Floating point arithmetic and comparison on the host's scalar instructions.
//!
//! Rounding and sticky flags are MXCSR's. What the host does differently is made good out of line: a NaN
//! result is checked for after each operation, off the critical path.

use host_x64::area::{self, HELPER_ARGS};
use host_x64::asm::{Alu, Cc, Mem, Rm, Size};
use host_x64::opcodes as o;
use host_x64::regs::{MXCSR_FLAGS, MXCSR_ROUND_SHIFT, STATE};
use host_x64::{Gpr, Xmm};
use ir::{FCond, Inst, NanMode, Op, Round, Type, Value};

use crate::chain::HostInsn;
use crate::cold::{ColdCode, SoftArg, SoftCall, canonical_nan};
use crate::consts::Const;
use crate::emit::Emitter;
use crate::registers::spill_slot;
use crate::scan::facts;
use crate::soft::{Attr, Soft};

/// What is known of the bits above a float in its register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Upper {
    /// Ones above a single or half, up to bit 63.
    pub ones: bool,
    /// The bytes from this one on are zeros.
    pub zeros_from: u8,
}

impl Upper {
    /// Zeros only.
    pub const ZEROS: Upper = Upper {
        ones: false,
        zeros_from: 0,
    };
}

/// Operations on fixed-point numbers: their helper takes the number of fraction bits as second operand.
pub(crate) fn is_scaled(op: Op) -> bool {
    matches!(op, Op::FToSI | Op::FToUI | Op::SIToF | Op::UIToF)
}

/// MXCSR's rounding control for a static mode.
pub(crate) fn rounding_control(round: Round) -> u32 {
    match round {
        Round::Rdn => 1,
        Round::Rup => 2,
        Round::Rtz => 3,
        _ => 0,
    }
}

impl Emitter<'_> {
    pub(crate) fn float_op(&mut self, i: u32, inst: &Inst) {
        match inst.op {
            Op::FConst => self.fconst(i, inst),
            Op::FNeg | Op::FAbs => self.sign_op(i, inst),
            Op::FCopySign | Op::FXorSign => self.sign_from(i, inst),
            Op::FBits => self.fbits(i, inst),
            Op::FFromBits => self.ffrombits(i, inst),
            Op::FUnbox => self.funbox(i, inst),
            Op::FFlagsGet => self.fflags_get(i),
            Op::FFlagsSet => self.fflags_set(inst),
            Op::FrmSet => self.frm_set(inst),
            Op::FClass | Op::FRoundTo => self.soft(i, inst),
            Op::FCvtMod => self.fcvtmod(i, inst),
            Op::FCvt if inst.ty == Type::F16 => self.fcvt(i, inst),
            _ if inst.ty == Type::F16 => self.half_op(i, inst),
            Op::FMul | Op::Fma | Op::FCvt if self.rounds_up_to_normal(inst) => {
                self.rounded(i, inst, Self::exactly_tiny)
            }
            Op::FCvt => self.fcvt(i, inst),
            Op::FMin | Op::FMax if self.exact_floats.flush => self.soft(i, inst),
            Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt | Op::Fma => {
                self.rounded(i, inst, Self::arithmetic)
            }
            Op::FMin | Op::FMax => self.fmin_max(i, inst),
            Op::FCmp => self.fcmp(i, inst),
            Op::FToSI | Op::FToUI => self.float_to_int(i, inst),
            Op::SIToF | Op::UIToF if exact_in_double(inst) => self.int_to_float(i, inst),
            Op::SIToF | Op::UIToF => self.rounded(i, inst, Self::int_to_float),
            Op::FRound => self.fround(i, inst),
            _ => {}
        }
    }

    pub(crate) fn boxed(&self, v: Value) -> bool {
        self.scan.info[self.scan.root(v) as usize].boxed
    }

    /// What is above the float `v` in its register.
    pub(crate) fn upper(&self, v: Value) -> Upper {
        let info = &self.scan.info[self.scan.root(v) as usize];
        Upper {
            ones: info.boxed,
            zeros_from: info.zeros_from,
        }
    }

    /// What is above a value that is one of these floats.
    pub(crate) fn upper_of_either(&self, a: Value, b: Value) -> Upper {
        let (a, b) = (self.upper(a), self.upper(b));
        Upper {
            ones: a.ones && b.ones,
            zeros_from: a.zeros_from.max(b.zeros_from),
        }
    }

    /// The result of operation `i` has the bits above it from elsewhere.
    pub(crate) fn set_upper(&mut self, i: u32, upper: Upper) {
        let bytes = self.block.insts[i as usize].result_type().bytes() as u8;
        let info = &mut self.scan.info[i as usize];
        info.boxed = upper.ones;
        info.zeros_from = if upper.zeros_from <= bytes { bytes } else { 16 };
    }

    /// What instructions that make a float of something else leave above it ([`Emitter::clear_above`]).
    pub(crate) fn fresh_upper(&self, double: bool) -> Upper {
        Upper {
            ones: !double && !self.arm(),
            zeros_from: if double || self.arm() { 4 } else { 16 },
        }
    }

    /// True if the bits above `v` are as the guest wants them of a result.
    pub(crate) fn tidy(&self, v: Value) -> bool {
        let upper = self.upper(v);
        if self.arm() {
            upper.zeros_from as u32 <= self.block.inst(v).result_type().bytes()
        } else {
            upper.ones
        }
    }

    // --- rounding ---------------------------------------------------------------------------------

    /// Emits `body` in the rounding mode of `inst`.
    pub(crate) fn rounded(&mut self, i: u32, inst: &Inst, body: fn(&mut Self, u32, &Inst)) {
        match inst.round() {
            Round::Dyn => body(self, i, inst),
            Round::Rmm => self.soft(i, inst),
            round => {
                self.enter_rounding(round);
                body(self, i, inst);
                self.look();
                self.leave_rounding();
            }
        }
    }

    /// MXCSR = static rounding and no flags; the guest's is kept aside.
    fn enter_rounding(&mut self, round: Round) {
        let (kept, new) = mxcsr_places();
        let r = self.scratch();
        self.asm.vstmxcsr(kept);
        self.asm.mov(Size::D, r, kept);
        let cleared = !(MXCSR_FLAGS | 3 << MXCSR_ROUND_SHIFT);
        self.asm.alu_imm(Alu::And, Size::D, r, cleared as i32);
        let control = rounding_control(round) << MXCSR_ROUND_SHIFT;
        if control != 0 {
            self.asm.alu_imm(Alu::Or, Size::D, r, control as i32);
        }
        self.asm.store(4, new, r);
        self.asm.vldmxcsr(new);
        self.rf.let_go(r);
    }

    /// The guest's MXCSR again, with the flags raised meanwhile. Cold code in between runs, and raises flags, under the
    /// static mode's MXCSR too.
    fn leave_rounding(&mut self) {
        let (kept, new) = mxcsr_places();
        let busy = self.rf.busy();
        let r = self.scratch();
        self.asm.vstmxcsr(new);
        self.asm.mov(Size::D, r, new);
        self.asm.alu_imm(Alu::And, Size::D, r, MXCSR_FLAGS as i32);
        self.asm.alu_store(Alu::Or, Size::D, kept, r);
        self.asm.vldmxcsr(kept);
        self.rf.set_busy(busy);
    }

    // --- arithmetic -------------------------------------------------------------------------------

    fn arithmetic(&mut self, i: u32, inst: &Inst) {
        match inst.op {
            Op::Fma => self.fma(i, inst),
            Op::FSqrt => self.sqrt(i, inst),
            _ => self.arithmetic2(i, inst),
        }
    }

    fn arithmetic2(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let [mut a, mut b, _] = inst.args;
        let commutes = matches!(inst.op, Op::FAdd | Op::FMul);
        // The bits above the result are the first operand's.
        let swapped = commutes && self.tidy(b) && !self.tidy(a);
        if swapped {
            (a, b) = (b, a);
        }
        let byte = match inst.op {
            Op::FAdd => o::VADD,
            Op::FSub => o::VSUB,
            Op::FMul => o::VMUL,
            _ => o::VDIV,
        };
        let upper = self.upper(a);
        let xa = self.float_operand(a);
        let opcode = o::scalar(double, byte);
        if self.arm() {
            let xb = self.float_operand(b);
            let mut operands = [Some(xa), Some(xb), None];
            let d = self.step_dst(i, &mut operands);
            let [x, y, _] = operands.map(|x| x.unwrap_or(xa));
            let (first, second) = if swapped { (y, x) } else { (x, y) };
            let fix = self.fix(inst, d, [Some(first), Some(second), None]);
            let now = HostInsn::new(opcode, d, xa, xb);
            let insn = HostInsn::new(opcode, d, x, y);
            self.arithmetic_step(now, insn, double, operands, fix);
            return self.finish_step(i, d, upper);
        }
        let rb = self.xrm(b);
        let xb = match rb {
            Rm::Reg(x) => Some(Xmm(x)),
            Rm::Mem(_) => None,
        };
        xb.into_iter().for_each(|x| self.read_as(double, x));
        let d = self.step_dst(i, &mut [Some(xa), None, None]);
        let insn = HostInsn::new(opcode, d, xa, rb);
        self.arithmetic_step(insn, insn, double, [Some(xa), xb, None], None);
        self.finish_step(i, d, upper);
    }

    fn sqrt(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let a = inst.args[0];
        let upper = self.upper(a);
        let xa = self.float_operand(a);
        let mut operands = [Some(xa), None, None];
        let d = self.step_dst(i, &mut operands);
        let x = operands[0].unwrap_or(xa);
        let fix = self.fix(inst, d, operands);
        let insn = |x| HostInsn::new(o::scalar(double, o::VSQRT), d, x, x);
        self.arithmetic_step(insn(xa), insn(x), double, operands, fix);
        self.finish_step(i, d, upper);
    }

    pub(crate) fn finish_step(&mut self, i: u32, d: Xmm, upper: Upper) {
        self.set_upper(i, upper);
        self.define_xmm(i, d);
    }

    /// Where NaN operands propagate: the operation in software.
    fn fix(&self, inst: &Inst, d: Xmm, operands: [Option<Xmm>; 3]) -> Option<SoftCall> {
        self.arm().then(|| self.operation_call(inst, d, operands))
    }

    pub(crate) fn operation_call(
        &self,
        inst: &Inst,
        d: Xmm,
        operands: [Option<Xmm>; 3],
    ) -> SoftCall {
        SoftCall {
            soft: Soft::Operation,
            attr: Attr::new(self.block, inst, self.regs.nan_mode),
            args: operands.map(|x| x.map_or(SoftArg::None, SoftArg::Xmm)),
            result: SoftArg::Xmm(d),
        }
    }

    pub(crate) fn arm(&self) -> bool {
        self.regs.nan_mode == NanMode::ArmPropagate
    }

    /// The result of an operation is in d: makes a NaN the canonical one.
    pub(crate) fn finish_float(&mut self, i: u32, ty: Type, d: Xmm) {
        let compare = o::compare(ty == Type::F64, o::VUCOMI);
        self.asm.vex2(compare, d, d);
        let value = canonical_nan(ty);
        self.jump_cold(Cc::P, ColdCode::Constant { x: d, value });
        self.define_xmm(i, d);
    }

    /// As [`Emitter::finish_float`] where NaN operands propagate: done again in software from the operands, which are intact.
    pub(crate) fn finish_arm(&mut self, i: u32, inst: &Inst, d: Xmm, operands: [Option<Xmm>; 3]) {
        let compare = o::compare(inst.ty == Type::F64, o::VUCOMI);
        // A signalling result cannot be: comparing raises nothing.
        self.asm.vex2(compare, d, d);
        let call = self.operation_call(inst, d, operands);
        self.jump_cold(Cc::P, ColdCode::Soft(call));
        self.define_xmm(i, d);
    }

    fn fmin_max(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let [a, b, _] = inst.args;
        let upper = self.upper_of_either(a, b);
        let (xa, xb) = (self.xmm(a), self.xmm(b));
        let d = self.xdst(i, Some(xa));
        let minimum = inst.op == Op::FMin;
        let call = SoftCall {
            soft: Soft::Operation,
            attr: Attr::new(self.block, inst, self.regs.nan_mode),
            args: [SoftArg::Xmm(xa), SoftArg::Xmm(xb), SoftArg::None],
            result: SoftArg::Xmm(d),
        };
        // Equal covers zeros of both signs, and unordered.
        self.asm.vex2(o::compare(double, o::VUCOMI), xa, xb);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::E, label);
        let byte = if minimum { o::VMIN } else { o::VMAX };
        self.asm.vex(o::scalar(double, byte), d, xa, xb);
        self.asm.bind(resume);
        let code = ColdCode::MinMax {
            a: xa,
            b: xb,
            d,
            minimum,
            call,
        };
        self.push_cold(crate::cold::Cold::new(label, Some(resume), code));
        self.set_upper(i, upper);
        self.define_xmm(i, d);
    }

    pub(crate) fn fcmp(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let [a, b, _] = inst.args;
        let xa = self.comparand(a);
        if inst.fcond() == FCond::Eq {
            // Ordered and equal, as a mask of ones.
            let (rb, mask) = match inst.ty {
                Type::F16 => (self.comparand(b).into(), xa),
                _ => (self.xrm(b), self.scratch_xmm()),
            };
            let opcode = o::scalar(double, o::VCMP);
            self.asm.vex_i(opcode, mask, xa, rb, 0);
            let d = self.dst(i, None);
            self.asm.vmov_to(Size::D, d, mask);
            self.asm.alu_imm(Alu::And, Size::D, d, 1);
            return self.define(i, d);
        }
        let d = self.dst(i, None);
        self.asm.zero(d);
        let cc = self.compare_floats(i, inst, xa);
        self.asm.setcc(cc, d);
        self.flags_describe(i, crate::emit::FlagMeaning::Condition(cc));
        self.define(i, d);
    }

    /// Sets the host's flags for an ordered comparison but equality; returns when it holds.
    pub(crate) fn float_condition(&mut self, i: u32) -> Cc {
        let block = self.block;
        let inst = &block.insts[i as usize];
        let busy = self.rf.busy();
        let xa = self.comparand(inst.args[0]);
        let cc = self.compare_floats(i, inst, xa);
        self.rf.set_busy(busy);
        cc
    }

    fn compare_floats(&mut self, i: u32, inst: &Inst, xa: Xmm) -> Cc {
        let xb = self.comparand(inst.args[1]);
        let (cc, quiet) = match inst.fcond() {
            FCond::Lt => (Cc::A, false),
            FCond::LtQuiet => (Cc::A, true),
            FCond::LeQuiet => (Cc::Ae, true),
            _ => (Cc::Ae, false),
        };
        let quiet = quiet && self.signals_at != i;
        let byte = if quiet { o::VUCOMI } else { o::VCOMI };
        // b above a is false for unordered operands, a below b would be true.
        let opcode = o::compare(inst.ty == Type::F64, byte);
        self.asm.vex2(opcode, xb, xa);
        cc
    }

    /// A comparison of the same floats that follows the FlagsFCmp `i` with nothing in between that could tell when exceptions
    /// are raised.
    pub(crate) fn comparison_to_come(&self, i: u32, inst: &Inst) -> Option<u32> {
        let operands = |inst: &Inst| [self.scan.root(inst.args[0]), self.scan.root(inst.args[1])];
        let [a, b] = operands(inst);
        let same = |x: u32, y: u32| {
            let bits = |v: u32| {
                let inst = &self.block.insts[v as usize];
                (inst.op == Op::FConst).then_some(inst.imm)
            };
            x == y || (bits(x).is_some() && bits(x) == bits(y))
        };
        let follow = self.block.insts.iter().enumerate().skip(i as usize + 1);
        for (n, later) in follow {
            let ordered = later.op == Op::FCmp && later.fcond() != FCond::Eq;
            if ordered && later.ty == inst.ty && self.scan.info[n].uses > 0 {
                let [x, y] = operands(later);
                if (same(x, a) && same(y, b)) || (same(x, b) && same(y, a)) {
                    return Some(n as u32);
                }
            }
            if facts(later.op).may_exit || matches!(later.op, Op::FFlagsGet | Op::FFlagsSet) {
                break;
            }
        }
        None
    }

    // --- signs and bits ---------------------------------------------------------------------------

    fn sign_op(&mut self, i: u32, inst: &Inst) {
        let upper = self.upper(inst.args[0]);
        let x = self.float_operand(inst.args[0]);
        let mut operands = [Some(x), None, None];
        let d = match self.chain_is_open() {
            true => self.step_dst(i, &mut operands),
            false => self.xdst(i, Some(x)),
        };
        let x = operands[0].unwrap_or(x);
        let insn = if inst.op == Op::FNeg {
            HostInsn::new(o::VXORPS, d, x, sign_of(inst.ty).mem())
        } else {
            HostInsn::new(o::VANDPS, d, x, abs_of(inst.ty).mem())
        };
        self.plain(insn, Some(x), Some(d));
        self.set_upper(i, upper);
        self.define_xmm(i, d);
    }

    fn sign_from(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let upper = self.upper(a);
        let (xa, xb) = (self.xmm(a), self.xmm(b));
        let sign = self.scratch_xmm();
        self.asm.vex(o::VANDPS, sign, xb, sign_of(inst.ty).mem());
        let d = self.xdst(i, Some(xa));
        if inst.op == Op::FXorSign {
            self.asm.vex(o::VXORPS, d, xa, sign);
        } else {
            self.asm.vex(o::VANDPS, d, xa, abs_of(inst.ty).mem());
            self.asm.vex(o::VORPS, d, d, sign);
        }
        self.set_upper(i, upper);
        self.define_xmm(i, d);
    }

    fn fconst(&mut self, i: u32, inst: &Inst) {
        let ones = match inst.ty {
            _ if self.arm() => 0,
            Type::F16 => !0xffff,
            Type::F32 => !0xffff_ffff,
            _ => 0,
        };
        let bits = inst.imm as u64 | ones;
        let zeros_from = if ones == 0 { 2 } else { 8 };
        self.set_upper(
            i,
            Upper {
                ones: ones != 0,
                zeros_from,
            },
        );
        let d = self.xdst(i, None);
        if bits == 0 {
            self.asm.vex(o::VXORPS, d, d, d);
        } else {
            let r = self.scratch();
            self.asm.mov_imm(r, bits);
            self.asm.vmov_from(Size::Q, d, r);
        }
        self.define_xmm(i, d);
    }

    fn fbits(&mut self, i: u32, inst: &Inst) {
        let a = self.xrm(inst.args[0]);
        let d = self.dst(i, None);
        let size = if inst.ty == Type::I64 {
            Size::Q
        } else {
            Size::D
        };
        match a {
            Rm::Mem(m) => self.asm.mov(size, d, m),
            Rm::Reg(x) => self.asm.vmov_to(size, d, Xmm(x)),
        }
        if inst.operand_type() == Type::F16 {
            self.asm.legacy(o::MOVZX16, Size::D, d, d);
        }
        self.finish(i, d);
    }

    fn ffrombits(&mut self, i: u32, inst: &Inst) {
        if self.constant(inst.args[0]) == Some(0) {
            self.done(inst.args[0]);
            let d = self.xdst(i, None);
            self.asm.vex(o::VXORPS, d, d, d);
            self.set_upper(i, Upper::ZEROS);
            return self.define_xmm(i, d);
        }
        let a = self.rm(inst.args[0]);
        let d = self.xdst(i, None);
        let size = if inst.ty == Type::F64 {
            Size::Q
        } else {
            Size::D
        };
        self.asm.vmov_from(size, d, a);
        if inst.ty != Type::F16 {
            self.set_upper(i, Upper::ZEROS);
        }
        self.define_xmm(i, d);
    }

    /// The value stays where it is; the bits above it become ones.
    pub(crate) fn fbox(&mut self, inst: &Inst) {
        let a = inst.args[0];
        let root = self.scan.root(a);
        let uses = self.scan.info[root as usize].uses;
        if uses == 0 {
            return;
        }
        if !self.boxed(a) {
            let x = self.xmm_for_set(a);
            self.box_in_place(self.block.insts[root as usize].result_type(), x);
            self.scan.info[root as usize].boxed = true;
        }
        self.done(a);
    }

    fn funbox(&mut self, i: u32, inst: &Inst) {
        let (mask, nan) = match inst.ty {
            Type::F16 => (Const::Box16, Const::Nan16),
            _ => (Const::Box32, Const::Nan32),
        };
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        match a {
            Rm::Reg(x) if x == d.0 => {}
            Rm::Reg(x) => self.asm.vex2(o::VMOVAPS, d, Xmm(x)),
            Rm::Mem(m) => self.asm.vex2(o::VMOVSD_LOAD, d, m),
        }
        // CF: all bits of the mask are set.
        self.asm.vex2(o::VPTEST, d, mask.mem());
        self.jump_cold(Cc::Ae, ColdCode::Constant { x: d, value: nan });
        self.scan.info[i as usize].boxed = true;
        self.define_xmm(i, d);
    }

    // --- control and status -----------------------------------------------------------------------

    fn fflags_get(&mut self, i: u32) {
        let (place, _) = mxcsr_places();
        self.asm.vstmxcsr(place);
        let d = self.dst(i, None);
        self.asm.mov(Size::D, d, place);
        self.asm.alu_imm(Alu::And, Size::D, d, MXCSR_FLAGS as i32);
        let table = Mem::indexed(host_x64::regs::CODE_BASE, d, 0, crate::consts::FFLAGS_TABLE);
        self.asm.movzx8(d, table);
        self.define(i, d);
    }

    fn fflags_set(&mut self, inst: &Inst) {
        let (place, _) = mxcsr_places();
        let v = self.rm(inst.args[0]);
        let r = self.scratch();
        self.asm.mov(Size::D, r, v);
        self.asm.alu_imm(Alu::And, Size::D, r, 31);
        let table = Mem::indexed(host_x64::regs::CODE_BASE, r, 0, crate::consts::MXCSR_TABLE);
        self.asm.movzx8(r, table);
        self.asm.vstmxcsr(place);
        let keep = !(MXCSR_FLAGS as i32);
        self.asm.alu_imm(Alu::And, Size::D, place, keep);
        self.asm.alu_store(Alu::Or, Size::D, place, r);
        self.asm.vldmxcsr(place);
    }

    fn frm_set(&mut self, inst: &Inst) {
        let (place, _) = mxcsr_places();
        let v = self.rm(inst.args[0]);
        let (r, t) = (self.scratch(), self.scratch());
        // Four two-bit entries in a register are table enough.
        self.asm.mov(Size::D, r, v);
        self.asm.alu_imm(Alu::And, Size::D, r, 3);
        self.asm.alu(Alu::Add, Size::D, r, r);
        let table = host_x64::regs::MXCSR_ROUND
            .iter()
            .enumerate()
            .fold(0u32, |t, (frm, rc)| t | (*rc as u32) << (2 * frm));
        self.asm.mov_imm(t, table as u64);
        self.asm.bmi(o::SHRX, Size::D, r, r, t);
        self.asm.alu_imm(Alu::And, Size::D, r, 3);
        let shift = host_x64::asm::Shift::Shl;
        self.asm
            .shift_imm(shift, Size::D, r, MXCSR_ROUND_SHIFT as u8);
        self.asm.vstmxcsr(place);
        let keep = !(3 << MXCSR_ROUND_SHIFT);
        self.asm.alu_imm(Alu::And, Size::D, place, keep);
        self.asm.alu_store(Alu::Or, Size::D, place, r);
        self.asm.vldmxcsr(place);
    }

    // --- out of line ------------------------------------------------------------------------------

    /// The whole operation in software.
    pub(crate) fn soft(&mut self, i: u32, inst: &Inst) {
        let block = self.block;
        self.claim(Gpr::RAX);
        let mut args = [SoftArg::None; 3];
        for (arg, v) in args.iter_mut().zip(block.args(inst)) {
            *arg = if block.inst(*v).result_type().is_int() {
                SoftArg::Gpr(self.gpr(*v))
            } else {
                SoftArg::Xmm(self.xmm(*v))
            };
        }
        if is_scaled(inst.op) {
            args[1] = SoftArg::Imm(inst.fraction_bits() as i32);
        } else if inst.op == Op::FRoundTo {
            args[1] = SoftArg::Imm(inst.imm as i32);
        }
        let int_result = inst.result_type().is_int();
        let result = match int_result {
            true => SoftArg::Gpr(self.dst(i, Some(Gpr::RAX))),
            false => SoftArg::Xmm(self.xdst(i, None)),
        };
        let call = SoftCall {
            soft: Soft::Operation,
            attr: Attr::new(block, inst, self.regs.nan_mode),
            args,
            result,
        };
        self.soft_call(&call);
        match result {
            SoftArg::Gpr(r) => self.define(i, r),
            SoftArg::Xmm(x) => {
                let upper = if self.arm() {
                    Upper::ZEROS
                } else {
                    Upper {
                        ones: inst.ty != Type::F64,
                        zeros_from: 8,
                    }
                };
                self.set_upper(i, upper);
                self.define_xmm(i, x);
            }
            SoftArg::None | SoftArg::Imm(_) | SoftArg::XmmHigh(_) => {}
        }
    }

    /// A helper of the frontend.
    pub(crate) fn call_helper(&mut self, i: u32, inst: &Inst) {
        self.unfenced_stores = true;
        let block = self.block;
        for (v, slot) in block.args(inst).iter().zip(HELPER_ARGS) {
            let place = spill_slot(slot as u8);
            if let Some(k) = self.imm(Size::Q, *v) {
                self.done(*v);
                self.asm.store_imm(8, place, k);
            } else {
                let r = self.gpr(*v);
                self.asm.store(8, place, r);
                self.rf.let_go(r);
            }
        }
        self.spill_all();
        let number = inst.imm as usize;
        self.count_helper(number);
        let address = self
            .helpers
            .get(number)
            .map_or(0, |h| h.func as usize as u64);
        let at = self.asm.mov_imm64(Gpr::RAX, address);
        let kind = host_x64::RelocKind::Helper(number as u32);
        self.out.relocs.push(host_x64::Reloc { at, kind });
        self.call_stub(host_x64::StubId::CallHelper);
        if self.scan.info[i as usize].uses > 0 {
            self.rf.hold(Gpr::RAX);
            self.result_from(i, Gpr::RAX);
        }
    }
}

fn exact_in_double(inst: &Inst) -> bool {
    inst.ty == Type::F64 && inst.operand_type() == Type::I32
}

fn sign_of(ty: Type) -> Const {
    match ty {
        Type::F16 => Const::Sign16,
        Type::F32 => Const::Sign32,
        _ => Const::Sign64,
    }
}

fn abs_of(ty: Type) -> Const {
    match ty {
        Type::F16 => Const::Abs16,
        Type::F32 => Const::Abs32,
        _ => Const::Abs64,
    }
}

/// Where MXCSR goes through memory: the guest's, and a changed one.
fn mxcsr_places() -> (Mem, Mem) {
    let kept = Mem::base(STATE, area::MXCSR_TMP);
    (kept, spill_slot(HELPER_ARGS[0] as u8))
}
