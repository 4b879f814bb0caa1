//! Zawrs: wait until another hart may have written the reservation set. A translator cannot watch memory: let others run.

use ir::ExitKind;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZAWRS]
    wrs_nto  "000000001101 00000 000 00000 1110011"  NoOperands "";
    wrs_sto  "000000011101 00000 000 00000 1110011"  NoOperands "";
}

/// Waits without time limit (spurious wake-ups are allowed).
fn wrs_nto(b: &Lift, _: NoOperands) {
    b.exit(ExitKind::Yield);
}

/// Waits for a short time.
fn wrs_sto(b: &Lift, _: NoOperands) {
    b.exit(ExitKind::Yield);
}

pub(crate) const CASES: &str = "
    00d00073  wrs.nto      =>  exit=yield
    01d00073  wrs.sto      =>  exit=yield
";
