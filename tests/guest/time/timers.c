// timer_create in its forms, many timers, overruns, timerfd, itimers, alarm.
//@ flags: -lrt
#include "../guest.h"
#include <sys/timerfd.h>

static volatile int signals, last_value, threads;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    last_value = info->si_value.sival_int;
    signals++;
}

static void on_thread(union sigval value)
{
    __atomic_fetch_add(&threads, value.sival_int, __ATOMIC_SEQ_CST);
}

int main(void)
{
    handle(SIGRTMIN + 5, handler, SA_RESTART);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 5, .sigev_value.sival_int = 99};
    timer_t timer;
    struct itimerspec spec = {{0, 2000000}, {0, 1000000}}, now;
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    SHOW(timer_settime(timer, 0, &spec, NULL));
    WAIT_FOR(signals >= 5);
    SHOW(timer_gettime(timer, &now));
    printf("interval %ld, running %d, value %d\n", now.it_interval.tv_nsec, now.it_value.tv_nsec > 0, last_value);
    spec = (struct itimerspec){0};
    SHOW(timer_settime(timer, 0, &spec, &now));
    int before = signals;
    sleep_ms(10);
    printf("stopped %d\n", signals == before);
    // Blocked meanwhile: one signal, the rest counted as overruns.
    sigset_t set = set_of(SIGRTMIN + 5);
    sigprocmask(SIG_BLOCK, &set, NULL);
    spec = (struct itimerspec){{0, 1000000}, {0, 1000000}};
    timer_settime(timer, 0, &spec, NULL);
    sleep_ms(30);
    siginfo_t info;
    CHECK(sigwaitinfo(&set, &info) == SIGRTMIN + 5);
    printf("overruns %d, from a timer %d\n", info.si_overrun >= 10, info.si_code == SI_TIMER);
    SHOW(timer_delete(timer));
    SHOW(timer_settime((timer_t)0x7fff, 0, &spec, NULL));
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    timer_t many[100];
    signals = 0;
    for (int i = 0; i < 100; i++) {
        CHECK(timer_create(CLOCK_REALTIME, &event, &many[i]) == 0);
        spec = (struct itimerspec){{0, 0}, {0, 1000000 + i}};
        CHECK(timer_settime(many[i], 0, &spec, NULL) == 0);
    }
    WAIT_FOR(signals == 100);
    printf("%d timers\n", signals);
    for (int i = 0; i < 100; i++)
        CHECK(timer_delete(many[i]) == 0);
    event = (struct sigevent){.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_thread, .sigev_value.sival_int = 5};
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    spec = (struct itimerspec){{0, 0}, {0, 1000000}};
    timer_settime(timer, 0, &spec, NULL);
    WAIT_FOR(threads == 5);
    timer_delete(timer);
    event = (struct sigevent){.sigev_notify = SIGEV_NONE};
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    SHOW(timer_create(77, &event, &many[0]));
    event = (struct sigevent){.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99};
    SHOW(timer_create(CLOCK_MONOTONIC, &event, &many[0]));

    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    uint64_t expired = 0;
    SHOW(read(fd, &expired, 8));
    spec = (struct itimerspec){{0, 1000000}, {0, 1000000}};
    SHOW(timerfd_settime(fd, 0, &spec, NULL));
    sleep_ms(20);
    SHOW(read(fd, &expired, 8));
    printf("expired %d\n", expired >= 10);
    SHOW(timerfd_gettime(fd, &now));
    printf("%ld\n", now.it_interval.tv_nsec);
    clock_gettime(CLOCK_MONOTONIC, &spec.it_value);
    spec.it_interval = (struct timespec){0, 0};
    SHOW(timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, NULL));
    struct pollfd p = {fd, POLLIN, 0};
    SHOW(poll(&p, 1, 1000));
    SHOW(read(fd, &expired, 8));
    SHOW(expired);
    SHOW(timerfd_create(77, 0));
    SHOW(alarm(100));
    SHOW(alarm(0));
    struct itimerval interval = {{5, 0}, {50, 0}}, old;
    SHOW(setitimer(ITIMER_REAL, &interval, NULL));
    SHOW(getitimer(ITIMER_REAL, &old));
    printf("%ld, about %d\n", (long)old.it_interval.tv_sec, old.it_value.tv_sec >= 49);
    SHOW(setitimer(77, &interval, NULL));
}
