//! Vectors of integers: multiplication.

use host_x64::Xmm;
use host_x64::opcodes::Opcode;
use host_x64::vector_opcodes::*;
use ir::{Inst, Lane, Value};

use crate::consts::Const;
use crate::emit::Emitter;

impl Emitter<'_> {
    pub(crate) fn vmul(&mut self, i: u32, inst: &Inst) {
        match inst.lane() {
            Lane::B => self.multiply_bytes(i, inst),
            Lane::H => self.vector2(i, inst, VPMULLW),
            _ => self.vector2(i, inst, VPMULLD),
        }
    }

    /// Even bytes as words; odd bytes by words whose low byte is 0, which leaves the product's low byte in the high one.
    fn multiply_bytes(&mut self, i: u32, inst: &Inst) {
        let (a, b, d) = self.apart2(i, inst);
        let t = self.temporary();
        self.shift_lanes(VPSHIFTW, SHIFT_RIGHT, t, a, 8);
        self.asm.vex(VPAND, d, b, Const::HighBytes.mem());
        self.asm.vex(VPMULLW, t, t, d);
        self.asm.vex(VPMULLW, d, a, b);
        self.asm.vex(VPAND, d, d, Const::LowBytes.mem());
        self.asm.vex(VPOR, d, d, t);
        self.finish_vector(i, d);
    }

    pub(crate) fn vmull(&mut self, i: u32, inst: &Inst) {
        let high = inst.is_high();
        match inst.lane() {
            Lane::B => {
                let widen = byte_widening(inst.is_signed());
                let (d, t) = self.widened_bytes(i, inst, widen);
                self.asm.vex(VPMULLW, d, d, t);
                self.finish_vector(i, d);
            }
            Lane::H => {
                let (a, b, d) = self.apart2(i, inst);
                let t = self.temporary();
                let upper = if inst.is_signed() { VPMULHW } else { VPMULHUW };
                self.asm.vex(VPMULLW, d, a, b);
                self.asm.vex(upper, t, a, b);
                let join = if high { VPUNPCKHWD } else { VPUNPCKLWD };
                self.asm.vex(join, d, d, t);
                self.finish_vector(i, d);
            }
            _ => {
                let (a, b, d) = self.apart2(i, inst);
                let t = self.temporary();
                let lanes = if high { 0b1111_1010 } else { 0b0101_0000 };
                let multiply = if inst.is_signed() { VPMULDQ } else { VPMULUDQ };
                self.asm.vex2_i(VPSHUFD, d, a, lanes);
                self.asm.vex2_i(VPSHUFD, t, b, lanes);
                self.asm.vex(multiply, d, d, t);
                self.finish_vector(i, d);
            }
        }
    }

    /// The halves of both operands as words: the first in a register apart, which is the result's, the second in a temporary.
    fn widened_bytes(&mut self, i: u32, inst: &Inst, widen: Opcode) -> (Xmm, Xmm) {
        let (a, b, d) = self.apart2(i, inst);
        let t = self.temporary();
        for (to, from) in [(d, a), (t, b)] {
            if inst.is_high() {
                self.asm
                    .vex_i(VPSHIFTQ, Xmm(SHIFT_BYTES_RIGHT), to, from, 8);
                self.asm.vex2(widen, to, to);
            } else {
                self.asm.vex2(widen, to, from);
            }
        }
        (d, t)
    }

    /// Bit by bit of the second operand, from the top.
    pub(crate) fn vpmull(&mut self, i: u32, inst: &Inst) {
        let (d, bits) = self.widened_bytes(i, inst, byte_widening(false));
        let (factor, term) = (self.temporary(), self.temporary());
        self.asm.vex2(host_x64::opcodes::VMOVAPS, factor, d);
        self.shift_lanes(VPSHIFTW, SHIFT_LEFT, bits, bits, 8);
        self.vzero(d);
        for _ in 0..8 {
            self.asm.vex(VPADDW, d, d, d);
            self.shift_lanes(VPSHIFTW, SHIFT_RIGHT_SIGNED, term, bits, 15);
            self.asm.vex(VPAND, term, term, factor);
            self.asm.vex(VPXOR, d, d, term);
            self.asm.vex(VPADDW, bits, bits, bits);
        }
        self.finish_vector(i, d);
    }

    pub(crate) fn vwiden(&mut self, i: u32, inst: &Inst) {
        let n = inst.lane() as usize % 3;
        let signed = [VPMOVSXBW, VPMOVSXWD, VPMOVSXDQ][n];
        let unsigned = [VPMOVZXBW, VPMOVZXWD, VPMOVZXDQ][n];
        let widen = if inst.is_signed() { signed } else { unsigned };
        if !inst.is_high() {
            return self.vector1(i, inst, widen);
        }
        let from = self.high_half(inst.args[0]);
        let d = self.xdst(i, None);
        match from {
            host_x64::asm::Rm::Mem(m) => self.asm.vex2(widen, d, m),
            host_x64::asm::Rm::Reg(a) => {
                self.asm.vex2_i(VPSHUFD, d, Xmm(a), 0b1110_1110);
                self.asm.vex2(widen, d, d);
            }
        }
        self.define_xmm(i, d);
    }

    fn high_half(&mut self, v: Value) -> host_x64::asm::Rm {
        self.part_of(v, 8)
    }
}

fn byte_widening(signed: bool) -> Opcode {
    if signed { VPMOVSXBW } else { VPMOVZXBW }
}
