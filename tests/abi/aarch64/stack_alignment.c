//@ flags: -mgeneral-regs-only -fno-omit-frame-pointer
// Loads and stores through a stack pointer that is not a multiple of 16 are SIGBUS, before they do anything. Each way to
// such a stack pointer comes in a process of its own, because the first may be found out otherwise than those after it.
// Expected values: Arm ARM, CheckSPAlignment; arch/arm64/kernel/entry-common.c (el0_sp), mm/fault.c (do_sp_pc_abort).
#include "signals.h"

enum { SIGBUS = 7, SIGUSR1 = 10, SIGCHLD = 17, SA_SIGINFO = 4, CLONE_VM = 0x100, CLONE_VFORK = 0x4000 };

static u64 aligned, where, after;

static void on_bus_error(int sig, u32 *info, struct ucontext *context)
{
    struct sigcontext *registers = &context->mcontext;
    u32 *record = registers->records;
    number(" signal", "", sig);
    number(" code", "", info[2]);
    number(" si_addr", "sp+", *(u64 *)(info + 4) - registers->sp);
    number(" sp", "aligned-", aligned - registers->sp);
    number(" pc", "code+", registers->pc - where);
    number(" fault_address", "", registers->fault_address);
    number(" x0", "", registers->regs[0]);
    while (record[0] && record[0] != 0x45535201)
        record = (u32 *)((char *)record + record[1]);
    number(" esr", "", *(u64 *)(record + 2));
    if ((u64)info % 16 != 0)
        line("FAILED: the frame is not aligned");
    registers->pc = after;
}

// Returns to a stack pointer that is not aligned.
static void on_user_signal(int sig, u32 *info, struct ucontext *context)
{
    context->mcontext.sp -= 8;
}

static int child(void)
{
    return call(220, SIGCHLD, 0, 0, 0, 0, 0) == 0;
}

static void wait(void)
{
    call(260, -1, 0, 0, 0, 0, 0);
}

// Runs `set`, which has the stack pointer in x2 and changes it, and the access, which is to fail.
#define TRY(what, set, access)                                                                                        \
    do {                                                                                                              \
        line(what);                                                                                                   \
        if (!child()) {                                                                                               \
            wait();                                                                                                   \
            break;                                                                                                    \
        }                                                                                                             \
        __asm__ volatile("mov x19, sp\n sub sp, sp, #4096\n mov x2, sp\n str x2, %0\n adr x3, 1f\n str x3, %1\n"       \
                         " adr x3, 2f\n str x3, %2\n mov x0, #0x55\n mov x1, #0\n" set "\n1: " access "\n"           \
                         "2: mov sp, x19"                                                                             \
                         : "=m"(aligned), "=m"(where), "=m"(after)                                                    \
                         :                                                                                            \
                         : "x0", "x1", "x2", "x3", "x4", "x8", "x19", "x30", "memory", "cc");                         \
        line(" done");                                                                                                \
        call(94, 0, 0, 0, 0, 0, 0);                                                                                   \
    } while (0)

static void clones_with_odd_stack(void)
{
    static u64 stack[2048] __attribute__((aligned(16)));
    line("a stack for clone");
    aligned = (u64)(stack + 2048);
    __asm__ volatile("adr x3, 1f\n str x3, %0\n adr x3, 2f\n str x3, %1\n"
                     " mov x0, %2\n mov x1, %3\n mov x2, #0\n mov x3, #0\n mov x4, #0\n mov x8, #220\n svc #0\n"
                     " cbnz x0, 3f\n1: str x0, [sp, #-16]!\n2: mov x0, #0\n mov x8, #93\n svc #0\n3:"
                     : "=m"(where), "=m"(after)
                     : "r"((u64)(CLONE_VM | CLONE_VFORK | SIGCHLD)), "r"(aligned - 8)
                     : "x0", "x1", "x2", "x3", "x4", "x8", "memory", "cc");
    wait();
}

int program(u64 *stack)
{
    struct action bus = {(u64)on_bus_error, SA_SIGINFO, 0, 0}, user = {(u64)on_user_signal, SA_SIGINFO, 0, 0};
    call(134, SIGBUS, (u64)&bus, 0, 8, 0, 0);
    call(134, SIGUSR1, (u64)&user, 0, 8, 0, 0);
    TRY("sub immediate", "sub sp, sp, #24", "ldr x0, [sp]");
    TRY("sub 16 times immediate", "sub sp, sp, #32", "mov x0, #0\n ldr x1, [sp, #8]");
    TRY("mov", "sub x2, x2, #8\n mov sp, x2", "str x0, [sp, #-8]!");
    TRY("mov of another base", "sub x2, x2, #8\n mov sp, x2\n ldr x0, [x2]\n mov x0, #0x66", "ldp x0, x1, [sp], #16");
    TRY("add register", "mov x2, #-4\n add sp, sp, x2", "ldrb w0, [sp, x1]");
    TRY("sub register", "mov x2, #16\n sub sp, sp, x2\n ldr x0, [sp]\n mov x2, #1\n mov x0, #0x44\n sub sp, sp, x2, lsl #3",
        "ldrsw x0, [sp, #4]");
    TRY("and", "sub x2, x2, #1\n and sp, x2, #-8", "ldxr x0, [sp]");
    TRY("orr", "sub x2, x2, #16\n orr sp, x2, #8", "stxr w0, x1, [sp]");
    TRY("post-index", "sub sp, sp, #16\n ldr x1, [sp], #8", "ldar x0, [sp]");
    TRY("pre-index", "str x1, [sp, #-8]!", "ldr x4, [x2]\n stp x0, x1, [sp, #16]");
    TRY("vector post-index", ".arch_extension fp\n.arch_extension simd\n sub sp, sp, #32\n ld1 {v0.8b}, [sp], #8",
        "ld1 {v0.16b}, [sp]");
    TRY("vector post-index by register", "sub sp, sp, #32\n mov x2, #12\n st1 {v0.s}[1], [sp], x2", "st2 {v0.4s, v1.4s}, [sp]");
    TRY("signal handler", "sub sp, sp, #16\n mov x8, #172\n svc #0\n mov x1, #10\n mov x8, #129\n svc #0\n mov x0, #0x33",
        "ldur x0, [sp, #-8]");
    TRY("no access", "mov x2, sp\n sub sp, sp, #8\n sub x0, sp, #8\n ldr x1, [x0]\n prfm pldl1keep, [sp]\n mov sp, x2",
        "ldr x1, [sp]");
    if (child()) {
        clones_with_odd_stack();
        call(94, 0, 0, 0, 0, 0, 0);
    }
    wait();
    return 0;
}
