//! jitdump (tools/perf/Documentation/jitdump-specification.txt): a header, then a record for each piece of code.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use nix::time::{ClockId, clock_gettime};

use crate::Translated;

const MAGIC: u32 = 0x4a69_5444;
const VERSION: u32 = 1;
const HEADER: u32 = 40;
/// EM_X86_64.
const MACHINE: u32 = 62;
const CODE_LOAD: u32 = 0;
const CODE_LOAD_FIXED: u32 = 56;

/// Starts a dump. `perf record` learns of it by an executable mapping of its first page.
pub fn create(path: &Path, pid: u32) -> io::Result<()> {
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)?;
    let mut header = Vec::new();
    for word in [MAGIC, VERSION, HEADER, MACHINE, 0, pid] {
        header.extend(word.to_le_bytes());
    }
    header.extend(now()?.to_le_bytes());
    header.extend(0u64.to_le_bytes());
    file.write_all(&header)?;
    host_calls::show_executable(file.as_raw_fd()).map_err(io::Error::from_raw_os_error)
}

/// Adds a block.
pub fn append(mut file: File, pid: u32, block: &Translated<'_>, name: &str) -> io::Result<()> {
    static INDEX: AtomicU64 = AtomicU64::new(0);
    let len = block.code.len();
    let size = CODE_LOAD_FIXED as usize + name.len() + 1 + len;
    let mut record = Vec::with_capacity(size);
    record.extend(CODE_LOAD.to_le_bytes());
    record.extend((size as u32).to_le_bytes());
    record.extend(now()?.to_le_bytes());
    record.extend(pid.to_le_bytes());
    // The thread does not matter to perf: code is found by process and time.
    record.extend(pid.to_le_bytes());
    let index = INDEX.fetch_add(1, Ordering::Relaxed);
    for word in [block.host, block.host, len as u64, index] {
        record.extend(word.to_le_bytes());
    }
    record.extend(name.as_bytes());
    record.push(0);
    record.extend(block.code);
    file.write_all(&record)
}

/// The clock of `perf record -k mono`, in nanoseconds.
fn now() -> io::Result<u64> {
    let time = clock_gettime(ClockId::CLOCK_MONOTONIC)?;
    Ok(time.tv_sec() as u64 * 1_000_000_000 + time.tv_nsec() as u64)
}
