//! Complex numbers in vectors, the real part in the even lane before the imaginary one (Arm ARM, C4.1, "Advanced SIMD
//! three-register extension" and "... x indexed element"; FEAT_FCMA).

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{FLanes, GuestAddr, Half, Lane, Value};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

/// A rotation in the complex plane, in quarter turns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rotation(u32);

/// A rotation to one side: a quarter turn, or three.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Side(Rotation);

impl Field for Rotation {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Rotation {
        Rotation(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "#{}", 90 * self.0);
    }
}

impl Field for Side {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Side {
        Side(Rotation(2 * spec.extract(word) + 1))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        self.0.print(word, pc, out);
    }
}

operands! {
    /// Sum of singles or doubles.
    Sum { q: Bit, sz: Bit, rm: Vs, rn: Vs, rd: Vs, rot: Side }
    /// Sum of halves.
    SumH { q: Bit, rm: Vh, rn: Vh, rd: Vh, rot: Side }
    /// Product of singles or doubles.
    Product { q: Bit, sz: Bit, rm: Vs, rn: Vs, rd: Vs, rot: Rotation }
    /// Product of halves.
    ProductH { q: Bit, rm: Vh, rn: Vh, rd: Vh, rot: Rotation }
    /// Product with one number of singles.
    ByNumber { index: UImm, rm: V, rn: V, rd: V, rot: Rotation }
    /// Product with one number of halves.
    ByNumberH { q: Bit, index: UImm, rm: V, rn: Vh, rd: Vh, rot: Rotation }
}

rows! { [FCMA]
    fcadd           "0 q:1 1 01110 1 sz:1 0 rm:5 111 rot:1 01 rn:5 rd:5"    Sum         "fcadd {rd}, {rn}, {rm}, {rot}";
    fcadd_h         "0 q:1 1 01110 01 0 rm:5 111 rot:1 01 rn:5 rd:5"        SumH        "fcadd {rd}, {rn}, {rm}, {rot}"  needs [FCMA, ASIMDHP];
    fcmla           "0 q:1 1 01110 1 sz:1 0 rm:5 110 rot:2 1 rn:5 rd:5"     Product     "fcmla {rd}, {rn}, {rm}, {rot}";
    fcmla_h         "0 q:1 1 01110 01 0 rm:5 110 rot:2 1 rn:5 rd:5"         ProductH    "fcmla {rd}, {rn}, {rm}, {rot}"  needs [FCMA, ASIMDHP];
    fcmla_element   "0 1 1 01111 10 0 rm:5 0 rot:2 1 index:1 0 rn:5 rd:5"   ByNumber    "fcmla v{rd}.4s, v{rn}.4s, v{rm}.s[{index}], {rot}";
    fcmla_element_h "0 q:1 1 01111 01 index[0] rm:5 0 rot:2 1 index[1] 0 rn:5 rd:5"  ByNumberH  "fcmla {rd}, {rn}, v{rm}.h[{index}], {rot}"  needs [FCMA, ASIMDHP];
}

/// The lane that holds a number of which each part is `lane` wide; for doubles that is a register.
const fn number_lane(lane: Lane) -> Option<Lane> {
    match lane {
        Lane::B | Lane::H => Some(Lane::S),
        Lane::S => Some(Lane::D),
        Lane::D => None,
    }
}

/// Real and imaginary parts changed over.
fn swapped(b: &Lift, lane: Lane, v: Value) -> Value {
    match number_lane(lane) {
        Some(number) => b.vrev(lane, v, number.bytes()),
        None => b.vext(v, v, 8),
    }
}

/// The real (low) or imaginary (high) parts negated.
fn negated_parts(b: &Lift, lane: Lane, parts: Half, v: Value) -> Value {
    let sign = 1u64 << (lane.bits() - 1);
    let signs = match (number_lane(lane), parts) {
        (Some(number), Half::Low) => b.vsplat(number, sign),
        (Some(number), Half::High) => b.vsplat(number, sign << lane.bits()),
        (None, Half::Low) => b.vconst_low(sign),
        (None, Half::High) => b.vandn(b.vconst(sign), b.vconst_low(sign)),
    };
    b.vxor(v, signs)
}

/// n + m turned
fn sum(b: &Lift, l: FLanes, rot: Side, n: Value, m: Value) -> Value {
    let parts = if rot.0.0 == 1 { Half::Low } else { Half::High };
    let turned = negated_parts(b, l.lane, parts, swapped(b, l.lane, m));
    b.vfadd(l, n, turned)
}

/// d + one part of n * m turned: of n the real part, for odd turns the imaginary one.
fn product(b: &Lift, l: FLanes, rot: Rotation, d: Value, n: Value, m: Value) -> Value {
    let part = if rot.0 & 1 == 0 {
        Half::Low
    } else {
        Half::High
    };
    let n = b.vtrn(l.lane, part, n, n);
    let m = match rot.0 & 3 {
        0 => m,
        1 => negated_parts(b, l.lane, Half::Low, swapped(b, l.lane, m)),
        2 => negated(b, l, m),
        _ => negated_parts(b, l.lane, Half::High, swapped(b, l.lane, m)),
    };
    b.vfmul_add(l, false, n, m, d)
}

/// rd = rn + rm turned
fn fcadd(b: &Lift, i: Sum) {
    let Some(l) = lanes(b, i.q.0, i.sz.0) else {
        return;
    };
    b.set_v(i.rd.0, sum(b, l, i.rot, b.v(i.rn.0), b.v(i.rm.0)));
}

/// rd = rn + rm turned
fn fcadd_h(b: &Lift, i: SumH) {
    let l = lanes_of(Lane::H, i.q.0);
    b.set_v(i.rd.0, sum(b, l, i.rot, b.v(i.rn.0), b.v(i.rm.0)));
}

/// rd += part of rn * rm turned
fn fcmla(b: &Lift, i: Product) {
    let Some(l) = lanes(b, i.q.0, i.sz.0) else {
        return;
    };
    let (d, n, m) = (b.v(i.rd.0), b.v(i.rn.0), b.v(i.rm.0));
    b.set_v(i.rd.0, product(b, l, i.rot, d, n, m));
}

/// rd += part of rn * rm turned
fn fcmla_h(b: &Lift, i: ProductH) {
    let l = lanes_of(Lane::H, i.q.0);
    let (d, n, m) = (b.v(i.rd.0), b.v(i.rn.0), b.v(i.rm.0));
    b.set_v(i.rd.0, product(b, l, i.rot, d, n, m));
}

/// rd += part of rn * one number of rm turned
fn fcmla_element(b: &Lift, i: ByNumber) {
    let m = b.vdup_lane(Lane::D, b.v(i.rm), i.index);
    let l = lanes_of(Lane::S, true);
    b.set_v(i.rd, product(b, l, i.rot, b.v(i.rd), b.v(i.rn), m));
}

/// rd += part of rn * one number of rm turned. The number must lie in what is used of a register.
fn fcmla_element_h(b: &Lift, i: ByNumberH) {
    if !i.q.0 && i.index > 1 {
        return b.illegal();
    }
    let m = b.vdup_lane(Lane::S, b.v(i.rm), i.index);
    let l = lanes_of(Lane::H, i.q.0);
    let (d, n) = (b.v(i.rd.0), b.v(i.rn.0));
    b.set_v(i.rd.0, product(b, l, i.rot, d, n, m));
}

pub(crate) const CASES: &str = "
    2e42e420  fcadd v0.4h, v1.4h, v2.4h, #90               v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h                            =>  v0=0x3a00c50000004480
    2e42f420  fcadd v0.4h, v1.4h, v2.4h, #270              v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h                            =>  v0=0x34004980c400be00
    2e42c420  fcmla v0.4h, v1.4h, v2.4h, #0                v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h           =>  v0=0x54004fb04bc04a80
    2e42cc20  fcmla v0.4h, v1.4h, v2.4h, #90               v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h           =>  v0=0x51044e804c004400
    2e42d420  fcmla v0.4h, v1.4h, v2.4h, #180              v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h           =>  v0=0x4c004f504e204700
    2e42dc20  fcmla v0.4h, v1.4h, v2.4h, #270              v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8:h           =>  v0=0x50fc50404e004c00
    6e42e420  fcadd v0.8h, v1.8h, v2.8h, #90               v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h     =>  v0=0xc500c4804880b8003a00c50000004480
    6e42f420  fcadd v0.8h, v1.8h, v2.8h, #270              v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h     =>  v0=0xc70048c0bc00be0034004980c400be00
    6e42c420  fcmla v0.8h, v1.8h, v2.8h, #0                v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x56185488539051a054004fb04bc04a80
    6e42cc20  fcmla v0.8h, v1.8h, v2.8h, #90               v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x54a057005500528051044e804c004400
    6e42d420  fcmla v0.8h, v1.8h, v2.8h, #180              v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x53d05438537052e04c004f504e204700
    6e42dc20  fcmla v0.8h, v1.8h, v2.8h, #270              v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x55604f005100520050fc50404e004c00
    2e82e420  fcadd v0.2s, v1.2s, v2.2s, #90               v1=1.5,-2:s v2=2,-3:s                                         =>  v0=0x40900000
    2e82f420  fcadd v0.2s, v1.2s, v2.2s, #270              v1=1.5,-2:s v2=2,-3:s                                         =>  v0=0xc0800000bfc00000
    2e82c420  fcmla v0.2s, v1.2s, v2.2s, #0                v0=10,20:s v1=1.5,-2:s v2=2,-3:s                              =>  v0=0x4178000041500000
    2e82cc20  fcmla v0.2s, v1.2s, v2.2s, #90               v0=10,20:s v1=1.5,-2:s v2=2,-3:s                              =>  v0=0x4180000040800000
    2e82d420  fcmla v0.2s, v1.2s, v2.2s, #180              v0=10,20:s v1=1.5,-2:s v2=2,-3:s                              =>  v0=0x41c4000040e00000
    2e82dc20  fcmla v0.2s, v1.2s, v2.2s, #270              v0=10,20:s v1=1.5,-2:s v2=2,-3:s                              =>  v0=0x41c0000041800000
    6e82e420  fcadd v0.4s, v1.4s, v2.4s, #90               v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s                            =>  v0=0x3f400000c0a000000000000040900000
    6e82f420  fcadd v0.4s, v1.4s, v2.4s, #270              v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s                            =>  v0=0x3e80000041300000c0800000bfc00000
    6e82c420  fcmla v0.4s, v1.4s, v2.4s, #0                v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x4280000041f600004178000041500000
    6e82cc20  fcmla v0.4s, v1.4s, v2.4s, #90               v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x4220800041d000004180000040800000
    6e82d420  fcmla v0.4s, v1.4s, v2.4s, #180              v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x4180000041ea000041c4000040e00000
    6e82dc20  fcmla v0.4s, v1.4s, v2.4s, #270              v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x421f80004208000041c0000041800000
    6ec2e420  fcadd v0.2d, v1.2d, v2.2d, #90               v1=1.5,-2:d v2=2,-3:d                                         =>  v0=0x4012000000000000
    6ec2f420  fcadd v0.2d, v1.2d, v2.2d, #270              v1=1.5,-2:d v2=2,-3:d                                         =>  v0=0xc010000000000000bff8000000000000
    6ec2c420  fcmla v0.2d, v1.2d, v2.2d, #0                v0=10,20:d v1=1.5,-2:d v2=2,-3:d                              =>  v0=0x402f000000000000402a000000000000
    6ec2cc20  fcmla v0.2d, v1.2d, v2.2d, #90               v0=10,20:d v1=1.5,-2:d v2=2,-3:d                              =>  v0=0x40300000000000004010000000000000
    6ec2d420  fcmla v0.2d, v1.2d, v2.2d, #180              v0=10,20:d v1=1.5,-2:d v2=2,-3:d                              =>  v0=0x4038800000000000401c000000000000
    6ec2dc20  fcmla v0.2d, v1.2d, v2.2d, #270              v0=10,20:d v1=1.5,-2:d v2=2,-3:d                              =>  v0=0x40380000000000004030000000000000
    2f423020  fcmla v0.4h, v1.4h, v2.h[0], #90             v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x51204fe04c004400
    2f625020  fcmla v0.4h, v1.4h, v2.h[1], #180            v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4c004f50480048d0
    2f627020  fcmla v0.4h, v1.4h, v2.h[1], #270            v0=10,20,30,40:h v1=1.5,-2,3,0.5:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x50fc50404d20c600
    6f423020  fcmla v0.8h, v1.8h, v2.h[0], #90             v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x54405280544053c051204fe04c004400
    6f625020  fcmla v0.8h, v1.8h, v2.h[1], #180            v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x53805456544052484c004f50480048d0
    6f627820  fcmla v0.8h, v1.8h, v2.h[3], #270            v0=10,20,30,40,50,60,70,80:h v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x55604f00530054e050f050304d80c400
    6f823020  fcmla v0.4s, v1.4s, v2.s[0], #90             v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x4224000041fc00004180000040800000
    6f825820  fcmla v0.4s, v1.4s, v2.s[1], #180            v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x4180000041ea000041000000411a0000
    6f827820  fcmla v0.4s, v1.4s, v2.s[1], #270            v0=10,20,30,40:s v1=1.5,-2,3,0.5:s v2=2,-3,0.25,8:s           =>  v0=0x421f80004208000041a40000c0c00000
    # NaNs and their signs, as qemu has them
    6ec2f420  fcadd v0.2d, v1.2d, v2.2d, #270     v1=0x18c800303ef090001ff7f01013aff30 v2=0xbf10ac20c080100001b948473e800000  =>  v0=0x81b5b846de021ee0bf10ac20c0801000 fpsr=0x10
    6e42f420  fcadd v0.8h, v1.8h, v2.8h, #270     v1=0x7000fc80070dbe19c00483ff8471b7ff v2=0x7dccc40000024000b80047dd3b1bbbff  =>  v0=0x7000fe80c000be19c8f0b8003bff3637 fpsr=0x11
    2e42e420  fcadd v0.4h, v1.4h, v2.4h, #90      v1=0x88cdffff38040040fc20f7ffbffa7466 v2=0x80000000bfe4afab7e60dc2240000100  =>  v0=0xfe20fe60bffa7466 fpsr=0x11
    2e82dc20  fcmla v0.2s, v1.2s, v2.2s, #270     v1=0xffc0fe7fed226ec3ffe1422cb9f10e8a                   =>  v0=0xffe1422cffe1422c
    6e42cc20  fcmla v0.8h, v1.8h, v2.8h, #90      v0=0x7ea9f83600fceef2c00000003f800000 v1=0x37dbc06ebff500803fff4039817fbf80 v2=0xc1003b3503ffb4683c004370fd37fc5d  =>  v0=0x7ea9f8363862eef2456fbffffe5d7f37 fpsr=0x11
    6f823020  fcmla v0.4s, v1.4s, v2.s[0], #90    v0=0xbf80407f404b7fff00e4c047004dff4e v1=0x72f8bea63106d80009104b0d8c620 v2=0x803fffffffffffffffe6af02bbfbf941  =>  v0=0xbf80407f7fe6af0200e4c1647fe6af02 fpsr=0x10
    6f421020  fcmla v0.8h, v1.8h, v2.h[0], #0     v0=0x7e80fedbc0c140b4007f81fa8080bfa6 v1=0xbeb0c0003f004b804003fff90104bed8 v2=0x27267ef00ede12a808  =>  v0=0x7e80fedbedb13f84fff9fff96131bf6f fpsr=0x10
";
