//! riscv64 Linux.

use super::Guest;
use guest_riscv::{Riscv64, State, features};
use ir::Features;
use linux_user::arch::riscv64 as linux;
use linux_user::signal::Origin;
use linux_user::{ArchInfo, SigInfo, Task};

const SP: usize = 2;
const A0: usize = 10;
const A7: usize = 17;

impl Guest for Riscv64 {
    const ARCH: &'static ArchInfo = &linux::RISCV64;
    const SYSCALL_INSN: u64 = 4;
    const CPUS: &'static [(&'static str, Features)] = &[
        ("max", features::ALL),
        ("rv64", features::ALL),
        ("any", features::ALL),
    ];
    const EXTENSIONS: &'static [(&'static str, u128)] = features::EXTENSIONS;
    const WORKING: Features = Self::CPUS[0].1;

    fn start(pc: u64, sp: u64) -> State {
        let mut state = State {
            pc,
            ..State::default()
        };
        state.x[SP] = sp;
        state
    }

    fn pc(state: &mut State) -> &mut u64 {
        &mut state.pc
    }

    fn sp(state: &State) -> u64 {
        state.x[SP]
    }

    fn syscall(state: &State) -> (u64, &[u64; 6]) {
        let args = state.x[A0..].first_chunk();
        (state.x[A7], args.expect("six registers follow a0"))
    }

    fn set_result(state: &mut State, result: i64) {
        state.x[A0] = result as u64;
    }

    fn enter_clone(state: &mut State, stack: u64, tls: Option<u64>) {
        linux::enter_clone(state, stack, tls);
    }

    fn deliver(task: &mut Task, state: &mut State, info: &SigInfo, origin: Origin) {
        linux::deliver(task, state, info, origin);
    }

    fn sigreturn(task: &mut Task, state: &mut State) {
        linux::sigreturn(task, state);
    }
}
