//! The rooms: one file per extension, named as in the riscv-opcodes repository. Each has `ROWS` (encodings), one
//! function per row (meaning) and `CASES` (examples that every engine must agree with).
//!
//! To add an instruction: a row, a function with the row's name, one case or more. To add a room: a file, a `mod` line and a
//! name in the list below.
//!
//! A case is one line: instruction word, its text, registers and memory before, `=>`, what is different
//! after; everything not named keeps its value (registers start as 0).
//!
//! ```text
//! 203140b3  sh2add ra, sp, gp    sp=1 gp=5                           =>  ra=9
//! 0085b503  ld a0, 8(a1)         a1=0x40000 mem64[0x40008]=7         =>  a0=7
//! 02c58553  fadd.d fa0, fa1, fa2, rne   fa1=1.5:d fa2=0x3ff0000000000000  =>  fa0=2.5:d fflags=0
//! 00000073  ecall                                                    =>  exit=syscall pc=0x10004
//! ```
//!
//! * Columns are separated by two or more spaces (so the text has none); `#` starts a comment.
//! * Names: ABI register names, `frm`, `fflags`, `fcsr`, `mem8|16|32|64[address]`; after `=>` also `pc=` (if not the next
//!   instruction) and `exit=` (syscall, illegal, breakpoint, flush_code, resync, yield, misaligned).
//! * Values: decimal, negative, hex, or floats with a suffix: `:d` binary64, `:s` and `:h` NaN-boxed binary32 and binary16
//!   (`1.5:s`, `-0:d`, `inf:h`, `nan:d` = canonical NaN).
//! * The instruction is at 0x10000; memory from 0x40000 to 0x42000 is mapped and zero.

mod rv_a;
mod rv_c;
mod rv_d;
mod rv_f;
mod rv_i;
mod rv_m;
mod rv_zabha;
mod rv_zacas;
mod rv_zawrs;
mod rv_zba;
mod rv_zbb;
mod rv_zbc;
mod rv_zbkb;
mod rv_zbkx;
mod rv_zbs;
mod rv_zcb;
mod rv_zcd;
mod rv_zcmop;
mod rv_zfa;
mod rv_zfh;
mod rv_zicbo;
mod rv_zicond;
mod rv_zicsr;
mod rv_zifencei;
mod rv_zihint;
mod rv_zimop;
mod rv_zknd;
mod rv_zkne;
mod rv_zknh;
mod rv_zksed;
mod rv_zksh;
mod xemu;

insn_table::rooms! {
    rv_i rv_m rv_a rv_f rv_d rv_c
    rv_zicbo rv_zicond rv_zicsr rv_zifencei rv_zihint rv_zimop
    rv_zabha rv_zacas rv_zawrs
    rv_zfa rv_zfh
    rv_zcb rv_zcd rv_zcmop
    rv_zba rv_zbb rv_zbc rv_zbkb rv_zbkx rv_zbs
    rv_zknd rv_zkne rv_zknh rv_zksed rv_zksh
    xemu
}
