// fork while other threads allocate, print, lock and take signals: the child must be able to do all of it.
//@ timeout: 60
#include "../guest.h"

static volatile int stop;
static volatile int ticks;

static void on_tick(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    ticks++;
}

static void *busy(void *argument)
{
    unsigned seed = (unsigned)(long)argument;
    void *kept[64] = {0};
    while (!stop) {
        unsigned i = rand_r(&seed) % 64;
        free(kept[i]);
        kept[i] = malloc(rand_r(&seed) % 5000 + 1);
        void *map = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        *(char *)map = 1;
        munmap(map, 8192);
    }
    for (int i = 0; i < 64; i++)
        free(kept[i]);
    return NULL;
}

int main(void)
{
    pthread_t t[3];
    handle(SIGALRM, on_tick, SA_RESTART);
    struct itimerval period = {{0, 2000}, {0, 2000}};
    setitimer(ITIMER_REAL, &period, NULL);
    for (long i = 0; i < 3; i++)
        pthread_create(&t[i], NULL, busy, (void *)(i + 1));
    int good = 0;
    for (int i = 0; i < 150; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            alarm(10);
            signal(SIGALRM, SIG_DFL);
            char *p = malloc(10000);
            memset(p, 7, 10000);
            pthread_t inner;
            stop = 1;
            pthread_create(&inner, NULL, busy, (void *)1);
            pthread_join(inner, NULL);
            pid_t grandchild = fork();
            if (grandchild == 0)
                _exit(p[9999]);
            int status = 0;
            waitpid(grandchild, &status, 0);
            _exit(WEXITSTATUS(status) + 1);
        }
        int status = 0;
        while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
            ;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 8)
            good++;
        else
            print_status("child", status);
    }
    stop = 1;
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    printf("%d good children\n", good);
}
