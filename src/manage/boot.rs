//! Registration at every boot. A rule of the kernel is gone with the machine's power: what registers it again is systemd-binfmt with a
//! folder of lines for the kernel, or Debian's update-binfmts, where the system has that.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use binfmt::Rule;

use super::register::Priority;

/// Where an administrator puts what systemd-binfmt is to register (binfmt.d(5)).
const FOLDER: &str = "/etc/binfmt.d";
/// Where systemd-binfmt looks, and packages put their own.
const FOLDERS: &[&str] = &[
    FOLDER,
    "/run/binfmt.d",
    "/usr/local/lib/binfmt.d",
    "/usr/lib/binfmt.d",
    "/lib/binfmt.d",
];
const SYSTEMD: &[&str] = &[
    "/usr/lib/systemd/systemd-binfmt",
    "/lib/systemd/systemd-binfmt",
];
const UPDATE_BINFMTS: &[&str] = &["/usr/sbin/update-binfmts", "/sbin/update-binfmts"];
/// Where update-binfmts keeps what it registers.
const UPDATE_BINFMTS_STATE: &str = "/var/lib/binfmts";
/// Our name as the owner of rules of update-binfmts.
const PACKAGE: &str = "emu";

/// Who registers at boot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Boot {
    /// systemd-binfmt, from this folder.
    Systemd(PathBuf),
    /// This update-binfmts.
    UpdateBinfmts(PathBuf),
}

impl Boot {
    /// What this system uses: update-binfmts if it is there (it comes after systemd-binfmt), else systemd-binfmt.
    ///
    /// # Errors
    /// If it has neither.
    pub fn of_this_system() -> Result<Boot, String> {
        let first = |files: &[&str]| files.iter().map(PathBuf::from).find(|file| file.exists());
        if let Some(program) = first(UPDATE_BINFMTS) {
            return Ok(Boot::UpdateBinfmts(program));
        }
        let systemd = first(SYSTEMD).map(|_| Boot::Systemd(FOLDER.into()));
        systemd.ok_or_else(|| {
            "--persist: neither systemd-binfmt nor update-binfmts is here to register at boot (--persist=DIR only writes a file for the former)"
                .to_string()
        })
    }

    /// Has `rule` registered at every boot; returns by what.
    ///
    /// # Errors
    /// What failed, as a line.
    pub fn add(&self, rule: &Rule, priority: Priority) -> Result<String, String> {
        match self {
            Boot::Systemd(folder) => {
                remove_files(folder, &rule.name)?;
                let file = file(folder, &rule.name, priority);
                fs::create_dir_all(folder)
                    .and_then(|()| fs::write(&file, format!("{rule}\n")))
                    .map_err(|e| format!("{}: {e}", file.display()))?;
                Ok(file.display().to_string())
            }
            Boot::UpdateBinfmts(program) => {
                update_binfmts(program, &install(rule))?;
                Ok(program.display().to_string())
            }
        }
    }

    /// Undoes that for the rule `name` with this interpreter. Nothing to undo is no failure.
    ///
    /// # Errors
    /// What failed, as a line.
    pub fn remove(&self, name: &str, interpreter: &Path) -> Result<(), String> {
        match self {
            Boot::Systemd(folder) => remove_files(folder, name),
            Boot::UpdateBinfmts(program) => {
                let path = interpreter.to_string_lossy();
                let words = ["--package", PACKAGE, "--remove", name, &path];
                update_binfmts(program, &words.map(String::from))
            }
        }
    }
}

/// What registers the rule `name` at boot here, if anything does.
pub fn registers(name: &str) -> Option<PathBuf> {
    let files = FOLDERS
        .iter()
        .flat_map(|folder| files(Path::new(folder), name));
    let mut all = files.chain([Path::new(UPDATE_BINFMTS_STATE).join(name)]);
    all.find(|file| file.exists())
}

/// systemd-binfmt goes by the files' names, and of two rules for one file the kernel takes the one that came later. QEMU's are called qemu-*.
fn file(folder: &Path, name: &str, priority: Priority) -> PathBuf {
    let prefix = match priority {
        Priority::First => "zz-",
        Priority::Last => "00-",
    };
    folder.join(format!("{prefix}{name}.conf"))
}

fn files(folder: &Path, name: &str) -> [PathBuf; 2] {
    [Priority::First, Priority::Last].map(|priority| file(folder, name, priority))
}

fn remove_files(folder: &Path, name: &str) -> Result<(), String> {
    files(folder, name)
        .iter()
        .try_for_each(|file| match fs::remove_file(file) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                Err(format!("{}: {e}", file.display()))
            }
            _ => Ok(()),
        })
}

/// The command line of update-binfmts(8) for a rule. It has no flag O, which C implies.
fn install(rule: &Rule) -> Vec<String> {
    let hex = |bytes: &[u8]| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "\\x{byte:02x}");
            text
        })
    };
    let yes = |set: bool| if set { "yes" } else { "no" }.to_string();
    let mut words = [
        "--package",
        PACKAGE,
        "--install",
        &rule.name,
        &rule.interpreter,
    ]
    .map(String::from)
    .to_vec();
    let options = [
        ("--offset", "0".to_string()),
        ("--magic", hex(&rule.magic.bytes)),
        ("--mask", hex(&rule.magic.mask)),
        ("--preserve", yes(rule.flags.preserve_argv0)),
        ("--credentials", yes(rule.flags.credentials)),
        ("--fix-binary", yes(rule.flags.fix_binary)),
    ];
    words.extend(
        options
            .into_iter()
            .flat_map(|(name, value)| [name.to_string(), value]),
    );
    words
}

fn update_binfmts(program: &Path, words: &[String]) -> Result<(), String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", program.display());
    let done = Command::new(program)
        .args(words)
        .output()
        .map_err(|e| failed(&e))?;
    match done.status.success() {
        true => Ok(()),
        false => Err(failed(&String::from_utf8_lossy(&done.stderr).trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use binfmt::{Flags, Magic};

    #[test]
    fn what_update_binfmts_is_told() {
        let rule = Rule {
            name: "emu-riscv64".into(),
            magic: Magic::elf64(243),
            interpreter: "/usr/bin/emu-riscv64".into(),
            flags: Flags {
                credentials: false,
                ..Flags::ALL
            },
        };
        assert_eq!(
            install(&rule).join(" "),
            r"--package emu --install emu-riscv64 /usr/bin/emu-riscv64 --offset 0 --magic \x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xf3\x00 --mask \xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\xfe\xff\xff\xff --preserve yes --credentials no --fix-binary yes"
        );
    }

    #[test]
    fn files_come_after_qemus_or_before_them() {
        let name = |priority| file(Path::new("/f"), "emu-aarch64", priority);
        assert!(name(Priority::First).as_path() > Path::new("/f/qemu-aarch64.conf"));
        assert!(name(Priority::Last).as_path() < Path::new("/f/emu-aarch64.conf"));
    }
}
