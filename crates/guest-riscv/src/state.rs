//! The registers of one riscv64 thread.

use ir::Reg;

use crate::regs;

/// User-visible registers. Layout is known to generated code through [`crate::regs::REGS`].
#[repr(C)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// x0..x31; `x[0]` stays 0.
    pub x: [u64; 32],
    /// f0..f31 as bits; narrower values are NaN-boxed.
    pub f: [u64; 32],
    /// Address of the next instruction.
    pub pc: u64,
    /// Rounding mode, 0..=7.
    pub frm: u32,
    /// Always 0: generated code accesses `frm` as 64 bits.
    pub frm_high: u32,
    /// Accumulated exception flags, 5 bits; up to date only while no generated code runs.
    pub fflags: u32,
    /// Keeps the size a multiple of 8.
    pub reserved: u32,
}

impl State {
    /// The CSR fcsr: rounding mode and flags.
    pub fn fcsr(&self) -> u32 {
        (self.frm & 7) << 5 | self.fflags & 0x1f
    }

    /// Sets the CSR fcsr; bits that do not exist are dropped.
    pub fn set_fcsr(&mut self, fcsr: u32) {
        self.frm = fcsr >> 5 & 7;
        self.fflags = fcsr & 0x1f;
    }

    /// The bits of a register named by the IR.
    pub fn reg(&self, reg: Reg) -> u64 {
        match regs::place(reg) {
            regs::Place::X(n) => self.x[n],
            regs::Place::F(n) => self.f[n],
            regs::Place::Frm => self.frm as u64,
        }
    }

    /// Writes the bits of a register named by the IR.
    pub fn set_reg(&mut self, reg: Reg, bits: u64) {
        match regs::place(reg) {
            regs::Place::X(n) => self.x[n] = bits,
            regs::Place::F(n) => self.f[n] = bits,
            regs::Place::Frm => self.frm = bits as u32,
        }
    }
}
