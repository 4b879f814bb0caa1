//! Xemu: the emulator's own instruction, for its own vDSO only. Everywhere else it does not exist.

use crate::helpers::{CLOCK_NS, vdso_range};
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [0]
    emu_clock_ns  "0000000 00000 rs1:5 000 rd:5 0001011"  R1 "{rd}, {rs1}";
}

/// rd = now on the clock with id rs1, in nanoseconds; or a negated errno
fn emu_clock_ns(b: &Lift, i: R1) {
    let (start, end) = vdso_range();
    if !(start..end).contains(&b.pc()) {
        return b.illegal();
    }
    b.set_x(i.rd, b.call_helper(CLOCK_NS, &[b.x(i.rs1)]));
}

pub(crate) const CASES: &str = "
    0005850b  emu.clock.ns a0, a1       a1=1       =>  exit=illegal
";
