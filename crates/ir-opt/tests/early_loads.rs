//! Loads into the register that their address is from: blocks do the same before and after the pass, and those that it is for have
//! single accesses then.

mod common;

use common::{Generator, reg_file, same_on_random_blocks};
use ir::{Builder, MemKind, Op, Reg, Terminal, Type, Value, Width};
use ir_opt::EarlyLoads;

const DOUBLEWORD: MemKind = MemKind::u(Width::B8);

impl Generator<'_> {
    /// A register that gets an address within memory, in some steps.
    fn address(&mut self) -> Reg {
        let to = self.register();
        let index = self.register();
        self.insn();
        self.b.set(to, self.b.and_imm(self.b.get(index), 7));
        for _ in 0..self.rng.below(3) {
            self.other();
        }
        self.insn();
        self.b
            .set(to, self.b.shl_imm(self.b.and_imm(self.b.get(to), 7), 2));
        self.insn();
        let base = self.base();
        self.b.set(to, self.b.add(self.b.get(to), base));
        to
    }

    fn other(&mut self) {
        let (from, to) = (self.register(), self.register());
        self.insn();
        self.b.set(to, self.b.add_imm(self.b.get(from), 3));
    }

    fn body(&mut self) {
        for _ in 0..1 + self.rng.below(4) {
            let at = self.address();
            let to = if self.rng.below(3) == 0 {
                self.register()
            } else {
                at
            };
            for _ in 0..self.rng.below(4) {
                let (from, to) = (self.register(), self.register());
                self.insn();
                if to != at {
                    self.b.set(to, self.b.add_imm(self.b.get(from), 5));
                }
            }
            self.insn();
            let v = self.b.load(
                Type::I64,
                DOUBLEWORD,
                self.b.get(at),
                self.rng.below(64) as i64,
            );
            self.b.set(to, v);
            if self.rng.below(3) == 0 {
                self.insn();
                self.b
                    .store(Width::B8, self.b.get(Reg(0)), self.rng.below(64) as i64, v);
            }
        }
    }
}

#[test]
fn random_blocks_do_the_same() {
    let mut pass = EarlyLoads::default();
    same_on_random_blocks(|g| g.body(), |block| pass.run(block));
}

/// How many operations that start an instruction are before the load at the end of this block, or before its place after the pass;
/// whether the load moved.
fn before_load(build: impl Fn(&Builder)) -> (usize, bool) {
    let regs = reg_file();
    let b = Builder::new(regs);
    b.start(0x1000);
    build(&b);
    b.end(Terminal::Jump { target: 0 });
    b.with_block(|block| {
        EarlyLoads::default().run(block);
        ir::verify::verify(block, regs).expect("still a block");
        let is_load = |i: &ir::Inst| i.op == Op::Load;
        let load = block.insts.iter().rposition(is_load).expect("a load");
        let starts = block.insts[..load].iter().filter(|i| i.op == Op::InsnStart);
        (starts.count(), block.insts[load].mem().several)
    })
}

fn step(b: &Builder, n: u64, to: u16, v: impl Fn(&Builder) -> Value) {
    b.insn(0x1000 + 4 * n, 4);
    b.set(Reg(to), v(b));
}

#[test]
fn only_registers_written_since_the_last_access_count() {
    let load = |from: u16| move |b: &Builder| b.load(Type::I64, DOUBLEWORD, b.get(Reg(from)), 0);
    let sum = |b: &Builder| b.add(b.get(Reg(2)), b.get(Reg(3)));
    let chain = |to| {
        move |b: &Builder| {
            step(b, 0, 4, |b| b.add_imm(b.get(Reg(4)), 1));
            step(b, 1, 2, |b| b.shl_imm(b.get(Reg(2)), 3));
            step(b, 2, 2, sum);
            step(b, 3, to, load(2));
        }
    };
    assert_eq!(before_load(chain(2)), (2, true));
    assert_eq!(before_load(chain(3)), (4, false));
    let after_store = |b: &Builder| {
        step(b, 0, 2, |b| b.shl_imm(b.get(Reg(2)), 3));
        b.insn(0x1004, 4);
        b.store(Width::B8, b.get(Reg(5)), 0, b.get(Reg(6)));
        step(b, 2, 2, load(2));
    };
    assert_eq!(before_load(after_store), (3, false));
    let far = |b: &Builder| {
        step(b, 0, 2, sum);
        (1..8).for_each(|n| step(b, n, 4, |b| b.add_imm(b.get(Reg(4)), 1)));
        step(b, 8, 2, load(2));
    };
    assert_eq!(before_load(far), (9, false));
}
