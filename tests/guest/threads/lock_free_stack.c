//@ timeout: 60
// A lock-free stack on load- and store-exclusive (aarch64 ldxr/stxr, riscv64 lr/sc). Its pop reads the next element between the
// two: it is right only if the store fails whenever the head has been written in between, also when it is the same again (ABA).
// Where that is not so, elements are lost or come twice, within a fraction of a second.
#include "../guest.h"
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

struct node {
    struct node *next;
    _Atomic int taken;
};

enum { THREADS = 4, NODES = 4, ROUNDS = 80000 };

static struct node nodes[NODES];
static struct node *head __attribute__((aligned(64)));
static _Atomic long twice;

#if defined(__aarch64__)
static void push(struct node *n)
{
    struct node *old;
    int failed;
    do {
        asm volatile("ldxr %0, [%1]" : "=r"(old) : "r"(&head) : "memory");
        n->next = old;
        asm volatile("stlxr %w0, %1, [%2]" : "=&r"(failed) : "r"(n), "r"(&head) : "memory");
    } while (failed);
}

static struct node *pop(void)
{
    struct node *old, *next;
    int failed;
    asm volatile("1: ldaxr %0, [%3]\n"
             "    mov %w2, #0\n"
             "    cbz %0, 2f\n"
             "    ldr %1, [%0]\n"
             "    mov %w2, #100\n" // time for others
             "3:    sub %w2, %w2, #1\n"
             "    cbnz %w2, 3b\n"
             "    stxr %w2, %1, [%3]\n"
             "    cbnz %w2, 1b\n"
             "2:" : "=&r"(old), "=&r"(next), "=&r"(failed) : "r"(&head) : "memory");
    return old;
}
#elif defined(__riscv)
static void push(struct node *n)
{
    struct node *old;
    long failed;
    do {
        asm volatile("lr.d %0, (%1)" : "=r"(old) : "r"(&head) : "memory");
        n->next = old;
        asm volatile("sc.d.rl %0, %1, (%2)" : "=&r"(failed) : "r"(n), "r"(&head) : "memory");
    } while (failed);
}

static struct node *pop(void)
{
    struct node *old, *next;
    long failed;
    asm volatile("1: lr.d.aq %0, (%3)\n"
             "    beqz %0, 2f\n"
             "    ld %1, 0(%0)\n"
             "    li %2, 100\n" // time for others
             "3:    addi %2, %2, -1\n"
             "    bnez %2, 3b\n"
             "    sc.d %2, %1, (%3)\n"
             "    bnez %2, 1b\n"
             "2:" : "=&r"(old), "=&r"(next), "=&r"(failed) : "r"(&head) : "memory");
    return old;
}
#else
// The host has nothing of the kind: a lock gives the same results.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void push(struct node *n)
{
    pthread_mutex_lock(&lock);
    n->next = head;
    head = n;
    pthread_mutex_unlock(&lock);
}

static struct node *pop(void)
{
    pthread_mutex_lock(&lock);
    struct node *n = head;
    if (n)
        head = n->next;
    pthread_mutex_unlock(&lock);
    return n;
}
#endif

static void *worker(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        struct node *a = pop();
        struct node *b = pop();
        if (a && a->taken++)
            twice++;
        if (b && b->taken++)
            twice++;
        // Given back in the order taken: the head comes back to what it was.
        if (b) {
            b->taken--;
            push(b);
        }
        if (a) {
            a->taken--;
            push(a);
        }
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < NODES; i++)
        push(&nodes[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, worker, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    int left = 0;
    while (left <= NODES && pop())
        left++;
    printf("left %d of %d, twice %ld\n", left, NODES, twice);
    return left != NODES || twice;
}
