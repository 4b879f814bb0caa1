//! The command line: one row per option, with its environment variables, help and effect.
//!
//! qemu-user's spelling is accepted where it has the option (`-L`, `-strace`, ...), with one or two
//! dashes. The kernel's way in (binfmt_misc) and our own execve use no parser but the one here: clap only
//! prints the help and finds the nearest match of an unknown option.

use crate::config::{Config, EnvChange};

type Effect = fn(&mut Config, &[u8]) -> Result<(), String>;

/// One option.
pub struct Flag {
    /// Name without dashes.
    name: &'static str,
    /// What its argument is called; none if empty.
    value: &'static str,
    /// Environment variables that set it, the first one found wins: ours, then qemu's.
    env: &'static [&'static str],
    help: &'static str,
    effect: Effect,
    /// Passed on when execve starts the emulator again.
    inherited: bool,
}

/// Every option.
pub const FLAGS: &[Flag] = &[
    Flag {
        name: "L",
        value: "prefix",
        env: &["EMU_LD_PREFIX", "QEMU_LD_PREFIX"],
        help: "guest paths that exist under this folder resolve there",
        effect: |c, v| {
            c.prefix = Some(v.to_vec());
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "E",
        value: "var=value[,var=value]",
        env: &["EMU_SET_ENV", "QEMU_SET_ENV"],
        help: "set environment variables for the guest (repeatable)",
        effect: |c, v| set_env(c, v),
        inherited: false,
    },
    Flag {
        name: "U",
        value: "var[,var]",
        env: &["EMU_UNSET_ENV", "QEMU_UNSET_ENV"],
        help: "remove environment variables for the guest (repeatable)",
        effect: |c, v| {
            let names = v
                .split(|b| *b == b',')
                .map(|n| EnvChange::Unset(n.to_vec()));
            c.env.extend(names);
            Ok(())
        },
        inherited: false,
    },
    Flag {
        name: "0",
        value: "argv0",
        env: &["EMU_ARGV0", "QEMU_ARGV0"],
        help: "argv[0] for the guest program",
        effect: |c, v| {
            c.argv0 = Some(v.to_vec());
            Ok(())
        },
        inherited: false,
    },
    Flag {
        name: "s",
        value: "size",
        env: &["EMU_STACK_SIZE", "QEMU_STACK_SIZE"],
        help: "limit of the main thread's stack in bytes, or with k, M, G",
        effect: |c, v| {
            c.stack_size = Some(size(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "cpu",
        value: "model[,ext=on|off]",
        env: &["EMU_CPU", "QEMU_CPU"],
        help: "guest CPU; 'help' lists what there is",
        effect: |c, v| {
            c.cpu = Some(text(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "r",
        value: "release",
        env: &["EMU_UNAME", "QEMU_UNAME"],
        help: "kernel release that uname reports",
        effect: |c, v| {
            c.uname_release = Some(v.to_vec());
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "strace",
        value: "",
        env: &["EMU_STRACE", "QEMU_STRACE"],
        help: "print each system call",
        effect: |c, _| {
            c.strace = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "d",
        value: "topic[,topic]",
        env: &["EMU_LOG"],
        help: "log these topics; 'help' lists them",
        effect: |c, v| {
            c.log = Some(text(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "D",
        value: "file",
        env: &["EMU_LOG_FILENAME", "QEMU_LOG_FILENAME"],
        help: "write the log to this file (%d becomes the process id)",
        effect: |c, v| {
            c.log_file = Some(text(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "interp",
        value: "",
        env: &["EMU_INTERP"],
        help: "interpret instead of compiling",
        effect: |c, _| {
            c.interp = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "eager",
        value: "",
        env: &["EMU_EAGER"],
        help: "compile code before it runs, not when it runs again",
        effect: |c, _| {
            c.eager = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "store",
        value: "folder|none",
        env: &["EMU_STORE"],
        help: "where processes leave translations for each other (/dev/shm)",
        effect: |c, v| {
            c.store = Some(v.to_vec());
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "wx",
        value: "",
        env: &["EMU_WX"],
        help: "no memory that is writable and executable through one address",
        effect: |c, _| {
            c.wx = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "code-size",
        value: "size",
        env: &["EMU_CODE_SIZE"],
        help: "room for translated code in bytes, or with k, M, G (at most 1G)",
        effect: |c, v| {
            c.code_size = Some(size(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "host",
        value: "+feature,-feature",
        env: &["EMU_HOST"],
        help: "pretend that the host CPU has or lacks features",
        effect: |c, v| {
            c.host = Some(text(v)?);
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "perfmap",
        value: "",
        env: &["EMU_PERFMAP"],
        help: "name translated code for perf in /tmp/perf-PID.map",
        effect: |c, _| {
            c.perf_map = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "jitdump",
        value: "",
        env: &["EMU_JITDUMP"],
        help: "record translated code for perf inject in /tmp/jit-PID.dump",
        effect: |c, _| {
            c.jit_dump = true;
            Ok(())
        },
        inherited: true,
    },
    Flag {
        name: "stats",
        value: "",
        env: &["EMU_STATS"],
        help: "tell where the time went when the program ends",
        effect: |c, _| {
            c.stats = true;
            Ok(())
        },
        inherited: false,
    },
];

/// Options that our own execve passes; not for people.
const EXEC_FLAGS: &[(&str, Effect)] = &[
    ("execfd", |c, v| {
        c.exec.fd = Some(number(v)?);
        Ok(())
    }),
    ("execfn", |c, v| {
        c.exec.name = Some(v.to_vec());
        Ok(())
    }),
    ("self-fd", |c, v| {
        c.exec.self_fd = Some(number(v)?);
        Ok(())
    }),
    ("limit-as", |c, v| {
        c.exec.limit_as = Some(limit(v)?);
        Ok(())
    }),
    ("limit-data", |c, v| {
        c.exec.limit_data = Some(limit(v)?);
        Ok(())
    }),
];

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Run this program (argv[0] of the list) with these arguments.
    Run {
        /// Options.
        config: Box<Config>,
        /// The program's path and its arguments.
        program: Vec<Vec<u8>>,
        /// Options to repeat when the guest execs.
        inherited: Vec<Vec<u8>>,
    },
    /// Print this and exit with success.
    Print(String),
}

fn text(value: &[u8]) -> Result<String, String> {
    String::from_utf8(value.to_vec()).map_err(|_| "not valid text".to_string())
}

fn number<T: std::str::FromStr>(value: &[u8]) -> Result<T, String> {
    let s = text(value)?;
    s.parse().map_err(|_| format!("'{s}' is not a number"))
}

/// `soft:hard`
fn limit(value: &[u8]) -> Result<(u64, u64), String> {
    let mut halves = value.splitn(2, |b| *b == b':').map(number);
    match (halves.next(), halves.next()) {
        (Some(soft), Some(hard)) => Ok((soft?, hard?)),
        _ => Err("not soft:hard".into()),
    }
}

fn size(value: &[u8]) -> Result<u64, String> {
    let s = text(value)?;
    let (digits, shift) = match s.as_bytes().last() {
        Some(b'k' | b'K') => (&s[..s.len() - 1], 10),
        Some(b'M') => (&s[..s.len() - 1], 20),
        Some(b'G') => (&s[..s.len() - 1], 30),
        _ => (&s[..], 0),
    };
    let n: u64 = digits.parse().map_err(|_| format!("'{s}' is not a size"))?;
    n.checked_mul(1 << shift)
        .ok_or_else(|| format!("'{s}' is too large"))
}

fn set_env(config: &mut Config, value: &[u8]) -> Result<(), String> {
    // A comma separates only where another assignment follows: values may contain commas.
    let mut pairs: Vec<Vec<u8>> = Vec::new();
    for part in value.split(|b| *b == b',') {
        match pairs.last_mut() {
            Some(last) if !part.contains(&b'=') => {
                last.push(b',');
                last.extend_from_slice(part);
            }
            _ => pairs.push(part.to_vec()),
        }
    }
    if pairs
        .iter()
        .any(|p| p.first() == Some(&b'=') || !p.contains(&b'='))
    {
        return Err(format!(
            "'{}' is not var=value",
            String::from_utf8_lossy(value)
        ));
    }
    config.env.extend(pairs.into_iter().map(EnvChange::Set));
    Ok(())
}

/// Reads options from the environment; nothing when the process runs with privileges its caller lacks.
///
/// # Errors
/// A line naming the variable with a bad value.
pub fn from_env(
    config: &mut Config,
    lookup: impl Fn(&str) -> Option<Vec<u8>>,
) -> Result<(), String> {
    for flag in FLAGS {
        let found = flag.env.iter().find_map(|name| Some((name, lookup(name)?)));
        if let Some((name, value)) = found {
            (flag.effect)(config, &value).map_err(|e| format!("{name}: {e}"))?;
        }
    }
    Ok(())
}

/// Parses `args` (without our own argv[0]) on top of `config`.
///
/// # Errors
/// A line for the user.
pub fn parse(name: &str, mut config: Config, args: &[Vec<u8>]) -> Result<Command, String> {
    let mut inherited = Vec::new();
    let mut rest = args;
    while let [first, tail @ ..] = rest {
        if first.len() < 2 || first[0] != b'-' {
            break;
        }
        rest = tail;
        if first == b"--" {
            break;
        }
        let option = first.strip_prefix(b"--").unwrap_or(&first[1..]);
        let (option, attached) = split_value(option);
        match option {
            b"help" | b"h" => return Ok(Command::Print(help(name))),
            b"version" => return Ok(Command::Print(version(name))),
            _ => {}
        }
        if let Some((long, effect)) = EXEC_FLAGS.iter().find(|(n, _)| n.as_bytes() == option) {
            effect(&mut config, next_value(&mut rest, long, "a value")?)?;
            continue;
        }
        let flag = FLAGS.iter().find(|f| f.name.as_bytes() == option);
        let flag = flag.ok_or_else(|| unknown(name, first))?;
        let value = match (flag.value.is_empty(), attached) {
            (true, _) => Vec::new(),
            (false, Some(value)) => value.to_vec(),
            (false, None) => next_value(&mut rest, flag.name, flag.value)?.to_vec(),
        };
        if flag.name == "d" && value == b"help" {
            return Ok(Command::Print(topics_help()));
        }
        (flag.effect)(&mut config, &value).map_err(|e| format!("option -{}: {e}", flag.name))?;
        if flag.inherited {
            inherited.push(format!("-{}", flag.name).into_bytes());
            if !flag.value.is_empty() {
                inherited.push(value);
            }
        }
    }
    let asks_cpu_help = config.cpu.as_deref() == Some("help");
    if rest.is_empty() && !asks_cpu_help {
        return Err(format!("no program given; try {name} --help"));
    }
    Ok(Command::Run {
        config: Box::new(config),
        program: rest.to_vec(),
        inherited,
    })
}

/// Takes an option's value from the arguments that are left.
fn next_value<'a>(rest: &mut &'a [Vec<u8>], name: &str, what: &str) -> Result<&'a [u8], String> {
    let [value, tail @ ..] = *rest else {
        return Err(format!("option -{name} needs {what}"));
    };
    *rest = tail;
    Ok(value)
}

/// `name=value` for long options.
fn split_value(option: &[u8]) -> (&[u8], Option<&[u8]>) {
    match option.iter().position(|b| *b == b'=') {
        Some(at) => (&option[..at], Some(&option[at + 1..])),
        None => (option, None),
    }
}

/// What there is to say, for help and man page.
pub fn command(name: &str) -> clap::Command {
    let mut command = clap::Command::new("emu")
        .bin_name(name)
        .about(format!(
            "Runs {} Linux programs on x86-64 Linux",
            name.trim_start_matches("emu-")
        ))
        .disable_version_flag(true)
        .override_usage(format!("{name} [options] program [arguments...]\n       {name} --register | --unregister | --status | --reset [options of emu]"));
    for flag in FLAGS {
        let env = flag.env.join(", ");
        let arg = clap::Arg::new(flag.name).help(format!("{} [env: {env}]", flag.help));
        let arg = match flag.name.chars().collect::<Vec<_>>()[..] {
            [short] => arg.short(short),
            _ => arg.long(flag.name),
        };
        command = command.arg(if flag.value.is_empty() {
            arg.action(clap::ArgAction::SetTrue)
        } else {
            arg.value_name(flag.value)
        });
    }
    command.arg(
        clap::Arg::new("version")
            .long("version")
            .help("print the version")
            .action(clap::ArgAction::SetTrue),
    )
}

/// The help text, also docs/options.md.
pub fn help(name: &str) -> String {
    command(name).render_help().to_string()
}

fn version(name: &str) -> String {
    format!("{name} {}\n", env!("CARGO_PKG_VERSION"))
}

fn topics_help() -> String {
    let line = |t: &crate::log::Topic| format!("{:<10} {}\n", t.name, t.help);
    crate::log::TOPICS.iter().map(line).collect()
}

fn unknown(name: &str, given: &[u8]) -> String {
    let given = String::from_utf8_lossy(given);
    let bare = given.trim_start_matches('-');
    let nearest = command(name)
        .try_get_matches_from([name, &format!("--{bare}")])
        .err()
        .and_then(|e| match e.get(clap::error::ContextKind::SuggestedArg) {
            Some(clap::error::ContextValue::String(s)) => Some(s.clone()),
            _ => None,
        });
    match nearest {
        Some(s) => format!("unknown option '{given}'; did you mean '{s}'?"),
        None => format!("unknown option '{given}'; try {name} --help"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(list: &[&str]) -> Vec<Vec<u8>> {
        list.iter().map(|s| s.as_bytes().to_vec()).collect()
    }

    fn run(list: &[&str]) -> Result<Command, String> {
        parse("emu-riscv64", Config::default(), &args(list))
    }

    #[test]
    fn options_end_at_the_program() {
        let Ok(Command::Run {
            config,
            program,
            inherited,
        }) = run(&["-L", "/r", "-strace", "-0", "x", "prog", "-L", "y"])
        else {
            panic!("parses")
        };
        assert_eq!(config.prefix, Some(b"/r".to_vec()));
        assert!(config.strace);
        assert_eq!(config.argv0, Some(b"x".to_vec()));
        assert_eq!(program, args(&["prog", "-L", "y"]));
        assert_eq!(inherited, args(&["-L", "/r", "-strace"]));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(
            run(&["--inter", "prog"]),
            Err("unknown option '--inter'; did you mean '--interp'?".into())
        );
        assert_eq!(
            run(&["-s", "12q", "p"]),
            Err("option -s: '12q' is not a size".into())
        );
        assert_eq!(run(&["-L"]), Err("option -L needs prefix".into()));
        assert!(run(&[]).is_err());
    }

    #[test]
    fn environment_variables_have_two_names() {
        let mut config = Config::default();
        let lookup = |name: &str| match name {
            "QEMU_LD_PREFIX" => Some(b"/q".to_vec()),
            "EMU_STACK_SIZE" => Some(b"2M".to_vec()),
            "QEMU_STACK_SIZE" => Some(b"1".to_vec()),
            _ => None,
        };
        from_env(&mut config, lookup).expect("valid");
        assert_eq!(config.prefix, Some(b"/q".to_vec()));
        assert_eq!(config.stack_size, Some(2 << 20));
    }

    #[test]
    fn set_env_keeps_commas_in_values() {
        let mut config = Config::default();
        set_env(&mut config, b"A=1,2,B=3").expect("valid");
        let expected = [
            EnvChange::Set(b"A=1,2".to_vec()),
            EnvChange::Set(b"B=3".to_vec()),
        ];
        assert_eq!(config.env, expected);
        assert!(set_env(&mut config, b"nothing").is_err());
    }
}
