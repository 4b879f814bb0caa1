//! The system calls, one file per topic. Each handler takes the calling [`Task`](crate::Task) and the six raw
//! [`Args`](crate::Args), validates in the kernel's order, acts, and returns a [`SysResult`](crate::SysResult) or,
//! when the cpu loop has to act too, an [`Outcome`](crate::Outcome).
pub mod epoll;
pub mod fd;
pub mod fs;
pub mod futex;
pub mod info;
pub mod ipc;
pub mod mem;
pub mod misc;
pub mod poll;
pub mod process;
pub mod signal;
pub mod socket;
pub mod thread;
