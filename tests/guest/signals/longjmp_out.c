// Leaving handlers by longjmp many times: masks restored by sigsetjmp, state sane, no leak of host stack.
#include "../arch.h"

static sigjmp_buf back;
static volatile int hits;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    hits++;
    siglongjmp(back, signal);
}

int main(void)
{
    handle(SIGUSR1, handler, 0);
    handle(SIGSEGV, handler, 0);
    handle(SIGILL, handler, 0);
    volatile long sum = 0;
    for (volatile int i = 0; i < 20000; i++) {
        int got = sigsetjmp(back, 1);
        if (got == 0) {
            if (i % 3 == 0)
                raise(SIGUSR1);
            else if (i % 3 == 1)
                arch_load((void *)8);
            else
                ARCH_ILLEGAL();
        }
        sum += got * (long)i;
    }
    printf("%d hits, sum %ld\n", hits, sum);
    // Without saving the mask, the signal stays blocked.
    sigset_t mask;
    if (sigsetjmp(back, 0) == 0)
        raise(SIGUSR1);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("blocked after a jump that keeps the mask %d\n", sigismember(&mask, SIGUSR1));
}
