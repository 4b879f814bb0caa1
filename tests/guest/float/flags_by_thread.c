// Rounding mode and exception flags belong to a thread: inherited at creation, kept over system calls, handlers, fork.
//@ flags: -lm -frounding-math
#include "../guest.h"
#include <fenv.h>

static volatile double one = 1, three = 3, zero = 0;

static void report(const char *what)
{
    int set = fetestexcept(FE_ALL_EXCEPT);
    volatile double third = one / three;
    printf("%s: rounding %d, divide %d invalid %d, third %a\n", what, fegetround() == FE_UPWARD, (set & FE_DIVBYZERO) != 0, (set & FE_INVALID) != 0, third);
}

static void *thread(void *argument)
{
    report("thread starts with");
    fesetround(FE_DOWNWARD);
    feraiseexcept(FE_INVALID);
    return argument;
}

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    fesetround(FE_TOWARDZERO);
    feraiseexcept(FE_INVALID);
}

static void in_fork(void)
{
    report("child has");
}

int main(void)
{
    fesetround(FE_UPWARD);
    volatile double infinite = one / zero;
    (void)infinite;
    report("main");
    getppid();
    report("after a system call");
    pthread_t t;
    pthread_create(&t, NULL, thread, NULL);
    pthread_join(t, NULL);
    report("after a thread changed its own");
    handle(SIGUSR1, handler, 0);
    raise(SIGUSR1);
    report("after a handler changed its own");
    in_child("fork", in_fork);
    fenv_t saved;
    feholdexcept(&saved);
    printf("held: flags %d\n", fetestexcept(FE_ALL_EXCEPT));
    feraiseexcept(FE_OVERFLOW);
    feupdateenv(&saved);
    printf("updated: %d %d\n", fetestexcept(FE_OVERFLOW) != 0, fetestexcept(FE_DIVBYZERO) != 0);
    fesetenv(FE_DFL_ENV);
    report("default");
}
