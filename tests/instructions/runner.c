// The guest's side of tests/instructions: runs code from given states and tells what became of them. The same program runs
// under every emulator that is compared, so each of them is seen from where programs see it.
//
// Code is followed by breakpoints: each state is entered by returning from a signal handler, and ends in the next signal, which
// has all registers. Nothing here uses the thread pointer, the global pointer or floats, whatever they are by then; there is
// no C library.
//
// Input, in the guest's byte order: groups, each a header, its memory if it has one, and states; a header whose code has
// length 0 is the end. Output: a result for each state. See crates/testkit/src/differential/stream.rs.

#include <stddef.h>
#include <stdint.h>

enum { CODE = 0x10000, CODE_LEN = 0x1000, DATA = 0x40000, DATA_LEN = 0x2000, MAX_CODE = 256 };

struct header {
  uint32_t code_len, states, has_memory, interrupted;
  uint8_t code[MAX_CODE];
};

struct result {
  uint64_t pc, address;
  uint32_t signal, code;
  uint64_t changed;
};

// Eight words at a time, as the interpreter's time is mostly spent here.
static void copy(uint64_t *to, const uint64_t *from, int n) {
  for (; n >= 8; n -= 8, to += 8, from += 8) {
    uint64_t a = from[0], b = from[1], c = from[2], d = from[3], e = from[4], f = from[5], g = from[6], h = from[7];
    to[0] = a, to[1] = b, to[2] = c, to[3] = d, to[4] = e, to[5] = f, to[6] = g, to[7] = h;
  }
  for (int i = 0; i < n; i++) to[i] = from[i];
}

#if defined(__aarch64__)

enum { NR_read = 63, NR_write = 64, NR_exit = 93, NR_setitimer = 103, NR_sigaltstack = 132, NR_sigaction = 134, NR_mmap = 222, NR_mprotect = 226 };

static long call6(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 asm("x8") = n, x0 asm("x0") = a, x1 asm("x1") = b, x2 asm("x2") = c, x3 asm("x3") = d, x4 asm("x4") = e, x5 asm("x5") = f;
  asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}

// Everything from uc_flags on.
struct context {
  uint64_t head[22];
  uint64_t fault, x[31], sp, pc, pstate;
  uint8_t align[8], records[4096];
};

struct state {
  uint64_t x[31], sp, nzcv;
  uint32_t fpsr, fpcr;
  uint64_t v[64];
};

struct fpsimd {
  uint32_t magic, size, fpsr, fpcr;
  uint64_t v[64];
};

// Who reads exception flags wants them exact; that signal frames have them, too, says nothing.
static void look_at_flags(void) {
  uint64_t flags;
  asm volatile("mrs %0, fpsr" : "=r"(flags));
}

static struct fpsimd *floats(struct context *c) {
  uint8_t *at = c->records;
  while (((struct fpsimd *)at)->magic != 0x46508001) at += ((struct fpsimd *)at)->size;
  return (struct fpsimd *)at;
}

static const uint64_t NZCV = 0xf0000000;

static void enter(struct context *c, const struct state *s) {
  struct fpsimd *f = floats(c);
  copy(c->x, s->x, 32);
  c->pstate = (c->pstate & ~NZCV & ~0xc00ull) | s->nzcv;
  f->fpsr = s->fpsr;
  f->fpcr = s->fpcr;
  copy(f->v, s->v, 64);
}

static void leave(const struct context *c, struct state *s) {
  struct fpsimd *f = floats((struct context *)c);
  copy(s->x, c->x, 32);
  s->nzcv = c->pstate & NZCV;
  s->fpsr = f->fpsr;
  s->fpcr = f->fpcr;
  copy(s->v, f->v, 64);
}

static uint64_t pc_of(const struct context *c) { return c->pc; }
static void set_pc(struct context *c, uint64_t pc) { c->pc = pc; }

static const uint8_t breakpoint[4] = {0, 0, 0x20, 0xd4};

static void code_changed(uint64_t from, uint64_t to) {
  for (uint64_t at = from; at < to; at += 4) asm volatile("dc cvau, %0; dsb ish; ic ivau, %0" ::"r"(at) : "memory");
  asm volatile("dsb ish; isb" ::: "memory");
}

asm(".globl _start; _start: mov x29, xzr; bl run");

#elif defined(__riscv)

enum { NR_read = 63, NR_write = 64, NR_exit = 93, NR_setitimer = 103, NR_sigaltstack = 132, NR_sigaction = 134, NR_mmap = 222, NR_mprotect = 226 };

static long call6(long n, long a, long b, long c, long d, long e, long f) {
  register long a7 asm("a7") = n, a0 asm("a0") = a, a1 asm("a1") = b, a2 asm("a2") = c, a3 asm("a3") = d, a4 asm("a4") = e, a5 asm("a5") = f;
  asm volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5) : "memory");
  return a0;
}

struct context {
  uint64_t head[22];
  uint64_t pc, x[31], f[32];
  uint32_t fcsr;
};

struct state {
  uint64_t x[31], f[32], fcsr;
};

static void enter(struct context *c, const struct state *s) {
  copy(c->x, s->x, 63);
  c->fcsr = s->fcsr;
}

static void leave(const struct context *c, struct state *s) {
  copy(s->x, c->x, 63);
  s->fcsr = c->fcsr;
}

static uint64_t pc_of(const struct context *c) { return c->pc; }
static void set_pc(struct context *c, uint64_t pc) { c->pc = pc; }

static const uint8_t breakpoint[2] = {2, 0x90};

static void code_changed(uint64_t from, uint64_t to) {
  (void)from, (void)to;
  asm volatile("fence.i" ::: "memory");
}

static void look_at_flags(void) {}

asm(".globl _start; _start: call run");

#endif

struct siginfo {
  int signal, error, code, pad;
  uint64_t address;
  uint64_t rest[14];
};

struct action {
  void *handler;
  uint64_t flags;
#if defined(__aarch64__)
  void *restorer;
#endif
  uint64_t mask;
};

enum { TRAP = 5, ALARM = 14, ANY_SIGNAL = 32 };

// Microseconds between ticks of the clock, and the ticks after which a state is given up: usually, and in groups that are to be
// interrupted all the time.
static const struct {
  uint64_t interval, limit;
} CLOCKS[2] = {{300000, 2}, {700, 1000}};


static uint8_t input[1 << 16], output[1 << 16];
static uint32_t input_at, input_len, output_len;
static uint8_t alternate_stack[1 << 16] __attribute__((aligned(16)));
static uint64_t memory[DATA_LEN / 8];
static uint32_t states_left;
static int has_memory, began;
// The state that runs, the one that ran when the clock ticked last, and how often it has ticked since.
static uint64_t running, ran_at_tick, ticks;
static uint32_t clock;

static void start_clock(uint32_t which) {
  clock = which;
  uint64_t timer[4] = {0, CLOCKS[which].interval, 0, CLOCKS[which].interval};
  call6(NR_setitimer, 0, (long)timer, 0, 0, 0, 0);
}

static void write_out(void) {
  for (uint32_t at = 0; at < output_len;) {
    long n = call6(NR_write, 1, (long)(output + at), output_len - at, 0, 0, 0);
    if (n <= 0) call6(NR_exit, 2, 0, 0, 0, 0, 0);
    at += n;
  }
  output_len = 0;
}

static void *out(uint32_t len) {
  if (output_len + len > sizeof output) write_out();
  output_len += len;
  return output + output_len - len;
}

// `len` bytes of input, of which all are multiples of 8 long.
static void *in(uint32_t len) {
  if (input_len - input_at < len) {
    uint32_t kept = input_len - input_at;
    copy((uint64_t *)input, (uint64_t *)(input + input_at), kept / 8);
    input_at = 0;
    input_len = kept;
    while (input_len < len || input_len % 8) {
      long n = call6(NR_read, 0, (long)(input + input_len), sizeof input - input_len, 0, 0, 0);
      if (n <= 0) call6(NR_exit, 3, 0, 0, 0, 0, 0);
      input_len += n;
    }
  }
  input_at += len;
  return input + input_at - len;
}

static void begin_group(void) {
  static uint32_t last_len;
  struct header *h = in(sizeof *h);
  if (h->code_len == 0) {
    write_out();
    call6(NR_exit, 0, 0, 0, 0, 0, 0);
  }
  call6(NR_mprotect, CODE, CODE_LEN, 3, 0, 0, 0);
  uint8_t *code = (uint8_t *)CODE;
  for (uint32_t i = 0; i < h->code_len; i++) code[i] = h->code[i];
  for (uint32_t i = h->code_len; i < last_len; i++) code[i] = breakpoint[i % sizeof breakpoint];
  code_changed(CODE, CODE + (h->code_len > last_len ? h->code_len : last_len));
  last_len = h->code_len;
  call6(NR_mprotect, CODE, CODE_LEN, 5, 0, 0, 0);
  if (h->interrupted != clock) start_clock(h->interrupted);
  states_left = h->states;
  has_memory = h->has_memory;
  if (has_memory) {
    for (uint32_t at = 0; at < DATA_LEN; at += 1024) copy(memory + at / 8, in(1024), 128);
    copy((uint64_t *)DATA, memory, DATA_LEN / 8);
  }
}

// Lists which words of memory from one offset to another are different, and makes them as they were.
static uint64_t changed_words(uint64_t (*words)[2], int from, int to) {
  uint64_t *data = (uint64_t *)DATA, changed = 0;
  for (int i = from / 8; i < to / 8; i += 8) {
    const uint64_t *is = data + i, *was = memory + i;
    uint64_t low = (is[0] ^ was[0]) | (is[1] ^ was[1]) | (is[2] ^ was[2]) | (is[3] ^ was[3]);
    uint64_t high = (is[4] ^ was[4]) | (is[5] ^ was[5]) | (is[6] ^ was[6]) | (is[7] ^ was[7]);
    if (!(low | high)) continue;
    for (int k = i; k < i + 8; k++) {
      if (data[k] == memory[k]) continue;
      words[changed][0] = k * 8;
      words[changed++][1] = data[k];
      data[k] = memory[k];
    }
  }
  return changed;
}

// All of memory after the last state of a group and in blocks, where most accesses are after the others: the interpreter takes its time.
static uint64_t changed_memory(uint64_t (*words)[2]) {
  if (states_left == 0 || clock) return changed_words(words, 0, DATA_LEN);
  uint64_t n = changed_words(words, 0, 256);
  n += changed_words(words + n, DATA_LEN / 2 - 256, DATA_LEN / 2 + 256);
  return n + changed_words(words + n, DATA_LEN - 256, DATA_LEN);
}

static void tell(int signal, const struct siginfo *info, const struct context *context) {
  static uint64_t words[DATA_LEN / 8][2];
  leave(context, out(sizeof(struct state)));
  struct result *r = out(sizeof *r);
  *r = (struct result){.pc = pc_of(context), .signal = signal};
  if (signal != ALARM) r->code = info->code;
  if (signal != ALARM && signal != TRAP) r->address = info->address;
  r->changed = has_memory ? changed_memory(words) : 0;
  // Before `out` may write r away.
  uint64_t changed = r->changed;
  for (uint64_t i = 0; i < changed; i++) copy(out(16), words[i], 2);
}

static void on_signal(int signal, struct siginfo *info, struct context *context) {
  if (signal == ALARM) {
    ticks = running == ran_at_tick ? ticks + 1 : 0;
    ran_at_tick = running;
    if (!began || ticks < CLOCKS[clock].limit) return;
    ticks = 0;
  }
  if (began) tell(signal, info, context);
  began = 1;
  running++;
  while (states_left == 0) begin_group();
  states_left--;
  enter(context, in(sizeof(struct state)));
  set_pc(context, CODE);
}

__attribute__((used, noreturn)) void run(void) {
  call6(NR_mmap, CODE, CODE_LEN, 3, 0x32, -1, 0);
  call6(NR_mmap, DATA, DATA_LEN, 3, 0x32, -1, 0);
  for (int i = 0; i < CODE_LEN; i++) ((uint8_t *)CODE)[i] = breakpoint[i % sizeof breakpoint];
  uint64_t stack[3] = {(uint64_t)alternate_stack, 0, sizeof alternate_stack};
  call6(NR_sigaltstack, (long)stack, 0, 0, 0, 0, 0);
  struct action action = {.handler = on_signal, .flags = 0x08000004, .mask = ~0ull};
  for (int n = 1; n < ANY_SIGNAL; n++) call6(NR_sigaction, n, (long)&action, 0, 8, 0, 0);
  start_clock(0);
  look_at_flags();
  // The first signal only begins.
  asm volatile("" ::: "memory");
  ((void (*)(void))CODE)();
  __builtin_unreachable();
}
