//! The host's layouts (arch/x86/include/uapi/asm), where a guest's differ.

use super::generic;

layout! {
    /// `struct stat`.
    Stat 144 {
        0 st_dev: u64,
        8 st_ino: u64,
        16 st_nlink: u64,
        24 st_mode: u32,
        28 st_uid: u32,
        32 st_gid: u32,
        40 st_rdev: u64,
        48 st_size: i64,
        56 st_blksize: i64,
        64 st_blocks: i64,
        72 st_atime: i64,
        80 st_atime_nsec: u64,
        88 st_mtime: i64,
        96 st_mtime_nsec: u64,
        104 st_ctime: i64,
        112 st_ctime_nsec: u64,
    }
}

layout! {
    /// `struct epoll_event`: packed on x86-64 only.
    EpollEvent 12 {
        0 events: u32,
        4 data: u64,
    }
}

impl From<generic::EpollEvent> for EpollEvent {
    fn from(guest: generic::EpollEvent) -> EpollEvent {
        EpollEvent {
            events: guest.events,
            data: guest.data,
        }
    }
}

layout! {
    /// `struct semid64_ds` (sembuf.h): a gap after each time.
    SemidDs 104 {
        0 perm_key: i32,
        4 perm_uid: u32,
        8 perm_gid: u32,
        12 perm_cuid: u32,
        16 perm_cgid: u32,
        20 perm_mode: u32,
        24 perm_seq: u16,
        48 sem_otime: i64,
        64 sem_ctime: i64,
        80 sem_nsems: u64,
    }
}

impl From<generic::SemidDs> for SemidDs {
    fn from(guest: generic::SemidDs) -> SemidDs {
        SemidDs {
            perm_key: guest.perm_key,
            perm_uid: guest.perm_uid,
            perm_gid: guest.perm_gid,
            perm_cuid: guest.perm_cuid,
            perm_cgid: guest.perm_cgid,
            perm_mode: guest.perm_mode,
            perm_seq: guest.perm_seq,
            sem_otime: guest.sem_otime,
            sem_ctime: guest.sem_ctime,
            sem_nsems: guest.sem_nsems,
        }
    }
}
