//! What the rooms of integer SIMD instructions share: the shape of an operation (lanes and how many), registers that print
//! with it, and arithmetic that several instructions do.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{Cond, GuestAddr, Half, Lane, Narrow, Value};

use crate::lift::Lift;
use crate::operands::{Field, V};
use crate::regs;

/// How much of the registers an operation works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Lane 0; the rest of the result is 0.
    Scalar,
    /// The low 64 bits; the rest of the result is 0.
    Low,
    /// All 128 bits.
    Full,
}

/// Size of the lanes and how many of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
    /// The lanes; of operations with two sizes the smaller.
    pub lane: Lane,
    /// How many.
    pub extent: Extent,
}

/// True for the groups that shift by an immediate, which encode the lane's size together with the distance.
const fn is_shift(word: u32) -> bool {
    word >> 24 & 1 == 1 && word >> 10 & 1 == 1
}

impl Shape {
    /// The shape of an instruction: scalar by bit 28, else 64 or 128 bits by Q (bit 30); the lane's size from bits 23..22,
    /// in shifts by an immediate from the highest bit of immh (22..19).
    pub const fn of(word: u32) -> Shape {
        let size = if is_shift(word) {
            (word >> 19 & 15 | 1).ilog2()
        } else {
            word >> 22 & 3
        };
        Shape {
            lane: Lane::from_u8(size as u8),
            extent: match (word >> 28 & 1, word >> 30 & 1) {
                (1, _) => Extent::Scalar,
                (_, 0) => Extent::Low,
                _ => Extent::Full,
            },
        }
    }

    /// Of the wider operands: twice the lane's size, and all of the register if it is not a scalar.
    pub const fn wide(self) -> Shape {
        Shape {
            lane: self.lane.wider(),
            extent: match self.extent {
                Extent::Scalar => Extent::Scalar,
                _ => Extent::Full,
            },
        }
    }

    /// The half of a narrower operand or result that the instruction is about.
    pub const fn half(self) -> Half {
        match self.extent {
            Extent::Full => Half::High,
            _ => Half::Low,
        }
    }

    fn print_register(self, number: u8, out: &mut String) {
        let _ = match self.extent {
            Extent::Scalar => write!(out, "{}{number}", self.lane.name()),
            extent => write!(out, "v{number}.{}", arrangement(self.lane, extent)),
        };
    }
}

/// Bytes: 64 bits of them or (Q) 128.
pub const fn bytes(q: u32) -> Shape {
    let extent = if q == 1 { Extent::Full } else { Extent::Low };
    Shape {
        lane: Lane::B,
        extent,
    }
}

/// `8b`, `4s`, ...
pub fn arrangement(lane: Lane, extent: Extent) -> String {
    let count = match extent {
        Extent::Full => lane.count(),
        _ => lane.count() / 2,
    };
    format!("{count}{}", lane.name())
}

/// The fields that say the shape. Prints the `2` of mnemonics of instructions on the high half.
impl Field for Shape {
    #[inline(always)]
    fn decode(word: u32, _: &FieldSpec) -> Shape {
        Shape::of(word)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.extent == Extent::Full {
            out.push('2');
        }
    }
}

macro_rules! registers {
    ($($(#[$doc:meta])* $name:ident |$word:ident| $shape:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub V);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(V::decode(word, spec))
            }
            fn print(self, $word: u32, _: GuestAddr, out: &mut String) {
                $shape.print_register(self.0.0, out);
            }
        }
    )*};
}

registers! {
    /// A vector register with the instruction's lanes.
    Vt |word| Shape::of(word);
    /// A vector register with lanes of twice the size.
    Vw |word| Shape::of(word).wide();
    /// A vector register with as many bits in lanes of twice the size.
    Vp |word| Shape { lane: Shape::of(word).lane.wider(), ..Shape::of(word) };
    /// A vector register as a scalar of the lane's size.
    Vs |word| Shape { extent: Extent::Scalar, ..Shape::of(word) };
    /// A vector register as a scalar of twice the lane's size.
    Vsw |word| Shape { extent: Extent::Scalar, ..Shape::of(word).wide() };
    /// A vector register of bytes.
    Vb |word| Shape { lane: Lane::B, ..Shape::of(word) };
    /// A vector register of 16 bytes.
    V16b |_word| Shape { lane: Lane::B, extent: Extent::Full };
    /// A vector register of two doublewords.
    V2d |_word| Shape { lane: Lane::D, extent: Extent::Full };
}

impl Lift<'_> {
    /// Register `v` = the part of `value` that the shape has, zeros above.
    pub fn set_shape(&self, shape: Shape, v: V, value: Value) {
        self.set_v(v, self.only(shape, value));
    }

    /// The part of `value` that the shape has.
    pub fn only(&self, shape: Shape, value: Value) -> Value {
        match shape.extent {
            Extent::Full => value,
            Extent::Low => self.vlow(Lane::D, value),
            Extent::Scalar => self.vlow(shape.lane, value),
        }
    }

    /// Sets the saturation flag if `difference` is not 0 in some lane of the shape.
    pub fn saturated(&self, shape: Shape, difference: Value) {
        let difference = self.only(shape, difference);
        self.set(regs::QC, self.vor(self.get(regs::QC), difference));
    }

    /// Register `v` = lanes of half the size, by an instruction whose narrow operands have this shape: its low half with
    /// zeros above, or (Q = 1) its high half.
    pub fn set_narrow(&self, shape: Shape, v: V, narrowed: Value) {
        match shape.extent {
            Extent::Full => self.set_v(v, self.vzip(Lane::D, Half::Low, self.v(v), narrowed)),
            _ => self.set_shape(shape, v, narrowed),
        }
    }

    // --- arithmetic ---------------------------------------------------------------------------------

    /// The largest number of signed lanes.
    fn largest(&self, lane: Lane) -> Value {
        self.vsplat(lane, u64::MAX >> (65 - lane.bits()))
    }

    /// -a
    pub fn vneg(&self, lane: Lane, a: Value) -> Value {
        self.vsub(lane, self.vzero(), a)
    }

    /// |a - b|
    pub fn abs_difference(&self, lane: Lane, signed: bool, a: Value, b: Value) -> Value {
        self.vsub(
            lane,
            self.vmax(lane, signed, a, b),
            self.vmin(lane, signed, a, b),
        )
    }

    /// a >> `amount` (1 to the lane's bits), rounded to nearest if `round`.
    pub fn shift_right(
        &self,
        lane: Lane,
        signed: bool,
        round: bool,
        a: Value,
        amount: u32,
    ) -> Value {
        let shifted = self.vshr(lane, signed, a, amount);
        if !round {
            return shifted;
        }
        let last = self.vshr(lane, false, a, amount - 1);
        let last = self.vand(last, self.vsplat(lane, 1));
        self.vadd(lane, shifted, last)
    }

    /// a shifted by the signed low bytes of c.
    pub fn shift_by(&self, lane: Lane, signed: bool, a: Value, c: Value) -> Value {
        if lane != Lane::B {
            return self.vshift_by(lane, signed, a, c);
        }
        let half = |half| {
            let a = self.vwiden(lane, signed, half, a);
            let c = self.vwiden(lane, true, half, c);
            self.shift_by(lane.wider(), signed, a, c)
        };
        self.vuzp(lane, Half::Low, half(Half::Low), half(Half::High))
    }

    /// All ones where the low byte of c is negative.
    fn right_shifts(&self, lane: Lane, c: Value) -> Value {
        let top = self.vshl(lane, c, lane.bits() - 8);
        self.vshr(lane, true, top, lane.bits() - 1)
    }

    /// As [`Lift::shift_by`]; shifts to the right round to nearest: one place less, then half of that rounded.
    pub fn rounding_shift_by(&self, lane: Lane, signed: bool, a: Value, c: Value) -> Value {
        let one_less = self.vadd(lane, c, self.vsplat(lane, 1));
        let nearly = self.shift_by(lane, signed, a, one_less);
        let rounded = self.shift_right(lane, signed, true, nearly, 1);
        let exact = self.shift_by(lane, signed, a, c);
        self.vbsl(self.right_shifts(lane, c), rounded, exact)
    }

    /// The limit that a number too large in magnitude saturates to, by the sign of a.
    pub fn limit(&self, lane: Lane, signed: bool, a: Value) -> Value {
        if !signed {
            return self.vconst(u64::MAX);
        }
        let sign = self.vshr(lane, true, a, lane.bits() - 1);
        self.vxor(sign, self.largest(lane))
    }

    /// `shifted` (a shifted by c), saturated where shifting back does not give a again.
    pub fn saturate_shift(
        &self,
        shape: Shape,
        signed: bool,
        shifted: Value,
        a: Value,
        c: Value,
    ) -> Value {
        let lane = shape.lane;
        let back = self.shift_by(lane, signed, shifted, self.vneg(lane, c));
        let same = self.vcmp(lane, Cond::Eq, back, a);
        let fits = self.vor(same, self.right_shifts(lane, c));
        self.saturated(shape, self.vnot(fits));
        self.vbsl(fits, shifted, self.limit(lane, signed, a))
    }

    /// a << `amount`, saturated.
    pub fn saturating_shift_left(
        &self,
        shape: Shape,
        signed: bool,
        a: Value,
        amount: u32,
    ) -> Value {
        let lane = shape.lane;
        let shifted = self.vshl(lane, a, amount);
        let back = self.vshr(lane, signed, shifted, amount);
        let fits = self.vcmp(lane, Cond::Eq, back, a);
        self.saturated(shape, self.vnot(fits));
        self.vbsl(fits, shifted, self.limit(lane, signed, a))
    }

    /// Saturating a + b or a - b.
    pub fn saturating_sum(
        &self,
        shape: Shape,
        add: bool,
        signed: bool,
        a: Value,
        b: Value,
    ) -> Value {
        let lane = shape.lane;
        let (exact, saturated) = if add {
            (self.vadd(lane, a, b), self.vadd_sat(lane, signed, a, b))
        } else {
            (self.vsub(lane, a, b), self.vsub_sat(lane, signed, a, b))
        };
        self.saturated(shape, self.vxor(exact, saturated));
        saturated
    }

    /// Lanes of twice the shape's size, `wide`, narrowed.
    pub fn saturating_narrow(&self, shape: Shape, kind: Narrow, wide: Value) -> Value {
        let lane = shape.lane;
        let narrowed = self.vnarrow(lane.wider(), kind, wide);
        if kind != Narrow::Trunc {
            let again = self.vwiden(lane, kind == Narrow::Signed, Half::Low, narrowed);
            self.saturated(shape.wide(), self.vxor(again, wide));
        }
        narrowed
    }

    /// Saturated 2ab of the lanes in `half`, at twice their size.
    pub fn doubled_product(&self, shape: Shape, half: Half, a: Value, b: Value) -> Value {
        let product = self.vmull(shape.lane, true, half, a, b);
        self.saturating_sum(shape.wide(), true, true, product, product)
    }

    /// The high halves of 2ab, rounded if `round`, saturated.
    pub fn doubled_high_half(&self, shape: Shape, round: bool, a: Value, b: Value) -> Value {
        let (lane, wide) = (shape.lane, shape.lane.wider());
        let doubled = |half| {
            let product = self.vmull(lane, true, half, a, b);
            let doubled = self.vadd(wide, product, product);
            if round {
                self.vadd(wide, doubled, self.vsplat(wide, 1 << (lane.bits() - 1)))
            } else {
                doubled
            }
        };
        let (low, high) = (doubled(Half::Low), doubled(Half::High));
        let result = self.vuzp(lane, Half::High, low, high);
        // Only MIN times MIN overflows, to the otherwise impossible MIN.
        let least = self.vsplat(lane, 1 << (lane.bits() - 1));
        let wrong = self.vcmp(lane, Cond::Eq, result, least);
        self.saturated(shape, wrong);
        self.vxor(result, wrong)
    }

    /// The high halves of 2(acc << bits) ± 2ab, rounded, saturated once: half of that fits lanes of twice the size.
    pub fn doubled_sum(&self, shape: Shape, add: bool, acc: Value, a: Value, b: Value) -> Value {
        let (lane, wide) = (shape.lane, shape.lane.wider());
        let places = lane.bits() - 1;
        let part = |half| {
            let product = self.vmull(lane, true, half, a, b);
            let acc = self.vshl(wide, self.vwiden(lane, true, half, acc), places);
            let sum = if add {
                self.vadd(wide, acc, product)
            } else {
                self.vsub(wide, acc, product)
            };
            let rounded = self.vadd(wide, sum, self.vsplat(wide, 1 << (places - 1)));
            self.vshr(wide, true, rounded, places)
        };
        let (low, high) = (part(Half::Low), part(Half::High));
        let narrow = |v| self.vnarrow(wide, Narrow::Signed, v);
        let result = self.vzip(Lane::D, Half::Low, narrow(low), narrow(high));
        let exact = self.vuzp(lane, Half::Low, low, high);
        self.saturated(shape, self.vxor(result, exact));
        result
    }

    /// Sums of neighbouring lanes at twice their size.
    pub fn pair_sums(&self, lane: Lane, signed: bool, a: Value) -> Value {
        let wide = lane.wider();
        let odd = self.vshr(wide, signed, a, lane.bits());
        let even = if signed {
            self.vshr(wide, true, self.vshl(wide, a, lane.bits()), lane.bits())
        } else {
            self.vand(a, self.vsplat(wide, u64::MAX >> (64 - lane.bits())))
        };
        self.vadd(wide, odd, even)
    }

    /// Lane 0 = `f` of all lanes of the shape; other lanes undefined.
    pub fn across(&self, shape: Shape, a: Value, f: impl Fn(Value, Value) -> Value) -> Value {
        let mut bytes = match shape.extent {
            Extent::Full => 16,
            _ => 8,
        };
        let mut all = a;
        while bytes > shape.lane.bytes() {
            bytes /= 2;
            all = f(all, self.vext(all, all, bytes));
        }
        all
    }
}
