//! The guest's registers as the rest of the translator sees them: names, types and offsets.

use std::ops::Range;

use crate::types::{GuestAddr, NanMode, Type};

/// Index of a register in [`RegFile::regs`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub struct Reg(pub u16);

impl Reg {
    /// Index into [`RegFile::regs`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One guest register.
#[derive(Clone, Copy, Debug)]
pub struct RegInfo {
    /// ABI name, as disassembly prints it.
    pub name: &'static str,
    /// I64 for general registers, F64 for float registers that hold NaN-boxed values, V128 for vectors.
    pub ty: Type,
    /// Byte offset in the guest's `State`.
    pub offset: u16,
}

/// A guest's register file and the facts of its ISA that back ends need.
#[derive(Debug)]
pub struct RegFile {
    /// ISA name as in `uname -m`.
    pub isa: &'static str,
    /// All registers known to the IR.
    pub regs: &'static [RegInfo],
    /// General registers by falling dynamic frequency: a back end keeps as many of the first as it can in host registers.
    pub hot_gprs: &'static [Reg],
    /// The same for float/vector registers.
    pub hot_fprs: &'static [Reg],
    /// Byte offset of the 64-bit pc in the guest's `State`.
    pub pc_offset: u16,
    /// Byte offset of the 32-bit rounding mode (frm, values 0..=7) in the guest's `State`.
    pub frm_offset: u16,
    /// Byte offset of the 32-bit accumulated exception flags in the guest's `State`. Up to date only while no
    /// generated code runs (then the host's MXCSR holds them).
    pub fflags_offset: u16,
    /// Byte offset of the 32-bit word of [`crate::fp_mode`] bits in the guest's `State`; `None` if the guest has no such modes.
    pub fp_mode_offset: Option<u16>,
    /// Byte offset of [`StaleCode`] in the guest's `State`; `None` if the guest does not say which code it has changed.
    pub stale_code_offset: Option<u16>,
    /// Size of the guest's `State` in bytes.
    pub state_size: u16,
    /// How NaNs behave.
    pub nan_mode: NanMode,
    /// A result counts as tiny, which makes inexact underflow too, if it is so before rounding (Arm); otherwise after
    /// (RISC-V, x86). Back ends on a host of the other kind must look for results that round up to the smallest normal
    /// number from below.
    pub tiny_before_rounding: bool,
    /// Lowest bit of an instruction address that may be 1, as a shift: 1 = 2-byte aligned code, 2 = 4-byte.
    pub pc_align_shift: u8,
}

/// Which code the guest has announced to be new since it last left with `ExitKind::FlushCode`, which clears this. All zero:
/// it did not say which, so all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct StaleCode {
    /// Complement of the first address: what is announced makes it larger.
    pub not_start: u64,
    /// One past the last address.
    pub end: u64,
}

impl StaleCode {
    /// The addresses.
    pub fn range(self) -> Range<GuestAddr> {
        match self {
            StaleCode {
                not_start: 0,
                end: 0,
            } => 0..u64::MAX,
            StaleCode { not_start, end } => !not_start..end,
        }
    }
}

impl RegFile {
    /// Description of `r`.
    pub fn info(&self, r: Reg) -> &'static RegInfo {
        &self.regs[r.index()]
    }

    /// The register named `name`.
    pub fn by_name(&self, name: &str) -> Option<Reg> {
        self.regs
            .iter()
            .position(|r| r.name == name)
            .map(|i| Reg(i as u16))
    }
}
