// Outcomes the memory model forbids: message passing with release/acquire, store buffering with full fences,
// coherence. All counts must be zero.
//@ timeout: 60
#include "../guest.h"

enum { ROUNDS = 60000 };
static struct { _Alignas(128) long v; } x, y;
static long r[4];
static int test;
static long forbidden[4];

static void spin(unsigned n)
{
    for (volatile unsigned i = 0; i < n; i++)
        ;
}

static void left(int round)
{
    spin(round % 7);
    switch (test) {
    case 0: // message passing
        __atomic_store_n(&x.v, 1, __ATOMIC_RELAXED);
        __atomic_store_n(&y.v, 1, __ATOMIC_RELEASE);
        break;
    case 1: // store buffering
        __atomic_store_n(&x.v, 1, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        r[0] = __atomic_load_n(&y.v, __ATOMIC_RELAXED);
        break;
    case 2: // store buffering with sequentially consistent accesses
        __atomic_store_n(&x.v, 1, __ATOMIC_SEQ_CST);
        r[0] = __atomic_load_n(&y.v, __ATOMIC_SEQ_CST);
        break;
    case 3: // coherence: two reads of one place never go backwards
        __atomic_store_n(&x.v, 1, __ATOMIC_RELAXED);
        __atomic_store_n(&x.v, 2, __ATOMIC_RELAXED);
        break;
    }
}

static void right(int round)
{
    spin(round % 5);
    switch (test) {
    case 0:
        r[0] = __atomic_load_n(&y.v, __ATOMIC_ACQUIRE);
        r[1] = __atomic_load_n(&x.v, __ATOMIC_RELAXED);
        break;
    case 1:
        __atomic_store_n(&y.v, 1, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        r[1] = __atomic_load_n(&x.v, __ATOMIC_RELAXED);
        break;
    case 2:
        __atomic_store_n(&y.v, 1, __ATOMIC_SEQ_CST);
        r[1] = __atomic_load_n(&x.v, __ATOMIC_SEQ_CST);
        break;
    case 3:
        r[0] = __atomic_load_n(&x.v, __ATOMIC_RELAXED);
        r[1] = __atomic_load_n(&x.v, __ATOMIC_RELAXED);
        break;
    }
}

static bool is_forbidden(void)
{
    switch (test) {
    case 0: return r[0] == 1 && r[1] == 0;
    case 3: return r[0] > r[1];
    default: return r[0] == 0 && r[1] == 0;
    }
}

// A spinning rendezvous: the two sides start within nanoseconds of each other.
static int arrived;
static void meet(int n)
{
    __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
    for (int spins = 0; __atomic_load_n(&arrived, __ATOMIC_SEQ_CST) < n; spins++)
        if (spins > 2000)
            sched_yield();
}

static void *thread(void *argument)
{
    (void)argument;
    for (int i = 0, gate = 0; i < 4 * ROUNDS; i++) {
        meet(gate += 2);
        right(i);
        meet(gate += 2);
    }
    return NULL;
}

int main(void)
{
    pthread_t t;
    pthread_create(&t, NULL, thread, NULL);
    for (int i = 0, gate = 0; i < 4 * ROUNDS; i++) {
        test = i / ROUNDS;
        x.v = y.v = 0;
        meet(gate += 2);
        left(i);
        meet(gate += 2);
        forbidden[test] += is_forbidden();
    }
    pthread_join(t, NULL);
    printf("message passing %ld, store buffering %ld %ld, coherence %ld\n", forbidden[0], forbidden[1], forbidden[2], forbidden[3]);
}
