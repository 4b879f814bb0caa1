// Real-time signals queue and carry values in order; ordinary ones collapse. sigwaitinfo and sigtimedwait.
#include "../guest.h"

static void print_info(const siginfo_t *info)
{
    printf("signal %d code %d value %d pid %d\n", info->si_signo, info->si_code, info->si_value.sival_int, info->si_pid == getpid());
}

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    print_info(info);
}

int main(void)
{
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 1);
    sigaddset(&set, SIGRTMIN + 2);
    sigaddset(&set, SIGRTMAX);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    for (int i = 0; i < 4; i++) {
        SHOW(sigqueue(getpid(), SIGRTMIN + 2, (union sigval){.sival_int = 20 + i}));
        SHOW(sigqueue(getpid(), SIGRTMIN + 1, (union sigval){.sival_int = 10 + i}));
        SHOW(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 90 + i}));
    }
    SHOW(sigqueue(getpid(), SIGRTMAX, (union sigval){.sival_int = -5}));
    siginfo_t info;
    struct timespec zero = {0, 0}, ms = {0, 1000000};
    for (int i = 0; i < 6; i++) {
        CHECK(sigwaitinfo(&set, &info) == info.si_signo);
        print_info(&info);
    }
    sigset_t other = set_of(SIGHUP);
    SHOW(sigtimedwait(&other, &info, &zero));
    SHOW(sigtimedwait(&other, &info, &ms));
    handle(SIGRTMIN + 1, handler, 0);
    handle(SIGRTMIN + 2, handler, 0);
    handle(SIGRTMAX, handler, 0);
    handle(SIGUSR1, handler, 0);
    sigprocmask(SIG_SETMASK, &old, NULL);
    int signal;
    sigprocmask(SIG_BLOCK, &set, NULL);
    kill(getpid(), SIGUSR1);
    SHOW_ERROR(sigwait(&set, &signal));
    printf("sigwait gave %d\n", signal);
    SHOW(sigqueue(getpid(), 65, (union sigval){.sival_int = 0}));
    // A forged siginfo: the kernel accepts negative codes to oneself.
    siginfo_t forged = {.si_signo = SIGUSR1, .si_code = SI_MESGQ};
    forged.si_value.sival_int = 77;
    SHOW(syscall(SYS_rt_sigqueueinfo, getpid(), SIGUSR1, &forged));
    CHECK(sigwaitinfo(&set, &info) == SIGUSR1);
    printf("code %d value %d\n", info.si_code, info.si_value.sival_int);
    // Synchronous wait interrupted by a handler.
    handle(SIGALRM, handler, 0);
    struct itimerval soon = {.it_value = {0, 20000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    SHOW(sigwaitinfo(&other, &info));
}
