//! Memory copy and set (Arm ARM, C4.1, "Memory Copy and Memory Set"; FEAT_MOPS), with the manual's option A: between the three
//! instructions of a sequence Xn counts the bytes that are left, below 0 when copying forward from addresses that Xd and Xs end
//! at, and C is 0.
//!
//! Prologue and main part move no bytes, which the manual leaves open: so a sequence is one block. The epilogue moves some and
//! branches to itself while there are more: a fault or a signal finds the count exact. A sequence that was begun with option B
//! (C is 1) is undefined here; the Linux layer begins it again, as the kernel does.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{Cond, FlagCond, GuestAddr, Terminal, Trap, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

/// Whether reads and writes are unprivileged or non-temporal: nothing of which user mode notices. Prints as suffix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options(u32);

impl Field for Options {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Options {
        Options(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let privilege = ["", "wt", "rt", "t"][self.0 as usize & 3];
        let temporal = ["", "wn", "rn", "n"][self.0 as usize >> 2 & 3];
        out.push_str(privilege);
        out.push_str(temporal);
    }
}

/// The same of a set: unprivileged, non-temporal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SetOptions(u32);

impl Field for SetOptions {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> SetOptions {
        SetOptions(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = write!(out, "{}", ["", "t", "n", "tn"][self.0 as usize & 3]);
    }
}

operands! {
    /// A copy.
    Copy { options: Options, rs: X, rn: X, rd: X }
    /// A set.
    Set { options: SetOptions, rs: X, rn: X, rd: X }
}

rows! { [MOPS]
    cpyfp   "00 011 0 01 00 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpyfp{options} [{rd}]!, [{rs}]!, {rn}!";
    cpyfm   "00 011 0 01 01 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpyfm{options} [{rd}]!, [{rs}]!, {rn}!";
    cpyfe   "00 011 0 01 10 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpyfe{options} [{rd}]!, [{rs}]!, {rn}!";
    cpyp    "00 011 1 01 00 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpyp{options} [{rd}]!, [{rs}]!, {rn}!";
    cpym    "00 011 1 01 01 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpym{options} [{rd}]!, [{rs}]!, {rn}!";
    cpye    "00 011 1 01 10 0 rs:5 options:4 01 rn:5 rd:5 where rs!=31 rn!=31 rd!=31"   Copy    "cpye{options} [{rd}]!, [{rs}]!, {rn}!";
    setp    "00 011 0 01 11 0 rs:5 00 options:2 01 rn:5 rd:5 where rn!=31 rd!=31"       Set     "setp{options} [{rd}]!, {rn}!, {rs}";
    setm    "00 011 0 01 11 0 rs:5 01 options:2 01 rn:5 rd:5 where rn!=31 rd!=31"       Set     "setm{options} [{rd}]!, {rn}!, {rs}";
    sete    "00 011 0 01 11 0 rs:5 10 options:2 01 rn:5 rd:5 where rn!=31 rd!=31"       Set     "sete{options} [{rd}]!, {rn}!, {rs}";
}

/// The largest count, of sets and of copies that go forward; larger ones are cut.
const LARGEST: u64 = i64::MAX as u64;
/// The same of copies in either direction.
const LARGEST_BOTH_WAYS: u64 = (1 << 55) - 1;
/// The bits of addresses that the direction of a copy depends on.
const ADDRESS: u64 = (1 << 56) - 1;

/// False, and the instruction is undefined, if a register has two roles (CONSTRAINED UNPREDICTABLE).
fn apart(b: &Lift, registers: [X; 3]) -> bool {
    let [d, s, n] = registers;
    let apart = d != s && d != n && s != n;
    if !apart {
        b.illegal();
    }
    apart
}

/// No flag set: option A.
fn set_option(b: &Lift) {
    b.set_flags(b.flags_from_bits(b.iconst(0)));
}

/// The sequence must have been begun with option A.
fn check_option(b: &Lift) {
    let other = b.flag_test(FlagCond::Cs, b.flags());
    b.trap_if(other, Trap::Illegal, b.iconst(0));
}

fn at_most(b: &Lift, count: Value, limit: u64) -> Value {
    let limit = b.iconst(limit);
    let more = b.icmp(Cond::Ult, limit, count);
    b.select(more, limit, count)
}

/// Again while something is left.
fn repeat(b: &Lift, rn: X, left: Value) {
    b.set_r(rn.0, left);
    b.end(Terminal::Branch {
        cond: b.icmp(Cond::Ne, left, b.iconst(0)),
        taken: b.pc(),
        next: b.next_pc(),
    });
}

fn begin_forward(b: &Lift, i: Copy) {
    if !apart(b, [i.rd, i.rs, i.rn]) {
        return;
    }
    let count = at_most(b, b.x(i.rn.0), LARGEST);
    for r in [i.rd, i.rs] {
        b.set_r(r.0, b.add(b.x(r.0), count));
    }
    b.set_r(i.rn.0, b.sub(b.iconst(0), count));
    set_option(b);
}

/// Backward where the source would be overwritten before it is read.
fn begin_either_way(b: &Lift, i: Copy) {
    if !apart(b, [i.rd, i.rs, i.rn]) {
        return;
    }
    let count = at_most(b, b.x(i.rn.0), LARGEST_BOTH_WAYS);
    let ahead = b.and_imm(b.sub(b.x(i.rd.0), b.x(i.rs.0)), ADDRESS);
    let backward = b.icmp(Cond::Ult, ahead, count);
    let forward_by = b.select(backward, b.iconst(0), count);
    for r in [i.rd, i.rs] {
        b.set_r(r.0, b.add(b.x(r.0), forward_by));
    }
    b.set_r(i.rn.0, b.select(backward, count, b.sub(b.iconst(0), count)));
    set_option(b);
}

fn copy(b: &Lift, i: Copy) {
    if !apart(b, [i.rd, i.rs, i.rn]) {
        return;
    }
    check_option(b);
    let left = b.mem_move(b.x(i.rd.0), b.x(i.rs.0), b.x(i.rn.0));
    repeat(b, i.rn, left);
}

/// Leaves it to the epilogue.
fn leave_copying(b: &Lift, i: Copy) {
    if apart(b, [i.rd, i.rs, i.rn]) {
        check_option(b);
    }
}

/// Leaves it to the epilogue.
fn leave_setting(b: &Lift, i: Set) {
    if apart(b, [i.rd, i.rs, i.rn]) {
        check_option(b);
    }
}

fn set(b: &Lift, i: Set) {
    if !apart(b, [i.rd, i.rs, i.rn]) {
        return;
    }
    check_option(b);
    let left = b.mem_fill(b.x(i.rd.0), b.x(i.rs.0), b.x(i.rn.0));
    repeat(b, i.rn, left);
}

/// rd, rs to the ends of the bytes, rn = -count
fn cpyfp(b: &Lift, i: Copy) {
    begin_forward(b, i);
}

/// rd, rs to the ends of the bytes and rn = -count, or, to copy backward, rn = count
fn cpyp(b: &Lift, i: Copy) {
    begin_either_way(b, i);
}

/// rd to the end of the bytes, rn = -count
fn setp(b: &Lift, i: Set) {
    if !apart(b, [i.rd, i.rs, i.rn]) {
        return;
    }
    let count = at_most(b, b.x(i.rn.0), LARGEST);
    b.set_r(i.rd.0, b.add(b.x(i.rd.0), count));
    b.set_r(i.rn.0, b.sub(b.iconst(0), count));
    set_option(b);
}

macro_rules! lifts {
    ($($name:ident $ops:ident $go_on:ident;)*) => {$(
        /// Some of the bytes.
        fn $name(b: &Lift, i: $ops) {
            $go_on(b, i);
        }
    )*};
}
lifts! {
    cpyfm Copy leave_copying;
    cpyfe Copy copy;
    cpym Copy leave_copying;
    cpye Copy copy;
    setm Set leave_setting;
    sete Set set;
}

/// What the Linux layer must do when a main part or an epilogue at `pc` found C set: a sequence that another processor began
/// with option B goes on with this one. The registers (x0 to x30) get the form that a prologue expects; the result is the
/// prologue's address (Linux, `arm64_mops_reset_regs`; Arm ARM, rules CNTMJ and MWFQH). `None`: it is another instruction.
pub fn restart_sequence(
    word: u32,
    nzcv: u64,
    x: &mut [u64; 31],
    pc: GuestAddr,
) -> Option<GuestAddr> {
    const C: u64 = 1 << 29;
    const N: u64 = 1 << 31;
    let (stage, is_set) = match word & 0xfbe0_0c00 {
        0x1940_0400 => (1, false),
        0x1980_0400 => (2, false),
        0x19c0_0400 if word >> 26 & 1 == 0 => (u64::from(word >> 14 & 3), true),
        _ => return None,
    };
    let [d, n, s] = [0, 5, 16].map(|at| word as usize >> at & 31);
    if nzcv & C == 0 || !matches!(stage, 1 | 2) || d == 31 || n == 31 || (s == 31 && !is_set) {
        return None;
    }
    if !is_set && nzcv & N != 0 {
        x[d] = x[d].wrapping_sub(x[n]);
        x[s] = x[s].wrapping_sub(x[n]);
    }
    Some(pc.wrapping_sub(4 * stage))
}

pub(crate) const CASES: &str = "
    19010440  cpyfp [x0]!, [x1]!, x2!       x0=0x40100 x1=0x40000 x2=0x20 nzcv=1111  =>  x0=0x40120 x1=0x40020 x2=-0x20 nzcv=0000
    1901e440  cpyfprtn [x0]!, [x1]!, x2!    x0=2 x1=1 x2=-1                          =>  x0=0x8000000000000001 x1=0x8000000000000000 x2=0x8000000000000001
    19010440  cpyfp [x0]!, [x1]!, x2!       x0=0x40100 x1=0x40000                    =>  x0=0x40100
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40110 x1=0x40010 x2=-16 mem64[0x40000]=0x1122334455667788 mem64[0x40008]=0x99aabbccddeeff00  =>  x2=0 mem64[0x40100]=0x1122334455667788 mem64[0x40108]=0x99aabbccddeeff00
    19814440  cpyfewn [x0]!, [x1]!, x2!     x0=0x40108 x1=0x40008 x2=-5 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1122334455000000
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 x2=-7 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1122334455667700
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 x2=-3 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1122330000000000
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 x2=-2 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1122000000000000
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 x2=-1 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1100000000000000
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40100 x1=0x40000                                          =>  x2=0
    # more than goes at once, and the ends of pages
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x41010 x1=0x400a0 x2=-150 mem64[0x40010]=0x1122334455667788 mem64[0x40098]=0x99aabbccddeeff00  =>  x2=0 mem64[0x40f80]=0x1122334455667788 mem64[0x41008]=0x99aabbccddeeff00
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x41020 x1=0x41028 x2=-48 mem64[0x40ff8]=1 mem64[0x41000]=2 mem64[0x41020]=3  =>  x2=0 mem64[0x40ff0]=1 mem64[0x40ff8]=2 mem64[0x41000]=0 mem64[0x41018]=3
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x30010 x1=0x40010 x2=-16                                   =>  exit=fault
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40010 x1=0x30010 x2=-16                                   =>  exit=fault
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x42008 x1=0x40010 x2=-16 mem64[0x40000]=5                  =>  exit=fault
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x42010 x1=0x41e80 x2=-128 mem64[0x41e00]=5                 =>  exit=fault x2=-64 mem64[0x41f90]=5
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x41800 x1=0x40800 x2=-1100 mem64[0x403b4]=1 mem64[0x40700]=2 mem64[0x407f8]=3  =>  x2=0 mem64[0x413b4]=1 mem64[0x41700]=2 mem64[0x417f8]=3
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40800 x1=0x41800 x2=-1088 mem64[0x413c0]=1 mem64[0x417b8]=2 mem64[0x417f8]=3  =>  x2=0 mem64[0x403c0]=1 mem64[0x407b8]=2 mem64[0x407f8]=3
    # the part before it leaves it all
    19410440  cpyfm [x0]!, [x1]!, x2!       x0=0x40110 x1=0x40010 x2=-16 mem64[0x40000]=5 nzcv=0101        =>  nzcv=0101
    19410440  cpyfm [x0]!, [x1]!, x2!       x0=0x40110 x1=0x40010 x2=-16 nzcv=0010                         =>  exit=illegal
    19811440  cpyfewt [x0]!, [x1]!, x2!     x0=0x40108 x1=0x40008 x2=-8 mem64[0x40000]=0x1122334455667788  =>  x2=0 mem64[0x40100]=0x1122334455667788
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 nzcv=1101                                =>  x2=0
    19810440  cpyfe [x0]!, [x1]!, x2!       x0=0x40108 x1=0x40008 nzcv=0010                                =>  exit=illegal
    # either way
    1d010440  cpyp [x0]!, [x1]!, x2!        x0=0x40000 x1=0x40008 x2=0x20            =>  x0=0x40020 x1=0x40028 x2=-0x20 nzcv=0000
    1d010440  cpyp [x0]!, [x1]!, x2!        x0=0x40008 x1=0x40000 x2=0x20 nzcv=0010  =>  x2=0x20 nzcv=0000
    1d01b440  cpyptrn [x0]!, [x1]!, x2!     x0=0x40020 x1=0x40000 x2=0x20            =>  x0=0x40040 x1=0x40020 x2=-0x20
    1d010440  cpyp [x0]!, [x1]!, x2!        x0=0x40020 x1=0x40000 x2=-1              =>  x2=0x7fffffffffffff
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40008 x1=0x40000 x2=16 mem64[0x40000]=0x1122334455667788 mem64[0x40008]=0x99aabbccddeeff00  =>  x2=0 mem64[0x40008]=0x1122334455667788 mem64[0x40010]=0x99aabbccddeeff00
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40001 x1=0x40000 x2=7 mem64[0x40000]=0x1122334455667788   =>  x2=0 mem64[0x40000]=0x2233445566778888
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40fc8 x1=0x40fc0 x2=100 mem64[0x40fc0]=1 mem64[0x41000]=2 mem64[0x41018]=3  =>  x2=0 mem64[0x40fc8]=1 mem64[0x41000]=0 mem64[0x41008]=2 mem64[0x41018]=0 mem64[0x41020]=3
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x3fff8 x1=0x40000 x2=128 mem64[0x40078]=1                  =>  exit=fault x2=64 mem64[0x40070]=1
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40110 x1=0x40010 x2=-16 mem64[0x40000]=0x1122334455667788 =>  x2=0 mem64[0x40100]=0x1122334455667788
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40010 x1=0x40000 x2=8 mem64[0x40000]=0x1122334455667788   =>  x2=0 mem64[0x40010]=0x1122334455667788
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40010 x1=0x40000                                          =>  x2=0
    1d810440  cpye [x0]!, [x1]!, x2!        x0=0x40800 x1=0x40000 x2=0x10c8 mem64[0x40000]=1 mem64[0x410c0]=2  =>  x2=0 mem64[0x40000]=1 mem64[0x40800]=1 mem64[0x410c0]=0 mem64[0x418c0]=2
    1d410440  cpym [x0]!, [x1]!, x2!        x0=0x40110 x1=0x40010 x2=16 mem64[0x40010]=5                   =>
    # sets
    19c14440  setm [x0]!, x2!, x1           x0=0x40020 x1=0x12ab x2=-7                                     =>
    19df8440  sete [x0]!, x2!, xzr          x0=0x41020 x2=-2112 mem64[0x407d8]=-1 mem64[0x407e0]=-1 mem64[0x40c00]=-1 mem64[0x40ff8]=-1 mem64[0x41018]=-1 mem64[0x41020]=-1  =>  x2=0 mem64[0x407d8]=-1 mem64[0x407e0]=0 mem64[0x40c00]=0 mem64[0x40ff8]=0 mem64[0x41018]=0 mem64[0x41020]=-1
    19c10440  setp [x0]!, x2!, x1           x0=0x40100 x1=5 x2=0x20 nzcv=1111        =>  x0=0x40120 x2=-0x20 nzcv=0000
    19df1440  setpt [x0]!, x2!, xzr         x0=0x40100 x2=-1                         =>  x0=0x80000000000400ff x2=0x8000000000000001
    19c18440  sete [x0]!, x2!, x1           x0=0x40020 x1=0x12ab x2=-7               =>  x2=0 mem64[0x40018]=0xababababababab00
    19c18440  sete [x0]!, x2!, x1           x0=0x40020 x1=0xab x2=-3                 =>  x2=0 mem64[0x40018]=0xababab0000000000
    19c18440  sete [x0]!, x2!, x1           x0=0x40020 x1=0xab x2=-1                 =>  x2=0 mem64[0x40018]=0xab00000000000000
    19c18440  sete [x0]!, x2!, x1           x0=0x40020 x1=0xab x2=-12                =>  x2=0 mem64[0x40010]=0xabababab00000000 mem64[0x40018]=0xabababababababab
    19dfb440  setetn [x0]!, x2!, xzr        x0=0x40098 x2=-140 mem64[0x40008]=-1 mem64[0x40010]=-1 mem64[0x40040]=-1 mem64[0x40090]=-1  =>  x2=0 mem64[0x40008]=0xffffffff mem64[0x40010]=0 mem64[0x40040]=0 mem64[0x40090]=0
    19c18440  sete [x0]!, x2!, x1           x0=0x30020 x1=0xab x2=-12                =>  exit=fault
    19c14440  setm [x0]!, x2!, x1           x0=0x40020 x1=0xab x2=-12 nzcv=0010      =>  exit=illegal
    19c18440  sete [x0]!, x2!, x1           x0=0x40020 x1=0xab x2=-8                 =>  x2=0 mem64[0x40018]=0xabababababababab
    19c1a440  seten [x0]!, x2!, x1          x0=0x40020 x1=0xab                       =>  x2=0
";
