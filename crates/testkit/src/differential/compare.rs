//! Runs random trials of rows on all emulators and finds where they disagree.

use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use super::guest::{Guest, Sample, beyond_the_window, get, set, state_len};
use super::states;
use super::stream::{BUS, Emulator, Group, HANGS, ILLEGAL, Outcome, SEGV};
use crate::random::Random;

/// The emulators: ours are compared with each other and with another one.
#[derive(Clone, Debug)]
pub struct Emulators {
    /// The second opinion; `None`: there is none here.
    pub other: Option<Emulator>,
    /// The interpreter.
    pub interpreter: Emulator,
    /// Translated code.
    pub tier1: Emulator,
}

/// How much to try.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// Different instructions of a row.
    pub words: usize,
    /// States of each of them.
    pub states: usize,
    /// Where to start.
    pub seed: u64,
}

/// Code and one state that emulators disagree about.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The row, or what else the code is of.
    pub row: &'static str,
    /// Code and registers with a purpose.
    pub sample: Sample,
    /// Memory, if it matters.
    pub memory: Option<Rc<Vec<u8>>>,
    /// Registers before.
    pub before: Vec<u8>,
}

impl Trial {
    /// As input of the program.
    pub fn group(&self) -> Group {
        Group {
            code: self.sample.code.clone(),
            memory: self.memory.clone(),
            states: vec![self.before.clone()],
            interrupted: self.sample.interrupted,
        }
    }
}

/// A disagreement of two of the emulators.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// What was tried.
    pub trial: Trial,
    /// Whom to believe.
    pub expected: Emulator,
    /// Who says something else.
    pub got: Emulator,
    /// What they said, after the states before.
    pub outcomes: Option<(Outcome, Outcome)>,
}

/// What came of a row.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// States tried.
    pub states: usize,
    /// Of these: those that the other emulator has no such instruction for.
    pub unknown: usize,
    /// Of these: those that ended without a fault.
    pub completed: usize,
    /// Differences with a reason.
    pub excused: BTreeMap<&'static str, usize>,
    /// The others: the first few.
    pub wrong: Vec<Disagreement>,
    /// How many others.
    pub wrong_count: usize,
}

impl Tally {
    fn keep(
        &mut self,
        planned: &Planned,
        before: &[u8],
        emulators: [&Emulator; 2],
        outcomes: [Option<&Outcome>; 2],
    ) {
        self.wrong_count += 1;
        let code = &planned.sample.code;
        let known = |d: &Disagreement| d.trial.sample.code == *code;
        if self.wrong.len() < KEPT && !self.wrong.iter().any(known) {
            self.wrong.push(Disagreement {
                trial: Trial {
                    row: planned.row,
                    sample: planned.sample.clone(),
                    memory: planned.group.memory.clone(),
                    before: before.to_vec(),
                },
                expected: emulators[0].clone(),
                got: emulators[1].clone(),
                outcomes: outcomes[0].cloned().zip(outcomes[1].cloned()),
            });
        }
    }

    /// Adds the counts of another one.
    pub fn add(&mut self, other: &Tally) {
        self.states += other.states;
        self.unknown += other.unknown;
        self.completed += other.completed;
        for (reason, count) in &other.excused {
            *self.excused.entry(reason).or_default() += count;
        }
    }
}

/// What is said to be the row of a block.
pub const BLOCK: &str = "block";

/// Most disagreements of a row that are kept.
const KEPT: usize = 2;

/// The machine for one guest.
pub struct Machine<'a> {
    /// The guest.
    pub guest: &'a dyn Guest,
    /// The emulators.
    pub emulators: Emulators,
}

struct Planned {
    row: &'static str,
    sample: Sample,
    group: Group,
}

/// What is said of states that end in an access beyond the guest's window, and which generated code does not get.
const NOT_TRIED: &str = "generated code was not asked: accesses beyond the guest's window may hit the emulator (docs/architecture.md, Address space)";

/// An address at which there is nothing.
const NOWHERE: u64 = 0x10_0000_0000;

impl Machine<'_> {
    /// Tries rows, all in one run of each emulator.
    ///
    /// # Errors
    /// If an emulator cannot be run.
    pub fn try_rows(
        &self,
        rows: &[&'static str],
        amount: Amount,
    ) -> io::Result<BTreeMap<&'static str, Tally>> {
        let samples = rows.iter().flat_map(|row| {
            let seed = row.bytes().fold(amount.seed, |n, b| {
                n.wrapping_mul(31).wrapping_add(u64::from(b))
            });
            let mut random = Random::new(seed);
            self.samples(row, amount.words, &mut random)
                .into_iter()
                .map(|sample| (*row, sample, random.bits()))
                .collect::<Vec<_>>()
        });
        self.try_samples(samples.collect(), amount.states)
    }

    /// Tries `samples` (name, code, seed of the states).
    ///
    /// # Errors
    /// If an emulator cannot be run.
    pub fn try_samples(
        &self,
        samples: Vec<(&'static str, Sample, u64)>,
        states: usize,
    ) -> io::Result<BTreeMap<&'static str, Tally>> {
        let codes: Vec<&Sample> = samples.iter().map(|(_, sample, _)| sample).collect();
        let offsets = self.offsets(&codes)?;
        let plan: Vec<Planned> = samples
            .into_iter()
            .zip(offsets)
            .map(|((row, sample, seed), offset)| {
                let mut random = Random::new(seed);
                let memory = sample.memory.then(|| Rc::new(states::memory(&mut random)));
                let content = memory.as_ref().map(|m| m.as_slice());
                let states = (0..states)
                    .map(|_| states::state(self.guest, &sample, offset, content, &mut random))
                    .collect();
                let code = sample.code.clone();
                let group = Group {
                    code,
                    memory,
                    states,
                    interrupted: sample.interrupted,
                };
                Planned { row, sample, group }
            })
            .collect();
        self.run(&plan)
    }

    /// Tries random blocks: as many as words, with so many states each.
    ///
    /// # Errors
    /// If an emulator cannot be run.
    pub fn try_blocks(&self, amount: Amount) -> io::Result<Tally> {
        let blocks = (0..amount.words as u64).map(|n| {
            let mut random = Random::new(amount.seed.wrapping_add(n));
            (BLOCK, self.guest.block(&mut random), random.bits())
        });
        let mut tallies = self.try_samples(blocks.collect(), amount.states)?;
        Ok(tallies.remove(BLOCK).unwrap_or_default())
    }

    fn samples(&self, row: &str, count: usize, random: &mut Random) -> Vec<Sample> {
        let tries = (0..1000 * count).filter_map(|_| self.guest.sample(row, random));
        tries.take(count).collect()
    }

    /// How far from its base each sample's first access is: found out by letting it fault.
    fn offsets(&self, samples: &[&Sample]) -> io::Result<Vec<u64>> {
        let state_len = state_len(self.guest);
        let fields = self.guest.fields();
        let probed: Vec<usize> = (0..samples.len())
            .filter(|n| !samples[*n].bases.is_empty())
            .collect();
        let groups: Vec<Group> = probed
            .iter()
            .map(|n| {
                let sample = samples[*n];
                let mut state = vec![0; state_len];
                for (field, value) in &sample.fixed {
                    set(&fields[*field], &mut state, (*value).into());
                }
                set(&fields[sample.bases[0]], &mut state, NOWHERE.into());
                Group {
                    code: sample.code.clone(),
                    memory: None,
                    states: vec![state],
                    interrupted: false,
                }
            })
            .collect();
        let mut offsets = vec![0; samples.len()];
        let outcomes = self.emulators.tier1.run(&groups, state_len)?;
        for (n, outcome) in probed.into_iter().zip(outcomes) {
            let distance = outcome.address.wrapping_sub(NOWHERE);
            // It is not there, or not aligned.
            if [SEGV, BUS].contains(&outcome.signal) && (distance as i64).unsigned_abs() < 1 << 20 {
                offsets[n] = distance;
            }
        }
        Ok(offsets)
    }

    fn run(&self, plan: &[Planned]) -> io::Result<BTreeMap<&'static str, Tally>> {
        let mut groups: Vec<Group> = plan.iter().map(|p| p.group.clone()).collect();
        let len = state_len(self.guest);
        let run = |emulator: &Emulator, groups: &[Group]| -> io::Result<Vec<Outcome>> {
            let mut outcomes = emulator.run(groups, len)?;
            outcomes.iter_mut().for_each(|o| self.guest.canonical(o));
            Ok(outcomes)
        };
        let interpreter = run(&self.emulators.interpreter, &groups)?;
        let other = self.emulators.other.as_ref();
        let other = other.map(|other| run(other, &groups)).transpose()?;
        let beyond = |outcome| beyond_the_window(self.guest, outcome);
        let skipped: Vec<bool> = interpreter.iter().map(beyond).collect();
        leave_out(&mut groups, &skipped);
        let mut tier1 = run(&self.emulators.tier1, &groups)?.into_iter();
        let trials = plan
            .iter()
            .flat_map(|p| p.group.states.iter().map(move |s| (p, s)));
        let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
        for (n, (planned, before)) in trials.enumerate() {
            let tally = tallies.entry(planned.row).or_default();
            let skipped = skipped.get(n).is_some_and(|skipped| *skipped);
            let translated = (!skipped).then(|| tier1.next());
            let outcomes = [
                other.as_ref().map(|o| o.get(n)),
                translated.as_ref().map(Option::as_ref),
                Some(interpreter.get(n)),
            ];
            self.judge(tally, planned, before, outcomes);
        }
        Ok(tallies)
    }

    /// Judges one state: other, tier 1, interpreter; `None` was not asked, `Some(None)` did not get that far.
    fn judge(
        &self,
        tally: &mut Tally,
        planned: &Planned,
        before: &[u8],
        [other, tier1, interpreter]: [Option<Option<&Outcome>>; 3],
    ) {
        tally.states += 1;
        let (tried, interpreter) = (tier1.is_some(), interpreter.flatten());
        let tier1 = tier1.flatten();
        let completed = interpreter.is_some_and(|o| o.signal == super::stream::TRAP);
        tally.completed += completed as usize;
        let mut excused = |reason| match reason {
            Some(reason) => {
                *tally.excused.entry(reason).or_default() += 1;
                true
            }
            None => false,
        };
        // The interpreter is compared with the other emulator, tier 1 with the interpreter.
        let (interpreter_name, tier1_name) = (&self.emulators.interpreter, &self.emulators.tier1);
        let mut wrong = None;
        match (other, interpreter) {
            (Some(Some(theirs)), Some(ours)) if theirs != ours => {
                if is_unknown(theirs, ours) {
                    tally.unknown += 1;
                } else {
                    let code = &planned.sample.code;
                    let reason = self.guest.excuse(planned.row, code, before, theirs, ours);
                    if !excused(reason) {
                        wrong = Some((
                            self.emulators.other.as_ref(),
                            interpreter_name,
                            [Some(theirs), Some(ours)],
                        ));
                    }
                }
            }
            (Some(None), Some(_)) => {
                let other = self.emulators.other.as_ref().unwrap_or(interpreter_name);
                wrong = Some((Some(interpreter_name), other, [None, None]));
            }
            _ => {}
        }
        let agree = match (interpreter, tier1) {
            _ if !tried => excused(Some(NOT_TRIED)),
            (Some(expected), Some(got)) => {
                expected == got || excused(self.guest.tier1_excuse(planned.row, expected, got))
            }
            _ => false,
        };
        if !agree {
            let lost = interpreter.is_none();
            let got = if lost { interpreter_name } else { tier1_name };
            wrong = Some((Some(interpreter_name), got, [interpreter, tier1]));
        }
        if let Some((Some(expected), got, outcomes)) = wrong {
            tally.keep(planned, before, [expected, got], outcomes);
        }
    }
}

/// Leaves out the states that `skipped` says, in the order of all states.
fn leave_out(groups: &mut [Group], skipped: &[bool]) {
    let mut skipped = skipped.iter();
    for group in groups {
        group.states.retain(|_| skipped.next() != Some(&true));
    }
}

/// True if the other emulator has no such instruction.
pub(super) fn is_unknown(theirs: &Outcome, ours: &Outcome) -> bool {
    theirs.signal == ILLEGAL && ours.signal != ILLEGAL
}

/// How a state ended, for reading.
pub(super) fn ending(outcome: &Outcome) -> String {
    match outcome.signal {
        HANGS => "time limit".to_string(),
        signal => format!(
            "signal {signal}, code {}, address {:#x}, at {:#x}",
            outcome.code as i32, outcome.address, outcome.pc
        ),
    }
}

/// What is different, for reading.
pub fn differences(guest: &dyn Guest, expected: &Outcome, got: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    for field in guest.fields() {
        let (want, have) = (get(field, &expected.state), get(field, &got.state));
        if want != have {
            lines.push(format!("{} is {have:#x}, expected {want:#x}", field.name));
        }
    }
    if ending(expected) != ending(got) {
        lines.push(format!(
            "ends with {}; expected {}",
            ending(got),
            ending(expected)
        ));
    }
    if expected.changed != got.changed {
        lines.push(format!(
            "memory: {:x?}, expected {:x?}",
            got.changed, expected.changed
        ));
    }
    lines
}
