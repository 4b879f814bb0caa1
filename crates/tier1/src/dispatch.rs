//! Which function emits which operation.

use ir::Op;

use crate::emit::Emitter;

impl Emitter<'_> {
    /// Emits operation `i` for its result.
    pub(crate) fn compute(&mut self, i: u32) {
        let block = self.block;
        let inst = &block.insts[i as usize];
        if !self.leaves_chain_open(inst) {
            self.look();
        }
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
            Op::MemMove => self.mem_move(i, inst),
            Op::MemFill => self.mem_fill(i, inst),
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
            | Op::VFStep
            | Op::VFMulAddWide => self.vf(i, inst),
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
}
