//! Random blocks and states.

mod crypto;
mod float_chain;
mod memory;
mod vector;
mod vector_float;

use ir::*;

use crate::machine::{CODE, DATA_LEN, FLOATS, INTS, NZCV, State, World};

/// xorshift64*
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 32) as usize) % n
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// An integer that is interesting more often than not.
    pub fn int(&mut self) -> u64 {
        const EDGES: [u64; 14] = [
            0,
            1,
            2,
            7,
            0x7f,
            0x80,
            0xffff,
            0x7fff_ffff,
            0x8000_0000,
            0xffff_ffff,
            0x7fff_ffff_ffff_ffff,
            0x8000_0000_0000_0000,
            u64::MAX,
            u64::MAX - 1,
        ];
        match self.below(4) {
            0 => self.pick(&EDGES),
            1 => self.below(100) as u64,
            2 => self.next() >> self.below(64),
            _ => self.next() as i64 as u64,
        }
    }

    fn double(&mut self) -> u64 {
        const EDGES: [u64; 16] = [
            0,
            1 << 63,
            0x3ff0_0000_0000_0000,
            0xbff8_0000_0000_0000,
            0x7ff0_0000_0000_0000,
            0xfff0_0000_0000_0000,
            0x7ff8_0000_0000_0000,
            0xfff8_0000_0000_1234,
            0x7ff0_0000_0000_0001,
            1,
            0x000f_ffff_ffff_ffff,
            0x7fef_ffff_ffff_ffff,
            0x41df_ffff_ffe0_0000,
            0xc1e0_0000_0000_0000,
            0x43e0_0000_0000_0000,
            0x41f0_0000_0010_0000,
        ];
        match self.below(4) {
            0 => self.pick(&EDGES),
            1 => (self.below(2000) as f64 / 8.0 - 100.0).to_bits(),
            2 => self.next(),
            _ => (self.next() & !(0x7ff << 52)) | (1023 - 40 + self.below(110) as u64) << 52,
        }
    }

    fn single(&mut self) -> u32 {
        const EDGES: [u32; 12] = [
            0,
            1 << 31,
            0x3f80_0000,
            0x7f80_0000,
            0xff80_0000,
            0x7fc0_0000,
            0xffc0_1234,
            0x7f80_0001,
            1,
            0x4f00_0000,
            0x4f80_0000,
            0x7f7f_ffff,
        ];
        match self.below(4) {
            0 => self.pick(&EDGES),
            1 => (self.below(2000) as f32 / 8.0 - 100.0).to_bits(),
            2 => self.next() as u32,
            _ => (self.next() as u32 & !(0xff << 23)) | (127 - 20 + self.below(60) as u32) << 23,
        }
    }

    /// Contents of a float register.
    fn float(&mut self) -> u64 {
        match self.below(5) {
            0 | 1 => self.double(),
            2 | 3 => 0xffff_ffff_0000_0000 | self.single() as u64,
            _ => 0xffff_ffff_ffff_0000 | self.next() as u16 as u64,
        }
    }

    /// Contents of a vector register: lanes of one of the float types, or integers.
    fn vector(&mut self) -> u128 {
        if self.chance(2) {
            return self.integer_lanes();
        }
        match self.below(4) {
            0 => (self.double() as u128) << 64 | self.double() as u128,
            1 => (0..4).fold(0, |v, _| v << 32 | self.single() as u128),
            2 => (0..8).fold(0, |v, _| v << 16 | self.half() as u128),
            _ => (self.int() as u128) << 64 | self.int() as u128,
        }
    }

    fn half(&mut self) -> u16 {
        const EDGES: [u16; 10] = [
            0, 0x8000, 0x3c00, 0xbe00, 0x7c00, 0xfc00, 0x7e00, 0xfe12, 0x7c01, 0x0001,
        ];
        match self.below(3) {
            0 => self.pick(&EDGES),
            1 => 0x3000 | self.next() as u16 & 0x9fff,
            _ => self.next() as u16,
        }
    }

    /// `vectors`: float registers are vectors.
    pub fn world(&mut self, vectors: bool) -> World {
        let mut state = State {
            pc: CODE,
            frm: self.below(4) as u32,
            fflags: if self.chance(4) {
                self.below(32) as u32
            } else {
                0
            },
            ..State::default()
        };
        // Bits 1 to 7 are always 0.
        state.flags = self.next() & !0xfe;
        state.ints = std::array::from_fn(|_| self.int());
        state.floats = std::array::from_fn(|_| {
            if vectors {
                self.vector()
            } else {
                self.float().into()
            }
        });
        let memory = (0..DATA_LEN / 8)
            .flat_map(|_| self.int().to_le_bytes())
            .collect();
        World { state, memory }
    }
}

const INT_TYPES: [Type; 2] = [Type::I32, Type::I64];
const FLOAT_TYPES: [Type; 3] = [Type::F64, Type::F32, Type::F16];
const WIDTHS: [Width; 4] = [Width::B1, Width::B2, Width::B4, Width::B8];

/// Makes one random block with a builder.
pub struct Generator<'a> {
    b: &'a Builder,
    rng: &'a mut Rng,
    /// Values to take operands from.
    pool: Vec<Value>,
    /// Whether accesses may fault.
    faults: bool,
    /// Whether float registers are vectors.
    vectors: bool,
}

impl<'a> Generator<'a> {
    pub fn new(b: &'a Builder, rng: &'a mut Rng, faults: bool) -> Generator<'a> {
        let vectors = b.regs().regs[INTS].ty == Type::V128;
        Generator {
            b,
            rng,
            faults,
            vectors,
            pool: Vec::new(),
        }
    }

    /// Builds the whole block.
    pub fn block(mut self) {
        self.b.start(CODE);
        let chain = self.rng.chance(4);
        let insns = 1 + self.rng.below(if chain { 20 } else { 10 });
        for n in 0..insns {
            self.b.insn(CODE + 4 * n as u64, 4);
            if chain && !self.rng.chance(10) {
                self.float_chain();
                continue;
            }
            // Values do not live on between instructions, but for those in registers.
            self.pool.clear();
            for _ in 0..1 + self.rng.below(4) {
                self.operation();
            }
            for _ in 0..self.rng.below(3) {
                self.set_register();
            }
        }
        self.terminal();
    }

    fn keep(&mut self, v: Value) {
        self.pool.push(v);
    }

    fn value(&mut self, ty: Type) -> Value {
        let fitting: Vec<Value> = self
            .pool
            .iter()
            .copied()
            .filter(|v| self.b.type_of(*v) == ty)
            .collect();
        if !fitting.is_empty() && !self.rng.chance(3) {
            return self.rng.pick(&fitting);
        }
        match ty {
            Type::I64 if self.rng.chance(4) => self.b.iconst(self.rng.int()),
            Type::I64 => self.b.get(Reg(self.rng.below(INTS) as u16)),
            Type::I32 if self.rng.chance(5) => self.b.iconst32(self.rng.int() as u32),
            Type::I32 => {
                let v = self.value(Type::I64);
                self.b.trunc(v)
            }
            Type::Flags => self.b.get(NZCV),
            Type::F64 if self.rng.chance(10) => self.b.fconst(ty, self.rng.double()),
            Type::V128 if self.rng.chance(10) => self.vector_constant(),
            Type::V128 => self.float_register(),
            Type::F64 | Type::F32 | Type::F16 if self.vectors => {
                let v = self.value(Type::V128);
                self.b.f_from_v(ty, v)
            }
            Type::F64 => self.float_register(),
            Type::F32 if self.rng.chance(10) => self.b.fconst(ty, self.rng.single() as u64),
            Type::F16 if self.rng.chance(10) => self.b.fconst(ty, self.rng.next() & 0xffff),
            _ => {
                let v = self.value(Type::F64);
                self.b.funbox(ty, v)
            }
        }
    }

    fn float_register(&mut self) -> Value {
        self.b.get(Reg((INTS + self.rng.below(FLOATS)) as u16))
    }

    fn set_register(&mut self) {
        if self.rng.chance(4) {
            let v = self.value(Type::Flags);
            self.b.set(NZCV, v);
        } else if self.rng.chance(3) {
            let v = self.value(if self.vectors { Type::V128 } else { Type::F64 });
            self.b.set(Reg((INTS + self.rng.below(FLOATS)) as u16), v);
        } else {
            let v = self.value(Type::I64);
            self.b.set(Reg(self.rng.below(INTS) as u16), v);
        }
    }

    fn operation(&mut self) {
        if self.vectors && self.rng.chance(3) {
            return self.vector_operation();
        }
        if self.vectors && self.rng.chance(3) {
            return self.vector_float();
        }
        if self.vectors && self.rng.chance(8) {
            return self.crypto();
        }
        match self.rng.below(14) {
            0..=3 => self.int_binary(),
            12 | 13 => self.flags(),
            4 => self.int_unary(),
            5 => self.compare_select(),
            6 | 7 => self.float_arithmetic(),
            8 => self.float_other(),
            9 => self.memory(),
            10 => self.shapes(),
            _ => self.rare(),
        }
    }

    fn int_binary(&mut self) {
        let ty = self.rng.pick(&INT_TYPES);
        let (x, y) = (self.value(ty), self.value(ty));
        let b = self.b;
        const OPS: &[fn(&Builder, Value, Value) -> Value] = &[
            Builder::add,
            Builder::add,
            Builder::sub,
            Builder::mul,
            Builder::sdiv,
            Builder::udiv,
            Builder::srem,
            Builder::urem,
            Builder::and,
            Builder::or,
            Builder::xor,
            Builder::andn,
            Builder::orn,
            Builder::xnor,
            Builder::shl,
            Builder::shr,
            Builder::sar,
            Builder::rotr,
            Builder::smin,
            Builder::smax,
            Builder::umin,
            Builder::umax,
        ];
        const WIDE: &[fn(&Builder, Value, Value) -> Value] = &[
            Builder::mulhu,
            Builder::mulhs,
            Builder::mulhsu,
            Builder::clmul,
            Builder::clmulh,
        ];
        let wide = ty == Type::I64 && self.rng.chance(6);
        let op = self.rng.pick(if wide { WIDE } else { OPS });
        self.keep(op(b, x, y));
    }

    fn int_unary(&mut self) {
        let b = self.b;
        match self.rng.below(5) {
            4 => self.checksum(),
            0 => {
                let v = self.value(Type::I32);
                self.keep(b.sext32(v));
            }
            1 => {
                let v = self.value(Type::I32);
                self.keep(b.zext32(v));
            }
            _ => {
                const OPS: &[fn(&Builder, Value) -> Value] = &[
                    Builder::clz,
                    Builder::ctz,
                    Builder::popcnt,
                    Builder::bswap,
                    Builder::bitrev,
                    Builder::bitrev8,
                    Builder::orcb,
                    Builder::sext8,
                    Builder::sext16,
                    Builder::not,
                ];
                let ty = self.rng.pick(&INT_TYPES);
                let v = self.value(ty);
                let op = self.rng.pick(OPS);
                self.keep(op(b, v));
            }
        }
    }

    fn condition(&mut self) -> Value {
        if self.rng.chance(5) {
            return self.value(Type::I64);
        }
        if self.rng.chance(4) {
            return self.flag_test();
        }
        let ty = self.rng.pick(&INT_TYPES);
        let cond = self.rng.pick(Cond::ALL);
        let x = self.value(ty);
        let y = match self.rng.below(4) {
            0 if ty == Type::I64 => self.b.iconst(0),
            0 => self.b.iconst32(0),
            _ => self.value(ty),
        };
        self.b.icmp(cond, x, y)
    }

    fn compare_select(&mut self) {
        let c = self.condition();
        if self.rng.chance(3) {
            return self.keep(c);
        }
        let ty = self.rng.pick(&[
            Type::I64,
            Type::I64,
            Type::I32,
            Type::F64,
            Type::F32,
            if self.vectors { Type::V128 } else { Type::F64 },
        ]);
        let (x, y) = (self.value(ty), self.value(ty));
        self.keep(self.b.select(c, x, y));
    }

    // --- condition flags ----------------------------------------------------------------------------

    fn flags(&mut self) {
        let b = self.b;
        let ty = self.rng.pick(&INT_TYPES);
        let v = match self.rng.below(10) {
            0 => b.flags_add(self.value(ty), self.value(ty)),
            1 | 2 => b.flags_sub(self.value(ty), self.value(ty)),
            3 => {
                let carry = self.value(Type::I64);
                let carry = b.and_imm(carry, 1);
                b.flags_adc(self.value(ty), self.value(ty), carry)
            }
            4 => b.flags_logic(self.value(ty)),
            5 => {
                let ty = self.rng.pick(&FLOAT_TYPES);
                b.flags_fcmp(self.value(ty), self.value(ty), self.rng.chance(2))
            }
            6 => b.flags_from_bits(self.value(Type::I64)),
            7 => b.flags_bits(self.value(Type::Flags)),
            8 => {
                let c = self.condition();
                b.select(c, self.value(Type::Flags), self.value(Type::Flags))
            }
            _ => self.flag_test(),
        };
        self.keep(v);
    }

    fn flag_test(&mut self) -> Value {
        let cond = self.rng.pick(FlagCond::ALL);
        let flags = self.value(Type::Flags);
        self.b.flag_test(cond, flags)
    }

    fn round(&mut self) -> Round {
        if self.rng.chance(3) {
            self.rng.pick(Round::ALL)
        } else {
            Round::Dyn
        }
    }

    fn float_type(&mut self) -> Type {
        if self.rng.chance(8) {
            Type::F16
        } else {
            self.rng.pick(&FLOAT_TYPES[..2])
        }
    }

    /// Keeps a float, sometimes boxed or in a vector.
    fn keep_float(&mut self, v: Value) {
        self.keep(v);
        if self.vectors {
            if !self.rng.chance(3) {
                self.keep(self.b.v_from_f(v));
            }
            return;
        }
        if self.b.type_of(v) != Type::F64 && !self.rng.chance(3) {
            self.keep(self.b.fbox(v));
        }
    }

    fn float_arithmetic(&mut self) {
        let ty = self.float_type();
        let rm = self.round();
        let (x, y) = (self.value(ty), self.value(ty));
        let b = self.b;
        let v = match self.rng.below(8) {
            0 => b.fadd(x, y, rm),
            1 => b.fsub(x, y, rm),
            2 => b.fmul(x, y, rm),
            3 => b.fdiv(x, y, rm),
            4 => b.fsqrt(x, rm),
            _ => {
                let z = self.value(ty);
                let negate = |g: &mut Self, v| if g.rng.chance(3) { b.fneg(v) } else { v };
                let (x, z) = (negate(self, x), negate(self, z));
                b.fma(x, y, z, rm)
            }
        };
        self.keep_float(v);
    }

    fn float_other(&mut self) {
        let ty = self.float_type();
        let rm = self.round();
        let x = self.value(ty);
        let b = self.b;
        let v = match self.rng.below(16) {
            0 => b.fmin(x, self.value(ty), self.rng.pick(MinMax::ALL)),
            1 => b.fmax(x, self.value(ty), self.rng.pick(MinMax::ALL)),
            2 => b.fneg(x),
            3 => b.fabs(x),
            4 => b.fcopysign(x, self.value(ty)),
            5 => b.fxorsign(x, self.value(ty)),
            6 | 7 => b.fcmp(self.rng.pick(FCond::ALL), x, self.value(ty)),
            8 => b.fclass(x),
            9 => {
                let to = self.rng.pick(&INT_TYPES);
                b.f_to_si_fixed(x, to, self.fraction_bits(to), rm)
            }
            10 => {
                let to = self.rng.pick(&INT_TYPES);
                b.f_to_ui_fixed(x, to, self.fraction_bits(to), rm)
            }
            11 => {
                let from = self.rng.pick(&INT_TYPES);
                b.si_fixed_to_f(self.value(from), ty, self.fraction_bits(from), rm)
            }
            12 => {
                let from = self.rng.pick(&INT_TYPES);
                b.ui_fixed_to_f(self.value(from), ty, self.fraction_bits(from), rm)
            }
            13 => {
                let to = self.rng.pick(&FLOAT_TYPES);
                if to == ty {
                    b.fneg(x)
                } else {
                    b.fcvt(x, to, rm)
                }
            }
            14 if ty != Type::F16 && self.rng.chance(3) => {
                b.fround_to(x, self.rng.pick(&[32, 64]), rm)
            }
            14 => b.fround(x, rm, self.rng.chance(2)),
            _ => return self.float_bits(ty, x),
        };
        if self.b.type_of(v).is_float() {
            self.keep_float(v);
        } else {
            self.keep(v);
        }
    }

    /// Mostly 0.
    fn fraction_bits(&mut self, ty: Type) -> u32 {
        if self.rng.chance(3) {
            self.rng.below(8 * ty.bytes() as usize + 1) as u32
        } else {
            0
        }
    }

    fn float_bits(&mut self, ty: Type, x: Value) {
        let b = self.b;
        match self.rng.below(3) {
            0 => {
                let v = self.value(Type::F64);
                self.keep(b.fcvtmod(v));
            }
            1 => self.keep(b.fbits(x)),
            _ => {
                let from = if ty == Type::F64 {
                    Type::I64
                } else {
                    Type::I32
                };
                let v = self.value(from);
                let v = b.f_from_bits(ty, v);
                self.keep_float(v);
            }
        }
    }

    /// Combinations that are translated together.
    fn shapes(&mut self) {
        let b = self.b;
        let (x, y) = (self.value(Type::I64), self.value(Type::I64));
        let v = match self.rng.below(6) {
            0 => {
                let left = self.rng.pick(&[32, 48, 56, 16, 3]);
                let right = self.rng.pick(&[32, 48, 56, 16, 29, 30]);
                let wide = b.shl_imm(x, left);
                if self.rng.chance(2) {
                    b.shr_imm(wide, right)
                } else {
                    b.sar_imm(wide, right)
                }
            }
            1 => b.add(b.shl_imm(x, self.rng.below(4) as u32), y),
            2 => b.sext32(b.add(b.trunc(x), b.trunc(y))),
            3 => {
                let bit = b.and_imm(x, 1 << self.rng.below(64));
                b.icmp(self.rng.pick(&[Cond::Ne, Cond::Eq]), bit, b.iconst(0))
            }
            4 => b.add(b.shl_imm(b.zext_low32(x), 2), y),
            _ => b.and_imm(x, self.rng.pick(&[0xff, 0xffff, 0xffff_ffff, 0x8000_0000])),
        };
        self.keep(v);
    }

    fn rare(&mut self) {
        let b = self.b;
        match self.rng.below(10) {
            9 => self.exclusive128(),
            0 | 1 => self.atomic(),
            2 => {
                let (lo, hi) = (self.value(Type::I64), self.value(Type::I64));
                let new = (self.value(Type::I64), self.value(Type::I64));
                let addr = self.address();
                let (lo, hi) = b.atomic_cas128(addr, (lo, hi), new);
                self.keep(lo);
                self.keep(hi);
            }
            3 => {
                let width = self.rng.pick(&[Width::B4, Width::B8]);
                let addr = self.address();
                let loaded = b.load_exclusive(width, addr);
                self.keep(loaded);
                if self.rng.chance(4) {
                    b.clear_exclusive();
                }
                let v = self.value(Type::I64);
                let elsewhere = if self.rng.chance(4) {
                    self.address()
                } else {
                    addr
                };
                self.keep(b.store_exclusive(width, elsewhere, v));
            }
            4 => b.fence(self.rng.pick(Fence::ALL)),
            5 => {
                let c = self.condition();
                let addr = self.value(Type::I64);
                if self.rng.chance(4) {
                    b.trap_if(c, self.rng.pick(Trap::ALL), addr);
                }
            }
            6 => {
                let args: Vec<Value> = (0..4).map(|_| self.value(Type::I64)).collect();
                self.keep(b.call_helper(0, &args));
            }
            7 => self.keep(b.fflags_get()),
            _ => {
                let v = self.value(Type::I64);
                b.fflags_set(v);
            }
        }
    }

    fn terminal(&mut self) {
        let b = self.b;
        let (near, far) = (0x2_0000, 0x12_3456_7890);
        b.end(match self.rng.below(8) {
            0 => Terminal::Jump { target: near },
            1 | 2 => Terminal::Branch {
                cond: match self.rng.chance(3) {
                    true => self.count_down(),
                    false => self.condition(),
                },
                taken: near,
                next: far,
            },
            3 => Terminal::Call {
                target: far,
                ret: near,
            },
            4 => Terminal::CallInd {
                target: self.target(),
                ret: far,
            },
            5 => Terminal::JumpInd {
                target: self.target(),
            },
            6 => Terminal::Return {
                target: self.target(),
            },
            _ => Terminal::Exit {
                kind: self.rng.pick(&[
                    ExitKind::Syscall,
                    ExitKind::Breakpoint,
                    ExitKind::FlushCode,
                ]),
                pc: self.rng.pick(&[near, far]),
            },
        });
    }

    /// A register is counted down, and compared as it was before.
    fn count_down(&mut self) -> Value {
        let b = self.b;
        let (r, ty) = (Reg(self.rng.below(INTS) as u16), self.rng.pick(&INT_TYPES));
        let (whole, by) = (b.get(r), self.value(ty));
        let before = if ty == Type::I32 {
            b.trunc(whole)
        } else {
            whole
        };
        if self.rng.chance(2) {
            let flags = b.flags_sub(before, by);
            b.set(NZCV, flags);
        }
        let after = b.sub(before, by);
        let after = if ty == Type::I32 {
            b.zext32(after)
        } else {
            after
        };
        b.set(r, after);
        b.icmp(self.rng.pick(Cond::ALL), before, by)
    }

    /// An even pc whose jump table entry exists (and is 0).
    fn target(&mut self) -> Value {
        let v = self.value(Type::I64);
        self.b.and_imm(v, 0x3fffe)
    }
}

fn float_width(ty: Type) -> Width {
    match ty {
        Type::F16 => Width::B2,
        Type::F32 => Width::B4,
        _ => Width::B8,
    }
}
