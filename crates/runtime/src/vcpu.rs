//! One guest thread's execution: the loop around generated code.

use std::arch::asm;
use std::collections::HashMap;
use std::ffi::c_void;
use std::mem::size_of;
use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use code_cache::CodeCache;
use host_calls::{Fault, HostStack};
use host_x64::{StubId, regs};
use ir::{Block, ExitKind, Frontend, RuntimeArea, StaleCode, Terminal};
use ir_interp::{Guest, Interp};

use crate::engine::{OUTSIDE, Runtime};
use crate::lifted::FetchFault;
use crate::profile::{Phase, PhaseClock};
use crate::signals::{self, HostSigInfo, SignalState};
use crate::tagged;
use crate::translate::Translator;
use crate::wishes::{self, Wish};

mod compile;
mod fault;

use compile::Compiled;
use fault::Located;

/// Why guest code stopped. The guest's registers are exact; pc is as each variant says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// A system call; pc is after the instruction.
    Syscall,
    /// An illegal instruction at pc.
    Illegal,
    /// A breakpoint instruction at pc.
    Breakpoint,
    /// The instruction at pc faulted, or cannot be fetched.
    Fault(Fault),
    /// A misaligned atomic access to this address by the instruction at pc.
    Misaligned(u64),
    /// A signal waits: see [`Vcpu::take_signal`].
    Interrupt,
}

/// Bytes of the call/return stack: 16 per open guest call; on overflow the pairs are forgotten.
const CALL_STACK: usize = 1 << 20;

/// An open guest call on the call stack: where its return goes on, in the host and in the guest.
type Pair = [u64; 2];

/// At the top of the call stack: room for the slow return's scan, filled with a value no guest pc has.
const CALL_STACK_PAD: usize = 2048;
const NO_PC: u64 = 1;

/// Host signal frames (AVX-512 and AMX state included) and the handler.
const SIGNAL_STACK: usize = 128 << 10;

/// Entries of the table of recently entered blocks: system calls return to few places.
const RECENT: usize = 64;

fn recent_slot(pc: u64) -> usize {
    (pc >> 1) as usize % RECENT
}

pub(crate) const SEGV_MAPERR: i32 = 1;

/// Memory that generated code addresses: the state register points into `state`.
#[repr(C)]
#[derive(Debug)]
struct ThreadArea<S> {
    rt: RuntimeArea,
    state: S,
}

/// A guest thread: its CPU state and everything needed to run it.
pub struct Vcpu<F: Frontend> {
    runtime: &'static Runtime<F>,
    area: Box<ThreadArea<F::State>>,
    signals: Box<SignalState>,
    translator: Translator<F>,
    interp: Interp,
    ir_blocks: HashMap<u64, Rc<Block>>,
    ir_epoch: u64,
    call_stack: HostStack,
    signal_stack: HostStack,
    /// The generation of the arena this thread is in, or OUTSIDE, as other threads are told, if there are any; boxed because the
    /// registry points to it.
    inside: Box<AtomicU64>,
    /// The generation its call stack belongs to.
    entered: u64,
    /// Blocks entered from the dispatcher, by pc, with their host addresses; valid in `recent_epoch`.
    recent: [(u64, u64); RECENT],
    recent_epoch: u64,
    /// Exception flags as the last run left them.
    left_fflags: u32,
    /// What MXCSR was made of, as generated code left it: see [`Modes`].
    left_modes: Modes,
    /// How many [`Wish`]es this thread may still note: it began as a forked process.
    wishes_left: u32,
    clock: PhaseClock,
}

impl<F: Frontend> std::fmt::Debug for Vcpu<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vcpu")
            .field("pc", &self.pc())
            .finish_non_exhaustive()
    }
}

impl<F: Frontend> Drop for Vcpu<F> {
    fn drop(&mut self) {
        self.runtime.unregister(&self.inside);
        // SAFETY: neither stack is in use: guest code runs only under `run`, handlers only while attached.
        unsafe {
            self.call_stack.release();
            self.signal_stack.release();
        }
    }
}

/// What MXCSR is made of in a guest's State.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Modes {
    fflags: u32,
    frm: u32,
    fp: u32,
}

impl Modes {
    /// Those of no guest: whatever a State has is to be looked at.
    const NONE: Modes = Modes {
        fflags: u32::MAX,
        frm: u32::MAX,
        fp: u32::MAX,
    };

    fn flush(self) -> bool {
        self.fp & ir::fp_mode::FLUSH != 0
    }

    fn mxcsr(self) -> u32 {
        let flush = if self.flush() { regs::MXCSR_FLUSH } else { 0 };
        regs::mxcsr(self.fflags, self.frm) | flush
    }
}

/// What the loop does next.
enum Next {
    /// Run on at the State's pc.
    Go,
    /// Interpret the code at the State's pc, which is new, or too much for tier 1, or has an access that stands for several.
    Interpret,
    /// Tell the caller.
    Stop(Exit),
}

impl<F: Frontend> Vcpu<F> {
    /// A new thread of `runtime` with these registers. To be [`attach`](Self::attach)ed by the host thread that will run it.
    ///
    /// # Errors
    /// Positive errno, if the host gives no memory.
    pub fn new(runtime: &'static Runtime<F>, state: F::State) -> Result<Vcpu<F>, i32> {
        const {
            assert!(
                size_of::<RuntimeArea>().is_multiple_of(64),
                "State must follow without a gap"
            )
        };
        let call_stack = HostStack::new(CALL_STACK)?;
        let signal_stack = HostStack::new(SIGNAL_STACK)?;
        let mut area = Box::new(ThreadArea {
            rt: RuntimeArea::default(),
            state,
        });
        let top = call_stack.top() - CALL_STACK_PAD as u64;
        for at in (top..call_stack.top()).step_by(8) {
            // SAFETY: inside the fresh mapping.
            unsafe { *(at as *mut u64) = NO_PC };
        }
        area.rt.guest_call_sp = top;
        area.rt.version_words = guest_mem::monitor::words();
        let rt = &raw mut area.rt;
        let pc = (&raw mut area.state)
            .wrapping_byte_add(F::REGS.pc_offset as usize)
            .cast();
        let cache: *const CodeCache = &raw const runtime.cache;
        let signals = Box::new(SignalState::new(rt, pc, cache, call_stack, top));
        let inside = Box::new(AtomicU64::new(OUTSIDE));
        runtime.register(&inside);
        let mut vcpu = Vcpu {
            runtime,
            area,
            signals,
            translator: Translator::new(&runtime.options, &runtime.modes, runtime.profile()),
            interp: Interp::new(),
            ir_blocks: HashMap::new(),
            ir_epoch: 0,
            call_stack,
            signal_stack,
            inside,
            entered: 0,
            recent: [(0, 0); RECENT],
            recent_epoch: 0,
            left_fflags: 0,
            left_modes: Modes::NONE,
            wishes_left: 0,
            clock: PhaseClock::new(runtime.profile()),
        };
        vcpu.left_fflags = vcpu.read_u32(F::REGS.fflags_offset);
        Ok(vcpu)
    }

    /// Makes the calling host thread this vcpu's: its signals are captured here from now on.
    pub fn attach(&self) {
        self.signals.attach();
        signals::use_signal_stack(self.signal_stack);
    }

    /// Undoes [`attach`](Self::attach). All signals must be blocked.
    pub fn detach(&self) {
        signals::drop_signal_stack();
    }

    /// The guest's registers.
    pub fn state(&mut self) -> &mut F::State {
        &mut self.area.state
    }

    /// The pending word, for interruptible system calls of this thread.
    pub fn pending_word(&self) -> *const std::sync::atomic::AtomicU32 {
        &raw const self.area.rt.pending
    }

    /// True if a captured signal waits.
    pub fn has_signal(&self) -> bool {
        self.signals.has_some()
    }

    /// The oldest captured signal. Until the last one is taken and the mask is set, all signals stay blocked.
    pub fn take_signal(&self) -> Option<HostSigInfo> {
        self.signals.take()
    }

    /// The engine this thread belongs to.
    pub fn runtime(&self) -> &'static Runtime<F> {
        self.runtime
    }

    /// In a forked child: this is the only thread now.
    ///
    /// # Errors
    /// Positive errno, if the host gives no memory for code.
    pub fn after_fork(&mut self) -> Result<(), i32> {
        self.wishes_left = wishes::OF_ONE_CHILD;
        self.runtime.after_fork(&self.inside).map_err(|e| e.errno)
    }

    /// Forgets the reservation of a load-exclusive, as entering the kernel does.
    pub fn clear_reservation(&mut self) {
        self.area.rt.reserved_addr = ir::state::NO_RESERVATION;
        self.interp.clear_reservation();
    }

    fn state_bytes(&mut self) -> &mut [u8] {
        let state = (&raw mut self.area.state).cast::<u8>();
        // SAFETY: State is plain data of this size and exclusively borrowed through self.
        unsafe { std::slice::from_raw_parts_mut(state, size_of::<F::State>()) }
    }

    fn read_u32(&self, offset: u16) -> u32 {
        let state = (&raw const self.area.state).cast::<u8>();
        // SAFETY: the register file describes the State; offsets are aligned and inside.
        unsafe { *state.add(offset as usize).cast::<u32>() }
    }

    fn write_u64(&mut self, offset: u16, value: u64) {
        self.state_bytes()[offset as usize..][..8].copy_from_slice(&value.to_ne_bytes());
    }

    fn pc(&self) -> u64 {
        let state = (&raw const self.area.state).cast::<u8>();
        // SAFETY: as in read_u32.
        unsafe { *state.add(F::REGS.pc_offset as usize).cast::<u64>() }
    }

    fn set_pc(&mut self, pc: u64) {
        self.write_u64(F::REGS.pc_offset, pc);
    }

    /// True if the lifted block is the first that reads or writes exception flags, and generated code has them as the
    /// host's, which are not quite the guest's ([`ir::RegFile::tiny_before_rounding`]).
    fn looks_at_flags(&self) -> bool {
        let flags_differ = F::REGS.tiny_before_rounding && !self.runtime.options.interp;
        flags_differ
            && self.translator.with_block(|block| block.uses_fflags)
            && !self.runtime.flags_seen()
    }

    /// Runs guest code until something happens that the operating system layer must know.
    pub fn run(&mut self) -> Exit {
        self.clock.enter(Phase::Dispatching);
        self.notice_written_flags();
        if let Some(checks) = F::STACK_CHECKS {
            let sp = self.read_u32(F::REGS.info(checks.sp).offset);
            self.runtime.notice_stack_pointer(sp.into());
        }
        if F::BRANCH_TARGETS.is_some() {
            self.runtime.notice_guarded_pages();
        }
        let exit = loop {
            match self.run_on() {
                Exit::Fault(_) if self.drops_tag_of_pc() => {}
                exit => break exit,
            }
        };
        self.clock.enter(Phase::Outside);
        self.left_fflags = self.read_u32(F::REGS.fflags_offset);
        match exit {
            Exit::Fault(fault) if F::TOP_BYTE_IGNORED => Exit::Fault(Fault {
                addr: tagged::reported(fault.addr),
                ..fault
            }),
            Exit::Misaligned(addr) if F::TOP_BYTE_IGNORED => {
                Exit::Misaligned(tagged::reported(addr))
            }
            exit => exit,
        }
    }

    /// Who sets exception flags from outside, as a signal handler may in its frame, looks at them.
    fn notice_written_flags(&mut self) {
        const NOT_THE_HOSTS: u32 = (ir::fflags::UF | ir::fflags::ID) as u32;
        let written = self.read_u32(F::REGS.fflags_offset) & !self.left_fflags;
        let flags_differ = F::REGS.tiny_before_rounding && !self.runtime.options.interp;
        if flags_differ && written & NOT_THE_HOSTS != 0 && !self.runtime.flags_seen() {
            self.runtime.demand_exact_flags();
        }
    }

    /// What MXCSR is to be made of.
    fn modes(&self) -> Modes {
        Modes {
            fflags: self.read_u32(F::REGS.fflags_offset),
            frm: self.read_u32(F::REGS.frm_offset),
            fp: F::REGS.fp_mode_offset.map_or(0, |at| self.read_u32(at)),
        }
    }

    /// True if the thread's modes are beyond generated code. Its flags are the host's when it flushes: that is not enough
    /// for a guest that looks at them.
    fn is_interpreted(&self, modes: Modes) -> bool {
        self.runtime.options.interp
            || modes.frm > 3
            || modes.fp & ir::fp_mode::INTERPRETED != 0
            || (modes.flush() && self.runtime.flags_seen())
    }

    fn run_on(&mut self) -> Exit {
        loop {
            if self.area.rt.pending.load(Ordering::Relaxed) != 0 {
                return Exit::Interrupt;
            }
            let modes = self.modes();
            let next = if self.is_interpreted(modes) {
                self.run_interpreted()
            } else {
                if modes.flush() {
                    self.runtime.demand_flushing();
                }
                self.run_translated(modes)
            };
            let next = match next {
                Next::Interpret => self.interpret_new_code(),
                next => next,
            };
            if let Next::Stop(exit) = next {
                return exit;
            }
        }
    }

    /// Runs translated code until an exit that is not about finding code.
    fn run_translated(&mut self, modes: Modes) -> Next {
        if modes != self.left_modes {
            self.area.rt.guest_mxcsr = modes.mxcsr();
        }
        let entered_with = self.area.rt.guest_mxcsr;
        let next = self.stay_inside();
        self.leave_arena();
        // What MXCSR has no flag for stays in memory while generated code runs, and the code may have written it.
        let kept = self.read_u32(F::REGS.fflags_offset) & ir::fflags::ID as u32;
        let raised = match self.area.rt.guest_mxcsr {
            same if same == entered_with => modes.fflags & regs::HOST_FFLAGS,
            mxcsr => regs::fflags_from_mxcsr(mxcsr),
        };
        let offset = F::REGS.fflags_offset as usize;
        self.state_bytes()[offset..][..4].copy_from_slice(&(kept | raised).to_ne_bytes());
        // Code that changes the rounding may leave it to the next entry to tell MXCSR, or have told it itself.
        self.left_modes = match (self.area.rt.guest_mxcsr ^ entered_with) & !regs::MXCSR_FLAGS {
            0 => Modes {
                fflags: kept | raised,
                ..modes
            },
            _ => Modes::NONE,
        };
        next
    }

    /// The dispatcher: finds code, enters it, finds the next. What it does for a system call is here; what is seldom, such as
    /// to make code, is in functions of its own, whose needs of the stack and of registers would otherwise be every call's.
    fn stay_inside(&mut self) -> Next {
        let mut indirect = false;
        loop {
            if self.join_generation() {
                // Code is made otherwise from now on: it may not be for this thread any more.
                return Next::Go;
            }
            let pc = self.pc();
            let known = if indirect { None } else { self.recent_code(pc) };
            let host = match known {
                Some(host) => host,
                None => match self.find_code(pc, indirect) {
                    Ok(host) => host,
                    Err(next) => return next,
                },
            };
            log::debug!(target: "exec", "{pc:#x}");
            self.enter(host);
            let kind = ExitKind::from_u32(self.area.rt.exit_kind);
            self.count_exit(kind);
            indirect = kind == Some(ExitKind::Lookup) && self.runtime.options.chain;
            match kind {
                Some(ExitKind::Syscall) => return Next::Stop(Exit::Syscall),
                Some(ExitKind::Lookup | ExitKind::Return) => {}
                Some(ExitKind::Link) => self.follow_link(),
                Some(ExitKind::Fault) => match self.locate_fault() {
                    Located::Fault(fault) => return Next::Stop(Exit::Fault(fault)),
                    Located::Again => continue,
                    Located::Several => return Next::Interpret,
                },
                Some(kind) => return self.leave(kind),
                None => unreachable!("generated code stores exit kinds only"),
            }
        }
    }

    /// Host code for `pc`, looked up or made; or what is to be done if there is none to be had.
    #[inline(never)]
    fn find_code(&mut self, pc: u64, indirect: bool) -> Result<u64, Next> {
        let known = self.runtime.cache.lookup(pc, indirect);
        if self.wishes_left != 0 && (known.is_none() || indirect) {
            self.wishes_left -= 1;
            self.runtime.wishes.note(Wish { pc, indirect });
        }
        let known = known.or_else(|| self.take_stored(pc));
        let host = match known {
            Some(host) => host,
            None if self.runtime.is_new(pc) => return Err(Next::Interpret),
            None => match self.compile(pc, indirect) {
                Ok(Compiled::At(host)) => host,
                Ok(Compiled::Flushed) => return Err(Next::Go),
                Ok(Compiled::TooMuch) => return Err(Next::Interpret),
                Err(fault) => return Err(Next::Stop(Exit::Fault(fault))),
            },
        };
        self.remember(pc, host);
        Ok(host)
    }

    /// Goes on where the exit that was taken wants to.
    #[inline(never)]
    fn follow_link(&mut self) {
        let id = self.area.rt.exit_info as u32;
        let target = self.runtime.cache.link_target(id);
        let target = target.expect("links outlive the threads that can reach them");
        log::debug!(target: "chain", "exit {id} to {target:#x}");
        self.set_pc(target);
    }

    /// Enters the current generation of the arena, waiting for a flush in progress. True if this thread was not in that
    /// one before.
    fn join_generation(&mut self) -> bool {
        let now = self.runtime.generation();
        if self.inside.load(Ordering::Relaxed) == now {
            return false;
        }
        if self.entered == now && self.publish(now) {
            return false;
        }
        self.join_another()
    }

    /// Says that this thread is in generation `now`; false if that has ended meanwhile.
    fn publish(&self, now: u64) -> bool {
        if self.runtime.is_alone() {
            // Who flushes is this thread, from outside.
            return true;
        }
        // Publish, then look again: a flush that began in between either sees us or is seen here.
        self.inside.store(now, Ordering::SeqCst);
        self.runtime.generation() == now
    }

    #[cold]
    fn join_another(&mut self) -> bool {
        loop {
            self.leave_arena();
            let now = self.runtime.generation();
            if !now.is_multiple_of(2) {
                self.runtime.wait_for_flush();
                continue;
            }
            if self.publish(now) {
                let other = self.entered != now;
                if other {
                    self.entered = now;
                    self.area.rt.guest_call_sp = self.signals.call_stack_top;
                }
                return other;
            }
        }
    }

    fn leave_arena(&self) {
        if self.inside.load(Ordering::Relaxed) != OUTSIDE {
            self.inside.store(OUTSIDE, Ordering::Release);
        }
    }

    /// Host code for `pc` if it was entered from here not long ago and no code has changed since.
    fn recent_code(&mut self, pc: u64) -> Option<u64> {
        let epoch = self.runtime.cache.epoch();
        if self.recent_epoch != epoch {
            self.recent_epoch = epoch;
            self.recent = [(0, 0); RECENT];
        }
        let (known, host) = self.recent[recent_slot(pc)];
        (known == pc && host != 0).then_some(host)
    }

    fn remember(&mut self, pc: u64, host: u64) {
        self.recent[recent_slot(pc)] = (pc, host);
    }

    fn enter(&mut self, host: u64) {
        let cache = &self.runtime.cache;
        let enter = cache.base() + cache.stubs().enter.start as u64;
        let state = (&raw mut self.area.state).cast::<c_void>();
        self.area.rt.alone = u64::from(self.runtime.sees_memory_alone());
        self.clock.enter(Phase::Generated);
        // By a jump, not a call: the processor's return predictor belongs to the guest's open calls.
        // SAFETY: the enter stub follows the C convention, and comes back to the address that is pushed; `host` is the start of a
        // block in the live generation that this thread has joined; the area and the call stack belong to this thread.
        unsafe {
            asm!(
                "lea rax, [rip + 2f]",
                "push rax",
                "jmp r11",
                "2:",
                in("r11") enter,
                in("rdi") state,
                in("rsi") host,
                clobber_abi("C"),
            );
        }
        self.clock.enter(Phase::Dispatching);
    }

    fn count_exit(&self, kind: Option<ExitKind>) {
        if let (Some(profile), Some(kind)) = (self.clock.profile(), kind) {
            profile.count_exit(kind);
        }
    }

    /// The interpreter is about to run a block.
    fn start_interpreting(&mut self) {
        self.clock.enter(Phase::Interpreting);
        if let Some(profile) = self.clock.profile() {
            profile.count_interpreted();
        }
    }

    #[inline(never)]
    fn leave(&mut self, kind: ExitKind) -> Next {
        match kind {
            ExitKind::Syscall => Next::Stop(Exit::Syscall),
            ExitKind::Illegal => Next::Stop(Exit::Illegal),
            ExitKind::Breakpoint => Next::Stop(Exit::Breakpoint),
            ExitKind::Interrupt => Next::Stop(Exit::Interrupt),
            ExitKind::Misaligned => Next::Stop(Exit::Misaligned(self.area.rt.exit_info)),
            ExitKind::FlushCode => {
                self.leave_arena();
                let range = self.take_stale_code();
                self.runtime.flush_icache(range);
                Next::Go
            }
            ExitKind::StackMisaligned => {
                self.leave_arena();
                self.runtime.demand_stack_checks();
                Next::Go
            }
            ExitKind::Yield => {
                self.leave_arena();
                std::thread::yield_now();
                Next::Go
            }
            ExitKind::Lookup
            | ExitKind::Link
            | ExitKind::Return
            | ExitKind::Fault
            | ExitKind::Resync => Next::Go,
        }
    }

    /// The code that the guest has announced to be new.
    fn take_stale_code(&mut self) -> Range<u64> {
        let Some(at) = F::REGS.stale_code_offset else {
            return StaleCode::default().range();
        };
        let words = (&raw mut self.area.state)
            .cast::<u8>()
            .wrapping_add(at as usize);
        // SAFETY: the frontend's description of its own state, which no one else uses now.
        let stale = unsafe { &mut *words.cast::<StaleCode>() };
        std::mem::take(stale).range()
    }

    /// Interprets the block at pc, which is kept.
    #[inline(never)]
    fn run_interpreted(&mut self) -> Next {
        match self.ir_block(self.pc()) {
            Ok(block) => {
                log::debug!(target: "exec", "{:#x} (interpreted)", block.pc);
                self.start_interpreting();
                let exit = interpret::<F>(&mut self.interp, &block, &mut self.area);
                self.clock.enter(Phase::Dispatching);
                self.leave_interpreted(exit)
            }
            Err(fault) => Next::Stop(Exit::Fault(fault)),
        }
    }

    /// Interprets the block at pc and those that follow as long as they are new too.
    #[inline(never)]
    fn interpret_new_code(&mut self) -> Next {
        // Interpreter and generated code have a reservation each: neither may outlive what the other does.
        self.area.rt.reserved_addr = ir::state::NO_RESERVATION;
        let exit = loop {
            let pc = self.pc();
            self.clock.enter(Phase::Lifting);
            if let Err(fault) = self.translator.recall_and_keep(pc, self.runtime.code()) {
                break ir_interp::Exit::Fault(fault.fault());
            }
            if self.looks_at_flags() {
                self.runtime.demand_exact_flags();
            }
            log::debug!(target: "exec", "{pc:#x} (new)");
            self.start_interpreting();
            let (interp, area) = (&mut self.interp, &mut self.area);
            let exit = self
                .translator
                .with_block(|block| interpret::<F>(interp, block, area));
            if exit != ir_interp::Exit::Kind(ExitKind::Lookup) {
                break exit;
            }
            self.pair_calls();
            let go_on =
                self.area.rt.pending.load(Ordering::Relaxed) == 0 && self.runtime.is_new(self.pc());
            if !go_on {
                break exit;
            }
        };
        self.clock.enter(Phase::Dispatching);
        self.interp.clear_reservation();
        self.leave_interpreted(exit)
    }

    /// Does with the call stack what generated code does at the end of the block that was interpreted: translated code
    /// may return from its calls, or it returns from theirs.
    fn pair_calls(&mut self) {
        let sp = self.area.rt.guest_call_sp;
        match self.translator.with_block(|block| block.terminal) {
            Terminal::Call { ret, .. } | Terminal::CallInd { ret, .. } => {
                let has_room = sp >= self.call_stack.base + size_of::<Pair>() as u64;
                let end = if has_room {
                    sp
                } else {
                    self.signals.call_stack_top
                };
                let sp = end - size_of::<Pair>() as u64;
                let cache = &self.runtime.cache;
                let landing = cache.base() + u64::from(cache.stubs().offset(StubId::Landing));
                // SAFETY: inside this thread's call stack, below the pairs in use.
                unsafe { *(sp as *mut Pair) = [landing, ret] };
                self.area.rt.guest_call_sp = sp;
            }
            Terminal::Return { .. } => {
                // SAFETY: the innermost pair, or the padding at the top of the stack.
                let [_, ret] = unsafe { *(sp as *const Pair) };
                if ret == self.pc() {
                    self.area.rt.guest_call_sp = sp + size_of::<Pair>() as u64;
                }
            }
            _ => {}
        }
    }

    fn leave_interpreted(&mut self, exit: ir_interp::Exit) -> Next {
        match exit {
            ir_interp::Exit::Kind(kind) => self.leave(kind),
            ir_interp::Exit::Misaligned(addr) => Next::Stop(Exit::Misaligned(addr)),
            ir_interp::Exit::Fault(fault) if self.drops_tag(fault) => Next::Go,
            ir_interp::Exit::Fault(fault) => Next::Stop(Exit::Fault(fault)),
        }
    }

    fn ir_block(&mut self, pc: u64) -> Result<Rc<Block>, Fault> {
        self.runtime.cache.watch();
        let epoch = self.runtime.cache.epoch();
        if self.ir_epoch != epoch {
            self.ir_epoch = epoch;
            self.ir_blocks.clear();
        }
        if let Some(block) = self.ir_blocks.get(&pc) {
            return Ok(Rc::clone(block));
        }
        self.clock.enter(Phase::Lifting);
        self.translator
            .lift(pc, self.runtime.code())
            .map_err(FetchFault::fault)?;
        if self.looks_at_flags() {
            self.runtime.demand_exact_flags();
        }
        let block = Rc::new(self.translator.with_block(Block::clone));
        self.ir_blocks.insert(pc, Rc::clone(&block));
        Ok(block)
    }
}

/// Runs `block` on a thread's registers.
fn interpret<F: Frontend>(
    interp: &mut Interp,
    block: &Block,
    area: &mut ThreadArea<F::State>,
) -> ir_interp::Exit {
    let state = (&raw mut area.state).cast::<u8>();
    // SAFETY: State is plain data of this size and exclusively borrowed through the area.
    let state = unsafe { std::slice::from_raw_parts_mut(state, size_of::<F::State>()) };
    let mut guest = Guest {
        regs: F::REGS,
        helpers: F::HELPERS,
        state,
    };
    interp.run(block, &mut guest)
}
