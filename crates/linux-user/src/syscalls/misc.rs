//! prctl, membarrier and the instruction cache.

use guest_mem::Errno;

use crate::task::{Args, Outcome, SysResult, Task};
use crate::{host, user};

const EINVAL: Errno = Errno(libc::EINVAL);

/// prctl options that are in the kernel's uapi but not in the libc crate (linux/prctl.h).
mod option {
    pub const PAC_RESET_KEYS: i32 = 54;
    pub const SET_TAGGED_ADDR_CTRL: i32 = 55;
    pub const GET_TAGGED_ADDR_CTRL: i32 = 56;
    pub const SET_SYSCALL_USER_DISPATCH: i32 = 59;
    pub const SET_MDWE: i32 = 65;
    pub const PAC_SET_ENABLED_KEYS: i32 = 60;
    pub const PAC_GET_ENABLED_KEYS: i32 = 61;
    pub const SVE_SET_VL: i32 = 50;
    pub const SVE_GET_VL: i32 = 51;
    pub const SME_SET_VL: i32 = 63;
    pub const SME_GET_VL: i32 = 64;
    pub const RISCV_V_SET_CONTROL: i32 = 69;
    pub const RISCV_V_GET_CONTROL: i32 = 70;
    pub const RISCV_SET_ICACHE_FLUSH_CTX: i32 = 71;
    pub const PPC_GET_DEXCR: i32 = 72;
    pub const PPC_SET_DEXCR: i32 = 73;
    pub const GET_SHADOW_STACK_STATUS: i32 = 74;
    pub const SET_SHADOW_STACK_STATUS: i32 = 75;
    pub const LOCK_SHADOW_STACK_STATUS: i32 = 76;
    pub const GET_AUXV: i32 = 0x4155_5856;
}

/// prctl(2). What concerns the process passes; what concerns the processor is the architecture's, or refused.
pub fn prctl(task: &mut Task, args: Args) -> Outcome {
    match (task.kernel.arch.prctl)(task, args) {
        Some(outcome) => outcome,
        None => common_prctl(task, args).into(),
    }
}

/// What is not the architecture's.
fn common_prctl(task: &mut Task, args: Args) -> SysResult {
    let [option, arg2, arg3, arg4, arg5, _] = args;
    match option as i32 {
        // The host would filter the emulator's calls, or hand them to the guest's handler.
        libc::PR_SET_SECCOMP | option::SET_SYSCALL_USER_DISPATCH => Err(EINVAL),
        // The host would take the right to make code from the emulator.
        option::SET_MDWE => Err(EINVAL),
        // The addresses /proc shows are the emulator's to tell: see `proc::tell_kernel`.
        libc::PR_SET_MM => Err(Errno(libc::EPERM)),
        option::GET_AUXV => get_auxv(task, arg2, arg3, arg4 | arg5),
        // Other architectures' options, x86's own, and extensions the guest's processor does not have.
        libc::PR_GET_TSC
        | libc::PR_SET_TSC
        | libc::PR_GET_UNALIGN
        | libc::PR_SET_UNALIGN
        | libc::PR_GET_FPEMU
        | libc::PR_SET_FPEMU
        | libc::PR_GET_FPEXC
        | libc::PR_SET_FPEXC
        | libc::PR_GET_ENDIAN
        | libc::PR_SET_ENDIAN
        | option::SVE_SET_VL
        | option::SVE_GET_VL
        | option::SME_SET_VL
        | option::SME_GET_VL
        | option::PAC_RESET_KEYS
        | option::PAC_SET_ENABLED_KEYS
        | option::PAC_GET_ENABLED_KEYS
        | option::SET_TAGGED_ADDR_CTRL
        | option::GET_TAGGED_ADDR_CTRL
        | option::RISCV_SET_ICACHE_FLUSH_CTX
        | option::RISCV_V_SET_CONTROL
        | option::RISCV_V_GET_CONTROL
        | option::PPC_GET_DEXCR
        | option::PPC_SET_DEXCR
        | option::GET_SHADOW_STACK_STATUS
        | option::SET_SHADOW_STACK_STATUS
        | option::LOCK_SHADOW_STACK_STATUS => Err(EINVAL),
        _ => host::call(libc::SYS_prctl, args),
    }
}

/// PR_GET_AUXV: the guest's vector; returns its whole size.
fn get_auxv(task: &Task, buf: u64, size: u64, unused: u64) -> SysResult {
    if unused != 0 {
        return Err(EINVAL);
    }
    let auxv = task.kernel.image().map_or(&[][..], |image| &image.auxv);
    let len = auxv.len().min(usize::try_from(size).unwrap_or(usize::MAX));
    user::write_bytes(buf, &auxv[..len])?;
    Ok(auxv.len() as u64)
}

/// membarrier(2). The commands with RSEQ are not there because rseq is not; the SYNC_CORE ones also announce new code.
pub fn membarrier(task: &mut Task, args: Args) -> SysResult {
    const QUERY: i32 = 0;
    const SYNC_CORE: i32 = 1 << 5;
    const RSEQ: i32 = 1 << 7;
    const REGISTER_RSEQ: i32 = 1 << 8;
    match args[0] as i32 {
        QUERY => {
            let commands = host::call(libc::SYS_membarrier, args)?;
            Ok(commands & !((RSEQ | REGISTER_RSEQ) as u64))
        }
        RSEQ | REGISTER_RSEQ => Err(EINVAL),
        SYNC_CORE => {
            let result = host::call(libc::SYS_membarrier, args)?;
            task.engine.flush_icache(0..u64::MAX);
            Ok(result)
        }
        _ => host::call(libc::SYS_membarrier, args),
    }
}

/// riscv_flush_icache(2): new code in a range of addresses; with SYS_RISCV_FLUSH_ICACHE_LOCAL only the calling thread has
/// to see it, and giving it to all is allowed. The kernel looks at no range, so an empty one is taken for all.
pub fn riscv_flush_icache(task: &mut Task, [start, end, flags, ..]: Args) -> SysResult {
    const LOCAL: u64 = 1;
    if flags & !LOCAL != 0 {
        return Err(EINVAL);
    }
    let range = if start < end { start..end } else { 0..u64::MAX };
    task.engine.flush_icache(range);
    Ok(0)
}
