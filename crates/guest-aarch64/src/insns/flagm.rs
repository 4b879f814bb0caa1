//! Flag manipulation (FEAT_FlagM, FEAT_FlagM2).

use ir::Value;

use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Bits of a rotated register.
    Rmif { lsb: UImm, rn: X, mask: UImm }
    /// A byte or halfword.
    Evaluate { rn: W }
}

rows! { [FLAGM]
    rmif        "10111010000 lsb:6 00001 rn:5 0 mask:4"         Rmif        "rmif {rn}, #{lsb}, #{mask}";
    setf8       "00111010000000000000 10 rn:5 01101"            Evaluate    "setf8 {rn}";
    setf16      "00111010000000000100 10 rn:5 01101"            Evaluate    "setf16 {rn}";
    cfinv       "11010101000000000100 0000 000 11111"           NoOperands  "cfinv";
    xaflag      "11010101000000000100 0000 001 11111"           NoOperands  "xaflag"    needs [FLAGM2];
    axflag      "11010101000000000100 0000 010 11111"           NoOperands  "axflag"    needs [FLAGM2];
}

/// The flags as a number: N is bit 3, V bit 0.
fn nzcv(b: &Lift) -> Value {
    b.shr_imm(b.flags_bits(b.flags()), 28)
}

/// Sets the flags from such a number; higher bits are ignored.
fn set_nzcv(b: &Lift, bits: Value) {
    b.set_flags(b.flags_from_bits(b.and_imm(b.shl_imm(bits, 28), 0xf000_0000)));
}

/// Flags that `mask` names = low bits of rn rotated right
fn rmif(b: &Lift, i: Rmif) {
    let rotated = b.rotr(b.x(i.rn.0), b.iconst(i.lsb as u64));
    let kept = b.and_imm(nzcv(b), !(i.mask as u64) & 15);
    set_nzcv(b, b.or(kept, b.and_imm(rotated, i.mask as u64)));
}

/// N, Z, V as if rn were an extended result of `width` bits; C stays.
fn evaluate(b: &Lift, rn: W, width: u32) {
    let x = b.x(rn.0);
    let sign = b.and_imm(b.shr_imm(x, width - 1), 1);
    let above = b.and_imm(b.shr_imm(x, width), 1);
    let low = b.and_imm(x, (1 << width) - 1);
    let zero = b.icmp(ir::Cond::Eq, low, b.iconst(0));
    let nz = b.or(b.shl_imm(sign, 3), b.shl_imm(zero, 2));
    let cv = b.or(b.and_imm(nzcv(b), 2), b.xor(sign, above));
    set_nzcv(b, b.or(nz, cv));
}

/// Flags of a byte
fn setf8(b: &Lift, i: Evaluate) {
    evaluate(b, i.rn, 8);
}

/// Flags of a halfword
fn setf16(b: &Lift, i: Evaluate) {
    evaluate(b, i.rn, 16);
}

/// C = !C
fn cfinv(b: &Lift, _: NoOperands) {
    set_nzcv(b, b.xor(nzcv(b), b.iconst(2)));
}

/// Z and C (0 or 1), and their complements.
fn zc(b: &Lift) -> [Value; 4] {
    let flags = nzcv(b);
    let (z, c) = (
        b.and_imm(b.shr_imm(flags, 2), 1),
        b.and_imm(b.shr_imm(flags, 1), 1),
    );
    [z, c, b.xor(z, b.iconst(1)), b.xor(c, b.iconst(1))]
}

fn from_flags(b: &Lift, [n, z, c, v]: [Value; 4]) {
    let nz = b.or(b.shl_imm(n, 3), b.shl_imm(z, 2));
    set_nzcv(b, b.or(nz, b.or(b.shl_imm(c, 1), v)));
}

/// From the alternative form of a float comparison to Arm's
fn xaflag(b: &Lift, _: NoOperands) {
    let [z, c, not_z, not_c] = zc(b);
    from_flags(
        b,
        [
            b.and(not_c, not_z),
            b.and(z, c),
            b.or(c, z),
            b.and(not_c, z),
        ],
    );
}

/// From Arm's form of a float comparison to the alternative
fn axflag(b: &Lift, _: NoOperands) {
    let [z, c, ..] = zc(b);
    let v = b.and_imm(nzcv(b), 1);
    let zero = b.iconst(0);
    let not_v = b.xor(v, b.iconst(1));
    from_flags(b, [zero, b.or(z, v), b.and(c, not_v), zero]);
}

pub(crate) const CASES: &str = "
    ba01840f  rmif x0, #3, #15                    x0=0xff                                 =>  nzcv=1111
    ba1e0425  rmif x1, #60, #5                    x1=0x5000000000000000 nzcv=1010         =>  nzcv=1111
    ba0087e8  rmif xzr, #1, #8                    nzcv=1111                               =>  nzcv=0111
    3a00080d  setf8 w0                            x0=0x80                                 =>  nzcv=1001
    3a00082d  setf8 w1                            x1=0x100 nzcv=0010                      =>  nzcv=0111
    3a00082d  setf8 w1                            x1=0x1ff nzcv=0010                      =>  nzcv=1010
    3a00482d  setf16 w1                           x1=0x18000                              =>  nzcv=1000
    3a00482d  setf16 w1                           x1=0x7fff nzcv=1111                     =>  nzcv=0010
    d500401f  cfinv                               nzcv=1101                               =>  nzcv=1111
    d500401f  cfinv                               nzcv=0010                               =>  nzcv=0000
    d500403f  xaflag                              nzcv=0000                               =>  nzcv=1000
    d500403f  xaflag                              nzcv=0110                               =>
    d500403f  xaflag                              nzcv=0100                               =>  nzcv=0011
    d500403f  xaflag                              nzcv=0010                               =>
    d500405f  axflag                              nzcv=1000                               =>  nzcv=0000
    d500405f  axflag                              nzcv=0110                               =>
    d500405f  axflag                              nzcv=0011                               =>  nzcv=0100
    d500405f  axflag                              nzcv=0010                               =>
";
