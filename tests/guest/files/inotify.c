// inotify: events of creation, writing, renaming with cookies, deletion, masks, and reading in pieces.
#include "../guest.h"
#include <sys/inotify.h>

static int in;

static void drain(const char *what)
{
    char buffer[4096] __attribute__((aligned(8)));
    uint32_t cookie = 0;
    printf("%s:", what);
    for (;;) {
        long n = read(in, buffer, sizeof buffer);
        if (n <= 0)
            break;
        for (long at = 0; at < n;) {
            struct inotify_event *e = (void *)(buffer + at);
            printf(" wd%d %#x %s%s", e->wd, e->mask, e->len ? e->name : "-", e->cookie ? e->cookie == cookie ? " (same move)" : " (move)" : "");
            cookie = e->cookie;
            at += (long)sizeof *e + e->len;
        }
    }
    printf("\n");
}

int main(void)
{
    in = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    CHECK(mkdir("watched", 0700) == 0 && mkdir("elsewhere", 0700) == 0);
    SHOW(inotify_add_watch(in, "watched", IN_ALL_EVENTS & ~IN_ACCESS));
    SHOW(inotify_add_watch(in, "elsewhere", IN_MOVED_TO | IN_ONLYDIR));
    SHOW(inotify_add_watch(in, "missing", IN_CREATE));
    int fd = open("watched/file", O_CREAT | O_WRONLY, 0600);
    drain("created");
    CHECK(write(fd, "x", 1) == 1);
    close(fd);
    drain("written");
    CHECK(rename("watched/file", "watched/new name") == 0);
    drain("renamed");
    CHECK(rename("watched/new name", "elsewhere/gone") == 0);
    drain("moved");
    CHECK(mkdir("watched/sub", 0700) == 0 && chmod("watched/sub", 0750) == 0 && rmdir("watched/sub") == 0);
    drain("directory");
    SHOW(read(in, &fd, 4));
    SHOW(inotify_rm_watch(in, 2));
    SHOW(inotify_rm_watch(in, 99));
    drain("removed");
    CHECK(rmdir("watched") == 0);
    drain("watched itself removed");
}
