//! System calls: signals. See [`signal`](crate::signal) for who keeps what.

use crate::signal::{self, AltStack, SA_RESTORER, SigAction, SigInfo, SigSet};
use crate::task::{Args, Outcome, SysResult, Task};
use crate::{dispatch, host, user};
use guest_mem::Errno;

const EINVAL: Errno = Errno(libc::EINVAL);
/// The only size of a signal set.
const SIGSET_SIZE: u64 = 8;
/// sa_flags every kernel keeps: NOCLDSTOP, NOCLDWAIT, SIGINFO, EXPOSE_TAGBITS, ONSTACK, RESTART, NODEFER, RESETHAND.
const SA_KNOWN: u64 =
    0x1 | 0x2 | 0x4 | 0x800 | 0x0800_0000 | 0x1000_0000 | 0x4000_0000 | 0x8000_0000;

/// rt_sigaction(2).
pub fn rt_sigaction(task: &mut Task, [sig, new, old, size, ..]: Args) -> SysResult {
    if size != SIGSET_SIZE {
        return Err(EINVAL);
    }
    let new = match new {
        0 => None,
        at => Some(read_action(task, at)?),
    };
    let sig = sig as i32;
    if !(1..=signal::SIGNALS).contains(&sig) || new.is_some() && SigSet::UNBLOCKABLE.has(sig) {
        return Err(EINVAL);
    }
    let before = task.sighand.get(sig);
    if let Some(action) = new {
        signal::set_action(task, sig, action)?;
    }
    if old != 0 {
        write_action(task, old, &before)?;
    }
    Ok(0)
}

/// Reads `struct sigaction`: handler, flags, restorer if there is one, mask.
fn read_action(task: &Task, at: u64) -> Result<SigAction, Errno> {
    let restorer_counts = dispatch::guest(task).has_sa_restorer();
    let (handler, flags, restorer, mask) = if restorer_counts {
        let [handler, flags, restorer, mask] = user::read::<[u64; 4]>(at)?;
        (handler, flags, restorer, mask)
    } else {
        let [handler, flags, mask] = user::read::<[u64; 3]>(at)?;
        (handler, flags & !SA_RESTORER, 0, mask)
    };
    Ok(SigAction {
        handler,
        flags: flags & (SA_KNOWN | SA_RESTORER),
        restorer,
        mask: SigSet(mask).without(SigSet::UNBLOCKABLE).0,
    })
}

fn write_action(task: &Task, at: u64, action: &SigAction) -> Result<(), Errno> {
    let SigAction {
        handler,
        flags,
        restorer,
        mask,
    } = *action;
    if dispatch::guest(task).has_sa_restorer() {
        user::write(at, &[handler, flags, restorer, mask])
    } else {
        user::write(at, &[handler, flags, mask])
    }
}

/// rt_sigprocmask(2). A signal that came before the host's mask changed is handled first, with the old mask.
pub fn rt_sigprocmask(task: &mut Task, [how, new, old, size, ..]: Args) -> Outcome {
    if size != SIGSET_SIZE {
        return EINVAL.into();
    }
    let before = task.mask;
    let new = match user::read_opt::<u64>(new) {
        Ok(new) => new.map(SigSet),
        Err(errno) => return errno.into(),
    };
    if let Some(set) = new {
        let mask = match how as i32 {
            libc::SIG_BLOCK => before.union(set),
            libc::SIG_UNBLOCK => before.without(set),
            libc::SIG_SETMASK => set,
            _ => return EINVAL.into(),
        };
        let mask = mask.without(SigSet::UNBLOCKABLE);
        if !host::set_mask_unless_pending(task, mask.for_host()) {
            return Outcome::Restart;
        }
        task.mask = mask;
    }
    user::write_opt(old, &before.0).map(|()| 0).into()
}

/// rt_sigpending(2).
pub fn rt_sigpending(task: &mut Task, [out, size, ..]: Args) -> SysResult {
    if size > SIGSET_SIZE {
        return Err(EINVAL);
    }
    let pending = host::pending().union(task.pending_sync.set());
    let blocked = SigSet(pending.0 & task.mask.0);
    user::write_bytes(out, &blocked.0.to_le_bytes()[..size as usize])?;
    Ok(0)
}

/// rt_sigsuspend(2).
pub fn rt_sigsuspend(task: &mut Task, [set, size, ..]: Args) -> Outcome {
    if size != SIGSET_SIZE {
        return EINVAL.into();
    }
    match user::read::<u64>(set) {
        Ok(set) => signal::with_mask(task, SigSet(set), host::sigsuspend),
        Err(errno) => errno.into(),
    }
}

/// rt_sigtimedwait(2). A synchronous signal that waits in the emulator is as good as one that waits in the kernel.
pub fn rt_sigtimedwait(task: &mut Task, args: Args) -> Outcome {
    let [set, info, timeout, size, ..] = args;
    if size == SIGSET_SIZE && !task.pending_sync.is_empty() {
        let taken = user::read_opt::<[u64; 2]>(timeout)
            .and_then(|_| user::read::<u64>(set))
            .map(|set| {
                task.pending_sync
                    .take(SigSet(set).without(SigSet::UNBLOCKABLE))
            });
        match taken {
            Err(errno) => return errno.into(),
            Ok(Some(signal)) => return write_info(info, &signal).into(),
            Ok(None) => {}
        }
    }
    host::interruptible(task, libc::SYS_rt_sigtimedwait, args)
}

fn write_info(at: u64, info: &SigInfo) -> SysResult {
    if at != 0 {
        user::write_bytes(at, &info.0)?;
    }
    Ok(info.signo() as u64)
}

/// kill(2).
pub fn kill(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_kill, args)
}

/// tkill(2).
pub fn tkill(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_tkill, args)
}

/// tgkill(2).
pub fn tgkill(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_tgkill, args)
}

/// rt_sigqueueinfo(2).
pub fn rt_sigqueueinfo(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_rt_sigqueueinfo, args)
}

/// rt_tgsigqueueinfo(2).
pub fn rt_tgsigqueueinfo(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_rt_tgsigqueueinfo, args)
}

/// pidfd_send_signal(2).
pub fn pidfd_send_signal(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_pidfd_send_signal, args)
}

/// sigaltstack(2).
pub fn sigaltstack(task: &mut Task, [new, old, ..]: Args) -> SysResult {
    // stack_t: address; flags and padding; size.
    let new = user::read_opt::<[u64; 3]>(new)?;
    let before = task.altstack;
    if let Some([sp, flags, size]) = new {
        signal::change_altstack(
            task,
            AltStack {
                sp,
                size,
                flags: flags as u32,
            },
            task.sp,
            task.kernel.arch.min_altstack,
        )?;
    }
    user::write_opt(
        old,
        &[before.sp, before.report(task.sp).into(), before.size],
    )?;
    Ok(0)
}

/// rt_sigreturn(2): the registers are the cpu loop's.
pub fn rt_sigreturn(_task: &mut Task, _args: Args) -> Outcome {
    Outcome::SigReturn
}
