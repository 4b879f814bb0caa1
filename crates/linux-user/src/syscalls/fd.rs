//! System calls on descriptors whose flags may be numbered differently.

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
