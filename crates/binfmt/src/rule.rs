//! One registration: what it matches and who runs it. Format: kernel, Documentation/admin-guide/binfmt-misc.rst.

use std::fmt::{self, Display, Write};

/// Bytes of an ELF header up to and including `e_machine`.
const LEN: usize = 20;

/// Which files a rule applies to: the first bytes of the file, under a mask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Magic {
    /// Bytes to find.
    pub bytes: Vec<u8>,
    /// Bits that count; as long as `bytes`.
    pub mask: Vec<u8>,
}

impl Magic {
    /// 64-bit little-endian ELF programs (ET_EXEC and ET_DYN) for `e_machine`. OS ABI and padding (bytes 7 to 15) do not
    /// count: AppImages have a mark of their own there.
    pub fn elf64(machine: u16) -> Magic {
        let mut bytes = [0; LEN];
        bytes[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
        bytes[16] = 2;
        bytes[18..].copy_from_slice(&machine.to_le_bytes());
        let mut mask = [0xff; LEN];
        mask[7..16].fill(0);
        mask[16] = 0xfe;
        Magic {
            bytes: bytes.to_vec(),
            mask: mask.to_vec(),
        }
    }

    /// True if a file that begins with `head` falls under this rule.
    pub fn matches(&self, head: &[u8]) -> bool {
        let pairs = self.bytes.iter().zip(&self.mask);
        head.len() >= self.bytes.len()
            && pairs
                .zip(head)
                .all(|((byte, mask), found)| byte & mask == found & mask)
    }

    /// True if some file falls under both rules.
    pub fn overlaps(&self, other: &Magic) -> bool {
        let mine = self.bytes.iter().zip(&self.mask);
        let theirs = other.bytes.iter().zip(&other.mask);
        mine.zip(theirs)
            .all(|((a, ma), (b, mb))| (a ^ b) & ma & mb == 0)
    }
}

/// How the kernel calls the interpreter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    /// P: argv[0] is kept as an argument of its own.
    pub preserve_argv0: bool,
    /// O: the program comes as an open file.
    pub open_binary: bool,
    /// C: credentials (set-uid) are computed from the program, not from the interpreter.
    pub credentials: bool,
    /// F: the interpreter is opened now, and found in chroots and containers too.
    pub fix_binary: bool,
}

impl Flags {
    /// All of them: what an emulator wants that trusts nothing of its caller's when it runs with other credentials.
    pub const ALL: Flags = Flags {
        preserve_argv0: true,
        open_binary: true,
        credentials: true,
        fix_binary: true,
    };

    /// From letters, in any order.
    ///
    /// # Errors
    /// The first letter that is not one of `POCF`.
    pub fn parse(letters: &str) -> Result<Flags, char> {
        let mut flags = Flags::default();
        for letter in letters.chars() {
            match letter {
                'P' => flags.preserve_argv0 = true,
                'O' => flags.open_binary = true,
                'C' => flags.credentials = true,
                'F' => flags.fix_binary = true,
                other => return Err(other),
            }
        }
        // The kernel sets O with C.
        flags.open_binary |= flags.credentials;
        Ok(flags)
    }
}

/// In the kernel's order.
impl Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = [
            (self.preserve_argv0, 'P'),
            (self.open_binary, 'O'),
            (self.credentials, 'C'),
            (self.fix_binary, 'F'),
        ];
        letters
            .iter()
            .filter(|(set, _)| *set)
            .try_for_each(|(_, letter)| f.write_char(*letter))
    }
}

/// A rule as it is told to the kernel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Name of the entry: the file under binfmt_misc.
    pub name: String,
    /// What it applies to.
    pub magic: Magic,
    /// Absolute path of the interpreter.
    pub interpreter: String,
    /// How it is called.
    pub flags: Flags,
}

/// The line for `register` and for systemd's binfmt.d.
impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ":{}:M::", self.name)?;
        escape(f, &self.magic.bytes)?;
        f.write_char(':')?;
        escape(f, &self.magic.mask)?;
        write!(f, ":{}:{}", self.interpreter, self.flags)
    }
}

fn escape(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|b| write!(f, "\\x{b:02x}"))
}

/// A registered rule as the kernel shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Name of the file.
    pub name: String,
    /// False: registered but switched off.
    pub enabled: bool,
    /// Path of the interpreter.
    pub interpreter: String,
    /// How it is called.
    pub flags: Flags,
    /// What it applies to; `None` for rules by file name extension, or at an offset.
    pub magic: Option<Magic>,
}

impl Entry {
    /// Reads what the kernel shows in the file `name`.
    pub fn parse(name: &str, text: &str) -> Entry {
        let field = |key: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(key))
                .map(str::trim)
        };
        let magic = match (field("offset "), field("magic ").and_then(unhex)) {
            (Some("0") | None, Some(bytes)) => {
                let mask = field("mask ").and_then(unhex);
                let mask = mask.unwrap_or_else(|| vec![0xff; bytes.len()]);
                Some(Magic { bytes, mask })
            }
            _ => None,
        };
        Entry {
            name: name.to_string(),
            enabled: text.lines().next() == Some("enabled"),
            interpreter: field("interpreter ").unwrap_or("").to_string(),
            flags: field("flags:")
                .and_then(|letters| Flags::parse(letters).ok())
                .unwrap_or_default(),
            magic,
        }
    }

    /// True if it does what `rule` asks for.
    pub fn is(&self, rule: &Rule) -> bool {
        self.enabled
            && self.name == rule.name
            && self.interpreter == rule.interpreter
            && self.flags == rule.flags
            && self.magic.as_ref() == Some(&masked(&rule.magic))
    }
}

/// As the kernel shows a magic: bits that do not count are kept in it, but we write none.
fn masked(magic: &Magic) -> Magic {
    let bytes = magic.bytes.iter().zip(&magic.mask).map(|(b, m)| b & m);
    Magic {
        bytes: bytes.collect(),
        mask: magic.mask.clone(),
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits
        .len()
        .is_multiple_of(2)
        .then(|| digits.chunks(2).map(byte).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Rule {
        Rule {
            name: "emu-aarch64".into(),
            magic: Magic::elf64(183),
            interpreter: "/usr/bin/emu-aarch64".into(),
            flags: Flags::ALL,
        }
    }

    #[test]
    fn the_line_is_the_kernels() {
        assert_eq!(
            rule().to_string(),
            r":emu-aarch64:M::\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\x00\xfe\xff\xff\xff:/usr/bin/emu-aarch64:POCF"
        );
    }

    #[test]
    fn what_the_kernel_shows_is_read_back() {
        let text = "enabled\ninterpreter /usr/bin/emu-aarch64\nflags: POCF\noffset 0\n\
                    magic 7f454c460201010000000000000000000200b700\n\
                    mask ffffffffffffff000000000000000000feffffff\n";
        let entry = Entry::parse("emu-aarch64", text);
        assert!(entry.is(&rule()));
        let other = Rule {
            flags: Flags::default(),
            ..rule()
        };
        assert!(!entry.is(&other));
        assert!(!Entry::parse("emu-aarch64", &text.replace("enabled", "disabled")).is(&rule()));
        let by_name = Entry::parse(
            "jar",
            "enabled\ninterpreter /usr/bin/jexec\nflags: \nextension .jar\n",
        );
        assert_eq!(by_name.magic, None);
    }

    #[test]
    fn programs_of_the_machine_match_and_others_do_not() {
        let magic = Magic::elf64(243);
        let mut head = *b"\x7fELF\x02\x01\x01\x00AI\x02\x00\x00\x00\x00\x00\x03\x00\xf3\x00";
        assert!(magic.matches(&head), "an AppImage's mark");
        head[16] = 4;
        assert!(!magic.matches(&head), "a core file");
        head[16] = 2;
        head[18] = 183;
        assert!(!magic.matches(&head), "another machine");
        assert!(!magic.matches(&head[..10]));
        assert!(!magic.overlaps(&Magic::elf64(183)));
        assert!(magic.overlaps(&magic));
    }

    #[test]
    fn flags_print_as_they_are_read() {
        assert_eq!(
            Flags::parse("FPC").map(|f| f.to_string()),
            Ok("POCF".into())
        );
        assert_eq!(Flags::parse("PX"), Err('X'));
    }
}
