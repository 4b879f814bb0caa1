//! From a path to the file that will run: access checks and `#!` lines, in the kernel's order and with its errnos.
//!
//! Both the first program ([`exec::load`](crate::exec::load)) and execve go through here.

use std::ffi::CString;
use std::os::fd::OwnedFd;

use crate::host::{self, FileStatus};
use crate::kernel::{ArchInfo, Kernel};
use elf_image::{ElfError, Header};
use guest_mem::Errno;

/// As much of a file as the kernel looks at to recognise it.
const SCRIPT_HEAD: usize = 256;
/// As much as is read at once: the program headers of nearly every program lie in it.
const HEAD: usize = 4096;
/// As many interpreters of interpreters as the kernel follows.
const MAX_INTERPRETERS: usize = 5;
/// f_flags of a file system mounted noexec.
const ST_NOEXEC: u64 = 8;
/// f_flags of a file system mounted nosuid.
const ST_NOSUID: u64 = 2;

/// An opened file that is about to be executed.
#[derive(Debug)]
pub struct Program {
    /// The file, close-on-exec.
    pub file: OwnedFd,
    /// Its first bytes.
    pub head: Vec<u8>,
    /// Its mode and size.
    pub status: FileStatus,
    /// The ST_* flags of its file system.
    pub mount_flags: u64,
}

/// How strictly to look at a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checks {
    /// As execve: it must be executable for the effective user.
    Exec,
    /// It must be readable: the user named it on the emulator's command line.
    Read,
}

/// What runs a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The emulator.
    Guest(Header),
    /// The interpreter its first line names.
    Script(Shebang),
    /// The host, if anybody; the error says why it is not the emulator.
    Foreign(ElfError),
}

/// The first line of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shebang {
    /// The interpreter's path.
    pub interpreter: Vec<u8>,
    /// The rest of the line: one argument, with whatever spaces are in it.
    pub argument: Option<Vec<u8>>,
}

/// A failure, and the path it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathError {
    /// The path, as the guest knows it.
    pub path: Vec<u8>,
    /// What is wrong with it.
    pub errno: Errno,
}

impl Program {
    /// Opens the file at a host path (relative to `dir`) and checks that it may be executed. `flags` may hold
    /// AT_SYMLINK_NOFOLLOW and AT_EMPTY_PATH.
    ///
    /// # Errors
    /// The kernel's, as from execve.
    pub fn open(dir: i32, path: &CString, flags: i32, checks: Checks) -> Result<Program, Errno> {
        if checks == Checks::Exec {
            host::may_execute(dir, path, flags)?;
        }
        let file = if flags & libc::AT_EMPTY_PATH != 0 && path.is_empty() {
            reopen(dir)?
        } else {
            // The file may be a device or a FIFO: opening it must neither wait nor have an effect.
            let nofollow = if flags & libc::AT_SYMLINK_NOFOLLOW != 0 {
                libc::O_NOFOLLOW
            } else {
                0
            };
            let open =
                libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY | nofollow;
            host::openat(dir, path, open)?
        };
        Program::from_file(file, checks)
    }

    /// Looks at an opened file.
    ///
    /// # Errors
    /// EACCES if it is no regular file or its file system is mounted noexec.
    pub fn from_file(file: OwnedFd, checks: Checks) -> Result<Program, Errno> {
        let status = host::fstat(&file)?;
        if status.mode & libc::S_IFMT != libc::S_IFREG {
            return Err(Errno(libc::EACCES));
        }
        let mount_flags = host::mount_flags(&file)?;
        if checks == Checks::Exec && mount_flags & ST_NOEXEC != 0 {
            return Err(Errno(libc::EACCES));
        }
        let mut head = vec![0; HEAD];
        let len = host::pread(&file, &mut head, 0)?;
        head.truncate(len);
        Ok(Program {
            file,
            head,
            status,
            mount_flags,
        })
    }

    /// What runs this file.
    ///
    /// # Errors
    /// ENOEXEC for a script without an interpreter.
    pub fn kind(&self, arch: &ArchInfo) -> Result<Kind, Errno> {
        if let Some(shebang) = Shebang::parse(&self.head)? {
            return Ok(Kind::Script(shebang));
        }
        Ok(match Header::parse(&self.head, self.status.size) {
            Ok(header) if header.machine == arch.elf_machine => Kind::Guest(header),
            Ok(Header { machine: found, .. }) => Kind::Foreign(ElfError::WrongMachine {
                found,
                wanted: arch.elf_machine,
            }),
            Err(error) => Kind::Foreign(error),
        })
    }

    /// Whether executing it changes the user or group.
    pub fn is_set_id(&self) -> bool {
        let group = libc::S_ISGID | libc::S_IXGRP;
        let marked = self.status.mode & libc::S_ISUID != 0 || self.status.mode & group == group;
        marked && self.mount_flags & ST_NOSUID == 0
    }

    /// Reads part of the file, from what is at hand if possible.
    ///
    /// # Errors
    /// The host's. Less than `len` bytes come back if the file is shorter.
    pub fn read(&self, offset: u64, len: usize) -> Result<Vec<u8>, Errno> {
        let at_hand = usize::try_from(offset)
            .ok()
            .and_then(|start| self.head.get(start..start.checked_add(len)?));
        if let Some(bytes) = at_hand {
            return Ok(bytes.to_vec());
        }
        let mut bytes = vec![0; len];
        let read = host::pread(&self.file, &mut bytes, offset)?;
        bytes.truncate(read);
        Ok(bytes)
    }
}

/// A descriptor of our own for the file behind `fd`, readable even if `fd` is only O_PATH.
fn reopen(fd: i32) -> Result<OwnedFd, Errno> {
    let path = CString::new(format!("/proc/self/fd/{fd}")).expect("digits hold no zero byte");
    let flags = libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;
    match host::openat(libc::AT_FDCWD, &path, flags) {
        Err(Errno(libc::ENOENT)) => {
            // No /proc: the same open file serves, if it is readable.
            let copy = host::call(
                libc::SYS_fcntl,
                [fd as u64, libc::F_DUPFD_CLOEXEC as u64, 0, 0, 0, 0],
            )?;
            host::adopt(copy as i32)
        }
        result => result,
    }
}

impl Shebang {
    /// Reads the first line, as the kernel's load_script does, of a file with this beginning. None if it is no script.
    ///
    /// # Errors
    /// ENOEXEC if the line names no interpreter, or one that is cut off at the end of what the kernel reads.
    pub fn parse(head: &[u8]) -> Result<Option<Shebang>, Errno> {
        let Some(line) = head[..head.len().min(SCRIPT_HEAD)].strip_prefix(b"#!") else {
            return Ok(None);
        };
        let noexec = Errno(libc::ENOEXEC);
        let is_space = |b: &u8| matches!(b, b' ' | b'\t');
        let is_end = |b: &u8| is_space(b) || *b == 0;
        let line = match line.iter().position(|&b| b == b'\n' || b == 0) {
            Some(end) => &line[..end],
            None if head.len() < SCRIPT_HEAD => line,
            None => {
                // The line is longer than what the kernel reads: good enough if the interpreter's path is whole.
                let line = &line[..line.len() - 1];
                let name = line.iter().position(|b| !is_space(b)).ok_or(noexec)?;
                line[name..].iter().position(is_end).ok_or(noexec)?;
                line
            }
        };
        let line = line.trim_ascii_matching(is_space);
        if line.is_empty() {
            return Err(noexec);
        }
        let end = line.iter().position(is_space).unwrap_or(line.len());
        let argument = line[end..].trim_ascii_matching(is_space);
        let argument = (!argument.is_empty()).then(|| argument.to_vec());
        Ok(Some(Shebang {
            interpreter: line[..end].to_vec(),
            argument,
        }))
    }
}

/// Trims both ends.
trait TrimMatching {
    fn trim_ascii_matching(&self, matches: impl Fn(&u8) -> bool) -> &Self;
}

impl TrimMatching for [u8] {
    fn trim_ascii_matching(&self, matches: impl Fn(&u8) -> bool) -> &[u8] {
        let start = self.iter().position(|b| !matches(b)).unwrap_or(self.len());
        let end = self
            .iter()
            .rposition(|b| !matches(b))
            .map_or(start, |last| last + 1);
        &self[start..end]
    }
}

/// The file that will run in the end.
#[derive(Debug)]
pub struct Resolved {
    /// The file: no script.
    pub program: Program,
    /// What runs it.
    pub kind: Kind,
    /// Its path, as the guest knows it.
    pub path: Vec<u8>,
    /// What stands in place of argv[0], if `#!` lines were followed: interpreter, argument, script.
    pub front: Option<Vec<Vec<u8>>>,
}

/// Follows `#!` lines from `program`, which the guest knows as `path`.
///
/// # Errors
/// What is wrong with which file; ELOOP for too many interpreters.
pub fn resolve(
    kernel: &Kernel,
    program: Program,
    path: &[u8],
    checks: Checks,
) -> Result<Resolved, PathError> {
    let mut resolved = Resolved {
        program,
        kind: Kind::Foreign(ElfError::NotElf),
        path: path.to_vec(),
        front: None,
    };
    let fail = |path: &[u8], errno| PathError {
        path: path.to_vec(),
        errno,
    };
    for _ in 0..=MAX_INTERPRETERS {
        resolved.kind = resolved
            .program
            .kind(kernel.arch)
            .map_err(|errno| fail(&resolved.path, errno))?;
        let Kind::Script(shebang) = &resolved.kind else {
            return Ok(resolved);
        };
        let mut front = vec![shebang.interpreter.clone()];
        front.extend(shebang.argument.clone());
        front.push(resolved.path);
        front.extend(resolved.front.into_iter().flatten().skip(1));
        let path = shebang.interpreter.clone();
        let host_path = host_path(kernel, &path).map_err(|errno| fail(&path, errno))?;
        let program = Program::open(libc::AT_FDCWD, &host_path, 0, checks)
            .map_err(|errno| fail(&path, errno))?;
        resolved = Resolved {
            program,
            kind: Kind::Foreign(ElfError::NotElf),
            path,
            front: Some(front),
        };
    }
    Err(fail(path, Errno(libc::ELOOP)))
}

/// Where a path of the guest's leads on the host.
///
/// # Errors
/// ENOENT for the empty path.
pub fn host_path(kernel: &Kernel, path: &[u8]) -> Result<CString, Errno> {
    let _ = kernel;
    if path.is_empty() {
        return Err(Errno(libc::ENOENT));
    }
    CString::new(path).map_err(|_| Errno(libc::ENOENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(head: &[u8]) -> Result<Option<(String, Option<String>)>, Errno> {
        let text = |bytes| String::from_utf8(bytes).expect("the test's lines are ASCII");
        Ok(Shebang::parse(head)?.map(|s| (text(s.interpreter), s.argument.map(text))))
    }

    fn line(
        interpreter: &str,
        argument: Option<&str>,
    ) -> Result<Option<(String, Option<String>)>, Errno> {
        Ok(Some((interpreter.into(), argument.map(Into::into))))
    }

    const NOEXEC: Result<Option<(String, Option<String>)>, Errno> = Err(Errno(libc::ENOEXEC));

    #[test]
    fn first_lines() {
        assert_eq!(parse(b"\x7fELF"), Ok(None));
        assert_eq!(parse(b"#"), Ok(None));
        assert_eq!(parse(b"#!/bin/sh\necho"), line("/bin/sh", None));
        assert_eq!(parse(b"#! \t/bin/sh \t\n"), line("/bin/sh", None));
        assert_eq!(
            parse(b"#!/usr/bin/env  -S a  b \nrest"),
            line("/usr/bin/env", Some("-S a  b"))
        );
        assert_eq!(parse(b"#!sh"), line("sh", None));
        assert_eq!(parse(b"#!sh -e"), line("sh", Some("-e")));
        assert_eq!(parse(b"#!/bin/sh\0junk\n"), line("/bin/sh", None));
        assert_eq!(parse(b"#!/bin/sh\r\n"), line("/bin/sh\r", None));
        assert_eq!(parse(b"#!\n/bin/sh"), NOEXEC);
        assert_eq!(parse(b"#! \t \n"), NOEXEC);
        assert_eq!(parse(b"#!"), NOEXEC);
    }

    #[test]
    fn lines_longer_than_the_kernel_reads() {
        let long = |text: &str| [text.as_bytes(), &[b'x'; 400][..]].concat();
        assert_eq!(parse(&long("#!/bin/")), NOEXEC);
        assert_eq!(parse(&[&b"#!"[..], &[b' '; 400]].concat()), NOEXEC);
        let cut = "x".repeat(255 - "#!/bin/sh ".len());
        assert_eq!(parse(&long("#!/bin/sh ")), line("/bin/sh", Some(&cut)));
        let fits = [&b"#!"[..], &[b'x'; 253], b"\n"].concat();
        assert_eq!(fits.len(), SCRIPT_HEAD);
        assert_eq!(parse(&fits), line(&"x".repeat(253), None));
    }
}
