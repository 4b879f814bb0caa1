//! Pointer authentication (FEAT_PAuth, without FEAT_FPAC): signatures in bits 54..48 of addresses, as with Linux's 48-bit
//! addresses and top byte ignore.
//!
//! The manual leaves the algorithm open; here it is a multiplicative hash, good enough to find accidents, and cheap. A key is
//! an odd multiplier; [`State::keys`] has in what it differs from a constant. A program starts with random ones, and a thread
//! may get new ones or switch some off.

use ir::{Cond, Value};

use crate::lift::Lift;
use crate::regs;
use crate::state::State;

/// Number of keys.
pub const KEYS: usize = 5;

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

    /// What stands in bits 54..53 of an address that was not authentic.
    const fn error_code(self) -> u64 {
        match self {
            Key::IB | Key::DB => 2,
            Key::IA | Key::DA => 1,
        }
    }
}

/// The key that signs numbers, after those of [`Key`].
const GENERIC: usize = 4;

/// By key, in the order of prctl's bits (PR_PAC_APIAKEY, ...): the multiplier of a key that is 0, and the key that is switched
/// off: with the multiplier 0 all signatures are 0.
const MULTIPLIERS: [u64; KEYS] = [
    0x9e37_79b9_7f4a_7c15,
    0xbf58_476d_1ce4_e5b9,
    0x94d0_49bb_1331_11eb,
    0xd6e8_feb8_6659_fd93,
    0xca5a_8263_9512_1157,
];

/// The multiplier in use.
fn multiplier(b: &Lift, key: usize) -> Value {
    b.xor(b.get(regs::key_reg(key)), b.iconst(MULTIPLIERS[key]))
}

/// Lowest bit of a signature: above is bit 55, which says which half of the address space it is.
const LOWEST: u32 = 48;
const WIDTH: u32 = 7;
const FIELD: u64 = ((1 << WIDTH) - 1) << LOWEST;

/// The signature of the address bits of `pointer`, in place. All bits of the operands reach the top bits of the product.
fn signature(b: &Lift, key: Key, pointer: Value, modifier: Value) -> Value {
    let address = b.shr_imm(b.shl_imm(pointer, 64 - LOWEST), 64 - LOWEST);
    let mixed = b.xor(address, b.rotr(modifier, b.iconst(23)));
    let product = b.mul(mixed, multiplier(b, key as usize));
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
    let key = multiplier(b, GENERIC);
    let once = b.mul(data, key);
    let mixed = b.xor(
        b.xor(once, b.shr_imm(once, 32)),
        b.rotr(modifier, b.iconst(23)),
    );
    let twice = b.mul(mixed, key);
    b.shl_imm(b.shr_imm(twice, 32), 32)
}

/// Keys by number, as bits: the order of prctl's bits.
impl State {
    /// New random keys. Those that are switched off remain so.
    ///
    /// # Errors
    /// If the host has no random numbers.
    pub fn new_keys(&mut self, which: u64) -> Result<(), getrandom::Error> {
        let enabled = self.enabled_keys();
        for n in (0..KEYS).filter(|n| which >> n & 1 != 0) {
            // Even: the multiplier stays odd.
            self.own_keys[n] = getrandom::u64()? << 1;
        }
        self.enable_keys(which, enabled);
        Ok(())
    }

    /// Switches those of `which` on that are in `enabled`, and the others off: with such a key instructions leave proper
    /// addresses as they are.
    pub fn enable_keys(&mut self, which: u64, enabled: u64) {
        for (n, off) in MULTIPLIERS.iter().enumerate() {
            if which >> n & 1 != 0 {
                let on = enabled >> n & 1 != 0;
                self.keys[n] = if on { self.own_keys[n] } else { *off };
            }
        }
    }

    /// The keys that are on.
    pub fn enabled_keys(&self) -> u64 {
        let on = |n: &usize| self.keys[*n] == self.own_keys[*n];
        (0..KEYS).filter(on).map(|n| 1 << n).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_change_one_by_one_and_can_be_switched_off() {
        let mut state = State::default();
        assert_eq!(state.enabled_keys(), 0x1f);
        state.new_keys(0b10).expect("random numbers");
        assert!(state.keys[1] != 0 && state.keys[1] % 2 == 0 && state.keys[0] == 0);
        state.enable_keys(0b11, 0b10);
        assert_eq!(state.enabled_keys(), 0b11110);
        state.new_keys(0b11).expect("random numbers");
        assert_eq!(
            (state.enabled_keys(), state.keys[0]),
            (0b11110, MULTIPLIERS[0])
        );
        state.enable_keys(0b1, 0b1);
        assert_eq!(state.enabled_keys(), 0x1f);
        assert_ne!(state.keys[0], 0);
    }
}
