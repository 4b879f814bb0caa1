//! How a block ends, and why generated code stops.

use crate::block::Value;
use crate::builder::Builder;
use crate::types::GuestAddr;

/// The ending of a block. Optional optimisations (pairing of calls and returns, chaining) are
/// optional by contract: each ending is also correct as "set pc and leave".
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Terminal {
    /// Continue at a constant pc.
    Jump {
        /// Where to.
        target: GuestAddr,
    },
    /// Continue at `taken` if `cond` (I64) is not 0, else at `next`.
    Branch {
        /// Condition.
        cond: Value,
        /// pc if the condition holds.
        taken: GuestAddr,
        /// pc if not.
        next: GuestAddr,
    },
    /// A call whose link register has already been set; the matching [`Terminal::Return`] is likely to
    /// come back to `ret`.
    Call {
        /// Callee.
        target: GuestAddr,
        /// Return address.
        ret: GuestAddr,
    },
    /// As `Call` with a computed callee (I64, already aligned as the guest requires).
    CallInd {
        /// Callee.
        target: Value,
        /// Return address.
        ret: GuestAddr,
    },
    /// Continue at a computed pc (I64).
    JumpInd {
        /// Where to.
        target: Value,
    },
    /// Continue at a computed pc that is likely the return address of the innermost open call.
    Return {
        /// Where to.
        target: Value,
    },
    /// Leave generated code for the runtime with `kind`; the guest's pc is `pc` then.
    Exit {
        /// Why.
        kind: ExitKind,
        /// The guest's pc after leaving.
        pc: GuestAddr,
    },
}

impl Default for Terminal {
    fn default() -> Terminal {
        Terminal::Exit {
            kind: ExitKind::Illegal,
            pc: 0,
        }
    }
}

impl Terminal {
    /// As [`operand`](Self::operand), to be changed.
    pub fn operand_mut(&mut self) -> Option<&mut Value> {
        match self {
            Terminal::Branch { cond, .. } => Some(cond),
            Terminal::CallInd { target, .. }
            | Terminal::JumpInd { target }
            | Terminal::Return { target } => Some(target),
            Terminal::Jump { .. } | Terminal::Call { .. } | Terminal::Exit { .. } => None,
        }
    }

    /// The value the ending uses, if any.
    pub const fn operand(&self) -> Option<Value> {
        match *self {
            Terminal::Branch { cond, .. } => Some(cond),
            Terminal::CallInd { target, .. }
            | Terminal::JumpInd { target }
            | Terminal::Return { target } => Some(target),
            Terminal::Jump { .. } | Terminal::Call { .. } | Terminal::Exit { .. } => None,
        }
    }
}

/// Endings that constants decide.
impl Builder {
    /// Ends the block: at `taken` if `cond` (I64) is not 0, else at `next`.
    pub fn end_branch(&self, cond: Value, taken: GuestAddr, next: GuestAddr) {
        self.end(match self.const_of(cond) {
            Some(0) => Terminal::Jump { target: next },
            Some(_) => Terminal::Jump { target: taken },
            None => Terminal::Branch { cond, taken, next },
        });
    }

    /// Ends the block: at a computed pc (I64).
    pub fn end_jump(&self, target: Value) {
        self.end(match self.const_of(target) {
            Some(target) => Terminal::Jump { target },
            None => Terminal::JumpInd { target },
        });
    }

    /// Ends the block: a call of a computed address (I64), likely to come back to `ret`; the link register is set already.
    pub fn end_call(&self, target: Value, ret: GuestAddr) {
        self.end(match self.const_of(target) {
            Some(target) => Terminal::Call { target, ret },
            None => Terminal::CallInd { target, ret },
        });
    }
}

/// Why generated code (or the interpreter) returned to the runtime. Kept in
/// [`crate::RuntimeArea::exit_kind`] as a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u32)]
pub enum ExitKind {
    /// The next block is not translated or not linked; pc says where to go on. Never seen outside the runtime.
    Lookup = 0,
    /// As `Lookup`, from a patchable exit whose number is in [`crate::RuntimeArea::exit_info`].
    Link = 1,
    /// The guest executed its system call instruction; pc is the instruction AFTER it.
    Syscall = 2,
    /// Illegal instruction at pc.
    Illegal = 3,
    /// Breakpoint instruction at pc.
    Breakpoint = 4,
    /// The guest announced modified code (fence.i, ic ivau + isb); pc says where to go on.
    FlushCode = 5,
    /// State that decides how to run has changed (rounding mode the JIT cannot do); pc is the next instruction.
    Resync = 6,
    /// Memory fault or host trap at the instruction at pc; details in the runtime's fault record.
    Fault = 7,
    /// A signal waits to be delivered; state is exact at pc.
    Interrupt = 8,
    /// `TrapIf` with Trap::Misaligned; address in [`crate::RuntimeArea::exit_info`].
    Misaligned = 9,
    /// The guest hints that it waits for something (wrs.sto, wfe, pause loops): yield, then go on at pc.
    Yield = 10,
    /// As `Lookup`, after the return from a call that was interpreted.
    Return = 11,
    /// The instruction at pc would misalign the stack pointer: code must check it from now on ([`crate::StackChecks`]).
    StackMisaligned = 12,
}

impl ExitKind {
    /// All kinds, in numeric order.
    pub const ALL: [ExitKind; 13] = [
        ExitKind::Lookup,
        ExitKind::Link,
        ExitKind::Syscall,
        ExitKind::Illegal,
        ExitKind::Breakpoint,
        ExitKind::FlushCode,
        ExitKind::Resync,
        ExitKind::Fault,
        ExitKind::Interrupt,
        ExitKind::Misaligned,
        ExitKind::Yield,
        ExitKind::Return,
        ExitKind::StackMisaligned,
    ];

    /// The kind with number `n`.
    pub const fn from_u32(n: u32) -> Option<ExitKind> {
        if (n as usize) < Self::ALL.len() {
            Some(Self::ALL[n as usize])
        } else {
            None
        }
    }
}
