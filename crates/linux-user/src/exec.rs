//! Loads a program into the guest's empty address space: segments, interpreter, vDSO, stack, heap.
//!
//! Where things go follows the kernel's layout on riscv64 and arm64: a position independent program at two thirds of the window, the
//! heap a random gap after it, the stack at the top, mappings below the room the stack may grow into.

use std::os::fd::AsRawFd;

use crate::host;
use crate::kernel::{ImageInfo, Kernel};
use crate::program::{Checks, Kind, Location, PathError, Program, Resolved};
use crate::stack::{self, at};
use crate::vdso;
use elf_image::{ElfError, Header, LoadPlan, Segment, StackExec, property};
use guest_mem::vma::Backing;
use guest_mem::{Errno, MapRequest, PAGE_SIZE, Prot, page_ceil, page_floor};

/// What the kernel maps of the stack at first, in bytes; it grows on demand.
const STACK_FIRST: u64 = 132 << 10;
/// The least and most room for the stack below its top, in bytes (the most: a sixth of the window).
const STACK_ROOM_MIN: u64 = 128 << 20;
/// What addresses are randomised by: 2^18 pages, as on riscv64 and arm64.
const RANDOM_PAGES: u64 = 1 << 18;
/// The heap begins up to this many bytes after the program.
const BRK_GAP: u64 = 1 << 30;
/// Pages the kernel keeps free below a stack.
const STACK_GUARD: u64 = 1 << 20;
/// personality(2): no randomisation.
const ADDR_NO_RANDOMIZE: u64 = libc::ADDR_NO_RANDOMIZE as u64;
/// AT_CLKTCK: USER_HZ of every Linux.
const CLOCK_TICKS: u64 = 100;

/// What to load.
#[derive(Debug, Clone, Default)]
pub struct LoadRequest {
    /// The program's path, as the guest knows it.
    pub path: Vec<u8>,
    /// The program's file, if it is already open: closed when it has been read.
    pub fd: Option<i32>,
    /// AT_EXECFN, if it is not `path`.
    pub execfn: Option<Vec<u8>>,
    /// The arguments, argv[0] included.
    pub argv: Vec<Vec<u8>>,
    /// The environment.
    pub envp: Vec<Vec<u8>>,
    /// AT_SECURE.
    pub secure: bool,
}

/// Where the program begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The first instruction.
    pub pc: u64,
    /// The stack pointer.
    pub sp: u64,
}

/// Why a program cannot be loaded, as one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The file, or an interpreter on the way, cannot be opened or executed.
    #[error("{}: {}", String::from_utf8_lossy(path), message(*errno))]
    File {
        /// The file.
        path: Vec<u8>,
        /// What is wrong.
        errno: Errno,
    },
    /// The file is no program that can be run here.
    #[error("{}: {error}", String::from_utf8_lossy(path))]
    Elf {
        /// The file.
        path: Vec<u8>,
        /// What is wrong.
        error: ElfError,
    },
    /// There is no room for it.
    #[error("{}: cannot map the program's {what}: {}", String::from_utf8_lossy(path), message(*errno))]
    Map {
        /// The file.
        path: Vec<u8>,
        /// Which part.
        what: &'static str,
        /// Why not.
        errno: Errno,
    },
}

impl LoadError {
    /// The exit status a shell gives: 127 if there is no such program, 126 if it cannot be run.
    pub fn exit_status(&self) -> i32 {
        match self {
            LoadError::File {
                errno: Errno(libc::ENOENT | libc::ENOTDIR),
                ..
            } => 127,
            _ => 126,
        }
    }
}

impl From<PathError> for LoadError {
    fn from(PathError { path, errno }: PathError) -> LoadError {
        LoadError::File { path, errno }
    }
}

/// The errno's text without Rust's "(os error n)".
fn message(errno: Errno) -> String {
    let text = std::io::Error::from_raw_os_error(errno.0).to_string();
    text.split(" (os error")
        .next()
        .map_or_else(String::new, str::to_owned)
}

/// An opened ELF file with its plan.
struct Object {
    program: Program,
    plan: LoadPlan,
    path: Vec<u8>,
}

/// Strings in place of argv[0].
type Front = Option<Vec<Vec<u8>>>;

/// Loads a program; the address space must be empty. Nothing else runs yet.
///
/// # Errors
/// One clear line, and nothing to be undone: the process is to end.
pub fn load(kernel: &Kernel, request: LoadRequest) -> Result<Entry, LoadError> {
    let (main, front) = find_program(kernel, &request)?;
    let interpreter = find_interpreter(kernel, &main.program, &main.plan, &main.path)?;
    let chance = Chance::new(&request.path)?;
    let stack =
        map_stack(kernel, &chance, main.plan.stack).map_err(|e| map_error(&main, "stack", e))?;
    let placed = map_program(kernel, &main, interpreter.as_ref(), &chance)?;
    let start_brk = page_ceil(main.plan.brk + placed.bias) + chance.brk;
    kernel.mem.set_brk_start(start_brk);
    let vdso = map_vdso(kernel).map_err(|e| map_error(&main, "vDSO", e))?;
    let mut argv = request.argv;
    apply_front(&mut argv, front);
    let execfn = request.execfn.unwrap_or(request.path);
    let contents = stack::Contents {
        argv: &argv,
        envp: &request.envp,
        execfn: &execfn,
        platform: kernel.arch.platform,
        random: chance.at_random,
        gap: chance.stack_gap,
        auxv: &auxv(kernel, &main.plan, &placed, vdso.range.0, request.secure),
    };
    let built = stack::build(stack.top, &contents);
    fill_stack(kernel, &stack, &built).map_err(|e| map_error(&main, "stack", e))?;
    name_process(&execfn);
    let shift =
        |(from, to): (u64, u64)| (from.wrapping_add(placed.bias), to.wrapping_add(placed.bias));
    let image = ImageInfo {
        exe: file_path(&main),
        auxv: built.auxv,
        start_stack: built.sp,
        args: built.args,
        env: built.env,
        code: shift(main.plan.code),
        data: shift(main.plan.data),
        start_brk,
        vdso: vdso.range,
        vdso_text: vdso.text,
        sigreturn: vdso.sigreturn,
        stack_top: stack.top,
        execfn,
    };
    // /proc shows the guest's addresses if the host's kernel can be told; nothing depends on it.
    if let Err(errno) = crate::proc::tell_kernel(&image) {
        log::debug!("the kernel does not learn the guest's addresses: {errno}");
    }
    assert!(
        kernel.image.set(image).is_ok(),
        "a process loads one program"
    );
    Ok(Entry {
        pc: placed.pc,
        sp: built.sp,
    })
}

/// Where a program and its interpreter have been mapped.
struct Placed {
    /// What is added to the program's addresses.
    bias: u64,
    /// The program's entry point.
    entry: u64,
    /// The interpreter's first address, or 0.
    base: u64,
    /// The first instruction to execute.
    pc: u64,
}

fn map_program(
    kernel: &Kernel,
    main: &Object,
    interpreter: Option<&Object>,
    chance: &Chance,
) -> Result<Placed, LoadError> {
    let home = kernel.mem.home_number(main.program.status.id);
    let pie = home.map_or(chance.pie, |number| number % RANDOM_PAGES * PAGE_SIZE);
    let bias = place(kernel, main, Some(two_thirds(kernel) + pie))?;
    // Of a program with an interpreter, what the interpreter does not guard is not guarded.
    let guarded = guarded(kernel, interpreter.unwrap_or(main))?;
    map_object(kernel, main, bias, guarded && interpreter.is_none())?;
    let entry = main.plan.entry.wrapping_add(bias);
    let Some(object) = interpreter else {
        return Ok(Placed {
            bias,
            entry,
            base: 0,
            pc: entry,
        });
    };
    let (low, high) = object.plan.extent;
    let home = kernel.mem.home(object.program.status.id, high - low);
    let shift = place(kernel, object, home)?;
    map_object(kernel, object, shift, guarded)?;
    let base = shift.wrapping_add(object.plan.extent.0);
    Ok(Placed {
        bias,
        entry,
        base,
        pc: object.plan.entry.wrapping_add(shift),
    })
}

fn map_error(object: &Object, what: &'static str, errno: Errno) -> LoadError {
    LoadError::Map {
        path: object.path.clone(),
        what,
        errno,
    }
}

/// Opens the program and follows `#!` lines.
fn find_program(kernel: &Kernel, request: &LoadRequest) -> Result<(Object, Front), LoadError> {
    let path = &request.path;
    let fail = |errno| LoadError::File {
        path: path.clone(),
        errno,
    };
    let resolved = match request.fd {
        Some(fd) => {
            Resolved::from_file(kernel, host::adopt(fd).map_err(fail)?, path, Checks::Read)?
        }
        None => {
            let at = Location::of(kernel, libc::AT_FDCWD, path, 0).map_err(fail)?;
            Resolved::open(kernel, at, path, Checks::Read)?
        }
    };
    let Resolved {
        program,
        kind,
        path,
        front,
        ..
    } = resolved;
    match kind {
        Kind::Guest(header) => {
            let plan = read_plan(kernel, &program, &header, &path)?;
            Ok((
                Object {
                    program,
                    plan,
                    path,
                },
                front,
            ))
        }
        Kind::Foreign(error) => Err(LoadError::Elf { path, error }),
        Kind::Script(_) => Err(LoadError::File {
            path,
            errno: Errno(libc::ENOEXEC),
        }),
    }
}

/// Whether a program could be loaded, for execve, which has to fail before the old program is gone.
///
/// # Errors
/// The kernel's: ENOEXEC for a damaged file, ELIBBAD for a damaged interpreter, or why that cannot be opened.
pub fn check(kernel: &Kernel, program: &Program, header: &Header) -> Result<(), Errno> {
    let plan = read_plan(kernel, program, header, b"").map_err(|_| Errno(libc::ENOEXEC))?;
    match find_interpreter(kernel, program, &plan, b"") {
        Ok(_) => Ok(()),
        Err(LoadError::File { errno, .. } | LoadError::Map { errno, .. }) => Err(errno),
        Err(LoadError::Elf { path, .. }) if path.is_empty() => Err(Errno(libc::ENOEXEC)),
        Err(LoadError::Elf { .. }) => Err(Errno(libc::ELIBBAD)),
    }
}

fn read_plan(
    kernel: &Kernel,
    program: &Program,
    header: &Header,
    path: &[u8],
) -> Result<LoadPlan, LoadError> {
    let table = header.program_headers;
    let phdrs = program.read(table.offset, table.len as usize);
    let phdrs = phdrs.map_err(|errno| LoadError::File {
        path: path.to_vec(),
        errno,
    })?;
    let arch = kernel.arch;
    header
        .plan(
            &phdrs,
            program.status.size,
            arch.elf_machine,
            arch.task_size,
        )
        .map_err(|error| LoadError::Elf {
            path: path.to_vec(),
            error,
        })
}

/// Opens what the PT_INTERP of the program at `path` names, if anything.
fn find_interpreter(
    kernel: &Kernel,
    program: &Program,
    plan: &LoadPlan,
    path: &[u8],
) -> Result<Option<Object>, LoadError> {
    let Some(range) = plan.interp else {
        return Ok(None);
    };
    let bytes = program.read(range.offset, range.len as usize);
    let bytes = bytes.map_err(|errno| LoadError::File {
        path: path.to_vec(),
        errno,
    })?;
    let path = LoadPlan::interp_path(&bytes)
        .map_err(|error| LoadError::Elf {
            path: path.to_vec(),
            error,
        })?
        .to_vec();
    let fail = |errno| LoadError::File {
        path: path.clone(),
        errno,
    };
    let at = Location::of(kernel, libc::AT_FDCWD, &path, 0).map_err(fail)?;
    let program = Program::open(&at, Checks::Exec).map_err(fail)?;
    let header = Header::parse(&program.head, program.status.size);
    let header = header.map_err(|error| LoadError::Elf {
        path: path.clone(),
        error,
    })?;
    let plan = read_plan(kernel, &program, &header, &path)?;
    Ok(Some(Object {
        program,
        plan,
        path,
    }))
}

/// Random numbers, drawn once.
struct Chance {
    /// The guest is to have the same addresses in every run.
    none: bool,
    at_random: [u8; 16],
    pie: u64,
    brk: u64,
    stack: u64,
    mmap: u64,
    stack_gap: u64,
}

impl Chance {
    fn new(path: &[u8]) -> Result<Chance, LoadError> {
        let fail = |errno| LoadError::File {
            path: path.to_vec(),
            errno,
        };
        let bytes = host::getrandom::<56>().map_err(fail)?;
        let personality =
            host::call(libc::SYS_personality, [0xffff_ffff, 0, 0, 0, 0, 0]).map_err(fail)?;
        let fixed = personality & ADDR_NO_RANDOMIZE != 0;
        let word = |i: usize| {
            let raw = bytes
                .as_chunks::<8>()
                .0
                .get(i)
                .map_or(0, |chunk| u64::from_le_bytes(*chunk));
            if fixed { 0 } else { raw }
        };
        let pages = |i| word(i) % RANDOM_PAGES * PAGE_SIZE;
        let at_random = bytes.as_chunks::<16>().0[0];
        let (pie, stack, mmap) = (pages(2), pages(3), pages(4));
        Ok(Chance {
            none: fixed,
            at_random,
            pie,
            stack,
            mmap,
            brk: page_floor(word(5) % BRK_GAP),
            stack_gap: (word(6) % 8192) & !15,
        })
    }
}

fn two_thirds(kernel: &Kernel) -> u64 {
    page_floor(kernel.arch.task_size / 3 * 2)
}

/// A mapped, empty stack.
struct Stack {
    top: u64,
    low: u64,
}

/// Maps the stack and puts the end of the mmap area below the room it may grow into.
fn map_stack(kernel: &Kernel, chance: &Chance, exec: StackExec) -> Result<Stack, Errno> {
    let task_size = kernel.arch.task_size;
    let top = page_floor(task_size - chance.stack);
    let limit = match kernel.options.stack_size {
        Some(size) => size,
        None => host::limit(libc::RLIMIT_STACK)?.soft,
    };
    let room = limit
        .saturating_add(STACK_GUARD)
        .clamp(STACK_ROOM_MIN, task_size / 6);
    kernel.mem.set_mmap_top(top - page_ceil(room) - chance.mmap);
    if let Some(secret) = kernel.options.homes.filter(|_| !chance.none) {
        let random = 2 * RANDOM_PAGES * PAGE_SIZE;
        let end = page_floor(task_size - random - page_ceil(room));
        kernel.mem.set_homes(secret, end);
    }
    // A stack of a given size is mapped whole, because the host lets it grow to its own limit only.
    let (len, grows) = match kernel.options.stack_size {
        Some(_) => (page_ceil(limit.clamp(STACK_FIRST, room - STACK_GUARD)), 0),
        None => (STACK_FIRST, libc::MAP_GROWSDOWN | libc::MAP_STACK),
    };
    let exec = if exec == StackExec::Executable { 4 } else { 0 };
    let request = MapRequest {
        addr: top - len,
        len,
        prot: Prot::from_bits(3 | exec),
        flags: libc::MAP_PRIVATE
            | libc::MAP_ANONYMOUS
            | libc::MAP_FIXED_NOREPLACE
            | libc::MAP_NORESERVE
            | grows,
        fd: -1,
        offset: 0,
    };
    let low = kernel.mem.map_as(request, Backing::Stack)?;
    Ok(Stack { top, low })
}

/// Copies the first stack in, making the mapping larger first if the strings need more than it has.
fn fill_stack(kernel: &Kernel, stack: &Stack, built: &stack::Built) -> Result<(), Errno> {
    if built.sp < stack.low + PAGE_SIZE {
        let low = page_floor(built.sp) - STACK_FIRST;
        let request = MapRequest {
            addr: low,
            len: stack.low - low,
            prot: kernel
                .mem
                .find(stack.low)
                .map_or(Prot::from_bits(3), |vma| vma.prot),
            flags: libc::MAP_PRIVATE
                | libc::MAP_ANONYMOUS
                | libc::MAP_FIXED_NOREPLACE
                | libc::MAP_GROWSDOWN,
            fd: -1,
            offset: 0,
        };
        kernel.mem.map_as(request, Backing::Stack)?;
    }
    guest_mem::write_bytes(built.sp, &built.bytes).map_err(|_| Errno(libc::EFAULT))
}

/// The bias for an object: 0 if it cannot be moved, else so that it begins at `wanted` or where mmap would put it.
fn place(kernel: &Kernel, object: &Object, wanted: Option<u64>) -> Result<u64, LoadError> {
    let (low, high) = object.plan.extent;
    if !object.plan.position_independent {
        return Ok(0);
    }
    let align = object.plan.align;
    let (low, hint) = (low & !(align - 1), wanted.unwrap_or(0) & !(align - 1));
    let start = kernel.mem.find_free(high - low, align, hint);
    let start = start.ok_or_else(|| map_error(object, "segments", Errno(libc::ENOMEM)))?;
    Ok(start.wrapping_sub(low))
}

/// Whether the kernel guards the code of a file that it maps (arch/arm64/kernel/process.c, arch_parse_elf_property and
/// arch_elf_adjust_prot).
fn guarded(kernel: &Kernel, object: &Object) -> Result<bool, LoadError> {
    let extra = (kernel.arch.prot_flags)(kernel.options.cpu);
    let range = match object.plan.properties {
        Some(range) if Prot::with_extra(!0, extra).guarded() => range,
        _ => return Ok(false),
    };
    let bad = |_| map_error(object, "properties", Errno(libc::ENOEXEC));
    if range.len > property::PROPERTIES_MAX {
        return Err(bad(property::BadProperties));
    }
    let note = object.program.read(range.offset, range.len as usize);
    let note = note.map_err(|errno| map_error(object, "properties", errno))?;
    let features = property::property(&note, property::AARCH64_FEATURES).map_err(bad)?;
    Ok(features & property::AARCH64_BTI != 0)
}

fn map_object(kernel: &Kernel, object: &Object, bias: u64, guarded: bool) -> Result<(), LoadError> {
    for segment in &object.plan.segments {
        map_segment(kernel, object, segment, bias, guarded)
            .map_err(|errno| map_error(object, "segments", errno))?;
    }
    Ok(())
}

fn map_segment(
    kernel: &Kernel,
    object: &Object,
    segment: &Segment,
    bias: u64,
    guarded: bool,
) -> Result<(), Errno> {
    let prot = segment.prot;
    let bits = u64::from(prot.read) | u64::from(prot.write) << 1 | u64::from(prot.exec) << 2;
    let guard = match guarded && prot.exec {
        true => u64::from(Prot::GUARDED.0),
        false => 0,
    };
    let request = |from: u64, to: u64| MapRequest {
        addr: from.wrapping_add(bias),
        len: to - from,
        prot: Prot::with_extra(bits | guard, guard),
        flags: libc::MAP_PRIVATE | libc::MAP_FIXED,
        fd: -1,
        offset: 0,
    };
    if segment.file_end > segment.start {
        let mut file = request(segment.start, segment.file_end);
        file.fd = object.program.file.as_raw_fd();
        file.offset = segment.offset;
        kernel.mem.map(file)?;
        if segment.has_bss() && prot.write {
            let end = segment.file_end.min(page_ceil(segment.zero_start));
            guest_mem::fill_zero(
                segment.zero_start.wrapping_add(bias),
                (end - segment.zero_start) as usize,
            )
            .map_err(|_| Errno(libc::EFAULT))?;
        }
    }
    if segment.end > segment.file_end {
        let mut bss = request(segment.file_end, segment.end);
        bss.flags |= libc::MAP_ANONYMOUS;
        kernel.mem.map(bss)?;
    }
    Ok(())
}

/// The mapped vDSO.
struct MappedVdso {
    range: (u64, u64),
    text: (u64, u64),
    sigreturn: u64,
}

fn map_vdso(kernel: &Kernel) -> Result<MappedVdso, Errno> {
    let vdso = vdso::build(kernel.arch.vdso);
    let len = page_ceil(vdso.bytes.len() as u64);
    let request = MapRequest {
        addr: 0,
        len,
        prot: Prot::from_bits(3),
        flags: libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
        fd: -1,
        offset: 0,
    };
    let start = kernel.mem.map_as(request, Backing::Vdso)?;
    guest_mem::write_bytes(start, &vdso.bytes).map_err(|_| Errno(libc::EFAULT))?;
    kernel.mem.protect(start, len, Prot::from_bits(5), 0)?;
    let text = (start + vdso.text.start, start + vdso.text.end);
    Ok(MappedVdso {
        range: (start, start + len),
        text,
        sigreturn: start + vdso.sigreturn,
    })
}

/// Puts what `#!` lines ask for in place of argv[0]. As for the kernel, argv is never empty.
fn apply_front(argv: &mut Vec<Vec<u8>>, front: Front) {
    if argv.is_empty() {
        argv.push(Vec::new());
    }
    if let Some(front) = front {
        argv.splice(..1, front);
    }
}

/// The auxiliary vector, in the kernel's order.
fn auxv(
    kernel: &Kernel,
    plan: &LoadPlan,
    placed: &Placed,
    vdso: u64,
    secure: bool,
) -> Vec<(u64, u64)> {
    let arch = kernel.arch;
    // These calls cannot fail.
    let id = |nr| host::call(nr, [0; 6]).unwrap_or(0);
    let hwcaps = (arch.hwcaps)(kernel.options.cpu);
    let mut auxv = vec![
        (at::SYSINFO_EHDR, vdso),
        (at::MINSIGSTKSZ, arch.min_sigstack),
        (at::HWCAP, hwcaps.first().copied().unwrap_or(0)),
        (at::PAGESZ, PAGE_SIZE),
        (at::CLKTCK, CLOCK_TICKS),
        (
            at::PHDR,
            plan.phdr_vaddr
                .map_or(0, |address| address.wrapping_add(placed.bias)),
        ),
        (at::PHENT, plan.phent.into()),
        (at::PHNUM, plan.phnum.into()),
        (at::BASE, placed.base),
        (at::FLAGS, 0),
        (at::ENTRY, placed.entry),
        (at::UID, id(libc::SYS_getuid)),
        (at::EUID, id(libc::SYS_geteuid)),
        (at::GID, id(libc::SYS_getgid)),
        (at::EGID, id(libc::SYS_getegid)),
        (at::SECURE, secure.into()),
    ];
    let more = [at::HWCAP2, at::HWCAP3].into_iter();
    auxv.extend(more.zip(hwcaps.iter().skip(1).copied()));
    auxv
}

/// The file's path on the host.
fn file_path(object: &Object) -> Vec<u8> {
    let link = format!("/proc/self/fd/{}", object.program.file.as_raw_fd());
    let link = std::ffi::CString::new(link).expect("digits hold no zero byte");
    host::readlink(&link).unwrap_or_else(|_| object.path.clone())
}

/// As exec does: the thread is named after the last part of the path.
fn name_process(path: &[u8]) {
    let name = path.rsplit(|&b| b == b'/').next().unwrap_or(path);
    if let Ok(name) = std::ffi::CString::new(name) {
        host::set_name(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_replaces_the_first_argument() {
        let words = |list: &[&str]| {
            list.iter()
                .map(|s| s.as_bytes().to_vec())
                .collect::<Vec<_>>()
        };
        let mut argv = words(&["x", "a", "b"]);
        apply_front(&mut argv, Some(words(&["/bin/sh", "-e", "./x"])));
        assert_eq!(argv, words(&["/bin/sh", "-e", "./x", "a", "b"]));
        let mut empty = Vec::new();
        apply_front(&mut empty, None);
        assert_eq!(empty, words(&[""]));
    }

    #[test]
    fn errors_are_one_line_with_the_shells_status() {
        let missing = LoadError::File {
            path: b"./x".to_vec(),
            errno: Errno(libc::ENOENT),
        };
        assert_eq!(missing.to_string(), "./x: No such file or directory");
        assert_eq!(missing.exit_status(), 127);
        let empty = LoadError::Elf {
            path: b"./x".to_vec(),
            error: ElfError::Empty,
        };
        assert_eq!(empty.to_string(), "./x: the file is empty");
        assert_eq!(empty.exit_status(), 126);
    }
}
