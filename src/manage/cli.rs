//! The command line of `emu`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};

use super::boot::Boot;
use super::register::{self, Machine, Options, Priority};
use super::{compat, doctor, enter, pages, status};

/// What `emu` does without a subcommand; an emulator does it for its own guest.
const ACTIONS: &[&str] = &["register", "unregister", "status", "reset"];

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

/// True if the first argument of an emulator is one of those that `emu` understands.
pub fn is_action(argument: &[u8]) -> bool {
    let name = argument.strip_prefix(b"--");
    name.is_some_and(|name| ACTIONS.iter().any(|action| action.as_bytes() == name))
}

/// `emu-GUEST --register` and its kin: as `emu --register GUEST`, for the emulator that runs. `arguments` are without the program's name,
/// and the first one [`is_action`]. A command line that cannot be understood ends the process with 2.
///
/// # Errors
/// What went wrong, as a line.
pub fn for_emulator(emulator: &str, arguments: &[OsString]) -> Result<String, String> {
    let guest = emulator.trim_start_matches("emu-");
    let [action, rest @ ..] = arguments else {
        return Err("nothing to do".into());
    };
    let own = std::env::current_exe().map_err(|e| format!("my own path: {e}"))?;
    let words = [emulator.into(), action.clone(), guest.into()];
    let command = command().name("emu").bin_name(emulator);
    let matches = command.get_matches_from(words.iter().chain(rest));
    let mut options = options(&matches)?;
    if options.interpreter.is_none() && !given(&matches, "emulators") {
        options.interpreter = Some(own);
    }
    act(&matches, &options)
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

/// What to do, and how to say it.
fn actions() -> Vec<Arg> {
    vec![
        machines(
            "register",
            "let the kernel run programs of these guests (default: all)",
        ),
        machines("unregister", "undo that"),
        machines("status", "show what is registered"),
        machines(
            "reset",
            "remove every rule for these guests, whoever made it",
        ),
        switch("json", "with --status: as JSON").requires("status"),
        switch(
            "print",
            "with --register: only show the lines for the kernel",
        ),
        switch(
            "force",
            "with --register: also replace rules that look the same (after an upgrade)",
        ),
    ]
}

/// What a registration is told.
fn registration() -> Vec<Arg> {
    let persist = valued(
        "persist",
        "DIR",
        "also at every boot: by update-binfmts if that is here, else by systemd-binfmt, \
         with a file in DIR [default: /etc/binfmt.d]",
    );
    let priority = valued(
        "priority",
        "WHEN",
        "if other emulators are registered: first (ours gets the programs) or last (they do)",
    );
    let flags = valued(
        "flags",
        "POCF",
        "how the kernel calls the emulator: argv[0] kept, program opened, set-uid honoured, found in containers",
    );
    let name = "name of the entry, for one guest (default: emu-GUEST)";
    let interpreter = valued("interpreter", "FILE", "the emulator itself, for one guest");
    let binfmt = valued("binfmt", "DIR", "where binfmt_misc is mounted");
    vec![
        persist
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value(""),
        valued("name", "NAME", name),
        priority
            .value_parser(["first", "last"])
            .default_value("first"),
        flags.default_value("POCF"),
        emulators(),
        interpreter.conflicts_with("emulators"),
        binfmt.default_value(binfmt::DEFAULT_DIR),
    ]
}

/// What there is to say.
pub fn command() -> Command {
    Command::new("emu")
        .about("Lets the kernel run aarch64 and riscv64 programs like any others, by emu-aarch64 and emu-riscv64")
        .version(env!("CARGO_PKG_VERSION"))
        .args(actions())
        .args(registration())
        .group(
            ArgGroup::new("action")
                .args(ACTIONS)
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
    act(matches, &options(matches)?)
}

fn given(matches: &ArgMatches, name: &str) -> bool {
    matches.value_source(name) == Some(ValueSource::CommandLine)
}

/// Does one of [`ACTIONS`].
fn act(matches: &ArgMatches, options: &Options) -> Result<String, String> {
    let action = ACTIONS.iter().find(|action| given(matches, action));
    let action = action.ok_or("nothing to do")?;
    let names = matches.get_many::<String>(action);
    let names: Vec<String> = names
        .map(|names| names.cloned().collect())
        .unwrap_or_default();
    let machines = Machine::list(&names)?;
    match *action {
        "register" if matches.get_flag("print") => {
            options.check(&machines)?;
            let rules = machines
                .iter()
                .map(|m| options.rule(m).map(|rule| format!("{rule}\n")));
            rules.collect()
        }
        "register" => register::register(options, &machines),
        "unregister" => register::unregister(options, &machines),
        "reset" => register::reset(options, &machines),
        _ if matches.get_flag("json") => status::status_json(options, &machines),
        _ => status::status(options, &machines),
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
    options.interpreter = value("interpreter").map(Into::into);
    options.name = value("name").cloned();
    if value("priority").is_some_and(|when| when == "last") {
        options.priority = Priority::Last;
    }
    options.persist = match value("persist").map(String::as_str) {
        None => None,
        Some("") => Some(Boot::of_this_system()?),
        Some(dir) => Some(Boot::Systemd(dir.into())),
    };
    options.force = matches.get_flag("force");
    Ok(options)
}
