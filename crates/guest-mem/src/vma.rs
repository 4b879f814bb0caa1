//! The list of the guest's mappings.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::WINDOW_START;

/// Guest protection bits, numerically PROT_READ, PROT_WRITE, PROT_EXEC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Prot(pub u8);

impl Prot {
    /// Readable.
    pub const READ: Prot = Prot(1);
    /// Writable.
    pub const WRITE: Prot = Prot(2);
    /// Executable.
    pub const EXEC: Prot = Prot(4);

    /// Indirect branches must land where they may; numerically arm64's PROT_BTI.
    pub const GUARDED: Prot = Prot(16);

    /// From the `prot` argument of mmap.
    pub const fn from_bits(bits: u64) -> Prot {
        Prot((bits & 7) as u8)
    }

    /// As [`Self::from_bits`] where there are the bits `extra` too: [`Self::GUARDED`], or none.
    pub const fn with_extra(bits: u64, extra: u64) -> Prot {
        Prot((bits & (7 | extra & Prot::GUARDED.0 as u64)) as u8)
    }

    /// Guarded?
    pub const fn guarded(self) -> bool {
        self.0 & Prot::GUARDED.0 != 0
    }

    /// Readable?
    pub const fn read(self) -> bool {
        self.0 & 1 != 0
    }

    /// Writable?
    pub const fn write(self) -> bool {
        self.0 & 2 != 0
    }

    /// Executable?
    pub const fn exec(self) -> bool {
        self.0 & 4 != 0
    }

    /// Protection of the host mapping: guest code is data to the host, and must be readable to be
    /// translated. Write implies read on riscv64 and x86-64 alike.
    pub const fn host(self) -> u64 {
        let rw = (self.0 & 3) as u64;
        if self.exec() || self.write() {
            rw | 1
        } else {
            rw
        }
    }
}

/// A file on this machine: device and inode number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FileId {
    /// st_dev.
    pub device: u64,
    /// st_ino.
    pub inode: u64,
}

/// What backs a mapping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backing {
    /// Anonymous memory.
    Anon,
    /// A file; the offset of the mapping's first byte.
    File {
        /// Byte offset in the file.
        offset: u64,
        /// Which file.
        id: FileId,
    },
    /// System V shared memory.
    Shm,
    /// brk heap.
    Heap,
    /// The initial stack, which grows down.
    Stack,
    /// The vDSO.
    Vdso,
}

/// One mapping; its start is the key in the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vma {
    /// First address.
    pub start: u64,
    /// One past the last address.
    pub end: u64,
    /// Guest protection.
    pub prot: Prot,
    /// MAP_SHARED?
    pub shared: bool,
    /// Has it ever been writable? Then code in it may change without a change of mapping.
    pub was_writable: bool,
    /// What backs it.
    pub backing: Backing,
}

impl Vma {
    /// Length in bytes.
    pub fn len(&self) -> u64 {
        self.end - self.start
    }

    /// Never true for a mapping in the list.
    pub fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// The part of this mapping inside `range`, with the file offset adjusted.
    fn clipped(&self, range: &Range<u64>) -> Vma {
        let start = self.start.max(range.start);
        let mut part = *self;
        if let Backing::File { offset, .. } = &mut part.backing {
            *offset += start - self.start;
        }
        part.start = start;
        part.end = self.end.min(range.end);
        part
    }

    /// Where `other` may show the same memory as `range` of this mapping does, by way of the object both map.
    fn seen_in(&self, range: &Range<u64>, other: &Vma) -> Option<Range<u64>> {
        let whole = Some(other.start..other.end);
        match (self.backing, other.backing) {
            (
                Backing::File { offset, id },
                Backing::File {
                    offset: other_offset,
                    id: other_id,
                },
            ) => {
                let in_file = |at: u64| (offset + (at - self.start)).checked_sub(other_offset);
                let part = self.clipped(range);
                let end = in_file(part.end)?.min(other.len());
                let start = in_file(part.start).unwrap_or(0);
                (id == other_id && start < end).then(|| other.start + start..other.start + end)
            }
            // Which segment, or which mapping a second one was made of by mremap, is not recorded.
            (Backing::Shm, Backing::Shm) => whole,
            (Backing::Anon, Backing::Anon) if self.shared && other.shared => whole,
            _ => None,
        }
    }

    fn continues(&self, next: &Vma) -> bool {
        let joined = match (self.backing, next.backing) {
            (Backing::File { .. }, Backing::File { .. }) => false,
            (a, b) => a == b,
        };
        joined
            && self.end == next.start
            && self.prot == next.prot
            && self.shared == next.shared
            && self.was_writable == next.was_writable
            && self.backing != Backing::Shm
    }
}

/// Non-overlapping mappings by start address.
#[derive(Debug, Default)]
pub struct VmaMap {
    map: BTreeMap<u64, Vma>,
    total: u64,
}

impl VmaMap {
    /// The mapping that contains `addr`.
    pub fn find(&self, addr: u64) -> Option<&Vma> {
        self.map
            .range(..=addr)
            .next_back()
            .map(|(_, v)| v)
            .filter(|v| addr < v.end)
    }

    /// Mappings that overlap `range`, in order.
    pub fn overlapping(&self, range: Range<u64>) -> impl Iterator<Item = &Vma> {
        let first = self.find(range.start).map_or(range.start, |v| v.start);
        self.map.range(first..range.end.max(first)).map(|(_, v)| v)
    }

    /// True if nothing is mapped in `range`.
    pub fn is_free(&self, range: Range<u64>) -> bool {
        self.overlapping(range).next().is_none()
    }

    /// True if every byte of `range` is mapped.
    pub fn is_covered(&self, range: Range<u64>) -> bool {
        let mut at = range.start;
        for v in self.overlapping(range.clone()) {
            if v.start > at {
                return false;
            }
            at = v.end;
        }
        at >= range.end
    }

    /// Sum of all lengths in bytes.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// All mappings in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Vma> {
        self.map.values()
    }

    /// Forgets everything in `range`, splitting mappings at its edges. Returns what was there.
    pub fn remove(&mut self, range: Range<u64>) -> Vec<Vma> {
        let hit: Vec<Vma> = self.overlapping(range.clone()).copied().collect();
        for v in &hit {
            self.map.remove(&v.start);
            self.total -= v.len();
            for rest in [v.start..range.start, range.end..v.end] {
                let part = v.clipped(&rest);
                if rest.start < rest.end && !part.is_empty() {
                    self.put(part);
                }
            }
        }
        hit.iter().map(|v| v.clipped(&range)).collect()
    }

    /// Adds a mapping, replacing what it overlaps and merging with equal neighbours.
    pub fn insert(&mut self, vma: Vma) {
        self.remove(vma.start..vma.end);
        let mut vma = vma;
        if let Some(prev) = self.map.range(..vma.start).next_back().map(|(_, v)| *v)
            && prev.continues(&vma)
        {
            self.take(prev.start);
            vma.start = prev.start;
        }
        if let Some(next) = self.map.get(&vma.end).copied()
            && vma.continues(&next)
        {
            self.take(next.start);
            vma.end = next.end;
        }
        self.put(vma);
    }

    fn put(&mut self, vma: Vma) {
        self.total += vma.len();
        self.map.insert(vma.start, vma);
    }

    fn take(&mut self, start: u64) {
        if let Some(v) = self.map.remove(&start) {
            self.total -= v.len();
        }
    }

    /// Every range of addresses that may show the memory at `range`, itself first: what is written through one of them
    /// can be read through the others.
    pub fn aliases(&self, range: Range<u64>) -> Vec<Range<u64>> {
        let inside = |v: &Vma| range.start <= v.start && v.end <= range.end;
        let others: Vec<&Vma> = self.iter().filter(|v| !inside(v)).collect();
        let mut found = vec![range.clone()];
        if others.is_empty() {
            return found;
        }
        for mapping in self.overlapping(range.clone()) {
            let private = !matches!(mapping.backing, Backing::File { .. } | Backing::Shm);
            if private && !mapping.shared {
                continue;
            }
            // Neighbours in anonymous memory are one entry of this list, even if one is a second view of the other.
            let merged = mapping.backing == Backing::Anon;
            let others = others
                .iter()
                .filter(|other| merged || other.start != mapping.start);
            found.extend(others.filter_map(|other| mapping.seen_in(&range, other)));
        }
        found
    }

    /// Changes every mapping in `range` with `change`.
    pub fn update(&mut self, range: Range<u64>, change: impl Fn(&mut Vma)) {
        for mut part in self.remove(range) {
            change(&mut part);
            self.insert(part);
        }
    }

    /// Highest free range of `len` bytes that ends at or below `top`, aligned to `align`, above the
    /// lowest mappable address.
    pub fn free_below(&self, top: u64, len: u64, align: u64) -> Option<u64> {
        let mut end = top;
        loop {
            let start = end.checked_sub(len)? & !(align - 1);
            if start < WINDOW_START {
                return None;
            }
            match self.overlapping(start..start + len).next_back_start() {
                None => return Some(start),
                Some(blocker) => end = blocker,
            }
        }
    }
}

/// The start of the last element: the whole blocker must be below it.
trait LastStart {
    fn next_back_start(self) -> Option<u64>;
}

impl<'a, I: Iterator<Item = &'a Vma>> LastStart for I {
    fn next_back_start(mut self) -> Option<u64> {
        // The lowest overlapping mapping is the one to go below: everything above it in the window is too short.
        self.next().map(|v| v.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vma(start: u64, end: u64, prot: u8) -> Vma {
        Vma {
            start,
            end,
            prot: Prot(prot),
            shared: false,
            was_writable: false,
            backing: Backing::Anon,
        }
    }

    #[test]
    fn insert_splits_and_merges() {
        let mut m = VmaMap::default();
        m.insert(vma(0x20000, 0x30000, 3));
        m.insert(vma(0x24000, 0x28000, 1));
        assert_eq!(m.iter().count(), 3);
        assert_eq!(m.total(), 0x10000);
        m.insert(vma(0x24000, 0x28000, 3));
        assert_eq!(m.iter().count(), 1);
        assert!(m.is_covered(0x20000..0x30000));
        assert!(!m.is_covered(0x20000..0x31000));
    }

    fn file(offset: u64, inode: u64) -> Backing {
        let id = FileId { device: 1, inode };
        Backing::File { offset, id }
    }

    #[test]
    fn aliases_are_found_through_the_file() {
        let mut m = VmaMap::default();
        let mut add = |start, end, backing, shared| {
            let mut v = vma(start, end, 3);
            v.backing = backing;
            v.shared = shared;
            m.insert(v);
        };
        add(0x20000, 0x30000, file(0, 7), true);
        add(0x40000, 0x44000, file(0x2000, 7), true);
        add(0x50000, 0x60000, file(0, 8), true);
        add(0x70000, 0x80000, Backing::Anon, false);
        add(0x90000, 0xa0000, Backing::Anon, true);
        add(0xb0000, 0xc0000, Backing::Anon, true);
        add(0xd0000, 0xe0000, file(0x1000, 7), false);
        let line = 0x70040..0x70080;
        assert_eq!(m.aliases(line.clone()), [line]);
        // Page 3 of the file, which every mapping of it shows.
        let line = 0x23040..0x23080;
        let seen = [0x41040..0x41080, 0xd2040..0xd2080];
        assert_eq!(m.aliases(line.clone()), [&[line][..], &seen].concat());
        // Page 2, whose end only is asked for, and page 1, which one of them lacks.
        let lines = 0x21ff0..0x22010;
        let seen = [0x40000..0x40010, 0xd0ff0..0xd1010];
        assert_eq!(m.aliases(lines.clone()), [&[lines][..], &seen].concat());
        // Of shared anonymous memory the whole is taken.
        let line = 0xb0000..0xb0040;
        let seen = [0x90000..0xa0000, 0xb0000..0xc0000];
        assert_eq!(m.aliases(line.clone()), [&[line][..], &seen].concat());
        let all = 0..u64::MAX;
        assert_eq!(m.aliases(all.clone())[0], all);
        assert_eq!(m.aliases(0..0).len(), 1);
    }

    #[test]
    fn removal_keeps_file_offsets() {
        let mut m = VmaMap::default();
        let mut v = vma(0x20000, 0x30000, 1);
        v.backing = file(0x1000, 1);
        m.insert(v);
        m.remove(0x24000..0x26000);
        let right = m.find(0x26000).expect("right part stays");
        assert_eq!(right.backing, file(0x7000, 1));
        assert!(m.is_free(0x24000..0x26000));
    }

    #[test]
    fn free_ranges_are_found_top_down() {
        let mut m = VmaMap::default();
        m.insert(vma(0x80000, 0x90000, 1));
        m.insert(vma(0x60000, 0x70000, 1));
        assert_eq!(m.free_below(0x100000, 0x10000, 0x1000), Some(0xf0000));
        assert_eq!(m.free_below(0x90000, 0x10000, 0x1000), Some(0x70000));
        assert_eq!(m.free_below(0x90000, 0x11000, 0x1000), Some(0x4f000));
        assert_eq!(m.free_below(0x20000, 0x20000, 0x1000), None);
    }
}
