// Extended attributes, sparse big offsets, temporary files, stdio through pipes, file limits, mkfifo blocking.
#include "../guest.h"
#include <sys/ioctl.h>
#include <sys/xattr.h>

static void *writer(void *unused)
{
    (void)unused;
    sleep_ms(20);
    int fd = open("fifo", O_WRONLY);
    CHECK(write(fd, "hello", 5) == 5);
    close(fd);
    return NULL;
}

int main(void)
{
    int fd = open("file", O_RDWR | O_CREAT, 0600), n = 0;
    char text[64] = "";
    // Not every file system has user attributes: then both runs say so.
    SHOW(setxattr("file", "user.name", "value", 5, 0));
    SHOW(getxattr("file", "user.name", text, sizeof text));
    SHOW(fgetxattr(fd, "user.missing", text, sizeof text));
    SHOW(listxattr("file", text, sizeof text));
    SHOW(setxattr("file", "user.name", "v", 1, XATTR_CREATE));
    SHOW(removexattr("file", "user.name"));
    SHOW(getxattr("file", "nonsense", text, sizeof text));
    SHOW(pwrite(fd, "end", 3, (5L << 30) + 1));
    SHOW(lseek(fd, 0, SEEK_END));
    SHOW(ioctl(fd, FIONREAD, &n));
    int pipes[2];
    CHECK(pipe(pipes) == 0 && write(pipes[1], "12345", 5) == 5);
    SHOW(ioctl(pipes[0], FIONREAD, &n));
    SHOW(n);
    int on = 1;
    SHOW(ioctl(pipes[0], FIONBIO, &on));
    SHOW(read(pipes[0], text, 10));
    SHOW(read(pipes[0], text, 10));
    SHOW(ioctl(fd, 0x12345678, &n));
    SHOW(ioctl(pipes[0], TIOCGWINSZ, text));
    SHOW(isatty(0));
    SHOW(ioctl(fd, FIOCLEX));
    SHOW(fcntl(fd, F_GETFD));
    CHECK(mkfifo("fifo", 0600) == 0);
    SHOW(open("fifo", O_WRONLY | O_NONBLOCK));
    pthread_t t;
    pthread_create(&t, NULL, writer, NULL);
    int fifo = open("fifo", O_RDONLY);
    SHOW(read(fifo, text, 10));
    SHOW(read(fifo, text, 10));
    pthread_join(t, NULL);
    FILE *temporary = tmpfile();
    fprintf(temporary, "%d %s\n", 42, "words");
    rewind(temporary);
    char word[16];
    SHOW(fscanf(temporary, "%d %15s", &n, word));
    printf("%d %s\n", n, word);
    // A full pipe: partial writes, EAGAIN, atomicity of small writes.
    CHECK(fcntl(pipes[1], F_SETFL, O_NONBLOCK) == 0);
    static char big[1 << 20];
    long wrote = write(pipes[1], big, sizeof big);
    printf("partial %d\n", wrote > 0 && wrote < (long)sizeof big);
    SHOW(write(pipes[1], big, 1));
    CHECK(read(pipes[0], big, 100) == 100);
    SHOW(write(pipes[1], big, 4096));
    signal(SIGPIPE, SIG_IGN);
    close(pipes[0]);
    SHOW(write(pipes[1], big, 1));
}
