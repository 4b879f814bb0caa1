//! Comparisons and what depends on them: select, branches, minimum and maximum, traps.

use host_x64::Gpr;
use host_x64::asm::{Alu, Cc, Rm, Shift, Size};
use host_x64::opcodes as o;
use ir::{Cond, Inst, Op, Trap, Type, Value};

use crate::cold::{Cold, ColdCode};
use crate::emit::{Emitter, FlagMeaning, size_of};
use crate::scan::Loc;

/// The host's condition code after `cmp a, b`.
pub(crate) fn condition_code(cond: Cond) -> Cc {
    match cond {
        Cond::Eq => Cc::E,
        Cond::Ne => Cc::Ne,
        Cond::Slt => Cc::L,
        Cond::Sge => Cc::Ge,
        Cond::Sle => Cc::Le,
        Cond::Sgt => Cc::G,
        Cond::Ult => Cc::B,
        Cond::Uge => Cc::Ae,
        Cond::Ule => Cc::Be,
        Cond::Ugt => Cc::A,
    }
}

/// A comparison with a constant, rewritten to one with zero where that is the same.
fn towards_zero(cond: Cond, k: i32) -> (Cond, i32) {
    match (cond, k) {
        (Cond::Ult, 1) => (Cond::Eq, 0),
        (Cond::Uge, 1) => (Cond::Ne, 0),
        (Cond::Ule, 0) => (Cond::Eq, 0),
        (Cond::Ugt, 0) => (Cond::Ne, 0),
        (Cond::Slt, 1) => (Cond::Sle, 0),
        (Cond::Sge, 1) => (Cond::Sgt, 0),
        (Cond::Sle, -1) => (Cond::Slt, 0),
        (Cond::Sgt, -1) => (Cond::Sge, 0),
        same => same,
    }
}

/// The condition code for a value compared with zero, given flags that describe the value (OF unknown).
fn result_code(cond: Cond) -> Option<Cc> {
    match cond {
        Cond::Eq => Some(Cc::E),
        Cond::Ne => Some(Cc::Ne),
        Cond::Slt => Some(Cc::S),
        Cond::Sge => Some(Cc::Ns),
        _ => None,
    }
}

impl Emitter<'_> {
    /// Sets the flags for the comparison `inst`, consuming its operands; returns when it holds. Scratch registers it
    /// took are free again afterwards.
    pub(crate) fn compare(&mut self, inst: &Inst) -> Cc {
        let busy = self.rf.busy();
        let cc = self.compare_operands(inst);
        self.rf.set_busy(busy);
        cc
    }

    fn compare_operands(&mut self, inst: &Inst) -> Cc {
        let size = size_of(inst.ty);
        let [mut a, mut b, _] = inst.args;
        let mut cond = inst.cond();
        if self.constant(a).is_some() && self.constant(b).is_none() {
            (a, b) = (b, a);
            cond = cond.swap();
        }
        if self.compared_already(inst.ty, a, b) {
            self.done(a);
            self.done(b);
            return condition_code(cond);
        }
        if let Some(known) = self.imm(size, b) {
            let (cond, k) = towards_zero(cond, known);
            let tested = self.is_deferred(a) || self.flags_of(a).is_some();
            let cc = self.compare_constant(size, cond, a, b, k);
            if k == known && !tested {
                self.note_comparison(inst.ty, a, b);
            }
            return cc;
        }
        if !self.in_register(a) && self.in_register(b) {
            let rb = self.gpr(b);
            match self.rm(a) {
                Rm::Mem(m) => self.asm.alu_store(Alu::Cmp, size, m, rb),
                Rm::Reg(r) => self.asm.alu(Alu::Cmp, size, Gpr(r), rb),
            }
        } else {
            let ra = self.gpr(a);
            let rb = self.rm(b);
            self.asm.alu(Alu::Cmp, size, ra, rb);
        }
        self.note_comparison(inst.ty, a, b);
        condition_code(cond)
    }

    fn compare_constant(&mut self, size: Size, cond: Cond, a: Value, b: Value, k: i32) -> Cc {
        self.done(b);
        let known = if k == 0 {
            self.known_from_flags(cond, a)
        } else {
            None
        };
        if let Some(cc) = known {
            self.done(a);
            return cc;
        }
        if k == 0 && self.is_deferred(a) && self.test_bits(size, a) {
            return condition_code(cond);
        }
        match self.rm(a) {
            Rm::Reg(r) if k == 0 => self.asm.test(size, Gpr(r), Gpr(r)),
            rm => self.asm.alu_imm(Alu::Cmp, size, rm, k),
        }
        let code = condition_code(cond);
        if k == 0 {
            result_code(cond).unwrap_or(code)
        } else {
            code
        }
    }

    /// For a deferred `x & y`: sets the flags by it without computing it.
    fn test_bits(&mut self, size: Size, a: Value) -> bool {
        let block = self.block;
        let and = &block.insts[self.scan.root(a) as usize];
        if and.op != Op::And {
            return false;
        }
        self.done(a);
        let [mut x, mut y, _] = and.args;
        if self.constant(x).is_some() {
            (x, y) = (y, x);
        }
        if let Some(k) = self.imm(size, y) {
            self.done(y);
            let rm = self.rm(x);
            self.asm.test_imm(size, rm, k);
        } else {
            let (rx, ry) = (self.gpr(x), self.gpr(y));
            self.asm.test(size, rx, ry);
        }
        true
    }

    fn known_from_flags(&self, cond: Cond, a: Value) -> Option<Cc> {
        match (self.flags_of(a)?, cond) {
            (FlagMeaning::Result, _) => result_code(cond),
            (FlagMeaning::Condition(cc), Cond::Ne) => Some(cc),
            (FlagMeaning::Condition(cc), Cond::Eq) => Some(cc.negate()),
            _ => None,
        }
    }

    /// Sets the flags so that the returned condition holds if `v` is not 0; consumes a use of `v`.
    pub(crate) fn condition(&mut self, v: Value) -> Cc {
        let root = self.scan.root(v);
        let block = self.block;
        let inst = &block.insts[root as usize];
        if self.scan.info[root as usize].loc == Loc::Deferred {
            self.done(v);
            return match inst.op {
                Op::FlagTest => self.flag_condition(inst),
                Op::FCmp => self.float_condition(root),
                Op::Xor => {
                    self.done(inst.args[1]);
                    self.condition(inst.args[0]).negate()
                }
                _ => self.compare(inst),
            };
        }
        match self.flags_of(v) {
            Some(FlagMeaning::Condition(cc)) => {
                self.done(v);
                return cc;
            }
            Some(FlagMeaning::Result) => {
                self.done(v);
                return Cc::Ne;
            }
            None => {}
        }
        let busy = self.rf.busy();
        match self.rm(v) {
            Rm::Reg(r) => self.asm.test(Size::Q, Gpr(r), Gpr(r)),
            m => self.asm.alu_imm(Alu::Cmp, Size::Q, m, 0),
        }
        self.rf.set_busy(busy);
        Cc::Ne
    }

    /// The comparison as number.
    pub(crate) fn icmp(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        if let Some(sign_of) = self.sign_test(inst) {
            return self.sign_as_number(i, inst.ty, sign_of);
        }
        let operands = [self.where_gpr(a), self.where_gpr(b)];
        let busy = self.rf.busy();
        operands.iter().flatten().for_each(|r| self.rf.hold(*r));
        let apart = self.number_dst_apart(i);
        self.rf.set_busy(busy);
        if let Some(d) = apart {
            self.rf.hold(d);
            self.asm.zero(d);
            let cc = self.compare(inst);
            self.asm.setcc(cc, d);
            self.flags_describe(i, FlagMeaning::Condition(cc));
            return self.define(i, d);
        }
        let cc = self.compare(inst);
        let d = self.dst(i, None);
        self.asm.setcc(cc, d);
        self.asm.movzx8(d, d);
        self.flags_describe(i, FlagMeaning::Condition(cc));
        self.define(i, d);
    }

    /// A destination that can be cleared before the comparison, if the wanted one can.
    fn number_dst_apart(&mut self, i: u32) -> Option<Gpr> {
        let info = &self.scan.info[i as usize];
        let wants_operand = info.want != crate::scan::NO_REG
            && info.until >= self.at
            && self.rf.gpr_busy(Gpr(info.want));
        if wants_operand || self.flags_needed(i) {
            return None;
        }
        Some(self.dst_apart(i))
    }

    /// True if the comparison can use the flags as they are now, which clearing a register would destroy.
    fn flags_needed(&self, i: u32) -> bool {
        let [a, b, _] = self.block.insts[i as usize].args;
        self.flags_of(a).is_some() && self.constant(b).is_some()
    }

    /// For `x < 0`: x and the zero.
    fn sign_test(&self, inst: &Inst) -> Option<(Value, Value)> {
        let [a, b, _] = inst.args;
        (inst.cond() == Cond::Slt && self.constant(b) == Some(0)).then_some((a, b))
    }

    fn sign_as_number(&mut self, i: u32, ty: Type, (a, zero): (Value, Value)) {
        let size = size_of(ty);
        self.done(zero);
        let d = self.moved_dst(i, size, a);
        let amount = ty.bytes() as u8 * 8 - 1;
        self.asm.shift_imm(Shift::Shr, size, d, amount);
        self.define(i, d);
    }

    // --- select -----------------------------------------------------------------------------------

    pub(crate) fn select(&mut self, i: u32, inst: &Inst) {
        if !inst.ty.is_int() {
            return self.select_float(i, inst);
        }
        let [cond, b, c] = inst.args;
        let size = size_of(inst.ty);
        let cc = self.condition(cond);
        // From here on nothing may change the flags.
        let rb = self.rm(b);
        let rc = self.in_register(c).then(|| self.gpr(c));
        let d = self.dst(i, rc);
        if rb == d.into() && rc != Some(d) {
            let rc = match rc {
                Some(rc) => rc.into(),
                None => self.rm(c),
            };
            self.asm.cmov(cc.negate(), size, d, rc);
        } else {
            match rc {
                Some(rc) if rc != d => self.asm.mov(size, d, rc),
                Some(_) => {}
                None => self.move_to(d, c),
            }
            self.asm.cmov(cc, size, d, rb);
        }
        self.define(i, d);
    }

    fn select_float(&mut self, i: u32, inst: &Inst) {
        let [cond, b, c] = inst.args;
        let (xb, xc) = (self.xmm(b), self.xmm(c));
        let boxed = self.scan.info[self.scan.root(b) as usize].boxed
            && self.scan.info[self.scan.root(c) as usize].boxed;
        let cc = self.condition(cond);
        let d = self.xdst_apart(i);
        let end = self.asm.label();
        self.asm.vex2(o::VMOVAPS, d, xb);
        self.asm.jcc_short(cc, end);
        self.asm.vex2(o::VMOVAPS, d, xc);
        self.asm.bind(end);
        self.scan.info[i as usize].boxed = boxed;
        self.define_xmm(i, d);
    }

    pub(crate) fn min_max(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        // What makes the other operand the result, after `cmp d, other`.
        let cc = match inst.op {
            Op::SMin => Cc::G,
            Op::SMax => Cc::L,
            Op::UMin => Cc::A,
            _ => Cc::B,
        };
        let (ra, rb) = (self.gpr(a), self.gpr(b));
        let d = self.dst(i, Some(ra));
        let other = if d == rb { ra } else { rb };
        if d != ra && d != rb {
            self.asm.mov(size, d, ra);
        }
        self.asm.alu(Alu::Cmp, size, d, other);
        self.asm.cmov(cc, size, d, other);
        self.define(i, d);
    }

    // --- traps ------------------------------------------------------------------------------------

    pub(crate) fn trap_if(&mut self, inst: &Inst) {
        let [cond, addr, _] = inst.args;
        let trap = inst.trap();
        // The address is only reported, but must be somewhere when the trap is taken.
        let reported = (trap == Trap::Misaligned).then(|| self.gpr(addr));
        if reported.is_none() {
            self.done_unless_deferred(addr);
        }
        let cc = self.condition(cond);
        let label = self.asm.label();
        self.asm.jcc(cc, label);
        let pc = self.block.pc.wrapping_add(self.guest as u64);
        self.push_cold(Cold::new(
            label,
            None,
            ColdCode::Trap { trap, reported, pc },
        ));
    }

    fn done_unless_deferred(&mut self, v: Value) {
        if self.scan.info[self.scan.root(v) as usize].loc == Loc::Deferred {
            self.gpr(v);
        } else {
            self.done(v);
        }
    }
}
