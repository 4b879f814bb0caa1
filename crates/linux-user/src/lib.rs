//! Linux, as a guest program sees it: loading a program, its system calls and its signals.
//!
//! This crate knows what a system call means and how a signal frame looks. **Invariant: it never knows how guest code
//! is executed**: the engine is the small trait [`Engine`], and control goes back to the caller as an [`Outcome`] value.
//! Guest addresses equal host addresses, so most kernel structures pass straight through to the host.
//!
//! Read first: [`task`] (the values everything works on), then `dispatch.rs` (from a number to a handler).
//!
//! Unsafe code lives in `host.rs` only. Lock order, outermost first: `Kernel::exec` → `Sighand` → guest-mem's list of
//! mappings → the engine's locks → the allocator. A system call handler never blocks while it holds one of them.
#![deny(unsafe_code)]

pub mod arch;
pub mod dispatch;
pub mod exec;
pub mod file;
pub mod fs_view;
#[allow(
    unsafe_code,
    reason = "the one file of this crate that makes host calls"
)]
pub mod host;
pub mod kernel;
pub mod proc;
pub mod program;
pub mod signal;
pub mod stack;
pub mod strace;
pub mod syscalls;
pub mod task;
pub mod user;
pub mod vdso;

pub use guest_mem::Errno;
pub use kernel::{ArchInfo, ImageInfo, Kernel, Options};
pub use signal::{HostAction, HostDisposition, SigInfo, SigSet};
pub use task::{Args, CloneRequest, Engine, KeysRequest, Outcome, SysResult, Task};
