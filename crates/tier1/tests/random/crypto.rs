//! Random operations of cryptography, checksums and dot products.

use ir::*;

use super::{Generator, WIDTHS};

impl Generator<'_> {
    pub(super) fn checksum(&mut self) {
        let (crc, data) = (self.value(Type::I32), self.value(Type::I64));
        let width = self.rng.pick(&WIDTHS);
        let castagnoli = self.rng.chance(2);
        self.keep(self.b.crc32(castagnoli, width, crc, data));
    }

    pub(super) fn crypto(&mut self) {
        let b = self.b;
        let [x, y, z] = std::array::from_fn(|_| self.value(Type::V128));
        let flag = self.rng.chance(2);
        let result = match self.rng.below(15) {
            12 => b.vxor(y, b.aes_mix(flag, b.aes_sub(flag, x))),
            13 => b.vxor(b.aes_mix(flag, x), y),
            14 => b.vxor(b.aes_sub(flag, x), b.aes_sub(!flag, y)),
            0 => b.aes_sub(flag, x),
            1 => b.aes_mix(flag, x),
            2 => b.aes_mix(flag, b.aes_sub(flag, x)),
            3 => b.clmul_wide(flag, x, y),
            4 => b.sha1_rounds(self.rng.pick(Sha1Fn::ALL), x, y, z),
            5 => b.sha256_rounds(x, y, z),
            6 => b.sha256_sigma0(x, y),
            7 => b.sha256_sigma1(x, y),
            8 => b.sm4_sub(x),
            9 => b.dot(self.rng.pick(DotKind::ALL), x, y, z),
            10 => b.bf_dot(x, y, z),
            _ => {
                let lanes = std::array::from_fn(|_| self.rng.below(4) as u8);
                b.pick32(x, y, lanes)
            }
        };
        self.keep(result);
    }
}
