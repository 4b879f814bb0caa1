//! Zknd: AES decryption. (The key schedule is in the room of Zkne.)

use crate::helpers;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZKND]
    aes64ds     "0011101 rs2:5 rs1:5 000 rd:5 0110011"     R "{rd}, {rs1}, {rs2}";
    aes64dsm    "0011111 rs2:5 rs1:5 000 rd:5 0110011"     R "{rd}, {rs1}, {rs2}";
    aes64im     "0011000 00000 rs1:5 001 rd:5 0010011"    R1 "{rd}, {rs1}";
}

/// rd = half of the final round without its key, of the state rs2:rs1
fn aes64ds(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::AES64DS, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

/// rd = half of a middle round without its key, of the state rs2:rs1
fn aes64dsm(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::AES64DSM, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

/// rd = inverse MixColumns of rs1, for the keys of the equivalent inverse cipher
fn aes64im(b: &Lift, i: R1) {
    b.set_x(i.rd, b.call_helper(helpers::AES64IM, &[b.x(i.rs1)]));
}

pub(crate) const CASES: &str = "
    # FIPS 197, appendix C.1, round 1 backwards
    3ac58533  aes64ds a0, a1, a2   a1=0x4e160098ce05363 a2=0xe7d0caba51b770cd  =>  a0=0x7060504030201000
    3ac58533  aes64ds a0, a1, a2   a1=0xe7d0caba51b770cd a2=0x4e160098ce05363  =>  a0=0xf0e0d0c0b0a09080
    3ec58533  aes64dsm a0, a1, a2  a1=0x4e160098ce05363 a2=0xe7d0caba51b770cd  =>  a0=0x90c0b0e0d080f0a0
    3ec58533  aes64dsm a0, a1, a2  a1=0xe7d0caba51b770cd a2=0x4e160098ce05363  =>  a0=0x1040306050007020
    30059513  aes64im a0, a1       a1=0x92bcf5571564725f                       =>  a0=0x4e160098ce05363
    30059513  aes64im a0, a1       a1=0x1af9b91d293bbef7                       =>  a0=0xe7d0caba51b770cd
";
