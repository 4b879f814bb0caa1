//! Random operations on vectors of integers.

use ir::*;

use super::{Generator, Rng};

const NARROWER: [Lane; 3] = [Lane::B, Lane::H, Lane::S];
const HALVES: [Half; 2] = [Half::Low, Half::High];

impl Rng {
    /// A vector whose lanes are interesting, or equal, or small distances.
    pub fn integer_lanes(&mut self) -> u128 {
        let lane = self.pick(Lane::ALL);
        let half = |rng: &mut Rng| match rng.below(3) {
            0 => rng.next(),
            1 => {
                let lane = (0..64 / lane.bits()).map(|n| {
                    let mask = u64::MAX >> (64 - lane.bits());
                    (rng.lane(lane) & mask) << (n * lane.bits())
                });
                lane.fold(0, |v, lane| v | lane)
            }
            _ => lane.splat(rng.lane(lane)),
        };
        u128::from(half(self)) << 64 | u128::from(half(self))
    }

    fn lane(&mut self, lane: Lane) -> u64 {
        let sign = 1u64 << (lane.bits() - 1);
        match self.below(4) {
            0 => self.pick(&[0, 1, u64::MAX, sign, sign - 1, sign + 1, sign << 1 | 1]),
            1 => (self.below(160) as u64).wrapping_sub(80),
            2 => self.below(20) as u64,
            _ => self.next(),
        }
    }
}

impl Generator<'_> {
    pub fn vector_constant(&mut self) -> Value {
        let bits = self.rng.integer_lanes() as u64;
        if self.rng.chance(2) {
            self.b.vconst(bits)
        } else {
            self.b.vconst_low(bits)
        }
    }

    pub fn vector_operation(&mut self) {
        let (x, y) = (self.value(Type::V128), self.value(Type::V128));
        let v = match self.rng.below(6) {
            0 => self.vector_bitwise(x, y),
            1 => self.vector_arithmetic(x, y),
            2 => self.vector_shift(x, y),
            3 => self.vector_resized(x, y),
            4 => self.vector_moved(x, y),
            _ => self.vector_scalar(x),
        };
        self.keep(v);
    }

    fn vector_bitwise(&mut self, x: Value, y: Value) -> Value {
        let b = self.b;
        match self.rng.below(8) {
            // What one instruction of AVX-512 does.
            7 => {
                let z = self.value(Type::V128);
                let pair = self.vector_bitwise(x, y);
                match self.rng.below(5) {
                    0 => b.vand(pair, z),
                    1 => b.vor(z, pair),
                    2 => b.vxor(pair, z),
                    3 => b.vandn(z, pair),
                    _ => b.vandn(pair, z),
                }
            }
            0 => b.vand(x, y),
            1 => b.vor(x, y),
            2 => b.vxor(x, y),
            3 => b.vandn(x, y),
            4 => b.vnot(x),
            5 => self.vector_constant(),
            _ => b.vbsl(self.value(Type::V128), x, y),
        }
    }

    fn vector_arithmetic(&mut self, x: Value, y: Value) -> Value {
        let b = self.b;
        let lane = self.rng.pick(Lane::ALL);
        let narrower = self.rng.pick(&NARROWER);
        let signed = self.rng.chance(2);
        match self.rng.below(16) {
            0 => b.vadd(lane, x, y),
            1 => b.vsub(lane, x, y),
            2 => b.vmul(narrower, x, y),
            3 | 4 => b.vadd_sat(lane, signed, x, y),
            5 | 6 => b.vsub_sat(lane, signed, x, y),
            7 => b.vavg(narrower, x, y),
            8 => b.vmin(narrower, signed, x, y),
            9 => b.vmax(narrower, signed, x, y),
            10 => b.vabs(lane, x),
            11 => b.vpopcnt(x),
            12 => b.vbitrev(x),
            13 => b.vclz(narrower, x),
            _ => b.vcmp(lane, self.rng.pick(Cond::ALL), x, y),
        }
    }

    fn vector_shift(&mut self, x: Value, y: Value) -> Value {
        let b = self.b;
        let lane = self.rng.pick(Lane::ALL);
        let amount = self.rng.below(lane.bits() as usize + 1) as u32;
        let signed = self.rng.chance(2);
        match self.rng.below(6) {
            0 => b.vshl(lane, x, amount),
            1 | 2 => b.vshr(lane, signed, x, amount),
            3 => self.vector_rotation(lane, x, amount),
            _ => b.vshift_by(self.rng.pick(&[Lane::H, Lane::S, Lane::D]), signed, x, y),
        }
    }

    /// Two shifts of a value, mostly that make a rotation; perhaps as AArch64's SLI and SRI, which mask the first.
    fn vector_rotation(&mut self, lane: Lane, x: Value, left: u32) -> Value {
        let b = self.b;
        let right = match self.rng.below(8) {
            0 => left,
            _ => lane.bits() - left,
        };
        let mut low = b.vshr(lane, self.rng.chance(8), x, right);
        let mut high = b.vshl(lane, x, left);
        let ones = u64::MAX >> (64 - lane.bits());
        let below = ones & !ones.checked_shl(left).unwrap_or(0);
        match self.rng.below(5) {
            0 => low = b.vand(low, b.vsplat(lane, below)),
            1 => high = b.vand(high, b.vsplat(lane, ones & !below)),
            2 => high = b.vand(high, b.vsplat(lane, below)),
            _ => {}
        }
        b.vor(high, low)
    }

    fn vector_resized(&mut self, x: Value, y: Value) -> Value {
        let b = self.b;
        let lane = self.rng.pick(&NARROWER);
        let signed = self.rng.chance(2);
        let half = self.rng.pick(&HALVES);
        match self.rng.below(5) {
            0 => b.vmull(lane, signed, half, x, y),
            1 => b.vpmull(Lane::B, half, x, y),
            2 => b.vwiden(lane, signed, half, x),
            _ => b.vnarrow(lane.wider(), self.rng.pick(Narrow::ALL), x),
        }
    }

    fn vector_moved(&mut self, x: Value, y: Value) -> Value {
        let b = self.b;
        let lane = self.rng.pick(Lane::ALL);
        let half = self.rng.pick(&HALVES);
        match self.rng.below(7) {
            0 => b.vzip(lane, half, x, y),
            1 => b.vuzp(lane, half, x, y),
            2 => b.vtrn(lane, half, x, y),
            3 => b.vext(x, y, self.rng.below(16) as u32),
            4 => {
                let lane = self.rng.pick(&NARROWER);
                let groups = [2, 4, 8];
                b.vrev(lane, x, self.rng.pick(&groups[lane as usize..]))
            }
            5 => b.vtbl(x, y),
            _ => b.vdup_lane(lane, x, self.rng.below(lane.count() as usize) as u32),
        }
    }

    fn vector_scalar(&mut self, x: Value) -> Value {
        let b = self.b;
        let lane = self.rng.pick(Lane::ALL);
        let n = self.rng.below(lane.count() as usize) as u32;
        let ty = if lane == Lane::D {
            Type::I64
        } else {
            Type::I32
        };
        match self.rng.below(6) {
            0 => b.vdup(lane, self.value(ty)),
            1 => {
                let ty = self.rng.pick(&[Type::I32, Type::I64]);
                b.v_from_int(self.value(ty))
            }
            2 => b.vset_lane(lane, x, n, self.value(ty)),
            3 => b.vlow(lane, x),
            _ => {
                let to = if self.rng.chance(2) { Type::I64 } else { ty };
                b.vget_lane(lane, self.rng.chance(2), to, x, n)
            }
        }
    }
}
