//! Zbkx: crossbar permutations.

use crate::helpers;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBKX]
    xperm4  "0010100 rs2:5 rs1:5 010 rd:5 0110011"   R "{rd}, {rs1}, {rs2}";
    xperm8  "0010100 rs2:5 rs1:5 100 rd:5 0110011"   R "{rd}, {rs1}, {rs2}";
}

/// Each 4-bit element of rd = the element of rs1 that the same element of rs2 numbers
fn xperm4(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::XPERM4, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

/// Each byte of rd = the byte of rs1 that the same byte of rs2 numbers; 0 if there is none
fn xperm8(b: &Lift, i: R) {
    b.set_x(
        i.rd,
        b.call_helper(helpers::XPERM8, &[b.x(i.rs1), b.x(i.rs2)]),
    );
}

pub(crate) const CASES: &str = "
    28c5a533  xperm4 a0, a1, a2  a1=0xfedcba9876543210 a2=0x123456789abcdef   =>  a0=0x123456789abcdef
    28c5a533  xperm4 a0, a1, a2  a1=0x123456789abcdef a2=0x123456789abcdef    =>  a0=0xfedcba9876543210
    28c5a533  xperm4 a0, a1, a2  a1=0x80000000000000a7 a2=0xf00000000000001f  =>  a0=0x87777777777777a8
    28c5c533  xperm8 a0, a1, a2  a1=0x8877665544332211 a2=0x706050403020100   =>  a0=0x8877665544332211
    28c5c533  xperm8 a0, a1, a2  a1=0x8877665544332211 a2=0x1020304050607     =>  a0=0x1122334455667788
    28c5c533  xperm8 a0, a1, a2  a1=0x8877665544332211 a2=0x807ff0480000110   =>  a0=0x88005500112200
";
