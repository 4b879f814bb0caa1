//! aarch64 Linux.

use super::Guest;
use guest_aarch64::{Aarch64, State, cpu_model, features};
use ir::Features;
use linux_user::arch::aarch64 as linux;
use linux_user::signal::Origin;
use linux_user::{ArchInfo, KeysRequest, SigInfo, Task};

impl Guest for Aarch64 {
    const ARCH: &'static ArchInfo = &linux::AARCH64;
    const SYSCALL_INSN: u64 = 4;
    const CPUS: &'static [(&'static str, Features)] = cpu_model::MODELS;
    const EXTENSIONS: &'static [(&'static str, u128)] = features::EXTENSIONS;
    const WORKING: Features = cpu_model::WORKING;

    fn start(pc: u64, sp: u64) -> State {
        linux::start(pc, sp)
    }

    fn pc(state: &mut State) -> &mut u64 {
        &mut state.pc
    }

    fn sp(state: &State) -> u64 {
        state.sp
    }

    fn syscall(state: &State) -> (u64, &[u64; 6]) {
        let args = state.x.first_chunk();
        (state.x[8], args.expect("there are more than six registers"))
    }

    fn set_result(state: &mut State, result: i64) {
        state.x[0] = result as u64;
    }

    fn enter_clone(state: &mut State, stack: u64, tls: Option<u64>) {
        linux::enter_clone(state, stack, tls);
    }

    fn deliver(task: &mut Task, state: &mut State, info: &SigInfo, origin: Origin) {
        linux::deliver(task, state, info, origin);
    }

    fn change_keys(state: &mut State, request: KeysRequest) -> i64 {
        linux::change_keys(state, request)
    }

    fn restart_illegal(state: &mut State) -> bool {
        linux::restart_illegal(state)
    }

    fn sigreturn(task: &mut Task, state: &mut State) {
        linux::sigreturn(task, state);
    }
}
