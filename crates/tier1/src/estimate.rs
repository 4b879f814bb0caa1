//! Reciprocals and square roots of reciprocals in vectors, by estimate and Newton steps, and the product that goes with them.

use host_x64::asm::{Cc, Mem};
use host_x64::opcodes as o;
use host_x64::regs::CODE_BASE;
use host_x64::vector_opcodes as v;
use host_x64::{Gpr, Xmm};
use ir::{Estimate, Inst, Lane, Op, Span, Step};

use crate::cold::{Cold, ColdCode};
use crate::consts::{self, Const};
use crate::emit::Emitter;
use crate::vector_float::Operands;
use crate::vector_soft::VectorCall;

impl Emitter<'_> {
    /// `body`, which takes no register, after a jump out of line if a lane of the first two of the operands is infinite or NaN, or so
    /// large that the step it is for might be infinite on the way: infinity times zero, which would be invalid, is among them.
    /// `checked`: those operands, with nothing above their lanes unless they are halves.
    pub(crate) fn vf_guarded(
        &mut self,
        inst: &Inst,
        d: Xmm,
        (operands, checked): (Operands, [Xmm; 2]),
        [t, u]: [Xmm; 2],
        body: impl FnOnce(&mut Self),
    ) {
        let halved = inst.op == Op::VFStep && inst.vf_small() == Step::Rsqrt as u8;
        let (magnitudes, greater, limit) = match (inst.lane(), halved) {
            (Lane::D, false) => (Const::LargestD, v::VPCMPGTQ, Const::FiniteDouble),
            (Lane::D, true) => (Const::LargestD, v::VPCMPGTQ, Const::RootDouble),
            (Lane::S, false) => (Const::LargestS, v::VPCMPGTD, Const::FiniteSingle),
            (Lane::S, true) => (Const::LargestS, v::VPCMPGTD, Const::RootSingle),
            _ => (Const::LargestH, v::VPCMPGTW, Const::FiniteHalf),
        };
        for (t, x) in [t, u].into_iter().zip(checked) {
            self.asm.vex(o::VANDPS, t, x, magnitudes.mem());
            self.asm.vex(greater, t, t, limit.mem());
        }
        self.asm.vex(o::VORPS, t, t, u);
        if inst.lane() == Lane::H {
            self.vf_clear(inst, t);
        }
        self.asm.vex2(o::VPTEST, t, t);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::Ne, label);
        body(self);
        self.asm.bind(resume);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    /// Product and Newton steps.
    pub(crate) fn vf_extended(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let a = self.vf_operand(inst, operands, 0);
        let b = self.vf_operand(inst, operands, 1);
        let temporaries = [self.temporary(), self.temporary()];
        self.vf_guarded(inst, d, (operands, [a, b]), temporaries, |e| {
            let multiply = o::packed(double, o::VMUL);
            if inst.op == Op::VFMulX {
                e.asm.vex(multiply, d, a, b);
                if e.rounds_up_to_normal(inst) {
                    e.smallest_normal(double, temporaries[0], d);
                    let call = VectorCall::new(inst, operands, d);
                    e.jump_cold(Cc::Ne, ColdCode::Vector(call));
                }
                return;
            }
            let halved = inst.vf_small() == Step::Rsqrt as u8;
            let from = match (halved, double) {
                (false, false) => Const::TwoSingle,
                (false, true) => Const::TwoDouble,
                (true, false) => Const::ThreeSingle,
                (true, true) => Const::ThreeDouble,
            };
            e.asm.vex2(o::VMOVAPS, d, from.mem());
            e.asm.vex_w(o::packed_fma(true, true), double, d, a, b);
            if halved {
                // Exact: it is zero or not small, as the product has a unit of 2^-45 or 2^-103 next to 3.
                let half = if double {
                    Const::HalfDouble
                } else {
                    Const::HalfSingle
                };
                e.asm.vex(multiply, d, d, half.mem());
            }
            e.vf_clear(inst, d);
        });
    }

    /// Estimates: from a table by what the operand begins with. Operands or results that are not normal out of line.
    pub(crate) fn vf_estimate(&mut self, inst: &Inst, d: Xmm, operands: Operands) {
        let double = inst.lane() == Lane::D;
        let root = inst.vf_small() == Estimate::Rsqrt as u8;
        let [t, u] = [self.temporary(), self.temporary()];
        let operand = operands[0].unwrap_or(Xmm(0));
        // 1 above the lanes.
        let (blend, one, above) = match (double, inst.span()) {
            (_, Span::Full) => (o::VBLENDPS, Const::OneSingle, 0),
            (true, _) => (o::VBLENDPD, Const::OneDouble, 0b10),
            (false, Span::Half) => (o::VBLENDPS, Const::OneSingle, 0b1100),
            (false, _) => (o::VBLENDPS, Const::OneSingle, 0b1110),
        };
        let x = match above {
            0 => operand,
            _ => {
                let x = self.temporary();
                self.asm.vex_i(blend, x, operand, one.mem(), above);
                x
            }
        };
        let normal = EstimateConsts::of(double, root);
        let greater = if double { v::VPCMPGTQ } else { v::VPCMPGTD };
        let mut magnitude = x;
        if !root {
            self.asm.vex(o::VANDPS, t, x, normal.magnitudes.mem());
            magnitude = t;
        }
        self.asm.vex2(o::VMOVAPS, u, normal.smallest.mem());
        self.asm.vex(greater, u, u, magnitude);
        self.asm.vex(greater, t, magnitude, normal.largest.mem());
        self.asm.vex(o::VORPS, t, t, u);
        self.asm.vex2(o::VPTEST, t, t);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::Ne, label);
        self.estimate_fraction(double, root, d, x, [t, u]);
        self.estimate_exponent(double, root, x, [t, u]);
        self.asm.vex(o::VORPS, d, d, t);
        self.vf_clear(inst, d);
        self.asm.bind(resume);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    /// d = the fraction of the estimate: by the highest eight bits of the operand's, and if for a root by the exponent's lowest.
    fn estimate_fraction(&mut self, double: bool, root: bool, d: Xmm, x: Xmm, [t, u]: [Xmm; 2]) {
        let (shift, distance, gather) = match double {
            true => (v::VPSHIFTQ, 44, o::VPGATHER_Q),
            false => (v::VPSHIFTD, 15, o::VPGATHER_D),
        };
        let (table, index) = match (root, double) {
            (false, false) => (consts::RECIPROCALS, Const::LowBytesD),
            (false, true) => (consts::RECIPROCALS, Const::LowBytesQ),
            (true, false) => (consts::RECIPROCAL_ROOTS, Const::Low9Single),
            (true, true) => (consts::RECIPROCAL_ROOTS, Const::Low9Double),
        };
        let low_bytes = match double {
            true => Const::LowBytesQ,
            false => Const::LowBytesD,
        };
        self.asm.vex_i(shift, Xmm(v::SHIFT_RIGHT), t, x, distance);
        self.asm.vex(o::VANDPS, t, t, index.mem());
        self.vones(u);
        // A gathered lane begins with the byte that is meant.
        let lanes = Mem::indexed(CODE_BASE, Gpr(t.0), 0, table);
        self.asm.vex_w(gather, double, d, u, lanes);
        self.asm.vex(o::VANDPS, d, d, low_bytes.mem());
        self.asm.vex_i(shift, Xmm(v::SHIFT_LEFT), d, d, distance);
    }

    /// t = sign and exponent of the estimate.
    fn estimate_exponent(&mut self, double: bool, root: bool, x: Xmm, [t, u]: [Xmm; 2]) {
        let (shift, subtract, fraction) = match double {
            true => (v::VPSHIFTQ, v::VPSUBQ, 52),
            false => (v::VPSHIFTD, v::VPSUBD, 23),
        };
        let consts = EstimateConsts::of(double, root);
        self.asm.vex2(o::VMOVAPS, t, consts.exponents.mem());
        if root {
            let (left, right) = (Xmm(v::SHIFT_LEFT), Xmm(v::SHIFT_RIGHT));
            self.asm.vex_i(shift, right, u, x, fraction);
            self.asm.vex(subtract, t, t, u);
            self.asm.vex_i(shift, right, t, t, 1);
            self.asm.vex_i(shift, left, t, t, fraction);
        } else {
            // The sign is subtracted too, which changes it alone.
            let head = if double {
                Const::HeadDouble
            } else {
                Const::HeadSingle
            };
            self.asm.vex(o::VANDPS, u, x, head.mem());
            self.asm.vex(subtract, t, t, u);
        }
    }
}

/// What estimates of reciprocals, or of roots of them, need for each format.
struct EstimateConsts {
    /// All but the signs.
    magnitudes: Const,
    smallest: Const,
    /// Largest operand of which the estimate is a normal number.
    largest: Const,
    /// From which the operand's exponent is subtracted.
    exponents: Const,
}

impl EstimateConsts {
    fn of(double: bool, root: bool) -> EstimateConsts {
        let (magnitudes, smallest) = match double {
            true => (Const::LargestD, Const::SmallestDouble),
            false => (Const::LargestS, Const::SmallestSingle),
        };
        let (largest, exponents) = match (root, double) {
            (false, false) => (Const::RecipSingle, Const::ExponentsSingle),
            (false, true) => (Const::RecipDouble, Const::ExponentsDouble),
            (true, false) => (Const::FiniteSingle, Const::RootExponentsSingle),
            (true, true) => (Const::FiniteDouble, Const::RootExponentsDouble),
        };
        EstimateConsts {
            magnitudes,
            smallest,
            largest,
            exponents,
        }
    }
}
