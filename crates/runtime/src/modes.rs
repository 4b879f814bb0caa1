//! How guest code is lifted: what the threads have found out about the program so far.

use std::sync::atomic::{AtomicBool, Ordering};

use ir::{CodeSource, Features, Frontend};

use crate::lifted::MAX_BYTES;
use crate::tagged::TaggedCode;

/// Found out by any thread, for all of them.
#[derive(Debug, Default)]
pub(crate) struct Modes {
    /// Instructions that use tagged addresses.
    pub tagged: TaggedCode,
    /// Accesses check the stack pointer: see [`ir::StackChecks`].
    pub stack_checks: AtomicBool,
    /// Indirect branches are checked: see [`ir::BranchTargets`].
    pub branch_targets: AtomicBool,
}

impl Modes {
    /// Whether data addresses of the block at `pc` lose their top byte.
    pub fn is_tagged<F: Frontend>(&self, pc: u64) -> bool {
        F::TOP_BYTE_IGNORED && self.tagged.concerns(pc, MAX_BYTES as u64)
    }

    /// What code is lifted for: the guest's extensions, and the modes among them.
    fn features<F: Frontend>(&self, guest: Features) -> Features {
        let mut all = guest.0;
        if let Some(checks) = F::STACK_CHECKS
            && self.stack_checks.load(Ordering::SeqCst)
        {
            all |= checks.mode.0;
        }
        if let Some(targets) = F::BRANCH_TARGETS
            && self.branch_targets.load(Ordering::SeqCst)
        {
            all |= targets.mode.0;
        }
        Features(all)
    }

    /// As [`Self::features`], for the block at `pc`.
    pub fn features_at<F: Frontend>(
        &self,
        guest: Features,
        pc: u64,
        code: &dyn CodeSource,
    ) -> Features {
        let features = self.features::<F>(guest);
        match F::BRANCH_TARGETS {
            Some(targets) if features.0 & targets.mode.0 != 0 && code.is_guarded(pc) => {
                Features(features.0 | targets.guarded.0)
            }
            _ => features,
        }
    }
}
