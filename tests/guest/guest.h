// What every guest program shares. A program prints what it sees; the same source built for the host and run
// natively prints the expected text. So nothing that may differ between two correct runs is printed: no
// addresses, process ids, times, sizes of the machine.
#ifndef GUEST_H
#define GUEST_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

// The name of an errno value: numbers are printed by neither libc nor us.
static inline const char *error_name(int error)
{
    const char *name = strerrorname_np(error);
    return name ? name : "E?";
}

// States a fact that must hold; a line that begins with FAILED fails the test even in the native run.
#define CHECK(fact)                                                                                     \
    do {                                                                                                \
        if (!(fact))                                                                                    \
            printf("FAILED line %d: %s (errno %s)\n", __LINE__, #fact, error_name(errno));              \
    } while (0)

static inline long print_result(const char *what, long result, bool with_value)
{
    int error = errno;
    if (result == -1)
        printf("%s = -1 %s\n", what, error_name(error));
    else if (with_value)
        printf("%s = %ld\n", what, result);
    else
        printf("%s = ok\n", what);
    return result;
}

// Prints a call's text and its result: SHOW the value itself, OK only whether it failed.
#define SHOW(call) print_result(#call, (long)(call), true)
#define OK(call) print_result(#call, (long)(call), false)
// The pthread_ family returns the error.
#define SHOW_ERROR(call)                                                \
    do {                                                                \
        int error_ = (call);                                            \
        printf("%s = %s\n", #call, error_ ? error_name(error_) : "ok"); \
    } while (0)

static inline int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline void sleep_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&t, &t) == -1 && errno == EINTR)
        ;
}

static inline void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    sigemptyset(&action.sa_mask);
    if (sigaction(signal, &action, NULL) == -1)
        printf("FAILED sigaction(%d): %s\n", signal, error_name(errno));
}

static inline sigset_t set_of(int signal)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return set;
}

// How a child ended, in words.
static inline void print_status(const char *what, int status)
{
    if (WIFEXITED(status))
        printf("%s: exited %d\n", what, WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        printf("%s: killed by signal %d\n", what, WTERMSIG(status));
    else if (WIFSTOPPED(status))
        printf("%s: stopped by signal %d\n", what, WSTOPSIG(status));
    else if (WIFCONTINUED(status))
        printf("%s: continued\n", what);
    else
        printf("%s: status %#x\n", what, status);
}

// Runs `body` in a forked child, waits and prints how it ended. The child must not flush our buffer.
static inline void in_child(const char *what, void (*body)(void))
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        body();
        fflush(stdout);
        _exit(0);
    }
    int status = 0;
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
        ;
    print_status(what, status);
}

static inline long page_size(void)
{
    return sysconf(_SC_PAGESIZE);
}

// Waits up to five seconds for `condition`, without a lock: for counters that another thread or handler moves.
#define WAIT_FOR(condition)                                          \
    do {                                                             \
        int64_t limit_ = now_ns() + 5000000000LL;                    \
        while (!(condition) && now_ns() < limit_)                    \
            sched_yield();                                           \
        CHECK(condition);                                            \
    } while (0)

#endif
