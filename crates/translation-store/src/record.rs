//! A translation as bytes.
//!
//! ```text
//! next: u32, size: u32, pc: u64, variant: u32
//! count, then for each piece of guest code that was looked at: address: u64, bytes; the block's own is the first
//! host code; relocations; links; map from host to guest addresses
//! ```
//!
//! Counts and lengths are u32, all numbers little-endian. `next` is the index's, who changes it when the record is long there: a
//! [`Record`] begins behind it.

use host_x64::{CodeBlob, LinkSite, Reloc, RelocKind, StubId};

/// Records begin at multiples of this.
pub(crate) const ALIGN: usize = 8;

/// Bytes of `next`.
pub(crate) const LINK: usize = 4;

/// Bytes from there to the pieces of guest code.
const HEAD: usize = 16;

/// Relocation kinds from here on are helpers.
const HELPERS: u32 = 0x100;

/// What a translation is found by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Key {
    /// The block's address.
    pub pc: u64,
    /// In which way it was translated, if there are several.
    pub variant: u32,
}

/// Appends the record of `blob` under `key`, made from `code`: addresses and what stood there, the block's own first.
/// `anchor`: an address in the emulator from which those of helpers are counted.
pub(crate) fn encode(
    out: &mut Vec<u8>,
    key: Key,
    code: &[(u64, &[u8])],
    blob: &CodeBlob,
    anchor: u64,
) {
    let start = out.len();
    out.extend_from_slice(&[0; 8]);
    out.extend_from_slice(&key.pc.to_le_bytes());
    word(out, key.variant);
    word(out, code.len() as u32);
    for (addr, bytes) in code {
        out.extend_from_slice(&addr.to_le_bytes());
        sized(out, bytes);
    }
    let host = out.len() + 4;
    sized(out, &blob.bytes);
    word(out, blob.relocs.len() as u32);
    for reloc in &blob.relocs {
        word(out, reloc.at);
        word(
            out,
            match reloc.kind {
                RelocKind::Stub(stub) => stub as u32,
                RelocKind::Helper(number) => HELPERS + number,
            },
        );
        if let RelocKind::Helper(_) = reloc.kind {
            add_to(out, host + reloc.at as usize, anchor.wrapping_neg());
        }
    }
    word(out, blob.links.len() as u32);
    for link in &blob.links {
        for offset in [link.field_at, link.stub_at, link.id_at] {
            word(out, offset);
        }
        out.extend_from_slice(&link.target.to_le_bytes());
    }
    sized(out, blob.pc_map.coded());
    out.resize(out.len().next_multiple_of(ALIGN), 0);
    let size = (out.len() - start) as u32;
    out[start + 4..start + 8].copy_from_slice(&size.to_le_bytes());
}

fn word(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn sized(out: &mut Vec<u8>, bytes: &[u8]) {
    word(out, bytes.len() as u32);
    out.extend_from_slice(bytes);
}

/// Adds to the 8 bytes at `at`, if they are there.
fn add_to(bytes: &mut [u8], at: usize, n: u64) {
    let field = bytes.get_mut(at..).and_then(|b| b.first_chunk_mut::<8>());
    if let Some(field) = field {
        *field = u64::from_le_bytes(*field).wrapping_add(n).to_le_bytes();
    }
}

/// A record's bytes from where the reader is.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.bytes(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let n = self.u32()?;
        self.bytes(n as usize)
    }
}

/// A record in a store. What is broken in it makes it one that is not found.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    content: &'a [u8],
}

impl<'a> Record<'a> {
    /// The record whose link is at the beginning of `bytes`.
    pub fn first(bytes: &'a [u8]) -> Option<Record<'a>> {
        let size = Reader(bytes.get(LINK..)?).u32()?;
        Record::of(bytes.get(LINK..size as usize)?)
    }

    /// The record that `content` is, from behind its link to its end.
    pub fn of(content: &'a [u8]) -> Option<Record<'a>> {
        let size = Reader(content).u32()? as usize;
        let sound =
            content.len() >= HEAD && size == content.len() + LINK && size.is_multiple_of(ALIGN);
        sound.then_some(Record { content })
    }

    /// Its length, link included.
    pub fn size(&self) -> usize {
        self.content.len() + LINK
    }

    /// All but the link.
    pub fn content(&self) -> &'a [u8] {
        self.content
    }

    pub fn key(&self) -> Option<Key> {
        let mut head = Reader(self.content.get(4..)?);
        Some(Key {
            pc: head.u64()?,
            variant: head.u32()?,
        })
    }

    /// If all guest code that this was made from is the `same` now: makes `blob` the translation, and returns the block's own
    /// guest code.
    pub fn restore(
        &self,
        same: &mut dyn FnMut(u64, &[u8]) -> bool,
        anchor: u64,
        blob: &mut CodeBlob,
    ) -> Option<&'a [u8]> {
        let mut from = Reader(self.content.get(HEAD..)?);
        let mut own = None;
        for _ in 0..from.u32()? {
            let (addr, bytes) = (from.u64()?, from.sized()?);
            if !same(addr, bytes) {
                return None;
            }
            own = own.or(Some(bytes));
        }
        blob.clear();
        blob.bytes.extend_from_slice(from.sized()?);
        for _ in 0..from.u32()? {
            let (at, kind) = (from.u32()?, from.u32()?);
            let kind = match kind.checked_sub(HELPERS) {
                Some(number) => RelocKind::Helper(number),
                None => RelocKind::Stub(*StubId::ALL.get(kind as usize)?),
            };
            if let RelocKind::Helper(_) = kind {
                add_to(&mut blob.bytes, at as usize, anchor);
            }
            blob.relocs.push(Reloc { at, kind });
        }
        for _ in 0..from.u32()? {
            blob.links.push(LinkSite {
                field_at: from.u32()?,
                stub_at: from.u32()?,
                id_at: from.u32()?,
                target: from.u64()?,
            });
        }
        blob.pc_map.set_coded(from.sized()?);
        own
    }
}

#[cfg(test)]
mod tests {
    use host_x64::{PcEntry, PcKind};

    use super::*;

    pub(crate) fn blob() -> CodeBlob {
        CodeBlob {
            bytes: (0..64).collect(),
            relocs: vec![
                Reloc {
                    at: 8,
                    kind: RelocKind::Stub(StubId::CallHelper),
                },
                Reloc {
                    at: 16,
                    kind: RelocKind::Helper(7),
                },
            ],
            links: vec![LinkSite {
                field_at: 40,
                stub_at: 48,
                id_at: 49,
                target: 0x3f_1234_5678,
            }],
            pc_map: [0, 30]
                .map(|host| PcEntry {
                    host,
                    guest: host / 10,
                    kind: PcKind::Boundary,
                })
                .into_iter()
                .collect(),
        }
    }

    const KEY: Key = Key {
        pc: 0x1000,
        variant: 3,
    };
    const CODE: [(u64, &[u8]); 2] = [(0x1000, &[1, 2, 3]), (0x2000, &[4])];

    fn encoded() -> Vec<u8> {
        let mut out = Vec::new();
        encode(&mut out, KEY, &CODE, &blob(), 0x5000_0000);
        out
    }

    #[test]
    fn a_translation_comes_back_with_helpers_where_they_are_now() {
        let bytes = encoded();
        let record = Record::first(&bytes).expect("whole");
        assert_eq!((record.size(), record.key()), (bytes.len(), Some(KEY)));
        let mut back = CodeBlob::default();
        let mut seen = Vec::new();
        let own = record.restore(
            &mut |addr, bytes| {
                seen.push((addr, bytes.to_vec()));
                true
            },
            0x5000_0001,
            &mut back,
        );
        assert_eq!(own, Some(&[1, 2, 3][..]));
        assert_eq!(seen, CODE.map(|(addr, bytes)| (addr, bytes.to_vec())));
        let mut expected = blob();
        expected.bytes[16] += 1;
        assert_eq!(back.bytes, expected.bytes);
        assert_eq!((back.relocs, back.links), (expected.relocs, expected.links));
        assert!(back.pc_map.iter().eq(expected.pc_map.iter()));
    }

    #[test]
    fn other_guest_code_has_no_translation() {
        let bytes = encoded();
        let record = Record::first(&bytes).expect("whole");
        for changed in [0x1000, 0x2000] {
            let mut same = |addr, _: &[u8]| addr != changed;
            let own = record.restore(&mut same, 0, &mut CodeBlob::default());
            assert_eq!(own, None);
        }
    }

    #[test]
    fn what_is_cut_short_is_not_there() {
        let whole = encoded();
        assert!(Record::first(&whole[..whole.len() - 1]).is_none());
        for len in LINK..whole.len() {
            let cut = Record {
                content: &whole[LINK..len],
            };
            // The padding at the end says nothing.
            let own = cut.restore(&mut |_, _| true, 0, &mut CodeBlob::default());
            assert!(own.is_none() || whole.len() - len < ALIGN, "{len}");
        }
    }
}
