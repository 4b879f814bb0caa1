//! Random words and random IR never make the translator panic, and what the frontends lift always obeys the rules of the IR.
//!
//! `scripts/fuzz decoders` and `scripts/fuzz ir` run this for longer.

use host_x64::HostFeatures;
use ir::{
    Builder, CodeSource, CodeUnavailable, Features, Frontend, GuestAddr, LiftEnd, Op, Type, Value,
};
use testkit::fuzz;
use testkit::random::Random;

const PC: GuestAddr = 0x1_0000;

/// Code at [`PC`].
struct Code<'a>(&'a [u8]);

impl CodeSource for Code<'_> {
    fn fetch(&self, addr: GuestAddr, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        let rest = self.0.get(addr.wrapping_sub(PC) as usize..);
        let rest = rest
            .filter(|bytes| !bytes.is_empty())
            .ok_or(CodeUnavailable::NotMapped)?;
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Everything that is done with one instruction before it runs.
fn digest<F: Frontend>(builder: &Builder, bytes: &[u8], features: Features) {
    let _text = F::disassemble(PC, bytes);
    let _flags = F::flags_use(PC, bytes);
    builder.start(PC);
    if F::lift(builder, PC, bytes, features) == LiftEnd::Continue {
        builder.end(ir::Terminal::Jump { target: PC + 4 });
    }
    assert!(builder.ended(), "{bytes:02x?} has no end");
    builder.with_block(|block| {
        ir::verify::verify(block, F::REGS).unwrap_or_else(|e| panic!("{bytes:02x?}: {e}"));
    });
}

/// Random code, as a block: half of the words are those of a row, `known`, in random variations.
fn block<F: Frontend>(random: &mut Random, known: &[(u32, u32)], features: Features) -> Vec<u8> {
    let builder = Builder::new(F::REGS);
    let mut code = Vec::new();
    for _ in 0..16 {
        let mut word = random.bits() as u32;
        if random.below(4) != 0 {
            let (mask, value) = known[random.below(known.len())];
            word = word & !mask | value;
        }
        let bytes = word.to_le_bytes();
        let len = F::insn_len(&bytes);
        let features = if random.below(4) == 0 {
            Features(random.bits() as u128 | (random.bits() as u128) << 64)
        } else {
            features
        };
        digest::<F>(&builder, &bytes[..len], features);
        code.extend(&bytes[..len]);
    }
    code
}

fn fuzz_frontend<F: Frontend>(name: &'static str, known: &[(u32, u32)], features: Features) {
    let none = HostFeatures::default();
    let base = "+bmi1,+bmi2,+lzcnt,+popcnt,+movbe,+cmpxchg16b,+fma,+f16c,+avx2,+pclmulqdq,+aes";
    let base = none.with_overrides(base).expect("names of features");
    let all = base.with_overrides("+sha,+gfni,+avx512f,+avx512vl,+avx512bw,+avx512dq,+avx512cd,+avx512vbmi,+avx512bitalg,+avx512vnni");
    let hosts = [base, all.expect("names of features")];
    fuzz::run(name, 12_000, |random| {
        let code = block::<F>(random, known, features);
        let host = hosts[random.below(2)];
        let mut at = 0;
        while at < code.len() {
            let source = Code(&code);
            let Some((blob, len)) =
                runtime::translate_alone::<F>(PC + at as u64, &source, features, host)
            else {
                break; // the last instruction is not whole
            };
            assert!(!blob.bytes.is_empty() && len > 0);
            at += len as usize;
        }
    });
}

#[test]
fn decoders_riscv64() {
    let rows = guest_riscv::decode::ROWS.iter();
    let known: Vec<(u32, u32)> = rows
        .map(|row| (row.pattern.mask, row.pattern.value))
        .collect();
    fuzz_frontend::<guest_riscv::Riscv64>("decoders_riscv64", &known, guest_riscv::features::ALL);
}

#[test]
fn decoders_aarch64() {
    let rows = guest_aarch64::decode::ROWS.iter();
    let known: Vec<(u32, u32)> = rows
        .map(|row| (row.pattern.mask, row.pattern.value))
        .collect();
    fuzz_frontend::<guest_aarch64::Aarch64>(
        "decoders_aarch64",
        &known,
        guest_aarch64::features::ALL,
    );
}

/// Every compressed instruction, and every `stride`th word.
fn sweep<F: Frontend>(stride: u32, features: Features) {
    let builder = Builder::new(F::REGS);
    for half in 0..=u16::MAX {
        let bytes = half.to_le_bytes();
        if F::insn_len(&bytes) == 2 {
            digest::<F>(&builder, &bytes, features);
        }
    }
    for word in (0..=u32::MAX).step_by(stride as usize) {
        let bytes = word.to_le_bytes();
        if F::insn_len(&bytes) == 4 {
            digest::<F>(&builder, &bytes, features);
        }
    }
}

/// How much of all words [`sweep`] takes: one in so many. In a long run, half a billion of them.
fn stride() -> u32 {
    if std::env::var_os("EMU_FUZZ_SECONDS").is_some() {
        97
    } else {
        16_381
    }
}

#[test]
fn decoders_sweep_riscv64() {
    sweep::<guest_riscv::Riscv64>(stride(), guest_riscv::features::ALL);
}

#[test]
fn decoders_sweep_aarch64() {
    sweep::<guest_aarch64::Aarch64>(stride(), guest_aarch64::features::ALL);
}

/// A field of an operation becomes something else.
fn mutate(random: &mut Random, block: &mut ir::Block) {
    let n = block.insts.len();
    let ops = [
        Op::InsnStart,
        Op::SetReg,
        Op::Store,
        Op::Load,
        Op::Add,
        Op::ICmp,
        Op::FAdd,
        Op::VAdd,
        Op::FlagsAdd,
        Op::Select,
        Op::TrapIf,
    ];
    let types = [
        Type::Void,
        Type::F16,
        Type::F32,
        Type::I32,
        Type::I64,
        Type::F64,
        Type::V128,
        Type::Flags,
    ];
    let inst = &mut block.insts[random.below(n)];
    match random.below(6) {
        0 => inst.op = ops[random.below(ops.len())],
        1 => inst.ty = types[random.below(types.len())],
        2 => inst.aux = random.bits() as u8,
        3 => inst.args[random.below(3)] = Value(random.below(n + 4) as u32),
        4 => inst.args[random.below(3)] = Value(random.bits() as u32),
        _ => inst.imm = random.integer() as i64,
    }
}

#[test]
fn ir_verifier() {
    use guest_aarch64::Aarch64;
    let known: Vec<(u32, u32)> = guest_aarch64::decode::ROWS
        .iter()
        .map(|row| (row.pattern.mask, row.pattern.value))
        .collect();
    let builder = Builder::new(Aarch64::REGS);
    fuzz::run("ir_verifier", 30_000, |random| {
        let (mask, value) = known[random.below(known.len())];
        let word = random.bits() as u32 & !mask | value;
        digest::<Aarch64>(&builder, &word.to_le_bytes(), guest_aarch64::features::ALL);
        builder.with_block(|block| {
            mutate(random, block);
            // Whatever it says; the printer must cope with what is refused, too.
            let _verdict = ir::verify::verify(block, Aarch64::REGS);
        });
    });
}
