//! F: single-precision floating point.

use crate::fp::*;
use crate::lift::rows;

rows! { [F]
    flw        "imm[11:0] rs1:5 010 rd:5 0000111"                                         FLoad "{rd}, {imm}({rs1})";
    fsw        "imm[11:5] rs2:5 rs1:5 010 imm[4:0] 0100111"                              FStore "{rs2}, {imm}({rs1})";
    fmadd_s    "rs3:5 00 rs2:5 rs1:5 rm:3 rd:5 1000011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fmsub_s    "rs3:5 00 rs2:5 rs1:5 rm:3 rd:5 1000111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmsub_s   "rs3:5 00 rs2:5 rs1:5 rm:3 rd:5 1001011 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fnmadd_s   "rs3:5 00 rs2:5 rs1:5 rm:3 rd:5 1001111 where rm!=5 rm!=6"                  F4Rm "{rd}, {rs1}, {rs2}, {rs3}{rm}";
    fadd_s     "0000000 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsub_s     "0000100 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fmul_s     "0001000 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fdiv_s     "0001100 rs2:5 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                    FRm "{rd}, {rs1}, {rs2}{rm}";
    fsqrt_s    "0101100 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    fsgnj_s    "0010000 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjn_s   "0010000 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fsgnjx_s   "0010000 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmin_s     "0010100 rs2:5 rs1:5 000 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmax_s     "0010100 rs2:5 rs1:5 001 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    feq_s      "1010000 rs2:5 rs1:5 010 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    flt_s      "1010000 rs2:5 rs1:5 001 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fle_s      "1010000 rs2:5 rs1:5 000 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fclass_s   "1110000 00000 rs1:5 001 rd:5 1010011"                                        XF "{rd}, {rs1}";
    fcvt_w_s   "1100000 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_wu_s  "1100000 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_l_s   "1100000 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_lu_s  "1100000 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   XFRm "{rd}, {rs1}{rm}";
    fcvt_s_w   "1101000 00000 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_s_wu  "1101000 00001 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_s_l   "1101000 00010 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fcvt_s_lu  "1101000 00011 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   FXRm "{rd}, {rs1}{rm}";
    fmv_x_w    "1110000 00000 rs1:5 000 rd:5 1010011"                                        XF "{rd}, {rs1}";
    fmv_w_x    "1111000 00000 rs1:5 000 rd:5 1010011"                                        FX "{rd}, {rs1}";
}

crate::fp::lifts! { F32:
    flw(FLoad) load;
    fsw(FStore) store;
    fmadd_s(F4Rm) madd;
    fmsub_s(F4Rm) msub;
    fnmsub_s(F4Rm) nmsub;
    fnmadd_s(F4Rm) nmadd;
    fadd_s(FRm) add;
    fsub_s(FRm) sub;
    fmul_s(FRm) mul;
    fdiv_s(FRm) div;
    fsqrt_s(F1Rm) sqrt;
    fsgnj_s(FR) sgnj;
    fsgnjn_s(FR) sgnjn;
    fsgnjx_s(FR) sgnjx;
    fmin_s(FR) min;
    fmax_s(FR) max;
    feq_s(FCmp) eq;
    flt_s(FCmp) lt;
    fle_s(FCmp) le;
    fclass_s(XF) class;
    fcvt_w_s(XFRm) to_w;
    fcvt_wu_s(XFRm) to_wu;
    fcvt_l_s(XFRm) to_l;
    fcvt_lu_s(XFRm) to_lu;
    fcvt_s_w(FXRm) from_w;
    fcvt_s_wu(FXRm) from_wu;
    fcvt_s_l(FXRm) from_l;
    fcvt_s_lu(FXRm) from_lu;
    fmv_x_w(XF) bits_to_x;
    fmv_w_x(FX) bits_from_x;
}

pub(crate) const CASES: &str = "
";
