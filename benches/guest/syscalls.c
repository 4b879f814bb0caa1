// System calls, signals, pipes and processes.
#include "kernel.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t getppid_call(long rounds)
{
    uint64_t good = 0;
    for (long i = 0; i < rounds; i++)
        good += syscall(SYS_getppid) >= 0;
    return good;
}

static uint64_t clock_call(long rounds)
{
    struct timespec t;
    uint64_t good = 0;
    for (long i = 0; i < rounds; i++)
        good += clock_gettime(CLOCK_MONOTONIC, &t) == 0;
    return good;
}

static uint64_t read_write(long rounds)
{
    int pipes[2];
    char buffer[64] = "text";
    uint64_t total = 0;
    if (pipe(pipes))
        return 0;
    for (long i = 0; i < rounds; i++)
        total += (uint64_t)(write(pipes[1], buffer, 64) + read(pipes[0], buffer, 64));
    close(pipes[0]);
    close(pipes[1]);
    return total;
}

static uint64_t open_stat_close(long rounds)
{
    uint64_t good = 0;
    struct stat s;
    for (long i = 0; i < rounds; i++) {
        int fd = open("/dev/null", O_RDONLY);
        good += fstat(fd, &s) == 0;
        good += stat("/dev/zero", &s) == 0;
        close(fd);
    }
    return good;
}

static uint64_t map_unmap(long rounds)
{
    uint64_t sum = 0;
    for (long i = 0; i < rounds; i++) {
        char *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        p[i % 65536] = 1;
        sum += (uint64_t)p[i % 65536];
        munmap(p, 65536);
    }
    return sum;
}

static volatile sig_atomic_t signals;
static void on_signal(int signal) { (void)signal; signals = signals + 1; }

static uint64_t raise_signal(long rounds)
{
    signals = 0;
    signal(SIGUSR1, on_signal);
    long pid = getpid(), tid = syscall(SYS_gettid);
    for (long i = 0; i < rounds; i++)
        syscall(SYS_tgkill, pid, tid, SIGUSR1);
    return (uint64_t)signals;
}

static uint64_t ask_and_answer(long rounds)
{
    int there[2], back[2];
    char c = 'x';
    uint64_t total = 0;
    if (pipe(there) || pipe(back))
        return 0;
    pid_t pid = fork();
    if (pid == 0) {
        close(there[1]);
        while (read(there[0], &c, 1) == 1)
            if (write(back[1], &c, 1) != 1)
                break;
        _exit(0);
    }
    for (long i = 0; i < rounds; i++)
        total += (uint64_t)(write(there[1], &c, 1) + read(back[0], &c, 1));
    close(there[1]);
    waitpid(pid, NULL, 0);
    close(there[0]);
    close(back[0]);
    close(back[1]);
    return total;
}

static uint64_t two_processes(long rounds) { return on_one_processor(ask_and_answer, rounds); }

static uint64_t fork_wait(long rounds)
{
    uint64_t sum = 0;
    for (long i = 0; i < rounds; i++) {
        int status = 0;
        pid_t pid = fork();
        if (pid == 0)
            _exit((int)(i & 63));
        waitpid(pid, &status, 0);
        sum += (uint64_t)WEXITSTATUS(status);
    }
    return sum;
}

const struct kernel kernels[] = {
    {"getppid", getppid_call, 200000}, {"clock_gettime", clock_call, 1500000}, {"read_write", read_write, 40000},
    {"open_stat_close", open_stat_close, 10000}, {"map_unmap", map_unmap, 8000}, {"raise_signal", raise_signal, 15000},
    {"two_processes", two_processes, 20000}, {"fork_wait", fork_wait, 400}, {NULL, NULL, 0},
};
