//! Zcmop: compressed may-be-operations. They do nothing until an extension gives them a meaning.

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZCMOP]
    c_mop  "011 00 n[3:1] 1 00000 01"  CMop "{.n}";
}

/// Nothing.
fn c_mop(_: &Lift, _: CMop) {}

pub(crate) const CASES: &str = "
    6081  c.mop.1      ra=5     =>
    6781  c.mop.15     a5=5     =>
";
