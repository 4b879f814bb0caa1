//! C (Zca): compressed integer instructions. Each is a shorter form of a base instruction.
//! Forms with x0 as destination are hints: they do nothing.

use super::rv_i::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [C | ZCA]
    c_addi4spn  "000 uimm[5:4|9:6|2|3] rd:3 00 where uimm!=0"       CLsp   "{rd}, sp, {uimm}";
    c_lw        "010 uimm[5:3] rs1:3 uimm[2|6] rd:3 00"             CL     "{rd}, {uimm}({rs1})";
    c_ld        "011 uimm[5:3] rs1:3 uimm[7:6] rd:3 00"             CL     "{rd}, {uimm}({rs1})";
    c_sw        "110 uimm[5:3] rs1:3 uimm[2|6] rs2:3 00"            CS     "{rs2}, {uimm}({rs1})";
    c_sd        "111 uimm[5:3] rs1:3 uimm[7:6] rs2:3 00"            CS     "{rs2}, {uimm}({rs1})";

    c_nop       "000 0 00000 00000 01"                              NoOperands ""  over c_addi;
    c_addi      "000 imm[5] rd:5 imm[4:0] 01"                       CI     "{rd}, {imm}";
    c_addiw     "001 imm[5] rd:5 imm[4:0] 01 where rd!=0"           CI     "{rd}, {imm}";
    c_li        "010 imm[5] rd:5 imm[4:0] 01"                       CI     "{rd}, {imm}";
    c_addi16sp  "011 imm[9] 00010 imm[4|6|8:7|5] 01 where imm!=0"   CImm   "sp, {imm}";
    c_lui       "011 imm[17] rd:5 imm[16:12] 01 where rd!=2 imm!=0" CLui   "{rd}, {imm}";
    c_srli      "100 shamt[5] 00 rd:3 shamt[4:0] 01"                CShift "{rd}, {shamt}";
    c_srai      "100 shamt[5] 01 rd:3 shamt[4:0] 01"                CShift "{rd}, {shamt}";
    c_andi      "100 imm[5] 10 rd:3 imm[4:0] 01"                    CI     "{rd}, {imm}";
    c_sub       "100 0 11 rd:3 00 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_xor       "100 0 11 rd:3 01 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_or        "100 0 11 rd:3 10 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_and       "100 0 11 rd:3 11 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_subw      "100 1 11 rd:3 00 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_addw      "100 1 11 rd:3 01 rs2:3 01"                         CR     "{rd}, {rs2}";
    c_j         "101 imm[11|4|9:8|10|6|7|3:1|5] 01"                 CJ     "{imm}";
    c_beqz      "110 imm[8|4:3] rs1:3 imm[7:6|2:1|5] 01"            CB     "{rs1}, {imm}";
    c_bnez      "111 imm[8|4:3] rs1:3 imm[7:6|2:1|5] 01"            CB     "{rs1}, {imm}";

    c_slli      "000 shamt[5] rd:5 shamt[4:0] 10"                   CShift "{rd}, {shamt}";
    c_lwsp      "010 uimm[5] rd:5 uimm[4:2|7:6] 10 where rd!=0"     CLsp   "{rd}, {uimm}(sp)";
    c_ldsp      "011 uimm[5] rd:5 uimm[4:3|8:6] 10 where rd!=0"     CLsp   "{rd}, {uimm}(sp)";
    c_jr        "100 0 rs1:5 00000 10 where rs1!=0"                 CJr    "{rs1}";
    c_mv        "100 0 rd:5 rs2:5 10 where rs2!=0"                  CR     "{rd}, {rs2}";
    c_ebreak    "100 1 00000 00000 10"                              NoOperands "";
    c_jalr      "100 1 rs1:5 00000 10 where rs1!=0"                 CJr    "{rs1}";
    c_add       "100 1 rd:5 rs2:5 10 where rs2!=0"                  CR     "{rd}, {rs2}";
    c_swsp      "110 uimm[5:2|7:6] rs2:5 10"                        CSsp   "{rs2}, {uimm}(sp)";
    c_sdsp      "111 uimm[5:3|8:6] rs2:5 10"                        CSsp   "{rs2}, {uimm}(sp)";
}

impl From<CL> for I {
    fn from(c: CL) -> I {
        I {
            rd: c.rd,
            rs1: c.rs1,
            imm: c.uimm as i64,
        }
    }
}

impl From<CS> for S {
    fn from(c: CS) -> S {
        S {
            rs1: c.rs1,
            rs2: c.rs2,
            imm: c.uimm as i64,
        }
    }
}

impl From<CLsp> for I {
    fn from(c: CLsp) -> I {
        I {
            rd: c.rd,
            rs1: X::SP,
            imm: c.uimm as i64,
        }
    }
}

impl From<CSsp> for S {
    fn from(c: CSsp) -> S {
        S {
            rs1: X::SP,
            rs2: c.rs2,
            imm: c.uimm as i64,
        }
    }
}

impl From<CI> for I {
    fn from(c: CI) -> I {
        I {
            rd: c.rd,
            rs1: c.rd,
            imm: c.imm,
        }
    }
}

impl From<CB> for B {
    fn from(c: CB) -> B {
        B {
            rs1: c.rs1,
            rs2: X::ZERO,
            imm: c.imm,
        }
    }
}

impl From<CShift> for Shift {
    fn from(c: CShift) -> Shift {
        Shift {
            rd: c.rd,
            rs1: c.rd,
            shamt: c.shamt,
        }
    }
}

impl From<CR> for R {
    fn from(c: CR) -> R {
        R {
            rd: c.rd,
            rs1: c.rd,
            rs2: c.rs2,
        }
    }
}

/// addi rd, sp, uimm
fn c_addi4spn(b: &Lift, i: CLsp) {
    addi(b, i.into());
}

/// lw
fn c_lw(b: &Lift, i: CL) {
    lw(b, i.into());
}

/// ld
fn c_ld(b: &Lift, i: CL) {
    ld(b, i.into());
}

/// sw
fn c_sw(b: &Lift, i: CS) {
    sw(b, i.into());
}

/// sd
fn c_sd(b: &Lift, i: CS) {
    sd(b, i.into());
}

/// Nothing.
fn c_nop(_: &Lift, _: NoOperands) {}

/// addi rd, rd, imm
fn c_addi(b: &Lift, i: CI) {
    addi(b, i.into());
}

/// addiw rd, rd, imm
fn c_addiw(b: &Lift, i: CI) {
    addiw(b, i.into());
}

/// addi rd, x0, imm
fn c_li(b: &Lift, i: CI) {
    let rs1 = X::ZERO;
    addi(b, I { rs1, ..i.into() });
}

/// addi sp, sp, imm
fn c_addi16sp(b: &Lift, i: CImm) {
    let (rd, rs1) = (X::SP, X::SP);
    addi(
        b,
        I {
            rd,
            rs1,
            imm: i.imm,
        },
    );
}

/// lui
fn c_lui(b: &Lift, i: CLui) {
    let CLui { rd, imm } = i;
    lui(b, U { rd, imm });
}

/// srli rd, rd, shamt
fn c_srli(b: &Lift, i: CShift) {
    srli(b, i.into());
}

/// srai rd, rd, shamt
fn c_srai(b: &Lift, i: CShift) {
    srai(b, i.into());
}

/// andi rd, rd, imm
fn c_andi(b: &Lift, i: CI) {
    andi(b, i.into());
}

/// sub rd, rd, rs2
fn c_sub(b: &Lift, i: CR) {
    sub(b, i.into());
}

/// xor rd, rd, rs2
fn c_xor(b: &Lift, i: CR) {
    xor(b, i.into());
}

/// or rd, rd, rs2
fn c_or(b: &Lift, i: CR) {
    or(b, i.into());
}

/// and rd, rd, rs2
fn c_and(b: &Lift, i: CR) {
    and(b, i.into());
}

/// subw rd, rd, rs2
fn c_subw(b: &Lift, i: CR) {
    subw(b, i.into());
}

/// addw rd, rd, rs2
fn c_addw(b: &Lift, i: CR) {
    addw(b, i.into());
}

/// jal x0, imm
fn c_j(b: &Lift, i: CJ) {
    let rd = X::ZERO;
    jal(b, J { rd, imm: i.imm });
}

/// beq rs1, x0, imm
fn c_beqz(b: &Lift, i: CB) {
    beq(b, i.into());
}

/// bne rs1, x0, imm
fn c_bnez(b: &Lift, i: CB) {
    bne(b, i.into());
}

/// slli rd, rd, shamt
fn c_slli(b: &Lift, i: CShift) {
    slli(b, i.into());
}

/// lw rd, uimm(sp)
fn c_lwsp(b: &Lift, i: CLsp) {
    lw(b, i.into());
}

/// ld rd, uimm(sp)
fn c_ldsp(b: &Lift, i: CLsp) {
    ld(b, i.into());
}

/// jalr x0, 0(rs1)
fn c_jr(b: &Lift, i: CJr) {
    let (rd, rs1) = (X::ZERO, i.rs1);
    jalr(b, I { rd, rs1, imm: 0 });
}

/// add rd, x0, rs2
fn c_mv(b: &Lift, i: CR) {
    let rs1 = X::ZERO;
    add(b, R { rs1, ..i.into() });
}

/// ebreak
fn c_ebreak(b: &Lift, i: NoOperands) {
    ebreak(b, i);
}

/// jalr ra, 0(rs1)
fn c_jalr(b: &Lift, i: CJr) {
    let (rd, rs1) = (X::RA, i.rs1);
    jalr(b, I { rd, rs1, imm: 0 });
}

/// add rd, rd, rs2
fn c_add(b: &Lift, i: CR) {
    add(b, i.into());
}

/// sw rs2, uimm(sp)
fn c_swsp(b: &Lift, i: CSsp) {
    sw(b, i.into());
}

/// sd rs2, uimm(sp)
fn c_sdsp(b: &Lift, i: CSsp) {
    sd(b, i.into());
}

pub(crate) const CASES: &str = "
    0028      c.addi4spn a0, sp, 8         sp=0x1000                              =>  a0=0x1008
    1fe8      c.addi4spn a0, sp, 1020      sp=0x1000                              =>  a0=0x13fc
    0000      .2byte 0x0000                                                       =>  exit=illegal
    41c8      c.lw a0, 4(a1)               a1=0x40000 mem32[0x40004]=0x80000000   =>  a0=-0x80000000
    5de8      c.lw a0, 124(a1)             a1=0x40000 mem32[0x4007c]=5            =>  a0=5
    6588      c.ld a0, 8(a1)               a1=0x40000 mem64[0x40008]=0x8000000000000001  =>  a0=0x8000000000000001
    7de8      c.ld a0, 248(a1)             a1=0x40000 mem64[0x400f8]=5            =>  a0=5
    c1c8      c.sw a0, 4(a1)               a1=0x40000 a0=0x1122334455667788       =>  mem64[0x40000]=0x5566778800000000
    e588      c.sd a0, 8(a1)               a1=0x40000 a0=0x1122334455667788       =>  mem64[0x40008]=0x1122334455667788
    0001      c.nop                                                               =>
    157d      c.addi a0, -1                a0=0                                   =>  a0=-1
    0005      c.addi zero, 1                                                      =>
    357d      c.addiw a0, -1               a0=0x80000000                          =>  a0=0x7fffffff
    2501      c.addiw a0, 0                a0=0x180000000                         =>  a0=-0x80000000
    557d      c.li a0, -1                                                         =>  a0=-1
    4565      c.li a0, 25                                                         =>  a0=25
    4001      c.li zero, 0                                                        =>
    7139      c.addi16sp sp, -64           sp=0x1000                              =>  sp=0xfc0
    6105      c.addi16sp sp, 32            sp=0x1000                              =>  sp=0x1020
    6505      c.lui a0, 0x1                                                       =>  a0=0x1000
    757d      c.lui a0, 0xfffff                                                   =>  a0=-0x1000
    6501      .2byte 0x6501                                                       =>  exit=illegal
    8111      c.srli a0, 4                 a0=-1                                  =>  a0=0x0fffffffffffffff
    917d      c.srli a0, 63                a0=-1                                  =>  a0=1
    8511      c.srai a0, 4                 a0=-0x100                              =>  a0=-0x10
    9901      c.andi a0, -32               a0=0x7f                                =>  a0=0x60
    8d0d      c.sub a0, a1                 a0=3 a1=5                              =>  a0=-2
    8d2d      c.xor a0, a1                 a0=3 a1=5                              =>  a0=6
    8d4d      c.or a0, a1                  a0=3 a1=5                              =>  a0=7
    8d6d      c.and a0, a1                 a0=3 a1=5                              =>  a0=1
    9d0d      c.subw a0, a1                a0=0x100000000 a1=1                    =>  a0=-1
    9d2d      c.addw a0, a1                a0=0x7fffffff a1=1                     =>  a0=-0x80000000
    a009      c.j 0x10002                                                         =>  pc=0x10002
    b701      c.j 0xff00                                                          =>  pc=0xff00
    affd      c.j 0x107fe                                                         =>  pc=0x107fe
    c119      c.beqz a0, 0x10006           a0=0                                   =>  pc=0x10006
    c119      c.beqz a0, 0x10006           a0=1                                   =>
    f101      c.bnez a0, 0xff00            a0=1                                   =>  pc=0xff00
    e119      c.bnez a0, 0x10006           a0=0                                   =>
    0512      c.slli a0, 4                 a0=-1                                  =>  a0=-16
    157e      c.slli a0, 63                a0=3                                   =>  a0=0x8000000000000000
    4512      c.lwsp a0, 4(sp)             sp=0x40000 mem32[0x40004]=-2           =>  a0=-2
    6522      c.ldsp a0, 8(sp)             sp=0x40000 mem64[0x40008]=-2           =>  a0=-2
    6142      c.ldsp sp, 16(sp)            sp=0x40000 mem64[0x40010]=7            =>  sp=7
    8082      c.jr ra                      ra=0x10101                             =>  pc=0x10100
    8502      c.jr a0                      a0=0x10100                             =>  pc=0x10100
    852e      c.mv a0, a1                  a1=5                                   =>  a0=5
    9002      c.ebreak                                                            =>  exit=breakpoint pc=0x10000
    9502      c.jalr a0                    a0=0x10100                             =>  ra=0x10002 pc=0x10100
    9082      c.jalr ra                    ra=0x10100                             =>  ra=0x10002 pc=0x10100
    952e      c.add a0, a1                 a0=3 a1=5                              =>  a0=8
    c22a      c.swsp a0, 4(sp)             sp=0x40000 a0=-2                       =>  mem32[0x40004]=-2
    e42a      c.sdsp a0, 8(sp)             sp=0x40000 a0=-2                       =>  mem64[0x40008]=-2
    9d7d      .2byte 0x9d7d                                                       =>  exit=illegal
    4002      .2byte 0x4002                                                       =>  exit=illegal
";
