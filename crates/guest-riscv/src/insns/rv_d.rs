//! D: double-precision floating point.

use ir::Type;

use crate::fp::*;
use crate::lift::{Lift, rows};

rows! { [D]
    fld        "imm[11:0] rs1:5 011 rd:5 0000111"                                         FLoad "{rd}, {imm}({rs1})";
    fsd        "imm[11:5] rs2:5 rs1:5 011 imm[4:0] 0100111"                              FStore "{rs2}, {imm}({rs1})";
    fmadd_d    "rs3:5 01 rs2:5 rs1:5 rm:3 rd:5 1000011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fmsub_d    "rs3:5 01 rs2:5 rs1:5 rm:3 rd:5 1000111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmsub_d   "rs3:5 01 rs2:5 rs1:5 rm:3 rd:5 1001011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmadd_d   "rs3:5 01 rs2:5 rs1:5 rm:3 rd:5 1001111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fadd_d     "0000001 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsub_d     "0000101 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fmul_d     "0001001 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fdiv_d     "0001101 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsqrt_d    "0101101 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    fsgnj_d    "0010001 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjn_d   "0010001 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjx_d   "0010001 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmin_d     "0010101 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmax_d     "0010101 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    feq_d      "1010001 rs2:5 rs1:5 010 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    flt_d      "1010001 rs2:5 rs1:5 001 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fle_d      "1010001 rs2:5 rs1:5 000 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fclass_d   "1110001 00000 rs1:5 001 rd:5 1010011"                                        XF "{rd}, {rs1}";
    fcvt_w_d   "1100001 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_wu_d  "1100001 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_l_d   "1100001 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_lu_d  "1100001 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_d_w   "1101001 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                FXExact "{rd}, {rs1}{rm}";
    fcvt_d_wu  "1101001 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                FXExact "{rd}, {rs1}{rm}";
    fcvt_d_l   "1101001 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_d_lu  "1101001 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fmv_x_d    "1110001 00000 rs1:5 000 rd:5 1010011"                                        XF "{rd}, {rs1}";
    fmv_d_x    "1111001 00000 rs1:5 000 rd:5 1010011"                                        FX "{rd}, {rs1}";
    fcvt_s_d   "0100000 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    fcvt_d_s   "0100001 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                 FWiden "{rd}, {rs1}{rm}";
}

crate::fp::lifts! { F64:
    fld(FLoad) load;
    fsd(FStore) store;
    fmadd_d(F4Rm) madd;
    fmsub_d(F4Rm) msub;
    fnmsub_d(F4Rm) nmsub;
    fnmadd_d(F4Rm) nmadd;
    fadd_d(FRm) add;
    fsub_d(FRm) sub;
    fmul_d(FRm) mul;
    fdiv_d(FRm) div;
    fsqrt_d(F1Rm) sqrt;
    fsgnj_d(FR) sgnj;
    fsgnjn_d(FR) sgnjn;
    fsgnjx_d(FR) sgnjx;
    fmin_d(FR) min;
    fmax_d(FR) max;
    feq_d(FCmp) eq;
    flt_d(FCmp) lt;
    fle_d(FCmp) le;
    fclass_d(XF) class;
    fcvt_w_d(XFRm) to_w;
    fcvt_wu_d(XFRm) to_wu;
    fcvt_l_d(XFRm) to_l;
    fcvt_lu_d(XFRm) to_lu;
    fcvt_d_w(FXExact) from_w_exact;
    fcvt_d_wu(FXExact) from_wu_exact;
    fcvt_d_l(FXRm) from_l;
    fcvt_d_lu(FXRm) from_lu;
    fmv_x_d(XF) bits_to_x;
    fmv_d_x(FX) bits_from_x;
}

/// rd = rs1 in single precision
fn fcvt_s_d(b: &Lift, i: F1Rm) {
    narrow(b, Type::F64, Type::F32, i);
}

/// rd = rs1 in double precision
fn fcvt_d_s(b: &Lift, i: FWiden) {
    widen(b, Type::F32, Type::F64, i);
}

pub(crate) const CASES: &str = "
";
