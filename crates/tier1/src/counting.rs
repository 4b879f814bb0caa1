//! Code that counts, where a profile is wanted: how often blocks run, and how often they call which helper.

use std::sync::atomic::AtomicU64;

use host_x64::Gpr;
use host_x64::asm::{Alu, Mem, Size};
use ir::{Helper, Op};

use crate::emit::Emitter;

/// Where generated code counts; nowhere unless told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counters {
    /// Runs of the block.
    pub block: Option<&'static AtomicU64>,
    /// Calls by helper: [`helpers`] of them, or none.
    pub helpers: &'static [AtomicU64],
}

/// How many helpers code can call: the frontend's, and each operation done in software.
pub const fn helpers(frontend: &[Helper]) -> usize {
    frontend.len() + Op::ALL.len()
}

/// The name of helper `number`.
pub fn helper_name(frontend: &[Helper], number: usize) -> String {
    match frontend.get(number) {
        Some(helper) => helper.name.to_string(),
        None => Op::ALL
            .get(number - frontend.len())
            .map_or_else(String::new, |op| format!("{op:?} in software")),
    }
}

impl Emitter<'_> {
    /// Counts a run of the block. The scratch register is free and no flags are alive.
    pub(crate) fn count_block(&mut self) {
        self.count(self.counters.block);
    }

    /// Counts a call of a helper of the frontend, as above.
    pub(crate) fn count_helper(&mut self, number: usize) {
        self.count(self.counters.helpers.get(number));
    }

    /// Counts an operation done in software, as above.
    pub(crate) fn count_soft(&mut self, op: Op) {
        self.count_helper(self.helpers.len() + op as usize);
    }

    fn count(&mut self, counter: Option<&'static AtomicU64>) {
        if let Some(counter) = counter {
            self.asm
                .mov_imm64(Gpr::RAX, std::ptr::from_ref(counter) as u64);
            self.asm
                .alu_imm(Alu::Add, Size::Q, Mem::base(Gpr::RAX, 0), 1);
        }
    }
}
