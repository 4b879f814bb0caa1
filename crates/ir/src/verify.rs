//! Checks that a block obeys the rules of [`crate::ops`]: operands defined before use and of the right type.

use crate::block::{Block, Inst, Value};
use crate::ops::Op;
use crate::regfile::RegFile;
use crate::types::{Lane, Type};

/// Checks `block`.
///
/// # Errors
/// A sentence naming the first offending operation.
pub fn verify(block: &Block, regs: &RegFile) -> Result<(), String> {
    for (i, inst) in block.insts.iter().enumerate() {
        check_operands_defined(block, i, inst)?;
        check_types(block, regs, inst).map_err(|e| format!("%{i} {}: {e}", inst.op.name()))?;
    }
    if let Some(v) = block.terminal.operand()
        && (v.index() >= block.insts.len() || block.inst(v).result_type() != Type::I64)
    {
        return Err(format!("terminal operand {v} is not an i64 value"));
    }
    Ok(())
}

fn check_operands_defined(block: &Block, i: usize, inst: &Inst) -> Result<(), String> {
    if inst.op.has_extra() && inst.args[0].index() + inst.args[1].index() > block.extra.len() {
        return Err(format!(
            "%{i} {}: extra operands out of range",
            inst.op.name()
        ));
    }
    for v in block.args(inst) {
        if v.index() >= i || block.inst(*v).result_type() == Type::Void {
            return Err(format!(
                "%{i} {}: operand {v} is not defined",
                inst.op.name()
            ));
        }
    }
    Ok(())
}

fn check_types(block: &Block, regs: &RegFile, inst: &Inst) -> Result<(), String> {
    let args = block.args(inst);
    let expect = |n: usize, ty: Type| expect_type(block, args[n], ty);
    match inst.op {
        Op::GetReg | Op::SetReg => {
            let Some(reg) = regs.regs.get(inst.imm as usize) else {
                return Err("no such register".into());
            };
            if reg.ty != inst.ty {
                return Err(format!("{} is not of type {}", reg.name, inst.ty.name()));
            }
            args.iter()
                .try_for_each(|v| expect_type(block, *v, inst.ty))
        }
        Op::Trunc => expect(0, Type::I64),
        Op::SExt32 | Op::ZExt32 => expect(0, Type::I32),
        Op::Select => expect(0, Type::I64)
            .and(expect(1, inst.ty))
            .and(expect(2, inst.ty)),
        Op::FToSI
        | Op::FToUI
        | Op::SIToF
        | Op::UIToF
        | Op::FCvt
        | Op::FBits
        | Op::FBox
        | Op::VFromF => expect(0, inst.operand_type()),
        Op::FFromV => expect(0, Type::V128),
        Op::FFromBits => expect(
            0,
            if inst.ty == Type::F64 {
                Type::I64
            } else {
                Type::I32
            },
        ),
        Op::FlagsAdc => expect(0, inst.ty)
            .and(expect(1, inst.ty))
            .and(expect(2, Type::I64)),
        Op::FlagsFromBits => expect(0, Type::I64),
        Op::FlagsBits | Op::FlagTest => expect(0, Type::Flags),
        Op::FUnbox | Op::FCvtMod => expect(0, Type::F64),
        Op::VDup | Op::VFromInt => expect(0, lane_type(inst)),
        Op::VGetLane => expect(0, Type::V128),
        Op::VSetLane => expect(0, Type::V128).and(expect(1, lane_type(inst))),
        Op::Load | Op::LoadExclusive | Op::LoadExclusive128 => expect(0, Type::I64),
        Op::Store | Op::AtomicRmw => expect(0, Type::I64).and(expect(1, inst.ty)),
        Op::AtomicCas => expect(0, Type::I64)
            .and(expect(1, inst.ty))
            .and(expect(2, inst.ty)),
        Op::StoreExclusive | Op::TrapIf => expect(0, Type::I64).and(expect(1, Type::I64)),
        Op::Crc32 => expect(0, Type::I32).and(expect(1, Type::I64)),
        Op::AtomicCas128 | Op::StoreExclusive128 | Op::CallHelper => args
            .iter()
            .try_for_each(|v| expect_type(block, *v, Type::I64)),
        _ => args
            .iter()
            .try_for_each(|v| expect_type(block, *v, inst.ty)),
    }
}

/// The integer type that holds a lane of a vector operation.
fn lane_type(inst: &Inst) -> Type {
    if inst.lane() == Lane::D {
        Type::I64
    } else {
        Type::I32
    }
}

fn expect_type(block: &Block, v: Value, ty: Type) -> Result<(), String> {
    let found = block.inst(v).result_type();
    if found == ty {
        Ok(())
    } else {
        Err(format!(
            "operand {v} is {}, expected {}",
            found.name(),
            ty.name()
        ))
    }
}
