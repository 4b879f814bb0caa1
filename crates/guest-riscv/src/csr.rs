//! Control and status registers a user program can reach.

use ir::{ExitKind, Terminal, Value};

use crate::features::{F, ZICNTR};
use crate::helpers;
use crate::lift::Lift;
use crate::operands::{CsrNumber, X};
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

/// How an instruction changes a CSR.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Update {
    /// csr = operand
    Write,
    /// csr |= operand
    Set,
    /// csr &= !operand
    Clear,
}

/// Lifts rd = `csr`, then (unless `None`) its update with an operand. Illegal if the CSR does not exist or is
/// read-only and would be written.
pub(crate) fn access(b: &Lift, rd: X, csr: CsrNumber, update: Option<(Update, Value)>) {
    let known = CSRS.iter().find(|c| c.0 == csr.0).map(|c| c.2);
    let Some(which) = known.filter(|c| b.has(c.needs())) else {
        return b.illegal();
    };
    let Some((how, operand)) = update else {
        return b.set_x(rd, read(b, which));
    };
    if read_only(csr) {
        return b.illegal();
    }
    let new = if how == Update::Write && rd == X::ZERO {
        operand
    } else {
        let old = read(b, which);
        b.set_x(rd, old);
        match how {
            Update::Write => operand,
            Update::Set => b.or(old, operand),
            Update::Clear => b.andn(old, operand),
        }
    };
    write(b, which, new);
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
