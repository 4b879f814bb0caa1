//! epoll: x86-64 packs `struct epoll_event` (12 bytes), every other architecture aligns it (16 bytes). `data` is
//! opaque and copied untouched.

use linux_abi::layout::{generic, x64};

use super::poll;
use crate::task::{Args, Outcome, SysResult, Task};
use crate::{host, user};

/// More than this the kernel refuses: EP_MAX_EVENTS, for the guest's structure.
const MAX_EVENTS: u64 = i32::MAX as u64 / generic::EpollEvent::SIZE as u64;

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
    let max = match u64::try_from(max as i32) {
        Ok(count) if count <= MAX_EVENTS => count,
        _ => 0, // the kernel's to refuse
    };
    // The host's events are smaller than the guest's, so the guest's own buffer has room for them.
    let outcome = poll::with_mask(task, mask, |task, mask, size| {
        let args = [epfd, events, max, timeout, mask, size];
        host::interruptible(task, nr, args)
    });
    match outcome {
        Outcome::Return(count) if count > 0 => unpack(events, count as usize).into(),
        outcome => outcome,
    }
}

/// Spreads the packed events in the guest's buffer.
fn unpack(events: u64, count: usize) -> SysResult {
    let mut packed = vec![0; count * x64::EpollEvent::SIZE];
    user::read_bytes(events, &mut packed)?;
    let (packed, _) = packed.as_chunks::<{ x64::EpollEvent::SIZE }>();
    let spread: Vec<u8> = packed
        .iter()
        .flat_map(|bytes| generic::EpollEvent::from(x64::EpollEvent::from_bytes(bytes)).to_bytes())
        .collect();
    user::write_bytes(events, &spread)?;
    Ok(count as u64)
}
