//@ flags: -z execstack
// Code on an executable stack, also on pages the stack has grown to.
#include "../arch.h"

static int run_here(int depth)
{
    volatile char room[4096];
    room[0] = depth;
    if (depth > 0)
        return run_here(depth - 1) + room[0] * 0;
#if defined(__x86_64__)
    static const unsigned char code[] = {0xb8, 42, 0, 0, 0, 0xc3}; // mov eax, 42; ret
#elif defined(__riscv)
    static const unsigned code[] = {0x02a00513, 0x00008067}; // li a0, 42; ret
#else
    static const unsigned code[] = {0x52800540, 0xd65f03c0}; // mov w0, 42; ret
#endif
    unsigned char here[sizeof code] __attribute__((aligned(16)));
    memcpy(here, code, sizeof code);
    __builtin___clear_cache((char *)here, (char *)here + sizeof code);
    return ((int (*)(void))here)();
}

int main(void)
{
    printf("%d %d\n", run_here(0), run_here(200));
}
