//! Mappings that exist to be seen.

use crate::syscall;

/// Maps a page of the file `fd` executable, for good: `perf record` notes the names of files that are mapped so, and takes
/// one called `jit-PID.dump` for a dump of code.
///
/// # Errors
/// The host's errno.
pub fn show_executable(fd: i32) -> Result<(), i32> {
    let (protection, flags) = (libc::PROT_READ | libc::PROT_EXEC, libc::MAP_PRIVATE);
    let arguments = [0, 4096, protection as u64, flags as u64, fd as u64, 0];
    // SAFETY: the kernel chooses a free place, and nothing refers to it.
    let mapped = unsafe { syscall(libc::SYS_mmap, arguments) };
    if mapped < 0 {
        Err(-mapped as i32)
    } else {
        Ok(())
    }
}
