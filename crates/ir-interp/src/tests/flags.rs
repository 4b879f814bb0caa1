//! Integer flags: how they are made and what conditions ask of them.

use ir::{Inst, Op, Type, Value};

use super::{Asm, F32, I32, I64, Machine, NAN32, ONE32, inst};

/// The operations tested here.
pub(super) const TESTED: &[Op] = &[
    Op::FlagsAdd,
    Op::FlagsSub,
    Op::FlagsAdc,
    Op::FlagsLogic,
    Op::FlagsFCmp,
    Op::FlagsFromBits,
    Op::FlagsBits,
    Op::FlagTest,
];

/// N, Z, C, V in bits 3..0 of an operation that makes flags.
fn nzcv(op: Inst, operands: &[(Type, u64)]) -> u64 {
    let flags = Machine::new().value_of(op, operands).expect("flags");
    ir::nzcv::to_bits(flags) >> 28
}

#[test]
fn flags_of_integers() {
    const MIN32: u64 = 1 << 31;
    const MIN64: u64 = 1 << 63;
    let cases = [
        (Op::FlagsAdd, I32, u32::MAX as u64, 1, 0, 0b0110),
        (Op::FlagsAdd, I32, MIN32 - 1, 1, 0, 0b1001),
        (Op::FlagsAdd, I64, u64::MAX, 1, 0, 0b0110),
        (Op::FlagsAdd, I64, MIN64, MIN64, 0, 0b0111),
        (Op::FlagsSub, I32, 0, 0, 0, 0b0110),
        (Op::FlagsSub, I32, 1, 2, 0, 0b1000),
        (Op::FlagsSub, I64, MIN64, 1, 0, 0b0011),
        (Op::FlagsSub, I64, 2, 1, 0, 0b0010),
        (Op::FlagsAdc, I32, u32::MAX as u64, 0, 1, 0b0110),
        (Op::FlagsAdc, I64, 5, !5, 0, 0b1000),
        (Op::FlagsAdc, I64, 5, !5, 1, 0b0110),
    ];
    for (op, ty, a, b, carry, expected) in cases {
        let operands = [(ty, a), (ty, b), (I64, carry)];
        let found = nzcv(inst(op, ty, 0, 0), &operands[..op.arity()]);
        assert_eq!(found, expected, "{op:?} {a:#x} {b:#x} {carry}");
    }
    for (ty, a, expected) in [(I32, 0, 0b0100), (I32, MIN32, 0b1000), (I64, MIN32, 0)] {
        let found = nzcv(inst(Op::FlagsLogic, ty, 0, 0), &[(ty, a)]);
        assert_eq!(found, expected, "{a:#x}");
    }
}

#[test]
fn flags_of_floats_and_bits() {
    let cases = [
        (ONE32, NAN32, 0b0011),
        (ONE32, ONE32, 0b0110),
        (0, ONE32, 0b1000),
        (ONE32, 0, 0b0010),
    ];
    for (a, b, expected) in cases {
        let op = inst(Op::FlagsFCmp, F32, 0, 0);
        assert_eq!(nzcv(op, &[(F32, a), (F32, b)]), expected, "{a:#x} {b:#x}");
    }
    for (signaling, invalid) in [(0, 0), (1, 16)] {
        let mut machine = Machine::new();
        let op = inst(Op::FlagsFCmp, F32, 0, signaling);
        machine
            .value_of(op, &[(F32, ONE32), (F32, NAN32)])
            .expect("flags");
        assert_eq!(machine.fflags(), invalid);
    }
    let mut asm = Asm::new();
    let bits = asm.constant(I64, 0xafff_ffff);
    let flags = asm.push(inst(Op::FlagsFromBits, Type::Flags, 0, 0), &[bits]);
    let back = asm.push(inst(Op::FlagsBits, I64, 0, 0), &[flags]);
    let carry = asm.push(inst(Op::FlagTest, I64, ir::FlagCond::Cs as u8, 0), &[flags]);
    let zero = asm.push(inst(Op::FlagTest, I64, ir::FlagCond::Eq as u8, 0), &[flags]);
    let mut machine = Machine::new();
    machine.run(&asm.block);
    let value = |v: Value| machine.interp.values[v.index()];
    assert_eq!(
        (value(back), value(carry), value(zero)),
        (0xa000_0000, 1, 0)
    );
}
