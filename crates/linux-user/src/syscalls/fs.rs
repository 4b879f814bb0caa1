//! System calls on paths: those whose structures differ, and those that could lead to the emulator's own file.

use std::os::fd::{AsRawFd, OwnedFd};

use guest_mem::Errno;
use linux_abi::flags;
use linux_abi::layout::{generic, x64};

use crate::fs_view::{FileId, Place, c_string};
use crate::task::{Args, Outcome, SysResult, Task};
use crate::{dispatch, file, host, proc, user};

const PATH_MAX: u64 = libc::PATH_MAX as u64;

/// getcwd(2): without the prefix.
pub fn getcwd(task: &mut Task, [buf, size, ..]: Args) -> SysResult {
    if task.kernel.fs.prefix().is_none() {
        return host::call(libc::SYS_getcwd, [buf, size, 0, 0, 0, 0]);
    }
    let mut path = vec![0; libc::PATH_MAX as usize];
    let args = [path.as_mut_ptr() as u64, PATH_MAX, 0, 0, 0, 0];
    let len = host::call(libc::SYS_getcwd, args)? as usize;
    let mut path = task.kernel.fs.to_guest(&path[..len - 1]).to_vec();
    path.push(0);
    if path.len() as u64 > size {
        return Err(Errno(libc::ERANGE));
    }
    user::write_bytes(buf, &path)?;
    Ok(path.len() as u64)
}

/// chroot(2): inside the new root the prefix means nothing any more.
pub fn chroot(task: &mut Task, [path, ..]: Args) -> SysResult {
    task.kernel.keep_self_fd();
    let path = task.kernel.fs.path_arg(libc::AT_FDCWD as u64, path, true);
    let result = host::call(libc::SYS_chroot, [path.address, 0, 0, 0, 0, 0])?;
    task.kernel.fs.leave_prefix();
    Ok(result)
}

/// openat(2). The flags may be numbered differently, and files in /proc may have to tell the guest's story.
pub fn openat(task: &mut Task, [dirfd, path, guest_flags, mode, ..]: Args) -> Outcome {
    let flags = flags::open_to_host(dispatch::guest(task), guest_flags);
    let given = task.kernel.fs.path_arg(dirfd, path, opens_target(flags));
    let args = [given.dirfd, given.address, flags, mode, 0, 0];
    match host::interruptible(task, libc::SYS_openat, args) {
        Outcome::Return(fd) if fd >= 0 => {
            proc::opened(task, fd as u64, flags, || Ok((given.dirfd, given.bytes()?))).into()
        }
        outcome => outcome,
    }
}

/// Whether opening with these flags goes through a symlink at the end of the path.
fn opens_target(flags: u64) -> bool {
    let flags = flags as i32;
    let exclusive = libc::O_CREAT | libc::O_EXCL;
    flags & libc::O_NOFOLLOW == 0 && flags & exclusive != exclusive
}

/// openat2(2). With RESOLVE_BENEATH or RESOLVE_IN_ROOT the kernel's own walk is asked for: it gets the guest's path.
/// Otherwise the path is resolved first; under the other RESOLVE_* flags a path into the prefix is opened relative to
/// the prefix, so that they say nothing about how the prefix itself is reached.
pub fn openat2(task: &mut Task, [dirfd, path, how, size, ..]: Args) -> Outcome {
    match openat2_checked(task, dirfd, path, how, size) {
        Ok(outcome) => outcome,
        Err(errno) => errno.into(),
    }
}

fn openat2_checked(
    task: &mut Task,
    dirfd: u64,
    path: u64,
    how: u64,
    size: u64,
) -> Result<Outcome, Errno> {
    /// OPEN_HOW_SIZE_VER0.
    const KNOWN: usize = 24;
    if size < KNOWN as u64 {
        return Err(Errno(libc::EINVAL));
    }
    if size > guest_mem::PAGE_SIZE {
        return Err(Errno(libc::E2BIG));
    }
    let mut bytes = vec![0; size as usize];
    user::read_bytes(how, &mut bytes)?;
    let word = |n: usize| {
        let mut word = [0; 8];
        word.copy_from_slice(&bytes[8 * n..8 * n + 8]);
        u64::from_le_bytes(word)
    };
    let (guest_flags, resolve) = (word(0), word(2));
    let flags = flags::open_to_host(dispatch::guest(task), guest_flags);
    bytes[..8].copy_from_slice(&flags.to_le_bytes());
    let found = Openat2Path::find(task, dirfd, path, opens_target(flags), resolve)?;
    let args = [found.dirfd, found.path, bytes.as_ptr() as u64, size, 0, 0];
    let outcome = host::interruptible(task, libc::SYS_openat2, args);
    Ok(match outcome {
        Outcome::Return(fd) if fd >= 0 => {
            proc::opened(task, fd as u64, flags, || Ok((dirfd, user::path(path)?))).into()
        }
        outcome => outcome,
    })
}

/// The directory and path openat2 gets.
struct Openat2Path {
    dirfd: u64,
    path: u64,
    _keep: (Option<OwnedFd>, Vec<u8>),
}

impl Openat2Path {
    fn find(
        task: &Task,
        dirfd: u64,
        path: u64,
        follow: bool,
        resolve: u64,
    ) -> Result<Openat2Path, Errno> {
        let given = Openat2Path {
            dirfd,
            path,
            _keep: (None, Vec::new()),
        };
        let fs = &task.kernel.fs;
        let confined = libc::RESOLVE_BENEATH | libc::RESOLVE_IN_ROOT;
        let Some(prefix) = fs.prefix().filter(|_| resolve & confined == 0) else {
            return Ok(given);
        };
        let Ok(bytes) = user::path(path) else {
            return Ok(given);
        };
        if resolve & libc::RESOLVE_NO_SYMLINKS != 0 {
            // Symlinks are refused, so there is nothing to resolve but the prefix.
            return Openat2Path::in_prefix(prefix, bytes).map(|found| found.unwrap_or(given));
        }
        let Place::Host(place) = fs.resolve(dirfd as i32, &bytes, follow)? else {
            return Ok(given);
        };
        if resolve != 0
            && let Some(inside) = place.as_bytes().strip_prefix(prefix)
        {
            let found = Openat2Path::in_prefix(prefix, inside.to_vec())?;
            return Ok(found.unwrap_or(given));
        }
        let path = place.into_bytes_with_nul();
        Ok(Openat2Path {
            dirfd: libc::AT_FDCWD as u64,
            path: path.as_ptr() as u64,
            _keep: (None, path),
        })
    }

    /// An absolute guest path below the prefix, if it exists there.
    fn in_prefix(prefix: &[u8], path: Vec<u8>) -> Result<Option<Openat2Path>, Errno> {
        let exists = file::lstat(&c_string(&[prefix, &path].concat())).is_ok();
        if !path.starts_with(b"/") || !exists {
            return Ok(None);
        }
        let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC;
        let dir = host::openat(libc::AT_FDCWD, &c_string(prefix), flags)?;
        let skip = path.iter().take_while(|c| **c == b'/').count();
        let mut path = [b"./", &path[skip..]].concat();
        path.push(0);
        Ok(Some(Openat2Path {
            dirfd: dir.as_raw_fd() as u64,
            path: path.as_ptr() as u64,
            _keep: (Some(dir), path),
        }))
    }
}

/// open_by_handle_at(2): only the flags' numbers may differ.
pub fn open_by_handle_at(task: &mut Task, [mount_fd, handle, flags, ..]: Args) -> SysResult {
    let flags = flags::open_to_host(dispatch::guest(task), flags);
    let args = [mount_fd, handle, flags, 0, 0, 0];
    host::call(libc::SYS_open_by_handle_at, args)
}

/// readlinkat(2): /proc/self/exe is the guest's program, and links in /proc show paths without the prefix.
///
/// The host writes into a buffer here: beyond the text the guest's stays as it was.
pub fn readlinkat(task: &mut Task, [dirfd, path, buf, size, ..]: Args) -> SysResult {
    let size = match size as i32 {
        size @ 1.. => size as usize,
        _ => return Err(Errno(libc::EINVAL)),
    };
    let given = task.kernel.fs.path_arg(dirfd, path, false);
    let mut text = vec![0; PATH_MAX as usize];
    let args = [
        given.dirfd,
        given.address,
        text.as_mut_ptr() as u64,
        PATH_MAX,
        0,
        0,
    ];
    let len = host::call(libc::SYS_readlinkat, args)?;
    text.truncate(len as usize);
    // Only a link in /proc has a text that is not its own. Its text is absolute, and it is either the emulator's
    // path or begins with the prefix.
    let fs = &task.kernel.fs;
    if fs.is_emulator_path(&text) || fs.to_guest(&text) != text {
        let shown = proc::link_text(task, given.dirfd, &given.bytes()?, &text);
        text = shown.unwrap_or(text);
    }
    text.truncate(size);
    user::write_bytes(buf, &text)?;
    Ok(text.len() as u64)
}

/// newfstatat(2): `struct stat` differs, and /proc/self/exe is the guest's program.
pub fn newfstatat(task: &mut Task, [dirfd, path, buf, flags, ..]: Args) -> SysResult {
    let follow = flags as i32 & libc::AT_SYMLINK_NOFOLLOW == 0;
    let given = task.kernel.fs.path_arg(dirfd, path, follow);
    let mut stat = file::stat_raw(given.dirfd, given.address, flags)?;
    if follow && task.kernel.fs.is_emulator(id_of(&stat)) {
        let bytes = given.bytes()?;
        if let Some(exe) = proc::guest_exe(&task.kernel, given.dirfd, &bytes) {
            stat = file::stat(&exe)?;
        }
    }
    put_stat(buf, stat)
}

/// fstat(2): `struct stat` differs.
pub fn fstat(_task: &mut Task, [fd, buf, ..]: Args) -> SysResult {
    put_stat(buf, file::fstat(fd)?)
}

fn put_stat(buf: u64, stat: x64::Stat) -> SysResult {
    user::write_bytes(buf, &generic::Stat::from(stat).to_bytes())?;
    Ok(0)
}

/// A file's identity.
pub fn id_of(stat: &x64::Stat) -> FileId {
    FileId {
        dev: stat.st_dev,
        ino: stat.st_ino,
    }
}

/// statx(2): the structure is the same everywhere; /proc/self/exe is the guest's program.
pub fn statx(task: &mut Task, [dirfd, path, flags, mask, buf, _]: Args) -> SysResult {
    let follow = flags as i32 & libc::AT_SYMLINK_NOFOLLOW == 0;
    let given = task.kernel.fs.path_arg(dirfd, path, follow);
    let args = [given.dirfd, given.address, flags, mask, buf, 0];
    let result = host::call(libc::SYS_statx, args)?;
    if follow
        && task.kernel.fs.is_emulator(statx_id(buf)?)
        && let Some(exe) = proc::guest_exe(&task.kernel, given.dirfd, &given.bytes()?)
    {
        let args = [
            libc::AT_FDCWD as u64,
            exe.as_ptr() as u64,
            flags & !(libc::AT_EMPTY_PATH as u64),
            mask,
            buf,
            0,
        ];
        return host::call(libc::SYS_statx, args);
    }
    Ok(result)
}

/// The identity in a `struct statx`: stx_ino at 32, stx_dev_major and stx_dev_minor at 136.
fn statx_id(buf: u64) -> Result<FileId, Errno> {
    let ino: u64 = user::read(buf + 32)?;
    let major: u32 = user::read(buf + 136)?;
    let minor: u32 = user::read(buf + 140)?;
    Ok(FileId {
        dev: libc::makedev(major, minor),
        ino,
    })
}
