//! The textual form of a block, for `-d ir`, tests and failure reports.
//!
//! ```text
//! block 0x10234 (3 insns, 10 bytes)
//!   insn 0x10234 4
//!   %1 = get.i64 a0
//!   %2 = iconst.i64 0x10
//!   %3 = add.i64 %1, %2
//!   set.i64 a0, %3
//!   jump 0x10238
//! ```

use std::fmt::{self, Display, Write};

use crate::block::{Block, Inst, Value};
use crate::helper::Helper;
use crate::ops::Op;
use crate::regfile::RegFile;
use crate::terminal::Terminal;
use crate::types::Type;

/// Prints a block with the names of its guest's registers and helpers.
#[derive(Debug, Clone, Copy)]
pub struct Printer<'a> {
    /// The block.
    pub block: &'a Block,
    /// Register names.
    pub regs: &'static RegFile,
    /// Helper names.
    pub helpers: &'static [Helper],
}

impl Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "%{}", self.0)
    }
}

impl Display for Printer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b = self.block;
        writeln!(
            f,
            "block {:#x} ({} insns, {} bytes)",
            b.pc, b.guest_insns, b.guest_len
        )?;
        for (i, inst) in b.insts.iter().enumerate() {
            self.inst(f, i, inst)?;
        }
        writeln!(f, "  {}", self.terminal())
    }
}

impl Printer<'_> {
    fn inst(&self, f: &mut fmt::Formatter<'_>, index: usize, inst: &Inst) -> fmt::Result {
        if inst.op == Op::InsnStart {
            return writeln!(f, "  insn {:#x} {}", inst.imm, inst.aux);
        }
        f.write_str("  ")?;
        if inst.result_type() != Type::Void {
            write!(f, "%{index} = ")?;
        }
        f.write_str(inst.op.name())?;
        if let Some(a) = attribute(inst) {
            write!(f, ".{a}")?;
        }
        if inst.ty != Type::Void {
            write!(f, ".{}", inst.ty.name())?;
        }
        let mut operands = self.immediate(inst);
        for v in self.block.args(inst) {
            if !operands.is_empty() {
                operands.push_str(", ");
            }
            write!(operands, "{v}")?;
        }
        if crate::vector::has_number(inst.op) {
            write!(operands, ", #{}", inst.imm)?;
        }
        if matches!(inst.op, Op::Load | Op::Store) && inst.imm != 0 {
            write!(operands, ", {:+}", inst.imm)?;
        }
        if operands.is_empty() {
            writeln!(f)
        } else {
            writeln!(f, " {operands}")
        }
    }

    fn immediate(&self, inst: &Inst) -> String {
        match inst.op {
            Op::IConst | Op::FConst | Op::VConst => format!("{:#x}", inst.imm),
            Op::GetReg | Op::SetReg => {
                let name = self
                    .regs
                    .regs
                    .get(inst.imm as usize)
                    .map_or("?", |r| r.name);
                name.to_string()
            }
            Op::CallHelper => self
                .helpers
                .get(inst.imm as usize)
                .map_or("?", |h| h.name)
                .to_string(),
            _ => String::new(),
        }
    }

    fn terminal(&self) -> String {
        match self.block.terminal {
            Terminal::Jump { target } => format!("jump {target:#x}"),
            Terminal::Branch { cond, taken, next } => {
                format!("branch {cond}, {taken:#x}, {next:#x}")
            }
            Terminal::Call { target, ret } => format!("call {target:#x}, ret {ret:#x}"),
            Terminal::CallInd { target, ret } => format!("call_ind {target}, ret {ret:#x}"),
            Terminal::JumpInd { target } => format!("jump_ind {target}"),
            Terminal::Return { target } => format!("return {target}"),
            Terminal::Exit { kind, pc } => format!("exit {kind:?} {pc:#x}"),
        }
    }
}

/// The attribute of an operation as text.
fn attribute(inst: &Inst) -> Option<String> {
    if crate::vector::has_lanes(inst.op) {
        return Some(crate::vector::attribute(inst));
    }
    Some(match inst.op {
        Op::ICmp => inst.cond().name().into(),
        Op::FlagTest => inst.flag_cond().name().into(),
        Op::FCmp => inst.fcond().name().into(),
        Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FSqrt | Op::Fma => {
            inst.round().name().into()
        }
        Op::FToSI | Op::FToUI | Op::SIToF | Op::UIToF | Op::FCvt => {
            format!("{}.{}", inst.round().name(), inst.operand_type().name())
        }
        Op::FRoundTo => format!("{}.{}", inst.round().name(), inst.imm),
        Op::FRound => {
            format!(
                "{}{}",
                inst.round().name(),
                if inst.imm != 0 { ".nx" } else { "" }
            )
        }
        Op::FBits | Op::FBox | Op::VFromF => inst.operand_type().name().into(),
        op if crate::vector_float::is_vector_float(op) => crate::vector_float::attribute(inst),
        Op::FMin | Op::FMax => inst.min_max().name().into(),
        Op::Load | Op::Store => {
            let sign = if inst.mem().signed { "s" } else { "u" };
            let several = if inst.mem().several { ".several" } else { "" };
            format!("{sign}{}{several}", inst.mem().width.bytes())
        }
        Op::AtomicRmw => format!("{}{}", inst.rmw().name(), inst.width().bytes()),
        Op::AtomicCas | Op::LoadExclusive | Op::StoreExclusive => inst.width().bytes().to_string(),
        Op::Crc32 => {
            let polynomial = if inst.imm != 0 { "c" } else { "" };
            format!("{polynomial}{}", inst.width().bytes())
        }
        Op::AesSub | Op::AesMix if inst.aux != 0 => "inverse".into(),
        Op::ClMulWide => inst.aux.to_string(),
        Op::Sha1Rounds => inst.sha1_fn().name().into(),
        Op::Dot => inst.dot_kind().name().into(),
        Op::Pick32 => format!("{:#04x}", inst.imm),
        Op::Fence => inst.fence().name().into(),
        Op::TrapIf => inst.trap().name().into(),
        _ => return None,
    })
}
