//! riscv64 for the machine of `testkit::differential`.

use guest_riscv::decode::{ROWS, decode, disassemble};
use guest_riscv::features;
use testkit::differential::guest::nowhere;
use testkit::differential::guest::{self, Field, Guest, Kind, Sample};
use testkit::differential::stream::{Outcome, TRAP};
use testkit::random::Random;

pub struct Riscv64 {
    fields: Vec<Field>,
}

const NAMES: [&str; 31] = [
    "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6",
    "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
];

/// Names of f0 to f31, but for the numbers.
fn float_name(n: usize) -> String {
    match n {
        0..=7 => format!("ft{n}"),
        8 | 9 => format!("fs{}", n - 8),
        10..=17 => format!("fa{}", n - 10),
        18..=27 => format!("fs{}", n - 16),
        _ => format!("ft{}", n - 20),
    }
}

/// Rows that cannot be compared.
const NOT_COMPARED: &[(&[&str], &str)] = &[
    (
        &["wrs_nto", "wrs_sto"],
        "waits for a store of another thread",
    ),
    (&["emu_clock_ns"], "our own"),
];

/// The floating-point registers of control and status, and some that do not exist for programs.
const CSRS: [u32; 6] = [1, 2, 3, 0x300, 0x800, 0x105];

impl Riscv64 {
    pub fn new() -> Riscv64 {
        let general = NAMES.map(|name| (name.to_string(), 8, Kind::General));
        let floats = (0..32).map(|n| (float_name(n), 8, Kind::Float));
        let control = ("fcsr".to_string(), 8, Kind::Control);
        Riscv64 {
            fields: guest::fields(general.into_iter().chain(floats).chain([control])),
        }
    }
}

/// The field of general register n, unless it is x0.
fn field(n: u32) -> Option<usize> {
    (n as usize).checked_sub(1)
}

/// The register that an access of this instruction uses as its base.
fn base(row: &str, word: u32, bits: u8) -> Option<u32> {
    const SP: u32 = 2;
    let compressed = |row: &str| {
        row.ends_with("sp") && row.len() > 5 && row != "c_addi4spn" && row != "c_addi16sp"
    };
    match (bits, word & 0x7f) {
        (16, _) if compressed(row) => Some(SP),
        (16, _) => {
            let access = ["c_l", "c_s", "c_fl", "c_fs"]
                .iter()
                .any(|start| row.starts_with(start));
            let other = [
                "c_li", "c_lui", "c_sub", "c_subw", "c_slli", "c_srli", "c_srai", "c_sext_b",
                "c_sext_h",
            ];
            (access && !other.contains(&row)).then_some(8 + (word >> 7 & 7))
        }
        (_, 0x03 | 0x07 | 0x23 | 0x27 | 0x2f) => Some(word >> 15 & 31),
        (_, 0x0f) if row.starts_with("cbo") => Some(word >> 15 & 31),
        (_, 0x13) if row.starts_with("prefetch") => Some(word >> 15 & 31),
        _ => None,
    }
}

/// Rows that end a block, or that emulators disagree about for a good reason.
fn unfit_for_blocks(row: &str) -> bool {
    const OTHER: [&str; 12] = [
        "jal", "jalr", "ecall", "ebreak", "c_j", "c_jr", "c_jalr", "c_ebreak", "c_beqz", "c_bnez",
        "fence_i", "auipc",
    ];
    // QEMU leaves out a fround or froundnx whose result is overwritten, and with it the exception (unprivileged manual, Zfa, round-to-integer).
    let start = ["lr_", "sc_", "amo", "cbo", "csr", "fround"]
        .iter()
        .any(|start| row.starts_with(start));
    start || OTHER.contains(&row)
}

/// Makes the conditional branch at the start of `code` go so many bytes on: to where an instruction begins, because what
/// begins in the middle of one may be of an extension that only QEMU has.
fn forward(code: &mut [u8], distance: usize) {
    let word = u32::from_le_bytes(code[..4].try_into().expect("4 bytes"));
    let distance = distance as u32;
    let offset = (distance >> 1 & 15) << 8 | (distance >> 5 & 63) << 25;
    code[..4].copy_from_slice(&(word & !0xfe00_0f80 | offset).to_le_bytes());
}

impl Guest for Riscv64 {
    fn block(&self, random: &mut Random) -> Sample {
        const BRANCHES: [&str; 6] = ["beq", "bne", "blt", "bge", "bltu", "bgeu"];
        let mut block = Sample {
            interrupted: true,
            ..Sample::default()
        };
        let len = 2 + random.below(20);
        let mut starts = Vec::new();
        let mut branches = Vec::new();
        for _ in 0..len {
            let (row, branch) = match random.below(6) {
                0 => (BRANCHES[random.below(BRANCHES.len())], true),
                _ => (ROWS[random.below(ROWS.len())].name, false),
            };
            if !branch && BRANCHES.contains(&row)
                || unfit_for_blocks(row)
                || self.not_compared(row).is_some()
            {
                continue;
            }
            let Some(sample) = self.sample(row, random) else {
                continue;
            };
            if branch {
                branches.push(starts.len());
            }
            starts.push(block.code.len());
            block.code.extend(sample.code);
            block.memory |= sample.memory;
            block.bases.extend(sample.bases);
        }
        starts.push(block.code.len());
        for n in branches {
            let to = (n + 1 + random.below(4)).min(starts.len() - 1);
            forward(&mut block.code[starts[n]..], starts[to] - starts[n]);
        }
        block.code.extend([1, 0]);
        block
    }

    fn name(&self) -> &'static str {
        "riscv64"
    }

    fn window_end(&self) -> u64 {
        linux_user::arch::riscv64::RISCV64.task_size
    }

    fn fields(&self) -> &[Field] {
        &self.fields
    }

    fn rows(&self) -> Vec<&'static str> {
        ROWS.iter().map(|row| row.name).collect()
    }

    fn not_compared(&self, row: &str) -> Option<&'static str> {
        let found = NOT_COMPARED.iter().find(|(rows, _)| rows.contains(&row));
        found.map(|(_, reason)| *reason)
    }

    fn sample(&self, row: &str, random: &mut Random) -> Option<Sample> {
        let row = ROWS.iter().find(|r| r.name == row)?;
        let mut word = row.pattern.sample(|| random.bits());
        if row.name.starts_with("csr") {
            word = word & 0x000f_ffff | CSRS[random.below(CSRS.len())] << 20;
        }
        let bytes = &word.to_le_bytes()[..row.pattern.bits as usize / 8];
        if decode(bytes, features::ALL)?.0.name != row.name {
            return None;
        }
        let mut sample = Sample::default();
        if let Some(base) = base(row.name, word, row.pattern.bits) {
            sample.memory = true;
            sample.bases.extend(field(base));
            if word & 0x7f == 0x2f {
                sample.align = (1 << (word >> 12 & 7)) - 1;
            }
        }
        if row.name.starts_with("sc_") && random.below(4) != 0 {
            // lr of the same width and address to no register.
            let lr = word & !(31 << 20 | 31 << 7 | 31 << 27) | 2 << 27;
            sample.code.extend(lr.to_le_bytes());
        }
        sample.code.extend(bytes);
        match row.name {
            // No system call has this number.
            "ecall" => sample.fixed.push((16, 0x7fff_0000)),
            "jalr" | "c_jr" | "c_jalr" => {
                let target = [0x1_0010, 0x1_0102, 0x4_0000, 0x7fff_fff0, 1 << 60][random.below(5)];
                let from = if row.name == "jalr" {
                    word >> 15
                } else {
                    word >> 7
                };
                sample.fixed.extend(field(from & 31).map(|n| (n, target)));
            }
            _ => {}
        }
        Some(sample)
    }

    fn control(&self, _: &Field, random: &mut Random) -> u64 {
        let frm = match random.below(16) {
            0 => 5 + random.below(3),
            n => n % 5,
        };
        let flags = if random.below(2) == 0 {
            0
        } else {
            random.below(32)
        };
        (frm << 5 | flags) as u64
    }

    fn disassemble(&self, pc: u64, code: &[u8]) -> (String, usize) {
        let len = if code[0] & 3 == 3 { 4 } else { 2 };
        (disassemble(pc, &code[..len]), len)
    }

    fn excuse(
        &self,
        row: &str,
        _: &[u8],
        _: &[u8],
        theirs: &Outcome,
        ours: &Outcome,
    ) -> Option<&'static str> {
        if row.starts_with("sc_") && theirs.signal == 11 && ours.signal == TRAP {
            return Some(
                "without a reservation SC fails; qemu looks first whether the address can be written (unprivileged manual, 14.2)",
            );
        }
        nowhere(theirs, ours)
    }
}
