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
    b.set_r(i.rt.0, literal(b, i.imm, Type::I64, MemKind::u(width(2 + i.wide))));
}

/// rt = sext(32 bits at the label)
fn ldrsw_lit(b: &Lift, i: LiteralX) {
    b.set_r(i.rt.0, literal(b, i.imm, Type::I64, MemKind::s(Width::B4)));
}

/// rt = 32, 64 or 128 bits at the label
fn ldr_lit_v(b: &Lift, i: LiteralV) {
    b.set_v(i.rt, literal(b, i.imm, Type::V128, MemKind::u(width(2 + i.size.0))));
}

/// memory = rt
fn str_imm(b: &Lift, i: Scaled12) {
    store(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, zero-extended
fn ldr_imm(b: &Lift, i: Scaled12) {
    load(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_imm_x(b: &Lift, i: Scaled12X) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_imm_w(b: &Lift, i: Scaled12W) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// memory = low bytes of rt
fn str_imm_v(b: &Lift, i: Scaled12V) {
    store_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, the bits above are 0
fn ldr_imm_v(b: &Lift, i: Scaled12V) {
    load_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// memory = rt
fn stur(b: &Lift, i: Imm9) {
    store(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, zero-extended
fn ldur(b: &Lift, i: Imm9) {
    load(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 64 bits
fn ldurs_x(b: &Lift, i: Imm9X) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 32 bits
fn ldurs_w(b: &Lift, i: Imm9W) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// memory = low bytes of rt
fn stur_v(b: &Lift, i: Imm9V) {
    store_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, the bits above are 0
fn ldur_v(b: &Lift, i: Imm9V) {
    load_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// memory = rt
fn sttr(b: &Lift, i: Imm9) {
    store(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, zero-extended
fn ldtr(b: &Lift, i: Imm9) {
    load(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 64 bits
fn ldtrs_x(b: &Lift, i: Imm9X) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// rt = memory, sign-extended to 32 bits
fn ldtrs_w(b: &Lift, i: Imm9W) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), Address::immediate(b, i.rn, i.imm.0, Mode::Offset));
}

/// memory = rt
fn str_post(b: &Lift, i: Index) {
    store(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// rt = memory, zero-extended
fn ldr_post(b: &Lift, i: Index) {
    load(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_post_x(b: &Lift, i: IndexX) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_post_w(b: &Lift, i: IndexW) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// memory = low bytes of rt
fn str_post_v(b: &Lift, i: IndexV) {
    store_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// rt = memory, the bits above are 0
fn ldr_post_v(b: &Lift, i: IndexV) {
    load_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Post));
}

/// memory = rt
fn str_pre(b: &Lift, i: Index) {
    store(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

/// rt = memory, zero-extended
fn ldr_pre(b: &Lift, i: Index) {
    load(b, i.rt.0, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

/// rt = memory, sign-extended to 64 bits
fn ldrs_pre_x(b: &Lift, i: IndexX) {
    load_signed(b, i.rt.0, Sf::X, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

/// rt = memory, sign-extended to 32 bits
fn ldrs_pre_w(b: &Lift, i: IndexW) {
    load_signed(b, i.rt.0, Sf::W, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

/// memory = low bytes of rt
fn str_pre_v(b: &Lift, i: IndexV) {
    store_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

/// rt = memory, the bits above are 0
fn ldr_pre_v(b: &Lift, i: IndexV) {
    load_vector(b, i.rt, width(i.size.0), Address::immediate(b, i.rn, i.imm, Mode::Pre));
}

pub(crate) const CASES: &str = "
";
