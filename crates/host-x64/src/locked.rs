//! Atomic instructions. (Intel SDM, volume 3: "Locked Atomic Operations".)

use crate::Gpr;
use crate::asm::{Alu, Asm, Cc, Mem, Size, sized};
use crate::opcodes::op;

impl Asm {
    /// lock op memory, src (`Add`, `Or`, `And`, `Xor`)
    pub fn lock_alu(&mut self, alu: Alu, bytes: u32, dst: Mem, src: Gpr) {
        self.buf.push(0xf0);
        let (opc, size) = sized(bytes, 0, (alu as u8) << 3 | 1);
        self.encode(opc, size, src.0, dst.into(), bytes == 1, (0, 0));
    }

    /// Jumps over the lock prefix of the instruction that comes next.
    pub fn jcc_over_lock(&mut self, cc: Cc) {
        self.buf.extend_from_slice(&[0x70 | cc as u8, 1]);
    }

    /// xadd, not atomic
    pub fn xadd(&mut self, bytes: u32, dst: Mem, src: Gpr) {
        let (opc, size) = sized(bytes, 1, 0xc1);
        self.encode(opc, size, src.0, dst.into(), bytes == 1, (0, 0));
    }

    /// lock or dword memory, constant
    pub fn lock_or_imm(&mut self, dst: Mem, value: i32) {
        self.buf.push(0xf0);
        self.alu_imm(Alu::Or, Size::D, dst, value);
    }

    /// lock bts dword memory, constant: CF = the old bit
    pub fn lock_bts(&mut self, dst: Mem, bit: u8) {
        self.buf.push(0xf0);
        let imm = (i64::from(bit), 1);
        self.encode(op(0, 1, 0xba), Size::D, 5, dst.into(), false, imm);
    }

    /// lock xadd
    pub fn lock_xadd(&mut self, bytes: u32, dst: Mem, src: Gpr) {
        self.buf.push(0xf0);
        self.xadd(bytes, dst, src);
    }

    /// xchg with memory (always atomic)
    pub fn xchg(&mut self, bytes: u32, dst: Mem, src: Gpr) {
        let (opc, size) = sized(bytes, 0, 0x87);
        self.encode(opc, size, src.0, dst.into(), bytes == 1, (0, 0));
    }

    /// lock cmpxchg: expected and old in rax
    pub fn lock_cmpxchg(&mut self, bytes: u32, dst: Mem, src: Gpr) {
        self.buf.push(0xf0);
        let (opc, size) = sized(bytes, 1, 0xb1);
        self.encode(opc, size, src.0, dst.into(), bytes == 1, (0, 0));
    }

    /// lock cmpxchg16b: expected and old in rdx:rax, new in rcx:rbx
    pub fn lock_cmpxchg16b(&mut self, dst: Mem) {
        self.buf.push(0xf0);
        self.encode(op(0, 1, 0xc7), Size::Q, 1, dst.into(), false, (0, 0));
    }
}
