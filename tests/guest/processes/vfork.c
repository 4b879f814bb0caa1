// vfork: memory is shared and the parent waits until exec or exit; errors travel through memory.
#include "../guest.h"

int main(void)
{
    volatile int shared = 1;
    int status;
    pid_t pid = vfork();
    if (pid == 0) {
        shared = 42;
        _exit(7);
    }
    printf("after exit: shared %d\n", shared);
    CHECK(waitpid(pid, &status, 0) == pid);
    print_status("child", status);
    for (int i = 0; i < 100; i++) {
        volatile int error = 0;
        pid = vfork();
        if (pid == 0) {
            execl("/does/not/exist", "x", NULL);
            error = errno;
            _exit(127);
        }
        CHECK(error == ENOENT);
        CHECK(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 127);
        CHECK(error == ENOENT);
    }
    int pipes[2];
    CHECK(pipe2(pipes, O_CLOEXEC) == 0);
    fflush(stdout);
    pid = vfork();
    if (pid == 0) {
        execl("/bin/true", "true", NULL);
        _exit(1);
    }
    // The descriptor closed by exec proves that the parent went on only afterwards: the read end sees no writer.
    close(pipes[1]);
    char c;
    printf("read %ld\n", (long)read(pipes[0], &c, 1));
    CHECK(waitpid(pid, &status, 0) == pid);
    print_status("true", status);
    // A vfork child that changes signal dispositions does not change the parent's.
    signal(SIGUSR1, SIG_IGN);
    pid = vfork();
    if (pid == 0) {
        signal(SIGUSR1, SIG_DFL);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    struct sigaction now;
    sigaction(SIGUSR1, NULL, &now);
    printf("disposition kept %d\n", now.sa_handler == SIG_IGN);
}
