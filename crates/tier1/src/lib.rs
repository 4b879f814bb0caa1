//! Tier 1: an IR block to host code in one scan and one emission.
//!
//! May touch: nothing but its own data. **Invariant: tier 1 knows no guest**; registers come as an
//! [`ir::RegFile`], meaning as [`ir::Op`]s. It returns bytes ([`host_x64::CodeBlob`]); it never runs them.
//!
//! How it works. [`scan`] counts uses, finds dead writes and decides which host register each result should go to.
//! [`emit`] then walks the block once. A value lives where it happens to be: in the pinned register of the guest register it
//! was read from or will be written to, in a scratch register, in memory, or nowhere yet when its only user can
//! compute it better ([`scan::Loc`]). Guest registers are written through: at each instruction boundary, and at each access
//! that may fault, all of them are where the convention says.

#![forbid(unsafe_code)]

mod alloc;
mod atomic;
mod bfloat;
mod bytes;
mod chain;
mod cold;
mod cond;
mod consts;
mod convert;
pub mod counting;
mod crypto;
mod dispatch;
mod emit;
mod estimate;
mod exits;
mod flags;
mod float;
mod fma;
mod guest_regs;
mod half;
mod int;
mod mem;
mod muldiv;
mod registers;
mod scan;
mod sha;
mod soft;
mod stubs;
mod tininess;
mod vector;
mod vector_convert;
mod vector_evex;
mod vector_float;
mod vector_half;
mod vector_lanes;
mod vector_multiply;
mod vector_saturate;
mod vector_shift;
mod vector_soft;

use host_x64::asm::Asm;
use host_x64::{CodeBlob, HostFeatures, StubBlob};
use ir::{Block, Helper, RegFile};

use cold::Cold;
use counting::Counters;
use exits::PendingLink;
use registers::Registers;
use scan::{Pins, Scan};

/// Translator of blocks, with buffers that are reused from block to block.
#[derive(Debug)]
pub struct Tier1 {
    regs: &'static RegFile,
    helpers: &'static [Helper],
    features: HostFeatures,
    pins: Pins,
    asm: Asm,
    scan: Scan,
    registers: Registers,
    cold: Vec<Cold>,
    links: Vec<PendingLink>,
    steps: Vec<chain::Step>,
    exact_exclusives: bool,
    exact_floats: ExactFloats,
    counters: Counters,
}

/// What generated code must not leave to the host where floats become tiny. Nothing: exceptions are the host's, and no mode
/// that flushes is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ExactFloats {
    /// Results count as tiny before rounding, for UF and for being flushed; the host looks after rounding.
    pub tininess: bool,
    /// [`ir::fp_mode::FLUSH`] may be on, and MXCSR flushes too.
    pub flush: bool,
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
            pins: Pins::new(regs),
            asm: Asm::default(),
            scan: Scan::default(),
            registers: Registers::default(),
            cold: Vec::new(),
            links: Vec::new(),
            steps: Vec::new(),
            exact_exclusives: false,
            exact_floats: ExactFloats::default(),
            counters: Counters::default(),
        }
    }

    /// Store-exclusives see every atomic write since the load-exclusive, also one that restores the value (ABA). All code
    /// of a process must be translated so, or none.
    pub fn set_exact_exclusives(&mut self, exact: bool) {
        self.exact_exclusives = exact;
    }

    /// How exact floats are from now on.
    pub fn set_exact_floats(&mut self, exact: ExactFloats) {
        self.exact_floats = exact;
    }

    /// Where the code made from now on counts its runs.
    pub fn set_counters(&mut self, counters: Counters) {
        self.counters = counters;
    }

    /// Translates `block` into `out`, which is cleared first.
    ///
    /// # Errors
    /// [`TooManyValues`]: a block of fewer instructions may have room.
    pub fn compile(&mut self, block: &Block, out: &mut CodeBlob) -> Result<(), TooManyValues> {
        out.clear();
        self.asm.clear();
        self.cold.clear();
        self.links.clear();
        self.steps.clear();
        self.registers.reset(self.regs.regs.len());
        self.scan.run(block, &self.pins, self.helpers);
        emit::Emitter::new(self, block, out).run();
        std::mem::swap(&mut self.asm.buf, &mut out.bytes);
        if self.registers.is_exhausted() {
            return Err(TooManyValues);
        }
        Ok(())
    }

    /// The features code is made for.
    pub fn features(&self) -> &HostFeatures {
        &self.features
    }
}

/// More values of a block are needed at the same time than there are registers and slots; what was emitted is of no use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManyValues;

/// The code and constants that stand at the start of a code arena.
pub fn stubs(regs: &'static RegFile, _features: HostFeatures) -> StubBlob {
    stubs::build(regs)
}
