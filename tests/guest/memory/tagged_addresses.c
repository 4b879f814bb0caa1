// Data and code at addresses with a tag in their top byte, which arm64 ignores, in jumps, too. Elsewhere there are no tags.
#include "../arch.h"
#include "../guest.h"

#ifdef __aarch64__
static const uintptr_t TAG = 0x5aull << 56;
#else
static const uintptr_t TAG = 0;
#endif

static const uintptr_t NOWHERE = 0x123000;

static void *tagged(const void *address)
{
    return (void *)((uintptr_t)address | TAG);
}

__attribute__((noinline)) static int twice(int n)
{
    asm volatile("" : "+r"(n));
    return 2 * n;
}

// Returns to an address with a tag.
__attribute__((noinline)) static void come_back(void)
{
#ifdef __aarch64__
    asm volatile("mov x9, x30\n adr x30, 1f\n orr x30, x30, #(1 << 61)\n ret\n1: mov x30, x9" : : : "x9", "x30");
#endif
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    uintptr_t pc = ARCH_PC((ucontext_t *)context);
    printf("signal %d at %s, address %s\n", signal, pc == NOWHERE ? "the target" : "another pc", (uintptr_t)info->si_addr == NOWHERE ? "too" : "of something else");
    fflush(stdout);
    _exit(3);
}

static void jump_to_nowhere(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &action, NULL);
    ((void (*)(void))tagged((void *)NOWHERE))();
}

int main(void)
{
    volatile long words[2] = {1, 2};
    volatile long *there = tagged((void *)words);
    int_to_int function = (int_to_int)tagged((void *)twice);
    long sum = 0;
    for (int n = 0; n < 10000; n++) {
        sum += function(n) + there[n & 1];
        there[n & 1] ^= 1;
        come_back();
    }
    printf("sum %ld, words %ld %ld\n", sum, words[0], words[1]);
    in_child("a jump to nowhere", jump_to_nowhere);
    return 0;
}
