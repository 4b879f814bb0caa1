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
    283120b3  xperm4 ra, sp, gp    sp=0xfedcba9876543210 gp=0x0123456789abcdef  =>  ra=0x0123456789abcdef
    283120b3  xperm4 ra, sp, gp    sp=0x0123456789abcdef gp=0x0123456789abcdef  =>  ra=0xfedcba9876543210
    283120b3  xperm4 ra, sp, gp    sp=0x80000000000000a7 gp=0xf00000000000001f  =>  ra=0x87777777777777a8
    283140b3  xperm8 ra, sp, gp    sp=0x8877665544332211 gp=0x0706050403020100  =>  ra=0x8877665544332211
    283140b3  xperm8 ra, sp, gp    sp=0x8877665544332211 gp=0x0001020304050607  =>  ra=0x1122334455667788
    283140b3  xperm8 ra, sp, gp    sp=0x8877665544332211 gp=0x0807ff0480000110  =>  ra=0x0088005500112200
";
