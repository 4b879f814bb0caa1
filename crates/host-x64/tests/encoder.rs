//! Every instruction form of the encoder, with all registers and addressing modes, against a decoder that shares
//! nothing with it.

use host_x64::asm::{Alu, Asm, Cc, Mem, Shift, Size, Unary};
use host_x64::opcodes as o;
use host_x64::{Gpr, Xmm, disasm};

const QWORDS: [&str; 16] = [
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13",
    "r14", "r15",
];
const DWORDS: [&str; 16] = [
    "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "r8d", "r9d", "r10d", "r11d", "r12d",
    "r13d", "r14d", "r15d",
];
const WORDS: [&str; 16] = [
    "ax", "cx", "dx", "bx", "sp", "bp", "si", "di", "r8w", "r9w", "r10w", "r11w", "r12w", "r13w",
    "r14w", "r15w",
];
const BYTES: [&str; 16] = [
    "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil", "r8b", "r9b", "r10b", "r11b", "r12b",
    "r13b", "r14b", "r15b",
];

fn q(r: Gpr) -> &'static str {
    QWORDS[r.0 as usize]
}

fn sized(size: Size, r: Gpr) -> &'static str {
    match size {
        Size::D => DWORDS[r.0 as usize],
        Size::Q => q(r),
    }
}

fn part(bytes: u32, r: Gpr) -> &'static str {
    match bytes {
        1 => BYTES[r.0 as usize],
        2 => WORDS[r.0 as usize],
        4 => DWORDS[r.0 as usize],
        _ => q(r),
    }
}

fn hex(n: i64) -> String {
    match n {
        0..=9 => n.to_string(),
        _ => format!("{n:#x}"),
    }
}

/// A memory operand as the decoder prints it.
fn memory(m: Mem) -> String {
    let mut text = String::from("[");
    if let Some(base) = m.base {
        text += q(base);
    }
    if let Some((index, shift)) = m.index {
        if m.base.is_some() {
            text += "+";
        }
        text += q(index);
        if shift > 0 || m.base.is_none() {
            text += &format!("*{}", 1 << shift);
        }
    }
    let disp = m.disp as i64;
    if m.base.is_none() && m.index.is_none() {
        text += &hex(disp);
    } else if disp < 0 {
        text += &format!("-{}", hex(-disp));
    } else if disp > 0 {
        text += &format!("+{}", hex(disp));
    }
    text + "]"
}

fn gprs() -> impl Iterator<Item = Gpr> {
    (0..16).map(Gpr)
}

/// Each base alone and with each index, with displacements of each length.
fn memories() -> Vec<Mem> {
    let mut all = vec![Mem::absolute(0x1234), Mem::absolute(0x7fff_fff0)];
    for base in gprs() {
        for disp in [0, 1, -128, 127, 128, -129, 0x1234_5678] {
            all.push(Mem::base(base, disp));
        }
        for index in gprs().filter(|r| *r != Gpr::RSP) {
            let shift = index.0 % 4;
            let disp = [0, 8, 0x4000_0000][index.0 as usize % 3];
            all.push(Mem::indexed(base, index, shift, disp));
        }
    }
    all
}

fn check(emit: impl FnOnce(&mut Asm), expected: &str) {
    let mut asm = Asm::default();
    emit(&mut asm);
    asm.finish();
    let text = disasm(&asm.buf, 0);
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("").trim_start();
    let found = first.split_once(": ").map_or("", |(_, insn)| insn);
    // The sizes that the decoder adds where it finds them helpful are not the point here.
    let plain = |s: &str| {
        let names = [
            "qword ptr ",
            "dword ptr ",
            "word ptr ",
            "byte ptr ",
            "xmmword ptr ",
            "short ",
        ];
        names
            .iter()
            .fold(s.to_string(), |s, name| s.replace(name, ""))
    };
    assert_eq!(
        plain(found).replace("xmm", "x"),
        plain(expected).replace("xmm", "x"),
        "{:02x?}",
        asm.buf
    );
    assert_eq!(
        lines.next(),
        None,
        "more than one instruction in {:02x?}",
        asm.buf
    );
}

#[test]
fn two_register_arithmetic() {
    let names = [
        (Alu::Add, "add"),
        (Alu::Or, "or"),
        (Alu::Adc, "adc"),
        (Alu::And, "and"),
        (Alu::Sub, "sub"),
        (Alu::Xor, "xor"),
        (Alu::Cmp, "cmp"),
    ];
    for (alu, name) in names {
        for size in [Size::D, Size::Q] {
            for (a, b) in gprs().flat_map(|a| gprs().map(move |b| (a, b))) {
                let (x, y) = (sized(size, a), sized(size, b));
                check(|s| s.alu(alu, size, a, b), &format!("{name} {x}, {y}"));
            }
            for m in memories() {
                let r = sized(size, Gpr::R9);
                check(
                    |s| s.alu(alu, size, Gpr::R9, m),
                    &format!("{name} {r}, {}", memory(m)),
                );
                check(
                    |s| s.alu_store(alu, size, m, Gpr::R9),
                    &format!("{name} {}, {r}", memory(m)),
                );
            }
            for (r, k) in gprs().flat_map(|r| [1, 127, 0x1234].map(|k| (r, k))) {
                let text = format!("{name} {}, {}", sized(size, r), hex(k as i64));
                check(|s| s.alu_imm(alu, size, r, k), &text);
            }
        }
    }
}

#[test]
fn moves() {
    for (a, b) in gprs().flat_map(|a| gprs().map(move |b| (a, b))) {
        check(|s| s.mov(Size::Q, a, b), &format!("mov {}, {}", q(a), q(b)));
        check(
            |s| s.movzx8(a, b),
            &format!("movzx {}, {}", DWORDS[a.0 as usize], BYTES[b.0 as usize]),
        );
        check(
            |s| s.movsx8(Size::Q, a, b),
            &format!("movsx {}, {}", q(a), BYTES[b.0 as usize]),
        );
        check(
            |s| s.legacy(o::MOVSXD, Size::Q, a, b),
            &format!("movsxd {}, {}", q(a), DWORDS[b.0 as usize]),
        );
        check(
            |s| s.cmov(Cc::L, Size::Q, a, b),
            &format!("cmovl {}, {}", q(a), q(b)),
        );
    }
    for m in memories() {
        check(
            |s| s.lea(Size::Q, Gpr::RDI, m),
            &format!("lea rdi, {}", memory(m)),
        );
        for bytes in [1, 2, 4, 8] {
            for r in [Gpr::RAX, Gpr::RSI, Gpr::R13] {
                let text = format!("mov {}, {}", memory(m), part(bytes, r));
                check(|s| s.store(bytes, m, r), &text);
            }
            check(
                |s| s.store_imm(bytes, m, 5),
                &format!("mov {}, 5", memory(m)),
            );
        }
    }
    for r in gprs() {
        check(
            |s| s.mov_imm(r, 7),
            &format!("mov {}, 7", DWORDS[r.0 as usize]),
        );
        check(
            |s| s.mov_imm(r, u64::MAX),
            &format!("mov {}, 0xffffffffffffffff", q(r)),
        );
        check(
            |s| s.mov_imm(r, 1 << 40),
            &format!("mov {}, 0x10000000000", q(r)),
        );
        check(
            |s| s.setcc(Cc::A, r),
            &format!("seta {}", BYTES[r.0 as usize]),
        );
        check(|s| s.push(r), &format!("push {}", q(r)));
        check(|s| s.bswap(Size::Q, r), &format!("bswap {}", q(r)));
        check(|s| s.jmp_reg(r), &format!("jmp {}", q(r)));
        check(|s| s.call_reg(r), &format!("call {}", q(r)));
    }
}

#[test]
fn one_register_arithmetic() {
    let unary = [
        (Unary::Not, "not"),
        (Unary::Neg, "neg"),
        (Unary::Mul, "mul"),
        (Unary::Imul, "imul"),
        (Unary::Div, "div"),
        (Unary::Idiv, "idiv"),
    ];
    let shifts = [
        (Shift::Rol, "rol"),
        (Shift::Ror, "ror"),
        (Shift::Shl, "shl"),
        (Shift::Shr, "shr"),
        (Shift::Sar, "sar"),
    ];
    for (r, size) in gprs().flat_map(|r| [Size::D, Size::Q].map(|s| (r, s))) {
        let x = sized(size, r);
        // The decoder leaves out an operand that is the same as the result.
        let other = Gpr((r.0 + 3) % 16);
        for (op, name) in unary {
            check(|s| s.unary(op, size, r), &format!("{name} {x}"));
        }
        for (op, name) in shifts {
            check(|s| s.shift_imm(op, size, r, 1), &format!("{name} {x}, 1"));
            check(
                |s| s.shift_imm(op, size, r, 31),
                &format!("{name} {x}, 0x1f"),
            );
            check(|s| s.shift_cl(op, size, r), &format!("{name} {x}, cl"));
        }
        check(
            |s| s.test(size, r, Gpr::R8),
            &format!("test {x}, {}", sized(size, Gpr::R8)),
        );
        check(|s| s.test_imm(size, r, 0x100), &format!("test {x}, 0x100"));
        check(
            |s| s.test_imm(size, r, 1),
            &format!("test {}, 1", BYTES[r.0 as usize]),
        );
        check(
            |s| s.imul_imm(size, r, other, 100),
            &format!("imul {x}, {}, 0x64", sized(size, other)),
        );
        check(
            |s| s.imul_imm(size, r, other, 1000),
            &format!("imul {x}, {}, 0x3e8", sized(size, other)),
        );
        check(
            |s| s.rorx(size, r, Gpr::R10, 9),
            &format!("rorx {x}, {}, 9", sized(size, Gpr::R10)),
        );
        for (opc, name) in [(o::SHLX, "shlx"), (o::SHRX, "shrx"), (o::SARX, "sarx")] {
            let (value, count) = (sized(size, Gpr::R11), sized(size, r));
            check(
                |s| s.bmi(opc, size, Gpr::RSI, r, Gpr::R11),
                &format!("{name} {}, {value}, {count}", sized(size, Gpr::RSI)),
            );
        }
        check(
            |s| s.bmi(o::ANDN, size, r, Gpr::R12, Gpr::RCX),
            &format!(
                "andn {x}, {}, {}",
                sized(size, Gpr::R12),
                sized(size, Gpr::RCX)
            ),
        );
        check(
            |s| s.bmi(o::MULX, size, r, Gpr::R9, Gpr::RCX),
            &format!(
                "mulx {x}, {}, {}",
                sized(size, Gpr::R9),
                sized(size, Gpr::RCX)
            ),
        );
        for (opc, name) in [
            (o::LZCNT, "lzcnt"),
            (o::TZCNT, "tzcnt"),
            (o::POPCNT, "popcnt"),
            (o::IMUL, "imul"),
        ] {
            check(
                |s| s.legacy(opc, size, r, Gpr::R14),
                &format!("{name} {x}, {}", sized(size, Gpr::R14)),
            );
        }
    }
    check(|s| s.lahf(), "lahf");
    check(|s| s.sahf(), "sahf");
    check(|s| s.cmc(), "cmc");
    check(|s| s.stc(), "stc");
    check(|s| s.add_al(0x7f), "add al, 0x7f");
    check(|s| s.sign_to_rdx(Size::Q), "cqo");
    check(|s| s.sign_to_rdx(Size::D), "cdq");
}

#[test]
fn atomics() {
    for m in memories() {
        for bytes in [1, 2, 4, 8] {
            for r in [Gpr::RCX, Gpr::RDI, Gpr::R8] {
                let (x, at) = (part(bytes, r), memory(m));
                check(
                    |s| s.lock_alu(Alu::Add, bytes, m, r),
                    &format!("lock add {at}, {x}"),
                );
                check(
                    |s| s.lock_xadd(bytes, m, r),
                    &format!("lock xadd {at}, {x}"),
                );
                check(|s| s.xadd(bytes, m, r), &format!("xadd {at}, {x}"));
                check(|s| s.xchg(bytes, m, r), &format!("xchg {at}, {x}"));
                check(
                    |s| s.lock_cmpxchg(bytes, m, r),
                    &format!("lock cmpxchg {at}, {x}"),
                );
            }
        }
        check(
            |s| s.lock_cmpxchg16b(m),
            &format!("lock cmpxchg16b {}", memory(m)),
        );
        check(|s| s.lock_bts(m, 3), &format!("lock bts {}, 3", memory(m)));
        check(
            |s| s.lock_or_imm(m, 0),
            &format!("lock or {}, 0", memory(m)),
        );
        check(|s| s.vldmxcsr(m), &format!("vldmxcsr {}", memory(m)));
        check(|s| s.vstmxcsr(m), &format!("vstmxcsr {}", memory(m)));
    }
}

#[test]
fn vector_registers() {
    let xmms = || (0..16).map(Xmm);
    for (d, a) in xmms().flat_map(|d| xmms().map(move |a| (d, a))) {
        let b = Xmm((d.0 + 5) % 16);
        let names = format!("xmm{}, xmm{}, xmm{}", d.0, a.0, b.0);
        check(
            |s| s.vex(o::scalar(true, o::VADD), d, a, b),
            &format!("vaddsd {names}"),
        );
        check(
            |s| s.vex(o::scalar(false, o::VDIV), d, a, b),
            &format!("vdivss {names}"),
        );
        check(|s| s.vex(o::VXORPS, d, a, b), &format!("vxorps {names}"));
        check(|s| s.vex(o::VPSHUFB, d, a, b), &format!("vpshufb {names}"));
        check(
            |s| s.vex_w(o::fma(true, false, false), true, d, a, b),
            &format!("vfmadd231sd {names}"),
        );
        check(
            |s| s.vex_w(o::fma(false, true, true), false, d, a, b),
            &format!("vfnmsub213ss {names}"),
        );
        check(
            |s| s.vex_i(o::VROUNDSD, d, a, b, 9),
            &format!("vroundsd {names}, 9"),
        );
        let two = format!("xmm{}, xmm{}", d.0, a.0);
        check(|s| s.vex2(o::VMOVAPS, d, a), &format!("vmovaps {two}"));
        check(
            |s| s.vex2(o::compare(true, o::VUCOMI), d, a),
            &format!("vucomisd {two}"),
        );
        check(
            |s| s.vex2(o::compare(false, o::VCOMI), d, a),
            &format!("vcomiss {two}"),
        );
        check(|s| s.vex2(o::VPTEST, d, a), &format!("vptest {two}"));
        check(|s| s.vex2(o::VPMOVZXWQ, d, a), &format!("vpmovzxwq {two}"));
    }
    for (x, r) in xmms().flat_map(|x| gprs().map(move |r| (x, r))) {
        let (x_name, d) = (format!("xmm{}", x.0), DWORDS[r.0 as usize]);
        check(
            |s| s.vmov_from(Size::Q, x, r),
            &format!("vmovq {x_name}, {}", q(r)),
        );
        check(
            |s| s.vmov_to(Size::D, r, x),
            &format!("vmovd {d}, {x_name}"),
        );
        check(
            |s| s.vcvt_to_int(true, true, Size::D, r, x),
            &format!("vcvttsd2si {d}, {x_name}"),
        );
        check(
            |s| s.vcvt_to_int(false, false, Size::Q, r, x),
            &format!("vcvtss2si {}, {x_name}", q(r)),
        );
        check(
            |s| s.vcvt_from_int(true, Size::Q, x, Xmm(3), r),
            &format!("vcvtsi2sd {x_name}, xmm3, {}", q(r)),
        );
        check(
            |s| s.vpextrq_high(r, x),
            &format!("vpextrq {}, {x_name}, 1", q(r)),
        );
    }
    for m in memories() {
        let at = memory(m);
        check(
            |s| s.vex2(o::VMOVSD_LOAD, Xmm(9), m),
            &format!("vmovsd xmm9, {at}"),
        );
        check(
            |s| s.vex2(o::VMOVSS_STORE, Xmm(2), m),
            &format!("vmovss {at}, xmm2"),
        );
        check(
            |s| s.vex2(o::VMOVUPS_STORE, Xmm(2), m),
            &format!("vmovups {at}, xmm2"),
        );
        check(
            |s| s.vex_i(o::VPINSRW, Xmm(2), Xmm(12), m, 0),
            &format!("vpinsrw xmm2, xmm12, {at}, 0"),
        );
        check(
            |s| s.vex2_i(o::VPEXTRW, Xmm(13), m, 0),
            &format!("vpextrw {at}, xmm13, 0"),
        );
        check(
            |s| s.vgf2p8affineqb(Xmm(1), Xmm(2), m),
            &format!("vgf2p8affineqb xmm1, xmm2, {at}, 0"),
        );
    }
}

#[test]
fn jumps_reach_their_labels() {
    let mut asm = Asm::default();
    let (near, far) = (asm.label(), asm.label());
    asm.jcc_short(Cc::E, near);
    asm.jmp(far);
    asm.bind(near);
    asm.jcc(Cc::Ne, near);
    asm.bind(far);
    asm.ret();
    asm.finish();
    let text = disasm(&asm.buf, 0);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let expected = [
        "0: je short 7",
        "2: jmp 0x000000000000000d",
        "7: jne 7",
        "d: ret",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn no_operation_fits_its_length() {
    for n in 0..4 {
        let mut asm = Asm::default();
        asm.ret();
        asm.insert_nops(0, n);
        assert_eq!(asm.buf.len() as u32, n + 1);
        let lines = disasm(&asm.buf, 0).lines().count();
        assert_eq!(lines, 1 + (n > 0) as usize);
    }
}

/// Integer vector instructions in their order of operands, with and without memory. Those with an immediate have
/// tests of their own below.
#[test]
fn integer_vectors() {
    use host_x64::vector_opcodes::{self as v, ALL};
    let two_operands = ["VPABS", "VPMOVSX", "VPMOVZX", "VPBROADCAST"];
    let immediate = [
        "VPSHUFD",
        "VPALIGNR",
        "VPBLENDW",
        "VPINSR",
        "VBLEND",
        "VPBLENDVB",
        "VPEXTR",
        "VPSHIFT",
        "VPSLLV",
        "VPSRLV",
    ];
    let starts = |name: &str, list: &[&str]| list.iter().any(|p| name.starts_with(p));
    let m = Mem::base(Gpr::R15, 0x40);
    for &(name, opcode) in ALL.iter().filter(|(name, _)| !starts(name, &immediate)) {
        let mnemonic = name.to_lowercase();
        if starts(name, &two_operands) {
            check(
                |a| a.vex2(opcode, Xmm(3), Xmm(12)),
                &format!("{mnemonic} xmm3, xmm12"),
            );
            check(
                |a| a.vex2(opcode, Xmm(9), m),
                &format!("{mnemonic} xmm9, [r15+0x40]"),
            );
        } else {
            let text = format!("{mnemonic} xmm3, xmm9, xmm12");
            check(|a| a.vex(opcode, Xmm(3), Xmm(9), Xmm(12)), &text);
            let text = format!("{mnemonic} xmm9, xmm3, [r15+0x40]");
            check(|a| a.vex(opcode, Xmm(9), Xmm(3), m), &text);
        }
    }
    for (quad, letter) in [(false, "d"), (true, "q")] {
        for (opcode, name) in [(v::VPSLLV, "vpsllv"), (v::VPSRLV, "vpsrlv")] {
            let text = format!("{name}{letter} xmm1, xmm2, xmm3");
            check(|a| a.vex_w(opcode, quad, Xmm(1), Xmm(2), Xmm(3)), &text);
        }
        let (r, name) = if quad { ("rcx", "q") } else { ("ecx", "d") };
        let text = format!("vpinsr{name} xmm1, xmm2, {r}, 1");
        check(
            |a| a.vex_iw(v::VPINSR, quad, Xmm(1), Xmm(2), Gpr::RCX, 1),
            &text,
        );
        let text = format!("vpextr{name} {r}, xmm2, 1");
        check(
            |a| a.vex_iw(v::VPEXTR, quad, Xmm(2), Xmm(0), Gpr::RCX, 1),
            &text,
        );
    }
    check(|a| a.vex2(o::VMOVQ, Xmm(1), Xmm(9)), "vmovq xmm1, xmm9");
}

#[test]
fn integer_vectors_with_immediates() {
    use host_x64::vector_opcodes as v;
    let (x1, x2, x3) = (Xmm(1), Xmm(2), Xmm(3));
    for (opcode, name) in [
        (v::VPALIGNR, "vpalignr"),
        (v::VPBLENDW, "vpblendw"),
        (o::VINSERTPS, "vinsertps"),
        (v::VSHUFPS, "vshufps"),
    ] {
        let text = format!("{name} xmm1, xmm2, xmm3, 7");
        check(|a| a.vex_i(opcode, x1, x2, x3, 7), &text);
    }
    for (opcode, name) in [
        (v::VBLENDVPS, "vblendvps"),
        (v::VBLENDVPD, "vblendvpd"),
        (v::VPBLENDVB, "vpblendvb"),
    ] {
        let text = format!("{name} xmm1, xmm2, xmm3, xmm12");
        check(|a| a.vex_i(opcode, x1, x2, x3, 12 << 4), &text);
    }
    for (opcode, letter) in [(v::VPSHIFTW, "w"), (v::VPSHIFTD, "d"), (v::VPSHIFTQ, "q")] {
        for (kind, name) in [
            (v::SHIFT_RIGHT, "vpsrl"),
            (v::SHIFT_RIGHT_SIGNED, "vpsra"),
            (v::SHIFT_LEFT, "vpsll"),
        ] {
            if letter != "q" || kind != v::SHIFT_RIGHT_SIGNED {
                let text = format!("{name}{letter} xmm1, xmm9, 5");
                check(|a| a.vex_i(opcode, Xmm(kind), x1, Xmm(9), 5), &text);
            }
        }
    }
    let bytes = Xmm(v::SHIFT_BYTES_RIGHT);
    check(
        |a| a.vex_i(v::VPSHIFTQ, bytes, x1, x2, 8),
        "vpsrldq xmm1, xmm2, 8",
    );
    check(|a| a.vex2_i(v::VPSHUFD, x1, x2, 5), "vpshufd xmm1, xmm2, 5");
    check(
        |a| a.vex_i(v::VPINSRB, x1, x2, Gpr::RCX, 3),
        "vpinsrb xmm1, xmm2, ecx, 3",
    );
    check(
        |a| a.vex_i(v::VPINSRW, x1, x2, Gpr::RCX, 3),
        "vpinsrw xmm1, xmm2, ecx, 3",
    );
    check(
        |a| a.vex2_i(v::VPEXTRB, x1, Gpr::RCX, 3),
        "vpextrb ecx, xmm1, 3",
    );
    check(
        |a| a.vex2_i(v::VPEXTRW, x1, Gpr::RCX, 3),
        "vpextrw ecx, xmm1, 3",
    );
}

#[test]
fn cryptography() {
    let m = Mem::base(Gpr::R14, 0x40);
    for bytes in [1, 2, 4, 8] {
        let src = ["dil", "di", "edi", "rdi"][u32::ilog2(bytes) as usize];
        let dst = if bytes == 8 { "r9" } else { "r9d" };
        check(
            |a| a.crc32c(bytes, Gpr::R9, Gpr::RDI),
            &format!("crc32 {dst}, {src}"),
        );
    }
    check(
        |a| a.sse_i(o::SHA1RNDS4, Xmm(1), Xmm(9), 2),
        "sha1rnds4 xmm1, xmm9, 2",
    );
    check(
        |a| a.sse(o::SHA256RNDS2, Xmm(9), Xmm(1)),
        "sha256rnds2 xmm9, xmm1",
    );
    check(
        |a| a.sse(o::SHA256MSG1, Xmm(1), m),
        "sha256msg1 xmm1, [r14+0x40]",
    );
    check(
        |a| a.sse(o::SHA256MSG2, Xmm(12), Xmm(3)),
        "sha256msg2 xmm12, xmm3",
    );
    check(
        |a| a.vex(o::VAESENC, Xmm(1), Xmm(2), m),
        "vaesenc xmm1, xmm2, [r14+0x40]",
    );
    check(
        |a| a.vex(o::VAESDECLAST, Xmm(1), Xmm(9), Xmm(3)),
        "vaesdeclast xmm1, xmm9, xmm3",
    );
    check(|a| a.vex2(o::VAESIMC, Xmm(8), Xmm(3)), "vaesimc xmm8, xmm3");
    check(
        |a| a.vex2(o::VMOVHPS_STORE, Xmm(8), m),
        "vmovhps [r14+0x40], xmm8",
    );
    check(
        |a| a.vex(host_x64::vector_opcodes::VPMADDWD, Xmm(1), Xmm(2), m),
        "vpmaddwd xmm1, xmm2, [r14+0x40]",
    );
    check(
        |a| a.vex_i(host_x64::vector_opcodes::VSHUFPS, Xmm(1), Xmm(2), Xmm(3), 7),
        "vshufps xmm1, xmm2, xmm3, 7",
    );
}
