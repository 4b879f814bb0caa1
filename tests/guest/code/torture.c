// Code changes in every way at once: threads rewrite code in place, through another mapping of the same file, by write(2), between two
// mprotects, unmap it, map something else over it, move it, drop its pages, fork with it, and run each other's all the time.
// What runs must be what was written last, and what is gone must fault.
//
// `torture SECONDS` goes on for so long and says on stderr how many changes and calls there were.
//@ timeout: 100
#include "../arch.h"

enum { THREADS = 3, SLOTS = 96, SLOT = 128, SIZE = SLOTS * SLOT, STEPS = 250 };
enum { RWX = PROT_READ | PROT_WRITE | PROT_EXEC, RX = PROT_READ | PROT_EXEC, RW = PROT_READ | PROT_WRITE };

// Code of one thread, which alone changes it, and which all run. Shared: two banks of a file, one of them mapped at `run`; both at `write`.
struct region {
    pthread_rwlock_t lock;
    unsigned char *run, *write, *spare;
    bool shared;
    int fd, bank;
    // What each function returns; below 0: jumps to that slot.
    int value[2][SLOTS];
};
static struct region regions[THREADS];
static long changes, calls, wrong;
static int64_t until;
static __thread sigjmp_buf fault_landing;
static __thread unsigned random_state;

static unsigned below(unsigned n)
{
    random_state = random_state * 1664525 + 1013904223;
    return (unsigned)((random_state >> 8) * (uint64_t)n >> 24);
}

static void fail(const char *what, int got, int expected)
{
    if (__atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED) < 5)
        printf("FAILED %s: %d instead of %d\n", what, got, expected);
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info, (void)context;
    siglongjmp(fault_landing, 1);
}

// What is not executable must not run.
static void must_fault(const char *what, unsigned char *code)
{
    if (sigsetjmp(fault_landing, 1) == 0)
        fail(what, ((int_function)code)(), -1);
}

static int expected(const struct region *g, int slot)
{
    const int *value = g->value[g->bank];
    while (value[slot] < 0)
        slot = -value[slot];
    return value[slot];
}

static void call(const char *what, const struct region *g, int slot)
{
    int got = ((int_function)(g->run + slot * SLOT))(), right = expected(g, slot);
    __atomic_fetch_add(&calls, 1, __ATOMIC_RELAXED);
    if (got != right)
        fail(what, got, right);
}

// New code for one slot at `to`: a number, or a jump to a later slot.
static size_t emit(struct region *g, int bank, int slot, unsigned char *to)
{
    int target = slot + 1 + (int)below(SLOTS);
    if (target < SLOTS && below(3) == 0) {
        g->value[bank][slot] = -target;
        return arch_emit_jump(to, (target - slot) * SLOT);
    }
    return arch_emit_return(to, g->value[bank][slot] = (int)below(2048));
}

static unsigned char *write_view(const struct region *g, int bank)
{
    return g->shared ? g->write + bank * SIZE : g->run;
}

static void fill(struct region *g, int bank)
{
    for (int slot = 0; slot < SLOTS; slot++)
        emit(g, bank, slot, write_view(g, bank) + slot * SLOT);
}

static void announce(struct region *g)
{
    arch_announce(g->run, SIZE);
}

static void map_bank(struct region *g, int bank)
{
    g->bank = bank;
    CHECK(mmap(g->run, SIZE, RX, MAP_SHARED | MAP_FIXED, g->fd, bank * SIZE) == g->run);
}

static void rewrite(struct region *g)
{
    for (int n = 1 + (int)below(8); n > 0; n--) {
        int slot = (int)below(SLOTS);
        emit(g, g->bank, slot, write_view(g, g->bank) + slot * SLOT);
    }
    announce(g);
}

static void rewrite_between_protections(struct region *g)
{
    CHECK(mprotect(g->run, SIZE, below(2) ? RW : PROT_READ) == 0);
    must_fault("run without permission", g->run);
    if (!g->shared) {
        CHECK(mprotect(g->run, SIZE, RW) == 0);
        rewrite(g);
    }
    CHECK(mprotect(g->run, SIZE, g->shared ? RX : RWX) == 0);
}

static void map_anew(struct region *g)
{
    if (below(2)) {
        CHECK(mmap(g->run, SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == g->run);
        must_fault("run what is not mapped", g->run + below(SLOTS) * SLOT);
    }
    if (g->shared) {
        map_bank(g, !g->bank);
    } else {
        CHECK(mmap(g->run, SIZE, RWX, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == g->run);
        fill(g, 0);
    }
    announce(g);
}

static void move(struct region *g)
{
    unsigned char *home = g->run;
    CHECK(mremap(home, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, g->spare) == g->spare);
    must_fault("run what moved away", home + below(SLOTS) * SLOT);
    g->run = g->spare;
    announce(g);
    for (int i = 0; i < 8; i++)
        call("moved", g, (int)below(SLOTS));
    CHECK(mremap(g->run, SIZE, SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, home) == home);
    g->run = home;
    announce(g);
}

static void drop_or_write(struct region *g)
{
    if (g->shared) {
        unsigned char code[SLOT];
        int slot = (int)below(SLOTS);
        size_t size = emit(g, g->bank, slot, code);
        CHECK(pwrite(g->fd, code, size, g->bank * SIZE + slot * SLOT) == (ssize_t)size);
    } else {
        CHECK(madvise(g->run, SIZE, MADV_DONTNEED) == 0);
        fill(g, 0);
    }
    announce(g);
}

// The child's changes are its own.
static void in_fork(struct region *g)
{
    pid_t pid = fork();
    if (pid == 0) {
        long before = wrong;
        for (int i = 0; i < 10; i++)
            call("forked", g, (int)below(SLOTS));
        for (int i = 0; i < 4 && !g->shared; i++) {
            rewrite(g);
            call("rewritten by a child", g, (int)below(SLOTS));
        }
        _exit(wrong != before);
    }
    int status = -1;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    if (status != 0)
        fail("child", status, 0);
}

static void change(struct region *g)
{
    static void (*const ways[])(struct region *) = {rewrite, rewrite, rewrite_between_protections, map_anew, move, drop_or_write};
    CHECK(pthread_rwlock_wrlock(&g->lock) == 0);
    if (below(40) == 0)
        in_fork(g);
    else
        ways[below(sizeof ways / sizeof ways[0])](g);
    for (int i = 0; i < 6; i++)
        call("own", g, (int)below(SLOTS));
    pthread_rwlock_unlock(&g->lock);
    __atomic_fetch_add(&changes, 1, __ATOMIC_RELAXED);
}

static void visit(struct region *g)
{
    CHECK(pthread_rwlock_rdlock(&g->lock) == 0);
    arch_refetch();
    for (int i = 0; i < 12; i++)
        call("another's", g, (int)below(SLOTS));
    pthread_rwlock_unlock(&g->lock);
}

static void *thread(void *argument)
{
    int me = (int)(long)argument;
    random_state = 12345u * (unsigned)(me + 1) + (until ? (unsigned)now_ns() : 0);
    for (int step = 0; until ? now_ns() < until : step < STEPS; step++) {
        change(&regions[me]);
        visit(&regions[below(THREADS)]);
    }
    return NULL;
}

static void prepare(struct region *g, bool shared)
{
    CHECK(pthread_rwlock_init(&g->lock, NULL) == 0);
    // Two pieces of address space that nobody else maps into meanwhile.
    unsigned char *space = mmap(NULL, 2 * SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    g->run = space;
    g->spare = space + SIZE;
    g->shared = shared;
    if (shared) {
        g->fd = memfd_create("code", MFD_CLOEXEC);
        CHECK(ftruncate(g->fd, 2 * SIZE) == 0);
        g->write = mmap(NULL, 2 * SIZE, RW, MAP_SHARED, g->fd, 0);
        fill(g, 0);
        fill(g, 1);
        map_bank(g, 0);
    } else {
        CHECK(mmap(g->run, SIZE, RWX, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == g->run);
        fill(g, 0);
    }
    announce(g);
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    until = argc > 1 ? now_ns() + atol(argv[1]) * 1000000000LL : 0;
    random_state = 1;
    handle(SIGSEGV, on_fault, SA_NODEFER);
    for (int i = 0; i < THREADS; i++)
        prepare(&regions[i], i % 2);
    for (long i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, thread, (void *)i) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("wrong %ld\n", wrong);
    if (until)
        fprintf(stderr, "%ld changes, %ld calls\n", changes, calls);
    return wrong != 0;
}
