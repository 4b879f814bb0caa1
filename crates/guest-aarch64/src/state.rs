//! The registers of one aarch64 thread.

use ir::{StaleCode, nzcv};

use crate::fp;
use crate::pauth::KEYS;

/// User-visible registers. Layout is known to generated code through [`crate::regs::REGS`].
#[repr(C, align(16))]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// x0..x30.
    pub x: [u64; 31],
    /// The stack pointer.
    pub sp: u64,
    /// v0..v31.
    pub v: [u128; 32],
    /// Not 0: FPSR.QC is set. Which bits are set means nothing: saturating operations add to it the difference
    /// between the exact and the saturated result.
    pub qc: u128,
    /// Address of the next instruction.
    pub pc: u64,
    /// Condition flags in the form of [`ir::nzcv`]; see [`State::nzcv`].
    pub flags: u64,
    /// The thread pointer TPIDR_EL0.
    pub tpidr: u64,
    /// PSTATE.SSBS and PSTATE.DIT, in bits 12 and 24.
    pub pstate: u64,
    /// Not 0: an instruction cache line was invalidated since the last barrier.
    pub icache_stale: u64,
    /// Which lines.
    pub stale_code: StaleCode,
    /// The keys of pointer authentication in use, as [`crate::pauth`] wants them.
    pub keys: [u64; KEYS],
    /// The same without regard to which of them are switched off.
    pub own_keys: [u64; KEYS],
    /// PSTATE.BTYPE: what kind of indirect branch has led to `pc`; kept only if there are guarded pages.
    pub btype: u64,
    /// Rounding mode in the IR's numbers: 0 to nearest, 1 to zero, 2 down, 3 up.
    pub frm: u32,
    /// Always 0: generated code accesses `frm` as 64 bits.
    pub frm_high: u32,
    /// Accumulated exception flags in the IR's bits ([`ir::fflags`]); up to date only while no generated code runs, but for
    /// `ID`.
    pub fflags: u32,
    /// Always 0: generated code accesses `fflags` as 64 bits.
    pub fflags_high: u32,
    /// FPCR without the rounding mode: bits of [`ir::fp_mode`].
    pub fp_mode: u32,
    /// Always 0: generated code accesses `fp_mode` as 64 bits.
    pub fp_mode_high: u32,
}

impl State {
    /// The condition flags as in PSTATE and NZCV: bits 31..28.
    pub fn nzcv(&self) -> u64 {
        nzcv::to_bits(self.flags)
    }

    /// FPCR. Like the others, to be called while no generated code runs.
    pub fn fpcr(&self) -> u32 {
        fp::fpcr(self.fp_mode, self.frm)
    }

    /// Sets FPCR; bits that do not exist are ignored.
    pub fn set_fpcr(&mut self, bits: u32) {
        (self.fp_mode, self.frm) = fp::modes(bits);
    }

    /// FPSR.
    pub fn fpsr(&self) -> u32 {
        fp::fpsr(self.fflags, self.qc != 0)
    }

    /// Sets FPSR; bits that do not exist are ignored.
    pub fn set_fpsr(&mut self, bits: u32) {
        self.fflags = fp::fflags(bits);
        self.qc = (bits & fp::QC != 0).into();
    }

    /// Sets the condition flags from bits 31..28.
    pub fn set_nzcv(&mut self, bits: u64) {
        self.flags = nzcv::from_bits(bits);
    }
}
