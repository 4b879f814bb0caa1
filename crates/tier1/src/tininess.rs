//! Results that round up to the smallest normal number.
//!
//! **Problem.** A guest whose results are tiny before rounding ([`ir::RegFile::tiny_before_rounding`]) reports underflow for them,
//! and flushes them to zero if it flushes; the host, which looks after rounding, does neither.
//!
//! **Choice.** Only products, sums with a product and narrowed floats can be like that (a sum or a quotient so close below the
//! smallest normal number cannot be, or is exact). Where it matters ([`crate::ExactFloats::tininess`]), each such result is compared
//! with the smallest normal number, and done again in software if it is equal or NaN. Otherwise nothing is compared.

use host_x64::asm::Cc;
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use host_x64::{Xmm, asm::Rm};
use ir::{FNarrow, Inst, Lane, Op, Type};

use crate::cold::ColdCode;
use crate::consts::Const;
use crate::emit::Emitter;

impl Emitter<'_> {
    /// True if the result of `inst` must be compared with the smallest normal number.
    pub(crate) fn rounds_up_to_normal(&self, inst: &Inst) -> bool {
        self.exact_floats.tininess
            && self.regs.tiny_before_rounding
            && match inst.op {
                Op::FMul | Op::Fma => true,
                Op::FCvt => inst.ty.bytes() < inst.operand_type().bytes(),
                Op::VFMul | Op::VFMulX | Op::VFMulAdd => true,
                Op::VFFromInt => inst.lane() == Lane::H && inst.vf_number() != 0,
                Op::VFNarrow => inst.vf_small() == FNarrow::Round as u8,
                _ => false,
            }
    }

    /// Multiplication, fused or not, or narrowing, with that comparison; no part of a chain.
    pub(crate) fn exactly_tiny(&mut self, i: u32, inst: &Inst) {
        self.look();
        let double = inst.ty == Type::F64;
        let mut operands = [None; 3];
        for (x, v) in operands.iter_mut().zip(&inst.args[..inst.op.arity()]) {
            *x = Some(self.xmm(*v));
        }
        let [a, b, c] = operands.map(|x| x.unwrap_or(Xmm(0)));
        let d = self.xdst_apart(i);
        let upper = match inst.op {
            Op::FMul => {
                self.asm.vex(o::scalar(double, o::VMUL), d, a, b);
                self.upper(inst.args[0])
            }
            Op::Fma => {
                self.asm.vex2(o::VMOVAPS, d, c);
                self.asm.vex_w(o::fma(true, false, false), double, d, a, b);
                self.upper(inst.args[2])
            }
            _ => {
                self.asm.vex(o::VXORPS, d, d, d);
                self.asm.vex(o::scalar(true, o::VCVT_FLOAT), d, d, a);
                self.fresh_upper(false)
            }
        };
        let (sign, smallest) = limits(double);
        let t = self.temporary();
        self.asm.vex(o::VANDPS, t, d, sign);
        // Equal, or unordered.
        self.asm.vex2(o::compare(double, o::VUCOMI), t, smallest);
        let call = self.operation_call(inst, d, operands);
        self.jump_cold(Cc::E, ColdCode::Soft(call));
        self.end_temporaries();
        self.finish_step(i, d, upper);
    }

    /// Ne if one of the halves in `d` is the smallest normal number; changes `t`.
    pub(crate) fn smallest_normal_half(&mut self, t: Xmm, d: Xmm) {
        self.asm.vex(o::VANDPS, t, d, Const::LargestH.mem());
        self.asm.vex(v::VPCMPEQW, t, t, Const::SmallestHalf.mem());
        self.asm.vex2(o::VPTEST, t, t);
    }

    /// Ne if a lane of `d` is the smallest normal number; changes `t`.
    pub(crate) fn smallest_normal(&mut self, double: bool, t: Xmm, d: Xmm) {
        let (sign, smallest) = limits(double);
        self.asm.vex(o::VANDPS, t, d, sign);
        self.asm
            .vex_i(o::packed(double, o::VCMP), t, t, smallest, 0);
        self.asm.vex2(o::VPTEST, t, t);
    }
}

/// All but the sign, and the smallest normal number, in each lane.
fn limits(double: bool) -> (Rm, Rm) {
    match double {
        true => (
            Const::LargestD.mem().into(),
            Const::SmallestDouble.mem().into(),
        ),
        false => (
            Const::LargestS.mem().into(),
            Const::SmallestSingle.mem().into(),
        ),
    }
}
