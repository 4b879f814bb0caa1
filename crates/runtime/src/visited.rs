//! How often code has run, while the program starts.
//!
//! Of the code that a program runs first most runs once, and translating costs some six times what interpreting a lifted
//! block does. So new code is interpreted the first times. Later that is a bad bet: a program that goes on repeats
//! itself, and what it repeats would be lifted twice. (True, of 1,800 blocks: 59 % run once, 79 % at most three
//! times; of python's 30,000: 33 % once.) Hence the budget.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

/// How often new code is interpreted.
const RUNS: u64 = 3;

/// Blocks after which a program is not starting any more.
const BUDGET: i32 = 4096;

/// Eight times that: few addresses share a counter.
const COUNTERS: usize = 1 << 15;

/// Bits of a counter, which goes to [`RUNS`].
const WIDTH: usize = 2;
const PER_WORD: usize = 64 / WIDTH;

/// Counts the runs of code at guest addresses, with errors to one side: some may be counted for another address. 8 KiB.
#[derive(Debug)]
pub(crate) struct Visited {
    counters: Box<[AtomicU64]>,
    budget: AtomicI32,
}

impl Visited {
    pub fn new() -> Visited {
        const { assert!(RUNS < 1 << WIDTH) };
        Visited {
            counters: (0..COUNTERS / PER_WORD)
                .map(|_| AtomicU64::new(0))
                .collect(),
            budget: AtomicI32::new(BUDGET),
        }
    }

    /// Counts a run of the code at `pc`; true if it is one of the first and the budget is not spent.
    pub fn is_new(&self, pc: u64) -> bool {
        if self.budget.load(Ordering::Relaxed) <= 0 {
            return false;
        }
        let place = place(pc);
        let (word, shift) = (&self.counters[place / PER_WORD], place % PER_WORD * WIDTH);
        let old = word.load(Ordering::Relaxed);
        let count = old >> shift & ((1 << WIDTH) - 1);
        if count == RUNS {
            return false;
        }
        // Other threads' runs may get lost: that is only more of the first ones.
        word.store(old + (1 << shift), Ordering::Relaxed);
        if count == 0 {
            let budget = self.budget.load(Ordering::Relaxed);
            self.budget.store(budget - 1, Ordering::Relaxed);
        }
        true
    }
}

/// Number of the counter of code at `pc`: code that is close together has counters in the same cache line.
fn place(pc: u64) -> usize {
    const LINE: u64 = 64 * 8 / WIDTH as u64;
    const LINES: u64 = COUNTERS as u64 / LINE;
    let near = pc / 2 % LINE;
    let line = (pc / 2 / LINE).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LINES.ilog2());
    (line * LINE + near) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_ones(visited: &Visited, blocks: u64) -> usize {
        let pcs = (0..blocks).map(|i| 0x3f_0000_0000 + i * 6);
        pcs.filter(|pc| visited.is_new(*pc)).count()
    }

    #[test]
    fn an_address_is_new_some_times() {
        let visited = Visited::new();
        for n in 0..RUNS {
            let new = new_ones(&visited, 2000);
            assert!(
                new > 1700,
                "{new} of 2000 have a counter of their own in run {n}"
            );
        }
        // Some share counters, no more.
        assert_eq!(new_ones(&visited, 2000), 0);
    }

    #[test]
    fn the_budget_ends() {
        let visited = Visited::new();
        let new = new_ones(&visited, 20_000);
        assert!(new >= BUDGET as usize && new < 20_000, "{new}");
        assert_eq!(new_ones(&visited, 40_000), 0);
    }
}
