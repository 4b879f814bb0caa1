//! Comparisons, modes and flags of floating point.

use ir::{ExitKind, FCond, MinMax, Op, RegFile, Round, Type};

use super::{
    ARM_REGS, ARM_REGS_BASE, Asm, F32, F64, I64, Machine, NAN32, NAN64, ONE32, ONE64, REGS,
    SIGNALING32, inst,
};
use crate::Exit;

/// The operations tested here.
pub(super) const TESTED: &[Op] = &[
    Op::FMin,
    Op::FMax,
    Op::FCmp,
    Op::FRound,
    Op::FFlagsGet,
    Op::FFlagsSet,
    Op::FrmSet,
    Op::FFromV,
    Op::VFromF,
];

#[test]
fn float_conditions_and_flags() {
    let cases = [
        (FCond::Eq, ONE32, ONE32, 1, 0),
        (FCond::Eq, ONE32, NAN32, 0, 0),
        (FCond::Eq, ONE32, SIGNALING32, 0, 16),
        (FCond::Lt, 0, ONE32, 1, 0),
        (FCond::Lt, NAN32, ONE32, 0, 16),
        (FCond::Le, 0, 1 << 31, 1, 0),
        (FCond::Le, NAN32, ONE32, 0, 16),
        (FCond::LtQuiet, 1, 0, 0, 0),
        (FCond::LtQuiet, NAN32, ONE32, 0, 0),
        (FCond::LeQuiet, ONE32, ONE32, 1, 0),
        (FCond::LeQuiet, NAN32, SIGNALING32, 0, 16),
    ];
    for (cond, a, b, expected, flags) in cases {
        let mut machine = Machine::new();
        let fcmp = inst(Op::FCmp, F32, cond as u8, 0);
        assert_eq!(
            machine.value_of(fcmp, &[(F32, a), (F32, b)]),
            Ok(expected),
            "{}",
            cond.name()
        );
        assert_eq!(machine.fflags(), flags, "{}", cond.name());
    }
}

#[test]
fn minimum_and_maximum_follow_their_rule() {
    let cases = [
        (Op::FMin, MinMax::Number, 0, 1 << 31, 1 << 31, 0),
        (Op::FMax, MinMax::Number, 0, 1 << 31, 0, 0),
        (Op::FMin, MinMax::Number, NAN32, ONE32, ONE32, 0),
        (Op::FMax, MinMax::Number, SIGNALING32, ONE32, ONE32, 16),
        (Op::FMin, MinMax::Propagate, NAN32, ONE32, NAN32, 0),
        (Op::FMax, MinMax::Propagate, ONE32, SIGNALING32, NAN32, 16),
    ];
    for (op, rule, a, b, expected, flags) in cases {
        let mut machine = Machine::new();
        let result = machine.value_of(inst(op, F32, rule as u8, 0), &[(F32, a), (F32, b)]);
        assert_eq!(
            (result, machine.fflags()),
            (Ok(expected), flags),
            "{} {a:x}",
            op.name()
        );
    }
}

#[test]
fn rounding_modes_static_and_dynamic() {
    // -2.5 to an integral value, by mode in the order of frm.
    let rounded = [-2f64, -2.0, -3.0, -2.0, -3.0];
    let modes = [Round::Rne, Round::Rtz, Round::Rdn, Round::Rup, Round::Rmm];
    for (frm, (mode, expected)) in modes.into_iter().zip(rounded).enumerate() {
        let operand = [(F64, (-2.5f64).to_bits())];
        for (round, signal) in [(mode, 0), (mode, 1), (Round::Dyn, 1)] {
            let mut machine = Machine::new();
            machine.set_frm(frm as u32);
            let result = machine.value_of(inst(Op::FRound, F64, round as u8, signal), &operand);
            assert_eq!(result, Ok(expected.to_bits()), "{}", round.name());
            assert_eq!(machine.fflags(), signal as u32);
        }
    }
    for reserved in [5, 6, 7, 256] {
        let mut machine = Machine::new();
        machine.set_frm(reserved);
        let add = inst(Op::FAdd, F64, Round::Dyn as u8, 0);
        let result = machine.value_of(add, &[(F64, ONE64), (F64, ONE64)]);
        assert_eq!(result, Err(Exit::Kind(ExitKind::Illegal)));
        assert_eq!(machine.guest().pc(), 0x1000);
    }
}

#[test]
fn float_flags_accumulate() {
    let mut machine = Machine::new();
    let set = inst(Op::FFlagsSet, I64, 0, 0);
    assert_eq!(machine.value_of(set, &[(I64, 0xffe2)]), Ok(0));
    let div = inst(Op::FDiv, F64, Round::Rne as u8, 0);
    assert_eq!(
        machine.value_of(div, &[(F64, ONE64), (F64, 0)]),
        Ok(0x7ff0 << 48)
    );
    assert_eq!(
        machine.value_of(inst(Op::FFlagsGet, I64, 0, 0), &[]),
        Ok(0b01010)
    );
    machine
        .value_of(inst(Op::FrmSet, I64, 0, 0), &[(I64, 4)])
        .expect("FrmSet stays in the block");
    assert_eq!(machine.guest().read_u32(REGS.frm_offset), 4);
}

#[test]
fn nans_follow_the_guest() {
    let payload = NAN64 | 5;
    for (regs, sum, int) in [(&REGS, NAN64, i64::MAX as u64), (&ARM_REGS, payload, 0)] {
        let mut machine = Machine {
            regs,
            ..Machine::new()
        };
        let add = inst(Op::FAdd, F64, Round::Rne as u8, 0);
        assert_eq!(
            machine.value_of(add, &[(F64, ONE64), (F64, payload)]),
            Ok(sum)
        );
        let to_int = inst(Op::FToSI, I64, Round::Rtz as u8, F64 as i64);
        assert_eq!(machine.value_of(to_int, &[(F64, payload)]), Ok(int));
    }
}

/// A float read from the lowest lane of a vector register, and put into one.
#[test]
fn floats_in_vectors() {
    let mut machine = Machine::new();
    let mut asm = Asm::new();
    let vector = asm.push(inst(Op::GetReg, Type::V128, 0, 2), &[]);
    let float = asm.push(inst(Op::FFromV, F32, 0, 0), &[vector]);
    let again = asm.push(inst(Op::VFromF, Type::V128, 0, F32 as i64), &[float]);
    asm.push(inst(Op::SetReg, Type::V128, 0, 3), &[again]);
    machine.state[16..48].fill(0xff);
    machine.state[16..20].copy_from_slice(&(ONE32 as u32).to_le_bytes());
    machine.run(&asm.block);
    assert_eq!(machine.interp.values[float.index()], ONE32);
    assert_eq!(machine.state[32..48], u128::from(ONE32).to_le_bytes());
}

/// Modes that a guest switches on: default NaN, flushing to zero.
#[test]
fn float_modes() {
    static MODE_REGS: RegFile = RegFile {
        fp_mode_offset: Some(0),
        stale_code_offset: None,
        ..ARM_REGS_BASE
    };
    let sum = |mode: u32, a: u64, b: u64| {
        let mut machine = Machine::new();
        machine.regs = &MODE_REGS;
        machine.state[..4].copy_from_slice(&mode.to_ne_bytes());
        let fadd = inst(Op::FAdd, F32, Round::Rne as u8, 0);
        let bits = machine.value_of(fadd, &[(F32, a), (F32, b)]);
        (bits, machine.fflags())
    };
    let flags = |flags: u64| flags as u32;
    assert_eq!(sum(0, 0x7fc0_1234, ONE32), (Ok(0x7fc0_1234), 0));
    let default_nan = ir::fp_mode::DEFAULT_NAN;
    assert_eq!(sum(default_nan, 0x7fc0_1234, ONE32), (Ok(NAN32), 0));
    assert_eq!(sum(0, 1, 1), (Ok(2), 0));
    let id = flags(ir::fflags::ID);
    assert_eq!(sum(ir::fp_mode::FLUSH, 1, 1 << 31 | 1), (Ok(0), id));
    let uf = flags(ir::fflags::UF);
    let (a, b) = (0x0080_0001, 0x8080_0000);
    assert_eq!(sum(ir::fp_mode::FLUSH, a, b), (Ok(0), uf));
}
