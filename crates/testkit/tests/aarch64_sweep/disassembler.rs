//! Independent disassemblers: programs that are given an object file full of words.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a disassembler makes of each word: its text, or nothing where it knows no instruction.
pub type Listing = Vec<Option<String>>;

/// One of the disassemblers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judge {
    /// LLVM's, told which extensions there are.
    Llvm,
    /// That of GNU binutils, which knows everything it has heard of.
    Gnu,
}

/// LLVM's names of what `guest_aarch64::features` has.
const LLVM_FEATURES: &str = "--mattr=+v8a,+neon,+fp-armv8,+aes,+sha2,+sha3,+sm4,+crc,+lse,+lse2,+lor,+fullfp16,+rdm,+jsconv,\
     +complxnum,+rcpc,+rcpc-immo,+ccpp,+ccdp,+dotprod,+fp16fml,+dit,+flagm,+altnzcv,+ssbs,+sb,+pauth,+fptoint,+i8mm,\
     +bf16,+rand,+bti,+wfxt,+cssc,+mops";

/// `ctz w0, w1` of FEAT_CSSC: a disassembler that does not know it is too old.
const RECENT: u32 = 0x5ac0_1820;

/// An installed disassembler.
#[derive(Clone, Debug)]
pub struct Disassembler {
    pub judge: Judge,
    program: &'static str,
}

impl Disassembler {
    /// Those that are installed and recent enough.
    pub fn installed() -> Vec<Disassembler> {
        let llvm = ["llvm-objdump-19", "llvm-objdump"].map(|program| (Judge::Llvm, program));
        let gnu = ["aarch64-linux-gnu-objdump"].map(|program| (Judge::Gnu, program));
        let mut found: Vec<Disassembler> = Vec::new();
        for (judge, program) in llvm.into_iter().chain(gnu) {
            let candidate = Disassembler { judge, program };
            let known = found.iter().any(|d| d.judge == judge);
            if !known && matches!(candidate.list(&[RECENT]).as_deref(), Ok([Some(_)])) {
                found.push(candidate);
            }
        }
        found
    }

    /// What it makes of `words`, which stand at address 0.
    ///
    /// # Errors
    /// When the program cannot be run or does not list every word.
    pub fn list(&self, words: &[u32]) -> std::io::Result<Listing> {
        let object = object_file(words)?;
        let mut command = Command::new(self.program);
        command.args(["-d", "-z", "--no-show-raw-insn"]);
        match self.judge {
            Judge::Llvm => command.arg(LLVM_FEATURES),
            Judge::Gnu => command.args(["-M", "no-aliases"]),
        };
        let mut child = command
            .arg(&object.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut listing = vec![None; words.len()];
        let mut lines = 0;
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines() {
                if let Some((at, text)) = parse(&line?)
                    && let Some(slot) = listing.get_mut(at)
                {
                    lines += 1;
                    *slot = text;
                }
            }
        }
        child.wait()?;
        if lines != words.len() {
            return Err(std::io::Error::other("not every word is listed"));
        }
        Ok(listing)
    }
}

/// Index and text of a line such as `  1c:\tadd\tx0, x1, x2  // comment`.
fn parse(line: &str) -> Option<(usize, Option<String>)> {
    let (address, text) = line.split_once(':')?;
    let address = usize::from_str_radix(address.trim(), 16).ok()?;
    let text = text.split("//").next().unwrap_or_default();
    let text = text.split(" <").next().unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let unknown = text.is_empty() || text.starts_with(".inst") || text.starts_with("<unknown>");
    Some((address / 4, (!unknown).then_some(text)))
}

/// A file that is removed when this is dropped.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A relocatable ELF file whose section .text is `words`.
fn object_file(words: &[u32]) -> std::io::Result<Temporary> {
    const NAMES: &[u8; 24] = b"\0.text\0.shstrtab\0\0\0\0\0\0\0\0";
    const HEADER: u64 = 64;
    let text_len = words.len() as u64 * 4;
    let padding = text_len.next_multiple_of(8) - text_len;
    let names_at = HEADER + text_len + padding;
    let mut file = Vec::new();
    file.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    // ET_REL, EM_AARCH64, version 1
    file.extend_from_slice(&[1, 0, 183, 0, 1, 0, 0, 0]);
    for field in [0, 0, names_at + NAMES.len() as u64] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    file.extend_from_slice(&[0; 4]);
    for field in [HEADER as u16, 0, 0, 64, 3, 2] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    words
        .iter()
        .for_each(|w| file.extend_from_slice(&w.to_le_bytes()));
    file.resize(names_at as usize, 0);
    file.extend_from_slice(NAMES);
    let section = |name: u32, kind: u32, flags: u64, at: u64, len: u64, align: u64| {
        let mut bytes = [name.to_le_bytes(), kind.to_le_bytes()].concat();
        [flags, 0, at, len, 0, align, 0]
            .iter()
            .for_each(|f| bytes.extend_from_slice(&f.to_le_bytes()));
        bytes
    };
    file.extend(section(0, 0, 0, 0, 0, 0));
    // SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR
    file.extend(section(1, 1, 6, HEADER, text_len, 4));
    file.extend(section(7, 3, 0, names_at, NAMES.len() as u64, 1));
    // Tests run at the same time.
    static FILES: AtomicUsize = AtomicUsize::new(0);
    let file_number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("emu-sweep-{}-{file_number}.o", std::process::id());
    let path = Temporary(std::env::temp_dir().join(name));
    std::fs::File::create(&path.0)?.write_all(&file)?;
    Ok(path)
}
