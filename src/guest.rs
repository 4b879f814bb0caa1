//! What the hall needs of a guest architecture: its frontend, and where its Linux ABI puts things.

use ir::{Features, Frontend};
use linux_user::signal::Origin;
use linux_user::{ArchInfo, SigInfo, Task};

/// A guest architecture under Linux.
pub trait Guest: Frontend {
    /// The Linux layer's constants.
    const ARCH: &'static ArchInfo;
    /// Length of the system call instruction in bytes.
    const SYSCALL_INSN: u64;

    /// Extensions for a `-cpu` argument.
    ///
    /// # Errors
    /// A line for the user.
    fn cpu(model: &str) -> Result<Features, String>;
    /// Extensions without `-cpu`.
    fn default_cpu() -> Features;
    /// Text for `-cpu help`.
    fn cpu_help() -> String;
    /// Tells the frontend where the vDSO is.
    fn set_vdso(range: (u64, u64));
    /// The registers of a new program.
    fn start(pc: u64, sp: u64) -> Self::State;
    /// pc.
    fn pc(state: &mut Self::State) -> &mut u64;
    /// The stack pointer.
    fn sp(state: &Self::State) -> u64;
    /// System call number and arguments.
    fn syscall(state: &Self::State) -> (u64, [u64; 6]);
    /// Stores a system call's result.
    fn set_result(state: &mut Self::State, result: i64);
    /// The registers of a clone's child.
    fn enter_clone(state: &mut Self::State, stack: u64, tls: Option<u64>);
    /// Delivers a signal.
    fn deliver(task: &mut Task, state: &mut Self::State, info: &SigInfo, origin: Origin);
    /// Returns from a signal handler.
    fn sigreturn(task: &mut Task, state: &mut Self::State);
}

mod riscv64 {
    use super::*;
    use guest_riscv::{Riscv64, State, features};
    use linux_user::arch::riscv64 as linux;

    const SP: usize = 2;
    const A0: usize = 10;
    const A7: usize = 17;

    impl Guest for Riscv64 {
        const ARCH: &'static ArchInfo = &linux::RISCV64;
        const SYSCALL_INSN: u64 = 4;

        fn cpu(model: &str) -> Result<Features, String> {
            let mut parts = model.split(',');
            let mut features = match parts.next() {
                Some("max" | "rv64" | "any" | "") | None => features::ALL,
                Some(other) => return Err(format!("unknown CPU '{other}'; try -cpu help")),
            };
            for part in parts {
                let (name, on) = part.split_once('=').unwrap_or((part, "on"));
                let bit = features::by_name(name)
                    .filter(|bit| features::ALL.0 & bit != 0)
                    .ok_or_else(|| format!("unknown extension '{name}'; try -cpu help"))?;
                match on {
                    "on" | "true" => features.0 |= bit,
                    "off" | "false" => features.0 &= !bit,
                    _ => return Err(format!("'{part}' is not ext=on or ext=off")),
                }
            }
            Ok(features)
        }

        fn default_cpu() -> Features {
            features::ALL
        }

        fn cpu_help() -> String {
            let names: Vec<_> = features::names(features::ALL.0).collect();
            format!("max (default), rv64\nextensions: {}\n", names.join(" "))
        }

        fn set_vdso(range: (u64, u64)) {
            guest_riscv::set_vdso_range(range.0, range.1);
        }

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

        fn syscall(state: &State) -> (u64, [u64; 6]) {
            (state.x[A7], std::array::from_fn(|i| state.x[A0 + i]))
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
}
