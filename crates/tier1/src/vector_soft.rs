//! Operations on floats in vectors by [`softfloat`]: 64 bits of the result a call.

use host_x64::opcodes as o;
use host_x64::{Xmm, area};
use ir::{Estimate, FCond, FNarrow, Inst, Lane, MinMax, NanMode, Op, Round, Span, Step};
use softfloat::{BF16, Env, F16, F32, F64, Flags, Format, IntType, NanToInt, Outcome, Rounding};

use crate::cold::{SoftArg, SoftCall};
use crate::emit::Emitter;
use crate::registers::spill_slot;
use crate::soft::{Attr, Soft, SoftResult, result};

const LANE: u32 = 8;
const ONE: u32 = 10;
const PART: u32 = 11;
const IMM: u32 = 12;
const ARM: u32 = 24;

/// The attribute word of an operation: op (bits 7..0), lane, whether on one lane only, which half of a widening operation's
/// result, `imm` (11 bits), and where [`Attr`] has it, whether NaNs propagate.
fn attr(inst: &Inst, part: u32, nan: NanMode) -> Attr {
    let one = inst.span() == Span::One;
    Attr(
        inst.op as u32
            | (inst.lane() as u32) << LANE
            | (one as u32) << ONE
            | part << PART
            | (inst.imm as u32 & 0x7ff) << IMM
            | (nan as u32) << ARM,
    )
}

/// A whole operation out of line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VectorCall {
    inst: Inst,
    args: [Option<Xmm>; 3],
    /// Apart from the operands.
    d: Xmm,
}

impl VectorCall {
    pub fn new(inst: &Inst, args: [Option<Xmm>; 3], d: Xmm) -> VectorCall {
        let inst = *inst;
        VectorCall { inst, args, d }
    }
}

impl Emitter<'_> {
    /// Emits the calls; changes nothing but `d` and the flags.
    pub(crate) fn vector_call(&mut self, call: &VectorCall) {
        let inst = &call.inst;
        let low = call.args.map(|x| x.map_or(SoftArg::None, SoftArg::Xmm));
        let high = call.args.map(|x| x.map_or(SoftArg::None, SoftArg::XmmHigh));
        let [first, second] = match inst.op {
            Op::VFWiden if inst.vf_flag() => [high, high],
            Op::VFWiden => [low, low],
            Op::VFNarrow => [[low[0], high[0], SoftArg::None]; 2],
            Op::VFMulAddWide => [low, [low[0], low[1], high[2]]],
            _ => [low, high],
        };
        self.vector_call_half(inst, 0, first, SoftArg::Xmm(call.d));
        let one_half = inst.op == Op::VFNarrow || inst.span() != Span::Full;
        if !one_half {
            self.vector_call_half(inst, 1, second, SoftArg::None);
            let result = spill_slot(area::HELPER_ARGS[0] as u8);
            self.asm.vex(o::VMOVHPS_LOAD, call.d, call.d, result);
        }
    }

    fn vector_call_half(&mut self, inst: &Inst, part: u32, args: [SoftArg; 3], result: SoftArg) {
        self.soft_call_keeping_rax(&SoftCall {
            soft: Soft::Vector,
            attr: attr(inst, part, self.regs.nan_mode),
            args,
            result,
        });
    }
}

/// What the lane functions need besides operands.
#[derive(Clone, Copy)]
struct Context {
    op: Op,
    lane: Lane,
    small: u8,
    flag: bool,
    number: u32,
    env: Env,
    nan_to_int: NanToInt,
}

impl Context {
    fn new(attr: Attr, mxcsr: u32, modes: u32) -> Context {
        let op = attr.op();
        let imm = attr.0 >> IMM & 0x7ff;
        let small = imm as u8 & 7;
        let round = match op {
            Op::VFRound | Op::VFToInt => Round::from_u8(small),
            _ => Round::Dyn,
        };
        let arm = attr.0 >> ARM & 1 != 0;
        Context {
            op,
            lane: Lane::from_u8((attr.0 >> LANE & 3) as u8),
            small,
            flag: imm & 8 != 0,
            number: imm >> 4,
            env: attr.env(Attr::rounding_of(round, mxcsr), modes),
            nan_to_int: if arm { NanToInt::Zero } else { NanToInt::Max },
        }
    }

    /// `count` lanes from lane `first` of the operands on, each made `to` bits wide.
    fn lanes(&self, operands: [u64; 3], first: u32, count: u32, to: u32) -> Outcome {
        let bits = self.lane.bits();
        let mut all = (0, Flags::NONE);
        for n in 0..count {
            let lane = operands.map(|v| v >> ((first + n) * bits) & (u64::MAX >> (64 - bits)));
            let (value, flags) = match self.lane {
                Lane::B | Lane::H => self.lane::<F16>(lane),
                Lane::S => self.lane::<F32>(lane),
                Lane::D => self.lane::<F64>(lane),
            };
            all.0 |= value << (n * to);
            all.1 |= flags;
        }
        all
    }

    /// VFMulAddWide: two halves of a and b from lane `first` on, and two singles.
    fn lanes_wide(&self, [a, b, c]: [u64; 3], first: u32, count: u32) -> Outcome {
        let sign = if self.flag { F16::SIGN } else { 0 };
        let mut all = (0, Flags::NONE);
        for n in 0..count {
            let half = |v: u64| v >> ((first + n) * 16) & F16::MASK;
            let c = c >> (32 * n) & F32::MASK;
            let (value, flags) = softfloat::fma_wide(half(a) ^ sign, half(b), c, self.env);
            all.0 |= value << (32 * n);
            all.1 |= flags;
        }
        all
    }

    fn lane<F: Format>(&self, [a, b, c]: [u64; 3]) -> Outcome {
        let env = self.env;
        match self.op {
            Op::VFAdd => softfloat::add::<F>(a, b, env),
            Op::VFSub => softfloat::sub::<F>(a, b, env),
            Op::VFMul => softfloat::mul::<F>(a, b, env),
            Op::VFMulX => softfloat::mul_extended::<F>(a, b, env),
            Op::VFDiv => softfloat::div::<F>(a, b, env),
            Op::VFMulAdd => {
                let sign = if self.flag { F::SIGN } else { 0 };
                softfloat::fma::<F>(a ^ sign, b, c, env)
            }
            Op::VFMin => softfloat::min::<F>(a, b, self.min_max(), env),
            Op::VFMax => softfloat::max::<F>(a, b, self.min_max(), env),
            Op::VFSqrt => softfloat::sqrt::<F>(a, env),
            Op::VFCmp => self.compare::<F>(a, b),
            Op::VFRound if self.number != 0 => {
                softfloat::round_to_int_range::<F>(a, self.number, env)
            }
            Op::VFRound => softfloat::round_to_integral::<F>(a, self.flag, env),
            Op::VFToInt => {
                let int = self.int_type();
                softfloat::to_int_scaled::<F>(a, int, self.number, self.nan_to_int, env)
            }
            Op::VFFromInt if self.flag => softfloat::from_unsigned_scaled::<F>(a, self.number, env),
            Op::VFFromInt => {
                let shift = 64 - F::BITS;
                let a = (a << shift) as i64 >> shift;
                softfloat::from_signed_scaled::<F>(a, self.number, env)
            }
            Op::VFWiden if F::BITS == 16 => softfloat::convert::<F, F32>(a, env),
            Op::VFWiden => softfloat::convert::<F, F64>(a, env),
            Op::VFNarrow => self.narrow::<F>(a),
            Op::VFEstimate => self.estimate::<F>(a),
            _ => match Step::from_u8(self.small) {
                Step::Recip => softfloat::recip_step::<F>(a, b, env),
                Step::Rsqrt => softfloat::rsqrt_step::<F>(a, b, env),
            },
        }
    }

    fn min_max(&self) -> softfloat::MinMax {
        crate::soft::min_max_rule(MinMax::from_u8(self.small))
    }

    fn compare<F: Format>(&self, a: u64, b: u64) -> Outcome {
        let (a, flushed_a) = softfloat::input::<F>(a, self.env);
        let (b, flushed_b) = softfloat::input::<F>(b, self.env);
        let (holds, flags) = match FCond::from_u8(self.small) {
            FCond::Eq => softfloat::eq::<F>(a, b),
            FCond::Lt => softfloat::lt::<F>(a, b),
            FCond::Le => softfloat::le::<F>(a, b),
            FCond::LtQuiet => softfloat::lt_quiet::<F>(a, b),
            FCond::LeQuiet => softfloat::le_quiet::<F>(a, b),
        };
        let mask = if holds { F::MASK } else { 0 };
        (mask, flags | flushed_a | flushed_b)
    }

    fn int_type(&self) -> IntType {
        match (self.lane, self.flag) {
            (Lane::B | Lane::H, false) => IntType::I16,
            (Lane::B | Lane::H, true) => IntType::U16,
            (Lane::S, false) => IntType::I32,
            (Lane::S, true) => IntType::U32,
            (Lane::D, false) => IntType::I64,
            (Lane::D, true) => IntType::U64,
        }
    }

    fn narrow<F: Format>(&self, a: u64) -> Outcome {
        let env = self.env;
        match FNarrow::from_u8(self.small) {
            FNarrow::Brain => softfloat::convert::<F, BF16>(a, env),
            FNarrow::Odd => {
                let rounding = Rounding::Odd;
                softfloat::convert::<F, F32>(a, Env { rounding, ..env })
            }
            FNarrow::Round if F::BITS == 64 => softfloat::convert::<F, F32>(a, env),
            FNarrow::Round => softfloat::convert::<F, F16>(a, env),
        }
    }

    fn estimate<F: Format>(&self, a: u64) -> Outcome {
        let fixed = |bits: u32| (u64::from(bits), Flags::NONE);
        match Estimate::from_u8(self.small) {
            Estimate::Recip => softfloat::recip_estimate::<F>(a, self.env),
            Estimate::Rsqrt => softfloat::rsqrt_estimate::<F>(a, self.env),
            Estimate::RecipExponent => softfloat::recip_exponent::<F>(a, self.env),
            Estimate::RecipFixed => fixed(softfloat::recip_estimate_fixed(a as u32)),
            Estimate::RsqrtFixed => fixed(softfloat::rsqrt_estimate_fixed(a as u32)),
        }
    }
}

/// The helper: 64 bits of the operands in, 64 bits of the result out. For VFNarrow a and b are the halves of the operand.
pub(crate) extern "C" fn vector(
    a: u64,
    b: u64,
    c: u64,
    word: u64,
    mxcsr: u32,
    modes: u32,
) -> SoftResult {
    let attr = Attr(word as u32);
    let context = Context::new(attr, mxcsr, modes);
    let bits = context.lane.bits();
    let one = attr.0 >> ONE & 1 != 0;
    let (count, operands) = (if one { 1 } else { 64 / bits }, [a, b, c]);
    result(match context.op {
        Op::VFWiden => {
            let half = count / 2;
            context.lanes(operands, (attr.0 >> PART & 1) * half, half.max(1), 2 * bits)
        }
        Op::VFMulAddWide => context.lanes_wide(operands, (attr.0 >> PART & 1) * count, count),
        Op::VFNarrow if one => context.lanes(operands, 0, 1, bits / 2),
        Op::VFNarrow => {
            let (low, raised) = context.lanes([a, 0, 0], 0, count, bits / 2);
            let (high, raised_too) = context.lanes([b, 0, 0], 0, count, bits / 2);
            (low | high << 32, raised | raised_too)
        }
        _ => context.lanes(operands, 0, count, bits),
    })
}
