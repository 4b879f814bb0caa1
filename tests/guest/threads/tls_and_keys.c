// Thread-local storage of a dynamic program, pthread keys with destructors, names, attributes.
//@ link: dynamic
#include "../guest.h"

static __thread struct { int a; char text[20]; double d; } local = {5, "initial", 2.5};
static __thread int zero;
static pthread_key_t key, other;
static int destroyed;

static void destroy(void *value)
{
    destroyed += (int)(long)value;
}

static void *thread(void *argument)
{
    long n = (long)argument;
    CHECK(local.a == 5 && strcmp(local.text, "initial") == 0 && local.d == 2.5 && zero == 0);
    local.a += n;
    zero = (int)n;
    pthread_setspecific(key, (void *)n);
    if (n % 2)
        pthread_setspecific(other, (void *)(n * 100));
    char name[16];
    snprintf(name, sizeof name, "worker-%ld", n);
    pthread_setname_np(pthread_self(), name);
    sched_yield();
    char got[16];
    pthread_getname_np(pthread_self(), got, sizeof got);
    CHECK(strcmp(name, got) == 0);
    CHECK(pthread_getspecific(key) == (void *)n);
    return (void *)(long)(local.a * 1000 + zero);
}

int main(void)
{
    pthread_key_create(&key, destroy);
    pthread_key_create(&other, destroy);
    pthread_t t[10];
    for (long i = 1; i <= 10; i++)
        pthread_create(&t[i - 1], NULL, thread, (void *)i);
    for (int i = 0; i < 10; i++) {
        void *result;
        pthread_join(t[i], &result);
        printf("%ld ", (long)result);
    }
    printf("\ndestroyed %d, main's %d %s %d\n", destroyed, local.a, local.text, zero);
    pthread_attr_t attributes;
    void *stack;
    size_t size;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &stack, &size);
    char here;
    char *volatile p = &here;
    printf("main's stack holds its locals %d\n", p > (char *)stack && p < (char *)stack + size);
    cpu_set_t cpus;
    SHOW_ERROR(pthread_getaffinity_np(pthread_self(), sizeof cpus, &cpus));
    printf("may run somewhere %d\n", CPU_COUNT(&cpus) > 0);
}
