//! The file header.

use goblin::elf::header as gh;

use crate::ElfError;

/// The first bytes of every ELF file.
pub const MAGIC: [u8; 4] = *b"\x7fELF";
/// e_machine of riscv64 (and riscv32: the class tells them apart).
pub const EM_RISCV: u16 = gh::EM_RISCV;
/// e_machine of aarch64.
pub const EM_AARCH64: u16 = gh::EM_AARCH64;
/// e_machine of x86-64.
pub const EM_X86_64: u16 = gh::EM_X86_64;

/// Size of the 64-bit file header in bytes.
const EHDR_SIZE: usize = 64;
/// Size of a 64-bit program header in bytes.
pub(crate) const PHDR_SIZE: u16 = 56;
/// As many program headers as the kernel takes: 64 KiB of them.
const MAX_PHNUM: u16 = (65536 / PHDR_SIZE as u32) as u16;

/// Part of a file: `len` bytes from `offset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRange {
    /// First byte.
    pub offset: u64,
    /// Number of bytes.
    pub len: u64,
}

/// A file header that is 64-bit, little-endian, and an executable or shared object of some architecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// e_machine.
    pub machine: u16,
    /// Whether the file is position independent (ET_DYN).
    pub position_independent: bool,
    /// e_entry.
    pub entry: u64,
    /// e_flags.
    pub flags: u32,
    /// Where the program headers are in the file.
    pub program_headers: FileRange,
}

impl Header {
    /// Reads the file header from the first bytes of a file (64 are looked at) of `file_len` bytes.
    ///
    /// # Errors
    /// What is wrong with the header; the architecture is not checked here, because execve looks at several.
    pub fn parse(first: &[u8], file_len: u64) -> Result<Header, ElfError> {
        if file_len == 0 || first.is_empty() {
            return Err(ElfError::Empty);
        }
        if !first.starts_with(&MAGIC) {
            return Err(ElfError::NotElf);
        }
        check_ident(first)?;
        let truncated = ElfError::Truncated {
            what: "file header",
            end: EHDR_SIZE as u64,
            file_len,
        };
        let bytes = first.get(..EHDR_SIZE).ok_or(truncated.clone())?;
        let raw = goblin::elf::Elf::parse_header(bytes).map_err(|_| truncated)?;
        if raw.e_version != u32::from(gh::EV_CURRENT) {
            return Err(ElfError::WrongVersion(raw.e_version));
        }
        if raw.e_type != gh::ET_EXEC && raw.e_type != gh::ET_DYN {
            return Err(ElfError::WrongType(raw.e_type));
        }
        Ok(Header {
            machine: raw.e_machine,
            position_independent: raw.e_type == gh::ET_DYN,
            entry: raw.e_entry,
            flags: raw.e_flags,
            program_headers: program_headers(&raw, file_len)?,
        })
    }
}

/// The class and byte order; bytes that are not there are the truncation's business.
fn check_ident(first: &[u8]) -> Result<(), ElfError> {
    match first.get(gh::EI_CLASS) {
        Some(&gh::ELFCLASS64) | None => {}
        Some(&gh::ELFCLASS32) => return Err(ElfError::WrongClass),
        Some(_) => return Err(ElfError::NotElf),
    }
    match first.get(gh::EI_DATA) {
        Some(&gh::ELFDATA2LSB) | None => Ok(()),
        Some(&gh::ELFDATA2MSB) => Err(ElfError::WrongEndianness),
        Some(_) => Err(ElfError::NotElf),
    }
}

fn program_headers(raw: &gh::Header, file_len: u64) -> Result<FileRange, ElfError> {
    if raw.e_phnum == 0 || raw.e_phnum > MAX_PHNUM {
        return Err(ElfError::WrongPhnum(raw.e_phnum));
    }
    if raw.e_phentsize != PHDR_SIZE {
        return Err(ElfError::WrongPhentsize(raw.e_phentsize));
    }
    let len = u64::from(raw.e_phnum) * u64::from(PHDR_SIZE);
    let end = raw.e_phoff.saturating_add(len);
    if end > file_len {
        return Err(ElfError::Truncated {
            what: "table of program headers",
            end,
            file_len,
        });
    }
    Ok(FileRange {
        offset: raw.e_phoff,
        len,
    })
}
