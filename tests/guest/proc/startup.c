// What a program finds when it starts: argc, argv, envp and the auxiliary vector in memory order, alignment, limits.
#include "../arch.h"
#include <elf.h>
#include <sys/auxv.h>

static void show_string(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        printf("[%s]", argv[i]);
    printf("\n");
}

int main(int argc, char **argv, char **envp)
{
    if (argc > 1) {
        show_string(argc, argv);
        for (char **e = envp; *e; e++)
            printf("%s\n", *e);
        return 0;
    }
    printf("argv ends %d, envp follows %d\n", argv[argc] == NULL, envp == argv + argc + 1);
    char **end = envp;
    while (*end)
        end++;
    Elf64_auxv_t *v = (void *)(end + 1);
    int same = 1;
    for (; v->a_type != AT_NULL; v++)
        if (v->a_type == AT_PHDR || v->a_type == AT_ENTRY || v->a_type == AT_RANDOM)
            same &= getauxval(v->a_type) == v->a_un.a_val;
    printf("auxiliary vector follows %d\n", same);
    // The initial stack pointer holds argc: 16-byte aligned.
    printf("aligned %d\n", ((long)(argv - 1) & 15) == 0);
    Elf64_Phdr *headers = (void *)getauxval(AT_PHDR);
    int loads = 0;
    for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++)
        loads += headers[i].p_type == PT_LOAD;
    printf("program headers readable %d\n", loads > 0);
    unsigned char *random = (void *)getauxval(AT_RANDOM);
    int nonzero = 0;
    for (int i = 0; i < 16; i++)
        nonzero |= random[i];
    printf("random %d\n", nonzero != 0);
    // Strings lie above the vectors.
    printf("strings above %d\n", argv[0] > (char *)v && (!envp[0] || envp[0] > (char *)v));
    struct rlimit limit;
    SHOW(getrlimit(RLIMIT_STACK, &limit));
    fflush(stdout);
    char *arguments[] = {argv[0], "", "a b", "\xc3\xa4", NULL};
    char *environment[] = {"A=", "NOEQUALS", "B=c=d", NULL};
    execve("/proc/self/exe", arguments, environment);
    CHECK(!"execve");
}
