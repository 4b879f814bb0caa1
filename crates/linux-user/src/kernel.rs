//! What the threads of one guest process share.

use std::ffi::CString;
use std::os::fd::{AsRawFd, IntoRawFd};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::fs_view::FsView;
use crate::host::{self, Limit};
use crate::signal::{SIGNALS, SigAction, Sighand};
use crate::syscalls::fd::keep_open;
use crate::task::{Args, Engine, Outcome, Task};
use crate::vdso;
use guest_mem::{AddressSpace, SpaceGuard};

/// The lowest descriptor number for the emulator's own file: below the usual limit of 1024.
const SELF_FD: u64 = 1000;

/// The state of one guest process that its threads share (everything CLONE_VM shares).
pub struct Kernel {
    /// The guest's mappings.
    pub mem: AddressSpace,
    /// Where the guest's paths lead.
    pub fs: FsView,
    /// The command line's say.
    pub options: Options,
    /// The guest architecture.
    pub arch: &'static ArchInfo,
    /// The loaded program; set once by [`exec::load`](crate::exec::load).
    pub image: OnceLock<ImageInfo>,
    limits: Mutex<MemoryLimits>,
    /// The emulator's own file, or -1: see [`Kernel::keep_self_fd`].
    self_fd: AtomicI32,
}

/// The limits that count the guest's memory rather than the host's.
#[derive(Debug)]
pub struct MemoryLimits {
    address_space: Limit,
    data: Limit,
}

impl MemoryLimits {
    /// RLIMIT_AS or (anything else) RLIMIT_DATA.
    pub fn of(&mut self, resource: u32) -> &mut Limit {
        if resource == libc::RLIMIT_AS {
            &mut self.address_space
        } else {
            &mut self.data
        }
    }
}

impl Kernel {
    /// An empty process.
    pub fn new(
        mem: AddressSpace,
        fs: FsView,
        options: Options,
        arch: &'static ArchInfo,
    ) -> Arc<Kernel> {
        let limit = |wanted: Option<Limit>, resource| {
            let unlimited = Limit {
                soft: u64::MAX,
                hard: u64::MAX,
            };
            wanted
                .or_else(|| host::limit(resource).ok())
                .unwrap_or(unlimited)
        };
        let address_space = limit(options.limit_as, libc::RLIMIT_AS);
        let data = limit(options.limit_data, libc::RLIMIT_DATA);
        mem.set_limit_as(address_space.soft);
        mem.set_limit_data(data.soft);
        let self_fd = AtomicI32::new(options.self_fd.unwrap_or(-1));
        if let Some(fd) = options.self_fd {
            // It came open through execve; what the guest executes itself must not have it.
            let _ = host::set_close_on_exec(fd, true);
            keep_open(fd);
        }
        let limits = Mutex::new(MemoryLimits {
            address_space,
            data,
        });
        Arc::new(Kernel {
            mem,
            fs,
            options,
            arch,
            image: OnceLock::new(),
            limits,
            self_fd,
        })
    }

    /// The memory limits, locked.
    pub fn limits(&self) -> MutexGuard<'_, MemoryLimits> {
        // A panic aborts the process, so a poisoned lock cannot be seen.
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be called before the process may lose sight of /proc/self/exe (chroot, pivot_root, mount, unshare, setns): a
    /// later execve needs the emulator's file. Without /proc there is none to keep.
    pub fn keep_self_fd(&self) {
        if self.self_fd().is_some() {
            return;
        }
        let flags = libc::O_PATH | libc::O_CLOEXEC;
        let Ok(file) = host::openat(libc::AT_FDCWD, c"/proc/self/exe", flags) else {
            return;
        };
        // High up, out of the way of descriptors the guest counts on.
        let args = [
            file.as_raw_fd() as u64,
            libc::F_DUPFD_CLOEXEC as u64,
            SELF_FD,
            0,
            0,
            0,
        ];
        let fd =
            host::call(libc::SYS_fcntl, args).map_or_else(|_| file.into_raw_fd(), |fd| fd as i32);
        keep_open(fd);
        self.self_fd.store(fd, Ordering::Relaxed);
    }

    /// The descriptor kept by [`Kernel::keep_self_fd`].
    pub fn self_fd(&self) -> Option<i32> {
        let fd = self.self_fd.load(Ordering::Relaxed);
        (fd >= 0).then_some(fd)
    }

    /// Takes every lock of the emulator in order, so that the child of a fork that follows finds them free and what
    /// they protect whole. Nothing may be allocated until it is dropped. Without other threads there is nobody who could
    /// hold a lock, and none is taken: parent and child would have to copy the pages that they are in.
    pub fn fork_guard<'a>(
        &'a self,
        sighand: &'a Sighand,
        engine: &'static dyn Engine,
    ) -> ForkGuard<'a> {
        engine.before_fork();
        let locks = (!engine.is_alone()).then(|| {
            let locks = (sighand.lock(), self.limits(), self.mem.hold());
            engine.fork_prepare();
            locks
        });
        ForkGuard {
            engine,
            in_child: false,
            locks,
        }
    }

    /// The loaded program, once there is one.
    pub fn image(&self) -> Option<&ImageInfo> {
        self.image.get()
    }
}

/// Holds every lock of the emulator; see [`Kernel::fork_guard`].
pub struct ForkGuard<'a> {
    engine: &'static dyn Engine,
    /// To be set in the child before the guard is dropped.
    pub in_child: bool,
    locks: Option<(
        MutexGuard<'a, [SigAction; SIGNALS as usize]>,
        MutexGuard<'a, MemoryLimits>,
        SpaceGuard<'a>,
    )>,
}

impl Drop for ForkGuard<'_> {
    fn drop(&mut self) {
        if self.locks.is_some() {
            self.engine.fork_done(self.in_child);
        }
    }
}

/// What the command line decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The processor's extensions (`-cpu`), as the guest's frontend numbers them.
    pub cpu: u128,
    /// Print each system call (`-strace`).
    pub strace: bool,
    /// The stack's limit in bytes in place of RLIMIT_STACK (`-s`).
    pub stack_size: Option<u64>,
    /// The release uname reports in place of the host's (`-r`).
    pub uname_release: Option<Vec<u8>>,
    /// The emulator's options to repeat when execve starts it again for a guest program. Neither the program's name
    /// nor `-0` is among them.
    pub reexec_args: Vec<CString>,
    /// RLIMIT_AS, if a guest program before an execve has set it (`--limit-as`); else the host's is taken.
    pub limit_as: Option<Limit>,
    /// RLIMIT_DATA likewise (`--limit-data`).
    pub limit_data: Option<Limit>,
    /// Files are to have homes, chosen by this secret ([`guest_mem::AddressSpace::set_homes`]).
    pub homes: Option<u64>,
    /// A descriptor of the emulator's own file, for an execve where /proc/self/exe is not to be had (`--self-fd`).
    pub self_fd: Option<i32>,
}

/// A guest architecture's constants.
#[derive(Debug)]
pub struct ArchInfo {
    /// The name as in `uname -m`.
    pub machine: &'static str,
    /// ELF e_machine.
    pub elf_machine: u16,
    /// AUDIT_ARCH_* (seccomp).
    pub audit_arch: u32,
    /// The end of the guest's address window; every guest address is below it.
    pub task_size: u64,
    /// AT_HWCAP, AT_HWCAP2 and so on, as many as there are, of a processor with these extensions.
    pub hwcaps: fn(cpu: u128) -> Vec<u64>,
    /// One processor's paragraph of /proc/cpuinfo: extensions, and its number.
    pub cpuinfo: fn(cpu: u128, number: &str) -> String,
    /// prctl's options that only this architecture answers; `None` for all others.
    pub prctl: fn(&mut Task, Args) -> Option<Outcome>,
    /// Whether personality takes PER_LINUX32.
    pub per_linux32: bool,
    /// Protection bits of mprotect besides the common ones, on a processor with these extensions.
    pub prot_flags: fn(cpu: u128) -> u64,
    /// AT_PLATFORM, if the architecture has one.
    pub platform: Option<&'static str>,
    /// What riscv_hwprobe tells of a RISC-V processor.
    pub riscv: Option<linux_abi::riscv::Cpu>,
    /// AT_MINSIGSTKSZ in bytes.
    pub min_sigstack: u64,
    /// MINSIGSTKSZ in bytes: the smallest alternate stack sigaltstack takes.
    pub min_altstack: u64,
    /// The vDSO's functions.
    pub vdso: &'static vdso::Contents,
}

/// The loaded program, as /proc and execve need to know it. Addresses are the guest's.
#[derive(Clone, Debug, Default)]
pub struct ImageInfo {
    /// The program file as the host sees it, absolute (/proc/self/exe).
    pub exe: Vec<u8>,
    /// The program's path as the guest gave it (AT_EXECFN).
    pub execfn: Vec<u8>,
    /// The auxiliary vector as it lies on the stack (/proc/self/auxv).
    pub auxv: Vec<u8>,
    /// The thread's first stack pointer (start_stack of /proc/self/stat).
    pub start_stack: u64,
    /// Where the argument strings lie, first byte and end (/proc/self/cmdline).
    pub args: (u64, u64),
    /// Where the environment strings lie, first byte and end (/proc/self/environ).
    pub env: (u64, u64),
    /// The first program segment's code, first byte and end.
    pub code: (u64, u64),
    /// The program's data, first byte and end.
    pub data: (u64, u64),
    /// Where the heap begins.
    pub start_brk: u64,
    /// The vDSO, first byte and end.
    pub vdso: (u64, u64),
    /// The vDSO's instructions, first byte and end: where the emulator's own instructions mean something.
    pub vdso_text: (u64, u64),
    /// The vDSO's rt_sigreturn: a signal handler's return address.
    pub sigreturn: u64,
    /// The stack mapping's highest address.
    pub stack_top: u64,
}
