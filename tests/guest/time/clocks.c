// Clocks: ids, resolutions, order, agreement of the vDSO with the system call, sleeping to the end.
#include "../guest.h"
#include <sys/timex.h>

static int64_t ns(struct timespec t)
{
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void)
{
    int ids[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE,
                 CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, CLOCK_TAI};
    struct timespec a, b, c;
    for (unsigned i = 0; i < sizeof ids / sizeof *ids; i++) {
        int result = clock_gettime(ids[i], &a);
        syscall(SYS_clock_gettime, ids[i], &b);
        clock_gettime(ids[i], &c);
        struct timespec resolution;
        clock_getres(ids[i], &resolution);
        printf("%d: %d, ordered with the system call %d, resolution %ld\n", ids[i], result, ns(a) <= ns(b) && ns(b) <= ns(c), (long)ns(resolution));
    }
    SHOW(clock_gettime(77, &a));
    SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &a));
    int backwards = 0;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int i = 0; i < 100000; i++) {
        clock_gettime(CLOCK_MONOTONIC, &b);
        backwards += ns(b) < ns(a);
        a = b;
    }
    printf("backwards %d\n", backwards);
    struct timeval tv;
    gettimeofday(&tv, NULL);
    clock_gettime(CLOCK_REALTIME, &a);
    printf("time of day agrees %d, time %d\n", ns(a) - (tv.tv_sec * 1000000000LL + tv.tv_usec * 1000) < 100000000, labs(time(NULL) - a.tv_sec) <= 1);
    struct timespec ms = {0, 5000000}, bad = {0, 1000000000}, negative = {-1, 0};
    clock_gettime(CLOCK_MONOTONIC, &a);
    SHOW(nanosleep(&ms, NULL));
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("slept enough %d\n", ns(b) - ns(a) >= 5000000);
    SHOW(nanosleep(&bad, NULL));
    SHOW(nanosleep(&negative, NULL));
    SHOW_ERROR(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &a, NULL));
    SHOW_ERROR(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &ms, NULL));
    SHOW_ERROR(clock_nanosleep(CLOCK_REALTIME, 0, &bad, NULL));
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
    for (volatile int i = 0; i < 3000000; i++)
        ;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
    printf("processor time passes %d\n", ns(b) > ns(a));
    clockid_t process;
    SHOW_ERROR(clock_getcpuclockid(0, &process));
    SHOW(clock_gettime(process, &a));
    struct rusage usage;
    SHOW(getrusage(RUSAGE_SELF, &usage));
    SHOW(getrusage(RUSAGE_THREAD, &usage));
    SHOW(getrusage(77, &usage));
    struct timex x = {0};
    SHOW(adjtimex(&x) >= 0);
    unsigned cpu = 99999, node;
    SHOW(getcpu(&cpu, &node));
    printf("cpu known %d\n", cpu < 4096);
    struct tm t;
    time_t when = 1700000000;
    gmtime_r(&when, &t);
    printf("%d-%d-%d %d:%d\n", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min);
}
