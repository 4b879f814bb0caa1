//! Control and status registers a user program can reach.

use ir::{ExitKind, Terminal, Value};

use crate::features::{F, ZICNTR};
use crate::helpers;
use crate::lift::Lift;
use crate::operands::CsrNumber;
use crate::regs;

const FFLAGS_BITS: u64 = 0x1f;
const FRM_SHIFT: u32 = 5;
const FRM_BITS: u64 = 7;
/// Rounding modes from here on are not the host's: round to nearest with ties away, and invalid ones.
const FIRST_FOREIGN_MODE: u64 = 4;

/// A CSR that exists in user mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Csr {
    Fflags,
    Frm,
    Fcsr,
    Cycle,
    Time,
    Instret,
}

/// Number, name, register.
const CSRS: &[(u16, &str, Csr)] = &[
    (0x001, "fflags", Csr::Fflags),
    (0x002, "frm", Csr::Frm),
    (0x003, "fcsr", Csr::Fcsr),
    (0xc00, "cycle", Csr::Cycle),
    (0xc01, "time", Csr::Time),
    (0xc02, "instret", Csr::Instret),
];

/// The name of a CSR.
pub fn name(csr: CsrNumber) -> Option<&'static str> {
    CSRS.iter().find(|c| c.0 == csr.0).map(|c| c.1)
}

impl Csr {
    const fn needs(self) -> u128 {
        match self {
            Csr::Fflags | Csr::Frm | Csr::Fcsr => F,
            Csr::Cycle | Csr::Time | Csr::Instret => ZICNTR,
        }
    }
}

/// Bits 11..10 of a CSR number are both set: read-only.
const fn read_only(csr: CsrNumber) -> bool {
    csr.0 >> 10 == 3
}

/// Lifts an access to `csr`. `wants_old`: the instruction reads it; `update` makes the new value from the old (a
/// constant 0 if not read), or is `None` if the instruction does not write. Returns the old value, or `None` after
/// making the instruction illegal.
pub(crate) fn access(
    b: &Lift,
    csr: CsrNumber,
    wants_old: bool,
    update: Option<&dyn Fn(Value) -> Value>,
    set_result: impl FnOnce(Value),
) {
    let known = CSRS.iter().find(|c| c.0 == csr.0).map(|c| c.2);
    let Some(which) = known.filter(|c| b.has(c.needs())) else {
        return b.illegal();
    };
    if update.is_some() && read_only(csr) {
        return b.illegal();
    }
    let old = if wants_old {
        read(b, which)
    } else {
        b.iconst(0)
    };
    let new = update.map(|f| f(old));
    set_result(old);
    if let Some(new) = new {
        write(b, which, new);
    }
}

fn read(b: &Lift, csr: Csr) -> Value {
    match csr {
        Csr::Fflags => b.fflags_get(),
        Csr::Frm => b.get(regs::FRM),
        Csr::Fcsr => b.or(b.shl_imm(b.get(regs::FRM), FRM_SHIFT), b.fflags_get()),
        Csr::Cycle | Csr::Instret => b.call_helper(helpers::CYCLE, &[]),
        Csr::Time => b.call_helper(helpers::TIME, &[]),
    }
}

fn write(b: &Lift, csr: Csr, new: Value) {
    match csr {
        Csr::Fflags => b.fflags_set(b.and_imm(new, FFLAGS_BITS)),
        Csr::Frm => write_frm(b, b.and_imm(new, FRM_BITS)),
        Csr::Fcsr => {
            b.fflags_set(b.and_imm(new, FFLAGS_BITS));
            write_frm(b, b.and_imm(b.shr_imm(new, FRM_SHIFT), FRM_BITS));
        }
        Csr::Cycle | Csr::Time | Csr::Instret => b.illegal(),
    }
}

/// Sets the rounding mode and ends the block: instructions after it may have to run on another engine.
fn write_frm(b: &Lift, mode: Value) {
    b.set(regs::FRM, mode);
    b.frm_set(mode);
    match b.const_of(mode) {
        Some(m) if m < FIRST_FOREIGN_MODE => b.end(Terminal::Jump {
            target: b.next_pc(),
        }),
        _ => b.exit(ExitKind::Resync),
    }
}
