//! Operand fields and the groups of them that instructions have.
//!
//! A field's *type* decides what its bits mean (register number, signed immediate, ...) and how it prints; its
//! *name* in the row's pattern says where the bits are. Groups are named after the manual's formats.

use std::fmt::Write;

pub use insn_table::Field;
use insn_table::FieldSpec;
use ir::GuestAddr;

use crate::regs::{F_NAMES, X_NAMES};

/// A register number; 3-bit fields of compressed instructions name x8..x15.
#[inline(always)]
fn register(word: u32, spec: &FieldSpec) -> u8 {
    let n = spec.extract(word) as u8;
    if spec.width == 3 { n + 8 } else { n }
}

/// A general register, x0..x31.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct X(pub u8);

impl X {
    /// Always zero.
    pub const ZERO: X = X(0);
    /// Return address.
    pub const RA: X = X(1);
    /// Stack pointer.
    pub const SP: X = X(2);
    /// Alternate return address.
    pub const T0: X = X(5);

    /// True for the two registers that hold return addresses by convention.
    pub const fn is_link(self) -> bool {
        matches!(self, X::RA | X::T0)
    }

    /// The second register of an even-odd pair; x0's partner is x0.
    pub const fn pair_high(self) -> X {
        if self.0 == 0 { X::ZERO } else { X(self.0 + 1) }
    }
}

impl Field for X {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> X {
        X(register(word, spec))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(X_NAMES[self.0 as usize & 31]);
    }
}

/// A float register, f0..f31.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct F(pub u8);

impl Field for F {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> F {
        F(register(word, spec))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(F_NAMES[self.0 as usize & 31]);
    }
}

pub use insn_table::{Imm, UImm};

/// The upper 20 bits of lui and auipc, in place (bits 31..12) and sign-extended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Upper(pub i64);

impl Field for Upper {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Upper {
        Upper(Imm::decode(word, spec))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", (self.0 >> 12) & 0xf_ffff);
    }
}

/// A jump or branch distance, printed as the address it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offset(pub i64);

impl Offset {
    /// Where it leads from `pc`.
    pub const fn from(self, pc: GuestAddr) -> GuestAddr {
        pc.wrapping_add(self.0 as u64)
    }
}

impl Field for Offset {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Offset {
        Offset(Imm::decode(word, spec))
    }
    fn print(self, _: u32, pc: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", self.from(pc));
    }
}

/// A number that is part of the mnemonic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number(pub u32);

impl Field for Number {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Number {
        Number(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, ".{}", self.0);
    }
}

/// An odd number that is part of the mnemonic; its lowest bit is not encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OddNumber(pub u32);

impl Field for OddNumber {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> OddNumber {
        OddNumber(spec.extract(word) | 1)
    }
    fn print(self, _: u32, pc: GuestAddr, out: &mut String) {
        Number(self.0).print(0, pc, out);
    }
}

/// Acquire and release bits of an atomic instruction: bit 1 acquire, bit 0 release.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AqRl(pub u8);

impl AqRl {
    /// Ordered after earlier accesses.
    pub const fn release(self) -> bool {
        self.0 & 1 != 0
    }
}

impl Field for AqRl {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> AqRl {
        AqRl(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(["", ".rl", ".aq", ".aqrl"][self.0 as usize & 3]);
    }
}

/// A set of access kinds ordered by `fence`: i, o, r, w from the highest bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Accesses(pub u8);

impl Accesses {
    /// Contains loads.
    pub const fn reads(self) -> bool {
        self.0 & 2 != 0
    }
    /// Contains stores.
    pub const fn writes(self) -> bool {
        self.0 & 1 != 0
    }
}

impl Field for Accesses {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Accesses {
        Accesses(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let letters = [(8, 'i'), (4, 'o'), (2, 'r'), (1, 'w')];
        if self.0 == 0 {
            out.push('0');
        }
        out.extend(
            letters
                .iter()
                .filter(|(bit, _)| self.0 & bit != 0)
                .map(|l| l.1),
        );
    }
}

/// A CSR number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CsrNumber(pub u16);

impl Field for CsrNumber {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> CsrNumber {
        CsrNumber(spec.extract(word) as u16)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        match crate::csr::name(self) {
            Some(name) => out.push_str(name),
            None => {
                let _ = write!(out, "{:#x}", self.0);
            }
        }
    }
}

/// The rounding mode field of a float instruction. The reserved values 5 and 6 are illegal: exclude them in the
/// pattern (`where rm!=5 rm!=6`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rm(pub u8);

impl Rm {
    /// The IR's rounding mode.
    pub const fn round(self) -> ir::Round {
        match self.0 {
            0 => ir::Round::Rne,
            1 => ir::Round::Rtz,
            2 => ir::Round::Rdn,
            3 => ir::Round::Rup,
            4 => ir::Round::Rmm,
            _ => ir::Round::Dyn,
        }
    }
}

impl Field for Rm {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Rm {
        Rm(spec.extract(word) as u8)
    }
    /// With a comma in front, or nothing for the dynamic mode: write `{rd}, {rs1}{rm}`.
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(
            [
                ", rne", ", rtz", ", rdn", ", rup", ", rmm", ", ?", ", ?", "",
            ][self.0 as usize & 7],
        );
    }
}

pub(crate) use insn_table::operands;

operands! {
    /// No operands.
    NoOperands {}
    /// Register-register.
    R { rd: X, rs1: X, rs2: X }
    /// One source register.
    R1 { rd: X, rs1: X }
    /// Shift by a constant.
    Shift { rd: X, rs1: X, shamt: UImm }
    /// Register-immediate, loads (address rs1 + imm), jalr.
    I { rd: X, rs1: X, imm: Imm }
    /// Stores: address rs1 + imm, value rs2.
    S { rs1: X, rs2: X, imm: Imm }
    /// Branches: distance imm.
    B { rs1: X, rs2: X, imm: Offset }
    /// lui, auipc.
    U { rd: X, imm: Upper }
    /// jal.
    J { rd: X, imm: Offset }
    /// fence.
    FenceOps { fm: UImm, pred: Accesses, succ: Accesses, rs1: X, rd: X }
    /// fence.i: immediate and registers are reserved and ignored.
    FenceI { imm: UImm, rs1: X, rd: X }
    /// Read-modify-write atomics and sc.
    Amo { rd: X, rs1: X, rs2: X, aqrl: AqRl }
    /// lr.
    Lr { rd: X, rs1: X, aqrl: AqRl }
    /// CSR access with a register.
    CsrR { rd: X, csr: CsrNumber, rs1: X }
    /// CSR access with a constant.
    CsrI { rd: X, csr: CsrNumber, uimm: UImm }
    /// Cache-block operations.
    Block { rs1: X }
    /// Cache-block prefetch.
    Prefetch { rs1: X, imm: Imm }
    /// May-be-operation with one source.
    MopR { rd: X, rs1: X, n: Number }
    /// May-be-operation with two sources.
    MopRR { rd: X, rs1: X, rs2: X, n: Number }
    /// Compressed may-be-operation.
    CMop { n: OddNumber }
    /// Compressed: rd is also the first source.
    CR { rd: X, rs2: X }
    /// Compressed: one register, source and result.
    CR1 { rd: X }
    /// Compressed jump to a register.
    CJr { rs1: X }
    /// Compressed: rd is also the source.
    CI { rd: X, imm: Imm }
    /// c.lui.
    CLui { rd: X, imm: Upper }
    /// Compressed, immediate only.
    CImm { imm: Imm }
    /// Compressed shift; rd is also the source.
    CShift { rd: X, shamt: UImm }
    /// Compressed: unsigned offset from the stack pointer, result in rd.
    CLsp { rd: X, uimm: UImm }
    /// Compressed: unsigned offset from the stack pointer, value rs2.
    CSsp { rs2: X, uimm: UImm }
    /// Compressed load, unsigned offset.
    CL { rd: X, rs1: X, uimm: UImm }
    /// Compressed store, unsigned offset.
    CS { rs1: X, rs2: X, uimm: UImm }
    /// Compressed branch: compares rs1 with 0.
    CB { rs1: X, imm: Offset }
    /// Compressed jump.
    CJ { imm: Offset }
}
