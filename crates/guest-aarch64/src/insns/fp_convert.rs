//! Scalar floating point conversions and moves (Arm ARM, C4.1, "Conversion between floating-point and integer",
//! "... and fixed-point", "Floating-point immediate", FCVT).

use insn_table::FieldSpec;
use ir::{Cond as IntCond, GuestAddr, Round, Type, Value};

use crate::float::{DYN, F, Format, Imm8};
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Float to general register.
    ToGeneral { sf: Sf, ptype: Format, rn: F, rd: R }
    /// General register to float.
    FromGeneral { sf: Sf, ptype: Format, rn: R, rd: F }
    /// Float to fixed-point number in a general register.
    ToFixed { sf: Sf, ptype: Format, scale: FractionBits, rn: F, rd: R }
    /// Fixed-point number in a general register to float.
    FromFixed { sf: Sf, ptype: Format, scale: FractionBits, rn: R, rd: F }
    /// Bits of a float to a general register.
    BitsToGeneral { rn: F, rd: R }
    /// Bits of a float from a general register.
    BitsFromGeneral { rn: R, rd: F }
    /// The upper half of a vector register to a general register.
    TopToGeneral { rn: V, rd: X }
    /// A general register to the upper half of a vector register.
    TopFromGeneral { rn: X, rd: V }
    /// A constant.
    Constant { ptype: Format, imm: Imm8, rd: F }
    /// Float to float of another format, which the mnemonic says.
    Convert { ptype: Format, rn: F, rd: V }
    /// Double to 32-bit register.
    ToW { rn: V, rd: W }
}

/// Bits behind the point: 64 less the field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FractionBits(u32);

impl Field for FractionBits {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> FractionBits {
        FractionBits(64 - spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(&self.0.to_string());
    }
}

rows! { [FP]
    fcvtns          "sf:1 0011110 ptype:2 1 00 000 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtns {rd}, {rn}";
    fcvtnu          "sf:1 0011110 ptype:2 1 00 001 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtnu {rd}, {rn}";
    fcvtps          "sf:1 0011110 ptype:2 1 01 000 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtps {rd}, {rn}";
    fcvtpu          "sf:1 0011110 ptype:2 1 01 001 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtpu {rd}, {rn}";
    fcvtms          "sf:1 0011110 ptype:2 1 10 000 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtms {rd}, {rn}";
    fcvtmu          "sf:1 0011110 ptype:2 1 10 001 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtmu {rd}, {rn}";
    fcvtzs          "sf:1 0011110 ptype:2 1 11 000 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtzs {rd}, {rn}";
    fcvtzu          "sf:1 0011110 ptype:2 1 11 001 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtzu {rd}, {rn}";
    fcvtas          "sf:1 0011110 ptype:2 1 00 100 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtas {rd}, {rn}";
    fcvtau          "sf:1 0011110 ptype:2 1 00 101 000000 rn:5 rd:5 where ptype!=2"     ToGeneral       "fcvtau {rd}, {rn}";
    scvtf           "sf:1 0011110 ptype:2 1 00 010 000000 rn:5 rd:5 where ptype!=2"     FromGeneral     "scvtf {rd}, {rn}";
    ucvtf           "sf:1 0011110 ptype:2 1 00 011 000000 rn:5 rd:5 where ptype!=2"     FromGeneral     "ucvtf {rd}, {rn}";
    fcvtzs_fixed    "sf:1 0011110 ptype:2 0 11 000 scale:6 rn:5 rd:5 where ptype!=2"    ToFixed         "fcvtzs {rd}, {rn}, #{scale}";
    fcvtzu_fixed    "sf:1 0011110 ptype:2 0 11 001 scale:6 rn:5 rd:5 where ptype!=2"    ToFixed         "fcvtzu {rd}, {rn}, #{scale}";
    scvtf_fixed     "sf:1 0011110 ptype:2 0 00 010 scale:6 rn:5 rd:5 where ptype!=2"    FromFixed       "scvtf {rd}, {rn}, #{scale}";
    ucvtf_fixed     "sf:1 0011110 ptype:2 0 00 011 scale:6 rn:5 rd:5 where ptype!=2"    FromFixed       "ucvtf {rd}, {rn}, #{scale}";
    fmov_w_s        "0 0011110 00 1 00 110 000000 rn:5 rd:5"                            BitsToGeneral   "fmov {rd}, {rn}";
    fmov_x_d        "1 0011110 01 1 00 110 000000 rn:5 rd:5"                            BitsToGeneral   "fmov {rd}, {rn}";
    fmov_s_w        "0 0011110 00 1 00 111 000000 rn:5 rd:5"                            BitsFromGeneral "fmov {rd}, {rn}";
    fmov_d_x        "1 0011110 01 1 00 111 000000 rn:5 rd:5"                            BitsFromGeneral "fmov {rd}, {rn}";
    fmov_x_top      "1 0011110 10 1 01 110 000000 rn:5 rd:5"                            TopToGeneral    "fmov {rd}, v{rn}.d[1]";
    fmov_top_x      "1 0011110 10 1 01 111 000000 rn:5 rd:5"                            TopFromGeneral  "fmov v{rd}.d[1], {rn}";
    fmov_imm        "00011110 ptype:2 1 imm:8 100 00000 rd:5 where ptype!=2"            Constant        "fmov {rd}, #{imm}";
    fcvt_s          "00011110 ptype:2 1 0001 00 10000 rn:5 rd:5 where ptype!=0 ptype!=2"    Convert     "fcvt s{rd}, {rn}";
    fcvt_d          "00011110 ptype:2 1 0001 01 10000 rn:5 rd:5 where ptype!=1 ptype!=2"    Convert     "fcvt d{rd}, {rn}";
    fcvt_h          "00011110 ptype:2 1 0001 11 10000 rn:5 rd:5 where ptype!=2 ptype!=3"    Convert     "fcvt h{rd}, {rn}";
    fmov_r_h        "sf:1 0011110 11 1 00 110 000000 rn:5 rd:5"                         BitsToGeneral   "fmov {rd}, {rn}" needs [FPHP];
    fmov_h_r        "sf:1 0011110 11 1 00 111 000000 rn:5 rd:5"                         BitsFromGeneral "fmov {rd}, {rn}" needs [FPHP];
    fjcvtzs         "0 0011110 01 1 11 110 000000 rn:5 rd:5"                            ToW             "fjcvtzs {rd}, d{rn}" needs [JSCVT];
}

fn int_type(sf: Sf) -> Type {
    if sf.is_64() { Type::I64 } else { Type::I32 }
}

fn to_int(b: &Lift, i: ToGeneral, signed: bool, round: Round) {
    let ty = i.ptype.0;
    if !b.has_format(ty) {
        return;
    }
    let (v, to) = (b.f(ty, i.rn), int_type(i.sf));
    b.set_r(
        i.rd,
        if signed {
            b.f_to_si(v, to, round)
        } else {
            b.f_to_ui(v, to, round)
        },
    );
}

/// Words have at most 32 bits behind the point.
fn fixed_exists(b: &Lift, sf: Sf, bits: FractionBits, ty: Type) -> bool {
    let fits = bits.0 <= sf.bits();
    if !fits {
        b.illegal();
    }
    fits && b.has_format(ty)
}

macro_rules! to_int {
    ($($(#[$doc:meta])* $name:ident $signed:literal $round:expr;)*) => {$(
        $(#[$doc])*
        fn $name(b: &Lift, i: ToGeneral) {
            to_int(b, i, $signed, $round);
        }
    )*};
}
to_int! {
    /// To signed integer: to nearest
    fcvtns true Round::Rne;
    /// To unsigned integer: to nearest
    fcvtnu false Round::Rne;
    /// To signed integer: up
    fcvtps true Round::Rup;
    /// To unsigned integer: up
    fcvtpu false Round::Rup;
    /// To signed integer: down
    fcvtms true Round::Rdn;
    /// To unsigned integer: down
    fcvtmu false Round::Rdn;
    /// To signed integer: towards zero
    fcvtzs true Round::Rtz;
    /// To unsigned integer: towards zero
    fcvtzu false Round::Rtz;
    /// To signed integer: to nearest, ties away from zero
    fcvtas true Round::Rmm;
    /// To unsigned integer: to nearest, ties away from zero
    fcvtau false Round::Rmm;
}

/// rd = signed integer rn
fn scvtf(b: &Lift, i: FromGeneral) {
    if b.has_format(i.ptype.0) {
        b.set_f(i.rd, b.si_to_f(b.r(i.sf, i.rn), i.ptype.0, DYN));
    }
}

/// rd = unsigned integer rn
fn ucvtf(b: &Lift, i: FromGeneral) {
    if b.has_format(i.ptype.0) {
        b.set_f(i.rd, b.ui_to_f(b.r(i.sf, i.rn), i.ptype.0, DYN));
    }
}

/// rd = rn as signed fixed-point number, towards zero
fn fcvtzs_fixed(b: &Lift, i: ToFixed) {
    let ty = i.ptype.0;
    if fixed_exists(b, i.sf, i.scale, ty) {
        let v = b.f_to_si_fixed(b.f(ty, i.rn), int_type(i.sf), i.scale.0, Round::Rtz);
        b.set_r(i.rd, v);
    }
}

/// rd = rn as unsigned fixed-point number, towards zero
fn fcvtzu_fixed(b: &Lift, i: ToFixed) {
    let ty = i.ptype.0;
    if fixed_exists(b, i.sf, i.scale, ty) {
        let v = b.f_to_ui_fixed(b.f(ty, i.rn), int_type(i.sf), i.scale.0, Round::Rtz);
        b.set_r(i.rd, v);
    }
}

/// rd = signed fixed-point number rn
fn scvtf_fixed(b: &Lift, i: FromFixed) {
    let ty = i.ptype.0;
    if fixed_exists(b, i.sf, i.scale, ty) {
        b.set_f(i.rd, b.si_fixed_to_f(b.r(i.sf, i.rn), ty, i.scale.0, DYN));
    }
}

/// rd = unsigned fixed-point number rn
fn ucvtf_fixed(b: &Lift, i: FromFixed) {
    let ty = i.ptype.0;
    if fixed_exists(b, i.sf, i.scale, ty) {
        b.set_f(i.rd, b.ui_fixed_to_f(b.r(i.sf, i.rn), ty, i.scale.0, DYN));
    }
}

/// rd = bits of rn
fn fmov_w_s(b: &Lift, i: BitsToGeneral) {
    b.set_r(i.rd, b.fbits(b.f(Type::F32, i.rn)));
}

/// rd = bits of rn
fn fmov_x_d(b: &Lift, i: BitsToGeneral) {
    b.set_r(i.rd, b.fbits(b.f(Type::F64, i.rn)));
}

/// rd = bits of rn
fn fmov_s_w(b: &Lift, i: BitsFromGeneral) {
    b.set_f(i.rd, b.f_from_bits(Type::F32, b.r(Sf::W, i.rn)));
}

/// rd = bits of rn
fn fmov_d_x(b: &Lift, i: BitsFromGeneral) {
    b.set_f(i.rd, b.f_from_bits(Type::F64, b.x(i.rn)));
}

/// rd = bits of rn, zero-extended
fn fmov_r_h(b: &Lift, i: BitsToGeneral) {
    b.set_r(i.rd, b.fbits(b.f(Type::F16, i.rn)));
}

/// rd = low bits of rn
fn fmov_h_r(b: &Lift, i: BitsFromGeneral) {
    b.set_f(i.rd, b.f_from_bits(Type::F16, b.r(Sf::W, i.rn)));
}

/// rd = upper half of rn
fn fmov_x_top(b: &Lift, i: TopToGeneral) {
    b.set_r(i.rd.0, b.v_high(b.v(i.rn)));
}

/// upper half of rd = rn
fn fmov_top_x(b: &Lift, i: TopFromGeneral) {
    b.set_v(i.rd, b.v_with_high(b.v(i.rd), b.x(i.rn.0)));
}

/// rd = constant
fn fmov_imm(b: &Lift, i: Constant) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        b.set_f(i.rd, b.fconst(ty, i.imm.bits(ty)));
    }
}

fn convert(b: &Lift, i: Convert, to: Type) {
    b.set_f(F(i.rd), b.fcvt(b.f(i.ptype.0, i.rn), to, DYN));
}

/// rd = rn in single precision
fn fcvt_s(b: &Lift, i: Convert) {
    convert(b, i, Type::F32);
}

/// rd = rn in double precision
fn fcvt_d(b: &Lift, i: Convert) {
    convert(b, i, Type::F64);
}

/// rd = rn in half precision
fn fcvt_h(b: &Lift, i: Convert) {
    convert(b, i, Type::F16);
}

/// rd = rn towards zero, modulo 2^32; Z: that is the same number
fn fjcvtzs(b: &Lift, i: ToW) {
    let v = b.f(Type::F64, F(i.rn));
    let integer = b.fcvtmod(v);
    let back: Value = b.fbits(b.si_to_f(b.trunc(integer), Type::F64, DYN));
    let exact = b.icmp(IntCond::Eq, back, b.fbits(v));
    b.set_r(i.rd.0, b.trunc(integer));
    b.set_flags(b.flags_from_bits(b.shl_imm(exact, 30)));
}

pub(crate) const CASES: &str = "
@fp_convert@
";
