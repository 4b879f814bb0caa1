//! Zbc: carry-less multiplication. clmul and clmulh are in Zbkc too.

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBC]
    clmul   "0000101 rs2:5 rs1:5 001 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [ZBC | ZBKC];
    clmulh  "0000101 rs2:5 rs1:5 011 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [ZBC | ZBKC];
    clmulr  "0000101 rs2:5 rs1:5 010 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
}

/// rd = bits 63..0 of the carry-less product
fn clmul(b: &Lift, i: R) {
    b.set_x(i.rd, b.clmul(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = bits 127..64 of the carry-less product
fn clmulh(b: &Lift, i: R) {
    b.set_x(i.rd, b.clmulh(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = bits 126..63 of the carry-less product
fn clmulr(b: &Lift, i: R) {
    let (x, y) = (b.x(i.rs1), b.x(i.rs2));
    let (low, high) = (b.clmul(x, y), b.clmulh(x, y));
    b.set_x(i.rd, b.or(b.shl_imm(high, 1), b.shr_imm(low, 63)));
}

pub(crate) const CASES: &str = "
    0ac59533  clmul a0, a1, a2   a1=3 a2=3                                        =>  a0=5
    0ac59533  clmul a0, a1, a2   a1=0x8000000000000000 a2=3                       =>  a0=0x8000000000000000
    0ac5b533  clmulh a0, a1, a2  a1=0x8000000000000000 a2=6                       =>  a0=3
    0ac5b533  clmulh a0, a1, a2  a1=3 a2=3 a0=9                                   =>  a0=0
    0ac5a533  clmulr a0, a1, a2  a1=0x8000000000000000 a2=7                       =>  a0=7
    0ac5a533  clmulr a0, a1, a2  a1=0x8000000000000000 a2=0x8000000000000001      =>  a0=0x8000000000000001
    0ac52533  clmulr a0, a0, a2  a0=0x4000000000000000 a2=2                       =>  a0=1
";
