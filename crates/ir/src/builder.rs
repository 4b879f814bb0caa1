//! Builds a block one operation at a time, folding constants and resolving guest registers locally.
//!
//! Methods take `&self` so that calls nest: `b.add(b.get(x), b.iconst(1))`. A register read after a
//! read or write in the same block is the earlier value, so a block reads each register at most once.

use std::cell::{Cell, RefCell};

use crate::block::{Block, Inst, Value};
use crate::fold;
use crate::ops::Op;
use crate::regfile::{Reg, RegFile};
use crate::terminal::{ExitKind, Terminal};
use crate::types::*;

/// Builder of one [`Block`]. Reused from block to block.
#[derive(Debug)]
pub struct Builder {
    block: RefCell<Block>,
    /// What each guest register holds, if known in this block.
    current: Vec<Cell<Value>>,
    regs: &'static RegFile,
    insn_pc: Cell<GuestAddr>,
    insn_len: Cell<u8>,
    ended: Cell<bool>,
    top_byte_ignored: Cell<bool>,
}

impl Builder {
    /// A builder for guests with this register file.
    pub fn new(regs: &'static RegFile) -> Builder {
        Builder {
            block: RefCell::new(Block::default()),
            current: vec![Cell::new(Value::NONE); regs.regs.len()],
            regs,
            insn_pc: Cell::new(0),
            insn_len: Cell::new(0),
            ended: Cell::new(false),
            top_byte_ignored: Cell::new(false),
        }
    }

    /// The register file that blocks are built for.
    pub fn regs(&self) -> &'static RegFile {
        self.regs
    }

    /// Starts a new block at `pc`, forgetting the last one.
    pub fn start(&self, pc: GuestAddr) {
        self.block.borrow_mut().clear(pc);
        self.current.iter().for_each(|v| v.set(Value::NONE));
        self.ended.set(false);
    }

    /// From now on data addresses are used without their top byte, whatever it is.
    pub fn ignore_top_byte(&self, ignore: bool) {
        self.top_byte_ignored.set(ignore);
    }

    /// The address that an access to `addr` + `disp` really goes to.
    fn data_address(&self, addr: Value, disp: i64) -> (Value, i64) {
        if self.top_byte_ignored.get() {
            let whole = self.add_imm(addr, disp);
            // Bit 55 says which half of the address space is meant; the upper one is not the guest's, with any tag.
            let extended = self.sar_imm(self.shl_imm(whole, 8), 8);
            (self.and(whole, extended), 0)
        } else {
            (addr, disp)
        }
    }

    /// Marks the start of the next guest instruction.
    pub fn insn(&self, pc: GuestAddr, len: u8) {
        self.insn_pc.set(pc);
        self.insn_len.set(len);
        let mut block = self.block.borrow_mut();
        append(
            &mut block,
            Op::InsnStart,
            Type::Void,
            len,
            [Value::NONE; 3],
            pc as i64,
        );
        block.guest_insns += 1;
        block.guest_len = (pc + len as u64 - block.pc) as u32;
    }

    /// pc of the instruction being lifted.
    pub fn pc(&self) -> GuestAddr {
        self.insn_pc.get()
    }

    /// pc of the instruction after the one being lifted.
    pub fn next_pc(&self) -> GuestAddr {
        self.insn_pc.get().wrapping_add(self.insn_len.get() as u64)
    }

    /// Sets how the block ends.
    pub fn end(&self, terminal: Terminal) {
        self.block.borrow_mut().terminal = terminal;
        self.ended.set(true);
    }

    /// Ends the block: leave for the runtime at the current instruction (`Illegal`, `Breakpoint`) or after it (others).
    pub fn exit(&self, kind: ExitKind) {
        let pc = match kind {
            ExitKind::Illegal | ExitKind::Breakpoint => self.pc(),
            _ => self.next_pc(),
        };
        self.end(Terminal::Exit { kind, pc });
    }

    /// True once the terminal is set.
    pub fn ended(&self) -> bool {
        self.ended.get()
    }

    /// Runs `f` on the finished block.
    pub fn with_block<R>(&self, f: impl FnOnce(&mut Block) -> R) -> R {
        f(&mut self.block.borrow_mut())
    }

    /// Appends an operation as it is.
    pub(crate) fn push_op(&self, op: Op, ty: Type, aux: u8, args: [Value; 3], imm: i64) -> Value {
        self.push(op, ty, aux, args, imm)
    }

    /// The operation that defines `v`.
    pub(crate) fn inst_of(&self, v: Value) -> Inst {
        *self.block.borrow().inst(v)
    }

    fn push(&self, op: Op, ty: Type, aux: u8, args: [Value; 3], imm: i64) -> Value {
        append(&mut self.block.borrow_mut(), op, ty, aux, args, imm)
    }

    /// The type of `v`.
    pub fn type_of(&self, v: Value) -> Type {
        self.block.borrow().inst(v).result_type()
    }

    /// The constant `v` stands for, if known (I32 zero-extended).
    pub fn const_of(&self, v: Value) -> Option<u64> {
        self.block.borrow().iconst(v)
    }

    // --- constants and registers ------------------------------------------------------------------

    /// 64-bit constant.
    pub fn iconst(&self, c: u64) -> Value {
        self.push(Op::IConst, Type::I64, 0, [Value::NONE; 3], c as i64)
    }

    /// 32-bit constant.
    pub fn iconst32(&self, c: u32) -> Value {
        self.push(Op::IConst, Type::I32, 0, [Value::NONE; 3], c as i64)
    }

    /// Float constant from its bits.
    pub fn fconst(&self, ty: Type, bits: u64) -> Value {
        self.push(Op::FConst, ty, 0, [Value::NONE; 3], bits as i64)
    }

    /// Guest register `r`.
    pub fn get(&self, r: Reg) -> Value {
        let known = self.current[r.index()].get();
        if known != Value::NONE {
            return known;
        }
        let v = self.push(
            Op::GetReg,
            self.regs.info(r).ty,
            0,
            [Value::NONE; 3],
            r.0 as i64,
        );
        self.current[r.index()].set(v);
        v
    }

    /// Writes guest register `r`.
    pub fn set(&self, r: Reg, v: Value) {
        debug_assert_eq!(self.type_of(v), self.regs.info(r).ty);
        self.push(
            Op::SetReg,
            self.regs.info(r).ty,
            0,
            [v, Value::NONE, Value::NONE],
            r.0 as i64,
        );
        self.current[r.index()].set(v);
    }

    // --- integers ---------------------------------------------------------------------------------

    pub(crate) fn binary(&self, op: Op, a: Value, c: Value) -> Value {
        let mut block = self.block.borrow_mut();
        let ty = block.inst(a).result_type();
        debug_assert_eq!(ty, block.inst(c).result_type(), "{op:?}");
        match fold::binary(op, ty, block.iconst(a), block.iconst(c)) {
            fold::Folded::Const(k) => append_const(&mut block, ty, k),
            fold::Folded::First => a,
            fold::Folded::Second => c,
            fold::Folded::No => append(&mut block, op, ty, 0, [a, c, Value::NONE], 0),
        }
    }

    /// `a op constant`
    fn binary_imm(&self, op: Op, a: Value, k: u64) -> Value {
        let mut block = self.block.borrow_mut();
        let ty = block.inst(a).result_type();
        match fold::binary(op, ty, block.iconst(a), Some(fold::masked(ty, k))) {
            fold::Folded::Const(k) => append_const(&mut block, ty, k),
            fold::Folded::First => a,
            fold::Folded::Second | fold::Folded::No => {
                let c = append_const(&mut block, ty, k);
                append(&mut block, op, ty, 0, [a, c, Value::NONE], 0)
            }
        }
    }

    fn unary(&self, op: Op, ty: Type, a: Value) -> Value {
        let mut block = self.block.borrow_mut();
        match block.iconst(a).and_then(|k| fold::unary(op, ty, k)) {
            Some(k) => append_const(&mut block, ty, k),
            None => append(&mut block, op, ty, 0, [a, Value::NONE, Value::NONE], 0),
        }
    }

    /// a << constant
    pub fn shl_imm(&self, a: Value, amount: u32) -> Value {
        self.binary_imm(Op::Shl, a, amount as u64)
    }

    /// Logical a >> constant
    pub fn shr_imm(&self, a: Value, amount: u32) -> Value {
        match self.low_half_of(a) {
            // The low half as an index of elements of 1 to 8 bytes.
            Some(low) if matches!(amount, 29..=32) => self.shl_imm(self.zext32(low), 32 - amount),
            _ => self.binary_imm(Op::Shr, a, amount as u64),
        }
    }

    /// The low half of x (I32), if the I64 `a` is x << 32.
    fn low_half_of(&self, a: Value) -> Option<Value> {
        let shift = self.inst_of(a);
        let is_it = shift.op == Op::Shl && shift.ty == Type::I64;
        (is_it && self.const_of(shift.args[1]) == Some(32)).then(|| self.trunc(shift.args[0]))
    }

    /// Arithmetic a >> constant
    pub fn sar_imm(&self, a: Value, amount: u32) -> Value {
        self.binary_imm(Op::Sar, a, amount as u64)
    }

    /// a + constant
    pub fn add_imm(&self, a: Value, c: i64) -> Value {
        self.binary_imm(Op::Add, a, c as u64)
    }

    /// a & constant
    pub fn and_imm(&self, a: Value, c: u64) -> Value {
        self.binary_imm(Op::And, a, c)
    }

    /// !a
    pub fn not(&self, a: Value) -> Value {
        self.binary_imm(Op::Xor, a, u64::MAX)
    }

    /// Low half of an I64 as I32.
    pub fn trunc(&self, a: Value) -> Value {
        let inner = {
            let block = self.block.borrow();
            let inst = block.inst(a);
            matches!(inst.op, Op::SExt32 | Op::ZExt32).then_some(inst.args[0])
        };
        inner.unwrap_or_else(|| self.unary(Op::Trunc, Type::I32, a))
    }

    /// An I32 sign-extended to I64.
    pub fn sext32(&self, a: Value) -> Value {
        self.unary(Op::SExt32, Type::I64, a)
    }

    /// An I32 zero-extended to I64.
    pub fn zext32(&self, a: Value) -> Value {
        self.unary(Op::ZExt32, Type::I64, a)
    }

    /// Low 32 bits of an I64, sign-extended to I64.
    pub fn sext_low32(&self, a: Value) -> Value {
        self.sext32(self.trunc(a))
    }

    /// Low 32 bits of an I64, zero-extended to I64.
    pub fn zext_low32(&self, a: Value) -> Value {
        self.zext32(self.trunc(a))
    }

    /// 1 if `cond` holds for a, b, else 0 (I64).
    pub fn icmp(&self, cond: Cond, a: Value, c: Value) -> Value {
        let ty = self.type_of(a);
        debug_assert_eq!(ty, self.type_of(c));
        let folded = match (self.const_of(a), self.const_of(c)) {
            (Some(x), Some(y)) => Some(fold::compare(cond, ty, x, y)),
            _ => None,
        };
        match folded {
            Some(k) => self.iconst(k as u64),
            None => self.push(Op::ICmp, ty, cond as u8, [a, c, Value::NONE], 0),
        }
    }

    /// b if cond != 0 else c
    pub fn select(&self, cond: Value, b: Value, c: Value) -> Value {
        let ty = self.type_of(b);
        debug_assert_eq!(ty, self.type_of(c));
        match self.const_of(cond) {
            Some(0) => c,
            Some(_) => b,
            None => self.push(Op::Select, ty, 0, [cond, b, c], 0),
        }
    }

    // --- floats -----------------------------------------------------------------------------------

    fn float2(&self, op: Op, aux: u8, a: Value, c: Value) -> Value {
        let ty = self.type_of(a);
        debug_assert_eq!(ty, self.type_of(c));
        self.push(op, ty, aux, [a, c, Value::NONE], 0)
    }

    fn convert(&self, op: Op, to: Type, aux: u8, a: Value) -> Value {
        let from = self.type_of(a);
        self.push(op, to, aux, [a, Value::NONE, Value::NONE], from as i64)
    }

    /// a + b
    pub fn fadd(&self, a: Value, c: Value, rm: Round) -> Value {
        self.float2(Op::FAdd, rm as u8, a, c)
    }

    /// a - b
    pub fn fsub(&self, a: Value, c: Value, rm: Round) -> Value {
        self.float2(Op::FSub, rm as u8, a, c)
    }

    /// a * b
    pub fn fmul(&self, a: Value, c: Value, rm: Round) -> Value {
        self.float2(Op::FMul, rm as u8, a, c)
    }

    /// a / b
    pub fn fdiv(&self, a: Value, c: Value, rm: Round) -> Value {
        self.float2(Op::FDiv, rm as u8, a, c)
    }

    /// Square root.
    pub fn fsqrt(&self, a: Value, rm: Round) -> Value {
        self.push(
            Op::FSqrt,
            self.type_of(a),
            rm as u8,
            [a, Value::NONE, Value::NONE],
            0,
        )
    }

    /// a * b + c, one rounding
    pub fn fma(&self, a: Value, b: Value, c: Value, rm: Round) -> Value {
        self.push(Op::Fma, self.type_of(a), rm as u8, [a, b, c], 0)
    }

    /// Minimum.
    pub fn fmin(&self, a: Value, c: Value, kind: MinMax) -> Value {
        self.float2(Op::FMin, kind as u8, a, c)
    }

    /// Maximum.
    pub fn fmax(&self, a: Value, c: Value, kind: MinMax) -> Value {
        self.float2(Op::FMax, kind as u8, a, c)
    }

    /// -a
    pub fn fneg(&self, a: Value) -> Value {
        self.push(
            Op::FNeg,
            self.type_of(a),
            0,
            [a, Value::NONE, Value::NONE],
            0,
        )
    }

    /// |a|
    pub fn fabs(&self, a: Value) -> Value {
        self.push(
            Op::FAbs,
            self.type_of(a),
            0,
            [a, Value::NONE, Value::NONE],
            0,
        )
    }

    /// a with the sign of b
    pub fn fcopysign(&self, a: Value, c: Value) -> Value {
        self.float2(Op::FCopySign, 0, a, c)
    }

    /// a with its sign flipped if b is negative
    pub fn fxorsign(&self, a: Value, c: Value) -> Value {
        self.float2(Op::FXorSign, 0, a, c)
    }

    /// 1 if `cond` holds for a, b, else 0 (I64).
    pub fn fcmp(&self, cond: FCond, a: Value, c: Value) -> Value {
        self.float2(Op::FCmp, cond as u8, a, c)
    }

    /// Class mask of a (I64).
    pub fn fclass(&self, a: Value) -> Value {
        self.push(
            Op::FClass,
            self.type_of(a),
            0,
            [a, Value::NONE, Value::NONE],
            0,
        )
    }

    /// Float to signed integer `to`.
    pub fn f_to_si(&self, a: Value, to: Type, rm: Round) -> Value {
        self.convert(Op::FToSI, to, rm as u8, a)
    }

    /// Float to unsigned integer `to`.
    pub fn f_to_ui(&self, a: Value, to: Type, rm: Round) -> Value {
        self.convert(Op::FToUI, to, rm as u8, a)
    }

    /// Signed integer to float `to`.
    pub fn si_to_f(&self, a: Value, to: Type, rm: Round) -> Value {
        self.convert(Op::SIToF, to, rm as u8, a)
    }

    /// Unsigned integer to float `to`.
    pub fn ui_to_f(&self, a: Value, to: Type, rm: Round) -> Value {
        self.convert(Op::UIToF, to, rm as u8, a)
    }

    /// Float to float `to`.
    pub fn fcvt(&self, a: Value, to: Type, rm: Round) -> Value {
        self.convert(Op::FCvt, to, rm as u8, a)
    }

    /// To an integral value; `exact`: raise NX if it changes.
    pub fn fround(&self, a: Value, rm: Round, exact: bool) -> Value {
        let ty = self.type_of(a);
        self.push(
            Op::FRound,
            ty,
            rm as u8,
            [a, Value::NONE, Value::NONE],
            exact as i64,
        )
    }

    /// To an integral value that a signed integer of `bits` bits can hold.
    pub fn fround_to(&self, a: Value, bits: u32, rm: Round) -> Value {
        let args = [a, Value::NONE, Value::NONE];
        self.push(Op::FRoundTo, self.type_of(a), rm as u8, args, bits as i64)
    }

    /// RISC-V fcvtmod.w.d.
    pub fn fcvtmod(&self, a: Value) -> Value {
        self.push(Op::FCvtMod, Type::I64, 0, [a, Value::NONE, Value::NONE], 0)
    }

    /// Bits of a float as integer (I64 for F64, else I32).
    pub fn fbits(&self, a: Value) -> Value {
        let to = if self.type_of(a) == Type::F64 {
            Type::I64
        } else {
            Type::I32
        };
        self.convert(Op::FBits, to, 0, a)
    }

    /// Float of type `ty` from the bits of an integer (I64 for F64, else I32).
    pub fn f_from_bits(&self, ty: Type, a: Value) -> Value {
        self.push(Op::FFromBits, ty, 0, [a, Value::NONE, Value::NONE], 0)
    }

    /// NaN-boxes an F32 or F16 in an F64.
    pub fn fbox(&self, a: Value) -> Value {
        self.convert(Op::FBox, Type::F64, 0, a)
    }

    /// The F32 or F16 boxed in an F64. Free if it was boxed in this block.
    pub fn funbox(&self, ty: Type, a: Value) -> Value {
        let boxed = {
            let block = self.block.borrow();
            let inst = block.inst(a);
            (inst.op == Op::FBox && inst.operand_type() == ty).then_some(inst.args[0])
        };
        boxed.unwrap_or_else(|| self.push(Op::FUnbox, ty, 0, [a, Value::NONE, Value::NONE], 0))
    }

    /// Accumulated exception flags (I64).
    pub fn fflags_get(&self) -> Value {
        self.block.borrow_mut().uses_fflags = true;
        self.push(Op::FFlagsGet, Type::I64, 0, [Value::NONE; 3], 0)
    }

    /// True if the block has read or written exception flags.
    pub(crate) fn uses_fflags(&self) -> bool {
        self.block.borrow().uses_fflags
    }

    /// Sets the accumulated exception flags.
    pub fn fflags_set(&self, a: Value) {
        self.block.borrow_mut().uses_fflags = true;
        self.push(
            Op::FFlagsSet,
            Type::I64,
            0,
            [a, Value::NONE, Value::NONE],
            0,
        );
    }

    /// Tells the back end that the dynamic rounding mode is now a.
    pub fn frm_set(&self, a: Value) {
        self.push(Op::FrmSet, Type::I64, 0, [a, Value::NONE, Value::NONE], 0);
    }

    // --- memory -----------------------------------------------------------------------------------

    /// Loads a `ty` from addr + disp.
    pub fn load(&self, ty: Type, kind: MemKind, addr: Value, disp: i64) -> Value {
        let (addr, disp) = self.data_address(addr, disp);
        self.push(
            Op::Load,
            ty,
            kind.to_aux(),
            [addr, Value::NONE, Value::NONE],
            disp,
        )
    }

    /// Stores v to addr + disp.
    pub fn store(&self, width: Width, addr: Value, disp: i64, v: Value) {
        let ty = self.type_of(v);
        let (addr, disp) = self.data_address(addr, disp);
        self.push(
            Op::Store,
            ty,
            MemKind::u(width).to_aux(),
            [addr, v, Value::NONE],
            disp,
        );
    }

    /// Copies some of |`count`| bytes; returns what remains: see [`Op::MemMove`].
    pub fn mem_move(&self, to: Value, from: Value, count: Value) -> Value {
        let (to, _) = self.data_address(to, 0);
        let (from, _) = self.data_address(from, 0);
        self.push(Op::MemMove, Type::I64, 0, [to, from, count], 0)
    }

    /// Fills some of |`count`| bytes; returns what remains: see [`Op::MemFill`].
    pub fn mem_fill(&self, to: Value, byte: Value, count: Value) -> Value {
        let (to, _) = self.data_address(to, 0);
        self.push(Op::MemFill, Type::I64, 0, [to, byte, count], 0)
    }

    /// Atomic read-modify-write; returns the old value (type of v).
    pub fn atomic_rmw(&self, op: Rmw, width: Width, addr: Value, v: Value) -> Value {
        let ty = self.type_of(v);
        let (addr, _) = self.data_address(addr, 0);
        self.push(
            Op::AtomicRmw,
            ty,
            op as u8,
            [addr, v, Value::NONE],
            width as i64,
        )
    }

    /// Atomic compare and swap; returns the old value (type of v).
    pub fn atomic_cas(&self, width: Width, addr: Value, expected: Value, new: Value) -> Value {
        let ty = self.type_of(new);
        let (addr, _) = self.data_address(addr, 0);
        self.push(Op::AtomicCas, ty, width as u8, [addr, expected, new], 0)
    }

    /// 16-byte compare and swap; returns the old (low, high) halves.
    pub fn atomic_cas128(
        &self,
        addr: Value,
        expected: (Value, Value),
        new: (Value, Value),
    ) -> (Value, Value) {
        let (addr, _) = self.data_address(addr, 0);
        let args = [addr, expected.0, expected.1, new.0, new.1];
        let lo = self.push_extra(Op::AtomicCas128, Type::I64, &args, 0);
        let hi = self.push(Op::AtomicCas128Hi, Type::I64, 0, [Value::NONE; 3], 0);
        (lo, hi)
    }

    fn push_extra(&self, op: Op, ty: Type, args: &[Value], imm: i64) -> Value {
        let start = {
            let mut block = self.block.borrow_mut();
            let start = block.extra.len() as u32;
            block.extra.extend_from_slice(args);
            start
        };
        let place = [Value(start), Value(args.len() as u32), Value::NONE];
        self.push(op, ty, 0, place, imm)
    }

    /// Load-reserved / load-exclusive, as I64.
    pub fn load_exclusive(&self, width: Width, addr: Value) -> Value {
        let (addr, _) = self.data_address(addr, 0);
        self.push(
            Op::LoadExclusive,
            Type::I64,
            width as u8,
            [addr, Value::NONE, Value::NONE],
            0,
        )
    }

    /// Store-conditional / store-exclusive: 0 if stored (I64).
    pub fn store_exclusive(&self, width: Width, addr: Value, v: Value) -> Value {
        let (addr, _) = self.data_address(addr, 0);
        self.push(
            Op::StoreExclusive,
            Type::I64,
            width as u8,
            [addr, v, Value::NONE],
            0,
        )
    }

    /// 16-byte load-exclusive: (low, high) halves.
    pub fn load_exclusive128(&self, addr: Value) -> (Value, Value) {
        let (addr, _) = self.data_address(addr, 0);
        let args = [addr, Value::NONE, Value::NONE];
        let low = self.push(Op::LoadExclusive128, Type::I64, 0, args, 0);
        let high = self.push(Op::LoadExclusive128Hi, Type::I64, 0, [Value::NONE; 3], 0);
        (low, high)
    }

    /// 16-byte store-exclusive: 0 if stored (I64).
    pub fn store_exclusive128(&self, addr: Value, low: Value, high: Value) -> Value {
        let (addr, _) = self.data_address(addr, 0);
        self.push(Op::StoreExclusive128, Type::I64, 0, [addr, low, high], 0)
    }

    /// Gives up the reservation of the last load-exclusive.
    pub fn clear_exclusive(&self) {
        self.push(Op::ClearExclusive, Type::Void, 0, [Value::NONE; 3], 0);
    }

    /// Memory barrier.
    pub fn fence(&self, kind: Fence) {
        self.push(Op::Fence, Type::Void, kind as u8, [Value::NONE; 3], 0);
    }

    /// Leaves with `trap` if cond is not 0; `addr` is reported.
    pub fn trap_if(&self, cond: Value, trap: Trap, addr: Value) {
        if self.const_of(cond) == Some(0) {
            return;
        }
        self.push(
            Op::TrapIf,
            Type::Void,
            trap as u8,
            [cond, addr, Value::NONE],
            0,
        );
    }

    /// Calls helper `index` of the frontend's table with up to four I64 operands.
    pub fn call_helper(&self, index: usize, args: &[Value]) -> Value {
        debug_assert!(args.len() <= 4);
        self.push_extra(Op::CallHelper, Type::I64, args, index as i64)
    }
}

#[inline(always)]
fn append(block: &mut Block, op: Op, ty: Type, aux: u8, args: [Value; 3], imm: i64) -> Value {
    let v = Value(block.insts.len() as u32);
    block.insts.push(Inst {
        op,
        ty,
        aux,
        args,
        imm,
    });
    v
}

fn append_const(block: &mut Block, ty: Type, k: u64) -> Value {
    let imm = fold::masked(ty, k) as i64;
    append(block, Op::IConst, ty, 0, [Value::NONE; 3], imm)
}

/// Binary integer operations with the same shape.
macro_rules! binary_methods {
    ($($(#[$doc:meta])* $name:ident $op:ident),+ $(,)?) => {
        impl Builder {
            $($(#[$doc])* pub fn $name(&self, a: Value, b: Value) -> Value { self.binary(Op::$op, a, b) })+
        }
    };
}
binary_methods! {
    /// a + b
    add Add,
    /// a - b
    sub Sub,
    /// Low half of a * b
    mul Mul,
    /// High half, unsigned
    mulhu MulHU,
    /// High half, signed
    mulhs MulHS,
    /// High half, signed a times unsigned b
    mulhsu MulHSU,
    /// Signed quotient; x/0 = 0
    sdiv SDiv,
    /// Unsigned quotient; x/0 = 0
    udiv UDiv,
    /// Signed remainder; x%0 = x
    srem SRem,
    /// Unsigned remainder; x%0 = x
    urem URem,
    /// a & b
    and And,
    /// a ^ b
    xor Xor,
    /// a & !b
    andn AndN,
    /// a | !b
    orn OrN,
    /// !(a ^ b)
    xnor XNor,
    /// a << b
    shl Shl,
    /// Logical a >> b
    shr Shr,
    /// Arithmetic a >> b
    sar Sar,
    /// Rotate right
    rotr RotR,
    /// Signed minimum
    smin SMin,
    /// Signed maximum
    smax SMax,
    /// Unsigned minimum
    umin UMin,
    /// Unsigned maximum
    umax UMax,
    /// Low half of the carry-less product
    clmul ClMul,
    /// High half of the carry-less product
    clmulh ClMulH,
}

/// Unary integer operations whose result has the operand's type.
macro_rules! unary_methods {
    ($($(#[$doc:meta])* $name:ident $op:ident),+ $(,)?) => {
        impl Builder {
            $($(#[$doc])* pub fn $name(&self, a: Value) -> Value { self.unary(Op::$op, self.type_of(a), a) })+
        }
    };
}
unary_methods! {
    /// Leading zeros
    clz Clz,
    /// Trailing zeros
    ctz Ctz,
    /// Ones
    popcnt PopCnt,
    /// Byte order reversed
    bswap BSwap,
    /// Bit order reversed
    bitrev BitRev,
    /// Bit order reversed in each byte
    bitrev8 BitRev8,
    /// 0xff for each byte that is not 0
    orcb OrcB,
    /// Low 8 bits sign-extended
    sext8 SExt8,
    /// Low 16 bits sign-extended
    sext16 SExt16,
}
