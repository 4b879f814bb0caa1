//! The walk over a block: one operation after the other, and the map from host code to guest instructions.

use host_x64::asm::{Asm, Cc, Size};
use host_x64::{CodeBlob, Gpr, HostFeatures, PcEntry, PcKind, Xmm};
use ir::{Block, Cond, Effect, FCond, Helper, Inst, NanMode, Op, RegFile, Terminal, Type, Value};

use crate::chain::{Chain, Step};
use crate::cold::Cold;
use crate::counting::Counters;
use crate::exits::PendingLink;
use crate::flags::Compared;
use crate::mem::StoredBoth;
use crate::registers::Registers;
use crate::scan::{Loc, NONE, Pins, Scan, facts, is_flags_of_integers};
use crate::{ExactFloats, Tier1};

/// What the host's flags say about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FlagMeaning {
    /// ZF and SF describe it.
    Result,
    /// It is 1 if this condition holds, else 0.
    Condition(Cc),
}

/// Host flags left behind by the last instruction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    /// Valid only if the code still ends here.
    pub at: u32,
    pub value: u32,
    pub meaning: FlagMeaning,
}

/// State of one emission.
pub(crate) struct Emitter<'a> {
    pub block: &'a Block,
    pub regs: &'static RegFile,
    pub helpers: &'static [Helper],
    pub features: &'a HostFeatures,
    pub pins: &'a Pins,
    pub asm: &'a mut Asm,
    pub scan: &'a mut Scan,
    pub rf: &'a mut Registers,
    pub cold: &'a mut Vec<Cold>,
    pub links: &'a mut Vec<PendingLink>,
    /// Steps of all chains of float arithmetic, and the one that is open.
    pub steps: &'a mut Vec<Step>,
    pub chain: Chain,
    /// NaNs propagate: to put a chain right, its steps are done again.
    pub replays: bool,
    pub out: &'a mut CodeBlob,
    /// The operation being emitted.
    pub at: u32,
    /// Distance of the current guest instruction from the block's pc.
    pub guest: u32,
    /// Guest registers are not all as the guest expects them before this operation.
    pub inexact_until: u32,
    pub flags: Flags,
    pub compared: Compared,
    /// This float comparison reports quiet NaNs too.
    pub signals_at: u32,
    /// Pinned registers that the operation being emitted uses as temporaries.
    pub borrowed: [Option<Xmm>; 4],
    /// A store that later loads might overtake may have happened since the last full barrier.
    pub unfenced_stores: bool,
    /// The upper halves of 256-bit registers are in use.
    pub upper_halves: bool,
    /// The vectors that were stored at once last.
    pub stored: Option<StoredBoth>,
    /// Atomic writes are counted, for store-exclusives to see them.
    pub exact_exclusives: bool,
    pub exact_floats: ExactFloats,
    pub counters: Counters,
}

/// True for operations that need neither helpers nor instructions of SSE's encoding.
fn leaves_upper_halves(inst: &Inst) -> bool {
    match inst.op {
        Op::Load | Op::Store | Op::InsnStart | Op::GetReg | Op::SetReg | Op::VConst | Op::VDup => {
            true
        }
        op => matches!(op.effect(), Effect::Pure) && inst.result_type().is_int(),
    }
}

/// Operand size for an integer type.
pub(crate) fn size_of(ty: Type) -> Size {
    if ty == Type::I32 { Size::D } else { Size::Q }
}

impl<'a> Emitter<'a> {
    pub fn new(t: &'a mut Tier1, block: &'a Block, out: &'a mut CodeBlob) -> Emitter<'a> {
        Emitter {
            block,
            regs: t.regs,
            helpers: t.helpers,
            features: &t.features,
            pins: &t.pins,
            asm: &mut t.asm,
            scan: &mut t.scan,
            rf: &mut t.registers,
            cold: &mut t.cold,
            links: &mut t.links,
            steps: &mut t.steps,
            chain: Chain::default(),
            replays: t.regs.nan_mode == NanMode::ArmPropagate,
            out,
            at: 0,
            guest: 0,
            inexact_until: 0,
            flags: Flags {
                at: NONE,
                value: NONE,
                meaning: FlagMeaning::Result,
            },
            compared: Compared::NOTHING,
            signals_at: NONE,
            borrowed: [None; 4],
            unfenced_stores: true,
            upper_halves: false,
            stored: None,
            exact_exclusives: t.exact_exclusives,
            exact_floats: t.exact_floats,
            counters: t.counters,
        }
    }

    /// Emits the whole block.
    pub fn run(mut self) {
        let block = self.block;
        self.map_pc(PcKind::Boundary);
        self.count_block();
        for (i, inst) in block.insts.iter().enumerate() {
            self.at = i as u32;
            let info = &self.scan.info[i];
            if info.dead && inst.op != Op::SetReg {
                continue;
            }
            self.operation(inst);
            self.rf.next_operation();
        }
        self.at = block.insts.len() as u32;
        self.look();
        self.clear_upper_halves();
        self.terminal();
        self.emit_cold();
        self.emit_link_stubs();
        self.asm.finish();
    }

    fn operation(&mut self, inst: &Inst) {
        let i = self.at;
        if facts(inst.op).may_exit {
            self.enter_instruction();
        }
        if !leaves_upper_halves(inst) {
            self.clear_upper_halves();
        }
        if matches!(inst.op, Op::Load | Op::Store) && inst.mem().several {
            self.map_pc(PcKind::Several);
        }
        match inst.op {
            Op::InsnStart => self.insn_start(inst),
            Op::IConst => {
                self.scan.info[i as usize].loc = Loc::Const;
            }
            Op::GetReg => self.get_reg(i, inst.imm as u16),
            Op::SetReg => self.set_reg(i, inst.imm as u16, inst.args[0]),
            Op::FBox => self.fbox(inst),
            Op::VFromF if self.scan.info[i as usize].root != i => self.clear_in_place(inst),
            Op::Trunc => {}
            _ if self.scan.info[i as usize].root != i => {}
            // Computed with the other half of its product.
            Op::Mul | Op::MulHU if self.scan.info[i as usize].loc != Loc::None => {}
            _ if self.deferrable(inst) => {
                self.scan.info[i as usize].loc = Loc::Deferred;
            }
            _ => self.compute(i),
        }
    }

    /// True if the only user of the operation's result computes it better together with its own work.
    fn deferrable(&self, inst: &Inst) -> bool {
        let info = &self.scan.info[self.at as usize];
        if info.uses != 1 {
            return false;
        }
        if inst.op == Op::FCmp || self.is_negation(inst) {
            return self.is_condition(self.at, inst);
        }
        let Some(user) = self.block.insts.get(info.user as usize) else {
            return matches!(inst.op, Op::ICmp | Op::FlagTest)
                || self.is_return_mask(inst)
                || is_flags_of_integers(inst.op);
        };
        if user.op == Op::SetReg && self.updates_home(inst, user.imm as u16)
            || self.is_half_for_home(inst, user)
        {
            return true;
        }
        let constant = |v: Value| self.constant(v);
        let as_first = !user.op.has_extra() && self.scan.root(user.args[0]) == self.at;
        let as_address = as_first && matches!(user.op, Op::Load | Op::Store);
        match inst.op {
            Op::ICmp => {
                user.op == Op::SetReg || (as_first && matches!(user.op, Op::Select | Op::TrapIf))
            }
            Op::FlagTest => as_first && matches!(user.op, Op::Select | Op::TrapIf),
            Op::And => {
                user.op == Op::ICmp
                    && as_first
                    && matches!(user.cond(), Cond::Eq | Cond::Ne)
                    && constant(user.args[1]) == Some(0)
            }
            Op::Add => as_address && inst.ty == Type::I64,
            Op::Shl => match constant(inst.args[1]) {
                Some(1..=3) if user.op == Op::Add => true,
                Some(1..=3) if as_address => true,
                Some(_) => {
                    matches!(user.op, Op::Shr | Op::Sar)
                        && inst.ty == Type::I64
                        && user.ty == Type::I64
                        && as_first
                        && constant(user.args[1]).is_some()
                }
                None => false,
            },
            Op::FNeg => user.op == Op::Fma && inst.ty != Type::F16,
            Op::AesSub => user.op == Op::VXor || (user.op == Op::AesMix && user.aux == inst.aux),
            Op::AesMix => user.op == Op::VXor,
            Op::VAnd | Op::VOr | Op::VXor | Op::VAndN | Op::VShl | Op::VShr | Op::VConst => {
                self.joins_user(inst, user)
            }
            _ => false,
        }
    }

    /// True for `comparison ^ 1` of a deferred comparison of floats.
    fn is_negation(&self, inst: &Inst) -> bool {
        let operand = inst.args[0];
        inst.op == Op::Xor
            && self.constant(inst.args[1]) == Some(1)
            && self.is_deferred(operand)
            && self.block.insts[self.scan.root(operand) as usize].op == Op::FCmp
    }

    /// True if ordered comparison `i`, or its negation, only decides about a branch or on integers, soon.
    fn is_condition(&self, i: u32, inst: &Inst) -> bool {
        let comparison = inst.op != Op::FCmp || inst.fcond() != FCond::Eq;
        let user = self.scan.info[i as usize].user;
        let user_of_user = self.block.insts.get(user as usize);
        let between =
            &self.block.insts[i as usize + 1..(user as usize).min(self.block.insts.len())];
        let at_once = between
            .iter()
            .all(|i| matches!(i.op, Op::IConst | Op::InsnStart | Op::GetReg));
        let Some(user_inst) = user_of_user else {
            return comparison
                && at_once
                && self.scan.info[i as usize].uses == 1
                && matches!(self.block.terminal, Terminal::Branch { .. });
        };
        comparison
            && at_once
            && self.scan.root(user_inst.args[0]) == i
            && match user_inst.op {
                Op::Select => user_inst.ty.is_int(),
                Op::Xor => {
                    inst.op == Op::FCmp
                        && self.constant(user_inst.args[1]) == Some(1)
                        && self.scan.info[user as usize].uses == 1
                        && self.is_condition(user, user_inst)
                }
                _ => false,
            }
    }

    /// Computes deferred operation `root` now; its result is then in the returned register.
    pub(crate) fn materialize(&mut self, root: u32) -> Gpr {
        let busy = self.rf.busy();
        self.rf.keep_operands();
        self.compute(root);
        self.rf.set_busy(busy);
        match self.scan.info[root as usize].loc {
            Loc::Gpr(r) => r,
            _ => Gpr::RAX,
        }
    }

    /// As [`Emitter::materialize`] for floats.
    pub(crate) fn materialize_xmm(&mut self, root: u32) -> Xmm {
        let busy = self.rf.busy();
        self.rf.keep_operands();
        self.compute(root);
        self.rf.set_busy(busy);
        match self.scan.info[root as usize].loc {
            Loc::Xmm(x) => x,
            _ => Xmm(0),
        }
    }

    // --- the map from host code to guest instructions ---------------------------------------------

    fn insn_start(&mut self, inst: &Inst) {
        self.guest = (inst.imm as u64).wrapping_sub(self.block.pc) as u32;
        let first = self.at == 0;
        if first || (self.at > self.inexact_until && !self.chain_is_open()) {
            self.map_pc(PcKind::Boundary);
        }
    }

    /// The code from here on may leave the block: it must be attributed to the current instruction, even if that
    /// did not start with a boundary.
    fn enter_instruction(&mut self) {
        if self.out.pc_map.last().map(|e| e.guest) != Some(self.guest) {
            self.map_pc(PcKind::Inside);
        }
    }

    /// Enters the current position in the map. A boundary without code before the next one is useless.
    pub(crate) fn map_pc(&mut self, kind: PcKind) {
        let entry = PcEntry {
            host: self.asm.here(),
            guest: self.guest,
            kind,
        };
        match self.out.pc_map.last() {
            Some(last)
                if last.host == entry.host && !matches!(kind, PcKind::Inside | PcKind::Several) =>
            {
                self.out.pc_map.replace_last(entry);
            }
            _ => self.out.pc_map.push(entry),
        }
    }

    // --- flags ------------------------------------------------------------------------------------

    /// The instruction just emitted set the flags according to `value`.
    pub(crate) fn flags_describe(&mut self, value: u32, meaning: FlagMeaning) {
        self.flags = Flags {
            at: self.asm.here(),
            value,
            meaning,
        };
    }

    /// What the flags say about `v` right now.
    pub(crate) fn flags_of(&self, v: Value) -> Option<FlagMeaning> {
        // Flags of a 64-bit value say nothing about its low half, which shares its register.
        let same = self.flags.value == v.0;
        let valid = same && self.flags.at == self.asm.here();
        valid.then_some(self.flags.meaning)
    }
}
