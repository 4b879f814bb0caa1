// mremap: growing in place and elsewhere, shrinking, MREMAP_FIXED, MREMAP_DONTUNMAP, files, errors.
#include "../arch.h"
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

static sigjmp_buf back;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    siglongjmp(back, signal);
}

static const char *probe(volatile char *p)
{
    if (sigsetjmp(back, 1))
        return "gone";
    return *p ? "kept" : "zero";
}

static const char *name(void *p)
{
    return p == MAP_FAILED ? error_name(errno) : "ok";
}

int main(void)
{
    handle(SIGSEGV, on_fault, 0);
    handle(SIGBUS, on_fault, 0);
    long page = page_size();
    int rw = PROT_READ | PROT_WRITE, anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    char *a = mmap(NULL, 16 * page, rw, anonymous, -1, 0);
    memset(a, 7, 16 * page);
    munmap(a + 8 * page, 8 * page);
    char *b = mremap(a, 8 * page, 4 * page, 0);
    printf("shrunk in place %d: %s %s\n", b == a, probe(a + 4 * page - 1), probe(a + 4 * page));
    b = mremap(a, 4 * page, 8 * page, 0);
    printf("grown in place %d: %s %s\n", b == a, probe(a + 4 * page - 1), probe(a + 4 * page));
    char *wall = mmap(a + 8 * page, page, rw, anonymous | MAP_FIXED, -1, 0);
    CHECK(wall == a + 8 * page);
    printf("no room: %s\n", name(mremap(a, 8 * page, 12 * page, 0)));
    b = mremap(a, 8 * page, 64 * page, MREMAP_MAYMOVE);
    printf("moved %d: %s %s, old place %s\n", b != a && b != MAP_FAILED, probe(b), probe(b + 64 * page - 1), probe(a));
    char *target = mmap(NULL, 64 * page, rw, anonymous, -1, 0);
    memset(target, 1, 64 * page);
    char *c = mremap(b, 64 * page, 2 * page, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    printf("fixed %d: %d %s, next %d, old %s\n", c == target, c[0], probe(c + page), target[2 * page], probe(b));
    char *d = mremap(c, 2 * page, 2 * page, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
    printf("not unmapped %d: new %d, old %s\n", d != MAP_FAILED && d != c, d[0], probe(c));
    printf("overlap: %s\n", name(mremap(d, 2 * page, 2 * page, MREMAP_MAYMOVE | MREMAP_FIXED, d + page)));
    printf("fixed without maymove: %s\n", name(mremap(d, 2 * page, 2 * page, MREMAP_FIXED, target)));
    printf("unaligned: %s\n", name(mremap(d + 1, page, 2 * page, MREMAP_MAYMOVE)));
    printf("unmapped: %s\n", name(mremap((void *)(1L << 37), page, 2 * page, MREMAP_MAYMOVE)));
    printf("no new length: %s\n", name(mremap(d, page, 0, MREMAP_MAYMOVE)));
    printf("across two mappings: %s\n", name(mremap(target + page, 4 * page, 100 * page, MREMAP_MAYMOVE)));
    int fd = memfd_create("m", 0);
    CHECK(ftruncate(fd, 4 * page) == 0 && pwrite(fd, "four", 5, 3 * page) == 5);
    char *f = mmap(NULL, page, rw, MAP_SHARED, fd, 0);
    char *g = mremap(f, page, 4 * page, MREMAP_MAYMOVE);
    printf("file grown: '%s'\n", g + 3 * page);
    // Old length zero duplicates a shared mapping.
    char *h = mremap(g, 0, 4 * page, MREMAP_MAYMOVE);
    strcpy(g, "duplicate");
    printf("duplicated: '%s'\n", h == MAP_FAILED ? error_name(errno) : h);
    mprotect(g, page, PROT_READ);
    g = mremap(g, page, page, MREMAP_MAYMOVE | MREMAP_FIXED, target);
    printf("protection moves along: %s, ", probe(g));
    if (sigsetjmp(back, 1) == 0) {
        *g = 1;
        printf("writable\n");
    } else {
        printf("read-only\n");
    }
}
