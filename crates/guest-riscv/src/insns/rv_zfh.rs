//! Zfh: half-precision floating point; Zfhmin: loads, stores and conversions of it.

use ir::Type;

use crate::fp::*;
use crate::lift::{Lift, rows};

rows! { [ZFH]
    flh        "imm[11:0] rs1:5 001 rd:5 0000111"                                         FLoad "{rd}, {imm}({rs1})" needs [ZFH | ZFHMIN];
    fsh        "imm[11:5] rs2:5 rs1:5 001 imm[4:0] 0100111"                              FStore "{rs2}, {imm}({rs1})" needs [ZFH | ZFHMIN];
    fmadd_h    "rs3:5 10 rs2:5 rs1:5 rm:3 rd:5 1000011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fmsub_h    "rs3:5 10 rs2:5 rs1:5 rm:3 rd:5 1000111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmsub_h   "rs3:5 10 rs2:5 rs1:5 rm:3 rd:5 1001011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmadd_h   "rs3:5 10 rs2:5 rs1:5 rm:3 rd:5 1001111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fadd_h     "0000010 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsub_h     "0000110 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fmul_h     "0001010 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fdiv_h     "0001110 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsqrt_h    "0101110 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    fsgnj_h    "0010010 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjn_h   "0010010 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjx_h   "0010010 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmin_h     "0010110 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmax_h     "0010110 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    feq_h      "1010010 rs2:5 rs1:5 010 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    flt_h      "1010010 rs2:5 rs1:5 001 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fle_h      "1010010 rs2:5 rs1:5 000 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fclass_h   "1110010 00000 rs1:5 001 rd:5 1010011"                                        XF "{rd}, {rs1}";
    fcvt_w_h   "1100010 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_wu_h  "1100010 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_l_h   "1100010 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_lu_h  "1100010 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_h_w   "1101010 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_h_wu  "1101010 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_h_l   "1101010 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_h_lu  "1101010 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fmv_x_h    "1110010 00000 rs1:5 000 rd:5 1010011"                                        XF "{rd}, {rs1}" needs [ZFH | ZFHMIN];
    fmv_h_x    "1111010 00000 rs1:5 000 rd:5 1010011"                                        FX "{rd}, {rs1}" needs [ZFH | ZFHMIN];
    fcvt_s_h   "0100000 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                 FWiden "{rd}, {rs1}{rm}" needs [ZFH | ZFHMIN];
    fcvt_h_s   "0100010 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFH | ZFHMIN];
    fcvt_d_h   "0100001 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                 FWiden "{rd}, {rs1}{rm}" needs [ZFH | ZFHMIN, D];
    fcvt_h_d   "0100010 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFH | ZFHMIN, D];
}

crate::fp::lifts! { F16:
    flh(FLoad) load;
    fsh(FStore) store;
    fmadd_h(F4Rm) madd;
    fmsub_h(F4Rm) msub;
    fnmsub_h(F4Rm) nmsub;
    fnmadd_h(F4Rm) nmadd;
    fadd_h(FRm) add;
    fsub_h(FRm) sub;
    fmul_h(FRm) mul;
    fdiv_h(FRm) div;
    fsqrt_h(F1Rm) sqrt;
    fsgnj_h(FR) sgnj;
    fsgnjn_h(FR) sgnjn;
    fsgnjx_h(FR) sgnjx;
    fmin_h(FR) min;
    fmax_h(FR) max;
    feq_h(FCmp) eq;
    flt_h(FCmp) lt;
    fle_h(FCmp) le;
    fclass_h(XF) class;
    fcvt_w_h(XFRm) to_w;
    fcvt_wu_h(XFRm) to_wu;
    fcvt_l_h(XFRm) to_l;
    fcvt_lu_h(XFRm) to_lu;
    fcvt_h_w(FXRm) from_w;
    fcvt_h_wu(FXRm) from_wu;
    fcvt_h_l(FXRm) from_l;
    fcvt_h_lu(FXRm) from_lu;
    fmv_x_h(XF) bits_to_x;
    fmv_h_x(FX) bits_from_x;
}

/// rd = rs1 in single precision
fn fcvt_s_h(b: &Lift, i: FWiden) {
    widen(b, Type::F16, Type::F32, i);
}

/// rd = single-precision rs1 in half precision
fn fcvt_h_s(b: &Lift, i: F1Rm) {
    narrow(b, Type::F32, Type::F16, i);
}

/// rd = rs1 in double precision
fn fcvt_d_h(b: &Lift, i: FWiden) {
    widen(b, Type::F16, Type::F64, i);
}

/// rd = double-precision rs1 in half precision
fn fcvt_h_d(b: &Lift, i: F1Rm) {
    narrow(b, Type::F64, Type::F16, i);
}

pub(crate) const CASES: &str = "
";
