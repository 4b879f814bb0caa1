//! `emu doctor`: what is registered, what is wrong with it, and the command that mends it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use binfmt::{Entry, Registry};

use super::probe::{self, Runner};
use super::register::{MACHINES, Machine, Options, machine_of};

/// Something that may be wrong.
struct Finding {
    what: String,
    /// The command that mends it, or what to do.
    remedy: String,
}

fn finding(what: String, remedy: impl Into<String>) -> Finding {
    Finding {
        what,
        remedy: remedy.into(),
    }
}

/// Looks at everything; returns what to tell the user.
///
/// # Errors
/// The same text, if something is wrong.
pub fn examine(options: &Options) -> Result<String, String> {
    let mut report = String::new();
    let mut findings = Vec::new();
    let _ = writeln!(report, "machine: {}", surroundings());
    match Registry::open(&options.dir, false) {
        Err(e) => findings.push(finding(e.to_string(), "sudo emu --register")),
        Ok(registry) => {
            let entries = registry.entries().map_err(|e| e.to_string())?;
            if !registry.enabled().map_err(|e| e.to_string())? {
                findings.push(finding(
                    "binfmt_misc is switched off as a whole".into(),
                    format!("echo 1 | sudo tee {}/status", options.dir.display()),
                ));
            }
            for machine in MACHINES {
                let rules: Vec<&Entry> = entries
                    .iter()
                    .filter(|e| machine_of(e) == Some(machine))
                    .collect();
                examine_guest(options, machine, &rules, &mut report, &mut findings);
            }
        }
    }
    if findings.is_empty() {
        report.push_str("nothing is wrong\n");
        return Ok(report);
    }
    for finding in &findings {
        let _ = write!(
            report,
            "\nproblem: {}\n  remedy: {}\n",
            finding.what, finding.remedy
        );
    }
    Err(report)
}

/// What kind of machine this is, as far as it matters for registration.
fn surroundings() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let release = release.trim();
    let kind = if release.contains("microsoft") || release.contains("WSL") {
        "WSL: all distributions share the rules, and they are gone when the last one stops (register with --persist)"
    } else if release.contains("linuxkit") {
        "Docker Desktop: its own rules are in the virtual machine; register from a privileged container"
    } else if Path::new("/.dockerenv").exists() {
        "in a container: rules are the host's, and registering needs --privileged"
    } else if fs::read_to_string("/proc/self/uid_map").is_ok_and(|map| !map.contains("4294967295"))
    {
        "in a user namespace"
    } else {
        "Linux"
    };
    format!("{kind} ({release})")
}

/// Examines the rules for one guest.
fn examine_guest(
    options: &Options,
    machine: &Machine,
    rules: &[&Entry],
    report: &mut String,
    findings: &mut Vec<Finding>,
) {
    let register = format!("sudo emu --register {}", machine.name);
    if rules.is_empty() {
        let _ = writeln!(report, "{}: not registered", machine.name);
        findings.push(finding(
            format!("nobody runs {} programs", machine.name),
            register,
        ));
        return;
    }
    for entry in rules {
        let _ = writeln!(
            report,
            "{}: {} by {}, flags {}{}",
            machine.name,
            entry.interpreter,
            maker(&entry.name),
            entry.flags,
            if entry.enabled { "" } else { ", disabled" }
        );
    }
    let ours = rules.iter().find(|e| e.name == machine.emulator).copied();
    match ours {
        Some(entry) => findings.extend(examine_ours(entry, &register)),
        None => findings.push(finding(
            format!("{} programs do not run by emu", machine.name),
            register.clone(),
        )),
    }
    match probe::run(machine) {
        Err(e) => findings.push(finding(
            format!("a {} program does not start: {e}", machine.name),
            register,
        )),
        Ok(runner) => {
            let path = runner.path.display();
            let _ = writeln!(report, "{}: a test program ran by {path}", machine.name);
            let wrong = ours.and_then(|entry| wrong_runner(entry, &runner));
            findings.extend(wrong.map(|what| finding(what, register)));
        }
    }
    let beside = options.emulators.join(machine.emulator);
    if let Some(entry) = ours.filter(|e| Path::new(&e.interpreter) != beside) {
        let _ = writeln!(
            report,
            "{}: {} lies beside this program, but {} is registered",
            machine.name,
            beside.display(),
            entry.interpreter
        );
    }
}

/// Why the file that ran a program is not the one that our rule names, if so.
fn wrong_runner(entry: &Entry, runner: &Runner) -> Option<String> {
    let file = Path::new(&entry.interpreter);
    let (path, file_shown) = (runner.path.display(), file.display());
    if runner.is(file) {
        None
    } else if runner.path.to_string_lossy().ends_with(" (deleted)") {
        Some(format!(
            "{file_shown} was upgraded, and the kernel still runs the old file"
        ))
    } else {
        Some(format!(
            "{path} runs, and not {file_shown}: somebody else's rule is the later one"
        ))
    }
}

/// What is wrong with a rule of ours.
fn examine_ours(entry: &Entry, register: &str) -> Vec<Finding> {
    let flags = entry.flags;
    let name = &entry.name;
    let mut found = Vec::new();
    let mut add = |wrong: bool, what: &str| {
        if wrong {
            found.push(finding(format!("{name}: {what}"), register));
        }
    };
    add(!entry.enabled, "disabled");
    add(
        !flags.fix_binary,
        "without the flag F containers and chroots do not find the emulator",
    );
    add(
        !flags.preserve_argv0,
        "without the flag P programs do not see the name they were called by",
    );
    add(
        !flags.credentials,
        "without the flag C set-uid programs (sudo) run without their rights",
    );
    add(
        !Path::new(&entry.interpreter).exists(),
        "its emulator is gone",
    );
    found
}

/// Who makes entries of this name.
fn maker(entry: &str) -> &'static str {
    if entry.starts_with("emu-") {
        "emu"
    } else if entry.starts_with("qemu-") {
        "QEMU (Debian's qemu-user, tonistiigi/binfmt or multiarch/qemu-user-static)"
    } else {
        "somebody else"
    }
}
