//! Zifencei: makes earlier stores visible to this hart's instruction fetch.

use ir::ExitKind;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZIFENCEI]
    fence_i  "imm:12 rs1:5 001 rd:5 0001111"  FenceI "";
}

/// Code written before is what runs after. The operands are reserved and ignored.
fn fence_i(b: &Lift, _: FenceI) {
    b.exit(ExitKind::FlushCode);
}

pub(crate) const CASES: &str = "
    0000100f  fence.i      =>  exit=flush_code
";
