//! RV64I: the base integer instructions.

use ir::{Cond, ExitKind, Fence, MemKind, Type, Value, Width};

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [I]
    lui     "imm[31:12] rd:5 0110111"                                      U "{rd}, {imm}";
    auipc   "imm[31:12] rd:5 0010111"                                      U "{rd}, {imm}";
    jal     "imm[20|10:1|11|19:12] rd:5 1101111"                           J "{rd}, {imm}";
    jalr    "imm[11:0] rs1:5 000 rd:5 1100111"                             I "{rd}, {imm}({rs1})";

    beq     "imm[12|10:5] rs2:5 rs1:5 000 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";
    bne     "imm[12|10:5] rs2:5 rs1:5 001 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";
    blt     "imm[12|10:5] rs2:5 rs1:5 100 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";
    bge     "imm[12|10:5] rs2:5 rs1:5 101 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";
    bltu    "imm[12|10:5] rs2:5 rs1:5 110 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";
    bgeu    "imm[12|10:5] rs2:5 rs1:5 111 imm[4:1|11] 1100011"             B "{rs1}, {rs2}, {imm}";

    lb      "imm[11:0] rs1:5 000 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    lh      "imm[11:0] rs1:5 001 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    lw      "imm[11:0] rs1:5 010 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    ld      "imm[11:0] rs1:5 011 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    lbu     "imm[11:0] rs1:5 100 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    lhu     "imm[11:0] rs1:5 101 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    lwu     "imm[11:0] rs1:5 110 rd:5 0000011"                             I "{rd}, {imm}({rs1})";
    sb      "imm[11:5] rs2:5 rs1:5 000 imm[4:0] 0100011"                   S "{rs2}, {imm}({rs1})";
    sh      "imm[11:5] rs2:5 rs1:5 001 imm[4:0] 0100011"                   S "{rs2}, {imm}({rs1})";
    sw      "imm[11:5] rs2:5 rs1:5 010 imm[4:0] 0100011"                   S "{rs2}, {imm}({rs1})";
    sd      "imm[11:5] rs2:5 rs1:5 011 imm[4:0] 0100011"                   S "{rs2}, {imm}({rs1})";

    addi    "imm[11:0] rs1:5 000 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    slti    "imm[11:0] rs1:5 010 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    sltiu   "imm[11:0] rs1:5 011 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    xori    "imm[11:0] rs1:5 100 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    ori     "imm[11:0] rs1:5 110 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    andi    "imm[11:0] rs1:5 111 rd:5 0010011"                             I "{rd}, {rs1}, {imm}";
    slli    "000000 shamt:6 rs1:5 001 rd:5 0010011"                    Shift "{rd}, {rs1}, {shamt}";
    srli    "000000 shamt:6 rs1:5 101 rd:5 0010011"                    Shift "{rd}, {rs1}, {shamt}";
    srai    "010000 shamt:6 rs1:5 101 rd:5 0010011"                    Shift "{rd}, {rs1}, {shamt}";
    addiw   "imm[11:0] rs1:5 000 rd:5 0011011"                             I "{rd}, {rs1}, {imm}";
    slliw   "0000000 shamt:5 rs1:5 001 rd:5 0011011"                   Shift "{rd}, {rs1}, {shamt}";
    srliw   "0000000 shamt:5 rs1:5 101 rd:5 0011011"                   Shift "{rd}, {rs1}, {shamt}";
    sraiw   "0100000 shamt:5 rs1:5 101 rd:5 0011011"                   Shift "{rd}, {rs1}, {shamt}";

    add     "0000000 rs2:5 rs1:5 000 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    sub     "0100000 rs2:5 rs1:5 000 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    sll     "0000000 rs2:5 rs1:5 001 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    slt     "0000000 rs2:5 rs1:5 010 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    sltu    "0000000 rs2:5 rs1:5 011 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    xor     "0000000 rs2:5 rs1:5 100 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    srl     "0000000 rs2:5 rs1:5 101 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    sra     "0100000 rs2:5 rs1:5 101 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    or      "0000000 rs2:5 rs1:5 110 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    and     "0000000 rs2:5 rs1:5 111 rd:5 0110011"                         R "{rd}, {rs1}, {rs2}";
    addw    "0000000 rs2:5 rs1:5 000 rd:5 0111011"                         R "{rd}, {rs1}, {rs2}";
    subw    "0100000 rs2:5 rs1:5 000 rd:5 0111011"                         R "{rd}, {rs1}, {rs2}";
    sllw    "0000000 rs2:5 rs1:5 001 rd:5 0111011"                         R "{rd}, {rs1}, {rs2}";
    srlw    "0000000 rs2:5 rs1:5 101 rd:5 0111011"                         R "{rd}, {rs1}, {rs2}";
    sraw    "0100000 rs2:5 rs1:5 101 rd:5 0111011"                         R "{rd}, {rs1}, {rs2}";

    fence   "fm:4 pred:4 succ:4 rs1:5 000 rd:5 0001111"             FenceOps "{pred}, {succ}";
    fence_tso "1000 0011 0011 rs1:5 000 rd:5 0001111"                     R1 ""  over fence;
    ecall   "000000000000 00000 000 00000 1110011"                NoOperands "";
    ebreak  "000000000001 00000 000 00000 1110011"                NoOperands "";
}

/// rd = imm << 12
pub(super) fn lui(b: &Lift, i: U) {
    b.set_x(i.rd, b.iconst(i.imm.0 as u64));
}

/// rd = pc + (imm << 12)
fn auipc(b: &Lift, i: U) {
    b.set_x(i.rd, b.iconst(b.pc().wrapping_add(i.imm.0 as u64)));
}

/// rd = pc + 4; to pc + imm
pub(super) fn jal(b: &Lift, i: J) {
    b.jump(i.rd, i.imm);
}

/// rd = pc + 4; to rs1 + imm without bit 0
pub(super) fn jalr(b: &Lift, i: I) {
    b.jump_to(i.rd, i.rs1, i.imm);
}

fn branch(b: &Lift, i: B, cond: Cond) {
    b.branch_if(cond, b.x(i.rs1), b.x(i.rs2), i.imm);
}

/// to pc + imm if rs1 == rs2
pub(super) fn beq(b: &Lift, i: B) {
    branch(b, i, Cond::Eq);
}

/// to pc + imm if rs1 != rs2
pub(super) fn bne(b: &Lift, i: B) {
    branch(b, i, Cond::Ne);
}

/// to pc + imm if rs1 < rs2, signed
fn blt(b: &Lift, i: B) {
    branch(b, i, Cond::Slt);
}

/// to pc + imm if rs1 >= rs2, signed
fn bge(b: &Lift, i: B) {
    branch(b, i, Cond::Sge);
}

/// to pc + imm if rs1 < rs2, unsigned
fn bltu(b: &Lift, i: B) {
    branch(b, i, Cond::Ult);
}

/// to pc + imm if rs1 >= rs2, unsigned
fn bgeu(b: &Lift, i: B) {
    branch(b, i, Cond::Uge);
}

fn load(b: &Lift, i: I, kind: MemKind) {
    b.set_x(i.rd, b.load(Type::I64, kind, b.x(i.rs1), i.imm));
}

/// rd = sext(8 bits at rs1 + imm)
fn lb(b: &Lift, i: I) {
    load(b, i, MemKind::s(Width::B1));
}

/// rd = sext(16 bits at rs1 + imm)
pub(super) fn lh(b: &Lift, i: I) {
    load(b, i, MemKind::s(Width::B2));
}

/// rd = sext(32 bits at rs1 + imm)
pub(super) fn lw(b: &Lift, i: I) {
    load(b, i, MemKind::s(Width::B4));
}

/// rd = 64 bits at rs1 + imm
pub(super) fn ld(b: &Lift, i: I) {
    load(b, i, MemKind::u(Width::B8));
}

/// rd = zext(8 bits at rs1 + imm)
pub(super) fn lbu(b: &Lift, i: I) {
    load(b, i, MemKind::u(Width::B1));
}

/// rd = zext(16 bits at rs1 + imm)
pub(super) fn lhu(b: &Lift, i: I) {
    load(b, i, MemKind::u(Width::B2));
}

/// rd = zext(32 bits at rs1 + imm)
fn lwu(b: &Lift, i: I) {
    load(b, i, MemKind::u(Width::B4));
}

fn store(b: &Lift, i: S, width: Width) {
    b.store(width, b.x(i.rs1), i.imm, b.x(i.rs2));
}

/// 8 bits at rs1 + imm = rs2
pub(super) fn sb(b: &Lift, i: S) {
    store(b, i, Width::B1);
}

/// 16 bits at rs1 + imm = rs2
pub(super) fn sh(b: &Lift, i: S) {
    store(b, i, Width::B2);
}

/// 32 bits at rs1 + imm = rs2
pub(super) fn sw(b: &Lift, i: S) {
    store(b, i, Width::B4);
}

/// 64 bits at rs1 + imm = rs2
pub(super) fn sd(b: &Lift, i: S) {
    store(b, i, Width::B8);
}

/// rd = f(rs1, imm)
fn immediate(b: &Lift, i: I, f: impl Fn(Value, Value) -> Value) {
    b.set_x(i.rd, f(b.x(i.rs1), b.iconst(i.imm as u64)));
}

/// rd = rs1 + imm
pub(super) fn addi(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.add(x, y));
}

/// rd = rs1 < imm, signed
fn slti(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.icmp(Cond::Slt, x, y));
}

/// rd = rs1 < imm, unsigned
fn sltiu(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.icmp(Cond::Ult, x, y));
}

/// rd = rs1 ^ imm
pub(super) fn xori(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.xor(x, y));
}

/// rd = rs1 | imm
fn ori(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.or(x, y));
}

/// rd = rs1 & imm
pub(super) fn andi(b: &Lift, i: I) {
    immediate(b, i, |x, y| b.and(x, y));
}

/// rd = rs1 << shamt
pub(super) fn slli(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.shl_imm(b.x(i.rs1), i.shamt));
}

/// rd = rs1 >> shamt, logical
pub(super) fn srli(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.shr_imm(b.x(i.rs1), i.shamt));
}

/// rd = rs1 >> shamt, arithmetic
pub(super) fn srai(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.sar_imm(b.x(i.rs1), i.shamt));
}

/// rd = sext32(rs1 + imm)
pub(super) fn addiw(b: &Lift, i: I) {
    b.set_xw(i.rd, b.add_imm(b.xw(i.rs1), i.imm));
}

/// rd = sext32(rs1 << shamt)
fn slliw(b: &Lift, i: Shift) {
    b.set_xw(i.rd, b.shl_imm(b.xw(i.rs1), i.shamt));
}

/// rd = sext32(low half of rs1 >> shamt, logical)
fn srliw(b: &Lift, i: Shift) {
    b.set_xw(i.rd, b.shr_imm(b.xw(i.rs1), i.shamt));
}

/// rd = sext32(low half of rs1 >> shamt, arithmetic)
fn sraiw(b: &Lift, i: Shift) {
    b.set_xw(i.rd, b.sar_imm(b.xw(i.rs1), i.shamt));
}

/// rd = rs1 + rs2
pub(super) fn add(b: &Lift, i: R) {
    b.set_x(i.rd, b.add(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 - rs2
pub(super) fn sub(b: &Lift, i: R) {
    b.set_x(i.rd, b.sub(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 << (rs2 mod 64)
fn sll(b: &Lift, i: R) {
    b.set_x(i.rd, b.shl(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 < rs2, signed
fn slt(b: &Lift, i: R) {
    b.set_x(i.rd, b.icmp(Cond::Slt, b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 < rs2, unsigned
fn sltu(b: &Lift, i: R) {
    b.set_x(i.rd, b.icmp(Cond::Ult, b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 ^ rs2
pub(super) fn xor(b: &Lift, i: R) {
    b.set_x(i.rd, b.xor(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 >> (rs2 mod 64), logical
fn srl(b: &Lift, i: R) {
    b.set_x(i.rd, b.shr(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 >> (rs2 mod 64), arithmetic
fn sra(b: &Lift, i: R) {
    b.set_x(i.rd, b.sar(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 | rs2
pub(super) fn or(b: &Lift, i: R) {
    b.set_x(i.rd, b.or(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 & rs2
pub(super) fn and(b: &Lift, i: R) {
    b.set_x(i.rd, b.and(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = sext32(rs1 + rs2)
pub(super) fn addw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.add(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = sext32(rs1 - rs2)
pub(super) fn subw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.sub(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = sext32(rs1 << (rs2 mod 32))
fn sllw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.shl(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = sext32(low half of rs1 >> (rs2 mod 32), logical)
fn srlw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.shr(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = sext32(low half of rs1 >> (rs2 mod 32), arithmetic)
fn sraw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.sar(b.xw(i.rs1), b.xw(i.rs2)));
}

/// Orders earlier accesses `pred` before later ones `succ`. Device accesses (i, o) are ordinary memory to a user program.
fn fence(b: &Lift, i: FenceOps) {
    b.fence(if i.pred.writes() && i.succ.reads() {
        Fence::Full
    } else {
        Fence::Weak
    });
}

/// Orders everything but earlier stores with later loads.
fn fence_tso(b: &Lift, _: R1) {
    b.fence(Fence::Weak);
}

/// System call; execution goes on after it.
fn ecall(b: &Lift, _: NoOperands) {
    b.exit(ExitKind::Syscall);
}

/// Breakpoint, reported at this instruction.
pub(super) fn ebreak(b: &Lift, _: NoOperands) {
    b.exit(ExitKind::Breakpoint);
}

pub(crate) const CASES: &str = "
    12345537  lui a0, 0x12345                                                           =>  a0=0x12345000
    80000537  lui a0, 0x80000                                                           =>  a0=0xffffffff80000000
    00001037  lui zero, 0x1                                                             =>
    00001517  auipc a0, 0x1                                                             =>  a0=0x11000
    fffff517  auipc a0, 0xfffff                                                         =>  a0=0xf000
    80000517  auipc a0, 0x80000                                                         =>  a0=0xffffffff80010000
    010000ef  jal ra, 0x10010                                                           =>  ra=0x10004 pc=0x10010
    f01ff06f  jal zero, 0xff00                                                          =>  pc=0xff00
    7ff002ef  jal t0, 0x10ffe                                                           =>  t0=0x10004 pc=0x10ffe
    000500e7  jalr ra, 0(a0)          a0=0x10101                                        =>  ra=0x10004 pc=0x10100
    ffc080e7  jalr ra, -4(ra)         ra=0x10100                                        =>  ra=0x10004 pc=0x100fc
    00008067  jalr zero, 0(ra)        ra=0x10101                                        =>  pc=0x10100
    00328067  jalr zero, 3(t0)        t0=0x10101                                        =>  pc=0x10104
    00850567  jalr a0, 8(a0)          a0=0x10101                                        =>  a0=0x10004 pc=0x10108
    000082e7  jalr t0, 0(ra)          ra=0x10100                                        =>  t0=0x10004 pc=0x10100
    7ff00067  jalr zero, 2047(zero)                                                     =>  pc=0x7fe
    000000e7  jalr ra, 0(zero)                                                          =>  ra=0x10004 pc=0
    00b50863  beq a0, a1, 0x10010     a0=5 a1=5                                         =>  pc=0x10010
    00b50863  beq a0, a1, 0x10010     a0=5 a1=0x100000005                               =>
    80000063  beq zero, zero, 0xf000                                                    =>  pc=0xf000
    7eb51fe3  bne a0, a1, 0x10ffe     a0=5 a1=6                                         =>  pc=0x10ffe
    7eb51fe3  bne a0, a1, 0x10ffe     a0=5 a1=5                                         =>
    7ea51fe3  bne a0, a0, 0x10ffe     a0=5                                              =>
    feb548e3  blt a0, a1, 0xfff0      a0=-1 a1=0                                        =>  pc=0xfff0
    feb548e3  blt a0, a1, 0xfff0      a0=0 a1=-1                                        =>
    feb548e3  blt a0, a1, 0xfff0      a0=3 a1=3                                         =>
    feb048e3  blt zero, a1, 0xfff0    a1=1                                              =>  pc=0xfff0
    00b55463  bge a0, a1, 0x10008     a0=-1 a1=0                                        =>
    00b55463  bge a0, a1, 0x10008     a0=0 a1=-1                                        =>  pc=0x10008
    00b55463  bge a0, a1, 0x10008     a0=3 a1=3                                         =>  pc=0x10008
    00b56463  bltu a0, a1, 0x10008    a0=-1 a1=0                                        =>
    00b56463  bltu a0, a1, 0x10008    a0=0 a1=-1                                        =>  pc=0x10008
    00b57463  bgeu a0, a1, 0x10008    a0=-1 a1=0                                        =>  pc=0x10008
    00b57463  bgeu a0, a1, 0x10008    a0=0 a1=-1                                        =>
    00057463  bgeu a0, zero, 0x10008  a0=0                                              =>  pc=0x10008
    00158503  lb a0, 1(a1)            a1=0x40000 mem32[0x40000]=0x11228033              =>  a0=-0x80
    fff58503  lb a0, -1(a1)           a1=0x40001 mem8[0x40000]=0x7f                     =>  a0=0x7f
    00058583  lb a1, 0(a1)            a1=0x40000 mem8[0x40000]=0x80                     =>  a1=-0x80
    00259503  lh a0, 2(a1)            a1=0x40000 mem32[0x40000]=0x80001122              =>  a0=-0x8000
    00159503  lh a0, 1(a1)            a1=0x40000 mem32[0x40000]=0x11800122              =>  a0=0xffffffffffff8001
    0045a503  lw a0, 4(a1)            a1=0x40000 mem64[0x40000]=0x8000000011223344      =>  a0=-0x80000000
    7ff5a503  lw a0, 2047(a1)         a1=0x40000 mem32[0x407ff]=5                       =>  a0=5
    8005a503  lw a0, -2048(a1)        a1=0x40800 mem32[0x40000]=5                       =>  a0=5
    0005a003  lw zero, 0(a1)          a1=0x40000 mem32[0x40000]=5                       =>
    0085b503  ld a0, 8(a1)            a1=0x40000 mem64[0x40008]=0x8000000000000001      =>  a0=0x8000000000000001
    0005b503  ld a0, 0(a1)            a1=0x40ffd mem64[0x40ffd]=0x1122334455667788      =>  a0=0x1122334455667788
    0005c503  lbu a0, 0(a1)           a1=0x40000 mem8[0x40000]=0x80                     =>  a0=0x80
    0005d503  lhu a0, 0(a1)           a1=0x40000 mem16[0x40000]=0x8001                  =>  a0=0x8001
    0005e503  lwu a0, 0(a1)           a1=0x40000 mem32[0x40000]=0x80000001              =>  a0=0x80000001
    00a580a3  sb a0, 1(a1)            a1=0x40000 a0=0x1234567890abcdef                  =>  mem32[0x40000]=0xef00
    00058023  sb zero, 0(a1)          a1=0x40000 mem32[0x40000]=0x11223344              =>  mem32[0x40000]=0x11223300
    00a590a3  sh a0, 1(a1)            a1=0x40000 a0=0x1234567890abcdef mem32[0x40000]=-1  =>  mem32[0x40000]=0xffcdefff
    fea5ae23  sw a0, -4(a1)           a1=0x40008 a0=0x1234567890abcdef mem64[0x40008]=-1  =>  mem32[0x40004]=0x90abcdef
    80a5b023  sd a0, -2048(a1)        a1=0x40800 a0=0x1234567890abcdef                  =>  mem64[0x40000]=0x1234567890abcdef
    00b5b023  sd a1, 0(a1)            a1=0x40000                                        =>  mem64[0x40000]=0x40000
    80058513  addi a0, a1, -2048      a1=5                                              =>  a0=-2043
    00150513  addi a0, a0, 1          a0=-1                                             =>  a0=0
    7ff00513  addi a0, zero, 2047                                                       =>  a0=2047
    00150013  addi zero, a0, 1        a0=5                                              =>
    fff5a513  slti a0, a1, -1         a1=-2                                             =>  a0=1
    fff5a513  slti a0, a1, -1         a1=5 a0=7                                         =>  a0=0
    fff5b513  sltiu a0, a1, -1        a1=5                                              =>  a0=1
    0015b513  sltiu a0, a1, 1         a1=0                                              =>  a0=1
    0015b513  sltiu a0, a1, 1         a1=2 a0=7                                         =>  a0=0
    fff5c513  xori a0, a1, -1         a1=0xff                                           =>  a0=0xffffffffffffff00
    f005e513  ori a0, a1, -256        a1=5                                              =>  a0=-251
    00f5f513  andi a0, a1, 15         a1=-1                                             =>  a0=15
    03f59513  slli a0, a1, 63         a1=3                                              =>  a0=0x8000000000000000
    00059513  slli a0, a1, 0          a1=3                                              =>  a0=3
    03c5d513  srli a0, a1, 60         a1=-1                                             =>  a0=15
    43c5d513  srai a0, a1, 60         a1=-1                                             =>  a0=-1
    4045d513  srai a0, a1, 4          a1=0x8000000000000000                             =>  a0=0xf800000000000000
    0015851b  addiw a0, a1, 1         a1=0x7fffffff                                     =>  a0=-0x80000000
    fff5851b  addiw a0, a1, -1        a1=0x500000000                                    =>  a0=-1
    0005851b  addiw a0, a1, 0         a1=0x1ffffffff                                    =>  a0=-1
    01f5951b  slliw a0, a1, 31        a1=3                                              =>  a0=-0x80000000
    0045951b  slliw a0, a1, 4         a1=0xffffffff18000000                             =>  a0=-0x80000000
    0015d51b  srliw a0, a1, 1         a1=0xffffffffffffffff                             =>  a0=0x7fffffff
    0005d51b  srliw a0, a1, 0         a1=0x80000000                                     =>  a0=-0x80000000
    4045d51b  sraiw a0, a1, 4         a1=0x1180000000                                   =>  a0=0xfffffffff8000000
    00c58533  add a0, a1, a2          a1=-1 a2=2                                        =>  a0=1
    00a50533  add a0, a0, a0          a0=5                                              =>  a0=10
    40c58533  sub a0, a1, a2          a1=1 a2=2                                         =>  a0=-1
    40a00533  sub a0, zero, a0        a0=5                                              =>  a0=-5
    00c59533  sll a0, a1, a2          a1=3 a2=65                                        =>  a0=6
    00c5a533  slt a0, a1, a2          a1=-1 a2=1                                        =>  a0=1
    00c5a533  slt a0, a1, a2          a1=1 a2=-1 a0=7                                   =>  a0=0
    00c5b533  sltu a0, a1, a2         a1=-1 a2=1 a0=7                                   =>  a0=0
    00c03533  sltu a0, zero, a2       a2=5                                              =>  a0=1
    00c5c533  xor a0, a1, a2          a1=0xff a2=0xf0f                                  =>  a0=0xff0
    00c5d533  srl a0, a1, a2          a1=-1 a2=124                                      =>  a0=15
    40c5d533  sra a0, a1, a2          a1=-256 a2=68                                     =>  a0=-16
    00c5e533  or a0, a1, a2           a1=0xf0 a2=0xf                                    =>  a0=0xff
    00c5f533  and a0, a1, a2          a1=0xf0 a2=0xff                                   =>  a0=0xf0
    00c5853b  addw a0, a1, a2         a1=0x7fffffff a2=1                                =>  a0=-0x80000000
    00c5853b  addw a0, a1, a2         a1=0xffffffff a2=1 a0=5                           =>  a0=0
    40c5853b  subw a0, a1, a2         a1=0x100000000 a2=1                               =>  a0=-1
    00c5953b  sllw a0, a1, a2         a1=1 a2=0x3f                                      =>  a0=-0x80000000
    00c5d53b  srlw a0, a1, a2         a1=0xffffffff80000000 a2=0x24                     =>  a0=0x08000000
    40c5d53b  sraw a0, a1, a2         a1=0x80000000 a2=0x24                             =>  a0=0xfffffffff8000000
    0330000f  fence rw, rw                                                              =>
    0ff0000f  fence iorw, iorw                                                          =>
    0230000f  fence r, rw                                                               =>
    0120000f  fence w, r                                                                =>
    8330000f  fence.tso                                                                 =>
    00000073  ecall                                                                     =>  exit=syscall
    00100073  ebreak                                                                    =>  exit=breakpoint pc=0x10000
";
