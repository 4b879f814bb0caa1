// System V shared memory, semaphores and message queues, with the ds structures.
#include "../guest.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static int shm, sem, msg;

static void child(void)
{
    int *shared = shmat(shm, NULL, 0);
    for (int i = 0; i < 100; i++) {
        semop(sem, &(struct sembuf){0, -1, SEM_UNDO}, 1);
        shared[0]++;
        semop(sem, &(struct sembuf){0, 1, SEM_UNDO}, 1);
    }
    struct {
        long type;
        char text[32];
    } m;
    long n = msgrcv(msg, &m, sizeof m.text, 2, 0);
    printf("child got %ld '%s'\n", n, m.text);
    m.type = 9;
    strcpy(m.text, "reply");
    msgsnd(msg, &m, 6, 0);
    semop(sem, &(struct sembuf){0, -1, SEM_UNDO}, 1); // given back at exit
}

int main(void)
{
    shm = shmget(IPC_PRIVATE, 10000, IPC_CREAT | 0640);
    sem = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600);
    msg = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    int *a = shmat(shm, NULL, 0), *b = shmat(shm, NULL, SHM_RDONLY);
    CHECK(a != (void *)-1 && b != (void *)-1);
    a[5] = 77;
    printf("seen through the other %d\n", b[5]);
    struct shmid_ds s;
    SHOW(shmctl(shm, IPC_STAT, &s));
    printf("size %zu attached %ld mode %o creator %d owner %d change %d\n", s.shm_segsz, (long)s.shm_nattch, s.shm_perm.mode & 0777, s.shm_cpid == getpid(),
           s.shm_perm.uid == getuid(), s.shm_ctime > 1600000000);
    s.shm_perm.mode = 0600;
    SHOW(shmctl(shm, IPC_SET, &s));
    union semun {
        int val;
        struct semid_ds *buf;
        unsigned short *array;
    } u;
    unsigned short values[3] = {1, 5, 9};
    u.array = values;
    SHOW(semctl(sem, 0, SETALL, u));
    SHOW(semctl(sem, 1, GETVAL));
    u.val = 4;
    SHOW(semctl(sem, 1, SETVAL, u));
    u.array = values;
    SHOW(semctl(sem, 0, GETALL, u));
    printf("%d %d %d\n", values[0], values[1], values[2]);
    struct semid_ds d;
    u.buf = &d;
    SHOW(semctl(sem, 0, IPC_STAT, u));
    printf("semaphores %ld mode %o\n", (long)d.sem_nsems, d.sem_perm.mode & 0777);
    SHOW(semop(sem, &(struct sembuf){2, -10, IPC_NOWAIT}, 1));
    struct timespec ms = {0, 1000000};
    SHOW(semtimedop(sem, &(struct sembuf){2, -10, 0}, 1, &ms));
    SHOW(semop(sem, (struct sembuf[]){{1, -4, 0}, {2, 1, 0}}, 2));
    SHOW(semctl(sem, 2, GETVAL));
    SHOW(semop(sem, &(struct sembuf){7, 1, 0}, 1));
    SHOW(semctl(sem, 0, GETPID) == getpid());
    struct {
        long type;
        char text[32];
    } m = {2, "to the child"};
    SHOW(msgsnd(msg, &m, 13, 0));
    in_child("child", child);
    printf("counted %d, semaphore given back %d\n", a[0], semctl(sem, 0, GETVAL));
    SHOW(msgrcv(msg, &m, 2, 9, 0));
    SHOW(msgrcv(msg, &m, 2, 9, MSG_NOERROR));
    SHOW(msgrcv(msg, &m, 2, 0, IPC_NOWAIT));
    m.type = 0;
    SHOW(msgsnd(msg, &m, 1, 0));
    struct msqid_ds q;
    SHOW(msgctl(msg, IPC_STAT, &q));
    printf("messages %ld bytes %d last sender known %d\n", (long)q.msg_qnum, q.msg_qbytes > 0, q.msg_lspid > 0);
    SHOW(shmdt(b));
    SHOW(shmdt(b));
    SHOW(shmctl(shm, IPC_RMID, NULL));
    printf("still attached %d\n", a[5]);
    char *fixed = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int again = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    SHOW(shmat(again, fixed, 0) == (void *)-1);
    SHOW(shmat(again, fixed, SHM_REMAP) == fixed);
    SHOW(shmat(again, fixed + 1, 0) == (void *)-1);
    SHOW(shmat(again, fixed + 4097, SHM_RND | SHM_REMAP) == fixed + 4096);
    SHOW(shmctl(again, IPC_RMID, NULL));
    SHOW(semctl(sem, 0, IPC_RMID));
    SHOW(msgctl(msg, IPC_RMID, NULL));
    SHOW(shmat(again + 12345, NULL, 0) == (void *)-1);
    SHOW(shmget(123456789, 10, 0));
    SHOW(semctl(sem, 0, GETVAL));
}
