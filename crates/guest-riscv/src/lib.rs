//! The riscv64 guest: registers, instruction encodings, and what each instruction means in IR.
//!
//! May touch: `ir` and `insn-table` only. **Invariant: encoding, meaning and cases of an instruction
//! are in one room under `insns/`**; decoder, disassembler and coverage table derive from its rows.
//!
//! Read first: `insns/rv_zba.rs` (a small room), then [`lift`] (what rooms are written with).

#![forbid(unsafe_code)]

mod crypto;
pub mod csr;
pub mod decode;
pub mod features;
mod fp;
pub mod helpers;
mod insns;
pub mod lift;
pub mod operands;
pub mod regs;
pub mod state;

use ir::{Builder, Features, Frontend, GuestAddr, Helper, LiftEnd, RegFile};

pub use insns::ROOMS;
pub use state::State;

/// The riscv64 frontend.
#[derive(Clone, Copy, Debug)]
pub struct Riscv64;

impl Frontend for Riscv64 {
    type State = State;

    const REGS: &'static RegFile = &regs::REGS;

    const HELPERS: &'static [Helper] = helpers::HELPERS;

    fn insn_len(bytes: &[u8]) -> usize {
        match bytes {
            [first, ..] if first & 3 != 3 => 2,
            _ => 4,
        }
    }

    fn lift(b: &Builder, pc: GuestAddr, bytes: &[u8], features: Features) -> LiftEnd {
        b.insn(pc, bytes.len() as u8);
        let lift = lift::Lift::new(b, features);
        match decode::action(bytes, features) {
            Some((action, word)) => (action.lift)(&lift, word),
            None => lift.illegal(),
        }
        if b.ended() {
            LiftEnd::Ended
        } else {
            LiftEnd::Continue
        }
    }

    fn disassemble(pc: GuestAddr, bytes: &[u8]) -> String {
        decode::disassemble(pc, bytes)
    }
}
