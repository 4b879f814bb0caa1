//! Where indirect branches may land (FEAT_BTI; Arm ARM, D8.4.6 "Branch Target Identification", BranchTo and SetBTypeNext in the
//! shared pseudocode). PSTATE.BTYPE tells what has led to an instruction; in a guarded page all but some refuse to be reached by an
//! indirect branch. Every instruction that is executed clears it again, so that only the first of a block ever sees it set.
//!
//! While no page is guarded, nothing of this is lifted (see [`ir::BranchTargets`]).

use ir::{Cond, Trap};

use crate::features::{BRANCH_TARGETS, GUARDED};
use crate::lift::Lift;
use crate::operands::R;
use crate::regs;

/// Kinds of indirect branches, as in PSTATE.BTYPE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A jump by x16 or x17, or from a page that is not guarded: it may be one to a function.
    Veneer = 1,
    Call = 2,
    Jump = 3,
}

const ALL: [Kind; 3] = [Kind::Veneer, Kind::Call, Kind::Jump];

/// Which indirect branches may lead to the instruction `word` in a guarded page.
fn accepted(word: u32) -> &'static [Kind] {
    const CALLS: &[Kind] = &[Kind::Veneer, Kind::Call];
    match word {
        0xd503_245f => CALLS,                       // bti c
        0xd503_249f => &[Kind::Veneer, Kind::Jump], // bti j
        0xd503_24df => &ALL,                        // bti jc
        // paciasp, pacibsp: Linux sets SCTLR_EL1.BT0, so jumps do not count as tail calls.
        0xd503_233f | 0xd503_237f => CALLS,
        _ if stops(word) => &ALL,
        _ => &[],
    }
}

/// Brk and hlt, which are exceptions in any case.
fn stops(word: u32) -> bool {
    matches!(word & 0xffe0_001f, 0xd420_0000 | 0xd440_0000)
}

impl Lift<'_> {
    /// At the beginning of each instruction.
    #[inline]
    pub fn land(&self, bytes: &[u8]) {
        if self.has(BRANCH_TARGETS) && self.with_block(|block| block.pc == self.pc()) {
            self.land_first(bytes);
        }
    }

    fn land_first(&self, bytes: &[u8]) {
        let came = self.get(regs::BTYPE);
        let zero = self.iconst(0);
        let word = bytes.try_into().map_or(0, u32::from_le_bytes);
        let accepted = accepted(word);
        if self.has(GUARDED) && accepted.is_empty() {
            self.trap_if(came, Trap::Illegal, zero);
        } else if self.has(GUARDED) {
            for refused in ALL.iter().filter(|kind| !accepted.contains(kind)) {
                let kind = self.iconst(*refused as u64);
                self.trap_if(self.icmp(Cond::Eq, came, kind), Trap::Illegal, zero);
            }
        }
        if !stops(word) {
            self.set(regs::BTYPE, zero);
        }
    }

    /// Before a jump by register `rn`.
    pub fn branches(&self, rn: R) {
        let in_guarded = self.has(GUARDED);
        self.leave_behind(match rn.0 {
            16 | 17 => Kind::Veneer,
            _ if in_guarded => Kind::Jump,
            _ => Kind::Veneer,
        });
    }

    /// Before a call by a register.
    pub fn calls(&self) {
        self.leave_behind(Kind::Call);
    }

    fn leave_behind(&self, kind: Kind) {
        if self.has(BRANCH_TARGETS) {
            self.set(regs::BTYPE, self.iconst(kind as u64));
        }
    }
}
