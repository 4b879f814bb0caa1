//! Atomic memory operations: LSE (Arm ARM, C4.1, "Atomic memory operations", "Compare and swap"). IR atomics are sequentially
//! consistent, so acquire and release cost nothing more. The forms that only store (stadd, ...) are those whose target is xzr.

use ir::{Rmw, Value, Width};

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Operand, old value, address.
    Atomic { size: Size, order: Order, rs: Rt, rn: XSp, rt: Rt }
    /// Compare and swap of a pair.
    AtomicPair { sz: UImm, order: Order, rs: EvenPair, rn: XSp, rt: EvenPair }
}

rows! { [LSE]
    ldadd   "size:2 111 0 00 order:2 1 rs:5 0 000 00 rn:5 rt:5"                            Atomic      "ldadd{order}{size} {rs}, {rt}, [{rn}]";
    ldclr   "size:2 111 0 00 order:2 1 rs:5 0 001 00 rn:5 rt:5"                            Atomic      "ldclr{order}{size} {rs}, {rt}, [{rn}]";
    ldeor   "size:2 111 0 00 order:2 1 rs:5 0 010 00 rn:5 rt:5"                            Atomic      "ldeor{order}{size} {rs}, {rt}, [{rn}]";
    ldset   "size:2 111 0 00 order:2 1 rs:5 0 011 00 rn:5 rt:5"                            Atomic      "ldset{order}{size} {rs}, {rt}, [{rn}]";
    ldsmax  "size:2 111 0 00 order:2 1 rs:5 0 100 00 rn:5 rt:5"                            Atomic      "ldsmax{order}{size} {rs}, {rt}, [{rn}]";
    ldsmin  "size:2 111 0 00 order:2 1 rs:5 0 101 00 rn:5 rt:5"                            Atomic      "ldsmin{order}{size} {rs}, {rt}, [{rn}]";
    ldumax  "size:2 111 0 00 order:2 1 rs:5 0 110 00 rn:5 rt:5"                            Atomic      "ldumax{order}{size} {rs}, {rt}, [{rn}]";
    ldumin  "size:2 111 0 00 order:2 1 rs:5 0 111 00 rn:5 rt:5"                            Atomic      "ldumin{order}{size} {rs}, {rt}, [{rn}]";
    swp     "size:2 111 0 00 order:2 1 rs:5 1 000 00 rn:5 rt:5"                            Atomic      "swp{order}{size} {rs}, {rt}, [{rn}]";
    cas     "size:2 0010001 order[1] 1 rs:5 order[0] 11111 rn:5 rt:5"                      Atomic      "cas{order}{size} {rs}, {rt}, [{rn}]";
    casp    "0 sz:1 0010000 order[1] 1 rs[4:1] 0 order[0] 11111 rn:5 rt[4:1] 0"            AtomicPair  "casp{order} {rs}, {rt}, [{rn}]";
}

fn aligned(b: &Lift, rn: XSp, width: Width) -> Value {
    let addr = b.x_sp(rn.0);
    check_alignment(b, addr, width);
    addr
}

/// What the operation calculates with: 32 bits for all but doublewords.
fn operand(b: &Lift, rs: Rt, width: Width) -> Value {
    b.r(Sf(width == Width::B8), rs.0)
}

/// rt = old value, zero-extended (the IR's results are sign-extended)
fn set_old(b: &Lift, rt: R, width: Width, old: Value) {
    if rt.0 == 31 {
        return;
    }
    b.set_r(
        rt,
        match width {
            Width::B1 => b.and_imm(old, 0xff),
            Width::B2 => b.and_imm(old, 0xffff),
            _ => old,
        },
    );
}

fn rmw(b: &Lift, i: Atomic, op: Rmw, operand: Value) {
    let width = width(i.size.0);
    let addr = aligned(b, i.rn, width);
    set_old(b, i.rt.0, width, b.atomic_rmw(op, width, addr, operand));
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $op:ident;)*) => {$(
        $(#[$doc])*
        fn $name(b: &Lift, i: Atomic) {
            rmw(b, i, Rmw::$op, operand(b, i.rs, width(i.size.0)));
        }
    )*};
}
operations! {
    /// rt = memory; memory += rs
    ldadd Add;
    /// rt = memory; memory ^= rs
    ldeor Xor;
    /// rt = memory; memory |= rs
    ldset Or;
    /// rt = memory; memory = signed maximum
    ldsmax Smax;
    /// rt = memory; memory = signed minimum
    ldsmin Smin;
    /// rt = memory; memory = unsigned maximum
    ldumax Umax;
    /// rt = memory; memory = unsigned minimum
    ldumin Umin;
    /// rt = memory; memory = rs
    swp Swap;
}

/// rt = memory; memory &= !rs
fn ldclr(b: &Lift, i: Atomic) {
    rmw(b, i, Rmw::And, b.not(operand(b, i.rs, width(i.size.0))));
}

/// old = memory; if it equals rs: memory = rt; rs = old
fn cas(b: &Lift, i: Atomic) {
    let width = width(i.size.0);
    let addr = aligned(b, i.rn, width);
    let (expected, new) = (operand(b, i.rs, width), operand(b, i.rt, width));
    set_old(b, i.rs.0, width, b.atomic_cas(width, addr, expected, new));
}

/// As cas, with two registers each.
fn casp(b: &Lift, i: AtomicPair) {
    let halves = |pair: EvenPair| (b.x(pair.0), b.x(pair.odd()));
    let (expected, new) = (halves(i.rs), halves(i.rt));
    let (low, high) = if i.sz == 0 {
        let addr = aligned(b, i.rn, Width::B8);
        let join = |(low, high)| b.or(b.zext_low32(low), b.shl_imm(high, 32));
        let old = b.atomic_cas(Width::B8, addr, join(expected), join(new));
        (b.zext_low32(old), b.shr_imm(old, 32))
    } else {
        let addr = aligned(b, i.rn, Width::B16);
        b.atomic_cas128(addr, expected, new)
    };
    b.set_r(i.rs.0, low);
    b.set_r(i.rs.odd(), high);
}

pub(crate) const CASES: &str = "
";
