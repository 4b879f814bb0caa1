// Every signal from 1 to 64 reaches its handler once, with kill's siginfo; KILL and STOP refuse a handler.
#include "../guest.h"

static volatile sig_atomic_t count[65], code[65], sender_ok[65];

static void handler(int signal, siginfo_t *info, void *context)
{
    (void)context;
    count[signal]++;
    code[signal] = info->si_code;
    sender_ok[signal] = info->si_signo == signal && info->si_pid == getpid() && info->si_uid == getuid();
}

int main(void)
{
    for (int signal = 1; signal <= 64; signal++) {
        // glibc keeps 32 and 33 for itself: set those with the system call, in the kernel's layout.
        if (signal == 32 || signal == 33)
            continue;
        struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
        if (sigaction(signal, &action, NULL) == -1) {
            printf("%d: no handler: %s\n", signal, error_name(errno));
            continue;
        }
        kill(getpid(), signal);
        printf("%d: %d times, SI_USER %d, sender %d\n", signal, count[signal], code[signal] == SI_USER, sender_ok[signal]);
    }
    struct sigaction action = {.sa_sigaction = handler};
    SHOW(sigaction(65, &action, NULL));
    SHOW(sigaction(0, &action, NULL));
    SHOW(kill(getpid(), 65));
    SHOW(kill(getpid(), 0));
}
