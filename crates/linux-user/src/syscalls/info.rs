//! What the system and the processor are.

use guest_mem::{Errno, PAGE_SIZE};
use linux_abi::layout::generic::HwprobePair;
use linux_abi::riscv::{Cpu, WHICH_CPUS};

use crate::task::{Args, SysResult, Task};
use crate::{host, user};

/// Bytes of a field of `struct new_utsname`.
const UTS_FIELD: usize = 65;

/// uname(2): the machine is the guest's, the release may be the command line's, the rest is the host's.
pub fn uname(task: &mut Task, [buf, ..]: Args) -> SysResult {
    let mut names = [[0; UTS_FIELD]; 6];
    host::call(libc::SYS_uname, [names.as_mut_ptr() as u64, 0, 0, 0, 0, 0])?;
    set_field(&mut names[4], task.kernel.arch.machine.as_bytes());
    if let Some(release) = &task.kernel.options.uname_release {
        set_field(&mut names[2], release);
    }
    user::write_bytes(buf, names.as_flattened())?;
    Ok(0)
}

fn set_field(field: &mut [u8; UTS_FIELD], value: &[u8]) {
    let len = value.len().min(UTS_FIELD - 1);
    *field = [0; UTS_FIELD];
    field[..len].copy_from_slice(&value[..len]);
}

/// personality(2). The host keeps it, so that children and other programs inherit it.
///
/// READ_IMPLIES_EXEC is not kept: it would make guest memory executable for the host, and does nothing for the guest.
pub fn personality(task: &mut Task, [persona, ..]: Args) -> SysResult {
    const QUERY: u32 = u32::MAX;
    const PER_MASK: u32 = 0xff;
    const PER_LINUX32: u32 = 8;
    if persona as u32 & PER_MASK == PER_LINUX32 && !task.kernel.arch.per_linux32 {
        return Err(Errno(libc::EINVAL));
    }
    const READ_IMPLIES_EXEC: u32 = 0x0040_0000;
    let persona = match persona as u32 {
        QUERY => QUERY,
        persona => persona & !READ_IMPLIES_EXEC,
    };
    host::call(libc::SYS_personality, [u64::from(persona), 0, 0, 0, 0, 0])
}

/// riscv_hwprobe(2). All cpus are the same.
pub fn riscv_hwprobe(task: &mut Task, [pairs, count, size, cpus, flags, _]: Args) -> SysResult {
    let Some(cpu) = &task.kernel.arch.riscv else {
        return Err(Errno(libc::ENOSYS));
    };
    match flags as u32 as u64 {
        0 => probe_values(cpu, pairs, count, size, cpus),
        WHICH_CPUS => probe_cpus(cpu, pairs, count, size, cpus),
        _ => Err(Errno(libc::EINVAL)),
    }
}

/// The cpus that are online, as sched_getaffinity of the first process would list them: the host's own list is
/// /sys/devices/system/cpu/online.
fn online() -> Vec<u8> {
    let text = crate::file::read_whole(c"/sys/devices/system/cpu/online").unwrap_or_default();
    let mut set = Vec::new();
    for range in String::from_utf8_lossy(&text).trim().split(',') {
        let mut ends = range.split('-').map(|n| n.parse::<usize>().ok());
        let Some(Some(first)) = ends.next() else {
            continue;
        };
        let last = ends.next().flatten().unwrap_or(first);
        for cpu in first..=last.min(first + (1 << 16)) {
            set.resize(set.len().max(cpu / 8 + 1), 0);
            set[cpu / 8] |= 1 << (cpu % 8);
        }
    }
    set
}

fn read_set(addr: u64, size: u64) -> Result<Vec<u8>, Errno> {
    let mut set = vec![0; size.min(PAGE_SIZE) as usize];
    user::read_bytes(addr, &mut set)?;
    Ok(set)
}

fn probe_values(cpu: &Cpu, pairs: u64, count: u64, size: u64, cpus: u64) -> SysResult {
    // As the kernel: no set at all means every cpu that is online; a set must name one of them.
    if size != 0 || cpus != 0 {
        let set = read_set(cpus, size)?;
        if !set.iter().zip(online()).any(|(a, b)| a & b != 0) {
            return Err(Errno(libc::EINVAL));
        }
    }
    for n in 0..count {
        let at = pair_address(pairs, n)?;
        let mut pair = read_pair(at)?;
        match cpu.hwprobe(pair.key) {
            Some(value) => pair.value = value,
            None => pair = HwprobePair { key: -1, value: 0 },
        }
        user::write_bytes(at, &pair.to_bytes())?;
    }
    Ok(0)
}

fn probe_cpus(cpu: &Cpu, pairs: u64, count: u64, size: u64, cpus: u64) -> SysResult {
    if size == 0 || cpus == 0 {
        return Err(Errno(libc::EINVAL));
    }
    let mut set = read_set(cpus, size)?;
    if set.iter().all(|byte| *byte == 0) {
        for (byte, online) in set.iter_mut().zip(online()) {
            *byte = online;
        }
    }
    let mut all_match = true;
    for n in 0..count {
        let at = pair_address(pairs, n)?;
        let pair = read_pair(at)?;
        let Some(value) = cpu.hwprobe(pair.key) else {
            all_match = false;
            user::write_bytes(at, &HwprobePair { key: -1, value: 0 }.to_bytes())?;
            continue;
        };
        all_match &= match Cpu::is_bits(pair.key) {
            true => value & pair.value == pair.value,
            false => value == pair.value,
        };
    }
    if !all_match {
        set.fill(0);
    }
    user::write_bytes(cpus, &set)?;
    Ok(0)
}

fn pair_address(pairs: u64, n: u64) -> Result<u64, Errno> {
    n.checked_mul(HwprobePair::SIZE as u64)
        .and_then(|offset| pairs.checked_add(offset))
        .ok_or(Errno(libc::EFAULT))
}

fn read_pair(addr: u64) -> Result<HwprobePair, Errno> {
    let mut bytes = [0; HwprobePair::SIZE];
    user::read_bytes(addr, &mut bytes)?;
    Ok(HwprobePair::from_bytes(&bytes))
}
