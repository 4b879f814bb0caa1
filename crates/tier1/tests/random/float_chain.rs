//! Float arithmetic on results of float arithmetic, back and forth between few registers.

use ir::*;

use super::Generator;
use crate::machine::INTS;

/// Registers that take part.
const REGISTERS: usize = 6;

impl Generator<'_> {
    fn chain_register(&mut self) -> Reg {
        Reg((INTS + self.rng.below(REGISTERS)) as u16)
    }

    fn chain_operand(&mut self, ty: Type) -> Value {
        let from = self.chain_register();
        let v = self.b.get(from);
        match ty {
            _ if self.vectors => self.b.f_from_v(ty, v),
            Type::F64 => v,
            _ => self.b.funbox(ty, v),
        }
    }

    /// One operation from registers to a register; sometimes results are compared.
    pub(super) fn float_chain(&mut self) {
        let (ty, other) = match self.rng.chance(6) {
            true => (Type::F32, Type::F64),
            false => (Type::F64, Type::F32),
        };
        let (x, y) = (self.chain_operand(ty), self.chain_operand(ty));
        let (b, rm) = (self.b, Round::Dyn);
        if self.rng.chance(8) {
            let conditions = [
                FCond::Lt,
                FCond::Le,
                FCond::LtQuiet,
                FCond::LeQuiet,
                FCond::Eq,
            ];
            let holds = b.fcmp(self.rng.pick(&conditions), x, y);
            return b.set(Reg(self.rng.below(INTS) as u16), holds);
        }
        let v = match self.rng.below(12) {
            0..=2 => b.fadd(x, y, rm),
            3 | 4 => b.fsub(x, y, rm),
            5..=7 => b.fmul(x, y, rm),
            8 => b.fdiv(x, y, rm),
            9 => self
                .rng
                .pick(&[b.fsqrt(x, rm), b.fneg(x), b.fabs(x), b.fcvt(x, other, rm)]),
            _ => {
                let z = self.chain_operand(ty);
                let x = if self.rng.chance(3) { b.fneg(x) } else { x };
                b.fma(x, y, z, rm)
            }
        };
        let whole = match b.type_of(v) {
            _ if self.vectors => b.v_from_f(v),
            Type::F64 => v,
            _ => b.fbox(v),
        };
        b.set(self.chain_register(), whole);
    }
}
