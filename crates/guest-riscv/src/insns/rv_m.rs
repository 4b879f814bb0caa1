//! M: multiplication and division. Nothing traps: x / 0 is all ones, x % 0 is x, MIN / -1 is MIN with remainder 0.

use ir::{Cond, Type, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [M]
    mul     "0000001 rs2:5 rs1:5 000 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [M | ZMMUL];
    mulh    "0000001 rs2:5 rs1:5 001 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [M | ZMMUL];
    mulhsu  "0000001 rs2:5 rs1:5 010 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [M | ZMMUL];
    mulhu   "0000001 rs2:5 rs1:5 011 rd:5 0110011"  R "{rd}, {rs1}, {rs2}"  needs [M | ZMMUL];
    div     "0000001 rs2:5 rs1:5 100 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
    divu    "0000001 rs2:5 rs1:5 101 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
    rem     "0000001 rs2:5 rs1:5 110 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
    remu    "0000001 rs2:5 rs1:5 111 rd:5 0110011"  R "{rd}, {rs1}, {rs2}";
    mulw    "0000001 rs2:5 rs1:5 000 rd:5 0111011"  R "{rd}, {rs1}, {rs2}"  needs [M | ZMMUL];
    divw    "0000001 rs2:5 rs1:5 100 rd:5 0111011"  R "{rd}, {rs1}, {rs2}";
    divuw   "0000001 rs2:5 rs1:5 101 rd:5 0111011"  R "{rd}, {rs1}, {rs2}";
    remw    "0000001 rs2:5 rs1:5 110 rd:5 0111011"  R "{rd}, {rs1}, {rs2}";
    remuw   "0000001 rs2:5 rs1:5 111 rd:5 0111011"  R "{rd}, {rs1}, {rs2}";
}

/// rd = low half of rs1 * rs2
pub(super) fn mul(b: &Lift, i: R) {
    b.set_x(i.rd, b.mul(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = high half of rs1 * rs2, both signed
fn mulh(b: &Lift, i: R) {
    b.set_x(i.rd, b.mulhs(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = high half of signed rs1 * unsigned rs2
fn mulhsu(b: &Lift, i: R) {
    b.set_x(i.rd, b.mulhsu(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = high half of rs1 * rs2, both unsigned
fn mulhu(b: &Lift, i: R) {
    b.set_x(i.rd, b.mulhu(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = sext32(rs1 * rs2)
fn mulw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.mul(b.xw(i.rs1), b.xw(i.rs2)));
}

/// `quotient` (0 where the divisor is 0, as the IR defines it), or all ones where the divisor is 0.
fn ones_if_zero(b: &Lift, divisor: Value, quotient: Value) -> Value {
    let (zero, ones) = if b.type_of(divisor) == Type::I32 {
        (b.iconst32(0), b.iconst32(u32::MAX))
    } else {
        (b.iconst(0), b.iconst(u64::MAX))
    };
    b.select(b.icmp(Cond::Eq, divisor, zero), ones, quotient)
}

/// rd = rs1 / rs2, signed
fn div(b: &Lift, i: R) {
    let (x, y) = (b.x(i.rs1), b.x(i.rs2));
    b.set_x(i.rd, ones_if_zero(b, y, b.sdiv(x, y)));
}

/// rd = rs1 / rs2, unsigned
fn divu(b: &Lift, i: R) {
    let (x, y) = (b.x(i.rs1), b.x(i.rs2));
    b.set_x(i.rd, ones_if_zero(b, y, b.udiv(x, y)));
}

/// rd = rs1 % rs2, signed
fn rem(b: &Lift, i: R) {
    b.set_x(i.rd, b.srem(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = rs1 % rs2, unsigned
fn remu(b: &Lift, i: R) {
    b.set_x(i.rd, b.urem(b.x(i.rs1), b.x(i.rs2)));
}

/// rd = sext32(low halves: rs1 / rs2, signed)
fn divw(b: &Lift, i: R) {
    let (x, y) = (b.xw(i.rs1), b.xw(i.rs2));
    b.set_xw(i.rd, ones_if_zero(b, y, b.sdiv(x, y)));
}

/// rd = sext32(low halves: rs1 / rs2, unsigned)
fn divuw(b: &Lift, i: R) {
    let (x, y) = (b.xw(i.rs1), b.xw(i.rs2));
    b.set_xw(i.rd, ones_if_zero(b, y, b.udiv(x, y)));
}

/// rd = sext32(low halves: rs1 % rs2, signed)
fn remw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.srem(b.xw(i.rs1), b.xw(i.rs2)));
}

/// rd = sext32(low halves: rs1 % rs2, unsigned)
fn remuw(b: &Lift, i: R) {
    b.set_xw(i.rd, b.urem(b.xw(i.rs1), b.xw(i.rs2)));
}

pub(crate) const CASES: &str = "
    02c58533  mul a0, a1, a2     a1=-3 a2=7                                          =>  a0=-21
    02c58533  mul a0, a1, a2     a1=0x8000000000000001 a2=3                          =>  a0=0x8000000000000003
    02c59533  mulh a0, a1, a2    a1=-1 a2=-1                                         =>  a0=0
    02c59533  mulh a0, a1, a2    a1=0x8000000000000000 a2=0x8000000000000000         =>  a0=0x4000000000000000
    02c59533  mulh a0, a1, a2    a1=-1 a2=5                                          =>  a0=-1
    02c5a533  mulhsu a0, a1, a2  a1=-1 a2=0xffffffffffffffff                         =>  a0=-1
    02c5a533  mulhsu a0, a1, a2  a1=1 a2=0xffffffffffffffff                          =>  a0=0
    02c5a533  mulhsu a0, a1, a2  a1=0x8000000000000000 a2=2                          =>  a0=-1
    02c5b533  mulhu a0, a1, a2   a1=0xffffffffffffffff a2=0xffffffffffffffff         =>  a0=0xfffffffffffffffe
    02c5c533  div a0, a1, a2     a1=-7 a2=2                                          =>  a0=-3
    02c5c533  div a0, a1, a2     a1=-7 a2=0                                          =>  a0=-1
    02c5c533  div a0, a1, a2     a1=0x8000000000000000 a2=-1                         =>  a0=0x8000000000000000
    0205c533  div a0, a1, zero   a1=9                                                =>  a0=-1
    02c54533  div a0, a0, a2     a0=100 a2=-7                                        =>  a0=-14
    02a5c533  div a0, a1, a0     a1=100 a0=0                                         =>  a0=-1
    02c5d533  divu a0, a1, a2    a1=-1 a2=2                                          =>  a0=0x7fffffffffffffff
    02c5d533  divu a0, a1, a2    a1=5 a2=0                                           =>  a0=0xffffffffffffffff
    02c5e533  rem a0, a1, a2     a1=-7 a2=2                                          =>  a0=-1
    02c5e533  rem a0, a1, a2     a1=-7 a2=0                                          =>  a0=-7
    02c5e533  rem a0, a1, a2     a1=0x8000000000000000 a2=-1 a0=3                    =>  a0=0
    02c5e533  rem a0, a1, a2     a1=7 a2=-2                                          =>  a0=1
    02c5f533  remu a0, a1, a2    a1=-1 a2=10                                         =>  a0=5
    02c5f533  remu a0, a1, a2    a1=-1 a2=0                                          =>  a0=-1
    02c5853b  mulw a0, a1, a2    a1=0x100000003 a2=0x40000000                        =>  a0=-0x40000000
    02c5c53b  divw a0, a1, a2    a1=0x1fffffff9 a2=0x500000002                       =>  a0=-3
    02c5c53b  divw a0, a1, a2    a1=0x180000000 a2=0xffffffff                        =>  a0=0xffffffff80000000
    02c5c53b  divw a0, a1, a2    a1=5 a2=0x100000000                                 =>  a0=-1
    02c5d53b  divuw a0, a1, a2   a1=0xffffffff a2=1                                  =>  a0=-1
    02c5d53b  divuw a0, a1, a2   a1=0xfffffffe a2=2                                  =>  a0=0x7fffffff
    02c5d53b  divuw a0, a1, a2   a1=5 a2=0x700000000                                 =>  a0=-1
    02c5e53b  remw a0, a1, a2    a1=0x80000000 a2=-1 a0=9                            =>  a0=0
    02c5e53b  remw a0, a1, a2    a1=0x180000005 a2=0x100000000                       =>  a0=0xffffffff80000005
    02c5f53b  remuw a0, a1, a2   a1=0xffffffff a2=16                                 =>  a0=15
    02c5f53b  remuw a0, a1, a2   a1=0xffffffff a2=0                                  =>  a0=-1
";
