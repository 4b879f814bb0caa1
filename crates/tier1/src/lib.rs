//! Tier 1: an IR block to host code in one backward scan and one forward emission.
//!
//! May touch: nothing but its own data. **Invariant: tier 1 knows no guest**; registers come as an
//! [`ir::RegFile`], meaning as [`ir::Op`]s. It returns bytes ([`host_x64::CodeBlob`]); it never runs them.

#![forbid(unsafe_code)]

use host_x64::{CodeBlob, HostFeatures, StubBlob};
use ir::{Block, Helper, RegFile};

/// Translator of blocks, with buffers that are reused from block to block.
#[derive(Debug)]
pub struct Tier1 {
    #[expect(dead_code, reason = "the emitter reads them")]
    regs: &'static RegFile,
    #[expect(dead_code, reason = "the emitter reads them")]
    helpers: &'static [Helper],
    #[expect(dead_code, reason = "the emitter reads them")]
    features: HostFeatures,
}

impl Tier1 {
    /// A translator for a guest with these registers and helpers, for a host with these features
    /// (at least [`HostFeatures::baseline`]).
    pub fn new(
        regs: &'static RegFile,
        helpers: &'static [Helper],
        features: HostFeatures,
    ) -> Tier1 {
        Tier1 {
            regs,
            helpers,
            features,
        }
    }

    /// Translates `block` into `out`, which is cleared first.
    pub fn compile(&mut self, _block: &Block, out: &mut CodeBlob) {
        out.clear();
        todo!("emission")
    }
}

/// The code and constants that stand at the start of a code arena.
pub fn stubs(_regs: &'static RegFile, _features: HostFeatures) -> StubBlob {
    todo!("stubs")
}
