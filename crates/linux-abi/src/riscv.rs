//! RISC-V: what riscv_hwprobe(2) knows. Keys and bits as in arch/riscv/include/uapi/asm/hwprobe.h, Linux 6.17.

/// A processor, as far as riscv_hwprobe tells.
#[derive(Clone, Copy, Debug)]
pub struct Cpu {
    /// The ISA string: `rv64`, the single letters, then extensions separated by `_`.
    pub isa: &'static str,
    /// Bytes of the block of Zicbom and Zicboz; 0 if there is neither.
    pub cache_block: u64,
    /// The highest address a program can map.
    pub highest_address: u64,
    /// Ticks of the `time` register in a second.
    pub time_hz: u64,
}

/// RISCV_HWPROBE_WHICH_CPUS: the pairs are conditions and the set of cpus is the answer.
pub const WHICH_CPUS: u64 = 1;

/// RISCV_HWPROBE_MISALIGNED_SCALAR_FAST, the same number as the bit of the deprecated key CPUPERF_0.
const MISALIGNED_FAST: u64 = 3;

/// RISCV_HWPROBE_MISALIGNED_VECTOR_UNSUPPORTED.
const MISALIGNED_VECTOR_UNSUPPORTED: u64 = 4;

/// The bits of RISCV_HWPROBE_KEY_IMA_EXT_0 by extension name, except F with D (bit 0) and the letters C and V.
const EXTENSIONS: &[(u32, &str)] = &[
    (3, "zba"),
    (4, "zbb"),
    (5, "zbs"),
    (6, "zicboz"),
    (7, "zbc"),
    (8, "zbkb"),
    (9, "zbkc"),
    (10, "zbkx"),
    (11, "zknd"),
    (12, "zkne"),
    (13, "zknh"),
    (14, "zksed"),
    (15, "zksh"),
    (16, "zkt"),
    (17, "zvbb"),
    (18, "zvbc"),
    (19, "zvkb"),
    (20, "zvkg"),
    (21, "zvkned"),
    (22, "zvknha"),
    (23, "zvknhb"),
    (24, "zvksed"),
    (25, "zvksh"),
    (26, "zvkt"),
    (27, "zfh"),
    (28, "zfhmin"),
    (29, "zihintntl"),
    (30, "zvfh"),
    (31, "zvfhmin"),
    (32, "zfa"),
    (33, "ztso"),
    (34, "zacas"),
    (35, "zicond"),
    (36, "zihintpause"),
    (37, "zve32x"),
    (38, "zve32f"),
    (39, "zve64x"),
    (40, "zve64f"),
    (41, "zve64d"),
    (42, "zimop"),
    (43, "zca"),
    (44, "zcb"),
    (45, "zcd"),
    (46, "zcf"),
    (47, "zcmop"),
    (48, "zawrs"),
    (49, "supm"),
    (50, "zicntr"),
    (51, "zihpm"),
    (52, "zfbfmin"),
    (53, "zvfbfmin"),
    (54, "zvfbfwma"),
    (55, "zicbom"),
    (56, "zaamo"),
    (57, "zalrsc"),
    (58, "zabha"),
];

impl Cpu {
    /// Whether the ISA string has an extension; a single letter is looked for before the first `_`.
    pub fn has(&self, extension: &str) -> bool {
        let mut parts = self.isa.split('_');
        let letters = parts.next().and_then(|base| base.strip_prefix("rv64"));
        if extension.len() == 1 {
            return letters.is_some_and(|letters| letters.contains(extension));
        }
        parts.any(|part| part == extension)
    }

    /// The value of a key, or `None` if Linux 6.17 does not know it. Every cpu gives the same answer.
    pub fn hwprobe(&self, key: i64) -> Option<u64> {
        Some(match key {
            0..=2 => 0, // MVENDORID, MARCHID, MIMPID
            3 => 1,     // BASE_BEHAVIOR: IMA
            4 => self.ima_ext_0(),
            5 | 9 => MISALIGNED_FAST, // CPUPERF_0, MISALIGNED_SCALAR_PERF
            6 if self.has("zicboz") => self.cache_block,
            12 if self.has("zicbom") => self.cache_block,
            6 | 12 => 0,
            7 => self.highest_address,
            8 => self.time_hz,
            10 if self.has("v") => MISALIGNED_FAST,
            10 => MISALIGNED_VECTOR_UNSUPPORTED,
            11 | 13 => 0, // VENDOR_EXT_THEAD_0, VENDOR_EXT_SIFIVE_0
            _ => return None,
        })
    }

    /// Whether a key's value is a set of bits, so that a condition on it is "has all of these".
    pub fn is_bits(key: i64) -> bool {
        matches!(key, 3..=5 | 11 | 13)
    }

    fn ima_ext_0(&self) -> u64 {
        let mut bits = 0;
        if self.has("f") && self.has("d") {
            bits |= 1;
        }
        for (bit, letter) in [(1, "c"), (2, "v")] {
            if self.has(letter) {
                bits |= 1 << bit;
            }
        }
        for (bit, name) in EXTENSIONS {
            if self.has(name) {
                bits |= 1 << bit;
            }
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CPU: Cpu = Cpu {
        isa: "rv64imafdc_zicboz_zba_zbb",
        cache_block: 64,
        highest_address: (1 << 38) - 1,
        time_hz: 1_000_000_000,
    };

    #[test]
    fn the_isa_string_is_the_one_source() {
        assert_eq!(CPU.hwprobe(4), Some(1 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 6));
        assert!(!CPU.has("zb") && !CPU.has("b") && !CPU.has("v") && CPU.has("zba"));
        assert_eq!(CPU.hwprobe(6), Some(64));
        assert_eq!(CPU.hwprobe(12), Some(0));
        assert_eq!(CPU.hwprobe(14), None);
        assert_eq!(CPU.hwprobe(-1), None);
    }
}
