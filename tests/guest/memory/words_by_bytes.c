// Words moved byte by byte, as compilers do it that may not use misaligned accesses: their values, and which byte a fault is of when
// the word lies across the end of what is mapped; and doublewords copied side by side. What was stored before the fault is there, what comes after it is not.
#include "../guest.h"

static sigjmp_buf out;
static volatile char *fault_address;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)context;
    fault_address = info->si_addr;
    siglongjmp(out, 1);
}

typedef volatile unsigned char bytes;

// The loops of the compiler would be loops of bytes.
__attribute__((noinline)) static uint32_t little32(bytes *p)
{
    uint32_t a = p[0], b = p[1], c = p[2], d = p[3];
    return a | b << 8 | c << 16 | d << 24;
}

__attribute__((noinline)) static uint64_t big64(bytes *p)
{
    uint64_t h = (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32;
    return h | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 | p[7];
}

__attribute__((noinline)) static int64_t signed32(bytes *p)
{
    int d = p[3], c = p[2], b = p[1], a = p[0];
    return (int32_t)((uint32_t)a | (uint32_t)b << 8 | (uint32_t)c << 16 | (uint32_t)d << 24);
}

__attribute__((noinline)) static void copy8(bytes *to, bytes *from)
{
    unsigned char a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
    to[0] = a, to[1] = b, to[2] = c, to[3] = d, to[4] = e, to[5] = f, to[6] = g, to[7] = h;
}

__attribute__((noinline)) static void backwards4(bytes *to, bytes *from)
{
    unsigned char d = from[3], c = from[2], b = from[1], a = from[0];
    to[3] = d, to[2] = c, to[1] = b, to[0] = a;
}

__attribute__((noinline)) static void store32(bytes *p, uint32_t x)
{
    unsigned char b = x >> 8, c = x >> 16, d = x >> 24;
    p[0] = x, p[1] = b, p[2] = c, p[3] = d;
}

__attribute__((noinline)) static void fill(bytes *at, uint64_t x)
{
    volatile uint64_t *p = (volatile uint64_t *)at;
    p[0] = x, p[1] = x, p[2] = x, p[3] = x, p[4] = x, p[5] = x, p[6] = x, p[7] = x;
}

// Eight doublewords, all loaded before the first is stored.
__attribute__((noinline)) static void copy64(bytes *to, bytes *from)
{
    volatile uint64_t *p = (volatile uint64_t *)to, *q = (volatile uint64_t *)from;
    uint64_t a = q[0], b = q[1], c = q[2], d = q[3], e = q[4], f = q[5], g = q[6], h = q[7];
    p[0] = a, p[1] = b, p[2] = c, p[3] = d, p[4] = e, p[5] = f, p[6] = g, p[7] = h;
}

__attribute__((noinline)) static void clear(bytes *at)
{
    volatile uint64_t *p = (volatile uint64_t *)at;
    p[0] = 0, p[1] = 0, p[2] = 0, p[3] = 0, p[4] = 0;
}

// A copy onto itself, one byte on: each load must see the store before it, or not, as the program says.
__attribute__((noinline)) static void smear(bytes *p)
{
    p[1] = p[0], p[2] = p[1], p[3] = p[2], p[4] = p[3];
}

static bytes *page, *end;

static void print_end(const char *what, long offset)
{
    printf("%s at end%+ld:", what, offset);
    if (fault_address)
        printf(" fault at end%+ld,", (long)(fault_address - (volatile char *)end));
    for (bytes *p = end - 8; p < end; p++)
        printf(" %02x", *p);
    printf("\n");
    fault_address = NULL;
}

static void reset(void)
{
    for (int i = 0; i < 64; i++)
        end[i - 64] = (unsigned char)(0x81 + 7 * i);
}

#define TRY(what, offset, action)      \
    do {                               \
        reset();                       \
        if (sigsetjmp(out, 1) == 0) {  \
            action;                    \
        }                              \
        print_end(what, offset);       \
    } while (0)

int main(void)
{
    page = mmap(NULL, 3 * page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    end = page + page_size();
    munmap((void *)end, page_size());
    handle(SIGSEGV, on_fault, 0);
    handle(SIGBUS, on_fault, 0);
    unsigned char from[8] = {0x11, 0x92, 0x13, 0x94, 0x15, 0x96, 0x17, 0x98};
    static volatile uint64_t seen;
    // Often enough for translated code; then across the end.
    for (long round = 0; round < 3; round++)
        for (long offset = -12; offset <= 1; offset++) {
            bytes *at = end + offset;
            TRY("load 32", offset, seen = little32(at); printf("%llx ", (unsigned long long)seen));
            TRY("load 64", offset, seen = big64(at); printf("%llx ", (unsigned long long)seen));
            TRY("load signed", offset, seen = (uint64_t)signed32(at); printf("%llx ", (unsigned long long)seen));
            TRY("copy 8", offset, copy8(at, from));
            TRY("copy from", offset, copy8(end - 16, at));
            TRY("backwards", offset, backwards4(at, from));
            TRY("store 32", offset, store32(at, 0xa1b2c3d4));
            TRY("smear", offset, smear(at));
        }
    for (long offset = -80; offset <= 0; offset += 4) {
        uint64_t sum = 0;
        TRY("fill", offset, fill(end + offset, 0x1122334455667788));
        for (int i = 0; i < 64; i++)
            sum = sum * 31 + end[i - 64];
        TRY("clear", offset, clear(end + offset));
        for (int i = 0; i < 64; i++)
            sum = sum * 31 + end[i - 64];
        TRY("copy to", offset, copy64(end + offset, end - 300));
        TRY("copy overlapping", offset, copy64(end - 80, end - 84 - offset / 4));
        for (int i = 0; i < 100; i++)
            sum = sum * 31 + end[i - 100];
        TRY("copy from", offset, copy64(end - 200, end + offset));
        for (int i = 0; i < 64; i++)
            sum = sum * 31 + end[i - 200];
        printf("sum %llx\n", (unsigned long long)sum);
    }
    // The second half of a word on a page that begins where another ends.
    bytes *after = end + page_size();
    for (long offset = -9; offset <= 0; offset++) {
        if (sigsetjmp(out, 1) == 0)
            copy8(after + offset, from);
        printf("from below %ld: fault %ld, %02x %02x\n", offset, fault_address ? (long)(fault_address - (volatile char *)after) : 99,
               after[0], after[7]);
        fault_address = NULL;
    }
    return 0;
}
