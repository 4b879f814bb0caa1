//! Passes: a block in, a block of the same meaning out, one file each.
//!
//! What the builder can see while it builds (constants, registers read twice) it does itself; what a back
//! end can do while it emits (dead values, fused compares, addressing modes) is left to it. Here is what
//! needs knowledge of a value's history.
//!
//! May touch: `ir`. **Invariant: knows no guest and no host; a pass never moves or removes an operation
//! that can fault, write state or set flags**, but for accesses that stand for those of several instructions from then on
//! (`MemKind::several`: `byte_runs`, `early_loads`).

#![forbid(unsafe_code)]

mod byte_runs;
mod early_loads;
mod sign_extension;

use ir::Block;

pub use byte_runs::ByteRuns;
pub use early_loads::EarlyLoads;
pub use sign_extension::SignExtension;

/// All passes with their buffers, reused from block to block.
#[derive(Debug, Default)]
pub struct Passes {
    byte_runs: ByteRuns,
    early_loads: EarlyLoads,
    sign_extension: SignExtension,
}

impl Passes {
    /// Runs every pass on `block`.
    pub fn run(&mut self, block: &mut Block) {
        self.byte_runs.run(block);
        self.early_loads.run(block);
        self.sign_extension.run(block);
    }
}
