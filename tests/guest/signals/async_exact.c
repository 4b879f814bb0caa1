// Asynchronous signals in a loop without calls: the interrupted registers are exact at every boundary,
// and survive a handler that uses them all. The loop keeps a == b == c at its start, and raises them in turn.
#include "../arch.h"

extern char loop_begin[], loop_a[], loop_b[], loop_c[], loop_end[], loop_last[];
// Global: arm64's linker gives all local labels of a section one entry in the table it takes addresses from.
asm(".globl loop_begin, loop_a, loop_b, loop_c, loop_end, loop_last");
static volatile long stop;
static volatile int ticks, inside, inexact;
static volatile double waste = 1;

#if defined(__x86_64__)
static void get(ucontext_t *uc, long *a, long *b, long *c)
{
    *a = uc->uc_mcontext.gregs[REG_R12];
    *b = uc->uc_mcontext.gregs[REG_R13];
    *c = uc->uc_mcontext.gregs[REG_RBX];
}
static __attribute__((noinline)) long loop(void)
{
    register long a asm("r12") = 0, b asm("r13") = 0, c asm("rbx") = 0;
    asm volatile("loop_begin:\nloop_a: add $1, %0\nloop_b: add $1, %1\nloop_c: add $1, %2\nloop_end:\n"
                 "cmpq $0, (%3)\nje loop_begin\nloop_last:"
                 : "+r"(a), "+r"(b), "+r"(c)
                 : "r"(&stop)
                 : "memory", "cc");
    return a == b && b == c ? a : -1;
}
#elif defined(__riscv)
static void get(ucontext_t *uc, long *a, long *b, long *c)
{
    *a = uc->uc_mcontext.__gregs[REG_S2];
    *b = uc->uc_mcontext.__gregs[28];
    *c = uc->uc_mcontext.__gregs[16];
}
static __attribute__((noinline)) long loop(void)
{
    register long a asm("s2") = 0, b asm("t3") = 0, c asm("a6") = 0;
    long flag;
    asm volatile("loop_begin:\nloop_a: addi %0, %0, 1\nloop_b: addi %1, %1, 1\nloop_c: addi %2, %2, 1\nloop_end:\n"
                 "ld %3, (%4)\nbeqz %3, loop_begin\nloop_last:"
                 : "+r"(a), "+r"(b), "+r"(c), "=&r"(flag)
                 : "r"(&stop)
                 : "memory");
    return a == b && b == c ? a : -1;
}
#else
static void get(ucontext_t *uc, long *a, long *b, long *c)
{
    *a = uc->uc_mcontext.regs[19];
    *b = uc->uc_mcontext.regs[9];
    *c = uc->uc_mcontext.regs[25];
}
static __attribute__((noinline)) long loop(void)
{
    register long a asm("x19") = 0, b asm("x9") = 0, c asm("x25") = 0;
    long flag;
    asm volatile("loop_begin:\nloop_a: add %0, %0, 1\nloop_b: add %1, %1, 1\nloop_c: add %2, %2, 1\nloop_end:\n"
                 "ldr %3, [%4]\ncbz %3, loop_begin\nloop_last:"
                 : "+r"(a), "+r"(b), "+r"(c), "=&r"(flag)
                 : "r"(&stop)
                 : "memory");
    return a == b && b == c ? a : -1;
}
#endif

static void on_tick(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    long a, b, c, pc = ARCH_PC((ucontext_t *)context);
    get(context, &a, &b, &c);
    inside += pc >= (long)loop_begin && pc < (long)loop_last;
    if (pc >= (long)loop_begin && pc < (long)loop_end) {
        int done = pc == (long)loop_a ? 0 : pc == (long)loop_b ? 1 : pc == (long)loop_c ? 2 : -1;
        if (done < 0 || a - b != (done >= 1 && done < 2) || a - c != (done >= 1))
            inexact++;
    } else if (pc >= (long)loop_end && pc < (long)loop_last && (a != b || b != c)) {
        inexact++;
    }
    for (int i = 1; i < 20; i++)
        waste = waste * 1.0001 + 1.0 / i;
    if (++ticks == 300)
        stop = 1;
}

int main(void)
{
    handle(SIGALRM, on_tick, 0);
    struct itimerval period = {{0, 1000}, {0, 1000}};
    setitimer(ITIMER_REAL, &period, NULL);
    long count = loop();
    struct itimerval off = {0};
    setitimer(ITIMER_REAL, &off, NULL);
    // Where the ticks fell depends on the machine, and whether another one comes before they end: that some fell inside, and none was
    // inexact, does not.
    printf("enough ticks %d, some inside %d, loop ran %d, inexact %d\n", ticks >= 300, inside > 0, count > 0, inexact);
}
