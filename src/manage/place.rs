//! What kind of machine this is, as far as it matters for registration: whose the rules are, how long they last, and how one gets at them.

use std::fs;
use std::path::Path;

/// Where this program runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// A machine of its own.
    Machine,
    /// Windows Subsystem for Linux.
    Wsl,
    /// The virtual machine of Docker Desktop, of which one only sees containers.
    DockerDesktop,
    /// A container with the users of its host.
    Container,
    /// A user namespace, which may have rules of its own; a rootless container is one.
    UserNamespace,
}

impl Place {
    /// Looks around.
    pub fn here() -> Place {
        let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
        let marks = ["/.dockerenv", "/run/.containerenv"];
        let marked = marks.iter().any(|mark| Path::new(mark).exists());
        Place::of(
            &release(),
            &map,
            marked || std::env::var_os("KUBERNETES_SERVICE_HOST").is_some(),
        )
    }

    /// By the kernel's release, the user ids' map, and whether a runtime of containers left its mark.
    fn of(release: &str, uid_map: &str, container: bool) -> Place {
        if release.contains("linuxkit") {
            Place::DockerDesktop
        } else if !uid_map.is_empty() && !uid_map.contains("4294967295") {
            Place::UserNamespace
        } else if container {
            Place::Container
        } else if release.to_lowercase().contains("microsoft") {
            Place::Wsl
        } else {
            Place::Machine
        }
    }

    /// What one should know of it.
    pub fn description(self) -> String {
        let text = match self {
            Place::Machine => "Linux",
            Place::Wsl => {
                "WSL: all distributions share the rules, and they are gone when the last one stops"
            }
            Place::DockerDesktop => {
                "Docker Desktop: the rules are in its virtual machine, which starts with QEMU's; register by a privileged container"
            }
            Place::Container => {
                "a container: the rules are its host's, and registering needs a privileged one"
            }
            Place::UserNamespace => "a user namespace, which may have rules of its own",
        };
        format!("{text} ({})", release())
    }

    /// The command that registers `guest` from here.
    pub fn register(self, guest: &str) -> String {
        match self {
            Place::Machine | Place::Wsl => format!("sudo emu --register {guest}"),
            Place::UserNamespace => format!("emu --register {guest}"),
            Place::DockerDesktop | Place::Container => {
                format!("docker run --rm --privileged IMAGE --install {guest}")
            }
        }
    }

    /// How `guest` is registered whenever this machine starts; none where that is another's business.
    pub fn at_boot(self, guest: &str) -> Option<String> {
        let systemd = Path::new("/run/systemd/system").exists();
        match self {
            Place::Wsl if !systemd => {
                let conf = fs::read_to_string("/etc/wsl.conf").unwrap_or_default();
                let registers = conf.lines().any(|line| {
                    line.trim_start().starts_with("command") && line.contains("--register")
                });
                (!registers).then(|| "in /etc/wsl.conf: [boot] command=\"emu --register\" (or systemd=true and --persist)".into())
            }
            Place::Machine | Place::Wsl => Some(format!("sudo emu --register {guest} --persist")),
            Place::DockerDesktop | Place::Container | Place::UserNamespace => None,
        }
    }
}

fn release() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    release.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart() {
        let machine = "         0          0 4294967295\n";
        let within = "         0       1000          1\n";
        assert_eq!(Place::of("6.12.0-amd64", machine, false), Place::Machine);
        assert_eq!(
            Place::of("6.12.0-amd64", within, false),
            Place::UserNamespace
        );
        assert_eq!(
            Place::of("6.12.0-amd64", within, true),
            Place::UserNamespace
        );
        assert_eq!(Place::of("6.12.0-amd64", machine, true), Place::Container);
        assert_eq!(
            Place::of("5.15.153.1-microsoft-standard-WSL2", machine, false),
            Place::Wsl
        );
        assert_eq!(
            Place::of("4.4.0-19041-Microsoft", machine, false),
            Place::Wsl
        );
        assert_eq!(
            Place::of("6.10.14-linuxkit", machine, true),
            Place::DockerDesktop
        );
    }
}
