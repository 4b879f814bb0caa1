// System calls given bad pointers answer EFAULT; half-bad buffers give what fits.
#include "../guest.h"
#include <sys/epoll.h>
#include <sys/utsname.h>

int main(void)
{
    long page = page_size();
    char *edge = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(edge + page, page);
    char *last = edge + page - 4, *bad = (char *)16, *kernel = (char *)-4096L;
    int fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(write(fd, "0123456789", 10) == 10);
    char *pointers[] = {bad, kernel, NULL};
    const char *names[] = {"low", "high", "null"};
    for (int i = 0; i < 3; i++) {
        char *p = pointers[i];
        printf("%s\n", names[i]);
        SHOW(syscall(SYS_read, fd, p, 10) == -1 && errno == EFAULT ? -2 : 0);
        lseek(fd, 0, SEEK_SET);
        SHOW(syscall(SYS_read, fd, p, 10));
        SHOW(syscall(SYS_write, fd, p, 10));
        SHOW(syscall(SYS_openat, AT_FDCWD, p, O_RDONLY));
        SHOW(syscall(SYS_getcwd, p, 100));
        SHOW(syscall(SYS_uname, p));
        SHOW(syscall(SYS_pipe2, p, 0));
        SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, p));
        SHOW(syscall(SYS_nanosleep, p, NULL));
        SHOW(syscall(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", p, 10));
        SHOW(syscall(SYS_getdents64, open(".", O_RDONLY), p, 1000));
        SHOW(syscall(SYS_ppoll, p, 1, NULL, NULL, 8));
        SHOW(syscall(SYS_epoll_ctl, epoll_create1(0), EPOLL_CTL_ADD, fd, p));
        SHOW(syscall(SYS_readv, fd, p, 1));
        SHOW(syscall(SYS_getrandom, p, 10, 0));
    }
    SHOW(syscall(SYS_rt_sigaction, SIGUSR1, bad, NULL, 8));
    SHOW(syscall(SYS_rt_sigaction, SIGUSR1, NULL, bad, 8));
    SHOW(syscall(SYS_wait4, -1, bad, 0, NULL));
    SHOW(syscall(SYS_newfstatat, AT_FDCWD, ".", bad, 0));
    SHOW(syscall(SYS_statx, AT_FDCWD, ".", 0, 0x7ff, bad));
    SHOW(syscall(SYS_gettimeofday, kernel, NULL));
    lseek(fd, 0, SEEK_SET);
    long got = read(fd, last, 10);
    printf("half a buffer: %s\n", got == 4 || (got == -1 && errno == EFAULT) ? "4 or EFAULT" : "?");
    strcpy(last, "abc");
    SHOW(open(last, O_RDONLY));
    memcpy(last, "abcd", 4);
    SHOW(open(last, O_RDONLY)); // no terminator before the hole
    struct iovec parts[2] = {{last, 4}, {bad, 4}};
    SHOW(pwritev(fd, parts, 2, 0));
    SHOW(pwritev(fd, parts, 1025, 0));
    parts[0].iov_len = -1;
    SHOW(pwritev(fd, parts, 2, 0));
    // Writing from a PROT_NONE page, reading into a read-only one.
    mprotect(edge, page, PROT_NONE);
    SHOW(write(fd, edge, 10));
    mprotect(edge, page, PROT_READ);
    lseek(fd, 0, SEEK_SET);
    SHOW(read(fd, edge, 10));
    SHOW(write(fd, edge, 10));
}
