//! Memory copied by doublewords: blocks do the same before and after the pass, and those that it is for move vectors then.

mod common;

use common::{Generator, REGISTERS, reg_file, same_on_random_blocks, single_accesses};
use ir::{Builder, MemKind, Reg, Terminal, Type, Value, Width};
use ir_opt::Copies;

const DOUBLEWORD: MemKind = MemKind::u(Width::B8);

impl Generator<'_> {
    /// A copy of some doublewords, now and then with something in between, or not quite a copy.
    fn copy(&mut self) {
        let count = 7 + self.rng.below(5);
        let (from, to) = (self.base(), self.base());
        let (source, target) = (self.rng.below(16), self.rng.below(16));
        let mut values = Vec::new();
        for i in 0..count {
            self.insn();
            let at = source + 8 * i + usize::from(self.rng.below(50) == 0);
            values.push(self.b.load(Type::I64, DOUBLEWORD, from, at as i64));
            let register = Reg(2 + (i % (REGISTERS - 2)) as u16);
            self.b.set(register, values[i]);
            self.disturb(to);
        }
        if self.rng.below(20) == 0 {
            values.swap(2, 3);
        }
        if self.rng.below(20) == 0 {
            values[4] = values[2];
        }
        for (i, v) in values.iter().enumerate() {
            self.insn();
            self.b.store(Width::B8, to, (target + 8 * i) as i64, *v);
            self.disturb(from);
        }
    }

    /// Now and then a store, a load or a write of a register.
    fn disturb(&mut self, base: Value) {
        let other = self.register();
        let at = self.rng.below(64) as i64;
        match self.rng.below(100) {
            0 => {
                self.insn();
                self.b.store(Width::B4, base, at, self.b.get(other));
            }
            1 => {
                self.insn();
                self.b
                    .set(other, self.b.load(Type::I64, DOUBLEWORD, base, at));
            }
            2 => {
                self.insn();
                self.b.set(other, self.b.add_imm(self.b.get(other), 1));
            }
            _ => {}
        }
    }

    fn body(&mut self) {
        for _ in 0..1 + self.rng.below(2) {
            self.copy();
        }
    }
}

#[test]
fn random_blocks_do_the_same() {
    let mut pass = Copies::default();
    same_on_random_blocks(|g| g.body(), |block| pass.run(block));
}

/// How many accesses to vectors a copy of `count` doublewords becomes, loaded at displacements of `step` from each other.
fn vectors(count: i64, step: i64) -> usize {
    let b = Builder::new(reg_file());
    b.start(0x1000);
    let load = |i| {
        b.insn(0x1000 + 4 * i as u64, 4);
        b.load(Type::I64, DOUBLEWORD, b.get(Reg(0)), step * i)
    };
    let values: Vec<Value> = (0..count).map(load).collect();
    for (i, v) in values.iter().enumerate() {
        b.insn(0x2000 + 4 * i as u64, 4);
        b.store(Width::B8, b.get(Reg(1)), 8 * i as i64, *v);
    }
    b.end(Terminal::Jump { target: 0 });
    b.with_block(|block| {
        Copies::default().run(block);
        single_accesses(block)
    })
}

#[test]
fn many_doublewords_side_by_side_are_copied_in_pairs() {
    assert_eq!(vectors(8, 8), 8);
    assert_eq!(vectors(9, 8), 8);
    assert_eq!(vectors(7, 8), 0);
    assert_eq!(vectors(8, -8), 0);
    assert_eq!(vectors(8, 16), 0);
}
