//! Scalar floating point arithmetic (Arm ARM, C4.1, "Floating-point data-processing", one, two and three sources).

use ir::{MinMax, Round, Type, Value};

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
@fp_arith@
";
