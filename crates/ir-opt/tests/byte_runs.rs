//! Words that are moved byte by byte: blocks do the same before and after the pass, and those that it is for have single accesses then.

mod common;

use common::{Generator, Rng, reg_file, same_on_random_blocks, single_accesses};
use ir::{Builder, MemKind, Reg, Terminal, Type, Value, Width};
use ir_opt::ByteRuns;

const BYTE: MemKind = MemKind::u(Width::B1);

/// The numbers below `n` in any order.
fn shuffled(rng: &mut Rng, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    (1..n).for_each(|i| order.swap(i, rng.below(i + 1)));
    order
}

impl Generator<'_> {
    fn body(&mut self) {
        for _ in 0..1 + self.rng.below(3) {
            let n = [2, 4, 4, 8, 8, 3][self.rng.below(6)];
            let bytes = self.loads(n);
            if self.rng.below(2) == 0 {
                self.word(&bytes);
            }
            if self.rng.below(2) == 0 {
                self.stores(&bytes);
            }
            if self.rng.below(3) == 0 {
                self.store_register(n);
            }
            if self.rng.below(3) == 0 {
                self.fill();
            }
        }
    }

    /// Loads `n` bytes side by side, not always in order and now and then with something in between.
    fn loads(&mut self, n: usize) -> Vec<Value> {
        let (base, disp) = (self.base(), self.rng.below(8));
        let mut bytes = vec![Value::NONE; n];
        for i in shuffled(self.rng, n) {
            self.insn();
            bytes[i] = self.b.load(Type::I64, BYTE, base, (disp + i) as i64);
            let to = self.register();
            self.b.set(to, bytes[i]);
            if self.rng.below(40) == 0 {
                self.insn();
                let (other, v) = (self.base(), bytes[i]);
                let v = self.b.add_imm(v, 1);
                self.b.store(Width::B1, other, self.rng.below(16) as i64, v);
            }
        }
        bytes
    }

    /// Puts a word together, in either order and of either type.
    fn word(&mut self, bytes: &[Value]) {
        let n = bytes.len();
        let big_endian = self.rng.below(3) == 0;
        let narrow = n == 4 && self.rng.below(2) == 0;
        let mut word = Value::NONE;
        for i in shuffled(self.rng, n) {
            self.insn();
            let to = self.register();
            let place = if big_endian { n - 1 - i } else { i };
            let shift = 8 * place as u32 + u32::from(self.rng.below(60) == 0);
            let part = match narrow && place == 3 {
                true => self.b.sext32(self.b.shl_imm(self.b.trunc(bytes[i]), shift)),
                false => self.b.shl_imm(bytes[i], shift),
            };
            word = match word {
                Value::NONE => part,
                word => self.b.or(word, part),
            };
            self.b.set(to, word);
        }
        if narrow {
            let to = self.register();
            self.b.set(to, self.b.sext_low32(word));
        }
    }

    fn stores(&mut self, bytes: &[Value]) {
        let (base, disp) = (self.base(), self.rng.below(16));
        for i in shuffled(self.rng, bytes.len()) {
            self.insn();
            self.b.store(Width::B1, base, (disp + i) as i64, bytes[i]);
            if self.rng.below(40) == 0 {
                let to = self.register();
                self.b.set(to, bytes[i]);
            }
        }
    }

    /// Stores a register or a constant several times side by side, and now and then something else.
    fn fill(&mut self) {
        let (from, other) = (self.register(), self.register());
        let (base, disp) = (self.base(), self.rng.below(16));
        let constant = self.rng.below(2) == 0;
        for i in 0..2 + self.rng.below(8) {
            self.insn();
            let value = match (self.rng.below(30), constant) {
                (0, _) => self.b.get(other),
                (_, true) => self.b.iconst(7),
                _ => self.b.get(from),
            };
            let hole = usize::from(self.rng.below(30) == 0);
            self.b
                .store(Width::B8, base, (disp + 8 * (i + hole)) as i64, value);
        }
    }

    /// Stores a register by its bytes.
    fn store_register(&mut self, n: usize) {
        let from = self.register();
        let (base, word) = (self.base(), self.b.get(from));
        let narrow = n <= 4 && self.rng.below(2) == 0;
        let part = |i: usize| match narrow {
            true => self
                .b
                .sext32(self.b.shr_imm(self.b.trunc(word), 8 * i as u32)),
            false => self.b.shr_imm(word, 8 * i as u32),
        };
        let parts: Vec<Value> = (0..n).map(part).collect();
        let disp = self.rng.below(16);
        for i in shuffled(self.rng, n) {
            self.insn();
            self.b.store(Width::B1, base, (disp + i) as i64, parts[i]);
        }
    }
}

#[test]
fn random_blocks_do_the_same() {
    let mut pass = ByteRuns::default();
    same_on_random_blocks(|g| g.body(), |block| pass.run(block));
}

/// A block of loads of the bytes at these displacements from one address, put together lowest byte first.
fn joined(disps: &[i64], with_store: bool) -> usize {
    let regs = reg_file();
    let b = Builder::new(regs);
    b.start(0x1000);
    let mut word = Value::NONE;
    for (i, disp) in disps.iter().enumerate() {
        b.insn(0x1000 + 4 * i as u64, 4);
        let byte = b.shl_imm(b.load(Type::I64, BYTE, b.get(Reg(0)), *disp), 8 * i as u32);
        word = if i == 0 { byte } else { b.or(word, byte) };
        if with_store && i == 0 {
            b.store(Width::B8, b.get(Reg(1)), 0, word);
        }
    }
    b.set(Reg(2), word);
    b.end(Terminal::Jump { target: 0 });
    b.with_block(|block| {
        ByteRuns::default().run(block);
        single_accesses(block)
    })
}

#[test]
fn only_whole_words_without_stores_in_between_are_joined() {
    assert_eq!(joined(&[4, 5, 6, 7], false), 1);
    assert_eq!(joined(&[7, 6, 5, 4], false), 1);
    assert_eq!(joined(&[1, 0], false), 1);
    assert_eq!(joined(&[4, 5, 6], false), 0);
    assert_eq!(joined(&[4, 5, 7, 6], false), 0);
    assert_eq!(joined(&[4, 5, 6, 8], false), 0);
    assert_eq!(joined(&[4, 4], false), 0);
    assert_eq!(joined(&[i64::MAX, i64::MIN], false), 0);
    assert_eq!(joined(&[4, 5, 6, 7], true), 0);
    // Which of two loads of a byte is first can matter.
    assert_eq!(joined(&[4, 5, 5, 6], false), 0);
}
