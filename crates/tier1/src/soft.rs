//! Float operations that have no short exact sequence of host instructions: calls of [`softfloat`].
//!
//! All functions have the same shape, so that one stub calls them all: up to three operands as bits, an
//! attribute word ([`Attr`]), the guest's MXCSR and its [`ir::fp_mode`] in; result bits (boxed as the guest boxes them) and
//! exception flags at MXCSR's positions out.

use host_x64::regs::mxcsr_from_fflags;
use ir::{Block, Inst, MinMax, NanMode, Op, Round, Type, fp_mode};
use softfloat::{Env, F16, F32, F64, Format, IntType, NanToInt, Outcome, Rounding};

/// Result of a float helper, in rax and rdx.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SoftResult {
    /// Result bits.
    pub bits: u64,
    /// Exceptions to raise in MXCSR.
    pub mxcsr: u64,
}

/// A float helper.
pub type SoftFn = extern "C" fn(u64, u64, u64, u64, u32, u32) -> SoftResult;

/// The float helpers by number; must not be reordered within a process.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Soft {
    /// Any operation, by [`Attr`].
    Operation,
    /// NaN result of a fused multiply and add: the invalid flag of infinity times zero.
    FmaNan,
    /// 64 bits of the result of an operation on floats in vectors.
    Vector,
    /// Two lanes of [`Op::BfDot`].
    BfDot,
}

impl Soft {
    pub const fn function(self) -> SoftFn {
        match self {
            Soft::Operation => operation,
            Soft::FmaNan => fma_nan,
            Soft::Vector => crate::vector_soft::vector,
            Soft::BfDot => crate::bfloat::dot,
        }
    }
}

/// Everything about an operation but its operands, packed in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Attr(pub u32);

impl Attr {
    pub fn new(block: &Block, inst: &Inst, nan: NanMode) -> Attr {
        let operand = match inst.op {
            Op::FToSI | Op::FToUI | Op::SIToF | Op::UIToF | Op::FCvt => inst.operand_type(),
            Op::FCvtMod => block.inst(inst.args[0]).result_type(),
            _ => inst.ty,
        };
        let exact = inst.op == Op::FRound && inst.imm != 0;
        Attr(
            inst.op as u32
                | (inst.ty as u32) << 8
                | (operand as u32) << 12
                | (inst.aux as u32) << 16
                | (nan as u32) << 24
                | (exact as u32) << 25,
        )
    }

    pub fn op(self) -> Op {
        Op::ALL[(self.0 & 0xff) as usize % Op::ALL.len()]
    }

    fn ty(self) -> Type {
        type_from(self.0 >> 8)
    }

    fn operand(self) -> Type {
        type_from(self.0 >> 12)
    }

    fn aux(self) -> u8 {
        (self.0 >> 16) as u8
    }

    fn arm(self) -> bool {
        self.0 >> 24 & 1 != 0
    }

    fn exact(self) -> bool {
        self.0 >> 25 & 1 != 0
    }

    fn rounding(self, mxcsr: u32) -> Rounding {
        Attr::rounding_of(Round::from_u8(self.aux()), mxcsr)
    }

    /// A rounding mode, the dynamic one as in MXCSR.
    pub fn rounding_of(round: Round, mxcsr: u32) -> Rounding {
        match round {
            Round::Dyn => match mxcsr >> 13 & 3 {
                0 => Rounding::Rne,
                1 => Rounding::Rdn,
                2 => Rounding::Rup,
                _ => Rounding::Rtz,
            },
            Round::Rne => Rounding::Rne,
            Round::Rtz => Rounding::Rtz,
            Round::Rdn => Rounding::Rdn,
            Round::Rup => Rounding::Rup,
            Round::Rmm => Rounding::Rmm,
        }
    }

    pub fn env(self, rounding: Rounding, modes: u32) -> Env {
        if !self.arm() {
            return Env::riscv(rounding);
        }
        let is_on = |mode| modes & mode != 0;
        let nan = if is_on(fp_mode::DEFAULT_NAN) {
            softfloat::NanMode::Default
        } else {
            softfloat::NanMode::ArmPropagate
        };
        Env {
            flush: is_on(fp_mode::FLUSH),
            flush_half: is_on(fp_mode::FLUSH_HALF),
            alternative_half: is_on(fp_mode::ALTERNATIVE_HALF),
            ..Env::arm(rounding, nan)
        }
    }

    /// The sign that operand `n` is to be taken with is the opposite one.
    fn negates(self, n: u32) -> bool {
        self.0 >> (26 + n) & 1 != 0
    }

    /// The same operation with some operands negated first.
    pub fn negating(self, operands: [bool; 3]) -> Attr {
        let bit = |n: usize| (operands[n] as u32) << (26 + n);
        Attr(self.0 | bit(0) | bit(1) | bit(2))
    }
}

fn type_from(n: u32) -> Type {
    match n & 15 {
        1 => Type::I32,
        2 => Type::I64,
        3 => Type::F16,
        4 => Type::F32,
        _ => Type::F64,
    }
}

pub(crate) fn result(outcome: Outcome) -> SoftResult {
    SoftResult {
        bits: outcome.0,
        mxcsr: mxcsr_from_fflags(outcome.1.bits() as u32) as u64,
    }
}

/// Bits above a narrow result: ones for guests that box, else zeros.
fn boxed(attr: Attr, (bits, flags): Outcome) -> Outcome {
    let ones = match attr.ty() {
        _ if attr.arm() => 0,
        Type::F16 => !0xffff,
        Type::F32 => !0xffff_ffff,
        _ => 0,
    };
    (bits | ones, flags)
}

extern "C" fn operation(a: u64, b: u64, c: u64, attr: u64, mxcsr: u32, modes: u32) -> SoftResult {
    let attr = Attr(attr as u32);
    let env = attr.env(attr.rounding(mxcsr), modes);
    result(match attr.op() {
        Op::FCmp | Op::FClass => by_operand(attr, a, b, c, env),
        Op::FToSI | Op::FToUI | Op::FCvt | Op::FCvtMod => {
            boxed(attr, by_operand(attr, a, b, c, env))
        }
        _ => boxed(attr, by_type(attr, a, b, c, env)),
    })
}

fn by_operand(attr: Attr, a: u64, b: u64, c: u64, env: Env) -> Outcome {
    match attr.operand() {
        Type::F16 => from_float::<F16>(attr, a, b, c, env),
        Type::F32 => from_float::<F32>(attr, a, b, c, env),
        _ => from_float::<F64>(attr, a, b, c, env),
    }
}

fn by_type(attr: Attr, a: u64, b: u64, c: u64, env: Env) -> Outcome {
    match attr.ty() {
        Type::F16 => to_float::<F16>(attr, a, b, c, env),
        Type::F32 => to_float::<F32>(attr, a, b, c, env),
        _ => to_float::<F64>(attr, a, b, c, env),
    }
}

/// Operations that depend on their operand's format.
fn from_float<S: Format>(attr: Attr, a: u64, b: u64, _c: u64, env: Env) -> Outcome {
    let (x, y) = (
        softfloat::input::<S>(a, env).0,
        softfloat::input::<S>(b, env).0,
    );
    let flag = |(holds, flags): (bool, softfloat::Flags)| (holds as u64, flags);
    match attr.op() {
        Op::FCmp => flag(match ir::FCond::from_u8(attr.aux()) {
            ir::FCond::Eq => softfloat::eq::<S>(x, y),
            ir::FCond::Lt => softfloat::lt::<S>(x, y),
            ir::FCond::Le => softfloat::le::<S>(x, y),
            ir::FCond::LtQuiet => softfloat::lt_quiet::<S>(x, y),
            ir::FCond::LeQuiet => softfloat::le_quiet::<S>(x, y),
        }),
        Op::FClass => (softfloat::classify::<S>(a), softfloat::Flags::NONE),
        Op::FToSI | Op::FToUI => to_int::<S>(attr, a, b as u32, env),
        Op::FCvtMod => {
            let (bits, flags) = softfloat::to_int_modular::<S>(x);
            (bits as i32 as u64, flags)
        }
        _ => match attr.ty() {
            Type::F16 => softfloat::convert::<S, F16>(a, env),
            Type::F32 => softfloat::convert::<S, F32>(a, env),
            _ => softfloat::convert::<S, F64>(a, env),
        },
    }
}

fn to_int<S: Format>(attr: Attr, a: u64, fraction_bits: u32, env: Env) -> Outcome {
    let int = match (attr.op(), attr.ty()) {
        (Op::FToSI, Type::I32) => IntType::I32,
        (Op::FToSI, _) => IntType::I64,
        (_, Type::I32) => IntType::U32,
        _ => IntType::U64,
    };
    let nan = if attr.arm() {
        NanToInt::Zero
    } else {
        NanToInt::Max
    };
    softfloat::to_int_scaled::<S>(a, int, fraction_bits, nan, env)
}

/// The `softfloat` name of a minimum's rule.
pub(crate) fn min_max_rule(rule: MinMax) -> softfloat::MinMax {
    match rule {
        MinMax::Number => softfloat::MinMax::Number,
        MinMax::Propagate => softfloat::MinMax::Nan,
        MinMax::NumberUnlessSignaling => softfloat::MinMax::NumberUnlessSignaling,
    }
}

/// Operations that depend on their result's format.
fn to_float<F: Format>(attr: Attr, a: u64, b: u64, c: u64, env: Env) -> Outcome {
    let signed = |a: u64| match attr.operand() {
        Type::I32 => a as i32 as i64,
        _ => a as i64,
    };
    let kind = min_max_rule(MinMax::from_u8(attr.aux()));
    let negated = |n: u32, v: u64| if attr.negates(n) { v ^ F::SIGN } else { v };
    let (a, b, c) = (negated(0, a), negated(1, b), negated(2, c));
    // Some have a number of bits as second operand.
    let bits = b as u32;
    match attr.op() {
        Op::FAdd => softfloat::add::<F>(a, b, env),
        Op::FSub => softfloat::sub::<F>(a, b, env),
        Op::FMul => softfloat::mul::<F>(a, b, env),
        Op::FDiv => softfloat::div::<F>(a, b, env),
        Op::FSqrt => softfloat::sqrt::<F>(a, env),
        Op::Fma => softfloat::fma::<F>(a, b, c, env),
        Op::FMin => softfloat::min::<F>(a, b, kind, env),
        Op::FMax => softfloat::max::<F>(a, b, kind, env),
        Op::FRound => softfloat::round_to_integral::<F>(a, attr.exact(), env),
        Op::FRoundTo => softfloat::round_to_int_range::<F>(a, bits, env),
        Op::SIToF => softfloat::from_signed_scaled::<F>(signed(a), bits, env),
        _ if attr.operand() == Type::I32 => {
            softfloat::from_unsigned_scaled::<F>(a as u32 as u64, bits, env)
        }
        _ => softfloat::from_unsigned_scaled::<F>(a, bits, env),
    }
}

extern "C" fn fma_nan(a: u64, b: u64, _c: u64, attr: u64, _mxcsr: u32, modes: u32) -> SoftResult {
    let attr = Attr(attr as u32);
    let env = attr.env(Rounding::Rtz, modes);
    // The product alone is invalid exactly when it is infinity times zero, or has a signalling operand, which the
    // host has reported already.
    let product = match attr.ty() {
        Type::F32 => softfloat::mul::<F32>(a, b, env),
        _ => softfloat::mul::<F64>(a, b, env),
    };
    let invalid = product.1.bits() & softfloat::Flags::INVALID.bits();
    let nan = match attr.ty() {
        Type::F32 => F32::DEFAULT_NAN | !0xffff_ffff,
        _ => F64::DEFAULT_NAN,
    };
    SoftResult {
        bits: nan,
        mxcsr: mxcsr_from_fflags(invalid as u32) as u64,
    }
}
