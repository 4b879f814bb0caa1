//! How the guest's absolute paths map to the host's: the `-L` prefix.

use std::path::PathBuf;

/// The guest's view of the file system.
#[derive(Debug, Default)]
pub struct FsView {
    /// The `-L` prefix, if any.
    pub prefix: Option<PathBuf>,
}
