//! Runs aarch64 Linux programs.
//!
//! No Rust runtime start-up: it would ignore SIGPIPE and install handlers, which the guest would inherit.
#![no_main]

use std::ffi::c_char;

/// Entry from the C library's start code.
///
/// # Safety
/// `argv` and `envp` are null-terminated arrays of C strings, as the C library passes them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn main(
    _: i32,
    argv: *const *const c_char,
    envp: *const *const c_char,
) -> i32 {
    // SAFETY: the caller's promise.
    unsafe { emu::entry::c_main::<guest_aarch64::Aarch64>("emu-aarch64", argv, envp) }
}
