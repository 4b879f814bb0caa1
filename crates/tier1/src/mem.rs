//! Guest memory: loads, stores, and the addressing of both.

use host_x64::asm::{Mem, Size};
use host_x64::opcodes as o;
use host_x64::{Gpr, Xmm};
use ir::{Inst, Op, Type, Value, Width};

use crate::emit::Emitter;
use crate::scan::Loc;

/// A part of an address.
#[derive(Clone, Copy)]
enum Part {
    Reg(Gpr),
    Scaled(Gpr, u8),
    Constant(i32),
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

    /// The immediate that stores constant `v`, if there is one and no register holds it already.
    fn store_constant(&self, v: Value, bytes: u32) -> Option<i32> {
        let k = self.constant(v)?;
        match bytes {
            8 => i32::try_from(k as i64).ok(),
            _ => Some(k as i32),
        }
    }
}
