//! How a block ends: links, calls and returns, indirect jumps, leaving for the runtime.

use host_x64::area;
use host_x64::asm::{Alu, Cc, Mem, Size};
use host_x64::regs::{CALL_STACK, CODE_BASE, STATE, TARGET};
use host_x64::{Gpr, JUMP_TABLE_DISP, LinkSite, PcKind, Reloc, RelocKind, StubId};
use ir::{Block, ExitKind, Inst, Op, Reg, Terminal, Value};

use crate::cold::{Cold, ColdCode};
use crate::emit::Emitter;
use crate::scan::{Loc, NONE};

/// A link site whose stub is still to be emitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PendingLink {
    field_at: u32,
    target: u64,
}

impl Emitter<'_> {
    pub(crate) fn terminal(&mut self) {
        let block: &Block = self.block;
        match block.terminal {
            Terminal::Jump { target } => self.link_jump(target),
            Terminal::Branch { cond, taken, next } => self.branch(cond, taken, next),
            Terminal::Call { target, ret } => self.call(target, ret),
            Terminal::CallInd { target, ret } => self.call_indirect(target, ret),
            Terminal::JumpInd { target } => {
                self.target_to_rdx(target);
                self.load_host_target();
                self.asm.jmp_reg(Gpr::RAX);
            }
            Terminal::Return { target } => self.return_(target),
            Terminal::Exit { kind, pc } => self.leave(kind, pc),
        }
    }

    // --- links ------------------------------------------------------------------------------------

    fn link(&mut self, field_at: u32, target: u64) {
        debug_assert_eq!(field_at & 3, 0);
        self.links.push(PendingLink { field_at, target });
    }

    /// Prefixes without meaning, so that a field `ahead` bytes further is 4-byte aligned.
    fn align_field(&mut self, ahead: u32) {
        let pad = (self.asm.here() + ahead).wrapping_neg() & 3;
        for _ in 0..pad {
            self.asm.buf.push(0x2e);
        }
    }

    fn link_jump(&mut self, target: u64) {
        self.align_field(1);
        let field = self.asm.jmp_field();
        self.link(field, target);
    }

    fn branch(&mut self, cond: Value, taken: u64, next: u64) {
        let late = self.scan.late_flags;
        if let Some(k) = self.constant(cond) {
            self.done(cond);
            if let Some(late) = late {
                self.store_home(late.guest, late.value);
            }
            return self.link_jump(if k != 0 { taken } else { next });
        }
        let start = self.asm.here();
        let cc = self.condition(cond);
        let compared = self.compared.at == self.asm.here();
        self.pad_for_jump(start);
        let (cc, usual, late_way) = match late {
            // The way with more to do comes behind the jump.
            Some(late) if late.on_taken => (cc.negate(), next, taken),
            _ => (cc, taken, next),
        };
        let field = self.asm.jcc_field(cc);
        self.link(field, usual);
        if compared {
            self.compared.at = self.asm.here();
        }
        if let Some(late) = late {
            self.store_home(late.guest, late.value);
        }
        self.link_jump(late_way);
    }

    /// Aligns the field of a conditional jump that comes next. Padding goes in front of the comparison, which is at `start` and stays
    /// next to its jump.
    pub(crate) fn pad_for_jump(&mut self, start: u32) {
        let pad = (self.asm.here() + 2).wrapping_neg() & 3;
        self.asm.insert_nops(start, pad);
    }

    pub(crate) fn emit_link_stubs(&mut self) {
        for n in 0..self.links.len() {
            let PendingLink { field_at, target } = self.links[n];
            let stub_at = self.asm.here();
            if n == 0 {
                self.map_pc(PcKind::NoState);
            }
            self.asm
                .patch32(field_at, stub_at.wrapping_sub(field_at + 4));
            let (id_at, at) = self.asm.mov_eax_jmp_fields();
            let kind = RelocKind::Stub(StubId::ExitLink);
            self.out.relocs.push(Reloc { at, kind });
            self.out.links.push(LinkSite {
                field_at,
                stub_at,
                id_at,
                target,
            });
        }
    }

    // --- calls and returns ------------------------------------------------------------------------

    fn call(&mut self, target: u64, ret: u64) {
        self.push_constant(ret);
        self.align_field(1);
        let field = self.asm.call_field();
        self.link(field, target);
        self.landing(ret);
    }

    fn call_indirect(&mut self, target: Value, ret: u64) {
        self.target_to_rdx(target);
        // Fetch faults happen here, while the call stack is still as before.
        self.load_host_target();
        self.push_constant(ret);
        self.asm.call_reg(Gpr::RAX);
        self.landing(ret);
    }

    /// Where the callee's return comes back to.
    fn landing(&mut self, ret: u64) {
        self.map_pc(PcKind::NoState);
        self.asm.alu_imm(Alu::Add, Size::Q, CALL_STACK, 8);
        self.link_jump(ret);
    }

    fn push_constant(&mut self, k: u64) {
        if let Some(r) = self.pinned_constant(k) {
            self.asm.push(r);
        } else if let Ok(imm) = i32::try_from(k as i64) {
            self.asm.push_imm(imm);
        } else {
            self.asm.mov_imm(Gpr::RCX, k);
            self.asm.push(Gpr::RCX);
        }
    }

    /// The pinned register that holds `k`: a call has set its link register.
    fn pinned_constant(&self, k: u64) -> Option<Gpr> {
        self.regs.hot_gprs.iter().rev().find_map(|r: &Reg| {
            let v = self.rf.content(r.0);
            let host = self.pins.host(*r);
            let holds =
                v != NONE && host != crate::scan::NO_REG && self.block.iconst(Value(v)) == Some(k);
            holds.then_some(Gpr(host))
        })
    }

    /// True for the mask that makes an even target of the operand of a Return: a match needs no masking.
    pub(crate) fn is_return_mask(&self, inst: &Inst) -> bool {
        matches!(self.block.terminal, Terminal::Return { .. })
            && inst.op == Op::And
            && self.regs.pc_align_shift == 1
            && self.constant(inst.args[1]) == Some(!1)
    }

    fn return_(&mut self, target: Value) {
        let root = self.scan.root(target);
        let block = self.block;
        let inst = &block.insts[root as usize];
        let mask = self.scan.info[root as usize].loc == Loc::Deferred && self.is_return_mask(inst);
        let r = if mask {
            self.done(target);
            self.done(inst.args[1]);
            self.gpr(inst.args[0])
        } else {
            self.gpr(target)
        };
        let pushed = Mem::base(CALL_STACK, 8);
        self.asm.alu(Alu::Cmp, Size::Q, r, pushed);
        let label = self.asm.label();
        self.asm.jcc(Cc::Ne, label);
        self.push_cold(Cold::new(
            label,
            None,
            ColdCode::ReturnSlow { target: r, mask },
        ));
        self.asm.ret();
    }

    // --- indirect jumps ---------------------------------------------------------------------------

    fn target_to_rdx(&mut self, target: Value) {
        let r = self.gpr(target);
        if r != TARGET {
            self.asm.mov(Size::Q, TARGET, r);
        }
        self.map_pc(PcKind::IndirectJump);
    }

    /// rax = host code for the guest pc in rdx, or the Miss stub. Where instructions are words, the jump table has no
    /// entry for other addresses: to reach one is for the runtime to judge.
    fn load_host_target(&mut self) {
        let shift = 2u8.saturating_sub(self.regs.pc_align_shift);
        if shift == 0 {
            self.asm.test_imm(Size::D, TARGET, 3);
            let at = self.asm.jcc_field(Cc::Ne);
            let kind = RelocKind::Stub(StubId::Miss);
            self.out.relocs.push(Reloc { at, kind });
        }
        let entry = Mem::indexed(CODE_BASE, TARGET, shift, JUMP_TABLE_DISP);
        self.asm.mov(Size::D, Gpr::RAX, entry);
        self.asm.alu(Alu::Add, Size::Q, Gpr::RAX, CODE_BASE);
    }

    // --- leaving ----------------------------------------------------------------------------------

    /// Leaves for the runtime with State's pc = `pc`.
    pub(crate) fn leave(&mut self, kind: ExitKind, pc: u64) {
        let place = Mem::base(STATE, area::state(self.regs.pc_offset));
        if let Ok(imm) = i32::try_from(pc as i64) {
            self.asm.store_imm(8, place, imm);
        } else {
            self.asm.mov_imm(Gpr::RAX, pc);
            self.asm.store(8, place, Gpr::RAX);
        }
        self.asm.mov_imm(Gpr::RAX, kind as u64);
        self.jump_stub(StubId::Exit);
    }

    pub(crate) fn jump_stub(&mut self, stub: StubId) {
        let at = self.asm.jmp_field();
        let kind = RelocKind::Stub(stub);
        self.out.relocs.push(Reloc { at, kind });
    }

    pub(crate) fn call_stub(&mut self, stub: StubId) {
        let at = self.asm.call_field();
        let kind = RelocKind::Stub(stub);
        self.out.relocs.push(Reloc { at, kind });
    }
}
