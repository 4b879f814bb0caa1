//! Rounding: the only place where precision is lost.

use crate::format::{Exact, Format, infinity, zero};
use crate::{Env, Flags, Outcome};
use std::cmp::Ordering;

/// Rounding-direction attribute. The first five are numbered as RISC-V's `frm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To nearest, ties to even.
    Rne,
    /// Towards zero.
    Rtz,
    /// Towards negative infinity.
    Rdn,
    /// Towards positive infinity.
    Rup,
    /// To nearest, ties away from zero.
    Rmm,
    /// To odd: an inexact result gets an odd significand. Overflow delivers the largest finite number.
    Odd,
}

impl Rounding {
    /// The mode that RISC-V's `frm` value names; `None` for the reserved values 5 to 7.
    pub const fn from_frm(frm: u8) -> Option<Rounding> {
        Some(match frm {
            0 => Rounding::Rne,
            1 => Rounding::Rtz,
            2 => Rounding::Rdn,
            3 => Rounding::Rup,
            4 => Rounding::Rmm,
            _ => return None,
        })
    }
}

/// When a result counts as tiny (IEEE 754-2019, 7.5), which decides whether inexact also means underflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tininess {
    /// When the result rounded as if the exponent had no lower bound is below the smallest normal number.
    AfterRounding,
    /// When the unrounded result is.
    BeforeRounding,
}

/// `sig` / 2^`shift` rounded to an integer, and whether that was inexact. `sig` is below 2^127.
pub(crate) fn shift_round(sig: u128, shift: u32, sign: bool, mode: Rounding) -> (u128, bool) {
    if shift == 0 {
        return (sig, false);
    }
    let (quotient, rest, against_half) = if shift < 128 {
        let rest = sig & ((1 << shift) - 1);
        (sig >> shift, rest, rest.cmp(&(1 << (shift - 1))))
    } else {
        (0, sig, Ordering::Less)
    };
    let up = rest != 0
        && match mode {
            Rounding::Rne => {
                against_half == Ordering::Greater
                    || against_half == Ordering::Equal && quotient & 1 == 1
            }
            Rounding::Rtz => false,
            Rounding::Rdn => sign,
            Rounding::Rup => !sign,
            Rounding::Rmm => against_half != Ordering::Less,
            Rounding::Odd => quotient & 1 == 0,
        };
    (quotient + u128::from(up), rest != 0)
}

/// Rounds to a significand whose lowest bit weighs 2^`lsb`.
fn round_at(value: Exact, lsb: i32, mode: Rounding) -> (u128, bool) {
    if lsb <= value.exp {
        (value.sig << (value.exp - lsb), false)
    } else {
        shift_round(value.sig, (lsb - value.exp) as u32, value.sign, mode)
    }
}

/// Rounds a value that is not zero to the format, with overflow, underflow and inexact.
pub(crate) fn round_pack<F: Format>(value: Exact, env: Env) -> Outcome {
    debug_assert!(value.sig != 0 && value.sig >> 127 == 0);
    // 2^top <= |value| < 2^(top + 1)
    let top = value.exp + value.sig.ilog2() as i32;
    if top < F::EXP_MIN && env.flushes::<F>() {
        return (zero::<F>(value.sign), Flags::UNDERFLOW);
    }
    let scale = top.max(F::EXP_MIN);
    let (sig, inexact) = round_at(value, scale - F::FRAC_BITS as i32, env.rounding);
    // The hidden bit of a normal number, and a carry out of rounding, add one to the exponent field.
    let magnitude = (((scale - F::EXP_MIN) as u64) << F::FRAC_BITS) + sig as u64;
    if magnitude >= F::INFINITY {
        return overflow::<F>(value.sign, env.rounding);
    }
    let mut flags = Flags::when(inexact, Flags::INEXACT);
    if inexact && is_tiny::<F>(value, top, env) {
        flags |= Flags::UNDERFLOW;
    }
    (zero::<F>(value.sign) | magnitude, flags)
}

fn overflow<F: Format>(sign: bool, mode: Rounding) -> Outcome {
    let to_infinity = match mode {
        Rounding::Rne | Rounding::Rmm => true,
        Rounding::Rtz | Rounding::Odd => false,
        Rounding::Rdn => sign,
        Rounding::Rup => !sign,
    };
    (
        infinity::<F>(sign) - u64::from(!to_infinity),
        Flags::OVERFLOW | Flags::INEXACT,
    )
}

fn is_tiny<F: Format>(value: Exact, top: i32, env: Env) -> bool {
    top < F::EXP_MIN
        && match env.tininess {
            Tininess::BeforeRounding => true,
            Tininess::AfterRounding => {
                let (sig, _) = round_at(value, top - F::FRAC_BITS as i32, env.rounding);
                let carried = sig >> (F::FRAC_BITS + 1) != 0;
                !(carried && top == F::EXP_MIN - 1)
            }
        }
}
