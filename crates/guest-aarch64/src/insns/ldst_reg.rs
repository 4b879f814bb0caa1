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
    /// Range prefetch.
    Range { rm: X, op: RangePrefetch, rn: XSp }
}

rows! { [BASE]
    str_reg     "size:2 111 0 00 00 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5"                        Indexed   "str{size} {rt}, [{rn}, {rm}{s}]";
    ldr_reg     "size:2 111 0 00 01 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5"                        Indexed   "ldr{size} {rt}, [{rn}, {rm}{s}]";
    ldrs_reg_x  "size:2 111 0 00 10 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=3"          IndexedX  "ldrs{size} {rt}, [{rn}, {rm}{s}]";
    ldrs_reg_w  "size:2 111 0 00 11 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 rt:5 where size!=2 size!=3"  IndexedW  "ldrs{size} {rt}, [{rn}, {rm}{s}]";
    prfm_reg    "11 111 0 00 10 1 rm:5 signed:1 1 wide:1 s:1 10 rn:5 op:5"                            IndexedHint "prfm {op}, [{rn}, {rm}{s}]";
    rprfm       "11 111 0 00 10 1 rm:5 op[5] 1 op[4] op[3] 10 rn:5 11 op[2:0]"                        Range     "rprfm {op}, {rm}, [{rn}]"  over prfm_reg;
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
    Address::of(b.add(b.x_sp(rn.0), b.shl_imm(index, amount)))
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

/// A hint: nothing.
fn prfm_reg(_: &Lift, _: IndexedHint) {}

/// A hint: nothing.
fn rprfm(_: &Lift, _: Range) {}

/// memory = low bytes of rt
fn str_reg_v(b: &Lift, i: IndexedV) {
    store_vector(b, i.rt, width(i.size.0), address!(b, i));
}

/// rt = memory, the bits above are 0
fn ldr_reg_v(b: &Lift, i: IndexedV) {
    load_vector(b, i.rt, width(i.size.0), address!(b, i));
}

pub(crate) const CASES: &str = "
";
