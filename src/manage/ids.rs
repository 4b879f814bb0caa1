//! The users and groups of a user namespace that somebody without privileges makes: oneself as its root and, where /etc/subuid and
//! /etc/subgid give one more, these as 1, 2, ... The kernel allows the latter only to newuidmap(1) and newgidmap(1), from outside.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::unistd::{getegid, geteuid};

/// Where the two programs are.
const FOLDERS: &[&str] = &["/usr/bin", "/bin", "/usr/local/bin", "/sbin", "/usr/sbin"];
/// Waits for the namespace, then maps its users and groups.
const SCRIPT: &str = r#"read -r go && "$1" $2 && "$3" $4"#;

/// The maps of the namespace to come.
#[derive(Debug)]
pub struct Maps {
    /// Waits outside to write what we may not; none if there is nothing but oneself.
    helper: Option<Child>,
    user: u32,
    group: u32,
}

impl Maps {
    /// To be called before the namespace is made.
    pub fn prepare() -> Maps {
        let (user, group) = (geteuid().as_raw(), getegid().as_raw());
        Maps {
            helper: helper(user, group),
            user,
            group,
        }
    }

    /// Writes the maps of the namespace that this process has made and is in.
    ///
    /// # Errors
    /// What the kernel refuses, as a line.
    pub fn write(self) -> Result<(), String> {
        let own = |id: u32| format!("0 {id} 1");
        let (users, groups) = (own(self.user), own(self.group));
        if let Some(mut helper) = self.helper {
            let input = helper.stdin.take();
            let told = input.is_some_and(|mut pipe| pipe.write_all(b"go\n").is_ok());
            let mapped = helper.wait().is_ok_and(|status| status.success());
            if told && mapped {
                return Ok(());
            }
            eprintln!("emu: newuidmap or newgidmap fails: there is only one user in there");
        }
        if is_empty("uid_map") {
            write("uid_map", &users)?;
        }
        if is_empty("gid_map") {
            write("setgroups", "deny")?;
            write("gid_map", &groups)?;
        }
        Ok(())
    }
}

fn is_empty(map: &str) -> bool {
    fs::read_to_string(format!("/proc/self/{map}")).is_ok_and(|text| text.trim().is_empty())
}

fn write(file: &str, text: &str) -> Result<(), String> {
    fs::write(format!("/proc/self/{file}"), text).map_err(|e| format!("{file}: {e}"))
}

fn helper(user: u32, group: u32) -> Option<Child> {
    let text = |file| fs::read_to_string(file).unwrap_or_default();
    let name = name_of(user, &text("/etc/passwd"));
    let arguments = |id, file| {
        let ranges = ranges(user, name.as_deref(), &text(file));
        let process = std::process::id();
        (!ranges.is_empty()).then(|| format!("{process} 0 {id} 1{}", map(&ranges)))
    };
    let (users, groups) = (
        arguments(user, "/etc/subuid")?,
        arguments(group, "/etc/subgid")?,
    );
    let program = |name: &str| {
        let mut all = FOLDERS.iter().map(|folder| Path::new(folder).join(name));
        all.find(|file| file.exists())
    };
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", SCRIPT, "sh"]);
    shell.arg(program("newuidmap")?).arg(users);
    shell.arg(program("newgidmap")?).arg(groups);
    shell
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .ok()
}

/// The name of a user in the text of /etc/passwd (passwd(5)).
fn name_of(user: u32, passwd: &str) -> Option<String> {
    let fields = passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>());
    let mut fields = fields.filter(|fields| fields.get(2) == Some(&user.to_string().as_str()));
    fields.next().map(|fields| fields[0].to_string())
}

/// First id and number of the ranges that a user is given (subuid(5)).
fn ranges(user: u32, name: Option<&str>, text: &str) -> Vec<(u32, u32)> {
    let id = user.to_string();
    let range = |line: &str| {
        let mut fields = line.split(':');
        let owner = fields.next()?;
        let mut number = || fields.next()?.trim().parse().ok();
        (owner == id || Some(owner) == name).then_some((number()?, number()?))
    };
    text.lines().filter_map(range).collect()
}

/// The ranges as arguments of newuidmap, one after the other from 1 on.
fn map(ranges: &[(u32, u32)]) -> String {
    let mut next = 1_u32;
    let mut text = String::new();
    for (first, count) in ranges {
        text += &format!(" {next} {first} {count}");
        next = next.saturating_add(*count);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_a_user() {
        let text = "other:1:2\nme:100000:65536\n1000:300000:10\nbroken:x:1\n";
        let passwd = "root:x:0:0::/:/bin/sh\nme:x:1000:100::/:/bin/sh\n";
        let name = name_of(1000, passwd);
        assert_eq!(name.as_deref(), Some("me"));
        let found = ranges(1000, name.as_deref(), text);
        assert_eq!(found, [(100000, 65536), (300000, 10)]);
        assert_eq!(map(&found), " 1 100000 65536 65537 300000 10");
        assert!(ranges(7, name_of(7, passwd).as_deref(), text).is_empty());
    }
}
