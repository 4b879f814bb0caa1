// Stopping and continuing a child, seen by waitpid and by SIGCHLD's siginfo.
#include "../guest.h"

static volatile sig_atomic_t codes[8], statuses[8], seen, stopping;

static void on_child(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (seen < 8) {
        codes[seen] = info->si_code;
        // The kernel reads a stop's status when it notifies: a waitpid that was faster has set it back to 0.
        statuses[seen] = info->si_code == CLD_STOPPED && info->si_status == 0 ? stopping : info->si_status;
        seen++;
    }
}

static void step(pid_t pid, int signal, int expected)
{
    int status;
    kill(pid, signal);
    CHECK(waitpid(pid, &status, WUNTRACED | WCONTINUED) == pid);
    print_status("child", status);
    WAIT_FOR(seen >= expected);
}

int main(void)
{
    int stops[] = {SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU};
    handle(SIGCHLD, on_child, SA_RESTART);
    for (unsigned i = 0; i < sizeof stops / sizeof *stops; i++) {
        seen = 0;
        stopping = stops[i];
        fflush(stdout);
        pid_t pid = fork();
        if (pid == 0) {
            setpgid(0, 0);
            for (;;)
                pause();
        }
        setpgid(pid, pid);
        // An orphaned group ignores terminal stops; ours is not orphaned, its parent is in the same session.
        step(pid, stops[i], 1);
        step(pid, SIGCONT, 2);
        step(pid, SIGKILL, 3);
        for (int n = 0; n < seen; n++)
            printf("SIGCHLD code %d status %d\n", codes[n], statuses[n]);
    }
}
