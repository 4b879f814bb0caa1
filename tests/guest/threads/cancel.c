// pthread_cancel: deferred in blocking calls, asynchronous in a loop, clean-up handlers, disabled state.
#include "../guest.h"

static int cleaned;
static volatile int started, asked;
static int pipes[2];

static void clean(void *what)
{
    cleaned += (int)(long)what;
}

static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

static void clean_and_unlock(void *what)
{
    clean(what);
    pthread_mutex_unlock(&m);
}

static void *in_read(void *argument)
{
    (void)argument;
    pthread_cleanup_push(clean, (void *)1);
    started = 1;
    char c;
    (void)!read(pipes[0], &c, 1);
    pthread_cleanup_pop(0);
    return NULL;
}

static void *in_sleep(void *argument)
{
    (void)argument;
    pthread_cleanup_push(clean, (void *)10);
    started = 1;
    sleep(100);
    pthread_cleanup_pop(0);
    return NULL;
}

static void *in_loop(void *argument)
{
    (void)argument;
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    pthread_cleanup_push(clean, (void *)100);
    started = 1;
    for (;;)
        ;
    pthread_cleanup_pop(0);
    return NULL;
}

static void *in_cond(void *argument)
{
    (void)argument;
    static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
    pthread_mutex_lock(&m);
    pthread_cleanup_push(clean_and_unlock, (void *)1000);
    started = 1;
    pthread_cond_wait(&c, &m);
    pthread_cleanup_pop(0);
    return NULL;
}

static void *disabled(void *argument)
{
    (void)argument;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    started = 1;
    while (!asked)
        usleep(1000);
    cleaned += 5;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    cleaned += 7;
    return NULL;
}

static void cancel(const char *what, void *(*body)(void *))
{
    pthread_t t;
    void *result;
    started = cleaned = asked = 0;
    pthread_create(&t, NULL, body, NULL);
    WAIT_FOR(started);
    usleep(5000);
    SHOW_ERROR(pthread_cancel(t));
    asked = 1;
    pthread_join(t, &result);
    printf("%s: cancelled %d, cleaned %d\n", what, result == PTHREAD_CANCELED, cleaned);
}

int main(void)
{
    CHECK(pipe(pipes) == 0);
    for (int i = 0; i < 3; i++) {
        cancel("read", in_read);
        cancel("sleep", in_sleep);
        cancel("loop", in_loop);
        cancel("cond", in_cond);
        cancel("disabled", disabled);
    }
}
