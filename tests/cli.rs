//! Bad input and the command line, for each guest's emulator: one clear line on stderr, the exit code a shell expects,
//! never a panic.

mod support;

use libtest_mimic::Arguments;
use std::fs;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use support::guests::{self, Guest};
use support::{Finished, Scratch, run};

const LIMIT: Duration = Duration::from_secs(20);

/// What these tests must know of a guest.
struct Tiny {
    guest: &'static str,
    /// Its number in ELF headers.
    machine: u8,
    /// exit(42)
    code: [u32; 3],
    /// The first instruction of exit(41).
    other: u32,
    /// What the log shows of that: guest assembly and IR.
    logged: [&'static str; 2],
}

const TINY: &[Tiny] = &[
    Tiny {
        guest: "riscv64",
        machine: 0xf3,
        code: [0x02a0_0513, 0x05d0_0893, 0x0000_0073], // li a0, 42; li a7, 93; ecall
        other: 0x0290_0513,
        logged: ["ecall", "set.i64 a0"],
    },
    Tiny {
        guest: "aarch64",
        machine: 0xb7,
        code: [0xd280_0540, 0xd280_0ba8, 0xd400_0001], // mov x0, 42; mov x8, 93; svc 0
        other: 0xd280_0520,
        logged: ["svc", "set.i64 x0"],
    },
];

/// A guest's emulator and program.
struct Subject {
    emulator: PathBuf,
    tiny: &'static Tiny,
}

/// Name and test.
type Test = (&'static str, fn(&Subject));

const TESTS: &[Test] = &[
    (
        "the_tiny_program_runs_on_both_engines",
        the_tiny_program_runs_on_both_engines,
    ),
    (
        "files_that_are_no_programs_give_126",
        files_that_are_no_programs_give_126,
    ),
    ("missing_files_give_127", missing_files_give_127),
    ("a_missing_loader_is_named", a_missing_loader_is_named),
    (
        "damaged_headers_never_crash_the_emulator",
        damaged_headers_never_crash_the_emulator,
    ),
    (
        "mistakes_on_the_command_line_are_explained",
        mistakes_on_the_command_line_are_explained,
    ),
    ("logs_show_every_stage", logs_show_every_stage),
    (
        "perf_learns_what_translated_code_is",
        perf_learns_what_translated_code_is,
    ),
    ("where_the_time_went_is_told", where_the_time_went_is_told),
    (
        "translations_are_left_to_later_processes",
        translations_are_left_to_later_processes,
    ),
    (
        "options_are_not_believed_after_the_program",
        options_are_not_believed_after_the_program,
    ),
];

fn main() {
    let mut trials = Vec::new();
    for guest in guests::all() {
        let missing = guest.missing_emulator();
        guest.report(&missing);
        for &(name, test) in TESTS {
            trials.push(guest.trial(name, &missing, move || {
                test(&Subject::of(&guest));
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

impl Subject {
    fn of(guest: &Guest) -> Subject {
        let tiny = TINY.iter().find(|tiny| tiny.guest == guest.name);
        Subject {
            emulator: guest.emulator(),
            tiny: tiny.expect("TINY has a row for each guest"),
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.emulator);
        command.args(args);
        command
    }

    fn emu(&self, args: &[&str]) -> Finished {
        run(&mut self.command(args), LIMIT).expect("the emulator starts")
    }

    /// A static program of one segment: exit(42).
    fn tiny_program(&self) -> Vec<u8> {
        let mut file = Vec::new();
        file.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
        file.extend_from_slice(&[2, 0, self.tiny.machine, 0, 1, 0, 0, 0]);
        let words = |file: &mut Vec<u8>, list: &[u64]| {
            list.iter()
                .for_each(|w| file.extend_from_slice(&w.to_le_bytes()));
        };
        words(&mut file, &[0x10078, 64, 0]); // entry, program headers, sections
        file.extend_from_slice(&[5, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
        file.extend_from_slice(&[1, 0, 0, 0, 5, 0, 0, 0]); // PT_LOAD, read and execute
        words(&mut file, &[0, 0x10000, 0x10000, 0x84, 0x84, 0x1000]);
        for word in self.tiny.code {
            file.extend_from_slice(&word.to_le_bytes());
        }
        file
    }
}

fn executable(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, bytes).expect("scratch is writable");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("mode");
    path
}

fn code(finished: &Finished) -> Option<i32> {
    finished.status.and_then(|s| s.code())
}

/// Exactly one line, ours.
fn one_line(finished: &Finished) {
    let stderr = &finished.stderr;
    assert!(
        stderr.starts_with("emu: ") && stderr.trim_end().lines().count() == 1,
        "{stderr:?}"
    );
    assert!(
        !stderr.contains("panicked") && !stderr.contains("internal error"),
        "{stderr}"
    );
}

fn the_tiny_program_runs_on_both_engines(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program())
        .display()
        .to_string();
    for args in [
        vec![path.as_str()],
        vec!["--interp", &path],
        vec!["--wx", &path],
    ] {
        let finished = subject.emu(&args);
        assert_eq!(code(&finished), Some(42), "{args:?}: {}", finished.stderr);
        assert_eq!(finished.stderr, "");
    }
}

fn files_that_are_no_programs_give_126(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let mut x86 = subject.tiny_program();
    x86[18] = 62;
    let mut no_interpreter = subject.tiny_program();
    no_interpreter[64] = 3; // PT_INTERP without a path inside the file
    let cases: &[(&str, &[u8])] = &[
        ("empty", b""),
        ("magic", b"\x7fELF"),
        ("text", b"hello\n"),
        ("truncated", &subject.tiny_program()[..100]),
        ("x86", &x86),
        ("no-segments", &no_interpreter),
    ];
    for (name, bytes) in cases {
        let path = executable(&scratch.0, name, bytes).display().to_string();
        let finished = subject.emu(&[&path]);
        assert_eq!(code(&finished), Some(126), "{name}: {}", finished.stderr);
        one_line(&finished);
    }
}

fn missing_files_give_127(subject: &Subject) {
    for path in ["/nonexistent/program", "no-such-program-here"] {
        let finished = subject.emu(&[path]);
        assert_eq!(code(&finished), Some(127));
        one_line(&finished);
    }
    let finished = subject.emu(&["/tmp"]);
    assert_eq!(code(&finished), Some(126));
    one_line(&finished);
}

fn a_missing_loader_is_named(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let mut file = subject.tiny_program();
    file[56] = 2; // two program headers: the second is PT_INTERP
    let interp = b"/no/such/loader\0";
    let text = file.split_off(120);
    file.extend_from_slice(&[3, 0, 0, 0, 4, 0, 0, 0]);
    let at = 176 + text.len() as u64;
    for w in [at, 0, 0, interp.len() as u64, interp.len() as u64, 1] {
        file.extend_from_slice(&w.to_le_bytes());
    }
    file.extend_from_slice(&text);
    file.extend_from_slice(interp);
    let path = executable(&scratch.0, "dynamic", &file)
        .display()
        .to_string();
    let finished = subject.emu(&[&path]);
    assert_eq!(code(&finished), Some(127), "{}", finished.stderr);
    assert!(
        finished.stderr.contains("/no/such/loader"),
        "{}",
        finished.stderr
    );
    one_line(&finished);
}

fn damaged_headers_never_crash_the_emulator(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let good = subject.tiny_program();
    // Every byte of the headers, with values that make sizes and offsets small, large and negative.
    for at in (4..120).step_by(3) {
        for value in [0x00, 0x7f, 0xff] {
            let mut bytes = good.clone();
            bytes[at] = value;
            let path = executable(&scratch.0, "damaged", &bytes)
                .display()
                .to_string();
            let finished = subject.emu(&[&path]);
            let stderr = &finished.stderr;
            let bad = stderr.contains("panicked") || stderr.contains("internal error");
            assert!(
                !bad && finished.status.is_some(),
                "byte {at} = {value:#x}: {stderr}"
            );
        }
    }
}

fn mistakes_on_the_command_line_are_explained(subject: &Subject) {
    let finished = subject.emu(&["--inter", "x"]);
    assert_eq!(code(&finished), Some(2));
    assert!(finished.stderr.contains("--interp"), "{}", finished.stderr);
    one_line(&finished);
    let finished = subject.emu(&["-d", "in_asn", "x"]);
    assert_eq!(code(&finished), Some(2));
    one_line(&finished);
    assert_eq!(code(&subject.emu(&[])), Some(2));
    let name = format!("emu-{} ", subject.tiny.guest);
    assert!(subject.emu(&["--version"]).stdout.starts_with(&name));
    assert!(subject.emu(&["--help"]).stdout.contains("-strace"));
}

fn logs_show_every_stage(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program())
        .display()
        .to_string();
    let finished = subject.emu(&["--eager", "-d", "in_asm,ir,ir_opt,out_asm,exec", &path]);
    assert_eq!(code(&finished), Some(42));
    let [insn, ir] = subject.tiny.logged;
    for part in [insn, ir, "exit Syscall", "mov"] {
        assert!(
            finished.stderr.contains(part),
            "no {part:?} in {}",
            finished.stderr
        );
    }
    let log = scratch.0.join("log").display().to_string();
    let finished = subject.emu(&["-strace", "-D", &log, &path]);
    assert_eq!(finished.stderr, "");
    let text = fs::read_to_string(&log).expect("the log file exists");
    assert!(text.contains("exit(42)"), "{text}");
}

fn perf_learns_what_translated_code_is(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program());
    let mut command = subject.command(&["--eager", "--perfmap", "--jitdump"]);
    let mut child = command.arg(&path).spawn().expect("the emulator starts");
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(42));
    let files = ["perf", "jit"].map(|kind| {
        let ending = if kind == "perf" { "map" } else { "dump" };
        PathBuf::from(format!("/tmp/{kind}-{}.{ending}", child.id()))
    });
    let [map, dump] = files.map(|file| {
        let bytes = fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        fs::remove_file(file).expect("it can be removed");
        bytes
    });
    let map = String::from_utf8(map).expect("text");
    let words: Vec<&str> = map.lines().next().expect("a line").split(' ').collect();
    assert_eq!(words[2], "tiny+0x78", "{map}");
    let number = |hex| u64::from_str_radix(hex, 16).expect("a number");
    let (host, len) = (number(words[0]), number(words[1]));
    // Header: magic, version, its size, EM_X86_64. Record: kind, size, time, process, thread, address twice, length, index.
    let word = |at: usize| u64::from_le_bytes(dump[at..at + 8].try_into().expect("eight bytes"));
    assert_eq!(&dump[..4], b"DTiJ");
    assert_eq!((word(4), word(8) >> 32), (1 | 40 << 32, 62));
    assert_eq!((word(64), word(72), word(80)), (host, host, len));
    assert_eq!(&dump[96..106], b"tiny+0x78\0");
    assert_eq!(dump.len() as u64, 106 + len);
    assert_eq!(word(40) >> 32, dump.len() as u64 - 40);
}

fn where_the_time_went_is_told(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program());
    let mut command = subject.command(&["--eager", "--stats"]);
    let output = command.arg(&path).output().expect("the emulator starts");
    assert_eq!(output.status.code(), Some(42));
    let text = String::from_utf8(output.stderr).expect("text");
    let insns = subject.tiny.code.len();
    for line in [
        "%  compiling\n".to_string(),
        format!("guest: {insns} instructions in 1 runs of translated blocks, 0 runs interpreted\n"),
        "translated: 1 blocks".to_string(),
        "left generated code: 1 syscall\n".to_string(),
        format!("1 runs of {insns}  tiny+0x78\n"),
    ] {
        assert!(text.contains(&line), "{line:?} is missing in\n{text}");
    }
}

fn translations_are_left_to_later_processes(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program());
    let path = path.display().to_string();
    let folder = scratch.0.join("store");
    fs::create_dir(&folder).expect("scratch can be written to");
    let store = folder.display().to_string();
    let status = |options: &[&str]| code(&subject.emu(&[options, &[&path]].concat()));
    assert_eq!(status(&["--store", "none"]), Some(42));
    assert_eq!(status(&["--store", &store, "-strace"]), Some(42));
    assert_eq!(status(&["--store", &store, "--stats"]), Some(42));
    let files = || fs::read_dir(&folder).expect("it is there");
    // Whoever looks at how code is translated sees it done. (System calls are no such thing.)
    assert_eq!(files().count(), 1);
    let file = files().next().expect("one").expect("readable").path();
    let mode = |mode| fs::set_permissions(&file, fs::Permissions::from_mode(mode)).expect("ours");
    assert_eq!(fs::metadata(&file).expect("ours").mode() & 0o777, 0o600);
    // The one 42 in the file is the translation's.
    let bytes = fs::read(&file).expect("ours");
    let places = bytes.windows(4).enumerate();
    let mut places = places.filter(|(_, word)| *word == 42u32.to_le_bytes());
    let (at, _) = places.next().expect("the program's status");
    assert!(places.next().is_none());
    let opened = fs::OpenOptions::new().write(true).open(&file);
    opened
        .expect("ours")
        .write_all_at(&[43], at as u64)
        .expect("ours");
    assert_eq!(status(&["--store", &store]), Some(43));
    assert_eq!(status(&["--store", &store, "--wx"]), Some(43));
    for other in [
        &["--interp"][..],
        &["-d", "exec"],
        &["--stats"],
        &["-host", "-gfni,-sha"],
    ] {
        assert_eq!(
            status(&[&["--store", &store], other].concat()),
            Some(42),
            "{other:?}"
        );
    }
    // A file that others may write to is not believed, and not used.
    mode(0o666);
    assert_eq!(status(&["--store", &store]), Some(42));
    mode(0o600);
    assert_eq!(fs::read(&file).expect("ours").len(), bytes.len());
    assert_eq!(status(&["--store", &store]), Some(43));
    // Other code at the same address is other code.
    let mut other = subject.tiny_program();
    other[0x78..0x7c].copy_from_slice(&subject.tiny.other.to_le_bytes());
    executable(&scratch.0, "tiny", &other);
    assert_eq!(status(&["--store", &store]), Some(41));
}

fn options_are_not_believed_after_the_program(subject: &Subject) {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &subject.tiny_program())
        .display()
        .to_string();
    assert_eq!(code(&subject.emu(&[&path, "--no-such-option"])), Some(42));
    let mut command = subject.command(&[&path]);
    command.env("QEMU_STACK_SIZE", "lots");
    let finished = run(&mut command, LIMIT).expect("starts");
    assert_eq!(code(&finished), Some(2));
    assert!(
        finished.stderr.contains("QEMU_STACK_SIZE"),
        "{}",
        finished.stderr
    );
}
