//! riscv64: the constants of the architecture, its vDSO, and signal frames.
//!
//! The frame is the kernel's `struct rt_sigframe` (arch/riscv/kernel/signal.c, asm/sigcontext.h): siginfo, ucontext with
//! the general registers (pc first, in place of x0), and the 528-byte floating point area, whose last 12 bytes are the
//! list of extension records. Here that list is empty: one END record of zeros.

use super::ucontext;
use crate::kernel::ArchInfo;
use crate::signal::{AltStack, Origin, SigAction, SigInfo, SigSet};
use crate::task::{Args, Outcome, Task};
use crate::vdso::{Contents, Function};
use guest_mem::Errno;
use guest_riscv::State;

/// Bytes of `struct rt_sigframe` without extension records.
const FRAME_SIZE: u64 = 1088;
/// Offset of `uc` in the frame: `info` comes first.
const UCONTEXT: usize = 128;
/// Offset of the general registers, which come first in uc_mcontext.
const SC_REGS: usize = UCONTEXT + ucontext::MCONTEXT;
/// Offset of the floating point state.
const SC_FPREGS: usize = SC_REGS + 32 * 8;
/// Offset of fcsr.
const SC_FCSR: usize = SC_FPREGS + 32 * 8;
/// Offset of the word that must be zero, before the first extension record.
const SC_RESERVED: usize = SC_FPREGS + 516;
/// Offset of the first extension record: magic and size, both zero for END.
const SC_EXTENSION: usize = SC_FPREGS + 520;

/// HWCAP bit of a single-letter extension.
const fn letter(extension: u8) -> u64 {
    1 << (extension - b'A')
}

/// The ISA string: what [`guest_riscv::features::ALL`] has, in the same order.
const ISA: &str = concat!(
    "rv64imafdc_zicbom_zicbop_zicboz_zicntr_zicond_zicsr_zifencei_zihintntl_zihintpause_zimop_zmmul",
    "_za64rs_zaamo_zabha_zacas_zalrsc_zawrs_zfa_zfh_zfhmin_zca_zcb_zcd_zcmop_zba_zbb_zbc_zbkb_zbkc",
    "_zbkx_zbs_zknd_zkne_zknh_zksed_zksh",
);

/// riscv64 as we run it.
pub static RISCV64: ArchInfo = ArchInfo {
    machine: "riscv64",
    elf_machine: elf_image::EM_RISCV,
    audit_arch: 0xc000_00f3,
    task_size: 1 << 38,
    hwcaps: |_| {
        let letters = b"IMAFDC".iter().map(|&l| letter(l));
        vec![letters.sum(), 0]
    },
    cpuinfo,
    prctl,
    per_linux32: true,
    prot_flags: |_| 0,
    platform: None,
    riscv: Some(linux_abi::riscv::Cpu {
        isa: ISA,
        cache_block: 64,
        highest_address: (1 << 38) - 1,
        time_hz: guest_riscv::helpers::TIMER_HZ,
    }),
    min_sigstack: FRAME_SIZE,
    min_altstack: 2048,
    vdso: &VDSO,
};

/// One processor's paragraph of /proc/cpuinfo.
fn cpuinfo(_cpu: u128, number: &str) -> String {
    format!(
        "processor\t: {number}\nhart\t\t: {number}\nisa\t\t: {ISA}\nmmu\t\t: sv39\n\
         mvendorid\t: 0x0\nmarchid\t\t: 0x0\nmimpid\t\t: 0x0\nhart isa\t: {ISA}\n\n"
    )
}

/// prctl's options that only this architecture answers.
fn prctl(_task: &mut Task, [option, context, scope, ..]: Args) -> Option<Outcome> {
    const SET_ICACHE_FLUSH_CTX: i32 = 71;
    // Fetching instructions from other threads' stores needs fence.i on every thread either way: the engine drops
    // changed code for all threads at once, so on (0) or off (1), for process (0) or thread (1), changes nothing.
    (option as i32 == SET_ICACHE_FLUSH_CTX).then_some(match (context, scope) {
        (0 | 1, 0 | 1) => Outcome::Return(0),
        _ => Errno(libc::EINVAL).into(),
    })
}

/// The functions the kernel's vDSO has.
static VDSO: Contents = Contents {
    machine: elf_image::EM_RISCV,
    // EF_RISCV_RVC | EF_RISCV_FLOAT_ABI_DOUBLE
    elf_flags: 5,
    soname: "linux-vdso.so.1",
    version: "LINUX_4.15",
    functions: &[
        // Unwinders know a signal frame by exactly these two instructions.
        Function {
            name: "__vdso_rt_sigreturn",
            code: &[asm::li(asm::A7, 139), asm::ECALL],
        },
        Function {
            name: "__vdso_clock_gettime",
            code: &CLOCK_GETTIME,
        },
        Function {
            name: "__vdso_gettimeofday",
            code: &GETTIMEOFDAY,
        },
        Function {
            name: "__vdso_clock_getres",
            code: &system_call(114),
        },
        Function {
            name: "__vdso_getcpu",
            code: &system_call(168),
        },
        Function {
            name: "__vdso_flush_icache",
            code: &system_call(259),
        },
        Function {
            name: "__vdso_riscv_hwprobe",
            code: &system_call(258),
        },
    ],
};

const fn system_call(number: i32) -> [u32; 3] {
    [asm::li(asm::A7, number), asm::ECALL, asm::RET]
}

/// clock_gettime(id, ts): nanoseconds split in two; the system call if the clock cannot be read.
const CLOCK_GETTIME: [u32; 13] = {
    use asm::{
        A0, A1, A7, ECALL, RET, T0, T1, T2, ZERO, addiw, blt, divu, emu_clock_ns, li, lui, remu, sd,
    };
    [
        emu_clock_ns(T1, A0),
        blt(T1, ZERO, 9 * 4), // to the call
        lui(T0, 0x3b9ad),
        addiw(T0, T0, -1536), // 10^9
        divu(T2, T1, T0),
        remu(T1, T1, T0),
        sd(T2, A1, 0),
        sd(T1, A1, 8),
        li(A0, 0),
        RET,
        li(A7, 113), // the call
        ECALL,
        RET,
    ]
};

/// gettimeofday(tv, tz): likewise in microseconds. With a time zone or without a place it is the system call.
const GETTIMEOFDAY: [u32; 17] = {
    use asm::{
        A0, A1, A7, ECALL, RET, T0, T1, T2, ZERO, addiw, beq, blt, bne, divu, emu_clock_ns, li,
        lui, remu, sd,
    };
    [
        beq(A0, ZERO, 14 * 4), // to the call
        bne(A1, ZERO, 13 * 4),
        emu_clock_ns(T1, ZERO), // CLOCK_REALTIME
        blt(T1, ZERO, 11 * 4),
        li(T0, 1000),
        divu(T1, T1, T0),
        lui(T0, 0xf4),
        addiw(T0, T0, 576), // 10^6
        divu(T2, T1, T0),
        remu(T1, T1, T0),
        sd(T2, A0, 0),
        sd(T1, A0, 8),
        li(A0, 0),
        RET,
        li(A7, 169), // the call
        ECALL,
        RET,
    ]
};

/// The few instructions the vDSO is made of.
mod asm {
    pub const ZERO: u32 = 0;
    pub const T0: u32 = 5;
    pub const T1: u32 = 6;
    pub const T2: u32 = 7;
    pub const A0: u32 = 10;
    pub const A1: u32 = 11;
    pub const A7: u32 = 17;
    pub const ECALL: u32 = 0x73;
    pub const RET: u32 = 0x8067;

    const fn i_type(opcode: u32, funct3: u32, rd: u32, rs1: u32, imm: i32) -> u32 {
        ((imm as u32 & 0xfff) << 20) | (rs1 << 15) | (funct3 << 12) | (rd << 7) | opcode
    }

    const fn m_type(funct3: u32, rd: u32, rs1: u32, rs2: u32) -> u32 {
        (1 << 25) | (rs2 << 20) | (rs1 << 15) | (funct3 << 12) | (rd << 7) | 0x33
    }

    const fn branch(funct3: u32, rs1: u32, rs2: u32, offset: u32) -> u32 {
        let high = ((offset >> 12 & 1) << 31) | ((offset >> 5 & 0x3f) << 25);
        let low = ((offset >> 1 & 0xf) << 8) | ((offset >> 11 & 1) << 7);
        high | (rs2 << 20) | (rs1 << 15) | (funct3 << 12) | low | 0x63
    }

    /// The emulator's own instruction (guest-riscv's room Xemu), understood only in the vDSO: rd = clock rs1 in
    /// nanoseconds, or a negative errno.
    pub const fn emu_clock_ns(rd: u32, rs1: u32) -> u32 {
        i_type(0x0b, 0, rd, rs1, 0)
    }

    pub const fn li(rd: u32, imm: i32) -> u32 {
        i_type(0x13, 0, rd, ZERO, imm)
    }

    pub const fn addiw(rd: u32, rs: u32, imm: i32) -> u32 {
        i_type(0x1b, 0, rd, rs, imm)
    }

    pub const fn lui(rd: u32, imm: u32) -> u32 {
        (imm << 12) | (rd << 7) | 0x37
    }

    pub const fn sd(rs: u32, base: u32, offset: u32) -> u32 {
        ((offset >> 5) << 25)
            | (rs << 20)
            | (base << 15)
            | (3 << 12)
            | ((offset & 0x1f) << 7)
            | 0x23
    }

    pub const fn divu(rd: u32, rs1: u32, rs2: u32) -> u32 {
        m_type(5, rd, rs1, rs2)
    }

    pub const fn remu(rd: u32, rs1: u32, rs2: u32) -> u32 {
        m_type(7, rd, rs1, rs2)
    }

    pub const fn beq(rs1: u32, rs2: u32, offset: u32) -> u32 {
        branch(0, rs1, rs2, offset)
    }

    pub const fn bne(rs1: u32, rs2: u32, offset: u32) -> u32 {
        branch(1, rs1, rs2, offset)
    }

    pub const fn blt(rs1: u32, rs2: u32, offset: u32) -> u32 {
        branch(4, rs1, rs2, offset)
    }
}

const RA: usize = 1;
const SP: usize = 2;
const TP: usize = 4;
const A0: usize = 10;

/// The registers of a clone's child: the result is 0.
pub fn enter_clone(state: &mut State, stack: u64, tls: Option<u64>) {
    state.x[A0] = 0;
    if stack != 0 {
        state.x[SP] = stack;
    }
    if let Some(tls) = tls {
        state.x[TP] = tls;
    }
}

/// Delivers a signal: see [`super::deliver`].
pub fn deliver(task: &mut Task, state: &mut State, info: &SigInfo, origin: Origin) {
    super::deliver(task, state, info, origin, enter_handler);
}

fn enter_handler(
    task: &mut Task,
    state: &mut State,
    info: &SigInfo,
    action: &SigAction,
) -> Option<()> {
    let sp = frame_address(task.altstack, state.x[SP], action)?;
    let mask = task.saved_mask.unwrap_or(task.mask);
    guest_mem::write_bytes(sp, &frame(task.altstack, mask, state, info)).ok()?;
    state.x[RA] = task.kernel.image()?.sigreturn;
    state.x[SP] = sp;
    state.x[A0] = info.signo() as u64;
    state.x[A0 + 1] = sp;
    state.x[A0 + 2] = sp + UCONTEXT as u64;
    state.pc = action.handler & !1;
    Some(())
}

/// Where the frame goes; None if it would overflow the alternate stack the thread is on.
fn frame_address(altstack: AltStack, sp: u64, action: &SigAction) -> Option<u64> {
    if altstack.contains(sp) && !altstack.contains(sp.wrapping_sub(FRAME_SIZE)) {
        return None;
    }
    let top = super::frame_top(altstack, sp, action);
    Some(top.wrapping_sub(FRAME_SIZE) & !15)
}

fn frame(
    altstack: AltStack,
    mask: SigSet,
    state: &State,
    info: &SigInfo,
) -> [u8; FRAME_SIZE as usize] {
    let mut frame = [0; FRAME_SIZE as usize];
    let mut put = |at, bytes: &[u8]| super::put(&mut frame, at, bytes);
    put(0, &info.0);
    put(UCONTEXT + ucontext::STACK, &altstack.to_bytes());
    put(UCONTEXT + ucontext::SIGMASK, &mask.0.to_le_bytes());
    put(SC_REGS, &state.pc.to_le_bytes());
    for n in 1..32 {
        put(SC_REGS + n * 8, &state.x[n].to_le_bytes());
    }
    for n in 0..32 {
        put(SC_FPREGS + n * 8, &state.f[n].to_le_bytes());
    }
    put(SC_FCSR, &state.fcsr().to_le_bytes());
    frame
}

/// rt_sigreturn: restores what the frame at the stack pointer says. A frame that makes no sense is a SIGSEGV.
pub fn sigreturn(task: &mut Task, state: &mut State) {
    let sp = state.x[SP];
    let mut frame = [0; FRAME_SIZE as usize];
    let read = guest_mem::read_bytes(sp, &mut frame);
    let word = |at| super::word(&frame, at);
    let half = |at| super::half(&frame, at);
    let extended = half(SC_RESERVED) != 0 || half(SC_EXTENSION) != 0 || half(SC_EXTENSION + 4) != 0;
    if read.is_err() || extended {
        return deliver(task, state, &SigInfo::kernel(libc::SIGSEGV), Origin::Fault);
    }
    state.pc = word(SC_REGS) & !1;
    for n in 1..32 {
        state.x[n] = word(SC_REGS + n * 8);
    }
    for n in 0..32 {
        state.f[n] = word(SC_FPREGS + n * 8);
    }
    state.set_fcsr(half(SC_FCSR));
    super::restore_altstack(task, &frame[UCONTEXT..], state.x[SP]);
    super::restore_mask(task, &frame[UCONTEXT..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::SA_ONSTACK;

    #[test]
    fn the_vdso_is_what_an_assembler_makes_of_it() {
        // riscv64-linux-gnu-as of the lines in the comments.
        assert_eq!(system_call(258), [0x1020_0893, 0x0000_0073, 0x0000_8067]); // li a7,258; ecall; ret
        assert_eq!(asm::li(asm::A7, 139), 0x08b0_0893); // li a7,139
        let expected = [
            0x0005_030b, // emu.clock.ns t1,a0
            0x0203_4263, // bltz t1, the call
            0x3b9a_d2b7, // lui t0,0x3b9ad
            0xa002_829b, // addiw t0,t0,-1536
            0x0253_53b3, // divu t2,t1,t0
            0x0253_7333, // remu t1,t1,t0
            0x0075_b023, // sd t2,0(a1)
            0x0065_b423, // sd t1,8(a1)
            0x0000_0513, // li a0,0
            0x0000_8067, // ret
            0x0710_0893, // li a7,113
            0x0000_0073, // ecall
            0x0000_8067, // ret
        ];
        assert_eq!(CLOCK_GETTIME, expected);
        let expected = [
            0x0205_0c63, // beqz a0,the call
            0x0205_9a63, // bnez a1,the call
            0x0000_030b, // emu.clock.ns t1,zero
            0x0203_4663, // bltz t1,the call
            0x3e80_0293, // li t0,1000
            0x0253_5333, // divu t1,t1,t0
            0x000f_42b7, // lui t0,0xf4
            0x2402_829b, // addiw t0,t0,576
            0x0253_53b3, // divu t2,t1,t0
            0x0253_7333, // remu t1,t1,t0
            0x0075_3023, // sd t2,0(a0)
            0x0065_3423, // sd t1,8(a0)
            0x0000_0513, // li a0,0
            0x0000_8067, // ret
            0x0a90_0893, // li a7,169
            0x0000_0073, // ecall
            0x0000_8067, // ret
        ];
        assert_eq!(GETTIMEOFDAY, expected);
    }

    #[test]
    fn frames_go_where_the_action_says() {
        let on_stack = SigAction {
            flags: SA_ONSTACK,
            ..SigAction::default()
        };
        let alt = AltStack {
            sp: 0x1_0000,
            size: 0x1000,
            flags: 0,
        };
        let plain = SigAction::default();
        let aligned = |top: u64| Some((top - FRAME_SIZE) & !15);
        assert_eq!(frame_address(alt, 0x8_0008, &plain), aligned(0x8_0008));
        assert_eq!(frame_address(alt, 0x8_0008, &on_stack), aligned(0x1_1000));
        // Already on it: below the current frame, whatever the action says, until it would overflow.
        assert_eq!(frame_address(alt, 0x1_0f00, &on_stack), aligned(0x1_0f00));
        assert_eq!(frame_address(alt, 0x1_0400, &plain), None);
        assert_eq!(
            frame_address(AltStack::DISABLED, 0x8_0000, &on_stack),
            aligned(0x8_0000)
        );
    }

    #[test]
    fn the_frame_has_the_kernels_layout() {
        // offsetof and sizeof of struct rt_sigframe, compiled for riscv64.
        assert_eq!(
            [
                UCONTEXT + ucontext::STACK,
                UCONTEXT + ucontext::SIGMASK,
                SC_REGS,
                SC_FPREGS,
                SC_FCSR
            ],
            [144, 168, 304, 560, 816]
        );
        assert_eq!([SC_RESERVED, SC_EXTENSION], [1076, 1080]);
        assert_eq!(FRAME_SIZE, 1088);
    }
}
