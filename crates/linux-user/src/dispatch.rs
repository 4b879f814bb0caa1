//! From a system call's number to its answer, by the rows of [`linux_abi::syscalls`].
//!
//! What every call has in common happens here: pointers are checked, paths of calls that pass to the host are
//! resolved, and the call is traced. A pointer out of the guest's window (it could point into the emulator) is not
//! answered with EFAULT here but replaced by one that the host's kernel refuses, so that the order in which errors
//! are found stays the kernel's: `read(-1, bad, 1)` is EBADF.

use guest_mem::window_end;
use linux_abi::row::Checks;
use linux_abi::syscalls::{LIMIT, ROWS};
use linux_abi::{Guest, How, Row, Type};

use crate::fs_view::PathArg;
use crate::syscalls as handlers;
use crate::task::{Args, Outcome, Task};
use crate::{host, strace};
use guest_mem::Errno;

/// A function that answers a call.
type Handler = fn(&mut Task, Args) -> Outcome;

/// A kernel address: the host answers EFAULT wherever it would use it.
const BAD_POINTER: u64 = 0xffff_8000_0000_0000;

/// End of the host's user addresses: values above it are no pointers.
const HOST_END: u64 = 1 << 47;

macro_rules! handler {
    (do_ $file:ident :: $function:ident) => {
        Some(|task, args| Outcome::from(handlers::$file::$function(task, args)))
    };
    ($($other:tt)*) => {
        None
    };
}

macro_rules! handlers {
    ($($nr:literal $name:ident $args:tt $(-> $ret:ident)? $([$($guest:ident)+])?
        $how:ident $(($($detail:tt)*))? $($blocks:ident)?;)*) => {
        /// The function of each row, in the order of ROWS.
        static HANDLERS: [Option<Handler>; ROWS.len()] = [$(handler!($how $($($detail)*)?)),*];
    };
}

linux_abi::for_each_syscall!(handlers);

/// A row and its function.
#[derive(Clone, Copy)]
struct Entry {
    row: &'static Row,
    handler: Option<Handler>,
}

/// The place in ROWS of each number.
static PLACES: [Option<u16>; LIMIT] = {
    let mut places = [None; LIMIT];
    let mut n = 0;
    while n < ROWS.len() {
        places[ROWS[n].nr as usize] = Some(n as u16);
        n += 1;
    }
    places
};

/// The name of system call `nr`, if it has a row.
pub fn name(nr: u64) -> Option<&'static str> {
    let place = (*PLACES.get(usize::try_from(nr).ok()?)?)?;
    Some(&ROWS[usize::from(place)].name)
}

/// Answers the system call `nr`. `pc` is the address of the system call instruction.
///
/// The arguments stay where they are, in the guest's registers, unless one is to be changed or a function answers:
/// those that have just been stored there can be had at once one by one, but not two by two in a copy. What passes is inlined
/// into the loop around generated code: after a host call every return is mispredicted.
#[inline(always)]
pub fn syscall(task: &mut Task, nr: u64, args: &Args, pc: u64) -> Outcome {
    let Some(entry) = entry(task, nr) else {
        return unknown(nr, pc);
    };
    if task.kernel.options.strace {
        return traced(task, entry, *args);
    }
    run(task, entry, args)
}

#[cold]
fn unknown(nr: u64, pc: u64) -> Outcome {
    log::debug!("system call {nr} at {pc:#x} has no row");
    Errno(libc::ENOSYS).into()
}

#[cold]
fn traced(task: &mut Task, entry: Entry, args: Args) -> Outcome {
    strace::traced(task, entry.row, args, |task| run(task, entry, &args))
}

#[inline(always)]
fn entry(task: &Task, nr: u64) -> Option<Entry> {
    let place = usize::from((*PLACES.get(usize::try_from(nr).ok()?)?)?);
    let (row, handler) = (&ROWS[place], HANDLERS[place]);
    let everybody = row.guests.is_empty();
    (everybody || row.serves(guest(task))).then_some(Entry { row, handler })
}

/// The guest architecture, as the rows name it.
pub fn guest(task: &Task) -> Guest {
    Guest::of_machine(task.kernel.arch.elf_machine).unwrap_or(Guest::riscv64)
}

#[inline(always)]
fn run(task: &mut Task, entry: Entry, args: &Args) -> Outcome {
    match bad_pointers(&entry.row.checks, args) {
        0 => answer(task, entry, args),
        bad => answer_bad(task, entry, bad, *args),
    }
}

#[cold]
fn answer_bad(task: &mut Task, entry: Entry, bad: u8, args: Args) -> Outcome {
    answer(task, entry, &without(bad, args))
}

#[inline(always)]
fn answer(task: &mut Task, Entry { row, handler }: Entry, args: &Args) -> Outcome {
    if let Some(handler) = handler {
        return handler(task, *args);
    }
    if let How::Refuse(errno, why) = row.how {
        return refuse(row, errno, &why);
    }
    if row.checks.paths != 0 && task.kernel.fs.prefix().is_some() {
        return pass_resolved(task, row, *args);
    }
    pass(task, row, args)
}

#[cold]
fn refuse(row: &Row, errno: i32, why: &str) -> Outcome {
    log::debug!("{} is refused: {why}", row.name);
    Errno(errno).into()
}

/// Hands a call over to the host.
#[inline(always)]
fn pass(task: &Task, row: &Row, args: &Args) -> Outcome {
    // A row that passes has a host number: linux-abi's tests hold it to that.
    let Some(nr) = row.host.map(i64::from) else {
        return Errno(libc::ENOSYS).into();
    };
    if row.blocks {
        host::pass_interruptible(task, nr, args)
    } else {
        host::pass(nr, args)
    }
}

/// As [`pass`], with path arguments replaced by where they lead.
#[inline(never)]
fn pass_resolved(task: &Task, row: &Row, mut args: Args) -> Outcome {
    let _paths = resolved(task, row, &mut args);
    pass(task, row, &args)
}

/// Replaces the path arguments by where they lead. The result keeps the new paths alive.
fn resolved(task: &Task, row: &Row, args: &mut Args) -> Vec<PathArg> {
    let mut paths = Vec::new();
    for (n, arg) in row.args.iter().enumerate() {
        if !arg.ty.is_path() {
            continue;
        }
        let dir = n.checked_sub(1).filter(|d| row.args[*d].ty == Type::DirFd);
        let dirfd = dir.map_or(libc::AT_FDCWD as u64, |d| args[d]);
        let path = task
            .kernel
            .fs
            .path_arg(dirfd, args[n], follows(row, arg.ty, args));
        args[n] = path.address;
        if let Some(d) = dir {
            args[d] = path.dirfd;
        }
        paths.push(path);
    }
    paths
}

/// Whether a path argument of this type follows a symlink at its end.
fn follows(row: &Row, ty: Type, args: &Args) -> bool {
    let flags = row.find(Type::AtFlags).map_or(0, |n| args[n] as i32);
    match ty {
        Type::PathNoFollow => false,
        Type::PathAt => flags & libc::AT_SYMLINK_NOFOLLOW == 0,
        Type::PathLink => flags & libc::AT_SYMLINK_FOLLOW != 0,
        _ => true,
    }
}

/// A bit for each argument that is a pointer which is not the guest's.
#[inline(always)]
fn bad_pointers(checks: &Checks, args: &Args) -> u8 {
    let mut bad = 0;
    let mut left = checks.pointers;
    while left != 0 {
        let n = left.trailing_zeros() as usize;
        left &= left - 1;
        let size = u64::from(checks.size[n]).saturating_mul(count(checks, args, n));
        if args[n] != 0 && !guest_mem::in_window(args[n], size.max(1)) {
            bad |= 1 << n;
        }
    }
    let mut left = checks.words;
    while left != 0 {
        let n = left.trailing_zeros() as usize;
        left &= left - 1;
        if (window_end()..HOST_END).contains(&args[n]) {
            bad |= 1 << n;
        }
    }
    bad
}

/// The arguments with those that have a bit in `bad` made pointers that the host refuses.
fn without(bad: u8, args: Args) -> Args {
    std::array::from_fn(|n| {
        if bad & 1 << n != 0 {
            BAD_POINTER
        } else {
            args[n]
        }
    })
}

/// How many elements pointer argument `n` points at.
fn count(checks: &Checks, args: &Args, n: usize) -> u64 {
    let counter = usize::from(checks.len_arg[n]);
    match args.get(counter) {
        None => 1,
        Some(count) if checks.narrow & 1 << counter != 0 => u64::from(*count as u32),
        Some(count) => *count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(checks: &Checks, args: Args) -> Args {
        without(bad_pointers(checks, &args), args)
    }

    fn checks(nr: u64) -> &'static Checks {
        let row = linux_abi::syscalls::row(Guest::riscv64, nr);
        &row.expect("the number has a row").checks
    }

    #[test]
    fn a_row_has_a_function_exactly_when_it_says_so() {
        for (row, handler) in ROWS.iter().zip(HANDLERS) {
            assert_eq!(
                handler.is_some(),
                matches!(row.how, How::Do(_)),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn pointers_into_the_emulator_never_reach_the_host() {
        const READ: u64 = 63;
        let emulator = window_end() + 0x1000;
        let read = |buf, count| guarded(checks(READ), [3, buf, count, 0, 0, 0])[1];
        assert_eq!(read(emulator, 1), BAD_POINTER);
        assert_eq!(read(emulator, 0), BAD_POINTER);
        assert_eq!(read(u64::MAX, 1), BAD_POINTER);
        assert_eq!(read(0x1000, 10), 0x1000);
        assert_eq!(read(window_end() - 8, 8), window_end() - 8);
        assert_eq!(read(window_end() - 8, 9), BAD_POINTER);
        assert_eq!(read(0x1000, u64::MAX), BAD_POINTER);
        assert_eq!(read(0, u64::MAX), 0, "the host knows that null is none");
    }

    #[test]
    fn counts_are_as_wide_as_the_kernel_takes_them() {
        const GETGROUPS: u64 = 158;
        let garbage = 0xffff_ffff_0000_0002;
        let args = guarded(checks(GETGROUPS), [garbage, 0x1000, 0, 0, 0, 0]);
        assert_eq!(args[1], 0x1000);
        let args = guarded(checks(GETGROUPS), [2, window_end() - 4, 0, 0, 0, 0]);
        assert_eq!(args[1], BAD_POINTER, "two ids of four bytes");
    }

    #[test]
    fn numbers_that_may_be_pointers_pass_unless_they_are_the_emulators() {
        const FCNTL: u64 = 25;
        let fcntl = |arg| guarded(checks(FCNTL), [1, 2, arg, 0, 0, 0])[2];
        assert_eq!(fcntl(1), 1);
        assert_eq!(fcntl(u64::MAX), u64::MAX);
        assert_eq!(fcntl(window_end()), BAD_POINTER);
        assert_eq!(fcntl(0x7fff_0000_0000), BAD_POINTER);
    }
}
