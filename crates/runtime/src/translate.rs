//! From guest bytes to a translated block.

use std::sync::LazyLock;

use host_x64::{CodeBlob, HostFeatures};
use ir::print::Printer;
use ir::{Block, Builder, CodeSource, CodeUnavailable, Features, Frontend, LiftEnd, Terminal};
use ir_opt::Passes;
use tier1::Tier1;

use crate::dead_flags;
use crate::engine::RuntimeOptions;
use crate::exclusive::Search;
use crate::tagged::TaggedCode;

/// Longest block in guest bytes: one fetch.
const MAX_BYTES: usize = 256;

/// A thread's translator; buffers are reused from block to block.
pub(crate) struct Translator<F: Frontend> {
    builder: Builder,
    passes: Passes,
    tier1: Tier1,
    pub blob: CodeBlob,
    bytes: [u8; MAX_BYTES],
    features: Features,
    tagged: &'static TaggedCode,
    frontend: std::marker::PhantomData<fn() -> F>,
}

/// The instruction at `addr` cannot be fetched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FetchFault {
    /// Address of the byte that is missing.
    pub addr: u64,
    pub why: CodeUnavailable,
}

impl<F: Frontend> Translator<F> {
    pub fn new(options: &RuntimeOptions, tagged: &'static TaggedCode) -> Translator<F> {
        Translator {
            builder: Builder::new(F::REGS),
            passes: Passes::default(),
            tier1: Tier1::new(F::REGS, F::HELPERS, options.host),
            blob: CodeBlob::default(),
            bytes: [0; MAX_BYTES],
            features: options.guest,
            tagged,
            frontend: std::marker::PhantomData,
        }
    }

    /// Lifts the block at `pc`.
    pub fn lift(&mut self, pc: u64, code: &dyn CodeSource) -> Result<(), FetchFault> {
        let missing = |at: u64, why| FetchFault { addr: at, why };
        if pc & ((1 << F::REGS.pc_align_shift) - 1) != 0 {
            return Err(missing(pc, CodeUnavailable::Misaligned));
        }
        let available = code
            .fetch(pc, &mut self.bytes)
            .map_err(|why| missing(pc, why))?;
        self.builder.start(pc);
        if F::TOP_BYTE_IGNORED {
            let tagged = self.tagged.concerns(pc, MAX_BYTES as u64);
            self.builder.ignore_top_byte(tagged);
        }
        let mut at = 0;
        while at + 2 <= available {
            let len = F::insn_len(&self.bytes[at..available]);
            if at + len > available {
                break;
            }
            let (insn_pc, bytes) = (pc + at as u64, &self.bytes[at..at + len]);
            if log::log_enabled!(target: "in_asm", log::Level::Debug) {
                log::debug!(target: "in_asm", "{insn_pc:#x}:  {}", F::disassemble(insn_pc, bytes));
            }
            at += len;
            if F::lift(&self.builder, insn_pc, bytes, self.features) == LiftEnd::Ended {
                break;
            }
        }
        if at == 0 {
            // The first instruction straddles the end of what is executable: find out why its rest is not.
            let rest = pc + available as u64;
            let why = code
                .fetch(rest, &mut [0; 2])
                .err()
                .unwrap_or(CodeUnavailable::NotMapped);
            return Err(missing(rest, why));
        }
        if !self.builder.ended() {
            self.builder.end(Terminal::Jump {
                target: pc + at as u64,
            });
        }
        self.dump("ir");
        Ok(())
    }

    fn dump(&self, topic: &'static str) {
        if log::log_enabled!(target: topic, log::Level::Debug) {
            self.builder.with_block(|block| {
                let text = Printer {
                    block,
                    regs: F::REGS,
                    helpers: F::HELPERS,
                };
                log::debug!(target: topic, "{text}");
            });
        }
    }

    /// Compiles the lifted block into `blob`; `code` tells what follows it.
    pub fn compile(&mut self, exact_exclusives: bool, code: &dyn CodeSource) {
        self.tier1.set_exact_exclusives(exact_exclusives);
        let (passes, bytes) = (&mut self.passes, &self.bytes);
        self.builder.with_block(|block| {
            passes.run(block);
            dead_flags::mark::<F>(block, bytes, code);
        });
        self.dump("ir_opt");
        let (tier1, blob) = (&mut self.tier1, &mut self.blob);
        self.builder.with_block(|block| tier1.compile(block, blob));
        if log::log_enabled!(target: "out_asm", log::Level::Debug) {
            let pc = self.builder.with_block(|b| b.pc);
            log::debug!(target: "out_asm", "block {pc:#x}\n{}", host_x64::disasm(&self.blob.bytes, 0));
        }
    }

    /// True if the lifted block begins a sequence of exclusives that reads memory in between: see [`crate::exclusive`].
    pub fn needs_exact_exclusives(&mut self, code: &dyn CodeSource) -> bool {
        let mut search = Search::default();
        let mut hazard = self.builder.with_block(|block| search.scan(block, None));
        if hazard || search.is_over() {
            return hazard;
        }
        // The builder is used for the blocks that may follow, then for this one again.
        let pc = self.builder.with_block(|block| block.pc);
        while !hazard && let Some((next, sequence)) = search.next() {
            hazard = self.lift(next, code).is_ok()
                && self
                    .builder
                    .with_block(|block| search.scan(block, Some(sequence)));
        }
        // If the block's code has gone meanwhile, it must not be compiled.
        self.lift(pc, code).is_err() || hazard
    }

    /// The guest bytes of the lifted block.
    pub fn guest_bytes(&self) -> &[u8] {
        &self.bytes[..self.builder.with_block(|b| b.guest_len) as usize]
    }

    /// Runs `f` on the lifted block.
    pub fn with_block<R>(&self, f: impl FnOnce(&Block) -> R) -> R {
        self.builder.with_block(|block| f(block))
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
    static NO_TAGS: LazyLock<TaggedCode> = LazyLock::new(TaggedCode::default);
    let options = RuntimeOptions {
        interp: false,
        eager: true,
        wx: false,
        chain: true,
        code_size: 0,
        guest,
        host,
        window_end: 0,
    };
    let mut translator = Translator::<F>::new(&options, &NO_TAGS);
    translator.lift(pc, code).ok()?;
    let exact = translator.needs_exact_exclusives(code);
    translator.compile(exact, code);
    let len = translator.guest_bytes().len() as u32;
    Some((translator.blob, len))
}
