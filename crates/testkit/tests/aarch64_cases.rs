//! Every case line of every aarch64 room, on every engine, in three positions.

mod aarch64;

use aarch64::{DIALECT, runtime_engine};
use guest_aarch64::{Aarch64, ROOMS, features, regs};
use host_x64::HostFeatures;
use ir::{Frontend, Reg};
use testkit::cases::{self, CODE, Case, Engine};
use testkit::engines::InterpEngine;
use testkit::memory::baseline_host;

fn all_cases() -> Vec<Case> {
    let mut all = Vec::new();
    for room in ROOMS {
        let cases = cases::parse(room.cases, &DIALECT);
        all.extend(cases.unwrap_or_else(|e| panic!("{}: {e}", room.name)));
    }
    all
}

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

fn check_all(engine: &mut dyn Engine) {
    cases::check_all(&all_cases(), engine, touch_registers(), kill);
}

#[test]
fn on_the_interpreter() {
    check_all(&mut InterpEngine::<Aarch64>::new(features::ALL, &DIALECT));
}

#[test]
fn under_the_runtime_interpreted() {
    check_all(&mut runtime_engine(true, HostFeatures::detect()));
}

#[test]
fn on_tier_1() {
    check_all(&mut runtime_engine(false, HostFeatures::detect()));
}

#[test]
fn on_tier_1_of_a_baseline_host() {
    check_all(&mut runtime_engine(false, baseline_host()));
}

#[test]
fn words_disassemble_to_their_text() {
    let wrong: Vec<String> = all_cases()
        .iter()
        .filter_map(|case| {
            let text = Aarch64::disassemble(CODE, &case.bytes);
            (text != case.text).then(|| format!("{}\n    is `{text}`", case.line))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_has_a_case() {
    let cases = all_cases();
    let missing: Vec<&str> = guest_aarch64::decode::ROWS
        .iter()
        .filter(|row| {
            !cases.iter().any(|case| {
                guest_aarch64::decode::decode(&case.bytes, features::ALL)
                    .is_some_and(|(r, _)| r.name == row.name)
            })
        })
        .map(|row| row.name)
        .collect();
    assert!(missing.is_empty(), "no case for: {}", missing.join(" "));
}
