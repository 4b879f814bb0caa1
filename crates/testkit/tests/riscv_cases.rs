//! Every case line of every riscv room, on every engine, in three positions.

mod riscv;

use guest_riscv::{ROOMS, Riscv64, features, regs};
use host_x64::HostFeatures;
use ir::{Frontend, Reg};
use riscv::{DIALECT, runtime_engine};
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

fn check_all(engine: &mut dyn Engine) {
    cases::check_all(&all_cases(), engine, touch_registers(), kill);
}

#[test]
fn on_the_interpreter() {
    check_all(&mut InterpEngine::<Riscv64>::new(features::ALL, &DIALECT));
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
            let text = Riscv64::disassemble(CODE, &case.bytes);
            (text != case.text).then(|| format!("{}\n    is `{text}`", case.line))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_has_a_case() {
    let cases = all_cases();
    let missing: Vec<&str> = guest_riscv::decode::ROWS
        .iter()
        .filter(|row| {
            !cases.iter().any(|case| {
                guest_riscv::decode::decode(&case.bytes, features::ALL)
                    .is_some_and(|(r, _)| r.name == row.name)
            })
        })
        .map(|row| row.name)
        .collect();
    assert!(missing.is_empty(), "no case for: {}", missing.join(" "));
}
