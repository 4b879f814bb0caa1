//! Exact exclusives: every atomic write to guest memory is counted, so that a store-exclusive can tell that its memory has been
//! written even if the value is the same again (ABA).
//!
//! One word for each of many classes of addresses: its lowest bit is a lock that an atomic write holds, the rest counts such
//! writes. A load-exclusive remembers the word, a store-exclusive succeeds only if it is still the same: what shares a class
//! with others' writes may fail for no reason, which the architectures allow. Ordinary stores are not counted.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::GuestAddr;

/// log2 of the bytes that are always in one class: the widest atomic access.
pub const GRANULE_SHIFT: u8 = 4;
/// Number of classes.
pub const CLASSES: usize = 4096;

static WORDS: [AtomicU32; CLASSES] = [const { AtomicU32::new(0) }; CLASSES];

/// A word no load-exclusive ever remembers as unwritten: it is locked.
pub const NEVER: u32 = 1;

/// Address of the word of class 0; generated code finds the others behind it.
pub fn words() -> u64 {
    &raw const WORDS as u64
}

fn word(addr: GuestAddr) -> &'static AtomicU32 {
    &WORDS[(addr >> GRANULE_SHIFT) as usize % CLASSES]
}

/// The word of `addr` now. A locked one never compares equal later.
pub fn version(addr: GuestAddr) -> u32 {
    word(addr).load(Ordering::SeqCst)
}

/// An atomic write in progress.
#[derive(Debug)]
pub struct Write {
    word: &'static AtomicU32,
    before: u32,
}

impl Write {
    /// Waits until no other atomic write in the class of `addr` is in progress.
    pub fn begin(addr: GuestAddr) -> Write {
        let word = word(addr);
        loop {
            let before = word.fetch_or(1, Ordering::SeqCst);
            if before & 1 == 0 {
                return Write { word, before };
            }
            std::hint::spin_loop();
        }
    }

    /// The word before this write.
    pub fn version(&self) -> u32 {
        self.before
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        self.word.fetch_add(1, Ordering::SeqCst);
    }
}

/// Ends the write that generated code began with the word at class `index` and that faulted.
pub fn release(index: usize) {
    WORDS[index % CLASSES].fetch_add(1, Ordering::SeqCst);
}

/// In a forked child: writes that other threads had begun will never end.
pub fn after_fork() {
    for word in &WORDS {
        if word.load(Ordering::Relaxed) & 1 != 0 {
            word.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_are_counted_in_their_class() {
        let addr = 0x1230;
        let before = version(addr);
        let write = Write::begin(addr + 15);
        assert_eq!((write.version(), version(addr)), (before, before | 1));
        drop(write);
        assert_ne!(version(addr), before);
        assert_eq!(version(addr) & 1, 0);
        assert_ne!(version(addr + 16), before | 1);
    }
}
