//! Vectors of integers: shifts.

use host_x64::Xmm;
use host_x64::evex::{VPSLLVW, VPSRAVQ, VPSRAVW, VPSRLVW};
use host_x64::opcodes::Opcode;
use host_x64::vector_opcodes::*;
use ir::{Inst, Lane, Op};

use crate::consts::{ByteShift, Const, byte_shift};
use crate::emit::Emitter;
use crate::vector::{ADD, GREATER, by_lane};

/// [`VPBLENDW`]'s.
const ODD_WORDS: u8 = 0b1010_1010;

const SHIFTS: [Opcode; 4] = [VPSHIFTW, VPSHIFTW, VPSHIFTD, VPSHIFTQ];

impl Emitter<'_> {
    pub(crate) fn vshift(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        let amount = inst.imm as u32;
        let bits = lane.bits();
        let signed = inst.op == Op::VShr && inst.is_signed();
        if inst.op == Op::VShl && amount == 1 {
            let (a, d) = self.in_place1(i, inst);
            self.asm.vex(by_lane(lane, ADD), d, a, a);
            return self.define_xmm(i, d);
        }
        if signed && amount >= bits - 1 && lane != Lane::H && lane != Lane::S {
            let (a, d) = self.apart1(i, inst);
            self.vzero(d);
            self.asm.vex(by_lane(lane, GREATER), d, d, a);
            return self.define_xmm(i, d);
        }
        if !signed && amount >= bits {
            self.done(inst.args[0]);
            let d = self.xdst(i, None);
            self.vzero(d);
            return self.define_xmm(i, d);
        }
        match (lane, signed) {
            (Lane::B, true) => self.shift_bytes_signed(i, inst, amount),
            (Lane::B, false) => self.shift_bytes(i, inst, amount),
            (Lane::D, true) => self.shift_quadwords_signed(i, inst, amount),
            _ => {
                let kind = match (inst.op, signed) {
                    (Op::VShl, _) => SHIFT_LEFT,
                    (_, true) => SHIFT_RIGHT_SIGNED,
                    (_, false) => SHIFT_RIGHT,
                };
                let (a, d) = self.in_place1(i, inst);
                self.shift_lanes(by_lane(lane, SHIFTS), kind, d, a, amount);
                self.define_xmm(i, d);
            }
        }
    }

    /// The operand and a result register, which may be the same.
    fn in_place1(&mut self, i: u32, inst: &Inst) -> (Xmm, Xmm) {
        let a = self.xmm(inst.args[0]);
        (a, self.xdst(i, Some(a)))
    }

    fn shift_bytes(&mut self, i: u32, inst: &Inst, amount: u32) {
        let (a, d) = self.in_place1(i, inst);
        let (kind, mask) = match inst.op {
            Op::VShl => (SHIFT_LEFT, ByteShift::Left),
            _ => (SHIFT_RIGHT, ByteShift::Right),
        };
        self.shift_lanes(VPSHIFTW, kind, d, a, amount);
        self.asm.vex(VPAND, d, d, byte_shift(mask, amount));
        self.define_xmm(i, d);
    }

    /// The logical shift, its sign bit s extended by ^ s, - s.
    fn shift_bytes_signed(&mut self, i: u32, inst: &Inst, amount: u32) {
        let (a, d) = self.in_place1(i, inst);
        let sign = byte_shift(ByteShift::Sign, amount);
        self.shift_lanes(VPSHIFTW, SHIFT_RIGHT, d, a, amount);
        self.asm
            .vex(VPAND, d, d, byte_shift(ByteShift::Right, amount));
        self.asm.vex(VPXOR, d, d, sign);
        self.asm.vex(VPSUBB, d, d, sign);
        self.define_xmm(i, d);
    }

    fn shift_quadwords_signed(&mut self, i: u32, inst: &Inst, amount: u32) {
        const HIGH_HALVES: u8 = 0b1100_1100;
        let (a, d) = self.apart1(i, inst);
        let t = self.temporary();
        if amount <= 32 {
            // Low halves of the logical shift, high halves of the arithmetic one.
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, t, a, amount);
            self.shift_lanes(VPSHIFTQ, SHIFT_RIGHT, d, a, amount);
        } else {
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, t, a, 31);
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, d, a, amount - 32);
            self.asm.vex2_i(VPSHUFD, d, d, 0b1111_0101);
        }
        self.asm.vex_i(VPBLENDW, d, d, t, HIGH_HALVES);
        self.finish_vector(i, d);
    }

    // --- by distances in a register ---------------------------------------------------------------

    /// Distances are bytes: as unsigned number a negative one is more than the lane has bits, and so is the negative of a
    /// positive one. The host gives 0 for those.
    pub(crate) fn vshift_by(&mut self, i: u32, inst: &Inst) {
        if inst.lane() == Lane::H {
            return self.shift_words_by(i, inst);
        }
        let quad = inst.lane() == Lane::D;
        let (a, b, d) = self.apart2(i, inst);
        let t = self.temporary();
        let bytes = if quad {
            Const::LowBytesQ
        } else {
            Const::LowBytesD
        };
        self.asm.vex(VPAND, t, b, bytes.mem());
        self.asm.vex_w(VPSLLV, quad, d, a, t);
        self.vzero(t);
        self.asm.vex(if quad { VPSUBQ } else { VPSUBD }, t, t, b);
        self.asm.vex(VPAND, t, t, bytes.mem());
        match (inst.is_signed(), quad) {
            (false, _) => {
                self.asm.vex_w(VPSRLV, quad, t, a, t);
                self.asm.vex(VPOR, d, d, t);
            }
            (true, false) => {
                self.asm.vex(VPSRAVD, t, a, t);
                self.choose_right_shift(d, b, t, (VPSHIFTD, 24, VBLENDVPS));
            }
            (true, true) if self.features.has(VPSRAVQ) => {
                self.asm.evex(VPSRAVQ, t, a, t);
                self.choose_right_shift(d, b, t, (VPSHIFTQ, 56, VBLENDVPD));
            }
            (true, true) => {
                let sign = self.temporary();
                self.vzero(sign);
                self.asm.vex(VPCMPGTQ, sign, sign, a);
                let right = self.temporary();
                self.asm.vex(VPXOR, right, a, sign);
                self.asm.vex_w(VPSRLV, true, t, right, t);
                self.asm.vex(VPXOR, t, t, sign);
                self.choose_right_shift(d, b, t, (VPSHIFTQ, 56, VBLENDVPD));
            }
        }
        self.finish_vector(i, d);
    }

    /// As doublewords: in those the even words lose nothing to the left, the odd ones nothing to the right.
    fn shift_words_by(&mut self, i: u32, inst: &Inst) {
        let (a, b, d) = self.apart2(i, inst);
        let (right, t) = (self.temporary(), self.temporary());
        if self.features.has(VPSLLVW) {
            self.asm.vex(VPAND, t, b, Const::LowBytes.mem());
            self.asm.evex(VPSLLVW, d, a, t);
            self.vzero(t);
            self.asm.vex(VPSUBW, t, t, b);
            self.asm.vex(VPAND, t, t, Const::LowBytes.mem());
            let shift = if inst.is_signed() { VPSRAVW } else { VPSRLVW };
            self.asm.evex(shift, right, a, t);
        } else {
            let u = self.temporary();
            self.words_left(d, a, b, (t, u));
            self.words_right(right, a, b, (t, u), inst.is_signed());
        }
        // What is to be shifted to the right is 0 by the shift to the left; the other way round only without a sign.
        if inst.is_signed() {
            self.shift_lanes(VPSHIFTW, SHIFT_LEFT, t, b, 8);
            self.shift_lanes(VPSHIFTW, SHIFT_RIGHT_SIGNED, t, t, 15);
            self.asm.vex(VPAND, right, right, t);
        }
        self.asm.vex(VPOR, d, d, right);
        self.finish_vector(i, d);
    }

    fn words_left(&mut self, d: Xmm, a: Xmm, b: Xmm, (t, u): (Xmm, Xmm)) {
        self.asm.vex(VPAND, u, b, Const::LowBytesD.mem());
        self.asm.vex(VPSLLV, d, a, u);
        self.shift_lanes(VPSHIFTD, SHIFT_RIGHT, u, b, 16);
        self.asm.vex(VPAND, u, u, Const::LowBytesD.mem());
        self.vzero(t);
        self.asm.vex_i(VPBLENDW, t, t, a, ODD_WORDS);
        self.asm.vex(VPSLLV, t, t, u);
        self.asm.vex_i(VPBLENDW, d, d, t, ODD_WORDS);
    }

    fn words_right(&mut self, d: Xmm, a: Xmm, b: Xmm, (t, u): (Xmm, Xmm), signed: bool) {
        let shift = if signed { VPSRAVD } else { VPSRLV };
        self.vzero(t);
        self.asm.vex(VPSUBW, t, t, b);
        self.asm.vex(VPAND, u, t, Const::LowBytesD.mem());
        self.shift_lanes(VPSHIFTD, SHIFT_RIGHT, t, t, 16);
        self.asm.vex(VPAND, t, t, Const::LowBytesD.mem());
        if signed {
            self.shift_lanes(VPSHIFTD, SHIFT_LEFT, d, a, 16);
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, d, d, 16);
        } else {
            self.asm.vex(VPAND, d, a, Const::LowWords.mem());
        }
        self.asm.vex(shift, d, d, u);
        self.asm.vex(shift, t, a, t);
        self.asm.vex_i(VPBLENDW, d, d, t, ODD_WORDS);
    }

    /// d = `right` where the low byte of `b` is negative.
    fn choose_right_shift(
        &mut self,
        d: Xmm,
        b: Xmm,
        right: Xmm,
        (shift, to_top, blend): (Opcode, u32, Opcode),
    ) {
        let negative = self.temporary();
        self.shift_lanes(shift, SHIFT_LEFT, negative, b, to_top);
        self.blend(blend, d, d, right, negative);
    }
}
