//! Branches and exception generation (Arm ARM, C4.1, "Branches, Exception Generating and System instructions").

use insn_table::FieldSpec;
use ir::{Cond as IntCond, ExitKind, GuestAddr, Terminal, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::pauth::{Key, authenticate};
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
    /// A number without meaning.
    Undefined { imm: UImm }
    /// To an authenticated address, with a modifier.
    Authenticated { b: InstructionKey, rn: X, rm: XSp }
    /// The same with modifier 0.
    AuthenticatedZ { b: InstructionKey, rn: X }
    /// To x30, authenticated with the stack pointer.
    AuthenticatedReturn { b: InstructionKey }
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
    hvc         "11010100 000 imm:16 00010"                         Exception   "hvc #{imm}";
    smc         "11010100 000 imm:16 00011"                         Exception   "smc #{imm}";
    hlt         "11010100 010 imm:16 00000"                         Exception   "hlt #{imm}";
    udf         "00000000 00000000 imm:16"                          Undefined   "udf #{imm}";

    braa        "1101011 1000 11111 00001 b:1 rn:5 rm:5"            Authenticated   "bra{b} {rn}, {rm}"     needs [PACA];
    braaz       "1101011 0000 11111 00001 b:1 rn:5 11111"           AuthenticatedZ  "bra{b}z {rn}"          needs [PACA];
    blraa       "1101011 1001 11111 00001 b:1 rn:5 rm:5"            Authenticated   "blra{b} {rn}, {rm}"    needs [PACA];
    blraaz      "1101011 0001 11111 00001 b:1 rn:5 11111"           AuthenticatedZ  "blra{b}z {rn}"         needs [PACA];
    retaa       "1101011 0010 11111 00001 b:1 11111 11111"          AuthenticatedReturn     "reta{b}"       needs [PACA];
}

const LINK: usize = 30;

/// Which of the two keys for instruction addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InstructionKey(bool);

impl InstructionKey {
    fn key(self) -> Key {
        if self.0 { Key::IB } else { Key::IA }
    }
}

impl Field for InstructionKey {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> InstructionKey {
        InstructionKey(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push(if self.0 { 'b' } else { 'a' });
    }
}

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
    b.branches(i.rn.0);
    b.end_jump(b.x(i.rn.0));
}

/// x30 = next; pc = rn
fn blr(b: &Lift, i: Register) {
    call_register(b, b.x(i.rn.0));
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

/// Undefined without a hypervisor.
fn hvc(b: &Lift, _: Exception) {
    b.illegal();
}

/// Undefined in user mode.
fn smc(b: &Lift, _: Exception) {
    b.illegal();
}

/// Undefined without a halting debugger.
fn hlt(b: &Lift, _: Exception) {
    b.illegal();
}

/// Undefined for ever.
fn udf(b: &Lift, _: Undefined) {
    b.illegal();
}

// --- authenticated ------------------------------------------------------------------------------------

fn call_register(b: &Lift, target: Value) {
    let ret = b.next_pc();
    b.set(regs::x_reg(LINK), b.iconst(ret));
    b.calls();
    b.end_call(target, ret);
}

/// pc = authenticated rn
fn braa(b: &Lift, i: Authenticated) {
    b.branches(i.rn.0);
    b.end_jump(authenticate(b, i.b.key(), b.x(i.rn.0), b.x_sp(i.rm.0)));
}

/// pc = authenticated rn
fn braaz(b: &Lift, i: AuthenticatedZ) {
    b.branches(i.rn.0);
    b.end_jump(authenticate(b, i.b.key(), b.x(i.rn.0), b.iconst(0)));
}

/// x30 = next; pc = authenticated rn
fn blraa(b: &Lift, i: Authenticated) {
    call_register(b, authenticate(b, i.b.key(), b.x(i.rn.0), b.x_sp(i.rm.0)));
}

/// x30 = next; pc = authenticated rn
fn blraaz(b: &Lift, i: AuthenticatedZ) {
    call_register(b, authenticate(b, i.b.key(), b.x(i.rn.0), b.iconst(0)));
}

/// pc = authenticated x30, the end of a call
fn retaa(b: &Lift, i: AuthenticatedReturn) {
    let link = b.get(regs::x_reg(LINK));
    let target = authenticate(b, i.b.key(), link, b.get(regs::SP));
    b.end(Terminal::Return { target });
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
    d4000062  hvc #0x3                                             =>  exit=illegal
    d4000063  smc #0x3                                             =>  exit=illegal
    d4400060  hlt #0x3                                             =>  exit=illegal
    00000005  udf #5                                               =>  exit=illegal
    d71f0822  braa x1, x2               x1=0x3f000000010008 x2=7   =>  pc=0x10008
    d71f0c3f  brab x1, sp               x1=0x60000000010008 sp=0x41000=>  pc=0x10008
    d61f083f  braaz x1                  x1=0x35000000010008        =>  pc=0x10008
    d63f0c3f  blrabz x1                 x1=0x21000000010008        =>  pc=0x10008 x30=0x10004
    d73f0822  blraa x1, x2              x1=0x3f000000010008 x2=7   =>  pc=0x10008 x30=0x10004
    d65f0bff  retaa                     x30=0x4b000000010008 sp=0x41000=>  pc=0x10008
    d65f0fff  retab                     x30=0x60000000010008 sp=0x41000=>  pc=0x10008
";
