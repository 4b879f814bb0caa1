//! From a path to the file that will run: access checks and `#!` lines, in the kernel's order and with its errnos.
//!
//! Both the first program ([`exec::load`](crate::exec::load)) and execve go through here.

use std::ffi::CString;
use std::os::fd::OwnedFd;

use crate::fs_view::{Place, c_string};
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

impl PathError {
    fn new(path: &[u8], errno: Errno) -> PathError {
        PathError {
            path: path.to_vec(),
            errno,
        }
    }
}

impl Program {
    /// Opens a file and checks that it may be executed.
    ///
    /// # Errors
    /// The kernel's, as from execve.
    pub fn open(at: &Location, checks: Checks) -> Result<Program, Errno> {
        if checks == Checks::Exec {
            host::may_execute(at.dir, &at.path, at.flags)?;
        }
        let file = if at.path.is_empty() {
            reopen(at.dir)?
        } else {
            // The file may be a device or a FIFO: opening it must neither wait nor have an effect.
            let nofollow = if at.flags & libc::AT_SYMLINK_NOFOLLOW != 0 {
                libc::O_NOFOLLOW
            } else {
                0
            };
            let open =
                libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY | nofollow;
            host::openat(at.dir, &at.path, open)?
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
    /// Where it is, unless it came as an open file.
    pub location: Option<Location>,
    /// What runs it.
    pub kind: Kind,
    /// Its path, as the guest knows it.
    pub path: Vec<u8>,
    /// What stands in place of argv[0], if `#!` lines were followed: interpreter, argument, script.
    pub front: Option<Vec<Vec<u8>>>,
}

impl Resolved {
    /// Opens what the guest knows as `path` and follows `#!` lines.
    ///
    /// # Errors
    /// What is wrong with which file; ELOOP for too many interpreters.
    pub fn open(
        kernel: &Kernel,
        at: Location,
        path: &[u8],
        checks: Checks,
    ) -> Result<Resolved, PathError> {
        let program = Program::open(&at, checks).map_err(|errno| PathError::new(path, errno))?;
        Resolved::new(kernel, program, Some(at), path)?.follow(kernel, checks)
    }

    /// As [`Resolved::open`], for a file that is open already.
    ///
    /// # Errors
    /// As [`Resolved::open`].
    pub fn from_file(
        kernel: &Kernel,
        file: OwnedFd,
        path: &[u8],
        checks: Checks,
    ) -> Result<Resolved, PathError> {
        let program =
            Program::from_file(file, checks).map_err(|errno| PathError::new(path, errno))?;
        Resolved::new(kernel, program, None, path)?.follow(kernel, checks)
    }

    fn new(
        kernel: &Kernel,
        program: Program,
        location: Option<Location>,
        path: &[u8],
    ) -> Result<Resolved, PathError> {
        let kind = program
            .kind(kernel.arch)
            .map_err(|errno| PathError::new(path, errno))?;
        Ok(Resolved {
            program,
            location,
            kind,
            path: path.to_vec(),
            front: None,
        })
    }

    fn follow(mut self, kernel: &Kernel, checks: Checks) -> Result<Resolved, PathError> {
        for _ in 0..MAX_INTERPRETERS {
            let Kind::Script(shebang) = &self.kind else {
                return Ok(self);
            };
            let mut front = vec![shebang.interpreter.clone()];
            front.extend(shebang.argument.clone());
            let path = shebang.interpreter.clone();
            front.push(self.path);
            front.extend(self.front.into_iter().flatten().skip(1));
            let fail = |errno| PathError::new(&path, errno);
            let at = Location::of(kernel, libc::AT_FDCWD, &path, 0).map_err(fail)?;
            let program = Program::open(&at, checks).map_err(fail)?;
            self = Resolved {
                front: Some(front),
                ..Resolved::new(kernel, program, Some(at), &path)?
            };
        }
        match self.kind {
            Kind::Script(_) => Err(PathError::new(&self.path, Errno(libc::ELOOP))),
            _ => Ok(self),
        }
    }
}

/// Where a file is on the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The directory a relative path starts from, or AT_FDCWD.
    pub dir: i32,
    /// The path; empty for the file `dir` itself, with AT_EMPTY_PATH.
    pub path: CString,
    /// AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH.
    pub flags: i32,
}

impl Location {
    /// Where the guest's arguments of execveat lead.
    ///
    /// # Errors
    /// ENOENT for an empty path without AT_EMPTY_PATH; what the view of the file system says.
    pub fn of(kernel: &Kernel, dir: i32, path: &[u8], flags: i32) -> Result<Location, Errno> {
        if path.is_empty() && flags & libc::AT_EMPTY_PATH == 0 {
            return Err(Errno(libc::ENOENT));
        }
        if let Some(own) = own_program(kernel, path) {
            return Ok(Location {
                dir: libc::AT_FDCWD,
                path: own,
                flags: 0,
            });
        }
        let follow = flags & libc::AT_SYMLINK_NOFOLLOW == 0;
        Ok(match kernel.fs.resolve(dir, path, follow)? {
            Place::Host(path) => Location {
                dir: libc::AT_FDCWD,
                path,
                flags,
            },
            Place::AsGiven => Location {
                dir,
                path: c_string(path),
                flags,
            },
        })
    }
}

/// /proc/self/exe and its like name the emulator to the host; the guest means its own program.
fn own_program(kernel: &Kernel, path: &[u8]) -> Option<CString> {
    if !path.starts_with(b"/proc/") || !path.ends_with(b"/exe") {
        return None;
    }
    let target = host::readlink(&c_string(path)).ok()?;
    let image = kernel.image()?;
    kernel
        .fs
        .is_emulator_path(&target)
        .then(|| c_string(&image.exe))
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
