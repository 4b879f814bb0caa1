// fcntl record locks, open file description locks and flock between processes.
#include "../guest.h"
#include <sys/file.h>

static int fd;

static struct flock range(int type, long start, long length)
{
    return (struct flock){.l_type = (short)type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

static void other_process(void)
{
    int mine = open("file", O_RDWR);
    struct flock l = range(F_WRLCK, 10, 10);
    SHOW(fcntl(mine, F_SETLK, &l));
    SHOW(fcntl(mine, F_GETLK, &l));
    printf("held: type %d start %ld length %ld by the parent %d\n", l.l_type, (long)l.l_start, (long)l.l_len, l.l_pid == getppid());
    l = range(F_WRLCK, 100, 10);
    SHOW(fcntl(mine, F_SETLK, &l));
    l = range(F_RDLCK, 50, 1);
    SHOW(fcntl(mine, F_SETLK, &l));
    l = range(F_WRLCK, 50, 1);
    SHOW(fcntl(mine, F_SETLK, &l));
    SHOW(flock(mine, LOCK_EX | LOCK_NB));
    SHOW(flock(fd, LOCK_EX | LOCK_NB)); // the inherited description holds it
    l = range(F_WRLCK, 200, 1);
    SHOW(fcntl(mine, F_OFD_SETLK, &l));
}

static void waits(void)
{
    int mine = open("file", O_RDWR);
    struct flock l = range(F_WRLCK, 10, 1);
    SHOW(fcntl(mine, F_SETLKW, &l));
}

int main(void)
{
    fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(ftruncate(fd, 1000) == 0);
    struct flock l = range(F_WRLCK, 0, 20);
    SHOW(fcntl(fd, F_SETLK, &l));
    l = range(F_RDLCK, 50, 10);
    SHOW(fcntl(fd, F_SETLK, &l));
    SHOW(flock(fd, LOCK_EX));
    int second = open("file", O_RDWR);
    l = range(F_WRLCK, 200, 10);
    SHOW(fcntl(second, F_OFD_SETLK, &l));
    l = range(F_WRLCK, 205, 1);
    SHOW(fcntl(fd, F_OFD_SETLK, &l));
    SHOW(fcntl(fd, F_OFD_GETLK, &l));
    printf("pid of an OFD lock %d\n", l.l_pid);
    in_child("other", other_process);
    SHOW(flock(second, LOCK_SH | LOCK_NB));
    SHOW(flock(fd, LOCK_UN));
    SHOW(flock(second, LOCK_SH | LOCK_NB));
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        waits();
        fflush(stdout);
        _exit(0);
    }
    sleep_ms(50);
    // The child still waits: nothing of it is printed yet.
    printf("parent releases\n");
    fflush(stdout);
    l = range(F_UNLCK, 0, 0);
    CHECK(fcntl(fd, F_SETLK, &l) == 0);
    waitpid(pid, NULL, 0);
    SHOW(fcntl(fd, F_SETLEASE, F_RDLCK) == 0 || errno == EAGAIN);
    l = range(99, 0, 0);
    SHOW(fcntl(fd, F_SETLK, &l));
    SHOW(lockf(fd, F_TEST, 10));
}
