//! Host registers and what each is for while generated code runs.
//!
//! | host | use |
//! |---|---|
//! | r15 | guest state: `&State + STATE_BIAS` |
//! | r14 | start of the code arena, where the stubs are |
//! | rsp | stack of paired calls and returns |
//! | rax rcx rdx | scratch |
//! | the other ten | [`ir::RegFile::hot_gprs`] |
//! | xmm0-3 | scratch |
//! | xmm4-15 | [`ir::RegFile::hot_fprs`] |
//! | MXCSR | the guest's rounding mode and sticky flags |
//! | flags | dead between blocks |

/// A general register by its hardware number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Gpr(pub u8);

/// A vector register by its hardware number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Xmm(pub u8);

impl Gpr {
    /// rax
    pub const RAX: Gpr = Gpr(0);
    /// rcx
    pub const RCX: Gpr = Gpr(1);
    /// rdx
    pub const RDX: Gpr = Gpr(2);
    /// rbx
    pub const RBX: Gpr = Gpr(3);
    /// rsp
    pub const RSP: Gpr = Gpr(4);
    /// rbp
    pub const RBP: Gpr = Gpr(5);
    /// rsi
    pub const RSI: Gpr = Gpr(6);
    /// rdi
    pub const RDI: Gpr = Gpr(7);
    /// r8
    pub const R8: Gpr = Gpr(8);
    /// r9
    pub const R9: Gpr = Gpr(9);
    /// r10
    pub const R10: Gpr = Gpr(10);
    /// r11
    pub const R11: Gpr = Gpr(11);
    /// r12
    pub const R12: Gpr = Gpr(12);
    /// r13
    pub const R13: Gpr = Gpr(13);
    /// r14
    pub const R14: Gpr = Gpr(14);
    /// r15
    pub const R15: Gpr = Gpr(15);
}

/// Points [`ir::STATE_BIAS`] bytes into the guest's State.
pub const STATE: Gpr = Gpr::R15;
/// Points to the start of the code arena.
pub const CODE_BASE: Gpr = Gpr::R14;
/// Stack of paired calls and returns.
pub const CALL_STACK: Gpr = Gpr::RSP;
/// Target pc at an indirect exit ([`crate::PcKind::IndirectJump`]).
pub const TARGET: Gpr = Gpr::RDX;

/// Registers free within a block.
pub const SCRATCH_GPRS: [Gpr; 3] = [Gpr::RAX, Gpr::RCX, Gpr::RDX];
/// `PINNED_GPRS[i]` holds `RegFile::hot_gprs[i]`.
pub const PINNED_GPRS: [Gpr; 10] = [
    Gpr::RBX,
    Gpr::RBP,
    Gpr::RSI,
    Gpr::RDI,
    Gpr::R8,
    Gpr::R9,
    Gpr::R10,
    Gpr::R11,
    Gpr::R12,
    Gpr::R13,
];

/// Vector registers free within a block.
pub const SCRATCH_XMMS: [Xmm; 4] = [Xmm(0), Xmm(1), Xmm(2), Xmm(3)];
/// `PINNED_XMMS[i]` holds `RegFile::hot_fprs[i]`.
pub const PINNED_XMMS: [Xmm; 12] = [
    Xmm(4),
    Xmm(5),
    Xmm(6),
    Xmm(7),
    Xmm(8),
    Xmm(9),
    Xmm(10),
    Xmm(11),
    Xmm(12),
    Xmm(13),
    Xmm(14),
    Xmm(15),
];

/// Exception flags of MXCSR (bits 0..=5: IE DE ZE OE UE PE).
pub const MXCSR_FLAGS: u32 = 0x3f;
/// Shift of the two rounding control bits of MXCSR.
pub const MXCSR_ROUND_SHIFT: u32 = 13;
/// MXCSR without flags: all exceptions masked, rounding to nearest.
pub const MXCSR_DEFAULT: u32 = 0x1f80;

/// MXCSR's rounding control for `frm` = 0 nearest even, 1 to zero, 2 down, 3 up.
pub const MXCSR_ROUND: [u8; 4] = [0, 3, 1, 2];

/// MXCSR flag bits for the low five bits of `fflags` (NX UF OF DZ NV from bit 0).
pub const fn mxcsr_from_fflags(fflags: u32) -> u32 {
    (fflags & 1) << 5
        | (fflags & 2) << 3
        | (fflags & 4) << 1
        | (fflags & 8) >> 1
        | (fflags & 16) >> 4
}

/// The inverse of [`mxcsr_from_fflags`]; bits other than the flags are ignored, DE too.
pub const fn fflags_from_mxcsr(mxcsr: u32) -> u32 {
    (mxcsr & 1) << 4 | (mxcsr & 4) << 1 | (mxcsr & 8) >> 1 | (mxcsr & 16) >> 3 | (mxcsr & 32) >> 5
}

/// The flags that MXCSR has a place for.
pub const HOST_FFLAGS: u32 = 0x1f;

/// Bits of MXCSR that make subnormal operands (bit 6) and results (bit 15) zeros.
pub const MXCSR_FLUSH: u32 = 1 << 6 | 1 << 15;

/// MXCSR for a guest's `fflags` and `frm` (0..=3).
pub const fn mxcsr(fflags: u32, frm: u32) -> u32 {
    MXCSR_DEFAULT
        | mxcsr_from_fflags(fflags)
        | (MXCSR_ROUND[(frm & 3) as usize] as u32) << MXCSR_ROUND_SHIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fflags_round_trip() {
        for fflags in 0..32 {
            assert_eq!(fflags_from_mxcsr(mxcsr_from_fflags(fflags)), fflags);
            assert_eq!(fflags_from_mxcsr(mxcsr_from_fflags(fflags) | 2), fflags);
        }
        assert_eq!(mxcsr(0, 0), 0x1f80);
        assert_eq!(mxcsr(0, 1), 0x7f80);
        assert_eq!(mxcsr(16, 2), 0x3f81);
    }
}
