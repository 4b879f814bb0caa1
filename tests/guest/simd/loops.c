// Loops that compilers vectorise at -O3: mixed widths, strides of two to four, reductions, conditions, early sums. The
// lengths leave remainders, the addresses are not aligned.
//@ flags: -O3 -fwrapv -ffp-contract=off -lm
#include "../guest.h"
#include <math.h>

enum { N = 1000 };
static _Alignas(64) unsigned char room[4][8 * N + 64];
static uint64_t seed = 1234567;

static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static void show(const char *what, const void *data, size_t size)
{
    uint64_t sum = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ ((const unsigned char *)data)[i]) * 1099511628211u;
    printf("%s %016lx\n", what, (unsigned long)sum);
}

#define INTEGER_LOOPS(T, U, WIDE)                                                                                \
    static __attribute__((noinline)) void integer_##T(const T *restrict a, const T *restrict b, T *restrict c, int n) \
    {                                                                                                            \
        size_t size = (size_t)n * sizeof(T);                                                                     \
        WIDE sum = 0, products = 0, far = 0;                                                                     \
        T most = a[0], bits = 0;                                                                                 \
        long equal = 0;                                                                                          \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)(a[i] * 3 + b[i]);                                                                         \
        show(#T " multiply and add", c, size);                                                                   \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = a[i] > b[i] ? (T)(a[i] - b[i]) : (T)(b[i] + 1);                                               \
        show(#T " choice", c, size);                                                                             \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)((U)(a[i] << 1) >> 3) ^ (T)(b[i] >> 2);                                                    \
        show(#T " shifts", c, size);                                                                             \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)(((WIDE)a[i] + (WIDE)b[i] + 1) >> 1);                                                      \
        show(#T " average", c, size);                                                                            \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)(((WIDE)a[i] * (WIDE)b[i]) >> (4 * sizeof(T)));                                            \
        show(#T " high product", c, size);                                                                       \
        for (int i = 0; i < n; i++) {                                                                            \
            sum += a[i];                                                                                         \
            products += (WIDE)a[i] * b[i];                                                                       \
            far += a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];                                                      \
            most = b[i] > most ? b[i] : most;                                                                    \
            bits |= a[i] & b[i];                                                                                 \
            equal += a[i] == b[i];                                                                               \
        }                                                                                                        \
        printf(#T " sums %llx %llx %llx %llx %llx %ld\n", (long long)sum, (long long)products, (long long)far,   \
               (long long)most, (long long)bits, equal);                                                         \
        for (int i = 0; i < n / 2; i++)                                                                          \
            c[i] = (T)(a[2 * i] - a[2 * i + 1]);                                                                 \
        show(#T " pairs", c, size / 2);                                                                          \
        for (int i = 0; i < n / 3; i++) {                                                                        \
            c[3 * i] = a[3 * i + 2];                                                                             \
            c[3 * i + 1] = (T)(a[3 * i] + b[3 * i]);                                                             \
            c[3 * i + 2] = b[3 * i + 1];                                                                         \
        }                                                                                                        \
        show(#T " triples", c, size);                                                                            \
        for (int i = 0; i < n / 4; i++) {                                                                        \
            T w = a[4 * i], x = a[4 * i + 1], y = a[4 * i + 2], z = a[4 * i + 3];                                \
            c[4 * i] = (T)(w + z), c[4 * i + 1] = (T)(x ^ y), c[4 * i + 2] = (T)(w - x), c[4 * i + 3] = (T)(y & z); \
        }                                                                                                        \
        show(#T " fours", c, size);                                                                              \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = a[n - 1 - i];                                                                                 \
        show(#T " backwards", c, size);                                                                          \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)((T)i * 5 + 1);                                                                            \
        show(#T " counting", c, size);                                                                           \
    }

#define FLOAT_LOOPS(T, INTEGER, SUFFIX)                                                                          \
    static __attribute__((noinline)) void float_##T(const T *restrict a, const T *restrict b, T *restrict c, int n) \
    {                                                                                                            \
        size_t size = (size_t)n * sizeof(T);                                                                     \
        static INTEGER whole[N];                                                                                 \
        T sums[4] = {0};                                                                                         \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = a[i] * b[i] - a[i] / (b[i] + 3);                                                              \
        show(#T " arithmetic", c, size);                                                                         \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = sqrt##SUFFIX(fabs##SUFFIX(a[i])) + floor##SUFFIX(b[i]) - ceil##SUFFIX(a[i]) + trunc##SUFFIX(b[i]); \
        show(#T " roundings", c, size);                                                                          \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = a[i] < b[i] ? a[i] : b[i] > 0 ? b[i] : -a[i];                                                 \
        show(#T " choice", c, size);                                                                             \
        for (int i = 0; i < n; i++)                                                                              \
            whole[i] = (INTEGER)(a[i] * 7);                                                                      \
        show(#T " to integer", whole, (size_t)n * sizeof(INTEGER));                                              \
        for (int i = 0; i < n; i++)                                                                              \
            c[i] = (T)whole[i] * (T)0.37;                                                                        \
        show(#T " from integer", c, size);                                                                       \
        for (int i = 0; i + 4 <= n; i += 4)                                                                      \
            for (int k = 0; k < 4; k++)                                                                          \
                sums[k] += a[i + k] * b[i + k];                                                                  \
        show(#T " sums", sums, sizeof sums);                                                                     \
        for (int i = 0; i < n / 2; i++) {                                                                        \
            c[2 * i] = a[2 * i] * b[2 * i] - a[2 * i + 1] * b[2 * i + 1];                                        \
            c[2 * i + 1] = a[2 * i] * b[2 * i + 1] + a[2 * i + 1] * b[2 * i];                                    \
        }                                                                                                        \
        show(#T " complex", c, size / 2 * 2);                                                                    \
    }

INTEGER_LOOPS(int8_t, uint8_t, int32_t)
INTEGER_LOOPS(uint8_t, uint8_t, uint32_t)
INTEGER_LOOPS(int16_t, uint16_t, int64_t)
INTEGER_LOOPS(uint16_t, uint16_t, uint64_t)
INTEGER_LOOPS(int32_t, uint32_t, int64_t)
INTEGER_LOOPS(uint32_t, uint32_t, uint64_t)
INTEGER_LOOPS(int64_t, uint64_t, int64_t)
FLOAT_LOOPS(float, int32_t, f)
FLOAT_LOOPS(double, int64_t, )

static __attribute__((noinline)) void between_widths(const float *restrict f, double *restrict d, const uint8_t *restrict bytes, uint64_t *restrict longs, float *restrict g)
{
    for (int i = 0; i < N; i++)
        d[i] = f[i];
    show("float to double", d, N * sizeof *d);
    for (int i = 0; i < N; i++)
        g[i] = (float)(d[i] * 1.000001);
    show("double to float", g, N * sizeof *g);
    for (int i = 0; i < N; i++)
        longs[i] = bytes[i];
    show("u8 to u64", longs, N * sizeof *longs);
    for (int i = 0; i < N; i++)
        g[i] = (float)bytes[i] / 255.0f;
    show("u8 to float", g, N * sizeof *g);
    unsigned char *small = (unsigned char *)longs;
    for (int i = 0; i < N; i++)
        small[i] = (unsigned char)(int)(g[i] * 200.0f);
    show("float to u8", small, N);
}

#define OPERANDS(T, at) (const T *)(room[0] + (at) * sizeof(T)), (const T *)(room[1] + sizeof(T)), (T *)(room[2] + (at) * sizeof(T))

int main(void)
{
    static const int lengths[] = {N, 997, 64, 37, 15, 3};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        int n = lengths[i];
        for (size_t k = 0; k < sizeof room[0]; k++)
            room[0][k] = next(), room[1][k] = next() % 4 ? next() : room[0][k], room[2][k] = 0;
        integer_int8_t(OPERANDS(int8_t, i), n);
        integer_uint8_t(OPERANDS(uint8_t, i), n);
        integer_int16_t(OPERANDS(int16_t, i), n);
        integer_uint16_t(OPERANDS(uint16_t, i), n);
        integer_int32_t(OPERANDS(int32_t, i), n);
        integer_uint32_t(OPERANDS(uint32_t, i), n);
        integer_int64_t(OPERANDS(int64_t, i), n);
        for (int k = 0; k < N + 8; k++) {
            ((float *)room[0])[k] = (float)((int)next() % 100000) * 0.01f;
            ((float *)room[1])[k] = (float)((int)next() % 100000) * 0.001f;
        }
        float_float(OPERANDS(float, i), n);
        between_widths((float *)room[0], (double *)room[1], room[0], (uint64_t *)room[2], (float *)room[3]);
        for (int k = 0; k < N + 8; k++) {
            ((double *)room[0])[k] = (double)((int)next() % 1000000) * 0.01;
            ((double *)room[1])[k] = (double)((int)next() % 1000000) * 0.001;
        }
        float_double(OPERANDS(double, i), n);
    }
}
