//! What differs between guest architectures: constants ([`ArchInfo`](crate::ArchInfo)), the vDSO's code, and how
//! registers lie in a signal frame.
//!
//! Each architecture has `deliver`, `sigreturn` and `enter_clone` for its registers. What they have in common is here.

pub mod aarch64;
pub mod riscv64;

use crate::signal::{self, AltStack, Origin, SA_ONSTACK, SigAction, SigInfo, Verdict};
use crate::task::Task;

/// Writes a signal frame and enters the handler; `None`, with registers unchanged, if the frame cannot be written.
type EnterHandler<S> = fn(&mut Task, &mut S, &SigInfo, &SigAction) -> Option<()>;

/// Delivers a signal to the thread: enters the handler, or does what else the action says. The pc is that of the next
/// instruction to execute (for a fault, of the faulting one). Does not return if the signal kills the process.
fn deliver<S>(
    task: &mut Task,
    state: &mut S,
    info: &SigInfo,
    origin: Origin,
    enter: EnterHandler<S>,
) {
    let Verdict::Handle(action) = signal::decide(task, info, origin) else {
        return;
    };
    let sig = info.signo();
    if enter(task, state, info, &action).is_some() {
        signal::entered_handler(task, sig, &action);
    } else if sig == libc::SIGSEGV {
        signal::die(task, info);
    } else {
        let segv = SigInfo::kernel(libc::SIGSEGV);
        deliver(task, state, &segv, Origin::Fault, enter);
    }
}

/// Where a frame goes below: the alternate stack's top if the action asks for it and the thread is not on it yet, else
/// the stack pointer.
fn frame_top(altstack: AltStack, sp: u64, action: &SigAction) -> u64 {
    if action.flags & SA_ONSTACK != 0 && altstack.is_free(sp) {
        altstack.sp.wrapping_add(altstack.size)
    } else {
        sp
    }
}

/// Puts `bytes` into `frame` at offset `at`.
fn put(frame: &mut [u8], at: usize, bytes: &[u8]) {
    frame[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The 64-bit word at offset `at`.
fn word(frame: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|i| frame[at + i]))
}

/// The 32-bit word at offset `at`.
fn half(frame: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|i| frame[at + i]))
}

/// The part of `struct ucontext` that no architecture changes, relative to its start.
mod ucontext {
    /// Offset of uc_stack.
    pub const STACK: usize = 16;
    /// Offset of uc_sigmask.
    pub const SIGMASK: usize = 40;
    /// Offset of uc_mcontext: after 1024 bits of mask, 16-byte aligned.
    pub const MCONTEXT: usize = 176;
}

/// Restores the mask of a frame's ucontext.
fn restore_mask(task: &mut Task, ucontext: &[u8]) {
    signal::set_mask(task, signal::SigSet(word(ucontext, ucontext::SIGMASK)));
}

/// Restores the alternate stack of a frame's ucontext, for a thread with this stack pointer.
fn restore_altstack(task: &mut Task, ucontext: &[u8], sp: u64) {
    let altstack = AltStack {
        sp: word(ucontext, ucontext::STACK),
        size: word(ucontext, ucontext::STACK + 16),
        flags: half(ucontext, ucontext::STACK + 8),
    };
    let least = task.kernel.arch.min_altstack;
    // As the kernel: a stack that cannot be restored is no error.
    let _ = signal::change_altstack(task, altstack, sp, least);
}
