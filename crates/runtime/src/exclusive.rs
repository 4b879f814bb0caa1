//! Which load-exclusives need exact store-exclusives.
//!
//! A store-exclusive compares the value of its memory with what the load-exclusive saw. That is all the guest can tell, as long as
//! what it stores depends on that value and on registers only. But between the two it may read other memory: the next
//! element of a lock-free stack, which belongs to the value seen only if nobody has taken the head off and put it back (ABA).
//! The first such sequence that is translated makes the whole process count its atomic writes (`guest_mem::monitor`): cheap
//! programs stay cheap.
//!
//! A sequence is followed through jumps and branches, not through calls and returns: no compiler or library splits it there.

use std::collections::BTreeSet;

use ir::{Block, GuestAddr, Op, Terminal};

/// Blocks that may follow a load-exclusive before the search is given up.
const MOST_BLOCKS: usize = 16;

/// Between a load-exclusive and its store-exclusive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Sequence {
    /// Memory has been read since.
    read: bool,
}

/// The blocks still to be looked at.
#[derive(Debug, Default)]
pub(crate) struct Search {
    waiting: Vec<(GuestAddr, Sequence)>,
    seen: BTreeSet<(GuestAddr, Sequence)>,
}

impl Search {
    /// Follows `block` from its start, where `open` is the sequence it begins in, and notes the blocks in which a sequence goes
    /// on. True if one reads memory before its store-exclusive.
    pub fn scan(&mut self, block: &Block, open: Option<Sequence>) -> bool {
        let mut open = open;
        for inst in &block.insts {
            match inst.op {
                Op::LoadExclusive | Op::LoadExclusive128 => open = Some(Sequence { read: false }),
                Op::StoreExclusive | Op::StoreExclusive128 => {
                    if open.is_some_and(|sequence| sequence.read) {
                        return true;
                    }
                    open = None;
                }
                Op::Load | Op::MemMove | Op::AtomicRmw | Op::AtomicCas | Op::AtomicCas128 => {
                    open = open.map(|_| Sequence { read: true });
                }
                _ => {}
            }
        }
        if let Some(sequence) = open {
            self.follow(&block.terminal, sequence);
        }
        false
    }

    /// True if no block is left to look at.
    pub fn is_over(&self) -> bool {
        self.waiting.is_empty()
    }

    fn follow(&mut self, terminal: &Terminal, sequence: Sequence) {
        match *terminal {
            Terminal::Jump { target } => self.waiting.push((target, sequence)),
            Terminal::Branch { taken, next, .. } => {
                self.waiting.push((taken, sequence));
                self.waiting.push((next, sequence));
            }
            _ => {}
        }
    }

    /// The next block to look at, and the sequence it begins in.
    pub fn next(&mut self) -> Option<(GuestAddr, Sequence)> {
        while let Some(item) = self.waiting.pop() {
            if self.seen.len() < MOST_BLOCKS && self.seen.insert(item) {
                return Some(item);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use ir::{Builder, NanMode, RegFile, Value, Width};

    use super::*;

    static NO_REGS: RegFile = RegFile {
        isa: "test",
        regs: &[],
        hot_gprs: &[],
        hot_fprs: &[],
        pc_offset: 0,
        frm_offset: 0,
        fflags_offset: 0,
        fp_mode_offset: None,
        stale_code_offset: None,
        state_size: 0,
        nan_mode: NanMode::Canonical,
        tiny_before_rounding: false,
        pc_align_shift: 2,
    };

    fn block(operations: &[fn(&Builder, Value)], terminal: Terminal) -> Block {
        let b = Builder::new(&NO_REGS);
        b.start(0x1000);
        b.insn(0x1000, 4);
        let addr = b.iconst(0x4_0000);
        operations.iter().for_each(|operation| operation(&b, addr));
        b.end(terminal);
        b.with_block(|block| block.clone())
    }

    const LOAD_EX: fn(&Builder, Value) = |b, a| _ = b.load_exclusive(Width::B8, a);
    const STORE_EX: fn(&Builder, Value) = |b, a| _ = b.store_exclusive(Width::B8, a, a);
    const STORE: fn(&Builder, Value) = |b, a| b.store(Width::B8, a, 8, a);
    const LOAD: fn(&Builder, Value) = |b, a| {
        let kind = ir::MemKind::u(Width::B8);
        b.load(ir::Type::I64, kind, a, 8);
    };

    #[test]
    fn a_read_between_the_two_is_a_hazard() {
        let end = Terminal::Jump { target: 0x2000 };
        let hazard = |ops: &[fn(&Builder, Value)]| Search::default().scan(&block(ops, end), None);
        assert!(hazard(&[LOAD_EX, LOAD, STORE_EX]));
        assert!(!hazard(&[LOAD_EX, STORE_EX, LOAD]));
        assert!(!hazard(&[LOAD, LOAD_EX, STORE, STORE_EX]));
        assert!(!hazard(&[LOAD_EX, LOAD, LOAD_EX, STORE_EX]));
    }

    #[test]
    fn a_sequence_is_followed_into_other_blocks() {
        let cond = Value(0);
        let branch = Terminal::Branch {
            cond,
            taken: 0x3000,
            next: 0x2000,
        };
        let mut search = Search::default();
        assert!(!search.scan(&block(&[LOAD_EX], branch), None));
        let (first, sequence) = search.next().expect("two blocks follow");
        assert_eq!(first, 0x2000);
        let again = Terminal::Jump { target: 0x3000 };
        assert!(!search.scan(&block(&[LOAD], again), Some(sequence)));
        let (second, sequence) = search.next().expect("after a read");
        assert!(search.scan(&block(&[STORE_EX], again), Some(sequence)) && second == 0x3000);
    }
}
