//! System calls: mappings, the heap, shared memory, and the limits on them.
//!
//! guest-mem places every mapping and keeps the list; whatever may change executable bytes is told to the engine.

use std::ops::Range;

use crate::host::{self, Limit};
use crate::task::{Args, SysResult, Task};
use crate::user;
use guest_mem::{Errno, MapRequest, PAGE_SIZE, Prot, in_window, page_ceil};

const EINVAL: Errno = Errno(libc::EINVAL);

/// prot bits besides the three: PROT_SEM, which means nothing, and the two that follow a stack.
const PROT_SEM: u64 = 8;
const PROT_GROWSDOWN: u64 = 0x0100_0000;
const PROT_GROWSUP: u64 = 0x0200_0000;
/// madvise advice that changes what a page holds (asm-generic/mman-common.h, linux/mman.h).
const MADV_DONTNEED: u64 = 4;
const MADV_FREE: u64 = 8;
const MADV_REMOVE: u64 = 9;
const MADV_DONTNEED_LOCKED: u64 = 24;
const MADV_GUARD_INSTALL: u64 = 102;
const MADV_GUARD_REMOVE: u64 = 103;
/// shmctl's command for the host's 64-bit structure, whose shm_segsz is at byte 48.
const SHM_SEGSZ_WORD: usize = 6;
/// mremap's flags.
const MREMAP_FLAGS: u64 = 7;

fn range(addr: u64, len: u64) -> Range<u64> {
    addr..addr.saturating_add(page_ceil(len))
}

/// mmap(2).
pub fn mmap(task: &mut Task, [addr, len, prot, flags, fd, offset]: Args) -> SysResult {
    if !offset.is_multiple_of(PAGE_SIZE) {
        return Err(EINVAL);
    }
    let extra = (task.kernel.arch.prot_flags)(task.kernel.options.cpu);
    let (prot, flags) = (Prot::with_extra(prot, extra), flags as i32);
    let at = task.kernel.mem.map(MapRequest {
        addr,
        len,
        prot,
        flags,
        fd: fd as i32,
        offset,
    })?;
    log::debug!(target: "mmap", "mmap {at:#x} {len:#x} {prot:?} flags {flags:#x} fd {}", fd as i32);
    // MAP_SHARED and MAP_SHARED_VALIDATE have this bit.
    if flags & libc::MAP_SHARED != 0 {
        task.engine.notice_shared_memory();
    }
    // A fresh place that cannot be executed holds no code: whoever left it has said so.
    if prot.exec() || flags & libc::MAP_FIXED != 0 {
        task.engine.code_changed(range(at, len));
    }
    Ok(at)
}

/// munmap(2).
pub fn munmap(task: &mut Task, [addr, len, ..]: Args) -> SysResult {
    task.kernel.mem.unmap(addr, len)?;
    log::debug!(target: "mmap", "munmap {addr:#x} {len:#x}");
    task.engine.code_changed(range(addr, len));
    Ok(0)
}

/// mprotect(2).
pub fn mprotect(task: &mut Task, [addr, len, prot, ..]: Args) -> SysResult {
    let grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
    let extra = (task.kernel.arch.prot_flags)(task.kernel.options.cpu);
    let known = 7 | PROT_SEM | PROT_GROWSDOWN | PROT_GROWSUP | extra;
    let unknown = prot & !known;
    if unknown != 0 || grows == PROT_GROWSDOWN | PROT_GROWSUP || !addr.is_multiple_of(PAGE_SIZE) {
        return Err(EINVAL);
    }
    let result = task
        .kernel
        .mem
        .protect(addr, len, Prot::with_extra(prot, extra), grows);
    log::debug!(target: "mmap", "mprotect {addr:#x} {len:#x} {prot:#x}: {result:?}");
    // Even a failure may have changed the part before a hole.
    task.engine.code_changed(range(addr, len));
    result.map(|()| 0)
}

/// pkey_mprotect(2): as on a kernel whose architecture has no protection keys.
pub fn pkey_mprotect(_task: &mut Task, _args: Args) -> SysResult {
    Err(Errno(libc::ENOSYS))
}

/// mremap(2).
pub fn mremap(task: &mut Task, [old, old_len, new_len, flags, new_addr, _]: Args) -> SysResult {
    let fixed_or_dontunmap = (libc::MREMAP_FIXED | libc::MREMAP_DONTUNMAP) as u64;
    let may_move = flags & libc::MREMAP_MAYMOVE as u64 != 0;
    if flags & !MREMAP_FLAGS != 0 || flags & fixed_or_dontunmap != 0 && !may_move {
        return Err(EINVAL);
    }
    let at = task
        .kernel
        .mem
        .remap(old, old_len, new_len, flags as i32, new_addr)?;
    task.engine.code_changed(range(old, old_len));
    task.engine.code_changed(range(at, new_len));
    Ok(at)
}

/// brk(2): never fails, but may not move.
pub fn brk(task: &mut Task, [addr, ..]: Args) -> SysResult {
    Ok(task.kernel.mem.brk(addr))
}

fn changes_pages(advice: u64) -> bool {
    let changing = [
        MADV_DONTNEED,
        MADV_FREE,
        MADV_REMOVE,
        MADV_DONTNEED_LOCKED,
        MADV_GUARD_INSTALL,
        MADV_GUARD_REMOVE,
    ];
    changing.contains(&advice)
}

/// madvise(2): the host's, inside the guest's window. Addresses above it are not mapped, as far as the guest can tell.
pub fn madvise(task: &mut Task, args: Args) -> SysResult {
    let [addr, len, advice, ..] = args;
    if !in_window(addr, page_ceil(len)) {
        // The host still judges the advice and the alignment, at an address where nobody has anything.
        return host::call(
            libc::SYS_madvise,
            [addr % PAGE_SIZE, PAGE_SIZE, advice, 0, 0, 0],
        );
    }
    let result = host::call(libc::SYS_madvise, args);
    if changes_pages(advice) {
        task.engine.code_changed(range(addr, len));
    }
    result
}

/// process_madvise(2): the process may be this one, so what changes pages must stay in the guest's window.
pub fn process_madvise(task: &mut Task, args: Args) -> SysResult {
    let [_, vector, count, advice, ..] = args;
    if !changes_pages(advice) {
        return host::call(libc::SYS_process_madvise, args);
    }
    let count = count.min(libc::UIO_MAXIOV as u64);
    let vectors: Vec<[u64; 2]> = (0..count)
        .map(|i| user::read(vector + i * 16))
        .collect::<Result<_, _>>()?;
    if vectors.iter().any(|&[addr, len]| !in_window(addr, len)) {
        return Err(Errno(libc::ENOMEM));
    }
    let result = host::call(libc::SYS_process_madvise, args);
    for [addr, len] in vectors {
        task.engine.code_changed(range(addr, len));
    }
    result
}

/// remap_file_pages(2): the host moves the pages; the list keeps the mapping's first offset.
pub fn remap_file_pages(task: &mut Task, args: Args) -> SysResult {
    let [addr, len, ..] = args;
    if !in_window(addr, len) {
        return Err(EINVAL);
    }
    let result = host::call(libc::SYS_remap_file_pages, args);
    task.engine.code_changed(range(addr, len));
    result
}

/// mseal(2): later changes fail on the host before they reach the list.
pub fn mseal(_task: &mut Task, args: Args) -> SysResult {
    /// The number on every architecture; newer than the libc crate's table.
    const SYS_MSEAL: i64 = 462;
    let [addr, len, ..] = args;
    if !in_window(addr, page_ceil(len)) {
        return Err(Errno(libc::ENOMEM));
    }
    host::call(SYS_MSEAL, args)
}

/// shmat(2).
pub fn shmat(task: &mut Task, [id, addr, flags, ..]: Args) -> SysResult {
    let status = host::shm_status(id as i32)?;
    let len = page_ceil(status[SHM_SEGSZ_WORD]);
    let at = task
        .kernel
        .mem
        .attach_shm(id as i32, addr, flags as i32, len)?;
    task.engine.notice_shared_memory();
    task.engine.code_changed(range(at, len));
    Ok(at)
}

/// io_uring_setup(2). The rings may be in memory of the program's own (IORING_SETUP_NO_MMAP).
pub fn io_uring_setup(task: &mut Task, args: Args) -> SysResult {
    task.engine.notice_shared_memory();
    host::call(libc::SYS_io_uring_setup, args)
}

/// shmdt(2).
pub fn shmdt(task: &mut Task, [addr, ..]: Args) -> SysResult {
    let gone = task.kernel.mem.detach_shm(addr)?;
    task.engine.code_changed(gone);
    Ok(0)
}

/// getrlimit(2).
pub fn getrlimit(task: &mut Task, [resource, out, ..]: Args) -> SysResult {
    prlimit64(task, [0, resource, 0, out, 0, 0])
}

/// setrlimit(2).
pub fn setrlimit(task: &mut Task, [resource, new, ..]: Args) -> SysResult {
    user::read::<[u64; 2]>(new)?;
    prlimit64(task, [0, resource, new, 0, 0, 0])
}

/// prlimit64(2). RLIMIT_AS and RLIMIT_DATA of this process are the guest's own: the host's would count the emulator.
pub fn prlimit64(task: &mut Task, args: Args) -> SysResult {
    let [pid, resource, new, old, ..] = args;
    let own = pid as i32 == 0 || pid as i32 == host::getpid();
    let resource = resource as u32;
    if !own || ![libc::RLIMIT_AS, libc::RLIMIT_DATA].contains(&resource) {
        return host::call(libc::SYS_prlimit64, args);
    }
    let new = user::read_opt::<[u64; 2]>(new)?.map(|[soft, hard]| Limit { soft, hard });
    let mut limits = task.kernel.limits();
    let limit = limits.of(resource);
    let before = *limit;
    if let Some(new) = new {
        if new.soft > new.hard {
            return Err(EINVAL);
        }
        if new.hard > before.hard && !host::may_raise_limits() {
            return Err(Errno(libc::EPERM));
        }
        *limit = new;
        match resource {
            libc::RLIMIT_AS => task.kernel.mem.set_limit_as(new.soft),
            _ => task.kernel.mem.set_limit_data(new.soft),
        }
    }
    drop(limits);
    user::write_opt(old, &[before.soft, before.hard])?;
    Ok(0)
}
