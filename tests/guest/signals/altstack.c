// sigaltstack: the handler runs there, flags report it, SS_AUTODISARM, and a stack overflow is survived.
#include "../arch.h"
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31) // linux/signal.h, which does not mix with signal.h
#endif

static char *alternate;
static size_t alternate_size = 64 * 1024;
static sigjmp_buf back;
static int overflow_in_growth_area;

static bool on_alternate(void)
{
    char here;
    char *volatile p = &here;
    return p >= alternate && p < alternate + alternate_size;
}

static const char *flags_name(int flags)
{
    return flags == 0 ? "0" : flags == SS_DISABLE ? "SS_DISABLE" : flags == SS_ONSTACK ? "SS_ONSTACK" : "other";
}

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)info;
    ucontext_t *uc = context;
    stack_t now;
    sigaltstack(NULL, &now);
    printf("signal %d: on the alternate stack %d, flags %s, uc_stack is ours %d\n", signal, on_alternate(), flags_name(now.ss_flags),
           uc->uc_stack.ss_sp == alternate && uc->uc_stack.ss_size == alternate_size);
    if (signal == SIGUSR1) {
        stack_t other = {.ss_sp = alternate, .ss_size = alternate_size};
        OK(sigaltstack(&other, NULL));
        raise(SIGUSR2); // nested: goes on below on the same stack
    }
}

static void on_overflow(int signal, siginfo_t *info, void *context)
{
    ucontext_t *uc = context;
    long distance = (long)info->si_addr - (long)ARCH_SP(uc);
    overflow_in_growth_area = distance > -(1 << 16) && distance < (1 << 16);
    printf("overflow: signal %d on the alternate stack %d\n", signal, on_alternate());
    siglongjmp(back, 1);
}

static volatile int bottom = INT_MAX; // never reached: the stack ends first

static int recurse(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth == bottom ? 0 : recurse(depth + 1) + frame[0];
}

int main(void)
{
    stack_t stack, old;
    OK(sigaltstack(NULL, &old));
    printf("at start: %s\n", flags_name(old.ss_flags));
    stack = (stack_t){.ss_sp = &stack, .ss_size = 100};
    OK(sigaltstack(&stack, NULL));
    alternate = malloc(alternate_size);
    stack = (stack_t){.ss_sp = alternate, .ss_size = alternate_size, .ss_flags = 0x40};
    OK(sigaltstack(&stack, NULL));
    stack.ss_flags = 0;
    OK(sigaltstack(&stack, NULL));
    handle(SIGUSR1, handler, SA_ONSTACK);
    handle(SIGUSR2, handler, SA_ONSTACK);
    handle(SIGHUP, handler, 0);
    raise(SIGUSR1);
    raise(SIGHUP);
    stack.ss_flags = SS_AUTODISARM;
    OK(sigaltstack(&stack, NULL));
    raise(SIGUSR2);
    OK(sigaltstack(NULL, &old));
    printf("restored after SS_AUTODISARM %d\n", old.ss_sp == alternate);
    stack.ss_flags = 0;
    OK(sigaltstack(&stack, NULL));

    struct rlimit limit = {1 << 20, 1 << 20};
    OK(setrlimit(RLIMIT_STACK, &limit));
    handle(SIGSEGV, on_overflow, SA_ONSTACK);
    for (int i = 0; i < 3; i++)
        if (sigsetjmp(back, 1) == 0)
            recurse(0);
    printf("fault was near the stack pointer %d\n", overflow_in_growth_area);
    stack.ss_flags = SS_DISABLE;
    OK(sigaltstack(&stack, NULL));
    OK(sigaltstack(NULL, &old));
    printf("at the end: %s\n", flags_name(old.ss_flags));
}
