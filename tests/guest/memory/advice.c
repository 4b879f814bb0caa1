// madvise, mincore, mlock: what has an effect has it, what is wrong is refused.
#include "../guest.h"
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

static char *area;

static void in_fork(void)
{
    printf("wiped %d\n", area[0]);
}

static void without(void)
{
    area[0] = 1; // MADV_DONTFORK: not there
}

int main(void)
{
    long page = page_size();
    area = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(area, 5, 8 * page);
    SHOW(madvise(area, 2 * page, MADV_DONTNEED));
    printf("%d %d\n", area[0], area[2 * page]);
    SHOW(madvise(area, page, 9999));
    SHOW(madvise(area + 1, page, MADV_DONTNEED));
    SHOW(madvise((void *)(1L << 37), page, MADV_DONTNEED));
    SHOW(madvise(area, 8 * page, MADV_NORMAL));
    SHOW(madvise(area, 8 * page, MADV_WILLNEED));
    SHOW(madvise(area, page, MADV_FREE));
    SHOW(madvise(area, 4 * page, MADV_POPULATE_WRITE));
    area[0] = 6;
    SHOW(madvise(area, page, MADV_WIPEONFORK));
    in_child("wiped on fork", in_fork);
    SHOW(madvise(area, page, MADV_KEEPONFORK));
    SHOW(madvise(area, page, MADV_DONTFORK));
    in_child("not in the child", without);
    SHOW(madvise(area, page, MADV_DOFORK));
    unsigned char resident[8];
    char *fresh = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fresh[3 * page] = 1;
    SHOW(mincore(fresh, 8 * page, resident));
    printf("%d %d\n", resident[3] & 1, resident[7] & 1);
    SHOW(mincore(fresh + 1, page, resident));
    SHOW(mlock(fresh, page));
    SHOW(munlock(fresh, page));
    int fd = memfd_create("seals", MFD_ALLOW_SEALING);
    CHECK(ftruncate(fd, page) == 0);
    SHOW(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_WRITE));
    SHOW(fcntl(fd, F_GET_SEALS));
    SHOW(ftruncate(fd, 0));
    SHOW(write(fd, "x", 1));
    SHOW(mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
    char *shared = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(shared, 8, 4 * page);
    SHOW(madvise(shared, page, MADV_REMOVE));
    printf("%d %d\n", shared[0], shared[page]);
}
