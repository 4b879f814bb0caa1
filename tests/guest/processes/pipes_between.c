// A chain of processes with pipes, process groups and exec through /bin/sh of the machine or the root.
#include "../guest.h"

int main(void)
{
    enum { STAGES = 8 };
    int in[2], previous;
    CHECK(pipe(in) == 0);
    previous = in[0];
    fflush(stdout);
    for (int stage = 0; stage < STAGES; stage++) {
        int next[2];
        CHECK(pipe(next) == 0);
        if (fork() == 0) {
            close(in[1]);
            close(next[0]);
            long value;
            while (read(previous, &value, sizeof value) == sizeof value) {
                value = value * 3 + stage;
                (void)!write(next[1], &value, sizeof value);
            }
            _exit(stage);
        }
        close(next[1]);
        close(previous);
        previous = next[0];
    }
    for (long i = 0; i < 200; i++)
        CHECK(write(in[1], &i, sizeof i) == sizeof i);
    close(in[1]);
    long value, sum = 0, count = 0;
    while (read(previous, &value, sizeof value) == sizeof value) {
        sum += value;
        count++;
    }
    int status, total = 0;
    while (wait(&status) > 0)
        total += WEXITSTATUS(status);
    printf("%ld values, sum %ld, statuses %d\n", count, sum, total);
}
