// Moving data: readv, writev, preadv2, pwritev, sendfile, copy_file_range, splice, tee, holes, dup, fcntl.
#include "../guest.h"
#include <sys/sendfile.h>

static char text[64];

static const char *content(int fd)
{
    memset(text, 0, sizeof text);
    long n = pread(fd, text, sizeof text - 1, 0);
    for (long i = 0; i < n; i++)
        if (text[i] == 0)
            text[i] = '.';
    return text;
}

int main(void)
{
    int a = open("a", O_RDWR | O_CREAT, 0600), b = open("b", O_RDWR | O_CREAT, 0600);
    struct iovec v[3] = {{"one ", 4}, {"", 0}, {"two", 3}};
    SHOW(writev(a, v, 3));
    SHOW(pwritev(a, v, 3, 10));
    printf("%s\n", content(a));
    SHOW(lseek(a, 0, SEEK_CUR));
    char x[3], y[5];
    struct iovec r[2] = {{x, 3}, {y, 5}};
    SHOW(preadv(a, r, 2, 1));
    printf("%.3s %.5s\n", x, y);
    SHOW(preadv2(a, r, 2, 0, 0));
    SHOW(preadv2(a, r, 2, 0, 0x8000));
    SHOW(writev(a, v, -1));
    SHOW(readv(a, r, 0));
    off_t offset = 2, offset_b = 1;
    SHOW(sendfile(b, a, &offset, 9));
    SHOW(offset);
    printf("%s\n", content(b));
    SHOW(sendfile(b, a, NULL, 100));
    offset = 0;
    SHOW(copy_file_range(a, &offset, b, &offset_b, 4, 0));
    printf("%s\n", content(b));
    int pipes[2], other[2];
    CHECK(pipe(pipes) == 0 && pipe2(other, O_NONBLOCK) == 0);
    loff_t position = 0;
    SHOW(splice(a, &position, pipes[1], NULL, 7, 0));
    SHOW(tee(pipes[0], other[1], 7, 0));
    SHOW(read(other[0], text, 20));
    SHOW(read(other[0], text, 20));
    SHOW(splice(pipes[0], NULL, b, NULL, 20, 0));
    struct iovec gift = {"vmspliced", 9};
    SHOW(vmsplice(pipes[1], &gift, 1, 0));
    SHOW(read(pipes[0], text, 20));
    CHECK(ftruncate(a, 0) == 0);
    CHECK(pwrite(a, "x", 1, 1 << 20) == 1);
    SHOW(lseek(a, 0, SEEK_DATA) > 0);
    SHOW(lseek(a, 0, SEEK_HOLE));
    SHOW(lseek(a, 0, SEEK_END));
    SHOW(lseek(a, -5, SEEK_SET));
    SHOW(lseek(a, 1L << 62, SEEK_SET));
    SHOW(lseek(a, 0, 77));
    SHOW(lseek(pipes[0], 0, SEEK_SET));
    SHOW(fallocate(a, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 1 << 20, 4096));
    int c = dup(a);
    lseek(a, 7, SEEK_SET);
    SHOW(lseek(c, 0, SEEK_CUR));
    SHOW(dup2(a, 50));
    SHOW(dup2(a, a) == a);
    SHOW(dup3(a, a, 0));
    SHOW(dup3(a, 51, O_CLOEXEC));
    SHOW(fcntl(51, F_GETFD));
    SHOW(fcntl(a, F_DUPFD, 60));
    SHOW(fcntl(a, F_DUPFD_CLOEXEC, 60));
    SHOW(fcntl(61, F_GETFD));
    SHOW(fcntl(a, F_DUPFD, -1));
    SHOW(fcntl(999, F_GETFL));
    SHOW(fcntl(a, 9999));
    SHOW(fcntl(pipes[0], F_SETPIPE_SZ, 8192));
    SHOW(fcntl(pipes[0], F_GETPIPE_SZ));
    SHOW(close_range(40, 70, 0));
    SHOW(fcntl(50, F_GETFD));
    SHOW(posix_fadvise(a, 0, 100, POSIX_FADV_DONTNEED));
    SHOW(fsync(a));
    SHOW(fdatasync(pipes[0]));
    SHOW(sync_file_range(a, 0, 100, SYNC_FILE_RANGE_WRITE));
    SHOW(readahead(a, 0, 100));
}
