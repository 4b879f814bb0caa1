//! Data addresses with a tag in their top byte (Arm's top byte ignore), at no cost to programs that have none.
//!
//! Such an address is not canonical on the host: the access faults. The instruction is noted here, its translation dropped, and
//! it is run again: blocks with a noted instruction are lifted so that every access drops the top byte.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// With so many instructions noted, all code is lifted that way.
const MANY: usize = 4096;

/// Instructions that have used tagged addresses.
#[derive(Debug, Default)]
pub(crate) struct TaggedCode {
    count: AtomicUsize,
    pcs: Mutex<BTreeSet<u64>>,
}

impl TaggedCode {
    /// The instruction at `pc` uses tagged addresses.
    pub fn note(&self, pc: u64) {
        let mut pcs = self.pcs.lock().unwrap_or_else(PoisonError::into_inner);
        pcs.insert(pc);
        self.count.store(pcs.len(), Ordering::Release);
    }

    /// True if code in the `len` bytes from `pc` on does.
    pub fn concerns(&self, pc: u64, len: u64) -> bool {
        match self.count.load(Ordering::Acquire) {
            0 => false,
            MANY.. => true,
            _ => {
                let pcs = self.pcs.lock().unwrap_or_else(PoisonError::into_inner);
                pcs.range(pc..pc.saturating_add(len)).next().is_some()
            }
        }
    }
}

/// The address that remains of `addr` without its tag, if it has one.
pub(crate) fn untagged(addr: u64) -> Option<u64> {
    let plain = ((addr << 8) as i64 >> 8) as u64;
    (plain != addr).then_some(plain)
}

/// The address of a fault as the guest is told it: without a tag, unless it is in the upper half (Linux, untagged_addr).
pub(crate) fn reported(addr: u64) -> u64 {
    addr & ((addr << 8).cast_signed() >> 8).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noted_code_is_found() {
        let code = TaggedCode::default();
        assert!(!code.concerns(0, u64::MAX));
        code.note(0x1008);
        assert!(code.concerns(0x1000, 12) && code.concerns(0x1008, 4));
        assert!(!code.concerns(0x1000, 8) && !code.concerns(0x100c, 256));
    }

    #[test]
    fn faults_are_reported_without_tags() {
        assert_eq!(reported(0x1234), 0x1234);
        assert_eq!(reported(0xd300_eccd_c1c1_ea42), 0xeccd_c1c1_ea42);
        assert_eq!(
            reported(0x3dd5_6fcb_8806_4066),
            0x3dd5_6fcb_8806_4066,
            "upper half"
        );
        assert_eq!(reported(u64::MAX), u64::MAX);
    }

    #[test]
    fn tags_are_the_top_byte() {
        assert_eq!(untagged(0xab00_0012_3456_789a), Some(0x12_3456_789a));
        assert_eq!(untagged(0x12_3456_789a), None);
        assert_eq!(untagged(0xffff_8000_0000_0000), None);
    }
}
