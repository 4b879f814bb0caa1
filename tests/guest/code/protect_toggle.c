// Code pages made writable, changed, made executable again: mprotect is the announcement on x86, and the guest
// architectures announce besides.
#include "../arch.h"

int main(void)
{
    long page = page_size(), wrong = 0;
    unsigned char *code = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 1500; i++) {
        unsigned char *at = code + (i % 8) * page + (i % 13) * 64;
        CHECK(mprotect(code, 8 * page, PROT_READ | PROT_WRITE) == 0);
        size_t size = arch_emit_return(at, i);
        CHECK(mprotect(code, 8 * page, PROT_READ | PROT_EXEC) == 0);
        arch_announce(at, size);
        wrong += ((int_function)at)() != i;
    }
    printf("wrong %ld\n", wrong);
    // Freed and reused addresses: what was translated for the old code must be gone.
    for (int i = 0; i < 500; i++) {
        unsigned char *fresh = mmap(code, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        CHECK(fresh == code);
        arch_announce(fresh, arch_emit_return(fresh, i));
        wrong += ((int_function)fresh)() != i;
        munmap(fresh, page);
    }
    printf("wrong %ld\n", wrong);
}
