//! Bad input and the command line: one clear line on stderr, the exit code a shell expects, never a panic.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use support::{Finished, Scratch, emulator, run};

const LIMIT: Duration = Duration::from_secs(20);

/// A static riscv64 program of one segment: exit(42).
fn tiny_program() -> Vec<u8> {
    let code: [u32; 3] = [0x02a0_0513, 0x05d0_0893, 0x0000_0073]; // li a0,42; li a7,93; ecall
    let mut file = Vec::new();
    file.extend_from_slice(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    file.extend_from_slice(&[2, 0, 0xf3, 0, 1, 0, 0, 0]);
    let words = |file: &mut Vec<u8>, list: &[u64]| {
        list.iter()
            .for_each(|w| file.extend_from_slice(&w.to_le_bytes()));
    };
    words(&mut file, &[0x10078, 64, 0]); // entry, program headers, sections
    file.extend_from_slice(&[5, 0, 0, 0, 64, 0, 56, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    file.extend_from_slice(&[1, 0, 0, 0, 5, 0, 0, 0]); // PT_LOAD, read and execute
    words(&mut file, &[0, 0x10000, 0x10000, 0x84, 0x84, 0x1000]);
    code.iter()
        .for_each(|w| file.extend_from_slice(&w.to_le_bytes()));
    file
}

fn executable(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, bytes).expect("scratch is writable");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("mode");
    path
}

fn emu(args: &[&str]) -> Finished {
    run(Command::new(emulator()).args(args), LIMIT).expect("the emulator starts")
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

#[test]
fn the_tiny_program_runs_on_both_engines() {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &tiny_program())
        .display()
        .to_string();
    for args in [
        vec![path.as_str()],
        vec!["--interp", &path],
        vec!["--wx", &path],
    ] {
        let finished = emu(&args);
        assert_eq!(code(&finished), Some(42), "{args:?}: {}", finished.stderr);
        assert_eq!(finished.stderr, "");
    }
}

#[test]
fn files_that_are_no_programs_give_126() {
    let scratch = Scratch::new().expect("scratch");
    let mut x86 = tiny_program();
    x86[18] = 62;
    let mut no_interpreter = tiny_program();
    no_interpreter[64] = 3; // PT_INTERP without a path inside the file
    let cases: &[(&str, &[u8])] = &[
        ("empty", b""),
        ("magic", b"\x7fELF"),
        ("text", b"hello\n"),
        ("truncated", &tiny_program()[..100]),
        ("x86", &x86),
        ("no-segments", &no_interpreter),
    ];
    for (name, bytes) in cases {
        let path = executable(&scratch.0, name, bytes).display().to_string();
        let finished = emu(&[&path]);
        assert_eq!(code(&finished), Some(126), "{name}: {}", finished.stderr);
        one_line(&finished);
    }
}

#[test]
fn missing_files_give_127() {
    for path in ["/nonexistent/program", "no-such-program-here"] {
        let finished = emu(&[path]);
        assert_eq!(code(&finished), Some(127));
        one_line(&finished);
    }
    let finished = emu(&["/tmp"]);
    assert_eq!(code(&finished), Some(126));
    one_line(&finished);
}

#[test]
fn a_missing_loader_is_named() {
    let scratch = Scratch::new().expect("scratch");
    let mut file = tiny_program();
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
    let finished = emu(&[&path]);
    assert_eq!(code(&finished), Some(127), "{}", finished.stderr);
    assert!(
        finished.stderr.contains("/no/such/loader"),
        "{}",
        finished.stderr
    );
    one_line(&finished);
}

#[test]
fn damaged_headers_never_crash_the_emulator() {
    let scratch = Scratch::new().expect("scratch");
    let good = tiny_program();
    // Every byte of the headers, with values that make sizes and offsets small, large and negative.
    for at in (4..120).step_by(3) {
        for value in [0x00, 0x7f, 0xff] {
            let mut bytes = good.clone();
            bytes[at] = value;
            let path = executable(&scratch.0, "damaged", &bytes)
                .display()
                .to_string();
            let finished = emu(&[&path]);
            let stderr = &finished.stderr;
            let bad = stderr.contains("panicked") || stderr.contains("internal error");
            assert!(
                !bad && finished.status.is_some(),
                "byte {at} = {value:#x}: {stderr}"
            );
        }
    }
}

#[test]
fn mistakes_on_the_command_line_are_explained() {
    let finished = emu(&["--inter", "x"]);
    assert_eq!(code(&finished), Some(2));
    assert!(finished.stderr.contains("--interp"), "{}", finished.stderr);
    one_line(&finished);
    let finished = emu(&["-d", "in_asn", "x"]);
    assert_eq!(code(&finished), Some(2));
    one_line(&finished);
    assert_eq!(code(&emu(&[])), Some(2));
    assert!(emu(&["--version"]).stdout.starts_with("emu-riscv64 "));
    assert!(emu(&["--help"]).stdout.contains("-strace"));
}

#[test]
fn logs_show_every_stage() {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &tiny_program())
        .display()
        .to_string();
    let finished = emu(&["--eager", "-d", "in_asm,ir,ir_opt,out_asm,exec", &path]);
    assert_eq!(code(&finished), Some(42));
    for part in ["ecall", "set.i64 a0", "exit Syscall", "mov"] {
        assert!(
            finished.stderr.contains(part),
            "no {part:?} in {}",
            finished.stderr
        );
    }
    let log = scratch.0.join("log").display().to_string();
    let finished = emu(&["-strace", "-D", &log, &path]);
    assert_eq!(finished.stderr, "");
    let text = fs::read_to_string(&log).expect("the log file exists");
    assert!(text.contains("exit(42)"), "{text}");
}

#[test]
fn options_are_not_believed_after_the_program() {
    let scratch = Scratch::new().expect("scratch");
    let path = executable(&scratch.0, "tiny", &tiny_program())
        .display()
        .to_string();
    assert_eq!(code(&emu(&[&path, "--no-such-option"])), Some(42));
    let mut command = Command::new(emulator());
    command.args([&path]).env("QEMU_STACK_SIZE", "lots");
    let finished = run(&mut command, LIMIT).expect("starts");
    assert_eq!(code(&finished), Some(2));
    assert!(
        finished.stderr.contains("QEMU_STACK_SIZE"),
        "{}",
        finished.stderr
    );
}
