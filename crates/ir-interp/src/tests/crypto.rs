//! The operations of `crypto`, on examples of the standards.

use ir::{DotKind, Inst, Op, Sha1Fn, Type, Value};

use crate::crypto::{compute, crc32};

/// The operations tested here.
pub(crate) const TESTED: &[Op] = &[
    Op::Crc32,
    Op::AesSub,
    Op::AesMix,
    Op::ClMulWide,
    Op::Sha1Rounds,
    Op::Sha256Rounds,
    Op::Sha256Sigma0,
    Op::Sha256Sigma1,
    Op::Sm4Sub,
    Op::Dot,
    Op::BfDot,
    Op::Pick32,
];

fn op(op: Op, aux: u8, imm: i64, operands: &[u128]) -> u128 {
    let inst = Inst {
        op,
        ty: Type::V128,
        aux,
        args: [Value::NONE; 3],
        imm,
    };
    let operand = |n: usize| operands.get(n).copied().unwrap_or_default();
    compute(&inst, operand(0), operand(1), operand(2))
}

/// Lanes of 32 bits, the lowest first.
fn words(words: [u32; 4]) -> u128 {
    words.iter().rev().fold(0, |v, w| v << 32 | u128::from(*w))
}

fn lanes(v: u128) -> [u32; 4] {
    std::array::from_fn(|i| (v >> (32 * i)) as u32)
}

/// The check values of the two polynomials.
#[test]
fn checksums() {
    let check = |castagnoli| {
        let long = crc32(castagnoli, 8, 0xffff_ffff, u64::from_le_bytes(*b"12345678"));
        !crc32(castagnoli, 1, long, b'9'.into()) as u32
    };
    assert_eq!(check(false), 0xcbf4_3926);
    assert_eq!(check(true), 0xe306_9283);
}

/// FIPS 197, appendix B, round 1.
#[test]
fn aes_round() {
    let start = 0x193d_e3be_a0f4_e22b_9ac6_8d2a_e9f8_4808u128.swap_bytes();
    let shifted = 0xd4bf_5d30_e0b4_52ae_b841_11f1_1e27_98e5u128.swap_bytes();
    let mixed = 0x0466_81e5_e0cb_199a_48f8_d37a_2806_264cu128.swap_bytes();
    assert_eq!(op(Op::AesSub, 0, 0, &[start]), shifted);
    assert_eq!(op(Op::AesSub, 1, 0, &[shifted]), start);
    assert_eq!(op(Op::AesMix, 0, 0, &[shifted]), mixed);
    assert_eq!(op(Op::AesMix, 1, 0, &[mixed]), shifted);
}

#[test]
fn carry_less_products() {
    let (a, b) = (3 | 1 << 127, 5 | 6 << 64);
    assert_eq!(op(Op::ClMulWide, 0, 0, &[a, b]), 15);
    assert_eq!(op(Op::ClMulWide, 1, 0, &[a, b]), 3 << 64);
}

/// "abc" padded to a block.
const MESSAGE: [u128; 4] = [0x8063_6261u32.swap_bytes() as u128, 0, 0, 0x18 << 96];

/// FIPS 180-4: the digest of "abc".
#[test]
fn sha1() {
    let start = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    let mut schedule: Vec<u32> = MESSAGE.iter().flat_map(|v| lanes(*v)).collect();
    for t in 16..80 {
        let word = schedule[t - 3] ^ schedule[t - 8] ^ schedule[t - 14] ^ schedule[t - 16];
        schedule.push(word.rotate_left(1));
    }
    let (mut abcd, mut e) = (words(start), 0xc3d2_e1f0u32);
    for (n, four) in schedule.chunks(4).enumerate() {
        let (function, constant) = match n / 5 {
            0 => (Sha1Fn::Choose, 0x5a82_7999u32),
            1 => (Sha1Fn::Parity, 0x6ed9_eba1),
            2 => (Sha1Fn::Majority, 0x8f1b_bcdc),
            _ => (Sha1Fn::Parity, 0xca62_c1d6),
        };
        let message = words(std::array::from_fn(|i| four[i].wrapping_add(constant)));
        let next_e = lanes(abcd)[0].rotate_left(30);
        abcd = op(
            Op::Sha1Rounds,
            function as u8,
            0,
            &[abcd, e.into(), message],
        );
        e = next_e;
    }
    let sums: [u32; 4] = std::array::from_fn(|i| lanes(abcd)[i].wrapping_add(start[i]));
    assert_eq!(sums, [0xa999_3e36, 0x4706_816a, 0xba3e_2571, 0x7850_c26c]);
    assert_eq!(e.wrapping_add(0xc3d2_e1f0), 0x9cd0_d89d);
}

/// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
fn sha256_constants() -> Vec<u32> {
    let primes = (2u64..).filter(|n| (2..*n).all(|d| n % d != 0));
    let fraction = |n: u64| {
        // floor(cbrt(n) * 2^32): the largest r with r^3 <= n * 2^96.
        let mut root = 0u128;
        for bit in (0..36).rev() {
            let next = root | 1 << bit;
            if next * next * next <= u128::from(n) << 96 {
                root = next;
            }
        }
        root as u32
    };
    primes.take(64).map(fraction).collect()
}

#[test]
fn sha256() {
    let feba = words([0x9b05_688c, 0x510e_527f, 0xbb67_ae85, 0x6a09_e667]);
    let hgdc = words([0x5be0_cd19, 0x1f83_d9ab, 0xa54f_f53a, 0x3c6e_f372]);
    let mut schedule = MESSAGE.to_vec();
    for t in 4..16 {
        let [w0, w1, w2, w3] = std::array::from_fn(|i| schedule[t - 4 + i]);
        let half = lanes(op(Op::Sha256Sigma0, 0, 0, &[w0, w1]));
        let older = lanes(w2 >> 32 | w3 << 96);
        let sum = words(std::array::from_fn(|i| half[i].wrapping_add(older[i])));
        schedule.push(op(Op::Sha256Sigma1, 0, 0, &[sum, w3]));
    }
    let (mut state, mut older) = (feba, hgdc);
    for (four, constants) in schedule.iter().zip(sha256_constants().chunks(4)) {
        let four = lanes(*four);
        let sum = words(std::array::from_fn(|i| four[i].wrapping_add(constants[i])));
        for half in [sum, sum >> 64] {
            let new = op(Op::Sha256Rounds, 0, 0, &[older, state, half]);
            (older, state) = (state, new);
        }
    }
    let add = |a: u128, b: u128| {
        let (a, b) = (lanes(a), lanes(b));
        std::array::from_fn::<u32, 4, _>(|i| a[i].wrapping_add(b[i]))
    };
    let [f, e, b, a] = add(state, feba);
    let [h, g, d, c] = add(older, hgdc);
    assert_eq!(
        [a, b, c, d],
        [0xba78_16bf, 0x8f01_cfea, 0x4141_40de, 0x5dae_2223]
    );
    assert_eq!(
        [e, f, g, h],
        [0xb003_61a3, 0x9617_7a9c, 0xb410_ff61, 0xf200_15ad]
    );
}

#[test]
fn sm4() {
    assert_eq!(op(Op::Sm4Sub, 0, 0, &[0x0302_0100]) as u32, 0xfee9_90d6);
}

#[test]
fn products_of_bytes() {
    let (b, c) = (0xff_80_02_01, 0x01_80_ff_03);
    let dot = |kind: DotKind| lanes(op(Op::Dot, kind as u8, 0, &[10, b, c]))[0] as i32;
    assert_eq!(dot(DotKind::Unsigned), 10 + 3 + 2 * 255 + 128 * 128 + 255);
    assert_eq!(dot(DotKind::Signed), 10 + 3 - 2 + 128 * 128 - 1);
    assert_eq!(dot(DotKind::Mixed), 10 + 3 - 2 - 128 * 128 + 255);
}

#[test]
fn products_of_bfloat16() {
    let dot = |a: f32, b: u32, c: u32| {
        let sum = op(Op::BfDot, 0, 0, &[a.to_bits().into(), b.into(), c.into()]);
        f32::from_bits(lanes(sum)[0])
    };
    // 1 * 2 + 0.5 * -1
    assert_eq!(dot(3.0, 0x3f00_3f80, 0xbf80_4000), 4.5);
    // Rounded to odd, towards zero, twice.
    assert_eq!(dot(1.0, 0x0000_3f80, 0x0000_2080), 1.0 + f32::EPSILON);
    assert_eq!(dot(1.0, 0x0000_3f80, 0x0000_a080), 1.0 - f32::EPSILON / 2.0);
    // The largest numbers do not overflow by rounding.
    assert_eq!(dot(f32::MAX, 0x3f80, 0x3f80), f32::MAX);
    assert_eq!(dot(f32::MAX, 0x7f00, 0x3f80), f32::INFINITY);
    // Subnormals are zeros, signed; infinity times zero is the default NaN.
    assert_eq!(dot(1e-40, 0x0001, 0x3f80).to_bits(), 0);
    assert_eq!(dot(-0.0, 0x8000_8000, 0x3f80_3f80).to_bits(), 1 << 31);
    assert_eq!(dot(1.0, 0x7f80, 0).to_bits(), 0x7fc0_0000);
}

#[test]
fn lanes_are_picked() {
    let (a, b) = (words([10, 11, 12, 13]), words([20, 21, 22, 23]));
    assert_eq!(
        lanes(op(Op::Pick32, 0, 0b00_01_10_11, &[a, b])),
        [13, 12, 21, 20]
    );
}
