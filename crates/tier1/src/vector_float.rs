//! Floats in vector registers.

use host_x64::Xmm;
use host_x64::opcodes as o;
use ir::{Inst, Op, Type};

use crate::consts::Const;
use crate::emit::Emitter;

impl Emitter<'_> {
    /// VFromF of a float that was computed: it stays where it is, or goes where it is wanted, and the bits above it become zeros.
    pub(crate) fn clear_in_place(&mut self, inst: &Inst) {
        let v = inst.args[0];
        let root = self.scan.root(v);
        let info = self.scan.info[root as usize];
        if info.uses == 0 {
            return;
        }
        let ty = self.block.insts[root as usize].result_type();
        if info.zeros_from as u32 > ty.bytes() {
            let x = self.xmm_for_set(v);
            match self.wanted_xmm(root, true) {
                Some(d) if d != x => {
                    self.clear_upper(ty, d, x);
                    self.release_place(root);
                    self.define_xmm(root, d);
                }
                _ => self.clear_upper(ty, x, x),
            }
            self.scan.info[root as usize].zeros_from = ty.bytes() as u8;
        }
        self.done(v);
    }

    /// VFromF of the lowest lane of a vector.
    pub(crate) fn vector_float_op(&mut self, i: u32, inst: &Inst) {
        if inst.op != Op::VFromF {
            return;
        }
        let ty = inst.operand_type();
        let x = self.xmm(inst.args[0]);
        let d = self.xdst(i, Some(x));
        self.clear_upper(ty, d, x);
        self.scan.info[i as usize].zeros_from = ty.bytes() as u8;
        self.define_xmm(i, d);
    }

    /// d = x with zeros above a float of type `ty`
    fn clear_upper(&mut self, ty: Type, d: Xmm, x: Xmm) {
        match ty {
            Type::F64 => self.asm.vex2(o::VMOVQ, d, x),
            Type::F32 => self.asm.vex_i(o::VINSERTPS, d, x, x, 0b1110),
            _ => self.asm.vex(o::VANDPS, d, x, Const::Low16.mem()),
        }
    }
}
