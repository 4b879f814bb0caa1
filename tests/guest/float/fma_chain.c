// Long loops of double, float and mixed arithmetic whose last bits depend on every step. Built without contraction.
//@ flags: -lm -ffp-contract=off
#include "../guest.h"
#include <math.h>

static uint64_t hash = 14695981039346656037u;

static void mix(double x)
{
    uint64_t u;
    memcpy(&u, &x, 8);
    hash = (hash ^ u) * 1099511628211u;
}

int main(void)
{
    double a = 0.1, b = 0.7;
    float f = 0.3f, g = 1.7f;
    uint64_t seed = 1;
    for (int i = 0; i < 200000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double r = (double)(seed >> 11) * 0x1p-53;
        a = fma(a, r, b) / (1.0 + fabs(b));
        b = sqrt(fabs(a * 3.0 - r)) - 0.5;
        f = f * (float)r + g;
        g = fmaf(f, -0.25f, g) / (1.0f + fabsf(f)) + (float)a;
        mix(a);
        mix(b);
        mix(f);
        mix(g);
        mix((double)(long)(a * 1e6));
        mix((double)(unsigned)(int)(b * 1000));
        if (a < b)
            mix(1);
        if (f >= g)
            mix(2);
    }
    printf("%016lx %a %a %a %a\n", (unsigned long)hash, a, b, f, g);
}
