//! What all guest threads of a process share: the code cache, the options, and the registry of threads.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use code_cache::{ArenaError, ArenaOptions, CodeCache, Stats};
use host_x64::{HostFeatures, StubBlob};
use ir::{CodeSource, Features, Frontend};
use tier1::ExactFloats;
use translation_store::{Store, StoreGuard};

use crate::modes::Modes;
use crate::profile::Profile;
use crate::signals;
use crate::stored::Variant;
use crate::visited::Visited;
use crate::wishes::Wishes;

/// How to run guest code.
#[derive(Clone, Copy, Debug)]
pub struct RuntimeOptions {
    /// Interpret everything.
    pub interp: bool,
    /// Translate code before it runs, not when it runs for the second time.
    pub eager: bool,
    /// No memory that is writable and executable through one address.
    pub wx: bool,
    /// Connect blocks directly; off for tracing every block.
    pub chain: bool,
    /// Bytes for translated code.
    pub code_size: usize,
    /// Guest extensions.
    pub guest: Features,
    /// Host extensions.
    pub host: HostFeatures,
    /// Guest addresses end here.
    pub window_end: u64,
    /// Count and time: see [`crate::profile`].
    pub profile: bool,
    /// Told of each block that has been translated: its pc, its host address, its code.
    pub on_translated: Option<fn(u64, u64, &[u8])>,
}

/// State of a thread that is not inside the arena.
pub(crate) const OUTSIDE: u64 = u64::MAX;

/// The engine of one guest process.
pub struct Runtime<F: Frontend> {
    /// Translated code.
    pub cache: CodeCache,
    /// How to run.
    pub options: RuntimeOptions,
    code: Box<dyn CodeSource + Send + Sync>,
    /// Even: the arena's generation, which a thread inside publishes. Odd: it is being flushed, keep out.
    generation: AtomicU64,
    flush_lock: Mutex<()>,
    visited: Visited,
    /// Translations of other processes, and for them.
    pub(crate) store: Option<Store>,
    /// What forked processes lacked.
    pub(crate) wishes: Wishes,
    /// Store-exclusives must see every atomic write: see [`crate::exclusive`].
    exact_exclusives: AtomicBool,
    /// The guest looks at exception flags.
    flags_seen: AtomicBool,
    /// The guest has switched [`ir::fp_mode::FLUSH`] on.
    flushes: AtomicBool,
    /// How code is lifted.
    pub(crate) modes: Modes,
    profile: Option<Profile>,
    threads: Mutex<Vec<ThreadSlot>>,
    /// At most one thread is registered. Only that one can register another, so what it reads here is true for it.
    alone: AtomicBool,
    /// Somebody outside of the process may see writes to guest memory.
    memory_is_shared: AtomicBool,
    frontend: std::marker::PhantomData<fn() -> F>,
}

/// A registered thread's published generation; valid until it unregisters.
#[derive(Clone, Copy, Debug)]
struct ThreadSlot(*const AtomicU64);

// SAFETY: the pointee is atomic and lives until the thread removes the slot under the registry's lock.
unsafe impl Send for ThreadSlot {}

impl<F: Frontend> std::fmt::Debug for Runtime<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic aborts the process, so a poisoned lock cannot be seen.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds the engine still, for fork.
#[derive(Debug)]
#[allow(dead_code, reason = "held, not read")]
pub struct EngineGuard<'a>(
    MutexGuard<'a, ()>,
    MutexGuard<'a, Vec<ThreadSlot>>,
    code_cache::cache::CacheGuard<'a>,
    Option<StoreGuard<'a>>,
);

impl<F: Frontend> Runtime<F> {
    /// Makes the arena and catches the synchronous signals. Translations are taken from `store` and added to it.
    ///
    /// # Errors
    /// If the host gives no memory for code.
    pub fn new(
        options: RuntimeOptions,
        code: Box<dyn CodeSource + Send + Sync>,
        store: Option<Store>,
    ) -> Result<Runtime<F>, ArenaError> {
        let arena = ArenaOptions {
            code_size: options.code_size,
            wx: options.wx,
            window_end: options.window_end,
            scale_shift: 2 - F::REGS.pc_align_shift,
        };
        // A host below the back end's baseline interprets: it must not even see the stubs.
        let stubs = match options.interp {
            true => StubBlob::default(),
            false => tier1::stubs(F::REGS, options.host),
        };
        let cache = CodeCache::new(arena, stubs, options.chain)?;
        signals::catch_synchronous();
        Ok(Runtime {
            cache,
            options,
            code,
            generation: AtomicU64::new(0),
            flush_lock: Mutex::new(()),
            visited: Visited::new(),
            store,
            wishes: Wishes::new(),
            exact_exclusives: AtomicBool::new(false),
            flags_seen: AtomicBool::new(false),
            flushes: AtomicBool::new(false),
            modes: Modes::default(),
            profile: options.profile.then(|| Profile::new(F::HELPERS)),
            threads: Mutex::new(Vec::new()),
            alone: AtomicBool::new(true),
            memory_is_shared: AtomicBool::new(false),
            frontend: std::marker::PhantomData,
        })
    }

    /// True if the code at `pc` is to be interpreted this time, because it has not run often, and no other process would gain
    /// from a translation.
    pub(crate) fn is_new(&self, pc: u64) -> bool {
        !self.options.eager && self.store_for(pc).is_none() && self.visited.is_new(pc)
    }

    /// Translations of other processes, if this one uses them.
    pub(crate) fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Where the translation of the code at `pc` is to be added, if anywhere.
    pub(crate) fn store_for(&self, pc: u64) -> Option<&Store> {
        let wants = |store: &&Store| store.takes() && self.code.is_lasting(pc);
        self.store.as_ref().filter(wants)
    }

    /// To be called before a fork, and before anything is held for it.
    pub fn before_fork(&self) {
        self.save_translations();
        self.take_wishes();
    }

    /// Leaves new translations to other processes: this one is about to end, to fork or to run another program.
    pub fn save_translations(&self) {
        if let Some(store) = &self.store {
            store.save();
        }
    }

    pub(crate) fn code(&self) -> &dyn CodeSource {
        &*self.code
    }

    /// Guest code in `range` may have changed or gone.
    pub fn code_changed(&self, range: Range<u64>) {
        self.cache.invalidate(range);
    }

    /// The guest announced new code in `range`: drops the blocks there, and where the same memory is seen through other
    /// addresses, whose bytes are not what they were.
    pub fn flush_icache(&self, range: Range<u64>) {
        for range in self.code.aliases(range) {
            self.cache.verify(range, |pc, buf| {
                host_calls::access::copy_in(pc, buf).is_ok()
            });
        }
    }

    /// Where the time went so far, if that is wanted.
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Counters so far.
    pub fn stats(&self) -> Stats {
        self.cache.stats()
    }

    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    pub(crate) fn register(&self, slot: &AtomicU64) {
        self.change_threads(|threads| threads.push(ThreadSlot(slot)));
    }

    pub(crate) fn unregister(&self, slot: &AtomicU64) {
        self.change_threads(|threads| threads.retain(|s| !std::ptr::eq(s.0, slot)));
    }

    fn change_threads(&self, change: impl FnOnce(&mut Vec<ThreadSlot>)) {
        let mut threads = lock(&self.threads);
        change(&mut threads);
        self.alone.store(threads.len() <= 1, Ordering::SeqCst);
    }

    /// True if the calling thread is the only one.
    pub(crate) fn is_alone(&self) -> bool {
        self.alone.load(Ordering::Relaxed)
    }

    /// From now on another process, a thread of this one, or the kernel at any time, may see writes to guest memory: they are atomic
    /// and ordered even while there is one thread.
    pub fn notice_shared_memory(&self) {
        self.memory_is_shared.store(true, Ordering::Relaxed);
    }

    /// True if nobody but the calling thread sees the guest's memory: [`ir::RuntimeArea::alone`].
    pub(crate) fn sees_memory_alone(&self) -> bool {
        self.is_alone() && !self.memory_is_shared.load(Ordering::Relaxed)
    }

    /// True if there is a guest thread.
    pub fn has_threads(&self) -> bool {
        !lock(&self.threads).is_empty()
    }

    /// Waits until a flush in progress is over.
    pub(crate) fn wait_for_flush(&self) {
        drop(lock(&self.flush_lock));
    }

    /// Drops all translations unless somebody did since generation `seen`. The caller must be outside the arena.
    pub(crate) fn flush(&self, seen: u64) {
        let _flushing = lock(&self.flush_lock);
        if self.generation() != seen {
            return;
        }
        self.generation.store(seen + 1, Ordering::SeqCst);
        self.cache.unchain_all();
        while self.someone_inside() {
            std::thread::yield_now();
        }
        self.cache.reset();
        self.generation.store(seen + 2, Ordering::SeqCst);
    }

    fn someone_inside(&self) -> bool {
        // SAFETY: registered slots are valid (see ThreadSlot).
        let inside = |slot: &ThreadSlot| unsafe { (*slot.0).load(Ordering::SeqCst) } != OUTSIDE;
        lock(&self.threads).iter().any(inside)
    }

    /// True if store-exclusives see every atomic write.
    pub(crate) fn exact_exclusives(&self) -> bool {
        self.exact_exclusives.load(Ordering::SeqCst)
    }

    /// From now on store-exclusives see every atomic write; code translated otherwise is dropped. The caller must be outside
    /// the arena.
    pub(crate) fn demand_exact_exclusives(&self) {
        self.demand(&self.exact_exclusives, "exclusives are exact");
    }

    /// True if the guest has looked at exception flags, or set them.
    pub(crate) fn flags_seen(&self) -> bool {
        self.flags_seen.load(Ordering::SeqCst)
    }

    /// From now on exception flags are exact, as [`Self::demand_exact_exclusives`].
    pub(crate) fn demand_exact_flags(&self) {
        self.demand(&self.flags_seen, "exception flags are exact");
    }

    /// From now on code is translated for threads that flush, as [`Self::demand_exact_exclusives`].
    pub(crate) fn demand_flushing(&self) {
        if !self.flushes.load(Ordering::SeqCst) {
            self.demand(&self.flushes, "floats may be flushed");
        }
    }

    /// From now on accesses through the stack pointer check it, as [`Self::demand_exact_exclusives`].
    pub(crate) fn demand_stack_checks(&self) {
        self.demand(&self.modes.stack_checks, "the stack pointer is checked");
    }

    /// To be told of the stack pointer that a thread begins to run with.
    pub(crate) fn notice_stack_pointer(&self, sp: u64) {
        if ir::StackChecks::misaligned(sp) && !self.modes.stack_checks.load(Ordering::SeqCst) {
            self.demand_stack_checks();
        }
    }

    /// If there are guarded pages, indirect branches are checked from now on, as [`Self::demand_exact_exclusives`].
    pub(crate) fn notice_guarded_pages(&self) {
        let known = self.modes.branch_targets.load(Ordering::SeqCst);
        if !known && self.code.has_guarded() {
            self.demand(&self.modes.branch_targets, "indirect branches are checked");
        }
    }

    /// In which way the block at `pc` is translated now.
    pub(crate) fn variant(&self, pc: u64) -> Variant {
        let flush = self.flushes.load(Ordering::SeqCst);
        let branch_targets = self.modes.branch_targets.load(Ordering::SeqCst);
        Variant {
            branch_targets,
            guarded: branch_targets && self.code.is_guarded(pc),
            stack_checks: self.modes.stack_checks.load(Ordering::SeqCst),
            exact_exclusives: self.exact_exclusives(),
            exact_floats: ExactFloats {
                tininess: flush || self.flags_seen(),
                flush,
            },
        }
    }

    fn demand(&self, what: &AtomicBool, text: &str) {
        if !what.swap(true, Ordering::SeqCst) {
            log::debug!(target: "exec", "{text} from now on");
        }
        // Also if another thread came first: its flush may not be over.
        self.flush(self.generation() & !1);
    }

    /// Takes every lock of the engine, so that a forked child finds it consistent.
    pub fn hold(&self) -> EngineGuard<'_> {
        let flush = lock(&self.flush_lock);
        let threads = lock(&self.threads);
        let store = self.store.as_ref().map(Store::hold);
        EngineGuard(flush, threads, self.cache.hold(), store)
    }

    /// To be called in a forked child, by its only thread, after the guard is gone.
    ///
    /// # Errors
    /// If the host gives no memory for code.
    pub fn after_fork(&self, me: &AtomicU64) -> Result<(), ArenaError> {
        if !self.is_alone() {
            guest_mem::monitor::after_fork();
            self.change_threads(|threads| threads.retain(|s| std::ptr::eq(s.0, me)));
        }
        if let Some(profile) = &self.profile {
            profile.reset();
        }
        if self.cache.after_fork()? {
            self.generation.fetch_add(2, Ordering::SeqCst);
        }
        Ok(())
    }
}
