//! Foreign containers under a real Docker engine, with the rules that our own image registers (`support/engine.rs` says how that is
//! kept apart from the machine). `scripts/test` unpacks what is needed: the engine, and a Debian for each guest.
//!
//! Needs root, for an engine needs more than one user. Without it every test is ignored, and says so.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use support::engine::Engine;
use support::guests::{self, Guest};
use support::readme;
use support::{repository, run as run_command, tail};

const LIMIT: Duration = Duration::from_secs(60);
/// A build installs a compiler.
const BUILD_LIMIT: Duration = Duration::from_secs(600);

/// Our image as scripts run it.
const OURS: &str = "docker run --rm --privileged --network none emu";

/// An engine that knows our emulators.
struct Docker {
    engine: Engine,
    /// The guests' images, made when they are first needed.
    images: Vec<(Guest, OnceLock<Result<String, String>>)>,
}

type Test = (&'static str, fn(&Docker, Guest, &str) -> Result<(), Failed>);

const TESTS: &[Test] = &[
    ("build", build),
    ("run", run),
    ("users", users),
    ("exec_and_stop", exec_and_stop),
];

fn main() {
    let arguments = Arguments::from_args();
    let docker = match arguments.list {
        true => Err("only listed".to_string()),
        false => Docker::start(),
    };
    let missing = docker.as_ref().err().cloned();
    if let Some(why) = &missing {
        eprintln!("skipped: {why}");
    }
    let docker = docker.ok().map(Arc::new);
    let mut trials = vec![
        Trial::test(
            "image",
            with(docker.clone(), None, |docker, _| image(docker)),
        )
        .with_ignored_flag(missing.is_some()),
    ];
    let readme = with(docker.clone(), None, |docker, _| as_in_the_readme(docker));
    trials.push(Trial::test("readme", readme).with_ignored_flag(missing.is_some()));
    let alone = Trial::test("a_machine_without_rules", a_machine_without_rules);
    trials.push(alone.with_ignored_flag(missing.is_some()));
    for (name, test) in TESTS {
        for guest in guests::all() {
            let body = with(docker.clone(), Some(guest), move |docker, image| {
                test(docker, guest, image)
            });
            trials.push(guest.trial(name, &missing, body));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    // The engine ends before this process does.
    drop(docker);
    conclusion.exit();
}

/// The test with the engine, and the image of `guest`.
fn with(
    docker: Option<Arc<Docker>>,
    guest: Option<Guest>,
    test: impl FnOnce(&Docker, &str) -> Result<(), Failed>,
) -> impl FnOnce() -> Result<(), Failed> {
    move || {
        let docker = docker.ok_or("no engine")?;
        let image = guest.map(|guest| docker.debian(guest)).transpose()?;
        test(&docker, &image.unwrap_or_default())
    }
}

fn roots() -> PathBuf {
    std::env::var_os("EMU_ROOTS").map_or_else(|| repository().join("target/roots"), PathBuf::from)
}

impl Docker {
    /// Starts the engine and has our image register the emulators.
    fn start() -> Result<Docker, String> {
        let docker = Docker::without_rules()?;
        docker.succeeds(&format!("{OURS} --install all"), LIMIT)?;
        Ok(docker)
    }

    /// Starts the engine and builds our image.
    fn without_rules() -> Result<Docker, String> {
        let roots = roots();
        let needed = guests::all()
            .into_iter()
            .map(|g| format!("image-{}", g.debian));
        for name in needed.chain(["engine".to_string()]) {
            if !roots.join(&name).join(".emu-root").exists() {
                return Err(format!(
                    "no {} (scripts/test makes it)",
                    roots.join(name).display()
                ));
            }
        }
        let engine = Engine::start(&roots.join("engine"), &roots)?;
        stage(&engine.folder().join("image"))?;
        let docker = Docker {
            engine,
            images: guests::all()
                .into_iter()
                .map(|g| (g, OnceLock::new()))
                .collect(),
        };
        docker.succeeds(
            "docker build --quiet --network none -t emu /mnt/image",
            LIMIT,
        )?;
        Ok(docker)
    }

    /// The name of a Debian image of the guest: its unpacked root.
    fn debian(&self, guest: Guest) -> Result<String, String> {
        let (_, image) = self
            .images
            .iter()
            .find(|(g, _)| g.name == guest.name)
            .ok_or("no guest")?;
        let make = || {
            let arch = guest.debian;
            let import = format!(
                "tar -C /srv/image-{arch} -c . | docker import --platform linux/{arch} - debian-{arch}"
            );
            self.succeeds(&import, BUILD_LIMIT)
                .map(|_| format!("debian-{arch}"))
        };
        image.get_or_init(make).clone()
    }

    /// What a script prints.
    fn succeeds(&self, script: &str, limit: Duration) -> Result<String, String> {
        let done = self
            .engine
            .script(&format!("set -o pipefail\n{script}"), limit)?;
        match done.success() {
            true => Ok(done.stdout),
            false => Err(format!(
                "{script}\n{}\n{}\n{}",
                done.ending(),
                tail(&done.stdout, 20),
                tail(&done.stderr, 40)
            )),
        }
    }

    fn prints(&self, script: &str, expected: &str) -> Result<(), Failed> {
        let printed = self.succeeds(script, LIMIT)?;
        match printed == expected {
            true => Ok(()),
            false => Err(format!("{script}\nexpected {expected:?}\nprinted  {printed:?}").into()),
        }
    }
}

/// What `scripts/package/build image` builds our image from, but of the programs under test.
fn stage(folder: &Path) -> Result<(), String> {
    let package = repository().join("scripts/package");
    let bin = Path::new(env!("CARGO_BIN_EXE_emu")).parent();
    let mut build = Command::new(package.join("build"));
    build.arg("stage").arg(folder);
    build.env("EMU_BIN", bin.unwrap_or(Path::new("/")));
    let done = run_command(&mut build, LIMIT).map_err(|e| e.to_string())?;
    if !done.success() {
        return Err(done.stderr);
    }
    let copied = fs::copy(package.join("Dockerfile"), folder.join("Dockerfile"));
    copied.map(drop).map_err(|e| e.to_string())
}

/// Our image as docker/setup-qemu-action and scripts use it.
fn image(docker: &Docker) -> Result<(), Failed> {
    let again = docker.succeeds(&format!("{OURS} --install arm64,riscv64 2>&1"), LIMIT)?;
    for guest in guests::all() {
        let line = format!("emu-{}: was registered already", guest.name);
        assert!(again.contains(&line), "{again}");
    }
    let summary = "{\n  \"supported\": [\n    \"linux/amd64\",\n    \"linux/386\",\n    \"linux/arm64\",\n    \"linux/riscv64\"\n  ],\n  \
                   \"emulators\": [\n    \"emu-aarch64\",\n    \"emu-riscv64\"\n  ]\n}\n";
    docker.prints(OURS, summary)?;
    docker.prints(
        &format!("{OURS} --install s390x 2> /dev/null || echo $?"),
        "1\n",
    )?;
    // What is wrong can be asked from a container, which does not see the rules.
    docker.prints(
        "docker run --rm --network none --entrypoint emu emu doctor | sed '/^machine: /d; s,/usr/bin/,,'",
        "aarch64: a test program ran by emu-aarch64\nriscv64: a test program ran by emu-riscv64\nnothing is wrong\n",
    )
}

/// What others do with an engine that has just been installed.
fn a_machine_without_rules() -> Result<(), Failed> {
    let docker = Docker::without_rules()?;
    let bin = docker.engine.folder().join("bin");
    fs::create_dir_all(&bin)?;
    for guest in guests::all() {
        fs::copy(
            guest.emulator(),
            bin.join(format!("buildkit-qemu-{}", guest.name)),
        )?;
        a_builder_with_its_own_emulator(&docker, guest)?;
    }
    let rules = "ls /proc/sys/fs/binfmt_misc | grep emu- || true";
    docker.prints(rules, "")?;
    let both = "emu-aarch64\nemu-riscv64\n";
    // As scripts call multiarch/qemu-user-static, and docker/setup-qemu-action tonistiigi/binfmt (reset, then platforms).
    docker.prints(
        &format!("{OURS} --reset -p yes 2> /dev/null; {rules}"),
        both,
    )?;
    docker.prints(
        &format!("{OURS} --uninstall 'qemu-*' > /dev/null 2>&1; {rules}"),
        "",
    )?;
    docker.prints(
        &format!("{OURS} --install linux/arm64 > /dev/null 2>&1; {rules}"),
        "emu-aarch64\n",
    )?;
    // What the kubelet runs first on each node.
    let manifest = fs::read_to_string(repository().join("scripts/package/daemonset.yaml"))?;
    let arguments = manifest
        .lines()
        .find_map(|line| line.trim().strip_prefix("args: ["));
    let arguments = arguments
        .and_then(|list| list.strip_suffix(']'))
        .ok_or("no args")?;
    let arguments = arguments.replace(',', " ");
    docker.prints(
        &format!("{OURS} {arguments} > /dev/null 2>&1; {rules}"),
        both,
    )
}

/// BuildKit without rules for a platform puts an emulator from its own path before each command.
fn a_builder_with_its_own_emulator(docker: &Docker, guest: Guest) -> Result<(), Failed> {
    let (image, arch) = ("alone", guest.debian);
    let import = format!(
        "tar -C /srv/image-{arch} --exclude=./var/cache -c . | docker import --platform linux/{arch} - {image}"
    );
    docker.succeeds(&import, BUILD_LIMIT)?;
    let folder = docker.engine.folder().join("alone");
    fs::create_dir_all(&folder)?;
    let dockerfile = format!(
        "FROM {image} AS build\n\
         RUN uname -m > /out\n\
         RUN [\"perl\", \"-e\", \"open F, q(>>), q(/out); print F qq($^X\\\\n); close F; exec qw(sh -c), q(echo exec >> /out)\"]\n\
         RUN printf '#!/usr/bin/perl -w\\nprint \"$0 @ARGV\\\\n\"' > /script && chmod +x /script && /script one >> /out && setpriv --reuid 1000 --regid 1000 --clear-groups id -u >> /out\n\
         FROM scratch\n\
         COPY --from=build /out /\n"
    );
    fs::write(folder.join("Dockerfile"), dockerfile)?;
    let build = format!(
        "docker build --platform linux/{arch} --network none --progress plain -o /mnt/alone /mnt/alone 2>&1"
    );
    docker.succeeds(&build, BUILD_LIMIT)?;
    docker.prints(
        "cat /mnt/alone/out",
        &format!("{}\n/usr/bin/perl\nexec\n/script one\n1000\n", guest.name),
    )?;
    // The program's end is the command's.
    let failing = format!(
        "printf 'FROM {image}\\nRUN exit 42\\n' > /mnt/alone/Dockerfile; ({build} || true) | grep -o 'exit code: .*' | uniq"
    );
    docker.prints(&failing, "exit code: 42\n")
}

/// The README's example.
fn as_in_the_readme(docker: &Docker) -> Result<(), Failed> {
    let (script, output) = readme::example("### In Docker");
    for guest in guests::all() {
        docker.debian(guest)?;
    }
    docker.prints(&script, &output)
}

fn run(docker: &Docker, guest: Guest, image: &str) -> Result<(), Failed> {
    let run = format!(
        "docker run --rm --network none --platform linux/{}",
        guest.debian
    );
    docker.prints(
        &format!("{run} {image} uname -m"),
        &format!("{}\n", guest.name),
    )?;
    docker.prints(&format!("{run} {image} sh -c 'exit 42' || echo $?"), "42\n")?;
    docker.prints(
        &format!("{run} --init {image} sh -c 'kill -SEGV $$' || echo $?"),
        "139\n",
    )?;
    docker.prints(
        &format!("{run} {image} no-such-program 2> /dev/null || echo $?"),
        "127\n",
    )?;
    docker.prints(&format!("seq 1000 | {run} -i {image} wc -l"), "1000\n")?;
    docker.prints(
        &format!("{run} --init {image} bash -c 'exec -a zero bash -c \"echo \\$0\"'"),
        "zero\n",
    )?;
    // A root folder that cannot be written, as hardened machines have it.
    docker.prints(
        &format!("{run} --read-only --cap-drop ALL --security-opt no-new-privileges {image} id -u"),
        "0\n",
    )
}

fn users(docker: &Docker, guest: Guest, image: &str) -> Result<(), Failed> {
    let run = format!(
        "docker run --rm --network none --platform linux/{}",
        guest.debian
    );
    docker.prints(&format!("{run} --user 1000:1000 {image} id -u"), "1000\n")?;
    // A set-uid program gets its rights, also from a program that is emulated.
    docker.prints(
        &format!(
            "{run} {image} bash -c 'cp /usr/bin/id /id; chmod 4755 /id; \
             exec setpriv --reuid 1000 --regid 1000 --clear-groups bash -c \"/id -u; /usr/bin/id -u\"'"
        ),
        "0\n1000\n",
    )
}

fn build(docker: &Docker, guest: Guest, image: &str) -> Result<(), Failed> {
    let arch = guest.debian;
    let name = format!("build-{arch}");
    let folder = docker.engine.folder().join(&name);
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("machine.c"),
        "#include <stdio.h>\n#include <sys/utsname.h>\n\
         int main(void) { struct utsname u; uname(&u); puts(u.machine); }\n",
    )?;
    let dockerfile = format!(
        "FROM {image} AS build\n\
         RUN mkdir -m 1777 /tmp /var/tmp\n\
         RUN apt-get install -y /var/cache/apt/archives/*.deb\n\
         COPY machine.c /\n\
         RUN gcc -static -O2 machine.c -o machine && ./machine > built-on\n\
         FROM scratch\n\
         COPY --from=build /machine /built-on /\n\
         USER 1000\n\
         ENTRYPOINT [\"/machine\"]\n"
    );
    fs::write(folder.join("Dockerfile"), dockerfile)?;
    let platform = format!("--platform linux/{arch}");
    let build = format!(
        "docker build {platform} --network none --progress plain -t {name} /mnt/{name} 2>&1"
    );
    docker.succeeds(&build, BUILD_LIMIT)?;
    let machine = format!("{}\n", guest.name);
    docker.prints(
        &format!("docker run --rm --network none {platform} {name}"),
        &machine,
    )?;
    docker.prints(
        &format!("c=$(docker create --network none {platform} {name}); docker cp $c:/built-on - | tar -xO; docker rm $c > /dev/null"),
        &machine,
    )
}

fn exec_and_stop(docker: &Docker, guest: Guest, image: &str) -> Result<(), Failed> {
    let name = format!("service-{}", guest.debian);
    let service = r#"trap "echo bye; exit 3" TERM; echo up; while :; do sleep 0.1; done"#;
    docker.succeeds(
        &format!(
            "docker run -d --name {name} --network none --platform linux/{} {image} bash -c '{service}' &&
             until docker logs {name} | grep -q up; do sleep 0.1; done",
            guest.debian
        ),
        LIMIT,
    )?;
    let machine = format!("{}\n", guest.name);
    docker.prints(&format!("docker exec {name} uname -m"), &machine)?;
    docker.prints(
        &format!("docker exec --user 1000 {name} sh -c 'id -u; exit 5' || echo $?"),
        "1000\n5\n",
    )?;
    docker.prints(&format!("echo in | docker exec -i {name} cat"), "in\n")?;
    // The processes are named by what they run.
    docker.prints(&format!("docker exec {name} cat /proc/1/comm"), "bash\n")?;
    let begin = Instant::now();
    docker.succeeds(&format!("docker stop -t 30 {name}"), LIMIT)?;
    assert!(
        begin.elapsed() < Duration::from_secs(20),
        "stopped by force"
    );
    docker.prints(
        &format!("docker logs {name}; docker wait {name}; docker rm {name} > /dev/null"),
        "up\nbye\n3\n",
    )
}
