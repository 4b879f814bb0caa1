//! AdvSIMD shift by immediate, vector and scalar, of integers (Arm ARM, C4.1).

use insn_table::FieldSpec;
use ir::{Cond, GuestAddr, Narrow, Value};

use self::{
    shl as shl_scalar, sli as sli_scalar, sqrshrn as sqrshrn_scalar, sqrshrun as sqrshrun_scalar,
    sqshl_imm as sqshl_imm_scalar, sqshlu as sqshlu_scalar, sqshrn as sqshrn_scalar,
    sqshrun as sqshrun_scalar, sri as sri_scalar, srshr as srshr_scalar, srsra as srsra_scalar,
    sshr as sshr_scalar, ssra as ssra_scalar, uqrshrn as uqrshrn_scalar,
    uqshl_imm as uqshl_imm_scalar, uqshrn as uqshrn_scalar, urshr as urshr_scalar,
    ursra as ursra_scalar, ushr as ushr_scalar, usra as usra_scalar,
};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Shape, Vt, Vw};

/// immh:immb as distance to the right: the lane's size is the highest bit of immh.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Right {
    shape: Shape,
    by: u32,
}

/// immh:immb as distance to the left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    shape: Shape,
    by: u32,
}

impl Field for Right {
    #[inline(always)]
    fn decode(word: u32, _: &FieldSpec) -> Right {
        let shape = Shape::of(word);
        let by = (2 * shape.lane.bits()).wrapping_sub(word >> 16 & 0x7f);
        Right { shape, by }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(&self.by.to_string());
    }
}

impl Field for Left {
    #[inline(always)]
    fn decode(word: u32, _: &FieldSpec) -> Left {
        let shape = Shape::of(word);
        let by = (word >> 16 & 0x7f).wrapping_sub(shape.lane.bits());
        Left { shape, by }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(&self.by.to_string());
    }
}

operands! {
    /// To the right.
    ShiftRight { n: Right, rn: Vt, rd: Vt }
    /// To the left.
    ShiftLeft { n: Left, rn: Vt, rd: Vt }
    /// To the right, narrowing.
    ShiftNarrow { t: Shape, n: Right, rn: Vw, rd: Vt }
    /// To the left, widening.
    ShiftLong { t: Shape, n: Left, rn: Vt, rd: Vw }
}

rows! { [ASIMD]
    sshr             "0 n[7] 0 011110 n[6:0] 00000 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "sshr {rd}, {rn}, #{n}";
    ushr             "0 n[7] 1 011110 n[6:0] 00000 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "ushr {rd}, {rn}, #{n}";
    ssra             "0 n[7] 0 011110 n[6:0] 00010 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "ssra {rd}, {rn}, #{n}";
    usra             "0 n[7] 1 011110 n[6:0] 00010 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "usra {rd}, {rn}, #{n}";
    srshr            "0 n[7] 0 011110 n[6:0] 00100 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "srshr {rd}, {rn}, #{n}";
    urshr            "0 n[7] 1 011110 n[6:0] 00100 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "urshr {rd}, {rn}, #{n}";
    srsra            "0 n[7] 0 011110 n[6:0] 00110 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "srsra {rd}, {rn}, #{n}";
    ursra            "0 n[7] 1 011110 n[6:0] 00110 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "ursra {rd}, {rn}, #{n}";
    sri              "0 n[7] 1 011110 n[6:0] 01000 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftRight "sri {rd}, {rn}, #{n}";
    shl              "0 n[7] 0 011110 n[6:0] 01010 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftLeft "shl {rd}, {rn}, #{n}";
    sli              "0 n[7] 1 011110 n[6:0] 01010 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftLeft "sli {rd}, {rn}, #{n}";
    sqshlu           "0 n[7] 1 011110 n[6:0] 01100 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftLeft "sqshlu {rd}, {rn}, #{n}";
    sqshl_imm        "0 n[7] 0 011110 n[6:0] 01110 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftLeft "sqshl {rd}, {rn}, #{n}";
    uqshl_imm        "0 n[7] 1 011110 n[6:0] 01110 1 rn:5 rd:5 where n&120!=0 n&192!=64"                 ShiftLeft "uqshl {rd}, {rn}, #{n}";
    sshr_scalar      "01 0 111110 n:7 00000 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "sshr {rd}, {rn}, #{n}";
    ushr_scalar      "01 1 111110 n:7 00000 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "ushr {rd}, {rn}, #{n}";
    ssra_scalar      "01 0 111110 n:7 00010 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "ssra {rd}, {rn}, #{n}";
    usra_scalar      "01 1 111110 n:7 00010 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "usra {rd}, {rn}, #{n}";
    srshr_scalar     "01 0 111110 n:7 00100 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "srshr {rd}, {rn}, #{n}";
    urshr_scalar     "01 1 111110 n:7 00100 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "urshr {rd}, {rn}, #{n}";
    srsra_scalar     "01 0 111110 n:7 00110 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "srsra {rd}, {rn}, #{n}";
    ursra_scalar     "01 1 111110 n:7 00110 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "ursra {rd}, {rn}, #{n}";
    sri_scalar       "01 1 111110 n:7 01000 1 rn:5 rd:5 where n&64!=0"                                   ShiftRight "sri {rd}, {rn}, #{n}";
    shl_scalar       "01 0 111110 n:7 01010 1 rn:5 rd:5 where n&64!=0"                                   ShiftLeft "shl {rd}, {rn}, #{n}";
    sli_scalar       "01 1 111110 n:7 01010 1 rn:5 rd:5 where n&64!=0"                                   ShiftLeft "sli {rd}, {rn}, #{n}";
    sqshlu_scalar    "01 1 111110 n:7 01100 1 rn:5 rd:5 where n&120!=0"                                  ShiftLeft "sqshlu {rd}, {rn}, #{n}";
    sqshl_imm_scalar "01 0 111110 n:7 01110 1 rn:5 rd:5 where n&120!=0"                                  ShiftLeft "sqshl {rd}, {rn}, #{n}";
    uqshl_imm_scalar "01 1 111110 n:7 01110 1 rn:5 rd:5 where n&120!=0"                                  ShiftLeft "uqshl {rd}, {rn}, #{n}";
    shrn             "0 t:1 0 011110 n:7 10000 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "shrn{t} {rd}, {rn}, #{n}";
    rshrn            "0 t:1 0 011110 n:7 10001 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "rshrn{t} {rd}, {rn}, #{n}";
    sqshrun          "0 t:1 1 011110 n:7 10000 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "sqshrun{t} {rd}, {rn}, #{n}";
    sqrshrun         "0 t:1 1 011110 n:7 10001 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "sqrshrun{t} {rd}, {rn}, #{n}";
    sqshrn           "0 t:1 0 011110 n:7 10010 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "sqshrn{t} {rd}, {rn}, #{n}";
    sqrshrn          "0 t:1 0 011110 n:7 10011 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "sqrshrn{t} {rd}, {rn}, #{n}";
    uqshrn           "0 t:1 1 011110 n:7 10010 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "uqshrn{t} {rd}, {rn}, #{n}";
    uqrshrn          "0 t:1 1 011110 n:7 10011 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftNarrow "uqrshrn{t} {rd}, {rn}, #{n}";
    sqshrun_scalar   "0 t:1 1 111110 n:7 10000 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "sqshrun {rd}, {rn}, #{n}";
    sqrshrun_scalar  "0 t:1 1 111110 n:7 10001 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "sqrshrun {rd}, {rn}, #{n}";
    sqshrn_scalar    "0 t:1 0 111110 n:7 10010 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "sqshrn {rd}, {rn}, #{n}";
    sqrshrn_scalar   "0 t:1 0 111110 n:7 10011 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "sqrshrn {rd}, {rn}, #{n}";
    uqshrn_scalar    "0 t:1 1 111110 n:7 10010 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "uqshrn {rd}, {rn}, #{n}";
    uqrshrn_scalar   "0 t:1 1 111110 n:7 10011 1 rn:5 rd:5 where t!=0 n&120!=0 n&64!=64"                 ShiftNarrow "uqrshrn {rd}, {rn}, #{n}";
    sshll            "0 t:1 0 011110 n:7 10100 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftLong "sshll{t} {rd}, {rn}, #{n}";
    ushll            "0 t:1 1 011110 n:7 10100 1 rn:5 rd:5 where n&120!=0 n&64!=64"                      ShiftLong "ushll{t} {rd}, {rn}, #{n}";
}

macro_rules! shifts {
    ($operands:ident: $($(#[$doc:meta])* $name:ident |$b:ident, $t:ident, $d:ident, $n:ident, $by:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: $operands) {
            let ($t, $by, $n) = (i.n.shape, i.n.by, $b.v(i.rn.0));
            let $d = || $b.v(i.rd.0);
            let _ = $d;
            $b.set_shape($t, i.rd.0, $value);
        }
    )*};
}

fn accumulate(
    b: &Lift,
    t: Shape,
    d: Value,
    (signed, round): (bool, bool),
    n: Value,
    by: u32,
) -> Value {
    b.vadd(t.lane, d, b.shift_right(t.lane, signed, round, n, by))
}

shifts! { ShiftRight:
    /// rd = rn >> n
    sshr |b, t, _d, n, by| b.shift_right(t.lane, true, false, n, by);
    /// rd = rn >> n, unsigned
    ushr |b, t, _d, n, by| b.shift_right(t.lane, false, false, n, by);
    /// rd = rn >> n, rounded
    srshr |b, t, _d, n, by| b.shift_right(t.lane, true, true, n, by);
    /// rd = rn >> n, rounded, unsigned
    urshr |b, t, _d, n, by| b.shift_right(t.lane, false, true, n, by);
    /// rd += rn >> n
    ssra |b, t, d, n, by| accumulate(b, t, d(), (true, false), n, by);
    /// rd += rn >> n, unsigned
    usra |b, t, d, n, by| accumulate(b, t, d(), (false, false), n, by);
    /// rd += rn >> n, rounded
    srsra |b, t, d, n, by| accumulate(b, t, d(), (true, true), n, by);
    /// rd += rn >> n, rounded, unsigned
    ursra |b, t, d, n, by| accumulate(b, t, d(), (false, true), n, by);
    /// rd = rn >> n with the top n bits of rd
    sri |b, t, d, n, by| {
        let all = u64::MAX >> (64 - t.lane.bits());
        let kept = b.vsplat(t.lane, all & !all.checked_shr(by).unwrap_or(0));
        b.vor(b.vand(d(), kept), b.vshr(t.lane, false, n, by))
    };
}

shifts! { ShiftLeft:
    /// rd = rn << n
    shl |b, t, _d, n, by| b.vshl(t.lane, n, by);
    /// rd = rn << n with the low n bits of rd
    sli |b, t, d, n, by| {
        let kept = b.vsplat(t.lane, (1 << by) - 1);
        b.vor(b.vand(d(), kept), b.vshl(t.lane, n, by))
    };
    /// rd = rn << n, saturating
    sqshl_imm |b, t, _d, n, by| b.saturating_shift_left(t, true, n, by);
    /// rd = rn << n, saturating, unsigned
    uqshl_imm |b, t, _d, n, by| b.saturating_shift_left(t, false, n, by);
    /// rd = signed rn << n, saturating to unsigned
    sqshlu |b, t, _d, n, by| {
        let negative = b.vcmp(t.lane, Cond::Slt, n, b.vzero());
        b.saturated(t, negative);
        b.saturating_shift_left(t, false, b.vandn(n, negative), by)
    };
}

fn narrow(b: &Lift, i: ShiftNarrow, signed: bool, round: bool, kind: Narrow) {
    let wide = i.t.lane.wider();
    let shifted = b.shift_right(wide, signed, round, b.v(i.rn.0), i.n.by);
    b.set_narrow(i.t, i.rd.0, b.saturating_narrow(i.t, kind, shifted));
}

/// rd = low half of rn >> n
fn shrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, false, false, Narrow::Trunc);
}

/// rd = low half of rn >> n, rounded
fn rshrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, false, true, Narrow::Trunc);
}

/// rd = rn >> n narrowed, saturating
fn sqshrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, true, false, Narrow::Signed);
}

/// rd = rn >> n, rounded, narrowed, saturating
fn sqrshrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, true, true, Narrow::Signed);
}

/// rd = rn >> n narrowed, saturating, unsigned
fn uqshrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, false, false, Narrow::Unsigned);
}

/// rd = rn >> n, rounded, narrowed, saturating, unsigned
fn uqrshrn(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, false, true, Narrow::Unsigned);
}

/// rd = signed rn >> n narrowed to unsigned, saturating
fn sqshrun(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, true, false, Narrow::SignedToUnsigned);
}

/// rd = signed rn >> n, rounded, narrowed to unsigned, saturating
fn sqrshrun(b: &Lift, i: ShiftNarrow) {
    narrow(b, i, true, true, Narrow::SignedToUnsigned);
}

fn long(b: &Lift, i: ShiftLong, signed: bool) {
    let wide = b.vwiden(i.t.lane, signed, i.t.half(), b.v(i.rn.0));
    b.set_v(i.rd.0, b.vshl(i.t.lane.wider(), wide, i.n.by));
}

/// rd = widened rn << n
fn sshll(b: &Lift, i: ShiftLong) {
    long(b, i, true);
}

/// rd = widened rn << n, unsigned
fn ushll(b: &Lift, i: ShiftLong) {
    long(b, i, false);
}

pub(crate) const CASES: &str = "
    4f3e0420  sshr v0.4s, v1.4s, #2               v1=0x93f4374eb9759e4486e4cdcb00000010                   =>  v0=0xe4fd0dd3ee5d6791e1b9337200000004
    0f3d0420  sshr v0.2s, v1.2s, #3               v1=0xf507d00180001000c000c0000435d                      =>  v0=0x180010000086b
    4f0d0420  sshr v0.16b, v1.16b, #3             v1=0x807fff0001fe40c008f807f755aa33cc                   =>  v0=0xf00fff0000ff08f801ff00fe0af506f9
    0f090420  sshr v0.8b, v1.8b, #7               v1=0x807fff0001fe40c008f807f755aa33cc                   =>  v0=0xff00ff00ff00ff
    6f5b0420  ushr v0.2d, v1.2d, #37              v1=0x8001000500095e470006001400118000                   =>  v0=0x40008000000000000003000
    6f690420  ushr v0.2d, v1.2d, #23              v1=0xffffffffffffffff7fffffffffffffff                   =>  v0=0x1ffffffffff000000ffffffffff
    4f241420  ssra v0.4s, v1.4s, #28              v0=0x3c000d7a8f80012059001b00160001 v1=0xe47ff9047f43e6430828a900be2104ff  =>  v0=0x3c000b7a8f80082059001b0015fffc
    0f2b1420  ssra v0.2s, v1.2s, #21              v0=0x408005030a6e0b13fb03244c0e0b06b9 v1=0x1a0038e4a2000100207fff00010180  =>  v0=0xfb03244d0e0b06b9
    2f121420  usra v0.4h, v1.4h, #14              v0=0xa706ab064d05b3a00e38320c36097f05 v1=0x8001d4c38000ffe10008a10f0031ffc0  =>  v0=0xe38320e36097f08
    6f7e1420  usra v0.2d, v1.2d, #2               v0=0x28b80000001bffffce3fffff003f v1=0xf000000000000000c  =>  v0=0x28b80000001effffce3fffff0042
    4f1a2420  srshr v0.8h, v1.8h, #6              v1=0x7fffffffffffffff000000000000000e                   =>  v0=0x2000000000000000000000000000000
    4f722420  srshr v0.2d, v1.2d, #14             v1=0xffe7205e002c0041ffd3fb5567597072                   =>  v0=0xffffff9c817800b0ffffff4fed559d66
    2f362420  urshr v0.2s, v1.2s, #10             v1=0x4ffffffffffffffc9                                  =>  v0=0x40000000400000
    6f272420  urshr v0.4s, v1.4s, #25             v1=0xed680329000000340000000000000000                   =>  v0=0x77000000000000000000000000
    4f083420  srsra v0.16b, v1.16b, #8                                                                    => 
    0f113420  srsra v0.4h, v1.4h, #15             v0=0x100000005fc0bd7d37fffffff v1=0xc09000c7fff0000ffc3ffbf7fffffff  =>  v0=0xfc0bd7d38000ffff
    2f283420  ursra v0.2s, v1.2s, #24             v0=0x390d800c8104ff0ac30ae92d00007f80 v1=0xff0ee4afe90009c90b30155b000145fe  =>  v0=0xc30ae93800007f80
    2f213420  ursra v0.2s, v1.2s, #31             v0=0x38037fff971109e398013b0b0c8849a7 v1=0x8000000000000004fffffffeffffffc7  =>  v0=0x98013b0d0c8849a9
    6f2b4420  sri v0.4s, v1.4s, #21               v0=0x26000000430000000136c489b3 v1=0x940b0021b321004a8001ffffffdfb727  =>  v0=0x4a0000005990000040036c48ffe
    2f1e4420  sri v0.4h, v1.4h, #2                v0=0x17c6edf0642146cb15f05fb19d6cd20 v1=0x800100232f990009000700047fff0011  =>  v0=0x800100011fffc004
    4f495420  shl v0.2d, v1.2d, #9                v1=0x305b4b03d20000001100000021                         =>  v0=0x60b69607a4000000220000004200
    0f3d5420  shl v0.2s, v1.2s, #29               v1=0x16800000010000001d7fffffff                         =>  v0=0xa0000000e0000000
    6f105420  sli v0.8h, v1.8h, #0                v1=0x2b0000000000000015                                 =>  v0=0x2b0000000000000015
    6f255420  sli v0.4s, v1.4s, #5                v0=0xf705037f1c01cdffbc0d05fa68ba08fc v1=0xd0c2001dffffffe380010001fff5001e  =>  v0=0x184003bffffffc7f0020003afea003dc
    6f456420  sqshlu v0.2d, v1.2d, #5             v1=0x80ff480a090a0409c87ff37b800a0771                   =>  fpsr=0x8000000
    6f496420  sqshlu v0.2d, v1.2d, #9             v1=0x220000000000000042                                 =>  v0=0x44000000000000008400
    4f2a7420  sqshl v0.4s, v1.4s, #10             v1=0xd9ab34d0ffffffdcf16b2870ffffffdb                   =>  v0=0x80000000ffff700080000000ffff6c00 fpsr=0x8000000
    4f367420  sqshl v0.4s, v1.4s, #22             v1=0xffff00050014bd5a7fff0007a40a0008                   =>  v0=0x800000007fffffff7fffffff80000000 fpsr=0x8000000
    2f367420  uqshl v0.2s, v1.2s, #22             v1=0xaae10001000b80000012ffb7ffff8000                   =>  v0=0xffffffffffffffff fpsr=0x8000000
    6f427420  uqshl v0.2d, v1.2d, #2              v1=0x17ffffff4ad2effe90011ffd5c379                      =>  v0=0x5ffffffd2b4b8ffffffffffffffff fpsr=0x8000000
    5f410420  sshr d0, d1, #63                                                                            => 
    5f7a0420  sshr d0, d1, #6                     v1=0x9b4046b30f80060b056081b80d2407cc                   =>  v0=0x158206e034901f
    7f710420  ushr d0, d1, #15                    v1=0x7fc1b40701cc1f1e0accd07f0f9e0005                   =>  v0=0x1599a0fe1f3c
    7f5a0420  ushr d0, d1, #38                    v1=0x123082aef8106fa0009a20e80070aed                    =>  v0=0x2688
    5f741420  ssra d0, d1, #12                    v0=0x22810280810b098081ffe90000ea01f0 v1=0x8000000000000001ffffffffffffffe4  =>  v0=0x81ffe90000ea01ef
    5f601420  ssra d0, d1, #32                    v0=0xb8a6003295cffff6001f001f68e6001e                   =>  v0=0x1f001f68e6001e
    7f791420  usra d0, d1, #7                     v0=0x872c5be252e8b27d000000000000006f v1=0x10d9e0adfb023ab03a  =>  v0=0x1b3c15bf60475cf
    7f611420  usra d0, d1, #31                    v0=0xffffffffffffffbfffffffffffffffde v1=0x97fffffffffffffff  =>  v0=0xffffffdd
    5f642420  srshr d0, d1, #28                   v1=0xf79c28267fffffff00000016ca7997b5                   =>  v0=0x16d
    5f5e2420  srshr d0, d1, #34                                                                           => 
    7f782420  urshr d0, d1, #8                    v1=0x28dcfddca97fffffffa221e858                         =>  v0=0x7fffffffa221e8
    7f692420  urshr d0, d1, #23                   v1=0x4c0305612e7f010781ff0b7f8035ccec                   =>  v0=0x103fe16ff00
    5f493420  srsra d0, d1, #55                   v0=0x7fffffffffffffff0000000000000037                   =>  v0=0x37
    5f613420  srsra d0, d1, #31                   v0=0x800100060018ffea8001f95d0002001e v1=0x8000c32400138000ffff0001ffff0001  =>  v0=0x8001f95d00000022
    7f433420  ursra d0, d1, #61                   v0=0x7987f031000000320000001d0000002d                   =>  v0=0x1d0000002d
    7f4b3420  ursra d0, d1, #53                   v0=0xa85affff00137fffffc40001ffff0003 v1=0x7ffff26bffbc0011176b00006038000f  =>  v0=0xffc40001ffff00be
    7f544420  sri d0, d1, #44                     v0=0x340000002e8000000000000019 v1=0x13ff817f01ff2d0a3099ff3c0a3db14d  =>  v0=0x800000000003099f
    7f4b4420  sri d0, d1, #53                     v0=0x657fffffffffffffff v1=0x7fffffffffffffffce2de51af99e25b6  =>  v0=0x7ffffffffffffe71
    5f5c5420  shl d0, d1, #28                     v1=0x8000000000000000000000000000001f                   =>  v0=0x1f0000000
    5f6e5420  shl d0, d1, #46                     v1=0x56a11f0d000000440000003e1417afb1                   =>  v0=0xebec400000000000
    7f635420  sli d0, d1, #35                     v0=0x150000000000000007 v1=0x2e0000000000000052         =>  v0=0x29000000007
    7f415420  sli d0, d1, #1                      v0=0x55692ea234c1f83bffffffff00000017 v1=0x20ff810012ffff02410c3ae781dd0908  =>  v0=0x821875cf03ba1211
    7f366420  sqshlu s0, s1, #22                  v1=0x15000000000000001900000030                         =>  v0=0xc000000
    7f7f6420  sqshlu d0, d1, #63                  v1=0xffffffffffffffde0000000000000015                   =>  v0=0xffffffffffffffff fpsr=0x8000000
    5f5c7420  sqshl d0, d1, #28                   v1=0xffffffd00000001e0000001efffffff5                   =>  v0=0x7fffffffffffffff fpsr=0x8000000
    5f0d7420  sqshl b0, b1, #5                    v1=0x10000000000000001                                  =>  v0=0x20
    7f607420  uqshl d0, d1, #32                   v1=0x3376bb1cab0000001180000000                         =>  v0=0xffffffffffffffff fpsr=0x8000000
    7f3f7420  uqshl s0, s1, #31                   v1=0xffffffffffffffe8ffffffffffffffff                   =>  v0=0xffffffff fpsr=0x8000000
    4f108420  shrn2 v0.8h, v1.4s, #16             v0=0xe7db40000101c828ed290801df08c60a v1=0x1893a2ffff7fffa86d80000013  =>  v0=0x93a27fff8000ed290801df08c60a
    4f278420  shrn2 v0.4s, v1.2d, #25             v0=0x513d8001000effff004cda6c00187fff v1=0x7015b0f1fff600150001001f00006bc2  =>  v0=0xad878ff00800f80004cda6c00187fff
    0f1f8c20  rshrn v0.4h, v1.4s, #1              v1=0x61aa0a5da2f48892b4                                 =>  v0=0x312ed1495a
    4f1c8c20  rshrn2 v0.8h, v1.4s, #4             v0=0x810ae58cbc7fff56c64132ba188172ed v1=0xffffffffffffffeff5653e6ae21b1e43  =>  v0=0xffff53e7b1e4c64132ba188172ed
    2f2f8420  sqshrun v0.2s, v1.2d, #17           v1=0xb70001000081c60b2401ec350809e1ff                   =>  v0=0xffffffff fpsr=0x8000000
    6f1c8420  sqshrun2 v0.8h, v1.4s, #4           v0=0x7fffffffffffffff8000000000000001 v1=0x16ffffffffffffffba  =>  v0=0x1000000008000000000000001 fpsr=0x8000000
    2f2f8c20  sqrshrun v0.2s, v1.2d, #17          v1=0x4502ab4e000000357fffffff00000001                   =>  v0=0xffffffffffffffff fpsr=0x8000000
    2f258c20  sqrshrun v0.2s, v1.2d, #27          v1=0xffb4ffc857f6000000150009fffe0000                   =>  v0=0x2a00140 fpsr=0x8000000
    4f289420  sqshrn2 v0.4s, v1.2d, #24           v0=0x1a0000000000000023ffffffeb v1=0x16ffffffe48000000000000018  =>  v0=0x16ff8000000000000023ffffffeb fpsr=0x8000000
    4f2b9420  sqshrn2 v0.4s, v1.2d, #21           v0=0x5f0000000000000068 v1=0x80f2000e01385b0b670348ff0a017180  =>  v0=0x800000007fffffff0000000000000068 fpsr=0x8000000
    0f3f9c20  sqrshrn v0.2s, v1.2d, #1            v1=0xf050dff0a7c77d70bdc0e49372816bc                    =>  v0=0x7fffffff7fffffff fpsr=0x8000000
    0f1d9c20  sqrshrn v0.4h, v1.4s, #3            v1=0x7f0f0600f701012109abff81573a8080                   =>  v0=0x7fff80007fff7fff fpsr=0x8000000
    6f2f9420  uqshrn2 v0.4s, v1.2d, #17           v0=0x8e8b2275873e159fffffffffffffffe0 v1=0x80c180ff007fff067f0081bf02c0e204  =>  v0=0xffffffffffffffffffffffffffffffe0 fpsr=0x8000000
    2f319420  uqshrn v0.2s, v1.2d, #15            v1=0x1ad2c70b0e8000000100000018                         =>  v0=0x35a58effffffff fpsr=0x8000000
    2f0a9c20  uqrshrn v0.8b, v1.8h, #6            v1=0x7fffce6f0018000e9784800000194ed3                   =>  v0=0xffff0000ffff00ff fpsr=0x8000000
    2f399c20  uqrshrn v0.2s, v1.2d, #7            v1=0x1dffffffb50000003100000024                         =>  v0=0x3bffffff62000000
    7f0b8420  sqshrun b0, h1, #5                  v1=0x600001a2db030f00180b25035911a576                   =>  fpsr=0x8000000
    7f3a8420  sqshrun s0, d1, #6                  v1=0xc260e26ff041c0e010c7f05081abaff                    =>  v0=0xffffffff fpsr=0x8000000
    7f388c20  sqrshrun s0, d1, #8                                                                         => 
    7f378c20  sqrshrun s0, d1, #9                 v1=0x824bb9607fffffff000000048c34bc39                   =>  v0=0x2461a5e
    5f0b9420  sqshrn b0, h1, #5                   v1=0x137fffffffffffffff                                 =>  v0=0xff
    5f089420  sqshrn b0, h1, #8                   v1=0x9060e81b0040c00500b81110a81e981                    =>  v0=0xe9
    5f1b9c20  sqrshrn h0, s1, #5                                                                          => 
    5f359c20  sqrshrn s0, d1, #11                                                                         => 
    7f249420  uqshrn s0, d1, #28                  v1=0xe0016003ae0730000e92000000000                      =>  v0=0xe9200
    7f2b9420  uqshrn s0, d1, #21                  v1=0x390000000e0f616318ffffffe8                         =>  v0=0xffffffff fpsr=0x8000000
    7f119c20  uqrshrn h0, s1, #15                 v1=0x3fffffffffffffffb1                                 =>  v0=0xffff fpsr=0x8000000
    7f309c20  uqrshrn s0, d1, #16                                                                         => 
    0f24a420  sshll v0.2d, v1.2s, #4              v1=0x2bd6faadd1b109676a                                 =>  v0=0xfffffffd6faadd10fffffffb109676a0
    0f08a420  sshll v0.8h, v1.8b, #0              v1=0x6a56c8e38bd75d08fffffffffffffff9                   =>  v0=0xfffffffffffffffffffffffffffffff9
    2f3ca420  ushll v0.2d, v1.2s, #28             v1=0xd0949d4cbf927c311ee3312f1d2a145c                   =>  v0=0x1ee3312f000000001d2a145c0000000
    6f30a420  ushll2 v0.2d, v1.4s, #16            v1=0x6a0000000000000001                                 =>  v0=0x6a0000
";
