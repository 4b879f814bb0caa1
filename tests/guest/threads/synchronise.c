// Mutexes of each kind, condition variables, reader-writer locks, barriers, semaphores, spin locks, once.
#include "../guest.h"
#include <semaphore.h>

enum { THREADS = 4, ROUNDS = 5000 };
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER, not_full = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static long counter, spun, shared_a, shared_b, torn, serial, once_count, posted;
static int queue[16], head, tail;
static long consumed;

static void init_once(void)
{
    once_count++;
}

static void *worker(void *argument)
{
    (void)argument;
    pthread_once(&once, init_once);
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
        pthread_spin_lock(&spin);
        spun++;
        pthread_spin_unlock(&spin);
        if (i % 10 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            shared_a++;
            shared_b++;
            pthread_rwlock_unlock(&rwlock);
        } else {
            pthread_rwlock_rdlock(&rwlock);
            if (shared_a != shared_b)
                __atomic_fetch_add(&torn, 1, __ATOMIC_RELAXED);
            pthread_rwlock_unlock(&rwlock);
        }
    }
    for (int i = 0; i < 200; i++)
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
            serial++;
    for (int i = 0; i < 100; i++) {
        sem_wait(&semaphore);
        __atomic_fetch_add(&posted, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

static void *producer(void *argument)
{
    (void)argument;
    for (int i = 1; i <= ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        while (head - tail == 16)
            pthread_cond_wait(&not_full, &mutex);
        queue[head++ % 16] = i;
        pthread_cond_signal(&not_empty);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void *consumer(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        while (head == tail)
            pthread_cond_wait(&not_empty, &mutex);
        consumed += queue[tail++ % 16];
        pthread_cond_broadcast(&not_full);
        pthread_mutex_unlock(&mutex);
    }
    return NULL;
}

static void kinds(void)
{
    int types[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK};
    for (int i = 0; i < 3; i++) {
        pthread_mutexattr_t attributes;
        pthread_mutex_t m;
        pthread_mutexattr_init(&attributes);
        pthread_mutexattr_settype(&attributes, types[i]);
        SHOW_ERROR(pthread_mutex_init(&m, &attributes));
        SHOW_ERROR(pthread_mutex_lock(&m));
        SHOW_ERROR(pthread_mutex_trylock(&m));
        struct timespec soon;
        clock_gettime(CLOCK_REALTIME, &soon);
        soon.tv_nsec += 1000000;
        if (soon.tv_nsec >= 1000000000)
            soon.tv_sec++, soon.tv_nsec -= 1000000000;
        SHOW_ERROR(pthread_mutex_timedlock(&m, &soon));
        SHOW_ERROR(pthread_mutex_unlock(&m));
    }
}

int main(void)
{
    pthread_t t[THREADS + 2];
    pthread_spin_init(&spin, 0);
    pthread_barrier_init(&barrier, NULL, THREADS);
    sem_init(&semaphore, 0, 0);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, worker, NULL);
    for (int i = 0; i < THREADS * 100; i++)
        sem_post(&semaphore);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    printf("mutex %ld spin %ld rwlock %ld %ld torn %ld serial %ld once %ld posted %ld\n", counter, spun, shared_a, shared_b, torn, serial,
           once_count, posted);
    for (int i = 0; i < 4; i++)
        pthread_create(&t[i], NULL, i % 2 ? producer : consumer, NULL);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    printf("consumed %ld\n", consumed);
    kinds();
    struct timespec past = {1, 0};
    pthread_mutex_lock(&mutex);
    SHOW_ERROR(pthread_cond_timedwait(&not_empty, &mutex, &past));
    SHOW(sem_timedwait(&semaphore, &past));
}
