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
    083140b3  pack ra, sp, gp      sp=0x1111111122222222 gp=0x3333333384444444  =>  ra=0x8444444422222222
    080140b3  pack ra, sp, zero    sp=0xffffffff80000001                        =>  ra=0x80000001
    083170b3  packh ra, sp, gp     sp=0xffffffffffffff12 gp=0xffffffffffffff84  =>  ra=0x8412
    083140bb  packw ra, sp, gp     sp=0x1111111122228222 gp=0x3333333344448444  =>  ra=0xffffffff84448222
    083140bb  packw ra, sp, gp     sp=-1 gp=0x7fff                              =>  ra=0x7fffffff
    080140bb  packw ra, sp, zero   sp=-1                                        =>  ra=0xffff
    68715093  brev8 ra, sp         sp=0x0102040810204080                        =>  ra=0x8040201008040201
    68715093  brev8 ra, sp         sp=0x0123456789abcdef                        =>  ra=0x80c4a2e691d5b3f7
";
