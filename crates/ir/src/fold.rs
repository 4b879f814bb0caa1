//! Constant folding and identities, applied while a block is built.

use crate::ops::Op;
use crate::types::{Cond, Type};

/// What became of a binary operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Folded {
    /// It has this value.
    Const(u64),
    /// It equals its first operand.
    First,
    /// It equals its second operand.
    Second,
    /// Nothing known.
    No,
}

/// `k` as the value of a constant of type `ty`: I32 zero-extended.
pub(crate) fn masked(ty: Type, k: u64) -> u64 {
    k & mask(ty)
}

fn mask(ty: Type) -> u64 {
    if ty == Type::I32 {
        u32::MAX as u64
    } else {
        u64::MAX
    }
}

fn signed(ty: Type, k: u64) -> i64 {
    if ty == Type::I32 {
        k as u32 as i32 as i64
    } else {
        k as i64
    }
}

/// Folds `op a, b` given what is constant (I32 constants zero-extended).
pub(crate) fn binary(op: Op, ty: Type, a: Option<u64>, b: Option<u64>) -> Folded {
    match (a, b) {
        (Some(x), Some(y)) => match constants(op, ty, x, y) {
            Some(k) => Folded::Const(k & mask(ty)),
            None => Folded::No,
        },
        (None, Some(y)) => right_identity(op, ty, y),
        (Some(x), None) => left_identity(op, ty, x),
        (None, None) => Folded::No,
    }
}

fn constants(op: Op, ty: Type, x: u64, y: u64) -> Option<u64> {
    let width = ty.bytes() * 8;
    let amount = (y as u32) & (width - 1);
    Some(match op {
        Op::Add => x.wrapping_add(y),
        Op::Sub => x.wrapping_sub(y),
        Op::Mul => x.wrapping_mul(y),
        Op::And => x & y,
        Op::Or => x | y,
        Op::Xor => x ^ y,
        Op::AndN => x & !y,
        Op::OrN => x | !y,
        Op::XNor => !(x ^ y),
        Op::Shl => x << amount,
        Op::Shr => x >> amount,
        Op::Sar => (signed(ty, x) >> amount) as u64,
        _ => return None,
    })
}

fn right_identity(op: Op, ty: Type, y: u64) -> Folded {
    match op {
        Op::Add | Op::Sub | Op::Or | Op::Xor | Op::AndN if y == 0 => Folded::First,
        Op::Shl | Op::Shr | Op::Sar | Op::RotR if y as u32 & (ty.bytes() * 8 - 1) == 0 => {
            Folded::First
        }
        Op::And if y == 0 => Folded::Const(0),
        Op::And if y == mask(ty) => Folded::First,
        Op::Mul if y == 1 => Folded::First,
        Op::Mul if y == 0 => Folded::Const(0),
        _ => Folded::No,
    }
}

fn left_identity(op: Op, ty: Type, x: u64) -> Folded {
    match op {
        Op::Add | Op::Or | Op::Xor if x == 0 => Folded::Second,
        Op::And | Op::Mul if x == 0 => Folded::Const(0),
        Op::And if x == mask(ty) => Folded::Second,
        _ => Folded::No,
    }
}

/// Folds `op k`; `ty` is the result's type.
pub(crate) fn unary(op: Op, ty: Type, k: u64) -> Option<u64> {
    let value = match op {
        Op::Trunc | Op::ZExt32 => k & u32::MAX as u64,
        Op::SExt32 => k as u32 as i32 as i64 as u64,
        Op::SExt8 => k as u8 as i8 as i64 as u64,
        Op::SExt16 => k as u16 as i16 as i64 as u64,
        _ => return None,
    };
    Some(value & mask(ty))
}

/// The value of `icmp`.
pub(crate) fn compare(cond: Cond, ty: Type, x: u64, y: u64) -> bool {
    let (sx, sy) = (signed(ty, x), signed(ty, y));
    match cond {
        Cond::Eq => x == y,
        Cond::Ne => x != y,
        Cond::Slt => sx < sy,
        Cond::Sge => sx >= sy,
        Cond::Sle => sx <= sy,
        Cond::Sgt => sx > sy,
        Cond::Ult => x < y,
        Cond::Uge => x >= y,
        Cond::Ule => x <= y,
        Cond::Ugt => x > y,
    }
}
