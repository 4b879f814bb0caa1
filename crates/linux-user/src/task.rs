//! The values the Linux layer works on: one guest thread, its engine, and what a system call asks for.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use crate::kernel::Kernel;
use crate::signal::{self, AltStack, HostAction, Inherited, PendingSync, SigSet, Sighand};
use guest_mem::Errno;

/// The six raw argument registers of a system call.
pub type Args = [u64; 6];

/// clone3's flag: handlers are reset to the default in the child.
const CLONE_CLEAR_SIGHAND: u64 = 0x1_0000_0000;

/// What a system call gives back: a value for the result register, or an errno (positive).
pub type SysResult = Result<u64, Errno>;

/// One guest thread. CPU registers are never in here: it serves every guest architecture.
pub struct Task {
    /// The thread's id, as the kernel knows it.
    pub tid: i32,
    /// What the threads of the process (everything sharing the address space) share.
    pub kernel: Arc<Kernel>,
    /// Signal actions; shared between tasks cloned with CLONE_SIGHAND.
    pub sighand: Arc<Sighand>,
    /// The guest's signal mask. The host's mask equals it, except for the five signals of
    /// [`SigSet::SYNCHRONOUS`], which the host never blocks.
    pub mask: SigSet,
    /// The mask to put into the next signal frame in place of `mask`: set by calls that swap the mask while they
    /// wait (rt_sigsuspend, ppoll, pselect6, epoll_pwait) and were interrupted.
    pub saved_mask: Option<SigSet>,
    /// The alternate signal stack.
    pub altstack: AltStack,
    /// Signals of [`SigSet::SYNCHRONOUS`] sent to this thread while the guest blocks them.
    pub pending_sync: PendingSync,
    /// What signal frames tell of the thread's last fault.
    pub fault: Fault,
    /// What executes the thread's code.
    pub engine: &'static dyn Engine,
    /// The guest's stack pointer at the current system call: the cpu loop sets it before each one (sigaltstack looks
    /// at it).
    pub sp: u64,
}

impl Task {
    /// The first task of a process.
    pub fn new(kernel: Arc<Kernel>, engine: &'static dyn Engine, inherited: Inherited) -> Task {
        Task {
            tid: crate::host::gettid(),
            kernel,
            sighand: inherited.sighand,
            mask: inherited.mask,
            saved_mask: None,
            altstack: AltStack::DISABLED,
            pending_sync: PendingSync::default(),
            fault: Fault::default(),
            engine,
            sp: 0,
        }
    }

    /// A new task for a clone with these flags. It blocks what its parent blocks, and nothing waits for it.
    #[inline(never)]
    pub fn clone_for(&self, flags: u64) -> Task {
        let flag = |bit: i32| flags & bit as u32 as u64 != 0;
        let shares_memory = flag(libc::CLONE_VM) && !flag(libc::CLONE_VFORK);
        Task {
            tid: 0,
            kernel: self.kernel.clone(),
            sighand: if flag(libc::CLONE_SIGHAND) {
                self.sighand.clone()
            } else {
                Arc::new(self.sighand.copy(flags & CLONE_CLEAR_SIGHAND != 0))
            },
            mask: self.mask,
            saved_mask: None,
            altstack: if shares_memory {
                AltStack::DISABLED
            } else {
                self.altstack
            },
            pending_sync: PendingSync::default(),
            fault: self.fault,
            engine: self.engine,
            sp: self.sp,
        }
    }

    /// To be called in a new thread or process before its first guest instruction. `flags` are the clone's.
    pub fn started(&mut self, flags: u64) {
        self.tid = crate::host::gettid();
        if flags & CLONE_CLEAR_SIGHAND != 0 {
            // The host has reset what the emulator catches.
            signal::catch_synchronous(self);
        }
        // The parent may have been cloned while the runtime had everything blocked.
        signal::set_mask(self, self.mask);
    }
}

/// A fault as the architecture's signal frames describe it; zeros where they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fault {
    /// The address.
    pub address: u64,
    /// The processor's own code for what happened.
    pub code: u64,
}

/// What prctl asks about the keys of pointer authentication: sets of keys as its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysRequest {
    /// Makes new ones.
    Reset(u64),
    /// Switches some on and others off.
    Enable {
        /// Those to be switched.
        keys: u64,
        /// Of these, those that are to be on.
        enabled: u64,
    },
    /// Tells which address keys are on.
    Get,
}

/// What a system call asks the cpu loop to do next.
#[derive(Debug)]
pub enum Outcome {
    /// Write this (a result, or a negative errno) to the result register and go on after the call.
    Return(i64),
    /// A signal is pending and the call has to be made again afterwards: leave every register as it is, with the
    /// pc at the system call instruction, and deliver the signal.
    Restart,
    /// Restore the registers from a signal frame: the architecture's `sigreturn`.
    SigReturn,
    /// Change keys of pointer authentication, or tell of them: the architecture's `keys` has the result.
    Keys(KeysRequest),
    /// The calling thread ends with this status (exit).
    ExitThread(i32),
    /// The whole process ends with this status (exit_group).
    ExitProcess(i32),
    /// Make a vcpu that shares the address space and start it (clone with CLONE_VM).
    Clone(Box<CloneRequest>),
    /// This is the child of a fork-like clone, in its own address space: the result is 0, on `stack` unless that is
    /// 0, with the thread pointer `tls` if there is one.
    ForkChild {
        /// The guest stack pointer, or 0 for the parent's.
        stack: u64,
        /// The guest thread pointer, if CLONE_SETTLS.
        tls: Option<u64>,
    },
}

impl From<Errno> for Outcome {
    fn from(errno: Errno) -> Outcome {
        Outcome::Return(errno.raw())
    }
}

impl From<SysResult> for Outcome {
    fn from(result: SysResult) -> Outcome {
        Outcome::Return(match result {
            Ok(value) => value.cast_signed(),
            Err(errno) => errno.raw(),
        })
    }
}

/// A new vcpu in the same address space: everything the host call needs, and the new task.
///
/// The cpu loop makes a host stack and host TLS, calls `host_calls::spawn_thread(args, ..)`, and in the child calls
/// [`Task::started`] before the first guest instruction. The result for the parent is the host call's. With
/// CLONE_VFORK the call returns in the parent only when the child has gone: nothing may be held across it.
pub struct CloneRequest {
    /// The guest's flags without CLONE_SETTLS, and its addresses.
    pub args: host_calls::CloneArgs,
    /// The guest's stack pointer for the child, or 0 for the parent's.
    pub stack: u64,
    /// The guest's thread pointer for the child, if CLONE_SETTLS.
    pub tls: Option<u64>,
    /// The child's task; `tid` is not yet known.
    pub task: Task,
}

impl std::fmt::Debug for CloneRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CloneRequest")
            .field("args", &self.args)
            .field("stack", &self.stack)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

/// What the Linux layer needs from whatever executes guest code.
pub trait Engine: Sync {
    /// Gives `sig` to the runtime's host handler, or sets the host's default or ignore (raw host rt_sigaction).
    /// Of the flags only SA_RESTART, SA_NOCLDSTOP and SA_NOCLDWAIT are passed on.
    fn set_host_action(&self, sig: i32, action: HostAction) -> Result<(), Errno>;

    /// Guest code in the range may have changed or gone: mmap, munmap, mprotect, mremap, shmat, shmdt, and host
    /// calls that wrote to executable guest memory.
    fn code_changed(&self, range: Range<u64>);

    /// The guest announced new code (riscv_flush_icache, membarrier SYNC_CORE): what changed is dropped, for every
    /// thread, before this returns.
    fn flush_icache(&self, range: Range<u64>);

    /// The calling thread's pending-signal word, for interruptible system calls.
    fn pending_word(&self) -> *const AtomicU32;

    /// Another process, or the kernel at any time, may see guest memory from now on.
    fn notice_shared_memory(&self);

    /// The process is about to run another program, or will find that it cannot.
    fn before_exec(&self);

    /// True if no other thread can be in the emulator.
    fn is_alone(&self) -> bool;

    /// The process is about to fork; nothing is held yet.
    fn before_fork(&self);

    /// Takes every lock of the engine and of the allocator, for a fork that is about to happen.
    fn fork_prepare(&self);

    /// Undoes `fork_prepare`, in the parent and (`in_child`) in the child, where no other thread exists any more.
    fn fork_done(&self, in_child: bool);
}
