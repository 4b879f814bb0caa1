//! The host code of representative guest code, as text that is reviewed: `crates/testkit/golden`.
//!
//! `GUEST.txt` (`aarch64_avx512.txt` for a host with everything) has blocks: a line `== title`, the guest's words, and then what they become, instruction by instruction.
//! `GUEST_rows.txt` has one line for each row of the encoding tables: how many host instructions its first case becomes, on a
//! host of the baseline and on one with everything.
//!
//! `EMU_BLESS=1 cargo test -p testkit --test golden` writes what follows the words anew. To add a block, write its title and its words
//! (as `objdump -d` prints them) and bless. The host is always the same one, not the machine the test runs on.

mod listing;

use std::fmt::Write;
use std::path::PathBuf;

use host_x64::HostFeatures;
use ir::{CodeSource, CodeUnavailable, Features, Frontend, GuestAddr};
use testkit::cases::CODE;

/// What back ends cannot do without: x86-64-v3, carry-less multiplication and AES.
const BASELINE: &str =
    "+bmi1,+bmi2,+lzcnt,+popcnt,+movbe,+cmpxchg16b,+fma,+f16c,+avx2,+pclmulqdq,+aes";
/// All that they know how to use.
const EVERYTHING: &str = "+sha,+gfni,+avx512f,+avx512vl,+avx512bw,+avx512dq,+avx512cd,+avx512vbmi,+avx512bitalg,+avx512vnni";

/// Code at [`CODE`], and elsewhere this instruction over and over, or nothing.
struct Words<'a>(&'a [u8], &'a [u8]);

impl CodeSource for Words<'_> {
    fn fetch(&self, addr: GuestAddr, buf: &mut [u8]) -> Result<usize, CodeUnavailable> {
        let inside = self.0.get(addr.wrapping_sub(CODE) as usize..);
        let rest = inside.filter(|bytes| !bytes.is_empty()).unwrap_or(self.1);
        if rest.is_empty() {
            return Err(CodeUnavailable::NotMapped);
        }
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

fn host(features: &str) -> HostFeatures {
    let none = HostFeatures::default();
    let some = none.with_overrides(BASELINE).expect("names of features");
    assert!(some.baseline());
    some.with_overrides(features).expect("names of features")
}

/// Translates the code block by block, until its end.
fn listings<F: Frontend>(
    code: &[u8],
    elsewhere: &[u8],
    features: Features,
    host: HostFeatures,
) -> Vec<listing::Listing> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let pc = CODE + at as u64;
        let (blob, len) =
            runtime::translate_alone::<F>(pc, &Words(code, elsewhere), features, host)
                .expect("there is code");
        all.push(listing::list(&blob, F::HELPERS, |offset| {
            let bytes = &code[at + offset as usize..];
            let len = F::insn_len(bytes).min(bytes.len());
            F::disassemble(pc + offset as u64, &bytes[..len])
        }));
        at += (len as usize).max(2);
    }
    all
}

/// The bytes of lines such as `910043e0`, as `objdump -d` prints words.
fn bytes_of(words: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in words.iter().flat_map(|line| line.split_whitespace()) {
        let value = u32::from_str_radix(word, 16).unwrap_or_else(|e| panic!("`{word}`: {e}"));
        bytes.extend(&value.to_le_bytes()[..word.len() / 2]);
    }
    bytes
}

/// A file of blocks as it should be. Around them stands the instruction `elsewhere`.
fn blocks_text<F: Frontend>(
    old: &str,
    elsewhere: &[u8],
    features: Features,
    host: HostFeatures,
) -> String {
    let (head, blocks) = old.split_once("\n== ").unwrap_or((old, ""));
    let mut text = head.trim_end().to_string() + "\n";
    for block in blocks.split("\n== ").filter(|b| !b.is_empty()) {
        let mut lines = block.lines();
        let title = lines.next().unwrap_or("");
        let words: Vec<&str> = lines
            .take_while(|line| !line.starts_with([' ', '-']))
            .collect();
        let words: Vec<&str> = words.into_iter().filter(|line| !line.is_empty()).collect();
        let _ = writeln!(text, "\n== {title}\n{}", words.join("\n"));
        for listing in listings::<F>(&bytes_of(&words), elsewhere, features, host) {
            let _ = writeln!(
                text,
                "-- {} host instructions, {} aside",
                listing.hot, listing.cold
            );
            text += &listing.text;
        }
    }
    text
}

/// The file of instruction counts as it should be; `cases`: word and text of each row's first case.
fn rows_text<F: Frontend>(rows: &[(&str, Vec<u8>)], features: Features) -> String {
    let mut text = "Host instructions of one guest instruction of each row with the jump out of its block, on a baseline host and on one \
                    with every feature; in brackets those aside.\nEMU_BLESS=1 cargo test -p testkit --test golden\n\n"
        .to_string();
    for (name, bytes) in rows {
        let counts = ["", EVERYTHING].map(|f| {
            let all = listings::<F>(bytes, &[], features, host(f));
            let (hot, cold) = all.iter().fold((0, 0), |(h, c), l| (h + l.hot, c + l.cold));
            format!("{hot:3} ({cold:2})")
        });
        let _ = writeln!(
            text,
            "{} {}  {name:20} {}",
            counts[0],
            counts[1],
            F::disassemble(CODE, bytes)
        );
    }
    text
}

/// Compares with the file, or writes it.
fn check(file: &str, text_of: impl Fn(&str) -> String) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(file);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    let new = text_of(&old);
    if std::env::var_os("EMU_BLESS").is_some() {
        std::fs::write(&path, new).expect("the repository is writable");
        return;
    }
    let lines = old.lines().zip(new.lines()).enumerate();
    let differ: Vec<String> = lines
        .filter(|(_, (old, new))| old != new)
        .map(|(n, (old, new))| format!("{}: was {old}\n     now {new}", n + 1))
        .take(12)
        .collect();
    assert!(
        old == new,
        "{file}: host code has changed ({} lines, now {}):\n{}\nIf that is an improvement: EMU_BLESS=1 cargo test -p testkit --test golden",
        old.lines().count(),
        new.lines().count(),
        differ.join("\n")
    );
}

/// The first case of each row of a guest.
macro_rules! first_cases {
    ($guest:ident) => {{
        let texts = $guest::ROOMS.iter().flat_map(|room| room.cases.lines());
        let words: Vec<Vec<u8>> = texts
            .filter_map(|line| line.split_whitespace().next())
            .filter(|word| matches!(word.len(), 4 | 8) && u32::from_str_radix(word, 16).is_ok())
            .map(|word| bytes_of(&[word]))
            .collect();
        let row = |bytes: &[u8]| {
            $guest::decode::decode(bytes, $guest::features::ALL).map(|(r, _)| r.name)
        };
        $guest::decode::ROWS
            .iter()
            .filter_map(|r| {
                Some((
                    r.name,
                    words.iter().find(|w| row(w) == Some(r.name))?.clone(),
                ))
            })
            .collect::<Vec<_>>()
    }};
}

#[test]
fn riscv64_blocks() {
    check("riscv64.txt", |old| {
        blocks_text::<guest_riscv::Riscv64>(old, &[], guest_riscv::features::ALL, host(""))
    });
}

#[test]
fn riscv64_rows() {
    let rows = first_cases!(guest_riscv);
    check("riscv64_rows.txt", |_| {
        rows_text::<guest_riscv::Riscv64>(&rows, guest_riscv::features::ALL)
    });
}

/// All that has instructions: pairs and alignment as on the default processor.
const AARCH64: Features = Features(guest_aarch64::features::ALL.0 & !guest_aarch64::features::LSE2);

#[test]
fn aarch64_blocks() {
    // What follows a block does not read the flags it left.
    let cmp = 0xeb00_001f_u32.to_le_bytes();
    check("aarch64.txt", |old| {
        blocks_text::<guest_aarch64::Aarch64>(old, &cmp, AARCH64, host(""))
    });
}

/// Code that becomes something else where the host has AVX-512.
#[test]
fn aarch64_blocks_with_everything() {
    check("aarch64_avx512.txt", |old| {
        blocks_text::<guest_aarch64::Aarch64>(old, &[], AARCH64, host(EVERYTHING))
    });
}

#[test]
fn aarch64_rows() {
    let rows = first_cases!(guest_aarch64);
    check("aarch64_rows.txt", |_| {
        rows_text::<guest_aarch64::Aarch64>(&rows, AARCH64)
    });
}
