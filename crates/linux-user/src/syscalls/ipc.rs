//! System V semaphores: the one structure of the three families that differs is `struct semid64_ds`.

use linux_abi::layout::{generic, x64};

use crate::task::{Args, SysResult, Task};
use crate::{host, user};

/// SEM_STAT_ANY (linux/sem.h).
const SEM_STAT_ANY: i32 = 20;

/// semctl(2).
pub fn semctl(_task: &mut Task, [semid, semnum, cmd, arg, ..]: Args) -> SysResult {
    /// Accepted and ignored on 64-bit architectures.
    const IPC_64: i32 = 0x100;
    match cmd as i32 & !IPC_64 {
        libc::IPC_STAT | libc::SEM_STAT | SEM_STAT_ANY => stat(semid, semnum, cmd, arg),
        libc::IPC_SET => set(semid, semnum, cmd, arg),
        _ => host::call(libc::SYS_semctl, [semid, semnum, cmd, arg, 0, 0]),
    }
}

fn stat(semid: u64, semnum: u64, cmd: u64, arg: u64) -> SysResult {
    let mut bytes = [0; x64::SemidDs::SIZE];
    let args = [semid, semnum, cmd, bytes.as_mut_ptr() as u64, 0, 0];
    let result = host::call(libc::SYS_semctl, args)?;
    let guest = generic::SemidDs::from(x64::SemidDs::from_bytes(&bytes));
    user::write_bytes(arg, &guest.to_bytes())?;
    Ok(result)
}

fn set(semid: u64, semnum: u64, cmd: u64, arg: u64) -> SysResult {
    let mut bytes = [0; generic::SemidDs::SIZE];
    user::read_bytes(arg, &mut bytes)?;
    let host_ds = x64::SemidDs::from(generic::SemidDs::from_bytes(&bytes)).to_bytes();
    let args = [semid, semnum, cmd, host_ds.as_ptr() as u64, 0, 0];
    host::call(libc::SYS_semctl, args)
}
