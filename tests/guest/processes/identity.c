// Process ids, sessions, groups, priorities, limits, prctl names and flags, uname without the machine.
#include "../guest.h"
#include <sys/prctl.h>
#include <sys/utsname.h>

static void session(void)
{
    CHECK(setsid() == getpid());
    CHECK(getsid(0) == getpid());
    SHOW(setsid());
    printf("process group %d\n", getpgrp() == getpid());
    int fd = open("/dev/tty", O_RDWR);
    printf("no terminal: %s\n", fd == -1 ? error_name(errno) : "open");
}

static void limit_files(void)
{
    struct rlimit limit = {16, 16}, got;
    SHOW(setrlimit(RLIMIT_NOFILE, &limit));
    getrlimit(RLIMIT_NOFILE, &got);
    printf("files %ld %ld\n", (long)got.rlim_cur, (long)got.rlim_max);
    int fd, count = 0;
    while ((fd = open("/dev/null", O_RDONLY)) != -1)
        count = fd;
    printf("last %d, then %s\n", count, error_name(errno));
}

static void limit_memory(void)
{
    struct rlimit limit = {1L << 30, 1L << 30}, got;
    getrlimit(RLIMIT_AS, &got);
    printf("unlimited %d\n", got.rlim_cur == RLIM_INFINITY);
    SHOW(setrlimit(RLIMIT_DATA, &limit));
    getrlimit(RLIMIT_DATA, &got);
    printf("data %ld\n", (long)got.rlim_cur);
    SHOW(setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096}));
    signal(SIGXFSZ, SIG_IGN);
    int fd = open("limited", O_RDWR | O_CREAT, 0600);
    static char data[8192];
    SHOW(write(fd, data, 8192));
    SHOW(write(fd, data, 1));
    SHOW(ftruncate(fd, 10000));
    signal(SIGXFSZ, SIG_DFL);
    fflush(stdout);
    SHOW(write(fd, data, 1));
}

static void limit_cpu(void)
{
    SHOW(setrlimit(RLIMIT_CPU, &(struct rlimit){1, 2}));
    fflush(stdout);
    for (;;)
        ;
}

static void parent_death(void)
{
    int pipes[2];
    CHECK(pipe(pipes) == 0);
    fflush(stdout);
    if (fork() == 0) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            (void)!write(pipes[1], "r", 1);
            for (;;)
                pause();
        }
        char c;
        (void)!read(pipes[0], &c, 1);
        _exit(0);
    }
    close(pipes[1]);
    wait(NULL);
    char c;
    printf("grandchild died with its parent: read %ld\n", (long)read(pipes[0], &c, 1));
}

int main(void)
{
    printf("pid is tid %d, parent known %d\n", getpid() == gettid(), getppid() > 0);
    in_child("session", session);
    in_child("files", limit_files);
    in_child("memory", limit_memory);
    in_child("cpu", limit_cpu);
    in_child("parent death", parent_death);
    char name[17] = "";
    SHOW(prctl(PR_SET_NAME, "a name too long for it"));
    SHOW(prctl(PR_GET_NAME, name));
    printf("'%s'\n", name);
    FILE *comm = fopen("/proc/self/comm", "r");
    CHECK(comm && fgets(name, sizeof name, comm));
    printf("comm '%s'\n", strtok(name, "\n"));
    SHOW(prctl(PR_SET_DUMPABLE, 0));
    SHOW(prctl(PR_GET_DUMPABLE));
    SHOW(prctl(PR_SET_DUMPABLE, 1));
    SHOW(prctl(PR_SET_CHILD_SUBREAPER, 1));
    SHOW(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    SHOW(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    SHOW(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
    SHOW(prctl(PR_SET_TIMERSLACK, 12345));
    SHOW(prctl(PR_GET_TIMERSLACK));
    SHOW(prctl(99999));
    int signal = 5;
    SHOW(prctl(PR_SET_PDEATHSIG, SIGHUP));
    SHOW(prctl(PR_GET_PDEATHSIG, &signal));
    SHOW(signal);
    SHOW(prctl(PR_SET_PDEATHSIG, 77));
    errno = 0;
    SHOW(nice(3));
    SHOW(getpriority(PRIO_PROCESS, 0));
    SHOW(sched_getscheduler(0));
    SHOW(sched_get_priority_max(SCHED_FIFO));
    SHOW(umask(027));
    SHOW(umask(022));
    struct utsname u;
    uname(&u);
    printf("%s, release as /proc says %d\n", u.sysname, u.release[0] >= '2' && u.release[0] <= '9');
    SHOW(getgroups(0, NULL) >= 0);
    uid_t r, e, s;
    SHOW(getresuid(&r, &e, &s));
    printf("%d\n", r == getuid() && e == geteuid());
    SHOW(setuid(getuid()));
    SHOW(kill(-(1 << 30), 0));
    SHOW(getpgid(1 << 29));
    SHOW(setpgid(1 << 29, 0));
}
