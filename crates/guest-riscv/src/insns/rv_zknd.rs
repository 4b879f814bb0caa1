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
";
