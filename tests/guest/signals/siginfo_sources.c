// siginfo of each sender: kill, tgkill, raise, sigqueue, setitimer, timer_create, SIGCHLD in its forms, SIGPIPE, SIGIO.
//@ flags: -lrt
#include "../guest.h"

static volatile sig_atomic_t arrived;
static siginfo_t last;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    (void)signal;
    last = *info;
    arrived = 1;
}

static void expect(const char *what)
{
    WAIT_FOR(arrived);
    arrived = 0;
    printf("%s: signo %d code %d errno %d\n", what, last.si_signo, last.si_code, last.si_errno);
}

static void child_case(const char *what, int how)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (how >= 0)
            _exit(how);
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        kill(getpid(), -how);
    }
    expect(what);
    printf("  pid %d uid %d status %d\n", last.si_pid == pid, last.si_uid == getuid(), last.si_status);
    int status;
    CHECK(waitpid(pid, &status, 0) == pid);
}

int main(void)
{
    int signals[] = {SIGUSR1, SIGALRM, SIGCHLD, SIGPIPE, SIGIO, SIGRTMIN + 4, SIGVTALRM, SIGPROF};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        handle(signals[i], handler, SA_RESTART);
    kill(getpid(), SIGUSR1);
    expect("kill");
    printf("  pid %d uid %d\n", last.si_pid == getpid(), last.si_uid == getuid());
    syscall(SYS_tgkill, getpid(), gettid(), SIGUSR1);
    expect("tgkill");
    syscall(SYS_tkill, gettid(), SIGUSR1);
    expect("tkill");
    raise(SIGUSR1);
    expect("raise");
    pthread_kill(pthread_self(), SIGUSR1);
    expect("pthread_kill");
    union sigval value = {.sival_ptr = (void *)0x123456789abcdefL};
    sigqueue(getpid(), SIGUSR1, value);
    expect("sigqueue");
    printf("  value %d\n", last.si_value.sival_ptr == value.sival_ptr);
    struct itimerval soon = {.it_value = {0, 1000}};
    setitimer(ITIMER_REAL, &soon, NULL);
    expect("setitimer real");
    setitimer(ITIMER_VIRTUAL, &soon, NULL);
    expect("setitimer virtual");
    setitimer(ITIMER_PROF, &soon, NULL);
    expect("setitimer prof");
    alarm(1);
    expect("alarm");
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 4, .sigev_value.sival_int = 4711};
    timer_t timer;
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    struct itimerspec spec = {.it_value = {0, 1000000}};
    CHECK(timer_settime(timer, 0, &spec, NULL) == 0);
    expect("timer_create");
    printf("  value %d overrun %d\n", last.si_value.sival_int, last.si_overrun);
    child_case("exit", 7);
    child_case("killed", -SIGTERM);
    child_case("dumped or killed", -SIGABRT);
    int pipes[2];
    CHECK(pipe(pipes) == 0);
    close(pipes[0]);
    SHOW(write(pipes[1], "x", 1));
    expect("broken pipe");
    close(pipes[1]);
    CHECK(pipe(pipes) == 0);
    fcntl(pipes[0], F_SETOWN, getpid());
    fcntl(pipes[0], F_SETFL, O_ASYNC | O_NONBLOCK);
    CHECK(write(pipes[1], "x", 1) == 1);
    expect("SIGIO");
    // SI_KERNEL without F_SETSIG; with it the descriptor and its event are told.
    fcntl(pipes[0], F_SETSIG, SIGRTMIN + 4);
    CHECK(write(pipes[1], "x", 1) == 1);
    expect("F_SETSIG");
    printf("  fd %d band in %d\n", last.si_fd == pipes[0], (last.si_band & POLLIN) != 0);
}
