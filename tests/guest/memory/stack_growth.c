// The main stack grows on demand down to its limit; MAP_GROWSDOWN mappings grow too; alloca of much at once.
#include "../guest.h"

static int depth_of(int n)
{
    volatile char frame[16384];
    frame[0] = (char)n;
    frame[sizeof frame - 1] = (char)n;
    return n == 0 ? 0 : 1 + depth_of(n - 1) + (frame[0] - frame[sizeof frame - 1]);
}

static void within(void)
{
    printf("depth %d\n", depth_of(400)); // 6.4 MiB of the usual 8
}

static void beyond(void)
{
    printf("depth %d\n", depth_of(4000));
}

static void *on_thread(void *unused)
{
    (void)unused;
    return (void *)(long)depth_of(60);
}

static void grows_down(void)
{
    long page = page_size();
    char *area = mmap(NULL, 1024 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(area, 1024 * page);
    char *top = area + 1000 * page;
    char *stack = mmap(top, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
    CHECK(stack == top);
    for (int i = 1; i < 20; i++)
        stack[-i * page] = (char)i;
    int sum = 0;
    for (int i = 1; i < 20; i++)
        sum += stack[-i * page];
    printf("grew by 19 pages: %d\n", sum);
}

int main(void)
{
    in_child("within the limit", within);
    in_child("beyond the limit", beyond);
    in_child("MAP_GROWSDOWN", grows_down);
    pthread_t t;
    pthread_attr_t attributes;
    void *result;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 2 << 20);
    pthread_create(&t, &attributes, on_thread, NULL);
    pthread_join(t, &result);
    printf("thread %ld\n", (long)result);
    volatile char *big = __builtin_alloca(5 << 20);
    big[0] = 4;
    big[(5 << 20) - 1] = 5;
    printf("alloca %d\n", big[0] + big[(5 << 20) - 1]);
}
