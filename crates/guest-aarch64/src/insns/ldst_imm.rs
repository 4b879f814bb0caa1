//! Loads and stores of one register: literal, unsigned immediate, unscaled, post- and pre-indexed, unprivileged (Arm ARM,
//! C4.1, "Loads and Stores"). At EL0 the unprivileged forms are ordinary ones.

use ir::{MemKind, Type, Value, Width};

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// PC-relative.
    Literal { wide: UImm, imm: Label, rt: LitR }
    /// PC-relative, always 64 bits.
    LiteralX { imm: Label, rt: X }
    /// PC-relative, vector register.
    LiteralV { size: LitSize, imm: Label, rt: V }
    /// PC-relative prefetch.
    LiteralHint { imm: Label, op: Prefetch }
    /// Unsigned scaled offset.
    Scaled12 { size: Size, imm: ScaledOffset, rn: XSp, rt: Rt }
    /// The same, to an X register.
    Scaled12X { size: SignedSize, imm: ScaledOffset, rn: XSp, rt: X }
    /// The same, to a W register.
    Scaled12W { size: SignedSize, imm: ScaledOffset, rn: XSp, rt: W }
    /// The same, vector register.
    Scaled12V { size: VSize, imm: VScaledOffset, rn: XSp, rt: V }
    /// The same, prefetch.
    Scaled12Hint { imm: ScaledOffset, rn: XSp, op: Prefetch }
    /// Signed offset in bytes.
    Imm9 { size: Size, imm: Offset, rn: XSp, rt: Rt }
    /// The same, to an X register.
    Imm9X { size: SignedSize, imm: Offset, rn: XSp, rt: X }
    /// The same, to a W register.
    Imm9W { size: SignedSize, imm: Offset, rn: XSp, rt: W }
    /// The same, vector register.
    Imm9V { size: VSize, imm: Offset, rn: XSp, rt: V }
    /// The same, prefetch.
    Imm9Hint { imm: Offset, rn: XSp, op: Prefetch }
    /// Signed offset with write-back.
    Index { size: Size, imm: Imm, rn: XSp, rt: Rt }
    /// The same, to an X register.
    IndexX { size: SignedSize, imm: Imm, rn: XSp, rt: X }
    /// The same, to a W register.
    IndexW { size: SignedSize, imm: Imm, rn: XSp, rt: W }
    /// The same, vector register.
    IndexV { size: VSize, imm: Imm, rn: XSp, rt: V }
}

rows! { [BASE]
    ldr_lit     "0 wide:1 011 0 00 imm:19 rt:5"                                                   Literal      "ldr {rt}, {imm}";
    ldrsw_lit   "10 011 0 00 imm:19 rt:5"                                                         LiteralX     "ldrsw {rt}, {imm}";
    prfm_lit    "11 011 0 00 imm:19 op:5"                                                         LiteralHint  "prfm {op}, {imm}";
    ldr_lit_v   "size:2 011 1 00 imm:19 rt:5 where size!=3"                                       LiteralV     "ldr {size}{rt}, {imm}";
    str_imm     "size:2 111 0 01 00 imm:12 rn:5 rt:5"                                             Scaled12     "str{size} {rt}, [{rn}{imm}]";
    ldr_imm     "size:2 111 0 01 01 imm:12 rn:5 rt:5"                                             Scaled12     "ldr{size} {rt}, [{rn}{imm}]";
    ldrs_imm_x  "size:2 111 0 01 10 imm:12 rn:5 rt:5 where size!=3"                               Scaled12X    "ldrs{size} {rt}, [{rn}{imm}]";
    ldrs_imm_w  "size:2 111 0 01 11 imm:12 rn:5 rt:5 where size!=2 size!=3"                       Scaled12W    "ldrs{size} {rt}, [{rn}{imm}]";
    prfm_imm    "11 111 0 01 10 imm:12 rn:5 op:5"                                                 Scaled12Hint "prfm {op}, [{rn}{imm}]";
    str_imm_v   "size[1:0] 111 1 01 size[2] 0 imm:12 rn:5 rt:5 where size!=5 size!=6 size!=7"     Scaled12V    "str {size}{rt}, [{rn}{imm}]" needs [FP];
    ldr_imm_v   "size[1:0] 111 1 01 size[2] 1 imm:12 rn:5 rt:5 where size!=5 size!=6 size!=7"     Scaled12V    "ldr {size}{rt}, [{rn}{imm}]" needs [FP];
    stur        "size:2 111 0 00 00 0 imm:9 00 rn:5 rt:5"                                         Imm9         "stur{size} {rt}, [{rn}{imm}]";
    ldur        "size:2 111 0 00 01 0 imm:9 00 rn:5 rt:5"                                         Imm9         "ldur{size} {rt}, [{rn}{imm}]";
    ldurs_x     "size:2 111 0 00 10 0 imm:9 00 rn:5 rt:5 where size!=3"                           Imm9X        "ldurs{size} {rt}, [{rn}{imm}]";
    ldurs_w     "size:2 111 0 00 11 0 imm:9 00 rn:5 rt:5 where size!=2 size!=3"                   Imm9W        "ldurs{size} {rt}, [{rn}{imm}]";
    prfum       "11 111 0 00 10 0 imm:9 00 rn:5 op:5"                                             Imm9Hint     "prfum {op}, [{rn}{imm}]";
    stur_v      "size[1:0] 111 1 00 size[2] 0 0 imm:9 00 rn:5 rt:5 where size!=5 size!=6 size!=7" Imm9V        "stur {size}{rt}, [{rn}{imm}]" needs [FP];
    ldur_v      "size[1:0] 111 1 00 size[2] 1 0 imm:9 00 rn:5 rt:5 where size!=5 size!=6 size!=7" Imm9V        "ldur {size}{rt}, [{rn}{imm}]" needs [FP];
    sttr        "size:2 111 0 00 00 0 imm:9 10 rn:5 rt:5"                                         Imm9         "sttr{size} {rt}, [{rn}{imm}]";
    ldtr        "size:2 111 0 00 01 0 imm:9 10 rn:5 rt:5"                                         Imm9         "ldtr{size} {rt}, [{rn}{imm}]";
    ldtrs_x     "size:2 111 0 00 10 0 imm:9 10 rn:5 rt:5 where size!=3"                           Imm9X        "ldtrs{size} {rt}, [{rn}{imm}]";
    ldtrs_w     "size:2 111 0 00 11 0 imm:9 10 rn:5 rt:5 where size!=2 size!=3"                   Imm9W        "ldtrs{size} {rt}, [{rn}{imm}]";
    str_post    "size:2 111 0 00 00 0 imm:9 01 rn:5 rt:5"                                         Index        "str{size} {rt}, [{rn}], #{imm}";
    ldr_post    "size:2 111 0 00 01 0 imm:9 01 rn:5 rt:5"                                         Index        "ldr{size} {rt}, [{rn}], #{imm}";
    ldrs_post_x "size:2 111 0 00 10 0 imm:9 01 rn:5 rt:5 where size!=3"                           IndexX       "ldrs{size} {rt}, [{rn}], #{imm}";
    ldrs_post_w "size:2 111 0 00 11 0 imm:9 01 rn:5 rt:5 where size!=2 size!=3"                   IndexW       "ldrs{size} {rt}, [{rn}], #{imm}";
    str_post_v  "size[1:0] 111 1 00 size[2] 0 0 imm:9 01 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexV       "str {size}{rt}, [{rn}], #{imm}" needs [FP];
    ldr_post_v  "size[1:0] 111 1 00 size[2] 1 0 imm:9 01 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexV       "ldr {size}{rt}, [{rn}], #{imm}" needs [FP];
    str_pre     "size:2 111 0 00 00 0 imm:9 11 rn:5 rt:5"                                         Index        "str{size} {rt}, [{rn}, #{imm}]!";
    ldr_pre     "size:2 111 0 00 01 0 imm:9 11 rn:5 rt:5"                                         Index        "ldr{size} {rt}, [{rn}, #{imm}]!";
    ldrs_pre_x  "size:2 111 0 00 10 0 imm:9 11 rn:5 rt:5 where size!=3"                           IndexX       "ldrs{size} {rt}, [{rn}, #{imm}]!";
    ldrs_pre_w  "size:2 111 0 00 11 0 imm:9 11 rn:5 rt:5 where size!=2 size!=3"                   IndexW       "ldrs{size} {rt}, [{rn}, #{imm}]!";
    str_pre_v   "size[1:0] 111 1 00 size[2] 0 0 imm:9 11 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexV       "str {size}{rt}, [{rn}, #{imm}]!" needs [FP];
    ldr_pre_v   "size[1:0] 111 1 00 size[2] 1 0 imm:9 11 rn:5 rt:5 where size!=5 size!=6 size!=7" IndexV       "ldr {size}{rt}, [{rn}, #{imm}]!" needs [FP];
}

/// Hints do nothing: the host prefetches by itself.
fn prfm_lit(_: &Lift, _: LiteralHint) {}

/// As prfm_lit.
fn prfm_imm(_: &Lift, _: Scaled12Hint) {}

/// As prfm_lit.
fn prfum(_: &Lift, _: Imm9Hint) {}

fn literal(b: &Lift, imm: Label, ty: Type, kind: MemKind) -> Value {
    b.load(ty, kind, b.iconst(imm.from(b.pc())), 0)
}

/// rt = 32 or 64 bits at the label
fn ldr_lit(b: &Lift, i: Literal) {
    b.set_r(
        i.rt.0,
        literal(b, i.imm, Type::I64, MemKind::u(width(2 + i.wide))),
    );
}

/// rt = sext(32 bits at the label)
fn ldrsw_lit(b: &Lift, i: LiteralX) {
    b.set_r(i.rt.0, literal(b, i.imm, Type::I64, MemKind::s(Width::B4)));
}

/// rt = 32, 64 or 128 bits at the label
fn ldr_lit_v(b: &Lift, i: LiteralV) {
    b.set_v(
        i.rt,
        literal(b, i.imm, Type::V128, MemKind::u(width(2 + i.size.0))),
    );
}

/// memory = rt
fn str_imm(b: &Lift, i: Scaled12) {
    store(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, zero-extended
fn ldr_imm(b: &Lift, i: Scaled12) {
    load(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_imm_x(b: &Lift, i: Scaled12X) {
    load_signed(
        b,
        i.rt.0,
        Sf::X,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_imm_w(b: &Lift, i: Scaled12W) {
    load_signed(
        b,
        i.rt.0,
        Sf::W,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// memory = low bytes of rt
fn str_imm_v(b: &Lift, i: Scaled12V) {
    store_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, the bits above are 0
fn ldr_imm_v(b: &Lift, i: Scaled12V) {
    load_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// memory = rt
fn stur(b: &Lift, i: Imm9) {
    store(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, zero-extended
fn ldur(b: &Lift, i: Imm9) {
    load(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 64 bits
fn ldurs_x(b: &Lift, i: Imm9X) {
    load_signed(
        b,
        i.rt.0,
        Sf::X,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 32 bits
fn ldurs_w(b: &Lift, i: Imm9W) {
    load_signed(
        b,
        i.rt.0,
        Sf::W,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// memory = low bytes of rt
fn stur_v(b: &Lift, i: Imm9V) {
    store_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, the bits above are 0
fn ldur_v(b: &Lift, i: Imm9V) {
    load_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// memory = rt
fn sttr(b: &Lift, i: Imm9) {
    store(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, zero-extended
fn ldtr(b: &Lift, i: Imm9) {
    load(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 64 bits
fn ldtrs_x(b: &Lift, i: Imm9X) {
    load_signed(
        b,
        i.rt.0,
        Sf::X,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// rt = memory, sign-extended to 32 bits
fn ldtrs_w(b: &Lift, i: Imm9W) {
    load_signed(
        b,
        i.rt.0,
        Sf::W,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm.0, Mode::Offset),
    );
}

/// memory = rt
fn str_post(b: &Lift, i: Index) {
    store(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// rt = memory, zero-extended
fn ldr_post(b: &Lift, i: Index) {
    load(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_post_x(b: &Lift, i: IndexX) {
    load_signed(
        b,
        i.rt.0,
        Sf::X,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_post_w(b: &Lift, i: IndexW) {
    load_signed(
        b,
        i.rt.0,
        Sf::W,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// memory = low bytes of rt
fn str_post_v(b: &Lift, i: IndexV) {
    store_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// rt = memory, the bits above are 0
fn ldr_post_v(b: &Lift, i: IndexV) {
    load_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Post),
    );
}

/// memory = rt
fn str_pre(b: &Lift, i: Index) {
    store(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

/// rt = memory, zero-extended
fn ldr_pre(b: &Lift, i: Index) {
    load(
        b,
        i.rt.0,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_pre_x(b: &Lift, i: IndexX) {
    load_signed(
        b,
        i.rt.0,
        Sf::X,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_pre_w(b: &Lift, i: IndexW) {
    load_signed(
        b,
        i.rt.0,
        Sf::W,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

/// memory = low bytes of rt
fn str_pre_v(b: &Lift, i: IndexV) {
    store_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

/// rt = memory, the bits above are 0
fn ldr_pre_v(b: &Lift, i: IndexV) {
    load_vector(
        b,
        i.rt,
        width(i.size.0),
        Address::immediate(b, i.rn, i.imm, Mode::Pre),
    );
}

pub(crate) const CASES: &str = "
    58180000  ldr x0, 0x40000             mem64[0x40000]=0xf7e6d5c4b3a29180                                       =>  x0=0xf7e6d5c4b3a29180
    18180000  ldr w0, 0x40000             mem64[0x40000]=0xf7e6d5c4b3a29180                                       =>  x0=0xb3a29180
    98180000  ldrsw x0, 0x40000           mem64[0x40000]=0xf7e6d5c4b3a29180                                       =>  x0=0xffffffffb3a29180
    98180020  ldrsw x0, 0x40004           mem64[0x40000]=0xf7e6d5c4b3a29180                                       =>  x0=0xfffffffff7e6d5c4
    58f80000  ldr x0, 0x0                                                                                         =>  exit=fault
    d8000040  prfm pldl1keep, 0x10008                                                                             =>
    1c180003  ldr s3, 0x40000             mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1                                 =>  v3=0xb3a29180
    5c180003  ldr d3, 0x40000             mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1                                 =>  v3=0xf7e6d5c4b3a29180
    9c180003  ldr q3, 0x40000             mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 v3=-1  =>  v3=0x1122334455667788f7e6d5c4b3a29180
    39001020  strb w0, [x1, #4]           x0=0x1122334455667788 x1=0x40000                                        =>  mem8[0x40004]=0x88
    393ffc20  strb w0, [x1, #4095]        x0=0x1122334455667788 x1=0x40000                                        =>  mem8[0x40fff]=0x88
    79000820  strh w0, [x1, #4]           x0=0x1122334455667788 x1=0x40000                                        =>  mem16[0x40004]=0x7788
    b9000420  str w0, [x1, #4]            x0=0x1122334455667788 x1=0x40000                                        =>  mem32[0x40004]=0x55667788
    f9000420  str x0, [x1, #8]            x0=0x1122334455667788 x1=0x40000                                        =>  mem64[0x40008]=0x1122334455667788
    f900043f  str xzr, [x1, #8]           x1=0x40000 mem64[0x40008]=-1                                            =>  mem64[0x40008]=0
    f9000021  str x1, [x1]                x1=0x40000                                                              =>  mem64[0x40000]=0x40000
    f9000be0  str x0, [sp, #16]           x0=7 sp=0x40000                                                         =>  mem64[0x40010]=7
    f9000020  str x0, [x1]                x0=7 x1=0x30000                                                         =>  exit=fault
    39400420  ldrb w0, [x1, #1]           mem64[0x40000]=0xf7e6d5c4b3a29180 x0=-1 x1=0x40000                      =>  x0=0x91
    79400420  ldrh w0, [x1, #2]           mem64[0x40000]=0xf7e6d5c4b3a29180 x0=-1 x1=0x40000                      =>  x0=0xb3a2
    b9400420  ldr w0, [x1, #4]            mem64[0x40000]=0xf7e6d5c4b3a29180 x0=-1 x1=0x40000                      =>  x0=0xf7e6d5c4
    f9400420  ldr x0, [x1, #8]            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x3fff8                            =>  x0=0xf7e6d5c4b3a29180
    f9400021  ldr x1, [x1]                mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x1=0xf7e6d5c4b3a29180
    f940003f  ldr xzr, [x1]               mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>
    f94007e0  ldr x0, [sp, #8]            mem64[0x40008]=0xf7e6d5c4b3a29180 sp=0x40000                            =>  x0=0xf7e6d5c4b3a29180
    f9400020  ldr x0, [x1]                x0=5 x1=0x30000                                                         =>  exit=fault
    39800420  ldrsb x0, [x1, #1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=-0x6f
    79800420  ldrsh x0, [x1, #2]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffffffb3a2
    b9800420  ldrsw x0, [x1, #4]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xfffffffff7e6d5c4
    39c00420  ldrsb w0, [x1, #1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffff91
    79c00420  ldrsh w0, [x1, #2]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffb3a2
    f9800421  prfm pldl1strm, [x1, #8]    x1=0x30000                                                              =>
    f9800038  prfm #0x18, [x1]            x1=0x30000                                                              =>
    3d000423  str b3, [x1, #1]            v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem8[0x40001]=0x80
    7d000423  str h3, [x1, #2]            v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem16[0x40002]=0x9180
    bd000423  str s3, [x1, #4]            v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem32[0x40004]=0xb3a29180
    fd000423  str d3, [x1, #8]            v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem64[0x40008]=0xf7e6d5c4b3a29180
    3d800423  str q3, [x1, #16]           v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem128[0x40010]=0x1122334455667788f7e6d5c4b3a29180
    3dbffc3f  str q31, [x1, #65520]       v31=0x1122334455667788f7e6d5c4b3a29180 x1=0x30010                       =>  mem128[0x40000]=0x1122334455667788f7e6d5c4b3a29180
    3d400423  ldr b3, [x1, #1]            mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0x91
    7d400423  ldr h3, [x1, #2]            mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xb3a2
    bd400423  ldr s3, [x1, #4]            mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xf7e6d5c4
    fd400423  ldr d3, [x1, #8]            mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x3fff8                      =>  v3=0xf7e6d5c4b3a29180
    3dc00423  ldr q3, [x1, #16]           mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x1122334455667788 v3=-1 x1=0x3fff0  =>  v3=0x1122334455667788f7e6d5c4b3a29180
    3d40043f  ldr b31, [x1, #1]           mem64[0x40000]=0xf7e6d5c4b3a29180 v31=-1 x1=0x40000                     =>  v31=0x91
    7d40043f  ldr h31, [x1, #2]           mem64[0x40000]=0xf7e6d5c4b3a29180 v31=-1 x1=0x40000                     =>  v31=0xb3a2
    3d400023  ldr b3, [x1]                v3=-1 x1=0x30000                                                        =>  exit=fault
    381ff020  sturb w0, [x1, #-1]         x0=0x1122334455667788 x1=0x40001                                        =>  mem8[0x40000]=0x88
    78003020  sturh w0, [x1, #3]          x0=0x1122334455667788 x1=0x40000                                        =>  mem16[0x40003]=0x7788
    b8100020  stur w0, [x1, #-256]        x0=0x1122334455667788 x1=0x40100                                        =>  mem32[0x40000]=0x55667788
    f80ff020  stur x0, [x1, #255]         x0=0x1122334455667788 x1=0x40000                                        =>  mem64[0x400ff]=0x1122334455667788
    385ff020  ldurb w0, [x1, #-1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0x80
    78401020  ldurh w0, [x1, #1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xa291
    b8403020  ldur w0, [x1, #3]           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xe6d5c4b3
    f85f8020  ldur x0, [x1, #-8]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008                            =>  x0=0xf7e6d5c4b3a29180
    389ff020  ldursb x0, [x1, #-1]        mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=-0x80
    78801020  ldursh x0, [x1, #1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffffffa291
    b8803020  ldursw x0, [x1, #3]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffe6d5c4b3
    38dff020  ldursb w0, [x1, #-1]        mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0xffffff80
    78c01020  ldursh w0, [x1, #1]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffa291
    f89f8032  prfum pstl2keep, [x1, #-8]                                                                          =>
    3c001023  stur b3, [x1, #1]           v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem8[0x40001]=0x80
    3c9f0023  stur q3, [x1, #-16]         v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40011                        =>  mem128[0x40001]=0x1122334455667788f7e6d5c4b3a29180
    bc403023  ldur s3, [x1, #3]           mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xe6d5c4b3
    3cdf0023  ldur q3, [x1, #-16]         mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40010                      =>  v3=0xf7e6d5c4b3a29180
    381ff820  sttrb w0, [x1, #-1]         x0=0x1122334455667788 x1=0x40001                                        =>  mem8[0x40000]=0x88
    f8008820  sttr x0, [x1, #8]           x0=0x1122334455667788 x1=0x40000                                        =>  mem64[0x40008]=0x1122334455667788
    78401820  ldtrh w0, [x1, #1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xa291
    f85f8820  ldtr x0, [x1, #-8]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008                            =>  x0=0xf7e6d5c4b3a29180
    b8803820  ldtrsw x0, [x1, #3]         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffffffe6d5c4b3
    38dff820  ldtrsb w0, [x1, #-1]        mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  x0=0xffffff80
    38001420  strb w0, [x1], #1           x0=0x88 x1=0x40000                                                      =>  mem8[0x40000]=0x88 x1=0x40001
    f81f0420  str x0, [x1], #-16          x0=7 x1=0x40000                                                         =>  mem64[0x40000]=7 x1=0x3fff0
    f80107e0  str x0, [sp], #16           x0=7 sp=0x40000                                                         =>  mem64[0x40000]=7 sp=0x40010
    f8000420  str x0, [x1], #0            x0=7 x1=0x40000                                                         =>  mem64[0x40000]=7
    f8008420  str x0, [x1], #8            x0=7 x1=0x30000                                                         =>  exit=fault
    38401420  ldrb w0, [x1], #1           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0x80 x1=0x40001
    f84ff420  ldr x0, [x1], #255          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xf7e6d5c4b3a29180 x1=0x400ff
    f84107fe  ldr x30, [sp], #16          mem64[0x40000]=0xf7e6d5c4b3a29180 sp=0x40000                            =>  x30=0xf7e6d5c4b3a29180 sp=0x40010
    f8408420  ldr x0, [x1], #8            x0=5 x1=0x30000                                                         =>  exit=fault
    38801420  ldrsb x0, [x1], #1          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=-0x80 x1=0x40001
    78c02420  ldrsh w0, [x1], #2          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffff9180 x1=0x40002
    3c810423  str q3, [x1], #16           v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem128[0x40000]=0x1122334455667788f7e6d5c4b3a29180 x1=0x40010
    7c002423  str h3, [x1], #2            v3=0x11229180 x1=0x40000                                                =>  mem16[0x40000]=0x9180 x1=0x40002
    fc408423  ldr d3, [x1], #8            mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xf7e6d5c4b3a29180 x1=0x40008
    3cdf0423  ldr q3, [x1], #-16          mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xf7e6d5c4b3a29180 x1=0x3fff0
    78002c20  strh w0, [x1, #2]!          x0=0x88 x1=0x40000                                                      =>  mem16[0x40002]=0x88 x1=0x40002
    f81f0fe0  str x0, [sp, #-16]!         x0=7 sp=0x40010                                                         =>  mem64[0x40000]=7 sp=0x40000
    f81f0fe1  str x1, [sp, #-16]!         x1=0x40000 sp=0x40010                                                   =>  mem64[0x40000]=0x40000 sp=0x40000
    f8008c20  str x0, [x1, #8]!           x0=7 x1=0x30000                                                         =>  exit=fault
    f8408c20  ldr x0, [x1, #8]!           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x3fff8                            =>  x0=0xf7e6d5c4b3a29180 x1=0x40000
    b85fcc20  ldr w0, [x1, #-4]!          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008                            =>  x0=0xf7e6d5c4 x1=0x40004
    b8804c20  ldrsw x0, [x1, #4]!         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xfffffffff7e6d5c4 x1=0x40004
    38c01c20  ldrsb w0, [x1, #1]!         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  x0=0xffffff91 x1=0x40001
    f8408c20  ldr x0, [x1, #8]!           x0=5 x1=0x30000                                                         =>  exit=fault
    fc008c23  str d3, [x1, #8]!           v3=7 x1=0x40000                                                         =>  mem64[0x40008]=7 x1=0x40008
    bc404c23  ldr s3, [x1, #4]!           mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xf7e6d5c4 x1=0x40004
    3c401c23  ldr b3, [x1, #1]!           mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0x91 x1=0x40001
    # the top byte of an address is a tag
    f9400420  ldr x0, [x1, #8]  mem64[0x40008]=7 x1=0xab00000000040000  =>  x0=7
    f8408c20  ldr x0, [x1, #8]!  mem64[0x40008]=7 x1=0xab00000000040000  =>  x0=7 x1=0xab00000000040008
    3dc00423  ldr q3, [x1, #16]  mem64[0x40010]=7 x1=0x0100000000040000  =>  v3=7
    f9000420  str x0, [x1, #8]  x0=7 x1=0xff00000000040000  =>  mem64[0x40008]=7
    f9400420  ldr x0, [x1, #8]  x1=0xab00000000030000  =>  exit=fault
    f9400420  ldr x0, [x1, #8]  x1=0xab80000000040000  =>  exit=fault
    # SP must be a multiple of 16
    f94007e0  ldr x0, [sp, #8]            sp=0x40008                                                              =>  exit=misaligned
    f94003ff  ldr xzr, [sp]               sp=0x30001                                                              =>  exit=misaligned
    f81f8fe0  str x0, [sp, #-8]!          x0=5 sp=0x40008                                                         =>  exit=misaligned
    f84087e0  ldr x0, [sp], #8            mem64[0x40000]=5 sp=0x40000                                             =>  x0=5 sp=0x40008
    f81f8fe0  str x0, [sp, #-8]!          x0=5 sp=0x40010                                                         =>  mem64[0x40008]=5 sp=0x40008
    f98003e0  prfm pldl1keep, [sp]        sp=0x40008                                                              =>
";
