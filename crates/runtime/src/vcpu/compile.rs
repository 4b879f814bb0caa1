//! Code that a thread needs and does not have: from the store, or translated.

use code_cache::Inserted;
use host_calls::Fault;
use ir::Frontend;

use super::Vcpu;
use crate::lifted::FetchFault;
use crate::profile::Phase;
use crate::stored::Witness;

/// What became of a translation.
pub(super) enum Compiled {
    /// Its host address.
    At(u64),
    /// The arena was flushed meanwhile.
    Flushed,
    /// Tier 1 has no room for its values.
    TooMuch,
}

impl<F: Frontend> Vcpu<F> {
    /// Places the translation of the code at `pc` that another process has left; its host address. Indirect jumps will find it
    /// when they have come twice: most come once, and every page of the jump table that is touched costs more than a look-up.
    pub(super) fn take_stored(&mut self, pc: u64) -> Option<u64> {
        self.runtime
            .place_stored(pc, false, &mut self.translator.blob)
    }

    /// Translates the code at `pc`.
    pub(super) fn compile(&mut self, pc: u64, indirect: bool) -> Result<Compiled, Fault> {
        let (runtime, cache) = (self.runtime, &self.runtime.cache);
        loop {
            let translation = cache.begin();
            if let Some(end) = self.translate(pc)? {
                return Ok(end);
            }
            let (bytes, blob) = (self.translator.guest_bytes(), &self.translator.blob);
            let inserted = cache.insert(&translation, pc, bytes, blob, indirect);
            self.clock.enter(Phase::Dispatching);
            match inserted {
                Inserted::At(host) => {
                    return Ok(Compiled::At(runtime.placed(pc, host, blob)));
                }
                Inserted::Stale => {
                    if runtime.generation() != self.entered {
                        return Ok(Compiled::Flushed);
                    }
                }
                Inserted::Full => {
                    self.leave_arena();
                    runtime.flush(self.entered);
                    return Ok(Compiled::Flushed);
                }
            }
        }
    }

    /// Makes the translator's blob the translation of the code at `pc`, or tells why it is not to be placed.
    fn translate(&mut self, pc: u64) -> Result<Option<Compiled>, Fault> {
        let runtime = self.runtime;
        self.clock.enter(Phase::Lifting);
        self.translator
            .recall(pc, runtime.code())
            .map_err(FetchFault::fault)?;
        if self.looks_at_flags() {
            self.leave_arena();
            runtime.demand_exact_flags();
            return Ok(Some(Compiled::Flushed));
        }
        let variant = runtime.variant(pc);
        if !variant.exact_exclusives && self.translator.needs_exact_exclusives(runtime.code()) {
            self.leave_arena();
            runtime.demand_exact_exclusives();
            return Ok(Some(Compiled::Flushed));
        }
        self.clock.enter(Phase::Compiling);
        let witness = Witness::new(runtime.code());
        if self.translator.compile(variant, &witness).is_err() {
            return Ok(Some(Compiled::TooMuch));
        }
        if let Some(store) = runtime.store_for(pc) {
            self.translator.add_stored(store, variant.key(pc), &witness);
        }
        Ok(None)
    }
}
