//! epoll: x86-64 packs `struct epoll_event` (12 bytes), every other architecture aligns it (16 bytes). `data` is
//! opaque and copied untouched.

use guest_mem::Errno;
use linux_abi::layout::{generic, x64};

use super::poll;
use crate::task::{Args, Outcome, SysResult, Task};
use crate::{host, user};

/// As many events as the kernel could give, and more than anybody has ready: the rest comes with the next call.
const MAX_AT_ONCE: usize = 4096;

/// epoll_ctl(2).
pub fn ctl(_task: &mut Task, [epfd, op, fd, event, ..]: Args) -> SysResult {
    // As the kernel: the event is read before anything else is looked at, except for EPOLL_CTL_DEL.
    if op as i32 == libc::EPOLL_CTL_DEL {
        return host::call(libc::SYS_epoll_ctl, [epfd, op, fd, 0, 0, 0]);
    }
    let mut bytes = [0; generic::EpollEvent::SIZE];
    user::read_bytes(event, &mut bytes)?;
    let host_event = x64::EpollEvent::from(generic::EpollEvent::from_bytes(&bytes)).to_bytes();
    let args = [epfd, op, fd, host_event.as_ptr() as u64, 0, 0];
    host::call(libc::SYS_epoll_ctl, args)
}

/// epoll_pwait(2).
pub fn pwait(task: &mut Task, [epfd, events, max, timeout, mask, size]: Args) -> Outcome {
    wait(
        task,
        libc::SYS_epoll_pwait,
        [epfd, events, max, timeout, mask, size],
    )
}

/// epoll_pwait2(2): the timeout is a timespec.
pub fn pwait2(task: &mut Task, [epfd, events, max, timeout, mask, size]: Args) -> Outcome {
    wait(
        task,
        libc::SYS_epoll_pwait2,
        [epfd, events, max, timeout, mask, size],
    )
}

fn wait(task: &mut Task, nr: i64, [epfd, events, max, timeout, mask, size]: Args) -> Outcome {
    let mask = match poll::read_mask(mask, size) {
        Ok(mask) => mask,
        Err(errno) => return errno.into(),
    };
    // A negative or too large count is the kernel's to refuse; it looks at the count before the buffer.
    let room = usize::try_from(max as i32).unwrap_or(0).min(MAX_AT_ONCE);
    let mut ready = vec![0; room * x64::EpollEvent::SIZE];
    let asked = match max as i32 {
        max if max > MAX_AT_ONCE as i32 && max as usize <= i32::MAX as usize / 12 => {
            MAX_AT_ONCE as u64
        }
        _ => max,
    };
    let address = ready.as_mut_ptr() as u64;
    let outcome = poll::with_mask(task, mask, |task, mask, size| {
        let args = [epfd, address, asked, timeout, mask, size];
        host::interruptible(task, nr, args)
    });
    match outcome {
        Outcome::Return(count) if count > 0 => give(events, &ready, count as usize).into(),
        outcome => outcome,
    }
}

/// Copies events to the guest. When its buffer ends early the kernel reports those that fitted, if any.
fn give(events: u64, ready: &[u8], count: usize) -> SysResult {
    let (ready, _) = ready.as_chunks::<{ x64::EpollEvent::SIZE }>();
    for (n, bytes) in ready[..count].iter().enumerate() {
        let event = generic::EpollEvent::from(x64::EpollEvent::from_bytes(bytes)).to_bytes();
        let at = events + (n * generic::EpollEvent::SIZE) as u64;
        match user::write_bytes(at, &event) {
            Ok(()) => {}
            Err(Errno(errno)) if n == 0 => return Err(Errno(errno)),
            Err(_) => return Ok(n as u64),
        }
    }
    Ok(count as u64)
}
