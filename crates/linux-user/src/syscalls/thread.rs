//! System calls: a thread's own affairs.

use crate::host;
use crate::task::{Args, SysResult, Task};

/// set_tid_address(2): the host's kernel clears the guest's word when the host thread ends.
pub fn set_tid_address(_task: &mut Task, args: Args) -> SysResult {
    host::call(libc::SYS_set_tid_address, args)
}
