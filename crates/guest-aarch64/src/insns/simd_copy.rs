//! AdvSIMD copy, permute, extract and table lookup (Arm ARM, C4.1).

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{Cond, GuestAddr, Half, Lane, Type, Value};

use self::dup_element as dup_element_scalar;
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Extent, Shape, Vb, Vt, arrangement, bytes};

/// imm5, perhaps with Q above it: the lowest bit that is set says the lane's size, the bits above it the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Element {
    lane: Lane,
    index: u32,
    /// Q.
    full: bool,
}

impl Element {
    const fn of(imm5: u32) -> Element {
        let size = (imm5 | 16).trailing_zeros();
        Element {
            lane: Lane::from_u8(if size > 3 { 3 } else { size as u8 }),
            index: (imm5 & 31) >> (size + 1),
            full: imm5 >> 5 & 1 == 1,
        }
    }
}

impl Field for Element {
    #[inline(always)]
    fn decode(word: u32, _: &FieldSpec) -> Element {
        Element::of(word >> 16 & 31 | word >> 25 & 32)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{}[{}]", self.lane.name(), self.index);
    }
}

/// The index of the second element of `ins`, of the first one's size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct From(Element);

impl Field for From {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> From {
        let to = Element::decode(word, spec);
        From(Element {
            index: spec.extract(word) >> to.lane as u32,
            ..to
        })
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        self.0.print(word, pc, out);
    }
}

/// The shape of `dup`: lanes by imm5.
fn copy_shape(word: u32) -> Shape {
    Shape {
        lane: Element::of(word >> 16 & 31).lane,
        ..Shape::of(word)
    }
}

/// The destination of `dup`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Copies {
    register: V,
    shape: Shape,
}

impl Field for Copies {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Copies {
        Copies {
            register: V::decode(word, spec),
            shape: copy_shape(word),
        }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let (number, Shape { lane, extent }) = (self.register.0, self.shape);
        let _ = match extent {
            Extent::Scalar => write!(out, "{}{number}", lane.name()),
            _ => write!(out, "v{number}.{}", arrangement(lane, extent)),
        };
    }
}

/// The register whose lane `dup` copies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Source(V);

impl Field for Source {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Source {
        Source(V::decode(word, spec))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "v{}", self.0.0);
    }
}

/// A general register, printed as w or x by Q.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RByQ(R);

impl Field for RByQ {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> RByQ {
        RByQ(R::decode(word, spec))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        print_sized(self.0, word >> 30 & 1 == 1, pc, out);
    }
}

/// A general register, printed as w or x by the lane's size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RByLane(R);

impl Field for RByLane {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> RByLane {
        RByLane(R::decode(word, spec))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        print_sized(self.0, copy_shape(word).lane == Lane::D, pc, out);
    }
}

fn print_sized(r: R, wide: bool, pc: GuestAddr, out: &mut String) {
    if wide {
        X(r).print(0, pc, out);
    } else {
        W(r).print(0, pc, out);
    }
}

/// First byte of `ext`; Q above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct First {
    byte: u32,
    full: bool,
}

impl Field for First {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> First {
        let bits = spec.extract(word);
        First {
            byte: bits & 15,
            full: bits >> 4 == 1,
        }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "#{}", self.byte);
    }
}

/// The registers of a table: the number of the first, above it how many more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableRegisters {
    first: u8,
    count: u8,
}

impl TableRegisters {
    fn all(self) -> impl Iterator<Item = V> {
        (self.first..self.first + self.count).map(|n| V(n & 31))
    }
}

impl Field for TableRegisters {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> TableRegisters {
        let bits = spec.extract(word) as u8;
        TableRegisters {
            first: bits & 31,
            count: (bits >> 5) + 1,
        }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let names: Vec<String> = self.all().map(|v| format!("v{}.16b", v.0)).collect();
        let ascending = self.first + self.count <= 32;
        let _ = match &names[..] {
            [first, _, .., last] if ascending && names.len() > 2 => {
                write!(out, "{{{first}-{last}}}")
            }
            _ => write!(out, "{{{}}}", names.join(", ")),
        };
    }
}

operands! {
    /// A lane to all lanes.
    DupElement { e: Element, rn: Source, rd: Copies }
    /// A general register to all lanes.
    DupGeneral { e: Element, rn: RByLane, rd: Copies }
    /// A lane to a general register.
    Move { e: Element, rn: V, rd: RByQ }
    /// A general register to a lane.
    InsGeneral { e: Element, rn: RByLane, rd: V }
    /// A lane to a lane.
    InsElement { e: Element, from: From, rn: V, rd: V }
    /// Two sources.
    Permute { t: Shape, rm: Vt, rn: Vt, rd: Vt }
    /// Bytes of two sources.
    Extract { at: First, rm: Vb, rn: Vb, rd: Vb }
    /// Bytes of several registers.
    Table { q: UImm, rm: Vb, rn: TableRegisters, rd: Vb }
}

rows! { [ASIMD]
    dup_element      "0 e[5] 0 01110000 e[4:0] 0 0000 1 rn:5 rd:5 where e&15!=0 e&47!=8"                 DupElement "dup {rd}, {rn}.{e}";
    dup_general      "0 e[5] 0 01110000 e[4:0] 0 0001 1 rn:5 rd:5 where e&15!=0 e&47!=8"                 DupGeneral "dup {rd}, {rn}";
    dup_element_scalar "0 e[5] 0 11110000 e[4:0] 0 0000 1 rn:5 rd:5 where e&15!=0 e&32!=0"               DupElement "dup {rd}, {rn}.{e}";
    smov             "0 e[5] 0 01110000 e[4:0] 0 0101 1 rn:5 rd:5 where e&15!=0 e&15!=8 e&39!=4"         Move "smov {rd}, v{rn}.{e}";
    umov             "0 e[5] 0 01110000 e[4:0] 0 0111 1 rn:5 rd:5 where e&15!=0 e&47!=8 e&33!=33 e&35!=34 e&39!=36" Move "umov {rd}, v{rn}.{e}";
    ins_general      "0 1 0 01110000 e:5 0 0011 1 rn:5 rd:5 where e&15!=0"                               InsGeneral "ins v{rd}.{e}, {rn}";
    ins_element      "0 1 1 01110000 e:5 0 from:4 1 rn:5 rd:5 where e&15!=0"                             InsElement "ins v{rd}.{e}, v{rn}.{from}";
    uzp1             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 001 10 rn:5 rd:5 where t!=3"                        Permute "uzp1 {rd}, {rn}, {rm}";
    trn1             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 010 10 rn:5 rd:5 where t!=3"                        Permute "trn1 {rd}, {rn}, {rm}";
    zip1             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 011 10 rn:5 rd:5 where t!=3"                        Permute "zip1 {rd}, {rn}, {rm}";
    uzp2             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 101 10 rn:5 rd:5 where t!=3"                        Permute "uzp2 {rd}, {rn}, {rm}";
    trn2             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 110 10 rn:5 rd:5 where t!=3"                        Permute "trn2 {rd}, {rn}, {rm}";
    zip2             "0 t[2] 0 01110 t[1:0] 0 rm:5 0 111 10 rn:5 rd:5 where t!=3"                        Permute "zip2 {rd}, {rn}, {rm}";
    ext              "0 at[4] 1 01110 00 0 rm:5 0 at[3:0] 0 rn:5 rd:5 where at&24!=8"                    Extract "ext {rd}, {rn}, {rm}, {at}";
    tbl              "0 q:1 0 01110 00 0 rm:5 0 rn[6:5] 0 00 rn[4:0] rd:5"                               Table "tbl {rd}, {rn}, {rm}";
    tbx              "0 q:1 0 01110 00 0 rm:5 0 rn[6:5] 1 00 rn[4:0] rd:5"                               Table "tbx {rd}, {rn}, {rm}";
}

/// rd = the element in all lanes (scalar: in one)
fn dup_element(b: &Lift, i: DupElement) {
    let all = b.vdup_lane(i.e.lane, b.v(i.rn.0), i.e.index);
    b.set_shape(i.rd.shape, i.rd.register, all);
}

/// rd = rn in all lanes
fn dup_general(b: &Lift, i: DupGeneral) {
    let all = b.vdup(i.e.lane, lane_value(b, i.e, i.rn));
    b.set_shape(i.rd.shape, i.rd.register, all);
}

/// The general register as an integer of the type that lanes come from.
fn lane_value(b: &Lift, e: Element, r: RByLane) -> Value {
    b.r(Sf(e.lane == Lane::D), r.0)
}

/// rd = the element, sign-extended: to 64 bits; what a 32-bit destination has above is cleared
fn smov(b: &Lift, i: Move) {
    let wide = b.vget_lane(i.e.lane, true, Type::I64, b.v(i.rn), i.e.index);
    let value = if i.e.full { wide } else { b.trunc(wide) };
    b.set_r(i.rd.0, value);
}

/// rd = the element
fn umov(b: &Lift, i: Move) {
    let value = b.vget_lane(i.e.lane, false, Type::I64, b.v(i.rn), i.e.index);
    b.set_r(i.rd.0, value);
}

/// Element of rd = rn
fn ins_general(b: &Lift, i: InsGeneral) {
    let value = lane_value(b, i.e, i.rn);
    b.set_v(i.rd, b.vset_lane(i.e.lane, b.v(i.rd), i.e.index, value));
}

/// Element of rd = element of rn
fn ins_element(b: &Lift, i: InsElement) {
    let (n, d) = (b.v(i.rn), b.v(i.rd));
    if i.e.lane == Lane::D {
        return b.set_v(
            i.rd,
            doubleword_inserted(b, d, i.e.index, n, i.from.0.index),
        );
    }
    let value = b.vget_lane(i.e.lane, false, Type::I32, n, i.from.0.index);
    b.set_v(i.rd, b.vset_lane(i.e.lane, d, i.e.index, value));
}

/// d with doubleword `to` replaced by doubleword `from` of n, without a general register.
fn doubleword_inserted(b: &Lift, d: Value, to: u32, n: Value, from: u32) -> Value {
    match (to, from) {
        (0, 0) => b.vext(b.vdup_lane(Lane::D, n, 0), b.vdup_lane(Lane::D, d, 1), 8),
        (0, _) => b.vext(n, b.vdup_lane(Lane::D, d, 1), 8),
        (_, 0) => b.vzip(Lane::D, Half::Low, d, n),
        (_, _) => b.vzip(Lane::D, Half::Low, d, b.vdup_lane(Lane::D, n, 1)),
    }
}

fn permute(b: &Lift, i: Permute, f: impl Fn(Value, Value) -> Value) {
    b.set_shape(i.t, i.rd.0, f(b.v(i.rn.0), b.v(i.rm.0)));
}

/// Lanes of both sources in turn: those of the low or high halves of what the shape has.
fn zip(b: &Lift, i: Permute, half: Half) {
    let joined = b.vzip(i.t.lane, Half::Low, b.v(i.rn.0), b.v(i.rm.0));
    let value = match (i.t.extent, half) {
        (Extent::Full, Half::High) => b.vzip(i.t.lane, half, b.v(i.rn.0), b.v(i.rm.0)),
        (Extent::Full, Half::Low) => joined,
        (_, Half::High) => b.vdup_lane(Lane::D, joined, 1),
        (_, Half::Low) => joined,
    };
    b.set_shape(i.t, i.rd.0, value);
}

/// rd = lanes of the low halves in turn
fn zip1(b: &Lift, i: Permute) {
    zip(b, i, Half::Low);
}

/// rd = lanes of the high halves in turn
fn zip2(b: &Lift, i: Permute) {
    zip(b, i, Half::High);
}

/// Even or odd lanes of both sources.
fn unzip(b: &Lift, i: Permute, half: Half) {
    let (n, m) = (b.v(i.rn.0), b.v(i.rm.0));
    let (n, m) = match i.t.extent {
        Extent::Full => (n, m),
        _ => (b.vzip(Lane::D, Half::Low, n, m), m),
    };
    b.set_shape(i.t, i.rd.0, b.vuzp(i.t.lane, half, n, m));
}

/// rd = even lanes
fn uzp1(b: &Lift, i: Permute) {
    unzip(b, i, Half::Low);
}

/// rd = odd lanes
fn uzp2(b: &Lift, i: Permute) {
    unzip(b, i, Half::High);
}

/// rd = even lanes in turn
fn trn1(b: &Lift, i: Permute) {
    permute(b, i, |n, m| b.vtrn(i.t.lane, Half::Low, n, m));
}

/// rd = odd lanes in turn
fn trn2(b: &Lift, i: Permute) {
    permute(b, i, |n, m| b.vtrn(i.t.lane, Half::High, n, m));
}

/// rd = bytes from the immediate's on of rn followed by rm
fn ext(b: &Lift, i: Extract) {
    let (n, m) = (b.v(i.rn.0), b.v(i.rm.0));
    let value = if i.at.full {
        b.vext(n, m, i.at.byte)
    } else {
        let joined = b.vzip(Lane::D, Half::Low, n, m);
        b.vlow(Lane::D, b.vext(joined, joined, i.at.byte))
    };
    b.set_v(i.rd.0, value);
}

/// The bytes that the indices in `m` select; 0 for indices beyond the table.
fn look_up(b: &Lift, i: Table) -> Value {
    let m = b.v(i.rm.0);
    let parts = i.rn.all().enumerate().map(|(n, register)| {
        let from_here = match n {
            0 => m,
            n => b.vsub(Lane::B, m, b.vsplat(Lane::B, 16 * n as u64)),
        };
        b.vtbl(b.v(register), from_here)
    });
    parts
        .reduce(|all, part| b.vor(all, part))
        .unwrap_or_else(|| b.vzero())
}

/// rd = bytes of the table, 0 for indices beyond it
fn tbl(b: &Lift, i: Table) {
    b.set_shape(bytes(i.q), i.rd.0, look_up(b, i));
}

/// rd = bytes of the table; those with indices beyond it stay
fn tbx(b: &Lift, i: Table) {
    let size = b.vsplat(Lane::B, 16 * u64::from(i.rn.count));
    let inside = b.vcmp(Lane::B, Cond::Ult, b.v(i.rm.0), size);
    let value = b.vbsl(inside, look_up(b, i), b.v(i.rd.0));
    b.set_shape(bytes(i.q), i.rd.0, value);
}

pub(crate) const CASES: &str = "
    0e1a0420  dup v0.4h, v1.h[6]                                                                          => 
    4e1e0420  dup v0.8h, v1.h[7]                  v1=0x8001ffef0018ffffffff000180018000                   =>  v0=0x80018001800180018001800180018001
    4e010c20  dup v0.16b, w1                      x1=0xd839492b2da03b7f                                   =>  v0=0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f
    0e050c20  dup v0.8b, w1                       x1=0x8acc26436d371a1                                    =>  v0=0xa1a1a1a1a1a1a1a1
    5e080420  dup d0, v1.d[0]                     v1=0xd8fd3a76b40b81a6ffffffff0000001e                   =>  v0=0xffffffff0000001e
    5e150420  dup b0, v1.b[10]                    v1=0x3298e48486ffffffdb80000001                         =>  v0=0xe4
    4e1a2c20  smov x0, v1.h[6]                    v1=0x19da5dffcc0019ffb5001900080005                     =>  x0=0xffffffffffffda5d
    0e1f2c20  smov w0, v1.b[15]                                                                           =>  x0=0x0
    0e013c20  umov w0, v1.b[0]                    v1=0xffffffffffffffe98000000000000001                   =>  x0=0x1
    4e083c20  umov x0, v1.d[0]                    v1=0xffb092ff00298000000d001f7fff8000                   =>  x0=0xd001f7fff8000
    4e1e1c20  ins v0.h[7], w1                     v0=0x494f06ff15d784f2df0380ea20b40a80 x1=0x1728c0a8d5a82930  =>  v0=0x293006ff15d784f2df0380ea20b40a80
    4e071c20  ins v0.b[3], w1                     v0=0x2b7fffffff0000004700000001 x1=0xd1123e346f9a9a26   =>  v0=0x2b7fffffff0000004726000001
    6e061420  ins v0.h[1], v1.h[1]                                                                        => 
    6e1a0420  ins v0.h[6], v1.h[0]                v0=0x134617bcf243d1c70000000000000001 v1=0x2ffffffff00000013c3b17468  =>  v0=0x13467468f243d1c70000000000000001
    0e021820  uzp1 v0.8b, v1.8b, v2.8b            v1=0xffffffb4ffffffff0000000f0000000e                   =>  v0=0xf000e
    0e821820  uzp1 v0.2s, v1.2s, v2.2s            v1=0x25000000000000001e v2=0x8000000000000001ffffffffffffffff  =>  v0=0xffffffff0000001e
    4e822820  trn1 v0.4s, v1.4s, v2.4s            v1=0x75316b167bc71dcac v2=0x1700217fffbcb10011003f00260043  =>  v0=0x7fffbcb10000000700260043bc71dcac
    4ec22820  trn1 v0.2d, v1.2d, v2.2d            v1=0x100c800100232f990009000700047fff v2=0x5b651fad800080017fffb80ba0c9000f  =>  v0=0x7fffb80ba0c9000f0009000700047fff
    0e423820  zip1 v0.4h, v1.4h, v2.4h            v1=0x56add606d0000003600000032 v2=0x4ebc9aff0bfe0272cd7f80b581013439  =>  v0=0x8101000034390032
    0e823820  zip1 v0.2s, v1.2s, v2.2s            v1=0x11004c00000000001f800100038001 v2=0x73b445809980679affbc080804433efc  =>  v0=0x4433efc00038001
    0e825820  uzp2 v0.2s, v1.2s, v2.2s            v1=0x50e3608ee416ebd2da72009ce5ea8cd2 v2=0x57037f0d4a848081f241c3f28081e27f  =>  v0=0xf241c3f2da72009c
    0e425820  uzp2 v0.4h, v1.4h, v2.4h            v1=0xe9c47e016c030000756a0caffe44017f                   =>  v0=0x756afe44
    0e426820  trn2 v0.4h, v1.4h, v2.4h            v1=0x1eb9238339d096f2 v2=0xffffffffffffffe0ffffffffffffffd9  =>  v0=0xffff1eb9ffff39d0
    4e426820  trn2 v0.8h, v1.8h, v2.8h            v1=0x5d1b00130001291100001e6600160002 v2=0x390000000d0000000080000000  =>  v0=0x5d1b000000010000000080000016
    4ec27820  zip2 v0.2d, v1.2d, v2.2d            v1=0xd14c0403fb7f7a800780ff1f01095c00 v2=0xe18f00198000ffff3aec001f8001c0f7  =>  v0=0xe18f00198000ffffd14c0403fb7f7a80
    0e027820  zip2 v0.8b, v1.8b, v2.8b            v1=0xffb48000002e0001ffff7eed001558b0 v2=0x7f080c00810af3ef01c8df3c0680077b  =>  v0=0x1ffc8ffdf7e3ced
    2e023820  ext v0.8b, v1.8b, v2.8b, #7         v2=0x7a0000000000000022                                 =>  v0=0x2200
    2e021820  ext v0.8b, v1.8b, v2.8b, #3         v1=0xf8eb0ff2097f8080ff0c81842d032f00 v2=0x810cac2affdd1208f2000c3b317fa81c  =>  v0=0x7fa81cff0c81842d
    4e024020  tbl v0.16b, {v1.16b-v3.16b}, v2.16b  v1=0x7f410982ffe37a9e213f140e08130113 v2=0x3c04200e0f8e50000fab295c0b0855f3  =>  v0=0xe00417f0000137f000000ff9e0000
    0e026020  tbl v0.8b, {v1.16b-v4.16b}, v2.8b                                                           => 
    4e021020  tbx v0.16b, {v1.16b}, v2.16b        v0=0x7f5e017f29b67fd5ab2ee101bb7f0f09 v1=0x1000000230000001bfffffff0 v2=0xef80ffff050207214eff02b62208dd81  =>  v0=0x7f5e017f00ff00d5ab2eff01bb230f09
    0e027020  tbx v0.8b, {v1.16b-v4.16b}, v2.8b   v0=0x80031a801109430509016b39de80cb80 v2=0x24fdab6fb2f48abb4  =>  v0=0x9016b390080cb80
";
