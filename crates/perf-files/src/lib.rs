//! The files from which the profiler `perf` learns what translated code is: the map of addresses (`/tmp/perf-PID.map`,
//! tools/perf/Documentation/jit-interface.txt) and the dump of code (`jit-PID.dump`, jitdump-specification.txt).
//!
//! May touch: files. **Invariant: no descriptor stays open, where the guest would see it**; a file is opened for each block.
#![forbid(unsafe_code)]

mod jitdump;
mod symbols;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

pub use symbols::Symbols;

/// A block of translated code.
#[derive(Clone, Copy, Debug)]
pub struct Translated<'a> {
    /// Guest address.
    pub pc: u64,
    /// Host address.
    pub host: u64,
    /// Host instructions.
    pub code: &'a [u8],
}

/// The files of one process.
#[derive(Debug)]
pub struct PerfFiles {
    /// `Some` where it is wanted.
    map: Option<PathBuf>,
    dump: Option<PathBuf>,
    symbols: Symbols,
    pid: u32,
}

impl PerfFiles {
    /// Begins the files that are wanted.
    ///
    /// # Errors
    /// If they cannot be made.
    pub fn new(map: bool, dump: bool) -> io::Result<PerfFiles> {
        let pid = std::process::id();
        let files = PerfFiles {
            map: map.then(|| map_path(pid)),
            dump: dump.then(|| dump_path(pid)),
            symbols: Symbols::default(),
            pid,
        };
        if let Some(path) = &files.map {
            File::create(path)?;
        }
        if let Some(path) = &files.dump {
            jitdump::create(path, pid)?;
        }
        Ok(files)
    }

    /// Records a block.
    ///
    /// # Errors
    /// If the files cannot be written.
    pub fn add(&mut self, block: &Translated<'_>) -> io::Result<()> {
        self.follow_fork()?;
        let name = self.symbols.name(block.pc);
        if let Some(path) = &self.map {
            let line = format!("{:x} {:x} {name}\n", block.host, block.code.len());
            append(path)?.write_all(line.as_bytes())?;
        }
        if let Some(path) = &self.dump {
            jitdump::append(append(path)?, self.pid, block, &name)?;
        }
        Ok(())
    }

    /// A child process has its parent's blocks, but files of its own.
    fn follow_fork(&mut self) -> io::Result<()> {
        let pid = std::process::id();
        if pid == self.pid {
            return Ok(());
        }
        self.pid = pid;
        if let Some(path) = &mut self.map {
            let parents = std::mem::replace(path, map_path(pid));
            fs::copy(parents, path)?;
        }
        if let Some(path) = &mut self.dump {
            *path = dump_path(pid);
            jitdump::create(path, pid)?;
        }
        Ok(())
    }
}

fn map_path(pid: u32) -> PathBuf {
    format!("/tmp/perf-{pid}.map").into()
}

fn dump_path(pid: u32) -> PathBuf {
    format!("/tmp/jit-{pid}.dump").into()
}

fn append(path: &PathBuf) -> io::Result<File> {
    OpenOptions::new().append(true).open(path)
}
