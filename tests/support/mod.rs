//! What the tests that run whole programs share: the guests and their emulators, running with a time limit, and the
//! comparison of two runs.

#![allow(dead_code, reason = "each test binary uses its part")]
pub mod engine;
pub mod guests;
pub mod namespace;
pub mod readme;

use std::fs::{self, File};
use std::io;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where tests keep what they build and what they run in.
pub fn work_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), PathBuf::from)
        .join("guest")
}

/// An empty folder for one run, removed when dropped.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// Makes a folder whose name no other test of this or another process has.
    pub fn new() -> io::Result<Scratch> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "run-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = work_folder().join(name);
        fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A left-over folder below target/ harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How a program ended and what it printed.
pub struct Finished {
    /// Standard output; bytes that are not UTF-8 are replaced.
    pub stdout: String,
    /// Standard error, likewise.
    pub stderr: String,
    /// The wait status; none when the time limit ended the program.
    pub status: Option<ExitStatus>,
}

impl Finished {
    /// "exit 3", "signal 11" or "time limit".
    pub fn ending(&self) -> String {
        match self.status {
            None => "time limit".to_string(),
            Some(status) => match status.code() {
                Some(code) => format!("exit {code}"),
                None => format!("signal {}", status.signal().unwrap_or(0)),
            },
        }
    }

    /// Whether the program exited with 0.
    pub fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }
}

/// Runs `command` in a process group of its own; after `limit` the whole group is killed.
///
/// Output goes through files, not pipes: a grandchild that outlives the program cannot hold the test up.
pub fn run(command: &mut Command, limit: Duration) -> io::Result<Finished> {
    let scratch = Scratch::new()?;
    let (out, err) = (scratch.0.join("stdout"), scratch.0.join("stderr"));
    command
        .stdin(Stdio::null())
        .stdout(File::create(&out)?)
        .stderr(File::create(&err)?)
        .process_group(0);
    let mut child = command.spawn()?;
    let deadline = Instant::now() + limit;
    let mut pause = Duration::from_millis(1);
    let mut status = child.try_wait()?;
    while status.is_none() && Instant::now() < deadline {
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
        status = child.try_wait()?;
    }
    // Also after a normal end: nothing of a test may go on running.
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-KILL", "--", &group])
        .stderr(Stdio::null())
        .status();
    if status.is_none() {
        child.wait()?;
    }
    let read =
        |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Finished {
        stdout: read(&out)?,
        stderr: read(&err)?,
        status,
    })
}

/// A command line as one would type it, for failure messages.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    for word in command.get_args() {
        let word = word.to_string_lossy();
        let plain = word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c))
            && !word.is_empty();
        words.push(if plain {
            word.into_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        });
    }
    words.join(" ")
}

/// The first lines that differ, with their numbers; none when the texts are equal.
pub fn difference(expected: &str, got: &str) -> Option<String> {
    if expected == got {
        return None;
    }
    let (mut left, mut right) = (expected.lines(), got.lines());
    let mut text = String::new();
    let (mut number, mut shown) = (0, 0);
    while shown < 8 {
        number += 1;
        let pair = (left.next(), right.next());
        if pair == (None, None) {
            break;
        }
        if pair.0 != pair.1 {
            let line = |l: Option<&str>| l.unwrap_or("(end)").chars().take(300).collect::<String>();
            text += &format!(
                "  line {number}\n    expected {}\n    got      {}\n",
                line(pair.0),
                line(pair.1)
            );
            shown += 1;
        }
    }
    Some(if text.is_empty() {
        "  they differ in line endings\n".to_string()
    } else {
        text
    })
}

/// The last lines of a text, for messages.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
