//! Who is in which scratch register and in which spill slot.

use host_x64::asm::Mem;
use host_x64::regs::STATE;
use host_x64::{Gpr, Xmm, area};

use crate::alloc::{GPRS, XMMS};
use crate::scan::NONE;

/// Number of the first slot that holds a vector.
const FIRST_VECTOR_SLOT: u8 = 64;
/// Slots for [`Emitter::temporary`].
const BORROWED_SLOTS: usize = 4;
/// Slots for vectors that are values. Enough for nearly any block: values of more than one instruction are those of guest
/// registers, and while nothing can leave the block, each vector register may have one that is overwritten before its home must
/// have it. A few more are alive inside an instruction.
const VECTOR_SLOTS: u8 = (area::FREE_VECTOR_SLOTS - BORROWED_SLOTS) as u8;

/// Sets of registers, as bits by number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Busy {
    pub gprs: u16,
    pub xmms: u16,
    /// Those of the above that hold no operand: a result must not go there before the operation is through with them.
    pub temporary_gprs: u16,
    pub temporary_xmms: u16,
}

/// Who is in which register.
#[derive(Debug, Default)]
pub(crate) struct Registers {
    /// Value in each scratch register that still has uses.
    pub gprs: [u32; GPRS],
    pub xmms: [u32; XMMS],
    /// Registers that the operation being emitted reads or builds something in.
    pub busy: Busy,
    /// Spill slots in use, as bits, and those to be freed after the operation.
    slots: u128,
    pub leaving_slots: u128,
    /// Value known to be in each guest register.
    content: Vec<u32>,
    /// A register or slot was wanted and there was none: the code emitted since is wrong.
    exhausted: bool,
}

impl Registers {
    pub fn reset(&mut self, guest_registers: usize) {
        self.gprs = [NONE; GPRS];
        self.xmms = [NONE; XMMS];
        self.busy = Busy::default();
        self.slots = 0;
        self.leaving_slots = 0;
        self.exhausted = false;
        self.content.clear();
        self.content.resize(guest_registers, NONE);
    }

    /// Between operations.
    pub fn next_operation(&mut self) {
        self.busy = Busy::default();
        self.slots &= !self.leaving_slots;
        self.leaving_slots = 0;
    }

    pub fn busy(&self) -> Busy {
        self.busy
    }

    /// Before another operation is emitted within this one: its result must not go where this one's operands are.
    pub fn keep_operands(&mut self) {
        self.busy.temporary_gprs |= self.busy.gprs;
        self.busy.temporary_xmms |= self.busy.xmms;
    }

    pub fn set_busy(&mut self, busy: Busy) {
        self.busy = busy;
    }

    pub fn gpr_busy(&self, r: Gpr) -> bool {
        self.busy.gprs & 1 << r.0 != 0
    }

    pub fn xmm_busy(&self, x: Xmm) -> bool {
        self.busy.xmms & 1 << x.0 != 0
    }

    pub fn gpr_temporary(&self, r: Gpr) -> bool {
        self.busy.temporary_gprs & 1 << r.0 != 0
    }

    pub fn xmm_temporary(&self, x: Xmm) -> bool {
        self.busy.temporary_xmms & 1 << x.0 != 0
    }

    /// Keeps `r` from being given out during this operation.
    pub fn hold(&mut self, r: Gpr) {
        self.busy.gprs |= 1 << r.0;
    }

    /// Lets `r` be given out again.
    pub fn let_go(&mut self, r: Gpr) {
        self.busy.gprs &= !(1 << r.0);
        self.busy.temporary_gprs &= !(1 << r.0);
    }

    pub fn hold_xmm(&mut self, x: Xmm) {
        self.busy.xmms |= 1 << x.0;
    }

    /// As [`Registers::let_go`].
    pub fn let_go_xmm(&mut self, x: Xmm) {
        self.busy.xmms &= !(1 << x.0);
        self.busy.temporary_xmms &= !(1 << x.0);
    }

    pub fn content(&self, guest: u16) -> u32 {
        self.content[guest as usize]
    }

    pub fn set_content(&mut self, guest: u16, v: u32) {
        self.content[guest as usize] = v;
    }

    /// There are not enough registers or slots for this block: its code must not be used.
    pub fn exhaust(&mut self) {
        self.exhausted = true;
    }

    /// Whether [`Registers::exhaust`] was called since the block began.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    pub fn new_slot(&mut self) -> u8 {
        self.free_slot(0, area::FREE_SPILL_SLOTS as u8)
    }

    /// A slot for a vector: see [`vector_slot`].
    pub fn new_vector_slot(&mut self) -> u8 {
        self.free_slot(FIRST_VECTOR_SLOT, VECTOR_SLOTS)
    }

    /// The first free of `count` slots from `first` on. Blocks have few values alive across operations.
    fn free_slot(&mut self, first: u8, count: u8) -> u8 {
        let free = (!(self.slots >> first)).trailing_zeros() as u8;
        if free >= count {
            self.exhaust();
            return first;
        }
        self.slots |= 1 << (first + free);
        first + free
    }
}

/// The memory of spill slot `slot`.
pub(crate) fn spill_slot(slot: u8) -> Mem {
    Mem::base(STATE, area::spill(slot as usize))
}

/// Memory for use within one operation that calls nothing: vector number `n` of four.
pub(crate) fn within_operation(n: usize) -> Mem {
    Mem::base(STATE, area::vector_save(area::HELPER_VECTOR_SAVE + n))
}

pub(crate) fn vector_slot(slot: u8) -> Mem {
    let slot = area::FREE_VECTOR_SLOT + slot.wrapping_sub(FIRST_VECTOR_SLOT) as usize;
    Mem::base(STATE, area::vector_save(slot))
}

/// Where [`Emitter::temporary`] keeps a pinned register, by how many it has taken.
pub(crate) fn borrowed_slot(n: usize) -> Mem {
    let slot = area::FREE_VECTOR_SLOT + VECTOR_SLOTS as usize + n;
    Mem::base(STATE, area::vector_save(slot))
}
