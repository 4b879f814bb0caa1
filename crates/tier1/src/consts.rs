//! Constants that generated code reads relative to the code base register, kept behind the Miss stub.

use host_x64::asm::Mem;
use host_x64::regs::{CODE_BASE, fflags_from_mxcsr, mxcsr_from_fflags};
use softfloat::{Env, F32, NanMode, Rounding, recip_estimate, rsqrt_estimate};

/// Offset of the first constant in the code arena.
pub const START: usize = 64;

macro_rules! vectors {
    ($($(#[$doc:meta])* $name:ident = $low:literal, $high:literal;)*) => {
        /// A 16-byte constant.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(dead_code, reason = "some are used by value only: see find")]
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
    /// 1 in each lane.
    OneSingle = 0x3f80_0000_3f80_0000, 0x3f80_0000_3f80_0000;
    /// 1 in each lane.
    OneDouble = 0x3ff0_0000_0000_0000, 0x3ff0_0000_0000_0000;
    /// Largest single below 2^31.
    BelowSign = 0x4eff_ffff_4eff_ffff, 0x4eff_ffff_4eff_ffff;
    /// Low half of each byte.
    Nibbles = 0x0f0f_0f0f_0f0f_0f0f, 0x0f0f_0f0f_0f0f_0f0f;
    /// The matrix that reverses the bits of each byte (GFNI).
    ReverseMatrix = 0x8040_2010_0804_0201, 0x8040_2010_0804_0201;
    /// Bit reversal of a nibble, as low half of a byte.
    ReverseLow = 0x0e06_0a02_0c04_0800, 0x0f07_0b03_0d05_0901;
    /// Bit reversal of a nibble, as high half of a byte.
    ReverseHigh = 0xe060_a020_c040_8000, 0xf070_b030_d050_9010;
    /// Zeros.
    Zero = 0, 0;
    /// CRC-32 (IEEE 802.3): the inverse of the polynomial, bits reversed, modulo x^64.
    CrcInverse = 0xb4e5_b025_f701_1641, 0;
    /// CRC-32 (IEEE 802.3): the polynomial, bits reversed.
    CrcPolynomial = 0x1_db71_0641, 0;
    /// SHA-1's constants of the three functions.
    Sha1Choose = 0x5a82_7999_5a82_7999, 0x5a82_7999_5a82_7999;
    /// See above.
    Sha1Parity = 0x6ed9_eba1_6ed9_eba1, 0x6ed9_eba1_6ed9_eba1;
    /// See above.
    Sha1Majority = 0x8f1b_bcdc_8f1b_bcdc, 0x8f1b_bcdc_8f1b_bcdc;
    /// SM4's S-box is an affine map, AES's S-box and another affine map: the first map of the low half of a byte.
    Sm4InLow = 0x078b_37bb_820e_b23e, 0x9814_a824_1d91_2da1;
    /// The same for the high half.
    Sm4InHigh = 0x37eb_19c5_f22e_dc00, 0x3fe3_11cd_fa26_d408;
    /// The second map of the low half of a byte.
    Sm4OutLow = 0x2098_ea52_1ea6_d46c, 0x47ff_8d35_79c1_b30b;
    /// The same for the high half.
    Sm4OutHigh = 0x2dcd_7d9d_b050_e000, 0xed0d_bd5d_7090_20c0;
    /// Undoes AES ShiftRows.
    UnshiftRows = 0x0b0e_0104_070a_0d00, 0x0306_090c_0f02_0508;
    /// Low byte of each word.
    LowBytes = 0x00ff_00ff_00ff_00ff, 0x00ff_00ff_00ff_00ff;
    /// High byte of each word.
    HighBytes = 0xff00_ff00_ff00_ff00, 0xff00_ff00_ff00_ff00;
    /// Low word of each doubleword.
    LowWords = 0x0000_ffff_0000_ffff, 0x0000_ffff_0000_ffff;
    /// Low byte of each doubleword.
    LowBytesD = 0x0000_00ff_0000_00ff, 0x0000_00ff_0000_00ff;
    /// Low byte of each quadword.
    LowBytesQ = 0x0000_0000_0000_00ff, 0x0000_0000_0000_00ff;
    /// Lowest byte.
    Byte0 = 0xff, 0;
    /// Sign of each byte.
    SignB = 0x8080_8080_8080_8080, 0x8080_8080_8080_8080;
    /// Sign of each word.
    SignH = 0x8000_8000_8000_8000, 0x8000_8000_8000_8000;
    /// Sign of each doubleword.
    SignS = 0x8000_0000_8000_0000, 0x8000_0000_8000_0000;
    /// Sign of each quadword.
    SignD = 0x8000_0000_0000_0000, 0x8000_0000_0000_0000;
    /// Largest signed doubleword, in each; all but the signs of singles.
    LargestS = 0x7fff_ffff_7fff_ffff, 0x7fff_ffff_7fff_ffff;
    /// Shuffle: bytes of each word reversed.
    Reverse2B = 0x0607_0405_0203_0001, 0x0e0f_0c0d_0a0b_0809;
    /// Shuffle: bytes of each doubleword reversed.
    Reverse4B = 0x0405_0607_0001_0203, 0x0c0d_0e0f_0809_0a0b;
    /// Shuffle: bytes of each quadword reversed.
    Reverse8B = 0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f;
    /// Shuffle: words of each doubleword reversed.
    Reverse4H = 0x0504_0706_0100_0302, 0x0d0c_0f0e_0908_0b0a;
    /// Shuffle: words of each quadword reversed.
    Reverse8H = 0x0100_0302_0504_0706, 0x0908_0b0a_0d0c_0f0e;
    /// Shuffle: low bytes of the words; zeros.
    NarrowH = 0x0e0c_0a08_0604_0200, 0x8080_8080_8080_8080;
    /// Shuffle: low words of the doublewords; zeros.
    NarrowS = 0x0d0c_0908_0504_0100, 0x8080_8080_8080_8080;
    /// Shuffle: low doublewords of the quadwords; zeros.
    NarrowD = 0x0b0a_0908_0302_0100, 0x8080_8080_8080_8080;
    /// What makes an index beyond 15 negative by saturating addition.
    BeyondTable = 0x7070_7070_7070_7070, 0x7070_7070_7070_7070;
    /// 1 in each byte.
    OnesB = 0x0101_0101_0101_0101, 0x0101_0101_0101_0101;
    /// 1 in each word.
    OnesH = 0x0001_0001_0001_0001, 0x0001_0001_0001_0001;
    /// 1 in each doubleword.
    OnesS = 0x0000_0001_0000_0001, 0x0000_0001_0000_0001;
    /// 1 in each quadword.
    OnesD = 0x0000_0000_0000_0001, 0x0000_0000_0000_0001;
    /// Number of ones in a nibble.
    PopCount = 0x0302_0201_0201_0100, 0x0403_0302_0302_0201;
    /// Leading zeros of a byte by its high nibble; 8 if that is 0.
    ClzHigh = 0x0101_0101_0202_0308, 0;
    /// Leading zeros of a byte by its low nibble if the high one is 0.
    ClzLow = 0x0505_0505_0606_0708, 0x0404_0404_0404_0404;
    /// 8 in each word.
    Eights = 0x0008_0008_0008_0008, 0x0008_0008_0008_0008;
    /// 16 in each doubleword.
    Sixteens = 0x0000_0010_0000_0010, 0x0000_0010_0000_0010;
    /// Largest signed quadword, in each; all but the signs of doubles.
    LargestD = 0x7fff_ffff_ffff_ffff, 0x7fff_ffff_ffff_ffff;
    /// Smallest normal single, in each lane.
    SmallestSingle = 0x0080_0000_0080_0000, 0x0080_0000_0080_0000;
    /// Smallest normal double, in each lane.
    SmallestDouble = 0x0010_0000_0000_0000, 0x0010_0000_0000_0000;
    /// Exponent field of a half as single, in each doubleword.
    HalfExponentSingle = 0x0000_007e_0000_007e, 0x0000_007e_0000_007e;
    /// Exponent field of a half as double, in each quadword.
    HalfExponentDouble = 0x0000_0000_0000_03fe, 0x0000_0000_0000_03fe;
    /// What doubles have below the lowest bit of a single, in each.
    BelowSingle = 0x1fff_ffff, 0x1fff_ffff;
    /// Smallest normal half, in each lane.
    SmallestHalf = 0x0400_0400_0400_0400, 0x0400_0400_0400_0400;
    /// All but the signs of halves.
    LargestH = 0x7fff_7fff_7fff_7fff, 0x7fff_7fff_7fff_7fff;
    /// Infinity as half, in each lane.
    InfiniteHalf = 0x7c00_7c00_7c00_7c00, 0x7c00_7c00_7c00_7c00;
    /// Largest half, in each lane.
    FiniteHalf = 0x7bff_7bff_7bff_7bff, 0x7bff_7bff_7bff_7bff;
    /// Largest single, in each lane.
    FiniteSingle = 0x7f7f_ffff_7f7f_ffff, 0x7f7f_ffff_7f7f_ffff;
    /// Largest double, in each lane.
    FiniteDouble = 0x7fef_ffff_ffff_ffff, 0x7fef_ffff_ffff_ffff;
    /// 2^63 as single, in each lane: products of smaller ones are finite.
    RootSingle = 0x5f00_0000_5f00_0000, 0x5f00_0000_5f00_0000;
    /// 2^511 as double, in each lane.
    RootDouble = 0x5fe0_0000_0000_0000, 0x5fe0_0000_0000_0000;
    /// 1/2 in each lane.
    HalfSingle = 0x3f00_0000_3f00_0000, 0x3f00_0000_3f00_0000;
    /// 1/2 in each lane.
    HalfDouble = 0x3fe0_0000_0000_0000, 0x3fe0_0000_0000_0000;
    /// 3/2 in each lane.
    ThreeHalvesDouble = 0x3ff8_0000_0000_0000, 0x3ff8_0000_0000_0000;
    /// 2 in each lane.
    TwoSingle = 0x4000_0000_4000_0000, 0x4000_0000_4000_0000;
    /// 2 in each lane.
    TwoDouble = 0x4000_0000_0000_0000, 0x4000_0000_0000_0000;
    /// 3 in each lane.
    ThreeSingle = 0x4040_0000_4040_0000, 0x4040_0000_4040_0000;
    /// 3 in each lane.
    ThreeDouble = 0x4008_0000_0000_0000, 0x4008_0000_0000_0000;
    /// 2^16 as single, in each lane.
    ShiftSingle = 0x4780_0000_4780_0000, 0x4780_0000_4780_0000;
    /// 2^65 and its opposite: no integer is as large.
    BeyondDouble = 0x4400_0000_0000_0000, 0x4400_0000_0000_0000;
    /// See above.
    BeyondDoubleNegative = 0xc400_0000_0000_0000, 0xc400_0000_0000_0000;
    /// The same as singles.
    BeyondSingle = 0x6000_0000_6000_0000, 0x6000_0000_6000_0000;
    /// See above.
    BeyondSingleNegative = 0xe000_0000_e000_0000, 0xe000_0000_e000_0000;
    /// Largest double below 2^63, in each lane.
    BelowSignDouble = 0x43df_ffff_ffff_ffff, 0x43df_ffff_ffff_ffff;
    /// Largest single of which the reciprocal is normal, with all below it.
    RecipSingle = 0x7e7f_ffff_7e7f_ffff, 0x7e7f_ffff_7e7f_ffff;
    /// As RecipSingle.
    RecipDouble = 0x7fcf_ffff_ffff_ffff, 0x7fcf_ffff_ffff_ffff;
    /// 253, as exponent of a single.
    ExponentsSingle = 0x7e80_0000_7e80_0000, 0x7e80_0000_7e80_0000;
    /// 2045, as exponent of a double.
    ExponentsDouble = 0x7fd0_0000_0000_0000, 0x7fd0_0000_0000_0000;
    /// Sign and exponent of a single.
    HeadSingle = 0xff80_0000_ff80_0000, 0xff80_0000_ff80_0000;
    /// Sign and exponent of a double.
    HeadDouble = 0xfff0_0000_0000_0000, 0xfff0_0000_0000_0000;
    /// 3 * 127 - 1, in each doubleword.
    RootExponentsSingle = 0x0000_017c_0000_017c, 0x0000_017c_0000_017c;
    /// 3 * 1023 - 1, in each quadword.
    RootExponentsDouble = 0x0000_0000_0000_0bfc, 0x0000_0000_0000_0bfc;
    /// Low nine bits of each doubleword.
    Low9Single = 0x0000_01ff_0000_01ff, 0x0000_01ff_0000_01ff;
    /// Low nine bits of each quadword.
    Low9Double = 0x0000_0000_0000_01ff, 0x0000_0000_0000_01ff;
}

/// Splat bytes that depend on a shift distance: see [`byte_shift`].
const BYTE_SHIFTS: usize = START + 16 * VECTORS.len();
const FFLAGS_FROM_MXCSR: usize = BYTE_SHIFTS + 16 * 3 * 8;
const MXCSR_FROM_FFLAGS: usize = FFLAGS_FROM_MXCSR + 64;
const RECIPROCALS_AT: usize = MXCSR_FROM_FFLAGS + 32;
const ROOTS_AT: usize = RECIPROCALS_AT + 256;
/// Offset of the first byte behind the constants. Seven more are read with the last bytes of the tables.
pub const END: usize = ROOTS_AT + 512 + 8;

/// Base displacement of the bytes behind the leading one of estimates of reciprocals, by the bits behind the operand's.
pub const RECIPROCALS: i32 = RECIPROCALS_AT as i32;
/// The same for the roots of reciprocals, by the lowest bit of the exponent, then the fraction.
pub const RECIPROCAL_ROOTS: i32 = ROOTS_AT as i32;

impl Const {
    /// The constant as memory operand.
    pub const fn mem(self) -> Mem {
        Mem::base(CODE_BASE, (START + 16 * self as usize) as i32)
    }
}

/// Constants that shifts of bytes by 0 to 7 need, in each byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ByteShift {
    /// `0xff << n`
    Left,
    /// `0xff >> n`
    Right,
    /// `0x80 >> n`
    Sign,
}

/// The constant of this kind for distance `n`, as memory operand.
pub const fn byte_shift(kind: ByteShift, n: u32) -> Mem {
    let at = BYTE_SHIFTS + 16 * (8 * kind as usize + n as usize % 8);
    Mem::base(CODE_BASE, at as i32)
}

/// The memory operand that holds this vector, if one of the constants is equal to it.
pub fn find(low: u64, high: u64) -> Option<Mem> {
    let at = VECTORS.iter().position(|v| *v == [low, high])?;
    Some(Mem::base(CODE_BASE, (START + 16 * at) as i32))
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
    for first in [|n| 0xff_u8 << n, |n| 0xff >> n, |n| 0x80 >> n] as [fn(u32) -> u8; 3] {
        (0..8).for_each(|n| bytes.extend([first(n); 16]));
    }
    bytes.extend((0..64).map(|mxcsr| fflags_from_mxcsr(mxcsr) as u8));
    bytes.extend((0..32).map(|fflags| mxcsr_from_fflags(fflags) as u8));
    let env = Env::arm(Rounding::Rne, NanMode::ArmPropagate);
    // Of numbers from 1 on, and for roots from 2 on first: the exponent is even.
    let one = 127u64 << 8;
    bytes.extend((0..256).map(|n| (recip_estimate::<F32>((one | n) << 15, env).0 >> 15) as u8));
    let two = 128u64 << 8;
    bytes.extend((0..512).map(|n| (rsqrt_estimate::<F32>((two + n) << 15, env).0 >> 15) as u8));
    bytes.extend([0; 8]);
    bytes
}
