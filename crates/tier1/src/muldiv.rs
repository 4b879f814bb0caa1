//! Multiplication, division, carry-less multiplication.

use host_x64::Gpr;
use host_x64::asm::{Alu, Cc, Label, Mem, Rm, Shift, Size, Unary};
use host_x64::opcodes as o;
use ir::{Inst, Op, Type, Value};

use crate::cold::{Cold, ColdCode};
use crate::emit::{Emitter, size_of};

impl Emitter<'_> {
    pub(crate) fn mul(&mut self, i: u32, inst: &Inst) {
        let [mut a, mut b, _] = inst.args;
        let size = size_of(inst.ty);
        if let Some(high) = self.other_half(i, Op::MulHU) {
            return self.mul_whole(i, high, a, b);
        }
        if self.constant(a).is_some() || (!self.in_register(a) && self.in_register(b)) {
            (a, b) = (b, a);
        }
        if let Some(k) = self.imm(size, b) {
            return self.mul_constant(i, size, a, b, k);
        }
        let ra = self.gpr(a);
        let rb = self.rm(b);
        let d = self.dst(i, Some(ra));
        if rb == d.into() {
            self.asm.legacy(o::IMUL, size, d, ra);
        } else {
            if d != ra {
                self.asm.mov(size, d, ra);
            }
            self.asm.legacy(o::IMUL, size, d, rb);
        }
        self.finish(i, d);
    }

    fn mul_constant(&mut self, i: u32, size: Size, a: Value, b: Value, k: i32) {
        self.done(b);
        if k > 1 && (k as u32).is_power_of_two() {
            let d = self.moved_dst(i, size, a);
            self.asm
                .shift_imm(Shift::Shl, size, d, k.trailing_zeros() as u8);
            return self.finish(i, d);
        }
        let a = self.rm(a);
        let d = self.dst(i, None);
        self.asm.imul_imm(size, d, a, k);
        self.finish(i, d);
    }

    pub(crate) fn mul_high(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        self.claim(Gpr::RDX);
        if inst.op == Op::MulHS {
            return self.mul_high_signed(i, a, b);
        }
        if let Some(low) = self.other_half(i, Op::Mul) {
            return self.mul_whole(i, low, a, b);
        }
        self.move_to(Gpr::RDX, a);
        let b_reg = self.gpr(b);
        let d = self.dst_apart(i);
        self.asm.bmi(o::MULX, Size::Q, d, d, b_reg);
        if inst.op == Op::MulHSU {
            // A negative a counts as a - 2^64 too little.
            self.asm.shift_imm(Shift::Sar, Size::Q, Gpr::RDX, 63);
            self.asm.alu(Alu::And, Size::Q, Gpr::RDX, b_reg);
            self.asm.alu(Alu::Sub, Size::Q, d, Gpr::RDX);
        }
        self.define(i, d);
    }

    /// The operation soon after `i` that computes the other half of its product, if it is `other`.
    fn other_half(&self, i: u32, other: Op) -> Option<u32> {
        const SOON: usize = 16;
        let roots = |inst: &Inst| (self.scan.root(inst.args[0]), self.scan.root(inst.args[1]));
        let (insts, first) = (&self.block.insts, i as usize + 1);
        let inst = &insts[i as usize];
        let (a, b) = roots(inst);
        let same = |later: &Inst| {
            later.op == other
                && later.ty == Type::I64
                && inst.ty == Type::I64
                && matches!(roots(later), (x, y) if (x, y) == (a, b) || (x, y) == (b, a))
        };
        let known = self.constant(Value(a)).is_some() || self.constant(Value(b)).is_some();
        let n = insts[first..].iter().take(SOON).position(same)?;
        let later = (first + n) as u32;
        let unsigned = inst.op != Op::MulHSU;
        (unsigned && !known && self.scan.info[later as usize].uses > 0).then_some(later)
    }

    /// Both halves of a product: `i`'s, and that of `later`, which is computed with it.
    fn mul_whole(&mut self, i: u32, later: u32, a: Value, b: Value) {
        self.claim(Gpr::RDX);
        self.move_to(Gpr::RDX, a);
        let source = self.gpr(b);
        self.done(a);
        self.done(b);
        let d = self.dst_apart(i);
        let (high, low) = if self.block.insts[i as usize].op == Op::Mul {
            (Gpr::RDX, d)
        } else {
            (d, Gpr::RDX)
        };
        self.asm.bmi(o::MULX, Size::Q, high, low, source);
        self.define(i, d);
        self.define(later, Gpr::RDX);
    }

    fn mul_high_signed(&mut self, i: u32, a: Value, b: Value) {
        self.claim(Gpr::RAX);
        self.move_to(Gpr::RAX, a);
        let b = self.rm(b);
        self.asm.unary(Unary::Imul, Size::Q, b);
        self.result_from(i, Gpr::RDX);
    }

    /// The result is in scratch register `r`: leaves it there or moves it where it is wanted.
    pub(crate) fn result_from(&mut self, i: u32, r: Gpr) {
        let d = self.dst(i, Some(r));
        if d != r {
            self.asm.mov(Size::Q, d, r);
        }
        self.define(i, d);
    }

    pub(crate) fn divide(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        let signed = matches!(inst.op, Op::SDiv | Op::SRem);
        let remainder = matches!(inst.op, Op::SRem | Op::URem);
        self.claim(Gpr::RAX);
        self.claim(Gpr::RDX);
        self.move_to(Gpr::RAX, a);
        let known = self.constant(b);
        let divisor = self.gpr(b);
        let guard = match known {
            Some(k) => k == 0 || (signed && is_minus_one(size, k)),
            None => true,
        };
        let guard = guard.then(|| self.guard_division(size, divisor, remainder, signed));
        if signed {
            self.asm.sign_to_rdx(size);
            self.asm.unary(Unary::Idiv, size, divisor);
        } else {
            self.asm.zero(Gpr::RDX);
            self.asm.unary(Unary::Div, size, divisor);
        }
        if let Some(resume) = guard {
            self.asm.bind(resume);
        }
        self.result_from(i, if remainder { Gpr::RDX } else { Gpr::RAX });
    }

    /// Goes out of line for divisors that the host's division traps on; returns where it comes back.
    fn guard_division(&mut self, size: Size, divisor: Gpr, remainder: bool, signed: bool) -> Label {
        let cc = if signed {
            // Divisors -1 and 0 become 0 and 1.
            self.asm.lea(size, Gpr::RDX, Mem::base(divisor, 1));
            self.asm.alu_imm(Alu::Cmp, size, Gpr::RDX, 1);
            Cc::Be
        } else {
            self.asm.test(size, divisor, divisor);
            Cc::E
        };
        let code = ColdCode::Divide {
            size,
            divisor,
            remainder,
            signed,
        };
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(cc, label);
        self.push_cold(Cold::new(label, Some(resume), code));
        resume
    }

    pub(crate) fn clmul(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let (xa, xb) = (self.scratch_xmm(), self.scratch_xmm());
        let (a, b): (Rm, Rm) = (self.rm(a), self.rm(b));
        self.asm.vmov_from(Size::Q, xa, a);
        self.asm.vmov_from(Size::Q, xb, b);
        self.asm.vex_i(o::VPCLMULQDQ, xa, xa, xb, 0);
        let d = self.dst(i, None);
        if inst.op == Op::ClMul {
            self.asm.vmov_to(Size::Q, d, xa);
        } else {
            self.asm.vpextrq_high(d, xa);
        }
        self.define(i, d);
    }
}

fn is_minus_one(size: Size, k: u64) -> bool {
    match size {
        Size::D => k as u32 == u32::MAX,
        Size::Q => k == u64::MAX,
    }
}
