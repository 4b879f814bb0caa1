// TCP and UDP over the loopback: options, addresses, shutdown, non-blocking connect, many bytes, IPv6.
#include "../guest.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

static int server_socket(int type, struct sockaddr_in *a)
{
    int s = socket(AF_INET, type | SOCK_CLOEXEC, 0), one = 1;
    socklen_t length = sizeof *a;
    *a = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    CHECK(setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0);
    CHECK(bind(s, (void *)a, sizeof *a) == 0);
    CHECK(getsockname(s, (void *)a, &length) == 0);
    return s;
}

static void *pump(void *argument)
{
    int s = (int)(long)argument;
    char buffer[10000];
    uint64_t sum = 0, total = 0;
    for (long n; (n = read(s, buffer, sizeof buffer)) > 0;)
        for (long i = 0; i < n; i++, total++)
            sum += (unsigned char)buffer[i] * (total % 251 + 1);
    printf("pumped %lu, sum %lu\n", total, sum);
    return NULL;
}

static void options(int s)
{
    int names[][2] = {{SOL_SOCKET, SO_TYPE}, {SOL_SOCKET, SO_ERROR}, {SOL_SOCKET, SO_DOMAIN}, {SOL_SOCKET, SO_PROTOCOL}, {SOL_SOCKET, SO_ACCEPTCONN},
                      {SOL_SOCKET, SO_KEEPALIVE}, {IPPROTO_TCP, TCP_NODELAY}, {IPPROTO_TCP, TCP_KEEPIDLE}, {IPPROTO_IP, IP_TTL}};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        int value = -1;
        socklen_t length = sizeof value;
        int result = getsockopt(s, names[i][0], names[i][1], &value, &length);
        printf("option %d.%d: %d value %d length %u\n", names[i][0], names[i][1], result, value, length);
    }
    int one = 1;
    SHOW(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
    SHOW(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, 2));
    SHOW(setsockopt(s, SOL_SOCKET, 12345, &one, sizeof one));
    SHOW(setsockopt(s, SOL_SOCKET, SO_LINGER, &(struct linger){1, 2}, sizeof(struct linger)));
    struct timeval t = {1, 500000}, got;
    socklen_t length = sizeof got;
    SHOW(setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t));
    SHOW(getsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &got, &length));
    printf("%ld.%06ld\n", (long)got.tv_sec, (long)got.tv_usec);
    struct tcp_info info;
    length = sizeof info;
    SHOW(getsockopt(s, IPPROTO_TCP, TCP_INFO, &info, &length));
    printf("state %d\n", info.tcpi_state);
}

int main(void)
{
    struct sockaddr_in a, from;
    socklen_t length = sizeof from;
    char text[64];
    int server = server_socket(SOCK_STREAM, &a);
    SHOW(listen(server, 10));
    int client = socket(AF_INET, SOCK_STREAM, 0);
    SHOW(connect(client, (void *)&a, sizeof a));
    int accepted = accept(server, (void *)&from, &length);
    printf("from %s, length %u\n", inet_ntoa(from.sin_addr), length);
    options(client);
    pthread_t t;
    pthread_create(&t, NULL, pump, (void *)(long)accepted);
    static char data[300000];
    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (char)(i * 17);
    for (int i = 0; i < 10; i++)
        for (long at = 0; at < (long)sizeof data;) {
            long n = send(client, data + at, sizeof data - at, 0);
            CHECK(n > 0);
            at += n;
        }
    SHOW(shutdown(client, SHUT_WR));
    pthread_join(t, NULL);
    SHOW(write(accepted, "back", 4));
    SHOW(read(client, text, sizeof text));
    close(accepted);
    SHOW(read(client, text, sizeof text));
    int quick = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    SHOW(accept4(server, NULL, NULL, 0x12345) == -1 && errno == EINVAL);
    int result = connect(quick, (void *)&a, sizeof a);
    printf("non-blocking connect %s\n", result == 0 || errno == EINPROGRESS ? "begins" : error_name(errno));
    struct pollfd p = {quick, POLLOUT, 0};
    SHOW(poll(&p, 1, 1000));
    SHOW(connect(quick, (void *)&a, sizeof a) == 0 || errno == EISCONN);
    SHOW(recv(quick, text, 1, 0));
    close(server);
    int refused = socket(AF_INET, SOCK_STREAM, 0);
    SHOW(connect(refused, (void *)&a, sizeof a));
    int receiver = server_socket(SOCK_DGRAM, &a), sender = socket(AF_INET, SOCK_DGRAM, 0);
    SHOW(sendto(sender, "datagram", 8, 0, (void *)&a, sizeof a));
    length = sizeof from;
    SHOW(recvfrom(receiver, text, 4, MSG_TRUNC, (void *)&from, &length));
    printf("from %s %u\n", inet_ntoa(from.sin_addr), length);
    struct mmsghdr messages[3] = {0};
    struct iovec parts[3] = {{"a", 1}, {"bb", 2}, {"ccc", 3}};
    for (int i = 0; i < 3; i++)
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1, .msg_name = &a, .msg_namelen = sizeof a};
    SHOW(sendmmsg(sender, messages, 3, 0));
    char buffers[3][8];
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){buffers[i], 8};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
    }
    struct timespec wait = {1, 0};
    SHOW(recvmmsg(receiver, messages, 3, 0, &wait));
    printf("%u %u %u\n", messages[0].msg_len, messages[1].msg_len, messages[2].msg_len);
    SHOW(socket(AF_INET, 77, 0));
    SHOW(socket(77, SOCK_STREAM, 0));
    SHOW(connect(client, (void *)&a, 3));
    SHOW(listen(sender, 1));
    SHOW(getpeername(sender, (void *)&from, &length));
    SHOW(send(999, "x", 1, 0));
    SHOW(recv(0, text, 1, 0));
}
