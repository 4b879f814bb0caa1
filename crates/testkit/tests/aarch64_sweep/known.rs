//! The reviewed list of classes of words that a disassembler and the frontend judge differently.

use guest_aarch64::groups::Group;

use crate::disassembler::Judge;

/// One class of words.
#[derive(Debug)]
pub struct Known {
    /// Its bits.
    pub group: Group,
    /// Who says something else.
    pub judge: Judge,
    /// What the frontend says: true if it is an instruction.
    pub ours: bool,
    /// Who is right, and why.
    pub reason: &'static str,
}

macro_rules! known {
    ($($judge:ident $ours:literal $bits:literal $reason:literal;)*) => {
        /// All classes. Where two match the first counts.
        pub const KNOWN: &[Known] = &[$(Known {
            group: Group::new("", $bits),
            judge: Judge::$judge,
            ours: $ours,
            reason: $reason,
        }),*];
    };
}

known! {}
