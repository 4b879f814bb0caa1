//! Random blocks of riscv instructions: translated code must do what the interpreter does.
//!
//! `EMU_RANDOM_BLOCKS=n` runs n blocks instead of the default; `EMU_RANDOM_SEED=s` starts elsewhere.

mod riscv;

use guest_riscv::decode::{ROWS, disassemble};
use guest_riscv::lift::Row;
use guest_riscv::regs;
use host_x64::HostFeatures;
use riscv::{baseline_host, lock_memory, runtime_engine};
use testkit::cases::{self, CODE, DATA, Engine, Outcome, Place, Values};

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

/// xorshift
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.bits() >> 32) as usize % n
    }

    /// An integer that is often at an edge.
    fn integer(&mut self) -> u64 {
        const EDGES: [u64; 12] = [
            0,
            1,
            2,
            63,
            u64::MAX,
            1 << 63,
            i64::MAX as u64,
            0x8000_0000,
            0x7fff_ffff,
            0xffff_ffff,
            0xffff_ffff_8000_0000,
            1 << 32,
        ];
        match self.below(4) {
            0 => EDGES[self.below(EDGES.len())],
            1 => self.bits() as u32 as i32 as i64 as u64,
            2 => self.bits() >> self.below(64),
            _ => self.bits(),
        }
    }

    /// A float register: doubles, boxed singles and halves, NaNs, wrongly boxed values.
    fn float(&mut self) -> u64 {
        const DOUBLES: [f64; 8] = [0.0, -0.0, 1.0, -1.5, f64::INFINITY, 1e-310, 4.6e18, 1e300];
        const NANS: [u64; 3] = [
            0x7ff8_0000_0000_0000,
            0x7ff0_0000_0000_0001,
            0xffff_ffff_7fa0_0000,
        ];
        let near_one = |r: &mut Random| (r.bits() >> 9) as u32 & 0xff | 0x3f80_0000;
        match self.below(6) {
            0 => DOUBLES[self.below(DOUBLES.len())].to_bits(),
            1 => NANS[self.below(NANS.len())],
            2 => 0xffff_ffff_0000_0000 | self.bits() as u32 as u64,
            3 => 0xffff_ffff_0000_0000 | near_one(self) as u64,
            4 => 0xffff_ffff_ffff_0000 | self.bits() as u16 as u64,
            _ => self.bits(),
        }
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
    let mut values = Values::new();
    for x in 1..32 {
        let reg = regs::x_reg(x).expect("not x0");
        values.insert(Place::Reg(reg), random.integer());
    }
    for f in 0..32 {
        values.insert(Place::Reg(regs::f_reg(f)), random.float());
    }
    for (x, addr) in [(SP, SP_ADDR), (BASE, BASE_ADDR)] {
        let reg = regs::x_reg(x as usize).expect("not x0");
        values.insert(Place::Reg(reg), addr);
    }
    values.insert(Place::Frm, random.below(4) as u64);
    values.insert(Place::Fflags, random.below(32) as u64);
    for _ in 0..64 {
        let addr = DATA.start + random.below((DATA.end - DATA.start) as usize) as u64;
        values.insert(Place::Byte(addr), random.bits() & 0xff);
    }
    values
}

fn run(engine: &mut dyn Engine, insns: &[Vec<u8>], before: &Values) -> (Outcome, Values) {
    cases::fill_memory(before).expect("the data area is mapped");
    let outcome = engine.run(CODE, &insns.concat(), before);
    let memory = cases::read_memory().expect("the data area is mapped");
    (outcome, memory)
}

/// What the engines disagree about.
fn differences(
    oracle: &mut dyn Engine,
    engine: &mut dyn Engine,
    insns: &[Vec<u8>],
    before: &Values,
) -> Vec<String> {
    let (want, want_memory) = run(oracle, insns, before);
    let (have, have_memory) = run(engine, insns, before);
    let mut found = Vec::new();
    if (want.pc, &want.exit) != (have.pc, &have.exit) {
        found.push(format!(
            "ended with {:?} at {:#x}, interpreter with {:?} at {:#x}",
            have.exit, have.pc, want.exit, want.pc
        ));
    }
    for (place, value) in &want.regs {
        let other = have.regs.get(place).copied().unwrap_or(0);
        if *value != other {
            found.push(format!(
                "{} is {other:#x}, interpreted {value:#x}",
                name(*place)
            ));
        }
    }
    if want_memory != have_memory {
        found.push("memory differs".to_string());
    }
    found
}

fn name(place: Place) -> String {
    match place {
        Place::Reg(reg) => regs::REGS.info(reg).name.to_string(),
        other => format!("{other:?}"),
    }
}

/// Removes instructions as long as the engines still disagree.
fn shrink(
    oracle: &mut dyn Engine,
    engine: &mut dyn Engine,
    mut insns: Vec<Vec<u8>>,
    before: &Values,
) -> Vec<Vec<u8>> {
    let mut at = 0;
    while at < insns.len() {
        let mut fewer = insns.clone();
        fewer.remove(at);
        if differences(oracle, engine, &fewer, before).is_empty() {
            at += 1;
        } else {
            insns = fewer;
        }
    }
    insns
}

fn report(insns: &[Vec<u8>], before: &Values, found: &[String]) -> String {
    let mut text = found.join("\n");
    let mut pc = CODE;
    for bytes in insns {
        text += &format!("\n    {bytes:02x?}  {}", disassemble(pc, bytes));
        pc += bytes.len() as u64;
    }
    let registers = before.iter().filter(|(p, _)| !matches!(p, Place::Byte(_)));
    let values: Vec<String> = registers
        .map(|(p, v)| format!("{}={v:#x}", name(*p)))
        .collect();
    text + "\n  with " + &values.join(" ")
}

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |v| v.parse().expect("a number"))
}

fn compare_with_interpreter(engine: &mut dyn Engine) {
    let _memory = lock_memory();
    let oracle = &mut runtime_engine(true, HostFeatures::detect());
    let seed = setting("EMU_RANDOM_SEED", 1);
    for n in 0..setting("EMU_RANDOM_BLOCKS", 3000) {
        let mut random = Random((seed + n).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (insns, before) = (block(&mut random), state(&mut random));
        let first = differences(oracle, engine, &insns, &before);
        if !first.is_empty() {
            let insns = shrink(oracle, engine, insns, &before);
            let mut found = differences(oracle, engine, &insns, &before);
            if found.is_empty() {
                found = first;
                found.push("(the first time only)".to_string());
            }
            panic!(
                "EMU_RANDOM_SEED={} EMU_RANDOM_BLOCKS=1:\n{}",
                seed + n,
                report(&insns, &before, &found)
            );
        }
    }
}

#[test]
fn on_tier_1() {
    compare_with_interpreter(&mut runtime_engine(false, HostFeatures::detect()));
}

#[test]
fn on_tier_1_of_a_baseline_host() {
    compare_with_interpreter(&mut runtime_engine(false, baseline_host()));
}
