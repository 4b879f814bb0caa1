//! Loads and stores of two registers (Arm ARM, C4.1, "Load/store register pair").
//!
//! A pair is two accesses, and one if the processor has LSE2: of 16 bytes that are atomic where they are aligned, or of 8 that are where
//! 16 aligned bytes hold them (Arm ARM, B2.2.1). As two accesses the first register may be written before the second access is known to succeed (the manual leaves
//! it unknown after a fault), unless the base depends on it; the base is written back last.

use ir::{Half, Lane, MemKind, Type, Value, Width};

use crate::features::LSE2;
use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// General registers.
    Pair { sf: UImm, imm: PairOffset, rt2: R, rn: XSp, rt: R }
    /// General registers, with write-back.
    PairIndex { sf: UImm, imm: PairImm, rt2: R, rn: XSp, rt: R }
    /// Words that are sign-extended.
    PairX { imm: WordOffset, rt2: X, rn: XSp, rt: X }
    /// The same, with write-back.
    PairXIndex { imm: WordImm, rt2: X, rn: XSp, rt: X }
    /// Vector registers.
    PairV { size: LitSize, imm: VPairOffset, rt2: V, rn: XSp, rt: V }
    /// Vector registers, with write-back.
    PairVIndex { size: LitSize, imm: VPairImm, rt2: V, rn: XSp, rt: V }
}

rows! { [BASE]
    stnp        "sf:1 0 101 0 000 0 imm:7 rt2:5 rn:5 rt:5"                Pair        "stnp {rt}, {rt2}, [{rn}{imm}]";
    ldnp        "sf:1 0 101 0 000 1 imm:7 rt2:5 rn:5 rt:5"                Pair        "ldnp {rt}, {rt2}, [{rn}{imm}]";
    stp         "sf:1 0 101 0 010 0 imm:7 rt2:5 rn:5 rt:5"                Pair        "stp {rt}, {rt2}, [{rn}{imm}]";
    ldp         "sf:1 0 101 0 010 1 imm:7 rt2:5 rn:5 rt:5"                Pair        "ldp {rt}, {rt2}, [{rn}{imm}]";
    stp_post    "sf:1 0 101 0 001 0 imm:7 rt2:5 rn:5 rt:5"                PairIndex   "stp {rt}, {rt2}, [{rn}], #{imm}";
    ldp_post    "sf:1 0 101 0 001 1 imm:7 rt2:5 rn:5 rt:5"                PairIndex   "ldp {rt}, {rt2}, [{rn}], #{imm}";
    stp_pre     "sf:1 0 101 0 011 0 imm:7 rt2:5 rn:5 rt:5"                PairIndex   "stp {rt}, {rt2}, [{rn}, #{imm}]!";
    ldp_pre     "sf:1 0 101 0 011 1 imm:7 rt2:5 rn:5 rt:5"                PairIndex   "ldp {rt}, {rt2}, [{rn}, #{imm}]!";
    ldpsw       "01 101 0 010 1 imm:7 rt2:5 rn:5 rt:5"                    PairX       "ldpsw {rt}, {rt2}, [{rn}{imm}]";
    ldpsw_post  "01 101 0 001 1 imm:7 rt2:5 rn:5 rt:5"                    PairXIndex  "ldpsw {rt}, {rt2}, [{rn}], #{imm}";
    ldpsw_pre   "01 101 0 011 1 imm:7 rt2:5 rn:5 rt:5"                    PairXIndex  "ldpsw {rt}, {rt2}, [{rn}, #{imm}]!";
    stnp_v      "size:2 101 1 000 0 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairV       "stnp {size}{rt}, {size}{rt2}, [{rn}{imm}]"       needs [FP];
    ldnp_v      "size:2 101 1 000 1 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairV       "ldnp {size}{rt}, {size}{rt2}, [{rn}{imm}]"       needs [FP];
    stp_v       "size:2 101 1 010 0 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairV       "stp {size}{rt}, {size}{rt2}, [{rn}{imm}]"        needs [FP];
    ldp_v       "size:2 101 1 010 1 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairV       "ldp {size}{rt}, {size}{rt2}, [{rn}{imm}]"        needs [FP];
    stp_post_v  "size:2 101 1 001 0 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairVIndex  "stp {size}{rt}, {size}{rt2}, [{rn}], #{imm}"     needs [FP];
    ldp_post_v  "size:2 101 1 001 1 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairVIndex  "ldp {size}{rt}, {size}{rt2}, [{rn}], #{imm}"     needs [FP];
    stp_pre_v   "size:2 101 1 011 0 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairVIndex  "stp {size}{rt}, {size}{rt2}, [{rn}, #{imm}]!"    needs [FP];
    ldp_pre_v   "size:2 101 1 011 1 imm:7 rt2:5 rn:5 rt:5 where size!=3"  PairVIndex  "ldp {size}{rt}, {size}{rt2}, [{rn}, #{imm}]!"    needs [FP];
}

/// rt, rt2 = memory, extended as `kind` says
fn load_pair(b: &Lift, rt: R, rt2: R, rn: XSp, kind: MemKind, a: Address) {
    let next = a.plus(kind.width.bytes() as i64);
    let get = |at: Address| b.load(Type::I64, kind, at.base, at.disp);
    if b.has(LSE2) {
        let (first, second) = load_both(b, kind, a);
        b.set_r(rt, first);
        b.set_r(rt2, second);
    } else if rt.0 == rn.0.0 {
        // The base must outlive a fault of either access; the first is reported if both fault.
        let first = get(a);
        let second = get(next);
        b.set_r(rt, first);
        b.set_r(rt2, second);
    } else {
        b.set_r(rt, get(a));
        b.set_r(rt2, get(next));
    }
    a.write_back(b);
}

/// Both parts of a pair by one access, extended as `kind` says for each.
fn load_both(b: &Lift, kind: MemKind, a: Address) -> (Value, Value) {
    if kind.width == Width::B8 {
        let both = vector_at(b, Width::B16, a);
        let part = |n| b.vget_lane(Lane::D, false, Type::I64, both, n);
        return (part(0), part(1));
    }
    let both = b.load(Type::I64, MemKind::u(Width::B8), a.base, a.disp);
    match kind.signed {
        true => (b.sext_low32(both), b.sar_imm(both, 32)),
        false => (b.zext_low32(both), b.shr_imm(both, 32)),
    }
}

/// memory = rt, rt2
fn store_pair(b: &Lift, rt: R, rt2: R, width: Width, a: Address) {
    let next = a.plus(width.bytes() as i64);
    let (first, second) = (b.x(rt), b.x(rt2));
    if !b.has(LSE2) {
        b.store(width, a.base, a.disp, first);
        b.store(width, next.base, next.disp, second);
    } else if width == Width::B8 {
        let both = b.vset_lane(Lane::D, b.v_from_int(first), 1, second);
        b.store(Width::B16, a.base, a.disp, both);
    } else {
        let both = b.or(b.zext_low32(first), b.shl_imm(second, 32));
        b.store(Width::B8, a.base, a.disp, both);
    }
    a.write_back(b);
}

/// rt, rt2 = memory, the bits above are 0
fn load_vector_pair(b: &Lift, rt: V, rt2: V, size: Width, a: Address) {
    match one_access(b, size) {
        Some((whole, lane)) => {
            let both = vector_at(b, whole, a);
            b.set_v(rt, b.vlow(lane, both));
            b.set_v(rt2, b.vext(both, b.vzero(), size.bytes()));
        }
        None => {
            b.set_v(rt, vector_at(b, size, a));
            b.set_v(rt2, vector_at(b, size, a.plus(size.bytes() as i64)));
        }
    }
    a.write_back(b);
}

/// memory = low bytes of rt, rt2
fn store_vector_pair(b: &Lift, rt: V, rt2: V, size: Width, a: Address) {
    match one_access(b, size) {
        Some((whole, lane)) => {
            let both = b.vzip(lane, Half::Low, b.v(rt), b.v(rt2));
            b.store(whole, a.base, a.disp, both);
        }
        None => {
            let next = a.plus(size.bytes() as i64);
            // Both first: back ends can store values side by side at once.
            let (first, second) = (b.v(rt), b.v(rt2));
            b.store(size, a.base, a.disp, first);
            b.store(size, next.base, next.disp, second);
        }
    }
    a.write_back(b);
}

/// The width of a pair of vector registers of this size and the lane that each is, if the pair is one access.
fn one_access(b: &Lift, size: Width) -> Option<(Width, Lane)> {
    match size {
        Width::B4 if b.has(LSE2) => Some((Width::B8, Lane::S)),
        Width::B8 if b.has(LSE2) => Some((Width::B16, Lane::D)),
        _ => None,
    }
}

/// Register size of a pair of general registers.
fn general(sf: UImm) -> Width {
    width(2 + sf)
}

macro_rules! pairs {
    ($($store:ident $load:ident $ops:ident $mode:ident;)*) => {$(
        /// memory = rt, rt2
        fn $store(b: &Lift, i: $ops) {
            let a = Address::immediate(b, i.rn, i.imm.0, Mode::$mode);
            store_pair(b, i.rt, i.rt2, general(i.sf), a);
        }

        /// rt, rt2 = memory
        fn $load(b: &Lift, i: $ops) {
            let a = Address::immediate(b, i.rn, i.imm.0, Mode::$mode);
            load_pair(b, i.rt, i.rt2, i.rn, MemKind::u(general(i.sf)), a);
        }
    )*};
}
pairs! {
    stnp ldnp Pair Offset;
    stp ldp Pair Offset;
    stp_post ldp_post PairIndex Post;
    stp_pre ldp_pre PairIndex Pre;
}

macro_rules! signed_pairs {
    ($($load:ident $ops:ident $mode:ident;)*) => {$(
        /// rt, rt2 = sext(words in memory)
        fn $load(b: &Lift, i: $ops) {
            let a = Address::immediate(b, i.rn, i.imm.0, Mode::$mode);
            load_pair(b, i.rt.0, i.rt2.0, i.rn, MemKind::s(Width::B4), a);
        }
    )*};
}
signed_pairs! {
    ldpsw PairX Offset;
    ldpsw_post PairXIndex Post;
    ldpsw_pre PairXIndex Pre;
}

macro_rules! vector_pairs {
    ($($store:ident $load:ident $ops:ident $mode:ident;)*) => {$(
        /// memory = low bytes of rt, rt2
        fn $store(b: &Lift, i: $ops) {
            let a = Address::immediate(b, i.rn, i.imm.0, Mode::$mode);
            store_vector_pair(b, i.rt, i.rt2, width(2 + i.size.0), a);
        }

        /// rt, rt2 = memory, the bits above are 0
        fn $load(b: &Lift, i: $ops) {
            let a = Address::immediate(b, i.rn, i.imm.0, Mode::$mode);
            load_vector_pair(b, i.rt, i.rt2, width(2 + i.size.0), a);
        }
    )*};
}
vector_pairs! {
    stnp_v ldnp_v PairV Offset;
    stp_v ldp_v PairV Offset;
    stp_post_v ldp_post_v PairVIndex Post;
    stp_pre_v ldp_pre_v PairVIndex Pre;
}

pub(crate) const CASES: &str = "
    28010820  stnp w0, w2, [x1, #8]      x0=0x1100000005 x2=0x2200000006 x1=0x40000                              =>  mem64[0x40008]=0x600000005
    a8410820  ldnp x0, x2, [x1, #16]     mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x3fff0  =>  x0=0xf7e6d5c4b3a29180 x2=0x1122334455667788
    a9000820  stp x0, x2, [x1]           x0=5 x2=6 x1=0x40000                                                    =>  mem64[0x40000]=5 mem64[0x40008]=6
    a9017bfd  stp x29, x30, [sp, #16]    x29=5 x30=6 sp=0x40000                                                  =>  mem64[0x40010]=5 mem64[0x40018]=6
    a93f043f  stp xzr, x1, [x1, #-16]    mem64[0x40000]=-1 x1=0x40010                                            =>  mem64[0x40000]=0 mem64[0x40008]=0x40010
    29200820  stp w0, w2, [x1, #-256]    x0=0x1100000005 x2=0x2200000006 x1=0x40100                              =>  mem64[0x40000]=0x600000005
    a9000820  stp x0, x2, [x1]           x0=5 x2=6 x1=0x30000                                                    =>  exit=fault
    a9400820  ldp x0, x2, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x0=0xf7e6d5c4b3a29180 x2=0x1122334455667788
    29408820  ldp w0, w2, [x1, #4]       mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x0=-1 x2=-1 x1=0x40000  =>  x0=0xf7e6d5c4 x2=0x55667788
    a9400821  ldp x1, x2, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x1=0xf7e6d5c4b3a29180 x2=0x1122334455667788
    a9400422  ldp x2, x1, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x2=0xf7e6d5c4b3a29180 x1=0x1122334455667788
    a95ffc20  ldp x0, xzr, [x1, #504]    mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x3fe08  =>  x0=0xf7e6d5c4b3a29180
    a9400820  ldp x0, x2, [x1]           x0=5 x2=6 x1=0x30000                                                    =>  exit=fault
    a9400821  ldp x1, x2, [x1]           x2=6 x1=0x41ff8                                                         =>  exit=fault
    a8810820  stp x0, x2, [x1], #16      x0=5 x2=6 x1=0x40000                                                    =>  mem64[0x40000]=5 mem64[0x40008]=6 x1=0x40010
    28bf0820  stp w0, w2, [x1], #-8      x0=5 x2=6 x1=0x40000                                                    =>  mem64[0x40000]=0x600000005 x1=0x3fff8
    a8810820  stp x0, x2, [x1], #16      x0=5 x2=6 x1=0x30000                                                    =>  exit=fault
    a8c27bfd  ldp x29, x30, [sp], #32    mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 sp=0x40000  =>  x29=0xf7e6d5c4b3a29180 x30=0x1122334455667788 sp=0x40020
    28c00820  ldp w0, w2, [x1], #0       mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xb3a29180 x2=0xf7e6d5c4
    a8c10820  ldp x0, x2, [x1], #16      x0=5 x2=6 x1=0x30000                                                    =>  exit=fault
    a9be7bfd  stp x29, x30, [sp, #-32]!  x29=5 x30=6 sp=0x40020                                                  =>  mem64[0x40000]=5 mem64[0x40008]=6 sp=0x40000
    a9bf07e0  stp x0, x1, [sp, #-16]!    x0=5 x1=6 sp=0x40010                                                    =>  mem64[0x40000]=5 mem64[0x40008]=6 sp=0x40000
    a9bf0820  stp x0, x2, [x1, #-16]!    x0=5 x2=6 x1=0x30010                                                    =>  exit=fault
    a9c10820  ldp x0, x2, [x1, #16]!     mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x3fff0  =>  x0=0xf7e6d5c4b3a29180 x2=0x1122334455667788 x1=0x40000
    69408820  ldpsw x0, x2, [x1, #4]     mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  x0=0xfffffffff7e6d5c4 x2=0x55667788
    68c10820  ldpsw x0, x2, [x1], #8     mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffb3a29180 x2=0xfffffffff7e6d5c4 x1=0x40008
    69ff0820  ldpsw x0, x2, [x1, #-8]!   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008                            =>  x0=0xffffffffb3a29180 x2=0xfffffffff7e6d5c4 x1=0x40000
    2c009023  stnp s3, s4, [x1, #4]      v3=0x1100000005 v4=0x2200000006 x1=0x40000                              =>  mem32[0x40004]=5 mem32[0x40008]=6
    ac7f1023  ldnp q3, q4, [x1, #-32]    mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40018]=7 v3=-1 v4=-1 x1=0x40020  =>  v3=0xf7e6d5c4b3a29180 v4=0x70000000000000000
    6d0127e8  stp d8, d9, [sp, #16]      v8=0x1100000005 v9=6 sp=0x40000                                         =>  mem64[0x40010]=0x1100000005 mem64[0x40018]=6
    ad017c23  stp q3, q31, [x1, #32]     v3=5 v31=6 x1=0x40000                                                   =>  mem128[0x40020]=5 mem128[0x40030]=6
    2d401023  ldp s3, s4, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 v4=-1 x1=0x40000                =>  v3=0xb3a29180 v4=0xf7e6d5c4
    6d401023  ldp d3, d4, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 v3=-1 v4=-1 x1=0x40000  =>  v3=0xf7e6d5c4b3a29180 v4=0x1122334455667788
    ad401023  ldp q3, q4, [x1]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 mem64[0x40010]=7 v4=-1 x1=0x40000  =>  v3=0x1122334455667788f7e6d5c4b3a29180 v4=7
    ac811023  stp q3, q4, [x1], #32      v3=5 v4=6 x1=0x40000                                                    =>  mem128[0x40000]=5 mem128[0x40010]=6 x1=0x40020
    6cff1023  ldp d3, d4, [x1], #-16     mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 x1=0x40000  =>  v3=0xf7e6d5c4b3a29180 v4=0x1122334455667788 x1=0x3fff0
    6dbf1023  stp d3, d4, [x1, #-16]!    v3=5 v4=6 x1=0x40010                                                    =>  mem64[0x40000]=5 mem64[0x40008]=6 x1=0x40000
    adc11023  ldp q3, q4, [x1, #32]!     mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40010]=7 x1=0x3ffe0           =>  v3=0xf7e6d5c4b3a29180 v4=7 x1=0x40000
    adc11023  ldp q3, q4, [x1, #32]!     v3=5 x1=0x30000                                                         =>  exit=fault
    # SP must be a multiple of 16
    a9bf7bfd  stp x29, x30, [sp, #-16]!  x29=5 sp=0x40018   =>  exit=misaligned
    a94007e0  ldp x0, x1, [sp]           x0=5 sp=0x40004    =>  exit=misaligned
    a8ff87e0  ldp x0, x1, [sp], #-8      mem64[0x40000]=5 mem64[0x40008]=6 sp=0x40000  =>  x0=5 x1=6 sp=0x3fff8
    ad4007e0  ldp q0, q1, [sp]           sp=0x40008         =>  exit=misaligned
    # the top byte of an address is a tag
    a9000820  stp x0, x2, [x1]  x0=5 x2=6 x1=0xab00000000040000  =>  mem64[0x40000]=5 mem64[0x40008]=6
    a9400821  ldp x1, x2, [x1]  mem64[0x40000]=5 mem64[0x40008]=6 x1=0xab00000000040000  =>  x1=5 x2=6
";
