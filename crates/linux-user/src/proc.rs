//! /proc tells the guest's story, by whatever path or descriptor it is reached.
//!
//! Most of it the kernel tells by itself once it knows the guest's addresses ([`tell_kernel`]): cmdline, environ, auxv
//! and the addresses in stat, for every observer; comm is the thread's name, which exec sets. What is left is answered
//! here after the host has opened the file, so that it does not matter how it was named: `exe`, `maps`, `smaps`,
//! `/proc/cpuinfo` and `/proc/sys/kernel/arch`. They become read-only files in memory with the content of the moment
//! of opening.

use std::ffi::CString;
use std::fmt::Write;
use std::os::fd::AsRawFd;
use std::sync::atomic::{AtomicBool, Ordering};

use guest_mem::{Backing, Errno, Vma, WINDOW_LIMIT, window_end};

use crate::fs_view::c_string;
use crate::kernel::{ImageInfo, Kernel};
use crate::syscalls::fs::id_of;
use crate::task::{SysResult, Task};
use crate::{file, host};

/// Whether the kernel knows the guest's arguments, environment and auxiliary vector.
static KERNEL_KNOWS: AtomicBool = AtomicBool::new(false);

/// Tells the kernel where the guest's program, arguments, environment and auxiliary vector lie (PR_SET_MM_MAP), so
/// that /proc shows them in place of the emulator's. Needs no privilege, but a kernel with CONFIG_CHECKPOINT_RESTORE;
/// without, the files are answered here for the process itself.
///
/// # Errors
/// The host's. Nothing depends on success.
pub fn tell_kernel(image: &ImageInfo) -> Result<(), Errno> {
    const PR_SET_MM_MAP: u64 = 14;
    /// No change of /proc/self/exe: that takes a privilege.
    const NO_EXE: u64 = 0xffff_ffff << 32;
    let code = image.code;
    let data = if image.data.0 == 0 {
        (code.1, code.1)
    } else {
        image.data
    };
    let brk = if image.start_brk == 0 {
        data.1
    } else {
        image.start_brk
    };
    // struct prctl_mm_map (linux/prctl.h).
    let map = [
        code.0,
        code.1,
        data.0,
        data.1,
        brk,
        brk,
        image.start_stack,
        image.args.0,
        image.args.1,
        image.env.0,
        image.env.1,
        image.auxv.as_ptr() as u64,
        image.auxv.len() as u64 | NO_EXE,
    ];
    let args = [
        libc::PR_SET_MM as u64,
        PR_SET_MM_MAP,
        map.as_ptr() as u64,
        size_of_val(&map) as u64,
        0,
        0,
    ];
    let result = host::call(libc::SYS_prctl, args);
    KERNEL_KNOWS.store(result.is_ok(), Ordering::Relaxed);
    result.map(drop)
}

/// A file was opened with these host flags: if it has to tell another story, the descriptor gets another file. `path`
/// gives the directory descriptor and the path it was opened by, as the host got them.
pub fn opened(
    task: &Task,
    fd: u64,
    flags: u64,
    path: impl FnOnce() -> Result<(u64, Vec<u8>), Errno>,
) -> SysResult {
    let flags = flags as i32;
    if flags & (libc::O_ACCMODE | libc::O_CREAT | libc::O_DIRECTORY) != libc::O_RDONLY {
        return Ok(fd);
    }
    let Ok(stat) = file::fstat(fd) else {
        return Ok(fd);
    };
    if task.kernel.fs.is_emulator(id_of(&stat)) {
        let (dirfd, path) = path()?;
        return match guest_exe(&task.kernel, dirfd, &path) {
            Some(exe) => {
                host::openat(libc::AT_FDCWD, &exe, flags).and_then(|new| replace(fd, new, flags))
            }
            None => Ok(fd),
        };
    }
    // Files in /proc have no size, and their device has no number.
    let may_be_proc = stat.st_mode & libc::S_IFMT == libc::S_IFREG
        && stat.st_size == 0
        && libc::major(stat.st_dev) == 0
        && flags & libc::O_PATH == 0;
    if !may_be_proc || !file::is_proc(fd) {
        return Ok(fd);
    }
    let Ok(path) = file::path_of(fd) else {
        return Ok(fd);
    };
    let Some(content) = story(&task.kernel, task.kernel.fs.to_guest(&path)) else {
        return Ok(fd);
    };
    file::in_memory(&c_string(&path), &content).and_then(|new| replace(fd, new, flags))
}

/// Puts a file in another's place.
fn replace(fd: u64, new: std::os::fd::OwnedFd, flags: i32) -> SysResult {
    let cloexec = (flags & libc::O_CLOEXEC) as u64;
    let args = [new.as_raw_fd() as u64, fd, cloexec, 0, 0, 0];
    host::call(libc::SYS_dup3, args)
}

/// The content of a file in /proc, if it is another than the host's.
fn story(kernel: &Kernel, path: &[u8]) -> Option<Vec<u8>> {
    let path = std::str::from_utf8(path).ok()?;
    let inside = path.strip_prefix("/proc/")?;
    match inside {
        "cpuinfo" => return cpuinfo(kernel).map(String::into_bytes),
        "sys/kernel/arch" => return Some(format!("{}\n", kernel.arch.machine).into_bytes()),
        _ => {}
    }
    let (dir, name) = inside.rsplit_once('/')?;
    if !matches!(name, "maps" | "smaps" | "cmdline" | "environ" | "auxv") || !is_own(dir) {
        return None;
    }
    match name {
        "maps" => maps(kernel).map(String::into_bytes),
        "smaps" => smaps(kernel).map(String::into_bytes),
        _ if KERNEL_KNOWS.load(Ordering::Relaxed) => None,
        "cmdline" => memory(kernel.image()?.args),
        "environ" => memory(kernel.image()?.env),
        _ => Some(kernel.image()?.auxv.clone()),
    }
}

/// Whether a directory of /proc (`12`, `12/task/13`) is the calling process's.
fn is_own(dir: &str) -> bool {
    let Ok(own) = host::readlink(c"/proc/self") else {
        return false;
    };
    let mut parts = dir.split('/');
    let (pid, rest) = (parts.next().unwrap_or(""), parts.next());
    if !matches!(
        (rest, parts.next(), parts.next()),
        (None, ..) | (Some("task"), Some(_), None)
    ) {
        return false;
    }
    // A thread's id works in place of the process's.
    let is_thread = || {
        let thread = format!("/proc/self/task/{pid}");
        !pid.is_empty() && file::stat(&c_string(thread.as_bytes())).is_ok()
    };
    pid.as_bytes() == own || is_thread()
}

/// The guest's memory from the first address up to the second.
fn memory((start, end): (u64, u64)) -> Option<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(end.checked_sub(start)?).ok()?];
    guest_mem::read_bytes(start, &mut bytes).ok()?;
    Some(bytes)
}

/// The host path of the program a process runs, if `path` leads to it through a /proc/*/exe that is the emulator's.
pub fn guest_exe(kernel: &Kernel, dirfd: u64, path: &[u8]) -> Option<CString> {
    const MAX_LINKS: u32 = 40;
    let (mut dirfd, mut path) = (dirfd as i32, path.to_vec());
    for _ in 0..MAX_LINKS {
        let (dir, name) = parent(dirfd, &path)?;
        if name == b"exe" {
            return exe_of(kernel, &dir).map(|exe| c_string(&exe));
        }
        let target = host::readlink(&c_string(&[&dir[..], b"/", &name].concat())).ok()?;
        path = match target.starts_with(b"/") {
            true => target,
            false => [&dir[..], b"/", &target].concat(),
        };
        dirfd = libc::AT_FDCWD;
    }
    None
}

/// The directory that holds the last component of a path, and that component.
fn parent(dirfd: i32, path: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (dir, name) = match path.iter().rposition(|c| *c == b'/') {
        Some(slash) => (&path[..=slash], &path[slash + 1..]),
        None => (&b"."[..], path),
    };
    if name.is_empty() {
        return None;
    }
    let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC;
    let fd = host::openat(dirfd, &c_string(dir), flags).ok()?;
    let dir = file::path_of(fd.as_raw_fd() as u64).ok()?;
    Some((dir, name.to_vec()))
}

/// The program a process's directory in /proc stands for, as a path of the host. Another emulated process has told
/// the kernel where its program's code begins: the file mapped there is the program.
fn exe_of(kernel: &Kernel, dir: &[u8]) -> Option<Vec<u8>> {
    /// start_code in the fields after the name, from 0.
    const START_CODE: usize = 23;
    let process = std::str::from_utf8(dir.strip_prefix(b"/proc/")?).ok()?;
    if is_own(process) {
        return Some(kernel.image()?.exe.clone());
    }
    let file = |name: &[u8]| file::read_whole(&c_string(&[dir, b"/", name].concat())).ok();
    let stat = file(b"stat")?;
    let fields = &stat[stat.iter().rposition(|c| *c == b')')? + 1..];
    let fields = std::str::from_utf8(fields).ok()?;
    let start_code: u64 = fields.split_whitespace().nth(START_CODE)?.parse().ok()?;
    let maps = file(b"maps")?;
    let mut lines = maps.split(|c| *c == b'\n');
    let line = lines.find_map(|line| {
        let line = Line::parse(std::str::from_utf8(line).ok()?)?;
        (line.start <= start_code && start_code < line.end).then_some(line)
    })?;
    let in_guest = line.end <= WINDOW_LIMIT && line.name.starts_with('/');
    in_guest.then(|| line.name.as_bytes().to_vec())
}

/// What the guest reads from a link whose text is the emulator's path or begins with the prefix: `None` if it is an
/// ordinary link with just this text.
pub fn link_text(task: &Task, dirfd: u64, path: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let (dir, name) = parent(dirfd as i32, path)?;
    let fd = host::openat(
        libc::AT_FDCWD,
        &c_string(&dir),
        libc::O_PATH | libc::O_CLOEXEC,
    )
    .ok()?;
    if !file::is_proc(fd.as_raw_fd() as u64) {
        return None;
    }
    let fs = &task.kernel.fs;
    if name == b"exe" && fs.is_emulator_path(text) {
        return Some(fs.to_guest(&exe_of(&task.kernel, &dir)?).to_vec());
    }
    Some(fs.to_guest(text).to_vec())
}

/// One line of the host's maps.
struct Line<'a> {
    start: u64,
    end: u64,
    shared: bool,
    offset: u64,
    /// Device and inode, as printed.
    file: &'a str,
    /// The name; empty if there is none.
    name: &'a str,
}

impl Line<'_> {
    /// Reads `start-end perms offset dev inode name`.
    fn parse(line: &str) -> Option<Line<'_>> {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let (perms, rest) = rest.split_once(' ')?;
        let (offset, rest) = rest.split_once(' ')?;
        let inode = rest.find(' ')? + 1;
        let length = rest[inode..].find(' ').unwrap_or(rest.len() - inode);
        let (file, name) = rest.split_at(inode + length);
        Some(Line {
            start: u64::from_str_radix(start, 16).ok()?,
            end: u64::from_str_radix(end, 16).ok()?,
            shared: perms.ends_with('s'),
            offset: u64::from_str_radix(offset, 16).ok()?,
            file,
            name: name.trim_start(),
        })
    }

    /// Writes the part of the line that a mapping of the guest covers, as the kernel prints it.
    fn show(&self, vma: &Vma, kernel: &Kernel, out: &mut String) {
        /// Where names begin.
        const NAME: usize = 73;
        let (start, end) = (self.start.max(vma.start), self.end.min(vma.end));
        let offset = match self.file.ends_with(" 0") {
            true => self.offset,
            false => self.offset + (start - self.start),
        };
        let flag = |on, letter| if on { letter } else { '-' };
        let (r, w) = (flag(vma.prot.read(), 'r'), flag(vma.prot.write(), 'w'));
        let x = flag(vma.prot.exec(), 'x');
        let s = if self.shared { 's' } else { 'p' };
        let line = format!(
            "{start:08x}-{end:08x} {r}{w}{x}{s} {offset:08x} {} ",
            self.file
        );
        let name = match vma.backing {
            Backing::Heap => "[heap]",
            Backing::Stack => "[stack]",
            Backing::Vdso => "[vdso]",
            // The host's own idea of its heap and stack is not the guest's.
            _ if matches!(self.name, "[heap]" | "[stack]") => "",
            _ => self.name,
        };
        let shown = kernel.fs.to_guest(name.as_bytes());
        let shown = String::from_utf8_lossy(shown);
        // Writing to a String cannot fail.
        let _ = match shown.is_empty() {
            true => writeln!(out, "{line}"),
            false => writeln!(out, "{line:NAME$}{shown}"),
        };
    }
}

/// /proc/self/maps: the host's lines inside the guest's window, cut at the guest's mappings, with its protections.
fn maps(kernel: &Kernel) -> Option<String> {
    let host_maps = file::read_whole(c"/proc/self/maps").ok()?;
    let host_maps = String::from_utf8_lossy(&host_maps);
    let vmas = kernel.mem.vmas();
    let mut out = String::with_capacity(host_maps.len());
    for line in host_maps.lines().filter_map(Line::parse) {
        if line.start >= window_end() {
            break;
        }
        let first = vmas.partition_point(|vma| vma.end <= line.start);
        for vma in vmas[first..].iter().take_while(|vma| vma.start < line.end) {
            line.show(vma, kernel, &mut out);
        }
    }
    Some(out)
}

/// /proc/self/smaps: the host's entries inside the guest's window. Where one entry of the host holds several mappings
/// of the guest it stays one, with the first one's protection: its counters cannot be divided.
fn smaps(kernel: &Kernel) -> Option<String> {
    let host_maps = file::read_whole(c"/proc/self/smaps").ok()?;
    let host_maps = String::from_utf8_lossy(&host_maps);
    let vmas = kernel.mem.vmas();
    let mut out = String::with_capacity(host_maps.len());
    let mut shown = false;
    for text in host_maps.lines() {
        let Some(line) = Line::parse(text) else {
            if shown {
                out.push_str(text);
                out.push('\n');
            }
            continue;
        };
        let first = vmas.partition_point(|vma| vma.end <= line.start);
        let vma = vmas.get(first).filter(|vma| vma.start < line.end);
        shown = vma.is_some() && line.start < window_end();
        if let Some(vma) = vma.filter(|_| shown) {
            let mut whole = *vma;
            (whole.start, whole.end) = (line.start, line.end);
            line.show(&whole, kernel, &mut out);
        }
    }
    Some(out)
}

/// /proc/cpuinfo: the guest architecture's paragraph for each cpu of the host.
fn cpuinfo(kernel: &Kernel) -> Option<String> {
    let host_info = file::read_whole(c"/proc/cpuinfo").ok()?;
    let host_info = String::from_utf8_lossy(&host_info);
    let numbers = host_info
        .lines()
        .filter_map(|line| line.strip_prefix("processor")?.split_once(": "));
    let paragraph = |(_, number)| (kernel.arch.cpuinfo)(kernel.options.cpu, number);
    Some(numbers.map(paragraph).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_maps_is_read_with_spaces_in_its_name() {
        let line = "7f00-8f00 rw-s 0001f000 08:01 1234                       /a file (deleted)";
        let line = Line::parse(line).expect("a line of maps");
        assert_eq!((line.start, line.end), (0x7f00, 0x8f00));
        assert!(line.shared);
        assert_eq!((line.offset, line.file), (0x1f000, "08:01 1234"));
        assert_eq!(line.name, "/a file (deleted)");
        let anonymous = Line::parse("7f00-8f00 ---p 00000000 00:00 0 ").expect("a line of maps");
        assert_eq!((anonymous.file, anonymous.name), ("00:00 0", ""));
        assert!(Line::parse("Rss:                   4 kB").is_none());
        assert!(Line::parse("VmFlags: rd wr mr mw me ac sd").is_none());
    }

    #[test]
    fn own_directories_are_known_by_process_and_thread() {
        let pid = std::process::id();
        assert!(is_own(&pid.to_string()));
        assert!(is_own(&format!("{pid}/task/{pid}")));
        assert!(!is_own("1") || pid == 1);
        assert!(!is_own(&format!("{pid}/net")));
        assert!(!is_own(""));
    }
}
