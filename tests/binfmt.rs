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
use support::readme;
use support::{Finished, Scratch, run};

const LIMIT: Duration = Duration::from_secs(120);

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
    fflush(stdout);
    if (argc > 2 && !strcmp(argv[1], "exec")) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
    }
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
    ("other_projects_command_lines", other_projects_command_lines),
    ("names_of_qemu", names_of_qemu),
    ("commands_of_a_builder", commands_of_a_builder),
    ("the_package_registers", the_package_registers),
    (
        "the_doctor_names_problem_and_remedy",
        the_doctor_names_problem_and_remedy,
    ),
];

/// Those that need more ids than root's.
const TESTS_WITH_IDS: &[Test] = &[
    (
        "set_uid_programs_get_their_credentials",
        set_uid_programs_get_their_credentials,
    ),
    ("only_root_may_register", only_root_may_register),
    (
        "a_root_folder_without_registration",
        a_root_folder_without_registration,
    ),
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
    trials.extend(readme_trial());
    libtest_mimic::run(&arguments, trials).exit();
}

fn trial(guest: Guest, (name, test): &'static Test, missing: &Option<String>) -> Trial {
    guest.trial(name, missing, move || {
        let world = World::new(guest)?;
        test(&world);
        Ok(())
    })
}

/// The README's examples without Docker, which are of aarch64.
fn readme_trial() -> Option<Trial> {
    let guest = guests::all().into_iter().find(|g| g.name == "aarch64")?;
    let roots = std::env::var_os("EMU_ROOTS")
        .map_or_else(|| support::repository().join("target/roots"), Into::into);
    let root = roots.join(guest.debian);
    let missing = guest
        .missing_emulator()
        .or_else(|| guest.missing_compiler());
    let missing = missing.or_else(|| {
        let there = root.join(".emu-root").exists();
        (!there).then(|| format!("no {} (scripts/fetch-root)", root.display()))
    });
    guest.report(&missing);
    Some(guest.trial("readme", &missing, move || {
        let world = World::new(guest)?;
        as_in_the_readme(&world, &root);
        Ok(())
    }))
}

fn as_in_the_readme(world: &World, root: &Path) {
    let (directly, direct_output) = readme::example("### Directly");
    let (kernel, kernel_output) =
        readme::example("### By the kernel, in every shell, chroot and build");
    // What a test makes in the root must not stay there.
    world.prints(
        &format!(
            "mkdir up work root; mount -t overlay overlay -o userxattr,lowerdir='{}',upperdir=up,workdir=work root\n\
             unset -f emu; PATH=${{EMU%/*}}:$PATH:/usr/sbin; sudo() {{ \"$@\"; }}\n{directly}{kernel}",
            root.display()
        ),
        &(direct_output + &kernel_output),
    );
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
        assert!(
            done.success(),
            "{text}\n{}: {}{}",
            done.ending(),
            done.stdout,
            done.stderr
        );
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
    // There is no /proc for the emulator to find itself, or one that leads nowhere.
    let inner = "chroot root /args exec /args inner || true";
    world.prints(inner, "[/args][exec][/args][inner]\n[/args][inner]\n");
    world.prints(
        &format!("ln -s /proc root/proc; {inner}"),
        "[/args][exec][/args][inner]\n[/args][inner]\n",
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
         cp bin/emu-$guest new; echo newer >> new; mv new bin/emu-$guest\n\
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

/// What tonistiigi/binfmt and multiarch/qemu-user-static understand.
fn other_projects_command_lines(world: &World) {
    let (guest, docker) = (world.guest.name, world.guest.debian);
    let supported = format!("grep -c '\"linux/{docker}\"'");
    world.prints(
        &format!(
            "ln -s $EMU binfmt; ln -s $EMU register; ./binfmt | {supported} || true\n\
             ./binfmt --install {docker} 2> log | {supported}; ./args || true; sed 's/ (.*//' log"
        ),
        &format!("0\n1\n[./args]\nemu-{guest}: registered\n"),
    );
    world.prints(
        &format!("./binfmt --uninstall 'qemu-*' 2>&1 > /dev/null; ./binfmt --uninstall 'qemu-*' | {supported} || true"),
        &format!("emu-{guest}: removed\n0\n"),
    );
    world.prints(
        "./register --reset -p yes 2> /dev/null; emu --status --json | grep -o '\"flags\": [^,]*' | uniq\n\
         ./register --reset -p no 2> /dev/null; emu --status --json | grep -o '\"flags\": [^,]*' | uniq",
        "\"flags\": \"POCF\"\n\"flags\": \"POC\"\n",
    );
    world.fails("./binfmt --install s390x", "unknown guest 's390x'");
    world.fails("./binfmt --purge", "unknown option '--purge'");
}

fn names_of_qemu(world: &World) {
    world.prints(
        "ln -s $EMU-$guest qemu-$guest; ln -s $EMU-$guest qemu-$guest-static\n\
         ./qemu-$guest -0 zero ./args one || true; QEMU_ARGV0=two ./qemu-$guest-static ./args || true",
        "[zero][one]\n[two]\n",
    );
}

/// As a builder without binfmt_misc has it: an emulator in the container, before each command.
fn commands_of_a_builder(world: &World) {
    world.prints(
        "mkdir -p root/bin root/dev root/proc; mount --rbind /proc root/proc; cp args root/bin; cp $EMU-$guest root/dev/.buildkit_qemu_emulator\n\
         printf '#!/bin/args one\\n' > root/script; chmod +x root/script\n\
         emulated() { PATH=/usr/bin:/bin $(type -P chroot) root /dev/.buildkit_qemu_emulator \"$@\" || true; }\n\
         emulated args -strace; emulated /script two; emulated args exec /script two",
        "[args][-strace]\n[/bin/args][one][/script][two]\n[args][exec][/script][two]\n[/bin/args][one][/script][two]\n",
    );
}

/// The Debian package, with its files laid over the machine's and its scripts called as dpkg does.
fn the_package_registers(world: &World) {
    let build = support::repository().join("scripts/package/build");
    world.prints(
        &format!(
            "EMU_BIN=${{EMU%/*}} '{}' deb /mnt > name; dpkg-deb -x $(cat name) files; dpkg-deb -e $(cat name) control\n\
             cat files/usr/lib/binfmt.d/emu-$guest.conf > conf; $EMU --emulators /usr/bin --register $guest --print --flags POC | sed 's/POC$/POCF/' | cmp - conf\n\
             for f in man/man1/emu-$guest.1.gz bash-completion/completions/emu; do test -s files/usr/share/$f || echo no $f; done\n\
             ls -L files/usr/lib/emu/qemu | grep $guest\n\
             mount -t overlay overlay -o lowerdir=/mnt/files/usr/bin:/usr/bin /usr/bin\n\
             sh control/postinst configure > /dev/null; ./args one || true\n\
             sh control/prerm remove > /dev/null; ./args three 2> /dev/null || echo no",
            build.display()
        ),
        &format!("qemu-{0}\nqemu-{0}-static\n[./args][one]\nno\n", world.guest.name),
    );
}

fn the_doctor_names_problem_and_remedy(world: &World) {
    let problem = |text: &str, problem: &str| {
        let done = world.script(&format!("{text}\n$EMU doctor"));
        let named = done.stderr.contains(&format!("problem: {problem}"));
        let mended = done.stderr.contains(&format!(
            "remedy: sudo emu --register {}\n",
            world.guest.name
        ));
        assert!(
            !done.success() && named && mended,
            "{text}: {}{}",
            done.stdout,
            done.stderr
        );
    };
    let name = format!("emu-{}", world.guest.name);
    problem("", &format!("nobody runs {} programs", world.guest.name));
    problem(
        "emu --register --flags POC > /dev/null",
        &format!("{name}: without the flag F"),
    );
    problem(
        "echo 0 > /proc/sys/fs/binfmt_misc/$(emu --register > /dev/null; echo emu-$guest)",
        &format!("{name}: disabled"),
    );
    problem(
        "mkdir bin; cp $EMU-$guest bin; $EMU --register $guest --emulators /mnt/bin > /dev/null\n\
         cp bin/emu-$guest new; echo newer >> new; mv new bin/emu-$guest",
        &format!("/mnt/bin/{name} was upgraded"),
    );
    world.prints(
        "emu --register > /dev/null; $EMU doctor | tail -n 1",
        "nothing is wrong\n",
    );
    problem(
        "cp $EMU-$guest other; echo other >> other; emu --register $guest --print | sed 's,:[^:]*:POCF,:/mnt/other:POCF,; s/emu-/qemu-/' \
         > /proc/sys/fs/binfmt_misc/register",
        "/mnt/other runs, and not",
    );
}

fn a_root_folder_without_registration(world: &World) {
    let run = "setpriv --reuid 1000 --regid 1000 --clear-groups -- $EMU run --root root --emulators ${EMU%/*}";
    world.prints(
        &format!("mkdir root; cp args root; chown -R 1000 root; {run} -- /args ids; {run} /args exec /args in || true"),
        "uid 0 euid 0 secure 0 planted no\n[/args][exec][/args][in]\n[/args][in]\n",
    );
    // Programs are looked for in there.
    world.prints(
        &format!("mkdir root/bin; mv root/args root/bin; {run} --dir /bin args -x || true; cat root/proc/version 2> /dev/null | wc -l"),
        "[args][-x]\n0\n",
    );
    world.fails(
        &format!("{run} missing"),
        "missing: no such program in there",
    );
}
