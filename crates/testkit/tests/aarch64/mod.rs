//! What the tests of the aarch64 frontend share.

use guest_aarch64::{Aarch64, Features, State, features, fp, regs};
use host_x64::HostFeatures;
use ir::StaleCode;
use testkit::cases::{Dialect, Place, Values};
use testkit::engines::{RuntimeEngine, StateAccess, flags_from_state, flags_in_state};

fn fpsr(value: u128) -> Vec<(Place, u128)> {
    vec![
        (Place::Fflags, fp::fflags(value as u32).into()),
        (Place::Reg(regs::QC), value >> 27 & 1),
    ]
}

fn fpcr(value: u128) -> Vec<(Place, u128)> {
    let (modes, frm) = fp::modes(value as u32);
    vec![
        (Place::Frm, frm.into()),
        (Place::Reg(regs::FP_MODE), modes.into()),
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
        Place::Reg(regs::QC) => (value != 0) as u128,
        // Another name of Place::Fflags.
        Place::Reg(regs::FFLAGS) => 0,
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
        pstate: reg(regs::PSTATE) as u64,
        icache_stale: reg(regs::ICACHE_STALE) as u64,
        stale_code: StaleCode {
            not_start: reg(regs::STALE_NOT_START) as u64,
            end: reg(regs::STALE_END) as u64,
        },
        fp_mode: reg(regs::FP_MODE) as u32,
        frm: value(Place::Frm) as u32,
        fflags: value(Place::Fflags) as u32,
        ..State::default()
    };
}

fn read_state(state: &State) -> Values {
    let mut values = Values::from([
        (Place::Reg(regs::SP), state.sp as u128),
        (Place::Reg(regs::QC), state.qc),
        (Place::Reg(regs::NZCV), flags_from_state(state.flags)),
        (Place::Reg(regs::TPIDR_EL0), state.tpidr as u128),
        (Place::Reg(regs::PSTATE), state.pstate as u128),
        (Place::Reg(regs::ICACHE_STALE), state.icache_stale as u128),
        (
            Place::Reg(regs::STALE_NOT_START),
            state.stale_code.not_start as u128,
        ),
        (Place::Reg(regs::STALE_END), state.stale_code.end as u128),
        (Place::Reg(regs::FP_MODE), state.fp_mode as u128),
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
    runtime_engine_for(features::ALL, interp, host)
}

/// The same for a guest with these features.
pub fn runtime_engine_for(
    guest: Features,
    interp: bool,
    host: HostFeatures,
) -> RuntimeEngine<Aarch64> {
    let brk = 0xd420_0000u32.to_le_bytes();
    RuntimeEngine::new(
        guest,
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
