// Four threads exchange thousands of signals: none is lost that the sender saw acknowledged, nobody crashes.
//@ timeout: 60
#include "../guest.h"

enum { THREADS = 4, ROUNDS = 2000 };
static pthread_t threads[THREADS];
static volatile int received[THREADS];
static __thread int me;
static pthread_barrier_t start;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    __atomic_fetch_add(&received[me], 1, __ATOMIC_SEQ_CST);
}

static void *thread(void *argument)
{
    me = (int)(long)argument;
    threads[me] = pthread_self();
    pthread_barrier_wait(&start);
    int to = (me + 1) % THREADS;
    for (int i = 0; i < ROUNDS; i++) {
        int before = received[to];
        pthread_kill(threads[to], SIGUSR1);
        // Its only sender is this thread.
        while (received[to] == before)
            sched_yield();
    }
    pthread_barrier_wait(&start);
    return NULL;
}

int main(void)
{
    handle(SIGUSR1, handler, SA_RESTART);
    pthread_barrier_init(&start, NULL, THREADS);
    pthread_t t[THREADS];
    for (long i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, thread, (void *)i);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    for (int i = 0; i < THREADS; i++)
        printf("%d\n", received[i]);
}
