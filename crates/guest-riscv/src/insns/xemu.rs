//! Xemu: the emulator's own instruction, for its own vDSO only. Everywhere else it does not exist.

use crate::helpers::CLOCK_NS;
use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [0]
    emu_clock_ns  "0000000 00000 rs1:5 000 rd:5 0001011"  R1 "{rd}, {rs1}";
}

/// rd = now on the clock with id rs1, in nanoseconds; or a negated errno
fn emu_clock_ns(b: &Lift, i: R1) {
    if !guest_clock::is_vdso(b.pc()) {
        return b.illegal();
    }
    b.set_x(i.rd, b.call_helper(CLOCK_NS, &[b.x(i.rs1)]));
}

pub(crate) const CASES: &str = "
    0005850b  emu.clock.ns a0, a1       a1=1       =>  exit=illegal
";

#[cfg(test)]
mod tests {
    use ir::{Builder, Frontend, LiftEnd, Op};

    use crate::{Riscv64, features};

    #[test]
    fn exists_in_the_vdso_only() {
        guest_clock::set_vdso_range(0x7000_0000, 0x7000_1000);
        let lift = |pc| {
            let b = Builder::new(Riscv64::REGS);
            b.start(pc);
            let end = Riscv64::lift(&b, pc, &0x0005_850bu32.to_le_bytes(), features::ALL);
            let calls = |i: &ir::Inst| i.op == Op::CallHelper;
            (end, b.with_block(|block| block.insts.iter().any(calls)))
        };
        assert_eq!(lift(0x7000_0ffc), (LiftEnd::Continue, true));
        assert_eq!(lift(0x7000_1000), (LiftEnd::Ended, false));
        assert_eq!(lift(0x6fff_fffe), (LiftEnd::Ended, false));
    }
}
