//! What rooms are written with: the IR builder plus aarch64's registers and recurring shapes, and the
//! `rows!` macro that ties an encoding to the function that lifts it.

use std::ops::Deref;

use ir::{Builder, ExitKind, Features, FlagCond, GuestAddr, Type, Value};

use crate::operands::{Label, R, RSp, V};
use crate::regs;

pub(crate) use insn_table::rows;

/// Lifts one instruction. Dereferences to the IR's [`Builder`].
#[derive(Debug)]
pub struct Lift<'a> {
    builder: &'a Builder,
    features: Features,
}

impl Deref for Lift<'_> {
    type Target = Builder;

    fn deref(&self) -> &Builder {
        self.builder
    }
}

impl<'a> Lift<'a> {
    /// For the instruction the builder has just been told of.
    pub fn new(builder: &'a Builder, features: Features) -> Lift<'a> {
        Lift { builder, features }
    }

    /// True if one of these extensions is enabled.
    pub fn has(&self, extensions: u128) -> bool {
        self.features.0 & extensions != 0
    }

    /// The enabled extensions.
    pub fn features(&self) -> Features {
        self.features
    }

    // --- general registers: `sf` says 64 bits (I64) or 32 bits (I32; writes clear the upper half) ------

    /// Register `r` as I64; number 31 is the constant 0.
    pub fn x(&self, r: R) -> Value {
        match r.0 {
            0..=30 => self.get(regs::x_reg(r.0 as usize)),
            _ => self.iconst(0),
        }
    }

    /// Register `r` as I64; number 31 is the stack pointer.
    pub fn x_sp(&self, r: RSp) -> Value {
        self.get(regs::x_reg(r.0 as usize & 31))
    }

    /// Register `r` as I64 or I32; number 31 is 0.
    pub fn r(&self, sf: Sf, r: R) -> Value {
        self.narrow(sf, self.x(r))
    }

    /// Register `r` as I64 or I32; number 31 is the stack pointer.
    pub fn r_sp(&self, sf: Sf, r: RSp) -> Value {
        self.narrow(sf, self.x_sp(r))
    }

    fn narrow(&self, sf: Sf, v: Value) -> Value {
        if sf.is_64() { v } else { self.trunc(v) }
    }

    /// Sets register `r` to an I64, or to an I32 zero-extended; number 31 is dropped.
    pub fn set_r(&self, r: R, v: Value) {
        if r.0 < 31 {
            self.set(regs::x_reg(r.0 as usize), self.widen(v));
        }
    }

    /// Sets register `r` to an I64, or to an I32 zero-extended; number 31 is the stack pointer. For instructions that do
    /// nothing else.
    pub fn set_r_sp(&self, r: RSp, v: Value) {
        let v = self.widen(v);
        self.expect_aligned(r, v);
        self.set_base(r, v);
    }

    /// Sets the base register `rn` of an access, whose value was told to [`Self::expect_aligned`].
    pub fn set_base(&self, rn: RSp, v: Value) {
        self.set(regs::x_reg(rn.0 as usize & 31), v);
    }

    /// An I32 zero-extended, or an I64 as it is.
    pub fn widen(&self, v: Value) -> Value {
        if self.type_of(v) == Type::I32 {
            self.zext32(v)
        } else {
            v
        }
    }

    /// A constant of the type that `sf` says.
    pub fn constant(&self, sf: Sf, k: u64) -> Value {
        if sf.is_64() {
            self.iconst(k)
        } else {
            self.iconst32(k as u32)
        }
    }

    // --- vector registers and flags -----------------------------------------------------------------

    /// Register `v` as V128.
    pub fn v(&self, v: V) -> Value {
        self.get(regs::v_reg(v.0 as usize & 31))
    }

    /// Sets register `v`, all 128 bits.
    pub fn set_v(&self, v: V, value: Value) {
        self.set(regs::v_reg(v.0 as usize & 31), value);
    }

    /// The condition flags (Flags).
    pub fn flags(&self) -> Value {
        self.get(regs::NZCV)
    }

    /// Sets the condition flags.
    pub fn set_flags(&self, flags: Value) {
        self.set(regs::NZCV, flags);
    }

    /// 1 if the condition holds, else 0 (I64).
    pub fn holds(&self, cond: Cond) -> Value {
        match cond.flag_cond() {
            Some(cond) => self.flag_test(cond, self.flags()),
            None => self.iconst(1),
        }
    }

    // --- control flow ---------------------------------------------------------------------------------

    /// The instruction does not exist.
    pub fn illegal(&self) {
        self.exit(ExitKind::Illegal);
    }

    /// Ends the block: to `label` if `holds` (I64) is not 0, else to the next instruction.
    pub fn branch_if(&self, holds: Value, label: Label) {
        self.end_branch(holds, label.from(self.pc()), self.next_pc());
    }
}

/// Operand size: the bit `sf` of most integer instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sf(pub bool);

impl Sf {
    /// 64-bit operation.
    pub const X: Sf = Sf(true);
    /// 32-bit operation.
    pub const W: Sf = Sf(false);

    /// True for 64 bits.
    pub const fn is_64(self) -> bool {
        self.0
    }

    /// 32 or 64.
    pub const fn bits(self) -> u32 {
        if self.0 { 64 } else { 32 }
    }
}

impl insn_table::Field for Sf {
    #[inline(always)]
    fn decode(word: u32, spec: &insn_table::FieldSpec) -> Sf {
        Sf(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push(if self.0 { 'x' } else { 'w' });
    }
}

/// A condition code field: 14 and 15 are always true.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cond(pub u8);

impl Cond {
    /// The IR's condition; `None` if it always holds.
    pub const fn flag_cond(self) -> Option<FlagCond> {
        if self.0 & 14 == 14 {
            None
        } else {
            Some(FlagCond::from_u8(self.0 & 15))
        }
    }
}

impl insn_table::Field for Cond {
    #[inline(always)]
    fn decode(word: u32, spec: &insn_table::FieldSpec) -> Cond {
        Cond(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(match self.0 {
            14 => "al",
            15 => "nv",
            n => FlagCond::from_u8(n).name(),
        });
    }
}

/// What a row does: the second half of [`Row`].
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Lifts the instruction `word`.
    pub lift: fn(&Lift<'_>, u32),
    /// Appends the text of the operand field of `word` with this name.
    pub print: fn(u32, &str, GuestAddr, &mut String),
}

/// An aarch64 instruction. Its text includes the mnemonic.
pub type Row = insn_table::Row<Action>;

/// A file of them.
pub type Room = insn_table::Room<Action>;
