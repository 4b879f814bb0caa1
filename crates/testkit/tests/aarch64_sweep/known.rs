//! The reviewed list of classes of words that a disassembler and the frontend judge differently.

use guest_aarch64::groups::Group;

use crate::disassembler::Judge;

/// One class of words.
#[derive(Debug)]
pub struct Known {
    /// Its bits.
    pub group: Group,
    /// Who says something else.
    pub judges: &'static [Judge],
    /// What the frontend says: true if it is an instruction.
    pub ours: bool,
    /// Who is right, and why.
    pub reason: &'static str,
}

macro_rules! known {
    ($([$($judge:ident)+] $ours:ident $bits:literal $reason:literal;)*) => {
        /// All classes. Where two match the first counts.
        pub const KNOWN: &[Known] = &[$(Known {
            group: Group::new("", $bits),
            judges: &[$(Judge::$judge),+],
            ours: $ours,
            reason: $reason,
        }),*];
    };
}

const UNDEFINED: bool = false;
const DEFINED: bool = true;

// Disassemblers do not know exception levels: what only the kernel may execute, UNDEFINED at EL0, is an instruction to them.
known! {
    [Llvm Gnu] UNDEFINED "0000000000000000 xxxxxxxxxxxxxxxx"     "UDF: its meaning is to be undefined";
    [Llvm Gnu] UNDEFINED "11010100 000xxxxx xxxxxxxx xxx00010"   "HVC: UNDEFINED at EL0";
    [Llvm Gnu] UNDEFINED "11010100 000xxxxx xxxxxxxx xxx00011"   "SMC: UNDEFINED at EL0";
    [Llvm Gnu] UNDEFINED "11010100 010xxxxx xxxxxxxx xxx00000"   "HLT: UNDEFINED without an external debugger";
    [Llvm Gnu] UNDEFINED "11010100 101xxxxx xxxxxxxx xxx000xx"   "DCPS: UNDEFINED outside of debug state";
    [Llvm Gnu] UNDEFINED "11010110 10x11111 0000xx11 111xxxxx"   "ERET and DRPS: UNDEFINED at EL0";
    [Llvm Gnu] UNDEFINED "11010101 00x1xxxx xxxxxxxx xxxxxxxx"   "MRS, MSR of registers that EL0 may not access or that do not exist; the assembler names any number";
    [Llvm Gnu] UNDEFINED "11010101 00x01xxx xxxxxxxx xxxxxxxx"   "SYS, SYSL: operations that EL0 may not execute or that do not exist; the assembler names any number";
    [Llvm Gnu] UNDEFINED "11010101 00000xxx 0100xxxx xxx11111"   "MSR (immediate): PSTATE fields that EL0 may not write, and CFINV, XAFLAG, AXFLAG with bits that should be zero: CONSTRAINED UNPREDICTABLE";
    [Llvm Gnu] UNDEFINED "11010101 00000xxx xxxxxxxx xxxxxxxx"   "Unallocated system instructions that the disassemblers print as MSR of an unnamed register; also bits of SB and others that should be zero, and TCOMMIT";
    [Llvm Gnu] UNDEFINED "11010101 00100xxx xxxxxxxx xxxxxxxx"   "Unallocated, but MRS of an unnamed register to the disassemblers; TSTART and TTEST of FEAT_TME";
    [Llvm Gnu] UNDEFINED "10011011 010xxxxx xxxxxxxx xxxxxxxx"   "SMULH whose bits 14..10 are not ones, as they should be: CONSTRAINED UNPREDICTABLE, undefined is allowed";
    [Llvm Gnu] UNDEFINED "10011011 110xxxxx xxxxxxxx xxxxxxxx"   "UMULH: see SMULH";
    [Llvm Gnu] UNDEFINED "00011110 xx1xxxxx 001000xx xxxxxxxx"   "FCMP with zero whose bits 20..16 are not zeros, as they should be: CONSTRAINED UNPREDICTABLE";
    [Gnu]      DEFINED   "xx001000 1x0xxxxx xxxxxxxx xxxxxxxx"   "Ordered accesses whose unused register fields are not ones, as they should be: executed as if they were";
    [Gnu]      DEFINED   "0110100x x1xxxxxx xxxxxxxx xxxxxxxx"   "LDPSW of one register twice, or of its base: CONSTRAINED UNPREDICTABLE, the loads are done in order";
    [Gnu]      UNDEFINED "1x010001 10xxxxxx xxxxxxxx xxxxxxxx"   "ADDG and SUBG of FEAT_MTE";
    [Gnu]      UNDEFINED "10x11010 110xxxxx 0001xxxx xxxxxxxx"   "IRG and GMI of FEAT_MTE";
    [Gnu]      UNDEFINED "10x11010 110xxxxx 000000xx xxxxxxxx"   "SUBP and SUBPS of FEAT_MTE";
    [Gnu]      UNDEFINED "11011001 xx1xxxxx xxxxxxxx xxxxxxxx"   "LDG, STG and others of FEAT_MTE";
    [Gnu]      UNDEFINED "0110100x x0xxxxxx xxxxxxxx xxxxxxxx"   "STGP of FEAT_MTE";
    [Gnu]      UNDEFINED "00011101 110xxxxx xxxx01xx xxxxxxxx"   "SETG* of FEAT_MTE with FEAT_MOPS";
    [Llvm]     UNDEFINED "00011x01 xx0xxxxx xxxx0111 111xxxxx"   "CPY and SET with a size in XZR: CONSTRAINED UNPREDICTABLE";
    [Gnu]      UNDEFINED "11111000 001xxxxx 1xxx00xx xxxxxxxx"   "LD64B, ST64B and others of FEAT_LS64";
    [Gnu]      UNDEFINED "0x001110 x11xxxxx 111011xx xxxxxxxx"   "FMLAL, FMLSL with bit 22 set: unallocated";
    [Gnu]      UNDEFINED "0x101110 x11xxxxx 110011xx xxxxxxxx"   "FMLAL2, FMLSL2 with bit 22 set: unallocated";
    [Gnu]      UNDEFINED "01010100 xxxxxxxx xxxxxxxx xxx1xxxx"   "BC.cond of FEAT_HBC";
    [Gnu]      UNDEFINED "11010100 011xxxxx xxxxxxxx xxx00000"   "TCANCEL of FEAT_TME";
}
