//! Random blocks of riscv instructions: see [`testkit::random`].

mod riscv;

use guest_riscv::decode::{ROWS, disassemble};
use guest_riscv::lift::Row;
use guest_riscv::regs;
use host_x64::HostFeatures;
use riscv::runtime_engine;
use testkit::cases::{DATA, Place, Values};
use testkit::memory::baseline_host;
use testkit::random::{Random, RandomGuest};

/// Registers that hold addresses in the data area and are never written.
const BASE: u32 = 27;
const SP: u32 = 2;
const BASE_ADDR: u64 = DATA.start + 0x1000;
const SP_ADDR: u64 = DATA.start + 0x800;

/// Rows that end blocks, ask clocks, or take addresses from registers that may hold anything.
const LEFT_OUT: &[&str] = &[
    "jal",
    "jalr",
    "beq",
    "bne",
    "blt",
    "bge",
    "bltu",
    "bgeu",
    "ecall",
    "ebreak",
    "fence_i",
    "emu_clock_ns",
    "c_j",
    "c_beqz",
    "c_bnez",
    "c_jr",
    "c_jalr",
    "c_ebreak",
    "c_lw",
    "c_ld",
    "c_sw",
    "c_sd",
    "c_fld",
    "c_fsd",
    "c_lbu",
    "c_lhu",
    "c_lh",
    "c_sb",
    "c_sh",
    "wrs_nto",
    "wrs_sto",
];

/// A float register: doubles, boxed singles and halves, NaNs, wrongly boxed values.
fn float(random: &mut Random) -> u64 {
    const DOUBLES: [f64; 8] = [0.0, -0.0, 1.0, -1.5, f64::INFINITY, 1e-310, 4.6e18, 1e300];
    const NANS: [u64; 3] = [
        0x7ff8_0000_0000_0000,
        0x7ff0_0000_0000_0001,
        0xffff_ffff_7fa0_0000,
    ];
    let near_one = |r: &mut Random| (r.bits() >> 9) as u32 & 0xff | 0x3f80_0000;
    match random.below(6) {
        0 => DOUBLES[random.below(DOUBLES.len())].to_bits(),
        1 => NANS[random.below(NANS.len())],
        2 => 0xffff_ffff_0000_0000 | random.bits() as u32 as u64,
        3 => 0xffff_ffff_0000_0000 | near_one(random) as u64,
        4 => 0xffff_ffff_ffff_0000 | random.bits() as u16 as u64,
        _ => random.bits(),
    }
}

/// One instruction of `row` that keeps to the rules, if the sample can be made to.
fn instruction(row: &Row, random: &mut Random, rounding: bool) -> Option<Vec<u8>> {
    let mut word = row.pattern.sample(|| random.bits());
    let rd = word >> 7 & 31;
    if row.pattern.bits == 16 {
        return (rd != SP && rd != BASE).then(|| (word as u16).to_le_bytes().to_vec());
    }
    match word & 0x7f {
        0x03 | 0x07 | 0x23 | 0x27 | 0x2f | 0x0f => word = word & !(31 << 15) | BASE << 15,
        0x73 if row.name.starts_with("csr") => {
            let csr = if rounding { 1 + random.below(3) } else { 1 };
            word = word & 0x000f_ffff | (csr as u32) << 20;
        }
        _ => {}
    }
    let stores = matches!(word & 0x7f, 0x23 | 0x27);
    let writes_base = (rd == SP || rd == BASE || rd == BASE - 1) && !stores;
    (row.pattern.matches(word) && !writes_base).then(|| word.to_le_bytes().to_vec())
}

fn block(random: &mut Random) -> Vec<Vec<u8>> {
    let rounding = random.below(2) == 0;
    // What is unspecified: a store-conditional of another width than its load-reserved, or after a change of engine,
    // which a rounding mode may cause.
    let exclusives: &[&str] = match (rounding, random.below(2)) {
        (true, _) => &[],
        (false, 0) => &["lr_w", "sc_w"],
        (false, _) => &["lr_d", "sc_d"],
    };
    let len = 1 + random.below(24);
    let mut insns = Vec::new();
    while insns.len() < len {
        let row = &ROWS[random.below(ROWS.len())];
        let exclusive = row.name.starts_with("lr_") || row.name.starts_with("sc_");
        if LEFT_OUT.contains(&row.name) || exclusive && !exclusives.contains(&row.name) {
            continue;
        }
        insns.extend(instruction(row, random, rounding));
    }
    insns
}

fn state(random: &mut Random) -> Values {
    let mut values = random.memory();
    for x in 1..32 {
        let reg = regs::x_reg(x).expect("not x0");
        values.insert(Place::Reg(reg), random.integer() as u128);
    }
    for f in 0..32 {
        values.insert(Place::Reg(regs::f_reg(f)), float(random) as u128);
    }
    for (x, addr) in [(SP, SP_ADDR), (BASE, BASE_ADDR)] {
        let reg = regs::x_reg(x as usize).expect("not x0");
        values.insert(Place::Reg(reg), addr as u128);
    }
    values.insert(Place::Frm, random.below(4) as u128);
    values.insert(Place::Fflags, random.below(32) as u128);
    values
}

const GUEST: RandomGuest = RandomGuest {
    regs: &regs::REGS,
    block,
    state,
    disassemble,
};

fn compare_with_interpreter(host: HostFeatures) {
    GUEST.compare(
        &mut runtime_engine(true, HostFeatures::detect()),
        &mut runtime_engine(false, host),
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
