// Wait statuses of every kind: waitpid, waitid with its siginfo, WNOHANG, WNOWAIT, groups, rusage, no children.
#include "../guest.h"

static pid_t start(int how)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        if (how >= 0)
            _exit(how);
        raise(-how);
        for (;;)
            pause();
    }
    return pid;
}

int main(void)
{
    int status = 0;
    int ends[] = {0, 1, 127, 255, 256 + 3, -SIGTERM, -SIGSEGV, -SIGKILL, -SIGRTMAX, -SIGABRT};
    for (unsigned i = 0; i < sizeof ends / sizeof *ends; i++) {
        pid_t pid = start(ends[i]);
        CHECK(waitpid(pid, &status, 0) == pid);
        printf("%d: status %#x ", ends[i], status);
        print_status("", status);
    }
    for (unsigned i = 0; i < sizeof ends / sizeof *ends; i++) {
        pid_t pid = start(ends[i]);
        siginfo_t info = {0};
        CHECK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT) == 0);
        CHECK(waitid(P_PID, pid, &info, WEXITED) == 0);
        printf("%d: signo %d code %d status %d pid %d\n", ends[i], info.si_signo, info.si_code, info.si_status, info.si_pid == pid);
    }
    SHOW(wait(&status));
    SHOW(waitpid(getpid(), &status, 0));
    SHOW(waitpid(-1, &status, 0x40000000));
    pid_t pid = start(-SIGCONT);
    SHOW(waitpid(pid, &status, WNOHANG));
    siginfo_t info = {.si_pid = 5};
    SHOW(waitid(P_PID, pid, &info, WEXITED | WNOHANG));
    printf("nothing: pid %d\n", info.si_pid);
    SHOW(waitid(P_PID, pid, &info, 0));
    kill(pid, SIGKILL);
    struct rusage usage = {.ru_maxrss = -1, .ru_utime.tv_sec = -1};
    CHECK(wait4(pid, &status, 0, &usage) == pid);
    print_status("wait4", status);
    printf("usage %d\n", usage.ru_maxrss >= 0 && usage.ru_utime.tv_sec == 0);
    pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        _exit(9);
    }
    setpgid(pid, pid);
    SHOW(waitpid(0, &status, WNOHANG));
    CHECK(waitpid(-pid, &status, 0) == pid);
    print_status("group", status);
    int pidfd = 0;
    pid = start(4);
    pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd p = {pidfd, POLLIN, 0};
    SHOW(poll(&p, 1, 5000));
    SHOW(waitid(3 /* P_PIDFD */, (id_t)pidfd, &info, WEXITED));
    printf("pidfd: code %d status %d\n", info.si_code, info.si_status);
    SHOW(syscall(SYS_pidfd_send_signal, pidfd, SIGTERM, NULL, 0));
}
