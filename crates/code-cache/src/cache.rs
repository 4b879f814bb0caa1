//! The blocks in the arena: found by guest pc and by host address, chained, invalidated.
//!
//! Memory of an invalidated block is not reused before the next flush of everything, so a thread that
//! still runs in it, or will return into it, finds intact code whose exits lead to the runtime.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use host_x64::{CodeBlob, PcEntry, PcKind, RelocKind, StubBlob};

use crate::arena::{Arena, ArenaError, ArenaOptions};
use crate::tunables::BLOCK_ALIGN;

/// Multiplicative hashing of addresses: the keys are not chosen by an adversary who gains from collisions.
#[derive(Default, Clone, Copy, Debug)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(*b as u64));
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

type Map<V> = HashMap<u64, V, BuildHasherDefault<AddressHasher>>;

const PAGE_SHIFT: u32 = 12;

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
struct BlockInfo {
    pc: u64,
    host: Range<u32>,
    guest_bytes: Range<u32>,
    pc_map: Range<u32>,
    links: Range<u32>,
    live: bool,
}

#[derive(Debug)]
struct Link {
    field: u32,
    stub: u32,
    target: u64,
    linked: bool,
}

#[derive(Debug)]
struct Inner {
    arena: Arena,
    next: u32,
    stubs_end: u32,
    blocks: Vec<BlockInfo>,
    by_pc: Map<u32>,
    by_page: Map<Vec<u32>>,
    links: Vec<Link>,
    /// Patched links by target pc.
    incoming: Map<Vec<u32>>,
    pc_maps: Vec<PcEntry>,
    guest_bytes: Vec<u8>,
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
    /// An empty cache with the backend's stubs at its start.
    ///
    /// # Errors
    /// If the host gives no memory.
    pub fn new(options: ArenaOptions, stubs: StubBlob) -> Result<CodeCache, ArenaError> {
        let mut arena = Arena::new(options)?;
        arena.write(0, &stubs.bytes);
        let stubs_end = stubs.bytes.len().next_multiple_of(BLOCK_ALIGN) as u32;
        let (base, code_size) = (arena.base(), arena.code_size() as u64);
        let inner = Inner {
            arena,
            next: stubs_end,
            stubs_end,
            blocks: Vec::new(),
            by_pc: Map::default(),
            by_page: Map::default(),
            links: Vec::new(),
            incoming: Map::default(),
            pc_maps: Vec::new(),
            guest_bytes: Vec::new(),
            stats: Stats::default(),
        };
        Ok(CodeCache {
            inner: Mutex::new(inner),
            epoch: AtomicU64::new(0),
            translating: AtomicU32::new(0),
            watched: AtomicBool::new(false),
            base,
            code_size,
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

    /// Host address of the block for `pc`, if translated.
    pub fn lookup(&self, pc: u64) -> Option<u64> {
        let inner = self.lock();
        inner
            .by_pc
            .get(&pc)
            .map(|id| self.base + inner.blocks[*id as usize].host.start as u64)
    }

    /// As [`Self::lookup`], and from now on indirect jumps to `pc` go there without the runtime.
    pub fn lookup_indirect(&self, pc: u64) -> Option<u64> {
        let mut inner = self.lock();
        let start = inner
            .by_pc
            .get(&pc)
            .map(|id| inner.blocks[*id as usize].host.start)?;
        inner.arena.set_target(pc, start);
        Some(self.base + start as u64)
    }

    /// Adds the translation of the guest code `bytes` at `pc`.
    pub fn insert(
        &self,
        translation: &Translation<'_>,
        pc: u64,
        bytes: &[u8],
        blob: &CodeBlob,
    ) -> Inserted {
        let mut inner = self.lock();
        if self.epoch.load(Ordering::SeqCst) != translation.epoch {
            return Inserted::Stale;
        }
        if let Some(id) = inner.by_pc.get(&pc) {
            return Inserted::At(self.base + inner.blocks[*id as usize].host.start as u64);
        }
        match inner.place(&self.stubs, pc, bytes, blob) {
            Some(start) => Inserted::At(self.base + start as u64),
            None => Inserted::Full,
        }
    }

    /// The guest pc that link `id` wants to reach.
    pub fn link_target(&self, id: u32) -> Option<u64> {
        self.lock().links.get(id as usize).map(|l| l.target)
    }

    /// Patches link `id` to its target if that is translated.
    pub fn link(&self, id: u32) {
        let mut inner = self.lock();
        inner.link(id);
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

    /// Drops every block that contains guest code in `range`. Costs little where no code is: programs map and unmap
    /// data all the time.
    pub fn invalidate(&self, range: Range<u64>) {
        let mut inner = self.lock();
        let ids = inner.blocks_in(&range);
        // A translation that begins after this look reads the guest's memory as it is now.
        let in_use =
            self.translating.load(Ordering::SeqCst) != 0 || self.watched.load(Ordering::SeqCst);
        if ids.is_empty() && !in_use {
            return;
        }
        self.epoch.fetch_add(1, Ordering::SeqCst);
        for id in ids {
            inner.drop_block(id);
        }
    }

    /// Drops every block whose guest bytes differ from what `read` finds now (`None`: unreadable).
    pub fn verify(&self, read: impl Fn(u64, &mut [u8]) -> bool) {
        let mut inner = self.lock();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        let mut buf = [0u8; 1024];
        let changed: Vec<u32> = (0..inner.blocks.len() as u32)
            .filter(|id| {
                let b = &inner.blocks[*id as usize];
                let old =
                    &inner.guest_bytes[b.guest_bytes.start as usize..b.guest_bytes.end as usize];
                b.live && (!read(b.pc, &mut buf[..old.len()]) || &buf[..old.len()] != old)
            })
            .collect();
        for id in changed {
            inner.drop_block(id);
        }
    }

    /// Makes every exit of every block lead to the runtime, so that all threads leave the arena soon. To be
    /// followed by [`Self::reset`] once they have.
    pub fn unchain_all(&self) {
        let mut inner = self.lock();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        inner.arena.clear_targets();
        for i in 0..inner.links.len() {
            inner.unlink(i as u32);
        }
        inner.by_pc.clear();
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
        self.translating.store(0, Ordering::SeqCst);
        let mut inner = self.lock();
        if !inner.arena.shared_after_fork() {
            return Ok(false);
        }
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
    fn place(&mut self, stubs: &StubBlob, pc: u64, bytes: &[u8], blob: &CodeBlob) -> Option<u32> {
        let start = self.next;
        let end = start as usize + blob.bytes.len();
        if end + BLOCK_ALIGN > self.arena.code_size() {
            return None;
        }
        self.arena.write(start, &blob.bytes);
        self.relocate(stubs, start, blob);
        self.next = end.next_multiple_of(BLOCK_ALIGN) as u32;
        let id = self.blocks.len() as u32;
        let first_link = self.links.len() as u32;
        for site in &blob.links {
            self.arena
                .write(start + site.id_at, &(self.links.len() as u32).to_le_bytes());
            self.links.push(Link {
                field: start + site.field_at,
                stub: start + site.stub_at,
                target: site.target,
                linked: false,
            });
        }
        let map_start = self.pc_maps.len() as u32;
        self.pc_maps.extend_from_slice(&blob.pc_map);
        let bytes_start = self.guest_bytes.len() as u32;
        self.guest_bytes.extend_from_slice(bytes);
        self.blocks.push(BlockInfo {
            pc,
            host: start..end as u32,
            guest_bytes: bytes_start..self.guest_bytes.len() as u32,
            pc_map: map_start..self.pc_maps.len() as u32,
            links: first_link..self.links.len() as u32,
            live: true,
        });
        self.by_pc.insert(pc, id);
        for page in pages(&(pc..pc + bytes.len() as u64)) {
            self.by_page.entry(page).or_default().push(id);
        }
        self.stats.blocks += 1;
        self.stats.host_bytes += blob.bytes.len() as u64;
        self.stats.guest_bytes += bytes.len() as u64;
        Some(start)
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

    fn link(&mut self, id: u32) {
        let Some(link) = self.links.get(id as usize) else {
            return;
        };
        let Some(block) = self.by_pc.get(&link.target) else {
            return;
        };
        let target = self.blocks[*block as usize].host.start;
        if !link.linked {
            let (field, pc) = (link.field, link.target);
            self.arena.patch(field, target.wrapping_sub(field + 4));
            self.links[id as usize].linked = true;
            self.incoming.entry(pc).or_default().push(id);
            self.stats.chained += 1;
        }
    }

    fn unlink(&mut self, id: u32) {
        let link = &mut self.links[id as usize];
        if link.linked {
            link.linked = false;
            let (field, stub) = (link.field, link.stub);
            self.arena.patch(field, stub.wrapping_sub(field + 4));
        }
    }

    fn drop_block(&mut self, id: u32) {
        let block = &mut self.blocks[id as usize];
        if !block.live {
            return;
        }
        block.live = false;
        let (pc, links) = (block.pc, block.links.clone());
        if self.by_pc.get(&pc) == Some(&id) {
            self.by_pc.remove(&pc);
            self.arena.set_target(pc, 0);
            for link in self.incoming.remove(&pc).unwrap_or_default() {
                self.unlink(link);
            }
        }
        // Its own exits too: a thread inside must come out, and a return into it must not go on unseen.
        for link in links {
            self.unlink(link);
        }
        self.stats.invalidated += 1;
    }

    fn blocks_in(&self, range: &Range<u64>) -> Vec<u32> {
        let mut ids = Vec::new();
        let few_pages = (range.end - range.start) >> PAGE_SHIFT <= self.by_page.len() as u64;
        let mut add = |blocks: &Vec<u32>| {
            ids.extend(blocks.iter().copied().filter(|id| {
                let b = &self.blocks[*id as usize];
                let end = b.pc + (b.guest_bytes.end - b.guest_bytes.start) as u64;
                b.live && b.pc < range.end && range.start < end
            }));
        };
        if few_pages {
            pages(range)
                .filter_map(|p| self.by_page.get(&p))
                .for_each(&mut add);
        } else {
            let inside = pages(range);
            self.by_page
                .iter()
                .filter(|(p, _)| inside.contains(p))
                .for_each(|(_, b)| add(b));
        }
        ids
    }

    fn locate(&self, offset: u64) -> Option<Location> {
        let offset = u32::try_from(offset).ok()?;
        let after = self.blocks.partition_point(|b| b.host.start <= offset);
        let block = self.blocks.get(after.checked_sub(1)?)?;
        if offset >= block.host.end {
            return None;
        }
        let map = &self.pc_maps[block.pc_map.start as usize..block.pc_map.end as usize];
        let within = offset - block.host.start;
        let entry = &map[map.partition_point(|e| e.host <= within).checked_sub(1)?];
        Some(Location {
            pc: block.pc + entry.guest as u64,
            kind: entry.kind,
            at_start: entry.host == within,
        })
    }

    fn reset(&mut self) {
        self.arena.clear_targets();
        self.next = self.stubs_end;
        self.blocks.clear();
        self.by_pc.clear();
        self.by_page.clear();
        self.links.clear();
        self.incoming.clear();
        self.pc_maps.clear();
        self.guest_bytes.clear();
    }
}

/// Numbers of the pages that `range` touches.
fn pages(range: &Range<u64>) -> Range<u64> {
    range.start >> PAGE_SHIFT..(range.end + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT
}
