//! Every case line of every riscv room, on every engine, in three positions.

use std::sync::{LazyLock, Mutex, PoisonError};

use guest_mem::{AddressSpace, MapRequest, Prot};
use guest_riscv::{ROOMS, Riscv64, State, features, regs};
use ir::{Frontend, Reg};
use testkit::cases::{self, CODE, Case, DATA, Engine, Place, Position, Values};
use testkit::engines::{InterpEngine, RuntimeEngine};

/// The data area, which one case at a time uses.
static MEMORY: LazyLock<Mutex<AddressSpace>> = LazyLock::new(|| {
    let space = AddressSpace::new();
    space
        .map(MapRequest {
            addr: DATA.start,
            len: DATA.end - DATA.start,
            prot: Prot(Prot::READ.0 | Prot::WRITE.0),
            flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
            fd: -1,
            offset: 0,
        })
        .expect("low addresses of a test are free");
    Mutex::new(space)
});

fn all_cases() -> Vec<Case> {
    let mut all = Vec::new();
    for room in ROOMS {
        let cases = cases::parse(room.cases, &regs::REGS);
        all.extend(cases.unwrap_or_else(|e| panic!("{}: {e}", room.name)));
    }
    all
}

/// `addi r, r, 0` for the registers that cases use most.
fn touch_registers() -> Vec<u8> {
    [10u32, 11, 12]
        .iter()
        .flat_map(|r| (0x13 | r << 7 | r << 15).to_le_bytes())
        .collect()
}

/// An instruction that sets `reg` to 0.
fn kill(reg: Reg) -> Vec<u8> {
    match regs::place(reg) {
        regs::Place::X(n) => (0x13 | (n as u32) << 7).to_le_bytes().to_vec(),
        regs::Place::F(n) => (0xf200_0053 | (n as u32) << 7).to_le_bytes().to_vec(),
        regs::Place::Frm => Vec::new(),
    }
}

fn positions() -> [Position; 3] {
    [
        Position {
            name: "alone",
            ..Position::default()
        },
        Position {
            name: "last in block",
            before: touch_registers(),
            kill: None,
        },
        Position {
            name: "result unused",
            before: Vec::new(),
            kill: Some(kill),
        },
    ]
}

fn check_all(engine: &mut dyn Engine) {
    let _memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let mut failures = Vec::new();
    for case in all_cases() {
        for position in positions() {
            if let Err(e) = case.check(engine, &position) {
                failures.push(format!("{}\n    {}: {e}", case.line, position.name));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn on_the_interpreter() {
    check_all(&mut InterpEngine::<Riscv64>::new(features::ALL));
}

fn set_state(values: &Values, state: &mut State) {
    *state = State::default();
    for (place, &value) in values {
        match *place {
            Place::Reg(reg) => state.set_reg(reg, value),
            Place::Pc => state.pc = value,
            Place::Frm => state.frm = value as u32,
            Place::Fflags => state.fflags = value as u32,
            Place::Byte(_) => {}
        }
    }
}

fn read_state(state: &State) -> Values {
    let regs = (0..regs::REGS.regs.len() as u16).map(Reg);
    let mut values: Values = regs
        .filter(|reg| *reg != regs::FRM)
        .map(|reg| (Place::Reg(reg), state.reg(reg)))
        .collect();
    values.insert(Place::Pc, state.pc);
    values.insert(Place::Frm, state.frm as u64);
    values.insert(Place::Fflags, state.fflags as u64);
    values
}

fn runtime_engine(interp: bool) -> RuntimeEngine<Riscv64> {
    let c_ebreak = [0x02, 0x90];
    RuntimeEngine::new(features::ALL, interp, &c_ebreak, set_state, read_state)
}

#[test]
fn under_the_runtime_interpreted() {
    check_all(&mut runtime_engine(true));
}

#[test]
fn on_tier_1() {
    check_all(&mut runtime_engine(false));
}

#[test]
fn words_disassemble_to_their_text() {
    let wrong: Vec<String> = all_cases()
        .iter()
        .filter_map(|case| {
            let text = Riscv64::disassemble(CODE, &case.bytes);
            (text != case.text).then(|| format!("{}\n    is `{text}`", case.line))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_has_a_case() {
    let cases = all_cases();
    let missing: Vec<&str> = guest_riscv::decode::ROWS
        .iter()
        .filter(|row| {
            !cases.iter().any(|case| {
                guest_riscv::decode::decode(&case.bytes, features::ALL)
                    .is_some_and(|(r, _)| r.name == row.name)
            })
        })
        .map(|row| row.name)
        .collect();
    assert!(missing.is_empty(), "no case for: {}", missing.join(" "));
}
