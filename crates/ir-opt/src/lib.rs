//! Passes: a block in, a block of the same meaning out, one file each.
//!
//! What the builder can see while it builds (constants, registers read twice) it does itself; what a back
//! end can do while it emits (dead values, fused compares, addressing modes) is left to it. Here is what
//! needs knowledge of a value's history.
//!
//! May touch: `ir`. **Invariant: knows no guest and no host; a pass never moves or removes an operation
//! that can fault, write state or set flags**, but for accesses that stand for those of several instructions from then on
//! (`MemKind::several`: `byte_runs`, `copies`, `early_loads`).

#![forbid(unsafe_code)]

mod byte_runs;
mod copies;
mod early_loads;
mod rewriting;
mod sign_extension;

use ir::{Block, Effect, Op};

pub use byte_runs::ByteRuns;
pub use copies::Copies;
pub use early_loads::EarlyLoads;
pub use sign_extension::SignExtension;

/// All passes with their buffers, reused from block to block.
#[derive(Debug, Default)]
pub struct Passes {
    byte_runs: ByteRuns,
    copies: Copies,
    early_loads: EarlyLoads,
    sign_extension: SignExtension,
}

impl Passes {
    /// Runs every pass on `block`.
    pub fn run(&mut self, block: &mut Block) {
        self.byte_runs.run(block);
        self.copies.run(block);
        self.early_loads.run(block);
        self.sign_extension.run(block);
    }
}

/// True if an operation of this kind may be before or after an access as well: it concerns only values and registers.
fn concerns_values_only(op: Op) -> bool {
    matches!(op, Op::InsnStart | Op::GetReg | Op::SetReg)
        || (matches!(op.effect(), Effect::Pure) && !op.has_extra())
}
