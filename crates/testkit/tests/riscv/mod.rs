//! What the tests of the riscv frontend share.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use guest_mem::{AddressSpace, MapRequest, Prot};
use guest_riscv::{Riscv64, State, features, regs};
use host_x64::HostFeatures;
use ir::Reg;
use testkit::cases::{DATA, Place, Values};
use testkit::engines::RuntimeEngine;

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

/// Takes the data area.
pub fn lock_memory() -> MutexGuard<'static, AddressSpace> {
    MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// This host without everything that back ends can do without.
pub fn baseline_host() -> HostFeatures {
    let optional = "-aes,-sha,-gfni,-avx512f,-avx512vl,-avx512bw,-avx512dq,-avx512vbmi";
    let host = HostFeatures::detect().with_overrides(optional);
    host.expect("names of features")
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

/// The whole runtime on a host with these features.
pub fn runtime_engine(interp: bool, host: HostFeatures) -> RuntimeEngine<Riscv64> {
    let c_ebreak = [0x02, 0x90];
    RuntimeEngine::new(
        features::ALL,
        interp,
        host,
        &c_ebreak,
        set_state,
        read_state,
    )
}
