//! Layouts of guests that use the kernel's asm-generic headers (riscv64, aarch64).

use super::x64;

layout! {
    /// `struct stat` (include/uapi/asm-generic/stat.h).
    Stat 128 {
        0 st_dev: u64,
        8 st_ino: u64,
        16 st_mode: u32,
        20 st_nlink: u32,
        24 st_uid: u32,
        28 st_gid: u32,
        32 st_rdev: u64,
        48 st_size: i64,
        56 st_blksize: i32,
        64 st_blocks: i64,
        72 st_atime: i64,
        80 st_atime_nsec: u64,
        88 st_mtime: i64,
        96 st_mtime_nsec: u64,
        104 st_ctime: i64,
        112 st_ctime_nsec: u64,
    }
}

impl From<x64::Stat> for Stat {
    fn from(host: x64::Stat) -> Stat {
        Stat {
            st_dev: host.st_dev,
            st_ino: host.st_ino,
            st_mode: host.st_mode,
            // The kernel's own conversion cuts the count off in the same way (fs/stat.c, cp_new_stat).
            st_nlink: host.st_nlink as u32,
            st_uid: host.st_uid,
            st_gid: host.st_gid,
            st_rdev: host.st_rdev,
            st_size: host.st_size,
            st_blksize: host.st_blksize as i32,
            st_blocks: host.st_blocks,
            st_atime: host.st_atime,
            st_atime_nsec: host.st_atime_nsec,
            st_mtime: host.st_mtime,
            st_mtime_nsec: host.st_mtime_nsec,
            st_ctime: host.st_ctime,
            st_ctime_nsec: host.st_ctime_nsec,
        }
    }
}

layout! {
    /// `struct epoll_event`: not packed, so `data` is aligned.
    EpollEvent 16 {
        0 events: u32,
        8 data: u64,
    }
}

impl From<x64::EpollEvent> for EpollEvent {
    fn from(host: x64::EpollEvent) -> EpollEvent {
        EpollEvent {
            events: host.events,
            data: host.data,
        }
    }
}

layout! {
    /// `struct semid64_ds` (include/uapi/asm-generic/sembuf.h). `perm_*` is its `struct ipc64_perm`, the same on the
    /// host.
    SemidDs 88 {
        0 perm_key: i32,
        4 perm_uid: u32,
        8 perm_gid: u32,
        12 perm_cuid: u32,
        16 perm_cgid: u32,
        20 perm_mode: u32,
        24 perm_seq: u16,
        48 sem_otime: i64,
        56 sem_ctime: i64,
        64 sem_nsems: u64,
    }
}

impl From<x64::SemidDs> for SemidDs {
    fn from(host: x64::SemidDs) -> SemidDs {
        SemidDs {
            perm_key: host.perm_key,
            perm_uid: host.perm_uid,
            perm_gid: host.perm_gid,
            perm_cuid: host.perm_cuid,
            perm_cgid: host.perm_cgid,
            perm_mode: host.perm_mode,
            perm_seq: host.perm_seq,
            sem_otime: host.sem_otime,
            sem_ctime: host.sem_ctime,
            sem_nsems: host.sem_nsems,
        }
    }
}

layout! {
    /// `struct riscv_hwprobe` (arch/riscv/include/uapi/asm/hwprobe.h).
    HwprobePair 16 {
        0 key: i64,
        8 value: u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stat_keeps_every_field() {
        let mut bytes = [0; x64::Stat::SIZE];
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = n as u8;
        }
        let host = x64::Stat::from_bytes(&bytes);
        let guest = Stat::from(host).to_bytes();
        assert_eq!(guest[0..16], bytes[0..16], "st_dev, st_ino");
        assert_eq!(guest[16..20], bytes[24..28], "st_mode");
        assert_eq!(guest[20..24], bytes[16..20], "st_nlink");
        assert_eq!(guest[24..32], bytes[28..36], "st_uid, st_gid");
        assert_eq!(guest[32..40], bytes[40..48], "st_rdev");
        assert_eq!(guest[40..48], [0; 8], "__pad1");
        assert_eq!(guest[48..56], bytes[48..56], "st_size");
        assert_eq!(guest[56..60], bytes[56..60], "st_blksize");
        assert_eq!(guest[64..72], bytes[64..72], "st_blocks");
        assert_eq!(guest[72..120], bytes[72..120], "times");
    }

    #[test]
    fn the_hosts_layouts_are_the_libc_crates() {
        use std::mem::offset_of;
        assert_eq!(size_of::<libc::stat>(), x64::Stat::SIZE);
        assert_eq!(offset_of!(libc::stat, st_nlink), 16);
        assert_eq!(offset_of!(libc::stat, st_mode), 24);
        assert_eq!(offset_of!(libc::stat, st_rdev), 40);
        assert_eq!(offset_of!(libc::stat, st_blksize), 56);
        assert_eq!(offset_of!(libc::stat, st_ctime), 104);
        assert_eq!(size_of::<libc::epoll_event>(), x64::EpollEvent::SIZE);
        assert_eq!(size_of::<libc::semid_ds>(), x64::SemidDs::SIZE);
        assert_eq!(offset_of!(libc::semid_ds, sem_ctime), 64);
        assert_eq!(offset_of!(libc::semid_ds, sem_nsems), 80);
    }

    #[test]
    fn epoll_data_is_opaque() {
        let event = EpollEvent {
            events: 5,
            data: 0x0123_4567_89ab_cdef,
        };
        let host = x64::EpollEvent::from(event);
        assert_eq!(host.to_bytes()[4..12], event.data.to_le_bytes());
        assert_eq!(EpollEvent::from(host), event);
        assert_eq!(EpollEvent::from_bytes(&event.to_bytes()), event);
    }
}
