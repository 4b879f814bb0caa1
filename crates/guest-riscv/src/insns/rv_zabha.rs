//! Zabha: atomic memory operations on bytes and halfwords. Results are sign-extended.

use ir::{Rmw, Value, Width};

use super::rv_a::aligned_address;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZABHA]
    amoswap_b   "00001 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoadd_b    "00000 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoxor_b    "00100 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoand_b    "01100 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoor_b     "01000 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomin_b    "10000 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomax_b    "10100 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amominu_b   "11000 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomaxu_b   "11100 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amocas_b    "00101 aqrl:2 rs2:5 rs1:5 000 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})"  needs [ZABHA, ZACAS];
    amoswap_h   "00001 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoadd_h    "00000 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoxor_h    "00100 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoand_h    "01100 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoor_h     "01000 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomin_h    "10000 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomax_h    "10100 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amominu_h   "11000 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomaxu_h   "11100 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amocas_h    "00101 aqrl:2 rs2:5 rs1:5 001 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})"  needs [ZABHA, ZACAS];
}

/// Low byte or halfword of register `x`, sign-extended (I32).
fn narrow(b: &Lift, x: X, width: Width) -> Value {
    let v = b.xw(x);
    if width == Width::B1 {
        b.sext8(v)
    } else {
        b.sext16(v)
    }
}

fn amo(b: &Lift, i: Amo, width: Width, op: Rmw) {
    let addr = aligned_address(b, i.rs1, width);
    let old = b.atomic_rmw(op, width, addr, narrow(b, i.rs2, width));
    b.set_xw(i.rd, old);
}

fn amocas(b: &Lift, i: Amo, width: Width) {
    let addr = aligned_address(b, i.rs1, width);
    let old = b.atomic_cas(width, addr, narrow(b, i.rd, width), narrow(b, i.rs2, width));
    b.set_xw(i.rd, old);
}

/// rd = sext(8 bits at rs1); they become rs2
fn amoswap_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Swap);
}

/// rd = sext(8 bits at rs1); they become their sum with rs2
fn amoadd_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Add);
}

/// rd = sext(8 bits at rs1); they become old ^ rs2
fn amoxor_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Xor);
}

/// rd = sext(8 bits at rs1); they become old & rs2
fn amoand_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::And);
}

/// rd = sext(8 bits at rs1); they become old | rs2
fn amoor_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Or);
}

/// rd = sext(8 bits at rs1); they become the signed minimum
fn amomin_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Smin);
}

/// rd = sext(8 bits at rs1); they become the signed maximum
fn amomax_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Smax);
}

/// rd = sext(8 bits at rs1); they become the unsigned minimum
fn amominu_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Umin);
}

/// rd = sext(8 bits at rs1); they become the unsigned maximum
fn amomaxu_b(b: &Lift, i: Amo) {
    amo(b, i, Width::B1, Rmw::Umax);
}

/// rd = sext(8 bits at rs1); they become rs2 if they were rd
fn amocas_b(b: &Lift, i: Amo) {
    amocas(b, i, Width::B1);
}

/// rd = sext(16 bits at rs1); they become rs2
fn amoswap_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Swap);
}

/// rd = sext(16 bits at rs1); they become their sum with rs2
fn amoadd_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Add);
}

/// rd = sext(16 bits at rs1); they become old ^ rs2
fn amoxor_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Xor);
}

/// rd = sext(16 bits at rs1); they become old & rs2
fn amoand_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::And);
}

/// rd = sext(16 bits at rs1); they become old | rs2
fn amoor_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Or);
}

/// rd = sext(16 bits at rs1); they become the signed minimum
fn amomin_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Smin);
}

/// rd = sext(16 bits at rs1); they become the signed maximum
fn amomax_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Smax);
}

/// rd = sext(16 bits at rs1); they become the unsigned minimum
fn amominu_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Umin);
}

/// rd = sext(16 bits at rs1); they become the unsigned maximum
fn amomaxu_h(b: &Lift, i: Amo) {
    amo(b, i, Width::B2, Rmw::Umax);
}

/// rd = sext(16 bits at rs1); they become rs2 if they were rd
fn amocas_h(b: &Lift, i: Amo) {
    amocas(b, i, Width::B2);
}

pub(crate) const CASES: &str = "
    08c5852f  amoswap.b a0, a2, (a1)       a1=0x40003 a2=0x106 mem32[0x40000]=0x80112233       =>  a0=-0x80 mem32[0x40000]=0x06112233
    00c5852f  amoadd.b a0, a2, (a1)        a1=0x40001 a2=1 mem32[0x40000]=0x1122ff33           =>  a0=-1 mem32[0x40000]=0x11220033
    20c5852f  amoxor.b a0, a2, (a1)        a1=0x40000 a2=0xf mem8[0x40000]=0x7a                =>  a0=0x7a mem8[0x40000]=0x75
    60c5852f  amoand.b a0, a2, (a1)        a1=0x40000 a2=0xf mem16[0x40000]=0x117a             =>  a0=0x7a mem16[0x40000]=0x110a
    40c5852f  amoor.b a0, a2, (a1)         a1=0x40000 a2=0xf mem16[0x40000]=0x117a             =>  a0=0x7a mem16[0x40000]=0x117f
    80c5852f  amomin.b a0, a2, (a1)        a1=0x40000 a2=0x80 mem8[0x40000]=0x7f               =>  a0=0x7f mem8[0x40000]=0x80
    80c5852f  amomin.b a0, a2, (a1)        a1=0x40000 a2=0x1ff mem8[0x40000]=0x80              =>  a0=-0x80
    a0c5852f  amomax.b a0, a2, (a1)        a1=0x40000 a2=0x7f mem8[0x40000]=0x80               =>  a0=-0x80 mem8[0x40000]=0x7f
    c0c5852f  amominu.b a0, a2, (a1)       a1=0x40000 a2=0x17f mem8[0x40000]=0x80              =>  a0=-0x80 mem8[0x40000]=0x7f
    e0c5852f  amomaxu.b a0, a2, (a1)       a1=0x40000 a2=0x80 mem8[0x40000]=0x7f               =>  a0=0x7f mem8[0x40000]=0x80
    28c5852f  amocas.b a0, a2, (a1)        a1=0x40001 a0=0x1fe a2=0x577 mem32[0x40000]=0x1122fe33  =>  a0=-2 mem32[0x40000]=0x11227733
    28c5852f  amocas.b a0, a2, (a1)        a1=0x40001 a0=0x1fd a2=0x577 mem32[0x40000]=0x11220e33  =>  a0=0xe
    08c5952f  amoswap.h a0, a2, (a1)       a1=0x40002 a2=0x10006 mem32[0x40000]=0x80112233     =>  a0=0xffffffffffff8011 mem32[0x40000]=0x00062233
    06c5952f  amoadd.h.aqrl a0, a2, (a1)   a1=0x40000 a2=1 mem32[0x40000]=0x1122ffff           =>  a0=-1 mem32[0x40000]=0x11220000
    20c5952f  amoxor.h a0, a2, (a1)        a1=0x40000 a2=0xff0f mem16[0x40000]=0x7a            =>  a0=0x7a mem16[0x40000]=0xff75
    60c5952f  amoand.h a0, a2, (a1)        a1=0x40000 a2=0xf0f mem16[0x40000]=0x117a           =>  a0=0x117a mem16[0x40000]=0x010a
    40c5952f  amoor.h a0, a2, (a1)         a1=0x40000 a2=0xf0f mem16[0x40000]=0x117a           =>  a0=0x117a mem16[0x40000]=0x1f7f
    80c5952f  amomin.h a0, a2, (a1)        a1=0x40000 a2=0x8000 mem16[0x40000]=0x7fff          =>  a0=0x7fff mem16[0x40000]=0x8000
    a0c5952f  amomax.h a0, a2, (a1)        a1=0x40000 a2=0x7fff mem16[0x40000]=0x8000          =>  a0=-0x8000 mem16[0x40000]=0x7fff
    c0c5952f  amominu.h a0, a2, (a1)       a1=0x40000 a2=0x17fff mem16[0x40000]=0x8000         =>  a0=-0x8000 mem16[0x40000]=0x7fff
    e0c5952f  amomaxu.h a0, a2, (a1)       a1=0x40000 a2=0x8000 mem16[0x40000]=0x7fff          =>  a0=0x7fff mem16[0x40000]=0x8000
    00c5952f  amoadd.h a0, a2, (a1)        a1=0x40001 a2=1                                     =>  exit=misaligned
    28c5952f  amocas.h a0, a2, (a1)        a1=0x40002 a0=0xfedcba98 a2=1 mem32[0x40000]=0xba980000  =>  a0=0xffffffffffffba98 mem32[0x40000]=0x10000
";
