//! How guest code is lifted: what the threads have found out about the program so far.

use std::sync::atomic::{AtomicBool, Ordering};

use ir::{Features, Frontend};

use crate::tagged::TaggedCode;

/// Found out by any thread, for all of them.
#[derive(Debug, Default)]
pub(crate) struct Modes {
    /// Instructions that use tagged addresses.
    pub tagged: TaggedCode,
    /// Accesses check the stack pointer: see [`ir::StackChecks`].
    pub stack_checks: AtomicBool,
}

impl Modes {
    /// What code is lifted for: the guest's extensions, and the modes among them.
    pub fn features<F: Frontend>(&self, guest: Features) -> Features {
        match F::STACK_CHECKS {
            Some(checks) if self.stack_checks.load(Ordering::SeqCst) => {
                Features(guest.0 | checks.mode.0)
            }
            _ => guest,
        }
    }
}
