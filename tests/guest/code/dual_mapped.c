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
    // Announced through the written view, as programs do that know the architecture's caches are physical.
    for (int i = 0; i < 200; i++) {
        arch_announce(write_view, arch_emit_return(write_view, i));
        arch_announce(run_view, 64);
        wrong += ((int_function)run_view)() != i;
    }
    printf("wrong %ld\n", wrong);
}
