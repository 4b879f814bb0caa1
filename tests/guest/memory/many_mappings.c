// Tens of thousands of mappings made, split and removed in a pseudo-random order, checked against a model.
//@ timeout: 60
#include "../guest.h"

enum { PAGES = 2048, ROUNDS = 30000 };
static unsigned char model[PAGES]; // 0: unmapped, else the byte the page holds
static char *base;

int main(void)
{
    long page = page_size();
    uint32_t seed = 12345;
    base = mmap(NULL, PAGES * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    munmap(base, PAGES * page);
    for (int round = 0; round < ROUNDS; round++) {
        seed = seed * 1664525 + 1013904223;
        int first = seed % PAGES, count = seed / PAGES % 16 + 1;
        if (first + count > PAGES)
            count = PAGES - first;
        char *where = base + first * page;
        switch (seed >> 28) {
        case 0 ... 6:
            CHECK(mmap(where, count * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == where);
            for (int i = 0; i < count; i++) {
                model[first + i] = round % 255 + 1;
                where[i * page] = (char)model[first + i];
            }
            break;
        case 7 ... 11:
            CHECK(munmap(where, count * page) == 0);
            memset(model + first, 0, count);
            break;
        default:
            mprotect(where, count * page, PROT_READ);
            mprotect(where, count * page, PROT_READ | PROT_WRITE);
        }
    }
    int mapped = 0, wrong = 0;
    unsigned char resident;
    for (int i = 0; i < PAGES; i++) {
        bool there = mincore(base + i * page, page, &resident) == 0;
        mapped += there;
        wrong += there != (model[i] != 0) || (there && (unsigned char)base[i * page] != model[i]);
    }
    printf("%d mapped, %d wrong\n", mapped, wrong);
}
