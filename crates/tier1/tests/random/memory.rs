//! Random accesses to memory, atomic ones among them.

use ir::*;

use super::{Generator, WIDTHS, float_width};
use crate::machine::{DATA, NOWHERE};

impl Generator<'_> {
    fn data(&mut self) -> u64 {
        if self.faults && self.rng.chance(6) {
            NOWHERE
        } else {
            DATA
        }
    }

    /// An address in guest memory with room for 16 bytes, aligned to 16.
    pub fn address(&mut self) -> Value {
        let b = self.b;
        let data = self.data();
        let v = self.value(Type::I64);
        let offset = b.and_imm(v, 0xff0);
        match self.rng.below(3) {
            0 => b.add_imm(offset, data as i64),
            1 => b.iconst(data + 16 * self.rng.below(64) as u64),
            _ => {
                let base = b.iconst(data);
                let index = b.shl_imm(b.and_imm(v, 0x1fe), 1 + self.rng.below(3) as u32);
                // Still below the end of the data; used for plain accesses only, so alignment does not matter.
                let sum = b.add(base, index);
                b.and_imm(sum, !15)
            }
        }
    }

    fn plain_address(&mut self) -> (Value, i64) {
        let b = self.b;
        let data = self.data();
        let v = self.value(Type::I64);
        let disp = self.rng.below(200) as i64;
        let index = b.and_imm(v, 0x1ff);
        let base = b.iconst(data);
        let addr = match self.rng.below(3) {
            0 => b.add(base, b.shl_imm(index, self.rng.below(4) as u32)),
            1 => b.add(b.add(base, index), b.iconst(16)),
            _ => b.add(base, index),
        };
        (addr, disp)
    }

    /// The middle of the data, and a count that stays inside of it.
    fn bytes_of_memory(&mut self) {
        let b = self.b;
        let data = self.data();
        let place = |s: &mut Self| {
            let index = b.and_imm(s.value(Type::I64), 0xff);
            b.add_imm(index, data as i64 + 0xf80)
        };
        let to = place(self);
        let from = match self.rng.below(8) {
            0 | 1 => to,
            2 => b.add_imm(place(self), 0x400),
            3 => b.add_imm(place(self), -0x400),
            _ => place(self),
        };
        let bits = self.rng.pick(&[3, 15, 63, 127, 0x7ff]);
        let count = b.and_imm(self.value(Type::I64), bits);
        let count = match self.rng.below(3) {
            0 => count,
            _ => b.sub(b.iconst(0), count),
        };
        let rest = match self.rng.below(3) {
            0 => b.mem_fill(to, self.value(Type::I64), count),
            _ => b.mem_move(to, from, count),
        };
        self.keep(rest);
    }

    pub fn memory(&mut self) {
        if self.rng.below(6) == 0 {
            return self.bytes_of_memory();
        }
        let b = self.b;
        let (addr, disp) = self.plain_address();
        let width = self.rng.pick(&WIDTHS);
        let kind = if self.rng.chance(2) {
            MemKind::s(width)
        } else {
            MemKind::u(width)
        };
        match self.rng.below(4) {
            0 => {
                let ty = if width == Width::B8 || self.rng.chance(2) {
                    Type::I64
                } else {
                    Type::I32
                };
                self.keep(b.load(ty, kind, addr, disp));
            }
            1 => {
                let ty = if width == Width::B8 || self.rng.chance(2) {
                    Type::I64
                } else {
                    Type::I32
                };
                let v = self.value(ty);
                b.store(width, addr, disp, v);
            }
            2 => {
                let ty = self.float_type();
                let v = b.load(ty, MemKind::u(float_width(ty)), addr, disp);
                self.keep_float(v);
            }
            _ => {
                let ty = self.float_type();
                let v = self.value(ty);
                b.store(float_width(ty), addr, disp, v);
            }
        }
    }

    pub fn exclusive128(&mut self) {
        let b = self.b;
        let addr = self.address();
        let (low, high) = b.load_exclusive128(addr);
        self.keep(low);
        self.keep(high);
        let (low, high) = (self.value(Type::I64), self.value(Type::I64));
        let elsewhere = if self.rng.chance(4) {
            self.address()
        } else {
            addr
        };
        self.keep(b.store_exclusive128(elsewhere, low, high));
    }

    pub fn atomic(&mut self) {
        let b = self.b;
        let width = self.rng.pick(&WIDTHS);
        let ty = if width == Width::B8 || self.rng.chance(2) {
            Type::I64
        } else {
            Type::I32
        };
        let v = self.value(ty);
        let addr = self.address();
        if self.rng.chance(3) {
            let expected = self.value(ty);
            self.keep(b.atomic_cas(width, addr, expected, v));
        } else {
            let op = self.rng.pick(Rmw::ALL);
            self.keep(b.atomic_rmw(op, width, addr, v));
        }
    }
}
