//! The engines that cases run on.

use std::sync::{Arc, Mutex, PoisonError};

use host_x64::HostFeatures;
use ir::{
    Builder, CodeSource, CodeUnavailable, Features, Frontend, GuestAddr, LiftEnd, Reg, RegFile,
    Terminal, Type,
};
use runtime::{Exit, Runtime, RuntimeOptions, Vcpu};

use crate::cases::{CODE, Dialect, Engine, Outcome, Place, Values, value_of};

/// Lifts `code` as one block; it ends where the code ends, if no instruction ends it earlier.
pub fn lift<F: Frontend>(builder: &Builder, start: GuestAddr, code: &[u8], features: Features) {
    builder.start(start);
    let mut at = 0;
    while at < code.len() {
        let len = F::insn_len(&code[at..]);
        let end = F::lift(builder, start + at as u64, &code[at..at + len], features);
        at += len;
        if end == LiftEnd::Ended {
            return;
        }
    }
    builder.end(Terminal::Jump {
        target: start + at as u64,
    });
}

/// The interpreter.
#[derive(Debug)]
pub struct InterpEngine<F: Frontend> {
    builder: Builder,
    interp: ir_interp::Interp,
    features: Features,
    canonical: fn(Place, u128) -> u128,
    frontend: std::marker::PhantomData<fn() -> F>,
}

impl<F: Frontend> InterpEngine<F> {
    /// With these extensions of the guest. The stack pointer is always checked where the guest can.
    pub fn new(features: Features, guest: &Dialect) -> InterpEngine<F> {
        runtime::signals::catch_synchronous();
        let builder = Builder::new(F::REGS);
        builder.ignore_top_byte(F::TOP_BYTE_IGNORED);
        InterpEngine {
            builder,
            interp: ir_interp::Interp::new(),
            features: Features(features.0 | F::STACK_CHECKS.map_or(0, |checks| checks.mode.0)),
            canonical: guest.canonical,
            frontend: std::marker::PhantomData,
        }
    }
}

/// The number NZCV as a State has it.
pub fn flags_in_state(nzcv: u128) -> u64 {
    ir::nzcv::from_bits((nzcv as u64) << 28)
}

/// The number NZCV of flags in a State.
pub fn flags_from_state(flags: u64) -> u128 {
    (ir::nzcv::to_bits(flags) >> 28) as u128
}

/// The guest's `State` as bytes.
fn state_bytes(regs: &RegFile, values: &Values) -> Vec<u8> {
    let mut bytes = vec![0; regs.state_size as usize];
    let mut write = |offset: u16, len: u32, value: u128| {
        bytes[offset as usize..][..len as usize]
            .copy_from_slice(&value.to_le_bytes()[..len as usize]);
    };
    for (i, info) in regs.regs.iter().enumerate() {
        let value = value_of(values, Place::Reg(Reg(i as u16)));
        match info.ty {
            Type::Flags => write(info.offset, 8, flags_in_state(value) as u128),
            ty => write(info.offset, ty.bytes(), value),
        }
    }
    write(regs.frm_offset, 4, value_of(values, Place::Frm));
    write(regs.fflags_offset, 4, value_of(values, Place::Fflags));
    write(regs.pc_offset, 8, value_of(values, Place::Pc));
    bytes
}

/// The registers in a `State`.
fn state_values(regs: &RegFile, bytes: &[u8]) -> Values {
    let read = |offset: u16, len: u32| {
        let part = &bytes[offset as usize..][..len as usize];
        part.iter().rev().fold(0, |n, b| n << 8 | *b as u128)
    };
    let mut values = Values::new();
    for (i, info) in regs.regs.iter().enumerate() {
        let value = match info.ty {
            Type::Flags => flags_from_state(read(info.offset, 8) as u64),
            ty => read(info.offset, ty.bytes()),
        };
        // Rounding mode and exception flags may be registers too, where instructions access them as such.
        if ![regs.frm_offset, regs.fflags_offset].contains(&info.offset) {
            values.insert(Place::Reg(Reg(i as u16)), value);
        }
    }
    values.insert(Place::Frm, read(regs.frm_offset, 4));
    values.insert(Place::Fflags, read(regs.fflags_offset, 4));
    values
}

fn canonical(values: Values, form: fn(Place, u128) -> u128) -> Values {
    let canonical = values.into_iter().map(|(p, v)| (p, form(p, v)));
    canonical.collect()
}

impl<F: Frontend> Engine for InterpEngine<F> {
    fn run(&mut self, start: GuestAddr, code: &[u8], regs: &Values) -> Outcome {
        self.interp.clear_reservation();
        let mut state = state_bytes(F::REGS, regs);
        let mut at = 0;
        loop {
            let before = state.clone();
            let (pc, exit) = self.run_block(start + at as u64, &code[at..], &mut state);
            let next = pc.wrapping_sub(start) as usize;
            // Code that may have changed is lifted anew for each block.
            let flushed = exit.as_deref() == Some("flush_code") && next < code.len();
            // A block may end early, and an instruction may be repeated; another jump back would not end at all.
            let back = next < at || (next == at && state == before);
            if !flushed && (exit.is_some() || back || next >= code.len()) {
                let regs = canonical(state_values(F::REGS, &state), self.canonical);
                return Outcome { regs, pc, exit };
            }
            at = next;
        }
    }
}

impl<F: Frontend> InterpEngine<F> {
    /// Runs the block that starts `code`; pc after it and the name of the exit.
    fn run_block(
        &mut self,
        start: GuestAddr,
        code: &[u8],
        state: &mut [u8],
    ) -> (GuestAddr, Option<String>) {
        lift::<F>(&self.builder, start, code, self.features);
        let mut guest = ir_interp::Guest {
            regs: F::REGS,
            helpers: F::HELPERS,
            state,
        };
        let interp = &mut self.interp;
        let exit = self.builder.with_block(|block| {
            ir::verify::verify(block, F::REGS).unwrap_or_else(|e| panic!("{e}: {block:?}"));
            interp.run(block, &mut guest)
        });
        let name = match exit {
            ir_interp::Exit::Kind(kind) => exit_name(kind),
            ir_interp::Exit::Misaligned(_) => Some("misaligned".to_string()),
            ir_interp::Exit::Fault(_) => Some("fault".to_string()),
        };
        (guest.pc(), name)
    }
}

/// The name cases use for an exit; `None` for simply going on.
pub fn exit_name(kind: ir::ExitKind) -> Option<String> {
    use ir::ExitKind::*;
    Some(
        match kind {
            Lookup | Link | Return => return None,
            Syscall => "syscall",
            Illegal => "illegal",
            Breakpoint => "breakpoint",
            FlushCode => "flush_code",
            Resync => "resync",
            Fault => "fault",
            Interrupt => "interrupt",
            Misaligned => "misaligned",
            Yield => "yield",
            StackMisaligned => "stack_misaligned",
        }
        .to_string(),
    )
}

/// The code of the case at hand, and a breakpoint everywhere else.
#[derive(Debug, Default)]
struct CaseCode {
    start: GuestAddr,
    code: Vec<u8>,
    breakpoint: Vec<u8>,
}

/// Shared with the runtime.
#[derive(Clone, Debug, Default)]
struct CaseCodeSource(Arc<Mutex<CaseCode>>);

impl CodeSource for CaseCodeSource {
    fn fetch(&self, addr: GuestAddr, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        let case = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let offset = addr.wrapping_sub(case.start) as usize;
        let bytes = case.code.get(offset..).filter(|b| !b.is_empty());
        let bytes = bytes.unwrap_or(&case.breakpoint);
        let n = bytes.len().min(buf.len());
        buf[..n].copy_from_slice(&bytes[..n]);
        Ok(n)
    }
}

/// The whole runtime: translated code, or the interpreter under it.
#[derive(Debug)]
pub struct RuntimeEngine<F: Frontend> {
    code: CaseCodeSource,
    vcpu: Vcpu<F>,
    canonical: fn(Place, u128) -> u128,
    access: StateAccess<F::State>,
}

/// How to get at the registers of a guest's State, `pc` included.
#[derive(Clone, Copy, Debug)]
pub struct StateAccess<S> {
    /// Writes all of them.
    pub set: fn(&Values, &mut S),
    /// Reads all of them.
    pub read: fn(&S) -> Values,
}

/// How far from [`CODE`] the code of a case may reach.
const REACH: u64 = 0x1000;

impl<F: Frontend> RuntimeEngine<F> {
    /// `breakpoint`: the guest's breakpoint instruction.
    ///
    /// # Panics
    /// If the host gives no memory.
    pub fn new(
        features: Features,
        interp: bool,
        host: HostFeatures,
        breakpoint: &[u8],
        guest: &Dialect,
        access: StateAccess<F::State>,
    ) -> RuntimeEngine<F> {
        let code = CaseCodeSource::default();
        lock(&code).breakpoint = breakpoint.to_vec();
        let options = RuntimeOptions {
            interp,
            eager: true,
            wx: false,
            chain: true,
            code_size: 16 << 20,
            guest: features,
            host,
            window_end: guest_mem::window_end(),
            profile: false,
            on_translated: None,
        };
        let runtime = Runtime::new(options, Box::new(code.clone()), None);
        let runtime = Box::leak(Box::new(runtime.expect("memory for translated code")));
        let vcpu = Vcpu::new(runtime, F::State::default()).expect("memory for a thread");
        vcpu.attach();
        RuntimeEngine {
            code,
            vcpu,
            canonical: guest.canonical,
            access,
        }
    }
}

fn lock(code: &CaseCodeSource) -> std::sync::MutexGuard<'_, CaseCode> {
    code.0.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<F: Frontend> Engine for RuntimeEngine<F> {
    fn run(&mut self, start: GuestAddr, code: &[u8], regs: &Values) -> Outcome {
        {
            let mut case = lock(&self.code);
            case.start = start;
            case.code = code.to_vec();
        }
        let runtime = self.vcpu.runtime();
        runtime.code_changed(CODE - REACH..CODE + REACH);
        self.vcpu.clear_reservation();
        let mut before = regs.clone();
        before.insert(Place::Pc, start as u128);
        (self.access.set)(&before, self.vcpu.state());
        let exit = self.vcpu.run();
        let mut regs = canonical((self.access.read)(self.vcpu.state()), self.canonical);
        let pc = regs.remove(&Place::Pc).unwrap_or(0) as u64;
        let inside = (start..start + code.len() as u64).contains(&pc);
        let exit = match exit {
            Exit::Breakpoint if !inside => None,
            Exit::Breakpoint => Some("breakpoint"),
            Exit::Syscall => Some("syscall"),
            Exit::Illegal => Some("illegal"),
            Exit::Misaligned(_) => Some("misaligned"),
            Exit::Fault(_) => Some("fault"),
            Exit::Interrupt => Some("interrupt"),
        };
        Outcome {
            regs,
            pc,
            exit: exit.map(str::to_string),
        }
    }

    fn hides(&self, exit: &str) -> bool {
        matches!(exit, "flush_code" | "resync" | "yield")
    }
}
