//! Zcb: more compressed integer instructions.

use super::rv_i::{andi, lbu, lh, lhu, sb, sh, xori};
use super::rv_m::mul;
use super::rv_zbb::{sext_b, sext_h, zext_h};
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZCB]
    c_lbu     "100 000 rs1:3 uimm[0|1] rd:3 00"    CL  "{rd}, {uimm}({rs1})";
    c_lhu     "100 001 rs1:3 0 uimm[1] rd:3 00"    CL  "{rd}, {uimm}({rs1})";
    c_lh      "100 001 rs1:3 1 uimm[1] rd:3 00"    CL  "{rd}, {uimm}({rs1})";
    c_sb      "100 010 rs1:3 uimm[0|1] rs2:3 00"   CS  "{rs2}, {uimm}({rs1})";
    c_sh      "100 011 rs1:3 0 uimm[1] rs2:3 00"   CS  "{rs2}, {uimm}({rs1})";
    c_zext_b  "100 1 11 rd:3 11 000 01"            CR1 "{rd}";
    c_sext_b  "100 1 11 rd:3 11 001 01"            CR1 "{rd}"          needs [ZCB, ZBB];
    c_zext_h  "100 1 11 rd:3 11 010 01"            CR1 "{rd}"          needs [ZCB, ZBB];
    c_sext_h  "100 1 11 rd:3 11 011 01"            CR1 "{rd}"          needs [ZCB, ZBB];
    c_zext_w  "100 1 11 rd:3 11 100 01"            CR1 "{rd}"          needs [ZCB, ZBA];
    c_not     "100 1 11 rd:3 11 101 01"            CR1 "{rd}";
    c_mul     "100 1 11 rd:3 10 rs2:3 01"          CR  "{rd}, {rs2}"   needs [ZCB, M | ZMMUL];
}

/// lbu
fn c_lbu(b: &Lift, i: CL) {
    lbu(b, i.into());
}

/// lhu
fn c_lhu(b: &Lift, i: CL) {
    lhu(b, i.into());
}

/// lh
fn c_lh(b: &Lift, i: CL) {
    lh(b, i.into());
}

/// sb
fn c_sb(b: &Lift, i: CS) {
    sb(b, i.into());
}

/// sh
fn c_sh(b: &Lift, i: CS) {
    sh(b, i.into());
}

impl From<CR1> for R1 {
    fn from(c: CR1) -> R1 {
        R1 {
            rd: c.rd,
            rs1: c.rd,
        }
    }
}

fn with_imm(c: CR1, imm: i64) -> I {
    I {
        rd: c.rd,
        rs1: c.rd,
        imm,
    }
}

/// andi rd, rd, 255
fn c_zext_b(b: &Lift, i: CR1) {
    andi(b, with_imm(i, 0xff));
}

/// sext.b rd, rd
fn c_sext_b(b: &Lift, i: CR1) {
    sext_b(b, i.into());
}

/// zext.h rd, rd
fn c_zext_h(b: &Lift, i: CR1) {
    zext_h(b, i.into());
}

/// sext.h rd, rd
fn c_sext_h(b: &Lift, i: CR1) {
    sext_h(b, i.into());
}

/// add.uw rd, rd, x0
fn c_zext_w(b: &Lift, i: CR1) {
    b.set_x(i.rd, b.zext32(b.xw(i.rd)));
}

/// xori rd, rd, -1
fn c_not(b: &Lift, i: CR1) {
    xori(b, with_imm(i, -1));
}

/// mul rd, rd, rs2
fn c_mul(b: &Lift, i: CR) {
    mul(b, i.into());
}

pub(crate) const CASES: &str = "
    8188      c.lbu a0, 0(a1)     a1=0x40000 mem8[0x40000]=0xff            =>  a0=0xff
    81c8      c.lbu a0, 1(a1)     a1=0x40000 mem8[0x40001]=0xff            =>  a0=0xff
    81a8      c.lbu a0, 2(a1)     a1=0x40000 mem8[0x40002]=0xff            =>  a0=0xff
    85a8      c.lhu a0, 2(a1)     a1=0x40000 mem16[0x40002]=0xffff         =>  a0=0xffff
    85c8      c.lh a0, 0(a1)      a1=0x40000 mem16[0x40000]=0xfffe         =>  a0=-2
    89c8      c.sb a0, 1(a1)      a1=0x40000 a0=0x1234                     =>  mem16[0x40000]=0x3400
    8da8      c.sh a0, 2(a1)      a1=0x40000 a0=0x12345678                 =>  mem32[0x40000]=0x56780000
    9d61      c.zext.b a0         a0=0x1234                                =>  a0=0x34
    9d65      c.sext.b a0         a0=0x1284                                =>  a0=0xffffffffffffff84
    9d69      c.zext.h a0         a0=0x12345678                            =>  a0=0x5678
    9d6d      c.sext.h a0         a0=0x1234f678                            =>  a0=0xfffffffffffff678
    9d71      c.zext.w a0         a0=0xffffffff80000000                    =>  a0=0x80000000
    9d75      c.not a0            a0=0x1234                                =>  a0=0xffffffffffffedcb
    9d4d      c.mul a0, a1        a0=3 a1=-5                               =>  a0=-15
    9d79      .2byte 0x9d79       a0=3                                     =>  exit=illegal
";
