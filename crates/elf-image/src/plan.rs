//! From program headers to what has to be mapped.

use goblin::container::{Container, Ctx, Endian};
use goblin::elf::program_header as ph;

use crate::header::PHDR_SIZE;
use crate::{ElfError, FileRange, Header, PAGE_SIZE};

/// The longest path the kernel takes, with its final zero.
const PATH_MAX: u64 = 4096;

/// A segment's protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prot {
    /// PROT_READ.
    pub read: bool,
    /// PROT_WRITE.
    pub write: bool,
    /// PROT_EXEC.
    pub exec: bool,
}

/// What PT_GNU_STACK says about executing the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackExec {
    /// There is no PT_GNU_STACK: the architecture's default.
    Default,
    /// The stack must be executable.
    Executable,
    /// The stack must not be executable.
    NonExecutable,
}

/// One PT_LOAD: up to three parts, in ascending order. `start..file_end` comes from the file (both page-aligned, and
/// `offset` is page-aligned too); `zero_start..file_end` of it has to be zeroed afterwards if the segment has bss (the
/// file's bytes after the segment lie there); `file_end..end` is anonymous. Addresses are as in the file: a position
/// independent file's bias has to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// First address, page-aligned.
    pub start: u64,
    /// End of the part that is mapped from the file, page-aligned; equal to `start` if there is none.
    pub file_end: u64,
    /// End of the segment, page-aligned.
    pub end: u64,
    /// Where `start` is in the file, page-aligned.
    pub offset: u64,
    /// First address after the file's bytes (p_vaddr + p_filesz).
    pub zero_start: u64,
    /// First address after the segment's memory (p_vaddr + p_memsz).
    pub mem_end: u64,
    /// Protection.
    pub prot: Prot,
}

impl Segment {
    /// Whether memory after the file's bytes must read as zero.
    pub fn has_bss(&self) -> bool {
        self.mem_end > self.zero_start
    }
}

/// What a file needs to be loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadPlan {
    /// Whether the segments may be moved by a bias (a multiple of `align`).
    pub position_independent: bool,
    /// The entry point, before any bias.
    pub entry: u64,
    /// The PT_LOAD segments with memory, in the file's order: later ones replace what they share a page with.
    pub segments: Vec<Segment>,
    /// The lowest and highest (exclusive) page-aligned address.
    pub extent: (u64, u64),
    /// Where the program headers are in memory, if a segment holds them.
    pub phdr_vaddr: Option<u64>,
    /// Number of program headers.
    pub phnum: u16,
    /// Size of a program header in bytes.
    pub phent: u16,
    /// Where the interpreter's path is in the file, with its final zero.
    pub interp: Option<FileRange>,
    /// What PT_GNU_STACK says.
    pub stack: StackExec,
    /// Where PT_GNU_PROPERTY's note is in the file.
    pub properties: Option<FileRange>,
    /// The alignment a bias must have: the largest p_align that is a power of two, a page at least.
    pub align: u64,
    /// First address after the highest segment's memory: where the heap begins, before it is page-aligned.
    pub brk: u64,
    /// The lowest executable address and the end of the highest executable segment's file bytes.
    pub code: (u64, u64),
    /// The start of the last segment in memory and the end of its file bytes.
    pub data: (u64, u64),
}

impl Header {
    /// Reads the program headers (`phdrs` are the bytes of [`Header::program_headers`]) of a file of `file_len` bytes
    /// for `machine`, whose programs have addresses below `task_size`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn plan(
        &self,
        phdrs: &[u8],
        file_len: u64,
        machine: u16,
        task_size: u64,
    ) -> Result<LoadPlan, ElfError> {
        if self.machine != machine {
            return Err(ElfError::WrongMachine {
                found: self.machine,
                wanted: machine,
            });
        }
        let headers = self.parse_phdrs(phdrs, file_len)?;
        let mut segments = Vec::new();
        let mut numbers = Vec::new();
        for (number, header) in headers.iter().enumerate() {
            if header.p_type == ph::PT_LOAD && header.p_filesz.max(header.p_memsz) != 0 {
                segments.push(segment(number, header, file_len)?);
                numbers.push((header.p_vaddr, header.p_vaddr + header.p_memsz, number));
            }
        }
        check_overlap(&mut numbers)?;
        let extent = extent(&segments).ok_or(ElfError::NothingToLoad)?;
        self.check_extent(extent, task_size)?;
        Ok(LoadPlan {
            position_independent: self.position_independent,
            entry: self.entry,
            extent,
            phdr_vaddr: self.phdr_vaddr(&headers),
            phnum: headers.len() as u16,
            phent: PHDR_SIZE,
            interp: interp(&headers, file_len)?,
            stack: stack(&headers),
            properties: properties(&headers),
            align: align(&headers),
            brk: segments.iter().map(|s| s.mem_end).max().unwrap_or(0),
            code: code(&segments),
            data: data(&segments),
            segments,
        })
    }

    fn parse_phdrs(&self, phdrs: &[u8], file_len: u64) -> Result<Vec<ph::ProgramHeader>, ElfError> {
        let FileRange { offset, len } = self.program_headers;
        let truncated = ElfError::Truncated {
            what: "table of program headers",
            end: offset + len,
            file_len,
        };
        let bytes = phdrs.get(..len as usize).ok_or(truncated.clone())?;
        let count = bytes.len() / usize::from(PHDR_SIZE);
        ph::ProgramHeader::parse(bytes, 0, count, Ctx::new(Container::Big, Endian::Little))
            .map_err(|_| truncated)
    }

    fn check_extent(&self, (low, high): (u64, u64), task_size: u64) -> Result<(), ElfError> {
        let need = if self.position_independent {
            high - low
        } else {
            high
        };
        if need > task_size {
            return Err(ElfError::TooLarge {
                need,
                have: task_size,
            });
        }
        if self.entry != 0 && !(low..high).contains(&self.entry) {
            return Err(ElfError::Entry(self.entry));
        }
        Ok(())
    }

    /// The address of the program headers, through the segment whose file bytes hold their first byte.
    fn phdr_vaddr(&self, headers: &[ph::ProgramHeader]) -> Option<u64> {
        let offset = self.program_headers.offset;
        let holds = |h: &&ph::ProgramHeader| {
            h.p_type == ph::PT_LOAD && h.p_offset <= offset && offset - h.p_offset < h.p_filesz
        };
        let header = headers.iter().find(holds)?;
        Some(offset - header.p_offset + header.p_vaddr)
    }
}

fn page_down(address: u64) -> u64 {
    address & !(PAGE_SIZE - 1)
}

fn page_up(address: u64) -> Option<u64> {
    address.checked_add(PAGE_SIZE - 1).map(page_down)
}

fn segment(number: usize, header: &ph::ProgramHeader, file_len: u64) -> Result<Segment, ElfError> {
    let wrap = ElfError::WrapAround(number);
    if header.p_filesz > header.p_memsz {
        return Err(ElfError::FileLargerThanMemory(number));
    }
    let mem_end = header
        .p_vaddr
        .checked_add(header.p_memsz)
        .ok_or(wrap.clone())?;
    let end = page_up(mem_end).ok_or(wrap.clone())?;
    let start = page_down(header.p_vaddr);
    let zero_start = header.p_vaddr + header.p_filesz;
    let mut segment = Segment {
        start,
        file_end: start,
        end,
        offset: 0,
        zero_start,
        mem_end,
        prot: prot(header.p_flags),
    };
    if header.p_filesz == 0 {
        return Ok(segment);
    }
    check_in_file("segment", header.p_offset, header.p_filesz, file_len)?;
    if (header.p_offset ^ header.p_vaddr) & (PAGE_SIZE - 1) != 0 {
        return Err(ElfError::Misaligned(number));
    }
    segment.file_end = page_up(zero_start).ok_or(wrap)?;
    segment.offset = page_down(header.p_offset);
    Ok(segment)
}

fn check_in_file(what: &'static str, offset: u64, len: u64, file_len: u64) -> Result<(), ElfError> {
    let end = offset.saturating_add(len);
    if end > file_len {
        return Err(ElfError::Truncated {
            what,
            end,
            file_len,
        });
    }
    Ok(())
}

/// Segments may share a page (a later one replaces it), but no byte. `ranges` are (start, end, number).
fn check_overlap(ranges: &mut [(u64, u64, usize)]) -> Result<(), ElfError> {
    ranges.sort_unstable();
    for pair in ranges.windows(2) {
        if pair[1].0 < pair[0].1 {
            let (a, b) = (pair[0].2, pair[1].2);
            return Err(ElfError::Overlap(a.min(b), a.max(b)));
        }
    }
    Ok(())
}

fn extent(segments: &[Segment]) -> Option<(u64, u64)> {
    let low = segments.iter().map(|s| s.start).min()?;
    let high = segments.iter().map(|s| s.end).max()?;
    Some((low, high))
}

fn interp(headers: &[ph::ProgramHeader], file_len: u64) -> Result<Option<FileRange>, ElfError> {
    let Some(header) = headers.iter().find(|h| h.p_type == ph::PT_INTERP) else {
        return Ok(None);
    };
    let range = FileRange {
        offset: header.p_offset,
        len: header.p_filesz,
    };
    if range.len < 2 || range.len > PATH_MAX {
        return Err(ElfError::InterpreterLength(range.len));
    }
    check_in_file("interpreter's path", range.offset, range.len, file_len)?;
    Ok(Some(range))
}

fn stack(headers: &[ph::ProgramHeader]) -> StackExec {
    match headers.iter().rfind(|h| h.p_type == ph::PT_GNU_STACK) {
        None => StackExec::Default,
        Some(header) if header.p_flags & ph::PF_X != 0 => StackExec::Executable,
        Some(_) => StackExec::NonExecutable,
    }
}

fn properties(headers: &[ph::ProgramHeader]) -> Option<FileRange> {
    const PT_GNU_PROPERTY: u32 = 0x6474_e553;
    let header = headers.iter().find(|h| h.p_type == PT_GNU_PROPERTY)?;
    Some(FileRange {
        offset: header.p_offset,
        len: header.p_filesz,
    })
}

fn align(headers: &[ph::ProgramHeader]) -> u64 {
    let loads = headers.iter().filter(|h| h.p_type == ph::PT_LOAD);
    loads
        .map(|h| h.p_align)
        .filter(|a| a.is_power_of_two())
        .fold(PAGE_SIZE, u64::max)
}

fn prot(flags: u32) -> Prot {
    Prot {
        read: flags & ph::PF_R != 0,
        write: flags & ph::PF_W != 0,
        exec: flags & ph::PF_X != 0,
    }
}

fn code(segments: &[Segment]) -> (u64, u64) {
    let executable = || segments.iter().filter(|s| s.prot.exec);
    let start = executable().map(|s| s.start).min().unwrap_or(0);
    let end = executable().map(|s| s.zero_start).max().unwrap_or(0);
    (start, end)
}

fn data(segments: &[Segment]) -> (u64, u64) {
    segments
        .iter()
        .max_by_key(|s| s.start)
        .map_or((0, 0), |s| (s.start, s.zero_start))
}

impl LoadPlan {
    /// The interpreter's path from the bytes of [`LoadPlan::interp`].
    ///
    /// # Errors
    /// The bytes do not end with a zero, or there is no path before the first.
    pub fn interp_path(bytes: &[u8]) -> Result<&[u8], ElfError> {
        let Some((0, _)) = bytes.split_last() else {
            return Err(ElfError::InterpreterPath);
        };
        match bytes.iter().position(|&b| b == 0) {
            Some(0) | None => Err(ElfError::InterpreterPath),
            Some(end) => Ok(&bytes[..end]),
        }
    }
}
