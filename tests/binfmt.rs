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
    if (argc == 3 && !strcmp(argv[1], "become")) {
        int id = atoi(argv[2]);
        if (setgid(id) || setuid(id)) {
            printf("cannot become %d\n", id);
            return 0;
        }
    }
    if (argc > 1 && (!strcmp(argv[1], "ids") || !strcmp(argv[1], "become"))) {
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
    /// Our program there.
    emu: &'static str,
    /// The folder of the emulators there.
    emulators: String,
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
    ("names_and_priorities", names_and_priorities),
    (
        "the_emulator_registers_itself",
        the_emulator_registers_itself,
    ),
    ("at_every_boot", at_every_boot),
    (
        "an_upgrade_while_programs_run",
        an_upgrade_while_programs_run,
    ),
    ("failures_say_why", failures_say_why),
    ("other_projects_command_lines", other_projects_command_lines),
    ("names_of_qemu", names_of_qemu),
    ("commands_of_a_builder", commands_of_a_builder),
    (
        "the_doctor_names_problem_and_remedy",
        the_doctor_names_problem_and_remedy,
    ),
    ("the_doctor_knows_the_place", the_doctor_knows_the_place),
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
    trials.extend(guests::all().into_iter().map(package_trial));
    libtest_mimic::run(&arguments, trials).exit();
}

fn trial(guest: Guest, (name, test): &'static Test, missing: &Option<String>) -> Trial {
    guest.trial(name, missing, move || {
        let world = World::new(guest)?;
        test(&world);
        Ok(())
    })
}

fn roots() -> std::path::PathBuf {
    std::env::var_os("EMU_ROOTS")
        .map_or_else(|| support::repository().join("target/roots"), Into::into)
}

fn package_trial(guest: Guest) -> Trial {
    let root = roots().join("engine");
    let missing = guest
        .missing_emulator()
        .or_else(|| guest.missing_compiler());
    let missing = missing.or_else(|| {
        let there = root.join("usr/sbin/update-binfmts").exists();
        (!there).then(|| {
            format!(
                "no {} with update-binfmts (scripts/test makes it)",
                root.display()
            )
        })
    });
    let missing = missing.or_else(|| {
        let ids = Namespace::new("").is_ok_and(|namespace| namespace.has_ids);
        (!ids).then(|| "only root may use ids".to_string())
    });
    guest.report(&missing);
    guest.trial("the_package", &missing, move || {
        the_package(&World::in_debian(guest, &root)?);
        Ok(())
    })
}

/// The README's examples without Docker.
fn readme_trial() -> Option<Trial> {
    let mut guests = guests::all().into_iter();
    let missing = guests.find_map(|guest| {
        let root = roots().join(guest.debian);
        let no_root = || format!("no {} (scripts/fetch-root)", root.display());
        let missing = guest.missing_emulator();
        missing.or_else(|| (!root.join(".emu-root").exists()).then(no_root))
    });
    // Any guest's namespace: all emulators are beside it.
    let guest = guests::all().into_iter().next()?;
    let missing = missing.or_else(|| guest.missing_compiler());
    guest.report(&missing);
    let test = move || {
        as_in_the_readme(&World::new(guest)?);
        Ok(())
    };
    Some(Trial::test("readme", test).with_ignored_flag(missing.is_some()))
}

fn as_in_the_readme(world: &World) {
    let (directly, direct_output) = readme::example("### Directly");
    let (kernel, kernel_output) =
        readme::example("### By the kernel, in every shell, chroot and build");
    // What a test makes in the roots must not stay there.
    let overlay = |guest: Guest| {
        let debian = guest.debian;
        format!(
            "mkdir up-{debian} work-{debian} {debian}\n\
             mount -t overlay overlay -o userxattr,lowerdir='{}',upperdir=up-{debian},workdir=work-{debian} {debian}\n",
            roots().join(debian).display()
        )
    };
    let overlays: String = guests::all().into_iter().map(overlay).collect();
    world.prints(
        &format!(
            "{overlays}unset -f emu; PATH=${{EMU%/*}}:$PATH:/usr/sbin; sudo() {{ \"$@\"; }}\n{directly}{kernel}"
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
        let emulators = guest.emulator();
        let emulators = emulators.parent().unwrap_or(Path::new("/"));
        Ok(World {
            guest,
            namespace,
            emu: env!("CARGO_BIN_EXE_emu"),
            emulators: emulators.display().to_string(),
        })
    }

    /// One in the Debian 13 that is unpacked in `root`, with our package as /mnt/emu.deb.
    fn in_debian(guest: Guest, root: &Path) -> Result<World, Failed> {
        let scratch = Scratch::new()?;
        let namespace = Namespace::new(&format!(
            "program='{}'; root='{}'; build='{}'; export EMU_BIN='{}'\n{DEBIAN}",
            program(&guest, &scratch.0)?.display(),
            root.display(),
            support::repository()
                .join("scripts/package/build")
                .display(),
            Path::new(env!("CARGO_BIN_EXE_emu"))
                .parent()
                .unwrap_or(Path::new("/"))
                .display(),
        ))?;
        Ok(World {
            guest,
            namespace,
            emu: "/usr/bin/emu",
            emulators: "/usr/bin".into(),
        })
    }

    /// Runs a shell script in /mnt, as root. `emu` is our program, set up for the emulator under test; `register` registers it.
    fn script(&self, text: &str) -> Finished {
        let guest = self.guest.name;
        let prelude = format!(
            "set -e\ncd /mnt\nEMU='{emu}'\nemu() {{ $EMU --emulators '{emulators}' \"$@\"; }}\n\
             register() {{ emu --register {guest} > /dev/null; }}\nguest={guest}\n",
            emu = self.emu,
            emulators = self.emulators,
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

/// Not chroot: user namespaces are not allowed in one.
const DEBIAN: &str = r#"
mount -t tmpfs -o mode=755 tmpfs /mnt
cd /mnt
"$build" deb . > /dev/null
mkdir up work root
mount -t overlay overlay -o userxattr,lowerdir="$root",upperdir=up,workdir=work root
mkdir -p root/dev root/proc root/mnt root/tmp root/run root/old
cp "$program" root/mnt
cp emu_*.deb root/mnt/emu.deb
mount --rbind /dev root/dev
mount --bind /proc root/proc
mount -t binfmt_misc binfmt_misc root/proc/sys/fs/binfmt_misc
cd root
pivot_root . old
cd /
"#;

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

/// The kernel takes the rule that came last. `other` runs programs by a copy of our emulator, that says so by its name.
fn names_and_priorities(world: &World) {
    let other = "emu --register $guest --print | sed 's,:[^:]*:POCF,:/mnt/other:POCF,; s/emu-/qemu-/' > /proc/sys/fs/binfmt_misc/register";
    let who = "$EMU doctor 2>&1 | sed -n \"s/^$guest: a test program ran by //p\"";
    world.prints(
        &format!("cp $EMU-$guest other; echo other >> other; {other}; {who}"),
        "/mnt/other\n",
    );
    world.prints(
        "emu --register $guest --priority last; emu --status | grep -c 'entry emu-' || true",
        &format!(
            "emu-{0}: left to qemu-{0} (/mnt/other)\n0\n",
            world.guest.name
        ),
    );
    world.prints(
        &format!("register; {who} | sed 's,.*/,,'"),
        &format!("emu-{}\n", world.guest.name),
    );
    // Somebody else comes later, and we again.
    world.prints(
        &format!("echo -1 > /proc/sys/fs/binfmt_misc/qemu-$guest; {other}; {who}; register; {who} | sed 's,.*/,,'"),
        &format!("/mnt/other\nemu-{}\n", world.guest.name),
    );
    // In the place of another's rule, for programs that look for its name.
    world.prints(
        "emu --unregister $guest; emu --register $guest --name qemu-$guest | sed 's/ (.*//'; emu --status --json | grep -o '\"name\": [^,]*'; ./args || true\n\
         emu --unregister $guest --name qemu-$guest; $EMU --register $guest --interpreter /mnt/other | sed 's/ (.*//'; $EMU --reset $guest",
        "emu-GUEST: removed\nqemu-GUEST: registered anew\n\"name\": \"qemu-GUEST\"\n[./args]\nqemu-GUEST: removed\nemu-GUEST: registered\nemu-GUEST: removed\n"
            .replace("GUEST", world.guest.name)
            .as_str(),
    );
    world.fails("emu --register --name both", "for one guest");
    world.fails(
        "emu --register $guest --name a/b",
        "cannot be an entry's name",
    );
}

/// `emu-GUEST --register` is `emu --register GUEST`, with that very file.
fn the_emulator_registers_itself(world: &World) {
    world.prints(
        "cp $EMU-$guest mine; for o in --register --register '--status --json' --unregister; do ./mine $o | sed 's/ (.*//'; done; ./args 2> /dev/null || echo no",
        &format!(
            "emu-{0}: registered\nemu-{0}: was registered already\n{{\n  \"supported\": [\"linux/{1}\"],\n  \"rules\": [{{\"machine\": \"{0}\", \
             \"name\": \"emu-{0}\", \"interpreter\": \"/mnt/mine\", \"flags\": \"POCF\", \"enabled\": true}}]\n}}\nemu-{0}: removed\nno\n",
            world.guest.name, world.guest.debian
        ),
    );
    world.prints(
        "./mine --register --print --flags OF | sed 's/.*://'; ./mine --reset",
        "OF\n",
    );
    // What the kernel passes is a program, whatever its name. (An empty PATH is the current folder, and adds none to the name.)
    world.prints(
        "cp args ./--register; cp args ./-strace; ./mine --register > /dev/null; run() { PATH= /usr/bin/env -- \"$@\" || true; }\n\
         run --register x; run -strace; ./mine --register --flags OF > /dev/null; run --register x; run -strace",
        "[--register][x]\n[-strace]\n[--register][x]\n[-strace]\n",
    );
}

fn at_every_boot(world: &World) {
    let name = format!("emu-{}", world.guest.name);
    // What systemd-binfmt writes at boot makes the same rule. Its files come after QEMU's, and so do its rules.
    world.prints(
        "emu --register $guest --persist=/mnt/conf | sed 's/ (.*//'; ls conf; emu --register $guest --print | cmp - conf/*\n\
         emu --unregister $guest; cat conf/* > /proc/sys/fs/binfmt_misc/register; emu --register $guest | sed 's/ (.*//'\n\
         emu --register $guest --priority last --persist=/mnt/conf > /dev/null; ls conf\n\
         emu --unregister $guest --persist=/mnt/conf; ls conf",
        &format!(
            "{name}: registered\n{name}: at every boot by /mnt/conf/zz-{name}.conf\nzz-{name}.conf\n\
             {name}: removed\n{name}: was registered already\n00-{name}.conf\n{name}: removed\n"
        ),
    );
    world.prints(
        "mkdir empty; mount --bind empty /etc; mkdir -p /etc/binfmt.d; register; touch /etc/binfmt.d/zz-emu-$guest.conf; emu --unregister $guest",
        &format!("{name}: removed\n{name}: still registered at every boot by /etc/binfmt.d/zz-{name}.conf (--unregister --persist)\n"),
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
        "binfmt_misc is not mounted at /nowhere",
    );
    world.fails(
        "emu --register $guest --binfmt /nowhere",
        "cannot mount binfmt_misc at /nowhere",
    );
    // What cannot be understood ends with 2, what fails with 1.
    world.prints(
        "for o in '--register --bogus' --register=sparc '--json' ''; do emu $o 2> /dev/null || echo $?; done; \
         $EMU-$guest --register --bogus 2> /dev/null || echo $?; \
         for o in --bogus /nowhere /bin/sh /; do $EMU-$guest $o 2> /dev/null || echo $?; done",
        "2\n1\n2\n2\n2\n2\n127\n126\n126\n",
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

/// The Debian package in Debian 13, from installing to purging.
fn the_package(world: &World) {
    let name = format!("emu-{}", world.guest.name);
    let again = format!("{name}: at every boot by /usr/sbin/update-binfmts\n");
    world.prints(
        "dpkg -i emu.deb > log 2>&1; ./args one || true; sed -n \"s/ (.*//; /^emu-$guest: /p\" log; update-binfmts --display emu-$guest | head -n 1",
        &format!("[./args][one]\n{name}: registered\n{again}{name} (enabled):\n"),
    );
    // What systemd-binfmt writes and what update-binfmts has made are one.
    world.prints(
        "emu --register $guest --print | cmp - /usr/lib/binfmt.d/zz-emu-$guest.conf; emu --register $guest | sed 's/ (.*//'",
        &format!("{name}: was registered already\n"),
    );
    world.prints(
        "cd /usr/share; ls man/man1/emu* bash-completion/completions/emu* zsh/vendor-completions/_emu* fish/vendor_completions.d/emu* | grep -E \"emu(-run|-$guest)?(.1.gz|.fish)?$\"\n\
         ls -L /usr/lib/emu/qemu | grep $guest; zcat man/man1/emu-run.1.gz | grep -c 'emu run'; bash -c '. bash-completion/completions/emu; complete -p emu'",
        &"bash-completion/completions/emu\nbash-completion/completions/emu-GUEST\nfish/vendor_completions.d/emu-GUEST.fish\nfish/vendor_completions.d/emu.fish\n\
          man/man1/emu-GUEST.1.gz\nman/man1/emu-run.1.gz\nman/man1/emu.1.gz\nzsh/vendor-completions/_emu\nzsh/vendor-completions/_emu-GUEST\n\
          qemu-GUEST\nqemu-GUEST-static\n1\ncomplete -o bashdefault -o default -o nosort -F _emu emu\n"
            .replace("GUEST", world.guest.name),
    );
    // The machine starts again.
    world.prints(
        "update-binfmts --disable 2> /dev/null; ./args 2> /dev/null || echo no; update-binfmts --enable; ./args two || true",
        "no\n[./args][two]\n",
    );
    several_users(world);
    world.prints(
        "dpkg -i emu.deb > log 2>&1; grep -c 'was registered already' log; dpkg -r emu > log; ./args three 2> /dev/null || echo no; ls /var/lib/binfmts\n\
         dpkg --purge emu 2> log || cat log; dpkg -s emu > /dev/null 2>&1 || echo gone; find / -xdev -path /mnt -prune -o -path /proc -prune -o -name 'emu-*' -print",
        "2\nno\ngone\n",
    );
}

/// `emu run` for somebody to whom /etc/subuid gives users.
fn several_users(world: &World) {
    let run = "setpriv --reuid 1000 --regid 1000 --clear-groups -- emu run --root root --";
    world.prints(
        &format!(
            "echo me:x:1000:1000::/:/bin/sh >> /etc/passwd; echo me:10000:100 | tee /etc/subuid > /etc/subgid; mkdir root; cp args root; chown -R 1000 root\n\
             {run} /args ids; {run} /args become 5; {run} /args become 200"
        ),
        "uid 0 euid 0 secure 0 planted no\nuid 5 euid 5 secure 0 planted no\ncannot become 200\n",
    );
    // Nobody else's.
    world.prints(
        &format!("echo other:10000:100 | tee /etc/subuid > /etc/subgid; {run} /args become 5"),
        "cannot become 5\n",
    );
}

fn the_doctor_names_problem_and_remedy(world: &World) {
    let problem = |text: &str, problem: &str| {
        let done = world.script(&format!("{text}\n$EMU doctor"));
        let named = done.stderr.contains(&format!("problem: {problem}"));
        let mended = done
            .stderr
            .contains(&format!("remedy: emu --register {}\n", world.guest.name));
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

/// Windows, and a machine of its own, cannot be had here: `place.rs` tells them apart in a test of its own.
fn the_doctor_knows_the_place(world: &World) {
    let named = |setup: &str, place: &str, remedy: &str| {
        let done = world.script(&format!("{setup}\n$EMU doctor"));
        let right = done.stderr.contains(&format!("machine: {place}"))
            && done
                .stderr
                .contains(&format!("remedy: {remedy} {}\n", world.guest.name));
        assert!(
            right && !done.success(),
            "{setup}: {}{}",
            done.stdout,
            done.stderr
        );
    };
    let release = |name: &str| {
        format!("echo {name} > release; mount --bind release /proc/sys/kernel/osrelease")
    };
    named("", "a user namespace", "emu --register");
    named(
        &release("6.10.14-linuxkit"),
        "Docker Desktop",
        "docker run --rm --privileged IMAGE --install",
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
