// Conversions where C defines them: truncation, rint and friends in each mode, classification, comparisons with NaN.
//@ flags: -lm -frounding-math
#include "../guest.h"
#include <fenv.h>
#include <math.h>

static const int modes[] = {FE_TONEAREST, FE_TOWARDZERO, FE_UPWARD, FE_DOWNWARD};
static volatile double values[] = {0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 1e15 + 0.5, -1e15 - 0.5, 2147483647.5, -2147483648.5,
                                   4294967295.5, 9007199254740993.0, 9.2e18, -9.2e18, 1.8e19, 5e-324, 1e300, 123.456};

static const char *compare(double a, double b)
{
    static char text[16];
    snprintf(text, sizeof text, "%d%d%d%d%d%d%d", a < b, a <= b, a > b, a >= b, a == b, a != b, isunordered(a, b));
    return text;
}

int main(void)
{
    enum { N = sizeof values / sizeof *values };
    for (int i = 0; i < N; i++) {
        volatile double x = values[i];
        printf("%.17g:", x);
        if (fabs(x) < 2147483648.0)
            printf(" int %d", (int)x);
        if (x > -1 && x < 4294967296.0)
            printf(" unsigned %u", (unsigned)x);
        if (fabs(x) < 9.2233720368547e18)
            printf(" long %ld", (long)x);
        if (x > -1 && x < 1.8446744073709e19)
            printf(" unsigned long %lu", (unsigned long)x);
        if (fabs(x) < 128)
            printf(" char %d short %d", (signed char)x, (short)x);
        for (int m = 0; m < 4; m++) {
            fesetround(modes[m]);
            if (fabs(x) < 9.2e18)
                printf(" %ld/%lld", lrint(x), llrint(x));
            printf(" %.17g %.17g", rint(x), nearbyint(x));
        }
        fesetround(FE_TONEAREST);
        printf(" floor %.17g ceil %.17g trunc %.17g round %.17g\n", floor(x), ceil(x), trunc(x), round(x));
        if (fabs(x) < 9.2e18)
            printf("  lround %ld, float %.9g %.9g %ld\n", lround(x), (float)x, floorf((float)x), fabs(x) < 9e18 ? lrintf((float)x) : 0L);
    }
    volatile double special[] = {0.0, -0.0, 1.0, -1.0, INFINITY, -INFINITY, NAN, 5e-324};
    for (int i = 0; i < 8; i++) {
        volatile double a = special[i];
        printf("%d: class %d%d%d%d sign %d |", i, isnan(a) != 0, isinf(a) != 0, isnormal(a) != 0, fpclassify(a) == FP_SUBNORMAL, isnan(a) ? 0 : signbit(a) != 0);
        for (int j = 0; j < 8; j++) {
            volatile double b = special[j];
            double low = fmin(a, b), high = fmax(a, b);
            printf(" %s", compare(a, b));
            if (isnan(low))
                printf(" nan");
            else if (a == 0 && b == 0)
                printf(" zero"); // which zero is left open by C
            else
                printf(" %g %g", low, high);
            double c = copysign(a, b);
            if (!isnan(a) && !isnan(b))
                printf(" %g", c);
        }
        printf("\n");
    }
    volatile float f = 0.1f;
    volatile double d = f;
    printf("%.17g %.9g %.17g\n", d, (float)0.1, (double)(float)1e-46);
    printf("%d %d %d\n", (int)(signed char)200, (int)(unsigned char)-1.0f + 0, (int)3.99f);
    volatile __int128 wide = (__int128)1 << 100;
    printf("%.17g %.17g %lu\n", (double)wide, (double)-wide, (unsigned long)((wide + 12345) % 1000007));
    long double quad = 1.0L / 3;
    printf("%.15g\n", (double)quad);
}
