// POSIX message queues: priorities, limits, time-outs, notification.
//@ flags: -lrt
#include "../guest.h"
#include <mqueue.h>

static volatile int notified;

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    notified = info->si_code == SI_MESGQ ? info->si_value.sival_int : -1;
}

int main(void)
{
    char name[64], text[64];
    unsigned priority;
    snprintf(name, sizeof name, "/emu-test-%d", getpid());
    struct mq_attr attributes = {.mq_maxmsg = 3, .mq_msgsize = 32}, got;
    mqd_t q = mq_open(name, O_RDWR | O_CREAT | O_EXCL | O_NONBLOCK, 0600, &attributes);
    OK(q);
    OK(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes));
    SHOW(mq_send(q, "low", 4, 1));
    SHOW(mq_send(q, "high", 5, 9));
    SHOW(mq_send(q, "low2", 5, 1));
    SHOW(mq_send(q, "full", 5, 1));
    SHOW(mq_send(q, text, 33, 1));
    SHOW(mq_getattr(q, &got));
    printf("%ld %ld %ld %d\n", got.mq_maxmsg, got.mq_msgsize, got.mq_curmsgs, (got.mq_flags & O_NONBLOCK) != 0);
    SHOW(mq_receive(q, text, 10, &priority));
    for (int i = 0; i < 4; i++) {
        long n = SHOW(mq_receive(q, text, sizeof text, &priority));
        if (n > 0)
            printf("%s %u\n", text, priority);
    }
    got.mq_flags = 0;
    SHOW(mq_setattr(q, &got, NULL));
    struct timespec past = {1, 0};
    SHOW(mq_timedreceive(q, text, sizeof text, NULL, &past));
    handle(SIGUSR1, handler, 0);
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 31};
    SHOW(mq_notify(q, &event));
    SHOW(mq_notify(q, &event));
    SHOW(mq_send(q, "x", 1, 0));
    WAIT_FOR(notified);
    SHOW(notified);
    struct pollfd p = {q, POLLIN, 0};
    SHOW(poll(&p, 1, 0));
    SHOW(mq_close(q));
    SHOW(mq_unlink(name));
    SHOW(mq_unlink(name));
}
