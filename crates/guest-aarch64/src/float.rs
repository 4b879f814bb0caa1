//! What the rooms of scalar floating point share: operand fields whose format the instruction's `ptype` bits say, and
//! access to floats in vector registers.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{GuestAddr, Round, Type, Value};

use crate::features;
use crate::lift::Lift;
use crate::operands::{Field, V};

/// The format of a float by its number in `ptype` and `opc` fields (2 is none).
pub fn format_of(number: u32) -> Type {
    match number & 3 {
        0 => Type::F32,
        1 => Type::F64,
        _ => Type::F16,
    }
}

/// The letter of scalar registers of a format.
fn letter(ty: Type) -> char {
    match ty {
        Type::F32 => 's',
        Type::F64 => 'd',
        _ => 'h',
    }
}

/// The field `ptype`: the format of the operands. Prints nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Format(pub Type);

impl Field for Format {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Format {
        Format(format_of(spec.extract(word)))
    }
    fn print(self, _: u32, _: GuestAddr, _: &mut String) {}
}

/// A scalar float register; prints by bits 23..22 of the instruction, `ptype`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct F(pub V);

impl Field for F {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> F {
        F(V::decode(word, spec))
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{}{}", letter(format_of(word >> 22)), self.0.0);
    }
}

/// An 8-bit float constant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Imm8(pub u8);

impl Imm8 {
    /// The value, which every format can hold (Arm ARM, VFPExpandImm).
    pub fn value(self) -> f64 {
        let n = u64::from(self.0);
        let sign = (n >> 7) << 63;
        let exponent = if n & 0x40 != 0 { 0x3fc } else { 0x400 };
        let bits = sign | (exponent | n >> 4 & 3) << 52 | (n & 15) << 48;
        f64::from_bits(bits)
    }

    /// Its bits in a format.
    pub fn bits(self, ty: Type) -> u64 {
        let n = u64::from(self.0);
        match ty {
            Type::F64 => self.value().to_bits(),
            Type::F32 => u64::from((self.value() as f32).to_bits()),
            _ => (n & 0x80) << 8 | if n & 0x40 != 0 { 0x3000 } else { 0x4000 } | (n & 0x3f) << 6,
        }
    }
}

impl Field for Imm8 {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Imm8 {
        Imm8(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let text = format!("{:.18e}", self.value());
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{digits}e{sign}{:02}", exponent.abs());
    }
}

impl Lift<'_> {
    /// The scalar of type `ty` in a vector register.
    pub fn f(&self, ty: Type, r: F) -> Value {
        self.f_from_v(ty, self.v(r.0))
    }

    /// Sets a vector register to a scalar, the rest of it to 0.
    pub fn set_f(&self, r: F, value: Value) {
        self.set_v(r.0, self.v_from_f(value));
    }

    /// False, and the instruction does not exist, if it needs half precision and the processor has none.
    pub fn has_format(&self, ty: Type) -> bool {
        let has = ty != Type::F16 || self.has(features::FPHP);
        if !has {
            self.illegal();
        }
        has
    }
}

/// The rounding mode that FPCR says.
pub const DYN: Round = Round::Dyn;
