//! One pass forward and one backward over a block: who uses what, what is dead, where results are wanted.

use host_x64::regs::{PINNED_GPRS, PINNED_XMMS, TARGET};
use host_x64::{Gpr, Xmm};
use ir::{Block, Helper, Inst, Op, Reg, RegFile, Terminal, Type, Value};

/// No instruction, no value.
pub(crate) const NONE: u32 = u32::MAX;
/// No register.
pub(crate) const NO_REG: u8 = u8::MAX;
/// No guest register.
pub(crate) const NO_GUEST: u16 = u16::MAX;

/// Where a value is while the block is emitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Loc {
    /// Nowhere: not yet computed, or dead.
    None,
    /// A constant, made where it is needed.
    Const,
    /// Computed by its only user.
    Deferred,
    /// In a general register.
    Gpr(Gpr),
    /// In a vector register.
    Xmm(Xmm),
    /// In this spill slot.
    Spill(u8),
    /// In the State home of the guest register [`Info::home`].
    Home,
}

/// What is known of one operation and its result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Info {
    /// The operation whose result this one stands for (itself mostly).
    pub root: u32,
    /// Uses still to come.
    pub uses: u32,
    /// The first user (the only one, if there is one); the number of operations means the terminal.
    pub user: u32,
    /// Host register that should receive the result, by number in its class.
    pub want: u8,
    /// Valid up to this operation, which writes it to the guest register.
    pub until: u32,
    /// Guest register that may hold a copy.
    pub home: u16,
    /// Where the result is.
    pub loc: Loc,
    /// Nothing to emit. For SetReg: the register is overwritten at `until` before anything can see it.
    pub dead: bool,
    /// The bits above a single or half are ones, up to bit 63.
    pub boxed: bool,
    /// Bytes of a float or vector from this one on, up to the sixteenth, are zeros.
    pub zeros_from: u8,
    /// The bits above an I32 are zeros.
    pub clean: bool,
}

const EMPTY: Info = Info {
    root: NONE,
    uses: 0,
    user: NONE,
    want: NO_REG,
    until: 0,
    home: NO_GUEST,
    loc: Loc::None,
    dead: false,
    boxed: false,
    zeros_from: 16,
    clean: false,
};

/// What the scan needs of an operation's row.
#[derive(Clone, Copy)]
pub(crate) struct Facts {
    arity: u8,
    /// May be dropped when its result is unused.
    removable: bool,
    /// May leave the block in the middle.
    pub may_exit: bool,
    /// Its result may be that of another operation: see [`Info::root`].
    alias: bool,
    /// A register wanted for the result suits the first operand too: two-operand instructions.
    in_place: bool,
}

/// [`Facts`] by operation number.
static FACTS: [Facts; Op::ALL.len()] = {
    let mut facts = [Facts {
        arity: 0,
        removable: false,
        may_exit: false,
        alias: false,
        in_place: false,
    }; Op::ALL.len()];
    let mut i = 0;
    while i < facts.len() {
        let op = Op::ALL[i];
        let arity = if op.has_extra() { 0 } else { op.arity() as u8 };
        facts[i] = Facts {
            arity,
            removable: op.removable(),
            may_exit: op.may_exit(),
            alias: matches!(
                op,
                Op::Trunc | Op::FBox | Op::FUnbox | Op::FFromV | Op::VFromF
            ),
            in_place: arity > 0 && !op.may_exit() && !matches!(op, Op::Select),
        };
        i += 1;
    }
    facts
};

/// The facts of `op`.
pub(crate) fn facts(op: Op) -> Facts {
    FACTS[op as usize]
}

/// Which host register holds which guest register between blocks.
#[derive(Debug)]
pub(crate) struct Pins {
    host: Vec<u8>,
    guest_of_gpr: [u16; 16],
    guest_of_xmm: [u16; 16],
}

impl Pins {
    pub fn new(regs: &RegFile) -> Pins {
        let mut pins = Pins {
            host: vec![NO_REG; regs.regs.len()],
            guest_of_gpr: [NO_GUEST; 16],
            guest_of_xmm: [NO_GUEST; 16],
        };
        for (r, host) in regs.hot_gprs.iter().zip(PINNED_GPRS) {
            pins.host[r.index()] = host.0;
            pins.guest_of_gpr[host.0 as usize] = r.0;
        }
        for (r, host) in regs.hot_fprs.iter().zip(PINNED_XMMS) {
            pins.host[r.index()] = host.0;
            pins.guest_of_xmm[host.0 as usize] = r.0;
        }
        pins
    }

    /// Number of the host register of `reg`, in the class of its type; `NO_REG` if it lives in memory.
    pub fn host(&self, reg: Reg) -> u8 {
        self.host[reg.index()]
    }

    /// Guest register pinned in `r`, or `NO_GUEST`.
    pub fn of_gpr(&self, r: Gpr) -> u16 {
        self.guest_of_gpr[r.0 as usize & 15]
    }

    /// Guest register pinned in `x`, or `NO_GUEST`.
    pub fn of_xmm(&self, x: Xmm) -> u16 {
        self.guest_of_xmm[x.0 as usize & 15]
    }
}

/// Results of the scan, by operation.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub info: Vec<Info>,
    /// Per guest register: the next write that hides earlier ones, and the next read.
    overwritten_at: Vec<u32>,
    read_at: Vec<u32>,
    /// The next operation that may leave the block.
    barrier: u32,
    /// Condition flags that are written at the end of the block, where it goes this way.
    pub late_flags: Option<LateFlags>,
}

/// A write of condition flags that only one way of the block's Branch needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LateFlags {
    pub guest: u16,
    pub value: Value,
    /// They are needed where the branch is taken, else where it is not.
    pub on_taken: bool,
}

impl Scan {
    /// Scans `block`.
    pub fn run(&mut self, block: &Block, pins: &Pins, helpers: &[Helper]) {
        let regs = pins.host.len();
        self.overwritten_at.clear();
        self.overwritten_at.resize(regs, NONE);
        self.read_at.clear();
        self.read_at.resize(regs, NONE);
        self.find_roots(block);
        let end = block.insts.len() as u32;
        self.barrier = end;
        self.late_flags = None;
        self.terminal(block, end);
        for i in (0..end).rev() {
            self.visit(block, pins, helpers, i);
        }
    }

    fn find_roots(&mut self, block: &Block) {
        self.info.clear();
        let infos = (0..block.insts.len() as u32).map(|root| Info { root, ..EMPTY });
        self.info.extend(infos);
        for (i, inst) in block.insts.iter().enumerate() {
            if !facts(inst.op).alias {
                continue;
            }
            self.info[i].root = match inst.op {
                Op::FUnbox => self.first_unboxing(block, inst.args[0], i as u32, inst.ty),
                Op::VFromF if !self.is_own_float(block, inst) => i as u32,
                _ => self.root(inst.args[0]),
            };
        }
    }

    /// True if the operand of a VFromF is a float by itself, not the lowest lane of a vector or of a wider float that others
    /// may see: bits above it may be changed.
    fn is_own_float(&self, block: &Block, inst: &Inst) -> bool {
        let root = self.root(inst.args[0]) as usize;
        block.insts[root].result_type() == inst.operand_type()
    }

    fn first_unboxing(&mut self, block: &Block, boxed: Value, i: u32, ty: Type) -> u32 {
        // Users are not known yet: until then `user` remembers the first FUnbox of a value.
        let source = &mut self.info[boxed.index()];
        if source.user == NONE {
            source.user = i;
        }
        let first = source.user;
        if block.insts[first as usize].ty == ty {
            first
        } else {
            i
        }
    }

    pub fn root(&self, v: Value) -> u32 {
        self.info[v.index()].root
    }

    fn count(&mut self, v: Value, user: u32) {
        let root = self.root(v) as usize;
        let info = &mut self.info[root];
        info.uses += 1;
        info.user = user;
    }

    fn want(&mut self, root: u32, host: u8, until: u32) {
        let info = &mut self.info[root as usize];
        info.want = host;
        info.until = until;
    }

    fn terminal(&mut self, block: &Block, end: u32) {
        let Some(v) = block.terminal.operand() else {
            return;
        };
        self.count(v, end);
        if !matches!(block.terminal, Terminal::Branch { .. }) {
            self.want(self.root(v), TARGET.0, end);
        }
    }

    fn visit(&mut self, block: &Block, pins: &Pins, helpers: &[Helper], i: u32) {
        let inst = &block.insts[i as usize];
        if inst.op == Op::InsnStart {
            return;
        }
        let info = &self.info[i as usize];
        if info.root != i {
            return self.alias(inst, i);
        }
        if info.want != NO_REG {
            self.drop_stale_want(pins, i, inst);
        }
        match inst.op {
            Op::SetReg if inst.needed_until().is_some_and(|last| last <= self.barrier) => {
                self.info[i as usize].dead = true;
                self.info[i as usize].until = inst.needed_until().unwrap_or(i);
                return;
            }
            Op::SetReg if self.is_late(block, inst) => return self.set_late(block, i),
            Op::SetReg => return self.set_reg(pins, i, Reg(inst.imm as u16), inst.args[0]),
            Op::GetReg => {
                self.read_at[inst.imm as usize] = i;
                self.overwritten_at[inst.imm as usize] = NONE;
            }
            _ => {}
        }
        let facts = facts(inst.op);
        if self.info[i as usize].uses == 0 && (facts.removable || is_pure_call(inst, helpers)) {
            self.info[i as usize].dead = true;
            return;
        }
        if inst.op.has_extra() {
            block.args(inst).iter().for_each(|v| self.count(*v, i));
        } else {
            let operands = &inst.args[..facts.arity as usize];
            operands.iter().for_each(|v| self.count(*v, i));
        }
        if facts.may_exit {
            self.barrier = i;
        }
        if facts.in_place {
            self.hand_down_want(block, i);
        }
    }

    /// Uses of an alias were counted for its root; FBox and VFromF work on their operand in place.
    fn alias(&mut self, inst: &Inst, i: u32) {
        if matches!(inst.op, Op::FBox | Op::VFromF)
            && self.info[self.root(inst.args[0]) as usize].uses > 0
        {
            self.count(inst.args[0], i);
        }
    }

    /// A result may go to its guest register early only if nothing sees the register in between.
    fn drop_stale_want(&mut self, pins: &Pins, i: u32, inst: &Inst) {
        let info = &self.info[i as usize];
        let guest = if inst.result_type().is_int() {
            pins.of_gpr(Gpr(info.want))
        } else {
            pins.of_xmm(Xmm(info.want))
        };
        let hidden = guest == NO_GUEST
            || (info.until < self.barrier && self.read_at[guest as usize] > info.until);
        if !hidden {
            self.info[i as usize].want = NO_REG;
        }
    }

    fn set_reg(&mut self, pins: &Pins, i: u32, reg: Reg, v: Value) {
        let next = self.overwritten_at[reg.index()];
        if next < self.barrier {
            self.info[i as usize].dead = true;
            self.info[i as usize].until = next;
        } else {
            self.count(v, i);
        }
        self.overwritten_at[reg.index()] = i;
        let host = pins.host(reg);
        if host != NO_REG {
            self.want(self.root(v), host, i);
        }
    }

    /// True for flags that can wait until the end of the block.
    fn is_late(&self, block: &Block, inst: &Inst) -> bool {
        let end = block.insts.len() as u32;
        let source = block.insts[self.root(inst.args[0]) as usize].op;
        inst.needed_on_way().is_some() && self.barrier == end && is_flags_of_integers(source)
    }

    fn set_late(&mut self, block: &Block, i: u32) {
        let inst = &block.insts[i as usize];
        let (end, value) = (block.insts.len() as u32, inst.args[0]);
        self.info[i as usize].dead = true;
        self.info[i as usize].until = end;
        self.count(value, end);
        self.overwritten_at[inst.imm as usize] = i;
        self.late_flags = inst.needed_on_way().map(|on_taken| LateFlags {
            guest: inst.imm as u16,
            value,
            on_taken,
        });
    }

    /// What a result's register should be, its first operand's should be too: two-operand instructions.
    fn hand_down_want(&mut self, block: &Block, i: u32) {
        let inst = &block.insts[i as usize];
        let Info { want, until, .. } = self.info[i as usize];
        if want == NO_REG {
            return;
        }
        let first = self.root(inst.args[0]);
        let same_class = |ty: Type| ty.is_int() == inst.result_type().is_int();
        if self.info[first as usize].want == NO_REG
            && same_class(block.insts[first as usize].result_type())
        {
            self.want(first, want, until);
        }
    }
}

/// Flags that the host's integer instructions compute.
pub(crate) fn is_flags_of_integers(op: Op) -> bool {
    matches!(
        op,
        Op::FlagsAdd | Op::FlagsSub | Op::FlagsAdc | Op::FlagsLogic
    )
}

fn is_pure_call(inst: &Inst, helpers: &[Helper]) -> bool {
    inst.op == Op::CallHelper && helpers.get(inst.imm as usize).is_some_and(|h| h.pure_)
}
