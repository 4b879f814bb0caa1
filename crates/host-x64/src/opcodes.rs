//! Opcodes for [`crate::asm::Asm::legacy`] and [`crate::asm::Asm::vex`].
#![expect(missing_docs, reason = "the names are the mnemonics")]

/// Opcode of an instruction with a ModRM byte: mandatory prefix, map and opcode byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Opcode {
    /// 0, 0x66, 0xf3 or 0xf2.
    pub(crate) prefix: u8,
    /// 0 = one byte, 1 = 0f, 2 = 0f 38, 3 = 0f 3a.
    pub(crate) map: u8,
    pub(crate) byte: u8,
    /// VEX.L: 256 bits.
    pub(crate) long: bool,
}

impl Opcode {
    /// The form on 256 bits, if `long`. [`crate::asm::Asm::vzeroupper`] follows before anything that is not VEX encoded.
    pub const fn long(self, long: bool) -> Opcode {
        Opcode { long, ..self }
    }
}

impl Opcode {
    /// The prefix as VEX and EVEX have it.
    pub(crate) const fn prefix_number(self) -> u8 {
        match self.prefix {
            0x66 => 1,
            0xf3 => 2,
            0xf2 => 3,
            _ => 0,
        }
    }
}

pub(crate) const fn op(prefix: u8, map: u8, byte: u8) -> Opcode {
    Opcode {
        prefix,
        map,
        byte,
        long: false,
    }
}

pub const MOVZX8: Opcode = op(0, 1, 0xb6);
pub const MOVZX16: Opcode = op(0, 1, 0xb7);
pub const MOVSX8: Opcode = op(0, 1, 0xbe);
pub const MOVSX16: Opcode = op(0, 1, 0xbf);
pub const MOVSXD: Opcode = op(0, 0, 0x63);
pub const IMUL: Opcode = op(0, 1, 0xaf);
pub const LZCNT: Opcode = op(0xf3, 1, 0xbd);
pub const TZCNT: Opcode = op(0xf3, 1, 0xbc);
pub const POPCNT: Opcode = op(0xf3, 1, 0xb8);

// VEX, general registers: (reg, vvvv, rm)
/// reg = !vvvv & rm
pub const ANDN: Opcode = op(0, 2, 0xf2);
/// reg = rm << vvvv
pub const SHLX: Opcode = op(0x66, 2, 0xf7);
pub const SHRX: Opcode = op(0xf2, 2, 0xf7);
pub const SARX: Opcode = op(0xf3, 2, 0xf7);
/// vvvv, reg = low, high half of rdx * rm; the high half if both are one register
pub const MULX: Opcode = op(0xf2, 2, 0xf6);
/// reg = rm rotated right by an immediate
pub const RORX: Opcode = op(0xf2, 3, 0xf0);

// VEX, vector registers
pub const VMOVSS_LOAD: Opcode = op(0xf3, 1, 0x10);
pub const VMOVSS_STORE: Opcode = op(0xf3, 1, 0x11);
pub const VMOVSD_LOAD: Opcode = op(0xf2, 1, 0x10);
pub const VMOVSD_STORE: Opcode = op(0xf2, 1, 0x11);
/// reg = low 64 bits of rm, rest zero
pub const VMOVQ: Opcode = op(0xf3, 1, 0x7e);
/// reg = vvvv with one lane from rm; the immediate says which, and which lanes become zero.
pub const VINSERTPS: Opcode = op(0x66, 3, 0x21);
/// High quadword to memory.
pub const VMOVHPS_STORE: Opcode = op(0, 1, 0x17);
pub const VMOVAPS: Opcode = op(0, 1, 0x28);
pub const VMOVUPS_LOAD: Opcode = op(0, 1, 0x10);
pub const VMOVUPS_STORE: Opcode = op(0, 1, 0x11);
/// xmm from r/m (vmovd, vmovq by size)
pub const VMOV_FROM_GPR: Opcode = op(0x66, 1, 0x6e);
/// r/m from xmm
pub const VMOV_TO_GPR: Opcode = op(0x66, 1, 0x7e);
pub const VPINSRW: Opcode = op(0x66, 1, 0xc4);
pub const VPEXTRB: Opcode = op(0x66, 3, 0x14);
pub const VPEXTRW: Opcode = op(0x66, 3, 0x15);
pub const VPEXTRQ: Opcode = op(0x66, 3, 0x16);
pub const VANDPS: Opcode = op(0, 1, 0x54);
pub const VANDNPS: Opcode = op(0, 1, 0x55);
pub const VORPS: Opcode = op(0, 1, 0x56);
pub const VXORPS: Opcode = op(0, 1, 0x57);
pub const VPCMPEQD: Opcode = op(0x66, 1, 0x76);
pub const VPCMPEQB: Opcode = op(0x66, 1, 0x74);
pub const VPTEST: Opcode = op(0x66, 2, 0x17);
pub const VPSHUFB: Opcode = op(0x66, 2, 0x00);
/// Shift of words by an immediate: vvvv = destination, reg = 2 (right).
pub const VPSHIFT_W: Opcode = op(0x66, 1, 0x71);
pub const VPCLMULQDQ: Opcode = op(0x66, 3, 0x44);
// Cryptography
pub const VAESENC: Opcode = op(0x66, 2, 0xdc);
pub const VAESENCLAST: Opcode = op(0x66, 2, 0xdd);
pub const VAESDEC: Opcode = op(0x66, 2, 0xde);
pub const VAESDECLAST: Opcode = op(0x66, 2, 0xdf);
pub const VAESIMC: Opcode = op(0x66, 2, 0xdb);
/// Legacy encodings only; sha256rnds2 takes its third operand in xmm0.
pub const SHA1RNDS4: Opcode = op(0, 3, 0xcc);
pub const SHA256RNDS2: Opcode = op(0, 2, 0xcb);
pub const SHA256MSG1: Opcode = op(0, 2, 0xcc);
pub const SHA256MSG2: Opcode = op(0, 2, 0xcd);
pub const VADD: u8 = 0x58;
pub const VSUB: u8 = 0x5c;
pub const VMUL: u8 = 0x59;
pub const VDIV: u8 = 0x5e;
pub const VSQRT: u8 = 0x51;
pub const VMIN: u8 = 0x5d;
pub const VMAX: u8 = 0x5f;
pub const VCMP: u8 = 0xc2;
/// Float from signed integer.
pub const VCVT_FROM_INT: u8 = 0x2a;
/// Signed integer from float, truncated.
pub const VCVTT_TO_INT: u8 = 0x2c;
/// Signed integer from float, rounded as MXCSR says.
pub const VCVT_TO_INT: u8 = 0x2d;
/// Between single and double; the prefix names the source.
pub const VCVT_FLOAT: u8 = 0x5a;
pub const VUCOMI: u8 = 0x2e;
pub const VCOMI: u8 = 0x2f;
pub const VROUNDSS: Opcode = op(0x66, 3, 0x0a);
pub const VROUNDSD: Opcode = op(0x66, 3, 0x0b);
pub const VPMOVZXWQ: Opcode = op(0x66, 2, 0x34);
pub const VROUNDPS: Opcode = op(0x66, 3, 0x08);
pub const VROUNDPD: Opcode = op(0x66, 3, 0x09);
pub const VCVTTPS2DQ: Opcode = op(0xf3, 1, 0x5b);
pub const VCVTDQ2PS: Opcode = op(0, 1, 0x5b);
pub const VCVTPS2PD: Opcode = op(0, 1, 0x5a);
pub const VCVTPD2PS: Opcode = op(0x66, 1, 0x5a);
/// reg = vvvv with its high half from memory
pub const VMOVHPS_LOAD: Opcode = op(0, 1, 0x16);
pub const VCVTPH2PS: Opcode = op(0x66, 2, 0x13);
/// A store form: the destination is r/m.
pub const VCVTPS2PH: Opcode = op(0x66, 3, 0x1d);
/// A general register from the lanes' signs.
pub const VMOVMSKPS: Opcode = op(0, 1, 0x50);
/// Lanes of vvvv and rm by the bits of the immediate.
pub const VBLENDPS: Opcode = op(0x66, 3, 0x0c);
pub const VBLENDPD: Opcode = op(0x66, 3, 0x0d);
/// 256 bits only.
pub const VBROADCASTSS: Opcode = op(0x66, 2, 0x18);
/// 256 bits only.
pub const VBROADCASTSD: Opcode = op(0x66, 2, 0x19);
/// 256 bits only: reg = vvvv with rm as half number immediate.
pub const VINSERTF128: Opcode = op(0x66, 3, 0x18);
/// 256 bits only: rm = half number immediate of reg.
pub const VEXTRACTF128: Opcode = op(0x66, 3, 0x19);
/// reg = lanes at base + lanes of the index, a vector register; vvvv: a mask of ones, which becomes zeros. With W for quadwords.
pub const VPGATHER_D: Opcode = op(0x66, 2, 0x90);
/// As [`VPGATHER_D`], the indices being quadwords.
pub const VPGATHER_Q: Opcode = op(0x66, 2, 0x91);

/// A scalar operation such as `VADD` on doubles or singles (vaddsd, vaddss).
pub const fn scalar(double: bool, byte: u8) -> Opcode {
    op(if double { 0xf2 } else { 0xf3 }, 1, byte)
}

/// A packed operation such as `VADD` on doubles or singles (vaddpd, vaddps).
pub const fn packed(double: bool, byte: u8) -> Opcode {
    op(if double { 0x66 } else { 0 }, 1, byte)
}

/// [`fma`] on all lanes.
pub const fn packed_fma(accumulate: bool, negate_product: bool) -> Opcode {
    let scalar = fma(accumulate, negate_product, false);
    op(scalar.prefix, scalar.map, scalar.byte - 1)
}

/// vucomis* and vcomis*.
pub const fn compare(double: bool, byte: u8) -> Opcode {
    op(if double { 0x66 } else { 0 }, 1, byte)
}

/// Scalar fused multiply and add (size by VEX.W): `reg = ±(vvvv * reg) ± rm` (213) or `reg = ±(vvvv * rm) ± reg` (231).
pub const fn fma(accumulate: bool, negate_product: bool, subtract: bool) -> Opcode {
    let base = if accumulate { 0xb9 } else { 0xa9 };
    let kind = match (negate_product, subtract) {
        (false, false) => 0,
        (false, true) => 2,
        (true, false) => 4,
        (true, true) => 6,
    };
    op(0x66, 2, base + kind)
}
