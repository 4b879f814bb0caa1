//! One row per IR operation.

use std::sync::atomic::{Ordering, compiler_fence, fence};

use ir::{ExitKind, Fence, GuestAddr, Inst, Op, Reg, RegInfo, Round, Trap, Type, Value, fp_mode};
use softfloat::{Env, IntType, Outcome, Rounding, Tininess};

use crate::memory;
use crate::{Exit, Frame, Guest, crypto, float, int};

impl From<crate::Fault> for Exit {
    fn from(fault: crate::Fault) -> Exit {
        Exit::Fault(fault)
    }
}

const LOW32: u64 = u32::MAX as u64;

/// `value` with the upper half clear if the type is I32.
fn in_type(ty: Type, value: u64) -> u64 {
    if ty == Type::I32 {
        value & LOW32
    } else {
        value
    }
}

/// The value of an IConst.
pub(crate) fn constant(inst: &Inst) -> u64 {
    in_type(inst.ty, inst.imm as u64)
}

impl Frame<'_> {
    pub(crate) fn value(&self, v: Value) -> u64 {
        self.values[v.index()]
    }

    /// Executes one operation; its result, or 0 if it has none (or a V128 one).
    #[inline(always)]
    pub(crate) fn step(
        &mut self,
        inst: &Inst,
        index: usize,
        guest: &mut Guest,
    ) -> Result<u64, Exit> {
        let ty = inst.ty;
        // The operands that the operation's row gives it; only its own are evaluated.
        macro_rules! a {
            () => {
                self.value(inst.args[0])
            };
        }
        macro_rules! b {
            () => {
                self.value(inst.args[1])
            };
        }
        macro_rules! c {
            () => {
                self.value(inst.args[2])
            };
        }
        // An integer operation on numbers of the operation's width.
        macro_rules! by_width {
            ($narrow:ty, $wide:ty, |$a:ident| $result:expr) => {
                if ty == Type::I32 {
                    let $a = a!() as $narrow;
                    ($result) as u32 as u64
                } else {
                    let $a = a!() as $wide;
                    ($result) as u64
                }
            };
            ($narrow:ty, $wide:ty, |$a:ident, $b:ident| $result:expr) => {
                if ty == Type::I32 {
                    let ($a, $b) = (a!() as $narrow, b!() as $narrow);
                    ($result) as u32 as u64
                } else {
                    let ($a, $b) = (a!() as $wide, b!() as $wide);
                    ($result) as u64
                }
            };
        }
        macro_rules! unsigned {
            ($($operation:tt)+) => { by_width!(u32, u64, $($operation)+) };
        }
        macro_rules! signed {
            ($($operation:tt)+) => { by_width!(i32, i64, $($operation)+) };
        }
        // A float operation on the guest's environment: keeps the result, accumulates the flags.
        macro_rules! float {
            (|$env:ident| $outcome:expr) => {{
                let $env = environment(inst.round(), guest)?;
                accrue($outcome, guest)
            }};
        }
        Ok(match inst.op {
            Op::InsnStart => 0,
            Op::IConst => constant(inst),
            Op::FConst => inst.imm as u64 & float::mask(ty),
            Op::GetReg => self.get_reg(inst, index, guest),
            Op::SetReg => self.set_reg(inst, guest),

            Op::Add => in_type(ty, a!().wrapping_add(b!())),
            Op::Sub => in_type(ty, a!().wrapping_sub(b!())),
            Op::Mul => in_type(ty, a!().wrapping_mul(b!())),
            Op::MulHU => int::mul_high_unsigned(a!(), b!()),
            Op::MulHS => int::mul_high_signed(a!() as i64, b!() as i64),
            Op::MulHSU => int::mul_high_signed_unsigned(a!() as i64, b!()),
            Op::SDiv => {
                signed!(|a, b| if b == 0 { 0 } else { a.wrapping_div(b) })
            }
            Op::UDiv => unsigned!(|a, b| a.checked_div(b).unwrap_or(0)),
            Op::SRem => {
                signed!(|a, b| if b == 0 { a } else { a.wrapping_rem(b) })
            }
            Op::URem => unsigned!(|a, b| a.checked_rem(b).unwrap_or(a)),
            Op::And => a!() & b!(),
            Op::Or => a!() | b!(),
            Op::Xor => a!() ^ b!(),
            Op::AndN => a!() & !b!(),
            Op::OrN => in_type(ty, a!() | !b!()),
            Op::XNor => in_type(ty, !(a!() ^ b!())),
            Op::Shl => unsigned!(|a, b| a.wrapping_shl(b as u32)),
            Op::Shr => unsigned!(|a, b| a.wrapping_shr(b as u32)),
            Op::Sar => signed!(|a, b| a.wrapping_shr(b as u32)),
            Op::RotR => {
                unsigned!(|a, b| a.rotate_right(b as u32 % (ty.bytes() * 8)))
            }
            Op::SMin => signed!(|a, b| a.min(b)),
            Op::SMax => signed!(|a, b| a.max(b)),
            Op::UMin => a!().min(b!()),
            Op::UMax => a!().max(b!()),
            Op::ClMul => int::clmul(a!(), b!()) as u64,
            Op::ClMulH => (int::clmul(a!(), b!()) >> 64) as u64,
            Op::Clz => unsigned!(|a| a.leading_zeros()),
            Op::Ctz => unsigned!(|a| a.trailing_zeros()),
            Op::PopCnt => u64::from(a!().count_ones()),
            Op::BSwap => unsigned!(|a| a.swap_bytes()),
            Op::BitRev => unsigned!(|a| a.reverse_bits()),
            Op::BitRev8 => unsigned!(|a| a.reverse_bits().swap_bytes()),
            Op::OrcB => int::orc_b(a!()),
            Op::Trunc | Op::ZExt32 => a!() & LOW32,
            Op::SExt8 => in_type(ty, a!() as i8 as u64),
            Op::SExt16 => in_type(ty, a!() as i16 as u64),
            Op::SExt32 => a!() as i32 as u64,
            Op::ICmp => compare(inst, a!(), b!()),
            Op::Select => {
                let chosen = if a!() != 0 {
                    inst.args[1]
                } else {
                    inst.args[2]
                };
                self.copy_wide(ty, chosen, index);
                self.value(chosen)
            }

            Op::FlagsAdd => int::flags_of_sum(ty, a!(), b!(), 0),
            Op::FlagsSub => int::flags_of_sum(ty, a!(), in_type(ty, !b!()), 1),
            Op::FlagsAdc => int::flags_of_sum(ty, a!(), b!(), c!()),
            Op::FlagsLogic => int::flags_of(ty, a!(), false, false),
            Op::FlagsFCmp => accrue(
                float::compare_to_flags(inst, a!(), b!(), unrounded(guest)),
                guest,
            ),
            Op::FlagsFromBits => ir::nzcv::from_bits(a!()),
            Op::FlagsBits => ir::nzcv::to_bits(a!()),
            Op::FlagTest => u64::from(inst.flag_cond().holds(a!())),

            Op::FAdd => float!(|env| float::add(ty, a!(), b!(), env)),
            Op::FSub => float!(|env| float::sub(ty, a!(), b!(), env)),
            Op::FMul => float!(|env| float::mul(ty, a!(), b!(), env)),
            Op::FDiv => float!(|env| float::div(ty, a!(), b!(), env)),
            Op::FSqrt => float!(|env| float::sqrt(ty, a!(), env)),
            Op::Fma => float!(|env| float::fma(ty, a!(), b!(), c!(), env)),
            Op::FMin => accrue(float::min(inst, a!(), b!(), unrounded(guest)), guest),
            Op::FMax => accrue(float::max(inst, a!(), b!(), unrounded(guest)), guest),
            Op::FNeg => a!() ^ float::sign_bit(ty),
            Op::FAbs => a!() & !float::sign_bit(ty),
            Op::FCopySign => {
                let sign = float::sign_bit(ty);
                a!() & !sign | b!() & sign
            }
            Op::FXorSign => a!() ^ b!() & float::sign_bit(ty),
            Op::FCmp => {
                let env = unrounded(guest);
                accrue(float::compare(ty, inst.fcond(), a!(), b!(), env), guest)
            }
            Op::FClass => float::classify(ty, a!()),
            Op::FToSI => {
                let to = if ty == Type::I32 {
                    IntType::I32
                } else {
                    IntType::I64
                };
                let nan = float::nan_to_int(guest.regs.nan_mode);
                float!(|env| float::to_int(inst, to, a!(), nan, env))
            }
            Op::FToUI => {
                let to = if ty == Type::I32 {
                    IntType::U32
                } else {
                    IntType::U64
                };
                let nan = float::nan_to_int(guest.regs.nan_mode);
                float!(|env| float::to_int(inst, to, a!(), nan, env))
            }
            Op::SIToF => {
                let narrow = inst.operand_type() == Type::I32;
                let value = if narrow {
                    i64::from(a!() as i32)
                } else {
                    a!() as i64
                };
                float!(|env| float::from_signed(inst, value, env))
            }
            Op::UIToF => float!(|env| float::from_unsigned(inst, a!(), env)),
            Op::FCvt => float!(|env| float::convert(inst.operand_type(), ty, a!(), env)),
            Op::FRound => float!(|env| float::round(ty, a!(), inst.imm == 1, env)),
            Op::FRoundTo => float!(|env| float::round_to(ty, a!(), inst.imm as u32, env)),
            Op::FCvtMod => accrue(float::to_int_modular(a!(), unrounded(guest)), guest),
            Op::FBits => a!(),
            Op::FFromBits => a!() & float::mask(ty),
            Op::FBox => float::nan_box(inst.operand_type(), a!()),
            Op::FUnbox => float::nan_unbox(ty, a!()),
            // With that of flushed operands, which this engine alone raises: a copy of the register may be from before.
            Op::FFlagsGet => {
                u64::from(guest.read_u32(guest.regs.fflags_offset)) & (0x1f | ir::fflags::ID)
            }
            Op::FFlagsSet => {
                let at = guest.regs.fflags_offset;
                guest.write_u32(at, guest.read_u32(at) & !0x1f | a!() as u32 & 0x1f);
                0
            }
            Op::FrmSet => {
                guest.write_u32(guest.regs.frm_offset, a!() as u32);
                0
            }

            Op::VFAdd
            | Op::VFSub
            | Op::VFMul
            | Op::VFMulX
            | Op::VFDiv
            | Op::VFMulAdd
            | Op::VFMin
            | Op::VFMax
            | Op::VFSqrt
            | Op::VFCmp
            | Op::VFRound
            | Op::VFToInt
            | Op::VFFromInt
            | Op::VFWiden
            | Op::VFNarrow
            | Op::VFEstimate
            | Op::VFStep
            | Op::VFMulAddWide => self.vector_float(inst, index, guest)?,
            Op::FFromV => self.wide[inst.args[0].index()] as u64 & float::mask(ty),
            Op::VFromF => {
                self.wide[index] = u128::from(a!());
                0
            }
            // --- vectors of integers
            Op::VConst
            | Op::VAnd
            | Op::VOr
            | Op::VXor
            | Op::VAndN
            | Op::VBsl
            | Op::VAdd
            | Op::VSub
            | Op::VMul
            | Op::VAddSat
            | Op::VSubSat
            | Op::VAvg
            | Op::VMin
            | Op::VMax
            | Op::VAbs
            | Op::VCmp
            | Op::VShl
            | Op::VShr
            | Op::VShiftBy
            | Op::VMulL
            | Op::VPMulL
            | Op::VWiden
            | Op::VNarrow
            | Op::VZip
            | Op::VUzp
            | Op::VTrn
            | Op::VExt
            | Op::VRev
            | Op::VTbl
            | Op::VDup
            | Op::VDupLane
            | Op::VFromInt
            | Op::VGetLane
            | Op::VSetLane
            | Op::VLow
            | Op::VPopCnt
            | Op::VBitRev
            | Op::VClz => self.vector(inst, index),

            Op::Crc32 => crypto::crc32(inst.imm != 0, inst.width().bytes(), a!(), b!()),
            Op::AesSub
            | Op::AesMix
            | Op::ClMulWide
            | Op::Sha1Rounds
            | Op::Sha256Rounds
            | Op::Sha256Sigma0
            | Op::Sha256Sigma1
            | Op::Sm4Sub
            | Op::Dot
            | Op::BfDot
            | Op::Pick32 => {
                let operand = |n: usize| inst.args.get(n).and_then(|v| self.wide.get(v.index()));
                let operand = |n: usize| operand(n).copied().unwrap_or_default();
                self.wide[index] = crypto::compute(inst, operand(0), operand(1), operand(2));
                0
            }

            Op::Load => self.load(inst, index)?,
            Op::Store => self.store(inst)?,
            Op::MemMove => memory::move_bytes(a!(), b!(), c!() as i64)? as u64,
            Op::MemFill => memory::fill_bytes(a!(), b!() as u8, c!() as i64)? as u64,
            Op::AtomicRmw => memory::rmw(ty, inst.rmw(), inst.width(), a!(), b!())?,
            Op::AtomicCas => memory::compare_and_swap(ty, inst.width(), a!(), b!(), c!())?,
            Op::AtomicCas128 => self.compare_and_swap_wide(self.block.args(inst))?,
            Op::AtomicCas128Hi => self.monitor.cas128_hi,
            Op::LoadExclusive => {
                let (value, reservation) = memory::load_exclusive(inst.width(), a!())?;
                self.monitor.reservation = Some(reservation);
                value
            }
            Op::StoreExclusive => {
                memory::store_exclusive(self.monitor.reservation.take(), inst.width(), a!(), b!())?
            }
            Op::LoadExclusive128 => {
                let (low, reservation) = memory::load_exclusive_wide(a!())?;
                self.monitor.reservation = Some(reservation);
                low
            }
            Op::LoadExclusive128Hi => self.monitor.reservation.map_or(0, |r| r.high()),
            Op::StoreExclusive128 => {
                memory::store_exclusive_wide(self.monitor.reservation.take(), a!(), [b!(), c!()])?
            }
            Op::ClearExclusive => {
                self.monitor.reservation = None;
                0
            }
            Op::Fence => {
                match inst.fence() {
                    Fence::Weak => compiler_fence(Ordering::SeqCst),
                    Fence::Full => fence(Ordering::SeqCst),
                }
                0
            }

            Op::TrapIf if a!() == 0 => 0,
            Op::TrapIf => match inst.trap() {
                Trap::Misaligned => return Err(Exit::Misaligned(b!())),
                Trap::Illegal => return Err(Exit::Kind(ExitKind::Illegal)),
                Trap::FlushCode => return Err(Exit::Kind(ExitKind::FlushCode)),
                Trap::StackMisaligned => return Err(Exit::Kind(ExitKind::StackMisaligned)),
            },
            Op::CallHelper => self.call_helper(inst, guest),
        })
    }

    fn get_reg(&mut self, inst: &Inst, index: usize, guest: &Guest) -> u64 {
        let reg = register(inst, guest);
        if inst.ty == Type::I64 {
            return guest.read_u64(reg.offset);
        }
        match inst.ty {
            Type::Void => 0,
            Type::F16 => u64::from(u16::from_ne_bytes(guest.read(reg.offset))),
            Type::I32 | Type::F32 => u64::from(guest.read_u32(reg.offset)),
            Type::I64 | Type::F64 => guest.read_u64(reg.offset),
            Type::Flags => guest.read_u64(reg.offset) & ir::nzcv::ALL,
            Type::V128 => {
                self.wide[index] = u128::from_ne_bytes(guest.read(reg.offset));
                0
            }
        }
    }

    fn set_reg(&self, inst: &Inst, guest: &mut Guest) -> u64 {
        let reg = register(inst, guest);
        let value = self.value(inst.args[0]);
        if inst.ty == Type::I64 {
            guest.write_u64(reg.offset, value);
            return 0;
        }
        match inst.ty {
            Type::Void => {}
            Type::F16 => guest.write(reg.offset, (value as u16).to_ne_bytes()),
            Type::I32 | Type::F32 => guest.write_u32(reg.offset, value as u32),
            Type::I64 | Type::F64 | Type::Flags => guest.write_u64(reg.offset, value),
            Type::V128 => guest.write(reg.offset, self.wide[inst.args[0].index()].to_ne_bytes()),
        }
        0
    }

    /// Makes the V128 result of operation `index` that of `from`.
    fn copy_wide(&mut self, ty: Type, from: Value, index: usize) {
        if ty == Type::V128 {
            self.wide[index] = self.wide[from.index()];
        }
    }

    fn address(&self, inst: &Inst) -> GuestAddr {
        self.value(inst.args[0]).wrapping_add(inst.imm as u64)
    }

    fn load(&mut self, inst: &Inst, index: usize) -> Result<u64, Exit> {
        if inst.ty == Type::V128 {
            self.wide[index] = memory::load_wide(inst.mem().width, self.address(inst))?;
            return Ok(0);
        }
        Ok(memory::load(inst.ty, inst.mem(), self.address(inst))?)
    }

    fn store(&mut self, inst: &Inst) -> Result<u64, Exit> {
        if inst.ty == Type::V128 {
            let value = self.wide[inst.args[1].index()];
            memory::store_wide(inst.mem().width, self.address(inst), value)?;
        } else {
            memory::store(
                inst.mem().width,
                self.address(inst),
                self.value(inst.args[1]),
            )?;
        }
        Ok(0)
    }

    fn compare_and_swap_wide(&mut self, args: &[Value]) -> Result<u64, Exit> {
        let operand = |n: usize| self.value(args[n]);
        let expected = [operand(1), operand(2)];
        let new = [operand(3), operand(4)];
        let [low, high] = memory::compare_and_swap_wide(operand(0), expected, new)?;
        self.monitor.cas128_hi = high;
        Ok(low)
    }

    fn call_helper(&self, inst: &Inst, guest: &Guest) -> u64 {
        let args = self.block.args(inst);
        let operand = |n: usize| args.get(n).map_or(0, |v| self.value(*v));
        let helper = &guest.helpers[inst.imm as usize];
        (helper.func)(operand(0), operand(1), operand(2), operand(3))
    }
}

fn register(inst: &Inst, guest: &Guest) -> &'static RegInfo {
    guest.regs.info(Reg(inst.imm as u16))
}

fn compare(inst: &Inst, a: u64, b: u64) -> u64 {
    let cond = inst.cond();
    u64::from(if inst.ty == Type::I32 {
        int::holds(cond, (a as u32, a as i32), (b as u32, b as i32))
    } else {
        int::holds(cond, (a, a as i64), (b, b as i64))
    })
}

/// The environment of an operation that does not round.
pub(crate) fn unrounded(guest: &Guest) -> Env {
    let modes = guest.regs.fp_mode_offset.map_or(0, |at| guest.read_u32(at));
    let is_on = |mode| modes & mode != 0;
    Env {
        rounding: Rounding::Rne,
        tininess: if guest.regs.tiny_before_rounding {
            Tininess::BeforeRounding
        } else {
            Tininess::AfterRounding
        },
        nan: if is_on(fp_mode::DEFAULT_NAN) {
            softfloat::NanMode::Default
        } else {
            float::nan_mode(guest.regs.nan_mode)
        },
        flush: is_on(fp_mode::FLUSH),
        flush_half: is_on(fp_mode::FLUSH_HALF),
        alternative_half: is_on(fp_mode::ALTERNATIVE_HALF),
    }
}

/// The environment of an operation that rounds by `round`; an instruction that asks for the dynamic mode
/// while it has a reserved value is illegal.
pub(crate) fn environment(round: Round, guest: &Guest) -> Result<Env, Exit> {
    let rounding = match round {
        Round::Rne => Rounding::Rne,
        Round::Rtz => Rounding::Rtz,
        Round::Rdn => Rounding::Rdn,
        Round::Rup => Rounding::Rup,
        Round::Rmm => Rounding::Rmm,
        Round::Dyn => {
            let frm = guest.read_u32(guest.regs.frm_offset);
            u8::try_from(frm)
                .ok()
                .and_then(Rounding::from_frm)
                .ok_or(Exit::Kind(ExitKind::Illegal))?
        }
    };
    Ok(Env {
        rounding,
        ..unrounded(guest)
    })
}

/// The result of a float operation, its flags added to the guest's.
pub(crate) fn accrue((value, flags): Outcome, guest: &mut Guest) -> u64 {
    let offset = guest.regs.fflags_offset;
    let accrued = guest.read_u32(offset) | u32::from(flags.bits());
    guest.write_u32(offset, accrued);
    value
}
