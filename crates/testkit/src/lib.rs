//! What tests of several crates share.
//!
//! May touch: everything; used by tests and benches only.

#![forbid(unsafe_code)]

mod case_tests;

pub mod cases;
pub mod differential;
pub mod engines;
pub mod exact;
pub mod fuzz;
pub mod memory;
pub mod qemu;
pub mod random;
