// Indirect branches, calls and returns.
#include "kernel.h"
#include <setjmp.h>

// A small stack machine: sums i * i % 7 with a computed goto for every instruction.
static uint64_t computed_goto(long rounds)
{
    enum { PUSH_I, DUP, MUL, MOD7, ADD_SUM, NEXT };
    static const unsigned char program[] = {PUSH_I, DUP, MUL, MOD7, ADD_SUM, NEXT};
    static void *const labels[] = {&&push_i, &&dup, &&mul, &&mod7, &&add_sum, &&next};
    uint64_t stack[8], sum = 0;
    int sp = 0, pc = 0;
    long i = 0;
#define DISPATCH goto *labels[program[pc++]]
    DISPATCH;
push_i:
    stack[sp++] = (uint64_t)i;
    DISPATCH;
dup:
    stack[sp] = stack[sp - 1];
    sp++;
    DISPATCH;
mul:
    sp--;
    stack[sp - 1] *= stack[sp];
    DISPATCH;
mod7:
    stack[sp - 1] %= 7;
    DISPATCH;
add_sum:
    sum += stack[--sp];
    DISPATCH;
next:
    if (++i == rounds)
        return sum;
    pc = 0;
    DISPATCH;
}

// The same kind of machine with one switch, on a pseudo-random program.
static uint64_t switch_dispatch(long rounds)
{
    static unsigned char program[4096];
    uint64_t seed = 5, a = 1, b = 2;
    for (int i = 0; i < 4096; i++)
        program[i] = next_random(&seed) % 12;
    while (rounds--)
        for (int i = 0; i < 4096; i++)
            switch (program[i]) {
            case 0: a += b; break;
            case 1: b ^= a; break;
            case 2: a -= 7; break;
            case 3: b = b << 3 | b >> 61; break;
            case 4: a *= 5; break;
            case 5: b += 0x1234; break;
            case 6: a = ~a; break;
            case 7: b -= a; break;
            case 8: a ^= b >> 7; break;
            case 9: b = -b; break;
            case 10: a += 99; break;
            case 11: b &= ~(a & 15); break;
            }
    return a ^ b;
}

#define OPERATION(n) static __attribute__((noinline)) uint64_t operation_##n(uint64_t x) { return x * (n + 3) + n; }
OPERATION(0) OPERATION(1) OPERATION(2) OPERATION(3) OPERATION(4) OPERATION(5) OPERATION(6) OPERATION(7)

static uint64_t function_pointers(long rounds)
{
    uint64_t (*operations[8])(uint64_t) = {operation_0, operation_1, operation_2, operation_3, operation_4, operation_5, operation_6, operation_7};
    uint64_t x = 1;
    for (long i = 0; i < rounds; i++)
        x = operations[(x >> 20) % 8](x);
    return x;
}

// One target almost always, as with virtual calls.
static uint64_t monomorphic(long rounds)
{
    uint64_t (*volatile operation)(uint64_t) = operation_3;
    uint64_t x = 1;
    for (long i = 0; i < rounds; i++)
        x = operation(x);
    return x;
}

static __attribute__((noinline)) uint64_t fib_of(long n)
{
    return n < 2 ? (uint64_t)n : fib_of(n - 1) + fib_of(n - 2);
}

static uint64_t fib(long rounds)
{
    uint64_t sum = 0;
    while (rounds--)
        sum += fib_of(24);
    return sum;
}

static __attribute__((noinline)) long ackermann_of(long m, long n)
{
    return m == 0 ? n + 1 : ackermann_of(m - 1, n == 0 ? 1 : ackermann_of(m, n - 1));
}

static uint64_t ackermann(long rounds)
{
    uint64_t sum = 0;
    while (rounds--)
        sum += (uint64_t)ackermann_of(2, 300);
    return sum;
}

static int compare(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static uint64_t qsort_callback(long rounds)
{
    enum { N = 10000 };
    static int32_t v[N];
    uint64_t seed = 3, sum = 0;
    while (rounds--) {
        for (int i = 0; i < N; i++)
            v[i] = (int32_t)next_random(&seed);
        qsort(v, N, sizeof *v, compare);
        sum += (uint32_t)v[N / 2];
    }
    return sum;
}

static jmp_buf out;

static __attribute__((noinline)) void leave(int depth, int value)
{
    if (depth == 0)
        longjmp(out, value);
    if (depth > 0)
        leave(depth - 1, value);
    asm volatile("");
}

static uint64_t long_jumps(long rounds)
{
    volatile uint64_t sum = 0;
    for (volatile long i = 0; i < rounds; i++) {
        int value = setjmp(out);
        if (value)
            sum += (uint64_t)value;
        else
            leave(3, (int)(i % 100) + 1);
    }
    return sum;
}

const struct kernel kernels[] = {
    {"computed_goto", computed_goto, 4000000}, {"switch_dispatch", switch_dispatch, 1000},
    {"function_pointers", function_pointers, 5000000}, {"monomorphic", monomorphic, 20000000}, {"fib", fib, 400},
    {"ackermann", ackermann, 150}, {"qsort_callback", qsort_callback, 60}, {"long_jumps", long_jumps, 2000000},
    {NULL, NULL, 0},
};
