// SIGILL and SIGTRAP: si_addr is the instruction, the handler steps over it.
#include "../arch.h"

static siginfo_t last;
static int count, address_is_pc;

static void on_illegal(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    ucontext_t *uc = context;
    last = *info;
    count++;
    address_is_pc = (long)info->si_addr == (long)ARCH_PC(uc);
    ARCH_PC(uc) += ARCH_ILLEGAL_SIZE;
}

static void on_trap(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    count++;
    ARCH_BREAK_SKIP((ucontext_t *)context);
}

int main(void)
{
    handle(SIGILL, on_illegal, 0);
    handle(SIGTRAP, on_trap, 0);
    volatile int sum = 0;
    for (int i = 0; i < 1000; i++) {
        ARCH_ILLEGAL();
        sum += i;
    }
    // x86 says ILL_ILLOPN, the RISC architectures ILL_ILLOPC.
    printf("SIGILL %d times, signo %d, code is known %d, si_addr is pc %d, sum %d\n", count, last.si_signo,
           last.si_code == ILL_ILLOPC || last.si_code == ILL_ILLOPN, address_is_pc, sum);
    count = 0;
    for (int i = 0; i < 1000; i++)
        ARCH_BREAK();
    printf("SIGTRAP %d times\n", count);
}
