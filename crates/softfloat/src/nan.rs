//! NaN results.

use crate::format::{Format, Unpacked};
use crate::{Env, Flags, NanMode, Outcome};

/// The result of an invalid operation on operands that are not NaNs.
pub(crate) fn invalid<F: Format>() -> Outcome {
    (F::DEFAULT_NAN, Flags::INVALID)
}

/// INVALID if any operand is a signalling NaN.
pub(crate) fn signaling(operands: &[Unpacked]) -> Flags {
    Flags::when(operands.iter().any(Unpacked::is_signaling), Flags::INVALID)
}

/// The result of an operation of which at least one operand is a NaN. The order of `operands` is the order of
/// preference under [`NanMode::ArmPropagate`].
pub(crate) fn propagate<F: Format>(operands: &[Unpacked], env: Env) -> Outcome {
    let bits = match env.nan {
        NanMode::Default => F::DEFAULT_NAN,
        NanMode::ArmPropagate => operands
            .iter()
            .find(|x| x.is_signaling())
            .or_else(|| operands.iter().find(|x| x.is_nan()))
            .map_or(F::DEFAULT_NAN, |x| x.bits | F::QUIET),
    };
    (bits, signaling(operands))
}
