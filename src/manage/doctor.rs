//! `emu doctor`: what is registered, what is wrong with it, and the command that mends it.

use std::fmt::Write;
use std::path::Path;

use binfmt::{Entry, Registry};

use super::boot;
use super::place::Place;
use super::probe::{self, Runner};
use super::register::{MACHINES, Machine, Options, is_ours, machine_of};

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
    let place = Place::here();
    let mut look = Look {
        options,
        place,
        report: format!("machine: {}\n", place.description()),
        findings: Vec::new(),
    };
    match Registry::open(&options.dir, false) {
        Err(e) => look.without_rules(&e),
        Ok(registry) => look.at(&registry)?,
    }
    let Look {
        mut report,
        findings,
        ..
    } = look;
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

/// What has been seen so far.
struct Look<'a> {
    options: &'a Options,
    place: Place,
    report: String,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn say(&mut self, machine: &Machine, what: impl std::fmt::Display) {
        let _ = writeln!(self.report, "{}: {what}", machine.name);
    }

    /// The rules cannot be seen. They hold all the same, if there are any: a container without the file system is the usual case.
    fn without_rules(&mut self, why: &binfmt::Error) {
        for machine in MACHINES {
            match probe::run(machine) {
                Ok(runner) => self.say(
                    machine,
                    format!("a test program ran by {}", runner.path.display()),
                ),
                Err(e) => self.findings.push(finding(
                    format!("{} programs do not start: {e}; {why}", machine.name),
                    self.place.register(machine.name),
                )),
            }
        }
    }

    fn at(&mut self, registry: &Registry) -> Result<(), String> {
        let entries = registry.entries().map_err(|e| e.to_string())?;
        if !registry.enabled().map_err(|e| e.to_string())? {
            self.findings.push(finding(
                "binfmt_misc is switched off as a whole".into(),
                format!("echo 1 | sudo tee {}/status", self.options.dir.display()),
            ));
        }
        for machine in MACHINES {
            let rules: Vec<&Entry> = entries
                .iter()
                .filter(|e| machine_of(e) == Some(machine))
                .collect();
            self.at_guest(machine, &rules);
        }
        Ok(())
    }

    /// Examines the rules for one guest.
    fn at_guest(&mut self, machine: &Machine, rules: &[&Entry]) {
        let register = self.place.register(machine.name);
        if rules.is_empty() {
            self.say(machine, "not registered");
            let what = format!("nobody runs {} programs", machine.name);
            self.findings.push(finding(what, register));
            return;
        }
        for entry in rules {
            let (by, off) = (
                maker(entry, machine),
                if entry.enabled { "" } else { ", disabled" },
            );
            self.say(
                machine,
                format!("{} by {by}, flags {}{off}", entry.interpreter, entry.flags),
            );
        }
        let ours = rules.iter().find(|e| is_ours(e, machine)).copied();
        match ours {
            Some(entry) => self.findings.extend(examine_ours(entry, &register)),
            None => {
                let what = format!("{} programs do not run by emu", machine.name);
                self.findings.push(finding(what, register.clone()));
            }
        }
        match probe::run(machine) {
            Err(e) => {
                let what = format!("{} programs do not start: {e}", machine.name);
                self.findings.push(finding(what, register));
            }
            Ok(runner) => {
                self.say(
                    machine,
                    format!("a test program ran by {}", runner.path.display()),
                );
                let wrong = ours.and_then(|entry| wrong_runner(entry, &runner));
                self.findings
                    .extend(wrong.map(|what| finding(what, register)));
            }
        }
        if let Some(entry) = ours {
            self.notes(machine, entry);
        }
    }

    /// What is no problem today, but worth knowing, of our rule.
    fn notes(&mut self, machine: &Machine, entry: &Entry) {
        let beside = self.options.emulators.join(machine.emulator);
        if Path::new(&entry.interpreter) != beside {
            let note = format!(
                "{} lies beside this program, but {} is registered",
                beside.display(),
                entry.interpreter
            );
            self.say(machine, note);
        }
        match (
            boot::registers(&entry.name),
            self.place.at_boot(machine.name),
        ) {
            (Some(file), _) => {
                self.say(machine, format!("registered at boot by {}", file.display()))
            }
            (None, Some(how)) => {
                self.say(machine, format!("not registered at the next start; {how}"))
            }
            (None, None) => {}
        }
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

/// Who made a rule, as far as its interpreter and its name tell.
fn maker(entry: &Entry, machine: &Machine) -> &'static str {
    if is_ours(entry, machine) {
        "emu"
    } else if entry.name.starts_with("qemu-") {
        "QEMU (Debian's qemu-user, tonistiigi/binfmt or multiarch/qemu-user-static)"
    } else {
        "somebody else"
    }
}
