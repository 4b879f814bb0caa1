//! Blocks with more values alive than tier 1 has room for run all the same, with the same results.

use std::mem::{offset_of, size_of};

use host_x64::HostFeatures;
use ir::{
    Builder, CodeSource, CodeUnavailable, ExitKind, Features, Frontend, Helper, Lane, LiftEnd,
    NanMode, Reg, RegFile, RegInfo, Type, Value,
};
use runtime::{Exit, Runtime, RuntimeOptions, Vcpu, translate_alone};

const SUM: Reg = Reg(0);
const STEP: Reg = Reg(1);
const LANES: Reg = Reg(2);

/// Registers of the test guest.
#[repr(C, align(16))]
#[derive(Clone, Debug, Default, PartialEq)]
struct State {
    lanes: u128,
    sum: u64,
    step: u64,
    pc: u64,
    frm: u32,
    fflags: u32,
}

const fn reg(name: &'static str, ty: Type, offset: usize) -> RegInfo {
    RegInfo {
        name,
        ty,
        offset: offset as u16,
    }
}

static REGS: RegFile = RegFile {
    isa: "test",
    regs: &[
        reg("sum", Type::I64, offset_of!(State, sum)),
        reg("step", Type::I64, offset_of!(State, step)),
        reg("lanes", Type::V128, offset_of!(State, lanes)),
    ],
    hot_gprs: &[SUM],
    hot_fprs: &[LANES],
    pc_offset: offset_of!(State, pc) as u16,
    frm_offset: offset_of!(State, frm) as u16,
    fflags_offset: offset_of!(State, fflags) as u16,
    fp_mode_offset: None,
    stale_code_offset: None,
    state_size: size_of::<State>() as u16,
    nan_mode: NanMode::ArmPropagate,
    tiny_before_rounding: false,
    pc_align_shift: 1,
};

/// A guest whose instructions are two bytes: what to do, and with how many values at once.
struct Hoarder;

const STOP: u8 = 0;
const ADD: u8 = 1;
const INTEGERS: u8 = 2;
const VECTORS: u8 = 3;

/// `count` values made by `make`, of which the last is used first.
fn hoard(count: u8, make: impl Fn(u64) -> Value, join: impl Fn(Value, Value) -> Value) -> Value {
    let values: Vec<Value> = (0..u64::from(count)).map(make).collect();
    let joined = values.into_iter().rev().reduce(join);
    joined.expect("at least one")
}

impl Frontend for Hoarder {
    type State = State;
    const REGS: &'static RegFile = &REGS;
    const HELPERS: &'static [Helper] = &[];

    fn insn_len(_: &[u8]) -> usize {
        2
    }

    fn lift(b: &Builder, pc: u64, bytes: &[u8], _: Features) -> LiftEnd {
        b.insn(pc, 2);
        let (sum, step) = (b.get(SUM), b.get(STEP));
        match bytes[0] {
            ADD => b.set(SUM, b.add_imm(sum, bytes[1].into())),
            INTEGERS => {
                let make = |n| b.mul(b.add(sum, b.iconst(n)), b.add(step, b.iconst(3 * n + 1)));
                let join = |a, c| b.xor(b.mul(a, step), c);
                b.set(SUM, hoard(bytes[1], make, join));
            }
            VECTORS => {
                let lanes = b.get(LANES);
                let make = |n| {
                    let other = b.vset_lane(Lane::D, lanes, 1, b.add(sum, b.iconst(n)));
                    b.vxor(
                        b.vset_lane(Lane::D, other, 0, b.mul(step, b.iconst(n))),
                        lanes,
                    )
                };
                b.set(LANES, hoard(bytes[1], make, |a, c| b.vadd(Lane::S, a, c)));
            }
            _ => {
                b.exit(ExitKind::Breakpoint);
                return LiftEnd::Ended;
            }
        }
        LiftEnd::Continue
    }

    fn disassemble(_: u64, bytes: &[u8]) -> String {
        format!("{bytes:?}")
    }
}

const CODE: u64 = 0x1_0000;

struct Code(Vec<u8>);

impl CodeSource for Code {
    fn fetch(&self, addr: u64, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        let rest = self.0.get(addr.wrapping_sub(CODE) as usize..);
        let rest = rest.ok_or(CodeUnavailable::NotMapped)?;
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// The program's last state.
fn run(program: &[(u8, u8)], interp: bool) -> State {
    let code: Vec<u8> = program.iter().flat_map(|(op, n)| [*op, *n]).collect();
    let options = RuntimeOptions {
        interp,
        eager: true,
        wx: false,
        chain: true,
        code_size: 16 << 20,
        guest: Features(0),
        host: HostFeatures::detect(),
        window_end: guest_mem::window_end(),
        profile: false,
        on_translated: None,
    };
    let runtime =
        Runtime::<Hoarder>::new(options, Box::new(Code(code)), None).expect("memory for code");
    let state = State {
        sum: 5,
        step: 0x1_0000_0001_0003,
        lanes: 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10,
        pc: CODE,
        ..State::default()
    };
    let mut vcpu = Vcpu::new(Box::leak(Box::new(runtime)), state).expect("memory for a thread");
    vcpu.attach();
    assert_eq!(vcpu.run(), Exit::Breakpoint);
    vcpu.state().clone()
}

/// How many bytes of the program one translation takes, if there is one.
fn translated(program: &[(u8, u8)]) -> Option<u32> {
    let code = Code(program.iter().flat_map(|(op, n)| [*op, *n]).collect());
    translate_alone::<Hoarder>(CODE, &code, Features(0), HostFeatures::detect()).map(|(_, len)| len)
}

#[test]
fn as_many_as_there_is_room_for() {
    assert_eq!(
        translated(&[(ADD, 1), (INTEGERS, 40), (ADD, 1), (STOP, 0)]),
        Some(8)
    );
    assert_eq!(
        translated(&[(ADD, 1), (VECTORS, 30), (ADD, 1), (STOP, 0)]),
        Some(8)
    );
}

#[test]
fn a_block_is_cut_before_what_does_not_fit() {
    for heavy in [INTEGERS, VECTORS] {
        let program = [(ADD, 1), (ADD, 2), (heavy, 200), (ADD, 1), (STOP, 0)];
        assert_eq!(translated(&program), Some(4));
        assert_eq!(translated(&program[2..]), None, "to be interpreted");
    }
}

#[test]
fn results_are_those_of_the_interpreter() {
    for heavy in [INTEGERS, VECTORS] {
        for count in [1, 3, 20, 40, 48, 52, 55, 56, 58, 60, 64, 70, 100, 128, 250] {
            let program = [
                (ADD, 1),
                (heavy, count),
                (ADD, 1),
                (heavy, count / 2 + 1),
                (STOP, 0),
            ];
            assert_eq!(run(&program, false), run(&program, true), "{program:?}");
        }
    }
}
