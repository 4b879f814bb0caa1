//! What rooms are written with: the IR builder plus riscv's registers and recurring shapes, and the
//! `rows!` macro that ties an encoding to the function that lifts it.

use std::ops::Deref;

use ir::{Builder, Cond, ExitKind, Features, GuestAddr, Terminal, Trap, Type, Value, Width};

use crate::operands::{F, Offset, X};
use crate::regs;

/// Lifts one instruction. Dereferences to the IR's [`Builder`].
#[derive(Debug)]
pub struct Lift<'a> {
    builder: &'a Builder,
    features: Features,
}

impl Deref for Lift<'_> {
    type Target = Builder;

    fn deref(&self) -> &Builder {
        self.builder
    }
}

impl<'a> Lift<'a> {
    /// For the instruction the builder has just been told of.
    pub fn new(builder: &'a Builder, features: Features) -> Lift<'a> {
        Lift { builder, features }
    }

    /// True if one of these extensions is enabled.
    pub fn has(&self, extensions: u128) -> bool {
        self.features.0 & extensions != 0
    }

    // --- integer registers ------------------------------------------------------------------------

    /// Register `x` (I64); x0 is the constant 0.
    pub fn x(&self, x: X) -> Value {
        match regs::x_reg(x.0 as usize) {
            Some(reg) => self.get(reg),
            None => self.iconst(0),
        }
    }

    /// Low half of register `x` (I32).
    pub fn xw(&self, x: X) -> Value {
        self.trunc(self.x(x))
    }

    /// Sets register `x` to an I64; a write to x0 is dropped.
    pub fn set_x(&self, x: X, v: Value) {
        if let Some(reg) = regs::x_reg(x.0 as usize) {
            self.set(reg, v);
        }
    }

    /// Sets register `x` to an I32, sign-extended.
    pub fn set_xw(&self, x: X, v: Value) {
        if x != X::ZERO {
            self.set_x(x, self.sext32(v));
        }
    }

    // --- float registers --------------------------------------------------------------------------

    /// Register `f` as 64 bits (F64).
    pub fn f(&self, f: F) -> Value {
        self.get(regs::f_reg(f.0 as usize))
    }

    /// Sets register `f` to an F64.
    pub fn set_f(&self, f: F, v: Value) {
        self.set(regs::f_reg(f.0 as usize), v);
    }

    /// Register `f` as a value of type `ty`: narrower ones are unboxed (canonical NaN if not boxed).
    pub fn f_as(&self, ty: Type, f: F) -> Value {
        let v = self.f(f);
        if ty == Type::F64 {
            v
        } else {
            self.funbox(ty, v)
        }
    }

    /// Sets register `f` to a float of any type, NaN-boxed if narrower than F64.
    pub fn set_f_boxed(&self, f: F, v: Value) {
        let boxed = if self.type_of(v) == Type::F64 {
            v
        } else {
            self.fbox(v)
        };
        self.set_f(f, boxed);
    }

    // --- memory -----------------------------------------------------------------------------------

    /// Leaves with a misaligned-access exception unless `addr` is a multiple of `width`.
    pub fn check_aligned(&self, addr: Value, width: Width) {
        let low = width.bytes() as u64 - 1;
        if low != 0 {
            self.trap_if(self.and_imm(addr, low), Trap::Misaligned, addr);
        }
    }

    // --- control flow -----------------------------------------------------------------------------

    /// The instruction does not exist.
    pub fn illegal(&self) {
        self.exit(ExitKind::Illegal);
    }

    /// Ends the block: to pc + `offset` if `a cond b`, else to the next instruction.
    pub fn branch_if(&self, cond: Cond, a: Value, b: Value, offset: Offset) {
        let holds = self.icmp(cond, a, b);
        self.end_branch(holds, offset.from(self.pc()), self.next_pc());
    }

    /// Ends the block: to pc + `offset`, with the address of the next instruction in `rd`.
    pub fn jump(&self, rd: X, offset: Offset) {
        let (target, ret) = (offset.from(self.pc()), self.next_pc());
        self.set_x(rd, self.iconst(ret));
        self.end(if rd.is_link() {
            Terminal::Call { target, ret }
        } else {
            Terminal::Jump { target }
        });
    }

    /// Ends the block: to `base` + `imm` without its lowest bit, with the address of the next instruction in `rd`.
    /// Which registers are used says whether this is a call or a return (manual, table of return-address hints).
    pub fn jump_to(&self, rd: X, base: X, imm: i64) {
        let target = self.and_imm(self.add_imm(self.x(base), imm), !1);
        let ret = self.next_pc();
        self.set_x(rd, self.iconst(ret));
        match (rd.is_link(), base.is_link()) {
            (true, _) => self.end_call(target, ret),
            (false, true) if rd == X::ZERO => self.end(Terminal::Return { target }),
            (false, _) => self.end_jump(target),
        }
    }
}

/// What a row does: the second half of [`Row`].
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// Lifts the instruction `word`.
    pub lift: fn(&Lift<'_>, u32),
    /// Appends the text of the operand field of `word` with this name.
    pub print: fn(u32, &str, GuestAddr, &mut String),
}

/// A riscv instruction.
pub type Row = insn_table::Row<Action>;

/// A file of them.
pub type Room = insn_table::Room<Action>;

pub(crate) use insn_table::rows;
