//! The text of instructions: where it is not the disassembler's, operands may be decoded wrongly.

use std::collections::BTreeMap;

use guest_aarch64::decode::{ROWS, decode, disassemble};
use guest_aarch64::features::ALL;

use crate::disassembler::{Disassembler, Judge};
use crate::{random_bits, setting};

/// Words of each row.
const EACH: usize = 200;

/// True if the texts mean the same: binutils leaves out operands that are the usual ones, and has names for system registers.
fn same(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (normal(ours), normal(theirs));
    let rest = ours.strip_prefix(&theirs);
    let system = |text: &str| text.starts_with("mrs ") || text.starts_with("msr ");
    ours == theirs
        || rest.is_some_and(|rest| matches!(rest, " x30" | ",xzr"))
        || (system(&ours) && system(&theirs))
}

/// Numbers in one notation: decimal.
fn normal(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let starts = !out.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let hex = rest.strip_prefix("0x").filter(|_| starts);
        if let Some(digits) = hex {
            let end = digits.find(|c: char| !c.is_ascii_hexdigit());
            let (number, after) = digits.split_at(end.unwrap_or(digits.len()));
            let number = u64::from_str_radix(number, 16).unwrap_or(0);
            out += &(number as i64).to_string();
            rest = after;
        } else {
            if !c.is_whitespace() {
                out.push(c.to_ascii_lowercase());
            } else if !out.ends_with([' ', ',']) {
                out.push(' ');
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

#[test]
fn text_is_what_binutils_prints() {
    let judges = Disassembler::installed();
    let Some(gnu) = judges.iter().find(|d| d.judge == Judge::Gnu) else {
        println!("skipped: no aarch64-linux-gnu-objdump that is recent");
        return;
    };
    let mut random = random_bits(3);
    let mut words: Vec<u32> = Vec::new();
    for row in &ROWS {
        words.extend((0..EACH).map(|_| {
            row.pattern
                .sample(|| u64::from(random()) << 20 | u64::from(random()))
        }));
    }
    let listing = gnu.list(&words).expect("the disassembler works");
    let mut different: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for (n, (word, theirs)) in words.iter().zip(listing).enumerate() {
        let bytes = word.to_le_bytes();
        let (Some(theirs), Some((row, _))) = (theirs, decode(&bytes, ALL)) else {
            continue;
        };
        let ours = disassemble(4 * n as u64, &bytes);
        if !same(&ours, &theirs) {
            let entry = different.entry(row.name).or_default();
            entry.0 += 1;
            entry.1 = format!("{word:08x} {ours} | {theirs}");
        }
    }
    let report: String = different
        .iter()
        .map(|(row, (count, example))| format!("{row}: {count} of {EACH}, e.g. {example}\n"))
        .collect();
    if setting("EMU_SWEEP_REPORT").is_some() {
        print!("{report}");
        return;
    }
    assert!(report.is_empty(), "{report}");
}
