//! Hints, barriers, cache maintenance and system registers (Arm ARM, C4.1, "Branches, Exception Generating and System
//! instructions"). What user mode may not access, and Linux does not emulate, has no row: it is undefined.

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{ExitKind, Fence, GuestAddr, MemKind, Trap, Type, Value, Width};

use crate::cpu_model;
use crate::features::PACA;
use crate::helpers::{CLOCK_NS, RANDOM};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::pauth::{self, Key};
use crate::{fp, regs};

/// Option of a barrier: low two bits say which accesses (1 loads, 2 stores, else all), high two how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Domain(u32);

impl Field for Domain {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Domain {
        Domain(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.0 & 3 == 0 {
            let _ = write!(out, "#{:#04x}", self.0);
            return;
        }
        let domain = ["osh", "nsh", "ish", ""][self.0 as usize >> 2 & 3];
        let whole = domain.is_empty();
        let _ = match self.0 & 3 {
            1 => write!(out, "{domain}ld"),
            2 if whole => write!(out, "st"),
            2 => write!(out, "{domain}st"),
            _ if whole => write!(out, "sy"),
            _ => write!(out, "{domain}"),
        };
    }
}

/// The field CRm, which is not printed if it has its usual value 15.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsuallyAll(u32);

impl Field for UsuallyAll {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> UsuallyAll {
        UsuallyAll(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        if self.0 != 15 {
            let _ = write!(out, " #{:#x}", self.0);
        }
    }
}

/// An ID register: CRm and op2.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdRegister(u32);

impl IdRegister {
    /// Names of those that disassemblers know.
    const fn name(self) -> Option<&'static str> {
        Some(match self.0 {
            0o00 => "midr_el1",
            0o05 => "mpidr_el1",
            0o06 => "revidr_el1",
            0o40 => "id_aa64pfr0_el1",
            0o41 => "id_aa64pfr1_el1",
            0o44 => "id_aa64zfr0_el1",
            0o45 => "id_aa64smfr0_el1",
            0o50 => "id_aa64dfr0_el1",
            0o51 => "id_aa64dfr1_el1",
            0o54 => "id_aa64afr0_el1",
            0o55 => "id_aa64afr1_el1",
            0o60 => "id_aa64isar0_el1",
            0o61 => "id_aa64isar1_el1",
            0o62 => "id_aa64isar2_el1",
            0o70 => "id_aa64mmfr0_el1",
            0o71 => "id_aa64mmfr1_el1",
            0o72 => "id_aa64mmfr2_el1",
            _ => return None,
        })
    }
}

impl Field for IdRegister {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> IdRegister {
        IdRegister(spec.extract(word))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let _ = match self.name() {
            Some(name) => write!(out, "{name}"),
            None => write!(out, "s3_0_c0_c{}_{}", self.0 >> 3, self.0 & 7),
        };
    }
}

operands! {
    /// Number of the hint.
    Hint { imm: Hex }
    /// A barrier.
    Barrier { domain: Domain }
    /// A barrier whose option means nothing.
    Ignored { imm: UsuallyAll }
    /// A bit of PSTATE.
    PstateImm { imm: Hex }
    /// A register to or from a system register.
    Move { rt: X }
    /// A register from an ID register.
    ReadId { id: IdRegister, rt: X }
}

rows! { [BASE]
    hint        "11010101000000110010 imm:7 11111"          Hint        "hint #{imm}";
    wfet        "11010101000000110001 0000 000 rt:5"        Move        "wfet {rt}"         needs [WFXT];
    wfit        "11010101000000110001 0000 001 rt:5"        Move        "wfit {rt}"         needs [WFXT];
    clrex       "11010101000000110011 imm:4 010 11111"      Ignored     "clrex{imm}";
    dsb         "11010101000000110011 domain:4 100 11111"   Barrier     "dsb {domain}";
    dmb         "11010101000000110011 domain:4 101 11111"   Barrier     "dmb {domain}";
    isb         "11010101000000110011 imm:4 110 11111"      Ignored     "isb{imm}";
    sb          "11010101000000110011 0000 111 11111"       NoOperands  "sb"                needs [SB];

    dc_zva      "11010101 00 001 011 0111 0100 001 rt:5"    Move        "sys #3, C7, C4, #1, {rt}";
    ic_ivau     "11010101 00 001 011 0111 0101 001 rt:5"    Move        "sys #3, C7, C5, #1, {rt}";
    dc_cvac     "11010101 00 001 011 0111 1010 001 rt:5"    Move        "sys #3, C7, C10, #1, {rt}";
    dc_cvau     "11010101 00 001 011 0111 1011 001 rt:5"    Move        "sys #3, C7, C11, #1, {rt}";
    dc_cvap     "11010101 00 001 011 0111 1100 001 rt:5"    Move        "sys #3, C7, C12, #1, {rt}"     needs [DPB];
    dc_cvadp    "11010101 00 001 011 0111 1101 001 rt:5"    Move        "sys #3, C7, C13, #1, {rt}"     needs [DPB2];
    dc_civac    "11010101 00 001 011 0111 1110 001 rt:5"    Move        "sys #3, C7, C14, #1, {rt}";

    msr_ssbs_imm    "1101010100000 011 0100 000 imm:1 001 11111"    PstateImm   "msr ssbs, #{imm}"  needs [SSBS];
    msr_dit_imm     "1101010100000 011 0100 000 imm:1 010 11111"    PstateImm   "msr dit, #{imm}"   needs [DIT];

    mrs_id      "11010101 00 111 000 0000 id:7 rt:5"        ReadId      "mrs {rt}, {id}";
    mrs_ctr     "11010101 00 111 011 0000 0000 001 rt:5"    Move        "mrs {rt}, ctr_el0";
    mrs_dczid   "11010101 00 111 011 0000 0000 111 rt:5"    Move        "mrs {rt}, dczid_el0";
    mrs_rndr    "11010101 00 111 011 0010 0100 000 rt:5"    Move        "mrs {rt}, rndr"        needs [RNG];
    mrs_rndrrs  "11010101 00 111 011 0010 0100 001 rt:5"    Move        "mrs {rt}, rndrrs"      needs [RNG];
    mrs_nzcv    "11010101 00 111 011 0100 0010 000 rt:5"    Move        "mrs {rt}, nzcv";
    msr_nzcv    "11010101 00 011 011 0100 0010 000 rt:5"    Move        "msr nzcv, {rt}";
    mrs_dit     "11010101 00 111 011 0100 0010 101 rt:5"    Move        "mrs {rt}, dit"         needs [DIT];
    msr_dit     "11010101 00 011 011 0100 0010 101 rt:5"    Move        "msr dit, {rt}"         needs [DIT];
    mrs_ssbs    "11010101 00 111 011 0100 0010 110 rt:5"    Move        "mrs {rt}, ssbs"        needs [SSBS];
    msr_ssbs    "11010101 00 011 011 0100 0010 110 rt:5"    Move        "msr ssbs, {rt}"        needs [SSBS];
    mrs_fpcr    "11010101 00 111 011 0100 0100 000 rt:5"    Move        "mrs {rt}, fpcr"        needs [FP];
    msr_fpcr    "11010101 00 011 011 0100 0100 000 rt:5"    Move        "msr fpcr, {rt}"        needs [FP];
    mrs_fpsr    "11010101 00 111 011 0100 0100 001 rt:5"    Move        "mrs {rt}, fpsr"        needs [FP];
    msr_fpsr    "11010101 00 011 011 0100 0100 001 rt:5"    Move        "msr fpsr, {rt}"        needs [FP];
    mrs_tpidr   "11010101 00 111 011 1101 0000 010 rt:5"    Move        "mrs {rt}, tpidr_el0";
    msr_tpidr   "11010101 00 011 011 1101 0000 010 rt:5"    Move        "msr tpidr_el0, {rt}";
    mrs_tpidrro "11010101 00 111 011 1101 0000 011 rt:5"    Move        "mrs {rt}, tpidrro_el0";
    mrs_cntfrq  "11010101 00 111 011 1110 0000 000 rt:5"    Move        "mrs {rt}, cntfrq_el0";
    mrs_cntvct  "11010101 00 111 011 1110 0000 010 rt:5"    Move        "mrs {rt}, cntvct_el0";
}

// --- hints --------------------------------------------------------------------------------------------

/// Numbers of the hints that are not simply nothing here (BTI is one that is, where it is reached: [`Lift::land`]).
mod hints {
    pub const YIELD: u32 = 1;
    pub const WFE: u32 = 2;
    pub const WFI: u32 = 3;
    pub const XPACLRI: u32 = 7;
    /// PACIA1716, PACIB1716: x17 with x16.
    pub const PAC_1716: [u32; 2] = [8, 10];
    pub const AUT_1716: [u32; 2] = [12, 14];
    /// PACIAZ, PACIASP, PACIBZ, PACIBSP: x30 with 0 or the stack pointer.
    pub const PAC_LINK: std::ops::RangeInclusive<u32> = 24..=27;
    pub const AUT_LINK: std::ops::RangeInclusive<u32> = 28..=31;
}

fn hint(b: &Lift, i: Hint) {
    let n = i.imm.0;
    match n {
        // Spin loops are short: leaving generated code would cost more than it saves.
        hints::YIELD => b.fence(Fence::Weak),
        hints::WFE | hints::WFI => b.exit(ExitKind::Yield),
        _ if b.has(PACA) => pointer_hint(b, n),
        _ => {}
    }
}

fn pointer_hint(b: &Lift, n: u32) {
    let (link, x16, x17) = (regs::x_reg(30), regs::x_reg(16), regs::x_reg(17));
    let key = if n & 2 != 0 { Key::IB } else { Key::IA };
    let modifier = || match n & 1 {
        0 => b.iconst(0),
        _ => b.get(regs::SP),
    };
    if n == hints::XPACLRI {
        b.set(link, pauth::strip(b, b.get(link)));
    } else if hints::PAC_1716.contains(&n) {
        b.set(x17, pauth::sign(b, key, b.get(x17), b.get(x16)));
    } else if hints::AUT_1716.contains(&n) {
        b.set(x17, pauth::authenticate(b, key, b.get(x17), b.get(x16)));
    } else if hints::PAC_LINK.contains(&n) {
        b.set(link, pauth::sign(b, key, b.get(link), modifier()));
    } else if hints::AUT_LINK.contains(&n) {
        b.set(link, pauth::authenticate(b, key, b.get(link), modifier()));
    }
}

/// Waits for an event until a time; waking early is allowed.
fn wfet(b: &Lift, _: Move) {
    b.exit(ExitKind::Yield);
}

/// Waits for an interrupt until a time; waking early is allowed.
fn wfit(b: &Lift, _: Move) {
    b.exit(ExitKind::Yield);
}

// --- barriers -----------------------------------------------------------------------------------------

/// Gives up the reservation.
fn clrex(b: &Lift, _: Ignored) {
    b.clear_exclusive();
}

/// If an instruction cache line was invalidated, this is where new code must be seen.
fn see_new_code(b: &Lift) {
    let stale = b.get(regs::ICACHE_STALE);
    let zero = b.iconst(0);
    // Before the trap, which comes back to this instruction.
    b.set(regs::ICACHE_STALE, zero);
    b.trap_if(stale, Trap::FlushCode, zero);
}

/// Completes all earlier accesses: even after a barrier for stores no later load may come first. Only earlier loads are
/// complete anyway.
fn dsb(b: &Lift, i: Barrier) {
    let loads = i.domain.0 & 3 == 1;
    b.fence(if loads { Fence::Weak } else { Fence::Full });
    see_new_code(b);
}

/// Orders accesses. The host keeps all orders but that of a store before a load.
fn dmb(b: &Lift, i: Barrier) {
    let partial = matches!(i.domain.0 & 3, 1 | 2);
    b.fence(if partial { Fence::Weak } else { Fence::Full });
}

/// Later instructions are fetched anew.
fn isb(b: &Lift, _: Ignored) {
    see_new_code(b);
}

/// No speculation beyond, of which nothing is visible.
fn sb(b: &Lift, _: NoOperands) {
    b.fence(Fence::Weak);
}

// --- caches -------------------------------------------------------------------------------------------

/// log2 of the bytes that DC ZVA clears, and of the cache lines in CTR_EL0.
const LINE: u32 = 6;

/// 64 bytes = 0
fn dc_zva(b: &Lift, i: Move) {
    let line = b.and_imm(b.x(i.rt.0), !((1 << LINE) - 1));
    let zero = b.vzero();
    for at in (0..1 << LINE).step_by(16) {
        b.store(Width::B16, line, at, zero);
    }
}

/// Instructions in this line will be fetched anew after the next barrier. Several lines become a range.
fn ic_ivau(b: &Lift, i: Move) {
    let untagged_line = u64::MAX >> 8 & !((1 << LINE) - 1);
    let not_start = b.not(b.and_imm(b.x(i.rt.0), untagged_line));
    let end = b.add(b.not(not_start), b.iconst(1 << LINE));
    b.set(
        regs::STALE_NOT_START,
        b.umax(b.get(regs::STALE_NOT_START), not_start),
    );
    b.set(regs::STALE_END, b.umax(b.get(regs::STALE_END), end));
    b.set(regs::ICACHE_STALE, b.iconst(1));
}

/// Caches are coherent; what is left is that the address must be readable.
fn clean(b: &Lift, i: Move) {
    b.load(Type::I64, MemKind::u(Width::B1), b.x(i.rt.0), 0);
}

/// To the point of coherency.
fn dc_cvac(b: &Lift, i: Move) {
    clean(b, i);
}

/// To the point of unification.
fn dc_cvau(b: &Lift, i: Move) {
    clean(b, i);
}

/// To the point of persistence.
fn dc_cvap(b: &Lift, i: Move) {
    clean(b, i);
}

/// To the point of deep persistence.
fn dc_cvadp(b: &Lift, i: Move) {
    clean(b, i);
}

/// To the point of coherency, and out of the cache.
fn dc_civac(b: &Lift, i: Move) {
    clean(b, i);
}

// --- registers that do not change ---------------------------------------------------------------------

/// What Linux shows of the ID registers.
fn mrs_id(b: &Lift, i: ReadId) {
    let (crm, op2) = ((i.id.0 >> 3) as u8, (i.id.0 & 7) as u8);
    match cpu_model::id_register(crm, op2, b.features()) {
        Some(value) => b.set_r(i.rt.0, b.iconst(value)),
        None => b.illegal(),
    }
}

/// Cache type: lines of 64 bytes; IDC = DIC = 0, so that programs announce new code.
fn mrs_ctr(b: &Lift, i: Move) {
    const RES1: u64 = 1 << 31;
    const PHYSICALLY_TAGGED: u64 = 3 << 14;
    const WORDS: u64 = LINE as u64 - 2;
    let lines = WORDS << 24 | WORDS << 20 | WORDS << 16 | WORDS;
    b.set_r(i.rt.0, b.iconst(RES1 | PHYSICALLY_TAGGED | lines));
}

/// Size of the block that DC ZVA clears, in words.
fn mrs_dczid(b: &Lift, i: Move) {
    b.set_r(i.rt.0, b.iconst(LINE as u64 - 2));
}

/// A random number; Z and 0 if there is none.
fn random(b: &Lift, rt: X) {
    let number = b.call_helper(RANDOM, &[]);
    let failed = b.icmp(ir::Cond::Eq, number, b.iconst(0));
    b.set_flags(b.flags_from_bits(b.shl_imm(failed, 30)));
    b.set_r(rt.0, number);
}

/// A random number.
fn mrs_rndr(b: &Lift, i: Move) {
    random(b, i.rt);
}

/// A random number from a generator that was seeded anew.
fn mrs_rndrrs(b: &Lift, i: Move) {
    random(b, i.rt);
}

/// Ticks of the counter in a second: FEAT_ECV's 1 GHz.
fn mrs_cntfrq(b: &Lift, i: Move) {
    b.set_r(i.rt.0, b.iconst(1_000_000_000));
}

/// The counter: the monotonic clock in nanoseconds.
fn mrs_cntvct(b: &Lift, i: Move) {
    const CLOCK_MONOTONIC: u64 = 1;
    let now = b.call_helper(CLOCK_NS, &[b.iconst(CLOCK_MONOTONIC)]);
    b.set_r(i.rt.0, now);
}

// --- PSTATE -------------------------------------------------------------------------------------------

const SSBS: u32 = 12;
const DIT: u32 = 24;

fn read_pstate(b: &Lift, rt: X, bit: u32) {
    b.set_r(rt.0, b.and_imm(b.get(regs::PSTATE), 1 << bit));
}

/// Sets one bit from the same bit of `v`.
fn write_pstate(b: &Lift, bit: u32, v: Value) {
    let rest = b.and_imm(b.get(regs::PSTATE), !(1 << bit));
    b.set(regs::PSTATE, b.or(rest, b.and_imm(v, 1 << bit)));
}

/// SSBS = imm
fn msr_ssbs_imm(b: &Lift, i: PstateImm) {
    write_pstate(b, SSBS, b.iconst((i.imm.0 as u64) << SSBS));
}

/// DIT = imm
fn msr_dit_imm(b: &Lift, i: PstateImm) {
    write_pstate(b, DIT, b.iconst((i.imm.0 as u64) << DIT));
}

/// rt = DIT
fn mrs_dit(b: &Lift, i: Move) {
    read_pstate(b, i.rt, DIT);
}

/// DIT = rt
fn msr_dit(b: &Lift, i: Move) {
    write_pstate(b, DIT, b.x(i.rt.0));
}

/// rt = SSBS
fn mrs_ssbs(b: &Lift, i: Move) {
    read_pstate(b, i.rt, SSBS);
}

/// SSBS = rt
fn msr_ssbs(b: &Lift, i: Move) {
    write_pstate(b, SSBS, b.x(i.rt.0));
}

/// rt = NZCV
fn mrs_nzcv(b: &Lift, i: Move) {
    b.set_r(i.rt.0, b.flags_bits(b.flags()));
}

/// NZCV = rt
fn msr_nzcv(b: &Lift, i: Move) {
    b.set_flags(b.flags_from_bits(b.x(i.rt.0)));
}

// --- other registers ----------------------------------------------------------------------------------

/// rt = FPCR
fn mrs_fpcr(b: &Lift, i: Move) {
    b.set_r(i.rt.0, fp::read_fpcr(b));
}

/// FPCR = rt
fn msr_fpcr(b: &Lift, i: Move) {
    fp::write_fpcr(b, b.x(i.rt.0));
}

/// rt = FPSR
fn mrs_fpsr(b: &Lift, i: Move) {
    let qc = b.get(regs::QC);
    let half = |n| b.vget_lane(ir::Lane::D, false, Type::I64, qc, n);
    let saturated = b.icmp(ir::Cond::Ne, b.or(half(0), half(1)), b.iconst(0));
    b.set_r(i.rt.0, fp::read_fpsr(b, saturated));
}

/// FPSR = rt
fn msr_fpsr(b: &Lift, i: Move) {
    let value = b.x(i.rt.0);
    let saturated = b.and_imm(value, fp::QC as u64);
    b.set(regs::QC, b.v_from_int(saturated));
    fp::write_fpsr(b, value);
}

/// rt = thread pointer
fn mrs_tpidr(b: &Lift, i: Move) {
    b.set_r(i.rt.0, b.get(regs::TPIDR_EL0));
}

/// Thread pointer = rt
fn msr_tpidr(b: &Lift, i: Move) {
    b.set(regs::TPIDR_EL0, b.x(i.rt.0));
}

/// rt = the kernel's thread register, which is 0 for 64-bit programs
fn mrs_tpidrro(b: &Lift, i: Move) {
    b.set_r(i.rt.0, b.iconst(0));
}

pub(crate) const CASES: &str = "
    d503201f  hint #0x0                                                                   =>
    d503203f  hint #0x1                                                                   =>
    d503205f  hint #0x2                                                                   =>  exit=yield
    d503207f  hint #0x3                                                                   =>  exit=yield
    d503209f  hint #0x4                                                                   =>
    d503245f  hint #0x22                                                                  =>
    d5032fff  hint #0x7f                                                                  =>
    d50320ff  hint #0x7                         x30=0x797ff012345678                      =>  x30=0x7ff012345678
    d503211f  hint #0x8                         x17=0x7ff012345678 x16=0x41000            =>  x17=0x27ff012345678
    d503219f  hint #0xc                         x17=0x27ff012345678 x16=0x41000           =>  x17=0x7ff012345678
    d503215f  hint #0xa                         x17=0x7ff012345678 x16=0x41000            =>  x17=0x557ff012345678
    d50321df  hint #0xe                         x17=0x557ff012345678 x16=0x41000          =>  x17=0x7ff012345678
    d503231f  hint #0x18                        x30=0x7ff012345678 sp=0x41000             =>  x30=0x6d7ff012345678
    d503239f  hint #0x1c                        x30=0x6d7ff012345678 sp=0x41000           =>  x30=0x7ff012345678
    d503233f  hint #0x19                        x30=0x7ff012345678 sp=0x41000             =>  x30=0x27ff012345678
    d50323bf  hint #0x1d                        x30=0x27ff012345678 sp=0x41000            =>  x30=0x7ff012345678
    d503235f  hint #0x1a                        x30=0x7ff012345678 sp=0x41000             =>  x30=0x167ff012345678
    d50323df  hint #0x1e                        x30=0x167ff012345678 sp=0x41000           =>  x30=0x7ff012345678
    d503237f  hint #0x1b                        x30=0x7ff012345678 sp=0x41000             =>  x30=0x557ff012345678
    d50323ff  hint #0x1f                        x30=0x557ff012345678 sp=0x41000           =>  x30=0x7ff012345678
    d5031001  wfet x1                                                                   =>  exit=yield
    d5031021  wfit x1                                                                   =>  exit=yield
    d5033f5f  clrex                                                                     =>
    d503335f  clrex #0x3                                                                =>
    d503309f  dsb #0x00                                                                 =>
    d503349f  dsb #0x04                                                                 =>
    d5033a9f  dsb ishst                                                                 =>
    d5033b9f  dsb ish                         icache_stale=1                            =>  icache_stale=0
    d503339f  dsb osh                                                                   =>
    d50339bf  dmb ishld                                                                 =>
    d5033abf  dmb ishst                                                                 =>
    d5033bbf  dmb ish                                                                   =>
    d5033fbf  dmb sy                                                                    =>
    d5033ebf  dmb st                                                                    =>
    d50337bf  dmb nsh                                                                   =>
    d5033fdf  isb                                                                       =>
    d50333df  isb #0x3                                                                  =>
    d50330ff  sb                                                                        =>
    d50b7421  sys #3, C7, C4, #1, x1          x1=0x4107f mem64[0x41040]=1 mem64[0x41078]=-1 mem8[0x41080]=1 mem8[0x4103f]=1  =>  mem64[0x41040]=0 mem64[0x41078]=0
    d50b7521  sys #3, C7, C5, #1, x1          x1=0x10000                                =>  icache_stale=1 stale_not_start=0xfffffffffffeffff stale_end=0x10040
    d50b7521  sys #3, C7, C5, #1, x1          x1=0x1003f stale_not_start=0xfffffffffffeffbf stale_end=0x10080  =>  icache_stale=1 stale_not_start=0xfffffffffffeffff
    d50b7a21  sys #3, C7, C10, #1, x1         x1=0x41000                                =>
    d50b7b21  sys #3, C7, C11, #1, x1         x1=0x41000                                =>
    d50b7c21  sys #3, C7, C12, #1, x1         x1=0x41000                                =>
    d50b7d21  sys #3, C7, C13, #1, x1         x1=0x41000                                =>
    d50b7e21  sys #3, C7, C14, #1, x1         x1=0x41000                                =>
    d503413f  msr ssbs, #0x1                                                            =>  pstate=0x1000
    d503403f  msr ssbs, #0x0                  pstate=0x1001000                          =>  pstate=0x1000000
    d503415f  msr dit, #0x1                                                             =>  pstate=0x1000000
    d5380001  mrs x1, midr_el1                                                          =>  x1=0x413fd0c1
    d53800a1  mrs x1, mpidr_el1                                                         =>  x1=0x80000000
    d53800c1  mrs x1, revidr_el1              x1=7                                      =>  x1=0
    d5380521  mrs x1, id_aa64dfr1_el1         x1=7                                      =>  x1=0
    d5380761  mrs x1, s3_0_c0_c7_3            x1=7                                      =>  x1=0
    d5380021  mrs x1, s3_0_c0_c0_1                                                      =>  exit=illegal
    d53b0021  mrs x1, ctr_el0                                                           =>  x1=0x8444c004
    d53b00e1  mrs x1, dczid_el0                                                         =>  x1=4
    d53b2401  mrs x1, rndr                    nzcv=1111                                 =>  x1=? nzcv=0000
    d53b2421  mrs x1, rndrrs                  nzcv=1111                                 =>  x1=? nzcv=0000
    d53b4201  mrs x1, nzcv                    nzcv=1010                                 =>  x1=0xa0000000
    d51b4201  msr nzcv, x1                    x1=0xffffffff5fffffff nzcv=1010           =>  nzcv=0101
    d53b42a1  mrs x1, dit                     pstate=0x1001000                          =>  x1=0x1000000
    d51b42a1  msr dit, x1                     x1=-1                                     =>  pstate=0x1000000
    d53b42c1  mrs x1, ssbs                    pstate=0x1001000                          =>  x1=0x1000
    d51b42c1  msr ssbs, x1                    x1=-1                                     =>  pstate=0x1000
    d53b4401  mrs x1, fpcr                    fpcr=0x400000                             =>  x1=0x400000
    d51b4401  msr fpcr, x1                    x1=0xc00000                               =>  fpcr=0xc00000 exit=resync
    d53b4421  mrs x1, fpsr                    fpsr=0x0800001f                           =>  x1=0x0800001f
    d51b4421  msr fpsr, x1                    x1=0x08000001 fpsr=0x1e                   =>  fpsr=0x08000001
    d53bd041  mrs x1, tpidr_el0               tpidr_el0=0x1234                          =>  x1=0x1234
    d51bd041  msr tpidr_el0, x1               x1=0x1234                                 =>  tpidr_el0=0x1234
    d53bd061  mrs x1, tpidrro_el0             x1=7                                      =>  x1=0
    d53be001  mrs x1, cntfrq_el0                                                        =>  x1=0x3b9aca00
    d53be041  mrs x1, cntvct_el0                                                        =>  x1=?
";
