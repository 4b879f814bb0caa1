//! What generated code and runtime share in memory for each guest thread.
//!
//! Layout: `[RuntimeArea][guest State]`, contiguous. A back end's state register points
//! [`STATE_BIAS`] bytes into the guest State, so that its first 256 bytes are within a signed
//! 8-bit displacement.

use std::sync::atomic::AtomicU32;

/// Bytes from the start of the guest State to where the state register points.
pub const STATE_BIAS: i32 = 128;

/// Number of 8-byte spill slots for back ends.
pub const SPILL_SLOTS: usize = 64;

/// Number of 16-byte slots for back ends.
pub const VECTOR_SLOTS: usize = 68;

/// The runtime's part of a thread's state. Offsets are taken with `offset_of!`.
#[repr(C, align(64))]
#[derive(Debug)]
pub struct RuntimeArea {
    /// Host stack pointer of the runtime while generated code runs (helpers run on this stack).
    pub host_sp: u64,
    /// Call/return stack pointer of generated code while the runtime runs.
    pub guest_call_sp: u64,
    /// An [`crate::ExitKind`] as number, written on every exit.
    pub exit_kind: u32,
    /// Not 0: a signal waits; generated code checks it after helper calls and on entry.
    pub pending: AtomicU32,
    /// Detail of the exit: link number, or address.
    pub exit_info: u64,
    /// Guest MXCSR while the runtime runs.
    pub guest_mxcsr: u32,
    /// Host MXCSR while generated code runs.
    pub host_mxcsr: u32,
    /// High half of the last 16-byte compare and swap.
    pub cas128_hi: u64,
    /// Address of the reservation of LoadExclusive; [`NO_RESERVATION`] if none.
    pub reserved_addr: u64,
    /// Value seen by LoadExclusive (zero-extended).
    pub reserved_value: u64,
    /// High half of the value seen by LoadExclusive128.
    pub reserved_high: u64,
    /// pc of the instruction whose helper runs, for exits from helpers.
    pub helper_pc: u64,
    /// Scratch for stmxcsr/ldmxcsr.
    pub mxcsr_tmp: u32,
    /// Exact exclusives: version of the memory seen by LoadExclusive; odd if it was seen without asking.
    pub reserved_version: u32,
    /// Exact exclusives: address of the version word of class 0 (`guest_mem::monitor`).
    pub version_words: u64,
    /// Exact exclusives: address of the version word this thread holds locked, or 0.
    pub locked_word: u64,
    /// Not 0: nobody but this thread sees the guest's memory. Atomic operations need no lock then, and barriers nothing.
    pub alone: u64,
    /// Back end spill slots.
    pub spill: [u64; SPILL_SLOTS],
    /// Back end slots for vectors: pinned registers around helper calls, and values of a block.
    pub vector_save: [[u64; 2]; VECTOR_SLOTS],
}

/// Value of [`RuntimeArea::reserved_addr`] that matches no guest address.
pub const NO_RESERVATION: u64 = u64::MAX;

impl Default for RuntimeArea {
    fn default() -> RuntimeArea {
        RuntimeArea {
            host_sp: 0,
            guest_call_sp: 0,
            exit_kind: 0,
            pending: AtomicU32::new(0),
            exit_info: 0,
            guest_mxcsr: 0x1f80,
            host_mxcsr: 0x1f80,
            cas128_hi: 0,
            reserved_addr: NO_RESERVATION,
            reserved_value: 0,
            reserved_high: 0,
            helper_pc: 0,
            mxcsr_tmp: 0,
            reserved_version: 1,
            version_words: 0,
            locked_word: 0,
            alone: 0,
            spill: [0; SPILL_SLOTS],
            vector_save: [[0; 2]; VECTOR_SLOTS],
        }
    }
}
