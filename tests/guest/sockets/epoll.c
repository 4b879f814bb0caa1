// epoll: the user's data survives, levels, edges, one-shot, nesting, and its neighbours poll, select, eventfd.
#include "../guest.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>

static int ep;

static void show_wait(const char *what, int timeout)
{
    struct epoll_event e[8];
    memset(e, 0xee, sizeof e);
    int n = epoll_wait(ep, e, 8, timeout);
    printf("%s: %d", what, n);
    // Order among several ready ones is the kernel's; here it is the order in which they became ready.
    for (int i = 0; i < n; i++)
        printf(" [%#x %#lx]", e[i].events, (unsigned long)e[i].data.u64);
    printf("\n");
}

int main(void)
{
    int pipes[2][2], other = eventfd(3, EFD_NONBLOCK);
    char c;
    uint64_t value;
    CHECK(pipe(pipes[0]) == 0 && pipe(pipes[1]) == 0);
    ep = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event level = {EPOLLIN, {.u64 = 0x1122334455667788}}, edge = {EPOLLIN | EPOLLET, {.u64 = 0xfedcba9876543210}},
                       once = {EPOLLIN | EPOLLONESHOT, {.u64 = 7}};
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, pipes[0][0], &level));
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, pipes[1][0], &edge));
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, pipes[0][0], &level));
    SHOW(epoll_ctl(ep, EPOLL_CTL_MOD, other, &once));
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, ep, &level));
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, open("file", O_CREAT | O_RDWR, 0600), &level));
    SHOW(epoll_ctl(ep, 9, other, &once));
    show_wait("nothing", 10);
    CHECK(write(pipes[0][1], "x", 1) == 1);
    show_wait("level", 0);
    show_wait("level again", 0);
    CHECK(read(pipes[0][0], &c, 1) == 1);
    CHECK(write(pipes[1][1], "x", 1) == 1);
    show_wait("edge", 0);
    show_wait("edge again", 0);
    CHECK(write(pipes[1][1], "y", 1) == 1);
    show_wait("new edge", 0);
    SHOW(epoll_ctl(ep, EPOLL_CTL_ADD, other, &once));
    show_wait("one shot", 0);
    show_wait("spent", 0);
    SHOW(epoll_ctl(ep, EPOLL_CTL_MOD, other, &once));
    show_wait("rearmed", 0);
    SHOW(epoll_ctl(ep, EPOLL_CTL_DEL, other, NULL));
    close(pipes[0][1]);
    show_wait("hung up", 0);
    SHOW(epoll_wait(ep, NULL, 1, 0));
    SHOW(epoll_wait(ep, &level, 0, 0));
    SHOW(epoll_wait(other, &level, 1, 0));
    struct epoll_event many[3];
    struct timespec t = {0, 1000000};
    SHOW(syscall(SYS_epoll_pwait2, ep, many, 3, &t, NULL, 0));
    SHOW(read(other, &value, 8));
    SHOW(value);
    SHOW(read(other, &value, 8));
    SHOW(read(other, &value, 4));
    value = -1;
    SHOW(write(other, &value, 8));
    int semaphore = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    for (int i = 0; i < 3; i++)
        SHOW(read(semaphore, &value, 8));
    struct pollfd p[3] = {{pipes[1][0], POLLIN | POLLOUT, 0}, {-5, POLLIN, 9}, {999, POLLIN, 0}};
    SHOW(poll(p, 3, 0));
    printf("%#x %#x %#x\n", p[0].revents, p[1].revents, p[2].revents);
    fd_set in, out;
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(pipes[1][0], &in);
    FD_SET(pipes[1][1], &out);
    struct timeval tv = {1, 0};
    SHOW(select(20, &in, &out, NULL, &tv));
    printf("%d %d\n", FD_ISSET(pipes[1][0], &in), FD_ISSET(pipes[1][1], &out));
    FD_ZERO(&in);
    FD_SET(pipes[0][0] + 100, &in);
    SHOW(select(200, &in, NULL, NULL, &tv));
    tv = (struct timeval){0, 30000};
    SHOW(select(0, NULL, NULL, NULL, &tv));
    printf("select used up its time: %ld %ld\n", (long)tv.tv_sec, (long)tv.tv_usec);
    SHOW(poll(NULL, 0, 1));
    SHOW(select(-1, NULL, NULL, NULL, &tv));
}
