//! Rare cases, emitted behind the main path of the block.
//!
//! **Invariant: between a jump to cold code and the place where it resumes, the main path allocates no register** (it
//! might store one to make room, which the cold path would miss).

use host_x64::area::{self, HELPER_ARGS, RAX_SAVE};
use host_x64::asm::{Alu, Cc, Label, Mem, Size, Unary};
use host_x64::opcodes as o;
use host_x64::regs::STATE;
use host_x64::{Gpr, PcKind, Reloc, RelocKind, StubId, Xmm};
use ir::{ExitKind, Trap, Type};

use crate::consts::Const;
use crate::emit::Emitter;
use crate::registers::spill_slot;
use crate::soft::{Attr, Soft};
use crate::vector_soft::VectorCall;

/// A piece of code out of line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cold {
    label: Label,
    resume: Option<Label>,
    /// Guest instruction it belongs to.
    guest: u32,
    code: ColdCode,
}

impl Cold {
    /// `resume`: where to go on; none if the code does not come back.
    pub fn new(label: Label, resume: Option<Label>, code: ColdCode) -> Cold {
        Cold {
            label,
            resume,
            guest: 0,
            code,
        }
    }
}

/// Operand or result of a float helper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SoftArg {
    None,
    Gpr(Gpr),
    Xmm(Xmm),
    Imm(i32),
    /// The high half of a vector; operands only.
    XmmHigh(Xmm),
}

/// A call of a float helper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SoftCall {
    pub soft: Soft,
    pub attr: Attr,
    pub args: [SoftArg; 3],
    pub result: SoftArg,
}

/// What rare code does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ColdCode {
    /// x = constant
    Constant { x: Xmm, value: Const },
    /// Out of line arithmetic.
    Soft(SoftCall),
    /// A chain of float arithmetic once more, with exact NaNs: the range of its steps.
    Replay { steps: (u32, u32) },
    /// A chain's results, sets of registers, become canonical NaNs where they are NaN.
    Canonical {
        steps: (u32, u32),
        results: u16,
        doubles: u16,
    },
    /// Arithmetic on floats in vectors.
    Vector(VectorCall),
    /// Leave with an exception.
    Trap {
        trap: Trap,
        reported: Option<Gpr>,
        pc: u64,
    },
    /// Division by 0 or -1, dividend in rax; the result goes where the division leaves it.
    Divide {
        size: Size,
        divisor: Gpr,
        remainder: bool,
        signed: bool,
    },
    /// Minimum or maximum of operands that are equal or unordered.
    MinMax {
        a: Xmm,
        b: Xmm,
        d: Xmm,
        minimum: bool,
        call: SoftCall,
    },
    /// Unsigned 64-bit integer with its top bit set, to float.
    UnsignedToFloat {
        from: Gpr,
        temp: Gpr,
        d: Xmm,
        upper: Xmm,
        double: bool,
    },
    /// A return that does not match the innermost call: `mask` clears low bits of the target.
    ReturnSlow { target: Gpr, mask: bool },
}

impl Emitter<'_> {
    pub(crate) fn push_cold(&mut self, mut cold: Cold) {
        cold.guest = self.guest;
        self.cold.push(cold);
    }

    /// Jump to rare code if `cc`; it resumes after the jump.
    pub(crate) fn jump_cold(&mut self, cc: Cc, code: ColdCode) {
        let label = self.asm.label();
        self.asm.jcc(cc, label);
        let resume = self.asm.label_here();
        self.push_cold(Cold::new(label, Some(resume), code));
    }

    pub(crate) fn emit_cold(&mut self) {
        for n in 0..self.cold.len() {
            let cold = self.cold[n];
            self.guest = cold.guest;
            self.map_pc(PcKind::Inside);
            self.asm.bind(cold.label);
            self.cold_code(cold.code);
            if let Some(resume) = cold.resume {
                self.asm.jmp(resume);
            }
        }
    }

    fn cold_code(&mut self, code: ColdCode) {
        match code {
            ColdCode::Constant { x, value } => {
                self.asm.vex2(o::VMOVSD_LOAD, x, value.mem());
            }
            ColdCode::Soft(call) => self.soft_call_keeping_rax(&call),
            ColdCode::Replay { steps } => self.replay(steps),
            ColdCode::Canonical {
                steps,
                results,
                doubles,
            } => self.make_canonical(steps, results, doubles),
            ColdCode::Vector(call) => self.vector_call(&call),
            ColdCode::Trap { trap, reported, pc } => self.trap(trap, reported, pc),
            ColdCode::Divide {
                size,
                divisor,
                remainder,
                signed,
            } => self.divide_cold(size, divisor, remainder, signed),
            ColdCode::MinMax {
                a,
                b,
                d,
                minimum,
                call,
            } => self.min_max_cold(a, b, d, minimum, &call),
            ColdCode::UnsignedToFloat {
                from,
                temp,
                d,
                upper,
                double,
            } => {
                self.asm.mov(Size::Q, temp, from);
                self.asm
                    .shift_imm(host_x64::asm::Shift::Shr, Size::Q, temp, 1);
                // The lost bit stays sticky: rounding then happens once, in the conversion.
                let odd = self.asm.label();
                self.asm.test_imm(Size::D, from, 1);
                self.asm.jcc_short(Cc::E, odd);
                self.asm.alu_imm(Alu::Or, Size::Q, temp, 1);
                self.asm.bind(odd);
                self.asm.vcvt_from_int(double, Size::Q, d, upper, temp);
                self.asm.vex(o::scalar(double, o::VADD), d, d, d);
            }
            ColdCode::ReturnSlow { target, mask } => {
                if target != Gpr::RDX {
                    self.asm.mov(Size::Q, Gpr::RDX, target);
                }
                if mask {
                    self.asm.alu_imm(Alu::And, Size::Q, Gpr::RDX, -2);
                }
                self.jump_stub(StubId::ReturnSlow);
            }
        }
    }

    fn trap(&mut self, trap: Trap, reported: Option<Gpr>, pc: u64) {
        if let Some(r) = reported {
            self.asm.store(8, Mem::base(STATE, area::EXIT_INFO), r);
        }
        let kind = match trap {
            Trap::Misaligned => ExitKind::Misaligned,
            Trap::Illegal => ExitKind::Illegal,
            Trap::FlushCode => ExitKind::FlushCode,
            Trap::StackMisaligned => ExitKind::StackMisaligned,
        };
        self.leave(kind, pc);
    }

    fn divide_cold(&mut self, size: Size, divisor: Gpr, remainder: bool, signed: bool) {
        let zero = self.asm.label();
        let end = self.asm.label();
        if signed {
            self.asm.test(size, divisor, divisor);
            self.asm.jcc_short(Cc::E, zero);
            // By -1: the quotient is the negated dividend, the remainder 0.
            self.asm.unary(Unary::Neg, size, Gpr::RAX);
            self.asm.zero(Gpr::RDX);
            self.asm.jmp_short(end);
            self.asm.bind(zero);
        }
        if remainder {
            self.asm.mov(size, Gpr::RDX, Gpr::RAX);
        } else {
            self.asm.zero(Gpr::RAX);
        }
        if signed {
            self.asm.bind(end);
        } else {
            // Never jumped to: keeps every label placed.
            self.asm.bind(zero);
            self.asm.bind(end);
        }
    }

    fn min_max_cold(&mut self, a: Xmm, b: Xmm, d: Xmm, minimum: bool, call: &SoftCall) {
        let unordered = self.asm.label();
        let end = self.asm.label();
        self.asm.jcc_short(Cc::P, unordered);
        // Equal: only zeros can differ, in their sign.
        let opcode = if minimum { o::VORPS } else { o::VANDPS };
        self.asm.vex(opcode, d, a, b);
        self.asm.jmp(end);
        self.asm.bind(unordered);
        self.soft_call_keeping_rax(call);
        self.asm.bind(end);
    }

    // --- float helpers ----------------------------------------------------------------------------

    pub(crate) fn soft_call_keeping_rax(&mut self, call: &SoftCall) {
        self.soft_arguments(call);
        self.soft_call_with_arguments(call);
    }

    /// The second part of [`Emitter::soft_call_keeping_rax`], after [`Emitter::soft_arguments`].
    pub(crate) fn soft_call_with_arguments(&mut self, call: &SoftCall) {
        let keep = call.result != SoftArg::Gpr(Gpr::RAX);
        let place = spill_slot(RAX_SAVE as u8);
        if keep {
            self.asm.store(8, place, Gpr::RAX);
        }
        self.soft_function(call);
        if keep {
            self.asm.mov(Size::Q, Gpr::RAX, place);
        }
    }

    /// Calls a float helper; changes rax (unless that is the result) and the flags only.
    pub(crate) fn soft_call(&mut self, call: &SoftCall) {
        self.soft_arguments(call);
        self.soft_function(call);
    }

    /// Puts the operands where a float helper takes them from.
    pub(crate) fn soft_arguments(&mut self, call: &SoftCall) {
        for (arg, slot) in call.args.iter().zip(HELPER_ARGS) {
            let place = spill_slot(slot as u8);
            match *arg {
                SoftArg::None => {}
                SoftArg::Gpr(r) => self.asm.store(8, place, r),
                SoftArg::Xmm(x) => self.asm.vex2(o::VMOVSD_STORE, x, place),
                SoftArg::Imm(k) => self.asm.store_imm(8, place, k),
                SoftArg::XmmHigh(x) => self.asm.vex2(o::VMOVHPS_STORE, x, place),
            }
        }
        let attr = spill_slot(HELPER_ARGS[3] as u8);
        self.asm.store_imm(8, attr, call.attr.0 as i32);
    }

    fn soft_function(&mut self, call: &SoftCall) {
        self.count_soft(call.attr.op());
        let address = call.soft.function() as usize as u64;
        let at = self.asm.mov_imm64(Gpr::RAX, address);
        let number = self.helpers.len() as u32 + call.soft as u32;
        let kind = RelocKind::Helper(number);
        self.out.relocs.push(Reloc { at, kind });
        self.call_stub(StubId::CallFloat);
        let result = spill_slot(HELPER_ARGS[0] as u8);
        match call.result {
            SoftArg::None | SoftArg::Imm(_) | SoftArg::XmmHigh(_) => {}
            SoftArg::Gpr(r) => self.asm.mov(Size::Q, r, result),
            SoftArg::Xmm(x) => self.asm.vex2(o::VMOVSD_LOAD, x, result),
        }
    }
}

/// The canonical NaN of a type, boxed.
pub(crate) fn canonical_nan(ty: Type) -> Const {
    match ty {
        Type::F16 => Const::Nan16,
        Type::F32 => Const::Nan32,
        _ => Const::Nan64,
    }
}
