//! The aarch64 guest: registers, instruction encodings, and what each instruction means in IR.
//!
//! May touch: `ir` and `insn-table` only. **Invariant: encoding, meaning and cases of an instruction
//! are in one room under `insns/`**; decoder, disassembler and coverage table derive from its rows.
//!
//! Read first: `insns/branch.rs` (a small room), then [`lift`] (what rooms are written with).

#![forbid(unsafe_code)]

mod branch_targets;
pub mod cpu_model;
pub mod decode;
pub mod features;
mod flags_use;
pub mod float;
pub mod float_lanes;
pub mod fp;
pub mod groups;
pub mod helpers;
mod insns;
mod ldst;
pub mod lift;
pub mod operands;
pub mod pauth;
pub mod regs;
pub mod simd;
mod stack;
pub mod state;

use ir::{Builder, FlagsUse, Frontend, GuestAddr, Helper, LiftEnd, RegFile};

pub use insns::{ROOMS, restart_sequence};
pub use ir::{BranchTargets, Features, StackChecks};
pub use state::State;

/// The aarch64 frontend.
#[derive(Clone, Copy, Debug)]
pub struct Aarch64;

impl Frontend for Aarch64 {
    type State = State;

    const REGS: &'static RegFile = &regs::REGS;

    const TOP_BYTE_IGNORED: bool = true;

    const STACK_CHECKS: Option<StackChecks> = Some(StackChecks {
        sp: regs::SP,
        mode: Features(features::STACK_CHECKS),
    });

    const BRANCH_TARGETS: Option<BranchTargets> = Some(BranchTargets {
        mode: Features(features::BRANCH_TARGETS),
        guarded: Features(features::GUARDED),
    });

    const HELPERS: &'static [Helper] = helpers::HELPERS;

    fn insn_len(_: &[u8]) -> usize {
        4
    }

    fn lift(b: &Builder, pc: GuestAddr, bytes: &[u8], features: Features) -> LiftEnd {
        b.insn(pc, bytes.len() as u8);
        let lift = lift::Lift::new(b, features);
        lift.land(bytes);
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

    fn flags_use(pc: GuestAddr, bytes: &[u8]) -> FlagsUse {
        let word = bytes.try_into().map(u32::from_le_bytes);
        word.map_or(FlagsUse::Unknown, |word| flags_use::flags_use(pc, word))
    }

    fn disassemble(pc: GuestAddr, bytes: &[u8]) -> String {
        decode::disassemble(pc, bytes)
    }
}
