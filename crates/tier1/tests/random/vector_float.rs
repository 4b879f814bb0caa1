//! Random operations on floats in vectors.

use ir::*;

use super::Generator;

impl Generator<'_> {
    fn float_lanes(&mut self) -> FLanes {
        FLanes {
            lane: self
                .rng
                .pick(&[Lane::S, Lane::S, Lane::D, Lane::D, Lane::H]),
            span: self
                .rng
                .pick(&[Span::Full, Span::Full, Span::Half, Span::One]),
        }
    }

    pub fn vector_float(&mut self) {
        let (x, y, z) = (
            self.value(Type::V128),
            self.value(Type::V128),
            self.value(Type::V128),
        );
        let lanes = self.float_lanes();
        let b = self.b;
        let kind = self
            .rng
            .pick(&[MinMax::Propagate, MinMax::NumberUnlessSignaling]);
        let wide = self.rng.pick(&[Lane::S, Lane::D]);
        let narrow = FLanes {
            lane: wide,
            span: self.rng.pick(&[Span::Full, Span::One]),
        };
        let v = match self.rng.below(21) {
            0 => b.vfadd(lanes, x, y),
            1 => b.vfsub(lanes, x, y),
            2 => b.vfmul(lanes, x, y),
            3 => b.vfmulx(lanes, x, y),
            4 => b.vfdiv(lanes, x, y),
            5 | 6 => b.vfmul_add(lanes, self.rng.chance(2), x, y, z),
            7 => b.vfmin(lanes, kind, x, y),
            8 => b.vfmax(lanes, kind, x, y),
            9 => b.vfsqrt(lanes, x),
            10 => b.vfcmp(lanes, self.rng.pick(FCond::ALL), x, y),
            11 => self.vector_rounding(lanes, x),
            12 | 13 => {
                let bits = self.vector_fraction(lanes.lane);
                let round = self.rng.pick(Round::ALL);
                b.vf_to_int(lanes, round, self.rng.chance(2), bits, x)
            }
            14 | 15 => {
                let bits = self.vector_fraction(lanes.lane);
                b.vf_from_int(lanes, self.rng.chance(2), bits, x)
            }
            16 => b.vfwiden(self.rng.pick(&[Lane::H, Lane::S]), self.rng.chance(2), x),
            17 => self.vector_narrowing(narrow, x),
            18 => self.vector_estimate(lanes, x),
            19 => {
                let span = self.rng.pick(&[Span::Full, Span::Half, Span::One]);
                b.vfmul_add_wide(span, self.rng.chance(2), x, y, z)
            }
            _ => b.vfstep(lanes, self.rng.pick(Step::ALL), x, y),
        };
        self.keep(v);
    }

    fn vector_rounding(&mut self, lanes: FLanes, x: Value) -> Value {
        let round = self.rng.pick(Round::ALL);
        if lanes.lane != Lane::H && self.rng.chance(4) {
            return self.b.vfround_to(lanes, round, self.rng.pick(&[32, 64]), x);
        }
        self.b.vfround(lanes, round, self.rng.chance(2), x)
    }

    fn vector_narrowing(&mut self, lanes: FLanes, x: Value) -> Value {
        let kind = match lanes.lane {
            Lane::D => self.rng.pick(&[FNarrow::Round, FNarrow::Odd]),
            _ => self.rng.pick(&[FNarrow::Round, FNarrow::Brain]),
        };
        self.b.vfnarrow(lanes, kind, x)
    }

    fn vector_estimate(&mut self, lanes: FLanes, x: Value) -> Value {
        let kind = match lanes.lane {
            Lane::S => self.rng.pick(Estimate::ALL),
            _ => self.rng.pick(&Estimate::ALL[..3]),
        };
        self.b.vfestimate(lanes, kind, x)
    }

    fn vector_fraction(&mut self, lane: Lane) -> u32 {
        if self.rng.chance(2) {
            self.rng.below(lane.bits() as usize + 1) as u32
        } else {
            0
        }
    }
}
