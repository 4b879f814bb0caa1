//! What a translation is: bytes, and the lists of what to patch and how to find guest state in it.

use std::ops::Range;

use ir::GuestAddr;

use crate::pc_map::PcMap;

/// The jump table: for guest pc p the u32 at `code base + p * (4 >> pc_align_shift) + JUMP_TABLE_DISP` is the
/// offset of p's translation from the code base; 0 (the Miss stub) if there is none.
pub const JUMP_TABLE_DISP: i32 = 0x4000_0000;

/// Position-independent translation of one block.
#[derive(Clone, Debug, Default)]
pub struct CodeBlob {
    /// Machine code, to be placed at a multiple of 16.
    pub bytes: Vec<u8>,
    /// References to stubs and helpers.
    pub relocs: Vec<Reloc>,
    /// Patchable direct exits.
    pub links: Vec<LinkSite>,
    /// Ascending by `host`, first entry at 0.
    pub pc_map: PcMap,
}

impl CodeBlob {
    /// Empties the blob for reuse; capacity stays.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.relocs.clear();
        self.links.clear();
        self.pc_map.clear();
    }

    /// The entry that describes host code at `offset`.
    pub fn pc_entry(&self, offset: u32) -> Option<PcEntry> {
        self.pc_map.iter().take_while(|e| e.host <= offset).last()
    }
}

/// A field of the code that depends on where things are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reloc {
    /// Offset of the field.
    pub at: u32,
    /// What the field refers to.
    pub kind: RelocKind,
}

/// What a [`Reloc`] refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelocKind {
    /// 4-byte field, relative to its end: this stub.
    Stub(StubId),
    /// 8-byte field: address of a helper. It already holds the address valid in this process; who keeps code beyond
    /// the process must set it again.
    Helper(u32),
}

/// A direct exit that can be patched to jump to its target.
///
/// At `field_at` stands the 4-byte aligned rel32 of a `jmp`, `jcc` or `call`; as emitted it leads to `stub_at`.
/// At `stub_at` stands `mov eax, imm32; jmp ExitLink`, whose imm32, at `id_at`, receives the link's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinkSite {
    /// Offset of the rel32 field.
    pub field_at: u32,
    /// Offset of the code that leaves through `ExitLink`.
    pub stub_at: u32,
    /// Offset of the link number.
    pub id_at: u32,
    /// Guest pc to go to.
    pub target: GuestAddr,
}

/// Host code from `host` up to the next entry belongs to the guest instruction at block pc + `guest`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PcEntry {
    /// Offset in the code.
    pub host: u32,
    /// Distance of the instruction from the block's pc.
    pub guest: u32,
    /// What is true at `host`.
    pub kind: PcKind,
}

/// What is true of guest state at a place in the code. Guest registers are in their pinned registers or State homes in
/// all kinds; at a faulting access they are exact in all kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PcKind {
    /// Exactly at `host` all guest state is as before the instruction; after that the code is inside of it.
    Boundary,
    /// Somewhere inside of the instruction.
    Inside,
    /// As `Inside`, but the access stands for several, of this instruction or of some after it too: if it faults, interpret them from here.
    Several,
    /// As `Inside`, but the guest value that belongs in rbx is in spill slot [`crate::area::RBX_SAVE`].
    RbxSaved,
    /// rdx = target pc; a fault here is a fetch fault of that target, with all guest state as after the instruction.
    IndirectJump,
    /// State has moved on to a target of the block's ending (link stubs, return landings): not a boundary, never faults.
    NoState,
}

/// A piece of code that is there once, at the start of the code arena.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum StubId {
    /// At offset 0. rdx = guest pc: stores it and leaves with `ExitKind::Lookup`.
    Miss,
    /// eax = exit kind, State's pc stored: leaves. Needs no other scratch register.
    Exit,
    /// eax = link number: leaves with `ExitKind::Link`.
    ExitLink,
    /// rdx = target of a return that does not match the innermost open call.
    ReturnSlow,
    /// Where returns come back to from a call that was interpreted: leaves with `ExitKind::Return`.
    Landing,
    /// rax = function, operands in [`crate::area::HELPER_ARGS`]: calls it; result in rax; rcx, rdx and xmm0-3 are lost.
    CallHelper,
    /// As CallHelper for the float helpers of a back end: `fn(a, b, c, attributes, mxcsr) -> (bits, MXCSR flags to
    /// raise)`; the result is left in HELPER_ARGS[0], all registers but rax are kept.
    CallFloat,
}

impl StubId {
    /// All stubs, in order.
    pub const ALL: [StubId; 7] = [
        StubId::Miss,
        StubId::Exit,
        StubId::ExitLink,
        StubId::ReturnSlow,
        StubId::Landing,
        StubId::CallHelper,
        StubId::CallFloat,
    ];
}

/// The stubs and constants of a code arena, to be placed at its start (a multiple of 64).
#[derive(Clone, Debug, Default)]
pub struct StubBlob {
    /// Machine code and constants.
    pub bytes: Vec<u8>,
    /// Offset of each stub, by `StubId as usize`.
    pub offsets: [u32; StubId::ALL.len()],
    /// The function `enter(&State, host code)`, System V convention, from its first byte to the end of its jump to the
    /// host code. It returns when generated code leaves. A signal at or behind `enter_saved` in this range is redirected to
    /// `enter_abort` (State holds all registers then); before, it only sets `pending`, which is checked further down.
    pub enter: Range<u32>,
    /// Where in `enter` host_sp and the state register are set.
    pub enter_saved: u32,
    /// Leaves with `ExitKind::Interrupt` without storing registers. Needs the state register only.
    pub enter_abort: u32,
    /// The Exit stub: guest registers are being stored. A signal here only sets `pending`.
    pub exit: Range<u32>,
    /// The ReturnSlow stub; the same is true here as in [`PcKind::IndirectJump`].
    pub return_slow: Range<u32>,
    /// The helper call stubs: while pc is in this range, or in a helper called from here, guest state is in the middle of
    /// an instruction: a signal sets `pending`, and the stub starts single-stepping when it returns.
    pub helper: Range<u32>,
}

impl StubBlob {
    /// Offset of `stub`.
    pub fn offset(&self, stub: StubId) -> u32 {
        self.offsets[stub as usize]
    }
}
