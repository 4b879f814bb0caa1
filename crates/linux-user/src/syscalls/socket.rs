//! Socket calls that carry addresses: the path of a UNIX socket leads where any other path leads.
//!
//! Without a prefix these are plain host calls. recvmmsg and recvmsg's ancillary data need nothing: the structures
//! are the host's. A path that has become too long for `sun_path` is reached through its directory's descriptor.

use std::os::fd::{AsRawFd, OwnedFd};

use guest_mem::Errno;

use crate::fs_view::{Place, c_string};
use crate::task::{Args, Outcome, SysResult, Task};
use crate::{host, user};

/// Bytes of `sun_path`, and where it begins.
const SUN_PATH: usize = 108;
const PATH_AT: usize = 2;

/// Bytes of `struct msghdr`; where its name and the name's length are.
const MSGHDR: usize = 56;
const NAME: usize = 0;
const NAME_LEN: usize = 8;
/// Bytes of `struct mmsghdr`; where the count of bytes is.
const MMSGHDR: usize = 64;
const MMSG_LEN: u64 = 56;

/// The address of a socket as the host gets it.
struct Address {
    bytes: Vec<u8>,
    _directory: Option<OwnedFd>,
}

impl Address {
    /// The address to use in place of the guest's, if it is another.
    fn resolved(task: &Task, addr: u64, len: u64, follow: bool) -> Result<Option<Address>, Errno> {
        let len = len as u32 as usize;
        if task.kernel.fs.prefix().is_none() || addr == 0 {
            return Ok(None);
        }
        if len <= PATH_AT || len > PATH_AT + SUN_PATH {
            return Ok(None);
        }
        let mut bytes = vec![0; len];
        user::read_bytes(addr, &mut bytes)?;
        let Some(path) = unix_path(&bytes) else {
            return Ok(None);
        };
        let place = task.kernel.fs.resolve(libc::AT_FDCWD, path, follow)?;
        let Place::Host(path) = place else {
            return Ok(None);
        };
        Address::new(path.as_bytes()).map(Some)
    }

    fn new(path: &[u8]) -> Result<Address, Errno> {
        let (path, directory) = match path.len() < SUN_PATH {
            true => (path.to_vec(), None),
            false => {
                let slash = path.iter().rposition(|c| *c == b'/').unwrap_or(0);
                let (dir, name) = path.split_at(slash);
                let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC;
                let dir = host::openat(libc::AT_FDCWD, &c_string(dir), flags)?;
                let short = format!("/proc/self/fd/{}", dir.as_raw_fd());
                ([short.as_bytes(), name].concat(), Some(dir))
            }
        };
        if path.len() >= SUN_PATH {
            return Err(Errno(libc::ENAMETOOLONG));
        }
        let mut bytes = (libc::AF_UNIX as u16).to_le_bytes().to_vec();
        bytes.extend_from_slice(&path);
        bytes.push(0);
        Ok(Address {
            bytes,
            _directory: directory,
        })
    }

    fn raw(&self) -> (u64, u64) {
        (self.bytes.as_ptr() as u64, self.bytes.len() as u64)
    }
}

/// The path in a socket address, if it is a UNIX socket's and not abstract.
fn unix_path(address: &[u8]) -> Option<&[u8]> {
    let (family, path) = address.split_first_chunk::<PATH_AT>()?;
    if i32::from(u16::from_le_bytes(*family)) != libc::AF_UNIX {
        return None;
    }
    path.split(|c| *c == 0)
        .next()
        .filter(|path| !path.is_empty())
}

/// Takes the prefix out of an address the host has written. `room` is what the guest's buffer can hold.
fn show_address(task: &Task, addr: u64, len_at: u64, room: u32) -> Result<(), Errno> {
    let len: u32 = user::read(len_at)?;
    if len as usize <= PATH_AT || len as usize > PATH_AT + SUN_PATH + 1 || len > room {
        return Ok(());
    }
    let mut bytes = vec![0; len as usize];
    user::read_bytes(addr, &mut bytes)?;
    let Some(path) = unix_path(&bytes) else {
        return Ok(());
    };
    let shown = task.kernel.fs.to_guest(path);
    if shown != path {
        user::write_bytes(addr + PATH_AT as u64, &[shown, b"\0"].concat())?;
        user::write(len_at, &((PATH_AT + shown.len() + 1) as u32))?;
    }
    Ok(())
}

/// Makes a call that may write an address with a length behind it.
fn with_shown_address(
    task: &Task,
    addr: u64,
    len_at: u64,
    call: impl FnOnce() -> Outcome,
) -> Outcome {
    if task.kernel.fs.prefix().is_none() || addr == 0 || len_at == 0 {
        return call();
    }
    let room: u32 = user::read(len_at).unwrap_or(0);
    match call() {
        Outcome::Return(result) if result >= 0 => match show_address(task, addr, len_at, room) {
            Ok(()) => Outcome::Return(result),
            Err(errno) => errno.into(),
        },
        outcome => outcome,
    }
}

/// bind(2).
pub fn bind(task: &mut Task, [fd, addr, len, ..]: Args) -> SysResult {
    let address = Address::resolved(task, addr, len, false)?;
    let (addr, len) = address.as_ref().map_or((addr, len), Address::raw);
    host::call(libc::SYS_bind, [fd, addr, len, 0, 0, 0])
}

/// connect(2).
pub fn connect(task: &mut Task, [fd, addr, len, ..]: Args) -> Outcome {
    let address = match Address::resolved(task, addr, len, true) {
        Ok(address) => address,
        Err(errno) => return errno.into(),
    };
    let (addr, len) = address.as_ref().map_or((addr, len), Address::raw);
    host::interruptible(task, libc::SYS_connect, [fd, addr, len, 0, 0, 0])
}

/// accept(2).
pub fn accept(task: &mut Task, [fd, addr, len, ..]: Args) -> Outcome {
    with_shown_address(task, addr, len, || {
        host::interruptible(task, libc::SYS_accept, [fd, addr, len, 0, 0, 0])
    })
}

/// accept4(2).
pub fn accept4(task: &mut Task, [fd, addr, len, flags, ..]: Args) -> Outcome {
    with_shown_address(task, addr, len, || {
        host::interruptible(task, libc::SYS_accept4, [fd, addr, len, flags, 0, 0])
    })
}

/// getsockname(2).
pub fn getsockname(task: &mut Task, [fd, addr, len, ..]: Args) -> Outcome {
    with_shown_address(task, addr, len, || {
        host::call(libc::SYS_getsockname, [fd, addr, len, 0, 0, 0]).into()
    })
}

/// getpeername(2).
pub fn getpeername(task: &mut Task, [fd, addr, len, ..]: Args) -> Outcome {
    with_shown_address(task, addr, len, || {
        host::call(libc::SYS_getpeername, [fd, addr, len, 0, 0, 0]).into()
    })
}

/// sendto(2).
pub fn sendto(task: &mut Task, [fd, buf, size, flags, addr, len]: Args) -> Outcome {
    let address = match Address::resolved(task, addr, len, true) {
        Ok(address) => address,
        Err(errno) => return errno.into(),
    };
    let (addr, len) = address.as_ref().map_or((addr, len), Address::raw);
    host::interruptible(task, libc::SYS_sendto, [fd, buf, size, flags, addr, len])
}

/// recvfrom(2).
pub fn recvfrom(task: &mut Task, [fd, buf, size, flags, addr, len]: Args) -> Outcome {
    with_shown_address(task, addr, len, || {
        host::interruptible(task, libc::SYS_recvfrom, [fd, buf, size, flags, addr, len])
    })
}

/// A message header with its address resolved; `None` if the guest's own will do.
fn resolved_header(task: &Task, msg: u64) -> Result<Option<([u8; MSGHDR], Address)>, Errno> {
    let mut header = [0; MSGHDR];
    user::read_bytes(msg, &mut header)?;
    let (name, len) = name_of(&header);
    let Some(address) = Address::resolved(task, name, len.into(), true)? else {
        return Ok(None);
    };
    set_name(&mut header, &address);
    Ok(Some((header, address)))
}

fn name_of(header: &[u8; MSGHDR]) -> (u64, u32) {
    let (mut name, mut len) = ([0; 8], [0; 4]);
    name.copy_from_slice(&header[NAME..NAME + 8]);
    len.copy_from_slice(&header[NAME_LEN..NAME_LEN + 4]);
    (u64::from_le_bytes(name), u32::from_le_bytes(len))
}

fn set_name(header: &mut [u8], address: &Address) {
    let (name, len) = address.raw();
    header[NAME..NAME + 8].copy_from_slice(&name.to_le_bytes());
    header[NAME_LEN..NAME_LEN + 4].copy_from_slice(&(len as u32).to_le_bytes());
}

/// sendmsg(2).
pub fn sendmsg(task: &mut Task, [fd, msg, flags, ..]: Args) -> Outcome {
    let replaced = match task.kernel.fs.prefix() {
        None => Ok(None),
        Some(_) => resolved_header(task, msg),
    };
    let replaced = match replaced {
        Ok(replaced) => replaced,
        Err(errno) => return errno.into(),
    };
    let msg = replaced
        .as_ref()
        .map_or(msg, |(header, _)| header.as_ptr() as u64);
    host::interruptible(task, libc::SYS_sendmsg, [fd, msg, flags, 0, 0, 0])
}

/// recvmsg(2).
pub fn recvmsg(task: &mut Task, [fd, msg, flags, ..]: Args) -> Outcome {
    let call = || host::interruptible(task, libc::SYS_recvmsg, [fd, msg, flags, 0, 0, 0]);
    if task.kernel.fs.prefix().is_none() {
        return call();
    }
    let mut header = [0; MSGHDR];
    if let Err(errno) = user::read_bytes(msg, &mut header) {
        return errno.into();
    }
    let (name, _) = name_of(&header);
    with_shown_address(task, name, msg + NAME_LEN as u64, call)
}

/// sendmmsg(2).
pub fn sendmmsg(task: &mut Task, [fd, msgs, count, flags, ..]: Args) -> Outcome {
    let plain = [fd, msgs, count, flags, 0, 0];
    if task.kernel.fs.prefix().is_none() {
        return host::interruptible(task, libc::SYS_sendmmsg, plain);
    }
    let (mut headers, addresses) = match resolved_headers(task, msgs, count as u32) {
        Ok(headers) => headers,
        Err(errno) => return errno.into(),
    };
    if addresses.is_empty() {
        return host::interruptible(task, libc::SYS_sendmmsg, plain);
    }
    let args = [fd, headers.as_mut_ptr() as u64, count, flags, 0, 0];
    let outcome = host::interruptible(task, libc::SYS_sendmmsg, args);
    if let Outcome::Return(sent) = outcome {
        for n in 0..usize::try_from(sent).unwrap_or(0) {
            let at = n * MMSGHDR + MMSG_LEN as usize;
            let to = msgs + (n * MMSGHDR) as u64 + MMSG_LEN;
            if let Err(errno) = user::write_bytes(to, &headers[at..at + 4]) {
                return errno.into();
            }
        }
    }
    outcome
}

/// The headers of sendmmsg with their addresses resolved, and the addresses that were.
fn resolved_headers(task: &Task, msgs: u64, count: u32) -> Result<(Vec<u8>, Vec<Address>), Errno> {
    /// UIO_MAXIOV: the kernel sends no more at once.
    const MOST: u32 = 1024;
    let mut headers = vec![0; count.min(MOST) as usize * MMSGHDR];
    user::read_bytes(msgs, &mut headers)?;
    let mut addresses = Vec::new();
    let (chunks, _) = headers.as_chunks_mut::<MMSGHDR>();
    for header in chunks {
        let mut plain = [0; MSGHDR];
        plain.copy_from_slice(&header[..MSGHDR]);
        let (name, len) = name_of(&plain);
        if let Some(address) = Address::resolved(task, name, len.into(), true)? {
            set_name(header, &address);
            addresses.push(address);
        }
    }
    Ok((headers, addresses))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_path_of_a_unix_socket_is_a_path() {
        assert_eq!(unix_path(b"\x01\0/run/x\0junk"), Some(&b"/run/x"[..]));
        assert_eq!(unix_path(b"\x01\0/run/x"), Some(&b"/run/x"[..]));
        assert_eq!(unix_path(b"\x01\0\0abstract"), None);
        assert_eq!(unix_path(b"\x01\0"), None);
        assert_eq!(unix_path(b"\x02\0/run/x"), None);
    }

    #[test]
    fn a_long_path_goes_through_its_directory() {
        let short = Address::new(b"/tmp/x").expect("it fits");
        assert_eq!(short.bytes, b"\x01\0/tmp/x\0");
        let long = [b"/".repeat(120), b"tmp/x".to_vec()].concat();
        let address = Address::new(&long).expect("the directory exists");
        assert!(address.bytes.len() <= PATH_AT + SUN_PATH);
        assert!(address.bytes.ends_with(b"/x\0"));
    }
}
