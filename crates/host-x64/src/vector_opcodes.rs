//! Opcodes of integer vector instructions, for [`crate::asm::Asm::vex`] and its relatives.
#![expect(missing_docs, reason = "the names are the mnemonics")]

use crate::opcodes::{Opcode, op};

macro_rules! opcodes {
    ($($(#[$doc:meta])* $name:ident $map:literal $byte:literal;)*) => {
        $($(#[$doc])* pub const $name: Opcode = op(0x66, $map, $byte);)*

        /// All of them by name, for tests.
        pub const ALL: &[(&str, Opcode)] = &[$((stringify!($name), $name)),*];
    };
}

// (reg, vvvv, rm) unless noted.
opcodes! {
    VPAND 1 0xdb;
    /// reg = !vvvv & rm
    VPANDN 1 0xdf;
    VPOR 1 0xeb;
    VPXOR 1 0xef;
    VPADDB 1 0xfc;
    VPADDW 1 0xfd;
    VPADDD 1 0xfe;
    VPADDQ 1 0xd4;
    VPSUBB 1 0xf8;
    VPSUBW 1 0xf9;
    VPSUBD 1 0xfa;
    VPSUBQ 1 0xfb;
    VPADDSB 1 0xec;
    VPADDSW 1 0xed;
    VPADDUSB 1 0xdc;
    VPADDUSW 1 0xdd;
    VPSUBSB 1 0xe8;
    VPSUBSW 1 0xe9;
    VPSUBUSB 1 0xd8;
    VPSUBUSW 1 0xd9;
    VPAVGB 1 0xe0;
    VPAVGW 1 0xe3;
    VPMINUB 1 0xda;
    VPMINSW 1 0xea;
    VPMINSB 2 0x38;
    VPMINSD 2 0x39;
    VPMINUW 2 0x3a;
    VPMINUD 2 0x3b;
    VPMAXUB 1 0xde;
    VPMAXSW 1 0xee;
    VPMAXSB 2 0x3c;
    VPMAXSD 2 0x3d;
    VPMAXUW 2 0x3e;
    VPMAXUD 2 0x3f;
    VPCMPEQB 1 0x74;
    VPCMPEQW 1 0x75;
    VPCMPEQD 1 0x76;
    VPCMPEQQ 2 0x29;
    VPCMPGTB 1 0x64;
    VPCMPGTW 1 0x65;
    VPCMPGTD 1 0x66;
    VPCMPGTQ 2 0x37;
    /// Products of words, added in pairs.
    VPMADDWD 1 0xf5;
    VPMULLW 1 0xd5;
    VPMULHW 1 0xe5;
    VPMULHUW 1 0xe4;
    VPMULLD 2 0x40;
    VPMULDQ 2 0x28;
    VPMULUDQ 1 0xf4;
    VPUNPCKLBW 1 0x60;
    VPUNPCKLWD 1 0x61;
    VPUNPCKLDQ 1 0x62;
    VPUNPCKLQDQ 1 0x6c;
    VPUNPCKHBW 1 0x68;
    VPUNPCKHWD 1 0x69;
    VPUNPCKHDQ 1 0x6a;
    VPUNPCKHQDQ 1 0x6d;
    VPACKSSWB 1 0x63;
    VPACKSSDW 1 0x6b;
    VPACKUSWB 1 0x67;
    VPACKUSDW 2 0x2b;
    VPSHUFB 2 0x00;
    /// With W for quadwords.
    VPSLLV 2 0x47;
    /// With W for quadwords.
    VPSRLV 2 0x45;
    VPSRAVD 2 0x46;

    // (reg, rm)
    VPABSB 2 0x1c;
    VPABSW 2 0x1d;
    VPABSD 2 0x1e;
    VPMOVSXBW 2 0x20;
    VPMOVSXWD 2 0x23;
    VPMOVSXDQ 2 0x25;
    VPMOVZXBW 2 0x30;
    VPMOVZXWD 2 0x33;
    VPMOVZXDQ 2 0x35;
    VPBROADCASTB 2 0x78;
    VPBROADCASTW 2 0x79;
    VPBROADCASTD 2 0x58;
    VPBROADCASTQ 2 0x59;

    // (reg, rm, immediate)
    VPSHUFD 1 0x70;

    // (reg, vvvv, rm, immediate)
    /// Bytes from the immediate's on of rm followed by vvvv.
    VPALIGNR 3 0x0f;
    VPBLENDW 3 0x0e;
    VPINSRB 3 0x20;
    VPINSRW 1 0xc4;
    /// With W for quadwords.
    VPINSR 3 0x22;

    // (reg, vvvv, rm, register of the mask << 4): rm where the mask's lanes are negative
    VBLENDVPS 3 0x4a;
    VBLENDVPD 3 0x4b;
    VPBLENDVB 3 0x4c;

    // (rm, reg, immediate)
    VPEXTRB 3 0x14;
    VPEXTRW 3 0x15;
    /// With W for quadwords.
    VPEXTR 3 0x16;

    // (vvvv = destination, reg = kind, rm, immediate)
    VPSHIFTW 1 0x71;
    VPSHIFTD 1 0x72;
    VPSHIFTQ 1 0x73;
}

/// The `reg` field of a shift by an immediate.
pub const SHIFT_RIGHT: u8 = 2;
/// See [`SHIFT_RIGHT`]; not for quadwords.
pub const SHIFT_RIGHT_SIGNED: u8 = 4;
/// See [`SHIFT_RIGHT`].
pub const SHIFT_LEFT: u8 = 6;
/// The whole register, by bytes ([`VPSHIFTQ`]).
pub const SHIFT_BYTES_RIGHT: u8 = 3;
/// See [`SHIFT_BYTES_RIGHT`].
pub const SHIFT_BYTES_LEFT: u8 = 7;

/// Two lanes of doublewords of vvvv, then two of rm, by the immediate.
pub const VSHUFPS: Opcode = op(0, 1, 0xc6);
