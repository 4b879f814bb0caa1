//! The command lines of other projects' helper images, for scripts that have them: `tonistiigi/binfmt` (which
//! docker/setup-qemu-action runs) and `multiarch/qemu-user-static`. Spoken when the program is called `binfmt` or `register`, as in our
//! own image.

use std::ffi::OsStr;
use std::fmt::Write;

use binfmt::{Entry, Flags, Registry};

use super::register::{self, MACHINES, Machine, Options, machine_of};
use super::{probe, status};

/// True if these interfaces are meant by the program's `name`.
pub fn is_for(name: &OsStr) -> bool {
    name == "binfmt" || name == "register"
}

const HELP: &str = "\
Registers emulators with the kernel.

As tonistiigi/binfmt:
  --install all|arm64,riscv64    register these
  --uninstall arm64|'emu-*'      remove these
  --version                      print the version
  (nothing)                      print what the machine runs, as JSON

As multiarch/qemu-user-static:
  --reset                        remove all emulators of our guests, then register
  -p yes|no, --persistent        the emulator is found in containers, too (default: yes)
  -c yes|no, --credential        set-uid programs get their credentials (default: yes)
";

/// What these command lines ask for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted {
    install: Vec<String>,
    uninstall: Vec<String>,
    reset: bool,
    /// Flags to leave away.
    without: String,
    help: bool,
    version: bool,
}

/// Does what the arguments say; returns what to print.
///
/// # Errors
/// What failed, as a line.
pub fn main(args: Vec<String>) -> Result<String, String> {
    let wanted = parse(&args)?;
    if wanted.help {
        return Ok(HELP.into());
    }
    if wanted.version {
        return Ok(format!("binfmt/emu {}\n", env!("CARGO_PKG_VERSION")));
    }
    let mut options = Options::new()?;
    let letters: String = options.flags.to_string();
    let kept: String = letters
        .chars()
        .filter(|l| !wanted.without.contains(*l))
        .collect();
    options.flags = Flags::parse(&kept).map_err(|l| format!("no flag {l}"))?;
    if wanted.reset {
        let all = Machine::list(&[])?;
        eprint!("{}", register::reset(&options, &all)?);
        eprint!("{}", register::register(&options, &all)?);
        return Ok(String::new());
    }
    for name in &wanted.uninstall {
        eprint!("{}", uninstall(&options, name)?);
    }
    let machines = foreign(&wanted.install)?;
    if !machines.is_empty() {
        eprint!("{}", register::register(&options, &machines)?);
    }
    summary(&options)
}

fn parse(args: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted::default();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let (name, attached) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_string())),
            None => (arg.as_str(), None),
        };
        let mut value = || {
            let next = attached.clone().or_else(|| rest.next().cloned());
            next.ok_or(format!("{name} needs a value"))
        };
        let list = |text: String| text.split(',').map(str::to_string).collect::<Vec<_>>();
        match name {
            "--install" | "-install" => wanted.install.extend(list(value()?)),
            "--uninstall" | "-uninstall" => wanted.uninstall.extend(list(value()?)),
            "--reset" => wanted.reset = true,
            "-p" | "--persistent" => wanted.without += if value()? == "yes" { "" } else { "F" },
            "-c" | "--credential" => wanted.without += if value()? == "yes" { "" } else { "C" },
            "--version" | "-version" => wanted.version = true,
            "--help" | "-help" | "-h" => wanted.help = true,
            other => return Err(format!("unknown option '{other}'; try --help")),
        }
    }
    // The other image registers anyway; its --reset only says what to do first.
    wanted.reset |= !wanted.without.is_empty();
    Ok(wanted)
}

/// The guests in a list of platforms. The host's own need nothing.
fn foreign(platforms: &[String]) -> Result<Vec<&'static Machine>, String> {
    let names = platforms
        .iter()
        .map(|p| p.strip_prefix("linux/").unwrap_or(p));
    let names = names.map(|p| p.strip_suffix("/v8").unwrap_or(p).to_string());
    let names: Vec<String> = names
        .filter(|p| !["amd64", "386", ""].contains(&p.as_str()))
        .collect();
    match names.is_empty() {
        true => Ok(Vec::new()),
        false => Machine::list(&names),
    }
}

/// Removes the entries that `name` means: a guest, an entry's name, or a pattern of names. None is no failure: it is gone.
fn uninstall(options: &Options, name: &str) -> Result<String, String> {
    let registry = Registry::open(&options.dir, true).map_err(|e| e.to_string())?;
    let machine = Machine::by_name(name);
    let mut report = String::new();
    for entry in registry.entries().map_err(|e| e.to_string())? {
        if means(name, machine, &entry) {
            registry
                .unregister(&entry.name)
                .map_err(|e| e.to_string())?;
            let _ = writeln!(report, "{}: removed", entry.name);
        }
    }
    if report.is_empty() {
        let _ = writeln!(report, "{name}: was not registered");
    }
    Ok(report)
}

fn means(name: &str, machine: Option<&Machine>, entry: &Entry) -> bool {
    // Our emulators take the place of those that scripts know as qemu-*.
    let stand_in = entry
        .name
        .strip_prefix("emu-")
        .map(|rest| format!("qemu-{rest}"));
    (machine.is_some() && machine == machine_of(entry))
        || matches(name, &entry.name)
        || stand_in.is_some_and(|stand_in| matches(name, &stand_in))
}

/// Shell pattern with `*` only.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(name) = name.strip_prefix(start) else {
        return false;
    };
    (0..=name.len()).any(|at| name.is_char_boundary(at) && matches(rest, &name[at..]))
}

/// What the machine runs, by trying, and who is registered.
fn summary(options: &Options) -> Result<String, String> {
    let registry = Registry::open(&options.dir, true).map_err(|e| e.to_string())?;
    let entries = registry.entries().map_err(|e| e.to_string())?;
    let run = MACHINES.iter().filter(|m| probe::run(m).is_ok());
    let own = ["amd64", "386"].into_iter();
    let platforms = own
        .chain(run.map(|m| m.docker))
        .map(|name| format!("linux/{name}"));
    Ok(format!(
        "{{\n  \"supported\": [\n{}\n  ],\n  \"emulators\": [{}]\n}}\n",
        lines(platforms),
        match entries.is_empty() {
            true => String::new(),
            false => format!("\n{}\n  ", lines(entries.iter().map(|e| e.name.clone()))),
        }
    ))
}

fn lines(texts: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = texts
        .map(|t| format!("    {}", status::json_string(&t)))
        .collect();
    all.join(",\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn command_lines_of_scripts() {
        let wanted = parse(&words("--install arm64,riscv64")).expect("valid");
        assert_eq!(wanted.install, ["arm64", "riscv64"]);
        let wanted = parse(&words("--reset -p yes")).expect("valid");
        assert!(wanted.reset && wanted.without.is_empty());
        let wanted = parse(&words("--reset -p no -c no")).expect("valid");
        assert_eq!(wanted.without, "FC");
        assert!(parse(&words("--install")).is_err() && parse(&words("--purge")).is_err());
        let guests = |list: &[&str]| {
            let list: Vec<String> = list.iter().map(|s| s.to_string()).collect();
            foreign(&list).map(|all| all.iter().map(|m| m.name).collect::<Vec<_>>())
        };
        assert_eq!(
            guests(&["linux/amd64", "linux/arm64/v8"]),
            Ok(vec!["aarch64"])
        );
        assert_eq!(guests(&["all"]), Ok(vec!["aarch64", "riscv64"]));
        assert_eq!(guests(&[]), Ok(vec![]));
        assert!(guests(&["s390x"]).is_err());
    }

    #[test]
    fn patterns_of_names() {
        assert!(matches("qemu-*", "qemu-aarch64") && matches("*", "x") && matches("a*c", "abc"));
        assert!(!matches("qemu-*", "emu-aarch64") && !matches("a*c", "abd") && !matches("", "a"));
    }
}
