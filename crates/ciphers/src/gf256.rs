//! The field GF(2^8): bytes as polynomials over GF(2), modulo one of degree 8. Both ciphers build their S-box
//! on its inverse.

/// a * b modulo the polynomial `modulus` (its bit 8 is set).
pub const fn mul(a: u8, b: u8, modulus: u16) -> u8 {
    let (mut product, mut a, mut b) = (0, a as u16, b);
    while b != 0 {
        if b & 1 != 0 {
            product ^= a;
        }
        a <<= 1;
        if a & 0x100 != 0 {
            a ^= modulus;
        }
        b >>= 1;
    }
    product as u8
}

/// The inverse of a; 0 for 0.
pub const fn inverse(a: u8, modulus: u16) -> u8 {
    // The group of units has 255 elements, so that a^254 = a^-1.
    let (mut power, mut result, mut exponent) = (a, 1, 254u8);
    while exponent != 0 {
        if exponent & 1 != 0 {
            result = mul(result, power, modulus);
        }
        power = mul(power, power, modulus);
        exponent >>= 1;
    }
    result
}

/// The product of x and a circulant matrix over GF(2): bit i of the result is the parity of `row` rotated left
/// by i, masked by x.
pub const fn circulant(x: u8, row: u8) -> u8 {
    let (mut result, mut i) = (0, 0);
    while i < 8 {
        let parity = (row.rotate_left(i) & x).count_ones() & 1;
        result |= (parity as u8) << i;
        i += 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverses_multiply_to_one() {
        for modulus in [0x11b, 0x1f5] {
            assert_eq!(inverse(0, modulus), 0);
            for a in 1..=255 {
                assert_eq!(mul(a, inverse(a, modulus), modulus), 1);
            }
        }
    }
}
