//! Integer operations that Rust has no method for.

use ir::{Cond, Type, nzcv};

/// The 127-bit carry-less product.
pub fn clmul(a: u64, b: u64) -> u128 {
    let mut product = 0;
    let mut rest = b;
    while rest != 0 {
        product ^= u128::from(a) << rest.trailing_zeros();
        rest &= rest - 1;
    }
    product
}

/// Each byte: 0xff if it is not 0, else 0.
pub fn orc_b(a: u64) -> u64 {
    const LOW7: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // The top bit of each byte: set by a carry out of the low seven bits, or there already.
    let top = (((a & LOW7) + LOW7) | a) & !LOW7;
    (top >> 7) * 0xff
}

/// High half of the unsigned product.
pub fn mul_high_unsigned(a: u64, b: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) >> 64) as u64
}

/// High half of the signed product.
pub fn mul_high_signed(a: i64, b: i64) -> u64 {
    ((i128::from(a) * i128::from(b)) >> 64) as u64
}

/// High half of the product of a signed and an unsigned number.
pub fn mul_high_signed_unsigned(a: i64, b: u64) -> u64 {
    // Below 2^127 in magnitude: no overflow.
    ((i128::from(a) * i128::from(b)) >> 64) as u64
}

/// Condition flags of an integer result of type `ty` with this carry and overflow.
pub fn flags_of(ty: Type, result: u64, carry: bool, overflow: bool) -> u64 {
    let negative = result >> (ty.bytes() * 8 - 1) & 1 != 0;
    let bit = |holds: bool, bit: u64| if holds { bit } else { 0 };
    bit(negative, nzcv::N)
        | bit(result == 0, nzcv::Z)
        | bit(!carry, nzcv::NOT_C)
        | bit(overflow, nzcv::V)
}

/// Condition flags of `a + b + carry` (Arm ARM, AddWithCarry).
pub fn flags_of_sum(ty: Type, a: u64, b: u64, carry: u64) -> u64 {
    let bits = ty.bytes() * 8;
    let sum = u128::from(a) + u128::from(b) + u128::from(carry);
    let result = sum as u64 & (u64::MAX >> (64 - bits));
    let overflow = ((a ^ result) & (b ^ result)) >> (bits - 1) & 1 != 0;
    flags_of(ty, result, sum >> bits != 0, overflow)
}

/// Whether `cond` holds, given the operands as unsigned and as signed numbers of their width.
pub fn holds<U: Ord, S: Ord>(cond: Cond, a: (U, S), b: (U, S)) -> bool {
    match cond {
        Cond::Eq => a.0 == b.0,
        Cond::Ne => a.0 != b.0,
        Cond::Slt => a.1 < b.1,
        Cond::Sge => a.1 >= b.1,
        Cond::Sle => a.1 <= b.1,
        Cond::Sgt => a.1 > b.1,
        Cond::Ult => a.0 < b.0,
        Cond::Uge => a.0 >= b.0,
        Cond::Ule => a.0 <= b.0,
        Cond::Ugt => a.0 > b.0,
    }
}
