// open and openat: every flag that changes behaviour, and the errors.
#include "../guest.h"

static void show_flags(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    printf("  access %d%s%s%s%s%s%s cloexec %d\n", flags & O_ACCMODE, flags & O_APPEND ? " append" : "", flags & O_NONBLOCK ? " nonblock" : "",
           (flags & O_SYNC) == O_SYNC ? " sync" : flags & O_DSYNC ? " dsync" : "", flags & O_PATH ? " path" : "", flags & O_DIRECTORY ? " directory" : "",
           flags & O_NOFOLLOW ? " nofollow" : "", fcntl(fd, F_GETFD));
}

int main(void)
{
    umask(0);
    int fd = open("file", O_RDWR | O_CREAT | O_EXCL, 0640);
    OK(fd);
    show_flags(fd);
    OK(open("file", O_RDWR | O_CREAT | O_EXCL, 0640));
    CHECK(write(fd, "0123456789", 10) == 10);
    fd = open("file", O_WRONLY | O_APPEND | O_CLOEXEC);
    show_flags(fd);
    CHECK(write(fd, "ab", 2) == 2);
    SHOW(lseek(fd, 0, SEEK_CUR));
    SHOW(read(fd, &fd, 1));
    fd = open("file", O_RDWR | O_NONBLOCK | O_SYNC);
    show_flags(fd);
    fd = open("file", O_RDWR | O_DSYNC | O_NOATIME);
    show_flags(fd);
    fd = open("file", O_PATH);
    show_flags(fd);
    SHOW(read(fd, &fd, 1));
    fd = open("file", O_RDONLY | O_TRUNC);
    struct stat s;
    fstat(fd, &s);
    SHOW(s.st_size);
    OK(open("file", O_DIRECTORY));
    OK(open(".", O_RDWR));
    OK(open("missing", O_RDONLY));
    OK(open("missing/below", O_CREAT | O_RDWR, 0600));
    OK(open("file/below", O_CREAT | O_RDWR, 0600));
    OK(open("", O_RDONLY));
    CHECK(symlink("file", "link") == 0 && symlink("nowhere", "dangling") == 0);
    OK(open("link", O_RDONLY | O_NOFOLLOW));
    OK(open("link", O_PATH | O_NOFOLLOW));
    OK(open("link", O_RDONLY));
    OK(open("dangling", O_RDONLY));
    OK(open("dangling", O_RDWR | O_CREAT, 0600));
    OK(access("nowhere", F_OK));
    OK(open(".", O_TMPFILE | O_RDWR, 0600));
    fd = open(".", O_RDONLY | O_DIRECTORY);
    show_flags(fd);
    CHECK(mkdirat(fd, "sub", 0700) == 0);
    int sub = openat(fd, "sub", O_PATH | O_DIRECTORY);
    OK(openat(sub, "inner", O_RDWR | O_CREAT, 0600));
    OK(openat(fd, "sub/inner", O_RDONLY));
    OK(openat(sub, "../file", O_RDONLY));
    OK(openat(999, "file", O_RDONLY));
    OK(openat(999, "/dev/null", O_RDONLY));
    struct {
        uint64_t flags, mode, resolve;
    } how = {O_RDONLY, 0, 0x08 /* RESOLVE_BENEATH */};
    OK(syscall(SYS_openat2, sub, "inner", &how, sizeof how));
    OK(syscall(SYS_openat2, sub, "../file", &how, sizeof how));
    OK(syscall(SYS_openat2, sub, "inner", &how, 10));
    how.flags = 1UL << 40;
    OK(syscall(SYS_openat2, sub, "inner", &how, sizeof how));
    OK(creat("created", 0400));
    stat("created", &s);
    printf("%o\n", s.st_mode);
    umask(077);
    OK(open("masked", O_CREAT | O_WRONLY, 0777));
    stat("masked", &s);
    printf("%o\n", s.st_mode);
    char name[300];
    memset(name, 'n', sizeof name);
    name[256] = 0;
    OK(open(name, O_CREAT | O_WRONLY, 0600));
    name[255] = 0;
    OK(open(name, O_CREAT | O_WRONLY, 0600));
    SHOW(close(12345));
    SHOW(close(-1));
}
