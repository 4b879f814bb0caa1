//! The few instructions through which the emulator touches the outside in ways the compiler must not
//! see: raw system calls, system calls that a signal can interrupt without a race, memory accesses
//! that return an error instead of crashing, and the creation of host threads.
//!
//! May touch: the host kernel. **Invariant: knows no guest ISA, no guest OS rule and holds no lock.**
//! The signal handler of `runtime` asks [`fixup`] where to continue when one of these sequences faults
//! or is interrupted.
//!
//! Read first: [`access`] (fault-recovering memory), [`syscall`].

pub mod access;
mod marker;
mod pool;
pub mod syscall;
pub mod thread;

pub use access::{Fault, record_fault};
pub use marker::show_executable;
pub use syscall::{RESTART, interruptible_syscall, syscall};
pub use thread::{CloneArgs, HostStack, ThreadTls, exit_thread, fork, spawn_thread};

/// What a signal handler must do about a host instruction address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fixup {
    /// A memory access faulted: continue at this address, which reports the fault.
    Access(usize),
    /// A system call has not started yet, or is to be restarted: continue at this address, which
    /// returns [`RESTART`].
    Syscall(usize),
}

/// Looks up `rip`. For `Fixup::Access` only faults matter, for `Fixup::Syscall` any signal.
pub fn fixup(rip: usize) -> Option<Fixup> {
    syscall::fixup(rip).or_else(|| access::fixup(rip))
}
