//! Why a file cannot be loaded.

/// Why a file cannot be loaded, as one line that names the file nowhere (the caller does).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(
    missing_docs,
    reason = "the message of each variant is its documentation"
)]
pub enum ElfError {
    #[error("the file is empty")]
    Empty,
    #[error("not an ELF file")]
    NotElf,
    #[error(
        "truncated ELF file: the {what} should end at byte {end:#x}, but the file has {file_len:#x} bytes"
    )]
    Truncated {
        what: &'static str,
        end: u64,
        file_len: u64,
    },
    #[error("a 32-bit ELF file, where a 64-bit one is needed")]
    WrongClass,
    #[error("a big-endian ELF file, where a little-endian one is needed")]
    WrongEndianness,
    #[error("an ELF file for {}, where one for {} is needed", machine_name(*.found), machine_name(*.wanted))]
    WrongMachine { found: u16, wanted: u16 },
    #[error("an ELF file of type {0}, which is neither an executable nor a shared object")]
    WrongType(u16),
    #[error("ELF version {0} is unknown")]
    WrongVersion(u32),
    #[error("corrupt ELF file: program headers of {0} bytes each, where 56 are needed")]
    WrongPhentsize(u16),
    #[error("corrupt ELF file: {0} program headers, where 1 to 1170 can be loaded")]
    WrongPhnum(u16),
    #[error("ELF file without a loadable segment")]
    NothingToLoad,
    #[error("corrupt ELF file: segment {0} has more bytes in the file than in memory")]
    FileLargerThanMemory(usize),
    #[error("corrupt ELF file: segment {0} wraps around the end of the address space")]
    WrapAround(usize),
    #[error("the ELF file needs {need:#x} bytes of address space, but a program has {have:#x}")]
    TooLarge { need: u64, have: u64 },
    #[error("corrupt ELF file: segment {0}'s address and file offset differ within a page")]
    Misaligned(usize),
    #[error("corrupt ELF file: segments {0} and {1} overlap")]
    Overlap(usize, usize),
    #[error("corrupt ELF file: the interpreter's path has {0} bytes, where 2 to 4096 are possible")]
    InterpreterLength(u64),
    #[error("corrupt ELF file: the interpreter's path does not end with a zero byte")]
    InterpreterPath,
    #[error("corrupt ELF file: the entry point {0:#x} is outside of the program")]
    Entry(u64),
}

/// The architecture's name, where we know it.
fn machine_name(machine: u16) -> String {
    use goblin::elf::header as h;
    let name = match machine {
        h::EM_386 => "i386",
        h::EM_MIPS => "mips",
        h::EM_PPC => "powerpc",
        h::EM_PPC64 => "powerpc64",
        h::EM_S390 => "s390",
        h::EM_ARM => "arm",
        h::EM_SPARCV9 => "sparc64",
        h::EM_X86_64 => "x86-64",
        h::EM_AARCH64 => "aarch64",
        h::EM_RISCV => "riscv",
        258 => "loongarch",
        _ => return format!("machine {machine}"),
    };
    name.to_owned()
}
