//! Conversions between floats and integers, between float formats, and to integral values.

use host_x64::asm::{Alu, Cc, Rm, Size};
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use host_x64::{Gpr, Xmm};
use ir::{Inst, Op, Round, Type, Value};

use crate::chain::HostInsn;
use crate::cold::{Cold, ColdCode, SoftArg, SoftCall};
use crate::consts::Const;
use crate::emit::{Emitter, size_of};
use crate::float::{Upper, is_scaled, rounding_control};
use crate::soft::{Attr, Soft};

/// vroundss/sd: do not report inexactness.
pub(crate) const ROUND_QUIETLY: u8 = 8;
/// vroundss/sd, vcvtps2ph: round as MXCSR says.
pub(crate) const ROUND_BY_MXCSR: u8 = 4;
/// vroundss/sd: round toward zero.
pub(crate) const TRUNCATE: u8 = 3;

/// vroundss/sd: this rounding.
pub(crate) fn rounding_mode(round: Round) -> u8 {
    match round {
        Round::Dyn => ROUND_BY_MXCSR,
        round => rounding_control(round) as u8,
    }
}

impl Emitter<'_> {
    fn conversion_call(&self, inst: &Inst, x: Xmm, result: SoftArg) -> ColdCode {
        let bits = if is_scaled(inst.op) {
            SoftArg::Imm(inst.fraction_bits() as i32)
        } else {
            SoftArg::None
        };
        ColdCode::Soft(SoftCall {
            soft: Soft::Operation,
            attr: Attr::new(self.block, inst, self.regs.nan_mode),
            args: [SoftArg::Xmm(x), bits, SoftArg::None],
            result,
        })
    }

    // --- float to integer -------------------------------------------------------------------------

    pub(crate) fn float_to_int(&mut self, i: u32, inst: &Inst) {
        let by_host = matches!(inst.round(), Round::Dyn | Round::Rtz);
        match inst.op {
            Op::FToSI if by_host => self.float_to_signed(i, inst),
            Op::FToSI => self.float_to_signed_static(i, inst),
            _ => self.float_to_unsigned(i, inst, by_host),
        }
    }

    /// The operand, and what the host can convert in its place; whether that is a double.
    fn convertible(&mut self, inst: &Inst) -> (Xmm, Xmm, bool) {
        let v = inst.args[0];
        let operand = self.xmm(v);
        let bits = inst.fraction_bits();
        let mut double = inst.operand_type() == Type::F64;
        let mut x = operand;
        if inst.operand_type() == Type::F16 {
            x = self.scratch_xmm();
            self.widen_half(x, operand, v);
        }
        if bits == 0 {
            return (operand, x, double);
        }
        let t = self.scratch_xmm();
        if double {
            // Too large for any integer, but not for being multiplied. NaN, as second operand, stays.
            let limit = Const::BeyondDoubleNegative;
            self.asm.vex2(o::VMOVSD_LOAD, t, limit.mem());
            self.asm.vex(o::scalar(true, o::VMAX), t, t, x);
            let u = self.scratch_xmm();
            self.asm.vex2(o::VMOVSD_LOAD, u, Const::BeyondDouble.mem());
            self.asm.vex(o::scalar(true, o::VMIN), t, u, t);
            self.rf.let_go_xmm(u);
        } else {
            self.asm.vex(o::scalar(false, o::VCVT_FLOAT), t, x, x);
            if x != operand {
                self.rf.let_go_xmm(x);
            }
        }
        double = true;
        let u = self.power_of_two(true, i64::from(bits));
        self.asm.vex(o::scalar(true, o::VMUL), t, t, u);
        self.rf.let_go_xmm(u);
        (operand, t, double)
    }

    /// A scratch register with 2^`exponent`, a normal number, as lowest lane.
    fn power_of_two(&mut self, double: bool, exponent: i64) -> Xmm {
        let x = self.scratch_xmm();
        let r = self.scratch();
        let (bias, fraction, size) = match double {
            true => (1023, 52, Size::Q),
            false => (127, 23, Size::D),
        };
        self.asm.mov_imm(r, ((bias + exponent) as u64) << fraction);
        self.asm.vmov_from(size, x, r);
        self.rf.let_go(r);
        x
    }

    fn float_to_signed(&mut self, i: u32, inst: &Inst) {
        let size = size_of(inst.ty);
        let (operand, x, double) = self.convertible(inst);
        let d = self.dst(i, None);
        let truncate = inst.round() == Round::Rtz;
        self.asm.vcvt_to_int(double, truncate, size, d, x);
        // Only the smallest integer, which also stands for "not representable", overflows here.
        self.asm.alu_imm(Alu::Cmp, size, d, 1);
        let cold = self.conversion_call(inst, operand, SoftArg::Gpr(d));
        self.jump_cold(Cc::O, cold);
        self.finish(i, d);
    }

    fn float_to_signed_static(&mut self, i: u32, inst: &Inst) {
        let size = size_of(inst.ty);
        let (operand, x, double) = self.convertible(inst);
        let rounded = self.scratch_xmm();
        self.round(inst, double, rounded, x, ROUND_QUIETLY);
        let d = self.dst(i, None);
        let t = self.scratch();
        self.asm.vcvt_to_int(double, true, size, d, rounded);
        self.asm.alu_imm(Alu::Cmp, size, d, 1);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::O, label);
        // For the inexact flag only: in range, truncation is inexact exactly when rounding is.
        self.asm.vcvt_to_int(double, true, size, t, x);
        self.asm.bind(resume);
        let cold = self.conversion_call(inst, operand, SoftArg::Gpr(d));
        self.push_cold(Cold::new(label, Some(resume), cold));
        self.finish(i, d);
    }

    /// Negative and large values, and NaN, out of line: the host would report the inexactness of a conversion that is
    /// out of range for the guest. The limits are integers, so rounding does not go beyond them.
    fn float_to_unsigned(&mut self, i: u32, inst: &Inst, by_host: bool) {
        let (operand, x, double) = self.convertible(inst);
        let limit = match (inst.ty, double) {
            (Type::I32, true) => Const::MaxU32Double,
            (Type::I32, false) => Const::MaxU32Single,
            (_, true) => Const::MaxI64Double,
            (_, false) => Const::MaxI64Single,
        };
        let d = self.dst(i, None);
        let unused = (!by_host).then(|| self.scratch());
        let t = self.scratch_xmm();
        // Rounding away from zero wants one more.
        let more = (inst.round() == Round::Rmm).then(|| self.scratch_xmm());
        let sign_size = if double { Size::Q } else { Size::D };
        self.asm.vmov_to(sign_size, d, x);
        self.asm.test(sign_size, d, d);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::S, label);
        self.asm.vex2(o::VMOVSD_LOAD, t, limit.mem());
        self.asm.vex2(o::compare(double, o::VUCOMI), t, x);
        self.asm.jcc(Cc::B, label);
        let truncate = inst.round() == Round::Rtz;
        if let Some(unused) = unused {
            match more {
                Some(u) => self.round_away(double, t, x, u, ROUND_QUIETLY),
                None => self.round(inst, double, t, x, ROUND_QUIETLY),
            }
            self.asm.vcvt_to_int(double, true, Size::Q, d, t);
            // For the inexact flag only.
            self.asm.vcvt_to_int(double, true, Size::Q, unused, x);
        } else {
            self.asm.vcvt_to_int(double, truncate, Size::Q, d, x);
        }
        self.asm.bind(resume);
        let cold = self.conversion_call(inst, operand, SoftArg::Gpr(d));
        self.push_cold(Cold::new(label, Some(resume), cold));
        self.finish(i, d);
    }

    /// In the range of the result truncation is all there is to it; the rest is out of line.
    pub(crate) fn fcvtmod(&mut self, i: u32, inst: &Inst) {
        let x = self.xmm(inst.args[0]);
        let d = self.dst(i, None);
        self.asm.vcvt_to_int(true, true, Size::D, d, x);
        self.asm.alu_imm(Alu::Cmp, Size::D, d, 1);
        let cold = self.conversion_call(inst, x, SoftArg::Gpr(d));
        self.jump_cold(Cc::O, cold);
        self.asm.legacy(o::MOVSXD, Size::Q, d, d);
        self.define(i, d);
    }

    // --- integer to float -------------------------------------------------------------------------

    pub(crate) fn int_to_float(&mut self, i: u32, inst: &Inst) {
        let double = inst.ty == Type::F64;
        let d = self.convert_int(i, inst);
        let bits = i64::from(inst.fraction_bits());
        if bits != 0 {
            // Exact: the smallest result is 2^-64.
            let scale = self.power_of_two(double, -bits);
            self.asm.vex(o::scalar(double, o::VMUL), d, d, scale);
        }
        self.set_upper(i, self.fresh_upper(double));
        self.define_xmm(i, d);
    }

    /// The operand as double, else as single, in the register for the result.
    pub(crate) fn convert_int(&mut self, i: u32, inst: &Inst) -> Xmm {
        let double = inst.ty == Type::F64;
        let size = size_of(inst.operand_type());
        if inst.op == Op::UIToF {
            return self.convert_unsigned(i, size, double, inst.args[0]);
        }
        let a = self.rm(inst.args[0]);
        let d = self.xdst(i, None);
        self.clear_above(double, d);
        self.asm.vcvt_from_int(double, size, d, d, a);
        d
    }

    /// What the bits above a conversion's result should be: ones box a single if the guest boxes. Also cuts the dependency on the
    /// register's old value.
    fn clear_above(&mut self, double: bool, d: Xmm) {
        let zeros = double || self.arm();
        let opcode = if zeros { o::VXORPS } else { o::VPCMPEQD };
        self.asm.vex(opcode, d, d, d);
    }

    fn convert_unsigned(&mut self, i: u32, size: Size, double: bool, v: Value) -> Xmm {
        let from = match (size, self.rm(v)) {
            (Size::Q, Rm::Reg(r)) => Gpr(r),
            (_, rm) => {
                let r = self.scratch();
                self.asm.mov(size, r, rm);
                r
            }
        };
        let d = self.xdst(i, None);
        self.clear_above(double, d);
        if size == Size::Q {
            let temp = self.scratch();
            let upper = self.scratch_xmm();
            self.clear_above(double, upper);
            self.asm.test(Size::Q, from, from);
            let (label, resume) = (self.asm.label(), self.asm.label());
            self.asm.jcc(Cc::S, label);
            self.asm.vcvt_from_int(double, Size::Q, d, d, from);
            self.asm.bind(resume);
            let code = ColdCode::UnsignedToFloat {
                from,
                temp,
                d,
                upper,
                double,
            };
            self.push_cold(Cold::new(label, Some(resume), code));
        } else {
            self.asm.vcvt_from_int(double, Size::Q, d, d, from);
        }
        d
    }

    // --- float to float ---------------------------------------------------------------------------

    pub(crate) fn fcvt(&mut self, i: u32, inst: &Inst) {
        match (inst.operand_type(), inst.ty) {
            (Type::F64, Type::F32) => self.rounded(i, inst, Self::narrow),
            (Type::F32, Type::F64) => self.widen(i, inst),
            _ => self.fcvt_half(i, inst),
        }
    }

    fn narrow(&mut self, i: u32, inst: &Inst) {
        let x = self.float_operand(inst.args[0]);
        let upper = self.fresh_upper(false);
        let opcode = o::scalar(true, o::VCVT_FLOAT);
        if self.arm() {
            let d = self.step_dst_apart(i);
            self.begin_with(HostInsn::new(o::VXORPS, d, d, d), None, true);
            self.convert_step(inst, HostInsn::new(opcode, d, d, x), x);
            return self.finish_step(i, d, upper);
        }
        let d = self.xdst_apart(i);
        self.clear_above(false, d);
        self.asm.vex(opcode, d, d, x);
        self.set_upper(i, upper);
        self.finish_float(i, inst.ty, d);
    }

    fn widen(&mut self, i: u32, inst: &Inst) {
        let x = self.float_operand(inst.args[0]);
        let upper = Upper {
            ones: false,
            ..self.upper(inst.args[0])
        };
        let opcode = o::scalar(false, o::VCVT_FLOAT);
        if self.arm() {
            let mut operands = [Some(x), None, None];
            let d = self.step_dst(i, &mut operands);
            let x = operands[0].unwrap_or(x);
            self.convert_step(inst, HostInsn::new(opcode, d, x, x), x);
            return self.finish_step(i, d, upper);
        }
        let d = self.xdst_apart(i);
        self.asm.vex(opcode, d, x, x);
        self.set_upper(i, upper);
        self.finish_float(i, inst.ty, d);
    }

    fn convert_step(&mut self, inst: &Inst, insn: HostInsn, x: Xmm) {
        let operands = [Some(x), None, None];
        let fix = self.operation_call(inst, insn.reg(), operands);
        self.arithmetic_step(insn, insn, inst.ty == Type::F64, operands, Some(fix));
    }

    fn finish_converted(&mut self, i: u32, inst: &Inst, d: Xmm, x: Xmm) {
        if self.arm() {
            return self.finish_arm(i, inst, d, [Some(x), None, None]);
        }
        self.finish_float(i, inst.ty, d);
    }

    pub(crate) fn fround(&mut self, i: u32, inst: &Inst) {
        let exact = inst.imm != 0;
        if inst.round() == Round::Rmm && exact {
            return self.soft(i, inst);
        }
        let double = inst.ty == Type::F64;
        let upper = self.upper(inst.args[0]);
        let x = self.xmm(inst.args[0]);
        let d = self.xdst_apart(i);
        let quiet = if exact { 0 } else { ROUND_QUIETLY };
        if inst.ty == Type::F16 {
            let (wide, rounded) = (self.temporary(), self.temporary());
            self.widen_half(wide, x, inst.args[0]);
            if inst.round() == Round::Rmm {
                let t = self.temporary();
                self.round_away(false, rounded, wide, t, quiet);
            } else {
                self.round(inst, false, rounded, wide, quiet);
            }
            return self.finish_round_half(i, inst, d, rounded, x);
        }
        self.round(inst, double, d, x, quiet);
        self.set_upper(i, upper);
        self.finish_converted(i, inst, d, x);
    }

    /// d, which is not x, = x as an integral value.
    fn round(&mut self, inst: &Inst, double: bool, d: Xmm, x: Xmm, quiet: u8) {
        let opcode = if double { o::VROUNDSD } else { o::VROUNDSS };
        if inst.round() == Round::Rmm {
            let t = self.scratch_xmm();
            self.round_away(double, d, x, t, quiet);
            return self.rf.let_go_xmm(t);
        }
        self.asm
            .vex_i(opcode, d, x, x, rounding_mode(inst.round()) | quiet);
    }

    /// d = x as an integral value, ties away from zero; the three are different.
    fn round_away(&mut self, double: bool, d: Xmm, x: Xmm, t: Xmm, quiet: u8) {
        let opcode = if double { o::VROUNDSD } else { o::VROUNDSS };
        self.add_half(double, d, x, t);
        self.asm.vex_i(opcode, d, d, d, TRUNCATE | quiet);
    }

    /// d = the lanes of x, a half larger in size, so that truncation rounds ties away from zero; the three are different. Done
    /// on the bits, for it reports nothing: a half is the bit below the one that weighs 1. A carry into the exponent leaves
    /// fraction bits with twice their weight, but then the fraction was less than a half. Sizes below a half, and those that
    /// have no fraction, infinity and NaN stay as they are.
    pub(crate) fn add_half(&mut self, double: bool, d: Xmm, x: Xmm, t: Xmm) {
        let (shift, subtract, add, fraction, half, unit) = if double {
            let (half, unit) = (Const::HalfExponentDouble, Const::SmallestDouble);
            (v::VPSHIFTQ, v::VPSUBQ, v::VPADDQ, 52, half, unit)
        } else {
            let (half, unit) = (Const::HalfExponentSingle, Const::SmallestSingle);
            (v::VPSHIFTD, v::VPSUBD, v::VPADDD, 23, half, unit)
        };
        self.asm.vex_i(shift, Xmm(v::SHIFT_LEFT), d, x, 1);
        self.asm
            .vex_i(shift, Xmm(v::SHIFT_RIGHT), d, d, fraction + 1);
        self.asm.vex(subtract, d, d, half.mem());
        self.asm.vex2(o::VMOVAPS, t, unit.mem());
        // By more than there are bits, or less than none, is by so many that nothing is left.
        self.asm.vex_w(v::VPSRLV, double, d, t, d);
        self.asm.vex(add, d, d, x);
    }
}
