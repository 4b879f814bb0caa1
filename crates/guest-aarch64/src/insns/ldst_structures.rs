//! Vector loads and stores of structures: LD1-LD4, ST1-ST4 of whole registers, of one lane, and loads of one structure to all
//! lanes (Arm ARM, C4.1, "Advanced SIMD load/store multiple structures", "... single structure").
//!
//! Whole registers are read and written 16 bytes at a time and sorted by permutations.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{GuestAddr, Lane, MemKind, Type, Value, Width};

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Whole registers; `arr` is the lane size and whether registers are 128 bits.
    Multiple { arr: Arrangement, load: Direction, rn: XSp, rt: List }
    /// The same, with write-back.
    MultiplePost { arr: Arrangement, load: Direction, rm: Step, rn: XSp, rt: List }
    /// One lane of `n` + 1 registers.
    Single { idx: UImm, load: Direction, n: Registers, rn: XSp, rt: List }
    /// The same, with write-back.
    SinglePost { idx: UImm, load: Direction, n: Registers, rm: Step, rn: XSp, rt: List }
    /// All lanes of `n` + 1 registers.
    Replicate { arr: Arrangement, n: Registers, rn: XSp, rt: List }
    /// The same, with write-back.
    ReplicatePost { arr: Arrangement, n: Registers, rm: Step, rn: XSp, rt: List }
}

rows! { [ASIMD]
    ldst1x1           "0 arr[0] 0011000 load:1 000000 0111 arr[2:1] rn:5 rt:5"               Multiple      "{load}1 {rt}, [{rn}]";
    ldst1x1_post      "0 arr[0] 0011001 load:1 0 rm:5 0111 arr[2:1] rn:5 rt:5"               MultiplePost  "{load}1 {rt}, [{rn}], {rm}";
    ldst1x2           "0 arr[0] 0011000 load:1 000000 1010 arr[2:1] rn:5 rt:5"               Multiple      "{load}1 {rt}, [{rn}]";
    ldst1x2_post      "0 arr[0] 0011001 load:1 0 rm:5 1010 arr[2:1] rn:5 rt:5"               MultiplePost  "{load}1 {rt}, [{rn}], {rm}";
    ldst1x3           "0 arr[0] 0011000 load:1 000000 0110 arr[2:1] rn:5 rt:5"               Multiple      "{load}1 {rt}, [{rn}]";
    ldst1x3_post      "0 arr[0] 0011001 load:1 0 rm:5 0110 arr[2:1] rn:5 rt:5"               MultiplePost  "{load}1 {rt}, [{rn}], {rm}";
    ldst1x4           "0 arr[0] 0011000 load:1 000000 0010 arr[2:1] rn:5 rt:5"               Multiple      "{load}1 {rt}, [{rn}]";
    ldst1x4_post      "0 arr[0] 0011001 load:1 0 rm:5 0010 arr[2:1] rn:5 rt:5"               MultiplePost  "{load}1 {rt}, [{rn}], {rm}";
    ldst2             "0 arr[0] 0011000 load:1 000000 1000 arr[2:1] rn:5 rt:5 where arr!=6"  Multiple      "{load}2 {rt}, [{rn}]";
    ldst2_post        "0 arr[0] 0011001 load:1 0 rm:5 1000 arr[2:1] rn:5 rt:5 where arr!=6"  MultiplePost  "{load}2 {rt}, [{rn}], {rm}";
    ldst3             "0 arr[0] 0011000 load:1 000000 0100 arr[2:1] rn:5 rt:5 where arr!=6"  Multiple      "{load}3 {rt}, [{rn}]";
    ldst3_post        "0 arr[0] 0011001 load:1 0 rm:5 0100 arr[2:1] rn:5 rt:5 where arr!=6"  MultiplePost  "{load}3 {rt}, [{rn}], {rm}";
    ldst4             "0 arr[0] 0011000 load:1 000000 0000 arr[2:1] rn:5 rt:5 where arr!=6"  Multiple      "{load}4 {rt}, [{rn}]";
    ldst4_post        "0 arr[0] 0011001 load:1 0 rm:5 0000 arr[2:1] rn:5 rt:5 where arr!=6"  MultiplePost  "{load}4 {rt}, [{rn}], {rm}";
    ldst_lane_b       "0 idx[3] 0011010 load:1 n[0] 00000 00 n[1] idx[2] idx[1:0] rn:5 rt:5" Single        "{load}{n} {rt}[{idx}], [{rn}]";
    ldst_lane_b_post  "0 idx[3] 0011011 load:1 n[0] rm:5 00 n[1] idx[2] idx[1:0] rn:5 rt:5"  SinglePost    "{load}{n} {rt}[{idx}], [{rn}], {rm}";
    ldst_lane_h       "0 idx[2] 0011010 load:1 n[0] 00000 01 n[1] idx[1] idx[0] 0 rn:5 rt:5" Single        "{load}{n} {rt}[{idx}], [{rn}]";
    ldst_lane_h_post  "0 idx[2] 0011011 load:1 n[0] rm:5 01 n[1] idx[1] idx[0] 0 rn:5 rt:5"  SinglePost    "{load}{n} {rt}[{idx}], [{rn}], {rm}";
    ldst_lane_s       "0 idx[1] 0011010 load:1 n[0] 00000 10 n[1] idx[0] 00 rn:5 rt:5"       Single        "{load}{n} {rt}[{idx}], [{rn}]";
    ldst_lane_s_post  "0 idx[1] 0011011 load:1 n[0] rm:5 10 n[1] idx[0] 00 rn:5 rt:5"        SinglePost    "{load}{n} {rt}[{idx}], [{rn}], {rm}";
    ldst_lane_d       "0 idx:1 0011010 load:1 n[0] 00000 10 n[1] 0 01 rn:5 rt:5"             Single        "{load}{n} {rt}[{idx}], [{rn}]";
    ldst_lane_d_post  "0 idx:1 0011011 load:1 n[0] rm:5 10 n[1] 0 01 rn:5 rt:5"              SinglePost    "{load}{n} {rt}[{idx}], [{rn}], {rm}";
    ld_replicate      "0 arr[0] 0011010 1 n[0] 00000 11 n[1] 0 arr[2:1] rn:5 rt:5"           Replicate     "ld{n}r {rt}, [{rn}]";
    ld_replicate_post "0 arr[0] 0011011 1 n[0] rm:5 11 n[1] 0 arr[2:1] rn:5 rt:5"            ReplicatePost "ld{n}r {rt}, [{rn}], {rm}";
}

/// Lane size (bits 2..1) and whether registers are 128 bits (bit 0).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arrangement(u8);

impl Field for Arrangement {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Arrangement {
        Arrangement(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(
            out,
            "{}{}",
            (8u32 * u32::from(self.bytes_log2() - 2)) >> (self.0 >> 1),
            self.lane().name()
        );
    }
}

impl Arrangement {
    fn lane(self) -> Lane {
        Lane::from_u8(self.0 >> 1)
    }

    fn is_wide(self) -> bool {
        self.0 & 1 != 0
    }

    /// log2 of a register's bytes: 3 or 4.
    fn bytes_log2(self) -> u8 {
        3 + (self.0 & 1)
    }

    fn bytes(self) -> i64 {
        1 << self.bytes_log2()
    }

    fn width(self) -> Width {
        width(u32::from(self.bytes_log2()))
    }
}

/// Load or store; prints as the beginning of the mnemonic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Direction(bool);

impl Field for Direction {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Direction {
        Direction(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(if self.0 { "ld" } else { "st" });
    }
}

/// Registers of a single structure, less one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Registers(u8);

impl Field for Registers {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Registers {
        Registers(spec.extract(word) as u8)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{}", self.count());
    }
}

impl Registers {
    fn count(self) -> u8 {
        self.0 + 1
    }
}

/// What the words of this room are, for printing.
struct Shape {
    registers: u32,
    /// Lane letter, with the number of lanes unless it is about one lane.
    lanes: String,
    /// Bytes in memory.
    bytes: u32,
}

fn shape(word: u32) -> Shape {
    let arr = Arrangement(((word >> 10 & 3) as u8 * 2) | (word >> 30 & 1) as u8);
    let mut lanes = String::new();
    let single = word >> 24 & 1 != 0;
    let registers = match (single, word >> 12 & 15) {
        (true, _) => (word >> 12 & 2 | word >> 21 & 1) + 1,
        (_, 7) => 1,
        (_, 8 | 10) => 2,
        (_, 4 | 6) => 3,
        _ => 4,
    };
    let lane = match (single, word >> 14 & 3) {
        (true, size @ 0..=1) => size,
        (true, 2) => 2 + (word >> 10 & 1),
        _ => {
            arr.print(word, 0, &mut lanes);
            if single {
                word >> 10 & 3
            } else {
                u32::from(arr.bytes_log2())
            }
        }
    };
    if lanes.is_empty() {
        lanes.push_str(Lane::from_u8(lane as u8).name());
    }
    Shape {
        registers,
        lanes,
        bytes: registers << lane,
    }
}

/// The first of several consecutive vector registers, modulo 32; prints all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct List(u8);

impl Field for List {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> List {
        List(spec.extract(word) as u8)
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        let Shape {
            registers, lanes, ..
        } = shape(word);
        let name = |n: u32| format!("v{}.{lanes}", self.register(n).0);
        let last = registers - 1;
        let text = if registers > 2 && self.register(last).0 > self.0 {
            format!("{}-{}", name(0), name(last))
        } else {
            (0..registers).map(name).collect::<Vec<_>>().join(", ")
        };
        let _ = write!(out, "{{{text}}}");
    }
}

impl List {
    fn register(self, n: u32) -> V {
        V((self.0 + n as u8) & 31)
    }
}

/// What is added to the base after the access: a register, or with number 31 the bytes accessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step(R);

impl Field for Step {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Step {
        Step(R::decode(word, spec))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        match self.0.0 {
            31 => _ = write!(out, "#{}", shape(word).bytes),
            _ => X(self.0).print(word, pc, out),
        }
    }
}

/// `access`, then rn += rm or bytes
fn step(b: &Lift, rn: XSp, rm: Step, bytes: i64, access: impl FnOnce()) {
    let next = || match rm.0.0 {
        31 => b.add_imm(b.x_sp(rn.0), bytes),
        _ => b.add(b.x_sp(rn.0), b.x(rm.0)),
    };
    if rn.0.0 == 31 {
        b.expect_aligned(rn.0, next());
    }
    access();
    b.set_base(rn.0, next());
}

// --- whole registers ------------------------------------------------------------------------------------

/// The bytes from `base` on, 16 at a time (the last time perhaps 8).
fn read(b: &Lift, base: Value, bytes: i64) -> Vec<Value> {
    let part = |at: i64| {
        let size = if bytes - at < 16 {
            Width::B8
        } else {
            Width::B16
        };
        b.load(Type::V128, MemKind::u(size), base, at)
    };
    (0..bytes).step_by(16).map(part).collect()
}

fn write(b: &Lift, base: Value, bytes: i64, parts: &[Value]) {
    for (at, part) in (0..bytes).step_by(16).zip(parts) {
        let size = if bytes - at < 16 {
            Width::B8
        } else {
            Width::B16
        };
        b.store(size, base, at, *part);
    }
}

/// Even and odd lanes of each pair of vectors.
fn unzip(b: &Lift, lane: Lane, parts: &[Value]) -> (Vec<Value>, Vec<Value>) {
    let half = |half| {
        let pick = |pair: &[Value]| {
            let second = pair.get(1).copied().unwrap_or_else(|| b.vzero());
            b.vuzp(lane, half, pair[0], second)
        };
        parts.chunks(2).map(pick).collect()
    };
    (half(ir::Half::Low), half(ir::Half::High))
}

/// Lanes of `even` and `odd` in turn: twice as many bytes.
fn zip(b: &Lift, lane: Lane, wide: bool, even: &[Value], odd: &[Value]) -> Vec<Value> {
    let mut parts = Vec::new();
    for (e, o) in even.iter().zip(odd) {
        parts.push(b.vzip(lane, ir::Half::Low, *e, *o));
        if wide {
            parts.push(b.vzip(lane, ir::Half::High, *e, *o));
        }
    }
    parts
}

/// A vector whose byte k is that byte of `sources` whose number `from(k)` says, counting through all of them; 0 if none.
fn gather(b: &Lift, sources: &[Value], from: impl Fn(u32) -> Option<u32>) -> Value {
    let mut result: Option<Value> = None;
    for (n, source) in (0u32..).zip(sources) {
        let inside = |k: u32| from(k).filter(|byte| byte / 16 == n).map(|byte| byte % 16);
        if (0..16).all(|k| inside(k).is_none()) {
            continue;
        }
        let byte = |k: u32| u64::from(inside(k).unwrap_or(0x80)) << (k % 8 * 8);
        let half = |start: u32| (start..start + 8).map(byte).fold(0, |all, one| all | one);
        let (low, high) = (b.vconst_low(half(0)), b.vconst_low(half(8)));
        let part = b.vtbl(*source, b.vzip(Lane::D, ir::Half::Low, low, high));
        result = Some(result.map_or(part, |others| b.vor(others, part)));
    }
    result.unwrap_or_else(|| b.vzero())
}

fn load_structures(b: &Lift, i: Multiple, n: u32) {
    let lane = i.arr.lane();
    let parts = read(b, b.base(i.rn), i.arr.bytes() * i64::from(n));
    let set = |register: u32, value: Value| b.set_v(i.rt.register(register), value);
    match n {
        2 => {
            let (even, odd) = unzip(b, lane, &parts);
            set(0, even[0]);
            set(1, odd[0]);
        }
        4 => {
            let (even, odd) = unzip(b, lane, &parts);
            let (zero, two) = unzip(b, lane, &even);
            let (one, three) = unzip(b, lane, &odd);
            for (register, value) in (0..).zip([zero, one, two, three]) {
                set(register, value[0]);
            }
        }
        _ => {
            let size = lane.bytes();
            for register in 0..3 {
                let from = |k: u32| {
                    (k < i.arr.bytes() as u32)
                        .then_some((k / size * 3 + register) * size + k % size)
                };
                set(register, gather(b, &parts, from));
            }
        }
    }
}

fn store_structures(b: &Lift, i: Multiple, n: u32) {
    let (lane, wide) = (i.arr.lane(), i.arr.is_wide());
    let v: Vec<Value> = (0..n).map(|r| b.v(i.rt.register(r))).collect();
    let bytes = i.arr.bytes() * i64::from(n);
    let parts = match n {
        2 => zip(b, lane, wide, &v[..1], &v[1..]),
        4 => {
            let even = zip(b, lane, wide, &v[..1], &v[2..3]);
            let odd = zip(b, lane, wide, &v[1..2], &v[3..]);
            zip(b, lane, true, &even, &odd)
        }
        _ => {
            let size = lane.bytes();
            let part = |at: u32| {
                gather(b, &v, |k| {
                    let element = (at + k) / size;
                    let byte = element / 3 * size + k % size;
                    (at + k < bytes as u32).then_some(element % 3 * 16 + byte)
                })
            };
            (0..bytes as u32).step_by(16).map(part).collect()
        }
    };
    write(b, b.base(i.rn), bytes, &parts);
}

/// `n` registers one after the other
fn consecutive(b: &Lift, i: Multiple, n: u32) {
    let base = b.base(i.rn);
    for register in 0..n {
        let at = Address::of(base).plus(i.arr.bytes() * i64::from(register));
        match i.load.0 {
            true => load_vector(b, i.rt.register(register), i.arr.width(), at),
            false => store_vector(b, i.rt.register(register), i.arr.width(), at),
        }
    }
}

/// Structures of `n` elements, each element in its own register
fn structures(b: &Lift, i: Multiple, n: u32) {
    match i.load.0 {
        true => load_structures(b, i, n),
        false => store_structures(b, i, n),
    }
}

macro_rules! multiple {
    ($($name:ident $post:ident $how:ident $n:literal;)*) => {$(
        /// Registers from or to memory.
        fn $name(b: &Lift, i: Multiple) {
            $how(b, i, $n);
        }

        /// The same, then rn += rm.
        fn $post(b: &Lift, i: MultiplePost) {
            let MultiplePost { arr, load, rm, rn, rt } = i;
            step(b, rn, rm, arr.bytes() * $n, || {
                $how(b, Multiple { arr, load, rn, rt }, $n);
            });
        }
    )*};
}
multiple! {
    ldst1x1 ldst1x1_post consecutive 1;
    ldst1x2 ldst1x2_post consecutive 2;
    ldst1x3 ldst1x3_post consecutive 3;
    ldst1x4 ldst1x4_post consecutive 4;
    ldst2 ldst2_post structures 2;
    ldst3 ldst3_post structures 3;
    ldst4 ldst4_post structures 4;
}

// --- single structures ------------------------------------------------------------------------------------

/// The integer type that holds a lane.
fn lane_type(lane: Lane) -> Type {
    if lane == Lane::D {
        Type::I64
    } else {
        Type::I32
    }
}

/// Lane `idx` of each register from or to memory
fn single(b: &Lift, i: Single, lane: Lane) {
    let base = b.base(i.rn);
    let size = Width::from_u8(lane as u8);
    for register in 0..u32::from(i.n.count()) {
        let (v, at) = (i.rt.register(register), i64::from(register * lane.bytes()));
        if i.load.0 {
            let element = b.load(lane_type(lane), MemKind::u(size), base, at);
            b.set_v(v, b.vset_lane(lane, b.v(v), i.idx, element));
        } else {
            let element = b.vget_lane(lane, false, lane_type(lane), b.v(v), i.idx);
            b.store(size, base, at, element);
        }
    }
}

macro_rules! single {
    ($($name:ident $post:ident $lane:ident;)*) => {$(
        /// One lane of each register from or to memory.
        fn $name(b: &Lift, i: Single) {
            single(b, i, Lane::$lane);
        }

        /// The same, then rn += rm.
        fn $post(b: &Lift, i: SinglePost) {
            let SinglePost { idx, load, n, rm, rn, rt } = i;
            step(b, rn, rm, i64::from(n.count()) * i64::from(Lane::$lane.bytes()), || {
                single(b, Single { idx, load, n, rn, rt }, Lane::$lane);
            });
        }
    )*};
}
single! {
    ldst_lane_b ldst_lane_b_post B;
    ldst_lane_h ldst_lane_h_post H;
    ldst_lane_s ldst_lane_s_post S;
    ldst_lane_d ldst_lane_d_post D;
}

/// All lanes of each register = its element in memory
fn ld_replicate(b: &Lift, i: Replicate) {
    let lane = i.arr.lane();
    let base = b.base(i.rn);
    for register in 0..u32::from(i.n.count()) {
        let kind = MemKind::u(Width::from_u8(lane as u8));
        let at = i64::from(register * lane.bytes());
        let all = b.vdup(lane, b.load(lane_type(lane), kind, base, at));
        let value = if i.arr.is_wide() {
            all
        } else {
            b.vlow(Lane::D, all)
        };
        b.set_v(i.rt.register(register), value);
    }
}

/// The same, then rn += rm.
fn ld_replicate_post(b: &Lift, i: ReplicatePost) {
    let ReplicatePost { arr, n, rm, rn, rt } = i;
    let bytes = i64::from(n.count()) * i64::from(arr.lane().bytes());
    step(b, rn, rm, bytes, || {
        ld_replicate(b, Replicate { arr, n, rn, rt });
    });
}

pub(crate) const CASES: &str = "
    4c408023  ld2 {v3.16b, v4.16b}, [x1]                     mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1  =>  v3=0x1f1d1b19171513110f0d0b0907050301 v4=0x201e1c1a18161412100e0c0a08060402
    4c008023  st2 {v3.16b, v4.16b}, [x1]                     x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1404130312021101 mem64[0x40008]=0x1808170716061505 mem64[0x40010]=0x1c0c1b0b1a0a1909 mem64[0x40018]=0x20101f0f1e0e1d0d
    0c408023  ld2 {v3.8b, v4.8b}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 x1=0x40000 v3=-1 v4=-1  =>  v3=0x00000000000000000f0d0b0907050301 v4=0x0000000000000000100e0c0a08060402
    0c008023  st2 {v3.8b, v4.8b}, [x1]                       x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1404130312021101 mem64[0x40008]=0x1808170716061505
    4c408423  ld2 {v3.8h, v4.8h}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1  =>  v3=0x1e1d1a19161512110e0d0a0906050201 v4=0x201f1c1b18171413100f0c0b08070403
    4c008423  st2 {v3.8h, v4.8h}, [x1]                       x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1413040312110201 mem64[0x40008]=0x1817080716150605 mem64[0x40010]=0x1c1b0c0b1a190a09 mem64[0x40018]=0x201f100f1e1d0e0d
    4c408823  ld2 {v3.4s, v4.4s}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1  =>  v3=0x1c1b1a19141312110c0b0a0904030201 v4=0x201f1e1d18171615100f0e0d08070605
    4c008823  st2 {v3.4s, v4.4s}, [x1]                       x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1413121104030201 mem64[0x40008]=0x1817161508070605 mem64[0x40010]=0x1c1b1a190c0b0a09 mem64[0x40018]=0x201f1e1d100f0e0d
    0c408823  ld2 {v3.2s, v4.2s}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 x1=0x40000 v3=-1 v4=-1  =>  v3=0x00000000000000000c0b0a0904030201 v4=0x0000000000000000100f0e0d08070605
    0c008823  st2 {v3.2s, v4.2s}, [x1]                       x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1413121104030201 mem64[0x40008]=0x1817161508070605
    4c408c23  ld2 {v3.2d, v4.2d}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1  =>  v3=0x18171615141312110807060504030201 v4=0x201f1e1d1c1b1a19100f0e0d0c0b0a09
    4c008c23  st2 {v3.2d, v4.2d}, [x1]                       x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x1817161514131211 mem64[0x40010]=0x100f0e0d0c0b0a09 mem64[0x40018]=0x201f1e1d1c1b1a19
    4cdf883e  ld2 {v30.4s, v31.4s}, [x1], #32                mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v30=-1 v31=-1  =>  v30=0x1c1b1a19141312110c0b0a0904030201 v31=0x201f1e1d18171615100f0e0d08070605 x1=0x40020
    0c82843e  st2 {v30.4h, v31.4h}, [x1], x2                 x2=-16 x1=0x40000 v30=0x100f0e0d0c0b0a090807060504030201 v31=0x201f1e1d1c1b1a191817161514131211  =>  mem64[0x40000]=0x1413040312110201 mem64[0x40008]=0x1817080716150605 x1=0x3fff0
    4c404023  ld3 {v3.16b-v5.16b}, [x1]                      mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x2e2b2825221f1c191613100d0a070401 v4=0x2f2c292623201d1a1714110e0b080502 v5=0x302d2a2724211e1b1815120f0c090603
    4c004023  st3 {v3.16b-v5.16b}, [x1]                      x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x1303221202211101 mem64[0x40008]=0x0625150524140423 mem64[0x40010]=0x2818082717072616 mem64[0x40018]=0x1b0b2a1a0a291909 mem64[0x40020]=0x0e2d1d0d2c1c0c2b mem64[0x40028]=0x3020102f1f0f2e1e
    0c404023  ld3 {v3.8b-v5.8b}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x00000000000000001613100d0a070401 v4=0x00000000000000001714110e0b080502 v5=0x00000000000000001815120f0c090603
    0c004023  st3 {v3.8b-v5.8b}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x1303221202211101 mem64[0x40008]=0x0625150524140423 mem64[0x40010]=0x2818082717072616
    4c404423  ld3 {v3.8h-v5.8h}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x2c2b2625201f1a1914130e0d08070201 v4=0x2e2d282722211c1b1615100f0a090403 v5=0x302f2a2924231e1d181712110c0b0605
    4c004423  st3 {v3.8h-v5.8h}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x0403222112110201 mem64[0x40008]=0x1615060524231413 mem64[0x40010]=0x2827181708072625 mem64[0x40018]=0x0c0b2a291a190a09 mem64[0x40020]=0x1e1d0e0d2c2b1c1b mem64[0x40028]=0x302f201f100f2e2d
    0c404423  ld3 {v3.4h-v5.4h}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x000000000000000014130e0d08070201 v4=0x00000000000000001615100f0a090403 v5=0x0000000000000000181712110c0b0605
    0c004423  st3 {v3.4h-v5.4h}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x0403222112110201 mem64[0x40008]=0x1615060524231413 mem64[0x40010]=0x2827181708072625
    4c404823  ld3 {v3.4s-v5.4s}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x282726251c1b1a19100f0e0d04030201 v4=0x2c2b2a29201f1e1d1413121108070605 v5=0x302f2e2d24232221181716150c0b0a09
    4c004823  st3 {v3.4s-v5.4s}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x1413121104030201 mem64[0x40008]=0x0807060524232221 mem64[0x40010]=0x2827262518171615 mem64[0x40018]=0x1c1b1a190c0b0a09 mem64[0x40020]=0x100f0e0d2c2b2a29 mem64[0x40028]=0x302f2e2d201f1e1d
    0c404823  ld3 {v3.2s-v5.2s}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x0000000000000000100f0e0d04030201 v4=0x00000000000000001413121108070605 v5=0x0000000000000000181716150c0b0a09
    0c004823  st3 {v3.2s-v5.2s}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x1413121104030201 mem64[0x40008]=0x0807060524232221 mem64[0x40010]=0x2827262518171615
    4c404c23  ld3 {v3.2d-v5.2d}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x201f1e1d1c1b1a190807060504030201 v4=0x2827262524232221100f0e0d0c0b0a09 v5=0x302f2e2d2c2b2a291817161514131211
    4c004c23  st3 {v3.2d-v5.2d}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x1817161514131211 mem64[0x40010]=0x2827262524232221 mem64[0x40018]=0x100f0e0d0c0b0a09 mem64[0x40020]=0x201f1e1d1c1b1a19 mem64[0x40028]=0x302f2e2d2c2b2a29
    4cdf483e  ld3 {v30.4s, v31.4s, v0.4s}, [x1], #48         mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v30=-1 v31=-1 v0=-1  =>  v30=0x282726251c1b1a19100f0e0d04030201 v31=0x2c2b2a29201f1e1d1413121108070605 v0=0x302f2e2d24232221181716150c0b0a09 x1=0x40030
    0c82443e  st3 {v30.4h, v31.4h, v0.4h}, [x1], x2          x2=-16 x1=0x40000 v30=0x100f0e0d0c0b0a090807060504030201 v31=0x201f1e1d1c1b1a191817161514131211 v0=0x302f2e2d2c2b2a292827262524232221  =>  mem64[0x40000]=0x0403222112110201 mem64[0x40008]=0x1615060524231413 mem64[0x40010]=0x2827181708072625 x1=0x3fff0
    4c400023  ld4 {v3.16b-v6.16b}, [x1]                      mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x3d3935312d2925211d1915110d090501 v4=0x3e3a36322e2a26221e1a16120e0a0602 v5=0x3f3b37332f2b27231f1b17130f0b0703 v6=0x403c3834302c2824201c1814100c0804
    4c000023  st4 {v3.16b-v6.16b}, [x1]                      x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x3222120231211101 mem64[0x40008]=0x3424140433231303 mem64[0x40010]=0x3626160635251505 mem64[0x40018]=0x3828180837271707 mem64[0x40020]=0x3a2a1a0a39291909 mem64[0x40028]=0x3c2c1c0c3b2b1b0b mem64[0x40030]=0x3e2e1e0e3d2d1d0d mem64[0x40038]=0x403020103f2f1f0f
    0c400023  ld4 {v3.8b-v6.8b}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x00000000000000001d1915110d090501 v4=0x00000000000000001e1a16120e0a0602 v5=0x00000000000000001f1b17130f0b0703 v6=0x0000000000000000201c1814100c0804
    0c000023  st4 {v3.8b-v6.8b}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x3222120231211101 mem64[0x40008]=0x3424140433231303 mem64[0x40010]=0x3626160635251505 mem64[0x40018]=0x3828180837271707
    4c400423  ld4 {v3.8h-v6.8h}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x3a3932312a2922211a1912110a090201 v4=0x3c3b34332c2b24231c1b14130c0b0403 v5=0x3e3d36352e2d26251e1d16150e0d0605 v6=0x403f3837302f2827201f1817100f0807
    4c000423  st4 {v3.8h-v6.8h}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x3231222112110201 mem64[0x40008]=0x3433242314130403 mem64[0x40010]=0x3635262516150605 mem64[0x40018]=0x3837282718170807 mem64[0x40020]=0x3a392a291a190a09 mem64[0x40028]=0x3c3b2c2b1c1b0c0b mem64[0x40030]=0x3e3d2e2d1e1d0e0d mem64[0x40038]=0x403f302f201f100f
    0c400423  ld4 {v3.4h-v6.4h}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x00000000000000001a1912110a090201 v4=0x00000000000000001c1b14130c0b0403 v5=0x00000000000000001e1d16150e0d0605 v6=0x0000000000000000201f1817100f0807
    0c000423  st4 {v3.4h-v6.4h}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x3231222112110201 mem64[0x40008]=0x3433242314130403 mem64[0x40010]=0x3635262516150605 mem64[0x40018]=0x3837282718170807
    4c400823  ld4 {v3.4s-v6.4s}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x34333231242322211413121104030201 v4=0x38373635282726251817161508070605 v5=0x3c3b3a392c2b2a291c1b1a190c0b0a09 v6=0x403f3e3d302f2e2d201f1e1d100f0e0d
    4c000823  st4 {v3.4s-v6.4s}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x1413121104030201 mem64[0x40008]=0x3433323124232221 mem64[0x40010]=0x1817161508070605 mem64[0x40018]=0x3837363528272625 mem64[0x40020]=0x1c1b1a190c0b0a09 mem64[0x40028]=0x3c3b3a392c2b2a29 mem64[0x40030]=0x201f1e1d100f0e0d mem64[0x40038]=0x403f3e3d302f2e2d
    4c400c23  ld4 {v3.2d-v6.2d}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x28272625242322210807060504030201 v4=0x302f2e2d2c2b2a29100f0e0d0c0b0a09 v5=0x38373635343332311817161514131211 v6=0x403f3e3d3c3b3a39201f1e1d1c1b1a19
    4c000c23  st4 {v3.2d-v6.2d}, [x1]                        x1=0x40000 v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x1817161514131211 mem64[0x40010]=0x2827262524232221 mem64[0x40018]=0x3837363534333231 mem64[0x40020]=0x100f0e0d0c0b0a09 mem64[0x40028]=0x201f1e1d1c1b1a19 mem64[0x40030]=0x302f2e2d2c2b2a29 mem64[0x40038]=0x403f3e3d3c3b3a39
    4cdf083e  ld4 {v30.4s, v31.4s, v0.4s, v1.4s}, [x1], #64  mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v30=-1 v31=-1 v0=-1 v1=-1  =>  v30=0x34333231242322211413121104030201 v31=0x38373635282726251817161508070605 v0=0x3c3b3a392c2b2a291c1b1a190c0b0a09 v1=0x403f3e3d302f2e2d201f1e1d100f0e0d x1=0x40040
    0c82043e  st4 {v30.4h, v31.4h, v0.4h, v1.4h}, [x1], x2   x2=-16 x1=0x40000 v30=0x100f0e0d0c0b0a090807060504030201 v31=0x201f1e1d1c1b1a191817161514131211 v0=0x302f2e2d2c2b2a292827262524232221 v1=0x403f3e3d3c3b3a393837363534333231  =>  mem64[0x40000]=0x3231222112110201 mem64[0x40008]=0x3433242314130403 mem64[0x40010]=0x3635262516150605 mem64[0x40018]=0x3837282718170807 x1=0x3fff0
    0c407023  ld1 {v3.8b}, [x1]                              mem64[0x40000]=0x0807060504030201 x1=0x40000 v3=-1                      =>  v3=0x0807060504030201
    4c407023  ld1 {v3.16b}, [x1]                             mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 x1=0x40000 v3=-1  =>  v3=0x100f0e0d0c0b0a090807060504030201
    0cdf7c23  ld1 {v3.1d}, [x1], #8                          mem64[0x40000]=0x0807060504030201 x1=0x40000 v3=-1                      =>  v3=0x0807060504030201 x1=0x40008
    4c827c23  st1 {v3.2d}, [x1], x2                          x1=0x40000 x2=0x100 v3=1                                                =>  mem128[0x40000]=1 x1=0x40100
    0c40a023  ld1 {v3.8b, v4.8b}, [x1]                       mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 x1=0x40000 v3=-1 v4=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09
    4c40a023  ld1 {v3.16b, v4.16b}, [x1]                     mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1  =>  v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211
    0cdfac23  ld1 {v3.1d, v4.1d}, [x1], #16                  mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 x1=0x40000 v3=-1 v4=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09 x1=0x40010
    4c82ac23  st1 {v3.2d, v4.2d}, [x1], x2                   x1=0x40000 x2=0x100 v3=1 v4=2                                           =>  mem128[0x40000]=1 mem128[0x40010]=2 x1=0x40100
    0c406023  ld1 {v3.8b-v5.8b}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09 v5=0x1817161514131211
    4c406023  ld1 {v3.16b-v5.16b}, [x1]                      mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221
    0cdf6c23  ld1 {v3.1d-v5.1d}, [x1], #24                   mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 x1=0x40000 v3=-1 v4=-1 v5=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09 v5=0x1817161514131211 x1=0x40018
    4c826c23  st1 {v3.2d-v5.2d}, [x1], x2                    x1=0x40000 x2=0x100 v3=1 v4=2 v5=3                                      =>  mem128[0x40000]=1 mem128[0x40010]=2 mem128[0x40020]=3 x1=0x40100
    0c402023  ld1 {v3.8b-v6.8b}, [x1]                        mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09 v5=0x1817161514131211 v6=0x201f1e1d1c1b1a19
    4c402023  ld1 {v3.16b-v6.16b}, [x1]                      mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 mem64[0x40020]=0x2827262524232221 mem64[0x40028]=0x302f2e2d2c2b2a29 mem64[0x40030]=0x3837363534333231 mem64[0x40038]=0x403f3e3d3c3b3a39 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x100f0e0d0c0b0a090807060504030201 v4=0x201f1e1d1c1b1a191817161514131211 v5=0x302f2e2d2c2b2a292827262524232221 v6=0x403f3e3d3c3b3a393837363534333231
    0cdf2c23  ld1 {v3.1d-v6.1d}, [x1], #32                   mem64[0x40000]=0x0807060504030201 mem64[0x40008]=0x100f0e0d0c0b0a09 mem64[0x40010]=0x1817161514131211 mem64[0x40018]=0x201f1e1d1c1b1a19 x1=0x40000 v3=-1 v4=-1 v5=-1 v6=-1  =>  v3=0x0807060504030201 v4=0x100f0e0d0c0b0a09 v5=0x1817161514131211 v6=0x201f1e1d1c1b1a19 x1=0x40020
    4c822c23  st1 {v3.2d-v6.2d}, [x1], x2                    x1=0x40000 x2=0x100 v3=1 v4=2 v5=3 v6=4                                 =>  mem128[0x40000]=1 mem128[0x40010]=2 mem128[0x40020]=3 mem128[0x40030]=4 x1=0x40100
    4cdf7023  ld1 {v3.16b}, [x1], #16                        v3=5 x1=0x30000                                                         =>  exit=fault
    4c9f0023  st4 {v3.16b-v6.16b}, [x1], #64                 v3=5 x1=0x30000                                                         =>  exit=fault
    0d400023  ld1 {v3.b}[0], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0x80
    0d9f0023  st1 {v3.b}[0], [x1], #1                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem8[0x40000]=0x80 x1=0x40001
    4d401c23  ld1 {v3.b}[15], [x1]                           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0x8000000000000000000000000000000f
    4d9f1c23  st1 {v3.b}[15], [x1], #1                       v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem8[0x40000]=0x11 x1=0x40001
    4d405823  ld1 {v3.h}[7], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0x9180000000000000000000000000000f
    4d9f5823  st1 {v3.h}[7], [x1], #2                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem16[0x40000]=0x1122 x1=0x40002
    0d405023  ld1 {v3.h}[2], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0x91800000000f
    0d9f5023  st1 {v3.h}[2], [x1], #2                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem16[0x40000]=0xd5c4 x1=0x40002
    0d409023  ld1 {v3.s}[1], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0xb3a291800000000f
    0d9f9023  st1 {v3.s}[1], [x1], #4                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem32[0x40000]=0xf7e6d5c4 x1=0x40004
    4d409023  ld1 {v3.s}[3], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0xb3a2918000000000000000000000000f
    4d9f9023  st1 {v3.s}[3], [x1], #4                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem32[0x40000]=0x11223344 x1=0x40004
    4d408423  ld1 {v3.d}[1], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0xf7e6d5c4b3a29180000000000000000f
    4d9f8423  st1 {v3.d}[1], [x1], #8                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem64[0x40000]=0x1122334455667788 x1=0x40008
    0d408423  ld1 {v3.d}[0], [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 v3=0xf                     =>  v3=0xf7e6d5c4b3a29180
    0d9f8423  st1 {v3.d}[0], [x1], #8                        v3=0x1122334455667788f7e6d5c4b3a29180 x1=0x40000                        =>  mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40008
    4d600423  ld2 {v3.b, v4.b}[9], [x1]                      mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  v3=0x80000000000000000000 v4=0x91000000000000000000
    0ddf783f  ld3 {v31.h, v0.h, v1.h}[3], [x1], #6           mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  v31=0x9180000000000000 v0=0xb3a2000000000000 v1=0xd5c4000000000000 x1=0x40006
    4de2a023  ld4 {v3.s-v6.s}[2], [x1], x2                   mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=0x600000005 x1=0x40000 x2=-4  =>  v3=0xb3a291800000000000000000 v4=0xf7e6d5c40000000000000000 v5=0x50000000000000000 v6=0x60000000000000000 x1=0x3fffc
    4d608423  ld2 {v3.d, v4.d}[1], [x1]                      mem64[0x40000]=0xf7e6d5c4b3a29180 mem64[0x40008]=7 x1=0x40000           =>  v3=0xf7e6d5c4b3a291800000000000000000 v4=0x70000000000000000
    4d204823  st2 {v3.h, v4.h}[5], [x1]                      v3=0x1122334455667788f7e6d5c4b3a29180 v4=0x123400000000000000000000 x1=0x40000  =>  mem32[0x40000]=0x12345566
    0d002423  st3 {v3.b-v5.b}[1], [x1]                       v3=0x1122334455667788f7e6d5c4b3a29180 v4=0x100 v5=0x200 x1=0x40000      =>  mem32[0x40000]=0x020191
    0dbfa423  st4 {v3.d-v6.d}[0], [x1], #32                  v3=1 v4=2 v5=3 v6=4 x1=0x40000                                          =>  mem64[0x40000]=1 mem64[0x40008]=2 mem64[0x40010]=3 mem64[0x40018]=4 x1=0x40020
    0ddf9023  ld1 {v3.s}[1], [x1], #4                        v3=5 x1=0x30000                                                         =>  exit=fault
    0d40c023  ld1r {v3.8b}, [x1]                             mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40001                      =>  v3=0x9191919191919191
    4d40c023  ld1r {v3.16b}, [x1]                            mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40001                            =>  v3=0x91919191919191919191919191919191
    4ddfc423  ld1r {v3.8h}, [x1], #2                         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  v3=0x91809180918091809180918091809180 x1=0x40002
    4dc2c823  ld1r {v3.4s}, [x1], x2                         mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000 x2=8                       =>  v3=0xb3a29180b3a29180b3a29180b3a29180 x1=0x40008
    0d40cc23  ld1r {v3.1d}, [x1]                             mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 x1=0x40000                      =>  v3=0xf7e6d5c4b3a29180
    4d40cc23  ld1r {v3.2d}, [x1]                             mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  v3=0xf7e6d5c4b3a29180f7e6d5c4b3a29180
    0d60c423  ld2r {v3.4h, v4.4h}, [x1]                      mem64[0x40000]=0xf7e6d5c4b3a29180 v3=-1 v4=-1 x1=0x40000                =>  v3=0x9180918091809180 v4=0xb3a2b3a2b3a2b3a2
    0ddfe823  ld3r {v3.2s-v5.2s}, [x1], #12                  mem64[0x40000]=0xf7e6d5c4b3a29180 mem32[0x40008]=7 x1=0x40000           =>  v3=0xb3a29180b3a29180 v4=0xf7e6d5c4f7e6d5c4 v5=0x700000007 x1=0x4000c
    4d60e023  ld4r {v3.16b-v6.16b}, [x1]                     mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x40000                            =>  v3=0x80808080808080808080808080808080 v4=0x91919191919191919191919191919191 v5=0xa2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2 v6=0xb3b3b3b3b3b3b3b3b3b3b3b3b3b3b3b3
    # SP must be a multiple of 16
    4c407be0  ld1 {v0.4s}, [sp]               sp=0x40008  =>  exit=misaligned
    0ddf83e0  ld1 {v0.s}[0], [sp], #4         mem64[0x40000]=5 sp=0x40000  =>  v0=5 sp=0x40004
    0c9f7fe0  st1 {v0.1d}, [sp], #8           v0=5 sp=0x40000  =>  mem64[0x40000]=5 sp=0x40008
";
