//! What a process does with the store: finds, adds, saves.

use std::ffi::OsString;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use host_x64::CodeBlob;
use nix::unistd::{AccessFlags, access, geteuid};

use crate::file::{self, Place, View};
use crate::record::{self, Key};

/// So much is collected before it is saved without an occasion.
const MOST_PENDING: usize = 1 << 20;

/// Translations of other processes, and of this one for others.
#[derive(Debug)]
pub struct Store {
    place: Place,
    secret: u64,
    /// The file as it was when this process began, and what others append to it; none if there was none.
    view: Option<View>,
    /// Records that are to be appended.
    pending: Mutex<Vec<u8>>,
    /// No more are taken: there is no room, or no right to write.
    closed: AtomicBool,
}

/// Holds the store still, for fork.
#[derive(Debug)]
pub struct StoreGuard<'a>(#[allow(dead_code)] MutexGuard<'a, Vec<u8>>);

/// Addresses of helpers are counted from here: a build of the emulator has them at the same distances in every process. (A
/// function would not do: there may be copies of it.)
static ANCHOR: AtomicBool = AtomicBool::new(false);

fn anchor() -> u64 {
    (&raw const ANCHOR) as u64
}

impl Store {
    /// The store in `dir` of the calling user for `guest` and all that is in `identity`, on which translations depend; it may be empty
    /// yet. `random`: the secret if there is none. No store if the file is not to be believed, or can neither be read nor made.
    pub fn open(
        dir: &Path,
        guest: &str,
        identity: &[u8],
        random: impl FnOnce() -> u64,
    ) -> Option<Store> {
        let mut hasher = DefaultHasher::new();
        identity.hash(&mut hasher);
        let name = format!("emu-{guest}-{}-{:016x}", geteuid(), hasher.finish());
        let place = Place {
            path: dir.join(OsString::from(name)),
            identity: identity.to_vec(),
        };
        let (secret, view) = match file::open(&place, false) {
            Ok((file, header)) => (header.secret, Some(View::new(&file, header, false).ok()?)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                access(dir, AccessFlags::W_OK).ok()?;
                (random(), None)
            }
            Err(_) => return None,
        };
        Some(Store {
            place,
            secret,
            view,
            pending: Mutex::new(Vec::new()),
            closed: AtomicBool::new(false),
        })
    }

    /// From what addresses are chosen that are to be the same in every process.
    pub fn secret(&self) -> u64 {
        self.secret
    }

    /// Makes `blob` the translation for `key`, if there is one for the code that is there: `same` tells whether these bytes
    /// are at this address. Returns the block's own guest code.
    pub fn find(
        &self,
        key: Key,
        mut same: impl FnMut(u64, &[u8]) -> bool,
        blob: &mut CodeBlob,
    ) -> Option<&[u8]> {
        let mut candidates = self.view.as_ref()?.candidates(key);
        candidates.find_map(|record| record.restore(&mut same, anchor(), blob))
    }

    /// True if [`Self::add`] is of use.
    pub fn takes(&self) -> bool {
        !self.closed.load(Ordering::Relaxed)
    }

    /// Keeps `blob`, the translation for `key`, made from this guest code: addresses and bytes, the block's own first.
    pub fn add(&self, key: Key, code: &[(u64, &[u8])], blob: &CodeBlob) {
        if !self.takes() {
            return;
        }
        let mut pending = self.lock();
        record::encode(&mut pending, key, code, blob, anchor());
        if pending.len() > MOST_PENDING {
            self.append(&mut pending);
        }
    }

    /// Appends what has been added to the file, unless somebody else is at it or may not: then it is lost.
    pub fn save(&self) {
        self.append(&mut self.lock());
    }

    /// Takes the lock, so that a forked child finds the store consistent.
    pub fn hold(&self) -> StoreGuard<'_> {
        StoreGuard(self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        // A panic aborts the process, so a poisoned lock cannot be seen.
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append(&self, pending: &mut Vec<u8>) {
        if pending.is_empty() {
            return;
        }
        if !matches!(self.try_append(pending), Ok(true)) {
            self.closed.store(true, Ordering::Relaxed);
        }
        pending.clear();
    }

    /// False if no more is to be tried.
    fn try_append(&self, records: &[u8]) -> io::Result<bool> {
        let (file, header) = match file::open(&self.place, true) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                match file::create(&self.place, self.secret) {
                    Err(e) if e.kind() != io::ErrorKind::AlreadyExists => return Err(e),
                    _ => file::open(&self.place, true)?,
                }
            }
            opened => opened?,
        };
        if header.secret != self.secret {
            // Somebody else began it meanwhile: in this process code is at other addresses.
            return Ok(false);
        }
        if file.try_lock().is_err() {
            return Ok(true);
        }
        let view = View::new(&file, header, true)?;
        let has_room = view.append(&file, records)?;
        if !has_room {
            // Who comes next begins anew, with what is used then.
            fs::remove_file(&self.place.path)?;
        }
        Ok(has_room)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{FileExt, PermissionsExt};
    use std::path::PathBuf;

    use host_x64::pc_map::PcMap;
    use host_x64::{PcEntry, PcKind};

    use super::*;
    use crate::file::RECORDS_AT;

    /// A folder of its own for a test, in memory.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = PathBuf::from(format!("/dev/shm/store-test-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).expect("/dev/shm can be written to");
            Folder(path)
        }

        fn open(&self) -> Store {
            self.try_open().expect("it can be used")
        }

        fn try_open(&self) -> Option<Store> {
            Store::open(&self.0, "test", b"identity", rand)
        }

        fn file(&self) -> PathBuf {
            let mut files = fs::read_dir(&self.0).expect("it is there");
            files.next().expect("one file").expect("readable").path()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn rand() -> u64 {
        use std::hash::BuildHasher;
        std::hash::RandomState::new().hash_one(0)
    }

    fn key(pc: u64) -> Key {
        Key { pc, variant: 0 }
    }

    fn blob(n: u64) -> CodeBlob {
        CodeBlob {
            bytes: n.to_le_bytes().repeat(8),
            pc_map: PcMap::from_iter([PcEntry {
                host: 0,
                guest: 0,
                kind: PcKind::Boundary,
            }]),
            ..CodeBlob::default()
        }
    }

    fn add(store: &Store, pc: u64, code: &[u8], n: u64) {
        store.add(key(pc), &[(pc, code)], &blob(n));
    }

    fn find(store: &Store, pc: u64, now: &[u8]) -> Option<Vec<u8>> {
        let mut found = CodeBlob::default();
        let same = |at, bytes: &[u8]| at == pc && bytes == now;
        store.find(key(pc), same, &mut found)?;
        Some(found.bytes)
    }

    #[test]
    fn what_one_process_saves_another_finds() {
        let folder = Folder::new("finds");
        let first = folder.open();
        for pc in 0..5000 {
            add(&first, pc * 6, &[pc as u8; 6], pc);
        }
        assert_eq!(find(&first, 0, &[0; 6]), None);
        first.save();
        let second = folder.open();
        assert_eq!(second.secret(), first.secret());
        for pc in 0..5000 {
            assert_eq!(find(&second, pc * 6, &[pc as u8; 6]), Some(blob(pc).bytes));
            assert_eq!(find(&second, pc * 6, &[!(pc as u8); 6]), None);
            assert_eq!(find(&second, pc * 6 + 2, &[pc as u8; 6]), None);
        }
        // Two programs may have different code at an address; what is appended later is seen without opening again.
        add(&second, 0, &[9; 6], 77);
        second.save();
        for store in [&second, &folder.open()] {
            assert_eq!(find(store, 0, &[9; 6]), Some(blob(77).bytes));
            assert_eq!(find(store, 0, &[0; 6]), Some(blob(0).bytes));
        }
    }

    #[test]
    fn the_same_is_there_once() {
        let folder = Folder::new("once");
        let used = |store: &Store| {
            add(store, 0x1000, &[1; 4], 1);
            store.save();
            fs::metadata(folder.file()).expect("it is there")
        };
        let first = folder.open();
        used(&first);
        let view = |store: Store| {
            let candidates = store
                .view
                .as_ref()
                .expect("it is there")
                .candidates(key(0x1000));
            candidates.count()
        };
        assert_eq!(view(folder.open()), 1);
        used(&first);
        used(&folder.open());
        assert_eq!(view(folder.open()), 1);
    }

    #[test]
    fn a_file_that_others_may_write_to_is_not_believed() {
        let folder = Folder::new("trust");
        let first = folder.open();
        add(&first, 0x1000, &[1; 4], 1);
        first.save();
        for (mode, is_found) in [
            (0o600, true),
            (0o620, false),
            (0o602, false),
            (0o644, false),
        ] {
            let mode = fs::Permissions::from_mode(mode);
            fs::set_permissions(folder.file(), mode).expect("mine");
            assert_eq!(folder.try_open().is_some(), is_found);
        }
        let (old, link) = (folder.file(), folder.0.join("link"));
        fs::set_permissions(&old, fs::Permissions::from_mode(0o600)).expect("mine");
        fs::rename(&old, &link).expect("mine");
        std::os::unix::fs::symlink(&link, &old).expect("mine");
        assert!(folder.try_open().is_none());
    }

    #[test]
    fn where_nothing_can_be_made_there_is_no_store() {
        let nowhere = Path::new("/dev/shm/there/is/no/such/folder");
        assert!(Store::open(nowhere, "test", b"identity", rand).is_none());
    }

    #[test]
    fn another_build_has_another_store() {
        let folder = Folder::new("build");
        let first = folder.open();
        add(&first, 0x1000, &[1; 4], 1);
        first.save();
        let other = Store::open(&folder.0, "test", b"identitz", || 1).expect("empty");
        assert_eq!((find(&other, 0x1000, &[1; 4]), other.secret()), (None, 1));
        // Also under the same name.
        let place = Place {
            path: folder.file(),
            identity: b"identitz".to_vec(),
        };
        assert!(file::open(&place, false).is_err());
    }

    #[test]
    fn a_damaged_file_is_an_empty_one() {
        let folder = Folder::new("damaged");
        let first = folder.open();
        for pc in 0..100 {
            add(&first, pc * 64, &[1; 4], pc);
        }
        first.save();
        let file = fs::OpenOptions::new()
            .write(true)
            .open(folder.file())
            .expect("mine");
        let whole = fs::read(folder.file()).expect("mine");
        let used = whole.iter().rposition(|b| *b != 0).expect("not empty");
        let mut seed = 1u64;
        for _ in 0..300 {
            for _ in 0..20 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Not the identity: then nothing would be read.
                let from = [40, RECORDS_AT][(seed >> 63) as usize];
                let at = from + (seed >> 20) as usize % (used - from);
                file.write_all_at(&[(seed >> 8) as u8], at as u64)
                    .expect("mine");
            }
            let store = folder.open();
            for pc in 0..100 {
                let _ = find(&store, pc * 64, &[1; 4]);
            }
            file.write_all_at(&whole[..=used], 0).expect("mine");
        }
        assert!(find(&folder.open(), 0, &[1; 4]).is_some());
        fs::write(folder.file(), &whole[..whole.len() / 2]).expect("mine");
        assert!(folder.try_open().is_none());
    }

    #[test]
    fn a_full_store_is_begun_anew() {
        let folder = Folder::new("full");
        let first = folder.open();
        let large = CodeBlob {
            bytes: vec![7; 1 << 20],
            ..CodeBlob::default()
        };
        add(&first, 0, &[1; 4], 1);
        for pc in 1..100 {
            first.add(key(pc), &[(pc, &[1; 4])], &large);
        }
        assert!(!first.takes());
        assert_eq!(fs::read_dir(&folder.0).expect("it is there").count(), 0);
        let second = folder.open();
        add(&second, 0, &[1; 4], 1);
        second.save();
        assert!(find(&folder.open(), 0, &[1; 4]).is_some());
    }
}
