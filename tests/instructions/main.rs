//! Every row of every guest, with random operands and states: the interpreter, tier 1 and QEMU's user mode emulation must agree.
//!
//! Without arguments a small form of it, as part of all tests. `scripts/fuzz instructions` is the full form; docs/testing.md
//! describes it.

mod aarch64;
mod float;
mod riscv64;
#[path = "../support/mod.rs"]
mod support;

use libtest_mimic::{Arguments, Failed};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use support::guests;
use testkit::differential::compare::{Amount, Emulators, Machine, Tally};
use testkit::differential::guest::Guest;
use testkit::differential::stream::Emulator;

/// How the program that runs trials is built: it has no C library, and its place is far from what trials use and from powers of
/// two, near which random addresses are often.
const FLAGS: &str = "-std=gnu17 -O2 -Wall -Werror -ffreestanding -fno-stack-protector -fno-tree-loop-distribute-patterns \
    -fno-pic -no-pie -nostdlib -static -Wl,--no-relax,-Ttext-segment=0x1d3c5b0000,--build-id=none";

/// What the guests' compilers need besides.
const GUEST_FLAGS: &[(&str, &str)] = &[
    ("aarch64", "-mgeneral-regs-only"),
    ("riscv64", "-march=rv64gc -mabi=lp64d -mcmodel=medany"),
];

/// The processor that QEMU emulates: everything but what our signal frames have no room for.
const CPUS: &[(&str, &[&str])] = &[
    ("aarch64", &["max,sve=off,sme=off", "max,sve=off"]),
    ("riscv64", &["max,v=false", "max", "rv64"]),
];

/// States of the small form, for each row.
const SMALL: Amount = Amount {
    words: 4,
    states: 12,
    seed: 1,
};

/// Random blocks of the small form.
const SMALL_BLOCKS: Amount = Amount {
    words: 300,
    states: STATES_OF_BLOCK,
    seed: 1,
};

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().map(str::to_string)
}

fn runner(guest: &guests::Guest, purpose: &str) -> Result<PathBuf, String> {
    let folder = support::work_folder().join(guest.name);
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let program = folder.join(format!("{purpose}-{}", std::process::id()));
    let more = GUEST_FLAGS.iter().find(|(name, _)| *name == guest.name);
    let mut compiler = Command::new(guest.compiler());
    compiler
        .args(words(FLAGS))
        .args(words(more.map_or("", |(_, flags)| flags)))
        .arg("-o")
        .arg(&program)
        .arg(support::repository().join("tests/instructions/runner.c"));
    let output = compiler.output().map_err(|e| e.to_string())?;
    if output.status.success() {
        Ok(program)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// QEMU with the first processor that it knows.
fn qemu(guest: &str, program: &str) -> Option<Emulator> {
    let qemu = testkit::qemu::emulator(guest)?.display().to_string();
    let cpus = CPUS.iter().find(|(name, _)| *name == guest)?.1;
    let mut commands = cpus
        .iter()
        .map(|cpu| [&qemu, "-cpu", cpu, program].map(str::to_string));
    let command = commands.find(|command| {
        // Without input the program ends by itself, with a code of its own.
        let mut run = Command::new(&command[0]);
        run.args(&command[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        run.status().is_ok_and(|status| status.code() == Some(3))
    })?;
    Some(Emulator {
        name: "qemu",
        command: command.to_vec(),
    })
}

fn emulators(guest: &guests::Guest, program: &Path) -> Emulators {
    let ours = guest.emulator().display().to_string();
    let program = program.display().to_string();
    let command = |options: &[&str]| {
        let options = options.iter().map(|o| o.to_string());
        [ours.clone()]
            .into_iter()
            .chain(options)
            .chain([program.clone()])
            .collect()
    };
    Emulators {
        other: qemu(guest.name, &program),
        interpreter: Emulator {
            name: "interpreter",
            command: command(&["--interp"]),
        },
        tier1: Emulator {
            name: "tier 1",
            command: command(&["--eager"]),
        },
    }
}

fn description(name: &str) -> Box<dyn Guest> {
    match name {
        "aarch64" => Box::new(aarch64::Aarch64::new()),
        _ => Box::new(riscv64::Riscv64::new()),
    }
}

/// What is compared.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Rows,
    Blocks,
    /// Known answers.
    Floats,
}

/// What is asked for.
struct Wish {
    guest: String,
    row: Option<String>,
    kind: Kind,
    amount: Amount,
}

impl Wish {
    /// The full form.
    fn new() -> Wish {
        Wish {
            guest: String::new(),
            row: None,
            kind: Kind::Rows,
            amount: Amount {
                words: 100,
                states: 100,
                seed: 1,
            },
        }
    }

    /// From `--guest X [--row NAME] [--states N] [--seed S]`; `None`: the tests are wanted.
    fn from_args() -> Option<Wish> {
        let args: Vec<String> = std::env::args().skip(1).collect();
        let mut wish = Wish::new();
        for pair in args.chunks(2) {
            let number = || pair.get(1).and_then(|n| n.parse().ok()).unwrap_or(1);
            match pair[0].as_str() {
                "--kind" => {
                    wish.kind = match pair.get(1).map(String::as_str) {
                        Some("floats") => Kind::Floats,
                        Some("blocks") => Kind::Blocks,
                        _ => Kind::Rows,
                    }
                }
                "--guest" => wish.guest = pair.get(1).cloned().unwrap_or_default(),
                "--row" => wish.row = pair.get(1).cloned(),
                "--states" => {
                    let states: usize = number() as usize;
                    wish.amount.words = states.isqrt().max(1);
                    wish.amount.states = states.div_ceil(wish.amount.words);
                }
                "--seed" => wish.amount.seed = number(),
                _ => return None,
            }
        }
        (!wish.guest.is_empty()).then_some(wish)
    }

    fn command(&self, row: &str) -> String {
        let Amount {
            words,
            states,
            seed,
        } = self.amount;
        let states = words * states;
        format!(
            "scripts/fuzz instructions --guest {} --row {row} --states {states} --seed {seed}",
            self.guest
        )
    }
}

/// Most states of one run of the emulators.
const BATCH: usize = 20_000;
/// Most disagreements that are made small and shown.
const SHOWN: usize = 100;

/// What is found out about all rows.
struct Report {
    passed: usize,
    failed: Vec<String>,
    text: String,
}

fn check(wish: &Wish, loud: bool) -> Result<Report, String> {
    let guests = guests::all();
    let guest = guests
        .iter()
        .find(|g| g.name == wish.guest)
        .ok_or("no such guest")?;
    let program = runner(guest, "rows")?;
    let description = description(guest.name);
    let machine = Machine {
        guest: description.as_ref(),
        emulators: emulators(guest, &program),
    };
    if let (true, Some(other)) = (loud, &machine.emulators.other) {
        println!("against {}", other.command.join(" "));
    }
    let rows = description.rows().into_iter();
    let rows: Vec<&'static str> = rows
        .filter(|row| {
            wish.row.as_ref().is_none_or(|wanted| {
                wanted.split(',').any(|one| {
                    one == *row || one.strip_suffix('*').is_some_and(|w| row.starts_with(w))
                })
            })
        })
        .filter(|row| description.not_compared(row).is_none())
        .collect();
    let per_row = wish.amount.words * wish.amount.states;
    let mut report = Report {
        passed: 0,
        failed: Vec::new(),
        text: String::new(),
    };
    let mut all = Tally::default();
    for batch in rows.chunks((BATCH / per_row).max(1)) {
        let tallies = machine
            .try_rows(batch, wish.amount)
            .map_err(|e| e.to_string())?;
        for row in batch {
            let tally = tallies.get(row).cloned().unwrap_or_default();
            judge(&machine, wish, row, tally, &mut all, &mut report, loud)?;
        }
    }
    let _ = std::fs::remove_file(program);
    report.text += &format!("{} states, {} without a fault\n", all.states, all.completed);
    for (reason, count) in &all.excused {
        report.text += &format!("{count} states differ: {reason}\n");
    }
    Ok(report)
}

fn summary(all: &Tally) -> String {
    let mut text = format!(
        "{} states, {} without a fault, {} unknown to qemu\n",
        all.states, all.completed, all.unknown
    );
    for (reason, count) in &all.excused {
        text += &format!("{count} states differ: {reason}\n");
    }
    text
}

fn judge(
    machine: &Machine,
    wish: &Wish,
    row: &str,
    mut tally: Tally,
    all: &mut Tally,
    report: &mut Report,
    loud: bool,
) -> Result<(), String> {
    all.add(&tally);
    if tally.unknown > 0 && loud {
        println!(
            "{row}: qemu does not know {} of {}",
            tally.unknown, tally.states
        );
    }
    let wanted = wish.amount.words * wish.amount.states;
    if tally.states < wanted {
        let few = format!("{row}: only {} states of {wanted}", tally.states);
        if loud {
            println!("{few}");
        }
        report.failed.push(few);
    } else if tally.wrong.is_empty() {
        report.passed += 1;
    }
    for disagreement in &mut tally.wrong {
        let text = if report.failed.len() < SHOWN {
            let command = wish.command(row);
            disagreement
                .report(machine.guest, &command)
                .map_err(|e| e.to_string())?
        } else {
            row.to_string()
        };
        let text = format!(
            "{text}\n    ({} of {} states)",
            tally.wrong_count, tally.states
        );
        if loud {
            println!("{text}");
        }
        report.failed.push(text);
    }
    Ok(())
}

/// As libtest does, for scripts/fuzz.
fn print_result(passed: usize, failed: usize) {
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {passed} passed; {failed} failed; 0 ignored");
}

fn full(wish: &Wish) -> ExitCode {
    let start = Instant::now();
    if wish.kind == Kind::Floats {
        return match floats(
            &wish.guest,
            wish.amount.words * wish.amount.states,
            wish.amount.seed,
        ) {
            Ok(states) => {
                print_result(states, 0);
                ExitCode::SUCCESS
            }
            Err(what) => {
                println!("{what}");
                print_result(0, 1);
                ExitCode::FAILURE
            }
        };
    }
    let checked = match wish.kind {
        Kind::Blocks => blocks(wish),
        _ => check(wish, true),
    };
    match checked {
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
        Ok(report) => {
            print!("{}", report.text);
            println!("{} s", start.elapsed().as_secs());
            print_result(report.passed, report.failed.len());
            ExitCode::from(!report.failed.is_empty() as u8)
        }
    }
}

fn small(guest: &str) -> Result<(), Failed> {
    let wish = Wish {
        guest: guest.to_string(),
        row: None,
        kind: Kind::Rows,
        amount: SMALL,
    };
    let report = check(&wish, false)?;
    if report.failed.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{} failed\n{}",
            report.failed.len(),
            report.failed.join("\n")
        )
        .into())
    }
}

/// Random blocks, a hundred or fewer at a time.
fn blocks(wish: &Wish) -> Result<Report, String> {
    let guests = guests::all();
    let guest = guests.iter().find(|g| g.name == wish.guest);
    let guest = guest.ok_or("no such guest")?;
    let program = runner(guest, "blocks")?;
    let description = description(guest.name);
    let machine = Machine {
        guest: description.as_ref(),
        emulators: emulators(guest, &program),
    };
    let mut report = Report {
        passed: 0,
        failed: Vec::new(),
        text: String::new(),
    };
    let mut all = Tally::default();
    let states = wish.amount.words * wish.amount.states;
    let amount = |first: usize| Amount {
        words: 100usize.min(states.div_ceil(STATES_OF_BLOCK) - first),
        states: STATES_OF_BLOCK,
        seed: wish.amount.seed + first as u64,
    };
    for first in (0..states.div_ceil(STATES_OF_BLOCK)).step_by(100) {
        let mut tally = machine
            .try_blocks(amount(first))
            .map_err(|e| e.to_string())?;
        for disagreement in tally.wrong.iter_mut().take(1) {
            let command = format!(
                "scripts/fuzz blocks --guest {} --states {} --seed {}",
                wish.guest,
                amount(first).words * STATES_OF_BLOCK,
                amount(first).seed
            );
            let text = disagreement.report(machine.guest, &command);
            report.failed.push(text.map_err(|e| e.to_string())?);
        }
        report.passed += tally.states - tally.wrong_count;
        all.add(&tally);
    }
    let _ = std::fs::remove_file(program);
    report.text = report.failed.join("\n") + "\n" + &summary(&all);
    Ok(report)
}

/// States that each block starts from.
const STATES_OF_BLOCK: usize = 20;

/// The known answers of floating point, `count` of each operation.
fn floats(guest: &str, count: usize, seed: u64) -> Result<usize, String> {
    let guests = guests::all();
    let guest = guests
        .iter()
        .find(|g| g.name == guest)
        .ok_or("no such guest")?;
    let program = runner(guest, "floats")?;
    let emulators = emulators(guest, &program);
    let (states, wrong) = float::check(description(guest.name).as_ref(), &emulators, count, seed)?;
    let _ = std::fs::remove_file(program);
    let shown = wrong.iter().take(SHOWN).map(String::as_str);
    match wrong.len() {
        0 => Ok(states),
        count => Err(format!(
            "{count} of {states} wrong\n{}",
            shown.collect::<Vec<_>>().join("\n")
        )),
    }
}

fn small_blocks(guest: &str) -> Result<(), Failed> {
    let report = blocks(&Wish {
        guest: guest.to_string(),
        row: None,
        kind: Kind::Blocks,
        amount: SMALL_BLOCKS,
    })?;
    if report.failed.is_empty() {
        Ok(())
    } else {
        Err(report.text.into())
    }
}

fn main() -> ExitCode {
    if let Some(wish) = Wish::from_args() {
        return full(&wish);
    }
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for guest in guests::all() {
        let missing = guest.missing_emulator().or(guest.missing_compiler());
        guest.report(&missing);
        trials.push(guest.trial("rows", &missing, move || small(guest.name)));
        trials.push(guest.trial("blocks", &missing, move || small_blocks(guest.name)));
        trials.push(guest.trial("floats", &missing, move || {
            Ok(floats(guest.name, 60, 1).map(|_| ())?)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
