//! Owns the guest's address space: what is mapped where with which guest protection, where new
//! mappings go, and accesses to guest memory that return an error instead of crashing.
//!
//! Guest address = host address. The guest owns the window `[WINDOW_START, window_end())`; the emulator lives
//! above it, so an address inside the window is never the emulator's. The list costs O(mappings),
//! never O(pages).
//!
//! May touch: host mmap and friends, inside the window only. **Invariant: knows no ISA, no translated
//! code and no system call numbers.**
//!
//! Read first: [`space::AddressSpace`]; [`access`] for reading and writing.

use std::sync::atomic::{AtomicU64, Ordering};

pub mod access;
mod homes;
pub mod monitor;
pub mod space;
pub mod vma;

pub use access::{
    CStrError, Pod, copy_in_string, fill_zero, read, read_bytes, read_cstr, write, write_bytes,
};
pub use host_calls::Fault;
pub use space::{AddressSpace, CodeFault, MapRequest, SpaceGuard};
pub use vma::{Backing, FileId, Prot, Vma};

/// A guest virtual address.
pub type GuestAddr = u64;

/// No guest's window ends above this: what lies above is the emulator's.
pub const WINDOW_LIMIT: u64 = 1 << 42;

/// 2^38, the user half of a RISC-V Sv39 address space, until [`set_window_end`] says otherwise.
static WINDOW_END: AtomicU64 = AtomicU64::new(1 << 38);

/// End of the guest window.
pub fn window_end() -> u64 {
    WINDOW_END.load(Ordering::Relaxed)
}

/// Sets the end of the guest window, which is the same for the whole life of the process: to be called before an
/// [`AddressSpace`] is made.
pub fn set_window_end(end: u64) {
    WINDOW_END.store(end.min(WINDOW_LIMIT), Ordering::Relaxed);
}

/// Lowest address a guest can map (the usual vm.mmap_min_addr).
pub const WINDOW_START: u64 = 0x1_0000;

/// Size of a page in bytes, guest and host.
pub const PAGE_SIZE: u64 = 4096;

/// A positive Linux error number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Errno(pub i32);

impl Errno {
    /// Splits a raw system call result.
    ///
    /// # Errors
    /// When the result is in -4095..0.
    pub fn check(raw: i64) -> Result<u64, Errno> {
        if (-4095..0).contains(&raw) {
            Err(Errno(-raw as i32))
        } else {
            Ok(raw as u64)
        }
    }

    /// As a system call result.
    pub fn raw(self) -> i64 {
        -(self.0 as i64)
    }
}

impl std::fmt::Display for Errno {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", std::io::Error::from_raw_os_error(self.0))
    }
}

impl std::error::Error for Errno {}

/// Rounds down to a page.
pub const fn page_floor(addr: u64) -> u64 {
    addr & !(PAGE_SIZE - 1)
}

/// Rounds up to a page; saturates at the last page.
pub const fn page_ceil(addr: u64) -> u64 {
    match addr.checked_add(PAGE_SIZE - 1) {
        Some(a) => page_floor(a),
        None => page_floor(u64::MAX),
    }
}

/// True if `[addr, addr + len)` lies inside the guest window.
pub fn in_window(addr: u64, len: u64) -> bool {
    match addr.checked_add(len) {
        Some(end) => end <= window_end(),
        None => false,
    }
}
