//! Every row of the EVEX instructions against a decoder that shares nothing with them: operands, displacements, and which part of AVX-512
//! has the instruction.

use host_x64::asm::{Asm, Mem};
use host_x64::evex::{ALL, Extension, Shape};
use host_x64::{Evex, Gpr, HostFeatures, Xmm};
use iced_x86::{CpuidFeature, Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register};

const IMM: u8 = 0x6b;

/// An r/m operand.
#[derive(Clone, Copy, Debug)]
enum Operand {
    Xmm(u8),
    Gpr(u8),
    Mem(Mem),
}

fn emit(e: Evex, d: Xmm, a: Xmm, rm: Operand) -> Vec<u8> {
    let mut asm = Asm::default();
    match (e.shape, rm) {
        (Shape::Three, Operand::Xmm(b)) => asm.evex(e, d, a, Xmm(b)),
        (Shape::Three, Operand::Mem(m)) => asm.evex(e, d, a, m),
        (Shape::ThreeImm, Operand::Xmm(b)) => asm.evex_i(e, d, a, Xmm(b), IMM),
        (Shape::ThreeImm, Operand::Mem(m)) => asm.evex_i(e, d, a, m, IMM),
        (Shape::Two, Operand::Xmm(b)) => asm.evex2(e, d, Xmm(b)),
        (Shape::Two, Operand::Mem(m)) => asm.evex2(e, d, m),
        (Shape::FromGpr, Operand::Gpr(r)) => asm.evex2(e, d, Gpr(r)),
        (Shape::Narrow(_), Operand::Xmm(b)) => asm.evex_narrow(e, Xmm(b), d),
        (Shape::Narrow(_), Operand::Mem(m)) => asm.evex_narrow(e, m, d),
        (Shape::Shift(_), Operand::Xmm(b)) => asm.evex_shift(e, d, Xmm(b), IMM),
        (Shape::Shift(_), Operand::Mem(m)) => asm.evex_shift(e, d, m, IMM),
        (shape, rm) => panic!("{shape:?} does not take {rm:?}"),
    }
    asm.finish();
    asm.buf
}

fn decode(bytes: &[u8], what: &str) -> Instruction {
    let mut decoder = Decoder::with_ip(64, bytes, 0, DecoderOptions::NONE);
    let insn = decoder.decode();
    assert!(!insn.is_invalid(), "{what}: {bytes:02x?}");
    assert_eq!(insn.len(), bytes.len(), "{what}: {bytes:02x?}");
    insn
}

fn xmm(n: u8) -> Register {
    Register::XMM0 + n as u32
}

fn check_rm(insn: &Instruction, at: u32, rm: Operand, what: &str) {
    match rm {
        Operand::Xmm(b) => assert_eq!(insn.op_register(at), xmm(b), "{what}"),
        Operand::Gpr(r) => {
            let register = insn.op_register(at).full_register();
            assert_eq!(register, Register::RAX + r as u32, "{what}");
        }
        Operand::Mem(m) => {
            assert_eq!(insn.op_kind(at), OpKind::Memory, "{what}");
            let gpr = |r: Option<Gpr>| r.map_or(Register::None, |r| Register::RAX + r.0 as u32);
            assert_eq!(insn.memory_base(), gpr(m.base), "{what}");
            assert_eq!(insn.memory_index(), gpr(m.index.map(|i| i.0)), "{what}");
            let scale = m.index.map_or(1, |(_, shift)| 1 << shift);
            assert_eq!(insn.memory_index_scale(), scale, "{what}");
            assert_eq!(insn.memory_displacement64() as i32, m.disp, "{what}");
        }
    }
}

fn check(name: &str, e: Evex, d: Xmm, a: Xmm, rm: Operand) {
    let bytes = emit(e, d, a, rm);
    let what = format!("{name} {d:?}, {a:?}, {rm:?}: {bytes:02x?}");
    let insn = decode(&bytes, &what);
    let mnemonic = format!("{:?}", insn.mnemonic()).to_uppercase();
    assert_eq!(mnemonic, name, "{what}");
    assert!(!insn.has_op_mask() && !insn.is_broadcast(), "{what}");
    let (result, sources) = match e.shape {
        Shape::Three | Shape::ThreeImm => (0, vec![(1, a)]),
        Shape::Two | Shape::FromGpr | Shape::Shift(_) => (0, vec![]),
        Shape::Narrow(_) => (1, vec![]),
    };
    assert_eq!(insn.op_register(result), xmm(d.0), "{what}");
    for (at, x) in &sources {
        assert_eq!(insn.op_register(*at), xmm(x.0), "{what}");
    }
    let at = match e.shape {
        Shape::Three | Shape::ThreeImm => 2,
        Shape::Narrow(_) => 0,
        _ => 1,
    };
    check_rm(&insn, at, rm, &what);
    if matches!(e.shape, Shape::ThreeImm | Shape::Shift(_)) {
        assert_eq!(insn.immediate8(), IMM, "{what}");
    }
}

/// Displacements at the edges of what one byte can say in units of 8, 16 and 64, and between units.
fn memories() -> Vec<Mem> {
    let mut all = vec![Mem::absolute(0x1230)];
    for base in (0..16).map(Gpr) {
        for unit in [8, 16, 64] {
            for disp in [
                0,
                1,
                unit,
                -unit,
                127 * unit,
                128 * unit,
                -128 * unit,
                -129 * unit,
            ] {
                all.push(Mem::base(base, disp));
            }
        }
        for index in (0..16).map(Gpr).filter(|r| *r != Gpr::RSP) {
            let disp = [0, 8, 16, 24, 0x4000_0000][index.0 as usize % 5];
            all.push(Mem::indexed(base, index, index.0 % 4, disp));
        }
    }
    all
}

#[test]
fn rows_are_what_they_are_called() {
    let memories = memories();
    for (name, e) in ALL {
        for d in (0..16).map(Xmm) {
            for b in 0..16 {
                let a = Xmm((d.0 * 7 + b * 3 + 1) % 16);
                let rm = match e.shape {
                    Shape::FromGpr => Operand::Gpr(b),
                    _ => Operand::Xmm(b),
                };
                check(name, *e, d, a, rm);
            }
        }
        if e.shape != Shape::FromGpr {
            let registers = (0..16).cycle().map(Xmm);
            for (m, d) in memories.iter().zip(registers) {
                check(name, *e, d, Xmm(15 - d.0), Operand::Mem(*m));
            }
        }
    }
}

#[test]
fn short_displacements_count_in_units() {
    let at = |disp| Operand::Mem(Mem::base(Gpr::RBX, disp));
    let len = |e, disp| emit(e, Xmm(1), Xmm(2), at(disp)).len();
    let (whole, half) = (host_x64::evex::VPABSQ, host_x64::evex::VPMOVUSQD);
    assert_eq!(
        [0, 16, 2032, 2048, 8].map(|disp| len(whole, disp)),
        [6, 7, 7, 10, 10]
    );
    assert_eq!(
        [0, 8, 1016, 1024, 4].map(|disp| len(half, disp)),
        [6, 7, 7, 10, 10]
    );
}

#[test]
fn rows_say_which_extension_they_take() {
    for (name, e) in ALL {
        let rm = match e.shape {
            Shape::FromGpr => Operand::Gpr(3),
            _ => Operand::Xmm(3),
        };
        let insn = decode(&emit(*e, Xmm(1), Xmm(2), rm), name);
        let extension = match e.extension {
            Extension::F => CpuidFeature::AVX512F,
            Extension::Bw => CpuidFeature::AVX512BW,
            Extension::Dq => CpuidFeature::AVX512DQ,
            Extension::Cd => CpuidFeature::AVX512CD,
            Extension::Bitalg => CpuidFeature::AVX512_BITALG,
            Extension::Vnni => CpuidFeature::AVX512_VNNI,
        };
        let mut found = insn.cpuid_features().to_vec();
        found.retain(|f| *f != CpuidFeature::AVX512VL);
        assert_eq!(found, [extension], "{name}");
        assert!(!HostFeatures::default().has(*e));
    }
}

#[test]
fn on_512_bits() {
    use host_x64::evex::{VMOVUPS_STORE, VSHUFF32X4};
    let zmm = |x: Xmm| Register::ZMM0 + x.0 as u32;
    for (x, y, z) in [(0, 4, 4), (3, 15, 8), (12, 1, 7)].map(|(x, y, z)| (Xmm(x), Xmm(y), Xmm(z))) {
        let insn = decode(&emit(VSHUFF32X4, x, y, Operand::Xmm(z.0)), "vshuff32x4");
        assert_eq!(insn.mnemonic(), Mnemonic::Vshuff32x4);
        let operands = [0, 1, 2].map(|at| insn.op_register(at));
        assert_eq!(operands, [x, y, z].map(zmm));
        for m in memories() {
            let insn = decode(&emit(VMOVUPS_STORE, x, y, Operand::Mem(m)), "vmovups");
            assert_eq!(insn.mnemonic(), Mnemonic::Vmovups);
            assert_eq!(insn.op_register(1), zmm(x));
            check_rm(&insn, 0, Operand::Mem(m), "vmovups");
        }
    }
}
