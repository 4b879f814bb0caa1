//! Instructions that only the EVEX prefix encodes, on vectors of 128 bits: one row for each, with all that encoding it takes, and what
//! the host must have. Two on 512 bits are by themselves. (Intel SDM, volume 2: "EVEX Encoding", and the instructions.)
#![expect(missing_docs, reason = "the names are the mnemonics")]

use crate::asm::{Asm, Rm};
use crate::opcodes::{Opcode, op};
use crate::{HostFeatures, Xmm};

/// What the operands are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// reg, vvvv, r/m
    Three,
    /// reg, vvvv, r/m, immediate
    ThreeImm,
    /// reg, r/m
    Two,
    /// reg, r/m, which is a general register
    FromGpr,
    /// r/m, reg: lanes of reg at a size 1 << n times smaller, in the low part of r/m, zeros above.
    Narrow(u8),
    /// vvvv, r/m, immediate; reg says what is done
    Shift(u8),
}

/// The part of AVX-512 that has an instruction, besides F and VL, which all of these take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extension {
    F,
    Bw,
    Dq,
    Cd,
    Bitalg,
    Vnni,
}

/// An instruction with an EVEX prefix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evex {
    pub(crate) opcode: Opcode,
    pub(crate) w: bool,
    /// On vectors of 512 bits, not 128.
    pub(crate) wide: bool,
    /// Its operands.
    pub shape: Shape,
    /// What has it.
    pub extension: Extension,
}

impl Evex {
    /// log2 of the unit of short displacements: the bytes that a memory operand has.
    pub(crate) const fn unit(self) -> u8 {
        match self.shape {
            Shape::Narrow(n) => 4 - n,
            _ if self.wide => 6,
            _ => 4,
        }
    }
}

impl HostFeatures {
    /// True if the host has the instruction.
    pub const fn has(&self, e: Evex) -> bool {
        self.avx512f
            && self.avx512vl
            && match e.extension {
                Extension::F => true,
                Extension::Bw => self.avx512bw,
                Extension::Dq => self.avx512dq,
                Extension::Cd => self.avx512cd,
                Extension::Bitalg => self.avx512bitalg,
                Extension::Vnni => self.avx512vnni,
            }
    }
}

impl Asm {
    /// An EVEX instruction on two operands ([`Shape::Three`]).
    pub fn evex(&mut self, e: Evex, reg: Xmm, v: Xmm, rm: impl Into<Rm>) {
        debug_assert_eq!(e.shape, Shape::Three);
        self.evex_imm(e, reg.0, v.0, rm.into(), (0, 0));
    }

    /// As [`Asm::evex`] with an immediate byte ([`Shape::ThreeImm`]).
    pub fn evex_i(&mut self, e: Evex, reg: Xmm, v: Xmm, rm: impl Into<Rm>, imm: u8) {
        debug_assert_eq!(e.shape, Shape::ThreeImm);
        self.evex_imm(e, reg.0, v.0, rm.into(), (imm as i64, 1));
    }

    /// An EVEX instruction on one operand: [`Shape::Two`], [`Shape::FromGpr`].
    pub fn evex2(&mut self, e: Evex, reg: Xmm, rm: impl Into<Rm>) {
        debug_assert!(matches!(e.shape, Shape::Two | Shape::FromGpr));
        self.evex_imm(e, reg.0, 0, rm.into(), (0, 0));
    }

    /// An EVEX instruction whose result is the r/m operand ([`Shape::Narrow`]).
    pub fn evex_narrow(&mut self, e: Evex, dst: impl Into<Rm>, src: Xmm) {
        debug_assert!(matches!(e.shape, Shape::Narrow(_)));
        self.evex_imm(e, src.0, 0, dst.into(), (0, 0));
    }

    /// `dst` = r/m shifted or rotated by an immediate ([`Shape::Shift`]).
    pub fn evex_shift(&mut self, e: Evex, dst: Xmm, rm: impl Into<Rm>, amount: u8) {
        debug_assert!(matches!(e.shape, Shape::Shift(_)));
        if let Shape::Shift(kind) = e.shape {
            self.evex_imm(e, kind, dst.0, rm.into(), (amount as i64, 1));
        }
    }
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident $extension:ident $shape:ident$(($n:literal))? $prefix:literal $map:literal $byte:literal $w:literal;)*) => {
        $($(#[$doc])* pub const $name: Evex = Evex {
            opcode: op($prefix, $map, $byte),
            w: $w == 1,
            wide: false,
            shape: Shape::$shape$(($n))?,
            extension: Extension::$extension,
        };)*

        /// All of them by name, for tests.
        pub const ALL: &[(&str, Evex)] = &[$((stringify!($name), $name)),*];
    };
}

/// On 512 bits: each half of the result is two quarters that the immediate chooses, of vvvv, of r/m.
pub const VSHUFF32X4: Evex = Evex {
    opcode: op(0x66, 3, 0x23),
    w: false,
    wide: true,
    shape: Shape::ThreeImm,
    extension: Extension::F,
};

/// On 512 bits: r/m = reg.
pub const VMOVUPS_STORE: Evex = Evex {
    opcode: op(0, 1, 0x11),
    w: false,
    wide: true,
    shape: Shape::Two,
    extension: Extension::F,
};

rows! {
    /// Each bit is bit `4 * reg + 2 * vvvv + rm` of the immediate.
    VPTERNLOGQ      F      ThreeImm  0x66 3 0x25 1;
    VPRORD          F      Shift(0)  0x66 1 0x72 0;
    VPRORQ          F      Shift(0)  0x66 1 0x72 1;
    VPSRAQ          F      Shift(4)  0x66 1 0x72 1;
    /// Distances of 64 and more give the sign.
    VPSRAVQ         F      Three     0x66 2 0x46 1;
    VPABSQ          F      Two       0x66 2 0x1f 1;
    VPMINUQ         F      Three     0x66 2 0x3b 1;
    VPMAXSQ         F      Three     0x66 2 0x3d 1;
    VPMAXUQ         F      Three     0x66 2 0x3f 1;
    VPMOVSQD        F      Narrow(1) 0xf3 2 0x25 0;
    VPMOVUSQD       F      Narrow(1) 0xf3 2 0x15 0;
    VPMOVUSDW       F      Narrow(1) 0xf3 2 0x13 0;
    VPMOVUSWB       Bw     Narrow(1) 0xf3 2 0x10 0;
    VPBROADCASTB    Bw     FromGpr   0x66 2 0x7a 0;
    VPBROADCASTW    Bw     FromGpr   0x66 2 0x7b 0;
    VPBROADCASTD    F      FromGpr   0x66 2 0x7c 0;
    VPBROADCASTQ    F      FromGpr   0x66 2 0x7c 1;
    /// From unsigned integers.
    VCVTUDQ2PS      F      Two       0xf2 1 0x7a 0;
    VCVTQQ2PD       Dq     Two       0xf3 1 0xe6 1;
    VCVTUQQ2PD      Dq     Two       0xf3 1 0x7a 1;
    /// Truncated; the smallest integer stands for "not representable".
    VCVTTPD2QQ      Dq     Two       0x66 1 0x7a 1;
    /// Distances of 16 and more give 0.
    VPSLLVW         Bw     Three     0x66 2 0x12 1;
    VPSRLVW         Bw     Three     0x66 2 0x10 1;
    VPSRAVW         Bw     Three     0x66 2 0x11 1;
    VPLZCNTD        Cd     Two       0x66 2 0x44 0;
    VPOPCNTB        Bitalg Two       0x66 2 0x54 0;
    /// Doublewords of reg plus the four products of unsigned bytes of vvvv and signed ones of rm.
    VPDPBUSD        Vnni   Three     0x66 2 0x50 0;
}
