// What each signal does to a process that has no handler: the parent sees it in the wait status.
#include "../guest.h"

static int the_signal;

static void die(void)
{
    signal(the_signal, SIG_DFL);
    kill(getpid(), the_signal);
}

int main(void)
{
    for (the_signal = 1; the_signal <= 64; the_signal++) {
        char what[32];
        if (the_signal == SIGSTOP || the_signal == SIGTSTP || the_signal == SIGTTIN || the_signal == SIGTTOU)
            continue; // see stop_continue.c
        snprintf(what, sizeof what, "signal %d", the_signal);
        in_child(what, die);
    }
}
