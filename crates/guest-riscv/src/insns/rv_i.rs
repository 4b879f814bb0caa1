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
";
