//! Manages the emulators: registration with the kernel.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use emu::register::{self, Machine, Options};

fn main() -> ExitCode {
    let matches = command().get_matches();
    match run(&matches) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(line) => {
            eprintln!("emu: {line}");
            ExitCode::FAILURE
        }
    }
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

fn command() -> Command {
    Command::new("emu")
        .about("Registers emu-aarch64 and emu-riscv64 with the kernel (binfmt_misc)")
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
        .arg(valued(
            "emulators",
            "DIR",
            "where the emulators are (default: beside this program)",
        ))
        .arg(
            valued("binfmt", "DIR", "where binfmt_misc is mounted")
                .default_value(binfmt::DEFAULT_DIR),
        )
        .group(
            ArgGroup::new("action")
                .args(["register", "unregister", "status", "reset"])
                .required(true),
        )
}

fn run(matches: &ArgMatches) -> Result<String, String> {
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
        (false, true) => register::status_json(&options),
        (false, false) => register::status(&options),
    }
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
