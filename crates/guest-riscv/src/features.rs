//! ISA extensions as bits of [`Features`].

use ir::Features;

macro_rules! extensions {
    ($($(#[$doc:meta])* $id:ident $name:literal;)*) => {
        /// Bit numbers, in the order of the list.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($id),* }

        $($(#[$doc])* pub const $id: u128 = 1 << Bit::$id as u32;)*

        /// Every extension: name as in the ISA string, and its bit. In the order of the ISA string.
        pub const EXTENSIONS: &[(&str, u128)] = &[$(($name, $id)),*];
    };
}

extensions! {
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
pub const ALL: Features = Features({
    let mut all = 0;
    let mut i = 0;
    while i < EXTENSIONS.len() {
        all |= EXTENSIONS[i].1;
        i += 1;
    }
    all & !ZKT
});

/// The bit of an extension by its name in the ISA string.
pub fn by_name(name: &str) -> Option<u128> {
    EXTENSIONS
        .iter()
        .find(|(n, _)| *n == name)
        .map(|&(_, bit)| bit)
}

/// Names of the extensions in a bit set.
pub fn names(bits: u128) -> impl Iterator<Item = &'static str> {
    EXTENSIONS
        .iter()
        .filter(move |(_, bit)| bits & bit != 0)
        .map(|&(name, _)| name)
}
