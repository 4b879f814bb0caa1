//! Translations from the store, and for it.

use std::cell::RefCell;

use code_cache::Inserted;
use host_x64::CodeBlob;
use ir::{CodeSource, CodeUnavailable, Frontend};
use tier1::ExactFloats;
use translation_store::{Key, Store};

use crate::engine::Runtime;
use crate::lifted::MAX_BYTES;
use crate::translate::Translator;
use crate::wishes::Wish;

/// In which way code is translated, besides what is the same for a whole process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variant {
    pub stack_checks: bool,
    /// See [`ir::BranchTargets`].
    pub branch_targets: bool,
    /// The block is in a guarded page.
    pub guarded: bool,
    pub exact_exclusives: bool,
    pub exact_floats: ExactFloats,
}

impl Variant {
    /// The key of the block at `pc`, translated in this way.
    pub fn key(self, pc: u64) -> Key {
        let ExactFloats { tininess, flush } = self.exact_floats;
        let choices = [
            self.stack_checks,
            self.exact_exclusives,
            tininess,
            flush,
            self.branch_targets,
            self.guarded,
        ];
        let bits = choices.iter().enumerate();
        Key {
            pc,
            variant: bits.map(|(bit, on)| u32::from(*on) << bit).sum(),
        }
    }
}

/// A source of code that remembers what it has been asked for.
pub(crate) struct Witness<'a> {
    code: &'a dyn CodeSource,
    seen: RefCell<Vec<(u64, usize)>>,
}

impl<'a> Witness<'a> {
    pub fn new(code: &'a dyn CodeSource) -> Witness<'a> {
        Witness {
            code,
            seen: RefCell::default(),
        }
    }
}

impl CodeSource for Witness<'_> {
    fn fetch(&self, addr: u64, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        let n = self.code.fetch(addr, buf)?;
        self.seen.borrow_mut().push((addr, n));
        Ok(n)
    }

    fn is_guarded(&self, addr: u64) -> bool {
        self.code.is_guarded(addr)
    }
}

impl<F: Frontend> Runtime<F> {
    /// Places the translation of the code at `pc` that another process has left, by way of `blob`; its host address.
    pub(crate) fn place_stored(&self, pc: u64, indirect: bool, blob: &mut CodeBlob) -> Option<u64> {
        let store = self.store()?;
        let translation = self.cache.begin();
        if self.modes.is_tagged::<F>(pc) {
            return None;
        }
        let same = |addr, bytes: &[u8]| {
            let mut buf = [0; MAX_BYTES];
            let now = buf.get_mut(..bytes.len());
            now.is_some_and(|now| self.code().fetch(addr, now) == Ok(bytes.len()) && now == bytes)
        };
        let bytes = store.find(self.variant(pc).key(pc), same, blob)?;
        match self.cache.insert(&translation, pc, bytes, blob, indirect) {
            Inserted::At(host) => Some(self.placed(pc, host, blob)),
            // It is translated again, and the reason found again.
            Inserted::Stale | Inserted::Full => None,
        }
    }

    /// `blob` has become the block at `pc`.
    pub(crate) fn placed(&self, pc: u64, host: u64, blob: &CodeBlob) -> u64 {
        if let Some(tell) = self.options.on_translated {
            tell(pc, host, &blob.bytes);
        }
        host
    }

    /// To be called before a fork: takes from the store what earlier children lacked, so that the next find it in what they
    /// share with this process.
    pub(crate) fn take_wishes(&self) {
        if self.store.is_none() {
            return;
        }
        let mut blob = CodeBlob::default();
        while let Some(Wish { pc, indirect }) = self.wishes.take() {
            if self.cache.lookup(pc, indirect).is_none() {
                self.place_stored(pc, indirect, &mut blob);
            }
        }
        self.wishes.before_fork();
    }
}

impl<F: Frontend> Translator<F> {
    /// Adds the translation that has just been made to the store, if it is one for others: `witness` is the code that it was
    /// made with.
    pub fn add_stored(&self, store: &Store, key: Key, witness: &Witness<'_>) {
        if self.is_tagged(key.pc) {
            return;
        }
        let seen = [&witness.seen.borrow()[..], self.searched()].concat();
        let mut bytes = Vec::with_capacity(seen.len());
        for (addr, n) in &seen {
            let mut now = vec![0; *n];
            if !witness.code.is_lasting(*addr) || witness.code.fetch(*addr, &mut now) != Ok(*n) {
                return;
            }
            bytes.push(now);
        }
        let others = seen.iter().zip(&bytes);
        let others = others.map(|((addr, _), bytes)| (*addr, &bytes[..]));
        let own = (key.pc, self.guest_bytes());
        let all: Vec<_> = std::iter::once(own).chain(others).collect();
        store.add(key, &all, &self.blob);
    }
}
