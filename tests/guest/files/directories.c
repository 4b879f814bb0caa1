// Directories: getdents in pieces, seekdir, many entries, rename with flags, links, removal, getcwd, chdir.
#include "../guest.h"
#include <dirent.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *name)
{
    char *names[64];
    int n = 0;
    DIR *d = opendir(name);
    if (!d) {
        printf("%s: %s\n", name, error_name(errno));
        return;
    }
    for (struct dirent *e; (e = readdir(d)) && n < 64;) {
        char text[300];
        snprintf(text, sizeof text, "%s/%d", e->d_name, e->d_type);
        names[n++] = strdup(text);
    }
    closedir(d);
    qsort(names, n, sizeof *names, by_name);
    printf("%s:", name);
    for (int i = 0; i < n; i++) {
        printf(" %s", names[i]);
        free(names[i]);
    }
    printf("\n");
}

int main(void)
{
    CHECK(mkdir("d", 0700) == 0 && chdir("d") == 0);
    close(open("file", O_CREAT | O_WRONLY, 0600));
    CHECK(mkdir("sub", 0700) == 0 && symlink("file", "link") == 0 && mkfifo("fifo", 0600) == 0);
    list(".");
    list("file");
    list("missing");
    char buffer[64], path[4096];
    int fd = open(".", O_RDONLY | O_DIRECTORY);
    int entries = 0, calls = 0;
    long n;
    while ((n = syscall(SYS_getdents64, fd, buffer, sizeof buffer)) > 0) {
        calls++;
        for (long at = 0; at < n; at += *(unsigned short *)(buffer + at + 16))
            entries++;
    }
    printf("%d entries, in pieces %d, end %ld\n", entries, calls > 1, n);
    SHOW(syscall(SYS_getdents64, fd, buffer, 10));
    lseek(fd, 0, SEEK_SET);
    SHOW(syscall(SYS_getdents64, fd, buffer, 10));
    SHOW(syscall(SYS_getdents64, 999, buffer, 64));
    CHECK(mkdir("many", 0700) == 0);
    for (int i = 0; i < 2000; i++) {
        snprintf(path, sizeof path, "many/a rather long name for a file %d", i);
        close(open(path, O_CREAT | O_WRONLY, 0600));
    }
    int seen = 0;
    long sum = 0, position = 0;
    DIR *d = opendir("many");
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == 'a') {
            seen++;
            sum += atoi(strrchr(e->d_name, ' '));
        }
        if (seen == 1000)
            position = telldir(d);
    }
    printf("%d seen, sum %ld\n", seen, sum);
    seekdir(d, position);
    int after = 0;
    while (readdir(d))
        after++;
    printf("after seek %d\n", after >= 999 && after <= 1002);
    rewinddir(d);
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] == 'a')
            CHECK(unlinkat(dirfd(d), e->d_name, 0) == 0);
    closedir(d);
    list("many");
    SHOW(rename("file", "renamed"));
    SHOW(rename("missing", "x"));
    SHOW(rename("renamed", "sub"));
    SHOW(rename("sub", "many"));
    close(open("other", O_CREAT | O_WRONLY, 0600));
    SHOW(renameat2(AT_FDCWD, "renamed", AT_FDCWD, "other", RENAME_NOREPLACE));
    SHOW(renameat2(AT_FDCWD, "renamed", AT_FDCWD, "many", RENAME_EXCHANGE));
    list(".");
    SHOW(link("other", "hard"));
    SHOW(link("renamed", "directory link"));
    SHOW(linkat(AT_FDCWD, "link", AT_FDCWD, "hard link to link", 0));
    SHOW(symlink("x", "other"));
    SHOW(readlink("link", path, sizeof path));
    SHOW(readlink("link", path, 2));
    SHOW(readlink("other", path, 2));
    SHOW(rmdir("other"));
    SHOW(unlink("renamed"));
    CHECK(mkdir("full", 0700) == 0 && mkdir("full/inner", 0700) == 0);
    SHOW(rmdir("full"));
    SHOW(rmdir("."));
    SHOW(mkdir("full", 0700));
    CHECK(chdir("full/inner") == 0 && getcwd(path, sizeof path) != NULL);
    printf("...%s\n", strstr(path, "/d/full"));
    SHOW(syscall(SYS_getcwd, path, 3));
    CHECK(rmdir("../inner") == 0);
    SHOW(getcwd(path, sizeof path) == NULL ? -1 : 0);
    SHOW(open("x", O_CREAT | O_WRONLY, 0600));
    SHOW(fchdir(fd));
    SHOW(chdir("link"));
    list("full");
}
