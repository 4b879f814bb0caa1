//! The command line of `emu`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use super::register::{self, Machine, Options};
use super::{compat, doctor, enter, pages, status};

/// Does what the command line says; returns what to print.
///
/// # Errors
/// What went wrong, as a line.
pub fn main() -> Result<String, String> {
    let own = std::env::args_os().next().unwrap_or_default();
    let name = Path::new(&own).file_name().unwrap_or_default();
    if compat::is_for(name) {
        return compat::main(std::env::args().skip(1).collect());
    }
    run(&command().get_matches())
}

fn machines(name: &'static str, help: &'static str) -> Arg {
    let machines = Arg::new(name).long(name).help(help);
    machines
        .num_args(0..)
        .value_name("GUEST")
        .action(ArgAction::Append)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .help(help)
        .action(ArgAction::SetTrue)
}

fn valued(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn emulators() -> Arg {
    valued(
        "emulators",
        "DIR",
        "where the emulators are (default: beside this program)",
    )
}

/// What there is to say.
pub fn command() -> Command {
    Command::new("emu")
        .about("Lets the kernel run aarch64 and riscv64 programs like any others, by emu-aarch64 and emu-riscv64")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(machines(
            "register",
            "let the kernel run programs of these guests (default: all)",
        ))
        .arg(machines("unregister", "undo that"))
        .arg(switch("status", "show what is registered"))
        .arg(switch(
            "reset",
            "remove every rule for our guests, whoever made it",
        ))
        .arg(switch("json", "with --status: as JSON").requires("status"))
        .arg(switch(
            "print",
            "with --register: only show the lines for the kernel",
        ))
        .arg(switch(
            "force",
            "with --register: also replace rules that look the same (after an upgrade)",
        ))
        .arg(
            valued(
                "persist",
                "DIR",
                "also at every boot: configuration for systemd-binfmt",
            )
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("/etc/binfmt.d"),
        )
        .arg(valued("flags", "POCF", "how the kernel calls the emulator").default_value("POCF"))
        .arg(emulators())
        .arg(
            valued("binfmt", "DIR", "where binfmt_misc is mounted")
                .default_value(binfmt::DEFAULT_DIR),
        )
        .group(
            ArgGroup::new("action")
                .args(["register", "unregister", "status", "reset"])
                .required(true),
        )
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .subcommand(
            Command::new("doctor").about("Says what is registered, what is wrong with it and what to do"),
        )
        .subcommand(run_command())
        .subcommand(
            Command::new("pages")
                .about("Writes man pages and shell completions into a folder")
                .hide(true)
                .arg(Arg::new("dir").required(true).value_parser(value_parser!(PathBuf))),
        )
}

fn run_command() -> Command {
    let program = Arg::new("program").value_name("PROGRAM").num_args(0..);
    Command::new("run")
        .about("Runs a program inside a folder with a foreign system, without privileges and without registration")
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("DIR")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("the folder that becomes / for the program"),
        )
        .arg(valued("dir", "DIR", "current folder inside (default: /)"))
        .arg(emulators())
        .arg(
            program
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .value_parser(value_parser!(OsString))
                .help("the program and its arguments (default: a shell)"),
        )
}

fn run(matches: &ArgMatches) -> Result<String, String> {
    match matches.subcommand() {
        Some(("doctor", _)) => return doctor::examine(&Options::new()?),
        Some(("run", matches)) => return enter_root(matches),
        Some(("pages", matches)) => {
            let dir = matches.get_one::<PathBuf>("dir");
            return pages::write(dir.ok_or("no folder")?);
        }
        _ => {}
    }
    let options = options(matches)?;
    let chosen = |action: &str| {
        let names: Option<Vec<String>> = matches
            .get_many::<String>(action)
            .map(|names| names.cloned().collect());
        let given = matches.value_source(action) == Some(clap::parser::ValueSource::CommandLine);
        given
            .then(|| Machine::list(&names.unwrap_or_default()))
            .transpose()
    };
    if let Some(machines) = chosen("register")? {
        if matches.get_flag("print") {
            let rules = machines
                .iter()
                .map(|m| options.rule(m).map(|rule| format!("{rule}\n")));
            return rules.collect();
        }
        return register::register(&options, &machines);
    }
    if let Some(machines) = chosen("unregister")? {
        return register::unregister(&options, &machines);
    }
    match (matches.get_flag("reset"), matches.get_flag("json")) {
        (true, _) => register::reset(&options),
        (false, true) => status::status_json(&options),
        (false, false) => status::status(&options),
    }
}

fn enter_root(matches: &ArgMatches) -> Result<String, String> {
    let emulators = match matches.get_one::<String>("emulators") {
        Some(dir) => dir.into(),
        None => Options::new()?.emulators,
    };
    let words = matches.get_many::<OsString>("program");
    enter::run(&enter::Request {
        root: matches
            .get_one::<PathBuf>("root")
            .ok_or("no --root")?
            .clone(),
        dir: matches
            .get_one::<String>("dir")
            .map_or("/".into(), PathBuf::from),
        emulators,
        program: words.map(|w| w.cloned().collect()).unwrap_or_default(),
    })
}

fn options(matches: &ArgMatches) -> Result<Options, String> {
    let mut options = Options::new()?;
    let value = |name: &str| matches.get_one::<String>(name);
    if let Some(letters) = value("flags") {
        options.flags = binfmt::Flags::parse(letters)
            .map_err(|letter| format!("--flags: no such flag '{letter}' (P, O, C, F)"))?;
    }
    if let Some(dir) = value("emulators") {
        options.emulators = dir.into();
    }
    if let Some(dir) = value("binfmt") {
        options.dir = dir.into();
    }
    options.persist = value("persist").map(Into::into);
    options.force = matches.get_flag("force");
    Ok(options)
}
