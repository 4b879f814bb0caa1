// Memory copied and filled by the processor's own instructions for it (arm64: FEAT_MOPS), faults on the way, and overlaps.
#include "../guest.h"
#include <sys/auxv.h>

static volatile int faults;
static char *fault_page;

static bool has_instructions(void)
{
#ifdef __aarch64__
    return getauxval(AT_HWCAP2) >> 43 & 1;
#else
    return false;
#endif
}

#ifdef __aarch64__
#define SEQUENCE(name, words)                                                             \
    static void name##_by_instructions(char *to, uintptr_t from, size_t n)                \
    {                                                                                     \
        register char *x0 asm("x0") = to;                                                 \
        register uintptr_t x1 asm("x1") = from;                                           \
        register size_t x2 asm("x2") = n;                                                 \
        asm volatile(words : "+r"(x0), "+r"(x1), "+r"(x2) : : "memory", "cc");            \
        CHECK(x2 == 0);                                                                   \
    }
SEQUENCE(copy, ".inst 0x19010440, 0x19410440, 0x19810440") // cpyfp, cpyfm, cpyfe [x0]!, [x1]!, x2!
SEQUENCE(move, ".inst 0x1d010440, 0x1d410440, 0x1d810440") // cpyp, cpym, cpye [x0]!, [x1]!, x2!
SEQUENCE(fill, ".inst 0x19c10440, 0x19c14440, 0x19c18440") // setp, setm, sete [x0]!, x2!, x1
// The main part with the registers as another kind of processor leaves them, C set: the kernel begins again.
SEQUENCE(restarted_copy, "mov x3, #0x20000000; msr nzcv, x3; b 1f; .inst 0x19010440; 1: .inst 0x19410440, 0x19810440")
SEQUENCE(restarted_fill, "mov x3, #0x20000000; msr nzcv, x3; b 1f; .inst 0x19c10440, 0x19c14440; 1: .inst 0x19c18440")
#define BY_INSTRUCTIONS(name, to, from, n) name##_by_instructions(to, (uintptr_t)(from), n)
#else
#define BY_INSTRUCTIONS(name, to, from, n) abort()
#endif

static void copy(char *to, const char *from, size_t n)
{
    if (has_instructions())
        return BY_INSTRUCTIONS(copy, to, from, n);
    for (size_t i = 0; i < n; i++)
        ((volatile char *)to)[i] = from[i];
}

static void move(char *to, const char *from, size_t n)
{
    if (has_instructions())
        return BY_INSTRUCTIONS(move, to, from, n);
    if (to <= from)
        return copy(to, from, n);
    while (n-- > 0)
        ((volatile char *)to)[n] = from[n];
}

static void fill(char *to, char byte, size_t n)
{
    if (has_instructions())
        return BY_INSTRUCTIONS(fill, to, byte, n);
    for (size_t i = 0; i < n; i++)
        ((volatile char *)to)[i] = byte;
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)context;
    fault_page = (char *)((uintptr_t)info->si_addr & -(uintptr_t)page_size());
    faults++;
    CHECK(mprotect(fault_page, page_size(), PROT_READ | PROT_WRITE) == 0);
}

static char *pages(int count)
{
    char *at = mmap(NULL, count * page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (long i = 0; i < count * page_size(); i++)
        at[i] = i * 7 + i / 256;
    return at;
}

static void with_fault(const char *what, char *bad, void (*operation)(char *, const char *, size_t), char *to, char *from,
                       size_t n, bool source_overlaps)
{
    char *expected = malloc(n);
    memcpy(expected, from, n);
    // Where both are the same pages, reading is to go well and writing to fail.
    CHECK(mprotect(bad, page_size(), source_overlaps ? PROT_READ : PROT_NONE) == 0);
    faults = 0;
    operation(to, from, n);
    CHECK(faults == 1 && fault_page == bad);
    CHECK(memcmp(to, expected, n) == 0);
    CHECK(source_overlaps || memcmp(from, expected, n) == 0);
    printf("%s: %d fault\n", what, faults);
    free(expected);
}

static void overlaps(void)
{
    enum { ROOM = 1024 };
    static char expected[ROOM], got[ROOM];
    for (int n = 0; n < 300; n = n < 70 ? n + 1 : n + 37) {
        for (int distance = -80; distance <= 80; distance += n % 3 + 1) {
            for (int i = 0; i < ROOM; i++)
                expected[i] = got[i] = i * 13 + i / 256;
            memmove(expected + 400 + distance, expected + 400, n);
            move(got + 400 + distance, got + 400, n);
            if (memcmp(expected, got, ROOM) != 0)
                printf("FAILED: move of %d bytes by %d\n", n, distance);
            if (distance > 0)
                continue;
            for (int i = 0; i < ROOM; i++)
                got[i] = i * 13 + i / 256;
            copy(got + 400 + distance, got + 400, n);
            if (memcmp(expected, got, ROOM) != 0)
                printf("FAILED: copy of %d bytes by %d\n", n, distance);
        }
    }
    puts("overlaps");
}

static void restarts(void)
{
#ifdef __aarch64__
    if (!has_instructions())
        return;
    char from[200], to[200] = "";
    memset(from, 'a', sizeof from);
    BY_INSTRUCTIONS(restarted_copy, to, from, sizeof to);
    CHECK(memcmp(from, to, sizeof to) == 0);
    BY_INSTRUCTIONS(restarted_fill, to, 'b', sizeof to);
    memset(from, 'b', sizeof from);
    CHECK(memcmp(from, to, sizeof to) == 0);
#endif
}

int main(void)
{
    handle(SIGSEGV, on_fault, SA_SIGINFO);
    long page = page_size();
    char *to = pages(4), *from = pages(4);
    with_fault("write, first page", to, copy, to + 3, from, 100, false);
    with_fault("write, second page", to + page, copy, to + 5, from + 9, 2 * page, false);
    with_fault("read, second page", from + page, copy, to, from + 11, 2 * page, false);
    with_fault("read, third page", from + 2 * page, move, to + 1, from + page, 2 * page, false);
    // The bytes written when the fault comes are not those to be read again.
    with_fault("down over itself", to + page, copy, to + page - 40, to + page - 32 + page, 200, false);
    char *one = pages(4);
    for (int distance = 1; distance < 60; distance += 9) {
        one = pages(4);
        with_fault("to below", one + page, move, one + page - 30, one + page - 30 + distance + page, 100, false);
        one = pages(4);
        with_fault("down", one + page, copy, one + page - 10 - distance, one + page - 10, 100, true);
        one = pages(4);
        with_fault("up", one + page, move, one + page - 10, one + page - 10 - distance, 100, true);
    }
    faults = 0;
    CHECK(mprotect(to + page, page, PROT_NONE) == 0);
    fill(to + 10, 'x', 2 * page);
    CHECK(faults == 1 && to[10] == 'x' && to[9 + 2 * page] == 'x' && to[10 + 2 * page] != 'x');
    for (int n = 0; n < 200; n++) {
        fill(to + 50, 'a' + n % 20, n);
        for (int i = 0; i < n; i++)
            CHECK(to[50 + i] == 'a' + n % 20);
        CHECK(to[50 + n] == 'x');
        fill(to + 50, 'x', n);
    }
    overlaps();
    restarts();
    return 0;
}
