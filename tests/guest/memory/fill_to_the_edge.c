// Memory is filled by vectors side by side, up to and over the end of what can be written: what comes before the edge is written, what comes
// behind is the fault's address.
#include "../guest.h"

enum { BEFORE = 0x55 };

static sigjmp_buf back;
static char *page, *edge;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    siglongjmp(back, signal * 1000 + (int)((char *)info->si_addr - edge) + 1);
}

// Stores four times 16 bytes of `value`, from the lowest on, and again while there is something left.
static void fill(char *to, unsigned char value, long left)
{
#if defined __aarch64__
    asm volatile("dup v0.16b, %w2\n"
                 "1: stp q0, q0, [%0]\n stp q0, q0, [%0, 32]\n add %0, %0, 64\n subs %1, %1, 64\n b.hi 1b"
                 : "+r"(to), "+r"(left)
                 : "r"(value)
                 : "v0", "cc", "memory");
#elif defined __riscv
    uint64_t all = value * 0x0101010101010101;
    asm volatile("1: sd %2, (%0)\n sd %2, 8(%0)\n sd %2, 16(%0)\n sd %2, 24(%0)\n sd %2, 32(%0)\n sd %2, 40(%0)\n sd %2, 48(%0)\n"
                 "sd %2, 56(%0)\n addi %0, %0, 64\n addi %1, %1, -64\n bgtz %1, 1b"
                 : "+r"(to), "+r"(left)
                 : "r"(all)
                 : "memory");
#else
    asm volatile("movd %2, %%xmm0\n pshufd $0, %%xmm0, %%xmm0\n"
                 "1: movups %%xmm0, (%0)\n movups %%xmm0, 16(%0)\n movups %%xmm0, 32(%0)\n movups %%xmm0, 48(%0)\n"
                 "add $64, %0\n sub $64, %1\n ja 1b"
                 : "+r"(to), "+r"(left)
                 : "r"(value * 0x01010101u)
                 : "xmm0", "cc", "memory");
#endif
}

// Fills `length` bytes from `before` bytes before the edge on.
static void to_the_edge(long before, long length, unsigned char value)
{
    memset(page, BEFORE, 4096);
    int fault = sigsetjmp(back, 1);
    if (!fault)
        fill(edge - before, value, length);
    long written = 0, wrong = 0;
    for (long i = 0; i < 4096; i++) {
        written += page[i] == (char)value;
        wrong += page[i] != (i < 4096 - before ? BEFORE : (char)value);
    }
    printf("%ld of %ld before the edge: fault %d, %ld written, %ld wrong\n", length, before, fault, written, wrong);
}

int main(void)
{
    page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    edge = page + 4096;
    OK(mprotect(edge, 4096, PROT_READ));
    handle(SIGSEGV, handler, 0);
    // Often enough to be translated.
    for (int turn = 0; turn < 3; turn++)
        for (long before = 0; before <= 144; before += 16)
            to_the_edge(before, 1024, (unsigned char)(7 + turn));
    to_the_edge(1024, 1024, 9);
    to_the_edge(1040, 1024, 0);
    return 0;
}
