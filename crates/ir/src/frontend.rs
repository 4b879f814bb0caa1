//! What the runtime needs to know of a guest ISA.

use std::ops::Range;

use crate::builder::Builder;
use crate::helper::Helper;
use crate::regfile::{Reg, RegFile};
use crate::types::GuestAddr;

/// Where guest code is read from.
pub trait CodeSource {
    /// Copies instruction bytes at `addr` into `buf`; returns how many of them are executable and readable.
    ///
    /// # Errors
    /// When not even the first byte can be executed.
    fn fetch(&self, addr: GuestAddr, buf: &mut [u8]) -> Result<usize, CodeUnavailable>;

    /// Every range of addresses that may show the memory at `range`, itself among them.
    fn aliases(&self, range: Range<GuestAddr>) -> Vec<Range<GuestAddr>> {
        vec![range]
    }

    /// True if the code at `addr` is a file's, stays as it is, and may be at this address in other processes too.
    fn is_lasting(&self, _addr: GuestAddr) -> bool {
        false
    }

    /// True if indirect branches into the page of `addr` must land where they may: see [`BranchTargets`].
    fn is_guarded(&self, _addr: GuestAddr) -> bool {
        false
    }

    /// True if there are such pages, or were.
    fn has_guarded(&self) -> bool {
        false
    }
}

/// Guest code cannot be executed at an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeUnavailable {
    /// Nothing is mapped there (SEGV_MAPERR).
    NotMapped,
    /// Mapped without execute permission (SEGV_ACCERR).
    NotExecutable,
    /// Mapped but the page cannot be read, for example beyond the end of a file (SIGBUS).
    NotBacked,
    /// No address an instruction can have (SIGBUS, BUS_ADRALN).
    Misaligned,
}

/// Whether lifting goes on after an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LiftEnd {
    /// The next instruction follows.
    Continue,
    /// The instruction set the block's terminal.
    Ended,
}

/// What an instruction has to do with the condition flags, and where it leads: enough to see whether flags are still needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FlagsUse {
    /// Nothing; the next instruction follows.
    Nothing,
    /// Reads them, and may write some or leave the block.
    Reads,
    /// Writes all of them without reading any.
    Overwrites,
    /// Reads some and then writes all; the next instruction follows.
    ReadsAndOverwrites,
    /// Nothing; goes on at this address.
    Jumps(GuestAddr),
    /// Nothing; goes on at this address or at the next instruction.
    Branches(GuestAddr),
    /// Somebody else may look at them.
    Unknown,
}

/// ISA extensions switched on, as a frontend-defined bit set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Features(pub u128);

/// A guest whose stack pointer must be a multiple of 16 where it is the base of an access.
///
/// Programs keep it so. Code is lifted without checks, except that what may misalign the stack pointer leaves with
/// [`crate::ExitKind::StackMisaligned`] before it does; from then on all code is lifted with checks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StackChecks {
    /// The stack pointer.
    pub sp: Reg,
    /// Bit among the [`Features`]: accesses check it.
    pub mode: Features,
}

impl StackChecks {
    /// True if accesses through a stack pointer with this value fail.
    pub const fn misaligned(sp: u64) -> bool {
        sp & 15 != 0
    }
}

/// A guest where indirect branches into guarded pages must land on certain instructions.
///
/// Code is lifted as if no page was guarded until one is; from then on indirect branches leave behind what they are, and
/// blocks begin by looking at that. A block then ends where its page does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BranchTargets {
    /// Bit among the [`Features`]: there are guarded pages.
    pub mode: Features,
    /// Bit among the [`Features`]: the block is in one.
    pub guarded: Features,
}

/// A guest ISA.
pub trait Frontend: 'static {
    /// Guest CPU registers: `#[repr(C)]`, general registers at offset 0, plain data.
    type State: Clone + Default + Send + 'static;

    /// Registers and facts for the back ends.
    const REGS: &'static RegFile;

    /// Data addresses may have anything in their top byte: the back ends see to it (see [`Builder::ignore_top_byte`]).
    const TOP_BYTE_IGNORED: bool = false;

    /// How accesses through the stack pointer are checked, if the ISA checks them.
    const STACK_CHECKS: Option<StackChecks> = None;

    /// How indirect branches are checked, if the ISA checks them.
    const BRANCH_TARGETS: Option<BranchTargets> = None;

    /// Functions callable from lifted code, indexed by `CallHelper`'s `imm`.
    const HELPERS: &'static [Helper];

    /// Length in bytes of the instruction that starts with these (up to 4, at least 2) bytes.
    fn insn_len(bytes: &[u8]) -> usize;

    /// Lifts the instruction `bytes` (exactly its length) at `pc`, beginning with [`Builder::insn`]. Unknown or disabled ones end the block with
    /// `ExitKind::Illegal` at `pc`.
    fn lift(b: &Builder, pc: GuestAddr, bytes: &[u8], features: Features) -> LiftEnd;

    /// What the instruction `bytes` at `pc` has to do with condition flags. Guests without flags need not answer.
    fn flags_use(_pc: GuestAddr, _bytes: &[u8]) -> FlagsUse {
        FlagsUse::Unknown
    }

    /// Assembly text of an instruction, for logs.
    fn disassemble(pc: GuestAddr, bytes: &[u8]) -> String;
}
