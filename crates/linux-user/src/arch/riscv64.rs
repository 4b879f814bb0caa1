//! riscv64: signal frames and the constants of the architecture.
