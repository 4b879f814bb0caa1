//! `emu --register` and its kin: tells the kernel (binfmt_misc) to hand foreign programs to the emulators that lie beside
//! this program.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use binfmt::{DEFAULT_DIR, Entry, Flags, Magic, Registered, Registry, Rule};

use super::boot::{self, Boot};
use super::probe;

/// A guest that programs can be registered for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Machine {
    /// As in `uname -m`.
    pub name: &'static str,
    /// `e_machine` of its ELF files.
    pub elf: u16,
    /// What Docker calls it.
    pub docker: &'static str,
    /// Name of its emulator and of its entry.
    pub emulator: &'static str,
}

/// All of them.
pub const MACHINES: &[Machine] = &[
    Machine {
        name: "aarch64",
        elf: 183,
        docker: "arm64",
        emulator: "emu-aarch64",
    },
    Machine {
        name: "riscv64",
        elf: 243,
        docker: "riscv64",
        emulator: "emu-riscv64",
    },
];

impl Machine {
    /// By its name or Docker's.
    pub fn by_name(name: &str) -> Option<&'static Machine> {
        MACHINES.iter().find(|m| name == m.name || name == m.docker)
    }

    /// The machines in a list like `aarch64,riscv64`; `all`, or nothing, means all.
    ///
    /// # Errors
    /// A line that names the unknown one.
    pub fn list(names: &[String]) -> Result<Vec<&'static Machine>, String> {
        let names: Vec<&str> = names.iter().flat_map(|n| n.split(',')).collect();
        if names.is_empty() || names.contains(&"all") {
            return Ok(MACHINES.iter().collect());
        }
        let known = |name: &str| {
            Machine::by_name(name).ok_or_else(|| {
                let all: Vec<_> = MACHINES.iter().map(|m| m.name).collect();
                format!("unknown guest '{name}' (all, {})", all.join(", "))
            })
        };
        names.into_iter().map(known).collect()
    }
}

/// What `--register` is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where binfmt_misc is, or is to be mounted.
    pub dir: PathBuf,
    /// How the kernel calls the emulator.
    pub flags: Flags,
    /// Folder of the emulators as the kernel is to see it.
    pub emulators: PathBuf,
    /// The emulator itself, whatever it is called; for one machine.
    pub interpreter: Option<PathBuf>,
    /// Name of the entry if it is not the emulator's; for one machine.
    pub name: Option<String>,
    /// Whether ours or another emulator gets the programs if both are registered.
    pub priority: Priority,
    /// Replace rules that look the same, too.
    pub force: bool,
    /// What is to register at every boot.
    pub persist: Option<Boot>,
}

/// Of several rules for one program the kernel takes the one registered last.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Priority {
    /// Ours gets the programs.
    #[default]
    First,
    /// Ours is registered only if no other is.
    Last,
}

impl Options {
    /// The defaults: all flags, the emulators beside this program.
    ///
    /// # Errors
    /// If the path of this program is unknown.
    pub fn new() -> Result<Options, String> {
        let own = std::env::current_exe().map_err(|e| format!("my own path: {e}"))?;
        let emulators = own.parent().unwrap_or(Path::new("/")).to_path_buf();
        Ok(Options {
            dir: DEFAULT_DIR.into(),
            flags: Flags::ALL,
            emulators,
            interpreter: None,
            name: None,
            priority: Priority::First,
            force: false,
            persist: None,
        })
    }

    /// Name of the entry for `machine`.
    pub fn name_for<'a>(&'a self, machine: &Machine) -> &'a str {
        self.name.as_deref().unwrap_or(machine.emulator)
    }

    fn interpreter_for(&self, machine: &Machine) -> PathBuf {
        let named = self.interpreter.clone();
        named.unwrap_or_else(|| self.emulators.join(machine.emulator))
    }

    /// Fails if what is meant for one machine is asked for `machines`.
    ///
    /// # Errors
    /// What is wrong, as a line.
    pub fn check(&self, machines: &[&Machine]) -> Result<(), String> {
        let single = self.name.is_some() || self.interpreter.is_some();
        if single && machines.len() != 1 {
            return Err("--name and --interpreter are for one guest: say which".into());
        }
        let bad = |name: &String| {
            name.is_empty()
                || name.contains(['/', ':', '\n'])
                || ["register", "status", ".", ".."].contains(&name.as_str())
        };
        match self.name.as_ref().filter(|name| bad(name)) {
            Some(name) => Err(format!("--name: '{name}' cannot be an entry's name")),
            None => Ok(()),
        }
    }

    /// The rule for `machine`.
    ///
    /// # Errors
    /// If there is no such emulator, or its path cannot be told to the kernel.
    pub fn rule(&self, machine: &Machine) -> Result<Rule, String> {
        let path = self.interpreter_for(machine);
        let interpreter = path.to_str().filter(|p| !p.contains([':', '\n']));
        let interpreter =
            interpreter.ok_or(format!("{}: no path for the kernel", path.display()))?;
        if !path.is_absolute() {
            return Err(format!("{interpreter}: not an absolute path"));
        }
        if self.flags.fix_binary && !path.is_file() {
            return Err(format!("{interpreter}: there is no such emulator"));
        }
        Ok(Rule {
            name: self.name_for(machine).to_string(),
            magic: Magic::elf64(machine.elf),
            interpreter: interpreter.to_string(),
            flags: self.flags,
        })
    }
}

/// Registers `machines`; returns what to tell the user.
///
/// # Errors
/// The first failure, as a line.
pub fn register(options: &Options, machines: &[&Machine]) -> Result<String, String> {
    options.check(machines)?;
    let rules = machines.iter().map(|m| Ok((*m, options.rule(m)?)));
    let rules = rules.collect::<Result<Vec<(&Machine, Rule)>, String>>()?;
    let registry = Registry::open(&options.dir, true).map_err(|e| e.to_string())?;
    let mut report = String::new();
    for (machine, rule) in &rules {
        let (name, interpreter) = (&rule.name, &rule.interpreter);
        let what = match others(&registry, options, machine, rule)? {
            Some(other) => format!("left to {other}"),
            None => {
                let done = make_hold(&registry, options, machine, rule)?;
                format!("{done} ({interpreter}, flags {})", rule.flags)
            }
        };
        let _ = writeln!(report, "{name}: {what}");
        if let Some(boot) = &options.persist {
            let by = boot.add(rule, options.priority)?;
            let _ = writeln!(report, "{name}: at every boot by {by}");
        }
    }
    Ok(report)
}

/// Whose rule keeps ours from being registered, if we come last.
fn others(
    registry: &Registry,
    options: &Options,
    machine: &Machine,
    rule: &Rule,
) -> Result<Option<String>, String> {
    if options.priority == Priority::First {
        return Ok(None);
    }
    let entries = registry.entries().map_err(|e| e.to_string())?;
    let other = |e: &Entry| e.enabled && e.name != rule.name && machine_of(e) == Some(machine);
    Ok(entries
        .into_iter()
        .find(other)
        .map(|e| format!("{} ({})", e.name, e.interpreter)))
}

fn make_hold(
    registry: &Registry,
    options: &Options,
    machine: &Machine,
    rule: &Rule,
) -> Result<&'static str, String> {
    let renew = options.force || !is_what_runs(machine, rule);
    let done = registry.register(rule, renew).map_err(|e| e.to_string())?;
    if done != Registered::Unchanged {
        check(registry, machine, rule)?;
    }
    Ok(match done {
        Registered::Unchanged => "was registered already",
        Registered::Replaced => "registered anew",
        Registered::Added => "registered",
    })
}

/// True if the kernel gives `machine`'s programs to the very file `rule` names. Not so before an upgrade is registered (with the
/// flag F the kernel keeps the file it opened), or while a later rule of somebody else wins.
fn is_what_runs(machine: &Machine, rule: &Rule) -> bool {
    probe::run(machine).is_ok_and(|runner| runner.is(Path::new(&rule.interpreter)))
}

/// A registration that does not work is a failure, not a success with a surprise later.
fn check(registry: &Registry, machine: &Machine, rule: &Rule) -> Result<(), String> {
    let failed = |why: String| Err(format!("{} is registered, but {why}", rule.name));
    if !registry.enabled().map_err(|e| e.to_string())? {
        return failed("binfmt_misc is switched off as a whole (echo 1 > status)".into());
    }
    match probe::run(machine) {
        Ok(_) => Ok(()),
        // Without F the emulator may be meant for another root folder.
        Err(_) if !rule.flags.fix_binary => Ok(()),
        Err(e) => failed(format!("does not run programs: {e}")),
    }
}

/// Removes the rules of `machines`, and what made them permanent.
///
/// # Errors
/// The first failure, as a line.
pub fn unregister(options: &Options, machines: &[&Machine]) -> Result<String, String> {
    options.check(machines)?;
    let registry = Registry::open(&options.dir, false).map_err(|e| e.to_string())?;
    let mut report = String::new();
    for machine in machines {
        let name = options.name_for(machine);
        let removed = registry.unregister(name).map_err(|e| e.to_string())?;
        let what = if removed {
            "removed"
        } else {
            "was not registered"
        };
        let _ = writeln!(report, "{name}: {what}");
        match (&options.persist, boot::registers(name)) {
            (Some(boot), _) => boot.remove(name, &options.interpreter_for(machine))?,
            (None, Some(file)) => {
                let _ = writeln!(
                    report,
                    "{name}: still registered at every boot by {} (--unregister --persist)",
                    file.display()
                );
            }
            (None, None) => {}
        }
    }
    Ok(report)
}

/// Removes every rule for `machines`, whoever made it.
///
/// # Errors
/// The first failure, as a line.
pub fn reset(options: &Options, machines: &[&Machine]) -> Result<String, String> {
    let registry = Registry::open(&options.dir, true).map_err(|e| e.to_string())?;
    let mut report = String::new();
    for entry in registry.entries().map_err(|e| e.to_string())? {
        if machine_of(&entry).is_some_and(|m| machines.contains(&m)) {
            registry
                .unregister(&entry.name)
                .map_err(|e| e.to_string())?;
            let _ = writeln!(report, "{}: removed", entry.name);
        }
    }
    Ok(report)
}

/// True if a rule for `machine` is ours, whatever it is called.
pub fn is_ours(entry: &Entry, machine: &Machine) -> bool {
    let file = Path::new(&entry.interpreter).file_name();
    entry.name == machine.emulator || file.is_some_and(|name| name == machine.emulator)
}

/// The machine whose programs a rule applies to.
pub fn machine_of(entry: &Entry) -> Option<&'static Machine> {
    let magic = entry.magic.as_ref()?;
    MACHINES
        .iter()
        .find(|m| magic.overlaps(&Magic::elf64(m.elf)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_guests() {
        let names = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(|s| s.to_string()).collect();
            Machine::list(&list).map(|m| m.iter().map(|m| m.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]), Ok(vec!["aarch64", "riscv64"]));
        assert_eq!(names(&["arm64"]), Ok(vec!["aarch64"]));
        assert_eq!(names(&["riscv64,aarch64"]), Ok(vec!["riscv64", "aarch64"]));
        assert!(names(&["sparc"]).is_err_and(|e| e.contains("sparc") && e.contains("riscv64")));
    }
}
