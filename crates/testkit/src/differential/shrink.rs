//! The smallest state that shows a disagreement, as a case line.

use std::fmt::Write;
use std::io;
use std::rc::Rc;

use super::compare::{Disagreement, Trial, differences, ending, is_unknown};
use super::guest::{Guest, get, set, state_len};
use super::stream::{ILLEGAL, Outcome, TRAP};
use crate::cases::{CODE, DATA};

/// What may be set to 0.
#[derive(Clone, Copy, Debug)]
enum Item {
    Field(usize),
    Word(usize),
}

/// Results of both sides.
type Pair = (Outcome, Outcome);

impl Disagreement {
    fn outcomes(&self, guest: &dyn Guest, trials: &[Trial]) -> io::Result<Vec<Option<Pair>>> {
        let groups: Vec<_> = trials.iter().map(Trial::group).collect();
        let run = |emulator: &super::stream::Emulator| {
            let outcomes = emulator.run(&groups, state_len(guest));
            outcomes.map(|list| {
                let canonical = list.into_iter().map(|mut outcome| {
                    guest.canonical(&mut outcome);
                    Some(outcome)
                });
                canonical
                    .chain(std::iter::repeat(None))
                    .take(trials.len())
                    .collect::<Vec<_>>()
            })
        };
        let (expected, got) = (run(&self.expected)?, run(&self.got)?);
        Ok(expected
            .into_iter()
            .zip(got)
            .map(|pair| pair.0.zip(pair.1))
            .collect())
    }

    fn still_wrong(&self, guest: &dyn Guest, trials: &[Trial]) -> io::Result<Vec<bool>> {
        let outcomes = self.outcomes(guest, trials)?;
        let wrong = |(trial, pair): (&Trial, Option<Pair>)| {
            pair.is_some_and(|(expected, got)| {
                let Trial { row, before, .. } = trial;
                let excuse = match self.got.name {
                    "tier 1" => guest.tier1_excuse(row, &expected, &got),
                    _ => guest.excuse(row, &trial.sample.code, before, &expected, &got),
                };
                expected != got && !is_unknown(&expected, &got) && excuse.is_none()
            })
        };
        Ok(trials.iter().zip(outcomes).map(wrong).collect())
    }

    /// Sets to 0 whatever can be while the emulators still disagree. False: alone, it does not happen.
    ///
    /// # Errors
    /// If an emulator cannot be run.
    pub fn shrink(&mut self, guest: &dyn Guest) -> io::Result<bool> {
        if !self.still_wrong(guest, std::slice::from_ref(&self.trial))?[0] {
            return Ok(false);
        }
        let fixed: Vec<usize> = self.trial.sample.fixed.iter().map(|(n, _)| *n).collect();
        let fields = (0..guest.fields().len()).filter(|n| !fixed.contains(n));
        let words = self.trial.memory.as_ref().map_or(0, |m| m.len() / 8);
        let mut items: Vec<Item> = fields
            .map(Item::Field)
            .chain((0..words).map(Item::Word))
            .collect();
        let mut size = items.len();
        while size > 0 {
            let without: Vec<Trial> = items
                .chunks(size)
                .map(|chunk| zeroed(guest, &self.trial, chunk))
                .collect();
            let wrong = self.still_wrong(guest, &without)?;
            let good: Vec<Item> = items
                .chunks(size)
                .zip(&wrong)
                .filter(|(_, wrong)| **wrong)
                .flat_map(|(chunk, _)| chunk.to_vec())
                .collect();
            let all = zeroed(guest, &self.trial, &good);
            if good.is_empty() {
                size /= 2;
            } else if self.still_wrong(guest, std::slice::from_ref(&all))?[0] {
                self.trial = all;
                items = remaining(&items, size, &wrong);
                size /= 2;
            } else if let Some(first) = wrong.iter().position(|wrong| *wrong) {
                self.trial = without[first].clone();
                items.drain(first * size..items.len().min((first + 1) * size));
            }
        }
        Ok(true)
    }

    /// What is wrong, how to repeat it, and the case line that would hold it.
    ///
    /// # Errors
    /// If an emulator cannot be run.
    pub fn report(&mut self, guest: &dyn Guest, command: &str) -> io::Result<String> {
        let alone = self.shrink(guest)?;
        let mut text = format!("{}: {}", self.trial.row, command);
        let mut at = 0;
        while at < self.trial.sample.code.len() {
            let code = &self.trial.sample.code[at..];
            let (insn, len) = guest.disassemble(CODE + at as u64, code);
            let _ = write!(text, "\n    {}  {insn}", hex(&code[..len]));
            at += len;
        }
        let outcomes = match alone {
            true => self
                .outcomes(guest, std::slice::from_ref(&self.trial))?
                .pop()
                .flatten(),
            false => self.outcomes.clone(),
        };
        let Some((expected, got)) = outcomes else {
            let who = self.got.name;
            return Ok(text + &format!("\n    {who} does not survive it or one of the next"));
        };
        let names = format!("{} against {}", self.got.name, self.expected.name);
        let alone = if alone { "" } else { " (not alone)" };
        let _ = write!(text, "\n    {names}{alone}: {}", ending(&expected));
        for line in differences(guest, &expected, &got) {
            let _ = write!(text, "\n      {line}");
        }
        let _ = write!(text, "\n    {}", case_line(guest, &self.trial, &expected));
        Ok(text)
    }
}

fn remaining(items: &[Item], size: usize, gone: &[bool]) -> Vec<Item> {
    let kept = items.chunks(size).zip(gone).filter(|(_, gone)| !**gone);
    kept.flat_map(|(chunk, _)| chunk.to_vec()).collect()
}

fn zeroed(guest: &dyn Guest, trial: &Trial, items: &[Item]) -> Trial {
    let mut trial = trial.clone();
    for item in items {
        match (item, &mut trial.memory) {
            (Item::Field(n), _) => set(&guest.fields()[*n], &mut trial.before, 0),
            (Item::Word(n), Some(memory)) => Rc::make_mut(memory)[8 * n..8 * n + 8].fill(0),
            _ => {}
        }
    }
    trial
}

fn hex(insn: &[u8]) -> String {
    insn.iter().rev().map(|b| format!("{b:02x}")).collect()
}

/// As beside the rows; more than one instruction is a line that no test can read.
fn case_line(guest: &dyn Guest, trial: &Trial, expected: &Outcome) -> String {
    let code = &trial.sample.code;
    let (insn, len) = guest.disassemble(CODE, code);
    let (mut before, mut after) = (String::new(), String::new());
    for field in guest.fields() {
        let (was, is) = (get(field, &trial.before), get(field, &expected.state));
        if was != 0 {
            let _ = write!(before, " {}={was:#x}", field.name);
        }
        if is != was {
            let _ = write!(after, " {}={is:#x}", field.name);
        }
    }
    let words = trial.memory.iter().flat_map(|m| m.chunks(8)).enumerate();
    for (n, word) in words.filter(|(_, word)| word.iter().any(|b| *b != 0)) {
        let value = u64::from_le_bytes(word.try_into().expect("8 bytes"));
        let addr = DATA.start + 8 * n as u64;
        let _ = write!(before, " mem64[{addr:#x}]={value:#x}");
    }
    for (at, value) in &expected.changed {
        let addr = DATA.start + at;
        let _ = write!(after, " mem64[{addr:#x}]={value:#x}");
    }
    match expected.signal {
        TRAP if expected.pc == CODE + code.len() as u64 => {}
        TRAP => {
            let _ = write!(after, " pc={:#x}", expected.pc);
        }
        ILLEGAL => after += " exit=illegal",
        _ => after += " exit=fault",
    }
    let line = format!("{}  {insn:<34} {before}", hex(&code[..len]));
    let more = if code.len() > len { " (and more)" } else { "" };
    format!("{line:<100}  => {after}{more}")
}
