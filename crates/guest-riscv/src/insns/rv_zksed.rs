//! Zksed: the block cipher SM4, a byte at a time.

use crate::helpers;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Two sources and the number of a byte.
    ByteOfWord { rd: X, rs1: X, rs2: X, bs: UImm }
}

rows! { [ZKSED]
    sm4ed   "bs:2 11000 rs2:5 rs1:5 000 rd:5 0110011"   ByteOfWord "{rd}, {rs1}, {rs2}, {bs}";
    sm4ks   "bs:2 11010 rs2:5 rs1:5 000 rd:5 0110011"   ByteOfWord "{rd}, {rs1}, {rs2}, {bs}";
}

/// rd = helper(rs1, rs2, bs)
fn step(b: &Lift, i: ByteOfWord, helper: usize) {
    let operands = [b.x(i.rs1), b.x(i.rs2), b.iconst(u64::from(i.bs))];
    b.set_x(i.rd, b.call_helper(helper, &operands));
}

/// rd = low half of rs1 + round function of byte bs of rs2, sign-extended
fn sm4ed(b: &Lift, i: ByteOfWord) {
    step(b, i, helpers::SM4ED);
}

/// rd = low half of rs1 + key schedule function of byte bs of rs2, sign-extended
fn sm4ks(b: &Lift, i: ByteOfWord) {
    step(b, i, helpers::SM4KS);
}

pub(crate) const CASES: &str = "
";
