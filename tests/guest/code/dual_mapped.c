// W^X as JITs do it: one memfd mapped twice, written through one view, executed through the other.
#include "../arch.h"

int main(void)
{
    long page = page_size(), wrong = 0;
    int fd = memfd_create("code", MFD_CLOEXEC);
    CHECK(ftruncate(fd, 4 * page) == 0);
    unsigned char *write_view = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    unsigned char *run_view = mmap(NULL, 4 * page, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    CHECK(write_view != MAP_FAILED && run_view != MAP_FAILED);
    for (int i = 0; i < 3000; i++) {
        size_t at = (size_t)(i % 64) * 64;
        size_t size = arch_emit_return(write_view + at, i % 2000);
        arch_announce(run_view + at, size);
        wrong += ((int_function)(run_view + at))() != i % 2000;
    }
    printf("wrong %ld\n", wrong);
    // A third view, made later, of the same pages: the announcement is for the address that runs.
    unsigned char *third = mmap(NULL, page, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    for (int i = 0; i < 200; i++) {
        size_t size = arch_emit_return(write_view, i);
        arch_announce(run_view, size);
        arch_announce(third, size);
        wrong += ((int_function)run_view)() != i || ((int_function)third)() != i;
    }
    printf("wrong %ld\n", wrong);
    // Announced through the written view alone: caches are physical, and the view that runs lies elsewhere.
    unsigned char *later = mmap(NULL, page, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 2 * page);
    for (int i = 0; i < 200; i++) {
        size_t at = (size_t)(i % 3) * page + 192;
        arch_announce(write_view + at, arch_emit_return(write_view + at, i));
        wrong += ((int_function)(run_view + at))() != i;
        at += 2 * page - at / page * page;
        arch_announce(write_view + at, arch_emit_return(write_view + at, i + 1));
        wrong += ((int_function)(later + at % page))() != i + 1;
    }
    printf("wrong %ld\n", wrong);
    // Shared memory without a file, and its second view.
    unsigned char *shared = mmap(NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unsigned char *second = mremap(shared, 0, page, MREMAP_MAYMOVE);
    CHECK(shared != MAP_FAILED && second != MAP_FAILED);
    for (int i = 0; i < 200; i++) {
        arch_announce(shared, arch_emit_return(shared, i));
        wrong += ((int_function)second)() != i;
    }
    printf("wrong %ld\n", wrong);
    // Private memory: several places announced at once, in any order.
    unsigned char *own = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 200; i++) {
        size_t high = arch_emit_return(own + 3 * page, i), low = arch_emit_return(own + 60, i + 1);
        arch_announce(own + 3 * page, high);
        arch_announce(own + 60, low);
        wrong += ((int_function)(own + 3 * page))() != i || ((int_function)(own + 60))() != i + 1;
    }
    printf("wrong %ld\n", wrong);
}
