//! Condition flags while a block is built: a condition of flags whose origin is known becomes a comparison of the operands, so
//! that flags as such are computed only where somebody sees them.

use crate::block::{Inst, Value};
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::{Cond, FCond, FlagCond, Type, nzcv};

/// The condition of `a - b`'s flags as a comparison of a and b.
const fn after_sub(cond: FlagCond) -> Option<Cond> {
    Some(match cond {
        FlagCond::Eq => Cond::Eq,
        FlagCond::Ne => Cond::Ne,
        FlagCond::Cs => Cond::Uge,
        FlagCond::Cc => Cond::Ult,
        FlagCond::Hi => Cond::Ugt,
        FlagCond::Ls => Cond::Ule,
        FlagCond::Ge => Cond::Sge,
        FlagCond::Lt => Cond::Slt,
        FlagCond::Gt => Cond::Sgt,
        FlagCond::Le => Cond::Sle,
        FlagCond::Mi | FlagCond::Pl | FlagCond::Vs | FlagCond::Vc => return None,
    })
}

/// The condition of a result's flags with C = V = 0 as a comparison of the result with 0; `Err` if it is always so.
const fn after_logic(cond: FlagCond) -> Result<Cond, bool> {
    Ok(match cond {
        FlagCond::Eq => Cond::Eq,
        FlagCond::Ne => Cond::Ne,
        FlagCond::Mi | FlagCond::Lt => Cond::Slt,
        FlagCond::Pl | FlagCond::Ge => Cond::Sge,
        FlagCond::Gt => Cond::Sgt,
        FlagCond::Le => Cond::Sle,
        FlagCond::Cs | FlagCond::Hi | FlagCond::Vs => return Err(false),
        FlagCond::Cc | FlagCond::Ls | FlagCond::Vc => return Err(true),
    })
}

/// The condition of a float comparison's flags: comparison, operands swapped, result negated.
const fn after_fcmp(cond: FlagCond) -> Option<(FCond, bool, bool)> {
    Some(match cond {
        FlagCond::Eq => (FCond::Eq, false, false),
        FlagCond::Ne => (FCond::Eq, false, true),
        FlagCond::Mi | FlagCond::Cc => (FCond::LtQuiet, false, false),
        FlagCond::Pl | FlagCond::Cs => (FCond::LtQuiet, false, true),
        FlagCond::Ls => (FCond::LeQuiet, false, false),
        FlagCond::Hi => (FCond::LeQuiet, false, true),
        FlagCond::Gt => (FCond::LtQuiet, true, false),
        FlagCond::Le => (FCond::LtQuiet, true, true),
        FlagCond::Ge => (FCond::LeQuiet, true, false),
        FlagCond::Lt => (FCond::LeQuiet, true, true),
        FlagCond::Vs | FlagCond::Vc => return None,
    })
}

impl Builder {
    /// Flags of a + b.
    pub fn flags_add(&self, a: Value, b: Value) -> Value {
        let ty = self.type_of(a);
        let min = 1 << (ty.bytes() * 8 - 1);
        match self.const_of(b) {
            // a + b and a - (-b) differ in C for 0 and in V for the number that is its own negative.
            Some(k) if k != 0 && k != min => {
                let negated = if ty == Type::I32 {
                    self.iconst32((k as u32).wrapping_neg())
                } else {
                    self.iconst(k.wrapping_neg())
                };
                self.flags_sub(a, negated)
            }
            _ => self.push_op(Op::FlagsAdd, ty, 0, [a, b, Value::NONE], 0),
        }
    }

    /// Flags of a - b; C: no borrow.
    pub fn flags_sub(&self, a: Value, b: Value) -> Value {
        let ty = self.type_of(a);
        self.push_op(Op::FlagsSub, ty, 0, [a, b, Value::NONE], 0)
    }

    /// Flags of a + b + carry; carry is an I64, 0 or 1.
    pub fn flags_adc(&self, a: Value, b: Value, carry: Value) -> Value {
        self.push_op(Op::FlagsAdc, self.type_of(a), 0, [a, b, carry], 0)
    }

    /// N and Z of a; C and V are 0.
    pub fn flags_logic(&self, a: Value) -> Value {
        let ty = self.type_of(a);
        self.push_op(Op::FlagsLogic, ty, 0, [a, Value::NONE, Value::NONE], 0)
    }

    /// Flags of a float comparison; `signaling`: invalid for any NaN.
    pub fn flags_fcmp(&self, a: Value, b: Value, signaling: bool) -> Value {
        let args = [a, b, Value::NONE];
        self.push_op(Op::FlagsFCmp, self.type_of(a), 0, args, signaling as i64)
    }

    /// Flags from N, Z, C, V in bits 31..28 of an I64.
    pub fn flags_from_bits(&self, a: Value) -> Value {
        let args = [a, Value::NONE, Value::NONE];
        self.push_op(Op::FlagsFromBits, Type::Flags, 0, args, 0)
    }

    /// N, Z, C, V in bits 31..28 (I64).
    pub fn flags_bits(&self, flags: Value) -> Value {
        let inst = self.inst_of(flags);
        if inst.op == Op::FlagsFromBits {
            return self.and_imm(inst.args[0], 0xf000_0000);
        }
        let args = [flags, Value::NONE, Value::NONE];
        self.push_op(Op::FlagsBits, Type::I64, 0, args, 0)
    }

    /// 1 if `cond` holds for `flags`, else 0 (I64).
    pub fn flag_test(&self, cond: FlagCond, flags: Value) -> Value {
        let inst = self.inst_of(flags);
        let known = match inst.op {
            Op::FlagsSub => self.test_sub(cond, &inst),
            Op::FlagsAdd => self.test_add(cond, &inst),
            Op::FlagsLogic => Some(self.test_logic(cond, &inst)),
            Op::FlagsFCmp => self.test_fcmp(cond, &inst),
            Op::FlagsFromBits => self.const_of(inst.args[0]).map(|bits| {
                let holds = cond.holds(nzcv::from_bits(bits));
                self.iconst(holds as u64)
            }),
            Op::Select => Some(self.test_select(cond, &inst)),
            _ => None,
        };
        known.unwrap_or_else(|| {
            let args = [flags, Value::NONE, Value::NONE];
            self.push_op(Op::FlagTest, Type::I64, cond as u8, args, 0)
        })
    }

    fn zero_of(&self, ty: Type) -> Value {
        if ty == Type::I32 {
            self.iconst32(0)
        } else {
            self.iconst(0)
        }
    }

    fn test_sub(&self, cond: FlagCond, sub: &Inst) -> Option<Value> {
        let [a, b, _] = sub.args;
        let sign = |cond| self.icmp(cond, self.sub(a, b), self.zero_of(sub.ty));
        match (after_sub(cond), cond) {
            (Some(cond), _) => Some(self.icmp(cond, a, b)),
            (None, FlagCond::Mi) => Some(sign(Cond::Slt)),
            (None, FlagCond::Pl) => Some(sign(Cond::Sge)),
            _ => None,
        }
    }

    fn test_add(&self, cond: FlagCond, add: &Inst) -> Option<Value> {
        let [a, b, _] = add.args;
        let with_zero = |cond| self.icmp(cond, self.add(a, b), self.zero_of(add.ty));
        Some(match cond {
            FlagCond::Eq => with_zero(Cond::Eq),
            FlagCond::Ne => with_zero(Cond::Ne),
            FlagCond::Mi => with_zero(Cond::Slt),
            FlagCond::Pl => with_zero(Cond::Sge),
            FlagCond::Cs => self.icmp(Cond::Ult, self.add(a, b), a),
            FlagCond::Cc => self.icmp(Cond::Uge, self.add(a, b), a),
            _ => return None,
        })
    }

    fn test_logic(&self, cond: FlagCond, logic: &Inst) -> Value {
        match after_logic(cond) {
            Ok(cond) => self.icmp(cond, logic.args[0], self.zero_of(logic.ty)),
            Err(always) => self.iconst(always as u64),
        }
    }

    fn test_fcmp(&self, cond: FlagCond, fcmp: &Inst) -> Option<Value> {
        if self.uses_fflags() {
            return None; // comparing again would raise exceptions that the block may have cleared since
        }
        let [a, b, _] = fcmp.args;
        let (cond, swapped, negated) = after_fcmp(cond)?;
        let (a, b) = if swapped { (b, a) } else { (a, b) };
        let holds = self.fcmp(cond, a, b);
        Some(if negated {
            self.xor(holds, self.iconst(1))
        } else {
            holds
        })
    }

    fn test_select(&self, cond: FlagCond, select: &Inst) -> Value {
        let [chosen, b, c] = select.args;
        let (b, c) = (self.flag_test(cond, b), self.flag_test(cond, c));
        match (self.const_of(b), self.const_of(c)) {
            (_, Some(0)) => self.and(chosen, b),
            (_, Some(_)) => self.or(self.xor(chosen, self.iconst(1)), b),
            (Some(0), _) => self.and(self.xor(chosen, self.iconst(1)), c),
            (Some(_), _) => self.or(chosen, c),
            _ => self.select(chosen, b, c),
        }
    }
}
