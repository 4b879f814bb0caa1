//! Which code has run before.
//!
//! Of the code that a program runs while it starts most runs once, and translating costs ten times what interpreting it does. So
//! new code is interpreted the first time. A set of bits by hash is enough to know: where two addresses share a bit, the
//! second is translated at once, and a program so large that all bits are set has what it would have without them.

use std::sync::atomic::{AtomicU64, Ordering};

/// Sixteen times the blocks that the start of a dynamic program runs; 4 KiB.
const BITS: usize = 1 << 15;

/// A set of guest addresses, with errors to one side: an address may be taken for one that has been seen.
#[derive(Debug)]
pub(crate) struct Visited(Box<[AtomicU64]>);

impl Visited {
    pub fn new() -> Visited {
        Visited((0..BITS / 64).map(|_| AtomicU64::new(0)).collect())
    }

    /// Adds `pc`; true if it was not there.
    pub fn first_time(&self, pc: u64) -> bool {
        let hash = pc.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS.ilog2());
        let (word, bit) = (hash as usize / 64, 1 << (hash % 64));
        self.0[word].fetch_or(bit, Ordering::Relaxed) & bit == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_new_once() {
        let visited = Visited::new();
        let pcs = || (0..2000u64).map(|i| 0x3f_0000_0000 + i * 6);
        let new = pcs().filter(|pc| visited.first_time(*pc)).count();
        assert!(new > 1900, "{new} of 2000 have a bit of their own");
        assert_eq!(pcs().filter(|pc| visited.first_time(*pc)).count(), 0);
    }
}
