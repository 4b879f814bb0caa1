//! docs/isa-coverage.md: every instruction of both guests, printed from their rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use guest_aarch64::groups::{GROUPS, Group, group_of};
use guest_aarch64::{decode as a64, features as a64_features};
use guest_riscv::{decode as riscv, features as riscv_features};

/// The page.
pub fn page() -> String {
    format!(
        "# Instructions\n\n\
         Printed from the encoding rows of both guests (`EMU_BLESS=1 cargo test --test docs_fresh`). Anything not listed here\n\
         is an illegal instruction. `a/b`: either extension; `a + b`: both.\n\n\
         ## riscv64\n\n{}\n## aarch64\n\n\
         By encoding group of the Arm manual (C4.1). A row is one form of an instruction, with its operand sizes; `*` stands\n\
         for a letter that the operands decide. `crates/testkit/tests/aarch64_sweep` compares what decodes in each group with\n\
         independent disassemblers.\n\n{}\nBy extension:\n\n{}",
        by_extension(
            riscv::ROWS
                .iter()
                .map(|r| (r.needs, insn_table::mnemonic(r.name))),
            riscv_features::names
        ),
        by_group(),
        by_extension(
            a64::ROWS.iter().map(|r| (r.needs, mnemonic(r.text))),
            a64_features::names
        ),
    )
}

/// Mnemonics by the extensions they need, as a Markdown table.
fn by_extension<I: Iterator<Item = &'static str>>(
    rows: impl Iterator<Item = ([u128; 2], String)>,
    names: fn(u128) -> I,
) -> String {
    let mut groups: BTreeMap<Vec<u32>, (String, Vec<String>)> = BTreeMap::new();
    let mut count = 0;
    for (needs, mnemonic) in rows {
        count += 1;
        let sets = needs.iter().filter(|set| **set != 0);
        let title: Vec<String> = sets
            .map(|set| names(*set).collect::<Vec<_>>().join("/"))
            .collect();
        let title = if title.is_empty() {
            "(in the emulator's own vDSO only)".to_string()
        } else {
            title.join(" + ")
        };
        let bits = needs[0] | needs[1];
        let order = (0..128).filter(|b| bits >> b & 1 != 0).collect();
        let (_, mnemonics) = groups.entry(order).or_insert_with(|| (title, Vec::new()));
        if !mnemonics.contains(&mnemonic) {
            mnemonics.push(mnemonic);
        }
    }
    let mut out = String::from("| extension | instructions |\n|---|---|\n");
    for (title, mnemonics) in groups.values() {
        let _ = writeln!(out, "| {title} | {} |", mnemonics.join(" "));
    }
    let _ = writeln!(out, "\n{count} encodings.");
    out
}

/// The first word of a row's text.
fn mnemonic(text: &str) -> String {
    let mut out = String::new();
    let mut field = false;
    for c in text.chars() {
        match c {
            '{' => {
                field = true;
                out.push('*');
            }
            '}' => field = false,
            ' ' if !field => break,
            _ if !field => out.push(c),
            _ => {}
        }
    }
    out
}

/// aarch64's rows by encoding group, in the manual's order.
fn by_group() -> String {
    let mut rows: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
    for row in &a64::ROWS {
        for group in groups_of(row) {
            let (count, mnemonics) = rows.entry(group.name).or_default();
            *count += 1;
            let name = mnemonic(row.text);
            if !mnemonics.contains(&name) {
                mnemonics.push(name);
            }
        }
    }
    let mut out = String::from("| encoding group | rows | instructions |\n|---|---|---|\n");
    for group in GROUPS {
        let (count, mnemonics) = rows.remove(group.name).unwrap_or_default();
        let names = if count == 0 {
            "not implemented".to_string()
        } else {
            mnemonics.join(" ")
        };
        let _ = writeln!(out, "| {} | {count} | {names} |", group.name);
    }
    out
}

/// The groups that words of `row` belong to.
fn groups_of(row: &guest_aarch64::lift::Row) -> Vec<&'static Group> {
    let mut seen = BTreeSet::new();
    let mut bits = 1u64;
    for _ in 0..256 {
        let word = row.pattern.sample(|| {
            bits = bits.wrapping_mul(6364136223846793005).wrapping_add(1);
            bits >> 20
        });
        seen.insert(group_of(word).name);
    }
    GROUPS.iter().filter(|g| seen.contains(g.name)).collect()
}
