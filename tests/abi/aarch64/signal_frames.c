//@ flags: -mgeneral-regs-only -fno-omit-frame-pointer
// What a handler finds in a signal frame for each kind of fault, and what it changes there takes effect.
// Expected values: arch/arm64/kernel/signal.c, traps.c and mm/fault.c, and qemu-aarch64 where it follows them.
#include "signals.h"

enum { SIGILL = 4, SIGTRAP = 5, SIGBUS = 7, SIGUSR1 = 10, SIGSEGV = 11, SA_SIGINFO = 4, SA_NODEFER = 0x40000000 };

static u64 pages, before, after;

// An address, as what it is relative to.
static void place(const char *name, u64 address)
{
    if (address - pages < 8192)
        number(name, "pages+", address - pages);
    else if (address - before < 256)
        number(name, "code+", address - before);
    else
        number(name, "", address);
}

static void records(u32 *record)
{
    while (record[0]) {
        if (record[0] == 0x46508001)
            number(" fpsimd", "size ", record[1]);
        else if (record[0] == 0x45535201)
            number(" esr", "", *(u64 *)(record + 2));
        else
            number(" record", "", record[0]);
        record = (u32 *)((char *)record + record[1]);
    }
    number(" end", "size ", record[1]);
}

static void handler(int sig, u32 *info, struct ucontext *context)
{
    struct sigcontext *registers = &context->mcontext;
    u64 *frame = __builtin_frame_address(0);
    u64 *record = (u64 *)frame[0];
    number(" signal", "", sig);
    number(" code", "", info[2]);
    if ((int)info[2] > 0) {
        place(" si_addr", *(u64 *)(info + 4));
        place(" pc", registers->pc);
    }
    place(" fault_address", registers->fault_address);
    number(" nzcv", "", registers->pstate >> 28);
    number(" x28", "", registers->regs[28]);
    number(" ss_flags", "", context->ss_flags);
    number(" frame record", "frame+", (u64)record - (u64)info);
    if (record[0] != registers->regs[29] || record[1] != registers->regs[30])
        line("FAILED: the frame record is not x29, x30");
    if ((u64)info % 16 != 0)
        line("FAILED: the stack is not aligned");
    records(registers->records);
    registers->regs[28] = 0x77;
    registers->pstate ^= 0x50000000;
    if ((int)info[2] > 0)
        registers->pc = after;
}

// Runs an instruction with x2 = argument and shows the flags and x28 the handler left behind.
#define TRY(what, instruction, argument)                                                                              \
    do {                                                                                                               \
        u64 flags, value;                                                                                              \
        line(what);                                                                                                    \
        __asm__ volatile("adr x3, 1f\n str x3, %2\n adr x3, 2f\n str x3, %3\n mov x2, %4\n mov x28, #0x55\n"          \
                         " cmp xzr, xzr\n1: " instruction "\n2: mov %1, x28\n"                                         \
                         " cset %0, mi\n cset x3, eq\n add %0, x3, %0, lsl #1\n cset x3, cs\n add %0, x3, %0, lsl #1\n" \
                         " cset x3, vs\n add %0, x3, %0, lsl #1"                                                       \
                         : "=&r"(flags), "=&r"(value), "=m"(before), "=m"(after)                                       \
                         : "r"((u64)(argument))                                                                        \
                         : "x0", "x1", "x2", "x3", "x8", "x28", "x30", "memory", "cc");                                \
        number(" nzcv after", "", flags);                                                                              \
        number(" x28 after", "", value);                                                                               \
    } while (0)

int program(u64 *stack)
{
    static const int caught[] = {SIGILL, SIGTRAP, SIGBUS, SIGUSR1, SIGSEGV};
    struct action action = {(u64)handler, SA_SIGINFO | SA_NODEFER, 0, 0};
    for (u64 n = 0; n < sizeof caught / sizeof *caught; n++)
        call(134, caught[n], (u64)&action, 0, 8, 0, 0);
    pages = call(222, 0, 8192, 3, 0x22, -1, 0);
    call(226, pages + 4096, 4096, 0, 0, 0, 0);
    TRY("sent before any fault", "mov x0, x2\n mov x1, #10\n mov x8, #129\n svc #0", call(172, 0, 0, 0, 0, 0, 0));
    TRY("undefined", ".inst 0x00000001", 0);
    TRY("brk", "brk #1", 0);
    TRY("load, nothing mapped", "ldr x0, [x2, #8]", 0);
    TRY("load, no access", "ldr x0, [x2, #16]", pages + 4096);
    TRY("store, no access", "stp x0, x1, [x2]", pages + 4096);
    TRY("atomic, no access", "ldxr x0, [x2]", pages + 4096);
    TRY("store, the kernel's half", "strb w0, [x2]", -8l);
    TRY("load, the kernel's half", "ldrsw x0, [x2]", -8l);
    TRY("jump to nothing", "br x2", 0x100);
    TRY("jump to data", "br x2", pages);
    TRY("jump between instructions", "br x2", (u64)pages + 2);
    TRY("sent, after faults", "mov x0, x2\n mov x1, #10\n mov x8, #129\n svc #0", call(172, 0, 0, 0, 0, 0, 0));
    TRY("undefined again", "hvc #0", 0);
    u64 small[3] = {pages, 0, 4096};
    number("small alternate stack", "-", -call(132, (u64)small, 0, 0, 0, 0, 0));
    return 0;
}
