// Stopping and continuing a child, seen by waitpid and by SIGCHLD's siginfo.
#include "../guest.h"

static volatile sig_atomic_t codes[8], statuses[8], seen;

static void on_child(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (seen < 8) {
        codes[seen] = info->si_code;
        statuses[seen] = info->si_status;
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
