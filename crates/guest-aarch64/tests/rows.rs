//! Properties of all encoding rows together.

use std::collections::BTreeSet;

use guest_aarch64::decode::{ROWS, decode, disassemble};
use guest_aarch64::features::ALL;

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

#[test]
fn encodings_overlap_only_where_declared() {
    assert_eq!(insn_table::overlaps(&ROWS), []);
}

#[test]
fn names_are_unique() {
    let mut seen = BTreeSet::new();
    for row in &ROWS {
        assert!(seen.insert(row.name), "{}", row.name);
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
            let matching = ROWS.iter().filter(|r| r.pattern.matches(word));
            let best = matching
                .max_by_key(|r| r.pattern.mask.count_ones())
                .map(|r| r.name);
            let found = decode(&word.to_le_bytes(), ALL).map(|(r, _)| r.name);
            assert_eq!(found, best, "{word:#x}");
        }
    }
}

#[test]
fn arbitrary_words_decode_to_rows_that_match_or_to_nothing() {
    let mut random = random_bits(2);
    for _ in 0..300_000 {
        let word = random() as u32;
        match decode(&word.to_le_bytes(), ALL) {
            Some((row, w)) => assert!(w == word && row.pattern.matches(word), "{word:#x}"),
            None => assert!(!ROWS.iter().any(|r| r.pattern.matches(word)), "{word:#x}"),
        }
        // Braces are around lists of vector registers only.
        let text = disassemble(0x1_0000, &word.to_le_bytes()).replace("{v", "v");
        assert!(!text.contains('{'), "{text}");
    }
}
