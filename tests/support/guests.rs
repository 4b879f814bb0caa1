//! The guests that tests run programs for: the lines of `scripts/guests`.

use libtest_mimic::{Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One guest architecture: a line of `scripts/guests`, which says what the words mean.
#[derive(Clone, Copy)]
pub struct Guest {
    /// Its name, as `uname -m` prints it there.
    pub name: &'static str,
    /// Debian's name for it.
    pub debian: &'static str,
    triple: &'static str,
    /// What is missing before its programs run at all, or nothing.
    not_yet: &'static str,
}

/// Every guest.
pub fn all() -> Vec<Guest> {
    let lines = include_str!("../../scripts/guests").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.map(|line| {
        let (name, rest) = word(line);
        let (debian, rest) = word(rest);
        let (triple, not_yet) = word(rest);
        Guest {
            name,
            debian,
            triple,
            not_yet,
        }
    })
    .collect()
}

/// The first word of a line and the rest, without the space between them.
fn word(line: &str) -> (&str, &str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    (word, rest.trim_start())
}

impl Guest {
    /// The emulator under test: `EMU_RISCV64` or `EMU_AARCH64`, or the binary cargo built beside the tests.
    ///
    /// `EMU_RISCV64=qemu-riscv64` runs the tests with another emulator, for a second opinion.
    pub fn emulator(&self) -> PathBuf {
        let named = std::env::var_os(format!("EMU_{}", self.name.to_uppercase()));
        // Cargo puts all binaries of the package into one folder.
        let built = Path::new(env!("CARGO_BIN_EXE_emu-riscv64"));
        named.map_or_else(
            || built.with_file_name(format!("emu-{}", self.name)),
            PathBuf::from,
        )
    }

    /// Whether the emulator under test is ours, with our options.
    pub fn emulator_is_ours(&self) -> bool {
        let emulator = self.emulator();
        let name = emulator.file_name().unwrap_or_default();
        name.to_string_lossy().starts_with("emu-")
    }

    /// The cross compiler.
    pub fn compiler(&self) -> String {
        format!("{}-gcc", self.triple)
    }

    /// Where Debian's and Ubuntu's cross compilers keep the guest's dynamic loader and libraries.
    pub fn libraries(&self) -> PathBuf {
        Path::new("/usr").join(self.triple)
    }

    /// Why no program of this guest can be run here; none when one can.
    pub fn missing_emulator(&self) -> Option<String> {
        if !self.not_yet.is_empty() {
            return Some(self.not_yet.to_string());
        }
        let emulator = self.emulator();
        (!starts(&emulator)).then(|| format!("no {}", emulator.display()))
    }

    /// Why no program can be built for this guest here; none when one can.
    pub fn missing_compiler(&self) -> Option<String> {
        let compiler = self.compiler();
        let missing = !starts(Path::new(&compiler));
        missing.then(|| format!("no {compiler} (scripts/test installs it)"))
    }

    /// One test of this guest, `GUEST/NAME`, ignored if something is `missing`.
    pub fn trial(
        &self,
        name: &str,
        missing: &Option<String>,
        test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
    ) -> Trial {
        Trial::test(format!("{}/{name}", self.name), test).with_ignored_flag(missing.is_some())
    }

    /// Says on stderr why this guest's tests are ignored.
    pub fn report(&self, missing: &Option<String>) {
        if let Some(what) = missing {
            eprintln!("{}: skipped: {what}", self.name);
        }
    }
}

fn starts(program: &Path) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null());
    command.output().is_ok()
}
