//! Every case line of every aarch64 room, on every engine, in three positions.

mod aarch64;

use aarch64::{DIALECT, runtime_engine};
use guest_aarch64::{features, regs};
use ir::Reg;

/// The bytes of an instruction, if it has a row.
fn known(word: u32) -> Option<Vec<u8>> {
    let bytes = word.to_le_bytes();
    guest_aarch64::decode::decode(&bytes, features::ALL).map(|_| bytes.to_vec())
}

/// `orr r, r, r` for the registers that cases use most.
fn touch_registers() -> Vec<u8> {
    let general = [0u32, 1, 2].map(|r| 0xaa00_0000 | r << 16 | r << 5 | r);
    let vector = [0u32, 1, 2].map(|r| 0x4ea0_1c00 | r << 16 | r << 5 | r);
    let words = general.into_iter().chain(vector);
    words.filter_map(known).flatten().collect()
}

/// An instruction that sets `reg` to 0.
fn kill(reg: Reg) -> Option<Vec<u8>> {
    let word = match (reg, reg.0 as u32) {
        (regs::SP, _) => 0x9240_03ff, // and sp, xzr, #1
        (_, n @ 0..=30) => 0xd280_0000 | n,
        (_, n @ 32..=63) => 0x4f00_e400 | (n - 32),
        (regs::NZCV, _) => 0xd51b_421f,
        (regs::TPIDR_EL0, _) => 0xd51b_d05f,
        _ => return None,
    };
    known(word)
}

testkit::case_tests!(guest_aarch64, Aarch64);
