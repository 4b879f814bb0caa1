//! Memory accesses that fault. The handler below stands in for the runtime's.

use std::sync::Once;

use host_calls::{Fault, Fixup};
use ir::{Block, ExitKind, Inst, NanMode, Op, RegFile, RegInfo, Terminal, Type, Value, Width};
use ir_interp::{Exit, Guest, Interp};

/// Inside the guest's window and never mapped by a test process.
const HOLE: u64 = 0x10_0000_0010;
const SEGV_MAPERR: i32 = 1;

extern "C" fn handle(signo: i32, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the kernel passes a valid siginfo and context to a handler installed with SA_SIGINFO.
    unsafe {
        let context = &mut *context.cast::<libc::ucontext_t>();
        let rip = &mut context.uc_mcontext.gregs[libc::REG_RIP as usize];
        let Some(Fixup::Access(landing)) = host_calls::fixup(*rip as usize) else {
            libc::abort();
        };
        let addr = (*info).si_addr() as u64;
        host_calls::record_fault(Fault {
            signo,
            code: (*info).si_code,
            addr,
        });
        *rip = landing as i64;
    }
}

fn install_handler() {
    static ONCE: Once = Once::new();
    // SAFETY: the action is fully initialised; the handler touches only the interrupted access.
    ONCE.call_once(|| unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handle as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO;
        libc::sigaction(libc::SIGSEGV, &action, std::ptr::null_mut());
    });
}

static REGS: RegFile = RegFile {
    isa: "test",
    regs: &[RegInfo {
        name: "x0",
        ty: Type::I64,
        offset: 0,
    }],
    hot_gprs: &[],
    hot_fprs: &[],
    pc_offset: 8,
    frm_offset: 16,
    fflags_offset: 20,
    state_size: 24,
    nan_mode: NanMode::Canonical,
    fp_mode_offset: None,
    stale_code_offset: None,
    tiny_before_rounding: false,
    pc_align_shift: 1,
};

fn inst(op: Op, ty: Type, aux: u8, args: [u32; 3], imm: i64) -> Inst {
    Inst {
        op,
        ty,
        aux,
        args: args.map(Value),
        imm,
    }
}

/// x0 = 1; then, at 0x1004, the access on address HOLE with the operand 1 otherwise; then x0 = 1 again.
fn block_with(access: Inst) -> Block {
    let none = u32::MAX;
    let mut block = Block::default();
    block.clear(0x1000);
    block.extra = [0, 1, 1, 1, 1].map(Value).to_vec();
    block.insts = vec![
        inst(Op::IConst, Type::I64, 0, [none; 3], HOLE as i64),
        inst(Op::IConst, Type::I64, 0, [none; 3], 1),
        inst(Op::InsnStart, Type::Void, 4, [none; 3], 0x1000),
        inst(Op::SetReg, Type::I64, 0, [1, none, none], 0),
        inst(Op::InsnStart, Type::Void, 4, [none; 3], 0x1004),
        access,
        inst(Op::SetReg, Type::I64, 0, [0, none, none], 0),
    ];
    block.terminal = Terminal::Exit {
        kind: ExitKind::Syscall,
        pc: 0x1008,
    };
    block
}

#[test]
fn every_access_reports_its_fault() {
    install_handler();
    let width = |w: Width| w as u8;
    let accesses = [
        inst(
            Op::Load,
            Type::I64,
            width(Width::B1),
            [0, u32::MAX, u32::MAX],
            0,
        ),
        inst(
            Op::Load,
            Type::V128,
            width(Width::B16),
            [0, u32::MAX, u32::MAX],
            0,
        ),
        inst(Op::Store, Type::I64, width(Width::B8), [0, 1, u32::MAX], 0),
        inst(
            Op::Store,
            Type::V128,
            width(Width::B16),
            [0, 1, u32::MAX],
            0,
        ),
        inst(
            Op::AtomicRmw,
            Type::I64,
            0,
            [0, 1, u32::MAX],
            Width::B4 as i64,
        ),
        inst(
            Op::AtomicRmw,
            Type::I64,
            1,
            [0, 1, u32::MAX],
            Width::B2 as i64,
        ),
        inst(Op::AtomicCas, Type::I64, width(Width::B8), [0, 1, 1], 0),
        inst(Op::AtomicCas128, Type::I64, 0, [0, 5, u32::MAX], 0),
        inst(
            Op::LoadExclusive,
            Type::I64,
            width(Width::B8),
            [0, u32::MAX, u32::MAX],
            0,
        ),
    ];
    for access in accesses {
        let mut state = [0u8; 24];
        let mut guest = Guest {
            regs: &REGS,
            helpers: &[],
            state: &mut state,
        };
        let exit = Interp::new().run(&block_with(access), &mut guest);
        let expected = Fault {
            signo: libc::SIGSEGV,
            code: SEGV_MAPERR,
            addr: HOLE,
        };
        assert_eq!(exit, Exit::Fault(expected), "{}", access.op.name());
        assert_eq!(guest.pc(), 0x1004);
        assert_eq!(state[0], 1, "what the instruction before did is there");
    }
}
