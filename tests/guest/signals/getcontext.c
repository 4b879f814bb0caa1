// makecontext and swapcontext: coroutines on their own stacks.
#include "../guest.h"

static ucontext_t main_context, contexts[3];
static int log_size;
static char log_text[256];

static void worker(int id, int rounds)
{
    for (int i = 0; i < rounds; i++) {
        log_size += snprintf(log_text + log_size, sizeof log_text - log_size, "%d:%d ", id, i);
        swapcontext(&contexts[id], &contexts[(id + 1) % 3]);
    }
}

int main(void)
{
    static char stacks[3][65536];
    for (int i = 0; i < 3; i++) {
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = stacks[i];
        contexts[i].uc_stack.ss_size = sizeof stacks[i];
        contexts[i].uc_link = &main_context;
        makecontext(&contexts[i], (void (*)(void))worker, 2, i, 5);
    }
    swapcontext(&main_context, &contexts[0]);
    printf("%s\n", log_text);
    volatile int again = 0;
    ucontext_t here;
    getcontext(&here);
    if (again++ < 3)
        setcontext(&here);
    printf("again %d\n", again);
}
