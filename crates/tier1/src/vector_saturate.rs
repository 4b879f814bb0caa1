//! Vectors of integers: saturating arithmetic and narrowing.

use host_x64::Xmm;
use host_x64::opcodes::{self as o, Opcode};
use host_x64::vector_opcodes::*;
use ir::{Inst, Lane, Narrow, Op};

use crate::consts::Const;
use crate::emit::Emitter;
use crate::vector::{ADD, EQUAL, GREATER, SUB, by_lane, signs};

impl Emitter<'_> {
    pub(crate) fn vsaturating(&mut self, i: u32, inst: &Inst) {
        let add = inst.op == Op::VAddSat;
        let narrow = match (inst.lane(), add, inst.is_signed()) {
            (Lane::B, true, true) => VPADDSB,
            (Lane::B, true, false) => VPADDUSB,
            (Lane::B, false, true) => VPSUBSB,
            (Lane::B, false, false) => VPSUBUSB,
            (Lane::H, true, true) => VPADDSW,
            (Lane::H, true, false) => VPADDUSW,
            (Lane::H, false, true) => VPSUBSW,
            (Lane::H, false, false) => VPSUBUSW,
            (Lane::S | Lane::D, _, true) => return self.saturating_signed(i, inst, add),
            (Lane::S, _, false) => return self.saturating_unsigned_s(i, inst, add),
            (Lane::D, _, false) => return self.saturating_unsigned_d(i, inst, add),
        };
        self.vector2(i, inst, narrow);
    }

    fn saturating_signed(&mut self, i: u32, inst: &Inst, add: bool) {
        let lane = inst.lane();
        let (a, b, d) = self.apart2(i, inst);
        let (t, u) = (self.temporary(), self.temporary());
        let blend = if lane == Lane::S {
            VBLENDVPS
        } else {
            VBLENDVPD
        };
        // Right is d < a exactly if the second operand is negative (a - b: d > a).
        let (greater, less) = if add { (a, d) } else { (d, a) };
        self.asm
            .vex(by_lane(lane, if add { ADD } else { SUB }), d, a, b);
        self.asm.vex(by_lane(lane, GREATER), t, greater, less);
        self.asm.vex(VPXOR, t, t, b);
        // Where it is wrong the result's sign is wrong.
        self.lane_signs(lane, u, d);
        self.asm.vex(VPXOR, u, u, signs(lane));
        self.blend(blend, d, d, u, t);
        self.finish_vector(i, d);
    }

    /// d = the sign of each lane (S, D) of x in all its bits
    pub(crate) fn lane_signs(&mut self, lane: Lane, d: Xmm, x: Xmm) {
        if lane == Lane::S {
            return self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, d, x, 31);
        }
        self.vzero(d);
        self.asm.vex(VPCMPGTQ, d, d, x);
    }

    fn saturating_unsigned_s(&mut self, i: u32, inst: &Inst, add: bool) {
        let (a, b, d) = self.apart2(i, inst);
        if add {
            // a + min(b, !a)
            self.vones(d);
            self.asm.vex(VPXOR, d, d, a);
            self.asm.vex(VPMINUD, d, d, b);
            self.asm.vex(VPADDD, d, d, a);
        } else {
            self.asm.vex(VPMAXUD, d, a, b);
            self.asm.vex(VPSUBD, d, d, b);
        }
        self.define_xmm(i, d);
    }

    fn saturating_unsigned_d(&mut self, i: u32, inst: &Inst, add: bool) {
        let (a, b, d) = self.apart2(i, inst);
        let (t, u) = (self.temporary(), self.temporary());
        self.asm.vex(if add { VPADDQ } else { VPSUBQ }, d, a, b);
        // Too large: the sum is less than a. Too small: a is less than b.
        let (less, greater) = if add { (d, a) } else { (a, b) };
        self.asm.vex(VPXOR, t, greater, signs(Lane::D));
        self.asm.vex(VPXOR, u, less, signs(Lane::D));
        self.asm.vex(VPCMPGTQ, t, t, u);
        if add {
            self.asm.vex(VPOR, d, d, t);
        } else {
            self.asm.vex(VPANDN, d, t, d);
        }
        self.finish_vector(i, d);
    }

    // --- narrowing --------------------------------------------------------------------------------

    pub(crate) fn vnarrow(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        let shuffle = match lane {
            Lane::D => Const::NarrowD,
            Lane::S => Const::NarrowS,
            _ => Const::NarrowH,
        };
        match (inst.narrow(), lane) {
            (Narrow::Trunc, _) => {
                let a = self.xmm(inst.args[0]);
                let d = self.xdst(i, Some(a));
                self.asm.vex(VPSHUFB, d, a, shuffle.mem());
                self.define_xmm(i, d);
            }
            (_, Lane::D) => self.narrow_quadwords(i, inst),
            (Narrow::Signed, Lane::S) => self.pack(i, inst, VPACKSSDW, None),
            (Narrow::Signed, _) => self.pack(i, inst, VPACKSSWB, None),
            (Narrow::SignedToUnsigned, Lane::S) => self.pack(i, inst, VPACKUSDW, None),
            (Narrow::SignedToUnsigned, _) => self.pack(i, inst, VPACKUSWB, None),
            (Narrow::Unsigned, Lane::S) => {
                let largest = (VPMINUD, Const::LowWords);
                self.pack(i, inst, VPACKUSDW, Some(largest));
            }
            (Narrow::Unsigned, _) => {
                let largest = (VPMINUW, Const::LowBytes);
                self.pack(i, inst, VPACKUSWB, Some(largest));
            }
        }
    }

    fn pack(&mut self, i: u32, inst: &Inst, opcode: Opcode, limit: Option<(Opcode, Const)>) {
        let (a, d) = self.apart1(i, inst);
        let zero = self.temporary();
        self.vzero(zero);
        let from = match limit {
            Some((minimum, largest)) => {
                self.asm.vex(minimum, d, a, largest.mem());
                d
            }
            None => a,
        };
        self.asm.vex(opcode, d, from, zero);
        self.finish_vector(i, d);
    }

    /// Low halves where the high halves allow it, in lanes 0 and 1 (2 and 3 are copies until the end).
    fn narrow_quadwords(&mut self, i: u32, inst: &Inst) {
        let (a, d) = self.apart1(i, inst);
        let (high, t) = (self.temporary(), self.temporary());
        self.asm.vex2_i(VPSHUFD, d, a, 0b1000_1000);
        self.asm.vex2_i(VPSHUFD, high, a, 0b1101_1101);
        if inst.narrow() == Narrow::Signed {
            // Right where the high half is the low one's sign; else MAX or MIN, by the high half's sign.
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, t, d, 31);
            self.asm.vex(by_lane(Lane::S, EQUAL), t, t, high);
            self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, high, high, 31);
            self.asm.vex(VPXOR, high, high, Const::LargestS.mem());
            self.blend(VBLENDVPS, d, high, d, t);
        } else {
            self.vzero(t);
            self.asm.vex(by_lane(Lane::S, EQUAL), t, t, high);
            let ones = self.temporary();
            self.vones(ones);
            self.asm.vex(VPXOR, t, t, ones);
            self.asm.vex(VPOR, d, d, t);
            if inst.narrow() == Narrow::SignedToUnsigned {
                self.shift_lanes(VPSHIFTD, SHIFT_RIGHT_SIGNED, high, high, 31);
                self.asm.vex(VPANDN, d, high, d);
            }
        }
        self.asm.vex2(o::VMOVQ, d, d);
        self.finish_vector(i, d);
    }
}
