//! Vectors of integers: lanes moved about, and to and from general registers.

use host_x64::Xmm;
use host_x64::asm::{Rm, Size};
use host_x64::opcodes::{self as o, Opcode};
use host_x64::vector_opcodes::*;
use ir::{Inst, Lane, Op, Type, Width};

use crate::consts::Const;
use crate::emit::Emitter;
use crate::vector::by_lane;

const ZIP_LOW: [Opcode; 4] = [VPUNPCKLBW, VPUNPCKLWD, VPUNPCKLDQ, VPUNPCKLQDQ];
const ZIP_HIGH: [Opcode; 4] = [VPUNPCKHBW, VPUNPCKHWD, VPUNPCKHDQ, VPUNPCKHQDQ];
const BROADCAST: [Opcode; 4] = [VPBROADCASTB, VPBROADCASTW, VPBROADCASTD, VPBROADCASTQ];

fn size_of(lane: Lane) -> Size {
    if lane == Lane::D { Size::Q } else { Size::D }
}

impl Emitter<'_> {
    pub(crate) fn vector_lanes(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        match inst.op {
            Op::VZip if inst.is_high() => self.vector2(i, inst, by_lane(lane, ZIP_HIGH)),
            Op::VZip => self.vector2(i, inst, by_lane(lane, ZIP_LOW)),
            Op::VUzp => self.vuzp(i, inst),
            Op::VTrn => self.vtrn(i, inst),
            Op::VExt => self.vext(i, inst),
            Op::VRev => self.vrev(i, inst),
            Op::VTbl => self.vtbl(i, inst),
            Op::VDup => self.vdup(i, inst),
            Op::VDupLane => self.vdup_lane(i, inst),
            Op::VFromInt => {
                let a = self.rm(inst.args[0]);
                let d = self.xdst(i, None);
                self.asm.vmov_from(size_of(lane), d, a);
                self.define_xmm(i, d);
            }
            Op::VGetLane => self.vget_lane(i, inst),
            Op::VSetLane => self.vset_lane(i, inst),
            _ => self.vlow(i, inst),
        }
    }

    fn vuzp(&mut self, i: u32, inst: &Inst) {
        let high = inst.is_high();
        let (shift, low, pack, bits) = match inst.lane() {
            Lane::B => (VPSHIFTW, Const::LowBytes, VPACKUSWB, 8),
            Lane::H => (VPSHIFTD, Const::LowWords, VPACKUSDW, 16),
            Lane::S => {
                let a = self.xmm(inst.args[0]);
                let b = self.xrm(inst.args[1]);
                let d = self.xdst(i, Some(a));
                let lanes = if high { 0b1101_1101 } else { 0b1000_1000 };
                self.asm.vex_i(VSHUFPS, d, a, b, lanes);
                return self.define_xmm(i, d);
            }
            Lane::D if high => return self.vector2(i, inst, VPUNPCKHQDQ),
            Lane::D => return self.vector2(i, inst, VPUNPCKLQDQ),
        };
        let (a, b, d) = self.apart2(i, inst);
        let t = self.temporary();
        for (to, from) in [(d, a), (t, b)] {
            if high {
                self.shift_lanes(shift, SHIFT_RIGHT, to, from, bits);
            } else {
                self.asm.vex(VPAND, to, from, low.mem());
            }
        }
        self.asm.vex(pack, d, d, t);
        self.finish_vector(i, d);
    }

    fn vtrn(&mut self, i: u32, inst: &Inst) {
        let high = inst.is_high();
        let (shift, bits, odd_words) = match inst.lane() {
            Lane::B => return self.vtrn_bytes(i, inst),
            Lane::H => (VPSHIFTD, 16, 0b1010_1010),
            Lane::S => (VPSHIFTQ, 32, 0b1100_1100),
            Lane::D if high => return self.vector2(i, inst, VPUNPCKHQDQ),
            Lane::D => return self.vector2(i, inst, VPUNPCKLQDQ),
        };
        let (a, b, d) = self.apart2(i, inst);
        if high {
            self.shift_lanes(shift, SHIFT_RIGHT, d, a, bits);
            self.asm.vex_i(VPBLENDW, d, d, b, odd_words);
        } else {
            self.shift_lanes(shift, SHIFT_LEFT, d, b, bits);
            self.asm.vex_i(VPBLENDW, d, a, d, odd_words);
        }
        self.define_xmm(i, d);
    }

    fn vtrn_bytes(&mut self, i: u32, inst: &Inst) {
        let (a, b, d) = self.apart2(i, inst);
        let t = self.temporary();
        let (moved, kept, kind, keep) = if inst.is_high() {
            (a, b, SHIFT_RIGHT, Const::HighBytes)
        } else {
            (b, a, SHIFT_LEFT, Const::LowBytes)
        };
        self.shift_lanes(VPSHIFTW, kind, t, moved, 8);
        self.asm.vex(VPAND, d, kept, keep.mem());
        self.asm.vex(VPOR, d, d, t);
        self.finish_vector(i, d);
    }

    fn vext(&mut self, i: u32, inst: &Inst) {
        let b = self.xmm(inst.args[1]);
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.vex_i(VPALIGNR, d, b, a, inst.imm as u8);
        self.define_xmm(i, d);
    }

    fn vrev(&mut self, i: u32, inst: &Inst) {
        let order = match (inst.lane(), inst.imm) {
            (Lane::B, 2) => Const::Reverse2B,
            (Lane::B, 4) => Const::Reverse4B,
            (Lane::B, _) => Const::Reverse8B,
            (Lane::H, 4) => Const::Reverse4H,
            (Lane::H, _) => Const::Reverse8H,
            _ => return self.vector1_imm(i, inst, VPSHUFD, 0b1011_0001),
        };
        let a = self.xmm(inst.args[0]);
        let d = self.xdst(i, Some(a));
        self.asm.vex(VPSHUFB, d, a, order.mem());
        self.define_xmm(i, d);
    }

    /// The host takes an index modulo 16 unless its top bit is set.
    fn vtbl(&mut self, i: u32, inst: &Inst) {
        let (table, index, d) = self.apart2(i, inst);
        self.asm.vex(VPADDUSB, d, index, Const::BeyondTable.mem());
        self.asm.vex(VPSHUFB, d, table, d);
        self.define_xmm(i, d);
    }

    fn vdup(&mut self, i: u32, inst: &Inst) {
        let lane = inst.lane();
        let a = self.rm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.vmov_from(size_of(lane), d, a);
        self.asm.vex2(by_lane(lane, BROADCAST), d, d);
        self.define_xmm(i, d);
    }

    fn vdup_lane(&mut self, i: u32, inst: &Inst) {
        let (lane, n) = (inst.lane(), inst.imm as u8);
        match lane {
            Lane::S => return self.vector1_imm(i, inst, VPSHUFD, n * 0b0101_0101),
            Lane::D => {
                let lanes = if n == 0 { 0b0100_0100 } else { 0b1110_1110 };
                return self.vector1_imm(i, inst, VPSHUFD, lanes);
            }
            _ => {}
        }
        let bytes = n * lane.bytes() as u8;
        let from = self.part_of(inst.args[0], bytes as i32);
        let d = self.xdst(i, None);
        let broadcast = by_lane(lane, BROADCAST);
        match from {
            Rm::Reg(a) if bytes != 0 => {
                self.asm
                    .vex_i(VPSHIFTQ, Xmm(SHIFT_BYTES_RIGHT), d, Xmm(a), bytes);
                self.asm.vex2(broadcast, d, d);
            }
            from => self.asm.vex2(broadcast, d, from),
        }
        self.define_xmm(i, d);
    }

    fn vget_lane(&mut self, i: u32, inst: &Inst) {
        let (lane, n) = (inst.lane(), inst.imm as u8);
        let from = self.part_of(inst.args[0], n as i32 * lane.bytes() as i32);
        let d = self.dst(i, None);
        let wide = if inst.ty == Type::I64 {
            Size::Q
        } else {
            Size::D
        };
        let signed = inst.is_signed();
        let width = Width::from_u8(lane as u8);
        match from {
            Rm::Mem(m) => self.load_int(d, m, width, signed, wide),
            Rm::Reg(x) => {
                let x = Xmm(x);
                match lane {
                    Lane::B => self.asm.vex2_i(VPEXTRB, x, d, n),
                    Lane::H => self.asm.vex2_i(VPEXTRW, x, d, n),
                    _ if n == 0 => self.asm.vmov_to(size_of(lane), d, x),
                    _ => {
                        let quad = lane == Lane::D;
                        self.asm.vex_iw(VPEXTR, quad, x, Xmm(0), d, n);
                    }
                }
                if signed {
                    self.extend_sign(d, lane, wide);
                }
            }
        }
        self.define(i, d);
        self.scan.info[i as usize].clean = inst.ty == Type::I32;
    }

    fn extend_sign(&mut self, d: host_x64::Gpr, lane: Lane, wide: Size) {
        match lane {
            Lane::B => self.asm.movsx8(wide, d, d),
            Lane::H => self.asm.legacy(o::MOVSX16, wide, d, d),
            Lane::S if wide == Size::Q => self.asm.legacy(o::MOVSXD, Size::Q, d, d),
            _ => {}
        }
    }

    fn vset_lane(&mut self, i: u32, inst: &Inst) {
        let (lane, n) = (inst.lane(), inst.imm as u8);
        let a = self.xmm(inst.args[0]);
        let b = self.rm(inst.args[1]);
        let d = self.xdst(i, Some(a));
        match lane {
            Lane::B => self.asm.vex_i(VPINSRB, d, a, b, n),
            Lane::H => self.asm.vex_i(VPINSRW, d, a, b, n),
            _ => self.asm.vex_iw(VPINSR, lane == Lane::D, d, a, b, n),
        }
        self.define_xmm(i, d);
    }

    fn vlow(&mut self, i: u32, inst: &Inst) {
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        match (inst.lane(), a) {
            (Lane::D, a) => self.asm.vex2(o::VMOVQ, d, a),
            (Lane::S, Rm::Mem(m)) => self.asm.vex2(o::VMOVSS_LOAD, d, m),
            (Lane::S, Rm::Reg(x)) => self.asm.vex_i(o::VINSERTPS, d, Xmm(x), Xmm(x), 0b1110),
            (lane, a) => {
                let mask = if lane == Lane::B {
                    Const::Byte0
                } else {
                    Const::Low16
                };
                let x = match a {
                    Rm::Reg(x) => Xmm(x),
                    Rm::Mem(m) => {
                        self.asm.vex2(o::VMOVUPS_LOAD, d, m);
                        d
                    }
                };
                self.asm.vex(VPAND, d, x, mask.mem());
            }
        }
        self.define_xmm(i, d);
    }
}
