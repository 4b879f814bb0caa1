//! Started by BuildKit: a builder without binfmt_misc mounts an emulator from its own path (`buildkit-qemu-aarch64`) into the container, and
//! puts it before the command of a RUN line. What follows is a command as execvp takes it, never an option of ours.

use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Where the emulator lies in the container (BuildKit, solver/llbsolver/ops/exec_binfmt.go).
const MOUNTED: &str = ".buildkit_qemu_emulator";
/// What the builder looks for in its own path; the rest is QEMU's name of the guest.
const INSTALLED: &str = "buildkit-qemu-";

/// True if our own name, `argv[0]`, says so.
pub fn calls(own: &[u8]) -> bool {
    let name = Path::new(OsStr::from_bytes(own)).file_name();
    let name = name.and_then(OsStr::to_str).unwrap_or_default();
    name == MOUNTED || name.starts_with(INSTALLED)
}

/// The path of a command: as it is if it has a slash, else of the first executable file of that name in the folders of `path`. If there is
/// none, the name, which then is not found.
pub fn find(command: &[u8], path: Option<&[u8]>) -> Vec<u8> {
    let folders = path.filter(|_| !command.contains(&b'/'));
    let folders = folders.map(|path| std::env::split_paths(OsStr::from_bytes(path)));
    let files = folders.into_iter().flatten();
    let mut files = files.map(|folder| folder.join(OsStr::from_bytes(command)));
    let found = files.find(is_executable);
    found.map_or_else(|| command.to_vec(), |file| file.into_os_string().into_vec())
}

fn is_executable(file: &PathBuf) -> bool {
    std::fs::metadata(file)
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_commands() {
        assert!(calls(b"/dev/.buildkit_qemu_emulator") && calls(b"buildkit-qemu-aarch64"));
        assert!(!calls(b"/usr/bin/emu-aarch64") && !calls(b"qemu-aarch64-static"));
        assert_eq!(find(b"sh", Some(b"/nowhere:/bin")), b"/bin/sh");
        assert_eq!(find(b"./sh", Some(b"/bin")), b"./sh");
        assert_eq!(find(b"no-such-command", Some(b"/bin")), b"no-such-command");
        assert_eq!(find(b"sh", None), b"sh");
    }
}
