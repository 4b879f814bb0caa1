//! Zfa: additional floating point.

use std::fmt::Write;

use ir::{GuestAddr, Type};

use crate::fp::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Constant in a float register.
    FLi { rd: F, value: Constant }
}

rows! { [ZFA]
    fli_s      "1111000 00001 value:5 000 rd:5 1010011"                                     FLi "{rd}, {value}";
    fminm_s    "0010100 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fmaxm_s    "0010100 rs2:5 rs1:5 011 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}";
    fround_s   "0100000 00100 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    froundnx_s "0100000 00101 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}";
    fleq_s     "1010000 rs2:5 rs1:5 100 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fltq_s     "1010000 rs2:5 rs1:5 101 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}";
    fli_d      "1111001 00001 value:5 000 rd:5 1010011"                                     FLi "{rd}, {value}" needs [ZFA, D];
    fminm_d    "0010101 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}" needs [ZFA, D];
    fmaxm_d    "0010101 rs2:5 rs1:5 011 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}" needs [ZFA, D];
    fround_d   "0100001 00100 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFA, D];
    froundnx_d "0100001 00101 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFA, D];
    fleq_d     "1010001 rs2:5 rs1:5 100 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}" needs [ZFA, D];
    fltq_d     "1010001 rs2:5 rs1:5 101 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}" needs [ZFA, D];
    fli_h      "1111010 00001 value:5 000 rd:5 1010011"                                     FLi "{rd}, {value}" needs [ZFA, ZFH];
    fminm_h    "0010110 rs2:5 rs1:5 010 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}" needs [ZFA, ZFH];
    fmaxm_h    "0010110 rs2:5 rs1:5 011 rd:5 1010011"                                        FR "{rd}, {rs1}, {rs2}" needs [ZFA, ZFH];
    fround_h   "0100010 00100 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFA, ZFH];
    froundnx_h "0100010 00101 rs1:5 rm:3 rd:5 1010011 where rm!=5 rm!=6"                   F1Rm "{rd}, {rs1}{rm}" needs [ZFA, ZFH];
    fleq_h     "1010010 rs2:5 rs1:5 100 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}" needs [ZFA, ZFH];
    fltq_h     "1010010 rs2:5 rs1:5 101 rd:5 1010011"                                      FCmp "{rd}, {rs1}, {rs2}" needs [ZFA, ZFH];
    fcvtmod_w_d "1100001 01000 rs1:5 001 rd:5 1010011"                                        XF "{rd}, {rs1}, rtz" needs [ZFA, D];
}

crate::fp::lifts! { F32:
    fminm_s(FR) minm;
    fmaxm_s(FR) maxm;
    fround_s(F1Rm) round;
    froundnx_s(F1Rm) round_nx;
    fleq_s(FCmp) leq;
    fltq_s(FCmp) ltq;
}
crate::fp::lifts! { F64:
    fminm_d(FR) minm;
    fmaxm_d(FR) maxm;
    fround_d(F1Rm) round;
    froundnx_d(F1Rm) round_nx;
    fleq_d(FCmp) leq;
    fltq_d(FCmp) ltq;
}
crate::fp::lifts! { F16:
    fminm_h(FR) minm;
    fmaxm_h(FR) maxm;
    fround_h(F1Rm) round;
    froundnx_h(F1Rm) round_nx;
    fleq_h(FCmp) leq;
    fltq_h(FCmp) ltq;
}

/// rd = constant
fn fli_s(b: &Lift, i: FLi) {
    load_constant(b, Type::F32, i);
}

/// rd = constant
fn fli_d(b: &Lift, i: FLi) {
    load_constant(b, Type::F64, i);
}

/// rd = constant
fn fli_h(b: &Lift, i: FLi) {
    load_constant(b, Type::F16, i);
}

fn load_constant(b: &Lift, ty: Type, i: FLi) {
    b.set_f_boxed(i.rd, b.fconst(ty, i.value.bits(ty)));
}

/// rd = rs1 towards zero as 32-bit signed integer, modulo 2^32; 0 for NaNs and infinities
fn fcvtmod_w_d(b: &Lift, i: XF) {
    b.set_x(i.rd, b.fcvtmod(b.f(i.rs1)));
}

/// A constant of `fli`, by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Constant(u32);

/// The constants that are the same number in each format; [`SMALLEST`] is not.
const NUMBERS: [f64; 30] = [
    -1.0,
    f64::MIN_POSITIVE,
    0.000_015_258_789_062_5,
    0.000_030_517_578_125,
    0.003_906_25,
    0.007_812_5,
    0.062_5,
    0.125,
    0.25,
    0.312_5,
    0.375,
    0.437_5,
    0.5,
    0.625,
    0.75,
    0.875,
    1.0,
    1.25,
    1.5,
    1.75,
    2.0,
    2.5,
    3.0,
    4.0,
    8.0,
    16.0,
    128.0,
    256.0,
    32768.0,
    65536.0,
];
/// Number of the format's smallest positive normal number.
const SMALLEST: u32 = 1;
const INFINITY: u32 = 30;

impl Constant {
    /// Its bits in format `ty`.
    const fn bits(self, ty: Type) -> u64 {
        let number = match self.0 {
            INFINITY => f64::INFINITY,
            n if (n as usize) < NUMBERS.len() => NUMBERS[n as usize],
            _ => f64::NAN,
        };
        let smallest = self.0 == SMALLEST;
        match ty {
            Type::F16 if smallest => 0x0400,
            Type::F32 if smallest => f32::MIN_POSITIVE.to_bits() as u64,
            Type::F16 => half(number),
            Type::F32 => (number as f32).to_bits() as u64,
            _ => number.to_bits(),
        }
    }
}

/// The bits of `x` in half precision, excess digits cut off. (No constant has any; 65536 becomes infinity.)
const fn half(x: f64) -> u64 {
    let bits = x.to_bits();
    let (sign, fraction) = (bits >> 63 << 15, bits >> 42 & 0x3ff);
    let magnitude = match (bits >> 52 & 0x7ff) as i64 - 1023 {
        _ if x.is_nan() => 0x7e00,
        16.. => 0x7c00,
        exponent @ -14..=15 => ((exponent + 15) as u64) << 10 | fraction,
        exponent @ -24..=-15 => (0x400 | fraction) >> (-14 - exponent),
        _ => 0,
    };
    sign | magnitude
}

impl Field for Constant {
    fn decode(word: u32, spec: &insn_table::FieldSpec) -> Constant {
        Constant(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        match NUMBERS.get(self.0 as usize) {
            _ if self.0 == SMALLEST => out.push_str("min"),
            Some(number) => {
                // A String takes any text.
                let _ = write!(out, "{number:?}");
            }
            None if self.0 == INFINITY => out.push_str("inf"),
            None => out.push_str("nan"),
        }
    }
}

pub(crate) const CASES: &str = "
    f0100553  fli.s fa0, -1.0                                                 =>  fa0=-1:s
    f0108553  fli.s fa0, min                                                  =>  fa0=0xffffffff00800000
    f0110553  fli.s fa0, 1.52587890625e-5                                     =>  fa0=0xffffffff37800000
    f0118553  fli.s fa0, 3.0517578125e-5                                      =>  fa0=0xffffffff38000000
    f0120553  fli.s fa0, 0.00390625                                           =>  fa0=0xffffffff3b800000
    f0128553  fli.s fa0, 0.0078125                                            =>  fa0=0.0078125:s
    f0130553  fli.s fa0, 0.0625                                               =>  fa0=0.0625:s
    f0138553  fli.s fa0, 0.125                                                =>  fa0=0.125:s
    f0140553  fli.s fa0, 0.25                                                 =>  fa0=0.25:s
    f0148553  fli.s fa0, 0.3125                                               =>  fa0=0.3125:s
    f0150553  fli.s fa0, 0.375                                                =>  fa0=0.375:s
    f0158553  fli.s fa0, 0.4375                                               =>  fa0=0.4375:s
    f0160553  fli.s fa0, 0.5                                                  =>  fa0=0.5:s
    f0168553  fli.s fa0, 0.625                                                =>  fa0=0.625:s
    f0170553  fli.s fa0, 0.75                                                 =>  fa0=0.75:s
    f0178553  fli.s fa0, 0.875                                                =>  fa0=0.875:s
    f0180553  fli.s fa0, 1.0                                                  =>  fa0=1:s
    f0188553  fli.s fa0, 1.25                                                 =>  fa0=1.25:s
    f0190553  fli.s fa0, 1.5                                                  =>  fa0=1.5:s
    f0198553  fli.s fa0, 1.75                                                 =>  fa0=1.75:s
    f01a0553  fli.s fa0, 2.0                                                  =>  fa0=2:s
    f01a8553  fli.s fa0, 2.5                                                  =>  fa0=2.5:s
    f01b0553  fli.s fa0, 3.0                                                  =>  fa0=3:s
    f01b8553  fli.s fa0, 4.0                                                  =>  fa0=4:s
    f01c0553  fli.s fa0, 8.0                                                  =>  fa0=8:s
    f01c8553  fli.s fa0, 16.0                                                 =>  fa0=16:s
    f01d0553  fli.s fa0, 128.0                                                =>  fa0=128:s
    f01d8553  fli.s fa0, 256.0                                                =>  fa0=256:s
    f01e0553  fli.s fa0, 32768.0                                              =>  fa0=32768:s
    f01e8553  fli.s fa0, 65536.0                                              =>  fa0=65536:s
    f01f0553  fli.s fa0, inf                                                  =>  fa0=inf:s
    f01f8553  fli.s fa0, nan                                                  =>  fa0=nan:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=1:s fa2=2:s                    =>  fa0=1:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=-0:s fa2=0:s                   =>  fa0=-0:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=0:s fa2=-0:s                   =>  fa0=-0:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=0xffffffff7fc00005 fa2=1:s     =>  fa0=nan:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=1:s fa2=0xffffffff7f800001     =>  fa0=nan:s fflags=16
    28c5a553  fminm.s fa0, fa1, fa2        fa1=-inf:s fa2=0xffffffff7fc00005  =>  fa0=nan:s
    28c5a553  fminm.s fa0, fa1, fa2        fa1=0x3f800000 fa2=1:s             =>  fa0=nan:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=1:s fa2=2:s                    =>  fa0=2:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=-0:s fa2=0:s                   =>  fa0=0:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=0:s fa2=-0:s                   =>  fa0=0:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=0xffffffff7fc00005 fa2=1:s     =>  fa0=nan:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=1:s fa2=0xffffffff7f800001     =>  fa0=nan:s fflags=16
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=-inf:s fa2=0xffffffff7fc00005  =>  fa0=nan:s
    28c5b553  fmaxm.s fa0, fa1, fa2        fa1=0x3f800000 fa2=1:s             =>  fa0=nan:s
    40458553  fround.s fa0, fa1, rne       fa1=2.5:s                          =>  fa0=2:s
    40458553  fround.s fa0, fa1, rne       fa1=3.5:s                          =>  fa0=4:s
    4045c553  fround.s fa0, fa1, rmm       fa1=2.5:s                          =>  fa0=3:s
    40459553  fround.s fa0, fa1, rtz       fa1=-2.5:s                         =>  fa0=-2:s
    4045a553  fround.s fa0, fa1, rdn       fa1=-2.5:s                         =>  fa0=-3:s
    4045b553  fround.s fa0, fa1, rup       fa1=-2.5:s                         =>  fa0=-2:s
    40458553  fround.s fa0, fa1, rne       fa1=-0.25:s                        =>  fa0=-0:s
    40458553  fround.s fa0, fa1, rne       fa1=-0:s                           =>  fa0=-0:s
    40458553  fround.s fa0, fa1, rne       fa1=0xffffffff7f7fffff             =>  fa0=0xffffffff7f7fffff
    40458553  fround.s fa0, fa1, rne       fa1=inf:s                          =>  fa0=inf:s
    40458553  fround.s fa0, fa1, rne       fa1=0xffffffff7f800001             =>  fa0=nan:s fflags=16
    40458553  fround.s fa0, fa1, rne       fa1=0xffffffff7fc00005             =>  fa0=nan:s
    4045b553  fround.s fa0, fa1, rup       fa1=0xffffffff00000001             =>  fa0=1:s
    4045f553  fround.s fa0, fa1            fa1=2.5:s frm=3                    =>  fa0=3:s
    40458553  fround.s fa0, fa1, rne       fa1=0x3f800000                     =>  fa0=nan:s
    40558553  froundnx.s fa0, fa1, rne     fa1=2.5:s                          =>  fa0=2:s fflags=1
    40558553  froundnx.s fa0, fa1, rne     fa1=3.5:s                          =>  fa0=4:s fflags=1
    4055c553  froundnx.s fa0, fa1, rmm     fa1=2.5:s                          =>  fa0=3:s fflags=1
    40559553  froundnx.s fa0, fa1, rtz     fa1=-2.5:s                         =>  fa0=-2:s fflags=1
    4055a553  froundnx.s fa0, fa1, rdn     fa1=-2.5:s                         =>  fa0=-3:s fflags=1
    4055b553  froundnx.s fa0, fa1, rup     fa1=-2.5:s                         =>  fa0=-2:s fflags=1
    40558553  froundnx.s fa0, fa1, rne     fa1=-0.25:s                        =>  fa0=-0:s fflags=1
    40558553  froundnx.s fa0, fa1, rne     fa1=-0:s                           =>  fa0=-0:s
    40558553  froundnx.s fa0, fa1, rne     fa1=0xffffffff7f7fffff             =>  fa0=0xffffffff7f7fffff
    40558553  froundnx.s fa0, fa1, rne     fa1=inf:s                          =>  fa0=inf:s
    40558553  froundnx.s fa0, fa1, rne     fa1=0xffffffff7f800001             =>  fa0=nan:s fflags=16
    40558553  froundnx.s fa0, fa1, rne     fa1=0xffffffff7fc00005             =>  fa0=nan:s
    4055b553  froundnx.s fa0, fa1, rup     fa1=0xffffffff00000001             =>  fa0=1:s fflags=1
    4055f553  froundnx.s fa0, fa1          fa1=2.5:s frm=3                    =>  fa0=3:s fflags=1
    40558553  froundnx.s fa0, fa1, rne     fa1=0x3f800000                     =>  fa0=nan:s
    a0c5c553  fleq.s a0, fa1, fa2          fa1=1:s fa2=1:s                    =>  a0=1
    a0c5c553  fleq.s a0, fa1, fa2          fa1=1:s fa2=2:s                    =>  a0=1
    a0c5c553  fleq.s a0, fa1, fa2          fa1=2:s fa2=1:s                    =>  a0=0
    a0c5c553  fleq.s a0, fa1, fa2          fa1=-0:s fa2=0:s                   =>  a0=1
    a0c5c553  fleq.s a0, fa1, fa2          fa1=0xffffffff7fc00005 fa2=1:s     =>  a0=0
    a0c5c553  fleq.s a0, fa1, fa2          fa1=0xffffffff7f800001 fa2=1:s     =>  a0=0 fflags=16
    a0c5c553  fleq.s a0, fa1, fa2          fa1=0x3f800000 fa2=1:s             =>  a0=0
    a0c5d553  fltq.s a0, fa1, fa2          fa1=1:s fa2=1:s                    =>  a0=0
    a0c5d553  fltq.s a0, fa1, fa2          fa1=1:s fa2=2:s                    =>  a0=1
    a0c5d553  fltq.s a0, fa1, fa2          fa1=2:s fa2=1:s                    =>  a0=0
    a0c5d553  fltq.s a0, fa1, fa2          fa1=-0:s fa2=0:s                   =>  a0=0
    a0c5d553  fltq.s a0, fa1, fa2          fa1=0xffffffff7fc00005 fa2=1:s     =>  a0=0
    a0c5d553  fltq.s a0, fa1, fa2          fa1=0xffffffff7f800001 fa2=1:s     =>  a0=0 fflags=16
    a0c5d553  fltq.s a0, fa1, fa2          fa1=0x3f800000 fa2=1:s             =>  a0=0
    f2100553  fli.d fa0, -1.0                                                 =>  fa0=-1:d
    f2108553  fli.d fa0, min                                                  =>  fa0=0x10000000000000
    f2110553  fli.d fa0, 1.52587890625e-5                                     =>  fa0=0x3ef0000000000000
    f2118553  fli.d fa0, 3.0517578125e-5                                      =>  fa0=0x3f00000000000000
    f2148553  fli.d fa0, 0.3125                                               =>  fa0=0.3125:d
    f2180553  fli.d fa0, 1.0                                                  =>  fa0=1:d
    f21e8553  fli.d fa0, 65536.0                                              =>  fa0=65536:d
    f21f0553  fli.d fa0, inf                                                  =>  fa0=inf:d
    f21f8553  fli.d fa0, nan                                                  =>  fa0=nan:d
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=1:d fa2=2:d                    =>  fa0=1:d
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=-0:d fa2=0:d                   =>  fa0=-0:d
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=0:d fa2=-0:d                   =>  fa0=-0:d
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=0x7ff8000000000005 fa2=1:d     =>  fa0=nan:d
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=1:d fa2=0x7ff0000000000001     =>  fa0=nan:d fflags=16
    2ac5a553  fminm.d fa0, fa1, fa2        fa1=-inf:d fa2=0x7ff8000000000005  =>  fa0=nan:d
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=1:d fa2=2:d                    =>  fa0=2:d
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=-0:d fa2=0:d                   =>  fa0=0:d
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=0:d fa2=-0:d                   =>  fa0=0:d
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=0x7ff8000000000005 fa2=1:d     =>  fa0=nan:d
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=1:d fa2=0x7ff0000000000001     =>  fa0=nan:d fflags=16
    2ac5b553  fmaxm.d fa0, fa1, fa2        fa1=-inf:d fa2=0x7ff8000000000005  =>  fa0=nan:d
    42458553  fround.d fa0, fa1, rne       fa1=2.5:d                          =>  fa0=2:d
    42458553  fround.d fa0, fa1, rne       fa1=3.5:d                          =>  fa0=4:d
    4245c553  fround.d fa0, fa1, rmm       fa1=2.5:d                          =>  fa0=3:d
    42459553  fround.d fa0, fa1, rtz       fa1=-2.5:d                         =>  fa0=-2:d
    4245a553  fround.d fa0, fa1, rdn       fa1=-2.5:d                         =>  fa0=-3:d
    4245b553  fround.d fa0, fa1, rup       fa1=-2.5:d                         =>  fa0=-2:d
    42458553  fround.d fa0, fa1, rne       fa1=-0.25:d                        =>  fa0=-0:d
    42458553  fround.d fa0, fa1, rne       fa1=-0:d                           =>  fa0=-0:d
    42458553  fround.d fa0, fa1, rne       fa1=0x7fefffffffffffff             =>  fa0=0x7fefffffffffffff
    42458553  fround.d fa0, fa1, rne       fa1=inf:d                          =>  fa0=inf:d
    42458553  fround.d fa0, fa1, rne       fa1=0x7ff0000000000001             =>  fa0=nan:d fflags=16
    42458553  fround.d fa0, fa1, rne       fa1=0x7ff8000000000005             =>  fa0=nan:d
    4245b553  fround.d fa0, fa1, rup       fa1=0x1                            =>  fa0=1:d
    4245f553  fround.d fa0, fa1            fa1=2.5:d frm=3                    =>  fa0=3:d
    4245f553  fround.d fa0, fa1            frm=5                              =>  exit=illegal
    42558553  froundnx.d fa0, fa1, rne     fa1=2.5:d                          =>  fa0=2:d fflags=1
    42558553  froundnx.d fa0, fa1, rne     fa1=3.5:d                          =>  fa0=4:d fflags=1
    4255c553  froundnx.d fa0, fa1, rmm     fa1=2.5:d                          =>  fa0=3:d fflags=1
    42559553  froundnx.d fa0, fa1, rtz     fa1=-2.5:d                         =>  fa0=-2:d fflags=1
    4255a553  froundnx.d fa0, fa1, rdn     fa1=-2.5:d                         =>  fa0=-3:d fflags=1
    4255b553  froundnx.d fa0, fa1, rup     fa1=-2.5:d                         =>  fa0=-2:d fflags=1
    42558553  froundnx.d fa0, fa1, rne     fa1=-0.25:d                        =>  fa0=-0:d fflags=1
    42558553  froundnx.d fa0, fa1, rne     fa1=-0:d                           =>  fa0=-0:d
    42558553  froundnx.d fa0, fa1, rne     fa1=0x7fefffffffffffff             =>  fa0=0x7fefffffffffffff
    42558553  froundnx.d fa0, fa1, rne     fa1=inf:d                          =>  fa0=inf:d
    42558553  froundnx.d fa0, fa1, rne     fa1=0x7ff0000000000001             =>  fa0=nan:d fflags=16
    42558553  froundnx.d fa0, fa1, rne     fa1=0x7ff8000000000005             =>  fa0=nan:d
    4255b553  froundnx.d fa0, fa1, rup     fa1=0x1                            =>  fa0=1:d fflags=1
    4255f553  froundnx.d fa0, fa1          fa1=2.5:d frm=3                    =>  fa0=3:d fflags=1
    a2c5c553  fleq.d a0, fa1, fa2          fa1=1:d fa2=1:d                    =>  a0=1
    a2c5c553  fleq.d a0, fa1, fa2          fa1=1:d fa2=2:d                    =>  a0=1
    a2c5c553  fleq.d a0, fa1, fa2          fa1=2:d fa2=1:d                    =>  a0=0
    a2c5c553  fleq.d a0, fa1, fa2          fa1=-0:d fa2=0:d                   =>  a0=1
    a2c5c553  fleq.d a0, fa1, fa2          fa1=0x7ff8000000000005 fa2=1:d     =>  a0=0
    a2c5c553  fleq.d a0, fa1, fa2          fa1=0x7ff0000000000001 fa2=1:d     =>  a0=0 fflags=16
    a2c5d553  fltq.d a0, fa1, fa2          fa1=1:d fa2=1:d                    =>  a0=0
    a2c5d553  fltq.d a0, fa1, fa2          fa1=1:d fa2=2:d                    =>  a0=1
    a2c5d553  fltq.d a0, fa1, fa2          fa1=2:d fa2=1:d                    =>  a0=0
    a2c5d553  fltq.d a0, fa1, fa2          fa1=-0:d fa2=0:d                   =>  a0=0
    a2c5d553  fltq.d a0, fa1, fa2          fa1=0x7ff8000000000005 fa2=1:d     =>  a0=0
    a2c5d553  fltq.d a0, fa1, fa2          fa1=0x7ff0000000000001 fa2=1:d     =>  a0=0 fflags=16
    f4100553  fli.h fa0, -1.0                                                 =>  fa0=-1:h
    f4108553  fli.h fa0, min                                                  =>  fa0=0xffffffffffff0400
    f4110553  fli.h fa0, 1.52587890625e-5                                     =>  fa0=0xffffffffffff0100
    f4118553  fli.h fa0, 3.0517578125e-5                                      =>  fa0=0xffffffffffff0200
    f4148553  fli.h fa0, 0.3125                                               =>  fa0=0.3125:h
    f4180553  fli.h fa0, 1.0                                                  =>  fa0=1:h
    f41e8553  fli.h fa0, 65536.0                                              =>  fa0=inf:h
    f41f0553  fli.h fa0, inf                                                  =>  fa0=inf:h
    f41f8553  fli.h fa0, nan                                                  =>  fa0=nan:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=1:h fa2=2:h                    =>  fa0=1:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=-0:h fa2=0:h                   =>  fa0=-0:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=0:h fa2=-0:h                   =>  fa0=-0:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=0xffffffffffff7e05 fa2=1:h     =>  fa0=nan:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=1:h fa2=0xffffffffffff7c01     =>  fa0=nan:h fflags=16
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=-inf:h fa2=0xffffffffffff7e05  =>  fa0=nan:h
    2cc5a553  fminm.h fa0, fa1, fa2        fa1=0xffffffff00003c00 fa2=1:h     =>  fa0=nan:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=1:h fa2=2:h                    =>  fa0=2:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=-0:h fa2=0:h                   =>  fa0=0:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=0:h fa2=-0:h                   =>  fa0=0:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=0xffffffffffff7e05 fa2=1:h     =>  fa0=nan:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=1:h fa2=0xffffffffffff7c01     =>  fa0=nan:h fflags=16
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=-inf:h fa2=0xffffffffffff7e05  =>  fa0=nan:h
    2cc5b553  fmaxm.h fa0, fa1, fa2        fa1=0xffffffff00003c00 fa2=1:h     =>  fa0=nan:h
    44458553  fround.h fa0, fa1, rne       fa1=2.5:h                          =>  fa0=2:h
    44458553  fround.h fa0, fa1, rne       fa1=3.5:h                          =>  fa0=4:h
    4445c553  fround.h fa0, fa1, rmm       fa1=2.5:h                          =>  fa0=3:h
    44459553  fround.h fa0, fa1, rtz       fa1=-2.5:h                         =>  fa0=-2:h
    4445a553  fround.h fa0, fa1, rdn       fa1=-2.5:h                         =>  fa0=-3:h
    4445b553  fround.h fa0, fa1, rup       fa1=-2.5:h                         =>  fa0=-2:h
    44458553  fround.h fa0, fa1, rne       fa1=-0.25:h                        =>  fa0=-0:h
    44458553  fround.h fa0, fa1, rne       fa1=-0:h                           =>  fa0=-0:h
    44458553  fround.h fa0, fa1, rne       fa1=65504:h                        =>  fa0=65504:h
    44458553  fround.h fa0, fa1, rne       fa1=inf:h                          =>  fa0=inf:h
    44458553  fround.h fa0, fa1, rne       fa1=0xffffffffffff7c01             =>  fa0=nan:h fflags=16
    44458553  fround.h fa0, fa1, rne       fa1=0xffffffffffff7e05             =>  fa0=nan:h
    4445b553  fround.h fa0, fa1, rup       fa1=0xffffffffffff0001             =>  fa0=1:h
    4445f553  fround.h fa0, fa1            fa1=2.5:h frm=3                    =>  fa0=3:h
    44458553  fround.h fa0, fa1, rne       fa1=0xffffffff00003c00             =>  fa0=nan:h
    44558553  froundnx.h fa0, fa1, rne     fa1=2.5:h                          =>  fa0=2:h fflags=1
    44558553  froundnx.h fa0, fa1, rne     fa1=3.5:h                          =>  fa0=4:h fflags=1
    4455c553  froundnx.h fa0, fa1, rmm     fa1=2.5:h                          =>  fa0=3:h fflags=1
    44559553  froundnx.h fa0, fa1, rtz     fa1=-2.5:h                         =>  fa0=-2:h fflags=1
    4455a553  froundnx.h fa0, fa1, rdn     fa1=-2.5:h                         =>  fa0=-3:h fflags=1
    4455b553  froundnx.h fa0, fa1, rup     fa1=-2.5:h                         =>  fa0=-2:h fflags=1
    44558553  froundnx.h fa0, fa1, rne     fa1=-0.25:h                        =>  fa0=-0:h fflags=1
    44558553  froundnx.h fa0, fa1, rne     fa1=-0:h                           =>  fa0=-0:h
    44558553  froundnx.h fa0, fa1, rne     fa1=65504:h                        =>  fa0=65504:h
    44558553  froundnx.h fa0, fa1, rne     fa1=inf:h                          =>  fa0=inf:h
    44558553  froundnx.h fa0, fa1, rne     fa1=0xffffffffffff7c01             =>  fa0=nan:h fflags=16
    44558553  froundnx.h fa0, fa1, rne     fa1=0xffffffffffff7e05             =>  fa0=nan:h
    4455b553  froundnx.h fa0, fa1, rup     fa1=0xffffffffffff0001             =>  fa0=1:h fflags=1
    4455f553  froundnx.h fa0, fa1          fa1=2.5:h frm=3                    =>  fa0=3:h fflags=1
    44558553  froundnx.h fa0, fa1, rne     fa1=0xffffffff00003c00             =>  fa0=nan:h
    a4c5c553  fleq.h a0, fa1, fa2          fa1=1:h fa2=1:h                    =>  a0=1
    a4c5c553  fleq.h a0, fa1, fa2          fa1=1:h fa2=2:h                    =>  a0=1
    a4c5c553  fleq.h a0, fa1, fa2          fa1=2:h fa2=1:h                    =>  a0=0
    a4c5c553  fleq.h a0, fa1, fa2          fa1=-0:h fa2=0:h                   =>  a0=1
    a4c5c553  fleq.h a0, fa1, fa2          fa1=0xffffffffffff7e05 fa2=1:h     =>  a0=0
    a4c5c553  fleq.h a0, fa1, fa2          fa1=0xffffffffffff7c01 fa2=1:h     =>  a0=0 fflags=16
    a4c5c553  fleq.h a0, fa1, fa2          fa1=0xffffffff00003c00 fa2=1:h     =>  a0=0
    a4c5d553  fltq.h a0, fa1, fa2          fa1=1:h fa2=1:h                    =>  a0=0
    a4c5d553  fltq.h a0, fa1, fa2          fa1=1:h fa2=2:h                    =>  a0=1
    a4c5d553  fltq.h a0, fa1, fa2          fa1=2:h fa2=1:h                    =>  a0=0
    a4c5d553  fltq.h a0, fa1, fa2          fa1=-0:h fa2=0:h                   =>  a0=0
    a4c5d553  fltq.h a0, fa1, fa2          fa1=0xffffffffffff7e05 fa2=1:h     =>  a0=0
    a4c5d553  fltq.h a0, fa1, fa2          fa1=0xffffffffffff7c01 fa2=1:h     =>  a0=0 fflags=16
    a4c5d553  fltq.h a0, fa1, fa2          fa1=0xffffffff00003c00 fa2=1:h     =>  a0=0
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=1.75:d                         =>  a0=1 fflags=1
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=-1.75:d                        =>  a0=0xffffffffffffffff fflags=1
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x41e0000000000000             =>  a0=0xffffffff80000000 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0xc1e0000000000000             =>  a0=0xffffffff80000000
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x41e0000000100000             =>  a0=0xffffffff80000000 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x41f0000000500000             =>  a0=5 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0xc1f0000000500000             =>  a0=0xfffffffffffffffb fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x4330000100000007             =>  a0=7 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x4530000000000000             =>  a0=0 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x43b0000000800000             =>  a0=0xffffffff80000000 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=-0:d                           =>  a0=0
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x1                            =>  a0=0 fflags=1
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=inf:d                          =>  a0=0 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=-inf:d                         =>  a0=0 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x7ff8000000000005             =>  a0=0 fflags=16
    c2859553  fcvtmod.w.d a0, fa1, rtz     fa1=0x7ff0000000000001             =>  a0=0 fflags=16
    4245e553  .4byte 0x4245e553                                               =>  exit=illegal
";
