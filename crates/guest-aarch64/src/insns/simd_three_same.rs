//! AdvSIMD three same: vector and scalar integer operations on two registers (Arm ARM, C4.1).

use ir::{Cond, Half, Lane, Value};

use self::{
    add_vector as add_scalar, cmeq as cmeq_scalar, cmge as cmge_scalar, cmgt as cmgt_scalar,
    cmhi as cmhi_scalar, cmhs as cmhs_scalar, cmtst as cmtst_scalar, sqadd as sqadd_scalar,
    sqdmulh as sqdmulh_scalar, sqrdmlah as sqrdmlah_scalar, sqrdmlsh as sqrdmlsh_scalar,
    sqrdmulh as sqrdmulh_scalar, sqrshl as sqrshl_scalar, sqshl as sqshl_scalar,
    sqsub as sqsub_scalar, srshl as srshl_scalar, sshl as sshl_scalar, sub_vector as sub_scalar,
    uqadd as uqadd_scalar, uqrshl as uqrshl_scalar, uqshl as uqshl_scalar, uqsub as uqsub_scalar,
    urshl as urshl_scalar, ushl as ushl_scalar,
};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Extent, Shape, Vb, Vt, bytes};

operands! {
    /// Two source registers.
    Three { t: Shape, rm: Vt, rn: Vt, rd: Vt }
    /// Two source registers without lanes.
    Bitwise { q: UImm, rm: Vb, rn: Vb, rd: Vb }
}

rows! { [ASIMD]
    and_vector       "0 q:1 0 01110 00 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "and {rd}, {rn}, {rm}";
    bic_vector       "0 q:1 0 01110 01 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "bic {rd}, {rn}, {rm}";
    orr_vector       "0 q:1 0 01110 10 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "orr {rd}, {rn}, {rm}";
    orn_vector       "0 q:1 0 01110 11 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "orn {rd}, {rn}, {rm}";
    eor_vector       "0 q:1 1 01110 00 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "eor {rd}, {rn}, {rm}";
    bsl              "0 q:1 1 01110 01 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "bsl {rd}, {rn}, {rm}";
    bit              "0 q:1 1 01110 10 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "bit {rd}, {rn}, {rm}";
    bif              "0 q:1 1 01110 11 1 rm:5 00011 1 rn:5 rd:5"                                     Bitwise "bif {rd}, {rn}, {rm}";
    shadd            "0 t[2] 0 01110 t[1:0] 1 rm:5 00000 1 rn:5 rd:5 where t&3!=3"                   Three "shadd {rd}, {rn}, {rm}";
    uhadd            "0 t[2] 1 01110 t[1:0] 1 rm:5 00000 1 rn:5 rd:5 where t&3!=3"                   Three "uhadd {rd}, {rn}, {rm}";
    sqadd            "0 t[2] 0 01110 t[1:0] 1 rm:5 00001 1 rn:5 rd:5 where t!=3"                     Three "sqadd {rd}, {rn}, {rm}";
    uqadd            "0 t[2] 1 01110 t[1:0] 1 rm:5 00001 1 rn:5 rd:5 where t!=3"                     Three "uqadd {rd}, {rn}, {rm}";
    srhadd           "0 t[2] 0 01110 t[1:0] 1 rm:5 00010 1 rn:5 rd:5 where t&3!=3"                   Three "srhadd {rd}, {rn}, {rm}";
    urhadd           "0 t[2] 1 01110 t[1:0] 1 rm:5 00010 1 rn:5 rd:5 where t&3!=3"                   Three "urhadd {rd}, {rn}, {rm}";
    shsub            "0 t[2] 0 01110 t[1:0] 1 rm:5 00100 1 rn:5 rd:5 where t&3!=3"                   Three "shsub {rd}, {rn}, {rm}";
    uhsub            "0 t[2] 1 01110 t[1:0] 1 rm:5 00100 1 rn:5 rd:5 where t&3!=3"                   Three "uhsub {rd}, {rn}, {rm}";
    sqsub            "0 t[2] 0 01110 t[1:0] 1 rm:5 00101 1 rn:5 rd:5 where t!=3"                     Three "sqsub {rd}, {rn}, {rm}";
    uqsub            "0 t[2] 1 01110 t[1:0] 1 rm:5 00101 1 rn:5 rd:5 where t!=3"                     Three "uqsub {rd}, {rn}, {rm}";
    cmgt             "0 t[2] 0 01110 t[1:0] 1 rm:5 00110 1 rn:5 rd:5 where t!=3"                     Three "cmgt {rd}, {rn}, {rm}";
    cmhi             "0 t[2] 1 01110 t[1:0] 1 rm:5 00110 1 rn:5 rd:5 where t!=3"                     Three "cmhi {rd}, {rn}, {rm}";
    cmge             "0 t[2] 0 01110 t[1:0] 1 rm:5 00111 1 rn:5 rd:5 where t!=3"                     Three "cmge {rd}, {rn}, {rm}";
    cmhs             "0 t[2] 1 01110 t[1:0] 1 rm:5 00111 1 rn:5 rd:5 where t!=3"                     Three "cmhs {rd}, {rn}, {rm}";
    sshl             "0 t[2] 0 01110 t[1:0] 1 rm:5 01000 1 rn:5 rd:5 where t!=3"                     Three "sshl {rd}, {rn}, {rm}";
    ushl             "0 t[2] 1 01110 t[1:0] 1 rm:5 01000 1 rn:5 rd:5 where t!=3"                     Three "ushl {rd}, {rn}, {rm}";
    sqshl            "0 t[2] 0 01110 t[1:0] 1 rm:5 01001 1 rn:5 rd:5 where t!=3"                     Three "sqshl {rd}, {rn}, {rm}";
    uqshl            "0 t[2] 1 01110 t[1:0] 1 rm:5 01001 1 rn:5 rd:5 where t!=3"                     Three "uqshl {rd}, {rn}, {rm}";
    srshl            "0 t[2] 0 01110 t[1:0] 1 rm:5 01010 1 rn:5 rd:5 where t!=3"                     Three "srshl {rd}, {rn}, {rm}";
    urshl            "0 t[2] 1 01110 t[1:0] 1 rm:5 01010 1 rn:5 rd:5 where t!=3"                     Three "urshl {rd}, {rn}, {rm}";
    sqrshl           "0 t[2] 0 01110 t[1:0] 1 rm:5 01011 1 rn:5 rd:5 where t!=3"                     Three "sqrshl {rd}, {rn}, {rm}";
    uqrshl           "0 t[2] 1 01110 t[1:0] 1 rm:5 01011 1 rn:5 rd:5 where t!=3"                     Three "uqrshl {rd}, {rn}, {rm}";
    smax_vector      "0 t[2] 0 01110 t[1:0] 1 rm:5 01100 1 rn:5 rd:5 where t&3!=3"                   Three "smax {rd}, {rn}, {rm}";
    umax_vector      "0 t[2] 1 01110 t[1:0] 1 rm:5 01100 1 rn:5 rd:5 where t&3!=3"                   Three "umax {rd}, {rn}, {rm}";
    smin_vector      "0 t[2] 0 01110 t[1:0] 1 rm:5 01101 1 rn:5 rd:5 where t&3!=3"                   Three "smin {rd}, {rn}, {rm}";
    umin_vector      "0 t[2] 1 01110 t[1:0] 1 rm:5 01101 1 rn:5 rd:5 where t&3!=3"                   Three "umin {rd}, {rn}, {rm}";
    sabd             "0 t[2] 0 01110 t[1:0] 1 rm:5 01110 1 rn:5 rd:5 where t&3!=3"                   Three "sabd {rd}, {rn}, {rm}";
    uabd             "0 t[2] 1 01110 t[1:0] 1 rm:5 01110 1 rn:5 rd:5 where t&3!=3"                   Three "uabd {rd}, {rn}, {rm}";
    saba             "0 t[2] 0 01110 t[1:0] 1 rm:5 01111 1 rn:5 rd:5 where t&3!=3"                   Three "saba {rd}, {rn}, {rm}";
    uaba             "0 t[2] 1 01110 t[1:0] 1 rm:5 01111 1 rn:5 rd:5 where t&3!=3"                   Three "uaba {rd}, {rn}, {rm}";
    add_vector       "0 t[2] 0 01110 t[1:0] 1 rm:5 10000 1 rn:5 rd:5 where t!=3"                     Three "add {rd}, {rn}, {rm}";
    sub_vector       "0 t[2] 1 01110 t[1:0] 1 rm:5 10000 1 rn:5 rd:5 where t!=3"                     Three "sub {rd}, {rn}, {rm}";
    cmtst            "0 t[2] 0 01110 t[1:0] 1 rm:5 10001 1 rn:5 rd:5 where t!=3"                     Three "cmtst {rd}, {rn}, {rm}";
    cmeq             "0 t[2] 1 01110 t[1:0] 1 rm:5 10001 1 rn:5 rd:5 where t!=3"                     Three "cmeq {rd}, {rn}, {rm}";
    mla              "0 t[2] 0 01110 t[1:0] 1 rm:5 10010 1 rn:5 rd:5 where t&3!=3"                   Three "mla {rd}, {rn}, {rm}";
    mls              "0 t[2] 1 01110 t[1:0] 1 rm:5 10010 1 rn:5 rd:5 where t&3!=3"                   Three "mls {rd}, {rn}, {rm}";
    mul_vector       "0 t[2] 0 01110 t[1:0] 1 rm:5 10011 1 rn:5 rd:5 where t&3!=3"                   Three "mul {rd}, {rn}, {rm}";
    pmul             "0 t[2] 1 01110 t[1:0] 1 rm:5 10011 1 rn:5 rd:5 where t&3!=1 t&3!=2 t&3!=3"     Three "pmul {rd}, {rn}, {rm}";
    smaxp            "0 t[2] 0 01110 t[1:0] 1 rm:5 10100 1 rn:5 rd:5 where t&3!=3"                   Three "smaxp {rd}, {rn}, {rm}";
    umaxp            "0 t[2] 1 01110 t[1:0] 1 rm:5 10100 1 rn:5 rd:5 where t&3!=3"                   Three "umaxp {rd}, {rn}, {rm}";
    sminp            "0 t[2] 0 01110 t[1:0] 1 rm:5 10101 1 rn:5 rd:5 where t&3!=3"                   Three "sminp {rd}, {rn}, {rm}";
    uminp            "0 t[2] 1 01110 t[1:0] 1 rm:5 10101 1 rn:5 rd:5 where t&3!=3"                   Three "uminp {rd}, {rn}, {rm}";
    sqdmulh          "0 t[2] 0 01110 t[1:0] 1 rm:5 10110 1 rn:5 rd:5 where t&3!=0 t&3!=3"            Three "sqdmulh {rd}, {rn}, {rm}";
    sqrdmulh         "0 t[2] 1 01110 t[1:0] 1 rm:5 10110 1 rn:5 rd:5 where t&3!=0 t&3!=3"            Three "sqrdmulh {rd}, {rn}, {rm}";
    addp             "0 t[2] 0 01110 t[1:0] 1 rm:5 10111 1 rn:5 rd:5 where t!=3"                     Three "addp {rd}, {rn}, {rm}";
    sqadd_scalar     "01 0 11110 t:2 1 rm:5 00001 1 rn:5 rd:5"                                       Three "sqadd {rd}, {rn}, {rm}";
    uqadd_scalar     "01 1 11110 t:2 1 rm:5 00001 1 rn:5 rd:5"                                       Three "uqadd {rd}, {rn}, {rm}";
    sqsub_scalar     "01 0 11110 t:2 1 rm:5 00101 1 rn:5 rd:5"                                       Three "sqsub {rd}, {rn}, {rm}";
    uqsub_scalar     "01 1 11110 t:2 1 rm:5 00101 1 rn:5 rd:5"                                       Three "uqsub {rd}, {rn}, {rm}";
    cmgt_scalar      "01 0 11110 t:2 1 rm:5 00110 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmgt {rd}, {rn}, {rm}";
    cmhi_scalar      "01 1 11110 t:2 1 rm:5 00110 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmhi {rd}, {rn}, {rm}";
    cmge_scalar      "01 0 11110 t:2 1 rm:5 00111 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmge {rd}, {rn}, {rm}";
    cmhs_scalar      "01 1 11110 t:2 1 rm:5 00111 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmhs {rd}, {rn}, {rm}";
    sshl_scalar      "01 0 11110 t:2 1 rm:5 01000 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "sshl {rd}, {rn}, {rm}";
    ushl_scalar      "01 1 11110 t:2 1 rm:5 01000 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "ushl {rd}, {rn}, {rm}";
    sqshl_scalar     "01 0 11110 t:2 1 rm:5 01001 1 rn:5 rd:5"                                       Three "sqshl {rd}, {rn}, {rm}";
    uqshl_scalar     "01 1 11110 t:2 1 rm:5 01001 1 rn:5 rd:5"                                       Three "uqshl {rd}, {rn}, {rm}";
    srshl_scalar     "01 0 11110 t:2 1 rm:5 01010 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "srshl {rd}, {rn}, {rm}";
    urshl_scalar     "01 1 11110 t:2 1 rm:5 01010 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "urshl {rd}, {rn}, {rm}";
    sqrshl_scalar    "01 0 11110 t:2 1 rm:5 01011 1 rn:5 rd:5"                                       Three "sqrshl {rd}, {rn}, {rm}";
    uqrshl_scalar    "01 1 11110 t:2 1 rm:5 01011 1 rn:5 rd:5"                                       Three "uqrshl {rd}, {rn}, {rm}";
    add_scalar       "01 0 11110 t:2 1 rm:5 10000 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "add {rd}, {rn}, {rm}";
    sub_scalar       "01 1 11110 t:2 1 rm:5 10000 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "sub {rd}, {rn}, {rm}";
    cmtst_scalar     "01 0 11110 t:2 1 rm:5 10001 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmtst {rd}, {rn}, {rm}";
    cmeq_scalar      "01 1 11110 t:2 1 rm:5 10001 1 rn:5 rd:5 where t!=0 t!=1 t!=2"                  Three "cmeq {rd}, {rn}, {rm}";
    sqdmulh_scalar   "01 0 11110 t:2 1 rm:5 10110 1 rn:5 rd:5 where t!=0 t!=3"                       Three "sqdmulh {rd}, {rn}, {rm}";
    sqrdmulh_scalar  "01 1 11110 t:2 1 rm:5 10110 1 rn:5 rd:5 where t!=0 t!=3"                       Three "sqrdmulh {rd}, {rn}, {rm}";
    sqrdmlah         "0 t[2] 1 01110 t[1:0] 0 rm:5 10000 1 rn:5 rd:5 where t&3!=0 t&3!=3"            Three "sqrdmlah {rd}, {rn}, {rm}" needs [RDM];
    sqrdmlah_scalar  "01 1 11110 t:2 0 rm:5 10000 1 rn:5 rd:5 where t!=0 t!=3"                       Three "sqrdmlah {rd}, {rn}, {rm}" needs [RDM];
    sqrdmlsh         "0 t[2] 1 01110 t[1:0] 0 rm:5 10001 1 rn:5 rd:5 where t&3!=0 t&3!=3"            Three "sqrdmlsh {rd}, {rn}, {rm}" needs [RDM];
    sqrdmlsh_scalar  "01 1 11110 t:2 0 rm:5 10001 1 rn:5 rd:5 where t!=0 t!=3"                       Three "sqrdmlsh {rd}, {rn}, {rm}" needs [RDM];
}

macro_rules! bitwise {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Bitwise) {
            let $d = || $b.v(i.rd.0);
            let ($n, $m) = ($b.v(i.rn.0), $b.v(i.rm.0));
            let _ = $d;
            $b.set_shape(bytes(i.q), i.rd.0, $value);
        }
    )*};
}

bitwise! {
    /// rd = rn & rm
    and_vector |b, _d, n, m| b.vand(n, m);
    /// rd = rn & !rm
    bic_vector |b, _d, n, m| b.vandn(n, m);
    /// rd = rn | rm
    orr_vector |b, _d, n, m| b.vor(n, m);
    /// rd = rn | !rm
    orn_vector |b, _d, n, m| b.vor(n, b.vnot(m));
    /// rd = rn ^ rm
    eor_vector |b, _d, n, m| b.vxor(n, m);
    /// rd = rn where rd has ones, rm where it has zeros
    bsl |b, d, n, m| b.vbsl(d(), n, m);
    /// rd = rn where rm has ones
    bit |b, d, n, m| b.vbsl(m, n, d());
    /// rd = rn where rm has zeros
    bif |b, d, n, m| b.vbsl(m, d(), n);
}

/// rd = f(shape, rn, rm)
fn lanes(b: &Lift, i: Three, f: impl Fn(Shape, Value, Value) -> Value) {
    let value = f(i.t, b.v(i.rn.0), b.v(i.rm.0));
    b.set_shape(i.t, i.rd.0, value);
}

macro_rules! lanewise {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $t:ident, $n:ident, $m:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Three) {
            lanes($b, i, |$t, $n, $m| $value);
        }
    )*};
}

/// (n + m) >> 1
fn halving_add(b: &Lift, lane: Lane, signed: bool, n: Value, m: Value) -> Value {
    let half = b.vshr(lane, signed, b.vxor(n, m), 1);
    b.vadd(lane, b.vand(n, m), half)
}

/// (n - m) >> 1
fn halving_sub(b: &Lift, lane: Lane, signed: bool, n: Value, m: Value) -> Value {
    let half = b.vshr(lane, signed, b.vxor(n, m), 1);
    b.vsub(lane, half, b.vandn(m, n))
}

/// The operands joined and sorted into even and odd lanes.
fn pairs(b: &Lift, t: Shape, n: Value, m: Value) -> (Value, Value) {
    let (n, m) = match t.extent {
        Extent::Full => (n, m),
        _ => {
            let joined = b.vzip(Lane::D, Half::Low, n, m);
            (joined, joined)
        }
    };
    (
        b.vuzp(t.lane, Half::Low, n, m),
        b.vuzp(t.lane, Half::High, n, m),
    )
}

lanewise! {
    /// rd = rn + rm
    add_vector |b, t, n, m| b.vadd(t.lane, n, m);
    /// rd = rn - rm
    sub_vector |b, t, n, m| b.vsub(t.lane, n, m);
    /// rd = rn * rm
    mul_vector |b, t, n, m| b.vmul(t.lane, n, m);
    /// rd = (rn + rm) >> 1
    shadd |b, t, n, m| halving_add(b, t.lane, true, n, m);
    /// rd = (rn + rm) >> 1, unsigned
    uhadd |b, t, n, m| halving_add(b, t.lane, false, n, m);
    /// rd = (rn - rm) >> 1
    shsub |b, t, n, m| halving_sub(b, t.lane, true, n, m);
    /// rd = (rn - rm) >> 1, unsigned
    uhsub |b, t, n, m| halving_sub(b, t.lane, false, n, m);
    /// rd = (rn + rm + 1) >> 1: unsigned, with the signs flipped before and after
    srhadd |b, t, n, m| {
        let sign = b.vsplat(t.lane, 1 << (t.lane.bits() - 1));
        b.vxor(b.vavg(t.lane, b.vxor(n, sign), b.vxor(m, sign)), sign)
    };
    /// rd = (rn + rm + 1) >> 1, unsigned
    urhadd |b, t, n, m| b.vavg(t.lane, n, m);
    /// rd = rn + rm, saturating
    sqadd |b, t, n, m| b.saturating_sum(t, true, true, n, m);
    /// rd = rn + rm, saturating, unsigned
    uqadd |b, t, n, m| b.saturating_sum(t, true, false, n, m);
    /// rd = rn - rm, saturating
    sqsub |b, t, n, m| b.saturating_sum(t, false, true, n, m);
    /// rd = rn - rm, saturating, unsigned
    uqsub |b, t, n, m| b.saturating_sum(t, false, false, n, m);
    /// rd = rn > rm
    cmgt |b, t, n, m| b.vcmp(t.lane, Cond::Sgt, n, m);
    /// rd = rn > rm, unsigned
    cmhi |b, t, n, m| b.vcmp(t.lane, Cond::Ugt, n, m);
    /// rd = rn >= rm
    cmge |b, t, n, m| b.vcmp(t.lane, Cond::Sge, n, m);
    /// rd = rn >= rm, unsigned
    cmhs |b, t, n, m| b.vcmp(t.lane, Cond::Uge, n, m);
    /// rd = rn == rm
    cmeq |b, t, n, m| b.vcmp(t.lane, Cond::Eq, n, m);
    /// rd = rn & rm != 0
    cmtst |b, t, n, m| b.vcmp(t.lane, Cond::Ne, b.vand(n, m), b.vzero());
    /// rd = rn shifted by rm
    sshl |b, t, n, m| b.shift_by(t.lane, true, n, m);
    /// rd = rn shifted by rm, unsigned
    ushl |b, t, n, m| b.shift_by(t.lane, false, n, m);
    /// rd = rn shifted by rm, rounding
    srshl |b, t, n, m| b.rounding_shift_by(t.lane, true, n, m);
    /// rd = rn shifted by rm, rounding, unsigned
    urshl |b, t, n, m| b.rounding_shift_by(t.lane, false, n, m);
    /// rd = rn shifted by rm, saturating
    sqshl |b, t, n, m| b.saturate_shift(t, true, b.shift_by(t.lane, true, n, m), n, m);
    /// rd = rn shifted by rm, saturating, unsigned
    uqshl |b, t, n, m| b.saturate_shift(t, false, b.shift_by(t.lane, false, n, m), n, m);
    /// rd = rn shifted by rm, rounding and saturating
    sqrshl |b, t, n, m| b.saturate_shift(t, true, b.rounding_shift_by(t.lane, true, n, m), n, m);
    /// rd = rn shifted by rm, rounding and saturating, unsigned
    uqrshl |b, t, n, m| b.saturate_shift(t, false, b.rounding_shift_by(t.lane, false, n, m), n, m);
    /// rd = the larger of rn and rm
    smax_vector |b, t, n, m| b.vmax(t.lane, true, n, m);
    /// rd = the larger of rn and rm, unsigned
    umax_vector |b, t, n, m| b.vmax(t.lane, false, n, m);
    /// rd = the smaller of rn and rm
    smin_vector |b, t, n, m| b.vmin(t.lane, true, n, m);
    /// rd = the smaller of rn and rm, unsigned
    umin_vector |b, t, n, m| b.vmin(t.lane, false, n, m);
    /// rd = |rn - rm|
    sabd |b, t, n, m| b.abs_difference(t.lane, true, n, m);
    /// rd = |rn - rm|, unsigned
    uabd |b, t, n, m| b.abs_difference(t.lane, false, n, m);
    /// rd = carry-less rn * rm
    pmul |b, t, n, m| {
        let part = |half| b.vpmull(t.lane, half, n, m);
        b.vuzp(t.lane, Half::Low, part(Half::Low), part(Half::High))
    };
    /// rd = high half of 2 * rn * rm
    sqdmulh |b, t, n, m| b.doubled_high_half(t, false, n, m);
    /// rd = high half of 2 * rn * rm, rounded
    sqrdmulh |b, t, n, m| b.doubled_high_half(t, true, n, m);
    /// rd = sums of pairs
    addp |b, t, n, m| {
        let (even, odd) = pairs(b, t, n, m);
        b.vadd(t.lane, even, odd)
    };
    /// rd = the larger of each pair
    smaxp |b, t, n, m| {
        let (even, odd) = pairs(b, t, n, m);
        b.vmax(t.lane, true, even, odd)
    };
    /// rd = the larger of each pair, unsigned
    umaxp |b, t, n, m| {
        let (even, odd) = pairs(b, t, n, m);
        b.vmax(t.lane, false, even, odd)
    };
    /// rd = the smaller of each pair
    sminp |b, t, n, m| {
        let (even, odd) = pairs(b, t, n, m);
        b.vmin(t.lane, true, even, odd)
    };
    /// rd = the smaller of each pair, unsigned
    uminp |b, t, n, m| {
        let (even, odd) = pairs(b, t, n, m);
        b.vmin(t.lane, false, even, odd)
    };
}

macro_rules! accumulating {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $t:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Three) {
            let $d = $b.v(i.rd.0);
            lanes($b, i, |$t, $n, $m| $value);
        }
    )*};
}

accumulating! {
    /// rd += rn * rm
    mla |b, t, d, n, m| b.vadd(t.lane, d, b.vmul(t.lane, n, m));
    /// rd -= rn * rm
    mls |b, t, d, n, m| b.vsub(t.lane, d, b.vmul(t.lane, n, m));
    /// rd += |rn - rm|
    saba |b, t, d, n, m| b.vadd(t.lane, d, b.abs_difference(t.lane, true, n, m));
    /// rd += |rn - rm|, unsigned
    uaba |b, t, d, n, m| b.vadd(t.lane, d, b.abs_difference(t.lane, false, n, m));
    /// rd += high half of 2 * rn * rm, rounded
    sqrdmlah |b, t, d, n, m| b.doubled_sum(t, true, d, n, m);
    /// rd -= high half of 2 * rn * rm, rounded
    sqrdmlsh |b, t, d, n, m| b.doubled_sum(t, false, d, n, m);
}

pub(crate) const CASES: &str = "
    0e221c20  and v0.8b, v1.8b, v2.8b             v1=0xffb07fff000f00020012001b0825002e v2=0x18624ffb700018000000e001effe8  =>  v0=0xa00040028
    4e221c20  and v0.16b, v1.16b, v2.16b          v1=0x31428001e0010c07819100b9ff249dcc v2=0x89730026ffe4405affc5002e001e  =>  v0=0x800100000c04001000810024000c
    0e621c20  bic v0.8b, v1.8b, v2.8b             v1=0x80f0eff7fd407000223ff9d080ad82b v2=0xf88100ff0e80b30b090a2f14437e80  =>  v0=0x22f5900808802b
    4e621c20  bic v0.16b, v1.16b, v2.16b          v1=0x160000b4920014106f3c01633e7fff v2=0x5ffffffec2f93b149ffffffdf  =>  v0=0x16000000000010106c0c0000000020
    4ea21c20  orr v0.16b, v1.16b, v2.16b          v1=0xffffffffffffffffd70b281fca7c47fa v2=0xbdd90780373dff4e7f807f07b1e80000  =>  v0=0xffffffffffffffffff8b7f1ffbfc47fa
    0ea21c20  orr v0.8b, v1.8b, v2.8b             v1=0x70000800000190000fff07b63d823 v2=0xffb6001dfffe1cdfe5394692ffe4ffed  =>  v0=0xe539fff2ffe7ffef
    4ee21c20  orn v0.16b, v1.16b, v2.16b          v1=0x2cffbf00067881ffe885eb001d5631 v2=0xffff7fff0010001db0fa000180007fff  =>  v0=0x2cffbfffefffe3ffedffff7fffd631
    0ee21c20  orn v0.8b, v1.8b, v2.8b             v1=0x3fc047934d5acd0ce7e30f0205c20c00 v2=0x36003cfffefff2000d8e0b004b001d  =>  v0=0xfff37ff6fff6ffe2
    6e221c20  eor v0.16b, v1.16b, v2.16b          v1=0x695cb6f27d449d64000000000000001c v2=0x196089002900150000ffd21ed10001  =>  v0=0x6945d67b7d6d9d710000ffd21ed1001d
    2e221c20  eor v0.8b, v1.8b, v2.8b             v1=0x6cd79589000000010000000f80000000 v2=0xe7f627da0000003f0000003a401c79d0  =>  v0=0x35c01c79d0
    6e621c20  bsl v0.16b, v1.16b, v2.16b          v0=0xcbbfcaddb4c801b01896bac40000000a v1=0xb00010001a48641ef00447fff0007 v2=0x400000000000000005  =>  v0=0xb0001000000c00086004400000007
    2e621c20  bsl v0.8b, v1.8b, v2.8b             v0=0x2b7fffffff0000004700000001 v1=0x1f08e90709decc000603816b1c0d0122 v2=0xceff08ef0fb70729340000fe01beffd0  =>  v0=0x340000fb01beffd0
    6ea21c20  bit v0.16b, v1.16b, v2.16b          v0=0x1776320000ffd6001a000e8001001a v1=0x2001c001e00157fff0000ffff0008 v2=0xffffffdd7fffffffffffffff8946386f  =>  v0=0x2003e001e00157fff000089470018
    2ea21c20  bit v0.8b, v1.8b, v2.8b             v0=0x12ffffffff2c123767ffffffd9 v2=0x82ea0016000100014728001c0016ffff  =>  v0=0x28123763ffe90000
    6ee21c20  bif v0.16b, v1.16b, v2.16b          v0=0x6effffffffffffffe4 v1=0x7447fcb08f30ce900097f09e17fff0f v2=0xffffffff18d571d8dda5dbbb0000000f  =>  v0=0x220c69ddadffbbe17fff04
    2ee21c20  bif v0.8b, v1.8b, v2.8b             v0=0x8000000000000001 v1=0x7fff971109e398013b0b0c8849a7e401 v2=0xfffffffeffffffc7ffffffff871f60b0  =>  v0=0x8000000048a08401
    0ea20420  shadd v0.2s, v1.2s, v2.2s           v1=0x6ab1fa9c36c489b3000000000000003e v2=0x2b941dd50b21214a81ffdf27097af1  =>  v0=0x2540ffef1384bd97
    4e620420  shadd v0.8h, v1.8h, v2.8h           v1=0x2f0000000000000019 v2=0xfffffffffffffff80000000000000001  =>  v0=0xffffffffffff0013000000000000000d
    2ea20420  uhadd v0.2s, v1.2s, v2.2s           v1=0x2401dade560000000fffffffb4 v2=0x800000010000000c0000000d00000001  =>  v0=0xe7fffffda
    6e220420  uhadd v0.16b, v1.16b, v2.16b        v1=0xc5e990a4be630fdada87929799c6198b v2=0x800d070dbe80810c0b57f8008b330484  =>  v0=0xa27b4b58be714873726fc54b927c0e87
    4e620c20  sqadd v0.8h, v1.8h, v2.8h           v1=0x8000000000000001 v2=0x3962430a7ffc55c05a           =>  v0=0x39e2430a7ffc55c05b
    0ea20c20  sqadd v0.2s, v1.2s, v2.2s           v1=0xd468504303ffcfb00000004e00000035 v2=0x7fffffff800000010000004fffffffe6  =>  v0=0x9d0000001b
    2ea20c20  uqadd v0.2s, v1.2s, v2.2s           v1=0xffffffb166107bb80000003800000014 v2=0x1eb9238339d096f2  =>  v0=0x1eb923bb39d09706
    6e220c20  uqadd v0.16b, v1.16b, v2.16b        v1=0x20017537b00148001000af0c33855 v2=0x5d1b00130001291100001e6600160002  =>  v0=0x5d1d002a537c292580011e70f0d93857
    4ea21420  srhadd v0.4s, v1.4s, v2.4s          v1=0xd14c0403fb7f7a800780ff1f01095c00 v2=0xe18f00198000ffff3aec001f8001c0f7  =>  v0=0xd96d820ebdc03d4021367f9fc0858e7c
    0e221420  srhadd v0.8b, v1.8b, v2.8b          v1=0xffb48000002e0001ffff7eed001558b0 v2=0x7f080c00810af3ef01c8df3c0680077b  =>  v0=0xe42f1503cb3016
    2e221420  urhadd v0.8b, v1.8b, v2.8b          v1=0x10000ae501007f5709eb0800dd01390c v2=0x1dfff20003ffff004b0001ffffffff  =>  v0=0x59b0401ee809c86
    6e621420  urhadd v0.8h, v1.8h, v2.8h          v1=0x2f000c44ff0c00e0817081f8c1297f09 v2=0xe00000008ffffffd72fb4dc57  =>  v0=0x178006297f860074c0b8c0e8786fadb0
    4e222420  shsub v0.16b, v1.16b, v2.16b        v1=0xfc2bffd500188001ffdfffc8000b0010 v2=0x7f8889017f410982ffe37a9e213f140e  =>  v0=0xbe513beac0ebbb3f00fec215efe6f601
    0e222420  shsub v0.8b, v1.8b, v2.8b           v1=0x7fff0031ffff0001000700007fff0017 v2=0xb28ffb10001000bffff00030020ffff  =>  v0=0x400fe3fef000c
    6ea22420  uhsub v0.4s, v1.4s, v2.4s           v1=0x44a590897c00000006 v2=0x6e000000000000004c         =>  v0=0xffffffeb52c844beffffffdd
    6e222420  uhsub v0.16b, v1.16b, v2.16b        v1=0xfffffffffffffff66f0301082e63a778 v2=0x100000003c4f25ca06cdd71711  =>  v0=0x7f7f7f777f7f7f5d10ef9b01b0c64833
    0e222c20  sqsub v0.8b, v1.8b, v2.8b           v1=0x7fffffff530000b30000003d7fffffff v2=0xffffffffffffffff7fffffffffffffff  =>  v0=0x8101013e7f000000 fpsr=0x8000000
    4e622c20  sqsub v0.8h, v1.8h, v2.8h           v1=0x7fffffff000000208000000000000005 v2=0x8122153981dd73ff39800e00137b003f  =>  v0=0x7fffeac67e238c218000f200ec85ffc6 fpsr=0x8000000
    2e222c20  uqsub v0.8b, v1.8b, v2.8b           v2=0xb5bde7c5dc3e65a20000000000000041                   =>  fpsr=0x8000000
    6e222c20  uqsub v0.16b, v1.16b, v2.16b        v1=0x480e439c2870bba0236070d016d079a v2=0xc78180020dc7083a7fff067e6b0ddb1e  =>  v0=0x6437b5000380000001000060007c fpsr=0x8000000
    0e223420  cmgt v0.8b, v1.8b, v2.8b                                                                    => 
    0ea23420  cmgt v0.2s, v1.2s, v2.2s                                                                    => 
    6e223420  cmhi v0.16b, v1.16b, v2.16b         v1=0x102c7fa08271424200c900f381eaff80 v2=0x8a6e80010001000f0008fb05000fffc7  =>  v0=0xffffffffff00ff00ffffff0000
    6e623420  cmhi v0.8h, v1.8h, v2.8h            v1=0x150008c36a0004ffff001c7fff8bfd v2=0xd0390f150a8104071d0c06082b002c7f  =>  v0=0xffff0000ffff0000ffffffff
    4ee23c20  cmge v0.2d, v1.2d, v2.2d            v1=0xbc0e016d4f0db6f8ff181516d142c8ef                   => 
    0ea23c20  cmge v0.2s, v1.2s, v2.2s            v1=0xffffffffffffffc38000000000000000 v2=0x2500000001ffffffbf00000044  => 
    2ea23c20  cmhs v0.2s, v1.2s, v2.2s            v2=0x2d507d40504e907c4b8410b010a8001                    => 
    6ea23c20  cmhs v0.4s, v1.4s, v2.4s            v1=0x1254e3fffe0015000c0003ffffffb9 v2=0xc1bb3e2f8ff0ee4080d7600ffb13c22  =>  v0=0xffffffff00000000ffffffff
    0ea24420  sshl v0.2s, v1.2s, v2.2s            v1=0xd5014e0d01682d0632074201e8010101 v2=0xb73cdca6447e9b02fd9bd7fc8e6d67d6  =>  v0=0x3207420ffffffff
    0e624420  sshl v0.4h, v1.4h, v2.4h                                                                    => 
    2e624420  ushl v0.4h, v1.4h, v2.4h            v1=0x1dec1be53265992d3 v2=0x190000002497bee04b00000034  =>  v0=0x26590000
    6e624420  ushl v0.8h, v1.8h, v2.8h            v1=0x47cc800880dedb4d007fee01815f3309 v2=0x8000f842003dffff8000ffffcab5fff0  =>  v0=0x47cc000000006da6007f770000000000
    4e224c20  sqshl v0.16b, v1.16b, v2.16b        v1=0xba00c67f4111004a7fdaa6e1c4a90003 v2=0x8000000000000024be2558ee00000024  =>  v0=0xff00c67f4111007f008080ffc4a9007f fpsr=0x8000000
    4ee24c20  sqshl v0.2d, v1.2d, v2.2d           v1=0xe904ee03ffd0e209c118790945ff137f v2=0x3e2e393ffffffd70000003500000016  =>  v0=0xfffffffffff482778000000000000000 fpsr=0x8000000
    6e224c20  uqshl v0.16b, v1.16b, v2.16b        v1=0xa73cebd597273898000000100000047 v2=0x8000000085ac739b02368c4f00000017  =>  v0=0x73cebd0000ff00ff0000ff000000ff fpsr=0x8000000
    2e624c20  uqshl v0.4h, v1.4h, v2.4h                                                                   => 
    4e225420  srshl v0.16b, v1.16b, v2.16b        v1=0xfffffffffffffffa000000000000004d v2=0xffff00390007ffdd001345e98001fff7  =>  v0=0xff00ff8000000000000000000000
    0e225420  srshl v0.8b, v1.8b, v2.8b                                                                   => 
    6ea25420  urshl v0.4s, v1.4s, v2.4s           v1=0x1ffd60017fff0001e000f8001df1d v2=0x390caae6b074d67a8000000000000001  =>  v0=0x1e000f0003be3a
    2e625420  urshl v0.4h, v1.4h, v2.4h                                                                   => 
    4ea25c20  sqrshl v0.4s, v1.4s, v2.4s          v1=0x19000000260000002b681c06bf v2=0x4000050015f95b0016ffb70000fff4  =>  v0=0x3207fffffff00000000000681c0 fpsr=0x8000000
    4e225c20  sqrshl v0.16b, v1.16b, v2.16b       v1=0x10001ffc8002818ed00290018 v2=0xeabedb7743f97986aba4c119ac6adc0e  =>  v0=0x7f0000800000000080007f007f fpsr=0x8000000
    6e625c20  uqrshl v0.8h, v1.8h, v2.8h          v1=0xffe6000e8000002a0035000b8000000e v2=0xffffffffffffffb80000000000000001  =>  v0=0x7ff30007400000000035000b8000001c
    6e225c20  uqrshl v0.16b, v1.16b, v2.16b       v1=0xc1b8b118000000008000000000000026 v2=0x800000019b13d91effffffeea3b2b6a6  =>  v0=0xb8b130000000004000000000000000
    4ea26420  smax v0.4s, v1.4s, v2.4s            v1=0xe081f87f790103be09452b02b5b000 v2=0xc101003d04ff0b07ae110e0703240699  =>  v0=0xe081f87f790103be09452b03240699
    0e226420  smax v0.8b, v1.8b, v2.8b            v1=0xbe13ff00b70001000081c60b2401ec35 v2=0x127820a2a02802b002e4880807f00ff  =>  v0=0x2e480b247f0035
    6e626420  umax v0.8h, v1.8h, v2.8h            v1=0x8001000bffff80010340ffb3004a7fff v2=0xffffffffffffffb80000003eb48c5ad5  =>  v0=0xffffffffffffffb80340ffb3b48c7fff
    6e226420  umax v0.16b, v1.16b, v2.16b         v1=0xae51237810001028000ff011d8000ba v2=0x7fff000100120000a1258000ffff60c2  =>  v0=0x7fff123781120102a125ff01ffff60c2
    4e626c20  smin v0.8h, v1.8h, v2.8h            v1=0xe57f46ffde38c80afae90cc4be094609 v2=0xc3220011ee17c95cffb67fff80008bdc  =>  v0=0xc3220011de38c80afae90cc480008bdc
    4e226c20  smin v0.16b, v1.16b, v2.16b         v1=0x107fff80010006ffc5003a000eb65d v2=0xffffffcbe16384650000001effffffb5  =>  v0=0xffffffcb80018406ffc5001effffb6b5
    2ea26c20  umin v0.2s, v1.2s, v2.2s            v1=0x8d1f724134fc6475ca024e0e474f132d v2=0xcff3000f0823012a8008040806760980  =>  v0=0x8008040806760980
    6e626c20  umin v0.8h, v1.8h, v2.8h            v1=0x82b4f925ffffffc50000002c0000002f v2=0xfd812e261ff83f801e80bdb30c280081  =>  v0=0x82b42e261ff83f800000002c0000002f
    4e627420  sabd v0.8h, v1.8h, v2.8h            v1=0x4ffffffd00000000080000001 v2=0xffffffffffffffff8000000000000000  =>  v0=0x100050000002f8000000080000001
    0e627420  sabd v0.4h, v1.4h, v2.4h            v1=0x36ffffffe80000003a9f948cbd v2=0x80000000000000010000000000000067  =>  v0=0x3a606c73aa
    2e627420  uabd v0.4h, v1.4h, v2.4h            v1=0x800100010001001f6fb0ffca80010001 v2=0x4a000000000000005d  =>  v0=0x6fb0ffca8001005c
    2ea27420  uabd v0.2s, v1.2s, v2.2s            v1=0xb0001800100017fff7fffffdb0001 v2=0xffd557435ffb7fff8000ffe800358000  =>  v0=0x17fe9ffa58001
    0ea27c20  saba v0.2s, v1.2s, v2.2s            v0=0x7f7f8f08db0100015907c2000a7f0101 v1=0x422b647af82c0c26ffffffca1841fb01 v2=0x7fffffff00000043800000010000002b  =>  v0=0xd907c1c922c0fbd7
    0e227c20  saba v0.8b, v1.8b, v2.8b            v0=0x9a0f7f0b093d2bd8077f80810c830806 v1=0xbffff21909e03f216003080010099 v2=0x2cf090ddd043b00ffe29581e231fd01  =>  v0=0x14b3eb306eb30b6e
    2e627c20  uaba v0.4h, v1.4h, v2.4h            v0=0x12b83100c437808165000004f9014b01 v1=0xffd7000a800163f27920000500138001 v2=0x2bffffffffffffffe7  =>  v0=0xebdffffef8edcae7
    6e627c20  uaba v0.8h, v1.8h, v2.8h            v0=0x1bd1c85e3368839d7fffffff91428347 v1=0x20b34c02e0f0701802803f9aa250b80 v2=0xcce0a7f00269600edb380da00095be6  =>  v0=0x2694f29f6151129ced8a7ce03b5ed3ad
    4e628420  add v0.8h, v1.8h, v2.8h             v1=0xcb499fe2a2a56dc80 v2=0xffffffe67fffffffffffffeb00000000  =>  v0=0xffffffe67fff000bb498fe152a56dc80
    4e228420  add v0.16b, v1.16b, v2.16b          v1=0xffffffffffffffcd099c053db7db866d v2=0x2b17fa11b8c15475fa5f1bfa400a2d88  =>  v0=0x2a16f910b7c0534203fb2037f7e5b3f5
    6e628420  sub v0.8h, v1.8h, v2.8h             v1=0x8885001500070001ffc00010ffff v2=0x10ee531ced20101cc0d037f3c81e80f  =>  v0=0xfef2a3543143ff0633f4fc41c38f17f0
    2e628420  sub v0.4h, v1.4h, v2.4h             v1=0xd0ab40301350a06bf00800081577de5 v2=0x23ffffffc1895b3fd10000003e  =>  v0=0x35a5402f81577da7
    4e228c20  cmtst v0.16b, v1.16b, v2.16b        v1=0x181440fa4b5f8050d040eb446072f44 v2=0x44ec0cb5bc262f4307a007340f017f32  =>  v0=0xffffffffffffffff00ffffffffff00
    0e228c20  cmtst v0.8b, v1.8b, v2.8b           v1=0x7fff000100210010ffff000cffffffc0 v2=0xdf54a7c600000003ffffffec189fe5a1  =>  v0=0xffff00ffffffffff
    2e228c20  cmeq v0.8b, v1.8b, v2.8b            v1=0x8b055400810b38e8248080017f07c403                   => 
    6ee28c20  cmeq v0.2d, v1.2d, v2.2d            v2=0xafa22fffb6025ff2030b72e080fff0e                    => 
    4e629420  mla v0.8h, v1.8h, v2.8h             v0=0xbffffffdc7fffffffffffffeb v1=0x3c0005ffd495ffffc6000b00069a44 v2=0xfff0ffed000f001fffb2001800342716  =>  v0=0xfc40ffacfd6b29bd91ab010701379dc3
    4e229420  mla v0.16b, v1.16b, v2.16b          v0=0xdd3b4aa2a79e38a0000000000000033 v1=0x3e05e7ec80032604dfc4bfd60000ba27 v2=0x1b0000000000000000  =>  v0=0xdd3b4aa2a79e3f60000000000000033
    2ea29420  mls v0.2s, v1.2s, v2.2s             v0=0x81200a7fbe15ffb5804b073a80dc80e1 v1=0x27b8ae34dacde8050000000000000045 v2=0x8cbba7f3466090c4f04351606fb95d5  =>  v0=0x804b073a9f0d1e78
    2e629420  mls v0.4h, v1.4h, v2.4h             v0=0x718010a012a440e7f80beff0c2181fc v1=0x7fcdd23f03f78181b4021104fe0acefb v2=0x800c800e0f66e836000d60da0d087fe8  =>  v0=0x5b66c19799d16984
    0e629c20  mul v0.4h, v1.4h, v2.4h             v1=0x7ce5630606d781ec81b4ffb33e0bc200 v2=0xe60280b7070de61ccfff7f890ef70dcf  =>  v0=0xbe4ca3cb769dde00
    0e229c20  mul v0.8b, v1.8b, v2.8b             v1=0x97faa933baf01807502cbefba0c020c v2=0x1e0049003b0012e12bb58b80017342  =>  v0=0xd55687c5000ce618
    2e229c20  pmul v0.8b, v1.8b, v2.8b            v1=0x27b40caeffffffb50000002b00000012 v2=0xfffffffce072eae200000001fa1b075f  =>  v0=0x2b0000004e
    6e229c20  pmul v0.16b, v1.16b, v2.16b         v1=0x180019ee4001200175ba6fff78001 v2=0xa004a7f1e0c7f322080d5e80f0728d2  =>  v0=0x7f54b000440080c77005c500d2
    0e62a420  smaxp v0.4h, v1.4h, v2.4h           v1=0x1b48f0000300130c1a000030e1cbdf v2=0x480a1cd5816bfb0706000650b02a0181  =>  v0=0x65001810c1a30e1
    0e22a420  smaxp v0.8b, v1.8b, v2.8b           v1=0x8ffffffb40000003b00000001 v2=0x8000000000000001    =>  v0=0x1003b0001
    6e62a420  umaxp v0.8h, v1.8h, v2.8h           v1=0x110f12bf66093e6a11b5af9e007f0209 v2=0x1382e4000aff68bdb613f2e85181a400  =>  v0=0xe40068bdf2e8a40012bf6609af9e0209
    2ea2a420  umaxp v0.2s, v1.2s, v2.2s           v1=0x745f45060000003dffffffff00000015 v2=0x2ff380df1f4010cd7015390f3fc010b  =>  v0=0xf3fc010bffffffff
    4e62ac20  sminp v0.8h, v1.8h, v2.8h           v1=0x7fffffffffffffff33621f8288dd602b v2=0x8000000000000000000000000000005f  =>  v0=0x8000000000000000ffffffff1f8288dd
    0ea2ac20  sminp v0.2s, v1.2s, v2.2s           v1=0x307f0a0680817fc1bb03040301090121 v2=0x34000000010000001500000048  =>  v0=0x15bb030403
    6ea2ac20  uminp v0.4s, v1.4s, v2.4s           v1=0x9b04ffc48001ffc7ffff7fff0001fff1 v2=0xd281eb0f2808802f00ff4773000e20b3  =>  v0=0x2808802f000e20b38001ffc70001fff1
    6e62ac20  uminp v0.8h, v1.8h, v2.8h           v1=0x1d000b47a5ffff00028001002f                         =>  v0=0xb0002002f
    4ea2b420  sqdmulh v0.4s, v1.4s, v2.4s         v1=0x6ffc9001400170014ffffc910001f v2=0xa7660026000080010013001380017fff  =>  v0=0xfffb27ba000000140000031e36ef5b11
    0ea2b420  sqdmulh v0.2s, v1.2s, v2.2s         v1=0xc9e170a74554c003ffffffffffffffff v2=0x40652c235c800000015a120421  =>  v0=0xffffffff
    6e62b420  sqrdmulh v0.8h, v1.8h, v2.8h        v1=0x1b04d60c050feccd9d0e01098100ff v2=0xa9f4912f00170009000a7fff0000ffb0  =>  v0=0xffeefbd000020001fffc0e010000ffff
    2ea2b420  sqrdmulh v0.2s, v1.2s, v2.2s                                                                => 
    4e22bc20  addp v0.16b, v1.16b, v2.16b         v1=0xffba000e001900000000001b4a0affef v2=0xc9fff601f40100ff260101d0e880017f  =>  v0=0xc8f7f5ff27d16880b90e1900001b54ee
    4ee2bc20  addp v0.2d, v1.2d, v2.2d            v1=0x80000000000000000000000000000007 v2=0xff1a0fda057fb3010802030207808105  =>  v0=0x71c12dc0d0034068000000000000007
    5ea20c20  sqadd s0, s1, s2                    v1=0x18080330409010a6e037f29ff540f7f                    =>  v0=0xff540f7f
    5ee20c20  sqadd d0, d1, d2                    v1=0xffffffc6266c28f6aed5964dffffffca v2=0xc60301bd81f90001cf801df52b000006  =>  v0=0x8000000000000000 fpsr=0x8000000
    7ea20c20  uqadd s0, s1, s2                    v1=0xffffffff000000110000002b7fffffff v2=0x33f427ffd200067fffab987fff0000  =>  v0=0xfffeffff
    7e220c20  uqadd b0, b1, b2                    v2=0xffffffffffffffc900000041ffffffff                   =>  v0=0xff
    5e622c20  sqsub h0, h1, h2                    v1=0xb5ae1e9b000000040000002cdba9729a v2=0xfacac60f8571c0ab0b0d9feba4ef1e95  =>  v0=0x5405
    5ea22c20  sqsub s0, s1, s2                    v1=0x1cffffffffffffffd4 v2=0xc7c78803bdb2fc000fd7d5e5ff7f7f06  =>  v0=0x8080ce
    7ea22c20  uqsub s0, s1, s2                    v2=0xbee8ff8a0401ff0007ff080204ffe900                   =>  fpsr=0x8000000
    7ee22c20  uqsub d0, d1, d2                    v2=0x30dd5929ec9b601cb05f80bab0623a0                    =>  fpsr=0x8000000
    5ee23420  cmgt d0, d1, d2                                                                             => 
    7ee23420  cmhi d0, d1, d2                                                                             => 
    5ee23c20  cmge d0, d1, d2                     v2=0xcc0effcbffff80010001000400060049                   => 
    7ee23c20  cmhs d0, d1, d2                     v2=0x108000ffb90048001a003dffff0044                     => 
    5ee24420  sshl d0, d1, d2                                                                             => 
    7ee24420  ushl d0, d1, d2                     v1=0x8000004f001e001286a0ffc9ffd4001e v2=0xb0c0d7ffffff77137001cffedffe0  =>  v0=0x86a0ffc9
    5ee24c20  sqshl d0, d1, d2                    v1=0x29c577f3ffe0eb5e00001fde000b663b v2=0x2300150043ffe6aa590016003a1201  =>  v0=0x3fbc0016cc76
    5e624c20  sqshl h0, h1, h2                    v1=0xedf2d417fc00cd0102c308b5c7440f00 v2=0xb099075fffffffe0800000000000003a  =>  v0=0x7fff fpsr=0x8000000
    7ea24c20  uqshl s0, s1, s2                    v1=0x7c256e79894fe0674c v2=0xf7f3c4a7ffcfe8690002522d00010019  =>  v0=0xffffffff fpsr=0x8000000
    7e624c20  uqshl h0, h1, h2                    v1=0x83c2116d31ea382c7472c34fed0480f9 v2=0x7fffffffe535124d800000017fffffff  =>  v0=0x407c
    5ee25420  srshl d0, d1, d2                    v1=0xffcd0033ffb40004060c800046f1002e v2=0x9ffef00000003ffde000f0035ffff  =>  v0=0x306400023788017
    7ee25420  urshl d0, d1, d2                    v1=0xffffffdd5d77fbebffffffcc0000000f v2=0x808101807f0df3ff040cb206e90db60d  =>  v0=0xfff980000001e000
    5e625c20  sqrshl h0, h1, h2                                                                           => 
    5e225c20  sqrshl b0, b1, b2                                                                           => 
    7e625c20  uqrshl h0, h1, h2                                                                           => 
    7ee25c20  uqrshl d0, d1, d2                   v1=0x44ae5aefba354be6ffffffffffffffff v2=0x1909e32f040784e23524ee7f090a5401  =>  v0=0xffffffffffffffff fpsr=0x8000000
    5ee28420  add d0, d1, d2                      v1=0xd700098052f9cd80a3eada4c1144042b v2=0xef17913700000001ec7419ab00000020  =>  v0=0x905ef3f71144044b
    7ee28420  sub d0, d1, d2                      v1=0xffffffe800000015000000020000002b v2=0x4800000009ffffffba0000001b  =>  v0=0x4800000010
    5ee28c20  cmtst d0, d1, d2                    v1=0xd3000af020bef0ab1167d81be460b4d v2=0x1000000001bab35cf00000000  =>  v0=0xffffffffffffffff
    7ee28c20  cmeq d0, d1, d2                     v2=0x7120003800155a9e00140022000696be                   => 
    5ea2b420  sqdmulh s0, s1, s2                  v1=0xd681810e806c4900ba000b0e800d0002 v2=0x60cdc000107022dce0ee10900b10e0f  =>  v0=0xff4f03ec
    5e62b420  sqdmulh h0, h1, h2                  v1=0x8fdac7aa07be00120000ffd480010005 v2=0xb21393038ff076c6ac706e8ef76fadc  =>  v0=0xffff
    7e62b420  sqrdmulh h0, h1, h2                                                                         => 
    7ea2b420  sqrdmulh s0, s1, s2                 v1=0x1700018000000dffdf001af3ab000d v2=0xc0000002b0000002b7fffffff  =>  v0=0xf3ab000d
    2e428420  sqrdmlah v0.4h, v1.4h, v2.4h        v0=0xd3fcc490bef04a0b818159cc0ff70c0a v1=0x1180007fffffe5ffff001d12207d51 v2=0x80000000000000008000000000000001  =>  v0=0x818259cc0ff70c0b
    6e428420  sqrdmlah v0.8h, v1.8h, v2.8h                                                                => 
    7e428420  sqrdmlah h0, h1, h2                 v0=0x16819271847fff748100077fff8000 v1=0x442f800ed246050a0055022d7f0a81e2 v2=0x15ae04a720d74759ffffffeb0000002c  =>  v0=0x8000 fpsr=0x8000000
    7e828420  sqrdmlah s0, s1, s2                 v0=0xa0018ffe500077fff000e7e640049 v1=0x2e0016004a1f3900010033e1040004 v2=0x45978e25aea7a2030000000000000033  =>  v0=0x7e64003d
    6e828c20  sqrdmlsh v0.4s, v1.4s, v2.4s        v0=0x7fff0001ad002e580001001600018001 v1=0x220000000000000001 v2=0x7fffffe4000efff0ffc2001e7fff0029  =>  v0=0x7fff0001ad002e580001001600018000
    2e428c20  sqrdmlsh v0.4h, v1.4h, v2.4h        v0=0xa00018000a0f1001b004100001c03                      =>  v0=0x1b004100001c03
    7e428c20  sqrdmlsh h0, h1, h2                 v0=0x590000000000000032 v1=0x13af681e2004ce1007f3206fff18000 v2=0x8001ffb729774c73b8afffc77fff0012  =>  v0=0x44
    7e828c20  sqrdmlsh s0, s1, s2                 v0=0x54c5c02355f1dac17d164b70f6b0d81 v1=0x42ff001006c50a00b50160f5faef0101 v2=0xffee001c0001a7b600150001ffd215ea  =>  v0=0xf693c43
";
