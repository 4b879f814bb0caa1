//! Exclusive and ordered accesses (Arm ARM, C4.1, "Load/store exclusive register", "Load/store ordered", "LDAPR/STLR
//! (unscaled immediate)").
//!
//! On a TSO host a load-acquire is a load and a store-release a store; but a store-release must not be overtaken by a later
//! load-acquire, so it is an exchange. Exclusive stores are compare-and-swap: a full barrier.

use ir::{Fence, Rmw, Value, Width};

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// A load or ordered store. `sbo`: should be ones.
    Plain { size: Size, sbo: UImm, rn: XSp, rt: Rt }
    /// An exclusive store.
    Exclusive { size: Size, rs: W, sbo: UImm, rn: XSp, rt: Rt }
    /// An exclusive load of two registers.
    LoadPair { sz: UImm, sbo: UImm, rt2: LitR, rn: XSp, rt: LitR }
    /// An exclusive store of two registers.
    StorePair { sz: UImm, rs: W, rt2: LitR, rn: XSp, rt: LitR }
    /// Ordered load.
    Ordered { size: Size, rn: XSp, rt: Rt }
    /// Ordered, with offset.
    Imm9 { size: Size, imm: Offset, rn: XSp, rt: Rt }
    /// The same, to an X register.
    Imm9X { size: SignedSize, imm: Offset, rn: XSp, rt: X }
    /// The same, to a W register.
    Imm9W { size: SignedSize, imm: Offset, rn: XSp, rt: W }
}

rows! { [BASE]
    stxr     "size:2 001000 0 0 0 rs:5 0 sbo:5 rn:5 rt:5"         Exclusive "stxr{size} {rs}, {rt}, [{rn}]";
    stlxr    "size:2 001000 0 0 0 rs:5 1 sbo:5 rn:5 rt:5"         Exclusive "stlxr{size} {rs}, {rt}, [{rn}]";
    ldxr     "size:2 001000 0 1 0 sbo[9:5] 0 sbo[4:0] rn:5 rt:5"  Plain     "ldxr{size} {rt}, [{rn}]";
    ldaxr    "size:2 001000 0 1 0 sbo[9:5] 1 sbo[4:0] rn:5 rt:5"  Plain     "ldaxr{size} {rt}, [{rn}]";
    stxp     "1 sz:1 001000 0 0 1 rs:5 0 rt2:5 rn:5 rt:5"         StorePair "stxp {rs}, {rt}, {rt2}, [{rn}]";
    stlxp    "1 sz:1 001000 0 0 1 rs:5 1 rt2:5 rn:5 rt:5"         StorePair "stlxp {rs}, {rt}, {rt2}, [{rn}]";
    ldxp     "1 sz:1 001000 0 1 1 sbo:5 0 rt2:5 rn:5 rt:5"        LoadPair  "ldxp {rt}, {rt2}, [{rn}]";
    ldaxp    "1 sz:1 001000 0 1 1 sbo:5 1 rt2:5 rn:5 rt:5"        LoadPair  "ldaxp {rt}, {rt2}, [{rn}]";
    stllr    "size:2 001000 1 0 0 sbo[9:5] 0 sbo[4:0] rn:5 rt:5"  Plain     "stllr{size} {rt}, [{rn}]";
    stlr     "size:2 001000 1 0 0 sbo[9:5] 1 sbo[4:0] rn:5 rt:5"  Plain     "stlr{size} {rt}, [{rn}]";
    ldlar    "size:2 001000 1 1 0 sbo[9:5] 0 sbo[4:0] rn:5 rt:5"  Plain     "ldlar{size} {rt}, [{rn}]";
    ldar     "size:2 001000 1 1 0 sbo[9:5] 1 sbo[4:0] rn:5 rt:5"  Plain     "ldar{size} {rt}, [{rn}]";
    ldapr    "size:2 111 0 00 10 1 11111 1 100 00 rn:5 rt:5"      Ordered   "ldapr{size} {rt}, [{rn}]"     needs [LRCPC];
    stlur    "size:2 011001 00 0 imm:9 00 rn:5 rt:5"              Imm9      "stlur{size} {rt}, [{rn}{imm}]"   needs [LRCPC2];
    ldapur   "size:2 011001 01 0 imm:9 00 rn:5 rt:5"              Imm9      "ldapur{size} {rt}, [{rn}{imm}]"  needs [LRCPC2];
    ldapurs_x "size:2 011001 10 0 imm:9 00 rn:5 rt:5 where size!=3"          Imm9X  "ldapurs{size} {rt}, [{rn}{imm}]"  needs [LRCPC2];
    ldapurs_w "size:2 011001 11 0 imm:9 00 rn:5 rt:5 where size!=2 size!=3"  Imm9W  "ldapurs{size} {rt}, [{rn}{imm}]"  needs [LRCPC2];
}

/// The address in `rn`, which must be aligned as an exclusive or ordered access of this width.
fn aligned(b: &Lift, rn: XSp, width: Width) -> Value {
    let addr = b.base(rn);
    check_alignment(b, addr, width);
    addr
}

fn load_exclusive(b: &Lift, i: Plain) {
    let width = width(i.size.0);
    let addr = aligned(b, i.rn, width);
    let value = b.load_exclusive(width, addr);
    b.set_r(
        i.rt.0,
        if width == Width::B4 {
            b.zext_low32(value)
        } else {
            value
        },
    );
}

/// rt = memory, which is watched from now on
fn ldxr(b: &Lift, i: Plain) {
    load_exclusive(b, i);
}

/// As ldxr, before later accesses.
fn ldaxr(b: &Lift, i: Plain) {
    load_exclusive(b, i);
}

fn store_exclusive(b: &Lift, i: Exclusive) {
    let width = width(i.size.0);
    let addr = aligned(b, i.rn, width);
    b.set_r(i.rs.0, b.store_exclusive(width, addr, b.x(i.rt.0)));
}

/// If nobody wrote to the watched memory: memory = rt, rs = 0; else rs = 1.
fn stxr(b: &Lift, i: Exclusive) {
    store_exclusive(b, i);
}

/// As stxr, after earlier accesses.
fn stlxr(b: &Lift, i: Exclusive) {
    store_exclusive(b, i);
}

fn load_exclusive_pair(b: &Lift, i: LoadPair) {
    let (rt, rt2) = (i.rt.0, i.rt2.0);
    if i.sz == 0 {
        let addr = aligned(b, i.rn, Width::B8);
        let both = b.load_exclusive(Width::B8, addr);
        b.set_r(rt, b.zext_low32(both));
        b.set_r(rt2, b.shr_imm(both, 32));
    } else {
        let addr = aligned(b, i.rn, Width::B16);
        let (low, high) = b.load_exclusive128(addr);
        b.set_r(rt, low);
        b.set_r(rt2, high);
    }
}

/// rt, rt2 = memory, which is watched from now on
fn ldxp(b: &Lift, i: LoadPair) {
    load_exclusive_pair(b, i);
}

/// As ldxp, before later accesses.
fn ldaxp(b: &Lift, i: LoadPair) {
    load_exclusive_pair(b, i);
}

fn store_exclusive_pair(b: &Lift, i: StorePair) {
    let (low, high) = (b.x(i.rt.0), b.x(i.rt2.0));
    let failed = if i.sz == 0 {
        let addr = aligned(b, i.rn, Width::B8);
        let both = b.or(b.zext_low32(low), b.shl_imm(high, 32));
        b.store_exclusive(Width::B8, addr, both)
    } else {
        let addr = aligned(b, i.rn, Width::B16);
        b.store_exclusive128(addr, low, high)
    };
    b.set_r(i.rs.0, failed);
}

/// If nobody wrote to the watched memory: memory = rt, rt2, rs = 0; else rs = 1.
fn stxp(b: &Lift, i: StorePair) {
    store_exclusive_pair(b, i);
}

/// As stxp, after earlier accesses.
fn stlxp(b: &Lift, i: StorePair) {
    store_exclusive_pair(b, i);
}

/// An address that must be aligned for an ordered access.
fn ordered(b: &Lift, rn: XSp, offset: i64, width: Width) -> Value {
    let addr = b.add_imm(b.base(rn), offset);
    check_alignment(b, addr, width);
    addr
}

/// An exchange orders the store before later loads.
fn store_release(b: &Lift, rt: R, addr: Value, width: Width) {
    b.atomic_rmw(Rmw::Swap, width, addr, b.x(rt));
}

fn load_acquire(b: &Lift, i: Plain) {
    let width = width(i.size.0);
    let addr = ordered(b, i.rn, 0, width);
    load(b, i.rt.0, width, Address::of(addr));
    b.fence(Fence::Weak);
}

/// memory = rt, after all earlier accesses
fn stlr(b: &Lift, i: Plain) {
    let width = width(i.size.0);
    store_release(b, i.rt.0, ordered(b, i.rn, 0, width), width);
}

/// As stlr: a limited ordering region is no less than everything.
fn stllr(b: &Lift, i: Plain) {
    stlr(b, i);
}

/// rt = memory, before all later accesses
fn ldar(b: &Lift, i: Plain) {
    load_acquire(b, i);
}

/// As ldar.
fn ldlar(b: &Lift, i: Plain) {
    load_acquire(b, i);
}

/// As ldar, but an earlier stlr may still be on its way.
fn ldapr(b: &Lift, i: Ordered) {
    let width = width(i.size.0);
    let addr = ordered(b, i.rn, 0, width);
    load(b, i.rt.0, width, Address::of(addr));
    b.fence(Fence::Weak);
}

/// memory = rt, after all earlier accesses
fn stlur(b: &Lift, i: Imm9) {
    let width = width(i.size.0);
    store_release(b, i.rt.0, ordered(b, i.rn, i.imm.0, width), width);
}

/// rt = memory, before all later accesses
fn ldapur(b: &Lift, i: Imm9) {
    let width = width(i.size.0);
    let addr = ordered(b, i.rn, i.imm.0, width);
    load(b, i.rt.0, width, Address::of(addr));
    b.fence(Fence::Weak);
}

/// rt = memory, sign-extended to 64 bits
fn ldapurs_x(b: &Lift, i: Imm9X) {
    let width = width(i.size.0);
    let addr = ordered(b, i.rn, i.imm.0, width);
    load_signed(b, i.rt.0, Sf::X, width, Address::of(addr));
    b.fence(Fence::Weak);
}

/// rt = memory, sign-extended to 32 bits
fn ldapurs_w(b: &Lift, i: Imm9W) {
    let width = width(i.size.0);
    let addr = ordered(b, i.rn, i.imm.0, width);
    load_signed(b, i.rt.0, Sf::W, width, Address::of(addr));
    b.fence(Fence::Weak);
}

pub(crate) const CASES: &str = "
    c8027c20  stxr w2, x0, [x1]       x0=5 x1=0x40000 x2=7                                                    =>  x2=1
    0802fc20  stlxrb w2, w0, [x1]     x0=5 x1=0x40001                                                         =>  x2=1
    48027c20  stxrh w2, w0, [x1]      x0=5 x1=0x4000f                                                         =>  exit=misaligned
    085f7c20  ldxrb w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0x91
    485f7c20  ldxrh w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40002                            =>  x0=0xb3a2
    885f7c20  ldxr w0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40004                            =>  x0=0xf7e6d5c4
    c85ffc20  ldaxr x0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xf7e6d5c4b3a29180
    c85fffe0  ldaxr x0, [sp]          mem64[0x40000]=0xf7e6d5c4b3a29180 sp=0x40000                            =>  x0=0xf7e6d5c4b3a29180
    c85f7c20  ldxr x0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40009                            =>  exit=misaligned
    885f7c20  ldxr w0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0xc4b3a291
    c85f7c20  ldxr x0, [x1]           x0=5 x1=0x30000                                                         =>  exit=fault
    88220c20  stxp w2, w0, w3, [x1]   x0=5 x3=6 x1=0x40000                                                    =>  x2=1
    c8228c20  stlxp w2, x0, x3, [x1]  x0=5 x3=6 x1=0x40000                                                    =>  x2=1
    c8228c20  stlxp w2, x0, x3, [x1]  x0=5 x3=6 x1=0x40008                                                    =>  exit=misaligned
    887f0820  ldxp w0, w2, [x1]       mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xb3a29180 x2=0xf7e6d5c4
    c87f0820  ldxp x0, x2, [x1]       mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x0=0xf7e6d5c4b3a29180 x2=0x1122334455667788
    c87f8820  ldaxp x0, x2, [x1]      mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x0=0xf7e6d5c4b3a29180 x2=0x1122334455667788
    c87f8820  ldaxp x0, x2, [x1]      x1=0x40008                                                              =>  exit=misaligned
    c89f7c20  stllr x0, [x1]          x0=5 x1=0x40000                                                         =>  mem64[0x40000]=5
    089ffc20  stlrb w0, [x1]          x0=0x1105 x1=0x40003                                                    =>  mem8[0x40003]=5
    c89ffc20  stlr x0, [x1]           x0=5 x1=0x40000                                                         =>  mem64[0x40000]=5
    889ffc3f  stlr wzr, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  mem32[0x40000]=0
    c89ffc20  stlr x0, [x1]           x0=5 x1=0x4000c                                                         =>  exit=misaligned
    c89ffc20  stlr x0, [x1]           x0=5 x1=0x30000                                                         =>  exit=fault
    88df7c20  ldlar w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xb3a29180
    08dffc20  ldarb w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0x91
    48dffc20  ldarh w0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40002                            =>  x0=0xb3a2
    c8dffc20  ldar x0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xf7e6d5c4b3a29180
    88dffc20  ldar w0, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40003                            =>  x0=0xe6d5c4b3
    88dffc20  ldar w0, [x1]           x1=0x4000d                                                              =>  exit=misaligned
    38bfc020  ldaprb w0, [x1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0x91
    f8bfc020  ldapr x0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xf7e6d5c4b3a29180
    f8bfc020  ldapr x0, [x1]          x1=0x40009                                                              =>  exit=misaligned
    591fe020  stlurh w0, [x1, #-2]    x0=0x110005 x1=0x40004                                                  =>  mem16[0x40002]=5
    d9008020  stlur x0, [x1, #8]      x0=5 x1=0x40000                                                         =>  mem64[0x40008]=5
    d91f8020  stlur x0, [x1, #-8]     x0=5 x1=0x40011                                                         =>  exit=misaligned
    19401020  ldapurb w0, [x1, #1]    mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0x91
    99404020  ldapur w0, [x1, #4]     mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xf7e6d5c4
    d95f8020  ldapur x0, [x1, #-8]    mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008                            =>  x0=0xf7e6d5c4b3a29180
    19801020  ldapursb x0, [x1, #1]   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=-0x6f
    59802020  ldapursh x0, [x1, #2]   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffffffb3a2
    99804020  ldapursw x0, [x1, #4]   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xfffffffff7e6d5c4
    19c01020  ldapursb w0, [x1, #1]   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffff91
    59c02020  ldapursh w0, [x1, #2]   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffb3a2
    # the top byte of an address is a tag
    c85f7c20  ldxr x0, [x1]  mem64[0x40000]=5 x1=0xab00000000040000  =>  x0=5
    c89ffc20  stlr x0, [x1]  x0=5 x1=0xab00000000040000  =>  mem64[0x40000]=5
    # SP must be a multiple of 16
    085f7fe0  ldxrb w0, [sp]      x0=5 sp=0x40001  =>  exit=misaligned
    889fffe0  stlr w0, [sp]       x0=5 sp=0x40008  =>  exit=misaligned
";
