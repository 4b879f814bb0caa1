// Litmus tests: small races whose outcomes the memory models of both guests forbid. All counts must be zero.
//
// Each test runs on many places in memory: its threads sweep over them at the same time, each doing its few accesses, and meet
// afterwards. `litmus SECONDS` runs them for so long and says on stderr how many instances there were and how many of them had
// an outcome that is not that of one thread after the other: without any, nothing raced.
//@ timeout: 100
#include "../guest.h"

#if defined(__aarch64__)
#define W(p, v) asm volatile("str %1, %0" : "=m"(p) : "r"((long)(v)))
#define R(p) ({ long r_; asm volatile("ldr %0, %1" : "=r"(r_) : "m"(p)); r_; })
#define W_REL(p, v) asm volatile("stlr %1, %0" : "=Q"(p) : "r"((long)(v)) : "memory")
#define R_ACQ(p) ({ long r_; asm volatile("ldar %0, %1" : "=r"(r_) : "Q"(p) : "memory"); r_; })
#define W_SC W_REL
#define R_SC R_ACQ
// ldapr x0, [x0], for assemblers that do not know it
#define R_ACQ_PC(p) ({ register long r_ asm("x0") = (long)&(p); asm volatile(".inst 0xf8bfc000" : "+r"(r_) : : "memory"); r_; })
#define FULL() asm volatile("dmb ish" ::: "memory")
#define FENCE_LD() asm volatile("dmb ishld" ::: "memory")
#define FENCE_ST() asm volatile("dmb ishst" ::: "memory")
#define SWAP_(op, p, v) ({ long r_; asm volatile(".arch armv8.1-a\n" op " %2, %0, %1" : "=r"(r_), "+Q"(p) : "r"((long)(v)) : "memory"); r_; })
#define SWAP(p, v) SWAP_("swpal", p, v)
#define SWAP_REL(p, v) SWAP_("swpl", p, v)
#define FETCH_ADD(p, v) SWAP_("ldaddal", p, v)
#define FETCH_ADD_ACQ(p, v) SWAP_("ldadda", p, v)
#define LLSC(p, v, op)                                                                                                            \
    ({                                                                                                                            \
        long old_, new_;                                                                                                          \
        int failed_;                                                                                                              \
        asm volatile("1: ldaxr %0, %3\n" op "\nstlxr %w2, %1, %3\ncbnz %w2, 1b"                                                   \
                     : "=&r"(old_), "=&r"(new_), "=&r"(failed_), "+Q"(p)                                                          \
                     : "r"((long)(v))                                                                                             \
                     : "memory");                                                                                                 \
        old_;                                                                                                                     \
    })
#define LLSC_SWAP(p, v) LLSC(p, v, "mov %1, %4")
#define LLSC_ADD(p, v) LLSC(p, v, "add %1, %0, %4")
#define R_AFTER(p, value)                                                                                                         \
    ({                                                                                                                            \
        long r_;                                                                                                                  \
        asm volatile("eor %0, %1, %1\nldr %0, [%2, %0]" : "=&r"(r_) : "r"((long)(value)), "r"(&(p)) : "memory");                  \
        r_;                                                                                                                       \
    })
#define SAME_AS(value) ({ long z_; asm volatile("eor %0, %1, %1" : "=r"(z_) : "r"((long)(value))); z_; })

#elif defined(__riscv)
#define W(p, v) asm volatile("sd %1, %0" : "=m"(p) : "r"((long)(v)))
#define R(p) ({ long r_; asm volatile("ld %0, %1" : "=r"(r_) : "m"(p)); r_; })
#define W_REL(p, v) asm volatile("fence rw, w\nsd %1, %0" : "=m"(p) : "r"((long)(v)) : "memory")
#define R_ACQ(p) ({ long r_; asm volatile("ld %0, %1\nfence r, rw" : "=r"(r_) : "m"(p) : "memory"); r_; })
#define W_SC W_REL
#define R_SC(p) ({ long r_; asm volatile("fence rw, rw\nld %0, %1\nfence r, rw" : "=r"(r_) : "m"(p) : "memory"); r_; })
#define R_ACQ_PC R_ACQ
#define FULL() asm volatile("fence rw, rw" ::: "memory")
#define FENCE_LD() asm volatile("fence r, rw" ::: "memory")
#define FENCE_ST() asm volatile("fence w, w" ::: "memory")
#define SWAP_(op, p, v) ({ long r_; asm volatile(op " %0, %2, %1" : "=r"(r_), "+A"(p) : "r"((long)(v)) : "memory"); r_; })
#define SWAP(p, v) SWAP_("amoswap.d.aqrl", p, v)
#define SWAP_REL(p, v) SWAP_("amoswap.d.rl", p, v)
#define FETCH_ADD(p, v) SWAP_("amoadd.d.aqrl", p, v)
#define FETCH_ADD_ACQ(p, v) SWAP_("amoadd.d.aq", p, v)
#define LLSC(p, v, op)                                                                                                            \
    ({                                                                                                                            \
        long old_, new_;                                                                                                          \
        asm volatile("1: lr.d.aqrl %0, %2\n" op "\nsc.d.rl %1, %1, %2\nbnez %1, 1b"                                               \
                     : "=&r"(old_), "=&r"(new_), "+A"(p)                                                                          \
                     : "r"((long)(v))                                                                                             \
                     : "memory");                                                                                                 \
        old_;                                                                                                                     \
    })
#define LLSC_SWAP(p, v) LLSC(p, v, "mv %1, %3")
#define LLSC_ADD(p, v) LLSC(p, v, "add %1, %0, %3")
#define R_AFTER(p, value)                                                                                                         \
    ({                                                                                                                            \
        long r_;                                                                                                                  \
        asm volatile("xor %0, %1, %1\nadd %0, %0, %2\nld %0, 0(%0)" : "=&r"(r_) : "r"((long)(value)), "r"(&(p)) : "memory");      \
        r_;                                                                                                                       \
    })
#define SAME_AS(value) ({ long z_; asm volatile("xor %0, %1, %1" : "=r"(z_) : "r"((long)(value))); z_; })

#else
#define W(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELAXED)
#define R(p) __atomic_load_n(&(p), __ATOMIC_RELAXED)
#define W_REL(p, v) __atomic_store_n(&(p), v, __ATOMIC_RELEASE)
#define R_ACQ(p) __atomic_load_n(&(p), __ATOMIC_ACQUIRE)
#define W_SC(p, v) __atomic_store_n(&(p), v, __ATOMIC_SEQ_CST)
#define R_SC(p) __atomic_load_n(&(p), __ATOMIC_SEQ_CST)
#define R_ACQ_PC R_ACQ
#define FULL() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define FENCE_LD() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define FENCE_ST() __atomic_thread_fence(__ATOMIC_RELEASE)
#define SWAP(p, v) __atomic_exchange_n(&(p), v, __ATOMIC_SEQ_CST)
#define SWAP_REL SWAP
#define FETCH_ADD(p, v) __atomic_fetch_add(&(p), v, __ATOMIC_SEQ_CST)
#define FETCH_ADD_ACQ FETCH_ADD
#define LLSC_SWAP SWAP
#define LLSC_ADD FETCH_ADD
#define R_AFTER(p, value) ((void)(value), R(p))
#define SAME_AS(value) ((value) & 0)
#endif
#define NOTHING()
#define R_ADD(p) FETCH_ADD(p, 0)
#define R_ADD_ACQ(p) FETCH_ADD_ACQ(p, 0)
#define R_LLSC(p) LLSC_ADD(p, 0)

// One instance: three variables in lines of their own, and what was read.
struct place {
    _Alignas(64) long x;
    _Alignas(64) long y;
    _Alignas(64) long z;
    _Alignas(64) long r[6];
};
typedef void body(struct place *);
typedef bool outcome(const struct place *);
struct test {
    const char *name;
    int threads;
    body *bodies[4];
    outcome *forbidden;
};

#define BODY(name, ...) static void name(struct place *c) { __VA_ARGS__ }
#define X c->x
#define Y c->y
#define Z c->z
#define OUTCOME(name, fact) static bool name(const struct place *c) { return fact; }

// Store buffering: each thread writes one variable and reads the other; one must see the other's write.
OUTCOME(sb_bad, c->r[0] == 0 && c->r[1] == 0)
#define SB(name, write, fence, read)                             \
    BODY(sb_##name##_0, write(X, 1); fence(); c->r[0] = read(Y);) \
    BODY(sb_##name##_1, write(Y, 1); fence(); c->r[1] = read(X);)
SB(full, W, FULL, R)
SB(sc, W_SC, NOTHING, R_SC)
SB(swap, SWAP, NOTHING, R_SC)
SB(llsc, LLSC_SWAP, NOTHING, R_SC)
SB(add, FETCH_ADD, FULL, R)

// Message passing: who sees the flag sees the message.
OUTCOME(mp_bad, c->r[0] == 1 && c->r[1] == 0)
#define MP(name, write, wfence, flag, see, rfence, read)          \
    BODY(mp_##name##_0, write(X, 1); wfence(); flag(Y, 1);)        \
    BODY(mp_##name##_1, c->r[0] = see(Y); rfence(); c->r[1] = read(X);)
MP(full, W, FULL, W, R, FULL, R)
MP(halves, W, FENCE_ST, W, R, FENCE_LD, R)
MP(relacq, W, NOTHING, W_REL, R_ACQ, NOTHING, R)
MP(rcpc, W, NOTHING, W_REL, R_ACQ_PC, NOTHING, R)
MP(amo, W, NOTHING, SWAP_REL, R_ADD_ACQ, NOTHING, R)
MP(llsc, W, NOTHING, LLSC_SWAP, R_LLSC, NOTHING, R)
BODY(mp_address_1, c->r[0] = R(Y); c->r[1] = R_AFTER(X, c->r[0]);)

// Load buffering: no value out of thin air, no write before a read that it follows.
OUTCOME(lb_bad, c->r[0] == 1 && c->r[1] == 1)
#define LB(name, read, fence, write)                              \
    BODY(lb_##name##_0, c->r[0] = read(X); fence(); write(Y, 1);)  \
    BODY(lb_##name##_1, c->r[1] = read(Y); fence(); write(X, 1);)
LB(full, R, FULL, W)
LB(acquire, R_ACQ, NOTHING, W)
LB(rcpc, R_ACQ_PC, NOTHING, W)
LB(release, R, NOTHING, W_REL)
LB(ld, R, FENCE_LD, W)
LB(amo, R_ADD_ACQ, NOTHING, W)
BODY(lb_data_0, long v = R(X); W(Y, 1 + SAME_AS(v)); c->r[0] = v;)
BODY(lb_data_1, long v = R(Y); W(X, 1 + SAME_AS(v)); c->r[1] = v;)

// Independent reads of independent writes: all threads see two writes in the same order.
OUTCOME(iriw_bad, c->r[0] == 1 && c->r[1] == 0 && c->r[2] == 1 && c->r[3] == 0)
#define IRIW(name, write, read, fence)                                    \
    BODY(iriw_##name##_0, write(X, 1);)                                    \
    BODY(iriw_##name##_1, write(Y, 1);)                                    \
    BODY(iriw_##name##_2, c->r[0] = read(X); fence(); c->r[1] = read(Y);)   \
    BODY(iriw_##name##_3, c->r[2] = read(Y); fence(); c->r[3] = read(X);)
IRIW(full, W, R, FULL)
IRIW(ld, W, R, FENCE_LD)
IRIW(sc, W_SC, R_SC, NOTHING)
IRIW(amo, SWAP, R_ADD, NOTHING)
BODY(iriw_address_2, c->r[0] = R(X); c->r[1] = R_AFTER(Y, c->r[0]);)
BODY(iriw_address_3, c->r[2] = R(Y); c->r[3] = R_AFTER(X, c->r[2]);)

// Two writes each, in opposite orders: not both first ones last.
OUTCOME(w22_bad, c->x == 1 && c->y == 1)
#define W22(name, first, fence, second)                       \
    BODY(w22_##name##_0, first(X, 1); fence(); second(Y, 2);)  \
    BODY(w22_##name##_1, first(Y, 1); fence(); second(X, 2);)
W22(full, W, FULL, W)
W22(st, W, FENCE_ST, W)
W22(release, W_REL, NOTHING, W_REL)
W22(swap, SWAP, NOTHING, SWAP_REL)
W22(llsc, LLSC_SWAP, NOTHING, LLSC_SWAP)

// R: a write that comes last was made with the other thread's earlier write visible.
OUTCOME(r_bad, c->y == 2 && c->r[0] == 0)
#define SHAPE_R(name, wfence, second, write, fence, read)           \
    BODY(r_##name##_0, W(X, 1); wfence(); second(Y, 1);)            \
    BODY(r_##name##_1, write(Y, 2); fence(); c->r[0] = read(X);)
SHAPE_R(full, FULL, W, W, FULL, R)
SHAPE_R(sc, NOTHING, W_SC, W_SC, NOTHING, R_SC)
SHAPE_R(swap, NOTHING, SWAP, SWAP, NOTHING, R_SC)

// S: a write after a read comes after what was read, and all before that.
OUTCOME(s_bad, c->r[0] == 1 && c->x == 2)
#define SHAPE_S(name, wfence, second, read, fence, write)           \
    BODY(s_##name##_0, W(X, 2); wfence(); second(Y, 1);)            \
    BODY(s_##name##_1, c->r[0] = read(Y); fence(); write(X, 1);)
SHAPE_S(full, FULL, W, R, FULL, W)
SHAPE_S(relacq, NOTHING, W_REL, R_ACQ, NOTHING, W)
SHAPE_S(rcpc, NOTHING, W_REL, R_ACQ_PC, NOTHING, W)
SHAPE_S(amo, NOTHING, SWAP_REL, R_ADD_ACQ, NOTHING, W)
BODY(s_data_1, long v = R(Y); W(X, 1 + SAME_AS(v)); c->r[0] = v;)

// Write to read causality, over three threads.
OUTCOME(wrc_bad, c->r[0] == 1 && c->r[1] == 1 && c->r[2] == 0)
BODY(wrc_0, W(X, 1);)
BODY(wrc_1, c->r[0] = R_ACQ(X); W_REL(Y, 1);)
BODY(wrc_2, c->r[1] = R_ACQ(Y); c->r[2] = R(X);)
BODY(wrc_rcpc_1, c->r[0] = R_ACQ_PC(X); W_REL(Y, 1);)
BODY(wrc_rcpc_2, c->r[1] = R_ACQ_PC(Y); c->r[2] = R(X);)
OUTCOME(isa2_bad, c->r[0] == 1 && c->r[1] == 1 && c->r[2] == 0)
BODY(isa2_0, W(X, 1); W_REL(Y, 1);)
BODY(isa2_1, c->r[0] = R_ACQ(Y); W_REL(Z, 1);)
BODY(isa2_2, c->r[1] = R_ACQ(Z); c->r[2] = R(X);)

// Coherence of one variable.
OUTCOME(corr_bad, c->r[0] > c->r[1] || c->r[1] > c->r[2])
BODY(corr_0, W(X, 1); W(X, 2); W(X, 3);)
BODY(corr_1, c->r[0] = R(X); c->r[1] = R(X); c->r[2] = R(X);)
OUTCOME(cowr_bad, c->r[0] == 0 || (c->r[0] == 2 && c->x == 1))
BODY(cowr_0, W(X, 1); c->r[0] = R(X);)
BODY(cowr_1, W(X, 2);)

// Read-modify-write: nothing is lost, and exactly one wins.
OUTCOME(count_bad, c->x != 4)
BODY(add_amo, FETCH_ADD(X, 1);)
BODY(add_llsc, LLSC_ADD(X, 1);)
OUTCOME(win_bad, (c->r[0] == 0) + (c->r[1] == 0) + (c->r[2] == 0) + (c->r[3] == 0) != 1)
BODY(win_0, c->r[0] = SWAP(X, 1);)
BODY(win_1, c->r[1] = LLSC_SWAP(X, 1);)
BODY(win_2, c->r[2] = SWAP(X, 1);)
BODY(win_3, c->r[3] = LLSC_SWAP(X, 1);)
// A plain store between a load-exclusive and its store-exclusive makes this fail, also if it stores the value that is there.
OUTCOME(between_bad, c->x != 5 && c->x != 6)
BODY(between_0, LLSC_ADD(X, 1);)
BODY(between_1, W(X, 5);)

#define TWO(text, name, bad) {text, 2, {name##_0, name##_1}, bad}
static const struct test tests[] = {
    TWO("SB with full fences", sb_full, sb_bad),
    TWO("SB of SC accesses", sb_sc, sb_bad),
    TWO("SB with swaps", sb_swap, sb_bad),
    TWO("SB with LL/SC", sb_llsc, sb_bad),
    TWO("SB with additions and fences", sb_add, sb_bad),
    TWO("MP with full fences", mp_full, mp_bad),
    TWO("MP with fences of stores and loads", mp_halves, mp_bad),
    TWO("MP of release and acquire", mp_relacq, mp_bad),
    TWO("MP of release and RCpc", mp_rcpc, mp_bad),
    TWO("MP of AMOs", mp_amo, mp_bad),
    TWO("MP of LL/SC", mp_llsc, mp_bad),
    {"MP with an address dependency", 2, {mp_halves_0, mp_address_1}, mp_bad},
    TWO("LB with full fences", lb_full, lb_bad),
    TWO("LB of acquire", lb_acquire, lb_bad),
    TWO("LB of RCpc", lb_rcpc, lb_bad),
    TWO("LB of release", lb_release, lb_bad),
    TWO("LB with fences of loads", lb_ld, lb_bad),
    TWO("LB of AMOs", lb_amo, lb_bad),
    TWO("LB with data dependencies", lb_data, lb_bad),
    {"IRIW with full fences", 4, {iriw_full_0, iriw_full_1, iriw_full_2, iriw_full_3}, iriw_bad},
    {"IRIW with fences of loads", 4, {iriw_ld_0, iriw_ld_1, iriw_ld_2, iriw_ld_3}, iriw_bad},
    {"IRIW of SC accesses", 4, {iriw_sc_0, iriw_sc_1, iriw_sc_2, iriw_sc_3}, iriw_bad},
    {"IRIW of AMOs", 4, {iriw_amo_0, iriw_amo_1, iriw_amo_2, iriw_amo_3}, iriw_bad},
    {"IRIW with address dependencies", 4, {iriw_full_0, iriw_full_1, iriw_address_2, iriw_address_3}, iriw_bad},
    TWO("2+2W with full fences", w22_full, w22_bad),
    TWO("2+2W with fences of stores", w22_st, w22_bad),
    TWO("2+2W of release", w22_release, w22_bad),
    TWO("2+2W of swaps", w22_swap, w22_bad),
    TWO("2+2W of LL/SC", w22_llsc, w22_bad),
    TWO("R with full fences", r_full, r_bad),
    TWO("R of SC accesses", r_sc, r_bad),
    TWO("R of swaps", r_swap, r_bad),
    TWO("S with full fences", s_full, s_bad),
    TWO("S of release and acquire", s_relacq, s_bad),
    TWO("S of release and RCpc", s_rcpc, s_bad),
    TWO("S of AMOs", s_amo, s_bad),
    {"S with a data dependency", 2, {s_relacq_0, s_data_1}, s_bad},
    {"WRC of release and acquire", 3, {wrc_0, wrc_1, wrc_2}, wrc_bad},
    {"WRC of release and RCpc", 3, {wrc_0, wrc_rcpc_1, wrc_rcpc_2}, wrc_bad},
    {"ISA2 of release and acquire", 3, {isa2_0, isa2_1, isa2_2}, isa2_bad},
    TWO("coherence of reads", corr, corr_bad),
    TWO("coherence of a write and a read", cowr, cowr_bad),
    {"four additions", 4, {add_amo, add_llsc, add_amo, add_llsc}, count_bad},
    {"one wins", 4, {win_0, win_1, win_2, win_3}, win_bad},
    TWO("a store between LL and SC", between, between_bad),
};
enum { TESTS = sizeof tests / sizeof tests[0], PLACES = 2048, SWEEPS = 5 };

static struct place places[PLACES];
static const struct test *volatile current;
static int gate, done;
static long forbidden[TESTS], instances, raced;

static void meet(int *turn)
{
    *turn += 4;
    __atomic_fetch_add(&gate, 1, __ATOMIC_SEQ_CST);
    for (int spins = 0; __atomic_load_n(&gate, __ATOMIC_SEQ_CST) - *turn < 0; spins++)
        if (spins > 200)
            sched_yield();
}

static void sweep(int me, unsigned *random)
{
    const struct test *test = current;
    if (me >= test->threads)
        return;
    *random = *random * 1664525 + 1013904223;
    for (volatile unsigned pause = *random >> 24; pause--;)
        ;
    for (int i = 0; i < PLACES; i++)
        test->bodies[me](&places[i]);
}

static void *thread(void *argument)
{
    unsigned random = (long)argument;
    for (int turn = 0;;) {
        meet(&turn);
        if (done)
            return NULL;
        sweep((long)argument, &random);
        meet(&turn);
    }
}

// Whether some thread saw what others had not finished; for the statistics only.
static bool is_mixed(const struct place *c, const struct place *first)
{
    return memcmp(c->r, first->r, sizeof c->r) != 0 || c->x != first->x || c->y != first->y;
}

int main(int argc, char **argv)
{
    int64_t until = argc > 1 ? now_ns() + atol(argv[1]) * 1000000000LL : 0;
    pthread_t threads[3];
    for (long i = 0; i < 3; i++)
        CHECK(pthread_create(&threads[i], NULL, thread, (void *)(i + 1)) == 0);
    unsigned random = 0;
    int turn = 0;
    for (long round = 0; until ? now_ns() < until : round < SWEEPS * TESTS; round++) {
        int test = round % TESTS;
        memset(places, 0, sizeof places);
        current = &tests[test];
        meet(&turn);
        sweep(0, &random);
        meet(&turn);
        for (int i = 0; i < PLACES; i++) {
            forbidden[test] += current->forbidden(&places[i]);
            raced += is_mixed(&places[i], &places[0]);
        }
        instances += PLACES;
    }
    done = 1;
    meet(&turn);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    long all = 0;
    for (int i = 0; i < TESTS; i++) {
        printf("%s: %ld forbidden\n", tests[i].name, forbidden[i]);
        all += forbidden[i];
    }
    if (until)
        fprintf(stderr, "%ld instances of %d tests, %ld of them unlike their neighbours\n", instances, (int)TESTS, raced);
    return all != 0;
}
