//! Rotations that code for processors without them puts together from two shifts: hashes and ciphers are full of them.

use crate::block::{Inst, Value};
use crate::builder::Builder;
use crate::ops::Op;

impl Builder {
    /// a | b
    pub fn or(&self, a: Value, b: Value) -> Value {
        self.rotation(a, b)
            .unwrap_or_else(|| self.binary(Op::Or, a, b))
    }

    /// `x << n | x >> (width - n)` is a rotation; of I32s that have been sign-extended since, it is to be sign-extended too.
    fn rotation(&self, a: Value, b: Value) -> Option<Value> {
        let (a, b) = (self.inst_of(a), self.inst_of(b));
        let extended = a.op == Op::SExt32 && b.op == Op::SExt32;
        let (a, b) = match extended {
            true => (self.inst_of(a.args[0]), self.inst_of(b.args[0])),
            false => (a, b),
        };
        let (left, right) = match (a.op, b.op) {
            (Op::Shl, Op::Shr) => (a, b),
            (Op::Shr, Op::Shl) => (b, a),
            _ => return None,
        };
        let amounts = self.const_of(left.args[1])? + self.const_of(right.args[1])?;
        let all = left.ty == right.ty && amounts == u64::from(left.ty.bytes()) * 8;
        if !all || !self.same_source(&left, &right) {
            return None;
        }
        let rotated = self.rotr(right.args[0], right.args[1]);
        Some(if extended {
            self.sext32(rotated)
        } else {
            rotated
        })
    }

    /// True if both operations work on the same value, or on the low half of the same.
    fn same_source(&self, a: &Inst, b: &Inst) -> bool {
        let (x, y) = (a.args[0], b.args[0]);
        let low_half = |v| {
            let inst = self.inst_of(v);
            (inst.op == Op::Trunc).then_some(inst.args[0])
        };
        x == y || low_half(x).is_some_and(|source| low_half(y) == Some(source))
    }
}
