//! Every case line of every riscv room, on every engine, in three positions.

mod riscv;

use guest_riscv::regs;
use ir::Reg;
use riscv::{DIALECT, runtime_engine};

/// `addi r, r, 0` for the registers that cases use most.
fn touch_registers() -> Vec<u8> {
    [10u32, 11, 12]
        .iter()
        .flat_map(|r| (0x13 | r << 7 | r << 15).to_le_bytes())
        .collect()
}

/// An instruction that sets `reg` to 0.
fn kill(reg: Reg) -> Option<Vec<u8>> {
    let word = match regs::place(reg) {
        regs::Place::X(n) => 0x13 | (n as u32) << 7,
        regs::Place::F(n) => 0xf200_0053 | (n as u32) << 7,
        regs::Place::Frm => return None,
    };
    Some(word.to_le_bytes().to_vec())
}

testkit::case_tests!(guest_riscv, Riscv64);
