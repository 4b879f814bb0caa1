//! Every program of `tests/guest`: the same source is built for the host and for each guest, the host's build runs
//! natively and says what is right, and the guest's build must print the same and end in the same way under every
//! engine.
//!
//! A program says what it needs in its first lines:
//!
//!     //@ flags: -lm          more compiler flags
//!     //@ link: dynamic       not statically linked
//!     //@ timeout: 60         seconds, instead of 30
//!
//! `docs/testing.md` describes how to add one.

mod support;

use libtest_mimic::{Arguments, Failed};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};
use support::guests::{self, Guest};
use support::{Finished, Scratch, difference, repository, run, shown, tail, work_folder};

/// How the emulator runs a program: a name for messages, and its options.
const ENGINES: &[(&str, &[&str])] = &[
    ("tier 1", &[]),
    ("interpreter", &["--interp"]),
    (
        "tier 1 under W^X in a small code cache",
        &["--eager", "--store", "none", "--wx", "--code-size", "1M"],
    ),
];

/// Warnings stay on: a guest program with undefined behaviour proves nothing. Bad pointers are on purpose.
const COMPILER_FLAGS: &[&str] = &[
    "-std=gnu17",
    "-O2",
    "-g",
    "-pthread",
    "-Wall",
    "-Wno-unused-result",
    "-Wno-stringop-overread",
    "-Wno-array-bounds",
    "-Wno-nonnull",
    "-Wno-stringop-overflow",
];

struct Program {
    source: PathBuf,
    name: String,
    flags: Vec<String>,
    is_static: bool,
    limit: Duration,
    /// The native run, made once for all guests.
    native: OnceLock<Result<Finished, String>>,
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = repository().join("tests/guest");
    let sources = sources(&folder).into_iter();
    let programs: Vec<Arc<Program>> = sources
        .map(|source| Arc::new(Program::read(&folder, source)))
        .collect();
    let mut trials = Vec::new();
    for guest in guests::all() {
        let missing = guest.missing_emulator().or(guest.missing_compiler());
        guest.report(&missing);
        trials.extend(programs.iter().cloned().map(|program| {
            let name = program.name.clone();
            guest.trial(&name, &missing, move || check(&program, &guest))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = |path: &Path| {
        let found = fs::read_dir(path).expect("tests/guest is part of the repository");
        found.filter_map(|entry| entry.ok().map(|entry| entry.path()))
    };
    let topics = entries(folder).filter(|path| path.is_dir());
    let mut all: Vec<PathBuf> = topics
        .flat_map(|topic| entries(&topic))
        .filter(|path| path.extension().is_some_and(|e| e == "c"))
        .collect();
    all.sort();
    all
}

impl Program {
    fn read(folder: &Path, source: PathBuf) -> Program {
        let text = fs::read_to_string(&source).expect("a listed file is readable");
        let wish = |key: &str| {
            let lines = text.lines().take_while(|line| line.starts_with("//"));
            lines
                .filter_map(|line| line.strip_prefix("//@ "))
                .find_map(|line| line.strip_prefix(key))
                .map(|rest| rest.trim().to_string())
        };
        let name = source
            .strip_prefix(folder)
            .unwrap_or(&source)
            .with_extension("")
            .display()
            .to_string();
        Program {
            flags: wish("flags:").map_or(Vec::new(), |flags| {
                flags.split_whitespace().map(String::from).collect()
            }),
            is_static: wish("link:").as_deref() != Some("dynamic"),
            limit: Duration::from_secs(
                wish("timeout:")
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(30),
            ),
            source,
            name,
            native: OnceLock::new(),
        }
    }

    /// Builds with `compiler` for the machine of that name unless the last build is newer than every source.
    fn build(&self, machine: &str, compiler: &str) -> Result<PathBuf, String> {
        let binary = work_folder().join(machine).join(&self.name);
        let guest = repository().join("tests/guest");
        let newest = [&self.source, &guest.join("guest.h"), &guest.join("arch.h")]
            .into_iter()
            .filter_map(|path| modified(path))
            .max();
        if modified(&binary) > newest {
            return Ok(binary);
        }
        let error = |what: io::Error| format!("{compiler}: {what}");
        fs::create_dir_all(binary.parent().unwrap_or(Path::new("."))).map_err(error)?;
        let mut compile = Command::new(compiler);
        compile
            .args(COMPILER_FLAGS)
            .args(self.is_static.then_some("-static"))
            .arg("-o")
            .arg(&binary)
            .arg(&self.source)
            .args(&self.flags);
        let output = compile.output().map_err(error)?;
        if output.status.success() {
            Ok(binary)
        } else {
            let errors = String::from_utf8_lossy(&output.stderr);
            Err(format!("{}\n{errors}", shown(&compile)))
        }
    }

    /// What is right: how the host's build ends and what it prints.
    fn native(&self) -> Result<&Finished, String> {
        let run = || {
            let binary = self.build("host", "gcc")?;
            let native = in_scratch(&mut Command::new(binary), self.limit)?;
            let failed = native.stdout.lines().any(|line| line.starts_with("FAILED"));
            if native.status.is_some() && !failed {
                return Ok(native);
            }
            Err(format!(
                "the native run is wrong ({}):\n{}",
                native.ending(),
                tail(&native.stdout, 20)
            ))
        };
        self.native.get_or_init(run).as_ref().map_err(Clone::clone)
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn check(program: &Program, guest: &Guest) -> Result<(), Failed> {
    let binary = program.build(guest.name, &guest.compiler())?;
    let native = program.native()?;
    let engines = if guest.emulator_is_ours() {
        ENGINES
    } else {
        &ENGINES[..1]
    };
    for (engine, options) in engines {
        let mut command = Command::new(guest.emulator());
        command
            .args(*options)
            .arg("-L")
            .arg(guest.libraries())
            .arg(&binary);
        let emulated = in_scratch(&mut command, program.limit)?;
        compare(native, &emulated)
            .map_err(|what| format!("{engine}: {what}\n  {}", shown(&command)))?;
    }
    Ok(())
}

/// Runs in an empty current folder: programs make files there.
fn in_scratch(command: &mut Command, limit: Duration) -> Result<Finished, String> {
    let error = |what: io::Error| format!("{}: {what}", shown(command));
    let scratch = Scratch::new().map_err(error)?;
    run(command.current_dir(&scratch.0), limit)
        .map_err(|what| format!("{}: {what}", shown(command)))
}

fn compare(native: &Finished, emulated: &Finished) -> Result<(), String> {
    let mut text = String::new();
    if native.ending() != emulated.ending() {
        text += &format!(
            "ended with {}, natively {}\n",
            emulated.ending(),
            native.ending()
        );
    }
    if let Some(lines) = difference(&native.stdout, &emulated.stdout) {
        text += &format!("output differs\n{lines}");
    }
    if text.is_empty() {
        return Ok(());
    }
    if !emulated.stderr.is_empty() {
        text += &format!("stderr:\n{}", tail(&emulated.stderr, 10));
    }
    Err(text)
}
