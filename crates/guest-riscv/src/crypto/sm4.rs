//! The round functions of the block cipher SM4 (GB/T 32907-2016), one byte at a time, as `sm4ed` and `sm4ks`
//! cut them.

use ciphers::sm4::SBOX;

/// The S-box of byte `n` of `input`, spread over a word by `linear` and added to `word`, sign-extended.
///
/// The cipher's words are big-endian, the registers hold them byte by byte in memory order.
fn step(word: u64, input: u64, n: u64, linear: fn(u32) -> u32) -> u64 {
    let byte = SBOX[usize::from((input >> (8 * n)) as u8)];
    let spread = linear(u32::from_be_bytes([byte, 0, 0, 0])).swap_bytes();
    let sum = spread.rotate_left(8 * n as u32) ^ word as u32;
    i64::from(sum as i32) as u64
}

/// A quarter of an encryption or decryption round, for byte `n` of `input`.
pub extern "C" fn encrypt(word: u64, input: u64, n: u64, _: u64) -> u64 {
    step(word, input, n, |b| {
        b ^ b.rotate_left(2) ^ b.rotate_left(10) ^ b.rotate_left(18) ^ b.rotate_left(24)
    })
}

/// A quarter of a step of the key schedule, for byte `n` of `input`.
pub extern "C" fn schedule(word: u64, input: u64, n: u64, _: u64) -> u64 {
    step(word, input, n, |b| {
        b ^ b.rotate_left(13) ^ b.rotate_left(23)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    type Step = extern "C" fn(u64, u64, u64, u64) -> u64;

    /// One round on four words in memory order.
    fn round(step: Step, x: [u32; 4], key: u32) -> [u32; 4] {
        let input = u64::from(x[1] ^ x[2] ^ x[3] ^ key);
        let sum = (0..4).fold(u64::from(x[0]), |word, n| step(word, input, n, 0));
        [x[1], x[2], x[3], sum as u32]
    }

    fn words(bytes: [u8; 16]) -> [u32; 4] {
        let all = u128::from_le_bytes(bytes);
        std::array::from_fn(|i| (all >> (32 * i)) as u32)
    }

    /// CK: its byte j of word i is 7 (4i + j), modulo 256.
    fn constant(i: u8) -> u32 {
        u32::from_le_bytes(std::array::from_fn(|j| (4 * i + j as u8).wrapping_mul(7)))
    }

    const KEY_AND_PLAIN: [u8; 16] = [
        0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32,
        0x10,
    ];
    const CIPHER: [u8; 16] = [
        0x68, 0x1e, 0xdf, 0x34, 0xd2, 0x06, 0x96, 0x5e, 0x86, 0xb3, 0xe9, 0x4f, 0x53, 0x6e, 0x42,
        0x46,
    ];

    /// GB/T 32907-2016, appendix A, example 1.
    #[test]
    fn encrypts_the_standards_example() {
        let system = [0xa3b1bac6u32, 0x56aa3350, 0x677d9197, 0xb27022dc].map(u32::swap_bytes);
        let key = words(KEY_AND_PLAIN);
        let mut key: [u32; 4] = std::array::from_fn(|i| key[i] ^ system[i]);
        let mut text = words(KEY_AND_PLAIN);
        for i in 0..32 {
            key = round(schedule, key, constant(i));
            text = round(encrypt, text, key[3]);
        }
        text.reverse();
        assert_eq!(text, words(CIPHER));
    }
}
