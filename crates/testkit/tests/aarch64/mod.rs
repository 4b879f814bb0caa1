//! What the tests of the aarch64 frontend share.

use guest_aarch64::{Aarch64, State, features, regs};
use host_x64::HostFeatures;
use ir::fflags;
use testkit::cases::{Dialect, Place, Values};
use testkit::engines::{RuntimeEngine, StateAccess, flags_from_state, flags_in_state};

/// FPSR's exception bits, and the IR's.
const EXCEPTIONS: [(u32, u64); 5] = [
    (0, fflags::NV),
    (1, fflags::DZ),
    (2, fflags::OF),
    (3, fflags::UF),
    (4, fflags::NX),
];

fn fpsr(value: u128) -> Vec<(Place, u128)> {
    let raised = EXCEPTIONS
        .iter()
        .filter(|(bit, _)| value >> bit & 1 != 0)
        .map(|(_, flag)| *flag as u128);
    vec![
        (Place::Fflags, raised.sum()),
        (Place::Reg(regs::IDC), value >> 7 & 1),
        (Place::Reg(regs::QC), value >> 27 & 1),
    ]
}

/// FPCR's rounding mode counts up, down, to zero after to nearest.
fn fpcr(value: u128) -> Vec<(Place, u128)> {
    let mode = value >> 22 & 3;
    vec![
        (Place::Frm, (4 - mode) & 3),
        (Place::Reg(regs::FPCR), value & !(3 << 22)),
    ]
}

/// What cases may use besides registers.
pub const DIALECT: Dialect = Dialect {
    regs: &regs::REGS,
    special: |name, value| match name {
        "fpsr" => Some(fpsr(value)),
        "fpcr" => Some(fpcr(value)),
        _ => None,
    },
    canonical: |place, value| match place {
        Place::Reg(regs::QC | regs::IDC) => (value != 0) as u128,
        _ => value,
    },
};

fn set_state(values: &Values, state: &mut State) {
    let value = |place| values.get(&place).copied().unwrap_or(0);
    let reg = |r| value(Place::Reg(r));
    *state = State {
        x: std::array::from_fn(|n| reg(regs::x_reg(n)) as u64),
        sp: reg(regs::SP) as u64,
        v: std::array::from_fn(|n| reg(regs::v_reg(n))),
        qc: reg(regs::QC),
        pc: value(Place::Pc) as u64,
        flags: flags_in_state(reg(regs::NZCV)),
        tpidr: reg(regs::TPIDR_EL0) as u64,
        fpcr: reg(regs::FPCR) as u64,
        frm: value(Place::Frm) as u32,
        fflags: value(Place::Fflags) as u32,
        idc: reg(regs::IDC) as u64,
        ..State::default()
    };
}

fn read_state(state: &State) -> Values {
    let mut values = Values::from([
        (Place::Reg(regs::SP), state.sp as u128),
        (Place::Reg(regs::QC), state.qc),
        (Place::Reg(regs::NZCV), flags_from_state(state.flags)),
        (Place::Reg(regs::TPIDR_EL0), state.tpidr as u128),
        (Place::Reg(regs::FPCR), state.fpcr as u128),
        (Place::Reg(regs::IDC), state.idc as u128),
        (Place::Pc, state.pc as u128),
        (Place::Frm, state.frm as u128),
        (Place::Fflags, state.fflags as u128),
    ]);
    for (n, x) in state.x.iter().enumerate() {
        values.insert(Place::Reg(regs::x_reg(n)), *x as u128);
    }
    for (n, v) in state.v.iter().enumerate() {
        values.insert(Place::Reg(regs::v_reg(n)), *v);
    }
    values
}

/// The whole runtime on a host with these features.
pub fn runtime_engine(interp: bool, host: HostFeatures) -> RuntimeEngine<Aarch64> {
    let brk = 0xd420_0000u32.to_le_bytes();
    RuntimeEngine::new(
        features::ALL,
        interp,
        host,
        &brk,
        &DIALECT,
        StateAccess {
            set: set_state,
            read: read_state,
        },
    )
}
