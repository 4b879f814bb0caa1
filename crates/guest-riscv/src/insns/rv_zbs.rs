//! Zbs: single bits.

use ir::Value;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBS]
    bclr   "0100100 rs2:5 rs1:5 001 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    bclri  "010010 shamt:6 rs1:5 001 rd:5 0010011" Shift "{rd}, {rs1}, {shamt}";
    bext   "0100100 rs2:5 rs1:5 101 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    bexti  "010010 shamt:6 rs1:5 101 rd:5 0010011" Shift "{rd}, {rs1}, {shamt}";
    binv   "0110100 rs2:5 rs1:5 001 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    binvi  "011010 shamt:6 rs1:5 001 rd:5 0010011" Shift "{rd}, {rs1}, {shamt}";
    bset   "0010100 rs2:5 rs1:5 001 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    bseti  "001010 shamt:6 rs1:5 001 rd:5 0010011" Shift "{rd}, {rs1}, {shamt}";
}

/// 1 << (rs2 mod 64)
fn bit(b: &Lift, rs2: X) -> Value {
    b.shl(b.iconst(1), b.x(rs2))
}

/// rd = rs1 with bit rs2 mod 64 clear
fn bclr(b: &Lift, i: R) {
    b.set_x(i.rd, b.andn(b.x(i.rs1), bit(b, i.rs2)));
}

/// rd = rs1 with bit shamt clear
fn bclri(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.and_imm(b.x(i.rs1), !(1 << i.shamt)));
}

/// rd = bit rs2 mod 64 of rs1
fn bext(b: &Lift, i: R) {
    b.set_x(i.rd, b.and_imm(b.shr(b.x(i.rs1), b.x(i.rs2)), 1));
}

/// rd = bit shamt of rs1
fn bexti(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.and_imm(b.shr_imm(b.x(i.rs1), i.shamt), 1));
}

/// rd = rs1 with bit rs2 mod 64 inverted
fn binv(b: &Lift, i: R) {
    b.set_x(i.rd, b.xor(b.x(i.rs1), bit(b, i.rs2)));
}

/// rd = rs1 with bit shamt inverted
fn binvi(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.xor(b.x(i.rs1), b.iconst(1 << i.shamt)));
}

/// rd = rs1 with bit rs2 mod 64 set
fn bset(b: &Lift, i: R) {
    b.set_x(i.rd, b.or(b.x(i.rs1), bit(b, i.rs2)));
}

/// rd = rs1 with bit shamt set
fn bseti(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.or(b.x(i.rs1), b.iconst(1 << i.shamt)));
}

pub(crate) const CASES: &str = "
    48c59533  bclr a0, a1, a2     a1=-1 a2=65         =>  a0=-3
    4bf59513  bclri a0, a1, 63    a1=-1               =>  a0=0x7fffffffffffffff
    48c5d533  bext a0, a1, a2     a1=0x10 a2=68       =>  a0=1
    48c5d533  bext a0, a1, a2     a1=0x10 a2=3 a0=1   =>  a0=0
    4bf5d513  bexti a0, a1, 63    a1=-1               =>  a0=1
    4855d513  bexti a0, a1, 5     a1=0x60             =>  a0=1
    68c59533  binv a0, a1, a2     a1=0x11 a2=4        =>  a0=1
    6a059513  binvi a0, a1, 32    a1=1                =>  a0=0x100000001
    28c59533  bset a0, a1, a2     a1=1 a2=-1          =>  a0=0x8000000000000001
    28c01533  bset a0, zero, a2   a2=3                =>  a0=8
    2a059513  bseti a0, a1, 32    a1=1                =>  a0=0x100000001
";
