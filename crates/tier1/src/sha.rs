//! SHA-1 and SHA-256: on the host's SHA instructions, or written out for hosts without.

use host_x64::Gpr;
use host_x64::Xmm;
use host_x64::asm::{Alu, Mem, Shift, Size};
use host_x64::opcodes as o;
use host_x64::regs::SCRATCH_XMMS;
use host_x64::vector_opcodes as v;
use ir::{Inst, Op, Sha1Fn};

use crate::consts::Const;
use crate::crypto::{SHIFT_BYTES_LEFT, SHIFT_BYTES_RIGHT, SHIFT_LEFT, SHIFT_RIGHT};
use crate::emit::Emitter;
use crate::registers::within_operation;

/// The order of the 32-bit lanes reversed ([`v::VPSHUFD`]).
const REVERSED: u8 = 0b00_01_10_11;
/// The halves exchanged.
const HALVES: u8 = 0b01_00_11_10;

/// Words of a hash state in memory, by their current roles.
struct Words<const N: usize> {
    /// Number of the word in memory that plays each role, a first.
    at: [u8; N],
}

impl<const N: usize> Words<N> {
    fn word(&self, role: usize) -> Mem {
        word(self.at[role].into())
    }

    /// After a round each role passes to the next, and the last becomes the first.
    fn rotate(&mut self) {
        self.at.rotate_right(1);
    }
}

/// Word `n` of the memory that an operation may use.
fn word(n: usize) -> Mem {
    let Mem { disp, .. } = within_operation(0);
    Mem::base(host_x64::regs::STATE, disp + 4 * n as i32)
}

/// Words of a round's message: behind those of the state.
const MESSAGE: usize = 8;

impl Emitter<'_> {
    // --- SHA-1 ------------------------------------------------------------------------------------

    pub(crate) fn sha1_rounds(&mut self, i: u32, inst: &Inst) {
        if !self.features.sha {
            return self.sha1_written_out(i, inst);
        }
        let [abcd, e, words] = inst.args;
        let (function, constant) = match inst.sha1_fn() {
            Sha1Fn::Choose => (0, Const::Sha1Choose),
            Sha1Fn::Parity => (1, Const::Sha1Parity),
            Sha1Fn::Majority => (2, Const::Sha1Majority),
        };
        let busy = self.rf.busy();
        let (e, words) = (self.xmm(e), self.xmm(words));
        let (m, t) = (self.scratch_xmm(), self.scratch_xmm());
        // The host adds the constant itself, takes E with the first word, and wants all in the opposite order.
        self.asm.vex(v::VPSUBD, m, words, constant.mem());
        self.asm.vex2_i(v::VPSHUFD, m, m, REVERSED);
        self.asm.vex_i(v::VPSHIFTQ, SHIFT_BYTES_LEFT, t, e, 12);
        self.asm.vex(v::VPADDD, m, m, t);
        self.rf.set_busy(busy);
        self.rf.hold_xmm(m);
        let abcd = self.xmm(abcd);
        let d = self.scratch_xmm();
        self.asm.vex2_i(v::VPSHUFD, d, abcd, REVERSED);
        self.asm.sse_i(o::SHA1RNDS4, d, m, function);
        let to = self.xdst_or(i, d);
        self.asm.vex2_i(v::VPSHUFD, to, d, REVERSED);
        self.define_xmm(i, to);
    }

    fn sha1_written_out(&mut self, i: u32, inst: &Inst) {
        // A, B, C, D, E are words 0 to 4.
        let [abcd, e, words] = inst.args.map(|v| self.xmm(v));
        self.asm.vex2(o::VMOVUPS_STORE, abcd, word(0));
        self.asm.vex2(o::VMOVUPS_STORE, e, word(4));
        self.asm.vex2(o::VMOVUPS_STORE, words, word(MESSAGE));
        let [t, x, y] = std::array::from_fn(|_| self.scratch());
        let mut s = Words {
            at: [0, 1, 2, 3, 4],
        };
        for round in 0..4 {
            let [a, b, c, d, e] = std::array::from_fn(|role| s.word(role));
            self.asm.mov(Size::D, t, a);
            self.asm.shift_imm(Shift::Rol, Size::D, t, 5);
            self.asm.alu(Alu::Add, Size::D, t, e);
            self.asm.alu(Alu::Add, Size::D, t, word(MESSAGE + round));
            match inst.sha1_fn() {
                Sha1Fn::Choose => self.choose(x, b, c, d),
                Sha1Fn::Parity => {
                    self.asm.mov(Size::D, x, b);
                    self.asm.alu(Alu::Xor, Size::D, x, c);
                    self.asm.alu(Alu::Xor, Size::D, x, d);
                }
                Sha1Fn::Majority => self.majority(x, y, [b, c, d]),
            }
            self.asm.alu(Alu::Add, Size::D, t, x);
            self.asm.store(4, e, t);
            self.asm.rorx(Size::D, x, b, 2);
            self.asm.store(4, b, x);
            s.rotate();
        }
        // They are words 1 to 4 now.
        let d = self.xdst(i, None);
        self.asm.vex2(o::VMOVUPS_LOAD, d, word(1));
        self.define_xmm(i, d);
    }

    /// x = b ? c : d
    fn choose(&mut self, x: Gpr, b: Mem, c: Mem, d: Mem) {
        self.asm.mov(Size::D, x, c);
        self.asm.alu(Alu::Xor, Size::D, x, d);
        self.asm.alu(Alu::And, Size::D, x, b);
        self.asm.alu(Alu::Xor, Size::D, x, d);
    }

    /// x = the majority of three words
    fn majority(&mut self, x: Gpr, y: Gpr, [a, b, c]: [Mem; 3]) {
        self.asm.mov(Size::D, x, a);
        self.asm.mov(Size::D, y, b);
        self.asm.alu(Alu::Xor, Size::D, x, y);
        self.asm.alu(Alu::Xor, Size::D, y, c);
        self.asm.alu(Alu::And, Size::D, x, y);
        self.asm.alu(Alu::Xor, Size::D, x, b);
    }

    // --- SHA-256 ----------------------------------------------------------------------------------

    pub(crate) fn sha256_rounds(&mut self, i: u32, inst: &Inst) {
        if !self.features.sha {
            return self.sha256_written_out(i, inst);
        }
        let [hgdc, feba, words] = inst.args;
        let implied = SCRATCH_XMMS[0];
        let words = self.xmm(words);
        if words != implied {
            self.claim_xmm(implied);
            self.asm.vex2(o::VMOVAPS, implied, words);
            self.rf.let_go_xmm(words);
        }
        let (hgdc, feba) = (self.xmm(hgdc), self.xmm(feba));
        let d = self.scratch_xmm();
        self.asm.vex2(o::VMOVAPS, d, hgdc);
        self.asm.sse(o::SHA256RNDS2, d, feba);
        self.finish_in_xmm(i, d);
    }

    fn sha256_written_out(&mut self, i: u32, inst: &Inst) {
        // H, G, D, C, F, E, B, A are words 0 to 7.
        let [hgdc, feba, words] = inst.args.map(|v| self.xmm(v));
        self.asm.vex2(o::VMOVUPS_STORE, hgdc, word(0));
        self.asm.vex2(o::VMOVUPS_STORE, feba, word(4));
        self.asm.vex2(o::VMOVUPS_STORE, words, word(MESSAGE));
        let [t, x, y] = std::array::from_fn(|_| self.scratch());
        let mut s = Words {
            at: [7, 6, 3, 2, 5, 4, 1, 0],
        };
        for round in 0..2 {
            let [a, b, c, d, e, f, g, h] = std::array::from_fn(|role| s.word(role));
            self.asm.mov(Size::D, t, h);
            self.asm.alu(Alu::Add, Size::D, t, word(MESSAGE + round));
            self.add_rotations(t, x, y, e, [14, 5, 6]);
            self.choose(x, e, f, g);
            self.asm.alu(Alu::Add, Size::D, t, x);
            self.asm.alu_store(Alu::Add, Size::D, d, t);
            self.add_rotations(t, x, y, a, [9, 11, 2]);
            self.majority(x, y, [a, b, c]);
            self.asm.alu(Alu::Add, Size::D, t, x);
            self.asm.store(4, h, t);
            s.rotate();
        }
        // What was H, G, D, C is B, A, F, E now.
        let d = self.xdst(i, None);
        self.asm.vex2_i(v::VPSHUFD, d, word(0), HALVES);
        self.define_xmm(i, d);
    }

    /// t += the sum of three rotations of `from`: by c, b + c and a + b + c.
    fn add_rotations(&mut self, t: Gpr, x: Gpr, y: Gpr, from: Mem, [a, b, c]: [u8; 3]) {
        self.asm.mov(Size::D, y, from);
        self.asm.rorx(Size::D, x, y, a);
        self.asm.alu(Alu::Xor, Size::D, x, y);
        self.asm.rorx(Size::D, x, x, b);
        self.asm.alu(Alu::Xor, Size::D, x, y);
        self.asm.rorx(Size::D, x, x, c);
        self.asm.alu(Alu::Add, Size::D, t, x);
    }

    pub(crate) fn sha256_schedule(&mut self, i: u32, inst: &Inst) {
        let [words, other, _] = inst.args;
        if self.features.sha {
            let opcode = if inst.op == Op::Sha256Sigma0 {
                o::SHA256MSG1
            } else {
                o::SHA256MSG2
            };
            let (words, other) = (self.xmm(words), self.xmm(other));
            let d = self.scratch_xmm();
            self.asm.vex2(o::VMOVAPS, d, words);
            self.asm.sse(opcode, d, other);
            return self.finish_in_xmm(i, d);
        }
        let busy = self.rf.busy();
        let (words, other) = (self.xmm(words), self.xmm(other));
        let x = self.scratch_xmm();
        self.asm.vex2(o::VMOVUPS_STORE, words, word(0));
        if inst.op == Op::Sha256Sigma0 {
            self.asm.vex_i(v::VPALIGNR, x, other, words, 4);
        } else {
            self.asm.vex_i(v::VPSHIFTQ, SHIFT_BYTES_RIGHT, x, other, 8);
        }
        self.rf.set_busy(busy);
        self.rf.hold_xmm(x);
        let (s, t) = (self.scratch_xmm(), self.scratch_xmm());
        if inst.op == Op::Sha256Sigma0 {
            self.sigma(s, t, x, [3, 7, 18]);
            self.asm.vex(v::VPADDD, s, s, word(0));
        } else {
            // The upper words depend on the lower results.
            self.sigma(s, t, x, [10, 17, 19]);
            self.asm.vex(v::VPADDD, x, s, word(0));
            self.asm.vex2(o::VMOVUPS_STORE, x, word(0));
            self.asm.vex_i(v::VPSHIFTQ, SHIFT_BYTES_LEFT, x, x, 8);
            self.sigma(s, t, x, [10, 17, 19]);
            self.asm.vex(v::VPADDD, s, s, word(0));
        }
        self.finish_in_xmm(i, s);
    }

    /// s = x shifted right by the first distance and rotated right by the others, added without carry.
    fn sigma(&mut self, s: Xmm, t: Xmm, x: Xmm, [shift, a, b]: [u8; 3]) {
        self.asm.vex_i(v::VPSHIFTD, SHIFT_RIGHT, s, x, shift);
        for (kind, distance) in [
            (SHIFT_RIGHT, a),
            (SHIFT_LEFT, 32 - a),
            (SHIFT_RIGHT, b),
            (SHIFT_LEFT, 32 - b),
        ] {
            self.asm.vex_i(v::VPSHIFTD, kind, t, x, distance);
            self.asm.vex(v::VPXOR, s, s, t);
        }
    }
}
