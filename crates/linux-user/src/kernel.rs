//! What the threads of one guest process share.

use std::ffi::CString;
use std::sync::{Arc, OnceLock};

use crate::fs_view::FsView;
use guest_mem::AddressSpace;

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
}

impl Kernel {
    /// An empty process.
    pub fn new(
        mem: AddressSpace,
        fs: FsView,
        options: Options,
        arch: &'static ArchInfo,
    ) -> Arc<Kernel> {
        Arc::new(Kernel {
            mem,
            fs,
            options,
            arch,
            image: OnceLock::new(),
        })
    }

    /// The loaded program, once there is one.
    pub fn image(&self) -> Option<&ImageInfo> {
        self.image.get()
    }
}

/// What the command line decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Print each system call (`-strace`).
    pub strace: bool,
    /// The stack's limit in bytes in place of RLIMIT_STACK (`-s`).
    pub stack_size: Option<u64>,
    /// The release uname reports in place of the host's (`-r`).
    pub uname_release: Option<Vec<u8>>,
    /// The emulator's options to repeat when execve starts it again for a guest program. Neither the program's name
    /// nor `-0` is among them.
    pub reexec_args: Vec<CString>,
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
    /// AT_HWCAP.
    pub hwcap: u64,
    /// AT_HWCAP2.
    pub hwcap2: u64,
    /// AT_PLATFORM, if the architecture has one.
    pub platform: Option<&'static str>,
    /// AT_MINSIGSTKSZ in bytes.
    pub min_sigstack: u64,
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
    /// The stack mapping's highest address.
    pub stack_top: u64,
}
