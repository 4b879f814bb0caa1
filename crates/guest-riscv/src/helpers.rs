//! Functions called from lifted code, and the address range that may ask for the clock.

use std::sync::atomic::{AtomicU64, Ordering};

use ir::Helper;
use nix::time::{ClockId, clock_gettime};

/// Index of `time` in [`HELPERS`]: the timer CSR, at [`TIMER_HZ`].
pub const TIME: usize = 0;
/// Index of `cycle` in [`HELPERS`]: cycle and instret counters.
pub const CYCLE: usize = 1;
/// Index of `clock_ns` in [`HELPERS`]: any clock in nanoseconds.
pub const CLOCK_NS: usize = 2;

/// Frequency of the `time` CSR, also told to the guest by riscv_hwprobe.
pub const TIMER_HZ: u64 = 10_000_000;

const NS_PER_S: i64 = 1_000_000_000;

/// The frontend's helper table.
pub const HELPERS: &[Helper] = &[
    Helper {
        name: "time",
        args: 0,
        pure_: false,
        func: time,
    },
    Helper {
        name: "cycle",
        args: 0,
        pure_: false,
        func: cycle,
    },
    Helper {
        name: "clock_ns",
        args: 1,
        pure_: false,
        func: clock_ns,
    },
];

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
