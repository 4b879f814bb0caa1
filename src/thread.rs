//! Host threads for guest threads, and what the Linux layer asks of the engine.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ops::Range;
use std::ptr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use guest_mem::Errno;
use host_calls::{HostStack, ThreadTls};
use linux_user::{CloneRequest, Engine, HostAction, HostDisposition, SigSet, Task};
use runtime::engine::EngineGuard;
use runtime::{Disposition, Runtime, Vcpu};

use crate::alloc::{self, HeapGuard};
use crate::cpu_loop;
use crate::guest::Guest;
use crate::stats;

/// Stack of a host thread outside generated code: system calls and the translator.
const STACK_SIZE: usize = 256 << 10;

/// The Linux layer's view of a runtime.
pub struct EngineOf<G: Guest>(pub &'static Runtime<G>);

/// The locks held across a fork. The heap's is released first.
struct ForkLocks {
    heap: HeapGuard,
    engine: EngineGuard<'static>,
}

/// Host threads besides the process's first, so far as they may still take a lock.
static OTHERS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static PENDING: Cell<*const AtomicU32> = const { Cell::new(ptr::null()) };
    // ManuallyDrop: no destructor, so that the first use registers nothing.
    static FORK: RefCell<ManuallyDrop<Option<ForkLocks>>> = const { RefCell::new(ManuallyDrop::new(None)) };
}

/// Makes the calling host thread run `vcpu`.
pub fn attach<G: Guest>(vcpu: &Vcpu<G>) {
    vcpu.attach();
    PENDING.set(vcpu.pending_word());
}

impl<G: Guest> Engine for EngineOf<G> {
    fn set_host_action(&self, sig: i32, action: HostAction) -> Result<(), Errno> {
        let disposition = match action.disposition {
            HostDisposition::Default => Disposition::Default,
            HostDisposition::Ignore => Disposition::Ignore,
            HostDisposition::Catch => Disposition::Catch,
        };
        runtime::set_host_action(sig, disposition, action.flags).map_err(Errno)
    }

    fn code_changed(&self, range: Range<u64>) {
        log::debug!(target: "smc", "code changed in {:#x}..{:#x}", range.start, range.end);
        self.0.code_changed(range);
    }

    fn flush_icache(&self, range: Range<u64>) {
        log::debug!(target: "smc", "instruction cache flush of {:#x}..{:#x}", range.start, range.end);
        self.0.flush_icache(range);
    }

    fn pending_word(&self) -> *const AtomicU32 {
        PENDING.get()
    }

    fn notice_shared_memory(&self) {
        self.0.notice_shared_memory();
    }

    fn before_exec(&self) {
        self.0.save_translations();
    }

    fn is_alone(&self) -> bool {
        OTHERS.load(Ordering::Acquire) == 0
    }

    fn before_fork(&self) {
        self.0.before_fork();
    }

    fn fork_prepare(&self) {
        let engine = self.0.hold();
        let heap = alloc::hold();
        FORK.with(|f| **f.borrow_mut() = Some(ForkLocks { heap, engine }));
    }

    fn fork_done(&self, _in_child: bool) {
        if let Some(locks) = FORK.with(|f| f.borrow_mut().take()) {
            drop(locks.heap);
            drop(locks.engine);
        }
    }
}

/// In a forked child: the other threads are gone.
pub fn forked<G: Guest>(vcpu: &mut Vcpu<G>) {
    if OTHERS.load(Ordering::Relaxed) != 0 {
        OTHERS.store(0, Ordering::Relaxed);
    }
    if let Err(errno) = vcpu.after_fork() {
        crate::log::message(&format!("no memory for code after fork: {}", Errno(errno)));
        exit_group(126);
    }
}

/// A new host thread's belongings.
struct Start<G: Guest> {
    vcpu: Vcpu<G>,
    task: Task,
    /// The clone's flags.
    flags: u64,
    /// Stack and TLS of the host thread.
    maps: [HostStack; 2],
}

/// Makes a vcpu in this address space for `request`; returns what the host's clone did.
#[inline(never)]
pub fn spawn<G: Guest>(parent: &mut Vcpu<G>, request: CloneRequest) -> i64 {
    match try_spawn(parent, request) {
        Ok(result) => result,
        Err(errno) => -i64::from(errno),
    }
}

fn try_spawn<G: Guest>(parent: &mut Vcpu<G>, request: CloneRequest) -> Result<i64, i32> {
    let mut state = parent.state().clone();
    G::enter_clone(&mut state, request.stack, request.tls);
    let vcpu = Vcpu::new(parent.runtime(), state)?;
    let stack = HostStack::new(STACK_SIZE)?;
    let tls = ThreadTls::new()?;
    let thread_pointer = tls.thread_pointer();
    let maps = [stack, tls.into_mapping()];
    let start = Box::into_raw(Box::new(Start {
        vcpu,
        task: request.task,
        flags: request.args.flags,
        maps,
    }));
    // A child of vfork may end by exec, which returns nothing to us, but its parent waits for it: the parent frees.
    let vfork = request.args.flags & libc::CLONE_VFORK as u64 != 0;
    let entry = if vfork {
        run_borrowed::<G>
    } else {
        run_owned::<G>
    };
    if !vfork {
        // For good: after a thread has left us, the kernel still writes to its robust futexes.
        parent.runtime().notice_shared_memory();
    }
    let old = linux_user::host::set_mask(SigSet::ALL.without(SigSet::SYNCHRONOUS));
    OTHERS.fetch_add(1, Ordering::Relaxed);
    // SAFETY: the flags contain CLONE_VM; stack, TLS and `start` are the child's alone.
    let result = unsafe {
        host_calls::spawn_thread(&request.args, stack, thread_pointer, entry, start as usize)
    };
    if vfork || result < 0 {
        // SAFETY: there is no child, or it has left this address space: everything is ours again.
        unsafe {
            drop(Box::from_raw(start));
            maps.into_iter().for_each(|m| m.release());
        }
        OTHERS.fetch_sub(1, Ordering::Release);
    }
    linux_user::host::set_mask(old);
    Ok(result)
}

extern "C" fn run_owned<G: Guest>(start: usize) -> ! {
    // SAFETY: `start` is the box that try_spawn gave away.
    let mut start = unsafe { Box::from_raw(start as *mut Start<G>) };
    let code = begin(&mut start);
    linux_user::host::set_mask(SigSet::ALL);
    start.vcpu.detach();
    let (runtime, [stack, tls]) = (start.vcpu.runtime(), start.maps);
    drop(start);
    thread_ended(runtime);
    OTHERS.fetch_sub(1, Ordering::Release);
    // SAFETY: nothing of this thread is used any more but the stack it stands on.
    unsafe { host_calls::exit_thread([Some(stack), Some(tls)], code) }
}

extern "C" fn run_borrowed<G: Guest>(start: usize) -> ! {
    // SAFETY: the box belongs to the suspended parent, which looks at it again when this thread is gone.
    let start = unsafe { &mut *(start as *mut Start<G>) };
    let code = begin(start);
    // SAFETY: frees nothing.
    unsafe { host_calls::exit_thread([None; 2], code) }
}

fn begin<G: Guest>(start: &mut Start<G>) -> i32 {
    attach(&start.vcpu);
    start.task.started(start.flags);
    cpu_loop::run(&mut start.vcpu, &mut start.task)
}

/// Runs the process's first thread; its host stack is the process's own.
///
/// What it changes all the time lies together on the heap: every page that is written after a fork is copied.
pub fn run_first<G: Guest>(vcpu: Vcpu<G>, task: Task) -> ! {
    let mut thread = Box::new((vcpu, task));
    let (vcpu, task) = &mut *thread;
    attach(vcpu);
    // Only now: what was pending before exec and comes when the mask is set has somewhere to go.
    task.started(0);
    let code = cpu_loop::run(vcpu, task);
    linux_user::host::set_mask(SigSet::ALL);
    vcpu.detach();
    let runtime = vcpu.runtime();
    drop(thread);
    thread_ended(runtime);
    // SAFETY: unmaps nothing.
    unsafe { host_calls::exit_thread([None; 2], code) }
}

/// A thread has ended, and with the last one the process.
fn thread_ended<G: Guest>(runtime: &Runtime<G>) {
    if !runtime.has_threads() {
        process_ends(runtime);
    }
}

fn process_ends<G: Guest>(runtime: &Runtime<G>) {
    stats::tell(runtime);
    runtime.save_translations();
}

/// Ends the process.
#[inline(never)]
pub fn exit_process<G: Guest>(runtime: &Runtime<G>, code: i32) -> ! {
    process_ends(runtime);
    exit_group(code)
}

fn exit_group(code: i32) -> ! {
    loop {
        // SAFETY: ends the process.
        unsafe { host_calls::syscall(libc::SYS_exit_group, [code as u64, 0, 0, 0, 0, 0]) };
    }
}
