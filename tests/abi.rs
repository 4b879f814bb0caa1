//! What a kernel of one architecture alone does: each `tests/abi/GUEST/*.c`, a program without a C library, must print
//! the `.txt` beside it, which was worked out from the kernel's sources. Its first lines may say
//!
//!     //@ flags: -mgeneral-regs-only   more compiler flags
//!     //@ emulator: -cpu max           more options of the emulator

mod support;

use libtest_mimic::{Arguments, Failed};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::guests::{self, Guest};
use support::{difference, repository, run, shown, work_folder};

const COMPILER_FLAGS: &[&str] = &[
    "-std=gnu17",
    "-O1",
    "-Wall",
    "-nostdlib",
    "-static",
    "-ffreestanding",
    "-fno-stack-protector",
    "-fno-pic",
    "-no-pie",
];

const ENGINES: &[&[&str]] = &[&[], &["--eager", "--store", "none"], &["--interp"]];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for guest in guests::all() {
        let missing = guest.missing_emulator().or(guest.missing_compiler());
        for source in sources(&repository().join("tests/abi").join(guest.name)) {
            let name = source.file_stem().unwrap_or_default().to_string_lossy();
            trials.push(guest.trial(&name, &missing, {
                let source = source.clone();
                move || check(&guest, &source)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// The programs of a folder; none where there is no folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut sources: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "c"))
        .collect();
    sources.sort();
    sources
}

fn check(guest: &Guest, source: &Path) -> Result<(), Failed> {
    let binary = build(guest, source)?;
    let expected = fs::read_to_string(source.with_extension("txt"))?;
    let more = wish(&fs::read_to_string(source)?, "emulator:");
    for options in ENGINES {
        let mut command = Command::new(guest.emulator());
        command.args(*options).args(&more).arg(&binary);
        let ran = run(&mut command, Duration::from_secs(20))?;
        if !ran.success() {
            return Err(format!("{}: {}\n{}", shown(&command), ran.ending(), ran.stderr).into());
        }
        if let Some(lines) = difference(&expected, &ran.stdout) {
            return Err(format!("{}:\n{lines}", shown(&command)).into());
        }
    }
    Ok(())
}

/// What the first lines of a program say behind `//@ KEY`.
fn wish(text: &str, key: &str) -> Vec<String> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//@ "));
    let wishes = lines.filter_map(|line| line.strip_prefix(key));
    wishes
        .flat_map(str::split_whitespace)
        .map(String::from)
        .collect()
}

fn build(guest: &Guest, source: &Path) -> Result<PathBuf, Failed> {
    let more = wish(&fs::read_to_string(source)?, "flags:");
    let folder = work_folder().join(guest.name).join("abi");
    fs::create_dir_all(&folder)?;
    let binary = folder.join(source.file_stem().unwrap_or_default());
    let mut compile = Command::new(guest.compiler());
    compile
        .args(COMPILER_FLAGS)
        .args(more)
        .arg("-o")
        .arg(&binary)
        .arg(source);
    let output = compile.output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}\n{errors}", shown(&compile)).into());
    }
    Ok(binary)
}
