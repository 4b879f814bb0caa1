//! What the rooms of loads and stores share: operand fields, addresses, and the accesses themselves.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{Cond, GuestAddr, MemKind, Trap, Type, Value, Width};

use crate::features::LSE2;
use crate::lift::Lift;
use crate::operands::*;

/// Bits 31..30 of most loads and stores of general registers: log2 of the bytes.
fn size_bits(word: u32) -> u32 {
    word >> 30
}

/// log2 of the bytes of a load or store of a vector register: `opc<1>` extends the size.
fn vector_size_bits(word: u32) -> u32 {
    word >> 30 | (word >> 21 & 4)
}

/// Width of an access by log2 of its bytes (0..=4).
pub fn width(log2: u32) -> Width {
    Width::from_u8(log2 as u8)
}

macro_rules! print_only {
    ($($(#[$doc:meta])* $name:ident($inner:ty): |$value:ident, $word:ident, $out:ident| $print:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub $inner);

        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(<$inner as Field>::decode(word, spec))
            }
            fn print(self, $word: u32, _: GuestAddr, $out: &mut String) {
                let $value = self.0;
                $print
            }
        }
    )*};
}

fn print_offset(offset: i64, out: &mut String) {
    if offset != 0 {
        let _ = write!(out, ", #{offset}");
    }
}

print_only! {
    /// Access size as suffix of the mnemonic: b, h, or nothing.
    Size(UImm): |size, _word, out| out.push_str(["b", "h", "", ""][size as usize & 3]);
    /// Size of a vector register access: the letter of the register's name. Values above 4 do not exist.
    VSize(UImm): |size, _word, out| out.push_str(["b", "h", "s", "d", "q", "?", "?", "?"][size as usize & 7]);
    /// Access size of a sign-extending load: b, h, w.
    SignedSize(UImm): |size, _word, out| out.push_str(["b", "h", "w", "?"][size as usize & 3]);
    /// Size of a literal vector register.
    LitSize(UImm): |size, _word, out| out.push_str(["s", "d", "q", "?"][size as usize & 3]);
    /// A general register, 64 bits wide if bit 30 says so.
    LitR(R): |r, word, out| match word >> 30 & 1 {
        0 => W(r).print(word, 0, out),
        _ => X(r).print(word, 0, out),
    };
    /// A general register, 64 bits wide if the access is.
    Rt(R): |r, word, out| if size_bits(word) == 3 {
        X(r).print(word, 0, out)
    } else {
        W(r).print(word, 0, out)
    };
    /// A signed offset in bytes, not shown when 0.
    Offset(Imm): |offset, _word, out| print_offset(offset, out);
    /// Index register, 64 bits wide if bit 13 says so.
    Rm(R): |r, word, out| if word >> 13 & 1 != 0 {
        X(r).print(word, 0, out)
    } else {
        W(r).print(word, 0, out)
    };
    /// Ordering of an atomic operation as suffix: bit 1 acquire, bit 0 release.
    Order(UImm): |order, _word, out| out.push_str(["", "l", "a", "al"][order as usize & 3]);
    /// The operation of a prefetch.
    Prefetch(UImm): |op, _word, out| {
        let (kind, target) = (op >> 3, op >> 1 & 3);
        if kind == 3 || target == 3 {
            let _ = write!(out, "#{op:#04x}");
        } else {
            let policy = ["keep", "strm"][op as usize & 1];
            let kind = ["pld", "pli", "pst"][kind as usize];
            let _ = write!(out, "{kind}l{}{policy}", target + 1);
        }
    };
}

macro_rules! scaled_offsets {
    ($($(#[$doc:meta])* $name:ident($show:ident): $base:ty, |$word:ident| $shift:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name(pub i64);

        impl Field for $name {
            #[inline(always)]
            fn decode($word: u32, spec: &FieldSpec) -> $name {
                $name((<$base as Field>::decode($word, spec) as i64) << ($shift))
            }
            fn print(self, _: u32, _: GuestAddr, out: &mut String) {
                scaled_offsets!(@print $show, self.0, out);
            }
        }
    )*};
    (@print shown, $offset:expr, $out:ident) => {{
        let _ = write!($out, "{}", $offset);
    }};
    (@print hidden, $offset:expr, $out:ident) => {
        print_offset($offset, $out)
    };
}

scaled_offsets! {
    /// Unsigned offset in units of the access.
    ScaledOffset(hidden): UImm, |word| size_bits(word);
    /// The same for vector registers.
    VScaledOffset(hidden): UImm, |word| vector_size_bits(word);
    /// Offset of a pair of general registers, in units of one of them.
    PairOffset(hidden): Imm, |word| 2 + (word >> 31);
    /// Offset of a pair of vector registers.
    VPairOffset(hidden): Imm, |word| 2 + (word >> 30);
    /// The same where 0 is shown too: with write-back.
    PairImm(shown): Imm, |word| 2 + (word >> 31);
    /// The same where 0 is shown too.
    VPairImm(shown): Imm, |word| 2 + (word >> 30);
    /// Offset in units of four bytes, shown.
    WordImm(shown): Imm, |_word| 2;
    /// Offset in units of eight bytes, shown.
    DoubleImm(shown): Imm, |_word| 3;
    /// Offset in units of eight bytes.
    DoubleOffset(hidden): Imm, |_word| 3;
    /// Offset in units of four bytes.
    WordOffset(hidden): Imm, |_word| 2;
}

/// Bit 12 of an access with register offset: whether the index is scaled by the access. Prints how the index is extended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scaled(pub bool);

impl Field for Scaled {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Scaled {
        Scaled(spec.extract(word) != 0)
    }
    fn print(self, word: u32, _: GuestAddr, out: &mut String) {
        let name = match word >> 13 & 7 {
            2 => "uxtw",
            3 => "lsl",
            6 => "sxtw",
            _ => "sxtx",
        };
        let vector = word >> 26 & 1 != 0;
        let amount = if vector {
            vector_size_bits(word)
        } else {
            size_bits(word)
        };
        if self.0 {
            let _ = write!(out, ", {name} #{amount}");
        } else if name != "lsl" {
            let _ = write!(out, ", {name}");
        }
    }
}

/// A register with an even number and the next one, both printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EvenPair(pub R);

impl Field for EvenPair {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> EvenPair {
        EvenPair(R::decode(word, spec))
    }
    fn print(self, word: u32, pc: GuestAddr, out: &mut String) {
        let wide = word >> 30 & 1 != 0;
        let print = |r: R, out: &mut String| match wide {
            true => X(r).print(word, pc, out),
            false => W(r).print(word, pc, out),
        };
        print(self.0, out);
        out.push_str(", ");
        print(self.odd(), out);
    }
}

impl EvenPair {
    /// The second register.
    pub fn odd(self) -> R {
        R(self.0.0 + 1)
    }
}

/// How an immediate offset takes part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Added to the address.
    Offset,
    /// Added to the address, which is written back.
    Pre,
    /// Added after the access and written back.
    Post,
}

/// Where an access goes, and what becomes of the base register when all of it is done.
#[derive(Clone, Copy, Debug)]
pub struct Address {
    /// Base address (I64).
    pub base: Value,
    /// To be added.
    pub disp: i64,
    write_back: Option<(RSp, i64)>,
}

impl Address {
    /// An address held in a value.
    pub fn of(base: Value) -> Address {
        Address {
            base,
            disp: 0,
            write_back: None,
        }
    }

    /// Base register and immediate offset.
    pub fn immediate(b: &Lift, rn: XSp, offset: i64, mode: Mode) -> Address {
        let base = b.base(rn);
        let writes = mode != Mode::Offset;
        if writes && offset & 15 != 0 {
            b.expect_aligned(rn.0, b.add_imm(base, offset));
        }
        Address {
            base,
            disp: if mode == Mode::Post { 0 } else { offset },
            write_back: writes.then_some((rn.0, offset)),
        }
    }

    /// The same address, `bytes` further.
    pub fn plus(self, bytes: i64) -> Address {
        Address {
            disp: self.disp + bytes,
            ..self
        }
    }

    /// To be called when every access is done: a fault must leave the base register alone.
    pub fn write_back(self, b: &Lift) {
        if let Some((rn, offset)) = self.write_back {
            b.set_base(rn, b.add_imm(self.base, offset));
        }
    }
}

/// rt = zero-extended
pub fn load(b: &Lift, rt: R, width: Width, a: Address) {
    b.set_r(rt, b.load(Type::I64, MemKind::u(width), a.base, a.disp));
    a.write_back(b);
}

/// rt = sign-extended to 64 or 32 bits
pub fn load_signed(b: &Lift, rt: R, sf: Sf, width: Width, a: Address) {
    let ty = if sf.is_64() { Type::I64 } else { Type::I32 };
    b.set_r(rt, b.load(ty, MemKind::s(width), a.base, a.disp));
    a.write_back(b);
}

/// memory = low bytes of rt
pub fn store(b: &Lift, rt: R, width: Width, a: Address) {
    b.store(width, a.base, a.disp, b.x(rt));
    a.write_back(b);
}

/// The access at `a` as V128, zero-extended.
pub fn vector_at(b: &Lift, width: Width, a: Address) -> Value {
    b.load(Type::V128, MemKind::u(width), a.base, a.disp)
}

/// rt = zero-extended
pub fn load_vector(b: &Lift, rt: V, width: Width, a: Address) {
    b.set_v(rt, vector_at(b, width, a));
    a.write_back(b);
}

/// memory = low bytes of rt
pub fn store_vector(b: &Lift, rt: V, width: Width, a: Address) {
    b.store(width, a.base, a.disp, b.v(rt));
    a.write_back(b);
}

/// The alignment that exclusive, atomic and ordered accesses need (Arm ARM, AArch64.UnalignedAccessFaults): with LSE2 it is
/// enough that the access lies within 16 aligned bytes.
pub fn check_alignment(b: &Lift, addr: Value, width: Width) {
    let bytes = u64::from(width.bytes());
    if bytes == 1 {
        return;
    }
    let misaligned = if b.has(LSE2) && bytes < 16 {
        b.icmp(Cond::Ugt, b.and_imm(addr, 15), b.iconst(16 - bytes))
    } else {
        b.icmp(Cond::Ne, b.and_imm(addr, bytes - 1), b.iconst(0))
    };
    b.trap_if(misaligned, Trap::Misaligned, addr);
}
