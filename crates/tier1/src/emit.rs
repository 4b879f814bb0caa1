//! The walk over a block: one operation after the other, and the map from host code to guest instructions.

use host_x64::asm::{Asm, Cc, Size};
use host_x64::{CodeBlob, Gpr, HostFeatures, PcEntry, PcKind, Xmm};
use ir::{Block, Cond, Helper, Inst, Op, RegFile, Type, Value};

use crate::Tier1;
use crate::alloc::Registers;
use crate::cold::Cold;
use crate::exits::PendingLink;
use crate::flags::Compared;
use crate::scan::{Loc, NONE, Pins, Scan, facts};

/// What the host's flags say about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FlagMeaning {
    /// ZF and SF describe it.
    Result,
    /// It is 1 if this condition holds, else 0.
    Condition(Cc),
}

/// Host flags left behind by the last instruction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    /// Valid only if the code still ends here.
    pub at: u32,
    pub value: u32,
    pub meaning: FlagMeaning,
}

/// State of one emission.
pub(crate) struct Emitter<'a> {
    pub block: &'a Block,
    pub regs: &'static RegFile,
    pub helpers: &'static [Helper],
    pub features: &'a HostFeatures,
    pub pins: &'a Pins,
    pub asm: &'a mut Asm,
    pub scan: &'a mut Scan,
    pub rf: &'a mut Registers,
    pub cold: &'a mut Vec<Cold>,
    pub links: &'a mut Vec<PendingLink>,
    pub out: &'a mut CodeBlob,
    /// The operation being emitted.
    pub at: u32,
    /// Distance of the current guest instruction from the block's pc.
    pub guest: u32,
    /// Guest registers are not all as the guest expects them before this operation.
    pub inexact_until: u32,
    pub flags: Flags,
    pub compared: Compared,
    /// Pinned registers that the operation being emitted uses as temporaries.
    pub borrowed: [Option<Xmm>; 4],
    /// A store that later loads might overtake may have happened since the last full barrier.
    pub unfenced_stores: bool,
    /// Atomic writes are counted, for store-exclusives to see them.
    pub exact_exclusives: bool,
}

/// Operand size for an integer type.
pub(crate) fn size_of(ty: Type) -> Size {
    if ty == Type::I32 { Size::D } else { Size::Q }
}

impl<'a> Emitter<'a> {
    pub fn new(t: &'a mut Tier1, block: &'a Block, out: &'a mut CodeBlob) -> Emitter<'a> {
        Emitter {
            block,
            regs: t.regs,
            helpers: t.helpers,
            features: &t.features,
            pins: &t.pins,
            asm: &mut t.asm,
            scan: &mut t.scan,
            rf: &mut t.registers,
            cold: &mut t.cold,
            links: &mut t.links,
            out,
            at: 0,
            guest: 0,
            inexact_until: 0,
            flags: Flags {
                at: NONE,
                value: NONE,
                meaning: FlagMeaning::Result,
            },
            compared: Compared::NOTHING,
            borrowed: [None; 4],
            unfenced_stores: true,
            exact_exclusives: t.exact_exclusives,
        }
    }

    /// Emits the whole block.
    pub fn run(mut self) {
        let block = self.block;
        self.map_pc(PcKind::Boundary);
        for (i, inst) in block.insts.iter().enumerate() {
            self.at = i as u32;
            let info = &self.scan.info[i];
            if info.dead && inst.op != Op::SetReg {
                continue;
            }
            self.operation(inst);
            self.rf.next_operation();
        }
        self.at = block.insts.len() as u32;
        self.terminal();
        self.emit_cold();
        self.emit_link_stubs();
        self.asm.finish();
    }

    fn operation(&mut self, inst: &Inst) {
        let i = self.at;
        if facts(inst.op).may_exit {
            self.enter_instruction();
        }
        match inst.op {
            Op::InsnStart => self.insn_start(inst),
            Op::IConst => {
                self.scan.info[i as usize].loc = Loc::Const;
            }
            Op::GetReg => self.get_reg(i, inst.imm as u16),
            Op::SetReg => self.set_reg(i, inst.imm as u16, inst.args[0]),
            Op::FBox => self.fbox(inst),
            Op::VFromF if self.scan.info[i as usize].root != i => self.clear_in_place(inst),
            Op::Trunc => {}
            _ if self.scan.info[i as usize].root != i => {}
            _ if self.deferrable(inst) => {
                self.scan.info[i as usize].loc = Loc::Deferred;
            }
            _ => self.compute(i),
        }
    }

    /// True if the only user of the operation's result computes it better together with its own work.
    fn deferrable(&self, inst: &Inst) -> bool {
        let info = &self.scan.info[self.at as usize];
        if info.uses != 1 {
            return false;
        }
        let Some(user) = self.block.insts.get(info.user as usize) else {
            return matches!(inst.op, Op::ICmp | Op::FlagTest) || self.is_return_mask(inst);
        };
        if user.op == Op::SetReg && self.updates_home(inst, user.imm as u16) {
            return true;
        }
        let constant = |v: Value| self.constant(v);
        let as_first = !user.op.has_extra() && self.scan.root(user.args[0]) == self.at;
        let as_address = as_first && matches!(user.op, Op::Load | Op::Store);
        match inst.op {
            Op::ICmp => {
                user.op == Op::SetReg || (as_first && matches!(user.op, Op::Select | Op::TrapIf))
            }
            Op::FlagTest => as_first && matches!(user.op, Op::Select | Op::TrapIf),
            Op::And => {
                user.op == Op::ICmp
                    && as_first
                    && matches!(user.cond(), Cond::Eq | Cond::Ne)
                    && constant(user.args[1]) == Some(0)
            }
            Op::Add => as_address && inst.ty == Type::I64,
            Op::Shl => match constant(inst.args[1]) {
                Some(1..=3) if user.op == Op::Add => true,
                Some(1..=3) if as_address => true,
                Some(_) => {
                    matches!(user.op, Op::Shr | Op::Sar)
                        && inst.ty == Type::I64
                        && as_first
                        && constant(user.args[1]).is_some()
                }
                None => false,
            },
            Op::FNeg => user.op == Op::Fma && inst.ty != Type::F16,
            Op::AesSub => user.op == Op::VXor || (user.op == Op::AesMix && user.aux == inst.aux),
            Op::AesMix => user.op == Op::VXor,
            _ => false,
        }
    }

    /// Computes deferred operation `root` now; its result is then in the returned register.
    pub(crate) fn materialize(&mut self, root: u32) -> Gpr {
        let busy = self.rf.busy();
        self.rf.keep_operands();
        self.compute(root);
        self.rf.set_busy(busy);
        match self.scan.info[root as usize].loc {
            Loc::Gpr(r) => r,
            _ => Gpr::RAX,
        }
    }

    /// As [`Emitter::materialize`] for floats.
    pub(crate) fn materialize_xmm(&mut self, root: u32) -> Xmm {
        let busy = self.rf.busy();
        self.rf.keep_operands();
        self.compute(root);
        self.rf.set_busy(busy);
        match self.scan.info[root as usize].loc {
            Loc::Xmm(x) => x,
            _ => Xmm(0),
        }
    }

    fn compute(&mut self, i: u32) {
        let block = self.block;
        let inst = &block.insts[i as usize];
        match inst.op {
            Op::InsnStart | Op::IConst | Op::GetReg | Op::SetReg | Op::Trunc | Op::FBox => {}
            Op::Add => self.add(i, inst),
            Op::Sub => self.sub(i, inst),
            Op::And => self.and(i, inst),
            Op::Or | Op::Xor => self.or_xor(i, inst),
            Op::AndN | Op::OrN | Op::XNor => self.logic_not(i, inst),
            Op::Shl | Op::Shr | Op::Sar => self.shift(i, inst),
            Op::RotR => self.rotate(i, inst),
            Op::SMin | Op::SMax | Op::UMin | Op::UMax => self.min_max(i, inst),
            Op::Mul => self.mul(i, inst),
            Op::MulHU | Op::MulHS | Op::MulHSU => self.mul_high(i, inst),
            Op::SDiv | Op::UDiv | Op::SRem | Op::URem => self.divide(i, inst),
            Op::ClMul | Op::ClMulH => self.clmul(i, inst),
            Op::Clz | Op::Ctz | Op::PopCnt | Op::SExt8 | Op::SExt16 | Op::SExt32 | Op::ZExt32 => {
                self.unary(i, inst)
            }
            Op::BSwap => self.bswap(i, inst),
            Op::BitRev | Op::BitRev8 => self.bit_reverse(i, inst),
            Op::OrcB => self.orcb(i, inst),
            Op::ICmp => self.icmp(i, inst),
            Op::Select => self.select(i, inst),
            Op::FlagsAdd | Op::FlagsSub | Op::FlagsAdc | Op::FlagsLogic => {
                self.flags_of_integers(i, inst)
            }
            Op::FlagsFCmp => self.flags_of_floats(i, inst),
            Op::FlagsFromBits | Op::FlagsBits => self.flags_bits(i, inst),
            Op::FlagTest => self.flag_test(i, inst),
            // Cryptography, checksums, dot products.
            Op::Crc32 => self.crc32(i, inst),
            Op::AesSub => self.aes_sub(i, inst),
            Op::AesMix => self.aes_mix(i, inst),
            Op::ClMulWide => self.clmul_wide(i, inst),
            Op::Sha1Rounds => self.sha1_rounds(i, inst),
            Op::Sha256Rounds => self.sha256_rounds(i, inst),
            Op::Sha256Sigma0 | Op::Sha256Sigma1 => self.sha256_schedule(i, inst),
            Op::Sm4Sub => self.sm4_sub(i, inst),
            Op::Dot => self.dot(i, inst),
            Op::BfDot => self.bf_dot(i, inst),
            Op::Pick32 => self.pick32(i, inst),
            Op::Load => self.load(i, inst),
            Op::Store => self.store(inst),
            Op::AtomicRmw | Op::AtomicCas | Op::AtomicCas128 => self.atomic(i, inst),
            Op::AtomicCas128Hi => self.atomic_cas128_hi(i),
            Op::LoadExclusive => self.load_exclusive(i, inst),
            Op::StoreExclusive => self.store_exclusive(i, inst),
            Op::LoadExclusive128 => self.load_exclusive128(i, inst),
            Op::LoadExclusive128Hi => self.load_exclusive128_hi(i),
            Op::StoreExclusive128 => self.store_exclusive128(i, inst),
            Op::ClearExclusive => self.clear_exclusive(),
            Op::Fence => self.fence(inst),
            Op::TrapIf => self.trap_if(inst),
            Op::CallHelper => self.call_helper(i, inst),
            Op::FFromV | Op::VFromF => self.vector_float_op(i, inst),
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
            | Op::VFStep => self.vf(i, inst),
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
            | Op::VClz => self.vector_op(i, inst),
            _ => self.float_op(i, inst),
        }
    }

    // --- the map from host code to guest instructions ---------------------------------------------

    fn insn_start(&mut self, inst: &Inst) {
        self.guest = (inst.imm as u64).wrapping_sub(self.block.pc) as u32;
        let first = self.at == 0;
        if first || self.at > self.inexact_until {
            self.map_pc(PcKind::Boundary);
        }
    }

    /// The code from here on may leave the block: it must be attributed to the current instruction, even if that
    /// did not start with a boundary.
    fn enter_instruction(&mut self) {
        if self.out.pc_map.last().map(|e| e.guest) != Some(self.guest) {
            self.map_pc(PcKind::Inside);
        }
    }

    /// Enters the current position in the map. A boundary without code before the next one is useless.
    pub(crate) fn map_pc(&mut self, kind: PcKind) {
        let entry = PcEntry {
            host: self.asm.here(),
            guest: self.guest,
            kind,
        };
        match self.out.pc_map.last_mut() {
            Some(last) if last.host == entry.host && kind != PcKind::Inside => *last = entry,
            _ => self.out.pc_map.push(entry),
        }
    }

    // --- flags ------------------------------------------------------------------------------------

    /// The instruction just emitted set the flags according to `value`.
    pub(crate) fn flags_describe(&mut self, value: u32, meaning: FlagMeaning) {
        self.flags = Flags {
            at: self.asm.here(),
            value,
            meaning,
        };
    }

    /// What the flags say about `v` right now.
    pub(crate) fn flags_of(&self, v: Value) -> Option<FlagMeaning> {
        // Flags of a 64-bit value say nothing about its low half, which shares its register.
        let same = self.flags.value == v.0;
        let valid = same && self.flags.at == self.asm.here();
        valid.then_some(self.flags.meaning)
    }
}
