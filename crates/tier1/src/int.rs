//! Integer arithmetic, logic and shifts.

use host_x64::asm::{Alu, Mem, Rm, Shift, Size, Unary};
use host_x64::opcodes as o;
use host_x64::{Gpr, Xmm};
use ir::{Inst, Op, Type, Value};

use crate::consts::Const;
use crate::emit::{Emitter, FlagMeaning, size_of};
use crate::scan::Loc;

/// Second operand of a two-operand instruction.
#[derive(Clone, Copy)]
enum Second {
    Imm(i32),
    Rm(Rm),
}

impl Emitter<'_> {
    pub(crate) fn is_deferred(&self, v: Value) -> bool {
        self.scan.info[self.scan.root(v) as usize].loc == Loc::Deferred
    }

    /// An I32 result was made by a 32-bit instruction.
    pub(crate) fn finish(&mut self, i: u32, d: Gpr) {
        self.define(i, d);
        self.scan.info[i as usize].clean = true;
    }

    pub(crate) fn add(&mut self, i: u32, inst: &Inst) {
        let [mut a, mut b, _] = inst.args;
        let size = size_of(inst.ty);
        if self.constant(a).is_some() {
            (a, b) = (b, a);
        }
        if self.is_deferred(a) || self.is_deferred(b) {
            let m = self.sum_as_address(a, b);
            let d = self.dst(i, None);
            self.asm.lea(size, d, m);
            return self.finish(i, d);
        }
        if let Some(k) = self.imm(size, b) {
            return self.add_imm(i, size, a, b, k);
        }
        if self.in_register(a) && self.in_register(b) {
            return self.add_registers(i, size, a, b);
        }
        self.two_operand(i, Alu::Add, size, a, b);
    }

    fn add_imm(&mut self, i: u32, size: Size, a: Value, b: Value, k: i32) {
        self.done(b);
        if !self.in_register(a) {
            let d = self.dst(i, None);
            self.move_to(d, a);
            self.add_constant(size, d, k);
            return self.finish_with_flags(i, d);
        }
        let ra = self.gpr(a);
        let d = self.dst(i, Some(ra));
        if d == ra {
            self.add_constant(size, d, k);
            return self.finish_with_flags(i, d);
        }
        self.asm.lea(size, d, Mem::base(ra, k));
        self.finish(i, d);
    }

    fn add_constant(&mut self, size: Size, d: Gpr, k: i32) {
        if k == 128 {
            self.asm.alu_imm(Alu::Sub, size, d, -128);
        } else {
            self.asm.alu_imm(Alu::Add, size, d, k);
        }
    }

    fn add_registers(&mut self, i: u32, size: Size, a: Value, b: Value) {
        let (ra, rb) = (self.gpr(a), self.gpr(b));
        let d = self.dst(i, Some(ra));
        if d == ra {
            self.asm.alu(Alu::Add, size, d, rb);
        } else if d == rb {
            self.asm.alu(Alu::Add, size, d, ra);
        } else {
            self.asm.lea(size, d, Mem::indexed(ra, rb, 0, 0));
            return self.finish(i, d);
        }
        self.finish_with_flags(i, d);
    }

    fn finish_with_flags(&mut self, i: u32, d: Gpr) {
        self.flags_describe(i, FlagMeaning::Result);
        self.finish(i, d);
    }

    pub(crate) fn sub(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        if let Some(d) = self.branch_compares(inst) {
            return self.sub_for_branch(i, inst, d);
        }
        if let Some(k) = self.imm(size, b).filter(|k| *k != i32::MIN) {
            return self.add_imm(i, size, a, b, -k);
        }
        if self.constant(a) == Some(0) {
            self.done(a);
            let d = self.moved_dst(i, size, b);
            self.asm.unary(Unary::Neg, size, d);
            return self.finish_with_flags(i, d);
        }
        self.two_operand(i, Alu::Sub, size, a, b);
    }

    /// `d = a - b` where `a` is in `d` and the block's branch compares both: this is the comparison, next to its jump.
    fn sub_for_branch(&mut self, i: u32, inst: &Inst, d: Gpr) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        self.clear_upper_halves();
        let start = self.asm.here();
        let second = self.second(size, b);
        self.done(a);
        self.apply(Alu::Sub, size, d, second);
        self.pad_for_jump(start);
        self.finish_with_flags(i, d);
        self.note_comparison(inst.ty, a, b);
    }

    /// `d = a op b` with the host's two-operand form.
    fn two_operand(&mut self, i: u32, alu: Alu, size: Size, a: Value, b: Value) {
        let commutes = alu != Alu::Sub;
        let (a, b) = if commutes && !self.in_register(a) && self.in_register(b) {
            (b, a)
        } else {
            (a, b)
        };
        if self.in_register(a) {
            let ra = self.gpr(a);
            let second = self.second(size, b);
            return self.register_first(i, alu, size, ra, second);
        }
        let second = self.second(size, b);
        let mut d = self.dst(i, None);
        if matches!(second, Second::Rm(Rm::Reg(r)) if r == d.0) {
            d = self.scratch();
        }
        self.move_to(d, a);
        self.apply(alu, size, d, second);
        self.finish_with_flags(i, d);
    }

    fn second(&mut self, size: Size, b: Value) -> Second {
        match self.imm(size, b) {
            Some(k) => {
                self.done(b);
                Second::Imm(k)
            }
            None => Second::Rm(self.rm(b)),
        }
    }

    fn register_first(&mut self, i: u32, alu: Alu, size: Size, ra: Gpr, second: Second) {
        let mut d = self.dst(i, Some(ra));
        let mut second = second;
        if d != ra {
            if matches!(second, Second::Rm(Rm::Reg(r)) if r == d.0) {
                if alu == Alu::Sub {
                    d = self.scratch();
                    self.asm.mov(size, d, ra);
                } else {
                    second = Second::Rm(ra.into());
                }
            } else {
                self.asm.mov(size, d, ra);
            }
        }
        self.apply(alu, size, d, second);
        self.finish_with_flags(i, d);
    }

    fn apply(&mut self, alu: Alu, size: Size, d: Gpr, second: Second) {
        match second {
            Second::Imm(k) => self.asm.alu_imm(alu, size, d, k),
            Second::Rm(rm) => self.asm.alu(alu, size, d, rm),
        }
    }

    pub(crate) fn and(&mut self, i: u32, inst: &Inst) {
        let [mut a, mut b, _] = inst.args;
        if self.constant(a).is_some() {
            (a, b) = (b, a);
        }
        let size = size_of(inst.ty);
        let Some(k) = self.constant(b) else {
            return self.two_operand(i, Alu::And, size, a, b);
        };
        if matches!(k, 0xff | 0xffff | 0xffff_ffff) {
            self.done(b);
            let rm = self.rm(a);
            let d = self.dst(i, None);
            match k {
                0xff => self.asm.movzx8(d, rm),
                0xffff => self.asm.legacy(o::MOVZX16, Size::D, d, rm),
                _ => self.asm.mov(Size::D, d, rm),
            }
            return self.finish(i, d);
        }
        // A mask without high bits: the 32-bit form clears them too.
        if size == Size::Q && k <= u32::MAX as u64 {
            self.done(b);
            let d = self.moved_dst(i, Size::D, a);
            self.asm.alu_imm(Alu::And, Size::D, d, k as i32);
            if k <= i32::MAX as u64 {
                self.flags_describe(i, FlagMeaning::Result);
            }
            return self.finish(i, d);
        }
        self.two_operand(i, Alu::And, size, a, b);
    }

    /// Destination of `i` holding operand `a`, for an instruction that works in place. The other operands must be
    /// constants.
    pub(crate) fn moved_dst(&mut self, i: u32, size: Size, a: Value) -> Gpr {
        if !self.in_register(a) && !self.is_deferred(a) {
            let d = self.dst(i, None);
            self.move_to(d, a);
            return d;
        }
        let ra = self.gpr(a);
        let d = self.dst(i, Some(ra));
        if d != ra {
            self.asm.mov(size, d, ra);
        }
        d
    }

    pub(crate) fn or_xor(&mut self, i: u32, inst: &Inst) {
        let [mut a, mut b, _] = inst.args;
        if self.constant(a).is_some() {
            (a, b) = (b, a);
        }
        let size = size_of(inst.ty);
        let alu = if inst.op == Op::Or { Alu::Or } else { Alu::Xor };
        if alu == Alu::Xor && self.imm(size, b) == Some(-1) {
            self.done(b);
            let d = self.moved_dst(i, size, a);
            self.asm.unary(Unary::Not, size, d);
            return self.finish(i, d);
        }
        self.two_operand(i, alu, size, a, b);
    }

    pub(crate) fn logic_not(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        let rb = self.gpr(b);
        let ra = self.rm(a);
        if inst.op == Op::AndN {
            let d = self.dst(i, Some(rb));
            self.asm.bmi(o::ANDN, size, d, rb, ra);
            return self.finish_with_flags(i, d);
        }
        let alu = if inst.op == Op::OrN {
            Alu::Or
        } else {
            Alu::Xor
        };
        let mut d = self.dst(i, Some(rb));
        if ra == d.into() && d != rb {
            d = self.scratch();
        }
        if d != rb {
            self.asm.mov(size, d, rb);
        }
        self.asm.unary(Unary::Not, size, d);
        if ra == rb.into() {
            // a | !a = -1, !(a ^ a) = -1; the operand itself is gone if d is its register.
            self.asm.mov_imm(
                d,
                if size == Size::D {
                    0xffff_ffff
                } else {
                    u64::MAX
                },
            );
        } else {
            self.asm.alu(alu, size, d, ra);
        }
        self.finish(i, d);
    }

    // --- shifts -----------------------------------------------------------------------------------

    pub(crate) fn shift(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        let Some(k) = self.constant(b) else {
            return self.shift_variable(i, inst.op, size, a, b);
        };
        let amount = k as u8 & (inst.ty.bytes() as u8 * 8 - 1);
        if inst.op != Op::Shl && self.is_deferred(a) {
            return self.shift_pair(i, inst, amount);
        }
        self.done(b);
        if inst.op == Op::Shl && amount == 1 && self.in_register(a) {
            let ra = self.gpr(a);
            let d = self.dst(i, Some(ra));
            self.asm.lea(size, d, Mem::indexed(ra, ra, 0, 0));
            return self.finish(i, d);
        }
        let d = self.moved_dst(i, size, a);
        if amount != 0 {
            self.asm.shift_imm(shift_number(inst.op), size, d, amount);
            return self.finish_with_flags(i, d);
        }
        self.finish(i, d);
    }

    fn shift_variable(&mut self, i: u32, op: Op, size: Size, a: Value, b: Value) {
        let count = self.gpr(b);
        let a = self.rm(a);
        let d = self.dst(i, None);
        let opcode = match op {
            Op::Shl => o::SHLX,
            Op::Shr => o::SHRX,
            _ => o::SARX,
        };
        self.asm.bmi(opcode, size, d, count, a);
        self.finish(i, d);
    }

    /// A shift right of a deferred 64-bit shift left, both by constants.
    fn shift_pair(&mut self, i: u32, inst: &Inst, right: u8) {
        let [pair, b, _] = inst.args;
        let block = self.block;
        let inner = &block.insts[self.scan.root(pair) as usize];
        let [x, left_amount, _] = inner.args;
        let left = self.constant(left_amount).unwrap_or(0) as u8 & 63;
        self.done(b);
        self.done(pair);
        self.done(left_amount);
        let signed = inst.op == Op::Sar;
        if self.extension(left, right, signed) {
            let rm = self.rm(x);
            let d = self.dst(i, None);
            match (64 - left, signed) {
                (8, false) => self.asm.movzx8(d, rm),
                (8, true) => self.asm.movsx8(Size::Q, d, rm),
                (16, false) => self.asm.legacy(o::MOVZX16, Size::D, d, rm),
                (16, true) => self.asm.legacy(o::MOVSX16, Size::Q, d, rm),
                (_, false) => self.asm.mov(Size::D, d, rm),
                (_, true) => self.asm.legacy(o::MOVSXD, Size::Q, d, rm),
            }
            if right < left {
                self.asm.shift_imm(Shift::Shl, Size::Q, d, left - right);
            }
            return self.finish(i, d);
        }
        let d = self.moved_dst(i, Size::Q, x);
        if left != 0 {
            self.asm.shift_imm(Shift::Shl, Size::Q, d, left);
        }
        if right != 0 {
            self.asm.shift_imm(shift_number(inst.op), Size::Q, d, right);
        }
        self.finish(i, d);
    }

    /// Is `x << left >> right` an extension of the low bits, perhaps shifted left again?
    fn extension(&self, left: u8, right: u8, signed: bool) -> bool {
        matches!(left, 32 | 48 | 56) && (left == right || (!signed && left == 32 && right < left))
    }

    pub(crate) fn rotate(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let size = size_of(inst.ty);
        if let Some(k) = self.constant(b) {
            self.done(b);
            let rm = self.rm(a);
            let d = self.dst(i, None);
            let amount = k as u8 & (inst.ty.bytes() as u8 * 8 - 1);
            self.asm.rorx(size, d, rm, amount);
            return self.finish(i, d);
        }
        self.claim(Gpr::RCX);
        self.move_to(Gpr::RCX, b);
        let rm = self.rm(a);
        let d = self.dst_apart(i);
        self.asm.mov(size, d, rm);
        self.asm.shift_cl(Shift::Ror, size, d);
        self.finish(i, d);
    }

    // --- one operand ------------------------------------------------------------------------------

    pub(crate) fn unary(&mut self, i: u32, inst: &Inst) {
        let v = inst.args[0];
        let size = size_of(inst.ty);
        if inst.op == Op::ZExt32 && self.zext_for_free(i, v) {
            return;
        }
        let later_uses = self.take_later_uses(inst, v);
        let source = self.scan.root(v);
        let a = self.rm(v);
        if later_uses > 0 {
            self.scan.info[source as usize].root = i;
            self.scan.info[i as usize].uses += later_uses;
        }
        let prefer = match a {
            Rm::Reg(r) => Some(Gpr(r)),
            Rm::Mem(_) => None,
        };
        let d = self.dst(i, prefer);
        match inst.op {
            Op::Clz => self.asm.legacy(o::LZCNT, size, d, a),
            Op::Ctz => self.asm.legacy(o::TZCNT, size, d, a),
            Op::PopCnt => self.asm.legacy(o::POPCNT, size, d, a),
            Op::SExt8 => self.asm.movsx8(size, d, a),
            Op::SExt16 => self.asm.legacy(o::MOVSX16, size, d, a),
            Op::SExt32 => {
                let operand_flags = self.flags_of(v);
                self.asm.legacy(o::MOVSXD, Size::Q, d, a);
                if let Some(meaning) = operand_flags {
                    self.flags_describe(i, meaning);
                }
            }
            _ => self.asm.mov(Size::D, d, a),
        }
        self.finish(i, d);
        self.scan.info[i as usize].clean = inst.op != Op::SExt32;
    }

    /// The low half of an extension is the I32 itself: its later users can have the extension, and its register is free
    /// now. Returns their number; one use remains.
    fn take_later_uses(&mut self, inst: &Inst, v: Value) -> u32 {
        let root = self.scan.root(v) as usize;
        let narrow = self.block.insts[root].result_type() == Type::I32;
        if !matches!(inst.op, Op::SExt32 | Op::ZExt32) || !narrow || self.constant(v).is_some() {
            return 0;
        }
        let info = &mut self.scan.info[root];
        let later = info.uses - 1;
        info.uses = 1;
        later
    }

    /// Zero extension of an I32 whose register has zeros above already and that nobody else needs.
    fn zext_for_free(&mut self, i: u32, v: Value) -> bool {
        let info = self.scan.info[self.scan.root(v) as usize];
        let Loc::Gpr(r) = info.loc else { return false };
        if !info.clean || info.uses != 1 || self.block.inst(v).op == Op::Trunc {
            return false;
        }
        self.done(v);
        self.define(i, r);
        true
    }

    pub(crate) fn bswap(&mut self, i: u32, inst: &Inst) {
        let size = size_of(inst.ty);
        let d = self.moved_dst(i, size, inst.args[0]);
        self.asm.bswap(size, d);
        self.finish(i, d);
    }

    pub(crate) fn bit_reverse(&mut self, i: u32, inst: &Inst) {
        let size = size_of(inst.ty);
        let a = self.rm(inst.args[0]);
        let low = self.scratch_xmm();
        self.asm.vmov_from(size, low, a);
        if self.features.gfni {
            self.asm
                .vgf2p8affineqb(low, low, Const::ReverseMatrix.mem());
        } else {
            self.reverse_by_table(low);
        }
        let d = self.dst(i, None);
        self.asm.vmov_to(size, d, low);
        if inst.op == Op::BitRev {
            self.asm.bswap(size, d);
        }
        self.finish(i, d);
    }

    /// Reverses the bits of each byte of `low`, nibble by nibble.
    fn reverse_by_table(&mut self, low: Xmm) {
        let (high, table) = (self.scratch_xmm(), self.scratch_xmm());
        self.asm.vex_i(o::VPSHIFT_W, Xmm(2), high, low, 4);
        self.asm.vex(o::VANDPS, low, low, Const::Nibbles.mem());
        self.asm.vex(o::VANDPS, high, high, Const::Nibbles.mem());
        self.asm.vex2(o::VMOVAPS, table, Const::ReverseHigh.mem());
        self.asm.vex(o::VPSHUFB, low, table, low);
        self.asm.vex2(o::VMOVAPS, table, Const::ReverseLow.mem());
        self.asm.vex(o::VPSHUFB, high, table, high);
        self.asm.vex(o::VORPS, low, low, high);
    }

    pub(crate) fn orcb(&mut self, i: u32, inst: &Inst) {
        let size = size_of(inst.ty);
        let a = self.rm(inst.args[0]);
        let (x, zero) = (self.scratch_xmm(), self.scratch_xmm());
        self.asm.vmov_from(size, x, a);
        self.asm.vex(o::VXORPS, zero, zero, zero);
        self.asm.vex(o::VPCMPEQB, x, x, zero);
        let d = self.dst(i, None);
        self.asm.vmov_to(size, d, x);
        self.asm.unary(Unary::Not, size, d);
        self.finish(i, d);
    }
}

fn shift_number(op: Op) -> Shift {
    match op {
        Op::Shl => Shift::Shl,
        Op::Shr => Shift::Shr,
        _ => Shift::Sar,
    }
}
