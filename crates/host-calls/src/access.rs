//! Accesses to memory that may not be there: a fault becomes an `Err` instead of a crash.
//!
//! Each routine is a few instructions of assembly with one instruction that may fault; the table at
//! the end maps it to its landing pad. The runtime's handler records the fault ([`record_fault`]) and
//! continues there.

use std::arch::global_asm;
use std::cell::Cell;

/// A memory fault, with the fields of siginfo.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fault {
    /// SIGSEGV or SIGBUS.
    pub signo: i32,
    /// si_code.
    pub code: i32,
    /// si_addr.
    pub addr: u64,
}

thread_local! {
    static LAST_FAULT: Cell<Fault> = const { Cell::new(Fault { signo: 0, code: 0, addr: 0 }) };
}

/// Called by the signal handler before it continues at a landing pad.
pub fn record_fault(fault: Fault) {
    LAST_FAULT.set(fault);
}

fn last_fault() -> Fault {
    LAST_FAULT.get()
}

macro_rules! access_routines {
    ($($name:literal $insn_label:literal: $before:literal, $insn:literal => $func:ident $label:ident;)+) => {
        global_asm!(
            ".text",
            $(
                concat!(".globl ", $name), concat!(".hidden ", $name), concat!($name, ":"), $before,
                concat!(".globl ", $insn_label), concat!(".hidden ", $insn_label), concat!($insn_label, ":"), $insn, "xor edx, edx", "ret",)+
            ".globl emu_access_failed",
            ".hidden emu_access_failed",
            "emu_access_failed:",
            "mov edx, 1",
            "ret",
        );
        unsafe extern "C" {
            $(safe fn $func(addr: u64, a: u64, b: u64) -> Outcome; static $label: u8;)+
            static emu_access_failed: u8;
        }
        /// The instructions that may fault and continue at `emu_access_failed`.
        fn faulting_insns() -> [usize; ACCESS_ROUTINES] {
            [$(&raw const $label as usize),+]
        }
        const ACCESS_ROUTINES: usize = [$($name),+].len();
    };
}

/// rax and rdx of a routine: the value, and 1 if the access faulted.
#[repr(C)]
struct Outcome {
    value: u64,
    failed: u64,
}

impl Outcome {
    fn check(self) -> Result<u64, Fault> {
        if self.failed == 0 {
            Ok(self.value)
        } else {
            Err(last_fault())
        }
    }
}

// Arguments: rdi = address, rsi = value or expected value, rdx = new value.
access_routines! {
    "emu_load1" "emu_load1_insn": "", "movzx eax, byte ptr [rdi]" => emu_load1 emu_load1_insn;
    "emu_load2" "emu_load2_insn": "", "movzx eax, word ptr [rdi]" => emu_load2 emu_load2_insn;
    "emu_load4" "emu_load4_insn": "", "mov eax, dword ptr [rdi]" => emu_load4 emu_load4_insn;
    "emu_load8" "emu_load8_insn": "", "mov rax, qword ptr [rdi]" => emu_load8 emu_load8_insn;
    "emu_store1" "emu_store1_insn": "", "mov byte ptr [rdi], sil" => emu_store1 emu_store1_insn;
    "emu_store2" "emu_store2_insn": "", "mov word ptr [rdi], si" => emu_store2 emu_store2_insn;
    "emu_store4" "emu_store4_insn": "", "mov dword ptr [rdi], esi" => emu_store4 emu_store4_insn;
    "emu_store8" "emu_store8_insn": "", "mov qword ptr [rdi], rsi" => emu_store8 emu_store8_insn;
"emu_load16" "emu_load16_insn": "", "movdqu xmm0, xmmword ptr [rdi]\nmovdqu xmmword ptr [rsi], xmm0" => emu_load16 emu_load16_insn;
    "emu_store16" "emu_store16_insn": "movdqu xmm0, xmmword ptr [rsi]", "movdqu xmmword ptr [rdi], xmm0" => emu_store16 emu_store16_insn;
    "emu_xchg1" "emu_xchg1_insn": "mov eax, esi", "xchg byte ptr [rdi], al" => emu_xchg1 emu_xchg1_insn;
    "emu_xchg2" "emu_xchg2_insn": "mov eax, esi", "xchg word ptr [rdi], ax" => emu_xchg2 emu_xchg2_insn;
    "emu_xchg4" "emu_xchg4_insn": "mov eax, esi", "xchg dword ptr [rdi], eax" => emu_xchg4 emu_xchg4_insn;
    "emu_xchg8" "emu_xchg8_insn": "mov rax, rsi", "xchg qword ptr [rdi], rax" => emu_xchg8 emu_xchg8_insn;
    "emu_cas1" "emu_cas1_insn": "mov rax, rsi", "lock cmpxchg byte ptr [rdi], dl" => emu_cas1 emu_cas1_insn;
    "emu_cas2" "emu_cas2_insn": "mov rax, rsi", "lock cmpxchg word ptr [rdi], dx" => emu_cas2 emu_cas2_insn;
    "emu_cas4" "emu_cas4_insn": "mov rax, rsi", "lock cmpxchg dword ptr [rdi], edx" => emu_cas4 emu_cas4_insn;
    "emu_cas8" "emu_cas8_insn": "mov rax, rsi", "lock cmpxchg qword ptr [rdi], rdx" => emu_cas8 emu_cas8_insn;
}

/// Loads `width` (1, 2, 4 or 8) bytes, zero-extended. Single-copy atomic when aligned.
///
/// # Errors
/// The fault, if `addr` cannot be read.
pub fn load(addr: u64, width: u32) -> Result<u64, Fault> {
    match width {
        1 => emu_load1(addr, 0, 0),
        2 => emu_load2(addr, 0, 0),
        4 => emu_load4(addr, 0, 0),
        _ => emu_load8(addr, 0, 0),
    }
    .check()
}

/// Stores the low `width` (1, 2, 4 or 8) bytes of `value`.
///
/// # Errors
/// The fault, if `addr` cannot be written.
pub fn store(addr: u64, width: u32, value: u64) -> Result<(), Fault> {
    match width {
        1 => emu_store1(addr, value, 0),
        2 => emu_store2(addr, value, 0),
        4 => emu_store4(addr, value, 0),
        _ => emu_store8(addr, value, 0),
    }
    .check()
    .map(|_| ())
}

/// Loads 16 bytes, little-endian. Single-copy atomic when aligned (on hosts with AVX).
///
/// # Errors
/// The fault, if `addr` cannot be read.
pub fn load16(addr: u64) -> Result<u128, Fault> {
    let mut value = [0u8; 16];
    emu_load16(addr, value.as_mut_ptr() as u64, 0).check()?;
    Ok(u128::from_le_bytes(value))
}

/// Stores 16 bytes, little-endian. Single-copy atomic when aligned (on hosts with AVX).
///
/// # Errors
/// The fault, if `addr` cannot be written.
pub fn store16(addr: u64, value: u128) -> Result<(), Fault> {
    let bytes = value.to_le_bytes();
    emu_store16(addr, bytes.as_ptr() as u64, 0).check()?;
    Ok(())
}

/// Low `width` bytes of `value`.
fn narrow(value: u64, width: u32) -> u64 {
    if width >= 8 {
        value
    } else {
        value & ((1 << (width * 8)) - 1)
    }
}

/// Atomically swaps in `value`; returns the old one, zero-extended.
///
/// # Errors
/// The fault, if `addr` cannot be written.
pub fn swap(addr: u64, width: u32, value: u64) -> Result<u64, Fault> {
    match width {
        1 => emu_xchg1(addr, value, 0),
        2 => emu_xchg2(addr, value, 0),
        4 => emu_xchg4(addr, value, 0),
        _ => emu_xchg8(addr, value, 0),
    }
    .check()
    .map(|v| narrow(v, width))
}

/// Atomic compare and swap of `width` bytes; returns the old value, zero-extended. As on x86, the
/// address must be writable even when the comparison fails.
///
/// # Errors
/// The fault, if `addr` cannot be written.
pub fn compare_and_swap(addr: u64, width: u32, expected: u64, new: u64) -> Result<u64, Fault> {
    match width {
        1 => emu_cas1(addr, expected, new),
        2 => emu_cas2(addr, expected, new),
        4 => emu_cas4(addr, expected, new),
        _ => emu_cas8(addr, expected, new),
    }
    .check()
    .map(|v| narrow(v, width))
}

global_asm!(
    ".text",
    // rdi: address, rsi: &mut [u64; 4] = expected lo, hi, new lo, hi; old value replaces the first two
    ".globl emu_cas16",
    ".hidden emu_cas16",
    "emu_cas16:",
    "push rbx",
    "mov rax, [rsi]",
    "mov rdx, [rsi + 8]",
    "mov rbx, [rsi + 16]",
    "mov rcx, [rsi + 24]",
    ".globl emu_cas16_insn",
    ".hidden emu_cas16_insn",
    "emu_cas16_insn:",
    "lock cmpxchg16b xmmword ptr [rdi]",
    "mov [rsi], rax",
    "mov [rsi + 8], rdx",
    "pop rbx",
    "xor eax, eax",
    "ret",
    ".globl emu_cas16_failed",
    ".hidden emu_cas16_failed",
    "emu_cas16_failed:",
    "pop rbx",
    "mov eax, 1",
    "ret",
    // rdi: destination, rsi: source, rdx: length; returns the number of bytes not copied
    ".globl emu_copy",
    ".hidden emu_copy",
    "emu_copy:",
    "mov rcx, rdx",
    ".globl emu_copy_insn",
    ".hidden emu_copy_insn",
    "emu_copy_insn:",
    "rep movsb",
    ".globl emu_copy_done",
    ".hidden emu_copy_done",
    "emu_copy_done:",
    "mov rax, rcx",
    "ret",
    // rdi: destination, rsi: length; as emu_copy
    ".globl emu_zero",
    ".hidden emu_zero",
    "emu_zero:",
    "mov rcx, rsi",
    "xor eax, eax",
    ".globl emu_zero_insn",
    ".hidden emu_zero_insn",
    "emu_zero_insn:",
    "rep stosb",
    ".globl emu_zero_done",
    ".hidden emu_zero_done",
    "emu_zero_done:",
    "mov rax, rcx",
    "ret",
);

unsafe extern "C" {
    fn emu_cas16(addr: u64, values: *mut [u64; 4]) -> u64;
    fn emu_copy(dst: u64, src: u64, len: usize) -> usize;
    fn emu_zero(dst: u64, len: usize) -> usize;
    static emu_cas16_insn: u8;
    static emu_cas16_failed: u8;
    static emu_copy_insn: u8;
    static emu_copy_done: u8;
    static emu_zero_insn: u8;
    static emu_zero_done: u8;
}

/// Atomic 16-byte compare and swap at a 16-byte aligned address; returns the old (low, high) halves.
///
/// # Errors
/// The fault, if `addr` cannot be written.
pub fn compare_and_swap16(addr: u64, expected: [u64; 2], new: [u64; 2]) -> Result<[u64; 2], Fault> {
    let mut values = [expected[0], expected[1], new[0], new[1]];
    // SAFETY: `values` is ours; a fault at `addr` continues at emu_cas16_failed.
    let failed = unsafe { emu_cas16(addr, &raw mut values) };
    if failed == 0 {
        Ok([values[0], values[1]])
    } else {
        Err(last_fault())
    }
}

/// Copies from `addr` into `buf`.
///
/// # Errors
/// The fault and the number of bytes copied before it.
pub fn copy_in(addr: u64, buf: &mut [u8]) -> Result<(), (Fault, usize)> {
    // SAFETY: `buf` is ours; a fault at `addr` stops the copy.
    let left = unsafe { emu_copy(buf.as_mut_ptr() as u64, addr, buf.len()) };
    if left == 0 {
        Ok(())
    } else {
        Err((last_fault(), buf.len() - left))
    }
}

/// Copies `bytes` to `addr`, which must not be memory of the emulator.
///
/// # Errors
/// The fault and the number of bytes copied before it.
pub fn copy_out(addr: u64, bytes: &[u8]) -> Result<(), (Fault, usize)> {
    // SAFETY: callers pass guest addresses only; a fault stops the copy.
    let left = unsafe { emu_copy(addr, bytes.as_ptr() as u64, bytes.len()) };
    if left == 0 {
        Ok(())
    } else {
        Err((last_fault(), bytes.len() - left))
    }
}

/// Writes `len` zero bytes to `addr`, which must not be memory of the emulator.
///
/// # Errors
/// The fault and the number of bytes written before it.
pub fn zero_out(addr: u64, len: usize) -> Result<(), (Fault, usize)> {
    // SAFETY: callers pass guest addresses only; a fault stops the copy.
    let left = unsafe { emu_zero(addr, len) };
    if left == 0 {
        Ok(())
    } else {
        Err((last_fault(), len - left))
    }
}

pub(crate) fn fixup(rip: usize) -> Option<crate::Fixup> {
    let special = [
        (
            &raw const emu_cas16_insn as usize,
            &raw const emu_cas16_failed as usize,
        ),
        (
            &raw const emu_copy_insn as usize,
            &raw const emu_copy_done as usize,
        ),
        (
            &raw const emu_zero_insn as usize,
            &raw const emu_zero_done as usize,
        ),
    ];
    if let Some((_, landing)) = special.iter().find(|(insn, _)| *insn == rip) {
        return Some(crate::Fixup::Access(*landing));
    }
    let failed = &raw const emu_access_failed as usize;
    faulting_insns()
        .contains(&rip)
        .then_some(crate::Fixup::Access(failed))
}
