//! Zbkb: bit manipulation for cryptography, beyond what it shares with Zbb (in that room).

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBKB]
    pack    "0000100 rs2:5 rs1:5 100 rd:5 0110011"       R "{rd}, {rs1}, {rs2}";
    packh   "0000100 rs2:5 rs1:5 111 rd:5 0110011"       R "{rd}, {rs1}, {rs2}";
    packw   "0000100 rs2:5 rs1:5 100 rd:5 0111011"       R "{rd}, {rs1}, {rs2}";
    brev8   "011010000111 rs1:5 101 rd:5 0010011"       R1 "{rd}, {rs1}";
}

/// rd = low halves: rs2's above rs1's
fn pack(b: &Lift, i: R) {
    let high = b.shl_imm(b.x(i.rs2), 32);
    b.set_x(i.rd, b.or(b.zext32(b.xw(i.rs1)), high));
}

/// rd = low bytes: rs2's above rs1's
fn packh(b: &Lift, i: R) {
    let high = b.shl_imm(b.and_imm(b.x(i.rs2), 0xff), 8);
    b.set_x(i.rd, b.or(b.and_imm(b.x(i.rs1), 0xff), high));
}

/// rd = low 16 bits: rs2's above rs1's, sign-extended
fn packw(b: &Lift, i: R) {
    let high = b.shl_imm(b.xw(i.rs2), 16);
    b.set_xw(i.rd, b.or(b.and_imm(b.xw(i.rs1), 0xffff), high));
}

/// rd = rs1 with the bits of each byte reversed
fn brev8(b: &Lift, i: R1) {
    b.set_x(i.rd, b.bitrev8(b.x(i.rs1)));
}

pub(crate) const CASES: &str = "
    08c5c533  pack a0, a1, a2    a1=0x1111111122222222 a2=0x3333333384444444  =>  a0=0x8444444422222222
    0805c533  pack a0, a1, zero  a1=0xffffffff80000001                        =>  a0=0x80000001
    08c5f533  packh a0, a1, a2   a1=0xffffffffffffff12 a2=0xffffffffffffff84  =>  a0=0x8412
    08c5c53b  packw a0, a1, a2   a1=0x1111111122228222 a2=0x3333333344448444  =>  a0=0xffffffff84448222
    08c5c53b  packw a0, a1, a2   a1=0xffffffffffffffff a2=0x7fff              =>  a0=0x7fffffff
    6875d513  brev8 a0, a1       a1=0x102040810204080                         =>  a0=0x8040201008040201
    6875d513  brev8 a0, a1       a1=0x123456789abcdef                         =>  a0=0x80c4a2e691d5b3f7
";
