//! From guest bytes to a translated block.

use std::sync::LazyLock;

use host_x64::{CodeBlob, HostFeatures};
use ir::{Block, CodeSource, Features, Frontend};
use ir_opt::Passes;
use tier1::{ExactFloats, Tier1, TooManyValues};

use crate::dead_flags;
use crate::engine::RuntimeOptions;
use crate::exclusive::Search;
use crate::lifted::{FetchFault, Lifted, Origin};
use crate::modes::Modes;
use crate::profile::Profile;
use crate::stored::Variant;

/// A thread's translator; buffers are reused from block to block.
pub(crate) struct Translator<F: Frontend> {
    lifted: Lifted,
    passes: Passes,
    tier1: Tier1,
    pub blob: CodeBlob,
    /// Code behind the lifted block on which it depends what is known of its exclusives.
    searched: Vec<(u64, usize)>,
    guest: Features,
    modes: &'static Modes,
    profile: Option<&'static Profile>,
    frontend: std::marker::PhantomData<fn() -> F>,
}

impl<F: Frontend> Translator<F> {
    pub fn new(
        options: &RuntimeOptions,
        modes: &'static Modes,
        profile: Option<&'static Profile>,
    ) -> Translator<F> {
        Translator {
            lifted: Lifted::new(F::REGS),
            passes: Passes::default(),
            tier1: Tier1::new(F::REGS, F::HELPERS, options.host),
            blob: CodeBlob::default(),
            searched: Vec::new(),
            guest: options.guest,
            modes,
            profile,
            frontend: std::marker::PhantomData,
        }
    }

    /// Lifts the block at `pc`.
    pub fn lift(&mut self, pc: u64, code: &dyn CodeSource) -> Result<(), FetchFault> {
        let (features, tagged) = (self.features(pc, code), self.is_tagged(pc));
        self.lifted
            .lift::<F>(pc, features, tagged, usize::MAX, code)
    }

    /// As [`Self::lift`], but spares it if the block has been kept.
    pub fn recall(&mut self, pc: u64, code: &dyn CodeSource) -> Result<Origin, FetchFault> {
        self.searched.clear();
        let (features, tagged) = (self.features(pc, code), self.is_tagged(pc));
        self.lifted.recall::<F>(pc, features, tagged, code)
    }

    /// As [`Self::recall`], and keeps the block.
    pub fn recall_and_keep(&mut self, pc: u64, code: &dyn CodeSource) -> Result<(), FetchFault> {
        let (features, tagged) = (self.features(pc, code), self.is_tagged(pc));
        if self.lifted.recall::<F>(pc, features, tagged, code)? == Origin::Lifted {
            self.lifted.keep::<F>(features, tagged);
        }
        Ok(())
    }

    /// What the block at `pc` is lifted for.
    fn features(&self, pc: u64, code: &dyn CodeSource) -> Features {
        self.modes.features_at::<F>(self.guest, pc, code)
    }

    /// Whether data addresses of the block at `pc` lose their top byte.
    pub fn is_tagged(&self, pc: u64) -> bool {
        self.modes.is_tagged::<F>(pc)
    }

    /// Compiles the lifted block into `blob`; `code` tells what follows it. If the block is too much for the back end, only
    /// its first instructions are, and the lifted block is then that.
    ///
    /// # Errors
    /// Not even one instruction can be compiled, or it is gone: the code is to be interpreted.
    pub fn compile(
        &mut self,
        variant: Variant,
        code: &dyn CodeSource,
    ) -> Result<(), TooManyValues> {
        self.tier1.set_exact_exclusives(variant.exact_exclusives);
        self.tier1.set_exact_floats(variant.exact_floats);
        while self.compile_whole(code).is_err() {
            let (pc, insns) = self.with_block(|b| (b.pc, b.guest_insns as usize));
            if insns <= 1 {
                return Err(TooManyValues);
            }
            let (features, tagged) = (self.features(pc, code), self.is_tagged(pc));
            self.lifted
                .lift::<F>(pc, features, tagged, insns / 2, code)
                .map_err(|_| TooManyValues)?;
        }
        Ok(())
    }

    fn compile_whole(&mut self, code: &dyn CodeSource) -> Result<(), TooManyValues> {
        let (passes, tier1, blob) = (&mut self.passes, &mut self.tier1, &mut self.blob);
        let lifted = &mut self.lifted;
        lifted.change(|block, bytes| {
            passes.run(block);
            dead_flags::mark::<F>(block, bytes, code);
        });
        lifted.dump::<F>("ir_opt");
        if let Some(profile) = self.profile {
            tier1.set_counters(lifted.with_block(|block| profile.counters(block)));
        }
        lifted.with_block(|block| tier1.compile(block, blob))?;
        if log::log_enabled!(target: "out_asm", log::Level::Debug) {
            let pc = lifted.with_block(|b| b.pc);
            log::debug!(target: "out_asm", "block {pc:#x}\n{}", host_x64::disasm(&blob.bytes, 0));
        }
        Ok(())
    }

    /// True if the lifted block begins a sequence of exclusives that reads memory in between: see [`crate::exclusive`].
    pub fn needs_exact_exclusives(&mut self, code: &dyn CodeSource) -> bool {
        let mut search = Search::default();
        let mut hazard = self.with_block(|block| search.scan(block, None));
        if hazard || search.is_over() {
            return hazard;
        }
        // The blocks that may follow are lifted, then this one again.
        let pc = self.with_block(|block| block.pc);
        while !hazard && let Some((next, sequence)) = search.next() {
            let lifted = self.lift(next, code).is_ok();
            hazard = lifted && self.with_block(|block| search.scan(block, Some(sequence)));
            // Where nothing can be fetched, one byte is missed.
            let len = if lifted { self.guest_bytes().len() } else { 1 };
            self.searched.push((next, len));
        }
        // If the block's code has gone meanwhile, it must not be compiled.
        self.lift(pc, code).is_err() || hazard
    }

    /// Where [`Self::needs_exact_exclusives`] has found code behind the block, and how much of it mattered.
    pub fn searched(&self) -> &[(u64, usize)] {
        &self.searched
    }

    /// The guest bytes of the lifted block.
    pub fn guest_bytes(&self) -> &[u8] {
        self.lifted.guest_bytes()
    }

    /// Runs `f` on the lifted block.
    pub fn with_block<R>(&self, f: impl FnOnce(&Block) -> R) -> R {
        self.lifted.with_block(f)
    }
}

/// The translation of the block at `pc` as a new process gets it, and its length in guest bytes; none if its code cannot be
/// fetched. Nothing is run: for tests and measurements of the code.
pub fn translate_alone<F: Frontend>(
    pc: u64,
    code: &dyn CodeSource,
    guest: Features,
    host: HostFeatures,
) -> Option<(CodeBlob, u32)> {
    static MODES: LazyLock<Modes> = LazyLock::new(Modes::default);
    let options = RuntimeOptions {
        interp: false,
        eager: true,
        wx: false,
        chain: true,
        code_size: 0,
        guest,
        host,
        window_end: 0,
        profile: false,
        on_translated: None,
    };
    let mut translator = Translator::<F>::new(&options, &MODES, None);
    translator.lift(pc, code).ok()?;
    let variant = Variant {
        stack_checks: false,
        branch_targets: false,
        guarded: false,
        exact_exclusives: translator.needs_exact_exclusives(code),
        exact_floats: ExactFloats::default(),
    };
    translator.compile(variant, code).ok()?;
    let len = translator.guest_bytes().len() as u32;
    Some((translator.blob, len))
}
