//! Pointer authentication (FEAT_PAuth, without FEAT_FPAC): signatures in bits 54..48 of addresses, as with Linux's 48-bit
//! addresses and top byte ignore.
//!
//! The manual leaves the algorithm open; here it is a multiplicative hash, good enough to find accidents, and cheap. Keys are the
//! same in every process.

use ir::{Cond, Value};

use crate::lift::Lift;

/// Which key signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// Instruction addresses, A.
    IA,
    /// Instruction addresses, B.
    IB,
    /// Data addresses, A.
    DA,
    /// Data addresses, B.
    DB,
}

impl Key {
    /// The key of a two-bit field.
    pub const fn from_bits(bits: u32) -> Key {
        match bits & 3 {
            0 => Key::IA,
            1 => Key::IB,
            2 => Key::DA,
            _ => Key::DB,
        }
    }

    /// An odd multiplier.
    const fn multiplier(self) -> u64 {
        match self {
            Key::IA => 0x9e37_79b9_7f4a_7c15,
            Key::IB => 0xbf58_476d_1ce4_e5b9,
            Key::DA => 0x94d0_49bb_1331_11eb,
            Key::DB => 0xd6e8_feb8_6659_fd93,
        }
    }

    /// What stands in bits 54..53 of an address that was not authentic.
    const fn error_code(self) -> u64 {
        match self {
            Key::IA | Key::DA => 1,
            Key::IB | Key::DB => 2,
        }
    }
}

/// Lowest bit of a signature: above is bit 55, which says which half of the address space it is.
const LOWEST: u32 = 48;
const WIDTH: u32 = 7;
const FIELD: u64 = ((1 << WIDTH) - 1) << LOWEST;

/// The signature of the address bits of `pointer`, in place. All bits of the operands reach the top bits of the product.
fn signature(b: &Lift, key: Key, pointer: Value, modifier: Value) -> Value {
    let address = b.shr_imm(b.shl_imm(pointer, 64 - LOWEST), 64 - LOWEST);
    let mixed = b.xor(address, b.rotr(modifier, b.iconst(23)));
    let product = b.mul(mixed, b.iconst(key.multiplier()));
    b.shl_imm(b.shr_imm(product, 64 - WIDTH), LOWEST)
}

/// PAC*: the pointer with its signature. If it was no proper address before, it will not be found authentic.
pub fn sign(b: &Lift, key: Key, pointer: Value, modifier: Value) -> Value {
    b.xor(pointer, signature(b, key, pointer, modifier))
}

/// AUT*: the pointer without its signature, or, if that is wrong, an address that faults.
pub fn authenticate(b: &Lift, key: Key, pointer: Value, modifier: Value) -> Value {
    let plain = b.xor(pointer, signature(b, key, pointer, modifier));
    // Bits 55..48 are all the same: as a number, 0 or -1.
    let top = b.sar_imm(b.shl_imm(plain, 8), 56);
    let authentic = b.icmp(Cond::Ult, b.add_imm(top, 1), b.iconst(2));
    let rest = b.and_imm(pointer, !(3 << 53));
    let wrong = b.or(rest, b.iconst(key.error_code() << 53));
    b.select(authentic, plain, wrong)
}

/// XPAC*: the pointer without its signature, whatever it is.
pub fn strip(b: &Lift, pointer: Value) -> Value {
    let upper = b.icmp(Cond::Ne, b.and_imm(pointer, 1 << 55), b.iconst(0));
    // Linux ignores the top byte of user addresses only (TCR_EL1.TBI0, not TBI1).
    let high = b.or(pointer, b.iconst(!0 << LOWEST));
    let low = b.and_imm(pointer, !FIELD);
    b.select(upper, high, low)
}

/// PACGA: 32 bits of signature of any number, in the upper half.
pub fn generic(b: &Lift, data: Value, modifier: Value) -> Value {
    let once = b.mul(data, b.iconst(Key::IA.multiplier()));
    let mixed = b.xor(
        b.xor(once, b.shr_imm(once, 32)),
        b.rotr(modifier, b.iconst(23)),
    );
    let twice = b.mul(mixed, b.iconst(Key::DB.multiplier()));
    b.shl_imm(b.shr_imm(twice, 32), 32)
}
