//! Building floats in vectors.

use crate::block::Value;
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::{Estimate, FCond, FNarrow, Lane, MinMax, Round, Span, Step, Type};

impl Builder {
    /// The float of type `ty` in the lowest lane of a V128. Free if it was put there in this block.
    pub fn f_from_v(&self, ty: Type, a: Value) -> Value {
        let inst = self.inst_of(a);
        if inst.op == Op::VFromF && inst.operand_type() == ty {
            return inst.args[0];
        }
        self.push_op(Op::FFromV, ty, 0, [a, Value::NONE, Value::NONE], 0)
    }

    /// A V128 with the float `a` in its lowest lane and zeros above.
    pub fn v_from_f(&self, a: Value) -> Value {
        let from = self.type_of(a) as i64;
        let args = [a, Value::NONE, Value::NONE];
        self.push_op(Op::VFromF, Type::V128, 0, args, from)
    }
}

/// The lanes of a vector that a float operation works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FLanes {
    /// Their size: H, S or D.
    pub lane: Lane,
    /// How many of them.
    pub span: Span,
}

impl FLanes {
    /// The type of the scalar that they are, if they are one single or double.
    pub fn scalar(self) -> Option<Type> {
        match (self.span, self.lane) {
            (Span::One, Lane::S) => Some(Type::F32),
            (Span::One, Lane::D) => Some(Type::F64),
            _ => None,
        }
    }
}

/// The integer type as wide as a single or double.
fn int_of(ty: Type) -> Type {
    if ty == Type::F64 {
        Type::I64
    } else {
        Type::I32
    }
}

const FLAG: i64 = 8;

const fn flag(on: bool) -> i64 {
    if on { FLAG } else { 0 }
}

impl Builder {
    fn vf(&self, op: Op, lanes: FLanes, operands: &[Value], imm: i64) -> Value {
        let mut args = [Value::NONE; 3];
        args[..operands.len()].copy_from_slice(operands);
        let aux = lanes.lane as u8 | (lanes.span as u8) << 2;
        self.push_op(op, Type::V128, aux, args, imm)
    }

    /// An operation on one single or double is one on scalars.
    fn on_scalars<const N: usize>(
        &self,
        lanes: FLanes,
        operands: [Value; N],
        operation: impl FnOnce([Value; N]) -> Value,
    ) -> Option<Value> {
        let ty = lanes.scalar()?;
        let scalars = operands.map(|v| self.f_from_v(ty, v));
        Some(self.v_from_f(operation(scalars)))
    }

    /// a + b
    pub fn vfadd(&self, lanes: FLanes, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fadd(a, b, Round::Dyn));
        scalar.unwrap_or_else(|| self.vf(Op::VFAdd, lanes, &[a, b], 0))
    }

    /// a - b
    pub fn vfsub(&self, lanes: FLanes, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fsub(a, b, Round::Dyn));
        scalar.unwrap_or_else(|| self.vf(Op::VFSub, lanes, &[a, b], 0))
    }

    /// a * b
    pub fn vfmul(&self, lanes: FLanes, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fmul(a, b, Round::Dyn));
        scalar.unwrap_or_else(|| self.vf(Op::VFMul, lanes, &[a, b], 0))
    }

    /// a * b; infinity times zero is 2.
    pub fn vfmulx(&self, lanes: FLanes, a: Value, b: Value) -> Value {
        self.vf(Op::VFMulX, lanes, &[a, b], 0)
    }

    /// a / b
    pub fn vfdiv(&self, lanes: FLanes, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fdiv(a, b, Round::Dyn));
        scalar.unwrap_or_else(|| self.vf(Op::VFDiv, lanes, &[a, b], 0))
    }

    /// c + a * b, or c + (-a) * b
    pub fn vfmul_add(&self, lanes: FLanes, negate: bool, a: Value, b: Value, c: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b, c], |[a, b, c]| {
            let a = if negate { self.fneg(a) } else { a };
            self.fma(a, b, c, Round::Dyn)
        });
        scalar.unwrap_or_else(|| self.vf(Op::VFMulAdd, lanes, &[a, b, c], flag(negate)))
    }

    /// c + a * b, or c + (-a) * b, of singles c (low half or all of them) and as many halves a and b.
    pub fn vfmul_add_wide(&self, span: Span, negate: bool, a: Value, b: Value, c: Value) -> Value {
        let lane = Lane::S;
        let lanes = FLanes { lane, span };
        self.vf(Op::VFMulAddWide, lanes, &[a, b, c], flag(negate))
    }

    /// Minimum.
    pub fn vfmin(&self, lanes: FLanes, kind: MinMax, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fmin(a, b, kind));
        scalar.unwrap_or_else(|| self.vf(Op::VFMin, lanes, &[a, b], kind as i64))
    }

    /// Maximum.
    pub fn vfmax(&self, lanes: FLanes, kind: MinMax, a: Value, b: Value) -> Value {
        let scalar = self.on_scalars(lanes, [a, b], |[a, b]| self.fmax(a, b, kind));
        scalar.unwrap_or_else(|| self.vf(Op::VFMax, lanes, &[a, b], kind as i64))
    }

    /// Square root.
    pub fn vfsqrt(&self, lanes: FLanes, a: Value) -> Value {
        self.vf(Op::VFSqrt, lanes, &[a], 0)
    }

    /// All ones where `cond` holds.
    pub fn vfcmp(&self, lanes: FLanes, cond: FCond, a: Value, b: Value) -> Value {
        self.vf(Op::VFCmp, lanes, &[a, b], cond as i64)
    }

    /// To integral values; `exact`: raising NX.
    pub fn vfround(&self, lanes: FLanes, round: Round, exact: bool, a: Value) -> Value {
        self.vf(Op::VFRound, lanes, &[a], round as i64 | flag(exact))
    }

    /// To integral values that a signed integer of `bits` bits (32 or 64) can hold.
    pub fn vfround_to(&self, lanes: FLanes, round: Round, bits: u32, a: Value) -> Value {
        let imm = round as i64 | FLAG | (bits as i64) << 4;
        self.vf(Op::VFRound, lanes, &[a], imm)
    }

    /// To fixed-point numbers.
    pub fn vf_to_int(
        &self,
        lanes: FLanes,
        round: Round,
        signed: bool,
        bits: u32,
        a: Value,
    ) -> Value {
        if let Some(ty) = lanes.scalar() {
            let (a, to) = (self.f_from_v(ty, a), int_of(ty));
            let fixed = if signed {
                self.f_to_si_fixed(a, to, bits, round)
            } else {
                self.f_to_ui_fixed(a, to, bits, round)
            };
            return self.v_from_int(fixed);
        }
        let imm = round as i64 | flag(!signed) | (bits as i64) << 4;
        self.vf(Op::VFToInt, lanes, &[a], imm)
    }

    /// From fixed-point numbers.
    pub fn vf_from_int(&self, lanes: FLanes, signed: bool, bits: u32, a: Value) -> Value {
        if let Some(ty) = lanes.scalar() {
            let fixed = self.vget_lane(lanes.lane, signed, int_of(ty), a, 0);
            return self.v_from_f(if signed {
                self.si_fixed_to_f(fixed, ty, bits, Round::Dyn)
            } else {
                self.ui_fixed_to_f(fixed, ty, bits, Round::Dyn)
            });
        }
        let imm = flag(!signed) | (bits as i64) << 4;
        self.vf(Op::VFFromInt, lanes, &[a], imm)
    }

    /// Half of the lanes (H or S) at twice the size.
    pub fn vfwiden(&self, lane: Lane, high: bool, a: Value) -> Value {
        let span = Span::Full;
        self.vf(Op::VFWiden, FLanes { lane, span }, &[a], flag(high))
    }

    /// Lanes (S or D) at half the size.
    pub fn vfnarrow(&self, lanes: FLanes, kind: FNarrow, a: Value) -> Value {
        self.vf(Op::VFNarrow, lanes, &[a], kind as i64)
    }

    /// Approximations.
    pub fn vfestimate(&self, lanes: FLanes, kind: Estimate, a: Value) -> Value {
        self.vf(Op::VFEstimate, lanes, &[a], kind as i64)
    }

    /// Newton steps.
    pub fn vfstep(&self, lanes: FLanes, kind: Step, a: Value, b: Value) -> Value {
        self.vf(Op::VFStep, lanes, &[a, b], kind as i64)
    }
}

/// True for the operations above.
pub(crate) fn is_vector_float(op: Op) -> bool {
    (Op::VFAdd as u8..=Op::VFMulAddWide as u8).contains(&(op as u8))
}

/// Their attributes as text.
pub(crate) fn attribute(inst: &crate::block::Inst) -> String {
    let (lane, span) = (inst.lane().name(), inst.span().name());
    format!("{lane}.{span}.{:#x}", inst.imm)
}
