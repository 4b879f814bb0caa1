//! Single aarch64 instructions under `qemu-aarch64`: a second opinion that nobody here wrote.
//!
//! All instructions go into one static program made here, byte by byte: for each it loads registers from a table,
//! executes the instruction, and stores the registers to another table, which the program writes to its output.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

/// General registers that the program hands to the instruction: x0 to x27.
pub const GENERAL: usize = 28;

/// Registers before or after an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registers {
    /// v0 to v31.
    pub v: [u128; 32],
    /// x0 to x27.
    pub x: [u64; GENERAL],
    /// FPSR; 0 before.
    pub fpsr: u64,
    /// FPCR, which instructions do not change.
    pub fpcr: u64,
    /// NZCV, in bits 31..28.
    pub nzcv: u64,
}

/// An instruction and what it starts from. It uses no general register above x27 except xzr.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// The instruction.
    pub word: u32,
    /// Registers before it.
    pub before: Registers,
}

const CODE_AT: u64 = 0x40_0000;
const HEADERS: usize = 64 + 2 * 56;
/// Vector registers, general registers, then two system registers.
const SPECIAL: usize = 32 * 16 + GENERAL * 8;
const LEN: usize = SPECIAL + 16;
/// Pointers to the tables.
const IN: u32 = 28;
const OUT: u32 = 29;
/// Neither.
const OTHER: u32 = 30;

fn mov(code: &mut Vec<u32>, register: u32, value: u64) {
    for (n, part) in [value & 0xffff, value >> 16 & 0xffff]
        .into_iter()
        .enumerate()
    {
        let movz_movk = [0xd280_0000, 0xf2a0_0000][n];
        code.push(movz_movk | (part as u32) << 5 | register);
    }
}

/// `ldp`/`stp` of registers n and n+1, post-indexed by their size.
fn pairs(code: &mut Vec<u32>, opcode: u32, base: u32, count: u32) {
    let two = 2 << 15;
    code.extend(
        (0..count)
            .step_by(2)
            .map(|n| opcode | two | (n + 1) << 10 | base << 5 | n),
    );
}

fn trial_code(code: &mut Vec<u32>, trial: &Trial) {
    pairs(code, 0xacc0_0000, IN, 32);
    pairs(code, 0xa8c0_0000, IN, GENERAL as u32);
    code.push(0xd51b_443f); // msr fpsr, xzr
    for (value, msr) in [
        (trial.before.fpcr, 0xd51b_4400),
        (trial.before.nzcv, 0xd51b_4200),
    ] {
        mov(code, OTHER, value);
        code.push(msr | OTHER);
    }
    code.push(trial.word);
    pairs(code, 0xac80_0000, OUT, 32);
    pairs(code, 0xa880_0000, OUT, GENERAL as u32);
    for mrs in [0xd53b_4420, 0xd53b_4200] {
        code.push(mrs | OTHER); // fpsr, nzcv
        code.push(0xf800_0400 | 8 << 12 | OUT << 5 | OTHER); // str x30, [x29], #8
    }
}

fn system_call(code: &mut Vec<u32>, number: u64, args: [u64; 3]) {
    for (register, value) in [(8, number), (0, args[0]), (1, args[1]), (2, args[2])] {
        mov(code, register, value);
    }
    code.push(0xd400_0001);
}

/// A program header: PT_LOAD of `file_len` bytes of the file from `offset` on at `addr`.
fn segment(flags: u32, offset: u64, addr: u64, file_len: u64, len: u64) -> Vec<u8> {
    let mut bytes = [1u32, flags].map(u32::to_le_bytes).concat();
    bytes.extend(
        [offset, addr, addr, file_len, len, 0x1_0000]
            .iter()
            .flat_map(|n| n.to_le_bytes()),
    );
    bytes
}

/// The program: one segment of headers, code and inputs, one for the output.
fn program(trials: &[Trial]) -> Vec<u8> {
    let round_up = |n: u64| n.next_multiple_of(0x1_0000);
    let code_for = |table: u64, output: u64| {
        let mut code = Vec::new();
        mov(&mut code, IN, table);
        mov(&mut code, OUT, output);
        trials.iter().for_each(|t| trial_code(&mut code, t));
        system_call(&mut code, 64, [1, output, (trials.len() * LEN) as u64]);
        system_call(&mut code, 93, [0; 3]);
        code
    };
    let code_len = 4 * code_for(0, 0).len();
    let table = (HEADERS + code_len).next_multiple_of(16);
    let file_len = (table + trials.len() * SPECIAL) as u64;
    let output = CODE_AT + round_up(file_len);
    let code = code_for(CODE_AT + table as u64, output);
    let mut file = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    file.extend([2u16, 183].iter().flat_map(|n| n.to_le_bytes()));
    file.extend(1u32.to_le_bytes());
    file.extend(
        [CODE_AT + HEADERS as u64, 64, 0]
            .iter()
            .flat_map(|n| n.to_le_bytes()),
    );
    file.extend(0u32.to_le_bytes());
    file.extend([64u16, 56, 2, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()));
    file.extend(segment(5, 0, CODE_AT, file_len, file_len));
    file.extend(segment(6, 0, output, 0, (trials.len() * LEN) as u64));
    file.extend(code.into_iter().flat_map(u32::to_le_bytes));
    file.resize(table, 0);
    for trial in trials {
        file.extend(trial.before.v.iter().flat_map(|v| v.to_le_bytes()));
        file.extend(trial.before.x.iter().flat_map(|x| x.to_le_bytes()));
    }
    file
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    bytes[at..at + N].try_into().expect("a slice of N bytes")
}

fn outcome((trial, bytes): (&Trial, &[u8])) -> Registers {
    Registers {
        v: std::array::from_fn(|n| u128::from_le_bytes(number(bytes, 16 * n))),
        x: std::array::from_fn(|n| u64::from_le_bytes(number(bytes, 512 + 8 * n))),
        fpsr: u64::from_le_bytes(number(bytes, SPECIAL)),
        fpcr: trial.before.fpcr,
        nzcv: u64::from_le_bytes(number(bytes, SPECIAL + 8)),
    }
}

/// QEMU for a guest: what `QEMU_GUEST` (in capitals) names, else Debian 13's in the amd64 root, which `scripts/test` unpacks.
///
/// The machine's own is not asked: older ones have defects of their own and lack instructions.
pub fn emulator(guest: &str) -> Option<PathBuf> {
    let named = std::env::var_os(format!("QEMU_{}", guest.to_uppercase()));
    let in_root = || {
        std::env::var_os("EMU_ROOTS")
            .map_or_else(
                || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/roots"),
                PathBuf::from,
            )
            .join("amd64/usr/bin")
            .join(format!("qemu-{guest}"))
    };
    Some(named.map_or_else(in_root, PathBuf::from)).filter(|path| path.exists())
}

/// Registers after each trial.
///
/// # Errors
/// If files cannot be written, or the program does not run to its end (an undefined instruction, say).
pub fn run(emulator: &Path, trials: &[Trial]) -> io::Result<Vec<Registers>> {
    let dir = std::env::temp_dir();
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let name = format!("qemu-trials-{}-{run}", std::process::id());
    let (file, output) = (dir.join(&name), dir.join(name + ".out"));
    fs::write(&file, program(trials))?;
    fs::set_permissions(&file, Permissions::from_mode(0o755))?;
    let status = Command::new(emulator)
        .arg(&file)
        .stdout(File::create(&output)?)
        .status()?;
    let bytes = fs::read(&output)?;
    fs::remove_file(&file)?;
    fs::remove_file(&output)?;
    if !status.success() || bytes.len() != trials.len() * LEN {
        return Err(io::Error::other(format!("qemu-aarch64: {status}")));
    }
    let outcomes = bytes.chunks(LEN);
    Ok(trials.iter().zip(outcomes).map(outcome).collect())
}
