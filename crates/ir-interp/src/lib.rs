//! Executes IR blocks one operation at a time: the oracle that back ends are compared with, and the
//! engine for what they cannot do (`--interp`, rounding modes the host lacks, hosts below the baseline).
//!
//! May touch: guest memory, through the accesses of `guest_mem` that report faults. **Invariant: shares no
//! code with any back end, and computes floating point in integers only.**
//!
//! Read first: [`Interp::run`], then the rows of `exec`.

#![forbid(unsafe_code)]

mod crypto;
mod exec;
mod float;
mod int;
mod memory;
#[cfg(test)]
mod tests;
mod vector;
mod vector_float;

pub use guest_mem::Fault;

use ir::{Block, ExitKind, GuestAddr, Helper, Op, RegFile, Terminal};
use memory::Reservation;

/// Why [`Interp::run`] returned. The guest's pc and registers are exact for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As generated code would report it. `ExitKind::Lookup`: go on with the block at pc.
    Kind(ExitKind),
    /// A misaligned atomic access to this address by the instruction at pc.
    Misaligned(GuestAddr),
    /// The instruction at pc made a memory access that faulted.
    Fault(Fault),
}

/// The guest thread that a block is run on.
#[derive(Debug)]
pub struct Guest<'a> {
    /// Layout of `state`.
    pub regs: &'static RegFile,
    /// The frontend's helpers.
    pub helpers: &'static [Helper],
    /// The frontend's `State` as bytes, `regs.state_size` of them.
    pub state: &'a mut [u8],
}

impl Guest<'_> {
    /// The guest's pc.
    pub fn pc(&self) -> GuestAddr {
        self.read_u64(self.regs.pc_offset)
    }

    fn set_pc(&mut self, pc: GuestAddr) {
        self.write_u64(self.regs.pc_offset, pc);
    }

    fn read<const N: usize>(&self, offset: u16) -> [u8; N] {
        let start = usize::from(offset);
        self.state[start..start + N]
            .try_into()
            .expect("a slice of N bytes")
    }

    fn write<const N: usize>(&mut self, offset: u16, bytes: [u8; N]) {
        let start = usize::from(offset);
        self.state[start..start + N].copy_from_slice(&bytes);
    }

    fn read_u64(&self, offset: u16) -> u64 {
        u64::from_ne_bytes(self.read(offset))
    }

    fn write_u64(&mut self, offset: u16, value: u64) {
        self.write(offset, value.to_ne_bytes());
    }

    fn read_u32(&self, offset: u16) -> u32 {
        u32::from_ne_bytes(self.read(offset))
    }

    fn write_u32(&mut self, offset: u16, value: u32) {
        self.write(offset, value.to_ne_bytes());
    }
}

/// One thread's interpreter. Its buffers are reused: running a block allocates only when the block is the
/// longest so far.
#[derive(Debug, Default)]
pub struct Interp {
    values: Vec<u64>,
    wide: Vec<u128>,
    monitor: Monitor,
}

/// What the exclusive and 16-byte operations keep from one to the next.
#[derive(Debug, Default)]
struct Monitor {
    /// Left by LoadExclusive.
    reservation: Option<Reservation>,
    /// High half of the last 16-byte compare and swap.
    cas128_hi: u64,
}

/// The run of one block.
struct Frame<'a> {
    block: &'a Block,
    /// Results by index of the operation. I32 values have a clear upper half, F16 and F32 clear higher bits.
    values: &'a mut [u64],
    /// Results of type V128, by the same index.
    wide: &'a mut [u128],
    monitor: &'a mut Monitor,
}

impl Interp {
    /// An interpreter without a reservation.
    pub fn new() -> Interp {
        Interp::default()
    }

    /// Gives up the reservation, as the kernel does on return to user space.
    pub fn clear_reservation(&mut self) {
        self.monitor.reservation = None;
    }

    /// Executes `block` from its first operation to its terminal, or to the instruction that faults or traps.
    pub fn run(&mut self, block: &Block, guest: &mut Guest) -> Exit {
        let count = block.insts.len();
        if self.values.len() < count {
            self.values.resize(count, 0);
            self.wide.resize(count, 0);
        }
        let mut frame = Frame {
            block,
            values: &mut self.values[..count],
            wide: &mut self.wide[..count],
            monitor: &mut self.monitor,
        };
        for (index, inst) in block.insts.iter().enumerate() {
            // The commonest, without the jump that the host's processor cannot foresee.
            if inst.op == Op::InsnStart {
                continue;
            }
            if inst.op == Op::IConst {
                frame.values[index] = exec::constant(inst);
                continue;
            }
            match frame.step(inst, index, guest) {
                Ok(value) => frame.values[index] = value,
                Err(exit) => {
                    guest.set_pc(insn_pc(block, index));
                    return exit;
                }
            }
        }
        let (pc, kind) = frame.next_pc();
        guest.set_pc(pc);
        Exit::Kind(kind)
    }
}

/// The guest instruction that operation `index` belongs to.
#[cold]
fn insn_pc(block: &Block, index: usize) -> GuestAddr {
    let before = &block.insts[..index];
    let start = before.iter().rev().find(|inst| inst.op == Op::InsnStart);
    start.map_or(block.pc, |inst| inst.imm as GuestAddr)
}

impl Frame<'_> {
    /// Where the terminal leads, and how.
    fn next_pc(&self) -> (GuestAddr, ExitKind) {
        match self.block.terminal {
            Terminal::Jump { target } | Terminal::Call { target, .. } => (target, ExitKind::Lookup),
            Terminal::Branch { cond, taken, next } => {
                let holds = self.value(cond) != 0;
                (if holds { taken } else { next }, ExitKind::Lookup)
            }
            Terminal::CallInd { target, .. }
            | Terminal::JumpInd { target }
            | Terminal::Return { target } => (self.value(target), ExitKind::Lookup),
            Terminal::Exit { kind, pc } => (pc, kind),
        }
    }
}
