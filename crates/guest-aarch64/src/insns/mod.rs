//! The rooms: one file per encoding group of the Arm manual (or part of a large one). Each has `ROWS` (encodings), one
//! function per row (meaning) and `CASES` (examples that every engine must agree with).
//!
//! To add an instruction: a row, a function with the row's name, one case or more. To add a room: a file, a `mod` line and a
//! name in the list below.
//!
//! A case is one line: instruction word, its text, registers and memory before, `=>`, what is different
//! after; everything not named keeps its value (registers start as 0).
//!
//! ```text
//! 8b020020  add x0, x1, x2          x1=1 x2=2                      =>  x0=3
//! eb02003f  subs xzr, x1, x2        x1=1 x2=1                      =>  nzcv=0110
//! d4000001  svc #0x0                                               =>  exit=syscall pc=0x10004
//! ```
//!
//! * Columns are separated by two or more spaces (so the text has none); `#` followed by a space starts a comment.
//! * Text is what objdump prints with `-M no-aliases`.
//! * Names: x0..x30, sp, v0..v31 (128 bits), nzcv (four binary digits), `fpsr`, `fpcr`, `mem8|16|32|64|128[address]`; after `=>` also
//!   `pc=` (if not the next instruction) and `exit=` (syscall, illegal, breakpoint, flush_code, resync, yield, misaligned, fault).
//! * The instruction is at 0x10000; memory from 0x40000 to 0x42000 is mapped and zero.

mod branch;
mod crc32;
mod crypto_aes;
mod crypto_sha;
mod crypto_sha3;
mod crypto_sm;
mod cssc;
mod dp_imm;
mod dp_reg;
mod flagm;
mod fp_arith;
mod fp_compare;
mod fp_convert;
mod ldst_atomic;
mod ldst_exclusive;
mod ldst_imm;
mod ldst_mops;
mod ldst_pair;
mod ldst_pauth;
mod ldst_reg;
mod ldst_structures;
mod pauth;
mod simd_by_element;
mod simd_complex;
mod simd_copy;
mod simd_dot;
mod simd_fhm;
mod simd_fp_across;
mod simd_fp_by_element;
mod simd_fp_convert;
mod simd_fp_three_same;
mod simd_fp_two_reg;
mod simd_imm;
mod simd_shift_imm;
mod simd_three_diff;
mod simd_three_same;
mod simd_two_reg;
mod system;
mod xemu;

pub(crate) use dp_imm::is_bit_mask;
pub use ldst_mops::restart_sequence;

insn_table::rooms! {
    branch
    crc32
    crypto_aes
    crypto_sha
    crypto_sha3
    crypto_sm
    cssc
    dp_imm
    dp_reg
    flagm
    fp_arith
    fp_compare
    fp_convert
    ldst_atomic
    ldst_exclusive
    ldst_imm
    ldst_mops
    ldst_pair
    ldst_pauth
    ldst_reg
    ldst_structures
    pauth
    simd_by_element
    simd_complex
    simd_copy
    simd_dot
    simd_fhm
    simd_fp_across
    simd_fp_by_element
    simd_fp_convert
    simd_fp_three_same
    simd_fp_two_reg
    simd_imm
    simd_shift_imm
    simd_three_diff
    simd_three_same
    simd_two_reg
    system
    xemu
}
