// What arm64's kernel gives a signal handler, and takes from sigaction (arch/arm64/include/uapi/asm/sigcontext.h, ucontext.h).
#include "../freestanding.h"

struct sigcontext {
    u64 fault_address, regs[31], sp, pc, pstate;
    u64 padding;
    u32 records[1024];
};

struct ucontext {
    u64 flags, link, ss_sp;
    u32 ss_flags, ss_padding;
    u64 ss_size, mask, unused[16];
    struct sigcontext mcontext;
};

struct action {
    u64 handler, flags, restorer, mask;
};
