//! The memory of the code cache.
//!
//! ```text
//!   base - GUARD_BELOW   inaccessible
//!   base                 code: stubs (offset 0 = Miss), then blocks, bump-allocated
//!   base + 1 GiB         jump table: u32 per possible guest instruction address = offset of its host code, 0 = unknown
//! ```
//!
//! The table covers the whole guest window but only touched pages exist. Reading it needs neither a
//! comparison nor a lock: an unknown target reads 0, the offset of the Miss stub. Publishing or removing
//! a target is one atomic store for all threads.
//!
//! Under `wx` the code is mapped twice from a memfd: executable here, writable elsewhere.

use std::sync::atomic::{AtomicU32, Ordering};

use host_x64::JUMP_TABLE_DISP;

use crate::tunables::{GUARD_BELOW, TABLE_GRANULE, preferred_base};

/// What kind of arena to make.
#[derive(Clone, Copy, Debug)]
pub struct ArenaOptions {
    /// Bytes for code; at most 1 GiB.
    pub code_size: usize,
    /// Never writable and executable through the same address.
    pub wx: bool,
    /// Guest addresses below this have a place in the jump table.
    pub window_end: u64,
    /// Jump table bytes per guest address byte, as a shift: 1 for 2-byte aligned code.
    pub scale_shift: u8,
}

/// Host memory for code cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArenaError {
    /// Positive errno.
    pub errno: i32,
}

impl std::fmt::Display for ArenaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no memory for translated code: {}",
            std::io::Error::from_raw_os_error(self.errno)
        )
    }
}

impl std::error::Error for ArenaError {}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Table {
    /// Readable and writable everywhere.
    Open,
    /// Readable; granules become writable when first used.
    Granular,
    /// Could not be reserved: every indirect jump faults and is dispatched by the runtime. Slow, but right.
    Absent,
}

/// Executable memory and the jump table.
#[derive(Debug)]
pub struct Arena {
    base: u64,
    /// Writable view minus executable view.
    write_delta: u64,
    options: ArenaOptions,
    table: Table,
    /// One bit per writable granule under `Table::Granular`.
    granules: Vec<u64>,
}

fn check(raw: i64) -> Result<u64, ArenaError> {
    if (-4095..0).contains(&raw) {
        Err(ArenaError { errno: -raw as i32 })
    } else {
        Ok(raw as u64)
    }
}

fn mmap(addr: u64, len: u64, prot: i32, flags: i32, fd: i32) -> Result<u64, ArenaError> {
    // SAFETY: without MAP_FIXED nothing is replaced; with it the callers pass ranges of their own reservation.
    check(unsafe { libc::mmap(addr as *mut _, len as usize, prot, flags, fd, 0) as i64 })
        .map_err(|_| last_error())
}

fn last_error() -> ArenaError {
    ArenaError {
        errno: std::io::Error::last_os_error()
            .raw_os_error()
            .unwrap_or(libc::ENOMEM),
    }
}

const PRIVATE: i32 = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
const RW: i32 = libc::PROT_READ | libc::PROT_WRITE;

impl Arena {
    /// Reserves address space and makes the code area usable.
    ///
    /// # Errors
    /// If not even the code area can be mapped.
    pub fn new(options: ArenaOptions) -> Result<Arena, ArenaError> {
        let table_len = options.window_end << options.scale_shift;
        let preferred = preferred_base(options.window_end);
        let (base, table) = match reserve(preferred, table_len) {
            Ok(base) => (base, open_table(base + JUMP_TABLE_DISP as u64, table_len)),
            Err(_) => (
                mmap(preferred, options.code_size as u64, 0, PRIVATE, -1)?,
                Table::Absent,
            ),
        };
        let mut arena = Arena {
            base,
            write_delta: 0,
            options,
            table,
            granules: Vec::new(),
        };
        if table == Table::Granular {
            let granules = table_len / TABLE_GRANULE;
            arena.granules = vec![0; granules.div_ceil(64) as usize];
        }
        arena.map_code()?;
        Ok(arena)
    }

    /// Maps fresh code memory over the code area (again after fork under `wx`, where it would be shared).
    ///
    /// # Errors
    /// If the host refuses.
    pub fn map_code(&mut self) -> Result<(), ArenaError> {
        let len = self.options.code_size as u64;
        if !self.options.wx {
            let flags = PRIVATE | libc::MAP_FIXED;
            mmap(self.base, len, RW | libc::PROT_EXEC, flags, -1)?;
            return Ok(());
        }
        // SAFETY: plain calls; the name is a valid C string.
        let fd = unsafe { libc::memfd_create(c"code".as_ptr(), libc::MFD_CLOEXEC) };
        if fd < 0 {
            return Err(last_error());
        }
        let views = self.map_views(fd, len);
        // SAFETY: the descriptor is ours; the mappings keep the memory alive.
        unsafe { libc::close(fd) };
        views
    }

    fn map_views(&mut self, fd: i32, len: u64) -> Result<(), ArenaError> {
        // SAFETY: `fd` is our fresh memfd.
        if unsafe { libc::ftruncate(fd, len as i64) } != 0 {
            return Err(last_error());
        }
        let shared = libc::MAP_SHARED | libc::MAP_NORESERVE;
        mmap(
            self.base,
            len,
            libc::PROT_READ | libc::PROT_EXEC,
            shared | libc::MAP_FIXED,
            fd,
        )?;
        let (at, fixed) = match self.write_delta {
            0 => (0, 0),
            delta => (self.base.wrapping_add(delta), libc::MAP_FIXED),
        };
        let writable = mmap(at, len, RW, shared | fixed, fd)?;
        self.write_delta = writable.wrapping_sub(self.base);
        Ok(())
    }

    /// True if a forked child shares the code memory with its parent and must call [`Self::map_code`].
    pub fn shared_after_fork(&self) -> bool {
        self.options.wx
    }

    /// Address of offset 0.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// Bytes for code.
    pub fn code_size(&self) -> usize {
        self.options.code_size
    }

    /// The offset of a host address inside the code area.
    pub fn offset_of(&self, host: u64) -> Option<u32> {
        let off = host.wrapping_sub(self.base);
        (off < self.options.code_size as u64).then_some(off as u32)
    }

    /// Copies `bytes` to `offset`.
    pub fn write(&mut self, offset: u32, bytes: &[u8]) {
        assert!(
            offset as usize + bytes.len() <= self.options.code_size,
            "block outside the arena"
        );
        let dst = self.base.wrapping_add(self.write_delta) + offset as u64;
        // SAFETY: inside the writable view; no block that can be running lies there yet.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), dst as *mut u8, bytes.len()) };
    }

    /// Atomically replaces the 4-byte aligned word at `offset`, which other threads may be executing.
    pub fn patch(&self, offset: u32, value: u32) {
        assert!(
            offset.is_multiple_of(4) && (offset as usize) < self.options.code_size,
            "patch outside the arena"
        );
        let at = self.base.wrapping_add(self.write_delta) + offset as u64;
        // SAFETY: aligned and inside the writable view; x86 fetches an aligned word either old or new.
        unsafe { AtomicU32::from_ptr(at as *mut u32).store(value, Ordering::Release) };
    }

    fn table_slot(&self, pc: u64) -> Option<u64> {
        let ok = self.table != Table::Absent && pc < self.options.window_end;
        ok.then(|| self.base + JUMP_TABLE_DISP as u64 + (pc << self.options.scale_shift))
    }

    /// Publishes (or with 0 removes) the host code for guest address `pc`.
    pub fn set_target(&mut self, pc: u64, offset: u32) {
        let Some(slot) = self.table_slot(pc) else {
            return;
        };
        if self.table == Table::Granular && !self.make_writable(slot) {
            return;
        }
        // SAFETY: the slot is 4-byte aligned, inside the table and writable.
        unsafe { AtomicU32::from_ptr(slot as *mut u32).store(offset, Ordering::Release) };
    }

    fn make_writable(&mut self, slot: u64) -> bool {
        let table = self.base + JUMP_TABLE_DISP as u64;
        let granule = (slot - table) / TABLE_GRANULE;
        let (word, bit) = ((granule / 64) as usize, 1u64 << (granule % 64));
        if self.granules[word] & bit == 0 {
            let at = table + granule * TABLE_GRANULE;
            // SAFETY: part of the table's reservation.
            if unsafe { libc::mprotect(at as *mut _, TABLE_GRANULE as usize, RW) } != 0 {
                return false;
            }
            self.granules[word] |= bit;
        }
        true
    }

    /// Forgets all targets.
    pub fn clear_targets(&mut self) {
        if self.table == Table::Absent {
            return;
        }
        let len = self.options.window_end << self.options.scale_shift;
        let at = self.base + JUMP_TABLE_DISP as u64;
        // SAFETY: the table is ours; private anonymous pages read 0 afterwards.
        unsafe { libc::madvise(at as *mut _, len as usize, libc::MADV_DONTNEED) };
    }
}

/// Reserves guard, code area and table; returns the base.
fn reserve(base: u64, table_len: u64) -> Result<u64, ArenaError> {
    let above = JUMP_TABLE_DISP as u64 + table_len;
    let fixed = libc::MAP_FIXED_NOREPLACE;
    let preferred = base - GUARD_BELOW;
    let at = match mmap(preferred, GUARD_BELOW + above, 0, PRIVATE | fixed, -1) {
        Ok(at) if at == preferred => return Ok(base),
        // A kernel without MAP_FIXED_NOREPLACE takes the address as a hint: any place will do.
        Ok(at) => at + GUARD_BELOW,
        Err(_) => mmap(0, above, 0, PRIVATE, -1)?,
    };
    Ok(at)
}

fn open_table(at: u64, len: u64) -> Table {
    // SAFETY: both calls change protections of our own reservation only.
    unsafe {
        libc::madvise(at as *mut _, len as usize, libc::MADV_NOHUGEPAGE);
        libc::madvise(at as *mut _, len as usize, libc::MADV_DONTDUMP);
        if libc::mprotect(at as *mut _, len as usize, RW) == 0 {
            Table::Open
        } else if libc::mprotect(at as *mut _, len as usize, libc::PROT_READ) == 0 {
            Table::Granular
        } else {
            Table::Absent
        }
    }
}
