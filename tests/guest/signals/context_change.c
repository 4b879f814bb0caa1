// A handler rewrites what it interrupted: result registers, the mask, the program counter, floating point flags.
#include "../arch.h"
#include <fenv.h>

static int action;

static void landing(void)
{
    printf("landed elsewhere\n");
    fflush(stdout);
    _exit(0);
}

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    ucontext_t *uc = context;
    switch (action) {
    case 0: // emulate the load with a result of our own
        ARCH_LOAD_RESULT(uc) = 0x0123456789abcdef;
        ARCH_PC(uc) += ARCH_LOAD_SIZE;
        break;
    case 1:
        sigaddset(&uc->uc_sigmask, SIGUSR2);
        ARCH_PC(uc) += ARCH_LOAD_SIZE;
        break;
    case 2:
        ARCH_PC(uc) = (long)landing;
        ARCH_SP(uc) = (ARCH_SP(uc) - 4096) & -16;
        break;
    }
}

static void redirected(void)
{
    action = 2;
    arch_load(NULL);
    printf("not reached\n");
}

int main(void)
{
    handle(SIGSEGV, handler, 0);
    printf("%#lx\n", (unsigned long)arch_load(NULL));
    action = 1;
    arch_load(NULL);
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("SIGUSR2 blocked through the frame %d\n", sigismember(&mask, SIGUSR2));
    in_child("redirected", redirected);
}
