//! emu runs riscv64 and aarch64 Linux programs on x86-64 Linux.
//!
//! This crate is the hall: the only place that sees both an engine ([`runtime`]) and an operating system
//! ([`linux_user`]). It reads the command line, loads the program and runs the loop that connects the two.
//!
//! Read first: [`cpu_loop`].

pub mod alloc;
mod builder;
pub mod cli;
pub mod config;
pub mod cpu_loop;
pub mod entry;
pub mod guest;
pub mod log;
pub mod manage;
mod perf;
pub mod start;
mod stats;
mod thread;
mod translations;
