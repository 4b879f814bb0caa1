//! Zacas: compare and swap of words, doublewords and quadwords. (Bytes and halfwords: Zabha.)

use ir::{Value, Width};

use super::rv_a::aligned_address;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZACAS]
    amocas_w  "00101 aqrl:2 rs2:5 rs1:5 010 rd:5 0101111"                Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amocas_d  "00101 aqrl:2 rs2:5 rs1:5 011 rd:5 0101111"                Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
    amocas_q  "00101 aqrl:2 rs2[4:1] 0 rs1:5 100 rd[4:1] 0 0101111"      Amo "{.aqrl} {rd}, {rs2}, ({rs1})";
}

/// rd = sext(32 bits at rs1); they become rs2 if they were rd
fn amocas_w(b: &Lift, i: Amo) {
    let addr = aligned_address(b, i.rs1, Width::B4);
    b.set_xw(i.rd, b.atomic_cas(Width::B4, addr, b.xw(i.rd), b.xw(i.rs2)));
}

/// rd = 64 bits at rs1; they become rs2 if they were rd
fn amocas_d(b: &Lift, i: Amo) {
    let addr = aligned_address(b, i.rs1, Width::B8);
    b.set_x(i.rd, b.atomic_cas(Width::B8, addr, b.x(i.rd), b.x(i.rs2)));
}

/// An even register and the next one; with x0 first both are 0.
fn pair(b: &Lift, low: X) -> (Value, Value) {
    (b.x(low), b.x(low.pair_high()))
}

/// rd pair = 128 bits at rs1; they become the rs2 pair if they were the rd pair
fn amocas_q(b: &Lift, i: Amo) {
    let addr = aligned_address(b, i.rs1, Width::B16);
    let (low, high) = b.atomic_cas128(addr, pair(b, i.rd), pair(b, i.rs2));
    b.set_x(i.rd, low);
    b.set_x(i.rd.pair_high(), high);
}

pub(crate) const CASES: &str = "
    28c5a52f  amocas.w a0, a2, (a1)       a1=0x40000 a0=0x180000001 a2=7 mem64[0x40000]=0x280000001  =>  a0=0xffffffff80000001 mem64[0x40000]=0x200000007
    28c5a52f  amocas.w a0, a2, (a1)       a1=0x40000 a0=1 a2=7 mem32[0x40000]=2                      =>  a0=2
    28c5a02f  amocas.w zero, a2, (a1)     a1=0x40000 a2=7 mem32[0x40000]=0                           =>  mem32[0x40000]=7
    28c5a52f  amocas.w a0, a2, (a1)       a1=0x40002                                                 =>  exit=misaligned
    2ec5b52f  amocas.d.aqrl a0, a2, (a1)  a1=0x40008 a0=5 a2=7 mem64[0x40008]=5                      =>  mem64[0x40008]=7
    28c5b52f  amocas.d a0, a2, (a1)       a1=0x40008 a0=5 a2=7 mem64[0x40008]=0x100000005            =>  a0=0x100000005
    28c7452f  amocas.q a0, a2, (a4)       a4=0x40010 a0=1 a1=2 a2=3 a3=4 mem64[0x40010]=1 mem64[0x40018]=2  =>  mem64[0x40010]=3 mem64[0x40018]=4
    28c7452f  amocas.q a0, a2, (a4)       a4=0x40010 a0=1 a1=2 a2=3 a3=4 mem64[0x40010]=1 mem64[0x40018]=9  =>  a1=9
    28c7402f  amocas.q zero, a2, (a4)     a4=0x40010 ra=5 a2=3 a3=4                                  =>  mem64[0x40010]=3 mem64[0x40018]=4
    2807452f  amocas.q a0, zero, (a4)     a4=0x40010 ra=5 a0=3 a1=4 mem64[0x40010]=3 mem64[0x40018]=4  =>  mem64[0x40010]=0 mem64[0x40018]=0
    28c7452f  amocas.q a0, a2, (a4)       a4=0x40008                                                 =>  exit=misaligned
";
