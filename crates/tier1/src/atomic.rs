//! Atomic memory operations, reservations, fences.
//!
//! A lock costs many cycles, and most guest processes have one thread and share no memory: generated code asks
//! ([`area::ALONE`]) before it locks. Signals see no difference: they wait for a boundary.

use host_x64::asm::{Alu, Asm, Cc, Label, Mem, Rm, Size};
use host_x64::opcodes as o;
use host_x64::regs::{CODE_BASE, STATE};
use host_x64::{Gpr, PcKind, area};
use ir::{Fence, Inst, Op, Rmw, Type, Value, Width};

use crate::emit::{Emitter, size_of};
use crate::registers::spill_slot;

const RAX: Gpr = Gpr::RAX;
const RCX: Gpr = Gpr::RCX;
const RDX: Gpr = Gpr::RDX;

/// log2 of the bytes that share a version word for sure, and the number of words: `guest_mem::monitor`'s.
const VERSION_GRANULE: u8 = 4;
const VERSION_CLASSES: i32 = 4096;

/// Operand size of an instruction that works on `bytes` of memory and leaves nothing of a register as it was.
fn whole(bytes: u32) -> Option<Size> {
    match bytes {
        4 => Some(Size::D),
        8 => Some(Size::Q),
        _ => None,
    }
}

impl Emitter<'_> {
    /// An operation that always executes a locked instruction, which is a full barrier, or needs none.
    pub(crate) fn atomic(&mut self, i: u32, inst: &Inst) {
        match inst.op {
            Op::AtomicRmw => self.atomic_rmw(i, inst),
            Op::AtomicCas => self.atomic_cas(i, inst),
            _ => self.atomic_cas128(i, inst),
        }
        self.unfenced_stores = false;
    }

    fn atomic_rmw(&mut self, i: u32, inst: &Inst) {
        let [addr, v, _] = inst.args;
        let width = inst.width();
        let unused = self.scan.info[i as usize].uses == 0;
        let locked = match inst.rmw() {
            Rmw::Add => Some(Alu::Add),
            Rmw::And => Some(Alu::And),
            Rmw::Or => Some(Alu::Or),
            Rmw::Xor => Some(Alu::Xor),
            _ => None,
        };
        if let (Some(alu), true) = (locked, unused) {
            let r = self.gpr(v);
            let m = self.address(addr, 0);
            self.begin_write(m);
            self.lock_unless_alone();
            self.asm.lock_alu(alu, width.bytes(), m, r);
            return self.end_write();
        }
        match inst.rmw() {
            Rmw::Add | Rmw::Swap => self.exchange(i, inst, addr, v),
            _ => self.cmpxchg_loop(i, inst, addr, v),
        }
    }

    fn exchange(&mut self, i: u32, inst: &Inst, addr: Value, v: Value) {
        self.claim(RAX);
        self.move_to(RAX, v);
        let m = self.address(addr, 0);
        let bytes = inst.width().bytes();
        self.begin_write(m);
        if inst.rmw() == Rmw::Add {
            self.lock_unless_alone();
            self.asm.lock_xadd(bytes, m, RAX);
        } else {
            self.swap(bytes, m);
        }
        self.end_write();
        self.extended_result(i, inst.ty, inst.width());
    }

    /// Exchanges rax with memory.
    fn swap(&mut self, bytes: u32, m: Mem) {
        let Some(size) = whole(bytes) else {
            return self.asm.xchg(bytes, m, RAX);
        };
        let end = self.asm.label();
        let locked = |asm: &mut Asm| asm.xchg(bytes, m, RAX);
        self.either(end, locked, |asm| {
            // xchg always locks. What is added to the old value makes it the new one.
            asm.alu(Alu::Sub, size, RAX, m);
            asm.xadd(bytes, m, RAX);
        });
        self.asm.bind(end);
    }

    /// `locked`, or `alone` if nobody else sees the memory. Both come to `end`, which the caller places right behind.
    fn either(&mut self, end: Label, locked: impl FnOnce(&mut Asm), alone: impl FnOnce(&mut Asm)) {
        let without = self.asm.label();
        self.compare_alone();
        self.asm.jcc_short(Cc::Ne, without);
        locked(self.asm);
        self.asm.jmp_short(end);
        self.asm.bind(without);
        alone(self.asm);
    }

    /// "Not equal" afterwards if nobody else sees the memory.
    fn compare_alone(&mut self) {
        let alone = Mem::base(STATE, area::ALONE);
        self.asm.alu_imm(Alu::Cmp, Size::D, alone, 0);
    }

    /// Before a locked instruction, which does without if nobody else sees the memory. Keeps all registers, not the flags.
    fn lock_unless_alone(&mut self) {
        self.compare_alone();
        self.asm.jcc_over_lock(Cc::Ne);
    }

    /// The old value, in rax at the width of the access, is the result.
    fn extended_result(&mut self, i: u32, ty: Type, width: Width) {
        if self.scan.info[i as usize].uses == 0 {
            return;
        }
        let d = self.dst(i, Some(RAX));
        self.extend(d, ty, width);
        self.define(i, d);
    }

    fn extend(&mut self, d: Gpr, ty: Type, width: Width) {
        let size = size_of(ty);
        match width {
            Width::B1 => self.asm.movsx8(size, d, RAX),
            Width::B2 => self.asm.legacy(o::MOVSX16, size, d, RAX),
            Width::B4 if ty == Type::I64 => self.asm.legacy(o::MOVSXD, Size::Q, d, RAX),
            _ if d != RAX => self.asm.mov(size, d, RAX),
            _ => {}
        }
    }

    /// rax = old; loop: rcx = old op v; cmpxchg.
    fn cmpxchg_loop(&mut self, i: u32, inst: &Inst, addr: Value, v: Value) {
        let width = inst.width();
        self.claim(RAX);
        self.claim(RCX);
        let (m, rv) = self.atomic_operands(addr, v);
        self.begin_write(m);
        self.load_int(RAX, m, width, false, Size::D);
        let again = self.asm.label_here();
        self.new_value(inst.rmw(), width, rv);
        self.lock_unless_alone();
        self.asm.lock_cmpxchg(width.bytes(), m, RCX);
        self.asm.jcc_short(Cc::Ne, again);
        self.end_write();
        self.extended_result(i, inst.ty, width);
    }

    /// Address and operand of a loop that has only rdx left for both.
    fn atomic_operands(&mut self, addr: Value, v: Value) -> (Mem, Rm) {
        if self.in_pinned(v) || self.in_pinned(addr) {
            let rv = self.gpr(v);
            return (self.address(addr, 0), rv.into());
        }
        let rv = self.gpr(v);
        let place = spill_slot(area::RAX_SAVE as u8);
        self.asm.store(8, place, rv);
        self.rf.let_go(rv);
        self.evict(rv);
        (self.address(addr, 0), place.into())
    }

    /// rcx = rax op operand
    fn new_value(&mut self, op: Rmw, width: Width, rm: Rm) {
        let simple = match op {
            Rmw::And => Some(Alu::And),
            Rmw::Or => Some(Alu::Or),
            Rmw::Xor => Some(Alu::Xor),
            _ => None,
        };
        if let Some(alu) = simple {
            self.asm.mov(Size::Q, RCX, RAX);
            return self.asm.alu(alu, Size::Q, RCX, rm);
        }
        let signed = matches!(op, Rmw::Smin | Rmw::Smax);
        // Narrow operands are extended so that full-width comparisons order them.
        match (width, signed) {
            (Width::B1, true) => {
                self.asm.movsx8(Size::D, RCX, rm);
                self.asm.movsx8(Size::D, RAX, RAX);
            }
            (Width::B1, false) => self.asm.movzx8(RCX, rm),
            (Width::B2, true) => {
                self.asm.legacy(o::MOVSX16, Size::D, RCX, rm);
                self.asm.legacy(o::MOVSX16, Size::D, RAX, RAX);
            }
            (Width::B2, false) => self.asm.legacy(o::MOVZX16, Size::D, RCX, rm),
            _ => self.asm.mov(Size::Q, RCX, rm),
        }
        let size = if width == Width::B8 { Size::Q } else { Size::D };
        self.asm.alu(Alu::Cmp, size, RAX, RCX);
        let keep_old = match op {
            Rmw::Smin => Cc::L,
            Rmw::Smax => Cc::G,
            Rmw::Umin => Cc::B,
            _ => Cc::A,
        };
        self.asm.cmov(keep_old, size, RCX, RAX);
    }

    fn atomic_cas(&mut self, i: u32, inst: &Inst) {
        let [addr, expected, new] = inst.args;
        let width = inst.width();
        self.claim(RAX);
        self.move_to(RAX, expected);
        let rn = self.gpr(new);
        let m = self.address(addr, 0);
        self.begin_write(m);
        self.lock_unless_alone();
        self.asm.lock_cmpxchg(width.bytes(), m, rn);
        self.end_write();
        self.extended_result(i, inst.ty, width);
    }

    /// rdx:rax compared and rcx:rbx stored; rbx is a guest register and must look untouched to a fault.
    fn atomic_cas128(&mut self, i: u32, inst: &Inst) {
        let block = self.block;
        let args = block.args(inst);
        let &[addr, lo, hi, new_lo, new_hi] = args else {
            return;
        };
        self.spill_all();
        // Through the helper area, because the operands may be in any register, rbx included.
        let slots = area::HELPER_ARGS;
        for (v, slot) in [addr, lo, hi, new_lo].into_iter().zip(slots) {
            let r = self.gpr(v);
            self.asm.store(8, spill_slot(slot as u8), r);
            self.rf.let_go(r);
        }
        let r = self.gpr(new_hi);
        self.asm.store(8, spill_slot(area::HELPER_SAVE[0] as u8), r);
        self.rf.next_operation();
        self.spill_all();
        let slots = slots.map(|slot| spill_slot(slot as u8));
        if self.exact_exclusives {
            self.asm.mov(Size::Q, RAX, slots[0]);
            self.begin_write(Mem::base(RAX, 0));
        }
        self.asm.mov(Size::Q, RAX, slots[1]);
        self.asm.mov(Size::Q, RDX, slots[2]);
        self.cmpxchg16b();
        self.asm.store(8, Mem::base(STATE, area::CAS128_HI), RDX);
        self.map_pc(PcKind::Inside);
        self.end_write();
        self.claim(RAX);
        if self.scan.info[i as usize].uses > 0 {
            self.result_from(i, RAX);
        }
    }

    /// lock cmpxchg16b of rdx:rax at the address in the first helper slot; the new halves are in the fourth and in the first save
    /// slot. Flags and rdx:rax are its results; rcx is lost.
    fn cmpxchg16b(&mut self) {
        let slots = area::HELPER_ARGS.map(|slot| spill_slot(slot as u8));
        self.asm
            .store(8, spill_slot(area::RBX_SAVE as u8), Gpr::RBX);
        self.map_pc(PcKind::RbxSaved);
        self.asm
            .mov(Size::Q, RCX, spill_slot(area::HELPER_SAVE[0] as u8));
        self.asm.mov(Size::Q, Gpr::RBX, slots[3]);
        // All other registers are taken: the code base register lends itself to the address.
        let base = spill_slot(area::HELPER_SAVE[1] as u8);
        self.asm.store(8, base, CODE_BASE);
        self.asm.mov(Size::Q, CODE_BASE, slots[0]);
        self.lock_unless_alone();
        self.asm.lock_cmpxchg16b(Mem::base(CODE_BASE, 0));
        self.asm.mov(Size::Q, CODE_BASE, base);
        self.asm
            .mov(Size::Q, Gpr::RBX, spill_slot(area::RBX_SAVE as u8));
    }

    /// The comparison just before left the high half in the runtime area.
    pub(crate) fn atomic_cas128_hi(&mut self, i: u32) {
        let d = self.dst(i, None);
        self.asm.mov(Size::Q, d, Mem::base(STATE, area::CAS128_HI));
        self.define(i, d);
    }

    pub(crate) fn load_exclusive(&mut self, i: u32, inst: &Inst) {
        let ra = self.gpr(inst.args[0]);
        let r = self.scratch();
        let width = inst.width();
        self.remember_version(ra, r);
        self.load_int(r, Mem::base(ra, 0), width, false, Size::D);
        self.asm.store(8, Mem::base(STATE, area::RESERVED_ADDR), ra);
        self.asm.store(8, Mem::base(STATE, area::RESERVED_VALUE), r);
        if self.scan.info[i as usize].uses == 0 {
            return;
        }
        self.rf.let_go(r);
        let d = self.dst(i, Some(r));
        if width == Width::B4 {
            self.asm.legacy(o::MOVSXD, Size::Q, d, r);
        } else if d != r {
            self.asm.mov(Size::Q, d, r);
        }
        self.define(i, d);
    }

    pub(crate) fn store_exclusive(&mut self, i: u32, inst: &Inst) {
        let [addr, v, _] = inst.args;
        self.claim(RAX);
        let rv = self.gpr(v);
        let ra = self.gpr(addr);
        let reserved = Mem::base(STATE, area::RESERVED_ADDR);
        self.begin_write(Mem::base(ra, 0));
        self.asm.alu(Alu::Cmp, Size::Q, ra, reserved);
        // Moves leave the flags alone: both ways to the end say "not equal" for failure.
        self.asm.store_imm(8, reserved, -1);
        let end = self.asm.label();
        self.asm.jcc_short(Cc::Ne, end);
        self.check_version(end);
        self.asm
            .mov(Size::Q, RAX, Mem::base(STATE, area::RESERVED_VALUE));
        self.store_if_same(inst.width(), Mem::base(ra, 0), rv, end);
        self.asm.bind(end);
        self.exclusive_result(i);
    }

    /// Stores `rv` if rax is what is there. Comes to `end`, where the code goes on, with "not equal" if it is not.
    fn store_if_same(&mut self, width: Width, m: Mem, rv: Gpr, end: Label) {
        let bytes = width.bytes();
        let Some(size) = whole(bytes) else {
            self.lock_unless_alone();
            return self.asm.lock_cmpxchg(bytes, m, rv);
        };
        let locked = |asm: &mut Asm| asm.lock_cmpxchg(bytes, m, rv);
        self.either(end, locked, |asm| {
            // Unlike cmpxchg's, what a plain store writes does not wait for the comparison.
            asm.alu(Alu::Cmp, size, RAX, m);
            asm.jcc_short(Cc::Ne, end);
            asm.store(bytes, m, rv);
        });
    }

    /// "Not equal" means failure.
    fn exclusive_result(&mut self, i: u32) {
        if self.scan.info[i as usize].uses > 0 {
            let d = self.dst(i, Some(RAX));
            self.asm.setcc(Cc::Ne, d);
            self.asm.movzx8(d, d);
            self.define(i, d);
        }
        self.end_write();
    }

    pub(crate) fn load_exclusive128(&mut self, i: u32, inst: &Inst) {
        let ra = self.gpr(inst.args[0]);
        let x = self.scratch_xmm();
        if self.exact_exclusives {
            let r = self.scratch();
            self.remember_version(ra, r);
        }
        self.asm.vex2(o::VMOVUPS_LOAD, x, Mem::base(ra, 0));
        self.asm.store(8, Mem::base(STATE, area::RESERVED_ADDR), ra);
        const { assert!(area::RESERVED_HIGH == area::RESERVED_VALUE + 8) };
        let both = Mem::base(STATE, area::RESERVED_VALUE);
        self.asm.vex2(o::VMOVUPS_STORE, x, both);
        if self.scan.info[i as usize].uses > 0 {
            let d = self.dst(i, None);
            self.asm.vmov_to(Size::Q, d, x);
            self.define(i, d);
        }
    }

    /// The load just before left the value in the runtime area.
    pub(crate) fn load_exclusive128_hi(&mut self, i: u32) {
        let d = self.dst(i, None);
        self.asm
            .mov(Size::Q, d, Mem::base(STATE, area::RESERVED_HIGH));
        self.define(i, d);
    }

    pub(crate) fn store_exclusive128(&mut self, i: u32, inst: &Inst) {
        self.spill_all();
        let slots = [
            area::HELPER_ARGS[0],
            area::HELPER_ARGS[3],
            area::HELPER_SAVE[0],
        ];
        for (v, slot) in inst.args.into_iter().zip(slots) {
            let r = self.gpr(v);
            self.asm.store(8, spill_slot(slot as u8), r);
            self.rf.let_go(r);
        }
        self.rf.next_operation();
        self.spill_all();
        let reserved = Mem::base(STATE, area::RESERVED_ADDR);
        self.asm.mov(Size::Q, RAX, spill_slot(slots[0] as u8));
        self.begin_write(Mem::base(RAX, 0));
        self.asm.alu(Alu::Cmp, Size::Q, RAX, reserved);
        self.asm.store_imm(8, reserved, -1);
        let end = self.asm.label();
        self.asm.jcc_short(Cc::Ne, end);
        self.check_version(end);
        self.asm
            .mov(Size::Q, RAX, Mem::base(STATE, area::RESERVED_VALUE));
        self.asm
            .mov(Size::Q, RDX, Mem::base(STATE, area::RESERVED_HIGH));
        self.cmpxchg16b();
        self.map_pc(PcKind::Inside);
        self.asm.bind(end);
        self.exclusive_result(i);
    }

    // --- exact exclusives: every atomic write locks and counts up the version word of its memory --------

    /// r, a guest address, becomes the address of its version word.
    fn version_word(&mut self, r: Gpr) {
        use host_x64::asm::Shift;
        self.asm.shift_imm(Shift::Shr, Size::Q, r, VERSION_GRANULE);
        self.asm.alu_imm(Alu::And, Size::D, r, VERSION_CLASSES - 1);
        self.asm.shift_imm(Shift::Shl, Size::D, r, 2);
        let words = Mem::base(STATE, area::VERSION_WORDS);
        self.asm.alu(Alu::Add, Size::Q, r, words);
    }

    /// Before the atomic write at `m`. Keeps all registers, not the flags.
    fn begin_write(&mut self, m: Mem) {
        if !self.exact_exclusives {
            return;
        }
        let saved = spill_slot(area::BASE_SAVE as u8);
        self.asm.store(8, saved, CODE_BASE);
        self.asm.lea(Size::Q, CODE_BASE, m);
        self.version_word(CODE_BASE);
        let again = self.asm.label_here();
        self.asm.lock_bts(Mem::base(CODE_BASE, 0), 0);
        self.asm.jcc_short(Cc::B, again);
        let locked = Mem::base(STATE, area::LOCKED_WORD);
        self.asm.store(8, locked, CODE_BASE);
        self.asm.mov(Size::Q, CODE_BASE, saved);
    }

    /// After it. Keeps all registers, not the flags.
    fn end_write(&mut self) {
        if !self.exact_exclusives {
            return;
        }
        let saved = spill_slot(area::BASE_SAVE as u8);
        let locked = Mem::base(STATE, area::LOCKED_WORD);
        self.asm.store(8, saved, CODE_BASE);
        self.asm.mov(Size::Q, CODE_BASE, locked);
        self.asm.store_imm(8, locked, 0);
        self.asm
            .alu_imm(Alu::Add, Size::D, Mem::base(CODE_BASE, 0), 1);
        self.asm.mov(Size::Q, CODE_BASE, saved);
    }

    /// Keeps the version of the memory at `ra` with the reservation; changes `r`.
    fn remember_version(&mut self, ra: Gpr, r: Gpr) {
        if !self.exact_exclusives {
            return;
        }
        self.asm.mov(Size::Q, r, ra);
        self.version_word(r);
        self.asm.mov(Size::D, r, Mem::base(r, 0));
        self.asm
            .store(4, Mem::base(STATE, area::RESERVED_VERSION), r);
    }

    /// In a write: to `end`, with "not equal", if another has happened since the load-exclusive. Changes rax.
    fn check_version(&mut self, end: Label) {
        if !self.exact_exclusives {
            return;
        }
        self.asm
            .mov(Size::Q, RAX, Mem::base(STATE, area::LOCKED_WORD));
        self.asm.mov(Size::D, RAX, Mem::base(RAX, 0));
        // Locked by us: the lowest bit is one now.
        self.asm.alu_imm(Alu::Sub, Size::D, RAX, 1);
        let seen = Mem::base(STATE, area::RESERVED_VERSION);
        self.asm.alu(Alu::Cmp, Size::D, RAX, seen);
        self.asm.jcc_short(Cc::Ne, end);
    }

    pub(crate) fn clear_exclusive(&mut self) {
        let reserved = Mem::base(STATE, area::RESERVED_ADDR);
        self.asm
            .store_imm(8, reserved, ir::state::NO_RESERVATION as i32);
    }

    pub(crate) fn fence(&mut self, inst: &Inst) {
        // All that the host reorders is an earlier store with a later load: no store, no barrier.
        if inst.fence() == Fence::Full && self.unfenced_stores {
            let end = self.asm.label();
            self.compare_alone();
            self.asm.jcc_short(Cc::Ne, end);
            // A locked operation on a line that is ours is cheaper than mfence and orders as much.
            self.asm.lock_or_imm(Mem::base(STATE, area::MXCSR_TMP), 0);
            self.asm.bind(end);
            self.unfenced_stores = false;
        }
    }
}
