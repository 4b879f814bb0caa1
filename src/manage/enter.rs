//! `emu run --root DIR`: a program inside a folder with a foreign system. The folder becomes `/`, with the machine's /dev, /proc,
//! /sys and name servers, in a mount namespace that ends with the program. Who is not root becomes root of a user namespace, with as many
//! users as he is given. Nothing is registered: what the program executes stays with its emulator.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::{chdir, chroot, geteuid};

use super::ids::Maps;
use super::register::{MACHINES, Machine};

/// The folders for programs where the environment names none.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// What to run, and where.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that becomes `/`.
    pub root: PathBuf,
    /// Current folder inside.
    pub dir: PathBuf,
    /// Where the emulators are, outside.
    pub emulators: PathBuf,
    /// The program and its arguments; a shell if there are none.
    pub program: Vec<OsString>,
}

/// Becomes the program. Returns only if that fails.
///
/// # Errors
/// What failed, as a line.
pub fn run(request: &Request) -> Result<String, String> {
    let root =
        fs::canonicalize(&request.root).map_err(|e| format!("{}: {e}", request.root.display()))?;
    // Opened now: they are not inside.
    let emulators: Vec<(&Machine, io::Result<File>)> = MACHINES
        .iter()
        .map(|m| (m, File::open(request.emulators.join(m.emulator))))
        .collect();
    new_namespaces()?;
    let failed = |what: &Path, e: nix::Error| format!("{}: {}", what.display(), e.desc());
    furnish(&root)?;
    chroot(&root).map_err(|e| failed(&root, e))?;
    chdir(&request.dir).map_err(|e| failed(&request.dir, e))?;
    let shell = [OsString::from("/bin/sh")];
    let words = match &request.program[..] {
        [] => &shell[..],
        words => words,
    };
    let program = find(&words[0]).ok_or_else(|| not_found(&words[0]))?;
    let Some(machine) = machine_of(&program)? else {
        // The machine's own.
        let error = Command::new(&program)
            .arg0(&words[0])
            .args(&words[1..])
            .exec();
        return Err(format!("{}: {error}", program.display()));
    };
    let emulator = emulators.into_iter().find(|(m, _)| *m == machine);
    let (_, emulator) = emulator.ok_or("no emulator")?;
    let emulator = emulator.map_err(|e| format!("{}: {e}", machine.emulator))?;
    let error = Command::new(format!("/proc/self/fd/{}", emulator.as_raw_fd()))
        .arg0(machine.emulator)
        .arg("-0")
        .arg(&words[0])
        .arg("--")
        .arg(program)
        .args(&words[1..])
        .exec();
    Err(format!("{}: {error}", machine.emulator))
}

fn not_found(name: &OsStr) -> String {
    format!("{}: no such program in there", name.display())
}

/// Mounts of our own, and the right to make some.
fn new_namespaces() -> Result<(), String> {
    let privileged = geteuid().is_root();
    let mut flags = CloneFlags::CLONE_NEWNS;
    if !privileged {
        flags |= CloneFlags::CLONE_NEWUSER;
    }
    let maps = (!privileged).then(Maps::prepare);
    unshare(flags).map_err(|e| match privileged {
        true => format!("no mount namespace: {}", e.desc()),
        false => format!(
            "no user namespace: {} (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)",
            e.desc()
        ),
    })?;
    maps.map_or(Ok(()), Maps::write)?;
    attach(None, Path::new("/"), MsFlags::MS_REC | MsFlags::MS_PRIVATE)
}

/// Makes the machine's devices, processes and name servers visible below `root`.
fn furnish(root: &Path) -> Result<(), String> {
    // A mount point of its own, that programs can look at and change.
    attach(Some(root), root, MsFlags::MS_BIND | MsFlags::MS_REC)?;
    // The mount hides the folder this process may be in.
    for name in ["dev", "proc", "sys"] {
        let (outside, inside) = (Path::new("/").join(name), root.join(name));
        // What is missing or cannot be made is not there: programs that need none of these still run.
        if outside.exists() && fs::create_dir_all(&inside).is_ok() {
            attach(Some(&outside), &inside, MsFlags::MS_BIND | MsFlags::MS_REC)?;
        }
    }
    let names = root.join("etc/resolv.conf");
    let plain = fs::symlink_metadata(&names).is_ok_and(|found| found.is_file());
    if plain && Path::new("/etc/resolv.conf").is_file() {
        attach(
            Some(Path::new("/etc/resolv.conf")),
            &names,
            MsFlags::MS_BIND,
        )?;
    }
    Ok(())
}

fn attach(from: Option<&Path>, to: &Path, flags: MsFlags) -> Result<(), String> {
    mount(from, to, None::<&str>, flags, None::<&str>)
        .map_err(|e| format!("cannot mount {}: {}", to.display(), e.desc()))
}

/// The file that `name` means: a path, or one of the folders' in PATH.
fn find(name: &OsStr) -> Option<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return Path::new(name).exists().then(|| name.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_else(|| PATH.into());
    let mut all: Vec<PathBuf> = std::env::split_paths(&path).collect();
    all.extend(std::env::split_paths(PATH));
    all.iter()
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// Whose program it is; none for the host's. For a script it is the shell's machine that counts.
fn machine_of(program: &Path) -> Result<Option<&'static Machine>, String> {
    let mut head = [0; 20];
    let mut read = |path: &Path| {
        let length = File::open(path).and_then(|mut f| f.read(&mut head));
        let length = length.map_err(|e| format!("{}: {e}", path.display()))?;
        Ok::<_, String>(head[..length].to_vec())
    };
    let mut start = read(program)?;
    if !start.starts_with(b"\x7fELF") {
        start = read(Path::new("/bin/sh"))?;
    }
    Ok(MACHINES
        .iter()
        .find(|m| binfmt::Magic::elf64(m.elf).matches(&start)))
}
