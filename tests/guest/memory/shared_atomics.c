// Processes of one thread each that share memory by mappings, and threads of a process that was alone: atomic operations are atomic and
// fences order, from the moment on that somebody else sees the memory.
#include "../guest.h"
#include <sys/ipc.h>
#include <sys/shm.h>

enum { ROUNDS = 400000, PETERSON = 50000, SIZE = 4096 };

struct shared {
    uint64_t sum, chained, in_lock, in_peterson;
    uint32_t bits, lock, tickets;
    int wants[2], turn, ready;
};

static int ready(struct shared *s)
{
    return __atomic_load_n(&s->ready, __ATOMIC_ACQUIRE);
}

// Works only if the store of what one wants is seen before the other's is read.
static void peterson(struct shared *s, int me)
{
    for (int i = 0; i < PETERSON; i++) {
        __atomic_store_n(&s->wants[me], 1, __ATOMIC_RELAXED);
        __atomic_store_n(&s->turn, !me, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        for (int n = 1; __atomic_load_n(&s->wants[!me], __ATOMIC_RELAXED) && __atomic_load_n(&s->turn, __ATOMIC_RELAXED) != me; n++)
            if (n % 1000 == 0)
                sched_yield();
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        s->in_peterson++;
        __atomic_store_n(&s->wants[me], 0, __ATOMIC_RELEASE);
    }
}

static void work(struct shared *s, int me)
{
    __atomic_fetch_add(&s->ready, 1, __ATOMIC_SEQ_CST);
    while (ready(s) < 2)
        sched_yield();
    for (int i = 0; i < ROUNDS; i++) {
        __atomic_fetch_add(&s->sum, __atomic_fetch_add(&s->tickets, 1, __ATOMIC_RELAXED) & 1, __ATOMIC_RELAXED);
        __atomic_fetch_xor(&s->bits, 1u << (2 * (i % 16) + me), __ATOMIC_RELAXED);
        uint64_t old = __atomic_load_n(&s->chained, __ATOMIC_RELAXED);
        while (!__atomic_compare_exchange_n(&s->chained, &old, old + 1, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            ;
        while (__atomic_exchange_n(&s->lock, 1, __ATOMIC_ACQUIRE))
            sched_yield();
        s->in_lock++;
        __atomic_store_n(&s->lock, 0, __ATOMIC_RELEASE);
    }
    peterson(s, me);
}

static void show(const char *name, struct shared *s)
{
    printf("%s: %d %d %x %d %d %d\n", name, (int)s->sum, s->tickets, s->bits, (int)s->chained, (int)s->in_lock, (int)s->in_peterson);
}

static void processes(const char *name, struct shared *s)
{
    memset(s, 0, sizeof *s);
    pid_t other = fork();
    work(s, other == 0);
    if (other == 0)
        _exit(0);
    int status;
    waitpid(other, &status, 0);
    show(name, s);
}

static void *thread(void *s)
{
    work(s, 1);
    return NULL;
}

static void threads(void)
{
    static struct shared s;
    pthread_t t;
    pthread_create(&t, NULL, thread, &s);
    work(&s, 0);
    pthread_join(t, NULL);
    show("threads", &s);
}

static void anonymous(void)
{
    processes("anonymous", mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

static void file(void)
{
    int fd = memfd_create("shared", 0);
    OK(ftruncate(fd, SIZE));
    processes("file", mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE, fd, 0));
}

static void made_writable(void)
{
    void *s = mmap(NULL, SIZE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    OK(mprotect(s, SIZE, PROT_READ | PROT_WRITE));
    processes("made writable", s);
}

static void segment(void)
{
    int id = shmget(IPC_PRIVATE, SIZE, 0600);
    struct shared *s = shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    processes("segment", s);
}

int main(void)
{
    void (*const ways[])(void) = {anonymous, file, made_writable, segment, threads};
    // Alone: the same code, in this process and before each of the others.
    static struct shared mine;
    mine.ready = 1;
    work(&mine, 0);
    show("alone", &mine);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            ways[i]();
            fflush(stdout);
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
    return 0;
}
