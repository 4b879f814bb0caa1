// More code than a cache holds: a hundred thousand small functions generated and called, several times over.
//@ timeout: 90
#include "../arch.h"

enum { FUNCTIONS = 100000, SIZE = 16 };

int main(void)
{
    unsigned char *code = mmap(NULL, (size_t)FUNCTIONS * SIZE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(code != MAP_FAILED);
    for (int i = 0; i < FUNCTIONS; i++)
        arch_emit_add(code + (size_t)i * SIZE, i % 1999);
    arch_announce(code, (size_t)FUNCTIONS * SIZE);
    long sum = 0, wrong = 0;
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < FUNCTIONS; i++) {
            int got = ((int_to_int)(code + (size_t)i * SIZE))(round);
            wrong += got != round + i % 1999;
            sum += got;
        }
    printf("%ld, wrong %ld\n", sum, wrong);
}
