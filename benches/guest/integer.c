// Integer code: loops over arrays, arithmetic, sorting, hashing, bit tricks.
#include "kernel.h"

static uint64_t sieve(long rounds)
{
    enum { N = 200000 };
    static unsigned char composite[N];
    uint64_t count = 0;
    while (rounds--) {
        memset(composite, 0, N);
        for (long i = 2; i * i < N; i++)
            if (!composite[i])
                for (long j = i * i; j < N; j += i)
                    composite[j] = 1;
        for (long i = 2; i < N; i++)
            count += !composite[i];
    }
    return count;
}

static uint64_t crc32(long rounds)
{
    static uint32_t table[256];
    static unsigned char data[65536];
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320u ^ (c >> 1) : c >> 1;
        table[i] = c;
    }
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (unsigned char)(i * 31);
    uint32_t crc = ~0u;
    while (rounds--)
        for (unsigned i = 0; i < sizeof data; i++)
            crc = table[(crc ^ data[i]) & 255] ^ (crc >> 8);
    return crc;
}

static uint64_t matmul(long rounds)
{
    enum { N = 64 };
    static int32_t a[N][N], b[N][N], c[N][N];
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = i * 3 - j;
            b[i][j] = j * 7 - i;
        }
    uint64_t sum = 0;
    while (rounds--) {
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                int32_t s = 0;
                for (int k = 0; k < N; k++)
                    s += a[i][k] * b[k][j];
                c[i][j] = s;
            }
        sum += (uint32_t)c[rounds % N][3];
        a[0][0]++;
    }
    return sum;
}

static uint64_t collatz(long rounds)
{
    uint64_t total = 0;
    for (long start = 1; start <= rounds; start++)
        for (uint64_t n = (uint64_t)start; n != 1; total++)
            n = n & 1 ? 3 * n + 1 : n / 2;
    return total;
}

static void sort(int32_t *v, long low, long high)
{
    while (low < high) {
        int32_t pivot = v[(low + high) / 2];
        long i = low, j = high;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                int32_t t = v[i];
                v[i++] = v[j];
                v[j--] = t;
            }
        }
        if (j - low < high - i) {
            sort(v, low, j);
            low = i;
        } else {
            sort(v, i, high);
            high = j;
        }
    }
}

static uint64_t quicksort(long rounds)
{
    enum { N = 50000 };
    static int32_t v[N];
    uint64_t seed = 1, sum = 0;
    while (rounds--) {
        for (int i = 0; i < N; i++)
            v[i] = (int32_t)next_random(&seed);
        sort(v, 0, N - 1);
        sum += (uint32_t)v[N / 3];
    }
    return sum;
}

static uint64_t hash_map(long rounds)
{
    enum { SLOTS = 65536 };
    static uint64_t keys[SLOTS], values[SLOTS];
    uint64_t seed = 7, sum = 0;
    memset(keys, 0, sizeof keys);
    for (long i = 0; i < rounds; i++) {
        uint64_t key = next_random(&seed) % 40000 + 1;
        uint64_t slot = (key * 0x9e3779b97f4a7c15u) >> 48;
        while (keys[slot] && keys[slot] != key)
            slot = (slot + 1) % SLOTS;
        keys[slot] = key;
        sum += values[slot] += (uint64_t)i;
    }
    return sum;
}

static uint64_t bits(long rounds)
{
    uint64_t x = 0x123456789abcdef, sum = 0;
    for (long i = 0; i < rounds; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        uint64_t y = x;
        y = (y >> 1 & 0x5555555555555555) | (y & 0x5555555555555555) << 1;
        y = (y >> 2 & 0x3333333333333333) | (y & 0x3333333333333333) << 2;
        y = (y >> 4 & 0x0f0f0f0f0f0f0f0f) | (y & 0x0f0f0f0f0f0f0f0f) << 4;
        sum += y ^ (y << 23 | y >> 41);
        sum += (uint64_t)__builtin_popcountl(x) + (uint64_t)__builtin_clzl(x | 1) + (uint64_t)__builtin_ctzl(x | 1UL << 63);
        sum ^= (uint64_t)(int32_t)x >> (i & 31);
    }
    return sum;
}

static uint64_t division(long rounds)
{
    uint64_t x = 88172645463325252u, sum = 0;
    for (long i = 1; i <= rounds; i++) {
        next_random(&x);
        sum += x / (uint64_t)(i + 3) + x % (uint64_t)(i | 1) + (uint64_t)((int32_t)x / (int32_t)(i % 1000 + 1));
    }
    return sum;
}

static uint64_t multiply_wide(long rounds)
{
    uint64_t x = 3, y = 5, sum = 0;
    for (long i = 0; i < rounds; i++) {
        unsigned __int128 p = (unsigned __int128)x * (y + (uint64_t)i);
        x = (uint64_t)(p >> 64) ^ 0x9e3779b97f4a7c15u;
        y = (uint64_t)p + 1;
        sum += x + y;
    }
    return sum;
}

const struct kernel kernels[] = {
    {"sieve", sieve, 150},         {"crc32", crc32, 200},       {"matmul", matmul, 300},
    {"collatz", collatz, 200000},  {"quicksort", quicksort, 20}, {"hash_map", hash_map, 4000000},
    {"bits", bits, 6000000},      {"division", division, 10000000}, {"multiply_wide", multiply_wide, 30000000},
    {NULL, NULL, 0},
};
