// What every benchmark program shares: a table of kernels, run by name, each several times, timed from inside.
//
//     PROGRAM SCALE REPEATS [KERNEL]
//
// prints one line for each kernel: its name, a checksum (equal on every machine) and the nanoseconds of each repeat.
// SCALE is in per cent of the usual amount of work.
#ifndef KERNEL_H
#define KERNEL_H
#define _GNU_SOURCE
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint64_t (*kernel_function)(long rounds);

struct kernel {
    const char *name;
    kernel_function run;
    long rounds; // at a scale of 100
};

extern const struct kernel kernels[]; // ends with a null name

// Keeps a value the compiler must compute, and hides where it came from.
#define OPAQUE(x) asm volatile("" : "+r"(x))

static inline uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static inline uint64_t double_bits(double x)
{
    uint64_t u;
    memcpy(&u, &x, sizeof u);
    return u;
}

static int64_t nanoseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

// Runs a kernel whose two sides wait for each other on one processor: where processors are a hypervisor's, waking another one
// takes longer than all that is to be measured, and never twice the same time.
static inline uint64_t on_one_processor(uint64_t (*run)(long), long rounds)
{
    cpu_set_t before, one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    if (sched_getaffinity(0, sizeof before, &before) || sched_setaffinity(0, sizeof one, &one))
        abort();
    uint64_t sum = run(rounds);
    sched_setaffinity(0, sizeof before, &before);
    return sum;
}

int main(int argc, char **argv)
{
    long scale = argc > 1 ? atol(argv[1]) : 100;
    int repeats = argc > 2 ? atoi(argv[2]) : 3;
    for (const struct kernel *k = kernels; k->name; k++) {
        if (argc > 3 && strcmp(argv[3], k->name) != 0)
            continue;
        long rounds = k->rounds * scale / 100;
        if (rounds < 1)
            rounds = 1;
        printf("%s", k->name);
        for (int i = 0; i < repeats; i++) {
            int64_t start = nanoseconds();
            uint64_t sum = k->run(rounds);
            int64_t took = nanoseconds() - start;
            if (i == 0)
                printf(" %016lx", (unsigned long)sum);
            printf(" %ld", (long)took);
        }
        printf("\n");
        fflush(stdout);
    }
}
#endif
