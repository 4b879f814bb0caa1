//! Functions called from lifted code, and the address range that may ask for the clock.

use std::sync::atomic::{AtomicU64, Ordering};

use ir::Helper;
use nix::time::{ClockId, clock_gettime};

use crate::crypto::{aes, permute, sm4};

/// Frequency of the `time` CSR, also told to the guest by riscv_hwprobe.
pub const TIMER_HZ: u64 = 10_000_000;

const NS_PER_S: i64 = 1_000_000_000;

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
    CLOCK_NS "clock_ns" (1) asks clock_ns;
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

fn nanoseconds(clock: ClockId) -> nix::Result<i64> {
    let t = clock_gettime(clock)?;
    Ok(t.tv_sec() * NS_PER_S + t.tv_nsec())
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

/// Clock `id` now, or a negated errno.
extern "C" fn clock_ns(id: u64, _: u64, _: u64, _: u64) -> u64 {
    match nanoseconds(ClockId::from_raw(id as i32)) {
        Ok(ns) => ns as u64,
        Err(errno) => -(errno as i64) as u64,
    }
}

static VDSO_START: AtomicU64 = AtomicU64::new(0);
static VDSO_END: AtomicU64 = AtomicU64::new(0);

/// Sets where the guest's vDSO is: only code there may use `emu.clock.ns`. Called at exec, before guest code runs.
pub fn set_vdso_range(start: u64, end: u64) {
    VDSO_START.store(start, Ordering::Relaxed);
    VDSO_END.store(end, Ordering::Relaxed);
}

/// First byte and end of the guest's vDSO.
pub fn vdso_range() -> (u64, u64) {
    (
        VDSO_START.load(Ordering::Relaxed),
        VDSO_END.load(Ordering::Relaxed),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_advance_and_unknown_ones_fail() {
        let (t, c) = (time(0, 0, 0, 0), cycle(0, 0, 0, 0));
        assert!(c / 100 >= t && c / 100 < t + TIMER_HZ);
        assert!(clock_ns(0, 0, 0, 0) > 1_700_000_000 * NS_PER_S as u64);
        assert_eq!(clock_ns(12345, 0, 0, 0) as i64, -22); // EINVAL
    }
}
