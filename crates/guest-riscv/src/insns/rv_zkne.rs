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
    aes64ks1i   "0011000 1 rnum:4 rs1:5 001 rd:5 0010011" Round "{rd}, {rs1}, {rnum}" needs [ZKNE | ZKND];
    aes64ks2    "0111111 rs2:5 rs1:5 000 rd:5 0110011"        R "{rd}, {rs1}, {rs2}" needs [ZKNE | ZKND];
}

/// Number of rounds that `aes64ks1i` knows.
const ROUNDS: u32 = 11;

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
    if i.rnum >= ROUNDS {
        return b.illegal();
    }
    let operands = [b.x(i.rs1), b.iconst(u64::from(i.rnum))];
    b.set_x(i.rd, b.call_helper(helpers::AES64KS1I, &operands));
}

/// rd = two words of the key schedule: upper half of rs1 + lower half of rs2, and that + upper half of rs2
fn aes64ks2(b: &Lift, i: R) {
    let words = b.xor(b.shr_imm(b.x(i.rs1), 32), b.x(i.rs2));
    b.set_x(i.rd, b.xor(words, b.shl_imm(words, 32)));
}

pub(crate) const CASES: &str = "
";
