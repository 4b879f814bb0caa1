//! Names of values, for strace output and for people: errnos, signals, enumerations and flag sets.

use crate::row::Guest;
use crate::text::Text;

/// The names of an argument's values.
#[derive(Debug)]
pub struct Names {
    /// Whether values are combined as bits.
    pub bits: bool,
    /// A mask of the bits that hold an enumeration in a set of flags (open's access mode, madvise has none).
    pub choice: u64,
    /// Value and name.
    pub table: &'static [Named],
}

/// A value and its name.
pub type Named = (u64, Text<31>);

const fn named<const N: usize>(rows: [(u64, &str); N]) -> [Named; N] {
    let (mut out, mut n) = ([(0, Text::new("")); N], 0);
    while n < N {
        out[n] = (rows[n].0, Text::new(rows[n].1));
        n += 1;
    }
    out
}

impl Names {
    /// Writes a value as strace would: a name, names joined with `|`, or a number where there is no name.
    pub fn show(&self, value: u64, out: &mut String) {
        if !self.bits {
            match self.find(value) {
                Some(name) => out.push_str(name),
                None => push_number(out, value),
            }
            return;
        }
        let start = out.len();
        let mut left = value & !self.choice;
        if self.choice != 0 {
            match self.find(value & self.choice) {
                Some(name) => out.push_str(name),
                None => push_number(out, value & self.choice),
            }
        }
        for &(bits, ref name) in self.table {
            if bits != 0 && bits & self.choice == 0 && left & bits == bits {
                separate(out, start);
                out.push_str(name);
                left &= !bits;
            }
        }
        if left != 0 {
            separate(out, start);
            out.push_str(&format!("{left:#x}"));
        } else if out.len() == start {
            out.push_str(self.find(0).unwrap_or("0"));
        }
    }

    fn find(&self, value: u64) -> Option<&'static str> {
        let row = self.table.iter().find(|(known, _)| *known == value)?;
        Some(&row.1)
    }
}

fn separate(out: &mut String, start: usize) {
    if out.len() > start {
        out.push('|');
    }
}

fn push_number(out: &mut String, value: u64) {
    if value < 0x100 {
        out.push_str(&value.to_string());
    } else {
        out.push_str(&format!("{value:#x}"));
    }
}

macro_rules! bits {
    ($name:ident, $choice:expr, [$($constant:ident)*]) => {
        #[allow(missing_docs, reason = "the names of the argument type of the same name")]
        pub static $name: Names = Names {
            bits: true,
            choice: $choice,
            table: &named([$((libc::$constant as u32 as u64, stringify!($constant))),*]),
        };
    };
}

macro_rules! choice {
    ($name:ident, [$($constant:ident)*]) => {
        choice!($name, [$($constant)*], []);
    };
    ($name:ident, [$($constant:ident)*], [$($more:expr),*]) => {
        #[allow(missing_docs, reason = "the names of the argument type of the same name")]
        pub static $name: Names = Names {
            bits: false,
            choice: 0,
            table: &named([$((libc::$constant as u32 as u64, stringify!($constant)),)* $($more),*]),
        };
    };
}

/// open's flags as the guest numbers them.
pub fn open(guest: Guest) -> &'static Names {
    match guest {
        Guest::riscv64 => &OPEN_GENERIC,
        Guest::aarch64 => &OPEN_ARM,
    }
}

/// The flags calls that make a descriptor take: O_CLOEXEC and O_NONBLOCK under many names, and O_DIRECT for pipes.
pub fn fd_flags(guest: Guest) -> &'static Names {
    match guest {
        Guest::riscv64 => &FD_FLAGS_GENERIC,
        Guest::aarch64 => &FD_FLAGS_ARM,
    }
}

macro_rules! open_names {
    ($name:ident, $direct:literal, $largefile:literal, $directory:literal, $nofollow:literal) => {
        static $name: Names = Names {
            bits: true,
            choice: 3,
            table: &named([
                (0, "O_RDONLY"),
                (1, "O_WRONLY"),
                (2, "O_RDWR"),
                (0o100, "O_CREAT"),
                (0o200, "O_EXCL"),
                (0o400, "O_NOCTTY"),
                (0o1000, "O_TRUNC"),
                (0o2000, "O_APPEND"),
                (0o4000, "O_NONBLOCK"),
                (0o4010000, "O_SYNC"),
                (0o10000, "O_DSYNC"),
                (0o20000, "O_ASYNC"),
                ($direct, "O_DIRECT"),
                ($largefile, "O_LARGEFILE"),
                (0o20000000 | $directory, "O_TMPFILE"),
                ($directory, "O_DIRECTORY"),
                ($nofollow, "O_NOFOLLOW"),
                (0o1000000, "O_NOATIME"),
                (0o2000000, "O_CLOEXEC"),
                (0o10000000, "O_PATH"),
            ]),
        };
    };
}
open_names!(OPEN_GENERIC, 0o40000, 0o100000, 0o200000, 0o400000);
open_names!(OPEN_ARM, 0o200000, 0o400000, 0o40000, 0o100000);

macro_rules! fd_flag_names {
    ($name:ident, $direct:literal) => {
        static $name: Names = Names {
            bits: true,
            choice: 0,
            table: &named([
                (1, "0x1"),
                (0o4000, "O_NONBLOCK"),
                ($direct, "O_DIRECT"),
                (0o2000000, "O_CLOEXEC"),
            ]),
        };
    };
}
fd_flag_names!(FD_FLAGS_GENERIC, 0o40000);
fd_flag_names!(FD_FLAGS_ARM, 0o200000);

bits!(AT, 0, [AT_SYMLINK_NOFOLLOW AT_REMOVEDIR AT_SYMLINK_FOLLOW AT_NO_AUTOMOUNT AT_EMPTY_PATH
    AT_STATX_FORCE_SYNC AT_STATX_DONT_SYNC AT_RECURSIVE]);
bits!(ACCESS, 0, [F_OK R_OK W_OK X_OK]);
choice!(WHENCE, [SEEK_SET SEEK_CUR SEEK_END SEEK_DATA SEEK_HOLE]);
choice!(
    FCNTL,
    [F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_GETLK F_SETLK F_SETLKW F_SETOWN F_GETOWN F_OFD_GETLK F_OFD_SETLK
    F_OFD_SETLKW F_SETLEASE F_GETLEASE F_NOTIFY F_DUPFD_CLOEXEC F_SETPIPE_SZ F_GETPIPE_SZ F_ADD_SEALS F_GET_SEALS],
    [
        (10, "F_SETSIG"),
        (11, "F_GETSIG"),
        (15, "F_SETOWN_EX"),
        (16, "F_GETOWN_EX"),
        (1027, "F_DUPFD_QUERY"),
        (1028, "F_CREATED_QUERY")
    ]
);
bits!(FLOCK, 0, [LOCK_SH LOCK_EX LOCK_NB LOCK_UN]);
bits!(RENAME, 0, [RENAME_NOREPLACE RENAME_EXCHANGE RENAME_WHITEOUT]);
bits!(PROT, 0, [PROT_NONE PROT_READ PROT_WRITE PROT_EXEC PROT_GROWSDOWN PROT_GROWSUP]);
bits!(MAP, 0xf, [MAP_SHARED MAP_PRIVATE MAP_SHARED_VALIDATE MAP_FIXED MAP_ANONYMOUS MAP_GROWSDOWN MAP_DENYWRITE
    MAP_EXECUTABLE MAP_LOCKED MAP_NORESERVE MAP_POPULATE MAP_NONBLOCK MAP_STACK MAP_HUGETLB MAP_SYNC
    MAP_FIXED_NOREPLACE]);
bits!(MREMAP, 0, [MREMAP_MAYMOVE MREMAP_FIXED MREMAP_DONTUNMAP]);
bits!(MSYNC, 0, [MS_ASYNC MS_INVALIDATE MS_SYNC]);
choice!(
    MADVISE,
    [MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MADV_DONTNEED MADV_FREE MADV_REMOVE MADV_DONTFORK
    MADV_DOFORK MADV_MERGEABLE MADV_UNMERGEABLE MADV_HUGEPAGE MADV_NOHUGEPAGE MADV_DONTDUMP MADV_DODUMP
    MADV_WIPEONFORK MADV_KEEPONFORK MADV_COLD MADV_PAGEOUT MADV_POPULATE_READ MADV_POPULATE_WRITE],
    [
        (25, "MADV_COLLAPSE"),
        (102, "MADV_GUARD_INSTALL"),
        (103, "MADV_GUARD_REMOVE")
    ]
);
bits!(CLONE, 0, [CLONE_VM CLONE_FS CLONE_FILES CLONE_SIGHAND CLONE_PIDFD CLONE_PTRACE CLONE_VFORK CLONE_PARENT
    CLONE_THREAD CLONE_NEWNS CLONE_SYSVSEM CLONE_SETTLS CLONE_PARENT_SETTID CLONE_CHILD_CLEARTID CLONE_DETACHED
    CLONE_UNTRACED CLONE_CHILD_SETTID CLONE_NEWCGROUP CLONE_NEWUTS CLONE_NEWIPC CLONE_NEWUSER CLONE_NEWPID
    CLONE_NEWNET CLONE_IO]);
bits!(WAIT, 0, [WNOHANG WUNTRACED WEXITED WCONTINUED WNOWAIT __WNOTHREAD __WALL __WCLONE]);
choice!(SIG_HOW, [SIG_BLOCK SIG_UNBLOCK SIG_SETMASK]);
bits!(FUTEX, 0x7f, [FUTEX_WAIT FUTEX_WAKE FUTEX_FD FUTEX_REQUEUE FUTEX_CMP_REQUEUE FUTEX_WAKE_OP FUTEX_LOCK_PI
    FUTEX_UNLOCK_PI FUTEX_TRYLOCK_PI FUTEX_WAIT_BITSET FUTEX_WAKE_BITSET FUTEX_WAIT_REQUEUE_PI
    FUTEX_CMP_REQUEUE_PI FUTEX_LOCK_PI2 FUTEX_PRIVATE_FLAG FUTEX_CLOCK_REALTIME]);
choice!(EPOLL_OP, [EPOLL_CTL_ADD EPOLL_CTL_DEL EPOLL_CTL_MOD]);
choice!(DOMAIN, [AF_UNSPEC AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET AF_ALG AF_VSOCK AF_BLUETOOTH AF_CAN
    AF_XDP]);
bits!(SOCKET, 0xf, [SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_RDM SOCK_SEQPACKET SOCK_NONBLOCK
    SOCK_CLOEXEC]);
bits!(MSG, 0, [MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_CTRUNC MSG_TRUNC MSG_DONTWAIT MSG_EOR MSG_WAITALL MSG_CONFIRM
    MSG_ERRQUEUE MSG_NOSIGNAL MSG_MORE MSG_WAITFORONE MSG_FASTOPEN MSG_CMSG_CLOEXEC]);
choice!(SHUTDOWN, [SHUT_RD SHUT_WR SHUT_RDWR]);
choice!(CLOCK, [CLOCK_REALTIME CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID CLOCK_THREAD_CPUTIME_ID
    CLOCK_MONOTONIC_RAW CLOCK_REALTIME_COARSE CLOCK_MONOTONIC_COARSE CLOCK_BOOTTIME CLOCK_REALTIME_ALARM
    CLOCK_BOOTTIME_ALARM CLOCK_TAI]);
bits!(TIMER, 0, [TIMER_ABSTIME]);
choice!(
    PRCTL,
    [PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_GET_DUMPABLE PR_SET_DUMPABLE PR_GET_UNALIGN PR_SET_UNALIGN PR_GET_KEEPCAPS
    PR_SET_KEEPCAPS PR_GET_FPEMU PR_SET_FPEMU PR_GET_FPEXC PR_SET_FPEXC PR_GET_TIMING PR_SET_TIMING PR_SET_NAME
    PR_GET_NAME PR_GET_ENDIAN PR_SET_ENDIAN PR_GET_SECCOMP PR_SET_SECCOMP PR_CAPBSET_READ PR_CAPBSET_DROP PR_GET_TSC
    PR_SET_TSC PR_GET_SECUREBITS PR_SET_SECUREBITS PR_SET_TIMERSLACK PR_GET_TIMERSLACK PR_MCE_KILL PR_SET_MM
    PR_SET_CHILD_SUBREAPER PR_GET_CHILD_SUBREAPER PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_GET_TID_ADDRESS
    PR_SET_THP_DISABLE PR_GET_THP_DISABLE PR_CAP_AMBIENT PR_SET_PTRACER PR_SET_VMA],
    [
        (27, "PR_TASK_PERF_EVENTS_DISABLE"),
        (28, "PR_TASK_PERF_EVENTS_ENABLE"),
        (34, "PR_MCE_KILL_GET"),
        (52, "PR_GET_SPECULATION_CTRL"),
        (53, "PR_SET_SPECULATION_CTRL"),
        (54, "PR_PAC_RESET_KEYS"),
        (55, "PR_SET_TAGGED_ADDR_CTRL"),
        (56, "PR_GET_TAGGED_ADDR_CTRL"),
        (57, "PR_SET_IO_FLUSHER"),
        (58, "PR_GET_IO_FLUSHER"),
        (59, "PR_SET_SYSCALL_USER_DISPATCH"),
        (62, "PR_SCHED_CORE"),
        (65, "PR_SET_MDWE"),
        (66, "PR_GET_MDWE"),
        (67, "PR_SET_MEMORY_MERGE"),
        (68, "PR_GET_MEMORY_MERGE"),
        (69, "PR_RISCV_V_SET_CONTROL"),
        (70, "PR_RISCV_V_GET_CONTROL"),
        (71, "PR_RISCV_SET_ICACHE_FLUSH_CTX"),
        (0x4155_5856, "PR_GET_AUXV")
    ]
);
choice!(IOCTL, [TCGETS TCSETS TCSETSW TCSETSF TCGETA TCSETA TCSETAW TCSETAF TCSBRK TCXONC TCFLSH TIOCEXCL TIOCNXCL
    TIOCSCTTY TIOCGPGRP TIOCSPGRP TIOCOUTQ TIOCSTI TIOCGWINSZ TIOCSWINSZ FIONREAD TIOCCONS TIOCPKT FIONBIO TIOCNOTTY
    TCSBRKP TIOCGSID TIOCGPTN TIOCSPTLCK FIONCLEX FIOCLEX FIOASYNC TIOCGPTPEER FICLONE FICLONERANGE]);
choice!(RLIMIT, [RLIMIT_CPU RLIMIT_FSIZE RLIMIT_DATA RLIMIT_STACK RLIMIT_CORE RLIMIT_RSS RLIMIT_NPROC RLIMIT_NOFILE
    RLIMIT_MEMLOCK RLIMIT_AS RLIMIT_LOCKS RLIMIT_SIGPENDING RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_RTPRIO RLIMIT_RTTIME]);
bits!(MOUNT, 0, [MS_RDONLY MS_NOSUID MS_NODEV MS_NOEXEC MS_SYNCHRONOUS MS_REMOUNT MS_MANDLOCK MS_DIRSYNC
    MS_NOATIME MS_NODIRATIME MS_BIND MS_MOVE MS_REC MS_SILENT MS_UNBINDABLE MS_PRIVATE MS_SLAVE MS_SHARED
    MS_RELATIME MS_STRICTATIME MS_LAZYTIME]);
bits!(RANDOM, 0, [GRND_NONBLOCK GRND_RANDOM GRND_INSECURE]);
bits!(MEMFD, 0, [MFD_CLOEXEC MFD_ALLOW_SEALING MFD_HUGETLB MFD_NOEXEC_SEAL MFD_EXEC]);

macro_rules! errnos {
    ($($name:ident $text:literal)*) => {
        /// Every errno: value, name, text (as strerror says it).
        pub static ERRNOS: &[(i32, Text<15>, Text<55>)] =
            &[$((libc::$name, Text::new(stringify!($name)), Text::new($text))),*];
    };
}

errnos! {
    EPERM "Operation not permitted"
    ENOENT "No such file or directory"
    ESRCH "No such process"
    EINTR "Interrupted system call"
    EIO "Input/output error"
    ENXIO "No such device or address"
    E2BIG "Argument list too long"
    ENOEXEC "Exec format error"
    EBADF "Bad file descriptor"
    ECHILD "No child processes"
    EAGAIN "Resource temporarily unavailable"
    ENOMEM "Cannot allocate memory"
    EACCES "Permission denied"
    EFAULT "Bad address"
    ENOTBLK "Block device required"
    EBUSY "Device or resource busy"
    EEXIST "File exists"
    EXDEV "Invalid cross-device link"
    ENODEV "No such device"
    ENOTDIR "Not a directory"
    EISDIR "Is a directory"
    EINVAL "Invalid argument"
    ENFILE "Too many open files in system"
    EMFILE "Too many open files"
    ENOTTY "Inappropriate ioctl for device"
    ETXTBSY "Text file busy"
    EFBIG "File too large"
    ENOSPC "No space left on device"
    ESPIPE "Illegal seek"
    EROFS "Read-only file system"
    EMLINK "Too many links"
    EPIPE "Broken pipe"
    EDOM "Numerical argument out of domain"
    ERANGE "Numerical result out of range"
    EDEADLK "Resource deadlock avoided"
    ENAMETOOLONG "File name too long"
    ENOLCK "No locks available"
    ENOSYS "Function not implemented"
    ENOTEMPTY "Directory not empty"
    ELOOP "Too many levels of symbolic links"
    ENOMSG "No message of desired type"
    EIDRM "Identifier removed"
    ECHRNG "Channel number out of range"
    EL2NSYNC "Level 2 not synchronized"
    EL3HLT "Level 3 halted"
    EL3RST "Level 3 reset"
    ELNRNG "Link number out of range"
    EUNATCH "Protocol driver not attached"
    ENOCSI "No CSI structure available"
    EL2HLT "Level 2 halted"
    EBADE "Invalid exchange"
    EBADR "Invalid request descriptor"
    EXFULL "Exchange full"
    ENOANO "No anode"
    EBADRQC "Invalid request code"
    EBADSLT "Invalid slot"
    EBFONT "Bad font file format"
    ENOSTR "Device not a stream"
    ENODATA "No data available"
    ETIME "Timer expired"
    ENOSR "Out of streams resources"
    ENONET "Machine is not on the network"
    ENOPKG "Package not installed"
    EREMOTE "Object is remote"
    ENOLINK "Link has been severed"
    EADV "Advertise error"
    ESRMNT "Srmount error"
    ECOMM "Communication error on send"
    EPROTO "Protocol error"
    EMULTIHOP "Multihop attempted"
    EDOTDOT "RFS specific error"
    EBADMSG "Bad message"
    EOVERFLOW "Value too large for defined data type"
    ENOTUNIQ "Name not unique on network"
    EBADFD "File descriptor in bad state"
    EREMCHG "Remote address changed"
    ELIBACC "Can not access a needed shared library"
    ELIBBAD "Accessing a corrupted shared library"
    ELIBSCN ".lib section in a.out corrupted"
    ELIBMAX "Attempting to link in too many shared libraries"
    ELIBEXEC "Cannot exec a shared library directly"
    EILSEQ "Invalid or incomplete multibyte or wide character"
    ERESTART "Interrupted system call should be restarted"
    ESTRPIPE "Streams pipe error"
    EUSERS "Too many users"
    ENOTSOCK "Socket operation on non-socket"
    EDESTADDRREQ "Destination address required"
    EMSGSIZE "Message too long"
    EPROTOTYPE "Protocol wrong type for socket"
    ENOPROTOOPT "Protocol not available"
    EPROTONOSUPPORT "Protocol not supported"
    ESOCKTNOSUPPORT "Socket type not supported"
    EOPNOTSUPP "Operation not supported"
    EPFNOSUPPORT "Protocol family not supported"
    EAFNOSUPPORT "Address family not supported by protocol"
    EADDRINUSE "Address already in use"
    EADDRNOTAVAIL "Cannot assign requested address"
    ENETDOWN "Network is down"
    ENETUNREACH "Network is unreachable"
    ENETRESET "Network dropped connection on reset"
    ECONNABORTED "Software caused connection abort"
    ECONNRESET "Connection reset by peer"
    ENOBUFS "No buffer space available"
    EISCONN "Transport endpoint is already connected"
    ENOTCONN "Transport endpoint is not connected"
    ESHUTDOWN "Cannot send after transport endpoint shutdown"
    ETOOMANYREFS "Too many references: cannot splice"
    ETIMEDOUT "Connection timed out"
    ECONNREFUSED "Connection refused"
    EHOSTDOWN "Host is down"
    EHOSTUNREACH "No route to host"
    EALREADY "Operation already in progress"
    EINPROGRESS "Operation now in progress"
    ESTALE "Stale file handle"
    EUCLEAN "Structure needs cleaning"
    ENOTNAM "Not a XENIX named type file"
    ENAVAIL "No XENIX semaphores available"
    EISNAM "Is a named type file"
    EREMOTEIO "Remote I/O error"
    EDQUOT "Disk quota exceeded"
    ENOMEDIUM "No medium found"
    EMEDIUMTYPE "Wrong medium type"
    ECANCELED "Operation canceled"
    ENOKEY "Required key not available"
    EKEYEXPIRED "Key has expired"
    EKEYREVOKED "Key has been revoked"
    EKEYREJECTED "Key was rejected by service"
    EOWNERDEAD "Owner died"
    ENOTRECOVERABLE "State not recoverable"
    ERFKILL "Operation not possible due to RF-kill"
    EHWPOISON "Memory page has hardware error"
}

/// An errno's name and text.
pub fn errno(value: i32) -> Option<(&'static str, &'static str)> {
    let row = ERRNOS.iter().find(|row| row.0 == value)?;
    Some((&row.1, &row.2))
}

/// A signal's name (`SIGINT`), or `None` for real-time signals and values that are no signal.
pub fn signal(value: i32) -> Option<&'static str> {
    const SIGNALS: [&str; 31] = [
        "SIGHUP",
        "SIGINT",
        "SIGQUIT",
        "SIGILL",
        "SIGTRAP",
        "SIGABRT",
        "SIGBUS",
        "SIGFPE",
        "SIGKILL",
        "SIGUSR1",
        "SIGSEGV",
        "SIGUSR2",
        "SIGPIPE",
        "SIGALRM",
        "SIGTERM",
        "SIGSTKFLT",
        "SIGCHLD",
        "SIGCONT",
        "SIGSTOP",
        "SIGTSTP",
        "SIGTTIN",
        "SIGTTOU",
        "SIGURG",
        "SIGXCPU",
        "SIGXFSZ",
        "SIGVTALRM",
        "SIGPROF",
        "SIGWINCH",
        "SIGIO",
        "SIGPWR",
        "SIGSYS",
    ];
    let at = usize::try_from(value.checked_sub(1)?).ok()?;
    SIGNALS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(names: &Names, value: u64) -> String {
        let mut out = String::new();
        names.show(value, &mut out);
        out
    }

    #[test]
    fn flags_read_as_strace_writes_them() {
        let flags = (libc::O_WRONLY | libc::O_CREAT | libc::O_DIRECTORY) as u64;
        assert_eq!(
            shown(open(Guest::riscv64), flags),
            "O_WRONLY|O_CREAT|O_DIRECTORY"
        );
        assert_eq!(shown(open(Guest::aarch64), 0o40000), "O_RDONLY|O_DIRECTORY");
        assert_eq!(shown(&PROT, 0), "PROT_NONE");
        assert_eq!(shown(&PROT, 5), "PROT_READ|PROT_EXEC");
        assert_eq!(shown(&MAP, 0x22), "MAP_PRIVATE|MAP_ANONYMOUS");
        assert_eq!(shown(&FUTEX, 0x81), "FUTEX_WAKE|FUTEX_PRIVATE_FLAG");
        assert_eq!(shown(&WHENCE, 9), "9");
        assert_eq!(shown(&AT, 0x100), "AT_SYMLINK_NOFOLLOW");
    }

    #[test]
    fn errnos_are_numbered_as_the_kernel_does_without_gaps() {
        let values: Vec<i32> = ERRNOS.iter().map(|row| row.0).collect();
        let wanted: Vec<i32> = (1..=133).filter(|n| *n != 41 && *n != 58).collect();
        assert_eq!(values, wanted);
        assert_eq!(errno(2), Some(("ENOENT", "No such file or directory")));
        assert_eq!(signal(libc::SIGSYS), Some("SIGSYS"));
        assert_eq!(signal(32), None);
        assert_eq!(signal(0), None);
    }
}
