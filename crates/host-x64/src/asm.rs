//! Encoder of the x86-64 instructions that translations consist of, in their shortest forms.
//!
//! Why not a macro assembler: registers, displacements and immediates are known only when a block is translated,
//! and a macro assembler must then reserve the longest form of each (a SIB byte, four bytes of displacement, a
//! REX prefix). Fixed sequences, such as the stubs, are better written with one.

use crate::evex::Evex;
use crate::opcodes::{self as o, Opcode, op};
pub use crate::operands::{Alu, Cc, Mem, Rm, Shift, Size, Unary};
use crate::regs::{Gpr, Xmm};

/// A place in the code that jumps refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

const UNBOUND: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Fixup {
    at: u32,
    label: Label,
    short: bool,
}

/// One instruction under construction, in two registers of the host: bytes stored one by one and read back
/// together would make the load wait for the stores.
#[derive(Clone, Copy)]
struct Bytes {
    /// Prefixes, opcode, ModRM and SIB: at most 7 bytes (EVEX: 4, and three more).
    head: u64,
    head_bits: u32,
    /// Displacement and immediate: at most 8 bytes.
    tail: u64,
    tail_bits: u32,
}

impl Bytes {
    fn new() -> Bytes {
        Bytes {
            head: 0,
            head_bits: 0,
            tail: 0,
            tail_bits: 0,
        }
    }

    #[inline(always)]
    fn push(&mut self, b: u8) {
        self.head |= (b as u64) << self.head_bits;
        self.head_bits += 8;
    }

    /// Pushes `b` if it is not 0.
    #[inline(always)]
    fn push_some(&mut self, b: u8) {
        self.head |= (b as u64) << self.head_bits;
        self.head_bits += ((b != 0) as u32) << 3;
    }

    /// The displacement, in front of an immediate.
    #[inline(always)]
    fn disp(&mut self, disp: i32, len: u8) {
        self.tail = match len {
            0 => 0,
            1 => disp as u8 as u64,
            _ => disp as u32 as u64,
        };
        self.tail_bits = 8 * len as u32;
    }

    /// The last part; what is above its length is cut off with the end of the instruction.
    #[inline(always)]
    fn imm(&mut self, value: i64, len: u8) {
        self.tail |= (value as u64) << self.tail_bits;
        self.tail_bits += 8 * len as u32;
    }

    #[inline(always)]
    fn modrm(&mut self, reg: u8, rm: Rm) {
        self.modrm_scaled(reg, rm, 0);
    }

    /// A displacement of one byte counts units of 1 << `unit` bytes.
    #[inline(always)]
    fn modrm_scaled(&mut self, reg: u8, rm: Rm, unit: u8) {
        let reg = (reg & 7) << 3;
        match rm {
            Rm::Reg(r) => self.push(0xc0 | reg | (r & 7)),
            Rm::Mem(m) => self.memory(reg, m, unit),
        }
    }

    #[inline(always)]
    fn memory(&mut self, reg: u8, m: Mem, unit: u8) {
        let Some(base) = m.base else {
            let index = m.index.map_or(0x20, |(r, s)| s << 6 | (r.0 & 7) << 3);
            self.push(reg | 4);
            self.push(index | 5);
            return self.disp(m.disp, 4);
        };
        let b = base.0 & 7;
        let units = m.disp >> unit;
        let (mode, disp, disp_len) = if m.disp == 0 && b != 5 {
            (0, 0, 0)
        } else if units << unit == m.disp && i8::try_from(units).is_ok() {
            (0x40, units, 1)
        } else {
            (0x80, m.disp, 4)
        };
        match m.index {
            Some((r, s)) => {
                self.push(mode | reg | 4);
                self.push(s << 6 | (r.0 & 7) << 3 | b);
            }
            None if b == 4 => {
                self.push(mode | reg | 4);
                self.push(0x24);
            }
            None => self.push(mode | reg | b),
        }
        self.disp(disp, disp_len);
    }
}

/// High bits of the registers in an r/m operand: (X, B).
fn high_bits(rm: Rm) -> (u8, u8) {
    match rm {
        Rm::Reg(r) => (0, r >> 3),
        Rm::Mem(m) => (
            m.index.map_or(0, |(r, _)| r.0 >> 3),
            m.base.map_or(0, |r| r.0 >> 3),
        ),
    }
}

/// Machine code under construction. Buffers are reused after [`Asm::clear`].
#[derive(Debug, Default)]
pub struct Asm {
    /// The code so far.
    pub buf: Vec<u8>,
    labels: Vec<u32>,
    fixups: Vec<Fixup>,
}

impl Asm {
    /// Forgets everything; capacity stays.
    pub fn clear(&mut self) {
        self.buf.clear();
        self.labels.clear();
        self.fixups.clear();
    }

    /// Offset of the next instruction.
    pub fn here(&self) -> u32 {
        self.buf.len() as u32
    }

    #[inline(always)]
    fn put(&mut self, b: Bytes) {
        let code = b.head as u128 | (b.tail as u128) << b.head_bits;
        let end = self.buf.len() + ((b.head_bits + b.tail_bits) >> 3) as usize;
        // A copy of fixed size is faster than one of the exact size.
        self.buf.extend_from_slice(&code.to_le_bytes());
        self.buf.truncate(end);
    }

    // --- encodings --------------------------------------------------------------------------------

    #[inline(always)]
    pub(crate) fn encode(
        &mut self,
        opc: Opcode,
        size: Size,
        reg: u8,
        rm: Rm,
        byte_regs: bool,
        imm: (i64, u8),
    ) {
        let mut b = Bytes::new();
        b.push_some(opc.prefix);
        let (x, bb) = high_bits(rm);
        let w = (size == Size::Q) as u8;
        let rex = w << 3 | (reg >> 3) << 2 | x << 1 | bb;
        // spl, bpl, sil and dil exist only with a REX prefix.
        let low_byte = |r: u8| byte_regs && (4..8).contains(&r);
        let forced = low_byte(reg) || matches!(rm, Rm::Reg(r) if low_byte(r));
        if rex != 0 || forced {
            b.push(0x40 | rex);
        }
        if opc.map != 0 {
            b.push(0x0f);
            b.push_some([0, 0, 0x38, 0x3a][opc.map as usize & 3]);
        }
        b.push(opc.byte);
        b.modrm(reg, rm);
        b.imm(imm.0, imm.1);
        self.put(b);
    }

    /// An instruction of `opc` with its `reg` and r/m fields.
    pub fn legacy(&mut self, opc: Opcode, size: Size, reg: Gpr, rm: impl Into<Rm>) {
        self.encode(opc, size, reg.0, rm.into(), false, (0, 0));
    }

    fn vex_imm(&mut self, opc: Opcode, w: bool, reg: u8, v: u8, rm: Rm, imm: (i64, u8)) {
        let mut b = Bytes::new();
        let (x, bb) = high_bits(rm);
        let last = (!v & 15) << 3 | (opc.long as u8) << 2 | opc.prefix_number();
        let r = (!(reg >> 3) & 1) << 7;
        if opc.map == 1 && !w && x == 0 && bb == 0 {
            b.push(0xc5);
            b.push(r | last);
        } else {
            b.push(0xc4);
            b.push(r | (1 - x) << 6 | (1 - bb) << 5 | opc.map);
            b.push((w as u8) << 7 | last);
        }
        b.push(opc.byte);
        b.modrm(reg, rm);
        b.imm(imm.0, imm.1);
        self.put(b);
    }

    /// A 128-bit or scalar VEX instruction without W: `reg`, `vvvv`, r/m.
    pub fn vex(&mut self, opc: Opcode, reg: Xmm, v: Xmm, rm: impl Into<Rm>) {
        self.vex_imm(opc, false, reg.0, v.0, rm.into(), (0, 0));
    }

    /// As [`Asm::vex`] for instructions without a vvvv operand.
    pub fn vex2(&mut self, opc: Opcode, reg: Xmm, rm: impl Into<Rm>) {
        self.vex_imm(opc, false, reg.0, 0, rm.into(), (0, 0));
    }

    /// As [`Asm::vex`] with W set for doubles (fused multiply and add).
    pub fn vex_w(&mut self, opc: Opcode, double: bool, reg: Xmm, v: Xmm, rm: impl Into<Rm>) {
        self.vex_imm(opc, double, reg.0, v.0, rm.into(), (0, 0));
    }

    /// As [`Asm::vex`] with an immediate byte.
    pub fn vex_i(&mut self, opc: Opcode, reg: Xmm, v: Xmm, rm: impl Into<Rm>, imm: u8) {
        self.vex_imm(opc, false, reg.0, v.0, rm.into(), (imm as i64, 1));
    }

    /// As [`Asm::vex_i`] with W set for quadwords.
    pub fn vex_iw(
        &mut self,
        opc: Opcode,
        quad: bool,
        reg: Xmm,
        v: Xmm,
        rm: impl Into<Rm>,
        imm: u8,
    ) {
        self.vex_imm(opc, quad, reg.0, v.0, rm.into(), (imm as i64, 1));
    }

    /// As [`Asm::vex_i`] without a vvvv operand.
    pub fn vex2_i(&mut self, opc: Opcode, reg: Xmm, rm: impl Into<Rm>, imm: u8) {
        self.vex_imm(opc, false, reg.0, 0, rm.into(), (imm as i64, 1));
    }

    /// The upper halves of all 256-bit registers become 0.
    pub fn vzeroupper(&mut self) {
        self.buf.extend([0xc5, 0xf8, 0x77]);
    }

    /// A 128-bit instruction with an EVEX prefix, without mask and broadcast, on the first sixteen registers.
    pub(crate) fn evex_imm(&mut self, e: Evex, reg: u8, v: u8, rm: Rm, imm: (i64, u8)) {
        let mut b = Bytes::new();
        let (x, bb) = high_bits(rm);
        let opc = e.opcode;
        // R' and V', which are the registers' fifth bits, are stored inverted, as R, X, B and vvvv are.
        b.push(0x62);
        b.push((!(reg >> 3) & 1) << 7 | (1 - x) << 6 | (1 - bb) << 5 | 0x10 | opc.map);
        b.push((e.w as u8) << 7 | (!v & 15) << 3 | 4 | opc.prefix_number());
        b.push(if e.wide { 0x48 } else { 8 });
        b.push(opc.byte);
        b.modrm_scaled(reg, rm, e.unit());
        b.imm(imm.0, imm.1);
        self.put(b);
    }

    /// A BMI instruction on general registers.
    pub fn bmi(&mut self, opc: Opcode, size: Size, reg: Gpr, v: Gpr, rm: impl Into<Rm>) {
        self.vex_imm(opc, size == Size::Q, reg.0, v.0, rm.into(), (0, 0));
    }

    /// A legacy instruction on vector registers, which overwrites `reg`.
    pub fn sse(&mut self, opc: Opcode, reg: Xmm, rm: impl Into<Rm>) {
        self.encode(opc, Size::D, reg.0, rm.into(), false, (0, 0));
    }

    /// As [`Asm::sse`] with an immediate byte.
    pub fn sse_i(&mut self, opc: Opcode, reg: Xmm, rm: impl Into<Rm>, imm: u8) {
        self.encode(opc, Size::D, reg.0, rm.into(), false, (imm.into(), 1));
    }

    /// dst = CRC-32C of dst and the low `bytes` bytes of src.
    pub fn crc32c(&mut self, bytes: u32, dst: Gpr, src: impl Into<Rm>) {
        const CRC32: Opcode = op(0xf2, 2, 0xf1);
        const CRC32_BYTE: Opcode = op(0xf2, 2, 0xf0);
        match bytes {
            1 => self.encode(CRC32_BYTE, Size::D, dst.0, src.into(), true, (0, 0)),
            2 => {
                self.buf.push(0x66);
                self.encode(CRC32, Size::D, dst.0, src.into(), false, (0, 0));
            }
            4 => self.encode(CRC32, Size::D, dst.0, src.into(), false, (0, 0)),
            _ => self.encode(CRC32, Size::Q, dst.0, src.into(), false, (0, 0)),
        }
    }

    // --- moves ------------------------------------------------------------------------------------

    /// dst = src
    pub fn mov(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        self.encode(op(0, 0, 0x8b), size, dst.0, src.into(), false, (0, 0));
    }

    /// dst = constant, in the shortest form that leaves the flags alone.
    pub fn mov_imm(&mut self, dst: Gpr, value: u64) {
        let mut b = Bytes::new();
        let high = dst.0 >> 3;
        if value <= u32::MAX as u64 {
            b.push_some(high * 0x41);
            b.push(0xb8 | (dst.0 & 7));
            b.imm(value as i64, 4);
        } else if i32::try_from(value as i64).is_ok() {
            b.push(0x48 | high);
            b.push(0xc7);
            b.push(0xc0 | (dst.0 & 7));
            b.imm(value as i64, 4);
        } else {
            b.push(0x48 | high);
            b.push(0xb8 | (dst.0 & 7));
            b.imm(value as i64, 8);
        }
        self.put(b);
    }

    /// dst = constant in the 10-byte form; returns the offset of its 8-byte field.
    pub fn mov_imm64(&mut self, dst: Gpr, value: u64) -> u32 {
        let mut b = Bytes::new();
        b.push(0x48 | dst.0 >> 3);
        b.push(0xb8 | (dst.0 & 7));
        b.imm(value as i64, 8);
        self.put(b);
        self.here() - 8
    }

    /// dst = 0; changes the flags.
    pub fn zero(&mut self, dst: Gpr) {
        self.alu(Alu::Xor, Size::D, dst, dst);
    }

    /// Stores the low `bytes` (1, 2, 4 or 8) of src.
    pub fn store(&mut self, bytes: u32, dst: Mem, src: Gpr) {
        let (opc, size) = sized(bytes, 0, 0x89);
        self.encode(opc, size, src.0, dst.into(), bytes == 1, (0, 0));
    }

    /// Stores the low `bytes` of a constant; 8 bytes only if it is a sign-extended 32-bit constant.
    pub fn store_imm(&mut self, bytes: u32, dst: Mem, value: i32) {
        let (opc, size) = sized(bytes, 0, 0xc7);
        let len = bytes.min(4) as u8;
        self.encode(opc, size, 0, dst.into(), false, (value as i64, len));
    }

    /// dst = zero-extended low byte of r/m.
    pub fn movzx8(&mut self, dst: Gpr, src: impl Into<Rm>) {
        self.encode(o::MOVZX8, Size::D, dst.0, src.into(), true, (0, 0));
    }

    /// dst = sign-extended low byte of r/m.
    pub fn movsx8(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>) {
        self.encode(o::MOVSX8, size, dst.0, src.into(), true, (0, 0));
    }

    /// dst = address
    pub fn lea(&mut self, size: Size, dst: Gpr, m: Mem) {
        self.encode(op(0, 0, 0x8d), size, dst.0, m.into(), false, (0, 0));
    }

    /// dst = src if the condition holds
    pub fn cmov(&mut self, cc: Cc, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let opc = op(0, 1, 0x40 | cc as u8);
        self.encode(opc, size, dst.0, src.into(), false, (0, 0));
    }

    /// Low byte of dst = condition
    pub fn setcc(&mut self, cc: Cc, dst: Gpr) {
        let opc = op(0, 1, 0x90 | cc as u8);
        self.encode(opc, Size::D, 0, dst.into(), true, (0, 0));
    }

    // --- arithmetic -------------------------------------------------------------------------------

    /// dst = dst op src
    pub fn alu(&mut self, alu: Alu, size: Size, dst: Gpr, src: impl Into<Rm>) {
        let opc = op(0, 0, (alu as u8) << 3 | 3);
        self.encode(opc, size, dst.0, src.into(), false, (0, 0));
    }

    /// memory = memory op src
    pub fn alu_store(&mut self, alu: Alu, size: Size, dst: Mem, src: Gpr) {
        let opc = op(0, 0, (alu as u8) << 3 | 1);
        self.encode(opc, size, src.0, dst.into(), false, (0, 0));
    }

    /// r/m = r/m op constant
    pub fn alu_imm(&mut self, alu: Alu, size: Size, dst: impl Into<Rm>, value: i32) {
        let (byte, len) = if i8::try_from(value).is_ok() {
            (0x83, 1)
        } else {
            (0x81, 4)
        };
        let opc = op(0, 0, byte);
        self.encode(opc, size, alu as u8, dst.into(), false, (value as i64, len));
    }

    /// Flags of a & b
    pub fn test(&mut self, size: Size, a: Gpr, b: Gpr) {
        self.encode(op(0, 0, 0x85), size, b.0, a.into(), false, (0, 0));
    }

    /// Flags of r/m & constant
    pub fn test_imm(&mut self, size: Size, a: impl Into<Rm>, value: i32) {
        let a = a.into();
        if (0..=0x7f).contains(&value) {
            let byte = (value as i64, 1);
            return self.encode(op(0, 0, 0xf6), Size::D, 0, a, true, byte);
        }
        self.encode(op(0, 0, 0xf7), size, 0, a, false, (value as i64, 4));
    }

    /// not, neg, mul, imul, div, idiv
    pub fn unary(&mut self, unary: Unary, size: Size, a: impl Into<Rm>) {
        self.encode(op(0, 0, 0xf7), size, unary as u8, a.into(), false, (0, 0));
    }

    /// Shift by a constant (not 0).
    pub fn shift_imm(&mut self, shift: Shift, size: Size, dst: Gpr, amount: u8) {
        if amount == 1 {
            self.encode(op(0, 0, 0xd1), size, shift as u8, dst.into(), false, (0, 0));
        } else {
            let imm = (amount as i64, 1);
            self.encode(op(0, 0, 0xc1), size, shift as u8, dst.into(), false, imm);
        }
    }

    /// Shift by cl.
    pub fn shift_cl(&mut self, shift: Shift, size: Size, dst: Gpr) {
        self.encode(op(0, 0, 0xd3), size, shift as u8, dst.into(), false, (0, 0));
    }

    /// dst = src rotated right by a constant; flags stay.
    pub fn rorx(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>, amount: u8) {
        let imm = (amount as i64, 1);
        self.vex_imm(o::RORX, size == Size::Q, dst.0, 0, src.into(), imm);
    }

    /// dst = src * constant
    pub fn imul_imm(&mut self, size: Size, dst: Gpr, src: impl Into<Rm>, value: i32) {
        let (byte, len) = if i8::try_from(value).is_ok() {
            (0x6b, 1)
        } else {
            (0x69, 4)
        };
        self.encode(
            op(0, 0, byte),
            size,
            dst.0,
            src.into(),
            false,
            (value as i64, len),
        );
    }

    /// Byte order of dst reversed.
    pub fn bswap(&mut self, size: Size, dst: Gpr) {
        let rex = ((size == Size::Q) as u8) << 3 | dst.0 >> 3;
        if rex != 0 {
            self.buf.push(0x40 | rex);
        }
        self.buf.extend_from_slice(&[0x0f, 0xc8 | (dst.0 & 7)]);
    }

    /// Sign of rax (eax) into all of rdx (edx).
    pub fn sign_to_rdx(&mut self, size: Size) {
        if size == Size::Q {
            self.buf.push(0x48);
        }
        self.buf.push(0x99);
    }

    /// SF, ZF, AF, PF, CF into ah.
    pub fn lahf(&mut self) {
        self.buf.push(0x9f);
    }

    /// SF, ZF, AF, PF, CF from ah.
    pub fn sahf(&mut self) {
        self.buf.push(0x9e);
    }

    /// CF inverted.
    pub fn cmc(&mut self) {
        self.buf.push(0xf5);
    }

    /// CF = 1.
    pub fn stc(&mut self) {
        self.buf.push(0xf9);
    }

    /// al += value
    pub fn add_al(&mut self, value: i8) {
        self.buf.extend_from_slice(&[0x04, value as u8]);
    }

    // --- vector moves -----------------------------------------------------------------------------

    /// xmm = 32 or 64 bits of r/m, rest zero
    pub fn vmov_from(&mut self, size: Size, dst: Xmm, src: impl Into<Rm>) {
        let w = size == Size::Q;
        self.vex_imm(o::VMOV_FROM_GPR, w, dst.0, 0, src.into(), (0, 0));
    }

    /// r/m = low 32 or 64 bits of xmm
    pub fn vmov_to(&mut self, size: Size, dst: impl Into<Rm>, src: Xmm) {
        let w = size == Size::Q;
        self.vex_imm(o::VMOV_TO_GPR, w, src.0, 0, dst.into(), (0, 0));
    }

    /// Each byte of `v` times the bit matrix in memory (GFNI).
    pub fn vgf2p8affineqb(&mut self, dst: Xmm, v: Xmm, matrix: Mem) {
        let opc = op(0x66, 3, 0xce);
        self.vex_imm(opc, true, dst.0, v.0, matrix.into(), (0, 1));
    }

    /// gpr = high 64 bits of xmm
    pub fn vpextrq_high(&mut self, dst: Gpr, src: Xmm) {
        self.vex_imm(o::VPEXTRQ, true, src.0, 0, dst.into(), (1, 1));
    }

    /// reg = vvvv with its low bits replaced by r/m as float (vcvtsi2sd, vcvtsi2ss)
    pub fn vcvt_from_int(
        &mut self,
        double: bool,
        size: Size,
        dst: Xmm,
        v: Xmm,
        src: impl Into<Rm>,
    ) {
        let opc = o::scalar(double, o::VCVT_FROM_INT);
        self.vex_imm(opc, size == Size::Q, dst.0, v.0, src.into(), (0, 0));
    }

    /// gpr = float as signed integer, by truncation or MXCSR's rounding
    pub fn vcvt_to_int(&mut self, double: bool, truncate: bool, size: Size, dst: Gpr, src: Xmm) {
        let byte = if truncate {
            o::VCVTT_TO_INT
        } else {
            o::VCVT_TO_INT
        };
        let opc = o::scalar(double, byte);
        self.vex_imm(opc, size == Size::Q, dst.0, 0, src.into(), (0, 0));
    }

    /// Loads MXCSR.
    pub fn vldmxcsr(&mut self, src: Mem) {
        self.vex_imm(op(0, 1, 0xae), false, 2, 0, src.into(), (0, 0));
    }

    /// Stores MXCSR.
    pub fn vstmxcsr(&mut self, dst: Mem) {
        self.vex_imm(op(0, 1, 0xae), false, 3, 0, dst.into(), (0, 0));
    }

    // --- control flow -----------------------------------------------------------------------------

    /// A label not yet placed.
    pub fn label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }

    /// Places `label` here.
    pub fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.here();
    }

    /// A label placed here.
    pub fn label_here(&mut self) -> Label {
        let label = self.label();
        self.bind(label);
        label
    }

    fn fixup(&mut self, label: Label, short: bool) {
        let at = self.here();
        self.buf
            .extend_from_slice(if short { &[0] } else { &[0; 4] });
        self.fixups.push(Fixup { at, label, short });
    }

    /// Conditional jump.
    pub fn jcc(&mut self, cc: Cc, label: Label) {
        self.buf.extend_from_slice(&[0x0f, 0x80 | cc as u8]);
        self.fixup(label, false);
    }

    /// Conditional jump over at most 127 bytes.
    pub fn jcc_short(&mut self, cc: Cc, label: Label) {
        self.buf.push(0x70 | cc as u8);
        self.fixup(label, true);
    }

    /// Jump.
    pub fn jmp(&mut self, label: Label) {
        self.buf.push(0xe9);
        self.fixup(label, false);
    }

    /// Jump over at most 127 bytes.
    pub fn jmp_short(&mut self, label: Label) {
        self.buf.push(0xeb);
        self.fixup(label, true);
    }

    /// `jcc` with a field to be filled in by the caller; returns its offset.
    pub fn jcc_field(&mut self, cc: Cc) -> u32 {
        self.buf
            .extend_from_slice(&[0x0f, 0x80 | cc as u8, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// As [`Asm::jcc_field`] for `jmp`.
    pub fn jmp_field(&mut self) -> u32 {
        self.buf.extend_from_slice(&[0xe9, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// As [`Asm::jcc_field`] for `call`.
    pub fn call_field(&mut self) -> u32 {
        self.buf.extend_from_slice(&[0xe8, 0, 0, 0, 0]);
        self.here() - 4
    }

    /// Writes a 4-byte field.
    pub fn patch32(&mut self, at: u32, value: u32) {
        let at = at as usize;
        self.buf[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }

    /// jmp r
    pub fn jmp_reg(&mut self, r: Gpr) {
        self.encode(op(0, 0, 0xff), Size::D, 4, r.into(), false, (0, 0));
    }

    /// call r
    pub fn call_reg(&mut self, r: Gpr) {
        self.encode(op(0, 0, 0xff), Size::D, 2, r.into(), false, (0, 0));
    }

    /// push r
    pub fn push(&mut self, r: Gpr) {
        if r.0 >= 8 {
            self.buf.push(0x41);
        }
        self.buf.push(0x50 | (r.0 & 7));
    }

    /// push sign-extended constant
    pub fn push_imm(&mut self, value: i32) {
        self.buf.push(0x68);
        self.buf.extend_from_slice(&value.to_le_bytes());
    }

    /// ret
    pub fn ret(&mut self) {
        self.buf.push(0xc3);
    }

    /// `count` (0 to 3) bytes that do nothing.
    pub fn nops(&mut self, count: u32) {
        self.buf.extend_from_slice(nop_bytes(count));
    }

    /// Inserts `count` (0 to 3) bytes that do nothing at `at`, moving the code after it. No label, fixup or recorded offset
    /// may refer to the moved code.
    pub fn insert_nops(&mut self, at: u32, count: u32) {
        let (at, count, end) = (at as usize, count as usize, self.buf.len());
        if count != 0 {
            self.buf.extend_from_slice(nop_bytes(count as u32));
            self.buf.copy_within(at..end, at + count);
            self.buf[at..at + count].copy_from_slice(nop_bytes(count as u32));
        }
    }

    /// `mov eax, imm32; jmp rel32`, both fields to be filled in by others; returns their offsets.
    pub fn mov_eax_jmp_fields(&mut self) -> (u32, u32) {
        let at = self.here();
        self.buf
            .extend_from_slice(&[0xb8, 0, 0, 0, 0, 0xe9, 0, 0, 0, 0]);
        (at + 1, at + 6)
    }

    /// Resolves all jumps to labels.
    pub fn finish(&mut self) {
        for f in &self.fixups {
            let target = self.labels[f.label.0 as usize];
            debug_assert_ne!(target, UNBOUND, "jump to a label that was never placed");
            let at = f.at as usize;
            if f.short {
                let distance = target as i64 - (f.at as i64 + 1);
                debug_assert!(i8::try_from(distance).is_ok(), "short jump of {distance}");
                self.buf[at] = distance as u8;
            } else {
                let distance = target.wrapping_sub(f.at + 4);
                self.buf[at..at + 4].copy_from_slice(&distance.to_le_bytes());
            }
        }
    }
}

/// Opcode and size of an instruction whose byte form is `byte` - 1.
pub(crate) fn sized(bytes: u32, map: u8, byte: u8) -> (Opcode, Size) {
    match bytes {
        1 => (op(0, map, byte - 1), Size::D),
        2 => (op(0x66, map, byte), Size::D),
        4 => (op(0, map, byte), Size::D),
        _ => (op(0, map, byte), Size::Q),
    }
}

fn nop_bytes(count: u32) -> &'static [u8] {
    match count {
        0 => &[],
        1 => &[0x90],
        2 => &[0x66, 0x90],
        _ => &[0x0f, 0x1f, 0x00],
    }
}
