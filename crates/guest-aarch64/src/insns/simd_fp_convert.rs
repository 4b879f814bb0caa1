//! Floats in vectors: to and from other formats and fixed-point numbers (Arm ARM, C4.1, "Advanced SIMD two-register
//! miscellaneous", "shift by immediate", and their scalar forms).

use insn_table::FieldSpec;
use ir::{FLanes, FNarrow, GuestAddr, Half, Lane, Round, Value};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Lanes to lanes of half the size.
    Narrowed { q: Bit, sz: Bit, rn: Vwide, rd: Vnarrow }
    /// Lanes to lanes of twice the size.
    Widened { q: Bit, sz: Bit, rn: Vnarrow, rd: Vwide }
    /// Doubles to singles.
    NarrowedOdd { q: Bit, rn: Vwide, rd: Vnarrow }
    /// Double to single.
    ScalarOdd { rn: V, rd: V }
    /// Singles to bfloat16.
    Brain { q: Bit, rn: V, rd: Vh }
    /// Single to bfloat16.
    ScalarBrain { rn: V, rd: V }
    /// Fixed-point halfwords.
    FixedH { q: Halves, shift: Bits16, rn: V, rd: V }
    /// Fixed-point words.
    FixedS { q: Singles, shift: Bits32, rn: V, rd: V }
    /// Fixed-point doublewords.
    FixedD { shift: Bits64, rn: V, rd: V }
    /// A fixed-point halfword.
    ScalarFixedH { shift: Bits16, rn: V, rd: V }
    /// A fixed-point word.
    ScalarFixedS { shift: Bits32, rn: V, rd: V }
    /// A fixed-point doubleword.
    ScalarFixedD { shift: Bits64, rn: V, rd: V }
}

rows! { [ASIMD]
    fcvtn            "0 q:1 0 01110 0 sz:1 10000 10110 10 rn:5 rd:5" Narrowed     "fcvtn{q} {rd}, {rn}";
    fcvtl            "0 q:1 0 01110 0 sz:1 10000 10111 10 rn:5 rd:5" Widened      "fcvtl{q} {rd}, {rn}";
    fcvtxn           "0 q:1 1 01110 01 10000 10110 10 rn:5 rd:5"     NarrowedOdd  "fcvtxn{q} {rd}, {rn}";
    s_fcvtxn         "01 1 11110 01 10000 10110 10 rn:5 rd:5"        ScalarOdd    "fcvtxn s{rd}, d{rn}";
    bfcvtn           "0 q:1 0 01110 10 10000 10110 10 rn:5 rd:5"     Brain        "bfcvtn{q} {rd}, v{rn}.4s" needs [BF16];
    bfcvt            "00011110 01 1 000110 10000 rn:5 rd:5"          ScalarBrain  "bfcvt h{rd}, s{rn}" needs [BF16];
    v_scvtf_fixed_h  "0 q:1 0 011110 001 shift:4 11100 1 rn:5 rd:5"  FixedH       "scvtf v{rd}.{q}h, v{rn}.{q}h, #{shift}" needs [ASIMDHP];
    s_scvtf_fixed_h  "01 0 111110 001 shift:4 11100 1 rn:5 rd:5"     ScalarFixedH "scvtf h{rd}, h{rn}, #{shift}" needs [ASIMDHP];
    v_scvtf_fixed_s  "0 q:1 0 011110 01 shift:5 11100 1 rn:5 rd:5"   FixedS       "scvtf v{rd}.{q}s, v{rn}.{q}s, #{shift}";
    s_scvtf_fixed_s  "01 0 111110 01 shift:5 11100 1 rn:5 rd:5"      ScalarFixedS "scvtf s{rd}, s{rn}, #{shift}";
    v_scvtf_fixed_d  "0 1 0 011110 1 shift:6 11100 1 rn:5 rd:5"      FixedD       "scvtf v{rd}.2d, v{rn}.2d, #{shift}";
    s_scvtf_fixed_d  "01 0 111110 1 shift:6 11100 1 rn:5 rd:5"       ScalarFixedD "scvtf d{rd}, d{rn}, #{shift}";
    v_ucvtf_fixed_h  "0 q:1 1 011110 001 shift:4 11100 1 rn:5 rd:5"  FixedH       "ucvtf v{rd}.{q}h, v{rn}.{q}h, #{shift}" needs [ASIMDHP];
    s_ucvtf_fixed_h  "01 1 111110 001 shift:4 11100 1 rn:5 rd:5"     ScalarFixedH "ucvtf h{rd}, h{rn}, #{shift}" needs [ASIMDHP];
    v_ucvtf_fixed_s  "0 q:1 1 011110 01 shift:5 11100 1 rn:5 rd:5"   FixedS       "ucvtf v{rd}.{q}s, v{rn}.{q}s, #{shift}";
    s_ucvtf_fixed_s  "01 1 111110 01 shift:5 11100 1 rn:5 rd:5"      ScalarFixedS "ucvtf s{rd}, s{rn}, #{shift}";
    v_ucvtf_fixed_d  "0 1 1 011110 1 shift:6 11100 1 rn:5 rd:5"      FixedD       "ucvtf v{rd}.2d, v{rn}.2d, #{shift}";
    s_ucvtf_fixed_d  "01 1 111110 1 shift:6 11100 1 rn:5 rd:5"       ScalarFixedD "ucvtf d{rd}, d{rn}, #{shift}";
    v_fcvtzs_fixed_h "0 q:1 0 011110 001 shift:4 11111 1 rn:5 rd:5"  FixedH       "fcvtzs v{rd}.{q}h, v{rn}.{q}h, #{shift}" needs [ASIMDHP];
    s_fcvtzs_fixed_h "01 0 111110 001 shift:4 11111 1 rn:5 rd:5"     ScalarFixedH "fcvtzs h{rd}, h{rn}, #{shift}" needs [ASIMDHP];
    v_fcvtzs_fixed_s "0 q:1 0 011110 01 shift:5 11111 1 rn:5 rd:5"   FixedS       "fcvtzs v{rd}.{q}s, v{rn}.{q}s, #{shift}";
    s_fcvtzs_fixed_s "01 0 111110 01 shift:5 11111 1 rn:5 rd:5"      ScalarFixedS "fcvtzs s{rd}, s{rn}, #{shift}";
    v_fcvtzs_fixed_d "0 1 0 011110 1 shift:6 11111 1 rn:5 rd:5"      FixedD       "fcvtzs v{rd}.2d, v{rn}.2d, #{shift}";
    s_fcvtzs_fixed_d "01 0 111110 1 shift:6 11111 1 rn:5 rd:5"       ScalarFixedD "fcvtzs d{rd}, d{rn}, #{shift}";
    v_fcvtzu_fixed_h "0 q:1 1 011110 001 shift:4 11111 1 rn:5 rd:5"  FixedH       "fcvtzu v{rd}.{q}h, v{rn}.{q}h, #{shift}" needs [ASIMDHP];
    s_fcvtzu_fixed_h "01 1 111110 001 shift:4 11111 1 rn:5 rd:5"     ScalarFixedH "fcvtzu h{rd}, h{rn}, #{shift}" needs [ASIMDHP];
    v_fcvtzu_fixed_s "0 q:1 1 011110 01 shift:5 11111 1 rn:5 rd:5"   FixedS       "fcvtzu v{rd}.{q}s, v{rn}.{q}s, #{shift}";
    s_fcvtzu_fixed_s "01 1 111110 01 shift:5 11111 1 rn:5 rd:5"      ScalarFixedS "fcvtzu s{rd}, s{rn}, #{shift}";
    v_fcvtzu_fixed_d "0 1 1 011110 1 shift:6 11111 1 rn:5 rd:5"      FixedD       "fcvtzu v{rd}.2d, v{rn}.2d, #{shift}";
    s_fcvtzu_fixed_d "01 1 111110 1 shift:6 11111 1 rn:5 rd:5"       ScalarFixedD "fcvtzu d{rd}, d{rn}, #{shift}";
}

/// The number of bits behind the point that an immediate field says.
macro_rules! fraction_bits {
    ($($(#[$doc:meta])* $name:ident $size:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) struct $name(u32);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name($size - spec.extract(word))
            }
            fn print(self, _: u32, _: GuestAddr, out: &mut String) {
                out.push_str(&self.0.to_string());
            }
        }
    )*};
}

fraction_bits! {
    /// Of halves.
    Bits16 16;
    /// Of singles.
    Bits32 32;
    /// Of doubles.
    Bits64 64;
}

/// Q as number of halves or singles.
macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident $half:literal $full:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) struct $name(bool);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(spec.extract(word) != 0)
            }
            fn print(self, _: u32, _: GuestAddr, out: &mut String) {
                out.push_str(if self.0 { $full } else { $half });
            }
        }
    )*};
}

counts! {
    /// Halves.
    Halves "4" "8";
    /// Singles.
    Singles "2" "4";
}

operands_lanes! {
    FixedH |_, i| Some(lanes_of(Lane::H, i.q.0));
    FixedS |_, i| Some(lanes_of(Lane::S, i.q.0));
    FixedD |_, _| Some(lanes_of(Lane::D, true));
    ScalarFixedH |_, _| Some(one(Lane::H));
    ScalarFixedS |_, _| Some(one(Lane::S));
    ScalarFixedD |_, _| Some(one(Lane::D));
}

/// rd = expression of builder, lanes, fraction bits and rn
macro_rules! lifts {
    ($([$($name:ident: $operands:ident),+] |$b:ident, $l:ident, $bits:ident, $n:ident| $value:expr;)*) => {$($(
        fn $name($b: &Lift, i: $operands) {
            let Some($l) = i.lanes($b) else { return };
            let ($bits, $n) = (i.shift.0, $b.v(i.rn));
            $b.set_v(i.rd, $value);
        }
    )+)*};
}

lifts! {
    [v_scvtf_fixed_h: FixedH, v_scvtf_fixed_s: FixedS, v_scvtf_fixed_d: FixedD, s_scvtf_fixed_h: ScalarFixedH, s_scvtf_fixed_s: ScalarFixedS, s_scvtf_fixed_d: ScalarFixedD] |b, l, bits, n| b.vf_from_int(l, true, bits, n);
    [v_ucvtf_fixed_h: FixedH, v_ucvtf_fixed_s: FixedS, v_ucvtf_fixed_d: FixedD, s_ucvtf_fixed_h: ScalarFixedH, s_ucvtf_fixed_s: ScalarFixedS, s_ucvtf_fixed_d: ScalarFixedD] |b, l, bits, n| b.vf_from_int(l, false, bits, n);
    [v_fcvtzs_fixed_h: FixedH, v_fcvtzs_fixed_s: FixedS, v_fcvtzs_fixed_d: FixedD, s_fcvtzs_fixed_h: ScalarFixedH, s_fcvtzs_fixed_s: ScalarFixedS, s_fcvtzs_fixed_d: ScalarFixedD] |b, l, bits, n| b.vf_to_int(l, Round::Rtz, true, bits, n);
    [v_fcvtzu_fixed_h: FixedH, v_fcvtzu_fixed_s: FixedS, v_fcvtzu_fixed_d: FixedD, s_fcvtzu_fixed_h: ScalarFixedH, s_fcvtzu_fixed_s: ScalarFixedS, s_fcvtzu_fixed_d: ScalarFixedD] |b, l, bits, n| b.vf_to_int(l, Round::Rtz, false, bits, n);
}

/// The narrow vector becomes rd, or its high half.
fn set_half(b: &Lift, high: bool, rd: V, narrow: Value) {
    let v = if high {
        b.vzip(Lane::D, Half::Low, b.v(rd), narrow)
    } else {
        narrow
    };
    b.set_v(rd, v);
}

/// Lanes of half the size
fn fcvtn(b: &Lift, i: Narrowed) {
    let lane = if i.sz.0 { Lane::D } else { Lane::S };
    let narrow = b.vfnarrow(lanes_of(lane, true), FNarrow::Round, b.v(i.rn.0));
    set_half(b, i.q.0, i.rd.0, narrow);
}

/// Lanes of twice the size
fn fcvtl(b: &Lift, i: Widened) {
    let lane = if i.sz.0 { Lane::S } else { Lane::H };
    b.set_v(i.rd.0, b.vfwiden(lane, i.q.0, b.v(i.rn.0)));
}

/// Doubles to singles, rounded to odd
fn fcvtxn(b: &Lift, i: NarrowedOdd) {
    let narrow = b.vfnarrow(lanes_of(Lane::D, true), FNarrow::Odd, b.v(i.rn.0));
    set_half(b, i.q.0, i.rd.0, narrow);
}

/// Double to single, rounded to odd
fn s_fcvtxn(b: &Lift, i: ScalarOdd) {
    b.set_v(i.rd, b.vfnarrow(one(Lane::D), FNarrow::Odd, b.v(i.rn)));
}

/// Singles to bfloat16
fn bfcvtn(b: &Lift, i: Brain) {
    let narrow = b.vfnarrow(lanes_of(Lane::S, true), FNarrow::Brain, b.v(i.rn));
    set_half(b, i.q.0, i.rd.0, narrow);
}

/// Single to bfloat16
fn bfcvt(b: &Lift, i: ScalarBrain) {
    b.set_v(i.rd, b.vfnarrow(one(Lane::S), FNarrow::Brain, b.v(i.rn)));
}

pub(crate) const CASES: &str = "
    4f38e420  scvtf v0.4s, v1.4s, #8    v1=0x00010000ffff80000000000180000000        =>  v0=0x43800000c30000003b800000cb000000
    0f20e420  scvtf v0.2s, v1.2s, #32   v1=0x00010000ffff80000000000180000000        =>  v0=0x2f800000bf000000
    4f58e420  scvtf v0.2d, v1.2d, #40   v1=0x0001000000000000ffffffffffff8000        =>  v0=0x4070000000000000be60000000000000
    4f1de420  scvtf v0.8h, v1.8h, #3    v1=0x0001ffff800000017fff00080010fff0        =>  v0=0x3000b000ec0030006c003c004000c000 fpsr=0x10
    5f3fe420  scvtf s0, s1, #1          v1=0x00010000ffff80000000000180000000        =>  v0=0xce800000
    5f40e420  scvtf d0, d1, #64         v1=0x0001000000000000ffffffffffff8000        =>  v0=0xbce0000000000000
    5f10e420  scvtf h0, h1, #16         v1=0x0001ffff800000017fff00080010fff0        =>  v0=0x8c00
    6f38e420  ucvtf v0.4s, v1.4s, #8    v1=0x00010000ffff80000000000180000000        =>  v0=0x438000004b7fff803b8000004b000000
    2f20e420  ucvtf v0.2s, v1.2s, #32   v1=0x00010000ffff80000000000180000000        =>  v0=0x2f8000003f000000
    6f58e420  ucvtf v0.2d, v1.2d, #40   v1=0x0001000000000000ffffffffffff8000        =>  v0=0x4070000000000000416ffffffffffff0
    6f1de420  ucvtf v0.8h, v1.8h, #3    v1=0x0001ffff800000017fff00080010fff0        =>  v0=0x300070006c0030006c003c0040007000 fpsr=0x10
    7f3fe420  ucvtf s0, s1, #1          v1=0x00010000ffff80000000000180000000        =>  v0=0x4e800000
    7f40e420  ucvtf d0, d1, #64         v1=0x0001000000000000ffffffffffff8000        =>  v0=0x3feffffffffffff0
    7f10e420  ucvtf h0, h1, #16         v1=0x0001ffff800000017fff00080010fff0        =>  v0=0x3c00 fpsr=0x10
    4f38fc20  fcvtzs v0.4s, v1.4s, #8   v1=1.5,-2.5,3.25,1e20:s                      =>  v0=0x7fffffff00000340fffffd8000000180 fpsr=1
    0f20fc20  fcvtzs v0.2s, v1.2s, #32  v1=1.5,-2.5,3.25,1e20:s                      =>  v0=0x800000007fffffff fpsr=1
    4f58fc20  fcvtzs v0.2d, v1.2d, #40  v1=1.5,-2.5:d                                =>  v0=0xfffffd80000000000000018000000000
    4f1dfc20  fcvtzs v0.8h, v1.8h, #3   v1=1.5,-2.5,3.25,100,0.5,2,3,4:h             =>  v0=0x200018001000040320001affec000c
    5f3ffc20  fcvtzs s0, s1, #1         v1=1.5,-2.5,3.25,1e20:s                      =>  v0=3
    5f40fc20  fcvtzs d0, d1, #64        v1=1.5,-2.5:d                                =>  v0=0x7fffffffffffffff fpsr=1
    5f10fc20  fcvtzs h0, h1, #16        v1=1.5,-2.5,3.25,100,0.5,2,3,4:h             =>  v0=0x7fff fpsr=1
    6f38fc20  fcvtzu v0.4s, v1.4s, #8   v1=1.5,-2.5,3.25,1e20:s                      =>  v0=0xffffffff000003400000000000000180 fpsr=1
    2f20fc20  fcvtzu v0.2s, v1.2s, #32  v1=1.5,-2.5,3.25,1e20:s                      =>  v0=0xffffffff fpsr=1
    6f58fc20  fcvtzu v0.2d, v1.2d, #40  v1=1.5,-2.5:d                                =>  v0=0x18000000000 fpsr=1
    6f1dfc20  fcvtzu v0.8h, v1.8h, #3   v1=1.5,-2.5,3.25,100,0.5,2,3,4:h             =>  v0=0x200018001000040320001a0000000c fpsr=1
    7f3ffc20  fcvtzu s0, s1, #1         v1=1.5,-2.5,3.25,1e20:s                      =>  v0=3
    7f40fc20  fcvtzu d0, d1, #64        v1=1.5,-2.5:d                                =>  v0=0xffffffffffffffff fpsr=1
    7f10fc20  fcvtzu h0, h1, #16        v1=1.5,-2.5,3.25,100,0.5,2,3,4:h             =>  v0=0xffff fpsr=1
    0e216820  fcvtn v0.4h, v1.4s        v0=-1 v1=1.5,-2.5,1e6,0.1:s                  =>  v0=0x2e667c00c1003e00 fpsr=0x14
    4e216820  fcvtn2 v0.8h, v1.4s       v0=-1 v1=1.5,-2.5,1,0.125:s                  =>  v0=0x30003c00c1003e00ffffffffffffffff
    0e616820  fcvtn v0.2s, v1.2d        v0=-1 v1=0.1,1e300:d                         =>  v0=0x7f8000003dcccccd fpsr=0x14
    4e616820  fcvtn2 v0.4s, v1.2d       v0=-1 v1=0.1,2:d                             =>  v0=0x400000003dcccccdffffffffffffffff fpsr=0x10
    0e217820  fcvtl v0.4s, v1.4h        v1=1.5,-2.5,3,4,5,6,7,8:h                    =>  v0=0x4080000040400000c02000003fc00000
    4e217820  fcvtl2 v0.4s, v1.8h       v1=1.5,-2.5,3,4,5,6,7,8:h                    =>  v0=0x4100000040e0000040c0000040a00000
    0e617820  fcvtl v0.2d, v1.2s        v1=1.5,nan,3,4:s                             =>  v0=0x7ff80000000000003ff8000000000000
    4e617820  fcvtl2 v0.2d, v1.4s       v1=0x7f8000013f8000000000000000000000        =>  v0=0x7ff80000200000003ff0000000000000 fpsr=1
    2e616820  fcvtxn v0.2s, v1.2d       v0=-1 v1=0.1,1e300:d                         =>  v0=0x7f7fffff3dcccccd fpsr=0x14
    6e616820  fcvtxn2 v0.4s, v1.2d      v0=-1 v1=0.1,2:d                             =>  v0=0x400000003dcccccdffffffffffffffff fpsr=0x10
    7e616820  fcvtxn s0, d1             v0=-1 v1=0.1,nan:d                           =>  v0=0x3dcccccd fpsr=0x10
    0ea16820  bfcvtn v0.4h, v1.4s       v0=-1 v1=1.5,0.1,1e38,-3:s                   =>  v0=0xc0407e963dcd3fc0 fpsr=0x10
    4ea16820  bfcvtn2 v0.8h, v1.4s      v0=-1 v1=0x7f8000017fffffff0000000180000000  =>  v0=0x7fc07fff00008000ffffffffffffffff fpsr=0x19
    1e634020  bfcvt h0, s1              v0=-1 v1=0.1,7:s                             =>  v0=0x3dcd fpsr=0x10
";
