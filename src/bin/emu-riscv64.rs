//! emu-riscv64
fn main() {}
