//! What a block leaves behind: registers, pc, exits, traps.

use ir::{Builder, ExitKind, Fence, Op, Reg, Terminal, Trap, Type, Value};

use super::{Asm, I32, I64, Machine, inst};
use crate::Exit;

/// The operations tested here.
pub(super) const TESTED: &[Op] = &[
    Op::InsnStart,
    Op::GetReg,
    Op::SetReg,
    Op::Fence,
    Op::TrapIf,
    Op::CallHelper,
];

#[test]
fn registers_of_each_width() {
    let mut machine = Machine::new();
    machine.state = std::array::from_fn(|i| i as u8);
    let mut asm = Asm::new();
    let long = asm.push(inst(Op::GetReg, I64, 0, 0), &[]);
    let word = asm.push(inst(Op::GetReg, I32, 0, 1), &[]);
    let vector = asm.push(inst(Op::GetReg, Type::V128, 0, 2), &[]);
    let other = asm.push(inst(Op::GetReg, Type::V128, 0, 3), &[]);
    let zero = asm.constant(I64, 0);
    let chosen = asm.push(inst(Op::Select, Type::V128, 0, 0), &[zero, vector, other]);
    asm.push(inst(Op::SetReg, Type::V128, 0, 2), &[chosen]);
    let wide_word = asm.push(inst(Op::SExt32, I64, 0, 0), &[word]);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[wide_word]);
    let narrow_long = asm.push(inst(Op::Trunc, I32, 0, 0), &[long]);
    asm.push(inst(Op::SetReg, I32, 0, 1), &[narrow_long]);
    asm.block.terminal = Terminal::JumpInd { target: long };
    assert_eq!(machine.run(&asm.block), Exit::Kind(ExitKind::Lookup));
    let expected: [u8; 56] = std::array::from_fn(|i| match i {
        0..4 => i as u8 + 8,
        4..8 => 0,
        8..12 => i as u8 - 8,
        16..32 => i as u8 + 16,
        48..56 => i as u8 - 48,
        _ => i as u8,
    });
    assert_eq!(machine.state[..56], expected);
    assert_eq!(
        machine.guest().pc(),
        u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7])
    );
    assert_eq!(Reg(2).index(), 2);
}

#[test]
fn fences_have_no_result() {
    for kind in Fence::ALL {
        assert_eq!(
            Machine::new().value_of(inst(Op::Fence, Type::Void, *kind as u8, 0), &[]),
            Ok(0)
        );
    }
}

#[test]
fn traps_report_at_their_instruction() {
    for (trap, exit) in [
        (Trap::Misaligned, Exit::Misaligned(0x77)),
        (Trap::Illegal, Exit::Kind(ExitKind::Illegal)),
        (Trap::FlushCode, Exit::Kind(ExitKind::FlushCode)),
        (Trap::StackMisaligned, Exit::Kind(ExitKind::StackMisaligned)),
    ] {
        let trap = inst(Op::TrapIf, Type::Void, trap as u8, 0);
        let mut machine = Machine::new();
        assert_eq!(machine.value_of(trap, &[(I64, 0), (I64, 0x77)]), Ok(0));
        assert_eq!(machine.guest().pc(), 0x1004);
        assert_eq!(machine.value_of(trap, &[(I64, 1), (I64, 0x77)]), Err(exit));
        assert_eq!(machine.guest().pc(), 0x1000);
    }
}

#[test]
fn a_trap_keeps_the_state_of_earlier_instructions() {
    let mut asm = Asm::new();
    let one = asm.constant(I64, 1);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[one]);
    asm.push(inst(Op::InsnStart, Type::Void, 2, 0x1004), &[]);
    asm.push(
        inst(Op::TrapIf, Type::Void, Trap::Illegal as u8, 0),
        &[one, one],
    );
    let two = asm.constant(I64, 2);
    asm.push(inst(Op::SetReg, I64, 0, 0), &[two]);
    let mut machine = Machine::new();
    assert_eq!(machine.run(&asm.block), Exit::Kind(ExitKind::Illegal));
    assert_eq!(
        (machine.guest().pc(), machine.guest().read_u64(0)),
        (0x1004, 1)
    );
}

#[test]
fn helpers_get_their_operands() {
    let call = inst(Op::CallHelper, I64, 0, 0);
    let operands = [(I64, 1), (I64, 2), (I64, 3), (I64, 4)];
    assert_eq!(Machine::new().value_of(call, &operands), Ok(4321));
    assert_eq!(Machine::new().value_of(call, &operands[..2]), Ok(21));
}

#[test]
fn terminals_set_pc() {
    let (taken, next, ret) = (0x2000, 0x1004, 0x1008);
    for cond in [0, 1] {
        let mut asm = Asm::new();
        let value = asm.constant(I64, cond);
        let after_branch = if cond == 1 { taken } else { next };
        for (terminal, pc, kind) in [
            (Terminal::Jump { target: taken }, taken, ExitKind::Lookup),
            (
                Terminal::Branch {
                    cond: value,
                    taken,
                    next,
                },
                after_branch,
                ExitKind::Lookup,
            ),
            (
                Terminal::Call { target: taken, ret },
                taken,
                ExitKind::Lookup,
            ),
            (
                Terminal::CallInd { target: value, ret },
                cond,
                ExitKind::Lookup,
            ),
            (Terminal::JumpInd { target: value }, cond, ExitKind::Lookup),
            (Terminal::Return { target: value }, cond, ExitKind::Lookup),
            (
                Terminal::Exit {
                    kind: ExitKind::Breakpoint,
                    pc: next,
                },
                next,
                ExitKind::Breakpoint,
            ),
        ] {
            asm.block.terminal = terminal;
            let mut machine = Machine::new();
            assert_eq!(machine.run(&asm.block), Exit::Kind(kind));
            assert_eq!(machine.guest().pc(), pc, "{terminal:?}");
        }
    }
}

#[test]
fn shifts_that_make_a_rotation_are_one() {
    let x = 0x8765_4321_0fed_cba9_u64;
    let run = |build: &dyn Fn(&Builder) -> Value| {
        let mut machine = Machine::new();
        machine.state[..8].copy_from_slice(&x.to_le_bytes());
        let b = Builder::new(machine.regs);
        b.start(0);
        b.insn(0, 4);
        let v = build(&b);
        b.end(Terminal::Jump { target: 4 });
        b.with_block(|block| {
            machine.run(block);
            let rotates = block.insts.iter().any(|inst| inst.op == Op::RotR);
            (machine.result(v).0, rotates)
        })
    };
    let long = |b: &Builder| b.get(Reg(0));
    let extended = |b: &Builder, left, right| {
        // Each reads the low half for itself, as instructions do.
        let left = b.sext32(b.shl_imm(b.trunc(long(b)), left));
        let right = b.sext32(b.shr_imm(b.trunc(long(b)), right));
        b.or(right, left)
    };
    let sext = |word: u32| i64::from(word.cast_signed()).cast_unsigned();
    let word = x as u32;
    assert_eq!(
        run(&|b| extended(b, 25, 7)),
        (sext(word.rotate_right(7)), true)
    );
    assert_eq!(
        run(&|b| extended(b, 1, 31)),
        (sext(word.rotate_left(1)), true)
    );
    let no_rotation = sext(word << 24) | sext(word >> 7);
    assert_eq!(run(&|b| extended(b, 24, 7)), (no_rotation, false));
    let whole = |b: &Builder| b.or(b.shl_imm(long(b), 13), b.shr_imm(long(b), 51));
    assert_eq!(run(&whole), (x.rotate_left(13), true));
    let arithmetic = |b: &Builder| b.or(b.shl_imm(long(b), 13), b.sar_imm(long(b), 51));
    let signs = (x.cast_signed() >> 51).cast_unsigned();
    assert_eq!(run(&arithmetic), (x << 13 | signs, false));
    let others = |b: &Builder| b.or(b.shl_imm(long(b), 13), b.shr_imm(b.not(long(b)), 51));
    assert_eq!(run(&others), (x << 13 | !x >> 51, false));
}
