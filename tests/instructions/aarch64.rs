//! aarch64 for the machine of `testkit::differential`.

use guest_aarch64::decode::{ROWS, disassemble};
use ir::{Builder, ExitKind, Frontend, LiftEnd, Terminal};
use testkit::cases::CODE;
use testkit::differential::compare::BLOCK;
use testkit::differential::guest::{self, Field, Guest, Kind, Sample};
use testkit::differential::stream::{BUS, ILLEGAL, Outcome, SEGV, TRAP};
use testkit::random::Random;

pub struct Aarch64 {
    fields: Vec<Field>,
}

/// FPSR's cumulative bits, and FPCR's RMode, FZ, DN, AHP, FZ16.
const FPSR_BITS: u64 = 0x0800_009f;
/// The number of the field fpcr.
const FPCR: usize = 34;
/// A tag in the top byte.
const TAG: u64 = 0x5a << 56;
const FPCR_ALL: u64 = 0x07c8_0000;
const FPCR_BITS: [u64; 4] = [1 << 24, 1 << 25, 1 << 26, 1 << 19];

/// Rows that cannot be compared.
const NOT_COMPARED: &[(&[&str], &str)] = &[
    (
        &[
            "mrs_ctr",
            "mrs_dczid",
            "mrs_id",
            "mrs_cntfrq",
            "mrs_cntvct",
            "mrs_tpidr",
            "mrs_ssbs",
            "mrs_tpidrro",
            "msr_tpidr",
        ],
        "what it reads is the processor's or the program's own",
    ),
    (&["mrs_rndr", "mrs_rndrrs"], "random"),
    (&["wfet", "wfit"], "waits until a time"),
    (
        &[
            "pac",
            "aut",
            "pacz",
            "autz",
            "pacga",
            "ldraa",
            "ldraa_pre",
            "ldrab",
            "ldrab_pre",
            "braa",
            "braaz",
            "blraa",
            "blraaz",
            "retaa",
        ],
        "the algorithm is the implementation's and the keys are random (Arm ARM, D8.10)",
    ),
    (&["emu_clock_ns"], "our own"),
    (
        &[
            "cpyfp", "cpyfm", "cpyfe", "cpyp", "cpym", "cpye", "setp", "setm", "sete",
        ],
        "the three steps share the work as the implementation likes (Arm ARM, C3.2.14)",
    ),
];

impl Aarch64 {
    pub fn new() -> Aarch64 {
        let general = (0..31).map(|n| (format!("x{n}"), 8, Kind::General));
        let other = [
            ("sp", 8, Kind::General),
            ("nzcv", 8, Kind::Control),
            ("fpsr", 4, Kind::Control),
            ("fpcr", 4, Kind::Control),
        ]
        .map(|(name, len, kind)| (name.to_string(), len, kind));
        let vectors = (0..32).map(|n| (format!("v{n}"), 16, Kind::Vector));
        Aarch64 {
            fields: guest::fields(general.chain(other).chain(vectors)),
        }
    }
}

fn register(word: u32, lsb: u32) -> usize {
    (word >> lsb & 31) as usize
}

/// True where the manual leaves open what happens (CONSTRAINED UNPREDICTABLE): registers that are written back and
/// transferred, or loaded twice.
fn is_unpredictable(row: &str, word: u32) -> bool {
    let [t, n, t2, s] = [0, 5, 10, 16].map(|lsb| register(word, lsb));
    let writes_back = row.ends_with("_pre") || row.ends_with("_post");
    let pair = row.starts_with("ldp") || row.starts_with("stp");
    let load = row.starts_with("ld");
    match row {
        _ if row.ends_with("_v") || row.starts_with("ldst") || row.starts_with("ld_") => {
            row.starts_with("ldp") && t == t2
        }
        "stxr" | "stlxr" => s != 31 && (s == t || s == n),
        "stxp" | "stlxp" => s != 31 && [t, t2, n].contains(&s) || s == 31 && n == 31,
        "ldxp" | "ldaxp" => t == t2,
        _ if pair => load && t == t2 || writes_back && n != 31 && (t == n || t2 == n),
        _ => writes_back && n != 31 && t == n,
    }
}

/// Bits that should be one, and that decoders may ask for (Arm ARM, C4.1.94.25 and following).
fn should_be_one(row: &str) -> u32 {
    match row {
        "stllr" | "stlr" | "ldlar" | "ldar" | "ldxr" | "ldaxr" => 0x001f_7c00,
        "stxr" | "stlxr" => 0x7c00,
        "ldxp" | "ldaxp" => 0x001f_0000,
        _ => 0,
    }
}

/// A load-exclusive of the same bytes to no register, before a store-exclusive.
fn load_exclusive(word: u32) -> u32 {
    word & !(31 << 16) | 31 << 16 | 1 << 22 | 31
}

impl Aarch64 {
    fn shape(&self, row: &'static str, word: u32, random: &mut Random) -> Sample {
        let mut sample = Sample::default();
        let base = register(word, 5);
        let system = word & 0xffc0_0000 == 0xd500_0000;
        if system && (row.starts_with("dc_") || row.starts_with("ic_")) {
            sample.memory = true;
            sample.bases.push(register(word, 0));
        } else if word >> 25 & 5 == 4 {
            sample.memory = true;
            let literal = word & 0x3b00_0000 == 0x1800_0000;
            if !literal {
                sample.bases.push(base);
            }
            if word & 0x3b20_0c00 == 0x3820_0800 && register(word, 16) != base {
                sample.small.push(register(word, 16));
            }
            let store_exclusive = ["stxr", "stlxr", "stxp", "stlxp"].contains(&row);
            if store_exclusive && random.below(4) != 0 {
                let pair = row.ends_with('p');
                // A pair to one register is not allowed: the second half goes where the status will.
                let load = load_exclusive(word) & !(0x1f << 10);
                let second = if pair { register(word, 16) as u32 } else { 31 };
                sample.code.extend((load | second << 10).to_le_bytes());
            }
        }
        if row == "svc" {
            sample.fixed.push((8, 0x7fff_0000)); // no system call has this number
        }
        sample.code.extend(word.to_le_bytes());
        if row.starts_with("br") || row.starts_with("blr") || row == "ret" {
            sample.fixed.push((
                base,
                [
                    0x1_0010,
                    0x1_0100,
                    TAG | 0x1_0100,
                    0x4_0000,
                    0x7fff_fff0,
                    TAG,
                ][random.below(6)],
            ));
        }
        sample
    }
}

/// Rows with which emulators disagree for a good reason, or end a block.
fn unfit_for_blocks(row: &str) -> bool {
    let access = row.starts_with("ld")
        || row.starts_with("st")
        || row.starts_with("cas")
        || row.starts_with("swp");
    let ordered = access && row.contains('x') && !row.contains("reg") && !row.contains("1x");
    let atomic = [
        "ldadd", "ldclr", "ldeor", "ldset", "ldsm", "ldum", "swp", "cas", "stl", "ldl", "lda",
    ];
    let control = [
        "br", "blr", "ret", "svc", "brk", "hvc", "smc", "hlt", "udf", "hint", "msr_fpcr", "bl",
        "b", "adr", "adrp",
    ];
    let unknown = guest_aarch64::ROOMS
        .iter()
        .any(|room| room.name == "cssc" && room.rows.iter().any(|r| r.name == row));
    let other = ["dc_", "ic_", "wf", "xpac", "mrs_dit", "mrs_ssbs"]
        .iter()
        .any(|start| row.starts_with(start));
    ordered
        || unknown
        || other
        || control.contains(&row)
        || atomic.iter().any(|start| row.starts_with(start))
}

/// True if `word` is of a row, but with fields that are reserved.
fn is_undefined(word: u32) -> bool {
    let builder = Builder::new(guest_aarch64::Aarch64::REGS);
    builder.start(CODE);
    let bytes = word.to_le_bytes();
    let end = guest_aarch64::Aarch64::lift(&builder, CODE, &bytes, guest_aarch64::features::ALL);
    let illegal = |t| matches!(t, Terminal::Exit { kind, .. } if kind == ExitKind::Illegal);
    end == LiftEnd::Ended && builder.with_block(|block| illegal(block.terminal))
}

/// What clears bits 31 to 28 in the register that this MRS FPSR reads to: AArch32's flags, which QEMU's processors have and
/// ours, without AArch32, does not (Arm ARM, FPSR: RES0 then).
fn without_aarch32(mrs: u32) -> u32 {
    const UBFX_0_28: u32 = 0xd340_6c00;
    let register = register(mrs, 0) as u32;
    UBFX_0_28 | register << 5 | register
}

/// A conditional branch over 1 to 4 instructions.
fn forward(row: &str, word: u32, random: &mut Random) -> u32 {
    let distance = 1 + random.below(4) as u32;
    match row {
        "b_cond" | "cbz" | "cbnz" => word & !(0x7_ffff << 5) | distance << 5,
        "tbz" | "tbnz" => word & !(0x3fff << 5) | distance << 5,
        _ => word,
    }
}

impl Guest for Aarch64 {
    fn block(&self, random: &mut Random) -> Sample {
        const BRANCHES: [&str; 5] = ["b_cond", "cbz", "cbnz", "tbz", "tbnz"];
        let mut block = Sample {
            interrupted: true,
            // Once for all its instructions.
            fixed: vec![(FPCR, self.control(&self.fields[FPCR], random))],
            ..Sample::default()
        };
        let len = 2 + random.below(20);
        while block.code.len() < 4 * len {
            let row = match random.below(6) {
                0 => BRANCHES[random.below(BRANCHES.len())],
                _ => ROWS[random.below(ROWS.len())].name,
            };
            if unfit_for_blocks(row) || self.not_compared(row).is_some() {
                continue;
            }
            let Some(sample) = self.sample(row, random) else {
                continue;
            };
            let word = u32::from_le_bytes(sample.code[..4].try_into().expect("4 bytes"));
            if is_undefined(word) && random.below(16) != 0 {
                continue;
            }
            block.code.extend(forward(row, word, random).to_le_bytes());
            if row == "mrs_fpsr" {
                block.code.extend(without_aarch32(word).to_le_bytes());
            }
            block.memory |= sample.memory;
            block.bases.extend(sample.bases);
            block.small.extend(sample.small);
        }
        block
    }

    fn name(&self) -> &'static str {
        "aarch64"
    }

    fn window_end(&self) -> u64 {
        linux_user::arch::aarch64::AARCH64.task_size
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
        let word = row.pattern.sample(|| random.bits()) | should_be_one(row.name);
        // Special cases of the row have rows of their own.
        let (found, _) =
            guest_aarch64::decode::decode(&word.to_le_bytes(), guest_aarch64::features::ALL)?;
        // Hints of pointer authentication, and those that wait.
        let own_hint = row.name == "hint"
            && (matches!(word >> 5 & 0x7f, 2 | 3) || matches!(word >> 5 & 0x7f, 8..=15 | 24..=31));
        if found.name != row.name || own_hint || is_unpredictable(row.name, word) {
            return None;
        }
        Some(self.shape(row.name, word, random))
    }

    fn control(&self, field: &Field, random: &mut Random) -> u64 {
        match field.name.as_str() {
            "nzcv" => random.bits() & 0xf000_0000,
            "fpsr" if random.below(2) == 0 => 0,
            "fpsr" => random.bits() & FPSR_BITS,
            _ => {
                let modes = FPCR_BITS.map(|bit| if random.below(4) == 0 { bit } else { 0 });
                modes
                    .iter()
                    .fold((random.below(4) as u64) << 22, |all, bit| all | bit)
            }
        }
    }

    fn disassemble(&self, pc: u64, code: &[u8]) -> (String, usize) {
        (disassemble(pc, &code[..4]), 4)
    }

    /// Bits of FPCR and FPSR that only other features or AArch32 have, and which we have as 0.
    fn canonical(&self, outcome: &mut Outcome) {
        for (name, bits) in [("fpcr", FPCR_ALL), ("fpsr", FPSR_BITS)] {
            let field = self.field(name);
            let value = guest::get(field, &outcome.state) & u128::from(bits);
            guest::set(field, &mut outcome.state, value);
        }
    }

    fn tier1_excuse(
        &self,
        row: &str,
        interpreted: &Outcome,
        translated: &Outcome,
    ) -> Option<&'static str> {
        let same_ending = Outcome {
            state: translated.state.clone(),
            ..interpreted.clone()
        } == *translated;
        let only_flags = self.differing(interpreted, translated) == ["nzcv"];
        let fault = [SEGV, BUS, ILLEGAL].contains(&interpreted.signal);
        (row == BLOCK && same_ending && fault && only_flags).then_some(
            "flags that are overwritten anyway may be older at a fault or undefined instruction in between",
        )
    }

    fn excuse(
        &self,
        row: &str,
        code: &[u8],
        _before: &[u8],
        theirs: &Outcome,
        ours: &Outcome,
    ) -> Option<&'static str> {
        let same_code = Outcome {
            code: 1,
            ..theirs.clone()
        };
        if theirs.signal == ILLEGAL && theirs.code == 2 && same_code == *ours {
            return Some(
                "Linux's si_code of undefined instructions is ILL_ILLOPC (arch/arm64/kernel/traps.c)",
            );
        }
        let sp = guest::get(self.field("sp"), &ours.state);
        let misaligned = ours.signal == BUS && ours.code == 1 && ours.address & 15 != 0;
        if misaligned && u128::from(ours.address) == sp {
            return Some(
                "a base of SP must be a multiple of 16 (Arm ARM, CheckSPAlignment), which qemu does not check",
            );
        }
        if misaligned {
            return Some(
                "our default processor has no FEAT_LSE2 (Arm ARM, J1.1 AArch64.UnalignedAccessFaults), qemu's has",
            );
        }
        let store_exclusive = ["stxr", "stlxr", "stxp", "stlxp"].contains(&row);
        if store_exclusive && (theirs.signal, ours.signal) == (SEGV, TRAP) {
            return Some(
                "a store-exclusive without a reservation may fail or fault (Arm ARM, STXR); qemu takes -1 for reserved and faults",
            );
        }
        if row == "dc_zva" {
            return Some("the block size is the implementation's (Arm ARM, DCZID_EL0)");
        }
        if row.starts_with("dc_") && [ours.signal, theirs.signal].contains(&SEGV) {
            return Some(
                "DC by address faults (Arm ARM, D8.14.8) and tells its operand (FAR_EL1), not for qemu",
            );
        }
        self.aborted(code, theirs, ours)
            .or(guest::nowhere(theirs, ours))
    }
}

impl Aarch64 {
    fn field(&self, name: &str) -> &Field {
        let found = self.fields.iter().find(|f| f.name == name);
        found.expect("a field of this guest")
    }

    /// Names of the registers that are different.
    fn differing(&self, a: &Outcome, b: &Outcome) -> Vec<&str> {
        let fields = self.fields.iter();
        let differ = fields.filter(|f| guest::get(f, &a.state) != guest::get(f, &b.state));
        differ.map(|f| f.name.as_str()).collect()
    }

    /// An access of several parts, one of which faults: the other parts may have happened, but the base is what it was.
    fn aborted(&self, code: &[u8], theirs: &Outcome, ours: &Outcome) -> Option<&'static str> {
        let both = theirs.signal == SEGV
            && ours.signal == SEGV
            && theirs.pc == ours.pc
            && theirs.address == ours.address;
        let at = ours.pc.wrapping_sub(CODE) as usize;
        let bytes = code.get(at..)?.first_chunk()?;
        let word = u32::from_le_bytes(*bytes);
        let access = word >> 25 & 5 == 4;
        // Up to four registers, or two anywhere.
        let [first, base, second] = [0, 5, 10].map(|lsb| register(word, lsb));
        let loaded = |name: &str| {
            let number = name.strip_prefix(['x', 'v']).and_then(|n| n.parse().ok());
            let in_row = |n: usize| n.wrapping_sub(first) % 32 < 4;
            number.is_some_and(|n| in_row(n) || n == second) && name != format!("x{base}")
        };
        let fine = self.differing(theirs, ours).into_iter().all(loaded);
        (access && both && fine).then_some(
            "what a part of an access did before another part faulted is unknown (Arm ARM, D1.3.6 effects of data aborts)",
        )
    }
}
