// Thousands of threads, one after another and in batches, each with its own stack, TLS and result.
#include "../guest.h"

static __thread long mine = 17;
static __thread char buffer[3000];

static void *thread(void *argument)
{
    long n = (long)argument;
    CHECK(mine == 17 && buffer[n % 3000] == 0);
    mine += n;
    memset(buffer, (int)n, sizeof buffer);
    sched_yield();
    return (void *)(mine * 2);
}

static void *detached(void *argument)
{
    __atomic_fetch_add((int *)argument, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void)
{
    long sum = 0;
    void *result;
    for (long i = 0; i < 1500; i++) {
        pthread_t t;
        CHECK(pthread_create(&t, NULL, thread, (void *)i) == 0);
        CHECK(pthread_join(t, &result) == 0);
        sum += (long)result;
    }
    printf("%ld\n", sum);
    for (int batch = 0; batch < 20; batch++) {
        pthread_t t[50];
        for (long i = 0; i < 50; i++)
            CHECK(pthread_create(&t[i], NULL, thread, (void *)i) == 0);
        for (int i = 0; i < 50; i++) {
            CHECK(pthread_join(t[i], &result) == 0);
            sum += (long)result;
        }
    }
    printf("%ld\n", sum);
    static int done;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 65536);
    for (int i = 0; i < 200; i++) {
        pthread_t t;
        int error;
        while ((error = pthread_create(&t, &attributes, detached, &done)) == EAGAIN)
            sched_yield();
        CHECK(error == 0);
    }
    WAIT_FOR(__atomic_load_n(&done, __ATOMIC_SEQ_CST) == 200);
    printf("%d detached, mine %ld\n", done, mine);
}
