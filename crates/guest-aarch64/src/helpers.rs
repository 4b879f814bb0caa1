//! Functions called from lifted code, and the address range that may ask for the clock.

use std::sync::atomic::{AtomicU64, Ordering};

use ir::Helper;
use nix::time::{ClockId, clock_gettime};

/// The frontend's helper table.
pub const HELPERS: &[Helper] = &[
    Helper {
        name: "clock_ns",
        args: 1,
        pure_: false,
        func: clock_ns,
    },
    Helper {
        name: "random",
        args: 0,
        pure_: false,
        func: random,
    },
];

/// Index of any clock in nanoseconds.
pub const CLOCK_NS: usize = 0;
/// Index of the random number.
pub const RANDOM: usize = 1;

const NS_PER_S: i64 = 1_000_000_000;

/// Clock `id` now, or a negated errno.
extern "C" fn clock_ns(id: u64, _: u64, _: u64, _: u64) -> u64 {
    match clock_gettime(ClockId::from_raw(id as i32)) {
        Ok(t) => (t.tv_sec() * NS_PER_S + t.tv_nsec()) as u64,
        Err(errno) => -(errno as i64) as u64,
    }
}

/// A random number from the host's kernel; 0 if it gives none.
extern "C" fn random(_: u64, _: u64, _: u64, _: u64) -> u64 {
    getrandom::u64().unwrap_or(0)
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
    fn the_clock_advances_and_unknown_ones_fail() {
        assert!(clock_ns(0, 0, 0, 0) > 1_700_000_000 * NS_PER_S as u64);
        assert_eq!(clock_ns(12345, 0, 0, 0) as i64, -22); // EINVAL
    }
}
