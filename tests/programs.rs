//! Every program of `tests/guest`: the same source is built for the host and for the guest, the host's build runs
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

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use support::{
    Finished, Scratch, difference, emulator, emulator_is_ours, repository, run, shown, tail,
    work_folder,
};

/// One machine that sources are built for.
struct Machine {
    name: &'static str,
    compiler: &'static str,
}

const HOST: Machine = Machine {
    name: "host",
    compiler: "gcc",
};
const RISCV64: Machine = Machine {
    name: "riscv64",
    compiler: "riscv64-linux-gnu-gcc",
};

/// Where Debian's and Ubuntu's cross compilers keep the guest's dynamic loader and libraries.
const RISCV64_PREFIX: &str = "/usr/riscv64-linux-gnu";

/// How the emulator runs a program: a name for messages, and its options.
const ENGINES: &[(&str, &[&str])] = &[
    ("tier 1", &[]),
    ("interpreter", &["--interp"]),
    (
        "tier 1 under W^X in a small code cache",
        &["--eager", "--wx", "--code-size", "1M"],
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
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = repository().join("tests/guest");
    let have_compiler = Command::new(RISCV64.compiler)
        .arg("--version")
        .output()
        .is_ok();
    let trials = sources(&folder).into_iter().map(|source| {
        let program = Program::read(&folder, source);
        Trial::test(program.name.clone(), move || check(&program)).with_ignored_flag(!have_compiler)
    });
    let trials = trials.collect();
    if !have_compiler {
        eprintln!(
            "skipped: no {} (scripts/test installs it)",
            RISCV64.compiler
        );
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
        }
    }

    fn binary(&self, machine: &Machine) -> PathBuf {
        work_folder().join(machine.name).join(&self.name)
    }

    /// Builds for `machine` unless the last build is newer than every source.
    fn build(&self, machine: &Machine) -> Result<(), Failed> {
        let binary = self.binary(machine);
        let guest = repository().join("tests/guest");
        let newest = [&self.source, &guest.join("guest.h"), &guest.join("arch.h")]
            .into_iter()
            .filter_map(|path| modified(path))
            .max();
        if modified(&binary) > newest {
            return Ok(());
        }
        fs::create_dir_all(binary.parent().unwrap_or(Path::new(".")))?;
        let mut compile = Command::new(machine.compiler);
        compile
            .args(COMPILER_FLAGS)
            .args(self.is_static.then_some("-static"))
            .arg("-o")
            .arg(&binary)
            .arg(&self.source)
            .args(&self.flags);
        let output = compile.output()?;
        if output.status.success() {
            Ok(())
        } else {
            Err(format!(
                "{}\n{}",
                shown(&compile),
                String::from_utf8_lossy(&output.stderr)
            )
            .into())
        }
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn check(program: &Program) -> Result<(), Failed> {
    program.build(&HOST)?;
    program.build(&RISCV64)?;
    let native = in_scratch(&mut Command::new(program.binary(&HOST)), program.limit)?;
    if native.status.is_none() || native.stdout.lines().any(|line| line.starts_with("FAILED")) {
        return Err(format!(
            "the native run is wrong ({}):\n{}",
            native.ending(),
            tail(&native.stdout, 20)
        )
        .into());
    }
    let engines = if emulator_is_ours() {
        ENGINES
    } else {
        &ENGINES[..1]
    };
    for (engine, options) in engines {
        let mut command = Command::new(emulator());
        command
            .args(*options)
            .args(["-L", RISCV64_PREFIX])
            .arg(program.binary(&RISCV64));
        let emulated = in_scratch(&mut command, program.limit)?;
        compare(&native, &emulated)
            .map_err(|what| format!("{engine}: {what}\n  {}", shown(&command)))?;
    }
    Ok(())
}

/// Runs in an empty current folder: programs make files there.
fn in_scratch(command: &mut Command, limit: Duration) -> Result<Finished, Failed> {
    let scratch = Scratch::new()?;
    Ok(run(command.current_dir(&scratch.0), limit)?)
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
