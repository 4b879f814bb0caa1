//! Branches and exception generation (Arm ARM, C4.1, "Branches, Exception Generating and System instructions").

use ir::{Cond as IntCond, ExitKind, Terminal};

use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::regs;

operands! {
    /// Unconditional, immediate.
    Imm26 { imm: Label }
    /// Conditional.
    CondImm { cond: Cond, imm: Label }
    /// Compare and branch.
    CompareImm { sf: Sf, imm: Label, rt: R }
    /// Test bit and branch: the bit's number has its highest bit in bit 31.
    TestImm { bit: UImm, imm: Label, rt: R }
    /// To a register.
    Register { rn: X }
    /// Exception with a number.
    Exception { imm: Hex }
}

rows! { [BASE]
    b           "000101 imm:26"                                     Imm26       "b {imm}";
    bl          "100101 imm:26"                                     Imm26       "bl {imm}";
    b_cond      "01010100 imm:19 0 cond:4"                          CondImm     "b.{cond} {imm}";
    cbz         "sf:1 0110100 imm:19 rt:5"                          CompareImm  "cbz {rt}, {imm}";
    cbnz        "sf:1 0110101 imm:19 rt:5"                          CompareImm  "cbnz {rt}, {imm}";
    tbz         "bit[5] 0110110 bit[4:0] imm:14 rt:5"               TestImm     "tbz {rt}, #{bit}, {imm}";
    tbnz        "bit[5] 0110111 bit[4:0] imm:14 rt:5"               TestImm     "tbnz {rt}, #{bit}, {imm}";
    br          "1101011 0000 11111 000000 rn:5 00000"              Register    "br {rn}";
    blr         "1101011 0001 11111 000000 rn:5 00000"              Register    "blr {rn}";
    ret         "1101011 0010 11111 000000 rn:5 00000"              Register    "ret {rn}";
    svc         "11010100 000 imm:16 00001"                         Exception   "svc #{imm}";
    brk         "11010100 001 imm:16 00000"                         Exception   "brk #{imm}";
}

const LINK: usize = 30;

/// pc = target
fn b(b: &Lift, i: Imm26) {
    b.end(Terminal::Jump {
        target: i.imm.from(b.pc()),
    });
}

/// x30 = next; pc = target
fn bl(b: &Lift, i: Imm26) {
    let (target, ret) = (i.imm.from(b.pc()), b.next_pc());
    b.set(regs::x_reg(LINK), b.iconst(ret));
    b.end(Terminal::Call { target, ret });
}

/// if cond: pc = target
fn b_cond(b: &Lift, i: CondImm) {
    b.branch_if(b.holds(i.cond), i.imm);
}

/// if rt == 0: pc = target
fn cbz(b: &Lift, i: CompareImm) {
    b.branch_if(
        b.icmp(IntCond::Eq, b.r(i.sf, i.rt), b.constant(i.sf, 0)),
        i.imm,
    );
}

/// if rt != 0: pc = target
fn cbnz(b: &Lift, i: CompareImm) {
    b.branch_if(
        b.icmp(IntCond::Ne, b.r(i.sf, i.rt), b.constant(i.sf, 0)),
        i.imm,
    );
}

fn test_and_branch(b: &Lift, i: TestImm, cond: IntCond) {
    let bit = b.and_imm(b.x(i.rt), 1 << i.bit);
    b.branch_if(b.icmp(cond, bit, b.iconst(0)), i.imm);
}

/// if rt<bit> == 0: pc = target
fn tbz(b: &Lift, i: TestImm) {
    test_and_branch(b, i, IntCond::Eq);
}

/// if rt<bit> != 0: pc = target
fn tbnz(b: &Lift, i: TestImm) {
    test_and_branch(b, i, IntCond::Ne);
}

/// pc = rn
fn br(b: &Lift, i: Register) {
    b.jump_to(b.x(i.rn.0));
}

/// x30 = next; pc = rn
fn blr(b: &Lift, i: Register) {
    let (target, ret) = (b.x(i.rn.0), b.next_pc());
    b.set(regs::x_reg(LINK), b.iconst(ret));
    b.call_to(target, ret);
}

/// pc = rn, the end of a call
fn ret(b: &Lift, i: Register) {
    b.end(Terminal::Return {
        target: b.x(i.rn.0),
    });
}

/// System call.
fn svc(b: &Lift, _: Exception) {
    b.exit(ExitKind::Syscall);
}

/// Breakpoint.
fn brk(b: &Lift, _: Exception) {
    b.exit(ExitKind::Breakpoint);
}

pub(crate) const CASES: &str = "
    14000002  b 0x10008                                            =>  pc=0x10008
    17ffffe0  b 0xff80                                             =>  pc=0xff80
    94000002  bl 0x10008                                           =>  pc=0x10008 x30=0x10004
    54000040  b.eq 0x10008              nzcv=0100                  =>  pc=0x10008
    54000041  b.ne 0x10008              nzcv=0100                  =>
    b4000041  cbz x1, 0x10008                                      =>  pc=0x10008
    34000041  cbz w1, 0x10008           x1=0x100000000             =>  pc=0x10008
    b5000041  cbnz x1, 0x10008          x1=0x100000000             =>  pc=0x10008
    b6f80041  tbz x1, #63, 0x10008      x1=-1                      =>
    37000041  tbnz w1, #0, 0x10008      x1=1                       =>  pc=0x10008
    d61f0020  br x1                     x1=0x10008                 =>  pc=0x10008
    d63f0020  blr x1                    x1=0x10008                 =>  pc=0x10008 x30=0x10004
    d65f03c0  ret x30                   x30=0x10008                =>  pc=0x10008
    d4000001  svc #0x0                                             =>  exit=syscall pc=0x10004
    d4200020  brk #0x1                                             =>  exit=breakpoint
";
