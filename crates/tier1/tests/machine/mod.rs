//! A machine for tests: runs translations on the host and blocks on the interpreter, from the same state.

use std::mem::{offset_of, size_of};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use host_x64::regs::{MXCSR_FLUSH, fflags_from_mxcsr, mxcsr};
use host_x64::{CodeBlob, HostFeatures, PcKind, RelocKind, StubBlob, StubId};
use ir::{Block, ExitKind, Helper, NanMode, Reg, RegFile, RegInfo, RuntimeArea, Type};
use tier1::Tier1;

/// Integer registers of the test guest.
pub const INTS: usize = 16;
/// Float registers of the test guest: NaN-boxing ones, or vectors if it propagates NaNs as Arm does.
pub const FLOATS: usize = 16;
/// The condition flags of the test guest.
pub const NZCV: Reg = Reg((INTS + FLOATS) as u16);

/// Guest memory: where, and how much.
pub const DATA: u64 = 0x4000_0000;
pub const DATA_LEN: usize = 0x2000;
/// Where nothing is mapped.
pub const NOWHERE: u64 = 0x5000_0000;
/// Where blocks are.
pub const CODE: u64 = 0x1_0000;

const ARENA_LEN: usize = 0x4010_0000;
const CODE_AT: usize = 0x1_0000;
const CALL_STACK_LEN: usize = 0x4000;

/// A register file with this many registers held in host registers.
pub fn reg_file(ints: usize, floats: usize, nan_mode: NanMode) -> &'static RegFile {
    const NAMES: [&str; 32] = [
        "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
        "x14", "x15", "f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11",
        "f12", "f13", "f14", "f15",
    ];
    let mut regs: Vec<RegInfo> = (0..INTS + FLOATS)
        .map(|i| RegInfo {
            name: NAMES[i],
            ty: match nan_mode {
                _ if i < INTS => Type::I64,
                NanMode::Canonical => Type::F64,
                NanMode::ArmPropagate => Type::V128,
            },
            offset: if i < INTS {
                8 * i as u16
            } else {
                (offset_of!(State, floats) + 16 * (i - INTS)) as u16
            },
        })
        .collect();
    regs.push(RegInfo {
        name: "nzcv",
        ty: Type::Flags,
        offset: offset_of!(State, flags) as u16,
    });
    let hot = |from: usize, count: usize| -> &'static [Reg] {
        Vec::leak((from..from + count).map(|i| Reg(i as u16)).collect())
    };
    Box::leak(Box::new(RegFile {
        isa: "test",
        regs: Vec::leak(regs),
        hot_gprs: hot(0, ints),
        hot_fprs: hot(INTS, floats),
        pc_offset: offset_of!(State, pc) as u16,
        frm_offset: offset_of!(State, frm) as u16,
        fflags_offset: offset_of!(State, fflags) as u16,
        state_size: size_of::<State>() as u16,
        nan_mode,
        fp_mode_offset: Some(offset_of!(State, fp_mode) as u16),
        stale_code_offset: None,
        tiny_before_rounding: nan_mode == NanMode::ArmPropagate,
        pc_align_shift: 1,
    }))
}

/// The test guest's `State`.
#[repr(C, align(16))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct State {
    pub ints: [u64; INTS],
    pub floats: [u128; FLOATS],
    pub pc: u64,
    pub frm: u32,
    pub fflags: u32,
    pub fp_mode: u32,
    pub reserved: u32,
    pub flags: u64,
}

/// All that a block can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub state: State,
    pub memory: Vec<u8>,
}

#[repr(C, align(64))]
struct Thread {
    area: RuntimeArea,
    state: State,
}

pub extern "C" fn weigh(a: u64, b: u64, c: u64, d: u64) -> u64 {
    a.wrapping_add(b.wrapping_mul(10))
        .wrapping_add(c.rotate_left(7))
        .wrapping_sub(d)
}

pub static HELPERS: [Helper; 1] = [Helper {
    name: "weigh",
    args: 4,
    pure_: false,
    func: weigh,
}];

/// Code arena, guest memory and one thread.
pub struct Machine {
    regs: &'static RegFile,
    pub tier1: Tier1,
    interp: ir_interp::Interp,
    stubs: StubBlob,
    arena: *mut u8,
    thread: Box<Thread>,
    call_stack: Vec<u64>,
    /// Of exact exclusives.
    versions: Vec<u32>,
    pub blob: CodeBlob,
}

fn map(at: u64, len: usize, prot: i32) -> *mut u8 {
    let fixed = if at != 0 { libc::MAP_FIXED } else { 0 };
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | fixed;
    // SAFETY: new memory; the fixed address is below everything a test process maps by itself.
    let p = unsafe { libc::mmap(at as *mut _, len, prot, flags, -1, 0) };
    assert_ne!(p, libc::MAP_FAILED, "mmap");
    p.cast()
}

impl Machine {
    pub fn new(regs: &'static RegFile, features: HostFeatures) -> Machine {
        let rw = libc::PROT_READ | libc::PROT_WRITE;
        let arena = map(0, ARENA_LEN, rw | libc::PROT_EXEC);
        if !is_mapped() {
            map(DATA, DATA_LEN, rw);
        }
        static HANDLER: Once = Once::new();
        HANDLER.call_once(catch_faults);
        let stubs = tier1::stubs(regs, features);
        assert!(stubs.bytes.len() < CODE_AT);
        // SAFETY: the arena is larger than the stubs.
        unsafe { std::ptr::copy_nonoverlapping(stubs.bytes.as_ptr(), arena, stubs.bytes.len()) };
        Machine {
            regs,
            tier1: Tier1::new(regs, &HELPERS, features),
            interp: ir_interp::Interp::new(),
            stubs,
            arena,
            thread: Box::new(Thread {
                area: RuntimeArea::default(),
                state: State::default(),
            }),
            call_stack: vec![1; CALL_STACK_LEN],
            versions: vec![0; 4096],
            blob: CodeBlob::default(),
        }
    }

    /// Says that nobody else sees the memory, or that somebody may.
    pub fn set_alone(&mut self, alone: bool) {
        self.thread.area.alone = u64::from(alone);
    }

    /// Runs `block` translated; returns why it stopped.
    pub fn run_translated(&mut self, block: &Block, world: &mut World) -> ExitKind {
        let mut blob = std::mem::take(&mut self.blob);
        let compiled = self.tier1.compile(block, &mut blob);
        compiled.expect("few values alive");
        check_blob(&blob);
        self.place(&blob);
        self.blob = blob;
        self.run_placed(block, world)
    }

    fn run_placed(&mut self, block: &Block, world: &mut World) -> ExitKind {
        set_memory(&world.memory);
        FAULT_AT.store(0, Ordering::Relaxed);
        let exit = self.stubs.offset(StubId::Exit) as usize;
        ARENA.store(self.arena as usize, Ordering::Relaxed);
        EXIT.store(self.arena as usize + exit, Ordering::Relaxed);
        self.thread.area.version_words = self.versions.as_ptr() as u64;
        let kind = self.enter(world);
        let locked = std::mem::take(&mut self.thread.area.locked_word);
        assert!(locked == 0 || kind == ExitKind::Fault, "left locked");
        self.versions.fill(0);
        world.memory.copy_from_slice(memory());
        let fault_at = FAULT_AT.load(Ordering::Relaxed);
        if kind == ExitKind::Fault && fault_at != 0 {
            let at = fault_at - self.arena as usize - CODE_AT;
            let entry = self.blob.pc_entry(at as u32).expect("all code is mapped");
            world.state.pc = block.pc + entry.guest as u64;
            if entry.kind == PcKind::RbxSaved && !self.regs.hot_gprs.is_empty() {
                world.state.ints[0] = self.thread.area.spill[host_x64::area::RBX_SAVE];
            }
        }
        kind
    }

    /// Runs the translation made last up to host offset `at`, a boundary.
    pub fn run_to(&mut self, block: &Block, at: u32, world: &mut World) -> ExitKind {
        let blob = std::mem::take(&mut self.blob);
        self.place(&blob);
        self.blob = blob;
        let place = CODE_AT + at as usize;
        let exit = self.stubs.offset(StubId::Exit);
        let rel = exit.wrapping_sub(place as u32 + 5).to_le_bytes();
        // SAFETY: the arena has room behind the code.
        unsafe {
            let p = self.arena.add(place);
            p.write(0xe9);
            std::ptr::copy_nonoverlapping(rel.as_ptr(), p.add(1), 4);
        }
        self.run_placed(block, world)
    }

    fn enter(&mut self, world: &mut World) -> ExitKind {
        let thread = &mut *self.thread;
        thread.state = world.state;
        let flushes = world.state.fp_mode & ir::fp_mode::FLUSH != 0;
        let flush = if flushes { MXCSR_FLUSH } else { 0 };
        thread.area.guest_mxcsr = mxcsr(world.state.fflags, world.state.frm) | flush;
        thread.area.reserved_addr = ir::state::NO_RESERVATION;
        let top = &raw mut self.call_stack[CALL_STACK_LEN - 8];
        thread.area.guest_call_sp = top as u64;
        let enter = self.arena as usize + self.stubs.enter.start as usize;
        let code = self.arena as usize + CODE_AT;
        // SAFETY: the stub has this signature; the code keeps to the thread's memory, the guest's and its call stack.
        let enter: extern "sysv64" fn(*mut State, usize) = unsafe { std::mem::transmute(enter) };
        let area_start = &raw mut *thread as usize;
        let state = (area_start + size_of::<RuntimeArea>()) as *mut State;
        enter(state, code);
        let thread = &*self.thread;
        world.state = thread.state;
        world.state.fflags = fflags_from_mxcsr(thread.area.guest_mxcsr);
        // Stopped at a boundary, eax is anything.
        let kind = ExitKind::from_u32(thread.area.exit_kind).unwrap_or(ExitKind::Interrupt);
        let link = self.blob.links.get(thread.area.exit_info as usize);
        if let (ExitKind::Link, Some(link)) = (kind, link) {
            world.state.pc = link.target;
            return ExitKind::Lookup;
        }
        kind
    }

    /// Copies the code to the arena and does what the code cache does.
    fn place(&mut self, blob: &CodeBlob) {
        let mut bytes = blob.bytes.clone();
        for reloc in &blob.relocs {
            if let RelocKind::Stub(stub) = reloc.kind {
                let end = CODE_AT + reloc.at as usize + 4;
                let rel = (self.stubs.offset(stub) as usize).wrapping_sub(end) as u32;
                bytes[reloc.at as usize..][..4].copy_from_slice(&rel.to_le_bytes());
            }
        }
        for (n, link) in blob.links.iter().enumerate() {
            bytes[link.id_at as usize..][..4].copy_from_slice(&(n as u32).to_le_bytes());
        }
        // SAFETY: the arena has room behind the stubs, and nothing runs in it now.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.arena.add(CODE_AT), bytes.len());
        }
    }

    /// Runs `block` on the interpreter.
    pub fn run_interpreted(&mut self, block: &Block, world: &mut World) -> ExitKind {
        set_memory(&world.memory);
        self.interp.clear_reservation();
        let state = &raw mut world.state;
        let len = self.regs.state_size as usize;
        // SAFETY: State is plain data of this size.
        let state = unsafe { std::slice::from_raw_parts_mut(state.cast::<u8>(), len) };
        let mut guest = ir_interp::Guest {
            regs: self.regs,
            helpers: &HELPERS,
            state,
        };
        let exit = self.interp.run(block, &mut guest);
        world.memory.copy_from_slice(memory());
        match exit {
            ir_interp::Exit::Kind(kind) => kind,
            ir_interp::Exit::Misaligned(_) => ExitKind::Misaligned,
            ir_interp::Exit::Fault(_) => ExitKind::Fault,
        }
    }
}

static ARENA: AtomicUsize = AtomicUsize::new(0);
static EXIT: AtomicUsize = AtomicUsize::new(0);
static FAULT_AT: AtomicUsize = AtomicUsize::new(0);

fn catch_faults() {
    // SAFETY: all zeros is a valid sigaction; the handler below has the signature SA_SIGINFO asks for.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_fault as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER;
        assert_eq!(
            libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut()),
            0
        );
    }
}

/// Translated code leaves as the runtime would make it; the interpreter's accesses report an error.
extern "C" fn on_fault(_: i32, _: *mut libc::siginfo_t, context: *mut libc::ucontext_t) {
    // SAFETY: the kernel passes a valid context.
    let registers = unsafe { &mut (*context).uc_mcontext.gregs };
    let rip = registers[libc::REG_RIP as usize] as usize;
    let arena = ARENA.load(Ordering::Relaxed);
    if (arena..arena + ARENA_LEN).contains(&rip) {
        FAULT_AT.store(rip, Ordering::Relaxed);
        registers[libc::REG_RAX as usize] = ExitKind::Fault as i64;
        registers[libc::REG_RIP as usize] = EXIT.load(Ordering::Relaxed) as i64;
    } else if let Some(host_calls::Fixup::Access(landing)) = host_calls::fixup(rip) {
        registers[libc::REG_RIP as usize] = landing as i64;
    } else {
        // SAFETY: a plain exit.
        unsafe { libc::_exit(99) };
    }
}

/// Facts that hold for every translation.
fn check_blob(blob: &CodeBlob) {
    assert_eq!(blob.pc_map.iter().next().map(|e| e.host), Some(0));
    assert!(blob.pc_map.iter().is_sorted_by_key(|e| e.host));
    assert!(blob.links.iter().all(|l| l.field_at % 4 == 0));
    for link in &blob.links {
        let rel = &blob.bytes[link.field_at as usize..][..4];
        let rel = u32::from_le_bytes(rel.try_into().expect("4 bytes"));
        assert_eq!(
            link.field_at.wrapping_add(4).wrapping_add(rel),
            link.stub_at
        );
    }
}

fn is_mapped() -> bool {
    let mut present = 0u8;
    // SAFETY: only asks; `present` has room for one page.
    unsafe { libc::mincore(DATA as *mut _, 4096, &raw mut present) == 0 }
}

fn memory() -> &'static [u8] {
    // SAFETY: mapped by Machine::new; tests of one process that use it hold one lock.
    unsafe { std::slice::from_raw_parts(DATA as *const u8, DATA_LEN) }
}

fn set_memory(bytes: &[u8]) {
    // SAFETY: as in `memory`.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), DATA as *mut u8, DATA_LEN) };
}
