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
    0085a507  flw fa0, 8(a1)                    a1=0x40000 mem64[0x40008]=0x8123456789abcdef              =>  fa0=0xffffffff89abcdef
    8005a507  flw fa0, -2048(a1)                a1=0x41801 mem32[0x41001]=0x80000000                      =>  fa0=-0:s
    fea5ac27  fsw fa0, -8(a1)                   a1=0x40010 fa0=0x8123456789abcdef mem64[0x40008]=-1       =>  mem64[0x40008]=0xffffffff89abcdef
    7ea5afa7  fsw fa0, 2047(a1)                 a1=0x40000 fa0=0x8123456789abcdef                         =>  mem32[0x407ff]=0x89abcdef
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=2:s fa2=3:s fa3=4:s                                   =>  fa0=10:s
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=0xffffffff3f800001 fa2=0xffffffff3f7ffffe fa3=-1:s    =>  fa0=0xffffffffa8800000
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=inf:s fa2=0:s fa3=0xffffffff7fc00005                  =>  fa0=nan:s fflags=16
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=0xffffffff7fc00005 fa2=1:s fa3=1:s                    =>  fa0=nan:s
    68c5a543  fmadd.s fa0, fa1, fa2, fa3, rdn   fa1=1:s fa2=1:s fa3=-1:s                                  =>  fa0=-0:s
    68c5c543  fmadd.s fa0, fa1, fa2, fa3, rmm   fa1=1:s fa2=1:s fa3=0xffffffff33800000                    =>  fa0=0xffffffff3f800001 fflags=1
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=0xffffffff7f7fffff fa2=0xffffffff7f7fffff fa3=-inf:s  =>  fa0=-inf:s
    68c58543  fmadd.s fa0, fa1, fa2, fa3, rne   fa1=1:s fa2=1:s fa3=0x3f800000                            =>  fa0=nan:s
    68c5f543  fmadd.s fa0, fa1, fa2, fa3        frm=7                                                     =>  exit=illegal
    68c58547  fmsub.s fa0, fa1, fa2, fa3, rne   fa1=2:s fa2=3:s fa3=4:s                                   =>  fa0=2:s
    68c58547  fmsub.s fa0, fa1, fa2, fa3, rne   fa1=0xffffffff3f800001 fa2=0xffffffff3f7ffffe fa3=1:s     =>  fa0=0xffffffffa8800000
    68c5f547  fmsub.s fa0, fa1, fa2, fa3        fa1=1:s fa2=1:s fa3=1:s frm=2                             =>  fa0=-0:s
    68c58547  fmsub.s fa0, fa1, fa2, fa3, rne   fa1=inf:s fa2=1:s fa3=inf:s                               =>  fa0=nan:s fflags=16
    68c59547  fmsub.s fa0, fa1, fa2, fa3, rtz   fa1=1:s fa2=1:s fa3=0xffffffff33800000                    =>  fa0=0xffffffff3f7fffff
    68c5854b  fnmsub.s fa0, fa1, fa2, fa3, rne  fa1=2:s fa2=3:s fa3=4:s                                   =>  fa0=-2:s
    68c5854b  fnmsub.s fa0, fa1, fa2, fa3, rne  fa1=0xffffffff3f800001 fa2=0xffffffff3f7ffffe fa3=1:s     =>  fa0=0xffffffff28800000
    68c5854b  fnmsub.s fa0, fa1, fa2, fa3, rne  fa1=1:s fa2=1:s fa3=1:s                                   =>  fa0=0:s
    68c5a54b  fnmsub.s fa0, fa1, fa2, fa3, rdn  fa1=1:s fa2=1:s fa3=1:s                                   =>  fa0=-0:s
    68c5854b  fnmsub.s fa0, fa1, fa2, fa3, rne  fa1=0:s fa2=1:s fa3=-0:s                                  =>  fa0=-0:s
    68c5854b  fnmsub.s fa0, fa1, fa2, fa3, rne  fa1=0:s fa2=inf:s fa3=0xffffffff7f800001                  =>  fa0=nan:s fflags=16
    68c5854f  fnmadd.s fa0, fa1, fa2, fa3, rne  fa1=2:s fa2=3:s fa3=4:s                                   =>  fa0=-10:s
    68c5854f  fnmadd.s fa0, fa1, fa2, fa3, rne  fa1=1:s fa2=1:s fa3=-1:s                                  =>  fa0=0:s
    68c5a54f  fnmadd.s fa0, fa1, fa2, fa3, rdn  fa1=1:s fa2=1:s fa3=0xffffffff33800000                    =>  fa0=0xffffffffbf800001 fflags=1
    68c5854f  fnmadd.s fa0, fa1, fa2, fa3, rne  fa1=0:s fa2=1:s fa3=0:s                                   =>  fa0=-0:s
    68c5854f  fnmadd.s fa0, fa1, fa2, fa3, rne  fa1=0xffffffff7f800001 fa2=1:s fa3=1:s                    =>  fa0=nan:s fflags=16
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=1.5:s fa2=2.25:s                                      =>  fa0=3.75:s
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=1:s fa2=0xffffffff33800000                            =>  fa0=1:s fflags=1
    00c5c553  fadd.s fa0, fa1, fa2, rmm         fa1=1:s fa2=0xffffffff33800000                            =>  fa0=0xffffffff3f800001 fflags=1
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=0xffffffff3f800001 fa2=0xffffffff33800000             =>  fa0=0xffffffff3f800002 fflags=1
    00c5f553  fadd.s fa0, fa1, fa2              fa1=1:s fa2=0xffffffff33800000 frm=3                      =>  fa0=0xffffffff3f800001 fflags=1
    00c5b553  fadd.s fa0, fa1, fa2, rup         fa1=-1:s fa2=0xffffffffb3800000                           =>  fa0=-1:s fflags=1
    00c5a553  fadd.s fa0, fa1, fa2, rdn         fa1=-1:s fa2=0xffffffffb3800000                           =>  fa0=0xffffffffbf800001 fflags=1
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=1:s fa2=-1:s                                          =>  fa0=0:s
    00c5a553  fadd.s fa0, fa1, fa2, rdn         fa1=1:s fa2=-1:s                                          =>  fa0=-0:s
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=0xffffffff7f7fffff fa2=0xffffffff7f7fffff             =>  fa0=inf:s fflags=5
    00c59553  fadd.s fa0, fa1, fa2, rtz         fa1=0xffffffff7f7fffff fa2=0xffffffff7f7fffff             =>  fa0=0xffffffff7f7fffff fflags=5
    00c5b553  fadd.s fa0, fa1, fa2, rup         fa1=0xffffffffff7fffff fa2=0xffffffffff7fffff             =>  fa0=0xffffffffff7fffff fflags=5
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=inf:s fa2=-inf:s                                      =>  fa0=nan:s fflags=16
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=0xffffffff7f800001 fa2=1:s                            =>  fa0=nan:s fflags=16
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=0xffffffff7fc00005 fa2=1:s                            =>  fa0=nan:s
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=0x3f800000 fa2=1:s                                    =>  fa0=nan:s
    00c58553  fadd.s fa0, fa1, fa2, rne         fa1=1:s fa2=0xffffffff33800000 fflags=16                  =>  fa0=1:s fflags=17
    00c5f553  fadd.s fa0, fa1, fa2              frm=5                                                     =>  exit=illegal
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=2.5:s fa2=1:s                                         =>  fa0=1.5:s
    08c5f553  fsub.s fa0, fa1, fa2              fa1=1:s fa2=1:s                                           =>  fa0=0:s
    08c5f553  fsub.s fa0, fa1, fa2              fa1=1:s fa2=1:s frm=2                                     =>  fa0=-0:s
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=-0:s fa2=0:s                                          =>  fa0=-0:s
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=inf:s fa2=inf:s                                       =>  fa0=nan:s fflags=16
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=0xffffffff00800000 fa2=0xffffffff00000001             =>  fa0=0xffffffff007fffff
    08c59553  fsub.s fa0, fa1, fa2, rtz         fa1=-1:s fa2=0xffffffff33800000                           =>  fa0=-1:s fflags=1
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=1:s fa2=0xffffffff7fc00005                            =>  fa0=nan:s
    08c58553  fsub.s fa0, fa1, fa2, rne         fa1=1:s fa2=0x3f800000                                    =>  fa0=nan:s
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=1.5:s fa2=-2:s                                        =>  fa0=-3:s
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0:s fa2=-inf:s                                        =>  fa0=nan:s fflags=16
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff00800000 fa2=0.5:s                          =>  fa0=0xffffffff00400000
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff00000001 fa2=0.5:s                          =>  fa0=0:s fflags=3
    10c5b553  fmul.s fa0, fa1, fa2, rup         fa1=0xffffffff00000001 fa2=0.5:s                          =>  fa0=0xffffffff00000001 fflags=3
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff00800000 fa2=0xffffffff3f7fffff             =>  fa0=0xffffffff00800000 fflags=3
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff00800001 fa2=0xffffffff3f7ffffe             =>  fa0=0xffffffff00800000 fflags=1
    10c5a553  fmul.s fa0, fa1, fa2, rdn         fa1=0xffffffff7f7fffff fa2=2:s                            =>  fa0=0xffffffff7f7fffff fflags=5
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff7f7fffff fa2=2:s                            =>  fa0=inf:s fflags=5
    10c59553  fmul.s fa0, fa1, fa2, rtz         fa1=0xffffffff3f800001 fa2=0xffffffff3f800001             =>  fa0=0xffffffff3f800002 fflags=1
    10c5b553  fmul.s fa0, fa1, fa2, rup         fa1=0xffffffff3f800001 fa2=0xffffffff3f800001             =>  fa0=0xffffffff3f800003 fflags=1
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0xffffffff7f800001 fa2=0xffffffff7f800001             =>  fa0=nan:s fflags=16
    10c58553  fmul.s fa0, fa1, fa2, rne         fa1=0x3f800000 fa2=1:s                                    =>  fa0=nan:s
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=6:s fa2=3:s                                           =>  fa0=2:s
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=1:s fa2=3:s                                           =>  fa0=0xffffffff3eaaaaab fflags=1
    18c5b553  fdiv.s fa0, fa1, fa2, rup         fa1=1:s fa2=3:s                                           =>  fa0=0xffffffff3eaaaaab fflags=1
    18c5a553  fdiv.s fa0, fa1, fa2, rdn         fa1=-1:s fa2=3:s                                          =>  fa0=0xffffffffbeaaaaab fflags=1
    18c5f553  fdiv.s fa0, fa1, fa2              fa1=1:s fa2=3:s frm=1                                     =>  fa0=0xffffffff3eaaaaaa fflags=1
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=1:s fa2=0:s                                           =>  fa0=inf:s fflags=8
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=-1:s fa2=0:s                                          =>  fa0=-inf:s fflags=8
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=0:s fa2=0:s                                           =>  fa0=nan:s fflags=16
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=inf:s fa2=inf:s                                       =>  fa0=nan:s fflags=16
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=1:s fa2=inf:s                                         =>  fa0=0:s
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=0xffffffff00800000 fa2=3:s                            =>  fa0=0xffffffff002aaaab fflags=3
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=0xffffffff7f7fffff fa2=0xffffffff00800000             =>  fa0=inf:s fflags=5
    18c58553  fdiv.s fa0, fa1, fa2, rne         fa1=0x3f800000 fa2=1:s                                    =>  fa0=nan:s
    58058553  fsqrt.s fa0, fa1, rne             fa1=4:s                                                   =>  fa0=2:s
    58058553  fsqrt.s fa0, fa1, rne             fa1=2:s                                                   =>  fa0=0xffffffff3fb504f3 fflags=1
    5805b553  fsqrt.s fa0, fa1, rup             fa1=2:s                                                   =>  fa0=0xffffffff3fb504f4 fflags=1
    58058553  fsqrt.s fa0, fa1, rne             fa1=-0:s                                                  =>  fa0=-0:s
    58058553  fsqrt.s fa0, fa1, rne             fa1=-1:s                                                  =>  fa0=nan:s fflags=16
    58058553  fsqrt.s fa0, fa1, rne             fa1=inf:s                                                 =>  fa0=inf:s
    58058553  fsqrt.s fa0, fa1, rne             fa1=0xffffffff7f800001                                    =>  fa0=nan:s fflags=16
    58058553  fsqrt.s fa0, fa1, rne             fa1=0xffffffff00000001                                    =>  fa0=0xffffffff1a3504f3 fflags=1
    58058553  fsqrt.s fa0, fa1, rne             fa1=0x3f800000                                            =>  fa0=nan:s
    20c58553  fsgnj.s fa0, fa1, fa2             fa1=1:s fa2=-2:s                                          =>  fa0=-1:s
    20c58553  fsgnj.s fa0, fa1, fa2             fa1=-1:s fa2=2:s                                          =>  fa0=1:s
    20c58553  fsgnj.s fa0, fa1, fa2             fa1=0xffffffff7f800001 fa2=-0:s                           =>  fa0=0xffffffffff800001
    20c58553  fsgnj.s fa0, fa1, fa2             fa1=0x3f800000 fa2=-1:s                                   =>  fa0=0xffffffffffc00000
    20c58553  fsgnj.s fa0, fa1, fa2             fa1=-1:s fa2=0x3f800000                                   =>  fa0=1:s
    20b58553  fsgnj.s fa0, fa1, fa1             fa1=0xffffffffff800001                                    =>  fa0=0xffffffffff800001
    20b58553  fsgnj.s fa0, fa1, fa1             fa1=-1.5:s                                                =>  fa0=-1.5:s
    20b58553  fsgnj.s fa0, fa1, fa1             fa1=0x3f800000                                            =>  fa0=nan:s
    20c59553  fsgnjn.s fa0, fa1, fa2            fa1=1:s fa2=-2:s                                          =>  fa0=1:s
    20c59553  fsgnjn.s fa0, fa1, fa2            fa1=-1:s fa2=2:s                                          =>  fa0=-1:s
    20c59553  fsgnjn.s fa0, fa1, fa2            fa1=0xffffffff7f800001 fa2=-0:s                           =>  fa0=0xffffffff7f800001
    20c59553  fsgnjn.s fa0, fa1, fa2            fa1=0x3f800000 fa2=-1:s                                   =>  fa0=nan:s
    20c59553  fsgnjn.s fa0, fa1, fa2            fa1=-1:s fa2=0x3f800000                                   =>  fa0=-1:s
    20b59553  fsgnjn.s fa0, fa1, fa1            fa1=0xffffffffff800001                                    =>  fa0=0xffffffff7f800001
    20b59553  fsgnjn.s fa0, fa1, fa1            fa1=-1.5:s                                                =>  fa0=1.5:s
    20b59553  fsgnjn.s fa0, fa1, fa1            fa1=0x3f800000                                            =>  fa0=0xffffffffffc00000
    20b595d3  fsgnjn.s fa1, fa1, fa1            fa1=1.5:s                                                 =>  fa1=-1.5:s
    20c5a553  fsgnjx.s fa0, fa1, fa2            fa1=1:s fa2=-2:s                                          =>  fa0=-1:s
    20c5a553  fsgnjx.s fa0, fa1, fa2            fa1=-1:s fa2=2:s                                          =>  fa0=-1:s
    20c5a553  fsgnjx.s fa0, fa1, fa2            fa1=0xffffffff7f800001 fa2=-0:s                           =>  fa0=0xffffffffff800001
    20c5a553  fsgnjx.s fa0, fa1, fa2            fa1=0x3f800000 fa2=-1:s                                   =>  fa0=0xffffffffffc00000
    20c5a553  fsgnjx.s fa0, fa1, fa2            fa1=-1:s fa2=0x3f800000                                   =>  fa0=-1:s
    20b5a553  fsgnjx.s fa0, fa1, fa1            fa1=0xffffffffff800001                                    =>  fa0=0xffffffff7f800001
    20b5a553  fsgnjx.s fa0, fa1, fa1            fa1=-1.5:s                                                =>  fa0=1.5:s
    20b5a553  fsgnjx.s fa0, fa1, fa1            fa1=0x3f800000                                            =>  fa0=nan:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=1:s fa2=2:s                                           =>  fa0=1:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=2:s fa2=-1:s                                          =>  fa0=-1:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=-0:s fa2=0:s                                          =>  fa0=-0:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=0:s fa2=-0:s                                          =>  fa0=-0:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=0xffffffff7fc00005 fa2=1:s                            =>  fa0=1:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=1:s fa2=0xffffffff7f800001                            =>  fa0=1:s fflags=16
    28c58553  fmin.s fa0, fa1, fa2              fa1=0xffffffff7fc00005 fa2=0xffffffff7f800001             =>  fa0=nan:s fflags=16
    28c58553  fmin.s fa0, fa1, fa2              fa1=-inf:s fa2=0xffffffff7f7fffff                         =>  fa0=-inf:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=0x3f800000 fa2=1:s                                    =>  fa0=1:s
    28c58553  fmin.s fa0, fa1, fa2              fa1=1:s fa2=2:s frm=7                                     =>  fa0=1:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=1:s fa2=2:s                                           =>  fa0=2:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=2:s fa2=-1:s                                          =>  fa0=2:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=-0:s fa2=0:s                                          =>  fa0=0:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=0:s fa2=-0:s                                          =>  fa0=0:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=0xffffffff7fc00005 fa2=1:s                            =>  fa0=1:s
    28c59553  fmax.s fa0, fa1, fa2              fa1=1:s fa2=0xffffffff7f800001                            =>  fa0=1:s fflags=16
    28c59553  fmax.s fa0, fa1, fa2              fa1=0xffffffff7fc00005 fa2=0xffffffff7f800001             =>  fa0=nan:s fflags=16
    28c59553  fmax.s fa0, fa1, fa2              fa1=-inf:s fa2=0xffffffff7f7fffff                         =>  fa0=0xffffffff7f7fffff
    28c59553  fmax.s fa0, fa1, fa2              fa1=0x3f800000 fa2=1:s                                    =>  fa0=1:s
    a0c5a553  feq.s a0, fa1, fa2                fa1=1:s fa2=1:s                                           =>  a0=1
    a0c5a553  feq.s a0, fa1, fa2                fa1=1:s fa2=2:s                                           =>  a0=0
    a0c5a553  feq.s a0, fa1, fa2                fa1=2:s fa2=1:s                                           =>  a0=0
    a0c5a553  feq.s a0, fa1, fa2                fa1=-0:s fa2=0:s                                          =>  a0=1
    a0c5a553  feq.s a0, fa1, fa2                fa1=0xffffffff7fc00005 fa2=1:s                            =>  a0=0
    a0c5a553  feq.s a0, fa1, fa2                fa1=0xffffffff7f800001 fa2=1:s                            =>  a0=0 fflags=16
    a0c5a553  feq.s a0, fa1, fa2                fa1=-inf:s fa2=inf:s                                      =>  a0=0
    a0c5a553  feq.s a0, fa1, fa2                fa1=0x3f800000 fa2=1:s                                    =>  a0=0
    a0c59553  flt.s a0, fa1, fa2                fa1=1:s fa2=1:s                                           =>  a0=0
    a0c59553  flt.s a0, fa1, fa2                fa1=1:s fa2=2:s                                           =>  a0=1
    a0c59553  flt.s a0, fa1, fa2                fa1=2:s fa2=1:s                                           =>  a0=0
    a0c59553  flt.s a0, fa1, fa2                fa1=-0:s fa2=0:s                                          =>  a0=0
    a0c59553  flt.s a0, fa1, fa2                fa1=0xffffffff7fc00005 fa2=1:s                            =>  a0=0 fflags=16
    a0c59553  flt.s a0, fa1, fa2                fa1=0xffffffff7f800001 fa2=1:s                            =>  a0=0 fflags=16
    a0c59553  flt.s a0, fa1, fa2                fa1=-inf:s fa2=inf:s                                      =>  a0=1
    a0c59553  flt.s a0, fa1, fa2                fa1=0x3f800000 fa2=1:s                                    =>  a0=0 fflags=16
    a0c58553  fle.s a0, fa1, fa2                fa1=1:s fa2=1:s                                           =>  a0=1
    a0c58553  fle.s a0, fa1, fa2                fa1=1:s fa2=2:s                                           =>  a0=1
    a0c58553  fle.s a0, fa1, fa2                fa1=2:s fa2=1:s                                           =>  a0=0
    a0c58553  fle.s a0, fa1, fa2                fa1=-0:s fa2=0:s                                          =>  a0=1
    a0c58553  fle.s a0, fa1, fa2                fa1=0xffffffff7fc00005 fa2=1:s                            =>  a0=0 fflags=16
    a0c58553  fle.s a0, fa1, fa2                fa1=0xffffffff7f800001 fa2=1:s                            =>  a0=0 fflags=16
    a0c58553  fle.s a0, fa1, fa2                fa1=-inf:s fa2=inf:s                                      =>  a0=1
    a0c58553  fle.s a0, fa1, fa2                fa1=0x3f800000 fa2=1:s                                    =>  a0=0 fflags=16
    e0059553  fclass.s a0, fa1                  fa1=-inf:s                                                =>  a0=1
    e0059553  fclass.s a0, fa1                  fa1=-1:s                                                  =>  a0=2
    e0059553  fclass.s a0, fa1                  fa1=0xffffffff807fffff                                    =>  a0=4
    e0059553  fclass.s a0, fa1                  fa1=-0:s                                                  =>  a0=8
    e0059553  fclass.s a0, fa1                  fa1=0:s                                                   =>  a0=0x10
    e0059553  fclass.s a0, fa1                  fa1=0xffffffff00000001                                    =>  a0=0x20
    e0059553  fclass.s a0, fa1                  fa1=0xffffffff00800000                                    =>  a0=0x40
    e0059553  fclass.s a0, fa1                  fa1=inf:s                                                 =>  a0=0x80
    e0059553  fclass.s a0, fa1                  fa1=0xffffffff7f800001                                    =>  a0=0x100
    e0059553  fclass.s a0, fa1                  fa1=0xffffffff7fc00005                                    =>  a0=0x200
    e0059553  fclass.s a0, fa1                  fa1=0x3f800000                                            =>  a0=0x200
    c0058553  fcvt.w.s a0, fa1, rne             fa1=1.5:s                                                 =>  a0=2 fflags=1
    c0058553  fcvt.w.s a0, fa1, rne             fa1=2.5:s                                                 =>  a0=2 fflags=1
    c005c553  fcvt.w.s a0, fa1, rmm             fa1=2.5:s                                                 =>  a0=3 fflags=1
    c0059553  fcvt.w.s a0, fa1, rtz             fa1=-1.5:s                                                =>  a0=0xffffffffffffffff fflags=1
    c005a553  fcvt.w.s a0, fa1, rdn             fa1=-0.5:s                                                =>  a0=0xffffffffffffffff fflags=1
    c005b553  fcvt.w.s a0, fa1, rup             fa1=-0.5:s                                                =>  a0=0 fflags=1
    c0058553  fcvt.w.s a0, fa1, rne             fa1=0xffffffff7fc00005                                    =>  a0=0x7fffffff fflags=16
    c0058553  fcvt.w.s a0, fa1, rne             fa1=inf:s                                                 =>  a0=0x7fffffff fflags=16
    c0058553  fcvt.w.s a0, fa1, rne             fa1=-inf:s                                                =>  a0=0xffffffff80000000 fflags=16
    c0058553  fcvt.w.s a0, fa1, rne             fa1=0xffffffff4f000000                                    =>  a0=0x7fffffff fflags=16
    c0058553  fcvt.w.s a0, fa1, rne             fa1=0xffffffff4efffffe                                    =>  a0=0x7fffff00
    c0058553  fcvt.w.s a0, fa1, rne             fa1=0xffffffffcf000000                                    =>  a0=0xffffffff80000000
    c005f553  fcvt.w.s a0, fa1                  fa1=2.5:s frm=3                                           =>  a0=3 fflags=1
    c0058553  fcvt.w.s a0, fa1, rne             fa1=0x3f800000                                            =>  a0=0x7fffffff fflags=16
    c0058053  fcvt.w.s zero, fa1, rne           fa1=1.5:s                                                 =>  fflags=1
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=1.5:s                                                 =>  a0=2 fflags=1
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=2.5:s                                                 =>  a0=2 fflags=1
    c015c553  fcvt.wu.s a0, fa1, rmm            fa1=2.5:s                                                 =>  a0=3 fflags=1
    c0159553  fcvt.wu.s a0, fa1, rtz            fa1=-1.5:s                                                =>  a0=0 fflags=16
    c015a553  fcvt.wu.s a0, fa1, rdn            fa1=-0.5:s                                                =>  a0=0 fflags=16
    c015b553  fcvt.wu.s a0, fa1, rup            fa1=-0.5:s                                                =>  a0=0 fflags=1
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=0xffffffff7fc00005                                    =>  a0=0xffffffffffffffff fflags=16
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=inf:s                                                 =>  a0=0xffffffffffffffff fflags=16
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=-inf:s                                                =>  a0=0 fflags=16
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=0xffffffff4f800000                                    =>  a0=0xffffffffffffffff fflags=16
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=0xffffffff4f7fffff                                    =>  a0=0xffffffffffffff00
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=0xffffffffcf800000                                    =>  a0=0 fflags=16
    c0159553  fcvt.wu.s a0, fa1, rtz            fa1=0xffffffff4f400000                                    =>  a0=0xffffffffc0000000
    c015f553  fcvt.wu.s a0, fa1                 fa1=2.5:s frm=3                                           =>  a0=3 fflags=1
    c0158553  fcvt.wu.s a0, fa1, rne            fa1=0x3f800000                                            =>  a0=0xffffffffffffffff fflags=16
    c0258553  fcvt.l.s a0, fa1, rne             fa1=1.5:s                                                 =>  a0=2 fflags=1
    c0258553  fcvt.l.s a0, fa1, rne             fa1=2.5:s                                                 =>  a0=2 fflags=1
    c025c553  fcvt.l.s a0, fa1, rmm             fa1=2.5:s                                                 =>  a0=3 fflags=1
    c0259553  fcvt.l.s a0, fa1, rtz             fa1=-1.5:s                                                =>  a0=0xffffffffffffffff fflags=1
    c025a553  fcvt.l.s a0, fa1, rdn             fa1=-0.5:s                                                =>  a0=0xffffffffffffffff fflags=1
    c025b553  fcvt.l.s a0, fa1, rup             fa1=-0.5:s                                                =>  a0=0 fflags=1
    c0258553  fcvt.l.s a0, fa1, rne             fa1=0xffffffff7fc00005                                    =>  a0=0x7fffffffffffffff fflags=16
    c0258553  fcvt.l.s a0, fa1, rne             fa1=inf:s                                                 =>  a0=0x7fffffffffffffff fflags=16
    c0258553  fcvt.l.s a0, fa1, rne             fa1=-inf:s                                                =>  a0=0x8000000000000000 fflags=16
    c0258553  fcvt.l.s a0, fa1, rne             fa1=0xffffffff5f000000                                    =>  a0=0x7fffffffffffffff fflags=16
    c0258553  fcvt.l.s a0, fa1, rne             fa1=0xffffffff5efffffe                                    =>  a0=0x7fffff0000000000
    c0258553  fcvt.l.s a0, fa1, rne             fa1=0xffffffffdf000000                                    =>  a0=0x8000000000000000
    c025f553  fcvt.l.s a0, fa1                  fa1=2.5:s frm=3                                           =>  a0=3 fflags=1
    c0258553  fcvt.l.s a0, fa1, rne             fa1=0x3f800000                                            =>  a0=0x7fffffffffffffff fflags=16
    c025f553  fcvt.l.s a0, fa1                  frm=6                                                     =>  exit=illegal
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=1.5:s                                                 =>  a0=2 fflags=1
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=2.5:s                                                 =>  a0=2 fflags=1
    c035c553  fcvt.lu.s a0, fa1, rmm            fa1=2.5:s                                                 =>  a0=3 fflags=1
    c0359553  fcvt.lu.s a0, fa1, rtz            fa1=-1.5:s                                                =>  a0=0 fflags=16
    c035a553  fcvt.lu.s a0, fa1, rdn            fa1=-0.5:s                                                =>  a0=0 fflags=16
    c035b553  fcvt.lu.s a0, fa1, rup            fa1=-0.5:s                                                =>  a0=0 fflags=1
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=0xffffffff7fc00005                                    =>  a0=0xffffffffffffffff fflags=16
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=inf:s                                                 =>  a0=0xffffffffffffffff fflags=16
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=-inf:s                                                =>  a0=0 fflags=16
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=0xffffffff5f800000                                    =>  a0=0xffffffffffffffff fflags=16
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=0xffffffff5f7fffff                                    =>  a0=0xffffff0000000000
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=0xffffffffdf800000                                    =>  a0=0 fflags=16
    c035f553  fcvt.lu.s a0, fa1                 fa1=2.5:s frm=3                                           =>  a0=3 fflags=1
    c0358553  fcvt.lu.s a0, fa1, rne            fa1=0x3f800000                                            =>  a0=0xffffffffffffffff fflags=16
    d0058553  fcvt.s.w fa0, a1, rne             a1=0                                                      =>  fa0=0:s
    d0058553  fcvt.s.w fa0, a1, rne             a1=0xffffffffffffffff                                     =>  fa0=-1:s
    d0058553  fcvt.s.w fa0, a1, rne             a1=0x1000001                                              =>  fa0=16777216:s fflags=1
    d005b553  fcvt.s.w fa0, a1, rup             a1=0x1000001                                              =>  fa0=16777218:s fflags=1
    d005f553  fcvt.s.w fa0, a1                  a1=0x1000003 frm=4                                        =>  fa0=16777220:s fflags=1
    d0059553  fcvt.s.w fa0, a1, rtz             a1=0x123456789                                            =>  fa0=591751040:s fflags=1
    d0158553  fcvt.s.wu fa0, a1, rne            a1=0                                                      =>  fa0=0:s
    d0158553  fcvt.s.wu fa0, a1, rne            a1=0xffffffffffffffff                                     =>  fa0=0xffffffff4f800000 fflags=1
    d0158553  fcvt.s.wu fa0, a1, rne            a1=0x1000001                                              =>  fa0=16777216:s fflags=1
    d015b553  fcvt.s.wu fa0, a1, rup            a1=0x1000001                                              =>  fa0=16777218:s fflags=1
    d015f553  fcvt.s.wu fa0, a1                 a1=0x1000003 frm=4                                        =>  fa0=16777220:s fflags=1
    d0159553  fcvt.s.wu fa0, a1, rtz            a1=0x123456789                                            =>  fa0=591751040:s fflags=1
    d0258553  fcvt.s.l fa0, a1, rne             a1=0                                                      =>  fa0=0:s
    d0258553  fcvt.s.l fa0, a1, rne             a1=0xffffffffffffffff                                     =>  fa0=-1:s
    d0258553  fcvt.s.l fa0, a1, rne             a1=0x1000001                                              =>  fa0=16777216:s fflags=1
    d025b553  fcvt.s.l fa0, a1, rup             a1=0x1000001                                              =>  fa0=16777218:s fflags=1
    d025f553  fcvt.s.l fa0, a1                  a1=0x1000003 frm=4                                        =>  fa0=16777220:s fflags=1
    d0259553  fcvt.s.l fa0, a1, rtz             a1=0x7fffffffffffffff                                     =>  fa0=0xffffffff5effffff fflags=1
    d0358553  fcvt.s.lu fa0, a1, rne            a1=0                                                      =>  fa0=0:s
    d0358553  fcvt.s.lu fa0, a1, rne            a1=0xffffffffffffffff                                     =>  fa0=0xffffffff5f800000 fflags=1
    d0358553  fcvt.s.lu fa0, a1, rne            a1=0x1000001                                              =>  fa0=16777216:s fflags=1
    d035b553  fcvt.s.lu fa0, a1, rup            a1=0x1000001                                              =>  fa0=16777218:s fflags=1
    d035f553  fcvt.s.lu fa0, a1                 a1=0x1000003 frm=4                                        =>  fa0=16777220:s fflags=1
    d0359553  fcvt.s.lu fa0, a1, rtz            a1=0x7fffffffffffffff                                     =>  fa0=0xffffffff5effffff fflags=1
    e0058553  fmv.x.w a0, fa1                   fa1=0x123456789abcdef0                                    =>  a0=0xffffffff9abcdef0
    e0058553  fmv.x.w a0, fa1                   fa1=0xffffffff80000001                                    =>  a0=0xffffffff80000001
    e0058553  fmv.x.w a0, fa1                   fa1=0xffff8000                                            =>  a0=0xffffffffffff8000
    e0058553  fmv.x.w a0, fa1                   fa1=0x7fff7fff7fff7fff                                    =>  a0=0x7fff7fff
    f0058553  fmv.w.x fa0, a1                   a1=0x123456789abcdef0                                     =>  fa0=0xffffffff9abcdef0
    f0058553  fmv.w.x fa0, a1                   a1=0xffffffff80000001                                     =>  fa0=0xffffffff80000001
    f0058553  fmv.w.x fa0, a1                   a1=0xffff8000                                             =>  fa0=0xffffffffffff8000
    f0058553  fmv.w.x fa0, a1                   a1=0x7fff7fff7fff7fff                                     =>  fa0=0xffffffff7fff7fff
    00c5d553  .4byte 0x00c5d553                                                                           =>  exit=illegal
    00c5e553  .4byte 0x00c5e553                                                                           =>  exit=illegal
    68c5d543  .4byte 0x68c5d543                                                                           =>  exit=illegal
    c005e553  .4byte 0xc005e553                                                                           =>  exit=illegal
";
