// The few places where a guest program must name registers or write machine code, for each architecture.
#ifndef ARCH_H
#define ARCH_H
#include "guest.h"

#if defined(__x86_64__)

#define ARCH_PC(uc) ((uc)->uc_mcontext.gregs[REG_RIP])
#define ARCH_SP(uc) ((uc)->uc_mcontext.gregs[REG_RSP])
// arch_load and arch_store: one instruction, its address and data in known registers.
#define ARCH_LOAD_ADDRESS(uc) ((uc)->uc_mcontext.gregs[REG_RDI])
#define ARCH_LOAD_RESULT(uc) ((uc)->uc_mcontext.gregs[REG_RAX])
#define ARCH_STORE_ADDRESS(uc) ((uc)->uc_mcontext.gregs[REG_RDI])
#define ARCH_STORE_VALUE(uc) ((uc)->uc_mcontext.gregs[REG_RSI])
// What an instruction's address is a multiple of.
#define ARCH_CODE_ALIGNMENT 1
#define ARCH_LOAD_SIZE 3
#define ARCH_ILLEGAL_SIZE 2
#define ARCH_ILLEGAL() asm volatile("ud2" ::: "memory")
// int3 leaves the program counter behind the instruction.
#define ARCH_BREAK() asm volatile("int3" ::: "memory")
#define ARCH_BREAK_SKIP(uc) ((void)(uc))

static inline long arch_load(const void *address)
{
    register long result asm("rax") = -1;
    register const void *from asm("rdi") = address;
    asm volatile("movq (%%rdi), %%rax" : "+r"(result) : "r"(from) : "memory");
    return result;
}

static inline void arch_store(void *address, long value)
{
    register void *to asm("rdi") = address;
    register long data asm("rsi") = value;
    asm volatile("movq %%rsi, (%%rdi)" : : "r"(to), "r"(data) : "memory");
}

// base[index], through the register of the result; a count rises between the address and the load.
static inline long arch_load_element(const long *base, long index, long *count)
{
    register const long *from asm("rdi") = base;
    register long result asm("rax") = index;
    register long counted asm("rdx") = *count;
    asm volatile("leaq (%%rdi,%%rax,8), %%rax\naddq $1, %%rdx\nmovq (%%rax), %%rax" : "+r"(result), "+r"(counted) : "r"(from) : "memory", "cc");
    *count = counted;
    return result;
}

// Machine code of `int f(void) { return n; }`, 0 <= n < 2048. Returns its size.
static inline size_t arch_emit_return(void *code, int n)
{
    unsigned char bytes[] = {0xb8, n, n >> 8, 0, 0, 0xc3};
    memcpy(code, bytes, sizeof bytes);
    return sizeof bytes;
}

// Machine code of `int f(int x) { return x + n; }`, 0 <= n < 2048.
static inline size_t arch_emit_add(void *code, int n)
{
    unsigned char bytes[] = {0x8d, 0x87, n, n >> 8, 0, 0, 0xc3};
    memcpy(code, bytes, sizeof bytes);
    return sizeof bytes;
}

// Machine code of a jump to `distance` bytes from `code`.
static inline size_t arch_emit_jump(void *code, int distance)
{
    unsigned char bytes[5] = {0xe9};
    distance -= (int)sizeof bytes;
    memcpy(bytes + 1, &distance, sizeof distance);
    memcpy(code, bytes, sizeof bytes);
    return sizeof bytes;
}

// Makes this thread fetch anew what others announced.
static inline void arch_refetch(void)
{
}

#elif defined(__riscv) && __riscv_xlen == 64

#define ARCH_PC(uc) ((uc)->uc_mcontext.__gregs[REG_PC])
#define ARCH_SP(uc) ((uc)->uc_mcontext.__gregs[REG_SP])
#define ARCH_LOAD_ADDRESS(uc) ((uc)->uc_mcontext.__gregs[REG_A0])
#define ARCH_LOAD_RESULT(uc) ((uc)->uc_mcontext.__gregs[REG_A0 + 1])
#define ARCH_STORE_ADDRESS(uc) ((uc)->uc_mcontext.__gregs[REG_A0])
#define ARCH_STORE_VALUE(uc) ((uc)->uc_mcontext.__gregs[REG_A0 + 1])
#define ARCH_CODE_ALIGNMENT 2
#define ARCH_LOAD_SIZE 4
#define ARCH_ILLEGAL_SIZE 4
#define ARCH_ILLEGAL() asm volatile(".4byte 0xc0001073" ::: "memory")
#define ARCH_BREAK() asm volatile(".4byte 0x00100073" ::: "memory")
#define ARCH_BREAK_SKIP(uc) (ARCH_PC(uc) += 4)

static inline long arch_load(const void *address)
{
    register const void *from asm("a0") = address;
    register long result asm("a1") = -1;
    asm volatile(".option push\n.option norvc\nld a1, 0(a0)\n.option pop" : "+r"(result), "+r"(from) : : "memory");
    return result;
}

static inline void arch_store(void *address, long value)
{
    register void *to asm("a0") = address;
    register long data asm("a1") = value;
    asm volatile(".option push\n.option norvc\nsd a1, 0(a0)\n.option pop" : "+r"(to), "+r"(data) : : "memory");
}

static inline long arch_load_element(const long *base, long index, long *count)
{
    register const long *from asm("a0") = base;
    register long result asm("a1") = index;
    register long counted asm("a2") = *count;
    asm volatile(".option push\n.option norvc\nslli a1, a1, 3\nadd a1, a1, a0\naddi a2, a2, 1\nld a1, 0(a1)\n.option pop" : "+r"(result), "+r"(counted) : "r"(from) : "memory");
    *count = counted;
    return result;
}

static inline size_t arch_emit_return(void *code, int n)
{
    uint32_t words[] = {(uint32_t)n << 20 | 0x00000513, 0x00008067}; // addi a0, zero, n; ret
    memcpy(code, words, sizeof words);
    return sizeof words;
}

static inline size_t arch_emit_add(void *code, int n)
{
    uint32_t words[] = {(uint32_t)n << 20 | 0x0005051b, 0x00008067}; // addiw a0, a0, n; ret
    memcpy(code, words, sizeof words);
    return sizeof words;
}

static inline size_t arch_emit_jump(void *code, int distance)
{
    uint32_t d = (uint32_t)distance; // jal zero, distance
    uint32_t word = (d >> 20 & 1) << 31 | (d >> 1 & 0x3ff) << 21 | (d >> 11 & 1) << 20 | (d >> 12 & 0xff) << 12 | 0x6f;
    memcpy(code, &word, sizeof word);
    return sizeof word;
}

static inline void arch_refetch(void)
{
    asm volatile("fence.i" ::: "memory");
}

#elif defined(__aarch64__)

#define ARCH_PC(uc) ((uc)->uc_mcontext.pc)
#define ARCH_SP(uc) ((uc)->uc_mcontext.sp)
#define ARCH_LOAD_ADDRESS(uc) ((uc)->uc_mcontext.regs[0])
#define ARCH_LOAD_RESULT(uc) ((uc)->uc_mcontext.regs[1])
#define ARCH_STORE_ADDRESS(uc) ((uc)->uc_mcontext.regs[0])
#define ARCH_STORE_VALUE(uc) ((uc)->uc_mcontext.regs[1])
#define ARCH_CODE_ALIGNMENT 4
#define ARCH_LOAD_SIZE 4
#define ARCH_ILLEGAL_SIZE 4
#define ARCH_ILLEGAL() asm volatile(".inst 0x00000000" ::: "memory")
#define ARCH_BREAK() asm volatile("brk #0" ::: "memory")
#define ARCH_BREAK_SKIP(uc) (ARCH_PC(uc) += 4)

static inline long arch_load(const void *address)
{
    register const void *from asm("x0") = address;
    register long result asm("x1") = -1;
    asm volatile("ldr x1, [x0]" : "+r"(result), "+r"(from) : : "memory");
    return result;
}

static inline void arch_store(void *address, long value)
{
    register void *to asm("x0") = address;
    register long data asm("x1") = value;
    asm volatile("str x1, [x0]" : "+r"(to), "+r"(data) : : "memory");
}

static inline long arch_load_element(const long *base, long index, long *count)
{
    register const long *from asm("x0") = base;
    register long result asm("x1") = index;
    register long counted asm("x2") = *count;
    asm volatile("add x1, x0, x1, lsl #3\nadd x2, x2, #1\nldr x1, [x1]" : "+r"(result), "+r"(counted) : "r"(from) : "memory");
    *count = counted;
    return result;
}

static inline size_t arch_emit_return(void *code, int n)
{
    uint32_t words[] = {0x52800000 | (uint32_t)n << 5, 0xd65f03c0}; // mov w0, #n; ret
    memcpy(code, words, sizeof words);
    return sizeof words;
}

static inline size_t arch_emit_add(void *code, int n)
{
    uint32_t words[] = {0x11000000 | (uint32_t)n << 10, 0xd65f03c0}; // add w0, w0, #n; ret
    memcpy(code, words, sizeof words);
    return sizeof words;
}

static inline size_t arch_emit_jump(void *code, int distance)
{
    uint32_t word = 0x14000000 | ((uint32_t)distance >> 2 & 0x3ffffff); // b distance
    memcpy(code, &word, sizeof word);
    return sizeof word;
}

static inline void arch_refetch(void)
{
    asm volatile("isb" ::: "memory");
}

#else
#error "tests/guest/arch.h does not know this architecture"
#endif

// Says that `size` bytes of code at `code` were written, as the architecture demands before they run.
static inline void arch_announce(void *code, size_t size)
{
    __builtin___clear_cache((char *)code, (char *)code + size);
}

typedef int (*int_function)(void);
typedef int (*int_to_int)(int);

#endif
