//! Signal sets, actions, pending signals and their delivery, as far as no register is concerned.

use std::collections::VecDeque;
use std::sync::Mutex;

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

/// `struct sigaction` of the generic kernel ABI (riscv64 has no sa_restorer).
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SigAction {
    /// SIG_DFL (0), SIG_IGN (1) or a guest address.
    pub handler: u64,
    /// SA_* bits.
    pub flags: u64,
    /// Signals blocked while the handler runs.
    pub mask: u64,
}

/// A signal action table.
#[derive(Debug)]
pub struct Sighand {
    /// Action of signal n at index n-1.
    pub actions: Mutex<[SigAction; 64]>,
}

impl Default for Sighand {
    fn default() -> Sighand {
        Sighand {
            actions: Mutex::new([SigAction::default(); 64]),
        }
    }
}

/// sigaltstack's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AltStack {
    /// Lowest address.
    pub sp: u64,
    /// Bytes.
    pub size: u64,
    /// SS_DISABLE, SS_AUTODISARM.
    pub flags: u32,
}

impl AltStack {
    /// No alternate stack.
    pub const DISABLED: AltStack = AltStack {
        sp: 0,
        size: 0,
        flags: 2,
    };
}

/// Synchronous signals that were sent while the guest blocks them, oldest first.
#[derive(Debug, Default)]
pub struct PendingSync {
    /// At most one per signal, as for any signal below 32.
    pub queue: VecDeque<SigInfo>,
}
