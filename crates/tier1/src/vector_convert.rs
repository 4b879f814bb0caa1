//! Singles and doubles in vectors to integers of their size, and back.

use host_x64::asm::{Alu, Cc, Label, Size};
use host_x64::evex::{VCVTQQ2PD, VCVTTPD2QQ, VCVTUDQ2PS, VCVTUQQ2PD};
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use host_x64::{Gpr, Xmm};
use ir::{Inst, Lane, Round};

use crate::cold::{Cold, ColdCode};
use crate::consts::Const;
use crate::emit::Emitter;
use crate::vector_float::Operands;
use crate::vector_soft::VectorCall;

impl Emitter<'_> {
    /// To integers. Unsigned: only what signed integers hold too; the rest, and the smallest integer, which stands for "not
    /// representable", out of line.
    pub(crate) fn vf_to_int(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let mut x = self.vf_operand(inst, operands, 0);
        let t = self.temporary();
        let rounded = self.temporary();
        if inst.vf_number() != 0 {
            x = self.vf_scaled(inst, x, t);
        }
        // Taken before anything jumps: who comes back finds the same registers borrowed.
        let at_once = double && self.features.has(VCVTTPD2QQ);
        let check = at_once.then(|| self.temporary());
        let registers = (double && !at_once).then(|| [self.scratch(), self.scratch()]);
        let (label, resume) = (self.asm.label(), self.asm.label());
        if inst.vf_flag() {
            // Negative, or above the largest below 2^31 or 2^63.
            let (greater, limit, sign) = match double {
                true => (v::VPCMPGTQ, Const::BelowSignDouble, Const::SignD),
                false => (v::VPCMPGTD, Const::BelowSign, Const::SignS),
            };
            self.asm.vex(greater, rounded, x, limit.mem());
            self.asm.vex(o::VORPS, rounded, rounded, x);
            self.asm.vex2(o::VPTEST, rounded, sign.mem());
            self.asm.jcc(Cc::Ne, label);
        }
        let mut from = x;
        if inst.vf_small() != Round::Rtz as u8 {
            self.vf_rounded(inst, rounded, x, Some(d), true);
            from = rounded;
        }
        match (check, registers) {
            (Some(t), _) => self.quadwords_from_doubles(d, from, x, t, label),
            (_, Some(registers)) => self.doubles_to_int(d, from, x, registers, label),
            _ => self.singles_to_int(d, from, x, rounded, label),
        }
        self.asm.bind(resume);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    /// t = x times 2^fraction bits. What is too large for any integer, and might be for being multiplied, becomes a number that is;
    /// NaN, as second operand, stays.
    fn vf_scaled(&mut self, inst: &Inst, x: Xmm, t: Xmm) -> Xmm {
        let double = inst.lane() == Lane::D;
        let (least, most) = match double {
            true => (Const::BeyondDoubleNegative, Const::BeyondDouble),
            false => (Const::BeyondSingleNegative, Const::BeyondSingle),
        };
        let packed = |byte| o::packed(double, byte);
        let u = self.temporary();
        self.asm.vex2(o::VMOVAPS, t, least.mem());
        self.asm.vex(packed(o::VMAX), t, t, x);
        self.asm.vex2(o::VMOVAPS, u, most.mem());
        self.asm.vex(packed(o::VMIN), t, u, t);
        let r = self.scratch();
        self.vf_power_of_two(double, u, r, i64::from(inst.vf_number()));
        self.rf.let_go(r);
        self.asm.vex(packed(o::VMUL), t, t, u);
        t
    }

    /// x = 2^`exponent` in all lanes; changes `r`.
    fn vf_power_of_two(&mut self, double: bool, x: Xmm, r: Gpr, exponent: i64) {
        let (bits, size, splat) = match double {
            true => ((1023 + exponent) << 52, Size::Q, v::VPBROADCASTQ),
            false => ((127 + exponent) << 23, Size::D, v::VPBROADCASTD),
        };
        self.asm.mov_imm(r, bits as u64);
        self.asm.vmov_from(size, x, r);
        self.asm.vex2(splat, x, x);
    }

    /// d = `from`, which is `x` or that as integral values. Changes `t`, which may be `from`.
    fn singles_to_int(&mut self, d: Xmm, from: Xmm, x: Xmm, t: Xmm, label: Label) {
        self.asm.vex2(o::VCVTTPS2DQ, d, from);
        self.asm.vex(o::VPCMPEQD, t, d, Const::SignS.mem());
        self.asm.vex2(o::VPTEST, t, t);
        self.asm.jcc(Cc::Ne, label);
        if from != x {
            // For the inexact flag only: in range, truncation is inexact exactly when rounding is.
            self.asm.vex2(o::VCVTTPS2DQ, t, x);
        }
    }

    /// As [`Emitter::singles_to_int`], where the host has AVX-512; changes `t`, which is neither.
    fn quadwords_from_doubles(&mut self, d: Xmm, from: Xmm, x: Xmm, t: Xmm, label: Label) {
        self.asm.evex2(VCVTTPD2QQ, d, from);
        self.asm.vex(v::VPCMPEQQ, t, d, Const::SignD.mem());
        self.asm.vex2(o::VPTEST, t, t);
        self.asm.jcc(Cc::Ne, label);
        if from != x {
            // For the inexact flag only.
            self.asm.evex2(VCVTTPD2QQ, t, x);
        }
    }

    /// As [`Emitter::singles_to_int`], lane by lane.
    fn doubles_to_int(&mut self, d: Xmm, from: Xmm, x: Xmm, [low, high]: [Gpr; 2], label: Label) {
        self.asm.vex(v::VPUNPCKHQDQ, d, from, from);
        for (r, lane) in [(low, from), (high, d)] {
            self.asm.vcvt_to_int(true, true, Size::Q, r, lane);
            self.asm.alu_imm(Alu::Cmp, Size::Q, r, 1);
            self.asm.jcc(Cc::O, label);
        }
        self.asm.vmov_from(Size::Q, d, low);
        if from != x {
            // For the inexact flag only.
            self.asm.vcvt_to_int(true, true, Size::Q, low, x);
            self.asm.vex(v::VPUNPCKHQDQ, from, x, x);
            self.asm.vcvt_to_int(true, true, Size::Q, low, from);
        }
        self.asm.vex_iw(v::VPINSR, true, d, d, Xmm(high.0), 1);
    }

    /// From integers; scaling by a power of two is exact. Unsigned quadwords: only what signed ones hold too; the rest out of
    /// line.
    pub(crate) fn vf_from_int(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let x = self.vf_operand(inst, operands, 0);
        let (t, r) = (self.temporary(), self.scratch());
        let (label, resume) = (self.asm.label(), self.asm.label());
        match (double, inst.vf_flag()) {
            (true, true) if self.features.has(VCVTUQQ2PD) => self.asm.evex2(VCVTUQQ2PD, d, x),
            (true, false) if self.features.has(VCVTQQ2PD) => self.asm.evex2(VCVTQQ2PD, d, x),
            (false, true) if self.features.has(VCVTUDQ2PS) => self.asm.evex2(VCVTUDQ2PS, d, x),
            (true, unsigned) => {
                if unsigned {
                    self.asm.vex2(o::VPTEST, x, Const::SignD.mem());
                    self.asm.jcc(Cc::Ne, label);
                }
                self.doubles_from_int(d, x, t, r);
            }
            (false, false) => self.asm.vex2(o::VCVTDQ2PS, d, x),
            (false, true) => {
                // Both halves are exact; their sum is rounded once.
                self.asm.vex_i(v::VPSHIFTD, Xmm(v::SHIFT_RIGHT), t, x, 16);
                self.asm.vex2(o::VCVTDQ2PS, t, t);
                self.asm.vex(o::VANDPS, d, x, Const::LowWords.mem());
                self.asm.vex2(o::VCVTDQ2PS, d, d);
                let sum = o::packed_fma(true, false);
                self.asm.vex(sum, d, t, Const::ShiftSingle.mem());
            }
        }
        if inst.vf_number() != 0 {
            self.vf_power_of_two(double, t, r, -i64::from(inst.vf_number()));
            self.asm.vex(o::packed(double, o::VMUL), d, d, t);
        }
        self.asm.bind(resume);
        if double && inst.vf_flag() && !self.features.has(VCVTUQQ2PD) {
            let call = VectorCall::new(inst, operands, d);
            self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
        } else {
            // Never jumped to: keeps every label placed.
            self.asm.bind(label);
        }
    }

    /// Lane by lane; changes `t` and `r`.
    fn doubles_from_int(&mut self, d: Xmm, x: Xmm, t: Xmm, r: Gpr) {
        self.asm.vmov_to(Size::Q, r, x);
        self.asm.vex(o::VXORPS, d, d, d);
        self.asm.vcvt_from_int(true, Size::Q, d, d, r);
        self.asm.vpextrq_high(r, x);
        self.asm.vex(o::VXORPS, t, t, t);
        self.asm.vcvt_from_int(true, Size::Q, t, t, r);
        self.asm.vex(v::VPUNPCKLQDQ, d, d, t);
    }
}
