//! Builder of floats in vectors.

use crate::block::Value;
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::Type;

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
