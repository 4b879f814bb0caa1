//! Calls that wait with a signal mask of their own: ppoll, pselect6, io_pgetevents; epoll uses the same helpers.
//!
//! While such a call waits, the guest's mask is the call's. The host gets it without the five signals the emulator
//! needs. If a signal interrupts the call, its handler runs under the call's mask, and the frame remembers the old
//! one: the cpu loop finds it in [`Task::saved_mask`].

use guest_mem::Errno;

use crate::signal::{SigInfo, SigSet};
use crate::task::{Args, Outcome, Task};
use crate::{host, user};

/// Bytes of a signal set.
const SIGSET_SIZE: u64 = 8;

/// Reads an optional signal mask argument.
///
/// # Errors
/// EINVAL for a wrong size, EFAULT.
pub fn read_mask(mask: u64, size: u64) -> Result<Option<SigSet>, Errno> {
    if mask == 0 {
        return Ok(None);
    }
    if size != SIGSET_SIZE {
        return Err(Errno(libc::EINVAL));
    }
    let mask = SigSet(user::read(mask)?);
    Ok(Some(mask.without(SigSet::UNBLOCKABLE)))
}

/// Makes a waiting call with a temporary signal mask. `call` gets the address and the size of the host's mask, or
/// zeros if there is none.
pub fn with_mask(
    task: &mut Task,
    mask: Option<SigSet>,
    call: impl FnOnce(&Task, u64, u64) -> Outcome,
) -> Outcome {
    let Some(mask) = mask else {
        return call(task, 0, 0);
    };
    if lets_pending_through(task, mask) {
        // The mask lets a signal through that waits for this thread: the call is interrupted at once.
        return interrupted(task, mask);
    }
    let for_host = mask.for_host().0;
    let outcome = call(task, std::ptr::from_ref(&for_host) as u64, SIGSET_SIZE);
    match outcome {
        Outcome::Return(result) if result == Errno(libc::EINTR).raw() => interrupted(task, mask),
        outcome => outcome,
    }
}

/// Whether a signal that was held back for this thread because the guest blocked it is not in this mask.
fn lets_pending_through(task: &Task, mask: SigSet) -> bool {
    let signo = |info: &SigInfo| i32::from_le_bytes([info.0[0], info.0[1], info.0[2], info.0[3]]);
    let mut waiting = task.pending_sync.queue.iter();
    waiting.any(|info| !mask.has(signo(info)))
}

fn interrupted(task: &mut Task, mask: SigSet) -> Outcome {
    task.saved_mask = Some(task.mask);
    task.mask = mask;
    Errno(libc::EINTR).into()
}

/// ppoll(2).
pub fn ppoll(task: &mut Task, [fds, nfds, timeout, mask, size, _]: Args) -> Outcome {
    let mask = match read_mask(mask, size) {
        Ok(mask) => mask,
        Err(errno) => return errno.into(),
    };
    with_mask(task, mask, |task, mask, size| {
        host::interruptible(task, libc::SYS_ppoll, [fds, nfds, timeout, mask, size, 0])
    })
}

/// Reads the pair of mask and size that pselect6 and io_pgetevents take as one argument.
fn read_packed_mask(packed: u64) -> Result<Option<SigSet>, Errno> {
    if packed == 0 {
        return Ok(None);
    }
    let mask: u64 = user::read(packed)?;
    let size: u64 = user::read(packed + 8)?;
    read_mask(mask, size)
}

/// pselect6(2).
pub fn pselect6(task: &mut Task, args: Args) -> Outcome {
    packed(task, libc::SYS_pselect6, args)
}

/// io_pgetevents(2).
pub fn io_pgetevents(task: &mut Task, args: Args) -> Outcome {
    /// The libc crate does not have it for x86-64.
    const SYS_IO_PGETEVENTS: i64 = 333;
    packed(task, SYS_IO_PGETEVENTS, args)
}

fn packed(task: &mut Task, nr: i64, [a, b, c, d, e, packed]: Args) -> Outcome {
    let mask = match read_packed_mask(packed) {
        Ok(mask) => mask,
        Err(errno) => return errno.into(),
    };
    with_mask(task, mask, |task, mask, size| {
        let pair = [mask, size];
        host::interruptible(task, nr, [a, b, c, d, e, pair.as_ptr() as u64])
    })
}
