//! What translation costs: nanoseconds per guest instruction for lifting and for compiling, over the code of a riscv64
//! program without its execution.
//!
//!     cargo bench --bench translate -- path/to/riscv64/program

use std::time::{Duration, Instant};

use guest_riscv::{Riscv64, features};
use host_x64::{CodeBlob, HostFeatures};
use ir::{Builder, Frontend, LiftEnd, Terminal};
use tier1::Tier1;

/// Bytes of the program's executable segments.
fn code(file: &[u8]) -> Vec<&[u8]> {
    let word = |at: usize| {
        let bytes = file.get(at..at + 8).and_then(|b| b.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes) as usize
    };
    let (table, count) = (word(32), word(56) & 0xffff);
    let headers = (0..count).map(|n| table + n * 56);
    let executable = headers.filter(|&h| word(h) as u32 == 1 && (word(h) >> 32) & 1 != 0);
    executable
        .filter_map(|h| file.get(word(h + 8)..word(h + 8) + word(h + 32)))
        .collect()
}

#[derive(Default)]
struct Cost {
    insns: u64,
    blocks: u64,
    host_bytes: u64,
    lift: Duration,
    compile: Duration,
}

fn translate(text: &[u8], cost: &mut Cost) {
    let builder = Builder::new(Riscv64::REGS);
    let mut tier1 = Tier1::new(Riscv64::REGS, Riscv64::HELPERS, HostFeatures::detect());
    let mut blob = CodeBlob::default();
    let mut at = 0;
    while at + 4 <= text.len() {
        let start = Instant::now();
        let pc = 0x10000 + at as u64;
        builder.start(pc);
        let begin = at;
        loop {
            let len = Riscv64::insn_len(&text[at..]);
            let full = at + len + 4 > text.len() || at - begin > 200;
            let insn_pc = 0x10000 + at as u64;
            let end = Riscv64::lift(&builder, insn_pc, &text[at..at + len], features::ALL);
            at += len;
            if end == LiftEnd::Ended {
                break;
            }
            if full {
                builder.end(Terminal::Jump {
                    target: insn_pc + len as u64,
                });
                break;
            }
        }
        let lifted = Instant::now();
        builder.with_block(|block| {
            let compiled = tier1.compile(block, &mut blob);
            compiled.expect("real code has few values alive");
            cost.insns += block.guest_insns as u64;
        });
        cost.compile += lifted.elapsed();
        cost.lift += lifted - start;
        cost.blocks += 1;
        cost.host_bytes += blob.bytes.len() as u64;
    }
}

fn main() {
    let Some(path) = std::env::args().skip(1).find(|a| !a.starts_with('-')) else {
        println!("usage: cargo bench --bench translate -- PROGRAM");
        return;
    };
    let file = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    for _ in 0..3 {
        let mut cost = Cost::default();
        code(&file)
            .into_iter()
            .for_each(|text| translate(text, &mut cost));
        let per_insn = |d: Duration| d.as_nanos() as f64 / cost.insns.max(1) as f64;
        println!(
            "{} instructions in {} blocks, {:.1} host bytes each: lift {:.0} ns, compile {:.0} ns per instruction",
            cost.insns,
            cost.blocks,
            cost.host_bytes as f64 / cost.insns.max(1) as f64,
            per_insn(cost.lift),
            per_insn(cost.compile)
        );
    }
}
