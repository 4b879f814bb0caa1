//! What the rooms of floats in vectors share: operand fields that print their lanes, the lanes an instruction works on, and
//! recurring shapes.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{FLanes, GuestAddr, Half, Lane, Span, Value};

use crate::lift::Lift;
use crate::operands::{Field, V};

/// One bit. Prints `2` if it is set: the suffix of mnemonics for the upper half.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bit(pub bool);

impl Field for Bit {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Bit {
        Bit(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.0 {
            out.push('2');
        }
    }
}

/// Bit 30 of the instruction, Q: 128 bits instead of 64.
const fn is_full(word: u32) -> bool {
    word >> 30 & 1 != 0
}

/// Bit 22: doubles instead of singles.
const fn is_double(word: u32) -> bool {
    word >> 22 & 1 != 0
}

macro_rules! registers {
    ($($(#[$doc:meta])* $name:ident |$word:ident| $text:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub V);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(V::decode(word, spec))
            }
            fn print(self, $word: u32, _: GuestAddr, out: &mut String) {
                let text: [&str; 2] = $text;
                let _ = write!(out, "{}{}{}", text[0], self.0.0, text[1]);
            }
        }
    )*};
}

registers! {
    /// A vector of singles or doubles, by bits 22 and 30.
    Vs |word| ["v", match (is_double(word), is_full(word)) {
        (false, false) => ".2s",
        (false, true) => ".4s",
        _ => ".2d",
    }];
    /// A vector of halves.
    Vh |word| ["v", if is_full(word) { ".8h" } else { ".4h" }];
    /// A vector of lanes half as wide as bit 22 says: halves or singles.
    Vnarrow |word| ["v", match (is_double(word), is_full(word)) {
        (false, false) => ".4h",
        (false, true) => ".8h",
        (true, false) => ".2s",
        (true, true) => ".4s",
    }];
    /// A whole vector of lanes as wide as bit 22 says.
    Vwide |word| ["v", if is_double(word) { ".2d" } else { ".4s" }];
    /// A pair of singles or doubles.
    Vpair |word| ["v", if is_double(word) { ".2d" } else { ".2s" }];
    /// Half of a vector of halves, for instructions that widen.
    Vhalf |word| ["v", if is_full(word) { ".4h" } else { ".2h" }];
    /// A scalar, single or double.
    Fs |word| [if is_double(word) { "d" } else { "s" }, ""];
    /// A scalar half.
    Fh |_word| ["h", ""];
}

/// The lanes of a vector instruction on singles or doubles; `None`, and it does not exist, for one double.
pub fn lanes(b: &Lift, full: bool, double: bool) -> Option<FLanes> {
    if double && !full {
        b.illegal();
        return None;
    }
    let lane = if double { Lane::D } else { Lane::S };
    Some(lanes_of(lane, full))
}

/// The lanes of a vector instruction.
pub const fn lanes_of(lane: Lane, full: bool) -> FLanes {
    let span = if full { Span::Full } else { Span::Half };
    FLanes { lane, span }
}

/// The lowest lane.
pub const fn one(lane: Lane) -> FLanes {
    let span = Span::One;
    FLanes { lane, span }
}

/// The lane of a scalar instruction.
pub const fn scalar(double: bool) -> FLanes {
    one(if double { Lane::D } else { Lane::S })
}

/// Operands of an instruction on lanes of floats.
pub trait Lanes {
    /// The lanes that it works on; `None`: it does not exist, and the block has been ended.
    fn lanes(&self, b: &Lift) -> Option<FLanes>;
}

/// Ties operands to their lanes: `Operands |b, i| expression of the lift and the operands;`
macro_rules! operands_lanes {
    ($($operands:ident |$b:pat_param, $i:pat_param| $lanes:expr;)*) => {$(
        impl $crate::float_lanes::Lanes for $operands {
            fn lanes(&self, $b: &Lift) -> Option<FLanes> {
                let $i = self;
                $lanes
            }
        }
    )*};
}
pub(crate) use operands_lanes;

/// The sign bit of each lane.
fn signs(b: &Lift, lane: Lane) -> Value {
    b.vsplat(lane, 1 << (lane.bits() - 1))
}

/// Zeros above the lanes worked on.
pub fn cut(b: &Lift, l: FLanes, v: Value) -> Value {
    match l.span {
        Span::Full => v,
        Span::Half => b.vlow(Lane::D, v),
        Span::One => b.vlow(l.lane, v),
    }
}

/// |v|; what is above the lanes stays.
pub fn absolute(b: &Lift, l: FLanes, v: Value) -> Value {
    if let Some(ty) = l.scalar() {
        return b.v_from_f(b.fabs(b.f_from_v(ty, v)));
    }
    b.vandn(v, signs(b, l.lane))
}

/// -v; what is above the lanes changes too.
pub fn negated(b: &Lift, l: FLanes, v: Value) -> Value {
    b.vxor(v, signs(b, l.lane))
}

/// The even and the odd lanes of n followed by m.
pub fn pairs(b: &Lift, l: FLanes, n: Value, m: Value) -> (Value, Value) {
    let (n, m) = match l.span {
        Span::Full => (n, m),
        _ => {
            let both = b.vzip(Lane::D, Half::Low, n, m);
            (both, both)
        }
    };
    (
        b.vuzp(l.lane, Half::Low, n, m),
        b.vuzp(l.lane, Half::High, n, m),
    )
}
