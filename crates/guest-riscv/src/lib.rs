//! guest-riscv
