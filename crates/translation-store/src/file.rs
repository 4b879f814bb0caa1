//! The file of a store: who may be believed, what is where, and the words that processes share.
//!
//! ```text
//! header: magic, capacity: u64, secret: u64, end: u32 (units of ALIGN), length of the identity: u32, identity
//! 4096: the index, a u32 per bucket: first record, in units of ALIGN; 0 = none
//! then records, up to `end`; behind that nothing, or what somebody did not live to publish
//! ```

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use memmap2::{MmapOptions, MmapRaw};
use nix::fcntl::{FallocateFlags, fallocate};
use nix::sys::resource::{Resource, getrlimit};
use nix::sys::statfs::statfs;
use nix::unistd::geteuid;

use crate::record::{ALIGN, Key, LINK, Record};

const MAGIC: &[u8; 8] = b"emutra01";
const CAPACITY_AT: u64 = 8;
const SECRET_AT: u64 = 16;
const END_AT: usize = 24;
const IDENTITY_LEN_AT: u64 = 28;
const IDENTITY_AT: u64 = 32;

const INDEX_AT: usize = 4096;
/// Buckets for the code of a guest page: one for 64 bytes, which have two or three blocks.
const BUCKETS_PER_PAGE: u64 = 64;
/// Pages that have buckets of their own, before they begin to share them.
const PAGES: u64 = 1024;
pub(crate) const RECORDS_AT: usize = INDEX_AT + (PAGES * BUCKETS_PER_PAGE) as usize * 4;

/// Largest file, if the file system is large enough for four of them.
const MAX_CAPACITY: u64 = 64 << 20;
/// Not worth beginning.
const MIN_CAPACITY: u64 = 1 << 20;

/// Longer lists of a bucket are not followed.
const MOST_STEPS: usize = 256;

/// More records under one key are not looked at: programs that are always at the same address may have different code there.
const MOST_CANDIDATES: usize = 8;

/// Where a store is and what it must be for.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub path: PathBuf,
    /// What translations depend on besides guest code.
    pub identity: Vec<u8>,
}

fn refused(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, why)
}

/// Opens the store's file; an error if it is not there, not this store's, or not to be believed.
pub(crate) fn open(place: &Place, write: bool) -> io::Result<(File, Header)> {
    let file = OpenOptions::new()
        .read(true)
        .write(write)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(&place.path)?;
    let status = file.metadata()?;
    if !status.is_file() || status.uid() != geteuid().as_raw() || status.mode() & 0o077 != 0 {
        return Err(refused("not the user's own"));
    }
    let mut head = [0; IDENTITY_AT as usize];
    file.read_exact_at(&mut head, 0)?;
    let mut identity = vec![0; place.identity.len()];
    file.read_exact_at(&mut identity, IDENTITY_AT)?;
    let word = |at: u64| u32::from_le_bytes([0, 1, 2, 3].map(|i| head[at as usize + i]));
    let long = |at: u64| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
    let header = Header {
        capacity: long(CAPACITY_AT),
        secret: long(SECRET_AT),
    };
    let sound = head.starts_with(MAGIC)
        && header.capacity == status.len()
        && (MIN_CAPACITY..=MAX_CAPACITY).contains(&header.capacity)
        && word(IDENTITY_LEN_AT) as usize == identity.len()
        && identity == place.identity;
    if !sound {
        return Err(refused("another store"));
    }
    Ok((file, header))
}

/// What a file says of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub capacity: u64,
    pub secret: u64,
}

/// Makes an empty store, unless there is one.
pub(crate) fn create(place: &Place, secret: u64) -> io::Result<()> {
    let dir = place.path.parent().unwrap_or(Path::new("/"));
    let space = statfs(dir)?;
    let size = space.blocks().saturating_mul(space.block_size() as u64);
    let capacity = ((size / 4) & !4095).min(MAX_CAPACITY);
    let (limit, _) = getrlimit(Resource::RLIMIT_FSIZE)?;
    if capacity < MIN_CAPACITY || limit < capacity {
        return Err(io::ErrorKind::StorageFull.into());
    }
    let mut name = place.path.clone().into_os_string();
    name.push(format!(".{}", std::process::id()));
    let new = PathBuf::from(name);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW)
        .open(&new)?;
    let made = fill(&file, place, Header { capacity, secret })
        .and_then(|()| std::fs::hard_link(&new, &place.path));
    std::fs::remove_file(&new)?;
    made
}

fn fill(file: &File, place: &Place, header: Header) -> io::Result<()> {
    file.set_len(header.capacity)?;
    fallocate(file, FallocateFlags::empty(), 0, RECORDS_AT as i64)?;
    let end = (RECORDS_AT / ALIGN) as u32;
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&header.capacity.to_le_bytes());
    head.extend_from_slice(&header.secret.to_le_bytes());
    head.extend_from_slice(&end.to_le_bytes());
    head.extend_from_slice(&(place.identity.len() as u32).to_le_bytes());
    head.extend_from_slice(&place.identity);
    if head.len() > INDEX_AT {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    file.write_all_at(&head, 0)
}

/// A mapped store.
#[derive(Debug)]
pub(crate) struct View {
    map: MmapRaw,
    writable: bool,
}

/// Place of the bucket of code at `pc`: code that is close together has buckets in the same cache lines.
fn bucket(pc: u64) -> usize {
    let near = pc >> 6 & (BUCKETS_PER_PAGE - 1);
    let page = (pc >> 12).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - PAGES.ilog2());
    INDEX_AT + (page * BUCKETS_PER_PAGE + near) as usize * 4
}

impl View {
    pub fn new(file: &File, header: Header, writable: bool) -> io::Result<View> {
        let mut options = MmapOptions::new();
        options.len(header.capacity as usize);
        let map = if writable {
            options.map_raw(file)?
        } else {
            options.map_raw_read_only(file)?
        };
        Ok(View { map, writable })
    }

    /// The word at `at`, a multiple of 4 inside the header, the index or the beginning of a record.
    fn word(&self, at: usize) -> &AtomicU32 {
        assert!(at.is_multiple_of(4) && at + 4 <= self.map.len());
        // SAFETY: inside the mapping and aligned; all processes access these words atomically, or wrote them before anyone could
        // find them.
        unsafe { AtomicU32::from_ptr(self.map.as_mut_ptr().add(at).cast()) }
    }

    /// Where records end.
    fn end(&self) -> usize {
        (self.word(END_AT).load(Ordering::Acquire) as usize * ALIGN).min(self.map.len())
    }

    /// The record at `at`, in units of ALIGN.
    fn record(&self, at: u32) -> Option<Record<'_>> {
        let (at, end) = (at as usize * ALIGN, self.end());
        if at < RECORDS_AT || at >= end {
            return None;
        }
        let size = self.word(at + LINK).load(Ordering::Relaxed) as usize;
        let len = size.checked_sub(LINK).filter(|_| size <= end - at)?;
        // SAFETY: inside the mapping, and a record but for its link: nobody writes there once it is published.
        let content = unsafe { std::slice::from_raw_parts(self.map.as_ptr().add(at + LINK), len) };
        Record::of(content)
    }

    /// The records under `key`, the first one first.
    pub fn candidates(&self, key: Key) -> impl Iterator<Item = Record<'_>> {
        let mut at = self.word(bucket(key.pc)).load(Ordering::Acquire);
        // Whatever the file says, this ends.
        let mut steps = MOST_STEPS;
        let in_bucket = std::iter::from_fn(move || {
            steps -= 1;
            let record = self.record(at).filter(|_| steps > 0)?;
            at = self.word(at as usize * ALIGN).load(Ordering::Acquire);
            Some(record)
        });
        in_bucket
            .filter(move |record| record.key() == Some(key))
            .take(MOST_CANDIDATES)
    }

    /// Appends `records`, those that are not there yet; false if there is no room. To be called by one at a time.
    pub fn append(&self, file: &File, records: &[u8]) -> io::Result<bool> {
        assert!(self.writable);
        let start = self.end();
        let room = self.map.len() - start;
        if records.len() > room {
            return Ok(false);
        }
        // Memory that the file system cannot give must be missed here, not when it is written to.
        fallocate(
            file,
            FallocateFlags::empty(),
            start as i64,
            records.len() as i64,
        )?;
        let mut end = start;
        let mut rest = records;
        let mut new = Vec::new();
        while let Some(record) = Record::first(rest) {
            rest = &rest[record.size()..];
            let Some(key) = record.key() else { continue };
            let known = |old: Record<'_>| old.content() == record.content();
            if self.candidates(key).any(known) {
                continue;
            }
            let from = records.len() - rest.len() - record.size();
            let bytes = &records[from..from + record.size()];
            // SAFETY: behind what is published and inside the mapping, which only the holder of the lock writes to.
            unsafe {
                let to = self.map.as_mut_ptr().add(end);
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len());
            }
            new.push((end, key));
            end += record.size();
        }
        self.word(END_AT)
            .store((end / ALIGN) as u32, Ordering::Release);
        for (at, key) in new {
            self.publish(at, key);
        }
        Ok(true)
    }

    /// Puts the record at `at` at the end of its bucket's list: what programs have in common comes first, and is found
    /// without touching what came later.
    fn publish(&self, at: usize, key: Key) {
        self.word(at).store(0, Ordering::Relaxed);
        let mut link = self.word(bucket(key.pc));
        for _ in 0..MOST_STEPS {
            match link.load(Ordering::Relaxed) {
                0 => return link.store((at / ALIGN) as u32, Ordering::Release),
                next => match (next as usize * ALIGN).min(self.map.len() - ALIGN) {
                    next if next >= RECORDS_AT => link = self.word(next),
                    _ => return,
                },
            }
        }
    }
}
