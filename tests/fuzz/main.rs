//! Hostile input from outside: command lines, environment variables, what binfmt_misc shows, ELF files, and the system calls of a guest
//! program. No panic, no hang, no crash of the emulator.
//!
//! `scripts/fuzz options|binfmt|elf|syscalls` run these for longer; `testkit::fuzz` says how.

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::Duration;

use emu::cli;
use emu::config::Config;
use support::guests::{self, Guest};
use support::{Finished, Scratch, repository, run, shown, tail};
use testkit::fuzz;
use testkit::random::Random;

fn pick<'a, T: ?Sized>(random: &mut Random, all: &[&'a T]) -> &'a T {
    all[random.below(all.len())]
}

/// A few random changes: bits, bytes, copies, cuts, insertions.
fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len().max(1));
        match random.below(6) {
            _ if bytes.is_empty() => bytes.push(random.bits() as u8),
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.bits() as u8,
            2 => {
                let width = [1, 2, 4, 8][random.below(4)].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&random.integer().to_le_bytes()[..width]);
            }
            3 => bytes.truncate(at),
            4 => bytes.insert(at, random.bits() as u8),
            _ => {
                let from = random.below(bytes.len());
                let len = random.below(64).min(bytes.len() - at.max(from));
                bytes.copy_within(from..from + len, at);
            }
        }
    }
}

const WORDS: &[&str] = &[
    "-",
    "--",
    "-L",
    "-E",
    "-U",
    "-0",
    "-s",
    "-cpu",
    "-r",
    "-strace",
    "-d",
    "-D",
    "--interp",
    "--eager",
    "--store",
    "--wx",
    "--code-size",
    "--host",
    "--stats",
    "--execfd",
    "--execfn",
    "--limit-as",
    "--self-fd",
    "-d=in_asm,out_asm",
    "A=1,B=2,C",
    "=",
    ",",
    "=x",
    "8M",
    "18446744073709551615G",
    "1:2",
    "-1",
    "max,lse=off",
    "rva22",
    "help",
    "-version",
    "+avx2,-gfni",
    "program",
    "/bin/true",
    "",
    "-s=1k",
    "--limit-data=3:x",
    "é",
    "K",
];

#[test]
fn options() {
    fuzz::run("options", 30_000, |random| {
        let args: Vec<Vec<u8>> = (0..random.below(8))
            .map(|_| {
                let mut word = pick(random, WORDS).as_bytes().to_vec();
                if random.below(3) == 0 {
                    mutate(random, &mut word);
                }
                word
            })
            .collect();
        if let Ok(cli::Command::Run { config, .. }) =
            cli::parse("emu-riscv64", Config::default(), &args)
        {
            let environment = vec![b"A=1".to_vec(), b"=".to_vec(), Vec::new(), args.concat()];
            let _environment = config.guest_env(environment);
        }
        let mut config = Config::default();
        let seed = random.bits();
        let _ = cli::from_env(&mut config, |name| {
            let mut random = Random::new(seed ^ name.len() as u64);
            (random.below(3) == 0).then(|| {
                let mut value = pick(&mut random, WORDS).as_bytes().to_vec();
                mutate(&mut random, &mut value);
                value
            })
        });
    });
}

#[test]
fn binfmt() {
    const SHOWN: &str = "enabled\ninterpreter /usr/bin/emu-riscv64\nflags: POCF\noffset 0\nmagic 7f454c460201010000000000000000000200f300\nmask \
                         ffffffffffffff00fffffffffffffffffeffffff\n";
    let own = binfmt::Magic::elf64(0xf3);
    fuzz::run("binfmt", 30_000, |random| {
        let mut text = SHOWN.as_bytes().to_vec();
        mutate(random, &mut text);
        let entry = binfmt::Entry::parse("x", &String::from_utf8_lossy(&text));
        if let Some(magic) = entry.magic {
            let _ = (
                magic.matches(&text),
                magic.overlaps(&own),
                own.overlaps(&magic),
            );
        }
        let _ = binfmt::Flags::parse(&String::from_utf8_lossy(&text));
    });
}

/// A static program of `guest` that exits with 42.
fn tiny_program(guest: &Guest, scratch: &Scratch) -> Option<Vec<u8>> {
    let exit = match guest.name {
        "aarch64" => "mov x0, 42; mov x8, 93; svc 0",
        _ => "li a0, 42; li a7, 93; ecall",
    };
    let (source, program) = (scratch.0.join("tiny.c"), scratch.0.join("tiny"));
    let text = format!(
        "char more[8192] = {{1}}, bss[8192]; void _start(void) {{ asm volatile(\"{exit}\"); }}"
    );
    fs::write(&source, text).ok()?;
    let mut compile = Command::new(guest.compiler());
    compile.args([
        "-O2",
        "-nostdlib",
        "-static-pie",
        "-Wl,-z,noseparate-code,-s",
        "-o",
    ]);
    let built = compile
        .arg(&program)
        .arg(&source)
        .output()
        .ok()?
        .status
        .success();
    built.then(|| fs::read(program).ok())?
}

/// The emulator itself may refuse, and the guest may die in any way; the emulator must not.
fn must_not_break(finished: &Finished, command: &Command, what: &str) {
    let broken = ["panicked", "internal error", "RUST_BACKTRACE", "overflow"];
    let broken =
        finished.status.is_none() || broken.iter().any(|word| finished.stderr.contains(word));
    assert!(
        !broken,
        "{what}: {}\n{}\n  {}",
        finished.ending(),
        tail(&finished.stderr, 20),
        shown(command)
    );
}

#[test]
fn elf() {
    for guest in guests::all() {
        if guest
            .missing_emulator()
            .or(guest.missing_compiler())
            .is_some()
        {
            continue;
        }
        let scratch = Scratch::new().expect("a folder");
        let tiny = tiny_program(&guest, &scratch).expect("a small program can be built");
        let machine = u16::from_le_bytes([tiny[18], tiny[19]]);
        let mutant = |random: &mut Random| {
            let mut file = tiny.clone();
            // Mostly where the headers are.
            let mut head: Vec<u8> = file
                .drain(
                    ..if random.below(4) == 0 {
                        file.len()
                    } else {
                        512
                    },
                )
                .collect();
            mutate(random, &mut head);
            [head, file].concat()
        };
        fuzz::run("elf: plans", 30_000, |random| {
            let file = mutant(random);
            let Ok(header) = elf_image::Header::parse(&file, file.len() as u64) else {
                return;
            };
            let phdrs = file
                .get(header.program_headers.offset as usize..)
                .unwrap_or(&[]);
            let _ = header.plan(phdrs, file.len() as u64, machine, 1 << 38);
        });
        let path = scratch.0.join("mutant");
        fuzz::run("elf: programs", 60, |random| {
            fs::write(&path, mutant(random)).expect("the folder is writable");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
                .expect("the file is ours");
            let mut command = Command::new(guest.emulator());
            // A mutant may loop: a limit of processor time ends it.
            command
                .args(["-s", "1M"])
                .arg(&path)
                .current_dir(&scratch.0);
            let mut limited = Command::new("prlimit");
            limited
                .args(["--cpu=2", "--core=0", "--"])
                .arg(command.get_program())
                .args(command.get_args());
            let finished = run(&mut limited, Duration::from_secs(30)).expect("the emulator starts");
            must_not_break(&finished, &command, "a damaged ELF file");
        });
    }
}

#[test]
fn syscalls() {
    for guest in guests::all() {
        if guest
            .missing_emulator()
            .or(guest.missing_compiler())
            .is_some()
        {
            continue;
        }
        let scratch = Scratch::new().expect("a folder");
        let program = scratch.0.join("syscalls");
        let mut compile = Command::new(guest.compiler());
        compile
            .args(["-std=gnu17", "-O2", "-pthread", "-static", "-o"])
            .arg(&program);
        let built = compile
            .arg(repository().join("tests/fuzz/syscalls.c"))
            .output();
        assert!(
            built.expect("the compiler starts").status.success(),
            "{}",
            shown(&compile)
        );
        for (engine, options) in [
            ("tier 1", &[] as &[&str]),
            ("strace", &["-strace", "-D", "/dev/null"]),
        ] {
            fuzz::run(
                "syscalls (a state is 20 batches of 300 calls)",
                2,
                |random| {
                    let mut command = Command::new(guest.emulator());
                    let seed = (random.bits() >> 8).to_string();
                    command
                        .args(options)
                        .arg(&program)
                        .args([&seed, "20"])
                        .current_dir(&scratch.0);
                    let finished =
                        run(&mut command, Duration::from_secs(300)).expect("the emulator starts");
                    must_not_break(&finished, &command, engine);
                    assert!(
                        finished.success(),
                        "{engine}: {}\n{}\n  {}",
                        finished.ending(),
                        tail(&finished.stdout, 10),
                        shown(&command)
                    );
                },
            );
        }
    }
}
