//! Constants that generated code reads relative to the code base register, kept behind the Miss stub.

use host_x64::asm::Mem;
use host_x64::regs::{CODE_BASE, fflags_from_mxcsr, mxcsr_from_fflags};

/// Offset of the first constant in the code arena.
pub const START: usize = 64;

macro_rules! vectors {
    ($($(#[$doc:meta])* $name:ident = $low:literal, $high:literal;)*) => {
        /// A 16-byte constant.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Const { $($(#[$doc])* $name),* }

        const VECTORS: &[[u64; 2]] = &[$([$low, $high]),*];
    };
}
vectors! {
    /// The bits that NaN-box a single.
    Box32 = 0xffff_ffff_0000_0000, 0;
    /// The bits that NaN-box a half.
    Box16 = 0xffff_ffff_ffff_0000, 0;
    /// Canonical NaN, boxed.
    Nan32 = 0xffff_ffff_7fc0_0000, 0;
    /// Canonical NaN.
    Nan64 = 0x7ff8_0000_0000_0000, 0;
    /// Canonical NaN, boxed.
    Nan16 = 0xffff_ffff_ffff_7e00, 0;
    /// Sign of a single.
    Sign32 = 0x8000_0000, 0;
    /// Sign of a double.
    Sign64 = 0x8000_0000_0000_0000, 0;
    /// Sign of a half.
    Sign16 = 0x8000, 0;
    /// All but the sign of a single.
    Abs32 = 0xffff_ffff_7fff_ffff, 0xffff_ffff_ffff_ffff;
    /// All but the sign of a double.
    Abs64 = 0x7fff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff;
    /// All but the sign of a half.
    Abs16 = 0xffff_ffff_ffff_7fff, 0xffff_ffff_ffff_ffff;
    /// Largest single below 2^32.
    MaxU32Single = 0x4f7f_ffff, 0;
    /// Largest single below 2^63.
    MaxI64Single = 0x5eff_ffff, 0;
    /// 2^32 - 1 as double.
    MaxU32Double = 0x41ef_ffff_ffe0_0000, 0;
    /// Largest double below 2^63.
    MaxI64Double = 0x43df_ffff_ffff_ffff, 0;
    /// All bits of a half.
    Low16 = 0xffff, 0;
    /// Low half of each byte.
    Nibbles = 0x0f0f_0f0f_0f0f_0f0f, 0x0f0f_0f0f_0f0f_0f0f;
    /// The matrix that reverses the bits of each byte (GFNI).
    ReverseMatrix = 0x8040_2010_0804_0201, 0x8040_2010_0804_0201;
    /// Bit reversal of a nibble, as low half of a byte.
    ReverseLow = 0x0e06_0a02_0c04_0800, 0x0f07_0b03_0d05_0901;
    /// Bit reversal of a nibble, as high half of a byte.
    ReverseHigh = 0xe060_a020_c040_8000, 0xf070_b030_d050_9010;
}

const FFLAGS_FROM_MXCSR: usize = START + 16 * VECTORS.len();
const MXCSR_FROM_FFLAGS: usize = FFLAGS_FROM_MXCSR + 64;
/// Offset of the first byte behind the constants.
pub const END: usize = MXCSR_FROM_FFLAGS + 32;

impl Const {
    /// The constant as memory operand.
    pub const fn mem(self) -> Mem {
        Mem::base(CODE_BASE, (START + 16 * self as usize) as i32)
    }
}

/// Base displacement of the table from MXCSR's low six bits to `fflags`.
pub const FFLAGS_TABLE: i32 = FFLAGS_FROM_MXCSR as i32;
/// Base displacement of the table from `fflags` to MXCSR's low six bits.
pub const MXCSR_TABLE: i32 = MXCSR_FROM_FFLAGS as i32;

/// All constants as they stand in the arena from [`START`] to [`END`].
pub fn bytes() -> Vec<u8> {
    let mut bytes: Vec<u8> = VECTORS
        .iter()
        .flatten()
        .flat_map(|half| half.to_le_bytes())
        .collect();
    bytes.extend((0..64).map(|mxcsr| fflags_from_mxcsr(mxcsr) as u8));
    bytes.extend((0..32).map(|fflags| mxcsr_from_fflags(fflags) as u8));
    bytes
}
