// execve in its forms: arguments, environment, close-on-exec, fexecve, scripts, errors in the kernel's order.
#include "../guest.h"

static void write_file(const char *name, const char *text, int mode)
{
    unlink(name);
    int fd = open(name, O_WRONLY | O_CREAT, 0700);
    (void)!write(fd, text, strlen(text));
    fchmod(fd, mode);
    close(fd);
}

static char *self;
static int keep, closed;

static void exec_self(void)
{
    char keep_text[16], closed_text[16];
    snprintf(keep_text, 16, "%d", keep);
    snprintf(closed_text, 16, "%d", closed);
    char *arguments[] = {"a name of its own", "report", keep_text, closed_text, "", "with space", NULL};
    char *environment[] = {"ONE=1", "EMPTY=", "TWO=zwei drei", NULL};
    execve(self, arguments, environment);
}

static void exec_fd(void)
{
    char *arguments[] = {"by descriptor", "report", "0", "99", NULL};
    char *environment[] = {NULL};
    fexecve(open(self, O_RDONLY | O_CLOEXEC), arguments, environment);
}

static void exec_at(void)
{
    char *arguments[] = {"by execveat", "report", "0", "99", NULL};
    char *environment[] = {NULL};
    syscall(SYS_execveat, open(".", O_PATH | O_DIRECTORY), "copy", arguments, environment, 0);
    CHECK(!"execveat");
}

static void exec_script(void)
{
    char *arguments[] = {"ignored", "one", "two", NULL};
    char *environment[] = {NULL};
    execve("./script", arguments, environment);
}

static void exec_error(const char *name)
{
    char *arguments[] = {"x", NULL};
    char *environment[] = {NULL};
    execve(name, arguments, environment);
    printf("%s: %s\n", name, error_name(errno));
}

static void exec_many_arguments(void)
{
    static char *arguments[3003];
    arguments[0] = self;
    arguments[1] = "count";
    for (int i = 2; i < 3000; i++)
        arguments[i] = "0123456789012345678901234567890123456789";
    char *environment[] = {NULL};
    execve(self, arguments, environment);
}

static void exec_too_big(void)
{
    char *big = malloc(200000);
    memset(big, 'x', 199999);
    big[199999] = 0;
    char *arguments[] = {"x", big, NULL};
    char *environment[] = {NULL};
    SHOW(execve(self, arguments, environment));
}

static void report(int argc, char **argv)
{
    char me[4096] = "";
    CHECK(readlink("/proc/self/exe", me, sizeof me - 1) > 0);
    for (int i = 0; i < argc; i++)
        printf("  argv[%d] = '%s'\n", i, strcmp(argv[i], me) == 0 ? "(this program)" : argv[i]);
    for (char **e = environ; *e; e++)
        printf("  %s\n", *e);
    if (argc > 3)
        printf("  kept %d, closed %d\n", fcntl(atoi(argv[2]), F_GETFD), fcntl(atoi(argv[3]), F_GETFD));
    exit(3);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "count") == 0) {
        printf("%d arguments, last is %zu long\n", argc, strlen(argv[argc - 1]));
        return 0;
    }
    if (argc > 1)
        report(argc, argv);
    static char path[4096];
    CHECK(readlink("/proc/self/exe", path, sizeof path - 1) > 0);
    self = path;
    keep = open("/dev/null", O_RDONLY);
    closed = open("/dev/null", O_RDONLY | O_CLOEXEC);
    in_child("execve", exec_self);
    in_child("fexecve", exec_fd);
    CHECK(symlink(self, "copy") == 0);
    in_child("execveat", exec_at);
    char text[5000];
    snprintf(text, sizeof text, "#!%s   fixed argument \nbody\n", self);
    write_file("script", text, 0700);
    in_child("script", exec_script);
    write_file("script2", "#! ./script\n", 0700);
    in_child("many arguments", exec_many_arguments);
    in_child("too big", exec_too_big);

    write_file("empty", "", 0700);
    write_file("text", "just text\n", 0700);
    write_file("not executable", "#!/bin/sh\n", 0600);
    write_file("no interpreter", "#!/no/such/interpreter\n", 0700);
    write_file("bare", "#!\n", 0700);
    write_file("elf magic", "\177ELF", 0700);
    write_file("loop", "#!./loop\n", 0700);
    mkdir("directory", 0700);
    symlink("dangling-target", "dangling");
    symlink("circle", "circle");
    const char *names[] = {"nothing", "empty", "text", "no interpreter", "bare", "elf magic", "loop", "directory",
                           "dangling", "circle", "text/below", ""};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        exec_error(names[i]);
    if (getuid() != 0) // root too may not execute a file without any x bit, but let both runs be alike
        CHECK(access("not executable", X_OK) == -1);
    exec_error("not executable");
    SHOW(execve((char *)8, argv, environ));
    SHOW(execve(self, (char **)8, environ));
}
