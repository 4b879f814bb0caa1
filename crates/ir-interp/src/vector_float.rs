//! Operations on floats in vectors: lane by lane, with the scalar operations.

use ir::{Estimate, FCond, FNarrow, Inst, Lane, MinMax, Op, Round, Span, Step, Type};
use softfloat::{BF16, Env, F16, F32, F64, Flags, IntType, Outcome, Rounding};

use crate::exec::{accrue, environment, unrounded};
use crate::{Exit, Frame, Guest, float};

/// Calls a function of `softfloat` that is generic over the format with the one of a lane.
macro_rules! in_lane {
    ($lane:expr, $F:ident => $call:expr) => {
        match $lane {
            Lane::B | Lane::H => {
                type $F = F16;
                $call
            }
            Lane::S => {
                type $F = F32;
                $call
            }
            Lane::D => {
                type $F = F64;
                $call
            }
        }
    };
}

fn get(v: u128, bits: u32, n: u32) -> u64 {
    let shifted = v >> (n * bits);
    shifted as u64 & (u64::MAX >> (64 - bits))
}

fn float_type(lane: Lane) -> Type {
    match lane {
        Lane::B | Lane::H => Type::F16,
        Lane::S => Type::F32,
        Lane::D => Type::F64,
    }
}

/// One lane of an operation whose lanes are independent and of one size.
fn lane_of(inst: &Inst, [a, b, c]: [u64; 3], env: Env, guest: &Guest) -> Outcome {
    let lane = inst.lane();
    let ty = float_type(lane);
    match inst.op {
        Op::VFAdd => float::add(ty, a, b, env),
        Op::VFSub => float::sub(ty, a, b, env),
        Op::VFMul => float::mul(ty, a, b, env),
        Op::VFMulX => in_lane!(lane, F => softfloat::mul_extended::<F>(a, b, env)),
        Op::VFDiv => float::div(ty, a, b, env),
        Op::VFMulAdd => {
            let sign = if inst.vf_flag() {
                float::sign_bit(ty)
            } else {
                0
            };
            float::fma(ty, a ^ sign, b, c, env)
        }
        Op::VFMulAddWide => {
            let sign = if inst.vf_flag() { 1 << 15 } else { 0 };
            softfloat::fma_wide(a ^ sign, b, c, env)
        }
        Op::VFMin | Op::VFMax => {
            let rule = float::min_max_rule(MinMax::from_u8(inst.vf_small()));
            if inst.op == Op::VFMin {
                in_lane!(lane, F => softfloat::min::<F>(a, b, rule, env))
            } else {
                in_lane!(lane, F => softfloat::max::<F>(a, b, rule, env))
            }
        }
        Op::VFSqrt => float::sqrt(ty, a, env),
        Op::VFCmp => {
            let cond = FCond::from_u8(inst.vf_small());
            let (holds, flags) = float::compare(ty, cond, a, b, env);
            (0u64.wrapping_sub(holds) >> (64 - lane.bits()), flags)
        }
        Op::VFRound if inst.vf_number() != 0 => float::round_to(ty, a, inst.vf_number(), env),
        Op::VFRound => float::round(ty, a, inst.vf_flag(), env),
        Op::VFToInt => to_int(inst, a, env, guest),
        Op::VFFromInt => from_int(inst, a, env),
        Op::VFEstimate => estimate(inst, a, env),
        Op::VFStep => match Step::ALL[inst.vf_small() as usize & 1] {
            Step::Recip => in_lane!(lane, F => softfloat::recip_step::<F>(a, b, env)),
            Step::Rsqrt => in_lane!(lane, F => softfloat::rsqrt_step::<F>(a, b, env)),
        },
        _ => (0, Flags::NONE),
    }
}

fn to_int(inst: &Inst, a: u64, env: Env, guest: &Guest) -> Outcome {
    let int = match (inst.lane(), inst.vf_flag()) {
        (Lane::B | Lane::H, false) => IntType::I16,
        (Lane::B | Lane::H, true) => IntType::U16,
        (Lane::S, false) => IntType::I32,
        (Lane::S, true) => IntType::U32,
        (Lane::D, false) => IntType::I64,
        (Lane::D, true) => IntType::U64,
    };
    let nan = float::nan_to_int(guest.regs.nan_mode);
    let bits = inst.vf_number();
    in_lane!(inst.lane(), F => softfloat::to_int_scaled::<F>(a, int, bits, nan, env))
}

fn from_int(inst: &Inst, a: u64, env: Env) -> Outcome {
    let (lane, bits) = (inst.lane(), inst.vf_number());
    if inst.vf_flag() {
        return in_lane!(lane, F => softfloat::from_unsigned_scaled::<F>(a, bits, env));
    }
    let shift = 64 - lane.bits();
    let a = (a << shift) as i64 >> shift;
    in_lane!(lane, F => softfloat::from_signed_scaled::<F>(a, bits, env))
}

fn estimate(inst: &Inst, a: u64, env: Env) -> Outcome {
    let lane = inst.lane();
    match Estimate::from_u8(inst.vf_small()) {
        Estimate::Recip => in_lane!(lane, F => softfloat::recip_estimate::<F>(a, env)),
        Estimate::Rsqrt => in_lane!(lane, F => softfloat::rsqrt_estimate::<F>(a, env)),
        Estimate::RecipExponent => in_lane!(lane, F => softfloat::recip_exponent::<F>(a, env)),
        Estimate::RecipFixed => {
            let bits = softfloat::recip_estimate_fixed(a as u32);
            (bits.into(), Flags::NONE)
        }
        Estimate::RsqrtFixed => {
            let bits = softfloat::rsqrt_estimate_fixed(a as u32);
            (bits.into(), Flags::NONE)
        }
    }
}

fn narrow(inst: &Inst, a: u64, env: Env) -> Outcome {
    match FNarrow::from_u8(inst.vf_small()) {
        FNarrow::Brain => softfloat::convert::<F32, BF16>(a, env),
        FNarrow::Odd => {
            let rounding = Rounding::Odd;
            softfloat::convert::<F64, F32>(a, Env { rounding, ..env })
        }
        FNarrow::Round if inst.lane() == Lane::D => softfloat::convert::<F64, F32>(a, env),
        FNarrow::Round => softfloat::convert::<F32, F16>(a, env),
    }
}

impl Frame<'_> {
    pub(crate) fn vector_float(
        &mut self,
        inst: &Inst,
        index: usize,
        guest: &mut Guest,
    ) -> Result<u64, Exit> {
        let operand = |n: usize| {
            let v = inst.args[n];
            if n < inst.op.arity() {
                self.wide[v.index()]
            } else {
                0
            }
        };
        let operands = [operand(0), operand(1), operand(2)];
        let env = match inst.op {
            Op::VFRound | Op::VFToInt => environment(Round::from_u8(inst.vf_small()), guest)?,
            Op::VFMin | Op::VFMax | Op::VFCmp => unrounded(guest),
            _ => environment(Round::Dyn, guest)?,
        };
        let bits = inst.lane().bits();
        // Where the source's lanes begin, how many there are, and the size of the result's.
        let (first, count, to) = match inst.op {
            Op::VFWiden if inst.vf_flag() => (64 / bits, 64 / bits, 2 * bits),
            Op::VFWiden => (0, 64 / bits, 2 * bits),
            Op::VFNarrow => (0, inst.active_lanes(), bits / 2),
            _ => (0, inst.active_lanes(), bits),
        };
        debug_assert!(inst.op != Op::VFWiden || inst.span() == Span::Full);
        // Operand lanes narrower than the result's: the factors of VFMulAddWide.
        let factor = |n: u32, v: u128| match inst.op {
            Op::VFMulAddWide => get(v, bits / 2, n),
            _ => get(v, bits, first + n),
        };
        let mut result = 0;
        for n in 0..count {
            let [a, b, c] = operands;
            let lanes = [factor(n, a), factor(n, b), get(c, bits, first + n)];
            let outcome = match (inst.op, inst.lane()) {
                (Op::VFWiden, Lane::S) => softfloat::convert::<F32, F64>(lanes[0], env),
                (Op::VFWiden, _) => softfloat::convert::<F16, F32>(lanes[0], env),
                (Op::VFNarrow, _) => narrow(inst, lanes[0], env),
                _ => lane_of(inst, lanes, env, guest),
            };
            result |= u128::from(accrue(outcome, guest)) << (n * to);
        }
        self.wide[index] = result;
        Ok(0)
    }
}
