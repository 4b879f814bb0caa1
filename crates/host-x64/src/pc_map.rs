//! A block's map from host to guest addresses, in two bytes for most entries: differences to the entry before as LEB128
//! numbers, first the host's, then the guest's (zigzag) times 8 with the kind in the low bits.

use crate::blob::{PcEntry, PcKind};

/// All kinds, by their number.
const KINDS: [PcKind; 6] = [
    PcKind::Boundary,
    PcKind::Inside,
    PcKind::Several,
    PcKind::RbxSaved,
    PcKind::IndirectJump,
    PcKind::NoState,
];

/// A map in the order of host addresses.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PcMap {
    coded: Vec<u8>,
    /// The last entry and where it begins, and the one before it.
    last: Option<(PcEntry, usize)>,
    before: Option<PcEntry>,
}

impl PcMap {
    /// Empties the map for reuse; capacity stays.
    pub fn clear(&mut self) {
        self.coded.clear();
        self.last = None;
        self.before = None;
    }

    /// The entry added last.
    pub fn last(&self) -> Option<PcEntry> {
        self.last.map(|(entry, _)| entry)
    }

    /// Adds an entry, whose `host` is not below the last one's.
    pub fn push(&mut self, entry: PcEntry) {
        self.before = self.last();
        self.append(entry);
    }

    /// Puts `entry` in the place of the last one, if there is one.
    pub fn replace_last(&mut self, entry: PcEntry) {
        if let Some((_, at)) = self.last {
            self.coded.truncate(at);
        }
        self.append(entry);
    }

    fn append(&mut self, entry: PcEntry) {
        let at = self.coded.len();
        let (host, guest) = self.before.map_or((0, 0), |e| (e.host, e.guest));
        number(u64::from(entry.host - host), &mut self.coded);
        let delta = i64::from(entry.guest) - i64::from(guest);
        let zigzag = (delta << 1 ^ delta >> 63) as u64;
        number(zigzag << 3 | entry.kind as u64, &mut self.coded);
        self.last = Some((entry, at));
    }

    /// All entries in order.
    pub fn iter(&self) -> impl Iterator<Item = PcEntry> + '_ {
        decode(&self.coded)
    }

    /// As bytes, for [`decode`].
    pub fn coded(&self) -> &[u8] {
        &self.coded
    }

    /// Makes this the finished map that has been [`Self::coded`] so: nothing can be added to it.
    pub fn set_coded(&mut self, coded: &[u8]) {
        self.clear();
        self.coded.extend_from_slice(coded);
    }
}

impl FromIterator<PcEntry> for PcMap {
    fn from_iter<I: IntoIterator<Item = PcEntry>>(entries: I) -> PcMap {
        let mut map = PcMap::default();
        entries.into_iter().for_each(|entry| map.push(entry));
        map
    }
}

fn number(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// The entries of a map as bytes.
pub fn decode(bytes: &[u8]) -> impl Iterator<Item = PcEntry> + '_ {
    let mut bytes = bytes.iter();
    let (mut host, mut guest) = (0u32, 0u32);
    std::iter::from_fn(move || {
        host += take(&mut bytes)? as u32;
        let coded = take(&mut bytes)?;
        let zigzag = coded >> 3;
        let delta = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
        guest = guest.wrapping_add(delta as u32);
        let kind = *KINDS.get((coded & 7) as usize)?;
        Some(PcEntry { host, guest, kind })
    })
}

fn take(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u64> {
    let mut n = 0;
    let mut shift = 0;
    loop {
        let byte = *bytes.next()?;
        n |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(n);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let entry = |host, guest, kind| PcEntry { host, guest, kind };
        let map = [
            entry(0, 0, PcKind::Boundary),
            entry(5, 2, PcKind::Inside),
            entry(5, 6, PcKind::Boundary),
            entry(300, 254, PcKind::RbxSaved),
            entry(70_000, 2, PcKind::IndirectJump),
            entry(70_001, 100_000, PcKind::NoState),
            entry(u32::MAX, u32::MAX, PcKind::Boundary),
            entry(u32::MAX, 0, PcKind::Inside),
        ];
        let coded = PcMap::from_iter(map);
        assert_eq!(coded.iter().collect::<Vec<_>>(), map);
        let mut again = PcMap::default();
        again.set_coded(coded.coded());
        assert_eq!(again.iter().collect::<Vec<_>>(), map);
    }

    #[test]
    fn the_last_entry_can_be_replaced() {
        let entry = |host, guest, kind| PcEntry { host, guest, kind };
        let mut map = PcMap::default();
        map.replace_last(entry(0, 0, PcKind::Inside));
        map.replace_last(entry(0, 0, PcKind::Boundary));
        map.push(entry(300, 4, PcKind::Boundary));
        map.replace_last(entry(300, 8, PcKind::NoState));
        map.push(entry(301, 2, PcKind::Inside));
        let expected = [
            entry(0, 0, PcKind::Boundary),
            entry(300, 8, PcKind::NoState),
            entry(301, 2, PcKind::Inside),
        ];
        assert_eq!(map.iter().collect::<Vec<_>>(), expected);
        assert_eq!(map.last(), Some(expected[2]));
    }

    #[test]
    fn kinds_have_their_numbers() {
        for (number, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(kind as usize, number);
        }
    }

    #[test]
    fn most_entries_take_two_bytes() {
        let entries = (0..64).map(|i| PcEntry {
            host: i * 9,
            guest: i * 4,
            kind: PcKind::Boundary,
        });
        assert_eq!(PcMap::from_iter(entries).coded().len(), 128);
    }
}
