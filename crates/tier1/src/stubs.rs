//! The code that stands once at the start of a code arena: the way in, the ways out, calls of helpers.

#![allow(
    clippy::useless_conversion,
    reason = "the macro converts register numbers"
)]

use dynasmrt::x64::X64Relocation;
use dynasmrt::{DynasmApi, DynasmLabelApi, VecAssembler, dynasm};
use host_x64::area::{self, HELPER_ARGS, HELPER_SAVE};
use host_x64::regs::{PINNED_GPRS, PINNED_XMMS};
use host_x64::{Gpr, JUMP_TABLE_DISP, StubBlob, StubId, Xmm};
use ir::{ExitKind, RegFile, Type};

use crate::consts;

type Asm = VecAssembler<X64Relocation>;

/// Stubs and constants for a guest with these registers.
pub fn build(regs: &'static RegFile) -> StubBlob {
    let mut b = Builder {
        asm: Asm::new(0),
        regs,
        blob: StubBlob::default(),
    };
    b.miss();
    b.constants();
    b.exit();
    b.enter();
    b.exit_link();
    b.return_slow();
    b.landing();
    b.helper_calls();
    b.blob.bytes = b
        .asm
        .finalize()
        .expect("all labels of the stubs are defined in them");
    b.blob
}

struct Builder {
    asm: Asm,
    regs: &'static RegFile,
    blob: StubBlob,
}

/// What a helper call stub must keep besides the guest's registers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Nothing,
    Scratch,
}

impl Builder {
    fn here(&self) -> u32 {
        self.asm.offset().0 as u32
    }

    fn start(&mut self, stub: StubId) {
        self.blob.offsets[stub as usize] = self.here();
    }

    fn miss(&mut self) {
        self.start(StubId::Miss);
        let pc = area::state(self.regs.pc_offset);
        dynasm!(self.asm
            ; .arch x64
            ; ->miss:
            ; mov [r15 + pc], rdx
            ; mov eax, ExitKind::Lookup as i32
            ; jmp ->exit
        );
    }

    fn constants(&mut self) {
        let code = self.here() as usize;
        assert!(
            code <= consts::START,
            "the Miss stub must end before the constants"
        );
        for _ in code..consts::START {
            dynasm!(self.asm ; .arch x64 ; int3);
        }
        self.asm.extend(consts::bytes());
        debug_assert_eq!(self.here() as usize, consts::END);
        dynasm!(self.asm ; .arch x64 ; .align 64);
    }

    fn pinned_gprs(&self) -> impl Iterator<Item = (Gpr, i32)> + use<> {
        let regs = self.regs;
        let homes = regs
            .hot_gprs
            .iter()
            .map(|r| area::state(regs.info(*r).offset));
        PINNED_GPRS.into_iter().zip(homes)
    }

    fn pinned_xmms(&self) -> impl Iterator<Item = (Xmm, i32, bool)> + use<> {
        let regs = self.regs;
        let homes = regs.hot_fprs.iter().map(|r| {
            let info = regs.info(*r);
            (area::state(info.offset), info.ty == Type::V128)
        });
        let with_home = PINNED_XMMS.into_iter().zip(homes);
        with_home.map(|(x, (home, wide))| (x, home, wide))
    }

    fn load_gprs(&mut self, which: fn(Gpr) -> bool) {
        for (r, home) in self.pinned_gprs().filter(|(r, _)| which(*r)) {
            dynasm!(self.asm ; .arch x64 ; mov Rq(r.0), [r15 + home]);
        }
    }

    fn store_gprs(&mut self, which: fn(Gpr) -> bool) {
        for (r, home) in self.pinned_gprs().filter(|(r, _)| which(*r)) {
            dynasm!(self.asm ; .arch x64 ; mov [r15 + home], Rq(r.0));
        }
    }

    fn load_xmms(&mut self) {
        for (x, home, wide) in self.pinned_xmms() {
            if wide {
                dynasm!(self.asm ; .arch x64 ; vmovups Rx(x.0), [r15 + home]);
            } else {
                dynasm!(self.asm ; .arch x64 ; vmovsd Rx(x.0), [r15 + home]);
            }
        }
    }

    fn store_xmms(&mut self) {
        for (x, home, wide) in self.pinned_xmms() {
            if wide {
                dynasm!(self.asm ; .arch x64 ; vmovups [r15 + home], Rx(x.0));
            } else {
                dynasm!(self.asm ; .arch x64 ; vmovsd [r15 + home], Rx(x.0));
            }
        }
    }

    fn exit(&mut self) {
        self.start(StubId::Exit);
        let begin = self.here();
        dynasm!(self.asm ; .arch x64 ; ->exit: ; mov [r15 + area::EXIT_KIND], eax);
        self.store_gprs(|_| true);
        self.store_xmms();
        dynasm!(self.asm
            ; .arch x64
            ; mov [r15 + area::GUEST_CALL_SP], rsp
            ; vstmxcsr [r15 + area::GUEST_MXCSR]
            ; ->leave:
            ; vldmxcsr [r15 + area::HOST_MXCSR]
            ; mov rsp, [r15 + area::HOST_SP]
            ; add rsp, 8
            ; pop r15
            ; pop r14
            ; pop r13
            ; pop r12
            ; pop rbp
            ; pop rbx
            // No return: the processor's predictor keeps the guest's open calls.
            ; pop rcx
            ; jmp rcx
        );
        self.blob.exit = begin..self.here();
        self.blob.enter_abort = self.here();
        dynasm!(self.asm
            ; .arch x64
            ; ->abort:
            ; mov DWORD [r15 + area::EXIT_KIND], ExitKind::Interrupt as i32
            ; jmp ->leave
        );
    }

    fn enter(&mut self) {
        dynasm!(self.asm ; .arch x64 ; .align 16);
        let begin = self.here();
        dynasm!(self.asm
            ; .arch x64
            ; push rbx
            ; push rbp
            ; push r12
            ; push r13
            ; push r14
            ; push r15
            ; sub rsp, 8
            ; lea r15, [rdi + ir::STATE_BIAS]
            ; vstmxcsr [r15 + area::HOST_MXCSR]
            ; mov [r15 + area::HOST_SP], rsp
        );
        self.blob.enter_saved = self.here();
        dynasm!(self.asm
            ; .arch x64
            ; mov rax, rsi
            ; lea r14, [rip]
            ; ->anchor:
        );
        let anchor = self.here() as i32;
        dynasm!(self.asm
            ; .arch x64
            ; sub r14, anchor
            ; vldmxcsr [r15 + area::GUEST_MXCSR]
        );
        self.load_gprs(|_| true);
        self.load_xmms();
        dynasm!(self.asm
            ; .arch x64
            ; mov rsp, [r15 + area::GUEST_CALL_SP]
            ; cmp DWORD [r15 + area::PENDING], 0
            ; jne ->abort
            ; jmp rax
        );
        self.blob.enter = begin..self.here();
    }

    fn exit_link(&mut self) {
        dynasm!(self.asm ; .arch x64 ; .align 16);
        self.start(StubId::ExitLink);
        dynasm!(self.asm
            ; .arch x64
            ; mov [r15 + area::EXIT_INFO], rax
            ; mov eax, ExitKind::Link as i32
            ; jmp ->exit
        );
    }

    fn return_slow(&mut self) {
        dynasm!(self.asm ; .arch x64 ; .align 16);
        self.start(StubId::ReturnSlow);
        let begin = self.here();
        dynasm!(self.asm
            ; .arch x64
            ; mov rax, rsp
            ; mov ecx, 32
            ; ->scan:
            ; cmp rdx, [rax + 8]
            ; je ->found
            // The padding at the top of the stack ends the search.
            ; cmp QWORD [rax + 8], 1
            ; je ->indirect
            ; add rax, 16
            ; dec ecx
            ; jnz ->scan
            ; ->indirect:
        );
        if self.regs.pc_align_shift == 1 {
            dynasm!(self.asm ; .arch x64 ; mov eax, [r14 + rdx * 2 + JUMP_TABLE_DISP]);
        } else {
            dynasm!(self.asm ; .arch x64
                ; test edx, 3
                ; jnz ->miss
                ; mov eax, [r14 + rdx + JUMP_TABLE_DISP]
            );
        }
        dynasm!(self.asm
            ; .arch x64
            ; add rax, r14
            ; jmp rax
            ; ->found:
            ; mov rsp, rax
            ; ret
        );
        self.blob.return_slow = begin..self.here();
    }

    fn landing(&mut self) {
        dynasm!(self.asm ; .arch x64 ; .align 16);
        self.start(StubId::Landing);
        let pc = area::state(self.regs.pc_offset);
        dynasm!(self.asm
            ; .arch x64
            ; pop rdx
            ; mov [r15 + pc], rdx
            ; mov eax, ExitKind::Return as i32
            ; jmp ->exit
        );
    }

    fn helper_calls(&mut self) {
        dynasm!(self.asm ; .arch x64 ; .align 16);
        let begin = self.here();
        self.start(StubId::CallHelper);
        self.helper_call(Keep::Nothing);
        dynasm!(self.asm ; .arch x64 ; .align 16);
        self.start(StubId::CallFloat);
        self.helper_call(Keep::Scratch);
        dynasm!(self.asm
            ; .arch x64
            ; .align 16
            ; ->step:
            ; pushfq
            ; or DWORD [rsp], 0x100
            ; popfq
            ; ret
        );
        self.blob.helper = begin..self.here();
    }

    fn helper_call(&mut self, keep: Keep) {
        /// Registers of the guest that a C function may change.
        fn caller_saved(r: Gpr) -> bool {
            !matches!(r, Gpr::RBX | Gpr::RBP | Gpr::R12 | Gpr::R13)
        }
        self.store_gprs(caller_saved);
        self.store_xmms();
        if keep == Keep::Scratch {
            self.save_scratch();
        }
        dynasm!(self.asm
            ; .arch x64
            ; mov rdi, [r15 + area::spill(HELPER_ARGS[0])]
            ; mov rsi, [r15 + area::spill(HELPER_ARGS[1])]
            ; mov rdx, [r15 + area::spill(HELPER_ARGS[2])]
            ; mov rcx, [r15 + area::spill(HELPER_ARGS[3])]
            ; vstmxcsr [r15 + area::GUEST_MXCSR]
            ; mov r8d, [r15 + area::GUEST_MXCSR]
            ; vldmxcsr [r15 + area::HOST_MXCSR]
        );
        match self.regs.fp_mode_offset {
            Some(at) => dynasm!(self.asm ; .arch x64 ; mov r9d, [r15 + area::state(at)]),
            None => dynasm!(self.asm ; .arch x64 ; xor r9d, r9d),
        }
        dynasm!(self.asm
            ; .arch x64
            ; mov [r15 + area::GUEST_CALL_SP], rsp
            ; mov rsp, [r15 + area::HOST_SP]
            ; call rax
            ; mov rsp, [r15 + area::GUEST_CALL_SP]
        );
        if keep == Keep::Scratch {
            dynasm!(self.asm
                ; .arch x64
                ; mov [r15 + area::spill(HELPER_ARGS[0])], rax
                ; or [r15 + area::GUEST_MXCSR], edx
            );
            self.restore_scratch();
        }
        dynasm!(self.asm ; .arch x64 ; vldmxcsr [r15 + area::GUEST_MXCSR]);
        self.load_gprs(caller_saved);
        self.load_xmms();
        dynasm!(self.asm
            ; .arch x64
            ; cmp DWORD [r15 + area::PENDING], 0
            ; jne ->step
            ; ret
        );
    }

    fn save_scratch(&mut self) {
        dynasm!(self.asm
            ; .arch x64
            ; mov [r15 + area::spill(HELPER_SAVE[0])], rcx
            ; mov [r15 + area::spill(HELPER_SAVE[1])], rdx
        );
        for x in 0..4u8 {
            let slot = area::vector_save(area::HELPER_VECTOR_SAVE + x as usize);
            dynasm!(self.asm ; .arch x64 ; vmovups [r15 + slot], Rx(x));
        }
    }

    fn restore_scratch(&mut self) {
        dynasm!(self.asm
            ; .arch x64
            ; mov rcx, [r15 + area::spill(HELPER_SAVE[0])]
            ; mov rdx, [r15 + area::spill(HELPER_SAVE[1])]
        );
        for x in 0..4u8 {
            let slot = area::vector_save(area::HELPER_VECTOR_SAVE + x as usize);
            dynasm!(self.asm ; .arch x64 ; vmovups Rx(x), [r15 + slot]);
        }
    }
}
