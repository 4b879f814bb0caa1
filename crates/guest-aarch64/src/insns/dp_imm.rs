//! Data processing with an immediate (Arm ARM, C4.1, "Data Processing -- Immediate"), but for FEAT_CSSC.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{GuestAddr, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

/// The immediate of add and subtract, perhaps shifted left by 12.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Imm12(u32);

impl Imm12 {
    fn value(self) -> u64 {
        let imm = (self.0 & 0xfff) as u64;
        if self.0 >> 12 != 0 { imm << 12 } else { imm }
    }
}

impl Field for Imm12 {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Imm12 {
        Imm12(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let shift = if self.0 >> 12 != 0 { ", lsl #12" } else { "" };
        let _ = write!(out, "#{:#x}{shift}", self.0 & 0xfff);
    }
}

/// A bit mask immediate: N, immr and imms (Arm ARM, `DecodeBitMasks`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BitMask(u32);

impl BitMask {
    /// The mask: a run of ones, rotated right inside an element, which is repeated. `None` for reserved values.
    fn value(self, sf: Sf) -> Option<u64> {
        let (n, immr, imms) = (self.0 >> 12, self.0 >> 6 & 63, self.0 & 63);
        let not_imms = !imms & 63 | n << 6;
        let len = 31u32.checked_sub(not_imms.leading_zeros())?;
        let size = 1 << len;
        if len == 0 || size > sf.bits() {
            return None;
        }
        let (ones, rotation) = ((imms & (size - 1)) + 1, immr & (size - 1));
        if ones == size {
            return None;
        }
        let mut mask = (1u64 << ones) - 1;
        if rotation != 0 {
            mask = mask >> rotation | mask << (size - rotation);
        }
        let mut width = size;
        mask &= u64::MAX >> (64 - size);
        while width < 64 {
            mask |= mask << width;
            width *= 2;
        }
        Some(mask & u64::MAX >> (64 - sf.bits()))
    }
}

/// True if the immediate of a logical instruction is not reserved.
pub fn is_bit_mask(word: u32) -> bool {
    let mask = BitMask(word >> 10 & 0x1fff);
    mask.value(Sf(word >> 31 != 0)).is_some()
}

impl Field for BitMask {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> BitMask {
        BitMask(spec.extract(word))
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        let _ = match self.value(Sf(word >> 31 != 0)) {
            Some(mask) => write!(out, "#{mask:#x}"),
            None => write!(out, "#<reserved>"),
        };
    }
}

/// Position of a 16-bit immediate, in units of 16 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hw(u32);

impl Field for Hw {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Hw {
        Hw(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.0 != 0 {
            let _ = write!(out, ", lsl #{}", 16 * self.0);
        }
    }
}

/// A distance in bytes, printed as the address it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ByteLabel(i64);

impl Field for ByteLabel {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> ByteLabel {
        ByteLabel(Imm::decode(word, spec))
    }
    fn print(self, _: u32, pc: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", pc.wrapping_add(self.0 as u64));
    }
}

/// A distance in pages of 4 KiB, printed as the address it leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PageLabel(i64);

impl PageLabel {
    fn from(self, pc: GuestAddr) -> GuestAddr {
        (pc & !0xfff).wrapping_add((self.0 << 12) as u64)
    }
}

impl Field for PageLabel {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> PageLabel {
        PageLabel(Imm::decode(word, spec))
    }
    fn print(self, _: u32, pc: GuestAddr, out: &mut String) {
        let _ = write!(out, "{:#x}", self.from(pc));
    }
}

operands! {
    /// To an address.
    Adr { imm: ByteLabel, rd: X }
    /// To a page.
    Adrp { imm: PageLabel, rd: X }
    /// Result may be the stack pointer.
    AddImm { sf: Sf, imm: Imm12, rn: RSp, rd: RSp }
    /// Result 31 is dropped.
    AddsImm { sf: Sf, imm: Imm12, rn: RSp, rd: R }
    /// Result may be the stack pointer.
    LogicImm { sf: Sf, mask: BitMask, rn: R, rd: RSp }
    /// Result 31 is dropped.
    AndsImm { sf: Sf, mask: BitMask, rn: R, rd: R }
    /// A 16-bit part.
    MoveWide { sf: Sf, hw: Hw, imm: Hex, rd: R }
    /// N is as sf; immr and imms name bits.
    Bitfield { sf: Sf, n: UImm, immr: UImm, imms: UImm, rn: R, rd: R }
    /// A part of two registers.
    Extract { sf: Sf, n: UImm, rm: R, imms: UImm, rn: R, rd: R }
}

rows! { [BASE]
    adr         "0 imm[1:0] 10000 imm[20:2] rd:5"               Adr         "adr {rd}, {imm}";
    adrp        "1 imm[1:0] 10000 imm[20:2] rd:5"               Adrp        "adrp {rd}, {imm}";
    add_imm     "sf:1 0010001 0 imm:13 rn:5 rd:5"               AddImm      "add {rd}, {rn}, {imm}";
    adds_imm    "sf:1 0110001 0 imm:13 rn:5 rd:5"               AddsImm     "adds {rd}, {rn}, {imm}";
    sub_imm     "sf:1 1010001 0 imm:13 rn:5 rd:5"               AddImm      "sub {rd}, {rn}, {imm}";
    subs_imm    "sf:1 1110001 0 imm:13 rn:5 rd:5"               AddsImm     "subs {rd}, {rn}, {imm}";
    and_imm     "sf:1 00100100 mask:13 rn:5 rd:5"               LogicImm    "and {rd}, {rn}, {mask}";
    orr_imm     "sf:1 01100100 mask:13 rn:5 rd:5"               LogicImm    "orr {rd}, {rn}, {mask}";
    eor_imm     "sf:1 10100100 mask:13 rn:5 rd:5"               LogicImm    "eor {rd}, {rn}, {mask}";
    ands_imm    "sf:1 11100100 mask:13 rn:5 rd:5"               AndsImm     "ands {rd}, {rn}, {mask}";
    movn        "sf:1 00100101 hw:2 imm:16 rd:5"                MoveWide    "movn {rd}, #{imm}{hw}";
    movz        "sf:1 10100101 hw:2 imm:16 rd:5"                MoveWide    "movz {rd}, #{imm}{hw}";
    movk        "sf:1 11100101 hw:2 imm:16 rd:5"                MoveWide    "movk {rd}, #{imm}{hw}";
    sbfm        "sf:1 00100110 n:1 immr:6 imms:6 rn:5 rd:5"     Bitfield    "sbfm {rd}, {rn}, #{immr}, #{imms}";
    bfm         "sf:1 01100110 n:1 immr:6 imms:6 rn:5 rd:5"     Bitfield    "bfm {rd}, {rn}, #{immr}, #{imms}";
    ubfm        "sf:1 10100110 n:1 immr:6 imms:6 rn:5 rd:5"     Bitfield    "ubfm {rd}, {rn}, #{immr}, #{imms}";
    extr        "sf:1 00100111 n:1 0 rm:5 imms:6 rn:5 rd:5"     Extract     "extr {rd}, {rn}, {rm}, #{imms}";
}

/// rd = pc + imm
fn adr(b: &Lift, i: Adr) {
    b.set_r(i.rd.0, b.iconst(b.pc().wrapping_add(i.imm.0 as u64)));
}

/// rd = page of pc + imm pages
fn adrp(b: &Lift, i: Adrp) {
    b.set_r(i.rd.0, b.iconst(i.imm.from(b.pc())));
}

// --- add and subtract ---------------------------------------------------------------------------------

/// rd = rn + imm
fn add_imm(b: &Lift, i: AddImm) {
    b.set_r_sp(i.rd, b.add_imm(b.r_sp(i.sf, i.rn), i.imm.value() as i64));
}

/// rd = rn - imm
fn sub_imm(b: &Lift, i: AddImm) {
    let imm = (i.imm.value() as i64).wrapping_neg();
    b.set_r_sp(i.rd, b.add_imm(b.r_sp(i.sf, i.rn), imm));
}

/// rd = rn + imm, with flags
fn adds_imm(b: &Lift, i: AddsImm) {
    let (rn, imm) = (b.r_sp(i.sf, i.rn), b.constant(i.sf, i.imm.value()));
    b.set_flags(b.flags_add(rn, imm));
    b.set_r(i.rd, b.add(rn, imm));
}

/// rd = rn - imm, with flags
fn subs_imm(b: &Lift, i: AddsImm) {
    let (rn, imm) = (b.r_sp(i.sf, i.rn), b.constant(i.sf, i.imm.value()));
    b.set_flags(b.flags_sub(rn, imm));
    b.set_r(i.rd, b.sub(rn, imm));
}

// --- logic --------------------------------------------------------------------------------------------

/// The operands, unless the mask is reserved.
fn logic(b: &Lift, sf: Sf, rn: R, mask: BitMask, op: impl FnOnce(Value, Value)) {
    match mask.value(sf) {
        Some(mask) => op(b.r(sf, rn), b.constant(sf, mask)),
        None => b.illegal(),
    }
}

/// rd = rn & mask
fn and_imm(b: &Lift, i: LogicImm) {
    logic(b, i.sf, i.rn, i.mask, |rn, mask| {
        b.set_r_sp(i.rd, b.and(rn, mask))
    });
}

/// rd = rn | mask
fn orr_imm(b: &Lift, i: LogicImm) {
    logic(b, i.sf, i.rn, i.mask, |rn, mask| {
        b.set_r_sp(i.rd, b.or(rn, mask))
    });
}

/// rd = rn ^ mask
fn eor_imm(b: &Lift, i: LogicImm) {
    logic(b, i.sf, i.rn, i.mask, |rn, mask| {
        b.set_r_sp(i.rd, b.xor(rn, mask))
    });
}

/// rd = rn & mask, with flags
fn ands_imm(b: &Lift, i: AndsImm) {
    logic(b, i.sf, i.rn, i.mask, |rn, mask| {
        let result = b.and(rn, mask);
        b.set_flags(b.flags_logic(result));
        b.set_r(i.rd, result);
    });
}

// --- constants ----------------------------------------------------------------------------------------

/// How far left the part goes, unless that is out of the register.
fn position(b: &Lift, i: MoveWide) -> Option<u32> {
    let position = 16 * i.hw.0;
    if position >= i.sf.bits() {
        b.illegal();
        return None;
    }
    Some(position)
}

/// rd = ~(imm << position)
fn movn(b: &Lift, i: MoveWide) {
    if let Some(position) = position(b, i) {
        b.set_r(i.rd, b.constant(i.sf, !((i.imm.0 as u64) << position)));
    }
}

/// rd = imm << position
fn movz(b: &Lift, i: MoveWide) {
    if let Some(position) = position(b, i) {
        b.set_r(i.rd, b.constant(i.sf, (i.imm.0 as u64) << position));
    }
}

/// 16 bits of rd = imm
fn movk(b: &Lift, i: MoveWide) {
    if let Some(position) = position(b, i) {
        let rest = b.and_imm(b.r(i.sf, i.rd), !(0xffff << position));
        let part = b.constant(i.sf, (i.imm.0 as u64) << position);
        b.set_r(i.rd, b.or(rest, part));
    }
}

// --- bit fields ---------------------------------------------------------------------------------------

impl Bitfield {
    /// True if the encoding is reserved.
    fn reserved(self) -> bool {
        let wide = self.sf.is_64();
        self.n != wide as u32 || (!wide && (self.immr | self.imms) > 31)
    }

    /// Number of bits moved.
    fn width(self) -> u32 {
        if self.imms >= self.immr {
            self.imms - self.immr + 1
        } else {
            self.imms + 1
        }
    }

    /// The lowest bit they come from, and the lowest they go to: one of these is 0.
    fn moved(self) -> (u32, u32) {
        if self.imms >= self.immr {
            (self.immr, 0)
        } else {
            (0, self.sf.bits() - self.immr)
        }
    }
}

/// The number with the lowest `width` (1..=64) bits set.
fn ones(width: u32) -> u64 {
    u64::MAX >> (64 - width)
}

/// Bits `from..from + width` of x, with zeros above.
fn unsigned_bits(b: &Lift, sf: Sf, x: Value, from: u32, width: u32) -> Value {
    let bits = sf.bits();
    if from + width == bits {
        return b.shr_imm(x, from);
    }
    if width == 32 && from == 0 {
        return b.zext_low32(x);
    }
    if width > 31 {
        return b.shr_imm(b.shl_imm(x, bits - from - width), bits - width);
    }
    // A rotation does not destroy its operand.
    let low = if from == 0 {
        x
    } else {
        b.rotr(x, b.constant(sf, from as u64))
    };
    b.and_imm(low, ones(width))
}

/// Bits `from..from + width` of x, with copies of the highest above.
fn signed_bits(b: &Lift, sf: Sf, x: Value, from: u32, width: u32) -> Value {
    match (from, width) {
        (0, 8) => b.sext8(x),
        (0, 16) => b.sext16(x),
        (0, 32) if sf.is_64() => b.sext_low32(x),
        _ => {
            let left = sf.bits() - from - width;
            b.sar_imm(b.shl_imm(x, left), left + from)
        }
    }
}

/// rd = bits of rn, zero-extended, shifted left
fn ubfm(b: &Lift, i: Bitfield) {
    if i.reserved() {
        return b.illegal();
    }
    let (rn, (from, to), width) = (b.r(i.sf, i.rn), i.moved(), i.width());
    let moved = if to + width == i.sf.bits() {
        b.shl_imm(rn, to)
    } else {
        b.shl_imm(unsigned_bits(b, i.sf, rn, from, width), to)
    };
    b.set_r(i.rd, moved);
}

/// rd = bits of rn, sign-extended, shifted left
fn sbfm(b: &Lift, i: Bitfield) {
    if i.reserved() {
        return b.illegal();
    }
    let (rn, (from, to)) = (b.r(i.sf, i.rn), i.moved());
    let bits = signed_bits(b, i.sf, rn, from, i.width());
    b.set_r(i.rd, b.shl_imm(bits, to));
}

/// Bits of rd = bits of rn
fn bfm(b: &Lift, i: Bitfield) {
    if i.reserved() {
        return b.illegal();
    }
    let (rn, (from, to), width) = (b.r(i.sf, i.rn), i.moved(), i.width());
    let field = b.shl_imm(unsigned_bits(b, i.sf, rn, from, width), to);
    let rest = b.and_imm(b.r(i.sf, i.rd), !(ones(width) << to));
    b.set_r(i.rd, b.or(rest, field));
}

/// rd = low half of (rn:rm) >> imms
fn extr(b: &Lift, i: Extract) {
    let (bits, amount) = (i.sf.bits(), i.imms);
    if i.n != i.sf.is_64() as u32 || amount >= bits {
        return b.illegal();
    }
    let (rn, rm) = (b.r(i.sf, i.rn), b.r(i.sf, i.rm));
    b.set_r(
        i.rd,
        if amount == 0 {
            rm
        } else if i.rn == i.rm {
            b.rotr(rm, b.constant(i.sf, amount as u64))
        } else {
            b.or(b.shr_imm(rm, amount), b.shl_imm(rn, bits - amount))
        },
    );
}

pub(crate) const CASES: &str = "
    10000040  adr x0, 0x10008                                                             =>  x0=0x10008
    70ffffe1  adr x1, 0xffff                                                             =>  x1=0xffff
    90000020  adrp x0, 0x14000                                                            =>  x0=0x14000
    f0ffffe0  adrp x0, 0xf000                                                             =>  x0=0xf000
    91000420  add x0, x1, #0x1                    x1=5                                    =>  x0=6
    11400420  add w0, w1, #0x1, lsl #12           x1=-1                                   =>  x0=0xfff
    910043ff  add sp, sp, #0x10                   sp=0x41000                              =>  sp=0x41010
    b1000420  adds x0, x1, #0x1                   x1=0x7fffffffffffffff                   =>  x0=0x8000000000000000 nzcv=1001
    31000420  adds w0, w1, #0x1                   x1=0xffffffff                           =>  nzcv=0110
    b1000020  adds x0, x1, #0x0                   x1=0x8000000000000000                   =>  x0=0x8000000000000000 nzcv=1000
    317ffc20  adds w0, w1, #0xfff, lsl #12        x1=0x80000000                           =>  x0=0x80fff000 nzcv=1000
    d1000420  sub x0, x1, #0x1                                                            =>  x0=-1
    51000420  sub w0, w1, #0x1                                                            =>  x0=0xffffffff
    d17ffc20  sub x0, x1, #0xfff, lsl #12         x1=0x1000000                            =>  x0=0x1000
    f1000420  subs x0, x1, #0x1                                                           =>  x0=-1 nzcv=1000
    f100143f  subs xzr, x1, #0x5                  x1=5                                    =>  nzcv=0110
    71000420  subs w0, w1, #0x1                   x1=0x80000000                           =>  x0=0x7fffffff nzcv=0011
    71000020  subs w0, w1, #0x0                   x1=0xffffffff00000000                   =>  nzcv=0110
    92401c20  and x0, x1, #0xff                   x1=0x1234                               =>  x0=52
    121c6c20  and w0, w1, #0xfffffff0             x1=-1                                   =>  x0=0xfffffff0
    9200f020  and x0, x1, #0x5555555555555555     x1=-1                                   =>  x0=0x5555555555555555
    927cec3f  and sp, x1, #0xfffffffffffffff0     x1=0x4100f                              =>  sp=0x41000
    b2048c20  orr x0, x1, #0xf000f000f000f000     x1=1                                    =>  x0=0xf000f000f000f001
    320107e0  orr w0, wzr, #0x80000001                                                    =>  x0=0x80000001
    d2410420  eor x0, x1, #0x8000000000000001     x1=1                                    =>  x0=0x8000000000000000
    52007820  eor w0, w1, #0x7fffffff             x1=-1                                   =>  x0=0x80000000
    f2410020  ands x0, x1, #0x8000000000000000    x1=-1 nzcv=0011                         =>  x0=0x8000000000000000 nzcv=1000
    7200003f  ands wzr, w1, #0x1                  x1=2                                    =>  nzcv=0100
    72081c20  ands w0, w1, #0xff000000            x1=-1                                   =>  x0=0xff000000 nzcv=1000
    92607c20  and x0, x1, #0xffffffff00000000     x1=-1                                   =>  x0=0xffffffff00000000
    9240fc20  and x0, x1, #<reserved>                                                     =>  exit=illegal
    12400020  and w0, w1, #<reserved>                                                     =>  exit=illegal
    92800000  movn x0, #0x0                                                               =>  x0=-1
    12a00020  movn w0, #0x1, lsl #16                                                      =>  x0=0xfffeffff
    92ffffe3  movn x3, #0xffff, lsl #48                                                   =>  x3=0xffffffffffff
    d2d579a0  movz x0, #0xabcd, lsl #32                                                   =>  x0=0xabcd00000000
    52b579a0  movz w0, #0xabcd, lsl #16                                                   =>  x0=0xabcd0000
    f2f579a0  movk x0, #0xabcd, lsl #48           x0=-1                                   =>  x0=0xabcdffffffffffff
    729579a0  movk w0, #0xabcd                    x0=-1                                   =>  x0=0xffffabcd
    52c00020  movz w0, #0x1, lsl #32                                                      =>  exit=illegal
    9344fc20  sbfm x0, x1, #4, #63                x1=0x8000000000000000                   =>  x0=0xf800000000000000
    93407c20  sbfm x0, x1, #0, #31                x1=0x80000000                           =>  x0=0xffffffff80000000
    93401c20  sbfm x0, x1, #0, #7                 x1=0x80                                 =>  x0=-128
    13003c20  sbfm w0, w1, #0, #15                x1=0x8000                               =>  x0=0xffff8000
    937c0c20  sbfm x0, x1, #60, #3                x1=0x1f                                 =>  x0=-16
    13041c20  sbfm w0, w1, #4, #7                 x1=0x8f0                                =>  x0=0xffffffff
    131f7c20  sbfm w0, w1, #31, #31               x1=0x80000000                           =>  x0=0xffffffff
    93607c20  sbfm x0, x1, #32, #31               x1=0x80000001                           =>  x0=0x8000000100000000
    9340fc20  sbfm x0, x1, #0, #63                x1=-7                                   =>  x0=-7
    b3483c20  bfm x0, x1, #8, #15                 x0=-1 x1=0x1200                         =>  x0=-238
    b3781c20  bfm x0, x1, #56, #7                 x0=-1 x1=0x1234                         =>  x0=0xffffffffffff34ff
    33181c20  bfm w0, w1, #24, #7                 x0=-1 x1=0x1234                         =>  x0=0xffff34ff
    33007c20  bfm w0, w1, #0, #31                 x0=-1 x1=0x1234                         =>  x0=0x1234
    b3607c20  bfm x0, x1, #32, #31                x0=-1 x1=0x1234                         =>  x0=0x1234ffffffff
    b3407c20  bfm x0, x1, #0, #31                 x0=-1 x1=0x1234                         =>  x0=0xffffffff00001234
    b37c0be0  bfm x0, xzr, #60, #2                x0=-1                                   =>  x0=-113
    d343fc20  ubfm x0, x1, #3, #63                x1=-1                                   =>  x0=0x1fffffffffffffff
    d37df020  ubfm x0, x1, #61, #60               x1=-1                                   =>  x0=-8
    d3442c20  ubfm x0, x1, #4, #11                x1=0x1234                               =>  x0=35
    d344bc20  ubfm x0, x1, #4, #47                x1=0x123456789abcdef0                   =>  x0=0x56789abcdef
    d3407c20  ubfm x0, x1, #0, #31                x1=-1                                   =>  x0=0xffffffff
    d37e7c20  ubfm x0, x1, #62, #31               x1=-1                                   =>  x0=0x3fffffffc
    531f7820  ubfm w0, w1, #31, #30               x1=0xc0000001                           =>  x0=0x80000002
    53057c20  ubfm w0, w1, #5, #31                x1=-1                                   =>  x0=0x7ffffff
    531e0c20  ubfm w0, w1, #30, #3                x1=-1                                   =>  x0=60
    53071c20  ubfm w0, w1, #7, #7                 x1=0x80                                 =>  x0=1
    d3509c20  ubfm x0, x1, #16, #39               x1=0x123456789abcdef0                   =>  x0=0x789abc
    53408020  ubfm w0, w1, #0, #32                                                        =>  exit=illegal
    13208020  sbfm w0, w1, #32, #32                                                       =>  exit=illegal
    d3006020  ubfm x0, x1, #0, #24                                                        =>  exit=illegal
    93c22020  extr x0, x1, x2, #8                 x1=0x1122 x2=0x3344                     =>  x0=0x2200000000000033
    13827c20  extr w0, w1, w2, #31                x1=0x40000001 x2=0x80000000             =>  x0=0x80000003
    93c1fc20  extr x0, x1, x1, #63                x1=0x4000000000000001                   =>  x0=0x8000000000000002
    13810420  extr w0, w1, w1, #1                 x1=1                                    =>  x0=0x80000000
    93c20020  extr x0, x1, x2, #0                 x1=1 x2=2                               =>  x0=2
    13828020  extr w0, w1, w2, #32                                                        =>  exit=illegal
";
