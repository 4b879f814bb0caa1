//! Reading and writing guest memory. The guest is another thread that writes everywhere: no reference
//! into its memory is ever made, values are copied.

use host_calls::{Fault, access};

use crate::{GuestAddr, PAGE_SIZE, in_window};

/// SIGSEGV, SEGV_MAPERR: what an access outside the guest window reports.
const OUTSIDE: Fault = Fault {
    signo: libc::SIGSEGV,
    code: 1,
    addr: 0,
};

fn check(addr: GuestAddr, len: usize) -> Result<(), Fault> {
    if in_window(addr, len as u64) {
        Ok(())
    } else {
        Err(Fault { addr, ..OUTSIDE })
    }
}

/// Plain data: any bit pattern is a value and there is no padding that matters.
///
/// # Safety
/// Only for `#[repr(C)]` types of integers and arrays of such.
pub unsafe trait Pod: Copy {}

macro_rules! pod {
    ($($t:ty),*) => {
        // SAFETY: integers.
        $(unsafe impl Pod for $t {})*
    };
}
pod!(u8, u16, u32, u64, i8, i16, i32, i64, u128);
// SAFETY: an array of plain data is plain data.
unsafe impl<T: Pod, const N: usize> Pod for [T; N] {}

/// Copies guest memory at `addr` into `buf`.
///
/// # Errors
/// The fault, if some byte cannot be read; `buf` may be partly written.
pub fn read_bytes(addr: GuestAddr, buf: &mut [u8]) -> Result<(), Fault> {
    check(addr, buf.len())?;
    access::copy_in(addr, buf).map_err(|(fault, _)| fault)
}

/// Copies `bytes` to guest memory at `addr`.
///
/// # Errors
/// The fault, if some byte cannot be written; bytes before it are written.
pub fn write_bytes(addr: GuestAddr, bytes: &[u8]) -> Result<(), Fault> {
    check(addr, bytes.len())?;
    access::copy_out(addr, bytes).map_err(|(fault, _)| fault)
}

/// Zeroes `len` bytes of guest memory.
///
/// # Errors
/// The fault, if some byte cannot be written.
pub fn fill_zero(addr: GuestAddr, len: usize) -> Result<(), Fault> {
    check(addr, len)?;
    access::zero_out(addr, len).map_err(|(fault, _)| fault)
}

/// Reads a value.
///
/// # Errors
/// The fault, if it cannot be read.
pub fn read<T: Pod>(addr: GuestAddr) -> Result<T, Fault> {
    let mut value = std::mem::MaybeUninit::<T>::zeroed();
    // SAFETY: plain data may be viewed as bytes, and any bytes are a value.
    unsafe {
        let bytes = std::slice::from_raw_parts_mut(value.as_mut_ptr().cast::<u8>(), size_of::<T>());
        read_bytes(addr, bytes)?;
        Ok(value.assume_init())
    }
}

/// Writes a value.
///
/// # Errors
/// The fault, if it cannot be written.
pub fn write<T: Pod>(addr: GuestAddr, value: &T) -> Result<(), Fault> {
    // SAFETY: plain data may be viewed as bytes.
    let bytes = unsafe {
        std::slice::from_raw_parts(std::ptr::from_ref(value).cast::<u8>(), size_of::<T>())
    };
    write_bytes(addr, bytes)
}

/// Why [`read_cstr`] failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CStrError {
    /// Memory before the terminating zero cannot be read (EFAULT).
    Fault(Fault),
    /// No zero within the limit (ENAMETOOLONG, E2BIG).
    TooLong,
}

/// Reads a zero-terminated string of at most `max` bytes, without its zero.
///
/// # Errors
/// See [`CStrError`].
pub fn read_cstr(addr: GuestAddr, max: usize) -> Result<Vec<u8>, CStrError> {
    let mut out = Vec::new();
    copy_in_string(addr, max, &mut out)?;
    Ok(out)
}

/// As [`read_cstr`], appending to `out`.
///
/// # Errors
/// See [`CStrError`].
pub fn copy_in_string(addr: GuestAddr, max: usize, out: &mut Vec<u8>) -> Result<(), CStrError> {
    let (mut at, begin) = (addr, out.len());
    let mut chunk = [0u8; 256];
    loop {
        // Never read across a page: the next one may not be there.
        let to_page_end = (PAGE_SIZE - at % PAGE_SIZE) as usize;
        let n = to_page_end.min(chunk.len());
        read_bytes(at, &mut chunk[..n]).map_err(CStrError::Fault)?;
        let zero = chunk[..n].iter().position(|b| *b == 0);
        out.extend_from_slice(&chunk[..zero.unwrap_or(n)]);
        if out.len() - begin > max {
            return Err(CStrError::TooLong);
        }
        if zero.is_some() {
            return Ok(());
        }
        at += n as u64;
    }
}

/// Loads 1, 2, 4 or 8 bytes, zero-extended; atomic when aligned.
///
/// # Errors
/// The fault.
pub fn load(addr: GuestAddr, width: u32) -> Result<u64, Fault> {
    check(addr, width as usize)?;
    access::load(addr, width)
}

/// Stores 1, 2, 4 or 8 bytes; atomic when aligned.
///
/// # Errors
/// The fault.
pub fn store(addr: GuestAddr, width: u32, value: u64) -> Result<(), Fault> {
    check(addr, width as usize)?;
    access::store(addr, width, value)
}

/// Loads 16 bytes; atomic when aligned.
///
/// # Errors
/// The fault.
pub fn load16(addr: GuestAddr) -> Result<u128, Fault> {
    check(addr, 16)?;
    access::load16(addr)
}

/// Stores 16 bytes; atomic when aligned.
///
/// # Errors
/// The fault.
pub fn store16(addr: GuestAddr, value: u128) -> Result<(), Fault> {
    check(addr, 16)?;
    access::store16(addr, value)
}

/// Atomic exchange of 1, 2, 4 or 8 bytes; returns the old value zero-extended.
///
/// # Errors
/// The fault.
pub fn swap(addr: GuestAddr, width: u32, value: u64) -> Result<u64, Fault> {
    check(addr, width as usize)?;
    access::swap(addr, width, value)
}

/// Atomic compare and swap of 1, 2, 4 or 8 bytes; returns the old value zero-extended.
///
/// # Errors
/// The fault (also when the memory is only readable).
pub fn compare_and_swap(
    addr: GuestAddr,
    width: u32,
    expected: u64,
    new: u64,
) -> Result<u64, Fault> {
    check(addr, width as usize)?;
    access::compare_and_swap(addr, width, expected, new)
}

/// Atomic 16-byte compare and swap (aligned address); returns the old (low, high) halves.
///
/// # Errors
/// The fault.
pub fn compare_and_swap16(
    addr: GuestAddr,
    expected: [u64; 2],
    new: [u64; 2],
) -> Result<[u64; 2], Fault> {
    check(addr, 16)?;
    access::compare_and_swap16(addr, expected, new)
}
