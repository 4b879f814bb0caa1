//@ flags: -mgeneral-regs-only -mbranch-protection=bti -Wl,-z,force-bti
//@ emulator: -cpu max,bti=on
// A static program whose note says that it is made for guarded pages has its code in such (arch/arm64/kernel/process.c,
// arch_elf_adjust_prot); what it maps itself is not.
#include "signals.h"

enum { SIGILL = 4, SIGUSR1 = 10, SA_SIGINFO = 4, RX = 5, RW = 3 };

__asm__("bare: mov x0, #1\n ret\npadded: hint #34\n mov x0, #1\n ret\n"
        "return_from_signal: mov x8, #139\n svc #0\n");
extern char bare[], padded[], return_from_signal[];

static u64 after;

static void on_signal(int sig, u32 *info, struct ucontext *context)
{
    struct sigcontext *registers = &context->mcontext;
    number(" signal", "", sig);
    number(" pc", "bare+", registers->pc - (u64)bare);
    number(" btype", "", registers->pstate >> 10 & 3);
    registers->pc = after;
    // Else that place would not be one to branch to either.
    registers->pstate &= ~(3ul << 10);
}

static u64 go(u64 to)
{
    register u64 x0 __asm__("x0") = 0;
    __asm__ volatile("adr x3, 1f\n str x3, %1\n blr %2\n1:" : "+r"(x0), "=m"(after) : "r"(to) : "x3", "x30", "memory", "cc");
    return x0;
}

int program(u64 *stack)
{
    struct action action = {(u64)on_signal, SA_SIGINFO | 0x04000000, (u64)return_from_signal, 0};
    call(134, SIGILL, (u64)&action, 0, 8, 0, 0);
    line("a call of what is none to be called");
    number(" result", "", go((u64)bare));
    line("a call of a function");
    number(" result", "", go((u64)padded));
    u32 *page = (u32 *)call(222, 0, 4096, RW, 0x22, -1, 0);
    page[0] = 0xd2800020; // mov x0, #1
    page[1] = 0xd65f03c0; // ret
    call(226, (u64)page, 4096, RX, 0, 0, 0);
    line("a call into another page");
    number(" result", "", go((u64)page));
    return 0;
}
