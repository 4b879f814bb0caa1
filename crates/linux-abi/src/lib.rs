//! The Linux system call ABI of 64-bit guests, as data: numbers, rows, structure layouts, flag values and names.
//!
//! Read first: [`syscalls`], the table. A row says everything about a call that is not behaviour: its number, its
//! name, its arguments with their direction and meaning, and how it is answered. Dispatch, pointer checks, strace
//! output and `docs/syscalls.md` derive from the rows.
//!
//! **Invariant: this crate does no I/O and knows no engine**; behaviour is `linux-user`'s.
#![forbid(unsafe_code)]

pub mod docs;
pub mod flags;
pub mod host_numbers;
pub mod layout;
pub mod names;
pub mod riscv;
pub mod row;
pub mod syscalls;
pub mod text;

pub use row::{Arg, Args, Data, Guest, Guests, How, Ret, Row, Type};
