//! Common short sequences (FEAT_CSSC).

use ir::Value;

use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One operand.
    Unary { sf: Sf, rn: R, rd: R }
    /// Two registers.
    Binary { sf: Sf, rm: R, rn: R, rd: R }
    /// A signed number.
    SignedImm { sf: Sf, imm: Imm, rn: R, rd: R }
    /// An unsigned number.
    UnsignedImm { sf: Sf, imm: UImm, rn: R, rd: R }
}

rows! { [CSSC]
    ctz         "sf:1 101101011000000000110 rn:5 rd:5"      Unary       "ctz {rd}, {rn}";
    cnt         "sf:1 101101011000000000111 rn:5 rd:5"      Unary       "cnt {rd}, {rn}";
    abs         "sf:1 101101011000000001000 rn:5 rd:5"      Unary       "abs {rd}, {rn}";
    smax        "sf:1 0011010110 rm:5 011000 rn:5 rd:5"     Binary      "smax {rd}, {rn}, {rm}";
    umax        "sf:1 0011010110 rm:5 011001 rn:5 rd:5"     Binary      "umax {rd}, {rn}, {rm}";
    smin        "sf:1 0011010110 rm:5 011010 rn:5 rd:5"     Binary      "smin {rd}, {rn}, {rm}";
    umin        "sf:1 0011010110 rm:5 011011 rn:5 rd:5"     Binary      "umin {rd}, {rn}, {rm}";
    smax_imm    "sf:1 0010001110000 imm:8 rn:5 rd:5"        SignedImm   "smax {rd}, {rn}, #{imm}";
    umax_imm    "sf:1 0010001110001 imm:8 rn:5 rd:5"        UnsignedImm "umax {rd}, {rn}, #{imm}";
    smin_imm    "sf:1 0010001110010 imm:8 rn:5 rd:5"        SignedImm   "smin {rd}, {rn}, #{imm}";
    umin_imm    "sf:1 0010001110011 imm:8 rn:5 rd:5"        UnsignedImm "umin {rd}, {rn}, #{imm}";
}

/// rd = number of trailing zeros of rn
fn ctz(b: &Lift, i: Unary) {
    b.set_r(i.rd, b.ctz(b.r(i.sf, i.rn)));
}

/// rd = number of ones of rn
fn cnt(b: &Lift, i: Unary) {
    b.set_r(i.rd, b.popcnt(b.r(i.sf, i.rn)));
}

/// rd = |rn|
fn abs(b: &Lift, i: Unary) {
    let (rn, zero) = (b.r(i.sf, i.rn), b.constant(i.sf, 0));
    b.set_r(i.rd, b.smax(rn, b.sub(zero, rn)));
}

impl Binary {
    fn set(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        b.set_r(self.rd, op(b.r(self.sf, self.rn), b.r(self.sf, self.rm)));
    }
}

impl SignedImm {
    fn set(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        let imm = b.constant(self.sf, self.imm as u64);
        b.set_r(self.rd, op(b.r(self.sf, self.rn), imm));
    }
}

impl UnsignedImm {
    fn set(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        let imm = b.constant(self.sf, self.imm as u64);
        b.set_r(self.rd, op(b.r(self.sf, self.rn), imm));
    }
}

/// rd = the greater, signed
fn smax(b: &Lift, i: Binary) {
    i.set(b, |x, y| b.smax(x, y));
}

/// rd = the greater, unsigned
fn umax(b: &Lift, i: Binary) {
    i.set(b, |x, y| b.umax(x, y));
}

/// rd = the smaller, signed
fn smin(b: &Lift, i: Binary) {
    i.set(b, |x, y| b.smin(x, y));
}

/// rd = the smaller, unsigned
fn umin(b: &Lift, i: Binary) {
    i.set(b, |x, y| b.umin(x, y));
}

/// rd = the greater of rn and imm, signed
fn smax_imm(b: &Lift, i: SignedImm) {
    i.set(b, |x, y| b.smax(x, y));
}

/// rd = the greater of rn and imm, unsigned
fn umax_imm(b: &Lift, i: UnsignedImm) {
    i.set(b, |x, y| b.umax(x, y));
}

/// rd = the smaller of rn and imm, signed
fn smin_imm(b: &Lift, i: SignedImm) {
    i.set(b, |x, y| b.smin(x, y));
}

/// rd = the smaller of rn and imm, unsigned
fn umin_imm(b: &Lift, i: UnsignedImm) {
    i.set(b, |x, y| b.umin(x, y));
}

pub(crate) const CASES: &str = "
    dac01820  ctz x0, x1                        x1=0                                      =>  x0=64
    5ac01820  ctz w0, w1                        x1=0xff00000000                           =>  x0=32
    dac01820  ctz x0, x1                        x1=8                                      =>  x0=3
    dac01c20  cnt x0, x1                        x1=-1                                     =>  x0=64
    5ac01c20  cnt w0, w1                        x1=-1                                     =>  x0=32
    dac02020  abs x0, x1                        x1=-5                                     =>  x0=5
    dac02020  abs x0, x1                        x1=0x8000000000000000                     =>  x0=0x8000000000000000
    5ac02020  abs w0, w1                        x1=0x80000001                             =>  x0=0x7fffffff
    9ac26020  smax x0, x1, x2                   x1=-1 x2=1                                =>  x0=1
    1ac26420  umax w0, w1, w2                   x1=-1 x2=1                                =>  x0=0xffffffff
    9ac26820  smin x0, x1, x2                   x1=-1 x2=1                                =>  x0=-1
    1ac26c20  umin w0, w1, w2                   x1=-1 x2=1                                =>  x0=1
    91c3fc20  smax x0, x1, #-1                  x1=-5                                     =>  x0=-1
    11c3fc20  smax w0, w1, #-1                  x1=-5                                     =>  x0=0xffffffff
    91c7fc20  umax x0, x1, #255                 x1=5                                      =>  x0=255
    11ca0020  smin w0, w1, #-128                x1=0                                      =>  x0=0xffffff80
    11ce0020  umin w0, w1, #128                 x1=-1                                     =>  x0=128
";
