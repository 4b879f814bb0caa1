// Atomics and locks, with two threads where it says so.
#include "kernel.h"
#include <pthread.h>

static long per_thread;
static uint64_t counter, other_counter;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int turn, spin;

static uint64_t two(void *(*body)(void *), long rounds)
{
    pthread_t t;
    per_thread = rounds;
    counter = 0;
    turn = 0;
    pthread_create(&t, NULL, body, (void *)1);
    body(NULL);
    pthread_join(t, NULL);
    return counter;
}

static uint64_t atomic_alone(long rounds)
{
    counter = 0;
    for (long i = 0; i < rounds; i++)
        __atomic_fetch_add(&counter, (uint64_t)i, __ATOMIC_SEQ_CST);
    return counter;
}

static uint64_t compare_and_swap(long rounds)
{
    counter = 1;
    for (long i = 0; i < rounds; i++) {
        uint64_t old = __atomic_load_n(&counter, __ATOMIC_RELAXED);
        while (!__atomic_compare_exchange_n(&counter, &old, old * 3 + 1, 1, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            ;
    }
    return counter;
}

static uint64_t fences(long rounds)
{
    for (long i = 0; i < rounds; i++) {
        __atomic_store_n(&counter, (uint64_t)i, __ATOMIC_SEQ_CST);
        __atomic_thread_fence(__ATOMIC_ACQ_REL);
        other_counter += __atomic_load_n(&counter, __ATOMIC_ACQUIRE);
    }
    uint64_t sum = other_counter;
    other_counter = 0;
    return sum;
}

static void *add_body(void *unused)
{
    for (long i = 0; i < per_thread; i++)
        __atomic_fetch_add(&counter, 1, __ATOMIC_SEQ_CST);
    return unused;
}

static uint64_t atomic_shared(long rounds) { return two(add_body, rounds); }

static uint64_t mutex_alone(long rounds)
{
    counter = 0;
    for (long i = 0; i < rounds; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    return counter;
}

static void *mutex_body(void *unused)
{
    for (long i = 0; i < per_thread; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    return unused;
}

static uint64_t mutex_shared(long rounds) { return two(mutex_body, rounds); }

static void *spin_body(void *unused)
{
    for (long i = 0; i < per_thread; i++) {
        while (__atomic_exchange_n(&spin, 1, __ATOMIC_ACQUIRE))
            sched_yield();
        counter++;
        __atomic_store_n(&spin, 0, __ATOMIC_RELEASE);
    }
    return unused;
}

static uint64_t spin_shared(long rounds) { return two(spin_body, rounds); }

static void *ping_body(void *me)
{
    int mine = me != NULL;
    for (long i = 0; i < per_thread; i++) {
        pthread_mutex_lock(&mutex);
        while (turn != mine)
            pthread_cond_wait(&condition, &mutex);
        turn = !mine;
        counter++;
        pthread_cond_signal(&condition);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static uint64_t two_pings(long rounds) { return two(ping_body, rounds); }
static uint64_t ping_pong(long rounds) { return on_one_processor(two_pings, rounds); }

static void *nothing(void *x) { return x; }

static uint64_t create_join(long rounds)
{
    for (long i = 0; i < rounds; i++) {
        pthread_t t;
        pthread_create(&t, NULL, nothing, NULL);
        pthread_join(t, NULL);
    }
    return (uint64_t)rounds;
}

const struct kernel kernels[] = {
    {"atomic_alone", atomic_alone, 10000000}, {"compare_and_swap", compare_and_swap, 10000000}, {"fences", fences, 10000000},
    {"atomic_shared", atomic_shared, 3000000}, {"mutex_alone", mutex_alone, 5000000}, {"mutex_shared", mutex_shared, 1000000},
    {"spin_shared", spin_shared, 3000000}, {"ping_pong", ping_pong, 20000}, {"create_join", create_join, 2000}, {NULL, NULL, 0},
};
