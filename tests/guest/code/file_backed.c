// Code in a mapped file, changed by pwrite, by another process, by truncation and by remapping the address.
#include "../arch.h"

static unsigned char *code;
static int fd;

static void child_writes(void)
{
    unsigned char bytes[64];
    size_t size = arch_emit_return(bytes, 777);
    CHECK(pwrite(fd, bytes, size, 0) == (long)size);
}

int main(void)
{
    long page = page_size(), wrong = 0;
    unsigned char bytes[64];
    fd = open("code", O_RDWR | O_CREAT, 0700);
    CHECK(ftruncate(fd, page) == 0);
    code = mmap(NULL, page, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    CHECK(code != MAP_FAILED);
    for (int i = 0; i < 1000; i++) {
        size_t size = arch_emit_return(bytes, i);
        CHECK(pwrite(fd, bytes, size, 0) == (long)size);
        arch_announce(code, size);
        wrong += ((int_function)code)() != i;
    }
    printf("pwrite: wrong %ld\n", wrong);
    in_child("writer", child_writes);
    arch_announce(code, 64);
    printf("another process: %d\n", ((int_function)code)());
    // read() straight into a writable mapping that is executable.
    unsigned char *both = mmap(NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 100; i++) {
        size_t size = arch_emit_return(bytes, i + 5);
        CHECK(pwrite(fd, bytes, size, 0) == (long)size);
        CHECK(pread(fd, both, 64, 0) == 64);
        arch_announce(both, 64);
        wrong += ((int_function)both)() != i + 5;
    }
    printf("read: wrong %ld\n", wrong);
    // Another file over the same address: a new mapping needs no announcement.
    for (int i = 0; i < 100; i++) {
        int other = memfd_create("other", 0);
        size_t size = arch_emit_return(bytes, i + 1000);
        CHECK(write(other, bytes, size) == (long)size && ftruncate(other, page) == 0);
        CHECK(mmap(code, page, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, other, 0) == code);
        close(other);
        wrong += ((int_function)code)() != i + 1000;
    }
    printf("remapped: wrong %ld\n", wrong);
    // mremap moves code: the old address faults, the new one runs; then something else comes to the old address.
    unsigned char *place = mmap(NULL, 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    arch_announce(both, arch_emit_return(both, 11));
    CHECK(((int_function)both)() == 11);
    unsigned char *moved = mremap(both, page, page, MREMAP_MAYMOVE | MREMAP_FIXED, place);
    printf("moved: %d\n", ((int_function)moved)());
    CHECK(mmap(both, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == both);
    arch_announce(both, arch_emit_return(both, 22));
    printf("old address: %d, new address: %d\n", ((int_function)both)(), ((int_function)moved)());
    // MADV_DONTNEED of a private copy brings the file's bytes back.
    unsigned char *private = mmap(NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, fd, 0);
    int file_value = ((int_function)private)();
    arch_announce(private, arch_emit_return(private, 33));
    printf("private copy: %d, ", ((int_function)private)());
    madvise(private, page, MADV_DONTNEED);
    arch_announce(private, 64);
    printf("dropped: %d\n", ((int_function)private)() == file_value);
}
