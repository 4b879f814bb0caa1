//! Host signals while guest code runs.
//!
//! **Problem.** A signal arrives between any two host instructions, but a guest handler must see the
//! guest's registers exactly as they are between two guest instructions, within microseconds, also in a
//! loop without calls; and looking for signals in every block would cost every block.
//!
//! **Choice.** The host handler only captures. It puts the siginfo into the thread's queue, sets the
//! pending word, blocks all other signals in the interrupted context, and then, by where it hit:
//!
//! * *emulator code*: nothing more. The pending word is looked at before generated code is entered, by the
//!   enter stub, and by interruptible system calls, whose window before the host call is closed by moving
//!   the instruction pointer ([`host_calls::fixup`]).
//! * *generated code at a guest instruction boundary* (the block's pc map says so): the context is moved
//!   to the Exit stub, which stores the guest's registers as for any other exit.
//! * *generated code elsewhere*: the trap flag is set, and the SIGTRAP after each host instruction looks again.
//!   A guest instruction is a handful of host instructions, so this ends soon. A helper called on the way is
//!   not stepped through: the helper stub sets the trap flag again when it returns.
//!
//! Synchronous faults in generated code go to the Exit stub too; the runtime finds the guest instruction
//! afterwards, outside the handler. Faults of the emulator's own accesses to guest memory continue at
//! their landing pads. SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP are therefore never blocked on the host.
//!
//! **Rejected.** A poll per block or back edge (costs every loop); unlinking blocks (slow, and a block
//! that loops on itself must still be patched); emulating forward from a copied state (a second engine).
//!
//! **Races.** The handler takes the code cache's lock with try only: if another thread has it, the next
//! step asks again. Everything else it touches belongs to its own thread.

use std::arch::naked_asm;
use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicUsize, Ordering, compiler_fence};

use code_cache::{CodeCache, Location};
use host_calls::{Fault, Fixup, HostStack};
use host_x64::PcKind;
use ir::{ExitKind, RuntimeArea};

/// siginfo as the kernel passed it.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub struct HostSigInfo(pub [u8; 128]);

impl HostSigInfo {
    /// si_signo
    pub fn signo(&self) -> i32 {
        i32::from_ne_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }
}

impl std::fmt::Debug for HostSigInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HostSigInfo({})", self.signo())
    }
}

/// What the host kernel shall do with a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Disposition {
    /// SIG_DFL
    Default,
    /// SIG_IGN
    Ignore,
    /// Our handler.
    Catch,
}

/// A synchronous fault in generated code.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CodeFaultRecord {
    pub fault: Fault,
    pub rip: u64,
    /// rax..r15 in hardware order.
    pub gprs: [u64; 16],
}

/// Signals that must reach the emulator at any time.
const SYNCHRONOUS: [i32; 5] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGILL,
    libc::SIGFPE,
    libc::SIGTRAP,
];

/// The mask in force from the capture of a signal until its delivery.
const BLOCK_ALL: u64 = {
    let mut mask = u64::MAX;
    let mut i = 0;
    while i < SYNCHRONOUS.len() {
        mask &= !(1 << (SYNCHRONOUS[i] - 1));
        i += 1;
    }
    mask
};

const QUEUE: usize = 16;
const TRAP_FLAG: i64 = 0x100;
const DIRECTION_FLAG: i64 = 0x400;

/// What the handler needs of its thread. Touched by that thread only.
#[derive(Debug)]
pub(crate) struct SignalState {
    pub area: *mut RuntimeArea,
    pub pc: *mut u64,
    pub cache: *const CodeCache,
    pub call_stack: HostStack,
    pub call_stack_top: u64,
    pub code_fault: Cell<CodeFaultRecord>,
    queue: UnsafeCell<[HostSigInfo; QUEUE]>,
    /// Signals ever put into the queue: written by the handler only.
    pushed: AtomicUsize,
    /// Signals ever taken out: written outside the handler only.
    taken: AtomicUsize,
}

thread_local! {
    static CURRENT: Cell<*const SignalState> = const { Cell::new(std::ptr::null()) };
}

impl SignalState {
    pub fn new(
        area: *mut RuntimeArea,
        pc: *mut u64,
        cache: *const CodeCache,
        call_stack: HostStack,
        call_stack_top: u64,
    ) -> SignalState {
        SignalState {
            area,
            pc,
            cache,
            call_stack,
            call_stack_top,
            code_fault: Cell::default(),
            queue: UnsafeCell::new([HostSigInfo([0; 128]); QUEUE]),
            pushed: AtomicUsize::new(0),
            taken: AtomicUsize::new(0),
        }
    }

    /// Makes this the calling thread's state.
    pub fn attach(&self) {
        CURRENT.set(self);
    }

    /// True if a captured signal has not been taken.
    pub fn has_some(&self) -> bool {
        self.taken.load(Ordering::Relaxed) != self.pushed.load(Ordering::Relaxed)
    }

    /// Takes the oldest captured signal. When it was the last, the pending word is cleared.
    pub fn take(&self) -> Option<HostSigInfo> {
        if !self.has_some() {
            return None;
        }
        let taken = self.taken.load(Ordering::Relaxed);
        compiler_fence(Ordering::SeqCst);
        // SAFETY: only this thread touches the queue; its handler may push meanwhile, but never to an occupied slot.
        let info = unsafe { (*self.queue.get())[taken % QUEUE] };
        compiler_fence(Ordering::SeqCst);
        self.taken.store(taken + 1, Ordering::Relaxed);
        // Clear first, then look: a handler in between sets it again.
        self.set_pending(0);
        compiler_fence(Ordering::SeqCst);
        if taken + 1 != self.pushed.load(Ordering::Relaxed) {
            self.set_pending(1);
        }
        Some(info)
    }

    fn set_pending(&self, value: u32) {
        // SAFETY: the area outlives the thread's state.
        unsafe { (*self.area).pending.store(value, Ordering::Relaxed) };
    }

    /// Called by the handler, which nothing of this thread interrupts but faults.
    fn push(&self, info: HostSigInfo) {
        let pushed = self.pushed.load(Ordering::Relaxed);
        // When full, a synchronous kind sent over and over by others: one of its kind is in the queue.
        if pushed - self.taken.load(Ordering::Relaxed) < QUEUE {
            // SAFETY: the handler runs on this thread, and the slot is free.
            unsafe { (*self.queue.get())[pushed % QUEUE] = info };
            compiler_fence(Ordering::SeqCst);
            self.pushed.store(pushed + 1, Ordering::Relaxed);
        }
        self.set_pending(1);
    }
}

/// Where handlers return to: rt_sigreturn.
#[unsafe(naked)]
unsafe extern "C" fn sigreturn() {
    naked_asm!("mov eax, 15", "syscall")
}

/// The kernel's struct sigaction on x86-64.
#[repr(C)]
struct KernelSigaction {
    handler: usize,
    flags: u64,
    restorer: usize,
    mask: u64,
}

const SA_RESTORER: u64 = 0x0400_0000;

/// Sets the host's action for `sig` by the raw system call (libc keeps two signals to itself). Of
/// `flags` only SA_RESTART, SA_NOCLDSTOP and SA_NOCLDWAIT matter.
///
/// # Errors
/// Positive errno.
pub fn set_host_action(sig: i32, disposition: Disposition, flags: u64) -> Result<(), i32> {
    let kept = (libc::SA_RESTART | libc::SA_NOCLDSTOP | libc::SA_NOCLDWAIT) as u32 as u64;
    let handler = match disposition {
        Disposition::Default => libc::SIG_DFL,
        Disposition::Ignore => libc::SIG_IGN,
        Disposition::Catch => handle as *const () as usize,
    };
    let ours = (libc::SA_SIGINFO | libc::SA_ONSTACK) as u32 as u64 | SA_RESTORER;
    let action = KernelSigaction {
        handler,
        flags: flags & kept | ours,
        restorer: sigreturn as *const () as usize,
        mask: BLOCK_ALL,
    };
    // SAFETY: the structure is the kernel's; the handler is async-signal-safe.
    let r = unsafe {
        host_calls::syscall(
            libc::SYS_rt_sigaction,
            [sig as u64, &raw const action as u64, 0, 8, 0, 0],
        )
    };
    if r < 0 { Err(-r as i32) } else { Ok(()) }
}

/// Catches the five synchronous signals, which generated code and accesses to guest memory rely on.
pub fn catch_synchronous() {
    for sig in SYNCHRONOUS {
        set_host_action(sig, Disposition::Catch, 0).expect("these signals can be caught");
    }
}

/// Gives the calling thread an alternate stack for the handler.
pub(crate) fn use_signal_stack(stack: HostStack) {
    let ss = libc::stack_t {
        ss_sp: stack.base as *mut _,
        ss_flags: 0,
        ss_size: stack.len,
    };
    // SAFETY: the stack belongs to this thread from now on.
    unsafe { libc::sigaltstack(&raw const ss, std::ptr::null_mut()) };
}

/// Takes the alternate stack back.
pub(crate) fn drop_signal_stack() {
    let ss = libc::stack_t {
        ss_sp: std::ptr::null_mut(),
        ss_flags: libc::SS_DISABLE,
        ss_size: 0,
    };
    CURRENT.set(std::ptr::null());
    // SAFETY: no handler is running on it: this is ordinary code.
    unsafe { libc::sigaltstack(&raw const ss, std::ptr::null_mut()) };
}

/// The interrupted context, in the handler's terms.
struct Context<'a>(&'a mut libc::ucontext_t);

impl Context<'_> {
    fn reg(&mut self, index: i32) -> &mut i64 {
        &mut self.0.uc_mcontext.gregs[index as usize]
    }

    fn rip(&mut self) -> u64 {
        *self.reg(libc::REG_RIP) as u64
    }

    fn go_to(&mut self, rip: u64) {
        *self.reg(libc::REG_RIP) = rip as i64;
    }

    fn step(&mut self, on: bool) {
        let flags = self.reg(libc::REG_EFL);
        *flags = if on {
            *flags | TRAP_FLAG
        } else {
            *flags & !TRAP_FLAG
        };
    }

    fn block_signals(&mut self) {
        // SAFETY: the kernel's signal mask is the first 8 bytes of uc_sigmask.
        unsafe { *(&raw mut self.0.uc_sigmask).cast::<u64>() = BLOCK_ALL };
    }

    /// Continues at the Exit stub with `kind`.
    fn leave(&mut self, cache: &CodeCache, kind: ExitKind) {
        *self.reg(libc::REG_RAX) = kind as i64;
        let exit = cache.base() + cache.stubs().exit.start as u64;
        self.go_to(exit);
        *self.reg(libc::REG_EFL) &= !(TRAP_FLAG | DIRECTION_FLAG);
    }

    fn gprs(&mut self) -> [u64; 16] {
        const ORDER: [i32; 16] = [
            libc::REG_RAX,
            libc::REG_RCX,
            libc::REG_RDX,
            libc::REG_RBX,
            libc::REG_RSP,
            libc::REG_RBP,
            libc::REG_RSI,
            libc::REG_RDI,
            libc::REG_R8,
            libc::REG_R9,
            libc::REG_R10,
            libc::REG_R11,
            libc::REG_R12,
            libc::REG_R13,
            libc::REG_R14,
            libc::REG_R15,
        ];
        ORDER.map(|r| *self.reg(r) as u64)
    }
}

extern "C" fn handle(sig: i32, info: *const HostSigInfo, uc: *mut libc::ucontext_t) {
    // SAFETY: the kernel passes valid pointers to its frame, which nobody else has.
    let (info, mut ctx) = unsafe { (*info, Context(&mut *uc)) };
    let code = i32::from_ne_bytes([info.0[8], info.0[9], info.0[10], info.0[11]]);
    let current = CURRENT.get();
    if SYNCHRONOUS.contains(&sig) && code > 0 {
        // SAFETY: CURRENT is null or the state of this thread's vcpu, which outlives its run.
        return synchronous(sig, code, &info, &mut ctx, unsafe { current.as_ref() });
    }
    // SAFETY: as above.
    if let Some(thread) = unsafe { current.as_ref() } {
        thread.push(info);
        ctx.block_signals();
        interrupt(thread, &mut ctx);
    }
}

/// A signal for the guest has been queued: make the interrupted code notice it.
fn interrupt(thread: &SignalState, ctx: &mut Context<'_>) {
    let rip = ctx.rip();
    if let Some(Fixup::Syscall(restart)) = host_calls::fixup(rip as usize) {
        return ctx.go_to(restart as u64);
    }
    // SAFETY: the cache outlives every thread.
    let cache = unsafe { &*thread.cache };
    if cache.contains(rip) {
        stop_generated_code(thread, cache, ctx);
    }
}

/// The context is in the arena: leave at a boundary, else step on.
fn stop_generated_code(thread: &SignalState, cache: &CodeCache, ctx: &mut Context<'_>) {
    let stubs = cache.stubs();
    let rip = ctx.rip();
    let offset = (rip - cache.base()) as u32;
    if stubs.exit.contains(&offset) {
        return ctx.step(false);
    }
    if stubs.enter.contains(&offset) {
        if offset >= stubs.enter_saved {
            ctx.go_to(cache.base() + stubs.enter_abort as u64);
        }
        return ctx.step(false);
    }
    if let Ok(Some(Location {
        pc,
        kind: PcKind::Boundary,
        at_start: true,
    })) = cache.try_locate(rip)
    {
        // SAFETY: the pc field belongs to this thread's State.
        unsafe { *thread.pc = pc };
        return ctx.leave(cache, ExitKind::Interrupt);
    }
    ctx.step(true);
}

fn synchronous(
    sig: i32,
    code: i32,
    info: &HostSigInfo,
    ctx: &mut Context<'_>,
    thread: Option<&SignalState>,
) {
    let rip = ctx.rip();
    let mut addr = [0; 8];
    addr.copy_from_slice(&info.0[16..24]);
    let fault = Fault {
        signo: sig,
        code,
        addr: u64::from_ne_bytes(addr),
    };
    if let Some(Fixup::Access(landing)) = host_calls::fixup(rip as usize) {
        host_calls::record_fault(fault);
        return ctx.go_to(landing as u64);
    }
    let Some(thread) = thread else {
        return internal_error(sig, rip, fault.addr);
    };
    // SAFETY: the cache outlives every thread.
    let cache = unsafe { &*thread.cache };
    const TRAP_TRACE: i32 = 2;
    if sig == libc::SIGTRAP && code == TRAP_TRACE {
        return if cache.contains(rip) {
            stop_generated_code(thread, cache, ctx)
        } else {
            ctx.step(false)
        };
    }
    if !cache.contains(rip) || !matches!(sig, libc::SIGSEGV | libc::SIGBUS) {
        return internal_error(sig, rip, fault.addr);
    }
    let guard = thread.call_stack.base.wrapping_sub(4096)..thread.call_stack.base;
    if guard.contains(&fault.addr) {
        // The call stack is full (deep recursion, or calls that never return): forget the pairs.
        *ctx.reg(libc::REG_RSP) = thread.call_stack_top as i64;
        return;
    }
    thread.code_fault.set(CodeFaultRecord {
        fault,
        rip,
        gprs: ctx.gprs(),
    });
    ctx.leave(cache, ExitKind::Fault);
}

/// A bug of the emulator: say where, and die from the signal.
fn internal_error(sig: i32, rip: u64, addr: u64) {
    let mut line = [0u8; 160];
    let mut text = std::io::Cursor::new(&mut line[..]);
    let anchor = handle as *const () as u64;
    let distance = rip.wrapping_sub(anchor) as i64;
    let written = std::io::Write::write_fmt(
        &mut text,
        format_args!(
            "emu: internal error: signal {sig} at {rip:#x} (handler{distance:+#x}), address {addr:#x}\n"
        ),
    );
    let n = text.position() as usize;
    if written.is_ok() {
        // SAFETY: writes our buffer to stderr.
        unsafe { libc::write(2, line.as_ptr().cast(), n) };
    }
    // The instruction is executed again, now with the default action.
    let _ = set_host_action(sig, Disposition::Default, 0);
}
