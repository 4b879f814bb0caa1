//! A sweep over the A64 encoding space: what decodes, and as what, must be what independent disassemblers say.
//!
//! Random words of each encoding group of the manual are given to the frontend and to the disassemblers that are installed
//! (llvm-objdump 17 or later; aarch64-linux-gnu-objdump 2.40 or later). Where they disagree about whether a word is an
//! instruction, the word must belong to a class in [`known::KNOWN`], which says who is right and why.
//!
//! `EMU_SWEEP_WORDS=n`: n words instead of a quick sample (10 million are the full proof). `EMU_SWEEP_REPORT=1` prints
//! everything that differs instead of failing at it; `EMU_SWEEP_GROUP=text` sweeps only groups whose name contains the text.

mod disassembler;
mod known;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use disassembler::Disassembler;
use guest_aarch64::decode::decode;
use guest_aarch64::features::ALL;
use guest_aarch64::groups::{GROUPS, Group, group_of};
use guest_aarch64::{Aarch64, regs};
use ir::{Builder, ExitKind, Frontend, Op, Terminal};
use known::KNOWN;

/// Words of a quick run.
const QUICK: usize = 400_000;
/// Words given to a disassembler at once.
const BATCH: usize = 500_000;

/// Groups of extensions that this emulator does not have at all.
const ABSENT: [&str; 2] = ["SME", "SVE"];

fn random_bits(seed: u64) -> impl FnMut() -> u32 {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (x.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32
    }
}

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The words to look at: as many of each group, all of them where there are no more.
fn words() -> Vec<u32> {
    let total = setting("EMU_SWEEP_WORDS").and_then(|n| n.parse().ok());
    let filter = setting("EMU_SWEEP_GROUP").unwrap_or_default();
    let chosen = |g: &&Group| g.name.contains(&filter) && !ABSENT.contains(&g.name);
    let groups: Vec<&Group> = GROUPS.iter().filter(chosen).collect();
    let each = total.unwrap_or(QUICK) / groups.len().max(1);
    let mut random = random_bits(setting("EMU_SWEEP_SEED").map_or(1, |s| s.len() as u64 + 1));
    let mut all = Vec::new();
    for group in groups {
        let open = !group.mask;
        if open.count_ones() < 32 && 1usize << open.count_ones() <= each {
            let mut bits = 0u32;
            loop {
                all.push(group.word(bits));
                bits = (bits | group.mask).wrapping_add(1) & open;
                if bits == 0 {
                    break;
                }
            }
        } else {
            all.extend((0..each).map(|_| group.word(random())));
        }
    }
    all.retain(|w| !ABSENT.contains(&group_of(*w).name));
    all
}

/// Whether the frontend takes words for instructions.
struct Frontend64(Builder);

impl Frontend64 {
    /// The row of `word` unless it does not decode or its meaning is that it is undefined.
    fn row(&self, word: u32) -> Option<&'static str> {
        let bytes = word.to_le_bytes();
        let (row, _) = decode(&bytes, ALL)?;
        self.0.start(0x1_0000);
        Aarch64::lift(&self.0, 0x1_0000, &bytes, ALL);
        let undefined = self.0.with_block(|block| {
            let illegal = ExitKind::Illegal;
            let ends = matches!(block.terminal, Terminal::Exit { kind, .. } if kind == illegal);
            ends && self.0.ended() && block.insts.iter().all(|i| i.op != Op::SetReg)
        });
        (!undefined).then_some(row.name)
    }
}

/// Words of one kind that a disassembler and the frontend judge differently.
#[derive(Default)]
struct Disagreement {
    count: usize,
    example: u32,
    text: String,
}

/// Disagreements by judge, group, and what either side says.
type Disagreements = BTreeMap<(String, &'static str, String), Disagreement>;

fn compare(words: &[u32], judge: &Disassembler, found: &mut Disagreements) -> BTreeSet<usize> {
    let listing = judge.list(words).expect("the disassembler works");
    let frontend = Frontend64(Builder::new(&regs::REGS));
    let mut used = BTreeSet::new();
    for (word, theirs) in words.iter().zip(listing) {
        let ours = frontend.row(*word);
        if ours.is_some() == theirs.is_some() {
            continue;
        }
        let class = |k: &known::Known| k.judges.contains(&judge.judge) && k.group.matches(*word);
        if let Some(n) = KNOWN
            .iter()
            .position(|k| class(k) && k.ours == ours.is_some())
        {
            used.insert(n);
            continue;
        }
        let theirs = theirs.unwrap_or_default();
        let what = match ours {
            Some(row) => format!("we have {row}, they nothing"),
            None => format!("we miss {}", theirs.split(' ').next().unwrap_or_default()),
        };
        let key = (format!("{:?}", judge.judge), group_of(*word).name, what);
        let entry = found.entry(key).or_default();
        entry.count += 1;
        entry.example = *word;
        entry.text = theirs;
    }
    used
}

/// Disagreements that are on no list: one a line.
fn report(found: &Disagreements) -> Vec<String> {
    let line = |((judge, group, what), d): (&(String, &str, String), &Disagreement)| {
        let Disagreement {
            count,
            example,
            text,
        } = d;
        format!("{judge} {group}: {what}: {count} words, e.g. {example:08x} {text}")
    };
    found.iter().map(line).collect()
}

/// What is different, a line each: one sweep serves all tests.
fn sweep() -> &'static [String] {
    static LINES: OnceLock<Vec<String>> = OnceLock::new();
    LINES.get_or_init(sweep_once)
}

/// Sweeps with each installed disassembler.
fn sweep_once() -> Vec<String> {
    let judges = Disassembler::installed();
    if judges.is_empty() {
        println!("skipped: no llvm-objdump and no aarch64-linux-gnu-objdump that is recent");
    }
    let words = words();
    let mut found = Disagreements::new();
    for judge in &judges {
        println!("{:?}: {} words", judge.judge, words.len());
        for batch in words.chunks(BATCH) {
            compare(batch, judge, &mut found);
        }
    }
    report(&found)
}

/// Fails at the lines that contain `what`, or prints them.
fn expect_none(lines: &[String], what: &str) {
    let lines: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| line.contains(what))
        .collect();
    let text = lines.join("\n");
    if setting("EMU_SWEEP_REPORT").is_some() {
        println!("{text}");
    } else {
        assert!(text.is_empty(), "{text}");
    }
}

#[test]
fn what_disassemblers_do_not_know_does_not_decode() {
    expect_none(sweep(), ": we have ");
}

#[test]
fn what_disassemblers_know_decodes() {
    expect_none(sweep(), ": we miss ");
}

/// Each class of known disagreements still is one.
#[test]
fn known_classes_are_seen() {
    let judges = Disassembler::installed();
    let mut random = random_bits(7);
    for (n, known) in KNOWN.iter().enumerate() {
        let asked: Vec<_> = judges
            .iter()
            .filter(|d| known.judges.contains(&d.judge))
            .collect();
        let words: Vec<u32> = (0..20_000).map(|_| known.group.word(random())).collect();
        let seen =
            |judge: &&&Disassembler| compare(&words, judge, &mut Disagreements::new()).contains(&n);
        let found = asked.iter().any(|judge| seen(&judge));
        assert!(asked.is_empty() || found, "{}", known.reason);
    }
}
