//! What a row of the system call table is made of.

use std::ops::Deref;

use crate::names::{self, Names};
use crate::text::Text;

/// A guest architecture whose numbers are those of `scripts/syscall.tbl` (asm-generic).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(non_camel_case_types, reason = "written as in the rows")]
pub enum Guest {
    /// RISC-V, 64 bit.
    riscv64,
    /// Arm, 64 bit.
    aarch64,
}

impl Guest {
    /// The guest of an ELF e_machine value.
    pub const fn of_machine(elf_machine: u16) -> Option<Guest> {
        match elf_machine {
            243 => Some(Guest::riscv64),
            183 => Some(Guest::aarch64),
            _ => None,
        }
    }

    /// Whether `struct sigaction` has sa_restorer, between flags and mask, and SA_RESTORER means something.
    pub const fn has_sa_restorer(self) -> bool {
        matches!(self, Guest::aarch64)
    }
}

/// Some of the guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guests(u8);

impl Guests {
    /// These.
    pub const fn of(guests: &[Guest]) -> Guests {
        let (mut bits, mut n) = (0, 0);
        while n < guests.len() {
            bits |= 1 << guests[n] as u8;
            n += 1;
        }
        Guests(bits)
    }

    /// None of them?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this one is among them.
    pub const fn contains(self, guest: Guest) -> bool {
        self.0 & 1 << guest as u8 != 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Guest> {
        let all = [Guest::riscv64, Guest::aarch64];
        all.into_iter().filter(move |guest| self.contains(*guest))
    }
}

/// How a call is answered. There is no fourth way: nothing silently returns 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The host's call of the same name does the same with the same structures.
    Pass,
    /// A function of `linux-user::syscalls`.
    Do(Text<31>),
    /// Always this errno, for this reason.
    Refuse(i32, Text<79>),
}

/// An argument's type: what the value means, whether it is checked as a pointer, and how strace prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the names say it; Type::names lists the values"
)]
pub enum Type {
    /// C int.
    Int,
    /// C unsigned int.
    Uint,
    /// C long, loff_t.
    Long,
    /// C unsigned long.
    Ulong,
    /// size_t.
    Size,
    /// A number printed in hexadecimal.
    Hex,
    /// mode_t.
    Mode,
    /// dev_t.
    Dev,
    /// A file descriptor.
    Fd,
    /// A directory's descriptor or AT_FDCWD, for the path argument that follows.
    DirFd,
    Pid,
    Uid,
    Gid,
    Signal,
    /// A place in the guest's address space that the call does not read or write through a pointer: never checked.
    Addr,
    /// A pointer for some commands and a number for others: a value that would be an emulator address is checked.
    Word,
    /// A pointer that may be null to memory the call reads.
    In,
    /// A pointer that may be null to memory the call writes.
    Out,
    /// A pointer that may be null to memory the call reads and writes.
    InOut,
    /// A string that names no file.
    Str,
    /// A path whose last component is followed if it is a symlink.
    Path,
    /// A path whose last component is never followed.
    PathNoFollow,
    /// A path followed unless the call's AtFlags argument has AT_SYMLINK_NOFOLLOW.
    PathAt,
    /// A path followed only if the call's AtFlags argument has AT_SYMLINK_FOLLOW.
    PathLink,
    OpenFlags,
    AtFlags,
    AccessMode,
    FdFlags,
    Whence,
    FcntlCmd,
    FlockOp,
    RenameFlags,
    Prot,
    MapFlags,
    RemapFlags,
    MsyncFlags,
    Advice,
    CloneFlags,
    WaitOptions,
    SigHow,
    FutexOp,
    EpollOp,
    SocketDomain,
    SocketType,
    MsgFlags,
    ShutdownHow,
    ClockId,
    TimerFlags,
    PrctlOption,
    IoctlCmd,
    Resource,
    MountFlags,
    RandomFlags,
    MemfdFlags,
}

impl Type {
    /// Whether the host must not be given a value outside the guest's window.
    pub const fn is_pointer(self) -> bool {
        matches!(self, Type::In | Type::Out | Type::InOut | Type::Str) || self.is_path()
    }

    /// Whether the argument names a file.
    pub const fn is_path(self) -> bool {
        matches!(
            self,
            Type::Path | Type::PathNoFollow | Type::PathAt | Type::PathLink
        )
    }

    /// The names of the values of an enumeration or a set of flags.
    pub fn names(self, guest: Guest) -> Option<&'static Names> {
        Some(match self {
            Type::OpenFlags => names::open(guest),
            Type::AtFlags => &names::AT,
            Type::AccessMode => &names::ACCESS,
            Type::FdFlags => names::fd_flags(guest),
            Type::Whence => &names::WHENCE,
            Type::FcntlCmd => &names::FCNTL,
            Type::FlockOp => &names::FLOCK,
            Type::RenameFlags => &names::RENAME,
            Type::Prot => &names::PROT,
            Type::MapFlags => &names::MAP,
            Type::RemapFlags => &names::MREMAP,
            Type::MsyncFlags => &names::MSYNC,
            Type::Advice => &names::MADVISE,
            Type::CloneFlags => &names::CLONE,
            Type::WaitOptions => &names::WAIT,
            Type::SigHow => &names::SIG_HOW,
            Type::FutexOp => &names::FUTEX,
            Type::EpollOp => &names::EPOLL_OP,
            Type::SocketDomain => &names::DOMAIN,
            Type::SocketType => &names::SOCKET,
            Type::MsgFlags => &names::MSG,
            Type::ShutdownHow => &names::SHUTDOWN,
            Type::ClockId => &names::CLOCK,
            Type::TimerFlags => &names::TIMER,
            Type::PrctlOption => &names::PRCTL,
            Type::IoctlCmd => &names::IOCTL,
            Type::Resource => &names::RLIMIT,
            Type::MountFlags => &names::MOUNT,
            Type::RandomFlags => &names::RANDOM,
            Type::MemfdFlags => &names::MEMFD,
            _ => return None,
        })
    }
}

/// What a pointer argument points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the kernel names the structure")]
pub enum Data {
    /// Bytes printed as a string.
    Bytes,
    /// Anything else: printed as its address. Its size is not known here, so only its first byte is checked.
    Opaque,
    /// A 32-bit integer.
    Int,
    /// A 64-bit integer.
    Long,
    /// An array of string pointers that ends with a null pointer.
    Strings,
    Fds,
    IoVec,
    Timespec,
    Timeval,
    Itimerspec,
    Itimerval,
    SigSet,
    Stat,
    Statfs,
    Utsname,
    Sysinfo,
    Rlimit,
    Rusage,
    PollFd,
    EpollEvent,
    SockAddr,
    MsgHdr,
    SigInfo,
    SigAction,
    Stack,
    Tms,
    SchedParam,
    HwprobePair,
}

impl Data {
    /// Bytes of one element as the guest lays it out; 1 where that is not known.
    pub const fn size(self) -> u64 {
        match self {
            Data::Bytes | Data::Opaque | Data::SockAddr => 1,
            Data::Int | Data::SchedParam => 4,
            Data::Long | Data::Strings | Data::Fds | Data::SigSet | Data::PollFd => 8,
            Data::IoVec
            | Data::Timespec
            | Data::Timeval
            | Data::Rlimit
            | Data::EpollEvent
            | Data::HwprobePair => 16,
            Data::SigAction | Data::Stack => 24,
            Data::Itimerspec | Data::Itimerval | Data::Tms => 32,
            Data::MsgHdr => 56,
            Data::Sysinfo => 112,
            Data::Statfs => 120,
            Data::Stat | Data::SigInfo => 128,
            Data::Rusage => 144,
            Data::Utsname => 390,
        }
    }
}

/// How strace prints a result that is not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ret {
    /// A decimal number.
    Int,
    /// A hexadecimal number.
    Addr,
    /// There is none: the call does not return on success.
    Never,
}

/// One argument of a row.
#[derive(Clone, Copy, Debug)]
pub struct Arg {
    /// The name, as in the call's manual page.
    pub name: Text<15>,
    /// The type.
    pub ty: Type,
    /// What `In`, `Out` and `InOut` point at.
    pub data: Data,
    /// The position of the argument that counts the elements of `data`.
    pub len: Option<u8>,
}

/// The arguments of a call: a slice of at most six.
#[derive(Clone, Copy, Debug)]
pub struct Args {
    list: [Arg; 6],
    count: u8,
}

impl Args {
    /// These.
    ///
    /// # Panics
    /// At compile time, when there are more than six.
    pub const fn of(args: &[Arg]) -> Args {
        assert!(args.len() <= 6, "a system call has at most six arguments");
        let nothing = Arg {
            name: Text::new(""),
            ty: Type::Int,
            data: Data::Opaque,
            len: None,
        };
        let (mut list, mut n) = ([nothing; 6], 0);
        while n < args.len() {
            list[n] = args[n];
            n += 1;
        }
        let count = args.len() as u8;
        Args { list, count }
    }
}

impl Deref for Args {
    type Target = [Arg];

    fn deref(&self) -> &[Arg] {
        &self.list[..usize::from(self.count)]
    }
}

/// One system call.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The guest's number.
    pub nr: u16,
    /// The name, without `sys_`.
    pub name: Text<27>,
    /// The arguments.
    pub args: Args,
    /// What a result means.
    pub ret: Ret,
    /// The guests that have the call; all, if empty.
    pub guests: Guests,
    /// How it is answered.
    pub how: How,
    /// Whether the call may wait, so that a signal has to be able to interrupt it.
    pub blocks: bool,
    /// The host's number of the call with this name.
    pub host: Option<u16>,
    /// What dispatch checks before the call is made.
    pub checks: Checks,
}

/// The pointer checks of a row, worked out at compile time.
#[derive(Clone, Copy, Debug)]
pub struct Checks {
    /// Bit n: argument n is a pointer.
    pub pointers: u8,
    /// Bit n: argument n may be a pointer.
    pub words: u8,
    /// Bit n: argument n is a path.
    pub paths: u8,
    /// The argument that counts pointer n's elements, or 6 if there is one element.
    pub len_arg: [u8; 6],
    /// Bytes of one element of pointer n.
    pub size: [u16; 6],
    /// Bit n: argument n is a C int, so its upper half means nothing.
    pub narrow: u8,
}

impl Row {
    /// Whether the guest has the call.
    pub fn serves(&self, guest: Guest) -> bool {
        self.guests.is_empty() || self.guests.contains(guest)
    }

    /// The position of the argument of this type, if there is one.
    pub fn find(&self, ty: Type) -> Option<usize> {
        self.args.iter().position(|arg| arg.ty == ty)
    }
}

impl Checks {
    /// The checks of a row with these arguments.
    ///
    /// # Panics
    /// At compile time, when a row has more than six arguments.
    pub const fn of(args: &[Arg]) -> Checks {
        assert!(args.len() <= 6, "a system call has at most six arguments");
        let mut checks = Checks {
            pointers: 0,
            words: 0,
            paths: 0,
            len_arg: [6; 6],
            size: [1; 6],
            narrow: 0,
        };
        let mut n = 0;
        while n < args.len() {
            let arg = &args[n];
            if arg.ty.is_pointer() {
                checks.pointers |= 1 << n;
            }
            if arg.ty.is_path() {
                checks.paths |= 1 << n;
            }
            if matches!(arg.ty, Type::Word) {
                checks.words |= 1 << n;
            }
            if matches!(arg.ty, Type::Int | Type::Uint) {
                checks.narrow |= 1 << n;
            }
            checks.size[n] = arg.data.size() as u16;
            if let Some(len) = arg.len {
                checks.len_arg[n] = len;
            }
            n += 1;
        }
        checks
    }
}

/// The position of `name` among the `names` of a row's arguments.
///
/// # Panics
/// At compile time, when it is none of them.
pub(crate) const fn position(names: &[&str], name: &str) -> u8 {
    let mut n = 0;
    while n < names.len() {
        if same(names[n].as_bytes(), name.as_bytes()) {
            return n as u8;
        }
        n += 1;
    }
    panic!("the length names no argument of the row")
}

/// Whether two strings are equal, at compile time.
pub(crate) const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut n = 0;
    while n < a.len() {
        if a[n] != b[n] {
            return false;
        }
        n += 1;
    }
    true
}
