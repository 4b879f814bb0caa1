//! Who runs a guest's programs here? The only sure answer: start one and look. The kernel shows the path of an interpreter, but with
//! the flag F it holds a file, and an upgrade may have replaced that under the same path since.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::memfd::{MFdFlags, memfd_create};

use super::register::Machine;

/// How the program ends when it has really run.
const STATUS: i32 = 42;
/// Long for three system calls, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(10);

/// `read(0, sp - 16, 1); exit(42)`
const RISCV64: &[u32] = &[
    0x0000_0513, // li a0, 0
    0xff01_0593, // addi a1, sp, -16
    0x0010_0613, // li a2, 1
    0x03f0_0893, // li a7, 63
    0x0000_0073, // ecall
    0x02a0_0513, // li a0, 42
    0x05d0_0893, // li a7, 93
    0x0000_0073, // ecall
];
const AARCH64: &[u32] = &[
    0xd280_0000, // mov x0, #0
    0xd100_43e1, // sub x1, sp, #16
    0xd280_0022, // mov x2, #1
    0xd280_07e8, // mov x8, #63
    0xd400_0001, // svc #0
    0xd280_0540, // mov x0, #42
    0xd280_0ba8, // mov x8, #93
    0xd400_0001, // svc #0
];

/// The file that ran the program.
#[derive(Debug)]
pub struct Runner {
    /// Its path when it was started, with " (deleted)" if it is gone.
    pub path: PathBuf,
    file: fs::File,
}

impl Runner {
    /// True if it is the file that `path` names today, or one with the same content: two containers of one image have no
    /// files in common.
    pub fn is(&self, path: &Path) -> bool {
        let same = || -> io::Result<bool> {
            let (mine, other) = (self.file.metadata()?, fs::metadata(path)?);
            if (mine.dev(), mine.ino()) == (other.dev(), other.ino()) {
                return Ok(true);
            }
            let mut content = Vec::new();
            let mut file = &self.file;
            file.rewind()?;
            file.read_to_end(&mut content)?;
            Ok(mine.len() == other.len() && fs::read(path)? == content)
        };
        same().unwrap_or(false)
    }
}

/// Starts a small program of `machine` by the kernel and tells who ran it.
///
/// # Errors
/// Nobody does (ENOEXEC), the interpreter is missing (ENOENT), or it does not do what the program says.
pub fn run(machine: &Machine) -> io::Result<Runner> {
    let code = match machine.name {
        "aarch64" => AARCH64,
        _ => RISCV64,
    };
    let image = memfd_create("emu-probe", MFdFlags::empty())?;
    let mut file = fs::File::from(image);
    file.write_all(&program(machine.elf, code))?;
    // By this process's descriptor: the interpreter must be able to open the path. And not writable any more, or it is busy.
    let path = format!("/proc/{}/fd/{}", std::process::id(), file.as_raw_fd());
    let image = fs::File::open(path)?;
    drop(file);
    let path = format!("/proc/{}/fd/{}", std::process::id(), image.as_raw_fd());
    let mut child = Command::new(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // It waits for its input: until then it can be looked at.
    let runner = look(&child);
    drop(child.stdin.take());
    match wait(&mut child)? {
        Some(STATUS) => runner,
        _ => Err(io::Error::other(
            "the emulator that is registered does not work",
        )),
    }
}

fn look(child: &Child) -> io::Result<Runner> {
    let exe = format!("/proc/{}/exe", child.id());
    Ok(Runner {
        path: fs::read_link(&exe)?,
        file: fs::File::open(&exe)?,
    })
}

fn wait(child: &mut Child) -> io::Result<Option<i32>> {
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// An ELF file with one segment: its header and `code` (ELF-64 object file format, "ELF header", "Program header").
fn program(machine: u16, code: &[u32]) -> Vec<u8> {
    const BASE: u64 = 0x40_0000;
    const HEADERS: u64 = 64 + 56;
    let size = HEADERS + 4 * code.len() as u64;
    let mut file = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    // Type and machine, version.
    file.extend(halves(&[2, machine, 1, 0]));
    // Entry, program headers, section headers.
    file.extend(longs(&[BASE + HEADERS, 64, 0]));
    // Flags (two halves), sizes and numbers of headers.
    file.extend(halves(&[0, 0, 64, 56, 1, 0, 0, 0]));
    // PT_LOAD, PF_R | PF_X.
    file.extend(halves(&[1, 0, 5, 0]));
    file.extend(longs(&[0, BASE, BASE, size, size, 0x1000]));
    file.extend(code.iter().flat_map(|insn| insn.to_le_bytes()));
    file
}

fn halves(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_le_bytes()).collect()
}

fn longs(list: &[u64]) -> Vec<u8> {
    list.iter().flat_map(|n| n.to_le_bytes()).collect()
}
