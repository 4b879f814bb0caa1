// Robust mutexes: the owner dies, as a thread and as a process; the next owner is told and repairs.
#include "../guest.h"

static pthread_mutex_t *mutex;

static void *dies_holding(void *argument)
{
    (void)argument;
    CHECK(pthread_mutex_lock(mutex) == 0);
    return NULL;
}

static void dies(void)
{
    pthread_mutex_lock(mutex);
    raise(SIGKILL);
}

static void take_over(const char *what)
{
    int error = pthread_mutex_lock(mutex);
    printf("%s: lock says %s\n", what, error ? error_name(error) : "ok");
    if (error == EOWNERDEAD)
        SHOW_ERROR(pthread_mutex_consistent(mutex));
    SHOW_ERROR(pthread_mutex_unlock(mutex));
}

int main(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    SHOW_ERROR(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
    SHOW_ERROR(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
    mutex = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SHOW_ERROR(pthread_mutex_init(mutex, &attributes));
    pthread_t t;
    pthread_create(&t, NULL, dies_holding, NULL);
    pthread_join(t, NULL);
    take_over("thread");
    in_child("owner", dies);
    take_over("process");
    take_over("again");
    // Unlocked without being made consistent: lost for good.
    in_child("owner", dies);
    int error = pthread_mutex_lock(mutex);
    printf("third: %s\n", error_name(error));
    pthread_mutex_unlock(mutex);
    SHOW_ERROR(pthread_mutex_lock(mutex));
    void *head = (void *)1;
    size_t size = 0;
    SHOW(syscall(SYS_get_robust_list, 0, &head, &size));
    printf("size %zu, known %d\n", size, head != NULL && head != (void *)1);
}
