//! ISA extensions as bits of [`Features`].
//! In the order of the ISA string, with its names.

use ir::Features;

insn_table::extensions! {
    /// Base integer instructions.
    I "i";
    /// Multiplication and division.
    M "m";
    /// Atomics: Zaamo and Zalrsc.
    A "a";
    /// Single-precision floating point.
    F "f";
    /// Double-precision floating point.
    D "d";
    /// Compressed instructions: Zca, and Zcd with D.
    C "c";
    /// Cache-block management.
    ZICBOM "zicbom";
    /// Cache-block prefetch.
    ZICBOP "zicbop";
    /// Cache-block zero.
    ZICBOZ "zicboz";
    /// Base counters and timers.
    ZICNTR "zicntr";
    /// Integer conditional operations.
    ZICOND "zicond";
    /// Control and status registers.
    ZICSR "zicsr";
    /// Instruction-fetch fence.
    ZIFENCEI "zifencei";
    /// Non-temporal hints.
    ZIHINTNTL "zihintntl";
    /// Pause hint.
    ZIHINTPAUSE "zihintpause";
    /// May-be-operations.
    ZIMOP "zimop";
    /// Multiplication without division.
    ZMMUL "zmmul";
    /// Reservation sets of at most 64 bytes.
    ZA64RS "za64rs";
    /// Atomic memory operations.
    ZAAMO "zaamo";
    /// Byte and halfword atomics.
    ZABHA "zabha";
    /// Compare and swap.
    ZACAS "zacas";
    /// Load-reserved, store-conditional.
    ZALRSC "zalrsc";
    /// Wait on reservation set.
    ZAWRS "zawrs";
    /// Additional floating point.
    ZFA "zfa";
    /// Half-precision floating point.
    ZFH "zfh";
    /// Half-precision conversions.
    ZFHMIN "zfhmin";
    /// Compressed integer instructions.
    ZCA "zca";
    /// More compressed integer instructions.
    ZCB "zcb";
    /// Compressed double-precision loads and stores.
    ZCD "zcd";
    /// Compressed may-be-operations.
    ZCMOP "zcmop";
    /// Address generation.
    ZBA "zba";
    /// Basic bit manipulation.
    ZBB "zbb";
    /// Carry-less multiplication.
    ZBC "zbc";
    /// Bit manipulation for cryptography.
    ZBKB "zbkb";
    /// Carry-less multiplication for cryptography.
    ZBKC "zbkc";
    /// Crossbar permutations.
    ZBKX "zbkx";
    /// Single-bit instructions.
    ZBS "zbs";
    /// AES decryption.
    ZKND "zknd";
    /// AES encryption.
    ZKNE "zkne";
    /// SHA-2.
    ZKNH "zknh";
    /// SM4.
    ZKSED "zksed";
    /// SM3.
    ZKSH "zksh";
    /// Data-independent latency: nothing to implement, but not promised by a translator either.
    ZKT "zkt";
}

/// Everything this frontend implements.
pub const ALL: Features = Features(EVERY & !ZKT);
