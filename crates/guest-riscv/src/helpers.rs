//! Functions called from lifted code.

use guest_clock::{NS_PER_S, nanoseconds};
use ir::Helper;
use nix::time::ClockId;

use crate::crypto::{aes, permute, sm4};

/// Frequency of the `time` CSR, also told to the guest by riscv_hwprobe.
pub const TIMER_HZ: u64 = 10_000_000;

/// The table: its order numbers the helpers. `pure` ones depend on their operands only.
macro_rules! helpers {
    ($($(#[$doc:meta])* $id:ident $name:literal ($args:literal) $kind:ident $func:path;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Index { $($id),* }

        $($(#[$doc])* pub const $id: usize = Index::$id as usize;)*

        /// The frontend's helper table.
        pub const HELPERS: &[Helper] = &[$(Helper {
            name: $name,
            args: $args,
            pure_: helpers!(@$kind),
            func: $func,
        }),*];
    };
    (@pure) => { true };
    (@asks) => { false };
}

helpers! {
    /// Index of the timer CSR, at [`TIMER_HZ`].
    TIME "time" (0) asks time;
    /// Index of the cycle and instret counters.
    CYCLE "cycle" (0) asks cycle;
    /// Index of any clock in nanoseconds.
    CLOCK_NS "clock_ns" (1) asks guest_clock::clock_ns;
    /// Index of half of AES's final encryption round.
    AES64ES "aes64es" (2) pure aes::encrypt_final;
    /// Index of half of a middle encryption round.
    AES64ESM "aes64esm" (2) pure aes::encrypt_middle;
    /// Index of half of AES's final decryption round.
    AES64DS "aes64ds" (2) pure aes::decrypt_final;
    /// Index of half of a middle decryption round.
    AES64DSM "aes64dsm" (2) pure aes::decrypt_middle;
    /// Index of AES's inverse column mixing.
    AES64IM "aes64im" (1) pure aes::inverse_mix;
    /// Index of the nonlinear step of AES's key schedule.
    AES64KS1I "aes64ks1i" (2) pure aes::key_word;
    /// Index of a quarter of SM4's round.
    SM4ED "sm4ed" (3) pure sm4::encrypt;
    /// Index of a quarter of a step of SM4's key schedule.
    SM4KS "sm4ks" (3) pure sm4::schedule;
    /// Index of the permutation of 4-bit elements.
    XPERM4 "xperm4" (2) pure permute::nibbles;
    /// Index of the permutation of bytes.
    XPERM8 "xperm8" (2) pure permute::bytes;
}

/// Ticks of the timer since boot.
extern "C" fn time(_: u64, _: u64, _: u64, _: u64) -> u64 {
    let ns = nanoseconds(ClockId::CLOCK_MONOTONIC).unwrap_or(0);
    ns as u64 / (NS_PER_S as u64 / TIMER_HZ)
}

/// A machine of 1 GHz that retires one instruction per cycle.
extern "C" fn cycle(_: u64, _: u64, _: u64, _: u64) -> u64 {
    nanoseconds(ClockId::CLOCK_MONOTONIC).unwrap_or(0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_nanoseconds_and_ticks_a_hundred_of_them() {
        let (t, c) = (time(0, 0, 0, 0), cycle(0, 0, 0, 0));
        assert!(c / 100 >= t && c / 100 < t + TIMER_HZ);
    }
}
