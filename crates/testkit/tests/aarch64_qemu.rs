//! SIMD and floating point instructions with random operands: the interpreter against qemu-aarch64. (That tier 1 does what the
//! interpreter does is `aarch64_random`'s business.)
//!
//! Instructions on floats run in all rounding modes and with FPCR's FZ, FZ16, DN and AHP on and off; all of FPSR counts.
//!
//! `EMU_QEMU_SAMPLES` says how many words of each row (more for a longer run); `EMU_QEMU_CASES=room` prints case lines of a
//! room with qemu's results instead.

#[allow(dead_code, reason = "no runtime here")]
mod aarch64;

use aarch64::DIALECT;
use guest_aarch64::lift::Row;
use guest_aarch64::{Aarch64, ROOMS, features, fp, regs};
use ir::{Builder, ExitKind, Frontend, Terminal};
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

/// Rooms whose instructions depend on FPCR and flags too and may set any bit of FPSR.
const FLOATS: &[&str] = &[
    "fp_arith",
    "fp_compare",
    "fp_convert",
    "simd_complex",
    "simd_dot",
    "simd_fhm",
    "simd_fp_across",
    "simd_fp_by_element",
    "simd_fp_convert",
    "simd_fp_three_same",
    "simd_fp_two_reg",
];

/// FPCR.FZ.
const FLUSH: u64 = 1 << 24;
/// FPCR's FZ16, FZ, DN and AHP.
const MODES: [u64; 4] = [1 << 19, FLUSH, 1 << 25, 1 << 26];

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
        fpcr: 0,
        nzcv: 0,
    }
}

/// A float with so many bits of exponent in so many bits, of each kind equally often.
fn float(random: &mut Random, exponent: u32, bits: u32) -> u64 {
    let fraction = bits - 1 - exponent;
    let top = (1u64 << exponent) - 1;
    let field = match random.below(8) {
        0 => 0,
        1 => top,
        2 => 1 + random.bits() % 3,
        3 => top - 1 - random.bits() % 3,
        4 => random.bits() & top,
        // Near 1, so that sums cancel.
        _ => (top >> 1) + random.bits() % 5 - 2,
    };
    let mask = (1 << fraction) - 1;
    let rest = match random.below(5) {
        0 => 0,
        1 => 1 << random.below(fraction as usize),
        2 => mask,
        _ => random.bits() & mask,
    };
    (random.bits() & 1) << (bits - 1) | field << fraction | rest
}

/// Lanes of floats of one format, now and then integers.
fn float_vector(random: &mut Random) -> u128 {
    let (exponent, bits) = [(5, 16), (8, 32), (11, 64), (8, 16)][random.below(4)];
    if random.below(6) == 0 {
        return vector(random);
    }
    (0..128 / bits).fold(0, |v, n| {
        v | u128::from(float(random, exponent, bits)) << (n * bits)
    })
}

/// Bits of FPCR that an instruction is not compared with.
fn uncompared_modes(row: &Row) -> u64 {
    match row.name {
        // "sign == '0' && value == 0.0 && !IsZero(op<51:0>)": Z is 0 when the operand was flushed; qemu 7.2 sets it.
        "fjcvtzs" => FLUSH,
        _ => 0,
    }
}

/// qemu 7.2 leaves sign bits above the halfword of `FCVTZS <Hd>, <Hn>, #<fbits>`.
fn corrected(row: &str, word: u32, mut theirs: Registers) -> Registers {
    if row == "s_fcvtzs_fixed_h" {
        theirs.v[word as usize & 31] &= 0xffff;
    }
    theirs
}

fn float_registers(random: &mut Random) -> Registers {
    let modes = MODES.iter().filter(|_| random.below(4) == 0);
    let modes: u64 = modes.sum();
    Registers {
        v: std::array::from_fn(|_| float_vector(random)),
        x: std::array::from_fn(|_| match random.below(2) {
            0 => random.bits() >> random.below(64),
            _ => random.integer(),
        }),
        fpsr: 0,
        fpcr: modes | (random.bits() & 3) << 22,
        nzcv: (random.bits() & 15) << 28,
    }
}

/// A word of the row. The general registers x28 to x30 are the program's.
fn sample(row: &Row, random: &mut Random) -> u32 {
    loop {
        let word = row.pattern.sample(|| random.bits());
        let reserved = |field: u32| matches!(word >> field & 31, 28..=30);
        if !reserved(0) && !reserved(5) && exists(word) {
            return word;
        }
    }
}

/// False where the row has words that are undefined.
fn exists(word: u32) -> bool {
    let b = Builder::new(&regs::REGS);
    b.start(CODE);
    Aarch64::lift(&b, CODE, &word.to_le_bytes(), features::ALL);
    let illegal = ExitKind::Illegal;
    !b.ended()
        || !b.with_block(
            |block| matches!(block.terminal, Terminal::Exit { kind, .. } if kind == illegal),
        )
}

fn interpreted(engine: &mut InterpEngine<Aarch64>, trial: &Trial) -> Registers {
    let mut before = Values::new();
    for (n, v) in trial.before.v.iter().enumerate() {
        before.insert(Place::Reg(regs::v_reg(n)), *v);
    }
    for (n, x) in trial.before.x.iter().enumerate() {
        before.insert(Place::Reg(regs::x_reg(n)), u128::from(*x));
    }
    let (modes, frm) = fp::modes(trial.before.fpcr as u32);
    before.insert(Place::Reg(regs::FP_MODE), modes.into());
    before.insert(Place::Frm, frm.into());
    before.insert(Place::Reg(regs::NZCV), (trial.before.nzcv >> 28).into());
    let outcome = engine.run(CODE, &trial.word.to_le_bytes(), &before);
    let value = |place| outcome.regs.get(&place).copied().unwrap_or(0);
    let saturated = value(Place::Reg(regs::QC)) != 0;
    Registers {
        v: std::array::from_fn(|n| value(Place::Reg(regs::v_reg(n)))),
        x: std::array::from_fn(|n| value(Place::Reg(regs::x_reg(n))) as u64),
        fpsr: fp::fpsr(value(Place::Fflags) as u32, saturated).into(),
        fpcr: trial.before.fpcr,
        nzcv: (value(Place::Reg(regs::NZCV)) as u64) << 28,
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
    if ours.nzcv != theirs.nzcv {
        wrong += &format!("\n    nzcv = {:#x}, qemu {:#x}", ours.nzcv, theirs.nzcv);
    }
    (!wrong.is_empty()).then(|| {
        let fpcr = trial.before.fpcr;
        let operands: String = [0, 5, 16, 10]
            .map(|at| trial.word as usize >> at & 31)
            .map(|v| format!("\n    before: v{v} = {:#x}", trial.before.v[v]))
            .concat();
        let text = text(trial.word);
        format!(
            "{:08x} {text}, fpcr = {fpcr:#x}{operands}{wrong}",
            trial.word
        )
    })
}

#[test]
fn integer_vectors_agree_with_qemu() {
    if let Ok(name) = std::env::var("EMU_QEMU_CASES") {
        return print_cases(&name);
    }
    compare(COMPARED, registers);
}

#[test]
fn floats_agree_with_qemu() {
    compare(FLOATS, float_registers);
}

/// The rooms' rows with registers like these.
fn compare(names: &[&str], registers: impl Fn(&mut Random) -> Registers) {
    let Some(emulator) = qemu::emulator("aarch64") else {
        eprintln!(
            "skipped: the amd64 root has no qemu-aarch64 (scripts/fetch-root amd64 qemu-user)"
        );
        return;
    };
    let samples = std::env::var("EMU_QEMU_SAMPLES").ok();
    let samples: usize = samples.and_then(|n| n.parse().ok()).unwrap_or(12);
    let mut random = Random::new(7);
    let mut engine = InterpEngine::<Aarch64>::new(features::ALL, &DIALECT);
    let mut wrong = Vec::new();
    for room in ROOMS.iter().filter(|room| names.contains(&room.name)) {
        let each = |row| std::iter::repeat_n(row, samples);
        let rows: Vec<&Row> = room.rows.iter().flat_map(each).collect();
        let trial = |row: &&Row| {
            let mut before = registers(&mut random);
            before.fpcr &= !uncompared_modes(row);
            let word = sample(row, &mut random);
            Trial { word, before }
        };
        let trials: Vec<Trial> = rows.iter().map(trial).collect();
        let theirs = qemu::run(&emulator, &trials).unwrap_or_else(|e| panic!("{}: {e}", room.name));
        for ((row, trial), theirs) in rows.iter().zip(&trials).zip(theirs) {
            let theirs = corrected(row.name, trial.word, theirs);
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
            let mut before = if FLOATS.contains(&name) {
                Registers {
                    fpcr: 0,
                    nzcv: 0,
                    ..float_registers(&mut random)
                }
            } else {
                registers(&mut random)
            };
            before.v[3..].fill(0);
            before.x[2..].fill(0);
            trials.push(Trial { word, before });
        }
    }
    let mut engine = InterpEngine::<Aarch64>::new(features::ALL, &DIALECT);
    let emulator = qemu::emulator("aarch64").expect("the amd64 root has qemu-user");
    for (trial, after) in trials
        .iter()
        .zip(qemu::run(&emulator, &trials).expect("qemu runs them"))
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
