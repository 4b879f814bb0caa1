//! System calls through dispatch, on guest memory and the real host, with no engine behind them.

use std::ops::Range;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use guest_mem::{AddressSpace, MapRequest, PAGE_SIZE, Prot};
use linux_abi::layout::generic::{EpollEvent, HwprobePair, SemidDs, Stat};
use linux_abi::syscalls::ROWS;
use linux_user::arch::riscv64::RISCV64;
use linux_user::fs_view::FsView;
use linux_user::signal::Inherited;
use linux_user::{Engine, Errno, HostAction, ImageInfo, Kernel, Options, Outcome, Task, dispatch};

/// An engine that executes nothing.
struct Idle;

static PENDING: AtomicU32 = AtomicU32::new(0);

impl Engine for Idle {
    fn set_host_action(&self, _sig: i32, _action: HostAction) -> Result<(), Errno> {
        Ok(())
    }
    fn code_changed(&self, _range: Range<u64>) {}
    fn flush_icache(&self, _range: Range<u64>) {}
    fn pending_word(&self) -> *const AtomicU32 {
        &PENDING
    }
    fn notice_shared_memory(&self) {}
    fn before_exec(&self) {}
    fn is_alone(&self) -> bool {
        true
    }
    fn before_fork(&self) {}
    fn fork_prepare(&self) {}
    fn fork_done(&self, _in_child: bool) {}
}

const AT_FDCWD: u64 = libc::AT_FDCWD as u64;
/// The guest's memory: a few pages.
const MEMORY: u64 = 0x10_0000;
const PAGES: u64 = 16;

/// One guest at a time: they share the window of addresses.
struct Machine {
    task: Task,
    next: u64,
    prefix: Option<PathBuf>,
    _alone: MutexGuard<'static, ()>,
}

impl Machine {
    fn new() -> Machine {
        Machine::with_prefix(None)
    }

    fn with_prefix(prefix: Option<&Path>) -> Machine {
        static ALONE: OnceLock<Mutex<()>> = OnceLock::new();
        let alone = ALONE.get_or_init(Mutex::default).lock();
        let alone = alone.unwrap_or_else(|poisoned| poisoned.into_inner());
        let mem = AddressSpace::new();
        let request = MapRequest {
            addr: MEMORY,
            len: PAGES * PAGE_SIZE,
            prot: Prot(3),
            flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
            fd: -1,
            offset: 0,
        };
        mem.map(request).expect("the guest's memory");
        let fs = FsView::new(prefix).expect("the prefix exists");
        let kernel = Kernel::new(mem, fs, Options::default(), &RISCV64);
        let exe = std::fs::canonicalize("/bin/true").expect("there is a /bin/true");
        let image = ImageInfo {
            exe: exe.into_os_string().into_encoded_bytes(),
            auxv: vec![1; 32],
            ..ImageInfo::default()
        };
        assert!(kernel.image.set(image).is_ok());
        Machine {
            task: Task::new(Arc::clone(&kernel), &Idle, Inherited::from_host()),
            next: MEMORY,
            prefix: prefix.map(Path::to_path_buf),
            _alone: alone,
        }
    }

    /// Makes a call by name.
    fn call(&mut self, name: &str, args: &[u64]) -> Result<u64, i32> {
        let row = ROWS.iter().find(|row| row.name == name).expect("a row");
        let mut all = [0; 6];
        all[..args.len()].copy_from_slice(args);
        match dispatch::syscall(&mut self.task, row.nr.into(), &all, 0) {
            Outcome::Return(result) if result < 0 => Err(-result as i32),
            Outcome::Return(result) => Ok(result as u64),
            other => panic!("{name} has outcome {other:?}"),
        }
    }

    /// Room in the guest's memory.
    fn room(&mut self, len: usize) -> u64 {
        let at = self.next;
        self.next += (len as u64).next_multiple_of(16);
        assert!(self.next < MEMORY + PAGES * PAGE_SIZE);
        at
    }

    fn put(&mut self, bytes: &[u8]) -> u64 {
        let at = self.room(bytes.len());
        guest_mem::write_bytes(at, bytes).expect("it is mapped");
        at
    }

    fn path(&mut self, path: &str) -> u64 {
        self.put(&[path.as_bytes(), b"\0"].concat())
    }

    fn get<const N: usize>(&self, at: u64) -> [u8; N] {
        let mut bytes = [0; N];
        guest_mem::read_bytes(at, &mut bytes).expect("it is mapped");
        bytes
    }

    fn open(&mut self, path: &str) -> Result<u64, i32> {
        let path = self.path(path);
        self.call("openat", &[AT_FDCWD, path, libc::O_RDONLY as u64])
    }

    /// The content of a file as the guest reads it.
    fn content(&mut self, path: &str) -> String {
        let fd = self.open(path).expect("it can be opened");
        let text = self.content_of(fd);
        self.call("close", &[fd]).expect("it is open");
        text
    }

    fn content_of(&mut self, fd: u64) -> String {
        let at = self.next;
        let mut text = Vec::new();
        loop {
            let read = self.call("read", &[fd, at, 4096]).expect("it can be read");
            if read == 0 {
                return String::from_utf8(text).expect("text");
            }
            let mut bytes = vec![0; read as usize];
            guest_mem::read_bytes(at, &mut bytes).expect("it is mapped");
            text.extend(bytes);
        }
    }

    fn link(&mut self, dirfd: u64, path: &str) -> Result<String, i32> {
        let (path, buf) = (self.path(path), self.room(512));
        let len = self.call("readlinkat", &[dirfd, path, buf, 512])?;
        let text = self.get::<512>(buf)[..len as usize].to_vec();
        Ok(String::from_utf8(text).expect("text"))
    }

    fn stat(&mut self, path: &str) -> Stat {
        let (path, buf) = (self.path(path), self.room(Stat::SIZE));
        self.call("newfstatat", &[AT_FDCWD, path, buf, 0])
            .expect("it exists");
        Stat::from_bytes(&self.get(buf))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let mem = &self.task.kernel.mem;
        mem.unmap(MEMORY, PAGES * PAGE_SIZE).expect("it is mapped");
        if let Some(prefix) = &self.prefix {
            let _ = std::fs::remove_dir_all(prefix);
        }
    }
}

/// A root file system with a few files.
fn root(name: &str) -> PathBuf {
    let name = format!("emu-calls-{}-{name}", std::process::id());
    let root = std::env::temp_dir().join(name);
    for dir in ["usr/lib", "etc", "proc", "tmp", "run"] {
        std::fs::create_dir_all(root.join(dir)).expect("a temporary directory");
    }
    std::fs::write(root.join("etc/who"), "guest").expect("a file");
    symlink("/etc/who", root.join("usr/lib/who")).expect("a symlink");
    root.canonicalize().expect("it exists")
}

#[test]
fn unknown_numbers_and_refused_calls_have_their_errnos() {
    let mut m = Machine::new();
    let unknown = dispatch::syscall(&mut m.task, 244, &[0; 6], 0);
    assert!(matches!(unknown, Outcome::Return(-38)));
    let beyond = dispatch::syscall(&mut m.task, u64::MAX, &[0; 6], 0);
    assert!(matches!(beyond, Outcome::Return(-38)));
    let arm_only = dispatch::syscall(&mut m.task, 38, &[0; 6], 0);
    assert!(matches!(arm_only, Outcome::Return(-38)));
    assert_eq!(m.call("rseq", &[0, 32, 0, 0]), Err(libc::ENOSYS));
    assert_eq!(m.call("pkey_alloc", &[0, 0]), Err(libc::EINVAL));
}

#[test]
fn bad_pointers_are_found_in_the_kernels_order() {
    let mut m = Machine::new();
    let mine = &m as *const Machine as u64;
    let zero = m.open("/dev/zero").expect("it exists");
    assert_eq!(m.call("read", &[zero, mine, 1]), Err(libc::EFAULT));
    assert_eq!(m.call("read", &[u64::MAX, mine, 1]), Err(libc::EBADF));
    assert_eq!(m.call("read", &[zero, u64::MAX, 1]), Err(libc::EFAULT));
    assert_eq!(
        m.call("newfstatat", &[AT_FDCWD, mine, mine, 0]),
        Err(libc::EFAULT)
    );
    assert_eq!(m.call("uname", &[mine]), Err(libc::EFAULT));
    assert_eq!(m.call("openat", &[AT_FDCWD, mine, 0]), Err(libc::EFAULT));
}

#[test]
fn stat_is_laid_out_for_the_guest() {
    let mut m = Machine::new();
    let stat = m.stat("/bin/true");
    let native = std::fs::metadata("/bin/true").expect("it exists");
    use std::os::unix::fs::MetadataExt;
    assert_eq!(stat.st_ino, native.ino());
    assert_eq!(stat.st_size as u64, native.size());
    assert_eq!(stat.st_mode, native.mode());
    assert_eq!(u64::from(stat.st_nlink), native.nlink());
    assert_eq!(stat.st_mtime, native.mtime());
    let fd = m.open("/bin/true").expect("it exists");
    let buf = m.room(Stat::SIZE);
    m.call("fstat", &[fd, buf]).expect("it is open");
    assert_eq!(Stat::from_bytes(&m.get(buf)), stat);
}

#[test]
fn epoll_events_are_not_packed() {
    let mut m = Machine::new();
    let ep = m.call("epoll_create1", &[0]).expect("epoll");
    let fds = m.room(8);
    m.call("pipe2", &[fds, 0]).expect("a pipe");
    let [r, w]: [u32; 2] = guest_mem::read(fds).expect("it is mapped");
    let event = EpollEvent {
        events: libc::EPOLLIN as u32,
        data: 0x0123_4567_89ab_cdef,
    };
    let event_at = m.put(&event.to_bytes());
    let add = libc::EPOLL_CTL_ADD as u64;
    m.call("epoll_ctl", &[ep, add, r.into(), event_at])
        .expect("a pipe can be watched");
    let ready = m.room(64);
    assert_eq!(m.call("epoll_pwait", &[ep, ready, 4, 0, 0, 0]), Ok(0));
    let byte = m.put(b"x");
    m.call("write", &[w.into(), byte, 1]).expect("room");
    let mask = m.put(&[0; 8]);
    assert_eq!(m.call("epoll_pwait", &[ep, ready, 4, 0, mask, 8]), Ok(1));
    assert_eq!(EpollEvent::from_bytes(&m.get(ready)), event);
    let zero = m.put(&[0; 16]);
    assert_eq!(m.call("epoll_pwait2", &[ep, ready, 4, zero, 0, 0]), Ok(1));
    assert_eq!(
        m.call("epoll_pwait", &[ep, ready, 0, 0, 0, 0]),
        Err(libc::EINVAL)
    );
    let too_many = (i32::MAX / 16 + 1) as u64;
    assert_eq!(
        m.call("epoll_pwait", &[ep, ready, too_many, 0, 0, 0]),
        Err(libc::EINVAL)
    );
    assert_eq!(
        m.call("epoll_pwait", &[ep, u64::MAX, 4, 0, 0, 0]),
        Err(libc::EFAULT)
    );
    assert_eq!(
        m.call("epoll_pwait", &[ep, ready, 5000, 0, 0, 0]),
        Ok(1),
        "more than are taken at once"
    );
    assert_eq!(
        m.call("epoll_pwait", &[ep, ready, 4, 0, mask, 16]),
        Err(libc::EINVAL)
    );
    assert_eq!(m.call("epoll_ctl", &[ep, 2, r.into(), 0]), Ok(0));
}

#[test]
fn semid_ds_is_laid_out_for_the_guest() {
    let mut m = Machine::new();
    let id = m.call("semget", &[0, 3, 0o600]).expect("semaphores");
    let ds = m.room(SemidDs::SIZE);
    m.call("semctl", &[id, 0, libc::IPC_STAT as u64, ds])
        .expect("they exist");
    let status = SemidDs::from_bytes(&m.get(ds));
    assert_eq!(status.sem_nsems, 3);
    assert_eq!(status.perm_mode & 0o777, 0o600);
    assert!(status.sem_ctime > 1_600_000_000);
    let changed = m.put(
        &SemidDs {
            perm_mode: 0o640,
            ..status
        }
        .to_bytes(),
    );
    m.call("semctl", &[id, 0, libc::IPC_SET as u64, changed])
        .expect("they are ours");
    m.call("semctl", &[id, 0, libc::IPC_STAT as u64, ds])
        .expect("they exist");
    let status = SemidDs::from_bytes(&m.get(ds));
    assert_eq!(status.perm_mode & 0o777, 0o640);
    m.call("semctl", &[id, 0, libc::IPC_RMID as u64, 0])
        .expect("they are ours");
}

#[test]
fn the_machine_is_the_guests() {
    let mut m = Machine::new();
    let buf = m.room(390);
    m.call("uname", &[buf]).expect("it works");
    let names = m.get::<390>(buf);
    assert!(names[4 * 65..].starts_with(b"riscv64\0"));
    assert!(names.starts_with(b"Linux\0"));
    let cpuinfo = m.content("/proc/cpuinfo");
    assert!(cpuinfo.contains("\nisa\t\t: rv64imafdc"));
    assert!(!cpuinfo.contains("vendor_id"));
    if Path::new("/proc/sys/kernel/arch").exists() {
        assert_eq!(m.content("/proc/sys/kernel/arch"), "riscv64\n");
    }
}

#[test]
fn hwprobe_answers_for_values_and_for_cpus() {
    let mut m = Machine::new();
    let pair = |key, value| HwprobePair { key, value }.to_bytes();
    let pairs = m.put(&[pair(4, 7), pair(99, 7)].concat());
    assert_eq!(m.call("riscv_hwprobe", &[pairs, 2, 0, 0, 0]), Ok(0));
    let first = HwprobePair::from_bytes(&m.get(pairs));
    assert_eq!((first.key, first.value & 3), (4, 3), "FD and C");
    let second = HwprobePair::from_bytes(&m.get(pairs + 16));
    assert_eq!((second.key, second.value), (-1, 0));
    let cpus = m.put(&[0; 128]);
    let which = m.put(&pair(4, 1));
    assert_eq!(m.call("riscv_hwprobe", &[which, 1, 128, cpus, 1]), Ok(0));
    assert_eq!(m.get::<1>(cpus)[0] & 1, 1, "the first cpu has it");
    let vector = m.put(&pair(4, 1 << 2));
    assert_eq!(m.call("riscv_hwprobe", &[vector, 1, 128, cpus, 1]), Ok(0));
    assert_eq!(m.get::<128>(cpus), [0; 128]);
    assert_eq!(
        m.call("riscv_hwprobe", &[pairs, 1, 0, 0, 2]),
        Err(libc::EINVAL)
    );
    assert_eq!(
        m.call("riscv_hwprobe", &[pairs, 1, 128, cpus, 0]),
        Err(libc::EINVAL)
    );
}

#[test]
fn proc_self_exe_is_the_guests_program_however_it_is_reached() {
    let mut m = Machine::new();
    let exe = std::fs::canonicalize("/bin/true").expect("there is a /bin/true");
    let exe = exe.to_str().expect("ASCII").to_owned();
    let (size, pid) = (m.stat(&exe).st_size, std::process::id());
    let ways = [
        "/proc/self/exe".to_owned(),
        "/proc/thread-self/exe".to_owned(),
        format!("/proc/{pid}/exe"),
        format!("/proc/self/task/{pid}/exe"),
        "/proc/../proc/./self//exe".to_owned(),
    ];
    for way in &ways {
        assert_eq!(m.link(AT_FDCWD, way).as_deref(), Ok(exe.as_str()), "{way}");
        assert_eq!(m.stat(way).st_size, size, "{way}");
        let fd = m.open(way).expect("it can be opened");
        let via = m.link(AT_FDCWD, &format!("/proc/self/fd/{fd}"));
        assert_eq!(via.as_deref(), Ok(exe.as_str()), "{way}");
        m.call("close", &[fd]).expect("it is open");
    }
    let (path, buf) = (m.path("/proc/self/exe"), m.put(&[7; 512]));
    let len = m.call("readlinkat", &[AT_FDCWD, path, buf, 512]);
    assert_eq!(len, Ok(exe.len() as u64));
    let after = &m.get::<512>(buf)[exe.len()..];
    assert!(after.iter().all(|c| *c == 7), "nothing is written beyond");
    assert_eq!(m.call("readlinkat", &[AT_FDCWD, path, buf, 3]), Ok(3));
    assert_eq!(
        m.call("readlinkat", &[AT_FDCWD, path, buf, 0]),
        Err(libc::EINVAL)
    );
    let dir = m.open("/proc/self").expect("it exists");
    assert_eq!(m.link(dir, "exe").as_deref(), Ok(exe.as_str()));
    let name = m.path("exe");
    let buf = m.room(256);
    m.call("statx", &[dir, name, 0, 0x7ff, buf])
        .expect("it exists");
    let stx_size = u64::from_le_bytes(m.get(buf + 40));
    assert_eq!(stx_size, size as u64);
    // The file itself, by its own name, is still the emulator.
    let own = std::env::current_exe().expect("this test");
    let own = own.to_str().expect("ASCII").to_owned();
    assert_ne!(m.stat(&own).st_size, size);
}

#[test]
fn maps_show_the_guest_and_nothing_else() {
    let mut m = Machine::new();
    let exec = MapRequest {
        addr: 0x4000_0000,
        len: PAGE_SIZE,
        prot: Prot(5),
        flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
        fd: -1,
        offset: 0,
    };
    m.task.kernel.mem.map(exec).expect("it is free");
    for path in ["/proc/self/maps", "/proc/thread-self/maps"] {
        let maps = m.content(path);
        let lines: Vec<&str> = maps.lines().collect();
        assert_eq!(lines.len(), 2, "{maps}");
        assert!(lines[0].starts_with("00100000-00110000 rw-p 00000000 00:00 0"));
        assert!(lines[1].starts_with("40000000-40001000 r-xp 00000000 00:00 0"));
    }
    let dir = m.open("/proc/self").expect("it exists");
    let name = m.path("smaps");
    let fd = m.call("openat", &[dir, name, 0]).expect("it exists");
    let smaps = m.content_of(fd);
    assert_eq!(smaps.matches("VmFlags:").count(), 2);
    assert!(smaps.contains("40000000-40001000 r-xp"));
    m.task
        .kernel
        .mem
        .unmap(0x4000_0000, PAGE_SIZE)
        .expect("it is mapped");
}

#[test]
fn the_prefix_is_the_root() {
    let prefix = root("prefix");
    let mut m = Machine::with_prefix(Some(&prefix));
    assert_eq!(m.content("/etc/who"), "guest");
    assert_eq!(m.content("/usr/lib/who"), "guest", "an absolute symlink");
    assert!(!m.content("/proc/self/../self/comm").is_empty());
    assert_eq!(m.link(AT_FDCWD, "/usr/lib/who").as_deref(), Ok("/etc/who"));
    // Calls that pass.
    let dir = m.path("/tmp/new");
    m.call("mkdirat", &[AT_FDCWD, dir, 0o755])
        .expect("it is new");
    assert!(prefix.join("tmp/new").is_dir());
    let (from, to) = (m.path("/etc/who"), m.path("/tmp/new/link"));
    m.call("linkat", &[AT_FDCWD, from, AT_FDCWD, to, 0])
        .expect("the same file system");
    assert!(prefix.join("tmp/new/link").is_file());
    // The working directory.
    m.call("chdir", &[dir]).expect("it exists");
    let buf = m.room(256);
    assert_eq!(m.call("getcwd", &[buf, 256]), Ok(9));
    assert_eq!(&m.get::<9>(buf), b"/tmp/new\0");
    assert_eq!(m.call("getcwd", &[buf, 8]), Err(libc::ERANGE));
    assert_eq!(
        m.link(AT_FDCWD, "/proc/self/cwd").as_deref(),
        Ok("/tmp/new")
    );
    assert_eq!(m.content("link"), "guest");
    assert_eq!(m.content("../../usr/lib/who"), "guest");
    let above = m.stat("../../..");
    assert_eq!(
        above.st_ino,
        m.stat("/").st_ino,
        ".. ends at the guest's root"
    );
    std::env::set_current_dir("/").expect("it exists");
    let fd = m.open("/etc/who").expect("it exists");
    let link = m.link(AT_FDCWD, &format!("/proc/self/fd/{fd}"));
    assert_eq!(link.as_deref(), Ok("/etc/who"));
}

#[test]
fn openat2_keeps_its_promises_under_the_prefix() {
    let prefix = root("openat2");
    let mut m = Machine::with_prefix(Some(&prefix));
    let open = |m: &mut Machine, dirfd, path: &str, resolve: u64| {
        let how = [libc::O_RDONLY as u64, 0, resolve]
            .map(u64::to_le_bytes)
            .concat();
        let (path, how) = (m.path(path), m.put(&how));
        m.call("openat2", &[dirfd, path, how, 24])
    };
    let fd = open(&mut m, AT_FDCWD, "/usr/lib/who", 0).expect("it exists");
    assert_eq!(m.content_of(fd), "guest");
    let fd = open(&mut m, AT_FDCWD, "/etc/who", libc::RESOLVE_NO_SYMLINKS).expect("no symlink");
    assert_eq!(m.content_of(fd), "guest");
    let through = open(&mut m, AT_FDCWD, "/usr/lib/who", libc::RESOLVE_NO_SYMLINKS);
    assert_eq!(through, Err(libc::ELOOP));
    let fd = open(&mut m, AT_FDCWD, "/etc/who", libc::RESOLVE_NO_XDEV).expect("one file system");
    assert_eq!(m.content_of(fd), "guest");
    let dir = m.open("/usr").expect("it exists");
    let beneath = open(&mut m, dir, "lib/who", libc::RESOLVE_BENEATH);
    assert_eq!(beneath, Err(libc::EXDEV));
    let in_root = open(&mut m, dir, "lib/who", libc::RESOLVE_IN_ROOT);
    assert_eq!(
        in_root,
        Err(libc::ENOENT),
        "/etc/who does not exist in /usr"
    );
    let how = m.put(&[0; 24]);
    let path = m.path("/etc/who");
    assert_eq!(
        m.call("openat2", &[AT_FDCWD, path, how, 23]),
        Err(libc::EINVAL)
    );
}

#[test]
fn unix_sockets_live_in_the_prefix() {
    let prefix = root("socket");
    let mut m = Machine::with_prefix(Some(&prefix));
    let unix = libc::AF_UNIX as u64;
    let server = m.call("socket", &[unix, 1, 0]).expect("a socket");
    let address = m.put(b"\x01\0/run/server\0");
    m.call("bind", &[server, address, 14]).expect("it is new");
    assert!(prefix.join("run/server").exists());
    m.call("listen", &[server, 1]).expect("it is bound");
    let client = m.call("socket", &[unix, 1, 0]).expect("a socket");
    m.call("connect", &[client, address, 14])
        .expect("it listens");
    let (shown, len) = (m.room(128), m.put(&110_u32.to_le_bytes()));
    m.call("getpeername", &[client, shown, len])
        .expect("it is connected");
    assert_eq!(u32::from_le_bytes(m.get(len)), 14);
    assert_eq!(&m.get::<14>(shown), b"\x01\0/run/server\0");
}

#[test]
fn what_would_hurt_the_emulator_is_refused() {
    let mut m = Machine::new();
    const PR_SET_MDWE: u64 = 65;
    let set_seccomp = libc::PR_SET_SECCOMP as u64;
    assert_eq!(
        m.call("prctl", &[set_seccomp, 1, 0, 0, 0]),
        Err(libc::EINVAL)
    );
    assert_eq!(
        m.call("prctl", &[PR_SET_MDWE, 1, 0, 0, 0]),
        Err(libc::EINVAL)
    );
    assert_eq!(m.call("seccomp", &[0, 0, 0]), Err(libc::ENOSYS));
    assert_eq!(m.call("membarrier", &[1 << 7, 0, 0]), Err(libc::EINVAL));
    let name = m.path("guest-name");
    m.call("prctl", &[libc::PR_SET_NAME as u64, name])
        .expect("it works");
    assert_eq!(m.content("/proc/thread-self/comm"), "guest-name\n");
    let auxv = m.room(64);
    const PR_GET_AUXV: u64 = 0x4155_5856;
    assert_eq!(m.call("prctl", &[PR_GET_AUXV, auxv, 16, 0, 0]), Ok(32));
    assert_eq!(m.get::<16>(auxv), [1; 16]);
    let ready = m.call("riscv_flush_icache", &[0, 0, 1]);
    assert_eq!(ready, Ok(0));
    assert_eq!(m.call("riscv_flush_icache", &[0, 0, 2]), Err(libc::EINVAL));
}

#[test]
fn the_emulators_descriptor_is_not_the_guests() {
    let mut m = Machine::new();
    // High numbers: another test's thread may be opening files meanwhile.
    let low = m.open("/dev/null").expect("it exists");
    let [kept, other] = [700, 701].map(|n| m.call("dup3", &[low, n, 0]).expect("it is free"));
    linux_user::syscalls::fd::keep_open(kept as i32);
    assert_eq!(m.call("close", &[kept]), Err(libc::EBADF));
    assert_eq!(m.call("dup3", &[other, kept, 0]), Err(libc::EBADF));
    assert_eq!(m.call("close_range", &[kept, other, 0]), Ok(0));
    assert_eq!(
        m.call("close", &[other]),
        Err(libc::EBADF),
        "closed with the range"
    );
    let buf = m.room(Stat::SIZE);
    assert_eq!(m.call("fstat", &[kept, buf]), Ok(0), "it is still open");
    assert_eq!(m.call("close_range", &[2, 1, 0]), Err(libc::EINVAL));
}
