//! Where the time goes: what `--stats` counts and times. Who does not ask pays one comparison where the dispatcher
//! changes from one work to another, and nothing in generated code.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ir::{Block, ExitKind, Helper, Terminal};
use tier1::counting::{self, Counters};

/// What a thread is at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Generated code, with the helpers it calls.
    Generated,
    /// Interpreting.
    Interpreting,
    /// Reading guest code and turning it into operations.
    Lifting,
    /// From operations to host code in its place.
    Compiling,
    /// Looking for the code to run.
    Dispatching,
    /// The operating system layer and the kernel, blocked or not; signals.
    Outside,
}

impl Phase {
    /// All phases, in numeric order.
    pub const ALL: [Phase; 6] = [
        Phase::Generated,
        Phase::Interpreting,
        Phase::Lifting,
        Phase::Compiling,
        Phase::Dispatching,
        Phase::Outside,
    ];
}

/// A translated block and how often it has run.
#[derive(Debug)]
pub struct BlockProfile {
    /// Where it begins.
    pub pc: u64,
    /// Guest instructions.
    pub insns: u32,
    /// How it ends.
    pub terminal: Terminal,
    /// Times it was entered. Generated code adds without a lock: threads that run the same block lose a few.
    pub runs: AtomicU64,
}

/// System calls of one number.
#[derive(Clone, Copy, Default, Debug)]
pub struct SyscallProfile {
    /// How many.
    pub calls: u64,
    /// How long, waiting included.
    pub time: Duration,
}

/// Counters of a process; all threads add to them.
#[derive(Debug, Default)]
pub struct Profile {
    times: [AtomicU64; Phase::ALL.len()],
    exits: [AtomicU64; ExitKind::ALL.len()],
    interpreted: AtomicU64,
    blocks: Mutex<Vec<&'static BlockProfile>>,
    frontend: &'static [Helper],
    helpers: &'static [AtomicU64],
    syscalls: Mutex<BTreeMap<u64, SyscallProfile>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic aborts the process, so a poisoned lock cannot be seen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn add(counter: &AtomicU64, n: u64) {
    counter.fetch_add(n, Ordering::Relaxed);
}

impl Profile {
    /// Nothing counted yet, of code that calls helpers of `frontend`.
    pub fn new(frontend: &'static [Helper]) -> Profile {
        let all = 0..counting::helpers(frontend);
        let helpers: Box<[AtomicU64]> = all.map(|_| AtomicU64::new(0)).collect();
        Profile {
            frontend,
            helpers: Box::leak(helpers),
            ..Profile::default()
        }
    }

    /// Time of all threads in `phase`, so far as they have left it.
    pub fn time(&self, phase: Phase) -> Duration {
        Duration::from_nanos(self.times[phase as usize].load(Ordering::Relaxed))
    }

    /// How often generated code was left so.
    pub fn exits(&self, kind: ExitKind) -> u64 {
        self.exits[kind as usize].load(Ordering::Relaxed)
    }

    /// Exits of generated code because the target of an indirect jump, call or return was not in the jump table.
    pub fn misses(&self) -> u64 {
        self.exits(ExitKind::Lookup)
    }

    /// Runs of blocks by the interpreter.
    pub fn interpreted(&self) -> u64 {
        self.interpreted.load(Ordering::Relaxed)
    }

    /// Every translation made so far.
    pub fn blocks(&self) -> Vec<&'static BlockProfile> {
        lock(&self.blocks).clone()
    }

    /// Names of helpers and how often each was called, if at all.
    pub fn helper_calls(&self) -> Vec<(String, u64)> {
        let counts = self.helpers.iter().map(|n| n.load(Ordering::Relaxed));
        let called = counts.enumerate().filter(|(_, calls)| *calls > 0);
        called
            .map(|(number, calls)| (counting::helper_name(self.frontend, number), calls))
            .collect()
    }

    /// Where a block that is about to be translated counts, which is never freed: code may be running in what was dropped.
    pub(crate) fn counters(&self, block: &Block) -> Counters {
        let block: &'static BlockProfile = Box::leak(Box::new(BlockProfile {
            pc: block.pc,
            insns: block.guest_insns,
            terminal: block.terminal,
            runs: AtomicU64::new(0),
        }));
        lock(&self.blocks).push(block);
        Counters {
            block: Some(&block.runs),
            helpers: self.helpers,
        }
    }

    /// System calls by number.
    pub fn syscalls(&self) -> BTreeMap<u64, SyscallProfile> {
        lock(&self.syscalls).clone()
    }

    /// Adds a system call that began at `start`.
    pub fn count_syscall(&self, number: u64, start: Instant) {
        let mut syscalls = lock(&self.syscalls);
        let row = syscalls.entry(number).or_default();
        row.calls += 1;
        row.time += start.elapsed();
    }

    pub(crate) fn count_exit(&self, kind: ExitKind) {
        add(&self.exits[kind as usize], 1);
    }

    pub(crate) fn count_interpreted(&self) {
        add(&self.interpreted, 1);
    }

    /// Forgets everything, in a forked child: the parent tells it.
    pub(crate) fn reset(&self) {
        let counters = self.times.iter().chain(&self.exits).chain(self.helpers);
        counters
            .chain([&self.interpreted])
            .for_each(|c| c.store(0, Ordering::Relaxed));
        // A lock that another thread held at the fork is never free again.
        if let Ok(blocks) = self.blocks.try_lock() {
            blocks
                .iter()
                .for_each(|b| b.runs.store(0, Ordering::Relaxed));
        }
        if let Ok(mut syscalls) = self.syscalls.try_lock() {
            syscalls.clear();
        }
    }
}

/// A thread's clock: tells the profile how long each phase took.
#[derive(Debug)]
pub(crate) struct PhaseClock {
    profile: Option<&'static Profile>,
    phase: Phase,
    since: Option<Instant>,
}

impl PhaseClock {
    pub fn new(profile: Option<&'static Profile>) -> PhaseClock {
        PhaseClock {
            profile,
            phase: Phase::Outside,
            since: None,
        }
    }

    /// The profile, if one is wanted.
    pub fn profile(&self) -> Option<&'static Profile> {
        self.profile
    }

    /// The thread is at `phase` from now on.
    pub fn enter(&mut self, phase: Phase) {
        if let Some(profile) = self.profile {
            let now = Instant::now();
            if let Some(since) = self.since {
                let elapsed = now.duration_since(since);
                add(
                    &profile.times[self.phase as usize],
                    elapsed.as_nanos() as u64,
                );
            }
            self.since = Some(now);
            self.phase = phase;
        }
    }
}
