//! Random blocks of aarch64 instructions: see [`testkit::random`].

mod aarch64;

use aarch64::runtime_engine;
use guest_aarch64::decode::{ROWS, disassemble};
use guest_aarch64::lift::Row;
use guest_aarch64::regs;
use host_x64::HostFeatures;
use ir::GuestAddr;
use testkit::cases::{Place, Values};
use testkit::memory::baseline_host;
use testkit::random::{Random, RandomGuest};

/// `movz x28, #4, lsl #16` and `movk x28, #0x1000`: the base register of every access, in the middle of the data area.
const SET_BASE: [u32; 2] = [0xd2a0_009c, 0xf282_001c];
const BASE: u32 = 28;
/// `movz x27, #0`: the index register.
const SET_INDEX: u32 = 0xd280_001b;
const INDEX: u32 = 27;

/// Rows of the branch and system group that neither end blocks nor ask clocks and the like.
const SYSTEM: &[&str] = &[
    "mrs_nzcv",
    "msr_nzcv",
    "cfinv",
    "axflag",
    "xaflag",
    "mrs_fpcr",
    "mrs_fpsr",
    "msr_fpsr",
    "mrs_tpidr",
    "msr_tpidr",
    "msr_dit",
    "mrs_ssbs",
    "dmb",
    "isb",
    "clrex",
    "ic_ivau",
];

/// True for accesses whose address or effect is not for a random test: literals, memory copy, exclusives.
fn unfit_access(word: u32) -> bool {
    let literal = word & 0x3b00_0000 == 0x1800_0000;
    let mops = word & 0x3b20_0c00 == 0x1900_0400;
    let exclusive = word & 0x3f80_0000 == 0x0800_0000 && word & 0x8020_0000 != 0x0020_0000;
    literal || mops || exclusive
}

/// An instruction of `row`, with others before it that set what it uses as an address.
fn instruction(row: &Row, random: &mut Random) -> Option<Vec<u8>> {
    let mut word = row.pattern.sample(|| random.bits());
    let mut words = Vec::new();
    match word >> 25 & 15 {
        // Loads and stores.
        4 | 6 | 12 | 14 => {
            if unfit_access(word) {
                return None;
            }
            word = word & !(31 << 5) | BASE << 5;
            words.extend(SET_BASE);
            if word & 0x3b20_0c00 == 0x3820_0800 {
                word = word & !(31 << 16) | INDEX << 16;
                words.push(SET_INDEX | (random.below(64) as u32) << 5);
            }
        }
        10 | 11 if !SYSTEM.contains(&row.name) => return None,
        _ => {}
    }
    words.push(word);
    let bytes = words.into_iter().flat_map(u32::to_le_bytes).collect();
    row.pattern.matches(word).then_some(bytes)
}

/// True for operations of one vector width between vector registers: three operands, permutations, two operands.
fn between_vectors(word: u32) -> bool {
    word & 0x9f00_0000 == 0x0e00_0000
}

/// Instructions of any kind.
fn mixed(random: &mut Random) -> Vec<Vec<u8>> {
    let len = 1 + random.below(24);
    let mut insns = Vec::new();
    while insns.len() < len {
        let row = &ROWS[random.below(ROWS.len())];
        insns.extend(instruction(row, random));
    }
    insns
}

/// A block that only its end leaves and that writes each vector register twice: many values wait for their registers.
fn vectors(random: &mut Random) -> Vec<Vec<u8>> {
    let mut insns = Vec::new();
    while insns.len() < 60 {
        let row = &ROWS[random.below(ROWS.len())];
        let word = row.pattern.sample(|| random.bits()) & !31 | (insns.len() as u32 % 30);
        if between_vectors(word) && row.pattern.matches(word) {
            insns.push(word.to_le_bytes().to_vec());
        }
    }
    insns
}

fn block(random: &mut Random) -> Vec<Vec<u8>> {
    match random.below(8) {
        0 => vectors(random),
        _ => mixed(random),
    }
}

/// Half of a vector register.
fn lanes(random: &mut Random) -> u64 {
    const FLOATS: [f64; 8] = [
        0.0,
        -0.0,
        1.0,
        -1.5,
        f64::INFINITY,
        1e-310,
        4.6e18,
        f64::NAN,
    ];
    let double = FLOATS[random.below(8)];
    let single = |r: &mut Random| (FLOATS[r.below(8)] as f32).to_bits() as u64;
    match random.below(4) {
        0 => double.to_bits(),
        1 => single(random) << 32 | single(random),
        2 => random.bits() & 0x3f81_ffff_3f81_ffff,
        _ => random.integer(),
    }
}

fn state(random: &mut Random) -> Values {
    let mut values = random.memory();
    for x in 0..31 {
        let value = random.integer() as u128;
        values.insert(Place::Reg(regs::x_reg(x)), value);
    }
    for v in 0..32 {
        let value = (lanes(random) as u128) << 64 | lanes(random) as u128;
        values.insert(Place::Reg(regs::v_reg(v)), value);
    }
    values.insert(Place::Reg(regs::SP), random.integer() as u128);
    values.insert(Place::Reg(regs::NZCV), random.below(16) as u128);
    values.insert(Place::Reg(regs::QC), random.below(2) as u128);
    values.insert(Place::Frm, random.below(4) as u128);
    values.insert(Place::Fflags, random.below(32) as u128);
    values
}

fn text(pc: GuestAddr, bytes: &[u8]) -> String {
    let insns = bytes.chunks(4).enumerate();
    let texts = insns.map(|(n, word)| disassemble(pc + 4 * n as u64, word));
    texts.collect::<Vec<_>>().join("; ")
}

const GUEST: RandomGuest = RandomGuest {
    regs: &regs::REGS,
    block,
    state,
    disassemble: text,
};

/// Does not look at exception flags, which lets generated code use the host's.
const CARELESS: RandomGuest = RandomGuest {
    block: |random| {
        // MRS and MSR of FPSR.
        let looks = |insn: &[u8]| {
            insn.chunks(4)
                .any(|w| w[1] == 0x44 && [0x1b, 0x3b].contains(&w[2]) && w[3] == 0xd5)
        };
        let insns = block(random).into_iter();
        insns.filter(|insn| !looks(insn)).collect()
    },
    state: |random| {
        let mut values = state(random);
        values.insert(Place::Fflags, 0);
        values
    },
    ..GUEST
};

fn compare_with_interpreter(host: HostFeatures) {
    GUEST.compare(
        &mut runtime_engine(true, HostFeatures::detect()),
        &mut runtime_engine(false, host),
    );
}

#[test]
fn on_tier_1_without_a_look_at_flags() {
    CARELESS.compare(
        &mut runtime_engine(true, HostFeatures::detect()),
        &mut runtime_engine(false, HostFeatures::of_tests()),
    );
}

#[test]
fn on_tier_1() {
    compare_with_interpreter(HostFeatures::of_tests());
}

#[test]
fn on_tier_1_of_a_baseline_host() {
    compare_with_interpreter(baseline_host());
}
