// Synchronous faults: signal, code, address and program counter are exact; the handler repairs and resumes.
#include "../arch.h"

static siginfo_t last;
static int faults, exact_address, exact_value;
static void *expected_address;
static enum { SKIP, MAP, REDIRECT } repair;
static char *page;
static long good = 0x1122334455667788;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    ucontext_t *uc = context;
    last = *info;
    faults++;
    exact_address = info->si_addr == expected_address;
    exact_value = (void *)ARCH_LOAD_ADDRESS(uc) == expected_address;
    switch (repair) {
    case SKIP:
        ARCH_PC(uc) += ARCH_LOAD_SIZE;
        break;
    case MAP:
        mprotect((void *)((long)info->si_addr & -page_size()), page_size(), PROT_READ | PROT_WRITE);
        break;
    case REDIRECT:
        ARCH_LOAD_ADDRESS(uc) = (long)&good;
        break;
    }
}

static void report(const char *what)
{
    printf("%s: %d faults, signal %d code %d, si_addr %s, address register %s\n", what, faults, last.si_signo,
           last.si_code, exact_address ? "exact" : "wrong", exact_value ? "exact" : "wrong");
    faults = 0;
}

int main(void)
{
    handle(SIGSEGV, handler, 0);
    handle(SIGBUS, handler, 0);
    page = mmap(NULL, 4 * page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + page_size(), page_size());
    mprotect(page + 2 * page_size(), page_size(), PROT_NONE);
    mprotect(page + 3 * page_size(), page_size(), PROT_READ);

    repair = SKIP;
    expected_address = NULL;
    long value = arch_load(NULL);
    report("load from null, skipped");
    printf("value %ld\n", value);
    expected_address = page + page_size() + 0x123;
    value = arch_load(expected_address);
    report("load from a hole, skipped");
    printf("value %ld\n", value);
    arch_store(expected_address, 5);
    report("store to a hole, skipped");
    expected_address = page + 2 * page_size() + 8;
    arch_load(expected_address);
    report("load from PROT_NONE");
    arch_store(expected_address, 5);
    report("store to PROT_NONE");
    expected_address = page + 3 * page_size() + 16;
    arch_store(expected_address, 5);
    report("store to PROT_READ");
    value = arch_load(expected_address);
    printf("load from PROT_READ: %ld, %d faults\n", value, faults);

    // Where an emulator might have reserved address space for itself.
    void *read_only = expected_address;
    static const unsigned long far[] = {0x18000000008, 0x78000000008, 0x7ff00000008};
    repair = SKIP;
    for (unsigned i = 0; i < sizeof far / sizeof *far; i++) {
        expected_address = (void *)far[i];
        arch_load(expected_address);
        report("load from far away");
        arch_store(expected_address, 5);
        report("store to far away");
    }
    expected_address = read_only;

    repair = MAP;
    arch_store(expected_address, 42);
    report("store, repaired with mprotect");
    printf("value %ld\n", arch_load(expected_address));
    expected_address = page + 2 * page_size() + 24;
    value = arch_load(expected_address);
    report("load, repaired with mprotect");
    printf("value %ld\n", value);

    repair = REDIRECT;
    expected_address = (void *)64;
    value = arch_load(expected_address);
    report("load, address register changed");
    printf("value %#lx\n", value);

    // A mapped file that is shorter than its mapping: SIGBUS with the address.
    repair = SKIP;
    int fd = memfd_create("short", 0);
    CHECK(ftruncate(fd, page_size()) == 0);
    char *file = mmap(NULL, 2 * page_size(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    expected_address = file + page_size() + 40;
    arch_load(expected_address);
    report("load beyond the end of a file");
    arch_store(expected_address, 1);
    report("store beyond the end of a file");
}
