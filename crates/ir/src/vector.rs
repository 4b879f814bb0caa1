//! Building vectors of integers.

use crate::block::{Inst, Value};
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::{Cond, Lane, Narrow, Type};

/// Which half of the lanes an operation works on; for `vuzp` and `vtrn` the even or the odd lanes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    /// The low half, the even lanes.
    Low,
    /// The high half, the odd lanes.
    High,
}

const SIGNED: u8 = 4;
const HIGH: u8 = 8;

const fn sign_bit(signed: bool) -> u8 {
    if signed { SIGNED } else { 0 }
}

const fn half_bit(half: Half) -> u8 {
    match half {
        Half::Low => 0,
        Half::High => HIGH,
    }
}

/// True for operations whose `aux` begins with a [`Lane`].
pub(crate) fn has_lanes(op: Op) -> bool {
    (Op::VAdd as u8..=Op::VClz as u8).contains(&(op as u8))
}

/// True for vector operations with a number in `imm`.
pub(crate) fn has_number(op: Op) -> bool {
    matches!(
        op,
        Op::VShl | Op::VShr | Op::VExt | Op::VRev | Op::VDupLane | Op::VGetLane | Op::VSetLane
    )
}

/// `aux` of a vector operation as text.
pub(crate) fn attribute(inst: &Inst) -> String {
    let lane = inst.lane().name();
    match inst.op {
        Op::VCmp => format!("{}.{lane}", inst.lane_cond().name()),
        Op::VNarrow => format!("{}.{lane}", inst.narrow().name()),
        _ => {
            let sign = if inst.is_signed() { "s" } else { "u" };
            let high = if inst.is_high() { "hi" } else { "" };
            format!("{sign}{high}.{lane}")
        }
    }
}

macro_rules! lanewise {
    ($($(#[$doc:meta])* $name:ident $op:ident ($($arg:ident),+) $(signed $signed:ident)? $(half $half:ident)?;)*) => {
        impl Builder {
            $($(#[$doc])*
            pub fn $name(&self, lane: Lane, $($signed: bool,)? $($half: Half,)? $($arg: Value),+) -> Value {
                let aux = lane as u8 $(| sign_bit($signed))? $(| half_bit($half))?;
                self.vector(Op::$op, aux, &[$($arg),+], 0)
            })*
        }
    };
}

lanewise! {
    /// a + b
    vadd VAdd (a, b);
    /// a - b
    vsub VSub (a, b);
    /// Low half of a * b; not for D.
    vmul VMul (a, b);
    /// a + b saturating.
    vadd_sat VAddSat (a, b) signed signed;
    /// a - b saturating.
    vsub_sat VSubSat (a, b) signed signed;
    /// (a + b + 1) >> 1 of unsigned lanes; not for D.
    vavg VAvg (a, b);
    /// Minimum; not for D.
    vmin VMin (a, b) signed signed;
    /// Maximum; not for D.
    vmax VMax (a, b) signed signed;
    /// Absolute value.
    vabs VAbs (a);
    /// a shifted by the signed low bytes of b; not for B.
    vshift_by VShiftBy (a, b) signed signed;
    /// Products at twice the size; not for D.
    vmull VMulL (a, b) signed signed half half;
    /// Carry-less products at twice the size; B only.
    vpmull VPMulL (a, b) half half;
    /// Half of the lanes at twice the size; not for D.
    vwiden VWiden (a) signed signed half half;
    /// Lanes of the halves of a and b in turn.
    vzip VZip (a, b) half half;
    /// Even or odd lanes of a, then of b.
    vuzp VUzp (a, b) half half;
    /// Even or odd lanes of a and b in turn.
    vtrn VTrn (a, b) half half;
    /// Number of leading zeros; not for D.
    vclz VClz (a);
}

impl Builder {
    fn vector(&self, op: Op, aux: u8, operands: &[Value], imm: i64) -> Value {
        let mut args = [Value::NONE; 3];
        args[..operands.len()].copy_from_slice(operands);
        self.push_op(op, Type::V128, aux, args, imm)
    }

    /// Constant: `half` in both halves.
    pub fn vconst(&self, half: u64) -> Value {
        self.vector(Op::VConst, 1, &[], half as i64)
    }

    /// Constant: `low` in the low half, the high half 0.
    pub fn vconst_low(&self, low: u64) -> Value {
        self.vector(Op::VConst, 0, &[], low as i64)
    }

    /// `number` in every lane.
    pub fn vsplat(&self, lane: Lane, number: u64) -> Value {
        self.vconst(lane.splat(number))
    }

    /// The vector without ones.
    pub fn vzero(&self) -> Value {
        self.vconst(0)
    }

    /// a & b
    pub fn vand(&self, a: Value, b: Value) -> Value {
        self.vector(Op::VAnd, 0, &[a, b], 0)
    }

    /// a | b
    pub fn vor(&self, a: Value, b: Value) -> Value {
        if a == b {
            return a;
        }
        self.vector(Op::VOr, 0, &[a, b], 0)
    }

    /// a ^ b
    pub fn vxor(&self, a: Value, b: Value) -> Value {
        if a == b {
            return self.vzero();
        }
        self.vector(Op::VXor, 0, &[a, b], 0)
    }

    /// a & !b
    pub fn vandn(&self, a: Value, b: Value) -> Value {
        self.vector(Op::VAndN, 0, &[a, b], 0)
    }

    /// !a
    pub fn vnot(&self, a: Value) -> Value {
        self.vxor(a, self.vconst(u64::MAX))
    }

    /// Bits of b where `mask` has ones, else of c.
    pub fn vbsl(&self, mask: Value, b: Value, c: Value) -> Value {
        self.vector(Op::VBsl, 0, &[mask, b, c], 0)
    }

    /// All ones where `cond` holds.
    pub fn vcmp(&self, lane: Lane, cond: Cond, a: Value, b: Value) -> Value {
        self.vector(Op::VCmp, lane as u8 | (cond as u8) << 2, &[a, b], 0)
    }

    /// a << `amount` (0 to the lane's bits).
    pub fn vshl(&self, lane: Lane, a: Value, amount: u32) -> Value {
        if amount == 0 {
            return a;
        }
        self.vector(Op::VShl, lane as u8, &[a], amount as i64)
    }

    /// a >> `amount` (0 to the lane's bits), arithmetic if signed.
    pub fn vshr(&self, lane: Lane, signed: bool, a: Value, amount: u32) -> Value {
        if amount == 0 {
            return a;
        }
        let aux = lane as u8 | sign_bit(signed);
        self.vector(Op::VShr, aux, &[a], amount as i64)
    }

    /// Lanes of `lane` (not B) at half the size in the low half, zeros above.
    pub fn vnarrow(&self, lane: Lane, kind: Narrow, a: Value) -> Value {
        self.vector(Op::VNarrow, lane as u8 | (kind as u8) << 2, &[a], 0)
    }

    /// Bytes `first`.. of a followed by b.
    pub fn vext(&self, a: Value, b: Value, first: u32) -> Value {
        if first == 0 {
            return a;
        }
        self.vector(Op::VExt, 0, &[a, b], first as i64)
    }

    /// Lanes in reverse order in each group of `bytes` bytes.
    pub fn vrev(&self, lane: Lane, a: Value, bytes: u32) -> Value {
        self.vector(Op::VRev, lane as u8, &[a], bytes as i64)
    }

    /// Bytes of `table` selected by b; 0 for 16 and more.
    pub fn vtbl(&self, table: Value, b: Value) -> Value {
        self.vector(Op::VTbl, 0, &[table, b], 0)
    }

    /// An integer (I64 for D, else I32) in every lane.
    pub fn vdup(&self, lane: Lane, a: Value) -> Value {
        match self.const_of(a) {
            Some(k) => self.vsplat(lane, k),
            None => self.vector(Op::VDup, lane as u8, &[a], 0),
        }
    }

    /// Lane `n` in every lane.
    pub fn vdup_lane(&self, lane: Lane, a: Value, n: u32) -> Value {
        self.vector(Op::VDupLane, lane as u8, &[a], n as i64)
    }

    /// An I64 or I32 in lane 0, zeros above.
    pub fn v_from_int(&self, a: Value) -> Value {
        if let Some(k) = self.const_of(a) {
            return self.vconst_low(k);
        }
        let lane = match self.type_of(a) {
            Type::I64 => Lane::D,
            _ => Lane::S,
        };
        self.vector(Op::VFromInt, lane as u8, &[a], 0)
    }

    /// Lane `n` extended to integer type `to`.
    pub fn vget_lane(&self, lane: Lane, signed: bool, to: Type, a: Value, n: u32) -> Value {
        let aux = lane as u8 | sign_bit(signed);
        let args = [a, Value::NONE, Value::NONE];
        self.push_op(Op::VGetLane, to, aux, args, n as i64)
    }

    /// a with lane `n` = b (I64 for D, else I32).
    pub fn vset_lane(&self, lane: Lane, a: Value, n: u32, b: Value) -> Value {
        self.vector(Op::VSetLane, lane as u8, &[a, b], n as i64)
    }

    /// Lane 0, zeros above.
    pub fn vlow(&self, lane: Lane, a: Value) -> Value {
        if self.low_only(lane, a) {
            return a;
        }
        self.vector(Op::VLow, lane as u8, &[a], 0)
    }

    /// True if everything above lane 0 is known to be 0.
    fn low_only(&self, lane: Lane, a: Value) -> bool {
        let inst = self.inst_of(a);
        match inst.op {
            Op::VConst => {
                let inside = lane == Lane::D || inst.imm as u64 >> lane.bits() == 0;
                inst.imm == 0 || (inst.aux == 0 && inside)
            }
            Op::VLow | Op::VFromInt => inst.lane() as u8 <= lane as u8,
            Op::VNarrow => lane == Lane::D,
            Op::Load => inst.mem().width.bytes() <= lane.bytes(),
            _ => false,
        }
    }

    /// Number of ones in each byte.
    pub fn vpopcnt(&self, a: Value) -> Value {
        self.vector(Op::VPopCnt, Lane::B as u8, &[a], 0)
    }

    /// Order of bits reversed in each byte.
    pub fn vbitrev(&self, a: Value) -> Value {
        self.vector(Op::VBitRev, Lane::B as u8, &[a], 0)
    }
}
