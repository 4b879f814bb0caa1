//! Files of the host that the emulator itself looks at: status, whole contents, and files made in memory.

use std::ffi::CStr;
use std::os::fd::{AsRawFd, OwnedFd};

use guest_mem::Errno;
use linux_abi::layout::x64;

use crate::host;

/// What newfstatat(2) tells: the file at the end of `path`.
///
/// # Errors
/// The host's.
pub fn stat_at(dirfd: i32, path: &CStr, flags: i32) -> Result<x64::Stat, Errno> {
    stat_raw(dirfd as u64, path.as_ptr() as u64, flags as u64)
}

/// As [`stat_at`], with the raw arguments of a guest's call.
///
/// # Errors
/// The host's.
pub fn stat_raw(dirfd: u64, path: u64, flags: u64) -> Result<x64::Stat, Errno> {
    let mut bytes = [0; x64::Stat::SIZE];
    let args = [dirfd, path, bytes.as_mut_ptr() as u64, flags, 0, 0];
    host::call(libc::SYS_newfstatat, args)?;
    Ok(x64::Stat::from_bytes(&bytes))
}

/// stat(2).
///
/// # Errors
/// The host's.
pub fn stat(path: &CStr) -> Result<x64::Stat, Errno> {
    stat_at(libc::AT_FDCWD, path, 0)
}

/// lstat(2).
///
/// # Errors
/// The host's.
pub fn lstat(path: &CStr) -> Result<x64::Stat, Errno> {
    stat_at(libc::AT_FDCWD, path, libc::AT_SYMLINK_NOFOLLOW)
}

/// fstat(2).
///
/// # Errors
/// The host's.
pub fn fstat(fd: u64) -> Result<x64::Stat, Errno> {
    let mut bytes = [0; x64::Stat::SIZE];
    host::call(libc::SYS_fstat, [fd, bytes.as_mut_ptr() as u64, 0, 0, 0, 0])?;
    Ok(x64::Stat::from_bytes(&bytes))
}

/// Whether a descriptor's file lies in a proc file system.
pub fn is_proc(fd: u64) -> bool {
    /// PROC_SUPER_MAGIC.
    const PROC: u64 = 0x9fa0;
    // struct statfs: f_type comes first.
    let mut statfs = [0_u64; 15];
    let args = [fd, statfs.as_mut_ptr() as u64, 0, 0, 0, 0];
    host::call(libc::SYS_fstatfs, args).is_ok() && statfs[0] == PROC
}

/// The path a descriptor was opened by, as the kernel knows it now.
///
/// # Errors
/// The host's.
pub fn path_of(fd: u64) -> Result<Vec<u8>, Errno> {
    let link = crate::fs_view::c_string(format!("/proc/self/fd/{}", fd as i32).as_bytes());
    host::readlink(&link)
}

/// readlink(2), made for names that are mostly no links: those cost no allocation.
///
/// # Errors
/// The host's; EINVAL if it is no symlink.
pub fn link_target(path: &CStr) -> Result<Vec<u8>, Errno> {
    let mut short = [0_u8; 256];
    let args = [
        path.as_ptr() as u64,
        short.as_mut_ptr() as u64,
        short.len() as u64,
        0,
        0,
        0,
    ];
    let len = host::call(libc::SYS_readlink, args)? as usize;
    match len < short.len() {
        true => Ok(short[..len].to_vec()),
        false => host::readlink(path),
    }
}

/// The whole content of a file whose size is not known, as in /proc.
///
/// # Errors
/// The host's.
pub fn read_whole(path: &CStr) -> Result<Vec<u8>, Errno> {
    let fd = host::openat(libc::AT_FDCWD, path, libc::O_RDONLY | libc::O_CLOEXEC)?;
    read_from(&fd)
}

/// The whole content of an open file, from its start.
///
/// # Errors
/// The host's.
pub fn read_from(fd: &OwnedFd) -> Result<Vec<u8>, Errno> {
    const STEP: usize = 1 << 16;
    let mut content = Vec::new();
    loop {
        let at = content.len();
        content.resize(at + STEP, 0);
        let read = host::pread(fd, &mut content[at..], at as u64)?;
        content.truncate(at + read);
        if read < STEP {
            return Ok(content);
        }
    }
}

/// A read-only descriptor of a file in memory with this content, close-on-exec.
///
/// # Errors
/// The host's.
pub fn in_memory(name: &CStr, content: &[u8]) -> Result<OwnedFd, Errno> {
    let args = [name.as_ptr() as u64, libc::MFD_CLOEXEC as u64, 0, 0, 0, 0];
    let writable = host::adopt(host::call(libc::SYS_memfd_create, args)? as i32)?;
    let fd = writable.as_raw_fd() as u64;
    let mut done = 0;
    while done < content.len() {
        let rest = &content[done..];
        let args = [fd, rest.as_ptr() as u64, rest.len() as u64, 0, 0, 0];
        done += host::call(libc::SYS_write, args)? as usize;
    }
    host::call(libc::SYS_fchmod, [fd, 0o444, 0, 0, 0, 0])?;
    let link = crate::fs_view::c_string(format!("/proc/self/fd/{fd}").as_bytes());
    host::openat(libc::AT_FDCWD, &link, libc::O_RDONLY | libc::O_CLOEXEC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_memory_holds_its_content_and_cannot_be_written() {
        let content = vec![7; 100_000];
        let fd = in_memory(c"test", &content).expect("memfd");
        assert_eq!(read_from(&fd).expect("readable"), content);
        let raw = fd.as_raw_fd() as u64;
        let args = [raw, content.as_ptr() as u64, 1, 0, 0, 0];
        assert_eq!(host::call(libc::SYS_write, args), Err(Errno(libc::EBADF)));
        assert_eq!(fstat(raw).expect("open").st_size, 100_000);
        assert!(!is_proc(raw));
    }

    #[test]
    fn long_links_are_read_whole() {
        let name = format!("emu-file-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        for len in [1, 255, 256, 257, 4000] {
            std::os::unix::fs::symlink("x".repeat(len), &path).expect("a symlink");
            let link = crate::fs_view::c_string(path.as_os_str().as_encoded_bytes());
            let target = link_target(&link);
            std::fs::remove_file(&path).expect("it is there");
            assert_eq!(target.expect("a symlink"), vec![b'x'; len]);
        }
        assert_eq!(link_target(c"/proc"), Err(Errno(libc::EINVAL)));
    }

    #[test]
    fn proc_is_known_by_its_magic() {
        let fd = host::openat(libc::AT_FDCWD, c"/proc/self/stat", libc::O_RDONLY).expect("/proc");
        assert!(is_proc(fd.as_raw_fd() as u64));
        let path = path_of(fd.as_raw_fd() as u64).expect("a path");
        let pid = std::process::id();
        assert_eq!(path, format!("/proc/{pid}/stat").as_bytes());
    }
}
