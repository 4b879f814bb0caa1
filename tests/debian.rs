//! Debian's own programs, from the unpacked riscv64 root that `scripts/fetch-root riscv64 @test` makes, run with
//! `emu-riscv64 -L root`: the scripts of `tests/debian`, and python's own test suite.
//!
//! `NAME.expected` is what `NAME.sh` prints natively in the amd64 root of the same packages (`docs/testing.md` says
//! how to make it). `uname -m` is the one line in which the guest may differ.
//! Without the root every test is ignored, and says so.

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::{
    Finished, Scratch, difference, emulator, emulator_is_ours, repository, run, shown, tail,
};

/// Modules of `python3 -m test`, with the tests to leave out because they fail natively too.
const PYTHON_TESTS: &[(&str, &[&str])] = &[
    ("test_float", &[]),
    ("test_json", &[]),
    ("test_math", &[]),
    ("test_mmap", &[]),
    ("test_os", &[]),
    ("test_re", &[]),
    ("test_select", &[]),
    ("test_signal", &[]),
    // AF_VSOCK connects only inside a virtual machine whose host answers.
    ("test_socket", &["*VSOCK*"]),
    ("test_struct", &[]),
    ("test_subprocess", &[]),
    ("test_threading", &[]),
];

const SCRIPT_LIMIT: Duration = Duration::from_secs(180);
const PYTHON_LIMIT: Duration = Duration::from_secs(900);

fn main() {
    let arguments = Arguments::from_args();
    let root = root();
    let ready = root.join(".emu-root").exists();
    if !ready {
        eprintln!(
            "skipped: no riscv64 root at {} (scripts/fetch-root riscv64 @test)",
            root.display()
        );
    }
    // The long ones first: they end together.
    let mut trials: Vec<Trial> = PYTHON_TESTS
        .iter()
        .rev()
        .map(|(module, without)| python_trial(&root, module, without))
        .collect();
    trials.extend(
        scripts()
            .into_iter()
            .map(|script| script_trial(&root, script)),
    );
    let trials = trials
        .into_iter()
        .map(|trial| trial.with_ignored_flag(!ready))
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn root() -> PathBuf {
    let roots = std::env::var_os("EMU_ROOTS")
        .map_or_else(|| repository().join("target/roots"), PathBuf::from);
    roots.join("riscv64")
}

/// What `uname -m` prints there, with its line end.
fn machine() -> &'static str {
    if emulator_is_ours() {
        "riscv64\n"
    } else {
        "x86_64\n"
    }
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

fn script_trial(root: &Path, script: PathBuf) -> Trial {
    let root = root.to_path_buf();
    let name = script
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Trial::test(format!("script/{name}"), move || {
        let expected =
            fs::read_to_string(script.with_extension("expected"))?.replace("x86_64\n", machine());
        // Given as text, not as a path: the root may not see the repository.
        let text = fs::read_to_string(&script)?;
        let (finished, command) = in_root(
            &root,
            "usr/bin/bash",
            &["-c", &text, "script"],
            SCRIPT_LIMIT,
        )?;
        match difference(&expected, &finished.stdout) {
            None if finished.success() => Ok(()),
            what => Err(failure(&finished, &command, &what.unwrap_or_default())),
        }
    })
}

fn python_trial(root: &Path, module: &'static str, without: &'static [&'static str]) -> Trial {
    let root = root.to_path_buf();
    Trial::test(format!("python/{module}"), move || {
        // --timeout ends a test that hangs with a traceback of every thread.
        let mut words = vec!["-m", "test", "-q", "--timeout", "300"];
        for pattern in without {
            words.extend(["-i", *pattern]);
        }
        words.push(module);
        let (finished, command) = in_root(&root, "usr/bin/python3", &words, PYTHON_LIMIT)?;
        if finished.success() {
            Ok(())
        } else {
            Err(failure(&finished, &command, &tail(&finished.stdout, 60)))
        }
    })
}

/// Runs `program` of the root in an empty folder with a small environment. Also returns the command, to be shown.
fn in_root(
    root: &Path,
    program: &str,
    words: &[&str],
    limit: Duration,
) -> Result<(Finished, String), Failed> {
    let scratch = Scratch::new()?;
    let mut command = Command::new(emulator());
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
