//! AdvSIMD modified immediate (Arm ARM, C4.1; AdvSIMDExpandImm).

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{GuestAddr, Lane, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Extent, Shape};

/// 64 or 128 bits (Q). Prints the number of lanes of the form at hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Q(Extent);

impl Field for Q {
    #[inline(always)]
    fn decode(word: u32, _: &FieldSpec) -> Q {
        Q(Shape::of(word & !(1 << 28)).extent)
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        // cmode: words are 0xxx and 110x, halfwords 10xx, bytes 1110; 1111 is a float by bit 11.
        let lanes = match (word >> 12 & 15, word >> 11 & 1) {
            (8..=11, _) | (15, 1) => 4,
            (14, _) => 8,
            _ => 2,
        };
        let twice = (self.0 == Extent::Full) as u32;
        let _ = write!(out, "{}", lanes << twice);
    }
}

/// The register, printed up to the arrangement's dot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vd(V);

impl Field for Vd {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Vd {
        Vd(V::decode(word, spec))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "v{}", self.0.0);
    }
}

/// The byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Byte(u64);

impl Field for Byte {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Byte {
        Byte(spec.extract(word).into())
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "#{:#x}", self.0);
    }
}

/// Distance of a shift in bytes, printed if it is not 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lsl(u32);

impl Field for Lsl {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Lsl {
        Lsl(8 * spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.0 != 0 {
            let _ = write!(out, ", lsl #{}", self.0);
        }
    }
}

/// Distance of a shift that fills up with ones: 8 or 16.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Msl(u32);

impl Field for Msl {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Msl {
        Msl(8 + 8 * spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "#{}", self.0);
    }
}

/// A bit for each byte of a doubleword.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByteMask(u64);

impl Field for ByteMask {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> ByteMask {
        let bits = spec.extract(word);
        let bytes = (0..8).map(|n| (u64::from(bits >> n & 1) * 0xff) << (8 * n));
        ByteMask(bytes.fold(0, |mask, byte| mask | byte))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "#{:#x}", self.0);
    }
}

/// A float of eight bits, as double (VFPExpandImm).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Float(u64);

impl Float {
    /// The bits of the same number with `exponent` and `fraction` bits.
    const fn bits(self, exponent: u32, fraction: u32) -> u64 {
        let imm = self.0;
        let (sign, high) = (imm >> 7, imm >> 6 & 1);
        let repeated = ((1 << (exponent - 3)) - 1) * high;
        let power = (high ^ 1) << (exponent - 1) | repeated << 2 | imm >> 4 & 3;
        sign << (exponent + fraction) | power << fraction | (imm & 15) << (fraction - 4)
    }

    /// Binary16.
    const fn half(self) -> u64 {
        self.bits(5, 10)
    }

    /// Binary32.
    const fn single(self) -> u64 {
        self.bits(8, 23)
    }

    /// Binary64.
    const fn double(self) -> u64 {
        self.bits(11, 52)
    }
}

impl Field for Float {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Float {
        Float(spec.extract(word).into())
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let text = format!("{:.18e}", f64::from_bits(self.double()));
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, power) = match power.strip_prefix('-') {
            Some(power) => ('-', power),
            None => ('+', power),
        };
        let _ = write!(out, "#{digits}e{sign}{power:0>2}");
    }
}

operands! {
    /// Words.
    Shifted { q: Q, sh: Lsl, imm: Byte, rd: Vd }
    /// Words, ones shifted in.
    Ones { q: Q, sh: Msl, imm: Byte, rd: Vd }
    /// Bytes.
    Bytes { q: Q, imm: Byte, rd: Vd }
    /// Doublewords.
    Mask { imm: ByteMask, rd: V }
    /// Halves or singles.
    Single { q: Q, imm: Float, rd: Vd }
    /// Doubles.
    Double { imm: Float, rd: V }
}

rows! { [ASIMD]
    movi_s           "0 q:1 0 0111100000 imm[7:5] 0 sh:2 0 01 imm[4:0] rd:5"             Shifted "movi {rd}.{q}s, {imm}{sh}";
    movi_h           "0 q:1 0 0111100000 imm[7:5] 10 sh:1 0 01 imm[4:0] rd:5"            Shifted "movi {rd}.{q}h, {imm}{sh}";
    movi_msl         "0 q:1 0 0111100000 imm[7:5] 110 sh:1 01 imm[4:0] rd:5"             Ones "movi {rd}.{q}s, {imm}, msl {sh}";
    mvni_s           "0 q:1 1 0111100000 imm[7:5] 0 sh:2 0 01 imm[4:0] rd:5"             Shifted "mvni {rd}.{q}s, {imm}{sh}";
    mvni_h           "0 q:1 1 0111100000 imm[7:5] 10 sh:1 0 01 imm[4:0] rd:5"            Shifted "mvni {rd}.{q}h, {imm}{sh}";
    mvni_msl         "0 q:1 1 0111100000 imm[7:5] 110 sh:1 01 imm[4:0] rd:5"             Ones "mvni {rd}.{q}s, {imm}, msl {sh}";
    orr_imm_s        "0 q:1 0 0111100000 imm[7:5] 0 sh:2 1 01 imm[4:0] rd:5"             Shifted "orr {rd}.{q}s, {imm}{sh}";
    orr_imm_h        "0 q:1 0 0111100000 imm[7:5] 10 sh:1 1 01 imm[4:0] rd:5"            Shifted "orr {rd}.{q}h, {imm}{sh}";
    bic_imm_s        "0 q:1 1 0111100000 imm[7:5] 0 sh:2 1 01 imm[4:0] rd:5"             Shifted "bic {rd}.{q}s, {imm}{sh}";
    bic_imm_h        "0 q:1 1 0111100000 imm[7:5] 10 sh:1 1 01 imm[4:0] rd:5"            Shifted "bic {rd}.{q}h, {imm}{sh}";
    movi_b           "0 q:1 0 0111100000 imm[7:5] 1110 01 imm[4:0] rd:5"                 Bytes "movi {rd}.{q}b, {imm}";
    movi_d           "0 0 1 0111100000 imm[7:5] 1110 01 imm[4:0] rd:5"                   Mask "movi d{rd}, {imm}";
    movi_2d          "0 1 1 0111100000 imm[7:5] 1110 01 imm[4:0] rd:5"                   Mask "movi v{rd}.2d, {imm}";
    fmov_imm_s       "0 q:1 0 0111100000 imm[7:5] 1111 01 imm[4:0] rd:5"                 Single "fmov {rd}.{q}s, {imm}";
    fmov_imm_d       "0 1 1 0111100000 imm[7:5] 1111 01 imm[4:0] rd:5"                   Double "fmov v{rd}.2d, {imm}";
    fmov_imm_h       "0 q:1 0 0111100000 imm[7:5] 1111 11 imm[4:0] rd:5"                 Single "fmov {rd}.{q}h, {imm}" needs [ASIMDHP];
}

/// A doubleword in the part of a vector that Q says.
fn constant(b: &Lift, q: Q, doubleword: u64) -> Value {
    match q.0 {
        Extent::Full => b.vconst(doubleword),
        _ => b.vconst_low(doubleword),
    }
}

fn shifted(i: Shifted, lane: Lane) -> u64 {
    lane.splat(i.imm.0 << i.sh.0)
}

/// rd = imm << sh, words
fn movi_s(b: &Lift, i: Shifted) {
    b.set_v(i.rd.0, constant(b, i.q, shifted(i, Lane::S)));
}

/// rd = imm << sh, halfwords
fn movi_h(b: &Lift, i: Shifted) {
    b.set_v(i.rd.0, constant(b, i.q, shifted(i, Lane::H)));
}

/// rd = !(imm << sh), words
fn mvni_s(b: &Lift, i: Shifted) {
    b.set_v(i.rd.0, constant(b, i.q, !shifted(i, Lane::S)));
}

/// rd = !(imm << sh), halfwords
fn mvni_h(b: &Lift, i: Shifted) {
    b.set_v(i.rd.0, constant(b, i.q, !shifted(i, Lane::H)));
}

fn with_ones(i: Ones) -> u64 {
    Lane::S.splat(i.imm.0 << i.sh.0 | ((1 << i.sh.0) - 1))
}

/// rd = imm << sh, ones shifted in
fn movi_msl(b: &Lift, i: Ones) {
    b.set_v(i.rd.0, constant(b, i.q, with_ones(i)));
}

/// rd = !(imm << sh), zeros shifted in
fn mvni_msl(b: &Lift, i: Ones) {
    b.set_v(i.rd.0, constant(b, i.q, !with_ones(i)));
}

fn or_constant(b: &Lift, i: Shifted, lane: Lane) {
    let shape = Shape {
        lane,
        extent: i.q.0,
    };
    let value = b.vor(b.v(i.rd.0), b.vconst(shifted(i, lane)));
    b.set_shape(shape, i.rd.0, value);
}

/// rd |= imm << sh, words
fn orr_imm_s(b: &Lift, i: Shifted) {
    or_constant(b, i, Lane::S);
}

/// rd |= imm << sh, halfwords
fn orr_imm_h(b: &Lift, i: Shifted) {
    or_constant(b, i, Lane::H);
}

fn clear_constant(b: &Lift, i: Shifted, lane: Lane) {
    let shape = Shape {
        lane,
        extent: i.q.0,
    };
    let value = b.vandn(b.v(i.rd.0), b.vconst(shifted(i, lane)));
    b.set_shape(shape, i.rd.0, value);
}

/// rd &= !(imm << sh), words
fn bic_imm_s(b: &Lift, i: Shifted) {
    clear_constant(b, i, Lane::S);
}

/// rd &= !(imm << sh), halfwords
fn bic_imm_h(b: &Lift, i: Shifted) {
    clear_constant(b, i, Lane::H);
}

/// rd = imm, bytes
fn movi_b(b: &Lift, i: Bytes) {
    b.set_v(i.rd.0, constant(b, i.q, Lane::B.splat(i.imm.0)));
}

/// rd = mask of bytes, one doubleword
fn movi_d(b: &Lift, i: Mask) {
    b.set_v(i.rd, b.vconst_low(i.imm.0));
}

/// rd = mask of bytes, two doublewords
fn movi_2d(b: &Lift, i: Mask) {
    b.set_v(i.rd, b.vconst(i.imm.0));
}

/// rd = float
fn fmov_imm_s(b: &Lift, i: Single) {
    b.set_v(i.rd.0, constant(b, i.q, Lane::S.splat(i.imm.single())));
}

/// rd = float
fn fmov_imm_h(b: &Lift, i: Single) {
    b.set_v(i.rd.0, constant(b, i.q, Lane::H.splat(i.imm.half())));
}

/// rd = float
fn fmov_imm_d(b: &Lift, i: Double) {
    b.set_v(i.rd, b.vconst(i.imm.double()));
}

pub(crate) const CASES: &str = "
    0f024500  movi v0.2s, #0x48, lsl #16                                                                  =>  v0=0x48000000480000
    4f064680  movi v0.4s, #0xd4, lsl #16                                                                  =>  v0=0xd4000000d4000000d4000000d40000
    0f038560  movi v0.4h, #0x6b                                                                           =>  v0=0x6b006b006b006b
    4f008740  movi v0.8h, #0x1a                                                                           =>  v0=0x1a001a001a001a001a001a001a001a
    4f07d620  movi v0.4s, #0xf1, msl #16                                                                  =>  v0=0xf1ffff00f1ffff00f1ffff00f1ffff
    4f07c780  movi v0.4s, #0xfc, msl #8                                                                   =>  v0=0xfcff0000fcff0000fcff0000fcff
    6f024560  mvni v0.4s, #0x4b, lsl #16                                                                  =>  v0=0xffb4ffffffb4ffffffb4ffffffb4ffff
    2f050420  mvni v0.2s, #0xa1                                                                           =>  v0=0xffffff5effffff5e
    6f00a6e0  mvni v0.8h, #0x17, lsl #8                                                                   =>  v0=0xe8ffe8ffe8ffe8ffe8ffe8ffe8ffe8ff
    2f06a740  mvni v0.4h, #0xda, lsl #8                                                                   =>  v0=0x25ff25ff25ff25ff
    6f05d400  mvni v0.4s, #0xa0, msl #16                                                                  =>  v0=0xff5f0000ff5f0000ff5f0000ff5f0000
    6f02d500  mvni v0.4s, #0x48, msl #16                                                                  =>  v0=0xffb70000ffb70000ffb70000ffb70000
    4f0615e0  orr v0.4s, #0xcf                    v0=0x1776320000ffd6001a000e8001001a                     =>  v0=0x1776ff0000ffdf001a00cf800100df
    4f0215e0  orr v0.4s, #0x4f                    v0=0x12ffffffff2c123767ffffffd9                         =>  v0=0x5fffffffff2c12376fffffffdf
    4f00b500  orr v0.8h, #0x8, lsl #8             v0=0x6effffffffffffffe4                                 =>  v0=0x80008000800086effffffffffffffe4
    0f069740  orr v0.4h, #0xda                    v0=0x8000000000000001                                   =>  v0=0x80da00da00da00db
    2f027500  bic v0.2s, #0x48, lsl #24           v0=0x5baaa70c000000007fffffffffffffb6                   =>  v0=0x37ffffffb7ffffb6
    6f033740  bic v0.4s, #0x7a, lsl #8            v0=0x80000000000000005237087e1f6c230b                   =>  v0=0x80000000000000005237007e1f6c010b
    6f06b600  bic v0.8h, #0xd0, lsl #8            v0=0xb20a0fe0bfd07f01029905807f00bcc8                   =>  v0=0x220a0fe02fd02f01029905802f002cc8
    2f009460  bic v0.4h, #0x3                     v0=0x80000000000000060000000d00000015                   =>  v0=0xc00000014
    0f05e620  movi v0.8b, #0xb1                                                                           =>  v0=0xb1b1b1b1b1b1b1b1
    4f00e6c0  movi v0.16b, #0x16                                                                          =>  v0=0x16161616161616161616161616161616
    2f03e480  movi d0, #0xffff0000ff0000                                                                  =>  v0=0xffff0000ff0000
    2f04e640  movi d0, #0xff0000ff0000ff00                                                                =>  v0=0xff0000ff0000ff00
    6f03e4e0  movi v0.2d, #0xffff0000ffffff                                                               =>  v0=0xffff0000ffffff00ffff0000ffffff
    6f04e5a0  movi v0.2d, #0xff000000ffff00ff                                                             =>  v0=0xff000000ffff00ffff000000ffff00ff
    0f00f660  fmov v0.2s, #4.750000000000000000e+00                                                       =>  v0=0x4098000040980000
    0f00f4e0  fmov v0.2s, #2.875000000000000000e+00                                                       =>  v0=0x4038000040380000
    6f02f600  fmov v0.2d, #2.500000000000000000e-01                                                       =>  v0=0x3fd00000000000003fd0000000000000
    6f07f660  fmov v0.2d, #-1.187500000000000000e+00                                                      =>  v0=0xbff3000000000000bff3000000000000
    4f05fd60  fmov v0.8h, #-1.350000000000000000e+01                                                      =>  v0=0xcac0cac0cac0cac0cac0cac0cac0cac0
    0f00ff80  fmov v0.4h, #7.000000000000000000e+00                                                       =>  v0=0x4700470047004700
";
