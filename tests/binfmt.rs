//! The kernel starts foreign programs by itself, after `emu --register`. Everything happens in a user namespace with a binfmt_misc of
//! its own (Linux 6.7), so nothing is needed from the machine and nothing is left on it.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use support::guests::{self, Guest};
use support::namespace::Namespace;
use support::{Finished, Scratch, run};

const LIMIT: Duration = Duration::from_secs(30);

/// Prints its arguments and ends with 7, or does what the first one says.
const PROGRAM: &str = r#"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "ids")) {
        const char *set = getenv("PLANTED");
        printf("uid %d euid %d secure %lu planted %s\n", getuid(), geteuid(), getauxval(AT_SECURE), set ? set : "no");
        return 0;
    }
    if (argc == 2 && !strcmp(argv[1], "wait")) {
        puts("up");
        fflush(stdout);
        while (getchar() != EOF)
            ;
        puts("still here");
        return 0;
    }
    for (int i = 0; i < argc; i++)
        printf("[%s]", argv[i]);
    puts("");
    return 7;
}
"#;

/// A namespace whose current folder /mnt has the program `args` for a guest and nothing else.
struct World {
    guest: Guest,
    namespace: Namespace,
}

type Test = (&'static str, fn(&World));

const TESTS: &[Test] = &[
    ("runs_like_any_program", runs_like_any_program),
    ("scripts_and_odd_files", scripts_and_odd_files),
    (
        "in_a_root_folder_and_a_container",
        in_a_root_folder_and_a_container,
    ),
    (
        "registering_twice_and_unregistering",
        registering_twice_and_unregistering,
    ),
    ("rules_of_others", rules_of_others),
    (
        "an_upgrade_while_programs_run",
        an_upgrade_while_programs_run,
    ),
    ("failures_say_why", failures_say_why),
];

/// Those that need more ids than root's.
const TESTS_WITH_IDS: &[Test] = &[
    (
        "set_uid_programs_get_their_credentials",
        set_uid_programs_get_their_credentials,
    ),
    ("only_root_may_register", only_root_may_register),
];

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for guest in guests::all() {
        let probe = Namespace::new("mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc");
        let missing = probe
            .as_ref()
            .err()
            .map(|e| format!("no binfmt_misc in a user namespace: {e}"));
        let missing = missing.or_else(|| guest.missing_emulator());
        let missing = missing.or_else(|| guest.missing_compiler());
        guest.report(&missing);
        trials.extend(TESTS.iter().map(|test| trial(guest, test, &missing)));
        let no_ids = !probe.is_ok_and(|namespace| namespace.has_ids);
        let missing = missing.or_else(|| no_ids.then(|| "only root may use ids".to_string()));
        guest.report(&missing);
        trials.extend(
            TESTS_WITH_IDS
                .iter()
                .map(|test| trial(guest, test, &missing)),
        );
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn trial(guest: Guest, (name, test): &'static Test, missing: &Option<String>) -> Trial {
    guest.trial(name, missing, move || {
        let world = World::new(guest)?;
        test(&world);
        Ok(())
    })
}

impl World {
    fn new(guest: Guest) -> Result<World, Failed> {
        let scratch = Scratch::new()?;
        let program = program(&guest, &scratch.0)?;
        let namespace = Namespace::new(&format!(
            "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc\n\
             mount -t tmpfs -o mode=755 tmpfs /mnt\ncp '{}' /mnt",
            program.display()
        ))?;
        Ok(World { guest, namespace })
    }

    /// Runs a shell script in /mnt, as root. `emu` is our program, set up for the emulator under test; `register` registers it.
    fn script(&self, text: &str) -> Finished {
        let emulators = self.guest.emulator();
        let emulators = emulators
            .parent()
            .unwrap_or(Path::new("/"))
            .display()
            .to_string();
        let guest = self.guest.name;
        let prelude = format!(
            "set -e\ncd /mnt\nEMU='{}'\nemu() {{ $EMU --emulators '{emulators}' \"$@\"; }}\n\
             register() {{ emu --register {guest} > /dev/null; }}\nguest={guest}\n",
            env!("CARGO_BIN_EXE_emu"),
        );
        let mut command = self.namespace.command("bash");
        command.arg("-c").arg(prelude + text);
        run(&mut command, LIMIT).expect("nsenter exists")
    }

    fn prints(&self, text: &str, expected: &str) {
        let done = self.script(text);
        assert!(done.success(), "{text}\n{}{}", done.stdout, done.stderr);
        assert_eq!(done.stdout, expected, "{text}\n{}", done.stderr);
    }

    fn fails(&self, text: &str, why: &str) {
        let done = self.script(text);
        let as_expected = !done.success() && done.stderr.contains(why);
        assert!(as_expected, "{text}: {}{}", done.stdout, done.stderr);
    }

    /// What is printed, without the emulator's path.
    fn reports(&self, text: &str, expected: &str) {
        self.prints(&format!("({text}) | sed 's/ (.*//'"), expected);
    }
}

/// Builds the program below `folder`.
fn program(guest: &Guest, folder: &Path) -> Result<std::path::PathBuf, Failed> {
    let (source, program) = (folder.join("args.c"), folder.join("args"));
    fs::write(&source, PROGRAM)?;
    let mut compiler = Command::new(guest.compiler());
    compiler.args(["-static", "-o"]).arg(&program).arg(source);
    let done = run(&mut compiler, LIMIT)?;
    if !done.success() {
        return Err(done.stderr.into());
    }
    Ok(program)
}

fn runs_like_any_program(world: &World) {
    world.fails("./args x", "cannot execute binary file");
    world.prints(
        "register\n./args 'a b' '' c || echo $?",
        "[./args][a b][][c]\n7\n",
    );
    // argv[0] is the caller's, and options of ours in the arguments are the program's.
    world.prints(
        "bash -c 'exec -a zero ./args -strace --help' || true",
        "[zero][-strace][--help]\n",
    );
    world.prints("bash -c 'exec -a -strace ./args' || true", "[-strace]\n");
    // A program run by hand with what the kernel would pass is given just that.
    world.prints(
        "$EMU-$guest ./args ./args x || true",
        "[./args][./args][x]\n",
    );
    // Without P the kernel replaces argv[0].
    world.prints(
        "emu --register $guest --flags F > /dev/null\nbash -c 'exec -a zero ./args one' || true",
        "[/mnt/args][one]\n",
    );
}

fn scripts_and_odd_files(world: &World) {
    world.prints(
        "register; cp args secret; chmod 111 secret; ./secret || true",
        "[./secret]\n",
    );
    // Also for a user who could not open the file himself. (Root can.)
    world.prints(
        "printf '#!/mnt/args one\\n' > script; chmod +x script; ./script two || true",
        "[/mnt/args][one][./script][two]\n",
    );
    // The mark of an AppImage in the ELF header's padding.
    world.prints(
        "cp args app; printf 'AI\\002' | dd of=app bs=1 seek=8 conv=notrunc 2> /dev/null; ./app || true",
        "[./app]\n",
    );
    // Deleted, and run by its descriptor.
    world.prints(
        "cp args gone; exec 5< gone; rm gone; /proc/self/fd/5 x || true",
        "[/proc/self/fd/5][x]\n",
    );
}

fn in_a_root_folder_and_a_container(world: &World) {
    world.prints(
        "register; mkdir root; cp args root; chroot root /args x || true",
        "[/args][x]\n",
    );
    // What a container runtime does, with nothing but the program inside: not even /proc.
    world.prints(
        "mount --bind root root; mkdir -p root/old\n\
         unshare --mount --pid --fork --ipc --uts --net --cgroup bash -ec \
         'cd root; pivot_root . old; cd /; exec ./args in a container' || true",
        "[./args][in][a][container]\n",
    );
    // A user namespace within: the rules of the outer one hold.
    world.prints(
        "unshare --user --map-root-user ./args inner || true",
        "[./args][inner]\n",
    );
}

fn registering_twice_and_unregistering(world: &World) {
    let name = format!("emu-{}", world.guest.name);
    world.reports(
        "emu --register $guest; emu --register $guest; emu --register $guest --force",
        &format!("{name}: registered\n{name}: was registered already\n{name}: registered anew\n"),
    );
    // Other flags: the rule changes.
    world.reports(
        "emu --register $guest --flags PF",
        &format!("{name}: registered anew\n"),
    );
    world.prints(
        "emu --status --json | grep -o '\"flags\": [^,]*'",
        "\"flags\": \"PF\"\n",
    );
    world.prints(
        "emu --unregister $guest; emu --unregister $guest; ./args 2> /dev/null || echo no",
        &format!("{name}: removed\n{name}: was not registered\nno\n"),
    );
}

fn rules_of_others(world: &World) {
    world.prints(
        "emu --register $guest --print | sed s/emu-$guest/other/ > /proc/sys/fs/binfmt_misc/register\n\
         ./args || true; emu --reset; emu --status",
        "[./args]\nother: removed\naarch64: not registered\nriscv64: not registered\n",
    );
}

fn an_upgrade_while_programs_run(world: &World) {
    let name = format!("emu-{}", world.guest.name);
    world.prints(
        "mkdir bin; cp $EMU $EMU-$guest bin; EMU=bin/emu\n\
         emu() { $EMU --emulators /mnt/bin \"$@\"; }; mkfifo to from\n\
         emu --register $guest > /dev/null\n\
         ./args wait < to > from & exec 3> to 4< from; read line <&4; echo $line\n\
         cp bin/emu-$guest new; mv new bin/emu-$guest\n\
         emu --register $guest | sed 's/ (.*//'; ./args after || true\n\
         emu --register $guest | sed 's/ (.*//'\n\
         exec 3>&-; read line <&4; echo $line",
        &format!("up\n{name}: registered anew\n[./args][after]\n{name}: was registered already\nstill here\n"),
    );
}

fn failures_say_why(world: &World) {
    world.fails("emu --register sparc", "unknown guest 'sparc'");
    world.fails("emu --register $guest --flags X", "no such flag 'X'");
    world.fails(
        "$EMU --register $guest --emulators /nowhere",
        "there is no such emulator",
    );
    world.fails(
        "emu --status --binfmt /nowhere",
        "cannot mount binfmt_misc at /nowhere",
    );
}

fn set_uid_programs_get_their_credentials(world: &World) {
    let user = "setpriv --reuid 1000 --regid 1000 --clear-groups --";
    world.prints("register; chmod 4755 args", "");
    world.prints(
        &format!("{user} ./args ids"),
        "uid 1000 euid 0 secure 1 planted no\n",
    );
    // Nothing of the caller's configures what runs with rights he does not have.
    let hostile = "mkdir -m 777 open; env $(for v in \
         STRACE=1 LOG=strace LOG_FILENAME=/mnt/open/log LD_PREFIX=/nowhere ARGV0=zero STACK_SIZE=1 CPU=none UNAME=9 STATS=1 \
         SET_ENV=PLANTED=yes UNSET_ENV=HOME HOST=none; do echo EMU_$v QEMU_$v; done)";
    world.prints(
        &format!("{hostile} {user} ./args ids 2>&1; ls open"),
        "uid 1000 euid 0 secure 1 planted no\n",
    );
    // The same variables do work for a program without such rights.
    world.prints(
        &format!("chmod 755 args; EMU_SET_ENV=PLANTED=yes {user} ./args ids"),
        "uid 1000 euid 1000 secure 0 planted yes\n",
    );
    // Executable, but not readable by the one who runs it.
    world.prints(
        &format!("chmod 711 args; {user} ./args hidden || true"),
        "[./args][hidden]\n",
    );
}

fn only_root_may_register(world: &World) {
    world.fails(
        "setpriv --reuid 1000 --regid 1000 --clear-groups -- $EMU --register $guest",
        "no permission",
    );
}
