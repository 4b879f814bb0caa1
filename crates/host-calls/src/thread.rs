//! Host threads and processes made by raw clone, with the flags the guest asked for.
//!
//! libc's pthreads cannot express arbitrary clone flags, reserve signals and hold locks across fork, so
//! they are not used. What compiled code needs of a thread is a thread control block: [`ThreadTls`]
//! lays one out as the x86-64 ELF TLS ABI (variant II) says: initialised TLS image, then the block
//! that fs points to, whose first and third words point to itself.

use std::arch::{asm, global_asm};
use std::sync::OnceLock;

use crate::pool;
use crate::syscall::syscall;

/// Room for the C library's `struct pthread` behind the thread pointer (2.3 to 2.6 KiB in glibc).
const TCB_SIZE: usize = 8192;

/// Memory for a thread's TLS image and control block.
#[derive(Debug)]
pub struct ThreadTls {
    map: HostStack,
    thread_pointer: u64,
}

/// The executable's PT_TLS segment.
#[derive(Clone, Copy, Default)]
struct TlsImage {
    addr: usize,
    file_size: usize,
    mem_size: usize,
    align: usize,
}

extern "C" fn find_tls(info: *mut libc::dl_phdr_info, _: usize, out: *mut libc::c_void) -> i32 {
    // SAFETY: the C library passes a valid description of a loaded object; `out` is our TlsImage.
    unsafe {
        let info = &*info;
        let phdrs = std::slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum as usize);
        if let Some(ph) = phdrs.iter().find(|p| p.p_type == libc::PT_TLS) {
            *out.cast::<TlsImage>() = TlsImage {
                addr: (info.dlpi_addr + ph.p_vaddr) as usize,
                file_size: ph.p_filesz as usize,
                mem_size: ph.p_memsz as usize,
                align: ph.p_align as usize,
            };
        }
    }
    1 // the first object is the static executable itself
}

/// Found by the first thread that makes another. That is one the C library made: `dl_iterate_phdr` needs a thread
/// vector, which the blocks laid out here do not have.
static TLS_IMAGE: OnceLock<TlsImage> = OnceLock::new();

fn tls_image() -> TlsImage {
    let mut image = TlsImage::default();
    // SAFETY: the callback matches the C signature and only writes `image`.
    unsafe {
        libc::dl_iterate_phdr(
            Some(std::mem::transmute::<
                extern "C" fn(*mut libc::dl_phdr_info, usize, *mut libc::c_void) -> i32,
                unsafe extern "C" fn(*mut libc::dl_phdr_info, usize, *mut libc::c_void) -> i32,
            >(find_tls)),
            (&raw mut image).cast(),
        );
    }
    image
}

impl ThreadTls {
    /// Allocates and initialises TLS for a new thread.
    ///
    /// # Errors
    /// Positive errno of mmap.
    pub fn new() -> Result<ThreadTls, i32> {
        let image = *TLS_IMAGE.get_or_init(tls_image);
        let align = image.align.max(64);
        let before = image.mem_size.next_multiple_of(align);
        let map = HostStack::new(before + TCB_SIZE + align)?;
        let tp = ((map.base as usize + before).next_multiple_of(align)) as u64;
        let offset = image.mem_size.next_multiple_of(image.align.max(1));
        // SAFETY: the ranges lie in the mapping, which is nobody else's; the source is the executable's own TLS image; fs:0x28 and
        // fs:0x30 (stack guard, pointer guard) exist in every glibc thread.
        unsafe {
            let dst = (tp as usize - offset) as *mut u8;
            std::ptr::write_bytes(dst, 0, offset + TCB_SIZE);
            std::ptr::copy_nonoverlapping(image.addr as *const u8, dst, image.file_size);
            let tcb = tp as *mut u64;
            let (guard, pointer_guard): (u64, u64);
            asm!("mov {}, fs:0x28", out(reg) guard, options(nostack, readonly));
            asm!("mov {}, fs:0x30", out(reg) pointer_guard, options(nostack, readonly));
            *tcb = tp;
            *tcb.add(2) = tp;
            *tcb.add(5) = guard;
            *tcb.add(6) = pointer_guard;
        }
        Ok(ThreadTls {
            map,
            thread_pointer: tp,
        })
    }

    /// Value for the fs base of the new thread.
    pub fn thread_pointer(&self) -> u64 {
        self.thread_pointer
    }

    /// The mapping, to be released by the last instructions of the thread.
    pub fn into_mapping(self) -> HostStack {
        self.map
    }
}

/// An anonymous private mapping with an inaccessible page below it. Not released on drop: its last
/// user may be standing on it.
#[derive(Debug, Clone, Copy)]
pub struct HostStack {
    /// Lowest usable address.
    pub base: u64,
    /// Usable bytes.
    pub len: usize,
}

pub(crate) const PAGE: usize = 4096;

impl HostStack {
    /// `len` bytes (rounded up to pages), mapped now and lazily backed, or an ended thread's.
    ///
    /// # Errors
    /// Positive errno of mmap.
    pub fn new(len: usize) -> Result<HostStack, i32> {
        let len = len.next_multiple_of(PAGE);
        if let Some(used) = pool::take(len) {
            return Ok(used);
        }
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: a fresh mapping; the guard page is its first page.
        unsafe {
            let p = syscall(
                libc::SYS_mmap,
                [
                    0,
                    (len + PAGE) as u64,
                    (libc::PROT_READ | libc::PROT_WRITE) as u64,
                    flags as u64,
                    u64::MAX,
                    0,
                ],
            );
            if (-4095..0).contains(&p) {
                return Err(-p as i32);
            }
            syscall(libc::SYS_mprotect, [p as u64, PAGE as u64, 0, 0, 0, 0]);
            Ok(HostStack {
                base: p as u64 + PAGE as u64,
                len,
            })
        }
    }

    /// One past the highest address.
    pub fn top(&self) -> u64 {
        self.base + self.len as u64
    }

    /// Gives the memory to a thread to come, or back to the system, guard page included.
    ///
    /// # Safety
    /// Nobody may use it any more.
    pub unsafe fn release(self) {
        if pool::put(self) {
            return;
        }
        // SAFETY: the caller says nobody uses it.
        unsafe {
            syscall(
                libc::SYS_munmap,
                [
                    self.base - PAGE as u64,
                    (self.len + PAGE) as u64,
                    0,
                    0,
                    0,
                    0,
                ],
            );
        }
    }
}

/// Arguments of clone3 (uapi/linux/sched.h `struct clone_args`), stack and tls excepted.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct CloneArgs {
    /// CLONE_* flags, without CLONE_SETTLS.
    pub flags: u64,
    /// Where CLONE_PIDFD stores the descriptor.
    pub pidfd: u64,
    /// Address for CLONE_CHILD_SETTID and CLONE_CHILD_CLEARTID.
    pub child_tid: u64,
    /// Address for CLONE_PARENT_SETTID.
    pub parent_tid: u64,
    /// Signal sent to the parent on exit.
    pub exit_signal: u64,
    /// set_tid array, or 0.
    pub set_tid: u64,
    /// Elements of set_tid.
    pub set_tid_size: u64,
    /// cgroup descriptor for CLONE_INTO_CGROUP.
    pub cgroup: u64,
}

/// The kernel's layout.
#[repr(C)]
struct KernelCloneArgs {
    flags: u64,
    pidfd: u64,
    child_tid: u64,
    parent_tid: u64,
    exit_signal: u64,
    stack: u64,
    stack_size: u64,
    tls: u64,
    set_tid: u64,
    set_tid_size: u64,
    cgroup: u64,
}

const CLONE_ARGS_SIZE: usize = size_of::<KernelCloneArgs>();

impl CloneArgs {
    fn kernel(&self, stack: u64, tls: u64) -> KernelCloneArgs {
        KernelCloneArgs {
            flags: self.flags
                | if tls != 0 {
                    libc::CLONE_SETTLS as u64
                } else {
                    0
                },
            pidfd: self.pidfd,
            child_tid: self.child_tid,
            parent_tid: self.parent_tid,
            exit_signal: self.exit_signal,
            stack,
            stack_size: 0,
            tls,
            set_tid: self.set_tid,
            set_tid_size: self.set_tid_size,
            cgroup: self.cgroup,
        }
    }

    /// True if the old clone call, which container filters are more likely to know, can say the same.
    fn fits_clone(&self) -> bool {
        // The low byte is clone's exit signal, but CLONE_NEWTIME in clone3.
        self.set_tid_size == 0
            && self.flags >> 32 == 0
            && self.flags & 0xff == 0
            && (self.flags & libc::CLONE_PIDFD as u64 == 0
                || self.flags & libc::CLONE_PARENT_SETTID as u64 == 0)
    }

    /// Arguments of clone(2) for x86-64: flags, stack, parent_tid, child_tid, tls.
    fn clone_arguments(&self, stack: u64, tls: u64) -> [u64; 6] {
        let k = self.kernel(stack, tls);
        let parent_tid = if self.flags & libc::CLONE_PIDFD as u64 != 0 {
            self.pidfd
        } else {
            self.parent_tid
        };
        [
            k.flags | self.exit_signal,
            stack,
            parent_tid,
            self.child_tid,
            tls,
            0,
        ]
    }
}

global_asm!(
    ".text",
    // rdi: system call number, rsi: &[6 arguments]; the new stack holds entry and its argument.
    ".globl emu_spawn",
    ".hidden emu_spawn",
    "emu_spawn:",
    "push rbx",
    "mov rax, rdi",
    "mov rbx, rsi",
    "mov rdi, [rbx]",
    "mov rsi, [rbx + 8]",
    "mov rdx, [rbx + 16]",
    "mov r10, [rbx + 24]",
    "mov r8, [rbx + 32]",
    "syscall",
    "test rax, rax",
    "jz 2f",
    "pop rbx",
    "ret",
    "2:",
    "xor ebp, ebp",
    "pop rax",
    "pop rdi",
    "call rax",
    "ud2",
    // rdi, rsi and rdx, rcx: what is to be unmapped, and its length, perhaps 0; r8, r9 and [rsp + 8], [rsp + 16]: an address, and
    // what is to be stored there; [rsp + 24]: exit code
    ".globl emu_release_and_exit",
    ".hidden emu_release_and_exit",
    "emu_release_and_exit:",
    "mov r12, [rsp + 8]",
    "mov r13, [rsp + 16]",
    "mov r14d, [rsp + 24]",
    "mov rbx, rdx",
    "mov rbp, rcx",
    "test rsi, rsi",
    "jz 2f",
    "mov eax, 11",
    "syscall",
    "2:",
    "test rbp, rbp",
    "jz 2f",
    "mov rdi, rbx",
    "mov rsi, rbp",
    "mov eax, 11",
    "syscall",
    "2:",
    "mov [r8], r9",
    "mov [r12], r13",
    "mov edi, r14d",
    "mov eax, 60",
    "syscall",
    "ud2",
);

unsafe extern "C" {
    fn emu_spawn(nr: i64, args: *const u64) -> i64;
    fn emu_release_and_exit(
        a: u64,
        a_len: u64,
        b: u64,
        b_len: u64,
        x: *mut u64,
        to_x: u64,
        y: *mut u64,
        to_y: u64,
        code: u64,
    ) -> !;
}

/// Creates a host task that shares this address space and runs `entry(arg)` on `stack` with its own
/// thread control block. Returns the child's id or `-errno`. With CLONE_VFORK the kernel suspends the
/// caller until the child execs or exits.
///
/// # Safety
/// `args.flags` contains CLONE_VM; stack and tls belong to the child alone; `entry` never returns.
pub unsafe fn spawn_thread(
    args: &CloneArgs,
    stack: HostStack,
    tls: u64,
    entry: extern "C" fn(usize) -> !,
    arg: usize,
) -> i64 {
    let sp = (stack.top() & !15) - 16;
    // SAFETY: the stack is ours to write; the child pops entry and argument from it.
    unsafe {
        *(sp as *mut u64) = entry as usize as u64;
        *((sp + 8) as *mut u64) = arg as u64;
        if args.fits_clone() {
            emu_spawn(libc::SYS_clone, args.clone_arguments(sp, tls).as_ptr())
        } else {
            let mut k = args.kernel(stack.base, tls);
            k.stack_size = sp - stack.base;
            let a = [&raw const k as u64, CLONE_ARGS_SIZE as u64, 0, 0, 0, 0];
            emu_spawn(libc::SYS_clone3, a.as_ptr())
        }
    }
}

/// Creates a host process with its own copy of the address space (no CLONE_VM). Returns twice: the
/// child's id or `-errno` in the parent, 0 in the child.
///
/// # Safety
/// The caller holds every lock of the emulator, and the child knows it is alone.
pub unsafe fn fork(args: &CloneArgs) -> i64 {
    // SAFETY: without CLONE_VM and with stack 0 the child continues here on its copy of the stack.
    unsafe {
        if args.fits_clone() {
            syscall(libc::SYS_clone, args.clone_arguments(0, 0))
        } else {
            let k = args.kernel(0, 0);
            syscall(
                libc::SYS_clone3,
                [&raw const k as u64, CLONE_ARGS_SIZE as u64, 0, 0, 0, 0],
            )
        }
    }
}

/// Ends the calling thread with `code` after releasing up to two of its mappings (stack, TLS), as [`HostStack::release`] does.
/// All signals must be blocked.
///
/// # Safety
/// Nobody else uses the mappings, and this thread has no further need for them.
pub unsafe fn exit_thread(maps: [Option<HostStack>; 2], code: i32) -> ! {
    let [(a, x), (b, y)] = maps.map(|map| {
        let place = map.and_then(pool::reserve);
        let unmapped = map.filter(|_| place.is_none());
        let range = unmapped.map_or((0, 0), |m| (m.base - PAGE as u64, (m.len + PAGE) as u64));
        (range, place.unwrap_or_else(pool::nowhere))
    });
    // SAFETY: the routine keeps everything in registers once it gives memory away; nobody else has the places stored to.
    unsafe {
        emu_release_and_exit(
            a.0,
            a.1,
            b.0,
            b.1,
            x.0.as_ptr(),
            x.1,
            y.0.as_ptr(),
            y.1,
            code as u64,
        )
    }
}
