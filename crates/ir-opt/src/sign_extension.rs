//! Sign extensions of what is sign-extended already.
//!
//! RISC-V keeps 32-bit values sign-extended in 64-bit registers, and compilers extend once more where they
//! cannot prove it: `lw` then `sext.w`, `addw` then `slli`/`srai`. An `sext32(trunc(v))` is `v` if the upper half of
//! `v` repeats bit 31, and the second `sext32` of one value is the first.

use ir::{Block, Inst, MemKind, Op, Type, Value, Width};

/// The pass with its buffers.
#[derive(Debug, Default)]
pub struct SignExtension {
    /// What each value is replaced by; itself mostly.
    same_as: Vec<Value>,
    /// The first SExt32 of each value.
    extended: Vec<Value>,
}

impl SignExtension {
    /// Runs the pass on `block`. Operations that lose their last use stay, unused.
    pub fn run(&mut self, block: &mut Block) {
        if !block.insts.iter().any(|inst| inst.op == Op::SExt32) {
            return;
        }
        let count = block.insts.len();
        self.same_as.clear();
        self.same_as.extend((0..count as u32).map(Value));
        self.extended.clear();
        self.extended.resize(count, Value::NONE);
        for i in 0..count {
            self.redirect(block, i);
            if block.insts[i].op == Op::SExt32 {
                self.same_as[i] = self.extension(block, Value(i as u32));
            }
        }
        if let Some(v) = block.terminal.operand_mut() {
            *v = self.same_as[v.index()];
        }
    }

    /// Points the operands of operation `i` to what replaces them.
    fn redirect(&self, block: &mut Block, i: usize) {
        let Block { insts, extra, .. } = block;
        for v in insts[i].args_mut(extra) {
            *v = self.same_as[v.index()];
        }
    }

    /// The value that `v`, an SExt32, equals.
    fn extension(&mut self, block: &Block, v: Value) -> Value {
        let narrow = block.inst(v).args[0];
        let source = block.inst(narrow);
        if source.op == Op::Trunc && is_sign_extended(block, source.args[0]) {
            return source.args[0];
        }
        let first = &mut self.extended[narrow.index()];
        if *first == Value::NONE {
            *first = v;
        }
        *first
    }
}

/// True if bits 63..32 of the I64 `v` are known to equal bit 31.
fn is_sign_extended(block: &Block, v: Value) -> bool {
    let inst = block.inst(v);
    let plainly = |v: &Value| is_plainly_sign_extended(block, *v);
    let is_logic = matches!(inst.op, Op::And | Op::Or | Op::Xor);
    plainly(&v) || is_logic && inst.args[..2].iter().all(plainly)
}

/// As [`is_sign_extended`], from the operation itself.
fn is_plainly_sign_extended(block: &Block, v: Value) -> bool {
    let inst = block.inst(v);
    match inst.op {
        Op::SExt32 | Op::ICmp | Op::FCmp | Op::FClass | Op::FCvtMod | Op::StoreExclusive => true,
        Op::IConst => inst.imm == i64::from(inst.imm as i32),
        Op::Load => inst.ty == Type::I64 && load_is_sign_extended(inst),
        Op::LoadExclusive => inst.width() == Width::B4,
        Op::Sar => block.iconst(inst.args[1]).is_some_and(|n| n & 63 >= 32),
        Op::Shr => block.iconst(inst.args[1]).is_some_and(|n| n & 63 >= 33),
        Op::And => inst.args[..2]
            .iter()
            .any(|a| block.iconst(*a).is_some_and(|k| k <= i32::MAX as u64)),
        _ => false,
    }
}

fn load_is_sign_extended(inst: &Inst) -> bool {
    let MemKind { width, signed, .. } = inst.mem();
    match width {
        Width::B1 | Width::B2 => true,
        Width::B4 => signed,
        Width::B8 | Width::B16 => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ir::{Builder, NanMode, Reg, RegFile, RegInfo};

    const fn reg(name: &'static str, offset: u16) -> RegInfo {
        RegInfo {
            name,
            ty: Type::I64,
            offset,
        }
    }

    static REGS: RegFile = RegFile {
        isa: "test",
        regs: &[reg("a", 0), reg("b", 8)],
        hot_gprs: &[],
        hot_fprs: &[],
        pc_offset: 16,
        frm_offset: 24,
        fflags_offset: 28,
        state_size: 32,
        nan_mode: NanMode::Canonical,
        fp_mode_offset: None,
        stale_code_offset: None,
        tiny_before_rounding: false,
        pc_align_shift: 1,
    };

    /// The value written to register `a` by the last SetReg, after the pass.
    fn written(build: impl Fn(&Builder) -> Value) -> (Inst, usize) {
        let b = Builder::new(&REGS);
        b.start(0);
        b.insn(0, 4);
        b.set(Reg(0), build(&b));
        b.with_block(|block| {
            SignExtension::default().run(block);
            ir::verify::verify(block, &REGS).expect("still a block");
            let set = block.insts.last().expect("a write");
            (*block.inst(set.args[0]), set.args[0].index())
        })
    }

    #[test]
    fn a_loaded_word_needs_no_second_extension() {
        let load = |signed| {
            move |b: &Builder| {
                let kind = MemKind {
                    signed,
                    ..MemKind::u(Width::B4)
                };
                b.sext_low32(b.load(Type::I64, kind, b.get(Reg(1)), 0))
            }
        };
        assert_eq!(written(load(true)).0.op, Op::Load);
        assert_eq!(written(load(false)).0.op, Op::SExt32);
    }

    #[test]
    fn the_second_extension_is_the_first() {
        let (inst, index) = written(|b| {
            let sum = b.add(b.trunc(b.get(Reg(0))), b.trunc(b.get(Reg(1))));
            b.set(Reg(1), b.sext32(sum));
            b.sext32(sum)
        });
        assert_eq!(inst.op, Op::SExt32);
        let (again, other) = written(|b| {
            let sum = b.add(b.trunc(b.get(Reg(0))), b.trunc(b.get(Reg(1))));
            b.sext32(sum)
        });
        assert_eq!((inst.op, index), (again.op, other));
    }

    #[test]
    fn logic_on_extended_values_gives_an_extended_one() {
        let xor = |other: fn(&Builder) -> Value| {
            move |b: &Builder| {
                let word = b.sext32(b.add(b.trunc(b.get(Reg(0))), b.trunc(b.get(Reg(1)))));
                b.sext_low32(b.xor(word, other(b)))
            }
        };
        assert_eq!(written(xor(|b| b.iconst(5))).0.op, Op::Xor);
        assert_eq!(written(xor(|b| b.iconst(1 << 40))).0.op, Op::SExt32);
        assert_eq!(written(xor(|b| b.get(Reg(1)))).0.op, Op::SExt32);
    }

    #[test]
    fn masks_and_shifts_that_clear_the_upper_half_count() {
        let masked = |mask| move |b: &Builder| b.sext_low32(b.and_imm(b.get(Reg(1)), mask));
        assert_eq!(written(masked(0x7fff_ffff)).0.op, Op::And);
        assert_eq!(written(masked(0xffff_ffff)).0.op, Op::SExt32);
        let shifted = |n| move |b: &Builder| b.sext_low32(b.shr_imm(b.get(Reg(1)), n));
        assert_eq!(written(shifted(33)).0.op, Op::Shr);
        assert_eq!(written(shifted(32)).0.op, Op::SExt32);
    }
}
