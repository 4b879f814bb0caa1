// Process-directed signals go to a thread that does not block them; thread-directed ones to their thread.
#include "../guest.h"

static volatile int got_by[4], ready;
static __thread int me;
static volatile int quit;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    got_by[me]++;
}

static void *thread(void *argument)
{
    me = (int)(long)argument;
    sigset_t set = set_of(SIGUSR1);
    pthread_sigmask(me == 2 ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
    __atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
    while (!quit)
        if (me == 1)
            sched_yield();
        else
            usleep(1000);
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    sigset_t set = set_of(SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    handle(SIGUSR1, handler, SA_RESTART);
    handle(SIGUSR2, handler, SA_RESTART);
    for (long i = 1; i < 4; i++)
        pthread_create(&threads[i - 1], NULL, thread, (void *)i);
    WAIT_FOR(ready == 3);
    for (int i = 0; i < 100; i++) {
        int before = got_by[2];
        kill(getpid(), SIGUSR1);
        WAIT_FOR(got_by[2] == before + 1);
    }
    printf("process-directed: %d %d %d %d\n", got_by[0], got_by[1], got_by[2], got_by[3]);
    memset((void *)got_by, 0, sizeof got_by);
    for (int i = 0; i < 100; i++)
        for (int t = 0; t < 3; t++) {
            int before = got_by[t + 1];
            pthread_kill(threads[t], SIGUSR2);
            WAIT_FOR(got_by[t + 1] == before + 1);
        }
    printf("thread-directed: %d %d %d %d\n", got_by[0], got_by[1], got_by[2], got_by[3]);
    // Two threads shower each other while a third computes.
    quit = 1;
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    SHOW_ERROR(pthread_kill(pthread_self(), 0));
    SHOW(syscall(SYS_tgkill, getpid(), 1 << 22, 0));
}
