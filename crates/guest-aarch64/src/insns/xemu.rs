//! Xemu: the emulator's own instruction, for its own vDSO only. Everywhere else it does not exist: its encoding is in the
//! reserved group (Arm ARM, C4.1.1), beside UDF.

use crate::helpers::CLOCK_NS;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// A result and a clock's id.
    ClockOperands { rd: X, rn: X }
}

rows! { [BASE]
    emu_clock_ns    "00000000 00000001 000000 rn:5 rd:5"    ClockOperands   "emu.clock.ns {rd}, {rn}";
}

/// rd = now on the clock with id rn, in nanoseconds; or a negated errno
fn emu_clock_ns(b: &Lift, i: ClockOperands) {
    if !guest_clock::is_vdso(b.pc()) {
        return b.illegal();
    }
    b.set_r(i.rd.0, b.call_helper(CLOCK_NS, &[b.x(i.rn.0)]));
}

pub(crate) const CASES: &str = "
    00010020  emu.clock.ns x0, x1       x1=1       =>  exit=illegal
";

#[cfg(test)]
mod tests {
    use ir::{Builder, Frontend, LiftEnd, Op};

    use crate::{Aarch64, features};

    #[test]
    fn exists_in_the_vdso_only() {
        guest_clock::set_vdso_range(0x7000_0000, 0x7000_1000);
        let lift = |pc| {
            let b = Builder::new(Aarch64::REGS);
            b.start(pc);
            let end = Aarch64::lift(&b, pc, &0x0001_0020u32.to_le_bytes(), features::ALL);
            let calls = |i: &ir::Inst| i.op == Op::CallHelper;
            (end, b.with_block(|block| block.insts.iter().any(calls)))
        };
        assert_eq!(lift(0x7000_0ffc), (LiftEnd::Continue, true));
        assert_eq!(lift(0x7000_1000), (LiftEnd::Ended, false));
        assert_eq!(lift(0x6fff_fffc), (LiftEnd::Ended, false));
    }
}
