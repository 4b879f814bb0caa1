//! Zksh: the permutations of the hash function SM3 (GB/T 32905-2016, section 4.4).

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZKSH]
    sm3p0   "0001000 01000 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sm3p1   "0001000 01001 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
}

/// rd = low half of rs1, added modulo 2 to its rotations left by `n`; sign-extended
fn permutation(b: &Lift, i: R1, n: [u32; 2]) {
    let x = b.xw(i.rs1);
    let [p, q] = n.map(|n| b.rotr(x, b.iconst32(32 - n)));
    b.set_xw(i.rd, b.xor(b.xor(x, p), q));
}

/// P0
fn sm3p0(b: &Lift, i: R1) {
    permutation(b, i, [9, 17]);
}

/// P1
fn sm3p1(b: &Lift, i: R1) {
    permutation(b, i, [15, 23]);
}

pub(crate) const CASES: &str = "
    10859513  sm3p0 a0, a1  a1=1                   =>  a0=0x20201
    10859513  sm3p0 a0, a1  a1=0xffffffff80000000  =>  a0=0xffffffff80010100
    10859513  sm3p0 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0x2931d33c
    10859513  sm3p0 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
    10959513  sm3p1 a0, a1  a1=1                   =>  a0=0x808001
    10959513  sm3p1 a0, a1  a1=0xffffffff80000000  =>  a0=0xffffffff80404000
    10959513  sm3p1 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0x2ef8c0e1
    10959513  sm3p1 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
";
