//! Loads into the register that their address is from.
//!
//! In `slli a5, a5, 3; add a5, a5, a4; ld a5, (a5)` and `adrp x0, ...; ldr x0, [x0, ...]` only a fault would show what is in the
//! register before the load. So the load moves to the first instruction that writes it, with what its address needs, as an access that
//! stands for those of several instructions ([`MemKind::several`]: if it faults, they are interpreted one by one). The writes in
//! between are overwritten unseen then, and the sums and constants can become a part of the host's addressing.
//!
//! Only operations that concern nothing but values and registers are between: nothing moves across another access.

use ir::{Block, Inst, MemKind, Op};

use crate::concerns_values_only;
use crate::rewriting::Rewriting;

/// So many instructions may lie between the first write and the load: as compilers schedule them. What a block must keep for longer
/// would cost registers.
const FARTHEST: usize = 6;

/// A load that moves to just behind an InsnStart.
#[derive(Clone, Copy, Debug)]
struct Move {
    to: u32,
    load: u32,
}

/// The pass with its buffers.
#[derive(Debug, Default)]
pub struct EarlyLoads {
    moves: Vec<Move>,
    /// InsnStarts since the last operation that is more than values and registers.
    starts: Vec<u32>,
    /// Registers written in those instructions, and how many of `starts` there were.
    written: Vec<(i64, usize)>,
    /// Per operation: it moves.
    moves_early: Vec<bool>,
    new: Rewriting,
}

impl EarlyLoads {
    /// Runs the pass on `block`. Operations that lose their last use stay, unused.
    pub fn run(&mut self, block: &mut Block) {
        self.find(block);
        if !self.moves.is_empty() {
            self.rewrite(block);
        }
    }

    fn find(&mut self, block: &Block) {
        self.moves.clear();
        self.forget();
        for (i, inst) in block.insts.iter().enumerate() {
            match inst.op {
                Op::InsnStart => self.starts.push(i as u32),
                Op::SetReg if !self.starts.is_empty() => {
                    if self.written.iter().all(|(reg, _)| *reg != inst.imm) {
                        self.written.push((inst.imm, self.starts.len()));
                    }
                }
                _ if concerns_values_only(inst.op) => {}
                _ => {
                    if inst.op == Op::Load && !inst.mem().several {
                        self.consider(block, i as u32);
                    }
                    self.forget();
                }
            }
        }
    }

    /// What follows, until the next instruction starts, is not in an instruction of which nothing has been done.
    fn forget(&mut self) {
        self.starts.clear();
        self.written.clear();
    }

    /// Moves `load` if it overwrites a register that an instruction before it has written.
    fn consider(&mut self, block: &Block, load: u32) {
        let rest = &block.insts[load as usize + 1..];
        let of_insn = rest
            .iter()
            .take_while(|inst| concerns_values_only(inst.op) && inst.op != Op::InsnStart);
        let first_write = of_insn
            .filter(|inst| inst.op == Op::SetReg)
            .filter_map(|set| self.written.iter().find(|(reg, _)| *reg == set.imm))
            .map(|(_, number)| *number)
            .min();
        let Some(number) = first_write else {
            return;
        };
        if number < self.starts.len() && self.starts.len() - number <= FARTHEST {
            let to = self.starts[number - 1];
            self.moves.push(Move { to, load });
        }
    }

    fn rewrite(&mut self, block: &mut Block) {
        let old = self.new.begin(block);
        self.moves_early.clear();
        self.moves_early.resize(old.len(), false);
        let moves = std::mem::take(&mut self.moves);
        let mut next = moves.iter();
        let mut coming = next.next();
        for (i, inst) in old.iter().enumerate() {
            if !self.moves_early[i] {
                self.copy(block, inst, i);
            }
            if let Some(Move { to, load }) = coming.filter(|m| m.to == i as u32) {
                self.mark(&old, *to, *load);
                let between = old.iter().enumerate().take(*load as usize);
                for (n, needed) in between.skip(*to as usize + 1) {
                    if self.moves_early[n] {
                        self.copy(block, needed, n);
                    }
                }
                let mut early = old[*load as usize];
                let kind = MemKind {
                    several: true,
                    ..early.mem()
                };
                early.aux = kind.to_aux();
                self.copy(block, &early, *load as usize);
                coming = next.next();
            }
        }
        self.moves = moves;
        self.new.finish(block, old);
    }

    /// Marks `load` and what it needs of the operations behind `to`.
    fn mark(&mut self, old: &[Inst], to: u32, load: u32) {
        self.moves_early[load as usize] = true;
        for i in (to + 1..=load).rev() {
            if !self.moves_early[i as usize] {
                continue;
            }
            let inst = &old[i as usize];
            for v in inst.args[..inst.op.arity()].iter().filter(|v| v.0 > to) {
                self.moves_early[v.index()] = true;
            }
        }
    }

    fn copy(&mut self, block: &mut Block, inst: &Inst, i: usize) {
        self.new.renamed[i] = self.new.copy(block, inst);
    }
}
