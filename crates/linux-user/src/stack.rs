//! The first stack: strings, auxiliary vector, environment and arguments, laid out as the kernel does.
//!
//! From the top down: eight zero bytes, the program's path, the environment's strings, the arguments' strings, a random
//! gap, the platform's name, 16 random bytes; then, with argc at a multiple of 16 at the bottom, the vectors.

/// Tags of the auxiliary vector (uapi/linux/auxvec.h).
pub mod at {
    #![allow(missing_docs, reason = "named as in linux/auxvec.h")]
    pub const NULL: u64 = 0;
    pub const PHDR: u64 = 3;
    pub const PHENT: u64 = 4;
    pub const PHNUM: u64 = 5;
    pub const PAGESZ: u64 = 6;
    pub const BASE: u64 = 7;
    pub const FLAGS: u64 = 8;
    pub const ENTRY: u64 = 9;
    pub const UID: u64 = 11;
    pub const EUID: u64 = 12;
    pub const GID: u64 = 13;
    pub const EGID: u64 = 14;
    pub const PLATFORM: u64 = 15;
    pub const HWCAP: u64 = 16;
    pub const CLKTCK: u64 = 17;
    pub const SECURE: u64 = 23;
    pub const RANDOM: u64 = 25;
    pub const HWCAP2: u64 = 26;
    pub const HWCAP3: u64 = 29;
    pub const EXECFN: u64 = 31;
    pub const SYSINFO_EHDR: u64 = 33;
    pub const MINSIGSTKSZ: u64 = 51;
}

/// What goes on the stack.
#[derive(Debug)]
pub struct Contents<'a> {
    /// The arguments; one at least.
    pub argv: &'a [Vec<u8>],
    /// The environment.
    pub envp: &'a [Vec<u8>],
    /// AT_EXECFN.
    pub execfn: &'a [u8],
    /// AT_PLATFORM.
    pub platform: Option<&'a str>,
    /// AT_RANDOM.
    pub random: [u8; 16],
    /// Bytes left out below the strings; a multiple of 16 below 8192.
    pub gap: u64,
    /// The auxiliary vector but for AT_RANDOM, AT_EXECFN, AT_PLATFORM and AT_NULL.
    pub auxv: &'a [(u64, u64)],
}

/// A stack, ready to be copied to `sp`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The first stack pointer.
    pub sp: u64,
    /// What lies from `sp` to the top.
    pub bytes: Vec<u8>,
    /// The auxiliary vector's bytes.
    pub auxv: Vec<u8>,
    /// First address and end of the arguments' strings.
    pub args: (u64, u64),
    /// First address and end of the environment's strings.
    pub env: (u64, u64),
}

/// Lays the stack out below `top`.
pub fn build(top: u64, contents: &Contents<'_>) -> Built {
    let mut below = Below {
        address: top,
        pieces: Vec::new(),
    };
    below.push(&[0; 8]);
    let execfn = below.push_str(contents.execfn);
    let env_end = below.address;
    let envp = below.push_strings(contents.envp);
    let args_end = below.address;
    let argv = below.push_strings(contents.argv);
    let (args, env) = ((below.address, args_end), (args_end, env_end));
    below.align(16, contents.gap);
    let platform = contents
        .platform
        .map(|name| below.push_str(name.as_bytes()));
    let random = below.push(&contents.random);
    let auxv = auxv(contents, execfn, random, platform);
    let vectors = vectors(&argv, &envp, &auxv);
    let end = below.address;
    below.address = (end - vectors.len() as u64) & !15;
    let sp = below.address;
    let mut bytes = vectors;
    bytes.resize((end - sp) as usize, 0);
    for piece in below.pieces.iter().rev() {
        bytes.extend_from_slice(piece);
    }
    let auxv = auxv
        .iter()
        .flat_map(|&(tag, value)| [tag, value])
        .flat_map(u64::to_le_bytes)
        .collect();
    Built {
        sp,
        bytes,
        auxv,
        args,
        env,
    }
}

/// Pieces of the stack, from the highest down.
struct Below {
    address: u64,
    pieces: Vec<Vec<u8>>,
}

impl Below {
    fn push(&mut self, bytes: &[u8]) -> u64 {
        self.address -= bytes.len() as u64;
        self.pieces.push(bytes.to_vec());
        self.address
    }

    /// Pushes a string and its final zero.
    fn push_str(&mut self, string: &[u8]) -> u64 {
        let mut bytes = string.to_vec();
        bytes.push(0);
        self.push(&bytes)
    }

    /// Pushes strings so that the first is the lowest; returns their addresses in order.
    fn push_strings(&mut self, strings: &[Vec<u8>]) -> Vec<u64> {
        let mut addresses: Vec<u64> = strings.iter().rev().map(|s| self.push_str(s)).collect();
        addresses.reverse();
        addresses
    }

    /// Leaves out `gap` bytes and as many more as the alignment needs.
    fn align(&mut self, align: u64, gap: u64) {
        let lower = (self.address - gap) & !(align - 1);
        let zeros = vec![0; (self.address - lower) as usize];
        self.push(&zeros);
    }
}

fn auxv(
    contents: &Contents<'_>,
    execfn: u64,
    random: u64,
    platform: Option<u64>,
) -> Vec<(u64, u64)> {
    let mut auxv = contents.auxv.to_vec();
    auxv.push((at::RANDOM, random));
    auxv.push((at::EXECFN, execfn));
    auxv.extend(platform.map(|address| (at::PLATFORM, address)));
    auxv.push((at::NULL, 0));
    auxv
}

fn vectors(argv: &[u64], envp: &[u64], auxv: &[(u64, u64)]) -> Vec<u8> {
    let mut words = vec![argv.len() as u64];
    words.extend_from_slice(argv);
    words.push(0);
    words.extend_from_slice(envp);
    words.push(0);
    words.extend(auxv.iter().flat_map(|&(tag, value)| [tag, value]));
    words.into_iter().flat_map(u64::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOP: u64 = 0x3f_ffff_f000;

    fn strings(list: &[&str]) -> Vec<Vec<u8>> {
        list.iter().map(|s| s.as_bytes().to_vec()).collect()
    }

    struct Reader<'a>(&'a Built);

    impl Reader<'_> {
        fn word(&self, at: u64) -> u64 {
            let at = (at - self.0.sp) as usize;
            u64::from_le_bytes(self.0.bytes[at..at + 8].try_into().expect("eight bytes"))
        }

        fn string(&self, at: u64) -> String {
            let bytes = &self.0.bytes[(at - self.0.sp) as usize..];
            let bytes = bytes
                .split(|&b| b == 0)
                .next()
                .expect("split gives one part at least");
            String::from_utf8(bytes.to_vec()).expect("the test's strings are UTF-8")
        }

        /// Reads pointers until the null; returns the strings and the address after the null.
        fn strings(&self, mut at: u64) -> (Vec<String>, u64) {
            let mut found = Vec::new();
            while self.word(at) != 0 {
                found.push(self.string(self.word(at)));
                at += 8;
            }
            (found, at + 8)
        }
    }

    fn example(argv: &[&str], envp: &[&str], gap: u64) -> Built {
        let (argv, envp) = (strings(argv), strings(envp));
        build(
            TOP,
            &Contents {
                argv: &argv,
                envp: &envp,
                execfn: b"./prog",
                platform: None,
                random: *b"0123456789abcdef",
                gap,
                auxv: &[(at::PAGESZ, 4096), (at::SECURE, 0)],
            },
        )
    }

    #[test]
    fn everything_is_where_the_program_looks() {
        for (gap, count) in [(0, 1), (16, 2), (8176, 3), (160, 4)] {
            let argv = &["prog", "-x", "", "argument"][..count];
            let envp = &["A=1", "PATH=/bin"][..];
            let built = example(argv, envp, gap);
            assert_eq!(built.sp % 16, 0);
            assert_eq!(built.sp + built.bytes.len() as u64, TOP);
            let stack = Reader(&built);
            assert_eq!(stack.word(built.sp), argv.len() as u64);
            let (found, after) = stack.strings(built.sp + 8);
            assert_eq!(found, argv);
            let (found, mut at) = stack.strings(after);
            assert_eq!(found, envp);
            let mut tags = Vec::new();
            loop {
                let (tag, value) = (stack.word(at), stack.word(at + 8));
                tags.push(tag);
                match tag {
                    at::NULL => break,
                    at::EXECFN => assert_eq!(stack.string(value), "./prog"),
                    at::RANDOM => assert_eq!(&stack.string(value)[..16], "0123456789abcdef"),
                    _ => {}
                }
                at += 16;
            }
            assert_eq!(
                tags,
                [at::PAGESZ, at::SECURE, at::RANDOM, at::EXECFN, at::NULL]
            );
        }
    }

    #[test]
    fn strings_lie_in_one_piece_in_order() {
        let built = example(&["prog", "arg"], &["A=1"], 32);
        let part = |(from, to): (u64, u64)| {
            &built.bytes[(from - built.sp) as usize..(to - built.sp) as usize]
        };
        assert_eq!(part(built.args), b"prog\0arg\0");
        assert_eq!(part(built.env), b"A=1\0");
        assert_eq!(built.args.1, built.env.0);
        assert_eq!(
            &built.bytes[built.bytes.len() - 15..],
            b"./prog\0\0\0\0\0\0\0\0\0"
        );
        assert_eq!(built.env.1 + 15, TOP);
    }
}
