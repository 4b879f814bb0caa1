// Handlers interrupted by handlers: masks, SA_NODEFER, sa_mask, SA_RESETHAND, and the order of pending signals.
#include "../guest.h"

static volatile int depth, deepest, calls; // raise() is declared a leaf: the compiler thinks it calls nothing of ours

static void recursive(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    depth++;
    calls++;
    if (depth > deepest)
        deepest = depth;
    if (calls < 50)
        raise(signal);
    depth--;
}

static void run(const char *what, int flags)
{
    depth = deepest = calls = 0;
    handle(SIGUSR1, recursive, flags);
    raise(SIGUSR1);
    printf("%s: %d calls, deepest %d\n", what, calls, deepest);
}

static void inner(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    printf("  inner %d\n", signal);
}

static void outer(int signal, siginfo_t *info, void *context)
{
    (void)info;
    ucontext_t *uc = context;
    sigset_t mask;
    printf("outer %d begins\n", signal);
    raise(SIGUSR2);
    raise(SIGHUP);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("outer: blocked self %d usr2 %d hup %d\n", sigismember(&mask, signal), sigismember(&mask, SIGUSR2),
           sigismember(&mask, SIGHUP));
    printf("outer: frame's mask has self %d usr2 %d\n", sigismember(&uc->uc_sigmask, signal),
           sigismember(&uc->uc_sigmask, SIGUSR2));
    printf("outer ends\n");
}

int main(void)
{
    run("deferred", 0);
    run("SA_NODEFER", SA_NODEFER);

    handle(SIGUSR1, inner, SA_RESETHAND);
    raise(SIGUSR1);
    struct sigaction now;
    sigaction(SIGUSR1, NULL, &now);
    printf("after SA_RESETHAND: default %d\n", now.sa_handler == SIG_DFL);

    handle(SIGUSR2, inner, 0);
    handle(SIGHUP, inner, 0);
    struct sigaction action = {.sa_sigaction = outer, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGUSR2);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);

    // Unblocked together: every handler is entered before the first one runs, so they run in reverse.
    sigset_t all, old;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old);
    int order[] = {SIGRTMIN + 3, SIGUSR2, SIGRTMAX, SIGHUP, SIGRTMIN};
    for (int i = 0; i < 5; i++) {
        handle(order[i], inner, 0);
        raise(order[i]);
    }
    sigset_t pending;
    sigpending(&pending);
    for (int signal = 1; signal <= 64; signal++)
        if (sigismember(&pending, signal) == 1)
            printf("pending %d\n", signal);
    sigprocmask(SIG_SETMASK, &old, NULL);
}
