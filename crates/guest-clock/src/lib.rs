//! How every guest's vDSO learns the time: a helper that lifted code may call, and the addresses of the code that may ask for it.
//!
//! May touch: `ir`. **Invariant: the emulator's own instruction `emu.clock.ns` exists inside the vDSO only.**

#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicU64, Ordering};

use ir::GuestAddr;
use nix::time::{ClockId, clock_gettime};

/// Nanoseconds in a second.
pub const NS_PER_S: i64 = 1_000_000_000;

/// What clock `id` shows, in nanoseconds.
///
/// # Errors
/// The kernel's, `EINVAL` for an unknown clock.
pub fn nanoseconds(id: ClockId) -> nix::Result<i64> {
    let t = clock_gettime(id)?;
    Ok(t.tv_sec() * NS_PER_S + t.tv_nsec())
}

/// The helper (an [`ir::HelperFn`] of one argument): the clock with id `id` now, in nanoseconds; or a negated errno.
pub extern "C" fn clock_ns(id: u64, _: u64, _: u64, _: u64) -> u64 {
    match nanoseconds(ClockId::from_raw(id as i32)) {
        Ok(ns) => ns as u64,
        Err(errno) => -(errno as i64) as u64,
    }
}

static VDSO_START: AtomicU64 = AtomicU64::new(0);
static VDSO_END: AtomicU64 = AtomicU64::new(0);

/// Sets where the guest's vDSO is, its first byte and its end. Called at exec, before guest code runs.
pub fn set_vdso_range(start: GuestAddr, end: GuestAddr) {
    VDSO_START.store(start, Ordering::Relaxed);
    VDSO_END.store(end, Ordering::Relaxed);
}

/// True if code at `pc` may ask for the clock.
pub fn is_vdso(pc: GuestAddr) -> bool {
    let (start, end) = (&VDSO_START, &VDSO_END);
    (start.load(Ordering::Relaxed)..end.load(Ordering::Relaxed)).contains(&pc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_advances_and_unknown_ones_fail() {
        assert!(clock_ns(0, 0, 0, 0) > 1_700_000_000 * NS_PER_S as u64);
        assert_eq!(clock_ns(12345, 0, 0, 0) as i64, -22); // EINVAL
    }

    #[test]
    fn only_the_vdso_may_ask() {
        assert!(!is_vdso(0));
        set_vdso_range(0x7000_0000, 0x7000_1000);
        assert!(is_vdso(0x7000_0ffc));
        assert!(!is_vdso(0x7000_1000));
        assert!(!is_vdso(0x6fff_fffe));
    }
}
