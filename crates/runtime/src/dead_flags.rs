//! Condition flags that nobody will read: most instructions that set them do it for one that follows closely, or for none.
//!
//! Flags are not written to the guest's State if, wherever execution goes, they are overwritten before they are read, and only on one
//! way of a branch if only that needs them. A handler of a signal or fault in between may find older flags in its frame; it
//! returns to code that does not care.

use ir::{Block, CodeSource, FlagsUse, Frontend, Inst, Op, Terminal, Type};

/// How many instructions behind the end of a block are looked at.
const LOOK_AHEAD: u32 = 48;

/// Bytes fetched at once for that.
const WINDOW: usize = 32;

/// Whether a value of the flags is needed in memory.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    Yes,
    No,
    /// That depends on what follows the block.
    Later,
}

/// Marks the writes of condition flags in `block`, whose guest code is `bytes`, that nobody needs.
pub(crate) fn mark<F: Frontend>(block: &mut Block, bytes: &[u8], code: &dyn CodeSource) {
    let writes_flags = |i: &Inst| i.op == Op::SetReg && i.ty == Type::Flags;
    let Some(first) = block.insts.iter().position(writes_flags) else {
        return;
    };
    let mut after_block = None;
    // Backwards; in `last`, the last operation that works with the flags as they are at this point.
    let (mut needed, mut last) = (Needed::Later, 0);
    let mut insn_end = block.insts.len() as u32;
    for i in (first as u32..block.insts.len() as u32).rev() {
        let inst = block.insts[i as usize];
        if writes_flags(&inst) {
            if needed == Needed::Later {
                let terminal = block.terminal;
                let (taken, next) = *after_block.get_or_insert_with(|| after::<F>(terminal, code));
                if taken != next {
                    block.insts[i as usize].set_needed_on_way(taken);
                }
                needed = if taken || next {
                    Needed::Yes
                } else {
                    Needed::No
                };
            }
            if needed == Needed::No {
                block.insts[i as usize].set_needed_until(last.max(i));
            }
        }
        if inst.op == Op::InsnStart {
            let at = (inst.imm as u64).wrapping_sub(block.pc) as usize;
            let insn = bytes.get(at..at + inst.aux as usize).unwrap_or(&[]);
            match F::flags_use(inst.imm as u64, insn) {
                FlagsUse::Nothing | FlagsUse::Jumps(_) | FlagsUse::Branches(_) => {}
                FlagsUse::Overwrites => (needed, last) = (Needed::No, 0),
                FlagsUse::Reads => last = last.max(insn_end),
                FlagsUse::ReadsAndOverwrites => (needed, last) = (Needed::No, insn_end),
                FlagsUse::Unknown => needed = Needed::Yes,
            }
            insn_end = i.saturating_sub(1);
        }
    }
}

/// Whether flags are needed after a block, where its branch is taken and where it is not.
fn after<F: Frontend>(terminal: Terminal, code: &dyn CodeSource) -> (bool, bool) {
    let needed = |pc| {
        let mut budget = LOOK_AHEAD;
        !overwritten_from::<F>(pc, code, &mut budget)
    };
    match terminal {
        Terminal::Jump { target } | Terminal::Call { target, .. } => {
            let needed = needed(target);
            (needed, needed)
        }
        Terminal::Branch { taken, next, .. } => (needed(taken), needed(next)),
        _ => (true, true),
    }
}

/// True if on all ways from `pc` flags are overwritten before they are read, as far as `budget` reaches.
fn overwritten_from<F: Frontend>(mut pc: u64, code: &dyn CodeSource, budget: &mut u32) -> bool {
    let mut window = [0; WINDOW];
    let (mut start, mut available) = (pc, 0);
    while *budget > 0 {
        *budget -= 1;
        let mut at = pc.wrapping_sub(start) as usize;
        if at.saturating_add(4) > available {
            let Ok(n) = code.fetch(pc, &mut window) else {
                return false;
            };
            (start, available, at) = (pc, n, 0);
        }
        let bytes = &window[at..available];
        let len = if bytes.len() < 2 {
            4
        } else {
            F::insn_len(bytes)
        };
        let Some(insn) = bytes.get(..len) else {
            return false;
        };
        let next = pc.wrapping_add(len as u64);
        pc = match F::flags_use(pc, insn) {
            FlagsUse::Overwrites => return true,
            FlagsUse::Nothing => next,
            FlagsUse::Jumps(target) => target,
            FlagsUse::Branches(target) if overwritten_from::<F>(target, code, budget) => next,
            _ => return false,
        };
    }
    false
}
