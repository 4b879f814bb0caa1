//! Zicbom, Zicbop, Zicboz: cache-block operations. The block size told to the guest is 64 bytes.
//!
//! Linux lets user programs clean, flush and zero; cbo.inval is left illegal. Caches of the host are coherent, so
//! clean and flush only have to fault where the address is not accessible.

use ir::{MemKind, Type, Value, Width};

use crate::lift::{Lift, rows};
use crate::operands::*;

/// Bytes of a cache block, as riscv_hwprobe reports them.
pub(crate) const BLOCK_BYTES: u64 = 64;

rows! { [ZICBOM]
    cbo_inval   "000000000000 rs1:5 010 00000 0001111"            Block    "({rs1})";
    cbo_clean   "000000000001 rs1:5 010 00000 0001111"            Block    "({rs1})";
    cbo_flush   "000000000010 rs1:5 010 00000 0001111"            Block    "({rs1})";
    cbo_zero    "000000000100 rs1:5 010 00000 0001111"            Block    "({rs1})"        needs [ZICBOZ];
    prefetch_i  "imm[11:5] 00000 rs1:5 110 00000 0010011"         Prefetch "{imm}({rs1})"   over ori  needs [ZICBOP];
    prefetch_r  "imm[11:5] 00001 rs1:5 110 00000 0010011"         Prefetch "{imm}({rs1})"   over ori  needs [ZICBOP];
    prefetch_w  "imm[11:5] 00011 rs1:5 110 00000 0010011"         Prefetch "{imm}({rs1})"   over ori  needs [ZICBOP];
}

fn block_start(b: &Lift, rs1: X) -> Value {
    b.and_imm(b.x(rs1), !(BLOCK_BYTES - 1))
}

fn check_access(b: &Lift, rs1: X) {
    b.load(Type::I64, MemKind::u(Width::B1), b.x(rs1), 0);
}

/// Drops a block from the caches: not for user programs.
fn cbo_inval(b: &Lift, _: Block) {
    b.illegal();
}

/// Writes a block back.
fn cbo_clean(b: &Lift, i: Block) {
    check_access(b, i.rs1);
}

/// Writes a block back and drops it from the caches.
fn cbo_flush(b: &Lift, i: Block) {
    check_access(b, i.rs1);
}

/// Zeroes the block that contains rs1.
fn cbo_zero(b: &Lift, i: Block) {
    let (start, zero) = (block_start(b, i.rs1), b.iconst(0));
    for offset in (0..BLOCK_BYTES as i64).step_by(8) {
        b.store(Width::B8, start, offset, zero);
    }
}

/// rs1 + imm will be executed.
fn prefetch_i(_: &Lift, _: Prefetch) {}
/// rs1 + imm will be read.
fn prefetch_r(_: &Lift, _: Prefetch) {}
/// rs1 + imm will be written.
fn prefetch_w(_: &Lift, _: Prefetch) {}

pub(crate) const CASES: &str = "
    0005200f  cbo.inval (a0)          a0=0x40000         =>  exit=illegal
    0015200f  cbo.clean (a0)          a0=0x40007         =>
    0025200f  cbo.flush (a0)          a0=0x40007         =>
    0045200f  cbo.zero (a0)           a0=0x40047 mem64[0x40038]=1 mem64[0x40040]=2 mem64[0x40078]=3 mem64[0x40080]=4  =>  mem64[0x40040]=0 mem64[0x40078]=0
    02056013  prefetch.i 32(a0)       a0=0               =>
    fe156013  prefetch.r -32(a0)      a0=0               =>
    00356013  prefetch.w 0(a0)        a0=0               =>
";
