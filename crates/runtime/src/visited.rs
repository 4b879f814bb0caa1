//! Which code has run before, while the program starts.
//!
//! Of the code that a program runs first most runs once, and translating costs several times what interpreting it does. So
//! new code is interpreted the first time. Later that is a bad bet: a program that goes on repeats itself, and what it repeats
//! would be lifted twice. (True, of 1,800 blocks: 59 % run once; of python's 30,000: 33 %.) Hence the budget.

use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};

/// Blocks after which a program is not starting any more.
const BUDGET: i32 = 4096;

/// Eight times that: few addresses share a bit. 4 KiB.
const BITS: usize = 1 << 15;

/// A set of guest addresses, with errors to one side: an address may be taken for one that has been seen.
#[derive(Debug)]
pub(crate) struct Visited {
    bits: Box<[AtomicU64]>,
    budget: AtomicI32,
}

impl Visited {
    pub fn new() -> Visited {
        Visited {
            bits: (0..BITS / 64).map(|_| AtomicU64::new(0)).collect(),
            budget: AtomicI32::new(BUDGET),
        }
    }

    /// Adds `pc`; true if it was not there and the budget is not spent.
    pub fn first_time(&self, pc: u64) -> bool {
        if self.budget.load(Ordering::Relaxed) <= 0 {
            return false;
        }
        let hash = pc.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS.ilog2());
        let (word, bit) = (&self.bits[hash as usize / 64], 1 << (hash % 64));
        let is_new = |word: u64| word & bit == 0;
        let new =
            is_new(word.load(Ordering::Relaxed)) && is_new(word.fetch_or(bit, Ordering::Relaxed));
        if new {
            self.budget.fetch_sub(1, Ordering::Relaxed);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_times(visited: &Visited, blocks: u64) -> usize {
        let pcs = (0..blocks).map(|i| 0x3f_0000_0000 + i * 6);
        pcs.filter(|pc| visited.first_time(*pc)).count()
    }

    #[test]
    fn an_address_is_new_once() {
        let visited = Visited::new();
        let new = first_times(&visited, 2000);
        assert!(new > 1900, "{new} of 2000 have a bit of their own");
        assert_eq!(first_times(&visited, 2000), 0);
    }

    #[test]
    fn the_budget_ends() {
        let visited = Visited::new();
        assert_eq!(first_times(&visited, 20_000), BUDGET as usize);
        assert_eq!(first_times(&visited, 40_000), 0);
    }
}
