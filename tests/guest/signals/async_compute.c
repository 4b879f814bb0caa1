// Signals every millisecond during integer and floating point work in C: the results do not change.
//@ flags: -lm
#include "../guest.h"
#include <fenv.h>
#include <math.h>

static volatile int ticks;
static volatile double handler_work;

static void on_tick(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    // Leaves rounding and flags dirty on purpose: the frame must restore them.
    fesetround(FE_TOWARDZERO);
    handler_work = sqrt(handler_work + ticks) / 3.0;
    feraiseexcept(FE_DIVBYZERO);
    ticks++;
}

static uint64_t integers(int rounds)
{
    uint64_t x = 88172645463325252u, sum = 0;
    for (int i = 0; i < rounds; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        sum += x * (x >> 32) + (x % 1000003);
    }
    return sum;
}

static double floats(int rounds)
{
    double x = 0.5, sum = 0;
    for (int i = 0; i < rounds; i++) {
        x = 3.9999 * x * (1 - x);
        sum += sqrt(x) + 1 / (x + 1);
    }
    return sum;
}

int main(void)
{
    uint64_t quiet_integer = integers(300000);
    double quiet_float = floats(300000);
    handle(SIGALRM, on_tick, 0);
    struct itimerval period = {{0, 1000}, {0, 1000}};
    feclearexcept(FE_ALL_EXCEPT);
    setitimer(ITIMER_REAL, &period, NULL);
    int wrong = 0;
    for (int i = 0; ticks < 200; i++) {
        wrong += integers(300000) != quiet_integer;
        wrong += floats(300000) != quiet_float;
    }
    struct itimerval off = {0};
    setitimer(ITIMER_REAL, &off, NULL);
    printf("integers %lu floats %.17g wrong %d\n", quiet_integer, quiet_float, wrong);
    printf("rounding %s, divide flag %d\n", fegetround() == FE_TONEAREST ? "nearest" : "changed", fetestexcept(FE_DIVBYZERO) != 0);
}
