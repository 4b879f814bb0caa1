//! System calls on descriptors: flags that may be numbered differently, and the one descriptor that is not the
//! guest's, the log's.

use std::sync::atomic::{AtomicI32, Ordering};

use guest_mem::Errno;
use linux_abi::flags;

use crate::task::{Args, Outcome, SysResult, Task};
use crate::{dispatch, host};

/// fcntl(2): F_GETFL and F_SETFL speak of open's flags; `struct flock` is the same on every 64-bit Linux.
pub fn fcntl(task: &mut Task, [fd, cmd, mut arg, ..]: Args) -> Outcome {
    let guest = dispatch::guest(task);
    if cmd as i32 == libc::F_SETFL {
        arg = flags::open_to_host(guest, arg);
    }
    let outcome = host::interruptible(task, libc::SYS_fcntl, [fd, cmd, arg, 0, 0, 0]);
    match outcome {
        Outcome::Return(flags) if cmd as i32 == libc::F_GETFL && flags >= 0 => {
            Outcome::Return(flags::open_to_guest(guest, flags as u64) as i64)
        }
        outcome => outcome,
    }
}

/// pipe2(2): O_DIRECT.
pub fn pipe2(task: &mut Task, [fds, flags, ..]: Args) -> SysResult {
    let flags = flags::open_to_host(dispatch::guest(task), flags);
    host::call(libc::SYS_pipe2, [fds, flags, 0, 0, 0, 0])
}

/// fanotify_init(2): the flags of the descriptors it will open.
pub fn fanotify_init(task: &mut Task, [flags, event_f_flags, ..]: Args) -> SysResult {
    let event_f_flags = flags::open_to_host(dispatch::guest(task), event_f_flags);
    let args = [flags, event_f_flags, 0, 0, 0, 0];
    host::call(libc::SYS_fanotify_init, args)
}

/// The emulator's own open descriptors (the log's, the report's, its own file's), or -1.
static KEPT: [AtomicI32; 3] = [const { AtomicI32::new(-1) }; 3];

/// From now on the guest cannot close or replace this descriptor: to the guest it is not open.
pub fn keep_open(fd: i32) {
    let free = |slot: &&AtomicI32| {
        slot.compare_exchange(-1, fd, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    };
    KEPT.iter().find(free);
}

fn kept() -> impl Iterator<Item = u32> {
    KEPT.iter()
        .filter_map(|slot| u32::try_from(slot.load(Ordering::Relaxed)).ok())
}

fn is_kept(fd: u64) -> bool {
    kept().any(|kept| kept == fd as u32)
}

/// close(2).
pub fn close(task: &mut Task, [fd, ..]: Args) -> Outcome {
    if is_kept(fd) {
        return Errno(libc::EBADF).into();
    }
    host::interruptible(task, libc::SYS_close, [fd, 0, 0, 0, 0, 0])
}

/// dup3(2).
pub fn dup3(_task: &mut Task, [old, new, flags, ..]: Args) -> SysResult {
    if is_kept(old) || is_kept(new) {
        return Err(Errno(libc::EBADF));
    }
    host::call(libc::SYS_dup3, [old, new, flags, 0, 0, 0])
}

/// close_range(2): around the emulator's descriptors.
pub fn close_range(_task: &mut Task, [first, last, flags, ..]: Args) -> SysResult {
    let close = |first: u32, last: u32| {
        let args = [first.into(), last.into(), flags, 0, 0, 0];
        host::call(libc::SYS_close_range, args)
    };
    let (mut first, last) = (first as u32, last as u32);
    let mut kept: Vec<u32> = kept()
        .filter(|kept| (first..=last).contains(kept))
        .collect();
    if kept.is_empty() {
        return close(first, last);
    }
    kept.sort_unstable();
    for kept in kept {
        if first < kept {
            close(first, kept - 1)?;
        }
        first = kept + 1;
    }
    if first <= last {
        close(first, last)?;
    }
    Ok(0)
}
