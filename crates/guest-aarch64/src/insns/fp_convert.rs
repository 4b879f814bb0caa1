//! Scalar floating point conversions and moves (Arm ARM, C4.1, "Conversion between floating-point and integer",
//! "... and fixed-point", "Floating-point immediate", FCVT).

use insn_table::FieldSpec;
use ir::{Cond as IntCond, GuestAddr, Lane, Round, Type, Value};

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
    /// Bits of a half to a general register of either size.
    HalfToGeneral { sf: Sf, rn: F, rd: R }
    /// Low bits of a general register to a half.
    HalfFromGeneral { sf: Sf, rn: R, rd: F }
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
    fmov_r_h        "sf:1 0011110 11 1 00 110 000000 rn:5 rd:5"                         HalfToGeneral   "fmov {rd}, {rn}" needs [FPHP];
    fmov_h_r        "sf:1 0011110 11 1 00 111 000000 rn:5 rd:5"                         HalfFromGeneral "fmov {rd}, {rn}" needs [FPHP];
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
fn fmov_r_h(b: &Lift, i: HalfToGeneral) {
    b.set_r(i.rd, b.fbits(b.f(Type::F16, i.rn)));
}

/// rd = low bits of rn
fn fmov_h_r(b: &Lift, i: HalfFromGeneral) {
    b.set_f(i.rd, b.f_from_bits(Type::F16, b.r(Sf::W, i.rn)));
}

/// rd = upper half of rn
fn fmov_x_top(b: &Lift, i: TopToGeneral) {
    b.set_r(i.rd.0, b.vget_lane(Lane::D, false, Type::I64, b.v(i.rn), 1));
}

/// upper half of rd = rn
fn fmov_top_x(b: &Lift, i: TopFromGeneral) {
    b.set_v(i.rd, b.vset_lane(Lane::D, b.v(i.rd), 1, b.x(i.rn.0)));
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
    1e200020  fcvtns w0, s1                        v1=2.5:s                             =>  x0=2 fpsr=0x10
    9e600020  fcvtns x0, d1                        v1=-3.5:d                            =>  x0=0xfffffffffffffffc fpsr=0x10
    1ee00020  fcvtns w0, h1                        v1=2.5:h                             =>  x0=2 fpsr=0x10
    1e600020  fcvtns w0, d1                        v1=0x41dfffffffe00000                =>  x0=0x7fffffff fpsr=1
    1e210020  fcvtnu w0, s1                        v1=3.5:s                             =>  x0=4 fpsr=0x10
    9e610020  fcvtnu x0, d1                        v1=-0.5:d                            =>  fpsr=0x10
    1e280020  fcvtps w0, s1                        v1=2.25:s                            =>  x0=3 fpsr=0x10
    9e690020  fcvtpu x0, d1                        v1=2.25:d                            =>  x0=3 fpsr=0x10
    9e300020  fcvtms x0, s1                        v1=-2.25:s                           =>  x0=0xfffffffffffffffd fpsr=0x10
    1e710020  fcvtmu w0, d1                        v1=-0.25:d                           =>  fpsr=1
    1e380020  fcvtzs w0, s1                        v1=-2.75:s                           =>  x0=0xfffffffe fpsr=0x10
    9e780020  fcvtzs x0, d1                        v1=1e300:d                           =>  x0=0x7fffffffffffffff fpsr=1
    9e780020  fcvtzs x0, d1                        v1=nan:d                             =>  fpsr=1
    1e780020  fcvtzs w0, d1                        v1=-1e300:d                          =>  x0=0x80000000 fpsr=1
    1ef80020  fcvtzs w0, h1                        v1=-inf:h                            =>  x0=0x80000000 fpsr=1
    1e390020  fcvtzu w0, s1                        v1=4294967040:s                      =>  x0=0xffffff00
    1e790020  fcvtzu w0, d1                        v1=4294967296:d                      =>  x0=0xffffffff fpsr=1
    9e790020  fcvtzu x0, d1                        v1=0x43efffffffffffff                =>  x0=0xfffffffffffff800
    9e790020  fcvtzu x0, d1                        v1=-1:d                              =>  fpsr=1
    1e240020  fcvtas w0, s1                        v1=2.5:s                             =>  x0=3 fpsr=0x10
    9e640020  fcvtas x0, d1                        v1=-2.5:d                            =>  x0=0xfffffffffffffffd fpsr=0x10
    9e640020  fcvtas x0, d1                        v1=0x3fdfffffffffffff                =>  fpsr=0x10
    1e650020  fcvtau w0, d1                        v1=2.5:d                             =>  x0=3 fpsr=0x10
    1e220020  scvtf s0, w1                         v0=-1 x1=-3                          =>  v0=0xc0400000
    9e620020  scvtf d0, x1                         x1=0x7fffffffffffffff                =>  v0=0x43e0000000000000 fpsr=0x10
    9e220020  scvtf s0, x1                         x1=0x7fffffffffffffff fpcr=0xc00000  =>  v0=0x5effffff fpsr=0x10
    1e620020  scvtf d0, w1                         x1=0x80000000                        =>  v0=0xc1e0000000000000
    1ee20020  scvtf h0, w1                         x1=100000                            =>  v0=0x7c00 fpsr=0x14
    9ee20020  scvtf h0, x1                         x1=-3                                =>  v0=0xc200
    1e230020  ucvtf s0, w1                         x1=-3                                =>  v0=0x4f800000 fpsr=0x10
    9e630020  ucvtf d0, x1                         x1=-3                                =>  v0=0x43f0000000000000 fpsr=0x10
    1ee30020  ucvtf h0, w1                         x1=3                                 =>  v0=0x4200
    1e18f020  fcvtzs w0, s1, #4                    v1=2.78125:s                         =>  x0=0x2c fpsr=0x10
    9e580020  fcvtzs x0, d1, #64                   v1=0.3:d                             =>  x0=0x4ccccccccccccc00
    1e588020  fcvtzs w0, d1, #32                   v1=0.5:d                             =>  x0=0x7fffffff fpsr=1
    1ed8fc20  fcvtzs w0, h1, #1                    v1=2.75:h                            =>  x0=5 fpsr=0x10
    1e19e020  fcvtzu w0, s1, #8                    v1=-1:s                              =>  fpsr=1
    9e59b020  fcvtzu x0, d1, #20                   v1=3.5:d                             =>  x0=0x380000
    1e02c020  scvtf s0, w1, #16                    x1=-98304                            =>  v0=0xbfc00000
    9e420020  scvtf d0, x1, #64                    x1=1                                 =>  v0=0x3bf0000000000000
    1ec28020  scvtf h0, w1, #32                    x1=1                                 =>  fpsr=0x18
    9e03f420  ucvtf s0, x1, #3                     x1=-1                                =>  v0=0x5e000000 fpsr=0x10
    1e43fc20  ucvtf d0, w1, #1                     x1=3                                 =>  v0=0x3ff8000000000000
    1e260020  fmov w0, s1                          x0=-1 v1=-1                          =>  x0=0xffffffff
    9e660020  fmov x0, d1                          v1=-1.5,3:d                          =>  x0=0xbff8000000000000
    1e270020  fmov s0, w1                          v0=-1 x1=-1                          =>  v0=0xffffffff
    9e670020  fmov d0, x1                          v0=-1 x1=-1                          =>  v0=0xffffffffffffffff
    1ee60020  fmov w0, h1                          x0=-1 v1=-1                          =>  x0=0xffff
    9ee60020  fmov x0, h1                          x0=-1 v1=-1                          =>  x0=0xffff
    1ee70020  fmov h0, w1                          v0=-1 x1=-1                          =>  v0=0xffff
    9ee70020  fmov h0, x1                          v0=-1 x1=-1                          =>  v0=0xffff
    9eae0020  fmov x0, v1.d[1]                     v1=1,2:d                             =>  x0=0x4000000000000000
    9eaf0020  fmov v0.d[1], x1                     v0=1,2:d x1=5                        =>  v0=0x53ff0000000000000
    1e2e1000  fmov s0, #1.000000000000000000e+00   v0=-1                                =>  v0=0x3f800000
    1e783000  fmov d0, #-1.328125000000000000e-01  v0=-1                                =>  v0=0xbfc1000000000000
    1ee7f000  fmov h0, #3.100000000000000000e+01   v0=-1                                =>  v0=0x4fc0
    1e624020  fcvt s0, d1                          v0=-1 v1=0.1:d                       =>  v0=0x3dcccccd fpsr=0x10
    1e624020  fcvt s0, d1                          v1=0x7ff0000020000001                =>  v0=0x7fc00001 fpsr=1
    1ee24020  fcvt s0, h1                          v1=1.5:h                             =>  v0=0x3fc00000
    1ee24020  fcvt s0, h1                          v1=0x7c00 fpcr=0x4000000             =>  v0=0x47800000
    1e22c020  fcvt d0, s1                          v1=1.5:s                             =>  v0=0x3ff8000000000000
    1ee2c020  fcvt d0, h1                          v1=0x0001                            =>  v0=0x3e70000000000000
    1e22c020  fcvt d0, s1                          v1=0x7f800001                        =>  v0=0x7ff8000020000000 fpsr=1
    1e23c020  fcvt h0, s1                          v1=1e6:s                             =>  v0=0x7c00 fpsr=0x14
    1e23c020  fcvt h0, s1                          v1=1e6:s fpcr=0x4000000              =>  v0=0x7fff fpsr=1
    1e63c020  fcvt h0, d1                          v1=0.1:d                             =>  v0=0x2e66 fpsr=0x10
    1e63c020  fcvt h0, d1                          v1=nan:d fpcr=0x4000000              =>  fpsr=1
    1e7e0020  fjcvtzs w0, d1                       v1=-2.5:d                            =>  x0=0xfffffffe fpsr=0x10
    1e7e0020  fjcvtzs w0, d1                       v1=4294967301:d                      =>  x0=5 fpsr=1
    1e7e0020  fjcvtzs w0, d1                       v1=7:d                               =>  x0=7 nzcv=0100
    1e7e0020  fjcvtzs w0, d1                       v1=-0:d                              =>
    1e7e0020  fjcvtzs w0, d1                       v1=nan:d nzcv=1111                   =>  nzcv=0000 fpsr=1
";
