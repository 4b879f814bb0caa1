//! Scalar floating point arithmetic (Arm ARM, C4.1, "Floating-point data-processing", one, two and three sources).

use ir::{MinMax, Round, Value};

use crate::float::{DYN, F, Format};
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One source.
    One { ptype: Format, rn: F, rd: F }
    /// Two sources.
    Two { ptype: Format, rm: F, rn: F, rd: F }
    /// Three sources.
    Three { ptype: Format, rm: F, ra: F, rn: F, rd: F }
}

rows! { [FP]
    fmul        "00011110 ptype:2 1 rm:5 0000 10 rn:5 rd:5 where ptype!=2"      Two     "fmul {rd}, {rn}, {rm}";
    fdiv        "00011110 ptype:2 1 rm:5 0001 10 rn:5 rd:5 where ptype!=2"      Two     "fdiv {rd}, {rn}, {rm}";
    fadd        "00011110 ptype:2 1 rm:5 0010 10 rn:5 rd:5 where ptype!=2"      Two     "fadd {rd}, {rn}, {rm}";
    fsub        "00011110 ptype:2 1 rm:5 0011 10 rn:5 rd:5 where ptype!=2"      Two     "fsub {rd}, {rn}, {rm}";
    fmax        "00011110 ptype:2 1 rm:5 0100 10 rn:5 rd:5 where ptype!=2"      Two     "fmax {rd}, {rn}, {rm}";
    fmin        "00011110 ptype:2 1 rm:5 0101 10 rn:5 rd:5 where ptype!=2"      Two     "fmin {rd}, {rn}, {rm}";
    fmaxnm      "00011110 ptype:2 1 rm:5 0110 10 rn:5 rd:5 where ptype!=2"      Two     "fmaxnm {rd}, {rn}, {rm}";
    fminnm      "00011110 ptype:2 1 rm:5 0111 10 rn:5 rd:5 where ptype!=2"      Two     "fminnm {rd}, {rn}, {rm}";
    fnmul       "00011110 ptype:2 1 rm:5 1000 10 rn:5 rd:5 where ptype!=2"      Two     "fnmul {rd}, {rn}, {rm}";
    fmov        "00011110 ptype:2 1 000000 10000 rn:5 rd:5 where ptype!=2"      One     "fmov {rd}, {rn}";
    fabs        "00011110 ptype:2 1 000001 10000 rn:5 rd:5 where ptype!=2"      One     "fabs {rd}, {rn}";
    fneg        "00011110 ptype:2 1 000010 10000 rn:5 rd:5 where ptype!=2"      One     "fneg {rd}, {rn}";
    fsqrt       "00011110 ptype:2 1 000011 10000 rn:5 rd:5 where ptype!=2"      One     "fsqrt {rd}, {rn}";
    frintn      "00011110 ptype:2 1 001000 10000 rn:5 rd:5 where ptype!=2"      One     "frintn {rd}, {rn}";
    frintp      "00011110 ptype:2 1 001001 10000 rn:5 rd:5 where ptype!=2"      One     "frintp {rd}, {rn}";
    frintm      "00011110 ptype:2 1 001010 10000 rn:5 rd:5 where ptype!=2"      One     "frintm {rd}, {rn}";
    frintz      "00011110 ptype:2 1 001011 10000 rn:5 rd:5 where ptype!=2"      One     "frintz {rd}, {rn}";
    frinta      "00011110 ptype:2 1 001100 10000 rn:5 rd:5 where ptype!=2"      One     "frinta {rd}, {rn}";
    frintx      "00011110 ptype:2 1 001110 10000 rn:5 rd:5 where ptype!=2"      One     "frintx {rd}, {rn}";
    frinti      "00011110 ptype:2 1 001111 10000 rn:5 rd:5 where ptype!=2"      One     "frinti {rd}, {rn}";
    fmadd       "00011111 ptype:2 0 rm:5 0 ra:5 rn:5 rd:5 where ptype!=2"       Three   "fmadd {rd}, {rn}, {rm}, {ra}";
    fmsub       "00011111 ptype:2 0 rm:5 1 ra:5 rn:5 rd:5 where ptype!=2"       Three   "fmsub {rd}, {rn}, {rm}, {ra}";
    fnmadd      "00011111 ptype:2 1 rm:5 0 ra:5 rn:5 rd:5 where ptype!=2"       Three   "fnmadd {rd}, {rn}, {rm}, {ra}";
    fnmsub      "00011111 ptype:2 1 rm:5 1 ra:5 rn:5 rd:5 where ptype!=2"       Three   "fnmsub {rd}, {rn}, {rm}, {ra}";
    frint32z    "00011110 ptype:2 1 010000 10000 rn:5 rd:5 where ptype!=2 ptype!=3" One "frint32z {rd}, {rn}" needs [FRINTTS];
    frint32x    "00011110 ptype:2 1 010001 10000 rn:5 rd:5 where ptype!=2 ptype!=3" One "frint32x {rd}, {rn}" needs [FRINTTS];
    frint64z    "00011110 ptype:2 1 010010 10000 rn:5 rd:5 where ptype!=2 ptype!=3" One "frint64z {rd}, {rn}" needs [FRINTTS];
    frint64x    "00011110 ptype:2 1 010011 10000 rn:5 rd:5 where ptype!=2 ptype!=3" One "frint64x {rd}, {rn}" needs [FRINTTS];
}

fn one(b: &Lift, i: One, operation: impl FnOnce(Value) -> Value) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        b.set_f(i.rd, operation(b.f(ty, i.rn)));
    }
}

fn two(b: &Lift, i: Two, operation: impl FnOnce(Value, Value) -> Value) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        b.set_f(i.rd, operation(b.f(ty, i.rn), b.f(ty, i.rm)));
    }
}

/// rd = (-)rn * rm + (-)ra
fn multiply_add(b: &Lift, i: Three, negate_product: bool, negate_addend: bool) {
    let ty = i.ptype.0;
    if !b.has_format(ty) {
        return;
    }
    let negated = |negate, v| if negate { b.fneg(v) } else { v };
    let n = negated(negate_product, b.f(ty, i.rn));
    let a = negated(negate_addend, b.f(ty, i.ra));
    b.set_f(i.rd, b.fma(n, b.f(ty, i.rm), a, DYN));
}

macro_rules! lifts {
    ($($(#[$doc:meta])* $name:ident($operands:ident) |$b:ident, $($v:ident),+| $result:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: $operands) {
            lifts!(@ $operands, $b, i, |$($v),+| $result);
        }
    )*};
    (@ One, $b:ident, $i:ident, $f:expr) => { one($b, $i, $f) };
    (@ Two, $b:ident, $i:ident, $f:expr) => { two($b, $i, $f) };
}
lifts! {
    /// rd = rn * rm
    fmul(Two) |b, n, m| b.fmul(n, m, DYN);
    /// rd = rn / rm
    fdiv(Two) |b, n, m| b.fdiv(n, m, DYN);
    /// rd = rn + rm
    fadd(Two) |b, n, m| b.fadd(n, m, DYN);
    /// rd = rn - rm
    fsub(Two) |b, n, m| b.fsub(n, m, DYN);
    /// rd = the greater; a NaN wins
    fmax(Two) |b, n, m| b.fmax(n, m, MinMax::Propagate);
    /// rd = the lesser; a NaN wins
    fmin(Two) |b, n, m| b.fmin(n, m, MinMax::Propagate);
    /// rd = the greater; a quiet NaN loses
    fmaxnm(Two) |b, n, m| b.fmax(n, m, MinMax::NumberUnlessSignaling);
    /// rd = the lesser; a quiet NaN loses
    fminnm(Two) |b, n, m| b.fmin(n, m, MinMax::NumberUnlessSignaling);
    /// rd = -(rn * rm)
    fnmul(Two) |b, n, m| b.fneg(b.fmul(n, m, DYN));
    /// rd = rn
    fmov(One) |_b, n| n;
    /// rd = |rn|
    fabs(One) |b, n| b.fabs(n);
    /// rd = -rn
    fneg(One) |b, n| b.fneg(n);
    /// rd = square root of rn
    fsqrt(One) |b, n| b.fsqrt(n, DYN);
    /// To an integral value: to nearest
    frintn(One) |b, n| b.fround(n, Round::Rne, false);
    /// ... up
    frintp(One) |b, n| b.fround(n, Round::Rup, false);
    /// ... down
    frintm(One) |b, n| b.fround(n, Round::Rdn, false);
    /// ... towards zero
    frintz(One) |b, n| b.fround(n, Round::Rtz, false);
    /// ... to nearest, ties away from zero
    frinta(One) |b, n| b.fround(n, Round::Rmm, false);
    /// ... by FPCR, reporting inexactness
    frintx(One) |b, n| b.fround(n, DYN, true);
    /// ... by FPCR
    frinti(One) |b, n| b.fround(n, DYN, false);
    /// To an integral value of 32 bits: towards zero
    frint32z(One) |b, n| b.fround_to(n, 32, Round::Rtz);
    /// ... by FPCR
    frint32x(One) |b, n| b.fround_to(n, 32, DYN);
    /// To an integral value of 64 bits: towards zero
    frint64z(One) |b, n| b.fround_to(n, 64, Round::Rtz);
    /// ... by FPCR
    frint64x(One) |b, n| b.fround_to(n, 64, DYN);
}

/// rd = ra + rn * rm
fn fmadd(b: &Lift, i: Three) {
    multiply_add(b, i, false, false);
}

/// rd = ra - rn * rm
fn fmsub(b: &Lift, i: Three) {
    multiply_add(b, i, true, false);
}

/// rd = -ra - rn * rm
fn fnmadd(b: &Lift, i: Three) {
    multiply_add(b, i, true, true);
}

/// rd = -ra + rn * rm
fn fnmsub(b: &Lift, i: Three) {
    multiply_add(b, i, false, true);
}

pub(crate) const CASES: &str = "
    1e220820  fmul s0, s1, s2        v0=-1 v1=1.5:s v2=-2.25:s                                          =>  v0=0xc0580000
    1e620820  fmul d0, d1, d2        v1=inf:d v2=0:d                                                    =>  v0=0x7ff8000000000000 fpsr=1
    1ee20820  fmul h0, h1, h2        v1=1.5:h v2=3:h                                                    =>  v0=0x4480
    1e221820  fdiv s0, s1, s2        v1=1:s v2=0:s                                                      =>  v0=0x7f800000 fpsr=2
    1e621820  fdiv d0, d1, d2        v1=1:d v2=3:d                                                      =>  v0=0x3fd5555555555555 fpsr=0x10
    1ee21820  fdiv h0, h1, h2        v1=1:h v2=3:h                                                      =>  v0=0x3555 fpsr=0x10
    1e222820  fadd s0, s1, s2        v0=-1 v1=1.5,7:s v2=2.25,nan:s                                     =>  v0=0x40700000
    1e612800  fadd d0, d0, d1        v0=1,5:d v1=2.5:d                                                  =>  v0=0x400c000000000000
    1e622820  fadd d0, d1, d2        v1=0x7ff8000000000001 v2=0xfff0000000000002                        =>  v0=0xfff8000000000002 fpsr=1
    1e622820  fadd d0, d1, d2        v1=0x7ff8000000000001 v2=0xfff0000000000002 fpcr=0x2000000         =>  v0=0x7ff8000000000000 fpsr=1
    1ee22820  fadd h0, h1, h2        v1=1.5:h v2=2.5:h                                                  =>  v0=0x4400
    1ee22820  fadd h0, h1, h2        v1=0x7e01 v2=0xfc01                                                =>  v0=0xfe01 fpsr=1
    1e223820  fsub s0, s1, s2        v1=1:s v2=0x33800000 fpcr=0x800000                                 =>  v0=0x3f7fffff
    1e223820  fsub s0, s1, s2        v1=1:s v2=1:s fpcr=0x800000                                        =>  v0=0x80000000
    1e613820  fsub d0, d1, d1        v1=inf:d                                                           =>  v0=0x7ff8000000000000 fpsr=1
    1ee23820  fsub h0, h1, h2        v1=1:h v2=3:h                                                      =>  v0=0xc000
    1e224820  fmax s0, s1, s2        v1=0:s v2=-0:s                                                     =>
    1e224820  fmax s0, s1, s2        v1=1:s v2=0x7fc00001                                               =>  v0=0x7fc00001
    1e624820  fmax d0, d1, d2        v1=1:d v2=-3:d                                                     =>  v0=0x3ff0000000000000
    1ee24820  fmax h0, h1, h2        v1=1:h v2=-3:h                                                     =>  v0=0x3c00
    1e225820  fmin s0, s1, s2        v1=0:s v2=-0:s                                                     =>  v0=0x80000000
    1e625820  fmin d0, d1, d2        v1=1:d v2=0x7ff0000000000001                                       =>  v0=0x7ff8000000000001 fpsr=1
    1e226820  fmaxnm s0, s1, s2      v1=1:s v2=0x7fc00001                                               =>  v0=0x3f800000
    1e226820  fmaxnm s0, s1, s2      v1=1:s v2=0x7f800001                                               =>  v0=0x7fc00001 fpsr=1
    1ee26820  fmaxnm h0, h1, h2      v1=1:h v2=2:h                                                      =>  v0=0x4000
    1e627820  fminnm d0, d1, d2      v1=0xfff8000000000001 v2=-5:d                                      =>  v0=0xc014000000000000
    1e627820  fminnm d0, d1, d2      v1=0:d v2=-0:d                                                     =>  v0=0x8000000000000000
    1e228820  fnmul s0, s1, s2       v1=2:s v2=3:s                                                      =>  v0=0xc0c00000
    1e628820  fnmul d0, d1, d2       v1=0x7ff8000000000001 v2=3:d                                       =>  v0=0xfff8000000000001
    1e204020  fmov s0, s1            v0=-1 v1=-1                                                        =>  v0=0xffffffff
    1e604020  fmov d0, d1            v0=-1 v1=-1                                                        =>  v0=0xffffffffffffffff
    1ee04020  fmov h0, h1            v0=-1 v1=-1                                                        =>  v0=0xffff
    1e20c020  fabs s0, s1            v0=-1 v1=-1                                                        =>  v0=0x7fffffff
    1e60c020  fabs d0, d1            v1=-1.5:d                                                          =>  v0=0x3ff8000000000000
    1ee0c020  fabs h0, h1            v1=-1.5:h                                                          =>  v0=0x3e00
    1e214020  fneg s0, s1            v1=0x7f800001                                                      =>  v0=0xff800001
    1e614020  fneg d0, d1            v1=1.5,1:d                                                         =>  v0=0xbff8000000000000
    1ee14020  fneg h0, h1            v1=1.5:h                                                           =>  v0=0xbe00
    1e21c020  fsqrt s0, s1           v1=2:s                                                             =>  v0=0x3fb504f3 fpsr=0x10
    1e61c020  fsqrt d0, d1           v1=-1:d                                                            =>  v0=0x7ff8000000000000 fpsr=1
    1e61c020  fsqrt d0, d1           v1=-0:d                                                            =>  v0=0x8000000000000000
    1ee1c020  fsqrt h0, h1           v1=2:h                                                             =>  v0=0x3da8 fpsr=0x10
    1e244020  frintn s0, s1          v1=2.5:s                                                           =>  v0=0x40000000
    1e644020  frintn d0, d1          v1=-0.5:d                                                          =>  v0=0x8000000000000000
    1e24c020  frintp s0, s1          v1=2.25:s                                                          =>  v0=0x40400000
    1e654020  frintm d0, d1          v1=-2.25:d                                                         =>  v0=0xc008000000000000
    1ee5c020  frintz h0, h1          v1=-2.5:h                                                          =>  v0=0xc000
    1e264020  frinta s0, s1          v1=2.5:s                                                           =>  v0=0x40400000
    1e664020  frinta d0, d1          v1=-0.5:d                                                          =>  v0=0xbff0000000000000
    1e664020  frinta d0, d1          v1=0x3fdfffffffffffff                                              =>
    1e664020  frinta d0, d1          v1=inf:d                                                           =>  v0=0x7ff0000000000000
    1e664020  frinta d0, d1          v1=0x432fffffffffffff                                              =>  v0=0x4330000000000000
    1e664020  frinta d0, d1          v1=0xc340000000000001                                              =>  v0=0xc340000000000001
    1e664020  frinta d0, d1          v1=0xbfdfffffffffffff                                              =>  v0=0x8000000000000000
    1e664020  frinta d0, d1          v1=0x3fffffffffffffff                                              =>  v0=0x4000000000000000
    1e264020  frinta s0, s1          v1=0x3effffff                                                      =>
    1e264020  frinta s0, s1          v1=0x4affffff                                                      =>  v0=0x4b000000
    1e264020  frinta s0, s1          v1=0x7f800001                                                      =>  v0=0x7fc00001 fpsr=1
    1e274020  frintx s0, s1          v1=2.5:s                                                           =>  v0=0x40000000 fpsr=0x10
    1e674020  frintx d0, d1          v1=2.5:d fpcr=0x400000                                             =>  v0=0x4008000000000000 fpsr=0x10
    1e67c020  frinti d0, d1          v1=2.5:d fpcr=0x800000                                             =>  v0=0x4000000000000000
    1e67c020  frinti d0, d1          v1=0x7ff0000000000001                                              =>  v0=0x7ff8000000000001 fpsr=1
    1f020c20  fmadd s0, s1, s2, s3   v1=2:s v2=3:s v3=4:s                                               =>  v0=0x41200000
    1f420c20  fmadd d0, d1, d2, d3   v1=0x3ff0000000000001 v2=0x3feffffffffffffe v3=-1:d                =>  v0=0xb970000000000000
    1f420c20  fmadd d0, d1, d2, d3   v1=inf:d v2=0:d v3=0x7ff8000000000005                              =>  v0=0x7ff8000000000000 fpsr=1
    1f420c20  fmadd d0, d1, d2, d3   v1=0x7ff8000000000001 v2=0x7ff8000000000002 v3=0x7ff8000000000003  =>  v0=0x7ff8000000000003
    1f420c20  fmadd d0, d1, d2, d3   v1=0x7ff8000000000001 v2=0x7ff0000000000002 v3=0x7ff8000000000003  =>  v0=0x7ff8000000000002 fpsr=1
    1fc20c20  fmadd h0, h1, h2, h3   v1=2:h v2=3:h v3=4:h                                               =>  v0=0x4900
    1f028c20  fmsub s0, s1, s2, s3   v1=2:s v2=3:s v3=4:s                                               =>  v0=0xc0000000
    1f428c20  fmsub d0, d1, d2, d3   v1=0x7ff8000000000001 v2=1:d v3=1:d                                =>  v0=0xfff8000000000001
    1f428020  fmsub d0, d1, d2, d0   v0=10:d v1=2:d v2=3:d                                              =>  v0=0x4010000000000000
    1f620c20  fnmadd d0, d1, d2, d3  v1=2:d v2=3:d v3=4:d                                               =>  v0=0xc024000000000000
    1f220c20  fnmadd s0, s1, s2, s3  v1=2:s v2=3:s v3=0x7fc00001                                        =>  v0=0xffc00001
    1f628c20  fnmsub d0, d1, d2, d3  v1=2:d v2=3:d v3=4:d                                               =>  v0=0x4000000000000000
    1f228c20  fnmsub s0, s1, s2, s3  v1=1:s v2=1:s v3=1:s                                               =>
    1ee20820  fmul h0, h1, h2        v1=0x0001 v2=1:h fpcr=0x80000                                      =>
    1e284020  frint32z s0, s1        v1=-2.75:s                                                         =>  v0=0xc0000000 fpsr=0x10
    1e684020  frint32z d0, d1        v1=0x41dfffffffffffff                                              =>  v0=0x41dfffffffc00000 fpsr=0x10
    1e684020  frint32z d0, d1        v1=0x41e0000000000000                                              =>  v0=0xc1e0000000000000 fpsr=1
    1e28c020  frint32x s0, s1        v1=2.5:s                                                           =>  v0=0x40000000 fpsr=0x10
    1e68c020  frint32x d0, d1        v1=nan:d                                                           =>  v0=0xc1e0000000000000 fpsr=1
    1e294020  frint64z s0, s1        v1=0x5f000000                                                      =>  v0=0xdf000000 fpsr=1
    1e694020  frint64z d0, d1        v1=-0.75:d                                                         =>  v0=0x8000000000000000 fpsr=0x10
    1e69c020  frint64x d0, d1        v1=-3.5:d                                                          =>  v0=0xc010000000000000 fpsr=0x10
    1e69c020  frint64x d0, d1        v1=0xc3e0000000000000                                              =>  v0=0xc3e0000000000000
";
