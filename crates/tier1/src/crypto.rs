//! Cryptography, checksums and dot products on the host's instructions for them.

use host_x64::Xmm;
use host_x64::asm::{Alu, Rm, Shift, Size};
use host_x64::opcodes as o;
use host_x64::vector_opcodes as v;
use ir::{DotKind, Inst, Op, Value, Width};

use crate::consts::Const;
use crate::emit::Emitter;
use crate::registers::within_operation;
use crate::scan::Loc;

/// Kinds of shift by an immediate, as the register in their place.
pub(crate) const SHIFT_RIGHT: Xmm = Xmm(v::SHIFT_RIGHT);
const SHIFT_RIGHT_SIGNED: Xmm = Xmm(v::SHIFT_RIGHT_SIGNED);
pub(crate) const SHIFT_LEFT: Xmm = Xmm(v::SHIFT_LEFT);
pub(crate) const SHIFT_BYTES_LEFT: Xmm = Xmm(v::SHIFT_BYTES_LEFT);
pub(crate) const SHIFT_BYTES_RIGHT: Xmm = Xmm(v::SHIFT_BYTES_RIGHT);

impl Emitter<'_> {
    // --- CRC --------------------------------------------------------------------------------------

    pub(crate) fn crc32(&mut self, i: u32, inst: &Inst) {
        let [crc, data, _] = inst.args;
        if inst.imm != 0 {
            let data = self.gpr(data);
            let d = self.dst_apart(i);
            self.move_to(d, crc);
            self.asm.crc32c(inst.width().bytes(), d, data);
            return self.define(i, d);
        }
        self.crc32_by_division(i, inst.width(), crc, data);
    }

    /// With all bits reversed, the remainder of a times x^32 is the high half of the polynomial times the quotient, and the
    /// low half of that product is a: so the quotient is a times the polynomial's inverse modulo x^64.
    fn crc32_by_division(&mut self, i: u32, width: Width, crc: Value, data: Value) {
        let bits = 8 * width.bytes();
        let data = self.gpr(data);
        let crc = self.gpr(crc);
        let t = self.scratch();
        // The upper half of an I32's register is undefined.
        self.asm.mov(Size::D, t, crc);
        let (x, rest) = (self.scratch_xmm(), self.scratch_xmm());
        if bits < 32 {
            // The part of the CRC that the data does not reach moves down.
            self.asm.vmov_from(Size::D, rest, t);
            self.asm
                .vex_i(v::VPSHIFTQ, SHIFT_RIGHT, rest, rest, bits as u8);
        }
        self.asm.alu(Alu::Xor, Size::Q, t, data);
        if bits < 64 {
            let unused = 64 - bits as u8;
            self.asm.shift_imm(Shift::Shl, Size::Q, t, unused);
        }
        self.asm.vmov_from(Size::Q, x, t);
        self.rf.let_go(t);
        self.asm
            .vex_i(o::VPCLMULQDQ, x, x, Const::CrcInverse.mem(), 0);
        self.asm
            .vex_i(o::VPCLMULQDQ, x, x, Const::CrcPolynomial.mem(), 0);
        self.asm.vex_i(v::VPSHIFTQ, SHIFT_BYTES_RIGHT, x, x, 8);
        if bits < 32 {
            self.asm.vex(v::VPXOR, x, x, rest);
        }
        let d = self.dst(i, None);
        self.asm.vmov_to(Size::D, d, x);
        self.define(i, d);
    }

    // --- AES: the host's rounds are the guest's steps joined ----------------------------------------

    pub(crate) fn aes_sub(&mut self, i: u32, inst: &Inst) {
        let x = self.xmm(inst.args[0]);
        let d = self.xdst(i, Some(x));
        self.asm
            .vex(last_round(inst.aux != 0), d, x, Const::Zero.mem());
        self.define_xmm(i, d);
    }

    pub(crate) fn aes_mix(&mut self, i: u32, inst: &Inst) {
        let inverse = inst.aux != 0;
        if let Some(state) = self.deferred_operand(inst.args[0], Op::AesSub) {
            let x = self.xmm(state);
            let d = self.xdst(i, Some(x));
            self.asm.vex(round(inverse), d, x, Const::Zero.mem());
            return self.define_xmm(i, d);
        }
        let x = self.xmm(inst.args[0]);
        let d = self.xdst(i, Some(x));
        if inverse {
            self.asm.vex2(o::VAESIMC, d, x);
        } else {
            self.asm.vex(o::VAESDECLAST, d, x, Const::Zero.mem());
            self.asm.vex(o::VAESENC, d, d, Const::Zero.mem());
        }
        self.define_xmm(i, d);
    }

    /// The exclusive or `inst` as the last step of an AES round, if an operand is the step before it.
    pub(crate) fn aes_with_key(&mut self, i: u32, inst: &Inst) -> bool {
        let [a, b, _] = inst.args;
        for (state, key) in [(a, b), (b, a)] {
            let step = self.block.insts[self.scan.root(state) as usize].aux;
            let inverse = step != 0;
            if let Some(before) = self.deferred_operand(state, Op::AesSub) {
                self.aes_round(i, last_round(inverse), before, key);
                return true;
            }
            let Some(mixed) = self.deferred_operand(state, Op::AesMix) else {
                continue;
            };
            if let Some(before) = self.deferred_operand(mixed, Op::AesSub) {
                self.aes_round(i, round(inverse), before, key);
                return true;
            }
            let (x, key) = (self.xmm(mixed), self.xmm(key));
            let d = self.scratch_xmm();
            if inverse {
                self.asm.vex2(o::VAESIMC, d, x);
                self.asm.vex(v::VPXOR, d, d, key);
            } else {
                self.asm.vex(o::VAESDECLAST, d, x, Const::Zero.mem());
                self.asm.vex(o::VAESENC, d, d, key);
            }
            self.finish_in_xmm(i, d);
            return true;
        }
        false
    }

    fn aes_round(&mut self, i: u32, opcode: o::Opcode, state: Value, key: Value) {
        let x = self.xmm(state);
        let key = self.xrm(key);
        let d = self.xdst(i, Some(x));
        self.asm.vex(opcode, d, x, key);
        self.define_xmm(i, d);
    }

    /// The operand of `v` if that is a deferred operation `op`; the use is consumed.
    fn deferred_operand(&mut self, v: Value, op: Op) -> Option<Value> {
        let root = self.scan.root(v);
        let inst = &self.block.insts[root as usize];
        let deferred = self.scan.info[root as usize].loc == Loc::Deferred;
        (deferred && inst.op == op).then(|| {
            self.done(v);
            inst.args[0]
        })
    }

    // --- products -----------------------------------------------------------------------------------

    pub(crate) fn clmul_wide(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let xa = self.xmm(a);
        let rb = self.xrm(b);
        let d = self.xdst(i, Some(xa));
        let halves = if inst.aux != 0 { 0x11 } else { 0 };
        self.asm.vex_i(o::VPCLMULQDQ, d, xa, rb, halves);
        self.define_xmm(i, d);
    }

    /// Products of the even bytes and of the odd bytes, as words, each added up in pairs.
    pub(crate) fn dot(&mut self, i: u32, inst: &Inst) {
        if self.dot_products(i, inst) {
            return;
        }
        let [a, b, c] = inst.args;
        let kind = inst.dot_kind();
        let b_signed = kind == DotKind::Signed;
        let c_signed = kind != DotKind::Unsigned;
        let busy = self.rf.busy();
        let (xb, xc) = (self.xmm(b), self.xmm(c));
        let (sum, t) = (self.scratch_xmm(), self.scratch_xmm());
        self.odd_bytes(t, xc, c_signed);
        let odd_c: Rm = match self.spare_xmm() {
            Some(spare) => {
                self.asm.vex2(o::VMOVAPS, spare, t);
                spare.into()
            }
            None => {
                let place = within_operation(0);
                self.asm.vex2(o::VMOVUPS_STORE, t, place);
                place.into()
            }
        };
        self.odd_bytes(t, xb, b_signed);
        self.asm.vex(v::VPMADDWD, sum, t, odd_c);
        self.even_bytes(t, xc, c_signed);
        match odd_c {
            Rm::Reg(spare) => {
                self.even_bytes(Xmm(spare), xb, b_signed);
                self.asm.vex(v::VPMADDWD, t, t, Xmm(spare));
            }
            Rm::Mem(place) => {
                self.asm.vex2(o::VMOVUPS_STORE, t, place);
                self.even_bytes(t, xb, b_signed);
                self.asm.vex(v::VPMADDWD, t, t, place);
            }
        }
        self.asm.vex(v::VPADDD, sum, sum, t);
        // The factors and the temporaries are done with: room for the addend.
        self.rf.set_busy(busy);
        self.rf.hold_xmm(sum);
        let xa = self.xmm(a);
        let d = self.xdst_or(i, sum);
        self.asm.vex(v::VPADDD, d, xa, sum);
        self.define_xmm(i, d);
    }

    fn even_bytes(&mut self, d: Xmm, x: Xmm, signed: bool) {
        if signed {
            self.asm.vex_i(v::VPSHIFTW, SHIFT_LEFT, d, x, 8);
            self.asm.vex_i(v::VPSHIFTW, SHIFT_RIGHT_SIGNED, d, d, 8);
        } else {
            self.asm.vex(v::VPAND, d, x, Const::LowBytes.mem());
        }
    }

    fn odd_bytes(&mut self, d: Xmm, x: Xmm, signed: bool) {
        let kind = if signed {
            SHIFT_RIGHT_SIGNED
        } else {
            SHIFT_RIGHT
        };
        self.asm.vex_i(v::VPSHIFTW, kind, d, x, 8);
    }

    pub(crate) fn pick32(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let xa = self.xmm(a);
        let rb = self.xrm(b);
        let d = self.xdst(i, Some(xa));
        self.asm.vex_i(v::VSHUFPS, d, xa, rb, inst.imm as u8);
        self.define_xmm(i, d);
    }

    // --- SM4 ----------------------------------------------------------------------------------------

    /// By AES's S-box: both are inversions in isomorphic fields between affine maps.
    pub(crate) fn sm4_sub(&mut self, i: u32, inst: &Inst) {
        let x = self.xmm(inst.args[0]);
        let (d, t) = (self.scratch_xmm(), self.scratch_xmm());
        self.by_nibbles(d, t, x, Const::Sm4InLow, Const::Sm4InHigh);
        self.asm.vex(o::VAESENCLAST, d, d, Const::Zero.mem());
        self.asm.vex(v::VPSHUFB, d, d, Const::UnshiftRows.mem());
        self.by_nibbles(d, t, d, Const::Sm4OutLow, Const::Sm4OutHigh);
        self.finish_in_xmm(i, d);
    }

    /// d = for each byte of x the sum of two tables' entries of its low and its high half; d may be x.
    fn by_nibbles(&mut self, d: Xmm, t: Xmm, x: Xmm, low: Const, high: Const) {
        let table = self.scratch_xmm();
        self.asm.vex_i(v::VPSHIFTQ, SHIFT_RIGHT, t, x, 4);
        self.asm.vex(v::VPAND, t, t, Const::Nibbles.mem());
        self.asm.vex(v::VPAND, d, x, Const::Nibbles.mem());
        self.asm.vex2(o::VMOVUPS_LOAD, table, low.mem());
        self.asm.vex(v::VPSHUFB, d, table, d);
        self.asm.vex2(o::VMOVUPS_LOAD, table, high.mem());
        self.asm.vex(v::VPSHUFB, t, table, t);
        self.asm.vex(v::VPXOR, d, d, t);
        self.rf.let_go_xmm(table);
    }
}

fn round(inverse: bool) -> o::Opcode {
    if inverse { o::VAESDEC } else { o::VAESENC }
}

fn last_round(inverse: bool) -> o::Opcode {
    if inverse {
        o::VAESDECLAST
    } else {
        o::VAESENCLAST
    }
}
