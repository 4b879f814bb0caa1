// Unix sockets: stream, datagram, seqpacket, abstract names, credentials, descriptors as ancillary data.
#include "../guest.h"

static long send_fd(int socket, int fd, const char *text)
{
    struct iovec v = {(void *)text, strlen(text)};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
    return sendmsg(socket, &m, 0);
}

static int receive_fd(int socket, int flags)
{
    char text[32] = "";
    struct iovec v = {text, sizeof text - 1};
    union {
        struct cmsghdr header;
        char space[256];
    } control;
    struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    int fd = -1;
    long n = recvmsg(socket, &m, flags);
    printf("received %ld '%s' flags %#x\n", n, text, m.msg_flags & ~MSG_CMSG_CLOEXEC);
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
        if (c->cmsg_type == SCM_RIGHTS) {
            memcpy(&fd, CMSG_DATA(c), sizeof fd);
            printf("a descriptor, cloexec %d\n", fcntl(fd, F_GETFD));
        } else if (c->cmsg_type == SCM_CREDENTIALS) {
            struct ucred u;
            memcpy(&u, CMSG_DATA(c), sizeof u);
            printf("credentials: my pid %d uid %d\n", u.pid == getpid(), u.uid == getuid());
        }
    }
    return fd;
}

int main(void)
{
    int pair[2], one = 1;
    char text[64];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    int pipes[2];
    CHECK(pipe(pipes) == 0);
    SHOW(send_fd(pair[0], pipes[1], "take this"));
    int fd = receive_fd(pair[1], MSG_CMSG_CLOEXEC);
    CHECK(write(fd, "through", 7) == 7);
    SHOW(read(pipes[0], text, sizeof text));
    SHOW(setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof one));
    SHOW(send_fd(pair[0], pipes[0], "and credentials"));
    receive_fd(pair[1], 0);
    struct ucred u;
    socklen_t size = sizeof u;
    SHOW(getsockopt(pair[1], SOL_SOCKET, SO_PEERCRED, &u, &size));
    printf("%d %u\n", u.pid == getpid(), size);
    SHOW(send_fd(pair[0], 999, "bad"));
    int types[] = {SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM};
    for (int i = 0; i < 3; i++) {
        struct sockaddr_un a = {.sun_family = AF_UNIX};
        snprintf(a.sun_path, sizeof a.sun_path, "sock%d", i);
        int server = socket(AF_UNIX, types[i], 0), client = socket(AF_UNIX, types[i], 0);
        SHOW(connect(client, (void *)&a, sizeof a));
        SHOW(bind(server, (void *)&a, sizeof a));
        SHOW(bind(client, (void *)&a, sizeof a));
        if (types[i] != SOCK_DGRAM) {
            SHOW(listen(server, 5));
            SHOW(connect(client, (void *)&a, sizeof a));
            struct sockaddr_un peer;
            socklen_t length = sizeof peer;
            int accepted = accept4(server, (void *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
            printf("accepted: name length %u, nonblock %d cloexec %d\n", length, (fcntl(accepted, F_GETFL) & O_NONBLOCK) != 0, fcntl(accepted, F_GETFD));
            SHOW(write(client, "first", 5));
            SHOW(write(client, "second", 6));
            SHOW(recv(accepted, text, 3, MSG_PEEK));
            SHOW(recv(accepted, text, 3, types[i] == SOCK_SEQPACKET ? MSG_TRUNC : 0));
            SHOW(recv(accepted, text, sizeof text, 0));
            SHOW(recv(accepted, text, sizeof text, types[i] == SOCK_SEQPACKET ? 0 : MSG_DONTWAIT));
            length = sizeof peer;
            SHOW(getpeername(client, (void *)&peer, &length));
            printf("%s %u\n", peer.sun_path, length);
            SHOW(shutdown(client, SHUT_WR));
            SHOW(recv(accepted, text, sizeof text, 0));
            SHOW(send(client, "x", 1, MSG_NOSIGNAL));
            close(accepted);
        } else {
            SHOW(sendto(client, "datagram", 8, 0, (void *)&a, sizeof a));
            SHOW(recv(server, text, 4, 0));
            SHOW(recv(server, text, 4, MSG_DONTWAIT));
        }
        close(server);
        close(client);
    }
    struct sockaddr_un hidden = {.sun_family = AF_UNIX, .sun_path = "\0emu test abstract"};
    socklen_t length;
    int automatic = socket(AF_UNIX, SOCK_DGRAM, 0);
    SHOW(bind(automatic, (void *)&hidden, sizeof(sa_family_t))); // autobind
    length = sizeof hidden;
    SHOW(getsockname(automatic, (void *)&hidden, &length));
    printf("abstract %d, length %u\n", hidden.sun_path[0] == 0, length);
}
