//! The guest's address space: the list of mappings and the host mappings behind it, kept equal.
//!
//! One lock protects both. It is the innermost lock of the emulator: no other is taken under it.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::homes::Homes;
use crate::vma::{Backing, FileId, Prot, Vma, VmaMap};
use crate::{
    Errno, GuestAddr, PAGE_SIZE, WINDOW_START, in_window, page_ceil, page_floor, window_end,
};

/// Arguments of a guest mmap; `flags` are the kernel's MAP_* (equal on x86-64 and asm-generic).
#[derive(Clone, Copy, Debug)]
pub struct MapRequest {
    /// Hint, or the address for MAP_FIXED.
    pub addr: GuestAddr,
    /// Bytes.
    pub len: u64,
    /// Guest protection.
    pub prot: Prot,
    /// MAP_* bits.
    pub flags: i32,
    /// File, or -1.
    pub fd: i32,
    /// Byte offset in the file.
    pub offset: u64,
}

/// Why code cannot be fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeFault {
    /// Nothing mapped (SEGV_MAPERR).
    NotMapped,
    /// Not executable (SEGV_ACCERR).
    NotExecutable,
    /// Beyond the end of the mapped file, or an I/O error (SIGBUS, BUS_ADRERR).
    NotBacked,
}

#[derive(Debug)]
struct Inner {
    vmas: VmaMap,
    /// Mappings without a hint go below this.
    mmap_top: u64,
    homes: Option<Homes>,
    brk_start: u64,
    brk: u64,
    /// RLIMIT_AS and RLIMIT_DATA as the guest set them; the host's stay unlimited because the emulator
    /// reserves address space.
    limit_as: u64,
    limit_data: u64,
}

/// A guest's address space.
#[derive(Debug)]
pub struct AddressSpace {
    inner: Mutex<Inner>,
    /// A page is guarded, or was.
    guarded: AtomicBool,
}

/// Holds the address space still, for fork.
pub struct SpaceGuard<'a>(#[allow(dead_code)] MutexGuard<'a, Inner>);

impl std::fmt::Debug for SpaceGuard<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SpaceGuard")
    }
}

fn host(nr: i64, a: [u64; 6]) -> Result<u64, Errno> {
    // SAFETY: every caller passes ranges inside the guest window only, where no memory of the emulator lies.
    Errno::check(unsafe { host_calls::syscall(nr, a) })
}

/// Which file a descriptor is of.
fn file_id(fd: i32) -> Result<FileId, Errno> {
    // SAFETY: plain data, for which zeroes are a value.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    let out = &raw mut stat;
    host(libc::SYS_fstat, [fd as i64 as u64, out as u64, 0, 0, 0, 0])?;
    Ok(FileId {
        device: stat.st_dev,
        inode: stat.st_ino,
    })
}

const EINVAL: Errno = Errno(libc::EINVAL);
const ENOMEM: Errno = Errno(libc::ENOMEM);

impl Default for AddressSpace {
    fn default() -> AddressSpace {
        AddressSpace::new()
    }
}

impl AddressSpace {
    /// An empty space whose mmap area ends at the end of the window.
    pub fn new() -> AddressSpace {
        let inner = Inner {
            vmas: VmaMap::default(),
            mmap_top: window_end(),
            homes: None,
            brk_start: 0,
            brk: 0,
            limit_as: u64::MAX,
            limit_data: u64::MAX,
        };
        AddressSpace {
            inner: Mutex::new(inner),
            guarded: AtomicBool::new(false),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic aborts the process, so a poisoned lock cannot be seen.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock, so that a forked child finds the list consistent.
    pub fn hold(&self) -> SpaceGuard<'_> {
        SpaceGuard(self.lock())
    }

    /// Mappings without a hint will be placed below `top`.
    pub fn set_mmap_top(&self, top: u64) {
        self.lock().mmap_top = page_floor(top.min(window_end()));
    }

    /// From now on files have homes below `end`, chosen by `secret`: see [`crate::homes`]. Nothing may be placed at random below
    /// `end` but by the guest itself.
    pub fn set_homes(&self, secret: u64, end: u64) {
        self.lock().homes = Some(Homes { secret, end });
    }

    /// A number for placing the program of this file: the same in every process that agrees on homes; none if there are none.
    pub fn home_number(&self, file: FileId) -> Option<u64> {
        self.lock().homes.map(|homes| homes.number(file))
    }

    /// The address that `len` bytes of this file have in every process, if there are homes.
    pub fn home(&self, file: FileId, len: u64) -> Option<u64> {
        self.lock().homes?.of_file(file, len)
    }

    /// True if the code at `addr` is a file's that this process cannot change, at an address that it may have in other
    /// processes too.
    pub fn is_lasting(&self, addr: GuestAddr) -> bool {
        let inner = self.lock();
        inner.homes.is_some_and(|homes| addr < homes.end)
            && inner.vmas.find(addr).is_some_and(|vma| {
                matches!(vma.backing, Backing::File { .. }) && !vma.shared && !vma.was_writable
            })
    }

    /// True if `addr` is in a guarded page: see [`Prot::GUARDED`].
    pub fn is_guarded(&self, addr: GuestAddr) -> bool {
        let guarded = |vma: Vma| vma.prot.guarded();
        self.has_guarded() && self.find(addr).is_some_and(guarded)
    }

    /// True if a page is guarded, or was.
    pub fn has_guarded(&self) -> bool {
        self.guarded.load(Ordering::SeqCst)
    }

    fn note_guarded(&self, prot: Prot) {
        if prot.guarded() {
            self.guarded.store(true, Ordering::SeqCst);
        }
    }

    /// Sets the emulated RLIMIT_AS in bytes.
    pub fn set_limit_as(&self, bytes: u64) {
        self.lock().limit_as = bytes;
    }

    /// Sets the emulated RLIMIT_DATA in bytes.
    pub fn set_limit_data(&self, bytes: u64) {
        self.lock().limit_data = bytes;
    }

    /// Sum of all mappings in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.lock().vmas.total()
    }

    /// A copy of the list, in address order.
    pub fn vmas(&self) -> Vec<Vma> {
        self.lock().vmas.iter().copied().collect()
    }

    /// The mapping that contains `addr`.
    pub fn find(&self, addr: GuestAddr) -> Option<Vma> {
        self.lock().vmas.find(addr).copied()
    }

    /// Every range of addresses that may show the memory at `range`, itself first.
    pub fn aliases(&self, range: Range<u64>) -> Vec<Range<u64>> {
        self.lock().vmas.aliases(range)
    }

    /// True if every byte of the range is mapped.
    pub fn is_mapped(&self, range: Range<u64>) -> bool {
        self.lock().vmas.is_covered(range)
    }

    /// A free range of `len` bytes: at `hint` if that is free, else the highest one below the mmap top.
    pub fn find_free(&self, len: u64, align: u64, hint: u64) -> Option<u64> {
        self.lock().find_free(len, align, hint)
    }

    /// mmap(2) with the guest's semantics, placed inside the window.
    ///
    /// # Errors
    /// The kernel's own, in its order.
    pub fn map(&self, req: MapRequest) -> Result<u64, Errno> {
        let backing = match req.flags & libc::MAP_ANONYMOUS {
            0 => Backing::File {
                offset: req.offset,
                id: file_id(req.fd)?,
            },
            _ => Backing::Anon,
        };
        self.map_as(req, backing)
    }

    /// As [`Self::map`], recording what the mapping is for (stack, vDSO).
    ///
    /// # Errors
    /// As [`Self::map`].
    pub fn map_as(&self, req: MapRequest, backing: Backing) -> Result<u64, Errno> {
        if req.len == 0 {
            return Err(EINVAL);
        }
        let len = page_ceil(req.len);
        if len < req.len || len > window_end() {
            return Err(ENOMEM);
        }
        let mut inner = self.lock();
        let start = inner.place(&req, len, &backing)?;
        let replaced: u64 = inner
            .vmas
            .overlapping(start..start + len)
            .map(Vma::len)
            .sum();
        if inner
            .vmas
            .total()
            .saturating_sub(replaced)
            .saturating_add(len)
            > inner.limit_as
        {
            return Err(ENOMEM);
        }
        let placement = libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE | 0x40 /* MAP_32BIT, x86 only */;
        let flags = (req.flags & !placement) | libc::MAP_FIXED;
        host(
            libc::SYS_mmap,
            [
                start,
                len,
                req.prot.host(),
                flags as u32 as u64,
                req.fd as i64 as u64,
                req.offset,
            ],
        )?;
        let kind = req.flags & libc::MAP_TYPE;
        self.note_guarded(req.prot);
        inner.vmas.insert(Vma {
            start,
            end: start + len,
            prot: req.prot,
            shared: kind == libc::MAP_SHARED || kind == libc::MAP_SHARED_VALIDATE,
            was_writable: req.prot.write(),
            backing,
        });
        Ok(start)
    }

    /// munmap(2).
    ///
    /// # Errors
    /// EINVAL for an unaligned or empty range or one outside the window.
    pub fn unmap(&self, addr: GuestAddr, len: u64) -> Result<(), Errno> {
        let range = checked_range(addr, len).ok_or(EINVAL)?;
        if range.is_empty() {
            return Err(EINVAL);
        }
        let mut inner = self.lock();
        host(
            libc::SYS_munmap,
            [range.start, range.end - range.start, 0, 0, 0, 0],
        )?;
        inner.vmas.remove(range);
        Ok(())
    }

    /// mprotect(2); `extra` holds PROT_GROWSDOWN/PROT_GROWSUP if given.
    ///
    /// # Errors
    /// The kernel's own.
    pub fn protect(&self, addr: GuestAddr, len: u64, prot: Prot, extra: u64) -> Result<(), Errno> {
        let range = checked_range(addr, len).ok_or(ENOMEM)?;
        if range.is_empty() {
            return Ok(());
        }
        let mut inner = self.lock();
        let result = host(
            libc::SYS_mprotect,
            [
                range.start,
                range.end - range.start,
                prot.host() | extra,
                0,
                0,
                0,
            ],
        );
        // On failure the kernel may have changed the mappings before the hole: follow the list up to there.
        let done = if result.is_ok() {
            range.end
        } else {
            inner.covered_end(&range)
        };
        self.note_guarded(prot);
        inner.vmas.update(range.start..done, |v| {
            v.prot = prot;
            v.was_writable |= prot.write();
        });
        result.map(|_| ())
    }

    /// mremap(2). Returns the new address.
    ///
    /// # Errors
    /// The kernel's own.
    pub fn remap(
        &self,
        old: GuestAddr,
        old_len: u64,
        new_len: u64,
        flags: i32,
        new_addr: GuestAddr,
    ) -> Result<u64, Errno> {
        let (old_len, new_len) = (page_ceil(old_len), page_ceil(new_len));
        if !old.is_multiple_of(PAGE_SIZE) || new_len == 0 || !in_window(old, old_len) {
            return Err(EINVAL);
        }
        let mut inner = self.lock();
        let source = *inner.vmas.find(old).ok_or(Errno(libc::EFAULT))?;
        if new_len > old_len
            && inner.vmas.total().saturating_add(new_len - old_len) > inner.limit_as
        {
            return Err(ENOMEM);
        }
        let grows_in_place = new_len > old_len
            && flags & (libc::MREMAP_FIXED | libc::MREMAP_DONTUNMAP) == 0
            && inner.vmas.is_free(old + old_len..old + new_len)
            && in_window(old, new_len);
        let fixed = flags & libc::MREMAP_FIXED != 0;
        let target = if fixed {
            if !new_addr.is_multiple_of(PAGE_SIZE) || !in_window(new_addr, new_len) {
                return Err(EINVAL);
            }
            new_addr
        } else if flags & libc::MREMAP_MAYMOVE != 0
            && !grows_in_place
            && (new_len > old_len || flags & libc::MREMAP_DONTUNMAP != 0)
        {
            inner.find_free(new_len, PAGE_SIZE, 0).ok_or(ENOMEM)?
        } else {
            old
        };
        if target == old && new_len > old_len && !grows_in_place {
            return Err(ENOMEM);
        }
        let host_flags = if target == old && !fixed {
            flags
        } else {
            flags | libc::MREMAP_FIXED
        };
        let at = host(
            libc::SYS_mremap,
            [old, old_len, new_len, host_flags as u32 as u64, target, 0],
        )?;
        inner.after_remap(&source, old..old + old_len, at, new_len, flags);
        Ok(at)
    }

    /// Attaches System V shared memory `id`, whose size is `len`, at `addr` or a place of our choice.
    ///
    /// # Errors
    /// The kernel's own.
    pub fn attach_shm(&self, id: i32, addr: GuestAddr, flags: i32, len: u64) -> Result<u64, Errno> {
        let mut inner = self.lock();
        let rounded = if flags & libc::SHM_RND != 0 {
            page_floor(addr)
        } else {
            addr
        };
        if rounded % PAGE_SIZE != 0 || !in_window(rounded, len) {
            return Err(EINVAL);
        }
        let len = page_ceil(len);
        let at = if addr == 0 {
            inner.find_free(len, PAGE_SIZE, 0).ok_or(ENOMEM)?
        } else {
            rounded
        };
        if flags & libc::SHM_REMAP == 0 && !inner.vmas.is_free(at..at + len) {
            return Err(EINVAL);
        }
        let exec = flags & libc::SHM_EXEC != 0;
        host(
            libc::SYS_shmat,
            [id as u64, at, (flags & !libc::SHM_EXEC) as u64, 0, 0, 0],
        )?;
        let write = flags & libc::SHM_RDONLY == 0;
        let prot = Prot(1 | (write as u8) << 1 | (exec as u8) << 2);
        inner.vmas.insert(Vma {
            start: at,
            end: at + len,
            prot,
            shared: true,
            was_writable: write,
            backing: Backing::Shm,
        });
        Ok(at)
    }

    /// Detaches shared memory attached at `addr`; returns the range that is gone.
    ///
    /// # Errors
    /// EINVAL if nothing is attached there.
    pub fn detach_shm(&self, addr: GuestAddr) -> Result<Range<u64>, Errno> {
        let mut inner = self.lock();
        let vma = *inner
            .vmas
            .find(addr)
            .filter(|v| v.backing == Backing::Shm)
            .ok_or(EINVAL)?;
        host(libc::SYS_shmdt, [addr, 0, 0, 0, 0, 0])?;
        inner.vmas.remove(vma.start..vma.end);
        Ok(vma.start..vma.end)
    }

    /// Sets where the heap begins; it is empty then.
    pub fn set_brk_start(&self, addr: GuestAddr) {
        let mut inner = self.lock();
        inner.brk_start = addr;
        inner.brk = addr;
    }

    /// brk(2): moves the end of the heap if possible; returns where it is now.
    pub fn brk(&self, new: GuestAddr) -> u64 {
        let mut inner = self.lock();
        if new < inner.brk_start || !in_window(new, 0) {
            return inner.brk;
        }
        let (old_end, new_end) = (page_ceil(inner.brk), page_ceil(new));
        let moved = if new_end > old_end {
            inner.grow_heap(old_end..new_end)
        } else if new_end < old_end {
            inner.shrink_heap(new_end..old_end)
        } else {
            true
        };
        if moved {
            inner.brk = new;
        }
        inner.brk
    }

    /// Copies code at `addr` into `buf`; returns how many bytes of it are executable.
    ///
    /// # Errors
    /// If the first byte cannot be executed.
    pub fn read_code(&self, addr: GuestAddr, buf: &mut [u8]) -> Result<usize, CodeFault> {
        let n = {
            let inner = self.lock();
            let found = inner.vmas.find(addr).or_else(|| inner.grown_stack(addr));
            let vma = found.ok_or(CodeFault::NotMapped)?;
            if !vma.prot.exec() {
                return Err(CodeFault::NotExecutable);
            }
            let mut end = vma.end;
            while end - addr < buf.len() as u64 {
                match inner.vmas.find(end) {
                    Some(next) if next.prot.exec() => end = next.end,
                    _ => break,
                }
            }
            buf.len().min((end - addr) as usize)
        };
        match host_calls::access::copy_in(addr, &mut buf[..n]) {
            Ok(()) => Ok(n),
            Err((fault, 0)) if fault.signo == libc::SIGSEGV => Err(CodeFault::NotMapped),
            Err((_, 0)) => Err(CodeFault::NotBacked),
            Err((_, copied)) => Ok(copied),
        }
    }
}

/// Page-aligned start with the length rounded up, inside the window.
fn checked_range(addr: u64, len: u64) -> Option<Range<u64>> {
    let rounded = page_ceil(len);
    let ok = addr.is_multiple_of(PAGE_SIZE) && rounded >= len && in_window(addr, rounded);
    ok.then(|| addr..addr + rounded)
}

impl Inner {
    fn find_free(&self, len: u64, align: u64, hint: u64) -> Option<u64> {
        let hint = page_floor(hint);
        if hint >= WINDOW_START
            && hint.is_multiple_of(align)
            && in_window(hint, len)
            && self.vmas.is_free(hint..hint + len)
        {
            return Some(hint);
        }
        self.vmas
            .free_below(self.mmap_top, len, align)
            .or_else(|| self.vmas.free_below(window_end(), len, align))
    }

    /// Where what may be a library is in every process.
    fn home(&self, req: &MapRequest, len: u64, backing: &Backing) -> Option<u64> {
        let homes = self.homes.filter(|_| req.addr == 0)?;
        let elsewhere = libc::MAP_SHARED | libc::MAP_NORESERVE | libc::MAP_GROWSDOWN;
        match backing {
            _ if req.flags & elsewhere != 0 => None,
            Backing::File { offset: 0, id } => homes.of_file(*id, len),
            Backing::Anon if req.prot == Prot(0) => homes
                .of_reservation(len)
                .find(|at| self.vmas.is_free(*at..*at + len)),
            _ => None,
        }
    }

    fn place(&self, req: &MapRequest, len: u64, backing: &Backing) -> Result<u64, Errno> {
        let exact = req.flags & (libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE) != 0;
        if !exact {
            let hint = self.home(req, len, backing).unwrap_or(req.addr);
            return self.find_free(len, PAGE_SIZE, hint).ok_or(ENOMEM);
        }
        if !req.addr.is_multiple_of(PAGE_SIZE) {
            return Err(EINVAL);
        }
        if !in_window(req.addr, len) {
            return Err(ENOMEM);
        }
        let noreplace = req.flags & libc::MAP_FIXED_NOREPLACE != 0;
        if noreplace && !self.vmas.is_free(req.addr..req.addr + len) {
            return Err(Errno(libc::EEXIST));
        }
        Ok(req.addr)
    }

    /// The stack, if `addr` lies where the host may have grown it to; the list knows its first extent only.
    fn grown_stack(&self, addr: u64) -> Option<&Vma> {
        if addr < self.mmap_top {
            return None;
        }
        let next = self.vmas.overlapping(addr..window_end()).next()?;
        (next.backing == Backing::Stack).then_some(next)
    }

    /// Where the first hole in `range` begins.
    fn covered_end(&self, range: &Range<u64>) -> u64 {
        let mut at = range.start;
        for v in self.vmas.overlapping(range.clone()) {
            if v.start > at {
                break;
            }
            at = v.end.min(range.end);
        }
        at
    }

    fn after_remap(&mut self, source: &Vma, old: Range<u64>, at: u64, new_len: u64, flags: i32) {
        let mut moved = *source;
        if let Backing::File { offset, .. } = &mut moved.backing {
            *offset += old.start - source.start;
        }
        if at != old.start && flags & libc::MREMAP_DONTUNMAP == 0 || new_len < old.end - old.start {
            self.vmas.remove(old);
        }
        moved.start = at;
        moved.end = at + new_len;
        self.vmas.insert(moved);
    }

    fn grow_heap(&mut self, range: Range<u64>) -> bool {
        let len = range.end - range.start;
        let heap = range.end - self.brk_start;
        if !self.vmas.is_free(range.clone())
            || self.vmas.total().saturating_add(len) > self.limit_as
            || heap > self.limit_data
        {
            return false;
        }
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED;
        let args = [range.start, len, 3, flags as u64, u64::MAX, 0];
        if host(libc::SYS_mmap, args).is_err() {
            return false;
        }
        self.vmas.insert(Vma {
            start: range.start,
            end: range.end,
            prot: Prot(3),
            shared: false,
            was_writable: true,
            backing: Backing::Heap,
        });
        true
    }

    fn shrink_heap(&mut self, range: Range<u64>) -> bool {
        if host(
            libc::SYS_munmap,
            [range.start, range.end - range.start, 0, 0, 0, 0],
        )
        .is_err()
        {
            return false;
        }
        self.vmas.remove(range);
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::*;

    fn anon(addr: u64, len: u64, flags: i32) -> MapRequest {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | flags;
        MapRequest {
            addr,
            len,
            prot: Prot(3),
            flags,
            fd: -1,
            offset: 0,
        }
    }

    /// There is one window in a process: tests that map in it take turns.
    static WINDOW: Mutex<()> = Mutex::new(());

    fn window() -> MutexGuard<'static, ()> {
        WINDOW.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[test]
    fn maps_inside_the_window_and_follows_the_kernel() {
        let _window = window();
        let space = AddressSpace::new();
        let a = space.map(anon(0, 0x5000, 0)).expect("room");
        assert!(in_window(a, 0x5000));
        crate::write(a, &0x1234u64).expect("writable");
        assert_eq!(crate::read::<u64>(a), Ok(0x1234));
        let taken = space.map(anon(a, 0x1000, libc::MAP_FIXED_NOREPLACE));
        assert_eq!(taken, Err(Errno(libc::EEXIST)));
        assert_eq!(
            space.map(anon(window_end(), 0x1000, libc::MAP_FIXED)),
            Err(ENOMEM)
        );
        space.unmap(a + 0x1000, 0x1000).expect("hole");
        assert_eq!(space.vmas().len(), 2);
        assert_eq!(space.protect(a, 0x5000, Prot(1), 0), Err(ENOMEM));
        assert_eq!(space.find(a).map(|v| v.prot), Some(Prot(1)));
        let b = space
            .remap(a + 0x2000, 0x3000, 0x8000, libc::MREMAP_MAYMOVE, 0)
            .expect("grows");
        assert!(space.is_mapped(b..b + 0x8000));
        space.unmap(a, 0x1000).expect("unmaps");
        space.unmap(b, 0x8000).expect("unmaps");
        assert_eq!(space.size_bytes(), 0);
    }

    #[test]
    fn brk_moves_both_ways() {
        let _window = window();
        let space = AddressSpace::new();
        let start = 0x20_0000_0000;
        space.set_brk_start(start);
        assert_eq!(space.brk(0), start);
        assert_eq!(space.brk(start + 0x2345), start + 0x2345);
        crate::write(start + 0x2340, &1u8).expect("heap");
        assert_eq!(space.brk(start), start);
        assert_eq!(space.size_bytes(), 0);
    }

    #[test]
    fn limits_are_the_guests() {
        let _window = window();
        let space = AddressSpace::new();
        space.set_limit_as(0x10000);
        assert_eq!(space.map(anon(0, 0x20000, 0)), Err(ENOMEM));
        let a = space.map(anon(0, 0x10000, 0)).expect("within the limit");
        space.unmap(a, 0x10000).expect("unmaps");
    }
}
