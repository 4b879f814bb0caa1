//! The guest's vDSO: a shared object in the guest's own instructions, built in memory at start-up.
//!
//! A libc finds it through AT_SYSINFO_EHDR and looks functions up by name and version, through DT_HASH. It has no
//! sections: nothing that runs reads them. Addresses in it start at 0.
//!
//! The architecture gives the functions' code ([`Function`]); everything else is the same for every guest.

/// One exported function.
#[derive(Debug)]
pub struct Function {
    /// The symbol's name.
    pub name: &'static str,
    /// The instructions.
    pub code: &'static [u32],
}

/// What the architecture puts into its vDSO.
#[derive(Debug)]
pub struct Contents {
    /// ELF e_machine.
    pub machine: u16,
    /// ELF e_flags.
    pub elf_flags: u32,
    /// DT_SONAME.
    pub soname: &'static str,
    /// The version of every symbol.
    pub version: &'static str,
    /// The exported functions.
    pub functions: &'static [Function],
}

/// A built vDSO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vdso {
    /// The file image; to be mapped readable and executable at any page.
    pub bytes: Vec<u8>,
    /// The range of the instructions, relative to the image's start.
    pub text: std::ops::Range<u64>,
    /// Offset of the function named `*_rt_sigreturn`: a signal handler's return address.
    pub sigreturn: u64,
}

const EHDR_SIZE: usize = 64;
const PHDR_SIZE: usize = 56;
const PHNUM: usize = 2;
const SYM_SIZE: u64 = 24;

const PT_LOAD: u32 = 1;
const PT_DYNAMIC: u32 = 2;
const DT_NULL: u64 = 0;
const DT_HASH: u64 = 4;
const DT_STRTAB: u64 = 5;
const DT_SYMTAB: u64 = 6;
const DT_STRSZ: u64 = 10;
const DT_SYMENT: u64 = 11;
const DT_SONAME: u64 = 14;
const DT_VERSYM: u64 = 0x6fff_fff0;
const DT_VERDEF: u64 = 0x6fff_fffc;
const DT_VERDEFNUM: u64 = 0x6fff_fffd;
/// st_info of a global function.
const GLOBAL_FUNC: u8 = (1 << 4) | 2;
/// st_shndx of every symbol: any section that is not undefined or absolute.
const SOME_SECTION: u16 = 1;
/// vd_flags of the entry that names the object itself.
const VER_FLG_BASE: u16 = 1;

/// Builds the image.
pub fn build(contents: &Contents) -> Vdso {
    let strings = Strings::of(contents);
    let mut image = Image {
        bytes: vec![0; EHDR_SIZE + PHNUM * PHDR_SIZE],
    };
    let hash = image.append(&hash_table(contents));
    let symbols_at = image.reserve((contents.functions.len() + 1) * SYM_SIZE as usize);
    let strtab = image.append(&strings.bytes);
    let versym = image.append(&version_symbols(contents.functions.len()));
    let verdef = image.append(&version_definitions(contents, &strings));
    let dynamic = [
        [DT_HASH, hash],
        [DT_SYMTAB, symbols_at],
        [DT_STRTAB, strtab],
        [DT_STRSZ, strings.bytes.len() as u64],
        [DT_SYMENT, SYM_SIZE],
        [DT_SONAME, strings.soname.into()],
        [DT_VERSYM, versym],
        [DT_VERDEF, verdef],
        [DT_VERDEFNUM, 2],
        [DT_NULL, 0],
    ];
    let dynamic_size = size_of_val(&dynamic) as u64;
    let dynamic = image.append(dynamic.as_flattened());
    let (symbols, text, sigreturn) = append_text(&mut image, contents, &strings);
    image.put(symbols_at, &symbols);
    let size = image.bytes.len() as u64;
    image.put(0, &file_header(contents));
    image.put(EHDR_SIZE as u64, &program_header(PT_LOAD, 5, 0, size, 4096));
    image.put(
        (EHDR_SIZE + PHDR_SIZE) as u64,
        &program_header(PT_DYNAMIC, 4, dynamic, dynamic_size, 8),
    );
    Vdso {
        bytes: image.bytes,
        text,
        sigreturn,
    }
}

/// Little-endian bytes of values.
trait ToBytes {
    fn to_bytes(&self) -> Vec<u8>;
}

macro_rules! to_bytes {
    ($($int:ty)+) => {$(
        impl ToBytes for [$int] {
            fn to_bytes(&self) -> Vec<u8> {
                self.iter().flat_map(|v| v.to_le_bytes()).collect()
            }
        }
    )+};
}
to_bytes!(u8 u16 u32 u64);

/// The growing file; each part starts at a multiple of 8.
struct Image {
    bytes: Vec<u8>,
}

impl Image {
    /// Appends a part and returns its offset.
    fn append<T>(&mut self, values: &[T]) -> u64
    where
        [T]: ToBytes,
    {
        let bytes = values.to_bytes();
        let at = self.reserve(bytes.len());
        self.put(at, &bytes);
        at
    }

    fn reserve(&mut self, len: usize) -> u64 {
        let at = self.bytes.len().next_multiple_of(8);
        self.bytes.resize(at + len, 0);
        at as u64
    }

    fn put(&mut self, at: u64, bytes: &[u8]) {
        let at = at as usize;
        self.bytes[at..at + bytes.len()].copy_from_slice(bytes);
    }
}

/// The string table and where its strings are.
struct Strings {
    bytes: Vec<u8>,
    soname: u32,
    version: u32,
    functions: Vec<u32>,
}

impl Strings {
    fn of(contents: &Contents) -> Strings {
        let mut bytes = vec![0];
        let mut add = |s: &str| {
            let at = bytes.len() as u32;
            bytes.extend_from_slice(s.as_bytes());
            bytes.push(0);
            at
        };
        let soname = add(contents.soname);
        let version = add(contents.version);
        let functions = contents.functions.iter().map(|f| add(f.name)).collect();
        Strings {
            bytes,
            soname,
            version,
            functions,
        }
    }
}

/// Appends the functions; returns the symbol table, the range of the text, and rt_sigreturn's offset.
fn append_text(
    image: &mut Image,
    contents: &Contents,
    strings: &Strings,
) -> (Vec<u8>, std::ops::Range<u64>, u64) {
    let mut symbols = vec![0; SYM_SIZE as usize];
    let start = image.bytes.len().next_multiple_of(8) as u64;
    let mut sigreturn = start;
    for (function, &name) in contents.functions.iter().zip(&strings.functions) {
        let at = image.append(function.code);
        if function.name.ends_with("_rt_sigreturn") {
            sigreturn = at;
        }
        symbols.extend_from_slice(&name.to_le_bytes());
        symbols.extend_from_slice(&[GLOBAL_FUNC, 0]);
        symbols.extend_from_slice(&SOME_SECTION.to_le_bytes());
        symbols.extend_from_slice(&at.to_le_bytes());
        symbols.extend_from_slice(&(size_of_val(function.code) as u64).to_le_bytes());
    }
    (symbols, start..image.bytes.len() as u64, sigreturn)
}

/// The hash function of the ELF specification.
fn elf_hash(name: &str) -> u32 {
    name.bytes().fold(0, |h: u32, byte| {
        let h = (h << 4).wrapping_add(byte.into());
        let high = h & 0xf000_0000;
        (h ^ (high >> 24)) & !high
    })
}

/// DT_HASH with one bucket: the handful of symbols is one chain.
fn hash_table(contents: &Contents) -> Vec<u32> {
    let count = contents.functions.len() as u32 + 1;
    let mut table = vec![1, count, 1, 0];
    table.extend((1..count).map(|i| if i + 1 < count { i + 1 } else { 0 }));
    table
}

/// Version 2 for every function; the null symbol is local.
fn version_symbols(functions: usize) -> Vec<u16> {
    let mut versions = vec![2; functions + 1];
    versions[0] = 0;
    versions
}

/// Two Verdef entries, each with its Verdaux: the object itself, and the version.
fn version_definitions(contents: &Contents, strings: &Strings) -> Vec<u32> {
    let entry = |flags: u16, index: u16, hash: &str, name: u32, next: u32| {
        let halves = |low: u16, high: u16| u32::from(low) | u32::from(high) << 16;
        [
            halves(1, flags),
            halves(index, 1),
            elf_hash(hash),
            20,
            next,
            name,
            0,
        ]
    };
    let base = entry(VER_FLG_BASE, 1, contents.soname, strings.soname, 28);
    let version = entry(0, 2, contents.version, strings.version, 0);
    [base, version].concat()
}

fn file_header(contents: &Contents) -> Vec<u8> {
    let mut header = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    header.extend([3, contents.machine].to_bytes());
    header.extend([1u32].to_bytes());
    header.extend([0, EHDR_SIZE as u64, 0].to_bytes());
    header.extend([contents.elf_flags].to_bytes());
    header.extend([EHDR_SIZE as u16, PHDR_SIZE as u16, PHNUM as u16, 0, 0, 0].to_bytes());
    header
}

fn program_header(p_type: u32, flags: u32, at: u64, size: u64, align: u64) -> Vec<u8> {
    let mut header = [p_type, flags].to_bytes();
    header.extend([at, at, at, size, size, align].to_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENTS: Contents = Contents {
        machine: 243,
        elf_flags: 5,
        soname: "linux-vdso.so.1",
        version: "LINUX_4.15",
        functions: &[
            Function {
                name: "__vdso_rt_sigreturn",
                code: &[1, 2],
            },
            Function {
                name: "__vdso_getcpu",
                code: &[3, 4, 5],
            },
            Function {
                name: "__vdso_gettimeofday",
                code: &[6],
            },
        ],
    };

    fn u16_at(b: &[u8], at: u64) -> u64 {
        u16::from_le_bytes([b[at as usize], b[at as usize + 1]]).into()
    }

    fn u32_at(b: &[u8], at: u64) -> u64 {
        u16_at(b, at) | u16_at(b, at + 2) << 16
    }

    fn u64_at(b: &[u8], at: u64) -> u64 {
        u32_at(b, at) | u32_at(b, at + 4) << 32
    }

    fn str_at(b: &[u8], at: u64) -> &str {
        let bytes = b[at as usize..]
            .split(|&c| c == 0)
            .next()
            .expect("split gives one part at least");
        std::str::from_utf8(bytes).expect("names are ASCII")
    }

    /// Looks a symbol up as a libc does: program headers, dynamic section, hash chain, version.
    fn lookup(b: &[u8], name: &str, version: &str) -> Option<(u64, u64)> {
        let phdr = |i: u64| 64 + 56 * i;
        let dynamic = (0..u16_at(b, 56)).map(phdr).find(|&p| u32_at(b, p) == 2)?;
        let dynamic = u64_at(b, dynamic + 16);
        let tag = |wanted: u64| {
            let entries =
                (0..).map(|i| (u64_at(b, dynamic + 16 * i), u64_at(b, dynamic + 16 * i + 8)));
            entries
                .take_while(|&(tag, _)| tag != 0)
                .find(|&(tag, _)| tag == wanted)
                .map(|(_, value)| value)
        };
        let (hash, strtab, symtab) = (tag(4)?, tag(5)?, tag(6)?);
        let (buckets, chains) = (u32_at(b, hash), u32_at(b, hash + 4));
        let bucket = u64::from(elf_hash(name)) % buckets;
        let mut index = u32_at(b, hash + 8 + 4 * bucket);
        while index != 0 {
            assert!(index < chains);
            let symbol = symtab + 24 * index;
            if str_at(b, strtab + u32_at(b, symbol)) == name {
                let wanted = u16_at(b, tag(0x6fff_fff0)? + 2 * index);
                assert_eq!(
                    version_name(b, tag(0x6fff_fffc)?, strtab, wanted),
                    Some(version)
                );
                return Some((u64_at(b, symbol + 8), u64_at(b, symbol + 16)));
            }
            index = u32_at(b, hash + 8 + 4 * (buckets + index));
        }
        None
    }

    fn version_name(b: &[u8], mut verdef: u64, strtab: u64, wanted: u64) -> Option<&str> {
        loop {
            let name = str_at(b, strtab + u32_at(b, verdef + u32_at(b, verdef + 12)));
            assert_eq!(u32_at(b, verdef + 8), u64::from(elf_hash(name)));
            if u16_at(b, verdef + 4) == wanted {
                return Some(name);
            }
            match u32_at(b, verdef + 16) {
                0 => return None,
                next => verdef += next,
            }
        }
    }

    #[test]
    fn every_function_is_found_by_name_and_version() {
        let vdso = build(&CONTENTS);
        for function in CONTENTS.functions {
            let (at, size) =
                lookup(&vdso.bytes, function.name, "LINUX_4.15").expect("it is exported");
            let code: Vec<u64> = (0..size / 4)
                .map(|i| u32_at(&vdso.bytes, at + 4 * i))
                .collect();
            assert_eq!(
                code,
                function
                    .code
                    .iter()
                    .map(|&c| u64::from(c))
                    .collect::<Vec<_>>()
            );
            assert!(vdso.text.contains(&at) && at + size <= vdso.text.end);
        }
        assert_eq!(lookup(&vdso.bytes, "__vdso_nothing", "LINUX_4.15"), None);
        assert_eq!(
            lookup(&vdso.bytes, "__vdso_rt_sigreturn", "LINUX_4.15").map(|s| s.0),
            Some(vdso.sigreturn)
        );
    }

    #[test]
    fn the_version_hash_is_the_one_libc_compares() {
        // sysdeps/unix/sysv/linux/riscv of the GNU libc names this number for LINUX_4.15.
        assert_eq!(elf_hash("LINUX_4.15"), 182_943_605);
    }

    #[test]
    fn it_is_an_elf_file_that_can_be_loaded() {
        let vdso = build(&CONTENTS);
        let len = vdso.bytes.len() as u64;
        let header = elf_image::Header::parse(&vdso.bytes, len).expect("a right file header");
        let phdrs = &vdso.bytes[header.program_headers.offset as usize..];
        let plan = header
            .plan(phdrs, len, 243, 1 << 38)
            .expect("right program headers");
        assert_eq!(plan.extent, (0, 4096));
        assert!(plan.segments[0].prot.exec && !plan.segments[0].prot.write);
    }
}
