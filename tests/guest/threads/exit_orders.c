// Ends of threads and processes: main leaves first, exit_group from a thread, a thread execs, atexit order.
#include "../guest.h"

static void *late(void *argument)
{
    (void)argument;
    sleep_ms(20);
    printf("the other thread ends last\n");
    return NULL;
}

static void main_leaves(void)
{
    pthread_t t;
    pthread_create(&t, NULL, late, NULL);
    pthread_exit(NULL);
}

static void *exits(void *argument)
{
    exit((int)(long)argument);
}

static void thread_exits(void)
{
    pthread_t t;
    pthread_create(&t, NULL, exits, (void *)33);
    for (;;)
        pause();
}

static void *execs(void *argument)
{
    (void)argument;
    execl("/proc/self/exe", "exit_orders", "from a thread", NULL);
    return NULL;
}

static void thread_execs(void)
{
    pthread_t t, idle;
    pthread_create(&idle, NULL, late, NULL);
    pthread_create(&t, NULL, execs, NULL);
    for (;;)
        pause();
}

static void *kills(void *argument)
{
    (void)argument;
    raise(SIGTERM);
    return NULL;
}

static void thread_killed(void)
{
    pthread_t t;
    pthread_create(&t, NULL, kills, NULL);
    for (;;)
        pause();
}

static void one(void) { printf("one\n"); }
static void two(void) { printf("two\n"); }

static void at_exit(void)
{
    atexit(one);
    atexit(two);
    exit(5);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("exec %s, pid is tid %d\n", argv[1], getpid() == gettid());
        return 12;
    }
    in_child("main leaves first", main_leaves);
    in_child("exit in a thread", thread_exits);
    in_child("exec in a thread", thread_execs);
    in_child("signal in a thread", thread_killed);
    in_child("atexit", at_exit);
}
