//! The one loop: guest code runs until there is a reason to stop, and every reason is handled here.

use std::time::Instant;

use guest_mem::Fault;
use linux_user::signal::Origin;
use linux_user::{Outcome, SigInfo, Task, dispatch};
use runtime::{Exit, Vcpu};

use crate::guest::Guest;
use crate::thread;

/// Runs a guest thread until it exits; returns its status.
pub fn run<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task) -> i32 {
    loop {
        match vcpu.run() {
            Exit::Syscall => {
                if let Some(status) = syscall(vcpu, task) {
                    return status;
                }
                deliver_waiting(vcpu, task);
            }
            Exit::Interrupt => deliver_waiting(vcpu, task),
            Exit::Fault(fault) => force(vcpu, task, fault),
            Exit::Misaligned(addr) => {
                force(
                    vcpu,
                    task,
                    Fault {
                        signo: libc::SIGBUS,
                        code: BUS_ADRALN,
                        addr,
                    },
                );
            }
            Exit::Illegal if G::restart_illegal(vcpu.state()) => {}
            Exit::Illegal => at_pc(vcpu, task, libc::SIGILL, ILL_ILLOPC),
            Exit::Breakpoint => at_pc(vcpu, task, libc::SIGTRAP, TRAP_BRKPT),
        }
    }
}

const BUS_ADRALN: i32 = 1;
const ILL_ILLOPC: i32 = 1;
const TRAP_BRKPT: i32 = 1;

/// Makes a system call. `Some(status)`: the thread ends.
fn syscall<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task) -> Option<i32> {
    vcpu.clear_reservation();
    let state = vcpu.state();
    let pc = *G::pc(state);
    task.sp = G::sp(state);
    let profile = vcpu.runtime().profile();
    let start = profile.map(|_| Instant::now());
    let (nr, args) = G::syscall(vcpu.state());
    let outcome = dispatch::syscall(task, nr, args, pc - G::SYSCALL_INSN);
    if let (Some(profile), Some(start)) = (profile, start) {
        profile.count_syscall(nr, start);
    }
    match outcome {
        Outcome::Return(result) => G::set_result(vcpu.state(), result),
        Outcome::Keys(request) => {
            let result = G::change_keys(vcpu.state(), request);
            G::set_result(vcpu.state(), result);
        }
        Outcome::Restart => *G::pc(vcpu.state()) -= G::SYSCALL_INSN,
        Outcome::SigReturn => sigreturn(vcpu, task),
        Outcome::ExitThread(code) => return Some(code),
        Outcome::ExitProcess(code) => thread::exit_process(vcpu.runtime(), code),
        Outcome::Clone(request) => {
            let result = thread::spawn(vcpu, *request);
            G::set_result(vcpu.state(), result);
        }
        Outcome::ForkChild { stack, tls } => {
            thread::forked(vcpu);
            G::enter_clone(vcpu.state(), stack, tls);
        }
    }
    None
}

#[inline(never)]
fn sigreturn<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task) {
    G::sigreturn(task, vcpu.state());
}

/// Hands every signal that waits to the Linux layer, which sets the host's mask again.
fn deliver_waiting<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task) {
    if vcpu.has_signal() || linux_user::signal::is_waiting(task) {
        deliver_all(vcpu, task);
    }
}

#[inline(never)]
fn deliver_all<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task) {
    while let Some(info) = vcpu.take_signal() {
        deliver(vcpu, task, &SigInfo(info.0));
    }
    while let Some(info) = linux_user::signal::next_waiting(task) {
        deliver(vcpu, task, &info);
    }
}

#[inline(never)]
fn deliver<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task, info: &SigInfo) {
    log::debug!(target: "signal", "deliver {} at {:#x}", info.signo(), *G::pc(vcpu.state()));
    vcpu.clear_reservation();
    G::deliver(task, vcpu.state(), info, Origin::Sent);
}

/// A signal caused by the instruction at pc.
#[inline(never)]
fn force<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task, fault: Fault) {
    log::debug!(target: "signal", "{fault:x?} at {:#x}", *G::pc(vcpu.state()));
    vcpu.clear_reservation();
    let info = SigInfo::fault(fault.signo, fault.code, fault.addr);
    G::deliver(task, vcpu.state(), &info, Origin::Fault);
}

fn at_pc<G: Guest>(vcpu: &mut Vcpu<G>, task: &mut Task, signo: i32, code: i32) {
    let addr = *G::pc(vcpu.state());
    force(vcpu, task, Fault { signo, code, addr });
}
