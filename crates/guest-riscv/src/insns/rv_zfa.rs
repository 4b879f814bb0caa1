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
    fn print(self, _: GuestAddr, out: &mut String) {
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
";
