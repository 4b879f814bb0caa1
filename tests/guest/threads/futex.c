// Futex operations by system call: wait, wake, bitset, requeue, wake_op, time-outs, errors, priority inheritance.
#include "../guest.h"
#include <linux/futex.h>

static uint32_t a, b;
static volatile int woken, waiting;

static long futex(uint32_t *word, int operation, uint32_t value, const void *time, uint32_t *word2, uint32_t value3)
{
    return syscall(SYS_futex, word, operation, value, time, word2, value3);
}

static void *waiter(void *argument)
{
    uint32_t bits = (uint32_t)(long)argument;
    __atomic_fetch_add(&waiting, 1, __ATOMIC_SEQ_CST);
    long result = bits ? futex(&a, FUTEX_WAIT_BITSET_PRIVATE, 0, NULL, NULL, bits) : futex(&a, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    CHECK(result == 0);
    __atomic_fetch_add(&woken, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static pthread_t threads[8];

static void start(int n, const long *bits)
{
    waiting = woken = 0;
    for (int i = 0; i < n; i++)
        pthread_create(&threads[i], NULL, waiter, (void *)bits[i]);
    WAIT_FOR(waiting == n);
    sleep_ms(50); // until they sleep in the kernel
}

static void finish(int n)
{
    for (int i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    printf("all %d woke\n", woken);
}

int main(void)
{
    struct timespec ms = {0, 1000000}, bad = {0, 2000000000}, past = {1, 0};
    SHOW(futex(&a, FUTEX_WAIT, 1, NULL, NULL, 0));
    SHOW(futex(&a, FUTEX_WAIT, 0, &ms, NULL, 0));
    SHOW(futex(&a, FUTEX_WAIT, 0, &bad, NULL, 0));
    SHOW(futex(&a, FUTEX_WAIT_BITSET, 0, &past, NULL, FUTEX_BITSET_MATCH_ANY));
    SHOW(futex(&a, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &past, NULL, FUTEX_BITSET_MATCH_ANY));
    SHOW(futex(&a, FUTEX_WAIT_BITSET, 0, &past, NULL, 0));
    SHOW(futex((uint32_t *)((char *)&a + 1), FUTEX_WAIT, 0, &ms, NULL, 0));
    SHOW(futex((uint32_t *)4096, FUTEX_WAIT, 0, &ms, NULL, 0));
    SHOW(futex(&a, FUTEX_WAKE, 1, NULL, NULL, 0));
    SHOW(futex(&a, 99, 1, NULL, NULL, 0));
    long plain[8] = {0}, bits[4] = {1, 2, 4, 8};
    start(4, plain);
    SHOW(futex(&a, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
    SHOW(futex(&a, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0));
    finish(4);
    start(4, bits);
    SHOW(futex(&a, FUTEX_WAKE_BITSET_PRIVATE, INT_MAX, NULL, NULL, 16));
    SHOW(futex(&a, FUTEX_WAKE_BITSET_PRIVATE, INT_MAX, NULL, NULL, 2));
    SHOW(futex(&a, FUTEX_WAKE_BITSET_PRIVATE, INT_MAX, NULL, NULL, 13));
    finish(4);
    start(5, plain);
    SHOW(futex(&a, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)2, &b, 1));
    SHOW(futex(&a, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)2, &b, 0));
    SHOW(futex(&b, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0));
    SHOW(futex(&a, FUTEX_REQUEUE_PRIVATE, 0, (void *)INT_MAX, &b, 0));
    SHOW(futex(&b, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0));
    finish(5);
    start(3, plain);
    b = 5;
    SHOW(futex(&b, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &a, FUTEX_OP(FUTEX_OP_ADD, 3, FUTEX_OP_CMP_EQ, 0)));
    printf("a %u b %u\n", a, b);
    SHOW(futex(&b, FUTEX_WAKE_OP_PRIVATE, 1, (void *)9, &a, FUTEX_OP(FUTEX_OP_SET, 0, FUTEX_OP_CMP_GT, 2)));
    printf("a %u b %u\n", a, b);
    finish(3);
    SHOW(futex(&a, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    printf("owner is me %d\n", (a & FUTEX_TID_MASK) == (uint32_t)gettid());
    SHOW(futex(&a, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
    SHOW(futex(&a, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
    printf("a %u\n", a);
    SHOW(futex(&a, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
}
