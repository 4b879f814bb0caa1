//! The table: one row per system call of 64-bit guests with the kernel's generic numbers (`scripts/syscall.tbl`,
//! complete up to Linux 6.17).
//!
//! A row reads: `number name (arguments) -> result [guests] how blocks;`
//!
//! * An argument is `name: Type`, `name: In<Data>` (`Out`, `InOut`), or `name: In<Data>[length]`, where `length` is
//!   the argument that counts the elements. See [`Type`](crate::Type) and [`Data`](crate::Data).
//! * `-> Addr` or `-> Never` where the result is not a number.
//! * `[riscv64]` where only some guests have the call.
//! * How: `pass` hands the arguments to the host's call of the same name; `do_(file::function)` names the function
//!   of `linux-user::syscalls` that answers; `refuse(ERRNO, "reason")` always fails.
//! * `blocks`: the call can wait, so a signal interrupts it.

use crate::host_numbers;
use crate::row::{Arg, Args, Checks, Data, Guest, Guests, How, Ret, Row, Type, position};
use crate::text::Text;

/// Calls the macro `$each` with every row; the only copy of the table.
#[macro_export]
macro_rules! for_each_syscall {
    ($each:ident) => {
        $each! {
0 io_setup (nr_events: Uint, ctx: InOut<Long>) pass;
1 io_destroy (ctx: Hex) pass blocks;
2 io_submit (ctx: Hex, nr: Long, iocbs: In<Long>[nr]) pass blocks;
3 io_cancel (ctx: Hex, iocb: In<Opaque>, result: Out<Opaque>) pass;
4 io_getevents (ctx: Hex, min_nr: Long, nr: Long, events: Out<Opaque>, timeout: InOut<Timespec>) pass blocks;
5 setxattr (path: Path, name: Str, value: In<Bytes>[size], size: Size, flags: Hex) pass;
6 lsetxattr (path: PathNoFollow, name: Str, value: In<Bytes>[size], size: Size, flags: Hex) pass;
7 fsetxattr (fd: Fd, name: Str, value: In<Bytes>[size], size: Size, flags: Hex) pass;
8 getxattr (path: Path, name: Str, value: Out<Bytes>[size], size: Size) pass;
9 lgetxattr (path: PathNoFollow, name: Str, value: Out<Bytes>[size], size: Size) pass;
10 fgetxattr (fd: Fd, name: Str, value: Out<Bytes>[size], size: Size) pass;
11 listxattr (path: Path, list: Out<Bytes>[size], size: Size) pass;
12 llistxattr (path: PathNoFollow, list: Out<Bytes>[size], size: Size) pass;
13 flistxattr (fd: Fd, list: Out<Bytes>[size], size: Size) pass;
14 removexattr (path: Path, name: Str) pass;
15 lremovexattr (path: PathNoFollow, name: Str) pass;
16 fremovexattr (fd: Fd, name: Str) pass;
17 getcwd (buf: Out<Bytes>[size], size: Size) do_(fs::getcwd);
18 lookup_dcookie (cookie: Hex, buf: Out<Bytes>[len], len: Size) refuse(ENOSYS, "removed in Linux 6.7");
19 eventfd2 (initval: Uint, flags: FdFlags) pass;
20 epoll_create1 (flags: FdFlags) pass;
21 epoll_ctl (epfd: Fd, op: EpollOp, fd: Fd, event: In<EpollEvent>) do_(epoll::ctl);
22 epoll_pwait (epfd: Fd, events: Out<EpollEvent>[maxevents], maxevents: Int, timeout: Int, sigmask: In<SigSet>, sigsetsize: Size) do_(epoll::pwait) blocks;
23 dup (oldfd: Fd) pass;
24 dup3 (oldfd: Fd, newfd: Fd, flags: FdFlags) do_(fd::dup3);
25 fcntl (fd: Fd, cmd: FcntlCmd, arg: Word) do_(fd::fcntl) blocks;
26 inotify_init1 (flags: FdFlags) pass;
27 inotify_add_watch (fd: Fd, path: Path, mask: Hex) pass;
28 inotify_rm_watch (fd: Fd, wd: Int) pass;
29 ioctl (fd: Fd, request: IoctlCmd, arg: Word) pass blocks;
30 ioprio_set (which: Int, who: Int, ioprio: Hex) pass;
31 ioprio_get (which: Int, who: Int) pass;
32 flock (fd: Fd, operation: FlockOp) pass blocks;
33 mknodat (dirfd: DirFd, path: PathNoFollow, mode: Mode, dev: Dev) pass;
34 mkdirat (dirfd: DirFd, path: PathNoFollow, mode: Mode) pass;
35 unlinkat (dirfd: DirFd, path: PathNoFollow, flags: AtFlags) pass;
36 symlinkat (target: Str, dirfd: DirFd, path: PathNoFollow) pass;
37 linkat (olddirfd: DirFd, oldpath: PathLink, newdirfd: DirFd, newpath: PathNoFollow, flags: AtFlags) pass;
38 renameat (olddirfd: DirFd, oldpath: PathNoFollow, newdirfd: DirFd, newpath: PathNoFollow) [aarch64] pass;
39 umount2 (target: Path, flags: Hex) pass;
40 mount (source: Path, target: Path, fstype: Str, flags: MountFlags, data: In<Opaque>) pass;
41 pivot_root (new_root: Path, put_old: Path) pass;
42 nfsservctl (cmd: Int, argp: Addr, resp: Addr) refuse(ENOSYS, "removed in Linux 3.1");
43 statfs (path: Path, buf: Out<Statfs>) pass;
44 fstatfs (fd: Fd, buf: Out<Statfs>) pass;
45 truncate (path: Path, length: Long) pass blocks;
46 ftruncate (fd: Fd, length: Long) pass;
47 fallocate (fd: Fd, mode: Hex, offset: Long, len: Long) pass blocks;
48 faccessat (dirfd: DirFd, path: Path, mode: AccessMode) pass;
49 chdir (path: Path) pass;
50 fchdir (fd: Fd) pass;
51 chroot (path: Path) do_(fs::chroot);
52 fchmod (fd: Fd, mode: Mode) pass;
53 fchmodat (dirfd: DirFd, path: Path, mode: Mode) pass;
54 fchownat (dirfd: DirFd, path: PathAt, owner: Uid, group: Gid, flags: AtFlags) pass;
55 fchown (fd: Fd, owner: Uid, group: Gid) pass;
56 openat (dirfd: DirFd, path: Path, flags: OpenFlags, mode: Mode) do_(fs::openat) blocks;
57 close (fd: Fd) do_(fd::close) blocks;
58 vhangup () pass;
59 pipe2 (fds: Out<Fds>, flags: FdFlags) do_(fd::pipe2);
60 quotactl (cmd: Hex, special: Path, id: Uint, addr: InOut<Opaque>) pass;
61 getdents64 (fd: Fd, dirp: Out<Opaque>, count: Size) pass blocks;
62 lseek (fd: Fd, offset: Long, whence: Whence) pass;
63 read (fd: Fd, buf: Out<Bytes>[count], count: Size) pass blocks;
64 write (fd: Fd, buf: In<Bytes>[count], count: Size) pass blocks;
65 readv (fd: Fd, iov: In<IoVec>, iovcnt: Int) pass blocks;
66 writev (fd: Fd, iov: In<IoVec>, iovcnt: Int) pass blocks;
67 pread64 (fd: Fd, buf: Out<Bytes>[count], count: Size, offset: Long) pass blocks;
68 pwrite64 (fd: Fd, buf: In<Bytes>[count], count: Size, offset: Long) pass blocks;
69 preadv (fd: Fd, iov: In<IoVec>, iovcnt: Int, offset: Long, offset_high: Long) pass blocks;
70 pwritev (fd: Fd, iov: In<IoVec>, iovcnt: Int, offset: Long, offset_high: Long) pass blocks;
71 sendfile (out_fd: Fd, in_fd: Fd, offset: InOut<Long>, count: Size) pass blocks;
72 pselect6 (nfds: Int, readfds: InOut<Opaque>, writefds: InOut<Opaque>, exceptfds: InOut<Opaque>, timeout: InOut<Timespec>, sigmask: In<Opaque>) do_(poll::pselect6) blocks;
73 ppoll (fds: InOut<PollFd>[nfds], nfds: Uint, timeout: InOut<Timespec>, sigmask: In<SigSet>, sigsetsize: Size) do_(poll::ppoll) blocks;
74 signalfd4 (fd: Fd, mask: In<SigSet>, sizemask: Size, flags: FdFlags) pass;
75 vmsplice (fd: Fd, iov: In<IoVec>, nr_segs: Ulong, flags: Hex) pass blocks;
76 splice (fd_in: Fd, off_in: InOut<Long>, fd_out: Fd, off_out: InOut<Long>, len: Size, flags: Hex) pass blocks;
77 tee (fd_in: Fd, fd_out: Fd, len: Size, flags: Hex) pass blocks;
78 readlinkat (dirfd: DirFd, path: PathNoFollow, buf: Out<Bytes>[bufsiz], bufsiz: Int) do_(fs::readlinkat);
79 newfstatat (dirfd: DirFd, path: PathAt, statbuf: Out<Stat>, flags: AtFlags) do_(fs::newfstatat);
80 fstat (fd: Fd, statbuf: Out<Stat>) do_(fs::fstat);
81 sync () pass;
82 fsync (fd: Fd) pass blocks;
83 fdatasync (fd: Fd) pass blocks;
84 sync_file_range (fd: Fd, offset: Long, nbytes: Long, flags: Hex) pass blocks;
85 timerfd_create (clockid: ClockId, flags: FdFlags) pass;
86 timerfd_settime (fd: Fd, flags: TimerFlags, new_value: In<Itimerspec>, old_value: Out<Itimerspec>) pass;
87 timerfd_gettime (fd: Fd, curr_value: Out<Itimerspec>) pass;
88 utimensat (dirfd: DirFd, path: PathAt, times: In<Opaque>, flags: AtFlags) pass;
89 acct (path: Path) pass;
90 capget (hdrp: InOut<Opaque>, datap: Out<Opaque>) pass;
91 capset (hdrp: InOut<Opaque>, datap: In<Opaque>) pass;
92 personality (persona: Hex) -> Addr do_(info::personality);
93 exit (status: Int) -> Never do_(process::exit);
94 exit_group (status: Int) -> Never do_(process::exit_group);
95 waitid (idtype: Int, id: Pid, infop: Out<SigInfo>, options: WaitOptions, rusage: Out<Rusage>) pass blocks;
96 set_tid_address (tidptr: Addr) do_(thread::set_tid_address);
97 unshare (flags: CloneFlags) pass;
98 futex (uaddr: InOut<Int>, op: FutexOp, val: Uint, timeout: Word, uaddr2: Word, val3: Uint) do_(futex::futex) blocks;
99 set_robust_list (head: Addr, len: Size) do_(futex::set_robust_list);
100 get_robust_list (pid: Pid, head: Out<Long>, len: Out<Long>) do_(futex::get_robust_list);
101 nanosleep (req: In<Timespec>, rem: Out<Timespec>) pass blocks;
102 getitimer (which: Int, value: Out<Itimerval>) pass;
103 setitimer (which: Int, new_value: In<Itimerval>, old_value: Out<Itimerval>) pass;
104 kexec_load (entry: Hex, nr_segments: Ulong, segments: In<Opaque>, flags: Hex) pass;
105 init_module (image: In<Opaque>, len: Ulong, params: Str) pass;
106 delete_module (name: Str, flags: Hex) pass;
107 timer_create (clockid: ClockId, sevp: In<Opaque>, timerid: Out<Int>) pass;
108 timer_gettime (timerid: Int, curr_value: Out<Itimerspec>) pass;
109 timer_getoverrun (timerid: Int) pass;
110 timer_settime (timerid: Int, flags: TimerFlags, new_value: In<Itimerspec>, old_value: Out<Itimerspec>) pass;
111 timer_delete (timerid: Int) pass;
112 clock_settime (clockid: ClockId, tp: In<Timespec>) pass;
113 clock_gettime (clockid: ClockId, tp: Out<Timespec>) pass;
114 clock_getres (clockid: ClockId, res: Out<Timespec>) pass;
115 clock_nanosleep (clockid: ClockId, flags: TimerFlags, request: In<Timespec>, remain: Out<Timespec>) pass blocks;
116 syslog (ty: Int, buf: Out<Bytes>[len], len: Int) pass blocks;
117 ptrace (request: Int, pid: Pid, addr: Addr, data: Addr) refuse(ENOSYS, "the kernel's register sets of a tracee are the emulator's, not the guest's");
118 sched_setparam (pid: Pid, param: In<SchedParam>) pass;
119 sched_setscheduler (pid: Pid, policy: Int, param: In<SchedParam>) pass;
120 sched_getscheduler (pid: Pid) pass;
121 sched_getparam (pid: Pid, param: Out<SchedParam>) pass;
122 sched_setaffinity (pid: Pid, cpusetsize: Uint, mask: In<Opaque>) pass;
123 sched_getaffinity (pid: Pid, cpusetsize: Uint, mask: Out<Opaque>) pass;
124 sched_yield () pass;
125 sched_get_priority_max (policy: Int) pass;
126 sched_get_priority_min (policy: Int) pass;
127 sched_rr_get_interval (pid: Pid, tp: Out<Timespec>) pass;
128 restart_syscall () refuse(EINTR, "the host restarts its own interrupted calls, so none is left to restart");
129 kill (pid: Pid, sig: Signal) do_(signal::kill);
130 tkill (tid: Pid, sig: Signal) do_(signal::tkill);
131 tgkill (tgid: Pid, tid: Pid, sig: Signal) do_(signal::tgkill);
132 sigaltstack (ss: In<Stack>, old_ss: Out<Stack>) do_(signal::sigaltstack);
133 rt_sigsuspend (mask: In<SigSet>, sigsetsize: Size) do_(signal::rt_sigsuspend) blocks;
134 rt_sigaction (signum: Signal, act: In<SigAction>, oldact: Out<SigAction>, sigsetsize: Size) do_(signal::rt_sigaction);
135 rt_sigprocmask (how: SigHow, set: In<SigSet>, oldset: Out<SigSet>, sigsetsize: Size) do_(signal::rt_sigprocmask);
136 rt_sigpending (set: Out<SigSet>, sigsetsize: Size) do_(signal::rt_sigpending);
137 rt_sigtimedwait (set: In<SigSet>, info: Out<SigInfo>, timeout: In<Timespec>, sigsetsize: Size) do_(signal::rt_sigtimedwait) blocks;
138 rt_sigqueueinfo (tgid: Pid, sig: Signal, info: In<SigInfo>) do_(signal::rt_sigqueueinfo);
139 rt_sigreturn () do_(signal::rt_sigreturn);
140 setpriority (which: Int, who: Int, prio: Int) pass;
141 getpriority (which: Int, who: Int) pass;
142 reboot (magic: Hex, magic2: Hex, cmd: Hex, arg: In<Opaque>) pass;
143 setregid (rgid: Gid, egid: Gid) pass;
144 setgid (gid: Gid) pass;
145 setreuid (ruid: Uid, euid: Uid) pass;
146 setuid (uid: Uid) pass;
147 setresuid (ruid: Uid, euid: Uid, suid: Uid) pass;
148 getresuid (ruid: Out<Int>, euid: Out<Int>, suid: Out<Int>) pass;
149 setresgid (rgid: Gid, egid: Gid, sgid: Gid) pass;
150 getresgid (rgid: Out<Int>, egid: Out<Int>, sgid: Out<Int>) pass;
151 setfsuid (fsuid: Uid) pass;
152 setfsgid (fsgid: Gid) pass;
153 times (buf: Out<Tms>) pass;
154 setpgid (pid: Pid, pgid: Pid) pass;
155 getpgid (pid: Pid) pass;
156 getsid (pid: Pid) pass;
157 setsid () pass;
158 getgroups (size: Int, list: Out<Int>[size]) pass;
159 setgroups (size: Int, list: In<Int>[size]) pass;
160 uname (buf: Out<Utsname>) do_(info::uname);
161 sethostname (name: In<Bytes>[len], len: Int) pass;
162 setdomainname (name: In<Bytes>[len], len: Int) pass;
163 getrlimit (resource: Resource, rlim: Out<Rlimit>) do_(mem::getrlimit);
164 setrlimit (resource: Resource, rlim: In<Rlimit>) do_(mem::setrlimit);
165 getrusage (who: Int, usage: Out<Rusage>) pass;
166 umask (mask: Mode) pass;
167 prctl (option: PrctlOption, arg2: Word, arg3: Word, arg4: Word, arg5: Word) do_(misc::prctl);
168 getcpu (cpu: Out<Int>, node: Out<Int>, tcache: Addr) pass;
169 gettimeofday (tv: Out<Timeval>, tz: Out<Long>) pass;
170 settimeofday (tv: In<Timeval>, tz: In<Long>) pass;
171 adjtimex (buf: InOut<Opaque>) pass;
172 getpid () pass;
173 getppid () pass;
174 getuid () pass;
175 geteuid () pass;
176 getgid () pass;
177 getegid () pass;
178 gettid () pass;
179 sysinfo (info: Out<Sysinfo>) pass;
180 mq_open (name: Str, oflag: OpenFlags, mode: Mode, attr: In<Opaque>) pass;
181 mq_unlink (name: Str) pass;
182 mq_timedsend (mqdes: Fd, msg: In<Bytes>[len], len: Size, prio: Uint, timeout: In<Timespec>) pass blocks;
183 mq_timedreceive (mqdes: Fd, msg: Out<Bytes>[len], len: Size, prio: Out<Int>, timeout: In<Timespec>) pass blocks;
184 mq_notify (mqdes: Fd, sevp: In<Opaque>) pass;
185 mq_getsetattr (mqdes: Fd, newattr: In<Opaque>, oldattr: Out<Opaque>) pass;
186 msgget (key: Hex, msgflg: Hex) pass;
187 msgctl (msqid: Int, cmd: Int, buf: InOut<Opaque>) pass;
188 msgrcv (msqid: Int, msgp: Out<Opaque>, msgsz: Size, msgtyp: Long, msgflg: Hex) pass blocks;
189 msgsnd (msqid: Int, msgp: In<Opaque>, msgsz: Size, msgflg: Hex) pass blocks;
190 semget (key: Hex, nsems: Int, semflg: Hex) pass;
191 semctl (semid: Int, semnum: Int, cmd: Int, arg: Word) do_(ipc::semctl);
192 semtimedop (semid: Int, sops: In<Opaque>, nsops: Size, timeout: In<Timespec>) pass blocks;
193 semop (semid: Int, sops: In<Opaque>, nsops: Size) pass blocks;
194 shmget (key: Hex, size: Size, shmflg: Hex) pass;
195 shmctl (shmid: Int, cmd: Int, buf: InOut<Opaque>) pass;
196 shmat (shmid: Int, addr: Addr, shmflg: Hex) -> Addr do_(mem::shmat);
197 shmdt (addr: Addr) do_(mem::shmdt);
198 socket (domain: SocketDomain, ty: SocketType, protocol: Int) pass;
199 socketpair (domain: SocketDomain, ty: SocketType, protocol: Int, sv: Out<Fds>) pass;
200 bind (sockfd: Fd, addr: In<SockAddr>[addrlen], addrlen: Int) do_(socket::bind);
201 listen (sockfd: Fd, backlog: Int) pass;
202 accept (sockfd: Fd, addr: Out<Opaque>, addrlen: InOut<Int>) do_(socket::accept) blocks;
203 connect (sockfd: Fd, addr: In<SockAddr>[addrlen], addrlen: Int) do_(socket::connect) blocks;
204 getsockname (sockfd: Fd, addr: Out<Opaque>, addrlen: InOut<Int>) do_(socket::getsockname);
205 getpeername (sockfd: Fd, addr: Out<Opaque>, addrlen: InOut<Int>) do_(socket::getpeername);
206 sendto (sockfd: Fd, buf: In<Bytes>[len], len: Size, flags: MsgFlags, addr: In<SockAddr>[addrlen], addrlen: Int) do_(socket::sendto) blocks;
207 recvfrom (sockfd: Fd, buf: Out<Bytes>[len], len: Size, flags: MsgFlags, addr: Out<Opaque>, addrlen: InOut<Int>) do_(socket::recvfrom) blocks;
208 setsockopt (sockfd: Fd, level: Int, optname: Int, optval: In<Opaque>, optlen: Int) pass;
209 getsockopt (sockfd: Fd, level: Int, optname: Int, optval: Out<Opaque>, optlen: InOut<Int>) pass;
210 shutdown (sockfd: Fd, how: ShutdownHow) pass;
211 sendmsg (sockfd: Fd, msg: In<MsgHdr>, flags: MsgFlags) do_(socket::sendmsg) blocks;
212 recvmsg (sockfd: Fd, msg: InOut<MsgHdr>, flags: MsgFlags) do_(socket::recvmsg) blocks;
213 readahead (fd: Fd, offset: Long, count: Size) pass;
214 brk (addr: Addr) -> Addr do_(mem::brk);
215 munmap (addr: Addr, length: Size) do_(mem::munmap);
216 mremap (old_address: Addr, old_size: Size, new_size: Size, flags: RemapFlags, new_address: Addr) -> Addr do_(mem::mremap);
217 add_key (ty: Str, description: Str, payload: In<Opaque>, plen: Size, keyring: Int) pass;
218 request_key (ty: Str, description: Str, callout_info: Str, dest_keyring: Int) pass blocks;
219 keyctl (operation: Int, arg2: Word, arg3: Word, arg4: Word, arg5: Word) pass blocks;
220 clone (flags: CloneFlags, stack: Addr, parent_tid: Addr, tls: Addr, child_tid: Addr) do_(process::clone);
221 execve (path: Str, argv: In<Strings>, envp: In<Opaque>) do_(process::execve);
222 mmap (addr: Addr, length: Size, prot: Prot, flags: MapFlags, fd: Fd, offset: Hex) -> Addr do_(mem::mmap);
223 fadvise64 (fd: Fd, offset: Long, len: Long, advice: Int) pass;
224 swapon (path: Path, flags: Hex) pass;
225 swapoff (path: Path) pass;
226 mprotect (addr: Addr, len: Size, prot: Prot) do_(mem::mprotect);
227 msync (addr: Addr, length: Size, flags: MsyncFlags) pass blocks;
228 mlock (addr: Addr, len: Size) pass;
229 munlock (addr: Addr, len: Size) pass;
230 mlockall (flags: Hex) pass;
231 munlockall () pass;
232 mincore (addr: Addr, length: Size, vec: Out<Opaque>) pass;
233 madvise (addr: Addr, length: Size, advice: Advice) do_(mem::madvise);
234 remap_file_pages (addr: Addr, size: Size, prot: Prot, pgoff: Size, flags: Hex) do_(mem::remap_file_pages);
235 mbind (addr: Addr, len: Ulong, mode: Int, nodemask: In<Opaque>, maxnode: Ulong, flags: Hex) pass;
236 get_mempolicy (mode: Out<Int>, nodemask: Out<Opaque>, maxnode: Ulong, addr: Addr, flags: Hex) pass;
237 set_mempolicy (mode: Int, nodemask: In<Opaque>, maxnode: Ulong) pass;
238 migrate_pages (pid: Pid, maxnode: Ulong, old_nodes: In<Opaque>, new_nodes: In<Opaque>) pass;
239 move_pages (pid: Pid, count: Ulong, pages: In<Opaque>, nodes: In<Opaque>, status: Out<Opaque>, flags: Hex) pass;
240 rt_tgsigqueueinfo (tgid: Pid, tid: Pid, sig: Signal, info: In<SigInfo>) do_(signal::rt_tgsigqueueinfo);
241 perf_event_open (attr: In<Opaque>, pid: Pid, cpu: Int, group_fd: Fd, flags: Hex) pass;
242 accept4 (sockfd: Fd, addr: Out<Opaque>, addrlen: InOut<Int>, flags: SocketType) do_(socket::accept4) blocks;
243 recvmmsg (sockfd: Fd, msgvec: InOut<Opaque>, vlen: Uint, flags: MsgFlags, timeout: InOut<Timespec>) pass blocks;
258 riscv_hwprobe (pairs: InOut<HwprobePair>[pair_count], pair_count: Size, cpusetsize: Size, cpus: InOut<Opaque>, flags: Hex) [riscv64] do_(info::riscv_hwprobe);
259 riscv_flush_icache (start: Addr, end: Addr, flags: Hex) [riscv64] do_(misc::riscv_flush_icache);
260 wait4 (pid: Pid, wstatus: Out<Int>, options: WaitOptions, rusage: Out<Rusage>) pass blocks;
261 prlimit64 (pid: Pid, resource: Resource, new_limit: In<Rlimit>, old_limit: Out<Rlimit>) do_(mem::prlimit64);
262 fanotify_init (flags: Hex, event_f_flags: OpenFlags) do_(fd::fanotify_init);
263 fanotify_mark (fanotify_fd: Fd, flags: Hex, mask: Hex, dirfd: DirFd, path: Path) pass;
264 name_to_handle_at (dirfd: DirFd, path: PathLink, handle: InOut<Opaque>, mount_id: Out<Int>, flags: AtFlags) pass;
265 open_by_handle_at (mount_fd: Fd, handle: In<Opaque>, flags: OpenFlags) do_(fs::open_by_handle_at);
266 clock_adjtime (clockid: ClockId, buf: InOut<Opaque>) pass;
267 syncfs (fd: Fd) pass blocks;
268 setns (fd: Fd, nstype: CloneFlags) pass;
269 sendmmsg (sockfd: Fd, msgvec: InOut<Opaque>, vlen: Uint, flags: MsgFlags) do_(socket::sendmmsg) blocks;
270 process_vm_readv (pid: Pid, local_iov: In<Opaque>, liovcnt: Ulong, remote_iov: In<Opaque>, riovcnt: Ulong, flags: Hex) pass;
271 process_vm_writev (pid: Pid, local_iov: In<Opaque>, liovcnt: Ulong, remote_iov: In<Opaque>, riovcnt: Ulong, flags: Hex) pass;
272 kcmp (pid1: Pid, pid2: Pid, ty: Int, idx1: Ulong, idx2: Word) pass;
273 finit_module (fd: Fd, params: Str, flags: Hex) pass;
274 sched_setattr (pid: Pid, attr: In<Opaque>, flags: Hex) pass;
275 sched_getattr (pid: Pid, attr: Out<Opaque>, size: Uint, flags: Hex) pass;
276 renameat2 (olddirfd: DirFd, oldpath: PathNoFollow, newdirfd: DirFd, newpath: PathNoFollow, flags: RenameFlags) pass;
277 seccomp (operation: Int, flags: Hex, args: Addr) refuse(ENOSYS, "a filter would judge the emulator's host calls");
278 getrandom (buf: Out<Bytes>[buflen], buflen: Size, flags: RandomFlags) pass blocks;
279 memfd_create (name: Str, flags: MemfdFlags) pass;
280 bpf (cmd: Int, attr: InOut<Opaque>, size: Uint) pass;
281 execveat (dirfd: DirFd, path: Str, argv: In<Strings>, envp: In<Opaque>, flags: AtFlags) do_(process::execveat);
282 userfaultfd (flags: FdFlags) pass;
283 membarrier (cmd: Hex, flags: Hex, cpu_id: Int) do_(misc::membarrier);
284 mlock2 (addr: Addr, len: Size, flags: Hex) pass;
285 copy_file_range (fd_in: Fd, off_in: InOut<Long>, fd_out: Fd, off_out: InOut<Long>, len: Size, flags: Hex) pass blocks;
286 preadv2 (fd: Fd, iov: In<IoVec>, iovcnt: Int, offset: Long, offset_high: Long, flags: Hex) pass blocks;
287 pwritev2 (fd: Fd, iov: In<IoVec>, iovcnt: Int, offset: Long, offset_high: Long, flags: Hex) pass blocks;
288 pkey_mprotect (addr: Addr, len: Size, prot: Prot, pkey: Int) do_(mem::pkey_mprotect);
289 pkey_alloc (flags: Hex, access_rights: Hex) refuse(EINVAL, "the guest's cpu has no protection keys");
290 pkey_free (pkey: Int) refuse(EINVAL, "the guest's cpu has no protection keys");
291 statx (dirfd: DirFd, path: PathAt, flags: AtFlags, mask: Hex, statxbuf: Out<Opaque>) do_(fs::statx);
292 io_pgetevents (ctx: Hex, min_nr: Long, nr: Long, events: Out<Opaque>, timeout: InOut<Timespec>, sigmask: In<Opaque>) do_(poll::io_pgetevents) blocks;
293 rseq (rseq: Addr, len: Uint, flags: Hex, sig: Hex) refuse(ENOSYS, "the kernel would rewind the emulator's program counter, not the guest's");
294 kexec_file_load (kernel_fd: Fd, initrd_fd: Fd, cmdline_len: Ulong, cmdline: Str, flags: Hex) pass;
424 pidfd_send_signal (pidfd: Fd, sig: Signal, info: In<SigInfo>, flags: Hex) do_(signal::pidfd_send_signal);
425 io_uring_setup (entries: Uint, params: InOut<Opaque>) do_(mem::io_uring_setup);
426 io_uring_enter (fd: Fd, to_submit: Uint, min_complete: Uint, flags: Hex, arg: In<Opaque>, argsz: Size) pass blocks;
427 io_uring_register (fd: Fd, opcode: Int, arg: Word, nr_args: Uint) pass blocks;
428 open_tree (dirfd: DirFd, path: PathAt, flags: AtFlags) pass;
429 move_mount (from_dirfd: DirFd, from_path: PathNoFollow, to_dirfd: DirFd, to_path: PathNoFollow, flags: Hex) pass;
430 fsopen (fsname: Str, flags: Hex) pass;
431 fsconfig (fd: Fd, cmd: Int, key: Str, value: In<Opaque>, aux: Int) pass;
432 fsmount (fs_fd: Fd, flags: Hex, attr_flags: Hex) pass;
433 fspick (dirfd: DirFd, path: Path, flags: Hex) pass;
434 pidfd_open (pid: Pid, flags: OpenFlags) pass;
435 clone3 (cl_args: In<Opaque>, size: Size) do_(process::clone3);
436 close_range (first: Uint, last: Uint, flags: Hex) do_(fd::close_range);
437 openat2 (dirfd: DirFd, path: Path, how: In<Opaque>, size: Size) do_(fs::openat2) blocks;
438 pidfd_getfd (pidfd: Fd, targetfd: Fd, flags: Hex) pass;
439 faccessat2 (dirfd: DirFd, path: PathAt, mode: AccessMode, flags: AtFlags) pass;
440 process_madvise (pidfd: Fd, iovec: In<Opaque>, vlen: Ulong, advice: Advice, flags: Hex) do_(mem::process_madvise);
441 epoll_pwait2 (epfd: Fd, events: Out<EpollEvent>[maxevents], maxevents: Int, timeout: In<Timespec>, sigmask: In<SigSet>, sigsetsize: Size) do_(epoll::pwait2) blocks;
442 mount_setattr (dirfd: DirFd, path: PathAt, flags: AtFlags, uattr: In<Opaque>, usize: Size) pass;
443 quotactl_fd (fd: Fd, cmd: Hex, id: Uint, addr: InOut<Opaque>) pass;
444 landlock_create_ruleset (attr: In<Opaque>, size: Size, flags: Hex) pass;
445 landlock_add_rule (ruleset_fd: Fd, rule_type: Int, rule_attr: In<Opaque>, flags: Hex) pass;
446 landlock_restrict_self (ruleset_fd: Fd, flags: Hex) pass;
447 memfd_secret (flags: FdFlags) pass;
448 process_mrelease (pidfd: Fd, flags: Hex) pass;
449 futex_waitv (waiters: In<Opaque>, nr_futexes: Uint, flags: Hex, timeout: In<Timespec>, clockid: ClockId) do_(futex::futex_waitv) blocks;
450 set_mempolicy_home_node (start: Addr, len: Ulong, home_node: Ulong, flags: Hex) pass;
451 cachestat (fd: Fd, range: In<Opaque>, cstat: Out<Opaque>, flags: Hex) pass;
452 fchmodat2 (dirfd: DirFd, path: PathAt, mode: Mode, flags: AtFlags) pass;
453 map_shadow_stack (addr: Addr, size: Size, flags: Hex) refuse(EOPNOTSUPP, "the guest's cpu has no shadow stack");
454 futex_wake (uaddr: In<Int>, mask: Hex, nr: Int, flags: Hex) pass;
455 futex_wait (uaddr: In<Int>, val: Ulong, mask: Hex, flags: Hex, timeout: In<Timespec>, clockid: ClockId) pass blocks;
456 futex_requeue (waiters: In<Opaque>, flags: Hex, nr_wake: Int, nr_requeue: Int) pass;
457 statmount (req: In<Opaque>, buf: Out<Opaque>, bufsize: Size, flags: Hex) pass;
458 listmount (req: In<Opaque>, mnt_ids: Out<Long>[nr_mnt_ids], nr_mnt_ids: Size, flags: Hex) pass;
459 lsm_get_self_attr (attr: Uint, ctx: Out<Opaque>, size: InOut<Int>, flags: Hex) pass;
460 lsm_set_self_attr (attr: Uint, ctx: In<Opaque>, size: Uint, flags: Hex) pass;
461 lsm_list_modules (ids: Out<Opaque>, size: InOut<Int>, flags: Hex) pass;
462 mseal (addr: Addr, len: Size, flags: Hex) do_(mem::mseal);
463 setxattrat (dirfd: DirFd, path: PathAt, flags: AtFlags, name: Str, args: In<Opaque>, size: Size) pass;
464 getxattrat (dirfd: DirFd, path: PathAt, flags: AtFlags, name: Str, args: InOut<Opaque>, size: Size) pass;
465 listxattrat (dirfd: DirFd, path: PathAt, flags: AtFlags, list: Out<Bytes>[size], size: Size) pass;
466 removexattrat (dirfd: DirFd, path: PathAt, flags: AtFlags, name: Str) pass;
467 open_tree_attr (dirfd: DirFd, path: PathAt, flags: AtFlags, uattr: In<Opaque>, usize: Size) pass;
468 file_getattr (dirfd: DirFd, path: PathAt, attr: Out<Opaque>, usize: Size, flags: AtFlags) pass;
469 file_setattr (dirfd: DirFd, path: PathAt, attr: In<Opaque>, usize: Size, flags: AtFlags) pass;
        }
    };
}

macro_rules! how {
    (pass) => {
        How::Pass
    };
    (do_ $file:ident :: $function:ident) => {
        How::Do(Text::new(concat!(
            stringify!($file),
            "::",
            stringify!($function)
        )))
    };
    (refuse $errno:ident , $why:literal) => {
        How::Refuse(libc::$errno, Text::new($why))
    };
}

macro_rules! data {
    () => {
        Data::Opaque
    };
    ($data:ident) => {
        Data::$data
    };
}

macro_rules! optional {
    ($none:expr;) => {
        $none
    };
    ($none:expr; $some:expr) => {
        $some
    };
}

macro_rules! rows {
    ($($nr:literal $name:ident
        ($($arg:ident : $ty:ident $(<$data:ident>)? $([$len:ident])?),*)
        $(-> $ret:ident)? $([$($guest:ident)+])? $how:ident $(($($detail:tt)*))? $($blocks:ident)?;)*) => {
        /// Every row, by number.
        pub static ROWS: &[Row] = &[$({
            #[allow(dead_code, reason = "for the arguments that others count")]
            const NAMES: &[&str] = &[$(stringify!($arg)),*];
            const ARGS: &[Arg] = &[$(Arg {
                name: Text::new(stringify!($arg)),
                ty: Type::$ty,
                data: data!($($data)?),
                len: optional!(None; $(Some(position(NAMES, stringify!($len))))?),
            }),*];
            Row {
                nr: $nr,
                name: Text::new(stringify!($name)),
                args: Args::of(ARGS),
                ret: optional!(Ret::Int; $(Ret::$ret)?),
                guests: Guests::of(&[$($(Guest::$guest),+)?]),
                how: how!($how $($($detail)*)?),
                blocks: optional!(false; $({ let _ = stringify!($blocks); true })?),
                host: const { host_numbers::of(stringify!($name)) },
                checks: const { Checks::of(ARGS) },
            }
        }),*];
    };
}

for_each_syscall!(rows);

/// The first number no guest has.
pub const LIMIT: usize = 470;

/// The row of a number, for this guest.
pub fn row(guest: Guest, nr: u64) -> Option<&'static Row> {
    let at = ROWS
        .binary_search_by_key(&nr, |row| u64::from(row.nr))
        .ok()?;
    Some(&ROWS[at]).filter(|row| row.serves(guest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers `scripts/syscall.tbl` leaves out or gives to other architectures, in Linux 6.17.
    fn hole(nr: u16) -> bool {
        matches!(nr, 244..=257 | 295..=423)
    }

    #[test]
    fn every_number_of_the_kernels_table_has_a_row_and_no_other() {
        let rows: Vec<u16> = ROWS.iter().map(|row| row.nr).collect();
        let numbers: Vec<u16> = (0..470).filter(|nr| !hole(*nr)).collect();
        assert_eq!(rows, numbers);
        assert_eq!(usize::from(rows[rows.len() - 1]) + 1, LIMIT);
    }

    #[test]
    fn guests_differ_where_the_kernel_says() {
        assert!(row(Guest::riscv64, 38).is_none());
        assert!(row(Guest::aarch64, 38).is_some());
        assert!(row(Guest::riscv64, 258).is_some());
        assert!(row(Guest::aarch64, 259).is_none());
        assert!(row(Guest::riscv64, 250).is_none());
        assert!(row(Guest::riscv64, u64::MAX).is_none());
    }

    #[test]
    fn a_call_that_passes_exists_on_the_host() {
        for row in ROWS {
            if row.how == How::Pass {
                assert!(row.host.is_some(), "{} has no host number", row.name);
            }
        }
    }

    #[test]
    fn paths_that_depend_on_flags_come_with_flags() {
        for row in ROWS {
            let depends = row
                .args
                .iter()
                .any(|arg| matches!(arg.ty, Type::PathAt | Type::PathLink));
            assert!(
                !depends || row.find(Type::AtFlags).is_some(),
                "{}",
                row.name
            );
        }
    }
}
