//! Types and small enumerations carried by operations.

/// A guest virtual address (equal to the host address).
pub type GuestAddr = u64;

/// The type of a [`crate::Value`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Type {
    /// No value (stores, register writes, ...).
    Void,
    /// 32-bit integer.
    I32,
    /// 64-bit integer; also guest addresses and conditions (0 or 1).
    I64,
    /// IEEE binary16.
    F16,
    /// IEEE binary32.
    F32,
    /// IEEE binary64.
    F64,
    /// 128-bit vector, no lane structure of its own.
    V128,
    /// The condition flags N, Z, C, V; kept as an integer in the form of [`nzcv`].
    Flags,
}

impl Type {
    /// Size in bytes; 0 for `Void`.
    pub const fn bytes(self) -> u32 {
        match self {
            Type::Void => 0,
            Type::F16 => 2,
            Type::I32 | Type::F32 => 4,
            Type::I64 | Type::F64 | Type::Flags => 8,
            Type::V128 => 16,
        }
    }

    /// True for what general registers hold: I32, I64 and Flags.
    pub const fn is_int(self) -> bool {
        matches!(self, Type::I32 | Type::I64 | Type::Flags)
    }

    /// True for F16, F32 and F64.
    pub const fn is_float(self) -> bool {
        matches!(self, Type::F16 | Type::F32 | Type::F64)
    }

    /// Name in the textual form.
    pub const fn name(self) -> &'static str {
        match self {
            Type::Void => "void",
            Type::I32 => "i32",
            Type::I64 => "i64",
            Type::F16 => "f16",
            Type::F32 => "f32",
            Type::F64 => "f64",
            Type::V128 => "v128",
            Type::Flags => "flags",
        }
    }
}

/// Defines a `#[repr(u8)]` enum that can be stored in [`crate::Inst::aux`] and printed.
macro_rules! aux_enum {
    ($(#[$m:meta])* $name:ident { $($(#[$vm:meta])* $v:ident = $text:literal),+ $(,)? }) => {
        $(#[$m])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vm])* $v),+ }

        impl $name {
            /// All variants, in order.
            pub const ALL: &'static [$name] = &[$($name::$v),+];

            /// Name in the textual form.
            pub const fn name(self) -> &'static str {
                match self { $($name::$v => $text),+ }
            }

            /// The inverse of `self as u8`; out-of-range values give the first variant.
            pub const fn from_u8(n: u8) -> $name {
                let all = Self::ALL;
                if (n as usize) < all.len() { all[n as usize] } else { all[0] }
            }
        }
    };
}

aux_enum! {
    /// Integer condition of `icmp`.
    Cond {
        /// a == b
        Eq = "eq",
        /// a != b
        Ne = "ne",
        /// signed a < b
        Slt = "slt",
        /// signed a >= b
        Sge = "sge",
        /// signed a <= b
        Sle = "sle",
        /// signed a > b
        Sgt = "sgt",
        /// unsigned a < b
        Ult = "ult",
        /// unsigned a >= b
        Uge = "uge",
        /// unsigned a <= b
        Ule = "ule",
        /// unsigned a > b
        Ugt = "ugt",
    }
}

impl Cond {
    /// The condition that is true exactly when `self` is false.
    pub const fn negate(self) -> Cond {
        match self {
            Cond::Eq => Cond::Ne,
            Cond::Ne => Cond::Eq,
            Cond::Slt => Cond::Sge,
            Cond::Sge => Cond::Slt,
            Cond::Sle => Cond::Sgt,
            Cond::Sgt => Cond::Sle,
            Cond::Ult => Cond::Uge,
            Cond::Uge => Cond::Ult,
            Cond::Ule => Cond::Ugt,
            Cond::Ugt => Cond::Ule,
        }
    }

    /// The condition that holds for (b, a) exactly when `self` holds for (a, b).
    pub const fn swap(self) -> Cond {
        match self {
            Cond::Eq | Cond::Ne => self,
            Cond::Slt => Cond::Sgt,
            Cond::Sge => Cond::Sle,
            Cond::Sle => Cond::Sge,
            Cond::Sgt => Cond::Slt,
            Cond::Ult => Cond::Ugt,
            Cond::Uge => Cond::Ule,
            Cond::Ule => Cond::Uge,
            Cond::Ugt => Cond::Ult,
        }
    }
}

aux_enum! {
    /// Condition of `flag_test`, by Arm's names (Arm ARM, table of condition codes).
    FlagCond {
        /// Z
        Eq = "eq",
        /// !Z
        Ne = "ne",
        /// C
        Cs = "cs",
        /// !C
        Cc = "cc",
        /// N
        Mi = "mi",
        /// !N
        Pl = "pl",
        /// V
        Vs = "vs",
        /// !V
        Vc = "vc",
        /// C and !Z
        Hi = "hi",
        /// !C or Z
        Ls = "ls",
        /// N == V
        Ge = "ge",
        /// N != V
        Lt = "lt",
        /// !Z and N == V
        Gt = "gt",
        /// Z or N != V
        Le = "le",
    }
}

impl FlagCond {
    /// The condition that is true exactly when `self` is false.
    pub const fn negate(self) -> FlagCond {
        FlagCond::from_u8(self as u8 ^ 1)
    }

    /// Whether it holds for flags in the form of [`nzcv`].
    pub const fn holds(self, flags: u64) -> bool {
        let (n, z) = (flags & nzcv::N != 0, flags & nzcv::Z != 0);
        let (c, v) = (flags & nzcv::NOT_C == 0, flags & nzcv::V != 0);
        let even = match (self as u8) >> 1 {
            0 => z,
            1 => c,
            2 => n,
            3 => v,
            4 => c && !z,
            5 => n == v,
            _ => !z && n == v,
        };
        even != (self as u8 & 1 != 0)
    }
}

aux_enum! {
    /// Floating point comparison of `fcmp`; false when an operand is NaN.
    FCond {
        /// Equal; invalid flag only for signalling NaN.
        Eq = "eq",
        /// Less than; invalid flag for any NaN.
        Lt = "lt",
        /// Less or equal; invalid flag for any NaN.
        Le = "le",
        /// Less than; invalid flag only for signalling NaN.
        LtQuiet = "ltq",
        /// Less or equal; invalid flag only for signalling NaN.
        LeQuiet = "leq",
    }
}

aux_enum! {
    /// Rounding mode of a floating point operation.
    Round {
        /// The guest's current mode (never a mode the back end cannot do: see `Op::FrmSet`).
        Dyn = "dyn",
        /// To nearest, ties to even.
        Rne = "rne",
        /// Towards zero.
        Rtz = "rtz",
        /// Towards minus infinity.
        Rdn = "rdn",
        /// Towards plus infinity.
        Rup = "rup",
        /// To nearest, ties away from zero.
        Rmm = "rmm",
    }
}

aux_enum! {
    /// What arithmetic makes of NaN operands and which default NaN it generates. A property of the
    /// guest ([`crate::RegFile::nan_mode`]) used by every floating point operation of a block.
    NanMode {
        /// Every NaN result is the positive quiet NaN without payload (RISC-V; Arm with DN=1).
        Canonical = "canonical",
        /// Arm DN=0: first signalling, else first quiet operand is propagated, quieted.
        ArmPropagate = "arm",
    }
}

aux_enum! {
    /// Read-modify-write operation of `atomic_rmw`.
    Rmw {
        /// new = val
        Swap = "swap",
        /// new = old + val
        Add = "add",
        /// new = old & val
        And = "and",
        /// new = old | val
        Or = "or",
        /// new = old ^ val
        Xor = "xor",
        /// new = signed min(old, val)
        Smin = "smin",
        /// new = signed max(old, val)
        Smax = "smax",
        /// new = unsigned min(old, val)
        Umin = "umin",
        /// new = unsigned max(old, val)
        Umax = "umax",
    }
}

aux_enum! {
    /// Width of a memory access in bytes.
    Width {
        /// 1 byte
        B1 = "1",
        /// 2 bytes
        B2 = "2",
        /// 4 bytes
        B4 = "4",
        /// 8 bytes
        B8 = "8",
        /// 16 bytes
        B16 = "16",
    }
}

impl Width {
    /// Number of bytes.
    pub const fn bytes(self) -> u32 {
        1 << (self as u32)
    }
}

aux_enum! {
    /// Strength of `fence` on a guest whose model is weaker than the host's (x86-64 TSO).
    Fence {
        /// Orders everything but earlier stores with later loads: free on TSO, but a compiler barrier.
        Weak = "weak",
        /// Also orders earlier stores with later loads.
        Full = "full",
    }
}

aux_enum! {
    /// Which of several float minimum/maximum rules `fmin`/`fmax` follow.
    MinMax {
        /// IEEE 754-2019 minimumNumber/maximumNumber: a quiet NaN loses against a number.
        Number = "number",
        /// IEEE 754-2019 minimum/maximum: NaN wins.
        Propagate = "propagate",
        /// IEEE 754-2008 minNum/maxNum: a quiet NaN loses against a number, a signalling one wins.
        NumberUnlessSignaling = "number2008",
    }
}

aux_enum! {
    /// Lanes of a vector that a float operation works on; the others of its result are 0 and raise nothing.
    Span {
        /// All.
        Full = "full",
        /// Those in the low 64 bits.
        Half = "half",
        /// The lowest.
        One = "one",
    }
}

aux_enum! {
    /// How a vector's floats become narrower.
    FNarrow {
        /// To half the size, rounded by the guest's mode.
        Round = "round",
        /// To half the size, rounded to odd.
        Odd = "odd",
        /// From F32 to bfloat16, rounded by the guest's mode.
        Brain = "brain",
    }
}

aux_enum! {
    /// Arm's coarse approximations (Arm ARM, shared pseudocode).
    Estimate {
        /// FPRecipEstimate
        Recip = "recip",
        /// FPRSqrtEstimate
        Rsqrt = "rsqrt",
        /// FPRecpX
        RecipExponent = "recpx",
        /// UnsignedRecipEstimate of 32-bit fractions
        RecipFixed = "urecip",
        /// UnsignedRSqrtEstimate of 32-bit fractions
        RsqrtFixed = "ursqrt",
    }
}

aux_enum! {
    /// Arm's steps of a Newton iteration.
    Step {
        /// FPRecipStepFused: 2 - a * b
        Recip = "recip",
        /// FPRSqrtStepFused: (3 - a * b) / 2
        Rsqrt = "rsqrt",
    }
}

aux_enum! {
    /// What a failed check of `trap_if` reports.
    Trap {
        /// Misaligned atomic access: SIGBUS, BUS_ADRALN; the second argument is the address.
        Misaligned = "misaligned",
        /// The instruction is illegal with these operands or in this mode: SIGILL, ILL_ILLOPC.
        Illegal = "illegal",
        /// The guest announced modified code: leaves with `ExitKind::FlushCode`, to go on at this instruction.
        FlushCode = "flush_code",
        /// The stack pointer is about to be misaligned: leaves with `ExitKind::StackMisaligned`, to go on at this instruction.
        StackMisaligned = "stack_misaligned",
    }
}

aux_enum! {
    /// Size of the integer lanes of a vector operation (low two bits of its `aux`).
    Lane {
        /// 8 bits
        B = "b",
        /// 16 bits
        H = "h",
        /// 32 bits
        S = "s",
        /// 64 bits
        D = "d",
    }
}

impl Lane {
    /// Bits of a lane.
    pub const fn bits(self) -> u32 {
        8 << self as u32
    }

    /// Bytes of a lane.
    pub const fn bytes(self) -> u32 {
        1 << self as u32
    }

    /// Lanes of a vector.
    pub const fn count(self) -> u32 {
        16 >> self as u32
    }

    /// Lanes of twice the size; D stays.
    pub const fn wider(self) -> Lane {
        Lane::from_u8(if self as u8 == 3 { 3 } else { self as u8 + 1 })
    }

    /// Lanes of half the size; B stays.
    pub const fn narrower(self) -> Lane {
        Lane::from_u8((self as u8).saturating_sub(1))
    }

    /// `lane` (its low bits) in every lane of 64 bits.
    pub const fn splat(self, lane: u64) -> u64 {
        match self {
            Lane::B => (lane & 0xff) * 0x0101_0101_0101_0101,
            Lane::H => (lane & 0xffff) * 0x0001_0001_0001_0001,
            Lane::S => (lane & 0xffff_ffff) * 0x0000_0001_0000_0001,
            Lane::D => lane,
        }
    }
}

aux_enum! {
    /// What `vnarrow` does with lanes that do not fit (bits 2 and 3 of its `aux`).
    Narrow {
        /// Keeps the low half.
        Trunc = "trunc",
        /// Signed to signed, saturating.
        Signed = "ss",
        /// Signed to unsigned, saturating.
        SignedToUnsigned = "su",
        /// Unsigned to unsigned, saturating.
        Unsigned = "uu",
    }
}

aux_enum! {
    /// The function of B, C and D in `sha1_rounds`.
    Sha1Fn {
        /// B ? C : D
        Choose = "choose",
        /// B ^ C ^ D
        Parity = "parity",
        /// The majority of the three.
        Majority = "majority",
    }
}

aux_enum! {
    /// How the bytes of the two factors of `dot` extend.
    DotKind {
        /// Both signed.
        Signed = "s",
        /// Both unsigned.
        Unsigned = "u",
        /// The first (b) unsigned, the second (c) signed.
        Mixed = "us",
    }
}

/// A memory access: its width and how a narrower value extends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct MemKind {
    /// Bytes accessed.
    pub width: Width,
    /// Loads into an integer type wider than `width`: extend the sign instead of zeros.
    pub signed: bool,
    /// Stands for accesses of several instructions, the first of which is where it is: if it faults, they are to be interpreted from
    /// there to find out which of them does, and do what goes before.
    pub several: bool,
}

impl MemKind {
    /// Zero-extending access.
    pub const fn u(width: Width) -> MemKind {
        MemKind {
            width,
            signed: false,
            several: false,
        }
    }

    /// Sign-extending access.
    pub const fn s(width: Width) -> MemKind {
        MemKind {
            width,
            signed: true,
            several: false,
        }
    }

    /// The access kind as [`crate::Inst::aux`].
    pub const fn to_aux(self) -> u8 {
        self.width as u8 | ((self.several as u8) << 6) | ((self.signed as u8) << 7)
    }

    /// Reads the access kind back from [`crate::Inst::aux`].
    pub const fn from_aux(aux: u8) -> MemKind {
        MemKind {
            width: Width::from_u8(aux & 0x3f),
            signed: aux & 0x80 != 0,
            several: aux & 0x40 != 0,
        }
    }
}

/// Guest floating point exception flags, in the bit positions used by `fflags_get/set`.
pub mod fflags {
    /// Inexact.
    pub const NX: u64 = 1;
    /// Underflow (tininess detected after rounding).
    pub const UF: u64 = 2;
    /// Overflow.
    pub const OF: u64 = 4;
    /// Division by zero.
    pub const DZ: u64 = 8;
    /// Invalid operation.
    pub const NV: u64 = 16;
    /// A subnormal operand was flushed to zero. Not part of `fflags_get/set`; only in the guest's `State`
    /// ([`crate::RegFile::fflags_offset`]), where the interpreter and the guest put it.
    pub const ID: u64 = 32;
}

/// Modes of floating point operations that a guest may switch on while it runs ([`crate::RegFile::fp_mode_offset`]).
pub mod fp_mode {
    /// Every NaN result is the default NaN (Arm FPCR.DN).
    pub const DEFAULT_NAN: u32 = 1;
    /// Subnormal operands and results of F32 and F64 operations become zeros (FPCR.FZ).
    pub const FLUSH: u32 = 2;
    /// The same for F16, but not in conversions between float types (FPCR.FZ16).
    pub const FLUSH_HALF: u32 = 4;
    /// FCvt takes F16 as Arm's alternative format (FPCR.AHP).
    pub const ALTERNATIVE_HALF: u32 = 8;
    /// Those that generated code cannot do: the runtime interprets a thread that has switched them on. The guest ends the
    /// block with `ExitKind::Resync` when it changes any mode.
    pub const INTERPRETED: u32 = FLUSH_HALF | ALTERNATIVE_HALF;
}

/// The form of a value of [`Type::Flags`], in registers and in the guest's `State`: chosen so that x86 makes it of a
/// comparison with two instructions (`lahf`, `seto al`). The carry is kept inverted, as a borrow, because most flags come
/// from comparisons. Bits 1 to 7 are 0; those not named are undefined.
pub mod nzcv {
    /// Negative.
    pub const N: u64 = 1 << 15;
    /// Zero.
    pub const Z: u64 = 1 << 14;
    /// No carry (a subtraction borrowed).
    pub const NOT_C: u64 = 1 << 8;
    /// Signed overflow.
    pub const V: u64 = 1;
    /// The bits that are defined.
    pub const ALL: u64 = N | Z | NOT_C | V;

    /// From the architecture's form: N, Z, C, V in bits 31..28; other bits are ignored.
    pub const fn from_bits(bits: u64) -> u64 {
        (bits >> 16 & N) | (bits >> 16 & Z) | (!bits >> 21 & NOT_C) | (bits >> 28 & V)
    }

    /// To the architecture's form; other bits are 0.
    pub const fn to_bits(flags: u64) -> u64 {
        (flags & (N | Z)) << 16 | (!flags & NOT_C) << 21 | (flags & V) << 28
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_keep_their_meaning_in_either_form() {
        for nzcv_bits in 0..16u64 {
            let bits = nzcv_bits << 28;
            let flags = nzcv::from_bits(bits | 0x0fff_ffff);
            assert_eq!(nzcv::to_bits(flags), bits);
            let (n, z, c, v) = (
                bits >> 31 & 1,
                bits >> 30 & 1,
                bits >> 29 & 1,
                bits >> 28 & 1,
            );
            let table = [
                z == 1,
                c == 1,
                n == 1,
                v == 1,
                c == 1 && z == 0,
                n == v,
                z == 0 && n == v,
            ];
            for (i, holds) in table.into_iter().enumerate() {
                let cond = FlagCond::from_u8(2 * i as u8);
                assert_eq!(cond.holds(flags), holds, "{cond:?} {nzcv_bits:04b}");
                assert_eq!(
                    cond.negate().holds(flags),
                    !holds,
                    "{cond:?} {nzcv_bits:04b}"
                );
            }
        }
    }
}
