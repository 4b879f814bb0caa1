//! Scalar floating point comparison and selection (Arm ARM, C4.1, "Floating-point compare", "conditional compare",
//! "conditional select").

use ir::Value;

use crate::float::{F, Format};
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Two registers.
    Compare { ptype: Format, rm: F, rn: F }
    /// A register and 0.
    CompareZero { ptype: Format, rn: F }
    /// Two registers, and flags if the condition fails.
    CondCompare { ptype: Format, rm: F, cond: Cond, rn: F, nzcv: Hex }
    /// One of two registers.
    Choose { ptype: Format, rm: F, cond: Cond, rn: F, rd: F }
}

rows! { [FP]
    fcmp        "00011110 ptype:2 1 rm:5 001000 rn:5 00000 where ptype!=2"          Compare     "fcmp {rn}, {rm}";
    fcmp_zero   "00011110 ptype:2 1 00000 001000 rn:5 01000 where ptype!=2"         CompareZero "fcmp {rn}, #0.0";
    fcmpe       "00011110 ptype:2 1 rm:5 001000 rn:5 10000 where ptype!=2"          Compare     "fcmpe {rn}, {rm}";
    fcmpe_zero  "00011110 ptype:2 1 00000 001000 rn:5 11000 where ptype!=2"         CompareZero "fcmpe {rn}, #0.0";
    fccmp       "00011110 ptype:2 1 rm:5 cond:4 01 rn:5 0 nzcv:4 where ptype!=2"    CondCompare "fccmp {rn}, {rm}, #{nzcv}, {cond}";
    fccmpe      "00011110 ptype:2 1 rm:5 cond:4 01 rn:5 1 nzcv:4 where ptype!=2"    CondCompare "fccmpe {rn}, {rm}, #{nzcv}, {cond}";
    fcsel       "00011110 ptype:2 1 rm:5 cond:4 11 rn:5 rd:5 where ptype!=2"        Choose      "fcsel {rd}, {rn}, {rm}, {cond}";
}

fn compare(b: &Lift, i: Compare, signaling: bool) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        b.set_flags(b.flags_fcmp(b.f(ty, i.rn), b.f(ty, i.rm), signaling));
    }
}

fn compare_zero(b: &Lift, i: CompareZero, signaling: bool) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        b.set_flags(b.flags_fcmp(b.f(ty, i.rn), b.fconst(ty, 0), signaling));
    }
}

/// If the condition fails nothing is compared: a NaN is not reported.
fn conditional(b: &Lift, i: CondCompare, signaling: bool) {
    let ty = i.ptype.0;
    if !b.has_format(ty) {
        return;
    }
    let (n, m) = (b.f(ty, i.rn), b.f(ty, i.rm));
    if i.cond.flag_cond().is_none() {
        return b.set_flags(b.flags_fcmp(n, m, signaling));
    }
    let holds = b.holds(i.cond);
    let zero = b.fconst(ty, 0);
    let guarded = |v: Value| b.select(holds, v, zero);
    let compared = b.flags_fcmp(guarded(n), guarded(m), signaling);
    let otherwise = b.flags_from_bits(b.iconst(u64::from(i.nzcv.0) << 28));
    b.set_flags(b.select(holds, compared, otherwise));
}

/// flags of rn and rm; a signalling NaN is invalid
fn fcmp(b: &Lift, i: Compare) {
    compare(b, i, false);
}

/// flags of rn and 0; a signalling NaN is invalid
fn fcmp_zero(b: &Lift, i: CompareZero) {
    compare_zero(b, i, false);
}

/// flags of rn and rm; any NaN is invalid
fn fcmpe(b: &Lift, i: Compare) {
    compare(b, i, true);
}

/// flags of rn and 0; any NaN is invalid
fn fcmpe_zero(b: &Lift, i: CompareZero) {
    compare_zero(b, i, true);
}

/// flags = cond ? fcmp rn, rm : nzcv
fn fccmp(b: &Lift, i: CondCompare) {
    conditional(b, i, false);
}

/// flags = cond ? fcmpe rn, rm : nzcv
fn fccmpe(b: &Lift, i: CondCompare) {
    conditional(b, i, true);
}

/// rd = cond ? rn : rm
fn fcsel(b: &Lift, i: Choose) {
    let ty = i.ptype.0;
    if b.has_format(ty) {
        let (n, m) = (b.f(ty, i.rn), b.f(ty, i.rm));
        b.set_f(i.rd, b.select(b.holds(i.cond), n, m));
    }
}

pub(crate) const CASES: &str = "
    1e222020  fcmp s1, s2              v1=1:s v2=2:s nzcv=1111            =>  nzcv=1000
    1e622020  fcmp d1, d2              v1=2:d v2=2:d                      =>  nzcv=0110
    1ee22020  fcmp h1, h2              v1=3:h v2=2:h                      =>  nzcv=0010
    1e622020  fcmp d1, d2              v1=nan:d v2=2:d                    =>  nzcv=0011
    1e622020  fcmp d1, d2              v1=0x7ff0000000000001 v2=2:d       =>  nzcv=0011 fpsr=1
    1e602028  fcmp d1, #0.0            v1=-0:d                            =>  nzcv=0110
    1e202028  fcmp s1, #0.0            v1=1:s                             =>  nzcv=0010
    1ee02028  fcmp h1, #0.0            v1=-1:h                            =>  nzcv=1000
    1e222030  fcmpe s1, s2             v1=1:s v2=nan:s                    =>  nzcv=0011 fpsr=1
    1e622030  fcmpe d1, d2             v1=1:d v2=-2:d                     =>  nzcv=0010
    1e602038  fcmpe d1, #0.0           v1=nan:d                           =>  nzcv=0011 fpsr=1
    1e202038  fcmpe s1, #0.0           v1=-1:s                            =>  nzcv=1000
    1e220425  fccmp s1, s2, #0x5, eq   v1=1:s v2=2:s nzcv=0100            =>  nzcv=1000
    1e220425  fccmp s1, s2, #0x5, eq   v1=1:s v2=0x7f800001 nzcv=0000     =>  nzcv=0101
    1e62642a  fccmp d1, d2, #0xa, vs   v1=1:d v2=1:d nzcv=0001            =>  nzcv=0110
    1e62e42a  fccmp d1, d2, #0xa, al   v1=1:d v2=0x7ff0000000000001       =>  nzcv=0011 fpsr=1
    1ee21421  fccmp h1, h2, #0x1, ne   v1=1:h v2=2:h                      =>  nzcv=1000
    1e62a43f  fccmpe d1, d2, #0xf, ge  v1=1:d v2=nan:d nzcv=0000          =>  nzcv=0011 fpsr=1
    1e62a43f  fccmpe d1, d2, #0xf, ge  v1=1:d v2=nan:d nzcv=1000          =>  nzcv=1111
    1e22f430  fccmpe s1, s2, #0x0, nv  v1=1:s v2=0:s                      =>  nzcv=0010
    1e220c20  fcsel s0, s1, s2, eq     v0=-1 v1=1,5:s v2=2,6:s nzcv=0100  =>  v0=0x3f800000
    1e62bc20  fcsel d0, d1, d2, lt     v1=1,5:d v2=2,6:d nzcv=0100        =>  v0=0x4000000000000000
    1ee24c20  fcsel h0, h1, h2, mi     v1=1,5:h v2=2,6:h nzcv=1000        =>  v0=0x3c00
";
