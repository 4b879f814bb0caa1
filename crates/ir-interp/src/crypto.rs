//! Cryptography, checksums and dot products, from the definitions of the standards.

use ciphers::aes::{self, INVERSE_SBOX, SBOX};
use ciphers::{gf256, sm4};
use ir::{DotKind, Inst, Op, Sha1Fn};

/// The V128 result of `inst` for operands `a`, `b`, `c`.
pub(crate) fn compute(inst: &Inst, a: u128, b: u128, c: u128) -> u128 {
    let inverse = inst.aux != 0;
    match inst.op {
        Op::AesSub => substitute_and_shift(a, inverse),
        Op::AesMix => mix_columns(a, inverse),
        Op::ClMulWide => {
            let half = 64 * u32::from(inst.aux);
            crate::int::clmul((a >> half) as u64, (b >> half) as u64)
        }
        Op::Sha1Rounds => sha1_rounds(inst.sha1_fn(), words(a), b as u32, words(c)),
        Op::Sha256Rounds => sha256_rounds(words(a), words(b), words(c)),
        Op::Sha256Sigma0 => {
            let (w, next) = (words(a), words(b)[0]);
            let after = [w[1], w[2], w[3], next];
            vector(std::array::from_fn(|i| w[i].wrapping_add(sigma0(after[i]))))
        }
        Op::Sha256Sigma1 => {
            let (w, before) = (words(a), words(b));
            let mut sum = w;
            for i in 0..4 {
                let earlier = if i < 2 { before[i + 2] } else { sum[i - 2] };
                sum[i] = w[i].wrapping_add(sigma1(earlier));
            }
            vector(sum)
        }
        Op::Sm4Sub => bytes(a, |x| sm4::SBOX[usize::from(x)]),
        Op::Dot => dot(inst.dot_kind(), a, b, c),
        Op::BfDot => bf_dot(words(a), words(b), words(c)),
        _ => pick(inst.imm, words(a), words(b)),
    }
}

/// `crc` continued with the low `bytes` bytes of `data`, bit by bit.
pub(crate) fn crc32(castagnoli: bool, bytes: u32, crc: u64, data: u64) -> u64 {
    // The polynomials with their bits reversed.
    let polynomial = if castagnoli { 0x82f6_3b78 } else { 0xedb8_8320 };
    let mut crc = crc as u32;
    for i in 0..8 * bytes {
        let bit = (data >> i) as u32 & 1;
        let divide = (crc ^ bit) & 1 != 0;
        crc = crc >> 1 ^ if divide { polynomial } else { 0 };
    }
    crc.into()
}

fn words(v: u128) -> [u32; 4] {
    std::array::from_fn(|i| (v >> (32 * i)) as u32)
}

fn vector(words: [u32; 4]) -> u128 {
    (0..4).fold(0, |v, i| v | u128::from(words[i]) << (32 * i))
}

fn bytes(v: u128, f: impl Fn(u8) -> u8) -> u128 {
    u128::from_le_bytes(v.to_le_bytes().map(f))
}

fn pick(lanes: i64, a: [u32; 4], b: [u32; 4]) -> u128 {
    let lane = |n: u32| (lanes >> (2 * n)) as usize & 3;
    vector([a[lane(0)], a[lane(1)], b[lane(2)], b[lane(3)]])
}

// --- AES (FIPS 197): the state is four columns of four rows ---------------------------------------------

fn substitute_and_shift(state: u128, inverse: bool) -> u128 {
    let table = if inverse { &INVERSE_SBOX } else { &SBOX };
    let state = state.to_le_bytes();
    u128::from_le_bytes(std::array::from_fn(|i| {
        let (column, row) = (i / 4, i % 4);
        let shift = if inverse { 4 - row } else { row };
        table[usize::from(state[(column + shift) % 4 * 4 + row])]
    }))
}

fn mix_columns(state: u128, inverse: bool) -> u128 {
    // First row of the circulant matrix.
    let matrix = if inverse {
        [14, 11, 13, 9]
    } else {
        [2, 3, 1, 1]
    };
    let state = state.to_le_bytes();
    u128::from_le_bytes(std::array::from_fn(|i| {
        let column = &state[i / 4 * 4..][..4];
        let product = |n: usize| gf256::mul(column[n], matrix[(n + 4 - i % 4) % 4], aes::MODULUS);
        (0..4).fold(0, |sum, n| sum ^ product(n))
    }))
}

// --- SHA (FIPS 180-4) -------------------------------------------------------------------------------------

fn choose(x: u32, y: u32, z: u32) -> u32 {
    x & y ^ !x & z
}

fn majority(x: u32, y: u32, z: u32) -> u32 {
    x & y ^ x & z ^ y & z
}

fn sha1_rounds(function: Sha1Fn, abcd: [u32; 4], mut e: u32, words: [u32; 4]) -> u128 {
    let [mut a, mut b, mut c, mut d] = abcd;
    for word in words {
        let f = match function {
            Sha1Fn::Choose => choose(b, c, d),
            Sha1Fn::Parity => b ^ c ^ d,
            Sha1Fn::Majority => majority(b, c, d),
        };
        let new = [a.rotate_left(5), f, e, word];
        let new = new.into_iter().fold(0, u32::wrapping_add);
        (a, b, c, d, e) = (new, a, b.rotate_left(30), c, d);
    }
    vector([a, b, c, d])
}

fn sha256_rounds([mut h, mut g, mut d, mut c]: [u32; 4], feba: [u32; 4], words: [u32; 4]) -> u128 {
    let [mut f, mut e, mut b, mut a] = feba;
    for word in &words[..2] {
        let sum1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let sum0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let t1 = [h, sum1, choose(e, f, g), *word];
        let t1 = t1.into_iter().fold(0, u32::wrapping_add);
        let t2 = sum0.wrapping_add(majority(a, b, c));
        (h, g, f, e) = (g, f, e, d.wrapping_add(t1));
        (d, c, b, a) = (c, b, a, t1.wrapping_add(t2));
    }
    vector([f, e, b, a])
}

fn sigma0(x: u32) -> u32 {
    x.rotate_right(7) ^ x.rotate_right(18) ^ x >> 3
}

fn sigma1(x: u32) -> u32 {
    x.rotate_right(17) ^ x.rotate_right(19) ^ x >> 10
}

// --- dot products -----------------------------------------------------------------------------------------

fn dot(kind: DotKind, a: u128, b: u128, c: u128) -> u128 {
    let (b, c) = (b.to_le_bytes(), c.to_le_bytes());
    let signed = |x: u8| i32::from(x as i8);
    let unsigned = |x: u8| i32::from(x);
    let mut sums = words(a);
    for i in 0..16 {
        let product = match kind {
            DotKind::Signed => signed(b[i]) * signed(c[i]),
            DotKind::Unsigned => unsigned(b[i]) * unsigned(c[i]),
            DotKind::Mixed => unsigned(b[i]) * signed(c[i]),
        };
        sums[i / 4] = sums[i / 4].wrapping_add(product as u32);
    }
    vector(sums)
}

fn bf_dot(a: [u32; 4], b: [u32; 4], c: [u32; 4]) -> u128 {
    vector(std::array::from_fn(|i| {
        let low = bf_mul(b[i] << 16, c[i] << 16);
        let high = bf_mul(b[i] & 0xffff_0000, c[i] & 0xffff_0000);
        bf_add(a[i], bf_add(low, high))
    }))
}

const DEFAULT_NAN: u32 = 0x7fc0_0000;

/// The value of a single, subnormals as zero. Products of two with eight significant bits each are exact.
fn flushed(bits: u32) -> f64 {
    let exponent = bits >> 23 & 0xff;
    let bits = if exponent == 0 {
        bits & 0x8000_0000
    } else {
        bits
    };
    f64::from(f32::from_bits(bits))
}

fn bf_mul(a: u32, b: u32) -> u32 {
    to_odd(flushed(a) * flushed(b), 0.0)
}

fn bf_add(a: u32, b: u32) -> u32 {
    let (x, y) = (flushed(a), flushed(b));
    let sum = x + y;
    if sum == 0.0 {
        // Exact, and positive unless both are negative zeros.
        return to_odd(sum, 0.0);
    }
    // What rounding to double lost (Knuth): x + y = sum + lost exactly.
    let y_part = sum - x;
    let lost = (x - (sum - y_part)) + (y - y_part);
    to_odd(sum, lost)
}

/// The single nearest to `value + lost` towards zero, its last bit set if that is not exact; too small: zero, too
/// large: infinity. |lost| is at most half a unit in the last place of `value`.
fn to_odd(value: f64, lost: f64) -> u32 {
    let sign = (value.to_bits() >> 63 << 31) as u32;
    if value.is_nan() {
        return DEFAULT_NAN;
    }
    if value.is_infinite() {
        return sign | 0x7f80_0000;
    }
    let mut bits = value.to_bits() & !(1 << 63);
    let inexact = lost != 0.0 && !lost.is_nan();
    if inexact && (lost < 0.0) != (value < 0.0) {
        // The exact value is nearer to zero.
        bits -= 1;
    }
    let exponent = (bits >> 52) as i64 - 1023;
    match exponent {
        ..-126 => sign,
        128.. => sign | 0x7f80_0000,
        _ => {
            let mantissa = bits & ((1 << 52) - 1);
            let odd = inexact || mantissa & ((1 << 29) - 1) != 0;
            let exponent = ((exponent + 127) as u32) << 23;
            sign | exponent | (mantissa >> 29) as u32 | u32::from(odd)
        }
    }
}
