//! System calls: futexes. They pass, because guest addresses are host addresses; only what blocks has to be
//! interruptible.

use crate::task::{Args, Outcome, SysResult, Task};
use crate::{host, user};
use guest_mem::{Errno, window_end};

/// FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME.
const FUTEX_FLAGS: i32 = 128 | 256;
/// Operations that wait: WAIT, LOCK_PI, WAIT_BITSET, WAIT_REQUEUE_PI, LOCK_PI2.
const WAITING: [i32; 5] = [0, 6, 9, 11, 13];

/// futex(2).
pub fn futex(task: &mut Task, args: Args) -> Outcome {
    if WAITING.contains(&(args[1] as i32 & !FUTEX_FLAGS)) {
        host::interruptible(task, libc::SYS_futex, args)
    } else {
        host::call(libc::SYS_futex, args).into()
    }
}

/// futex_waitv(2): every address must be the guest's.
pub fn futex_waitv(task: &mut Task, args: Args) -> Outcome {
    /// FUTEX_WAITV_MAX.
    const MAX: u64 = 128;
    let [waiters, count, ..] = args;
    for i in 0..count.min(MAX) {
        // struct futex_waitv: val, uaddr, flags and a reserved word.
        match user::read::<[u64; 3]>(waiters + i * 24) {
            Ok([_, uaddr, _]) if uaddr < window_end() => {}
            _ => return Errno(libc::EFAULT).into(),
        }
    }
    host::interruptible(task, libc::SYS_futex_waitv, args)
}

/// set_robust_list(2): the list and its links are the guest's; the host's kernel walks it when the host thread ends.
pub fn set_robust_list(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_set_robust_list, args)
}

/// get_robust_list(2): none, if the list is the emulator's own from its start-up.
pub fn get_robust_list(_task: &mut Task, args: Args) -> SysResult {
    let [_, head, ..] = args;
    let result = host::call(libc::SYS_get_robust_list, args)?;
    if user::read::<u64>(head)? >= window_end() {
        user::write(head, &0u64)?;
    }
    Ok(result)
}
