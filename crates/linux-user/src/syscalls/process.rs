//! System calls: making, replacing and ending processes.
//!
//! A clone that shares memory is an [`Outcome::Clone`]: the cpu loop has to make a vcpu. One that does not is made
//! here: the child is a copy of everything, emulator included, and goes on where its parent was.
//!
//! execve of a guest program executes the emulator again. What it needs to know and the guest must not see travels on
//! its command line:
//!
//! `emu-<machine> [options] -L PREFIX --execfd N --execfn PATH [--self-fd N] [--limit-as S:H] [--limit-data S:H] -0 ARGV0 -- PATH ARGS`
//!
//! A program of the other guest is the other emulator's, if that lies beside this one and the host has nobody for it.
//!
//! N is the program's open file, `--execfn` what AT_EXECFN says, PATH the file that is loaded (a script's interpreter).

use std::ffi::{CStr, CString};
use std::os::fd::AsRawFd;

use crate::exec;
use crate::fs_view::c_string;
use crate::host::{self, Limit};
use crate::kernel::Kernel;
use crate::program::{Checks, Kind, Location, Resolved};
use crate::signal::{self, SigSet};
use crate::task::{Args, CloneRequest, Outcome, SysResult, Task};
use crate::user;
use elf_image::ElfError;
use guest_mem::{Errno, window_end};
use host_calls::CloneArgs;
use linux_abi::Guest;

const EINVAL: Errno = Errno(libc::EINVAL);
/// The exit signal's bits in clone's flags.
const CSIGNAL: u64 = 0xff;
const CLONE_VM: u64 = libc::CLONE_VM as u64;
const CLONE_SETTLS: u64 = libc::CLONE_SETTLS as u64;
/// A bit of clone's flags that means nothing and that clone3 refuses.
const CLONE_DETACHED: u64 = libc::CLONE_DETACHED as u64;
/// A namespace flag in the place of the exit signal: clone3 only.
const CLONE_NEWTIME: u64 = 0x80;
/// An address the host's kernel refuses, in place of one outside of the guest's window.
const BAD_POINTER: u64 = 0xffff_8000_0000_0000;
/// clone3's structure: the first version's size and the size known here, in bytes.
const CLONE_ARGS_SIZE_VER0: u64 = 64;
const CLONE_ARGS_SIZE_VER2: usize = 88;
/// execveat: only check whether the file could be executed.
const AT_EXECVE_CHECK: i32 = 0x1_0000;
/// As many arguments as the kernel counts (MAX_ARG_STRINGS).
const MAX_ARGS: usize = 0x7fff_ffff;
/// The longest argument the kernel takes, in bytes.
const MAX_ARG_STRLEN: usize = 32 * 4096;

/// exit(2).
pub fn exit(_task: &mut Task, [status, ..]: Args) -> Outcome {
    Outcome::ExitThread(status as i32)
}

/// exit_group(2).
pub fn exit_group(_task: &mut Task, [status, ..]: Args) -> Outcome {
    Outcome::ExitProcess(status as i32)
}

/// unshare(2).
pub fn unshare(task: &mut Task, args: Args) -> SysResult {
    if args[0] & libc::CLONE_NEWNS as u64 != 0 {
        task.kernel.keep_self_fd();
    }
    host::call(libc::SYS_unshare, args)
}

fn guarded(addr: u64) -> u64 {
    if addr < window_end() {
        addr
    } else {
        BAD_POINTER
    }
}

/// clone(2); riscv64 and aarch64 have the thread pointer before the child's id.
pub fn clone(task: &mut Task, [flags, stack, parent_tid, tls, child_tid, _]: Args) -> Outcome {
    let args = CloneArgs {
        flags: flags & 0xffff_ffff & !CSIGNAL,
        pidfd: guarded(parent_tid),
        child_tid: guarded(child_tid),
        parent_tid: guarded(parent_tid),
        exit_signal: flags & CSIGNAL,
        set_tid: 0,
        set_tid_size: 0,
        cgroup: 0,
    };
    create(task, args, stack, tls)
}

/// clone3(2).
pub fn clone3(task: &mut Task, [address, size, ..]: Args) -> Outcome {
    match read_clone_args(address, size) {
        Ok((args, stack, tls)) => create(task, args, stack, tls),
        Err(errno) => errno.into(),
    }
}

/// Reads `struct clone_args`; returns the host's part, the stack pointer and the thread pointer.
fn read_clone_args(address: u64, size: u64) -> Result<(CloneArgs, u64, u64), Errno> {
    if size > 4096 {
        return Err(Errno(libc::E2BIG));
    }
    if size < CLONE_ARGS_SIZE_VER0 {
        return Err(EINVAL);
    }
    let mut bytes = vec![0; (size as usize).max(CLONE_ARGS_SIZE_VER2)];
    user::read_bytes(address, &mut bytes[..size as usize])?;
    if bytes[CLONE_ARGS_SIZE_VER2..].iter().any(|&b| b != 0) {
        return Err(Errno(libc::E2BIG));
    }
    let mut words = bytes
        .as_chunks::<8>()
        .0
        .iter()
        .map(|chunk| u64::from_le_bytes(*chunk));
    let [
        flags,
        pidfd,
        child_tid,
        parent_tid,
        exit_signal,
        stack,
        stack_size,
        tls,
        set_tid,
        set_tid_size,
        cgroup,
    ] = std::array::from_fn(|_| words.next().unwrap_or(0));
    let meaningless = CLONE_DETACHED | CSIGNAL & !CLONE_NEWTIME;
    let stack_end = stack
        .checked_add(stack_size)
        .filter(|&end| end <= window_end());
    let stack_end = stack_end.ok_or(EINVAL)?;
    if flags & meaningless != 0 || exit_signal & !CSIGNAL != 0 || (stack == 0) != (stack_size == 0)
    {
        return Err(EINVAL);
    }
    let args = CloneArgs {
        flags,
        pidfd: guarded(pidfd),
        child_tid: guarded(child_tid),
        parent_tid: guarded(parent_tid),
        exit_signal,
        set_tid: guarded(set_tid),
        set_tid_size,
        cgroup,
    };
    Ok((args, stack_end, tls))
}

fn create(task: &mut Task, mut args: CloneArgs, stack: u64, tls: u64) -> Outcome {
    if args.flags & libc::CLONE_NEWNS as u64 != 0 {
        task.kernel.keep_self_fd();
    }
    let tls = (args.flags & CLONE_SETTLS != 0).then_some(tls);
    args.flags &= !CLONE_SETTLS;
    if args.flags & CLONE_VM != 0 {
        return share_memory(task, args, stack, tls);
    }
    fork(task, &args, stack, tls)
}

#[inline(never)]
fn share_memory(task: &Task, args: CloneArgs, stack: u64, tls: Option<u64>) -> Outcome {
    let child = task.clone_for(args.flags);
    Outcome::Clone(Box::new(CloneRequest {
        args,
        stack,
        tls,
        task: child,
    }))
}

/// A clone with a memory of its own. With CLONE_VFORK the parent's other threads wait too, for the locks held here.
fn fork(task: &mut Task, args: &CloneArgs, stack: u64, tls: Option<u64>) -> Outcome {
    // A signal that the runtime has noted but not delivered must not come twice: with everything blocked, none is.
    if !host::set_mask_unless_pending(task, SigSet::ALL.for_host()) {
        return Outcome::Restart;
    }
    let result = {
        let mut guard = task.kernel.fork_guard(&task.sighand, task.engine);
        let result = host::fork(args);
        guard.in_child = result == Ok(0);
        result
    };
    if result == Ok(0) {
        task.pending_sync = signal::PendingSync::default();
        task.started(args.flags);
        return Outcome::ForkChild { stack, tls };
    }
    signal::set_mask(task, task.mask);
    result.into()
}

/// execve(2).
pub fn execve(task: &mut Task, [path, argv, envp, ..]: Args) -> Outcome {
    execveat(task, [libc::AT_FDCWD as u64, path, argv, envp, 0, 0])
}

/// execveat(2).
pub fn execveat(task: &mut Task, [dir, path, argv, envp, flags, _]: Args) -> Outcome {
    let call = ExecCall {
        dir: dir as i32,
        path,
        argv,
        envp,
        flags: flags as i32,
    };
    match call.prepare(task) {
        Ok(Some(exec)) => exec.run(task),
        Ok(None) => Outcome::Return(0),
        Err(errno) => errno.into(),
    }
}

/// The arguments of execveat.
struct ExecCall {
    dir: i32,
    path: u64,
    argv: u64,
    envp: u64,
    flags: i32,
}

/// Who runs a program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runner {
    /// This emulator.
    Us,
    /// The host; or, if it knows nobody, the emulator of this guest.
    Host(Option<Guest>),
}

/// An execve that will succeed, as far as can be told.
struct Exec {
    resolved: Resolved,
    /// Who is to run the program.
    runner: Runner,
    /// What the kernel calls the program: AT_EXECFN.
    name: Vec<u8>,
    /// The guest's argument strings.
    argv: Vec<u64>,
    /// The first of them, or nothing.
    argv0: CString,
    envp: u64,
}

impl ExecCall {
    /// Does everything that can fail; None if that was all that was asked for.
    fn prepare(self, task: &Task) -> Result<Option<Exec>, Errno> {
        let known = libc::AT_EMPTY_PATH | libc::AT_SYMLINK_NOFOLLOW | AT_EXECVE_CHECK;
        if self.flags & !known != 0 {
            return Err(EINVAL);
        }
        let kernel = &task.kernel;
        let path = user::path(self.path)?;
        let name = self.name(&path);
        let at = Location::of(kernel, self.dir, &path, self.flags & !AT_EXECVE_CHECK)?;
        let resolved =
            Resolved::open(kernel, at, &name, Checks::Exec).map_err(|error| error.errno)?;
        if self.flags & AT_EXECVE_CHECK != 0 {
            return Ok(None);
        }
        if resolved.front.is_some() && self.closes_script(&path) {
            return Err(Errno(libc::ENOENT));
        }
        let runner = match &resolved.kind {
            Kind::Guest(header) => {
                exec::check(kernel, &resolved.program, header)?;
                Runner::Us
            }
            Kind::Foreign(ElfError::WrongMachine { found, .. }) => {
                Runner::Host(Guest::of_machine(*found))
            }
            Kind::Foreign(_) => Runner::Host(None),
            Kind::Script(_) => return Err(Errno(libc::ENOEXEC)),
        };
        let argv = read_argv(self.argv)?;
        let argv0 = match argv.first() {
            Some(&pointer) => c_string(&user::string(pointer, MAX_ARG_STRLEN, Errno(libc::E2BIG))?),
            None => CString::default(),
        };
        Ok(Some(Exec {
            argv0,
            resolved,
            runner,
            name,
            argv,
            envp: self.envp,
        }))
    }

    /// The program's name as the kernel makes it up for descriptors.
    fn name(&self, path: &[u8]) -> Vec<u8> {
        if self.dir == libc::AT_FDCWD || path.starts_with(b"/") {
            return path.to_vec();
        }
        let mut name = format!("/dev/fd/{}", self.dir).into_bytes();
        if !path.is_empty() {
            name.push(b'/');
            name.extend_from_slice(path);
        }
        name
    }

    /// Whether the script's interpreter could not open it: the descriptor its name leads through is closed by then.
    fn closes_script(&self, path: &[u8]) -> bool {
        let through_fd = self.dir >= 0 && !path.starts_with(b"/");
        let flags = host::call(
            libc::SYS_fcntl,
            [self.dir as u64, libc::F_GETFD as u64, 0, 0, 0, 0],
        );
        through_fd && flags.is_ok_and(|flags| flags & libc::FD_CLOEXEC as u64 != 0)
    }
}

/// The pointers of an argument vector, without the null at its end.
fn read_argv(argv: u64) -> Result<Vec<u64>, Errno> {
    let mut pointers = Vec::new();
    if argv == 0 {
        return Ok(pointers);
    }
    while pointers.len() < MAX_ARGS {
        match user::read::<u64>(argv + 8 * pointers.len() as u64)? {
            0 => return Ok(pointers),
            pointer if pointer >= window_end() => return Err(Errno(libc::EFAULT)),
            pointer => pointers.push(pointer),
        }
    }
    Err(Errno(libc::E2BIG))
}

impl Exec {
    fn run(self, task: &mut Task) -> Outcome {
        task.engine.before_exec();
        signal::before_exec(task);
        let outcome = match self.runner {
            Runner::Us if self.resolved.program.is_set_id() => {
                // Only the kernel can change credentials, if binfmt_misc sends the file to an emulator.
                self.unless_unknown(self.execute_directly(task), || self.execute_emulator(task))
            }
            Runner::Us => self.execute_emulator(task),
            Runner::Host(None) => self.execute_natively(task),
            Runner::Host(Some(guest)) => {
                let outcome = self.execute_natively(task);
                self.unless_unknown(outcome, || self.execute_sibling(task, guest))
            }
        };
        signal::exec_failed(task);
        outcome
    }

    /// `outcome`, or if the host does not know how to execute the file, another way's.
    fn unless_unknown(&self, outcome: Outcome, other: impl FnOnce() -> Outcome) -> Outcome {
        match outcome {
            Outcome::Return(result) if result == Errno(libc::ENOEXEC).raw() => other(),
            outcome => outcome,
        }
    }

    /// Strings that stand before the rest of the guest's, from which `skip` are left out.
    fn argv(&self, front: &[CString], skip: usize) -> Vec<u64> {
        let front: Vec<&CStr> = front.iter().map(CString::as_c_str).collect();
        host::null_terminated(&front, self.argv.get(skip..).unwrap_or(&[]))
    }

    /// Has the host execute the file itself.
    fn execute_directly(&self, task: &Task) -> Outcome {
        let Some(at) = &self.resolved.location else {
            return Errno(libc::ENOEXEC).into();
        };
        let front = self.resolved.front.as_deref().unwrap_or(&[]);
        let front: Vec<CString> = front.iter().map(|s| c_string(s)).collect();
        let argv = self.argv(&front, usize::from(!front.is_empty()));
        host::execveat(task, at.dir, &at.path, &argv, self.envp, at.flags)
    }

    /// As [`Exec::execute_directly`], for a program of the host's: the limits the guest has set begin to count.
    fn execute_natively(&self, task: &Task) -> Outcome {
        let mut set = Vec::new();
        for (resource, limit) in changed_limits(&task.kernel) {
            if let Ok(before) = host::limit(resource)
                && host::set_limit(resource, limit).is_ok()
            {
                set.push((resource, before));
            }
        }
        let outcome = self.execute_directly(task);
        for (resource, before) in set {
            // Where the hard limit went down for good, the host's limit stays: the guest's is stricter or equal.
            let _ = host::set_limit(resource, before);
        }
        outcome
    }

    /// Executes the emulator on the program.
    fn execute_emulator(&self, task: &Task) -> Outcome {
        let fd = self.resolved.program.file.as_raw_fd();
        let front = self.emulator_arguments(self.command_line(task, fd));
        let argv = self.argv(&front, 1);
        if let Err(errno) = host::set_close_on_exec(fd, false) {
            return errno.into();
        }
        let outcome = host::execveat(task, libc::AT_FDCWD, c"/proc/self/exe", &argv, self.envp, 0);
        match outcome {
            Outcome::Return(_) => self.execute_kept_emulator(task, &front, outcome),
            outcome => outcome,
        }
    }

    /// Executes the other guest's emulator, which must lie in this one's folder; else nobody knows the file.
    fn execute_sibling(&self, task: &Task, guest: Guest) -> Outcome {
        let unknown = Errno(libc::ENOEXEC);
        let Ok(own) = host::readlink(c"/proc/self/exe") else {
            return unknown.into();
        };
        let folder = own.iter().rposition(|c| *c == b'/').unwrap_or(0);
        let name = format!("emu-{guest:?}");
        let path = c_string(&[&own[..folder], b"/", name.as_bytes()].concat());
        if host::may_execute(libc::AT_FDCWD, &path, 0).is_err() {
            return unknown.into();
        }
        let fd = self.resolved.program.file.as_raw_fd();
        let mut line = self.command_line(task, fd);
        line[0] = c_string(name.as_bytes());
        // Processors have other names there.
        while let Some(at) = line.iter().position(|option| **option == *c"-cpu") {
            line.drain(at..at + 2);
        }
        let front = self.emulator_arguments(line);
        if let Err(errno) = host::set_close_on_exec(fd, false) {
            return errno.into();
        }
        let argv = self.argv(&front, 1);
        host::execveat(task, libc::AT_FDCWD, &path, &argv, self.envp, 0)
    }

    /// An emulator's whole command line but for the guest's arguments from the second on.
    fn emulator_arguments(&self, mut front: Vec<CString>) -> Vec<CString> {
        let argv0 = match &self.resolved.front {
            Some(front) => c_string(&front[0]),
            None => self.argv0.clone(),
        };
        front.extend([
            c"-0".to_owned(),
            argv0,
            c"--".to_owned(),
            c_string(&self.resolved.path),
        ]);
        front.extend(
            self.resolved
                .front
                .iter()
                .flatten()
                .skip(1)
                .map(|s| c_string(s)),
        );
        front
    }

    /// Where /proc/self/exe cannot be executed: the descriptor kept for that, or else whoever binfmt_misc knows.
    fn execute_kept_emulator(&self, task: &Task, front: &[CString], failed: Outcome) -> Outcome {
        // ELOOP: debootstrap makes /proc a link to /proc where it takes its surroundings for a container.
        let missing = [libc::ENOENT, libc::EACCES, libc::ENOTDIR, libc::ELOOP]
            .map(|errno| Errno(errno).raw());
        if !matches!(failed, Outcome::Return(result) if missing.contains(&result)) {
            return failed;
        }
        let Some(kept) = task.kernel.self_fd() else {
            return self.execute_directly(task);
        };
        // The new emulator needs the descriptor in its turn.
        let mut with_fd = front[..1].to_vec();
        with_fd.extend([c"--self-fd".to_owned(), number(kept)]);
        with_fd.extend_from_slice(&front[1..]);
        let argv = self.argv(&with_fd, 1);
        if let Err(errno) = host::set_close_on_exec(kept, false) {
            return errno.into();
        }
        let outcome = host::execveat(task, kept, c"", &argv, self.envp, libc::AT_EMPTY_PATH);
        // Still here: nobody else is to inherit it.
        let _ = host::set_close_on_exec(kept, true);
        outcome
    }

    /// The emulator's name and options, as far as `-0`.
    fn command_line(&self, task: &Task, fd: i32) -> Vec<CString> {
        let kernel = &task.kernel;
        let mut line = vec![c_string(format!("emu-{}", kernel.arch.machine).as_bytes())];
        line.extend(kernel.options.reexec_args.iter().cloned());
        // The last one counts: absolute, because the current folder may be another, and none once it has been left.
        line.extend([
            c"-L".to_owned(),
            c_string(kernel.fs.prefix().unwrap_or(b"/")),
        ]);
        line.extend([c"--execfd".to_owned(), number(fd)]);
        line.extend([c"--execfn".to_owned(), c_string(&self.name)]);
        for (resource, Limit { soft, hard }) in changed_limits(kernel) {
            let option = if resource == libc::RLIMIT_AS {
                c"--limit-as"
            } else {
                c"--limit-data"
            };
            line.extend([
                option.to_owned(),
                c_string(format!("{soft}:{hard}").as_bytes()),
            ]);
        }
        line
    }
}

fn number(fd: i32) -> CString {
    c_string(fd.to_string().as_bytes())
}

/// The memory limits that differ from the host's.
fn changed_limits(kernel: &Kernel) -> Vec<(u32, Limit)> {
    let mut limits = kernel.limits();
    let limits =
        [libc::RLIMIT_AS, libc::RLIMIT_DATA].map(|resource| (resource, *limits.of(resource)));
    limits
        .into_iter()
        .filter(|&(resource, limit)| host::limit(resource) != Ok(limit))
        .collect()
}
