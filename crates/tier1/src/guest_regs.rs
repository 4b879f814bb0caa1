//! Reads and writes of guest registers: values move into and out of their homes.

use host_x64::asm::{Alu, Size};
use host_x64::opcodes as o;
use host_x64::{Gpr, Xmm};
use ir::{Inst, Lane, Op, Reg, Type, Value};

use crate::alloc::{scratch_gpr, scratch_xmm};
use crate::chain::HostInsn;
use crate::emit::{Emitter, size_of};
use crate::scan::{Loc, NO_GUEST, NO_REG, NONE};

impl Emitter<'_> {
    /// GetReg: the value is where the register is.
    pub(crate) fn get_reg(&mut self, v: u32, guest: u16) {
        let known = self.rf.content(guest);
        let host = self.pins.host(Reg(guest));
        let int = self.regs.info(Reg(guest)).ty.is_int();
        let info = &mut self.scan.info[v as usize];
        info.home = guest;
        info.loc = match (host, int) {
            (NO_REG, _) => Loc::Home,
            (host, true) => Loc::Gpr(Gpr(host)),
            (host, false) => Loc::Xmm(Xmm(host)),
        };
        if known == NONE || self.scan.info[known as usize].uses == 0 {
            self.rf.set_content(guest, v);
        } else {
            self.copy_content(v, known);
        }
    }

    /// A second name for a value that has its own future: keep them apart.
    fn copy_content(&mut self, v: u32, known: u32) {
        let _ = known;
        match self.scan.info[v as usize].loc {
            Loc::Xmm(from) => {
                let x = self.pick_scratch_xmm();
                self.copy_xmm(x, from);
                self.own_xmm(x, v);
            }
            Loc::Gpr(from) => {
                let r = self.scratch();
                self.asm.mov(Size::Q, r, from);
                self.own_gpr(r, v);
            }
            _ if self
                .regs
                .info(Reg(self.scan.info[v as usize].home))
                .ty
                .is_int() =>
            {
                let r = self.scratch();
                self.fill(r, v);
                self.own_gpr(r, v);
            }
            _ => {
                let x = self.pick_scratch_xmm();
                self.fill_xmm(x, v);
                self.own_xmm(x, v);
            }
        }
        self.scan.info[v as usize].home = NO_GUEST;
    }

    /// SetReg: writes `v` through to the guest register.
    pub(crate) fn set_reg(&mut self, i: u32, guest: u16, v: Value) {
        let root = self.scan.root(v);
        let present = self.rf.content(guest) == root;
        if self.scan.info[i as usize].dead {
            // Nobody asked for the bits above a float that nobody reads.
            let ty = self.block.insts[root as usize].result_type();
            let upper = self.scan.info[root as usize];
            let complete = match self.regs.info(Reg(guest)).ty {
                Type::V128 => !ty.is_float() || upper.zeros_from as u32 <= ty.bytes(),
                _ => !matches!(ty, Type::F16 | Type::F32) || upper.boxed,
            };
            if !present || !complete {
                self.inexact_until = self.inexact_until.max(self.scan.info[i as usize].until);
            }
            return;
        }
        if present && self.scan.info[root as usize].loc != Loc::Deferred {
            return self.done(v);
        }
        let host = self.pins.host(Reg(guest));
        let ty = self.regs.info(Reg(guest)).ty;
        match (host, ty.is_int()) {
            // Flags are stored by a move; other values may be computed on the way.
            (NO_REG, true) if ty == Type::Flags => {
                self.keeping_flags(|e| e.store_home(guest, v));
            }
            (NO_REG, true) => self.store_home(guest, v),
            (NO_REG, false) => self.store_home_xmm(guest, v),
            (host, true) => self.set_pinned(guest, Gpr(host), v),
            (host, false) => self.set_pinned_xmm(guest, Xmm(host), v),
        }
    }

    fn set_pinned(&mut self, guest: u16, r: Gpr, v: Value) {
        let root = self.scan.root(v);
        if self.scan.info[root as usize].loc == Loc::Deferred {
            let from = self.materialize(root);
            if from == r {
                return self.done(v);
            }
        }
        self.rescue(guest, Loc::Gpr(r));
        if self.constant(v) == Some(0) {
            self.asm.zero(r);
        } else {
            self.fill(r, root);
        }
        let keeps_place = matches!(self.scan.info[root as usize].loc, Loc::Gpr(from) if scratch_gpr(from).is_none());
        if !keeps_place && self.scan.info[root as usize].loc != Loc::Const {
            self.release_place(root);
            self.scan.info[root as usize].loc = Loc::Gpr(r);
        }
        self.rf.set_content(guest, root);
        self.scan.info[root as usize].home = guest;
        self.done(v);
    }

    fn set_pinned_xmm(&mut self, guest: u16, x: Xmm, v: Value) {
        let from = self.xmm_for_set(v);
        self.rescue(guest, Loc::Xmm(x));
        let root = self.scan.root(v);
        if from != x {
            self.copy_xmm(x, from);
        }
        if scratch_xmm(from).is_some() {
            self.release_place(root);
            self.scan.info[root as usize].loc = Loc::Xmm(x);
        }
        self.rf.set_content(guest, root);
        self.scan.info[root as usize].home = guest;
        self.done(v);
    }

    fn copy_xmm(&mut self, to: Xmm, from: Xmm) {
        let copy = HostInsn::two(o::VMOVAPS, to, from);
        self.plain(copy, Some(from), Some(to));
    }

    /// As [`Emitter::xmm`] without consuming the use.
    pub(crate) fn xmm_for_set(&mut self, v: Value) -> Xmm {
        let root = self.scan.root(v) as usize;
        self.scan.info[root].uses += 1;
        self.xmm(v)
    }

    /// True for `register op= operand` on a guest register in memory whose old and new values nobody else needs: one
    /// instruction on memory.
    pub(crate) fn updates_home(&self, inst: &Inst, guest: u16) -> bool {
        let [a, b, _] = inst.args;
        update_operation(inst.op).is_some()
            && inst.ty == Type::I64
            && self.pins.host(Reg(guest)) == NO_REG
            && {
                let old = &self.scan.info[self.scan.root(a) as usize];
                old.loc == Loc::Home
                    && old.home == guest
                    && old.uses == 1
                    && self.rf.content(guest) == self.scan.root(a)
                    && self.block.inst(a).result_type() == Type::I64
                    && (self.imm(Size::Q, b).is_some() || self.in_register(b))
            }
    }

    /// Emits a deferred update of a register in memory, if `v` is one.
    fn update_home(&mut self, guest: u16, v: Value) -> bool {
        let root = self.scan.root(v);
        let block = self.block;
        let inst = &block.insts[root as usize];
        let deferred = self.scan.info[root as usize].loc == Loc::Deferred;
        // Asked again: the register may have been written since the operation was deferred.
        let alu = match update_operation(inst.op) {
            Some(alu) if deferred && self.updates_home(inst, guest) => alu,
            _ => return false,
        };
        let [a, b, _] = inst.args;
        let home = self.home(guest);
        self.done(v);
        self.done(a);
        if let Some(k) = self.imm(Size::Q, b) {
            self.done(b);
            self.asm.alu_imm(alu, Size::Q, home, k);
        } else {
            let r = self.gpr(b);
            self.asm.alu_store(alu, Size::Q, home, r);
        }
        self.rf.set_content(guest, NONE);
        true
    }

    pub(crate) fn store_home(&mut self, guest: u16, v: Value) {
        if self.update_home(guest, v) || self.store_half_home(guest, v) {
            return;
        }
        let root = self.scan.root(v);
        let home = self.home(guest);
        let ty = self.regs.info(Reg(guest)).ty;
        if let Some(k) = self.imm(size_of(ty), v) {
            self.rescue(guest, Loc::Home);
            self.asm.store_imm(ty.bytes(), home, k);
            self.done(v);
        } else {
            let r = self.gpr(v);
            self.rescue(guest, Loc::Home);
            self.asm.store(ty.bytes(), home, r);
        }
        self.rf.set_content(guest, root);
        self.scan.info[root as usize].home = guest;
    }

    /// True for half of a vector that only goes to a register in memory.
    pub(crate) fn is_half_for_home(&self, inst: &Inst, user: &Inst) -> bool {
        inst.op == Op::VGetLane
            && (inst.ty, inst.lane()) == (Type::I64, Lane::D)
            && user.op == Op::SetReg
            && self.pins.host(Reg(user.imm as u16)) == NO_REG
    }

    /// Stores half of a vector, if `v` is a deferred one, or both if the other goes to the register above next.
    fn store_half_home(&mut self, guest: u16, v: Value) -> bool {
        let root = self.scan.root(v);
        let block = self.block;
        let inst = &block.insts[root as usize];
        if inst.op != Op::VGetLane || self.scan.info[root as usize].loc != Loc::Deferred {
            return false;
        }
        let (home, upper) = (self.home(guest), self.upper_half_home(guest, inst));
        self.done(v);
        let x = self.xmm(inst.args[0]);
        self.goes_home(guest, root);
        if let Some((half, set)) = upper {
            let above = &block.insts[set as usize];
            self.done(inst.args[0]);
            self.goes_home(above.imm as u16, half);
            for done in [half, set] {
                self.scan.info[done as usize].dead = true;
            }
            self.inexact_until = self.inexact_until.max(set);
        }
        let store = match (upper, inst.imm) {
            (Some(_), _) => o::VMOVUPS_STORE,
            (None, 0) => o::VMOVSD_STORE,
            _ => o::VMOVHPS_STORE,
        };
        self.asm.vex2(store, x, home);
        true
    }

    /// `root`, which nobody else needs, is about to be stored to the register in memory.
    fn goes_home(&mut self, guest: u16, root: u32) {
        self.rescue(guest, Loc::Home);
        self.rf.set_content(guest, root);
        self.scan.info[root as usize].home = guest;
    }

    /// After `inst`, the lower half of a vector, was written to `guest`: the operations that take the upper half and write it to the
    /// register above in memory, if these are the next.
    fn upper_half_home(&self, guest: u16, inst: &Inst) -> Option<(u32, u32)> {
        let after = self.at + 1..self.block.insts.len() as u32;
        let mut next = after.filter(|i| self.block.insts[*i as usize].op != Op::InsnStart);
        let (half, set) = (next.next()?, next.next()?);
        let [upper, write] = [half, set].map(|i| &self.block.insts[i as usize]);
        let info = &self.scan.info[half as usize];
        let offset = |guest: u16| self.regs.info(Reg(guest)).offset;
        let fits = (inst.imm, upper.imm) == (0, 1)
            && self.is_half_for_home(upper, write)
            && self.scan.root(upper.args[0]) == self.scan.root(inst.args[0])
            && (info.uses, info.user) == (1, set)
            && offset(write.imm as u16) == offset(guest) + 8;
        fits.then_some((half, set))
    }

    fn store_home_xmm(&mut self, guest: u16, v: Value) {
        let root = self.scan.root(v);
        let x = self.xmm(v);
        self.rescue(guest, Loc::Home);
        let opcode = if self.regs.info(Reg(guest)).ty == Type::V128 {
            o::VMOVUPS_STORE
        } else {
            o::VMOVSD_STORE
        };
        let store = HostInsn::store(opcode, x, self.home(guest));
        self.plain(store, Some(x), None);
        self.rf.set_content(guest, root);
        self.scan.info[root as usize].home = guest;
    }

    /// The register of `guest` is about to be overwritten: if its old value is still needed and only there, save it.
    /// Flags stay.
    fn rescue(&mut self, guest: u16, place: Loc) {
        let old = self.rf.content(guest);
        if old == NONE || self.replaceable(guest, place) {
            return;
        }
        if place == Loc::Home && self.scan.info[old as usize].home != guest {
            return;
        }
        self.rf.set_content(guest, NONE);
        if let Some(loc) = self.elsewhere(old) {
            self.scan.info[old as usize].loc = loc;
            return;
        }
        match place {
            Loc::Gpr(r) => {
                let to = self.scratch();
                self.asm.mov(Size::Q, to, r);
                self.own_gpr(to, old);
            }
            Loc::Xmm(x) => {
                let to = self.pick_scratch_xmm();
                self.copy_xmm(to, x);
                self.own_xmm(to, old);
            }
            _ if self.block.insts[old as usize].result_type().is_int() => {
                self.load_gpr(old);
            }
            _ => {
                self.load_xmm(old);
            }
        }
    }
}

/// The host's instruction for operations that can work on memory.
fn update_operation(op: Op) -> Option<Alu> {
    match op {
        Op::Add => Some(Alu::Add),
        Op::Sub => Some(Alu::Sub),
        Op::And => Some(Alu::And),
        Op::Or => Some(Alu::Or),
        Op::Xor => Some(Alu::Xor),
        _ => None,
    }
}
