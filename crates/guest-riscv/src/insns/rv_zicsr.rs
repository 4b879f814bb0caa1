//! Zicsr: access to control and status registers. Which exist: [`crate::csr`].

use crate::csr::{Update, access};
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZICSR]
    csrrw   "csr:12 rs1:5  001 rd:5 1110011"  CsrR "{rd}, {csr}, {rs1}";
    csrrs   "csr:12 rs1:5  010 rd:5 1110011"  CsrR "{rd}, {csr}, {rs1}";
    csrrc   "csr:12 rs1:5  011 rd:5 1110011"  CsrR "{rd}, {csr}, {rs1}";
    csrrwi  "csr:12 uimm:5 101 rd:5 1110011"  CsrI "{rd}, {csr}, {uimm}";
    csrrsi  "csr:12 uimm:5 110 rd:5 1110011"  CsrI "{rd}, {csr}, {uimm}";
    csrrci  "csr:12 uimm:5 111 rd:5 1110011"  CsrI "{rd}, {csr}, {uimm}";
}

/// rd = csr; csr = rs1. Does not read the csr if rd is x0.
fn csrrw(b: &Lift, i: CsrR) {
    access(b, i.rd, i.csr, Some((Update::Write, b.x(i.rs1))));
}

/// rd = csr; csr |= rs1. Does not write the csr if rs1 is x0.
fn csrrs(b: &Lift, i: CsrR) {
    let update = (i.rs1 != X::ZERO).then(|| (Update::Set, b.x(i.rs1)));
    access(b, i.rd, i.csr, update);
}

/// rd = csr; csr &= !rs1. Does not write the csr if rs1 is x0.
fn csrrc(b: &Lift, i: CsrR) {
    let update = (i.rs1 != X::ZERO).then(|| (Update::Clear, b.x(i.rs1)));
    access(b, i.rd, i.csr, update);
}

/// rd = csr; csr = uimm. Does not read the csr if rd is x0.
fn csrrwi(b: &Lift, i: CsrI) {
    access(
        b,
        i.rd,
        i.csr,
        Some((Update::Write, b.iconst(i.uimm as u64))),
    );
}

/// rd = csr; csr |= uimm. Does not write the csr if uimm is 0.
fn csrrsi(b: &Lift, i: CsrI) {
    let update = (i.uimm != 0).then(|| (Update::Set, b.iconst(i.uimm as u64)));
    access(b, i.rd, i.csr, update);
}

/// rd = csr; csr &= !uimm. Does not write the csr if uimm is 0.
fn csrrci(b: &Lift, i: CsrI) {
    let update = (i.uimm != 0).then(|| (Update::Clear, b.iconst(i.uimm as u64)));
    access(b, i.rd, i.csr, update);
}

pub(crate) const CASES: &str = "
    00102573  csrrs a0, fflags, zero    fflags=0x15                  =>  a0=0x15
    00159573  csrrw a0, fflags, a1      fflags=0x15 a1=0xffffffe3    =>  a0=0x15 fflags=3
    00159073  csrrw zero, fflags, a1    fflags=0x15 a1=2             =>  fflags=2
    00151573  csrrw a0, fflags, a0      fflags=0x15 a0=2             =>  a0=0x15 fflags=2
    0015a573  csrrs a0, fflags, a1      fflags=0x15 a1=2             =>  a0=0x15 fflags=0x17
    0015b573  csrrc a0, fflags, a1      fflags=0x15 a1=6             =>  a0=0x15 fflags=0x11
    00105573  csrrwi a0, fflags, 0      fflags=0x1f                  =>  a0=0x1f fflags=0
    0018e573  csrrsi a0, fflags, 17     fflags=2                     =>  a0=2 fflags=0x13
    0018f073  csrrci zero, fflags, 17   fflags=0x13                  =>  fflags=2
    00202573  csrrs a0, frm, zero       frm=3                        =>  a0=3
    00259573  csrrw a0, frm, a1         frm=3 a1=0x1fa               =>  a0=3 frm=2 exit=resync
    00215573  csrrwi a0, frm, 2         frm=3                        =>  a0=3 frm=2
    00225073  csrrwi zero, frm, 4                                    =>  frm=4 exit=resync
    0021f573  csrrci a0, frm, 3         frm=7                        =>  a0=7 frm=4 exit=resync
    00302573  csrrs a0, fcsr, zero      frm=5 fflags=0x11            =>  a0=0xb1
    00359573  csrrw a0, fcsr, a1        frm=1 fflags=4 a1=0x74a      =>  a0=0x24 frm=2 fflags=0xa exit=resync
    0031d573  csrrwi a0, fcsr, 3        frm=1 fflags=4               =>  a0=0x24 frm=0 fflags=3
    c0051573  csrrw a0, cycle, a0                                    =>  exit=illegal
    c0106573  csrrsi a0, time, 0        a0=1                         =>  a0=?
    c000a573  csrrs a0, cycle, ra                                    =>  exit=illegal
    c0202573  csrrs a0, instret, zero                                =>  a0=?
    c0002573  csrrs a0, cycle, zero                                  =>  a0=?
    30002573  csrrs a0, 0x300, zero     a0=1                         =>  exit=illegal
    01501573  csrrw a0, 0x15, zero      a0=1                         =>  exit=illegal
";
