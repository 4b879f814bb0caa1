//! Data processing with registers (Arm ARM, C4.1, "Data Processing -- Register"), but for CRC32, pointer authentication, flag
//! manipulation and FEAT_CSSC.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{FlagCond, GuestAddr, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

/// Kind of shift of a second operand; its amount is in bits 15..10 of the instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    kind: u8,
    amount: u8,
}

impl Shift {
    /// The shifted register; a word has no bit 32.
    fn apply(self, b: &Lift, sf: Sf, rm: R) -> Option<Value> {
        if self.amount as u32 >= sf.bits() {
            b.illegal();
            return None;
        }
        let (rm, amount) = (b.r(sf, rm), self.amount as u32);
        Some(match self.kind {
            0 => b.shl_imm(rm, amount),
            1 => b.shr_imm(rm, amount),
            2 => b.sar_imm(rm, amount),
            _ => b.rotr(rm, b.constant(sf, amount as u64)),
        })
    }
}

impl Field for Shift {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Shift {
        Shift {
            kind: spec.extract(word) as u8,
            amount: (word >> 10 & 63) as u8,
        }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if (self.kind, self.amount) != (0, 0) {
            let kind = ["lsl", "lsr", "asr", "ror"][self.kind as usize & 3];
            let _ = write!(out, ", {kind} #{}", self.amount);
        }
    }
}

/// A second operand that is extended and then shifted left: option, amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extend(u32);

impl Extend {
    fn apply(self, b: &Lift, sf: Sf, rm: R) -> Value {
        let x = b.r(sf, rm);
        let extended = match self.0 >> 3 {
            0 => b.and_imm(x, 0xff),
            1 => b.and_imm(x, 0xffff),
            2 if sf.is_64() => b.zext_low32(x),
            4 => b.sext8(x),
            5 => b.sext16(x),
            6 if sf.is_64() => b.sext_low32(x),
            _ => x,
        };
        b.shl_imm(extended, self.0 & 7)
    }
}

impl Field for Extend {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Extend {
        Extend(spec.extract(word))
    }
    /// The register with its extension. Next to the stack pointer the one that does nothing is a plain shift.
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        let (option, amount) = (self.0 >> 3, self.0 & 7);
        let wide = word >> 31 != 0;
        let register = if wide && option & 3 == 3 { 'x' } else { 'w' };
        let _ = match word >> 16 & 31 {
            31 => write!(out, "{register}zr"),
            n => write!(out, "{register}{n}"),
        };
        let flags = word >> 29 & 1 != 0;
        let stack = word >> 5 & 31 == 31 || (!flags && word & 31 == 31);
        let nothing = if wide { 3 } else { 2 };
        let names = [
            "uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx",
        ];
        let _ = match (stack && option == nothing, amount) {
            (true, 0) => Ok(()),
            (true, n) => write!(out, ", lsl #{n}"),
            (false, 0) => write!(out, ", {}", names[option as usize & 7]),
            (false, n) => write!(out, ", {} #{n}", names[option as usize & 7]),
        };
    }
}

operands! {
    /// Second operand shifted.
    Shifted { sf: Sf, shift: Shift, rm: R, amount: UImm, rn: R, rd: R }
    /// Second operand extended; the result may be the stack pointer.
    Extended { sf: Sf, rm: R, ext: Extend, rn: RSp, rd: RSp }
    /// Second operand extended; result 31 is dropped.
    ExtendedS { sf: Sf, rm: R, ext: Extend, rn: RSp, rd: R }
    /// Two operands.
    TwoSource { sf: Sf, rm: R, rn: R, rd: R }
    /// One operand.
    OneSource { sf: Sf, rn: R, rd: R }
    /// Only with 64 bits.
    OneSourceX { rn: X, rd: X }
    /// Conditional compare.
    CompareReg { sf: Sf, rm: R, cond: Cond, rn: R, nzcv: Hex }
    /// Conditional compare with a number.
    CompareImm5 { sf: Sf, imm: Hex, cond: Cond, rn: R, nzcv: Hex }
    /// Conditional select.
    SelectOp { sf: Sf, rm: R, cond: Cond, rn: R, rd: R }
    /// Multiply and add.
    ThreeSource { sf: Sf, rm: R, ra: R, rn: R, rd: R }
    /// Multiply words and add.
    Widening { rm: W, ra: X, rn: W, rd: X }
    /// High half of a product.
    High { rm: X, rn: X, rd: X }
}

rows! { [BASE]
    and_shift   "sf:1 0001010 shift:2 0 rm:5 amount:6 rn:5 rd:5"    Shifted     "and {rd}, {rn}, {rm}{shift}";
    bic_shift   "sf:1 0001010 shift:2 1 rm:5 amount:6 rn:5 rd:5"    Shifted     "bic {rd}, {rn}, {rm}{shift}";
    orr_shift   "sf:1 0101010 shift:2 0 rm:5 amount:6 rn:5 rd:5"    Shifted     "orr {rd}, {rn}, {rm}{shift}";
    orn_shift   "sf:1 0101010 shift:2 1 rm:5 amount:6 rn:5 rd:5"    Shifted     "orn {rd}, {rn}, {rm}{shift}";
    eor_shift   "sf:1 1001010 shift:2 0 rm:5 amount:6 rn:5 rd:5"    Shifted     "eor {rd}, {rn}, {rm}{shift}";
    eon_shift   "sf:1 1001010 shift:2 1 rm:5 amount:6 rn:5 rd:5"    Shifted     "eon {rd}, {rn}, {rm}{shift}";
    ands_shift  "sf:1 1101010 shift:2 0 rm:5 amount:6 rn:5 rd:5"    Shifted     "ands {rd}, {rn}, {rm}{shift}";
    bics_shift  "sf:1 1101010 shift:2 1 rm:5 amount:6 rn:5 rd:5"    Shifted     "bics {rd}, {rn}, {rm}{shift}";

    add_shift   "sf:1 0001011 shift:2 0 rm:5 amount:6 rn:5 rd:5 where shift!=3"     Shifted     "add {rd}, {rn}, {rm}{shift}";
    adds_shift  "sf:1 0101011 shift:2 0 rm:5 amount:6 rn:5 rd:5 where shift!=3"     Shifted     "adds {rd}, {rn}, {rm}{shift}";
    sub_shift   "sf:1 1001011 shift:2 0 rm:5 amount:6 rn:5 rd:5 where shift!=3"     Shifted     "sub {rd}, {rn}, {rm}{shift}";
    subs_shift  "sf:1 1101011 shift:2 0 rm:5 amount:6 rn:5 rd:5 where shift!=3"     Shifted     "subs {rd}, {rn}, {rm}{shift}";
    add_ext     "sf:1 0001011001 rm:5 ext:6 rn:5 rd:5"          Extended    "add {rd}, {rn}, {ext}";
    adds_ext    "sf:1 0101011001 rm:5 ext:6 rn:5 rd:5"          ExtendedS   "adds {rd}, {rn}, {ext}";
    sub_ext     "sf:1 1001011001 rm:5 ext:6 rn:5 rd:5"          Extended    "sub {rd}, {rn}, {ext}";
    subs_ext    "sf:1 1101011001 rm:5 ext:6 rn:5 rd:5"          ExtendedS   "subs {rd}, {rn}, {ext}";
    adc         "sf:1 0011010000 rm:5 000000 rn:5 rd:5"         TwoSource   "adc {rd}, {rn}, {rm}";
    adcs        "sf:1 0111010000 rm:5 000000 rn:5 rd:5"         TwoSource   "adcs {rd}, {rn}, {rm}";
    sbc         "sf:1 1011010000 rm:5 000000 rn:5 rd:5"         TwoSource   "sbc {rd}, {rn}, {rm}";
    sbcs        "sf:1 1111010000 rm:5 000000 rn:5 rd:5"         TwoSource   "sbcs {rd}, {rn}, {rm}";

    ccmn_reg    "sf:1 0111010010 rm:5 cond:4 00 rn:5 0 nzcv:4"      CompareReg  "ccmn {rn}, {rm}, #{nzcv}, {cond}";
    ccmp_reg    "sf:1 1111010010 rm:5 cond:4 00 rn:5 0 nzcv:4"      CompareReg  "ccmp {rn}, {rm}, #{nzcv}, {cond}";
    ccmn_imm    "sf:1 0111010010 imm:5 cond:4 10 rn:5 0 nzcv:4"     CompareImm5 "ccmn {rn}, #{imm}, #{nzcv}, {cond}";
    ccmp_imm    "sf:1 1111010010 imm:5 cond:4 10 rn:5 0 nzcv:4"     CompareImm5 "ccmp {rn}, #{imm}, #{nzcv}, {cond}";
    csel        "sf:1 0011010100 rm:5 cond:4 00 rn:5 rd:5"      SelectOp    "csel {rd}, {rn}, {rm}, {cond}";
    csinc       "sf:1 0011010100 rm:5 cond:4 01 rn:5 rd:5"      SelectOp    "csinc {rd}, {rn}, {rm}, {cond}";
    csinv       "sf:1 1011010100 rm:5 cond:4 00 rn:5 rd:5"      SelectOp    "csinv {rd}, {rn}, {rm}, {cond}";
    csneg       "sf:1 1011010100 rm:5 cond:4 01 rn:5 rd:5"      SelectOp    "csneg {rd}, {rn}, {rm}, {cond}";

    rbit        "sf:1 101101011000000000000 rn:5 rd:5"          OneSource   "rbit {rd}, {rn}";
    rev16       "sf:1 101101011000000000001 rn:5 rd:5"          OneSource   "rev16 {rd}, {rn}";
    rev_w       "0 101101011000000000010 rn:5 rd:5"             RevW        "rev {rd}, {rn}";
    rev32       "1 101101011000000000010 rn:5 rd:5"             OneSourceX  "rev32 {rd}, {rn}";
    rev         "1 101101011000000000011 rn:5 rd:5"             OneSourceX  "rev {rd}, {rn}";
    clz         "sf:1 101101011000000000100 rn:5 rd:5"          OneSource   "clz {rd}, {rn}";
    cls         "sf:1 101101011000000000101 rn:5 rd:5"          OneSource   "cls {rd}, {rn}";

    udiv        "sf:1 0011010110 rm:5 000010 rn:5 rd:5"         TwoSource   "udiv {rd}, {rn}, {rm}";
    sdiv        "sf:1 0011010110 rm:5 000011 rn:5 rd:5"         TwoSource   "sdiv {rd}, {rn}, {rm}";
    lslv        "sf:1 0011010110 rm:5 001000 rn:5 rd:5"         TwoSource   "lslv {rd}, {rn}, {rm}";
    lsrv        "sf:1 0011010110 rm:5 001001 rn:5 rd:5"         TwoSource   "lsrv {rd}, {rn}, {rm}";
    asrv        "sf:1 0011010110 rm:5 001010 rn:5 rd:5"         TwoSource   "asrv {rd}, {rn}, {rm}";
    rorv        "sf:1 0011010110 rm:5 001011 rn:5 rd:5"         TwoSource   "rorv {rd}, {rn}, {rm}";

    madd        "sf:1 0011011000 rm:5 0 ra:5 rn:5 rd:5"         ThreeSource "madd {rd}, {rn}, {rm}, {ra}";
    msub        "sf:1 0011011000 rm:5 1 ra:5 rn:5 rd:5"         ThreeSource "msub {rd}, {rn}, {rm}, {ra}";
    smaddl      "10011011001 rm:5 0 ra:5 rn:5 rd:5"             Widening    "smaddl {rd}, {rn}, {rm}, {ra}";
    smsubl      "10011011001 rm:5 1 ra:5 rn:5 rd:5"             Widening    "smsubl {rd}, {rn}, {rm}, {ra}";
    umaddl      "10011011101 rm:5 0 ra:5 rn:5 rd:5"             Widening    "umaddl {rd}, {rn}, {rm}, {ra}";
    umsubl      "10011011101 rm:5 1 ra:5 rn:5 rd:5"             Widening    "umsubl {rd}, {rn}, {rm}, {ra}";
    smulh       "10011011010 rm:5 011111 rn:5 rd:5"             High        "smulh {rd}, {rn}, {rm}";
    umulh       "10011011110 rm:5 011111 rn:5 rd:5"             High        "umulh {rd}, {rn}, {rm}";
}

operands! {
    /// Only with 32 bits.
    RevW { rn: W, rd: W }
}

// --- logic --------------------------------------------------------------------------------------------

impl Shifted {
    /// rd = op(rn, shifted rm)
    fn set(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        if let Some(rm) = self.shift.apply(b, self.sf, self.rm) {
            b.set_r(self.rd, op(b.r(self.sf, self.rn), rm));
        }
    }

    /// The same, with flags of the result.
    fn set_with_flags(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        if let Some(rm) = self.shift.apply(b, self.sf, self.rm) {
            let result = op(b.r(self.sf, self.rn), rm);
            b.set_flags(b.flags_logic(result));
            b.set_r(self.rd, result);
        }
    }
}

/// rd = rn & shifted rm
fn and_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.and(rn, rm));
}

/// rd = rn & ~shifted rm
fn bic_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.andn(rn, rm));
}

/// rd = rn | shifted rm
fn orr_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.or(rn, rm));
}

/// rd = rn | ~shifted rm
fn orn_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| match b.const_of(rn) {
        Some(0) => b.not(rm),
        _ => b.orn(rn, rm),
    });
}

/// rd = rn ^ shifted rm
fn eor_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.xor(rn, rm));
}

/// rd = rn ^ ~shifted rm
fn eon_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.xnor(rn, rm));
}

/// rd = rn & shifted rm, with flags
fn ands_shift(b: &Lift, i: Shifted) {
    i.set_with_flags(b, |rn, rm| {
        if i.rn == i.rm && rn == rm {
            rn
        } else {
            b.and(rn, rm)
        }
    });
}

/// rd = rn & ~shifted rm, with flags
fn bics_shift(b: &Lift, i: Shifted) {
    i.set_with_flags(b, |rn, rm| b.andn(rn, rm));
}

// --- add and subtract ---------------------------------------------------------------------------------

/// rd = rn + shifted rm
fn add_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.add(rn, rm));
}

/// rd = rn - shifted rm
fn sub_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| b.sub(rn, rm));
}

/// rd = rn + shifted rm, with flags
fn adds_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| {
        b.set_flags(b.flags_add(rn, rm));
        b.add(rn, rm)
    });
}

/// rd = rn - shifted rm, with flags
fn subs_shift(b: &Lift, i: Shifted) {
    i.set(b, |rn, rm| {
        b.set_flags(b.flags_sub(rn, rm));
        b.sub(rn, rm)
    });
}

/// Both operands, unless the shift is reserved.
fn extended(b: &Lift, sf: Sf, rn: RSp, rm: R, ext: Extend) -> Option<(Value, Value)> {
    if ext.0 & 7 > 4 {
        b.illegal();
        return None;
    }
    Some((b.r_sp(sf, rn), ext.apply(b, sf, rm)))
}

/// rd = rn + extended rm
fn add_ext(b: &Lift, i: Extended) {
    if let Some((rn, rm)) = extended(b, i.sf, i.rn, i.rm, i.ext) {
        b.set_r_sp(i.rd, b.add(rn, rm));
    }
}

/// rd = rn - extended rm
fn sub_ext(b: &Lift, i: Extended) {
    if let Some((rn, rm)) = extended(b, i.sf, i.rn, i.rm, i.ext) {
        b.set_r_sp(i.rd, b.sub(rn, rm));
    }
}

/// rd = rn + extended rm, with flags
fn adds_ext(b: &Lift, i: ExtendedS) {
    if let Some((rn, rm)) = extended(b, i.sf, i.rn, i.rm, i.ext) {
        b.set_flags(b.flags_add(rn, rm));
        b.set_r(i.rd, b.add(rn, rm));
    }
}

/// rd = rn - extended rm, with flags
fn subs_ext(b: &Lift, i: ExtendedS) {
    if let Some((rn, rm)) = extended(b, i.sf, i.rn, i.rm, i.ext) {
        b.set_flags(b.flags_sub(rn, rm));
        b.set_r(i.rd, b.sub(rn, rm));
    }
}

/// The carry flag as I64.
fn carry(b: &Lift) -> Value {
    b.flag_test(FlagCond::Cs, b.flags())
}

/// a + b + carry
fn add_with_carry(b: &Lift, sf: Sf, x: Value, y: Value, carry: Value) -> Value {
    let carry = if sf.is_64() { carry } else { b.trunc(carry) };
    b.add(b.add(x, y), carry)
}

/// rd = rn + rm + C
fn adc(b: &Lift, i: TwoSource) {
    let sum = add_with_carry(b, i.sf, b.r(i.sf, i.rn), b.r(i.sf, i.rm), carry(b));
    b.set_r(i.rd, sum);
}

/// rd = rn + rm + C, with flags
fn adcs(b: &Lift, i: TwoSource) {
    let (rn, rm, carry) = (b.r(i.sf, i.rn), b.r(i.sf, i.rm), carry(b));
    b.set_flags(b.flags_adc(rn, rm, carry));
    b.set_r(i.rd, add_with_carry(b, i.sf, rn, rm, carry));
}

/// rd = rn + ~rm + C
fn sbc(b: &Lift, i: TwoSource) {
    let rm = b.not(b.r(i.sf, i.rm));
    b.set_r(i.rd, add_with_carry(b, i.sf, b.r(i.sf, i.rn), rm, carry(b)));
}

/// rd = rn + ~rm + C, with flags
fn sbcs(b: &Lift, i: TwoSource) {
    let (rn, rm, carry) = (b.r(i.sf, i.rn), b.not(b.r(i.sf, i.rm)), carry(b));
    b.set_flags(b.flags_adc(rn, rm, carry));
    b.set_r(i.rd, add_with_carry(b, i.sf, rn, rm, carry));
}

// --- conditions ---------------------------------------------------------------------------------------

/// NZCV = flags if the condition holds, else the number
fn compare_if(b: &Lift, cond: Cond, flags: impl FnOnce() -> Value, nzcv: Hex) {
    let holds = b.holds(cond);
    let other = b.flags_from_bits(b.iconst((nzcv.0 as u64) << 28));
    b.set_flags(b.select(holds, flags(), other));
}

/// NZCV = flags of rn + rm, if the condition holds
fn ccmn_reg(b: &Lift, i: CompareReg) {
    let flags = || b.flags_add(b.r(i.sf, i.rn), b.r(i.sf, i.rm));
    compare_if(b, i.cond, flags, i.nzcv);
}

/// NZCV = flags of rn - rm, if the condition holds
fn ccmp_reg(b: &Lift, i: CompareReg) {
    let flags = || b.flags_sub(b.r(i.sf, i.rn), b.r(i.sf, i.rm));
    compare_if(b, i.cond, flags, i.nzcv);
}

/// NZCV = flags of rn + imm, if the condition holds
fn ccmn_imm(b: &Lift, i: CompareImm5) {
    let flags = || b.flags_add(b.r(i.sf, i.rn), b.constant(i.sf, i.imm.0 as u64));
    compare_if(b, i.cond, flags, i.nzcv);
}

/// NZCV = flags of rn - imm, if the condition holds
fn ccmp_imm(b: &Lift, i: CompareImm5) {
    let flags = || b.flags_sub(b.r(i.sf, i.rn), b.constant(i.sf, i.imm.0 as u64));
    compare_if(b, i.cond, flags, i.nzcv);
}

impl SelectOp {
    /// rd = rn if the condition holds, else op(rm)
    fn set(self, b: &Lift, op: impl FnOnce(Value) -> Value) {
        let rn = b.r(self.sf, self.rn);
        let other = op(b.r(self.sf, self.rm));
        b.set_r(self.rd, b.select(b.holds(self.cond), rn, other));
    }

    /// 1 if the condition does not hold, when both operands are zero (cset, csetm).
    fn fails(self, b: &Lift) -> Option<Value> {
        let cond = self.cond.flag_cond()?;
        let zeros = (self.rn, self.rm) == (R(31), R(31));
        zeros.then(|| b.flag_test(cond.negate(), b.flags()))
    }
}

/// rd = cond ? rn : rm
fn csel(b: &Lift, i: SelectOp) {
    i.set(b, |rm| rm);
}

/// rd = cond ? rn : rm + 1
fn csinc(b: &Lift, i: SelectOp) {
    match i.fails(b) {
        Some(fails) => b.set_r(i.rd, fails),
        None => i.set(b, |rm| b.add_imm(rm, 1)),
    }
}

/// rd = cond ? rn : ~rm
fn csinv(b: &Lift, i: SelectOp) {
    match i.fails(b) {
        Some(fails) => {
            let mask = b.sub(b.iconst(0), fails);
            b.set_r(i.rd, if i.sf.is_64() { mask } else { b.trunc(mask) });
        }
        None => i.set(b, |rm| b.not(rm)),
    }
}

/// rd = cond ? rn : -rm
fn csneg(b: &Lift, i: SelectOp) {
    i.set(b, |rm| b.sub(b.constant(i.sf, 0), rm));
}

// --- one source ---------------------------------------------------------------------------------------

/// rd = bits of rn in reverse order
fn rbit(b: &Lift, i: OneSource) {
    b.set_r(i.rd, b.bitrev(b.r(i.sf, i.rn)));
}

/// rd = bytes of each halfword of rn in reverse order
fn rev16(b: &Lift, i: OneSource) {
    let x = b.r(i.sf, i.rn);
    let result = if i.sf.is_64() {
        let odd = 0x00ff_00ff_00ff_00ff;
        let up = b.shl_imm(b.and_imm(x, odd), 8);
        b.or(b.and_imm(b.shr_imm(x, 8), odd), up)
    } else {
        b.rotr(b.bswap(x), b.iconst32(16))
    };
    b.set_r(i.rd, result);
}

/// rd = bytes of the word rn in reverse order
fn rev_w(b: &Lift, i: RevW) {
    b.set_r(i.rd.0, b.bswap(b.r(Sf::W, i.rn.0)));
}

/// rd = bytes of each word of rn in reverse order
fn rev32(b: &Lift, i: OneSourceX) {
    b.set_r(i.rd.0, b.rotr(b.bswap(b.x(i.rn.0)), b.iconst(32)));
}

/// rd = bytes of rn in reverse order
fn rev(b: &Lift, i: OneSourceX) {
    b.set_r(i.rd.0, b.bswap(b.x(i.rn.0)));
}

/// rd = number of leading zeros of rn
fn clz(b: &Lift, i: OneSource) {
    b.set_r(i.rd, b.clz(b.r(i.sf, i.rn)));
}

/// rd = number of bits below the sign that equal it, from the top
fn cls(b: &Lift, i: OneSource) {
    let x = b.r(i.sf, i.rn);
    let changes = b.xor(x, b.sar_imm(x, 1));
    b.set_r(i.rd, b.add_imm(b.clz(changes), -1));
}

// --- two and three sources ----------------------------------------------------------------------------

impl TwoSource {
    /// rd = op(rn, rm)
    fn set(self, b: &Lift, op: impl FnOnce(Value, Value) -> Value) {
        b.set_r(self.rd, op(b.r(self.sf, self.rn), b.r(self.sf, self.rm)));
    }
}

/// rd = rn / rm, unsigned; 0 if rm is
fn udiv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.udiv(rn, rm));
}

/// rd = rn / rm, signed; 0 if rm is
fn sdiv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.sdiv(rn, rm));
}

/// rd = rn << rm
fn lslv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.shl(rn, rm));
}

/// rd = rn >> rm, logical
fn lsrv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.shr(rn, rm));
}

/// rd = rn >> rm, arithmetic
fn asrv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.sar(rn, rm));
}

/// rd = rn rotated right by rm
fn rorv(b: &Lift, i: TwoSource) {
    i.set(b, |rn, rm| b.rotr(rn, rm));
}

/// rd = ra + rn * rm
fn madd(b: &Lift, i: ThreeSource) {
    let product = b.mul(b.r(i.sf, i.rn), b.r(i.sf, i.rm));
    b.set_r(i.rd, b.add(b.r(i.sf, i.ra), product));
}

/// rd = ra - rn * rm
fn msub(b: &Lift, i: ThreeSource) {
    let product = b.mul(b.r(i.sf, i.rn), b.r(i.sf, i.rm));
    b.set_r(i.rd, b.sub(b.r(i.sf, i.ra), product));
}

impl Widening {
    /// The product of the sign- or zero-extended words.
    fn product(self, b: &Lift, signed: bool) -> Value {
        let extended = |r: W| match signed {
            true => b.sext_low32(b.x(r.0)),
            false => b.zext_low32(b.x(r.0)),
        };
        b.mul(extended(self.rn), extended(self.rm))
    }
}

/// rd = ra + rn * rm, signed
fn smaddl(b: &Lift, i: Widening) {
    b.set_r(i.rd.0, b.add(b.x(i.ra.0), i.product(b, true)));
}

/// rd = ra - rn * rm, signed
fn smsubl(b: &Lift, i: Widening) {
    b.set_r(i.rd.0, b.sub(b.x(i.ra.0), i.product(b, true)));
}

/// rd = ra + rn * rm, unsigned
fn umaddl(b: &Lift, i: Widening) {
    b.set_r(i.rd.0, b.add(b.x(i.ra.0), i.product(b, false)));
}

/// rd = ra - rn * rm, unsigned
fn umsubl(b: &Lift, i: Widening) {
    b.set_r(i.rd.0, b.sub(b.x(i.ra.0), i.product(b, false)));
}

/// rd = high half of rn * rm, signed
fn smulh(b: &Lift, i: High) {
    b.set_r(i.rd.0, b.mulhs(b.x(i.rn.0), b.x(i.rm.0)));
}

/// rd = high half of rn * rm, unsigned
fn umulh(b: &Lift, i: High) {
    b.set_r(i.rd.0, b.mulhu(b.x(i.rn.0), b.x(i.rm.0)));
}

pub(crate) const CASES: &str = "
    8a020020  and x0, x1, x2                      x1=6 x2=3                               =>  x0=2
    0ac21020  and w0, w1, w2, ror #4              x1=-1 x2=0x1f                           =>  x0=0xf0000001
    8a82fc20  and x0, x1, x2, asr #63             x1=6 x2=-5                              =>  x0=6
    8a220420  bic x0, x1, x2, lsl #1              x1=7 x2=1                               =>  x0=5
    0a3f0020  bic w0, w1, wzr                     x1=-1                                   =>  x0=0xffffffff
    aa0103e0  orr x0, xzr, x1                     x1=-3                                   =>  x0=-3
    2a0103e0  orr w0, wzr, w1                     x1=-3                                   =>  x0=0xfffffffd
    aa421020  orr x0, x1, x2, lsr #4              x1=1 x2=0x80                            =>  x0=9
    aa220020  orn x0, x1, x2                      x1=1 x2=2                               =>  x0=-3
    2a2203e0  orn w0, wzr, w2                     x2=2                                    =>  x0=0xfffffffd
    cac2f020  eor x0, x1, x2, ror #60             x1=1 x2=3                               =>  x0=49
    4a010020  eor w0, w1, w1                      x1=5 x0=-1                              =>  x0=0
    4aa27c20  eon w0, w1, w2, asr #31             x1=1 x2=0x80000000                      =>  x0=1
    ea020020  ands x0, x1, x2                     x1=-1 x2=0x8000000000000000 nzcv=0011   =>  x0=0x8000000000000000 nzcv=1000
    6a01003f  ands wzr, w1, w1                    x1=0x100000000                          =>  nzcv=0100
    6a227c20  bics w0, w1, w2, lsl #31            x1=0x80000000 x2=1                      =>  nzcv=0100
    ea220020  bics x0, x1, x2                     x1=-1 x2=1                              =>  x0=-2 nzcv=1000
    0a02fc20  and w0, w1, w2, lsl #63                                                     =>  exit=illegal
    8b020c20  add x0, x1, x2, lsl #3              x1=1 x2=2                               =>  x0=17
    0b020020  add w0, w1, w2                      x1=0xffffffff x2=2                      =>  x0=1
    8b420020  add x0, x1, x2, lsr #0              x1=1 x2=2                               =>  x0=3
    0b821020  add w0, w1, w2, asr #4              x1=1 x2=0x80000000                      =>  x0=0xf8000001
    ab020020  adds x0, x1, x2                     x1=-1 x2=1                              =>  nzcv=0110
    2b020020  adds w0, w1, w2                     x1=0x7fffffff x2=1                      =>  x0=0x80000000 nzcv=1001
    ab020020  adds x0, x1, x2                     x1=0x8000000000000000 x2=0x8000000000000000  =>  nzcv=0111
    ab02fc20  adds x0, x1, x2, lsl #63            x1=0x8000000000000000 x2=1              =>  nzcv=0111
    cb020020  sub x0, x1, x2                      x1=1 x2=2                               =>  x0=-1
    4b0207e0  sub w0, wzr, w2, lsl #1             x2=1                                    =>  x0=0xfffffffe
    eb020020  subs x0, x1, x2                     x1=1 x2=2                               =>  x0=-1 nzcv=1000
    6b420420  subs w0, w1, w2, lsr #1             x1=0x80000000 x2=2                      =>  x0=0x7fffffff nzcv=0011
    eb02003f  subs xzr, x1, x2                    x1=5 x2=5                               =>  nzcv=0110
    eb0203e0  subs x0, xzr, x2                    x2=0x8000000000000000                   =>  x0=0x8000000000000000 nzcv=1001
    eb020020  subs x0, x1, x2                     x1=0x8000000000000000 x2=1              =>  x0=0x7fffffffffffffff nzcv=0011
    0bc20020  .inst 0x0bc20020                                                            =>  exit=illegal
    0b028020  add w0, w1, w2, lsl #32                                                     =>  exit=illegal
    8b221020  add x0, x1, w2, uxtb #4             x1=1 x2=0x1ff                           =>  x0=0xff1
    8b222020  add x0, x1, w2, uxth                x1=1 x2=0x1ffff                         =>  x0=0x10000
    8b224020  add x0, x1, w2, uxtw                x1=1 x2=-1                              =>  x0=0x100000000
    8b22c820  add x0, x1, w2, sxtw #2             x1=1 x2=0xffffffff                      =>  x0=-3
    0b228020  add w0, w1, w2, sxtb                x1=1 x2=0x80                            =>  x0=0xffffff81
    8b22603f  add sp, x1, x2                      x1=1 x2=3                               =>  sp=4
    8b226be0  add x0, sp, x2, lsl #2              sp=8 x2=3                               =>  x0=20
    ab22e420  adds x0, x1, x2, sxtx #1            x1=1 x2=3                               =>  x0=7
    2b22a020  adds w0, w1, w2, sxth               x1=1 x2=0xffff                          =>  nzcv=0110
    cb22ac20  sub x0, x1, w2, sxth #3             x1=1 x2=0x8000                          =>  x0=0x40001
    4b22403f  sub wsp, w1, w2                     x1=3 x2=1                               =>  sp=2
    eb2263ff  subs xzr, sp, x2                    sp=3 x2=4                               =>  nzcv=1000
    eb220020  subs x0, x1, w2, uxtb               x1=0xff x2=0x1ff                        =>  nzcv=0110
    8b221420  add x0, x1, w2, uxtb #5                                                     =>  exit=illegal
    9a020020  adc x0, x1, x2                      x1=1 x2=2 nzcv=0010                     =>  x0=4
    1a020020  adc w0, w1, w2                      x1=-1 x2=0 nzcv=0010                    =>
    9a020020  adc x0, x1, x2                      x1=1 x2=2 nzcv=1101                     =>  x0=3
    ba020020  adcs x0, x1, x2                     x1=-1 x2=0 nzcv=0010                    =>  nzcv=0110
    3a020020  adcs w0, w1, w2                     x1=0x7fffffff x2=0 nzcv=0010            =>  x0=0x80000000 nzcv=1001
    3a020020  adcs w0, w1, w2                     x1=-1 x2=-1 nzcv=0010                   =>  x0=0xffffffff nzcv=1010
    da020020  sbc x0, x1, x2                      x1=5 x2=2 nzcv=0000                     =>  x0=2
    5a020020  sbc w0, w1, w2                      x1=5 x2=2 nzcv=0010                     =>  x0=3
    fa020020  sbcs x0, x1, x2                     x1=5 x2=5 nzcv=0000                     =>  x0=-1 nzcv=1000
    7a020020  sbcs w0, w1, w2                     x1=0x80000000 x2=0 nzcv=0000            =>  x0=0x7fffffff nzcv=0011
    fa020020  sbcs x0, x1, x2                     x1=1 x2=1 nzcv=0010                     =>  nzcv=0110
    ba420020  ccmn x1, x2, #0x0, eq               x1=1 x2=-1 nzcv=0100                    =>  nzcv=0110
    ba42002d  ccmn x1, x2, #0xd, eq               x1=1 x2=-1 nzcv=1000                    =>  nzcv=1101
    3a5fe820  ccmn w1, #0x1f, #0x0, al            x1=-31                                  =>  nzcv=0110
    3a401820  ccmn w1, #0x0, #0x0, ne             x1=5 nzcv=0000                          =>
    fa420020  ccmp x1, x2, #0x0, eq               x1=1 x2=1 nzcv=0100                     =>  nzcv=0110
    7a42c026  ccmp w1, w2, #0x6, gt               x1=1 x2=2 nzcv=1000                     =>  nzcv=0110
    fa5f182f  ccmp x1, #0x1f, #0xf, ne            x1=31                                   =>  nzcv=0110
    fa418820  ccmp x1, #0x1, #0x0, hi             x1=0 nzcv=0010                          =>  nzcv=1000
    7a41f829  ccmp w1, #0x1, #0x9, nv             x1=1                                    =>  nzcv=0110
    9a820020  csel x0, x1, x2, eq                 x1=1 x2=2 nzcv=0100                     =>  x0=1
    1a82b020  csel w0, w1, w2, lt                 x1=1 x2=-2 nzcv=1001                    =>  x0=0xfffffffe
    9a82e020  csel x0, x1, x2, al                 x1=1 x2=2                               =>  x0=1
    9a821420  csinc x0, x1, x2, ne                x1=1 x2=2 nzcv=0100                     =>  x0=3
    1a821420  csinc w0, w1, w2, ne                x1=1 x2=-1 nzcv=0100                    =>
    9a9fa7e0  csinc x0, xzr, xzr, ge              nzcv=1001                               =>
    9a9fa7e0  csinc x0, xzr, xzr, ge              nzcv=1000                               =>  x0=1
    9a9fe7e0  csinc x0, xzr, xzr, al              x0=7                                    =>  x0=0
    da823020  csinv x0, x1, x2, cc                x1=1 x2=2 nzcv=0010                     =>  x0=-3
    da9f63e0  csinv x0, xzr, xzr, vs              nzcv=0000                               =>  x0=-1
    5a9f63e0  csinv w0, wzr, wzr, vs              nzcv=0000                               =>  x0=0xffffffff
    5a9f63e0  csinv w0, wzr, wzr, vs              nzcv=0001                               =>
    da824420  csneg x0, x1, x2, mi                x1=1 x2=2 nzcv=0100                     =>  x0=-2
    5a815420  csneg w0, w1, w1, pl                x1=1 nzcv=1000                          =>  x0=0xffffffff
    dac00020  rbit x0, x1                         x1=1                                    =>  x0=0x8000000000000000
    5ac00020  rbit w0, w1                         x1=0x12345678                           =>  x0=0x1e6a2c48
    dac00420  rev16 x0, x1                        x1=0x0102030405060708                   =>  x0=0x201040306050807
    5ac00420  rev16 w0, w1                        x1=0x0102030405060708                   =>  x0=0x6050807
    dac00820  rev32 x0, x1                        x1=0x0102030405060708                   =>  x0=0x403020108070605
    dac00c20  rev x0, x1                          x1=0x0102030405060708                   =>  x0=0x807060504030201
    5ac00820  rev w0, w1                          x1=0x0102030405060708                   =>  x0=0x8070605
    dac01020  clz x0, x1                          x1=0                                    =>  x0=64
    5ac01020  clz w0, w1                          x1=0xff00010000                         =>  x0=15
    dac01420  cls x0, x1                          x1=1                                    =>  x0=62
    dac01420  cls x0, x1                          x1=-1                                   =>  x0=63
    5ac01420  cls w0, w1                          x1=0                                    =>  x0=31
    5ac01420  cls w0, w1                          x1=0xc0000000                           =>  x0=1
    9ac20820  udiv x0, x1, x2                     x1=7 x2=2                               =>  x0=3
    1ac20820  udiv w0, w1, w2                     x1=-1 x2=0x100000002                    =>  x0=0x7fffffff
    9ac20820  udiv x0, x1, x2                     x1=7 x0=1                               =>  x0=0
    9ac20c20  sdiv x0, x1, x2                     x1=-7 x2=2                              =>  x0=-3
    1ac20c20  sdiv w0, w1, w2                     x1=0x80000000 x2=-1                     =>  x0=0x80000000
    9ac20c20  sdiv x0, x1, x2                     x1=0x8000000000000000 x2=-1             =>  x0=0x8000000000000000
    1ac20c20  sdiv w0, w1, w2                     x1=7 x0=1                               =>  x0=0
    9ac22020  lslv x0, x1, x2                     x1=1 x2=65                              =>  x0=2
    1ac22020  lslv w0, w1, w2                     x1=1 x2=33                              =>  x0=2
    9ac22420  lsrv x0, x1, x2                     x1=-1 x2=60                             =>  x0=15
    1ac22420  lsrv w0, w1, w2                     x1=-1 x2=28                             =>  x0=15
    9ac22820  asrv x0, x1, x2                     x1=-16 x2=2                             =>  x0=-4
    1ac22820  asrv w0, w1, w2                     x1=0x80000000 x2=63                     =>  x0=0xffffffff
    9ac22c20  rorv x0, x1, x2                     x1=1 x2=1                               =>  x0=0x8000000000000000
    1ac22c20  rorv w0, w1, w2                     x1=1 x2=33                              =>  x0=0x80000000
    9b020c20  madd x0, x1, x2, x3                 x1=3 x2=4 x3=5                          =>  x0=17
    1b027c20  madd w0, w1, w2, wzr                x1=0x10001 x2=0x10001                   =>  x0=0x20001
    9b028c20  msub x0, x1, x2, x3                 x1=3 x2=4 x3=5                          =>  x0=-7
    1b02fc20  msub w0, w1, w2, wzr                x1=3 x2=4                               =>  x0=0xfffffff4
    9b220c20  smaddl x0, w1, w2, x3               x1=0xffffffff x2=3 x3=1                 =>  x0=-2
    9b228c20  smsubl x0, w1, w2, x3               x1=0xffffffff x2=3 x3=1                 =>  x0=4
    9ba20c20  umaddl x0, w1, w2, x3               x1=-1 x2=3 x3=1                         =>  x0=0x2fffffffe
    9ba28c20  umsubl x0, w1, w2, x3               x1=-1 x2=3 x3=1                         =>  x0=0xfffffffd00000004
    9b427c20  smulh x0, x1, x2                    x1=-1 x2=5                              =>  x0=-1
    9bc27c20  umulh x0, x1, x2                    x1=-1 x2=-1                             =>  x0=-2
";
