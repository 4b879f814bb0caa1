//! Architecture extensions as bits of [`Features`].
//! Names are those of `-march` and of /proc/cpuinfo where it has one.

use ir::Features;

insn_table::extensions! {
    /// The base instruction set.
    BASE "base";
    /// Scalar floating point.
    FP "fp";
    /// Advanced SIMD.
    ASIMD "asimd";
    /// AES instructions.
    AES "aes";
    /// Polynomial multiply of doublewords.
    PMULL "pmull";
    /// SHA-1.
    SHA1 "sha1";
    /// SHA-256.
    SHA2 "sha2";
    /// SHA-512.
    SHA512 "sha512";
    /// SHA-3: eor3, rax1, xar, bcax.
    SHA3 "sha3";
    /// SM3.
    SM3 "sm3";
    /// SM4.
    SM4 "sm4";
    /// CRC-32.
    CRC32 "crc32";
    /// Large system extensions: atomics.
    LSE "atomics";
    /// Half-precision arithmetic, scalar.
    FPHP "fphp";
    /// Half-precision arithmetic, vector.
    ASIMDHP "asimdhp";
    /// Rounding doubling multiply accumulate.
    RDM "asimdrdm";
    /// JavaScript conversion.
    JSCVT "jscvt";
    /// Complex numbers.
    FCMA "fcma";
    /// Load-acquire with weaker ordering.
    LRCPC "lrcpc";
    /// The same with immediate offsets.
    LRCPC2 "ilrcpc";
    /// Clean to the point of persistence.
    DPB "dcpop";
    /// Clean to the point of deep persistence.
    DPB2 "dcpodp";
    /// Dot products of bytes.
    DOTPROD "asimddp";
    /// Half-precision multiply accumulate to single.
    FHM "asimdfhm";
    /// Data-independent timing: the bit exists.
    DIT "dit";
    /// Unaligned atomics within 16 bytes.
    LSE2 "uscat";
    /// Flag manipulation.
    FLAGM "flagm";
    /// More flag manipulation.
    FLAGM2 "flagm2";
    /// Speculative store bypass bit.
    SSBS "ssbs";
    /// Speculation barrier.
    SB "sb";
    /// Pointer authentication, address keys.
    PACA "paca";
    /// Pointer authentication, generic key.
    PACG "pacg";
    /// Rounding to 32- and 64-bit integers.
    FRINTTS "frint";
    /// Matrix multiply of bytes.
    I8MM "i8mm";
    /// bfloat16.
    BF16 "bf16";
    /// Random numbers.
    RNG "rng";
    /// Branch targets.
    BTI "bti";
    /// Waits with timeout.
    WFXT "wfxt";
    /// Common short sequences.
    CSSC "cssc";
    /// Memory copy and set.
    MOPS "mops";
}

/// Not an extension: accesses with SP as their base check its alignment (see [`ir::StackChecks`]).
pub const STACK_CHECKS: u128 = 1 << 127;

/// Not an extension: there are guarded pages (see [`ir::BranchTargets`]).
pub const BRANCH_TARGETS: u128 = 1 << 126;

/// Not an extension: this code is in a guarded page.
pub const GUARDED: u128 = 1 << 125;

/// Everything this frontend implements.
pub const ALL: Features = Features(EVERY);
