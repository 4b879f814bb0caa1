//! A block's map from host to guest addresses, in two bytes for most entries: differences to the entry before as LEB128
//! numbers, first the host's, then the guest's (zigzag) times 8 with the kind in the low bits.

use host_x64::{PcEntry, PcKind};

/// All kinds, by their number.
const KINDS: [PcKind; 5] = [
    PcKind::Boundary,
    PcKind::Inside,
    PcKind::RbxSaved,
    PcKind::IndirectJump,
    PcKind::NoState,
];

/// Appends `map`.
pub fn encode(map: &[PcEntry], out: &mut Vec<u8>) {
    let (mut host, mut guest) = (0, 0);
    for entry in map {
        number(u64::from(entry.host - host), out);
        let delta = i64::from(entry.guest) - i64::from(guest);
        let zigzag = (delta << 1 ^ delta >> 63) as u64;
        number(zigzag << 3 | entry.kind as u64, out);
        (host, guest) = (entry.host, entry.guest);
    }
}

fn number(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// The entries that [`encode`] made these bytes from.
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
        let mut bytes = Vec::new();
        encode(&map, &mut bytes);
        assert_eq!(decode(&bytes).collect::<Vec<_>>(), map);
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
        let mut bytes = Vec::new();
        encode(&entries.collect::<Vec<_>>(), &mut bytes);
        assert_eq!(bytes.len(), 128);
    }
}
