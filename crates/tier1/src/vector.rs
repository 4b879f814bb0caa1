//! Vectors of integers: what the rows of these operations share, bitwise operations, arithmetic and comparison.
//!
//! Most operations are one VEX instruction on lanes of their size. The result's register ([`Emitter::xdst`]) may be an
//! operand's in sequences that write it last; longer ones take one apart from the operands and [`Emitter::temporary`]
//! registers.

use host_x64::Xmm;
use host_x64::asm::{Mem, Rm, Size};
use host_x64::opcodes::{self as o, Opcode};
use host_x64::regs::PINNED_XMMS;
use host_x64::vector_opcodes::{self as v, *};
use ir::{Cond, Inst, Lane, Op};

use crate::consts::{self, Const};
use crate::emit::Emitter;
use crate::registers::borrowed_slot;

/// One of four opcodes by lane.
pub(crate) fn by_lane(lane: Lane, opcodes: [Opcode; 4]) -> Opcode {
    opcodes[lane as usize]
}

pub(crate) const ADD: [Opcode; 4] = [VPADDB, VPADDW, VPADDD, VPADDQ];
pub(crate) const SUB: [Opcode; 4] = [VPSUBB, VPSUBW, VPSUBD, VPSUBQ];
pub(crate) const EQUAL: [Opcode; 4] = [VPCMPEQB, VPCMPEQW, VPCMPEQD, VPCMPEQQ];
pub(crate) const GREATER: [Opcode; 4] = [VPCMPGTB, VPCMPGTW, VPCMPGTD, VPCMPGTQ];
const MIN: [[Opcode; 4]; 2] = [
    [VPMINUB, VPMINUW, VPMINUD, VPMINUD],
    [VPMINSB, VPMINSW, VPMINSD, VPMINSD],
];
const MAX: [[Opcode; 4]; 2] = [
    [VPMAXUB, VPMAXUW, VPMAXUD, VPMAXUD],
    [VPMAXSB, VPMAXSW, VPMAXSD, VPMAXSD],
];

/// The sign of each lane.
pub(crate) const fn signs(lane: Lane) -> Mem {
    match lane {
        Lane::B => Const::SignB.mem(),
        Lane::H => Const::SignH.mem(),
        Lane::S => Const::SignS.mem(),
        Lane::D => Const::SignD.mem(),
    }
}

impl Emitter<'_> {
    pub(crate) fn vector_op(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        let signed = inst.is_signed() as usize;
        self.scan.info[i as usize].zeros_from = match inst.op {
            Op::VLow | Op::VFromInt => lane.bytes() as u8,
            Op::VNarrow => 8,
            Op::VConst if inst.aux == 0 => 8,
            _ => 16,
        };
        if self.vector_evex(i, inst) {
            return;
        }
        match inst.op {
            Op::VConst => self.vconst(i, inst),
            Op::VAnd => self.vector2(i, inst, VPAND),
            Op::VOr => self.vector2(i, inst, VPOR),
            Op::VXor if self.aes_with_key(i, inst) => {}
            Op::VXor => self.vector2(i, inst, VPXOR),
            Op::VAndN => self.vandn(i, inst),
            Op::VBsl => self.vbsl(i, inst),
            Op::VAdd => self.vector2(i, inst, by_lane(lane, ADD)),
            Op::VSub => self.vector2(i, inst, by_lane(lane, SUB)),
            Op::VMul => self.vmul(i, inst),
            Op::VAddSat | Op::VSubSat => self.vsaturating(i, inst),
            Op::VAvg => self.vavg(i, inst),
            Op::VMin => self.vector2(i, inst, by_lane(lane, MIN[signed])),
            Op::VMax => self.vector2(i, inst, by_lane(lane, MAX[signed])),
            Op::VAbs => self.vabs(i, inst),
            Op::VCmp => self.vcmp(i, inst),
            Op::VShl | Op::VShr => self.vshift(i, inst),
            Op::VShiftBy => self.vshift_by(i, inst),
            Op::VMulL => self.vmull(i, inst),
            Op::VPMulL => self.vpmull(i, inst),
            Op::VWiden => self.vwiden(i, inst),
            Op::VNarrow => self.vnarrow(i, inst),
            Op::VPopCnt | Op::VBitRev | Op::VClz => self.vbits(i, inst),
            _ => self.vector_lanes(i, inst),
        }
    }

    /// A register for the rest of this operation: a scratch register if one is idle, else a pinned one, which
    /// [`Emitter::end_temporaries`] gives back. (Nothing sees guest registers within an operation that cannot fault.) The
    /// registers of operands and result must have been taken before.
    pub(crate) fn temporary(&mut self) -> Xmm {
        if self.has_scratch_xmm() {
            return self.scratch_xmm();
        }
        let n = self.borrowed.iter().flatten().count();
        let mut pinned = PINNED_XMMS.iter().rev();
        let idle = pinned.find(|x| !self.rf.xmm_busy(**x));
        debug_assert!(idle.is_some() && n < self.borrowed.len());
        let Some(x) = idle.copied().filter(|_| n < self.borrowed.len()) else {
            self.rf.exhaust();
            return PINNED_XMMS[0];
        };
        self.asm.vex2(o::VMOVUPS_STORE, x, borrowed_slot(n));
        self.rf.hold_xmm(x);
        self.borrowed[n] = Some(x);
        x
    }

    /// Restores the pinned registers that served as temporaries.
    pub(crate) fn end_temporaries(&mut self) {
        for n in 0..self.borrowed.len() {
            if let Some(x) = self.borrowed[n].take() {
                self.asm.vex2(o::VMOVUPS_LOAD, x, borrowed_slot(n));
            }
        }
    }

    /// The end of a sequence that used temporaries.
    pub(crate) fn finish_vector(&mut self, i: u32, d: Xmm) {
        self.end_temporaries();
        self.define_xmm(i, d);
    }

    /// x = 0
    pub(crate) fn vzero(&mut self, x: Xmm) {
        self.asm.vex(VPXOR, x, x, x);
    }

    /// x = all ones
    pub(crate) fn vones(&mut self, x: Xmm) {
        self.asm.vex(VPCMPEQD, x, x, x);
    }

    /// d = x shifted by an immediate; `kind` and `opcode` as in [`v::VPSHIFTW`].
    pub(crate) fn shift_lanes(&mut self, opcode: Opcode, kind: u8, d: Xmm, x: Xmm, amount: u32) {
        self.asm.vex_i(opcode, Xmm(kind), d, x, amount as u8);
    }

    /// d = x, lane by lane of the mask: y where that is negative.
    pub(crate) fn blend(&mut self, opcode: Opcode, d: Xmm, x: Xmm, y: Xmm, mask: Xmm) {
        self.asm.vex_i(opcode, d, x, y, mask.0 << 4);
    }

    /// The operands of a two-operand operation and a result register apart from them.
    pub(crate) fn apart2(&mut self, i: u32, inst: &Inst) -> (Xmm, Xmm, Xmm) {
        let a = self.xmm(inst.args[0]);
        let b = self.xmm(inst.args[1]);
        (a, b, self.xdst_apart(i))
    }

    /// As [`Emitter::apart2`] for one operand.
    pub(crate) fn apart1(&mut self, i: u32, inst: &Inst) -> (Xmm, Xmm) {
        let a = self.xmm(inst.args[0]);
        (a, self.xdst_apart(i))
    }

    /// One instruction on two operands.
    pub(crate) fn vector2(&mut self, i: u32, inst: &Inst, opcode: Opcode) {
        let a = self.xmm(inst.args[0]);
        let b = self.xrm(inst.args[1]);
        let d = self.xdst(i, Some(a));
        self.asm.vex(opcode, d, a, b);
        self.define_xmm(i, d);
    }

    /// One instruction on one operand.
    pub(crate) fn vector1(&mut self, i: u32, inst: &Inst, opcode: Opcode) {
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.vex2(opcode, d, a);
        self.define_xmm(i, d);
    }

    /// One instruction on one operand and an immediate.
    pub(crate) fn vector1_imm(&mut self, i: u32, inst: &Inst, opcode: Opcode, imm: u8) {
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.vex2_i(opcode, d, a, imm);
        self.define_xmm(i, d);
    }

    fn vconst(&mut self, i: u32, inst: &Inst) {
        let low = inst.imm as u64;
        let high = if inst.aux == 1 { low } else { 0 };
        let d = self.xdst(i, None);
        match (low, high) {
            (0, 0) => self.vzero(d),
            (u64::MAX, u64::MAX) => self.vones(d),
            _ => match consts::find(low, high) {
                Some(place) => self.asm.vex2(o::VMOVAPS, d, place),
                None => self.vconst_from_gpr(d, low, high != 0),
            },
        }
        self.define_xmm(i, d);
    }

    fn vconst_from_gpr(&mut self, d: Xmm, half: u64, both: bool) {
        let r = self.scratch();
        let narrow = both && half >> 32 == half & 0xffff_ffff;
        let size = if narrow { Size::D } else { Size::Q };
        let bits = if narrow { half & 0xffff_ffff } else { half };
        self.asm.mov_imm(r, bits);
        if both {
            self.broadcast(size, d, r);
        } else {
            self.asm.vmov_from(size, d, r);
        }
    }

    fn vandn(&mut self, i: u32, inst: &Inst) {
        let b = self.xmm(inst.args[1]);
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.vex(VPANDN, d, b, a);
        self.define_xmm(i, d);
    }

    /// mask & b | !mask & c = c ^ ((b ^ c) & mask)
    fn vbsl(&mut self, i: u32, inst: &Inst) {
        let mask = self.xmm(inst.args[0]);
        let c = self.xmm(inst.args[2]);
        let b = self.xrm(inst.args[1]);
        let d = self.xdst_apart(i);
        self.asm.vex(VPXOR, d, c, b);
        self.asm.vex(VPAND, d, d, mask);
        self.asm.vex(VPXOR, d, d, c);
        self.define_xmm(i, d);
    }

    fn vabs(&mut self, i: u32, inst: &Inst) {
        if inst.lane() != Lane::D {
            let opcodes = [VPABSB, VPABSW, VPABSD, VPABSD];
            return self.vector1(i, inst, by_lane(inst.lane(), opcodes));
        }
        let (a, d) = self.apart1(i, inst);
        let sign = self.temporary();
        self.vzero(sign);
        self.asm.vex(VPCMPGTQ, sign, sign, a);
        self.asm.vex(VPXOR, d, a, sign);
        self.asm.vex(VPSUBQ, d, d, sign);
        self.finish_vector(i, d);
    }

    fn vavg(&mut self, i: u32, inst: &Inst) {
        match inst.lane() {
            Lane::B => self.vector2(i, inst, VPAVGB),
            Lane::H => self.vector2(i, inst, VPAVGW),
            _ => {
                // (a | b) - ((a ^ b) >> 1)
                let (a, b, d) = self.apart2(i, inst);
                let t = self.temporary();
                self.asm.vex(VPXOR, t, a, b);
                self.shift_lanes(VPSHIFTD, SHIFT_RIGHT, t, t, 1);
                self.asm.vex(VPOR, d, a, b);
                self.asm.vex(VPSUBD, d, d, t);
                self.finish_vector(i, d);
            }
        }
    }

    // --- comparison -------------------------------------------------------------------------------

    fn vcmp(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        let [a, b, _] = inst.args;
        let cond = inst.lane_cond();
        let (cond, a, b) = match cond {
            Cond::Slt | Cond::Sle | Cond::Ult | Cond::Ule => (cond.swap(), b, a),
            _ => (cond, a, b),
        };
        match cond {
            Cond::Eq | Cond::Ne | Cond::Sgt => {
                let opcodes = if cond == Cond::Sgt { GREATER } else { EQUAL };
                let xa = self.xmm(a);
                let rb = self.xrm(b);
                let d = self.xdst(i, Some(xa));
                self.asm.vex(by_lane(lane, opcodes), d, xa, rb);
                self.invert_if(cond == Cond::Ne, d);
                self.finish_vector(i, d);
            }
            Cond::Sge => {
                let xb = self.xmm(b);
                let ra = self.xrm(a);
                let d = self.xdst(i, Some(xb));
                self.asm.vex(by_lane(lane, GREATER), d, xb, ra);
                self.invert_if(true, d);
                self.finish_vector(i, d);
            }
            _ if lane == Lane::D || cond == Cond::Ugt => {
                let (xa, xb) = (self.xmm(a), self.xmm(b));
                let d = self.xdst_apart(i);
                let t = self.temporary();
                let (greater, less) = if cond == Cond::Ugt {
                    (xa, xb)
                } else {
                    (xb, xa)
                };
                self.asm.vex(VPXOR, d, greater, signs(lane));
                self.asm.vex(VPXOR, t, less, signs(lane));
                self.asm.vex(by_lane(lane, GREATER), d, d, t);
                self.invert_if(cond != Cond::Ugt, d);
                self.finish_vector(i, d);
            }
            _ => {
                // Unsigned a >= b: a is the maximum.
                let xa = self.xmm(a);
                let rb = self.xrm(b);
                let d = self.xdst_apart(i);
                self.asm.vex(by_lane(lane, MAX[0]), d, xa, rb);
                self.asm.vex(by_lane(lane, EQUAL), d, d, xa);
                self.define_xmm(i, d);
            }
        }
    }

    fn invert_if(&mut self, invert: bool, d: Xmm) {
        if invert {
            self.invert(d);
        }
    }

    // --- bits of lanes ----------------------------------------------------------------------------

    fn vbits(&mut self, i: u32, inst: &Inst) {
        if inst.op == Op::VBitRev && self.features.gfni {
            let a = self.xmm(inst.args[0]);
            let d = self.xdst(i, Some(a));
            let matrix = Const::ReverseMatrix.mem();
            self.asm.vgf2p8affineqb(d, a, matrix);
            return self.define_xmm(i, d);
        }
        let (a, d) = self.apart1(i, inst);
        let (t, u) = (self.temporary(), self.temporary());
        let (low, high, join) = match inst.op {
            Op::VPopCnt => (Const::PopCount, Const::PopCount, VPADDB),
            // Reversed, a low nibble is a high one.
            Op::VBitRev => (Const::ReverseHigh, Const::ReverseLow, VPOR),
            _ => (Const::ClzLow, Const::ClzHigh, VPMINUB),
        };
        self.asm.vex(VPAND, t, a, Const::Nibbles.mem());
        self.asm.vex2(o::VMOVAPS, u, low.mem());
        self.asm.vex(VPSHUFB, t, u, t);
        self.shift_lanes(VPSHIFTW, SHIFT_RIGHT, d, a, 4);
        self.asm.vex(VPAND, d, d, Const::Nibbles.mem());
        if high != low {
            self.asm.vex2(o::VMOVAPS, u, high.mem());
        }
        self.asm.vex(VPSHUFB, d, u, d);
        self.asm.vex(join, d, d, t);
        if inst.op == Op::VClz && inst.lane() != Lane::B {
            self.join_leading_zeros(d, t, u, Lane::H);
        }
        if inst.op == Op::VClz && inst.lane() == Lane::S {
            self.join_leading_zeros(d, t, u, Lane::S);
        }
        self.finish_vector(i, d);
    }

    /// Leading zeros of lanes from those of their halves: the high one's, and if that has only zeros the low one's too.
    fn join_leading_zeros(&mut self, d: Xmm, t: Xmm, u: Xmm, lane: Lane) {
        let (shift, bits, all_zero, low) = match lane {
            Lane::H => (VPSHIFTW, 8, Const::Eights, Const::LowBytes),
            _ => (VPSHIFTD, 16, Const::Sixteens, Const::LowWords),
        };
        self.shift_lanes(shift, v::SHIFT_RIGHT, t, d, bits);
        self.asm.vex(by_lane(lane, EQUAL), u, t, all_zero.mem());
        self.asm.vex(VPAND, d, d, low.mem());
        self.asm.vex(VPAND, d, d, u);
        self.asm.vex(by_lane(lane, ADD), d, d, t);
    }

    /// The value as operand of an instruction, `offset` bytes into it if it is in memory; else the register.
    pub(crate) fn part_of(&mut self, value: ir::Value, offset: i32) -> Rm {
        match self.xrm(value) {
            Rm::Mem(m) => Rm::Mem(Mem {
                disp: m.disp + offset,
                ..m
            }),
            register => register,
        }
    }
}
