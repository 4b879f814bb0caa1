//! Calls that wait with a signal mask of their own: ppoll, pselect6, io_pgetevents; epoll uses the same helpers.
//!
//! Only the addresses differ here: the mask the host gets lacks the signals the emulator needs. What an interruption
//! means is [`signal::with_mask`]'s.

use guest_mem::Errno;

use crate::signal::{self, SigSet};
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
    user::read(mask).map(|mask| Some(SigSet(mask)))
}

/// Makes a waiting call, with a signal mask of its own if there is one. `call` gets the address and the size of the
/// host's mask, or zeros.
pub fn with_mask(
    task: &mut Task,
    mask: Option<SigSet>,
    call: impl FnOnce(&Task, u64, u64) -> Outcome,
) -> Outcome {
    match mask {
        None => call(task, 0, 0),
        Some(mask) => signal::with_mask(task, mask, |task, mask| {
            call(task, std::ptr::from_ref(&mask) as u64, SIGSET_SIZE)
        }),
    }
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
