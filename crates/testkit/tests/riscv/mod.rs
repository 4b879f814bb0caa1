//! What the tests of the riscv frontend share.

use guest_riscv::{Riscv64, State, features, regs};
use host_x64::HostFeatures;
use ir::Reg;
use testkit::cases::{Dialect, Place, Values};
use testkit::engines::{RuntimeEngine, StateAccess};

/// What cases may use besides registers.
pub const DIALECT: Dialect = Dialect {
    regs: &regs::REGS,
    special: |name, value| {
        Some(match name {
            "frm" => vec![(Place::Frm, value)],
            "fflags" => vec![(Place::Fflags, value)],
            "fcsr" => vec![(Place::Frm, value >> 5 & 7), (Place::Fflags, value & 0x1f)],
            _ => return None,
        })
    },
    canonical: |_, value| value,
};

fn set_state(values: &Values, state: &mut State) {
    *state = State::default();
    for (place, &value) in values {
        match *place {
            Place::Reg(reg) => state.set_reg(reg, value as u64),
            Place::Pc => state.pc = value as u64,
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
        .map(|reg| (Place::Reg(reg), state.reg(reg) as u128))
        .collect();
    values.insert(Place::Pc, state.pc as u128);
    values.insert(Place::Frm, state.frm as u128);
    values.insert(Place::Fflags, state.fflags as u128);
    values
}

/// The whole runtime on a host with these features.
pub fn runtime_engine(interp: bool, host: HostFeatures) -> RuntimeEngine<Riscv64> {
    let c_ebreak = [0x02, 0x90];
    RuntimeEngine::new(
        features::ALL,
        interp,
        host,
        &c_ebreak,
        &DIALECT,
        StateAccess {
            set: set_state,
            read: read_state,
        },
    )
}
