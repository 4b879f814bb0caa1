//! A: load-reserved/store-conditional (Zalrsc) and atomic memory operations (Zaamo) on words and doublewords.
//! All need natural alignment. IR atomics are sequentially consistent, so acquire and release cost nothing more,
//! except before a load-reserved: that is an ordinary load on the host.

use ir::{Fence, Rmw, Value, Width};

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [A | ZAAMO]
    lr_w        "00010 aqrl:2 00000 rs1:5 010 rd:5 0101111"  Lr  "{.aqrl} {rd}, ({rs1})"         needs [A | ZALRSC];
    lr_d        "00010 aqrl:2 00000 rs1:5 011 rd:5 0101111"  Lr  "{.aqrl} {rd}, ({rs1})"         needs [A | ZALRSC];
    sc_w        "00011 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})"  needs [A | ZALRSC];
    sc_d        "00011 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})"  needs [A | ZALRSC];

    amoswap_w   "00001 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoadd_w    "00000 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoxor_w    "00100 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoand_w    "01100 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoor_w     "01000 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomin_w    "10000 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomax_w    "10100 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amominu_w   "11000 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomaxu_w   "11100 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoswap_d   "00001 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoadd_d    "00000 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoxor_d    "00100 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoand_d    "01100 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amoor_d     "01000 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomin_d    "10000 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomax_d    "10100 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amominu_d   "11000 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amomaxu_d   "11100 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"  Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
}

fn load_reserved(b: &Lift, i: Lr, width: Width) {
    let addr = b.x(i.rs1);
    b.check_aligned(addr, width);
    if i.aqrl.release() {
        b.fence(Fence::Full);
    }
    b.set_x(i.rd, b.load_exclusive(width, addr));
}

/// rd = sext(32 bits at rs1), reserved
fn lr_w(b: &Lift, i: Lr) {
    load_reserved(b, i, Width::B4);
}

/// rd = 64 bits at rs1, reserved
fn lr_d(b: &Lift, i: Lr) {
    load_reserved(b, i, Width::B8);
}

fn store_conditional(b: &Lift, i: Amo, width: Width) {
    let addr = b.x(i.rs1);
    b.check_aligned(addr, width);
    b.set_x(i.rd, b.store_exclusive(width, addr, b.x(i.rs2)));
}

/// if still reserved: 32 bits at rs1 = rs2, rd = 0; else rd = 1
fn sc_w(b: &Lift, i: Amo) {
    store_conditional(b, i, Width::B4);
}

/// if still reserved: 64 bits at rs1 = rs2, rd = 0; else rd = 1
fn sc_d(b: &Lift, i: Amo) {
    store_conditional(b, i, Width::B8);
}

/// The address of an atomic operation, checked.
pub(super) fn aligned_address(b: &Lift, rs1: X, width: Width) -> Value {
    let addr = b.x(rs1);
    b.check_aligned(addr, width);
    addr
}

fn amo_w(b: &Lift, i: Amo, op: Rmw) {
    let addr = aligned_address(b, i.rs1, Width::B4);
    b.set_xw(i.rd, b.atomic_rmw(op, Width::B4, addr, b.xw(i.rs2)));
}

fn amo_d(b: &Lift, i: Amo, op: Rmw) {
    let addr = aligned_address(b, i.rs1, Width::B8);
    b.set_x(i.rd, b.atomic_rmw(op, Width::B8, addr, b.x(i.rs2)));
}

/// rd = sext(32 bits at rs1); they become rs2
fn amoswap_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Swap);
}

/// rd = sext(32 bits at rs1); they become their sum with rs2
fn amoadd_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Add);
}

/// rd = sext(32 bits at rs1); they become old ^ rs2
fn amoxor_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Xor);
}

/// rd = sext(32 bits at rs1); they become old & rs2
fn amoand_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::And);
}

/// rd = sext(32 bits at rs1); they become old | rs2
fn amoor_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Or);
}

/// rd = sext(32 bits at rs1); they become the signed minimum
fn amomin_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Smin);
}

/// rd = sext(32 bits at rs1); they become the signed maximum
fn amomax_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Smax);
}

/// rd = sext(32 bits at rs1); they become the unsigned minimum
fn amominu_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Umin);
}

/// rd = sext(32 bits at rs1); they become the unsigned maximum
fn amomaxu_w(b: &Lift, i: Amo) {
    amo_w(b, i, Rmw::Umax);
}

/// rd = 64 bits at rs1; they become rs2
fn amoswap_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Swap);
}

/// rd = 64 bits at rs1; they become their sum with rs2
fn amoadd_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Add);
}

/// rd = 64 bits at rs1; they become old ^ rs2
fn amoxor_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Xor);
}

/// rd = 64 bits at rs1; they become old & rs2
fn amoand_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::And);
}

/// rd = 64 bits at rs1; they become old | rs2
fn amoor_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Or);
}

/// rd = 64 bits at rs1; they become the signed minimum
fn amomin_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Smin);
}

/// rd = 64 bits at rs1; they become the signed maximum
fn amomax_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Smax);
}

/// rd = 64 bits at rs1; they become the unsigned minimum
fn amominu_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Umin);
}

/// rd = 64 bits at rs1; they become the unsigned maximum
fn amomaxu_d(b: &Lift, i: Amo) {
    amo_d(b, i, Rmw::Umax);
}

pub(crate) const CASES: &str = "
    1005a52f  lr.w a0, (a1)                a1=0x40000 mem64[0x40000]=0x1180000000              =>  a0=-0x80000000
    1605a52f  lr.w.aqrl a0, (a1)           a1=0x40004 mem64[0x40000]=0x1180000000              =>  a0=0x11
    1405b52f  lr.d.aq a0, (a1)             a1=0x40008 mem64[0x40008]=0x8000000000000000        =>  a0=0x8000000000000000
    1005a52f  lr.w a0, (a1)                a1=0x40002                                          =>  exit=misaligned
    1005b52f  lr.d a0, (a1)                a1=0x40004                                          =>  exit=misaligned
    18c5a52f  sc.w a0, a2, (a1)            a1=0x40000 a2=5                                     =>  a0=1
    1ac5b52f  sc.d.rl a0, a2, (a1)         a1=0x40000 a2=5                                     =>  a0=1
    18c5b52f  sc.d a0, a2, (a1)            a1=0x40001 a2=5                                     =>  exit=misaligned
    08c5a52f  amoswap.w a0, a2, (a1)       a1=0x40000 a2=0x700000006 mem64[0x40000]=0x980000001  =>  a0=0xffffffff80000001 mem64[0x40000]=0x900000006
    08c5202f  amoswap.w zero, a2, (a0)     a0=0x40000 a2=6 mem32[0x40000]=9                    =>  mem32[0x40000]=6
    00c5a52f  amoadd.w a0, a2, (a1)        a1=0x40000 a2=1 mem64[0x40000]=0xffffffff           =>  a0=-1 mem64[0x40000]=0
    06c5a52f  amoadd.w.aqrl a0, a2, (a1)   a1=0x40004 a2=-1 mem32[0x40004]=0x10                =>  a0=0x10 mem32[0x40004]=0xf
    00c5252f  amoadd.w a0, a2, (a0)        a0=0x40000 a2=2 mem32[0x40000]=3                    =>  a0=3 mem32[0x40000]=5
    00a5252f  amoadd.w a0, a0, (a0)        a0=0x40000 mem32[0x40000]=3                         =>  a0=3 mem32[0x40000]=0x40003
    20c5a52f  amoxor.w a0, a2, (a1)        a1=0x40000 a2=0xff mem32[0x40000]=0xf0f0            =>  a0=0xf0f0 mem32[0x40000]=0xf00f
    60c5a52f  amoand.w a0, a2, (a1)        a1=0x40000 a2=0xff mem32[0x40000]=0xf0f0            =>  a0=0xf0f0 mem32[0x40000]=0xf0
    40c5a52f  amoor.w a0, a2, (a1)         a1=0x40000 a2=0xff mem32[0x40000]=0xf0f0            =>  a0=0xf0f0 mem32[0x40000]=0xf0ff
    80c5a52f  amomin.w a0, a2, (a1)        a1=0x40000 a2=0xffffffff mem32[0x40000]=1           =>  a0=1 mem32[0x40000]=0xffffffff
    80c5a52f  amomin.w a0, a2, (a1)        a1=0x40000 a2=0x7fffffff00000005 mem32[0x40000]=4  =>  a0=4
    a0c5a52f  amomax.w a0, a2, (a1)        a1=0x40000 a2=1 mem32[0x40000]=0xffffffff           =>  a0=-1 mem32[0x40000]=1
    c0c5a52f  amominu.w a0, a2, (a1)       a1=0x40000 a2=1 mem32[0x40000]=0xffffffff           =>  a0=-1 mem32[0x40000]=1
    e0c5a52f  amomaxu.w a0, a2, (a1)       a1=0x40000 a2=0x180000000 mem32[0x40000]=1          =>  a0=1 mem32[0x40000]=0x80000000
    00c5a52f  amoadd.w a0, a2, (a1)        a1=0x40002 a2=1                                     =>  exit=misaligned
    08c5b52f  amoswap.d a0, a2, (a1)       a1=0x40000 a2=6 mem64[0x40000]=0x980000001          =>  a0=0x980000001 mem64[0x40000]=6
    00c5b52f  amoadd.d a0, a2, (a1)        a1=0x40000 a2=1 mem64[0x40000]=0xffffffff           =>  a0=0xffffffff mem64[0x40000]=0x100000000
    20c5b52f  amoxor.d a0, a2, (a1)        a1=0x40000 a2=-1 mem64[0x40000]=0xf0f0              =>  a0=0xf0f0 mem64[0x40000]=0xffffffffffff0f0f
    60c5b52f  amoand.d a0, a2, (a1)        a1=0x40000 a2=0xff mem64[0x40000]=0xf0f0            =>  a0=0xf0f0 mem64[0x40000]=0xf0
    40c5b52f  amoor.d a0, a2, (a1)         a1=0x40000 a2=0xff mem64[0x40000]=0xf0f0            =>  a0=0xf0f0 mem64[0x40000]=0xf0ff
    80c5b52f  amomin.d a0, a2, (a1)        a1=0x40000 a2=-1 mem64[0x40000]=1                   =>  a0=1 mem64[0x40000]=-1
    a0c5b52f  amomax.d a0, a2, (a1)        a1=0x40000 a2=-1 mem64[0x40000]=1                   =>  a0=1
    c0c5b52f  amominu.d a0, a2, (a1)       a1=0x40000 a2=-1 mem64[0x40000]=1                   =>  a0=1
    e0c5b52f  amomaxu.d a0, a2, (a1)       a1=0x40000 a2=-1 mem64[0x40000]=1                   =>  a0=1 mem64[0x40000]=-1
    e4c5b52f  amomaxu.d.aq a0, a2, (a1)    a1=0x40004 a2=-1                                    =>  exit=misaligned
";
