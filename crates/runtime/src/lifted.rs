//! From guest bytes to a lifted block, and back to one that was lifted before.

use guest_mem::PAGE_SIZE;
use host_calls::Fault;
use ir::print::Printer;
use ir::{
    Block, Builder, CodeSource, CodeUnavailable, Features, Frontend, LiftEnd, RegFile, Terminal,
};

use crate::kept::Kept;
use crate::vcpu::SEGV_MAPERR;

/// Where a block comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    Lifted,
    Kept,
}

/// Longest block in guest bytes: one fetch.
pub(crate) const MAX_BYTES: usize = 256;

/// A lifted block, and what is kept of earlier ones; buffers are reused.
pub(crate) struct Lifted {
    builder: Builder,
    /// The guest bytes from its pc on.
    bytes: [u8; MAX_BYTES],
    /// Earlier blocks, which were lifted for these features.
    kept: Kept,
    kept_for: Features,
}

/// The instruction at `addr` cannot be fetched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FetchFault {
    /// Address of the byte that is missing.
    pub addr: u64,
    pub why: CodeUnavailable,
}

const SEGV_ACCERR: i32 = 2;
const BUS_ADRALN: i32 = 1;
const BUS_ADRERR: i32 = 2;

impl FetchFault {
    /// As the guest's kernel tells it.
    pub fn fault(self) -> Fault {
        let (signo, code) = match self.why {
            CodeUnavailable::NotMapped => (libc::SIGSEGV, SEGV_MAPERR),
            CodeUnavailable::NotExecutable => (libc::SIGSEGV, SEGV_ACCERR),
            CodeUnavailable::NotBacked => (libc::SIGBUS, BUS_ADRERR),
            CodeUnavailable::Misaligned => (libc::SIGBUS, BUS_ADRALN),
        };
        Fault {
            signo,
            code,
            addr: self.addr,
        }
    }
}

fn is_guarded<F: Frontend>(features: Features) -> bool {
    F::BRANCH_TARGETS.is_some_and(|targets| features.0 & targets.guarded.0 != 0)
}

impl Lifted {
    pub fn new(regs: &'static RegFile) -> Lifted {
        Lifted {
            builder: Builder::new(regs),
            bytes: [0; MAX_BYTES],
            kept: Kept::default(),
            kept_for: Features(0),
        }
    }

    /// Lifts the block at `pc`, at most `most` instructions. `tagged`: its data addresses lose their top byte.
    pub fn lift<F: Frontend>(
        &mut self,
        pc: u64,
        features: Features,
        tagged: bool,
        most: usize,
        code: &dyn CodeSource,
    ) -> Result<(), FetchFault> {
        let missing = |at: u64, why| FetchFault { addr: at, why };
        if pc & ((1 << F::REGS.pc_align_shift) - 1) != 0 {
            return Err(missing(pc, CodeUnavailable::Misaligned));
        }
        let available = code
            .fetch(pc, &mut self.bytes)
            .map_err(|why| missing(pc, why))?;
        let available = match F::BRANCH_TARGETS {
            Some(targets) if features.0 & targets.mode.0 != 0 => {
                available.min((PAGE_SIZE - pc % PAGE_SIZE) as usize)
            }
            _ => available,
        };
        self.builder.start(pc);
        self.builder.ignore_top_byte(tagged);
        let lifted = self.lift_insns::<F>(pc, available, most, features);
        if lifted == 0 {
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
                target: pc + lifted as u64,
            });
        }
        self.dump::<F>("ir");
        Ok(())
    }

    /// Lifts instructions of the first `available` bytes until there are `most` or one ends the block; returns how many bytes
    /// they have.
    fn lift_insns<F: Frontend>(
        &self,
        pc: u64,
        available: usize,
        most: usize,
        features: Features,
    ) -> usize {
        let (mut at, mut count) = (0, 0);
        while at + 2 <= available && count < most {
            let len = F::insn_len(&self.bytes[at..available]);
            if at + len > available {
                break;
            }
            let (insn_pc, bytes) = (pc + at as u64, &self.bytes[at..at + len]);
            if log::log_enabled!(target: "in_asm", log::Level::Debug) {
                log::debug!(target: "in_asm", "{insn_pc:#x}:  {}", F::disassemble(insn_pc, bytes));
            }
            at += len;
            count += 1;
            if F::lift(&self.builder, insn_pc, bytes, features) == LiftEnd::Ended {
                break;
            }
        }
        at
    }

    /// Lifts the block at `pc` unless it was kept and the code that is there now is the same. `tagged`: as for [`Self::lift`].
    pub fn recall<F: Frontend>(
        &mut self,
        pc: u64,
        features: Features,
        tagged: bool,
        code: &dyn CodeSource,
    ) -> Result<Origin, FetchFault> {
        let guarded = is_guarded::<F>(features);
        if !guarded && self.kept_for != features {
            self.kept = Kept::default();
            self.kept_for = features;
        }
        if !guarded && let Some(old) = self.kept.guest_bytes(pc, tagged) {
            let now = &mut self.bytes[..old.len()];
            let same = code.fetch(pc, now) == Ok(old.len()) && now == old;
            let restore = |block: &mut Block| self.kept.restore(pc, block);
            if same && self.builder.with_block(restore) {
                return Ok(Origin::Kept);
            }
        }
        self.lift::<F>(pc, features, tagged, usize::MAX, code)?;
        Ok(Origin::Lifted)
    }

    /// Keeps the block, which was lifted with these `features` and `tagged`, for [`Self::recall`], unless it is in a guarded
    /// page: it might not be in one later.
    pub fn keep<F: Frontend>(&mut self, features: Features, tagged: bool) {
        if is_guarded::<F>(features) {
            return;
        }
        let Lifted {
            builder,
            bytes,
            kept,
            ..
        } = self;
        builder.with_block(|block| kept.keep(block, &bytes[..block.guest_len as usize], tagged));
    }

    /// The guest bytes of the block.
    pub fn guest_bytes(&self) -> &[u8] {
        &self.bytes[..self.with_block(|b| b.guest_len) as usize]
    }

    /// Runs `f` on the block.
    pub fn with_block<R>(&self, f: impl FnOnce(&Block) -> R) -> R {
        self.builder.with_block(|block| f(block))
    }

    /// Runs `f`, which changes the block, on it and its guest bytes.
    pub fn change(&mut self, f: impl FnOnce(&mut Block, &[u8])) {
        self.builder.with_block(|block| f(block, &self.bytes));
    }

    /// Logs the block under `topic`.
    pub fn dump<F: Frontend>(&self, topic: &'static str) {
        if log::log_enabled!(target: topic, log::Level::Debug) {
            self.with_block(|block| {
                let text = Printer {
                    block,
                    regs: F::REGS,
                    helpers: F::HELPERS,
                };
                log::debug!(target: topic, "{text}");
            });
        }
    }
}
