//! Scratch registers, spill slots, and where each value is.

use host_x64::area;
use host_x64::asm::{Mem, Rm, Size};
use host_x64::opcodes as o;
use host_x64::regs::{SCRATCH_GPRS, SCRATCH_XMMS, STATE};
use host_x64::{Gpr, Xmm};
use ir::{Reg, Type, Value};

use crate::chain::HostInsn;
use crate::consts::Const;
use crate::emit::Emitter;
use crate::registers::{spill_slot, vector_slot};
use crate::scan::{Loc, NO_GUEST, NO_REG, NONE};

pub(crate) const GPRS: usize = SCRATCH_GPRS.len();
pub(crate) const XMMS: usize = SCRATCH_XMMS.len();

#[inline]
pub(crate) fn scratch_gpr(r: Gpr) -> Option<usize> {
    // They are the first registers by number.
    const { assert!(matches!(SCRATCH_GPRS, [Gpr(0), Gpr(1), Gpr(2)])) };
    ((r.0 as usize) < GPRS).then_some(r.0 as usize)
}

#[inline]
pub(crate) fn scratch_xmm(x: Xmm) -> Option<usize> {
    const { assert!(matches!(SCRATCH_XMMS, [Xmm(0), Xmm(1), Xmm(2), Xmm(3)])) };
    ((x.0 as usize) < XMMS).then_some(x.0 as usize)
}

impl Emitter<'_> {
    /// State home of a guest register.
    pub(crate) fn home(&self, guest: u16) -> Mem {
        let info = self.regs.info(Reg(guest));
        Mem::base(STATE, area::state(info.offset))
    }

    // --- reading values ---------------------------------------------------------------------------

    /// The constant `v` is, if it is one.
    pub(crate) fn constant(&self, v: Value) -> Option<u64> {
        self.block.iconst(Value(self.scan.root(v)))
    }

    /// The constant `v` is, as immediate operand of an instruction of `size`.
    pub(crate) fn imm(&self, size: Size, v: Value) -> Option<i32> {
        let k = self.constant(v)?;
        match size {
            Size::D => Some(k as i32),
            Size::Q => i32::try_from(k as i64).ok(),
        }
    }

    /// One use of `v` is over.
    pub(crate) fn done(&mut self, v: Value) {
        let root = self.scan.root(v) as usize;
        let info = &mut self.scan.info[root];
        debug_assert!(info.uses > 0, "use not counted");
        info.uses -= 1;
        if info.uses == 0 {
            self.release_place(root as u32);
        }
    }

    /// Frees the scratch register or slot of `root`, which dies or gets another place.
    pub(crate) fn release_place(&mut self, root: u32) {
        match self.scan.info[root as usize].loc {
            Loc::Gpr(r) => {
                if let Some(i) = scratch_gpr(r) {
                    self.rf.gprs[i] = NONE;
                }
            }
            Loc::Xmm(x) => {
                if let Some(i) = scratch_xmm(x) {
                    self.rf.xmms[i] = NONE;
                }
            }
            Loc::Spill(slot) => self.rf.leaving_slots |= 1 << slot,
            _ => {}
        }
    }

    /// Consumes a use of `v`, which is then in the returned register until the operation ends.
    pub(crate) fn gpr(&mut self, v: Value) -> Gpr {
        let root = self.scan.root(v);
        let r = match self.scan.info[root as usize].loc {
            Loc::Gpr(r) => r,
            Loc::Deferred => self.materialize(root),
            _ => self.load_gpr(root),
        };
        self.rf.hold(r);
        self.done(v);
        r
    }

    /// Brings a constant or a value in memory into a scratch register.
    pub(crate) fn load_gpr(&mut self, root: u32) -> Gpr {
        if let Some(r) = self.pinned_copy(root) {
            return r;
        }
        let r = self.scratch();
        self.fill(r, root);
        self.own_gpr(r, root);
        r
    }

    /// The pinned register that holds a copy of `root`, if any.
    fn pinned_copy(&self, root: u32) -> Option<Gpr> {
        let home = self.scan.info[root as usize].home;
        if home == NO_GUEST || self.rf.content(home) != root {
            return None;
        }
        let host = self.pins.host(Reg(home));
        (host != NO_REG).then_some(Gpr(host))
    }

    /// r = `root`, wherever it is (not deferred). Flags stay.
    pub(crate) fn fill(&mut self, r: Gpr, root: u32) {
        let info = self.scan.info[root as usize];
        match info.loc {
            Loc::Gpr(from) if from == r => {}
            Loc::Gpr(from) => self.asm.mov(Size::Q, r, from),
            Loc::Spill(slot) => {
                self.asm.mov(Size::Q, r, spill_slot(slot));
            }
            Loc::Home => self.asm.mov(Size::Q, r, self.home(info.home)),
            Loc::Xmm(x) => {
                self.look();
                self.asm.vmov_to(Size::Q, r, x);
            }
            Loc::Const | Loc::None | Loc::Deferred => {
                let k = self.block.iconst(Value(root)).unwrap_or(0);
                match self.pinned_copy(root) {
                    Some(copy) if copy != r => self.asm.mov(Size::Q, r, copy),
                    Some(_) => {}
                    None => self.asm.mov_imm(r, k),
                }
            }
        }
    }

    /// Consumes a use of `v` by moving it to `r`. Flags stay unless `v` is deferred.
    pub(crate) fn move_to(&mut self, r: Gpr, v: Value) {
        let root = self.scan.root(v);
        if self.scan.info[root as usize].loc == Loc::Deferred {
            let from = self.materialize(root);
            if from != r {
                self.asm.mov(Size::Q, r, from);
            }
        } else {
            self.fill(r, root);
        }
        self.done(v);
    }

    /// Consumes a use of `v` as register or memory operand (at least as wide as its type).
    pub(crate) fn rm(&mut self, v: Value) -> Rm {
        let info = self.scan.info[self.scan.root(v) as usize];
        let memory = match info.loc {
            Loc::Spill(slot) => Some(spill_slot(slot)),
            Loc::Home if info.uses == 1 => Some(self.home(info.home)),
            _ => None,
        };
        match memory {
            Some(m) => {
                self.done(v);
                Rm::Mem(m)
            }
            None => self.gpr(v).into(),
        }
    }

    /// True if `v` is in a register now.
    pub(crate) fn in_register(&self, v: Value) -> bool {
        matches!(
            self.scan.info[self.scan.root(v) as usize].loc,
            Loc::Gpr(_) | Loc::Xmm(_)
        )
    }

    /// The general register `v` is in now.
    pub(crate) fn where_gpr(&self, v: Value) -> Option<Gpr> {
        match self.scan.info[self.scan.root(v) as usize].loc {
            Loc::Gpr(r) => Some(r),
            _ => None,
        }
    }

    // --- general registers ------------------------------------------------------------------------

    pub(crate) fn own_gpr(&mut self, r: Gpr, root: u32) {
        if let Loc::Spill(slot) = self.scan.info[root as usize].loc {
            self.rf.leaving_slots |= 1 << slot;
        }
        self.scan.info[root as usize].loc = Loc::Gpr(r);
        self.rf.busy.temporary_gprs &= !(1 << r.0);
        if let Some(i) = scratch_gpr(r) {
            self.rf.gprs[i] = root;
        }
    }

    /// A scratch register for the rest of this operation.
    pub(crate) fn scratch(&mut self) -> Gpr {
        let free =
            (0..GPRS).find(|i| self.rf.gprs[*i] == NONE && !self.rf.gpr_busy(SCRATCH_GPRS[*i]));
        let i = free.unwrap_or_else(|| self.evict_any_gpr());
        let r = SCRATCH_GPRS[i];
        self.rf.hold(r);
        self.rf.busy.temporary_gprs |= 1 << r.0;
        r
    }

    fn evict_any_gpr(&mut self) -> usize {
        let idle = (0..GPRS).filter(|i| !self.rf.gpr_busy(SCRATCH_GPRS[*i]));
        // Best one whose value need not be stored.
        let idle = idle.min_by_key(|i| self.elsewhere(self.rf.gprs[*i]).is_none());
        debug_assert!(
            idle.is_some(),
            "an operation needs more than three scratch registers"
        );
        let i = idle.unwrap_or_else(|| {
            self.rf.exhaust();
            0
        });
        self.spill_gpr(i);
        i
    }

    /// Moves the value in scratch register `i` to memory. Flags stay.
    fn spill_gpr(&mut self, i: usize) {
        let root = std::mem::replace(&mut self.rf.gprs[i], NONE);
        if root == NONE {
            return;
        }
        if let Some(loc) = self.elsewhere(root) {
            self.scan.info[root as usize].loc = loc;
            return;
        }
        let slot = self.rf.new_slot();
        self.asm.store(8, spill_slot(slot), SCRATCH_GPRS[i]);
        self.scan.info[root as usize].loc = Loc::Spill(slot);
    }

    /// Another place where `root` can be had without storing it.
    pub(crate) fn elsewhere(&self, root: u32) -> Option<Loc> {
        if self.block.iconst(Value(root)).is_some() {
            return Some(Loc::Const);
        }
        let home = self.scan.info[root as usize].home;
        if home == NO_GUEST || self.rf.content(home) != root {
            return None;
        }
        let host = self.pins.host(Reg(home));
        Some(if host == NO_REG {
            Loc::Home
        } else if self.regs.info(Reg(home)).ty.is_int() {
            Loc::Gpr(Gpr(host))
        } else {
            Loc::Xmm(Xmm(host))
        })
    }

    /// Makes scratch register `r` available: what lives there moves away. Operands of this operation in it must not have been
    /// fetched yet. Flags stay.
    pub(crate) fn claim(&mut self, r: Gpr) {
        let Some(i) = scratch_gpr(r) else { return };
        let root = self.rf.gprs[i];
        self.rf.hold(r);
        if root == NONE {
            return;
        }
        let free =
            (0..GPRS).find(|j| self.rf.gprs[*j] == NONE && !self.rf.gpr_busy(SCRATCH_GPRS[*j]));
        match free {
            Some(j) if self.elsewhere(root).is_none() => {
                self.asm.mov(Size::Q, SCRATCH_GPRS[j], r);
                self.rf.gprs[i] = NONE;
                self.own_gpr(SCRATCH_GPRS[j], root);
            }
            _ => self.spill_gpr(i),
        }
    }

    /// Moves what lives in scratch register `r` to memory.
    pub(crate) fn evict(&mut self, r: Gpr) {
        if let Some(i) = scratch_gpr(r) {
            self.spill_gpr(i);
        }
    }

    /// True if `v` is in the pinned register of a guest register.
    pub(crate) fn in_pinned(&self, v: Value) -> bool {
        self.where_gpr(v).is_some_and(|r| scratch_gpr(r).is_none())
    }

    /// Where the result of operation `v` goes. May be a register of an operand that dies here.
    pub(crate) fn dst(&mut self, v: u32, prefer: Option<Gpr>) -> Gpr {
        let want = self.wanted_gpr(v, true);
        let r = want.unwrap_or_else(|| self.any_dst(prefer));
        self.rf.hold(r);
        r
    }

    /// As [`Emitter::dst`], but not a register that this operation has fetched an operand in.
    pub(crate) fn dst_apart(&mut self, v: u32) -> Gpr {
        let want = self.wanted_gpr(v, false);
        let r = want.unwrap_or_else(|| self.scratch());
        self.rf.hold(r);
        r
    }

    fn wanted_gpr(&self, v: u32, may_be_busy: bool) -> Option<Gpr> {
        let info = &self.scan.info[v as usize];
        if info.want == NO_REG || info.until < self.at {
            return None;
        }
        let r = Gpr(info.want);
        if self.rf.gpr_temporary(r) || (!may_be_busy && self.rf.gpr_busy(r)) {
            return None;
        }
        let free = match scratch_gpr(r) {
            Some(i) => self.rf.gprs[i] == NONE,
            None => self.replaceable(self.pins.of_gpr(r), Loc::Gpr(r)),
        };
        free.then_some(r)
    }

    /// True if nothing later in the block needs the old value of `guest` from its register.
    pub(crate) fn replaceable(&self, guest: u16, place: Loc) -> bool {
        let old = self.rf.content(guest);
        old == NONE || {
            let info = &self.scan.info[old as usize];
            info.uses == 0 || info.loc != place
        }
    }

    fn any_dst(&mut self, prefer: Option<Gpr>) -> Gpr {
        let rf = &*self.rf;
        let available = |i: &usize| rf.gprs[*i] == NONE && !rf.gpr_temporary(SCRATCH_GPRS[*i]);
        if let Some(i) = prefer.and_then(scratch_gpr).filter(available) {
            return SCRATCH_GPRS[i];
        }
        let ownerless = (0..GPRS).filter(available);
        match ownerless.min_by_key(|i| rf.gpr_busy(SCRATCH_GPRS[*i])) {
            Some(i) => SCRATCH_GPRS[i],
            None => self.scratch(),
        }
    }

    /// Operation `v` left its result in `r`.
    pub(crate) fn define(&mut self, v: u32, r: Gpr) {
        let info = &mut self.scan.info[v as usize];
        let guest = self.pins.of_gpr(r);
        if guest != NO_GUEST {
            info.loc = Loc::Gpr(r);
            self.wrote_early(v, guest);
        } else if info.uses > 0 {
            self.own_gpr(r, v);
        }
    }

    /// The result of `v` is in the register of `guest` before the SetReg: no boundary until there.
    fn wrote_early(&mut self, v: u32, guest: u16) {
        self.rf.set_content(guest, v);
        let info = &mut self.scan.info[v as usize];
        info.home = guest;
        self.inexact_until = self.inexact_until.max(info.until);
    }

    // --- vector registers -------------------------------------------------------------------------

    /// As [`Emitter::gpr`] for floats and vectors.
    pub(crate) fn xmm(&mut self, v: Value) -> Xmm {
        let root = self.scan.root(v);
        let x = match self.scan.info[root as usize].loc {
            Loc::Xmm(x) => x,
            Loc::Deferred => self.materialize_xmm(root),
            _ => self.load_xmm(root),
        };
        self.rf.hold_xmm(x);
        self.done(v);
        x
    }

    pub(crate) fn load_xmm(&mut self, root: u32) -> Xmm {
        let x = self.pick_scratch_xmm();
        self.fill_xmm(x, root);
        if let Loc::Spill(slot) = self.scan.info[root as usize].loc {
            self.rf.leaving_slots |= 1 << slot;
        }
        self.own_xmm(x, root);
        x
    }

    pub(crate) fn fill_xmm(&mut self, x: Xmm, root: u32) {
        let info = self.scan.info[root as usize];
        let wide = self.block.insts[root as usize].result_type() == Type::V128;
        let m = match info.loc {
            Loc::Spill(slot) if wide => vector_slot(slot),
            Loc::Spill(slot) => spill_slot(slot),
            Loc::Home => self.home(info.home),
            _ => return,
        };
        let opcode = if wide {
            o::VMOVUPS_LOAD
        } else {
            o::VMOVSD_LOAD
        };
        if matches!(info.loc, Loc::Spill(_)) {
            // Slots get other values before a chain might read them again.
            self.look();
        }
        self.plain(HostInsn::two(opcode, x, m), None, Some(x));
    }

    /// As [`Emitter::rm`] for floats and vectors.
    pub(crate) fn xrm(&mut self, v: Value) -> Rm {
        let root = self.scan.root(v) as usize;
        let info = self.scan.info[root];
        let wide = self.block.inst(v).result_type() == Type::V128;
        let from_vector = self.block.insts[root].result_type() == Type::V128;
        match info.loc {
            // A float that became a vector has an 8-byte slot.
            Loc::Spill(slot) if from_vector || !wide => {
                self.done(v);
                let place = if from_vector {
                    vector_slot(slot)
                } else {
                    spill_slot(slot)
                };
                place.into()
            }
            Loc::Home if info.uses == 1 => {
                self.done(v);
                self.home(info.home).into()
            }
            _ => self.xmm(v).into(),
        }
    }

    pub(crate) fn own_xmm(&mut self, x: Xmm, root: u32) {
        self.scan.info[root as usize].loc = Loc::Xmm(x);
        self.rf.busy.temporary_xmms &= !(1 << x.0);
        if let Some(i) = scratch_xmm(x) {
            self.rf.xmms[i] = root;
        }
    }

    /// A scratch vector register for the rest of this operation.
    pub(crate) fn scratch_xmm(&mut self) -> Xmm {
        let x = self.pick_scratch_xmm();
        self.make_way(x);
        x
    }

    /// As [`Emitter::scratch_xmm`]; the caller makes way in the open chain.
    pub(crate) fn pick_scratch_xmm(&mut self) -> Xmm {
        let free = |i: &usize| self.rf.xmms[*i] == NONE && !self.rf.xmm_busy(SCRATCH_XMMS[*i]);
        let free = (0..XMMS)
            .filter(free)
            .min_by_key(|i| self.chain_needs(SCRATCH_XMMS[*i]));
        let i = free.unwrap_or_else(|| {
            let idle = (0..XMMS).filter(|i| !self.rf.xmm_busy(SCRATCH_XMMS[*i]));
            let idle = idle.min_by_key(|i| self.elsewhere(self.rf.xmms[*i]).is_none());
            debug_assert!(
                idle.is_some(),
                "an operation needs more than four vector registers"
            );
            let i = idle.unwrap_or_else(|| {
                self.rf.exhaust();
                0
            });
            self.spill_xmm(i);
            i
        });
        let x = SCRATCH_XMMS[i];
        self.rf.hold_xmm(x);
        self.rf.busy.temporary_xmms |= 1 << x.0;
        x
    }

    /// A scratch vector register that holds nothing and is not in the set `taken`.
    pub(crate) fn spare_scratch_xmm(&self, taken: u16) -> Option<Xmm> {
        let mut free = SCRATCH_XMMS.iter().enumerate().filter(|(i, x)| {
            self.rf.xmms[*i] == NONE && !self.rf.xmm_busy(**x) && taken & 1 << x.0 == 0
        });
        free.next().map(|(_, x)| *x)
    }

    /// True if some scratch vector register is not in use by this operation.
    pub(crate) fn has_scratch_xmm(&self) -> bool {
        SCRATCH_XMMS.iter().any(|x| !self.rf.xmm_busy(*x))
    }

    /// As [`Emitter::scratch_xmm`], if that takes no room from another value.
    pub(crate) fn spare_xmm(&mut self) -> Option<Xmm> {
        let rf = &*self.rf;
        let free = |x: &Xmm| {
            let owner = scratch_xmm(*x).map_or(NONE, |i| rf.xmms[i]);
            owner == NONE && !rf.xmm_busy(*x)
        };
        SCRATCH_XMMS.iter().any(free).then(|| self.scratch_xmm())
    }

    /// Makes scratch register `x` available, as [`Emitter::claim`].
    pub(crate) fn claim_xmm(&mut self, x: Xmm) {
        let Some(i) = scratch_xmm(x) else { return };
        self.rf.hold_xmm(x);
        self.look();
        let root = self.rf.xmms[i];
        if root == NONE {
            return;
        }
        let free =
            (0..XMMS).find(|j| self.rf.xmms[*j] == NONE && !self.rf.xmm_busy(SCRATCH_XMMS[*j]));
        match free {
            Some(j) if self.elsewhere(root).is_none() => {
                self.asm.vex2(o::VMOVAPS, SCRATCH_XMMS[j], x);
                self.rf.xmms[i] = NONE;
                self.own_xmm(SCRATCH_XMMS[j], root);
            }
            _ => self.spill_xmm(i),
        }
    }

    /// Where the result of operation `v` goes that is made in, or from, scratch register `x` last.
    pub(crate) fn xdst_or(&mut self, v: u32, x: Xmm) -> Xmm {
        let d = self.wanted_xmm(v, true).unwrap_or(x);
        self.rf.hold_xmm(d);
        d
    }

    /// The result of `v` is in scratch register `x`: moves it where it should be.
    pub(crate) fn finish_in_xmm(&mut self, v: u32, x: Xmm) {
        let d = self.xdst_or(v, x);
        if d != x {
            self.asm.vex2(o::VMOVAPS, d, x);
        }
        self.define_xmm(v, d);
    }

    fn spill_xmm(&mut self, i: usize) {
        let root = std::mem::replace(&mut self.rf.xmms[i], NONE);
        if root == NONE {
            return;
        }
        if let Some(loc) = self.elsewhere(root) {
            self.scan.info[root as usize].loc = loc;
            return;
        }
        let slot = self.store_xmm_slot(SCRATCH_XMMS[i], root);
        self.scan.info[root as usize].loc = Loc::Spill(slot);
    }

    fn store_xmm_slot(&mut self, x: Xmm, root: u32) -> u8 {
        self.look();
        if self.block.insts[root as usize].result_type() == Type::V128 {
            let slot = self.rf.new_vector_slot();
            self.asm.vex2(o::VMOVUPS_STORE, x, vector_slot(slot));
            slot
        } else {
            let slot = self.rf.new_slot();
            self.asm.vex2(o::VMOVSD_STORE, x, spill_slot(slot));
            slot
        }
    }

    /// As [`Emitter::dst`].
    pub(crate) fn xdst(&mut self, v: u32, prefer: Option<Xmm>) -> Xmm {
        let want = self.wanted_xmm(v, true);
        let x = want.unwrap_or_else(|| self.any_xdst(prefer));
        self.rf.hold_xmm(x);
        self.make_way(x);
        x
    }

    /// As [`Emitter::dst_apart`].
    pub(crate) fn xdst_apart(&mut self, v: u32) -> Xmm {
        let want = self.wanted_xmm(v, false);
        let x = want.unwrap_or_else(|| self.pick_scratch_xmm());
        self.rf.hold_xmm(x);
        self.make_way(x);
        x
    }

    pub(crate) fn wanted_xmm(&self, v: u32, may_be_busy: bool) -> Option<Xmm> {
        let info = &self.scan.info[v as usize];
        if info.want == NO_REG || info.until < self.at {
            return None;
        }
        let x = Xmm(info.want);
        let guest = self.pins.of_xmm(x);
        let free = guest != NO_GUEST
            && (may_be_busy || !self.rf.xmm_busy(x))
            && self.replaceable(guest, Loc::Xmm(x));
        free.then_some(x)
    }

    /// A scratch register for a result; the caller makes way in the open chain.
    pub(crate) fn any_xdst(&mut self, prefer: Option<Xmm>) -> Xmm {
        let rf = &*self.rf;
        let available = |i: &usize| rf.xmms[*i] == NONE && !rf.xmm_temporary(SCRATCH_XMMS[*i]);
        if let Some(i) = prefer.and_then(scratch_xmm).filter(available) {
            return SCRATCH_XMMS[i];
        }
        let ownerless = (0..XMMS).filter(available);
        let cost = |i: &usize| {
            let x = SCRATCH_XMMS[*i];
            (rf.xmm_busy(x), self.chain_needs(x))
        };
        match ownerless.min_by_key(cost) {
            Some(i) => SCRATCH_XMMS[i],
            None => self.pick_scratch_xmm(),
        }
    }

    /// As [`Emitter::define`].
    pub(crate) fn define_xmm(&mut self, v: u32, x: Xmm) {
        let info = &mut self.scan.info[v as usize];
        let guest = self.pins.of_xmm(x);
        if guest != NO_GUEST {
            info.loc = Loc::Xmm(x);
            self.wrote_early(v, guest);
        } else if info.uses > 0 {
            self.own_xmm(x, v);
        }
    }

    /// Frees all scratch registers, for a call that changes them.
    pub(crate) fn spill_all(&mut self) {
        (0..GPRS).for_each(|i| self.spill_gpr(i));
        (0..XMMS).for_each(|i| self.spill_xmm(i));
    }

    /// Makes the bits above a single or half in `x` ones.
    pub(crate) fn box_in_place(&mut self, ty: Type, x: Xmm) {
        let ones = match ty {
            Type::F16 => Const::Box16,
            _ => Const::Box32,
        };
        let insn = HostInsn::new(o::VORPS, x, x, ones.mem());
        self.plain(insn, Some(x), Some(x));
    }
}
