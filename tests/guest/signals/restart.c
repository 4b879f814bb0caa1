// Which calls restart after a handler with SA_RESTART and which fail with EINTR, call by call.
//@ timeout: 60
#include "../guest.h"
#include <linux/futex.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/timerfd.h>

static int pipes[2], sockets[2], epoll, event, timer, locked;
static int msg_queue, semaphore, futex_word;
static pid_t victim;
static volatile sig_atomic_t handled;

static void on_alarm(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    handled++;
}

// The first alarm only interrupts. A call that restarted is then released by the helper process.
static void release(void)
{
    char byte = 'x';
    uint64_t one = 1;
    struct itimerspec now = {.it_value = {0, 1}};
    struct {
        long type;
        char text[4];
    } message = {1, "abc"};
    (void)!write(pipes[1], &byte, 1);
    (void)!write(sockets[1], &byte, 1);
    (void)!write(event, &one, sizeof one);
    timerfd_settime(timer, 0, &now, NULL);
    msgsnd(msg_queue, &message, 4, 0);
    semop(semaphore, &(struct sembuf){0, 1, 0}, 1);
    flock(locked, LOCK_UN);
}

static long do_read(void) { char c; return read(pipes[0], &c, 1); }
static long do_readv(void) { char c; struct iovec v = {&c, 1}; return readv(pipes[0], &v, 1); }
static long do_recv(void) { char c; return recv(sockets[0], &c, 1, 0); }
static long do_recvmsg(void)
{
    char c;
    struct iovec v = {&c, 1};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
    return recvmsg(sockets[0], &m, 0);
}
static long do_recv_timeout(void)
{
    struct timeval t = {3, 0};
    setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    long result = do_recv();
    int error = errno;
    t.tv_sec = 0;
    setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    errno = error;
    return result;
}
static long do_eventfd(void) { uint64_t n; return read(event, &n, 8); }
static long do_timerfd(void) { uint64_t n; return read(timer, &n, 8); }
static long do_poll(void) { struct pollfd p = {pipes[0], POLLIN, 0}; return poll(&p, 1, 5000); }
static long do_ppoll(void)
{
    struct pollfd p = {pipes[0], POLLIN, 0};
    struct timespec t = {5, 0};
    return ppoll(&p, 1, &t, NULL);
}
static long do_select(void)
{
    fd_set set;
    FD_ZERO(&set);
    FD_SET(pipes[0], &set);
    struct timeval t = {5, 0};
    return select(pipes[0] + 1, &set, NULL, NULL, &t);
}
static long do_epoll_wait(void) { struct epoll_event e; return epoll_wait(epoll, &e, 1, 5000); }
static long do_flock(void) { int fd = open("lock", O_RDWR); long r = flock(fd, LOCK_EX); int e = errno; close(fd); errno = e; return r; }
static long do_msgrcv(void) { char b[64]; return msgrcv(msg_queue, b, 8, 0, 0); }
static long do_semop(void) { return semop(semaphore, &(struct sembuf){0, -1, 0}, 1); }
static long do_pause(void) { return pause(); }
static long do_sigsuspend(void) { sigset_t none; sigemptyset(&none); return sigsuspend(&none); }
static long do_nanosleep(void)
{
    struct timespec t = {0, 300000000}, rest = {9, 9};
    long result = nanosleep(&t, &rest);
    if (result == -1)
        printf("  (rest is less than asked for: %d)\n", rest.tv_sec == 0 && rest.tv_nsec < 300000000 && rest.tv_nsec > 0);
    errno = EINTR;
    return result;
}
static long do_clock_nanosleep_absolute(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += 1;
    errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
    return errno ? -1 : 0;
}
static long do_futex(void) { return syscall(SYS_futex, &futex_word, FUTEX_WAIT, 0, NULL, NULL, 0); }
static long do_futex_timeout(void)
{
    struct timespec t = {0, 400000000};
    return syscall(SYS_futex, &futex_word, FUTEX_WAIT, 0, &t, NULL, 0);
}
static long do_waitpid(void) { return waitpid(victim, NULL, 0) == victim ? 0 : -1; }
static long do_waitid(void) { siginfo_t i; return waitid(P_PID, victim, &i, WEXITED); }
static long do_accept(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "sock"};
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink("sock");
    bind(s, (void *)&a, sizeof a);
    listen(s, 1);
    struct timeval t = {1, 0};
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
    long r = accept(s, NULL, NULL);
    int e = errno;
    close(s);
    errno = e;
    return r;
}
static long do_fcntl_lock(void)
{
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open("lock2", O_RDWR);
    long r = fcntl(fd, F_SETLKW, &l);
    int e = errno;
    close(fd);
    errno = e;
    return r;
}

enum { RELEASED, SIGNAL_ENDS_IT };

static const struct {
    const char *name;
    long (*call)(void);
    int end;
} calls[] = {
    {"read", do_read, RELEASED}, {"readv", do_readv, RELEASED}, {"recv", do_recv, RELEASED}, {"recvmsg", do_recvmsg, RELEASED}, {"recv with SO_RCVTIMEO", do_recv_timeout, RELEASED},
    {"read eventfd", do_eventfd, RELEASED}, {"read timerfd", do_timerfd, RELEASED}, {"poll", do_poll, RELEASED}, {"ppoll", do_ppoll, RELEASED}, {"select", do_select, RELEASED},
    {"epoll_wait", do_epoll_wait, RELEASED}, {"flock", do_flock, RELEASED}, {"fcntl F_SETLKW", do_fcntl_lock, RELEASED}, {"msgrcv", do_msgrcv, RELEASED}, {"semop", do_semop, RELEASED},
    {"pause", do_pause, SIGNAL_ENDS_IT}, {"sigsuspend", do_sigsuspend, SIGNAL_ENDS_IT}, {"nanosleep", do_nanosleep, RELEASED},
    {"clock_nanosleep TIMER_ABSTIME", do_clock_nanosleep_absolute, RELEASED}, {"futex", do_futex, SIGNAL_ENDS_IT}, {"futex with timeout", do_futex_timeout, RELEASED},
    {"waitpid", do_waitpid, RELEASED}, {"waitid", do_waitid, RELEASED}, {"accept with SO_RCVTIMEO", do_accept, RELEASED},
};

static void one(const char *name, long (*call)(void), int end, int flags)
{
    CHECK(pipe(pipes) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    event = eventfd(0, 0);
    timer = timerfd_create(CLOCK_MONOTONIC, 0);
    epoll = epoll_create1(0);
    struct epoll_event watch = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, pipes[0], &watch);
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    handled = 0;
    fflush(stdout);
    pid_t parent = getpid();
    pid_t releaser = fork();
    if (releaser == 0) {
        locked = open("lock", O_RDWR | O_CREAT, 0600);
        flock(locked, LOCK_EX);
        int other = open("lock2", O_RDWR | O_CREAT, 0600);
        struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
        fcntl(other, F_SETLK, &l);
        shared[0] = 1;
        sleep_ms(60);
        kill(parent, SIGALRM);
        sleep_ms(120);
        release();
        if (end == SIGNAL_ENDS_IT) {
            sleep_ms(40);
            kill(parent, SIGUSR1);
        }
        _exit(0);
    }
    victim = releaser;
    while (!((volatile int *)shared)[0])
        sched_yield();
    handle(SIGALRM, on_alarm, flags);
    handle(SIGUSR1, on_alarm, 0);
    errno = 0;
    long result = call();
    int error = errno;
    bool first = handled == 1;
    printf("%s, %s: %s%s\n", name, flags ? "SA_RESTART" : "no flag", result >= 0 ? "ok" : error_name(error),
           result >= 0 && first ? " after a restart" : result < 0 && !first ? " only at the second signal" : "");
    kill(releaser, SIGKILL);
    waitpid(releaser, NULL, 0);
    signal(SIGALRM, SIG_IGN);
    signal(SIGUSR1, SIG_IGN);
    int fds[] = {pipes[0], pipes[1], sockets[0], sockets[1], event, timer, epoll};
    for (int i = 0; i < 7; i++)
        close(fds[i]);
    munmap(shared, 4096);
}

int main(void)
{
    for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++) {
        for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
            msg_queue = msgget(IPC_PRIVATE, 0600 | IPC_CREAT);
            semaphore = semget(IPC_PRIVATE, 1, 0600 | IPC_CREAT);
            one(calls[i].name, calls[i].call, calls[i].end, flags);
            msgctl(msg_queue, IPC_RMID, NULL);
            semctl(semaphore, 0, IPC_RMID);
        }
    }
}
