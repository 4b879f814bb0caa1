// Vectors of every lane type through the compiler's vector extension: arithmetic, shifts by vectors and by constants,
// comparisons, choices, permutations, conversions. Each guest's compiler picks its own instructions.
//@ flags: -fwrapv -ffp-contract=off -Wno-psabi -lm
#include "../guest.h"

static uint64_t seed = 88172645463325252u;
static uint64_t next(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    return seed ^= seed << 17;
}

static void show(const char *type, const char *what, const void *data, size_t size)
{
    printf("%s %s ", type, what);
    for (size_t i = 0; i < size; i++)
        printf("%02x", ((const unsigned char *)data)[i]);
    printf("\n");
}

static void fill(void *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)data)[i] = next() % 3 ? next() : next() % 2 ? 0xff : 0x80;
}

#define SHOW_VECTOR(what, expression)          \
    do {                                       \
        __typeof__(expression) x_ = (expression); \
        show(type, what, &x_, sizeof x_);      \
    } while (0)

// One vector's lanes where the mask is set, the other's elsewhere, as bits.
#define CHOICE(bits, mask, yes, no) (((bits)(mask) & (bits)(yes)) | (~(bits)(mask) & (bits)(no)))

#define LANE_COUNT(v) (sizeof(v) / sizeof((v)[0]))

// `lane` has the unsigned type of the same width: counts of shifts and permutations are taken from it.
#define INTEGERS(name, lane, unsigned_lane, size)                                           \
    typedef lane name __attribute__((vector_size(size)));                                   \
    typedef unsigned_lane name##_bits __attribute__((vector_size(size)));                   \
    static __attribute__((noinline)) void test_##name(void)                                 \
    {                                                                                       \
        const char *type = #name;                                                           \
        for (int round = 0; round < 6; round++) {                                           \
            name a, b;                                                                      \
            name##_bits counts, places;                                                     \
            fill(&a, sizeof a);                                                             \
            fill(&b, sizeof b);                                                             \
            fill(&counts, sizeof counts);                                                   \
            places = counts;                                                                \
            /* Never -1: the smallest number divided by it traps on x86. */                 \
            name divisor = (b & (lane)((unsigned_lane)-1 >> 1)) | 1;                        \
            counts &= 8 * sizeof(lane) - 1;                                                 \
            SHOW_VECTOR("+", a + b);                                                        \
            SHOW_VECTOR("-", a - b);                                                        \
            SHOW_VECTOR("*", a * b);                                                        \
            SHOW_VECTOR("a+b*a", a + b * a);                                                \
            SHOW_VECTOR("a-b*a", a - b * a);                                                \
            SHOW_VECTOR("/", a / divisor);                                                  \
            SHOW_VECTOR("%", a % -(divisor | 2));                                           \
            SHOW_VECTOR("-a", -a);                                                          \
            SHOW_VECTOR("~a", ~a);                                                          \
            SHOW_VECTOR("&", a & b);                                                        \
            SHOW_VECTOR("|", a | b);                                                        \
            SHOW_VECTOR("^", a ^ b);                                                        \
            SHOW_VECTOR("&~", a & ~b);                                                      \
            SHOW_VECTOR("|~", a | ~b);                                                      \
            SHOW_VECTOR("<<", a << (name)counts);                                           \
            SHOW_VECTOR(">>", a >> (name)counts);                                           \
            SHOW_VECTOR("<<3", a << 3);                                                     \
            SHOW_VECTOR(">>3", a >> 3);                                                     \
            SHOW_VECTOR("a+(b>>1)", a + (b >> 1));                                          \
            SHOW_VECTOR("==", a == b);                                                      \
            SHOW_VECTOR("<", a < b);                                                        \
            SHOW_VECTOR(">=", a >= b);                                                      \
            SHOW_VECTOR(">0", a > 0);                                                       \
            SHOW_VECTOR("min", CHOICE(name, a < b, a, b));                                  \
            SHOW_VECTOR("max", CHOICE(name, a > b, a, b));                                  \
            SHOW_VECTOR("abs", CHOICE(name, a < 0, -a, a));                                 \
            SHOW_VECTOR("|a-b|", CHOICE(name, a > b, a - b, b - a));                        \
            SHOW_VECTOR("shuffle", __builtin_shuffle(a, places));                           \
            SHOW_VECTOR("shuffle2", __builtin_shuffle(a, b, places));                       \
            name reversed, every, inserted = a;                                             \
            lane sum = 0, least = a[0];                                                     \
            for (size_t i = 0; i < LANE_COUNT(a); i++) {                                    \
                reversed[i] = a[LANE_COUNT(a) - 1 - i];                                     \
                every[i] = b[1 % LANE_COUNT(b)];                                            \
                sum += a[i];                                                                \
                least = b[i] < least ? b[i] : least;                                        \
            }                                                                               \
            inserted[round % LANE_COUNT(a)] = (lane)round;                                  \
            SHOW_VECTOR("reversed", reversed);                                              \
            SHOW_VECTOR("every", a + every);                                                \
            SHOW_VECTOR("inserted", inserted);                                              \
            SHOW_VECTOR("sum", sum);                                                        \
            SHOW_VECTOR("least", least);                                                    \
        }                                                                                   \
    }

#define CONVERT(to, from)                                                       \
    static __attribute__((noinline)) void convert_##from##_##to(void)           \
    {                                                                           \
        const char *type = #from;                                               \
        for (int round = 0; round < 4; round++) {                               \
            from a;                                                             \
            fill(&a, sizeof a);                                                 \
            SHOW_VECTOR("to " #to, __builtin_convertvector(a, to));             \
        }                                                                       \
    }

#define FLOATS(name, lane, integers, scale)                                                         \
    typedef lane name __attribute__((vector_size(16)));                                             \
    static __attribute__((noinline)) void test_##name(void)                                         \
    {                                                                                               \
        const char *type = #name;                                                                   \
        for (int round = 0; round < 6; round++) {                                                   \
            integers i, j;                                                                          \
            fill(&i, sizeof i);                                                                     \
            fill(&j, sizeof j);                                                                     \
            name a = __builtin_convertvector(i, name) / scale, b = __builtin_convertvector(j, name); \
            SHOW_VECTOR("+", a + b);                                                                \
            SHOW_VECTOR("-", a - b);                                                                \
            SHOW_VECTOR("*", a * b);                                                                \
            SHOW_VECTOR("/", a / b);                                                                \
            SHOW_VECTOR("-a", -a);                                                                  \
            SHOW_VECTOR("==", a == b);                                                              \
            SHOW_VECTOR("<", a < b);                                                                \
            SHOW_VECTOR("!>=", ~(a >= b));                                                          \
            SHOW_VECTOR("choice", CHOICE(integers, a < b, a * 2, b));                               \
            SHOW_VECTOR("to integers", __builtin_convertvector(a, integers));                       \
            name c = a;                                                                             \
            for (size_t n = 0; n < LANE_COUNT(a); n++)                                              \
                c[n] = __builtin_sqrt(a[n] * a[n]) + __builtin_fabs(b[n]);                          \
            SHOW_VECTOR("sqrt", c);                                                                 \
        }                                                                                           \
    }

INTEGERS(s8x16, int8_t, uint8_t, 16)
INTEGERS(u8x16, uint8_t, uint8_t, 16)
INTEGERS(s16x8, int16_t, uint16_t, 16)
INTEGERS(u16x8, uint16_t, uint16_t, 16)
INTEGERS(s32x4, int32_t, uint32_t, 16)
INTEGERS(u32x4, uint32_t, uint32_t, 16)
INTEGERS(s64x2, int64_t, uint64_t, 16)
INTEGERS(u64x2, uint64_t, uint64_t, 16)
INTEGERS(s8x8, int8_t, uint8_t, 8)
INTEGERS(u16x4, uint16_t, uint16_t, 8)
INTEGERS(s32x2, int32_t, uint32_t, 8)
INTEGERS(u8x32, uint8_t, uint8_t, 32)
FLOATS(f32x4, float, s32x4, 1000)
FLOATS(f64x2, double, s64x2, 1000)

typedef float f32x2 __attribute__((vector_size(8)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef int16_t s16x4 __attribute__((vector_size(8)));
typedef uint32_t u32x2 __attribute__((vector_size(8)));
CONVERT(s16x8, s8x8)
CONVERT(u16x8, u8x8)
CONVERT(s32x4, s16x4)
CONVERT(u32x4, u16x4)
CONVERT(s64x2, s32x2)
CONVERT(u64x2, u32x2)
CONVERT(s8x8, s16x8)
CONVERT(s16x4, s32x4)
CONVERT(s32x2, s64x2)
CONVERT(f32x4, s32x4)
CONVERT(f32x4, u32x4)
CONVERT(f64x2, s64x2)
CONVERT(f64x2, u64x2)
CONVERT(f64x2, s32x2)
CONVERT(f32x2, s32x2)

int main(void)
{
    test_s8x16(), test_u8x16(), test_s16x8(), test_u16x8(), test_s32x4(), test_u32x4(), test_s64x2(), test_u64x2();
    test_s8x8(), test_u16x4(), test_s32x2(), test_u8x32(), test_f32x4(), test_f64x2();
    convert_s8x8_s16x8(), convert_u8x8_u16x8(), convert_s16x4_s32x4(), convert_u16x4_u32x4();
    convert_s32x2_s64x2(), convert_u32x2_u64x2(), convert_s16x8_s8x8(), convert_s32x4_s16x4(), convert_s64x2_s32x2();
    convert_s32x4_f32x4(), convert_u32x4_f32x4(), convert_s64x2_f64x2(), convert_u64x2_f64x2();
    convert_s32x2_f64x2(), convert_s32x2_f32x2();
}
