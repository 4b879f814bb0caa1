//! Logging by topic (`-d topic,..`), written to stderr or to a file by plain writes: no locks that a fork
//! could leave taken, no buffers that a crash could lose.

use std::fs::File;
use std::io::stderr;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::OnceLock;

use log::{LevelFilter, Log, Metadata, Record};
use nix::fcntl::{FcntlArg, fcntl};

/// A topic and what it shows.
pub struct Topic {
    /// Name on the command line, and the target of the log records.
    pub name: &'static str,
    /// One line for the help.
    pub help: &'static str,
}

/// Every topic.
pub const TOPICS: &[Topic] = &[
    Topic {
        name: "in_asm",
        help: "guest assembly of each translated block",
    },
    Topic {
        name: "ir",
        help: "each block as lifted",
    },
    Topic {
        name: "ir_opt",
        help: "each block after the passes",
    },
    Topic {
        name: "out_asm",
        help: "host assembly of each translated block",
    },
    Topic {
        name: "exec",
        help: "pc of each block entered (switches chaining off)",
    },
    Topic {
        name: "chain",
        help: "exits that are connected to their target",
    },
    Topic {
        name: "signal",
        help: "signals captured and delivered",
    },
    Topic {
        name: "mmap",
        help: "changes of the guest's mappings",
    },
    Topic {
        name: "smc",
        help: "translations dropped because code changed",
    },
    Topic {
        name: "strace",
        help: "system calls (as -strace)",
    },
];

struct Logger {
    /// One bit per topic.
    enabled: u32,
    /// Standard error if none.
    file: Option<OwnedFd>,
}

static LOGGER: OnceLock<Logger> = OnceLock::new();

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        bit(metadata.target()) & self.enabled != 0
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let mut line = record.args().to_string();
        line.push('\n');
        match &self.file {
            Some(file) => write_all(file.as_fd(), line.as_bytes()),
            None => write_stderr(line.as_bytes()),
        }
    }

    fn flush(&self) {}
}

fn bit(target: &str) -> u32 {
    TOPICS
        .iter()
        .position(|t| t.name == target)
        .map_or(0, |i| 1 << i)
}

/// Writes everything unless the descriptor fails.
fn write_all(fd: BorrowedFd<'_>, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match nix::unistd::write(fd, bytes) {
            Ok(n) if n > 0 => bytes = &bytes[n..],
            _ => return,
        }
    }
}

/// Writes to standard error without the standard library's lock.
pub fn write_stderr(bytes: &[u8]) {
    write_all(stderr().as_fd(), bytes);
}

/// Prints one line for the user on stderr.
pub fn message(text: &str) {
    write_stderr(format!("emu: {text}\n").as_bytes());
}

/// Turns the comma-separated `topics` on, writing to `file` or stderr.
///
/// # Errors
/// A line for the user: an unknown topic, or a file that cannot be written.
pub fn start(topics: &str, file: Option<&str>) -> Result<(), String> {
    let mut enabled = 0;
    for topic in topics.split(',').filter(|t| !t.is_empty()) {
        match bit(topic) {
            0 => {
                return Err(format!(
                    "unknown topic '{topic}' for -d; topics are: {}",
                    names()
                ));
            }
            b => enabled |= b,
        }
    }
    if enabled == 0 {
        return Ok(());
    }
    let file = file.map(open).transpose()?;
    let logger = LOGGER.get_or_init(|| Logger { enabled, file });
    // Only the first call can succeed, and there is only one.
    let _ = log::set_logger(logger);
    log::set_max_level(LevelFilter::Trace);
    Ok(())
}

/// Names of all topics.
pub fn names() -> String {
    TOPICS.iter().map(|t| t.name).collect::<Vec<_>>().join(" ")
}

/// Log files are opened at or above this descriptor, far from those a guest expects to get.
const FIRST_FD: i32 = 900;

fn open(path: &str) -> Result<OwnedFd, String> {
    let path = path.replace("%d", &std::process::id().to_string());
    let opened = File::options().append(true).create(true).open(&path);
    let file = opened.map_err(|e| format!("{path}: {e}"))?;
    let file = high(&file).unwrap_or_else(|| file.into());
    linux_user::syscalls::fd::keep_open(file.as_raw_fd());
    Ok(file)
}

/// The same file, out of the guest's way.
fn high(file: impl AsFd) -> Option<OwnedFd> {
    let fd = fcntl(file, FcntlArg::F_DUPFD_CLOEXEC(FIRST_FD)).ok()?;
    linux_user::host::adopt(fd).ok()
}

static REPORTS: OnceLock<OwnedFd> = OnceLock::new();

/// Keeps `file`, or standard error as it is now, for what is told at the end: many programs close their standard error before.
///
/// # Errors
/// A line for the user: a file that cannot be written.
pub fn keep_for_report(file: Option<&str>) -> Result<(), String> {
    let kept = file.map(open).transpose()?.or_else(|| high(stderr()));
    if let Some(kept) = kept {
        linux_user::syscalls::fd::keep_open(kept.as_raw_fd());
        // There is only one call.
        let _ = REPORTS.set(kept);
    }
    Ok(())
}

/// Writes what is told at the end.
pub fn write_report(bytes: &[u8]) {
    match REPORTS.get() {
        Some(kept) => write_all(kept.as_fd(), bytes),
        None => write_stderr(bytes),
    }
}
