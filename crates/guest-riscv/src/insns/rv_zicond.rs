//! Zicond: conditional zero.

use ir::Cond;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZICOND]
    czero_eqz  "0000111 rs2:5 rs1:5 101 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
    czero_nez  "0000111 rs2:5 rs1:5 111 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
}

fn zero_if(b: &Lift, i: R, cond: Cond) {
    let zero = b.iconst(0);
    b.set_x(
        i.rd,
        b.select(b.icmp(cond, b.x(i.rs2), zero), zero, b.x(i.rs1)),
    );
}

/// rd = 0 if rs2 == 0 else rs1
fn czero_eqz(b: &Lift, i: R) {
    zero_if(b, i, Cond::Eq);
}

/// rd = 0 if rs2 != 0 else rs1
fn czero_nez(b: &Lift, i: R) {
    zero_if(b, i, Cond::Ne);
}

pub(crate) const CASES: &str = "
    0ec5d533  czero.eqz a0, a1, a2     a1=7 a2=0 a0=1                 =>  a0=0
    0ec5d533  czero.eqz a0, a1, a2     a1=7 a2=0x8000000000000000     =>  a0=7
    0ec5f533  czero.nez a0, a1, a2     a1=7 a2=0                      =>  a0=7
    0ec5f533  czero.nez a0, a1, a2     a1=7 a2=0x100000000 a0=1       =>  a0=0
    0e05d533  czero.eqz a0, a1, zero   a1=7 a0=1                      =>  a0=0
    0ea57533  czero.nez a0, a0, a0     a0=7                           =>  a0=0
";
