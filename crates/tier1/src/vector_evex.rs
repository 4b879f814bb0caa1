//! Vectors of integers where the host has AVX-512VL: one instruction for what takes several with AVX2. Everything here asks
//! [`host_x64::HostFeatures::has`] for the very instruction it emits, and leaves the operation to the other files if the host lacks it.

use host_x64::asm::{Rm, Size};
use host_x64::evex::{self, VPTERNLOGQ};
use host_x64::opcodes::VMOVAPS;
use host_x64::vector_opcodes::*;
use host_x64::{Evex, Xmm};
use ir::{Cond, DotKind, Inst, Lane, Narrow, Op, Value};

use crate::alloc::scratch_xmm;
use crate::emit::Emitter;
use crate::scan::{Loc, NONE};
use crate::vector::signs;

/// The inputs of [`VPTERNLOGQ`], as tables of the results that are those inputs: destination, vvvv, r/m.
const INPUTS: [u8; 3] = [0xf0, 0xcc, 0xaa];

/// What a bitwise operation of two tables gives.
fn table(op: Op, a: u8, b: u8) -> u8 {
    match op {
        Op::VAnd => a & b,
        Op::VOr => a | b,
        Op::VXor => a ^ b,
        _ => a & !b,
    }
}

/// The table with inputs `x` and `y` (0 to 2) exchanged.
fn exchanged(table: u8, x: usize, y: usize) -> u8 {
    (0..8).fold(0, |all, at: u8| {
        let (bx, by) = (at >> (2 - x) & 1, at >> (2 - y) & 1);
        let differ = bx ^ by;
        let from = at ^ differ << (2 - x) ^ differ << (2 - y);
        all | (table >> from & 1) << at
    })
}

const fn is_bitwise(op: Op) -> bool {
    matches!(op, Op::VAnd | Op::VOr | Op::VXor | Op::VAndN)
}

/// How far a bitwise operation may be from the one that does it together with its own: its operands stay alive so long.
const NEAR: u32 = 12;

/// Operands that are not constant.
struct Inputs {
    values: [Value; 3],
    count: usize,
}

/// Two shifts that are one rotation.
struct Rotation {
    lane: Lane,
    value: Value,
    right: u32,
    /// The operations that it makes superfluous.
    parts: [u32; 4],
}

impl Emitter<'_> {
    /// Emits operation `i` if the host has an instruction of AVX-512 that does it better.
    pub(crate) fn vector_evex(&mut self, i: u32, inst: &Inst) -> bool {
        if !self.features.avx512vl {
            return false;
        }
        match inst.op {
            Op::VXor if self.aes_with_key(i, inst) => true,
            Op::VOr if self.rotate_lanes(i, inst) => true,
            op if is_bitwise(op) => self.joined_bitwise(i, inst),
            Op::VBsl => self.select_bits(i, inst),
            Op::VAbs if inst.lane() == Lane::D => self.evex1(i, inst, evex::VPABSQ),
            Op::VPopCnt => self.evex1(i, inst, evex::VPOPCNTB),
            Op::VClz if inst.lane() == Lane::S => self.evex1(i, inst, evex::VPLZCNTD),
            Op::VShr if inst.lane() == Lane::D && inst.is_signed() => {
                self.shift_by_immediate(i, inst.args[0], evex::VPSRAQ, inst.imm as u8)
            }
            Op::VNarrow => self.narrow_saturating(i, inst),
            Op::VAddSat | Op::VSubSat if inst.lane() == Lane::D && !inst.is_signed() => {
                self.saturating_quadwords(i, inst)
            }
            Op::VCmp if inst.lane() == Lane::D => self.compare_unsigned_quadwords(i, inst),
            Op::VDup => self.broadcast_from_gpr(i, inst),
            _ => false,
        }
    }

    /// One instruction on one operand.
    fn evex1(&mut self, i: u32, inst: &Inst, e: Evex) -> bool {
        if !self.features.has(e) {
            return false;
        }
        let a = self.xrm(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.evex2(e, d, a);
        self.define_xmm(i, d);
        true
    }

    fn shift_by_immediate(&mut self, i: u32, a: Value, e: Evex, amount: u8) -> bool {
        if !self.features.has(e) {
            return false;
        }
        let a = self.xrm(a);
        let d = self.xdst(i, None);
        self.asm.evex_shift(e, d, a, amount);
        self.define_xmm(i, d);
        true
    }

    // --- bitwise operations -----------------------------------------------------------------------

    /// True if the only user of bitwise operation `inst`, which is next, does it together with its own work; or of the constant that
    /// an operation inverts with; or of a part of a rotation.
    pub(crate) fn joins_user(&self, inst: &Inst, user: &Inst) -> bool {
        if !self.features.has(VPTERNLOGQ) {
            return false;
        }
        if self.is_part_of_rotation(inst, user) {
            return true;
        }
        if inst.op == Op::VConst {
            return is_ones(inst) && is_bitwise(user.op);
        }
        let near = self.scan.info[self.at as usize].user - self.at <= NEAR;
        let first = |v: &Value| !self.is_deferred_bitwise(*v);
        near && is_bitwise(inst.op)
            && is_bitwise(user.op)
            && inst.args[..2]
                .iter()
                .all(|v| !self.is_deferred(*v) || self.is_ones(*v))
            && user.args[..2].iter().all(first)
    }

    fn is_deferred_bitwise(&self, v: Value) -> bool {
        self.is_deferred(v) && is_bitwise(self.block.insts[self.scan.root(v) as usize].op)
    }

    fn is_ones(&self, v: Value) -> bool {
        is_ones(&self.block.insts[self.scan.root(v) as usize])
    }

    /// A bitwise operation together with one of its operands that is another, or that inverts.
    fn joined_bitwise(&mut self, i: u32, inst: &Inst) -> bool {
        let operands = &inst.args[..2];
        let joins = |v: &Value| self.is_deferred_bitwise(*v) || self.is_ones(*v);
        if !self.features.has(VPTERNLOGQ) || !operands.iter().any(joins) {
            return false;
        }
        let mut inputs = Inputs {
            values: [Value::NONE; 3],
            count: 0,
        };
        let tables = [operands[0], operands[1]].map(|v| {
            if !self.is_deferred_bitwise(v) {
                return self.input(&mut inputs, v);
            }
            self.done(v);
            let inner = self.block.insts[self.scan.root(v) as usize];
            let [a, b] = [inner.args[0], inner.args[1]].map(|v| self.input(&mut inputs, v));
            table(inner.op, a, b)
        });
        let Inputs { values, count } = inputs;
        self.ternary(i, &values[..count], table(inst.op, tables[0], tables[1]));
        true
    }

    /// The table of operand `v`, which becomes an input unless it is constant.
    fn input(&mut self, inputs: &mut Inputs, v: Value) -> u8 {
        if self.is_ones(v) {
            self.done(v);
            return u8::MAX;
        }
        inputs.values[inputs.count] = v;
        inputs.count += 1;
        INPUTS[inputs.count - 1]
    }

    /// Bits of b where the mask has ones, of c where it has zeros.
    fn select_bits(&mut self, i: u32, inst: &Inst) -> bool {
        let [mask, b, c] = INPUTS;
        let joins = self.features.has(VPTERNLOGQ);
        if joins {
            self.ternary(i, &inst.args, mask & b | !mask & c);
        }
        joins
    }

    /// Each bit of the result by `table` from those of one to three inputs.
    fn ternary(&mut self, i: u32, inputs: &[Value], table: u8) {
        let &[a, ref rest @ ..] = inputs else {
            let d = self.xdst(i, None);
            if table == 0 {
                self.vzero(d)
            } else {
                self.vones(d)
            }
            return self.define_xmm(i, d);
        };
        let xa = self.xmm(a);
        match *rest {
            [] => {
                let d = self.xdst(i, Some(xa));
                let on_last = exchanged(table, 0, 2);
                self.asm.evex_i(VPTERNLOGQ, d, xa, xa, on_last);
                self.define_xmm(i, d);
            }
            [b] => {
                let rb = self.xrm(b);
                let d = self.xdst(i, Some(xa));
                let on_last = exchanged(exchanged(table, 1, 2), 0, 1);
                self.asm.evex_i(VPTERNLOGQ, d, xa, rb, on_last);
                self.define_xmm(i, d);
            }
            [b, c, ..] => {
                let xb = self.xmm(b);
                let rc = self.xrm(c);
                self.ternary_of_three(i, xa, xb, rc, table);
            }
        }
    }

    fn ternary_of_three(&mut self, i: u32, a: Xmm, b: Xmm, c: Rm, table: u8) {
        let in_register = match c {
            Rm::Reg(c) => Xmm(c),
            Rm::Mem(_) => a,
        };
        let over = [a, b, in_register]
            .into_iter()
            .find(|x| self.is_given_up(*x));
        let d = self.xdst(i, over);
        if d == a {
            self.asm.evex_i(VPTERNLOGQ, d, b, c, table);
        } else if d == b {
            self.asm.evex_i(VPTERNLOGQ, d, a, c, exchanged(table, 0, 1));
        } else if c == d.into() {
            self.asm.evex_i(VPTERNLOGQ, d, b, a, exchanged(table, 0, 2));
        } else {
            self.asm.vex2(VMOVAPS, d, a);
            self.asm.evex_i(VPTERNLOGQ, d, b, c, table);
        }
        self.define_xmm(i, d);
    }

    /// True for a scratch register whose value this operation is the last to use.
    fn is_given_up(&self, x: Xmm) -> bool {
        scratch_xmm(x).is_some_and(|n| self.rf.xmms[n] == NONE)
    }

    /// d = !d
    pub(crate) fn invert(&mut self, d: Xmm) {
        if self.features.has(VPTERNLOGQ) {
            return self.asm.evex_i(VPTERNLOGQ, d, d, d, !INPUTS[2]);
        }
        let ones = self.temporary();
        self.vones(ones);
        self.asm.vex(VPXOR, d, d, ones);
    }

    // --- rotations --------------------------------------------------------------------------------

    /// `a << n | a >> (bits - n)`, the first of them perhaps masked in vain: SLI and SRI after the other shift.
    fn rotation(&self, or: &Inst) -> Option<Rotation> {
        let (x, x_parts) = self.unmasked(or.args[0]);
        let (y, y_parts) = self.unmasked(or.args[1]);
        let [left, right] = match (x.op, y.op) {
            (Op::VShl, Op::VShr) => [x, y],
            (Op::VShr, Op::VShl) => [y, x],
            _ => return None,
        };
        let lane = left.lane();
        let one = lane == right.lane()
            && !right.is_signed()
            && matches!(lane, Lane::S | Lane::D)
            && self.scan.root(left.args[0]) == self.scan.root(right.args[0])
            && left.imm + right.imm == lane.bits() as i64;
        let [x_root, y_root] = [or.args[0], or.args[1]].map(|v| self.scan.root(v));
        let mask_or = |parts: Option<[u32; 2]>, root| parts.unwrap_or([root, root]);
        let ([a, b], [c, d]) = (mask_or(x_parts, x_root), mask_or(y_parts, y_root));
        let parts = [a, b, c, d];
        let only = |n: &u32| self.scan.info[*n as usize].uses == 1;
        (one && parts.iter().all(only)).then_some(Rotation {
            lane,
            value: left.args[0],
            right: right.imm as u32,
            parts,
        })
    }

    /// The operation behind a mask that takes only bits that are 0 anyway, and then the mask operation and what it masks.
    fn unmasked(&self, v: Value) -> (&Inst, Option<[u32; 2]>) {
        let root = self.scan.root(v);
        let inst = &self.block.insts[root as usize];
        if inst.op != Op::VAnd {
            return (inst, None);
        }
        let behind = self.scan.root(inst.args[0]);
        let [shift, mask] =
            [behind, self.scan.root(inst.args[1])].map(|n| &self.block.insts[n as usize]);
        let lane = shift.lane();
        let ones = u64::MAX >> (64 - lane.bits());
        let amount = u32::try_from(shift.imm).unwrap_or(u32::MAX);
        let left = match shift.op {
            Op::VShl => ones.checked_shl(amount).map(|bits| bits & ones),
            Op::VShr if !shift.is_signed() => ones.checked_shr(amount),
            _ => None,
        };
        let in_vain = left.is_some_and(|bits| lane.splat(bits) & !(mask.imm as u64) == 0);
        if mask.op == Op::VConst && mask.aux == 1 && in_vain {
            (shift, Some([root, behind]))
        } else {
            (inst, None)
        }
    }

    /// True if this operation's user, or the user of that, rotates without it.
    fn is_part_of_rotation(&self, inst: &Inst, user: &Inst) -> bool {
        if !matches!(inst.op, Op::VShl | Op::VShr | Op::VAnd | Op::VConst) {
            return false;
        }
        let next = self.scan.info[self.at as usize].user;
        let or = if user.op == Op::VAnd {
            let after = self.scan.info[next as usize].user;
            self.block.insts.get(after as usize)
        } else {
            Some(user)
        };
        let part = if inst.op == Op::VConst { next } else { self.at };
        or.filter(|or| or.op == Op::VOr)
            .and_then(|or| self.rotation(or))
            .is_some_and(|rotation| rotation.parts.contains(&part))
    }

    fn rotate_lanes(&mut self, i: u32, inst: &Inst) -> bool {
        let Some(rotation) = self.rotation(inst) else {
            return false;
        };
        let deferred = |n: &u32| self.scan.info[*n as usize].loc == Loc::Deferred;
        if !self.features.has(VPTERNLOGQ) || !rotation.parts.iter().all(deferred) {
            return false;
        }
        let [a, b, c, d] = rotation.parts;
        for (outer, inner) in [(a, b), (c, d)] {
            self.done(Value(outer));
            if inner != outer {
                self.done(Value(inner));
                self.done(self.block.insts[outer as usize].args[1]);
            }
        }
        // Both shifts used the value.
        self.done(rotation.value);
        let e = match rotation.lane {
            Lane::S => evex::VPRORD,
            _ => evex::VPRORQ,
        };
        self.shift_by_immediate(i, rotation.value, e, rotation.right as u8)
    }

    // --- arithmetic -------------------------------------------------------------------------------

    fn narrow_saturating(&mut self, i: u32, inst: &Inst) -> bool {
        let e = match (inst.narrow(), inst.lane()) {
            (Narrow::Signed, Lane::D) => evex::VPMOVSQD,
            (Narrow::Unsigned | Narrow::SignedToUnsigned, Lane::D) => evex::VPMOVUSQD,
            (Narrow::Unsigned, Lane::S) => evex::VPMOVUSDW,
            (Narrow::Unsigned, Lane::H) => evex::VPMOVUSWB,
            _ => return false,
        };
        if !self.features.has(e) {
            return false;
        }
        let mut a = self.xmm(inst.args[0]);
        let d = if inst.narrow() == Narrow::SignedToUnsigned {
            let d = self.xdst_apart(i);
            self.vzero(d);
            self.asm.evex(evex::VPMAXSQ, d, d, a);
            a = d;
            d
        } else {
            self.xdst(i, Some(a))
        };
        self.asm.evex_narrow(e, d, a);
        self.define_xmm(i, d);
        true
    }

    /// a + min(b, !a), max(a, b) - b
    fn saturating_quadwords(&mut self, i: u32, inst: &Inst) -> bool {
        if !self.features.has(evex::VPMINUQ) {
            return false;
        }
        let (a, b, d) = self.apart2(i, inst);
        if inst.op == Op::VAddSat {
            self.asm.vex2(VMOVAPS, d, a);
            self.invert(d);
            self.asm.evex(evex::VPMINUQ, d, d, b);
            self.asm.vex(VPADDQ, d, d, a);
        } else {
            self.asm.evex(evex::VPMAXUQ, d, a, b);
            self.asm.vex(VPSUBQ, d, d, b);
        }
        self.define_xmm(i, d);
        true
    }

    /// By the minimum or the maximum.
    fn compare_unsigned_quadwords(&mut self, i: u32, inst: &Inst) -> bool {
        let [a, b, _] = inst.args;
        // a >= b, or !(a <= b)
        let (a, b, extreme, invert) = match inst.lane_cond() {
            Cond::Uge => (a, b, evex::VPMAXUQ, false),
            Cond::Ule => (b, a, evex::VPMAXUQ, false),
            Cond::Ugt => (a, b, evex::VPMINUQ, true),
            Cond::Ult => (b, a, evex::VPMINUQ, true),
            _ => return false,
        };
        if !self.features.has(extreme) {
            return false;
        }
        let xa = self.xmm(a);
        let rb = self.xrm(b);
        let d = self.xdst_apart(i);
        self.asm.evex(extreme, d, xa, rb);
        self.asm.vex(VPCMPEQQ, d, d, xa);
        if invert {
            self.invert(d);
        }
        self.define_xmm(i, d);
        true
    }

    /// [`evex::VPDPBUSD`] multiplies unsigned by signed bytes. What is not so is 128 off, by a change of its top bits, and 128 times the
    /// other factors' sums are taken away again.
    pub(crate) fn dot_products(&mut self, i: u32, inst: &Inst) -> bool {
        if !self.features.has(evex::VPDPBUSD) {
            return false;
        }
        let [a, b, c] = inst.args;
        let (b, c) = (self.xmm(b), self.xmm(c));
        let a = self.xrm(a);
        let sum = self.scratch_xmm();
        self.vzero(sum);
        match inst.dot_kind() {
            DotKind::Mixed => self.asm.evex(evex::VPDPBUSD, sum, b, c),
            DotKind::Unsigned => {
                // b * (c - 128) - b * -128
                let t = self.temporary();
                self.asm.vex(VPXOR, t, c, signs(Lane::B));
                self.asm.evex(evex::VPDPBUSD, sum, b, t);
                self.vzero(t);
                self.asm.evex(evex::VPDPBUSD, t, b, signs(Lane::B));
                self.asm.vex(VPSUBD, sum, sum, t);
            }
            DotKind::Signed => {
                // (b + 128) * c - 128 * c
                let (t, u) = (self.temporary(), self.temporary());
                self.asm.vex(VPXOR, t, b, signs(Lane::B));
                self.asm.evex(evex::VPDPBUSD, sum, t, c);
                self.asm.vex2(VMOVAPS, t, signs(Lane::B));
                self.vzero(u);
                self.asm.evex(evex::VPDPBUSD, u, t, c);
                self.asm.vex(VPSUBD, sum, sum, u);
            }
        }
        self.end_temporaries();
        let d = self.xdst_or(i, sum);
        self.asm.vex(VPADDD, d, sum, a);
        self.define_xmm(i, d);
        true
    }

    // --- from general registers -------------------------------------------------------------------

    fn broadcast_from_gpr(&mut self, i: u32, inst: &Inst) -> bool {
        let e = match inst.lane() {
            Lane::B => evex::VPBROADCASTB,
            Lane::H => evex::VPBROADCASTW,
            Lane::S => evex::VPBROADCASTD,
            Lane::D => evex::VPBROADCASTQ,
        };
        if !self.features.has(e) || !self.in_register(inst.args[0]) {
            return false;
        }
        let a = self.gpr(inst.args[0]);
        let d = self.xdst(i, None);
        self.asm.evex2(e, d, a);
        self.define_xmm(i, d);
        true
    }

    /// d = the number in `r` in all doublewords or quadwords.
    pub(crate) fn broadcast(&mut self, size: Size, d: Xmm, r: host_x64::Gpr) {
        let (e, opcode) = match size {
            Size::D => (evex::VPBROADCASTD, VPBROADCASTD),
            Size::Q => (evex::VPBROADCASTQ, VPBROADCASTQ),
        };
        if self.features.has(e) {
            return self.asm.evex2(e, d, r);
        }
        self.asm.vmov_from(size, d, r);
        self.asm.vex2(opcode, d, d);
    }
}

fn is_ones(inst: &Inst) -> bool {
    inst.op == Op::VConst && inst.aux == 1 && inst.imm == -1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanged_inputs() {
        let f = |a: u8, b: u8, c: u8| a & b | !a & c;
        let [a, b, c] = INPUTS;
        assert_eq!(f(a, b, c), 0xca);
        assert_eq!(exchanged(f(a, b, c), 0, 1), f(b, a, c));
        assert_eq!(exchanged(f(a, b, c), 0, 2), f(c, b, a));
        assert_eq!(exchanged(f(a, b, c), 1, 2), f(a, c, b));
    }
}
