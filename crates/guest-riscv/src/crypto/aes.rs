//! The AES round transformations (FIPS 197) on halves of the state, as the `aes64*` instructions cut them.
//!
//! The state is 16 bytes, column after column; a half is two columns, its first byte lowest.

use ciphers::aes::{INVERSE_SBOX, MODULUS, SBOX};
use ciphers::gf256;

/// The left half of the state after `ShiftRows` (or its inverse) and a substitution of each byte.
///
/// With the halves swapped this is the right half: the transformation treats all columns alike.
fn shift_rows_substitute(left: u64, right: u64, inverse: bool) -> u64 {
    let state = (u128::from(right) << 64 | u128::from(left)).to_le_bytes();
    let table = if inverse { &INVERSE_SBOX } else { &SBOX };
    u64::from_le_bytes(std::array::from_fn(|i| {
        let (column, row) = (i / 4, i % 4);
        let shift = if inverse { 4 - row } else { row };
        table[usize::from(state[(column + shift) % 4 * 4 + row])]
    }))
}

/// Each of two columns multiplied by the circulant matrix that begins with `row`.
fn mix_columns(half: u64, row: [u8; 4]) -> u64 {
    let bytes = half.to_le_bytes();
    u64::from_le_bytes(std::array::from_fn(|i| {
        let column = &bytes[i / 4 * 4..][..4];
        (0..4).fold(0, |sum, n| {
            sum ^ gf256::mul(column[n], row[(n + 4 - i % 4) % 4], MODULUS)
        })
    }))
}

const MIX: [u8; 4] = [2, 3, 1, 1];
const INVERSE_MIX: [u8; 4] = [14, 11, 13, 9];

/// Half of the final encryption round without its key.
pub extern "C" fn encrypt_final(left: u64, right: u64, _: u64, _: u64) -> u64 {
    shift_rows_substitute(left, right, false)
}

/// Half of a middle encryption round without its key.
pub extern "C" fn encrypt_middle(left: u64, right: u64, _: u64, _: u64) -> u64 {
    mix_columns(shift_rows_substitute(left, right, false), MIX)
}

/// Half of the final decryption round without its key.
pub extern "C" fn decrypt_final(left: u64, right: u64, _: u64, _: u64) -> u64 {
    shift_rows_substitute(left, right, true)
}

/// Half of a middle decryption round (of the equivalent inverse cipher) without its key.
pub extern "C" fn decrypt_middle(left: u64, right: u64, _: u64, _: u64) -> u64 {
    mix_columns(shift_rows_substitute(left, right, true), INVERSE_MIX)
}

/// Inverse `MixColumns` of half a round key, for the equivalent inverse cipher.
pub extern "C" fn inverse_mix(half: u64, _: u64, _: u64, _: u64) -> u64 {
    mix_columns(half, INVERSE_MIX)
}

/// Number of `key_word`'s step that neither rotates nor adds a round constant (AES-256 only).
const SUBSTITUTE_ONLY: u64 = 10;

/// The nonlinear step of the key schedule on the upper word of `half`, in both words of the result.
pub extern "C" fn key_word(half: u64, round: u64, _: u64, _: u64) -> u64 {
    let word = (half >> 32) as u32;
    let (rotated, constant) = if round == SUBSTITUTE_ONLY {
        (word, 0)
    } else {
        (word.rotate_right(8), round_constant(round))
    };
    let substituted = rotated.to_le_bytes().map(|b| SBOX[usize::from(b)]);
    let word = u64::from(u32::from_le_bytes(substituted) ^ u32::from(constant));
    word << 32 | word
}

/// 2^round in the field.
fn round_constant(round: u64) -> u8 {
    (0..round).fold(1, |constant, _| gf256::mul(constant, 2, MODULUS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(bytes: [u8; 16]) -> [u64; 2] {
        let all = u128::from_le_bytes(bytes);
        [all as u64, (all >> 64) as u64]
    }

    /// FIPS 197, appendix C.1: key 000102..0f.
    fn round_keys() -> Vec<[u64; 2]> {
        let key = halves(std::array::from_fn(|i| i as u8));
        (0..10)
            .scan(key, |key, round| {
                // aes64ks1i, aes64ks2, aes64ks2
                let step = key_word(key[1], round, 0, 0);
                let left = join_words(step, key[0]);
                *key = [left, join_words(left, key[1])];
                Some(*key)
            })
            .fold(vec![key], |mut keys, key| {
                keys.push(key);
                keys
            })
    }

    fn join_words(a: u64, b: u64) -> u64 {
        let t = a >> 32 ^ b;
        t ^ t << 32
    }

    type Half = extern "C" fn(u64, u64, u64, u64) -> u64;

    fn round(half: Half, state: [u64; 2], key: [u64; 2]) -> [u64; 2] {
        let [left, right] = state;
        [
            half(left, right, 0, 0) ^ key[0],
            half(right, left, 0, 0) ^ key[1],
        ]
    }

    const PLAIN: [u8; 16] = [
        0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee,
        0xff,
    ];
    const CIPHER: [u8; 16] = [
        0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30, 0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5,
        0x5a,
    ];

    #[test]
    fn encrypts_as_fips_197() {
        let keys = round_keys();
        let [left, right] = halves(PLAIN);
        let mut state = [left ^ keys[0][0], right ^ keys[0][1]];
        for key in &keys[1..10] {
            state = round(encrypt_middle, state, *key);
        }
        assert_eq!(round(encrypt_final, state, keys[10]), halves(CIPHER));
    }

    #[test]
    fn decrypts_as_fips_197() {
        let keys = round_keys();
        let [left, right] = halves(CIPHER);
        let mut state = [left ^ keys[10][0], right ^ keys[10][1]];
        for key in keys[1..10].iter().rev() {
            let key = key.map(|half| inverse_mix(half, 0, 0, 0));
            state = round(decrypt_middle, state, key);
        }
        assert_eq!(round(decrypt_final, state, keys[0]), halves(PLAIN));
    }
}
