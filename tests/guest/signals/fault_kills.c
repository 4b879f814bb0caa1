// A fault without a usable handler kills: default action, ignored, blocked, and a fault inside the handler.
#include "../arch.h"

static void fault(void)
{
    arch_load(NULL);
}

static void ignored(void)
{
    signal(SIGSEGV, SIG_IGN);
    fault();
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)info;
    (void)context;
    (void)!write(1, "in the handler\n", 15);
    fault();
}

static void blocked(void)
{
    handle(SIGSEGV, on_fault, 0);
    sigset_t set = set_of(SIGSEGV);
    sigprocmask(SIG_BLOCK, &set, NULL);
    fault();
}

static void twice(void)
{
    handle(SIGSEGV, on_fault, 0);
    fault();
}

static void illegal(void)
{
    ARCH_ILLEGAL();
}

static void breakpoint(void)
{
    ARCH_BREAK();
}

static void aborts(void)
{
    abort();
}

static void jump_to_null(void)
{
    void (*volatile nowhere)(void) = NULL;
    nowhere();
}

static void stack_overflow_frame(void)
{
    // The handler's frame cannot be written: the kernel gives up and kills with SIGSEGV.
    handle(SIGUSR1, on_fault, SA_ONSTACK);
    stack_t tiny = {.ss_sp = (void *)4096, .ss_size = 65536};
    sigaltstack(&tiny, NULL);
    raise(SIGUSR1);
}

int main(void)
{
    in_child("default", fault);
    in_child("ignored", ignored);
    in_child("blocked", blocked);
    in_child("fault in the handler", twice);
    in_child("illegal instruction", illegal);
    in_child("breakpoint", breakpoint);
    in_child("abort", aborts);
    in_child("call of null", jump_to_null);
    in_child("handler frame on an unmapped stack", stack_overflow_frame);
}
