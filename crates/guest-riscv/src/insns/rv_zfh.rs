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
    00859507  flh fa0, 8(a1)                    a1=0x40000 mem64[0x40008]=0x8123456789abcdef            =>  fa0=0xffffffffffffcdef
    80059507  flh fa0, -2048(a1)                a1=0x41801 mem16[0x41001]=0x8000                        =>  fa0=-0:h
    fea59c27  fsh fa0, -8(a1)                   a1=0x40010 fa0=0x8123456789abcdef mem64[0x40008]=-1     =>  mem64[0x40008]=0xffffffffffffcdef
    7ea59fa7  fsh fa0, 2047(a1)                 a1=0x40000 fa0=0x8123456789abcdef                       =>  mem16[0x407ff]=0xcdef
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=2:h fa2=3:h fa3=4:h                                 =>  fa0=10:h
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=0xffffffffffff3c01 fa2=0xffffffffffff3bfe fa3=-1:h  =>  fa0=0xffffffffffff8010
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=inf:h fa2=0:h fa3=0xffffffffffff7e05                =>  fa0=nan:h fflags=16
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=0xffffffffffff7e05 fa2=1:h fa3=1:h                  =>  fa0=nan:h
    6cc5a543  fmadd.h fa0, fa1, fa2, fa3, rdn   fa1=1:h fa2=1:h fa3=-1:h                                =>  fa0=-0:h
    6cc5c543  fmadd.h fa0, fa1, fa2, fa3, rmm   fa1=1:h fa2=1:h fa3=0xffffffffffff1000                  =>  fa0=0xffffffffffff3c01 fflags=1
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=65504:h fa2=65504:h fa3=-inf:h                      =>  fa0=-inf:h
    6cc58543  fmadd.h fa0, fa1, fa2, fa3, rne   fa1=1:h fa2=1:h fa3=0xffffffff00003c00                  =>  fa0=nan:h
    6cc5f543  fmadd.h fa0, fa1, fa2, fa3        frm=7                                                   =>  exit=illegal
    6cc58547  fmsub.h fa0, fa1, fa2, fa3, rne   fa1=2:h fa2=3:h fa3=4:h                                 =>  fa0=2:h
    6cc58547  fmsub.h fa0, fa1, fa2, fa3, rne   fa1=0xffffffffffff3c01 fa2=0xffffffffffff3bfe fa3=1:h   =>  fa0=0xffffffffffff8010
    6cc5f547  fmsub.h fa0, fa1, fa2, fa3        fa1=1:h fa2=1:h fa3=1:h frm=2                           =>  fa0=-0:h
    6cc58547  fmsub.h fa0, fa1, fa2, fa3, rne   fa1=inf:h fa2=1:h fa3=inf:h                             =>  fa0=nan:h fflags=16
    6cc59547  fmsub.h fa0, fa1, fa2, fa3, rtz   fa1=1:h fa2=1:h fa3=0xffffffffffff1000                  =>  fa0=0xffffffffffff3bff
    6cc5854b  fnmsub.h fa0, fa1, fa2, fa3, rne  fa1=2:h fa2=3:h fa3=4:h                                 =>  fa0=-2:h
    6cc5854b  fnmsub.h fa0, fa1, fa2, fa3, rne  fa1=0xffffffffffff3c01 fa2=0xffffffffffff3bfe fa3=1:h   =>  fa0=0xffffffffffff0010
    6cc5854b  fnmsub.h fa0, fa1, fa2, fa3, rne  fa1=1:h fa2=1:h fa3=1:h                                 =>  fa0=0:h
    6cc5a54b  fnmsub.h fa0, fa1, fa2, fa3, rdn  fa1=1:h fa2=1:h fa3=1:h                                 =>  fa0=-0:h
    6cc5854b  fnmsub.h fa0, fa1, fa2, fa3, rne  fa1=0:h fa2=1:h fa3=-0:h                                =>  fa0=-0:h
    6cc5854b  fnmsub.h fa0, fa1, fa2, fa3, rne  fa1=0:h fa2=inf:h fa3=0xffffffffffff7c01                =>  fa0=nan:h fflags=16
    6cc5854f  fnmadd.h fa0, fa1, fa2, fa3, rne  fa1=2:h fa2=3:h fa3=4:h                                 =>  fa0=-10:h
    6cc5854f  fnmadd.h fa0, fa1, fa2, fa3, rne  fa1=1:h fa2=1:h fa3=-1:h                                =>  fa0=0:h
    6cc5a54f  fnmadd.h fa0, fa1, fa2, fa3, rdn  fa1=1:h fa2=1:h fa3=0xffffffffffff1000                  =>  fa0=0xffffffffffffbc01 fflags=1
    6cc5854f  fnmadd.h fa0, fa1, fa2, fa3, rne  fa1=0:h fa2=1:h fa3=0:h                                 =>  fa0=-0:h
    6cc5854f  fnmadd.h fa0, fa1, fa2, fa3, rne  fa1=0xffffffffffff7c01 fa2=1:h fa3=1:h                  =>  fa0=nan:h fflags=16
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=1.5:h fa2=2.25:h                                    =>  fa0=3.75:h
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=1:h fa2=0xffffffffffff1000                          =>  fa0=1:h fflags=1
    04c5c553  fadd.h fa0, fa1, fa2, rmm         fa1=1:h fa2=0xffffffffffff1000                          =>  fa0=0xffffffffffff3c01 fflags=1
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=0xffffffffffff3c01 fa2=0xffffffffffff1000           =>  fa0=0xffffffffffff3c02 fflags=1
    04c5f553  fadd.h fa0, fa1, fa2              fa1=1:h fa2=0xffffffffffff1000 frm=3                    =>  fa0=0xffffffffffff3c01 fflags=1
    04c5b553  fadd.h fa0, fa1, fa2, rup         fa1=-1:h fa2=0xffffffffffff9000                         =>  fa0=-1:h fflags=1
    04c5a553  fadd.h fa0, fa1, fa2, rdn         fa1=-1:h fa2=0xffffffffffff9000                         =>  fa0=0xffffffffffffbc01 fflags=1
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=1:h fa2=-1:h                                        =>  fa0=0:h
    04c5a553  fadd.h fa0, fa1, fa2, rdn         fa1=1:h fa2=-1:h                                        =>  fa0=-0:h
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=65504:h fa2=65504:h                                 =>  fa0=inf:h fflags=5
    04c59553  fadd.h fa0, fa1, fa2, rtz         fa1=65504:h fa2=65504:h                                 =>  fa0=65504:h fflags=5
    04c5b553  fadd.h fa0, fa1, fa2, rup         fa1=-65504:h fa2=-65504:h                               =>  fa0=-65504:h fflags=5
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=inf:h fa2=-inf:h                                    =>  fa0=nan:h fflags=16
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=0xffffffffffff7c01 fa2=1:h                          =>  fa0=nan:h fflags=16
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=0xffffffffffff7e05 fa2=1:h                          =>  fa0=nan:h
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=0xffffffff00003c00 fa2=1:h                          =>  fa0=nan:h
    04c58553  fadd.h fa0, fa1, fa2, rne         fa1=1:h fa2=0xffffffffffff1000 fflags=16                =>  fa0=1:h fflags=17
    04c5f553  fadd.h fa0, fa1, fa2              frm=5                                                   =>  exit=illegal
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=2.5:h fa2=1:h                                       =>  fa0=1.5:h
    0cc5f553  fsub.h fa0, fa1, fa2              fa1=1:h fa2=1:h                                         =>  fa0=0:h
    0cc5f553  fsub.h fa0, fa1, fa2              fa1=1:h fa2=1:h frm=2                                   =>  fa0=-0:h
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=-0:h fa2=0:h                                        =>  fa0=-0:h
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=inf:h fa2=inf:h                                     =>  fa0=nan:h fflags=16
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0400 fa2=0xffffffffffff0001           =>  fa0=0xffffffffffff03ff
    0cc59553  fsub.h fa0, fa1, fa2, rtz         fa1=-1:h fa2=0xffffffffffff1000                         =>  fa0=-1:h fflags=1
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=1:h fa2=0xffffffffffff7e05                          =>  fa0=nan:h
    0cc58553  fsub.h fa0, fa1, fa2, rne         fa1=1:h fa2=0xffffffff00003c00                          =>  fa0=nan:h
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=1.5:h fa2=-2:h                                      =>  fa0=-3:h
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0:h fa2=-inf:h                                      =>  fa0=nan:h fflags=16
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0400 fa2=0.5:h                        =>  fa0=0xffffffffffff0200
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0001 fa2=0.5:h                        =>  fa0=0:h fflags=3
    14c5b553  fmul.h fa0, fa1, fa2, rup         fa1=0xffffffffffff0001 fa2=0.5:h                        =>  fa0=0xffffffffffff0001 fflags=3
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0400 fa2=0xffffffffffff3bff           =>  fa0=0xffffffffffff0400 fflags=3
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0401 fa2=0xffffffffffff3bfe           =>  fa0=0xffffffffffff0400 fflags=1
    14c5a553  fmul.h fa0, fa1, fa2, rdn         fa1=65504:h fa2=2:h                                     =>  fa0=65504:h fflags=5
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=65504:h fa2=2:h                                     =>  fa0=inf:h fflags=5
    14c59553  fmul.h fa0, fa1, fa2, rtz         fa1=0xffffffffffff3c01 fa2=0xffffffffffff3c01           =>  fa0=0xffffffffffff3c02 fflags=1
    14c5b553  fmul.h fa0, fa1, fa2, rup         fa1=0xffffffffffff3c01 fa2=0xffffffffffff3c01           =>  fa0=0xffffffffffff3c03 fflags=1
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffffffff7c01 fa2=0xffffffffffff7c01           =>  fa0=nan:h fflags=16
    14c58553  fmul.h fa0, fa1, fa2, rne         fa1=0xffffffff00003c00 fa2=1:h                          =>  fa0=nan:h
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=6:h fa2=3:h                                         =>  fa0=2:h
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=1:h fa2=3:h                                         =>  fa0=0xffffffffffff3555 fflags=1
    1cc5b553  fdiv.h fa0, fa1, fa2, rup         fa1=1:h fa2=3:h                                         =>  fa0=0xffffffffffff3556 fflags=1
    1cc5a553  fdiv.h fa0, fa1, fa2, rdn         fa1=-1:h fa2=3:h                                        =>  fa0=0xffffffffffffb556 fflags=1
    1cc5f553  fdiv.h fa0, fa1, fa2              fa1=1:h fa2=3:h frm=1                                   =>  fa0=0xffffffffffff3555 fflags=1
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=1:h fa2=0:h                                         =>  fa0=inf:h fflags=8
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=-1:h fa2=0:h                                        =>  fa0=-inf:h fflags=8
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=0:h fa2=0:h                                         =>  fa0=nan:h fflags=16
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=inf:h fa2=inf:h                                     =>  fa0=nan:h fflags=16
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=1:h fa2=inf:h                                       =>  fa0=0:h
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=0xffffffffffff0400 fa2=3:h                          =>  fa0=0xffffffffffff0155 fflags=3
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=65504:h fa2=0xffffffffffff0400                      =>  fa0=inf:h fflags=5
    1cc58553  fdiv.h fa0, fa1, fa2, rne         fa1=0xffffffff00003c00 fa2=1:h                          =>  fa0=nan:h
    5c058553  fsqrt.h fa0, fa1, rne             fa1=4:h                                                 =>  fa0=2:h
    5c058553  fsqrt.h fa0, fa1, rne             fa1=2:h                                                 =>  fa0=1.4140625:h fflags=1
    5c05b553  fsqrt.h fa0, fa1, rup             fa1=2:h                                                 =>  fa0=0xffffffffffff3da9 fflags=1
    5c058553  fsqrt.h fa0, fa1, rne             fa1=-0:h                                                =>  fa0=-0:h
    5c058553  fsqrt.h fa0, fa1, rne             fa1=-1:h                                                =>  fa0=nan:h fflags=16
    5c058553  fsqrt.h fa0, fa1, rne             fa1=inf:h                                               =>  fa0=inf:h
    5c058553  fsqrt.h fa0, fa1, rne             fa1=0xffffffffffff7c01                                  =>  fa0=nan:h fflags=16
    5c058553  fsqrt.h fa0, fa1, rne             fa1=0xffffffffffff0001                                  =>  fa0=0xffffffffffff0c00
    5c058553  fsqrt.h fa0, fa1, rne             fa1=0xffffffff00003c00                                  =>  fa0=nan:h
    24c58553  fsgnj.h fa0, fa1, fa2             fa1=1:h fa2=-2:h                                        =>  fa0=-1:h
    24c58553  fsgnj.h fa0, fa1, fa2             fa1=-1:h fa2=2:h                                        =>  fa0=1:h
    24c58553  fsgnj.h fa0, fa1, fa2             fa1=0xffffffffffff7c01 fa2=-0:h                         =>  fa0=0xfffffffffffffc01
    24c58553  fsgnj.h fa0, fa1, fa2             fa1=0xffffffff00003c00 fa2=-1:h                         =>  fa0=0xfffffffffffffe00
    24c58553  fsgnj.h fa0, fa1, fa2             fa1=-1:h fa2=0xffffffff00003c00                         =>  fa0=1:h
    24b58553  fsgnj.h fa0, fa1, fa1             fa1=0xfffffffffffffc01                                  =>  fa0=0xfffffffffffffc01
    24b58553  fsgnj.h fa0, fa1, fa1             fa1=-1.5:h                                              =>  fa0=-1.5:h
    24b58553  fsgnj.h fa0, fa1, fa1             fa1=0xffffffff00003c00                                  =>  fa0=nan:h
    24c59553  fsgnjn.h fa0, fa1, fa2            fa1=1:h fa2=-2:h                                        =>  fa0=1:h
    24c59553  fsgnjn.h fa0, fa1, fa2            fa1=-1:h fa2=2:h                                        =>  fa0=-1:h
    24c59553  fsgnjn.h fa0, fa1, fa2            fa1=0xffffffffffff7c01 fa2=-0:h                         =>  fa0=0xffffffffffff7c01
    24c59553  fsgnjn.h fa0, fa1, fa2            fa1=0xffffffff00003c00 fa2=-1:h                         =>  fa0=nan:h
    24c59553  fsgnjn.h fa0, fa1, fa2            fa1=-1:h fa2=0xffffffff00003c00                         =>  fa0=-1:h
    24b59553  fsgnjn.h fa0, fa1, fa1            fa1=0xfffffffffffffc01                                  =>  fa0=0xffffffffffff7c01
    24b59553  fsgnjn.h fa0, fa1, fa1            fa1=-1.5:h                                              =>  fa0=1.5:h
    24b59553  fsgnjn.h fa0, fa1, fa1            fa1=0xffffffff00003c00                                  =>  fa0=0xfffffffffffffe00
    24b595d3  fsgnjn.h fa1, fa1, fa1            fa1=1.5:h                                               =>  fa1=-1.5:h
    24c5a553  fsgnjx.h fa0, fa1, fa2            fa1=1:h fa2=-2:h                                        =>  fa0=-1:h
    24c5a553  fsgnjx.h fa0, fa1, fa2            fa1=-1:h fa2=2:h                                        =>  fa0=-1:h
    24c5a553  fsgnjx.h fa0, fa1, fa2            fa1=0xffffffffffff7c01 fa2=-0:h                         =>  fa0=0xfffffffffffffc01
    24c5a553  fsgnjx.h fa0, fa1, fa2            fa1=0xffffffff00003c00 fa2=-1:h                         =>  fa0=0xfffffffffffffe00
    24c5a553  fsgnjx.h fa0, fa1, fa2            fa1=-1:h fa2=0xffffffff00003c00                         =>  fa0=-1:h
    24b5a553  fsgnjx.h fa0, fa1, fa1            fa1=0xfffffffffffffc01                                  =>  fa0=0xffffffffffff7c01
    24b5a553  fsgnjx.h fa0, fa1, fa1            fa1=-1.5:h                                              =>  fa0=1.5:h
    24b5a553  fsgnjx.h fa0, fa1, fa1            fa1=0xffffffff00003c00                                  =>  fa0=nan:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=1:h fa2=2:h                                         =>  fa0=1:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=2:h fa2=-1:h                                        =>  fa0=-1:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=-0:h fa2=0:h                                        =>  fa0=-0:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=0:h fa2=-0:h                                        =>  fa0=-0:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=0xffffffffffff7e05 fa2=1:h                          =>  fa0=1:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=1:h fa2=0xffffffffffff7c01                          =>  fa0=1:h fflags=16
    2cc58553  fmin.h fa0, fa1, fa2              fa1=0xffffffffffff7e05 fa2=0xffffffffffff7c01           =>  fa0=nan:h fflags=16
    2cc58553  fmin.h fa0, fa1, fa2              fa1=-inf:h fa2=65504:h                                  =>  fa0=-inf:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=0xffffffff00003c00 fa2=1:h                          =>  fa0=1:h
    2cc58553  fmin.h fa0, fa1, fa2              fa1=1:h fa2=2:h frm=7                                   =>  fa0=1:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=1:h fa2=2:h                                         =>  fa0=2:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=2:h fa2=-1:h                                        =>  fa0=2:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=-0:h fa2=0:h                                        =>  fa0=0:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=0:h fa2=-0:h                                        =>  fa0=0:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=0xffffffffffff7e05 fa2=1:h                          =>  fa0=1:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=1:h fa2=0xffffffffffff7c01                          =>  fa0=1:h fflags=16
    2cc59553  fmax.h fa0, fa1, fa2              fa1=0xffffffffffff7e05 fa2=0xffffffffffff7c01           =>  fa0=nan:h fflags=16
    2cc59553  fmax.h fa0, fa1, fa2              fa1=-inf:h fa2=65504:h                                  =>  fa0=65504:h
    2cc59553  fmax.h fa0, fa1, fa2              fa1=0xffffffff00003c00 fa2=1:h                          =>  fa0=1:h
    a4c5a553  feq.h a0, fa1, fa2                fa1=1:h fa2=1:h                                         =>  a0=1
    a4c5a553  feq.h a0, fa1, fa2                fa1=1:h fa2=2:h                                         =>  a0=0
    a4c5a553  feq.h a0, fa1, fa2                fa1=2:h fa2=1:h                                         =>  a0=0
    a4c5a553  feq.h a0, fa1, fa2                fa1=-0:h fa2=0:h                                        =>  a0=1
    a4c5a553  feq.h a0, fa1, fa2                fa1=0xffffffffffff7e05 fa2=1:h                          =>  a0=0
    a4c5a553  feq.h a0, fa1, fa2                fa1=0xffffffffffff7c01 fa2=1:h                          =>  a0=0 fflags=16
    a4c5a553  feq.h a0, fa1, fa2                fa1=-inf:h fa2=inf:h                                    =>  a0=0
    a4c5a553  feq.h a0, fa1, fa2                fa1=0xffffffff00003c00 fa2=1:h                          =>  a0=0
    a4c59553  flt.h a0, fa1, fa2                fa1=1:h fa2=1:h                                         =>  a0=0
    a4c59553  flt.h a0, fa1, fa2                fa1=1:h fa2=2:h                                         =>  a0=1
    a4c59553  flt.h a0, fa1, fa2                fa1=2:h fa2=1:h                                         =>  a0=0
    a4c59553  flt.h a0, fa1, fa2                fa1=-0:h fa2=0:h                                        =>  a0=0
    a4c59553  flt.h a0, fa1, fa2                fa1=0xffffffffffff7e05 fa2=1:h                          =>  a0=0 fflags=16
    a4c59553  flt.h a0, fa1, fa2                fa1=0xffffffffffff7c01 fa2=1:h                          =>  a0=0 fflags=16
    a4c59553  flt.h a0, fa1, fa2                fa1=-inf:h fa2=inf:h                                    =>  a0=1
    a4c59553  flt.h a0, fa1, fa2                fa1=0xffffffff00003c00 fa2=1:h                          =>  a0=0 fflags=16
    a4c58553  fle.h a0, fa1, fa2                fa1=1:h fa2=1:h                                         =>  a0=1
    a4c58553  fle.h a0, fa1, fa2                fa1=1:h fa2=2:h                                         =>  a0=1
    a4c58553  fle.h a0, fa1, fa2                fa1=2:h fa2=1:h                                         =>  a0=0
    a4c58553  fle.h a0, fa1, fa2                fa1=-0:h fa2=0:h                                        =>  a0=1
    a4c58553  fle.h a0, fa1, fa2                fa1=0xffffffffffff7e05 fa2=1:h                          =>  a0=0 fflags=16
    a4c58553  fle.h a0, fa1, fa2                fa1=0xffffffffffff7c01 fa2=1:h                          =>  a0=0 fflags=16
    a4c58553  fle.h a0, fa1, fa2                fa1=-inf:h fa2=inf:h                                    =>  a0=1
    a4c58553  fle.h a0, fa1, fa2                fa1=0xffffffff00003c00 fa2=1:h                          =>  a0=0 fflags=16
    e4059553  fclass.h a0, fa1                  fa1=-inf:h                                              =>  a0=1
    e4059553  fclass.h a0, fa1                  fa1=-1:h                                                =>  a0=2
    e4059553  fclass.h a0, fa1                  fa1=0xffffffffffff83ff                                  =>  a0=4
    e4059553  fclass.h a0, fa1                  fa1=-0:h                                                =>  a0=8
    e4059553  fclass.h a0, fa1                  fa1=0:h                                                 =>  a0=0x10
    e4059553  fclass.h a0, fa1                  fa1=0xffffffffffff0001                                  =>  a0=0x20
    e4059553  fclass.h a0, fa1                  fa1=0xffffffffffff0400                                  =>  a0=0x40
    e4059553  fclass.h a0, fa1                  fa1=inf:h                                               =>  a0=0x80
    e4059553  fclass.h a0, fa1                  fa1=0xffffffffffff7c01                                  =>  a0=0x100
    e4059553  fclass.h a0, fa1                  fa1=0xffffffffffff7e05                                  =>  a0=0x200
    e4059553  fclass.h a0, fa1                  fa1=0xffffffff00003c00                                  =>  a0=0x200
    c4058553  fcvt.w.h a0, fa1, rne             fa1=1.5:h                                               =>  a0=2 fflags=1
    c4058553  fcvt.w.h a0, fa1, rne             fa1=2.5:h                                               =>  a0=2 fflags=1
    c405c553  fcvt.w.h a0, fa1, rmm             fa1=2.5:h                                               =>  a0=3 fflags=1
    c4059553  fcvt.w.h a0, fa1, rtz             fa1=-1.5:h                                              =>  a0=0xffffffffffffffff fflags=1
    c405a553  fcvt.w.h a0, fa1, rdn             fa1=-0.5:h                                              =>  a0=0xffffffffffffffff fflags=1
    c405b553  fcvt.w.h a0, fa1, rup             fa1=-0.5:h                                              =>  a0=0 fflags=1
    c4058553  fcvt.w.h a0, fa1, rne             fa1=0xffffffffffff7e05                                  =>  a0=0x7fffffff fflags=16
    c4058553  fcvt.w.h a0, fa1, rne             fa1=inf:h                                               =>  a0=0x7fffffff fflags=16
    c4058553  fcvt.w.h a0, fa1, rne             fa1=-inf:h                                              =>  a0=0xffffffff80000000 fflags=16
    c4058553  fcvt.w.h a0, fa1, rne             fa1=65504:h                                             =>  a0=0xffe0
    c4059553  fcvt.w.h a0, fa1, rtz             fa1=-65504:h                                            =>  a0=0xffffffffffff0020
    c4058553  fcvt.w.h a0, fa1, rne             fa1=-2:h                                                =>  a0=0xfffffffffffffffe
    c405f553  fcvt.w.h a0, fa1                  fa1=2.5:h frm=3                                         =>  a0=3 fflags=1
    c4058553  fcvt.w.h a0, fa1, rne             fa1=0xffffffff00003c00                                  =>  a0=0x7fffffff fflags=16
    c4058053  fcvt.w.h zero, fa1, rne           fa1=1.5:h                                               =>  fflags=1
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=1.5:h                                               =>  a0=2 fflags=1
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=2.5:h                                               =>  a0=2 fflags=1
    c415c553  fcvt.wu.h a0, fa1, rmm            fa1=2.5:h                                               =>  a0=3 fflags=1
    c4159553  fcvt.wu.h a0, fa1, rtz            fa1=-1.5:h                                              =>  a0=0 fflags=16
    c415a553  fcvt.wu.h a0, fa1, rdn            fa1=-0.5:h                                              =>  a0=0 fflags=16
    c415b553  fcvt.wu.h a0, fa1, rup            fa1=-0.5:h                                              =>  a0=0 fflags=1
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=0xffffffffffff7e05                                  =>  a0=0xffffffffffffffff fflags=16
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=inf:h                                               =>  a0=0xffffffffffffffff fflags=16
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=-inf:h                                              =>  a0=0 fflags=16
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=65504:h                                             =>  a0=0xffe0
    c4159553  fcvt.wu.h a0, fa1, rtz            fa1=-65504:h                                            =>  a0=0 fflags=16
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=-2:h                                                =>  a0=0 fflags=16
    c415f553  fcvt.wu.h a0, fa1                 fa1=2.5:h frm=3                                         =>  a0=3 fflags=1
    c4158553  fcvt.wu.h a0, fa1, rne            fa1=0xffffffff00003c00                                  =>  a0=0xffffffffffffffff fflags=16
    c4258553  fcvt.l.h a0, fa1, rne             fa1=1.5:h                                               =>  a0=2 fflags=1
    c4258553  fcvt.l.h a0, fa1, rne             fa1=2.5:h                                               =>  a0=2 fflags=1
    c425c553  fcvt.l.h a0, fa1, rmm             fa1=2.5:h                                               =>  a0=3 fflags=1
    c4259553  fcvt.l.h a0, fa1, rtz             fa1=-1.5:h                                              =>  a0=0xffffffffffffffff fflags=1
    c425a553  fcvt.l.h a0, fa1, rdn             fa1=-0.5:h                                              =>  a0=0xffffffffffffffff fflags=1
    c425b553  fcvt.l.h a0, fa1, rup             fa1=-0.5:h                                              =>  a0=0 fflags=1
    c4258553  fcvt.l.h a0, fa1, rne             fa1=0xffffffffffff7e05                                  =>  a0=0x7fffffffffffffff fflags=16
    c4258553  fcvt.l.h a0, fa1, rne             fa1=inf:h                                               =>  a0=0x7fffffffffffffff fflags=16
    c4258553  fcvt.l.h a0, fa1, rne             fa1=-inf:h                                              =>  a0=0x8000000000000000 fflags=16
    c4258553  fcvt.l.h a0, fa1, rne             fa1=65504:h                                             =>  a0=0xffe0
    c4259553  fcvt.l.h a0, fa1, rtz             fa1=-65504:h                                            =>  a0=0xffffffffffff0020
    c4258553  fcvt.l.h a0, fa1, rne             fa1=-2:h                                                =>  a0=0xfffffffffffffffe
    c425f553  fcvt.l.h a0, fa1                  fa1=2.5:h frm=3                                         =>  a0=3 fflags=1
    c4258553  fcvt.l.h a0, fa1, rne             fa1=0xffffffff00003c00                                  =>  a0=0x7fffffffffffffff fflags=16
    c425f553  fcvt.l.h a0, fa1                  frm=6                                                   =>  exit=illegal
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=1.5:h                                               =>  a0=2 fflags=1
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=2.5:h                                               =>  a0=2 fflags=1
    c435c553  fcvt.lu.h a0, fa1, rmm            fa1=2.5:h                                               =>  a0=3 fflags=1
    c4359553  fcvt.lu.h a0, fa1, rtz            fa1=-1.5:h                                              =>  a0=0 fflags=16
    c435a553  fcvt.lu.h a0, fa1, rdn            fa1=-0.5:h                                              =>  a0=0 fflags=16
    c435b553  fcvt.lu.h a0, fa1, rup            fa1=-0.5:h                                              =>  a0=0 fflags=1
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=0xffffffffffff7e05                                  =>  a0=0xffffffffffffffff fflags=16
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=inf:h                                               =>  a0=0xffffffffffffffff fflags=16
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=-inf:h                                              =>  a0=0 fflags=16
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=65504:h                                             =>  a0=0xffe0
    c4359553  fcvt.lu.h a0, fa1, rtz            fa1=-65504:h                                            =>  a0=0 fflags=16
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=-2:h                                                =>  a0=0 fflags=16
    c435f553  fcvt.lu.h a0, fa1                 fa1=2.5:h frm=3                                         =>  a0=3 fflags=1
    c4358553  fcvt.lu.h a0, fa1, rne            fa1=0xffffffff00003c00                                  =>  a0=0xffffffffffffffff fflags=16
    d4058553  fcvt.h.w fa0, a1, rne             a1=0                                                    =>  fa0=0:h
    d4058553  fcvt.h.w fa0, a1, rne             a1=0xffffffffffffffff                                   =>  fa0=-1:h
    d4058553  fcvt.h.w fa0, a1, rne             a1=0x801                                                =>  fa0=2048:h fflags=1
    d405b553  fcvt.h.w fa0, a1, rup             a1=0x801                                                =>  fa0=2050:h fflags=1
    d405f553  fcvt.h.w fa0, a1                  a1=0x803 frm=4                                          =>  fa0=2052:h fflags=1
    d4059553  fcvt.h.w fa0, a1, rtz             a1=0x123456789                                          =>  fa0=65504:h fflags=5
    d4058553  fcvt.h.w fa0, a1, rne             a1=0xfff0                                               =>  fa0=inf:h fflags=5
    d4059553  fcvt.h.w fa0, a1, rtz             a1=0xfff0                                               =>  fa0=65504:h fflags=1
    d405a553  fcvt.h.w fa0, a1, rdn             a1=0xfffffffffffeee90                                   =>  fa0=-inf:h fflags=5
    d4158553  fcvt.h.wu fa0, a1, rne            a1=0                                                    =>  fa0=0:h
    d4158553  fcvt.h.wu fa0, a1, rne            a1=0xffffffffffffffff                                   =>  fa0=inf:h fflags=5
    d4158553  fcvt.h.wu fa0, a1, rne            a1=0x801                                                =>  fa0=2048:h fflags=1
    d415b553  fcvt.h.wu fa0, a1, rup            a1=0x801                                                =>  fa0=2050:h fflags=1
    d415f553  fcvt.h.wu fa0, a1                 a1=0x803 frm=4                                          =>  fa0=2052:h fflags=1
    d4159553  fcvt.h.wu fa0, a1, rtz            a1=0x123456789                                          =>  fa0=65504:h fflags=5
    d4158553  fcvt.h.wu fa0, a1, rne            a1=0xfff0                                               =>  fa0=inf:h fflags=5
    d4159553  fcvt.h.wu fa0, a1, rtz            a1=0xfff0                                               =>  fa0=65504:h fflags=1
    d415a553  fcvt.h.wu fa0, a1, rdn            a1=0xfffffffffffeee90                                   =>  fa0=65504:h fflags=5
    d4258553  fcvt.h.l fa0, a1, rne             a1=0                                                    =>  fa0=0:h
    d4258553  fcvt.h.l fa0, a1, rne             a1=0xffffffffffffffff                                   =>  fa0=-1:h
    d4258553  fcvt.h.l fa0, a1, rne             a1=0x801                                                =>  fa0=2048:h fflags=1
    d425b553  fcvt.h.l fa0, a1, rup             a1=0x801                                                =>  fa0=2050:h fflags=1
    d425f553  fcvt.h.l fa0, a1                  a1=0x803 frm=4                                          =>  fa0=2052:h fflags=1
    d4259553  fcvt.h.l fa0, a1, rtz             a1=0x7fffffffffffffff                                   =>  fa0=65504:h fflags=5
    d4258553  fcvt.h.l fa0, a1, rne             a1=0xfff0                                               =>  fa0=inf:h fflags=5
    d4259553  fcvt.h.l fa0, a1, rtz             a1=0xfff0                                               =>  fa0=65504:h fflags=1
    d425a553  fcvt.h.l fa0, a1, rdn             a1=0xfffffffffffeee90                                   =>  fa0=-inf:h fflags=5
    d4358553  fcvt.h.lu fa0, a1, rne            a1=0                                                    =>  fa0=0:h
    d4358553  fcvt.h.lu fa0, a1, rne            a1=0xffffffffffffffff                                   =>  fa0=inf:h fflags=5
    d4358553  fcvt.h.lu fa0, a1, rne            a1=0x801                                                =>  fa0=2048:h fflags=1
    d435b553  fcvt.h.lu fa0, a1, rup            a1=0x801                                                =>  fa0=2050:h fflags=1
    d435f553  fcvt.h.lu fa0, a1                 a1=0x803 frm=4                                          =>  fa0=2052:h fflags=1
    d4359553  fcvt.h.lu fa0, a1, rtz            a1=0x7fffffffffffffff                                   =>  fa0=65504:h fflags=5
    d4358553  fcvt.h.lu fa0, a1, rne            a1=0xfff0                                               =>  fa0=inf:h fflags=5
    d4359553  fcvt.h.lu fa0, a1, rtz            a1=0xfff0                                               =>  fa0=65504:h fflags=1
    d435a553  fcvt.h.lu fa0, a1, rdn            a1=0xfffffffffffeee90                                   =>  fa0=65504:h fflags=5
    e4058553  fmv.x.h a0, fa1                   fa1=0x123456789abcdef0                                  =>  a0=0xffffffffffffdef0
    e4058553  fmv.x.h a0, fa1                   fa1=0xffffffff80000001                                  =>  a0=1
    e4058553  fmv.x.h a0, fa1                   fa1=0xffff8000                                          =>  a0=0xffffffffffff8000
    e4058553  fmv.x.h a0, fa1                   fa1=0x7fff7fff7fff7fff                                  =>  a0=0x7fff
    f4058553  fmv.h.x fa0, a1                   a1=0x123456789abcdef0                                   =>  fa0=0xffffffffffffdef0
    f4058553  fmv.h.x fa0, a1                   a1=0xffffffff80000001                                   =>  fa0=0xffffffffffff0001
    f4058553  fmv.h.x fa0, a1                   a1=0xffff8000                                           =>  fa0=0xffffffffffff8000
    f4058553  fmv.h.x fa0, a1                   a1=0x7fff7fff7fff7fff                                   =>  fa0=0xffffffffffff7fff
    40258553  fcvt.s.h fa0, fa1                 fa1=1.5:h                                               =>  fa0=1.5:s
    40258553  fcvt.s.h fa0, fa1                 fa1=-0:h                                                =>  fa0=-0:s
    40258553  fcvt.s.h fa0, fa1                 fa1=inf:h                                               =>  fa0=inf:s
    40258553  fcvt.s.h fa0, fa1                 fa1=0xffffffffffff7c01                                  =>  fa0=nan:s fflags=16
    40258553  fcvt.s.h fa0, fa1                 fa1=0xffffffffffff7e05                                  =>  fa0=nan:s
    40258553  fcvt.s.h fa0, fa1                 fa1=0xffffffffffff0001                                  =>  fa0=0xffffffff33800000
    40258553  fcvt.s.h fa0, fa1                 fa1=65504:h                                             =>  fa0=65504:s
    40258553  fcvt.s.h fa0, fa1                 fa1=0xffffffff00003c00                                  =>  fa0=nan:s
    44058553  fcvt.h.s fa0, fa1, rne            fa1=1.5:s                                               =>  fa0=1.5:h
    44058553  fcvt.h.s fa0, fa1, rne            fa1=-0:s                                                =>  fa0=-0:h
    44058553  fcvt.h.s fa0, fa1, rne            fa1=inf:s                                               =>  fa0=inf:h
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff7f800001                                  =>  fa0=nan:h fflags=16
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff7fc00005                                  =>  fa0=nan:h
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff00000001                                  =>  fa0=0:h fflags=3
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff7f7fffff                                  =>  fa0=inf:h fflags=5
    44059553  fcvt.h.s fa0, fa1, rtz            fa1=0xffffffff7f7fffff                                  =>  fa0=65504:h fflags=5
    4405a553  fcvt.h.s fa0, fa1, rdn            fa1=0xffffffffff7fffff                                  =>  fa0=-inf:h fflags=5
    4405b553  fcvt.h.s fa0, fa1, rup            fa1=0xffffffffff7fffff                                  =>  fa0=-65504:h fflags=5
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff3f801000                                  =>  fa0=1:h fflags=1
    4405c553  fcvt.h.s fa0, fa1, rmm            fa1=0xffffffff3f801000                                  =>  fa0=0xffffffffffff3c01 fflags=1
    4405f553  fcvt.h.s fa0, fa1                 fa1=0xffffffff3f801000 frm=3                            =>  fa0=0xffffffffffff3c01 fflags=1
    44059553  fcvt.h.s fa0, fa1, rtz            fa1=0xffffffff3f801800                                  =>  fa0=1:h fflags=1
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff38000000                                  =>  fa0=0xffffffffffff0200
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff387ff800                                  =>  fa0=0xffffffffffff0400 fflags=1
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff387ff000                                  =>  fa0=0xffffffffffff0400 fflags=1
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0xffffffff33000000                                  =>  fa0=0:h fflags=3
    44058553  fcvt.h.s fa0, fa1, rne            fa1=0x3f800000                                          =>  fa0=nan:h
    42258553  fcvt.d.h fa0, fa1                 fa1=1.5:h                                               =>  fa0=1.5:d
    42258553  fcvt.d.h fa0, fa1                 fa1=-0:h                                                =>  fa0=-0:d
    42258553  fcvt.d.h fa0, fa1                 fa1=inf:h                                               =>  fa0=inf:d
    42258553  fcvt.d.h fa0, fa1                 fa1=0xffffffffffff7c01                                  =>  fa0=nan:d fflags=16
    42258553  fcvt.d.h fa0, fa1                 fa1=0xffffffffffff7e05                                  =>  fa0=nan:d
    42258553  fcvt.d.h fa0, fa1                 fa1=0xffffffffffff0001                                  =>  fa0=0x3e70000000000000
    42258553  fcvt.d.h fa0, fa1                 fa1=65504:h                                             =>  fa0=65504:d
    42258553  fcvt.d.h fa0, fa1                 fa1=0xffffffff00003c00                                  =>  fa0=nan:d
    44158553  fcvt.h.d fa0, fa1, rne            fa1=1.5:d                                               =>  fa0=1.5:h
    44158553  fcvt.h.d fa0, fa1, rne            fa1=-0:d                                                =>  fa0=-0:h
    44158553  fcvt.h.d fa0, fa1, rne            fa1=inf:d                                               =>  fa0=inf:h
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x7ff0000000000001                                  =>  fa0=nan:h fflags=16
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x7ff8000000000005                                  =>  fa0=nan:h
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x1                                                 =>  fa0=0:h fflags=3
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x7fefffffffffffff                                  =>  fa0=inf:h fflags=5
    44159553  fcvt.h.d fa0, fa1, rtz            fa1=0x7fefffffffffffff                                  =>  fa0=65504:h fflags=5
    4415a553  fcvt.h.d fa0, fa1, rdn            fa1=0xffefffffffffffff                                  =>  fa0=-inf:h fflags=5
    4415b553  fcvt.h.d fa0, fa1, rup            fa1=0xffefffffffffffff                                  =>  fa0=-65504:h fflags=5
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x3ff0020000000000                                  =>  fa0=1:h fflags=1
    4415c553  fcvt.h.d fa0, fa1, rmm            fa1=0x3ff0020000000000                                  =>  fa0=0xffffffffffff3c01 fflags=1
    4415f553  fcvt.h.d fa0, fa1                 fa1=0x3ff0020000000000 frm=3                            =>  fa0=0xffffffffffff3c01 fflags=1
    44159553  fcvt.h.d fa0, fa1, rtz            fa1=0x3ff0030000000000                                  =>  fa0=1:h fflags=1
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x3f00000000000000                                  =>  fa0=0xffffffffffff0200
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x3f0fff0000000000                                  =>  fa0=0xffffffffffff0400 fflags=1
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x3f0ffe0000000000                                  =>  fa0=0xffffffffffff0400 fflags=1
    44158553  fcvt.h.d fa0, fa1, rne            fa1=0x3e60000000000000                                  =>  fa0=0:h fflags=3
    04c5d553  .4byte 0x04c5d553                                                                         =>  exit=illegal
    04c5e553  .4byte 0x04c5e553                                                                         =>  exit=illegal
    6cc5d543  .4byte 0x6cc5d543                                                                         =>  exit=illegal
    c405e553  .4byte 0xc405e553                                                                         =>  exit=illegal
";
