//! Copies between the guest's memory and ours: what cannot be copied is EFAULT.

use guest_mem::{CStrError, Errno, Pod};

const EFAULT: Errno = Errno(libc::EFAULT);

/// Reads a value.
pub fn read<T: Pod>(addr: u64) -> Result<T, Errno> {
    guest_mem::read(addr).map_err(|_| EFAULT)
}

/// Reads a value if the pointer is not null.
pub fn read_opt<T: Pod>(addr: u64) -> Result<Option<T>, Errno> {
    if addr == 0 {
        Ok(None)
    } else {
        read(addr).map(Some)
    }
}

/// Writes a value.
pub fn write<T: Pod>(addr: u64, value: &T) -> Result<(), Errno> {
    guest_mem::write(addr, value).map_err(|_| EFAULT)
}

/// Writes a value if the pointer is not null.
pub fn write_opt<T: Pod>(addr: u64, value: &T) -> Result<(), Errno> {
    if addr == 0 {
        Ok(())
    } else {
        write(addr, value)
    }
}

/// Reads a string of less than `max` bytes; a longer one is the error `too_long`.
pub fn string(addr: u64, max: usize, too_long: Errno) -> Result<Vec<u8>, Errno> {
    guest_mem::read_cstr(addr, max - 1).map_err(|error| match error {
        CStrError::Fault(_) => EFAULT,
        CStrError::TooLong => too_long,
    })
}

/// Reads a path: ENAMETOOLONG from PATH_MAX on.
pub fn path(addr: u64) -> Result<Vec<u8>, Errno> {
    string(addr, libc::PATH_MAX as usize, Errno(libc::ENAMETOOLONG))
}

/// A guest address to hand to the host with room for `len` bytes: EFAULT if it does not lie in the guest's window,
/// because it could point into the emulator.
pub fn area(addr: u64, len: u64) -> Result<u64, Errno> {
    if guest_mem::in_window(addr, len) {
        Ok(addr)
    } else {
        Err(EFAULT)
    }
}

/// Fills `buf` from the guest's memory.
pub fn read_bytes(addr: u64, buf: &mut [u8]) -> Result<(), Errno> {
    guest_mem::read_bytes(addr, buf).map_err(|_| EFAULT)
}

/// Copies bytes to the guest's memory.
pub fn write_bytes(addr: u64, bytes: &[u8]) -> Result<(), Errno> {
    guest_mem::write_bytes(addr, bytes).map_err(|_| EFAULT)
}
