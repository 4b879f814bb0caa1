// mprotect page by page, across mappings and holes; what each protection allows.
#include "../arch.h"

static sigjmp_buf back;
static int code;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    code = info->si_code;
    siglongjmp(back, 1);
}

static int can_read(volatile char *p)
{
    if (sigsetjmp(back, 1))
        return 0;
    (void)*p;
    return 1;
}

static int can_write(volatile char *p)
{
    if (sigsetjmp(back, 1))
        return 0;
    *p = *p;
    return 1;
}

static int can_run(char *p)
{
    if (sigsetjmp(back, 1))
        return 0;
    return ((int_function)p)() == 5;
}

int main(void)
{
    handle(SIGSEGV, on_fault, 0);
    long page = page_size();
    char *a = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 8; i++)
        arch_announce(a + i * page, arch_emit_return(a + i * page, 5));
    for (int protection = 0; protection < 8; protection++) {
        CHECK(mprotect(a + protection * page, page, protection) == 0);
        // Write-only and execute-only differ between architectures: both allow what they name.
        printf("%c%c%c:", protection & 1 ? 'r' : '-', protection & 2 ? 'w' : '-', protection & 4 ? 'x' : '-');
        if (protection & 1 || protection == 0)
            printf(" read %d", can_read(a + protection * page));
        if (protection & 1 || protection == 0)
            printf(" write %d", can_write(a + protection * page));
        printf(" run %d\n", can_run(a + protection * page));
    }
    CHECK(mprotect(a, 8 * page, PROT_READ | PROT_WRITE) == 0);
    munmap(a + 4 * page, page);
    SHOW(mprotect(a, 8 * page, PROT_READ));
    printf("before the hole %d, after it %d\n", can_write(a + 3 * page), can_write(a + 5 * page));
    SHOW(mprotect(a + 1, page, PROT_READ));
    SHOW(mprotect(a, 0, PROT_READ));
    SHOW(mprotect(a, page, 0x40));
    SHOW(mprotect((void *)(1L << 37), page, PROT_READ));
    int fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(ftruncate(fd, page) == 0);
    int read_only = open("file", O_RDONLY);
    char *f = mmap(NULL, page, PROT_READ, MAP_SHARED, read_only, 0);
    SHOW(mprotect(f, page, PROT_READ | PROT_WRITE));
    // Many toggles: a table of mappings must not grow without end.
    for (int i = 0; i < 3000; i++)
        CHECK(mprotect(a + (i % 4) * page, page, i % 3 ? PROT_READ : PROT_NONE) == 0);
    for (int i = 0; i < 4; i++)
        printf("%d", can_read(a + i * page));
    printf("\n");
}
