//! Words that a program moves byte by byte, and values that it stores side by side.
//!
//! A compiler that may not use misaligned accesses (RISC-V's, by default) takes words from memory and puts them there as
//! bytes: `lbu` four times with shifts and `or`, or `lbu` and `sb` four times and then `lw` of the copy, for which the
//! host would have to wait, as it cannot forward several stores to one load. Here
//!
//! - byte loads whose results are put together as a word (of either byte order), or are stored side by side, become one load of the word,
//!   from which those bytes are taken that anybody else wants;
//! - stores of all bytes of a word side by side become one store;
//! - so do stores of one doubleword side by side, where there are four at least: memory is filled. (Vector stores of the host are of
//!   doublewords at least, as copies of arrays of pointers by other systems rely on.)
//!
//! The one access stands for those of several guest instructions ([`MemKind::several`]): if it faults, only interpreting them one by
//! one tells which of them it was and what was done before. So the load takes the place of the first of them, where nothing else between
//! them concerns memory; and the store is at all of them at once: between them nothing changes guest state.

use ir::{Block, Inst, Lane, MemKind, Op, Type, Value, Width};

use crate::rewriting::Rewriting;

/// No operation.
const NONE: u32 = u32::MAX;

/// What a value is made of: for each of its bytes, lowest first, the load that it is from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Origin {
    loads: [u32; 8],
    /// Bits 63..32 repeat bit 31 instead of being zeros.
    signed: bool,
}

const UNKNOWN: Origin = Origin {
    loads: [NONE; 8],
    signed: false,
};

/// A load of `bytes` bytes in the place of byte loads.
#[derive(Clone, Copy, Debug)]
struct Wide {
    base: Value,
    disp: i64,
    bytes: u32,
    /// The load that comes first in the block.
    first: u32,
    /// Its result in the new block, and that with its bytes reversed.
    result: Value,
    reversed: Value,
}

/// Which bytes of a word, perhaps reversed, make a value: `None` if all.
#[derive(Clone, Copy, Debug)]
struct Places {
    reversed: bool,
    mask: Option<u64>,
}

/// Where the word that a run of stores stores comes from.
#[derive(Clone, Copy, Debug)]
enum Word {
    Loaded(usize),
    Value(Value),
    /// Twice this doubleword.
    Twice(Value),
}

/// Stores of bytes or doublewords that become one.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// The first and the last store.
    stores: (u32, u32),
    disp: i64,
    bytes: u32,
    word: Word,
}

/// The pass with its buffers.
#[derive(Debug, Default)]
pub struct ByteRuns {
    /// Per operation.
    origins: Vec<Origin>,
    /// Per operation, for byte loads: the number of the sequence of them that may change places.
    sequences: Vec<u32>,
    /// What the sequence loads: base and displacement.
    sequence: Vec<(Value, i64)>,
    /// Per operation: its value is part of a bigger word.
    absorbed: Vec<bool>,
    /// The stores of bytes and doublewords since the last operation that one must not be moved across.
    stores: Vec<u32>,
    /// Doublewords that have been doubled in the new block, and where.
    doubled: Vec<(Value, Value)>,
    wides: Vec<Wide>,
    /// Per operation: the Wide that stands for this byte load.
    wide_of: Vec<u32>,
    runs: Vec<Run>,
    new: Rewriting,
}

impl ByteRuns {
    /// Runs the pass on `block`. Operations that lose their last use stay, unused.
    pub fn run(&mut self, block: &mut Block) {
        if !has_candidates(block) {
            return;
        }
        self.clear(block.insts.len());
        self.find(block);
        if !self.wides.is_empty() || !self.runs.is_empty() {
            self.rewrite(block);
        }
    }

    fn clear(&mut self, count: usize) {
        self.origins.clear();
        self.sequences.clear();
        self.sequence.clear();
        self.absorbed.clear();
        self.absorbed.resize(count, false);
        self.wide_of.clear();
        self.wide_of.resize(count, NONE);
        self.stores.clear();
        self.wides.clear();
        self.runs.clear();
        self.doubled.clear();
    }

    // --- finding ----------------------------------------------------------------------------------

    fn find(&mut self, block: &Block) {
        let mut number = 0;
        for (i, inst) in block.insts.iter().enumerate() {
            let origin = self.origin(block, i as u32);
            self.origins.push(origin);
            number += u32::from(!self.continues(inst));
            self.sequences.push(number);
            if is_piece(inst) {
                self.add_store(block, i as u32);
            } else if !keeps_state(inst.op) {
                self.end_stores(block);
            }
        }
        self.end_stores(block);
        for value in 0..block.insts.len() as u32 {
            self.find_word(block, value);
        }
    }

    /// False if byte loads behind `inst` must not move before it, or `inst`, one of them, not before the others: two loads of one
    /// byte have an order, and only with the same base it is known that two load different ones.
    fn continues(&mut self, inst: &Inst) -> bool {
        let place = (inst.args[0], inst.imm);
        let continues = match inst.op {
            Op::Load if is_byte_load(inst) => {
                let other = |(base, disp): &(Value, i64)| *base == place.0 && *disp != place.1;
                self.sequence.iter().all(other)
            }
            op => keeps_state(op) || op == Op::SetReg,
        };
        if !continues {
            self.sequence.clear();
        }
        if is_byte_load(inst) {
            self.sequence.push(place);
        }
        continues
    }

    /// What operation `i` makes of bytes.
    fn origin(&mut self, block: &Block, i: u32) -> Origin {
        let inst = &block.insts[i as usize];
        let operand = |n: usize| self.origins[inst.args[n].index()];
        match inst.op {
            Op::Load if is_byte_load(inst) => {
                let mut origin = UNKNOWN;
                origin.loads[0] = i;
                origin
            }
            Op::Shl => match block.iconst(inst.args[1]) {
                Some(by) => shifted(operand(0), by, inst.ty),
                None => UNKNOWN,
            },
            Op::Trunc if operand(0).loads[4..] == [NONE; 4] => Origin {
                signed: false,
                ..operand(0)
            },
            Op::ZExt32 => operand(0),
            Op::SExt32 => Origin {
                signed: operand(0).loads[3] != NONE,
                ..operand(0)
            },
            Op::Or => {
                let merged = merged(operand(0), operand(1));
                if merged != UNKNOWN {
                    self.absorbed[inst.args[0].index()] = true;
                    self.absorbed[inst.args[1].index()] = true;
                }
                merged
            }
            _ => UNKNOWN,
        }
    }

    /// If `value` is a word that was loaded byte by byte, it will be loaded as a whole.
    fn find_word(&mut self, block: &Block, value: u32) {
        let Origin { mut loads, .. } = self.origins[value as usize];
        let bytes = loads.iter().take_while(|l| **l != NONE).count();
        let whole = bytes > 1 && loads[bytes..].iter().all(|l| *l == NONE);
        let is_or = block.insts[value as usize].op == Op::Or;
        if !whole || !is_or || self.absorbed[value as usize] {
            return;
        }
        let disp = |load: u32| block.insts[load as usize].imm;
        if disp(loads[0]) > disp(loads[bytes - 1]) {
            loads[..bytes].reverse();
        }
        self.wide(block, &loads[..bytes]);
    }

    /// The load of the word whose bytes `loads` load, the lowest address first; `None` if there cannot be one.
    fn wide(&mut self, block: &Block, loads: &[u32]) -> Option<usize> {
        let bytes = loads.len() as u32;
        let lowest = &block.insts[loads[0] as usize];
        let (base, disp, sequence) = (
            lowest.args[0],
            lowest.imm,
            self.sequences[loads[0] as usize],
        );
        let fits = |(n, load): (usize, &u32)| {
            let inst = &block.insts[*load as usize];
            inst.args[0] == base
                && disp.checked_add(n as i64) == Some(inst.imm)
                && self.sequences[*load as usize] == sequence
        };
        if width(bytes).is_none() || !loads.iter().enumerate().all(fits) {
            return None;
        }
        let known = self.wide_of[loads[0] as usize];
        if known != NONE {
            let same = self.wides[known as usize].bytes == bytes
                && loads.iter().all(|l| self.wide_of[*l as usize] == known);
            return same.then_some(known as usize);
        }
        if loads.iter().any(|l| self.wide_of[*l as usize] != NONE) {
            return None;
        }
        let number = self.wides.len();
        loads
            .iter()
            .for_each(|l| self.wide_of[*l as usize] = number as u32);
        self.wides.push(Wide {
            base,
            disp,
            bytes,
            first: loads.iter().copied().min()?,
            result: Value::NONE,
            reversed: Value::NONE,
        });
        Some(number)
    }

    fn add_store(&mut self, block: &Block, i: u32) {
        let base = |store: u32| block.insts[store as usize].args[0];
        if self
            .stores
            .first()
            .is_some_and(|first| base(*first) != base(i))
        {
            self.end_stores(block);
        }
        self.stores.push(i);
    }

    /// Looks for words in the stores so far.
    fn end_stores(&mut self, block: &Block) {
        let stores = std::mem::take(&mut self.stores);
        let mut rest = &stores[..];
        while !rest.is_empty() {
            let filled = filled(block, rest);
            if filled > 0 {
                let pairs = rest[..filled].chunks_exact(2);
                self.runs.extend(pairs.map(|pair| twice(block, pair)));
                rest = &rest[filled..];
                continue;
            }
            let run = [8, 4, 2].into_iter().find_map(|n| {
                let run = rest.get(..n)?;
                self.store_run(block, run)
            });
            self.runs.extend(run);
            rest = &rest[run.map_or(1, |run| run.bytes as usize)..];
        }
        self.stores = stores;
        self.stores.clear();
    }

    /// `stores` as one, if they store the bytes of a word.
    fn store_run(&mut self, block: &Block, stores: &[u32]) -> Option<Run> {
        let insts = stores.iter().map(|s| &block.insts[*s as usize]);
        if insts.clone().any(|inst| inst.mem().width != Width::B1) {
            return None;
        }
        let disp = insts.clone().map(|inst| inst.imm).min()?;
        let mut values = [Value::NONE; 8];
        for inst in insts {
            let slot = values.get_mut(usize::try_from(inst.imm.checked_sub(disp)?).ok()?)?;
            *slot = inst.args[1];
        }
        let values = &values[..stores.len()];
        if values.contains(&Value::NONE) {
            return None;
        }
        let word = self.word(block, values)?;
        Some(Run {
            stores: (stores[0], stores[stores.len() - 1]),
            disp,
            bytes: stores.len() as u32,
            word,
        })
    }

    /// The word that the low bytes of `values` make, lowest first.
    fn word(&mut self, block: &Block, values: &[Value]) -> Option<Word> {
        let (first, 0) = byte_of(block, values[0])? else {
            return None;
        };
        let mut loads = [NONE; 8];
        let (mut same, mut all_loads) = (true, true);
        for (n, v) in values.iter().enumerate() {
            let (source, shift) = byte_of(block, *v)?;
            same &= source == first && shift == 8 * n as u32;
            all_loads &= shift == 0 && is_byte_load(block.inst(source));
            loads[n] = source.0;
        }
        if same {
            return Some(Word::Value(first));
        }
        if !all_loads {
            return None;
        }
        self.wide(block, &loads[..values.len()]).map(Word::Loaded)
    }

    // --- rewriting --------------------------------------------------------------------------------

    fn rewrite(&mut self, block: &mut Block) {
        let old = self.new.begin(block);
        let mut run = 0;
        for (i, inst) in old.iter().enumerate() {
            let i = i as u32;
            while self.runs.get(run).is_some_and(|r| r.stores.1 < i) {
                run += 1;
            }
            let of_run = self.runs.get(run).copied().filter(|r| r.stores.0 <= i);
            let new = match of_run {
                Some(r) if i == r.stores.1 => self.store(inst, r),
                Some(_) if inst.op == Op::Store || inst.op == Op::InsnStart => Value::NONE,
                _ if self.wide_of[i as usize] != NONE => self.byte(inst, i),
                _ => match self.part_of_wide(&old, i) {
                    Some((number, places)) => self.part(number, places, i),
                    None => self.new.copy(block, inst),
                },
            };
            self.new.renamed[i as usize] = new;
        }
        self.new.finish(block, old);
    }

    fn push(&mut self, op: Op, ty: Type, aux: u8, args: [Value; 3], imm: i64) -> Value {
        self.new.push(Inst {
            op,
            ty,
            aux,
            args,
            imm,
        })
    }

    /// `op a, k` in I64
    fn with_constant(&mut self, op: Op, a: Value, k: u64) -> Value {
        let k = self.push(Op::IConst, Type::I64, 0, [Value::NONE; 3], k as i64);
        self.push(op, Type::I64, 0, [a, k, Value::NONE], 0)
    }

    fn unary(&mut self, op: Op, ty: Type, a: Value) -> Value {
        self.push(op, ty, 0, [a, Value::NONE, Value::NONE], 0)
    }

    /// Byte load `i`: a byte of the wide load that stands for it.
    fn byte(&mut self, inst: &Inst, i: u32) -> Value {
        let number = self.wide_of[i as usize] as usize;
        let Wide {
            base,
            disp,
            bytes,
            first,
            ..
        } = self.wides[number];
        if i == first {
            let kind = several(bytes);
            let base = self.new.renamed[base.index()];
            let args = [base, Value::NONE, Value::NONE];
            self.wides[number].result = self.push(Op::Load, Type::I64, kind.to_aux(), args, disp);
        }
        let word = self.wides[number].result;
        let at = (inst.imm - disp) as u64;
        let lowest = match at {
            0 => word,
            _ => self.with_constant(Op::Shr, word, 8 * at),
        };
        if at + 1 == u64::from(bytes) {
            return lowest;
        }
        self.with_constant(Op::And, lowest, 0xff)
    }

    /// The wide load that all bytes of the value of operation `i` are from, if they are in the same places there or in the
    /// reversed ones, and how so.
    fn part_of_wide(&self, old: &[Inst], i: u32) -> Option<(usize, Places)> {
        let Origin { loads, signed } = self.origins[i as usize];
        let inst = &old[i as usize];
        let is_one = matches!(inst.op, Op::Or | Op::Shl) && inst.ty == Type::I64;
        let first = loads.iter().find(|l| is_one && **l != NONE)?;
        let number = *self.wide_of.get(*first as usize)?;
        let wide = self.wides.get(number as usize)?;
        let (mut straight, mut reversed, mut mask) = (true, true, 0);
        for (place, load) in loads.iter().enumerate().filter(|(_, l)| **l != NONE) {
            if self.wide_of[*load as usize] != number {
                return None;
            }
            let disp = old[*load as usize].imm - wide.disp;
            mask |= 0xff << (8 * place);
            straight &= disp == place as i64;
            reversed &= disp == i64::from(wide.bytes) - 1 - place as i64;
        }
        let whole = mask == u64::MAX >> (64 - 8 * wide.bytes);
        let possible = (straight || reversed) && (whole || !signed);
        let places = Places {
            reversed,
            mask: (!whole).then_some(mask),
        };
        possible.then_some((number as usize, places))
    }

    /// The value of operation `i`: these places of a wide load.
    fn part(&mut self, number: usize, places: Places, i: u32) -> Value {
        let word = match places.reversed {
            true => self.reversed(number),
            false => self.wides[number].result,
        };
        match places.mask {
            Some(mask) => self.with_constant(Op::And, word, mask),
            None if self.origins[i as usize].signed => {
                let low = self.unary(Op::Trunc, Type::I32, word);
                self.unary(Op::SExt32, Type::I64, low)
            }
            None => word,
        }
    }

    /// The word of a wide load with its bytes reversed.
    fn reversed(&mut self, number: usize) -> Value {
        let Wide {
            result,
            bytes,
            reversed,
            ..
        } = self.wides[number];
        if reversed != Value::NONE {
            return reversed;
        }
        let reversed = if bytes == 4 {
            let low = self.unary(Op::Trunc, Type::I32, result);
            let swapped = self.unary(Op::BSwap, Type::I32, low);
            self.unary(Op::ZExt32, Type::I64, swapped)
        } else {
            let swapped = self.unary(Op::BSwap, Type::I64, result);
            match bytes {
                8 => swapped,
                _ => self.with_constant(Op::Shr, swapped, u64::from(64 - 8 * bytes)),
            }
        };
        self.wides[number].reversed = reversed;
        reversed
    }

    /// The one store for `run`, whose last is `inst`.
    fn store(&mut self, inst: &Inst, run: Run) -> Value {
        let (word, ty) = match run.word {
            Word::Loaded(number) => (self.wides[number].result, Type::I64),
            Word::Value(v) => (self.new.renamed[v.index()], Type::I64),
            Word::Twice(v) => (self.doubled(v), Type::V128),
        };
        let base = self.new.renamed[inst.args[0].index()];
        let (kind, args) = (several(run.bytes), [base, word, Value::NONE]);
        self.push(Op::Store, ty, kind.to_aux(), args, run.disp)
    }

    /// The doubleword `v` in both halves of a vector.
    fn doubled(&mut self, v: Value) -> Value {
        let source = self.new.renamed[v.index()];
        let inst = self.new.insts[source.index()];
        let same = |(of, _): &&(Value, Value)| {
            *of == source || (inst.op == Op::IConst && self.new.insts[of.index()] == inst)
        };
        if let Some((_, vector)) = self.doubled.iter().find(same) {
            return *vector;
        }
        let none = Value::NONE;
        let vector = match inst.op {
            Op::IConst => self.push(Op::VConst, Type::V128, 1, [none; 3], inst.imm),
            _ => {
                let lane = Lane::D as u8;
                self.push(Op::VDup, Type::V128, lane, [source, none, none], 0)
            }
        };
        self.doubled.push((source, vector));
        vector
    }
}

fn several(bytes: u32) -> MemKind {
    MemKind {
        several: true,
        ..MemKind::u(width(bytes).unwrap_or(Width::B1))
    }
}

fn width(bytes: u32) -> Option<Width> {
    Some(match bytes {
        2 => Width::B2,
        4 => Width::B4,
        8 => Width::B8,
        16 => Width::B16,
        _ => return None,
    })
}

/// Two loads or two stores at least that are worth a look.
fn has_candidates(block: &Block) -> bool {
    let count = |is: fn(&Inst) -> bool| block.insts.iter().filter(|i| is(i)).nth(1).is_some();
    count(is_byte_load) || count(is_piece)
}

/// How many of `stores`, an even number or none, fill memory with one doubleword, from the first on upwards.
fn filled(block: &Block, stores: &[u32]) -> usize {
    const WORTHWHILE: usize = 4;
    let first = &block.insts[stores[0] as usize];
    let same = |v: Value| {
        let constant = block.iconst(v);
        v == first.args[1] || (constant.is_some() && constant == block.iconst(first.args[1]))
    };
    let goes_on = |(n, store): &(usize, &u32)| {
        let inst = &block.insts[**store as usize];
        inst.mem().width == Width::B8
            && first.imm.checked_add(8 * *n as i64) == Some(inst.imm)
            && same(inst.args[1])
    };
    let count = stores.iter().enumerate().take_while(goes_on).count() & !1;
    if count < WORTHWHILE { 0 } else { count }
}

/// Two stores of a doubleword as one.
fn twice(block: &Block, pair: &[u32]) -> Run {
    let first = &block.insts[pair[0] as usize];
    Run {
        stores: (pair[0], pair[1]),
        disp: first.imm,
        bytes: 16,
        word: Word::Twice(first.args[1]),
    }
}

fn is_byte_load(inst: &Inst) -> bool {
    inst.op == Op::Load && inst.ty == Type::I64 && inst.mem() == MemKind::u(Width::B1)
}

/// A store that may be a part of a bigger one.
fn is_piece(inst: &Inst) -> bool {
    inst.op == Op::Store
        && inst.ty == Type::I64
        && matches!(inst.mem().width, Width::B1 | Width::B8)
}

/// May stand between stores that become one.
fn keeps_state(op: Op) -> bool {
    matches!(op, Op::InsnStart | Op::GetReg) || matches!(op.effect(), ir::Effect::Pure)
}

/// Where the lowest byte of the I64 `v` comes from: from this bit on of that I64.
fn byte_of(block: &Block, mut v: Value) -> Option<(Value, u32)> {
    let mut from = 0;
    loop {
        let inst = block.inst(v);
        let has = |bits| from + 8 <= bits;
        let constant = || block.iconst(inst.args[1]);
        match inst.op {
            Op::SExt32 | Op::ZExt32 if has(32) => {}
            Op::Trunc => {}
            Op::And if constant().is_some_and(|mask| mask >> from & 0xff == 0xff) => {}
            Op::Shr | Op::Sar => {
                let bits = 8 * inst.ty.bytes();
                from += constant()? as u32 & (bits - 1);
                if from + 8 > bits {
                    return None;
                }
            }
            _ => return (inst.result_type() == Type::I64).then_some((v, from)),
        }
        v = inst.args[0];
    }
}

/// `origin` shifted left by `by` bits in type `ty`.
fn shifted(origin: Origin, by: u64, ty: Type) -> Origin {
    let (places, room) = (by as usize / 8, ty.bytes() as usize);
    let last = origin.loads.iter().rposition(|l| *l != NONE);
    let Some(last) = last.filter(|_| by.is_multiple_of(8) && !origin.signed) else {
        return UNKNOWN;
    };
    if last + places >= room {
        return UNKNOWN;
    }
    let mut loads = [NONE; 8];
    loads[places..=last + places].copy_from_slice(&origin.loads[..=last]);
    Origin {
        loads,
        signed: false,
    }
}

/// The bytes of both, if no byte is in both.
fn merged(a: Origin, b: Origin) -> Origin {
    let mut loads = a.loads;
    for (mine, other) in loads.iter_mut().zip(b.loads) {
        if other == NONE {
            continue;
        }
        if *mine != NONE {
            return UNKNOWN;
        }
        *mine = other;
    }
    let signed = a.signed || b.signed;
    let known = a != UNKNOWN && b != UNKNOWN;
    if !known || (signed && loads[4..] != [NONE; 4]) {
        return UNKNOWN;
    }
    Origin { loads, signed }
}
