//! Finds the row of a word: one or two table look-ups, then a few mask comparisons.

use crate::pattern::Pattern;
use crate::row::{Row, enabled};

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
}

#[inline(always)]
const fn take(word: u32, (lsb, width): (u8, u8)) -> usize {
    ((word >> lsb) & ((1 << width) - 1)) as usize
}

/// The keys that words of one encoding may have.
struct Keys {
    /// Key bits that the encoding fixes.
    fixed: usize,
    /// Key bits that it leaves open.
    open: usize,
    /// The next choice of open bits.
    next: Option<usize>,
}

impl Keys {
    const fn of(key: &Key, candidate: &Candidate) -> Keys {
        Keys {
            fixed: key.of(candidate.value),
            open: (key.len() - 1) & !key.of(candidate.mask),
            next: Some(0),
        }
    }

    const fn next(&mut self) -> Option<usize> {
        let Some(choice) = self.next else {
            return None;
        };
        // Counts through the open bits only: the carry passes over the others.
        let following = (choice | !self.open).wrapping_add(1) & self.open;
        self.next = if choice == self.open {
            None
        } else {
            Some(following)
        };
        Some(self.fixed | choice)
    }
}

/// A row that may have a word, with all that decides it: rows themselves are large, and far from each other.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    mask: u32,
    value: u32,
    row: u16,
    /// In `Table::exclusions`: the first, and how many.
    first_exclusion: u16,
    exclusion_count: u8,
    /// In `Table::needs`.
    needs: u8,
    /// Where it stands in the list of all, whose copies others are.
    origin: u16,
}

const NO_CANDIDATE: Candidate = Candidate {
    mask: 0,
    value: 0,
    row: 0,
    first_exclusion: 0,
    exclusion_count: 0,
    needs: 0,
    origin: 0,
};

/// Most `where` conditions that the rows of a table may have together.
const MAX_EXCLUSIONS: usize = 1024;
/// Most different `needs` that they may have.
const MAX_NEEDS: usize = 128;

/// A list of candidates, or (`len` = [`SECOND`]) the start of a second level in the slots.
#[derive(Clone, Copy, Debug)]
struct Slot {
    start: u16,
    len: u16,
}

const SECOND: u16 = u16::MAX;

/// Start of a list that is going to have one candidate, which it finds in the list of all: most lists are such, and what is used
/// often comes to lie close together.
const SINGLE: u16 = u16::MAX;

/// Decoder of all rows of one width. Built at compile time, with room for `S` slots and `C` candidates.
#[derive(Debug)]
pub struct Table<const S: usize, const C: usize> {
    key1: Key,
    key2: Key,
    /// One for each key of level 1, then the second levels.
    slots: [Slot; S],
    candidates: [Candidate; C],
    /// Bits that rule a row out: mask and value.
    exclusions: [(u32, u32); MAX_EXCLUSIONS],
    /// Different [`Row::needs`].
    needs: [[u128; 2]; MAX_NEEDS],
    used_slots: usize,
    used_candidates: usize,
    used_exclusions: usize,
    used_needs: usize,
}

impl<const S: usize, const C: usize> Table<S, C> {
    /// The decoder of those of `rows` that are `bits` wide.
    ///
    /// # Panics
    /// When `S` or `C` is too small; in a `const` that is a compile error.
    pub const fn build<A>(rows: &[Row<A>], bits: u8, key1: Key, key2: Key) -> Self {
        let mut table = Table {
            key1,
            key2,
            slots: [Slot { start: 0, len: 0 }; S],
            candidates: [NO_CANDIDATE; C],
            exclusions: [(0, 0); MAX_EXCLUSIONS],
            needs: [[0; 2]; MAX_NEEDS],
            used_slots: 0,
            used_candidates: 0,
            used_exclusions: 0,
            used_needs: 0,
        };
        let all = table.list(rows, bits);
        table.distribute(all, key1);
        let mut k = 0;
        while k < key1.len() {
            let slot = table.slots[k];
            if slot.len as usize > LONG {
                table.slots[k] = Slot {
                    start: table.distribute(slot, key2) as u16,
                    len: SECOND,
                };
            }
            k += 1;
        }
        table
    }

    /// The `S` and `C` that would have been enough.
    pub const fn used(&self) -> (usize, usize) {
        (self.used_slots, self.used_candidates)
    }

    /// All rows of the given width, those with most fixed bits first.
    const fn list<A>(&mut self, rows: &[Row<A>], bits: u8) -> Slot {
        let mut fixed = 32;
        loop {
            let mut n = 0;
            while n < rows.len() {
                let Pattern { mask, value, .. } = rows[n].pattern;
                if rows[n].pattern.bits == bits && mask.count_ones() == fixed {
                    assert!(self.used_candidates < C, "C is too small");
                    self.candidates[self.used_candidates] = Candidate {
                        mask,
                        value,
                        row: n as u16,
                        first_exclusion: self.used_exclusions as u16,
                        exclusion_count: self.add_exclusions(&rows[n].pattern),
                        needs: self.add_needs(rows[n].needs),
                        origin: self.used_candidates as u16,
                    };
                    self.used_candidates += 1;
                }
                n += 1;
            }
            if fixed == 0 {
                return Slot {
                    start: 0,
                    len: self.used_candidates as u16,
                };
            }
            fixed -= 1;
        }
    }

    /// Adds the conditions of `pattern`; returns how many.
    const fn add_exclusions(&mut self, pattern: &Pattern) -> u8 {
        let count = pattern.exclusion_count();
        let mut n = 0;
        while n < count {
            assert!(
                self.used_exclusions < MAX_EXCLUSIONS,
                "MAX_EXCLUSIONS is too small"
            );
            self.exclusions[self.used_exclusions] = pattern.exclusion(n);
            self.used_exclusions += 1;
            n += 1;
        }
        count as u8
    }

    /// The place of `needs`, which is added if it is new.
    const fn add_needs(&mut self, needs: [u128; 2]) -> u8 {
        let mut n = 0;
        while n < self.used_needs {
            if self.needs[n][0] == needs[0] && self.needs[n][1] == needs[1] {
                return n as u8;
            }
            n += 1;
        }
        assert!(n < MAX_NEEDS, "MAX_NEEDS is too small");
        self.needs[n] = needs;
        self.used_needs += 1;
        n as u8
    }

    /// New slots, one for each key, with those candidates of `all` that may have words of that key, in the
    /// same order. Returns the first slot.
    const fn distribute(&mut self, all: Slot, key: Key) -> usize {
        let first = self.used_slots;
        self.used_slots += key.len();
        assert!(self.used_slots <= S, "S is too small");
        let range = (all.start as usize, (all.start + all.len) as usize);
        self.reserve(first, range, key);
        let mut n = range.0;
        while n < range.1 {
            let candidate = self.candidates[n];
            let mut keys = Keys::of(&key, &candidate);
            while let Some(k) = keys.next() {
                let Slot { start, len } = self.slots[first + k];
                if start == SINGLE {
                    self.slots[first + k].start = candidate.origin;
                } else {
                    self.candidates[(start + len) as usize] = candidate;
                }
                self.slots[first + k].len += 1;
            }
            n += 1;
        }
        first
    }

    /// Gives the slots from `first` on room for their candidates among `range`.
    const fn reserve(&mut self, first: usize, range: (usize, usize), key: Key) {
        let mut n = range.0;
        while n < range.1 {
            let mut keys = Keys::of(&key, &self.candidates[n]);
            while let Some(k) = keys.next() {
                self.slots[first + k].len += 1;
            }
            n += 1;
        }
        let mut k = first;
        while k < first + key.len() {
            let room = self.slots[k].len as usize;
            let start = if room == 1 {
                SINGLE
            } else {
                self.used_candidates as u16
            };
            self.slots[k] = Slot { start, len: 0 };
            if room > 1 {
                self.used_candidates += room;
            }
            k += 1;
        }
        assert!(
            self.used_candidates <= C && C < SINGLE as usize,
            "C is too small or too large"
        );
    }

    /// Index in the rows that the table was built from of the enabled one that `word` belongs to.
    #[inline(always)]
    pub fn lookup(&self, word: u32, features: u128) -> Option<usize> {
        let mut slot = self.slots[self.key1.of(word)];
        if slot.len == SECOND {
            slot = self.slots[slot.start as usize + self.key2.of(word)];
        }
        let (start, len) = (slot.start as usize, slot.len as usize);
        let found = self.candidates[start..start + len].iter().find(|c| {
            word & c.mask == c.value
                && enabled(&self.needs[c.needs as usize % MAX_NEEDS], features)
                && (c.exclusion_count == 0 || !self.excludes(c, word))
        })?;
        Some(found.row as usize)
    }

    fn excludes(&self, candidate: &Candidate, word: u32) -> bool {
        let first = candidate.first_exclusion as usize;
        let conditions = &self.exclusions[first..first + candidate.exclusion_count as usize];
        conditions.iter().any(|(mask, value)| word & mask == *value)
    }
}
