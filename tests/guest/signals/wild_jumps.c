// Calls, jumps and returns to where nothing is: the fault is the target's, with pc and si_addr there.
#include "../arch.h"
#include <setjmp.h>

static sigjmp_buf back;
static volatile long target;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    long pc = ARCH_PC((ucontext_t *)context);
    printf("signal %d code %d, at the target %d, address is the target %d\n", signal, info->si_code, pc == target,
           (long)info->si_addr == target);
    siglongjmp(back, 1);
}

static __attribute__((noinline)) void call_it(void)
{
    ((void (*)(void))target)();
}

static __attribute__((noinline)) void jump_to_it(void)
{
#if defined(__x86_64__)
    asm volatile("jmp *%0" : : "r"(target));
#elif defined(__riscv)
    asm volatile("jr %0" : : "r"(target));
#else
    asm volatile("br %0" : : "r"(target));
#endif
}

static __attribute__((noinline)) void return_to_it(void)
{
#if defined(__x86_64__)
    asm volatile("push %0\n\tret" : : "r"(target));
#elif defined(__riscv)
    asm volatile("mv ra, %0\n\tret" : : "r"(target) : "ra");
#else
    asm volatile("mov x30, %0\n\tret" : : "r"(target) : "x30");
#endif
}

int main(void)
{
    handle(SIGSEGV, on_fault, 0);
    // The third is far from where anything is put at random, in each architecture.
    static const long targets[] = {0, 0x10, 0x1000000000, 0x4000000000, 0x123456789000};
    static void (*const ways[])(void) = {call_it, jump_to_it, return_to_it};
    for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
        for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
            target = targets[t];
            if (!sigsetjmp(back, 1))
                ways[w]();
        }
    }
}
