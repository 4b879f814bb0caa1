//! Floating point operations: picks the format and the environment, and leaves the rest to `softfloat`.

use ir::{FCond, Inst, NanMode, Type, nzcv};
use softfloat::{Env, F16, F32, F64, Format, IntType, MinMax, NanToInt, Outcome};

/// Calls a function of `softfloat` that is generic over the format with the one that `$ty` names.
macro_rules! in_format {
    ($ty:expr, $F:ident => $call:expr) => {
        match $ty {
            Type::F16 => {
                type $F = F16;
                $call
            }
            Type::F32 => {
                type $F = F32;
                $call
            }
            Type::F64 => {
                type $F = F64;
                $call
            }
            Type::Void | Type::I32 | Type::I64 | Type::V128 | Type::Flags => not_a_float($ty),
        }
    };
}

#[cold]
fn not_a_float(ty: Type) -> ! {
    unreachable!(
        "the verifier keeps {} away from float operations",
        ty.name()
    )
}

/// The `softfloat` name of a guest's NaN rule.
pub fn nan_mode(mode: NanMode) -> softfloat::NanMode {
    match mode {
        NanMode::Canonical => softfloat::NanMode::Default,
        NanMode::ArmPropagate => softfloat::NanMode::ArmPropagate,
    }
}

/// The `softfloat` name of a minimum's rule.
pub fn min_max_rule(rule: ir::MinMax) -> MinMax {
    match rule {
        ir::MinMax::Number => MinMax::Number,
        ir::MinMax::Propagate => MinMax::Nan,
        ir::MinMax::NumberUnlessSignaling => MinMax::NumberUnlessSignaling,
    }
}

/// Operations whose operands and result are all of one float type.
macro_rules! same_type {
    ($($(#[$doc:meta])* $name:ident($($operand:ident),+);)+) => {
        $($(#[$doc])*
        pub fn $name(ty: Type, $($operand: u64,)+ env: Env) -> Outcome {
            in_format!(ty, F => softfloat::$name::<F>($($operand,)+ env))
        })+
    };
}
same_type! {
    /// Sum.
    add(a, b);
    /// Difference.
    sub(a, b);
    /// Product.
    mul(a, b);
    /// Quotient.
    div(a, b);
    /// Square root.
    sqrt(a);
    /// Fused multiply-add.
    fma(a, b, c);
}

/// Minimum.
pub fn min(inst: &Inst, a: u64, b: u64, env: Env) -> Outcome {
    in_format!(inst.ty, F => softfloat::min::<F>(a, b, min_max_rule(inst.min_max()), env))
}

/// Maximum.
pub fn max(inst: &Inst, a: u64, b: u64, env: Env) -> Outcome {
    in_format!(inst.ty, F => softfloat::max::<F>(a, b, min_max_rule(inst.min_max()), env))
}

/// To an integral value.
pub fn round(ty: Type, a: u64, signal_inexact: bool, env: Env) -> Outcome {
    in_format!(ty, F => softfloat::round_to_integral::<F>(a, signal_inexact, env))
}

/// To an integral value that a signed integer of so many bits can hold.
pub fn round_to(ty: Type, a: u64, bits: u32, env: Env) -> Outcome {
    in_format!(ty, F => softfloat::round_to_int_range::<F>(a, bits, env))
}

/// Comparison.
pub fn compare(ty: Type, cond: FCond, a: u64, b: u64, env: Env) -> Outcome {
    let (a, flushed_a) = in_format!(ty, F => softfloat::input::<F>(a, env));
    let (b, flushed_b) = in_format!(ty, F => softfloat::input::<F>(b, env));
    let (holds, flags) = in_format!(ty, F => match cond {
        FCond::Eq => softfloat::eq::<F>(a, b),
        FCond::Lt => softfloat::lt::<F>(a, b),
        FCond::Le => softfloat::le::<F>(a, b),
        FCond::LtQuiet => softfloat::lt_quiet::<F>(a, b),
        FCond::LeQuiet => softfloat::le_quiet::<F>(a, b),
    });
    (u64::from(holds), flags | flushed_a | flushed_b)
}

/// Comparison to condition flags.
pub fn compare_to_flags(inst: &Inst, a: u64, b: u64, env: Env) -> Outcome {
    let less = if inst.imm == 1 {
        FCond::Lt
    } else {
        FCond::LtQuiet
    };
    let ty = inst.ty;
    let (below, invalid) = compare(ty, less, a, b, env);
    let (above, _) = compare(ty, FCond::LtQuiet, b, a, env);
    let (equal, _) = compare(ty, FCond::Eq, a, b, env);
    let flags = match (below, equal, above) {
        (1, _, _) => nzcv::N | nzcv::NOT_C,
        (_, 1, _) => nzcv::Z,
        (_, _, 1) => 0,
        _ => nzcv::V,
    };
    (flags, invalid)
}

/// Class mask.
pub fn classify(ty: Type, a: u64) -> u64 {
    in_format!(ty, F => softfloat::classify::<F>(a))
}

/// The sign bit of a float type.
pub fn sign_bit(ty: Type) -> u64 {
    in_format!(ty, F => F::SIGN)
}

/// What a guest's NaNs convert to.
pub fn nan_to_int(mode: NanMode) -> NanToInt {
    match mode {
        NanMode::Canonical => NanToInt::Max,
        NanMode::ArmPropagate => NanToInt::Zero,
    }
}

/// Float to integer or fixed-point number.
pub fn to_int(inst: &Inst, to: IntType, a: u64, nan: NanToInt, env: Env) -> Outcome {
    let bits = inst.fraction_bits();
    in_format!(inst.operand_type(), F => softfloat::to_int_scaled::<F>(a, to, bits, nan, env))
}

/// Signed integer or fixed-point number to float.
pub fn from_signed(inst: &Inst, a: i64, env: Env) -> Outcome {
    in_format!(inst.ty, F => softfloat::from_signed_scaled::<F>(a, inst.fraction_bits(), env))
}

/// Unsigned integer or fixed-point number to float.
pub fn from_unsigned(inst: &Inst, a: u64, env: Env) -> Outcome {
    in_format!(inst.ty, F => softfloat::from_unsigned_scaled::<F>(a, inst.fraction_bits(), env))
}

/// Float to float.
pub fn convert(from: Type, to: Type, a: u64, env: Env) -> Outcome {
    in_format!(from, S => in_format!(to, D => softfloat::convert::<S, D>(a, env)))
}

/// Modular conversion to a 32-bit integer, sign-extended.
pub fn to_int_modular(a: u64, env: Env) -> Outcome {
    let (a, flushed) = softfloat::input::<F64>(a, env);
    let (low, flags) = softfloat::to_int_modular::<F64>(a);
    (i64::from(low as i32) as u64, flags | flushed)
}

/// The narrow value as an F64 with all higher bits one.
pub fn nan_box(ty: Type, a: u64) -> u64 {
    a | !in_format!(ty, F => F::MASK)
}

/// The value of type `ty` boxed in `a`, or the canonical NaN.
pub fn nan_unbox(ty: Type, a: u64) -> u64 {
    in_format!(ty, F => if a | F::MASK == u64::MAX { a & F::MASK } else { F::DEFAULT_NAN })
}

/// The bits that a value of a float type has.
pub fn mask(ty: Type) -> u64 {
    in_format!(ty, F => F::MASK)
}
