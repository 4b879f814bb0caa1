// System calls with random numbers and hostile arguments. `syscalls SEED BATCHES`: each batch is a child that makes some hundred calls
// and then exits with 0, whatever they returned: arguments are chosen so that no call destroys the child itself, its memory outside of
// an arena, or anything of the machine's. A child that ends otherwise means that the kernel's side broke it.
#include "../guest/guest.h"
#include <grp.h>
#include <sys/prctl.h>

enum { CALLS = 300, PAGE = 4096, ARENA_PAGES = 64, NOBODY = 65534 };
// Far from everything else: calls may change 2^36 bytes from here on.
#define ARENA ((char *)0x2000000000)

static uint64_t state;
static uint64_t bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1d;
}
static uint64_t below(uint64_t n)
{
    return (bits() >> 32) % n;
}

// What would end or stop this process, reach others, or change the machine.
static const short excluded[] = {
    SYS_exit, SYS_exit_group, SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_rt_sigreturn, SYS_rt_sigaction,
    SYS_rt_sigprocmask, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_setitimer, SYS_clone, 435 /* clone3 */, SYS_execve, SYS_execveat, SYS_ptrace,
    SYS_process_vm_writev, SYS_seccomp, 424 /* pidfd_send_signal */, 438 /* pidfd_getfd */, 440 /* process_madvise */, 448 /* process_mrelease */,
    SYS_reboot, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_swapon, SYS_swapoff, SYS_sethostname, SYS_setdomainname, SYS_settimeofday,
    SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, 294, SYS_bpf,
    SYS_perf_event_open, SYS_vhangup, SYS_quotactl, 443, SYS_acct, SYS_syslog, SYS_sync, SYS_syncfs, SYS_add_key, SYS_keyctl, SYS_request_key,
    SYS_setpriority, SYS_ioprio_set, SYS_sched_setparam, SYS_sched_setscheduler, SYS_sched_setattr, SYS_sched_setaffinity, SYS_migrate_pages,
    SYS_move_pages, SYS_shmget, SYS_mlockall, SYS_mlock, SYS_mlock2, SYS_fallocate, SYS_semget, SYS_msgget, SYS_mq_open, SYS_unlinkat, SYS_renameat2, SYS_fchmodat, SYS_fchownat, SYS_fchmod, SYS_fchown,
    428, 429, 430, 431, 432, 433, 442 /* the calls of mounting */, 467, 276, 277,
#ifdef SYS_renameat
    SYS_renameat,
#endif
#ifdef SYS_setrlimit
    SYS_setrlimit,
#endif
#ifdef __x86_64__
    SYS_fork, SYS_vfork, SYS_pause, SYS_alarm, SYS_unlink, SYS_rmdir, SYS_rename, SYS_chmod, SYS_chown, SYS_arch_prctl, SYS_ioperm, SYS_iopl,
    SYS_modify_ldt, SYS_set_thread_area, SYS_kexec_file_load,
#endif
};

static bool is_excluded(long nr)
{
    for (size_t i = 0; i < sizeof excluded / sizeof excluded[0]; i++)
        if (excluded[i] == nr)
            return true;
    return false;
}

static bool changes_memory(long nr)
{
    return nr == SYS_mmap || nr == SYS_munmap || nr == SYS_mremap || nr == SYS_mprotect || nr == SYS_madvise || nr == SYS_shmat
        || nr == SYS_remap_file_pages || nr == SYS_pkey_mprotect || nr == SYS_munlock || nr == SYS_mbind
        || nr == SYS_shmdt || nr == SYS_set_robust_list || nr == SYS_set_tid_address || nr == SYS_brk || nr == 462
        || nr == 453 || nr == SYS_rseq;
}

// Where a guest has nothing: not mapped, the emulator's own, the kernel's.
static uint64_t foreign(void)
{
    switch (below(6)) {
    case 0: return 0x7f0000000000 + below(1 << 24) * PAGE;
    case 1: return 0x7ffff0000000 + below(1 << 16) * PAGE;
    case 2: return 0x550000000000 + below(1ull << 28) * PAGE;
    case 3: return 0xffff800000000000 + below(1 << 20) * PAGE;
    case 4: return -below(2 * PAGE);
    default: return 0x4000000000 + below(1ull << 30) * PAGE;
    }
}

static uint64_t in_arena(void)
{
    uint64_t page = (uint64_t)ARENA + below(ARENA_PAGES + 2) * PAGE;
    switch (below(4)) {
    case 0: return page;
    case 1: return page - below(64);
    case 2: return page + below(PAGE);
    default: return page + below(64) * 8;
    }
}

static uint64_t number(void)
{
    static const uint64_t edges[] = {0, 1, 8, 16, 4095, 4096, 65536, 1u << 31, 0xffffffff, 1ull << 36, 1ull << 47, 1ull << 63, -1ull, -4096ull};
    switch (below(5)) {
    case 0: return edges[below(sizeof edges / sizeof edges[0])];
    case 1: return below(64);
    case 2: return 1ull << below(64);
    case 3: return below(12);
    default: return bits() >> below(64);
    }
}

static uint64_t argument(void)
{
    switch (below(8)) {
    case 0: return foreign();
    case 1: case 2: case 3: return in_arena();
    default: return number();
    }
}

// Addresses that a call may change: the arena, or what it must refuse.
static uint64_t target(void)
{
    return below(3) ? in_arena() : foreign();
}

// The kernel writes through pointers: none may point at this program by chance.
static bool is_ours(uint64_t address)
{
    return address >= PAGE && address < (uint64_t)ARENA - 64;
}

static void fill_arena(void)
{
    mmap(ARENA, ARENA_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    mmap(ARENA + 8 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    mmap(ARENA + 16 * PAGE, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    for (uint64_t *at = (uint64_t *)ARENA; at < (uint64_t *)(ARENA + 8 * PAGE); at++)
        *at = below(2) ? argument() : below(200);
    static const char *const names[] = {"file", "folder/x", "", ".", "missing", "link"};
    for (int i = 0; i < 64; i++)
        strcpy(ARENA + 2 * PAGE + i * 64, names[below(6)]);
}

static void on_alarm(int signal)
{
    (void)signal;
}

static void settle(void)
{
    struct rlimit size = {1 << 20, 1 << 20}, none = {0, 0};
    struct itimerval often = {{0, 10000}, {0, 10000}};
    struct sigaction wake = {.sa_handler = on_alarm};
    for (int signal = 1; signal < 65; signal++)
        if (signal != SIGSEGV && signal != SIGBUS && signal != SIGILL && signal != SIGFPE && signal != SIGTRAP && signal != SIGABRT && signal != SIGSYS)
            sigaction(signal, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    sigaction(SIGALRM, &wake, NULL); // no SA_RESTART: nothing waits for long
    setrlimit(RLIMIT_FSIZE, &size);
    setrlimit(RLIMIT_CORE, &none);
    if (getuid() == 0) { // root's calls could change the machine, through any name or descriptor they come across
        chown(".", NOBODY, NOBODY);
        setgroups(0, NULL);
        setresgid(NOBODY, NOBODY, NOBODY);
        setresuid(NOBODY, NOBODY, NOBODY);
        prctl(PR_SET_DUMPABLE, 1);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int ends[2];
    pipe(ends);
    for (int fd = 0; fd < 3; fd++) // not what was inherited: it may be a device
        dup2(ends[fd > 0], fd);
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    open("file", O_RDWR | O_CREAT, 0600);
    mkdir("folder", 0700);
    open("folder", O_RDONLY | O_DIRECTORY);
    setitimer(ITIMER_REAL, &often, NULL);
}

static void one_call(void)
{
    long nr = (long)below(40) == 0 ? (long)bits() : (long)below(470);
    uint64_t a[6];
    if (is_excluded(nr) || (nr >= 512 && is_excluded((int)nr)))
        return;
    for (int i = 0; i < 6; i++) {
        do
            a[i] = argument();
        while (is_ours(a[i]) && a[i] > 1u << 31);
        if (is_ours(a[i]) && a[i] > 0xffff && a[i] < 1u << 31)
            a[i] &= 0xffff; // neither the program nor its heap
    }
    if (changes_memory(nr))
        a[0] = target();
    if (nr == SYS_mremap || nr == 453)
        a[4] = target();
    if (nr == SYS_madvise)
        a[2] %= 22; // neither poisoning nor populating real memory
    if (nr == SYS_mmap)
        a[3] &= ~(uint64_t)(MAP_POPULATE | MAP_LOCKED | MAP_HUGETLB);
    if (nr == SYS_prlimit64)
        a[0] = 0, a[2] = 0;
    if (nr == SYS_prctl && (int)a[0] == PR_SET_SECCOMP)
        return;
    if (nr == SYS_setpgid || nr == SYS_getpgid || nr == SYS_waitid)
        a[1] = 0;
    syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static void batch(uint64_t seed)
{
    state = seed * 0x9e3779b97f4a7c15 | 1;
    settle();
    fill_arena();
    for (int i = 0; i < CALLS; i++) {
        one_call();
        if (i % 50 == 49)
            fill_arena();
    }
}

int main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1, failed = 0;
    long batches = argc > 2 ? atol(argv[2]) : 1;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (long i = 0; i < batches; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            batch(seed + i);
            _exit(0);
        }
        int status = -1;
        int64_t limit = now_ns() + 30000000000LL;
        while (waitpid(pid, &status, WNOHANG) == 0) {
            if (now_ns() > limit) {
                kill(pid, SIGKILL);
                printf("FAILED seed %llu hangs\n", (unsigned long long)(seed + i));
                limit = INT64_MAX;
            }
            usleep(200);
        }
        if (status != 0) {
            printf("FAILED seed %llu: ", (unsigned long long)(seed + i));
            print_status("child", status);
            failed++;
        }
    }
    printf("%ld batches of %d calls, %llu failed\n", batches, CALLS, (unsigned long long)failed);
    return failed != 0;
}
