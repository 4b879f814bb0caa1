// One thread writes new code while others run the old: each caller sees a complete version, and after a handshake
// the new one. Also a code arena filled by several threads at once.
//@ timeout: 60
#include "../arch.h"

enum { READERS = 3, VERSIONS = 300 };
static unsigned char *slots[2];
static _Atomic int current, seen[READERS], stop;
static long wrong;

// The writer fills the slot nobody runs, announces it and publishes its number; readers run what is published.
static void *reader(void *argument)
{
    int me = (int)(long)argument;
    while (!stop) {
        int version = current;
        if (version == seen[me]) {
            sched_yield();
            continue;
        }
#if defined(__riscv)
        asm volatile("fence.i" ::: "memory");
#elif defined(__aarch64__)
        asm volatile("isb" ::: "memory");
#endif
        int got = ((int_function)slots[version & 1])();
        if (got != version % 2048)
            __atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
        seen[me] = version;
    }
    return NULL;
}

static void *arena(void *argument)
{
    unsigned char *mine = (unsigned char *)argument;
    for (int i = 0; i < 2000; i++) {
        unsigned char *at = mine + (i % 100) * 32;
        arch_announce(at, arch_emit_return(at, i));
        if (((int_function)at)() != i)
            __atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
    }
    return NULL;
}

int main(void)
{
    long page = page_size();
    unsigned char *code = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_t t[READERS];
    slots[0] = code;
    slots[1] = code + page;
    for (long i = 0; i < READERS; i++)
        pthread_create(&t[i], NULL, reader, (void *)i);
    for (int version = 1; version <= VERSIONS; version++) {
        unsigned char *slot = slots[version & 1];
        arch_announce(slot, arch_emit_return(slot, version % 2048));
        current = version;
        // The other slot is free once everybody has run this one.
        for (int i = 0; i < READERS; i++)
            while (seen[i] != version)
                sched_yield();
    }
    stop = 1;
    for (int i = 0; i < READERS; i++)
        pthread_join(t[i], NULL);
    printf("versions %d, wrong %ld\n", current, wrong);
    for (int i = 0; i < READERS; i++)
        pthread_create(&t[i], NULL, arena, code + (i + 2) * page);
    for (int i = 0; i < READERS; i++)
        pthread_join(t[i], NULL);
    printf("arena: wrong %ld\n", wrong);
}
