//@ flags: -mgeneral-regs-only
//@ emulator: -cpu max,bti=on
// A processor with BTI: indirect branches into pages with PROT_BTI must land on instructions that are meant for them, else they are
// SIGILL where they land, with PSTATE.BTYPE saying what they were. Expected values: Arm ARM, BTI and PSTATE.BTYPE;
// arch/arm64/kernel/traps.c (do_el0_bti), signal.c (setup_return).
#include "signals.h"

enum { SIGILL = 4, SIGTRAP = 5, SIGUSR1 = 10, SA_SIGINFO = 4, PAGE = 4096, RX = 5, RW = 3, BTI = 16, AT_HWCAP2 = 26 };
enum { MMAP = 222, MPROTECT = 226, SIGACTION = 134, KILL = 129, GETPID = 172 };

static u64 page, after;

static void on_signal(int sig, u32 *info, struct ucontext *context)
{
    struct sigcontext *registers = &context->mcontext;
    text(" ");
    text(sig == SIGILL ? "SIGILL" : "SIGTRAP");
    number(", code", "", info[2]);
    if (*(u64 *)(info + 4) != registers->pc || registers->pc - page >= PAGE)
        line("FAILED: the address is not the pc, or that not in the page");
    number("  at", "page+", registers->pc - page);
    number("  btype", "", registers->pstate >> 10 & 3);
    registers->pc = after;
}

// What may be landed on; then x0 = 1 and back to x9.
static const struct landing {
    const char *name;
    u32 insn;
} landings[] = {
    {"nop", 0xd503201f},     {"bti", 0xd503241f},     {"bti c", 0xd503245f}, {"bti j", 0xd503249f},      {"bti jc", 0xd50324df},
    {"paciasp", 0xd503233f}, {"pacibsp", 0xd503237f}, {"brk", 0xd4200000},   {"hlt", 0xd4400000},        {"mov", 0xaa1f03e0},
    {"paciaz", 0xd503231f},  {"ldr", 0xf94003e0},     {"b", 0x14000001},     {"cpyfp", 0x19010441}, {"udf", 0x00000000},
};
static const struct landing branches[] = {
    {"br x5", 0xd61f00a0}, {"br x16", 0xd61f0200}, {"br x17", 0xd61f0220}, {"blr x5", 0xd63f00a0}, {"ret x5", 0xd65f00a0}, {"braaz x7", 0xd61f08ff},
};
enum { LANDINGS = sizeof landings / sizeof *landings, BRANCHES = sizeof branches / sizeof *branches };
enum { STEP = 32, STUBS = 2048 };

// Jumps to `from` by a return, and there to `to`. 1 if that came back by itself.
static u64 go(u64 from, u64 to)
{
    register u64 x0 __asm__("x0") = 0, x5 __asm__("x5") = to, x10 __asm__("x10") = from;
    register u64 x1 __asm__("x1") = 0, x2 __asm__("x2") = 0, x4 __asm__("x4") = 0;
    __asm__ volatile("mov x16, x5\n mov x17, x5\n mov x7, x5\n .inst 0xdac123e7 // paciza x7\n mov x19, x30\n adr x9, 1f\n str x9, %5\n ret x10\n1: mov x30, x19"
                     : "+r"(x0), "+r"(x5), "+r"(x1), "+r"(x2), "+r"(x4), "=m"(after)
                     : "r"(x10)
                     : "x7", "x9", "x16", "x17", "x19", "x30", "memory", "cc");
    return x0;
}

static void announce(u64 at, u64 end)
{
    for (; at < end; at += 64)
        __asm__ volatile("dc cvau, %0\n dsb ish\n ic ivau, %0" ::"r"(at) : "memory");
    __asm__ volatile("dsb ish\n isb" ::: "memory");
}

static u64 map(int prot)
{
    return call(MMAP, 0, PAGE, prot, 0x22, -1, 0);
}

static void protect(u64 at, int prot)
{
    if (call(MPROTECT, at, PAGE, prot, 0, 0, 0))
        line("FAILED: mprotect");
}

static void fill(u64 at)
{
    for (int n = 0; n < LANDINGS; n++) {
        u32 *code = (u32 *)(at + n * STEP);
        code[0] = landings[n].insn;
        code[1] = 0xd2800020; // mov x0, #1
        code[2] = 0xd65f0120; // ret x9
    }
    for (int n = 0; n < BRANCHES; n++)
        ((u32 *)(at + STUBS))[n * 4] = branches[n].insn;
    announce((u64)at, at + PAGE);
}

static void try_all(const char *what, u64 from)
{
    line(what);
    for (int b = 0; b < BRANCHES; b++) {
        for (int n = 0; n < LANDINGS; n++) {
            text(branches[b].name);
            text(" -> ");
            line(landings[n].name);
            // Twice: the second time by translated code.
            for (int again = 0; again < 2; again++)
                if (go(from + STUBS + b * 16, page + n * STEP))
                    line("  fine");
        }
    }
}

// A branch that names its target, and one instruction after another.
static void direct(void)
{
    line("direct");
    u32 *stub = (u32 *)(page + STUBS + 1024);
    stub[0] = 0x14000000 | ((page - (u64)stub) / 4 & 0x3ffffff);
    stub[4] = 0xd503201f;
    stub[5] = 0xd2800020;
    stub[6] = 0xd65f0120;
    announce((u64)stub, (u64)(stub + 8));
    protect(page, RX | BTI);
    if (go((u64)stub, 0))
        line("  fine");
    if (go((u64)(stub + 4), 0))
        line("  fine");
}

static void handle(int sig, u64 handler)
{
    struct action action = {handler, SA_SIGINFO, 0, 0};
    call(SIGACTION, sig, (u64)&action, 0, 8, 0, 0);
}

__asm__("return_from_signal: mov x8, #139\n svc #0\n");
extern char return_from_signal[];

// The kernel enters handlers as a call does.
static void handlers(void)
{
    line("handler on bti c, on nop, on bti j");
    u32 *code = (u32 *)(page + STUBS + 1536);
    static const u32 first[] = {0xd503245f, 0xd503201f, 0xd503249f};
    protect(page, RW);
    for (int n = 0; n < 3; n++) {
        code[4 * n] = first[n];
        code[4 * n + 1] = 0xd65f03c0; // ret
    }
    announce((u64)code, (u64)(code + 16));
    protect(page, RX | BTI);
    for (int n = 0; n < 3; n++) {
        handle(SIGUSR1, (u64)(code + 4 * n));
        after = (u64)return_from_signal;
        call(KILL, call(GETPID, 0, 0, 0, 0, 0, 0), SIGUSR1, 0, 0, 0, 0);
        line(" returned");
    }
}

int program(u64 *stack)
{
    u64 *aux = stack + 1 + stack[0] + 1, features;
    while (*aux++)
        ;
    while (aux[0] && aux[0] != AT_HWCAP2)
        aux += 2;
    __asm__("mrs %0, id_aa64pfr1_el1" : "=r"(features));
    number("HWCAP2_BTI", "", aux[1] >> 17 & 1);
    number("ID_AA64PFR1_EL1.BT", "", features & 15);
    handle(SIGILL, (u64)on_signal);
    handle(SIGTRAP, (u64)on_signal);
    u64 plain = map(RW);
    page = map(RW);
    fill(plain);
    fill(page);
    protect(plain, RX);
    protect(page, RX);
    if (!go(plain + STUBS, page))
        line("FAILED: not guarded yet");
    protect(page, RX | BTI);
    try_all("from a page that is not guarded", plain);
    try_all("from a guarded page", page);
    protect(page, RX);
    if (!go(plain + STUBS, page) || !go(page + STUBS, page))
        line("FAILED: not guarded any more");
    protect(page, RW);
    direct();
    handlers();
    u64 other = map(RX | BTI | RW);
    fill(other);
    page = other;
    line("mapped guarded");
    go(plain + STUBS, page);
    line("done");
    return 0;
}
