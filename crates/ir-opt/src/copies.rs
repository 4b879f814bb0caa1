//! Memory that is copied by many doublewords: loads side by side whose values are stored side by side.
//!
//! Each pair of loads becomes a load of a vector, and each pair of stores a store of it. Who copies by general registers uses more of
//! them than the host has, so each doubleword would go through memory once more; half a vector is stored to a register's home as it is.
//!
//! One access stands for those of two instructions ([`MemKind::several`]). Loads do not change places with stores; between the loads of a
//! pair, and between its stores, is nothing that concerns memory, and between stores nothing that changes a register.

use ir::{Block, Inst, Lane, MemKind, Op, Type, Value, Width};

use crate::concerns_values_only;
use crate::rewriting::Rewriting;

/// So many pairs of one sequence of stores are worth it: with fewer, the registers are most often the host's.
const WORTHWHILE: usize = 4;

/// No operation.
const NONE: u32 = u32::MAX;

/// What becomes of an operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Stays,
    /// The load of a vector, and its lower half.
    LoadsBoth,
    /// The upper half of the vector that this operation loads.
    Upper(u32),
    /// The store of the vector that this operation loads.
    StoresBoth(u32),
    Goes,
}

/// The pass with its buffers.
#[derive(Debug, Default)]
pub struct Copies {
    /// Per operation.
    fates: Vec<Fate>,
    /// Per operation: the load of the doubleword above, with nothing between the two that concerns memory.
    above: Vec<u32>,
    /// Stores side by side, each right above the one before.
    stores: Vec<u32>,
    /// Pairs of those, and the loads of the values of each pair's first.
    pairs: Vec<(u32, u32, u32)>,
    new: Rewriting,
    /// Per operation: the vector that it loads in the new block.
    vectors: Vec<Value>,
}

impl Copies {
    /// Runs the pass on `block`.
    pub fn run(&mut self, block: &mut Block) {
        let is_doubleword = |i: &&Inst| is_doubleword(i, Op::Store);
        let stores = block.insts.iter().filter(is_doubleword);
        if stores.take(2 * WORTHWHILE).count() < 2 * WORTHWHILE {
            return;
        }
        self.find(block);
        if self.fates.contains(&Fate::LoadsBoth) {
            self.rewrite(block);
        }
    }

    // --- finding ----------------------------------------------------------------------------------

    fn find(&mut self, block: &Block) {
        let count = block.insts.len();
        self.fates.clear();
        self.fates.resize(count, Fate::Stays);
        self.above.clear();
        self.above.resize(count, NONE);
        self.stores.clear();
        let mut last_load = NONE;
        for (i, inst) in block.insts.iter().enumerate() {
            let i = i as u32;
            if is_doubleword(inst, Op::Load) {
                if last_load != NONE && is_above(block, last_load, i) {
                    self.above[last_load as usize] = i;
                }
                last_load = i;
                self.end_stores(block);
            } else if is_doubleword(inst, Op::Store) {
                last_load = NONE;
                if self.stores.last().is_some_and(|s| !is_above(block, *s, i)) {
                    self.end_stores(block);
                }
                self.stores.push(i);
            } else if inst.op == Op::SetReg {
                self.end_stores(block);
            } else if !concerns_values_only(inst.op) {
                last_load = NONE;
                self.end_stores(block);
            }
        }
        self.end_stores(block);
    }

    /// Looks for pairs in the stores so far.
    fn end_stores(&mut self, block: &Block) {
        let value = |store: u32| block.insts[store as usize].args[1].0;
        let mut rest = &self.stores[..];
        self.pairs.clear();
        while let [first, second, ..] = *rest {
            let load = value(first);
            let is_pair = self.above[load as usize] == value(second)
                && [load, value(second)].iter().all(|l| self.is_free(*l));
            if is_pair {
                self.pairs.push((first, second, load));
            }
            rest = &rest[if is_pair { 2 } else { 1 }..];
        }
        if self.pairs.len() >= WORTHWHILE {
            for (first, second, load) in &self.pairs {
                self.fates[*load as usize] = Fate::LoadsBoth;
                self.fates[self.above[*load as usize] as usize] = Fate::Upper(*load);
                self.fates[*first as usize..*second as usize]
                    .iter_mut()
                    .zip(&block.insts[*first as usize..])
                    .filter(|(_, inst)| matches!(inst.op, Op::Store | Op::InsnStart))
                    .for_each(|(fate, _)| *fate = Fate::Goes);
                self.fates[*second as usize] = Fate::StoresBoth(*load);
            }
        }
        self.stores.clear();
    }

    /// True if `load` belongs to no pair.
    fn is_free(&self, load: u32) -> bool {
        let of_pair = |l: u32| l == load || self.above[l as usize] == load;
        self.fates[load as usize] == Fate::Stays && !self.pairs.iter().any(|p| of_pair(p.2))
    }

    // --- rewriting --------------------------------------------------------------------------------

    fn rewrite(&mut self, block: &mut Block) {
        let old = self.new.begin(block);
        self.vectors.clear();
        self.vectors.resize(old.len(), Value::NONE);
        for (i, inst) in old.iter().enumerate() {
            let new = match self.fates[i] {
                Fate::Stays => self.new.copy(block, inst),
                Fate::LoadsBoth => {
                    self.vectors[i] = self.access(inst, Value::NONE, inst.imm);
                    self.half(self.vectors[i], 0)
                }
                Fate::Upper(load) => self.half(self.vectors[load as usize], 1),
                Fate::StoresBoth(load) => {
                    self.access(inst, self.vectors[load as usize], inst.imm - 8)
                }
                Fate::Goes => Value::NONE,
            };
            self.new.renamed[i] = new;
        }
        self.new.finish(block, old);
    }

    /// The access to both doublewords of a pair, from `imm` on.
    fn access(&mut self, inst: &Inst, vector: Value, imm: i64) -> Value {
        let kind = MemKind {
            several: true,
            ..MemKind::u(Width::B16)
        };
        self.new.push(Inst {
            op: inst.op,
            ty: Type::V128,
            aux: kind.to_aux(),
            args: [self.new.renamed[inst.args[0].index()], vector, Value::NONE],
            imm,
        })
    }

    fn half(&mut self, vector: Value, lane: i64) -> Value {
        self.new.push(Inst {
            op: Op::VGetLane,
            ty: Type::I64,
            aux: Lane::D as u8,
            args: [vector, Value::NONE, Value::NONE],
            imm: lane,
        })
    }
}

/// A plain access to a doubleword.
fn is_doubleword(inst: &Inst, op: Op) -> bool {
    inst.op == op && inst.ty == Type::I64 && inst.mem() == MemKind::u(Width::B8)
}

/// True if `upper` accesses the doubleword above that of `lower`.
fn is_above(block: &Block, lower: u32, upper: u32) -> bool {
    let [lower, upper] = [lower, upper].map(|i| &block.insts[i as usize]);
    lower.args[0] == upper.args[0] && lower.imm.checked_add(8) == Some(upper.imm)
}
