//! Loads and stores with register offset (Arm ARM, C4.1, "Load/store register (register offset)").

use ir::Value;

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Base and extended index.
    Indexed { size: Size, rm: Rm, signed: UImm, wide: UImm, s: Scaled, rn: XSp, rt: Rt }
    /// The same, to an X register.
    IndexedX { size: SignedSize, rm: Rm, signed: UImm, wide: UImm, s: Scaled, rn: XSp, rt: X }
    /// The same, to a W register.
    IndexedW { size: SignedSize, rm: Rm, signed: UImm, wide: UImm, s: Scaled, rn: XSp, rt: W }
    /// The same, vector register.
    IndexedV { size: VSize, rm: Rm, signed: UImm, wide: UImm, s: Scaled, rn: XSp, rt: V }
    /// The same, prefetch.
    IndexedHint { rm: Rm, signed: UImm, wide: UImm, s: Scaled, rn: XSp, op: Prefetch }
}

rows! { [BASE]
    str_reg     "size:2 111 0 00 00 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5"                        Indexed   "str{size} {rt}, [{rn}, {rm}{s}]";
    ldr_reg     "size:2 111 0 00 01 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5"                        Indexed   "ldr{size} {rt}, [{rn}, {rm}{s}]";
    ldrs_reg_x  "size:2 111 0 00 10 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=3"          IndexedX  "ldrs{size} {rt}, [{rn}, {rm}{s}]";
    ldrs_reg_w  "size:2 111 0 00 11 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=2 size!=3"  IndexedW  "ldrs{size} {rt}, [{rn}, {rm}{s}]";
    prfm_reg    "11 111 0 00 10 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 op:5"                            IndexedHint "prfm {op}, [{rn}, {rm}{s}]";
    str_reg_v   "size[1:0] 111 1 00 size[2] 0 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexedV "str {size}{rt}, [{rn}, {rm}{s}]"  needs [FP];
    ldr_reg_v   "size[1:0] 111 1 00 size[2] 1 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexedV "ldr {size}{rt}, [{rn}, {rm}{s}]"  needs [FP];
}

/// base + extend(index) << amount
fn indexed(b: &Lift, rn: XSp, (rm, signed, wide): (Rm, UImm, UImm), amount: u32) -> Address {
    let index: Value = match (wide, signed) {
        (1, _) => b.x(rm.0),
        (_, 1) => b.sext_low32(b.x(rm.0)),
        _ => b.zext_low32(b.x(rm.0)),
    };
    Address::of(b.add(b.base(rn), b.shl_imm(index, amount)))
}

macro_rules! address {
    ($b:ident, $i:ident) => {
        indexed(
            $b,
            $i.rn,
            ($i.rm, $i.signed, $i.wide),
            if $i.s.0 { $i.size.0 } else { 0 },
        )
    };
}

/// memory = rt
fn str_reg(b: &Lift, i: Indexed) {
    store(b, i.rt.0, width(i.size.0), address!(b, i));
}

/// rt = memory, zero-extended
fn ldr_reg(b: &Lift, i: Indexed) {
    load(b, i.rt.0, width(i.size.0), address!(b, i));
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_reg_x(b: &Lift, i: IndexedX) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), address!(b, i));
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_reg_w(b: &Lift, i: IndexedW) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), address!(b, i));
}

/// A hint: nothing. With op = 0b11xxx it is RPRFM, as little.
fn prfm_reg(_: &Lift, _: IndexedHint) {}

/// memory = low bytes of rt
fn str_reg_v(b: &Lift, i: IndexedV) {
    store_vector(b, i.rt, width(i.size.0), address!(b, i));
}

/// rt = memory, the bits above are 0
fn ldr_reg_v(b: &Lift, i: IndexedV) {
    load_vector(b, i.rt, width(i.size.0), address!(b, i));
}

pub(crate) const CASES: &str = "
    38226820  strb w0, [x1, x2]                  x0=0x1122334455667788 x1=0x40000 x2=3                             =>  mem8[0x40003]=0x88
    78225820  strh w0, [x1, w2, uxtw #1]         x0=0x1122334455667788 x1=0x40000 x2=0xff00000003                  =>  mem16[0x40006]=0x7788
    b822d820  str w0, [x1, w2, sxtw #2]          x0=0x1122334455667788 x1=0x40010 x2=0xfffffffd                    =>  mem32[0x40004]=0x55667788
    f8227820  str x0, [x1, x2, lsl #3]           x0=0x1122334455667788 x1=0x40000 x2=1                             =>  mem64[0x40008]=0x1122334455667788
    f8226be0  str x0, [sp, x2]                   x0=7 sp=0x40000 x2=8                                              =>  mem64[0x40008]=7
    f822e83f  str xzr, [x1, x2, sxtx]            x1=0x40010 x2=-8 mem64[0x40008]=-1                                =>  mem64[0x40008]=0
    f8226820  str x0, [x1, x2]                   x0=7 x1=0x30000 x2=1                                              =>  exit=fault
    38626820  ldrb w0, [x1, x2]                  mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0x91
    38627820  ldrb w0, [x1, x2, lsl #0]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0x91
    3862d820  ldrb w0, [x1, w2, sxtw #0]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40002 x2=0xffffffff        =>  x0=0x91
    78627820  ldrh w0, [x1, x2, lsl #1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0xb3a2
    b8624820  ldr w0, [x1, w2, uxtw]             mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=0x500000004       =>  x0=0xf7e6d5c4
    f862d820  ldr x0, [x1, w2, sxtw #3]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008 x2=0xffffffff        =>  x0=0xf7e6d5c4b3a29180
    f862f820  ldr x0, [x1, x2, sxtx #3]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008 x2=-1                =>  x0=0xf7e6d5c4b3a29180
    f87f6820  ldr x0, [x1, xzr]                  mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                      =>  x0=0xf7e6d5c4b3a29180
    f8616821  ldr x1, [x1, x1]                   mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x20000                      =>  x1=0xf7e6d5c4b3a29180
    f8626820  ldr x0, [x1, x2]                   x0=5 x1=0x30000 x2=1                                              =>  exit=fault
    38a26820  ldrsb x0, [x1, x2]                 mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=-0x6f
    78a27820  ldrsh x0, [x1, x2, lsl #1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0xffffffffffffb3a2
    b8a27820  ldrsw x0, [x1, x2, lsl #2]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0xfffffffff7e6d5c4
    38e24820  ldrsb w0, [x1, w2, uxtw]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=0x900000001       =>  x0=0xffffff91
    78e2d820  ldrsh w0, [x1, w2, sxtw #1]        mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=1                 =>  x0=0xffffb3a2
    f8a26820  prfm pldl1keep, [x1, x2]                                                                             =>
    f8a2d825  prfm pldl3strm, [x1, w2, sxtw #3]                                                                    =>
    f8a26838  prfm #0x18, [x1, x2]                                                                                 =>
    3c226823  str b3, [x1, x2]                   v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000 x2=1             =>  mem8[0x40001]=0x80
    7c227823  str h3, [x1, x2, lsl #1]           v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000 x2=1             =>  mem16[0x40002]=0x9180
    bc225823  str s3, [x1, w2, uxtw #2]          v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000 x2=1             =>  mem32[0x40004]=0xb3a29180
    fc22d823  str d3, [x1, w2, sxtw #3]          v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40008 x2=0xffffffff    =>  mem64[0x40000]=0xf7e6d5c4b3a29180
    3ca27823  str q3, [x1, x2, lsl #4]           v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000 x2=1             =>  mem128[0x40010]=0x1122334455667788f7e6d5c4b3a29180
    3c626823  ldr b3, [x1, x2]                   mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000 x2=1           =>  v3=0x91
    7c627823  ldr h3, [x1, x2, lsl #1]           mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000 x2=1           =>  v3=0xb3a2
    bc625823  ldr s3, [x1, w2, uxtw #2]          mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000 x2=1           =>  v3=0xf7e6d5c4
    fc62d823  ldr d3, [x1, w2, sxtw #3]          mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40008 x2=0xffffffff  =>  v3=0xf7e6d5c4b3a29180
    3ce2d823  ldr q3, [x1, w2, sxtw #4]          mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40010 x2=0xffffffff  =>  v3=0xf7e6d5c4b3a29180
    3ce26823  ldr q3, [x1, x2]                   mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000 x2=1           =>  v3=0xf7e6d5c4b3a291
    # SP must be a multiple of 16
    f8606be0  ldr x0, [sp, x0]                   x0=8 sp=0x40008                                                   =>  exit=misaligned
";
