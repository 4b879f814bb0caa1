//! Zimop: may-be-operations. They write 0 until an extension gives them a meaning.

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZIMOP]
    mop_r   "1 n[4] 00 n[3:2] 0111 n[1:0] rs1:5 100 rd:5 1110011"  MopR  "{.n} {rd}, {rs1}";
    mop_rr  "1 n[2] 00 n[1:0] 1 rs2:5 rs1:5 100 rd:5 1110011"      MopRR "{.n} {rd}, {rs1}, {rs2}";
}

/// rd = 0
fn mop_r(b: &Lift, i: MopR) {
    b.set_x(i.rd, b.iconst(0));
}

/// rd = 0
fn mop_rr(b: &Lift, i: MopRR) {
    b.set_x(i.rd, b.iconst(0));
}

pub(crate) const CASES: &str = "
    81c5c573  mop.r.0 a0, a1           a0=5 a1=6       =>  a0=0
    c9e5c573  mop.r.26 a0, a1          a0=5 a1=6       =>  a0=0
    81c54073  mop.r.0 zero, a0         a0=5            =>
    82c5c573  mop.rr.0 a0, a1, a2      a0=5 a1=6       =>  a0=0
    cec5c573  mop.rr.7 a0, a1, a2      a0=5 a1=6       =>  a0=0
";
