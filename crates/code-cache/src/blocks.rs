//! What is known of every block, and how it is found: by guest pc, by guest page, by host address, by who jumps to it.
//!
//! A program that starts pays for every page of this, so records are small, refer to each other by number, and lists
//! run through them instead of lying beside them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use host_x64::PcEntry;
use host_x64::pc_map::{self, PcMap};

use crate::tunables::{FIRST_BLOCKS, FIRST_BYTES, FIRST_LINKS};

/// No number: the end of a list, or nothing there.
pub const NONE: u32 = u32::MAX;

const PAGE_SHIFT: u32 = 12;

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

/// Code from guest address `pc`: translated, or wanted by a link.
#[derive(Debug)]
struct Place {
    pc: u64,
    /// Its live block, or [`NONE`].
    block: u32,
    /// First of the links that lead here.
    incoming: u32,
    /// Next place with the same hash.
    next: u32,
}

/// The places, by guest pc.
#[derive(Debug)]
struct Places {
    list: Vec<Place>,
    /// First place of each hash; a power of two of them.
    heads: Vec<u32>,
}

impl Places {
    fn new() -> Places {
        Places {
            list: Vec::with_capacity(FIRST_LINKS),
            heads: vec![NONE; FIRST_LINKS],
        }
    }

    fn head(&self, pc: u64) -> usize {
        let mut hasher = AddressHasher::default();
        hasher.write_u64(pc);
        hasher.finish() as usize & (self.heads.len() - 1)
    }

    fn find(&self, pc: u64) -> Option<u32> {
        let mut at = self.heads[self.head(pc)];
        while at != NONE {
            let place = &self.list[at as usize];
            if place.pc == pc {
                return Some(at);
            }
            at = place.next;
        }
        None
    }

    fn find_or_add(&mut self, pc: u64) -> u32 {
        if let Some(at) = self.find(pc) {
            return at;
        }
        if self.list.len() == self.heads.len() {
            self.grow();
        }
        let (at, head) = (self.list.len() as u32, self.head(pc));
        self.list.push(Place {
            pc,
            block: NONE,
            incoming: NONE,
            next: self.heads[head],
        });
        self.heads[head] = at;
        at
    }

    fn grow(&mut self) {
        self.heads = vec![NONE; self.heads.len() * 2];
        for at in 0..self.list.len() {
            let head = self.head(self.list[at].pc);
            self.list[at].next = self.heads[head];
            self.heads[head] = at as u32;
        }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.heads.fill(NONE);
    }
}

/// A block's record. Of `bytes`, `map` and `links` it has what lies before the next block's.
#[derive(Debug)]
struct Block {
    place: u32,
    /// Host code: offsets in the arena.
    host: u32,
    host_end: u32,
    /// Its guest code in `Blocks::bytes`.
    bytes: u32,
    /// Its map from host to guest addresses in `Blocks::maps`.
    map: u32,
    /// First of its links.
    links: u32,
    /// Next block that begins in the same guest page.
    next_in_page: u32,
}

/// A direct exit. It is in its target's list until the block it belongs to is dropped and somebody passes by.
#[derive(Debug)]
struct Link {
    /// Arena offset of the field to patch.
    field: u32,
    /// Arena offset of where it leads while unlinked; 0 when its block is gone.
    stub: u32,
    /// The place it leads to.
    place: u32,
    /// Next link to the same place.
    next: u32,
}

/// What to write where: a link's field is to lead to `to`; both are arena offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The field.
    pub field: u32,
    /// Its new target.
    pub to: u32,
}

/// All blocks.
#[derive(Debug)]
pub struct Blocks {
    /// In the order of their host code.
    list: Vec<Block>,
    places: Places,
    links: Vec<Link>,
    /// First block of each guest page, by where blocks begin.
    pages: HashMap<u64, u32, BuildHasherDefault<AddressHasher>>,
    bytes: Vec<u8>,
    maps: Vec<u8>,
    /// Length of the longest block's guest code.
    longest: u64,
}

impl Blocks {
    /// None yet.
    pub fn new() -> Blocks {
        Blocks {
            list: Vec::with_capacity(FIRST_BLOCKS),
            places: Places::new(),
            links: Vec::with_capacity(FIRST_LINKS),
            pages: HashMap::default(),
            bytes: Vec::with_capacity(FIRST_BYTES),
            maps: Vec::with_capacity(FIRST_BYTES),
            longest: 0,
        }
    }

    /// How many there have been since the last [`Self::clear`].
    pub fn count(&self) -> u32 {
        self.list.len() as u32
    }

    /// The live block for `pc`.
    pub fn find(&self, pc: u64) -> Option<u32> {
        let place = self.places.find(pc)?;
        let block = self.places.list[place as usize].block;
        (block != NONE).then_some(block)
    }

    /// Where a block's host code begins.
    pub fn host(&self, id: u32) -> u32 {
        self.list[id as usize].host
    }

    /// A block's guest address.
    pub fn pc(&self, id: u32) -> u64 {
        let block = &self.list[id as usize];
        self.places.list[block.place as usize].pc
    }

    /// The guest code a block was made from.
    pub fn guest_bytes(&self, id: u32) -> &[u8] {
        let block = &self.list[id as usize];
        let next = self.list.get(id as usize + 1);
        &self.bytes[block.bytes as usize..next.map_or(self.bytes.len(), |b| b.bytes as usize)]
    }

    /// False once a block has been dropped.
    pub fn is_live(&self, id: u32) -> bool {
        let place = self.list[id as usize].place;
        self.places.list[place as usize].block == id
    }

    /// Adds the block for `pc`, which has none, with its `host` code. Its links are to be added before anything else is.
    pub fn add(&mut self, pc: u64, host: Range<u32>, bytes: &[u8], map: &PcMap) -> u32 {
        let id = self.count();
        let place = self.places.find_or_add(pc);
        self.places.list[place as usize].block = id;
        let page = self.pages.entry(pc >> PAGE_SHIFT).or_insert(NONE);
        self.list.push(Block {
            place,
            host: host.start,
            host_end: host.end,
            bytes: self.bytes.len() as u32,
            map: self.maps.len() as u32,
            links: self.links.len() as u32,
            next_in_page: std::mem::replace(page, id),
        });
        self.bytes.extend_from_slice(bytes);
        self.maps.extend_from_slice(map.coded());
        self.longest = self.longest.max(bytes.len() as u64);
        id
    }

    /// The number that the next link will have.
    pub fn next_link(&self) -> u32 {
        self.links.len() as u32
    }

    /// Adds a link from the block added last to `target`; what to patch if that is another block that is there.
    pub fn add_link(&mut self, field: u32, stub: u32, target: u64) -> Option<Patch> {
        let id = self.next_link();
        let place = self.places.find_or_add(target);
        let to = &mut self.places.list[place as usize];
        self.links.push(Link {
            field,
            stub,
            place,
            next: std::mem::replace(&mut to.incoming, id),
        });
        let others = &self.list[..self.list.len() - 1];
        let to = others.get(to.block as usize)?.host;
        Some(Patch { field, to })
    }

    /// The guest pc that link `id` leads to.
    pub fn link_target(&self, id: u32) -> Option<u64> {
        let link = self.links.get(id as usize)?;
        Some(self.places.list[link.place as usize].pc)
    }

    /// What makes every link to block `id` reach it.
    pub fn link_to(&mut self, id: u32, patch: impl FnMut(Patch)) {
        let Block { place, host, .. } = self.list[id as usize];
        self.each_incoming(place, |_| host, patch);
    }

    /// Calls `patch` for the links of living blocks to `place`, and forgets the others.
    fn each_incoming(
        &mut self,
        place: u32,
        to: impl Fn(&Link) -> u32,
        mut patch: impl FnMut(Patch),
    ) {
        let place = &mut self.places.list[place as usize];
        let mut at = std::mem::replace(&mut place.incoming, NONE);
        while at != NONE {
            let link = &mut self.links[at as usize];
            let next = link.next;
            if link.stub != 0 {
                let field = link.field;
                patch(Patch {
                    field,
                    to: to(link),
                });
                link.next = std::mem::replace(&mut place.incoming, at);
            }
            at = next;
        }
    }

    /// Drops a live block: what closes the ways to it and out of it. (Out of it too: a thread inside must come out, and a
    /// return into it must not go on unseen.)
    pub fn remove(&mut self, id: u32, mut patch: impl FnMut(Patch)) {
        let Block { place, links, .. } = self.list[id as usize];
        self.places.list[place as usize].block = NONE;
        self.each_incoming(place, |link| link.stub, &mut patch);
        let next = self.list.get(id as usize + 1);
        let end = next.map_or(self.links.len(), |b| b.links as usize);
        for link in &mut self.links[links as usize..end] {
            let (field, to) = (link.field, std::mem::take(&mut link.stub));
            patch(Patch { field, to });
        }
    }

    /// No block is found any more: what closes all ways between them.
    pub fn remove_all(&mut self, patch: impl FnMut(Patch)) {
        self.places.list.iter_mut().for_each(|p| p.block = NONE);
        let links = self.links.iter().filter(|link| link.stub != 0);
        links
            .map(|link| Patch {
                field: link.field,
                to: link.stub,
            })
            .for_each(patch);
    }

    /// The live blocks that contain guest code in `range`.
    pub fn in_range(&mut self, range: &Range<u64>) -> Vec<u32> {
        let first = range.start.saturating_sub(self.longest) >> PAGE_SHIFT;
        let last = range.end.saturating_sub(1) >> PAGE_SHIFT;
        let mut found = Vec::new();
        if last.saturating_sub(first) <= self.pages.len() as u64 {
            (first..=last).for_each(|page| self.in_page(page, range, &mut found));
        } else {
            let pages = self.pages.keys().copied();
            let pages: Vec<u64> = pages.filter(|p| (first..=last).contains(p)).collect();
            pages
                .into_iter()
                .for_each(|page| self.in_page(page, range, &mut found));
        }
        found
    }

    /// Adds those blocks that begin in `page` and contain code in `range`, and forgets the page's dead ones.
    fn in_page(&mut self, page: u64, range: &Range<u64>, found: &mut Vec<u32>) {
        let Some(&head) = self.pages.get(&page) else {
            return;
        };
        let (mut at, mut kept) = (head, NONE);
        while at != NONE {
            let next = self.list[at as usize].next_in_page;
            if self.is_live(at) {
                self.list[at as usize].next_in_page = std::mem::replace(&mut kept, at);
                let (pc, len) = (self.pc(at), self.guest_bytes(at).len() as u64);
                if pc < range.end && range.start < pc + len {
                    found.push(at);
                }
            }
            at = next;
        }
        match kept {
            NONE => self.pages.remove(&page),
            first => self.pages.insert(page, first),
        };
    }

    /// The block, dropped or not, with host code at an arena offset, and what its map says there. Allocates nothing.
    pub fn at_host(&self, offset: u32) -> Option<(u32, PcEntry)> {
        let after = self.list.partition_point(|b| b.host <= offset);
        let id = after.checked_sub(1)?;
        let block = &self.list[id];
        if offset >= block.host_end {
            return None;
        }
        let end = self
            .list
            .get(after)
            .map_or(self.maps.len(), |b| b.map as usize);
        let map = pc_map::decode(&self.maps[block.map as usize..end]);
        let within = offset - block.host;
        let entry = map.take_while(|entry| entry.host <= within).last()?;
        Some((id as u32, entry))
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.list.clear();
        self.places.clear();
        self.links.clear();
        self.pages.clear();
        self.bytes.clear();
        self.maps.clear();
        self.longest = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use host_x64::PcKind;

    const PC: u64 = 0x1_0000;

    /// A block of `len` guest bytes with 16 bytes of host code, placed after the last one.
    fn add(blocks: &mut Blocks, pc: u64, len: usize) -> u32 {
        let host = blocks.count() * 16 + 64;
        let map = [0, 8].map(|at| PcEntry {
            host: at,
            guest: at / 4,
            kind: PcKind::Boundary,
        });
        let map = PcMap::from_iter(map);
        blocks.add(pc, host..host + 12, &vec![pc as u8; len], &map)
    }

    fn linked(blocks: &mut Blocks, id: u32) -> Vec<Patch> {
        let mut patches = Vec::new();
        blocks.link_to(id, |p| patches.push(p));
        patches
    }

    #[test]
    fn links_wait_for_their_target() {
        let mut blocks = Blocks::new();
        let a = add(&mut blocks, PC, 4);
        assert_eq!(blocks.add_link(0x44, 0x48, PC + 4), None);
        assert_eq!(linked(&mut blocks, a), []);
        let b = add(&mut blocks, PC + 4, 4);
        // To itself: link_to's business; to the first: at once.
        assert_eq!(blocks.add_link(0x54, 0x58, PC + 4), None);
        let back = Patch {
            field: 0x5c,
            to: 64,
        };
        assert_eq!(blocks.add_link(0x5c, 0x60, PC), Some(back));
        let to_b = |field| Patch { field, to: 80 };
        let mut found = linked(&mut blocks, b);
        found.sort_by_key(|p| p.field);
        assert_eq!(found, [to_b(0x44), to_b(0x54)]);
        assert_eq!(blocks.link_target(0), Some(PC + 4));
        assert_eq!(blocks.link_target(3), None);
    }

    #[test]
    fn a_removed_block_is_left_and_not_entered() {
        let mut blocks = Blocks::new();
        let a = add(&mut blocks, PC, 4);
        blocks.add_link(0x44, 0x48, PC + 4);
        let b = add(&mut blocks, PC + 4, 4);
        blocks.add_link(0x54, 0x58, PC);
        let mut patches = Vec::new();
        blocks.remove(a, |p| patches.push((p.field, p.to)));
        assert_eq!(patches, [(0x54, 0x58), (0x44, 0x48)]);
        assert!(!blocks.is_live(a) && blocks.is_live(b));
        assert_eq!(blocks.find(PC), None);
        // Whoever is still inside finds its way by the link's number.
        assert_eq!(blocks.link_target(0), Some(PC + 4));
        assert_eq!(blocks.at_host(64).map(|(id, _)| id), Some(a));
        // The dead block's link is not connected again; the living one's is, to the new block.
        assert_eq!(linked(&mut blocks, b), []);
        let again = add(&mut blocks, PC, 4);
        let patch = Patch {
            field: 0x54,
            to: 96,
        };
        assert_eq!(linked(&mut blocks, again), [patch]);
        assert_eq!(blocks.find(PC), Some(again));
    }

    #[test]
    fn blocks_are_found_by_the_code_they_contain() {
        let mut blocks = Blocks::new();
        let across = add(&mut blocks, PC - 8, 16);
        let first = add(&mut blocks, PC, 4);
        let far = add(&mut blocks, PC + 0x100_0000, 4);
        let mut found = |from: u64, to: u64| {
            let mut ids = blocks.in_range(&(from..to));
            ids.sort_unstable();
            ids
        };
        assert_eq!(found(PC, PC + 0x1000), [across, first]);
        assert_eq!(found(PC + 4, PC + 8), [across]);
        assert_eq!(found(PC + 8, PC + 0x1000), []);
        assert_eq!(found(PC - 0x1000, PC), [across]);
        assert_eq!(found(0, 1 << 38), [across, first, far]);
        blocks.remove(first, |_| {});
        assert_eq!(blocks.in_range(&(0..1 << 38)).len(), 2);
        assert_eq!(blocks.in_range(&(PC..PC + 1)), [across]);
    }

    #[test]
    fn thousands_of_blocks_stay_found() {
        let mut blocks = Blocks::new();
        let pcs = (0..3 * FIRST_LINKS as u64).map(|i| PC + i * 6);
        let ids: Vec<u32> = pcs.clone().map(|pc| add(&mut blocks, pc, 6)).collect();
        for (pc, id) in pcs.zip(ids) {
            assert_eq!(blocks.find(pc), Some(id));
            assert_eq!(blocks.pc(id), pc);
            assert_eq!(blocks.guest_bytes(id), [pc as u8; 6]);
            let (at, entry) = blocks.at_host(blocks.host(id) + 9).expect("it is there");
            assert_eq!((at, entry.host, entry.guest), (id, 8, 2));
            assert_eq!(blocks.at_host(blocks.host(id) + 12), None);
        }
        blocks.clear();
        assert_eq!((blocks.find(PC), blocks.count()), (None, 0));
    }
}
