// A function rewritten in place thousands of times, announced each time, called directly and through a loop that
// makes it hot first.
#include "../arch.h"

int main(void)
{
    unsigned char *code = mmap(NULL, page_size(), PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(code != MAP_FAILED);
    long sum = 0, wrong = 0;
    for (int i = 0; i < 5000; i++) {
        arch_announce(code, arch_emit_return(code, i % 2048));
        int got = ((int_function)code)();
        wrong += got != i % 2048;
        sum += got;
    }
    printf("%ld, wrong %ld\n", sum, wrong);
    for (int i = 0; i < 50; i++) {
        arch_announce(code, arch_emit_add(code, i));
        for (int n = 0; n < 2000; n++)
            wrong += ((int_to_int)code)(n) != n + i;
    }
    printf("wrong %ld\n", wrong);
    // Two functions in one page, and one that crosses into the next cache line.
    size_t where[] = {0, 64, 60, 200, 62};
    for (int round = 0; round < 200; round++)
        for (int i = 0; i < 5; i++) {
            size_t at = where[i] / ARCH_CODE_ALIGNMENT * ARCH_CODE_ALIGNMENT;
            arch_announce(code + at, arch_emit_return(code + at, round * 5 + i));
            wrong += ((int_function)(code + at))() != round * 5 + i;
        }
    printf("wrong %ld\n", wrong);
}
