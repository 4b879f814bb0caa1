//! A user namespace of its own for a test, with the ids, mounts and processes it wants: nothing is changed on the machine, and
//! everything in it ends with it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// Ids a namespace of the machine's root gets; as many as a container usually has.
const IDS: u32 = 65_536;

/// A namespace: user, mounts and processes, and `/proc` of these.
pub struct Namespace {
    /// `unshare`, whose child is the namespace's first process: when it dies, the kernel ends all of them.
    keeper: Child,
    /// Whether all ids are there, not only root's.
    pub has_ids: bool,
}

impl Namespace {
    /// Makes one and runs the shell script `setup` in it, as its root.
    ///
    /// # Errors
    /// What is not allowed or fails here, as a line.
    pub fn new(setup: &str) -> Result<Namespace, String> {
        Namespace::with("", setup)
    }

    /// The same, with further namespaces: options of `unshare`.
    ///
    /// # Errors
    /// What is not allowed or fails here, as a line.
    pub fn with(options: &str, setup: &str) -> Result<Namespace, String> {
        // The second unshare waits for the ids: only with them may it mount.
        let script = format!("{setup}\necho done; exec sleep infinity");
        let text = format!(
            "echo ready; read go; exec unshare {options} --mount --pid --fork --kill-child --mount-proc sh -ec \"$1\" 2>&1"
        );
        let mut keeper = Command::new("unshare")
            .args(["--user", "sh", "-c", &text, "sh", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("no unshare: {e}"))?;
        let mut output = BufReader::new(keeper.stdout.take().ok_or("no pipe")?);
        let mut line = String::new();
        let has_ids = match output.read_line(&mut line) {
            Ok(_) if line == "ready\n" => map_ids(keeper.id()),
            _ => Err("no user namespaces here".to_string()),
        };
        let mut namespace = Namespace {
            keeper,
            has_ids: has_ids?,
        };
        let mut input = namespace.keeper.stdin.take().ok_or("no pipe")?;
        input.write_all(b"go\n").map_err(|e| e.to_string())?;
        let mut printed = String::new();
        loop {
            line.clear();
            match output.read_line(&mut line) {
                Ok(n) if n > 0 && line == "done\n" => return Ok(namespace),
                Ok(n) if n > 0 => printed += &line,
                _ => return Err(printed.trim().to_string()),
            }
        }
    }

    /// A command to run in it, as its root.
    pub fn command(&self, program: &str) -> Command {
        let id = self.keeper.id();
        let mut command = Command::new("nsenter");
        command.args(["--target", &id.to_string(), "--user", "--mount"]);
        command.arg(format!("--pid=/proc/{id}/ns/pid_for_children"));
        command.args(["--", program]);
        command
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = self.keeper.kill();
        // Its child dies with it, and with that all the others.
        let _ = self.keeper.wait();
    }
}

/// Tells the kernel the ids of the new user namespace: all, if this is root, else one's own as root's.
fn map_ids(process: u32) -> Result<bool, String> {
    let write = |file: &str, text: &str| {
        fs::write(format!("/proc/{process}/{file}"), text).map_err(|e| format!("{file}: {e}"))
    };
    let all = format!("0 0 {IDS}");
    if write("uid_map", &all).is_ok() {
        return write("gid_map", &all).map(|()| true);
    }
    let own = |option| {
        let id = Command::new("id").arg(option).output();
        let id = id.map_err(|e| format!("no id: {e}"))?;
        Ok::<_, String>(format!(
            "0 {} 1",
            String::from_utf8_lossy(&id.stdout).trim()
        ))
    };
    write("setgroups", "deny")?;
    write("uid_map", &own("-u")?)?;
    write("gid_map", &own("-g")?)?;
    Ok(false)
}
