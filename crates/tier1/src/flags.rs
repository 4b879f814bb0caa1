//! The guest's condition flags, as values in the form of [`ir::nzcv`]. Most conditions have become comparisons before they get
//! here (`ir::Builder::flag_test`); what is left is to keep flags for those who may look at them later, and to read them back.

use host_x64::Gpr;
use host_x64::asm::{Alu, Cc, Shift, Size, Unary};
use host_x64::opcodes as o;
use ir::{FlagCond, Inst, Op, Terminal, Type, Value, nzcv};

use crate::alloc::scratch_gpr;
use crate::emit::{Emitter, FlagMeaning, size_of};
use crate::scan::NONE;

/// The host's flags are those of `cmp a, b`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Compared {
    /// Valid only if the code still ends here.
    pub at: u32,
    a: u32,
    b: u32,
    ty: Type,
}

impl Compared {
    pub const NOTHING: Compared = Compared {
        at: NONE,
        a: NONE,
        b: NONE,
        ty: Type::Void,
    };
}

/// The host's condition code for flags as a comparison leaves them (carry as borrow).
fn code(cond: FlagCond) -> Cc {
    match cond {
        FlagCond::Eq => Cc::E,
        FlagCond::Ne => Cc::Ne,
        FlagCond::Cs => Cc::Ae,
        FlagCond::Cc => Cc::B,
        FlagCond::Mi => Cc::S,
        FlagCond::Pl => Cc::Ns,
        FlagCond::Vs => Cc::O,
        FlagCond::Vc => Cc::No,
        FlagCond::Hi => Cc::A,
        FlagCond::Ls => Cc::Be,
        FlagCond::Ge => Cc::Ge,
        FlagCond::Lt => Cc::L,
        FlagCond::Gt => Cc::G,
        FlagCond::Le => Cc::Le,
    }
}

impl Emitter<'_> {
    /// FlagsAdd, FlagsSub, FlagsAdc, FlagsLogic: the host computes, `lahf` and `seto` collect.
    pub(crate) fn flags_of_integers(&mut self, i: u32, inst: &Inst) {
        let [a, b, carry] = inst.args;
        let size = size_of(inst.ty);
        let known = inst.op == Op::FlagsSub && self.compared_already(inst.ty, a, b);
        self.claim(Gpr::RAX);
        match inst.op {
            _ if known => {
                self.done(a);
                self.done(b);
            }
            Op::FlagsSub => self.flags_of_difference(size, a, b),
            Op::FlagsLogic => {
                let r = self.gpr(a);
                self.asm.test(size, r, r);
                self.asm.stc();
            }
            Op::FlagsAdd => {
                let sum = self.scratch();
                self.move_to(sum, a);
                self.add_to(Alu::Add, size, sum, b);
                self.asm.cmc();
            }
            _ => {
                let sum = self.scratch();
                self.move_to(sum, a);
                self.move_to(Gpr::RAX, carry);
                self.asm.unary(Unary::Neg, Size::Q, Gpr::RAX);
                self.add_to(Alu::Adc, size, sum, b);
                self.asm.cmc();
            }
        }
        self.asm.lahf();
        self.asm.setcc(Cc::O, Gpr::RAX);
        if inst.op == Op::FlagsSub {
            self.note_comparison(inst.ty, a, b);
        }
        self.keeping_flags(|e| e.result_from(i, Gpr::RAX));
    }

    /// The host's flags are those of `cmp a, b` now.
    pub(crate) fn note_comparison(&mut self, ty: Type, a: Value, b: Value) {
        self.compared = Compared {
            at: self.asm.here(),
            a: self.scan.root(a),
            b: self.scan.root(b),
            ty,
        };
    }

    /// Does what leaves the host's flags alone.
    pub(crate) fn keeping_flags(&mut self, body: impl FnOnce(&mut Self)) {
        let compared = self.compared.at == self.asm.here();
        let described = self.flags.at == self.asm.here();
        body(self);
        if compared {
            self.compared.at = self.asm.here();
        }
        if described {
            self.flags.at = self.asm.here();
        }
    }

    /// True if the host's flags are those of `cmp a, b` already.
    pub(crate) fn compared_already(&self, ty: Type, a: Value, b: Value) -> bool {
        let same = |root: u32, v: Value| {
            let constant = self.constant(v);
            root == self.scan.root(v)
                || (constant.is_some() && constant == self.constant(Value(root)))
        };
        let known = self.compared;
        let current = known.at == self.asm.here() && known.ty == ty;
        current
            && same(known.a, a)
            && same(known.b, b)
            && !self.is_deferred(a)
            && !self.is_deferred(b)
    }

    /// The register that `a - b` can be computed in, where `a` is, because all others who need `a` are the block's branch, which
    /// compares it with `b`, and flags that are kept behind it: they have the host's flags. No code may follow but theirs.
    pub(crate) fn branch_compares(&self, inst: &Inst) -> Option<Gpr> {
        let Terminal::Branch { cond, .. } = self.block.terminal else {
            return None;
        };
        let info = |v: Value| &self.scan.info[self.scan.root(v) as usize];
        let roots = |inst: &Inst| [inst.args[0], inst.args[1]].map(|v| self.scan.root(v));
        let [a, b] = roots(inst);
        let compares = |v: Value, op: Op| {
            let other = &self.block.insts[self.scan.root(v) as usize];
            (other.op, other.ty) == (op, inst.ty) && roots(other) == [a, b] && info(v).uses == 1
        };
        let late = self.scan.late_flags.map(|late| late.value);
        let users = 2 + late.is_some() as u32;
        let result = &self.scan.info[self.at as usize];
        let silent = |i: usize| match self.block.insts[i].op {
            Op::InsnStart | Op::IConst => true,
            // The 32-bit form cleared the upper half.
            Op::ZExt32 => {
                self.scan.root(self.block.insts[i].args[0]) == self.at && result.uses == 1
            }
            Op::SetReg => self.scan.info[i].dead || i as u32 == result.until,
            _ => [Some(cond), late].contains(&Some(Value(i as u32))),
        };
        let d = self.where_gpr(inst.args[0])?;
        let in_place = scratch_gpr(d).is_none()
            && result.want == d.0
            && self.rf.content(self.pins.of_gpr(d)) == a;
        let fits = in_place
            && a != b
            && info(inst.args[0]).uses == users
            && compares(cond, Op::ICmp)
            && late.is_none_or(|flags| compares(flags, Op::FlagsSub))
            && !self.chain_is_open()
            && (self.at as usize + 1..self.block.insts.len()).all(silent);
        fits.then_some(d)
    }

    fn flags_of_difference(&mut self, size: Size, a: Value, b: Value) {
        if let Some(k) = self.imm(size, b) {
            self.done(b);
            let rm = self.rm(a);
            self.asm.alu_imm(Alu::Cmp, size, rm, k);
        } else {
            let ra = self.gpr(a);
            let rb = self.rm(b);
            self.asm.alu(Alu::Cmp, size, ra, rb);
        }
    }

    fn add_to(&mut self, alu: Alu, size: Size, sum: Gpr, b: Value) {
        if let Some(k) = self.imm(size, b) {
            self.done(b);
            self.asm.alu_imm(alu, size, sum, k);
        } else {
            let rb = self.rm(b);
            self.asm.alu(alu, size, sum, rb);
        }
    }

    /// FlagsFCmp: unordered sets ZF, PF, CF; less CF; equal ZF.
    pub(crate) fn flags_of_floats(&mut self, i: u32, inst: &Inst) {
        let [a, b, _] = inst.args;
        let used = self.scan.info[i as usize].uses > 0;
        if !used && let Some(later) = self.comparison_to_come(i, inst) {
            // Compared once, then.
            if inst.imm == 1 {
                self.signals_at = later;
            }
            self.done(a);
            self.done(b);
            return;
        }
        let (mut xa, mut xb) = (self.float_operand(a), self.float_operand(b));
        if inst.ty == Type::F16 {
            // Widening signals what comparing halves would; the lanes above must not.
            for x in [&mut xa, &mut xb] {
                let wide = self.scratch_xmm();
                self.asm.vex2(o::VPMOVZXWQ, wide, *x);
                self.asm.vex2(o::VCVTPH2PS, wide, wide);
                *x = wide;
            }
        }
        if used {
            self.claim(Gpr::RAX);
        }
        let other = used.then(|| self.scratch());
        let byte = if inst.imm == 1 { o::VCOMI } else { o::VUCOMI };
        self.asm
            .vex2(o::compare(inst.ty == Type::F64, byte), xa, xb);
        let Some(other) = other else { return };
        self.asm.mov_imm(Gpr::RAX, 0);
        let cases = [
            (Cc::B, nzcv::N | nzcv::NOT_C),
            (Cc::E, nzcv::Z),
            (Cc::P, nzcv::V),
        ];
        for (cc, flags) in cases {
            self.asm.mov_imm(other, flags);
            self.asm.cmov(cc, Size::D, Gpr::RAX, other);
        }
        self.result_from(i, Gpr::RAX);
    }

    /// FlagsFromBits and FlagsBits: bits move, the carry is inverted.
    pub(crate) fn flags_bits(&mut self, i: u32, inst: &Inst) {
        let v = inst.args[0];
        let pack = inst.op == Op::FlagsFromBits;
        if let (true, Some(bits)) = (pack, self.constant(v)) {
            self.done(v);
            let d = self.dst(i, None);
            self.asm.mov_imm(d, nzcv::from_bits(bits));
            return self.define(i, d);
        }
        let from = self.gpr(v);
        let (d, part) = (self.dst_apart(i), self.scratch());
        // Mask of the result, how far it has come.
        let (moves, shift, carry) = if pack {
            let moves = [(nzcv::N | nzcv::Z, 16), (nzcv::NOT_C, 21), (nzcv::V, 28)];
            (moves, Shift::Shr, nzcv::NOT_C)
        } else {
            let moves = [(3 << 30, 16), (1 << 29, 21), (1 << 28, 28)];
            (moves, Shift::Shl, 1 << 29)
        };
        for (n, (mask, amount)) in moves.into_iter().enumerate() {
            let to = if n == 0 { d } else { part };
            self.asm.mov(Size::D, to, from);
            self.asm.shift_imm(shift, Size::D, to, amount);
            self.asm.alu_imm(Alu::And, Size::D, to, mask as u32 as i32);
            if n > 0 {
                self.asm.alu(Alu::Or, Size::D, d, part);
            }
        }
        self.asm.alu_imm(Alu::Xor, Size::D, d, carry as i32);
        self.define(i, d);
    }

    /// FlagTest as a number.
    pub(crate) fn flag_test(&mut self, i: u32, inst: &Inst) {
        let cc = self.flag_condition(inst);
        let d = self.dst(i, None);
        self.asm.setcc(cc, d);
        self.asm.movzx8(d, d);
        self.flags_describe(i, FlagMeaning::Condition(cc));
        self.define(i, d);
    }

    /// Sets the host's flags for a FlagTest, consuming its operand; returns when it holds.
    pub(crate) fn flag_condition(&mut self, inst: &Inst) -> Cc {
        let flags = inst.args[0];
        let cond = inst.flag_cond();
        // Conditions that hold if one of some bits is set, or if none is.
        let (bits, cc) = match cond {
            FlagCond::Eq => (nzcv::Z, Cc::Ne),
            FlagCond::Ne => (nzcv::Z, Cc::E),
            FlagCond::Cs => (nzcv::NOT_C, Cc::E),
            FlagCond::Cc => (nzcv::NOT_C, Cc::Ne),
            FlagCond::Mi => (nzcv::N, Cc::Ne),
            FlagCond::Pl => (nzcv::N, Cc::E),
            FlagCond::Vs => (nzcv::V, Cc::Ne),
            FlagCond::Vc => (nzcv::V, Cc::E),
            FlagCond::Hi => (nzcv::NOT_C | nzcv::Z, Cc::E),
            FlagCond::Ls => (nzcv::NOT_C | nzcv::Z, Cc::Ne),
            FlagCond::Ge | FlagCond::Lt | FlagCond::Gt | FlagCond::Le => {
                self.all_flags(flags);
                return code(cond);
            }
        };
        let busy = self.rf.busy();
        let rm = self.rm(flags);
        self.asm.test_imm(Size::D, rm, bits as i32);
        self.rf.set_busy(busy);
        cc
    }

    /// Makes `flags` the host's.
    fn all_flags(&mut self, flags: Value) {
        let busy = self.rf.busy();
        self.claim(Gpr::RAX);
        self.move_to(Gpr::RAX, flags);
        // OF = V: 1 + 127 overflows a signed byte.
        self.asm.add_al(0x7f);
        self.asm.sahf();
        self.rf.set_busy(busy);
    }
}
