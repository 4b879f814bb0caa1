//! Sums of products of bfloat16 (Arm BFDOT, BFMMLA without FEAT_EBF16), in integers: the additions round to odd, which no host
//! instruction does.

use host_x64::Gpr;
use host_x64::opcodes as o;
use ir::Inst;

use crate::cold::{SoftArg, SoftCall};
use crate::emit::Emitter;
use crate::registers::within_operation;
use crate::soft::{Attr, Soft, SoftResult};

impl Emitter<'_> {
    /// Two calls, of two lanes each.
    pub(crate) fn bf_dot(&mut self, i: u32, inst: &Inst) {
        self.claim(Gpr::RAX);
        let operands = inst.args.map(|v| self.xmm(v));
        let halves: [fn(host_x64::Xmm) -> SoftArg; 2] = [SoftArg::Xmm, SoftArg::XmmHigh];
        let kept = self.scratch();
        for (half, result) in halves.into_iter().zip([kept, Gpr::RAX]) {
            self.soft_call(&SoftCall {
                soft: Soft::BfDot,
                attr: Attr::new(self.block, inst, self.regs.nan_mode),
                args: operands.map(half),
                result: SoftArg::Gpr(result),
            });
        }
        let place = within_operation(0);
        self.asm.store(8, place, kept);
        let high = host_x64::asm::Mem {
            disp: place.disp + 8,
            ..place
        };
        self.asm.store(8, high, Gpr::RAX);
        let d = self.xdst(i, None);
        self.asm.vex2(o::VMOVUPS_LOAD, d, place);
        self.define_xmm(i, d);
    }
}

/// Two single-precision lanes of a plus the products of bfloat16 pairs of b and c.
pub(crate) extern "C" fn dot(
    a: u64,
    b: u64,
    c: u64,
    _attr: u64,
    _mxcsr: u32,
    _mode: u32,
) -> SoftResult {
    let lane = |shift: u32| {
        let word = |v: u64| (v >> shift) as u32;
        let (b, c) = (word(b), word(c));
        let low = Number::product(b << 16, c << 16);
        let high = Number::product(b & !0xffff, c & !0xffff);
        let sum = Number::unpack(low.plus(high).pack()).plus_bits(word(a));
        u64::from(sum.pack())
    };
    SoftResult {
        bits: lane(0) | lane(32) << 32,
        mxcsr: 0,
    }
}

const INFINITE: u32 = 0x7f80_0000;
const DEFAULT_NAN: u32 = 0x7fc0_0000;

/// A number on its way to single precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Number {
    Nan,
    /// By sign.
    Infinite(bool),
    Zero(bool),
    /// ± fraction * 2^exponent; the lowest bit of the fraction stands also for everything below it.
    Finite(bool, u64, i32),
}

impl Number {
    /// Subnormals are zeros.
    fn unpack(bits: u32) -> Number {
        let negative = bits >> 31 != 0;
        let fraction = u64::from(bits & 0x7f_ffff);
        match bits >> 23 & 0xff {
            0 => Number::Zero(negative),
            255 if fraction != 0 => Number::Nan,
            255 => Number::Infinite(negative),
            exponent => Number::Finite(negative, fraction | 1 << 23, exponent as i32 - 150),
        }
    }

    fn product(a: u32, b: u32) -> Number {
        let negative = (a ^ b) >> 31 != 0;
        let exact = match (Number::unpack(a), Number::unpack(b)) {
            (Number::Nan, _) | (_, Number::Nan) => Number::Nan,
            (Number::Infinite(_), Number::Zero(_)) | (Number::Zero(_), Number::Infinite(_)) => {
                Number::Nan
            }
            (Number::Infinite(_), _) | (_, Number::Infinite(_)) => Number::Infinite(negative),
            (Number::Zero(_), _) | (_, Number::Zero(_)) => Number::Zero(negative),
            (Number::Finite(_, f, m), Number::Finite(_, g, n)) => {
                Number::Finite(negative, f * g, m + n)
            }
        };
        // A product is a number of the format before it is added.
        Number::unpack(exact.pack())
    }

    fn plus_bits(self, bits: u32) -> Number {
        Number::unpack(bits).plus(self)
    }

    fn plus(self, other: Number) -> Number {
        match (self, other) {
            (Number::Nan, _) | (_, Number::Nan) => Number::Nan,
            (Number::Infinite(a), Number::Infinite(b)) if a != b => Number::Nan,
            (Number::Infinite(a), _) | (_, Number::Infinite(a)) => Number::Infinite(a),
            (Number::Zero(a), Number::Zero(b)) => Number::Zero(a && b),
            (Number::Zero(_), n) | (n, Number::Zero(_)) => n,
            (Number::Finite(a, f, m), Number::Finite(b, g, n)) => {
                let ((a, f, m), (b, g, n)) = if m >= n {
                    ((a, f, m), (b, g, n))
                } else {
                    ((b, g, n), (a, f, m))
                };
                // Room for the smaller one's bits below the larger; what falls out stays as the lowest bit.
                const ROOM: i32 = 36;
                let wide = i128::from(f) << ROOM;
                let distance = m - n - ROOM;
                let small = if distance <= 0 {
                    i128::from(g) << -distance
                } else {
                    let distance = distance.min(100) as u32;
                    let lost = i128::from(g) & ((1 << distance) - 1) != 0;
                    i128::from(g) >> distance | i128::from(lost)
                };
                let signed = |negative: bool, v: i128| if negative { -v } else { v };
                let sum = signed(a, wide) + signed(b, small);
                match sum.unsigned_abs() as u64 {
                    0 => Number::Zero(false),
                    fraction => Number::Finite(sum < 0, fraction, m - ROOM),
                }
            }
        }
    }

    /// Rounded to odd; too small: zero, too large: infinity.
    fn pack(self) -> u32 {
        let sign = |negative: bool| u32::from(negative) << 31;
        match self {
            Number::Nan => DEFAULT_NAN,
            Number::Infinite(negative) => sign(negative) | INFINITE,
            Number::Zero(negative) => sign(negative),
            Number::Finite(negative, fraction, exponent) => {
                let normal = fraction << fraction.leading_zeros();
                // normal is in 2^63.. and stands for that times 2^-63.
                let exponent = exponent + 63 - fraction.leading_zeros() as i32 + 127;
                let kept = (normal >> 40) as u32 & 0x7f_ffff;
                let odd = u32::from(normal << 24 != 0);
                match exponent {
                    ..=0 => sign(negative),
                    255.. => sign(negative) | INFINITE,
                    _ => sign(negative) | (exponent as u32) << 23 | kept | odd,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(a: f32, b: f32) -> f32 {
        f32::from_bits(Number::unpack(a.to_bits()).plus_bits(b.to_bits()).pack())
    }

    #[test]
    fn additions_round_to_odd() {
        let ulp = f32::EPSILON;
        assert_eq!(sum(1.0, 2.0), 3.0);
        // Anything between two numbers becomes the odd one.
        assert_eq!(sum(1.0, 1e-20), 1.0 + ulp);
        assert_eq!(sum(1.0 + ulp, 1e-20), 1.0 + ulp);
        assert_eq!(sum(1.0, -1e-20), 1.0 - ulp / 2.0);
        assert_eq!(sum(f32::MAX, 1e20), f32::MAX);
        assert_eq!(sum(f32::MAX, f32::MAX), f32::INFINITY);
        assert_eq!(sum(f32::MIN_POSITIVE, -f32::MIN_POSITIVE * 1.5), 0.0);
        assert_eq!(sum(1.0, -1.0).to_bits(), 0);
    }
}
