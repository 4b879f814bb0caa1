//! Floats in vectors: one operand, vector and scalar forms (Arm ARM, C4.1, "Advanced SIMD two-register miscellaneous",
//! "... (FP16)", "scalar two-register miscellaneous").

use ir::{Estimate, FCond, FLanes, Lane, Round};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Vectors of singles or doubles.
    Vector { q: Bit, sz: Bit, rn: Vs, rd: Vs }
    /// Vectors of halves.
    VectorH { q: Bit, rn: Vh, rd: Vh }
    /// Scalars, single or double.
    Scalar { sz: Bit, rn: Fs, rd: Fs }
    /// Scalar halves.
    ScalarH { rn: Fh, rd: Fh }
    /// Vectors of 32-bit fractions.
    Fixed { q: Bit, rn: Vs, rd: Vs }
}

rows! { [ASIMD]
    v_frintn       "0 q:1 0 01110 0 sz:1 10000 11000 10 rn:5 rd:5" Vector  "frintn {rd}, {rn}";
    v_frintn_h     "0 q:1 0 01110 0 111100 11000 10 rn:5 rd:5"     VectorH "frintn {rd}, {rn}" needs [ASIMDHP];
    v_frintm       "0 q:1 0 01110 0 sz:1 10000 11001 10 rn:5 rd:5" Vector  "frintm {rd}, {rn}";
    v_frintm_h     "0 q:1 0 01110 0 111100 11001 10 rn:5 rd:5"     VectorH "frintm {rd}, {rn}" needs [ASIMDHP];
    v_frintp       "0 q:1 0 01110 1 sz:1 10000 11000 10 rn:5 rd:5" Vector  "frintp {rd}, {rn}";
    v_frintp_h     "0 q:1 0 01110 1 111100 11000 10 rn:5 rd:5"     VectorH "frintp {rd}, {rn}" needs [ASIMDHP];
    v_frintz       "0 q:1 0 01110 1 sz:1 10000 11001 10 rn:5 rd:5" Vector  "frintz {rd}, {rn}";
    v_frintz_h     "0 q:1 0 01110 1 111100 11001 10 rn:5 rd:5"     VectorH "frintz {rd}, {rn}" needs [ASIMDHP];
    v_frinta       "0 q:1 1 01110 0 sz:1 10000 11000 10 rn:5 rd:5" Vector  "frinta {rd}, {rn}";
    v_frinta_h     "0 q:1 1 01110 0 111100 11000 10 rn:5 rd:5"     VectorH "frinta {rd}, {rn}" needs [ASIMDHP];
    v_frintx       "0 q:1 1 01110 0 sz:1 10000 11001 10 rn:5 rd:5" Vector  "frintx {rd}, {rn}";
    v_frintx_h     "0 q:1 1 01110 0 111100 11001 10 rn:5 rd:5"     VectorH "frintx {rd}, {rn}" needs [ASIMDHP];
    v_frinti       "0 q:1 1 01110 1 sz:1 10000 11001 10 rn:5 rd:5" Vector  "frinti {rd}, {rn}";
    v_frinti_h     "0 q:1 1 01110 1 111100 11001 10 rn:5 rd:5"     VectorH "frinti {rd}, {rn}" needs [ASIMDHP];
    v_fcvtns       "0 q:1 0 01110 0 sz:1 10000 11010 10 rn:5 rd:5" Vector  "fcvtns {rd}, {rn}";
    v_fcvtns_h     "0 q:1 0 01110 0 111100 11010 10 rn:5 rd:5"     VectorH "fcvtns {rd}, {rn}" needs [ASIMDHP];
    s_fcvtns       "01 0 11110 0 sz:1 10000 11010 10 rn:5 rd:5"    Scalar  "fcvtns {rd}, {rn}";
    s_fcvtns_h     "01 0 11110 0 111100 11010 10 rn:5 rd:5"        ScalarH "fcvtns {rd}, {rn}" needs [ASIMDHP];
    v_fcvtnu       "0 q:1 1 01110 0 sz:1 10000 11010 10 rn:5 rd:5" Vector  "fcvtnu {rd}, {rn}";
    v_fcvtnu_h     "0 q:1 1 01110 0 111100 11010 10 rn:5 rd:5"     VectorH "fcvtnu {rd}, {rn}" needs [ASIMDHP];
    s_fcvtnu       "01 1 11110 0 sz:1 10000 11010 10 rn:5 rd:5"    Scalar  "fcvtnu {rd}, {rn}";
    s_fcvtnu_h     "01 1 11110 0 111100 11010 10 rn:5 rd:5"        ScalarH "fcvtnu {rd}, {rn}" needs [ASIMDHP];
    v_fcvtms       "0 q:1 0 01110 0 sz:1 10000 11011 10 rn:5 rd:5" Vector  "fcvtms {rd}, {rn}";
    v_fcvtms_h     "0 q:1 0 01110 0 111100 11011 10 rn:5 rd:5"     VectorH "fcvtms {rd}, {rn}" needs [ASIMDHP];
    s_fcvtms       "01 0 11110 0 sz:1 10000 11011 10 rn:5 rd:5"    Scalar  "fcvtms {rd}, {rn}";
    s_fcvtms_h     "01 0 11110 0 111100 11011 10 rn:5 rd:5"        ScalarH "fcvtms {rd}, {rn}" needs [ASIMDHP];
    v_fcvtmu       "0 q:1 1 01110 0 sz:1 10000 11011 10 rn:5 rd:5" Vector  "fcvtmu {rd}, {rn}";
    v_fcvtmu_h     "0 q:1 1 01110 0 111100 11011 10 rn:5 rd:5"     VectorH "fcvtmu {rd}, {rn}" needs [ASIMDHP];
    s_fcvtmu       "01 1 11110 0 sz:1 10000 11011 10 rn:5 rd:5"    Scalar  "fcvtmu {rd}, {rn}";
    s_fcvtmu_h     "01 1 11110 0 111100 11011 10 rn:5 rd:5"        ScalarH "fcvtmu {rd}, {rn}" needs [ASIMDHP];
    v_fcvtas       "0 q:1 0 01110 0 sz:1 10000 11100 10 rn:5 rd:5" Vector  "fcvtas {rd}, {rn}";
    v_fcvtas_h     "0 q:1 0 01110 0 111100 11100 10 rn:5 rd:5"     VectorH "fcvtas {rd}, {rn}" needs [ASIMDHP];
    s_fcvtas       "01 0 11110 0 sz:1 10000 11100 10 rn:5 rd:5"    Scalar  "fcvtas {rd}, {rn}";
    s_fcvtas_h     "01 0 11110 0 111100 11100 10 rn:5 rd:5"        ScalarH "fcvtas {rd}, {rn}" needs [ASIMDHP];
    v_fcvtau       "0 q:1 1 01110 0 sz:1 10000 11100 10 rn:5 rd:5" Vector  "fcvtau {rd}, {rn}";
    v_fcvtau_h     "0 q:1 1 01110 0 111100 11100 10 rn:5 rd:5"     VectorH "fcvtau {rd}, {rn}" needs [ASIMDHP];
    s_fcvtau       "01 1 11110 0 sz:1 10000 11100 10 rn:5 rd:5"    Scalar  "fcvtau {rd}, {rn}";
    s_fcvtau_h     "01 1 11110 0 111100 11100 10 rn:5 rd:5"        ScalarH "fcvtau {rd}, {rn}" needs [ASIMDHP];
    v_fcvtps       "0 q:1 0 01110 1 sz:1 10000 11010 10 rn:5 rd:5" Vector  "fcvtps {rd}, {rn}";
    v_fcvtps_h     "0 q:1 0 01110 1 111100 11010 10 rn:5 rd:5"     VectorH "fcvtps {rd}, {rn}" needs [ASIMDHP];
    s_fcvtps       "01 0 11110 1 sz:1 10000 11010 10 rn:5 rd:5"    Scalar  "fcvtps {rd}, {rn}";
    s_fcvtps_h     "01 0 11110 1 111100 11010 10 rn:5 rd:5"        ScalarH "fcvtps {rd}, {rn}" needs [ASIMDHP];
    v_fcvtpu       "0 q:1 1 01110 1 sz:1 10000 11010 10 rn:5 rd:5" Vector  "fcvtpu {rd}, {rn}";
    v_fcvtpu_h     "0 q:1 1 01110 1 111100 11010 10 rn:5 rd:5"     VectorH "fcvtpu {rd}, {rn}" needs [ASIMDHP];
    s_fcvtpu       "01 1 11110 1 sz:1 10000 11010 10 rn:5 rd:5"    Scalar  "fcvtpu {rd}, {rn}";
    s_fcvtpu_h     "01 1 11110 1 111100 11010 10 rn:5 rd:5"        ScalarH "fcvtpu {rd}, {rn}" needs [ASIMDHP];
    v_fcvtzs       "0 q:1 0 01110 1 sz:1 10000 11011 10 rn:5 rd:5" Vector  "fcvtzs {rd}, {rn}";
    v_fcvtzs_h     "0 q:1 0 01110 1 111100 11011 10 rn:5 rd:5"     VectorH "fcvtzs {rd}, {rn}" needs [ASIMDHP];
    s_fcvtzs       "01 0 11110 1 sz:1 10000 11011 10 rn:5 rd:5"    Scalar  "fcvtzs {rd}, {rn}";
    s_fcvtzs_h     "01 0 11110 1 111100 11011 10 rn:5 rd:5"        ScalarH "fcvtzs {rd}, {rn}" needs [ASIMDHP];
    v_fcvtzu       "0 q:1 1 01110 1 sz:1 10000 11011 10 rn:5 rd:5" Vector  "fcvtzu {rd}, {rn}";
    v_fcvtzu_h     "0 q:1 1 01110 1 111100 11011 10 rn:5 rd:5"     VectorH "fcvtzu {rd}, {rn}" needs [ASIMDHP];
    s_fcvtzu       "01 1 11110 1 sz:1 10000 11011 10 rn:5 rd:5"    Scalar  "fcvtzu {rd}, {rn}";
    s_fcvtzu_h     "01 1 11110 1 111100 11011 10 rn:5 rd:5"        ScalarH "fcvtzu {rd}, {rn}" needs [ASIMDHP];
    v_scvtf        "0 q:1 0 01110 0 sz:1 10000 11101 10 rn:5 rd:5" Vector  "scvtf {rd}, {rn}";
    v_scvtf_h      "0 q:1 0 01110 0 111100 11101 10 rn:5 rd:5"     VectorH "scvtf {rd}, {rn}" needs [ASIMDHP];
    s_scvtf        "01 0 11110 0 sz:1 10000 11101 10 rn:5 rd:5"    Scalar  "scvtf {rd}, {rn}";
    s_scvtf_h      "01 0 11110 0 111100 11101 10 rn:5 rd:5"        ScalarH "scvtf {rd}, {rn}" needs [ASIMDHP];
    v_ucvtf        "0 q:1 1 01110 0 sz:1 10000 11101 10 rn:5 rd:5" Vector  "ucvtf {rd}, {rn}";
    v_ucvtf_h      "0 q:1 1 01110 0 111100 11101 10 rn:5 rd:5"     VectorH "ucvtf {rd}, {rn}" needs [ASIMDHP];
    s_ucvtf        "01 1 11110 0 sz:1 10000 11101 10 rn:5 rd:5"    Scalar  "ucvtf {rd}, {rn}";
    s_ucvtf_h      "01 1 11110 0 111100 11101 10 rn:5 rd:5"        ScalarH "ucvtf {rd}, {rn}" needs [ASIMDHP];
    v_fcmgt_zero   "0 q:1 0 01110 1 sz:1 10000 01100 10 rn:5 rd:5" Vector  "fcmgt {rd}, {rn}, #0.0";
    v_fcmgt_zero_h "0 q:1 0 01110 1 111100 01100 10 rn:5 rd:5"     VectorH "fcmgt {rd}, {rn}, #0.0" needs [ASIMDHP];
    s_fcmgt_zero   "01 0 11110 1 sz:1 10000 01100 10 rn:5 rd:5"    Scalar  "fcmgt {rd}, {rn}, #0.0";
    s_fcmgt_zero_h "01 0 11110 1 111100 01100 10 rn:5 rd:5"        ScalarH "fcmgt {rd}, {rn}, #0.0" needs [ASIMDHP];
    v_fcmge_zero   "0 q:1 1 01110 1 sz:1 10000 01100 10 rn:5 rd:5" Vector  "fcmge {rd}, {rn}, #0.0";
    v_fcmge_zero_h "0 q:1 1 01110 1 111100 01100 10 rn:5 rd:5"     VectorH "fcmge {rd}, {rn}, #0.0" needs [ASIMDHP];
    s_fcmge_zero   "01 1 11110 1 sz:1 10000 01100 10 rn:5 rd:5"    Scalar  "fcmge {rd}, {rn}, #0.0";
    s_fcmge_zero_h "01 1 11110 1 111100 01100 10 rn:5 rd:5"        ScalarH "fcmge {rd}, {rn}, #0.0" needs [ASIMDHP];
    v_fcmeq_zero   "0 q:1 0 01110 1 sz:1 10000 01101 10 rn:5 rd:5" Vector  "fcmeq {rd}, {rn}, #0.0";
    v_fcmeq_zero_h "0 q:1 0 01110 1 111100 01101 10 rn:5 rd:5"     VectorH "fcmeq {rd}, {rn}, #0.0" needs [ASIMDHP];
    s_fcmeq_zero   "01 0 11110 1 sz:1 10000 01101 10 rn:5 rd:5"    Scalar  "fcmeq {rd}, {rn}, #0.0";
    s_fcmeq_zero_h "01 0 11110 1 111100 01101 10 rn:5 rd:5"        ScalarH "fcmeq {rd}, {rn}, #0.0" needs [ASIMDHP];
    v_fcmle_zero   "0 q:1 1 01110 1 sz:1 10000 01101 10 rn:5 rd:5" Vector  "fcmle {rd}, {rn}, #0.0";
    v_fcmle_zero_h "0 q:1 1 01110 1 111100 01101 10 rn:5 rd:5"     VectorH "fcmle {rd}, {rn}, #0.0" needs [ASIMDHP];
    s_fcmle_zero   "01 1 11110 1 sz:1 10000 01101 10 rn:5 rd:5"    Scalar  "fcmle {rd}, {rn}, #0.0";
    s_fcmle_zero_h "01 1 11110 1 111100 01101 10 rn:5 rd:5"        ScalarH "fcmle {rd}, {rn}, #0.0" needs [ASIMDHP];
    v_fcmlt_zero   "0 q:1 0 01110 1 sz:1 10000 01110 10 rn:5 rd:5" Vector  "fcmlt {rd}, {rn}, #0.0";
    v_fcmlt_zero_h "0 q:1 0 01110 1 111100 01110 10 rn:5 rd:5"     VectorH "fcmlt {rd}, {rn}, #0.0" needs [ASIMDHP];
    s_fcmlt_zero   "01 0 11110 1 sz:1 10000 01110 10 rn:5 rd:5"    Scalar  "fcmlt {rd}, {rn}, #0.0";
    s_fcmlt_zero_h "01 0 11110 1 111100 01110 10 rn:5 rd:5"        ScalarH "fcmlt {rd}, {rn}, #0.0" needs [ASIMDHP];
    v_fabs         "0 q:1 0 01110 1 sz:1 10000 01111 10 rn:5 rd:5" Vector  "fabs {rd}, {rn}";
    v_fabs_h       "0 q:1 0 01110 1 111100 01111 10 rn:5 rd:5"     VectorH "fabs {rd}, {rn}" needs [ASIMDHP];
    v_fneg         "0 q:1 1 01110 1 sz:1 10000 01111 10 rn:5 rd:5" Vector  "fneg {rd}, {rn}";
    v_fneg_h       "0 q:1 1 01110 1 111100 01111 10 rn:5 rd:5"     VectorH "fneg {rd}, {rn}" needs [ASIMDHP];
    v_fsqrt        "0 q:1 1 01110 1 sz:1 10000 11111 10 rn:5 rd:5" Vector  "fsqrt {rd}, {rn}";
    v_fsqrt_h      "0 q:1 1 01110 1 111100 11111 10 rn:5 rd:5"     VectorH "fsqrt {rd}, {rn}" needs [ASIMDHP];
    v_frecpe       "0 q:1 0 01110 1 sz:1 10000 11101 10 rn:5 rd:5" Vector  "frecpe {rd}, {rn}";
    v_frecpe_h     "0 q:1 0 01110 1 111100 11101 10 rn:5 rd:5"     VectorH "frecpe {rd}, {rn}" needs [ASIMDHP];
    s_frecpe       "01 0 11110 1 sz:1 10000 11101 10 rn:5 rd:5"    Scalar  "frecpe {rd}, {rn}";
    s_frecpe_h     "01 0 11110 1 111100 11101 10 rn:5 rd:5"        ScalarH "frecpe {rd}, {rn}" needs [ASIMDHP];
    v_frsqrte      "0 q:1 1 01110 1 sz:1 10000 11101 10 rn:5 rd:5" Vector  "frsqrte {rd}, {rn}";
    v_frsqrte_h    "0 q:1 1 01110 1 111100 11101 10 rn:5 rd:5"     VectorH "frsqrte {rd}, {rn}" needs [ASIMDHP];
    s_frsqrte      "01 1 11110 1 sz:1 10000 11101 10 rn:5 rd:5"    Scalar  "frsqrte {rd}, {rn}";
    s_frsqrte_h    "01 1 11110 1 111100 11101 10 rn:5 rd:5"        ScalarH "frsqrte {rd}, {rn}" needs [ASIMDHP];
    s_frecpx       "01 0 11110 1 sz:1 10000 11111 10 rn:5 rd:5"    Scalar  "frecpx {rd}, {rn}";
    s_frecpx_h     "01 0 11110 1 111100 11111 10 rn:5 rd:5"        ScalarH "frecpx {rd}, {rn}" needs [ASIMDHP];
    v_frint32z     "0 q:1 0 01110 0 sz:1 10000 11110 10 rn:5 rd:5" Vector  "frint32z {rd}, {rn}" needs [FRINTTS];
    v_frint32x     "0 q:1 1 01110 0 sz:1 10000 11110 10 rn:5 rd:5" Vector  "frint32x {rd}, {rn}" needs [FRINTTS];
    v_frint64z     "0 q:1 0 01110 0 sz:1 10000 11111 10 rn:5 rd:5" Vector  "frint64z {rd}, {rn}" needs [FRINTTS];
    v_frint64x     "0 q:1 1 01110 0 sz:1 10000 11111 10 rn:5 rd:5" Vector  "frint64x {rd}, {rn}" needs [FRINTTS];
    urecpe         "0 q:1 0 01110 10 10000 11100 10 rn:5 rd:5"     Fixed   "urecpe {rd}, {rn}";
    ursqrte        "0 q:1 1 01110 10 10000 11100 10 rn:5 rd:5"     Fixed   "ursqrte {rd}, {rn}";
}

operands_lanes! {
    Vector |b, i| lanes(b, i.q.0, i.sz.0);
    VectorH |_, i| Some(lanes_of(Lane::H, i.q.0));
    Scalar |_, i| Some(scalar(i.sz.0));
    ScalarH |_, _| Some(one(Lane::H));
    Fixed |_, i| Some(lanes_of(Lane::S, i.q.0));
}

/// rd = expression of builder, lanes and rn
macro_rules! lifts {
    ($([$($name:ident: $operands:ident),+] |$b:ident, $l:ident, $n:ident| $value:expr;)*) => {$($(
        fn $name($b: &Lift, i: $operands) {
            let Some($l) = i.lanes($b) else { return };
            let $n = $b.v(i.rn.0);
            $b.set_v(i.rd.0, $value);
        }
    )+)*};
}

lifts! {
    [v_frintn: Vector, v_frintn_h: VectorH] |b, l, n| b.vfround(l, Round::Rne, false, n);
    [v_frintm: Vector, v_frintm_h: VectorH] |b, l, n| b.vfround(l, Round::Rdn, false, n);
    [v_frintp: Vector, v_frintp_h: VectorH] |b, l, n| b.vfround(l, Round::Rup, false, n);
    [v_frintz: Vector, v_frintz_h: VectorH] |b, l, n| b.vfround(l, Round::Rtz, false, n);
    [v_frinta: Vector, v_frinta_h: VectorH] |b, l, n| b.vfround(l, Round::Rmm, false, n);
    [v_frintx: Vector, v_frintx_h: VectorH] |b, l, n| b.vfround(l, Round::Dyn, true, n);
    [v_frinti: Vector, v_frinti_h: VectorH] |b, l, n| b.vfround(l, Round::Dyn, false, n);
    [v_fcvtns: Vector, v_fcvtns_h: VectorH, s_fcvtns: Scalar, s_fcvtns_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rne, true, 0, n);
    [v_fcvtnu: Vector, v_fcvtnu_h: VectorH, s_fcvtnu: Scalar, s_fcvtnu_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rne, false, 0, n);
    [v_fcvtms: Vector, v_fcvtms_h: VectorH, s_fcvtms: Scalar, s_fcvtms_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rdn, true, 0, n);
    [v_fcvtmu: Vector, v_fcvtmu_h: VectorH, s_fcvtmu: Scalar, s_fcvtmu_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rdn, false, 0, n);
    [v_fcvtas: Vector, v_fcvtas_h: VectorH, s_fcvtas: Scalar, s_fcvtas_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rmm, true, 0, n);
    [v_fcvtau: Vector, v_fcvtau_h: VectorH, s_fcvtau: Scalar, s_fcvtau_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rmm, false, 0, n);
    [v_fcvtps: Vector, v_fcvtps_h: VectorH, s_fcvtps: Scalar, s_fcvtps_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rup, true, 0, n);
    [v_fcvtpu: Vector, v_fcvtpu_h: VectorH, s_fcvtpu: Scalar, s_fcvtpu_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rup, false, 0, n);
    [v_fcvtzs: Vector, v_fcvtzs_h: VectorH, s_fcvtzs: Scalar, s_fcvtzs_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rtz, true, 0, n);
    [v_fcvtzu: Vector, v_fcvtzu_h: VectorH, s_fcvtzu: Scalar, s_fcvtzu_h: ScalarH] |b, l, n| b.vf_to_int(l, Round::Rtz, false, 0, n);
    [v_scvtf: Vector, v_scvtf_h: VectorH, s_scvtf: Scalar, s_scvtf_h: ScalarH] |b, l, n| b.vf_from_int(l, true, 0, n);
    [v_ucvtf: Vector, v_ucvtf_h: VectorH, s_ucvtf: Scalar, s_ucvtf_h: ScalarH] |b, l, n| b.vf_from_int(l, false, 0, n);
    [v_fcmgt_zero: Vector, v_fcmgt_zero_h: VectorH, s_fcmgt_zero: Scalar, s_fcmgt_zero_h: ScalarH] |b, l, n| b.vfcmp(l, FCond::Lt, b.vzero(), n);
    [v_fcmge_zero: Vector, v_fcmge_zero_h: VectorH, s_fcmge_zero: Scalar, s_fcmge_zero_h: ScalarH] |b, l, n| b.vfcmp(l, FCond::Le, b.vzero(), n);
    [v_fcmeq_zero: Vector, v_fcmeq_zero_h: VectorH, s_fcmeq_zero: Scalar, s_fcmeq_zero_h: ScalarH] |b, l, n| b.vfcmp(l, FCond::Eq, n, b.vzero());
    [v_fcmle_zero: Vector, v_fcmle_zero_h: VectorH, s_fcmle_zero: Scalar, s_fcmle_zero_h: ScalarH] |b, l, n| b.vfcmp(l, FCond::Le, n, b.vzero());
    [v_fcmlt_zero: Vector, v_fcmlt_zero_h: VectorH, s_fcmlt_zero: Scalar, s_fcmlt_zero_h: ScalarH] |b, l, n| b.vfcmp(l, FCond::Lt, n, b.vzero());
    [v_fabs: Vector, v_fabs_h: VectorH] |b, l, n| cut(b, l, absolute(b, l, n));
    [v_fneg: Vector, v_fneg_h: VectorH] |b, l, n| cut(b, l, negated(b, l, n));
    [v_fsqrt: Vector, v_fsqrt_h: VectorH] |b, l, n| b.vfsqrt(l, n);
    [v_frecpe: Vector, v_frecpe_h: VectorH, s_frecpe: Scalar, s_frecpe_h: ScalarH] |b, l, n| b.vfestimate(l, Estimate::Recip, n);
    [v_frsqrte: Vector, v_frsqrte_h: VectorH, s_frsqrte: Scalar, s_frsqrte_h: ScalarH] |b, l, n| b.vfestimate(l, Estimate::Rsqrt, n);
    [s_frecpx: Scalar, s_frecpx_h: ScalarH] |b, l, n| b.vfestimate(l, Estimate::RecipExponent, n);
    [v_frint32z: Vector] |b, l, n| b.vfround_to(l, Round::Rtz, 32, n);
    [v_frint32x: Vector] |b, l, n| b.vfround_to(l, Round::Dyn, 32, n);
    [v_frint64z: Vector] |b, l, n| b.vfround_to(l, Round::Rtz, 64, n);
    [v_frint64x: Vector] |b, l, n| b.vfround_to(l, Round::Dyn, 64, n);
    [urecpe: Fixed] |b, l, n| b.vfestimate(l, Estimate::RecipFixed, n);
    [ursqrte: Fixed] |b, l, n| b.vfestimate(l, Estimate::RsqrtFixed, n);
}

pub(crate) const CASES: &str = "
    4e218820  frintn v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c000000040000000
    0e218820  frintn v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc000000040000000
    4e618820  frintn v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000
    4e798820  frintn v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000800048004200c0004000
    4e219820  frintm v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c04000003f800000
    0e219820  frintm v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc04000003f800000
    4e619820  frintm v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0080000000000003ff0000000000000
    4e799820  frintm v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000bc0048004200c2003c00
    4ea18820  frintp v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c000000040000000
    0ea18820  frintp v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc000000040000000
    4ee18820  frintp v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000
    4ef98820  frintp v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x3c0047004000800048004200c0004000
    4ea19820  frintz v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c00000003f800000
    0ea19820  frintz v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc00000003f800000
    4ee19820  frintz v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000003ff0000000000000
    4ef99820  frintz v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000800048004200c0003c00
    6e218820  frinta v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c040000040000000
    2e218820  frinta v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc040000040000000
    6e618820  frinta v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0080000000000004000000000000000
    6e798820  frinta v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000bc0048004200c2004000
    6e219820  frintx v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c000000040000000 fpsr=0x10
    2e219820  frintx v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc000000040000000 fpsr=0x10
    6e619820  frintx v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000 fpsr=0x10
    6e799820  frintx v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000800048004200c0004000 fpsr=0x10
    6ea19820  frinti v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000c000000040000000
    2ea19820  frinti v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc000000040000000
    6ee19820  frinti v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000
    6ef99820  frinti v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x47004000800048004200c0004000
    4e21a820  fcvtns v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x800000003fffffffe00000002 fpsr=0x10
    0e21a820  fcvtns v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xfffffffe00000002 fpsr=0x10
    4e61a820  fcvtns v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xfffffffffffffffe0000000000000002 fpsr=0x10
    4e79a820  fcvtns v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x70002000000080003fffe0002 fpsr=0x10
    5e21a820  fcvtns s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    5e61a820  fcvtns d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    5e79a820  fcvtns h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    6e21a820  fcvtnu v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x8000000030000000000000002 fpsr=0x11
    2e21a820  fcvtnu v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x11
    6e61a820  fcvtnu v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x11
    6e79a820  fcvtnu v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x7000200000008000300000002 fpsr=0x11
    7e21a820  fcvtnu s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    7e61a820  fcvtnu d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    7e79a820  fcvtnu h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    4e21b820  fcvtms v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x800000003fffffffd00000001 fpsr=0x10
    0e21b820  fcvtms v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xfffffffd00000001 fpsr=0x10
    4e61b820  fcvtms v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xfffffffffffffffd0000000000000001 fpsr=0x10
    4e79b820  fcvtms v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x70002ffff00080003fffd0001 fpsr=0x10
    5e21b820  fcvtms s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x10
    5e61b820  fcvtms d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x10
    5e79b820  fcvtms h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=1 fpsr=0x10
    6e21b820  fcvtmu v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x8000000030000000000000001 fpsr=0x11
    2e21b820  fcvtmu v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x11
    6e61b820  fcvtmu v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x11
    6e79b820  fcvtmu v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x7000200000008000300000001 fpsr=0x11
    7e21b820  fcvtmu s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x10
    7e61b820  fcvtmu d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x10
    7e79b820  fcvtmu h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=1 fpsr=0x10
    4e21c820  fcvtas v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x800000003fffffffd00000002 fpsr=0x10
    0e21c820  fcvtas v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xfffffffd00000002 fpsr=0x10
    4e61c820  fcvtas v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xfffffffffffffffd0000000000000002 fpsr=0x10
    4e79c820  fcvtas v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x70002ffff00080003fffd0002 fpsr=0x10
    5e21c820  fcvtas s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    5e61c820  fcvtas d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    5e79c820  fcvtas h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    6e21c820  fcvtau v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x8000000030000000000000002 fpsr=0x11
    2e21c820  fcvtau v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x11
    6e61c820  fcvtau v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x11
    6e79c820  fcvtau v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x7000200000008000300000002 fpsr=0x11
    7e21c820  fcvtau s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    7e61c820  fcvtau d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    7e79c820  fcvtau h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    4ea1a820  fcvtps v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x800000003fffffffe00000002 fpsr=0x10
    0ea1a820  fcvtps v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xfffffffe00000002 fpsr=0x10
    4ee1a820  fcvtps v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xfffffffffffffffe0000000000000002 fpsr=0x10
    4ef9a820  fcvtps v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x100070002000000080003fffe0002 fpsr=0x10
    5ea1a820  fcvtps s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    5ee1a820  fcvtps d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    5ef9a820  fcvtps h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    6ea1a820  fcvtpu v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x8000000030000000000000002 fpsr=0x11
    2ea1a820  fcvtpu v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x11
    6ee1a820  fcvtpu v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x11
    6ef9a820  fcvtpu v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x10007000200000008000300000002 fpsr=0x11
    7ea1a820  fcvtpu s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=2 fpsr=0x10
    7ee1a820  fcvtpu d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=2 fpsr=0x10
    7ef9a820  fcvtpu h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=2 fpsr=0x10
    4ea1b820  fcvtzs v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x800000003fffffffe00000001 fpsr=0x10
    0ea1b820  fcvtzs v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xfffffffe00000001 fpsr=0x10
    4ee1b820  fcvtzs v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xfffffffffffffffe0000000000000001 fpsr=0x10
    4ef9b820  fcvtzs v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x70002000000080003fffe0001 fpsr=0x10
    5ea1b820  fcvtzs s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x10
    5ee1b820  fcvtzs d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x10
    5ef9b820  fcvtzs h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=1 fpsr=0x10
    6ea1b820  fcvtzu v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x8000000030000000000000001 fpsr=0x11
    2ea1b820  fcvtzu v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x11
    6ee1b820  fcvtzu v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x11
    6ef9b820  fcvtzu v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x7000200000008000300000001 fpsr=0x11
    7ea1b820  fcvtzu s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=1 fpsr=0x10
    7ee1b820  fcvtzu d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=1 fpsr=0x10
    7ef9b820  fcvtzu h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=1 fpsr=0x10
    4e21d820  scvtf v0.4s, v1.4s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4e8200004e808000ce7f80004e7f0000
    0e21d820  scvtf v0.2s, v1.2s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xce7f80004e7f0000
    4e61d820  scvtf v0.2d, v1.2d        v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc3cffe000000000043cffc0000000000
    4e79d820  scvtf v0.8h, v1.8h        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x728074707400f48074807420f3e073c0
    5e21d820  scvtf s0, s1              v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4e7f0000
    5e61d820  scvtf d0, d1              v0=-1 v1=1.5,-2.5:d                    =>  v0=0x43cffc0000000000
    5e79d820  scvtf h0, h1              v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x73c0
    6e21d820  ucvtf v0.4s, v1.4s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4e8200004e8080004f4020004e7f0000
    2e21d820  ucvtf v0.2s, v1.2s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4f4020004e7f0000
    6e61d820  ucvtf v0.2d, v1.2d        v0=-1 v1=1.5,-2.5:d                    =>  v0=0x43e800800000000043cffc0000000000
    6e79d820  ucvtf v0.8h, v1.8h        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x72807470740079c0748074207a0873c0
    7e21d820  ucvtf s0, s1              v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4e7f0000
    7e61d820  ucvtf d0, d1              v0=-1 v1=1.5,-2.5:d                    =>  v0=0x43cffc0000000000
    7e79d820  ucvtf h0, h1              v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x73c0
    4ea0c820  fcmgt v0.4s, v1.4s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffffffffffff00000000ffffffff
    0ea0c820  fcmgt v0.2s, v1.2s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff
    4ee0c820  fcmgt v0.2d, v1.2d, #0.0  v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff
    4ef8c820  fcmgt v0.8h, v1.8h, #0.0  v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffffffffffff0000ffffffff0000ffff
    5ea0c820  fcmgt s0, s1, #0.0        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff
    5ee0c820  fcmgt d0, d1, #0.0        v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff
    5ef8c820  fcmgt h0, h1, #0.0        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffff
    6ea0c820  fcmge v0.4s, v1.4s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffffffffffff00000000ffffffff
    2ea0c820  fcmge v0.2s, v1.2s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff
    6ee0c820  fcmge v0.2d, v1.2d, #0.0  v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff
    6ef8c820  fcmge v0.8h, v1.8h, #0.0  v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffffffffffff0000ffffffff0000ffff
    7ea0c820  fcmge s0, s1, #0.0        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff
    7ee0c820  fcmge d0, d1, #0.0        v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff
    7ef8c820  fcmge h0, h1, #0.0        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffff
    4ea0d820  fcmeq v0.4s, v1.4s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0
    0ea0d820  fcmeq v0.2s, v1.2s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0
    4ee0d820  fcmeq v0.2d, v1.2d, #0.0  v0=-1 v1=1.5,-2.5:d                    =>  v0=0
    4ef8d820  fcmeq v0.8h, v1.8h, #0.0  v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0
    5ea0d820  fcmeq s0, s1, #0.0        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0
    5ee0d820  fcmeq d0, d1, #0.0        v0=-1 v1=1.5,-2.5:d                    =>  v0=0
    5ef8d820  fcmeq h0, h1, #0.0        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0
    6ea0d820  fcmle v0.4s, v1.4s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff00000000
    2ea0d820  fcmle v0.2s, v1.2s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff00000000
    6ee0d820  fcmle v0.2d, v1.2d, #0.0  v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff0000000000000000
    6ef8d820  fcmle v0.8h, v1.8h, #0.0  v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffff00000000ffff0000
    7ea0d820  fcmle s0, s1, #0.0        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0
    7ee0d820  fcmle d0, d1, #0.0        v0=-1 v1=1.5,-2.5:d                    =>  v0=0
    7ef8d820  fcmle h0, h1, #0.0        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0
    4ea0e820  fcmlt v0.4s, v1.4s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff00000000
    0ea0e820  fcmlt v0.2s, v1.2s, #0.0  v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xffffffff00000000
    4ee0e820  fcmlt v0.2d, v1.2d, #0.0  v0=-1 v1=1.5,-2.5:d                    =>  v0=0xffffffffffffffff0000000000000000
    4ef8e820  fcmlt v0.8h, v1.8h, #0.0  v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xffff00000000ffff0000
    5ea0e820  fcmlt s0, s1, #0.0        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0
    5ee0e820  fcmlt d0, d1, #0.0        v0=-1 v1=1.5,-2.5:d                    =>  v0=0
    5ef8e820  fcmlt h0, h1, #0.0        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0
    4ea0f820  fabs v0.4s, v1.4s         v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x4100000040400000402000003fc00000
    0ea0f820  fabs v0.2s, v1.2s         v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x402000003fc00000
    4ee0f820  fabs v0.2d, v1.2d         v0=-1 v1=1.5,-2.5:d                    =>  v0=0x40040000000000003ff8000000000000
    4ef8f820  fabs v0.8h, v1.8h         v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x34004700400038004800420041003e00
    6ea0f820  fneg v0.4s, v1.4s         v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xc1000000c040000040200000bfc00000
    2ea0f820  fneg v0.2s, v1.2s         v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x40200000bfc00000
    6ee0f820  fneg v0.2d, v1.2d         v0=-1 v1=1.5,-2.5:d                    =>  v0=0x4004000000000000bff8000000000000
    6ef8f820  fneg v0.8h, v1.8h         v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0xb400c700c0003800c800c2004100be00
    6ea1f820  fsqrt v0.4s, v1.4s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x403504f33fddb3d77fc000003f9cc471 fpsr=0x11
    2ea1f820  fsqrt v0.2s, v1.2s        v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x7fc000003f9cc471 fpsr=0x11
    6ee1f820  fsqrt v0.2d, v1.2d        v0=-1 v1=1.5,-2.5:d                    =>  v0=0x7ff80000000000003ff3988e1409212e fpsr=0x11
    6ef9f820  fsqrt v0.8h, v1.8h        v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x3800414b3da87e0041a83eee7e003ce6 fpsr=0x11
    4ea1d820  frecpe v0.4s, v1.4s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x3dff80003eaa8000becc80003f2a8000
    0ea1d820  frecpe v0.2s, v1.2s       v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0xbecc80003f2a8000
    4ee1d820  frecpe v0.2d, v1.2d       v0=-1 v1=1.5,-2.5:d                    =>  v0=0xbfd99000000000003fe5500000000000
    4ef9d820  frecpe v0.8h, v1.8h       v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x43fc309037fcbffc2ffc3554b6643954
    5ea1d820  frecpe s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x3f2a8000
    5ee1d820  frecpe d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=0x3fe5500000000000
    5ef9d820  frecpe h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x3954
    6ea1d820  frsqrte v0.4s, v1.4s      v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x3eb480003f1380007fc000003f510000 fpsr=1
    2ea1d820  frsqrte v0.2s, v1.2s      v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x7fc000003f510000 fpsr=1
    6ee1d820  frsqrte v0.2d, v1.2d      v0=-1 v1=1.5,-2.5:d                    =>  v0=0x7ff80000000000003fea200000000000 fpsr=1
    6ef9d820  frsqrte v0.8h, v1.8h      v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x3ffc360c39a47e0035a4389c7e003a88 fpsr=1
    7ea1d820  frsqrte s0, s1            v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x3f510000
    7ee1d820  frsqrte d0, d1            v0=-1 v1=1.5,-2.5:d                    =>  v0=0x3fea200000000000
    7ef9d820  frsqrte h0, h1            v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x3a88
    5ea1f820  frecpx s0, s1             v0=-1 v1=1.5,-2.5,3,8:s                =>  v0=0x40000000
    5ee1f820  frecpx d0, d1             v0=-1 v1=1.5,-2.5:d                    =>  v0=0x4000000000000000
    5ef9f820  frecpx h0, h1             v0=-1 v1=1.5,-2.5,3,8,-0.5,2,7,0.25:h  =>  v0=0x4000
    4e21e820  frint32z v0.4s, v1.4s     v1=1.5,-2.5,nan,1e30:s                 =>  v0=0xcf000000cf000000c00000003f800000 fpsr=0x11
    4e61e820  frint32z v0.2d, v1.2d     v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000003ff0000000000000 fpsr=0x10
    6e21e820  frint32x v0.4s, v1.4s     v1=1.5,-2.5,nan,1e30:s                 =>  v0=0xcf000000cf000000c000000040000000 fpsr=0x11
    6e61e820  frint32x v0.2d, v1.2d     v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000 fpsr=0x10
    4e21f820  frint64z v0.4s, v1.4s     v1=1.5,-2.5,nan,1e30:s                 =>  v0=0xdf000000df000000c00000003f800000 fpsr=0x11
    4e61f820  frint64z v0.2d, v1.2d     v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000003ff0000000000000 fpsr=0x10
    6e21f820  frint64x v0.4s, v1.4s     v1=1.5,-2.5,nan,1e30:s                 =>  v0=0xdf000000df000000c000000040000000 fpsr=0x11
    6e61f820  frint64x v0.2d, v1.2d     v0=-1 v1=1.5,-2.5:d                    =>  v0=0xc0000000000000004000000000000000 fpsr=0x10
    4ea1c820  urecpe v0.4s, v1.4s       v1=0x80000000c0000000ffffffff40000000  =>  v0=0xff800000aa80000080000000ffffffff
    0ea1c820  urecpe v0.2s, v1.2s       v0=-1 v1=0x123456789abcdef0            =>  v0=0xffffffffd3800000
    6ea1c820  ursqrte v0.4s, v1.4s      v1=0x80000000c0000000ffffffff40000000  =>  v0=0xb48000009380000080000000ff800000
    2ea1c820  ursqrte v0.2s, v1.2s      v0=-1 v1=0x123456789abcdef0            =>  v0=0xffffffffa5000000
    4ea1b820  fcvtzs v0.4s, v1.4s       v1=0x7fc00000ff8000007f800000cf000000  =>  v0=0x800000007fffffff80000000 fpsr=1
    6ea1b820  fcvtzu v0.4s, v1.4s       v1=4294967040,-1,3e9,nan:s             =>  v0=0xb2d05e0000000000ffffff00 fpsr=1
    6ea1b820  fcvtzu v0.4s, v1.4s       v1=4294967040,1,3e9,2:s                =>  v0=0x2b2d05e0000000001ffffff00
    5ea1d820  frecpe s0, s1             v1=0:s                                 =>  v0=0x7f800000 fpsr=2
    7ee1d820  frsqrte d0, d1            v1=-1:d                                =>  v0=0x7ff8000000000000 fpsr=1
    4ee1d820  frecpe v0.2d, v1.2d       v1=0x00080000000000007fd0000000000000  =>  v0=0x7fdff00000000000000ff80000000000
    7ea1d820  frsqrte s0, s1            v1=1                                   =>  v0=0x64b48000
    4e21d820  scvtf v0.4s, v1.4s        v1=0x7fffffff8000000000000001fffffffd  =>  v0=0x4f000000cf0000003f800000c0400000 fpsr=0x10
    6e61d820  ucvtf v0.2d, v1.2d        v1=0xffffffffffffffff0000000000000001  =>  v0=0x43f00000000000003ff0000000000000 fpsr=0x10
    0ea0e820  fcmlt v0.2s, v1.2s, #0.0  v1=nan,-1:s                            =>  v0=0xffffffff00000000 fpsr=1
";
