//! Integer SIMD instructions with random operands: the interpreter against qemu-aarch64.
//!
//! `EMU_QEMU_SAMPLES` says how many words of each row (more for a longer run); `EMU_QEMU_CASES=room` prints case lines of a
//! room with qemu's results instead.

#[allow(dead_code, reason = "no runtime here")]
mod aarch64;

use aarch64::DIALECT;
use guest_aarch64::lift::{Room, Row};
use guest_aarch64::{Aarch64, ROOMS, features, regs};
use ir::Frontend;
use testkit::cases::{CODE, Engine, Place, Values};
use testkit::engines::InterpEngine;
use testkit::qemu::{self, GENERAL, Registers, Trial};
use testkit::random::Random;

/// Rooms whose instructions depend on nothing but vector and general registers and change nothing else but FPSR.QC.
const COMPARED: &[&str] = &[
    "simd_by_element",
    "simd_copy",
    "simd_imm",
    "simd_shift_imm",
    "simd_three_diff",
    "simd_three_same",
    "simd_two_reg",
];

const QC: u64 = 1 << 27;

/// Lanes of one random size: edges, small numbers (which are distances too), anything.
fn vector(random: &mut Random) -> u128 {
    let bits = 8u32 << random.below(4);
    let sign = 1u64 << (bits - 1);
    let lanes = (0..128 / bits).map(|n| {
        let edges = [0, 1, u64::MAX, sign, sign - 1, sign + 1];
        let lane = match random.below(4) {
            0 => edges[random.below(edges.len())],
            1 => (random.below(160) as u64).wrapping_sub(80),
            2 => random.below(2 * bits as usize) as u64,
            _ => random.bits(),
        };
        u128::from(lane & (u64::MAX >> (64 - bits))) << (n * bits)
    });
    lanes.fold(0, |v, lane| v | lane)
}

fn registers(random: &mut Random) -> Registers {
    Registers {
        v: std::array::from_fn(|_| vector(random)),
        x: std::array::from_fn(|_| random.bits()),
        fpsr: 0,
    }
}

/// A word of the row. The general registers x28 to x30 are the program's.
fn sample(row: &Row, random: &mut Random) -> u32 {
    let mut word = row.pattern.sample(|| random.bits());
    let field = match row.name {
        "dup_general" | "ins_general" => 5,
        "umov" | "smov" => 0,
        _ => return word,
    };
    if matches!(word >> field & 31, 28..=30) {
        word &= !(16 << field);
    }
    word
}

fn interpreted(engine: &mut InterpEngine<Aarch64>, trial: &Trial) -> Registers {
    let mut before = Values::new();
    for (n, v) in trial.before.v.iter().enumerate() {
        before.insert(Place::Reg(regs::v_reg(n)), *v);
    }
    for (n, x) in trial.before.x.iter().enumerate() {
        before.insert(Place::Reg(regs::x_reg(n)), u128::from(*x));
    }
    let outcome = engine.run(CODE, &trial.word.to_le_bytes(), &before);
    let value = |place| outcome.regs.get(&place).copied().unwrap_or(0);
    let saturated = value(Place::Reg(regs::QC)) != 0;
    Registers {
        v: std::array::from_fn(|n| value(Place::Reg(regs::v_reg(n)))),
        x: std::array::from_fn(|n| value(Place::Reg(regs::x_reg(n))) as u64),
        fpsr: if saturated { QC } else { 0 },
    }
}

fn text(word: u32) -> String {
    Aarch64::disassemble(CODE, &word.to_le_bytes())
}

fn difference(trial: &Trial, ours: &Registers, theirs: &Registers) -> Option<String> {
    let mut wrong = String::new();
    for n in 0..32 {
        if ours.v[n] != theirs.v[n] {
            wrong += &format!("\n    v{n} = {:#x}, qemu {:#x}", ours.v[n], theirs.v[n]);
        }
    }
    for n in 0..GENERAL {
        if ours.x[n] != theirs.x[n] {
            wrong += &format!("\n    x{n} = {:#x}, qemu {:#x}", ours.x[n], theirs.x[n]);
        }
    }
    if ours.fpsr != theirs.fpsr {
        wrong += &format!("\n    fpsr = {:#x}, qemu {:#x}", ours.fpsr, theirs.fpsr);
    }
    (!wrong.is_empty()).then(|| format!("{:08x} {}{wrong}", trial.word, text(trial.word)))
}

fn compared() -> impl Iterator<Item = &'static Room> {
    ROOMS.iter().filter(|room| COMPARED.contains(&room.name))
}

#[test]
fn integer_vectors_agree_with_qemu() {
    if !qemu::is_installed() {
        eprintln!("skipped: there is no qemu-aarch64");
        return;
    }
    if let Ok(name) = std::env::var("EMU_QEMU_CASES") {
        return print_cases(&name);
    }
    let samples = std::env::var("EMU_QEMU_SAMPLES").ok();
    let samples: usize = samples.and_then(|n| n.parse().ok()).unwrap_or(12);
    let mut random = Random::new(7);
    let mut engine = InterpEngine::<Aarch64>::new(features::ALL, &DIALECT);
    let mut wrong = Vec::new();
    for room in compared() {
        let trials: Vec<Trial> = room
            .rows
            .iter()
            .flat_map(|row| std::iter::repeat_n(row, samples))
            .map(|row| Trial {
                word: sample(row, &mut random),
                before: registers(&mut random),
            })
            .collect();
        let theirs = qemu::run(&trials).unwrap_or_else(|e| panic!("{}: {e}", room.name));
        for (trial, theirs) in trials.iter().zip(theirs) {
            wrong.extend(difference(trial, &interpreted(&mut engine, trial), &theirs));
        }
    }
    let count = wrong.len();
    wrong.truncate(40);
    assert!(count == 0, "{count} differ\n{}", wrong.join("\n"));
}

/// The word with its operands in v0 (result), v1, v2.
fn plain_registers(row: &Row, word: u32) -> u32 {
    let pattern = row.pattern.text();
    let set = |word: u32, mask: u32, value: u32| word & !mask | value;
    let mut word = set(word, 0x1f, 0);
    if pattern.contains("rn:5") || pattern.contains("rn[4:0]") {
        word = set(word, 0x1f << 5, 1 << 5);
    }
    if pattern.contains("rm:5") {
        word = set(word, 0x1f << 16, 2 << 16);
    } else if pattern.contains("e[5:0]") {
        // Words have five bits of register, halfwords four.
        let mask = if word >> 23 & 1 == 1 { 0x1f } else { 0xf };
        word = set(word, mask << 16, 2 << 16);
    }
    word
}

/// Prints case lines of a room: two of each row, three if it has several sizes and saturates.
fn print_cases(name: &str) {
    let mut random = Random::new(11);
    let room = ROOMS
        .iter()
        .find(|r| r.name == name)
        .expect("a room's name");
    let mut trials: Vec<Trial> = Vec::new();
    for row in room.rows {
        let mut words: Vec<u32> = Vec::new();
        for _ in 0..40 {
            let word = plain_registers(row, sample(row, &mut random));
            let known = words.contains(&word);
            if words.len() < 2 && !known && row.pattern.matches(word) {
                words.push(word);
            }
        }
        for word in words {
            let mut before = registers(&mut random);
            before.v[3..].fill(0);
            before.x[2..].fill(0);
            trials.push(Trial { word, before });
        }
    }
    let mut engine = InterpEngine::<Aarch64>::new(features::ALL, &DIALECT);
    for (trial, after) in trials
        .iter()
        .zip(qemu::run(&trials).expect("qemu runs them"))
    {
        println!("    {}", case_line(&mut engine, trial, &after));
    }
}

/// Only registers that matter: without the others the instruction does the same.
fn case_line(engine: &mut InterpEngine<Aarch64>, trial: &Trial, after: &Registers) -> String {
    let (mut before, mut shown) = (String::new(), String::new());
    let mut kept = *trial;
    for n in 0..3 {
        let mut without = kept;
        without.before.v[n] = 0;
        let result = interpreted(engine, &without);
        // An instruction that does not write v0 leaves what was there.
        let same_v = result.v[0] == after.v[0] || after.v[0] == trial.before.v[0];
        if same_v && result.fpsr == after.fpsr && result.x == after.x {
            kept = without;
        } else if kept.before.v[n] != 0 {
            before += &format!(" v{n}={:#x}", kept.before.v[n]);
        }
    }
    for n in 0..2 {
        let mut without = kept;
        without.before.x[n] = 0;
        let result = interpreted(engine, &without);
        if result.v[0] == after.v[0] || after.v[0] == trial.before.v[0] {
            kept = without;
        } else {
            before += &format!(" x{n}={:#x}", kept.before.x[n]);
        }
    }
    if after.v[0] != kept.before.v[0] && after.v[0] != trial.before.v[0] {
        shown += &format!(" v0={:#x}", after.v[0]);
    }
    if after.x[0] != trial.before.x[0] {
        shown += &format!(" x0={:#x}", after.x[0]);
    }
    if after.fpsr != 0 {
        shown += &format!(" fpsr={:#x}", after.fpsr);
    }
    let line = format!("{:08x}  {:<34} {before}", trial.word, text(trial.word));
    format!("{line:<100}  => {shown}")
}
