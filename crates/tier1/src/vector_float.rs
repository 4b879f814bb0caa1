//! Floats in vector registers.

use host_x64::Xmm;
use host_x64::asm::Cc;
use host_x64::opcodes::{self as o, Opcode};
use host_x64::vector_opcodes as v;
use ir::{Estimate, FCond, FNarrow, Inst, Lane, Op, Round, Span, Type};

use crate::chain::HostInsn;
use crate::cold::{Cold, ColdCode};
use crate::consts::Const;
use crate::convert::{ROUND_QUIETLY, TRUNCATE, rounding_mode};
use crate::emit::Emitter;
use crate::vector_soft::VectorCall;

/// vcmpps: unordered, quietly.
pub(crate) const UNORDERED: u8 = 3;

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
    pub(crate) fn clear_upper(&mut self, ty: Type, d: Xmm, x: Xmm) {
        let insn = match ty {
            Type::F64 => HostInsn::two(o::VMOVQ, d, x),
            Type::F32 => HostInsn::new(o::VINSERTPS, d, x, x).imm(0b1110),
            _ => HostInsn::new(o::VANDPS, d, x, Const::Low16.mem()),
        };
        self.plain(insn, Some(x), Some(d));
    }
}

/// The registers of an operation's operands.
pub(crate) type Operands = [Option<Xmm>; 3];

/// The byte behind the lanes that `inst` works on.
fn lanes_end(inst: &Inst) -> u8 {
    match inst.span() {
        Span::One => inst.lane().bytes() as u8,
        Span::Half => 8,
        Span::Full => 16,
    }
}

/// The condition of a VFCmp for vcmpps.
pub(crate) fn predicate(inst: &Inst) -> u8 {
    match FCond::from_u8(inst.vf_small()) {
        FCond::Eq => 0x00,
        FCond::Lt => 0x01,
        FCond::Le => 0x02,
        FCond::LtQuiet => 0x11,
        FCond::LeQuiet => 0x12,
    }
}

impl Emitter<'_> {
    /// Operations on floats in vectors. What the host does differently, for NaNs mostly, is done again out of line.
    pub(crate) fn vf(&mut self, i: u32, inst: &Inst) {
        let mut operands = [None; 3];
        for (x, v) in operands.iter_mut().zip(&inst.args[..inst.op.arity()]) {
            *x = Some(self.xmm(*v));
        }
        let d = self.xdst_apart(i);
        let flushed = matches!(inst.op, Op::VFMin | Op::VFMax) && self.exact_floats.flush;
        let emitted = match inst.lane() {
            _ if inst.op == Op::VFWiden => {
                self.vf_widen(inst, d, operands);
                true
            }
            Lane::S | Lane::D => !flushed && self.vf_inline(inst, d, operands),
            _ => self.vh_inline(inst, d, operands),
        };
        if !emitted {
            self.vector_call(&VectorCall::new(inst, operands, d));
        }
        self.scan.info[i as usize].zeros_from = match inst.span() {
            Span::One => inst.lane().bytes() as u8,
            Span::Half => 8,
            Span::Full if inst.op == Op::VFNarrow => 8,
            Span::Full => 16,
        };
        self.finish_vector(i, d);
    }

    /// True if it was emitted.
    fn vf_inline(&mut self, inst: &Inst, d: Xmm, operands: Operands) -> bool {
        let double = inst.lane() == Lane::D;
        let away = inst.vf_small() == Round::Rmm as u8;
        let alone = matches!(
            inst.op,
            Op::VFMulX | Op::VFCmp | Op::VFEstimate | Op::VFStep
        );
        if inst.span() == Span::One && !alone {
            // Scalars are what frontends use.
            return false;
        }
        let packed = |byte| o::packed(double, byte);
        match inst.op {
            Op::VFAdd => self.vf_arithmetic(inst, d, operands, packed(o::VADD)),
            Op::VFSub => self.vf_arithmetic(inst, d, operands, packed(o::VSUB)),
            Op::VFMul => self.vf_arithmetic(inst, d, operands, packed(o::VMUL)),
            Op::VFDiv => self.vf_arithmetic(inst, d, operands, packed(o::VDIV)),
            Op::VFSqrt => self.vf_arithmetic(inst, d, operands, packed(o::VSQRT)),
            Op::VFMulAdd => self.vf_mul_add(inst, d, operands),
            Op::VFMulAddWide => self.vf_mul_add_wide(inst, d, operands),
            Op::VFMin | Op::VFMax => self.vf_min_max(inst, d, operands),
            Op::VFCmp => self.vf_compare(inst, d, operands),
            Op::VFRound if inst.vf_number() == 0 && !(inst.vf_flag() && away) => {
                self.vf_round(inst, d, operands);
            }
            Op::VFToInt => self.vf_to_int(inst, d, operands),
            Op::VFFromInt => self.vf_from_int(inst, d, operands),
            Op::VFNarrow if inst.vf_small() == FNarrow::Round as u8 => {
                self.vf_narrow(inst, d, operands);
            }
            Op::VFMulX | Op::VFStep => self.vf_extended(inst, d, operands),
            Op::VFEstimate
                if [Estimate::Recip as u8, Estimate::Rsqrt as u8].contains(&inst.vf_small()) =>
            {
                self.vf_estimate(inst, d, operands);
            }
            _ => return false,
        }
        true
    }

    /// Operand `n` without what is above the lanes worked on.
    pub(crate) fn vf_operand(&mut self, inst: &Inst, operands: Operands, n: usize) -> Xmm {
        let x = operands[n].unwrap_or(Xmm(0));
        if self.upper(inst.args[n]).zeros_from <= lanes_end(inst) {
            return x;
        }
        let clean = self.temporary();
        self.vf_only(inst, clean, x);
        clean
    }

    /// d = the lanes of x that `inst` works on, zeros above.
    fn vf_only(&mut self, inst: &Inst, d: Xmm, x: Xmm) {
        match lanes_end(inst) {
            2 => self.clear_upper(Type::F16, d, x),
            4 => self.clear_upper(Type::F32, d, x),
            _ => self.clear_upper(Type::F64, d, x),
        }
    }

    /// Zeros above the lanes of the result in d.
    pub(crate) fn vf_clear(&mut self, inst: &Inst, d: Xmm) {
        if inst.span() != Span::Full {
            self.vf_only(inst, d, d);
        }
    }

    /// Jumps if a lane of a or b is NaN; changes `t`.
    fn vf_unordered(&mut self, double: bool, t: Xmm, a: Xmm, b: Xmm) {
        let opcode = o::packed(double, o::VCMP);
        self.asm.vex_i(opcode, t, a, b, UNORDERED);
        self.asm.vex2(o::VPTEST, t, t);
    }

    /// Done again out of line if a lane of `d` is NaN.
    fn vf_check(&mut self, inst: &Inst, double: bool, d: Xmm, operands: Operands) {
        let multiplies = matches!(inst.op, Op::VFMulAdd | Op::VFMulAddWide);
        let difference = inst.op == Op::VFSub || (multiplies && inst.vf_flag());
        if inst.span() == Span::Half && difference {
            // 0 - 0 is -0 when rounding down.
            self.asm.vex2(o::VMOVQ, d, d);
        }
        let t = self.temporary();
        self.vf_unordered(double, t, d, d);
        let call = VectorCall::new(inst, operands, d);
        self.jump_cold(Cc::Ne, ColdCode::Vector(call));
        if self.rounds_up_to_normal(inst) {
            self.smallest_normal(double, t, d);
            self.jump_cold(Cc::Ne, ColdCode::Vector(call));
        }
    }

    fn vf_arithmetic(&mut self, inst: &Inst, d: Xmm, operands: Operands, opcode: Opcode) {
        let double = inst.lane() == Lane::D;
        let a = self.vf_operand(inst, operands, 0);
        if inst.op == Op::VFSqrt {
            self.asm.vex2(opcode, d, a);
        } else {
            let mut b = self.vf_operand(inst, operands, 1);
            if inst.op == Op::VFDiv && inst.span() == Span::Half {
                // Above, 0 is divided by 1.
                let ones = if double {
                    Const::OneDouble
                } else {
                    Const::OneSingle
                };
                let t = self.temporary();
                self.asm.vex(v::VPUNPCKLQDQ, t, b, ones.mem());
                b = t;
            }
            self.asm.vex(opcode, d, a, b);
        }
        self.vf_check(inst, double, d, operands);
    }

    fn vf_mul_add(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let a = self.vf_operand(inst, operands, 0);
        let b = self.vf_operand(inst, operands, 1);
        let c = self.vf_operand(inst, operands, 2);
        self.asm.vex2(o::VMOVAPS, d, c);
        let opcode = o::packed_fma(true, inst.vf_flag());
        self.asm.vex_w(opcode, double, d, a, b);
        self.vf_check(inst, double, d, operands);
    }

    fn vf_mul_add_wide(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let [a, b] = [0, 1].map(|n| {
            let mut x = operands[n].unwrap_or(Xmm(0));
            let wide = self.temporary();
            if inst.span() == Span::Half {
                // Halves above those that are multiplied may be signalling NaNs.
                self.clear_upper(Type::F32, wide, x);
                x = wide;
            }
            self.asm.vex2(o::VCVTPH2PS, wide, x);
            wide
        });
        let c = self.vf_operand(inst, operands, 2);
        self.asm.vex2(o::VMOVAPS, d, c);
        let opcode = o::packed_fma(true, inst.vf_flag());
        self.asm.vex_w(opcode, false, d, a, b);
        self.vf_check(inst, false, d, operands);
    }

    /// The host takes the second of two zeros and reports quiet NaNs: both orders joined, and NaNs out of line before.
    fn vf_min_max(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let a = self.vf_operand(inst, operands, 0);
        let b = self.vf_operand(inst, operands, 1);
        let t = self.temporary();
        self.vf_unordered(double, t, a, b);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::Ne, label);
        let (byte, join) = if inst.op == Op::VFMin {
            (o::VMIN, o::VORPS)
        } else {
            (o::VMAX, o::VANDPS)
        };
        self.asm.vex(o::packed(double, byte), t, a, b);
        self.asm.vex(o::packed(double, byte), d, b, a);
        self.asm.vex(join, d, d, t);
        self.asm.bind(resume);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    fn vf_compare(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let a = self.vf_operand(inst, operands, 0);
        let b = self.vf_operand(inst, operands, 1);
        let opcode = o::packed(inst.lane() == Lane::D, o::VCMP);
        self.asm.vex_i(opcode, d, a, b, predicate(inst));
        // The zeros above may be equal.
        self.vf_clear(inst, d);
    }

    /// d = x as integral values; `t`: a free register. None: one is taken here, which it cannot be behind a jump.
    pub(crate) fn vf_rounded(&mut self, inst: &Inst, d: Xmm, x: Xmm, t: Option<Xmm>, quiet: bool) {
        let opcode = if inst.lane() == Lane::D {
            o::VROUNDPD
        } else {
            o::VROUNDPS
        };
        let quiet = if quiet { ROUND_QUIETLY } else { 0 };
        let round = Round::from_u8(inst.vf_small());
        if round == Round::Rmm {
            let t = t.unwrap_or_else(|| self.temporary());
            self.add_half(inst.lane() == Lane::D, d, x, t);
            return self.asm.vex2_i(opcode, d, d, TRUNCATE | quiet);
        }
        self.asm.vex2_i(opcode, d, x, rounding_mode(round) | quiet);
    }

    fn vf_round(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let x = self.vf_operand(inst, operands, 0);
        self.vf_rounded(inst, d, x, None, !inst.vf_flag());
        self.vf_check(inst, inst.lane() == Lane::D, d, operands);
    }

    fn vf_widen(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let mut x = operands[0].unwrap_or(Xmm(0));
        if inst.vf_flag() {
            let t = self.temporary();
            self.asm.vex(v::VPUNPCKHQDQ, t, x, x);
            x = t;
        }
        let single = inst.lane() == Lane::S;
        let opcode = if single { o::VCVTPS2PD } else { o::VCVTPH2PS };
        self.asm.vex2(opcode, d, x);
        self.vf_check(inst, single, d, operands);
    }

    fn vf_narrow(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let x = operands[0].unwrap_or(Xmm(0));
        if inst.lane() == Lane::D {
            self.asm.vex2(o::VCVTPD2PS, d, x);
            return self.vf_check(inst, false, d, operands);
        }
        let t = self.temporary();
        self.vf_unordered(false, t, x, x);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::Ne, label);
        // A store form: the destination is the r/m operand.
        self.narrow_to_halves(false, d, x);
        self.asm.bind(resume);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
        if self.rounds_up_to_normal(inst) {
            self.smallest_normal_half(t, d);
            self.jump_cold(Cc::Ne, ColdCode::Vector(call));
        }
    }
}
