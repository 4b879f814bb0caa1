// posix_spawn, popen and system: errors are reported, file actions and attributes applied.
#include "../guest.h"
#include <spawn.h>

extern char **environ;

static pid_t pid;

static void finish(const char *what, int error)
{
    int status;
    if (error) {
        printf("%s: %s\n", what, error_name(error));
        return;
    }
    CHECK(waitpid(pid, &status, 0) == pid);
    print_status(what, status);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        char text[64] = "";
        sigset_t mask;
        sigprocmask(SIG_SETMASK, NULL, &mask);
        long n = read(0, text, sizeof text - 1);
        printf("child: stdin '%.*s', fd 9 %d, USR1 blocked %d, group leader %d, env %s\n", (int)(n > 0 ? n : 0), text, fcntl(9, F_GETFD),
               sigismember(&mask, SIGUSR1), getpgrp() == getpid(), getenv("SPAWNED"));
        return 21;
    }
    char self[4096] = "";
    CHECK(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    char *arguments[] = {"spawned", "child", NULL};
    char *environment[] = {"SPAWNED=yes", NULL};
    finish("missing", posix_spawn(&pid, "/does/not/exist", NULL, NULL, arguments, environment));
    finish("not executable", posix_spawn(&pid, "/etc/passwd", NULL, NULL, arguments, environment));
    finish("directory", posix_spawn(&pid, "/etc", NULL, NULL, arguments, environment));
    finish("missing on PATH", posix_spawnp(&pid, "surely-no-such-program", NULL, NULL, arguments, environment));

    int fd = open("input", O_RDWR | O_CREAT, 0600);
    CHECK(write(fd, "from a file", 11) == 11);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "input", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, fd, 9);
    posix_spawn_file_actions_addclose(&actions, fd);
    posix_spawnattr_t attributes;
    sigset_t mask = set_of(SIGUSR1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &mask);
    fflush(stdout);
    finish("spawned", posix_spawn(&pid, self, &actions, &attributes, arguments, environment));
    posix_spawn_file_actions_addopen(&actions, 4, "/no/such/file", O_RDONLY, 0);
    finish("bad file action", posix_spawn(&pid, self, &actions, &attributes, arguments, environment));
    fflush(stdout);
    print_status("system", system("exit 5"));
    print_status("system, killed", system("kill -9 $$"));
    FILE *pipe = popen("echo through a pipe; exit 3", "r");
    char line[80] = "";
    CHECK(fgets(line, sizeof line, pipe) != NULL);
    printf("popen: %s", line);
    print_status("pclose", pclose(pipe));
    fflush(stdout);
    pipe = popen("cat", "w");
    fprintf(pipe, "written to cat\n");
    print_status("pclose", pclose(pipe));
}
