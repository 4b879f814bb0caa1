//! Vectors of halves: eight singles in 256 bits, or twice four doubles, for the time of one operation. See [`crate::half`] for why
//! that is exact. No other code has anything in the high halves of registers, so it leaves zeros there.

use host_x64::Xmm;
use host_x64::asm::{Cc, Size};
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use ir::{Inst, Op, Round, Span, Step, Type};

use crate::cold::{Cold, ColdCode};
use crate::consts::Const;
use crate::convert::{ROUND_QUIETLY, TRUNCATE, rounding_mode};
use crate::emit::Emitter;
use crate::vector_float::{Operands, UNORDERED, predicate};
use crate::vector_soft::VectorCall;

/// Registers for the whole operation, taken before the first jump.
type Temporaries = [Xmm; 3];

fn is_full(inst: &Inst) -> bool {
    inst.span() == Span::Full
}

impl Emitter<'_> {
    /// Operations on lanes of halves; true if it was emitted.
    pub(crate) fn vh_inline(&mut self, inst: &Inst, d: Xmm, operands: Operands) -> bool {
        let away = inst.vf_small() == Round::Rmm as u8;
        let body = match inst.op {
            Op::VFAdd | Op::VFSub | Op::VFMul | Op::VFMulX | Op::VFDiv | Op::VFSqrt => {
                Self::vh_arithmetic
            }
            Op::VFMulAdd | Op::VFStep => Self::vh_mul_add,
            Op::VFMin | Op::VFMax => Self::vh_min_max,
            Op::VFCmp => Self::vh_compare,
            Op::VFRound if inst.vf_number() == 0 && !(inst.vf_flag() && away) => Self::vh_round,
            Op::VFToInt if inst.vf_number() == 0 || !away => Self::vh_to_int,
            Op::VFFromInt => Self::vh_from_int,
            _ => return false,
        };
        let temporaries = [self.temporary(), self.temporary(), self.temporary()];
        if matches!(inst.op, Op::VFMulX | Op::VFStep) {
            let [t, u, _] = temporaries;
            let checked = [0, 1].map(|n| operands[n].unwrap_or(Xmm(0)));
            self.vf_guarded(inst, d, (operands, checked), [t, u], |e| {
                body(e, inst, d, operands, temporaries);
            });
        } else {
            body(self, inst, d, operands, temporaries);
        }
        true
    }

    /// wide = operand `n`, or if `high` the high half of its lanes, as singles; zeros above.
    fn vh_widen(&mut self, inst: &Inst, wide: Xmm, operands: Operands, n: usize, high: bool) {
        let mut x = operands[n].unwrap_or(Xmm(0));
        if high {
            self.asm.vex(v::VPUNPCKHQDQ, wide, x, x);
            x = wide;
        } else if inst.span() == Span::One && self.upper(inst.args[n]).zeros_from > 2 {
            self.asm.vex2(o::VPMOVZXWQ, wide, x);
            x = wide;
        }
        let all = is_full(inst) && !matches!(inst.op, Op::VFMulAdd | Op::VFStep);
        self.asm.vex2(o::VCVTPH2PS.long(all), wide, x);
    }

    /// x = a constant in all lanes.
    fn vh_constant(&mut self, long: bool, x: Xmm, constant: Const) {
        match long {
            true => self.asm.vex2(o::VBROADCASTSD.long(true), x, constant.mem()),
            false => self.asm.vex2(o::VMOVAPS, x, constant.mem()),
        }
    }

    /// x = singles of 2^`exponent`
    fn vh_power_of_two(&mut self, long: bool, x: Xmm, exponent: i64) {
        let r = self.scratch();
        self.asm.mov_imm(r, ((127 + exponent) as u64) << 23);
        self.asm.vmov_from(Size::D, x, r);
        self.asm.vex2(v::VPBROADCASTD.long(long), x, x);
        self.rf.let_go(r);
    }

    /// The high halves of registers are zeros again.
    fn vh_end(&mut self, long: bool) {
        if long {
            self.asm.vzeroupper();
        }
    }

    /// d = the singles in `wide` as halves; again out of line if one is NaN. Changes `t`.
    fn vh_finish(&mut self, inst: &Inst, d: Xmm, [wide, t]: [Xmm; 2], operands: Operands) {
        let long = is_full(inst);
        let compare = o::packed(false, o::VCMP).long(long);
        self.asm.vex_i(compare, t, wide, wide, UNORDERED);
        self.asm.vex2(o::VPTEST.long(long), t, t);
        self.narrow_to_halves(long, d, wide);
        self.vh_end(long);
        let call = VectorCall::new(inst, operands, d);
        self.jump_cold(Cc::Ne, ColdCode::Vector(call));
        self.vh_check_tiny(inst, d, t, operands);
    }

    fn vh_check_tiny(&mut self, inst: &Inst, d: Xmm, t: Xmm, operands: Operands) {
        if self.rounds_up_to_normal(inst) {
            self.smallest_normal_half(t, d);
            let call = VectorCall::new(inst, operands, d);
            self.jump_cold(Cc::Ne, ColdCode::Vector(call));
        }
    }

    fn vh_arithmetic(&mut self, inst: &Inst, d: Xmm, operands: Operands, [a, b, _]: Temporaries) {
        let root = inst.op == Op::VFSqrt;
        self.vh_widen(inst, a, operands, 0, false);
        if !root {
            self.vh_widen(inst, b, operands, 1, false);
        }
        let byte = match inst.op {
            Op::VFAdd => o::VADD,
            Op::VFSub => o::VSUB,
            Op::VFDiv => o::VDIV,
            Op::VFSqrt => o::VSQRT,
            _ => o::VMUL,
        };
        let packed = o::packed(false, byte).long(is_full(inst));
        if inst.span() == Span::One {
            // The zeros above stay, also where they are divided or subtracted.
            let b = if root { a } else { b };
            self.asm.vex(o::scalar(false, byte), a, a, b);
        } else if root {
            self.asm.vex2(packed, a, a);
        } else {
            self.asm.vex(packed, a, a, b);
        }
        self.vh_finish(inst, d, [a, b], operands);
    }

    /// Sums with a product, and steps.
    fn vh_mul_add(&mut self, inst: &Inst, d: Xmm, operands: Operands, [x, y, sum]: Temporaries) {
        let full = is_full(inst);
        let long = inst.span() != Span::One;
        for high in [false, true] {
            if high && !full {
                break;
            }
            for (n, t) in [x, y, sum].into_iter().enumerate().take(inst.op.arity()) {
                self.vh_widen(inst, t, operands, n, high);
                self.asm.vex2(o::VCVTPS2PD.long(long), t, t);
            }
            let negates = match inst.op {
                Op::VFStep => {
                    self.vh_begin_step(inst, long, x, sum);
                    true
                }
                _ => inst.vf_flag(),
            };
            let opcode = match long {
                true => o::packed_fma(true, negates).long(true),
                false => o::fma(true, negates, false),
            };
            self.asm.vex_w(opcode, true, sum, x, y);
            self.vh_constant(long, x, Const::BelowSingle);
            self.round_to_odd(long, sum, y, x);
            self.asm.vex2(o::VCVTPD2PS.long(long), sum, sum);
            if full && !high {
                self.asm.vex2(o::VMOVAPS, d, sum);
            }
        }
        if full {
            self.asm.vex_i(o::VINSERTF128.long(true), d, d, sum, 1);
            self.narrow_to_halves(true, d, d);
        } else {
            self.narrow_to_halves(false, d, sum);
        }
        self.vh_end(long);
        if inst.op == Op::VFMulAdd {
            self.asm.vex(o::VANDPS, x, d, Const::LargestH.mem());
            self.asm.vex(v::VPCMPGTW, x, x, Const::InfiniteHalf.mem());
            self.asm.vex2(o::VPTEST, x, x);
            let call = VectorCall::new(inst, operands, d);
            self.jump_cold(Cc::Ne, ColdCode::Vector(call));
            self.vh_check_tiny(inst, d, x, operands);
        }
    }

    /// 2 - x * y, or (3 - x * y) / 2 with half of x.
    fn vh_begin_step(&mut self, inst: &Inst, long: bool, x: Xmm, sum: Xmm) {
        let from = match Step::from_u8(inst.vf_small()) {
            Step::Recip => Const::TwoDouble,
            Step::Rsqrt => {
                self.vh_constant(long, sum, Const::HalfDouble);
                let multiply = o::packed(true, o::VMUL).long(long);
                self.asm.vex(multiply, x, x, sum);
                Const::ThreeHalvesDouble
            }
        };
        match long {
            true => self.vh_constant(true, sum, from),
            false => self.asm.vex2(o::VMOVSD_LOAD, sum, from.mem()),
        }
    }

    fn vh_min_max(&mut self, inst: &Inst, d: Xmm, operands: Operands, [a, b, t]: Temporaries) {
        let long = is_full(inst);
        self.vh_widen(inst, a, operands, 0, false);
        self.vh_widen(inst, b, operands, 1, false);
        let packed = |byte| o::packed(false, byte).long(long);
        self.asm.vex_i(packed(o::VCMP), t, a, b, UNORDERED);
        self.asm.vex2(o::VPTEST.long(long), t, t);
        let (label, resume) = (self.asm.label(), self.asm.label());
        self.asm.jcc(Cc::Ne, label);
        let (byte, join) = match inst.op {
            Op::VFMin => (o::VMIN, o::VORPS),
            _ => (o::VMAX, o::VANDPS),
        };
        self.asm.vex(packed(byte), t, a, b);
        self.asm.vex(packed(byte), a, b, a);
        self.asm.vex(join.long(long), a, a, t);
        self.narrow_to_halves(long, d, a);
        self.asm.bind(resume);
        self.vh_end(long);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    fn vh_compare(&mut self, inst: &Inst, d: Xmm, operands: Operands, [a, b, _]: Temporaries) {
        self.vh_widen(inst, a, operands, 0, false);
        self.vh_widen(inst, b, operands, 1, false);
        let opcode = match inst.span() {
            Span::One => o::scalar(false, o::VCMP),
            _ => o::packed(false, o::VCMP).long(is_full(inst)),
        };
        self.asm.vex_i(opcode, a, a, b, predicate(inst));
        self.vh_pack(inst, v::VPACKSSDW, d, a, b);
        self.vh_end(is_full(inst));
    }

    /// d = the doublewords of x as words, saturated; changes `t`.
    fn vh_pack(&mut self, inst: &Inst, opcode: o::Opcode, d: Xmm, x: Xmm, t: Xmm) {
        if is_full(inst) {
            // A store form: the destination is r/m.
            let extract = o::VEXTRACTF128.long(true);
            self.asm.vex2_i(extract, x, t, 1);
            return self.asm.vex(opcode, d, x, t);
        }
        self.asm.vex(opcode, d, x, x);
        self.asm.vex2(o::VMOVQ, d, d);
    }

    /// d = the halves x, as singles, made integral; the three are different. Ties away from zero: a half more is exact, as
    /// a half has no bit below 2^-24.
    fn vh_rounded(&mut self, inst: &Inst, d: Xmm, x: Xmm, t: Xmm, quiet: bool) {
        let long = is_full(inst);
        let quiet = if quiet { ROUND_QUIETLY } else { 0 };
        let opcode = o::VROUNDPS.long(long);
        let round = Round::from_u8(inst.vf_small());
        if round != Round::Rmm {
            return self.asm.vex2_i(opcode, d, x, rounding_mode(round) | quiet);
        }
        self.vh_constant(long, t, Const::SignS);
        self.asm.vex(o::VANDPS.long(long), d, x, t);
        self.vh_constant(long, t, Const::HalfSingle);
        self.asm.vex(o::VORPS.long(long), d, d, t);
        self.asm.vex(o::packed(false, o::VADD).long(long), d, d, x);
        self.asm.vex2_i(opcode, d, d, TRUNCATE | quiet);
    }

    fn vh_round(&mut self, inst: &Inst, d: Xmm, operands: Operands, [x, wide, t]: Temporaries) {
        self.vh_widen(inst, x, operands, 0, false);
        self.vh_rounded(inst, wide, x, t, !inst.vf_flag());
        if inst.span() == Span::One {
            // Zeros above may have got a sign.
            self.clear_upper(Type::F32, wide, wide);
        }
        self.vh_finish(inst, d, [wide, t], operands);
    }

    /// Numbers too large for 16 bits have no fraction, so nothing is inexact that is invalid, but for negative ones that should be
    /// unsigned: those, whatever saturates, and NaN out of line.
    fn vh_to_int(&mut self, inst: &Inst, d: Xmm, operands: Operands, [x, t, n]: Temporaries) {
        let long = is_full(inst);
        self.vh_widen(inst, x, operands, 0, false);
        if inst.vf_number() != 0 {
            self.vh_power_of_two(long, t, i64::from(inst.vf_number()));
            self.asm.vex(o::packed(false, o::VMUL).long(long), x, x, t);
        }
        let unsigned = inst.vf_flag();
        let signs = unsigned.then(|| self.scratch());
        let (label, resume) = (self.asm.label(), self.asm.label());
        if let Some(r) = signs {
            self.asm.vex2(o::VMOVMSKPS.long(long), Xmm(r.0), x);
            self.asm.test(Size::D, r, r);
            self.asm.jcc(Cc::Ne, label);
        }
        let convert = o::VCVTTPS2DQ.long(long);
        let truncates = inst.vf_small() == Round::Rtz as u8;
        if truncates {
            self.asm.vex2(convert, t, x);
        } else {
            self.vh_rounded(inst, n, x, t, true);
            self.asm.vex2(convert, t, n);
        }
        let (pack, unpack) = match unsigned {
            true => (v::VPACKUSDW, v::VPMOVZXWD),
            false => (v::VPACKSSDW, v::VPMOVSXWD),
        };
        self.vh_pack(inst, pack, d, t, n);
        self.asm.vex2(unpack.long(long), n, d);
        self.asm.vex(v::VPXOR.long(long), n, n, t);
        self.asm.vex2(o::VPTEST.long(long), n, n);
        if !truncates {
            // For the inexact flag only.
            self.asm.vex2(convert, t, x);
        }
        self.asm.jcc(Cc::Ne, label);
        self.asm.bind(resume);
        self.vh_end(long);
        let call = VectorCall::new(inst, operands, d);
        self.push_cold(Cold::new(label, Some(resume), ColdCode::Vector(call)));
    }

    /// Singles hold all the integers, also when divided by a power of two.
    fn vh_from_int(&mut self, inst: &Inst, d: Xmm, operands: Operands, [wide, t, _]: Temporaries) {
        let long = is_full(inst);
        let mut x = operands[0].unwrap_or(Xmm(0));
        if inst.span() == Span::One {
            self.clear_upper(Type::F16, wide, x);
            x = wide;
        }
        let extend = match inst.vf_flag() {
            true => v::VPMOVZXWD,
            false => v::VPMOVSXWD,
        };
        self.asm.vex2(extend.long(long), wide, x);
        self.asm.vex2(o::VCVTDQ2PS.long(long), wide, wide);
        if inst.vf_number() != 0 {
            self.vh_power_of_two(long, t, -i64::from(inst.vf_number()));
            self.asm
                .vex(o::packed(false, o::VMUL).long(long), wide, wide, t);
        }
        self.narrow_to_halves(long, d, wide);
        self.vh_end(long);
        self.vh_check_tiny(inst, d, t, operands);
    }
}
