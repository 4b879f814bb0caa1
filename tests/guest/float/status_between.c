// Exception flags that are read and cleared right beside what raises them, as arm64's FPSR allows: a comparison raises its flags where it
// stands, once, whoever uses its result later. Elsewhere there is nothing to see.
#include "../guest.h"

#ifdef __aarch64__
enum { FLUSH = 1 << 24, INVALID = 1, INPUT_FLUSHED = 0x80, SIGNALING_NAN = 0x7f800001, SUBNORMAL = 0x4a };

#define STATUS(mode, operand, code)                                                                                      \
    ({                                                                                                                   \
        uint64_t status;                                                                                                 \
        asm volatile("msr fpcr, %1\n msr fpsr, xzr\n fmov s2, %w2\n" code "\n mrs %0, fpsr\n msr fpcr, xzr"              \
                     : "=r"(status)                                                                                      \
                     : "r"((uint64_t)mode), "r"(operand)                                                                 \
                     : "v2", "v3", "cc");                                                                                \
        status;                                                                                                          \
    })

static void compare(void)
{
    CHECK(STATUS(0, SIGNALING_NAN, "fcmp s2, #0.0") == INVALID);
    CHECK(STATUS(FLUSH, SUBNORMAL, "fcmp s2, #0.0") == INPUT_FLUSHED);
    CHECK(STATUS(FLUSH, SUBNORMAL, "fadd s2, s2, s2") == INPUT_FLUSHED);
    CHECK(STATUS(0, SIGNALING_NAN, "fcmp s2, #0.0\n msr fpsr, xzr\n b.gt 1f\n nop\n 1:") == 0);
    CHECK(STATUS(FLUSH, SUBNORMAL, "fcmp s2, #0.0\n msr fpsr, xzr\n b.gt 1f\n nop\n 1:") == 0);
    CHECK(STATUS(FLUSH, SUBNORMAL, "fadd s3, s2, s2\n msr fpsr, xzr") == 0);
}
#endif

int main(void)
{
#ifdef __aarch64__
    for (int n = 0; n < 100; n++)
        compare();
#endif
    puts("done");
}
