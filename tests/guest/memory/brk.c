// brk and sbrk: growing, shrinking, zeroed pages, a limit, and malloc beside them.
#include "../guest.h"

int main(void)
{
    char *start = sbrk(0);
    CHECK(start != (void *)-1);
    SHOW(sbrk(100000) == start);
    memset(start, 9, 100000);
    printf("grown by %ld\n", (long)((char *)sbrk(0) - start));
    SHOW(brk(start + 10));
    printf("kept %d\n", start[9]);
    SHOW(brk(start + 100000));
    int zero = 1;
    for (int i = 8192; i < 100000; i++)
        zero &= start[i] == 0;
    printf("fresh pages are zero %d\n", zero);
    // The raw call answers with the break, whatever happens.
    long now = syscall(SYS_brk, 0);
    printf("raw brk agrees %d, refuses nonsense %d\n", (char *)now == start + 100000, syscall(SYS_brk, 4096) == now);
    for (int i = 0; i < 200; i++)
        CHECK(sbrk(1 << 20) != (void *)-1);
    memset(start, 3, 200 << 20);
    printf("200 MiB more: %d\n", start[(200 << 20) - 1]);
    SHOW(brk(start));
    void *p[100];
    for (int i = 0; i < 100; i++)
        p[i] = malloc(1000 * i + 1);
    for (int i = 0; i < 100; i++)
        free(p[i]);
    struct rlimit limit = {64 << 20, 64 << 20};
    SHOW(setrlimit(RLIMIT_DATA, &limit));
    SHOW(sbrk(128 << 20) == (void *)-1);
    void *wall = mmap((void *)(((long)sbrk(0) + 0x100000) & -4096L), 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    printf("something may be mapped in the way %d, then brk stops there %d\n", wall != MAP_FAILED, sbrk(2 << 20) == (void *)-1);
}
