//! Results next to the smallest normal number: generated code knows, as the interpreter does, which of them are tiny before
//! rounding (Arm ARM, FPRound), once a program looks at exception flags or flushes.

mod aarch64;

use aarch64::{DIALECT, runtime_engine};
use guest_aarch64::decode::ROWS;
use guest_aarch64::{Aarch64, features, fp, regs};
use host_x64::HostFeatures;
use testkit::cases::{CODE, Engine, Place, Values, value_of};
use testkit::engines::InterpEngine;
use testkit::random::Random;

/// Rows whose results may be rounded up to the smallest normal number, and those that flush in ways of their own.
const ROWS_TRIED: &[&str] = &[
    "fmul",
    "fnmul",
    "fmadd",
    "fmsub",
    "fnmadd",
    "fnmsub",
    "fcvt_s",
    "fadd",
    "fsub",
    "fdiv",
    "fmin",
    "fmax",
    "fminnm",
    "fmaxnm",
    "v_fmul",
    "v_fmulx",
    "v_fmla",
    "v_fmls",
    "v_fmul_elem_s",
    "v_fmul_elem_d",
    "v_fmla_elem_s",
    "v_fmla_elem_d",
    "v_fmls_elem_s",
    "v_fmls_elem_d",
    "v_fmulx_elem_s",
    "v_fadd",
    "v_fsub",
    "v_fdiv",
    "v_fmin",
    "v_fmax",
    "v_fminnm",
    "v_fmaxnm",
    "v_fminp",
    "v_fmaxp",
    "fcvtn",
    "v_frecps",
    "v_frsqrts",
    "fcmla",
    "fcadd",
    "fcvt_h",
    "v_fmul_h",
    "v_fmulx_h",
    "v_fmla_h",
    "v_fmls_h",
    "v_fmul_elem_h",
    "v_fmla_elem_h",
    "v_fmulx_elem_h",
    "s_fmla_elem_h",
    "v_fadd_h",
    "v_fdiv_h",
    "v_frecps_h",
    "v_frsqrts_h",
    "v_ucvtf_fixed_h",
];

const CLEAR_FPSR: u32 = 0xd51b_443f;

/// A double near 1 or near the smallest normal one, or near the smallest normal single.
fn double(random: &mut Random) -> u64 {
    let sign = random.bits() & (1 << 63);
    let near = |bits: u64, random: &mut Random| (bits + 4).wrapping_sub(random.below(9) as u64);
    sign | match random.below(6) {
        0 | 1 => near(0x3ff0_0000_0000_0000, random),
        2 | 3 => near(0x0010_0000_0000_0000, random),
        4 => near(0x3810_0000_0000_0000, random),
        _ => 0x3810_0000_0000_0000 - ((random.below(4) as u64) << 27),
    }
}

fn half(random: &mut Random) -> u64 {
    let near = [0x3c00, 0x3c00, 0x3bff, 0x0400, 0x0400, 0][random.below(6)];
    let sign = random.bits() as u16 & 1 << 15;
    u64::from(sign | (near + 4u16).saturating_sub(random.below(9) as u16))
}

fn single(random: &mut Random) -> u64 {
    let near = [
        0x3f80_0000,
        0x3f80_0000,
        0x0080_0000,
        0x0080_0000,
        0x3880_0000,
        0,
    ][random.below(6)];
    let sign = random.bits() as u32 & 1 << 31;
    u64::from(sign | (near + 4u32).saturating_sub(random.below(9) as u32))
}

fn state(random: &mut Random, modes: u32, fflags: u128) -> Values {
    let mut values = Values::new();
    for v in 0..32 {
        let quadword = |random: &mut Random| match random.below(3) {
            0 => double(random),
            1 => single(random) << 32 | single(random),
            _ => (0..4).fold(0, |all, _| all << 16 | half(random)),
        };
        let value = u128::from(quadword(random)) << 64 | u128::from(quadword(random));
        values.insert(Place::Reg(regs::v_reg(v)), value);
    }
    let (modes, frm) = fp::modes(modes | (random.below(4) as u32) << 22);
    values.insert(Place::Frm, frm.into());
    values.insert(Place::Reg(regs::FP_MODE), modes.into());
    values.insert(Place::Fflags, fflags);
    values
}

/// Up to four instructions of those rows.
fn code(random: &mut Random) -> Vec<u8> {
    let rows: Vec<_> = ROWS
        .iter()
        .filter(|row| ROWS_TRIED.contains(&row.name))
        .collect();
    let count = 1 + random.below(4);
    let mut words = Vec::new();
    while words.len() < count {
        let row = rows[random.below(rows.len())];
        let word = row.pattern.sample(|| random.bits());
        let known = guest_aarch64::decode::decode(&word.to_le_bytes(), features::ALL);
        if known.is_some_and(|(found, _)| found.name == row.name) {
            words.push(word);
        }
    }
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn guest_text(code: &[u8]) -> String {
    let words = code.chunks(4);
    let lines = words.map(|w| guest_aarch64::decode::disassemble(CODE, w));
    lines.collect::<Vec<_>>().join("\n")
}

fn compare(modes: u32, clear_fpsr: bool, compare_flags: bool) {
    let mut translated = runtime_engine(false, HostFeatures::of_tests());
    let mut interpreter = InterpEngine::<Aarch64>::new(features::ALL, &DIALECT);
    let mut random = Random::new(7);
    let mut fflags = 0;
    let mut raised = 0;
    for n in 0..4000 {
        let before = state(&mut random, modes, fflags);
        let mut code = code(&mut random);
        if clear_fpsr {
            code.splice(..0, CLEAR_FPSR.to_le_bytes());
        }
        let ours = translated.run(CODE, &code, &before).regs;
        let theirs = interpreter.run(CODE, &code, &before).regs;
        // Flags that change from outside would be looked at.
        fflags = value_of(&ours, Place::Fflags);
        raised += fflags >> 1 & 1;
        let vectors = (0..32).map(|v| Place::Reg(regs::v_reg(v)));
        let flags = compare_flags.then_some(Place::Fflags);
        for place in vectors.chain(flags) {
            let (a, b) = (value_of(&ours, place), value_of(&theirs, place));
            let code = || guest_text(&code);
            assert_eq!(
                a,
                b,
                "{n}: {place:?} {a:#x} {b:#x}\n{}\n{before:x?}",
                code()
            );
        }
    }
    assert!(raised > 100, "underflow was to be tried");
}

#[test]
fn flags_of_a_program_that_looks_at_them() {
    compare(0, true, true);
}

#[test]
fn flags_of_a_program_that_looks_at_them_and_flushes() {
    compare(1 << 24, true, true);
}

#[test]
fn results_of_a_program_that_flushes() {
    compare(1 << 24, false, false);
}
