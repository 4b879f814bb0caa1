// Calls that swap the mask atomically: sigsuspend, ppoll, pselect, epoll_pwait; what handlers and later code see.
#include "../guest.h"
#include <sys/epoll.h>

static volatile sig_atomic_t handled;
static int blocked_inside;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    blocked_inside = sigismember(&mask, SIGUSR2) * 10 + sigismember(&((ucontext_t *)context)->uc_sigmask, SIGUSR2);
    handled++;
}

static void report(const char *what)
{
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("  %s: handled %d, mask in the handler %d, blocked again %d %d\n", what, handled, blocked_inside,
           sigismember(&mask, SIGUSR1), sigismember(&mask, SIGUSR2));
    handled = 0;
}

int main(void)
{
    sigset_t both, only_usr2, none;
    sigemptyset(&none);
    only_usr2 = set_of(SIGUSR2);
    both = only_usr2;
    sigaddset(&both, SIGUSR1);
    handle(SIGUSR1, handler, 0);
    handle(SIGUSR2, handler, 0);
    sigprocmask(SIG_BLOCK, &both, NULL);
    struct timespec zero = {0, 0}, second = {1, 0};
    struct timespec *times[] = {&zero, &second, NULL};

    raise(SIGUSR1);
    SHOW(sigsuspend(&only_usr2));
    report("sigsuspend");
    for (int i = 0; i < 3; i++) {
        // A pending signal wins over an immediate time-out? What the kernel does is what is printed.
        raise(SIGUSR1);
        SHOW(ppoll(NULL, 0, times[i], &only_usr2));
        report("ppoll");
        raise(SIGUSR1);
        SHOW(pselect(0, NULL, NULL, NULL, times[i], &only_usr2));
        report("pselect");
    }
    int epoll = epoll_create1(0);
    struct epoll_event event;
    raise(SIGUSR1);
    SHOW(epoll_pwait(epoll, &event, 1, 1000, &only_usr2));
    report("epoll_pwait");
    raise(SIGUSR1);
    raise(SIGUSR2);
    SHOW(sigsuspend(&none));
    report("both at once");
    // Ready descriptors win: the signal stays pending.
    int pipes[2];
    CHECK(pipe(pipes) == 0 && write(pipes[1], "x", 1) == 1);
    struct pollfd p = {pipes[0], POLLIN, 0};
    raise(SIGUSR1);
    SHOW(ppoll(&p, 1, &second, &only_usr2));
    report("ppoll, ready");
    sigset_t pending;
    sigpending(&pending);
    printf("still pending %d\n", sigismember(&pending, SIGUSR1));
    // The mask cannot hold KILL and STOP.
    sigset_t all, got;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    sigprocmask(SIG_SETMASK, NULL, &got);
    printf("KILL %d STOP %d\n", sigismember(&got, SIGKILL), sigismember(&got, SIGSTOP));
    SHOW(syscall(SYS_rt_sigprocmask, 99, &all, NULL, 8));
    SHOW(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, NULL, 4));
    SHOW(syscall(SYS_rt_sigprocmask, SIG_BLOCK, (void *)8, NULL, 8));
}
