//! Properties of all encoding rows together.

use std::collections::BTreeMap;

use guest_riscv::decode::{ROWS, decode, disassemble};
use guest_riscv::features::{self, ALL};
use ir::Features;

/// A deterministic generator (xorshift).
fn random_bits(seed: u64) -> impl FnMut() -> u64 {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        x >> 16
    }
}

fn bytes_of(word: u32, bits: u8) -> Vec<u8> {
    word.to_le_bytes()[..bits as usize / 8].to_vec()
}

#[test]
fn encodings_overlap_only_where_declared() {
    assert_eq!(insn_table::overlaps(&ROWS), []);
}

#[test]
fn names_are_unique() {
    let mut seen = BTreeMap::new();
    for row in &ROWS {
        assert_eq!(seen.insert(row.name, ()), None, "{}", row.name);
        for over in row.over {
            assert!(ROWS.iter().any(|r| r.name == *over), "over {over}");
        }
    }
}

/// The table finds what a search through all rows finds.
#[test]
fn look_up_agrees_with_search() {
    let mut random = random_bits(1);
    for row in &ROWS {
        for _ in 0..200 {
            let word = row.pattern.sample(&mut random);
            let matching = ROWS
                .iter()
                .filter(|r| r.pattern.bits == row.pattern.bits && r.pattern.matches(word));
            let best = matching
                .max_by_key(|r| r.pattern.mask.count_ones())
                .map(|r| r.name);
            let found = decode(&bytes_of(word, row.pattern.bits), ALL).map(|(r, _)| r.name);
            assert_eq!(found, best, "{word:#x}");
        }
    }
}

#[test]
fn arbitrary_words_decode_to_rows_that_match_or_to_nothing() {
    let mut random = random_bits(2);
    for _ in 0..1_000_000 {
        let word = random() as u32;
        let bits = if word & 3 == 3 { 32 } else { 16 };
        let bytes = bytes_of(word, bits);
        let word = if bits == 16 { word & 0xffff } else { word };
        let matching =
            |f: &guest_riscv::lift::Row| f.pattern.bits == bits && f.pattern.matches(word);
        match decode(&bytes, ALL) {
            Some((row, w)) => assert!(w == word && row.pattern.matches(word), "{word:#x}"),
            None => assert!(!ROWS.iter().any(matching), "{word:#x}"),
        }
        assert!(!disassemble(0x1_0000, &bytes).contains(['{', '}']));
    }
}

#[test]
fn disabled_extensions_do_not_decode() {
    let name = |word: u32, without: u128| {
        let features = Features(ALL.0 & !without);
        decode(&bytes_of(word, 32), features).map(|(row, _)| row.name)
    };
    assert_eq!(name(0x2031_20b3, 0), Some("sh1add"));
    assert_eq!(name(0x2031_20b3, features::ZBA), None);
    // A hint without its extension is what it is a special case of.
    assert_eq!(name(0x0100_000f, 0), Some("pause"));
    assert_eq!(name(0x0100_000f, features::ZIHINTPAUSE), Some("fence"));
    // Zbkb has part of Zbb.
    assert_eq!(name(0x40c5_f533, features::ZBB), Some("andn"));
    assert_eq!(name(0x40c5_f533, features::ZBB | features::ZBKB), None);
    // Both are needed.
    assert_eq!(name(0x28c5_852f, features::ZACAS), None);
    assert_eq!(name(0x28c5_852f, features::ZABHA), None);
}
