// Jumping to where no code may run: null, a hole, data without PROT_EXEC, PROT_NONE. si_addr is the target.
#include "../arch.h"

static sigjmp_buf back;
static siginfo_t last;
static int pc_is_address;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    last = *info;
    pc_is_address = (long)info->si_addr == (long)ARCH_PC((ucontext_t *)context);
    siglongjmp(back, 1);
}

static void try(const char *what, void *where)
{
    if (sigsetjmp(back, 1) == 0) {
        int got = ((int_function)where)();
        printf("%s: returned %d\n", what, got);
    } else {
        printf("%s: signal %d code %d, si_addr is the target %d, pc too %d\n", what, last.si_signo, last.si_code,
               last.si_addr == where, pc_is_address);
    }
}

int main(void)
{
    handle(SIGSEGV, handler, 0);
    handle(SIGBUS, handler, 0);
    long page = page_size();
    char *area = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(area + 3 * page, page);
    for (int i = 0; i < 3; i++)
        arch_announce(area + i * page, arch_emit_return(area + i * page, 7));
    try("null", NULL);
    try("hole", area + 3 * page);
    try("data", area);
    mprotect(area, page, PROT_READ | PROT_EXEC);
    try("executable", area);
    mprotect(area, page, PROT_READ);
    try("no longer executable", area);
    mprotect(area, page, PROT_NONE);
    try("PROT_NONE", area);
    mprotect(area, page, PROT_READ | PROT_EXEC);
    try("executable again", area);
    munmap(area, page);
    try("unmapped", area);
}
