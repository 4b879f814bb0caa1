// Loads into the register that their address is from: a handler sees the address there, and what was counted before once; with
// another address there, or behind the load, the program goes on.
#include "../arch.h"

static long *outside, *inside, wanted;
static bool skip;
static volatile long faults, wrong;

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    ucontext_t *uc = context;
    faults++;
    wrong += info->si_addr != outside + wanted;
    wrong += ARCH_LOAD_RESULT(uc) != (unsigned long)(outside + wanted);
    if (skip)
        ARCH_PC(uc) += ARCH_LOAD_SIZE;
    else
        ARCH_LOAD_RESULT(uc) = (unsigned long)(inside + wanted);
}

__attribute__((noinline)) static long element(const long *base, long index, long *count)
{
    return arch_load_element(base, index, count);
}

int main(void)
{
    long size = page_size() / 8;
    inside = mmap(NULL, page_size(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    outside = mmap(NULL, page_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    handle(SIGSEGV, on_fault, 0);
    for (long i = 0; i < size; i++)
        inside[i] = 3 * i;
    long count = 0, sum = 0;
    for (wanted = 0; wanted < size; wanted++)
        sum += element(inside, wanted, &count) + element(outside, wanted, &count);
    printf("went on elsewhere: sum %ld, count %ld, faults %ld, wrong %ld\n", sum, count, faults, wrong);
    skip = true;
    long kept = 0;
    for (wanted = 0; wanted < 100; wanted++)
        kept += element(outside, wanted, &count) == (long)(outside + wanted);
    printf("went on behind: kept %ld, count %ld, faults %ld, wrong %ld\n", kept, count, faults, wrong);
    return 0;
}
