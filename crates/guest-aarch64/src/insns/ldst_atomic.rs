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
    let addr = b.base(rn);
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
    38220020  ldaddb w2, w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x1ff x1=0x40000                   =>  x0=0x80 mem8[0x40000]=0x7f
    78a20020  ldaddah w2, w0, [x1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x2=1 x1=0x40002                       =>  x0=0xb3a2 mem16[0x40002]=0xb3a3
    b8620020  ldaddl w2, w0, [x1]          mem64[0x40000]=0x1ffffffff x2=1 x1=0x40000                              =>  x0=0xffffffff mem64[0x40000]=0x100000000
    f8e20020  ldaddal x2, x0, [x1]         mem64[0x40000]=0x1ffffffff x2=1 x1=0x40000                              =>  x0=0x1ffffffff mem64[0x40000]=0x200000000
    f822003f  ldadd x2, xzr, [x1]          mem64[0x40000]=5 x2=-1 x1=0x40000                                       =>  mem64[0x40000]=4
    b82203ff  ldadd w2, wzr, [sp]          mem64[0x40000]=5 x2=-1 sp=0x40000                                       =>  mem64[0x40000]=4
    b8220022  ldadd w2, w2, [x1]           mem64[0x40000]=5 x2=3 x1=0x40000                                        =>  x2=5 mem64[0x40000]=8
    f8220021  ldadd x2, x1, [x1]           mem64[0x40000]=5 x2=3 x1=0x40000                                        =>  x1=5 mem64[0x40000]=8
    b8220020  ldadd w2, w0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x2=1 x1=0x4000d                       =>  exit=misaligned
    b8220020  ldadd w2, w0, [x1]           mem64[0x40000]=0xff00000000 x2=1 x1=0x40003                             =>  x0=0xff00 mem64[0x40000]=0xff01000000
    f8220020  ldadd x2, x0, [x1]           x2=1 x1=0x30000                                                         =>  exit=fault
    38221020  ldclrb w2, w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0xf0 x1=0x40001                    =>  x0=0x91 mem8[0x40001]=1
    f8221020  ldclr x2, x0, [x1]           mem64[0x40000]=0xff x2=0xf0 x1=0x40000                                  =>  x0=0xff mem64[0x40000]=0xf
    b822103f  ldclr w2, wzr, [x1]          mem64[0x40000]=0xff000000ff x2=0xf0 x1=0x40000                          =>  mem64[0x40000]=0xff0000000f
    78222020  ldeorh w2, w0, [x1]          mem64[0x40000]=0xfffff x2=0xf0 x1=0x40000                               =>  x0=0xffff mem64[0x40000]=0xfff0f
    b8e22020  ldeoral w2, w0, [x1]         mem64[0x40000]=0xff x2=0xf0 x1=0x40000                                  =>  x0=0xff mem64[0x40000]=0xf
    f8223020  ldset x2, x0, [x1]           mem64[0x40000]=0xf x2=0xf0 x1=0x40000                                   =>  x0=0xf mem64[0x40000]=0xff
    3822303f  ldsetb w2, wzr, [x1]         mem64[0x40000]=0xf x2=0xf0 x1=0x40000                                   =>  mem64[0x40000]=0xff
    38224020  ldsmaxb w2, w0, [x1]         mem8[0x40000]=0x80 x2=0x7f x1=0x40000                                   =>  x0=0x80 mem8[0x40000]=0x7f
    78224020  ldsmaxh w2, w0, [x1]         mem16[0x40000]=0x8000 x2=0x8001 x1=0x40000                              =>  x0=0x8000 mem16[0x40000]=0x8001
    f8224020  ldsmax x2, x0, [x1]          mem64[0x40000]=5 x2=-1 x1=0x40000                                       =>  x0=5
    b8625020  ldsminl w2, w0, [x1]         mem64[0x40000]=5 x2=0xffffffff x1=0x40000                               =>  x0=5 mem32[0x40000]=0xffffffff
    3822503f  ldsminb w2, wzr, [x1]        mem64[0x40000]=5 x2=0xff x1=0x40000                                     =>  mem8[0x40000]=0xff
    38226020  ldumaxb w2, w0, [x1]         mem8[0x40000]=0x80 x2=0x7f x1=0x40000                                   =>  x0=0x80
    b8226020  ldumax w2, w0, [x1]          mem64[0x40000]=5 x2=0x8fffffffe x1=0x40000                              =>  x0=5 mem32[0x40000]=0xfffffffe
    78a27020  lduminah w2, w0, [x1]        mem64[0x40000]=0xff05 x2=0x80000006 x1=0x40000                          =>  x0=0xff05 mem16[0x40000]=6
    f8227020  ldumin x2, x0, [x1]          mem64[0x40000]=-1 x2=6 x1=0x40000                                       =>  x0=-1 mem64[0x40000]=6
    38228020  swpb w2, w0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x106 x1=0x40001                   =>  x0=0x91 mem8[0x40001]=6
    78e28020  swpalh w2, w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x10006 x1=0x40002                 =>  x0=0xb3a2 mem16[0x40002]=6
    b8a28020  swpa w2, w0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x100000006 x1=0x40000             =>  x0=0xb3a29180 mem32[0x40000]=6
    f8628020  swpl x2, x0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=6 x1=0x40000                       =>  x0=0xf7e6d5c4b3a29180 mem64[0x40000]=6
    f83f803f  swp xzr, xzr, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  mem64[0x40000]=0
    08a27c20  casb w2, w0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x1180 x0=0x2207 x1=0x40000        =>  x2=0x80 mem8[0x40000]=7
    48a27c20  cash w2, w0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x80 x0=7 x1=0x40000               =>  x2=0x9180
    88a27c20  cas w2, w0, [x1]             mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0x11b3a29180 x0=7 x1=0x40000       =>  x2=0xb3a29180 mem32[0x40000]=7
    c8e2fc20  casal x2, x0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0xf7e6d5c4b3a29180 x0=7 x1=0x40000  =>  mem64[0x40000]=7
    c8e27c20  casa x2, x0, [x1]            mem64[0x40000]=0xf7e6d5c4b3a29180 x2=5 x0=7 x1=0x40000                  =>  x2=0xf7e6d5c4b3a29180
    c8bffc20  casl xzr, x0, [x1]           x0=7 x1=0x40000                                                         =>  mem64[0x40000]=7
    c8a27c20  cas x2, x0, [x1]             x0=7 x1=0x40009                                                         =>  exit=misaligned
    08227c24  casp w2, w3, w4, w5, [x1]    mem64[0x40000]=0xf7e6d5c4b3a29180 x2=0xb3a29180 x3=0x1f7e6d5c4 x4=7 x5=8 x1=0x40000  =>  x3=0xf7e6d5c4 mem64[0x40000]=0x800000007
    08227c24  casp w2, w3, w4, w5, [x1]    mem64[0x40000]=0xf7e6d5c4b3a29180 x2=5 x3=6 x4=7 x5=8 x1=0x40000        =>  x2=0xb3a29180 x3=0xf7e6d5c4
    4862fc24  caspal x2, x3, x4, x5, [x1]  mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x2=0xf7e6d5c4b3a29180 x3=0x1122334455667788 x4=7 x5=8 x1=0x40000  =>  mem64[0x40000]=7 mem64[0x40008]=8
    48627c24  caspa x2, x3, x4, x5, [x1]   mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x2=0xf7e6d5c4b3a29180 x3=5 x4=7 x5=8 x1=0x40000  =>  x3=0x1122334455667788
    4822fc24  caspl x2, x3, x4, x5, [x1]   x1=0x40008                                                              =>  exit=misaligned
    483e7c22  casp x30, xzr, x2, x3, [x1]  x2=7 x3=8 x1=0x40000                                                    =>  mem64[0x40000]=7 mem64[0x40008]=8
    # the top byte of an address is a tag
    f8220020  ldadd x2, x0, [x1]  mem64[0x40000]=5 x2=3 x1=0xab00000000040000  =>  x0=5 mem64[0x40000]=8
    f8224020  ldsmax x2, x0, [x1]  mem64[0x40000]=5 x2=9 x1=0xab00000000040000  =>  x0=5 mem64[0x40000]=9
    c8a27c20  cas x2, x0, [x1]  x0=7 x1=0xab00000000040000  =>  mem64[0x40000]=7
    48227c24  casp x2, x3, x4, x5, [x1]  x4=7 x5=8 x1=0xab00000000040000  =>  mem64[0x40000]=7 mem64[0x40008]=8
    # inside 16 aligned bytes (LSE2)
    f8220020  ldadd x2, x0, [x1]  mem64[0x40003]=6 x2=5 x1=0x40003  =>  mem64[0x40003]=11 x0=6
    # SP must be a multiple of 16
    f82003e1  ldadd x0, x1, [sp]  x0=5 sp=0x40008  =>  exit=misaligned
";
