// mmap's arguments: placement, hints, MAP_FIXED, MAP_FIXED_NOREPLACE, sharing, errors in the kernel's order.
#include "../guest.h"
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

static void show_map(const char *what, void *result)
{
    printf("%s: %s\n", what, result == MAP_FAILED ? error_name(errno) : "ok");
}

int main(void)
{
    long page = page_size();
    int rw = PROT_READ | PROT_WRITE, anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    char *a = mmap(NULL, 8 * page, rw, anonymous, -1, 0);
    CHECK(a != MAP_FAILED);
    for (long i = 0; i < 8 * page; i++)
        CHECK(a[i] == 0);
    memset(a, 1, 8 * page);
    char *b = mmap(a + 2 * page, 2 * page, rw, anonymous | MAP_FIXED, -1, 0);
    printf("fixed there %d, neighbours %d %d, fresh %d %d\n", b == a + 2 * page, a[2 * page - 1], a[4 * page], b[0], b[2 * page - 1]);
    show_map("noreplace over a mapping", mmap(a, page, rw, anonymous | MAP_FIXED_NOREPLACE, -1, 0));
    CHECK(munmap(a + 5 * page, page) == 0);
    char *c = mmap(a + 5 * page, page, rw, anonymous | MAP_FIXED_NOREPLACE, -1, 0);
    printf("noreplace into a hole %d\n", c == a + 5 * page);
    CHECK(munmap(a + 6 * page, page) == 0);
    c = mmap(a + 6 * page, page, rw, anonymous, -1, 0);
    printf("hint honoured %d\n", c == a + 6 * page);
    c = mmap(a, page, rw, anonymous, -1, 0);
    printf("hint in use gives another place %d\n", c != MAP_FAILED && c != a);
    // An unaligned hint is rounded down.
    munmap(a + 6 * page, page);
    c = mmap(a + 6 * page + 123, 10, rw, anonymous, -1, 0);
    printf("unaligned hint rounded %d\n", c == a + 6 * page);
    show_map("unaligned MAP_FIXED", mmap(a + 1, page, rw, anonymous | MAP_FIXED, -1, 0));
    show_map("no length", mmap(NULL, 0, rw, anonymous, -1, 0));
    show_map("neither private nor shared", mmap(NULL, page, rw, MAP_ANONYMOUS, -1, 0));
    show_map("bad descriptor", mmap(NULL, page, rw, MAP_PRIVATE, 999, 0));
    show_map("too long", mmap(NULL, 1UL << 60, rw, anonymous, -1, 0));
    show_map("length wraps", mmap(NULL, -1UL, rw, anonymous, -1, 0));
    show_map("beyond the address space", mmap((void *)-4096L, page, rw, anonymous | MAP_FIXED, -1, 0));
    int fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(ftruncate(fd, 3 * page) == 0);
    show_map("unaligned offset", mmap(NULL, page, rw, MAP_SHARED, fd, 100));
    int read_only = open("file", O_RDONLY), write_only = open("file", O_WRONLY);
    show_map("shared write of a read-only file", mmap(NULL, page, rw, MAP_SHARED, read_only, 0));
    show_map("private write of a read-only file", mmap(NULL, page, rw, MAP_PRIVATE, read_only, 0));
    show_map("write-only file", mmap(NULL, page, PROT_READ, MAP_SHARED, write_only, 0));
    show_map("directory", mmap(NULL, page, PROT_READ, MAP_SHARED, open(".", O_RDONLY), 0));
    show_map("MAP_SHARED_VALIDATE with a strange flag", mmap(NULL, page, rw, 3 | 0x4000000, fd, 0));
    show_map("MAP_NORESERVE of 64 GiB", mmap(NULL, 64UL << 30, PROT_NONE, anonymous | MAP_NORESERVE, -1, 0));
    show_map("MAP_POPULATE", mmap(NULL, 16 * page, rw, anonymous | MAP_POPULATE, -1, 0));
    show_map("MAP_STACK", mmap(NULL, 16 * page, rw, anonymous | MAP_STACK, -1, 0));
    show_map("MAP_LOCKED", mmap(NULL, page, rw, anonymous | MAP_LOCKED, -1, 0));
    SHOW(munmap(a + 1, page));
    SHOW(munmap(a, 0));
    SHOW(munmap((void *)(1L << 37), page)); // nothing there: fine
    SHOW(munmap(a, 8 * page));
    SHOW(munmap(a, 8 * page));
}
