//! Mappings of threads that have ended, for threads to come: a program that makes a thread for each piece of work would pay for
//! mapping, touching and unmapping them with every one.
//!
//! A thread cannot unmap the stack it stands on, nor give it away, before its last instructions: it reserves a place first
//! ([`reserve`]), and stores there when it has no more use for the stack.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::thread::{HostStack, PAGE};

/// Mappings kept at most: those of four threads.
const PLACES: usize = 16;

const EMPTY: u64 = 0;
/// No mapping yet, but somebody's.
const RESERVED: u64 = 1;

/// Each EMPTY, RESERVED, or a [`word`].
static MAPPINGS: [AtomicU64; PLACES] = [const { AtomicU64::new(EMPTY) }; PLACES];

/// Where a thread stores that has nothing to give away.
static NOWHERE: AtomicU64 = AtomicU64::new(EMPTY);

/// A mapping in one word: its base, with its length in pages in the bits that are 0 there; none if it is too long for that.
fn word(map: HostStack) -> Option<u64> {
    let pages = map.len / PAGE;
    (pages > 0 && pages < PAGE).then_some(map.base | pages as u64)
}

/// A mapping of this length, whose contents are arbitrary.
pub(crate) fn take(len: usize) -> Option<HostStack> {
    MAPPINGS.iter().find_map(|place| {
        let word = place.load(Ordering::Relaxed);
        let map = HostStack {
            base: word & !(PAGE as u64 - 1),
            len: (word % PAGE as u64) as usize * PAGE,
        };
        let fits = map.base != 0 && map.len == len;
        let got = fits
            && place
                .compare_exchange(word, EMPTY, Ordering::Acquire, Ordering::Relaxed)
                .is_ok();
        got.then_some(map)
    })
}

/// Keeps `map`, which nobody uses any more. False: there is no room.
pub(crate) fn put(map: HostStack) -> bool {
    match reserve(map) {
        Some((place, word)) => {
            place.store(word, Ordering::Release);
            true
        }
        None => false,
    }
}

/// A place for `map`, and what is to be stored there when it is free.
pub(crate) fn reserve(map: HostStack) -> Option<(&'static AtomicU64, u64)> {
    let word = word(map)?;
    let free = |place: &&AtomicU64| {
        let taken = place.compare_exchange(EMPTY, RESERVED, Ordering::Relaxed, Ordering::Relaxed);
        taken.is_ok()
    };
    MAPPINGS.iter().find(free).map(|place| (place, word))
}

/// A place that nobody looks at, and something to store there.
pub(crate) fn nowhere() -> (&'static AtomicU64, u64) {
    (&NOWHERE, EMPTY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken_once() {
        // Of a length that no thread of this process has.
        let len = 77 * PAGE;
        let map = |n: u64| HostStack {
            base: 0x7000_0000_0000 + n * 0x10_0000,
            len,
        };
        assert!(take(len).is_none());
        let kept = (0..PLACES as u64 + 1).filter(|n| put(map(*n))).count();
        assert!((1..=PLACES).contains(&kept));
        assert!(take(len + PAGE).is_none());
        let mut bases: Vec<u64> = std::iter::from_fn(|| take(len)).map(|m| m.base).collect();
        bases.sort_unstable();
        bases.dedup();
        assert_eq!(bases.len(), kept);
        let (place, word) = reserve(map(3)).expect("everything was taken");
        assert!(take(len).is_none());
        place.store(word, Ordering::Release);
        assert_eq!(take(len).map(|m| m.base), Some(map(3).base));
        assert!(!put(HostStack {
            len: PAGE * PAGE,
            ..map(0)
        }));
    }
}
