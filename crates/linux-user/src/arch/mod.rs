//! What differs between guest architectures: register names in signal frames, clone and system calls of their own.
pub mod riscv64;
