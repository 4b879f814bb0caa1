//! The kernel starts foreign programs by itself, after `emu --register`. Everything happens in a user namespace with a binfmt_misc of
//! its own (Linux 6.7), so nothing is needed from the machine and nothing is left on it.

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use support::{Finished, Scratch, guests, run};

const LIMIT: Duration = Duration::from_secs(30);

/// Prints its arguments and ends with 7.
const PROGRAM: &str = r#"
#include <stdio.h>
int main(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        printf("[%s]", argv[i]);
    puts("");
    return 7;
}
"#;

/// A folder with the program for riscv64, and a namespace to run scripts in.
struct World {
    scratch: Scratch,
}

impl World {
    /// `None`, with a line that says why, where the kernel or the compiler does not allow the tests.
    fn new() -> Option<World> {
        let scratch = Scratch::new().expect("scratch");
        let world = World { scratch };
        let probe = world.script("true");
        if !probe.success() {
            eprintln!(
                "skipped: no binfmt_misc in a user namespace: {}",
                probe.stderr.trim()
            );
            return None;
        }
        let source = world.path("args.c");
        fs::write(&source, PROGRAM).expect("scratch is writable");
        let mut compiler = Command::new("riscv64-linux-gnu-gcc");
        compiler
            .args(["-static", "-o"])
            .arg(world.path("args"))
            .arg(source);
        match run(&mut compiler, LIMIT) {
            Ok(done) if done.success() => Some(world),
            _ => {
                eprintln!("skipped: riscv64-linux-gnu-gcc does not work");
                None
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.0.join(name)
    }

    /// Runs a shell script in the scratch folder, in a new namespace; `emu` is our program, set up for the emulator under test.
    fn script(&self, text: &str) -> Finished {
        let guest = guests::all().into_iter().find(|g| g.name == "riscv64");
        let emulators = guest.expect("riscv64 is a guest").emulator();
        let emulators = emulators.parent().expect("a folder").display().to_string();
        let prelude = format!(
            "set -e\nmount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc\ncd {}\n\
             EMU={}\nemu() {{ $EMU --emulators {emulators} \"$@\"; }}\n",
            self.scratch.0.display(),
            env!("CARGO_BIN_EXE_emu"),
        );
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
        unshare.arg(prelude + text);
        run(&mut unshare, LIMIT).expect("unshare exists")
    }

    fn prints(&self, text: &str, expected: &str) {
        let done = self.script(text);
        assert!(done.success(), "{text}\n{}{}", done.stdout, done.stderr);
        assert_eq!(done.stdout, expected, "{text}");
    }
}

#[test]
fn a_registered_guest_runs_like_any_program() {
    let Some(world) = World::new() else { return };
    let register = "emu --register riscv64 > /dev/null\n";
    world.prints(
        &format!("{register}./args 'a b' '' c || echo $?"),
        "[./args][a b][][c]\n7\n",
    );
    // argv[0] is the caller's, and options of ours in the arguments are the program's.
    world.prints(
        &format!("{register}bash -c 'exec -a zero ./args -strace --help' || true"),
        "[zero][-strace][--help]\n",
    );
    // Executable but not readable: the kernel opens the file for us.
    world.prints(
        &format!("{register}cp args secret; chmod 111 secret; ./secret || true"),
        "[./secret]\n",
    );
    // A script whose interpreter is foreign.
    world.prints(
        &format!("{register}printf '#!%s/args one\\n' $PWD > script; chmod +x script; ./script two | sed s,$PWD/,,"),
        "[args][one][./script][two]\n",
    );
    // The mark of an AppImage in the ELF header's padding.
    world.prints(
        &format!("{register}cp args app; printf 'AI\\002' | dd of=app bs=1 seek=8 conv=notrunc 2> /dev/null; ./app || true"),
        "[./app]\n",
    );
}

#[test]
fn found_in_a_root_folder_without_the_emulator() {
    let Some(world) = World::new() else { return };
    world.prints(
        "emu --register riscv64 > /dev/null\nmkdir root; cp args root; chroot root /args x || true",
        "[/args][x]\n",
    );
}

#[test]
fn registering_again_changes_nothing_and_unregistering_ends_it() {
    let Some(world) = World::new() else { return };
    let words = "sed 's/ (.*//'";
    world.prints(
        &format!("emu --register riscv64 | {words}; emu --register riscv64 | {words}; emu --register riscv64 --force | {words}"),
        "emu-riscv64: registered\nemu-riscv64: was registered already\nemu-riscv64: registered anew\n",
    );
    world.prints(
        "emu --register riscv64 > /dev/null; emu --unregister; ./args 2> /dev/null || echo no",
        "emu-aarch64: was not registered\nemu-riscv64: removed\nno\n",
    );
    // A rule somebody else made for the same programs goes with --reset.
    world.prints(
        "emu --register riscv64 --print | sed s/emu-riscv64/other/ > /proc/sys/fs/binfmt_misc/register\n\
         emu --reset; emu --status",
        "other: removed\naarch64: not registered\nriscv64: not registered\n",
    );
}

#[test]
fn failures_say_why() {
    let Some(world) = World::new() else { return };
    let fails = |text: &str, why: &str| {
        let done = world.script(text);
        assert!(
            !done.success() && done.stderr.contains(why),
            "{text}: {}",
            done.stderr
        );
    };
    fails("emu --register sparc", "unknown guest 'sparc'");
    fails("emu --register riscv64 --flags X", "no such flag 'X'");
    fails(
        "$EMU --register riscv64 --emulators /nowhere",
        "there is no such emulator",
    );
    fails(
        "emu --status --binfmt /nowhere",
        "cannot mount binfmt_misc at /nowhere",
    );
}
