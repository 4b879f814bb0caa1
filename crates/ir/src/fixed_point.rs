//! Building conversions between floats and fixed-point numbers.

use crate::block::Value;
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::{Round, Type};

impl Builder {
    /// Float to signed fixed-point number `to` with `bits` bits behind the point.
    pub fn f_to_si_fixed(&self, a: Value, to: Type, bits: u32, rm: Round) -> Value {
        self.convert_fixed(Op::FToSI, to, bits, rm, a)
    }

    /// Float to unsigned fixed-point number.
    pub fn f_to_ui_fixed(&self, a: Value, to: Type, bits: u32, rm: Round) -> Value {
        self.convert_fixed(Op::FToUI, to, bits, rm, a)
    }

    /// Signed fixed-point number to float `to`.
    pub fn si_fixed_to_f(&self, a: Value, to: Type, bits: u32, rm: Round) -> Value {
        self.convert_fixed(Op::SIToF, to, bits, rm, a)
    }

    /// Unsigned fixed-point number to float `to`.
    pub fn ui_fixed_to_f(&self, a: Value, to: Type, bits: u32, rm: Round) -> Value {
        self.convert_fixed(Op::UIToF, to, bits, rm, a)
    }

    fn convert_fixed(&self, op: Op, to: Type, bits: u32, rm: Round, a: Value) -> Value {
        let wide = |ty: Type| matches!(ty, Type::F32 | Type::F64);
        let ty = self.type_of(a);
        if bits != 0 && to.is_float() && wide(to) {
            // Scaling by a power of two is exact.
            let whole = self.convert_fixed(op, to, 0, rm, a);
            return self.fmul(whole, self.power_of_two(to, -(bits as i32)), Round::Dyn);
        }
        if bits != 0 && ty == Type::F32 {
            // As a double, which does not overflow.
            let a = self.fcvt(a, Type::F64, Round::Dyn);
            let power = self.power_of_two(Type::F64, bits as i32);
            return self.convert_fixed(op, to, 0, rm, self.fmul(a, power, Round::Dyn));
        }
        let from = self.type_of(a) as i64;
        let args = [a, Value::NONE, Value::NONE];
        self.push_op(op, to, rm as u8, args, from | (bits as i64) << 8)
    }

    fn power_of_two(&self, ty: Type, n: i32) -> Value {
        let bits = match ty {
            Type::F32 => ((127 + n) as u64) << 23,
            _ => ((1023 + n) as u64) << 52,
        };
        self.fconst(ty, bits)
    }
}
