//! From the process's start to the first guest instruction.

use std::ffi::OsString;
use std::ops::Range;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::sync::Arc;

use guest_mem::AddressSpace;
use guest_mem::space::CodeFault;
use host_x64::HostFeatures;
use ir::{CodeSource, CodeUnavailable};
use linux_user::exec::{self, LoadRequest};
use linux_user::fs_view::FsView;
use linux_user::host::Limit;
use linux_user::signal::Inherited;
use linux_user::{Kernel, Options, Task};
use runtime::{Runtime, RuntimeOptions, Vcpu};
use translation_store::Store;

use crate::builder;
use crate::cli::{self, Command};
use crate::config::Config;
use crate::entry::Started;
use crate::guest::{self, Guest};
use crate::log::{self, message};
use crate::manage::cli as manage;
use crate::perf;
use crate::thread::{self, EngineOf};
use crate::translations;

/// Exit status for a command line that cannot be understood.
const USAGE: i32 = 2;
/// Room for translated code if nothing else is said; address space, not memory.
const CODE_SIZE: u64 = 256 << 20;
const MAX_CODE_SIZE: u64 = 1 << 30;

/// What to run.
struct Program {
    config: Config,
    path: Vec<u8>,
    argv: Vec<Vec<u8>>,
    inherited: Vec<Vec<u8>>,
}

impl Program {
    /// The one that somebody else's command line names, without an option of ours.
    fn plain(config: Config, path: &[u8], argv: &[Vec<u8>]) -> Program {
        Program {
            config,
            path: path.to_vec(),
            argv: argv.to_vec(),
            inherited: Vec::new(),
        }
    }
}

/// `main` of the emulator for guest `G`; `name` is its own name. Returns only if there is nothing to run.
pub fn main<G: Guest>(name: &str, started: &Started) -> i32 {
    let by_kernel = started.preserve_argv0 || started.exec_fd.is_some();
    if let [_, first, ..] = &started.args[..]
        && !by_kernel
        && manage::is_action(first)
    {
        return manage_registration(name, started);
    }
    match choose::<G>(name, started) {
        Ok(Some(program)) => run::<G>(started, program),
        Ok(None) => 0,
        Err(line) => {
            message(&line);
            USAGE
        }
    }
}

/// Registers this emulator with the kernel, or what else is asked for.
fn manage_registration(name: &str, started: &Started) -> i32 {
    let arguments = started.args[1..].iter().cloned();
    let arguments: Vec<OsString> = arguments.map(OsString::from_vec).collect();
    match manage::for_emulator(name, &arguments) {
        Ok(text) => {
            print(&text);
            0
        }
        Err(line) => {
            message(&line);
            1
        }
    }
}

/// Reads environment and command line. `None`: everything asked for has been printed.
fn choose<G: Guest>(name: &str, started: &Started) -> Result<Option<Program>, String> {
    let args = &started.args[..];
    let mut config = Config::default();
    if !started.secure {
        cli::from_env(&mut config, |name| variable(&started.env, name))?;
    }
    if started.preserve_argv0 {
        let [_, path, argv @ ..] = args else {
            return Err("started by binfmt_misc without a program".into());
        };
        return Ok(Some(Program::plain(config, path, argv)));
    }
    // By binfmt_misc without P: who else opens the program? Its path is no option then, whatever it looks like.
    if let ([_, argv @ ..], Some(_)) = (args, started.exec_fd)
        && let [path, ..] = argv
    {
        return Ok(Some(Program::plain(config, path, argv)));
    }
    let own = args.get(1..).unwrap_or(&[]);
    if let [own, command, ..] = args
        && builder::calls(own)
    {
        let path = builder::find(command, variable(&started.env, "PATH").as_deref());
        return Ok(Some(Program::plain(config, &path, &args[1..])));
    }
    match cli::parse(name, config, own)? {
        Command::Print(text) => {
            print(&text);
            Ok(None)
        }
        Command::Run {
            config,
            program,
            inherited,
        } => {
            if config.cpu.as_deref() == Some("help") {
                print(&guest::cpu_help::<G>());
                return Ok(None);
            }
            let mut argv = program;
            let path = argv[0].clone();
            if let Some(argv0) = &config.argv0 {
                argv[0].clone_from(argv0);
            }
            Ok(Some(Program {
                config: *config,
                path,
                argv,
                inherited,
            }))
        }
    }
}

/// The value of an environment variable.
fn variable(env: &[Vec<u8>], name: &str) -> Option<Vec<u8>> {
    let value = |e: &Vec<u8>| {
        Some(
            e.strip_prefix(name.as_bytes())?
                .strip_prefix(b"=")?
                .to_vec(),
        )
    };
    env.iter().find_map(value)
}

fn print(text: &str) {
    use std::io::Write;
    // A closed standard output is the reader's choice.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Guest code as the translator fetches it.
struct GuestCode(Arc<Kernel>);

impl CodeSource for GuestCode {
    fn fetch(&self, addr: u64, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        self.0.mem.read_code(addr, buf).map_err(|e| match e {
            CodeFault::NotMapped => CodeUnavailable::NotMapped,
            CodeFault::NotExecutable => CodeUnavailable::NotExecutable,
            CodeFault::NotBacked => CodeUnavailable::NotBacked,
        })
    }

    fn aliases(&self, range: Range<u64>) -> Vec<Range<u64>> {
        self.0.mem.aliases(range)
    }

    fn is_lasting(&self, addr: u64) -> bool {
        self.0.mem.is_lasting(addr)
    }

    fn is_guarded(&self, addr: u64) -> bool {
        self.0.mem.is_guarded(addr)
    }

    fn has_guarded(&self) -> bool {
        self.0.mem.has_guarded()
    }
}

/// The guest processor's extensions.
fn guest_cpu<G: Guest>(config: &Config) -> Result<ir::Features, String> {
    match &config.cpu {
        Some(model) => guest::cpu::<G>(model).map_err(|e| format!("-cpu: {e}")),
        None => Ok(guest::default_cpu::<G>()),
    }
}

fn runtime_options<G: Guest>(config: &Config) -> Result<RuntimeOptions, String> {
    let mut host = HostFeatures::detect();
    if let Some(overrides) = &config.host {
        host = host
            .with_overrides(overrides)
            .map_err(|e| format!("-host: {e}"))?;
    }
    let guest = guest_cpu::<G>(config)?;
    let interp = config.interp || !host.baseline();
    if interp && !config.interp {
        message("this CPU lacks x86-64-v3: interpreting, which is slow");
    }
    let traced = config
        .log
        .as_deref()
        .is_some_and(|topics| topics.split(',').any(|t| t == "exec"));
    let code_size = config
        .code_size
        .unwrap_or(CODE_SIZE)
        .clamp(1 << 20, MAX_CODE_SIZE);
    Ok(RuntimeOptions {
        interp,
        eager: config.eager,
        wx: config.wx,
        chain: !traced,
        code_size: code_size.next_multiple_of(4096) as usize,
        guest,
        host,
        window_end: G::ARCH.task_size,
        profile: config.stats,
        on_translated: (config.perf_map || config.jit_dump).then_some(crate::perf::add),
    })
}

/// Loads and runs; returns only if that fails.
fn run<G: Guest>(started: &Started, program: Program) -> i32 {
    match prepare::<G>(started, &program) {
        Ok((vcpu, task)) => thread::run_first(vcpu, task),
        Err((status, line)) => {
            message(&line);
            status
        }
    }
}

type Failure = (i32, String);

fn prepare<G: Guest>(started: &Started, program: &Program) -> Result<(Vcpu<G>, Task), Failure> {
    let config = &program.config;
    let usage = |line: String| (USAGE, line);
    let mut topics = config.log.clone().unwrap_or_default();
    if config.strace {
        topics.push_str(",strace");
    }
    log::start(&topics, config.log_file.as_deref()).map_err(usage)?;
    if config.stats {
        log::keep_for_report(config.log_file.as_deref()).map_err(usage)?;
    }
    perf::start(config.perf_map, config.jit_dump)
        .map_err(|e| (126, format!("files for perf: {e}")))?;
    let options = runtime_options::<G>(config).map_err(usage)?;
    let store = translations::open::<G>(config, started.secure, &options);
    let homes = store.as_ref().map(Store::secret);
    let kernel = make_kernel::<G>(program, options.guest, homes)?;
    let request = LoadRequest {
        path: program.path.clone(),
        fd: config.exec.fd.or(started.exec_fd),
        execfn: config.exec.name.clone(),
        argv: program.argv.clone(),
        envp: config.guest_env(started.env.clone()),
        secure: started.secure,
    };
    let entry = exec::load(&kernel, request).map_err(|e| (e.exit_status(), e.to_string()))?;
    if let Some(image) = kernel.image() {
        let (start, end) = image.vdso_text;
        guest_clock::set_vdso_range(start, end);
    }
    let inherited = Inherited::from_host();
    let code = Box::new(GuestCode(Arc::clone(&kernel)));
    let runtime = Runtime::<G>::new(options, code, store).map_err(|e| (126, e.to_string()))?;
    let runtime: &'static Runtime<G> = Box::leak(Box::new(runtime));
    let engine: &'static EngineOf<G> = Box::leak(Box::new(EngineOf(runtime)));
    let vcpu = Vcpu::new(runtime, G::start(entry.pc, entry.sp));
    let vcpu = vcpu.map_err(|e| {
        (
            126,
            format!("no memory for a thread: {}", guest_mem::Errno(e)),
        )
    })?;
    let task = Task::new(kernel, engine, inherited);
    Ok((vcpu, task))
}

fn host_limit((soft, hard): (u64, u64)) -> Limit {
    Limit { soft, hard }
}

fn make_kernel<G: Guest>(
    program: &Program,
    cpu: ir::Features,
    homes: Option<u64>,
) -> Result<Arc<Kernel>, Failure> {
    let config = &program.config;
    let prefix = config
        .prefix
        .as_deref()
        .map(|p| Path::new(std::ffi::OsStr::from_bytes(p)));
    let fs = FsView::new(prefix).map_err(|e| {
        let path = prefix.unwrap_or(Path::new("/")).display().to_string();
        (USAGE, format!("-L {path}: {e}"))
    })?;
    let c_string = |arg: &Vec<u8>| std::ffi::CString::new(arg.clone()).ok();
    guest_mem::set_window_end(G::ARCH.task_size);
    let options = Options {
        cpu: cpu.0,
        strace: config.strace
            || config
                .log
                .as_deref()
                .is_some_and(|t| t.split(',').any(|t| t == "strace")),
        stack_size: config.stack_size,
        uname_release: config.uname_release.clone(),
        limit_as: config.exec.limit_as.map(host_limit),
        limit_data: config.exec.limit_data.map(host_limit),
        homes,
        self_fd: config.exec.self_fd,
        reexec_args: program.inherited.iter().filter_map(c_string).collect(),
    };
    Ok(Kernel::new(AddressSpace::new(), fs, options, G::ARCH))
}
