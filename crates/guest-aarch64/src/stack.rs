//! The alignment of SP: Linux sets SCTLR_EL1.SA0, so where SP is the base of a load or store it must be a multiple of 16
//! (Arm ARM, AArch64.CheckSPAlignment), which is checked before anything else of the access.
//!
//! Lifted code relies on it ([`ir::StackChecks`]): it looks where SP gets a value that need not be a multiple of 16, given that the
//! old one was. With [`STACK_CHECKS`] it looks where SP is used.

use ir::{Op, StackChecks, Trap, Value};

use crate::features::STACK_CHECKS;
use crate::lift::Lift;
use crate::operands::{RSp, XSp};
use crate::regs;

impl Lift<'_> {
    /// The base of an access: register `rn`, or SP, whose alignment is checked.
    #[inline]
    pub fn base(&self, rn: XSp) -> Value {
        let base = self.x_sp(rn.0);
        if is_sp(rn.0) && self.has(STACK_CHECKS) {
            self.check(base, Trap::Misaligned);
        }
        base
    }

    /// To be called before register `rn` becomes `next`, and before anything else that the instruction does.
    #[inline]
    pub fn expect_aligned(&self, rn: RSp, next: Value) {
        if is_sp(rn) && !self.has(STACK_CHECKS) {
            self.check(next, Trap::StackMisaligned);
        }
    }

    /// Traps if `sp` is not a multiple of 16.
    fn check(&self, sp: Value, trap: Trap) {
        if !self.is_aligned(sp) {
            self.trap_if(self.and_imm(sp, 15), trap, sp);
        }
    }

    /// Whether `v` is a multiple of 16: a constant, masked, or what is left of the stack pointer after adding such numbers.
    fn is_aligned(&self, mut v: Value) -> bool {
        let aligned = |v| {
            self.const_of(v)
                .is_some_and(|k| !StackChecks::misaligned(k))
        };
        loop {
            let inst = self.with_block(|block| *block.inst(v));
            let [a, b, _] = inst.args;
            match inst.op {
                Op::Add if aligned(b) => v = a,
                Op::GetReg => {
                    return inst.imm == i64::from(regs::SP.0) && !self.has(STACK_CHECKS);
                }
                Op::And => return aligned(b),
                _ => return aligned(v),
            }
        }
    }
}

fn is_sp(r: RSp) -> bool {
    r.0 & 31 == 31
}
