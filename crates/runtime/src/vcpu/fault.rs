//! What a fault in generated code is: the guest's, and at which instruction; or something to be done.

use host_calls::Fault;
use host_x64::{PcKind, regs};
use ir::Frontend;

use super::{SEGV_MAPERR, Vcpu};
use crate::tagged;

/// What a fault in generated code is.
pub(super) enum Located {
    /// The guest's.
    Fault(Fault),
    /// To be tried again: it was the fetch after an indirect jump, and pc is its target; or the address has a tag.
    Again,
    /// Of one of several instructions from pc on, which are to be interpreted.
    Several,
}

impl<F: Frontend> Vcpu<F> {
    /// Sets pc to the instruction that faulted, or whose execution will tell.
    #[inline(never)]
    pub(super) fn locate_fault(&mut self) -> Located {
        let record = self.signals.code_fault.get();
        let place = self.runtime.cache.locate(record.rip);
        let jump = match place {
            Some(place) => place.kind == PcKind::IndirectJump,
            None => self.in_slow_return(record.rip),
        };
        if jump {
            self.set_pc(record.gprs[regs::TARGET.0 as usize]);
            return Located::Again;
        }
        let place = place.expect("only blocks and the slow return access guest memory");
        self.set_pc(place.pc);
        self.release_version();
        match place.kind {
            PcKind::Several => return Located::Several,
            PcKind::RbxSaved => self.restore_rbx(),
            _ => {}
        }
        let mut fault = record.fault;
        const SI_KERNEL: i32 = 0x80;
        if fault.code == SI_KERNEL {
            // A non-canonical address: the host does not say which, the guest's kernel does. With rbp as its base the host
            // calls it a stack fault, which is a SIGBUS.
            fault.signo = libc::SIGSEGV;
            fault.code = SEGV_MAPERR;
            fault.addr = self.faulting_address(record.rip, &record.gprs);
            if self.drops_tag(fault) {
                return Located::Again;
            }
        }
        if fault.signo == libc::SIGSEGV && fault.addr >= self.runtime.options.window_end {
            // What is there is not the guest's, and not there for it.
            fault.code = SEGV_MAPERR;
        }
        Located::Fault(fault)
    }

    /// True if the access failed for its tag only: the instruction at pc is to be run again, translated anew.
    pub(super) fn drops_tag(&mut self, fault: Fault) -> bool {
        let plain = if F::TOP_BYTE_IGNORED {
            tagged::untagged(fault.addr)
        } else {
            None
        };
        if plain.is_none_or(|addr| addr >= self.runtime.options.window_end) {
            return false;
        }
        let pc = self.pc();
        self.leave_arena();
        self.runtime.modes.tagged.note(pc);
        self.runtime.code_changed(pc..pc + 1);
        self.ir_blocks.clear();
        true
    }

    /// True if pc had a tag, with which nothing can be fetched: jumps drop it (Arm ARM, AArch64.BranchAddr).
    pub(super) fn drops_tag_of_pc(&mut self) -> bool {
        let plain = tagged::untagged(self.pc()).filter(|_| F::TOP_BYTE_IGNORED);
        plain.map(|plain| self.set_pc(plain)).is_some()
    }

    /// An atomic write that faulted holds its version word locked.
    pub(super) fn release_version(&mut self) {
        let word = std::mem::take(&mut self.area.rt.locked_word);
        if word != 0 {
            let index = (word - self.area.rt.version_words) / size_of::<u32>() as u64;
            guest_mem::monitor::release(index as usize);
        }
    }

    /// The slow return ends with the same jump as a block's: its target may be wild too.
    fn in_slow_return(&self, rip: u64) -> bool {
        let cache = &self.runtime.cache;
        let offset = rip.wrapping_sub(cache.base());
        u32::try_from(offset).is_ok_and(|o| cache.stubs().return_slow.contains(&o))
    }

    fn faulting_address(&self, rip: u64, gprs: &[u64; 16]) -> u64 {
        let mut bytes = [0u8; 15];
        // A shorter copy at the end of the arena still holds the whole instruction.
        let _ = host_calls::access::copy_in(rip, &mut bytes);
        host_x64::effective_address(&bytes, rip, gprs).unwrap_or(0)
    }

    /// The Exit stub stored the operand that lay in rbx; its guest value is in a spill slot.
    fn restore_rbx(&mut self) {
        let rbx = regs::PINNED_GPRS
            .iter()
            .position(|r| *r == host_x64::Gpr::RBX);
        let reg = rbx.and_then(|i| F::REGS.hot_gprs.get(i));
        if let Some(reg) = reg {
            let value = self.area.rt.spill[host_x64::area::RBX_SAVE];
            self.write_u64(F::REGS.info(*reg).offset, value);
        }
    }
}
