//! AdvSIMD two-register miscellaneous, across lanes and scalar pairwise, of integers (Arm ARM, C4.1).

use insn_table::FieldSpec;
use ir::{Cond, GuestAddr, Lane, Narrow, Value};

use self::{
    abs_vector as abs_scalar, cmeq_zero as cmeq_zero_scalar, cmge_zero as cmge_zero_scalar,
    cmgt_zero as cmgt_zero_scalar, cmle_zero as cmle_zero_scalar, cmlt_zero as cmlt_zero_scalar,
    neg_vector as neg_scalar, sqabs as sqabs_scalar, sqneg as sqneg_scalar, sqxtn as sqxtn_scalar,
    sqxtun as sqxtun_scalar, suqadd as suqadd_scalar, uqxtn as uqxtn_scalar,
    usqadd as usqadd_scalar,
};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Shape, V2d, Vb, Vp, Vs, Vsw, Vt, Vw, bytes};

operands! {
    /// Source and result of the same lanes.
    Two { t: Shape, rn: Vt, rd: Vt }
    /// Bytes.
    Bytes { q: UImm, rn: Vb, rd: Vb }
    /// Narrow result.
    Narrowing { t: Shape, rn: Vw, rd: Vt }
    /// Wide result of half the lanes.
    Shll { t: Shape, rn: WithBits, rd: Vw }
    /// Wide result of pairs of lanes.
    Pairs { t: Shape, rn: Vt, rd: Vp }
    /// A scalar from all lanes.
    Across { t: Shape, rn: Vt, rd: Vs }
    /// A wide scalar from all lanes.
    AcrossLong { t: Shape, rn: Vt, rd: Vsw }
    /// A doubleword from two.
    ScalarPair { rn: V2d, rd: V }
}

/// A source register, printed with the lane's size behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WithBits(Vt);

impl Field for WithBits {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> WithBits {
        WithBits(Vt::decode(word, spec))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        self.0.print(word, pc, out);
        out.push_str(&format!(", #{}", Shape::of(word).lane.bits()));
    }
}

rows! { [ASIMD]
    rev64_vector     "0 t[2] 0 01110 t[1:0] 10000 00000 10 rn:5 rd:5 where t&3!=3"                   Two "rev64 {rd}, {rn}";
    rev32_vector     "0 t[2] 1 01110 t[1:0] 10000 00000 10 rn:5 rd:5 where t&2!=2"                   Two "rev32 {rd}, {rn}";
    rev16_vector     "0 q:1 0 01110 00 10000 00001 10 rn:5 rd:5"                                     Bytes "rev16 {rd}, {rn}";
    cnt_vector       "0 q:1 0 01110 00 10000 00101 10 rn:5 rd:5"                                     Bytes "cnt {rd}, {rn}";
    not_vector       "0 q:1 1 01110 00 10000 00101 10 rn:5 rd:5"                                     Bytes "not {rd}, {rn}";
    rbit_vector      "0 q:1 1 01110 01 10000 00101 10 rn:5 rd:5"                                     Bytes "rbit {rd}, {rn}";
    cls_vector       "0 t[2] 0 01110 t[1:0] 10000 00100 10 rn:5 rd:5 where t&3!=3"                   Two "cls {rd}, {rn}";
    clz_vector       "0 t[2] 1 01110 t[1:0] 10000 00100 10 rn:5 rd:5 where t&3!=3"                   Two "clz {rd}, {rn}";
    saddlp           "0 t[2] 0 01110 t[1:0] 10000 00010 10 rn:5 rd:5 where t&3!=3"                   Pairs "saddlp {rd}, {rn}";
    uaddlp           "0 t[2] 1 01110 t[1:0] 10000 00010 10 rn:5 rd:5 where t&3!=3"                   Pairs "uaddlp {rd}, {rn}";
    sadalp           "0 t[2] 0 01110 t[1:0] 10000 00110 10 rn:5 rd:5 where t&3!=3"                   Pairs "sadalp {rd}, {rn}";
    uadalp           "0 t[2] 1 01110 t[1:0] 10000 00110 10 rn:5 rd:5 where t&3!=3"                   Pairs "uadalp {rd}, {rn}";
    suqadd           "0 t[2] 0 01110 t[1:0] 10000 00011 10 rn:5 rd:5 where t!=3"                     Two "suqadd {rd}, {rn}";
    usqadd           "0 t[2] 1 01110 t[1:0] 10000 00011 10 rn:5 rd:5 where t!=3"                     Two "usqadd {rd}, {rn}";
    sqabs            "0 t[2] 0 01110 t[1:0] 10000 00111 10 rn:5 rd:5 where t!=3"                     Two "sqabs {rd}, {rn}";
    sqneg            "0 t[2] 1 01110 t[1:0] 10000 00111 10 rn:5 rd:5 where t!=3"                     Two "sqneg {rd}, {rn}";
    cmgt_zero        "0 t[2] 0 01110 t[1:0] 10000 01000 10 rn:5 rd:5 where t!=3"                     Two "cmgt {rd}, {rn}, #0";
    cmge_zero        "0 t[2] 1 01110 t[1:0] 10000 01000 10 rn:5 rd:5 where t!=3"                     Two "cmge {rd}, {rn}, #0";
    cmeq_zero        "0 t[2] 0 01110 t[1:0] 10000 01001 10 rn:5 rd:5 where t!=3"                     Two "cmeq {rd}, {rn}, #0";
    cmle_zero        "0 t[2] 1 01110 t[1:0] 10000 01001 10 rn:5 rd:5 where t!=3"                     Two "cmle {rd}, {rn}, #0";
    cmlt_zero        "0 t[2] 0 01110 t[1:0] 10000 01010 10 rn:5 rd:5 where t!=3"                     Two "cmlt {rd}, {rn}, #0";
    abs_vector       "0 t[2] 0 01110 t[1:0] 10000 01011 10 rn:5 rd:5 where t!=3"                     Two "abs {rd}, {rn}";
    neg_vector       "0 t[2] 1 01110 t[1:0] 10000 01011 10 rn:5 rd:5 where t!=3"                     Two "neg {rd}, {rn}";
    suqadd_scalar    "01 0 11110 t:2 10000 00011 10 rn:5 rd:5"                                       Two "suqadd {rd}, {rn}";
    usqadd_scalar    "01 1 11110 t:2 10000 00011 10 rn:5 rd:5"                                       Two "usqadd {rd}, {rn}";
    sqabs_scalar     "01 0 11110 t:2 10000 00111 10 rn:5 rd:5"                                       Two "sqabs {rd}, {rn}";
    sqneg_scalar     "01 1 11110 t:2 10000 00111 10 rn:5 rd:5"                                       Two "sqneg {rd}, {rn}";
    cmgt_zero_scalar "01 0 11110 t:2 10000 01000 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "cmgt {rd}, {rn}, #0";
    cmge_zero_scalar "01 1 11110 t:2 10000 01000 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "cmge {rd}, {rn}, #0";
    cmeq_zero_scalar "01 0 11110 t:2 10000 01001 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "cmeq {rd}, {rn}, #0";
    cmle_zero_scalar "01 1 11110 t:2 10000 01001 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "cmle {rd}, {rn}, #0";
    cmlt_zero_scalar "01 0 11110 t:2 10000 01010 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "cmlt {rd}, {rn}, #0";
    abs_scalar       "01 0 11110 t:2 10000 01011 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "abs {rd}, {rn}";
    neg_scalar       "01 1 11110 t:2 10000 01011 10 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Two "neg {rd}, {rn}";
    xtn              "0 t[2] 0 01110 t[1:0] 10000 10010 10 rn:5 rd:5 where t&3!=3"                   Narrowing "xtn{t} {rd}, {rn}";
    sqxtun           "0 t[2] 1 01110 t[1:0] 10000 10010 10 rn:5 rd:5 where t&3!=3"                   Narrowing "sqxtun{t} {rd}, {rn}";
    sqxtun_scalar    "01 1 11110 t:2 10000 10010 10 rn:5 rd:5 where t!=3"                            Narrowing "sqxtun {rd}, {rn}";
    sqxtn            "0 t[2] 0 01110 t[1:0] 10000 10100 10 rn:5 rd:5 where t&3!=3"                   Narrowing "sqxtn{t} {rd}, {rn}";
    sqxtn_scalar     "01 0 11110 t:2 10000 10100 10 rn:5 rd:5 where t!=3"                            Narrowing "sqxtn {rd}, {rn}";
    uqxtn            "0 t[2] 1 01110 t[1:0] 10000 10100 10 rn:5 rd:5 where t&3!=3"                   Narrowing "uqxtn{t} {rd}, {rn}";
    uqxtn_scalar     "01 1 11110 t:2 10000 10100 10 rn:5 rd:5 where t!=3"                            Narrowing "uqxtn {rd}, {rn}";
    shll             "0 t[2] 1 01110 t[1:0] 10000 10011 10 rn:5 rd:5 where t&3!=3"                   Shll "shll{t} {rd}, {rn}";
    saddlv           "0 t[2] 0 01110 t[1:0] 11000 00011 10 rn:5 rd:5 where t!=2 t&3!=3"              AcrossLong "saddlv {rd}, {rn}";
    uaddlv           "0 t[2] 1 01110 t[1:0] 11000 00011 10 rn:5 rd:5 where t!=2 t&3!=3"              AcrossLong "uaddlv {rd}, {rn}";
    smaxv            "0 t[2] 0 01110 t[1:0] 11000 01010 10 rn:5 rd:5 where t!=2 t&3!=3"              Across "smaxv {rd}, {rn}";
    umaxv            "0 t[2] 1 01110 t[1:0] 11000 01010 10 rn:5 rd:5 where t!=2 t&3!=3"              Across "umaxv {rd}, {rn}";
    sminv            "0 t[2] 0 01110 t[1:0] 11000 11010 10 rn:5 rd:5 where t!=2 t&3!=3"              Across "sminv {rd}, {rn}";
    uminv            "0 t[2] 1 01110 t[1:0] 11000 11010 10 rn:5 rd:5 where t!=2 t&3!=3"              Across "uminv {rd}, {rn}";
    addv             "0 t[2] 0 01110 t[1:0] 11000 11011 10 rn:5 rd:5 where t!=2 t&3!=3"              Across "addv {rd}, {rn}";
    addp_scalar      "01 0 11110 11 11000 11011 10 rn:5 rd:5"                                        ScalarPair "addp d{rd}, {rn}";
}

macro_rules! lanewise {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $t:ident, $n:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Two) {
            let ($t, $n) = (i.t, $b.v(i.rn.0));
            $b.set_shape(i.t, i.rd.0, $value);
        }
    )*};
}

lanewise! {
    /// rd = lanes of each doubleword reversed
    rev64_vector |b, t, n| b.vrev(t.lane, n, 8);
    /// rd = lanes of each word reversed
    rev32_vector |b, t, n| b.vrev(t.lane, n, 4);
    /// rd = number of bits below the top one that are equal to it: leading zeros once equal bits are zeros
    cls_vector |b, t, n| {
        let changes = b.vxor(n, b.vshr(t.lane, true, n, 1));
        b.vsub(t.lane, b.vclz(t.lane, changes), b.vsplat(t.lane, 1))
    };
    /// rd = number of leading zeros
    clz_vector |b, t, n| b.vclz(t.lane, n);
    /// rd = rn > 0
    cmgt_zero |b, t, n| b.vcmp(t.lane, Cond::Sgt, n, b.vzero());
    /// rd = rn >= 0
    cmge_zero |b, t, n| b.vcmp(t.lane, Cond::Sge, n, b.vzero());
    /// rd = rn == 0
    cmeq_zero |b, t, n| b.vcmp(t.lane, Cond::Eq, n, b.vzero());
    /// rd = rn <= 0
    cmle_zero |b, t, n| b.vcmp(t.lane, Cond::Sle, n, b.vzero());
    /// rd = rn < 0
    cmlt_zero |b, t, n| b.vcmp(t.lane, Cond::Slt, n, b.vzero());
    /// rd = |rn|
    abs_vector |b, t, n| b.vabs(t.lane, n);
    /// rd = -rn
    neg_vector |b, t, n| b.vneg(t.lane, n);
    /// rd = |rn|, saturating: MIN is one too large
    sqabs |b, t, n| {
        let least = b.vcmp(t.lane, Cond::Eq, n, b.vsplat(t.lane, 1 << (t.lane.bits() - 1)));
        b.saturated(t, least);
        b.vxor(b.vabs(t.lane, n), least)
    };
    /// rd = -rn, saturating
    sqneg |b, t, n| b.saturating_sum(t, false, true, b.vzero(), n);
}

/// rd (signed) += rn (unsigned), saturating: a sum that wraps is less than rd.
fn suqadd(b: &Lift, i: Two) {
    let (lane, d) = (i.t.lane, b.v(i.rd.0));
    let sum = b.vadd(lane, d, b.v(i.rn.0));
    let wrapped = b.vcmp(lane, Cond::Slt, sum, d);
    b.saturated(i.t, wrapped);
    let largest = b.vsplat(lane, u64::MAX >> (65 - lane.bits()));
    b.set_shape(i.t, i.rd.0, b.vbsl(wrapped, largest, sum));
}

/// rd (unsigned) += rn (signed), saturating: a sum that wraps is on the wrong side of rd.
fn usqadd(b: &Lift, i: Two) {
    let (lane, d, n) = (i.t.lane, b.v(i.rd.0), b.v(i.rn.0));
    let sum = b.vadd(lane, d, n);
    let negative = b.vshr(lane, true, n, lane.bits() - 1);
    let above = b.vandn(b.vcmp(lane, Cond::Ult, sum, d), negative);
    let below = b.vand(b.vcmp(lane, Cond::Ugt, sum, d), negative);
    b.saturated(i.t, b.vor(above, below));
    b.set_shape(i.t, i.rd.0, b.vandn(b.vor(sum, above), below));
}

macro_rules! bytewise {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $n:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Bytes) {
            let $n = $b.v(i.rn.0);
            $b.set_shape(bytes(i.q), i.rd.0, $value);
        }
    )*};
}

bytewise! {
    /// rd = bytes of each halfword swapped
    rev16_vector |b, n| b.vrev(Lane::B, n, 2);
    /// rd = number of ones
    cnt_vector |b, n| b.vpopcnt(n);
    /// rd = !rn
    not_vector |b, n| b.vnot(n);
    /// rd = bits reversed
    rbit_vector |b, n| b.vbitrev(n);
}

fn pair_sums(b: &Lift, i: Pairs, signed: bool, accumulate: bool) {
    let sums = b.pair_sums(i.t.lane, signed, b.v(i.rn.0));
    let sums = match accumulate {
        true => b.vadd(i.t.lane.wider(), b.v(i.rd.0), sums),
        false => sums,
    };
    b.set_shape(i.t, i.rd.0, sums);
}

/// rd = sums of pairs
fn saddlp(b: &Lift, i: Pairs) {
    pair_sums(b, i, true, false);
}

/// rd = sums of pairs, unsigned
fn uaddlp(b: &Lift, i: Pairs) {
    pair_sums(b, i, false, false);
}

/// rd += sums of pairs
fn sadalp(b: &Lift, i: Pairs) {
    pair_sums(b, i, true, true);
}

/// rd += sums of pairs, unsigned
fn uadalp(b: &Lift, i: Pairs) {
    pair_sums(b, i, false, true);
}

fn narrow(b: &Lift, i: Narrowing, kind: Narrow) {
    let narrowed = b.saturating_narrow(i.t, kind, b.v(i.rn.0));
    b.set_narrow(i.t, i.rd.0, narrowed);
}

/// rd = low halves
fn xtn(b: &Lift, i: Narrowing) {
    narrow(b, i, Narrow::Trunc);
}

/// rd = narrowed, saturating
fn sqxtn(b: &Lift, i: Narrowing) {
    narrow(b, i, Narrow::Signed);
}

/// rd = narrowed, saturating, unsigned
fn uqxtn(b: &Lift, i: Narrowing) {
    narrow(b, i, Narrow::Unsigned);
}

/// rd = signed narrowed to unsigned, saturating
fn sqxtun(b: &Lift, i: Narrowing) {
    narrow(b, i, Narrow::SignedToUnsigned);
}

/// rd = widened << lane's bits
fn shll(b: &Lift, i: Shll) {
    let wide = b.vwiden(i.t.lane, false, i.t.half(), b.v(i.rn.0.0));
    b.set_v(i.rd.0, b.vshl(i.t.lane.wider(), wide, i.t.lane.bits()));
}

/// rd = f over all lanes
fn across(b: &Lift, i: Across, f: impl Fn(Value, Value) -> Value) {
    let result = b.across(i.t, b.v(i.rn.0), f);
    b.set_v(i.rd.0, b.vlow(i.t.lane, result));
}

/// rd = sum of all lanes
fn addv(b: &Lift, i: Across) {
    across(b, i, |x, y| b.vadd(i.t.lane, x, y));
}

/// rd = largest lane
fn smaxv(b: &Lift, i: Across) {
    across(b, i, |x, y| b.vmax(i.t.lane, true, x, y));
}

/// rd = largest lane, unsigned
fn umaxv(b: &Lift, i: Across) {
    across(b, i, |x, y| b.vmax(i.t.lane, false, x, y));
}

/// rd = smallest lane
fn sminv(b: &Lift, i: Across) {
    across(b, i, |x, y| b.vmin(i.t.lane, true, x, y));
}

/// rd = smallest lane, unsigned
fn uminv(b: &Lift, i: Across) {
    across(b, i, |x, y| b.vmin(i.t.lane, false, x, y));
}

fn across_long(b: &Lift, i: AcrossLong, signed: bool) {
    let wide = Shape {
        lane: i.t.lane.wider(),
        ..i.t
    };
    let sums = b.pair_sums(i.t.lane, signed, b.v(i.rn.0));
    let sum = b.across(wide, sums, |x, y| b.vadd(wide.lane, x, y));
    b.set_v(i.rd.0, b.vlow(wide.lane, sum));
}

/// rd = sum of all lanes, of twice their size
fn saddlv(b: &Lift, i: AcrossLong) {
    across_long(b, i, true);
}

/// rd = sum of all lanes, of twice their size, unsigned
fn uaddlv(b: &Lift, i: AcrossLong) {
    across_long(b, i, false);
}

/// rd = sum of both doublewords
fn addp_scalar(b: &Lift, i: ScalarPair) {
    let n = b.v(i.rn.0);
    let sum = b.vadd(Lane::D, n, b.vdup_lane(Lane::D, n, 1));
    b.set_v(i.rd, b.vlow(Lane::D, sum));
}

pub(crate) const CASES: &str = "
    0e600820  rev64 v0.4h, v1.4h                  v1=0xffffffffffffffb07fffffffffffffff                   =>  v0=0xffffffffffff7fff
    4ea00820  rev64 v0.4s, v1.4s                  v1=0x31428001e0010c07819100b9ff249dcc                   =>  v0=0xe0010c0731428001ff249dcc819100b9
    2e600820  rev32 v0.4h, v1.4h                  v1=0xfffffff88000000100000000                           =>  v0=0x1800000000000
    6e600820  rev32 v0.8h, v1.8h                  v1=0x749d5e5c1118c4ef88195862c5aa6b27                   =>  v0=0x5e5c749dc4ef1118586288196b27c5aa
    0e201820  rev16 v0.8b, v1.8b                  v1=0x320a14817f3d0cff56f0d3054c0143                     =>  v0=0x56ffd3f04c054301
    4e201820  rev16 v0.16b, v1.16b                v1=0xffffffffffffffeb8000000000000000                   =>  v0=0xffffffffffffebff0080000000000000
    0e205820  cnt v0.8b, v1.8b                    v1=0xdafbff37ff814f0cff0103d3593f350f                   =>  v0=0x801020504060404
    4e205820  cnt v0.16b, v1.16b                  v1=0x1ffffffffffffffff                                  =>  v0=0x10808080808080808
    2e205820  not v0.8b, v1.8b                    v1=0xcf00ebff300d6b0f0101010a33ee3aff                   =>  v0=0xfefefef5cc11c500
    6e205820  not v0.16b, v1.16b                  v1=0xffc6ffde7fff57ba6d61800000258000                   =>  v0=0x3900218000a845929e7fffffda7fff
    6e605820  rbit v0.16b, v1.16b                 v1=0x80000000000000004473fec89444e551                   =>  v0=0x10000000000000022ce7f132922a78a
    2e605820  rbit v0.8b, v1.8b                   v1=0xc8001887d800100120025004a0012                      =>  v0=0x4800a400520048
    4ea04820  cls v0.4s, v1.4s                    v1=0xaad547512a8000000010034000c001f                    =>  v0=0x3000000020000000e0000000b
    0ea04820  cls v0.2s, v1.2s                    v1=0x3816318ff7fd3fc0344b348ef800465                    =>  v0=0x500000002
    6ea04820  clz v0.4s, v1.4s                    v1=0x329c98a84a60653170                                 =>  v0=0x200000001a0000000000000001
    2e604820  clz v0.4h, v1.4h                    v1=0x9553c852de192bc7ffffffffffffffff                   => 
    0e602820  saddlp v0.2s, v1.4h                 v1=0x512cd8010dff000841080d0146ffff03                   =>  v0=0x4e0900004602
    4ea02820  saddlp v0.2d, v1.4s                 v1=0x66ac05000000001e7ffffff3000f001b                   =>  v0=0x66ac051e00000000800f000e
    6e202820  uaddlp v0.8h, v1.16b                v1=0x10000000000000018                                  =>  v0=0x10000000000000018
    6ea02820  uaddlp v0.2d, v1.4s                 v1=0xffffffff000000008bd2be21ffffffff                   =>  v0=0xffffffff000000018bd2be20
    4e606820  sadalp v0.4s, v1.8h                 v0=0x2b00000035000000016b758036 v1=0x3ac0ba0464746f620e  =>  v0=0x2b0000006fffffc51f6b7656b3
    4e206820  sadalp v0.8h, v1.16b                v0=0x530000000000000044 v1=0x500000000000000001         =>  v0=0xa30000000000000045
    2e206820  uadalp v0.4h, v1.8b                 v0=0x651ee4db00ceb30bf606a83800360681 v1=0x4e937fffec163f9d000000177ffffffb  =>  v0=0xf606a84f01b4087b
    6e206820  uadalp v0.8h, v1.16b                v0=0xffffffffffffffc18000000000000000 v1=0x217fffffff000000177fffffff  =>  v0=0xffff0020017d01bf80000017017e01fe
    4e603820  suqadd v0.8h, v1.8h                 v0=0xad1310bab0fb4030df0d274e56efd v1=0xe000affd70007000b6ea8ffc00029  =>  v0=0x18d13b7fff0fbb03185f7a7fff6f26 fpsr=0x8000000
    4ea03820  suqadd v0.4s, v1.4s                 v0=0xe05707b47fffffffffffffd20000002a v1=0xc00701d1e53a06f35d017f0115078004  =>  v0=0x7fffffff7fffffff5d017ed31507802e fpsr=0x8000000
    2e603820  usqadd v0.4h, v1.4h                 v0=0x107fffd9570009b5eb00080000ffdd v1=0xf203800df203ff4b01ffff80810a021b  =>  v0=0xb7ea00000000ffff fpsr=0x8000000
    2e203820  usqadd v0.8b, v1.8b                 v1=0x48ffffffffffffffd7                                 =>  fpsr=0x8000000
    4e607820  sqabs v0.8h, v1.8h                  v1=0x8111007f00dc0b5b83130b20000f0af5                   =>  v0=0x7eef007f00dc0b5b7ced0b20000f0af5
    0e607820  sqabs v0.4h, v1.4h                  v1=0x4a0000001d4cc9d0a109c654c0                         =>  v0=0x4cc92f5f09c654c0
    6e207820  sqneg v0.16b, v1.16b                v1=0xba2ead02004100490011001d00182c40                   =>  v0=0x46d253fe00bf00b700ef00e300e8d4c0
    6ee07820  sqneg v0.2d, v1.2d                  v1=0x8000000000000000ffffffffffffffd7                   =>  v0=0x7fffffffffffffff0000000000000029 fpsr=0x8000000
    0ea08820  cmgt v0.2s, v1.2s, #0               v1=0xffff15ffffd800130005fb1d000740f2                   =>  v0=0xffffffffffffffff
    4e208820  cmgt v0.16b, v1.16b, #0             v1=0x16000fb540ffbe000b3aa4f9bf0005                     =>  v0=0xff00ff00ff000000ffff00000000ff
    2e208820  cmge v0.8b, v1.8b, #0               v1=0x1b80018f3749ec00018000ffff000a                     =>  v0=0xffff00ff0000ffff
    2ea08820  cmge v0.2s, v1.2s, #0                                                                       =>  v0=0xffffffffffffffff
    4ee09820  cmeq v0.2d, v1.2d, #0               v1=0x44001fc7c5ffc80007c19a0004af2d                     => 
    4ea09820  cmeq v0.4s, v1.4s, #0               v1=0x3d0000002cffffffcd9017b0e0                         => 
    2e209820  cmle v0.8b, v1.8b, #0               v1=0x9f7fcd0199910c0980ffa2b7500b04ed                   =>  v0=0xffffffff000000ff
    2ea09820  cmle v0.2s, v1.2s, #0               v1=0xfffffffffffffff9000000000000002b                   =>  v0=0xffffffff00000000
    0e20a820  cmlt v0.8b, v1.8b, #0               v1=0x1743af3667ffffffc300000001                         =>  v0=0xffffffff00000000
    4e20a820  cmlt v0.16b, v1.16b, #0             v1=0x4052735810b035029fc800981d20181                    =>  v0=0xff00000000ffff00ffff00ff
    4ee0b820  abs v0.2d, v1.2d                    v1=0xea6f6aa60000003080000001fffffff8                   =>  v0=0x15909559ffffffd07ffffffe00000008
    4ea0b820  abs v0.4s, v1.4s                    v1=0x1542519bf45f140b0000000000000023                   =>  v0=0x1542519b0ba0ebf50000000000000023
    2e20b820  neg v0.8b, v1.8b                    v1=0x1ffffffffffffffc8                                  =>  v0=0x101010101010138
    6e60b820  neg v0.8h, v1.8h                    v1=0x3700000039fffffffa00000020                         =>  v0=0xffc90000ffc7000100060000ffe0
    5e203820  suqadd b0, b1                       v0=0x198bbb52c6b6f595fe v1=0xfffffffffffffff10000000000000001  =>  v0=0xff
    5ee03820  suqadd d0, d1                       v0=0x1500000030535ce10600000001 v1=0x7f7fe7b27fc480017f0ffc05e7e9ff0c  =>  v0=0x7fffffffffffffff fpsr=0x8000000
    7ea03820  usqadd s0, s1                       v0=0x7c27952e1b89047d1eef00128000001c v1=0x80000000000000009aaa58efdb4f4cb5  =>  v0=0x5b4f4cd1
    7e203820  usqadd b0, b1                       v1=0x2011a053ce181d605010b2e80ff56e6                    =>  fpsr=0x8000000
    5ee07820  sqabs d0, d1                        v1=0xffffffffffffffd0000000000000000b                   =>  v0=0xb
    5ea07820  sqabs s0, s1                        v1=0x25c40b0d021a0524490eeb00e23d7f3c                   =>  v0=0x1dc280c4
    7e607820  sqneg h0, h1                        v1=0x6700181814e0abd097f0dce12000a80                    =>  v0=0xf580
    7ea07820  sqneg s0, s1                        v1=0x78f1b7bd4c40c9fd1                                  =>  v0=0x3bf3602f
    5ee08820  cmgt d0, d1, #0                                                                             => 
    7ee08820  cmge d0, d1, #0                                                                             =>  v0=0xffffffffffffffff
    5ee09820  cmeq d0, d1, #0                     v1=0x101c828ed290801df08c60a001a01b1                    => 
    7ee09820  cmle d0, d1, #0                     v1=0xffffffbe8a854ff30f84f9f60000003e                   => 
    5ee0a820  cmlt d0, d1, #0                                                                             => 
    5ee0b820  abs d0, d1                          v1=0x4e9cab51c6059ff367                                 =>  v0=0x6354ae39fa600c99
    7ee0b820  neg d0, d1                          v1=0x800000000000000141d421afb08f5c51                   =>  v0=0xbe2bde504f70a3af
    0e612820  xtn v0.4h, v1.4s                    v1=0xc50704331c0fd862ff360b030c0ff001                   =>  v0=0x433d8620b03f001
    0e212820  xtn v0.8b, v1.8h                    v1=0x9775001d887300428000ffe80005ffe4                   =>  v0=0x751d734200e805e4
    6ea12820  sqxtun2 v0.4s, v1.2d                v0=0x146886fb9d8000000000000037 v1=0x10001c90c60eaf000f3e85ffc00000  =>  v0=0xffffffffffffffff8000000000000037 fpsr=0x8000000
    2e212820  sqxtun v0.8b, v1.8h                 v1=0xdff0c0dd381a20fbfb5fa7f81098180                    =>  v0=0xffff000000000000 fpsr=0x8000000
    7ea12820  sqxtun s0, d1                       v1=0x8001c35c001caa110039001c000a0003                   =>  v0=0xffffffff fpsr=0x8000000
    7e612820  sqxtun h0, s1                       v1=0xffffffffffffffff0000000000000001                   =>  v0=0x1
    4e214820  sqxtn2 v0.16b, v1.8h                v0=0x79d87e0e33e75616d0 v1=0xffffffffffffffea0000000000000011  =>  v0=0xffffffea00000011d87e0e33e75616d0
    0e614820  sqxtn v0.4h, v1.4s                  v1=0xae0921be9e398d517fffffffffffffff                   =>  v0=0x800080007fffffff fpsr=0x8000000
    5e214820  sqxtn b0, h1                        v1=0x1dffffffebffffffff00000001                         =>  v0=0x1
    5e614820  sqxtn h0, s1                        v1=0xed0db080f00a050a30804a010f800109                   =>  v0=0x7fff fpsr=0x8000000
    2e614820  uqxtn v0.4h, v1.4s                  v1=0x59090bb2045ef58080c60c0900fbc9                     =>  v0=0xffffffffffffffff fpsr=0x8000000
    6e214820  uqxtn2 v0.16b, v1.8h                v0=0xffffffffffffffff8000000000000001 v1=0x1000000000000002b  =>  v0=0x10000002b8000000000000001
    7e214820  uqxtn b0, h1                        v1=0xf681c207c3c9d47d0000000000000015                   =>  v0=0x15
    7ea14820  uqxtn s0, d1                        v1=0x1a000d7eb77fffce3a9b90ffde0010                     =>  v0=0xffffffff fpsr=0x8000000
    2e213820  shll v0.8h, v1.8b, #8               v1=0x375c49308a00085c2affc6003a0017                     =>  v0=0x5c002a00ff00c60000003a0000001700
    6e213820  shll2 v0.8h, v1.16b, #8             v1=0xb001d001e001affd300140045001a                      =>  v0=0xb0000001d0000001e0000001a00
    4eb03820  saddlv d0, v1.4s                    v1=0xe204174d0aba47e0ebb0ff4a03d180f2                   =>  v0=0xffffffffdc40df69
    0e303820  saddlv h0, v1.8b                    v1=0x80eff0f02001a283f620a4e5e7f7fbe                    =>  v0=0x213
    2e303820  uaddlv h0, v1.8b                    v1=0x1b66090004000f00017fffffe38000                     =>  v0=0x3e1
    6e303820  uaddlv h0, v1.16b                   v1=0x9019d601f068029210081bba7c0280c                    =>  v0=0x4cd
    4e30a820  smaxv b0, v1.16b                    v1=0x2f000000000000000d                                 =>  v0=0x2f
    4eb0a820  smaxv s0, v1.4s                     v1=0x3f613d02f880fb7fc803815d00004199                   =>  v0=0x3f613d02
    6eb0a820  umaxv s0, v1.4s                     v1=0xf0044266663cdcd9ffffffcb00000000                   =>  v0=0xffffffcb
    6e30a820  umaxv b0, v1.16b                    v1=0x30bb0f7fd1fbff5281120d017f801380                   =>  v0=0xff
    0e31a820  sminv b0, v1.8b                     v1=0x903ff26800ecce30201f608600b120d                    =>  v0=0xf6
    4eb1a820  sminv s0, v1.4s                     v1=0xf52c0c1700000001a0a37a7c52581e3f                   =>  v0=0xa0a37a7c
    2e31a820  uminv b0, v1.8b                     v1=0x29d59fcb8ad7352f80                                 =>  v0=0x2f
    2e71a820  uminv h0, v1.4h                                                                             => 
    4eb1b820  addv s0, v1.4s                      v1=0x8000000000000000ee0bb316d35fc27c                   =>  v0=0x416b7592
    0e71b820  addv h0, v1.4h                      v1=0xfffafbde00000001002091b100218000                   =>  v0=0x11f2
    5ef1b820  addp d0, v1.2d                      v1=0xffd7001b00010000ad56ffe2ffff8001                   =>  v0=0xad2dfffe00008001
";
