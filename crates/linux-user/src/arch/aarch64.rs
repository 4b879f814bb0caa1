//! aarch64: the constants of the architecture, its vDSO, and signal frames.
//!
//! The frame is the kernel's `struct rt_sigframe` (arch/arm64/kernel/signal.c, asm/sigcontext.h): siginfo, ucontext with
//! the general registers, and 4096 bytes of records: the vector registers always, the fault's syndrome if there was
//! one, and a terminator. Above the frame lies a frame record (x29, x30), to which x29 points in the handler.

use super::{put, ucontext};
use crate::kernel::ArchInfo;
use crate::signal::{Origin, SA_RESTORER, SigAction, SigInfo};
use crate::task::{Args, Fault, KeysRequest, Outcome, Task};
use crate::vdso::{Contents, Function};
use guest_aarch64::{Features, StackChecks, State, cpu_model, features};
use guest_mem::{Errno, PAGE_SIZE};

/// Bytes of `struct rt_sigframe`.
const FRAME_SIZE: usize = SC_RECORDS + RECORDS_SIZE;
/// Bytes of the frame record above it.
const FRAME_RECORD: u64 = 16;
/// Offset of `uc` in the frame: `info` comes first.
const UCONTEXT: usize = 128;
/// Offset of the sigcontext: fault_address, regs, sp, pc, pstate.
const SC: usize = UCONTEXT + ucontext::MCONTEXT;
const SC_REGS: usize = SC + 8;
const SC_SP: usize = SC_REGS + 31 * 8;
const SC_PC: usize = SC_SP + 8;
const SC_PSTATE: usize = SC_PC + 8;
/// Offset of the records, 16-byte aligned.
const SC_RECORDS: usize = SC_PSTATE + 16;
/// Bytes for records.
const RECORDS_SIZE: usize = 4096;
/// Bytes of a record's head, its magic number and its size, rounded up; also of the terminator.
const HEAD: usize = 16;
/// The record of vector registers: head, fpsr, fpcr, v0..v31.
const FPSIMD_MAGIC: u32 = 0x4650_8001;
const FPSIMD_SIZE: usize = 16 + 32 * 16;
/// The record of a fault's syndrome: head, ESR_EL1.
const ESR_MAGIC: u32 = 0x4553_5201;
const ESR_SIZE: usize = 16;
/// The record that says that more records follow elsewhere: head, address, size.
const EXTRA_MAGIC: u32 = 0x4558_5401;
const EXTRA_SIZE: usize = 32;
/// The most bytes the kernel takes for a frame.
const FRAME_MAX: u64 = 256 << 10;
/// pstate: N, Z, C, V.
const NZCV: u64 = 0xf000_0000;
/// pstate: speculative stores may be bypassed; timing does not depend on data.
const PSTATE_SSBS: u64 = 1 << 12;
const PSTATE_DIT: u64 = 1 << 24;
/// pstate: lowest bit of BTYPE, and its value after a call by a register.
const PSTATE_BTYPE: u32 = 10;
const BTYPE_CALL: u64 = 2;
/// pstate bits that mean nothing (SPSR_EL1's RES0), and those that only the kernel may set: DAIF, mode, 32 bits.
const PSTATE_RES0: u64 = 0xffff_ffff_0000_0000 | 0x0cdf_e020;
const PSTATE_PRIVILEGED: u64 = 0x3df;

/// PROT_BTI.
const PROT_BTI: u64 = 0x10;

/// aarch64 as we run it.
pub static AARCH64: ArchInfo = ArchInfo {
    machine: "aarch64",
    elf_machine: elf_image::EM_AARCH64,
    audit_arch: 0xc000_00b7,
    // Of the kernel's sizes the one that fits beside the emulator, and that address sanitizers know.
    task_size: 1 << 42,
    hwcaps: |cpu| cpu_model::hwcaps(Features(cpu)).to_vec(),
    cpuinfo,
    prctl,
    per_linux32: false,
    prot_flags: |cpu| {
        if cpu & features::BTI != 0 {
            PROT_BTI
        } else {
            0
        }
    },
    platform: Some("aarch64"),
    riscv: None,
    // signal_minsigstksz: the frame, the frame record, and what alignment may cost.
    min_sigstack: FRAME_SIZE as u64 + FRAME_RECORD + 16,
    min_altstack: 5120,
    vdso: &VDSO,
};

/// One processor's paragraph of /proc/cpuinfo.
fn cpuinfo(cpu: u128, number: &str) -> String {
    let names: Vec<&str> = cpu_model::names(Features(cpu)).collect();
    let midr = cpu_model::MIDR;
    let field = |shift: u32, bits: u32| midr >> shift & ((1 << bits) - 1);
    // loops_per_jiffy of a 25 MHz system counter, as on machines with this processor.
    format!(
        "processor\t: {number}\nBogoMIPS\t: 50.00\nFeatures\t: {}\nCPU implementer\t: {:#04x}\n\
         CPU architecture: 8\nCPU variant\t: {:#x}\nCPU part\t: {:#05x}\nCPU revision\t: {}\n\n",
        names.join(" "),
        field(24, 8),
        field(20, 4),
        field(4, 12),
        field(0, 4),
    )
}

/// prctl's options that only this architecture answers. Scalable vectors, memory tags and guarded stacks are refused
/// where every architecture's options are.
fn prctl(task: &mut Task, [option, arg2, arg3, arg4, arg5, _]: Args) -> Option<Outcome> {
    const PAC_RESET_KEYS: i32 = 54;
    const PAC_SET_ENABLED_KEYS: i32 = 60;
    const PAC_GET_ENABLED_KEYS: i32 = 61;
    const SET_TAGGED_ADDR_CTRL: i32 = 55;
    const GET_TAGGED_ADDR_CTRL: i32 = 56;
    let cpu = task.kernel.options.cpu;
    let rest = arg3 | arg4 | arg5;
    Some(match option as i32 {
        PAC_RESET_KEYS => reset_keys(cpu, arg2, rest),
        PAC_SET_ENABLED_KEYS => enable_keys(cpu, arg2, arg3, arg4 | arg5),
        PAC_GET_ENABLED_KEYS if arg2 | rest == 0 && cpu & features::PACA != 0 => {
            Outcome::Keys(KeysRequest::Get)
        }
        PAC_GET_ENABLED_KEYS => EINVAL.into(),
        // As where the sysctl abi.tagged_addr_disabled is 1: system calls take no tagged pointers, and nobody may ask.
        SET_TAGGED_ADDR_CTRL if arg2 | rest == 0 => Outcome::Return(0),
        GET_TAGGED_ADDR_CTRL if arg2 | rest == 0 => Outcome::Return(0),
        SET_TAGGED_ADDR_CTRL | GET_TAGGED_ADDR_CTRL => EINVAL.into(),
        _ => return None,
    })
}

const EINVAL: Errno = Errno(libc::EINVAL);
/// PR_PAC_APIAKEY, APIBKEY, APDAKEY, APDBKEY.
const ADDRESS_KEYS: u64 = 0xf;
/// PR_PAC_APGAKEY.
const GENERIC_KEY: u64 = 0x10;

/// PR_PAC_RESET_KEYS; 0: all of them.
fn reset_keys(cpu: u128, keys: u64, unused: u64) -> Outcome {
    let mut known = 0;
    if cpu & features::PACA != 0 {
        known |= ADDRESS_KEYS;
    }
    if cpu & features::PACG != 0 {
        known |= GENERIC_KEY;
    }
    if known == 0 || unused != 0 || keys & !known != 0 {
        return EINVAL.into();
    }
    Outcome::Keys(KeysRequest::Reset(if keys == 0 { known } else { keys }))
}

/// PR_PAC_SET_ENABLED_KEYS.
fn enable_keys(cpu: u128, keys: u64, enabled: u64, unused: u64) -> Outcome {
    let known = keys & !ADDRESS_KEYS == 0 && enabled & !keys == 0;
    if cpu & features::PACA == 0 || unused != 0 || !known {
        return EINVAL.into();
    }
    Outcome::Keys(KeysRequest::Enable { keys, enabled })
}

/// Does what prctl asked for with the calling thread's keys; the result.
pub fn change_keys(state: &mut State, request: KeysRequest) -> i64 {
    match request {
        KeysRequest::Reset(keys) => match state.new_keys(keys) {
            Ok(()) => 0,
            Err(_) => Errno(libc::EIO).raw(),
        },
        KeysRequest::Enable { keys, enabled } => {
            state.enable_keys(keys, enabled);
            0
        }
        KeysRequest::Get => (state.enabled_keys() & ADDRESS_KEYS) as i64,
    }
}

/// The registers of a new program: keys of its own.
pub fn start(pc: u64, sp: u64) -> State {
    let mut state = State {
        pc,
        sp,
        pstate: PSTATE_SSBS,
        ..State::default()
    };
    // Without random numbers the keys remain those of every program, which are as good.
    let _ = state.new_keys(ADDRESS_KEYS | GENERIC_KEY);
    state
}

/// The functions the kernel's vDSO has.
static VDSO: Contents = Contents {
    machine: elf_image::EM_AARCH64,
    elf_flags: 0,
    soname: "linux-vdso.so.1",
    version: "LINUX_2.6.39",
    functions: &[
        // Unwinders know a signal frame by exactly these two instructions.
        Function {
            name: "__kernel_rt_sigreturn",
            code: &[asm::movz(8, 139, 0), asm::SVC],
        },
        Function {
            name: "__kernel_gettimeofday",
            code: &GETTIMEOFDAY,
        },
        Function {
            name: "__kernel_clock_gettime",
            code: &CLOCK_GETTIME,
        },
        Function {
            name: "__kernel_clock_getres",
            code: &[asm::movz(8, 114, 0), asm::SVC, asm::RET],
        },
    ],
};

/// clock_gettime(id, ts): nanoseconds split in two; the system call if the clock cannot be read.
const CLOCK_GETTIME: [u32; 12] = {
    use asm::{RET, SVC, emu_clock_ns, movk16, movz, msub, stp, tbnz63, udiv};
    [
        emu_clock_ns(2, 0),
        tbnz63(2, 8 * 4), // to the call
        movz(3, 0xca00, 0),
        movk16(3, 0x3b9a), // 10^9
        udiv(4, 2, 3),
        msub(2, 4, 3, 2),
        stp(4, 2, 1),
        movz(0, 0, 0),
        RET,
        movz(8, 113, 0), // the call
        SVC,
        RET,
    ]
};

/// gettimeofday(tv, tz): likewise in microseconds. With a time zone or without a place it is the system call.
const GETTIMEOFDAY: [u32; 16] = {
    use asm::{RET, SVC, cbnz, cbz, emu_clock_ns, movk16, movz, msub, stp, tbnz63, udiv};
    [
        cbz(0, 13 * 4), // to the call
        cbnz(1, 12 * 4),
        emu_clock_ns(2, 31), // CLOCK_REALTIME
        tbnz63(2, 10 * 4),
        movz(3, 1000, 0),
        udiv(2, 2, 3),
        movz(3, 0x4240, 0),
        movk16(3, 0xf), // 10^6
        udiv(4, 2, 3),
        msub(2, 4, 3, 2),
        stp(4, 2, 0),
        movz(0, 0, 0),
        RET,
        movz(8, 169, 0), // the call
        SVC,
        RET,
    ]
};

/// The few instructions the vDSO is made of. Operands are register numbers, result first, in the manual's order.
mod asm {
    pub const SVC: u32 = 0xd400_0001;
    pub const RET: u32 = 0xd65f_03c0;

    /// The emulator's own instruction (guest-aarch64's room xemu), understood only in the vDSO: rd = clock rn in
    /// nanoseconds, or a negative errno.
    pub const fn emu_clock_ns(rd: u32, rn: u32) -> u32 {
        0x0001_0000 | rn << 5 | rd
    }

    pub const fn movz(rd: u32, imm: u32, lsl16: u32) -> u32 {
        0xd280_0000 | lsl16 << 21 | imm << 5 | rd
    }

    /// movk rd, #imm, lsl #16
    pub const fn movk16(rd: u32, imm: u32) -> u32 {
        0xf2a0_0000 | imm << 5 | rd
    }

    pub const fn udiv(rd: u32, rn: u32, rm: u32) -> u32 {
        0x9ac0_0800 | rm << 16 | rn << 5 | rd
    }

    /// rd = ra - rn * rm
    pub const fn msub(rd: u32, rn: u32, rm: u32, ra: u32) -> u32 {
        0x9b00_8000 | rm << 16 | ra << 10 | rn << 5 | rd
    }

    /// stp rt, rt2, [rn]
    pub const fn stp(rt: u32, rt2: u32, rn: u32) -> u32 {
        0xa900_0000 | rt2 << 10 | rn << 5 | rt
    }

    pub const fn cbz(rt: u32, offset: u32) -> u32 {
        0xb400_0000 | (offset >> 2) << 5 | rt
    }

    pub const fn cbnz(rt: u32, offset: u32) -> u32 {
        0xb500_0000 | (offset >> 2) << 5 | rt
    }

    /// tbnz rt, #63, offset
    pub const fn tbnz63(rt: u32, offset: u32) -> u32 {
        0xb7f8_0000 | (offset >> 2) << 5 | rt
    }
}

/// A processor exception that the kernel handles by having other instructions done: a copy or set of memory that another kind
/// of processor has begun is begun again. False: the instruction at pc is undefined.
pub fn restart_illegal(state: &mut State) -> bool {
    let Ok(insn) = guest_mem::read::<u32>(state.pc) else {
        return false;
    };
    if state.btype != 0 {
        // A branch must not lead here, whatever the instruction is.
        return false;
    }
    let nzcv = state.nzcv();
    let prologue = guest_aarch64::restart_sequence(insn, nzcv, &mut state.x, state.pc);
    state.pc = prologue.unwrap_or(state.pc);
    prologue.is_some()
}

/// The registers of a clone's child: the result is 0.
pub fn enter_clone(state: &mut State, stack: u64, tls: Option<u64>) {
    state.x[0] = 0;
    if stack != 0 {
        state.sp = stack;
    }
    if let Some(tls) = tls {
        state.tpidr = tls;
    }
}

/// Delivers a signal: see [`super::deliver`].
pub fn deliver(task: &mut Task, state: &mut State, info: &SigInfo, origin: Origin) {
    if origin == Origin::Fault {
        note_fault(task, state, info);
    }
    super::deliver(task, state, info, origin, enter_handler);
}

/// Keeps what signal frames tell of the thread's last fault, as the kernel does until the next one.
fn note_fault(task: &mut Task, state: &State, info: &SigInfo) {
    const SI_KERNEL: i32 = 0x80;
    match info.signo() {
        libc::SIGSEGV | libc::SIGBUS if info.code() != SI_KERNEL => {
            let access = Access::at(state, info.addr());
            task.fault = access.syndrome(info.signo(), info.code(), info.addr());
        }
        libc::SIGILL => task.fault = Fault::default(),
        _ => {}
    }
}

/// What an instruction did when it faulted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Fetch,
    Read,
    Write,
    /// One that did not come about because SP was misaligned.
    Stack,
}

impl Access {
    /// The instruction at pc faulted at `addr`.
    fn at(state: &State, addr: u64) -> Access {
        if state.pc == addr {
            return Access::Fetch;
        }
        match guest_mem::read::<u32>(state.pc) {
            Ok(insn) if insn >> 5 & 31 == 31 && StackChecks::misaligned(state.sp) => Access::Stack,
            Ok(insn) if is_store(insn) => Access::Write,
            _ => Access::Read,
        }
    }

    /// fault_address, and ESR_EL1 as the processor would have set it: exception class, IL, WnR, fault status. Faults are
    /// told as those of the last level of page tables.
    fn syndrome(self, signo: i32, code: i32, addr: u64) -> Fault {
        const IL: u64 = 1 << 25;
        const BUS_ADRALN: i32 = 1;
        const SEGV_ACCERR: i32 = 2;
        let (class, write) = match self {
            Access::Fetch => (0x20, 0),
            Access::Read => (0x24, 0),
            Access::Write => (0x24, 1 << 6),
            Access::Stack => (0x26, 0),
        };
        // Faults of the pc and of SP themselves: classes of their own, and no address.
        let class = match self {
            Access::Fetch if signo == libc::SIGBUS && code == BUS_ADRALN => 0x22,
            _ => class,
        };
        if [0x22, 0x26].contains(&class) {
            return Fault {
                address: 0,
                code: class << 26 | IL,
            };
        }
        let kernel_half = addr >> 55 & 1 != 0;
        let status = match (signo, code) {
            (libc::SIGBUS, BUS_ADRALN) => 0x21,
            (libc::SIGBUS, _) => 0x10,
            _ if kernel_half => 0x4,
            (_, SEGV_ACCERR) => 0xf,
            _ => 0x7,
        };
        Fault {
            address: addr,
            code: class << 26 | IL | write | status,
        }
    }
}

/// Whether a load or store instruction writes (Arm ARM, C4.1.4 "Loads and Stores"); read-modify-write counts as write.
fn is_store(insn: u32) -> bool {
    let bits = |low: u32, n: u32| insn >> low & ((1 << n) - 1);
    if bits(27, 1) != 1 || bits(25, 1) != 0 {
        // System instructions that access memory: DC ZVA and cache maintenance, which is reported as a write too.
        return insn & 0xfff8_f000 == 0xd508_7000;
    }
    let load = bits(22, 1) == 1;
    match bits(28, 2) {
        // Exclusives, ordered, vector structures; compare and swap has bit 21, as have pairs of exclusives.
        0 if bits(26, 1) == 0 && bits(21, 1) == 1 && bits(23, 1) >= bits(31, 1) => true,
        // Pairs.
        0 | 2 => !load,
        // Literals.
        1 if bits(24, 1) == 0 => false,
        // Memory copy and set; tags.
        1 if bits(10, 2) == 1 || bits(21, 1) == 1 => true,
        3 if bits(24, 1) == 0 && bits(21, 1) == 1 && bits(10, 1) == 1 => false, // LDRAA, LDRAB
        3 if bits(24, 1) == 0 && bits(21, 1) == 1 && bits(10, 2) == 0 => bits(12, 4) != 0b1100, // all atomics but LDAPR
        _ if bits(26, 1) == 1 => !load,
        _ => bits(22, 2) == 0,
    }
}

fn enter_handler(
    task: &mut Task,
    state: &mut State,
    info: &SigInfo,
    action: &SigAction,
) -> Option<()> {
    const SA_SIGINFO: u64 = 4;
    let top = super::frame_top(task.altstack, state.sp, action);
    let record = top.wrapping_sub(FRAME_RECORD) & !15;
    let sp = record.wrapping_sub(FRAME_SIZE as u64);
    let mut frame = frame(task, state);
    let wants_info = action.flags & SA_SIGINFO != 0;
    if wants_info {
        put(&mut frame, 0, &info.0);
    }
    guest_mem::write_bytes(sp, &frame).ok()?;
    guest_mem::write(record, &[state.x[29], state.x[30]]).ok()?;
    state.x[30] = match action.flags & SA_RESTORER {
        0 => task.kernel.image()?.sigreturn,
        _ => action.restorer,
    };
    state.x[29] = record;
    state.sp = sp;
    state.pc = action.handler;
    if task.kernel.mem.has_guarded() {
        state.btype = BTYPE_CALL;
    }
    state.x[0] = info.signo() as u64;
    if wants_info {
        state.x[1] = sp;
        state.x[2] = sp + UCONTEXT as u64;
    }
    Some(())
}

/// The frame without its siginfo.
fn frame(task: &Task, state: &State) -> Vec<u8> {
    let mask = task.saved_mask.unwrap_or(task.mask);
    let mut frame = vec![0; FRAME_SIZE];
    put(
        &mut frame,
        UCONTEXT + ucontext::STACK,
        &task.altstack.to_bytes(),
    );
    put(
        &mut frame,
        UCONTEXT + ucontext::SIGMASK,
        &mask.0.to_le_bytes(),
    );
    put(&mut frame, SC, &task.fault.address.to_le_bytes());
    for (n, x) in state.x.iter().enumerate() {
        put(&mut frame, SC_REGS + 8 * n, &x.to_le_bytes());
    }
    put(&mut frame, SC_SP, &state.sp.to_le_bytes());
    put(&mut frame, SC_PC, &state.pc.to_le_bytes());
    let pstate = state.nzcv() | state.pstate | state.btype << PSTATE_BTYPE;
    put(&mut frame, SC_PSTATE, &pstate.to_le_bytes());
    let mut at = SC_RECORDS;
    let mut record = |magic: u32, size: usize, words: &[u8]| {
        put(&mut frame, at, &magic.to_le_bytes());
        put(&mut frame, at + 4, &(size as u32).to_le_bytes());
        put(&mut frame, at + 8, words);
        at += size;
    };
    record(FPSIMD_MAGIC, FPSIMD_SIZE, &fpsimd(state));
    if task.fault.code != 0 {
        record(ESR_MAGIC, ESR_SIZE, &task.fault.code.to_le_bytes());
    }
    frame
}

/// The body of the record of vector registers.
fn fpsimd(state: &State) -> Vec<u8> {
    let mut body = Vec::with_capacity(FPSIMD_SIZE - 8);
    body.extend(state.fpsr().to_le_bytes());
    body.extend(state.fpcr().to_le_bytes());
    body.extend(state.v.iter().flat_map(|v| v.to_le_bytes()));
    body
}

/// rt_sigreturn: restores what the frame at the stack pointer says. A frame that makes no sense is a SIGSEGV.
pub fn sigreturn(task: &mut Task, state: &mut State) {
    let at = state.sp;
    if restore(task, state, at).is_none() {
        // As the kernel: the address is the stack pointer of now, and it counts as mapped if anything is above it.
        let mapped = task.kernel.mem.vmas().iter().any(|vma| vma.end > state.sp);
        let code = if mapped { 2 } else { 1 };
        state.x[0] = 0;
        task.fault = Fault::default();
        let info = SigInfo::fault(libc::SIGSEGV, code, state.sp);
        super::deliver(task, state, &info, Origin::Fault, enter_handler);
    }
}

fn restore(task: &mut Task, state: &mut State, at: u64) -> Option<()> {
    if !at.is_multiple_of(16) {
        return None;
    }
    let mut frame = vec![0; FRAME_SIZE];
    guest_mem::read_bytes(at, &mut frame).ok()?;
    let word = |at| super::word(&frame, at);
    super::restore_mask(task, &frame[UCONTEXT..]);
    for (n, x) in state.x.iter_mut().enumerate() {
        *x = word(SC_REGS + 8 * n);
    }
    (state.sp, state.pc) = (word(SC_SP), word(SC_PC));
    let pstate = word(SC_PSTATE) & !PSTATE_RES0;
    state.set_nzcv(pstate & NZCV);
    state.pstate = pstate & (PSTATE_SSBS | PSTATE_DIT);
    state.btype = match task.kernel.mem.has_guarded() {
        true => pstate >> PSTATE_BTYPE & 3,
        false => 0,
    };
    if pstate & PSTATE_PRIVILEGED != 0 {
        return None;
    }
    let record = vector_record(&frame[SC_RECORDS..], at + SC_RECORDS as u64)?;
    state.set_fpsr(super::half(&record, 8));
    state.set_fpcr(super::half(&record, 12));
    for (n, v) in state.v.iter_mut().enumerate() {
        *v = u128::from_le_bytes(std::array::from_fn(|i| record[16 + 16 * n + i]));
    }
    super::restore_altstack(task, &frame[UCONTEXT..], state.sp);
    Some(())
}

/// Finds the record of vector registers among the records at `address`, all of which must be right.
fn vector_record(records: &[u8], address: u64) -> Option<Vec<u8>> {
    let mut found = None;
    let (mut records, mut address) = (records.to_vec(), address);
    let (mut at, mut extra_seen) = (0, false);
    loop {
        if records.len() < at + 8 || at % 16 != 0 {
            return None;
        }
        let (magic, size) = (
            super::half(&records, at),
            super::half(&records, at + 4) as usize,
        );
        if size > records.len() - at {
            return None;
        }
        match magic {
            0 if size == 0 => return found,
            FPSIMD_MAGIC if found.is_none() && size == FPSIMD_SIZE => {
                found = Some(records[at..at + size].to_vec());
            }
            ESR_MAGIC if size >= 8 => {}
            EXTRA_MAGIC if !extra_seen && size >= EXTRA_SIZE => {
                let next = extra_records(&records, at, size, address)?;
                address += (at + size + HEAD) as u64;
                (records, at, extra_seen) = (next, 0, true);
                continue;
            }
            _ => return None,
        }
        at += size;
    }
}

/// The records an extra record leads to: they must follow its terminator.
fn extra_records(records: &[u8], at: usize, size: usize, address: u64) -> Option<Vec<u8>> {
    let end = at + size;
    let terminated = records.len() - end >= HEAD && super::word(records, end) == 0;
    let (data, len) = (super::word(records, at + 8), super::half(records, at + 16));
    let expected = address + (end + HEAD) as u64;
    let len = u64::from(len);
    if !terminated || data != expected || len % 16 != 0 || len > FRAME_MAX - PAGE_SIZE {
        return None;
    }
    let mut extra = vec![0; len as usize];
    guest_mem::read_bytes(data, &mut extra).ok()?;
    Some(extra)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vdso_is_what_an_assembler_makes_of_it() {
        // aarch64-linux-gnu-as of the lines in the comments.
        let expected = [
            0x0001_0002, // emu.clock.ns x2, x0
            0xb7f8_0102, // tbnz x2, #63, the call
            0xd299_4003, // mov x3, #0xca00
            0xf2a7_7343, // movk x3, #0x3b9a, lsl #16
            0x9ac3_0844, // udiv x4, x2, x3
            0x9b03_8882, // msub x2, x4, x3, x2
            0xa900_0824, // stp x4, x2, [x1]
            0xd280_0000, // mov x0, #0
            0xd65f_03c0, // ret
            0xd280_0e28, // mov x8, #113
            0xd400_0001, // svc #0
            0xd65f_03c0, // ret
        ];
        assert_eq!(CLOCK_GETTIME, expected);
        let expected = [
            0xb400_01a0, // cbz x0, the call
            0xb500_0181, // cbnz x1, the call
            0x0001_03e2, // emu.clock.ns x2, xzr
            0xb7f8_0142, // tbnz x2, #63, the call
            0xd280_7d03, // mov x3, #1000
            0x9ac3_0842, // udiv x2, x2, x3
            0xd288_4803, // mov x3, #0x4240
            0xf2a0_01e3, // movk x3, #0xf, lsl #16
            0x9ac3_0844, // udiv x4, x2, x3
            0x9b03_8882, // msub x2, x4, x3, x2
            0xa900_0804, // stp x4, x2, [x0]
            0xd280_0000, // mov x0, #0
            0xd65f_03c0, // ret
            0xd280_1528, // mov x8, #169
            0xd400_0001, // svc #0
            0xd65f_03c0, // ret
        ];
        assert_eq!(GETTIMEOFDAY, expected);
        assert_eq!(asm::movz(8, 139, 0), 0xd280_1168); // mov x8, #139
    }

    #[test]
    fn the_frame_is_as_large_as_the_kernels() {
        // sizeof(struct rt_sigframe) and offsets of an arm64 kernel's sigcontext.
        assert_eq!((FRAME_SIZE, SC, SC_RECORDS), (4688, 304, 592));
        assert_eq!(AARCH64.min_sigstack, 4720);
    }

    #[test]
    fn stores_are_told_from_loads() {
        let stores = [
            0xf900_0020, // str x0, [x1]
            0xa900_0440, // stp x0, x1, [x2]
            0xc800_7c41, // stxr w0, x1, [x2]
            0xf820_0041, // ldadd x0, x1, [x2]
            0xc8a0_7c41, // cas x0, x1, [x2]
            0x3d80_0020, // str q0, [x1]
            0x4c00_7020, // st1 {v0.16b}, [x1]
            0x3800_1420, // strb w0, [x1], #1
            0xd50b_7420, // dc zva, x0
            0xd900_0020, // stlur x0, [x1]
        ];
        let loads = [
            0xf940_0020, // ldr x0, [x1]
            0xa940_0440, // ldp x0, x1, [x2]
            0xc85f_7c20, // ldxr x0, [x1]
            0xb980_0020, // ldrsw x0, [x1]
            0x3dc0_0020, // ldr q0, [x1]
            0x4c40_7020, // ld1 {v0.16b}, [x1]
            0x5800_0000, // ldr x0, .
            0xd940_0020, // ldapur x0, [x1]
            0x8b02_0020, // add x0, x1, x2
        ];
        for insn in stores {
            assert!(is_store(insn), "{insn:#x}");
        }
        for insn in loads {
            assert!(!is_store(insn), "{insn:#x}");
        }
    }

    #[test]
    fn syndromes_are_the_processors() {
        let esr = |access: Access, signo, code, addr| access.syndrome(signo, code, addr).code;
        assert_eq!(esr(Access::Write, libc::SIGSEGV, 1, 0), 0x9200_0047);
        assert_eq!(esr(Access::Read, libc::SIGSEGV, 2, 0x1000), 0x9200_000f);
        assert_eq!(esr(Access::Fetch, libc::SIGSEGV, 1, 0x1000), 0x8200_0007);
        assert_eq!(esr(Access::Read, libc::SIGSEGV, 1, !0), 0x9200_0004);
        let pc = Access::Fetch.syndrome(libc::SIGBUS, 1, 0x1002);
        assert_eq!((pc.address, pc.code), (0, 0x8a00_0000));
        let sp = Access::Stack.syndrome(libc::SIGBUS, 1, 0x1008);
        assert_eq!((sp.address, sp.code), (0, 0x9a00_0000));
    }

    #[test]
    fn records_that_make_no_sense_are_refused() {
        let head = |magic: u32, size: u32| (u64::from(size) << 32 | u64::from(magic)).to_le_bytes();
        let mut records = vec![0; RECORDS_SIZE];
        put(&mut records, 0, &head(FPSIMD_MAGIC, FPSIMD_SIZE as u32));
        assert!(vector_record(&records, 0).is_some());
        let mut twice = records.clone();
        put(
            &mut twice,
            FPSIMD_SIZE,
            &head(FPSIMD_MAGIC, FPSIMD_SIZE as u32),
        );
        assert!(vector_record(&twice, 0).is_none());
        let mut unknown = records.clone();
        put(&mut unknown, FPSIMD_SIZE, &head(0x5356_4501, 16)); // SVE
        assert!(vector_record(&unknown, 0).is_none());
        assert!(vector_record(&vec![0; RECORDS_SIZE], 0).is_none());
        let mut long = records;
        put(&mut long, FPSIMD_SIZE, &head(ESR_MAGIC, 4096));
        assert!(vector_record(&long, 0).is_none());
    }
}
