// Memory and strings: streaming, copying, searching, chasing pointers.
#include "kernel.h"

enum { N = 1 << 16 };

static uint64_t triad(long rounds)
{
    static double a[N], b[N], c[N];
    for (int i = 0; i < N; i++)
        b[i] = i, c[i] = N - i;
    while (rounds--)
        for (int i = 0; i < N; i++)
            a[i] = b[i] + 3.0 * c[i];
    return double_bits(a[N / 2]);
}

static uint64_t copy(long rounds)
{
    static char from[1 << 18], to[1 << 18];
    memset(from, 5, sizeof from);
    while (rounds--) {
        char *p = to;
        memcpy(p, from, sizeof from - (rounds & 63));
        OPAQUE(p);
    }
    return (uint64_t)to[1000];
}

static uint64_t copy_small(long rounds)
{
    static char from[256], to[256];
    uint64_t sum = 0;
    for (long i = 0; i < rounds; i++) {
        size_t size = (size_t)(i % 61) + 1;
        OPAQUE(size);
        memcpy(to, from + i % 16, size);
        sum += (unsigned char)to[size - 1];
        from[i % 256] = (char)i;
    }
    return sum;
}

static uint64_t set(long rounds)
{
    static char to[1 << 18];
    while (rounds--) {
        char *p = to;
        memset(p, (int)rounds, sizeof to);
        OPAQUE(p);
    }
    return (uint64_t)to[7];
}

static uint64_t strings(long rounds)
{
    static char text[4096], other[4096];
    uint64_t sum = 0;
    memset(text, 'a', 4000);
    memset(other, 'a', 4000);
    other[3999] = 'b';
    while (rounds--) {
        char *p = text, *q = other;
        OPAQUE(p);
        OPAQUE(q);
        sum += strlen(p + (rounds & 15)) + (strcmp(p, q) < 0) + (size_t)(strchr(q, 'b') - q) + (memcmp(p, q, 4000) != 0);
    }
    return sum;
}

static uint64_t bytes(long rounds)
{
    static unsigned char data[N];
    uint64_t counts[256] = {0}, seed = 9;
    for (int i = 0; i < N; i++)
        data[i] = (unsigned char)next_random(&seed);
    while (rounds--)
        for (int i = 0; i < N; i++)
            counts[data[i]]++;
    return counts[17] * 31 + counts[200];
}

static uint64_t pointer_chase(long rounds)
{
    static uint32_t next[N];
    uint64_t seed = 11;
    for (uint32_t i = 0; i < N; i++)
        next[i] = i;
    for (uint32_t i = N - 1; i > 0; i--) {
        uint32_t j = (uint32_t)(next_random(&seed) % i), t = next[i];
        next[i] = next[j];
        next[j] = t;
    }
    uint32_t at = 0;
    for (long i = 0; i < rounds; i++)
        at = next[at];
    return at;
}

struct node {
    struct node *left, *right;
    uint64_t key;
};

static uint64_t trees(long rounds)
{
    uint64_t seed = 13, sum = 0;
    while (rounds--) {
        struct node *root = NULL, *all[1000];
        for (int i = 0; i < 1000; i++) {
            struct node *n = calloc(1, sizeof *n), **where = &root;
            n->key = next_random(&seed);
            while (*where)
                where = n->key < (*where)->key ? &(*where)->left : &(*where)->right;
            *where = all[i] = n;
        }
        sum += root->key;
        for (int i = 0; i < 1000; i++)
            free(all[i]);
    }
    return sum;
}

static uint64_t unaligned(long rounds)
{
    static unsigned char data[N + 16];
    uint64_t sum = 0;
    for (int i = 0; i < N; i++)
        data[i] = (unsigned char)(i * 7);
    while (rounds--)
        for (int i = 0; i < N; i += 13) {
            uint32_t x;
            memcpy(&x, data + i, sizeof x);
            sum += x;
        }
    return sum;
}

const struct kernel kernels[] = {
    {"triad", triad, 1500},           {"copy", copy, 6000},   {"copy_small", copy_small, 10000000}, {"set", set, 8000},
    {"strings", strings, 150000},     {"bytes", bytes, 1000}, {"pointer_chase", pointer_chase, 10000000}, {"trees", trees, 500},
    {"unaligned", unaligned, 10000}, {NULL, NULL, 0},
};
