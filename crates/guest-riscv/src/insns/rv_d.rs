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
    0085b507  fld fa0, 8(a1)                    a1=0x40000 mem64[0x40008]=0x8123456789abcdef              =>  fa0=0x8123456789abcdef
    8005b507  fld fa0, -2048(a1)                a1=0x41801 mem64[0x41001]=0x8000000000000000              =>  fa0=-0:d
    fea5bc27  fsd fa0, -8(a1)                   a1=0x40010 fa0=0x8123456789abcdef mem64[0x40008]=-1       =>  mem64[0x40008]=0x8123456789abcdef
    7ea5bfa7  fsd fa0, 2047(a1)                 a1=0x40000 fa0=0x8123456789abcdef                         =>  mem64[0x407ff]=0x8123456789abcdef
    6ac58543  fmadd.d fa0, fa1, fa2, fa3, rne   fa1=2:d fa2=3:d fa3=4:d                                   =>  fa0=10:d
    6ac58543  fmadd.d fa0, fa1, fa2, fa3, rne   fa1=0x3ff0000000000001 fa2=0x3feffffffffffffe fa3=-1:d    =>  fa0=0xb970000000000000
    6ac58543  fmadd.d fa0, fa1, fa2, fa3, rne   fa1=inf:d fa2=0:d fa3=0x7ff8000000000005                  =>  fa0=nan:d fflags=16
    6ac58543  fmadd.d fa0, fa1, fa2, fa3, rne   fa1=0x7ff8000000000005 fa2=1:d fa3=1:d                    =>  fa0=nan:d
    6ac5a543  fmadd.d fa0, fa1, fa2, fa3, rdn   fa1=1:d fa2=1:d fa3=-1:d                                  =>  fa0=-0:d
    6ac5c543  fmadd.d fa0, fa1, fa2, fa3, rmm   fa1=1:d fa2=1:d fa3=0x3ca0000000000000                    =>  fa0=0x3ff0000000000001 fflags=1
    6ac58543  fmadd.d fa0, fa1, fa2, fa3, rne   fa1=0x7fefffffffffffff fa2=0x7fefffffffffffff fa3=-inf:d  =>  fa0=-inf:d
    6ac5f543  fmadd.d fa0, fa1, fa2, fa3        frm=7                                                     =>  exit=illegal
    6ac58547  fmsub.d fa0, fa1, fa2, fa3, rne   fa1=2:d fa2=3:d fa3=4:d                                   =>  fa0=2:d
    6ac58547  fmsub.d fa0, fa1, fa2, fa3, rne   fa1=0x3ff0000000000001 fa2=0x3feffffffffffffe fa3=1:d     =>  fa0=0xb970000000000000
    6ac5f547  fmsub.d fa0, fa1, fa2, fa3        fa1=1:d fa2=1:d fa3=1:d frm=2                             =>  fa0=-0:d
    6ac58547  fmsub.d fa0, fa1, fa2, fa3, rne   fa1=inf:d fa2=1:d fa3=inf:d                               =>  fa0=nan:d fflags=16
    6ac59547  fmsub.d fa0, fa1, fa2, fa3, rtz   fa1=1:d fa2=1:d fa3=0x3ca0000000000000                    =>  fa0=0x3fefffffffffffff
    6ac5854b  fnmsub.d fa0, fa1, fa2, fa3, rne  fa1=2:d fa2=3:d fa3=4:d                                   =>  fa0=-2:d
    6ac5854b  fnmsub.d fa0, fa1, fa2, fa3, rne  fa1=0x3ff0000000000001 fa2=0x3feffffffffffffe fa3=1:d     =>  fa0=0x3970000000000000
    6ac5854b  fnmsub.d fa0, fa1, fa2, fa3, rne  fa1=1:d fa2=1:d fa3=1:d                                   =>  fa0=0:d
    6ac5a54b  fnmsub.d fa0, fa1, fa2, fa3, rdn  fa1=1:d fa2=1:d fa3=1:d                                   =>  fa0=-0:d
    6ac5854b  fnmsub.d fa0, fa1, fa2, fa3, rne  fa1=0:d fa2=1:d fa3=-0:d                                  =>  fa0=-0:d
    6ac5854b  fnmsub.d fa0, fa1, fa2, fa3, rne  fa1=0:d fa2=inf:d fa3=0x7ff0000000000001                  =>  fa0=nan:d fflags=16
    6ac5854f  fnmadd.d fa0, fa1, fa2, fa3, rne  fa1=2:d fa2=3:d fa3=4:d                                   =>  fa0=-10:d
    6ac5854f  fnmadd.d fa0, fa1, fa2, fa3, rne  fa1=1:d fa2=1:d fa3=-1:d                                  =>  fa0=0:d
    6ac5a54f  fnmadd.d fa0, fa1, fa2, fa3, rdn  fa1=1:d fa2=1:d fa3=0x3ca0000000000000                    =>  fa0=0xbff0000000000001 fflags=1
    6ac5854f  fnmadd.d fa0, fa1, fa2, fa3, rne  fa1=0:d fa2=1:d fa3=0:d                                   =>  fa0=-0:d
    6ac5854f  fnmadd.d fa0, fa1, fa2, fa3, rne  fa1=0x7ff0000000000001 fa2=1:d fa3=1:d                    =>  fa0=nan:d fflags=16
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=1.5:d fa2=2.25:d                                      =>  fa0=3.75:d
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=1:d fa2=0x3ca0000000000000                            =>  fa0=1:d fflags=1
    02c5c553  fadd.d fa0, fa1, fa2, rmm         fa1=1:d fa2=0x3ca0000000000000                            =>  fa0=0x3ff0000000000001 fflags=1
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=0x3ff0000000000001 fa2=0x3ca0000000000000             =>  fa0=0x3ff0000000000002 fflags=1
    02c5f553  fadd.d fa0, fa1, fa2              fa1=1:d fa2=0x3ca0000000000000 frm=3                      =>  fa0=0x3ff0000000000001 fflags=1
    02c5b553  fadd.d fa0, fa1, fa2, rup         fa1=-1:d fa2=0xbca0000000000000                           =>  fa0=-1:d fflags=1
    02c5a553  fadd.d fa0, fa1, fa2, rdn         fa1=-1:d fa2=0xbca0000000000000                           =>  fa0=0xbff0000000000001 fflags=1
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=1:d fa2=-1:d                                          =>  fa0=0:d
    02c5a553  fadd.d fa0, fa1, fa2, rdn         fa1=1:d fa2=-1:d                                          =>  fa0=-0:d
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=0x7fefffffffffffff fa2=0x7fefffffffffffff             =>  fa0=inf:d fflags=5
    02c59553  fadd.d fa0, fa1, fa2, rtz         fa1=0x7fefffffffffffff fa2=0x7fefffffffffffff             =>  fa0=0x7fefffffffffffff fflags=5
    02c5b553  fadd.d fa0, fa1, fa2, rup         fa1=0xffefffffffffffff fa2=0xffefffffffffffff             =>  fa0=0xffefffffffffffff fflags=5
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=inf:d fa2=-inf:d                                      =>  fa0=nan:d fflags=16
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=0x7ff0000000000001 fa2=1:d                            =>  fa0=nan:d fflags=16
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=0x7ff8000000000005 fa2=1:d                            =>  fa0=nan:d
    02c58553  fadd.d fa0, fa1, fa2, rne         fa1=1:d fa2=0x3ca0000000000000 fflags=16                  =>  fa0=1:d fflags=17
    02c5f553  fadd.d fa0, fa1, fa2              frm=5                                                     =>  exit=illegal
    0ac58553  fsub.d fa0, fa1, fa2, rne         fa1=2.5:d fa2=1:d                                         =>  fa0=1.5:d
    0ac5f553  fsub.d fa0, fa1, fa2              fa1=1:d fa2=1:d                                           =>  fa0=0:d
    0ac5f553  fsub.d fa0, fa1, fa2              fa1=1:d fa2=1:d frm=2                                     =>  fa0=-0:d
    0ac58553  fsub.d fa0, fa1, fa2, rne         fa1=-0:d fa2=0:d                                          =>  fa0=-0:d
    0ac58553  fsub.d fa0, fa1, fa2, rne         fa1=inf:d fa2=inf:d                                       =>  fa0=nan:d fflags=16
    0ac58553  fsub.d fa0, fa1, fa2, rne         fa1=0x10000000000000 fa2=0x1                              =>  fa0=0xfffffffffffff
    0ac59553  fsub.d fa0, fa1, fa2, rtz         fa1=-1:d fa2=0x3ca0000000000000                           =>  fa0=-1:d fflags=1
    0ac58553  fsub.d fa0, fa1, fa2, rne         fa1=1:d fa2=0x7ff8000000000005                            =>  fa0=nan:d
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=1.5:d fa2=-2:d                                        =>  fa0=-3:d
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0:d fa2=-inf:d                                        =>  fa0=nan:d fflags=16
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x10000000000000 fa2=0.5:d                            =>  fa0=0x8000000000000
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x1 fa2=0.5:d                                         =>  fa0=0:d fflags=3
    12c5b553  fmul.d fa0, fa1, fa2, rup         fa1=0x1 fa2=0.5:d                                         =>  fa0=0x1 fflags=3
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x10000000000000 fa2=0x3fefffffffffffff               =>  fa0=0x10000000000000 fflags=3
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x10000000000001 fa2=0x3feffffffffffffe               =>  fa0=0x10000000000000 fflags=1
    12c5a553  fmul.d fa0, fa1, fa2, rdn         fa1=0x7fefffffffffffff fa2=2:d                            =>  fa0=0x7fefffffffffffff fflags=5
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x7fefffffffffffff fa2=2:d                            =>  fa0=inf:d fflags=5
    12c59553  fmul.d fa0, fa1, fa2, rtz         fa1=0x3ff0000000000001 fa2=0x3ff0000000000001             =>  fa0=0x3ff0000000000002 fflags=1
    12c5b553  fmul.d fa0, fa1, fa2, rup         fa1=0x3ff0000000000001 fa2=0x3ff0000000000001             =>  fa0=0x3ff0000000000003 fflags=1
    12c58553  fmul.d fa0, fa1, fa2, rne         fa1=0x7ff0000000000001 fa2=0x7ff0000000000001             =>  fa0=nan:d fflags=16
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=6:d fa2=3:d                                           =>  fa0=2:d
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=1:d fa2=3:d                                           =>  fa0=0x3fd5555555555555 fflags=1
    1ac5b553  fdiv.d fa0, fa1, fa2, rup         fa1=1:d fa2=3:d                                           =>  fa0=0x3fd5555555555556 fflags=1
    1ac5a553  fdiv.d fa0, fa1, fa2, rdn         fa1=-1:d fa2=3:d                                          =>  fa0=0xbfd5555555555556 fflags=1
    1ac5f553  fdiv.d fa0, fa1, fa2              fa1=1:d fa2=3:d frm=1                                     =>  fa0=0x3fd5555555555555 fflags=1
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=1:d fa2=0:d                                           =>  fa0=inf:d fflags=8
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=-1:d fa2=0:d                                          =>  fa0=-inf:d fflags=8
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=0:d fa2=0:d                                           =>  fa0=nan:d fflags=16
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=inf:d fa2=inf:d                                       =>  fa0=nan:d fflags=16
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=1:d fa2=inf:d                                         =>  fa0=0:d
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=0x10000000000000 fa2=3:d                              =>  fa0=0x5555555555555 fflags=3
    1ac58553  fdiv.d fa0, fa1, fa2, rne         fa1=0x7fefffffffffffff fa2=0x10000000000000               =>  fa0=inf:d fflags=5
    5a058553  fsqrt.d fa0, fa1, rne             fa1=4:d                                                   =>  fa0=2:d
    5a058553  fsqrt.d fa0, fa1, rne             fa1=2:d                                                   =>  fa0=0x3ff6a09e667f3bcd fflags=1
    5a05b553  fsqrt.d fa0, fa1, rup             fa1=2:d                                                   =>  fa0=0x3ff6a09e667f3bcd fflags=1
    5a058553  fsqrt.d fa0, fa1, rne             fa1=-0:d                                                  =>  fa0=-0:d
    5a058553  fsqrt.d fa0, fa1, rne             fa1=-1:d                                                  =>  fa0=nan:d fflags=16
    5a058553  fsqrt.d fa0, fa1, rne             fa1=inf:d                                                 =>  fa0=inf:d
    5a058553  fsqrt.d fa0, fa1, rne             fa1=0x7ff0000000000001                                    =>  fa0=nan:d fflags=16
    5a058553  fsqrt.d fa0, fa1, rne             fa1=0x1                                                   =>  fa0=0x1e60000000000000
    22c58553  fsgnj.d fa0, fa1, fa2             fa1=1:d fa2=-2:d                                          =>  fa0=-1:d
    22c58553  fsgnj.d fa0, fa1, fa2             fa1=-1:d fa2=2:d                                          =>  fa0=1:d
    22c58553  fsgnj.d fa0, fa1, fa2             fa1=0x7ff0000000000001 fa2=-0:d                           =>  fa0=0xfff0000000000001
    22b58553  fsgnj.d fa0, fa1, fa1             fa1=0xfff0000000000001                                    =>  fa0=0xfff0000000000001
    22b58553  fsgnj.d fa0, fa1, fa1             fa1=-1.5:d                                                =>  fa0=-1.5:d
    22c59553  fsgnjn.d fa0, fa1, fa2            fa1=1:d fa2=-2:d                                          =>  fa0=1:d
    22c59553  fsgnjn.d fa0, fa1, fa2            fa1=-1:d fa2=2:d                                          =>  fa0=-1:d
    22c59553  fsgnjn.d fa0, fa1, fa2            fa1=0x7ff0000000000001 fa2=-0:d                           =>  fa0=0x7ff0000000000001
    22b59553  fsgnjn.d fa0, fa1, fa1            fa1=0xfff0000000000001                                    =>  fa0=0x7ff0000000000001
    22b59553  fsgnjn.d fa0, fa1, fa1            fa1=-1.5:d                                                =>  fa0=1.5:d
    22b595d3  fsgnjn.d fa1, fa1, fa1            fa1=1.5:d                                                 =>  fa1=-1.5:d
    22c5a553  fsgnjx.d fa0, fa1, fa2            fa1=1:d fa2=-2:d                                          =>  fa0=-1:d
    22c5a553  fsgnjx.d fa0, fa1, fa2            fa1=-1:d fa2=2:d                                          =>  fa0=-1:d
    22c5a553  fsgnjx.d fa0, fa1, fa2            fa1=0x7ff0000000000001 fa2=-0:d                           =>  fa0=0xfff0000000000001
    22b5a553  fsgnjx.d fa0, fa1, fa1            fa1=0xfff0000000000001                                    =>  fa0=0x7ff0000000000001
    22b5a553  fsgnjx.d fa0, fa1, fa1            fa1=-1.5:d                                                =>  fa0=1.5:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=1:d fa2=2:d                                           =>  fa0=1:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=2:d fa2=-1:d                                          =>  fa0=-1:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=-0:d fa2=0:d                                          =>  fa0=-0:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=0:d fa2=-0:d                                          =>  fa0=-0:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=0x7ff8000000000005 fa2=1:d                            =>  fa0=1:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=1:d fa2=0x7ff0000000000001                            =>  fa0=1:d fflags=16
    2ac58553  fmin.d fa0, fa1, fa2              fa1=0x7ff8000000000005 fa2=0x7ff0000000000001             =>  fa0=nan:d fflags=16
    2ac58553  fmin.d fa0, fa1, fa2              fa1=-inf:d fa2=0x7fefffffffffffff                         =>  fa0=-inf:d
    2ac58553  fmin.d fa0, fa1, fa2              fa1=1:d fa2=2:d frm=7                                     =>  fa0=1:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=1:d fa2=2:d                                           =>  fa0=2:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=2:d fa2=-1:d                                          =>  fa0=2:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=-0:d fa2=0:d                                          =>  fa0=0:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=0:d fa2=-0:d                                          =>  fa0=0:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=0x7ff8000000000005 fa2=1:d                            =>  fa0=1:d
    2ac59553  fmax.d fa0, fa1, fa2              fa1=1:d fa2=0x7ff0000000000001                            =>  fa0=1:d fflags=16
    2ac59553  fmax.d fa0, fa1, fa2              fa1=0x7ff8000000000005 fa2=0x7ff0000000000001             =>  fa0=nan:d fflags=16
    2ac59553  fmax.d fa0, fa1, fa2              fa1=-inf:d fa2=0x7fefffffffffffff                         =>  fa0=0x7fefffffffffffff
    a2c5a553  feq.d a0, fa1, fa2                fa1=1:d fa2=1:d                                           =>  a0=1
    a2c5a553  feq.d a0, fa1, fa2                fa1=1:d fa2=2:d                                           =>  a0=0
    a2c5a553  feq.d a0, fa1, fa2                fa1=2:d fa2=1:d                                           =>  a0=0
    a2c5a553  feq.d a0, fa1, fa2                fa1=-0:d fa2=0:d                                          =>  a0=1
    a2c5a553  feq.d a0, fa1, fa2                fa1=0x7ff8000000000005 fa2=1:d                            =>  a0=0
    a2c5a553  feq.d a0, fa1, fa2                fa1=0x7ff0000000000001 fa2=1:d                            =>  a0=0 fflags=16
    a2c5a553  feq.d a0, fa1, fa2                fa1=-inf:d fa2=inf:d                                      =>  a0=0
    a2c59553  flt.d a0, fa1, fa2                fa1=1:d fa2=1:d                                           =>  a0=0
    a2c59553  flt.d a0, fa1, fa2                fa1=1:d fa2=2:d                                           =>  a0=1
    a2c59553  flt.d a0, fa1, fa2                fa1=2:d fa2=1:d                                           =>  a0=0
    a2c59553  flt.d a0, fa1, fa2                fa1=-0:d fa2=0:d                                          =>  a0=0
    a2c59553  flt.d a0, fa1, fa2                fa1=0x7ff8000000000005 fa2=1:d                            =>  a0=0 fflags=16
    a2c59553  flt.d a0, fa1, fa2                fa1=0x7ff0000000000001 fa2=1:d                            =>  a0=0 fflags=16
    a2c59553  flt.d a0, fa1, fa2                fa1=-inf:d fa2=inf:d                                      =>  a0=1
    a2c58553  fle.d a0, fa1, fa2                fa1=1:d fa2=1:d                                           =>  a0=1
    a2c58553  fle.d a0, fa1, fa2                fa1=1:d fa2=2:d                                           =>  a0=1
    a2c58553  fle.d a0, fa1, fa2                fa1=2:d fa2=1:d                                           =>  a0=0
    a2c58553  fle.d a0, fa1, fa2                fa1=-0:d fa2=0:d                                          =>  a0=1
    a2c58553  fle.d a0, fa1, fa2                fa1=0x7ff8000000000005 fa2=1:d                            =>  a0=0 fflags=16
    a2c58553  fle.d a0, fa1, fa2                fa1=0x7ff0000000000001 fa2=1:d                            =>  a0=0 fflags=16
    a2c58553  fle.d a0, fa1, fa2                fa1=-inf:d fa2=inf:d                                      =>  a0=1
    e2059553  fclass.d a0, fa1                  fa1=-inf:d                                                =>  a0=1
    e2059553  fclass.d a0, fa1                  fa1=-1:d                                                  =>  a0=2
    e2059553  fclass.d a0, fa1                  fa1=0x800fffffffffffff                                    =>  a0=4
    e2059553  fclass.d a0, fa1                  fa1=-0:d                                                  =>  a0=8
    e2059553  fclass.d a0, fa1                  fa1=0:d                                                   =>  a0=0x10
    e2059553  fclass.d a0, fa1                  fa1=0x1                                                   =>  a0=0x20
    e2059553  fclass.d a0, fa1                  fa1=0x10000000000000                                      =>  a0=0x40
    e2059553  fclass.d a0, fa1                  fa1=inf:d                                                 =>  a0=0x80
    e2059553  fclass.d a0, fa1                  fa1=0x7ff0000000000001                                    =>  a0=0x100
    e2059553  fclass.d a0, fa1                  fa1=0x7ff8000000000005                                    =>  a0=0x200
    c2058553  fcvt.w.d a0, fa1, rne             fa1=1.5:d                                                 =>  a0=2 fflags=1
    c2058553  fcvt.w.d a0, fa1, rne             fa1=2.5:d                                                 =>  a0=2 fflags=1
    c205c553  fcvt.w.d a0, fa1, rmm             fa1=2.5:d                                                 =>  a0=3 fflags=1
    c2059553  fcvt.w.d a0, fa1, rtz             fa1=-1.5:d                                                =>  a0=0xffffffffffffffff fflags=1
    c205a553  fcvt.w.d a0, fa1, rdn             fa1=-0.5:d                                                =>  a0=0xffffffffffffffff fflags=1
    c205b553  fcvt.w.d a0, fa1, rup             fa1=-0.5:d                                                =>  a0=0 fflags=1
    c2058553  fcvt.w.d a0, fa1, rne             fa1=0x7ff8000000000005                                    =>  a0=0x7fffffff fflags=16
    c2058553  fcvt.w.d a0, fa1, rne             fa1=inf:d                                                 =>  a0=0x7fffffff fflags=16
    c2058553  fcvt.w.d a0, fa1, rne             fa1=-inf:d                                                =>  a0=0xffffffff80000000 fflags=16
    c2058553  fcvt.w.d a0, fa1, rne             fa1=0x41e0000000000000                                    =>  a0=0x7fffffff fflags=16
    c2058553  fcvt.w.d a0, fa1, rne             fa1=0x41dfffffffc00000                                    =>  a0=0x7fffffff
    c2058553  fcvt.w.d a0, fa1, rne             fa1=0xc1e0000000000000                                    =>  a0=0xffffffff80000000
    c205f553  fcvt.w.d a0, fa1                  fa1=2.5:d frm=3                                           =>  a0=3 fflags=1
    c2058053  fcvt.w.d zero, fa1, rne           fa1=1.5:d                                                 =>  fflags=1
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=1.5:d                                                 =>  a0=2 fflags=1
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=2.5:d                                                 =>  a0=2 fflags=1
    c215c553  fcvt.wu.d a0, fa1, rmm            fa1=2.5:d                                                 =>  a0=3 fflags=1
    c2159553  fcvt.wu.d a0, fa1, rtz            fa1=-1.5:d                                                =>  a0=0 fflags=16
    c215a553  fcvt.wu.d a0, fa1, rdn            fa1=-0.5:d                                                =>  a0=0 fflags=16
    c215b553  fcvt.wu.d a0, fa1, rup            fa1=-0.5:d                                                =>  a0=0 fflags=1
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=0x7ff8000000000005                                    =>  a0=0xffffffffffffffff fflags=16
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=inf:d                                                 =>  a0=0xffffffffffffffff fflags=16
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=-inf:d                                                =>  a0=0 fflags=16
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=0x41f0000000000000                                    =>  a0=0xffffffffffffffff fflags=16
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=0x41efffffffe00000                                    =>  a0=0xffffffffffffffff
    c2158553  fcvt.wu.d a0, fa1, rne            fa1=0xc1f0000000000000                                    =>  a0=0 fflags=16
    c2159553  fcvt.wu.d a0, fa1, rtz            fa1=0x41e8000000000000                                    =>  a0=0xffffffffc0000000
    c215f553  fcvt.wu.d a0, fa1                 fa1=2.5:d frm=3                                           =>  a0=3 fflags=1
    c2258553  fcvt.l.d a0, fa1, rne             fa1=1.5:d                                                 =>  a0=2 fflags=1
    c2258553  fcvt.l.d a0, fa1, rne             fa1=2.5:d                                                 =>  a0=2 fflags=1
    c225c553  fcvt.l.d a0, fa1, rmm             fa1=2.5:d                                                 =>  a0=3 fflags=1
    c2259553  fcvt.l.d a0, fa1, rtz             fa1=-1.5:d                                                =>  a0=0xffffffffffffffff fflags=1
    c225a553  fcvt.l.d a0, fa1, rdn             fa1=-0.5:d                                                =>  a0=0xffffffffffffffff fflags=1
    c225b553  fcvt.l.d a0, fa1, rup             fa1=-0.5:d                                                =>  a0=0 fflags=1
    c2258553  fcvt.l.d a0, fa1, rne             fa1=0x7ff8000000000005                                    =>  a0=0x7fffffffffffffff fflags=16
    c2258553  fcvt.l.d a0, fa1, rne             fa1=inf:d                                                 =>  a0=0x7fffffffffffffff fflags=16
    c2258553  fcvt.l.d a0, fa1, rne             fa1=-inf:d                                                =>  a0=0x8000000000000000 fflags=16
    c2258553  fcvt.l.d a0, fa1, rne             fa1=0x43e0000000000000                                    =>  a0=0x7fffffffffffffff fflags=16
    c2258553  fcvt.l.d a0, fa1, rne             fa1=0x43dffffffffffffe                                    =>  a0=0x7ffffffffffff800
    c2258553  fcvt.l.d a0, fa1, rne             fa1=0xc3e0000000000000                                    =>  a0=0x8000000000000000
    c225f553  fcvt.l.d a0, fa1                  fa1=2.5:d frm=3                                           =>  a0=3 fflags=1
    c225f553  fcvt.l.d a0, fa1                  frm=6                                                     =>  exit=illegal
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=1.5:d                                                 =>  a0=2 fflags=1
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=2.5:d                                                 =>  a0=2 fflags=1
    c235c553  fcvt.lu.d a0, fa1, rmm            fa1=2.5:d                                                 =>  a0=3 fflags=1
    c2359553  fcvt.lu.d a0, fa1, rtz            fa1=-1.5:d                                                =>  a0=0 fflags=16
    c235a553  fcvt.lu.d a0, fa1, rdn            fa1=-0.5:d                                                =>  a0=0 fflags=16
    c235b553  fcvt.lu.d a0, fa1, rup            fa1=-0.5:d                                                =>  a0=0 fflags=1
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=0x7ff8000000000005                                    =>  a0=0xffffffffffffffff fflags=16
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=inf:d                                                 =>  a0=0xffffffffffffffff fflags=16
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=-inf:d                                                =>  a0=0 fflags=16
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=0x43f0000000000000                                    =>  a0=0xffffffffffffffff fflags=16
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=0x43efffffffffffff                                    =>  a0=0xfffffffffffff800
    c2358553  fcvt.lu.d a0, fa1, rne            fa1=0xc3f0000000000000                                    =>  a0=0 fflags=16
    c235f553  fcvt.lu.d a0, fa1                 fa1=2.5:d frm=3                                           =>  a0=3 fflags=1
    d2058553  fcvt.d.w fa0, a1                  a1=0                                                      =>  fa0=0:d
    d2058553  fcvt.d.w fa0, a1                  a1=0xffffffffffffffff                                     =>  fa0=-1:d
    d2058553  fcvt.d.w fa0, a1                  a1=0x123456789                                            =>  fa0=591751049:d
    d2058553  fcvt.d.w fa0, a1                  a1=0xffffffff80000000                                     =>  fa0=0xc1e0000000000000
    d2158553  fcvt.d.wu fa0, a1                 a1=0                                                      =>  fa0=0:d
    d2158553  fcvt.d.wu fa0, a1                 a1=0xffffffffffffffff                                     =>  fa0=0x41efffffffe00000
    d2158553  fcvt.d.wu fa0, a1                 a1=0x123456789                                            =>  fa0=591751049:d
    d2158553  fcvt.d.wu fa0, a1                 a1=0xffffffff80000000                                     =>  fa0=0x41e0000000000000
    d2258553  fcvt.d.l fa0, a1, rne             a1=0                                                      =>  fa0=0:d
    d2258553  fcvt.d.l fa0, a1, rne             a1=0xffffffffffffffff                                     =>  fa0=-1:d
    d2258553  fcvt.d.l fa0, a1, rne             a1=0x20000000000001                                       =>  fa0=0x4340000000000000 fflags=1
    d225b553  fcvt.d.l fa0, a1, rup             a1=0x20000000000001                                       =>  fa0=0x4340000000000001 fflags=1
    d225f553  fcvt.d.l fa0, a1                  a1=0x20000000000003 frm=4                                 =>  fa0=0x4340000000000002 fflags=1
    d2259553  fcvt.d.l fa0, a1, rtz             a1=0x7fffffffffffffff                                     =>  fa0=0x43dfffffffffffff fflags=1
    d2358553  fcvt.d.lu fa0, a1, rne            a1=0                                                      =>  fa0=0:d
    d2358553  fcvt.d.lu fa0, a1, rne            a1=0xffffffffffffffff                                     =>  fa0=0x43f0000000000000 fflags=1
    d2358553  fcvt.d.lu fa0, a1, rne            a1=0x20000000000001                                       =>  fa0=0x4340000000000000 fflags=1
    d235b553  fcvt.d.lu fa0, a1, rup            a1=0x20000000000001                                       =>  fa0=0x4340000000000001 fflags=1
    d235f553  fcvt.d.lu fa0, a1                 a1=0x20000000000003 frm=4                                 =>  fa0=0x4340000000000002 fflags=1
    d2359553  fcvt.d.lu fa0, a1, rtz            a1=0x7fffffffffffffff                                     =>  fa0=0x43dfffffffffffff fflags=1
    e2058553  fmv.x.d a0, fa1                   fa1=0x123456789abcdef0                                    =>  a0=0x123456789abcdef0
    e2058553  fmv.x.d a0, fa1                   fa1=0xffffffff80000001                                    =>  a0=0xffffffff80000001
    e2058553  fmv.x.d a0, fa1                   fa1=0xffff8000                                            =>  a0=0xffff8000
    e2058553  fmv.x.d a0, fa1                   fa1=0x7fff7fff7fff7fff                                    =>  a0=0x7fff7fff7fff7fff
    f2058553  fmv.d.x fa0, a1                   a1=0x123456789abcdef0                                     =>  fa0=0x123456789abcdef0
    f2058553  fmv.d.x fa0, a1                   a1=0xffffffff80000001                                     =>  fa0=0xffffffff80000001
    f2058553  fmv.d.x fa0, a1                   a1=0xffff8000                                             =>  fa0=0xffff8000
    f2058553  fmv.d.x fa0, a1                   a1=0x7fff7fff7fff7fff                                     =>  fa0=0x7fff7fff7fff7fff
    40158553  fcvt.s.d fa0, fa1, rne            fa1=1.5:d                                                 =>  fa0=1.5:s
    40158553  fcvt.s.d fa0, fa1, rne            fa1=-0:d                                                  =>  fa0=-0:s
    40158553  fcvt.s.d fa0, fa1, rne            fa1=inf:d                                                 =>  fa0=inf:s
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x7ff0000000000001                                    =>  fa0=nan:s fflags=16
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x7ff8000000000005                                    =>  fa0=nan:s
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x1                                                   =>  fa0=0:s fflags=3
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x7fefffffffffffff                                    =>  fa0=inf:s fflags=5
    40159553  fcvt.s.d fa0, fa1, rtz            fa1=0x7fefffffffffffff                                    =>  fa0=0xffffffff7f7fffff fflags=5
    4015a553  fcvt.s.d fa0, fa1, rdn            fa1=0xffefffffffffffff                                    =>  fa0=-inf:s fflags=5
    4015b553  fcvt.s.d fa0, fa1, rup            fa1=0xffefffffffffffff                                    =>  fa0=0xffffffffff7fffff fflags=5
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x3ff0000010000000                                    =>  fa0=1:s fflags=1
    4015c553  fcvt.s.d fa0, fa1, rmm            fa1=0x3ff0000010000000                                    =>  fa0=0xffffffff3f800001 fflags=1
    4015f553  fcvt.s.d fa0, fa1                 fa1=0x3ff0000010000000 frm=3                              =>  fa0=0xffffffff3f800001 fflags=1
    40159553  fcvt.s.d fa0, fa1, rtz            fa1=0x3ff0000018000000                                    =>  fa0=1:s fflags=1
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x3800000000000000                                    =>  fa0=0xffffffff00400000
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x380ffffff8000000                                    =>  fa0=0xffffffff00800000 fflags=1
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x380ffffff0000000                                    =>  fa0=0xffffffff00800000 fflags=1
    40158553  fcvt.s.d fa0, fa1, rne            fa1=0x3690000000000000                                    =>  fa0=0:s fflags=3
    42058553  fcvt.d.s fa0, fa1                 fa1=1.5:s                                                 =>  fa0=1.5:d
    42058553  fcvt.d.s fa0, fa1                 fa1=-0:s                                                  =>  fa0=-0:d
    42058553  fcvt.d.s fa0, fa1                 fa1=inf:s                                                 =>  fa0=inf:d
    42058553  fcvt.d.s fa0, fa1                 fa1=0xffffffff7f800001                                    =>  fa0=nan:d fflags=16
    42058553  fcvt.d.s fa0, fa1                 fa1=0xffffffff7fc00005                                    =>  fa0=nan:d
    42058553  fcvt.d.s fa0, fa1                 fa1=0xffffffff00000001                                    =>  fa0=0x36a0000000000000
    42058553  fcvt.d.s fa0, fa1                 fa1=0xffffffff7f7fffff                                    =>  fa0=0x47efffffe0000000
    42058553  fcvt.d.s fa0, fa1                 fa1=0x3f800000                                            =>  fa0=nan:d
    02c5d553  .4byte 0x02c5d553                                                                           =>  exit=illegal
    02c5e553  .4byte 0x02c5e553                                                                           =>  exit=illegal
    6ac5d543  .4byte 0x6ac5d543                                                                           =>  exit=illegal
    c205e553  .4byte 0xc205e553                                                                           =>  exit=illegal
    4205d553  .4byte 0x4205d553                                                                           =>  exit=illegal
";
