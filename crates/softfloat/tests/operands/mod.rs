//! Random operands that prefer the corners: special values, neighbours of powers of two, few set bits,
//! exponents close to each other.

#![allow(dead_code, reason = "each test file uses its part")]

use softfloat::Format;

/// A generator with a fixed seed, so that a failure repeats.
pub struct Operands(u64);

impl Operands {
    pub fn new() -> Operands {
        Operands(0x9e37_79b9_7f4a_7c15)
    }

    /// SplitMix64.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.bits() % n
    }

    /// A significand field: random, sparse, or a run of ones.
    fn fraction<F: Format>(&mut self) -> u64 {
        let mask = (1 << F::FRAC_BITS) - 1;
        mask & match self.below(5) {
            0 => 0,
            1 => 1 << self.below(u64::from(F::FRAC_BITS)) | self.below(3),
            2 => u64::MAX << self.below(u64::from(F::FRAC_BITS)),
            3 => u64::MAX >> self.below(64),
            _ => self.bits(),
        }
    }

    fn with_exponent<F: Format>(&mut self, field: u64) -> u64 {
        let sign = self.bits() & F::SIGN;
        sign | (field << F::FRAC_BITS & F::INFINITY) | self.fraction::<F>()
    }

    pub fn one<F: Format>(&mut self) -> u64 {
        let top = 1 << F::EXP_BITS;
        let field = match self.below(8) {
            0 => 0,
            1 => top - 1,
            2 => top - 2 - self.below(3),
            3 => self.below(4),
            4 | 5 => (top / 2 - 1 + self.below(60))
                .saturating_sub(30)
                .min(top - 1),
            _ => self.below(top),
        };
        self.with_exponent::<F>(field)
    }

    /// A second operand, its exponent often close to the first one's.
    fn near<F: Format>(&mut self, a: u64) -> u64 {
        let field = (a & F::INFINITY) >> F::FRAC_BITS;
        match self.below(4) {
            0 => self.one::<F>(),
            1 => a ^ self.below(4) ^ (self.bits() & F::SIGN),
            _ => {
                let span = 2 * u64::from(F::FRAC_BITS) + 6;
                let field = (field + self.below(span)).saturating_sub(span / 2);
                self.with_exponent::<F>(field.min((1 << F::EXP_BITS) - 1))
            }
        }
    }

    pub fn pair<F: Format>(&mut self) -> (u64, u64) {
        let a = self.one::<F>();
        let b = match self.below(2) {
            0 => self.near::<F>(a),
            // Products and quotients around the ends of the range.
            _ => {
                let top = 1u64 << F::EXP_BITS;
                let field = (a & F::INFINITY) >> F::FRAC_BITS;
                let mirrored = top.saturating_sub(field + self.below(top));
                self.with_exponent::<F>(mirrored.min(top - 1))
            }
        };
        (a, b)
    }

    /// Operands whose product is often close to the third.
    pub fn triple<F: Format>(&mut self) -> (u64, u64, u64) {
        let (a, b) = self.pair::<F>();
        let c = match self.below(3) {
            0 => self.one::<F>(),
            _ => {
                let field = |x: u64| (x & F::INFINITY) >> F::FRAC_BITS;
                let product = (field(a) + field(b)).saturating_sub((1 << (F::EXP_BITS - 1)) - 1);
                let near = (product.min((1 << F::EXP_BITS) - 1)) << F::FRAC_BITS;
                let sign = self.bits() & F::SIGN;
                self.near::<F>(near | sign)
            }
        };
        (a, b, c)
    }

    pub fn integer(&mut self) -> u64 {
        match self.below(4) {
            0 => self.bits(),
            1 => self.bits() >> self.below(64),
            2 => (1u64 << self.below(64))
                .wrapping_add(self.below(5))
                .wrapping_sub(2),
            _ => !(self.bits() >> self.below(64)),
        }
    }

    /// A value that often lies at the edge of an integer type or half-way between integers.
    pub fn near_integer<F: Format>(&mut self) -> u64 {
        let bias = (1u64 << (F::EXP_BITS - 1)) - 1;
        let field = match self.below(4) {
            0 => return self.one::<F>(),
            1 => bias + 28 + self.below(40),
            _ => bias - 3 + self.below(u64::from(F::FRAC_BITS) + 6),
        };
        self.with_exponent::<F>(field.min((1 << F::EXP_BITS) - 1))
    }
}
