//! Floats in vectors: three registers of the same kind, vector and scalar forms (Arm ARM, C4.1, "Advanced SIMD three same",
//! "three same (FP16)", "scalar three same").

use ir::{FCond, FLanes, Lane, MinMax, Step, Value};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Vectors of singles or doubles.
    Vector { q: Bit, sz: Bit, rm: Vs, rn: Vs, rd: Vs }
    /// Vectors of halves.
    VectorH { q: Bit, rm: Vh, rn: Vh, rd: Vh }
    /// Scalars, single or double.
    Scalar { sz: Bit, rm: Fs, rn: Fs, rd: Fs }
    /// Scalar halves.
    ScalarH { rm: Fh, rn: Fh, rd: Fh }
}

rows! { [ASIMD]
    v_fmaxnm    "0 q:1 0 01110 0 sz:1 1 rm:5 11000 1 rn:5 rd:5" Vector  "fmaxnm {rd}, {rn}, {rm}";
    v_fmaxnm_h  "0 q:1 0 01110 0 10 rm:5 00 000 1 rn:5 rd:5"    VectorH "fmaxnm {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmla      "0 q:1 0 01110 0 sz:1 1 rm:5 11001 1 rn:5 rd:5" Vector  "fmla {rd}, {rn}, {rm}";
    v_fmla_h    "0 q:1 0 01110 0 10 rm:5 00 001 1 rn:5 rd:5"    VectorH "fmla {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fadd      "0 q:1 0 01110 0 sz:1 1 rm:5 11010 1 rn:5 rd:5" Vector  "fadd {rd}, {rn}, {rm}";
    v_fadd_h    "0 q:1 0 01110 0 10 rm:5 00 010 1 rn:5 rd:5"    VectorH "fadd {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmulx     "0 q:1 0 01110 0 sz:1 1 rm:5 11011 1 rn:5 rd:5" Vector  "fmulx {rd}, {rn}, {rm}";
    v_fmulx_h   "0 q:1 0 01110 0 10 rm:5 00 011 1 rn:5 rd:5"    VectorH "fmulx {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_fmulx     "01 0 11110 0 sz:1 1 rm:5 11011 1 rn:5 rd:5"    Scalar  "fmulx {rd}, {rn}, {rm}";
    s_fmulx_h   "01 0 11110 0 10 rm:5 00 011 1 rn:5 rd:5"       ScalarH "fmulx {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fcmeq     "0 q:1 0 01110 0 sz:1 1 rm:5 11100 1 rn:5 rd:5" Vector  "fcmeq {rd}, {rn}, {rm}";
    v_fcmeq_h   "0 q:1 0 01110 0 10 rm:5 00 100 1 rn:5 rd:5"    VectorH "fcmeq {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_fcmeq     "01 0 11110 0 sz:1 1 rm:5 11100 1 rn:5 rd:5"    Scalar  "fcmeq {rd}, {rn}, {rm}";
    s_fcmeq_h   "01 0 11110 0 10 rm:5 00 100 1 rn:5 rd:5"       ScalarH "fcmeq {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmax      "0 q:1 0 01110 0 sz:1 1 rm:5 11110 1 rn:5 rd:5" Vector  "fmax {rd}, {rn}, {rm}";
    v_fmax_h    "0 q:1 0 01110 0 10 rm:5 00 110 1 rn:5 rd:5"    VectorH "fmax {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_frecps    "0 q:1 0 01110 0 sz:1 1 rm:5 11111 1 rn:5 rd:5" Vector  "frecps {rd}, {rn}, {rm}";
    v_frecps_h  "0 q:1 0 01110 0 10 rm:5 00 111 1 rn:5 rd:5"    VectorH "frecps {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_frecps    "01 0 11110 0 sz:1 1 rm:5 11111 1 rn:5 rd:5"    Scalar  "frecps {rd}, {rn}, {rm}";
    s_frecps_h  "01 0 11110 0 10 rm:5 00 111 1 rn:5 rd:5"       ScalarH "frecps {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fminnm    "0 q:1 0 01110 1 sz:1 1 rm:5 11000 1 rn:5 rd:5" Vector  "fminnm {rd}, {rn}, {rm}";
    v_fminnm_h  "0 q:1 0 01110 1 10 rm:5 00 000 1 rn:5 rd:5"    VectorH "fminnm {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmls      "0 q:1 0 01110 1 sz:1 1 rm:5 11001 1 rn:5 rd:5" Vector  "fmls {rd}, {rn}, {rm}";
    v_fmls_h    "0 q:1 0 01110 1 10 rm:5 00 001 1 rn:5 rd:5"    VectorH "fmls {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fsub      "0 q:1 0 01110 1 sz:1 1 rm:5 11010 1 rn:5 rd:5" Vector  "fsub {rd}, {rn}, {rm}";
    v_fsub_h    "0 q:1 0 01110 1 10 rm:5 00 010 1 rn:5 rd:5"    VectorH "fsub {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmin      "0 q:1 0 01110 1 sz:1 1 rm:5 11110 1 rn:5 rd:5" Vector  "fmin {rd}, {rn}, {rm}";
    v_fmin_h    "0 q:1 0 01110 1 10 rm:5 00 110 1 rn:5 rd:5"    VectorH "fmin {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_frsqrts   "0 q:1 0 01110 1 sz:1 1 rm:5 11111 1 rn:5 rd:5" Vector  "frsqrts {rd}, {rn}, {rm}";
    v_frsqrts_h "0 q:1 0 01110 1 10 rm:5 00 111 1 rn:5 rd:5"    VectorH "frsqrts {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_frsqrts   "01 0 11110 1 sz:1 1 rm:5 11111 1 rn:5 rd:5"    Scalar  "frsqrts {rd}, {rn}, {rm}";
    s_frsqrts_h "01 0 11110 1 10 rm:5 00 111 1 rn:5 rd:5"       ScalarH "frsqrts {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmaxnmp   "0 q:1 1 01110 0 sz:1 1 rm:5 11000 1 rn:5 rd:5" Vector  "fmaxnmp {rd}, {rn}, {rm}";
    v_fmaxnmp_h "0 q:1 1 01110 0 10 rm:5 00 000 1 rn:5 rd:5"    VectorH "fmaxnmp {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_faddp     "0 q:1 1 01110 0 sz:1 1 rm:5 11010 1 rn:5 rd:5" Vector  "faddp {rd}, {rn}, {rm}";
    v_faddp_h   "0 q:1 1 01110 0 10 rm:5 00 010 1 rn:5 rd:5"    VectorH "faddp {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmul      "0 q:1 1 01110 0 sz:1 1 rm:5 11011 1 rn:5 rd:5" Vector  "fmul {rd}, {rn}, {rm}";
    v_fmul_h    "0 q:1 1 01110 0 10 rm:5 00 011 1 rn:5 rd:5"    VectorH "fmul {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fcmge     "0 q:1 1 01110 0 sz:1 1 rm:5 11100 1 rn:5 rd:5" Vector  "fcmge {rd}, {rn}, {rm}";
    v_fcmge_h   "0 q:1 1 01110 0 10 rm:5 00 100 1 rn:5 rd:5"    VectorH "fcmge {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_fcmge     "01 1 11110 0 sz:1 1 rm:5 11100 1 rn:5 rd:5"    Scalar  "fcmge {rd}, {rn}, {rm}";
    s_fcmge_h   "01 1 11110 0 10 rm:5 00 100 1 rn:5 rd:5"       ScalarH "fcmge {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_facge     "0 q:1 1 01110 0 sz:1 1 rm:5 11101 1 rn:5 rd:5" Vector  "facge {rd}, {rn}, {rm}";
    v_facge_h   "0 q:1 1 01110 0 10 rm:5 00 101 1 rn:5 rd:5"    VectorH "facge {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_facge     "01 1 11110 0 sz:1 1 rm:5 11101 1 rn:5 rd:5"    Scalar  "facge {rd}, {rn}, {rm}";
    s_facge_h   "01 1 11110 0 10 rm:5 00 101 1 rn:5 rd:5"       ScalarH "facge {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fmaxp     "0 q:1 1 01110 0 sz:1 1 rm:5 11110 1 rn:5 rd:5" Vector  "fmaxp {rd}, {rn}, {rm}";
    v_fmaxp_h   "0 q:1 1 01110 0 10 rm:5 00 110 1 rn:5 rd:5"    VectorH "fmaxp {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fdiv      "0 q:1 1 01110 0 sz:1 1 rm:5 11111 1 rn:5 rd:5" Vector  "fdiv {rd}, {rn}, {rm}";
    v_fdiv_h    "0 q:1 1 01110 0 10 rm:5 00 111 1 rn:5 rd:5"    VectorH "fdiv {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fminnmp   "0 q:1 1 01110 1 sz:1 1 rm:5 11000 1 rn:5 rd:5" Vector  "fminnmp {rd}, {rn}, {rm}";
    v_fminnmp_h "0 q:1 1 01110 1 10 rm:5 00 000 1 rn:5 rd:5"    VectorH "fminnmp {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fabd      "0 q:1 1 01110 1 sz:1 1 rm:5 11010 1 rn:5 rd:5" Vector  "fabd {rd}, {rn}, {rm}";
    v_fabd_h    "0 q:1 1 01110 1 10 rm:5 00 010 1 rn:5 rd:5"    VectorH "fabd {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_fabd      "01 1 11110 1 sz:1 1 rm:5 11010 1 rn:5 rd:5"    Scalar  "fabd {rd}, {rn}, {rm}";
    s_fabd_h    "01 1 11110 1 10 rm:5 00 010 1 rn:5 rd:5"       ScalarH "fabd {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fcmgt     "0 q:1 1 01110 1 sz:1 1 rm:5 11100 1 rn:5 rd:5" Vector  "fcmgt {rd}, {rn}, {rm}";
    v_fcmgt_h   "0 q:1 1 01110 1 10 rm:5 00 100 1 rn:5 rd:5"    VectorH "fcmgt {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_fcmgt     "01 1 11110 1 sz:1 1 rm:5 11100 1 rn:5 rd:5"    Scalar  "fcmgt {rd}, {rn}, {rm}";
    s_fcmgt_h   "01 1 11110 1 10 rm:5 00 100 1 rn:5 rd:5"       ScalarH "fcmgt {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_facgt     "0 q:1 1 01110 1 sz:1 1 rm:5 11101 1 rn:5 rd:5" Vector  "facgt {rd}, {rn}, {rm}";
    v_facgt_h   "0 q:1 1 01110 1 10 rm:5 00 101 1 rn:5 rd:5"    VectorH "facgt {rd}, {rn}, {rm}" needs [ASIMDHP];
    s_facgt     "01 1 11110 1 sz:1 1 rm:5 11101 1 rn:5 rd:5"    Scalar  "facgt {rd}, {rn}, {rm}";
    s_facgt_h   "01 1 11110 1 10 rm:5 00 101 1 rn:5 rd:5"       ScalarH "facgt {rd}, {rn}, {rm}" needs [ASIMDHP];
    v_fminp     "0 q:1 1 01110 1 sz:1 1 rm:5 11110 1 rn:5 rd:5" Vector  "fminp {rd}, {rn}, {rm}";
    v_fminp_h   "0 q:1 1 01110 1 10 rm:5 00 110 1 rn:5 rd:5"    VectorH "fminp {rd}, {rn}, {rm}" needs [ASIMDHP];
}

const NUMBER: MinMax = MinMax::NumberUnlessSignaling;
const NAN: MinMax = MinMax::Propagate;

operands_lanes! {
    Vector |b, i| lanes(b, i.q.0, i.sz.0);
    VectorH |_, i| Some(lanes_of(Lane::H, i.q.0));
    Scalar |_, i| Some(scalar(i.sz.0));
    ScalarH |_, _| Some(one(Lane::H));
}

fn pairwise(
    b: &Lift,
    l: FLanes,
    n: Value,
    m: Value,
    f: impl FnOnce(Value, Value) -> Value,
) -> Value {
    let (even, odd) = pairs(b, l, n, m);
    f(even, odd)
}

/// rd = expression of builder, lanes, and the old rd, rn and rm
macro_rules! lifts {
    ($([$($name:ident: $operands:ident),+] |$b:ident, $l:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$($(
        fn $name($b: &Lift, i: $operands) {
            let Some($l) = i.lanes($b) else { return };
            let ($d, $n, $m) = ($b.v(i.rd.0), $b.v(i.rn.0), $b.v(i.rm.0));
            $b.set_v(i.rd.0, $value);
        }
    )+)*};
}

lifts! {
    [v_fmaxnm: Vector, v_fmaxnm_h: VectorH] |b, l, _d, n, m| b.vfmax(l, NUMBER, n, m);
    [v_fmla: Vector, v_fmla_h: VectorH] |b, l, d, n, m| b.vfmul_add(l, false, n, m, d);
    [v_fadd: Vector, v_fadd_h: VectorH] |b, l, _d, n, m| b.vfadd(l, n, m);
    [v_fmulx: Vector, v_fmulx_h: VectorH, s_fmulx: Scalar, s_fmulx_h: ScalarH] |b, l, _d, n, m| b.vfmulx(l, n, m);
    [v_fcmeq: Vector, v_fcmeq_h: VectorH, s_fcmeq: Scalar, s_fcmeq_h: ScalarH] |b, l, _d, n, m| b.vfcmp(l, FCond::Eq, n, m);
    [v_fmax: Vector, v_fmax_h: VectorH] |b, l, _d, n, m| b.vfmax(l, NAN, n, m);
    [v_frecps: Vector, v_frecps_h: VectorH, s_frecps: Scalar, s_frecps_h: ScalarH] |b, l, _d, n, m| b.vfstep(l, Step::Recip, n, m);
    [v_fminnm: Vector, v_fminnm_h: VectorH] |b, l, _d, n, m| b.vfmin(l, NUMBER, n, m);
    [v_fmls: Vector, v_fmls_h: VectorH] |b, l, d, n, m| b.vfmul_add(l, true, n, m, d);
    [v_fsub: Vector, v_fsub_h: VectorH] |b, l, _d, n, m| b.vfsub(l, n, m);
    [v_fmin: Vector, v_fmin_h: VectorH] |b, l, _d, n, m| b.vfmin(l, NAN, n, m);
    [v_frsqrts: Vector, v_frsqrts_h: VectorH, s_frsqrts: Scalar, s_frsqrts_h: ScalarH] |b, l, _d, n, m| b.vfstep(l, Step::Rsqrt, n, m);
    [v_fmaxnmp: Vector, v_fmaxnmp_h: VectorH] |b, l, _d, n, m| pairwise(b, l, n, m, |x, y| b.vfmax(l, NUMBER, x, y));
    [v_faddp: Vector, v_faddp_h: VectorH] |b, l, _d, n, m| pairwise(b, l, n, m, |x, y| b.vfadd(l, x, y));
    [v_fmul: Vector, v_fmul_h: VectorH] |b, l, _d, n, m| b.vfmul(l, n, m);
    [v_fcmge: Vector, v_fcmge_h: VectorH, s_fcmge: Scalar, s_fcmge_h: ScalarH] |b, l, _d, n, m| b.vfcmp(l, FCond::Le, m, n);
    [v_facge: Vector, v_facge_h: VectorH, s_facge: Scalar, s_facge_h: ScalarH] |b, l, _d, n, m| b.vfcmp(l, FCond::Le, absolute(b, l, m), absolute(b, l, n));
    [v_fmaxp: Vector, v_fmaxp_h: VectorH] |b, l, _d, n, m| pairwise(b, l, n, m, |x, y| b.vfmax(l, NAN, x, y));
    [v_fdiv: Vector, v_fdiv_h: VectorH] |b, l, _d, n, m| b.vfdiv(l, n, m);
    [v_fminnmp: Vector, v_fminnmp_h: VectorH] |b, l, _d, n, m| pairwise(b, l, n, m, |x, y| b.vfmin(l, NUMBER, x, y));
    [v_fabd: Vector, v_fabd_h: VectorH, s_fabd: Scalar, s_fabd_h: ScalarH] |b, l, _d, n, m| absolute(b, l, b.vfsub(l, n, m));
    [v_fcmgt: Vector, v_fcmgt_h: VectorH, s_fcmgt: Scalar, s_fcmgt_h: ScalarH] |b, l, _d, n, m| b.vfcmp(l, FCond::Lt, m, n);
    [v_facgt: Vector, v_facgt_h: VectorH, s_facgt: Scalar, s_facgt_h: ScalarH] |b, l, _d, n, m| b.vfcmp(l, FCond::Lt, absolute(b, l, m), absolute(b, l, n));
    [v_fminp: Vector, v_fminp_h: VectorH] |b, l, _d, n, m| pairwise(b, l, n, m, |x, y| b.vfmin(l, NAN, x, y));
}

pub(crate) const CASES: &str = "
    4e22c420  fmaxnm v0.4s, v1.4s, v2.4s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x4100000040400000c020000040000000
    0e22c420  fmaxnm v0.2s, v1.2s, v2.2s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc020000040000000
    4e62c420  fmaxnm v0.2d, v1.2d, v2.2d   v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc0040000000000004000000000000000
    4e420420  fmaxnm v0.8h, v1.8h, v2.8h   v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x440042004200400048004200c1004000
    4e22cc20  fmla v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x43ca0000438b8000434e400042ce0000
    0e22cc20  fmla v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x434e400042ce0000
    4e62cc20  fmla v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x406b3000000000004059c00000000000
    4e420c20  fmla v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4d004600480042005e505c5c5a725670
    4e22d420  fadd v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x41080000c0800000c0a0000040600000
    0e22d420  fadd v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0a0000040600000
    4e62d420  fadd v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc023000000000000400c000000000000
    4e421420  fadd v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x48004400450042004840c400c5004300
    4e22dc20  fmulx v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40800000c1a8000040c8000040400000
    0e22dc20  fmulx v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40c8000040400000
    4e62dc20  fmulx v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x40318000000000004008000000000000
    4e421c20  fmulx v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4c004200460040004400cd4046404200
    5e22dc20  fmulx s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40400000
    5e62dc20  fmulx d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x4008000000000000
    5e421c20  fmulx h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4200
    4e22e420  fcmeq v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff00000000
    0e22e420  fcmeq v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff00000000
    4e62e420  fcmeq v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    4e422420  fcmeq v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xffff00000000000000000000ffff0000
    5e22e420  fcmeq s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    5e62e420  fcmeq d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    5e422420  fcmeq h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    4e22f420  fmax v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x4100000040400000c020000040000000
    0e22f420  fmax v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc020000040000000
    4e62f420  fmax v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc0040000000000004000000000000000
    4e423420  fmax v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x440042004200400048004200c1004000
    4e22fc20  frecps v0.4s, v1.4s, v2.4s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc000000041b80000c0880000bf800000
    0e22fc20  frecps v0.2s, v1.2s, v2.2s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0880000bf800000
    4e62fc20  frecps v0.2d, v1.2d, v2.2d   v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc02f000000000000bff0000000000000
    4e423c20  frecps v0.8h, v1.8h, v2.8h   v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xcb00bc00c4000000c0004dc0c440bc00
    5e22fc20  frecps s0, s1, s2            v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xbf800000
    5e62fc20  frecps d0, d1, d2            v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xbff0000000000000
    5e423c20  frecps h0, h1, h2            v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xbc00
    4ea2c420  fminnm v0.4s, v1.4s, v2.4s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f000000c0e00000c02000003fc00000
    0ea2c420  fminnm v0.2s, v1.2s, v2.2s   v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc02000003fc00000
    4ee2c420  fminnm v0.2d, v1.2d, v2.2d   v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc01c0000000000003ff8000000000000
    4ec20420  fminnm v0.8h, v1.8h, v2.8h   v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44003c0040003c003800c700c1003e00
    4ea2cc20  fmls v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x43c6000043a080004341c00042c20000
    0ea2cc20  fmls v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x4341c00042c20000
    4ee2cc20  fmls v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x4066d000000000004058400000000000
    4ec20c20  fmls v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xca000000c400bc005e305d045a0e5610
    4ea2d420  fsub v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40f000004120000000000000bf000000
    0ea2d420  fsub v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xbf000000
    4ee2d420  fsub v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x4012000000000000bfe0000000000000
    4ec21420  fsub v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4000bc00bc00478049000000b800
    4ea2f420  fmin v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f000000c0e00000c02000003fc00000
    0ea2f420  fmin v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc02000003fc00000
    4ee2f420  fmin v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc01c0000000000003ff8000000000000
    4ec23420  fmin v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44003c0040003c003800c700c1003e00
    4ea2fc20  frsqrts v0.4s, v1.4s, v2.4s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xbf00000041400000bfd0000000000000
    0ea2fc20  frsqrts v0.2s, v1.2s, v2.2s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xbfd0000000000000
    4ee2fc20  frsqrts v0.2d, v1.2d, v2.2d  v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc01d0000000000000000000000000000
    4ec23c20  frsqrts v0.8h, v1.8h, v2.8h  v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xc6800000be003800b8004a00be800000
    5ea2fc20  frsqrts s0, s1, s2           v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    5ee2fc20  frsqrts d0, d1, d2           v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    5ec23c20  frsqrts h0, h1, h2           v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    6e22c420  fmaxnmp v0.4s, v1.4s, v2.4s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f00000040000000410000003fc00000
    2e22c420  fmaxnmp v0.2s, v1.2s, v2.2s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x400000003fc00000
    6e62c420  fmaxnmp v0.2d, v1.2d, v2.2d  v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x40000000000000003ff8000000000000
    6e420420  fmaxnmp v0.8h, v1.8h, v2.8h  v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44004200380040004400400048003e00
    6e22d420  faddp v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0d00000bf00000041300000bf800000
    2e22d420  faddp v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xbf000000bf800000
    6e62d420  faddp v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc014000000000000bff0000000000000
    6e421420  faddp v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x45004500c680b800470042004980bc00
    6e22dc20  fmul v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40800000c1a8000040c8000040400000
    2e22dc20  fmul v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40c8000040400000
    6e62dc20  fmul v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x40318000000000004008000000000000
    6e421c20  fmul v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4c004200460040004400cd4046404200
    6e22e420  fcmge v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffffffffffffffffffff00000000
    2e22e420  fcmge v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff00000000
    6e62e420  fcmge v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xffffffffffffffff0000000000000000
    6e422420  fcmge v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xffffffff00000000ffffffffffff0000
    7e22e420  fcmge s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    7e62e420  fcmge d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    7e422420  fcmge h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    6e22ec20  facge v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff00000000ffffffff00000000
    2e22ec20  facge v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff00000000
    6e62ec20  facge v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    6e422c20  facge v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xffffffff00000000ffff0000ffff0000
    7e22ec20  facge s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    7e62ec20  facge d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    7e422c20  facge h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    6e22f420  fmaxp v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f00000040000000410000003fc00000
    2e22f420  fmaxp v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x400000003fc00000
    6e62f420  fmaxp v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x40000000000000003ff8000000000000
    6e423420  fmaxp v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44004200380040004400400048003e00
    6e22fc20  fdiv v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x41800000bedb6db73f8000003f400000 fpsr=0x10
    2e22fc20  fdiv v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f8000003f400000
    6e62fc20  fdiv v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x3fd6db6db6db6db73fe8000000000000 fpsr=0x10
    6e423c20  fdiv v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x3c004200395538004c00b6db3c003a00 fpsr=0x10
    6ea2c420  fminnmp v0.4s, v1.4s, v2.4s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0e00000c020000040400000c0200000
    2ea2c420  fminnmp v0.2s, v1.2s, v2.2s  v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0200000c0200000
    6ee2c420  fminnmp v0.2d, v1.2d, v2.2d  v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc01c000000000000c004000000000000
    6ec20420  fminnmp v0.8h, v1.8h, v2.8h  v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x3c004000c700c10042003c004200c100
    6ea2d420  fabd v0.4s, v1.4s, v2.4s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40f0000041200000000000003f000000
    2ea2d420  fabd v0.2s, v1.2s, v2.2s     v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f000000
    6ee2d420  fabd v0.2d, v1.2d, v2.2d     v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x40120000000000003fe0000000000000
    6ec21420  fabd v0.8h, v1.8h, v2.8h     v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x40003c003c004780490000003800
    7ea2d420  fabd s0, s1, s2              v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3f000000
    7ee2d420  fabd d0, d1, d2              v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0x3fe0000000000000
    7ec21420  fabd h0, h1, h2              v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x3800
    6ea2e420  fcmgt v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffffffffffff0000000000000000
    2ea2e420  fcmgt v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    6ee2e420  fcmgt v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xffffffffffffffff0000000000000000
    6ec22420  fcmgt v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xffff00000000ffffffff00000000
    7ea2e420  fcmgt s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    7ee2e420  fcmgt d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    7ec22420  fcmgt h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    6ea2ec20  facgt v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xffffffff000000000000000000000000
    2ea2ec20  facgt v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    6ee2ec20  facgt v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    6ec22c20  facgt v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xffff00000000ffff000000000000
    7ea2ec20  facgt s0, s1, s2             v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0
    7ee2ec20  facgt d0, d1, d2             v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0
    7ec22c20  facgt h0, h1, h2             v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0
    6ea2f420  fminp v0.4s, v1.4s, v2.4s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0e00000c020000040400000c0200000
    2ea2f420  fminp v0.2s, v1.2s, v2.2s    v0=100,200,300,400:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc0200000c0200000
    6ee2f420  fminp v0.2d, v1.2d, v2.2d    v0=100,200:d v1=1.5,-2.5:d v2=2,-7:d                                               =>  v0=0xc01c000000000000c004000000000000
    6ec23420  fminp v0.8h, v1.8h, v2.8h    v0=100,200,300,400,1,2,3,4:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x3c004000c700c10042003c004200c100
    4e22d420  fadd v0.4s, v1.4s, v2.4s     v1=0x7fc000017f8000017f8000013f800000 v2=0x7f800002000000007fc000023f800000        =>  v0=0x7fc000027fc000017fc0000140000000 fpsr=1
    0e22dc20  fmulx v0.2s, v1.2s, v2.2s    v1=inf,0:s v2=-0,-inf:s                                                            =>  v0=0xc0000000c0000000
    2e22fc20  fdiv v0.2s, v1.2s, v2.2s     v1=1,0:s v2=0,0:s                                                                  =>  v0=0x7fc000007f800000 fpsr=3
    5e22fc20  frecps s0, s1, s2            v1=inf:s v2=0:s                                                                    =>  v0=0x40000000
    5ea2fc20  frsqrts s0, s1, s2           v1=inf:s v2=0:s                                                                    =>  v0=0x3fc00000
    4e62c420  fmaxnm v0.2d, v1.2d, v2.2d   v1=0x7ff80000000000010000000000000000 v2=0x3ff00000000000008000000000000000        =>  v0=0x3ff00000000000000000000000000000
    2e22e420  fcmge v0.2s, v1.2s, v2.2s    v1=nan,1:s v2=1,1:s                                                                =>  v0=0xffffffff00000000 fpsr=1
    0e22e420  fcmeq v0.2s, v1.2s, v2.2s    v1=nan,1:s v2=1,1:s                                                                =>  v0=0xffffffff00000000
    0ea2d420  fsub v0.2s, v1.2s, v2.2s     v1=1,1:s v2=1,2:s fpcr=0x800000                                                    =>  v0=0xbf80000080000000
    0e22cc20  fmla v0.2s, v1.2s, v2.2s     v0=nan,1:s v1=inf,1:s v2=0,1:s                                                     =>  v0=0x400000007fc00000 fpsr=1
";
