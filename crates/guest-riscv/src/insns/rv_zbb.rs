//! Zbb: basic bit manipulation. Some of it is in Zbkb too.

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBB]
    andn    "0100000 rs2:5 rs1:5 111 rd:5 0110011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    orn     "0100000 rs2:5 rs1:5 110 rd:5 0110011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    xnor    "0100000 rs2:5 rs1:5 100 rd:5 0110011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    clz     "011000000000 rs1:5 001 rd:5 0010011"        R1 "{rd}, {rs1}";
    clzw    "011000000000 rs1:5 001 rd:5 0011011"        R1 "{rd}, {rs1}";
    ctz     "011000000001 rs1:5 001 rd:5 0010011"        R1 "{rd}, {rs1}";
    ctzw    "011000000001 rs1:5 001 rd:5 0011011"        R1 "{rd}, {rs1}";
    cpop    "011000000010 rs1:5 001 rd:5 0010011"        R1 "{rd}, {rs1}";
    cpopw   "011000000010 rs1:5 001 rd:5 0011011"        R1 "{rd}, {rs1}";
    max     "0000101 rs2:5 rs1:5 110 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    maxu    "0000101 rs2:5 rs1:5 111 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    min     "0000101 rs2:5 rs1:5 100 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    minu    "0000101 rs2:5 rs1:5 101 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    sext_b  "011000000100 rs1:5 001 rd:5 0010011"        R1 "{rd}, {rs1}";
    sext_h  "011000000101 rs1:5 001 rd:5 0010011"        R1 "{rd}, {rs1}";
    zext_h  "000010000000 rs1:5 100 rd:5 0111011"        R1 "{rd}, {rs1}"           over packw;
    rol     "0110000 rs2:5 rs1:5 001 rd:5 0110011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    rolw    "0110000 rs2:5 rs1:5 001 rd:5 0111011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    ror     "0110000 rs2:5 rs1:5 101 rd:5 0110011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    rori    "011000 shamt:6 rs1:5 101 rd:5 0010011"   Shift "{rd}, {rs1}, {shamt}"  needs [ZBB | ZBKB];
    roriw   "0110000 shamt:5 rs1:5 101 rd:5 0011011"  Shift "{rd}, {rs1}, {shamt}"  needs [ZBB | ZBKB];
    rorw    "0110000 rs2:5 rs1:5 101 rd:5 0111011"        R "{rd}, {rs1}, {rs2}"    needs [ZBB | ZBKB];
    orc_b   "001010000111 rs1:5 101 rd:5 0010011"        R1 "{rd}, {rs1}";
    rev8    "011010111000 rs1:5 101 rd:5 0010011"        R1 "{rd}, {rs1}"           needs [ZBB | ZBKB];
}

/// rd = rs1 & !rs2
fn andn(b: &Lift, i: R) {
    b.set_x(i.rd, b.andn(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 | !rs2
fn orn(b: &Lift, i: R) {
    b.set_x(i.rd, b.orn(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = !(rs1 ^ rs2)
fn xnor(b: &Lift, i: R) {
    b.set_x(i.rd, b.xnor(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = leading zeros of rs1; 64 for 0
fn clz(b: &Lift, i: R1) {
    b.set_x(i.rd, b.clz(b.x(i.rs1)));
}

/// rd = leading zeros of the low half of rs1; 32 for 0
fn clzw(b: &Lift, i: R1) {
    b.set_x(i.rd, b.zext32(b.clz(b.xw(i.rs1))));
}

/// rd = trailing zeros of rs1; 64 for 0
fn ctz(b: &Lift, i: R1) {
    b.set_x(i.rd, b.ctz(b.x(i.rs1)));
}

/// rd = trailing zeros of the low half of rs1; 32 for 0
fn ctzw(b: &Lift, i: R1) {
    b.set_x(i.rd, b.zext32(b.ctz(b.xw(i.rs1))));
}

/// rd = number of ones in rs1
fn cpop(b: &Lift, i: R1) {
    b.set_x(i.rd, b.popcnt(b.x(i.rs1)));
}

/// rd = number of ones in the low half of rs1
fn cpopw(b: &Lift, i: R1) {
    b.set_x(i.rd, b.zext32(b.popcnt(b.xw(i.rs1))));
}

/// rd = larger of rs1 and rs2, signed
fn max(b: &Lift, i: R) {
    b.set_x(i.rd, b.smax(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = larger of rs1 and rs2, unsigned
fn maxu(b: &Lift, i: R) {
    b.set_x(i.rd, b.umax(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = smaller of rs1 and rs2, signed
fn min(b: &Lift, i: R) {
    b.set_x(i.rd, b.smin(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = smaller of rs1 and rs2, unsigned
fn minu(b: &Lift, i: R) {
    b.set_x(i.rd, b.umin(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = low 8 bits of rs1, sign-extended
pub(super) fn sext_b(b: &Lift, i: R1) {
    b.set_x(i.rd, b.sext8(b.x(i.rs1)));
}

/// rd = low 16 bits of rs1, sign-extended
pub(super) fn sext_h(b: &Lift, i: R1) {
    b.set_x(i.rd, b.sext16(b.x(i.rs1)));
}

/// rd = low 16 bits of rs1, zero-extended
pub(super) fn zext_h(b: &Lift, i: R1) {
    b.set_x(i.rd, b.and_imm(b.x(i.rs1), 0xffff));
}

/// rd = rs1 rotated left by rs2 mod 64
fn rol(b: &Lift, i: R) {
    let right = b.sub(b.iconst(0), b.x(i.rs2));
    b.set_x(i.rd, b.rotr(b.x(i.rs1), right));
}

/// rd = sext32(low half of rs1 rotated left by rs2 mod 32)
fn rolw(b: &Lift, i: R) {
    let right = b.sub(b.iconst32(0), b.xw(i.rs2));
    b.set_xw(i.rd, b.rotr(b.xw(i.rs1), right));
}

/// rd = rs1 rotated right by rs2 mod 64
fn ror(b: &Lift, i: R) {
    b.set_x(i.rd, b.rotr(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 rotated right by shamt
fn rori(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.rotr(b.x(i.rs1), b.iconst(i.shamt as u64)));
}

/// rd = sext32(low half of rs1 rotated right by shamt)
fn roriw(b: &Lift, i: Shift) {
    b.set_xw(i.rd, b.rotr(b.xw(i.rs1), b.iconst32(i.shamt)));
}

/// rd = sext32(low half of rs1 rotated right by rs2 mod 32)
fn rorw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.rotr(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = each byte of rs1: 0xff if it is not 0, else 0
fn orc_b(b: &Lift, i: R1) {
    b.set_x(i.rd, b.orcb(b.x(i.rs1)));
}

/// rd = bytes of rs1 in reverse order
fn rev8(b: &Lift, i: R1) {
    b.set_x(i.rd, b.bswap(b.x(i.rs1)));
}

pub(crate) const CASES: &str = "
    40c5f533  andn a0, a1, a2    a1=0xff a2=0xf                          =>  a0=0xf0
    40c5e533  orn a0, a1, a2     a1=0x3 a2=0xf                           =>  a0=0xfffffffffffffff3
    40c5c533  xnor a0, a1, a2    a1=0x3 a2=0x5                           =>  a0=0xfffffffffffffff9
    60059513  clz a0, a1         a1=0x10                                 =>  a0=59
    60059513  clz a0, a1         a1=0                                    =>  a0=64
    60059513  clz a0, a1         a1=-1 a0=5                              =>  a0=0
    6005951b  clzw a0, a1        a1=0xffffffff00000001                   =>  a0=31
    6005951b  clzw a0, a1        a1=0xffffffff00000000                   =>  a0=32
    60159513  ctz a0, a1         a1=0x10                                 =>  a0=4
    60159513  ctz a0, a1         a1=0                                    =>  a0=64
    6015951b  ctzw a0, a1        a1=0xffffffff00000000                   =>  a0=32
    6015951b  ctzw a0, a1        a1=0x80000000                           =>  a0=31
    60259513  cpop a0, a1        a1=0xf0f0000000000001                   =>  a0=9
    6025951b  cpopw a0, a1       a1=0xffffffff80000001                   =>  a0=2
    0ac5e533  max a0, a1, a2     a1=-1 a2=1                              =>  a0=1
    0ac5f533  maxu a0, a1, a2    a1=-1 a2=1                              =>  a0=-1
    0ac5c533  min a0, a1, a2     a1=-1 a2=1                              =>  a0=-1
    0ac5d533  minu a0, a1, a2    a1=-1 a2=1                              =>  a0=1
    60459513  sext.b a0, a1      a1=0x180                                =>  a0=-0x80
    60459513  sext.b a0, a1      a1=0x17f                                =>  a0=0x7f
    60559513  sext.h a0, a1      a1=0x18000                              =>  a0=-0x8000
    0805c53b  zext.h a0, a1      a1=0x123456789                          =>  a0=0x6789
    60c59533  rol a0, a1, a2     a1=0x8000000000000001 a2=4              =>  a0=0x18
    60c59533  rol a0, a1, a2     a1=0x8000000000000001 a2=64             =>  a0=0x8000000000000001
    60c5953b  rolw a0, a1, a2    a1=0xffffffffc0000001 a2=33             =>  a0=0xffffffff80000003
    60c5d533  ror a0, a1, a2     a1=0x18 a2=0x104                        =>  a0=0x8000000000000001
    6045d513  rori a0, a1, 4     a1=0x18                                 =>  a0=0x8000000000000001
    63f5d513  rori a0, a1, 63    a1=0x8000000000000001                   =>  a0=3
    6005d513  rori a0, a1, 0     a1=0x18                                 =>  a0=0x18
    6015d51b  roriw a0, a1, 1    a1=0xf00000001                          =>  a0=-0x80000000
    60c5d53b  rorw a0, a1, a2    a1=0xf00000010 a2=36                    =>  a0=1
    2875d513  orc.b a0, a1       a1=0x0100000080001000                   =>  a0=0xff000000ff00ff00
    6b85d513  rev8 a0, a1        a1=0x0102030405060708                   =>  a0=0x0807060504030201
";
