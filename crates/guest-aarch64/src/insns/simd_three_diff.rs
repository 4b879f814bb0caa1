//! AdvSIMD three different: operands or result of twice the lane's size, vector and scalar (Arm ARM, C4.1).

use ir::{Lane, Narrow, Value};

use self::{sqdmlal as sqdmlal_scalar, sqdmlsl as sqdmlsl_scalar, sqdmull as sqdmull_scalar};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Shape, Vt, Vw};

operands! {
    /// Long: wide result of narrow operands.
    Long { t: Shape, rm: Vt, rn: Vt, rd: Vw }
    /// Wide: wide result of a wide and a narrow operand.
    Wide { t: Shape, rm: Vt, rn: Vw, rd: Vw }
    /// Narrow result of wide operands.
    High { t: Shape, rm: Vw, rn: Vw, rd: Vt }
}

rows! { [ASIMD]
    saddl            "0 t[2] 0 01110 t[1:0] 1 rm:5 0000 00 rn:5 rd:5 where t&3!=3"                   Long "saddl{t} {rd}, {rn}, {rm}";
    uaddl            "0 t[2] 1 01110 t[1:0] 1 rm:5 0000 00 rn:5 rd:5 where t&3!=3"                   Long "uaddl{t} {rd}, {rn}, {rm}";
    ssubl            "0 t[2] 0 01110 t[1:0] 1 rm:5 0010 00 rn:5 rd:5 where t&3!=3"                   Long "ssubl{t} {rd}, {rn}, {rm}";
    usubl            "0 t[2] 1 01110 t[1:0] 1 rm:5 0010 00 rn:5 rd:5 where t&3!=3"                   Long "usubl{t} {rd}, {rn}, {rm}";
    sabal            "0 t[2] 0 01110 t[1:0] 1 rm:5 0101 00 rn:5 rd:5 where t&3!=3"                   Long "sabal{t} {rd}, {rn}, {rm}";
    uabal            "0 t[2] 1 01110 t[1:0] 1 rm:5 0101 00 rn:5 rd:5 where t&3!=3"                   Long "uabal{t} {rd}, {rn}, {rm}";
    sabdl            "0 t[2] 0 01110 t[1:0] 1 rm:5 0111 00 rn:5 rd:5 where t&3!=3"                   Long "sabdl{t} {rd}, {rn}, {rm}";
    uabdl            "0 t[2] 1 01110 t[1:0] 1 rm:5 0111 00 rn:5 rd:5 where t&3!=3"                   Long "uabdl{t} {rd}, {rn}, {rm}";
    smlal            "0 t[2] 0 01110 t[1:0] 1 rm:5 1000 00 rn:5 rd:5 where t&3!=3"                   Long "smlal{t} {rd}, {rn}, {rm}";
    umlal            "0 t[2] 1 01110 t[1:0] 1 rm:5 1000 00 rn:5 rd:5 where t&3!=3"                   Long "umlal{t} {rd}, {rn}, {rm}";
    smlsl            "0 t[2] 0 01110 t[1:0] 1 rm:5 1010 00 rn:5 rd:5 where t&3!=3"                   Long "smlsl{t} {rd}, {rn}, {rm}";
    umlsl            "0 t[2] 1 01110 t[1:0] 1 rm:5 1010 00 rn:5 rd:5 where t&3!=3"                   Long "umlsl{t} {rd}, {rn}, {rm}";
    smull            "0 t[2] 0 01110 t[1:0] 1 rm:5 1100 00 rn:5 rd:5 where t&3!=3"                   Long "smull{t} {rd}, {rn}, {rm}";
    umull            "0 t[2] 1 01110 t[1:0] 1 rm:5 1100 00 rn:5 rd:5 where t&3!=3"                   Long "umull{t} {rd}, {rn}, {rm}";
    sqdmlal          "0 t[2] 0 01110 t[1:0] 1 rm:5 1001 00 rn:5 rd:5 where t&3!=3 t&3!=0"            Long "sqdmlal{t} {rd}, {rn}, {rm}";
    sqdmlsl          "0 t[2] 0 01110 t[1:0] 1 rm:5 1011 00 rn:5 rd:5 where t&3!=3 t&3!=0"            Long "sqdmlsl{t} {rd}, {rn}, {rm}";
    sqdmull          "0 t[2] 0 01110 t[1:0] 1 rm:5 1101 00 rn:5 rd:5 where t&3!=3 t&3!=0"            Long "sqdmull{t} {rd}, {rn}, {rm}";
    pmull_bytes      "0 t[2] 0 01110 t[1:0] 1 rm:5 1110 00 rn:5 rd:5 where t&3!=1 t&3!=2 t&3!=3"     Long "pmull{t} {rd}, {rn}, {rm}";
    sqdmlal_scalar   "01 0 11110 t:2 1 rm:5 1001 00 rn:5 rd:5 where t!=0 t!=3"                       Long "sqdmlal {rd}, {rn}, {rm}";
    sqdmlsl_scalar   "01 0 11110 t:2 1 rm:5 1011 00 rn:5 rd:5 where t!=0 t!=3"                       Long "sqdmlsl {rd}, {rn}, {rm}";
    sqdmull_scalar   "01 0 11110 t:2 1 rm:5 1101 00 rn:5 rd:5 where t!=0 t!=3"                       Long "sqdmull {rd}, {rn}, {rm}";
    saddw            "0 t[2] 0 01110 t[1:0] 1 rm:5 0001 00 rn:5 rd:5 where t&3!=3"                   Wide "saddw{t} {rd}, {rn}, {rm}";
    uaddw            "0 t[2] 1 01110 t[1:0] 1 rm:5 0001 00 rn:5 rd:5 where t&3!=3"                   Wide "uaddw{t} {rd}, {rn}, {rm}";
    ssubw            "0 t[2] 0 01110 t[1:0] 1 rm:5 0011 00 rn:5 rd:5 where t&3!=3"                   Wide "ssubw{t} {rd}, {rn}, {rm}";
    usubw            "0 t[2] 1 01110 t[1:0] 1 rm:5 0011 00 rn:5 rd:5 where t&3!=3"                   Wide "usubw{t} {rd}, {rn}, {rm}";
    addhn            "0 t[2] 0 01110 t[1:0] 1 rm:5 0100 00 rn:5 rd:5 where t&3!=3"                   High "addhn{t} {rd}, {rn}, {rm}";
    raddhn           "0 t[2] 1 01110 t[1:0] 1 rm:5 0100 00 rn:5 rd:5 where t&3!=3"                   High "raddhn{t} {rd}, {rn}, {rm}";
    subhn            "0 t[2] 0 01110 t[1:0] 1 rm:5 0110 00 rn:5 rd:5 where t&3!=3"                   High "subhn{t} {rd}, {rn}, {rm}";
    rsubhn           "0 t[2] 1 01110 t[1:0] 1 rm:5 0110 00 rn:5 rd:5 where t&3!=3"                   High "rsubhn{t} {rd}, {rn}, {rm}";
}

/// rd = f(rn, rm), of twice the lane's size
fn long(b: &Lift, i: Long, f: impl Fn(Value, Value) -> Value) {
    b.set_shape(i.t.wide(), i.rd.0, f(b.v(i.rn.0), b.v(i.rm.0)));
}

fn product(b: &Lift, t: Shape, signed: bool, n: Value, m: Value) -> Value {
    b.vmull(t.lane, signed, t.half(), n, m)
}

fn difference(b: &Lift, t: Shape, signed: bool, n: Value, m: Value) -> Value {
    // It fits unsigned lanes of the narrow size.
    let narrow = b.abs_difference(t.lane, signed, n, m);
    b.vwiden(t.lane, false, t.half(), narrow)
}

macro_rules! long_operations {
    ($($(#[$doc:meta])* $name:ident |$b:ident, $t:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: Long) {
            let $t = i.t;
            let $d = || $b.v(i.rd.0);
            let _ = $d;
            long($b, i, |$n, $m| $value);
        }
    )*};
}

/// The operation on both operands widened.
fn widened(
    b: &Lift,
    t: Shape,
    signed: bool,
    (n, m): (Value, Value),
    f: fn(&ir::Builder, Lane, Value, Value) -> Value,
) -> Value {
    let wide = |v| b.vwiden(t.lane, signed, t.half(), v);
    f(b, t.lane.wider(), wide(n), wide(m))
}

long_operations! {
    /// rd = rn + rm
    saddl |b, t, _d, n, m| widened(b, t, true, (n, m), ir::Builder::vadd);
    /// rd = rn + rm, unsigned
    uaddl |b, t, _d, n, m| widened(b, t, false, (n, m), ir::Builder::vadd);
    /// rd = rn - rm
    ssubl |b, t, _d, n, m| widened(b, t, true, (n, m), ir::Builder::vsub);
    /// rd = rn - rm, unsigned
    usubl |b, t, _d, n, m| widened(b, t, false, (n, m), ir::Builder::vsub);
    /// rd = |rn - rm|
    sabdl |b, t, _d, n, m| difference(b, t, true, n, m);
    /// rd = |rn - rm|, unsigned
    uabdl |b, t, _d, n, m| difference(b, t, false, n, m);
    /// rd += |rn - rm|
    sabal |b, t, d, n, m| b.vadd(t.lane.wider(), d(), difference(b, t, true, n, m));
    /// rd += |rn - rm|, unsigned
    uabal |b, t, d, n, m| b.vadd(t.lane.wider(), d(), difference(b, t, false, n, m));
    /// rd = rn * rm
    smull |b, t, _d, n, m| product(b, t, true, n, m);
    /// rd = rn * rm, unsigned
    umull |b, t, _d, n, m| product(b, t, false, n, m);
    /// rd += rn * rm
    smlal |b, t, d, n, m| b.vadd(t.lane.wider(), d(), product(b, t, true, n, m));
    /// rd += rn * rm, unsigned
    umlal |b, t, d, n, m| b.vadd(t.lane.wider(), d(), product(b, t, false, n, m));
    /// rd -= rn * rm
    smlsl |b, t, d, n, m| b.vsub(t.lane.wider(), d(), product(b, t, true, n, m));
    /// rd -= rn * rm, unsigned
    umlsl |b, t, d, n, m| b.vsub(t.lane.wider(), d(), product(b, t, false, n, m));
    /// rd = 2 * rn * rm, saturating
    sqdmull |b, t, _d, n, m| b.doubled_product(t, t.half(), n, m);
    /// rd += 2 * rn * rm, saturating twice
    sqdmlal |b, t, d, n, m| {
        b.saturating_sum(t.wide(), true, true, d(), b.doubled_product(t, t.half(), n, m))
    };
    /// rd -= 2 * rn * rm, saturating twice
    sqdmlsl |b, t, d, n, m| {
        b.saturating_sum(t.wide(), false, true, d(), b.doubled_product(t, t.half(), n, m))
    };
    /// rd = carry-less rn * rm
    pmull_bytes |b, t, _d, n, m| b.vpmull(t.lane, t.half(), n, m);
}

fn wide(b: &Lift, i: Wide, signed: bool, f: fn(&ir::Builder, Lane, Value, Value) -> Value) {
    let m = b.vwiden(i.t.lane, signed, i.t.half(), b.v(i.rm.0));
    b.set_v(i.rd.0, f(b, i.t.lane.wider(), b.v(i.rn.0), m));
}

/// rd = rn + extended rm
fn saddw(b: &Lift, i: Wide) {
    wide(b, i, true, ir::Builder::vadd);
}

/// rd = rn + extended rm, unsigned
fn uaddw(b: &Lift, i: Wide) {
    wide(b, i, false, ir::Builder::vadd);
}

/// rd = rn - extended rm
fn ssubw(b: &Lift, i: Wide) {
    wide(b, i, true, ir::Builder::vsub);
}

/// rd = rn - extended rm, unsigned
fn usubw(b: &Lift, i: Wide) {
    wide(b, i, false, ir::Builder::vsub);
}

/// rd = high half of f(rn, rm)
fn high(b: &Lift, i: High, round: bool, f: fn(&ir::Builder, Lane, Value, Value) -> Value) {
    let wide = i.t.lane.wider();
    let all = f(b, wide, b.v(i.rn.0), b.v(i.rm.0));
    let all = if round {
        b.vadd(wide, all, b.vsplat(wide, 1 << (i.t.lane.bits() - 1)))
    } else {
        all
    };
    let upper = b.vshr(wide, false, all, i.t.lane.bits());
    b.set_narrow(i.t, i.rd.0, b.vnarrow(wide, Narrow::Trunc, upper));
}

/// rd = high half of rn + rm
fn addhn(b: &Lift, i: High) {
    high(b, i, false, ir::Builder::vadd);
}

/// rd = high half of rn + rm, rounded
fn raddhn(b: &Lift, i: High) {
    high(b, i, true, ir::Builder::vadd);
}

/// rd = high half of rn - rm
fn subhn(b: &Lift, i: High) {
    high(b, i, false, ir::Builder::vsub);
}

/// rd = high half of rn - rm, rounded
fn rsubhn(b: &Lift, i: High) {
    high(b, i, true, ir::Builder::vsub);
}

pub(crate) const CASES: &str = "
    0e620020  saddl v0.4s, v1.4h, v2.4h           v1=0xffffffffffffffb07fffffffffffffff v2=0x18624ffb700018000000e001effe8  =>  v0=0xffffffff0000000d0000001dffffffe7
    4ea20020  saddl2 v0.2d, v1.4s, v2.4s          v1=0x31428001e0010c07819100b9ff249dcc v2=0x89730026ffe4405affc5002e001e  =>  v0=0x31430974ffffffffe0280beb
    2ea20020  uaddl v0.2d, v1.2s, v2.2s           v1=0x32 v2=0x8000000100000004ffffffff9b63c4a8           =>  v0=0xffffffff000000009b63c4da
    6ea20020  uaddl2 v0.2d, v1.4s, v2.4s          v1=0x4ffffffe3ffffffb000000039 v2=0xffba0001ffed8001003d0010001a  =>  v0=0xffbe000000010001ffd0
    0ea22020  ssubl v0.2d, v1.2s, v2.2s           v1=0x456ff810dcd01086703060880bac8db v2=0x2e0000000000000056  =>  v0=0x67030608ffffffff80bac885
    0e222020  ssubl v0.8h, v1.8b, v2.8b           v1=0xffffffff7fffffffffffffc77fffffff v2=0x3677f9bf80000001ffffffe200000000  =>  v0=0xffe5007fffffffffffff
    2e622020  usubl v0.4s, v1.4h, v2.4h           v1=0xffffffffffffffe60000000000000030 v2=0x86f5000100120001001b00440032ffc5  =>  v0=0xffffffe5ffffffbcffffffceffff006b
    2ea22020  usubl v0.2d, v1.2s, v2.2s           v1=0x58 v2=0x3fc047934d5acd0ce7e30f0205c20c00           =>  v0=0xffffffff181cf0fefffffffffa3df458
    0e225020  sabal v0.8h, v1.8b, v2.8b           v0=0x25000000130000004f00000001 v1=0x1001dea3e80000001ffc4000d7fff v2=0x52b2e9d8ffffffda0000003400000030  =>  v0=0x26000100830000005c007f0032
    4e625020  sabal2 v0.4s, v1.8h, v2.8h          v0=0x3300000007ffffffb580000000 v1=0xffb092ff00298000000d001f7fff8000  =>  v0=0x8300006d08ffffffde80008000
    6e625020  uabal2 v0.4s, v1.8h, v2.8h          v0=0x21400ff0724300d00d0ce010f601916 v1=0xb881077f08f913051d000a3d02010175 v2=0xe9f20b010186ef447f078101250b026b  =>  v0=0x21432700724338f00d0d5740f60f555
    2e625020  uabal v0.4s, v1.4h, v2.4h           v0=0xcd25ae0c7e78b17b02725530fcdc65ee v1=0xffffffffffffffff8000000000000001 v2=0x9decc000603816b1c0d0122c0093ca5  =>  v0=0xcd2611ff7e78b29d02731539fcdca292
    4e227020  sabdl2 v0.8h, v1.16b, v2.16b        v1=0x2008f0509c7cf2700bb807f100d1241 v2=0xfffffffffffffffffffffffffffffffc  =>  v0=0x3000100700006000a003800300028
    4e627020  sabdl2 v0.4s, v1.8h, v2.8h          v1=0x2a9afcf1b735272740 v2=0xd50e7f490d2d06f001a10106d27b8100  =>  v0=0x2af200007f4900000d2d000006c6
    6e627020  uabdl2 v0.4s, v1.8h, v2.8h          v1=0x1531ffde0a98001c0001ad2400130001 v2=0x397b8001fff000010001001be79e0001  =>  v0=0x244a00007fdd0000f5580000001b
    2e227020  uabdl v0.8h, v1.8b, v2.8b           v1=0x1000000010000000000000020 v2=0x6c0123040315000a46060f0ea50a0fff  =>  v0=0x460006000f000e00a5000a000f00df
    0e628020  smlal v0.4s, v1.4h, v2.4h           v0=0x1c6d3b00188000fde3000180000005 v1=0x5ff1a2eaffffffff000000010000003f v2=0x5a4e6f34ffffffff000000060000003c  =>  v0=0x1c6d3b00188006fde3000180000ec9
    4e228020  smlal2 v0.8h, v1.16b, v2.16b                                                                => 
    6ea28020  umlal2 v0.2d, v1.4s, v2.4s          v0=0x350000003b5ced034e80000001 v1=0x827100100023800172a3ffc800147fff v2=0x4e0019000b0015ad23158bffffffb8  =>  v0=0x27beafc1e901cb5ced04d502f48016
    2e228020  umlal v0.8h, v1.8b, v2.8b           v0=0xc34a8222372c7a08ffffffffffffffff v1=0xffffffbc3b14b0c77fffffff00000038 v2=0x3089ffc943e8851bffe87fff8c51538e  =>  v0=0x41cb693ab5ad7809ffffffffffff1f0f
    4e62a020  smlsl2 v0.4s, v1.8h, v2.8h          v0=0x4333001a8000192cd2c57fff4f49003e v1=0x800000017c1c9e357fffffffb2c41e83 v2=0x188000000000000001  =>  v0=0x4333001a8000192cd2c57fff4f522b46
    4e22a020  smlsl2 v0.8h, v1.16b, v2.16b        v0=0xf54f00010001ffbe0015800000018001 v1=0x1800000003ffffffdefffffff3 v2=0xffc900200011ffd5ffffbc6f80002fca  =>  v0=0xf54f00010001fcbe0015800000018082
    6e62a020  umlsl2 v0.4s, v1.8h, v2.8h          v0=0x5da09d403007fcbd1240a057ffffff4 v1=0x42f766de7ceed6d1000000000000001d v2=0xbf010a800a80df080101de01faebf62e  =>  v0=0xd3e37dddfec864cbcc044705c4d93a6c
    2ea2a020  umlsl v0.2d, v1.2s, v2.2s           v0=0x4f80000001000000330000000f v1=0x802d32fa4f81f28d4b0a8fd7080995b2 v2=0x80000017ffb200060000574b0041a951  =>  v0=0xffffe6b8ed05cb04fffdf0731ef320bd
    4ea2c020  smull2 v0.2d, v1.4s, v2.4s          v1=0xf81f725d581a80a81fcbb9e590091bf v2=0x64ffffffffffffffff  =>  v0=0xffffffef66a5a3e8
    0e62c020  smull v0.4s, v1.4h, v2.4h           v1=0x560000000000000078 v2=0xb4802e01ffed05b00d7f04d20ec8f006  =>  v0=0xfff882d0
    6ea2c020  umull2 v0.2d, v1.4s, v2.4s          v1=0x3a000000220000001b00000000 v2=0x30818000450a480a8a026035ff0ccc10  =>  v0=0xafd570000000000092b5d9154
    6e62c020  umull2 v0.4s, v1.8h, v2.8h          v1=0x810cac2affdd1208f2000c3b317fa81c v2=0x2211c039fd0bb1a900b58101df8106b8  =>  v0=0x112c29cc8145d55afce8677f0c836f48
    0ea29020  sqdmlal v0.2d, v1.2s, v2.2s         v0=0xe74d2f8ef58afd50000000000000003f v1=0x1000000000000001e v2=0x296501c407029703144d1c140cff3c04  =>  v0=0xe74d2f8ef58afd50000000030bd2112f
    4e629020  sqdmlal2 v0.4s, v1.8h, v2.8h        v0=0x930d0da5810b8194d0063a0f4f233741 v1=0x69465e8000000038ffffffd0ccfa18b7 v2=0x80000000000000010000000000000044  =>  v0=0x80000000810b8194d0063a0f4f2337b1 fpsr=0x8000000
    0ea2b020  sqdmlsl v0.2d, v1.2s, v2.2s         v0=0x17f3de0004ffdfffc5003fffbfffc3 v1=0x8000000000000001dfa089bd27aa1ff3 v2=0x7fffffffffffffff000000000000005f  =>  v0=0x17f3de0004ffdfffc500228f7c4969
    4e62b020  sqdmlsl2 v0.4s, v1.8h, v2.8h        v0=0xfffffff62e63a7788000000100000037 v1=0x100000003c4f25ca06cdd71711 v2=0xffff0025ad397fff8001000400038b9d  =>  v0=0xfffffff62e63a2d880000001ffc400af
    4e62d020  sqdmull2 v0.4s, v1.8h, v2.8h        v1=0x7e0681b5f9088eff7fb97f01080b801d v2=0x3840b8005607f4b04c8c1812b817486  =>  v0=0x3761a30f4a74300ffb516008f9ecb6a
    0e62d020  sqdmull v0.4s, v1.4h, v2.4h         v1=0x69bcac2d3f35c8490000000000000048 v2=0x800100007fff000355e60017001c0015  =>  v0=0xbd0
    4e22e020  pmull2 v0.8h, v1.16b, v2.16b        v1=0x3b00000000ffffffff0000000e v2=0x7fffffffffffffff0000000000000035  =>  v0=0x16e90000000000000000
    0e22e020  pmull v0.8h, v1.8b, v2.8b           v1=0xffffffffffffffba0000000000000034 v2=0xef59021637f613ff10876dfa9d425edd  =>  v0=0x1504
    5e629020  sqdmlal s0, h1, h2                  v0=0x10000000000000044 v1=0x3364b9e017a002d7fff778f0be87fb6 v2=0x80000001000affd2c2ff28267fff0016  =>  v0=0x15f38c
    5ea29020  sqdmlal d0, s1, s2                  v0=0x80019e72138da55cffce7fffffffffff v1=0x5d3901fddcabc45b3 v2=0xb20301815a444c0edcfd097f0b1b0bae  =>  v0=0xfb2f6cd7dbae2153
    5ea2b020  sqdmlsl d0, s1, s2                  v0=0x80000000000000167fffffffffffffdc v1=0xd331001e001a0001001cffe7001b0036 v2=0x2b002c7fe4ff43807f7f017f1b0058e0  =>  v0=0x7ffa4de1dc9a815c
    5e62b020  sqdmlsl s0, h1, h2                  v0=0x5004bffc680000009001c000c                          =>  v0=0x1c000c
    5ea2d020  sqdmull d0, s1, s2                  v1=0x7fffffffffffffff0000000000000053 v2=0x102ff0bf7ffb209480d090a81be7f6e  =>  v0=0xffffffae2186a154
    5e62d020  sqdmull s0, h1, h2                  v1=0x4a3b000f3bb500ffb9080a7b7fb74005 v2=0x240380ff01ff01cc007f06c9000b0e3e  =>  v0=0x71f8e6c
    4ea21020  saddw2 v0.2d, v1.2d, v2.4s          v1=0x3a000000270000004500000016 v2=0x35eef39c300000001f00000005  =>  v0=0x3a0000005c00000044eef39c46
    4e621020  saddw2 v0.4s, v1.4s, v2.8h          v1=0x3c0b15ff06034881010b0c14808025ef v2=0xffefffda07c3002580008001001b003b  =>  v0=0x3c0b15ee0603485b010b13d780802614
    6ea21020  uaddw2 v0.2d, v1.2d, v2.4s          v1=0x1ffffffffffffffff v2=0xffffffffffffffffc3d419a520bfc90a  =>  v0=0x10000000000000000fffffffe
    2ea21020  uaddw v0.2d, v1.2d, v2.2s           v1=0x7fffffffffffffffce2de51af99e25b6 v2=0x1ffffffffffffffff  =>  v0=0x80000000fffffffece2de51bf99e25b5
    4e223020  ssubw2 v0.8h, v1.8h, v2.16b         v1=0xffffffffffffffdc0000000000000000 v2=0xffffffbb000000355dd9758ad4e43adb  =>  v0=0x21000000000000ffcb
    0e623020  ssubw v0.4s, v1.4s, v2.4h           v1=0xa8a10014ffffffc100098001000d0000 v2=0x10ac30be620000004700000001  =>  v0=0xa8a10014ffffff7a00098001000cffff
    6e623020  usubw2 v0.4s, v1.4s, v2.8h          v1=0x239887f0e022f0565091a01ff817f03 v2=0x81fd8d9496fb652d100000026  =>  v0=0x239887f0e022efd6508fa29ff80a5ba
    2e623020  usubw v0.4s, v1.4s, v2.4h           v1=0x20ff810012ffff02410c3ae781dd0908 v2=0x50047001d0000ffff001380000001  =>  v0=0x20fe810112fffeef410bbae781dd0907
    0e224020  addhn v0.8b, v1.8h, v2.8h           v1=0x4f80000009ffca0048c33a0009ffff v2=0xead800d020c020a81014c811507ff08  =>  v0=0xe000201810f15ff
    4e624020  addhn2 v0.8h, v1.4s, v2.4s          v0=0x4d0000000000000073 v1=0x310000003900000012faa86a0a v2=0x2400000038e955f30b80000000  =>  v0=0xe9557aa80000000000000073
    6ea24020  raddhn2 v0.4s, v1.2d, v2.2d         v0=0x370006be70000180018001004e000a v1=0x323cdb3f87e59f2e0000000000000000  =>  v0=0x323cdb400000000080018001004e000a
    6e624020  raddhn2 v0.8h, v1.4s, v2.4s         v1=0x712d357effffffff4a0e9d1880000000 v2=0x2a0501e751feff3c007f4b9c5a0507f1  =>  v0=0x9b3251ff4a8eda050000000000000000
    4e626020  subhn2 v0.8h, v1.4s, v2.4s          v0=0x8001000093cc0009cce1800100000012 v1=0x8000000000000001ffffffffffffffe6 v2=0x104c82244005908002a80802bb48105  =>  v0=0x7efbbbffffd5d44bcce1800100000012
    0e626020  subhn v0.4h, v1.4s, v2.4s           v1=0x4bfebbae9691ccc50000000000000019 v2=0x50f0b7fb0b328e2ab6509010eb7d881  =>  v0=0x46efe5de549af148
    2e226020  rsubhn v0.8b, v1.8h, v2.8h          v1=0xf7409fec82665223efe1ba1f v2=0xdb020b06007fd8ff81f9800c85a106c7  =>  v0=0x25f5f7c700d26ab3
    2ea26020  rsubhn v0.2s, v1.2d, v2.2d          v1=0xcf09814424248013000d010f0ddc02 v2=0x3b0d8000842dffe7001afff40009f3e9  =>  v0=0xc5c1898112e50d0d
";
