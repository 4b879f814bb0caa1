//@ flags: -mgeneral-regs-only -march=armv8.4-a
//@ emulator: -cpu max,uscat=on
// A processor with LSE2: what two threads see of pairs of registers that lie in 16 aligned bytes is never half old and half new, and
// atomic instructions need no more alignment than that. (Arm ARM, B2.2.1 and FEAT_LSE2.)
#include "../freestanding.h"

// The reader looks until it has seen enough changes, or for long enough.
enum { CHANGES = 50000, ROUNDS = 200000, ADDITIONS = 75000 };

struct shared {
    u64 whole[2];
    u32 words[4];
    u64 vector[2];
    u32 singles[4];
    char odd[16];
    u64 exclusive[2];
    u32 started, stop, finished;
} __attribute__((aligned(64)));

static struct shared shared;

// Writes equal halves and adds to what lies across 4 and 8 bytes.
static void write(void)
{
    for (u64 n = 1; !__atomic_load_n(&shared.stop, __ATOMIC_RELAXED); n = (n + 1) & 0x7fffffff) {
        __asm__ volatile("stp %0, %0, [%1]\n"
                         " stp %w0, %w0, [%1, #20]\n"
                         ".arch_extension fp\n.arch_extension simd\n"
                         " dup v0.2d, %0\n stp d0, d0, [%1, #32]\n"
                         " dup v1.4s, %w0\n stp s1, s1, [%1, #52]\n"
                         :
                         : "r"(n), "r"(&shared)
                         : "memory");
    }
}

static void add(void)
{
    char *odd = shared.odd + 3, *exclusive = (char *)shared.exclusive + 5;
    for (u64 n = 0; n < ADDITIONS; n++) {
        u64 old;
        u32 failed;
        __asm__ volatile("ldaddal %1, %0, [%2]" : "=&r"(old) : "r"(1ul), "r"(odd) : "memory");
        __asm__ volatile("1: ldaxr %0, [%2]\n add %0, %0, #1\n stlxr %w1, %0, [%2]\n cbnz %w1, 1b"
                         : "=&r"(old), "=&r"(failed)
                         : "r"(exclusive)
                         : "memory");
    }
}

static u64 torn(void)
{
    u64 torn = 0, last = 0, changes = 0;
    for (u64 n = 0; n < ROUNDS && changes < CHANGES; n++) {
        u64 a, b, c, d;
        __asm__ volatile("ldp %0, %1, [%4]\n ldp %w2, %w3, [%4, #20]" : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d) : "r"(&shared) : "memory");
        torn += (a != b) + (c != d);
        __asm__ volatile(".arch_extension fp\n.arch_extension simd\n"
                         " ldp d0, d1, [%4, #32]\n ldp s2, s3, [%4, #52]\n fmov %0, d0\n fmov %1, d1\n fmov %w2, s2\n fmov %w3, s3"
                         : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d)
                         : "r"(&shared)
                         : "memory");
        torn += (a != b) + (c != d);
        __asm__ volatile("ldpsw %0, %1, [%2, #20]" : "=&r"(a), "=&r"(b) : "r"(&shared) : "memory");
        torn += a != b;
        changes += a != last;
        last = a;
    }
    return torn;
}

__attribute__((used)) static void other_thread(void)
{
    __atomic_store_n(&shared.started, 1, __ATOMIC_RELEASE);
    write();
    add();
    __atomic_store_n(&shared.finished, 1, __ATOMIC_RELEASE);
    call(93, 0, 0, 0, 0, 0, 0);
}

static void start(void)
{
    static u64 stack[1024] __attribute__((aligned(16)));
    register u64 x0 __asm__("x0") = 0x50f00, x1 __asm__("x1") = (u64)(stack + 1024); // CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM
    register u64 x2 __asm__("x2") = 0, x3 __asm__("x3") = 0, x4 __asm__("x4") = 0, x8 __asm__("x8") = 220;
    __asm__ volatile("svc #0\n cbnz x0, 1f\n bl other_thread\n1:"
                     : "+r"(x0)
                     : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x8)
                     : "x30", "memory", "cc");
}

static u64 hwcap(u64 *stack)
{
    u64 *vector = stack + stack[0] + 2;
    while (*vector++)
        ;
    while (vector[0] && vector[0] != 16)
        vector += 2;
    return vector[1];
}

int program(u64 *stack)
{
    u64 mmfr2, sum;
    __asm__("mrs %0, s3_0_c0_c7_2" : "=r"(mmfr2));
    number("HWCAP_USCAT", "", hwcap(stack) >> 25 & 1);
    number("ID_AA64MMFR2_EL1.AT", "", mmfr2 >> 32 & 15);
    start();
    while (!__atomic_load_n(&shared.started, __ATOMIC_ACQUIRE))
        call(124, 0, 0, 0, 0, 0, 0);
    number("torn", "", torn());
    __atomic_store_n(&shared.stop, 1, __ATOMIC_RELAXED);
    add();
    while (!__atomic_load_n(&shared.finished, __ATOMIC_ACQUIRE))
        call(124, 0, 0, 0, 0, 0, 0);
    __builtin_memcpy(&sum, shared.odd + 3, 8);
    number("added", "", sum - ADDITIONS * 2);
    __builtin_memcpy(&sum, (char *)shared.exclusive + 5, 8);
    number("added by exclusives", "", sum - ADDITIONS * 2);
    return 0;
}
