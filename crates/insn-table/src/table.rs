//! Finds the row of a word: one or two table look-ups, then a few mask comparisons.

use crate::row::Row;

/// A level-1 list longer than this gets a second level.
const LONG: usize = 4;

/// Which bits of a word index a table level: up to three runs, joined.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// (lsb, width) of each run; width 0 = none.
    runs: [(u8, u8); 3],
}

impl Key {
    /// A key of these (lsb, width) runs, the first lowest.
    pub const fn new(runs: [(u8, u8); 3]) -> Key {
        Key { runs }
    }

    /// Number of different keys.
    pub const fn len(&self) -> usize {
        1 << (self.runs[0].1 + self.runs[1].1 + self.runs[2].1)
    }

    /// True if every word has the same key.
    pub const fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// The key of `word`.
    #[inline(always)]
    const fn of(&self, word: u32) -> usize {
        let [a, b, c] = self.runs;
        take(word, a) | take(word, b) << a.1 | take(word, c) << (a.1 + b.1)
    }

    /// (bits the key looks at, their values for key `k`).
    const fn scatter(&self, k: usize) -> (u32, u32) {
        let (mut mask, mut value, mut used) = (0, 0, 0);
        let mut i = 0;
        while i < 3 {
            let (lsb, width) = self.runs[i];
            let low = (1u32 << width) - 1;
            mask |= low << lsb;
            value |= ((k >> used) as u32 & low) << lsb;
            used += width;
            i += 1;
        }
        (mask, value)
    }
}

#[inline(always)]
const fn take(word: u32, (lsb, width): (u8, u8)) -> usize {
    ((word >> lsb) & ((1 << width) - 1)) as usize
}

/// A row that may have a word: fixed bits first, to stay within few cache lines.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    mask: u32,
    value: u32,
    row: u16,
}

/// A list of candidates, or (`len` = [`SECOND`]) the start of a second-level table.
#[derive(Clone, Copy, Debug)]
struct Slot {
    start: u16,
    len: u16,
}

const SECOND: u16 = u16::MAX;

/// Decoder of all rows of one width. Built at compile time; `L1` = number of keys of level 1, `L2` and `C` =
/// room for second-level slots and candidates.
#[derive(Debug)]
pub struct Table<const L1: usize, const L2: usize, const C: usize> {
    key1: Key,
    key2: Key,
    level1: [Slot; L1],
    level2: [Slot; L2],
    candidates: [Candidate; C],
    used_level2: usize,
    used_candidates: usize,
}

impl<const L1: usize, const L2: usize, const C: usize> Table<L1, L2, C> {
    /// The decoder of those of `rows` that are `bits` wide.
    ///
    /// # Panics
    /// When `L2` or `C` is too small; in a `const` that is a compile error.
    pub const fn build<A>(rows: &[Row<A>], bits: u8, key1: Key, key2: Key) -> Self {
        assert!(L1 == key1.len(), "L1 must be the number of level-1 keys");
        let empty = Slot { start: 0, len: 0 };
        let none = Candidate {
            mask: 0,
            value: 0,
            row: 0,
        };
        let mut table = Table {
            key1,
            key2,
            level1: [empty; L1],
            level2: [empty; L2],
            candidates: [none; C],
            used_level2: 0,
            used_candidates: 0,
        };
        let mut k = 0;
        while k < L1 {
            let (mask, value) = key1.scatter(k);
            let slot = table.list_rows(rows, bits, mask, value);
            table.level1[k] = if slot.len as usize > LONG {
                table.split(slot, mask, value)
            } else {
                slot
            };
            k += 1;
        }
        table
    }

    /// The candidates for words with these bits, the one with most fixed bits first.
    const fn list_rows<A>(&mut self, rows: &[Row<A>], bits: u8, mask: u32, value: u32) -> Slot {
        let start = self.used_candidates;
        let mut n = 0;
        while n < rows.len() {
            let p = &rows[n].pattern;
            if p.bits == bits && (p.value ^ value) & p.mask & mask == 0 {
                self.push(
                    start,
                    Candidate {
                        mask: p.mask,
                        value: p.value,
                        row: n as u16,
                    },
                );
            }
            n += 1;
        }
        self.slot_from(start)
    }

    /// A second level for the words with these bits, whose candidates are those of `all`.
    const fn split(&mut self, all: Slot, mask: u32, value: u32) -> Slot {
        let start = self.used_level2;
        let count = self.key2.len();
        assert!(start + count <= L2, "L2 is too small");
        self.used_level2 += count;
        let mut k = 0;
        while k < count {
            let (mask2, value2) = self.key2.scatter(k);
            let contradiction = (value ^ value2) & mask & mask2 != 0;
            if !contradiction {
                self.level2[start + k] = self.list_part(all, mask | mask2, value | value2);
            }
            k += 1;
        }
        Slot {
            start: start as u16,
            len: SECOND,
        }
    }

    /// Those candidates of `all` that may have words with these bits, in the same order.
    const fn list_part(&mut self, all: Slot, mask: u32, value: u32) -> Slot {
        let start = self.used_candidates;
        let mut n = all.start as usize;
        while n < (all.start + all.len) as usize {
            let candidate = self.candidates[n];
            if (candidate.value ^ value) & candidate.mask & mask == 0 {
                self.push(start, candidate);
            }
            n += 1;
        }
        self.slot_from(start)
    }

    /// Adds to the list that starts at `start`, in order of falling numbers of fixed bits.
    const fn push(&mut self, start: usize, candidate: Candidate) {
        assert!(self.used_candidates < C, "C is too small");
        let mut at = self.used_candidates;
        while at > start && self.candidates[at - 1].mask.count_ones() < candidate.mask.count_ones()
        {
            self.candidates[at] = self.candidates[at - 1];
            at -= 1;
        }
        self.candidates[at] = candidate;
        self.used_candidates += 1;
    }

    const fn slot_from(&self, start: usize) -> Slot {
        Slot {
            start: start as u16,
            len: (self.used_candidates - start) as u16,
        }
    }

    /// Index in `rows` (those the table was built from) of the enabled row that `word` belongs to.
    #[inline]
    pub fn lookup<A>(&self, rows: &[Row<A>], word: u32, features: u128) -> Option<usize> {
        let mut slot = self.level1[self.key1.of(word)];
        if slot.len == SECOND {
            slot = self.level2[slot.start as usize + self.key2.of(word)];
        }
        let (start, len) = (slot.start as usize, slot.len as usize);
        for candidate in &self.candidates[start..start + len] {
            if word & candidate.mask == candidate.value {
                let row = &rows[candidate.row as usize];
                if row.enabled(features) && !row.pattern.excludes(word) {
                    return Some(candidate.row as usize);
                }
            }
        }
        None
    }
}
