//! The C entry point: what the process was started with, as owned values.

use std::ffi::{CStr, c_char};

use crate::guest::Guest;
use crate::start;

/// What the kernel says about how this process was started.
#[derive(Debug)]
pub struct Started {
    /// Our arguments, our own name first.
    pub args: Vec<Vec<u8>>,
    /// The environment, also entries without `=`.
    pub env: Vec<Vec<u8>>,
    /// AT_SECURE: privileges were gained by exec; nothing the caller set may be believed.
    pub secure: bool,
    /// AT_FLAGS bit 0: started by binfmt_misc with the P flag; the arguments are program, argv[0], rest.
    pub preserve_argv0: bool,
    /// AT_EXECFD: binfmt_misc opened the program for us.
    pub exec_fd: Option<i32>,
}

/// Runs the emulator for guest `G`; the emulator's own name is `name`.
///
/// # Safety
/// `argv` and `envp` are null-terminated arrays of C strings, as the C library passes them to `main`.
pub unsafe fn c_main<G: Guest>(
    name: &str,
    argv: *const *const c_char,
    envp: *const *const c_char,
) -> i32 {
    // SAFETY: getauxval reads the process's own auxiliary vector.
    let aux = |key| unsafe { libc::getauxval(key) };
    let fd = aux(libc::AT_EXECFD);
    let started = Started {
        // SAFETY: the caller's promise.
        args: unsafe { strings(argv) },
        // SAFETY: the caller's promise.
        env: unsafe { strings(envp) },
        secure: aux(libc::AT_SECURE) != 0,
        preserve_argv0: aux(libc::AT_FLAGS) & 1 != 0,
        exec_fd: (fd != 0).then_some(fd as i32),
    };
    start::main::<G>(name, &started)
}

/// # Safety
/// `list` is a null-terminated array of C strings.
unsafe fn strings(list: *const *const c_char) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let mut at = list;
    // SAFETY: the array ends with a null pointer, before which every element is a C string.
    unsafe {
        while !at.is_null() && !(*at).is_null() {
            out.push(CStr::from_ptr(*at).to_bytes().to_vec());
            at = at.add(1);
        }
    }
    out
}
