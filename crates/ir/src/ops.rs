//! THE IR: one row per operation. Everything else about an operation (enum, arity, effects, printer,
//! verifier, documentation) derives from this list; interpreter and back ends match on [`Op`]
//! without a `_` arm, so that a new row shows every place that has work left.
//!
//! Notation: `T` is the operation's type ([`crate::Inst::ty`]), which is the type of its result, or
//! for compares and stores the type of its operands as the row says. *Undefined* means: the lifter
//! must not let it happen. Integer operands are taken modulo their width.

/// What an operation may do besides computing its result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Depends on operands only; may be dropped when unused and moved.
    Pure,
    /// Pure but for the sticky floating point flags and dependence on the rounding mode.
    Float,
    /// Reads guest registers or other state of this thread.
    ReadsState,
    /// Writes guest registers or other state of this thread.
    WritesState,
    /// Reads guest memory and may fault.
    Load,
    /// Writes guest memory (perhaps reads too) and may fault.
    Store,
    /// May leave the block with a guest exception.
    MayTrap,
    /// As the helper's own row says.
    ByHelper,
    /// A mark without run-time effect, which must stay in place.
    Mark,
}

/// Calls `$m!` with all rows: `Name "text" (number of value operands) effect`.
#[macro_export]
macro_rules! for_each_op {
    ($m:ident) => {
        $m! {
            // --- marks, constants, guest registers ---------------------------------------------
            /// Start of a guest instruction: `imm` = its pc, `aux` = its length in bytes. All guest state written by
            /// earlier instructions is in place here: the boundary for precise faults and signals.
            InsnStart "insn" (0) Mark;
            /// Integer constant `imm` (I32: low 32 bits).
            IConst "iconst" (0) Pure;
            /// Float constant; `imm` holds the bits.
            FConst "fconst" (0) Pure;
            /// Value of guest register `imm` (a Reg index) of type T.
            GetReg "get" (0) ReadsState;
            /// Guest register `imm` = a. T is the register's type. `aux` other than 0 for condition flags that
            /// not everybody needs: see [`crate::Inst::needed_until`] and [`crate::Inst::needed_on_way`].
            SetReg "set" (1) WritesState;

            // --- integers: T in {I32, I64} ------------------------------------------------------
            /// a + b
            Add "add" (2) Pure;
            /// a - b
            Sub "sub" (2) Pure;
            /// Low half of a * b.
            Mul "mul" (2) Pure;
            /// High 64 bits of unsigned a * unsigned b (I64 only).
            MulHU "mulhu" (2) Pure;
            /// High 64 bits of signed a * signed b (I64 only).
            MulHS "mulhs" (2) Pure;
            /// High 64 bits of signed a * unsigned b (I64 only).
            MulHSU "mulhsu" (2) Pure;
            /// Signed quotient towards zero; x/0 = 0; MIN/-1 = MIN.
            SDiv "sdiv" (2) Pure;
            /// Unsigned quotient; x/0 = 0.
            UDiv "udiv" (2) Pure;
            /// Signed remainder, sign of the dividend; x%0 = x; MIN%-1 = 0.
            SRem "srem" (2) Pure;
            /// Unsigned remainder; x%0 = x.
            URem "urem" (2) Pure;
            /// a & b
            And "and" (2) Pure;
            /// a | b
            Or "or" (2) Pure;
            /// a ^ b
            Xor "xor" (2) Pure;
            /// a & !b
            AndN "andn" (2) Pure;
            /// a | !b
            OrN "orn" (2) Pure;
            /// !(a ^ b)
            XNor "xnor" (2) Pure;
            /// a << (b mod width of T)
            Shl "shl" (2) Pure;
            /// Logical a >> (b mod width of T)
            Shr "shr" (2) Pure;
            /// Arithmetic a >> (b mod width of T)
            Sar "sar" (2) Pure;
            /// Rotate a right by (b mod width of T).
            RotR "rotr" (2) Pure;
            /// Signed minimum.
            SMin "smin" (2) Pure;
            /// Signed maximum.
            SMax "smax" (2) Pure;
            /// Unsigned minimum.
            UMin "umin" (2) Pure;
            /// Unsigned maximum.
            UMax "umax" (2) Pure;
            /// Low 64 bits of the carry-less product (I64 only).
            ClMul "clmul" (2) Pure;
            /// High 64 bits of the 127-bit carry-less product (I64 only).
            ClMulH "clmulh" (2) Pure;
            /// Number of leading zeros; width of T for 0.
            Clz "clz" (1) Pure;
            /// Number of trailing zeros; width of T for 0.
            Ctz "ctz" (1) Pure;
            /// Number of ones.
            PopCnt "popcnt" (1) Pure;
            /// Byte order reversed.
            BSwap "bswap" (1) Pure;
            /// Bit order reversed in the whole of T.
            BitRev "bitrev" (1) Pure;
            /// Bit order reversed in each byte.
            BitRev8 "bitrev8" (1) Pure;
            /// Each byte: 0xff if it was not 0, else 0.
            OrcB "orcb" (1) Pure;
            /// T=I32: low half of a (an I64).
            Trunc "trunc" (1) Pure;
            /// Low 8 bits of a (type T) sign-extended to T.
            SExt8 "sext8" (1) Pure;
            /// Low 16 bits of a (type T) sign-extended to T.
            SExt16 "sext16" (1) Pure;
            /// T=I64: a (an I32) sign-extended.
            SExt32 "sext32" (1) Pure;
            /// T=I64: a (an I32) zero-extended.
            ZExt32 "zext32" (1) Pure;
            /// I64: 1 if `aux` (a Cond) holds for a, b, else 0. T is the operands' type.
            ICmp "icmp" (2) Pure;
            /// b if a (an I64) is not 0, else c. T (any type) is the type of b, c and the result.
            Select "select" (3) Pure;

            // --- condition flags; T is the type of the integer operands, the result is Flags ----------
            /// Flags of a + b.
            FlagsAdd "flags_add" (2) Pure;
            /// Flags of a - b; C: no borrow.
            FlagsSub "flags_sub" (2) Pure;
            /// Flags of a + b + c; c is an I64, 0 or 1.
            FlagsAdc "flags_adc" (3) Pure;
            /// N and Z of a; C and V are 0.
            FlagsLogic "flags_logic" (1) Pure;
            /// Of floats a and b (Arm FCMP): less N, equal ZC, greater C, unordered CV. `imm` = 1: invalid for any NaN, else
            /// only for signalling ones. T is the type of the operands.
            FlagsFCmp "flags_fcmp" (2) Float;
            /// T=Flags: from N, Z, C, V in bits 31..28 of a (I64).
            FlagsFromBits "flags_from_bits" (1) Pure;
            /// T=I64: N, Z, C, V of a (Flags) in bits 31..28, other bits 0.
            FlagsBits "flags_bits" (1) Pure;
            /// T=I64: 1 if `aux` (a FlagCond) holds for a (Flags), else 0.
            FlagTest "flag_test" (1) Pure;

            // --- floats: T in {F16, F32, F64}; NaNs as RegFile::nan_mode says; flags accumulate --
            /// a + b, rounded by `aux` (a Round)
            FAdd "fadd" (2) Float;
            /// a - b, rounded by `aux`
            FSub "fsub" (2) Float;
            /// a * b, rounded by `aux`
            FMul "fmul" (2) Float;
            /// a / b, rounded by `aux`
            FDiv "fdiv" (2) Float;
            /// Square root, rounded by `aux`
            FSqrt "fsqrt" (1) Float;
            /// a * b + c, rounded once by `aux`; inf*0 raises NV also with a quiet NaN c.
            Fma "fma" (3) Float;
            /// Minimum by `aux` (a MinMax); -0 < +0.
            FMin "fmin" (2) Float;
            /// Maximum by `aux` (a MinMax); -0 < +0.
            FMax "fmax" (2) Float;
            /// Sign bit flipped, no flags.
            FNeg "fneg" (1) Pure;
            /// Sign bit cleared, no flags.
            FAbs "fabs" (1) Pure;
            /// a with the sign of b, no flags.
            FCopySign "fcopysign" (2) Pure;
            /// a with its sign flipped if b is negative, no flags.
            FXorSign "fxorsign" (2) Pure;
            /// I64: 1 if `aux` (an FCond) holds for a, b, else 0. T is the operands' type.
            FCmp "fcmp" (2) Float;
            /// I64: RISC-V class mask of a (bit 0 -inf .. bit 7 +inf, 8 signalling, 9 quiet NaN). T is the operand's type.
            FClass "fclass" (1) Pure;
            /// To signed integer of type T (I32/I64) rounded by `aux`; out of range saturates and raises NV only;
            /// NaN gives the maximum (NanMode::Canonical) or 0 (ArmPropagate). The result is a fixed-point number: its unit is
            /// 2^-fraction bits. `imm`: operand type (Type) and fraction bits << 8.
            FToSI "f2si" (1) Float;
            /// As FToSI for unsigned integers.
            FToUI "f2ui" (1) Float;
            /// From signed integer to float T, rounded by `aux`. `imm` as FToSI's: the operand's unit is 2^-fraction bits.
            SIToF "si2f" (1) Float;
            /// From unsigned integer to float T, rounded by `aux`. `imm` as SIToF's.
            UIToF "ui2f" (1) Float;
            /// Float to float T, rounded by `aux` when narrowing. Operand type in `imm`.
            FCvt "fcvt" (1) Float;
            /// To an integral value in the same type, rounded by `aux`; `imm` = 1: raise NX when the value changes.
            FRound "fround" (1) Float;
            /// As FRound, reporting NX, to a value that a signed integer of `imm` bits (32 or 64) can hold: everything else, NaN
            /// too, gives the least of those and raises NV only. Not F16.
            FRoundTo "fround_to" (1) Float;
            /// I64: 32-bit result of RISC-V fcvtmod.w.d (modular, truncating), sign-extended; a is F64.
            FCvtMod "fcvtmod" (1) Float;
            /// Bits of a float as integer: T=I64 from F64, T=I32 from F32 or (zero-extended) F16. Operand type in `imm`.
            FBits "fbits" (1) Pure;
            /// Float T from bits: F64 from I64; F32 and F16 from the low bits of an I32.
            FFromBits "ffrombits" (1) Pure;
            /// T=F64: NaN-boxes a (F32 or F16; operand type in `imm`): all higher bits one.
            FBox "fbox" (1) Pure;
            /// T=F32 or F16: the value NaN-boxed in a (an F64), or the canonical NaN if it is not boxed.
            FUnbox "funbox" (1) Pure;
            /// I64: the accumulated exception flags (bits of `types::fflags`).
            FFlagsGet "fflags_get" (0) ReadsState;
            /// Accumulated exception flags = low 5 bits of a (I64).
            FFlagsSet "fflags_set" (1) WritesState;
            /// Rounding mode for `Round::Dyn` = a (I64): 0 Rne, 1 Rtz, 2 Rdn, 3 Rup. For other values the lifter
            /// ends the block with `ExitKind::Resync`, and the runtime runs the thread on the interpreter, which reads the
            /// mode from the guest's own register ([`crate::RegFile::frm`]).
            FrmSet "frm_set" (1) WritesState;

            // --- vectors of integers -------------------------------------------------------------
            // T = V128 for the result and operands unless a row says otherwise. `aux`: bits 1..0 the Lane; lane 0 is the
            // lowest; arithmetic wraps; "signed" and "high" are bits 2 and 3 (`Inst::lane`, `is_signed`, `is_high`).
            /// Constant: `imm` in the low half; the high half is the same (`aux` = 1) or 0 (`aux` = 0).
            VConst "vconst" (0) Pure;
            /// a & b
            VAnd "vand" (2) Pure;
            /// a | b
            VOr "vor" (2) Pure;
            /// a ^ b
            VXor "vxor" (2) Pure;
            /// a & !b
            VAndN "vandn" (2) Pure;
            /// Bits of b where a has ones, of c where it has zeros.
            VBsl "vbsl" (3) Pure;
            /// a + b
            VAdd "vadd" (2) Pure;
            /// a - b
            VSub "vsub" (2) Pure;
            /// Low half of a * b; not for D.
            VMul "vmul" (2) Pure;
            /// a + b saturating; signed or unsigned.
            VAddSat "vaddsat" (2) Pure;
            /// a - b saturating; signed or unsigned.
            VSubSat "vsubsat" (2) Pure;
            /// (a + b + 1) >> 1 of unsigned lanes, without overflow; not for D.
            VAvg "vavg" (2) Pure;
            /// Minimum; signed or unsigned; not for D.
            VMin "vmin" (2) Pure;
            /// Maximum; signed or unsigned; not for D.
            VMax "vmax" (2) Pure;
            /// Absolute value of signed lanes; MIN stays.
            VAbs "vabs" (1) Pure;
            /// All ones where the condition (a Cond in `aux` >> 2) holds for a, b, else zeros.
            VCmp "vcmp" (2) Pure;
            /// a << `imm`; 0 <= imm <= bits of the lane.
            VShl "vshl" (1) Pure;
            /// a >> `imm`; signed: arithmetic; 0 <= imm <= bits of the lane.
            VShr "vshr" (1) Pure;
            /// a shifted left by the low byte of b as signed number, right if it is negative (signed: arithmetically); any
            /// distance; not for B.
            VShiftBy "vshiftby" (2) Pure;
            /// Products of the low (high) half of a's and b's lanes, at twice the size; signed or unsigned; not for D.
            VMulL "vmull" (2) Pure;
            /// As VMulL: carry-less products; B only.
            VPMulL "vpmull" (2) Pure;
            /// The low (high) half of a's lanes extended to twice the size; signed or unsigned; not for D.
            VWiden "vwiden" (1) Pure;
            /// a's lanes (H, S or D) at half the size, by `aux` >> 2 (a Narrow), in the low half; the high half is 0.
            VNarrow "vnarrow" (1) Pure;
            /// Lanes of a and b in turn, a's first: those of the low (high) halves.
            VZip "vzip" (2) Pure;
            /// Even (high: odd) lanes of a, followed by those of b.
            VUzp "vuzp" (2) Pure;
            /// Even (high: odd) lanes of a and b in turn, a's first.
            VTrn "vtrn" (2) Pure;
            /// Bytes `imm`.. of a followed by b's first `imm` bytes; 0 <= imm <= 15.
            VExt "vext" (2) Pure;
            /// Order of the lanes reversed in each group of `imm` bytes (2, 4 or 8).
            VRev "vrev" (1) Pure;
            /// Byte of a selected by each byte of b; 0 for 16 and more.
            VTbl "vtbl" (2) Pure;
            /// a (I64 for D, else the low bits of an I32) in every lane.
            VDup "vdup" (1) Pure;
            /// Lane `imm` of a in every lane.
            VDupLane "vduplane" (1) Pure;
            /// a (I64 for D, I32 for S) in lane 0; the other bits are 0.
            VFromInt "vfromint" (1) Pure;
            /// T=I32 or I64: lane `imm` of a (V128), extended; signed or unsigned. T at least as wide as the lane.
            VGetLane "vgetlane" (1) Pure;
            /// a with lane `imm` replaced by b (I64 for D, else the low bits of an I32).
            VSetLane "vsetlane" (2) Pure;
            /// Lane 0 of a; the other bits are 0.
            VLow "vlow" (1) Pure;
            /// Number of ones in each lane; B only.
            VPopCnt "vpopcnt" (1) Pure;
            /// Order of the bits reversed in each lane; B only.
            VBitRev "vbitrev" (1) Pure;
            /// Number of leading zeros of each lane; not for D.
            VClz "vclz" (1) Pure;

            // --- floats in vectors --------------------------------------------------------------
            /// Float T: the lowest lane of a (V128).
            FFromV "ffromv" (1) Pure;
            /// T=V128: the float a in the lowest lane, all other bits 0. Operand type in `imm`.
            VFromF "vfromf" (1) Pure;
            // --- cryptography, checksums, dot products: V128 unless the row says otherwise; lane 0 is lowest --------
            /// T=I32: reflected CRC a (an I32) continued with the low bytes (`aux`, a Width) of b (an I64); polynomial `imm`: 0 that
            /// of IEEE 802.3 (0x04c11db7), 1 Castagnoli's (0x1edc6f41).
            Crc32 "crc32" (2) Pure;
            /// AES ShiftRows and SubBytes of the state a (first byte lowest); `aux` = 1: their inverses.
            AesSub "aes_sub" (1) Pure;
            /// AES MixColumns of the state a; `aux` = 1: its inverse.
            AesMix "aes_mix" (1) Pure;
            /// Carry-less product of doublewords number `aux` of a and b.
            ClMulWide "clmul_wide" (2) Pure;
            /// Four rounds of SHA-1 with the function `aux` (a Sha1Fn): a = (A, B, C, D), lane 0 of b = E, c = the words with the
            /// round constant added; result = the new (A, B, C, D).
            Sha1Rounds "sha1_rounds" (3) Pure;
            /// Two rounds of SHA-256: a = (H, G, D, C), b = (F, E, B, A), low lanes of c = the words with their constants added;
            /// result = the new (F, E, B, A). The new (H, G, D, C) is the old (F, E, B, A).
            Sha256Rounds "sha256_rounds" (3) Pure;
            /// First half of SHA-256's message schedule: each word W of a plus sigma0 of the word after it; b = the words after a.
            Sha256Sigma0 "sha256_sigma0" (2) Pure;
            /// Second half: each word W[i] of a plus sigma1 of W[i-2]; b = the words before a, two of which are themselves results.
            Sha256Sigma1 "sha256_sigma1" (2) Pure;
            /// SM4's S-box of each byte.
            Sm4Sub "sm4_sub" (1) Pure;
            /// 32-bit lanes: a plus the four products of bytes of b and c, signs by `aux` (a DotKind); modulo 2^32.
            Dot "dot" (3) Pure;
            /// Single-precision lanes: a plus the sum of the two products of bfloat16 pairs of b and c, as Arm BFDOT without FEAT_EBF16: each
            /// addition rounds to odd, subnormal operands and results are zero, any NaN is the default NaN, no flags.
            BfDot "bf_dot" (3) Pure;
            /// 32-bit lanes number `imm` bits 1:0 and 3:2 of a, then 5:4 and 7:6 of b.
            Pick32 "pick32" (2) Pure;

            // T = V128 for the result and all operands. `aux`: Lane (H, S, D) and Span << 2. `imm`: a small number in bits 2..0, a
            // flag in bit 3, a number from bit 4 on (`Inst::vf_small`, ...). Rounding is the guest's where not said otherwise.
            /// a + b
            VFAdd "vfadd" (2) Float;
            /// a - b
            VFSub "vfsub" (2) Float;
            /// a * b
            VFMul "vfmul" (2) Float;
            /// a * b, but infinity times zero is 2 with the product's sign.
            VFMulX "vfmulx" (2) Float;
            /// a / b
            VFDiv "vfdiv" (2) Float;
            /// c + a * b; flag: c + (-a) * b. Rounded once.
            VFMulAdd "vfmuladd" (3) Float;
            /// Minimum by the small number, a MinMax.
            VFMin "vfmin" (2) Float;
            /// Maximum by the small number, a MinMax.
            VFMax "vfmax" (2) Float;
            /// Square root.
            VFSqrt "vfsqrt" (1) Float;
            /// All ones where the small number, an FCond, holds for a and b, else zeros.
            VFCmp "vfcmp" (2) Float;
            /// To integral values, rounded by the small number, a Round; flag: raising NX. Number 32 or 64: as FRoundTo.
            VFRound "vfround" (1) Float;
            /// To integers of the lane's size, rounded by the small number, a Round, out of range and NaN as FToSI; flag: unsigned.
            /// Number: fraction bits.
            VFToInt "vftoint" (1) Float;
            /// From integers of the lane's size; flag: unsigned. Number: fraction bits.
            VFFromInt "vffromint" (1) Float;
            /// The low (flag: high) half of the lanes (H or S) at twice the size.
            VFWiden "vfwiden" (1) Float;
            /// The lanes (S or D) at half the size, by the small number, an FNarrow, in the low half; the high half is 0.
            VFNarrow "vfnarrow" (1) Float;
            /// The small number, an Estimate, of each lane.
            VFEstimate "vfestimate" (1) Float;
            /// The small number, a Step, of each pair of lanes.
            VFStep "vfstep" (2) Float;
            /// Lanes of singles (S): c + a * b, rounded once, a and b being the low lanes at half the size (H); flag: c + (-a) * b.
            VFMulAddWide "vfmuladdwide" (3) Float;

            // --- guest memory: the address is a + imm ---------------------------------------------
            /// T loaded from a + imm; `aux` is a MemKind. Integers extend to T; a V128 narrower than 16 bytes extends with zeros.
            Load "load" (1) Load;
            /// Low bytes of b (of type T, any but Flags) stored to a + imm; `aux` is a MemKind.
            Store "store" (2) Store;
            /// I64: copies |c| bytes if they are at most MOST, else RUN of them, and returns what remains of c. c negative: the bytes before b
            /// to those before a, the lowest first; c positive: the bytes from b on to those from a on, the highest first. If a and b are less
            /// than MOST apart, a CHUNK is copied of more. A fault leaves the source as it was. (See `ir::bytes`.)
            MemMove "mem_move" (3) Store;
            /// I64: as MemMove, filling the bytes before (from) a with the low byte of b.
            MemFill "mem_fill" (3) Store;
            /// Old value at a (T, sign-extended from the width in `imm`, a Width), memory = `aux` (an Rmw) of old and b;
            /// sequentially consistent. Alignment is the lifter's business.
            AtomicRmw "atomic_rmw" (2) Store;
            /// Compare and swap at a: old (T, sign-extended from the width `aux`); if old == b then memory = c.
            AtomicCas "atomic_cas" (3) Store;
            /// 16-byte compare and swap at a, little-endian halves: operands a, (expected lo, hi), (new lo, hi) in the
            /// block's extra operands; result I64 = old low half. Always followed directly by AtomicCas128Hi. Address 16-byte aligned.
            AtomicCas128 "atomic_cas128" (5) Store;
            /// I64: high half of the old value of the AtomicCas128 just before.
            AtomicCas128Hi "atomic_cas128_hi" (0) ReadsState;
            /// Load-reserved/exclusive of `aux` (a Width; B4 sign-extends to I64) at a; remembers address and value in this thread.
            LoadExclusive "load_ex" (1) Load;
            /// I64: 0 if b (width `aux`) was stored to a because the reservation of the last LoadExclusive still held, else 1.
            /// The reservation is gone afterwards. May fail spuriously.
            StoreExclusive "store_ex" (2) Store;
            /// LoadExclusive of 16 bytes at a (16-byte aligned), atomically: the low half (I64). Always followed directly by
            /// LoadExclusive128Hi.
            LoadExclusive128 "load_ex128" (1) Load;
            /// I64: high half of the value of the LoadExclusive128 just before.
            LoadExclusive128Hi "load_ex128_hi" (0) ReadsState;
            /// As StoreExclusive, of 16 bytes: b = low half, c = high half; the reservation is a LoadExclusive128's.
            StoreExclusive128 "store_ex128" (3) Store;
            /// The reservation of the last LoadExclusive is given up.
            ClearExclusive "clear_ex" (0) WritesState;
            /// Memory barrier `aux` (a Fence).
            Fence "fence" (0) WritesState;

            // --- other ---------------------------------------------------------------------------
            /// If a (I64) is not 0: leave with the exception `aux` (a Trap) at this instruction's pc; b (I64) = address to report.
            TrapIf "trap_if" (2) MayTrap;
            /// T (I64 or Void) = helper number `imm` of the frontend's table, called with I64 operands (extra operands of the block).
            CallHelper "call" (0) ByHelper;
        }
    };
}

macro_rules! define_op {
    ($($(#[$doc:meta])* $name:ident $text:literal ($args:literal) $effect:ident;)*) => {
        /// One IR operation. See the rows in this file for their meaning.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name),* }

        impl Op {
            /// All operations, in order.
            pub const ALL: &'static [Op] = &[$(Op::$name),*];

            /// Name in the textual form.
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name => $text),* }
            }

            /// Number of value operands (for CallHelper: at least this many).
            pub const fn arity(self) -> usize {
                match self { $(Op::$name => $args),* }
            }

            /// What it may do besides computing its result.
            pub const fn effect(self) -> Effect {
                match self { $(Op::$name => Effect::$effect),* }
            }
        }
    };
}
for_each_op!(define_op);

impl Op {
    /// True if the operation may be removed when its result is unused. (A float operation sets sticky
    /// flags, a load may fault: neither may go.)
    pub const fn removable(self) -> bool {
        matches!(self.effect(), Effect::Pure) || matches!(self, Op::GetReg | Op::FFlagsGet)
    }

    /// True if it may leave the block in the middle (fault or trap).
    pub const fn may_exit(self) -> bool {
        matches!(
            self.effect(),
            Effect::Load | Effect::Store | Effect::MayTrap | Effect::ByHelper
        )
    }

    /// True if operands beyond the third live in [`crate::Block::extra`].
    pub const fn has_extra(self) -> bool {
        matches!(self, Op::AtomicCas128 | Op::CallHelper)
    }
}
