// After fork, parent and child change the same private code page: each runs its own version.
#include "../arch.h"

static unsigned char *code;

static void child_changes(void)
{
    printf("inherited %d\n", ((int_function)code)());
    for (int i = 0; i < 100; i++) {
        arch_announce(code, arch_emit_return(code, 100 + i));
        CHECK(((int_function)code)() == 100 + i);
    }
    printf("the child's %d\n", ((int_function)code)());
}

int main(void)
{
    code = mmap(NULL, page_size(), PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    arch_announce(code, arch_emit_return(code, 1));
    printf("before %d\n", ((int_function)code)());
    in_child("child", child_changes);
    printf("the parent's %d\n", ((int_function)code)());
    arch_announce(code, arch_emit_return(code, 2));
    printf("changed %d\n", ((int_function)code)());
}
