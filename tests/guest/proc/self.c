// /proc/self and friends tell the guest's story: exe, cmdline, environ, maps, stat, status, auxv, task, fd.
#include "../arch.h"
#include <dirent.h>
#include <elf.h>
#include <sys/auxv.h>

static char text[1 << 20];
static int data_variable = 4;

static long slurp(const char *path)
{
    int fd = open(path, O_RDONLY);
    if (fd == -1) {
        printf("%s: %s\n", path, error_name(errno));
        return -1;
    }
    long total = 0, n;
    while ((n = read(fd, text + total, sizeof text - 1 - total)) > 0)
        total += n;
    text[total] = 0;
    close(fd);
    return total;
}

// The protection maps shows for the mapping of an address, and what it is backed by.
static void show_mapping(const char *what, const void *address)
{
    CHECK(slurp("/proc/self/maps") > 0);
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        unsigned long start, end, offset, inode;
        unsigned major, minor;
        char flags[8], name[4096] = "";
        CHECK(sscanf(line, "%lx-%lx %7s %lx %x:%x %lu %4095[^\n]", &start, &end, flags, &offset, &major, &minor, &inode, name) >= 7);
        if ((unsigned long)address >= start && (unsigned long)address < end) {
            char *first = name + strspn(name, " ");
            printf("%s: %s %s%s\n", what, flags, first[0] == '/' ? "file " : "", first[0] == '/' ? "" : first);
            return;
        }
    }
    printf("%s: no mapping\n", what);
}

static void maps(char *self)
{
    char local;
    void *heap = sbrk(0);
    CHECK(sbrk(4096) == heap);
    void *anonymous = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = open(self, O_RDONLY);
    void *file = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
    void *none = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    void *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    (void)shared;
    show_mapping("code", (void *)show_mapping);
    show_mapping("data", &data_variable);
    show_mapping("heap", heap);
    show_mapping("stack", &local);
    show_mapping("anonymous", anonymous);
    show_mapping("file", file);
    show_mapping("PROT_NONE", none);
    show_mapping("hole", (void *)64);
    munmap(anonymous, 4096);
    // Order: no line starts before the last one ended.
    CHECK(slurp("/proc/self/maps") > 0);
    unsigned long last = 0;
    int ordered = 1, vdso = strstr(text, "[vdso]") != NULL;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        unsigned long start, end;
        CHECK(sscanf(line, "%lx-%lx", &start, &end) == 2);
        ordered &= start >= last && end > start;
        last = end;
    }
    printf("ordered %d, vdso %d\n", ordered, vdso);
}

static void auxiliary(void)
{
    printf("page size %lu, entry in code %d, secure %lu, clock ticks %lu\n", getauxval(AT_PAGESZ), getauxval(AT_ENTRY) != 0, getauxval(AT_SECURE), getauxval(AT_CLKTCK));
    printf("ids %d, headers %lu x %lu, random %d, base %d\n", getauxval(AT_UID) == getuid() && getauxval(AT_EGID) == getegid(), getauxval(AT_PHNUM) > 0 ? 1UL : 0UL,
           getauxval(AT_PHENT), getauxval(AT_RANDOM) != 0, getauxval(AT_BASE) == 0);
    const char *platform = (char *)getauxval(AT_EXECFN);
    printf("file name %s\n", platform && access(platform, R_OK) == 0 ? "readable" : "wrong");
    long n = slurp("/proc/self/auxv");
    Elf64_auxv_t *v = (void *)text;
    int matches = 0, count = 0;
    for (; n > 0 && v->a_type != AT_NULL; v++, count++)
        matches += v->a_type == AT_PAGESZ || v->a_type == AT_RANDOM ? getauxval(v->a_type) == v->a_un.a_val : 0;
    printf("/proc/self/auxv agrees %d, entries %d\n", matches, count > 10);
    const unsigned char *header = (void *)getauxval(AT_SYSINFO_EHDR);
    printf("vdso is ELF %d\n", header && memcmp(header, "\177ELF", 4) == 0);
}

static void stat_fields(void)
{
    CHECK(slurp("/proc/self/stat") > 0);
    char *rest = strrchr(text, ')');
    char state;
    int parent, group, session;
    long fields = 2;
    CHECK(sscanf(rest + 1, " %c %d %d %d", &state, &parent, &group, &session) == 4);
    for (char *word = strtok(rest + 1, " \n"); word; word = strtok(NULL, " \n"))
        fields++;
    printf("stat: %c parent %d group %d session %d fields %ld\n", state, parent == getppid(), group == getpgrp(), session == getsid(0), fields);
    CHECK(slurp("/proc/self/status") > 0);
    char *threads = strstr(text, "Threads:"), *name = strstr(text, "Name:"), *pid = strstr(text, "\nPid:");
    printf("status: %.10s, %.9s name, pid %d\n", threads ? threads : "no threads", name ? "has a" : "no", pid && atoi(pid + 5) == getpid());
    CHECK(slurp("/proc/self/comm") > 0);
    char *expected = program_invocation_short_name;
    printf("comm is the program's name %d\n", strncmp(text, expected, strcspn(text, "\n")) == 0);
    CHECK(slurp("/proc/self/statm") > 0);
    printf("statm %d\n", atol(text) > 0);
}

static void *thread(void *argument)
{
    char path[64], target[4096] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", gettid());
    printf("thread's comm readable %d\n", slurp(path) > 0);
    CHECK(readlink("/proc/thread-self/exe", target, sizeof target - 1) > 0);
    printf("thread-self/exe %s\n", strcmp(target, argument) == 0 ? "is me" : target);
    int count = 0;
    DIR *d = opendir("/proc/self/task");
    for (struct dirent *e; d && (e = readdir(d));)
        count += e->d_name[0] != '.';
    printf("%d tasks\n", count);
    return NULL;
}

int main(int argc, char **argv)
{
    char self[4096] = "", other[4096] = "", path[64];
    CHECK(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    char *resolved = realpath(argv[0], NULL);
    printf("exe is argv[0] %d\n", resolved && strcmp(resolved, self) == 0);
    snprintf(path, sizeof path, "/proc/%d/exe", getpid());
    CHECK(readlink(path, other, sizeof other - 1) > 0);
    printf("by pid too %d\n", strcmp(self, other) == 0);
    int directory = open("/proc/self", O_RDONLY | O_DIRECTORY);
    memset(other, 0, sizeof other);
    CHECK(readlinkat(directory, "exe", other, sizeof other - 1) > 0);
    printf("by descriptor too %d\n", strcmp(self, other) == 0);
    struct stat a, b, c;
    CHECK(stat(self, &a) == 0 && stat("/proc/self/exe", &b) == 0 && fstatat(directory, "exe", &c, 0) == 0);
    printf("stat through the link %d %d\n", a.st_ino == b.st_ino, a.st_ino == c.st_ino);
    int fd = open("/proc/self/exe", O_RDONLY);
    CHECK(fstat(fd, &b) == 0);
    printf("open through the link %d\n", a.st_ino == b.st_ino && a.st_size == b.st_size);
    memset(other, 0, sizeof other);
    CHECK(readlink("/proc/self/exe", other, 3) == 3);
    long n = slurp("/proc/self/cmdline");
    printf("cmdline is argv %d, %d arguments, length %d\n", strcmp(text, argv[0]) == 0, argc, n == (long)strlen(argv[0]) + 1);
    setenv("CHANGED", "later", 1);
    n = slurp("/proc/self/environ");
    printf("environ %d\n", n >= 0 && (environ[0] == NULL || n > 0));
    maps(self);
    auxiliary();
    stat_fields();
    pthread_t t;
    pthread_create(&t, NULL, thread, self);
    pthread_join(t, NULL);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    memset(other, 0, sizeof other);
    CHECK(readlink(path, other, sizeof other - 1) > 0);
    printf("fd link %d\n", strcmp(self, other) == 0);
    int mem = open("/proc/self/mem", O_RDWR), value = 0;
    CHECK(pread(mem, &value, sizeof value, (long)&data_variable) == sizeof value);
    printf("mem %d\n", value);
    value = 5;
    CHECK(pwrite(mem, &value, sizeof value, (long)&data_variable) == sizeof value);
    printf("written %d\n", *(volatile int *)&data_variable);
    // No descriptor of ours is open that we did not open: a shell relies on that.
    int open_count = 0;
    for (int i = 0; i < 1024; i++)
        open_count += fcntl(i, F_GETFD) != -1;
    printf("open descriptors %d\n", open_count);
}
