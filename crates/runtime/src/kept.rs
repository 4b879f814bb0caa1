//! Lifted blocks that new code may need again soon, in little memory: a program that starts pays for every page.

use ir::{Block, Inst, Terminal, Value};

/// Room for operations: some 75 blocks of usual size. (Twice as many spare little that their pages do not cost.)
const INSTS: usize = 2048;
/// Room for operands of operations with many.
const VALUES: usize = 512;
/// Room for guest code.
const BYTES: usize = 4096;
/// Most blocks.
const BLOCKS: usize = 128;
/// Places of the index: few blocks share one.
const INDEX: usize = 256;

/// The place of `pc` in the index.
fn place(pc: u64) -> usize {
    (pc.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - INDEX.ilog2())) as usize
}

/// Consecutive items of a [`Ring`], the first by its number.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    len: usize,
}

/// The last `N` items of those that were ever put in, numbered from 0.
#[derive(Debug)]
struct Ring<T, const N: usize> {
    items: Vec<T>,
    next: usize,
}

impl<T, const N: usize> Default for Ring<T, N> {
    fn default() -> Self {
        Ring {
            items: Vec::new(),
            next: 0,
        }
    }
}

impl<T: Copy, const N: usize> Ring<T, N> {
    /// Puts `items` side by side; `None` if that is too much.
    fn push(&mut self, items: &[T]) -> Option<Run> {
        if items.len() > N / 4 {
            return None;
        }
        self.items.reserve_exact(N - self.items.len());
        if self.next % N + items.len() > N {
            self.next = self.next.next_multiple_of(N);
        }
        let (start, at) = (self.next, self.next % N);
        let (over, more) = items.split_at(items.len().min(self.items.len() - at));
        self.items[at..at + over.len()].copy_from_slice(over);
        self.items.extend_from_slice(more);
        self.next += items.len();
        let len = items.len();
        Some(Run { start, len })
    }

    /// The items of `run`, if they are still there.
    fn get(&self, Run { start, len }: Run) -> Option<&[T]> {
        let is_there = self.next - start <= N;
        is_there.then(|| &self.items[start % N..][..len])
    }
}

/// A block.
#[derive(Clone, Copy, Debug)]
struct Entry {
    pc: u64,
    terminal: Terminal,
    insts: Run,
    extra: Run,
    bytes: Run,
    guest_insns: u32,
    tagged: bool,
}

/// The blocks kept last.
#[derive(Debug)]
pub(crate) struct Kept {
    insts: Ring<Inst, INSTS>,
    extra: Ring<Value, VALUES>,
    bytes: Ring<u8, BYTES>,
    entries: Ring<Entry, BLOCKS>,
    /// By [`place`]: where in the ring of entries the block may be.
    index: [u8; INDEX],
}

impl Default for Kept {
    fn default() -> Self {
        const { assert!(BLOCKS <= u8::MAX as usize) };
        Kept {
            insts: Ring::default(),
            extra: Ring::default(),
            bytes: Ring::default(),
            entries: Ring::default(),
            index: [0; INDEX],
        }
    }
}

impl Kept {
    /// Keeps `block`, which was lifted from `bytes`, unless it is very long. `tagged`: its data addresses lose their top byte.
    pub fn keep(&mut self, block: &Block, bytes: &[u8], tagged: bool) {
        let runs = (
            self.insts.push(&block.insts),
            self.extra.push(&block.extra),
            self.bytes.push(bytes),
        );
        let (Some(insts), Some(extra), Some(bytes)) = runs else {
            return;
        };
        let entry = Entry {
            pc: block.pc,
            terminal: block.terminal,
            insts,
            extra,
            bytes,
            guest_insns: block.guest_insns,
            tagged,
        };
        if let Some(run) = self.entries.push(&[entry]) {
            self.index[place(block.pc)] = (run.start % BLOCKS) as u8;
        }
    }

    /// The guest code from which the block at `pc` was lifted in this way, if it is here.
    pub fn guest_bytes(&self, pc: u64, tagged: bool) -> Option<&[u8]> {
        let entry = self.entry(pc)?;
        let bytes = self.bytes.get(entry.bytes)?;
        (entry.tagged == tagged).then_some(bytes)
    }

    /// Makes `block` the one at `pc`; false if it is not here.
    pub fn restore(&self, pc: u64, block: &mut Block) -> bool {
        let Some(entry) = self.entry(pc) else {
            return false;
        };
        let (insts, extra) = (self.insts.get(entry.insts), self.extra.get(entry.extra));
        let (Some(insts), Some(extra)) = (insts, extra) else {
            return false;
        };
        block.clear(pc);
        block.guest_len = entry.bytes.len as u32;
        block.guest_insns = entry.guest_insns;
        block.insts.extend_from_slice(insts);
        block.extra.extend_from_slice(extra);
        block.terminal = entry.terminal;
        true
    }

    fn entry(&self, pc: u64) -> Option<&Entry> {
        let entry = self.entries.items.get(self.index[place(pc)] as usize);
        entry.filter(|entry| entry.pc == pc)
    }
}

#[cfg(test)]
mod tests {
    use ir::{Builder, Reg, RegFile, RegInfo, Type};

    use super::*;

    #[test]
    fn a_ring_has_the_last_items_side_by_side() {
        let mut ring = Ring::<u8, 16>::default();
        let runs: Vec<Run> = (0..40)
            .map(|n| ring.push(&[n; 3]).expect("three are not too many"))
            .collect();
        // Five in sixteen places, and one place is left over.
        for (n, run) in runs.iter().enumerate() {
            let expected = [n as u8; 3];
            let is_there = n >= 35;
            assert_eq!(ring.get(*run), is_there.then_some(&expected[..]), "{n}");
        }
        assert!(ring.push(&[0; 5]).is_none());
        assert_eq!(ring.items.len(), 15);
    }

    #[test]
    fn items_may_end_behind_all_that_were_there() {
        let mut ring = Ring::<u8, 16>::default();
        for len in [4, 4, 4, 3, 4, 4, 4] {
            ring.push(&vec![len; len.into()]);
        }
        let last = ring.push(&[9; 4]).expect("four are not too many");
        assert_eq!(ring.items.len(), 16);
        assert_eq!(ring.get(last), Some(&[9; 4][..]));
    }

    static REGS: RegFile = RegFile {
        isa: "test",
        regs: &[RegInfo {
            name: "x0",
            ty: Type::I64,
            offset: 0,
        }],
        hot_gprs: &[],
        hot_fprs: &[],
        pc_offset: 8,
        frm_offset: 0,
        fflags_offset: 0,
        fp_mode_offset: None,
        stale_code_offset: None,
        state_size: 16,
        nan_mode: ir::NanMode::Canonical,
        tiny_before_rounding: false,
        pc_align_shift: 2,
    };

    fn block(pc: u64) -> Block {
        let b = Builder::new(&REGS);
        b.start(pc);
        for at in (0..32).step_by(4) {
            b.insn(pc + at, 4);
            b.set(Reg(0), b.call_helper(0, &[b.get(Reg(0)), b.iconst(at)]));
        }
        b.end(Terminal::Jump { target: pc });
        b.with_block(|block| block.clone())
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let mut kept = Kept::default();
        let pcs = || (0..500u64).map(|n| 0x1000 + n * 32);
        for pc in pcs() {
            kept.keep(&block(pc), &[pc as u8; 32], false);
        }
        let mut found = 0;
        for pc in pcs() {
            let mut back = Block::default();
            if kept.guest_bytes(pc, false) == Some(&[pc as u8; 32]) && kept.restore(pc, &mut back) {
                assert_eq!(format!("{back:?}"), format!("{:?}", block(pc)));
                assert!(pc >= 0x1000 + (500 - BLOCKS as u64) * 32);
                found += 1;
            }
            assert_eq!(kept.guest_bytes(pc, true), None);
        }
        // As many as the operations and operands of each leave room for.
        assert!((20..64).contains(&found), "{found} of the last {BLOCKS}");
    }

    #[test]
    fn a_very_long_block_is_not_kept() {
        let (mut kept, mut long) = (Kept::default(), block(0x1000));
        long.insts = long.insts.repeat(INSTS / long.insts.len());
        kept.keep(&long, &[0; 32], false);
        assert_eq!(kept.guest_bytes(0x1000, false), None);
        assert!(!kept.restore(0x1000, &mut Block::default()));
    }
}
