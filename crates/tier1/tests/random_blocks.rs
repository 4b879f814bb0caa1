//! Random blocks: translated code and the interpreter agree on all registers, flags and memory.

mod machine;
mod random;

use std::collections::HashSet;
use std::sync::Mutex;

use host_x64::{HostFeatures, PcKind, disasm};
use ir::{Block, Builder, ExitKind, NanMode, Op, RegFile, Terminal, Type};

use tier1::ExactFloats;

use machine::{HELPERS, Machine, World, reg_file};
use random::{Generator, Rng};

/// Machines share guest memory.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What is compared: condition flags have undefined bits; exceptions are not quite the guest's unless that was asked for.
fn visible(mut world: World, regs: &RegFile, exact: ExactFloats) -> World {
    world.state.flags &= ir::nzcv::ALL;
    if exact.flush {
        world.state.fflags = 0;
    } else if regs.nan_mode == NanMode::ArmPropagate && !exact.tininess {
        world.state.fflags &= !(ir::fflags::UF as u32);
    }
    world
}

/// Block `n` is translated so. Who looks at flags while it flushes is not.
fn exactness(regs: &RegFile, n: u64, block: &Block) -> ExactFloats {
    let arm = regs.nan_mode == NanMode::ArmPropagate;
    let kind = n / 2 % 3;
    ExactFloats {
        tininess: arm && kind > 0,
        flush: arm && kind == 2 && !block.uses_fflags,
    }
}

/// Where every other block `n` with condition flags and a branch goes if nobody needs the flags, which it is told.
fn unneeded_flags(block: &mut Block, n: u64) -> Option<u64> {
    let Terminal::Branch { taken, next, .. } = block.terminal else {
        return None;
    };
    let is_write = |i: &&mut ir::Inst| i.op == Op::SetReg && i.ty == Type::Flags;
    let write = block.insts.iter_mut().rev().find(is_write)?;
    if n % 4 > 1 {
        return None;
    }
    let on_taken = n % 4 == 1;
    write.set_needed_on_way(on_taken);
    Some(if on_taken { next } else { taken })
}

/// The seed of blocks translated with exact exclusives.
const EXACT_EXCLUSIVES: u64 = 9 << 32;

fn compare(regs: &'static RegFile, seed: u64, blocks: u64, features: HostFeatures) -> HashSet<Op> {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let mut machine = Machine::new(regs, features);
    machine.tier1.set_exact_exclusives(seed == EXACT_EXCLUSIVES);
    let builder = Builder::new(regs);
    let mut seen = HashSet::new();
    for n in 0..blocks {
        let mut rng = Rng::new(seed + n);
        Generator::new(&builder, &mut rng, n % 2 == 1).block();
        builder.with_block(|block| {
            ir::verify::verify(block, regs).expect("the generator makes valid blocks");
            let unneeded = unneeded_flags(block, n);
            let exact = exactness(regs, n, block);
            machine.tier1.set_exact_floats(exact);
            seen.extend(block.insts.iter().map(|i| i.op));
            for run in 0..3 {
                machine.set_alone(run == 1);
                let mut before = rng.world(regs.nan_mode == NanMode::ArmPropagate);
                before.state.fp_mode = if exact.flush { ir::fp_mode::FLUSH } else { 0 };
                let (mut ours, mut theirs) = (before.clone(), before.clone());
                let exit = machine.run_translated(block, &mut ours);
                let expected = machine.run_interpreted(block, &mut theirs);
                let (mut ours, mut theirs) =
                    (visible(ours, regs, exact), visible(theirs, regs, exact));
                if unneeded == Some(theirs.state.pc) {
                    (ours.state.flags, theirs.state.flags) = (0, 0);
                }
                if exit != expected || ours != theirs {
                    let printer = ir::print::Printer {
                        block,
                        regs,
                        helpers: &HELPERS,
                    };
                    panic!(
                        "seed {}\n{printer}\n{}\nbefore {:x?}\nours   {exit:?} {:x?}\ntheirs {expected:?} {:x?}\n{}",
                        seed + n,
                        disasm(&machine.blob.bytes, 0),
                        before.state,
                        ours.state,
                        theirs.state,
                        difference(&ours, &theirs),
                    );
                }
            }
        });
    }
    seen
}

fn difference(a: &World, b: &World) -> String {
    let mut text = String::new();
    for i in 0..a.state.ints.len() {
        let (x, y) = (a.state.ints[i], b.state.ints[i]);
        if x != y {
            text += &format!("x{i}: {x:#x}, expected {y:#x}\n");
        }
        let (x, y) = (a.state.floats[i], b.state.floats[i]);
        if x != y {
            text += &format!("f{i}: {x:#x}, expected {y:#x}\n");
        }
    }
    if a.state.flags != b.state.flags {
        text += &format!(
            "nzcv: {:#x}, expected {:#x}\n",
            a.state.flags, b.state.flags
        );
    }
    if a.state.fflags != b.state.fflags {
        text += &format!(
            "fflags: {:#x}, expected {:#x}\n",
            a.state.fflags, b.state.fflags
        );
    }
    for (i, (x, y)) in a.memory.iter().zip(&b.memory).enumerate() {
        if x != y {
            text += &format!("memory + {i:#x}: {x:#x}, expected {y:#x}\n");
        }
    }
    text
}

/// How many blocks per configuration; the environment variable allows longer runs.
fn blocks() -> u64 {
    let given = std::env::var("EMU_RANDOM_BLOCKS").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(4000)
}

#[test]
fn pinned_registers() {
    let host = HostFeatures::of_tests();
    let mut seen = compare(
        reg_file(10, 12, NanMode::Canonical),
        1 << 32,
        blocks(),
        host,
    );
    let vectors = reg_file(10, 12, NanMode::ArmPropagate);
    seen.extend(compare(vectors, 4 << 32, blocks(), host));
    let expected = Op::ALL.iter().filter(|op| **op != Op::FrmSet);
    let missing: Vec<&Op> = expected.filter(|op| !seen.contains(op)).collect();
    assert!(missing.is_empty(), "never generated: {missing:?}");
}

#[test]
fn exact_exclusives() {
    let regs = reg_file(10, 12, NanMode::Canonical);
    compare(regs, EXACT_EXCLUSIVES, blocks(), HostFeatures::of_tests());
}

#[test]
fn registers_in_memory() {
    let regs = reg_file(0, 0, NanMode::Canonical);
    compare(regs, 2 << 32, blocks(), HostFeatures::of_tests());
}

#[test]
fn few_pinned_registers_and_features() {
    let features = HostFeatures::of_tests()
        .with_overrides("-gfni,-sha")
        .expect("a known feature");
    compare(
        reg_file(3, 4, NanMode::Canonical),
        3 << 32,
        blocks(),
        features,
    );
}

#[test]
fn vectors_in_memory() {
    let regs = reg_file(0, 0, NanMode::ArmPropagate);
    compare(regs, 6 << 32, blocks(), HostFeatures::of_tests());
}

#[test]
fn few_pinned_vectors_and_features() {
    let features = HostFeatures::of_tests()
        .with_overrides("-gfni,-sha")
        .expect("a known feature");
    let regs = reg_file(3, 4, NanMode::ArmPropagate);
    compare(regs, 7 << 32, blocks(), features);
}

/// At each boundary of the map all guest state is what it is after the instructions before.
#[test]
fn boundaries_are_exact() {
    check_boundaries(reg_file(10, 12, NanMode::Canonical));
}

#[test]
fn boundaries_are_exact_with_vectors() {
    check_boundaries(reg_file(10, 12, NanMode::ArmPropagate));
}

fn check_boundaries(regs: &'static RegFile) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let mut machine = Machine::new(regs, HostFeatures::of_tests());
    let builder = Builder::new(regs);
    let mut checked = 0;
    for n in 0..blocks() {
        let mut rng = Rng::new((5 << 32) + n);
        Generator::new(&builder, &mut rng, false).block();
        let block = builder.with_block(|block| block.clone());
        let exact = exactness(regs, n, &block);
        machine.tier1.set_exact_floats(exact);
        let mut before = rng.world(regs.nan_mode == NanMode::ArmPropagate);
        before.state.fp_mode = if exact.flush { ir::fp_mode::FLUSH } else { 0 };
        machine.run_translated(&block, &mut before.clone());
        let map = machine.blob.pc_map.clone();
        let boundaries = map.iter().filter(|e| e.kind == PcKind::Boundary);
        for entry in boundaries {
            let part = first_insns(&block, entry.guest);
            let (mut ours, mut theirs) = (before.clone(), before.clone());
            let exit = machine.run_interpreted(&part, &mut theirs);
            if exit != ExitKind::Lookup {
                break;
            }
            machine.run_to(&block, entry.host, &mut ours);
            ours.state.pc = theirs.state.pc;
            let (ours, theirs) = (visible(ours, regs, exact), visible(theirs, regs, exact));
            let text = disasm(&machine.blob.bytes, 0);
            let difference = difference(&ours, &theirs);
            let printer = ir::print::Printer {
                block: &block,
                regs,
                helpers: &HELPERS,
            };
            assert!(
                ours == theirs,
                "seed {n} at {entry:?}\n{printer}\n{text}\n{difference}"
            );
            checked += 1;
        }
    }
    assert!(checked > blocks(), "too few boundaries: {checked}");
}

/// The part of `block` before the instruction at distance `guest`.
fn first_insns(block: &Block, guest: u32) -> Block {
    let pc = block.pc + guest as u64;
    let starts = |i: &ir::Inst| i.op == Op::InsnStart && i.imm as u64 == pc;
    let end = block.insts.iter().position(starts);
    let mut part = block.clone();
    part.insts
        .truncate(end.expect("boundaries are instruction starts"));
    part.terminal = Terminal::Jump { target: pc };
    part
}

/// FrmSet changes what `Round::Dyn` means from there on.
#[test]
fn rounding_mode_set() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let regs = reg_file(10, 12, NanMode::Canonical);
    let mut machine = Machine::new(regs, HostFeatures::of_tests());
    let b = Builder::new(regs);
    let x = |i: usize| ir::Reg((machine::INTS + i) as u16);
    let quotients = [
        0x3fd5_5555_5555_5555u64,
        0x3fd5_5555_5555_5555,
        0x3fd5_5555_5555_5555,
        0x3fd5_5555_5555_5556,
    ];
    for (mode, quotient) in quotients.into_iter().enumerate() {
        b.start(machine::CODE);
        b.insn(machine::CODE, 4);
        b.frm_set(b.get(ir::Reg(0)));
        b.set(x(2), b.fdiv(b.get(x(0)), b.get(x(1)), ir::Round::Dyn));
        b.end(ir::Terminal::Jump { target: 0x2_0000 });
        let mut world = Rng::new(1).world(false);
        world.state.ints[0] = mode as u64;
        world.state.floats[0] = 1f64.to_bits().into();
        world.state.floats[1] = 3f64.to_bits().into();
        b.with_block(|block| machine.run_translated(block, &mut world));
        assert_eq!(world.state.floats[2] as u64, quotient, "mode {mode}");
    }
}

/// Number of barriers of a block that does `operations`, each of which is an instruction.
fn barriers(operations: &[fn(&Builder)]) -> usize {
    let regs = reg_file(10, 12, NanMode::Canonical);
    let b = Builder::new(regs);
    b.start(machine::CODE);
    for (n, operation) in operations.iter().enumerate() {
        b.insn(machine::CODE + 4 * n as u64, 4);
        operation(&b);
    }
    b.end(Terminal::Jump { target: 0x2_0000 });
    let mut tier1 = tier1::Tier1::new(regs, &HELPERS, HostFeatures::of_tests());
    let mut blob = host_x64::CodeBlob::default();
    b.with_block(|block| tier1.compile(block, &mut blob))
        .expect("few values");
    disasm(&blob.bytes, 0).matches("lock or ").count()
}

/// A barrier is emitted where a store may still be on its way, and only there.
#[test]
fn barriers_follow_stores() {
    let full: fn(&Builder) = |b| b.fence(ir::Fence::Full);
    let weak: fn(&Builder) = |b| b.fence(ir::Fence::Weak);
    let store: fn(&Builder) = |b| b.store(ir::Width::B8, b.get(ir::Reg(0)), 0, b.get(ir::Reg(1)));
    let load: fn(&Builder) = |b| {
        let kind = ir::MemKind::u(ir::Width::B8);
        b.set(
            ir::Reg(2),
            b.load(ir::Type::I64, kind, b.get(ir::Reg(0)), 0),
        );
    };
    let swap: fn(&Builder) = |b| {
        let old = b.atomic_rmw(
            ir::Rmw::Swap,
            ir::Width::B8,
            b.get(ir::Reg(0)),
            b.get(ir::Reg(1)),
        );
        b.set(ir::Reg(3), old);
    };
    let conditional: fn(&Builder) = |b| {
        let failed = b.store_exclusive(ir::Width::B8, b.get(ir::Reg(0)), b.get(ir::Reg(1)));
        b.set(ir::Reg(3), failed);
    };
    assert_eq!(barriers(&[weak]), 0);
    assert_eq!(barriers(&[full]), 1, "stores of the block before");
    assert_eq!(barriers(&[load, full]), 1);
    assert_eq!(barriers(&[full, full]), 1);
    assert_eq!(barriers(&[full, load, full]), 1);
    assert_eq!(barriers(&[full, store, full]), 2);
    assert_eq!(barriers(&[swap, full, load, full]), 0);
    assert_eq!(barriers(&[swap, store, full]), 1);
    assert_eq!(barriers(&[conditional, full]), 1, "it may not have stored");
}

/// Neighbouring shifts of a doubleword become one extension; those of a doubleword and of the word cut from it must not.
#[test]
fn a_shifted_word_of_a_shifted_doubleword() {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let regs = reg_file(10, 12, NanMode::Canonical);
    let mut machine = Machine::new(regs, HostFeatures::of_tests());
    let b = Builder::new(regs);
    let int = |i: u16| ir::Reg(i);
    b.start(machine::CODE);
    b.insn(machine::CODE, 4);
    let left = b.shl_imm(b.get(int(0)), 24);
    let word = b.trunc(left);
    b.set(int(1), b.zext32(b.sar_imm(word, 24)));
    b.end(ir::Terminal::Jump { target: 0x2_0000 });
    let mut world = Rng::new(1).world(false);
    world.state.ints[0] = 0x0007_1f9d;
    b.with_block(|block| machine.run_translated(block, &mut world));
    assert_eq!(world.state.ints[1], 0xffff_ff9d);
}
