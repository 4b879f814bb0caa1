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
    30c58533  sm4ed a0, a1, a2, 0  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0x5a7890e9
    30c58533  sm4ed a0, a1, a2, 0  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0xffffffffd2f01861
    70c58533  sm4ed a0, a1, a2, 1  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0xffffffffa6c908c0
    70c58533  sm4ed a0, a1, a2, 1  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0x7d96041b
    b0c58533  sm4ed a0, a1, a2, 2  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0xfffffffffc25be9c
    b0c58533  sm4ed a0, a1, a2, 2  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0xffffffff9def9dbf
    f0c58533  sm4ed a0, a1, a2, 3  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0x10375162
    f0c58533  sm4ed a0, a1, a2, 3  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0x151b7dc3
    34c58533  sm4ks a0, a1, a2, 0  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0xffffffffc1392eb1
    34c58533  sm4ks a0, a1, a2, 0  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0x49b1a639
    74c58533  sm4ks a0, a1, a2, 1  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0xffffffff9c57ac47
    74c58533  sm4ks a0, a1, a2, 1  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0xeb5f04f
    b4c58533  sm4ks a0, a1, a2, 2  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0x7edd8578
    b4c58533  sm4ks a0, a1, a2, 2  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0xffffffff83bf4ded
    f4c58533  sm4ks a0, a1, a2, 3  a1=0xffffffff01234567 a2=0xf030200   =>  a0=0x483c565
    f4c58533  sm4ks a0, a1, a2, 3  a1=0x89abcdef a2=0xffffffff0e0a0600  =>  a0=0xffffffffa52bc8f9
";
