// stat, lstat, fstat, fstatat, statx, statfs: every field that two machines agree on.
#include "../guest.h"
#include <sys/statfs.h>
#include <sys/sysmacros.h>

static void show_stat(const char *what, const struct stat *s)
{
    printf("%s: type %o mode %o links %ld size %ld blksize %d owner %d times %d\n", what, s->st_mode & S_IFMT, s->st_mode & 07777,
           S_ISDIR(s->st_mode) ? 0 : (long)s->st_nlink, S_ISDIR(s->st_mode) ? 0 : (long)s->st_size, s->st_blksize > 0,
           s->st_uid == getuid() && s->st_gid == getgid(), s->st_mtim.tv_sec > 1600000000 && s->st_mtim.tv_nsec < 1000000000);
}

int main(void)
{
    struct stat s, t;
    umask(022);
    int fd = open("file", O_RDWR | O_CREAT, 0644);
    CHECK(write(fd, "some text", 9) == 9 && symlink("file", "link") == 0 && link("file", "hard") == 0 && mkdir("dir", 0751) == 0);
    CHECK(mkfifo("fifo", 0600) == 0);
    CHECK(stat("file", &s) == 0);
    show_stat("stat", &s);
    CHECK(fstat(fd, &t) == 0);
    printf("same %d\n", s.st_ino == t.st_ino && s.st_dev == t.st_dev && s.st_ctim.tv_nsec == t.st_ctim.tv_nsec && s.st_blocks == t.st_blocks);
    CHECK(lstat("link", &s) == 0);
    show_stat("lstat", &s);
    CHECK(stat("hard", &s) == 0);
    show_stat("hard link", &s);
    CHECK(stat("dir", &s) == 0);
    show_stat("directory", &s);
    CHECK(stat("fifo", &s) == 0);
    show_stat("fifo", &s);
    CHECK(stat("/dev/null", &s) == 0);
    printf("device %d %d, %o\n", major(s.st_rdev), minor(s.st_rdev), s.st_mode & S_IFMT);
    CHECK(fstatat(AT_FDCWD, "link", &s, AT_SYMLINK_NOFOLLOW) == 0);
    show_stat("fstatat", &s);
    CHECK(fstatat(fd, "", &s, AT_EMPTY_PATH) == 0);
    show_stat("empty path", &s);
    SHOW(fstatat(fd, "", &s, 0));
    SHOW(fstatat(AT_FDCWD, "file", &s, 0x80000000));
    struct statx x;
    CHECK(statx(AT_FDCWD, "file", 0, STATX_BASIC_STATS | STATX_BTIME, &x) == 0);
    printf("statx: mask %d mode %o size %lu links %u, same %d\n", (x.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS, x.stx_mode, (unsigned long)x.stx_size,
           x.stx_nlink, x.stx_ino == t.st_ino && makedev(x.stx_dev_major, x.stx_dev_minor) == t.st_dev);
    struct statfs f;
    CHECK(statfs(".", &f) == 0);
    printf("statfs: %d %d %d %d\n", f.f_bsize > 0, f.f_blocks > 0, f.f_namelen == 255, f.f_frsize > 0);
    CHECK(statfs("/proc", &f) == 0);
    printf("proc %#lx\n", (unsigned long)f.f_type);
    struct timespec times[2] = {{1234567890, 123456789}, {987654321, 987654321}};
    CHECK(utimensat(AT_FDCWD, "file", times, 0) == 0 && stat("file", &s) == 0);
    printf("%ld.%09ld %ld.%09ld\n", (long)s.st_atim.tv_sec, s.st_atim.tv_nsec, (long)s.st_mtim.tv_sec, s.st_mtim.tv_nsec);
    times[0].tv_nsec = UTIME_OMIT;
    times[1].tv_nsec = UTIME_NOW;
    CHECK(futimens(fd, times) == 0 && fstat(fd, &s) == 0);
    printf("%ld, now %d\n", (long)s.st_atim.tv_sec, s.st_mtim.tv_sec > 1600000000);
    SHOW(chmod("file", 04755));
    CHECK(stat("file", &s) == 0);
    printf("%o\n", s.st_mode);
    SHOW(fchmodat(AT_FDCWD, "file", 0600, 0));
    SHOW(chmod("missing", 0600));
    SHOW(chown("file", getuid(), getgid()));
    SHOW(lchown("link", -1, -1));
    SHOW(access("file", R_OK | W_OK));
    SHOW(access("missing", R_OK));
    SHOW(faccessat(AT_FDCWD, "dir", R_OK, AT_EACCESS));
    SHOW(access("file", 0100));
    SHOW(truncate("file", 4));
    SHOW(truncate("file", -1));
    SHOW(truncate("dir", 0));
    SHOW(ftruncate(fd, 100000));
    CHECK(fstat(fd, &s) == 0);
    SHOW(s.st_size);
    SHOW(fallocate(fd, 0, 0, 200000));
    CHECK(fstat(fd, &s) == 0);
    SHOW(s.st_size);
}
