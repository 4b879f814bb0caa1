// What exec and fork keep: ignored signals, handlers reset, mask, pending signals, SA_NOCLDWAIT, SIGCHLD ignored.
#include "../guest.h"

static void nothing(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
}

static void report(void)
{
    struct sigaction hup, usr1;
    sigset_t mask, pending;
    sigaction(SIGHUP, NULL, &hup);
    sigaction(SIGUSR1, NULL, &usr1);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    sigpending(&pending);
    printf("HUP ignored %d, USR1 default %d, USR2 blocked %d pending %d\n", hup.sa_handler == SIG_IGN, usr1.sa_handler == SIG_DFL,
           sigismember(&mask, SIGUSR2), sigismember(&pending, SIGUSR2));
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        report();
        return 0;
    }
    signal(SIGHUP, SIG_IGN);
    handle(SIGUSR1, nothing, 0);
    sigset_t set = set_of(SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR2);
    report();
    in_child("fork keeps all but the pending", report);

    struct sigaction nowait = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
    sigaction(SIGCHLD, &nowait, NULL);
    fflush(stdout);
    if (fork() == 0)
        _exit(1);
    SHOW(wait(NULL));
    signal(SIGCHLD, SIG_IGN);
    if (fork() == 0)
        _exit(1);
    SHOW(wait(NULL));
    signal(SIGCHLD, SIG_DFL);
    struct sigaction old;
    handle(SIGUSR1, nothing, SA_RESTART | SA_NODEFER | SA_ONSTACK);
    sigaction(SIGUSR1, NULL, &old);
    printf("flags kept %d\n", (old.sa_flags & (SA_RESTART | SA_NODEFER | SA_ONSTACK | SA_SIGINFO)) ==
                                   (SA_RESTART | SA_NODEFER | SA_ONSTACK | SA_SIGINFO));
    fflush(stdout);
    execl("/proc/self/exe", argv[0], "again", NULL);
    CHECK(!"exec");
}
