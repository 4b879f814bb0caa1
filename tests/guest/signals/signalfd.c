// signalfd: records, non-blocking reads, poll, changing its mask.
#include "../guest.h"
#include <sys/signalfd.h>

int main(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    struct signalfd_siginfo info[8];
    SHOW(read(fd, info, sizeof info));
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    for (int i = 0; i < 3; i++)
        sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = i});
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(3);
    siginfo_t waited;
    CHECK(waitid(P_PID, pid, &waited, WEXITED | WNOWAIT) == 0);
    struct pollfd p = {fd, POLLIN, 0};
    SHOW(poll(&p, 1, 1000));
    long n = read(fd, info, sizeof info);
    printf("%ld records\n", n / (long)sizeof *info);
    for (int i = 0; i < n / (long)sizeof *info; i++)
        printf("signo %u code %d pid %d int %d status %d\n", info[i].ssi_signo, info[i].ssi_code,
               info[i].ssi_pid == (unsigned)(info[i].ssi_signo == SIGCHLD ? pid : getpid()), info[i].ssi_int, info[i].ssi_status);
    waitpid(pid, NULL, 0);
    SHOW(read(fd, info, 10));
    set = set_of(SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    CHECK(signalfd(fd, &set, 0) == fd);
    kill(getpid(), SIGUSR1);
    SHOW(read(fd, info, sizeof info));
    kill(getpid(), SIGHUP);
    SHOW(read(fd, info, sizeof *info) == sizeof *info);
    SHOW(info[0].ssi_signo);
}
