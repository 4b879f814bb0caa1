//! Host calls: the one file of this crate with unsafe code.
//!
//! The functions are safe by this contract: an address handed to the host is either a guest address, checked to be
//! inside the guest's window (no memory of the emulator is there), or made here from a Rust reference. Calls that could
//! change the emulator's own memory (mmap and its kin) are not made here but by guest-mem.

use std::ffi::CStr;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

use crate::signal::{HostDisposition, SigInfo, SigSet};
use crate::task::{Args, Outcome, SysResult, Task};
use guest_mem::{Errno, FileId};

/// Size of a signal set in the kernel's interface, in bytes.
const SIGSET_SIZE: u64 = 8;

/// A host system call with the guest's numbers and addresses; see the contract above.
pub fn call(nr: i64, args: Args) -> SysResult {
    // SAFETY: the contract at the head of this file.
    Errno::check(unsafe { host_calls::syscall(nr, args) })
}

/// As [`call`], for calls that block: a signal for the guest interrupts it without a race.
pub fn interruptible(task: &Task, nr: i64, args: Args) -> Outcome {
    pass_interruptible(task, nr, &args)
}

/// As [`call`], with arguments that stay where they are; the kernel's result is the guest's.
#[inline]
pub fn pass(nr: i64, args: &Args) -> Outcome {
    // SAFETY: the contract at the head of this file.
    Outcome::Return(unsafe { host_calls::syscall(nr, *args) })
}

/// As [`interruptible`], with arguments that stay where they are.
#[inline]
pub fn pass_interruptible(task: &Task, nr: i64, args: &Args) -> Outcome {
    // SAFETY: the contract at the head of this file; the engine's pending word lives as long as its thread.
    match unsafe { host_calls::interruptible_syscall(task.engine.pending_word(), nr, args) } {
        host_calls::RESTART => Outcome::Restart,
        result => Outcome::Return(result),
    }
}

fn address<T: ?Sized>(value: &T) -> u64 {
    std::ptr::from_ref(value).cast::<u8>() as u64
}

fn address_mut<T: ?Sized>(value: &mut T) -> u64 {
    std::ptr::from_mut(value).cast::<u8>() as u64
}

/// The calling thread's id.
pub fn gettid() -> i32 {
    call(libc::SYS_gettid, [0; 6]).map_or(0, |tid| tid as i32)
}

/// The process's id.
pub fn getpid() -> i32 {
    call(libc::SYS_getpid, [0; 6]).map_or(0, |pid| pid as i32)
}

/// openat(2); the descriptor is closed on drop.
pub fn openat(dir: i32, path: &CStr, flags: i32) -> Result<OwnedFd, Errno> {
    let args = [dir as u64, path.as_ptr() as u64, flags as u64, 0, 0, 0];
    let fd = call(libc::SYS_openat, args)?;
    // SAFETY: the kernel has just made this descriptor for us.
    Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) })
}

/// Makes a descriptor somebody left to us our own: it is closed on drop.
pub fn adopt(fd: i32) -> Result<OwnedFd, Errno> {
    call(
        libc::SYS_fcntl,
        [fd as u64, libc::F_GETFD as u64, 0, 0, 0, 0],
    )?;
    // SAFETY: it is open, and the caller says that nobody else closes it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Fills `buf` from `offset` of a file as far as the file goes; returns the number of bytes read.
pub fn pread(fd: &OwnedFd, buf: &mut [u8], offset: u64) -> Result<usize, Errno> {
    let mut done = 0;
    while done < buf.len() {
        let rest = &mut buf[done..];
        let (at, len) = (address_mut(rest), rest.len() as u64);
        let args = [fd.as_raw_fd() as u64, at, len, offset + done as u64, 0, 0];
        match call(libc::SYS_pread64, args) {
            Ok(0) => break,
            Ok(n) => done += n as usize,
            Err(Errno(libc::EINTR)) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(done)
}

/// What exec wants to know of a file.
#[derive(Clone, Copy, Debug)]
pub struct FileStatus {
    /// st_mode.
    pub mode: u32,
    /// st_size in bytes.
    pub size: u64,
    /// st_dev and st_ino.
    pub id: FileId,
}

/// fstat(2).
pub fn fstat(fd: &OwnedFd) -> Result<FileStatus, Errno> {
    // SAFETY: a stat is plain data.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    call(
        libc::SYS_fstat,
        [fd.as_raw_fd() as u64, address_mut(&mut stat), 0, 0, 0, 0],
    )?;
    Ok(FileStatus {
        mode: stat.st_mode,
        size: stat.st_size as u64,
        id: FileId {
            device: stat.st_dev,
            inode: stat.st_ino,
        },
    })
}

/// The ST_* flags of the file system a file is on.
pub fn mount_flags(fd: &OwnedFd) -> Result<u64, Errno> {
    // struct statfs is 120 bytes on every 64-bit Linux, with f_flags at byte 80.
    let mut words = [0u64; 15];
    call(
        libc::SYS_fstatfs,
        [fd.as_raw_fd() as u64, address_mut(&mut words), 0, 0, 0, 0],
    )?;
    Ok(words[10])
}

/// Whether the effective user may execute the file (faccessat2 with AT_EACCESS; older kernels and filters that do not
/// know it: faccessat, which asks for the real user).
pub fn may_execute(dir: i32, path: &CStr, flags: i32) -> Result<(), Errno> {
    let flags = (flags | libc::AT_EACCESS) as u64;
    let mut args = [
        dir as u64,
        path.as_ptr() as u64,
        libc::X_OK as u64,
        flags,
        0,
        0,
    ];
    let result = match call(libc::SYS_faccessat2, args) {
        Err(Errno(libc::ENOSYS | libc::EPERM)) => {
            args[3] = 0;
            call(libc::SYS_faccessat, args)
        }
        result => result,
    };
    result.map(drop)
}

/// readlink(2).
pub fn readlink(path: &CStr) -> Result<Vec<u8>, Errno> {
    let mut buf = vec![0; libc::PATH_MAX as usize];
    let args = [
        path.as_ptr() as u64,
        address_mut(&mut buf[..]),
        buf.len() as u64,
        0,
        0,
        0,
    ];
    let len = call(libc::SYS_readlink, args)?;
    buf.truncate(len as usize);
    Ok(buf)
}

/// Random bytes.
pub fn getrandom<const N: usize>() -> Result<[u8; N], Errno> {
    let mut bytes = [0; N];
    call(
        libc::SYS_getrandom,
        [address_mut(&mut bytes), N as u64, 0, 0, 0, 0],
    )?;
    Ok(bytes)
}

/// Names the calling thread (PR_SET_NAME); the kernel cuts long names.
pub fn set_name(name: &CStr) {
    // The name is a courtesy to whoever looks at the process: nothing depends on it.
    let _ = call(
        libc::SYS_prctl,
        [libc::PR_SET_NAME as u64, name.as_ptr() as u64, 0, 0, 0, 0],
    );
}

/// A soft and a hard limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// rlim_cur.
    pub soft: u64,
    /// rlim_max.
    pub hard: u64,
}

/// getrlimit(2) of the calling process.
pub fn limit(resource: u32) -> Result<Limit, Errno> {
    let mut limit = [0u64; 2];
    call(
        libc::SYS_prlimit64,
        [0, u64::from(resource), 0, address_mut(&mut limit), 0, 0],
    )?;
    Ok(Limit {
        soft: limit[0],
        hard: limit[1],
    })
}

/// setrlimit(2) of the calling process.
pub fn set_limit(resource: u32, limit: Limit) -> Result<(), Errno> {
    let limit = [limit.soft, limit.hard];
    call(
        libc::SYS_prlimit64,
        [0, u64::from(resource), address(&limit), 0, 0, 0],
    )
    .map(drop)
}

/// Sets the calling thread's host signal mask exactly; returns the old one.
pub fn set_mask(mask: SigSet) -> SigSet {
    let (new, mut old) = (mask.0, 0u64);
    let args = [
        libc::SIG_SETMASK as u64,
        address(&new),
        address_mut(&mut old),
        SIGSET_SIZE,
        0,
        0,
    ];
    // It fails only for a wrong `how`, size or address.
    let _ = call(libc::SYS_rt_sigprocmask, args);
    SigSet(old)
}

/// Sets the calling thread's host signal mask, unless a signal for the guest came first: then false.
pub fn set_mask_unless_pending(task: &Task, mask: SigSet) -> bool {
    let args = [
        libc::SIG_SETMASK as u64,
        address(&mask.0),
        0,
        SIGSET_SIZE,
        0,
        0,
    ];
    !matches!(
        interruptible(task, libc::SYS_rt_sigprocmask, args),
        Outcome::Restart
    )
}

/// rt_sigsuspend(2).
pub fn sigsuspend(task: &Task, mask: SigSet) -> Outcome {
    interruptible(
        task,
        libc::SYS_rt_sigsuspend,
        [address(&mask.0), SIGSET_SIZE, 0, 0, 0, 0],
    )
}

/// The words of a System V shared memory segment's `struct shmid64_ds` (IPC_STAT).
pub fn shm_status(id: i32) -> Result<[u64; 14], Errno> {
    let mut status = [0; 14];
    call(
        libc::SYS_shmctl,
        [
            id as u64,
            libc::IPC_STAT as u64,
            address_mut(&mut status),
            0,
            0,
            0,
        ],
    )?;
    Ok(status)
}

/// Whether the thread has CAP_SYS_RESOURCE.
pub fn may_raise_limits() -> bool {
    const VERSION_3: u32 = 0x2008_0522;
    const CAP_SYS_RESOURCE: u32 = 24;
    let (mut header, mut sets) = ([VERSION_3, 0], [0u32; 6]);
    let args = [address_mut(&mut header), address_mut(&mut sets), 0, 0, 0, 0];
    call(libc::SYS_capget, args).is_ok() && sets[0] & 1 << CAP_SYS_RESOURCE != 0
}

/// The calling thread's host signal mask.
pub fn mask() -> SigSet {
    let mut old = 0u64;
    let _ = call(
        libc::SYS_rt_sigprocmask,
        [0, 0, address_mut(&mut old), SIGSET_SIZE, 0, 0],
    );
    SigSet(old)
}

/// Signals pending on the host for the calling thread, and blocked.
pub fn pending() -> SigSet {
    let mut set = 0u64;
    let _ = call(
        libc::SYS_rt_sigpending,
        [address_mut(&mut set), SIGSET_SIZE, 0, 0, 0, 0],
    );
    SigSet(set)
}

/// What the host does with a signal now: default, ignore, or some handler.
pub fn disposition(sig: i32) -> Result<HostDisposition, Errno> {
    // struct sigaction of the kernel: handler, flags, restorer, mask.
    let mut action = [0u64; 4];
    call(
        libc::SYS_rt_sigaction,
        [sig as u64, 0, address_mut(&mut action), SIGSET_SIZE, 0, 0],
    )?;
    Ok(match action[0] as usize {
        libc::SIG_DFL => HostDisposition::Default,
        libc::SIG_IGN => HostDisposition::Ignore,
        _ => HostDisposition::Catch,
    })
}

/// Sends the calling thread a signal with this siginfo (rt_tgsigqueueinfo).
pub fn queue_to_self(sig: i32, info: &SigInfo) -> Result<(), Errno> {
    let args = [
        getpid() as u64,
        gettid() as u64,
        sig as u64,
        address(&info.0),
        0,
        0,
    ];
    call(libc::SYS_rt_tgsigqueueinfo, args).map(drop)
}

/// Sends the calling thread a signal.
pub fn raise(sig: i32) {
    // It fails only for a wrong number.
    let _ = call(
        libc::SYS_tgkill,
        [getpid() as u64, gettid() as u64, sig as u64, 0, 0, 0],
    );
}

/// A vector for [`execveat`]: pointers to strings of ours, then pointers of the guest's, then the null. The strings must
/// outlive it.
pub fn null_terminated(strings: &[&CStr], then: &[u64]) -> Vec<u64> {
    let mut pointers: Vec<u64> = strings.iter().map(|s| s.as_ptr() as u64).collect();
    pointers.extend_from_slice(then);
    pointers.push(0);
    pointers
}

/// execveat(2) on `dir` and `path`; `argv` is from [`null_terminated`], `envp` the guest's own vector. Returns only if
/// it fails, or if a signal for the guest came first.
pub fn execveat(
    task: &Task,
    dir: i32,
    path: &CStr,
    argv: &[u64],
    envp: u64,
    flags: i32,
) -> Outcome {
    let (path, argv) = (path.as_ptr() as u64, argv.as_ptr() as u64);
    if flags == 0 && dir == libc::AT_FDCWD {
        // The plain call where it will do: filters may not know execveat.
        return interruptible(task, libc::SYS_execve, [path, argv, envp, 0, 0, 0]);
    }
    interruptible(
        task,
        libc::SYS_execveat,
        [dir as u64, path, argv, envp, flags as u64, 0],
    )
}

/// Says whether exec closes a descriptor.
pub fn set_close_on_exec(fd: i32, close: bool) -> Result<(), Errno> {
    let flag = if close { libc::FD_CLOEXEC as u64 } else { 0 };
    call(
        libc::SYS_fcntl,
        [fd as u64, libc::F_SETFD as u64, flag, 0, 0, 0],
    )
    .map(drop)
}

/// A clone without CLONE_VM: returns the child's id in the parent, and 0 in the child.
pub fn fork(args: &host_calls::CloneArgs) -> SysResult {
    // SAFETY: the caller holds every lock of the emulator (Kernel::fork_guard).
    Errno::check(unsafe { host_calls::fork(args) })
}
