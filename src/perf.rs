//! Translated code in the sight of `perf`: see `perf_files`.

use std::io;
use std::sync::{Mutex, PoisonError};

use perf_files::{PerfFiles, Translated};

static FILES: Mutex<Option<PerfFiles>> = Mutex::new(None);

/// Begins the files that are wanted.
///
/// # Errors
/// If they cannot be made.
pub fn start(map: bool, dump: bool) -> io::Result<()> {
    if map || dump {
        *FILES.lock().unwrap_or_else(PoisonError::into_inner) = Some(PerfFiles::new(map, dump)?);
    }
    Ok(())
}

/// Records a block. What cannot be written is left out: the guest has priority.
pub fn add(pc: u64, host: u64, code: &[u8]) {
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(files) = files.as_mut() {
        let _ = files.add(&Translated { pc, host, code });
    }
}
