//! What the processor says about itself: one table from which the ID registers, AT_HWCAP* and /proc/cpuinfo derive, as the
//! kernel derives them from its own (arch/arm64/kernel/cpufeature.c; Documentation/arch/arm64/cpu-feature-registers.rst).
//!
//! A program reads ID registers through the kernel, which shows only fields that concern user space; so does this table.

use ir::Features;

use crate::features as f;
use crate::insns::ROOMS;

/// MIDR_EL1: Arm Neoverse N1, r3p1.
pub const MIDR: u64 = 0x413f_d0c1;
/// MPIDR_EL1 as the kernel shows it: only the bit that is always 1.
const MPIDR: u64 = 1 << 31;

/// An ID register, by its place in the encoding space op0=3, op1=0, CRn=0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct IdRegister {
    crm: u8,
    op2: u8,
}

const PFR0: IdRegister = IdRegister { crm: 4, op2: 0 };
const PFR1: IdRegister = IdRegister { crm: 4, op2: 1 };
const ISAR0: IdRegister = IdRegister { crm: 6, op2: 0 };
const ISAR1: IdRegister = IdRegister { crm: 6, op2: 1 };
const ISAR2: IdRegister = IdRegister { crm: 6, op2: 2 };
const MMFR2: IdRegister = IdRegister { crm: 7, op2: 2 };

/// How one extension is told.
struct Row {
    /// Name in /proc/cpuinfo.
    name: &'static str,
    /// The extension's bit; 0: always there.
    feature: u128,
    /// Which of AT_HWCAP, AT_HWCAP2 (0, 1), and the bit.
    hwcap: (u8, u8),
    /// Register, lowest bit of the field, and the least value that says so.
    field: Option<(IdRegister, u8, u64)>,
}

macro_rules! table {
    ($($name:literal $feature:expr, $word:literal $bit:literal $(, $register:ident $shift:literal $value:literal)?;)*) => {
        /// Every row, in the order of /proc/cpuinfo.
        const TABLE: &[Row] = &[$(Row {
            name: $name,
            feature: $feature,
            hwcap: ($word, $bit),
            field: table!(@field $($register $shift $value)?),
        }),*];
    };
    (@field) => { None };
    (@field $register:ident $shift:literal $value:literal) => { Some(($register, $shift, $value)) };
}

table! {
    "fp"       f::FP,       0 0;
    "asimd"    f::ASIMD,    0 1;
    "evtstrm"  0,           0 2;
    "aes"      f::AES,      0 3,  ISAR0 4 1;
    "pmull"    f::PMULL,    0 4,  ISAR0 4 2;
    "sha1"     f::SHA1,     0 5,  ISAR0 8 1;
    "sha2"     f::SHA2,     0 6,  ISAR0 12 1;
    "crc32"    f::CRC32,    0 7,  ISAR0 16 1;
    "atomics"  f::LSE,      0 8,  ISAR0 20 2;
    "fphp"     f::FPHP,     0 9,  PFR0 16 1;
    "asimdhp"  f::ASIMDHP,  0 10, PFR0 20 1;
    "cpuid"    0,           0 11;
    "asimdrdm" f::RDM,      0 12, ISAR0 28 1;
    "jscvt"    f::JSCVT,    0 13, ISAR1 12 1;
    "fcma"     f::FCMA,     0 14, ISAR1 16 1;
    "lrcpc"    f::LRCPC,    0 15, ISAR1 20 1;
    "dcpop"    f::DPB,      0 16, ISAR1 0 1;
    "sha3"     f::SHA3,     0 17, ISAR0 32 1;
    "sm3"      f::SM3,      0 18, ISAR0 36 1;
    "sm4"      f::SM4,      0 19, ISAR0 40 1;
    "asimddp"  f::DOTPROD,  0 20, ISAR0 44 1;
    "sha512"   f::SHA512,   0 21, ISAR0 12 2;
    "asimdfhm" f::FHM,      0 23, ISAR0 48 1;
    "dit"      f::DIT,      0 24, PFR0 48 1;
    "uscat"    f::LSE2,     0 25, MMFR2 32 1;
    "ilrcpc"   f::LRCPC2,   0 26, ISAR1 20 2;
    "flagm"    f::FLAGM,    0 27, ISAR0 52 1;
    "ssbs"     f::SSBS,     0 28, PFR1 4 2;
    "sb"       f::SB,       0 29, ISAR1 36 1;
    "paca"     f::PACA,     0 30, ISAR1 8 1;
    "pacg"     f::PACG,     0 31, ISAR1 28 1;
    "dcpodp"   f::DPB2,     1 0,  ISAR1 0 2;
    "flagm2"   f::FLAGM2,   1 7,  ISAR0 52 2;
    "frint"    f::FRINTTS,  1 8,  ISAR1 32 1;
    "i8mm"     f::I8MM,     1 13, ISAR1 52 1;
    "bf16"     f::BF16,     1 14, ISAR1 44 1;
    "rng"      f::RNG,      1 16, ISAR0 60 1;
    "bti"      f::BTI,      1 17, PFR1 0 1;
    "wfxt"     f::WFXT,     1 31, ISAR2 0 2;
    "cssc"     f::CSSC,     1 34, ISAR2 52 1;
    "mops"     f::MOPS,     1 43, ISAR2 16 1;
}

fn rows(features: Features) -> impl Iterator<Item = &'static Row> {
    TABLE
        .iter()
        .filter(move |row| row.feature == 0 || features.0 & row.feature != 0)
}

/// AT_HWCAP, AT_HWCAP2 and AT_HWCAP3.
pub fn hwcaps(features: Features) -> [u64; 3] {
    let mut caps = [0; 3];
    for row in rows(features) {
        caps[row.hwcap.0 as usize] |= 1 << row.hwcap.1;
    }
    caps
}

/// The words after `Features` in /proc/cpuinfo.
pub fn names(features: Features) -> impl Iterator<Item = &'static str> {
    rows(features).map(|row| row.name)
}

/// What a program reads from the ID register op0=3, op1=0, CRn=0 with this CRm and op2; `None`: the read is undefined.
pub fn id_register(crm: u8, op2: u8, features: Features) -> Option<u64> {
    match (crm, op2) {
        (0, 0) => Some(MIDR),
        (0, 5) => Some(MPIDR),
        (0, 6) => Some(0), // REVIDR_EL1
        (2..=7, _) => Some(id_fields(IdRegister { crm, op2 }, features)),
        _ => None,
    }
}

fn id_fields(register: IdRegister, features: Features) -> u64 {
    let mut value = if register == PFR0 {
        // AArch64 only at EL0 and EL1; 15 in a field says that there is no floating point.
        let absent = |feature: u128, shift: u32| match features.0 & feature {
            0 => 15 << shift,
            _ => 0,
        };
        0x11 | absent(f::FP, 16) | absent(f::ASIMD, 20)
    } else {
        0
    };
    for row in rows(features) {
        if let Some((place, shift, least)) = row.field
            && place == register
            && (value >> shift & 15) < least
        {
            value = value & !(15 << shift) | least << shift;
        }
    }
    value
}

/// Everything that works: the extensions that some row needs, and those that have no instructions, or only hints.
pub const WORKING: Features = Features({
    let mut needed = f::BASE | f::LSE2 | f::BTI;
    let mut room = 0;
    while room < ROOMS.len() {
        let rows = ROOMS[room].rows;
        let mut row = 0;
        while row < rows.len() {
            needed |= rows[row].needs[0] | rows[row].needs[1];
            row += 1;
        }
        room += 1;
    }
    needed
});

/// What works but slows programs down that find it. MOPS: C libraries that see it copy with nothing else, and programs copy
/// few bytes at a time, which the other ways are quicker at: a copy of 16 bytes takes 6.5 ns with it and 4.1 without, one of
/// 1 MiB 42 us and 44 (glibc 2.41, on an EPYC); sorting and joining strings in Perl takes 5 % longer. LSE2: a pair of registers
/// is one access and two moves between register files, at the beginning and the end of every function. BTI: with guarded pages, which
/// distributions build all their programs for, each block begins by looking at how it was reached.
const SLOWER: u128 = f::MOPS | f::LSE2 | f::BTI;

/// What the default processor has.
pub const MAX: Features = Features(WORKING.0 & !SLOWER);

const NEOVERSE_N1: u128 = f::BASE
    | f::FP
    | f::ASIMD
    | f::AES
    | f::PMULL
    | f::SHA1
    | f::SHA2
    | f::CRC32
    | f::LSE
    | f::FPHP
    | f::ASIMDHP
    | f::RDM
    | f::LRCPC
    | f::DPB
    | f::DOTPROD
    | f::SSBS;

const NEOVERSE_V1: u128 = NEOVERSE_N1
    | f::JSCVT
    | f::FCMA
    | f::SHA3
    | f::SM3
    | f::SM4
    | f::SHA512
    | f::FHM
    | f::DIT
    | f::LSE2
    | f::LRCPC2
    | f::FLAGM
    | f::PACA
    | f::PACG
    | f::DPB2
    | f::I8MM
    | f::BF16
    | f::RNG;

const CORTEX_A53: u128 =
    f::BASE | f::FP | f::ASIMD | f::AES | f::PMULL | f::SHA1 | f::SHA2 | f::CRC32;

/// The processors there are, by name, the default first. Those named after real ones have what the real one has and this
/// frontend implements (SVE is what is missing), but all call themselves by the same MIDR.
pub const MODELS: &[(&str, Features)] = &[
    ("max", MAX),
    ("neoverse-n1", Features(NEOVERSE_N1 & WORKING.0)),
    ("neoverse-v1", Features(NEOVERSE_V1 & WORKING.0)),
    ("cortex-a53", Features(CORTEX_A53 & WORKING.0)),
    ("cortex-a72", Features(CORTEX_A53 & WORKING.0)),
    ("cortex-a76", Features(NEOVERSE_N1 & WORKING.0)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_extension_is_told_once_under_its_name() {
        for (name, bit) in f::EXTENSIONS {
            let rows: Vec<_> = TABLE.iter().filter(|row| row.feature == *bit).collect();
            match *bit {
                f::BASE => assert!(rows.is_empty()),
                _ => assert!(rows.len() == 1 && rows[0].name == *name, "{name}"),
            }
        }
        for (n, row) in TABLE.iter().enumerate() {
            assert!(TABLE[..n].iter().all(|other| other.hwcap < row.hwcap));
        }
    }

    #[test]
    fn a_neoverse_n1_looks_like_one() {
        // AT_HWCAP of Linux on Neoverse N1 (AWS Graviton2).
        let n1 = Features(NEOVERSE_N1);
        assert_eq!(hwcaps(n1)[0], 0x1011_9fff);
        assert_eq!(id_register(6, 0, n1), Some(0x0000_1000_1021_1120));
        assert_eq!(id_register(4, 0, n1), Some(0x0011_0011));
        assert_eq!(id_register(6, 1, n1), Some(0x0010_0001));
        assert_eq!(id_register(0, 1, n1), None);
        assert_eq!(id_register(3, 7, n1), Some(0));
    }

    #[test]
    fn without_floating_point_the_fields_say_so() {
        assert_eq!(id_register(4, 0, Features(f::BASE)), Some(0x00ff_0011));
    }
}
