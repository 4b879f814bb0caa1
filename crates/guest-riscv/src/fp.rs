//! What scalar float instructions mean, once for all formats: the rooms say which row has which format.
//!
//! A format is an IR float type. Registers are 64 bits wide; a narrower value is NaN-boxed (all higher bits
//! one), and one that is not boxed reads as the canonical NaN everywhere but in stores and moves of bits.

use ir::{FCond, MemKind, MinMax, Round, Type, Value, Width};

use crate::lift::Lift;
use crate::operands::*;

operands! {
    /// Two sources.
    FR { rd: F, rs1: F, rs2: F }
    /// Two sources, rounded.
    FRm { rd: F, rs1: F, rs2: F, rm: Rm }
    /// One source, rounded.
    F1Rm { rd: F, rs1: F, rm: Rm }
    /// Fused multiply-add.
    F4Rm { rd: F, rs1: F, rs2: F, rs3: F, rm: Rm }
    /// Conversion to a wider format.
    FWiden { rd: F, rs1: F, rm: ExactRm }
    /// Comparison.
    FCmp { rd: X, rs1: F, rs2: F }
    /// Float register to general register.
    XF { rd: X, rs1: F }
    /// Conversion to an integer.
    XFRm { rd: X, rs1: F, rm: Rm }
    /// General register to float register.
    FX { rd: F, rs1: X }
    /// Conversion from an integer.
    FXRm { rd: F, rs1: X, rm: Rm }
    /// Conversion from an integer that every value of the format's width survives.
    FXExact { rd: F, rs1: X, rm: ExactRm }
    /// Load.
    FLoad { rd: F, rs1: X, imm: Imm }
    /// Store.
    FStore { rs1: X, rs2: F, imm: Imm }
}

/// The rounding mode field of a conversion that is always exact. It is checked like any other, but by
/// convention it is 0, and then it does not print.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExactRm(Rm);

impl Field for ExactRm {
    #[inline(always)]
    fn decode(word: u32, spec: &insn_table::FieldSpec) -> ExactRm {
        ExactRm(Rm::decode(word, spec))
    }
    fn print(self, _: u32, pc: ir::GuestAddr, out: &mut String) {
        match self.0.round() {
            Round::Rne => {}
            Round::Dyn => out.push_str(", dyn"),
            _ => self.0.print(0, pc, out),
        }
    }
}

/// Defines the functions of rows that are an operation of [`crate::fp`] in one format.
macro_rules! lifts {
    ($ty:ident: $($name:ident($operands:ident) $meaning:ident;)*) => {$(
        fn $name(b: &crate::lift::Lift, i: $operands) {
            crate::fp::$meaning(b, ir::Type::$ty, i);
        }
    )*};
}
pub(crate) use lifts;

// --- memory ---------------------------------------------------------------------------------------

const fn width(ty: Type) -> Width {
    match ty {
        Type::F16 => Width::B2,
        Type::F32 => Width::B4,
        _ => Width::B8,
    }
}

/// rd = value at rs1 + imm
pub fn load(b: &Lift, ty: Type, i: FLoad) {
    b.set_f_boxed(i.rd, b.load(ty, MemKind::u(width(ty)), b.x(i.rs1), i.imm));
}

/// value at rs1 + imm = low bits of rs2, boxed or not
pub fn store(b: &Lift, ty: Type, i: FStore) {
    b.store(width(ty), b.x(i.rs1), i.imm, b.f(i.rs2));
}

// --- arithmetic -----------------------------------------------------------------------------------

/// rd = f(rs1, rs2, rm)
fn rounded(b: &Lift, ty: Type, i: FRm, f: impl Fn(Value, Value, Round) -> Value) {
    b.set_f_boxed(i.rd, f(b.f_as(ty, i.rs1), b.f_as(ty, i.rs2), i.rm.round()));
}

/// rd = rs1 + rs2
pub fn add(b: &Lift, ty: Type, i: FRm) {
    rounded(b, ty, i, |x, y, rm| b.fadd(x, y, rm));
}

/// rd = rs1 - rs2
pub fn sub(b: &Lift, ty: Type, i: FRm) {
    rounded(b, ty, i, |x, y, rm| b.fsub(x, y, rm));
}

/// rd = rs1 * rs2
pub fn mul(b: &Lift, ty: Type, i: FRm) {
    rounded(b, ty, i, |x, y, rm| b.fmul(x, y, rm));
}

/// rd = rs1 / rs2
pub fn div(b: &Lift, ty: Type, i: FRm) {
    rounded(b, ty, i, |x, y, rm| b.fdiv(x, y, rm));
}

/// rd = square root of rs1
pub fn sqrt(b: &Lift, ty: Type, i: F1Rm) {
    b.set_f_boxed(i.rd, b.fsqrt(b.f_as(ty, i.rs1), i.rm.round()));
}

/// rd = x * y + z with x, y, z = f(rs1, rs2, rs3), rounded once. Negations are exact, so that they may come first.
fn fused(b: &Lift, ty: Type, i: F4Rm, f: impl Fn([Value; 3]) -> [Value; 3]) {
    let [x, y, z] = f([i.rs1, i.rs2, i.rs3].map(|r| b.f_as(ty, r)));
    b.set_f_boxed(i.rd, b.fma(x, y, z, i.rm.round()));
}

/// rd = rs1 * rs2 + rs3
pub fn madd(b: &Lift, ty: Type, i: F4Rm) {
    fused(b, ty, i, |operands| operands);
}

/// rd = rs1 * rs2 - rs3
pub fn msub(b: &Lift, ty: Type, i: F4Rm) {
    fused(b, ty, i, |[x, y, z]| [x, y, b.fneg(z)]);
}

/// rd = -(rs1 * rs2) + rs3
pub fn nmsub(b: &Lift, ty: Type, i: F4Rm) {
    fused(b, ty, i, |[x, y, z]| [b.fneg(x), y, z]);
}

/// rd = -(rs1 * rs2) - rs3
pub fn nmadd(b: &Lift, ty: Type, i: F4Rm) {
    fused(b, ty, i, |[x, y, z]| [b.fneg(x), y, b.fneg(z)]);
}

/// rd = rs1 rounded to an integral value, NX never raised
pub fn round(b: &Lift, ty: Type, i: F1Rm) {
    b.set_f_boxed(i.rd, b.fround(b.f_as(ty, i.rs1), i.rm.round(), false));
}

/// rd = rs1 rounded to an integral value, NX raised if that changes it
pub fn round_nx(b: &Lift, ty: Type, i: F1Rm) {
    b.set_f_boxed(i.rd, b.fround(b.f_as(ty, i.rs1), i.rm.round(), true));
}

// --- minimum, sign, comparison ----------------------------------------------------------------------

/// rd = f(rs1, rs2)
fn binary(b: &Lift, ty: Type, i: FR, f: impl Fn(Value, Value) -> Value) {
    b.set_f_boxed(i.rd, f(b.f_as(ty, i.rs1), b.f_as(ty, i.rs2)));
}

/// rd = smaller of rs1, rs2; a NaN loses
pub fn min(b: &Lift, ty: Type, i: FR) {
    binary(b, ty, i, |x, y| b.fmin(x, y, MinMax::Number));
}

/// rd = larger of rs1, rs2; a NaN loses
pub fn max(b: &Lift, ty: Type, i: FR) {
    binary(b, ty, i, |x, y| b.fmax(x, y, MinMax::Number));
}

/// rd = smaller of rs1, rs2; a NaN wins
pub fn minm(b: &Lift, ty: Type, i: FR) {
    binary(b, ty, i, |x, y| b.fmin(x, y, MinMax::Propagate));
}

/// rd = larger of rs1, rs2; a NaN wins
pub fn maxm(b: &Lift, ty: Type, i: FR) {
    binary(b, ty, i, |x, y| b.fmax(x, y, MinMax::Propagate));
}

/// rd = f(rs1) when both sources are the same register (fmv, fneg, fabs), else g(rs1, rs2)
fn sign(
    b: &Lift,
    ty: Type,
    i: FR,
    same: impl Fn(Value) -> Value,
    two: impl Fn(Value, Value) -> Value,
) {
    let x = b.f_as(ty, i.rs1);
    let result = if i.rs1 == i.rs2 {
        same(x)
    } else {
        two(x, b.f_as(ty, i.rs2))
    };
    b.set_f_boxed(i.rd, result);
}

/// rd = rs1 with the sign of rs2
pub fn sgnj(b: &Lift, ty: Type, i: FR) {
    sign(b, ty, i, |x| x, |x, y| b.fcopysign(x, y));
}

/// rd = rs1 with the opposite of rs2's sign
pub fn sgnjn(b: &Lift, ty: Type, i: FR) {
    sign(b, ty, i, |x| b.fneg(x), |x, y| b.fcopysign(x, b.fneg(y)));
}

/// rd = rs1, negated if rs2 is negative
pub fn sgnjx(b: &Lift, ty: Type, i: FR) {
    sign(b, ty, i, |x| b.fabs(x), |x, y| b.fxorsign(x, y));
}

/// rd = 1 if `cond` holds for rs1, rs2, else 0
fn compare(b: &Lift, ty: Type, i: FCmp, cond: FCond) {
    b.set_x(i.rd, b.fcmp(cond, b.f_as(ty, i.rs1), b.f_as(ty, i.rs2)));
}

/// rd = rs1 == rs2; NV for signalling NaNs
pub fn eq(b: &Lift, ty: Type, i: FCmp) {
    compare(b, ty, i, FCond::Eq);
}

/// rd = rs1 < rs2; NV for NaNs
pub fn lt(b: &Lift, ty: Type, i: FCmp) {
    compare(b, ty, i, FCond::Lt);
}

/// rd = rs1 <= rs2; NV for NaNs
pub fn le(b: &Lift, ty: Type, i: FCmp) {
    compare(b, ty, i, FCond::Le);
}

/// rd = rs1 < rs2; NV for signalling NaNs
pub fn ltq(b: &Lift, ty: Type, i: FCmp) {
    compare(b, ty, i, FCond::LtQuiet);
}

/// rd = rs1 <= rs2; NV for signalling NaNs
pub fn leq(b: &Lift, ty: Type, i: FCmp) {
    compare(b, ty, i, FCond::LeQuiet);
}

/// rd = class mask of rs1
pub fn class(b: &Lift, ty: Type, i: XF) {
    b.set_x(i.rd, b.fclass(b.f_as(ty, i.rs1)));
}

// --- conversions ------------------------------------------------------------------------------------

/// rd = rs1 of format `from` in format `to`
pub fn narrow(b: &Lift, from: Type, to: Type, i: F1Rm) {
    b.set_f_boxed(i.rd, b.fcvt(b.f_as(from, i.rs1), to, i.rm.round()));
}

/// rd = rs1 of format `from` in the wider format `to`
pub fn widen(b: &Lift, from: Type, to: Type, i: FWiden) {
    let FWiden { rd, rs1, rm } = i;
    narrow(b, from, to, F1Rm { rd, rs1, rm: rm.0 });
}

/// rd = rs1 as 32-bit signed integer, sign-extended
pub fn to_w(b: &Lift, ty: Type, i: XFRm) {
    b.set_xw(i.rd, b.f_to_si(b.f_as(ty, i.rs1), Type::I32, i.rm.round()));
}

/// rd = rs1 as 32-bit unsigned integer, sign-extended all the same
pub fn to_wu(b: &Lift, ty: Type, i: XFRm) {
    b.set_xw(i.rd, b.f_to_ui(b.f_as(ty, i.rs1), Type::I32, i.rm.round()));
}

/// rd = rs1 as 64-bit signed integer
pub fn to_l(b: &Lift, ty: Type, i: XFRm) {
    b.set_x(i.rd, b.f_to_si(b.f_as(ty, i.rs1), Type::I64, i.rm.round()));
}

/// rd = rs1 as 64-bit unsigned integer
pub fn to_lu(b: &Lift, ty: Type, i: XFRm) {
    b.set_x(i.rd, b.f_to_ui(b.f_as(ty, i.rs1), Type::I64, i.rm.round()));
}

/// rd = low half of rs1, signed
pub fn from_w(b: &Lift, ty: Type, i: FXRm) {
    b.set_f_boxed(i.rd, b.si_to_f(b.xw(i.rs1), ty, i.rm.round()));
}

/// rd = low half of rs1, unsigned
pub fn from_wu(b: &Lift, ty: Type, i: FXRm) {
    b.set_f_boxed(i.rd, b.ui_to_f(b.xw(i.rs1), ty, i.rm.round()));
}

/// rd = low half of rs1, signed, in a format that holds all of them
pub fn from_w_exact(b: &Lift, ty: Type, i: FXExact) {
    let FXExact { rd, rs1, rm } = i;
    from_w(b, ty, FXRm { rd, rs1, rm: rm.0 });
}

/// rd = low half of rs1, unsigned, in a format that holds all of them
pub fn from_wu_exact(b: &Lift, ty: Type, i: FXExact) {
    let FXExact { rd, rs1, rm } = i;
    from_wu(b, ty, FXRm { rd, rs1, rm: rm.0 });
}

/// rd = rs1, signed
pub fn from_l(b: &Lift, ty: Type, i: FXRm) {
    b.set_f_boxed(i.rd, b.si_to_f(b.x(i.rs1), ty, i.rm.round()));
}

/// rd = rs1, unsigned
pub fn from_lu(b: &Lift, ty: Type, i: FXRm) {
    b.set_f_boxed(i.rd, b.ui_to_f(b.x(i.rs1), ty, i.rm.round()));
}

/// rd = bits of rs1, boxed or not, sign-extended from the format's width
pub fn bits_to_x(b: &Lift, ty: Type, i: XF) {
    let bits = b.fbits(b.f(i.rs1));
    b.set_x(
        i.rd,
        match ty {
            Type::F16 => b.sext16(bits),
            Type::F32 => b.sext_low32(bits),
            _ => bits,
        },
    );
}

/// rd = low bits of rs1
pub fn bits_from_x(b: &Lift, ty: Type, i: FX) {
    let bits = match ty {
        Type::F64 => b.x(i.rs1),
        _ => b.xw(i.rs1),
    };
    b.set_f_boxed(i.rd, b.f_from_bits(ty, bits));
}

#[cfg(test)]
mod tests {
    use ir::{Builder, Features, Frontend, Op};

    use crate::Riscv64;
    use crate::features::{ALL, D, F, ZFA, ZFH, ZFHMIN};

    const FADD_S: u32 = 0x00c5_f553; // fadd.s fa0, fa1, fa2
    const FNEG_S: u32 = 0x20a5_1553; // fsgnjn.s fa0, fa0, fa0
    const FADD_D: u32 = 0x02c5_f553;
    const FADD_H: u32 = 0x04c5_f553;
    const FLH: u32 = 0x0005_9507; // flh fa0, 0(a1)
    const FLI_D: u32 = 0xf218_0553; // fli.d fa0, 1.0

    fn ops(words: &[u32], features: Features) -> Vec<Op> {
        let b = Builder::new(Riscv64::REGS);
        b.start(0x1_0000);
        for (word, pc) in words.iter().zip((0x1_0000..).step_by(4)) {
            Riscv64::lift(&b, pc, &word.to_le_bytes(), features);
        }
        b.with_block(|block| block.insts.iter().map(|i| i.op).collect())
    }

    #[test]
    fn a_single_computed_in_the_block_is_not_unboxed() {
        let ops = ops(&[FADD_S, FNEG_S], ALL);
        let count = |op| ops.iter().filter(|o| **o == op).count();
        assert_eq!([Op::FAdd, Op::FNeg, Op::FCopySign].map(count), [1, 1, 0]);
        // The two operands of the addition.
        assert_eq!(count(Op::FUnbox), 2);
    }

    #[test]
    fn formats_come_with_their_extensions() {
        let exists = |word, features| {
            let features = Features(features);
            crate::decode::decode(&u32::to_le_bytes(word), features).is_some()
        };
        assert!(exists(FADD_S, F) && !exists(FADD_D, F) && exists(FADD_D, F | D));
        assert!(exists(FLH, ZFHMIN) && exists(FLH, ZFH) && !exists(FLH, F));
        assert!(exists(FADD_H, ZFH) && !exists(FADD_H, ZFHMIN));
        assert!(exists(FLI_D, ZFA | D) && !exists(FLI_D, ZFA) && !exists(FLI_D, D));
    }
}
