//! Operand fields and the groups of them that instructions have.
//!
//! A field's *type* decides what its bits mean and how it prints; its *name* in the row's pattern says where the bits are.
//! General registers print as x or w by bit 31 of the instruction (`sf`) unless their type says otherwise.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::GuestAddr;

pub use crate::lift::{Cond, Sf};
pub use insn_table::{Field, Imm, UImm};

pub(crate) use insn_table::operands;

/// True if bit 31 of the instruction, `sf`, says 64 bits.
fn is_64(word: u32) -> bool {
    word >> 31 != 0
}

fn print_general(number: u8, wide: bool, name_31: [&str; 2], out: &mut String) {
    match (number, wide) {
        (31, wide) => out.push_str(name_31[wide as usize]),
        (n, true) => _ = write!(out, "x{n}"),
        (n, false) => _ = write!(out, "w{n}"),
    }
}

const ZERO: [&str; 2] = ["wzr", "xzr"];
const STACK: [&str; 2] = ["wsp", "sp"];

/// A general register; number 31 reads as 0 and drops writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct R(pub u8);

/// A general register; number 31 is the stack pointer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RSp(pub u8);

macro_rules! general_register {
    ($($(#[$doc:meta])* $name:ident($inner:ty): $wide:expr, $name_31:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub $inner);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(<$inner as Field>::decode(word, spec))
            }
            fn print(self, _: u32, _: GuestAddr, out: &mut String) {
                print_general(self.0.0, $wide, $name_31, out);
            }
        }
    )*};
}

impl Field for R {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> R {
        R(spec.extract(word) as u8)
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        print_general(self.0, is_64(word), ZERO, out);
    }
}

impl Field for RSp {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> RSp {
        RSp(spec.extract(word) as u8)
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        print_general(self.0, is_64(word), STACK, out);
    }
}

general_register! {
    /// A register that is always used with 64 bits; 31 is 0.
    X(R): true, ZERO;
    /// A register that is always used with 32 bits; 31 is 0.
    W(R): false, ZERO;
    /// A register that is always used with 64 bits; 31 is the stack pointer.
    XSp(RSp): true, STACK;
}

/// A vector register; how it prints is the row's business (`v{rn}.16b`, `d{rn}`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct V(pub u8);

impl Field for V {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> V {
        V(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{}", self.0);
    }
}

/// A distance in instructions, printed as the address it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(pub i64);

impl Label {
    /// Where it leads from `pc`.
    pub const fn from(self, pc: GuestAddr) -> GuestAddr {
        pc.wrapping_add(self.0 as u64)
    }
}

impl Field for Label {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Label {
        Label(Imm::decode(word, spec) << 2)
    }
    fn print(self, _: u32, pc: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", self.from(pc));
    }
}

/// An unsigned number in hex.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hex(pub u32);

impl Field for Hex {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Hex {
        Hex(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", self.0);
    }
}

operands! {
    /// No operands.
    NoOperands {}
}
