//! Halves, on the host's single and double precision instructions.
//!
//! **Why that is exact.** A half has 11 significant bits, a single 24. Every half, also a subnormal one, is a normal single, so MXCSR's
//! DAZ and FTZ, which F16C ignores itself, have nothing to do: [`ir::fp_mode::FLUSH`] is not about halves (and threads of
//! which [`ir::fp_mode::FLUSH_HALF`] or [`ir::fp_mode::ALTERNATIVE_HALF`] is on are interpreted). Of what is rounded twice, to a
//! single and to a half, both times in the guest's mode:
//!
//! - Directed modes: the halves are among the singles, so the second rounding goes where one would have gone.
//! - To nearest: wrong only if the first reaches a half, or a value halfway between two, that the exact result is not. A product has 22 bits
//!   and is a single. A sum of halves is a multiple of 2^-24; one that is no single is so far from the larger operand's
//!   neighbours and halfway values that rounding does not reach them. A quotient differs from a value m of up to 12 bits by
//!   at least 2^-23 m, as the divisor has 11 bits, and rounding moves it by at most 2^-24 m; a root that is rounded cannot be next to m
//!   either (24 >= 2 * 11 + 2: Figueroa, "When is double rounding innocuous?").
//! - So the first rounding is inexact only if the result is, and what is tiny or too large is so for the second, which reports it.
//!
//! Sums with a product are computed in double precision: either exact, or of numbers so far apart that the smaller one only matters for
//! which neighbour of the larger one directed modes take, or larger than any half. From there, what a single has no room for
//! is kept as an odd lowest bit ([`Emitter::round_to_odd`]), which rounding to a half treats as all that it stands for.
//!
//! A result that is NaN is done again in software; what widening reports of signalling NaNs is what the operation reports.

use host_x64::Xmm;
use host_x64::asm::Cc;
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use ir::{Inst, Op, Type, Value};

use crate::cold::{Cold, ColdCode};
use crate::consts::Const;
use crate::convert::ROUND_BY_MXCSR;
use crate::emit::Emitter;
use crate::float::Upper;

impl Emitter<'_> {
    /// Operations of type F16.
    pub(crate) fn half_op(&mut self, i: u32, inst: &Inst) {
        match inst.op {
            Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt => {
                self.rounded(i, inst, Self::half_arithmetic);
            }
            Op::Fma => self.rounded(i, inst, Self::half_fma),
            Op::FMin | Op::FMax => self.half_min_max(i, inst),
            Op::FCmp => self.fcmp(i, inst),
            Op::FRound => self.fround(i, inst),
            Op::SIToF | Op::UIToF if inst.fraction_bits() == 0 => {
                self.rounded(i, inst, Self::int_to_half);
            }
            _ => self.soft(i, inst),
        }
    }

    /// d = the half in `x`, which is `v`, as single. The three lanes above are zeros, or all ones where those of `x` are.
    pub(crate) fn widen_half(&mut self, d: Xmm, x: Xmm, v: Value) {
        let upper = self.upper(v);
        let mut x = x;
        if !upper.ones && upper.zeros_from > 2 {
            // What is there may be a signalling NaN; ones are quiet ones.
            self.asm.vex2(o::VPMOVZXWQ, d, x);
            x = d;
        }
        self.asm.vex2(o::VCVTPH2PS, d, x);
    }

    /// What is above a half that was made of [`Emitter::widen_half`]'s result.
    pub(crate) fn upper_of_half(&self, v: Value) -> Upper {
        match self.upper(v).ones {
            true => Upper {
                ones: true,
                zeros_from: 16,
            },
            false => Upper::ZEROS,
        }
    }

    /// The float `v`, a half as single, for reading only.
    pub(crate) fn comparand(&mut self, v: Value) -> Xmm {
        let x = self.float_operand(v);
        if self.block.inst(v).result_type() != Type::F16 {
            return x;
        }
        let wide = self.scratch_xmm();
        self.widen_half(wide, x, v);
        wide
    }

    /// d = the single lanes of `x` as halves; those of a register of 256 bits if `long`.
    pub(crate) fn narrow_to_halves(&mut self, long: bool, d: Xmm, x: Xmm) {
        let opcode = o::VCVTPS2PH.long(long);
        self.asm.vex2_i(opcode, x, d, ROUND_BY_MXCSR);
    }

    /// The doubles in x, to be narrowed further than to singles: bits that a single has no room for become its lowest one. Changes
    /// `t`; `below`: [`Const::BelowSingle`] in all lanes.
    pub(crate) fn round_to_odd(&mut self, long: bool, x: Xmm, t: Xmm, below: Xmm) {
        self.asm.vex(o::VANDPS.long(long), t, x, below);
        // Carries if one of them is set.
        self.asm.vex(v::VPADDQ.long(long), t, t, below);
        self.asm.vex(o::VORPS.long(long), x, x, t);
        self.asm.vex(o::VANDNPS.long(long), x, below, x);
    }

    /// The scalar double in x becomes a half, in d; changes `t` and `below`.
    fn double_to_half(&mut self, d: Xmm, x: Xmm, t: Xmm, below: Xmm) {
        self.asm.vex2(o::VMOVAPS, below, Const::BelowSingle.mem());
        self.round_to_odd(false, x, t, below);
        self.asm.vex2(o::VCVTPD2PS, x, x);
        self.narrow_to_halves(false, d, x);
    }

    /// The last comparison was unordered if the result is NaN, and nothing has changed the flags.
    fn finish_half(&mut self, i: u32, inst: &Inst, d: Xmm, operands: [Option<Xmm>; 3], t: Xmm) {
        let call = self.operation_call(inst, d, operands);
        self.jump_cold(Cc::P, ColdCode::Soft(call));
        if self.rounds_up_to_normal(inst) {
            self.smallest_normal_half(t, d);
            self.jump_cold(Cc::Ne, ColdCode::Soft(call));
        }
        self.end_temporaries();
        self.define_xmm(i, d);
    }

    fn half_arithmetic(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let xa = self.xmm(a);
        let xb = (inst.op != Op::FSqrt).then(|| self.xmm(b));
        let d = self.xdst_apart(i);
        let (x, y) = (self.temporary(), self.temporary());
        self.widen_half(x, xa, a);
        if let Some(xb) = xb {
            self.widen_half(y, xb, b);
        }
        let (byte, second) = match inst.op {
            Op::FAdd => (o::VADD, y),
            Op::FSub => (o::VSUB, y),
            Op::FMul => (o::VMUL, y),
            Op::FDiv => (o::VDIV, y),
            _ => (o::VSQRT, x),
        };
        self.asm.vex(o::scalar(false, byte), x, x, second);
        self.asm.vex2(o::compare(false, o::VUCOMI), x, x);
        self.narrow_to_halves(false, d, x);
        self.set_upper(i, self.upper_of_half(a));
        self.finish_half(i, inst, d, [Some(xa), xb, None], x);
    }

    fn half_fma(&mut self, i: u32, inst: &Inst) {
        let operands = inst.args.map(|v| self.xmm(v));
        let d = self.xdst_apart(i);
        let wide = [self.temporary(), self.temporary(), self.temporary()];
        for ((t, x), v) in wide.into_iter().zip(operands).zip(inst.args) {
            self.widen_half(t, x, v);
            self.asm.vex(o::scalar(false, o::VCVT_FLOAT), t, t, t);
        }
        let [x, y, sum] = wide;
        self.asm.vex_w(o::fma(true, false, false), true, sum, x, y);
        self.asm.vex2(o::compare(true, o::VUCOMI), sum, sum);
        self.double_to_half(d, sum, x, y);
        let zeros = !inst.args.iter().any(|v| self.upper(*v).ones);
        let upper = Upper {
            ones: false,
            zeros_from: if zeros { 2 } else { 16 },
        };
        self.set_upper(i, upper);
        self.finish_half(i, inst, d, operands.map(Some), x);
    }

    fn half_min_max(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let upper = self.upper_of_either(a, b);
        let (xa, xb) = (self.xmm(a), self.xmm(b));
        let d = self.xdst_apart(i);
        let (x, y) = (self.temporary(), self.temporary());
        self.widen_half(x, xa, a);
        self.widen_half(y, xb, b);
        let minimum = inst.op == Op::FMin;
        let call = self.operation_call(inst, d, [Some(xa), Some(xb), None]);
        // Equal covers zeros of both signs, and unordered.
        self.asm.vex2(o::compare(false, o::VUCOMI), x, y);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::E, label);
        let byte = if minimum { o::VMIN } else { o::VMAX };
        self.asm.vex(o::scalar(false, byte), x, x, y);
        self.narrow_to_halves(false, d, x);
        self.asm.bind(resume);
        let (a, b) = (xa, xb);
        let code = ColdCode::MinMax {
            a,
            b,
            d,
            minimum,
            call,
        };
        self.push_cold(Cold::new(label, Some(resume), code));
        self.set_upper(i, upper);
        self.end_temporaries();
        self.define_xmm(i, d);
    }

    /// Integers that a single cannot hold are larger than any half.
    fn int_to_half(&mut self, i: u32, inst: &Inst) {
        let d = self.convert_int(i, inst);
        // What is above are zeros, or ones, which stay ones.
        self.narrow_to_halves(false, d, d);
        let ones = !self.arm();
        let zeros_from = if ones { 16 } else { 2 };
        self.set_upper(i, Upper { ones, zeros_from });
        self.define_xmm(i, d);
    }

    /// Float to half, or half to float.
    pub(crate) fn fcvt_half(&mut self, i: u32, inst: &Inst) {
        match (inst.operand_type(), inst.ty) {
            (Type::F16, _) => self.half_to_float(i, inst),
            (Type::F64, _) if self.exact_floats.flush => self.soft(i, inst),
            _ => self.rounded(i, inst, Self::float_to_half),
        }
    }

    fn half_to_float(&mut self, i: u32, inst: &Inst) {
        let a = inst.args[0];
        let xa = self.xmm(a);
        let d = self.xdst_apart(i);
        self.widen_half(d, xa, a);
        self.asm.vex2(o::compare(false, o::VUCOMI), d, d);
        if inst.ty == Type::F64 {
            self.asm.vex(o::scalar(false, o::VCVT_FLOAT), d, d, d);
        }
        let zeros_from = if self.upper(a).ones { 16 } else { 4 };
        let upper = Upper {
            ones: false,
            zeros_from,
        };
        self.set_upper(i, upper);
        self.finish_half(i, inst, d, [Some(xa), None, None], d);
    }

    fn float_to_half(&mut self, i: u32, inst: &Inst) {
        let a = inst.args[0];
        let double = inst.operand_type() == Type::F64;
        let xa = self.xmm(a);
        let d = self.xdst_apart(i);
        let x = self.temporary();
        self.asm.vex2(o::compare(double, o::VUCOMI), xa, xa);
        // What is above would be converted too.
        if double {
            let (t, below) = (self.temporary(), self.temporary());
            self.asm.vex2(o::VMOVQ, x, xa);
            self.double_to_half(d, x, t, below);
        } else if self.upper(a).zeros_from <= 4 {
            self.narrow_to_halves(false, d, xa);
        } else {
            self.clear_upper(Type::F32, x, xa);
            self.narrow_to_halves(false, d, x);
        }
        self.set_upper(i, Upper::ZEROS);
        self.finish_half(i, inst, d, [Some(xa), None, None], x);
    }

    /// The result of rounding the half `x` to an integral value, a single in `wide`.
    pub(crate) fn finish_round_half(&mut self, i: u32, inst: &Inst, d: Xmm, wide: Xmm, x: Xmm) {
        self.asm.vex2(o::compare(false, o::VUCOMI), wide, wide);
        self.narrow_to_halves(false, d, wide);
        self.set_upper(i, self.upper_of_half(inst.args[0]));
        self.finish_half(i, inst, d, [Some(x), None, None], wide);
    }
}

#[cfg(test)]
mod tests {
    use softfloat::{Env, F16, F32, NanMode, Outcome, Rounding};

    const MODES: [Rounding; 4] = [Rounding::Rne, Rounding::Rtz, Rounding::Rdn, Rounding::Rup];

    /// The outcome of an operation on halves, and by way of singles.
    fn both_ways(
        env: Env,
        direct: Outcome,
        operands: [u64; 2],
        single: fn(u64, u64, Env) -> Outcome,
    ) {
        let [a, b] = operands.map(|x| softfloat::convert::<F16, F32>(x, env).0);
        let (wide, raised) = single(a, b, env);
        let (bits, raised_too) = softfloat::convert::<F32, F16>(wide, env);
        assert_eq!(direct, (bits, raised | raised_too), "{operands:x?}");
    }

    /// Quotients of all pairs of fractions, normal and subnormal.
    #[test]
    fn quotients_may_be_rounded_twice() {
        for mode in MODES {
            let env = Env::arm(mode, NanMode::ArmPropagate);
            for (exponent, step) in [(15, 1), (8, 3), (5, 7), (1, 5)] {
                for a in (0..1024).step_by(step) {
                    for b in 0..1024 {
                        let [a, b] = [exponent << 10 | a, 22 << 10 | b];
                        let direct = softfloat::div::<F16>(a, b, env);
                        both_ways(env, direct, [a, b], softfloat::div::<F32>);
                    }
                }
            }
        }
    }

    /// Square roots of all positive numbers; sums of numbers of all distances.
    #[test]
    fn roots_and_sums_may_be_rounded_twice() {
        for mode in MODES {
            let env = Env::arm(mode, NanMode::ArmPropagate);
            for a in 0..0x7c00 {
                let root = softfloat::sqrt::<F16>(a, env);
                both_ways(env, root, [a, a], |a, _, env| {
                    softfloat::sqrt::<F32>(a, env)
                });
                for b in [
                    1, 0x3ff, 0x8001, 0x83ff, 0x0401, 0x3c01, 0xbfff, 0x7bff, 0xfbff,
                ] {
                    let sum = softfloat::add::<F16>(a, b, env);
                    both_ways(env, sum, [a, b], softfloat::add::<F32>);
                }
            }
        }
    }
}
