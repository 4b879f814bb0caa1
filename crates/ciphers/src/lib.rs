//! What the block ciphers AES and SM4 are made of, computed from their definitions: for the interpreter and for
//! helpers of guests.
//!
//! May touch: nothing. **Invariant: no table is written down; each is computed from its definition.**

#![forbid(unsafe_code)]

pub mod gf256;

/// AES: the field's polynomial and the substitution tables (FIPS 197).
pub mod aes {
    use crate::gf256;

    /// x^8 + x^4 + x^3 + x + 1
    pub const MODULUS: u16 = 0x11b;

    /// The S-box.
    pub const SBOX: [u8; 256] = sbox();

    /// The inverse S-box.
    pub const INVERSE_SBOX: [u8; 256] = inverse_sbox();

    const fn sbox() -> [u8; 256] {
        let mut table = [0; 256];
        let mut x = 0;
        while x < 256 {
            let inverse = gf256::inverse(x as u8, MODULUS);
            table[x] = gf256::circulant(inverse, 0b1111_0001) ^ 0x63;
            x += 1;
        }
        table
    }

    const fn inverse_sbox() -> [u8; 256] {
        let mut table = [0; 256];
        let mut x = 0;
        while x < 256 {
            table[SBOX[x] as usize] = x as u8;
            x += 1;
        }
        table
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn sbox_as_fips_197() {
            assert_eq!(SBOX[..8], [0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5]);
            assert_eq!((SBOX[0x53], SBOX[0xff]), (0xed, 0x16));
        }
    }
}

/// SM4: the substitution table (GB/T 32907-2016).
pub mod sm4 {
    use crate::gf256;

    /// x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1
    const MODULUS: u16 = 0x1f5;

    /// The S-box.
    pub const SBOX: [u8; 256] = sbox();

    const fn sbox() -> [u8; 256] {
        let mut table = [0; 256];
        let mut x = 0;
        while x < 256 {
            table[x] = affine(gf256::inverse(affine(x as u8), MODULUS));
            x += 1;
        }
        table
    }

    const fn affine(x: u8) -> u8 {
        gf256::circulant(x, 0b1010_0111) ^ 0xd3
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn sbox_as_gb_t_32907() {
            assert_eq!(SBOX[..8], [0xd6, 0x90, 0xe9, 0xfe, 0xcc, 0xe1, 0x3d, 0xb7]);
        }
    }
}
