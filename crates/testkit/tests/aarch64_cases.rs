//! Every case line of every aarch64 room, on every engine, in three positions.

mod aarch64;

use aarch64::{DIALECT, runtime_engine, runtime_engine_for};
use guest_aarch64::{features, regs};
use host_x64::HostFeatures;
use ir::Reg;
use testkit::cases;

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

/// Without LSE2, which the other tests have and the default processor has not.
const WITHOUT_LSE2: &str = "
    b8220020  ldadd w2, w0, [x1]  x1=0x40002  =>  exit=misaligned
    885f7c20  ldxr w0, [x1]       x1=0x40004  =>  x0=0
    885f7c20  ldxr w0, [x1]       x1=0x40003  =>  exit=misaligned
    c89ffc20  stlr x0, [x1]       x1=0x40004  =>  exit=misaligned
";

#[test]
fn pairs_and_alignment_of_the_default_processor() {
    let mut lines = WITHOUT_LSE2.to_string();
    let rooms = guest_aarch64::ROOMS.iter();
    for room in rooms.filter(|room| room.name == "ldst_pair") {
        lines += room.cases;
    }
    let all = cases::parse(&lines, &DIALECT).unwrap_or_else(|e| panic!("{e}"));
    assert!(all.len() > 40, "the room of pairs has cases");
    let max = guest_aarch64::cpu_model::MAX;
    assert_eq!(max.0 & features::LSE2, 0);
    for interp in [false, true] {
        let mut engine = runtime_engine_for(max, interp, HostFeatures::detect());
        cases::check_all(&all, &mut engine, touch_registers(), kill);
    }
}

testkit::case_tests!(guest_aarch64, Aarch64);
