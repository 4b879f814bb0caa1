//! Guest memory: loads, stores, and the addressing of both.

use host_x64::asm::{Mem, Size};
use host_x64::evex;
use host_x64::opcodes as o;
use host_x64::{Gpr, PcKind, Xmm};
use ir::{Inst, Op, Type, Value, Width};

use crate::alloc::scratch_xmm;
use crate::emit::Emitter;
use crate::scan::Loc;

/// A part of an address.
#[derive(Clone, Copy)]
enum Part {
    Reg(Gpr),
    Scaled(Gpr, u8),
    Constant(i32),
}

/// Two vectors that were stored at once, and where they still are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StoredBoth {
    /// Valid only if the code still ends here.
    at: u32,
    values: [u32; 2],
    both: Xmm,
}

impl Emitter<'_> {
    /// The memory operand for address `v` + `disp`; consumes a use of `v`.
    pub(crate) fn address(&mut self, v: Value, disp: i64) -> Mem {
        let root = self.scan.root(v);
        let deferred = self.scan.info[root as usize].loc == Loc::Deferred;
        let block = self.block;
        let inst = &block.insts[root as usize];
        let Ok(disp) = i32::try_from(disp) else {
            return self.far_address(v, disp);
        };
        if let Some(k) = self.constant(v) {
            return self.constant_address(v, k.wrapping_add(disp as i64 as u64));
        }
        if deferred && inst.op == Op::Add {
            self.done(v);
            let [a, b, _] = inst.args;
            return self.sum_with(a, b, disp);
        }
        if deferred
            && inst.op == Op::Shl
            && let Part::Scaled(r, shift) = self.part(v)
        {
            return Mem {
                base: None,
                index: Some((r, shift)),
                disp,
            };
        }
        Mem::base(self.gpr(v), disp)
    }

    fn far_address(&mut self, v: Value, disp: i64) -> Mem {
        let base = self.gpr(v);
        let r = self.scratch();
        self.asm.mov_imm(r, disp as u64);
        Mem::indexed(base, r, 0, 0)
    }

    fn constant_address(&mut self, v: Value, k: u64) -> Mem {
        self.done(v);
        if let Ok(disp) = i32::try_from(k as i64) {
            return Mem::absolute(disp);
        }
        let r = self.scratch();
        self.asm.mov_imm(r, k);
        Mem::base(r, 0)
    }

    /// `a + b` as operand of lea; consumes a use of both.
    pub(crate) fn sum_as_address(&mut self, a: Value, b: Value) -> Mem {
        self.sum_with(a, b, 0)
    }

    fn sum_with(&mut self, a: Value, b: Value, disp: i32) -> Mem {
        let (pa, pb) = (self.part(a), self.part(b));
        match (pa, pb) {
            (Part::Reg(x), Part::Reg(y)) => Mem::indexed(x, y, 0, disp),
            (Part::Reg(x), Part::Scaled(y, s)) | (Part::Scaled(y, s), Part::Reg(x)) => {
                Mem::indexed(x, y, s, disp)
            }
            (part, Part::Constant(k)) | (Part::Constant(k), part) => self.part_plus(part, k, disp),
            (Part::Scaled(x, s), Part::Scaled(y, t)) => {
                let r = self.scratch();
                let scaled = Mem {
                    base: None,
                    index: Some((x, s)),
                    disp: 0,
                };
                self.asm.lea(Size::Q, r, scaled);
                Mem::indexed(r, y, t, disp)
            }
        }
    }

    fn part_plus(&mut self, part: Part, k: i32, disp: i32) -> Mem {
        let (base, index) = match part {
            Part::Reg(x) => (Some(x), None),
            Part::Scaled(x, s) => (None, Some((x, s))),
            Part::Constant(c) => {
                let r = self.scratch();
                self.asm.mov_imm(r, c as i64 as u64);
                (Some(r), None)
            }
        };
        match k.checked_add(disp) {
            Some(disp) => Mem { base, index, disp },
            None => {
                let r = self.scratch();
                self.asm.lea(Size::Q, r, Mem { base, index, disp });
                Mem::base(r, k)
            }
        }
    }

    /// Consumes a use of `v` as part of an address.
    fn part(&mut self, v: Value) -> Part {
        let root = self.scan.root(v);
        let block = self.block;
        let inst = &block.insts[root as usize];
        if let Some(k) = self.imm(Size::Q, v) {
            self.done(v);
            return Part::Constant(k);
        }
        if self.scan.info[root as usize].loc == Loc::Deferred && inst.op == Op::Shl {
            self.done(v);
            let [x, amount, _] = inst.args;
            let shift = self.constant(amount).unwrap_or(0) as u8 & 3;
            self.done(amount);
            return Part::Scaled(self.gpr(x), shift);
        }
        Part::Reg(self.gpr(v))
    }

    pub(crate) fn load(&mut self, i: u32, inst: &Inst) {
        let m = self.address(inst.args[0], inst.imm);
        if !inst.ty.is_int() {
            return self.load_float(i, inst, m);
        }
        let d = self.dst(i, m.base);
        let kind = inst.mem();
        let wide = if inst.ty == Type::I64 {
            Size::Q
        } else {
            Size::D
        };
        self.load_int(d, m, kind.width, kind.signed, wide);
        self.define(i, d);
        self.scan.info[i as usize].clean = inst.ty == Type::I32;
    }

    /// d = extended value from memory
    pub(crate) fn load_int(&mut self, d: Gpr, m: Mem, width: Width, signed: bool, wide: Size) {
        match (width, signed) {
            (Width::B1, false) => self.asm.movzx8(d, m),
            (Width::B1, true) => self.asm.movsx8(wide, d, m),
            (Width::B2, false) => self.asm.legacy(o::MOVZX16, Size::D, d, m),
            (Width::B2, true) => self.asm.legacy(o::MOVSX16, wide, d, m),
            (Width::B4, true) if wide == Size::Q => self.asm.legacy(o::MOVSXD, Size::Q, d, m),
            (Width::B4, _) => self.asm.mov(Size::D, d, m),
            _ => self.asm.mov(Size::Q, d, m),
        }
    }

    fn load_float(&mut self, i: u32, inst: &Inst, m: Mem) {
        let d = self.xdst(i, None);
        match inst.ty {
            Type::F16 => {
                // One instruction must do the access; the bits above become ones with it.
                let ones = self.scratch_xmm();
                self.asm.vex(o::VPCMPEQD, ones, ones, ones);
                self.asm.vex_i(o::VPINSRW, d, ones, m, 0);
                self.scan.info[i as usize].boxed = true;
            }
            Type::F32 => self.asm.vex2(o::VMOVSS_LOAD, d, m),
            Type::V128 => {
                self.load_vector(d, inst.mem().width, m);
                self.scan.info[i as usize].zeros_from = inst.mem().width.bytes() as u8;
            }
            _ => self.asm.vex2(o::VMOVSD_LOAD, d, m),
        }
        self.define_xmm(i, d);
    }

    /// d = zero-extended value from memory
    fn load_vector(&mut self, d: Xmm, width: Width, m: Mem) {
        let opcode = match width {
            Width::B1 | Width::B2 => {
                let r = self.scratch();
                self.load_int(r, m, width, false, Size::D);
                return self.asm.vmov_from(Size::D, d, r);
            }
            Width::B4 => o::VMOVSS_LOAD,
            Width::B8 => o::VMOVSD_LOAD,
            Width::B16 => o::VMOVUPS_LOAD,
        };
        self.asm.vex2(opcode, d, m);
    }

    pub(crate) fn store(&mut self, inst: &Inst) {
        self.unfenced_stores = true;
        let [addr, v, _] = inst.args;
        let width = inst.mem().width;
        let bytes = width.bytes();
        if inst.ty.is_int() {
            let k = self.store_constant(v, bytes);
            let value = if k.is_some() {
                self.done(v);
                None
            } else {
                Some(self.gpr(v))
            };
            let m = self.address(addr, inst.imm);
            match (value, k) {
                (Some(r), _) => self.asm.store(bytes, m, r),
                (None, k) => self.asm.store_imm(bytes, m, k.unwrap_or(0)),
            }
            return;
        }
        if let Some(others) = self.same_stores_above(inst) {
            return self.store_four(inst, others);
        }
        if let Some(next) = self.store_above(inst) {
            return self.store_both(inst, next);
        }
        let x = self.xmm(v);
        let m = self.address(addr, inst.imm);
        match width {
            Width::B1 => self.asm.vex2_i(o::VPEXTRB, x, m, 0),
            Width::B2 => self.asm.vex2_i(o::VPEXTRW, x, m, 0),
            Width::B4 => self.asm.vex2(o::VMOVSS_STORE, x, m),
            Width::B16 => self.asm.vex2(o::VMOVUPS_STORE, x, m),
            _ => self.asm.vex2(o::VMOVSD_STORE, x, m),
        }
    }

    /// The operation that stores the 16 bytes above those of `inst`, which stores a vector, if it follows and belongs to the same guest
    /// instruction, or both to the same several ones.
    fn store_above(&self, inst: &Inst) -> Option<u32> {
        let kind = inst.mem();
        let mut after = (self.at as usize + 1)..self.block.insts.len();
        let next = after.find(|i| !kind.several || self.does_something(*i))?;
        let known = || {
            self.block.insts[next].args[..2]
                .iter()
                .all(|v| v.0 < self.at)
        };
        let fits = self.is_store_above(next, inst, 16) && known();
        fits.then_some(next as u32)
    }

    /// False for operations that may stand between stores which are done at once.
    fn does_something(&self, i: usize) -> bool {
        !matches!(self.block.insts[i].op, Op::InsnStart | Op::IConst)
    }

    /// True if operation `i` stores a vector as `inst` does, `above` bytes above it.
    fn is_store_above(&self, i: usize, inst: &Inst, above: i64) -> bool {
        let other = &self.block.insts[i];
        inst.mem().width == Width::B16
            && (other.op, other.ty, other.aux) == (Op::Store, inst.ty, inst.aux)
            && self.scan.root(other.args[0]) == self.scan.root(inst.args[0])
            && inst.imm.checked_add(above) == Some(other.imm)
    }

    /// Stores the vectors of `inst` and operation `next`, which is right above it, at once: half the stores for those who copy and fill.
    fn store_both(&mut self, inst: &Inst, next: u32) {
        let block = self.block;
        let above = &block.insts[next as usize];
        // If only the upper one faults, the lower one is stored.
        self.map_pc(PcKind::Several);
        let values = [inst, above].map(|store| self.scan.root(store.args[1]));
        let low = self.xmm(inst.args[1]);
        let high = self.xmm(above.args[1]);
        let again = self
            .stored
            .filter(|last| last.values == values && last.at == self.asm.here());
        let m = self.address(inst.args[0], inst.imm);
        let both = match again {
            Some(last) => last.both,
            None => self.both_halves(inst, above, [low, high]),
        };
        self.asm.vex2(o::VMOVUPS_STORE.long(true), both, m);
        self.upper_halves = true;
        self.stored = Some(StoredBoth {
            at: self.asm.here(),
            values,
            both,
        });
        self.done(above.args[0]);
        self.scan.info[next as usize].dead = true;
        self.inexact_until = self.inexact_until.max(next);
    }

    /// The register with what `inst` stores in its lower half, what `above` stores in the upper one, both fetched to `halves`.
    fn both_halves(&mut self, inst: &Inst, above: &Inst, [low, high]: [Xmm; 2]) -> Xmm {
        // The instruction that made zeros made some above them too.
        if [inst, above]
            .iter()
            .all(|store| self.is_zeros(store.args[1]))
        {
            return low;
        }
        let is_last_use = self.scan.info[self.scan.root(inst.args[1]) as usize].uses == 0;
        let both = match is_last_use && scratch_xmm(low).is_some() {
            true => low,
            false => self.scratch_xmm(),
        };
        self.asm
            .vex_i(o::VINSERTF128.long(true), both, low, high, 1);
        both
    }

    /// The operations that store the same vector as `inst` above it, three times side by side, if the host can do that at once. They may
    /// belong to several guest instructions that do nothing else.
    fn same_stores_above(&self, inst: &Inst) -> Option<[u32; 3]> {
        // Processors that only have AVX-512's beginnings run slower for a while after such a store.
        if !(self.features.has(evex::VMOVUPS_STORE) && self.features.avx512vbmi) {
            return None;
        }
        let value = |store: &Inst| self.scan.root(store.args[1]);
        let after = self.at as usize + 1..self.block.insts.len();
        let mut next = after.filter(|i| self.does_something(*i));
        let mut others = [0; 3];
        for (other, above) in others.iter_mut().zip([16, 32, 48]) {
            let i = next.next()?;
            if !self.is_store_above(i, inst, above) || value(&self.block.insts[i]) != value(inst) {
                return None;
            }
            *other = i as u32;
        }
        Some(others)
    }

    /// Stores a vector four times side by side, for those who fill memory.
    fn store_four(&mut self, inst: &Inst, others: [u32; 3]) {
        // If one of them faults, those before it are done.
        self.map_pc(PcKind::Several);
        let [addr, v, _] = inst.args;
        let x = self.xmm(v);
        let m = self.address(addr, inst.imm);
        let mut four = x;
        // The instruction that made zeros made all above them zeros too.
        if !self.is_zeros(v) {
            four = self.scratch_xmm();
            self.asm.evex_i(evex::VSHUFF32X4, four, x, x, 0);
        }
        self.asm.evex2(evex::VMOVUPS_STORE, four, m);
        self.upper_halves = true;
        for other in others {
            self.done(addr);
            self.done(v);
            self.scan.info[other as usize].dead = true;
            self.inexact_until = self.inexact_until.max(other);
        }
    }

    fn is_zeros(&self, v: Value) -> bool {
        let inst = self.block.inst(v);
        inst.op == Op::VConst && inst.imm == 0
    }

    /// Code that knows nothing of the upper halves of 256-bit registers may follow: clears them if they are used.
    pub(crate) fn clear_upper_halves(&mut self) {
        if std::mem::take(&mut self.upper_halves) {
            self.keeping_flags(|e| e.asm.vzeroupper());
        }
    }

    /// The immediate that stores constant `v`, if there is one and no register holds it already.
    fn store_constant(&self, v: Value, bytes: u32) -> Option<i32> {
        let k = self.constant(v)?;
        match bytes {
            8 => i32::try_from(k as i64).ok(),
            _ => Some(k as i32),
        }
    }
}
