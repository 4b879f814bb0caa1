//! The blocks in the arena: found by guest pc and by host address, chained, invalidated.
//!
//! Memory of an invalidated block is not reused before the next flush of everything, so a thread that
//! still runs in it, or will return into it, finds intact code whose exits lead to the runtime.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use host_x64::{CodeBlob, PcKind, RelocKind, StubBlob};

use crate::arena::{Arena, ArenaError, ArenaOptions};
use crate::blocks::{Blocks, Patch};
use crate::tunables::BLOCK_ALIGN;

/// Counters for `--stats`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Blocks translated.
    pub blocks: u64,
    /// Host code bytes.
    pub host_bytes: u64,
    /// Guest code bytes.
    pub guest_bytes: u64,
    /// Exits patched to their target.
    pub chained: u64,
    /// Blocks dropped because code changed.
    pub invalidated: u64,
    /// Times everything was dropped.
    pub flushes: u64,
}

/// Where a host address lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Guest instruction the host code belongs to.
    pub pc: u64,
    /// What holds there.
    pub kind: PcKind,
    /// True if the host address is the first of that entry: for boundaries, state is exact here only.
    pub at_start: bool,
}

/// Another thread works on the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy;

/// What became of an insertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// Host address of the block (also if another thread was faster).
    At(u64),
    /// Code changed while it was being translated: translate again.
    Stale,
    /// No room: flush.
    Full,
}

#[derive(Debug)]
struct Inner {
    arena: Arena,
    next: u32,
    stubs_end: u32,
    blocks: Blocks,
    /// Exits of blocks lead straight to their targets as soon as those are there.
    chain: bool,
    /// All threads are to come out: nothing is chained before the reset.
    draining: bool,
    stats: Stats,
}

/// Executable code of one process.
#[derive(Debug)]
pub struct CodeCache {
    inner: Mutex<Inner>,
    /// Counts changes of guest code; a translation begun before a change is not inserted.
    epoch: AtomicU64,
    /// Translations begun and not yet ended.
    translating: AtomicU32,
    /// Somebody keeps lifted blocks outside the cache, and throws them away when the epoch changes.
    watched: AtomicBool,
    base: u64,
    code_size: u64,
    shared_after_fork: bool,
    stubs: StubBlob,
}

/// A translation in progress: what it has read is checked against changes made meanwhile.
#[derive(Debug)]
pub struct Translation<'a> {
    cache: &'a CodeCache,
    epoch: u64,
}

impl Drop for Translation<'_> {
    fn drop(&mut self) {
        self.cache.translating.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Holds the cache still, for fork.
#[derive(Debug)]
pub struct CacheGuard<'a>(#[allow(dead_code)] MutexGuard<'a, Inner>);

impl CodeCache {
    /// An empty cache with the backend's stubs at its start. `chain`: whether blocks are connected.
    ///
    /// # Errors
    /// If the host gives no memory.
    pub fn new(
        options: ArenaOptions,
        stubs: StubBlob,
        chain: bool,
    ) -> Result<CodeCache, ArenaError> {
        let mut arena = Arena::new(options)?;
        arena.write(0, &stubs.bytes);
        let stubs_end = stubs.bytes.len().next_multiple_of(BLOCK_ALIGN) as u32;
        let (base, code_size) = (arena.base(), arena.code_size() as u64);
        let shared_after_fork = arena.shared_after_fork();
        let inner = Inner {
            arena,
            next: stubs_end,
            stubs_end,
            blocks: Blocks::new(),
            chain,
            draining: false,
            stats: Stats::default(),
        };
        Ok(CodeCache {
            inner: Mutex::new(inner),
            epoch: AtomicU64::new(0),
            translating: AtomicU32::new(0),
            watched: AtomicBool::new(false),
            base,
            code_size,
            shared_after_fork,
            stubs,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock, so that a forked child finds the cache consistent.
    pub fn hold(&self) -> CacheGuard<'_> {
        CacheGuard(self.lock())
    }

    /// Address of the arena (the code base register).
    pub fn base(&self) -> u64 {
        self.base
    }

    /// True if `host` lies in the arena.
    pub fn contains(&self, host: u64) -> bool {
        host.wrapping_sub(self.base) < self.code_size
    }

    /// The stubs, whose offsets count from [`Self::base`].
    pub fn stubs(&self) -> &StubBlob {
        &self.stubs
    }

    /// To be called before guest code is read for translation, held until it is inserted.
    pub fn begin(&self) -> Translation<'_> {
        self.translating.fetch_add(1, Ordering::SeqCst);
        Translation {
            cache: self,
            epoch: self.epoch.load(Ordering::SeqCst),
        }
    }

    /// From now on the epoch changes with every change of guest memory, whether blocks here are concerned or not.
    pub fn watch(&self) {
        self.watched.store(true, Ordering::SeqCst);
    }

    /// Changes whenever translated guest code may have changed.
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Host address of the block for `pc`, if translated. `indirect`: from now on indirect jumps to `pc` go there without
    /// the runtime.
    pub fn lookup(&self, pc: u64, indirect: bool) -> Option<u64> {
        let mut inner = self.lock();
        let start = inner.lookup(pc, indirect)?;
        Some(self.base + start as u64)
    }

    /// Adds the translation of the guest code `bytes` at `pc`, and chains it. `indirect`: as for [`Self::lookup`].
    pub fn insert(
        &self,
        translation: &Translation<'_>,
        pc: u64,
        bytes: &[u8],
        blob: &CodeBlob,
        indirect: bool,
    ) -> Inserted {
        let mut inner = self.lock();
        if self.epoch.load(Ordering::SeqCst) != translation.epoch {
            return Inserted::Stale;
        }
        if let Some(start) = inner.lookup(pc, indirect) {
            return Inserted::At(self.base + start as u64);
        }
        let Some(start) = inner.place(&self.stubs, pc, bytes, blob) else {
            return Inserted::Full;
        };
        if indirect {
            inner.arena.set_target(pc, start);
        }
        Inserted::At(self.base + start as u64)
    }

    /// The guest pc that link `id` wants to reach.
    pub fn link_target(&self, id: u32) -> Option<u64> {
        self.lock().blocks.link_target(id)
    }

    /// Where host address `host` lies; waits for the lock.
    pub fn locate(&self, host: u64) -> Option<Location> {
        self.lock().locate(host.wrapping_sub(self.base))
    }

    /// As [`Self::locate`] for signal handlers: `Err` if the lock is taken.
    ///
    /// # Errors
    /// [`Busy`].
    pub fn try_locate(&self, host: u64) -> Result<Option<Location>, Busy> {
        match self.inner.try_lock() {
            Ok(inner) => Ok(inner.locate(host.wrapping_sub(self.base))),
            Err(_) => Err(Busy),
        }
    }

    /// True if guest code has been read that is not in a block here, or not yet. A translation that begins after this look
    /// reads the guest's memory as it is now.
    fn in_use(&self) -> bool {
        self.translating.load(Ordering::SeqCst) != 0 || self.watched.load(Ordering::SeqCst)
    }

    /// Drops every block that contains guest code in `range`. Costs little where no code is: programs map and unmap
    /// data all the time.
    pub fn invalidate(&self, range: Range<u64>) {
        let mut inner = self.lock();
        let ids = inner.blocks.in_range(&range);
        if ids.is_empty() && !self.in_use() {
            return;
        }
        self.epoch.fetch_add(1, Ordering::SeqCst);
        for id in ids {
            inner.drop_block(id);
        }
    }

    /// Drops the blocks with guest code in `range` whose bytes differ from what `read` finds now (`false`: unreadable).
    pub fn verify(&self, range: Range<u64>, read: impl Fn(u64, &mut [u8]) -> bool) {
        let mut inner = self.lock();
        if self.in_use() {
            self.epoch.fetch_add(1, Ordering::SeqCst);
        }
        let mut buf = Vec::new();
        for id in inner.blocks.in_range(&range) {
            let old = inner.blocks.guest_bytes(id);
            buf.resize(old.len(), 0);
            if !read(inner.blocks.pc(id), &mut buf) || buf != old {
                inner.drop_block(id);
                self.epoch.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    /// Makes every exit of every block lead to the runtime, so that all threads leave the arena soon. To be
    /// followed by [`Self::reset`] once they have.
    pub fn unchain_all(&self) {
        let mut inner = self.lock();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        inner.draining = true;
        let Inner { arena, blocks, .. } = &mut *inner;
        arena.clear_targets();
        blocks.remove_all(|p| point(arena, p));
    }

    /// Forgets all blocks and reuses their memory. No thread may be inside the arena or return into it.
    pub fn reset(&self) {
        let mut inner = self.lock();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        inner.reset();
        inner.stats.flushes += 1;
    }

    /// To be called in a forked child, which is alone: under W^X the code memory is shared with the parent
    /// and must be replaced. Returns true if all blocks are gone.
    ///
    /// # Errors
    /// If the host gives no memory.
    pub fn after_fork(&self) -> Result<bool, ArenaError> {
        // Nothing is written that is right: the page would have to be copied.
        if self.translating.load(Ordering::SeqCst) != 0 {
            self.translating.store(0, Ordering::SeqCst);
        }
        if !self.shared_after_fork {
            return Ok(false);
        }
        let mut inner = self.lock();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        inner.arena.map_code()?;
        inner.arena.write(0, &self.stubs.bytes);
        inner.reset();
        Ok(true)
    }

    /// Counters so far.
    pub fn stats(&self) -> Stats {
        self.lock().stats
    }
}

impl Inner {
    /// Offset of the block for `pc`.
    fn lookup(&mut self, pc: u64, indirect: bool) -> Option<u32> {
        let start = self.blocks.host(self.blocks.find(pc)?);
        if indirect {
            self.arena.set_target(pc, start);
        }
        Some(start)
    }

    fn place(&mut self, stubs: &StubBlob, pc: u64, bytes: &[u8], blob: &CodeBlob) -> Option<u32> {
        let start = self.next;
        let end = start as usize + blob.bytes.len();
        if end + BLOCK_ALIGN > self.arena.code_size() {
            return None;
        }
        self.arena.write(start, &blob.bytes);
        self.relocate(stubs, start, blob);
        self.next = end.next_multiple_of(BLOCK_ALIGN) as u32;
        let id = self.blocks.add(pc, start..end as u32, bytes, &blob.pc_map);
        self.chain(id, start, blob);
        self.stats.blocks += 1;
        self.stats.host_bytes += blob.bytes.len() as u64;
        self.stats.guest_bytes += bytes.len() as u64;
        Some(start)
    }

    /// Connects the new block `id` with those that are there.
    fn chain(&mut self, id: u32, start: u32, blob: &CodeBlob) {
        let Inner {
            arena,
            blocks,
            stats,
            ..
        } = self;
        let connect = self.chain && !self.draining;
        for site in &blob.links {
            arena.write(start + site.id_at, &blocks.next_link().to_le_bytes());
            let (field, stub) = (start + site.field_at, start + site.stub_at);
            if let Some(there) = blocks.add_link(field, stub, site.target)
                && connect
            {
                point(arena, there);
                stats.chained += 1;
            }
        }
        if connect {
            blocks.link_to(id, |here| {
                point(arena, here);
                stats.chained += 1;
            });
        }
    }

    /// Helper addresses are already in the code; only the distance to the stubs is news.
    fn relocate(&mut self, stubs: &StubBlob, start: u32, blob: &CodeBlob) {
        for r in &blob.relocs {
            if let RelocKind::Stub(id) = r.kind {
                let at = start + r.at;
                let rel = stubs.offset(id).wrapping_sub(at + 4);
                self.arena.write(at, &rel.to_le_bytes());
            }
        }
    }

    fn drop_block(&mut self, id: u32) {
        if !self.blocks.is_live(id) {
            return;
        }
        let Inner { arena, blocks, .. } = self;
        arena.set_target(blocks.pc(id), 0);
        blocks.remove(id, |p| point(arena, p));
        self.stats.invalidated += 1;
    }

    fn locate(&self, offset: u64) -> Option<Location> {
        let offset = u32::try_from(offset).ok()?;
        let (block, entry) = self.blocks.at_host(offset)?;
        Some(Location {
            pc: self.blocks.pc(block) + entry.guest as u64,
            kind: entry.kind,
            at_start: self.blocks.host(block) + entry.host == offset,
        })
    }

    fn reset(&mut self) {
        self.arena.clear_targets();
        self.next = self.stubs_end;
        self.blocks.clear();
        self.draining = false;
    }
}

/// Makes a jump lead to another place.
fn point(arena: &Arena, Patch { field, to }: Patch) {
    arena.patch(field, to.wrapping_sub(field + 4));
}
