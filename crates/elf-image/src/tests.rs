use crate::{EM_RISCV, EM_X86_64, ElfError, FileRange, Header, LoadPlan, Segment, StackExec};

const TASK_SIZE: u64 = 1 << 38;
const FILE_LEN: u64 = 0x5000;

/// (type, flags, offset, vaddr, filesz, memsz, align)
type Phdr = (u32, u32, u64, u64, u64, u64, u64);

const LOAD: u32 = 1;
const INTERP: u32 = 3;
const GNU_STACK: u32 = 0x6474_e551;

fn file(e_type: u16, machine: u16, entry: u64, phdrs: &[Phdr]) -> Vec<u8> {
    let mut f = Vec::new();
    f.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    f.extend_from_slice(&e_type.to_le_bytes());
    f.extend_from_slice(&machine.to_le_bytes());
    f.extend_from_slice(&1u32.to_le_bytes());
    f.extend_from_slice(&entry.to_le_bytes());
    f.extend_from_slice(&64u64.to_le_bytes());
    f.extend_from_slice(&0u64.to_le_bytes());
    f.extend_from_slice(&5u32.to_le_bytes());
    for half in [64u16, 56, phdrs.len() as u16, 64, 0, 0] {
        f.extend_from_slice(&half.to_le_bytes());
    }
    for &(p_type, flags, offset, vaddr, filesz, memsz, align) in phdrs {
        f.extend_from_slice(&p_type.to_le_bytes());
        f.extend_from_slice(&flags.to_le_bytes());
        for word in [offset, vaddr, vaddr, filesz, memsz, align] {
            f.extend_from_slice(&word.to_le_bytes());
        }
    }
    f
}

fn plan(bytes: &[u8]) -> Result<LoadPlan, ElfError> {
    plan_in(bytes, FILE_LEN)
}

fn plan_in(bytes: &[u8], file_len: u64) -> Result<LoadPlan, ElfError> {
    let header = Header::parse(bytes, file_len)?;
    let phdrs = bytes
        .get(header.program_headers.offset as usize..)
        .unwrap_or(&[]);
    header.plan(phdrs, file_len, EM_RISCV, TASK_SIZE)
}

const TEXT: Phdr = (LOAD, 5, 0, 0, 0x1234, 0x1234, 0x1000);
const DATA: Phdr = (LOAD, 6, 0x1e00, 0x2e00, 0x300, 0x2000, 0x1000);

fn usual() -> Vec<u8> {
    let stack = (GNU_STACK, 6, 0, 0, 0, 0, 16);
    let interp = (INTERP, 4, 0x300, 0x300, 0x20, 0x20, 1);
    file(3, EM_RISCV, 0x500, &[interp, TEXT, DATA, stack])
}

fn one(phdr: Phdr) -> Result<LoadPlan, ElfError> {
    plan(&file(3, EM_RISCV, 0, &[phdr]))
}

#[test]
fn a_usual_dynamic_program() {
    let plan = plan(&usual()).expect("the file is right");
    assert!(plan.position_independent);
    assert_eq!(plan.entry, 0x500);
    assert_eq!(plan.extent, (0, 0x5000));
    assert_eq!(plan.phdr_vaddr, Some(64));
    assert_eq!((plan.phnum, plan.phent), (4, 56));
    assert_eq!(
        plan.interp,
        Some(FileRange {
            offset: 0x300,
            len: 0x20
        })
    );
    assert_eq!(plan.stack, StackExec::NonExecutable);
    assert_eq!(plan.brk, 0x4e00);
    assert_eq!(plan.code, (0, 0x1234));
    assert_eq!(plan.data, (0x2000, 0x3100));
    let text = plan.segments[0];
    assert_eq!(
        (text.start, text.file_end, text.end, text.offset),
        (0, 0x2000, 0x2000, 0)
    );
    assert!(!text.has_bss() && text.prot.exec && !text.prot.write);
    let data = plan.segments[1];
    assert_eq!(
        (data.start, data.file_end, data.end, data.offset),
        (0x2000, 0x4000, 0x5000, 0x1000)
    );
    assert_eq!((data.zero_start, data.mem_end), (0x3100, 0x4e00));
    assert!(data.has_bss() && data.prot.write);
}

#[test]
fn a_segment_without_file_bytes_needs_no_offset() {
    let plan = one((LOAD, 6, 0xffff_ffff_ffff_0123, 0x1010, 0, 0x10, 0x1000)).expect("only memory");
    let bss = Segment {
        start: 0x1000,
        file_end: 0x1000,
        end: 0x2000,
        ..plan.segments[0]
    };
    assert_eq!(plan.segments, [bss]);
}

#[test]
fn alignment_is_the_largest_power_of_two() {
    assert_eq!(
        one((LOAD, 5, 0, 0, 1, 1, 0x20_0000)).map(|p| p.align),
        Ok(0x20_0000)
    );
    assert_eq!(
        one((LOAD, 5, 0, 0, 1, 1, 0x30_0000)).map(|p| p.align),
        Ok(0x1000)
    );
    assert_eq!(one((LOAD, 5, 0, 0, 1, 1, 0)).map(|p| p.align), Ok(0x1000));
}

#[test]
fn what_is_no_elf_file() {
    assert_eq!(plan_in(b"", 0), Err(ElfError::Empty));
    assert_eq!(plan(b"#!/bin/sh\n"), Err(ElfError::NotElf));
    assert_eq!(plan(b"\x7fEL"), Err(ElfError::NotElf));
    assert!(matches!(
        plan_in(b"\x7fELF", 4),
        Err(ElfError::Truncated {
            what: "file header",
            ..
        })
    ));
}

#[test]
fn what_is_another_architecture() {
    let mut class = usual();
    class[4] = 1;
    assert_eq!(plan(&class), Err(ElfError::WrongClass));
    let mut endian = usual();
    endian[5] = 2;
    assert_eq!(plan(&endian), Err(ElfError::WrongEndianness));
    let x86 = file(3, EM_X86_64, 0, &[TEXT]);
    assert_eq!(
        plan(&x86),
        Err(ElfError::WrongMachine {
            found: EM_X86_64,
            wanted: EM_RISCV
        })
    );
    assert_eq!(
        plan(&x86).map_err(|e| e.to_string()),
        Err("an ELF file for x86-64, where one for riscv is needed".into())
    );
    assert_eq!(
        plan(&file(1, EM_RISCV, 0, &[TEXT])),
        Err(ElfError::WrongType(1))
    );
}

#[test]
fn hostile_segments() {
    assert_eq!(
        one((GNU_STACK, 6, 0, 0, 0, 0, 0)),
        Err(ElfError::NothingToLoad)
    );
    assert_eq!(
        one((LOAD, 5, 0, 0, 2, 1, 0)),
        Err(ElfError::FileLargerThanMemory(0))
    );
    assert_eq!(
        one((LOAD, 5, 0, u64::MAX - 8, 4, 64, 0)),
        Err(ElfError::WrapAround(0))
    );
    assert_eq!(
        one((LOAD, 5, 0, u64::MAX - 8, 0, 4, 0)),
        Err(ElfError::WrapAround(0))
    );
    assert_eq!(
        one((LOAD, 5, 0, 0x10, 4, 4, 0)),
        Err(ElfError::Misaligned(0))
    );
    assert!(matches!(
        one((LOAD, 5, 0, 0, 0, TASK_SIZE + 1, 0)),
        Err(ElfError::TooLarge { .. })
    ));
    assert!(matches!(
        one((LOAD, 5, 0x5000, 0, 1, 1, 0)),
        Err(ElfError::Truncated {
            what: "segment",
            ..
        })
    ));
    assert!(matches!(
        one((LOAD, 5, u64::MAX - 4095, 0, 8192, 8192, 0)),
        Err(ElfError::Truncated { .. })
    ));
    let fixed = file(2, EM_RISCV, TASK_SIZE, &[(LOAD, 5, 0, TASK_SIZE, 4, 4, 0)]);
    assert!(matches!(plan(&fixed), Err(ElfError::TooLarge { .. })));
    let twice = file(3, EM_RISCV, 0, &[DATA, TEXT, DATA]);
    assert_eq!(plan(&twice), Err(ElfError::Overlap(0, 2)));
    assert_eq!(
        plan(&file(3, EM_RISCV, 0x9_0000, &[TEXT])),
        Err(ElfError::Entry(0x9_0000))
    );
}

#[test]
fn hostile_headers() {
    assert_eq!(
        plan(&file(3, EM_RISCV, 0, &[])),
        Err(ElfError::WrongPhnum(0))
    );
    let mut many = usual();
    many[56..58].copy_from_slice(&0xffffu16.to_le_bytes());
    assert_eq!(plan(&many), Err(ElfError::WrongPhnum(0xffff)));
    let mut size = usual();
    size[54..56].copy_from_slice(&32u16.to_le_bytes());
    assert_eq!(plan(&size), Err(ElfError::WrongPhentsize(32)));
    let mut offset = usual();
    offset[32..40].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(matches!(
        plan(&offset),
        Err(ElfError::Truncated {
            what: "table of program headers",
            ..
        })
    ));
    let usual = usual();
    assert!(matches!(
        plan_in(&usual[..100], 100),
        Err(ElfError::Truncated { .. })
    ));
    assert!(matches!(
        plan(&usual[..100]),
        Err(ElfError::Truncated { .. })
    ));
}

#[test]
fn hostile_interpreters() {
    let interp = |offset, len| {
        plan(&file(
            3,
            EM_RISCV,
            0,
            &[TEXT, (INTERP, 4, offset, 0, len, len, 1)],
        ))
    };
    assert_eq!(interp(0, 1), Err(ElfError::InterpreterLength(1)));
    assert_eq!(interp(0, 4097), Err(ElfError::InterpreterLength(4097)));
    assert!(matches!(
        interp(FILE_LEN, 2),
        Err(ElfError::Truncated { .. })
    ));
    assert_eq!(
        LoadPlan::interp_path(b"/lib/ld.so\0"),
        Ok(&b"/lib/ld.so"[..])
    );
    assert_eq!(LoadPlan::interp_path(b"/lib\0junk\0"), Ok(&b"/lib"[..]));
    for bad in [&b""[..], b"\0", b"/lib/ld.so"] {
        assert_eq!(LoadPlan::interp_path(bad), Err(ElfError::InterpreterPath));
    }
}

/// What holds for every plan, so that the loader needs no checks of its own.
fn check(plan: &LoadPlan) {
    let (low, high) = plan.extent;
    assert!(low < high);
    assert!(plan.align.is_power_of_two() && plan.align >= crate::PAGE_SIZE);
    for s in &plan.segments {
        assert!(low <= s.start && s.start <= s.file_end && s.start < s.end && s.end <= high);
        assert!(
            [s.start, s.file_end, s.end, s.offset]
                .iter()
                .all(|a| a % crate::PAGE_SIZE == 0)
        );
        assert!(s.file_end == s.start || (s.file_end <= s.end && s.zero_start <= s.file_end));
        assert!(s.zero_start <= s.mem_end && s.mem_end <= s.end);
        assert!(s.offset + (s.file_end - s.start) <= FILE_LEN + crate::PAGE_SIZE);
    }
}

/// Every value in every byte, and pairs of changed bytes from a small generator: an answer, never a panic.
#[test]
fn mutated_bytes_never_panic() {
    let good = usual();
    let mut plans = 0u32;
    let mut try_it = |bytes: &[u8]| {
        if let Ok(plan) = plan(bytes) {
            check(&plan);
            plans += 1;
        }
    };
    for at in 0..good.len() {
        for value in 0..=255 {
            let mut bytes = good.clone();
            bytes[at] = value;
            try_it(&bytes);
        }
        try_it(&good[..at]);
    }
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    for _ in 0..200_000 {
        let mut bytes = good.clone();
        for _ in 0..2 + random() % 6 {
            let at = random() as usize % bytes.len();
            bytes[at] = [0, 1, 0x7f, 0x80, 0xff, random() as u8][random() as usize % 6];
        }
        try_it(&bytes);
    }
    assert!(
        plans > 1000,
        "the mutations must leave some files loadable, not {plans}"
    );
}
