//! Translations from the store, and for it.

use std::cell::RefCell;

use ir::{CodeSource, CodeUnavailable, Frontend};
use tier1::ExactFloats;
use translation_store::{Key, Store};

use crate::lifted::MAX_BYTES;
use crate::translate::Translator;

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

impl<F: Frontend> Translator<F> {
    /// Makes `blob` the translation that the store has for the code that is now at `key`; returns its guest bytes.
    pub fn find_stored<'a>(
        &mut self,
        store: &'a Store,
        key: Key,
        code: &dyn CodeSource,
    ) -> Option<&'a [u8]> {
        if self.is_tagged(key.pc) {
            return None;
        }
        let same = |addr, bytes: &[u8]| {
            let mut buf = [0; MAX_BYTES];
            let now = buf.get_mut(..bytes.len());
            now.is_some_and(|now| code.fetch(addr, now) == Ok(bytes.len()) && now == bytes)
        };
        store.find(key, same, &mut self.blob)
    }

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
