// Each rounding mode: add, subtract, multiply, divide, square root, fused multiply-add, conversions, and the flags.
//@ flags: -lm -frounding-math
#include "../guest.h"
#include <fenv.h>
#include <math.h>

static const int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD, FE_DOWNWARD};
static const char *names[] = {"nearest", "zero", "up", "down"};

static uint64_t bits(double x)
{
    uint64_t u;
    memcpy(&u, &x, 8);
    return u;
}

static uint32_t bits32(float x)
{
    uint32_t u;
    memcpy(&u, &x, 4);
    return u;
}

// A portable name for a result: NaN payloads and signs differ between architectures.
static const char *show(double x)
{
    static char text[8][32];
    static int n;
    char *t = text[n++ % 8];
    if (isnan(x))
        snprintf(t, 32, "nan");
    else
        snprintf(t, 32, "%016lx", (unsigned long)bits(x));
    return t;
}

static const char *show32(float x)
{
    static char text[8][32];
    static int n;
    char *t = text[n++ % 8];
    if (isnan(x))
        snprintf(t, 32, "nan");
    else
        snprintf(t, 32, "%08x", bits32(x));
    return t;
}

static char *flags(void)
{
    static char text[6];
    int set = fetestexcept(FE_ALL_EXCEPT);
    snprintf(text, sizeof text, "%s%s%s%s%s", set & FE_INVALID ? "i" : "", set & FE_DIVBYZERO ? "z" : "", set & FE_OVERFLOW ? "o" : "",
             set & FE_UNDERFLOW ? "u" : "", set & FE_INEXACT ? "x" : "");
    feclearexcept(FE_ALL_EXCEPT);
    return text;
}

static volatile double values[] = {1.0, -1.0, 3.0, 0.1, -0.1, 1e308, -1e308, 5e-324, 2.2250738585072014e-308, -2.2250738585072014e-308, 0.0, -0.0,
                                   INFINITY, -INFINITY, NAN, 1.0000000000000002, 123456789.123456789, 1e-200, 0.5, 1.5, 2.5, 4503599627370497.5};
static volatile float singles[] = {1.0f, -3.0f, 0.1f, 3e38f, 1e-45f, 1.1754944e-38f, -0.0f, INFINITY, NAN, 16777217.0f, 0.33333334f, 1e-30f};

int main(void)
{
    enum { N = sizeof values / sizeof *values, M = sizeof singles / sizeof *singles };
    for (int m = 0; m < 4; m++) {
        CHECK(fesetround(modes[m]) == 0 && fegetround() == modes[m]);
        feclearexcept(FE_ALL_EXCEPT);
        printf("%s\n", names[m]);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                volatile double a = values[i], b = values[j], r;
                r = a + b;
                printf("%d %d + %s %s", i, j, show(r), flags());
                r = a - b;
                printf(" - %s %s", show(r), flags());
                r = a * b;
                printf(" * %s %s", show(r), flags());
                r = a / b;
                printf(" / %s %s", show(r), flags());
                r = fma(a, b, values[(i + j) % N]);
                printf(" fma %s %s\n", show(r), flags());
            }
            volatile double a = values[i], r = sqrt(a);
            printf("%d sqrt %s %s", i, show(r), flags());
            volatile float f = (float)a;
            printf(" float %s %s\n", show32(f), flags());
        }
        for (int i = 0; i < M; i++)
            for (int j = 0; j < M; j++) {
                volatile float a = singles[i], b = singles[j], r;
                r = a + b;
                printf("%d %d + %s %s", i, j, show32(r), flags());
                r = a * b;
                printf(" * %s %s", show32(r), flags());
                r = a / b;
                printf(" / %s %s", show32(r), flags());
                r = fmaf(a, b, singles[(i + j) % M]);
                printf(" fma %s %s", show32(r), flags());
                volatile double d = a;
                printf(" double %s %s\n", show(d), flags());
            }
        volatile long integers[] = {0, 1, -1, 9007199254740993, -9007199254740993, LONG_MAX, LONG_MIN, 16777217, 123456789012345678};
        for (unsigned i = 0; i < sizeof integers / sizeof *integers; i++) {
            volatile double d = (double)integers[i];
            volatile float f = (float)integers[i];
            volatile double u = (double)(unsigned long)integers[i];
            printf("%ld: %s %s %s %s\n", integers[i], show(d), show32(f), show(u), flags());
        }
    }
}
