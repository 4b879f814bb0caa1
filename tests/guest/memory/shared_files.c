// File mappings: shared ones see and make changes, private ones copy, msync, truncation, across fork.
#include "../arch.h"

static sigjmp_buf back;

static void on_bus(int signal, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    siglongjmp(back, signal);
}

static const char *probe(volatile char *p)
{
    int signal = sigsetjmp(back, 1);
    if (signal)
        return signal == SIGBUS ? "SIGBUS" : "SIGSEGV";
    (void)*p;
    return "readable";
}

int main(void)
{
    long page = page_size();
    char text[16] = "";
    int status;
    handle(SIGBUS, on_bus, 0);
    handle(SIGSEGV, on_bus, 0);
    int fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(ftruncate(fd, 2 * page + 100) == 0);
    char *shared = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *second = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, page);
    char *private = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    strcpy(shared + page, "shared");
    printf("second %s, private %s\n", second, private + page);
    strcpy(private, "mine");
    CHECK(pread(fd, text, 8, 0) == 8);
    printf("file '%s'\n", text);
    CHECK(pwrite(fd, "written", 8, 0) == 8);
    printf("shared '%s', private '%s'\n", shared, private);
    strcpy(second, "by second");
    CHECK(pread(fd, text, 10, page) == 10);
    printf("file '%s', shared '%s', private '%s'\n", text, shared + page, private + page);
    SHOW(msync(shared, page, MS_SYNC));
    SHOW(msync(shared + 1, page, MS_SYNC));
    SHOW(msync(shared, page, MS_SYNC | MS_ASYNC));
    printf("end of file: %s, within its page: %s, beyond: %s\n", probe(shared + 2 * page + 99), probe(shared + 3 * page - 1),
           probe(shared + 3 * page));
    CHECK(ftruncate(fd, page) == 0);
    printf("truncated: %s %s\n", probe(shared + page - 1), probe(shared + page));
    CHECK(ftruncate(fd, 4 * page) == 0);
    printf("grown: %s %s, %d\n", probe(shared + page), probe(shared + 4 * page - 1), shared[page]);
    int *counter = (int *)(shared + 3 * page);
    fflush(stdout);
    for (int child = 0; child < 3; child++)
        if (fork() == 0) {
            for (int i = 0; i < 10000; i++)
                __atomic_fetch_add(counter, 1, __ATOMIC_SEQ_CST);
            private[0] = 'X';
            _exit(0);
        }
    while (wait(&status) > 0)
        CHECK(status == 0);
    printf("counted %d, private '%s'\n", *counter, private);
    close(fd);
    unlink("file");
    printf("still mapped '%s'\n", shared);
    // A descriptor opened again through /proc reaches the same memory.
    int memfd = memfd_create("named", MFD_CLOEXEC);
    CHECK(ftruncate(memfd, page) == 0);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", memfd);
    int again = open(path, O_RDWR);
    char *m = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
    CHECK(write(again, "through proc", 13) == 13);
    printf("'%s'\n", m);
}
