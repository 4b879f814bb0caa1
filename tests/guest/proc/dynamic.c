// A dynamic program: its loader and libraries in maps, dlopen, interposition of its own symbols, constructors, TLS.
//@ link: dynamic
//@ flags: -lm -ldl -rdynamic
#include "../guest.h"
#include <dlfcn.h>
#include <link.h>
#include <math.h>

static int constructed;

__attribute__((constructor)) static void construct(void)
{
    constructed = 1;
}

__attribute__((destructor)) static void destruct(void)
{
    printf("destructed\n");
}

int exported(void)
{
    return 321;
}

static int count(struct dl_phdr_info *info, size_t size, void *data)
{
    (void)size;
    int *counts = data;
    counts[0]++;
    counts[1] += strstr(info->dlpi_name, "libc.so") != NULL;
    return 0;
}

int main(void)
{
    printf("constructed %d\n", constructed);
    int counts[2] = {0, 0};
    dl_iterate_phdr(count, counts);
    printf("objects %d, libc %d\n", counts[0] >= 4, counts[1]);
    int (*found)(void) = (int (*)(void))dlsym(NULL, "exported");
    printf("own symbol %d\n", found ? found() : -1);
    double (*cosine)(double) = (double (*)(double))dlsym(RTLD_DEFAULT, "cos");
    printf("cos %.12g\n", cosine ? cosine(1) : 0);
    void *library = dlopen("libm.so.6", RTLD_NOW);
    printf("dlopen %d, again %d\n", library != NULL, dlopen("libm.so.6", RTLD_LAZY) == library);
    printf("missing: %d\n", dlopen("libnosuchlibrary.so", RTLD_NOW) == NULL && dlerror() != NULL);
    Dl_info info;
    CHECK(dladdr((void *)exported, &info) != 0);
    printf("dladdr %s\n", info.dli_sname ? info.dli_sname : "nothing");
    FILE *f = fopen("/proc/self/maps", "r");
    char line[4096];
    int loader = 0, libc = 0, stack = 0;
    while (f && fgets(line, sizeof line, f)) {
        loader |= strstr(line, "/ld-linux") != NULL;
        libc |= strstr(line, "libc.so.6") != NULL;
        stack |= strstr(line, "[stack]") != NULL;
    }
    printf("maps: loader %d libc %d stack %d\n", loader, libc, stack);
}
