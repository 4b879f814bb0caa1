//! Debian's own programs, from the unpacked root of each guest that `scripts/fetch-root ARCH @test` makes, run with
//! `emu-GUEST -L root`: the scripts of `tests/debian`, and python's own test suite.
//!
//! `NAME.expected` is what `NAME.sh` prints natively in the amd64 root of the same packages (`docs/testing.md` says
//! how to make it). `uname -m` is the one line in which the guest may differ.
//! Without the root every test is ignored, and says so.

mod support;

use libtest_mimic::{Arguments, Failed};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::guests::{self, Guest};
use support::{Finished, Scratch, difference, repository, run, shown, tail};

/// Modules of `python3 -m test`, with the tests to leave out because they fail natively too, always or sometimes.
const PYTHON_TESTS: &[(&str, &[&str])] = &[
    ("test_float", &[]),
    ("test_json", &[]),
    ("test_math", &[]),
    ("test_mmap", &[]),
    // What is left of a timer is asserted to half a millisecond: too much for a busy machine.
    (
        "test_os",
        &["*timerfd*initval", "*timerfd*interval", "*timerfd*ABSTIME"],
    ),
    ("test_re", &[]),
    ("test_select", &[]),
    ("test_signal", &[]),
    // AF_VSOCK connects only inside a virtual machine whose host answers.
    ("test_socket", &["*VSOCK*"]),
    ("test_struct", &[]),
    ("test_subprocess", &[]),
    ("test_threading", &[]),
];

const SCRIPT_LIMIT: Duration = Duration::from_secs(600);
const PYTHON_LIMIT: Duration = Duration::from_secs(900);

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for guest in guests::all() {
        let root = root(&guest);
        let missing = guest.missing_emulator().or_else(|| missing_root(&guest));
        guest.report(&missing);
        // The long ones first: they end together.
        for (module, without) in PYTHON_TESTS.iter().rev() {
            let root = root.clone();
            let name = format!("python/{module}");
            trials.push(guest.trial(&name, &missing, move || {
                check_python(&guest, &root, module, without)
            }));
        }
        for script in scripts() {
            let root = root.clone();
            let stem = script.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("script/{stem}");
            let missing = missing.clone().or_else(|| known_gap(&guest, &name));
            trials.push(guest.trial(&name, &missing, move || {
                check_script(&guest, &root, &script)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn root(guest: &Guest) -> PathBuf {
    let roots = std::env::var_os("EMU_ROOTS")
        .map_or_else(|| repository().join("target/roots"), PathBuf::from);
    roots.join(guest.debian)
}

/// Scripts that fail, by guest, and why: ignored until that is mended.
const KNOWN_GAPS: &[(&str, &str, &str)] = &[];

fn known_gap(guest: &Guest, name: &str) -> Option<String> {
    let gap = KNOWN_GAPS
        .iter()
        .find(|(g, n, _)| *g == guest.name && *n == name)?;
    eprintln!("ignored: {}/{name}: {}", gap.0, gap.2);
    Some(gap.2.to_string())
}

fn missing_root(guest: &Guest) -> Option<String> {
    let root = root(guest);
    let missing = !root.join(".emu-root").exists();
    let arch = guest.debian;
    missing.then(|| format!("no {} (scripts/fetch-root {arch} @test)", root.display()))
}

fn scripts() -> Vec<PathBuf> {
    let folder = fs::read_dir(repository().join("tests/debian"))
        .expect("tests/debian is part of the repository");
    let paths = folder.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut all: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "sh"))
        .collect();
    all.sort();
    all
}

fn check_script(guest: &Guest, root: &Path, script: &Path) -> Result<(), Failed> {
    // Another emulator may report the host's machine.
    let machine = match guest.emulator_is_ours() {
        true => format!("{}\n", guest.name),
        false => "x86_64\n".to_string(),
    };
    let expected = fs::read_to_string(script.with_extension("expected"))?;
    let expected = expected.replace("x86_64\n", &machine);
    // Given as text, not as a path: the root may not see the repository.
    let text = fs::read_to_string(script)?;
    let words = ["-c", &text, "script"];
    let (finished, command) = in_root(guest, root, "usr/bin/bash", &words, SCRIPT_LIMIT)?;
    match difference(&expected, &finished.stdout) {
        None if finished.success() => Ok(()),
        what => Err(failure(&finished, &command, &what.unwrap_or_default())),
    }
}

fn check_python(guest: &Guest, root: &Path, module: &str, without: &[&str]) -> Result<(), Failed> {
    // --timeout ends a test that hangs with a traceback of every thread.
    let mut words = vec!["-m", "test", "-q", "--timeout", "300"];
    for pattern in without {
        words.extend(["-i", *pattern]);
    }
    words.push(module);
    let (finished, command) = in_root(guest, root, "usr/bin/python3", &words, PYTHON_LIMIT)?;
    if finished.success() {
        Ok(())
    } else {
        Err(failure(&finished, &command, &tail(&finished.stdout, 60)))
    }
}

/// Runs `program` of the root in an empty folder with a small environment. Also returns the command, to be shown.
fn in_root(
    guest: &Guest,
    root: &Path,
    program: &str,
    words: &[&str],
    limit: Duration,
) -> Result<(Finished, String), Failed> {
    let scratch = Scratch::new()?;
    let mut command = Command::new(guest.emulator());
    command
        .arg("-L")
        .arg(root)
        .arg(root.join(program))
        .args(words)
        .current_dir(&scratch.0)
        .env_clear();
    command
        .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
        .env("LANG", "C.UTF-8")
        .env("HOME", &scratch.0)
        .env("TMPDIR", &scratch.0);
    let finished = run(&mut command, limit)?;
    Ok((finished, shown(&command)))
}

fn failure(finished: &Finished, command: &str, what: &str) -> Failed {
    let command: String = command.chars().take(1000).collect();
    format!(
        "{}\n{what}\nstderr:\n{}\n  {command}",
        finished.ending(),
        tail(&finished.stderr, 30)
    )
    .into()
}
