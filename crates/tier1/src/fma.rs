//! Fused multiplication and addition.

use host_x64::Xmm;
use host_x64::asm::Cc;
use host_x64::opcodes as o;
use ir::{Inst, Op, Type, Value};

use crate::chain::HostInsn;
use crate::cold::{ColdCode, SoftArg, SoftCall};
use crate::emit::Emitter;
use crate::scan::Loc;
use crate::soft::{Attr, Soft};

impl Emitter<'_> {
    /// The operand of a deferred negation, or the value itself, and whether it was negated.
    fn negated(&mut self, v: Value) -> (Value, bool) {
        let root = self.scan.root(v);
        let inst = &self.block.insts[root as usize];
        let deferred = self.scan.info[root as usize].loc == Loc::Deferred;
        if deferred && inst.op == Op::FNeg {
            let operand = inst.args[0];
            self.done(v);
            return (operand, true);
        }
        (v, false)
    }

    pub(crate) fn fma(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let (a, negative_a) = self.negated(inst.args[0]);
        let (b, negative_b) = self.negated(inst.args[1]);
        let (c, subtract) = self.negated(inst.args[2]);
        let negate = negative_a != negative_b;
        let upper_c = self.upper(c);
        let xa = self.float_operand(a);
        let (xb, xc) = (self.float_operand(b), self.float_operand(c));
        if self.arm() {
            let factors = [(a, xa, negative_a), (b, xb, negative_b)];
            return self.fma_step(i, inst, factors, (c, xc, subtract));
        }
        let d = self.xdst(i, Some(xc));
        // The factors are looked at again if the result is NaN: they must survive.
        let kept_a = self.kept(xa, d);
        let kept_b = if xb == xa { kept_a } else { self.kept(xb, d) };
        if d == xa || d == xb {
            let other = if d == xa { xb } else { xa };
            let upper = self.upper(if d == xa { a } else { b });
            let opcode = o::fma(false, negate, subtract);
            self.asm.vex_w(opcode, double, d, other, xc);
            self.set_upper(i, upper);
        } else {
            if d != xc {
                self.asm.vex2(o::VMOVAPS, d, xc);
            }
            let opcode = o::fma(true, negate, subtract);
            self.asm.vex_w(opcode, double, d, xa, xb);
            self.set_upper(i, upper_c);
        }
        self.finish_fma(i, inst, d, kept_a, kept_b);
    }

    /// Of each operand: the value, where it is, whether it is negated first.
    fn fma_step(
        &mut self,
        i: u32,
        inst: &Inst,
        [(a, xa, negative_a), (b, xb, negative_b)]: [(Value, Xmm, bool); 2],
        (c, xc, subtract): (Value, Xmm, bool),
    ) {
        let negate = negative_a != negative_b;
        let mut operands = [Some(xa), Some(xb), Some(xc)];
        let d = self.step_dst(i, &mut operands);
        let [ra, rb, rc] = operands.map(|x| x.unwrap_or(xc));
        // The bits above the result are those of what it replaces: something tidy, if `d` may become a copy of it.
        let replaced = [(a, ra, rb, rc), (b, rb, ra, rc)];
        let apart = ![ra, rb, rc].contains(&d);
        let fits = |(v, r, ..): &(Value, Xmm, Xmm, Xmm)| self.tidy(*v) && (apart || d == *r);
        let factor = match replaced.into_iter().find(fits) {
            Some(factor) if !self.tidy(c) => Some(factor),
            _ if d == rc || apart => None,
            _ => replaced.into_iter().find(|(_, r, ..)| d == *r),
        };
        let (v, copied, accumulate, x, y) = match factor {
            Some((v, r, other, addend)) => (v, r, false, other, addend),
            None => (c, rc, true, ra, rb),
        };
        let upper = self.upper(v);
        let mut call = self.operation_call(inst, d, operands);
        call.attr = call.attr.negating([negative_a, negative_b, subtract]);
        if d != copied {
            let copy = HostInsn::two(o::VMOVAPS, d, copied);
            let is_there = d == xc && copied == rc;
            self.begin_with(copy, Some(copied), !is_there);
        }
        let double = inst.ty == Type::F64;
        let opcode = o::fma(accumulate, negate, subtract);
        let insn = HostInsn::new(opcode, d, x, y).wide(double);
        self.arithmetic_step(insn, insn, double, operands, Some(call));
        self.finish_step(i, d, upper);
    }

    /// `x`, or a copy if `x` is about to be overwritten.
    fn kept(&mut self, x: Xmm, d: Xmm) -> Xmm {
        if x != d {
            return x;
        }
        let copy = self.scratch_xmm();
        self.asm.vex2(o::VMOVAPS, copy, x);
        copy
    }

    fn finish_fma(&mut self, i: u32, inst: &Inst, d: Xmm, a: Xmm, b: Xmm) {
        let compare = o::compare(inst.ty == Type::F64, o::VUCOMI);
        self.asm.vex2(compare, d, d);
        let call = SoftCall {
            soft: Soft::FmaNan,
            attr: Attr::new(self.block, inst, self.regs.nan_mode),
            args: [SoftArg::Xmm(a), SoftArg::Xmm(b), SoftArg::None],
            result: SoftArg::Xmm(d),
        };
        self.jump_cold(Cc::P, ColdCode::Soft(call));
        self.define_xmm(i, d);
    }
}
