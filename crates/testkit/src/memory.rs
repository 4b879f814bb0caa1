//! The data area of tests, and the hosts they are run for.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use guest_mem::{AddressSpace, MapRequest, Prot};
use host_x64::HostFeatures;

use crate::cases::DATA;

/// The data area, which one case at a time uses.
static MEMORY: LazyLock<Mutex<AddressSpace>> = LazyLock::new(|| {
    let space = AddressSpace::new();
    space
        .map(MapRequest {
            addr: DATA.start,
            len: DATA.end - DATA.start,
            prot: Prot(Prot::READ.0 | Prot::WRITE.0),
            flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
            fd: -1,
            offset: 0,
        })
        .expect("low addresses of a test are free");
    Mutex::new(space)
});

/// Takes the data area.
///
/// # Panics
/// If its addresses are taken.
pub fn lock_memory() -> MutexGuard<'static, AddressSpace> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// This host without everything that back ends can do without.
///
/// # Panics
/// If the host lacks what they cannot do without.
pub fn baseline_host() -> HostFeatures {
    let optional = ["aes", "sha", "gfni"];
    let avx512 = HostFeatures::NAMES
        .iter()
        .filter(|name| name.starts_with("avx512"));
    let without: Vec<String> = optional
        .iter()
        .chain(avx512)
        .map(|name| format!("-{name}"))
        .collect();
    let host = HostFeatures::detect().with_overrides(&without.join(","));
    host.expect("names of features")
}
