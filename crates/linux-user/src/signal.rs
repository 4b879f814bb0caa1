//! Signal sets, actions, pending signals and their delivery, as far as no register is concerned.
//!
//! The host does most of the work: its mask is the guest's mask, its default and ignore are the guest's, and what it
//! queues is what the guest finds pending. Five signals are different, because guest instructions cause them and the
//! emulator has to see them ([`SigSet::SYNCHRONOUS`]): the host always catches and never blocks them. If one of them is
//! *sent* to a thread that blocks it, it waits in [`PendingSync`]; if it is *caused* there, the process dies of it, as
//! on Linux. signalfd does not see one that waits there.
//!
//! The runtime's host handler only notes what came and blocks everything; the cpu loop then calls the architecture's
//! `deliver`, which uses [`decide`] and [`entered_handler`]. Every way out of a delivery sets the host's mask again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::host;
use crate::task::{Outcome, Task};
use guest_mem::Errno;

/// Number of signals.
pub const SIGNALS: i32 = 64;
/// SIG_DFL.
pub const SIG_DFL: u64 = 0;
/// SIG_IGN.
pub const SIG_IGN: u64 = 1;
/// sa_flags: use the alternate stack.
pub const SA_ONSTACK: u64 = 0x0800_0000;
/// sa_flags: do not block the signal while its handler runs.
pub const SA_NODEFER: u64 = 0x4000_0000;
/// sa_flags: back to the default when the handler is entered.
pub const SA_RESETHAND: u64 = 0x8000_0000;
/// sa_flags: `restorer` counts. Where `struct sigaction` has none, the bit means nothing.
pub const SA_RESTORER: u64 = 0x0400_0000;
/// si_code of signals the kernel makes without a better reason.
const SI_KERNEL: i32 = 0x80;
/// ss_flags: no alternate stack.
pub const SS_DISABLE: u32 = 2;
/// ss_flags: the thread is on it.
pub const SS_ONSTACK: u32 = 1;
/// ss_flags: disable it while a handler runs.
pub const SS_AUTODISARM: u32 = 1 << 31;

/// A set of signals, as the kernel's 64-bit sigset: bit n-1 is signal n.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct SigSet(pub u64);

impl SigSet {
    /// No signal.
    pub const EMPTY: SigSet = SigSet(0);
    /// Every signal.
    pub const ALL: SigSet = SigSet(!0);
    /// The signals a guest instruction can cause. The emulator needs them itself, so the host never blocks them.
    pub const SYNCHRONOUS: SigSet = SigSet::of(libc::SIGSEGV)
        .with(libc::SIGBUS)
        .with(libc::SIGILL)
        .with(libc::SIGFPE)
        .with(libc::SIGTRAP);
    /// SIGKILL and SIGSTOP, which nothing blocks.
    pub const UNBLOCKABLE: SigSet = SigSet::of(libc::SIGKILL).with(libc::SIGSTOP);

    /// The set of one signal (1..=64).
    pub const fn of(sig: i32) -> SigSet {
        SigSet(1 << (sig - 1))
    }

    /// This set and one signal more.
    #[must_use]
    pub const fn with(self, sig: i32) -> SigSet {
        SigSet(self.0 | SigSet::of(sig).0)
    }

    /// The union.
    #[must_use]
    pub const fn union(self, other: SigSet) -> SigSet {
        SigSet(self.0 | other.0)
    }

    /// This set without the other's signals.
    #[must_use]
    pub const fn without(self, other: SigSet) -> SigSet {
        SigSet(self.0 & !other.0)
    }

    /// Whether the signal is in the set.
    pub const fn has(self, sig: i32) -> bool {
        self.0 & SigSet::of(sig).0 != 0
    }

    /// The mask the host gets for this guest mask.
    #[must_use]
    pub const fn for_host(self) -> SigSet {
        self.without(SigSet::SYNCHRONOUS)
    }
}

impl std::fmt::Debug for SigSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigSet({:#018x})", self.0)
    }
}

/// `siginfo_t` as the kernel fills it: 128 bytes, the same on every 64-bit Linux.
#[repr(C, align(8))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigInfo(pub [u8; 128]);

impl SigInfo {
    /// A signal with this si_code, and zeros.
    pub fn new(sig: i32, code: i32) -> SigInfo {
        let mut info = SigInfo([0; 128]);
        info.0[..4].copy_from_slice(&sig.to_le_bytes());
        info.0[8..12].copy_from_slice(&code.to_le_bytes());
        info
    }

    /// A signal the kernel makes without saying why.
    pub fn kernel(sig: i32) -> SigInfo {
        SigInfo::new(sig, SI_KERNEL)
    }

    /// A fault at an address.
    pub fn fault(sig: i32, code: i32, addr: u64) -> SigInfo {
        let mut info = SigInfo::new(sig, code);
        info.0[16..24].copy_from_slice(&addr.to_le_bytes());
        info
    }

    /// si_signo.
    pub fn signo(&self) -> i32 {
        i32::from_le_bytes(std::array::from_fn(|i| self.0[i]))
    }

    /// si_addr, of a signal that has one.
    pub fn addr(&self) -> u64 {
        u64::from_le_bytes(std::array::from_fn(|i| self.0[16 + i]))
    }

    /// si_code.
    pub fn code(&self) -> i32 {
        i32::from_le_bytes(std::array::from_fn(|i| self.0[8 + i]))
    }
}

/// Where a signal comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The guest's current instruction caused it: it can be neither blocked nor ignored.
    Fault,
    /// It was sent, by whomever.
    Sent,
}

/// What the host does with a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostDisposition {
    /// SIG_DFL.
    Default,
    /// SIG_IGN.
    Ignore,
    /// The runtime's handler.
    Catch,
}

/// A signal's host action; see [`Engine::set_host_action`](crate::Engine::set_host_action).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostAction {
    /// Who gets the signal.
    pub disposition: HostDisposition,
    /// The guest's sa_flags.
    pub flags: u64,
}

/// A signal's action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SigAction {
    /// SIG_DFL (0), SIG_IGN (1) or a guest address.
    pub handler: u64,
    /// SA_* bits.
    pub flags: u64,
    /// The handler's return address, if SA_RESTORER is set.
    pub restorer: u64,
    /// Signals blocked while the handler runs.
    pub mask: u64,
}

impl SigAction {
    /// The host's action for this guest action.
    pub fn for_host(&self, sig: i32) -> HostAction {
        let disposition = match self.handler {
            _ if SigSet::SYNCHRONOUS.has(sig) => HostDisposition::Catch,
            SIG_DFL => HostDisposition::Default,
            SIG_IGN => HostDisposition::Ignore,
            _ => HostDisposition::Catch,
        };
        HostAction {
            disposition,
            flags: self.flags,
        }
    }
}

/// A signal action table.
#[derive(Debug)]
pub struct Sighand {
    /// Action of signal n at index n-1.
    actions: Mutex<[SigAction; SIGNALS as usize]>,
}

impl Default for Sighand {
    fn default() -> Sighand {
        Sighand {
            actions: Mutex::new([SigAction::default(); SIGNALS as usize]),
        }
    }
}

impl Sighand {
    /// The table, locked.
    pub fn lock(&self) -> MutexGuard<'_, [SigAction; SIGNALS as usize]> {
        // A panic aborts the process, so a poisoned lock cannot be seen.
        self.actions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A signal's action.
    pub fn get(&self, sig: i32) -> SigAction {
        self.lock()[index(sig)]
    }

    /// A table of its own with the same actions; with `clear`, every handler is reset to the default
    /// (CLONE_CLEAR_SIGHAND).
    pub fn copy(&self, clear: bool) -> Sighand {
        let mut actions = *self.lock();
        if clear {
            let handled = actions.iter_mut().filter(|a| a.handler != SIG_IGN);
            handled.for_each(|action| *action = SigAction::default());
        }
        Sighand {
            actions: Mutex::new(actions),
        }
    }
}

fn index(sig: i32) -> usize {
    (sig - 1) as usize
}

/// What a process inherits from the one that executed it: to be read before anything changes the host's signals.
#[derive(Debug)]
pub struct Inherited {
    /// Signals that are ignored.
    pub sighand: Arc<Sighand>,
    /// Signals that are blocked.
    pub mask: SigSet,
}

impl Inherited {
    /// Reads the host's mask and dispositions.
    pub fn from_host() -> Inherited {
        let sighand = Sighand::default();
        for sig in 1..=SIGNALS {
            if host::disposition(sig) == Ok(HostDisposition::Ignore) {
                sighand.lock()[index(sig)].handler = SIG_IGN;
            }
        }
        Inherited {
            sighand: Arc::new(sighand),
            mask: host::mask(),
        }
    }
}

/// sigaltstack's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AltStack {
    /// Lowest address.
    pub sp: u64,
    /// Bytes; 0 if there is none.
    pub size: u64,
    /// SS_DISABLE, SS_AUTODISARM.
    pub flags: u32,
}

impl AltStack {
    /// No alternate stack.
    pub const DISABLED: AltStack = AltStack {
        sp: 0,
        size: 0,
        flags: SS_DISABLE,
    };

    /// Whether a thread with this stack pointer is on it. One that disarms itself never counts.
    pub fn contains(&self, sp: u64) -> bool {
        self.flags & SS_AUTODISARM == 0 && sp > self.sp && sp - self.sp <= self.size
    }

    /// Whether there is one and a thread with this stack pointer is not on it.
    pub fn is_free(&self, sp: u64) -> bool {
        self.size != 0 && !self.contains(sp)
    }

    /// ss_flags as sigaltstack reports them to a thread with this stack pointer.
    pub fn report(&self, sp: u64) -> u32 {
        let state = match self.size {
            0 => SS_DISABLE,
            _ if self.contains(sp) => SS_ONSTACK,
            _ => 0,
        };
        state | self.flags & SS_AUTODISARM
    }

    /// `stack_t`: address, flags, padding, size.
    pub fn to_bytes(&self) -> [u8; 24] {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.sp.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.flags.to_le_bytes());
        bytes[16..].copy_from_slice(&self.size.to_le_bytes());
        bytes
    }
}

/// Synchronous signals that were sent while the guest blocks them, oldest first.
#[derive(Debug, Default)]
pub struct PendingSync {
    queue: VecDeque<SigInfo>,
}

impl PendingSync {
    /// Adds one, unless the signal already waits (as for any signal below 32).
    pub fn push(&mut self, info: SigInfo) {
        if !self.set().has(info.signo()) {
            self.queue.push_back(info);
        }
    }

    /// The signals that wait.
    pub fn set(&self) -> SigSet {
        self.queue
            .iter()
            .fold(SigSet::EMPTY, |set, info| set.with(info.signo()))
    }

    /// Takes the lowest-numbered signal of a set.
    pub fn take(&mut self, set: SigSet) -> Option<SigInfo> {
        let wanted = self
            .queue
            .iter()
            .enumerate()
            .filter(|(_, info)| set.has(info.signo()));
        let (at, _) = wanted.min_by_key(|(_, info)| info.signo())?;
        self.queue.remove(at)
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }
}

/// What a delivery comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Enter this handler.
    Handle(SigAction),
    /// It is done.
    Nothing,
}

/// Decides what happens with a signal that has come; does it, unless a handler is to be entered. Resets the action for
/// SA_RESETHAND. Does not return if the process dies.
pub fn decide(task: &mut Task, info: &SigInfo, origin: Origin) -> Verdict {
    let sig = info.signo();
    if !(1..=SIGNALS).contains(&sig) {
        set_mask(task, task.mask);
        return Verdict::Nothing;
    }
    if SigSet::SYNCHRONOUS.has(sig) && task.mask.has(sig) {
        if origin == Origin::Fault {
            die(task, info);
        }
        task.pending_sync.push(*info);
        set_mask(task, task.mask);
        return Verdict::Nothing;
    }
    let action = take_action(task, sig);
    match action.handler {
        SIG_IGN if origin == Origin::Sent => {}
        SIG_DFL | SIG_IGN if origin == Origin::Fault || SigSet::SYNCHRONOUS.has(sig) => {
            die(task, info)
        }
        // The action changed after the host had caught the signal: the host's default is right now.
        SIG_DFL => drop(host::queue_to_self(sig, info)),
        _ => return Verdict::Handle(action),
    }
    set_mask(task, task.mask);
    Verdict::Nothing
}

/// The action of a signal that is about to be delivered.
fn take_action(task: &Task, sig: i32) -> SigAction {
    let mut actions = task.sighand.lock();
    let action = actions[index(sig)];
    if action.handler > SIG_IGN && action.flags & SA_RESETHAND != 0 {
        let entry = &mut actions[index(sig)];
        entry.handler = SIG_DFL;
        // Setting a default cannot fail for a signal that had a handler.
        let _ = task.engine.set_host_action(sig, entry.for_host(sig));
    }
    action
}

/// Ends the process with the signal's default action, which is fatal for whatever gets here. The status its parent sees
/// is the kernel's own.
pub fn die(task: &Task, info: &SigInfo) {
    let sig = info.signo();
    let default = HostAction {
        disposition: HostDisposition::Default,
        flags: 0,
    };
    let _ = task.engine.set_host_action(sig, default);
    if host::queue_to_self(sig, info).is_err() {
        host::raise(sig);
    }
    host::set_mask(SigSet::ALL.without(SigSet::of(sig)));
    // Not reached unless a debugger has taken the signal away.
    host::raise(libc::SIGKILL);
}

/// What entering a handler changes: the mask, and an alternate stack that disarms itself.
pub fn entered_handler(task: &mut Task, sig: i32, action: &SigAction) {
    let mut mask = task.mask.union(SigSet(action.mask));
    if action.flags & SA_NODEFER == 0 {
        mask = mask.with(sig);
    }
    if task.altstack.flags & SS_AUTODISARM != 0 {
        task.altstack = AltStack::DISABLED;
    }
    task.saved_mask = None;
    set_mask(task, mask);
}

/// Sets the thread's mask, here and on the host.
pub fn set_mask(task: &mut Task, mask: SigSet) {
    task.mask = mask.without(SigSet::UNBLOCKABLE);
    host::set_mask(task.mask.for_host());
}

/// sigaltstack's change, for a thread with this stack pointer; `least` is the smallest size in bytes.
///
/// # Errors
/// EPERM while the thread is on the stack, EINVAL for unknown flags, ENOMEM if it is too small.
pub fn change_altstack(task: &mut Task, new: AltStack, sp: u64, least: u64) -> Result<(), Errno> {
    if task.altstack.contains(sp) {
        return Err(Errno(libc::EPERM));
    }
    let mode = new.flags & !SS_AUTODISARM;
    if ![0, SS_ONSTACK, SS_DISABLE].contains(&mode) {
        return Err(Errno(libc::EINVAL));
    }
    if mode == SS_DISABLE {
        task.altstack = AltStack {
            sp: 0,
            size: 0,
            flags: new.flags,
        };
    } else if new == task.altstack {
        // As the kernel: what does not change is not checked.
    } else if new.size < least {
        return Err(Errno(libc::ENOMEM));
    } else {
        task.altstack = new;
    }
    Ok(())
}

/// False if [`next_waiting`] has nothing to do.
pub fn is_waiting(task: &Task) -> bool {
    !task.pending_sync.is_empty() || task.saved_mask.is_some()
}

/// What the cpu loop asks for when no signal of the runtime's is left, before it goes on with guest code: a synchronous
/// signal that waited and is no longer blocked. If there is none either, a mask that a call had swapped and no handler
/// has used is restored.
pub fn next_waiting(task: &mut Task) -> Option<SigInfo> {
    if !task.pending_sync.is_empty() {
        let unblocked = SigSet::ALL.without(task.mask);
        if let Some(info) = task.pending_sync.take(unblocked) {
            return Some(info);
        }
    }
    if let Some(mask) = task.saved_mask.take() {
        set_mask(task, mask);
    }
    None
}

/// A call that waits with another mask (rt_sigsuspend, ppoll, pselect6, epoll_pwait): `wait` makes the host call with
/// the mask it is given. If a signal ends the wait, its handler runs with the other mask and returns to the old one.
pub fn with_mask(
    task: &mut Task,
    mask: SigSet,
    wait: impl FnOnce(&Task, SigSet) -> Outcome,
) -> Outcome {
    let mask = mask.without(SigSet::UNBLOCKABLE);
    let interrupted = Outcome::Return(Errno(libc::EINTR).raw());
    let waiting = task.pending_sync.set().without(mask) != SigSet::EMPTY;
    let outcome = if waiting {
        interrupted
    } else {
        wait(task, mask.for_host())
    };
    if matches!(outcome, Outcome::Return(result) if result == Errno(libc::EINTR).raw()) {
        task.saved_mask = Some(task.mask);
        task.mask = mask;
    }
    outcome
}

/// Gives the host the signal state a new program inherits: the guest's whole mask, what it ignores, and what waits here.
pub fn before_exec(task: &mut Task) {
    host::set_mask(task.mask);
    for sig in (1..=SIGNALS).filter(|&sig| SigSet::SYNCHRONOUS.has(sig)) {
        if task.sighand.get(sig).handler == SIG_IGN {
            let ignore = HostAction {
                disposition: HostDisposition::Ignore,
                flags: 0,
            };
            let _ = task.engine.set_host_action(sig, ignore);
        }
    }
    while let Some(info) = task.pending_sync.take(SigSet::ALL) {
        let _ = host::queue_to_self(info.signo(), &info);
    }
}

/// Undoes [`before_exec`]: signals that wait come again, through the runtime.
pub fn exec_failed(task: &Task) {
    catch_synchronous(task);
    host::set_mask(task.mask.for_host());
}

/// Has the host catch what the emulator needs to see.
pub fn catch_synchronous(task: &Task) {
    for sig in (1..=SIGNALS).filter(|&sig| SigSet::SYNCHRONOUS.has(sig)) {
        let _ = task
            .engine
            .set_host_action(sig, task.sighand.get(sig).for_host(sig));
    }
}

/// Sets a signal's action.
///
/// # Errors
/// The host's.
pub fn set_action(task: &mut Task, sig: i32, action: SigAction) -> Result<(), Errno> {
    let mut actions = task.sighand.lock();
    task.engine.set_host_action(sig, action.for_host(sig))?;
    actions[index(sig)] = action;
    drop(actions);
    if action.handler == SIG_IGN {
        task.pending_sync.take(SigSet::of(sig));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternate_stack_ends_at_its_top() {
        let stack = AltStack {
            sp: 0x1000,
            size: 0x2000,
            flags: 0,
        };
        assert!(!stack.contains(0x1000) && stack.contains(0x1001));
        assert!(stack.contains(0x3000) && !stack.contains(0x3001));
        assert_eq!(
            [stack.report(0x2000), stack.report(0x4000)],
            [SS_ONSTACK, 0]
        );
        let disarming = AltStack {
            flags: SS_AUTODISARM,
            ..stack
        };
        assert!(!disarming.contains(0x2000) && disarming.is_free(0x2000));
        assert_eq!(AltStack::DISABLED.report(0), SS_DISABLE);
    }

    #[test]
    fn waiting_signals_come_in_order_and_once() {
        let mut pending = PendingSync::default();
        for sig in [libc::SIGSEGV, libc::SIGILL, libc::SIGSEGV] {
            pending.push(SigInfo::new(sig, 0));
        }
        assert_eq!(pending.set(), SigSet::of(libc::SIGSEGV).with(libc::SIGILL));
        assert_eq!(pending.take(SigSet::of(libc::SIGBUS)), None);
        assert_eq!(
            pending.take(SigSet::ALL).map(|i| i.signo()),
            Some(libc::SIGILL)
        );
        assert_eq!(
            pending.take(SigSet::ALL).map(|i| i.signo()),
            Some(libc::SIGSEGV)
        );
        assert!(pending.is_empty());
    }

    #[test]
    fn siginfo_fields_are_where_the_kernel_has_them() {
        let info = SigInfo::fault(libc::SIGSEGV, 2, 0x1234_5678_9abc);
        assert_eq!((info.signo(), info.code()), (libc::SIGSEGV, 2));
        assert_eq!(info.0[16..24], 0x1234_5678_9abc_u64.to_le_bytes());
    }
}
