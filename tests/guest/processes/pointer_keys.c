// arm64's pointer authentication: signatures, and prctl's requests about the keys. Elsewhere there is nothing to see.
#include "../guest.h"
#include <sys/auxv.h>
#include <sys/prctl.h>

#ifdef __aarch64__
enum { RESET = 54, ENABLE = 60, ENABLED = 61 };

static uintptr_t sign(uintptr_t pointer, uintptr_t modifier)
{
    asm volatile(".arch_extension pauth; pacia %0, %1" : "+r"(pointer) : "r"(modifier));
    return pointer;
}

static uintptr_t authenticate(uintptr_t pointer, uintptr_t modifier)
{
    asm volatile(".arch_extension pauth; autia %0, %1" : "+r"(pointer) : "r"(modifier));
    return pointer;
}

static uintptr_t signatures(void)
{
    uintptr_t all = 0;
    for (uintptr_t n = 0; n < 8; n++)
        all = all << 7 | (sign(0x123450, n * 16) >> 48 & 127);
    return all;
}

static void keys(void)
{
    uintptr_t before = signatures();
    CHECK(authenticate(sign(0x123450, 5), 5) == 0x123450);
    CHECK(signatures() == before);
    CHECK(prctl(RESET, 2, 0, 0, 0) == 0 && signatures() == before);
    CHECK(prctl(RESET, 1, 0, 0, 0) == 0 && signatures() != before);
    before = signatures();
    CHECK(prctl(RESET, 0, 0, 0, 0) == 0 && signatures() != before);
    CHECK(prctl(RESET, 32, 0, 0, 0) == -1 && errno == EINVAL);
    CHECK(prctl(ENABLED, 0, 0, 0, 0) == 15);
    before = signatures();
    CHECK(prctl(ENABLE, 3, 2, 0, 0) == 0 && prctl(ENABLED, 0, 0, 0, 0) == 14);
    CHECK(sign(0x123450, 5) == 0x123450 && authenticate(0x123450, 5) == 0x123450);
    CHECK(prctl(ENABLE, 3, 3, 0, 0) == 0 && signatures() == before);
    CHECK(prctl(ENABLE, 1, 2, 0, 0) == -1 && errno == EINVAL);
    if (fork() == 0)
        _exit(signatures() == before ? 7 : 1);
    int status;
    wait(&status);
    CHECK(WEXITSTATUS(status) == 7);
}
#endif

int main(void)
{
#ifdef __aarch64__
    if (getauxval(AT_HWCAP) >> 30 & 1)
        keys();
#endif
    puts("done");
}
