// A signal that arrives just before a blocking call must interrupt it: the classic race, many times.
//@ timeout: 60
#include "../guest.h"

static volatile sig_atomic_t handled;
static int pipes[2];

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    handled++;
    (void)!write(pipes[1], "x", 1); // the self-pipe trick ends the read whenever the signal comes
}

static void *shooter(void *target)
{
    for (int i = 0; i < 3000; i++) {
        int before = handled;
        for (volatile int spin = 0; spin < i % 97 * 20; spin++)
            ;
        pthread_kill(*(pthread_t *)target, SIGUSR1);
        while (handled == before)
            sched_yield();
    }
    return NULL;
}

int main(void)
{
    CHECK(pipe(pipes) == 0);
    handle(SIGUSR1, handler, SA_RESTART);
    pthread_t self = pthread_self(), other;
    pthread_create(&other, NULL, shooter, &self);
    int bytes = 0;
    char byte;
    while (bytes < 3000) {
        long n = read(pipes[0], &byte, 1);
        if (n == 1)
            bytes++;
        else
            CHECK(n == -1 && errno == EINTR);
    }
    pthread_join(other, NULL);
    printf("%d handled, %d read\n", handled, bytes);
}
