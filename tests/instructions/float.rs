//! Known answers of scalar floating point: every operation, format, rounding mode and flag against exact arithmetic.

use std::cmp::Ordering;
use testkit::differential::compare::{Emulators, differences};
use testkit::differential::guest::{Field, Guest, get, set, state_len};
use testkit::differential::states::FORMATS;
use testkit::differential::stream::{Group, Outcome, TRAP};
use testkit::exact::{Format, Integer, Math, Nans, Rounding, flags};
use testkit::random::Random;

/// What an instruction leaves.
#[derive(Clone, Copy)]
enum Answer {
    Float(Format, u64),
    Integer(u64),
    /// Arm's condition flags.
    Nzcv(u64),
}

type Expect = Box<dyn Fn(&Math, [u64; 3]) -> (Answer, u32)>;

/// An instruction whose float operands are in registers 11 to 13 (riscv64) or 1 to 3 (aarch64), an integer in general register
/// 11 or 1, and whose result goes to register 10 or 0.
struct Known {
    name: String,
    word: u32,
    /// Of the float operands.
    format: Format,
    /// If the instruction says it itself.
    rounding: Option<Rounding>,
    expect: Expect,
}

const ROUNDINGS: [Rounding; 5] = [
    Rounding::Nearest,
    Rounding::Zero,
    Rounding::Down,
    Rounding::Up,
    Rounding::Away,
];

/// 32 and 64 bits, signed and not.
const INTEGERS: [Integer; 4] = [
    Integer {
        bits: 32,
        signed: true,
    },
    Integer {
        bits: 32,
        signed: false,
    },
    Integer {
        bits: 64,
        signed: true,
    },
    Integer {
        bits: 64,
        signed: false,
    },
];

fn float(format: Format, (bits, flags): (u64, u32)) -> (Answer, u32) {
    (Answer::Float(format, bits), flags)
}

fn is_nan(format: Format, bits: u64) -> bool {
    bits & !format.sign() > format.infinity()
}

fn is_signaling(format: Format, bits: u64) -> bool {
    is_nan(format, bits) && bits & format.quiet() == 0
}

/// The smaller or larger of two numbers; -0 is less than +0.
fn extreme(format: Format, a: u64, b: u64, largest: bool) -> u64 {
    let key = |bits: u64| {
        let magnitude = (bits & !format.sign()) as i128;
        if bits & format.sign() != 0 {
            -magnitude - 1
        } else {
            magnitude
        }
    };
    if (key(a) > key(b)) == largest { a } else { b }
}

/// minimumNumber and maximumNumber: a NaN loses against a number.
fn number_extreme(math: &Math, format: Format, a: u64, b: u64, largest: bool) -> (u64, u32) {
    let signaling = is_signaling(format, a) || is_signaling(format, b);
    let flag = if signaling { flags::NV } else { 0 };
    let arm = math.nans == Nans::Operand;
    match (is_nan(format, a), is_nan(format, b)) {
        (true, true) => math.add(format, a, b),
        _ if signaling && arm => math.add(format, a, b),
        (true, _) => (b, flag),
        (_, true) => (a, flag),
        _ => (extreme(format, a, b, largest), 0),
    }
}

/// minimum and maximum: a NaN wins.
fn nan_extreme(math: &Math, format: Format, a: u64, b: u64, largest: bool) -> (u64, u32) {
    if is_nan(format, a) || is_nan(format, b) {
        return math.add(format, a, b);
    }
    (extreme(format, a, b, largest), 0)
}

/// An integer result of `to`, as it is in a register.
fn integer(to: Integer, arm: bool, (value, flags): (i128, u32)) -> (Answer, u32) {
    let bits = match (to.bits, arm) {
        (32, true) => u64::from(value as u32),
        (32, false) => value as i32 as u64,
        _ => value as u64,
    };
    (Answer::Integer(bits), flags)
}

/// a * b + c with signs flipped.
fn fused(format: Format, flip_a: bool, flip_c: bool) -> impl Fn(&Math, [u64; 3]) -> (u64, u32) {
    let flip = move |flip: bool, bits: u64| if flip { bits ^ format.sign() } else { bits };
    move |m, [a, b, c]| m.fma(format, flip(flip_a, a), b, flip(flip_c, c))
}

struct List(Vec<Known>);

impl List {
    fn add(
        &mut self,
        name: String,
        word: u32,
        format: Format,
        rounding: Option<Rounding>,
        expect: impl Fn(&Math, [u64; 3]) -> (Answer, u32) + 'static,
    ) {
        self.0.push(Known {
            name,
            word,
            format,
            rounding,
            expect: Box::new(expect),
        });
    }
}

/// riscv64's formats: name, format, field fmt.
const RISCV_FORMATS: [(&str, Format, u32); 3] = [
    ("h", Format::ALL[0], 2),
    ("s", Format::ALL[1], 0),
    ("d", Format::ALL[2], 1),
];

fn riscv() -> Vec<Known> {
    let mut list = List(Vec::new());
    for (letter, f, fmt) in RISCV_FORMATS {
        riscv_arithmetic(&mut list, letter, f, fmt);
        riscv_conversions(&mut list, letter, f, fmt);
        riscv_comparisons(&mut list, letter, f, fmt);
    }
    list.0
}

/// Register numbers of result and operands, and OP-FP.
const RISCV_REGISTERS: u32 = 12 << 20 | 11 << 15 | 10 << 7 | 0x53;

/// The field rm with the rounding mode that it means.
const RISCV_ROUNDINGS: [(u32, Option<Rounding>); 6] = [
    (0, Some(Rounding::Nearest)),
    (1, Some(Rounding::Zero)),
    (2, Some(Rounding::Down)),
    (3, Some(Rounding::Up)),
    (4, Some(Rounding::Away)),
    (7, None),
];

fn riscv_arithmetic(list: &mut List, letter: &str, f: Format, fmt: u32) {
    for (rm, rounding) in RISCV_ROUNDINGS {
        let op = |funct5: u32| funct5 << 27 | fmt << 25 | RISCV_REGISTERS | rm << 12;
        let unary = |funct5: u32, rs2: u32| op(funct5) & !(31 << 20) | rs2 << 20;
        let four = |opcode: u32| 13 << 27 | fmt << 25 | RISCV_REGISTERS & !0x7f | rm << 12 | opcode;
        let name = |name: &str| format!("{name}.{letter} rm {rm}");
        list.add(name("fadd"), op(0), f, rounding, move |m, [a, b, _]| {
            float(f, m.add(f, a, b))
        });
        list.add(name("fsub"), op(1), f, rounding, move |m, [a, b, _]| {
            float(f, m.sub(f, a, b))
        });
        list.add(name("fmul"), op(2), f, rounding, move |m, [a, b, _]| {
            float(f, m.mul(f, a, b))
        });
        list.add(name("fdiv"), op(3), f, rounding, move |m, [a, b, _]| {
            float(f, m.div(f, a, b))
        });
        list.add(
            name("fsqrt"),
            unary(11, 0),
            f,
            rounding,
            move |m, [a, ..]| float(f, m.sqrt(f, a)),
        );
        for (n, opcode, flip_a, flip_c) in [
            ("fmadd", 0x43, false, false),
            ("fmsub", 0x47, false, true),
            ("fnmsub", 0x4b, true, false),
            ("fnmadd", 0x4f, true, true),
        ] {
            let fused = fused(f, flip_a, flip_c);
            list.add(name(n), four(opcode), f, rounding, move |m, abc| {
                float(f, fused(m, abc))
            });
        }
        for (n, rs2, exact) in [("fround", 4, false), ("froundnx", 5, true)] {
            list.add(name(n), unary(8, rs2), f, rounding, move |m, [a, ..]| {
                float(f, m.round_to_integer(f, a, exact))
            });
        }
    }
}

fn riscv_conversions(list: &mut List, letter: &str, f: Format, fmt: u32) {
    for (rm, rounding) in RISCV_ROUNDINGS {
        let op = |funct5: u32, rs2: u32, fmt: u32| {
            funct5 << 27 | fmt << 25 | RISCV_REGISTERS & !(31 << 20) | rs2 << 20 | rm << 12
        };
        for (other, to, to_fmt) in RISCV_FORMATS.into_iter().filter(|(_, to, _)| *to != f) {
            let name = format!("fcvt.{other}.{letter} rm {rm}");
            list.add(name, op(8, fmt, to_fmt), f, rounding, move |m, [a, ..]| {
                float(to, m.convert(f, to, a))
            });
        }
        for (rs2, whole) in (0..).zip(INTEGERS) {
            let name = format!("fcvt.{rs2}.{letter} rm {rm}");
            list.add(name, op(24, rs2, fmt), f, rounding, move |m, [a, ..]| {
                integer(whole, false, m.to_integer(f, whole, a))
            });
            let name = format!("fcvt.{letter}.{rs2} rm {rm}");
            list.add(name, op(26, rs2, fmt), f, rounding, move |m, [.., x]| {
                float(f, m.from_integer(whole, f, x))
            });
        }
    }
}

fn riscv_comparisons(list: &mut List, letter: &str, f: Format, fmt: u32) {
    let op = |funct5: u32, rm: u32| funct5 << 27 | fmt << 25 | RISCV_REGISTERS | rm << 12;
    let name = |name: &str| format!("{name}.{letter}");
    for (n, rm, largest) in [("fmin", 0, false), ("fmax", 1, true)] {
        list.add(name(n), op(5, rm), f, None, move |m, [a, b, _]| {
            float(f, number_extreme(m, f, a, b, largest))
        });
    }
    for (n, rm, largest) in [("fminm", 2, false), ("fmaxm", 3, true)] {
        list.add(name(n), op(5, rm), f, None, move |m, [a, b, _]| {
            float(f, nan_extreme(m, f, a, b, largest))
        });
    }
    type Holds = fn(Ordering) -> bool;
    let comparisons: [(&str, u32, bool, Holds); 5] = [
        ("fle", 0, false, Ordering::is_le),
        ("flt", 1, false, Ordering::is_lt),
        ("feq", 2, true, Ordering::is_eq),
        ("fleq", 4, true, Ordering::is_le),
        ("fltq", 5, true, Ordering::is_lt),
    ];
    for (n, rm, quiet, holds) in comparisons {
        list.add(name(n), op(20, rm), f, None, move |m, [a, b, _]| {
            let (order, flags) = m.compare(f, a, b, quiet);
            (Answer::Integer(order.is_some_and(holds).into()), flags)
        });
    }
}

/// aarch64's formats: name, format, field ftype.
const ARM_FORMATS: [(&str, Format, u32); 3] = [
    ("h", Format::ALL[0], 3),
    ("s", Format::ALL[1], 0),
    ("d", Format::ALL[2], 1),
];

fn aarch64() -> Vec<Known> {
    let mut list = List(Vec::new());
    for (letter, f, ftype) in ARM_FORMATS {
        arm_arithmetic(&mut list, letter, f, ftype);
        arm_conversions(&mut list, letter, f, ftype);
        arm_rounding(&mut list, letter, f, ftype);
    }
    list.0
}

/// Rn is 1, Rd is 0, bits that all these instructions have.
const ARM_REGISTERS: u32 = 0x1e20_0000 | 1 << 5;

fn arm_arithmetic(list: &mut List, letter: &str, f: Format, ftype: u32) {
    let op = |opcode: u32| ARM_REGISTERS | ftype << 22 | 2 << 16 | opcode << 12 | 2 << 10;
    let name = |name: &str| format!("{name} {letter}");
    list.add(name("fmul"), op(0), f, None, move |m, [a, b, _]| {
        float(f, m.mul(f, a, b))
    });
    list.add(name("fdiv"), op(1), f, None, move |m, [a, b, _]| {
        float(f, m.div(f, a, b))
    });
    list.add(name("fadd"), op(2), f, None, move |m, [a, b, _]| {
        float(f, m.add(f, a, b))
    });
    list.add(name("fsub"), op(3), f, None, move |m, [a, b, _]| {
        float(f, m.sub(f, a, b))
    });
    list.add(name("fnmul"), op(8), f, None, move |m, [a, b, _]| {
        let (bits, flags) = m.mul(f, a, b);
        float(f, (bits ^ f.sign(), flags))
    });
    for (n, opcode, largest) in [("fmax", 4, true), ("fmin", 5, false)] {
        list.add(name(n), op(opcode), f, None, move |m, [a, b, _]| {
            float(f, nan_extreme(m, f, a, b, largest))
        });
    }
    for (n, opcode, largest) in [("fmaxnm", 6, true), ("fminnm", 7, false)] {
        list.add(name(n), op(opcode), f, None, move |m, [a, b, _]| {
            float(f, number_extreme(m, f, a, b, largest))
        });
    }
    for (n, bits, flip_a, flip_c) in [
        ("fmadd", 0, false, false),
        ("fmsub", 1 << 15, true, false),
        ("fnmadd", 1 << 21, true, true),
        ("fnmsub", 1 << 21 | 1 << 15, false, true),
    ] {
        let word = 0x1f00_0000 | bits | ftype << 22 | 2 << 16 | 3 << 10 | 1 << 5;
        let fused = fused(f, flip_a, flip_c);
        list.add(name(n), word, f, None, move |m, abc| {
            float(f, fused(m, abc))
        });
    }
    for (n, bits, quiet) in [("fcmp", 0, true), ("fcmpe", 1 << 4, false)] {
        let word = ARM_REGISTERS | ftype << 22 | 2 << 16 | 0x2000 | bits;
        list.add(name(n), word, f, None, move |m, [a, b, _]| {
            let (order, flags) = m.compare(f, a, b, quiet);
            let nzcv = match order {
                Some(Ordering::Less) => 0b1000,
                Some(Ordering::Equal) => 0b0110,
                Some(Ordering::Greater) => 0b0010,
                None => 0b0011,
            };
            (Answer::Nzcv(nzcv << 28), flags)
        });
    }
}

fn arm_rounding(list: &mut List, letter: &str, f: Format, ftype: u32) {
    let op = |opcode: u32| ARM_REGISTERS | ftype << 22 | opcode << 15 | 1 << 14;
    let name = |name: &str| format!("{name} {letter}");
    list.add(name("fsqrt"), op(3), f, None, move |m, [a, ..]| {
        float(f, m.sqrt(f, a))
    });
    for (n, opcode, rounding, exact) in [
        ("frintn", 8, Some(Rounding::Nearest), false),
        ("frintp", 9, Some(Rounding::Up), false),
        ("frintm", 10, Some(Rounding::Down), false),
        ("frintz", 11, Some(Rounding::Zero), false),
        ("frinta", 12, Some(Rounding::Away), false),
        ("frintx", 14, None, true),
        ("frinti", 15, None, false),
    ] {
        list.add(name(n), op(opcode), f, rounding, move |m, [a, ..]| {
            float(f, m.round_to_integer(f, a, exact))
        });
    }
}

fn arm_conversions(list: &mut List, letter: &str, f: Format, ftype: u32) {
    let word = |whole: Integer, rmode: u32, opcode: u32| {
        let sf = (whole.bits == 64) as u32;
        ARM_REGISTERS | sf << 31 | ftype << 22 | rmode << 19 | (opcode | !whole.signed as u32) << 16
    };
    for (to_letter, to, to_type) in ARM_FORMATS.into_iter().filter(|(_, to, _)| *to != f) {
        let code = ARM_REGISTERS | ftype << 22 | (4 | to_type) << 15 | 1 << 14;
        let name = format!("fcvt {to_letter}, {letter}");
        list.add(name, code, f, None, move |m, [a, ..]| {
            float(to, m.convert(f, to, a))
        });
    }
    for whole in INTEGERS {
        let suffix = format!(
            "{letter}{}{}",
            whole.bits,
            if whole.signed { "s" } else { "u" }
        );
        list.add(
            format!("cvtf {suffix}"),
            word(whole, 0, 2),
            f,
            None,
            move |m, [.., x]| float(f, m.from_integer(whole, f, x)),
        );
        for (n, rmode, opcode, rounding) in [
            ("n", 0, 0, Rounding::Nearest),
            ("p", 1, 0, Rounding::Up),
            ("m", 2, 0, Rounding::Down),
            ("z", 3, 0, Rounding::Zero),
            ("a", 0, 4, Rounding::Away),
        ] {
            let name = format!("fcvt{n} {suffix}");
            list.add(
                name,
                word(whole, rmode, opcode),
                f,
                Some(rounding),
                move |m, [a, ..]| integer(whole, true, m.to_integer(f, whole, a)),
            );
        }
    }
}

/// How a guest has floats.
struct Place<'a> {
    guest: &'a dyn Guest,
    arm: bool,
}

impl Place<'_> {
    fn field(&self, name: &str) -> &Field {
        let found = self.guest.fields().iter().find(|f| f.name == name);
        found.expect("a field of the guest")
    }

    fn float(&self, n: usize) -> &Field {
        let riscv = ["fa0", "fa1", "fa2", "fa3"];
        self.field(if self.arm {
            ["v0", "v1", "v2", "v3"][n]
        } else {
            riscv[n]
        })
    }

    fn general(&self, n: usize) -> &Field {
        self.field(if self.arm {
            ["x0", "x1"][n]
        } else {
            ["a0", "a1"][n]
        })
    }

    /// What the bits above a float are.
    fn boxed(&self, format: Format, bits: u64) -> u64 {
        match format.bits() {
            64 => bits,
            _ if self.arm => bits,
            width => bits | u64::MAX << width,
        }
    }

    /// A state with the operands and modes, and the rounding mode.
    fn before(
        &self,
        known: &Known,
        operands: [u64; 3],
        integer: u64,
        random: &mut Random,
    ) -> (Vec<u8>, Rounding) {
        let mut state = vec![0; state_len(self.guest)];
        for (n, bits) in operands.iter().enumerate() {
            let value = self.boxed(known.format, *bits);
            set(self.float(n + 1), &mut state, value.into());
        }
        set(self.general(1), &mut state, integer.into());
        let mode = random.below(if self.arm { 4 } else { 5 });
        if self.arm {
            // Arm's order: to nearest, up, down, to zero.
            let rmode = [0, 3, 2, 1][mode] as u128;
            set(self.field("fpcr"), &mut state, rmode << 22);
        } else {
            set(self.field("fcsr"), &mut state, (mode as u128) << 5);
        }
        (state, known.rounding.unwrap_or(ROUNDINGS[mode]))
    }

    /// The state after.
    fn after(&self, before: &[u8], (answer, flags): (Answer, u32)) -> Vec<u8> {
        let mut state = before.to_vec();
        match answer {
            Answer::Float(format, bits) => {
                set(self.float(0), &mut state, self.boxed(format, bits).into())
            }
            Answer::Integer(bits) => set(self.general(0), &mut state, bits.into()),
            Answer::Nzcv(bits) => set(self.field("nzcv"), &mut state, bits.into()),
        }
        if self.arm {
            // IOC, DZC, OFC, UFC, IXC are bits 0 to 4: the other way round.
            let fpsr = (flags.reverse_bits() >> 27).into();
            set(self.field("fpsr"), &mut state, fpsr);
        } else {
            let fcsr = get(self.field("fcsr"), &state) | u128::from(flags);
            set(self.field("fcsr"), &mut state, fcsr);
        }
        state
    }
}

/// Operands, often related.
fn operands(known: &Known, random: &mut Random) -> [u64; 3] {
    let n = Format::ALL
        .iter()
        .position(|f| *f == known.format)
        .unwrap_or(0);
    let format = FORMATS[n];
    let mut values: [u64; 3] = std::array::from_fn(|_| format.value(random));
    match random.below(8) {
        0 => values[1] = values[0] ^ known.format.sign(),
        1 => {
            values[1] =
                values[0].wrapping_add(1) & (known.format.sign() | (known.format.sign() - 1))
        }
        2 => values[2] = values[0] ^ known.format.sign(),
        _ => {}
    }
    values
}

/// Tries `count` operands of every operation. The number of trials, and what is wrong.
pub fn check(
    guest: &dyn Guest,
    emulators: &Emulators,
    count: usize,
    seed: u64,
) -> Result<(usize, Vec<String>), String> {
    let arm = guest.name() == "aarch64";
    let place = Place { guest, arm };
    let math = |rounding| Math {
        nans: if arm { Nans::Operand } else { Nans::Canonical },
        rounding,
        tiny_after: !arm,
    };
    let known = if arm { aarch64() } else { riscv() };
    let mut random = Random::new(seed);
    let (mut groups, mut expected) = (Vec::new(), Vec::new());
    for known in &known {
        let mut states = Vec::new();
        for _ in 0..count {
            let values = operands(known, &mut random);
            let whole = random.integer();
            let (before, rounding) = place.before(known, values, whole, &mut random);
            let [a, b, c] = values;
            // An integer operand comes last, where there is no third float.
            let from_integer = known.name.starts_with("cvtf") || is_from_integer(&known.name);
            let arguments = if from_integer {
                [0, 0, whole]
            } else {
                [a, b, c]
            };
            let answer = (known.expect)(&math(rounding), arguments);
            expected.push((known, place.after(&before, answer), before.clone()));
            states.push(before);
        }
        groups.push(Group {
            code: known.word.to_le_bytes().to_vec(),
            memory: None,
            states,
            interrupted: false,
        });
    }
    let mut wrong = Vec::new();
    for emulator in [&emulators.tier1, &emulators.interpreter] {
        let outcomes = emulator
            .run(&groups, state_len(guest))
            .map_err(|e| e.to_string())?;
        wrong.extend(compare(guest, emulator.name, &outcomes, &expected));
    }
    Ok((expected.len(), wrong))
}

/// An operation, the state after it and the one before.
type Expected<'a> = (&'a Known, Vec<u8>, Vec<u8>);

fn compare(
    guest: &dyn Guest,
    emulator: &str,
    outcomes: &[Outcome],
    expected: &[Expected],
) -> Vec<String> {
    let mut wrong = Vec::new();
    if outcomes.len() != expected.len() {
        let (some, all) = (outcomes.len(), expected.len());
        wrong.push(format!("{emulator} ends after {some} of {all}"));
    }
    for (outcome, (known, after, before)) in outcomes.iter().zip(expected) {
        if outcome.state != *after || outcome.signal != TRAP {
            wrong.push(describe(guest, emulator, known, outcome, after, before));
        }
    }
    wrong
}

/// `fcvt.F.N` of riscv64: from the integer format N.
fn is_from_integer(name: &str) -> bool {
    let after = name
        .strip_prefix("fcvt.")
        .and_then(|rest| rest.split_once('.'));
    after.is_some_and(|(_, from)| from.starts_with(|c: char| c.is_ascii_digit()))
}

fn describe(
    guest: &dyn Guest,
    emulator: &str,
    known: &Known,
    outcome: &Outcome,
    after: &[u8],
    before: &[u8],
) -> String {
    let expected = Outcome {
        state: after.to_vec(),
        ..outcome.clone()
    };
    let mut text = format!("{} {:08x} on {emulator}:", known.name, known.word);
    for field in guest.fields() {
        let value = get(field, before);
        if value != 0 {
            text += &format!(" {}={value:#x}", field.name);
        }
    }
    for line in differences(guest, &expected, outcome) {
        text += &format!("\n      {line}");
    }
    if outcome.signal != TRAP {
        text += &format!("\n      signal {}", outcome.signal);
    }
    text
}
