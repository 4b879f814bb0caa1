//! Floating point by the definition: every operation on numbers of any size, exactly, then rounded once.
//!
//! Slow and obviously right; shares nothing with `softfloat` or the engines. Source: IEEE 754-2019, sections 4.3 (rounding), 5
//! (operations), 6 (NaNs) and 7 (exceptions).

mod big;
mod number;
mod operations;

pub use big::Big;
pub use number::{Format, Number, Rounded, Rounding, flags};
pub use operations::{Integer, Math, Nans};
