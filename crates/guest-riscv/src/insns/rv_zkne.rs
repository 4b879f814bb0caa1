//! Zkne: AES encryption, and the key schedule, which Zknd has too.

use crate::helpers;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One source and the number of a round.
    Round { rd: X, rs1: X, rnum: UImm }
}

rows! { [ZKNE]
    aes64es     "0011001 rs2:5 rs1:5 000 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    aes64esm    "0011011 rs2:5 rs1:5 000 rd:5 0110011"        R "{rd}, {rs1}, {rs2}";
    aes64ks1i   "0011000 1 rnum:4 rs1:5 001 rd:5 0010011 where rnum!=11 rnum!=12 rnum!=13 rnum!=14 rnum!=15" Round "{rd}, {rs1}, {rnum}" needs [ZKNE | ZKND];
    aes64ks2    "0111111 rs2:5 rs1:5 000 rd:5 0110011"        R "{rd}, {rs1}, {rs2}" needs [ZKNE | ZKND];
}

/// rd = half of the final round without its key, of the state rs2:rs1
fn aes64es(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::AES64ES, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

/// rd = half of a middle round without its key, of the state rs2:rs1
fn aes64esm(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::AES64ESM, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

/// rd = nonlinear step of the key schedule on the upper half of rs1, twice
fn aes64ks1i(b: &Lift, i: Round) {
    let operands = [b.x(i.rs1), b.iconst(u64::from(i.rnum))];
    b.set_x(i.rd, b.call_helper(helpers::AES64KS1I, &operands));
}

/// rd = two words of the key schedule: upper half of rs1 + lower half of rs2, and that + upper half of rs2
fn aes64ks2(b: &Lift, i: R) {
    let words = b.xor(b.shr_imm(b.x(i.rs1), 32), b.x(i.rs2));
    b.set_x(i.rd, b.xor(words, b.shl_imm(words, 32)));
}

pub(crate) const CASES: &str = "
    # FIPS 197, appendix C.1, round 1 (state and key of 00010203..0f)
    32c58533  aes64es a0, a1, a2    a1=0x7060504030201000 a2=0xf0e0d0c0b0a09080  =>  a0=0x4e160098ce05363
    32c58533  aes64es a0, a1, a2    a1=0xf0e0d0c0b0a09080 a2=0x7060504030201000  =>  a0=0xe7d0caba51b770cd
    36c58533  aes64esm a0, a1, a2   a1=0x7060504030201000 a2=0xf0e0d0c0b0a09080  =>  a0=0x92bcf5571564725f
    36c58533  aes64esm a0, a1, a2   a1=0xf0e0d0c0b0a09080 a2=0x7060504030201000  =>  a0=0x1af9b91d293bbef7
    31059513  aes64ks1i a0, a1, 0   a1=0xf0e0d0c0b0a0908                         =>  a0=0xfe76abd6fe76abd6
    31859513  aes64ks1i a0, a1, 8   a1=0                                         =>  a0=0x6363637863636378
    31959513  aes64ks1i a0, a1, 9   a1=0x530000ff00000007                        =>  a0=0x16ed635516ed6355
    31a59513  aes64ks1i a0, a1, 10  a1=0x530000ff00000007                        =>  a0=0xed636316ed636316
    7ec58533  aes64ks2 a0, a1, a2   a1=0xfe76abd6fe76abd6 a2=0x706050403020100   =>  a0=0xfa72afd2fd74aad6
    7ec58533  aes64ks2 a0, a1, a2   a1=0xfa72afd2fd74aad6 a2=0xf0e0d0c0b0a0908   =>  a0=0xfe76abd6f178a6da
    31b59513  .4byte 0x31b59513                                                  =>  exit=illegal
    31f59513  .4byte 0x31f59513                                                  =>  exit=illegal
";
