//! Functions called from lifted code.

use ir::Helper;

/// The frontend's helper table.
pub const HELPERS: &[Helper] = &[
    Helper {
        name: "clock_ns",
        args: 1,
        pure_: false,
        func: guest_clock::clock_ns,
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

/// A random number from the host's kernel; 0 if it gives none.
extern "C" fn random(_: u64, _: u64, _: u64, _: u64) -> u64 {
    getrandom::u64().unwrap_or(0)
}
