// clone with flag sets glibc's threads do not use, and clone3: what is shared and what is copied.
#include "../guest.h"
#include <linux/sched.h>
#include <sys/prctl.h>

static int variable;
static char stack[65536] __attribute__((aligned(16)));

static int change_everything(void *argument)
{
    variable = 99;
    (void)!chdir("/");
    close(*(int *)argument);
    signal(SIGUSR1, SIG_IGN);
    return 13;
}

static void try(const char *what, int flags)
{
    char before[4096], after[4096];
    int status, fd = open("/dev/null", O_RDONLY);
    int here = open(".", O_PATH);
    CHECK(getcwd(before, sizeof before) != NULL);
    variable = 1;
    signal(SIGUSR1, SIG_DFL);
    pid_t pid = clone(change_everything, stack + sizeof stack, flags | SIGCHLD, &fd);
    if (pid == -1) {
        printf("%s: %s\n", what, error_name(errno));
        return;
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    struct sigaction action;
    sigaction(SIGUSR1, NULL, &action);
    CHECK(getcwd(after, sizeof after) != NULL);
    printf("%s: memory %d, files %d, directory %d, handlers %d; ", what, variable == 99, fcntl(fd, F_GETFD) == -1,
           strcmp(before, after) != 0, action.sa_handler == SIG_IGN);
    print_status("child", status);
    (void)!fchdir(here);
    close(fd);
    close(here);
}

static void *thread_body(void *unused)
{
    return unused;
}

int main(void)
{
    try("nothing shared", 0);
    try("CLONE_VM", CLONE_VM);
    try("CLONE_FILES", CLONE_FILES);
    try("CLONE_FS", CLONE_FS);
    try("CLONE_VM|SIGHAND", CLONE_VM | CLONE_SIGHAND);
    try("CLONE_VM|FS|FILES|SIGHAND", CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND);
    try("CLONE_VM|VFORK", CLONE_VM | CLONE_VFORK);
    try("CLONE_SIGHAND alone", CLONE_SIGHAND);
    try("CLONE_THREAD alone", CLONE_THREAD);

    int status;
    // No exit signal: only __WALL or __WCLONE waits.
    fflush(stdout);
    pid_t pid = (pid_t)syscall(SYS_clone, 0, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(3);
    SHOW(waitpid(pid, &status, 0));
    CHECK(waitpid(pid, &status, __WALL) == pid);
    print_status("without a signal", status);

    pid_t parent_word = 0, *child_word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int pidfd = -1;
    struct clone_args arguments = {
        .flags = CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_PIDFD,
        .pidfd = (uintptr_t)&pidfd,
        .parent_tid = (uintptr_t)&parent_word,
        .child_tid = (uintptr_t)child_word,
        .exit_signal = SIGCHLD,
    };
    pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0)
        _exit(*child_word == getpid() ? 44 : 45);
    CHECK(pid > 0);
    printf("clone3: parent's word %d, pidfd %d\n", parent_word == pid, fcntl(pidfd, F_GETFD) == FD_CLOEXEC);
    CHECK(waitpid(pid, &status, 0) == pid);
    print_status("clone3", status);
    SHOW(syscall(SYS_clone3, &arguments, 10));
    arguments.exit_signal = 999;
    SHOW(syscall(SYS_clone3, &arguments, sizeof arguments));
    SHOW(unshare(CLONE_FILES | CLONE_FS));

    // A process forked by a thread is single-threaded and can make threads itself.
    pid = fork();
    if (pid == 0) {
        pthread_t t;
        void *result = NULL;
        pthread_create(&t, NULL, thread_body, (void *)5);
        pthread_join(t, &result);
        _exit((int)(long)result);
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    print_status("threads after fork", status);
}
