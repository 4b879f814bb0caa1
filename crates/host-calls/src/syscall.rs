//! Raw host system calls.

use std::arch::{asm, global_asm};
use std::sync::atomic::AtomicU32;

/// Returned by [`interruptible_syscall`] when a signal waits and the call must be started again after
/// the guest's handler: the kernel's ERESTARTSYS.
pub const RESTART: i64 = -512;

/// A host system call; the result or `-errno`.
///
/// # Safety
/// As the call itself: pointers must be valid for what the kernel does with them.
#[inline]
pub unsafe fn syscall(nr: i64, a: [u64; 6]) -> i64 {
    let ret;
    // SAFETY: the caller answers for the call; the instruction clobbers rcx and r11 only.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") nr => ret,
            in("rdi") a[0], in("rsi") a[1], in("rdx") a[2],
            in("r10") a[3], in("r8") a[4], in("r9") a[5],
            lateout("rcx") _, lateout("r11") _,
            options(nostack)
        );
    }
    ret
}

global_asm!(
    ".text",
    ".p2align 4",
    // rdi: &pending, rsi: &[a0..a5], rdx: nr. Comes back by a jump: many kernels leave nothing in the processor's return
    // predictor (x86's mitigations of speculation), so every return after a system call costs a misprediction.
    ".globl emu_host_syscall",
    ".hidden emu_host_syscall",
    "emu_host_syscall:",
    "mov rax, rdx",
    "mov r11, rdi",
    "mov rdi, [rsi]",
    "mov rdx, [rsi + 16]",
    "mov r10, [rsi + 24]",
    "mov r8, [rsi + 32]",
    "mov r9, [rsi + 40]",
    "mov rsi, [rsi + 8]",
    ".globl emu_host_syscall_start",
    ".hidden emu_host_syscall_start",
    "emu_host_syscall_start:",
    "cmp dword ptr [r11], 0",
    "jne emu_host_syscall_restart",
    "syscall",
    ".globl emu_host_syscall_end",
    ".hidden emu_host_syscall_end",
    "emu_host_syscall_end:",
    "pop rcx",
    "jmp rcx",
    ".globl emu_host_syscall_restart",
    ".hidden emu_host_syscall_restart",
    "emu_host_syscall_restart:",
    "mov rax, -512",
    "pop rcx",
    "jmp rcx",
);

unsafe extern "C" {
    static emu_host_syscall_start: u8;
    static emu_host_syscall_end: u8;
    static emu_host_syscall_restart: u8;
}

/// A host system call that a signal for the guest interrupts without a race: if `pending` is or
/// becomes not 0 before the call begins, or the kernel wants the call restarted after a handler
/// (SA_RESTART), the result is [`RESTART`]; otherwise the kernel's own (perhaps -EINTR).
///
/// # Safety
/// As [`syscall`]; `pending` must be valid.
#[inline]
pub unsafe fn interruptible_syscall(pending: *const AtomicU32, nr: i64, args: &[u64; 6]) -> i64 {
    let result;
    // SAFETY: the caller answers for the call; the routine is left by a jump to the address that is pushed, and changes what
    // C functions may.
    unsafe {
        asm!(
            "lea rax, [rip + 2f]",
            "push rax",
            "jmp emu_host_syscall",
            "2:",
            in("rdi") pending,
            in("rsi") args,
            in("rdx") nr,
            lateout("rax") result,
            clobber_abi("C"),
        );
    }
    result
}

pub(crate) fn fixup(rip: usize) -> Option<crate::Fixup> {
    let (start, end) = (
        &raw const emu_host_syscall_start as usize,
        &raw const emu_host_syscall_end as usize,
    );
    let restart = &raw const emu_host_syscall_restart as usize;
    (start..end)
        .contains(&rip)
        .then_some(crate::Fixup::Syscall(restart))
}
