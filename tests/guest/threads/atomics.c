// Atomic operations of every width from four threads: exact sums, exchanges conserve tokens, double-width too.
#include "../guest.h"

enum { THREADS = 4, ROUNDS = 20000 };
static uint8_t sum8;
static uint16_t sum16;
static uint32_t sum32, all_or, all_xor;
static uint64_t sum64, maximum, slots[8], compared;
static struct { uint8_t before, value, after; } packed = {0x5a, 0, 0xa5};
static int spin_lock_word;
static long guarded;

static void *worker(void *argument)
{
    uint64_t me = (uint64_t)(long)argument, token = me + 1000;
    for (int i = 0; i < ROUNDS; i++) {
        __atomic_fetch_add(&sum8, 3, __ATOMIC_RELAXED);
        __atomic_fetch_add(&sum16, 7, __ATOMIC_ACQ_REL);
        __atomic_fetch_add(&sum32, 11, __ATOMIC_SEQ_CST);
        __atomic_fetch_sub(&sum64, i, __ATOMIC_RELEASE);
        __atomic_fetch_add(&packed.value, 1, __ATOMIC_SEQ_CST);
        __atomic_fetch_or(&all_or, 1u << (i % 29), __ATOMIC_SEQ_CST);
        __atomic_fetch_xor(&all_xor, (uint32_t)i * 2654435761u, __ATOMIC_SEQ_CST);
        token = __atomic_exchange_n(&slots[(i + me) % 8], token, __ATOMIC_SEQ_CST);
        uint64_t seen = __atomic_load_n(&compared, __ATOMIC_RELAXED);
        while (!__atomic_compare_exchange_n(&compared, &seen, seen * 1 + 5, true, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
            ;
        uint64_t candidate = (uint64_t)i * (me + 1), old = __atomic_load_n(&maximum, __ATOMIC_ACQUIRE);
        while (old < candidate && !__atomic_compare_exchange_n(&maximum, &old, candidate, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            ;
        int free = 0;
        while (!__atomic_compare_exchange_n(&spin_lock_word, &free, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            free = 0;
            sched_yield();
        }
        guarded++;
        __atomic_store_n(&spin_lock_word, 0, __ATOMIC_RELEASE);
    }
    return (void *)token;
}

int main(void)
{
    pthread_t t[THREADS];
    for (int i = 0; i < 8; i++)
        slots[i] = i;
    for (long i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, worker, (void *)i);
    uint64_t tokens = 0;
    for (int i = 0; i < THREADS; i++) {
        void *token;
        pthread_join(t[i], &token);
        tokens += (uint64_t)token;
    }
    for (int i = 0; i < 8; i++)
        tokens += slots[i];
    printf("%u %u %u %ld\n", sum8, sum16, sum32, (long)sum64);
    printf("packed %#x %u %#x\n", packed.before, packed.value, packed.after);
    printf("or %#x xor %#x tokens %lu compared %lu maximum %lu guarded %ld\n", all_or, all_xor, tokens, compared, maximum, guarded);
}
