//! Addresses that files have in every process, so that translations of their code can be shared.
//!
//! A file that is mapped from its beginning without a wish for an address goes to its home if that is free: a place below
//! the mmap area, chosen by a secret and the file's identity. So does address space that is reserved (glibc does that first for
//! libraries whose alignment is more than a page's), to one of a few homes for its length. Who does not know the secret cannot guess it, as little as
//! a random address; processes of one user that share translations agree on it. Elsewhere things are placed at random.

use crate::vma::FileId;
use crate::{PAGE_SIZE, page_ceil};

/// Bytes of address space in which homes are. Few files get into each other's way (libraries have some 2^20 bytes), and sanitizers
/// still see the end of the address space, where they expect libraries.
const SPAN: u64 = 8 << 30;

/// Larger files are data.
const LARGEST: u64 = 1 << 30;

/// Homes for one length.
const RESERVATIONS: u64 = 8;

/// Where homes are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Homes {
    /// From what they are chosen.
    pub secret: u64,
    /// They end here; addresses above are random.
    pub end: u64,
}

impl Homes {
    /// The home of a file of which `len` bytes are mapped.
    pub fn of_file(&self, file: FileId, len: u64) -> Option<u64> {
        self.place(self.number(file), len)
    }

    /// Homes of `len` reserved bytes: several things may have the same length.
    pub fn of_reservation(&self, len: u64) -> impl Iterator<Item = u64> {
        (0..RESERVATIONS).filter_map(move |n| self.place(self.draw([len, n, 1]), len))
    }

    /// A number that belongs to a file, with the qualities of a random one.
    pub fn number(&self, file: FileId) -> u64 {
        self.draw([file.device, file.inode, 0])
    }

    fn draw(&self, words: [u64; 3]) -> u64 {
        let words = words.iter();
        words.fold(self.secret, |state, word| mix(state ^ word))
    }

    fn place(&self, number: u64, len: u64) -> Option<u64> {
        let start = self.end.checked_sub(SPAN)?;
        let room = SPAN.checked_sub(page_ceil(len))? / PAGE_SIZE;
        (len <= LARGEST).then(|| start + number % room * PAGE_SIZE)
    }
}

/// A bijection in which every bit of the argument concerns every bit of the result (SplitMix64's finalizer: Steele, Lea, Flood,
/// "Fast splittable pseudorandom number generators", 2014).
fn mix(mut n: u64) -> u64 {
    n = (n ^ n >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ n >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ n >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(inode: u64) -> FileId {
        FileId { device: 1, inode }
    }

    #[test]
    fn homes_are_apart_and_stay() {
        let homes = Homes {
            secret: 1234,
            end: 0x3f_0000_0000,
        };
        let mut all: Vec<u64> = (0..1000)
            .filter_map(|i| homes.of_file(file(i), 0x20_0000))
            .collect();
        assert_eq!(all.len(), 1000);
        let inside = |home: &u64| (homes.end - SPAN..=homes.end - 0x20_0000).contains(home);
        assert!(all.iter().all(|home| home % PAGE_SIZE == 0 && inside(home)));
        assert_eq!(homes.of_file(file(7), 0x20_0000), Some(all[7]));
        all.sort_unstable();
        let crossed = all.windows(2).filter(|w| w[1] - w[0] < 0x20_0000);
        // 1000 things of 2 MiB in 8 GiB: a fifth of the neighbours.
        assert!((100..400).contains(&crossed.count()));
        let other = Homes {
            secret: 1235,
            ..homes
        };
        assert_ne!(
            other.of_file(file(7), 0x1000),
            homes.of_file(file(7), 0x1000)
        );
    }

    #[test]
    fn there_is_no_home_where_there_is_no_room() {
        let homes = |end| Homes { secret: 1, end };
        assert_eq!(homes(SPAN - 1).of_file(file(1), 0x1000), None);
        assert_eq!(homes(2 * SPAN).of_file(file(1), LARGEST + 1), None);
    }
}
